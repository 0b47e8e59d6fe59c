"""The guide by which a read model is added: typed and edited as it stands, against a record that was just made."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

import projections
from tests.cli.conftest import AGUS, BUDI, SITI, write_roster, write_sk
from tests.test_readme import PORT, free_port

GUIDE = projections.__doc__ or ""
INDENT = "    "
RECORD = """
kinerja init
kinerja import roster.csv --sk SK.json
"""


def steps() -> Iterator[str | tuple[str, str]]:
    """The lines to type, and the edits: each what goes, and what comes in its place."""
    old: list[str] = []
    new: list[str] = []
    for line in [*GUIDE.splitlines(), ""]:
        mark, text = line[4:5], line[6:]
        is_step = line.startswith(INDENT) and mark in set("$-+")
        if new and (not is_step or mark != "+"):
            yield "\n".join(old), "\n".join(new)
            old, new = [], []
        if not is_step:
            assert not old
        elif mark == "$":
            yield text
        else:
            (old if mark == "-" else new).append(text)


def edited(text):
    """The template after the guide's edits."""
    for edit in steps():
        if isinstance(edit, tuple):
            assert edit[0] in text, f"the template has no longer: {edit[0]}"
            text = text.replace(*edit)
    return text


def shell(folder, script):
    own = {name: value for name, value in os.environ.items() if not name.startswith("KINERJA_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", f"trap 'kill %1 2> stopped.txt || true' EXIT\n{script}"],
        cwd=folder,
        env=own | {"PATH": path, "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_whoever_follows_the_guide_ends_with_an_answer(tmp_path):
    write_sk(tmp_path / "SK.json")
    write_roster(tmp_path / "roster.csv", BUDI, SITI, AGUS)
    shell(tmp_path, RECORD)
    typed = [step for step in steps() if isinstance(step, str)]

    shell(tmp_path, "\n".join(typed[:2]))
    (file,) = (tmp_path / "model_baca").glob("*.py")
    file.write_text(edited(file.read_text(encoding="utf-8")), encoding="utf-8")
    told = shell(tmp_path, "\n".join(typed[2:]).replace(PORT, free_port()))

    answers = [orjson.loads(line) for line in told.splitlines() if line.startswith('{"items"')]
    assert [sorted((row["nama"], row["tanggal"]) for row in answer["items"]) for answer in answers] == [
        [("Agus Salim", "2026-09-01"), ("Budi Santoso", "2026-09-01"), ("Siti Aminah", "2026-09-01")]
    ] * 2
    assert "Siapa mulai melaksanakan tugas" in shell(tmp_path, "kinerja --projections model_baca projections")
    assert re.search(r"mulai_tugas +17 +3 +0 +0 ", told)


def test_what_the_guide_leaves_is_a_file_without_a_trace_of_the_template():
    text = edited(Path(projections.__file__).with_name("_template.py").read_text(encoding="utf-8"))

    code = text[text.index("@dataclass") :]
    assert [word for word in ("Contract", "template_", "akhir", "ending", "kontrak") if word in code] == []

"""What the README says is what happens: its commands are run, its output is compared."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PORT = "8765"
STOPS_THE_SERVER = """set -eu
trap '[ -z "${SERVER-}" ] || kill "$SERVER" 2> /dev/null || true' EXIT
"""

GIVEN_BY_THE_DAY = (
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", "TIME"),
    (r"\b\d+\.\d\d\b", "SECONDS"),
    (r"closed \d{4}-\d\d-\d\d", "closed TODAY"),
)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """All shell blocks, run one after another in one shell; what each printed."""
    folder = tmp_path_factory.mktemp("readme")
    blocks = (text for language, text in BLOCKS if language == "sh")
    script = STOPS_THE_SERVER + "".join(f"echo @@@\n{text}" for text in blocks).replace(PORT, free_port())
    own = {name: value for name, value in os.environ.items() if not name.startswith("KINERJA_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-c", script],
        cwd=folder,
        env=own | {"PATH": path, "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.split("@@@\n")[1:]


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def plain(line):
    """A line without what differs from day to day, and from width to width."""
    for pattern, name in GIVEN_BY_THE_DAY:
        line = re.sub(pattern, name, line)
    return re.sub(r"─+", "─", " ".join(line.split()))


def outputs():
    """Each shell block that is followed by its output: the block's number, and the lines."""
    number = -1
    for (language, _), (following, text) in zip(BLOCKS, [*BLOCKS[1:], ("", "")], strict=True):
        number += language == "sh"
        if language == "sh" and following == "text":
            yield number, text


def test_every_command_in_the_readme_runs(run):
    assert len(run) >= 8


@pytest.mark.parametrize(("number", "text"), list(outputs()))
def test_the_output_in_the_readme_is_what_the_command_prints(run, number, text):
    printed = "\n".join(line for line in map(plain, run[number].splitlines()) if line)

    parts = ["\n".join(filter(None, map(plain, part.splitlines()))) for part in text.split("...")]

    form = ".*".join(re.escape(part) for part in parts)
    assert re.fullmatch(rf"\n?{form}\n?", printed, re.DOTALL), printed


def test_the_readme_shows_no_output_that_is_not_compared():
    followed = [BLOCKS[n - 1][0] for n, (language, _) in enumerate(BLOCKS) if language == "text"]

    assert len(followed) >= 4
    assert set(followed) == {"sh"}


def test_every_make_target_in_the_readme_exists():
    targets = set(re.findall(r"`make ([a-z-]+)", README))

    declared = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {"demo", "test", "help"} <= targets
    assert targets <= set(declared)


def test_every_file_that_the_readme_points_to_exists():
    named = set(re.findall(r"`((?:src|projections|tests)/[\w/.]+)`", README))
    if not (ROOT / "src").is_dir():
        pytest.skip("allowed: these tests run against the installed wheel, without the sources")

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []

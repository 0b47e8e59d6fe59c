"""How `kinerja` ends when something is wrong: a panel, a code, never a traceback."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kinerja_es.cli import asking
from kinerja_es.cli.main import app
from kinerja_es.cli.problems import exit_code
from kinerja_es.errors import DateInvalid, LogExists, LogFull, LogLocked, TmtDiffers
from kinerja_es.readmodels.formats import cell
from tests.cli.conftest import BUDI, write_roster

KINERJA = Path(sys.executable).parent / "kinerja"


def test_refused_input_ends_with_2_and_a_store_that_cannot_be_used_with_3():
    assert exit_code([DateInvalid()]) == 2
    assert exit_code([TmtDiffers(), DateInvalid()]) == 2
    assert [exit_code([problem()]) for problem in (LogLocked, LogFull, LogExists)] == [3, 3, 3]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert cell(text) == f"'{text}"


def test_a_plain_cell_stays_as_it_is():
    assert [cell(value) for value in ("Budi = Rina", -7, None, "")] == ["Budi = Rina", -7, "", ""]


def test_a_database_that_is_not_there_is_told_with_what_to_do(here, kinerja):
    result = kinerja("find", "budi")

    assert result.exit_code == 3
    assert "LOG_MISSING" in result.stderr
    assert "Tidak ada basis data di tempat ini." in result.stderr
    assert "→ Buat dengan `kinerja init`" in result.stderr
    assert "→ Create it with `kinerja init`" in result.stderr
    assert result.stdout == ""


def test_a_file_that_is_not_ours_is_left_alone(here, kinerja):
    (here / "kinerja.db").write_text("Surat penting")

    result = kinerja("find", "budi")

    assert result.exit_code == 3
    assert "LOG_NOT_OURS" in result.stderr
    assert (here / "kinerja.db").read_text() == "Surat penting"


def test_another_programs_database_is_left_alone(here, kinerja):
    with sqlite3.connect("kinerja.db") as other:
        other.execute("CREATE TABLE other (a)")
    other.close()

    assert "LOG_NOT_OURS" in kinerja("find", "budi").stderr


def test_a_key_file_that_is_something_else_is_named(record, kinerja):
    (record / "kinerja.keys.db").write_text("Surat penting " * 100)

    result = kinerja("find", "budi")

    assert result.exit_code == 3
    assert "KEY_NOT_OURS" in result.stderr
    assert "kinerja.keys.db" in result.stderr
    assert "--log" not in result.stderr


def test_a_missing_key_is_told(record, kinerja):
    (record / "kinerja.keys.db").unlink()

    for words in (("find", "budi"), ("init",)):
        result = kinerja(*words)

        assert result.exit_code == 3
        assert "Restore" in result.stderr


def test_debug_shows_where_a_problem_arose_and_nothing_else_does(here, kinerja):
    assert "Traceback" not in kinerja("find", "budi").output
    assert "Traceback" in kinerja("--debug", "find", "budi").stderr
    assert "Traceback" in kinerja("find", "budi", KINERJA_DEBUG="1").stderr


def test_a_mistake_of_the_program_itself_is_one_sentence(record, kinerja, monkeypatch):
    monkeypatch.setattr(asking, "up_to_date", None)

    result = kinerja("find", "budi")

    assert result.exit_code == 1
    assert "INTERNAL" in result.stderr
    assert "TypeError" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_name_that_looks_like_markup_is_shown_as_it_is(record, kinerja):
    write_roster(record / "roster.csv", (BUDI[0], "Budi [bold red]Merah[/] :smile:", *BUDI[2:]))
    recorded = kinerja("import", "roster.csv", "--sk", "SK.json", FORCE_COLOR="1")
    found = kinerja("find", "budi", COLUMNS="200")
    shown = kinerja("show", BUDI[0], COLUMNS="200")

    assert recorded.exit_code == 0
    for said in (found.stdout, shown.stdout):
        assert "\x1b" not in said
        assert "Budi [bold red]Merah[/] :smile:" in said


def test_a_value_of_a_refused_file_cannot_either(record, kinerja):
    write_roster(record / "roster.csv", ("19900101\x1b]0;owned\x07", *BUDI[1:]))

    told = kinerja("import", "roster.csv", "--sk", "SK.json").stderr

    assert "\x1b" not in told
    assert "NIP_INVALID" in told


def test_a_word_that_is_no_command_is_told(kinerja):
    result = kinerja("impor")

    assert result.exit_code == 2
    assert "No such command 'impor'" in result.stderr


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        (("impor",), "Perintah ini tidak dikenal atau tidak lengkap. Lihat caranya dengan --help."),
        (("--nope",), "Opsi ini tidak ada. Lihat caranya dengan --help."),
        (("show", "1", "--nope"), "Opsi ini tidak ada. Lihat caranya dengan --help."),
        (("show",), "Ada isian yang wajib disebut pada perintah ini. Lihat caranya dengan --help."),
        (("import",), "Ada isian yang wajib disebut pada perintah ini. Lihat caranya dengan --help."),
        (("batch", "show"), "Ada isian yang wajib disebut pada perintah ini. Lihat caranya dengan --help."),
        (("find", "a", "--limit", "0"), "Nilai ini tidak diterima. Lihat caranya dengan --help."),
    ],
)
def test_what_is_wrong_with_a_command_line_is_said_in_indonesian_first(kinerja, words, lead):
    result = kinerja(*words)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"{lead}\n")
    assert result.stderr.count("Lihat caranya") == 1


@pytest.mark.parametrize("words", [(), ("batch",), ("--help",)])
def test_help_is_no_mistake(kinerja, words):
    assert "Lihat caranya" not in kinerja(*words).output


def test_the_installed_command_answers_as_the_module_does(here):
    installed = subprocess.run([KINERJA, "find", "budi"], capture_output=True, text=True, check=False)
    module = subprocess.run(
        [sys.executable, "-m", "kinerja_es", "find", "budi"], capture_output=True, text=True, check=False
    )

    assert (installed.returncode, installed.stdout) == (3, "")
    assert installed.stderr == module.stderr


def test_a_reader_that_goes_away_early_causes_no_noise(demo):
    pipe = subprocess.run(
        ["/bin/sh", "-c", f"{KINERJA} find a --limit 1000 --json | head -c 1"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"KINERJA_LOG": "sqlite:///demo/kinerja.db"},
    )

    assert (pipe.stdout, pipe.stderr) == ("{", "")


def test_the_command_line_is_one_app():
    assert app.info.name == "kinerja"


def test_a_service_that_may_not_listen_prints_no_address(kinerja, here):
    kinerja("init")

    refused = kinerja("serve", "--host", "0.0.0.0")  # noqa: S104 - it is refused

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "LOOPBACK_ONLY" in refused.stderr

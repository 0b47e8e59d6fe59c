"""`kinerja demo`: the whole story, on any day of the year."""

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kinerja_es import wiring
from kinerja_es.audit import replay
from kinerja_es.cli import demo as demo_module
from kinerja_es.cli.commands import own_name
from kinerja_es.cli.demo import MARKER, make_folder, play
from kinerja_es.cli.demo_story import Days
from kinerja_es.config import Settings
from kinerja_es.errors import FolderNotOurs


def test_the_days_of_the_story_follow_from_today():
    assert Days.before(date(2026, 11, 22)) == Days(
        sk=date(2026, 8, 26),
        tmt=date(2026, 9, 1),
        ceremony=date(2026, 9, 15),
        quarter_end=date(2026, 9, 30),
        evaluated=date(2026, 10, 12),
        leaving_sk=date(2026, 9, 30),
        leaving=date(2026, 10, 1),
        moving=date(2026, 12, 1),
    )


@pytest.mark.parametrize(
    "today",
    [
        date(2026, 1, 1),
        date(2026, 3, 31),
        date(2026, 4, 1),
        date(2026, 12, 31),
        date(2027, 10, 1),
        date(2028, 2, 29),
    ],
    ids=str,
)
def test_the_rules_accept_the_story_on_any_day(here, today):
    settings = Settings(log_url="sqlite:///demo/kinerja.db")
    make_folder(here / "demo")
    clock = lambda: datetime(today.year, today.month, today.day, 5, tzinfo=UTC)  # noqa: E731
    wiring.create(settings, clock)

    with wiring.opened(settings, clock) as service:
        report, told = play(service, here / "demo", 60)
        moved = replay.standing(service, told.moved)
        history = replay.history(service, told.moved)
        left = replay.standing(service, told.left)

    warned = [warning["code"] for event in history["events"] for warning in event["warnings"] or ()]
    assert (report.recorded.total, report.problems) == (60, [])
    assert (moved["status"], len(moved["pending"])) == ("AKTIF", 2)
    assert left["status"] == "BERHENTI_HORMAT"
    assert warned == []
    assert {event["type"] for event in history["events"]} == {
        "EmployeeRegistered",
        "IdentityNumberAssigned",
        "EmployeeAppointed",
        "DutyCommenced",
        "DecisionExcerptDelivered",
        "OathTaken",
        "EmploymentContractSigned",
        "PerformanceEvaluated",
        "PositionAssigned",
    }


def test_the_demo_prints_standing_history_reconciliation_and_the_largest_units(here, kinerja):
    shown = kinerja("demo", "--exit", "--employees", "60").stdout

    assert "DATA SINTETIS" in shown
    assert "60 pegawai dicatat / employees recorded." in shown
    assert "Berlaku pada / Valid at" in shown
    assert "Riwayat / History: 9" in shown
    assert "Menurut jenis / By kind" in shown
    assert "Unor terbesar / Largest units" in shown
    assert "export KINERJA_LOG=sqlite:///demo/kinerja.db" in shown


def test_the_variable_that_the_readme_documents_ends_the_demo_before_it_serves(here, kinerja, monkeypatch):
    served = []
    monkeypatch.setattr(demo_module, "run_server", lambda *_: served.append("served"))

    kinerja("demo", "--employees", "60", KINERJA_DEMO_EXIT="1")
    told = [*served]
    kinerja("demo", "--employees", "60", KINERJA_DEMO_EXIT="0")

    assert (told, served) == ([], ["served"])


SYSTEM = os.pathsep.join(("/usr/bin", "/bin"))


@pytest.mark.parametrize("path", [SYSTEM, f"{Path(sys.executable).parent}{os.pathsep}{SYSTEM}"])
def test_what_the_demo_says_to_try_works_as_it_is_pasted(here, kinerja, monkeypatch, path):
    monkeypatch.setenv("PATH", path)
    shown = kinerja("demo", "--exit", "--employees", "60").stdout

    [export] = re.findall(r"(?m)^Coba / Try:  (export KINERJA_LOG=.+)$", shown)
    *tries, serve = shown.partition(export)[2].strip().splitlines()
    ran = [subprocess.run(["/bin/sh", "-c", f"{export}\n{line}"], capture_output=True, check=False) for line in tries]

    assert [line.split()[1] for line in tries] == ["show", "history", "batch", "find"]
    assert serve.endswith("kinerja serve")
    assert [(done.returncode, done.stderr) for done in ran] == [(0, b"")] * 4


def test_a_command_in_the_folder_of_the_project_is_called_by_a_short_path(monkeypatch):
    monkeypatch.setenv("PATH", SYSTEM)
    bin_ = Path(sys.executable).parent
    monkeypatch.chdir(bin_.parent.parent)

    assert own_name() == f"{bin_.parent.name}/{bin_.name}/kinerja"


def test_without_an_installed_command_the_module_is_called(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", SYSTEM)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))

    assert own_name() == f"{tmp_path}/python -m kinerja_es"


def test_the_demo_starts_afresh_each_time(here, kinerja):
    kinerja("demo", "--exit", "--employees", "60")
    again = kinerja("demo", "--exit", "--employees", "60")

    assert again.exit_code == 0
    assert "60 pegawai dicatat / employees recorded." in again.stdout


def test_the_demo_touches_no_folder_that_it_did_not_make(here, kinerja):
    (here / "demo").mkdir()
    (here / "demo" / "kinerja.db").write_text("Surat penting")

    result = kinerja("demo", "--exit")

    assert result.exit_code == 2
    assert "FOLDER_NOT_OURS" in result.stderr
    assert (here / "demo" / "kinerja.db").read_text() == "Surat penting"


def test_files_that_somebody_put_beside_the_demos_stay(tmp_path):
    make_folder(tmp_path / "demo")
    (tmp_path / "demo" / "catatan.txt").write_text("milik saya")
    (tmp_path / "demo" / "roster.csv").write_text("dari demo")

    make_folder(tmp_path / "demo")

    assert sorted(path.name for path in (tmp_path / "demo").iterdir()) == [MARKER, "catatan.txt"]


def test_a_folder_that_is_a_file_is_refused(here, kinerja):
    (here / "demo").write_text("")

    result = kinerja("demo", "--exit")

    assert result.exit_code == 2
    assert "FILE_UNWRITABLE" in result.stderr


def test_without_faker_the_demo_says_what_to_install(here, kinerja, monkeypatch):
    def missing(*args, **kwargs):
        raise ModuleNotFoundError(name="faker")

    monkeypatch.setattr(demo_module, "write_roster", missing)

    result = kinerja("demo", "--exit")

    assert result.exit_code == 2
    assert "PACKAGE_MISSING" in result.stderr
    assert "pip install 'kinerja-es[demo]'" in result.stderr


def test_a_marker_alone_makes_a_folder_ours(tmp_path):
    (tmp_path / "x").write_text("")

    with pytest.raises(FolderNotOurs):
        make_folder(tmp_path)

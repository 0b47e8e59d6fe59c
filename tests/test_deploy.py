"""What deploy/ says is what the program takes."""

from pathlib import Path

from typer.testing import CliRunner

from kinerja_es.cli.main import app

UNIT = (Path(__file__).parent.parent / "deploy" / "kinerja.service").read_text(encoding="utf-8")


def test_the_unit_starts_the_service_with_options_that_exist():
    [started] = [line for line in UNIT.splitlines() if line.startswith("ExecStart=")]
    command, *options = started.removeprefix("ExecStart=/opt/kinerja/bin/kinerja ").split()

    shown = CliRunner().invoke(app, [command, "--help"], terminal_width=200).output

    assert command == "serve"
    assert [option for option in options if option.startswith("--") and option not in shown] == []


def test_the_unit_names_settings_that_the_program_reads():
    shown = "".join(CliRunner().invoke(app, [*words, "--help"], terminal_width=200).output for words in ([], ["serve"]))

    named = [line.split("=")[1] for line in UNIT.splitlines() if line.startswith("Environment=")]

    of_pictures = "MPLCONFIGDIR"
    assert named == ["KINERJA_LOG", "KINERJA_TIMEZONE", "KINERJA_MASTER_KEY_FILE", of_pictures]
    assert all(name in shown for name in named if name != of_pictures)

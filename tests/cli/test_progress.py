"""The progress bar: on a terminal, and nowhere else."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

KINERJA = Path(sys.executable).parent / "kinerja"
IMPORT = [KINERJA, "import", "roster.csv", "--sk", "SK.json"]
BAR = "Mencatat / Recording"


def on_a_terminal(command):
    """What a program writes to a terminal as its stderr, and to a pipe as its stdout."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, env=os.environ | {"TERM": "xterm"}
    ) as process:
        os.close(theirs)
        shown = b"".join(chunks(ours))
        answer = process.stdout.read() if process.stdout else b""
    os.close(ours)
    assert process.returncode == 0, shown
    return shown.decode(), answer.decode()


def chunks(terminal, patience=30):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            yield os.read(terminal, 65536)
        except OSError:  # the other end of a terminal closes with an error
            return
    pytest.fail("the command did not end")


def test_somebody_at_a_terminal_sees_how_far_it_has_come(record):
    shown, answer = on_a_terminal(IMPORT)

    assert BAR in shown
    assert "3/3" in shown
    assert BAR not in answer
    assert "3 pegawai dicatat" in answer


def test_reading_shows_how_the_read_models_come_along(record):
    subprocess.run(IMPORT, check=True, capture_output=True)

    shown, answer = on_a_terminal([KINERJA, "find", "budi"])

    assert "Reading the log" in shown
    assert "Budi Santoso" in answer


def test_a_script_sees_no_bar(record):
    ran = subprocess.run(IMPORT, check=True, capture_output=True, text=True)

    assert ran.stderr == ""
    assert BAR not in ran.stdout


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "TTY_COMPATIBLE"])
def test_a_variable_that_forces_colours_forces_no_bar(record, variable):
    ran = subprocess.run(IMPORT, check=True, capture_output=True, text=True, env=os.environ | {variable: "1"})

    assert BAR not in ran.stderr

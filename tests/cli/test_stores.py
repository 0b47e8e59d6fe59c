"""`kinerja init` and `serve`."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

KINERJA = Path(sys.executable).parent / "kinerja"


def test_init_makes_the_log_and_its_keys_and_says_where(here, kinerja):
    result = kinerja("init")

    assert result.exit_code == 0
    assert (here / "kinerja.db").is_file()
    assert (here / "kinerja.keys.db").is_file()
    assert "kinerja.keys.db" in result.stdout


def test_init_keeps_what_exists(record, kinerja):
    kinerja("import", "roster.csv", "--sk", "SK.json")
    keys = (record / "kinerja.keys.db").read_bytes()

    assert kinerja("init").exit_code == 0
    assert (record / "kinerja.keys.db").read_bytes() == keys
    assert "Budi Santoso" in kinerja("find", "budi").stdout


def test_init_in_a_folder_that_is_not_there_says_so(here, kinerja):
    result = kinerja("init", "--log", "sqlite:///tidak/ada/kinerja.db")

    assert result.exit_code == 3
    assert "FOLDER_MISSING" in result.stderr
    assert str(here / "tidak" / "ada") in "".join(result.stderr.replace("│", "").split())
    assert "Make the folder first" in result.stderr


def test_an_absolute_address_has_four_slashes(here, kinerja):
    assert kinerja("init", "--log", f"sqlite:///{here}/absolute.db").exit_code == 0
    assert (here / "absolute.db").is_file()


def test_serve_refuses_every_address_but_loopback(record, kinerja):
    result = kinerja("serve", "--host", "0.0.0.0")  # noqa: S104 - this is what is refused

    assert result.exit_code == 2
    assert "LOOPBACK_ONLY" in result.stderr


def test_serve_answers_until_it_is_stopped(record):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    subprocess.run([KINERJA, "import", "roster.csv", "--sk", "SK.json"], check=True, capture_output=True)

    with subprocess.Popen([KINERJA, "serve", "--port", str(port)], stdout=subprocess.PIPE, text=True) as process:
        body = json.loads(patiently(f"http://127.0.0.1:{port}/v1/employees/199001012026211901"))
        process.send_signal(signal.SIGTERM)
        said = process.stdout.read() if process.stdout else ""

    assert body["nama"] == "Budi Santoso"
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/docs" in said


def patiently(address, patience=20):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own address
                return answer.read()
        except OSError:
            time.sleep(0.1)
    return pytest.fail(f"{address} does not answer")

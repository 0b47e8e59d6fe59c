"""The documentation page in a real browser, as somebody who opens /docs sees it."""

import re
import shutil
import subprocess
import sys

import pytest

from kinerja_es import wiring
from kinerja_es.config import Settings
from tests.http.test_serving import SERVE, free_port, wait_until_it_answers

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --virtual-time-budget=5000"
).split()


@pytest.mark.skipif(CHROMIUM is None, reason="allowed: no Chromium on this machine")
def test_the_documentation_is_shown_without_internet(tmp_path):
    settings = Settings(log_url=f"sqlite:///{tmp_path}/kinerja.db")
    wiring.create(settings)
    port = free_port()
    with subprocess.Popen([sys.executable, "-c", SERVE, settings.log_url, str(port)]) as service:
        wait_until_it_answers(port)
        page = f"http://127.0.0.1:{port}/docs"
        command = [str(CHROMIUM), *QUIET, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", page]
        shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
        service.terminate()

    assert "Catat peristiwa pegawai." in shown
    assert "/v1/employees/{employee}/events" in shown
    assert re.findall(r"(?:src|href)=\"(https?://[^\"]+)\"", shown) == []

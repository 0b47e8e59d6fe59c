"""A test that did not run must not look like one that passed."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

FILES = {
    "test_careless.py": """
import pytest

def test_broker():
    pytest.skip("no Java here")
""",
    "test_whole_file.py": """
import pytest

pytest.importorskip("a_module_that_nobody_has")
""",
    "test_allowed.py": """
import pytest

@pytest.mark.skip(reason="allowed: only on Windows")
def test_drive_letters(): ...
""",
    "test_known_to_fail.py": """
import pytest

@pytest.mark.xfail(reason="not yet")
def test_hopes():
    assert False
""",
}


def outcomes(folder: Path, ci: str) -> set[str]:
    for name, text in FILES.items():
        (folder / name).write_text(text)
    command = [sys.executable, "-m", "pytest", "-p", "tests.skips", "-rfEsx", "--no-fold-skipped", "--rootdir", folder]
    environment = os.environ | {"CI": ci, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [*command, "--continue-on-collection-errors", folder],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    shown = re.findall(r"^(FAILED|ERROR|SKIPPED|XFAIL)\b.*?(test_\w+\.py)", done.stdout, re.MULTILINE)
    return {f"{outcome} {file}" for outcome, file in shown}


def test_a_skip_fails_on_ci_unless_it_says_that_it_is_allowed(tmp_path):
    assert outcomes(tmp_path, ci="true") == {
        "FAILED test_careless.py",
        "ERROR test_whole_file.py",
        "SKIPPED test_allowed.py",
        "XFAIL test_known_to_fail.py",
    }


def test_a_skip_is_only_shown_on_the_machine_of_a_developer(tmp_path):
    assert outcomes(tmp_path, ci="") == {
        "SKIPPED test_careless.py",
        "SKIPPED test_whole_file.py",
        "SKIPPED test_allowed.py",
        "XFAIL test_known_to_fail.py",
    }

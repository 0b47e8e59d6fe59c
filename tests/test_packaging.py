"""A fresh machine gets all that it needs, and nothing that names another machine."""

import importlib.resources
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import kinerja_es

ROOT = Path(__file__).parent.parent


def test_make_help_lists_every_target():
    shown = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    listed = [line.split()[0] for line in shown.splitlines() if line.startswith("  ")]

    declared = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert declared is not None
    assert listed == declared[1].split()
    assert max(map(len, shown.splitlines())) <= 80
    assert {"demo", "test", "test-long", "lint", "bench"} <= set(listed)


def test_every_task_of_the_makefile_is_declared_and_has_a_line_of_help():
    makefile = (ROOT / "Makefile").read_text()

    targets = re.findall(r"^([a-z][a-z-]*):(.*)$", makefile, re.MULTILINE)

    assert "setup" in dict(targets)
    assert [name for name, rest in targets if " ## " not in rest] == []


def test_the_lock_names_no_host_and_no_path():
    lock = (ROOT / "requirements.lock").read_text()

    assert "eventsourcing==" in lock
    assert re.findall(r"\S*(?:://|--index|--extra-index|--find-links|/home/|/tmp/)\S*", lock) == []


def test_everything_in_the_lock_has_an_exact_version_and_a_hash():
    lock = (ROOT / "requirements.lock").read_text()

    entries = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]

    assert len(entries) > 40
    assert [entry for entry in entries if not re.match(r"[a-z0-9._-]+==\S+ ", entry)] == []
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_answers_every_dependency_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    locked = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE))

    groups = [
        project["project"]["dependencies"],
        project["project"]["optional-dependencies"]["demo"],
        project["dependency-groups"]["dev"],
    ]

    asked = [Requirement(text) for group in groups for text in group]
    assert len(asked) > 20
    assert [str(ask) for ask in asked if locked.get(ask.name, "none") not in ask.specifier] == []


@pytest.mark.parametrize("package", ["kinerja_es", "projections"])
def test_a_user_of_the_package_gets_its_types(package):
    assert importlib.resources.files(package).joinpath("py.typed").is_file()


def test_the_wheel_holds_the_service_and_the_projections_and_nothing_else(tmp_path):
    if not (ROOT / "src").is_dir():
        pytest.skip("allowed: these tests run against the installed wheel, without the sources that make one")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )

    wheel = next(tmp_path.glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    record = f"kinerja_es-{kinerja_es.__version__}.dist-info"

    assert {name.split("/")[0] for name in names} == {"kinerja_es", "projections", record}
    assert {"kinerja_es/domain/values.py", "kinerja_es/py.typed", "projections/py.typed"} <= set(names)
    assert f"{record}/licenses/LICENSE" in names

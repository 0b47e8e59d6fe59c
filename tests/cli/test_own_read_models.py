"""`--projections FOLDER`: a government's own read models, at every command."""

import orjson
import pytest

from kinerja_es.readmodels import discovery

OURS = discovery.template().replace("template_contract", "kontrak_contract")


@pytest.fixture
def folder(here):
    folder = here / "model_baca"
    folder.mkdir()
    (folder / "kontrak.py").write_text(OURS, encoding="utf-8")
    return folder


@pytest.fixture
def warned(caplog):
    """What was logged, as a clerk reads it on the terminal."""
    return lambda: [record.getMessage() for record in caplog.records]


def names(kinerja, *words, **env):
    shown = kinerja(*words, "projections", "--json", **env)
    assert shown.exit_code == 0
    return [status["name"] for status in orjson.loads(shown.stdout)["items"]]


def test_an_example_is_printed_to_start_from(kinerja):
    assert kinerja("projections", "example").stdout == discovery.template()


def test_a_folder_is_named_by_the_option_or_by_the_variable(record, folder, kinerja):
    assert "kontrak" not in names(kinerja)
    assert "kontrak" in names(kinerja, "--projections", "model_baca")
    assert "kontrak" in names(kinerja, KINERJA_PROJECTIONS="model_baca")


def test_a_read_model_of_ones_own_is_rebuilt_and_asked(record, folder, kinerja):
    ours = {"KINERJA_PROJECTIONS": str(folder)}

    rebuilt = kinerja("rebuild", "kontrak", **ours)
    asked = kinerja("ask", "kontrak", "ending", "by=2027-12-31", "--json", **ours)

    assert (rebuilt.exit_code, asked.exit_code) == (0, 0)
    assert orjson.loads(asked.stdout)["items"] == []


def test_the_demo_has_them_too(folder, kinerja):
    made = kinerja("demo", "--exit", "--employees", "50", KINERJA_PROJECTIONS=str(folder))
    log = {"KINERJA_LOG": "sqlite:///demo/kinerja.db", "KINERJA_PROJECTIONS": str(folder)}

    assert made.exit_code == 0
    names = {status["name"] for status in orjson.loads(kinerja("projections", "--json", **log).stdout)["items"]}
    assert {"kontrak", "unit_headcount"} <= names
    assert {status["lag"] for status in orjson.loads(kinerja("projections", "--json", **log).stdout)["items"]} == {0}


def test_a_file_with_a_mistake_is_told_and_the_others_go_on(record, folder, kinerja, warned):
    (folder / "keliru.py").write_text('"""Apa?"""\n\ndef :\n', encoding="utf-8")

    found = names(kinerja, "--projections", "model_baca")

    assert "kontrak" in found
    assert "keliru" not in found
    assert ["PROJECTION_INVALID" in text and "keliru.py, line 3: invalid syntax" in text for text in warned()] == [True]


def test_a_folder_that_does_not_exist_is_told(record, kinerja):
    shown = kinerja("--projections", "none", "projections")

    assert shown.exit_code == 3
    assert "PROJECTIONS_MISSING" in shown.stderr
    assert "none" in shown.stderr

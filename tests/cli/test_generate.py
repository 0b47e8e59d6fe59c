"""`kinerja generate`: a synthetic government in a new log, or its files alone."""

import orjson
import pytest

from kinerja_es.cli import generating


def test_a_government_is_made_in_a_new_log_and_can_be_asked_about(here, kinerja):
    told = kinerja("generate", "--employees", "12", "--years", "2", "--log", "sqlite:///sintetis.db").stdout
    found = orjson.loads(kinerja("find", "a", "--json", "--log", "sqlite:///sintetis.db").stdout)["items"]
    nip = found[0]["nip"]
    now, then = (
        kinerja("show", nip, "--json", "--log", "sqlite:///sintetis.db", *known).exit_code
        for known in ((), ("--known-at", "2023-12-31"))
    )

    assert "DATA SINTETIS" in told
    assert "12 pegawai / employees" in told
    assert "2024-01-01 - 2025-12-31" in told
    assert "export KINERJA_LOG=sqlite:///sintetis.db" in told
    assert (now, then) == (0, 2)


def test_people_who_do_not_exist_never_go_into_a_record_that_is_there(record, kinerja):
    before = (record / "kinerja.db").read_bytes()

    result = kinerja("generate", "--employees", "5")

    assert result.exit_code == 2
    assert "LOG_NOT_NEW" in result.stderr
    assert (record / "kinerja.db").read_bytes() == before


@pytest.mark.parametrize("left", ["kinerja.keys.db", "kinerja.read.db"])
def test_what_another_log_has_left_is_no_new_place_either(here, kinerja, left):
    (here / left).write_bytes(b"")

    assert "LOG_NOT_NEW" in kinerja("generate", "--employees", "5").stderr
    assert not (here / "kinerja.db").exists()


def test_a_government_that_was_interrupted_says_that_it_is_not_complete(here, kinerja, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(generating, "record_files", interrupted)

    result = kinerja("generate", "--employees", "5", "--years", "1")

    assert result.exit_code != 0
    assert "Interrupted, not complete: kinerja.db" in result.stdout


def test_the_files_alone_are_such_as_the_other_commands_take(here, kinerja):
    told = kinerja("generate", "--employees", "12", "--years", "1", "--to", "berkas").stdout
    roster = min((here / "berkas").glob("*-roster.csv"))
    kinerja("init")

    imported = kinerja("import", roster, "--sk", roster.with_suffix(".json"))

    assert "berkas / files" in told
    assert "7 pegawai dicatat / employees recorded." in imported.stdout


def test_files_go_into_a_new_folder_only(here, kinerja):
    (here / "berkas").mkdir()
    (here / "berkas" / "surat.txt").write_text("penting")

    result = kinerja("generate", "--employees", "5", "--to", "berkas")

    assert result.exit_code == 2
    assert "FOLDER_NOT_OURS" in result.stderr
    assert [path.name for path in (here / "berkas").iterdir()] == ["surat.txt"]


def test_a_folder_that_cannot_be_made_is_told(here, kinerja):
    (here / "berkas").write_text("")

    result = kinerja("generate", "--employees", "5", "--to", "berkas")

    assert result.exit_code == 2
    assert "FILE_UNWRITABLE" in result.stderr


def test_a_log_in_a_folder_that_is_not_there_is_told(here, kinerja):
    assert "FOLDER_MISSING" in kinerja("generate", "--employees", "5", "--log", "sqlite:///tidak/ada.db").stderr


def test_without_faker_it_says_what_to_install(here, kinerja, monkeypatch):
    def missing(*args):
        raise ModuleNotFoundError(name="faker")

    monkeypatch.setattr(generating, "write_files", missing)

    result = kinerja("generate", "--employees", "5")

    assert result.exit_code == 2
    assert "PACKAGE_MISSING" in result.stderr
    assert not (here / "kinerja.db").exists()

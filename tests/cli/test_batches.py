"""`kinerja batch list`, `show` and `close`."""

import orjson
import pytest

from tests.cli.conftest import BUDI, SITI, write_roster, write_sk


@pytest.fixture
def batch(record, kinerja):
    """Two of three people are recorded."""
    write_roster(record / "roster.csv", BUDI, SITI)
    return orjson.loads(kinerja("import", "roster.csv", "--sk", "SK.json", "--json").stdout)["batch_id"]


def row_of(shown, first):
    return next(line.split() for line in shown.splitlines() if line.strip().startswith(first))


def test_the_list_shows_expected_and_recorded(batch, kinerja):
    shown = kinerja("batch", "list").stdout

    assert row_of(shown, batch[:8]) == [batch[:8], "800.1.2.5/1/BKPSDM/2026", "2026-09-01", "3", "2", "-"]


def test_show_reconciles_by_kind_and_by_unit(batch, kinerja):
    shown = kinerja("batch", "show", batch).stdout

    assert "SK 800.1.2.5/1/BKPSDM/2026, 2026-08-26, TMT 2026-09-01" in shown
    assert f"Batch {batch}" in shown
    assert row_of(shown, "PPPK_PARUH_WAKTU") == ["PPPK_PARUH_WAKTU", "3", "2", "0", "1"]
    assert row_of(shown, "Dinas Contoh") == ["Dinas", "Contoh", "2", "2", "0", "0"]
    assert row_of(shown, "SPMT") == ["SPMT", "/", "start", "of", "duty", "2", "0"]
    assert row_of(shown, "Sumpah") == ["Sumpah", "/", "oath", "0", "2"]


def test_show_waits_for_no_contract_of_a_cpns(record, kinerja):
    cpns = ("199001012026091901", *BUDI[1:5], "CPNS", *BUDI[6:])
    write_roster(record / "roster.csv", cpns, SITI)
    write_sk(record / "SK.json", jumlah_pegawai=2, expected={"CPNS": 1, "PPPK_PARUH_WAKTU": 1})
    batch = orjson.loads(kinerja("import", "roster.csv", "--sk", "SK.json", "--json").stdout)["batch_id"]

    shown = kinerja("batch", "show", batch).stdout

    assert row_of(shown, "Petikan")[-2:] == ["0", "2"]
    assert row_of(shown, "Perjanjian")[-2:] == ["0", "1"]


def test_eight_characters_name_a_batch_and_seven_do_not(batch, kinerja):
    assert f"Batch {batch}" in kinerja("batch", "show", batch[:8]).stdout
    assert kinerja("batch", "show", batch[:7]).exit_code == 2


def test_an_unknown_batch_is_told(batch, kinerja):
    result = kinerja("batch", "show", "00000000")

    assert result.exit_code == 2
    assert "BATCH_UNKNOWN" in result.stderr


def test_a_batch_whose_counts_differ_is_not_closed_without_an_explanation(batch, kinerja):
    result = kinerja("batch", "close", batch[:8])

    assert result.exit_code == 2
    assert "BATCH_COUNTS_DIFFER" in result.stderr
    assert "PPPK_PARUH_WAKTU: 2 of 3" in result.stderr


def test_a_batch_is_closed_with_an_explanation_by_whom_it_says(batch, kinerja):
    result = kinerja("batch", "close", batch[:8], "--explain", "Satu orang mundur.", "--actor", "Rina")

    assert result.exit_code == 0
    answer = orjson.loads(kinerja("batch", "show", batch, "--json").stdout)
    assert answer["explained"] == "Satu orang mundur."
    assert answer["closed"] is not None
    assert "Satu orang mundur." in kinerja("batch", "show", batch).stdout


def test_a_closed_batch_takes_no_file(batch, record, kinerja):
    kinerja("batch", "close", batch[:8], "--explain", "Satu orang mundur.")
    write_roster(record / "roster.csv", ("198812312026211901", "Agus", "31-12-1988", *BUDI[3:4], "", *BUDI[5:]))

    result = kinerja("import", "roster.csv", "--sk", "SK.json")

    assert result.exit_code == 2
    assert "BATCH_CLOSED" in result.stderr


def test_an_empty_explanation_explains_nothing(batch, kinerja):
    result = kinerja("batch", "close", batch[:8], "--explain", "")

    assert result.exit_code == 2
    assert "VALUE_INVALID" in result.stderr

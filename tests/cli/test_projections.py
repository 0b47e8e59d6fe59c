"""`kinerja projections` and `rebuild`."""

import sqlite3
from contextlib import closing

import orjson


def test_every_read_model_is_listed_with_its_question_and_its_lag(demo, kinerja):
    kinerja("find", "a")
    answer = orjson.loads(kinerja("projections", "--json").stdout)
    shown = kinerja("projections").stdout

    assert {status["name"] for status in answer["items"]} >= {"batch_status", "dated", "find", "unit_headcount"}
    assert {(status["lag"], status["state"], status["parked"]) for status in answer["items"]} == {(0, "CURRENT", 0)}
    assert answer["parked"] == []
    assert "Siapa pegawai ini?" in shown
    assert "Diparkir / Parked" not in shown


def test_before_the_first_building_they_are_told_to_wait(here, kinerja):
    kinerja("init")

    shown = kinerja("projections")

    assert shown.exit_code == 0
    assert "menunggu dibangun" in shown.stdout


def poison(log):
    """An event that no version of this program knows, at the end of somebody's record."""
    with closing(sqlite3.connect(log)) as connection, connection:
        connection.execute(
            """INSERT INTO stored_events
               SELECT (SELECT max(position) + 1 FROM stored_events), originator_id, max(originator_version) + 1,
                      'kinerja:HolidayGranted.v1', recorded_at, x'7b7d'
                 FROM stored_events WHERE originator_id LIKE 'pegawai-%' GROUP BY originator_id LIMIT 1"""
        )


def test_whom_the_read_models_cannot_fold_is_told_with_the_reason_until_it_is_mended(demo, kinerja):
    poison(demo / "kinerja.db")
    kinerja("find", "a")

    shown = kinerja("projections", COLUMNS="200").stdout
    again = kinerja("projections", "retry", "dated", COLUMNS="200")
    parked = orjson.loads(kinerja("projections", "--json").stdout)["parked"]

    assert "LogVersion" in shown
    assert "kinerja projections retry" in shown
    assert again.exit_code == 0
    assert ["dated", "0", "1"] in [line.split() for line in again.stdout.splitlines()]
    assert {(found["model"], found["stream"][:8], found["error"]) for found in parked} >= {
        ("dated", "pegawai-", "LogVersion")
    }


def test_a_read_model_that_does_not_exist_is_told(demo, kinerja):
    assert "READ_MODEL_UNKNOWN" in kinerja("rebuild", "weather").stderr
    assert "READ_MODEL_UNKNOWN" in kinerja("projections", "retry", "weather").stderr


def test_a_rebuild_makes_every_read_model_anew_and_finds_no_difference(demo, kinerja):
    result = kinerja("rebuild")

    assert result.exit_code == 0
    rows = {line.split()[0]: line.split() for line in result.stdout.splitlines() if len(line.split()) == 5}
    names = ("dated", "batch_status", "find", "unit_headcount")
    assert [rows[name][3:] for name in names] == [["0", "0"]] * 4
    assert rows["find"][2] == "60"


def test_read_models_that_were_thrown_away_answer_as_before(demo, kinerja):
    before = kinerja("find", "a", "--json").stdout

    result = kinerja("rebuild", "--discard")

    assert result.exit_code == 0
    assert kinerja("find", "a", "--json").stdout == before


def test_read_models_of_another_log_are_refused_until_they_are_discarded(demo, here, kinerja):
    log = "sqlite:///kinerja.db"
    kinerja("init", "--log", log)
    (here / "kinerja.read.db").write_bytes((demo / "kinerja.read.db").read_bytes())

    refused = kinerja("find", "a", "--log", log)
    listed = kinerja("projections", "--log", log)
    kinerja("rebuild", "--discard", "--log", log)

    assert refused.exit_code == 3
    assert "READ_MODELS_OTHER_LOG" in refused.stderr
    assert "Siapa pegawai ini?" in listed.stdout
    assert listed.exit_code == 3
    assert "kinerja rebuild --discard" in listed.stderr
    assert "0 pegawai" in kinerja("find", "a", "--log", log).stdout

"""`kinerja read-models`, `ask` and `rebuild`."""

import orjson


def test_every_read_model_is_listed_with_its_question_and_its_lag(demo, kinerja):
    kinerja("find", "a")
    statuses = orjson.loads(kinerja("read-models", "--json").stdout)["items"]
    shown = kinerja("read-models").stdout

    assert {status["name"] for status in statuses} >= {"batch_status", "current_standing", "find", "unit_headcount"}
    assert {status["lag"] for status in statuses} == {0}
    assert "Siapa pegawai ini?" in shown


def test_a_read_model_tells_what_it_can_be_asked(demo, kinerja):
    shown = kinerja("ask", "unit_headcount").stdout

    assert "largest" in shown
    assert "valid_at=" in shown
    assert "limit=" in shown


def test_a_question_is_asked_of_today_unless_a_day_is_given(demo, kinerja):
    today = orjson.loads(kinerja("ask", "unit_headcount", "largest", "limit=2", "--json").stdout)
    before = orjson.loads(kinerja("ask", "unit_headcount", "largest", "valid_at=2000-01-01", "--json").stdout)

    assert len(today["items"]) == 2
    assert before["items"] == []


def test_rows_that_fit_stand_in_a_table_and_others_one_under_another(demo, kinerja):
    wide = kinerja("ask", "find", "find", "text=a", "limit=2", COLUMNS="140").stdout
    narrow = kinerja("ask", "find", "find", "text=a", "limit=2", COLUMNS="40").stdout

    assert len([line for line in wide.splitlines() if "pegawai_id" in line]) == 1
    assert len([line for line in narrow.splitlines() if line.startswith("pegawai_id")]) == 2
    assert "cursor=" in wide


def test_a_wrong_parameter_is_told_by_name(demo, kinerja):
    no_number = kinerja("ask", "unit_headcount", "largest", "limit=many")
    no_such = kinerja("ask", "unit_headcount", "largest", "colour=red")
    missing = kinerja("ask", "find", "find")

    assert [result.exit_code for result in (no_number, no_such, missing)] == [2, 2, 2]
    assert "limit: 'many'" in no_number.stderr
    assert "It takes valid_at=, limit=." in no_such.stderr
    assert "VALUE_MISSING" in missing.stderr


def test_an_unknown_read_model_or_query_is_told(demo, kinerja):
    assert "READ_MODEL_UNKNOWN" in kinerja("ask", "weather").stderr
    assert "READ_MODEL_UNKNOWN" in kinerja("ask", "find", "weather").stderr
    assert "READ_MODEL_UNKNOWN" in kinerja("rebuild", "weather").stderr


def test_a_rebuild_makes_every_read_model_anew_and_finds_no_difference(demo, kinerja):
    result = kinerja("rebuild")

    assert result.exit_code == 0
    rows = {line.split()[0]: line.split() for line in result.stdout.splitlines() if len(line.split()) == 6}
    names = ("batch_status", "current_standing", "find", "unit_headcount")
    assert [rows[name][5] for name in names] == ["0", "0", "0", "0"]
    assert rows["find"][2:4] == ["60", "60"]


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
    kinerja("rebuild", "--discard", "--log", log)

    assert refused.exit_code == 3
    assert "READ_MODELS_OTHER_LOG" in refused.stderr
    assert "0 pegawai" in kinerja("find", "a", "--log", log).stdout

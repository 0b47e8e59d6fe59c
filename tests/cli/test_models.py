"""`kinerja ask`."""

import csv
import io
from pathlib import Path

import orjson
from python_calamine import CalamineWorkbook

from kinerja_es import wiring
from tests.http.calling import client_of


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
    assert "There is no such parameter; there are valid_at=, unor=" in no_such.stderr
    assert "VALUE_MISSING" in missing.stderr


def test_an_unknown_read_model_or_query_is_told(demo, kinerja):
    assert "READ_MODEL_UNKNOWN" in kinerja("ask", "weather").stderr
    assert "READ_MODEL_UNKNOWN" in kinerja("ask", "find", "weather").stderr


# -- forms of an answer ------------------------------------------------------------------

ALL = ("ask", "find", "find", "text=a")


def everybody(kinerja):
    """All who have an a in their names, by JSON."""
    return orjson.loads(kinerja(*ALL, "limit=1000", "--json").stdout)["items"]


def test_csv_goes_to_the_terminal_with_every_row(demo, kinerja):
    result = kinerja(*ALL, "--csv")

    read = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline="")))
    assert len(read) > 50
    assert read == everybody(kinerja)


def test_ndjson_has_a_row_a_line(demo, kinerja):
    assert [orjson.loads(line) for line in kinerja(*ALL, "--ndjson").stdout.splitlines()] == everybody(kinerja)


def test_a_workbook_goes_to_a_file(demo, here, kinerja):
    result = kinerja(*ALL, "--xlsx", "pegawai.xlsx")

    sheet = CalamineWorkbook.from_path("pegawai.xlsx").get_sheet_by_index(0).to_python()
    assert (result.exit_code, result.stdout) == (0, "pegawai.xlsx\n")
    assert [dict(zip(sheet[0], row, strict=True)) for row in sheet[1:]] == everybody(kinerja)


def test_csv_ndjson_and_json_go_to_a_file_where_that_is_asked(demo, here, kinerja):
    for form in ("--csv", "--ndjson", "--json"):
        piped = kinerja(*ALL, form).stdout_bytes
        assert kinerja(*ALL, form, "--output", "jawaban").stdout == "jawaban\n"
        assert (here / "jawaban").read_bytes() == piped


def test_a_command_line_gives_the_bytes_that_http_sends(demo, kinerja):
    params = {"text": "a", "valid_at": "2026-01-01"}
    piped = {form: kinerja(*ALL, "valid_at=2026-01-01", f"--{form}").stdout_bytes for form in ("csv", "ndjson", "json")}
    kinerja(*ALL, "valid_at=2026-01-01", "--xlsx", "pegawai.xlsx")

    settings = wiring.Settings(log_url="sqlite:///demo/kinerja.db", master_key_beside=True)
    with wiring.opened(settings) as service, client_of(service) as client:
        sent = {
            form: client.get("/v1/read-models/find/find", params={**params, "format": form}).content
            for form in ("csv", "ndjson", "json", "xlsx")
        }

    assert sent["csv"] == piped["csv"]
    assert sent["ndjson"] == piped["ndjson"]
    assert sent["json"] + b"\n" == piped["json"]
    assert sent["xlsx"] == Path("pegawai.xlsx").read_bytes()


def test_one_form_at_a_time(demo, here, kinerja):
    refused = [
        kinerja(*ALL, "--csv", "--json"),
        kinerja(*ALL, "--ndjson", "--xlsx", "x.xlsx"),
        kinerja(*ALL, "--xlsx", "x.xlsx", "--output", "y.xlsx"),
        kinerja(*ALL, "--output", "y"),
        kinerja(*ALL, "limit=5", "--csv"),
        kinerja(*ALL, "cursor=x", "--ndjson"),
    ]

    assert [(result.exit_code, "VALUE_INVALID" in result.stderr) for result in refused] == [(2, True)] * 6
    assert not list(here.glob("?.xlsx"))


def test_a_file_that_cannot_be_written_is_told(demo, here, kinerja):
    refused = [kinerja(*ALL, "--xlsx", "nowhere/x.xlsx"), kinerja(*ALL, "--csv", "--output", "nowhere/x.csv")]

    assert [(result.exit_code, "FILE_UNWRITABLE" in result.stderr) for result in refused] == [(2, True)] * 2


def test_nothing_found_makes_no_file(demo, here, kinerja):
    nobody = ("ask", "unit_headcount", "of", "unor=00000000-0000-4000-8000-000000000003")

    refused = kinerja(*nobody, "--csv", "--output", "x.csv")

    assert (refused.exit_code, "NOTHING_FOUND" in refused.stderr) == (2, True)
    assert not (here / "x.csv").exists()
    assert "Tidak ada" in kinerja(*nobody).stdout


def test_the_following_page_is_asked_for_with_the_cursor_alone(demo, kinerja):
    first = orjson.loads(kinerja(*ALL, "limit=10", "--json").stdout)

    following = orjson.loads(kinerja("ask", "find", "find", f"cursor={first['next']}", "--json").stdout)

    assert first["items"] + following["items"] == everybody(kinerja)[:20]


def test_what_no_query_takes_is_refused_by_name(demo, kinerja):
    for given, code, field in (
        ("valid_at=0001-01-01", "DATE_INVALID", "valid_at"),
        ("valid_at=9999-12-31", "DATE_INVALID", "valid_at"),
        ("valid_at=2026-13-01", "DATE_INVALID", "valid_at"),
        ("limit=100000000000000000000000", "VALUE_INVALID", "limit"),
        ("limit=1001", "VALUE_INVALID", "limit"),
        ("limit=0", "VALUE_INVALID", "limit"),
        ("cursor=x", "CURSOR_INVALID", "cursor"),
        ("text=b", "VALUE_INVALID", "text"),
        ("limit", "VALUE_INVALID", "limit"),
    ):
        result = kinerja(*ALL, given)
        assert (result.exit_code, code in result.stderr, field in result.stderr) == (2, True, True), given


def test_a_day_is_written_as_siasn_does_too(demo, kinerja):
    assert kinerja(*ALL, "valid_at=01-01-2026").exit_code == 0


def test_a_question_is_asked_as_known_then(demo, kinerja):
    nobody = orjson.loads(kinerja(*ALL, "--known-at", "2000-01-01", "--json").stdout)
    now = orjson.loads(kinerja(*ALL, "limit=1000", "--known-at", "2100-01-01T00:00", "--json").stdout)

    assert (nobody["items"], nobody["position"]) == ([], 0)
    assert now["items"] == everybody(kinerja)
    assert "TIME_INVALID" in kinerja(*ALL, "--known-at", "kemarin").stderr

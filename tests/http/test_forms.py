"""Answers of read models in the form that is wanted, and only where they changed."""

import csv
import io
from datetime import UTC, datetime

import orjson
import pytest
from python_calamine import CalamineWorkbook

from kinerja_es import wiring
from kinerja_es.http import read_models
from kinerja_es.readmodels import asking, formats
from tests import examples
from tests.http.calling import NIP, NUMBER, PERSON, UNIT, Clerk, client_of, codes

FIND, LIST, OF = "/v1/read-models/find/find", "/v1/read-models/current_standing/list", "/v1/read-models/unit_headcount"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def five(clerk):
    """Five employees, Contoh 0 to Contoh 4, whom every read model knows."""
    for number in range(5):
        position = clerk.recorded("/v1/employees", PERSON | {"nama": f"Contoh {number}"})["position"]
    clerk.get(FIND, text="contoh", at_least=position)
    return clerk


def ask(clerk, accept=None, held=None, path=FIND, **params):
    headers = {"Accept": accept, "If-None-Match": held}
    params = {"text": "contoh", **params} if path == FIND else params
    return clerk.client.get(path, params=params, headers={k: v for k, v in headers.items() if v})


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


# -- forms -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wanted", [{"accept": "text/csv"}, {"format": "csv"}, {"format": "csv", "accept": "text/html"}]
)
def test_csv_is_every_row_and_not_one_page(five, monkeypatch, wanted):
    monkeypatch.setattr(asking, "MOST", 2)

    answer = ask(five, **wanted)

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="find-find-2026-07-01.csv"'
    assert [(row["nama"], row["nip"]) for row in rows(answer)] == [(f"Contoh {n}", "") for n in range(5)]


def test_a_workbook_is_every_row(five):
    answer = ask(five, XLSX)

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert answer.headers["content-type"] == XLSX
    assert [row[1] for row in sheet] == ["nama", *(f"Contoh {n}" for n in range(5))]


def test_ndjson_has_the_rows_of_json_one_a_line(five):
    answer = ask(five, "application/x-ndjson")

    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [orjson.loads(line) for line in answer.content.splitlines()] == ask(five).json()["items"]


def test_a_list_and_a_single_row_are_files_too(clerk):
    clerk.appointed()
    unor = clerk.get(f"{OF}/largest", at_least=6).json()["items"][0]["unor_id"]

    several = rows(ask(clerk, "text/csv", path=f"{OF}/largest"))
    (one,) = rows(ask(clerk, "text/csv", path=f"{OF}/of", unor=unor))

    assert [(row["nama"], row["pegawai"]) for row in several] == [("Dinas Pendidikan", "1")]
    assert (one["nama"], one["menurut"]) == (
        "Dinas Pendidikan",
        "kind: PPPK_PARUH_WAKTU; status: DIANGKAT; pegawai: 1",
    )


def test_a_file_larger_than_the_memory_it_may_take_goes_over_disk_and_leaves_nothing(five, monkeypatch, tmp_path):
    monkeypatch.setattr(formats, "IN_MEMORY", 10)
    monkeypatch.setattr(read_models, "CHUNK", 7)
    before = sorted(path.name for path in tmp_path.iterdir())

    answers = [ask(five, accept) for accept in ("text/csv", XLSX, "application/x-ndjson")]

    assert len(rows(answers[0])) == len(answers[2].content.splitlines()) == 5
    assert [int(answer.headers["content-length"]) for answer in answers] == [len(a.content) for a in answers]
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_name_that_looks_like_a_formula_is_harmless_in_a_spreadsheet(clerk):
    position = clerk.recorded("/v1/employees", PERSON | {"nama": "=HYPERLINK(A1)"})["position"]

    assert rows(ask(clerk, "text/csv", text="hyper", at_least=position))[0]["nama"] == "'=HYPERLINK(A1)"
    assert ask(clerk, text="hyper").json()["items"][0]["nama"] == "=HYPERLINK(A1)"


@pytest.mark.parametrize("accept", ["text/html", "application/pdf", "text/csv;q=0"])
def test_a_form_that_is_not_there_is_refused(five, accept):
    answer = ask(five, accept)

    assert (answer.status_code, codes(answer)) == (406, [("NOT_ACCEPTABLE", "Accept")])


def test_a_form_that_is_not_there_is_refused_in_an_address_too(five):
    assert codes(ask(five, format="pdf")) == [("VALUE_INVALID", "format")]


def test_a_file_of_all_rows_has_no_pages(five):
    cursor = ask(five, limit=2).json()["next"]

    assert codes(ask(five, "text/csv", limit=2)) == [("VALUE_INVALID", "limit")]
    assert codes(ask(five, "text/csv", cursor=cursor)) == [("VALUE_INVALID", "cursor")]
    assert len(rows(ask(five, "text/csv", path=f"{OF}/largest", limit=1))) == 0


def test_nothing_found_is_told_in_every_form(clerk):
    clerk.recorded("/v1/units", UNIT)
    for accept in (None, "text/csv", XLSX):
        answer = ask(clerk, accept, path=f"{OF}/of", unor=str(examples.UNOR), at_least=1)
        assert (answer.status_code, codes(answer)) == (404, [("NOTHING_FOUND", None)])


def test_an_answer_that_does_not_fit_into_a_sheet_is_refused(five, monkeypatch):
    monkeypatch.setattr(formats, "CUT", -1)
    monkeypatch.setattr(formats, "cell", lambda _: "a" * 32_768)

    assert codes(ask(five, XLSX)) == [("SHEET_FULL", None)]


# -- unchanged ---------------------------------------------------------------------------


def seen(clerk, position):
    """Wait until the read models hold it."""
    assert clerk.get("/v1/batches", at_least=position).status_code == 200


def test_an_answer_tells_what_it_is_known_by_and_is_asked_for_again_each_time(five):
    headers = ask(five).headers

    assert headers["etag"].startswith('W/"')
    assert headers["cache-control"] == "private, no-cache"
    assert headers["vary"] == "Accept"


@pytest.mark.parametrize("accept", [None, "text/csv", XLSX, "application/x-ndjson"])
def test_an_unchanged_answer_is_not_sent_again_however_much_else_is_recorded(five, accept):
    first = ask(five, accept)

    at_once = ask(five, accept, held=first.headers["etag"])
    seen(five, five.recorded("/v1/units", UNIT)["position"])  # touches tables that the query may join
    seen(five, five.recorded("/v1/employees", PERSON | {"nama": "Orang Lain"})["position"])  # touches its own
    later = ask(five, accept, held=f'"x", {first.headers["etag"]}')

    assert (at_once.status_code, at_once.content, at_once.headers["etag"]) == (304, b"", first.headers["etag"])
    assert (later.status_code, later.content) == (304, b"")
    assert (later.headers["vary"], later.headers["cache-control"]) == ("Accept", "private, no-cache")
    assert ask(five, accept, held=later.headers["etag"]).status_code == 304


def test_an_answer_that_changed_is_sent(five):
    first = ask(five)
    seen(five, five.recorded("/v1/employees", PERSON | {"nama": "Contoh 9"})["position"])

    later = ask(five, held=first.headers["etag"])

    assert (later.status_code, len(later.json()["items"])) == (200, 6)
    assert later.headers["etag"] != first.headers["etag"]


def test_while_nothing_was_touched_nothing_is_asked_again(five, monkeypatch):
    held = ask(five, "text/csv").headers["etag"]
    monkeypatch.setattr(read_models, "file_of", None)

    assert ask(five, "text/csv", held=held).status_code == 304


@pytest.mark.parametrize(
    "other",
    [
        {"accept": "text/csv"},
        {"accept": XLSX},
        {"text": "conto"},
        {"limit": 2},
        {"valid_at": "2026-06-30"},
        {"path": LIST},
    ],
)
def test_another_question_or_form_is_not_known_by_the_same_word(five, other):
    first = ask(five).headers["etag"].removeprefix('W/"').partition(".")[0]

    answer = ask(five, **other).headers["etag"].removeprefix('W/"').partition(".")[0]

    assert answer != first


def test_the_next_page_is_not_known_by_the_word_of_the_one_before(five):
    first = ask(five, limit=2)

    assert ask(five, held=first.headers["etag"], cursor=first.json()["next"]).status_code == 200


def test_any_answer_will_do_for_a_star_but_there_must_be_one(clerk):
    clerk.appointed()
    unor = clerk.get(f"{OF}/largest", at_least=6).json()["items"][0]["unor_id"]

    assert ask(clerk, held="*", path=f"{OF}/of", unor=unor).status_code == 304
    assert codes(ask(clerk, held="*", path=f"{OF}/of", unor=str(examples.UNOR))) == [("NOTHING_FOUND", None)]


# -- over midnight -----------------------------------------------------------------------


class Midnight:
    """A clock in Jakarta, one minute before midnight, or after."""

    def __init__(self):
        self.passed = False

    def __call__(self):
        return datetime(2026, 7, 1, 17, 1, tzinfo=UTC) if self.passed else datetime(2026, 7, 1, 16, 59, tzinfo=UTC)


@pytest.fixture
def midnight(tmp_path):
    """Five employees, of whom the last has another NIP from 2 July on."""
    clock = Midnight()
    settings = wiring.Settings(log_url=f"sqlite:///{tmp_path}/kinerja.db")
    wiring.create(settings, clock)
    with wiring.opened(settings, clock) as service:
        service.read_models.catch_up()
        with client_of(service) as client:
            clerk = Clerk(client)
            people = [clerk.person(nama=f"Contoh {number}") for number in range(5)]
            later = {**NUMBER, "tmt": "2026-07-02", "nip": "199001012025211007"}
            seen(clerk, clerk.recorded(f"/v1/employees/{people[4]}/events", [NUMBER, later])["position"])
            yield clerk, clock


def test_an_answer_of_yesterday_is_sent_anew_after_midnight(midnight):
    clerk, clock = midnight
    first = ask(clerk)
    clock.passed = True

    later = ask(clerk, held=first.headers["etag"])

    assert first.json()["items"][4]["nip"] == NIP
    assert (later.status_code, later.json()["items"][4]["nip"]) == (200, "199001012025211007")


@pytest.mark.parametrize(("path", "alone"), [(FIND, True), (FIND, False), ("/v1/employees", False)])
def test_pages_stay_on_the_day_of_the_first_one_when_midnight_passes(midnight, path, alone):
    clerk, clock = midnight
    same = {} if alone else {"text": "contoh", "limit": 3}
    cursor = clerk.get(path, text="contoh", limit=3).json()["next"]
    clock.passed = True

    following = clerk.get(path, **same, cursor=cursor).json()["items"]
    named = clerk.get(path, **same, cursor=cursor, valid_at="2026-07-01").json()["items"]
    other = clerk.get(path, **same, cursor=cursor, valid_at="2026-07-02")

    assert [(item["nama"], item["nip"]) for item in following] == [("Contoh 3", None), ("Contoh 4", NIP)]
    assert following == named
    assert (other.status_code, codes(other)) == (400, [("CURSOR_INVALID", "cursor")])


# -- as known ----------------------------------------------------------------------------


def found(clerk, **asked):
    answer = clerk.get(FIND, text="contoh", **asked)
    assert answer.status_code == 200, answer.text
    return [item["nama"] for item in answer.json()["items"]]


def test_a_list_is_asked_for_as_it_was_known_at_a_position_or_a_time(five):
    before = five.get(FIND, text="contoh").json()["position"]
    seen(five, five.recorded("/v1/employees", PERSON | {"nama": "Contoh 9"})["position"])

    answer = five.get(FIND, text="contoh", known_at=3).json()

    assert ([item["nama"] for item in answer["items"]], answer["position"]) == (["Contoh 0", "Contoh 1", "Contoh 2"], 3)
    assert len(found(five, known_at=before)) == 5
    assert len(found(five)) == len(found(five, known_at="2026-07-01T15:00:00+07:00")) == 6
    assert found(five, known_at="2026-07-01T14:59:59+07:00") == []


def test_one_employee_is_asked_about_as_known_too(clerk):
    employee = clerk.appointed()
    path = "/v1/read-models/current_standing/of"

    assert clerk.get(path, employee=employee, known_at=6).json()["status"] == "DIANGKAT"
    assert clerk.get(path, employee=employee, known_at=4).json()["status"] == "TERDAFTAR"
    assert codes(clerk.get(path, employee=employee, known_at=3)) == [("NOTHING_FOUND", None)]


def test_the_following_pages_are_as_known_as_the_first_one_was(five):
    future = "2027-01-01T00:00:00Z"
    first = five.get(FIND, text="contoh", limit=3, known_at=future).json()
    seen(five, five.recorded("/v1/employees", PERSON | {"nama": "Contoh 9"})["position"])

    def following(**asked):
        return five.get(FIND, cursor=first["next"], **asked)

    alone, same = following(), following(text="contoh", limit=3, known_at=future)
    assert [item["nama"] for item in alone.json()["items"]] == ["Contoh 3", "Contoh 4"]
    assert alone.json() == same.json()
    assert codes(following(known_at="2")) == [("CURSOR_INVALID", "cursor")]
    now = five.get(FIND, text="contoh", limit=3).json()["next"]
    assert codes(five.get(FIND, cursor=now, known_at="2")) == [("CURSOR_INVALID", "cursor")]


def test_what_was_known_then_never_changes(five):
    first = ask(five, "text/csv", known_at=3)
    seen(five, five.recorded("/v1/employees", PERSON | {"nama": "Contoh 9"})["position"])

    assert first.headers["content-disposition"] == 'attachment; filename="find-find-2026-07-01-known-3.csv"'
    assert [row["nama"] for row in rows(first)] == ["Contoh 0", "Contoh 1", "Contoh 2"]
    assert ask(five, "text/csv", held=first.headers["etag"], known_at=3).status_code == 304
    assert ask(five, "text/csv", held=first.headers["etag"], known_at=4).status_code == 200


@pytest.mark.parametrize("known_at", ["2026-07-01", "x", "-1", ""])
def test_a_time_that_is_none_is_refused(five, known_at):
    assert codes(ask(five, known_at=known_at)) == [("TIME_INVALID", "known_at")]


# -- bad input ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"valid_at": "0001-01-01"}, ("DATE_INVALID", "valid_at")),
        ({"valid_at": "9999-12-31"}, ("DATE_INVALID", "valid_at")),
        ({"valid_at": "2026-13-01"}, ("DATE_INVALID", "valid_at")),
        ({"valid_at": ""}, ("DATE_INVALID", "valid_at")),
        ({"limit": "1" * 400}, ("VALUE_INVALID", "limit")),
        ({"limit": "1e3"}, ("VALUE_INVALID", "limit")),
        ({"limit": str(10**30)}, ("VALUE_INVALID", "limit")),
        ({"at_least": "-1"}, ("VALUE_INVALID", "at_least")),
        ({"cursor": "x"}, ("CURSOR_INVALID", "cursor")),
        ({"cursor": ""}, ("CURSOR_INVALID", "cursor")),
        ({"colour": "red"}, ("VALUE_INVALID", "colour")),
        ({"path": LIST, "sort": "gaji"}, ("VALUE_INVALID", "sort")),
        ({"path": LIST, "sort": "nama; DROP TABLE find_person"}, ("VALUE_INVALID", "sort")),
        ({"path": LIST, "golongan": "III/z"}, ("GRADE_INVALID", "golongan")),
        ({"path": LIST, "unor": "dinas"}, ("VALUE_INVALID", "unor")),
    ],
)
def test_what_no_query_takes_is_refused_by_name(five, asked, found):
    assert codes(ask(five, **asked)) == [found]


def test_all_that_is_wrong_with_a_question_is_told_at_once(five):
    answer = ask(five, "text/html", path=LIST, valid_at="2026-13-01", kind="HONORER", colour="red", at_least="x")

    assert codes(answer) == [
        ("NOT_ACCEPTABLE", "Accept"),
        ("VALUE_INVALID", "colour"),
        ("DATE_INVALID", "valid_at"),
        ("VALUE_INVALID", "kind"),
        ("VALUE_INVALID", "at_least"),
    ]

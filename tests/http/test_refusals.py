"""What comes in broken, hostile or enormous leaves with a problem document, and nothing is recorded."""

import logging

import pytest
from orjson import dumps

from kinerja_es.errors import LogFull, LogLocked
from tests.http.calling import BUDI, NIP, NUMBER, PERSON, UNIT, codes

EVENTS = "/v1/employees/199001012025211001/events"
JSON = BUDI | {"Content-Type": "application/json"}


def test_a_problem_says_what_is_wrong_where_and_what_to_do(clerk):
    answer = clerk.post("/v1/employees", PERSON | {"nik": "123"})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert (document["type"], document["code"], document["field"]) == (
        "urn:kinerja:problem:NIK_INVALID",
        "NIK_INVALID",
        "nik",
    )
    assert document["title"] == "The NIK does not read as 16 digits with a real birth date in digits 7-12."
    assert document["label"] == "NIK tidak sah"
    assert document["pesan"] == "NIK tidak terbaca sebagai 16 digit dengan tanggal lahir yang benar pada digit 7-12."
    assert document["tindakan"] == "Salin dari KTP atau Dukcapil; kosongkan bila belum diketahui."
    assert document["problems"][0]["tindakan"] == document["tindakan"]
    assert document["remedy"] == "Copy it from the KTP or from Dukcapil; leave it empty where it is not known."


def test_all_that_is_wrong_with_a_command_is_told_at_once(clerk):
    answer = clerk.post("/v1/employees", {"nama": "", "tanggal_lahir": "1990-02-30", "gaji": 1})

    assert sorted(codes(answer), key=str) == [
        ("BODY_INVALID", "gaji"),
        ("DATE_INVALID", "tanggal_lahir"),
        ("VALUE_INVALID", "nama"),
        ("VALUE_MISSING", "jenis_kelamin"),
        ("VALUE_MISSING", "kind"),
        ("VALUE_MISSING", "tmt"),
    ]


def test_a_day_that_is_not_written_as_in_json_is_told_how_it_is(clerk):
    answer = clerk.post("/v1/employees", PERSON | {"tanggal_lahir": "31-12-1990"})

    assert codes(answer) == [("DATE_INVALID", "tanggal_lahir")]
    assert answer.json()["title"] == "There is no such date, or it is not written as it should be."
    assert answer.json()["remedy"].endswith("in JSON only 2025-12-31.")


def test_fields_of_a_list_are_named_by_their_place(clerk):
    answer = clerk.post(EVENTS, [NUMBER, {"type": "OathTaken", "kapasitas": "RAJA"}])

    assert ("VALUE_INVALID", "1.kapasitas") in codes(answer)
    assert ("VALUE_MISSING", "1.tanggal") in codes(answer)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"1",
        b'"x"',
        b"[]",
        b"[1]",
        b"{}",
        b'{"type": "Promoted"}',
        b'{"type": "EmployeeRegistered"}',
        b'{"type": ["OathTaken"]}',
        b"\xff\xfe",
        b'{"type": "OathTaken", "tempat": "\\ud800"}',
        b"[" * 100_000,
        b'{"type":"OathTaken","a":' * 10_000,
    ],
)
def test_a_body_of_the_wrong_shape_is_refused(clerk, service, body):
    answer = clerk.client.post(EVENTS, content=body, headers=JSON | {"Idempotency-Key": "k"})

    assert answer.status_code == 422
    assert {code for code, _ in codes(answer)} <= {"BODY_INVALID", "VALUE_INVALID", "VALUE_MISSING"}
    assert service.log.head() == 0


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"tanggal": "2025-10-06"}, [("VALUE_MISSING", "type")]),
        ({"type": "Promoted"}, [("BODY_INVALID", "type")]),
        ([NUMBER, {}, {"type": "Promoted"}], [("VALUE_MISSING", "1.type"), ("BODY_INVALID", "2.type")]),
    ],
)
def test_a_command_without_a_type_that_there_is_is_told_by_that_field(clerk, body, found):
    assert codes(clerk.post(EVENTS, body)) == found


@pytest.mark.parametrize("name", ["Budi\x1b[31m", "Budi\nSantoso", "\u200b", "   "])
def test_a_character_that_cannot_be_seen_is_told_in_words(clerk, name):
    answer = clerk.post("/v1/employees", PERSON | {"nama": name})

    assert codes(answer) == [("VALUE_INVALID", "nama")]
    assert answer.json()["detail"].endswith(
        "It says nothing, or holds a character that cannot be seen; a line holds no line break either."
    )
    assert "\\p{" not in answer.text


def test_a_thousand_commands_are_taken_and_no_more(clerk):
    answer = clerk.post(EVENTS, [NUMBER] * 201)

    assert [code for code, _ in codes(answer)] == ["VALUE_INVALID"]


@pytest.mark.parametrize(
    "path", ["/v1/employees", "/v1/units", "/v1/posts", "/v1/decisions", EVENTS, "/v1/batches/x/close"]
)
def test_a_body_that_is_too_large_is_refused_however_it_comes(clerk, service, path):
    whole = clerk.client.post(path, content=b"[" + b" " * 2**20, headers=JSON)
    in_pieces = clerk.client.post(path, content=(b" " * 2**16 for _ in range(17)), headers=JSON)

    assert [whole.status_code, in_pieces.status_code] == [413, 413]
    assert codes(whole) == codes(in_pieces) == [("BODY_TOO_LARGE", None)]


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
@pytest.mark.parametrize("path", ["/v1/employees", "/v1/decisions", EVENTS, "/v1/batches/x/close"])
def test_what_does_not_say_that_it_is_json_is_not_read_as_json(clerk, path, media):
    answer = clerk.client.post(path, content=b"{}", headers=BUDI | {"Content-Type": media})

    assert (answer.status_code, codes(answer)) == (415, [("CONTENT_TYPE_INVALID", "Content-Type")])


@pytest.mark.parametrize("media", ["application/json", "Application/JSON; charset=utf-8", None])
def test_json_may_say_its_charset_or_nothing_of_itself(clerk, media):
    said = {} if media is None else {"Content-Type": media}

    assert clerk.client.post("/v1/units", content=dumps(UNIT), headers=BUDI | said).status_code == 201


@pytest.mark.parametrize("number", ["1e400", "9" * 400, "-1", "1.5", "NaN", "Infinity"])
def test_a_number_that_no_field_can_hold_is_refused(clerk, number):
    body = f'{{"tmt": "2025-01-01", "title": {{"nama": "X"}}, "jenis_jabatan": "PELAKSANA", "formasi": {number}}}'

    answer = clerk.client.post("/v1/posts", content=body, headers=JSON)

    assert answer.status_code == 422
    assert ("VALUE_INVALID", "formasi") in codes(answer) or codes(answer) == [("BODY_INVALID", None)]


def test_an_actor_without_end_is_refused(clerk):
    answer = clerk.client.post("/v1/units", json={}, headers={"X-Actor": "x" * 301})

    assert codes(answer) == [("VALUE_INVALID", "X-Actor")]


# -- addresses ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/v1", "/v2/employees", "/v1/employees/", "/admin", "/v1/employees/1/events/2"])
def test_an_unknown_address_is_answered_with_a_problem(clerk, path):
    assert codes(clerk.get(path)) == [("ROUTE_UNKNOWN", None)]


def test_a_method_that_is_not_taken_is_answered_with_those_that_are(clerk):
    answer = clerk.client.delete("/v1/employees/1")

    assert (answer.status_code, codes(answer)) == (405, [("METHOD_NOT_ALLOWED", None)])
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil:80", "", "[::2]", "0.0.0.0:8000"]
)
def test_only_the_services_own_names_are_answered(clerk, host):
    answer = clerk.client.get("/v1/employees?text=a", headers={"Host": host})

    assert (answer.status_code, codes(answer)) == (421, [("HOST_NOT_ALLOWED", None)])


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "LOCALHOST:1", "localhost", "[::1]", "[::1]:8000"])
def test_every_loopback_name_is_answered(clerk, host):
    assert clerk.client.get("/healthz", headers={"Host": host}).status_code == 200


def test_no_other_page_may_read_an_answer_and_no_browser_may_guess_its_type(clerk):
    for answer in (clerk.client.get("/healthz", headers={"Origin": "http://evil.example"}), clerk.get("/nothing")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not [name for name in answer.headers if name.startswith("access-control")]


# -- when the service itself is in trouble -----------------------------------------------


@pytest.mark.parametrize(("trouble", "status"), [(LogFull, 507), (LogLocked, 503)])
def test_a_store_that_refuses_says_so(clerk, service, trouble, status):
    service.log.append = _raising(trouble())

    answer = clerk.post("/v1/employees", PERSON)

    assert (answer.status_code, codes(answer)) == (status, [(trouble.code, None)])


def test_a_mistake_of_our_own_is_told_without_a_traceback_and_logged_without_the_nip(clerk, service, caplog):
    service.log.version_of = _raising(RuntimeError("rahasia"))

    with caplog.at_level(logging.ERROR):
        answer = clerk.get("/v1/employees/00000000-0000-4000-8000-000000000099")

    assert (answer.status_code, codes(answer)) == (500, [("INTERNAL", None)])
    assert "rahasia" not in answer.text
    assert "Traceback" not in answer.text
    assert [record.getMessage() for record in caplog.records] == ["GET /v1/employees/{employee} failed"]


def _raising(error):
    def fail(*_, **__):
        raise error

    return fail


def test_a_wrong_host_is_refused_before_anything_is_recorded(clerk, service):
    clerk.client.post("/v1/employees", json=PERSON, headers=BUDI | {"Host": "evil.example"})

    assert service.log.head() == 0


def test_a_parameter_that_is_given_twice_is_refused(clerk):
    answer = clerk.client.get(f"/v1/employees/{NIP}?valid_at=2026-01-01&known_at=5&valid_at=2026-02-01")

    assert codes(answer) == [("VALUE_INVALID", "valid_at")]

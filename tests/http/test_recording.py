"""Recording through HTTP: one command or several, once, by somebody who is named."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from tests.http.calling import BUDI, NIP, NUMBER, PERSON, SK, UNIT, codes

KEY = {"Idempotency-Key": "usul-2025-0001"}


def test_a_person_is_registered_and_found_at_the_address_that_is_given_back(clerk):
    answer = clerk.post("/v1/employees", PERSON)

    assert answer.status_code == 201
    assert (answer.json()["version"], answer.json()["position"]) == (1, 1)
    assert clerk.get(answer.headers["location"]).json()["nama"] == "Contoh Sintetis"


def test_several_events_are_recorded_together_with_version_and_position(clerk):
    employee = clerk.person()
    oath = {"type": "DecisionExcerptDelivered", "sk_id": clerk.recorded("/v1/decisions", SK)["sk_id"]}

    answer = clerk.post(f"/v1/employees/{employee}/events", [NUMBER, oath | {"tanggal": "2025-10-23"}])

    assert answer.status_code == 201
    assert (answer.json()["version"], answer.json()["position"]) == (3, 4)
    assert [event["type"] for event in answer.json()["events"]] == [
        "IdentityNumberAssigned",
        "DecisionExcerptDelivered",
    ]
    assert answer.headers["location"] == f"/v1/employees/{employee}/events"


def test_a_list_is_recorded_whole_or_not_at_all(clerk):
    employee = clerk.person()
    unknown = {"type": "DecisionExcerptDelivered", "sk_id": str(UUID(int=7, version=4)), "tanggal": "2025-10-23"}

    answer = clerk.post(f"/v1/employees/{employee}/events", [NUMBER, unknown])

    assert codes(answer) == [("DECISION_UNKNOWN", "1.sk_id")]
    assert clerk.get(f"/v1/employees/{employee}").json()["version"] == 1


def test_an_event_is_recorded_for_the_employee_who_has_the_nip(clerk):
    employee = clerk.appointed()
    duty = {"type": "DutyCommenced", "tanggal": "2025-10-01", "nomor_spmt": "SPMT-1/2025"}

    answer = clerk.post("/v1/employees/199001012025211001/events", duty)

    assert (answer.status_code, answer.json()["pegawai_id"], answer.json()["version"]) == (201, employee, 4)


def test_an_sk_is_cited_by_number_date_and_official(clerk):
    clerk.recorded("/v1/decisions", SK)
    cited = {"nomor": SK["nomor"], "tanggal": "2025-09-26", "pejabat_jabatan": "WALI KOTA SERANG"}

    clerk.recorded(f"/v1/employees/{clerk.person()}/events", NUMBER | {"sk": cited})

    events = clerk.get("/v1/employees/199001012025211001/events").json()["events"]
    assert events[1]["decision"]["nomor"] == "800.1.2.5/1234/BKPSDM/2025"


def test_the_same_sk_again_is_answered_as_before(clerk):
    first = clerk.post("/v1/decisions", SK)
    again = clerk.post("/v1/decisions", SK)

    assert again.json()["sk_id"] == first.json()["sk_id"]
    assert again.json()["position"] == 1


def test_who_records_stands_in_the_event_and_may_have_an_indonesian_name(clerk):
    who = {"X-Actor": "Siti Nurhaliza é".encode(), "X-Actor-Role": b"Analis SDM"}
    employee = clerk.client.post("/v1/employees", json=PERSON, headers=who).json()["pegawai_id"]

    event = clerk.get(f"/v1/employees/{employee}/events").json()["events"][0]

    assert event["actor"] == {"user_id": "Siti Nurhaliza é", "role": "Analis SDM"}
    assert event["source"] == "API"


@pytest.mark.parametrize(
    "path",
    ["/v1/employees", "/v1/units", "/v1/posts", "/v1/decisions", "/v1/employees/1/events", "/v1/batches/1/close"],
)
def test_nothing_is_recorded_where_nobody_says_who_records(clerk, service, path):
    answer = clerk.client.post(path, json={})

    assert (answer.status_code, codes(answer)) == (400, [("ACTOR_REQUIRED", "X-Actor")])
    assert service.log.head() == 0


# -- once --------------------------------------------------------------------------------


def test_a_repeated_request_gets_the_first_answer_though_much_has_happened_since(clerk):
    employee = clerk.person()
    path = f"/v1/employees/{employee}/events"
    first = clerk.post(path, NUMBER, KEY)
    clerk.recorded("/v1/units", UNIT)

    again = clerk.post(path, dict(reversed(NUMBER.items())), KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert clerk.get(f"/v1/employees/{employee}").json()["version"] == 2


def test_a_repeated_request_is_the_same_by_whichever_number_the_employee_is_named(clerk):
    employee = clerk.appointed()
    duty = {"type": "DutyCommenced", "tanggal": "2025-10-01", "nomor_spmt": "SPMT-1/2025"}

    first = clerk.post(f"/v1/employees/{employee}/events", duty, KEY)
    again = [clerk.post(f"/v1/employees/{named}/events", duty, KEY) for named in (NIP, employee.upper(), employee)]

    assert first.status_code == 201
    assert [answer.content for answer in again] == [first.content] * 3
    assert {answer.headers["idempotent-replayed"] for answer in again} == {"true"}


def test_the_same_request_about_another_employee_is_another_one(clerk):
    one, other = clerk.person(), clerk.person(nama="Orang Lain")
    clerk.post(f"/v1/employees/{one}/events", NUMBER, KEY)

    answer = clerk.post(f"/v1/employees/{other}/events", NUMBER, KEY)

    assert (answer.status_code, codes(answer)) == (409, [("COMMAND_REUSED", None)])


def test_a_key_that_was_used_for_something_else_is_refused(clerk):
    clerk.post("/v1/units", UNIT, KEY)

    other_body = clerk.post("/v1/units", UNIT | {"nama": "Dinas Kesehatan"}, KEY)
    other_address = clerk.post("/v1/employees", PERSON, KEY)

    assert (other_body.status_code, codes(other_body)) == (409, [("COMMAND_REUSED", None)])
    assert (other_address.status_code, codes(other_address)) == (409, [("COMMAND_REUSED", None)])


def test_a_uuid_as_key_is_the_command_id_itself(clerk):
    key = "3f2b8c1e-8f5c-4a55-9a39-0d8c5a1f7b10"
    employee = clerk.post("/v1/employees", PERSON, {"Idempotency-Key": key}).json()["pegawai_id"]

    assert clerk.get(f"/v1/employees/{employee}/events").json()["events"][0]["command_id"] == key


def test_a_refused_request_may_be_corrected_under_the_same_key(clerk):
    refused = clerk.post("/v1/employees", PERSON | {"tanggal_lahir": "2990-01-01"}, KEY)
    corrected = clerk.post("/v1/employees", PERSON, KEY)

    assert (refused.status_code, corrected.status_code) == (422, 201)


def test_without_a_key_the_same_unit_again_is_a_second_one_and_refused(clerk):
    clerk.recorded("/v1/units", UNIT)

    again = clerk.post("/v1/units", UNIT)

    assert (again.status_code, codes(again)) == (409, [("DUPLICATE_UNIT", "nama")])


def test_many_who_send_the_same_request_at_once_get_one_answer(clerk, service):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: clerk.post("/v1/employees", PERSON, KEY), range(24)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert service.log.head() == 1


# -- not over somebody else's head -------------------------------------------------------


def test_a_stale_expected_version_is_refused_and_the_right_one_taken(clerk):
    path = f"/v1/employees/{clerk.person()}/events"

    stale = clerk.post(path, NUMBER, expected_version=0)
    right = clerk.post(path, NUMBER, expected_version=1)

    assert (stale.status_code, codes(stale)) == (409, [("CONCURRENCY_CONFLICT", "expected_version")])
    assert right.status_code == 201


def test_the_expected_version_may_come_as_if_match(clerk):
    path = f"/v1/employees/{clerk.person()}/events"

    assert clerk.post(path, NUMBER, {"If-Match": '"5"'}).status_code == 409
    assert clerk.post(path, NUMBER, {"If-Match": '"1"'}).status_code == 201


@pytest.mark.parametrize("version", ["-1", "x", "1.0", "9" * 40, "²"])
def test_an_expected_version_that_is_no_number_is_refused(clerk, version):
    answer = clerk.post("/v1/employees/1/events", NUMBER, expected_version=version)

    assert (answer.status_code, codes(answer)) == (422, [("VALUE_INVALID", "expected_version")])


def test_of_many_who_saw_the_same_version_one_may_record(clerk):
    path = f"/v1/employees/{clerk.person()}/events"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: clerk.post(path, NUMBER, expected_version=1), range(16)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 15


def test_the_service_answers_questions_while_many_record(clerk):
    with ThreadPoolExecutor(8) as pool:
        writes = [pool.submit(clerk.post, "/v1/units", UNIT | {"nama": f"Unor {n}"}) for n in range(40)]
        reads = [pool.submit(clerk.get, "/healthz") for _ in range(40)]

    assert [write.result().status_code for write in writes] == [201] * 40
    assert [read.result().status_code for read in reads] == [200] * 40
    assert sorted(write.result().json()["position"] for write in writes) == list(range(1, 41))


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_is_neither_empty_nor_endless(clerk, key):
    answer = clerk.client.post("/v1/units", json=UNIT, headers=BUDI | {"Idempotency-Key": key})

    assert (answer.status_code, codes(answer)) == (422, [("VALUE_INVALID", "Idempotency-Key")])

"""Asking through HTTP: where somebody stands, what happened, and what the read models answer."""

import pytest

from tests import examples
from tests.http.calling import NIP, NUMBER, PERSON, UNIT, codes


@pytest.fixture
def employee(clerk):
    return clerk.appointed()


def test_standing_tells_status_post_unit_and_sk_on_a_day(clerk, employee):
    answer = clerk.get(f"/v1/employees/{employee}", valid_at="2025-12-31").json()

    assert (answer["nama"], answer["nip"], answer["valid_at"]) == ("Contoh Sintetis", NIP, "2025-12-31")
    assert (answer["status"], answer["kind"], answer["golongan"]) == ("DIANGKAT", "PPPK_PARUH_WAKTU", "V")
    assert (answer["jabatan"]["nama"], answer["unor"]["nama"]) == ("Operator Layanan", "Dinas Pendidikan")
    assert answer["sk"]["nomor"] == "800.1.2.5/1234/BKPSDM/2025"


def test_an_employee_is_found_by_nip_and_also_by_a_former_one(clerk, employee):
    moved = {"type": "IdentityNumberAssigned", "tmt": "2026-01-01", "nip": "199001012026211001", "replaces_nip": NIP}
    clerk.recorded(f"/v1/employees/{employee}/events", moved)

    assert clerk.get(f"/v1/employees/{NIP}").json()["nip"] == "199001012026211001"
    assert clerk.get("/v1/employees/199001012026211001").json()["nip_lama"] == [NIP]


def test_without_a_day_the_question_is_about_today_in_the_governments_zone(clerk, employee):
    assert clerk.get(f"/v1/employees/{employee}").json()["valid_at"] == "2026-07-01"


def test_whoever_is_found_has_the_nip_of_the_day_asked_about(clerk, employee):
    later = {"type": "IdentityNumberAssigned", "tmt": "2026-09-01", "nip": "199001012025211007"}
    position = clerk.recorded(f"/v1/employees/{employee}/events", later)["position"]

    def nips(**asked):
        return [row["nip"] for row in clerk.get("/v1/employees", text="sintetis", **asked).json()["items"]]

    assert nips(at_least=position) == [NIP]
    assert nips(valid_at="2026-08-31") == [NIP]
    assert nips(valid_at="2026-09-01") == nips(valid_at="01-09-2026") == ["199001012025211007"]
    assert codes(clerk.get("/v1/employees", text="x", valid_at="2026-02-30")) == [("DATE_INVALID", "valid_at")]


def test_what_was_recorded_later_was_not_known_then(clerk, employee):
    then = clerk.get(f"/v1/employees/{employee}", known_at=4).json()

    assert (then["nip"], then["jabatan"], then["version"]) == (None, None, 1)
    assert clerk.get(f"/v1/employees/{employee}/events", known_at="4").json()["version"] == 1


def test_known_at_is_also_a_time_with_its_zone(clerk, employee):
    before = clerk.get(f"/v1/employees/{employee}", known_at="2026-07-01T14:59:59+07:00")
    after = clerk.get(f"/v1/employees/{employee}", known_at="2026-07-01T15:00:00+07:00")

    assert (before.status_code, codes(before)) == (404, [("NOT_RECORDED_THEN", "known_at")])
    assert (after.json()["known_at"], after.json()["version"]) == (6, 3)


def test_a_plus_that_arrived_as_a_space_is_read_as_what_it_was(clerk, employee):
    answer = clerk.client.get(f"/v1/employees/{employee}?known_at=2026-07-01T15:00:00+07:00")

    assert answer.json()["known_at"] == 6


def test_history_up_to_a_day_tells_what_took_effect_by_that_day(clerk, employee):
    def told(day):
        answer = clerk.get(f"/v1/employees/{employee}/events", valid_at=day).json()
        return [event["type"] for event in answer["events"]]

    assert told("2025-09-30") == []
    assert told("2025-10-01") == ["EmployeeRegistered", "IdentityNumberAssigned", "EmployeeAppointed"]


def test_history_tells_each_event_with_its_tmt_sk_and_who_recorded_it(clerk, employee):
    events = clerk.get(f"/v1/employees/{employee}/events").json()["events"]

    assert [(event["type"], event["tmt"]) for event in events] == [
        ("EmployeeRegistered", "2025-10-01"),
        ("IdentityNumberAssigned", "2025-10-01"),
        ("EmployeeAppointed", "2025-10-01"),
    ]
    assert events[2]["decision"]["nomor"] == "800.1.2.5/1234/BKPSDM/2025"
    assert (events[2]["actor"]["user_id"], events[2]["recorded_at"]) == ("budi.bkpsdm", "2026-07-01T08:00:00Z")


@pytest.mark.parametrize(
    "who", ["00000000-0000-4000-8000-000000000099", "199001012025211999", "budi", "%00", "1" * 500]
)
@pytest.mark.parametrize("what", ["", "/events"])
def test_an_employee_who_is_not_recorded_is_not_found(clerk, who, what):
    answer = clerk.client.get(f"/v1/employees/{who}{what}")

    assert (answer.status_code, codes(answer)) == (404, [("EMPLOYEE_UNKNOWN", "employee")])


@pytest.mark.parametrize(
    "known_at",
    [
        "2026-07-01",
        "24-11-2026",
        "2026-07-01T15:00:00",
        "2026-02-30T15:00:00Z",
        "0001-01-01T00:00:00+23:59x",
        "-1",
        "x",
    ],
)
def test_a_time_without_zone_or_that_does_not_exist_is_refused_with_one_that_is_taken(clerk, employee, known_at):
    answer = clerk.get(f"/v1/employees/{employee}", known_at=known_at)

    assert (answer.status_code, codes(answer)) == (422, [("TIME_INVALID", "known_at")])
    assert answer.json()["remedy"] == (
        "Write a time with its zone, such as 2026-01-31T08:00:00+07:00, or a position, such as 4711."
    )


def test_a_position_that_no_log_can_reach_is_refused(clerk, employee):
    answer = clerk.get(f"/v1/employees/{employee}", known_at="9" * 30)

    assert (answer.status_code, codes(answer)) == (422, [("VALUE_INVALID", "known_at")])


@pytest.mark.parametrize("known_at", ["2026-01-31T08:00:00+07:00", "4711"])
@pytest.mark.parametrize("what", ["", "/events"])
def test_a_time_as_the_remedy_writes_it_is_taken(clerk, employee, known_at, what):
    answer = clerk.get(f"/v1/employees/{employee}{what}", known_at=known_at)

    assert answer.status_code == 200 or codes(answer) == [("NOT_RECORDED_THEN", "known_at")]


def test_a_time_before_everything_knows_nobody(clerk, employee):
    answer = clerk.get(f"/v1/employees/{employee}", known_at="0001-01-01T00:00:00+14:00")

    assert codes(answer) in ([("NOT_RECORDED_THEN", "known_at")], [("TIME_INVALID", "known_at")])


def test_a_misspelt_parameter_is_refused_rather_than_answered_for_today(clerk, employee):
    answer = clerk.get(f"/v1/employees/{employee}", valid_on="2025-12-31", known="1")

    assert (answer.status_code, codes(answer)) == (422, [("VALUE_INVALID", "known"), ("VALUE_INVALID", "valid_on")])


def test_all_that_is_wrong_with_a_question_is_told_at_once(clerk, employee):
    answer = clerk.get(f"/v1/employees/{employee}", valid_at="31-02-2025", known_at="kemarin", at_least="banyak")

    assert codes(answer) == [("DATE_INVALID", "valid_at"), ("TIME_INVALID", "known_at"), ("VALUE_INVALID", "at_least")]


# -- read models -------------------------------------------------------------------------


def test_every_read_model_tells_its_question_and_how_far_it_has_read(clerk, employee):
    clerk.get("/v1/read-models/find/find", text="contoh", at_least=6)

    models = clerk.get("/v1/read-models").json()["items"]

    assert [model["name"] for model in models[:3]] == ["dated", "agreement_coverage", "batch_status"]
    assert {(model["position"], model["lag"]) for model in models} == {(6, 0)}


def test_a_client_reads_its_own_writes(clerk):
    for number in range(1, 6):
        position = clerk.recorded("/v1/employees", PERSON | {"nama": f"Contoh {number}"})["position"]
        found = clerk.get("/v1/employees", text="contoh", at_least=position).json()
        assert (len(found["items"]), found["position"]) == (number, position)


def test_a_position_that_nobody_was_given_is_not_waited_for(clerk):
    answer = clerk.get("/v1/employees", text="contoh", at_least=1)

    assert (answer.status_code, codes(answer)) == (503, [("NOT_YET_READ", "at_least")])
    assert answer.headers["retry-after"] == "1"


@pytest.mark.parametrize(
    "path", ["/v1/batches", "/v1/employees/1", "/v1/employees/1/events", "/v1/read-models/find/find"]
)
def test_every_question_waits_for_a_position_if_asked(clerk, path):
    answer = clerk.get(path, at_least=1, **({"text": "a"} if "find" in path else {}))

    assert codes(answer) == [("NOT_YET_READ", "at_least")]


def test_a_long_answer_comes_in_pages(clerk):
    for number in range(5):
        position = clerk.recorded("/v1/employees", PERSON | {"nama": f"Contoh {number}"})["position"]
    seen, cursor = [], {}
    while cursor is not None:
        page = clerk.get("/v1/read-models/find/find", text="contoh", limit=2, at_least=position, **cursor).json()
        seen.append([item["nama"] for item in page["items"]])
        cursor = {"cursor": page["next"]} if page["next"] else None

    assert seen == [["Contoh 0", "Contoh 1"], ["Contoh 2", "Contoh 3"], ["Contoh 4"]]


def test_a_cursor_of_another_question_is_refused(clerk):
    for number in range(3):
        position = clerk.recorded("/v1/employees", PERSON | {"nama": f"Contoh {number}"})["position"]
    cursor = clerk.get("/v1/employees", text="contoh", limit=1, at_least=position).json()["next"]

    other = clerk.get("/v1/employees", text="budi", limit=1, cursor=cursor)
    damaged = clerk.get("/v1/employees", text="contoh", limit=1, cursor=cursor[:-3] + "abc")

    assert codes(other) == codes(damaged) == [("CURSOR_INVALID", "cursor")]


def test_a_querys_own_parameters_are_typed(clerk, employee):
    standing = clerk.get("/v1/read-models/current_standing/of", employee=employee, at_least=6).json()
    wrong = clerk.get(
        "/v1/read-models/current_standing/list", valid_at="2025-13-01", kind="HONORER", unor="x", limit="banyak"
    )

    assert (standing["nama"], standing["valid_at"], standing["position"]) == ("Contoh Sintetis", "2026-07-01", 6)
    assert codes(wrong) == [
        ("DATE_INVALID", "valid_at"),
        ("VALUE_INVALID", "kind"),
        ("VALUE_INVALID", "unor"),
        ("VALUE_INVALID", "limit"),
    ]


@pytest.mark.parametrize("time", ["0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-11:00"])
def test_a_time_at_the_end_of_all_days_is_refused(clerk, time):
    clerk.recorded("/v1/units", UNIT)

    for path, name in (
        ("payability/changes", "since"),
        ("payability/changes", "until"),
        ("siasn_outbox/list", "since"),
    ):
        assert codes(clerk.get(f"/v1/read-models/{path}", **{name: time})) == [("DATE_INVALID", name)]


def test_a_parameter_that_is_needed_is_asked_for(clerk):
    assert codes(clerk.get("/v1/read-models/find/find")) == [("VALUE_MISSING", "text")]


@pytest.mark.parametrize("limit", [0, -1, 1001, 10**30])
def test_a_page_is_neither_empty_nor_endless(clerk, limit):
    clerk.recorded("/v1/units", UNIT)

    for path, asked in (
        ("/v1/employees", {"text": "a"}),
        ("/v1/read-models/find/find", {"text": "a"}),
        ("/v1/batches", {}),
    ):
        assert codes(clerk.get(path, limit=limit, at_least=1, **asked)) == [("VALUE_INVALID", "limit")]


def test_what_a_read_model_does_not_have_is_not_found(clerk):
    clerk.recorded("/v1/units", UNIT)
    nobody = clerk.get("/v1/read-models/current_standing/of", employee=str(examples.BUDI), at_least=1)

    assert (nobody.status_code, codes(nobody)) == (404, [("NOTHING_FOUND", None)])
    assert codes(clerk.get("/v1/read-models/gaji/daftar")) == [("READ_MODEL_UNKNOWN", "name")]
    assert codes(clerk.get("/v1/read-models/find/semua")) == [("READ_MODEL_UNKNOWN", "query")]


def test_signs_that_mean_something_to_a_database_mean_nothing_in_a_name(clerk):
    position = clerk.recorded("/v1/employees", PERSON | {"nama": "Contoh 100%_'; DROP TABLE find_person; --"})[
        "position"
    ]

    found = clerk.get("/v1/employees", text="%_'; drop table", at_least=position).json()["items"]

    assert [item["nama"] for item in found] == ["Contoh 100%_'; DROP TABLE find_person; --"]
    assert clerk.get("/v1/employees", text="1_0%").json()["items"] == []


def test_a_number_in_the_history_is_that_of_the_command(clerk):
    employee = clerk.person()
    clerk.recorded(f"/v1/employees/{employee}/events", NUMBER)

    assert clerk.get(f"/v1/employees/{NIP}/events").json()["events"][1]["details"]["nip"] == NIP

"""The government over HTTP: its policy, what holds on a day, and the reference codes."""

import pytest

from tests.http.calling import SK, codes


@pytest.fixture
def sk(clerk):
    return {"sk_id": clerk.recorded("/v1/decisions", SK)["sk_id"]}


def policy(sk, **over):
    return {"tmt": "2026-01-01", "policy_version": 1, "content": {}, "sk": sk} | over


def test_a_policy_is_adopted_once_for_one_key(clerk, sk):
    key = {"Idempotency-Key": "perwal-1"}

    first, again = (clerk.post("/v1/policies", policy(sk), key) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"


def test_a_policy_is_recorded_in_the_one_stream_of_the_government(clerk, sk, service):
    answer = clerk.recorded("/v1/policies", policy(sk))

    assert answer["instansi_id"] == service.log.log_id
    assert clerk.get("/v1/instansi").json()["instansi_id"] == service.log.log_id
    stale = clerk.post("/v1/policies", policy(sk, policy_version=2), expected_version=0)
    assert codes(stale) == [("CONCURRENCY_CONFLICT", "expected_version")]


def test_everything_that_is_wrong_with_a_policy_is_told_at_once(clerk):
    content = {"upgrade": {"window_months": "6"}, "zona": "WIB", "holidays": {"2026": ["kemarin"]}}

    answer = clerk.post("/v1/policies", {"tmt": "2026-01-01", "policy_version": 1, "content": content})

    assert codes(answer) == [
        ("VALUE_INVALID", "content.upgrade.window_months"),
        ("DATE_INVALID", "content.holidays.2026.0"),
        ("BODY_INVALID", "content.zona"),
    ]


def test_a_policy_needs_its_sk(clerk):
    answer = clerk.post("/v1/policies", {"tmt": "2026-01-01", "policy_version": 1, "content": {}})

    assert codes(answer) == [("DECISION_REQUIRED", "sk")]


@pytest.mark.parametrize("path", ["/v1/policies/current", "/v1/instansi"])
def test_a_misspelt_parameter_and_a_day_that_is_none_are_refused(clerk, path):
    assert codes(clerk.get(path, valid="2026-01-01")) == [("VALUE_INVALID", "valid")]
    assert codes(clerk.get(path, valid_at="2026-02-30")) == [("DATE_INVALID", "valid_at")]


def test_an_annulment_is_refused_where_the_policy_does_not_name_who_annuls(clerk, sk):
    clerk.recorded("/v1/policies", policy(sk, content={"annulment": [{"by": "PENGADILAN"}]}))
    other = clerk.recorded("/v1/decisions", SK | {"nomor": "800/2", "tanggal": "2026-02-02"})["sk_id"]
    path = f"/v1/decisions/{sk['sk_id']}/annulments"
    by_issuer = {"kind": "DICABUT", "by": "PEJABAT", "sk": {"sk_id": other}}

    assert ("NO_AUTHORITY", "by") in codes(clerk.post(path, by_issuer))
    by_court = {"kind": "DICABUT", "by": "PENGADILAN", "court_ref": "1/G/2026", "effect_from": "2026-03-01"}
    assert clerk.post(path, by_court).status_code == 201


def test_answers_give_code_and_name(clerk, sk):
    employee = clerk.appointed()
    award = {"type": "CommendationAwarded", "harga_id": "karya satya 10  tahun", "nomor": "K-1", "tahun": 2026}
    clerk.recorded(f"/v1/employees/{employee}/events", award | {"tanggal": "2026-02-01"})

    event = clerk.get(f"/v1/employees/{employee}/events").json()["events"][-1]
    assert event["details"]["harga_id"] == "201"
    assert event["codes"] == {"harga_id": {"code": "201", "nama": "KARYA SATYA 10 TAHUN"}}
    assert clerk.get(f"/v1/employees/{employee}").json()["kedudukan_hukum"] is None


def test_the_standing_has_siasns_code_of_the_status(clerk):
    employee = clerk.appointed()
    clerk.recorded(f"/v1/employees/{employee}/events", {"type": "DutyCommenced", "tanggal": "2025-10-01"})

    told = clerk.get(f"/v1/employees/{employee}", valid_at="2025-10-01").json()["kedudukan_hukum"]
    assert told == {"code": "01", "nama": "Aktif"}


def test_a_table_that_there_is_not_is_refused(clerk):
    assert codes(clerk.get("/v1/reference/pangkat")) == [("REFERENCE_TABLE_UNKNOWN", "table")]
    assert clerk.get("/v1/reference/eselon").json()["items"][6]["nama"] == "III.a"

"""Which problem is answered with which HTTP status: one rule, here as a table."""

import pytest

from kinerja_es.errors import catalogue
from tests.http.calling import NUMBER, SK, codes

NOBODY = "00000000-0000-4000-8000-0000000000ff"

NOT_THERE = {
    "BATCH_UNKNOWN",
    "DECISION_UNKNOWN",
    "EMPLOYEE_UNKNOWN",
    "NOTHING_FOUND",
    "NOT_RECORDED_THEN",
    "PICTURE_KIND_UNKNOWN",
    "PICTURE_MISSING",
    "POSITION_UNKNOWN",
    "READ_MODEL_UNKNOWN",
    "REFERENCE_TABLE_UNKNOWN",
    "ROUTE_UNKNOWN",
    "TYPE_UNKNOWN",
    "UNIT_UNKNOWN",
}
"""What an address names and is not there."""

IN_THE_WAY = {
    # The same is recorded already, or another with the same number.
    "ALREADY_ANNULLED",
    "ALREADY_RECORDED",
    "ALREADY_REGISTERED",
    "ALREADY_SUSPENDED",
    "COMMAND_REUSED",
    "DOUBLE_JEOPARDY",
    "DUPLICATE_EXTERNAL_ID",
    "DUPLICATE_NIK",
    "DUPLICATE_NIP",
    "DUPLICATE_POSITION",
    "DUPLICATE_SK",
    "DUPLICATE_UNIT",
    "PERIOD_DUPLICATE",
    "POLICY_VERSION_TAKEN",
    # Another that holds on the same days.
    "AGREEMENT_EXISTS",
    "CONTRACT_OVERLAP",
    "DOUBLE_DEFINITIVE",
    "ENGAGEMENT_OVERLAP",
    "LEAVE_OVERLAP",
    "PLAN_EXISTS",
    "POSITION_OCCUPIED",
    "RESTORE_CONFLICT",
    "TERM_OVERLAP",
    # What is changed is no longer as it is said to be.
    "CONCURRENCY_CONFLICT",
    "GRADE_NOT_HELD",
    "LATER_CHANGE_RECORDED",
    "PERSONAL_DATA_STALE",
    "STALE_CORRECTION",
    # What is added to has ended.
    "AGREEMENT_CLOSED",
    "BATCH_CLOSED",
    "BATCH_COUNTS_DIFFER",
    "ENGAGEMENT_CLOSED",
    "PROPOSAL_NOT_OPEN",
    "STREAM_CLOSED",
    # Of this machine: files and folders.
    "FOLDER_NOT_OURS",
    "LOG_EXISTS",
    "LOG_NOT_NEW",
    "MASTER_KEY_EXISTS",
    "REBUILD_DIFFERS",
}
"""What conflicts with what is recorded."""


def test_each_problem_has_the_status_of_the_table():
    statuses = {code: kind.status for code, kind in catalogue().items()}

    assert {code for code, status in statuses.items() if status == 404} == NOT_THERE
    assert {code for code, status in statuses.items() if status == 409} == IN_THE_WAY


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        (f"/v1/employees/{NOBODY}/events", NUMBER, "EMPLOYEE_UNKNOWN"),
        (f"/v1/employees/{NOBODY.upper()}/events", NUMBER, "EMPLOYEE_UNKNOWN"),
        (f"/v1/employees/{NOBODY.replace('-', '')}/events", NUMBER, "EMPLOYEE_UNKNOWN"),
        ("/v1/employees/199001012025211999/events", NUMBER, "EMPLOYEE_UNKNOWN"),
        (
            f"/v1/units/{NOBODY}/events",
            {"type": "OrgUnitChanged", "tmt": "2026-01-01", "change": "RENAME", "nama": "B"},
            "UNIT_UNKNOWN",
        ),
        (f"/v1/posts/{NOBODY}/events", {"type": "PositionAbolished", "tmt": "2026-01-01"}, "POSITION_UNKNOWN"),
        (f"/v1/batches/{NOBODY}/close", {}, "BATCH_UNKNOWN"),
    ],
)
def test_what_the_address_names_and_is_not_there_is_not_found(clerk, path, body, code):
    answer = clerk.post(path, body)

    assert (answer.status_code, codes(answer)[0][0]) == (404, code)


def test_what_the_body_names_and_is_not_there_is_wrong_with_the_body(clerk):
    employee = clerk.person()
    post = {"title": {"nama": "Operator"}, "jenis_jabatan": "PELAKSANA", "unor_id": NOBODY, "tmt": "2025-01-01"}
    merge = {"merged": NOBODY, "tmt": "2026-02-01", "evidence": "KTP sama", "approved_by": "Kepala BKPSDM"}
    cited = {"type": "DecisionExcerptDelivered", "tanggal": "2025-10-23", "sk_id": NOBODY}
    term = {"type": "OfficialTermEnded", "tmt": "2026-01-01", "term_id": NOBODY}

    answers = [
        clerk.post("/v1/posts", post),
        clerk.post(f"/v1/employees/{employee}/merges", merge),
        clerk.post(f"/v1/employees/{employee}/events", cited),
        clerk.post("/v1/instansi/events", term),
    ]

    assert [(answer.status_code, codes(answer)[0][0]) for answer in answers] == [
        (422, "UNIT_UNKNOWN"),
        (422, "EMPLOYEE_UNKNOWN"),
        (422, "DECISION_UNKNOWN"),
        (422, "TERM_UNKNOWN"),
    ]


def test_what_conflicts_with_the_record_is_a_conflict(clerk):
    clerk.recorded("/v1/decisions", SK)

    answer = clerk.post("/v1/decisions", SK | {"jumlah_pegawai": 5})

    assert (answer.status_code, codes(answer)) == (409, [("DUPLICATE_SK", "nomor")])

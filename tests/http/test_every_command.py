"""Whatever is sent as a command is recorded, or refused with a code and advice: never an accident."""

from collections.abc import Iterator
from typing import Any

import pytest

from kinerja_es.domain.catalogue import BY_NAME
from kinerja_es.domain.envelope import Category
from tests.http.desk import Desk

GARBAGE = (
    None,
    "",
    "\x00\u202e",
    "x" * 5_000,
    "2025-02-30",
    "'; DROP TABLE stored_events; --",
    -1,
    10**40,
    1.5,
    True,
    [],
    [[[[{}]]]],
    {"a": {"b": [None]}},
)
"""What no clerk would send, and somebody does."""

ADDRESS = {
    "DecisionIssued": "/v1/decisions",
    "OrgUnitEstablished": "/v1/units",
    "PositionEstablished": "/v1/posts",
    "EmployeeRegistered": "/v1/employees",
    "PolicyAdopted": "/v1/policies",
    "DecisionCorrected": "/v1/decisions/{sk}/corrections",
    "DecisionAnnulled": "/v1/decisions/{sk}/annulments",
    "DecisionReinstated": "/v1/decisions/{sk}/reinstatements",
}
OF_STREAM = {
    Category.PEGAWAI: "/v1/employees/{employee}/events",
    Category.UNOR: "/v1/units/{unor}/events",
    Category.JABATAN: "/v1/posts/{post}/events",
    Category.INSTANSI: "/v1/instansi/events",
}
SENT = [name for name, kind in BY_NAME.items() if not kind.BY_SERVER and kind.STREAM is not Category.BATCH]


def broken(value: Any) -> Iterator[Any]:
    """The value with one thing in it replaced or left out, each in turn."""
    if isinstance(value, dict):
        for name, held in value.items():
            yield {other: each for other, each in value.items() if other != name}
            yield from ({**value, name: garbage} for garbage in GARBAGE)
            yield from ({**value, name: inner} for inner in broken(held))
        yield {**value, "tidak_ada": 1}
    elif isinstance(value, list):
        for place, held in enumerate(value):
            yield from ([*value[:place], inner, *value[place + 1 :]] for inner in broken(held))
        yield [*value, *value, *value]


@pytest.mark.parametrize("name", SENT)
def test_a_broken_command_is_refused_with_advice_and_nothing_of_it_is_recorded(clerk, service, name):
    desk, kind = Desk(clerk), BY_NAME[name]
    places = {"employee": desk.hired(), "unor": desk.unit, "post": desk.desk, "sk": desk.sk}
    path = ADDRESS.get(name) or OF_STREAM[kind.STREAM]
    address = path.format(**places)
    # Where an address takes several kinds, the command says which it is.
    command = dict(kind.EXAMPLE) | ({"type": name} if name not in ADDRESS else {})
    if "patches" in command:
        fact = desk.fact(places["employee"], "EmployeeAppointed")["event_id"]
        patch = {"path": "golongan", "old": "V", "new": "VII"}
        command |= {"target_event_id": fact} if name == "RecordCorrected" else {}
        command["patches"] = [patch if name == "RecordCorrected" else {"event_id": fact, **patch}]
    refused = 0
    for body in broken(command):
        head = service.log.head()
        answer = clerk.post(address, body)
        if answer.status_code == 201:
            continue
        refused += 1
        assert answer.status_code in (404, 409, 413, 422), (body, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        for problem in answer.json()["problems"]:
            assert problem["code"] != "INTERNAL"
            assert problem["tindakan"]
            assert problem["remedy"]
        assert service.log.head() == head
    assert refused > len(GARBAGE)

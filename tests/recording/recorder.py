"""A recorder on a real log, and the commands of the story as someone sends them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
import pytest

from kinerja_es.domain.catalogue import BY_NAME, Command, command_of
from kinerja_es.domain.envelope import Actor
from kinerja_es.errors import Problems
from kinerja_es.log.application import Log
from kinerja_es.recording.record import Recorder, Request
from tests import examples

WIB = ZoneInfo("Asia/Jakarta")
ACTOR = Actor(user_id="penguji")
SK = {"nomor": "800.1.2.5/1234/BKPSDM/2025", "tanggal": "2025-09-26", "pejabat_jabatan": "Wali Kota Serang"}


def recorder_of(log: Log) -> Recorder:
    return Recorder(log, WIB)


def ask(kind: str, /, **fields: Any) -> Command:
    """A command with the example's fields, and what matters to the test."""
    return plain(kind, **{**BY_NAME[kind].EXAMPLE, **fields})


def plain(kind: str, /, **fields: Any) -> Command:
    """A command with just these fields."""
    return command_of(BY_NAME[kind]).model_validate_json(orjson.dumps({"type": kind, **fields}))


def request(body: bytes = b"", *, command_id: UUID | None = None, keep: bool = True) -> Request:
    return Request(command_id=command_id or examples.new_id(), actor=ACTOR, body=body, keep=keep)


def refused(act, *arguments: Any, **named: Any) -> list[str]:
    """The codes with which something is refused."""
    with pytest.raises(Problems) as caught:
        act(*arguments, **named)
    return [problem.code for problem in caught.value.problems if not problem.warning]


def moment(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T03:00:00+00:00").astimezone(UTC)


class Office:
    """A government with one unit, one post and the SK, and what it records."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.recorder = recorder_of(log)
        self.sk = self.open("DecisionIssued", jumlah_pegawai=2)["sk_id"]
        self.unor = self.open("OrgUnitEstablished")["unor_id"]
        self.jabatan = self.open("PositionEstablished", unor_id=self.unor)["jabatan_id"]

    def open(self, kind: str, /, **fields: Any) -> dict[str, Any]:
        return self.recorder.open_stream(ask(kind, **fields), request())

    def register(self, **fields: Any) -> str:
        """A new employee's stream."""
        return self.open("EmployeeRegistered", **fields)["stream"]

    def appointment(self, **fields: Any) -> Command:
        return ask("EmployeeAppointed", **{"jabatan_id": self.jabatan, "unor_id": self.unor, "sk": SK, **fields})

    def record(self, stream: str, *asks: Command, **named: Any) -> dict[str, Any]:
        return self.recorder.record(stream, asks, named.pop("request", None) or request(), **named)

    def active(self, **fields: Any) -> str:
        """An employee who was registered, numbered, appointed and has begun to work."""
        stream = self.register(**fields)
        number = ask("IdentityNumberAssigned")
        self.record(stream, number, self.appointment(), plain("DutyCommenced", tanggal="2025-10-01"))
        return stream

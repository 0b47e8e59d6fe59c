"""An auditor's two questions about one employee: where did they stand, and what has happened to them?

Both on two axes: valid on a day (`valid_at`, by TMT), as known at a moment (`known_at`, by recording).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

import orjson

from kinerja_es.domain.catalogue import short_name
from kinerja_es.domain.envelope import Category, Event, Recorded, stream_name, subject_of
from kinerja_es.domain.history import fold_key
from kinerja_es.domain.unit import OrgUnitEstablished, PositionEstablished
from kinerja_es.errors import NotRecordedThen, NotYetRead, Problems
from kinerja_es.log.application import Log
from kinerja_es.log.transcoder import Encoder
from kinerja_es.readmodels.runner import ReadModels
from kinerja_es.recording.merging import merged_into
from kinerja_es.recording.record import Recorder

KnownAt = datetime | int | None
"""A moment, or a position of the log; None is now."""


class Sources(Protocol):
    """Where the answers come from."""

    @property
    def log(self) -> Log: ...
    @property
    def recorder(self) -> Recorder: ...
    @property
    def read_models(self) -> ReadModels: ...


def standing(
    sources: Sources, employee: str, *, valid_at: date | None = None, known_at: KnownAt = None
) -> dict[str, Any]:
    """Where an employee stands on a day (today), as known at a moment (now).

    `employee` is a UUID or a NIP, also a former one; of a record that was merged away by then, the one that goes on
    answers. `version` is that of the employee's stream as known then.
    Raises EMPLOYEE_UNKNOWN, or NOT_RECORDED_THEN where nothing was recorded of the employee at `known_at`.
    """
    stream = sources.recorder.employee(employee)
    asked = {"employee": subject_of(stream), "valid_at": valid_at or sources.recorder.today}
    position = _position(sources.log, known_at)
    version, last = sources.log.last_of(stream)
    found = _read(sources.read_models, last, asked) if position is None else None
    if found is None:
        # An earlier state of knowledge is asked for, or the read model has not come as far as this employee.
        cut = sources.log.head() if position is None else position
        found = sources.read_models.query_as_known(cut, stream, *_QUESTION, **asked).value
        version = len(sources.log.read(stream, up_to=cut))
    if found is None:
        into = merged_into([r.event for r in sources.log.read(stream, up_to=position)])
        if into is not None:
            return standing(sources, str(into), valid_at=valid_at, known_at=known_at)
        raise Problems([NotRecordedThen(field="known_at", value=known_at)])
    return {**found, "known_at": position, "version": version}


_QUESTION = ("current_standing", "of")


def _read(read_models: ReadModels, last: int, asked: dict[str, Any]) -> dict[str, Any] | None:
    """What the read model says, if it has come as far as the employee's last event."""
    try:
        answer = read_models.query(*_QUESTION, **asked)
    except NotYetRead:
        return None
    return answer.value if answer.position >= last else None


def history(
    sources: Sources, employee: str, *, valid_at: date | None = None, known_at: KnownAt = None
) -> dict[str, Any]:
    """Each recorded fact of an employee in the order of meaning: what, from when, by which SK, recorded when, by whom.

    With `valid_at` only what had taken effect by that day, with `known_at` only what was recorded by then.
    """
    stream = sources.recorder.employee(employee)
    position = _position(sources.log, known_at)
    recorded = sources.log.read(stream, up_to=position)
    if not recorded:
        raise Problems([NotRecordedThen(field="known_at", value=known_at)])
    shown = [r for r in recorded if valid_at is None or r.event.tmt <= valid_at]
    return {
        "pegawai_id": str(subject_of(stream)),
        "valid_at": valid_at.isoformat() if valid_at else None,
        "known_at": position,
        "version": len(recorded),
        "events": [_told(r) for r in sorted(shown, key=lambda r: fold_key(r.event))],
    }


def names_in(sources: Sources, told: Mapping[str, Any]) -> dict[str, str]:
    """The names of the posts and units that a history speaks of, by their ids."""
    asked = {
        stream_name(category, UUID(found))
        for event in told["events"]
        for field, category in _PLACES.items()
        if (found := event["details"].get(field)) is not None
    }
    return {str(subject_of(stream)): _name(facts[0].event) for stream in asked if (facts := sources.log.read(stream))}


_PLACES = {"jabatan_id": Category.JABATAN, "unor_id": Category.UNOR}


def _name(event: Event) -> str:
    match event:
        case PositionEstablished():
            return event.title.nama
        case OrgUnitEstablished():
            return event.nama
        case _:
            return ""


def _position(log: Log, known_at: KnownAt) -> int | None:
    """A moment as a position: the last that was recorded by then. A position that is not there yet is the last one."""
    if known_at is None:
        return None
    return log.position_at(known_at) if isinstance(known_at, datetime) else min(known_at, log.head())


def _told(recorded: Recorded) -> dict[str, Any]:
    event = recorded.event
    fields: dict[str, Any] = orjson.loads(Encoder().encode(event))
    return {
        "position": recorded.position,
        "version": recorded.version,
        "recorded_at": recorded.recorded_at.isoformat().replace("+00:00", "Z"),
        "type": short_name(type(event)),
        "label": event.LABEL,
        **{name: fields.get(name) for name in _ENVELOPE},
        "details": {name: value for name, value in fields.items() if name not in Event.model_fields},
    }


_ENVELOPE = (
    "event_id",
    "tmt",
    "tmt_akhir",
    "decision",
    "actor",
    "source",
    "reason",
    "documents",
    "legal_basis",
    "warnings",
    "exception",
    "rule_set",
    "command_id",
)

"""An auditor's two questions about one employee: where did they stand, and what has happened to them?

Both on two axes: valid on a day (`valid_at`, by TMT), as known at a moment (`known_at`, by recording).
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from kinerja_es.domain.catalogue import coded, short_name
from kinerja_es.domain.corrected import effective
from kinerja_es.domain.correction import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.envelope import Category, Event, Recorded, stream_name, subject_of
from kinerja_es.domain.history import History, fold_key
from kinerja_es.domain.kedudukan import kedudukan_hukum
from kinerja_es.domain.standing import Status
from kinerja_es.domain.unit import post_on, unit_on
from kinerja_es.domain.values import Kind
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
    position = position_of(sources.log, known_at)
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
    return {**found, "kedudukan_hukum": _kedudukan(found), "known_at": position, "version": version}


def _kedudukan(found: Mapping[str, Any]) -> dict[str, str] | None:
    """SIASN's code for the status of an answer, and its name."""
    if found["status"] is None:
        return None
    kind = None if found["kind"] is None else Kind(found["kind"])
    code = kedudukan_hukum(Status(found["status"]), found["ground"], kind=kind)
    return None if code is None else code.named()


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
    position = position_of(sources.log, known_at)
    recorded = sources.log.read(stream, up_to=position)
    if not recorded:
        raise Problems([NotRecordedThen(field="known_at", value=known_at)])
    shown = [r for r in recorded if valid_at is None or r.event.tmt <= valid_at]
    stands = {fact.event_id: fact for fact in effective([r.event for r in recorded])}
    annulled = _annulled(stands.values())
    zone = sources.recorder.zone
    return {
        "pegawai_id": str(subject_of(stream)),
        "valid_at": valid_at.isoformat() if valid_at else None,
        "known_at": position,
        "version": len(recorded),
        "events": [
            told(r, zone) | state(r.event, stands.get(r.event.event_id), annulled)
            for r in sorted(shown, key=lambda r: fold_key(r.event))
        ],
    }


class State(StrEnum):
    """What has become of a fact since it was recorded, as far as is known."""

    STANDS = "STANDS"
    CORRECTED = "CORRECTED"
    ANNULLED = "ANNULLED"
    VOIDED = "VOIDED"


def _annulled(facts: Iterable[Event]) -> set[UUID]:
    """The SKs that have lost their force for an employee, and were not reinstated."""
    gone: dict[UUID, UUID] = {}
    for fact in facts:
        if isinstance(fact, DecisionAnnulledForEmployee):
            gone[fact.annulment_id] = fact.sk_id
        elif isinstance(fact, DecisionReinstatedForEmployee):
            gone.pop(fact.annulment_id, None)
    return set(gone.values())


def state(event: Event, now: Event | None, annulled: AbstractSet[UUID] = frozenset()) -> dict[str, Any]:
    """What has become of a fact, and the fields that are known otherwise by now."""
    if now is None:
        return {"state": State.VOIDED, "now": {}}
    cited = event.decision
    if cited is not None and cited.sk_id in annulled:
        return {"state": State.ANNULLED, "now": _changed(event, now)}
    changed = _changed(event, now) if now is not event else {}
    return {"state": State.CORRECTED if changed else State.STANDS, "now": changed}


def _changed(event: Event, now: Event) -> dict[str, Any]:
    before, after = _fields(event), _fields(now)
    return {name: after.get(name) for name in before | after if before.get(name) != after.get(name)}


def _fields(event: Event) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(Encoder().encode(event))
    return found


def names_in(sources: Sources, shown: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """The names of the posts and units that a history speaks of, by their ids and the TMT of the fact that does."""
    asked = {
        (category, found, event["tmt"])
        for event in shown["events"]
        for field, category in _PLACES.items()
        if (found := event["details"].get(field)) is not None
    }
    known = {
        (category, found): sources.log.read(stream_name(category, UUID(found)), up_to=shown["known_at"])
        for category, found in {place[:2] for place in asked}
    }
    return {
        (found, tmt): name
        for category, found, tmt in asked
        if (name := _name(category, known[category, found], date.fromisoformat(tmt))) is not None
    }


_PLACES = {"jabatan_id": Category.JABATAN, "unor_id": Category.UNOR}


def _name(category: Category, recorded: Sequence[Recorded], day: date) -> str | None:
    """What a post or a unit was called on a day."""
    history = History(r.event for r in recorded)
    if category is Category.UNOR:
        unit = unit_on(history, day)
        return unit and unit.nama
    post = post_on(history, day)
    return post and post.title.nama


def position_of(log: Log, known_at: KnownAt) -> int | None:
    """A moment as a position: the last that was recorded by then. A position that is not there yet is the last one."""
    if known_at is None:
        return None
    return log.position_at(known_at) if isinstance(known_at, datetime) else min(known_at, log.head())


def told(recorded: Recorded, zone: ZoneInfo) -> dict[str, Any]:
    """A fact with its place in the log, and how long after its TMT it was recorded."""
    event = recorded.event
    fields = _fields(event)
    return {
        "position": recorded.position,
        "version": recorded.version,
        "recorded_at": recorded.recorded_at.isoformat().replace("+00:00", "Z"),
        "type": short_name(type(event)),
        "label": event.LABEL,
        **{name: fields.get(name) for name in _ENVELOPE},
        "details": {name: value for name, value in fields.items() if name not in Event.model_fields},
        "codes": {
            name: code.named()
            for name, mark in coded(type(event))
            if (value := fields.get(name)) is not None and (code := mark.of(value)) is not None
        },
        "latency_days": (recorded.recorded_at.astimezone(zone).date() - event.tmt).days,
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

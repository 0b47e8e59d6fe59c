"""An employee's recorded facts: when each was recorded, how late, and what has become of it since."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.catalogue import coded, short_name
from kinerja_es.domain.corrected import effective
from kinerja_es.domain.envelope import Event, Recorded
from kinerja_es.domain.history import History
from kinerja_es.log.transcoder import Encoder

Answer = dict[str, Any]


class State(StrEnum):
    """What has become of a fact since it was recorded, as far as is known."""

    STANDS = "STANDS"
    CORRECTED = "CORRECTED"
    ANNULLED = "ANNULLED"
    VOIDED = "VOIDED"
    MERGED = "MERGED"
    """Its record was merged into another one, and ended by that."""


class Career:
    """The facts of one employee's stream as known at a moment."""

    def __init__(self, recorded: Sequence[Recorded], zone: ZoneInfo) -> None:
        self.recorded: Mapping[UUID, Recorded] = {r.event.event_id: r for r in recorded}
        self.history = History(r.event for r in recorded)
        self._zone = zone
        events = self.history.recorded
        self._end = events[-1] if events and events[-1].closes() else None
        # A merge ends all that is before it: what became of that is told as it was just before.
        until = events if self._end is None else events[:-1]
        self._stands: Mapping[UUID, Event] = {fact.event_id: fact for fact in effective(until)}
        self._annulled = _annulled(self._stands.values())

    def stands(self, fact: Event) -> bool:
        """Whether a fact was not voided."""
        return fact.event_id in self._stands

    def told(self, fact: Event) -> Answer:
        """A fact of this career, with its place in the log and what has become of it."""
        recorded = self.recorded[fact.event_id]
        return told(recorded._replace(event=fact), self._zone) | self._state(recorded.event)

    def _state(self, event: Event) -> Answer:
        """What has become of a fact, and the fields that are known otherwise by now."""
        if event is self._end:
            return {"state": State.STANDS, "now": {}}
        now = self._stands.get(event.event_id)
        if now is None:
            return {"state": State.VOIDED, "now": {}}
        changed = _changed(event, now) if now is not event else {}
        cited = event.decision
        if self._end is not None:
            state = State.MERGED
        elif cited is not None and cited.sk_id in self._annulled:
            state = State.ANNULLED
        else:
            state = State.CORRECTED if changed else State.STANDS
        return {"state": state, "now": changed}


def _annulled(facts: Iterable[Event]) -> set[UUID]:
    """The SKs that have lost their force for an employee, and were not reinstated."""
    gone: dict[UUID, UUID] = {}
    for fact in facts:
        if isinstance(fact, DecisionAnnulledForEmployee):
            gone[fact.annulment_id] = fact.sk_id
        elif isinstance(fact, DecisionReinstatedForEmployee):
            gone.pop(fact.annulment_id, None)
    return set(gone.values())


def _changed(event: Event, now: Event) -> Answer:
    before, after = _fields(event), _fields(now)
    return {name: after.get(name) for name in before | after if before.get(name) != after.get(name)}


def _fields(event: Event) -> Answer:
    found: Answer = orjson.loads(Encoder().encode(event))
    return found


def told(recorded: Recorded, zone: ZoneInfo) -> Answer:
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

"""Events to bytes and back: orjson writes every byte, Pydantic reads by the stored topic.

A stored topic is the event's name and its schema version, spelt out: `kinerja:EmployeeAppointed.v1`. The bytes hold
the event's fields in the order of its class, leaving out what is empty; the same event always gives the same bytes.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import orjson
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder
from pydantic import BaseModel

from kinerja_es.domain.catalogue import EVENTS
from kinerja_es.domain.envelope import Actor, DecisionRef, Event
from kinerja_es.errors import LogVersion
from kinerja_es.log.upcasts import upcast


class Addressed(NamedTuple):
    """An event and its place in a stream: what the event sourcing library calls a domain event."""

    originator_id: str
    originator_version: int
    event: Event


def stored_topic(event: type[Event]) -> str:
    return f"{event.TOPIC}.v{event.SCHEMA_VERSION}"


_TOPICS = {event: stored_topic(event) for event in EVENTS.values()}
_READ: dict[str, Callable[[bytes], Event]] = {
    # Pydantic's own reader of a class: `model_validate_json` only hands on to it.
    topic: event.__pydantic_validator__.validate_json
    for event, topic in _TOPICS.items()
}


class Encoder:
    """Writes events; remembers the bytes of values that many events share (actor, SK)."""

    def __init__(self) -> None:
        self._shared: dict[int, tuple[BaseModel, orjson.Fragment]] = {}

    def encode(self, event: Event) -> bytes:
        # orjson's own bytes keep the whole buffer that they were written in, some kilobytes: a copy holds what it says.
        return bytes(memoryview(orjson.dumps(_filled(event), default=self._value)))

    def _value(self, value: Any) -> Any:
        known = self._shared.get(id(value))
        if known is not None:
            return known[1]
        if type(value) in _SHARED:
            if len(self._shared) > 1000:
                self._shared.clear()
            written = orjson.Fragment(orjson.dumps(_filled(value), default=self._value))
            # The value is kept beside its bytes, so that its id cannot pass to another one meanwhile.
            self._shared[id(value)] = (value, written)
            return written
        if isinstance(value, BaseModel):
            return _filled(value)
        if isinstance(value, Decimal):
            return str(value)
        raise TypeError(type(value).__name__)


_SHARED = (Actor, DecisionRef)
_EMPTY = ()


def _filled(value: BaseModel) -> dict[str, Any]:
    return {name: held for name, held in value.__dict__.items() if held is not None and held is not _EMPTY}


def decode(topic: str, state: bytes) -> Event:
    """The event that stored bytes say, brought up to the present schema version."""
    read = _READ.get(topic)
    if read is not None:
        return read(state)
    name, _, version = topic.rpartition(".v")
    event = EVENTS.get(name)
    if event is None or not version.isdigit() or int(version) > event.SCHEMA_VERSION:
        raise LogVersion(f"It holds {topic}, which this version does not know.")
    return event.model_validate_json(upcast(event, int(version), state))


class EventTranscoder(Transcoder):
    """The library's transcoder, with orjson."""

    def encode(self, obj: Any) -> bytes:
        return Encoder().encode(obj)

    def decode(self, data: bytes) -> Any:
        return orjson.loads(data)


class EventMapper(Mapper[str]):
    """The library's mapper: an addressed event to a stored one and back, by explicit topics."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        event: Event = domain_event.event
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=topic_of(event),
            state=self.transcoder.encode(event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        event = decode(stored_event.topic, stored_event.state)
        return Addressed(str(stored_event.originator_id), stored_event.originator_version, event)


def topic_of(event: Event) -> str:
    return _TOPICS[type(event)]


def topics_of(events: tuple[type[Event], ...]) -> tuple[str, ...]:
    """Every stored topic, of all schema versions, under which these kinds of event may lie."""
    return tuple(f"{event.TOPIC}.v{version}" for event in events for version in range(1, event.SCHEMA_VERSION + 1))

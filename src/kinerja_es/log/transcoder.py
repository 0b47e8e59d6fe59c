"""Events to bytes and back: orjson writes every byte, Pydantic reads by the stored topic.

A stored topic is the event's name and its schema version, spelt out: `kinerja:EmployeeAppointed.v1`. The bytes hold
the event's fields in the order of its class, leaving out what is empty; the same event always gives the same bytes.
What is personal is sealed (see `sealing`) and comes first.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, partial
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder
from pydantic import BaseModel

from kinerja_es.domain.catalogue import EVENTS
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.values import STORED
from kinerja_es.errors import LogVersion
from kinerja_es.errors.correction import StreamClosed
from kinerja_es.log.keys import Keys, Sealer, Sealing
from kinerja_es.log.personal import FIELDS, FIELDS_OF_ALL, Hidden, marks_of, parted
from kinerja_es.log.sealing import bound_to, id_in, joined, opened
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
    topic: partial(event.__pydantic_validator__.validate_json, context=STORED)
    for event, topic in _TOPICS.items()
}


class Encoder:
    """Writes events; remembers, for each kind, the bytes of what its events share: who, by which command and SK."""

    def __init__(self) -> None:
        self._known: dict[type[Event], _Shared] = {}

    def encode(self, event: Event, subject: str = "", sealer: Sealing | None = None) -> bytes:
        """The stored bytes of an event of a stream about this subject; without a sealer nothing is sealed in them."""
        fields, kind = event.__dict__, type(event)
        values = _shared(fields)
        known = self._known.get(kind)
        if known is None or known.values != values:
            self._known[kind] = known = _written(values)
        _, first, rest = known
        told = {"event_id": fields["event_id"], "place": fields["place"], "tmt": fields["tmt"], first: rest}
        for name in _OWN[kind] if sealer else _in_order(kind):
            held = fields[name]
            if held is not None and held is not _EMPTY:
                told[name] = held
        if sealer is None:
            return orjson.dumps(told, default=_value)
        whole = {name: held for name in _WHOLE[kind] if (held := fields[name]) is not None and held is not _EMPTY}
        within = {name: held for name in _WITHIN[kind] if (held := fields[name]) is not None and held is not _EMPTY}
        if texts := _texts(_Parts(kind, told, whole, within), subject, sealer):
            return _sealed(kind, told, texts, sealer)
        # orjson's own bytes keep the whole buffer that they were written in, some kilobytes: a copy holds what it says.
        return b"".join((orjson.dumps(told, default=_value), b""))


class _Parts(NamedTuple):
    """An event's fields, by how they are stored."""

    kind: type[Event]
    told: dict[str, Any]
    whole: dict[str, Any]
    within: dict[str, Any]


def _texts(parts: _Parts, subject: str, sealer: Sealing) -> dict[str, Any]:
    """What is sealed of an event, by whose it is; what of it is not personal goes to those that are told."""
    kind, told, whole, within = parts
    hidden: list[Hidden] = []
    for name, held in within.items():
        if (left := parted(held, name, hidden, _MARKS[kind].get(name))) is not None:
            told[name] = left
    if not hidden:
        return {subject: whole} if whole else {}
    texts: dict[str, Any] = {subject: [*whole.items()]} if whole else {}
    for whose, path, value in hidden:
        texts.setdefault(_subject(whose, subject, sealer), []).append((path, value))
    return texts


def _sealed(kind: type[Event], told: Mapping[str, Any], texts: Mapping[str, Any], sealer: Sealing) -> bytes:
    """The stored bytes of an event, with a seal for each subject before what is told openly."""
    state, topic = orjson.dumps(told, default=_value), _TOPICS[kind].encode()
    seals: list[tuple[bytes, bytes]] = []
    for whose, text in texts.items():
        key = sealer.key_for(whose)
        if key is None:
            raise StreamClosed(f"The key of {whose} was destroyed.")
        subject = whose.encode()
        bound = bound_to(topic, id_in(state), subject)
        seals.append((subject, key.seal(orjson.dumps(text, default=_value), bound)))
    return joined(seals, state)


def _subject(whose: UUID | str | None, stream: str, sealer: Sealing) -> str:
    """Whose key seals: the stream's own where nobody else is named, or where that key was destroyed."""
    if whose is None:
        return stream
    subject = str(whose) if isinstance(whose, UUID) else sealer.subject_of(whose)
    return stream if sealer.key_for(subject) is None else subject


_NOT_SHARED = ("event_id", "place", "tmt", *FIELDS_OF_ALL)
_SHARED = tuple(name for name in Event.model_fields if name not in _NOT_SHARED)
_shared: Callable[[Mapping[str, Any]], tuple[Any, ...]] = itemgetter(*_SHARED)  # pyright: ignore[reportUnknownVariableType]
_MARKS = {event: marks_of(event) for event in _TOPICS}
_WHOLE = {event: fields.whole for event, fields in FIELDS.items()}
_WITHIN = {event: fields.within for event, fields in FIELDS.items()}
_OWN = {
    event: tuple(
        name for name in event.model_fields if name not in (*Event.model_fields, *fields.whole, *fields.within)
    )
    for event, fields in FIELDS.items()
}
_EMPTY = ()


@cache
def _in_order(kind: type[Event]) -> tuple[str, ...]:
    """All fields that events do not share, in the order of the class."""
    return tuple(name for name in kind.model_fields if name not in (*_SHARED, "event_id", "place", "tmt"))


class _Shared(NamedTuple):
    """What the events of one command share: their values, the first name that is filled, and all bytes after it."""

    values: tuple[Any, ...]
    first: str
    rest: orjson.Fragment


def _written(values: tuple[Any, ...]) -> _Shared:
    filled = {name: held for name, held in zip(_SHARED, values, strict=True) if held is not None and held is not _EMPTY}
    first = next(iter(filled))
    return _Shared(values, first, orjson.Fragment(orjson.dumps(filled, default=_value)[len(f'{{"{first}":') : -1]))


def _value(value: Any) -> Any:
    """What orjson does not know by itself."""
    if isinstance(value, BaseModel):
        return {name: held for name, held in value.__dict__.items() if held is not None and held is not _EMPTY}
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def decode(topic: str, state: bytes) -> Event:
    """The event that opened bytes say, brought up to the present schema version."""
    read = _READ.get(topic)
    if read is not None:
        return read(state)
    event = EVENTS.get(topic.rpartition(".v")[0])
    if event is None or topic not in (older := topics_of((event,))):
        raise LogVersion(f"It holds {topic}, which this version does not know.")
    version = older.index(topic) + 1
    return event.model_validate_json(upcast(event, version, state), context=STORED)


class EventTranscoder(Transcoder):
    """The library's transcoder, with orjson."""

    def encode(self, obj: Any) -> bytes:
        return Encoder().encode(obj)

    def decode(self, data: bytes) -> Any:
        return orjson.loads(data)


class EventMapper(Mapper[str]):
    """The library's mapper: an addressed event to a stored one and back, by explicit topics."""

    def __init__(self, transcoder: Transcoder, keys: Keys) -> None:
        super().__init__(transcoder)
        self._keys = keys

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        event: Event = domain_event.event
        sealer, subject = Sealer(self._keys), domain_event.originator_id.partition("-")[2]
        state = Encoder().encode(event, subject, sealer)
        sealer.keep()
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=topic_of(event),
            state=state,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        state = opened(stored_event.topic, stored_event.state, self._keys.key_of)
        event = decode(stored_event.topic, state)
        return Addressed(str(stored_event.originator_id), stored_event.originator_version, event)


def topic_of(event: Event) -> str:
    return _TOPICS[type(event)]


def topics_of(events: tuple[type[Event], ...]) -> tuple[str, ...]:
    """Every stored topic, of all schema versions, under which these kinds of event may lie."""
    return tuple(f"{event.TOPIC}.v{version}" for event in events for version in range(1, event.SCHEMA_VERSION + 1))

"""What of an event is personal, by the marks of its class; and how the event is told once that was destroyed."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, cast, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kinerja_es.domain.catalogue import EVENTS
from kinerja_es.domain.envelope import ERASED, Event, Patch, Personal, Value


def marked(info: FieldInfo) -> Personal | None:
    """A field's mark."""
    return next((mark for mark in info.metadata if isinstance(mark, Personal)), None)


@cache
def marks_of(kind: type[BaseModel]) -> Mapping[str, Personal]:
    """The personal fields of a class."""
    return {name: mark for name, info in kind.model_fields.items() if (mark := marked(info)) is not None}


def _classes_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The classes of values that a field of this type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _classes_in(part)


@cache
def _holds_personal(kind: type[BaseModel]) -> bool:
    """Whether values of a class have personal fields somewhere in them."""
    return bool(marks_of(kind)) or any(map(_has_personal, kind.model_fields.values()))


def _has_personal(info: FieldInfo) -> bool:
    return any(map(_holds_personal, _classes_in(info.annotation)))


class Fields(NamedTuple):
    """The fields of one kind of event, by how they are stored; those that all events have are `Event`'s."""

    whole: tuple[str, ...]
    """Sealed as they are, with the key of whom the stream is about."""
    within: tuple[str, ...]
    """Those that hold somebody else's, or hold something personal within them."""


def fields_of(kind: type[Event]) -> Fields:
    marks = marks_of(kind)
    whole = tuple(name for name, mark in marks.items() if not mark.named)
    within = tuple(
        name for name, info in kind.model_fields.items() if name not in whole and (name in marks or _has_personal(info))
    )
    return Fields(whole, within)


FIELDS_OF_ALL = (*fields_of(Event).whole, *fields_of(Event).within)
"""Those that every kind of event has."""
FIELDS: Mapping[type[Event], Fields] = {event: fields_of(event) for event in EVENTS.values()}
ALWAYS_SEALED = frozenset(
    event
    for event, fields in FIELDS.items()
    if any(event.model_fields[name].is_required() for name in (*fields.whole, *fields.within))
)
"""Kinds of event that always hold something personal."""


class Hidden(NamedTuple):
    """A personal value within an event: whose, where, and what."""

    whose: Any
    """A UUID, or the number or name of somebody who is only named; None where it is the stream's."""
    path: str
    value: Any


def parted(value: Any, path: str, found: list[Hidden], mark: Personal | None, whose: Any = None) -> Any:
    """What of a value is not personal; the rest goes to `found`."""
    if mark is not None and not mark.named:
        found.append(Hidden(whose, path, value))
        return None
    if isinstance(value, tuple):
        items = cast("tuple[Any, ...]", value)
        return [parted(held, f"{path}.{n}", found, mark, whose) for n, held in enumerate(items)]
    if mark is not None:
        found.append(Hidden(value, path, value))
        return None
    if isinstance(value, Patch):
        return _patch(value, path, found)
    if isinstance(value, Value) and _holds_personal(type(value)):
        marks, whose = marks_of(type(value)), value.whose() or whose
        told = {
            name: parted(held, f"{path}.{name}", found, marks.get(name), whose) for name, held in _filled(value).items()
        }
        return {name: held for name, held in told.items() if held is not None}
    return value


def _filled(value: BaseModel) -> dict[str, Any]:
    return {name: held for name, held in value.__dict__.items() if held is not None and held != ()}


# -- corrections -------------------------------------------------------------------------


def _paths(kind: type[BaseModel], before: str, of_somebody: bool) -> Iterator[tuple[str, bool]]:
    for name, info in kind.model_fields.items():
        if (mark := marked(info)) is not None:
            yield before + name, mark.named or of_somebody
        else:
            for inner in _classes_in(info.annotation):
                named = issubclass(inner, Value) and inner.whose is not Value.whose
                yield from _paths(inner, f"{before}{name}.", named)


_NAMED: Mapping[str, bool] = {
    path: named for event in FIELDS for path, named in _paths(event, "", False) if not path.startswith("patches.")
}
"""The paths of all that is personal in any kind of event, and whether it is of whoever is named there."""
_SIDES = ("old", "new")


def _patch(patch: Patch, path: str, found: list[Hidden]) -> dict[str, Any]:
    """A patch is sealed as what it replaces: with the key of whoever is named, else of whose fact it is."""
    told = _filled(patch)
    where = _without_places(patch.path)
    for side in _SIDES:
        if side in told:
            told[side] = _json_parted(told[side], where, f"{path}.{side}", found, whose=patch.whose())
    return {name: held for name, held in told.items() if held is not None}


def _without_places(path: str) -> str:
    return ".".join(part for part in path.split(".") if not part.isdigit())


def _json_parted(held: Any, where: str, path: str, found: list[Hidden], *, whose: Any, person: Any = None) -> Any:
    """What of a JSON value that stands at this place in a fact is not personal; the rest goes to `found`."""
    named = _personal_at(where)
    if isinstance(held, list) and named is not False:
        items = cast("list[Any]", held)
        return [
            _json_parted(each, where, f"{path}.{n}", found, whose=whose, person=person) for n, each in enumerate(items)
        ]
    if named is not None and held is not None:
        found.append(Hidden((person or f"{held}") if named else whose, path, cast("Any", held)))
        return None
    if not isinstance(held, dict):
        return cast("Any", held)
    fields = cast("dict[str, Any]", held)
    person = next((str(fields[name]) for name in ("nip", "nama") if fields.get(name)), person)
    person = _employee_in(fields) or person
    told = {
        name: _json_parted(each, f"{where}.{name}", f"{path}.{name}", found, whose=whose, person=person)
        for name, each in fields.items()
    }
    return {name: each for name, each in told.items() if each is not None or fields[name] is None}


def _employee_in(fields: Mapping[str, Any]) -> UUID | None:
    try:
        return UUID(fields["pegawai_id"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _personal_at(where: str) -> bool | None:
    """Whether what stands here is personal: None if not, else whether it is of whoever is named there."""
    parts = where.split(".")
    return next((_NAMED[p] for n in range(len(parts), 0, -1) if (p := ".".join(parts[:n])) in _NAMED), None)


# -- what was destroyed ------------------------------------------------------------------


def told_erased(kind: type[BaseModel], fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an event as they are told without what was destroyed."""
    marks = marks_of(kind)
    for name, info in kind.model_fields.items():
        held, mark = fields.get(name), marks.get(name)
        if mark is None:
            if isinstance(held, dict | list):
                fields[name] = _told_within(info, held)
        elif held is None and info.is_required():
            fields[name] = [mark.erased] if get_origin(info.annotation) is tuple else mark.erased
        elif mark.named and isinstance(held, list):
            fields[name] = [mark.erased if each is None else each for each in cast("list[Any]", held)]
    return fields


def _told_within(info: FieldInfo, held: Any) -> Any:
    kind = next(filter(_holds_personal, _classes_in(info.annotation)), None)
    if kind is None:
        return held
    if isinstance(held, list):
        return [_told_within(info, each) for each in cast("list[Any]", held)]
    return _told_patch(held) if issubclass(kind, Patch) else told_erased(kind, held)


def _told_patch(patch: dict[str, Any]) -> dict[str, Any]:
    """A correction of what was destroyed says nothing any more; where it no longer fits its fact, it is passed over."""
    if _personal_at(_without_places(patch["path"])) is not None:
        for side in _SIDES:
            held = patch.get(side)
            patch[side] = [e or ERASED for e in cast("list[Any]", held)] if isinstance(held, list) else held or ERASED
    return patch

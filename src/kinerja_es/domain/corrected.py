"""The correction graph: what is left of recorded facts once ralat, corrections, voids and merges are applied.

A correction may itself be corrected or voided: whatever was recorded later is looked at first, so that a correction
that no longer stands does nothing. Pure and total: a patch that no longer fits is passed over.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, TypeVar, cast

import orjson
from pydantic import TypeAdapter, ValidationError

from kinerja_es.domain.envelope import Event, Patch, changed
from kinerja_es.domain.values import STORED

E = TypeVar("E", bound=Event)


def effective(recorded: Sequence[Event]) -> tuple[Event, ...]:
    """The facts that stand, corrected, in the order of recording; corrections that stand are among them."""
    if not any(event.CORRECTS for event in recorded):
        return tuple(recorded)
    # By their numbers: a UUID works its hash out each time, and every fact of a long career is asked.
    patches: dict[int, list[Patch]] = {}
    void: set[int] = set()
    kept: list[Event] = []
    for told in reversed(recorded):
        event, number = told, told.__dict__["event_id"].int
        if number in void:
            continue
        if found := patches.get(number):
            # Found from the last to the first: applied in the order in which they were recorded.
            event = patched(event, reversed(found))
        kept.append(event)
        if event.CORRECTS:
            if event.closes():
                break
            void.update(target.int for target in event.voids())
            for target, changes in event.amends().items():
                patches.setdefault(target.int, []).extend(reversed(changes))
    return tuple(reversed(kept))


def patched(event: E, patches: Iterable[Patch]) -> E:
    """The fact with these fields replaced; a patch that does not fit is passed over."""
    for patch in patches:
        # What was taken when it was recorded still is, where a later version would not take it any more.
        for context in (None, STORED):
            try:
                event = replaced(event, patch, context)
            except MISFITS:
                continue
            break
    return event


MISFITS = (ValidationError, LookupError, ValueError, TypeError, AttributeError)
"""What a patch runs into that does not fit: no such place, no such value, no such number."""


def replaced(event: E, patch: Patch, context: object = None) -> E:
    """The fact with one field replaced. Raises one of MISFITS where that cannot be."""
    name, _, rest = patch.path.partition(".")
    value: Any = patch.new
    if rest:
        value = _set(told(event, name), rest.split("."), value)
    made = _reader(type(event), name).validate_json(orjson.dumps(value), context=context)
    update: dict[str, Any] = {name: made}
    if name == event.TMT:
        update["tmt"] = made
    return changed(event, update)


def value_at(event: Event, path: str) -> Any:
    """The value now known, as JSON has it; None where there is none. Raises one of MISFITS where it leads nowhere."""
    name, _, rest = path.partition(".")
    if name not in type(event).model_fields:
        raise LookupError(path)
    value = told(event, name)
    for part in rest.split(".") if rest else ():
        if value is None:
            return None
        value = cast("list[Any]", value)[int(part)] if isinstance(value, list) else value.get(part)
    return value


def told(event: Event, name: str) -> Any:
    """One field as JSON has it."""
    return event.model_dump(mode="json", include={name}).get(name)


def _set(held: Any, parts: Sequence[str], value: Any) -> Any:
    """A JSON value with one place in it replaced."""
    first, rest = parts[0], parts[1:]
    if isinstance(held, list):
        items: list[Any] = [*held]  # pyright: ignore[reportUnknownArgumentType] - any JSON
        items[int(first)] = _set(items[int(first)], rest, value) if rest else value
        return items
    known: Mapping[str, Any] = held or {}
    return {**known, first: _set(known.get(first), rest, value) if rest else value}


@cache
def _reader(kind: type[Event], name: str) -> TypeAdapter[Any]:
    """What reads one field of a kind of event."""
    info = kind.model_fields[name]
    annotation: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    return TypeAdapter(annotation, config=None)

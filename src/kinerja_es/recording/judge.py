"""Judging one fact: its rules, its warnings, and the exception that a clerk may name."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError

from kinerja_es.domain.catalogue import BY_NAME, coded
from kinerja_es.domain.envelope import Event, Excepted, Warned, changed
from kinerja_es.domain.given import Given
from kinerja_es.domain.history import History
from kinerja_es.domain.reference import Coded
from kinerja_es.errors import (
    BodyInvalid,
    DateInvalid,
    DecisionRequired,
    ExceptionNotAllowed,
    LaterFactImpossible,
    Problem,
    ValueInvalid,
    ValueMissing,
    catalogue,
)
from kinerja_es.errors.instansi import ReferenceCodeUnknown

E = TypeVar("E", bound=Event)

_BY_CODE = catalogue()


def judge(event: E, given: Given) -> tuple[E, list[Problem]]:
    """The event as it is to be recorded, and all that speaks against it, errors and warnings."""
    problems = [*event.check(given)]
    fields = event.__dict__
    if fields["decision"] is not None:
        problems += given.cited(event)
    elif event.NEEDS_DECISION:
        missing = DecisionRequired(field="sk")
        problems.append(given.may_be_older(missing, fields["tmt"], fields.get("opening")))
    problems += _unknown(event)
    exception: Excepted | None = fields["exception"]
    if exception is not None:
        rule = _BY_CODE.get(exception.code)
        if rule is None or not rule.excepted:
            problems.append(ExceptionNotAllowed(field="exception.code", value=exception.code))
        elif all(p.code != exception.code for p in problems):
            # An exception is kept only where the rule is really broken: it flags every standing from then on.
            event = event.model_copy(update={"exception": None})
        else:
            problems = [p for p in problems if p.code != exception.code]
    if problems and any(not p.warning for p in problems):
        return event, problems
    event = _with(event, event.derived(given))
    if not given.history.ends_before(event):
        problems += _on_later_facts(event, given.history)
        if any(not p.warning for p in problems):
            return event, problems
    if problems:
        warnings = tuple(Warned(code=p.code, field=p.field) for p in problems)
        event = changed(event, {"warnings": warnings})
    return event, problems


@cache
def _closed(event: type[Event]) -> tuple[tuple[str, Coded], ...]:
    return tuple((name, mark) for name, mark in coded(event) if not mark.is_open)


def _unknown(event: Event) -> Sequence[Problem]:
    """Codes that their tables do not have."""
    if not (codes := _closed(type(event))):
        return ()
    fields = event.__dict__
    return [
        ReferenceCodeUnknown(f"Table {mark.table.name}.", field=name, value=value)
        for name, mark in codes
        if (value := fields[name]) is not None and mark.of(value) is None
    ]


def _with(event: E, derived: dict[str, Any]) -> E:
    if not derived:
        return event
    fields = event.__dict__
    changes = {name: value for name, value in derived.items() if value is not None and value != fields[name]}
    return changed(event, changes) if changes else event


def _on_later_facts(event: Event, history: History) -> Iterator[Problem]:
    """What a fact that comes before others in fold order does to them; one that would have no effect is refused."""
    known = {anomaly.event_id for anomaly in history.standing.anomalies}
    after = history.and_then(event)
    facts = {fact.event_id: fact for fact in after}  # a void that is voided itself brings facts back
    for anomaly in after.standing.anomalies:
        if anomaly.event_id == event.event_id and event.BY_SERVER:
            # It is what an SK's own event means for one of many: it takes effect, and is told.
            yield LaterFactImpossible(f"{anomaly.code} from {event.tmt} on.", field="tmt", value=event.tmt)
        elif anomaly.event_id == event.event_id:
            yield _BY_CODE[anomaly.code]("On that day it comes first, by its SK's date.", field="tmt", value=event.tmt)
        elif anomaly.event_id not in known:
            later = facts[anomaly.event_id]
            yield LaterFactImpossible(f"{later.LABEL}, TMT {later.tmt}.", field="tmt", value=event.tmt)


def problems_of(error: ValidationError, *, root: tuple[str | int, ...] = ()) -> list[Problem]:
    """What Pydantic found wrong with a body, in our codes, all at once."""
    return [_problem(dict(found), root) for found in error.errors(include_url=False)]


def _within(place: str, name: str) -> str:
    """A field of a command, of which the place in a list may be named."""
    return f"{place}.{name}" if place else name


def _problem(found: dict[str, Any], root: tuple[str | int, ...]) -> Problem:
    # In a list of commands Pydantic names the kind of command before its field.
    field = ".".join(str(part) for part in (*root, *found["loc"]) if part not in BY_NAME)
    message: str = found["msg"].removeprefix("Value error, ")
    code = message.partition(": ")[0]
    value: Any = found.get("input")
    shown = value if isinstance(value, str | int | float | bool) else None
    if code in _BY_CODE:
        return _BY_CODE[code](field=field, value=shown)
    return _of_type(found, message, field, shown)


def _of_type(found: dict[str, Any], message: str, field: str, shown: object) -> Problem:
    """What Pydantic's own checks found, by the type of the finding."""
    kind: str = found["type"]
    problem: Problem
    match kind:
        case "missing":
            problem = ValueMissing(field=field)
        case "union_tag_not_found":
            problem = ValueMissing(field=_within(field, "type"))
        case "union_tag_invalid":
            detail = "There is no such kind of command."
            problem = BodyInvalid(detail, field=_within(field, "type"), value=found["ctx"]["tag"])
        case "json_invalid" | "extra_forbidden":
            problem = BodyInvalid(f"{message}.", field=field or None, value=shown)
        case "string_pattern_mismatch" if "\\p{" in found["ctx"]["pattern"]:
            # The pattern of a text: nobody should have to read it.
            detail = "It says nothing, or holds a character that cannot be seen; a line holds no line break either."
            problem = ValueInvalid(detail, field=field or None, value=shown)
        case _ if kind.startswith("date_"):
            problem = DateInvalid("In JSON it is written 2025-12-31.", field=field, value=shown)
        case _:
            problem = ValueInvalid(f"{message}.", field=field or None, value=shown)
    return problem

"""Reads commands from JSON, with everything that is wrong with them at once."""

from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from kinerja_es.domain.catalogue import BY_NAME, EMPLOYEE_COMMANDS, Command, any_of, command_of
from kinerja_es.domain.envelope import Event
from kinerja_es.errors import Problems
from kinerja_es.recording.judge import problems_of

T = TypeVar("T")

MOST_COMMANDS = 200
"""In one request: they are recorded in one transaction, and each that is backdated folds the career again."""


def command_in(body: bytes, event: type[Event]) -> Command:
    """The command that asks for one kind of event; it need not say its `type`."""
    return read(_adapter(event), body)


def commands_in(body: bytes, events: tuple[type[Event], ...] = EMPLOYEE_COMMANDS) -> list[Command]:
    """One command that asks for one of these events, or a list of them, told apart by `type`."""
    one, several = _adapters(events)
    return read(several, body) if body.lstrip().startswith(b"[") else [read(one, body)]


@cache
def _adapters(events: tuple[type[Event], ...]) -> tuple[TypeAdapter[Command], TypeAdapter[list[Command]]]:
    one: Any = any_of(events)
    several: Any = Annotated[list[one], Field(min_length=1, max_length=MOST_COMMANDS)]
    return TypeAdapter(one), TypeAdapter(several)


@cache
def _adapter(event: type[Event]) -> TypeAdapter[Command]:
    return TypeAdapter(command_of(event))


def read(adapter: TypeAdapter[T], body: bytes) -> T:
    """What a JSON text says, or all that is wrong with it."""
    try:
        return adapter.validate_json(body)
    except ValidationError as error:
        problems = problems_of(error)
    for problem in problems:
        problem.field = _without_type(problem.field)
    raise Problems(problems)


def _without_type(field: str | None) -> str | None:
    """The field as the sender wrote it: Pydantic puts the command's type into the path."""
    parts: list[Any] = [part for part in (field or "").split(".") if part not in BY_NAME]
    return ".".join(parts) or None

"""A row's type as the columns of a table."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import orjson

Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """One column: its name, how it is declared, and how a value gets into it."""

    name: str
    declared: str
    convert: Convert | None


def snake(name: str) -> str:
    """StandingRow as standing_row."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def columns_of(row: type[Any]) -> tuple[Column, ...]:
    """The columns that a row's fields make."""
    if not is_dataclass(row):
        raise TypeError(f"{row.__name__} is no dataclass")
    hints = get_type_hints(row)
    return tuple(_column(field.name, hints[field.name]) for field in fields(row))


def tuples_of(columns: tuple[Column, ...]) -> Callable[[str, Iterable[Any]], list[tuple[Any, ...]]]:
    """A function that makes a subject's rows into tuples for the database: subject, number, values."""
    names = [column.name for column in columns]
    take: Convert = attrgetter(*names) if len(names) > 1 else lambda row: (getattr(row, names[0]),)
    converts = [(place, column.convert) for place, column in enumerate(columns, 2) if column.convert]

    def tuples(subject: str, rows: Iterable[Any]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for n, row in enumerate(rows):
            values = [subject, n, *take(row)]
            for place, convert in converts:
                if (value := values[place]) is not None:
                    values[place] = convert(value)
            found.append(tuple(values))
        return found

    return tuples


def _column(name: str, annotation: Any) -> Column:
    options = [annotation]
    if get_origin(annotation) in (Union, UnionType):
        options = [option for option in get_args(annotation) if option is not NoneType]
    null = "" if NoneType in get_args(annotation) else " NOT NULL"
    if len(options) != 1:
        raise TypeError(f"{name}: a column holds one type, or that type and None")
    declared, convert = _kind(name, get_origin(options[0]) or options[0])
    return Column(name, f"{name} {declared}{null}", convert)


def _kind(name: str, kind: Any) -> tuple[str, Convert | None]:
    """How values of a type are declared and converted; SQLite takes exact str and int fastest."""
    if not isinstance(kind, type):
        raise TypeError(f"{name}: {kind} is no type of a column")
    if issubclass(kind, (bool, int)):
        return "INTEGER", int if issubclass(kind, bool) else None
    if issubclass(kind, Enum):
        return "TEXT", attrgetter("value")
    if issubclass(kind, str):
        return "TEXT", None if kind is str else str
    if issubclass(kind, UUID):
        return "TEXT", str
    if issubclass(kind, date):
        return "TEXT", date.isoformat
    if issubclass(kind, tuple):
        return "TEXT", _json
    raise TypeError(f"{name}: {kind.__name__} is no type of a column: str, int, bool, date, UUID, StrEnum, tuple")


def _json(value: Any) -> str:
    return orjson.dumps(value).decode() if value else "[]"

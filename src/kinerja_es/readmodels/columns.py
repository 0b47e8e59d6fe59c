"""A row's type as the columns of a table, and rows as the tuples that go into them."""

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

Subject = tuple[str, Iterable[Any]]
"""A subject and its rows."""


@dataclass(frozen=True)
class Column:
    """One column: its name, how it is declared, and whether it holds a list, as JSON."""

    name: str
    declared: str
    listed: bool


def snake(name: str) -> str:
    """StandingRow as standing_row."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def columns_of(row: type[Any]) -> tuple[Column, ...]:
    """The columns that a row's fields make."""
    if is_dataclass(row):
        names = [field.name for field in fields(row)]
    elif hasattr(row, "_fields"):
        names: list[str] = list(row._fields)
    else:
        raise TypeError(f"{row.__name__} is no dataclass, and no named tuple")
    hints = get_type_hints(row)
    return tuple(_column(name, hints[name]) for name in names)


def tuples_of(kind: type[Any], columns: tuple[Column, ...]) -> Callable[[Iterable[Subject]], list[tuple[Any, ...]]]:
    """A function that makes the rows of many subjects into tuples for the database: subject, number, values."""
    take = _values_of(kind, [column.name for column in columns])
    listed = [place for place, column in enumerate(columns, 2) if column.listed]

    def tuples(subjects: Iterable[Subject]) -> list[tuple[Any, ...]]:
        taken = [(subject, n, *take(row)) for subject, rows in subjects for n, row in enumerate(rows)]
        # Once through JSON: ids, days and enums come back as the text that is stored, at a fifth of str()'s cost.
        plain: list[list[Any]] = orjson.loads(orjson.dumps(taken))
        for place in listed:
            for row in plain:
                if (value := row[place]) is not None:
                    row[place] = orjson.dumps(value).decode() if value else "[]"
        return list(map(tuple, plain))

    return tuples


def _values_of(kind: type[Any], names: list[str]) -> Callable[[Any], Iterable[Any]]:
    """A function that gives the values of a row in the order of its columns."""
    if issubclass(kind, tuple):
        return iter  # a named tuple is its values
    if len(names) == 1:
        return lambda row: (getattr(row, names[0]),)
    return attrgetter(*names)


def _column(name: str, annotation: Any) -> Column:
    options = [annotation]
    if get_origin(annotation) in (Union, UnionType):
        options = [option for option in get_args(annotation) if option is not NoneType]
    null = "" if NoneType in get_args(annotation) else " NOT NULL"
    if len(options) != 1:
        raise TypeError(f"{name}: a column holds one type, or that type and None")
    kind = get_origin(options[0]) or options[0]
    return Column(name, f"{name} {_declared(name, kind)}{null}", kind is tuple)


def _declared(name: str, kind: Any) -> str:
    """How a column of a type is declared."""
    if not isinstance(kind, type):
        raise TypeError(f"{name}: {kind} is no type of a column")
    if issubclass(kind, int):
        return "INTEGER"
    if issubclass(kind, (str, Enum, UUID, date, tuple)):
        return "TEXT"
    raise TypeError(f"{name}: {kind.__name__} is no type of a column: str, int, bool, date, UUID, StrEnum, tuple")

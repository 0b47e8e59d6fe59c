"""What a query sees of the tables, how it is narrowed to what is asked for, and how its answer is cut into pages."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from kinerja_es.errors import CursorInvalid, ValueInvalid
from kinerja_es.readmodels.cursors import Asked, Cursor, digest, read_cursor, write_cursor

Row = dict[str, Any]
Select = Callable[[str, Mapping[str, Any]], list[Row]]

MOST = 1000
"""The longest page."""
LONGEST = 5000
"""The longest text that is asked for, in characters."""
LONGEST_CURSOR = 8 * LONGEST
"""A cursor holds the whole question."""
LARGEST = 2**63 - 1
NOTHING_ASKED = Asked()

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the rows, and the cursor to ask for the following ones with; None on the last page."""

    items: list[Row]
    next: str | None
    columns: tuple[str, ...] = ()
    """The names of the columns, where they are known without a row."""


class Tables:
    """The tables of one read model, at one position for as long as the query runs."""

    def __init__(self, select: Select, asked: Asked = NOTHING_ASKED) -> None:
        self._select = select
        self._asked = asked

    def rows(self, sql: str, **params: Any) -> list[Row]:
        """All rows of a SELECT with named parameters, perhaps not all of these; days and ids come back as text."""
        return self._select(sql, {name: plain(value) for name, value in params.items()})

    def row(self, sql: str, **params: Any) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(sql, **params)), None)

    def page(self, sql: str, *, order: Sequence[str], limit: int, cursor: str | None, **params: Any) -> Page:
        """The rows after a cursor, ordered by columns that are together unique: `nama`, or `-nama` for descending.

        What is empty comes first, and descending last. The place is kept as values, not as a count, so that a page
        stays right while rows come and go.
        """
        if not 1 <= limit <= MOST:
            raise ValueInvalid(f"It lies between 1 and {MOST}.", field="limit", value=limit)
        ordered = Order(order)
        given = {name: plain(value) for name, value in params.items()}
        statement = digest([sql, list(order), given])
        place = self._place(cursor, statement, ordered) if cursor else None
        where = f"WHERE {ordered.after(place)}" if place else ""
        places = {f"after_{n}": value for n, value in enumerate(place or ())}
        found = self._select(
            f"SELECT * FROM ({sql}) {where} {ordered.by} LIMIT {limit + 1}",  # noqa: S608 - `order` holds names only
            given | places,
        )
        items = found[:limit]
        if len(found) <= limit:
            return Page(items, None)
        last = [items[-1][name] for name in ordered.names]
        return Page(items, write_cursor(Cursor(self._asked, statement, last)))

    def _place(self, cursor: str, statement: str, ordered: "Order") -> list[Any]:
        """The place that a cursor of the same question names."""
        found = read_cursor(cursor)
        same = found.asked[:2] == self._asked[:2] and found.statement == statement
        held = all(not isinstance(value, int) or -LARGEST <= value <= LARGEST for value in found.place)
        if not same or not held or len(found.place) != len(ordered.names):
            raise CursorInvalid(field="cursor", value=cursor)
        return found.place


class Order:
    """The columns that rows are ordered by; SQLite holds what is empty for the least."""

    def __init__(self, order: Sequence[str]) -> None:
        # Who sorts by a column that makes rows unique anyway names it twice.
        self._descending = {name.removeprefix("-"): name.startswith("-") for name in reversed(order)}
        self.names = [*dict.fromkeys(name.removeprefix("-") for name in order)]
        for name in self.names:
            if not _NAME.fullmatch(name):
                raise ValueInvalid("There is no such column.", field="sort", value=name)

    @property
    def by(self) -> str:
        return "ORDER BY " + ", ".join(f"{name} DESC" if self._descending[name] else name for name in self.names)

    def after(self, place: Sequence[Any]) -> str:
        """The condition that a row comes after a place, whose values are named :after_0, :after_1 and so on."""
        if None not in place and not any(self._descending.values()):
            marks = ", ".join(f":after_{n}" for n in range(len(place)))
            return f"({', '.join(self.names)}) > ({marks})"
        return " OR ".join(
            " AND ".join([*(f"{self.names[m]} IS :after_{m}" for m in range(n)), self._beyond(n, value)])
            for n, value in enumerate(place)
        )

    def _beyond(self, n: int, value: Any) -> str:
        name = self.names[n]
        if self._descending[name]:
            return "FALSE" if value is None else f"({name} < :after_{n} OR {name} IS NULL)"
        return f"{name} IS NOT NULL" if value is None else f"{name} > :after_{n}"


def narrowed(asked: Mapping[str, Any]) -> str:
    """The conditions whose value is given: `WHERE true{narrowed({"held.kind = :kind": kind})}`."""
    return "".join(f" AND {condition}" for condition, value in asked.items() if value is not None)


def plain(value: Any) -> Any:
    """A value as the database holds it: days and ids as text, codes by their value."""
    match value:
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Enum():
            return value.value
        case bool():
            return int(value)
        case _:
            return value


def check_held(name: str, value: Any) -> None:
    """Refuse a parameter that no database would take."""
    if isinstance(value, str):
        if len(value) > (longest := LONGEST_CURSOR if name == "cursor" else LONGEST):
            raise ValueInvalid(f"It is longer than {longest} characters.", field=name, value=value)
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ValueInvalid("It is no text.", field=name)
    elif isinstance(value, int) and not -LARGEST <= value <= LARGEST:
        raise ValueInvalid(f"It lies between {-LARGEST} and {LARGEST}.", field=name, value=value)

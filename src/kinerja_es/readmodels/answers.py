"""What a query sees of the tables, and how its answer is cut into pages."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, cast
from uuid import UUID

import orjson

from kinerja_es.errors import CursorInvalid, ValueInvalid

Row = dict[str, Any]
Select = Callable[[str, Mapping[str, Any]], list[Row]]

MOST = 1000
"""The longest page."""
LONGEST = 5000
"""The longest text that is asked for, in characters."""
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the rows, and the cursor to ask for the following ones with; None on the last page."""

    items: list[Row]
    next: str | None


class Tables:
    """The tables of one read model, at one position for as long as the query runs."""

    def __init__(self, select: Select) -> None:
        self._select = select

    def rows(self, sql: str, **params: Any) -> list[Row]:
        """All rows of a SELECT with named parameters; days and ids come back as text."""
        return self._select(sql, {name: plain(value) for name, value in params.items()})

    def row(self, sql: str, **params: Any) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(sql, **params)), None)

    def page(self, sql: str, *, order: Sequence[str], limit: int, cursor: str | None, **params: Any) -> Page:
        """The rows after a cursor, ordered by columns that are never null and together unique.

        The place is kept as values, not as a count, so that a page stays right while rows come and go.
        """
        if not 1 <= limit <= MOST:
            raise ValueInvalid(f"It lies between 1 and {MOST}.", field="limit", value=limit)
        given = {name: plain(value) for name, value in params.items()}
        asked = _digest([sql, list(order), given])
        after = _values(cursor, asked, len(order)) if cursor else None
        columns = ", ".join(order)
        where = f"WHERE ({columns}) > ({', '.join(f':after_{n}' for n in range(len(order)))})" if after else ""
        places = {f"after_{n}": value for n, value in enumerate(after or ())}
        found = self._select(
            f"SELECT * FROM ({sql}) {where} ORDER BY {columns} LIMIT {limit + 1}",  # noqa: S608 - `order` is the file's own
            given | places,
        )
        items = found[:limit]
        return Page(items, _cursor(asked, [items[-1][name] for name in order]) if len(found) > limit else None)


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
        if len(value) > LONGEST:
            raise ValueInvalid(f"It is longer than {LONGEST} characters.", field=name, value=value)
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ValueInvalid("It is no text.", field=name)
    elif isinstance(value, int) and not -LARGEST <= value <= LARGEST:
        raise ValueInvalid(f"It lies between {-LARGEST} and {LARGEST}.", field=name, value=value)


def _digest(value: Any) -> str:
    return hashlib.blake2b(orjson.dumps(value), digest_size=9).hexdigest()


def _cursor(asked: str, values: list[Any]) -> str:
    body = orjson.dumps([asked, values, _digest([asked, values])])
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


def _values(cursor: str, asked: str, number: int) -> list[Any]:
    """The place that a cursor names; it must be whole, and from the same question."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        read: Any = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except ValueError as error:
        raise CursorInvalid(field="cursor", value=cursor) from error
    if isinstance(read, list) and len(parts := cast("list[Any]", read)) == 3:
        question, values, seal = parts
        if question == asked and seal == _digest([question, values]) and len(values) == number:
            return values
    raise CursorInvalid(field="cursor", value=cursor)

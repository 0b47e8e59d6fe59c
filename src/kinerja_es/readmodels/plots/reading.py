"""What rows say to a picture: series of numbers by label, days, and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kinerja_es.readmodels.answers import Row
from kinerja_es.readmodels.pictures import Names


class Unsuited(Exception):
    """Rows that the picture cannot be drawn of, and why."""


def of(row: Row, column: str) -> Any:
    if column not in row:
        raise Unsuited(f"the picture takes the column {column}, which the rows do not have")
    return row[column]


def amount(row: Row, column: str) -> float | None:
    """A number; some come as text, to the last digit."""
    value = of(row, column)
    if value is None:
        return None
    try:
        found = Decimal(value)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise Unsuited(f"the picture takes the column {column} as a number, and it is not one") from error
    if not found.is_finite():
        raise Unsuited(f"the picture takes the column {column} as a number, and it is not one")
    return float(found)


def day(row: Row, column: str) -> date:
    """A day; a month is its first one."""
    value = of(row, column)
    try:
        text = str(value)
        return date.fromisoformat(f"{text}-01" if len(text) == 7 else text[:10])
    except ValueError as error:
        raise Unsuited(f"the picture takes the column {column} as a day, and it is not one") from error


Series = Mapping[str, Mapping[Any, float | None]]
"""Numbers by the place that they belong to (a bar, a day), for each name."""


def series(rows: Iterable[Row], places: Sequence[Any], values: Names, by: str | None) -> Series:
    """The numbers of each series: one for each column, or for each value of the column `by`. Doubled ones add up."""
    found: dict[str, dict[Any, float | None]] = {} if by else {name: {} for name in values.values()}
    for row, place in zip(rows, places, strict=True):
        for column, name in values.items():
            held = found.setdefault(str(of(row, by)), {}) if by else found[name]
            new, old = amount(row, column), held.get(place)
            held[place] = new if old is None else old + (new or 0)
    return found


def largest(names: Sequence[str], sizes: Mapping[str, float], most: int) -> tuple[list[str], list[str]]:
    """Those that are shown, the largest first, and those that are added up; one alone is not worth adding up."""
    ranked = sorted(names, key=lambda name: (-sizes[name], name))
    shown = len(ranked) if len(ranked) <= most else most - 1
    return ranked[:shown], ranked[shown:]


def added(parts: Iterable[Mapping[Any, float | None]]) -> dict[Any, float | None]:
    """Several series as one."""
    found: dict[Any, float | None] = {}
    for part in parts:
        for place, value in part.items():
            old = found.get(place)
            found[place] = value if old is None else old + (value or 0)
    return found


def notes(rows: Sequence[Row], columns: Names) -> dict[str, Any]:
    """What columns say that say the same in each row, by what they are called."""
    return {name: of(rows[0], column) for column, name in columns.items()} if rows else {}

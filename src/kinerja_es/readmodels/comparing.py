"""Finds what differs between the tables of a fold and those that are to take their place."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kinerja_es.readmodels.tables import FoldTable, count

SAMPLE = 5
"""Differences that are shown of each table."""


@dataclass(frozen=True)
class Difference:
    """A row that only one of the two has."""

    table: str
    only_in: str
    """`live` or `rebuilt`."""
    row: tuple[Any, ...]


def compared(connection: sqlite3.Connection, table: FoldTable, *, whole: bool) -> Iterator[Difference]:
    """A sample of what only one of the two has: rows and states; or, where the live table is of another version, rows
    by the columns that both have."""
    columns = ["subject", "n", *(column.name for column in table.columns)]
    if whole:
        yield from _compared(connection, table.live, table.name, columns)
        yield from _compared(connection, table.live_states, table.states, ["subject", "last", "state"])
    else:
        common = [column for column in columns if column in _columns_of(connection, table.live)]
        if common:
            yield from _compared(connection, table.live, table.name, common)


def _compared(connection: sqlite3.Connection, live: str, rebuilt: str, columns: Sequence[str]) -> Iterator[Difference]:
    missing = [Difference(live, "live", row) for row in connection.execute(_only_in(live, rebuilt, columns))]
    # Each place is taken once: if every live row has its equal and both have as many, no rebuilt one has none.
    if missing or count(connection, live) != count(connection, rebuilt):
        yield from missing
        found = connection.execute(_only_in(rebuilt, live, columns))
        yield from (Difference(live, "rebuilt", row) for row in found)


def _columns_of(connection: sqlite3.Connection, table: str) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}


def _only_in(here: str, there: str, columns: Sequence[str]) -> str:
    """Rows without an equal one: found by the primary key, where EXCEPT would sort both tables."""
    same = " AND ".join(f"there.{column} IS here.{column}" for column in columns)
    return f"""SELECT {", ".join(columns)} FROM {here} here
                WHERE NOT EXISTS (SELECT 1 FROM {there} there WHERE {same})
                LIMIT {SAMPLE}"""  # noqa: S608 - names of our own

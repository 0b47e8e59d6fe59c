"""Finds what differs between the tables of a fold and those that are to take their place."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kinerja_es.readmodels.parked import parked_in
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


def compared(connection: sqlite3.Connection, tables: Sequence[FoldTable], *, whole: bool) -> Iterator[Difference]:
    """A sample of what only one of the two has: rows and states; or, where the live tables are of another version, rows
    by the columns that both have.

    Of who is parked nothing can be compared. Who is parked only in the rebuilt one is a difference of its own.
    """
    live, rebuilt = tables[0].projection, tables[0].model
    before = {parked.stream for parked in parked_in(connection, live)}
    now = {parked.stream: parked for parked in parked_in(connection, rebuilt)}
    if before or now:
        yield from (
            Difference("parked", "rebuilt", (stream, now[stream].error, now[stream].position))
            for stream in sorted(now.keys() - before)[:SAMPLE]
        )
    for table in tables:
        columns = ["subject", "n", *(column.name for column in table.columns)]
        left_out = ""
        if before or now:
            left_out = _LEFT_OUT.format(len(table.fold.category) + 2, live, rebuilt)
        if whole:
            yield from _compared(connection, table.live, table.name, columns, left_out)
            yield from _compared(connection, table.live_states, table.states, ["subject", "last", "state"], left_out)
        else:
            common = [column for column in columns if column in columns_in(connection, table.live)]
            if common:
                yield from _compared(connection, table.live, table.name, common, left_out)


_LEFT_OUT = "here.subject NOT IN (SELECT substr(stream, {}) FROM parked WHERE model IN ('{}', '{}'))"


def _compared(
    connection: sqlite3.Connection, live: str, rebuilt: str, columns: Sequence[str], left_out: str
) -> Iterator[Difference]:
    def only_in(here: str, there: str) -> list[tuple[Any, ...]]:
        return connection.execute(_only_in(here, there, columns, left_out)).fetchall()

    missing = [Difference(live, "live", row) for row in only_in(live, rebuilt)]
    # Each place is taken once: if every live row has its equal and both have as many, no rebuilt one has none.
    if missing or left_out or count(connection, live) != count(connection, rebuilt):
        yield from missing
        yield from (Difference(live, "rebuilt", row) for row in only_in(rebuilt, live))


def columns_in(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table as it is; none where there is no such table."""
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def _only_in(here: str, there: str, columns: Sequence[str], left_out: str) -> str:
    """Rows without an equal one: found by the primary key, where EXCEPT would sort both tables."""
    same = " AND ".join(f"there.{column} IS here.{column}" for column in columns)
    return f"""SELECT {", ".join(columns)} FROM {here} here
                WHERE NOT EXISTS (SELECT 1 FROM {there} there WHERE {same}) AND {left_out or "1"}
                LIMIT {SAMPLE}"""  # noqa: S608 - names of our own

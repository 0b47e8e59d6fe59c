"""Builds a read model anew beside the live one, proves both equal at one position, then swaps."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from kinerja_es.errors import RebuildDiffers
from kinerja_es.readmodels.building import Progress, build
from kinerja_es.readmodels.folding import Folder
from kinerja_es.readmodels.runner import CHUNK, ReadModels, locked
from kinerja_es.readmodels.tables import FoldTable, open_writer, tables_of, told, transaction

SAMPLE = 5
"""Differences that are shown of each table."""


@dataclass(frozen=True)
class Difference:
    """A row that only one of the two has."""

    table: str
    only_in: str
    """`live` or `rebuilt`."""
    row: tuple[Any, ...]


@dataclass(frozen=True)
class RebuildReport:
    """What a rebuild did."""

    position: int
    subjects: int
    rows: int
    seconds: float
    differences: tuple[Difference, ...]
    """A sample of them; empty where both are equal."""


def rebuild(
    models: ReadModels, name: str, progress: Progress | None = None, *, accept_differences: bool = False
) -> RebuildReport:
    """Build one read model anew from the log and put it in the place of the live one.

    Building holds no lock: the live one goes on answering and catching up. Only the rest of the way, the comparison
    and the swap are done under the lock. Raises REBUILD_DIFFERS, and swaps nothing, where the two are not equal.
    """
    started = time.perf_counter()
    tables = tables_of(models.projection(name), "__rebuilt")
    start = models.catch_up()
    with locked(models.path.with_suffix(".rebuild"), timeout=0), closing(open_writer(models.path)) as connection:
        subjects = build(models.log, connection, tables, start, progress)
        with models.locked(timeout=60) as writer:
            position = models.advance(writer)
            _read_on(models, connection, tables, start, position)
            differences = _differences(connection, tables)
            if differences and not accept_differences:
                with transaction(connection):
                    for table in tables:
                        table.drop(connection)
                raise RebuildDiffers(_told(differences))
            rows = sum(_count(connection, table.name) for table in tables)
            with transaction(connection):
                for table in tables:
                    table.swap(connection)
                models.enter(connection, name, position)
    return RebuildReport(position, subjects, rows, time.perf_counter() - started, differences)


def _read_on(
    models: ReadModels, connection: sqlite3.Connection, tables: Sequence[FoldTable], start: int, position: int
) -> None:
    """Bring the new tables from where building ended to where the live ones stand."""
    folder = Folder(models.log, tables)
    while start < position:
        rows = models.log.rows_after(start, min(CHUNK, position - start))
        start = rows[-1].position
        with told():
            changes = folder.changes(connection, folder.batch(rows, start))
        with transaction(connection):
            for change in changes:
                change.write(connection)


def _differences(connection: sqlite3.Connection, tables: Sequence[FoldTable]) -> tuple[Difference, ...]:
    """A sample of what only one of the two has: rows and states."""
    with told():
        return tuple(difference for table in tables for difference in _compared(connection, table))


def _compared(connection: sqlite3.Connection, table: FoldTable) -> Iterator[Difference]:
    for live, rebuilt, columns in (
        (table.live, table.name, ("subject", "n", *(column.name for column in table.columns))),
        (table.live_states, table.states, ("subject", "last", "state")),
    ):
        missing = [Difference(live, "live", row) for row in connection.execute(_only_in(live, rebuilt, columns))]
        # Each place is taken once: if every live row has its equal and both have as many, no rebuilt one has none.
        if missing or _count(connection, live) != _count(connection, rebuilt):
            yield from missing
            found = connection.execute(_only_in(rebuilt, live, columns))
            yield from (Difference(live, "rebuilt", row) for row in found)


def _count(connection: sqlite3.Connection, table: str) -> int:
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of our own


def _only_in(here: str, there: str, columns: Sequence[str]) -> str:
    """Rows without an equal one: found by the primary key, where EXCEPT would sort both tables."""
    same = " AND ".join(f"there.{column} IS here.{column}" for column in columns)
    return f"""SELECT * FROM {here} here
                WHERE NOT EXISTS (SELECT 1 FROM {there} there WHERE {same})
                LIMIT {SAMPLE}"""  # noqa: S608 - names of our own


def _told(differences: Sequence[Difference]) -> str:
    """Which subjects differ in which tables; their values are shown on request only."""
    return "For example: " + "; ".join(f"{d.table} of {d.row[0]}, only in the {d.only_in} one" for d in differences)

"""Builds the tables of a read model from the whole log, subject by subject, beside whatever is live."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from uuid import uuid4

from kinerja_es.domain.envelope import Category
from kinerja_es.log.application import Log, StoredRow
from kinerja_es.readmodels.folding import Folder
from kinerja_es.readmodels.tables import FoldTable, transaction

PORTION = 8_000
"""Events in one transaction, or a little more: a subject is never cut."""

Progress = Callable[[int, int], None]
"""Told how far it has come, and how far there is to go."""


def build(
    log: Log,
    connection: sqlite3.Connection,
    tables: Sequence[FoldTable],
    up_to: int,
    progress: Progress | None = None,
) -> int:
    """Fold every subject from the start, up to a position; gives the number of subjects.

    Each transaction is short: whoever catches up meanwhile gets a turn.
    """
    with transaction(connection):
        for table in tables:
            table.create(connection)
    subjects = events = 0
    for category in Category:
        folder = Folder(log, [table for table in tables if table.fold.category is category])
        topics = tuple(sorted(folder.topics))
        if not topics:
            continue
        for rows in _portions(log.rows_by_stream(category.value, up_to, topics)):
            batch = folder.batch(rows, up_to)
            batch.known.clear()
            changes = folder.changes(connection, batch)
            with transaction(connection):
                for change in changes:
                    change.write(connection)
            subjects += len(batch.versions)
            events += len(rows)
            if progress is not None:
                progress(min(events, up_to), up_to)
    token = uuid4().hex[:8]
    with transaction(connection):
        for table in tables:
            table.index(connection, token)
    return subjects


def _portions(rows: Iterator[StoredRow]) -> Iterator[list[StoredRow]]:
    """Whole streams, some thousand events at a time."""
    portion: list[StoredRow] = []
    for row in rows:
        if len(portion) >= PORTION and row.stream != portion[-1].stream:
            yield portion
            portion = []
        portion.append(row)
    if portion:
        yield portion

"""Builds the tables of a read model from the whole log, subject by subject, beside whatever is live."""

import sqlite3
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from uuid import uuid4

from kinerja_es.log.application import Log
from kinerja_es.readmodels import together
from kinerja_es.readmodels.spans import Done, fold_span, spans_of
from kinerja_es.readmodels.tables import FoldTable, transaction

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

    Other processes help where there is much to fold; what they cannot do is done here.
    """
    with transaction(connection):
        for table in tables:
            table.create(connection)
    subjects = events = 0
    way = together.fold if together.worthwhile(tables, up_to) else _alone
    with closing(way(log, connection, tables, up_to)) as folding:
        for done in folding:
            subjects += done.subjects
            events += done.events
            if progress is not None:
                progress(min(events, up_to), up_to)
    token = uuid4().hex[:8]
    with transaction(connection):
        for table in tables:
            table.index(connection, token)
    return subjects


def _alone(log: Log, connection: sqlite3.Connection, tables: Sequence[FoldTable], up_to: int) -> Generator[Done]:
    for span in spans_of(tables, 1):
        yield from fold_span(log, connection, tables, span, up_to)

"""Builds the tables of a read model from the whole log, subject by subject, beside whatever is live."""

import sqlite3
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from uuid import uuid4

from kinerja_es.log.application import Log
from kinerja_es.readmodels import together
from kinerja_es.readmodels.builds import Done, Span, finished, note_indexed, under_way
from kinerja_es.readmodels.spans import fold_span, spans_of
from kinerja_es.readmodels.tables import FoldTable, transaction

Progress = Callable[[int, int], None]
"""Told how far it has come, and how far there is to go."""
SPAN = 4_000
"""Events in one span, about: so much is folded again after a kill, and all who help are busy to the end."""


def build(
    log: Log,
    connection: sqlite3.Connection,
    tables: Sequence[FoldTable],
    up_to: int,
    progress: Progress | None = None,
) -> int:
    """Fold every subject from the start, up to a position, into the tables of a build that was begun.

    Gives the number of subjects. Spans that were done before it was cut short are not folded again. Other processes
    help where there is much to fold; what they cannot do is done here.
    """
    known, spans = finished(connection), spans_of(tables, up_to // SPAN + 1)
    waiting = deque(span for span in spans if span not in known)
    before = [known[span] for span in spans if span in known]
    subjects, events = sum(done.subjects for done in before), sum(done.events for done in before)
    way = together.fold if together.worthwhile(tables, up_to - events) else _alone
    with closing(way(log, connection, tables, waiting, up_to)) as folding:
        for done in folding:
            subjects += done.subjects
            events += done.events
            if progress is not None:
                progress(min(events, up_to), up_to)
    build = under_way(connection)
    if build is None or not build.indexed:
        token = uuid4().hex[:8]
        with transaction(connection):
            for table in tables:
                table.index(connection, token)
            note_indexed(connection)
    return subjects


def _alone(
    log: Log, connection: sqlite3.Connection, tables: Sequence[FoldTable], waiting: deque[Span], up_to: int
) -> Generator[Done]:
    while waiting:
        yield from fold_span(log, connection, tables, waiting.popleft(), up_to)

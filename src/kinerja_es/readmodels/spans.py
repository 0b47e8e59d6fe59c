"""A span of subjects, folded from the start: what one process builds at a time."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kinerja_es.domain.envelope import Category
from kinerja_es.log.application import Log, StoredRow
from kinerja_es.readmodels.builds import Done, Span, note
from kinerja_es.readmodels.changes import Work
from kinerja_es.readmodels.folding import Folder
from kinerja_es.readmodels.tables import FoldTable

PORTION = 500
"""Events that are decoded and folded at a time, or a little more, for a subject is never cut: many enough for the folds
of thirty read models, each of which costs something to begin, few enough for a core's own cache."""
WRITTEN = 2_000
"""Events in one transaction, or a little more."""


def spans_of(tables: Sequence[FoldTable], pieces: int) -> list[Span]:
    """All subjects that these tables are about: employees, who are most, in pieces of about one size."""
    folded = {table.fold.category for table in tables}
    # UUIDs are spread evenly over their first digits; where they are not, some pieces are larger than others.
    bounds = ["", *(f"{0x10000 * n // pieces:04x}" for n in range(1, pieces)), "g"]
    people = [Span(Category.PEGAWAI, ids) for ids in pairwise(bounds)]
    others = [Span(category) for category in Category if category is not Category.PEGAWAI]
    return [span for span in (*others, *people) if span.category in folded]


def fold_span(
    log: Log, connection: sqlite3.Connection, tables: Sequence[FoldTable], span: Span, up_to: int
) -> Iterator[Done]:
    """Fold every subject of a span up to a position, portion by portion, and note that it is done.

    Each transaction is short: whoever catches up meanwhile gets a turn. Folded again after it was cut short, it
    writes the same rows in the same places.
    """
    folder = Folder(log, of_span(tables, span))
    unwanted = tuple(sorted(folder.unwanted))
    work = Work()
    done, written = Done(0, 0), Done(0, 0)
    for rows in _portions(log.rows_by_stream(span.category.value, up_to, unwanted, span.ids)):
        batch = folder.batch(rows, up_to)
        batch.known.clear()
        work.add(folder.changes(connection, batch))
        done = Done(done.subjects + len(batch.versions), done.events + len(rows))
        if done.events - written.events >= WRITTEN:
            folder.write(connection, work, up_to, _nothing_more)
            yield _since(written, done)
            work, written = Work(), done
    folder.write(connection, work, up_to, lambda: note(connection, span, done))
    yield _since(written, done)


def _since(before: Done, now: Done) -> Done:
    return Done(now.subjects - before.subjects, now.events - before.events)


def _nothing_more() -> None:
    """The span is not done yet."""


def of_span(tables: Sequence[FoldTable], span: Span) -> list[FoldTable]:
    """The tables that are about the subjects of a span."""
    return [table for table in tables if table.fold.category is span.category]


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

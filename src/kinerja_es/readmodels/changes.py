"""What folding changes in the tables: written as one, but for subjects that the database refuses."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kinerja_es.errors import Problem
from kinerja_es.readmodels.parked import Key, Parked, Reason, hush, park, reason_of, unpark
from kinerja_es.readmodels.tables import FoldTable, transaction

_REFUSED = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    OverflowError,
)
"""What the driver raises where a row holds what its column does not take."""


class Changes(NamedTuple):
    """What is to be written to one fold's tables."""

    table: FoldTable
    rows: list[tuple[Any, ...]]
    surplus: list[tuple[str, int]]
    """A subject, and the number of its first row to go."""
    states: list[tuple[str, bytes, bytes]]
    forgotten: list[tuple[str]]
    """Subjects whose states go."""
    gone: Sequence[tuple[str, int]] = ()
    """A subject, and the number of a row of it that goes."""

    def write(self, connection: sqlite3.Connection) -> None:
        self.table.remove(connection, self.gone)
        self.table.write(connection, self.rows, self.surplus, self.states, self.forgotten)

    def without(self, subjects: Collection[str]) -> "Changes":
        """The same, and nothing of these subjects."""
        return self._narrowed(lambda subject: subject not in subjects)

    def each(self) -> Iterator[tuple[str, "Changes"]]:
        """Subject by subject."""
        told = (self.rows, self.surplus, self.states, self.forgotten, self.gone)
        for subject in dict.fromkeys(row[0] for rows in told for row in rows):
            yield subject, self._narrowed(subject.__eq__)

    def _narrowed(self, wanted: Callable[[str], bool]) -> "Changes":
        return Changes(
            self.table,
            [row for row in self.rows if wanted(row[0])],
            [row for row in self.surplus if wanted(row[0])],
            [row for row in self.states if wanted(row[0])],
            [row for row in self.forgotten if wanted(row[0])],
            [row for row in self.gone if wanted(row[0])],
        )


@dataclass
class Work:
    """What is written in one transaction."""

    changes: list[Changes] = field(default_factory=list[Changes])
    parked: list[Parked] = field(default_factory=list[Parked])
    unparked: list[Key] = field(default_factory=list[Key])
    """Who is folded again."""
    erased: list[Key] = field(default_factory=list[Key])
    """Who is parked, and whose data was destroyed."""

    def add(self, other: "Work") -> None:
        self.changes += other.changes
        self.parked += other.parked
        self.unparked += other.unparked
        self.erased += other.erased

    def touched(self) -> set[str]:
        """The read models of which another answer may be given."""
        changed = (change for change in self.changes if change.rows or change.surplus or change.gone)
        rows = {change.table.projection for change in changed}
        return rows | {parked.model for parked in self.parked} | {model for model, _ in self.unparked}

    def write(self, connection: sqlite3.Connection, parked_at: "ParkedAt", then: Callable[[], None]) -> None:
        """Write all of it in one transaction, with what `then` writes. Who cannot be written is parked."""
        try:
            self._write(connection, then)
        except (Problem, OverflowError) as error:
            if isinstance(error, Problem) and not isinstance(error.__cause__, _REFUSED):
                raise
            self._park_refused(connection, parked_at)
            self._write(connection, then)

    def _write(self, connection: sqlite3.Connection, then: Callable[[], None]) -> None:
        with transaction(connection):
            for change in self.changes:
                change.write(connection)
            unpark(connection, self.unparked)
            park(connection, self.parked)
            hush(connection, self.erased)
            then()

    def _park_refused(self, connection: sqlite3.Connection, parked_at: "ParkedAt") -> None:
        refused = [*_refused(connection, self.changes)]
        for table, subject, reason in refused:
            stream = f"{table.fold.category}-{subject}"
            self.parked.append(parked_at(table.model, stream, reason))
            self.unparked = [key for key in self.unparked if key != (table.model, stream)]
        self.changes = without(self.changes, {(parked.model, parked.stream) for parked in self.parked})


ParkedAt = Callable[[str, str, Reason], Parked]
"""Who is parked, by a read model and the stream of the subject."""


def without(changes: Iterable[Changes], keys: Collection[Key]) -> list[Changes]:
    """The changes of all but these subjects of these read models; all their tables stay as they are."""
    return [
        change.without({stream.partition("-")[2] for model, stream in keys if model == change.table.model})
        for change in changes
    ]


class _TriedOut(Exception):
    """Nothing of what was written is to stay."""


def _refused(connection: sqlite3.Connection, changes: Iterable[Changes]) -> Iterator[tuple[FoldTable, str, Reason]]:
    """Whose rows the database does not take: each is tried for itself."""
    found: list[tuple[FoldTable, str, Reason]] = []
    with suppress(_TriedOut), transaction(connection):
        for change in changes:
            for subject, own in change.each():
                try:
                    own.write(connection)
                except _REFUSED as error:
                    found.append((change.table, subject, reason_of(error)))
        raise _TriedOut
    yield from found

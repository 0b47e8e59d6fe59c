"""Folds facts into rows: for each subject that new facts came for, whatever order they were recorded in."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import orjson

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.history import History, fold_key
from kinerja_es.log.application import Log, StoredRow, decode
from kinerja_es.readmodels.tables import FoldTable, Stored, state_bytes


class Changes(NamedTuple):
    """What is to be written to one fold's tables."""

    table: FoldTable
    rows: list[tuple[Any, ...]]
    surplus: list[tuple[str, int]]
    states: list[tuple[str, bytes, bytes]]

    def write(self, connection: sqlite3.Connection) -> None:
        self.table.write(connection, self.rows, self.surplus, self.states)


class Batch:
    """New facts by subject, decoded once for all folds."""

    def __init__(self) -> None:
        self.facts: dict[str, list[Event]] = {}
        self.versions: dict[str, int] = {}
        self.known: set[str] = set()
        """Streams that had facts before these."""

    def add(self, row: StoredRow, *, needed: bool) -> None:
        if row.stream not in self.versions and row.version > 1:
            self.known.add(row.stream)
        self.versions[row.stream] = row.version
        if needed:
            self.facts.setdefault(row.stream, []).append(decode(row.topic, row.state))


class Folder:
    """Takes the folds of some read models one step, or from the start again where order asks for it."""

    def __init__(self, log: Log, tables: Iterable[FoldTable]) -> None:
        self._log = log
        self.tables = list(tables)
        self.topics: frozenset[str] = frozenset[str]().union(*(table.topics for table in self.tables))

    def batch(self, rows: Iterable[StoredRow]) -> Batch:
        batch, topics = Batch(), self.topics
        for row in rows:
            batch.add(row, needed=row.topic in topics)
        return batch

    def changes(self, connection: sqlite3.Connection, batch: Batch, up_to: int) -> list[Changes]:
        """What these facts change. Writes nothing: the transaction comes after the work."""
        return [self._changes(connection, table, batch, up_to) for table in self.tables]

    def _changes(self, connection: sqlite3.Connection, table: FoldTable, batch: Batch, up_to: int) -> Changes:
        prefix, needs = f"{table.fold.category}-", table.fold.needs
        cut = len(prefix)
        woken = {
            stream[cut:]: found
            for stream, facts in batch.facts.items()
            if stream.startswith(prefix) and (found := [fact for fact in facts if type(fact) in needs])
        }
        known = [subject for subject in woken if prefix + subject in batch.known]
        stored = table.stored(connection, known) if known else {}
        present = table.present(connection, list(stored)) if stored else {}
        changes = Changes(table, [], [], [])
        for subject, facts in woken.items():
            state, last = self._folded(table, prefix + subject, facts, stored.get(subject), up_to)
            changes.states.append((subject, orjson.dumps(last), state_bytes(state)))
            rows = list(table.tuples(subject, table.fold.folding.rows(state)))
            if (before := present.get(subject)) is None:
                changes.rows.extend(rows)
                continue
            changes.rows.extend(row for n, row in enumerate(rows) if n >= len(before) or before[n] != row)
            if len(rows) < len(before):
                changes.surplus.append((subject, len(rows)))
        return changes

    def _folded(
        self, table: FoldTable, stream: str, facts: Sequence[Event], stored: Stored | None, up_to: int
    ) -> tuple[Any, Any]:
        """The state after these facts, and the place of the last one in fold order."""
        fold = table.fold
        ordered = History(facts).facts
        if stored is not None and not _follows(ordered[0], stored.last):
            # Cut at the same position: a later fact must not be folded now and stepped over again afterwards.
            whole = (recorded.event for recorded in self._log.read(stream, up_to=up_to))
            ordered, stored = History(fact for fact in whole if type(fact) in fold.needs).facts, None
        state = fold.folding.start() if stored is None else stored.state
        step = fold.folding.step
        for fact in ordered:
            state = step(state, fact)
        return state, fold_key(ordered[-1])


def _follows(fact: Event, last: list[Any]) -> bool:
    """Whether a fact comes after the stored place; days are compared as ISO text, as they were stored."""
    tmt, decided, *rest = fold_key(fact)
    return [tmt.isoformat(), decided.isoformat(), *rest] > last

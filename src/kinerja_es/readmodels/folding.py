"""Folds facts into rows: for each subject that new facts came for, whatever order they were recorded in."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import orjson

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.history import History, fold_key
from kinerja_es.log.application import Log, StoredRow
from kinerja_es.readmodels.kit import Fold
from kinerja_es.readmodels.tables import FoldTable, Stored, state_bytes

KEEP = 16
"""From so many facts on a fold's state is kept. A shorter history is folded again from the log as quickly."""

Facts = Sequence[Event]


class Changes(NamedTuple):
    """What is to be written to one fold's tables."""

    table: FoldTable
    rows: list[tuple[Any, ...]]
    surplus: list[tuple[str, int]]
    """A subject, and the number of its first row to go."""
    states: list[tuple[str, bytes, bytes]]

    def write(self, connection: sqlite3.Connection) -> None:
        self.table.write(connection, self.rows, self.surplus, self.states)


class Batch(NamedTuple):
    """New facts of each stream in fold order, decoded once for all folds."""

    facts: dict[str, Facts]
    versions: dict[str, int]
    """The last version of each stream, also of those that no fold looks at."""
    known: set[str]
    """Streams that had facts before these."""
    up_to: int
    """The position that these facts lead to."""
    whole: dict[str, Facts]
    """Streams that had to be read from their start."""
    corrected: set[str]
    """Streams with a correction among their new facts: what was folded before may not stand any more."""


class Folder:
    """Takes the folds of some read models one step, or from the start again where order asks for it."""

    def __init__(self, log: Log, tables: Iterable[FoldTable]) -> None:
        self._log = log
        self.tables = list(tables)
        self.topics: frozenset[str] = frozenset[str]().union(*(table.topics for table in self.tables))
        self._groups = _grouped(self.tables)

    def batch(self, rows: Sequence[StoredRow], up_to: int) -> Batch:
        """Decode what some fold needs."""
        facts: dict[str, list[Event]] = {}
        versions: dict[str, int] = {}
        known: set[str] = set()
        corrected: set[str] = set()
        topics, decode = self.topics, self._log.decode
        self._log.look_up_keys(row.state for row in rows)
        for _, stream, version, topic, _, state in rows:
            if version > 1 and stream not in versions:
                known.add(stream)
            versions[stream] = version
            if topic in topics:
                fact = decode(topic, state)
                if fact.CORRECTS:
                    corrected.add(stream)
                if (found := facts.get(stream)) is None:
                    facts[stream] = [fact]
                else:
                    found.append(fact)
        ordered: dict[str, Facts] = {stream: History(found).facts for stream, found in facts.items()}
        return Batch(ordered, versions, known, up_to, {}, corrected)

    def changes(self, connection: sqlite3.Connection, batch: Batch) -> list[Changes]:
        """What these facts change. Writes nothing: the transaction comes after the work."""
        return [change for group in self._groups for change in self._changes(connection, group, batch)]

    def _changes(self, connection: sqlite3.Connection, group: Sequence[FoldTable], batch: Batch) -> list[Changes]:
        """The changes of folds that have one and the same state: it is folded and read once."""
        fold = group[0].fold
        prefix = f"{fold.category}-"
        woken = _woken(batch, prefix, fold)
        known = [subject for subject in woken if prefix + subject in batch.known]
        stored = group[0].stored(connection, known) if known else {}
        made: list[list[tuple[str, Iterable[Any]]]] = [[] for _ in group]
        kept: list[tuple[str, bytes, bytes]] = []
        for subject, new in woken.items():
            stream, facts, before = prefix + subject, new, stored.get(subject)
            again = before is None or stream in batch.corrected or not _follows(new[0], before.last)
            if stream in batch.known and again:
                facts, before = [fact for fact in self._whole(batch, stream) if type(fact) in fold.needs], None
            state = _folded(fold, facts, before)
            if subject in stored or len(facts) >= KEEP:
                # Of a subject whose facts were all voided, any fact is the next one.
                last = orjson.dumps(fold_key(facts[-1])) if facts else b"[]"
                kept.append((subject, last, state_bytes(state)))
            for rows, table in zip(made, group, strict=True):
                rows.append((subject, tuple(table.fold.folding.rows(state))))
        return [
            _changed(connection, table, table.tuples(rows), known, kept)
            for rows, table in zip(made, group, strict=True)
        ]

    def _whole(self, batch: Batch, stream: str) -> Facts:
        """All facts of a stream, read once for all folds."""
        if stream not in batch.whole:
            # Cut at the same position: rows never tell of a fact that their position has not reached.
            found = self._log.read(stream, up_to=batch.up_to)
            batch.whole[stream] = History(recorded.event for recorded in found).facts
        return batch.whole[stream]


def _folded(fold: Fold[Any, Any], facts: Facts, kept: Stored | None) -> Any:
    """The state after these facts."""
    state = fold.folding.start() if kept is None else kept.state
    step = fold.folding.step
    for fact in facts:
        state = step(state, fact)
    return state


def _changed(
    connection: sqlite3.Connection,
    table: FoldTable,
    rows: list[tuple[Any, ...]],
    known: Sequence[str],
    kept: list[tuple[str, bytes, bytes]],
) -> Changes:
    """These rows; of subjects that had rows before, only those that changed."""
    before = table.present(connection, known) if known else {}
    if not before:
        return Changes(table, rows, [], kept)
    lengths = Counter(row[0] for row in rows)
    surplus = [(subject, lengths[subject]) for subject, held in before.items() if lengths[subject] < len(held)]
    present = {row[:2]: row for held in before.values() for row in held}
    return Changes(table, [row for row in rows if present.get(row[:2]) != row], surplus, kept)


def _grouped(tables: Iterable[FoldTable]) -> list[list[FoldTable]]:
    """Tables by what they fold: folds that inherit one `start` and one `step` have one state."""
    groups: dict[Any, list[FoldTable]] = {}
    for table in tables:
        fold, kind = table.fold, type(table.fold.folding)
        groups.setdefault((fold.category, fold.needs, kind.start, kind.step), []).append(table)
    return list(groups.values())


def _woken(batch: Batch, prefix: str, fold: Fold[Any, Any]) -> dict[str, Facts]:
    """The subjects that have facts for a fold, or whose former facts were corrected."""
    needs, cut, again = fold.needs, len(prefix), batch.corrected & batch.known
    return {
        stream[cut:]: found
        for stream, held in batch.facts.items()
        if stream.startswith(prefix) and ((found := [fact for fact in held if type(fact) in needs]) or stream in again)
    }


def _follows(fact: Event, last: list[Any]) -> bool:
    """Whether a fact comes after the stored place: compared as it is stored, days as ISO text."""
    place: list[Any] = orjson.loads(orjson.dumps(fold_key(fact)))
    return place > last

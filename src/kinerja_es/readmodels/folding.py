"""Folds facts into rows: for each subject that new facts came for, whatever order they were recorded in."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from kinerja_es.domain.envelope import Event, Recorded
from kinerja_es.domain.history import History, fold_key
from kinerja_es.log.application import Log, StoredRow
from kinerja_es.readmodels.kit import Fold
from kinerja_es.readmodels.tables import FoldTable, Stored, state_bytes

KEEP = 16
"""From so many facts on a fold's state is kept. A shorter history is folded again from the log as quickly."""

Facts = Sequence[Event]
Register = Sequence[Recorded]


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
    recorded: dict[str, Register]
    """For registers: the new events of each stream as they were recorded."""
    whole_recorded: dict[str, Register]


class Folder:
    """Takes the folds of some read models one step, or from the start again where order asks for it."""

    def __init__(self, log: Log, tables: Iterable[FoldTable]) -> None:
        self._log = log
        self.tables = list(tables)
        self.topics: frozenset[str] = frozenset[str]().union(*(table.topics for table in self.tables))
        self._groups = _grouped(self.tables)
        registers = [table for table in self.tables if table.fold.recorded]
        self._register_topics: frozenset[str] = frozenset[str]().union(*(table.topics for table in registers))

    def batch(self, rows: Sequence[StoredRow], up_to: int) -> Batch:
        """Decode what some fold needs."""
        facts: dict[str, list[Event]] = {}
        versions: dict[str, int] = {}
        known: set[str] = set()
        corrected: set[str] = set()
        recorded: dict[str, list[Recorded]] = {}
        topics, registers, decode = self.topics, self._register_topics, self._log.decode
        self._log.look_up_keys(row.state for row in rows)
        for position, stream, version, topic, moment, state in rows:
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
                if topic in registers:
                    entry = Recorded(position, stream, version, datetime.fromisoformat(moment), fact)
                    recorded.setdefault(stream, []).append(entry)
        ordered: dict[str, Facts] = {stream: History(found).facts for stream, found in facts.items()}
        return Batch(ordered, versions, known, up_to, {}, corrected, {**recorded}, {})

    def known(self, histories: Mapping[str, Register], up_to: int) -> Batch:
        """Whole streams, cut at a position: what a batch would be that began with the log."""
        facts: dict[str, Facts] = {
            stream: History(entry.event for entry in entries).facts for stream, entries in histories.items()
        }
        return Batch(facts, {}, set(), up_to, {}, set(), {**histories}, {})

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
        place = _recorded_place if fold.recorded else fold_key
        for subject, new in woken.items():
            stream, facts, before = prefix + subject, new, stored.get(subject)
            again = before is None or stream in batch.corrected or not _follows(place(new[0]), before.last)
            if stream in batch.known and again:
                facts, before = self._whole(batch, stream, fold), None
            state = _folded(fold, facts, before)
            if subject in stored or len(facts) >= KEEP:
                # Of a subject whose facts were all voided, any fact is the next one.
                last = orjson.dumps(place(facts[-1])) if facts else b"[]"
                kept.append((subject, last, state_bytes(state)))
            for rows, table in zip(made, group, strict=True):
                rows.append((subject, tuple(table.fold.folding.rows(state))))
        return [
            _changed(connection, table, table.tuples(rows), known, kept)
            for rows, table in zip(made, group, strict=True)
        ]

    def _whole(self, batch: Batch, stream: str, fold: Fold[Any, Any]) -> Sequence[Any]:
        """All that a fold needs of a stream, read once for all folds."""
        if stream not in batch.whole_recorded:
            # Cut at the same position: rows never tell of a fact that their position has not reached.
            batch.whole_recorded[stream] = self._log.read(stream, up_to=batch.up_to)
        if fold.recorded:
            return _needed(batch.whole_recorded[stream], fold)
        if stream not in batch.whole:
            batch.whole[stream] = History(entry.event for entry in batch.whole_recorded[stream]).facts
        return [fact for fact in batch.whole[stream] if type(fact) in fold.needs]


def _needed(entries: Register, fold: Fold[Any, Any]) -> list[Recorded]:
    return [entry for entry in entries if type(entry.event) in fold.needs]


def _recorded_place(entry: Recorded) -> tuple[int]:
    """The place of an event in a register."""
    return (entry.position,)


def _folded(fold: Fold[Any, Any], facts: Sequence[Any], kept: Stored | None) -> Any:
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
        groups.setdefault((fold.category, fold.needs, fold.recorded, kind.start, kind.step), []).append(table)
    return list(groups.values())


def _woken(batch: Batch, prefix: str, fold: Fold[Any, Any]) -> dict[str, Sequence[Any]]:
    """The subjects that have facts for a fold, or whose former facts were corrected."""
    needs, cut, again = fold.needs, len(prefix), batch.corrected & batch.known
    if fold.recorded:
        # Corrected or not, what was recorded stands here; but what was destroyed is told no more.
        return {
            stream[cut:]: found
            for stream, entries in batch.recorded.items()
            if stream.startswith(prefix) and ((found := _needed(entries, fold)) or stream in again)
        }
    return {
        stream[cut:]: found
        for stream, held in batch.facts.items()
        if stream.startswith(prefix) and ((found := [fact for fact in held if type(fact) in needs]) or stream in again)
    }


def _follows(place: tuple[Any, ...], last: list[Any]) -> bool:
    """Whether a place comes after the stored one: compared as it is stored, days as ISO text."""
    asked: list[Any] = orjson.loads(orjson.dumps(place))
    return asked > last

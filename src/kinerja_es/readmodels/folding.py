"""Folds facts into rows: for each subject that new facts came for, whatever order they were recorded in."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

import orjson

from kinerja_es.domain.catalogue import EVENTS
from kinerja_es.domain.envelope import Event, Recorded
from kinerja_es.domain.history import History, fold_key
from kinerja_es.errors.sealing import SealBroken
from kinerja_es.log.application import Log, StoredRow, topics_of
from kinerja_es.readmodels.changes import Changes, Work, without
from kinerja_es.readmodels.kit import Fold
from kinerja_es.readmodels.parked import Key, Parked, Reason, parked_among, parked_at, reason_of
from kinerja_es.readmodels.tables import FoldTable, Stored, state_bytes

EACH = 1_000
"""Rows that one fact may make, where each makes its rows by itself."""
MOST = 1_000_000
"""Rows that one subject may have: no fold comes to so many, unless it never ends."""
KEEP = 16
"""From so many facts on a fold's state is kept. A shorter history is folded again from the log as quickly."""
UNREADABLE = (SealBroken, ValueError, LookupError)
"""What decoding raises where the stored bytes of an event are wrong; whatever else it raises concerns everybody."""
KNOWN = frozenset(topics_of((*EVENTS.values(),)))
"""All topics that this version knows."""

Facts = Sequence[Event]
Register = Sequence[Recorded]


class Poison(NamedTuple):
    """An event that cannot be read."""

    stream: str
    position: int
    topic: str
    reason: Reason

    def concerns(self, table: FoldTable) -> bool:
        """Whether a fold needs it; one that this version does not know, any fold of its category might."""
        mine = self.stream.startswith(f"{table.fold.category}-")
        return mine and (self.topic in table.topics or self.topic not in KNOWN)


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
    poison: list[Poison]
    """What cannot be read of all these streams."""
    ended: set[str]
    """Streams that were closed: the record was destroyed, or lives on in another one."""


class Folder:
    """Takes the folds of some read models one step, or from the start again where order asks for it."""

    def __init__(self, log: Log, tables: Iterable[FoldTable]) -> None:
        self._log = log
        self.tables = list(tables)
        self.topics: frozenset[str] = frozenset[str]().union(*(table.topics for table in self.tables))
        self.unwanted = KNOWN - self.topics
        """Topics that no fold needs; one that is not known is not among them."""
        self._models = sorted({table.model for table in self.tables})
        self._groups = _grouped(self.tables)
        registers = [table for table in self.tables if table.fold.recorded or table.fold.single]
        self._register_topics: frozenset[str] = frozenset[str]().union(*(table.topics for table in registers))

    def batch(self, rows: Sequence[StoredRow], up_to: int) -> Batch:
        """Decode what some fold needs."""
        facts: dict[str, list[Event]] = {}
        versions: dict[str, int] = {}
        known: set[str] = set()
        corrected: set[str] = set()
        ended: set[str] = set()
        poison: list[Poison] = []
        recorded: dict[str, list[Recorded]] = {}
        topics, registers, decode = self.topics, self._register_topics, self._log.decode
        self._log.look_up_keys(row.state for row in rows)
        for position, stream, version, topic, moment, state in rows:
            if version > 1 and stream not in versions:
                known.add(stream)
            versions[stream] = version
            if topic in topics:
                try:
                    fact = decode(topic, state)
                except UNREADABLE as error:
                    poison.append(Poison(stream, position, topic, reason_of(error)))
                    continue
                if fact.CORRECTS:
                    corrected.add(stream)
                    if fact.LAST or fact.closes():
                        ended.add(stream)
                if (found := facts.get(stream)) is None:
                    facts[stream] = [fact]
                else:
                    found.append(fact)
                if topic in registers:
                    entry = Recorded(position, stream, version, datetime.fromisoformat(moment), fact)
                    recorded.setdefault(stream, []).append(entry)
            elif topic not in KNOWN:
                poison.append(Poison(stream, position, topic, _UNKNOWN))
        ordered: dict[str, Facts] = {stream: History(found).facts for stream, found in facts.items()}
        return Batch(ordered, versions, known, up_to, {}, corrected, {**recorded}, {}, poison, ended)

    def known(self, histories: Mapping[str, Register], up_to: int) -> Batch:
        """Whole streams, cut at a position: what a batch would be that began with the log."""
        facts: dict[str, Facts] = {
            stream: History(entry.event for entry in entries).facts for stream, entries in histories.items()
        }
        return Batch(facts, {}, set(), up_to, {}, set(), {**histories}, {}, [], set())

    def again(self, streams: Sequence[str], up_to: int) -> Batch:
        """A batch without a new fact, by which these streams are folded from their start."""
        nothing: dict[str, Any] = dict.fromkeys(streams, ())
        return Batch(nothing, {}, {*streams}, up_to, {}, {*streams}, nothing, {}, [], set())

    def changes(self, connection: sqlite3.Connection, batch: Batch, *, again: bool = False) -> Work:
        """What these facts change. Writes nothing: the transaction comes after the work.

        Who is parked is left alone, unless it is tried `again`.
        """
        parked: set[Key] = set()
        if not again:
            parked = parked_among(connection, self._models, batch.versions)
        failed = _Failed(self, batch)
        for poison in batch.poison:
            failed.add_poison(poison, self.tables)
        changes = [
            change
            for group in self._groups
            for change in (
                [self._of_each(connection, group[0], batch, parked, failed)]
                if group[0].fold.single
                else self._changes(connection, group, batch, parked, failed)
            )
        ]
        if not (parked or failed.found):
            return Work(changes)
        left = parked | failed.found.keys()
        ended = [key for key in left if key[1] in batch.ended]
        return Work(
            [*without(changes, left), *self._nothing_left(ended)],
            [found for key, found in failed.found.items() if key not in parked],
            erased=ended,
        )

    def _changes(
        self,
        connection: sqlite3.Connection,
        group: Sequence[FoldTable],
        batch: Batch,
        parked: Collection[Key],
        failed: "_Failed",
    ) -> list[Changes]:
        """The changes of folds that have one and the same state: it is folded and read once."""
        fold = group[0].fold
        prefix = f"{fold.category}-"
        woken = _woken_of(group, batch, {*parked, *failed.found})
        if not woken:
            return []
        known = [subject for subject in woken if prefix + subject in batch.known]
        stored = _stored(connection, group[0], known) if known else {}
        made: list[list[tuple[str, Iterable[Any]]]] = [[] for _ in group]
        kept: list[tuple[str, bytes, bytes]] = []
        forgotten: list[tuple[str]] = []
        place = _recorded_place if fold.recorded else fold_key
        for subject, new in woken.items():
            stream, facts, before = prefix + subject, new, stored.get(subject)
            again = before is None or stream in batch.corrected or not _follows(place(new[0]), before.last)
            if stream in batch.known and again:
                facts, before = self._whole(batch, stream, fold), None
                if failed.add_poison_of(stream, group):
                    continue
            try:
                state = _folded(fold, facts, before)
                if before is not None or len(facts) >= KEEP:
                    kept.append((subject, orjson.dumps(place(facts[-1])), state_bytes(state)))
                elif subject in stored:
                    forgotten.append((subject,))
            except Exception as error:  # noqa: BLE001 - whatever it is, it parks this subject only
                failed.add(group, stream, error)
                continue
            for rows, table in zip(made, group, strict=True):
                try:
                    rows.append((subject, _at_most(MOST, table.fold.folding.rows(state))))
                except Exception as error:  # noqa: BLE001 - the same
                    failed.add([table], stream, error)
        return [
            _changed(connection, Changes(table, _tuples(table, rows, failed), [], kept, forgotten), known)
            for rows, table in zip(made, group, strict=True)
        ]

    def _of_each(
        self,
        connection: sqlite3.Connection,
        table: FoldTable,
        batch: Batch,
        parked: Collection[Key],
        failed: "_Failed",
    ) -> Changes:
        """The changes of a fold whose rows come of each fact by itself: others are read after a correction only."""
        fold, prefix = table.fold, f"{table.fold.category}-"
        woken = _woken_of([table], batch, {*parked, *failed.found})
        made: list[tuple[str, Iterable[Any]]] = []
        places: dict[str, list[int]] = {}
        corrected: list[str] = []
        for subject, new in woken.items():
            stream, entries = prefix + subject, new
            if stream in batch.corrected:
                corrected.append(subject)
                whole = self._whole_recorded(batch, stream) if stream in batch.known else batch.recorded[stream]
                if failed.add_poison_of(stream, [table]):
                    continue
                entries = _needed(whole if fold.recorded else _standing(whole), fold)
            rows: list[Any] = []
            numbers: list[int] = []
            for entry in entries:
                fact = entry if fold.recorded else entry.event
                try:
                    told = _at_most(EACH, fold.folding.rows(fact))
                except Exception as error:  # noqa: BLE001 - whatever it is, it parks this subject only
                    failed.add([table], stream, _Stumbled(fact, error))
                    break
                rows += told
                numbers += range(entry.version * EACH, entry.version * EACH + len(told))
            else:
                made.append((subject, rows))
                places[subject] = numbers
        return _placed(connection, Changes(table, _tuples(table, made, failed), [], [], []), places, corrected)

    def _whole_recorded(self, batch: Batch, stream: str) -> Register:
        """All that any fold needs of a stream, as it was recorded."""
        if stream not in batch.whole_recorded:
            # Cut at the same position: rows never tell of a fact that their position has not reached.
            batch.whole_recorded[stream] = [*self._read(stream, batch)]
        return batch.whole_recorded[stream]

    def _whole(self, batch: Batch, stream: str, fold: Fold[Any, Any]) -> Sequence[Any]:
        """All that a fold needs of a stream, read once for all folds."""
        whole = self._whole_recorded(batch, stream)
        if fold.recorded:
            return _needed(whole, fold)
        if stream not in batch.whole:
            batch.whole[stream] = History(entry.event for entry in whole).facts
        return [fact for fact in batch.whole[stream] if type(fact) in fold.needs]

    def _read(self, stream: str, batch: Batch) -> Iterator[Recorded]:
        """What some fold needs of a stream, from its start; what cannot be read of it is told in the batch."""
        rows = self._log.rows_of(stream, batch.up_to)
        self._log.look_up_keys(row.state for row in rows)
        for position, _, version, topic, moment, state in rows:
            if topic in self.topics:
                try:
                    fact = self._log.decode(topic, state)
                except UNREADABLE as error:
                    batch.poison.append(Poison(stream, position, topic, reason_of(error)))
                    continue
                yield Recorded(position, stream, version, datetime.fromisoformat(moment), fact)
            elif topic not in KNOWN:
                batch.poison.append(Poison(stream, position, topic, _UNKNOWN))

    def _nothing_left(self, keys: Iterable[Key]) -> Iterator[Changes]:
        """Of who is parked and was destroyed, no row stays."""
        for model, stream in keys:
            category, _, subject = stream.partition("-")
            for table in self.tables:
                if table.model == model and table.fold.category == category:
                    yield Changes(table, [], [(subject, 0)], [], [(subject,)])

    def write(self, connection: sqlite3.Connection, work: Work, up_to: int, then: Callable[[], None]) -> None:
        """Write in one transaction what was folded, with what `then` writes."""
        work.write(connection, lambda model, stream, reason: self.parked(model, stream, reason, up_to), then)

    def parked(self, model: str, stream: str, reason: Reason, up_to: int, event: Event | None = None) -> Parked:
        """A subject that cannot be folded: at an event, or by all that is known of it."""
        position = 0
        for row in self._log.rows_of(stream, up_to):
            position = row.position
            if event is not None and row.topic in self.topics and self._is(event, row):
                break
        return parked_at(model, stream, position, reason, self.now)

    @property
    def now(self) -> datetime:
        return self._log.clock()

    def _is(self, event: Event, row: StoredRow) -> bool:
        try:
            return self._log.decode(row.topic, row.state).event_id == event.event_id
        except UNREADABLE:
            return False


_UNKNOWN = Reason("LogVersion", "", "This version does not know such an event.")


class _Failed:
    """Who cannot be folded in one batch, and why."""

    def __init__(self, folder: Folder, batch: Batch) -> None:
        self._folder = folder
        self._batch = batch
        self.found: dict[Key, Parked] = {}

    def add(self, tables: Iterable[FoldTable], stream: str, error: Exception) -> None:
        at: Event | Recorded | None = None
        if isinstance(error, _Stumbled):
            at, error = error.fact, error.error
        if isinstance(error, MemoryError):
            raise error
        for model in {table.model for table in tables}:
            if (model, stream) not in self.found:
                found = self._folder.parked(
                    model, stream, reason_of(error), self._batch.up_to, at if isinstance(at, Event) else None
                )
                self.found[model, stream] = found._replace(position=at.position) if isinstance(at, Recorded) else found

    def add_poison(self, poison: Poison, tables: Iterable[FoldTable]) -> bool:
        """Park the subject of an event that cannot be read, wherever some fold needs it."""
        concerned = {table.model for table in tables if poison.concerns(table)}
        for model in concerned:
            found = parked_at(model, poison.stream, poison.position, poison.reason, self._folder.now)
            self.found.setdefault((model, poison.stream), found)
        return bool(concerned)

    def add_poison_of(self, stream: str, group: Sequence[FoldTable]) -> bool:
        """The same for folds that share a state, and one stream."""
        return any(self.add_poison(poison, group) for poison in self._batch.poison if poison.stream == stream)


class _Stumbled(Exception):
    """A fold's step failed at a fact."""

    def __init__(self, fact: Event | Recorded, error: Exception) -> None:
        super().__init__()
        self.fact, self.error = fact, error


def _needed(entries: Register, fold: Fold[Any, Any]) -> list[Recorded]:
    return [entry for entry in entries if type(entry.event) in fold.needs]


def _standing(entries: Register) -> list[Recorded]:
    """Those that stand, corrected; each with the place at which it was recorded first."""
    by_id = {entry.event.event_id: entry for entry in entries}
    facts = History(entry.event for entry in entries).facts
    return [by_id[fact.event_id]._replace(event=fact) for fact in facts if fact.event_id in by_id]


def _placed(
    connection: sqlite3.Connection, changes: Changes, places: Mapping[str, list[int]], corrected: Collection[str]
) -> Changes:
    """Rows under the numbers of their facts; of subjects that were corrected, only those that are others."""
    numbers = {subject: iter(held) for subject, held in places.items()}
    rows = [(row[0], next(numbers[row[0]]), *row[2:]) for row in changes.rows]
    if not corrected:
        return changes._replace(rows=rows)
    present = {row[:2]: row for held in changes.table.present(connection, [*corrected]).values() for row in held}
    there = {row[:2] for row in rows}
    gone = [place for place in present if place[0] in places and place not in there]
    return changes._replace(rows=[row for row in rows if present.get(row[:2]) != row], gone=gone)


def _recorded_place(entry: Recorded) -> tuple[int]:
    """The place of an event in a register."""
    return (entry.position,)


def _at_most(most: int, rows: Iterable[Any]) -> tuple[Any, ...]:
    """All rows; what goes on and on would end with the memory of the machine."""
    found = tuple(islice(rows, most + 1))
    if len(found) > most:
        raise OverflowError(f"more than {most} rows")
    return found


def _folded(fold: Fold[Any, Any], facts: Sequence[Any], kept: Stored | None) -> Any:
    """The state after these facts."""
    state = fold.folding.start() if kept is None else kept.state
    step = fold.folding.step
    fact: Any = None
    try:
        for fact in facts:
            state = step(state, fact)
    except Exception as error:
        raise _Stumbled(fact, error) from error
    return state


def _stored(connection: sqlite3.Connection, table: FoldTable, subjects: list[str]) -> dict[str, Stored | None]:
    """The states of these subjects; None for one that can no longer be read, so that it is folded from the start."""
    try:
        return {**table.stored(connection, subjects)}
    except ValueError:
        if len(subjects) == 1:
            return {subjects[0]: None}
        return {one: state for each in subjects for one, state in _stored(connection, table, [each]).items()}


def _tuples(table: FoldTable, rows: list[tuple[str, Iterable[Any]]], failed: _Failed) -> list[tuple[Any, ...]]:
    """The rows as they are stored, of all whose rows can be."""
    try:
        return table.tuples(rows)
    except Exception as error:  # noqa: BLE001 - each for itself, to find out whose
        if len(rows) == 1:
            failed.add([table], f"{table.fold.category}-{rows[0][0]}", error)
            return []
        return [row for each in rows for row in _tuples(table, [each], failed)]


def _changed(connection: sqlite3.Connection, changes: Changes, known: Sequence[str]) -> Changes:
    """These changes; of subjects that had rows before, only the rows that are others."""
    before = changes.table.present(connection, known) if known else {}
    if not before:
        return changes
    lengths = Counter(row[0] for row in changes.rows)
    surplus = [(subject, lengths[subject]) for subject, held in before.items() if lengths[subject] < len(held)]
    present = {row[:2]: row for held in before.values() for row in held}
    return changes._replace(rows=[row for row in changes.rows if present.get(row[:2]) != row], surplus=surplus)


def _grouped(tables: Iterable[FoldTable]) -> list[list[FoldTable]]:
    """Tables by what they fold: folds that inherit one `start` and one `step` have one state."""
    groups: dict[Any, list[FoldTable]] = {}
    for table in tables:
        fold, kind = table.fold, type(table.fold.folding)
        if fold.single:
            groups[table.name] = [table]
            continue
        groups.setdefault((fold.category, fold.needs, fold.recorded, kind.start, kind.step), []).append(table)
    return list(groups.values())


def _woken(batch: Batch, prefix: str, fold: Fold[Any, Any]) -> dict[str, Sequence[Any]]:
    """The subjects that have facts for a fold, or whose former facts were corrected."""
    needs, cut, again = fold.needs, len(prefix), batch.corrected & batch.known
    if fold.recorded or fold.single:
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


def _woken_of(group: Sequence[FoldTable], batch: Batch, keys: Collection[Key]) -> dict[str, Sequence[Any]]:
    """The subjects that some fold of a group is to take: of these keys, none does."""
    fold, models = group[0].fold, {table.model for table in group}
    prefix = f"{fold.category}-"
    woken = _woken(batch, prefix, fold)
    if not keys:
        return woken
    return {
        subject: new for subject, new in woken.items() if any((model, prefix + subject) not in keys for model in models)
    }


def _follows(place: tuple[Any, ...], last: list[Any]) -> bool:
    """Whether a place comes after the stored one: compared as it is stored, days as ISO text."""
    asked: list[Any] = orjson.loads(orjson.dumps(place))
    return asked > last

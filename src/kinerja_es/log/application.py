"""The log: every event of one government, in one order, appended and never changed.

It is an application of the eventsourcing library with its own mapper, transcoder and recorder. Nobody else imports
that library; everybody else sees `Log`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, Mapper, Transcoder
from eventsourcing.utils import Environment, EnvType

from kinerja_es.domain.envelope import Event, Key, Recorded, claims_of
from kinerja_es.errors import KeyMissing, KeyWrong, LogExists, LogMissing, LogReadOnly
from kinerja_es.log import transcoder
from kinerja_es.log.backends.sqlite import (
    EVERY_ID,
    Answered,
    CommandRow,
    SQLiteLogFactory,
    SQLiteLogRecorder,
    StoredRow,
    UnchangedRows,
    identity,
    written,
)
from kinerja_es.log.keys import Keys, NewKeys, Sealer
from kinerja_es.log.master import MasterPlace
from kinerja_es.log.personal import ALWAYS_SEALED
from kinerja_es.log.sealing import opened, subject_in
from kinerja_es.log.stage import EventRow, Stage
from kinerja_es.log.transcoder import Encoder, EventMapper, EventTranscoder, topic_of, topics_of

__all__ = [
    "EVERY_ID",
    "Answered",
    "Command",
    "Log",
    "MasterPlace",
    "Prepared",
    "Stage",
    "StoredRow",
    "Stores",
    "Unchanged",
    "Write",
    "topics_of",
]

Clock = Callable[[], datetime]
LOCK_TIMEOUT = 5
"""Seconds to wait for another process that records."""


def system_clock() -> datetime:
    return datetime.now(UTC)


IN_SETTINGS = MasterPlace()
"""The master key in the user's own settings folder."""


class Stores(NamedTuple):
    """The files of one government on SQLite: three stores, because SQLite has one writer per file,
    the read models can be thrown away, and the keys must be able to forget."""

    log: Path
    read_models: Path
    keys: Path
    master: MasterPlace = IN_SETTINGS
    """Where the master key is: in none of these files."""

    @classmethod
    def beside(cls, log: Path, master: MasterPlace = IN_SETTINGS) -> "Stores":
        return cls(log, log.with_suffix(".read.db"), log.with_suffix(".keys.db"), master)


class Write(NamedTuple):
    """An event and the place in its stream that it is to take."""

    stream: str
    version: int
    event: Event


class Prepared(NamedTuple):
    """Events as they will be stored, and the new keys that they are sealed with, by whose they are."""

    rows: list[EventRow]
    keys: dict[str, bytes]


class Command(NamedTuple):
    """A request's identity: the same id with the same body is answered as before, with another body refused."""

    command_id: UUID
    body: bytes
    answer: bytes = b""


@dataclass
class Unchanged:
    """What deciding read. An append is refused when any of it has moved since."""

    head: int
    streams: dict[str, int] = field(default_factory=dict[str, int])
    keys: dict[Key, int] = field(default_factory=dict[Key, int])


class Log(Application[str]):
    """Appends and reads events. `append` returns when they are on disk."""

    name = "kinerja_es"

    def __init__(
        self, stores: Stores, keys: Keys, clock: Clock = system_clock, lock_timeout: int = LOCK_TIMEOUT
    ) -> None:
        self.stores = stores
        self.clock = clock
        self.keys = keys
        self.log_id = keys.log_id
        self._key = keys.lookup
        self._encoder = Encoder()
        super().__init__(
            {"SQLITE_DBNAME": str(stores.log), "SQLITE_LOCK_TIMEOUT": str(lock_timeout), "CREATE_TABLE": "n"}
        )
        self._rows = cast("SQLiteLogRecorder", self.recorder)

    @classmethod
    def create(cls, stores: Stores, clock: Clock = system_clock) -> "Log":
        """Make a log with its keys; what exists is kept. The keys are on disk before the log is."""
        try:
            return cls.open(stores, clock)
        except KeyMissing as error:
            raise LogExists(f"Looked for {stores.keys.name}.") from error
        except LogMissing:
            cls._create(stores, clock)
        return cls.open(stores, clock)

    @classmethod
    def _create(cls, stores: Stores, clock: Clock) -> None:
        try:
            keys = Keys.create(stores.keys, stores.master, clock())
            stores.log.touch()
        except OSError as error:
            raise LogReadOnly(f"{error.strerror}: {error.filename}.") from error
        log = cls(stores, keys, clock)
        check = keys.lookup.check_value(log.log_id)
        try:
            log._rows.create({"log_id": log.log_id, "created_at": written(clock()), "key_check": check})
        finally:
            log.close()

    @classmethod
    def open(cls, stores: Stores, clock: Clock = system_clock, lock_timeout: int = LOCK_TIMEOUT) -> "Log":
        """Open a log that exists; refuses another kind of file, another version, or another log's key."""
        if not stores.log.is_file():
            raise LogMissing(f"Looked for {stores.log}.")
        meta, keys = identity(stores.log), Keys(stores.keys, stores.master)
        if keys.lookup.check_value(meta["log_id"]) != meta["key_check"]:
            keys.close()
            raise KeyWrong(f"Looked at {stores.keys.name}.")
        return cls(stores, keys, clock, lock_timeout)

    def close(self) -> None:
        super().close()
        self.keys.close()

    log_id: str
    """The identity of this log; readers keep it beside their position."""

    # -- what the library asks for -------------------------------------------------------

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        # Only what is given: the library would otherwise take its settings from any variable of the process.
        return Environment(name, dict(env or {}))

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        return SQLiteLogFactory(env)

    def construct_mapper(self) -> Mapper[str]:
        return EventMapper(self.construct_transcoder(), self.keys)

    def construct_transcoder(self) -> Transcoder:
        return EventTranscoder()

    # -- appending -----------------------------------------------------------------------

    def append(
        self,
        writes: Sequence[Write],
        *,
        unchanged: Unchanged | None = None,
        command: Command | None = None,
        staged: Stage | None = None,
    ) -> Answered:
        """Record events in one transaction: all of them or none, durable when this returns.

        Each takes exactly its place in its stream. Raises CONCURRENCY_CONFLICT when a place is taken or something in
        `unchanged` has moved, COMMAND_REUSED when the command's id was used for another body.
        """
        sealer = self._sealer(staged)
        rows = self._rows_of(writes, sealer)
        # Durable before the events that need them: whoever reads an event finds its key.
        sealer.keep()
        return self._rows.append(
            rows,
            now=self.clock(),
            unchanged=self._hashed(unchanged) if unchanged else None,
            command=self._command(command) if command else None,
            staged=staged,
        )

    def stage(self, stage: Stage, writes: Sequence[Write]) -> None:
        """Put events on a stage; they are recorded by the append that is given the stage."""
        stage.add(self._rows_of(writes, self._sealer(stage)))

    def prepared(self, writes: Sequence[Write]) -> Prepared:
        """Events of people whom the log does not know, as they will be stored: nothing is asked, nothing is staged."""
        sealer = self._new_keys()
        return Prepared(self._rows_of(writes, sealer), sealer.new)

    def stage_prepared(self, stage: Stage, prepared: Prepared) -> bool:
        """Put them on a stage; not if one of them is known."""
        if not self._sealer(stage).adopt(prepared.keys):
            return False
        stage.add(prepared.rows)
        return True

    def _new_keys(self) -> NewKeys:
        return NewKeys(self.keys)

    def _sealer(self, stage: Stage | None) -> Sealer:
        """What seals the events of one append: the stage's, where some of them wait on a stage."""
        if stage is None:
            return Sealer(self.keys)
        if stage.sealer is None:
            stage.sealer = Sealer(self.keys)
        return stage.sealer

    def answered(self, command: Command) -> Answered | None:
        """The first answer to this command, if it was recorded before."""
        return self._rows.answered(self._command(command))

    # -- reading -------------------------------------------------------------------------

    def head(self) -> int:
        """The last position; 0 for an empty log."""
        return self._rows.head()

    def version_of(self, stream: str) -> int:
        """The version of a stream; 0 where nothing was ever recorded."""
        return self._rows.version_of(stream)

    def last_of(self, stream: str) -> tuple[int, int]:
        """The version of a stream and the position of its last event; zeros where nothing was ever recorded."""
        return self._rows.last_of(stream)

    def having(self, streams: Sequence[str], topics: Sequence[str]) -> set[str]:
        """In which of these streams an event of one of these kinds was ever recorded."""
        return self._rows.having(streams, topics)

    def read(self, stream: str, *, up_to: int | None = None) -> list[Recorded]:
        """One stream in the order of recording, cut at a position if asked."""
        rows = self._rows.rows_of(stream, up_to)
        self.look_up_keys(row.state for row in rows)
        return [self._recorded(row) for row in rows]

    def facts_of(self, streams: Sequence[str], *, up_to: int) -> dict[str, list[Event]]:
        """The facts of many streams in the order of recording, cut at a position; nothing of an empty stream."""
        found: dict[str, list[Event]] = {}
        rows = [*self._rows.states_of(streams, up_to)]
        self.look_up_keys(state for _, _, state in rows)
        for stream, topic, state in rows:
            found.setdefault(stream, []).append(self.decode(topic, state))
        return found

    def decode(self, topic: str, state: bytes) -> Event:
        """The event that stored bytes say."""
        return transcoder.decode(topic, opened(topic, state, self.keys.key_of))

    def look_up_keys(self, states: Iterable[bytes]) -> None:
        """Find the keys of many stored events at once, before they are decoded one by one."""
        self.keys.fetch({subject for state in states if (subject := subject_in(state)) is not None})

    def rows_after(self, position: int, limit: int, topics: Sequence[str] = ()) -> list[StoredRow]:
        """The log after a position, undecoded."""
        return self._rows.rows_after(position, limit, topics)

    def rows_by_stream(
        self, category: str, up_to: int, unwanted: Sequence[str] = (), ids: tuple[str, str] = EVERY_ID
    ) -> Iterator[StoredRow]:
        """The streams of one category up to a position, undecoded, stream by stream, without the unwanted topics.

        `ids` narrows it to those whose UUID is not before the first text, and before the second.
        """
        return self._rows.rows_by_stream(category, up_to, unwanted, ids)

    def rows_of(self, stream: str, up_to: int) -> list[StoredRow]:
        """One stream up to a position in the order of recording, undecoded."""
        return self._rows.rows_of(stream, up_to)

    def owners(self, keys: Iterable[Key], *, up_to: int | None = None) -> dict[Key, list[tuple[int, str]]]:
        """Which streams claimed these natural keys: (position, stream) in order, nothing for a free key."""
        hashed = {self._key.hash(key): key for key in keys}
        found: dict[Key, list[tuple[int, str]]] = {}
        for claim, position, stream in self._rows.claims_of([*hashed]):
            if up_to is None or position <= up_to:
                found.setdefault(hashed[claim], []).append((position, stream))
        return found

    def position_at(self, moment: datetime) -> int:
        """The last position that was recorded at a time or before it. `recorded_at` never decreases: bisect."""
        low, high, text = 0, self.head(), written(max(_BEGINNING, min(moment, _END)))
        while low < high:
            middle = (low + high + 1) // 2
            recorded_at = self._rows.recorded_at(middle)
            if recorded_at is not None and recorded_at <= text:
                low = middle
            else:
                high = middle - 1
        return low

    # -- to rows -------------------------------------------------------------------------

    def _rows_of(self, writes: Sequence[Write], sealer: Sealer | NewKeys) -> list[EventRow]:
        encode, hashed = self._encoder.encode, self._key.hash
        sealer.look_up({stream[-36:] for stream, _, event in writes if type(event) in ALWAYS_SEALED})
        return [
            (
                stream,
                version,
                topic_of(event),
                encode(event, stream[-36:], sealer),
                # Each key once: an event may say a thing twice.
                tuple(map(hashed, dict.fromkeys(claims_of(event)))),
            )
            for stream, version, event in writes
        ]

    def _recorded(self, row: StoredRow) -> Recorded:
        """A stored row with its event decoded."""
        moment = datetime.fromisoformat(row.recorded_at)
        return Recorded(row.position, row.stream, row.version, moment, self.decode(row.topic, row.state))

    def _command(self, command: Command) -> CommandRow:
        return CommandRow(str(command.command_id), self._key.fingerprint(command.body), command.answer)

    def _hashed(self, unchanged: Unchanged) -> UnchangedRows:
        def claims() -> Iterator[tuple[str, bytes, int]]:
            return ((key.kind, self._key.hash(key), position) for key, position in unchanged.keys.items())

        return UnchangedRows(unchanged.head, unchanged.streams, claims)


_BEGINNING, _END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
"""A time of another zone may lie outside the years that a datetime can say in UTC."""

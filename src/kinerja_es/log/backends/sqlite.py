"""The log in one SQLite file: WAL, synchronous=FULL, one writer at a time, and a database that refuses changes.

Positions are 1..n without holes and `recorded_at` never decreases along them: both are given under the write lock
(BEGIN IMMEDIATE), so that no reader can pass a position which is filled later. Triggers refuse UPDATE, DELETE and an
INSERT that would replace a row or leave a gap; `INSERT OR REPLACE` fires no DELETE trigger, hence the check on INSERT.
"""

import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from eventsourcing.persistence import Notification, PersistenceError
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
    SQLiteFactory,
)

from kinerja_es.errors import (
    CommandReused,
    ConcurrencyConflict,
    LogDamaged,
    LogFull,
    LogLocked,
    LogMissing,
    LogNotOurs,
    LogReadOnly,
    LogVersion,
    Problem,
)
from kinerja_es.log.stage import EventRow, Stage

APPLICATION_ID = 0x4B4E4553  # "KNES"
FORMAT = 4
EVERY_ID = ("", "g")
"""From before the first UUID to behind the last one, whose digits are f."""

SCHEMA = (
    """CREATE TABLE stored_events (
           position INTEGER PRIMARY KEY,
           originator_id TEXT NOT NULL,
           originator_version INTEGER NOT NULL,
           topic TEXT NOT NULL,
           recorded_at TEXT NOT NULL,
           state BLOB NOT NULL,
           UNIQUE (originator_id, originator_version))""",
    """CREATE TRIGGER stored_events_insert BEFORE INSERT ON stored_events
       WHEN NEW.position IS NOT
            1 + coalesce((SELECT position FROM stored_events ORDER BY position DESC LIMIT 1), 0)
         OR NEW.originator_version IS NOT
            1 + coalesce((SELECT originator_version
                            FROM stored_events
                           WHERE originator_id = NEW.originator_id
                           ORDER BY originator_version DESC
                           LIMIT 1), 0)
       BEGIN SELECT RAISE(ABORT, 'CONFLICT: not the next position or version'); END""",
    # Which event claimed a natural key, by the key's keyed hash. As narrow as it can be: there is one for every number
    # of every employee, and they come in no order. Whose they are, the event at that position says.
    """CREATE TABLE claims (
           hash BLOB NOT NULL,
           position INTEGER NOT NULL,
           PRIMARY KEY (hash, position)) WITHOUT ROWID""",
    """CREATE TRIGGER claims_insert BEFORE INSERT ON claims
       WHEN EXISTS (SELECT 1 FROM claims WHERE hash = NEW.hash AND position = NEW.position)
       BEGIN SELECT RAISE(ABORT, 'claims are never replaced'); END""",
    """CREATE TABLE commands (
           command_id TEXT PRIMARY KEY,
           fingerprint BLOB NOT NULL,
           position INTEGER NOT NULL,
           answer BLOB NOT NULL) WITHOUT ROWID""",
    """CREATE TRIGGER commands_insert BEFORE INSERT ON commands
       WHEN EXISTS (SELECT 1 FROM commands WHERE command_id = NEW.command_id)
       BEGIN SELECT RAISE(ABORT, 'commands are never replaced'); END""",
    "CREATE TABLE log_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TRIGGER log_meta_insert BEFORE INSERT ON log_meta
       WHEN EXISTS (SELECT 1 FROM log_meta WHERE name = NEW.name)
       BEGIN SELECT RAISE(ABORT, 'log_meta is never replaced'); END""",
    *(
        f"""CREATE TRIGGER {table}_{change.lower()} BEFORE {change} ON {table}
            BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
        for table in ("stored_events", "claims", "commands", "log_meta")
        for change in ("UPDATE", "DELETE")
    ),
)


class StoredRow(NamedTuple):
    """A row as the log holds it."""

    position: int
    stream: str
    version: int
    topic: str
    recorded_at: str
    state: bytes


_stored: Callable[[Iterable[Any]], StoredRow] = partial(tuple.__new__, StoredRow)  # pyright: ignore[reportUnknownMemberType]
"""A row of `_COLUMNS` with its names: what StoredRow._make does, without a call in Python for each of a log's rows."""


class CommandRow(NamedTuple):
    """The identity of a request: the same id with the same fingerprint is answered as before."""

    command_id: str
    fingerprint: bytes
    answer: bytes


class Answered(NamedTuple):
    """Where an append ended, and what the caller answers."""

    position: int
    answer: bytes
    repeated: bool


class UnchangedRows(NamedTuple):
    """What deciding read: the log's head then, and streams and claims with their version or last position."""

    head: int
    streams: Mapping[str, int]
    claims: Callable[[], Iterable[tuple[str, bytes, int]]]
    """Kind, keyed hash, last position. Asked for only where the head has moved: a roster's keys are many."""


_ERRORS: dict[int, type[Problem]] = {
    sqlite3.SQLITE_BUSY: LogLocked,
    sqlite3.SQLITE_LOCKED: LogLocked,
    sqlite3.SQLITE_READONLY: LogReadOnly,
    sqlite3.SQLITE_FULL: LogFull,
    # That the file is there was looked at before: it, or its folder, cannot be written to.
    sqlite3.SQLITE_CANTOPEN: LogReadOnly,
    sqlite3.SQLITE_NOTADB: LogNotOurs,
}


@contextmanager
def told() -> Generator[None]:
    """Turn what SQLite reports into an error that a user understands."""
    try:
        yield
    except sqlite3.Error as error:
        raise _problem(error) from error
    except PersistenceError as error:
        # The library wraps what SQLite says on connecting; its own is that all connections are in use.
        cause = error.__cause__
        raise (_problem(cause) if isinstance(cause, sqlite3.Error) else LogLocked(f"{error}.")) from error


def _problem(error: sqlite3.Error) -> Problem:
    if "CONFLICT" in str(error):
        return ConcurrencyConflict()
    code = getattr(error, "sqlite_errorcode", 0)
    return _ERRORS.get(code & 0xFF, LogDamaged)(f"SQLite says: {error}.")


def identity(path: Path) -> dict[str, str]:
    """What a log says of itself. Refuses a file that is no log of ours, without changing anything in it."""
    with told(), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        application, version, tables = (
            connection.execute(sql).fetchone()[0]
            for sql in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
        )
        if not tables:
            raise LogMissing("The file is empty.")
        if application != APPLICATION_ID:
            raise LogNotOurs
        if version != FORMAT:
            raise LogVersion(f"Its format is {version}, this version reads {FORMAT}.")
        return dict(connection.execute("SELECT name, value FROM log_meta").fetchall())


class _Pool(SQLiteConnectionPool):
    """Connections with our settings, to a file that must exist."""

    def _create_connection(self) -> SQLiteConnection:
        with told():
            connection = super()._create_connection()
            cursor = connection.cursor()
            # A checkpoint of 64 MB: an import should not copy its own pages a second time before it is answered.
            for pragma in ("synchronous=FULL", "cache_size=-65536", "temp_store=FILE", "wal_autocheckpoint=16000"):
                cursor.execute(f"PRAGMA {pragma}")
        return connection


class _Datastore(SQLiteDatastore):
    def __init__(self, path: Path, lock_timeout: int) -> None:
        name = f"{path.absolute().as_uri()}?mode=rw"
        super().__init__(db_name=name, originator_id_type="text")
        self.pool = _Pool(db_name=name, lock_timeout=lock_timeout)


class SQLiteLogRecorder(SQLiteApplicationRecorder):
    """The library's application recorder, over a table with positions and recorded times of its own."""

    def construct_create_table_statements(self) -> list[str]:
        return list(SCHEMA)

    # -- opening -------------------------------------------------------------------------

    def create(self, meta: Mapping[str, str]) -> None:
        """Make tables, triggers and identity in one transaction; a log that exists is left as it is."""
        with self._writing() as cursor:
            if cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                for statement in SCHEMA:
                    cursor.execute(statement)
                cursor.executemany("INSERT INTO log_meta VALUES (?, ?)", meta.items())
                cursor.execute(f"PRAGMA application_id={APPLICATION_ID}")
                cursor.execute(f"PRAGMA user_version={FORMAT}")

    # -- appending -----------------------------------------------------------------------

    def append(
        self,
        rows: Sequence[EventRow],
        *,
        now: datetime,
        unchanged: UnchangedRows | None = None,
        command: CommandRow | None = None,
        staged: Stage | None = None,
    ) -> Answered:
        """Append rows, then what was staged, in one transaction: all of it or nothing."""
        with self._writing() as cursor:
            if command is not None and (before := _answered(cursor, command)) is not None:
                return before
            head, last = cursor.execute(
                "SELECT position, recorded_at FROM stored_events ORDER BY position DESC LIMIT 1"
            ).fetchone() or (0, "")
            if unchanged is not None and unchanged.head != head:
                _check_unchanged(cursor, unchanged)
            recorded_at = max(written(now), last)
            _insert(cursor, rows, head, recorded_at)
            end = head + len(rows)
            for chunk in staged.chunks() if staged else ():
                _insert(cursor, chunk, end, recorded_at)
                end += len(chunk)
            if command is not None:
                cursor.execute(
                    "INSERT INTO commands VALUES (?, ?, ?, ?)",
                    (command.command_id, command.fingerprint, end, command.answer),
                )
            return Answered(end, command.answer if command else b"", repeated=False)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The library's way of reading the log: its own looks for a rowid that has no name of its own here."""
        after = (start or 0) - (1 if inclusive_of_start and start else 0)
        rows = self.rows_after(after, limit, topics)
        return [
            Notification(r.stream, r.version, r.topic, r.state, id=r.position)
            for r in rows
            if stop is None or r.position <= stop
        ]

    # -- reading -------------------------------------------------------------------------

    def head(self) -> int:
        with self._reading() as cursor:
            return cursor.execute("SELECT coalesce(max(position), 0) FROM stored_events").fetchone()[0]

    def rows_of(self, stream: str, up_to: int | None = None) -> list[StoredRow]:
        """One stream's rows in the order of recording."""
        with self._reading() as cursor:
            return list(map(_stored, cursor.execute(_STREAM, (stream, _LAST if up_to is None else up_to))))

    def states_of(self, streams: Sequence[str], up_to: int) -> Iterator[tuple[str, str, bytes]]:
        """Stream, topic and bytes of every row of many streams, each stream in the order of recording."""
        with self._reading() as cursor:
            for start in range(0, len(streams), 500):
                chunk = streams[start : start + 500]
                yield from cursor.execute(_STATES.format(",".join("?" * len(chunk))), (*chunk, up_to))

    def version_of(self, stream: str) -> int:
        with self._reading() as cursor:
            return cursor.execute(_VERSION, (stream,)).fetchone()[0]

    def last_of(self, stream: str) -> tuple[int, int]:
        """Version and position of a stream's last row; zeros where there is none."""
        with self._reading() as cursor:
            return cursor.execute(_LAST_OF, (stream,)).fetchone() or (0, 0)

    def having(self, streams: Sequence[str], topics: Sequence[str]) -> set[str]:
        """Which of these streams have a row of one of these topics."""
        found: set[str] = set()
        with self._reading() as cursor:
            for start in range(0, len(streams), 500):
                chunk = streams[start : start + 500]
                marks = (",".join("?" * len(chunk)), ",".join("?" * len(topics)))
                sql = "SELECT DISTINCT originator_id FROM stored_events WHERE originator_id IN ({}) AND topic IN ({})"
                found.update(stream for (stream,) in cursor.execute(sql.format(*marks), (*chunk, *topics)))
        return found

    def rows_after(self, position: int, limit: int, topics: Sequence[str] = ()) -> list[StoredRow]:
        """The log after a position, in order; `topics` narrows it."""
        narrowed = f"AND topic IN ({','.join('?' * len(topics))})" if topics else ""
        sql = f"SELECT {_COLUMNS} FROM stored_events WHERE position > ? {narrowed} ORDER BY position LIMIT ?"  # noqa: S608 - question marks
        with self._reading() as cursor:
            return list(map(_stored, cursor.execute(sql, (position, *topics, limit))))

    def rows_by_stream(
        self, category: str, up_to: int, unwanted: Sequence[str] = (), ids: tuple[str, str] = EVERY_ID
    ) -> Iterator[StoredRow]:
        """The rows of one category of streams up to a position, stream by stream: for rebuilding.

        Without those of the unwanted topics. `ids` narrows it to the streams whose UUID begins with the first text or
        comes after it, and before the second.
        """
        narrowed = f"AND topic NOT IN ({','.join('?' * len(unwanted))})" if unwanted else ""
        sql = f"""SELECT {_COLUMNS} FROM stored_events
                   WHERE originator_id >= ? AND originator_id < ? AND position <= ? {narrowed}
                   ORDER BY originator_id, originator_version"""  # noqa: S608 - question marks
        first, end = ids
        with self._reading() as cursor:
            cursor.execute(sql, (f"{category}-{first}", f"{category}-{end}", up_to, *unwanted))
            while rows := cursor.fetchmany(1000):
                yield from map(_stored, rows)

    def claims_of(self, hashes: Sequence[bytes]) -> list[tuple[bytes, int, str]]:
        """Who claimed these keys: hash, position and stream of each claim, in the order of recording."""
        found: list[tuple[bytes, int, str]] = []
        with self._reading() as cursor:
            for start in range(0, len(hashes), 500):
                chunk = hashes[start : start + 500]
                found += cursor.execute(_CLAIMS.format(",".join("?" * len(chunk))), [*map(blob, chunk)])
        return sorted(found, key=_position)

    def answered(self, command: CommandRow) -> Answered | None:
        """The first answer to this command, if it was recorded before."""
        with self._reading() as cursor:
            return _answered(cursor, command)

    def recorded_at(self, position: int) -> str | None:
        with self._reading() as cursor:
            row = cursor.execute("SELECT recorded_at FROM stored_events WHERE position = ?", (position,)).fetchone()
            return None if row is None else row[0]

    @contextmanager
    def _reading(self) -> Generator[sqlite3.Cursor]:
        with told(), self.datastore.get_connection(commit=False) as connection:
            # Plain tuples: the library's row factory is four times slower to unpack.
            cursor = connection.cursor().sqlite_cursor
            cursor.row_factory = None
            try:
                yield cursor
            finally:
                cursor.close()

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Cursor]:
        """One transaction under the database's write lock."""
        with (
            told(),
            self.datastore.get_connection(commit=True) as pooled,
            _transaction(pooled.cursor().sqlite_cursor.connection) as cursor,
        ):
            yield cursor


class SQLiteLogFactory(SQLiteFactory):
    """The library's factory, making our recorder."""

    application_recorder_class = SQLiteLogRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self.datastore = _Datastore(Path(self.env["SQLITE_DBNAME"]), int(self.env[self.SQLITE_LOCK_TIMEOUT]))


def written(moment: datetime) -> str:
    """A recorded time as it is stored: UTC, microseconds, so that text order is time order."""
    # Not strftime: it writes the year 999 with three digits, which would come after the year 2026.
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


_LAST = 2**62
_COLUMNS = "position, originator_id, originator_version, topic, recorded_at, state"
_STREAM = f"SELECT {_COLUMNS} FROM stored_events WHERE originator_id = ? AND position <= ? ORDER BY originator_version"  # noqa: S608 - our names
_STATES = """SELECT originator_id, topic, state FROM stored_events
              WHERE originator_id IN ({}) AND position <= ? ORDER BY originator_id, originator_version"""
_LAST_OF = """SELECT originator_version, position FROM stored_events
               WHERE originator_id = ? ORDER BY originator_version DESC LIMIT 1"""
_CLAIMS = """SELECT hash, position, originator_id FROM claims JOIN stored_events USING (position) WHERE hash IN ({})"""
_position = itemgetter(1)
_VERSION = "SELECT coalesce(max(originator_version), 0) FROM stored_events WHERE originator_id = ?"


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Generator[sqlite3.Cursor]:
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute("BEGIN IMMEDIATE")
    try:
        yield cursor
        cursor.execute("COMMIT")
    except BaseException:
        # A failed COMMIT (disk full) leaves the transaction open; some errors have ended it already.
        if connection.in_transaction:
            cursor.execute("ROLLBACK")
        raise
    finally:
        cursor.close()


def _insert(cursor: sqlite3.Cursor, rows: Sequence[EventRow], head: int, recorded_at: str) -> None:
    cursor.executemany(
        "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?, ?)",
        (
            (p, stream, version, topic, recorded_at, blob(state))
            for p, (stream, version, topic, state, _) in enumerate(rows, head + 1)
        ),
    )
    # Sorted, and many in one statement: they lie all over their table, and each is small.
    claims = sorted((hashed, p) for p, row in enumerate(rows, head + 1) for hashed in row[4])
    whole = len(claims) - len(claims) % TOGETHER
    portions = (claims[n : n + TOGETHER] for n in range(0, whole, TOGETHER))
    cursor.executemany(_INSERT_CLAIMS, ([value for h, p in portion for value in (blob(h), p)] for portion in portions))
    cursor.executemany(_INSERT_CLAIM, ((blob(h), p) for h, p in claims[whole:]))


blob = bytearray
"""Bytes for SQLite: of exact bytes Python's driver asks first whether some adapter is for them, which takes longer."""
TOGETHER = 50
_INSERT_CLAIM = "INSERT INTO claims VALUES (?, ?)"
_INSERT_CLAIMS = _INSERT_CLAIM + ", (?, ?)" * (TOGETHER - 1)


def _answered(cursor: sqlite3.Cursor, command: CommandRow) -> Answered | None:
    row = cursor.execute(
        "SELECT fingerprint, position, answer FROM commands WHERE command_id = ?", (command.command_id,)
    ).fetchone()
    if row is None:
        return None
    if row[0] != command.fingerprint:
        raise CommandReused
    return Answered(row[1], row[2], repeated=True)


def _check_unchanged(cursor: sqlite3.Cursor, unchanged: UnchangedRows) -> None:
    """Nothing that deciding read may have moved since; what was not read may."""
    for stream, version in unchanged.streams.items():
        if cursor.execute(_VERSION, (stream,)).fetchone()[0] != version:
            raise ConcurrencyConflict(f"{stream} has moved.")
    last = "SELECT coalesce(max(position), 0) FROM claims WHERE hash = ?"
    for kind, hashed, position in unchanged.claims():
        if cursor.execute(last, (hashed,)).fetchone()[0] != position:
            raise ConcurrencyConflict(f"A {kind} was taken in the meantime.")

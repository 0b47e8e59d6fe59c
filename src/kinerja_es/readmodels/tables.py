"""The read models' file: the tables of each fold, and how far they have come.

It is SQLite in WAL with synchronous=NORMAL: a power cut may take the last transactions, whole and with their
position, and catching up makes them again. All of it can be thrown away.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints
from uuid import uuid4

import orjson
from pydantic import TypeAdapter

from kinerja_es.domain.catalogue import corrections
from kinerja_es.domain.envelope import Event, Value
from kinerja_es.errors import LogFull, LogLocked, LogReadOnly, NotYetRead, Problem, ProjectionInvalid, ReadModelsDamaged
from kinerja_es.log.application import StoredRow, topics_of
from kinerja_es.readmodels.columns import columns_of, snake, tuples_of
from kinerja_es.readmodels.discovery import Projection
from kinerja_es.readmodels.kit import Fold

FEW = 200
"""Rows that are copied rather than renamed."""
TOGETHER = 25
"""Rows in one INSERT: each statement is begun and ended once for all of them."""

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS read_models (
           name TEXT PRIMARY KEY,
           shape TEXT NOT NULL,
           log_id TEXT NOT NULL,
           position INTEGER NOT NULL,
           mark TEXT NOT NULL,
           touched TEXT NOT NULL DEFAULT '') WITHOUT ROWID""",
    # What is being built beside the live tables: one row, or none.
    """CREATE TABLE IF NOT EXISTS building (
           key TEXT NOT NULL,
           names TEXT NOT NULL,
           up_to INTEGER NOT NULL,
           mark TEXT NOT NULL,
           position INTEGER NOT NULL,
           indexed INTEGER NOT NULL,
           compared TEXT)""",
    # The spans of subjects that are done of it, each noted in the transaction of its last rows.
    """CREATE TABLE IF NOT EXISTS built (
           category TEXT NOT NULL,
           first TEXT NOT NULL,
           ending TEXT NOT NULL,
           subjects INTEGER NOT NULL,
           events INTEGER NOT NULL,
           PRIMARY KEY (category, first, ending)) WITHOUT ROWID""",
    # How each new version compared with the one before.
    """CREATE TABLE IF NOT EXISTS renewals (
           name TEXT PRIMARY KEY,
           shape TEXT NOT NULL,
           swapped INTEGER NOT NULL,
           differences TEXT NOT NULL) WITHOUT ROWID""",
    # The subjects that a read model cannot fold, and why: their rows are those from before.
    """CREATE TABLE IF NOT EXISTS parked (
           model TEXT NOT NULL,
           stream TEXT NOT NULL,
           position INTEGER NOT NULL,
           error TEXT NOT NULL,
           place TEXT NOT NULL,
           message TEXT NOT NULL,
           since TEXT NOT NULL,
           PRIMARY KEY (model, stream)) WITHOUT ROWID""",
)
"""What the file holds beside the tables of the folds."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "cache_size=-65536",
    "temp_store=MEMORY",
    "wal_autocheckpoint=32000",  # 128 MB: fewer checkpoints while a roster is read or a read model is built
)

_ERRORS: dict[int, type[Problem]] = {
    sqlite3.SQLITE_ERROR: ProjectionInvalid,
    sqlite3.SQLITE_BUSY: LogLocked,
    sqlite3.SQLITE_LOCKED: LogLocked,
    sqlite3.SQLITE_READONLY: LogReadOnly,
    sqlite3.SQLITE_CANTOPEN: LogReadOnly,
    sqlite3.SQLITE_FULL: LogFull,
}


FileId = tuple[int, int]


class Reached(NamedTuple):
    """How far a read model has come: in which shape, of which log, and the mark of the event at its position."""

    shape: str
    log_id: str
    position: int
    mark: str
    touched: str
    """Another text whenever its rows may have changed: the mark of the last event that did so, or of a building."""


class Renewal(NamedTuple):
    """How a new version of a read model compared with the one before."""

    shape: str
    swapped: bool
    """Whether it took the other's place; else it waits for somebody to look at the differences."""
    differences: str


class Stored(NamedTuple):
    """A fold's state of one subject, and where its last fact stands in fold order."""

    last: list[Any]
    state: Any


@cache
def state_reader(start: Callable[[], Any]) -> Callable[[bytes], Any]:
    """What reads the states of a fold, by the function that gives the first one."""
    return TypeAdapter[Any](get_type_hints(start)["return"]).validate_json


class FoldTable:
    """The two tables of one fold: its rows, and its states to go on from."""

    def __init__(self, projection: str, fold: Fold[Any, Any], suffix: str = "") -> None:
        self.projection = projection
        self.model = projection + suffix
        """By which name subjects are parked."""
        self.fold = fold
        self.live = f"{projection}_{snake(fold.row.__name__)}"
        self.name = self.live + suffix
        self.live_states = f"{self.live}_state"
        self.states = self.live_states + suffix
        self.columns = columns_of(fold.row)
        self.tuples = tuples_of(fold.row, self.columns)
        # A correction wakes every fold of its category: it may be of any fact.
        self.topics = frozenset(topics_of((*fold.needs, *corrections(fold.category))))

    def create(self, connection: sqlite3.Connection) -> None:
        self.drop(connection)
        self._create(connection, self.name, self.states)

    def _create(self, connection: sqlite3.Connection, rows: str, states: str) -> None:
        declared = ", ".join(["subject TEXT NOT NULL", "n INTEGER NOT NULL", *(c.declared for c in self.columns)])
        connection.execute(f"CREATE TABLE {rows} ({declared}, PRIMARY KEY (subject, n)) WITHOUT ROWID")
        connection.execute(f"CREATE TABLE {states} (subject TEXT PRIMARY KEY, last TEXT NOT NULL, state BLOB)")

    def drop(self, connection: sqlite3.Connection) -> None:
        for table in (self.name, self.states):
            connection.execute(f"DROP TABLE IF EXISTS {table}")

    def index(self, connection: sqlite3.Connection, token: str) -> None:
        """Make the indexes, once the rows are there. `token` keeps their names apart from those of the live table."""
        self._index(connection, token, self.name)

    def _index(self, connection: sqlite3.Connection, token: str, rows: str) -> None:
        for n, columns in enumerate(self.fold.indexes):
            connection.execute(f"CREATE INDEX {self.live}_{token}_{n} ON {rows} ({columns})")

    def take(self, connection: sqlite3.Connection, schema: str) -> None:
        """Take over what another, attached file has in tables of the same names; some may be there already."""
        for table in (self.name, self.states):
            connection.execute(f"INSERT OR REPLACE INTO main.{table} SELECT * FROM {schema}.{table}")  # noqa: S608 - names of our own

    def swap(self, connection: sqlite3.Connection) -> None:
        """Put these tables in the place of the live ones.

        To rename one, SQLite reads all that it knows of all tables; few rows are copied in a tenth of that time.
        """
        for live in (self.live, self.live_states):
            connection.execute(f"DROP TABLE IF EXISTS {live}")
        places = ((self.name, self.live), (self.states, self.live_states))
        if any(_more_than(connection, table, FEW) for table, _ in places):
            for table, live in places:
                connection.execute(f"ALTER TABLE {table} RENAME TO {live}")
            return
        self._create(connection, self.live, self.live_states)
        for table, live in places:
            connection.execute(f"INSERT INTO {live} SELECT * FROM {table}")  # noqa: S608 - names of our own
        self.drop(connection)
        self._index(connection, uuid4().hex[:8], self.live)

    def stored(self, connection: sqlite3.Connection, subjects: Sequence[str]) -> dict[str, Stored]:
        """The states of these subjects."""
        sql = f"SELECT subject, last, state FROM {self.states} WHERE subject IN (SELECT value FROM json_each(?))"  # noqa: S608 - names of our own tables
        return {
            subject: Stored(orjson.loads(last), state_reader(self.fold.folding.start)(state))
            for subject, last, state in connection.execute(sql, (_json(subjects),))
        }

    def present(self, connection: sqlite3.Connection, subjects: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of these subjects, as they are now."""
        sql = f"SELECT * FROM {self.name} WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY subject, n"  # noqa: S608 - as above
        found: dict[str, list[tuple[Any, ...]]] = {}
        for row in connection.execute(sql, (_json(subjects),)):
            found.setdefault(row[0], []).append(row)
        return found

    def remove(self, connection: sqlite3.Connection, places: Iterable[tuple[str, int]]) -> None:
        """Take single rows away, each named by its subject and number."""
        connection.executemany(f"DELETE FROM {self.name} WHERE subject = ? AND n = ?", places)  # noqa: S608 - as above

    def write(
        self,
        connection: sqlite3.Connection,
        rows: list[tuple[Any, ...]],
        surplus: list[tuple[str, int]],
        states: list[tuple[str, bytes, bytes]],
        forgotten: list[tuple[str]],
    ) -> None:
        """Write rows and states; `surplus` names a subject and the number of its first row to go, `forgotten` whose
        states go."""
        rows.sort()  # by subject and number, which no two rows share
        states.sort()
        if rows:
            marks, filled = _without_empty_columns(rows)
            insert = f"INSERT OR REPLACE INTO {self.name} VALUES "  # noqa: S608 - as above
            whole = len(rows) - len(rows) % TOGETHER
            several = ([*chain(*filled[n : n + TOGETHER])] for n in range(0, whole, TOGETHER))
            connection.executemany(insert + ", ".join([f"({marks})"] * TOGETHER), several)
            connection.executemany(f"{insert}({marks})", filled[whole:])
        connection.executemany(f"DELETE FROM {self.name} WHERE subject = ? AND n >= ?", surplus)  # noqa: S608 - as above
        connection.executemany(f"INSERT OR REPLACE INTO {self.states} VALUES (?, ?, ?)", states)  # noqa: S608 - as above
        connection.executemany(f"DELETE FROM {self.states} WHERE subject = ?", forgotten)  # noqa: S608 - as above


def _without_empty_columns(rows: list[tuple[Any, ...]]) -> tuple[str, list[tuple[Any, ...]]]:
    """Rows without the columns in which all of them have nothing, and what stands for each column in an INSERT.

    Of each None that is handed over, Python's driver first asks whether some adapter is for it; and many values are.
    """
    columns = [(column, column.count(None) < len(rows)) for column in zip(*rows, strict=True)]
    marks = ", ".join("?" if filled else "NULL" for _, filled in columns)
    return marks, list(zip(*(column for column, filled in columns if filled), strict=True))


def tables_of(projection: Projection, suffix: str = "") -> list[FoldTable]:
    """The tables of a projection, live or (with a suffix) beside the live ones."""
    return [FoldTable(projection.name, fold, suffix) for fold in projection.folds]


def shape_of(projection: Projection) -> str:
    """What the tables were made by: the stated version, and the columns and events, whose change speaks for itself.

    A new schema version of an event that it needs is a new version of it too: its rows may say more.
    """
    folds = [
        [t.live, [c.declared for c in t.columns], sorted(t.topics), list(t.fold.indexes)] for t in tables_of(projection)
    ]
    needed = frozenset[type[Event]]().union(*(fold.needs for fold in projection.folds))
    version = projection.version + sum(event.SCHEMA_VERSION - 1 for event in needed)
    return f"{version}-{hashlib.blake2b(orjson.dumps(folds), digest_size=8).hexdigest()}"


def version_in(shape: str) -> int:
    """The version that a shape states."""
    return int(shape.partition("-")[0])


def state_bytes(state: Any) -> bytes:
    """A fold's state as it is stored."""
    return orjson.dumps(state, default=_fields)


def mark_of(row: StoredRow) -> str:
    """What tells an event of this log from any other: a digest of all that the log holds of it."""
    text = f"{row.position}|{row.stream}|{row.version}|{row.topic}|{row.recorded_at}|"
    return hashlib.blake2b(text.encode() + row.state, digest_size=16).hexdigest()


# -- the file ----------------------------------------------------------------------------


def file_id(path: Path) -> FileId | None:
    """Another one when a file was made anew under the same name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def open_writer(path: Path) -> sqlite3.Connection:
    """Open the file for the one who holds the lock; makes it where there is none."""
    with told():
        # Its rows name people: for its owner only.
        with suppress(OSError):
            path.touch(mode=0o600)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        make(connection)
    return connection


def make(connection: sqlite3.Connection) -> None:
    """Make what every such file holds; what is there stays."""
    for statement in SCHEMA:
        connection.execute(statement)
    if not _tells_touched(connection):
        connection.execute("ALTER TABLE read_models ADD COLUMN touched TEXT NOT NULL DEFAULT ''")


def _tells_touched(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM pragma_table_info('read_models') WHERE name = 'touched'")
    return found.fetchone() is not None


def open_reader(path: Path) -> sqlite3.Connection:
    """Open the file to ask it; needs no lock and holds up nobody."""
    # Read-write to SQLite, because a reader of a WAL may have to make its shared-memory file.
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with told():
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=5)
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA cache_size=-16384")
        # Whoever makes the file, or takes it over from an earlier program, has not come to the last of its tables yet.
        last = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'parked'").fetchone()
        if last is None or not _tells_touched(connection):
            connection.close()
            raise NotYetRead("There are no read models yet.")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """All of it or nothing."""
    with told():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        finally:
            # Some errors (disk full) have ended the transaction already, a failed COMMIT has not.
            if connection.in_transaction:
                connection.execute("ROLLBACK")


@contextmanager
def told() -> Generator[None]:
    """Turn what SQLite reports into an error that a user understands."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        raise _ERRORS.get(code, ReadModelsDamaged)(f"SQLite says: {error}.") from error


def reached(connection: sqlite3.Connection, names: Sequence[str] = ()) -> dict[str, Reached]:
    """How far each read model of the file has come, or each of these."""
    chosen = f" WHERE name IN ({', '.join('?' * len(names))})" if names else ""
    rows = connection.execute(
        f"SELECT name, shape, log_id, position, mark, touched FROM read_models{chosen}",  # noqa: S608 - marks only
        names,
    )
    return {name: Reached(*rest) for name, *rest in rows}


def reach(connection: sqlite3.Connection, names: Iterable[str], come: Reached, touched: Iterable[str]) -> None:
    """Note that these read models have come so far, and that the rows of some were changed on the way."""
    connection.executemany(
        "UPDATE read_models SET log_id = ?, position = ?, mark = ? WHERE name = ?",
        [(come.log_id, come.position, come.mark, name) for name in names],
    )
    connection.executemany(
        "UPDATE read_models SET touched = ? WHERE name = ?", [(come.touched, name) for name in touched]
    )


def renewals(connection: sqlite3.Connection) -> dict[str, Renewal]:
    """How each new version compared with the one before."""
    rows = connection.execute("SELECT name, shape, swapped, differences FROM renewals")
    return {name: Renewal(shape, bool(swapped), differences) for name, shape, swapped, differences in rows}


def note_renewal(connection: sqlite3.Connection, name: str, renewal: Renewal) -> None:
    """Note how a new version compared."""
    connection.execute("INSERT OR REPLACE INTO renewals VALUES (?, ?, ?, ?)", (name, *renewal))


def drop_former(connection: sqlite3.Connection, name: str, tables: Iterable[FoldTable]) -> None:
    """Drop the tables that a former version of a read model had under other names."""
    names = {name} | {other for (other,) in connection.execute("SELECT name FROM read_models")}
    kept = {each for table in tables for each in (table.live, table.live_states)}
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB ? AND name NOT GLOB ?", (f"{name}_*", "*__*")
    )
    for (former,) in found.fetchall():
        # Of `find_person`, `find` is the read model; of `find_old_person` it is `find_old`, where there is one.
        owner = max((other for other in names if former.startswith(f"{other}_")), key=len)
        if owner == name and former not in kept:
            connection.execute(f"DROP TABLE {former}")


def keep_rows_of_parked(connection: sqlite3.Connection, table: FoldTable) -> None:
    """Take over the live rows and states of those that are parked here."""
    parked = f"SELECT substr(stream, {len(table.fold.category) + 2}) FROM parked WHERE model = ?"  # noqa: S608 - our own
    for here, live in ((table.name, table.live), (table.states, table.live_states)):
        kept = f"SELECT * FROM {live} WHERE subject IN ({parked})"  # noqa: S608 - names of our own
        connection.execute(f"INSERT OR REPLACE INTO {here} {kept}", (table.model,))


def _more_than(connection: sqlite3.Connection, table: str, few: int) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} LIMIT 1 OFFSET {few}").fetchone() is not None  # noqa: S608 - as above


def count(connection: sqlite3.Connection, table: str) -> int:
    """How many rows a table has."""
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of our own


def discard(connection: sqlite3.Connection) -> None:
    """Drop every table: readers that have the file open see it empty, not gone."""
    with transaction(connection):
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            connection.execute(f"DROP TABLE {name}")
        make(connection)


def _json(subjects: Sequence[str]) -> str:
    return orjson.dumps(list(subjects)).decode()


def _fields(value: Any) -> Any:
    if isinstance(value, Value):
        return value.__dict__
    if hasattr(value, "_asdict"):
        return value._asdict()
    raise TypeError(
        f"A state holds a {type(value).__name__}: take frozen dataclasses, named tuples, values, plain types"
    )

"""Brings the read models up to date with the log, and answers questions from them."""

import sqlite3
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from kinerja_es.errors import (
    LogReadOnly,
    NotYetRead,
    ReadModelsBusy,
    ReadModelsDamaged,
    ReadModelsOtherLog,
    ReadModelUnknown,
    ValueInvalid,
    ValueMissing,
)
from kinerja_es.log.application import Log, Stores
from kinerja_es.readmodels.answers import Tables, check_held
from kinerja_es.readmodels.building import Progress, build
from kinerja_es.readmodels.discovery import DATED, Projection
from kinerja_es.readmodels.folding import Folder
from kinerja_es.readmodels.kit import REQUIRED, Query
from kinerja_es.readmodels.reader import Reader, select_from
from kinerja_es.readmodels.replay import Replayed
from kinerja_es.readmodels.tables import (
    Reached,
    discard,
    mark_of,
    open_writer,
    reach,
    reached,
    shape_of,
    tables_of,
    told,
    transaction,
)

CHUNK = 5_000
"""Events in one transaction."""


@dataclass(frozen=True)
class Status:
    """Where one read model stands."""

    name: str
    question: str
    version: int
    position: int
    lag: int
    """Events of the log that it has not read."""


class Answer(NamedTuple):
    """What a query found, and the position at which it holds."""

    value: Any
    position: int


class ReadModels:
    """The read models of one log. Any thread may ask; one process at a time brings them up to date."""

    def __init__(self, log: Log, stores: Stores, projections: Sequence[Projection]) -> None:
        self.log = log
        self.projections = {projection.name: projection for projection in projections}
        self.path = stores.read_models
        self._reader = Reader(stores.read_models)
        self._writer: sqlite3.Connection | None = None
        self._shapes = {name: shape_of(projection) for name, projection in self.projections.items()}
        live = {name: tables_of(projection) for name, projection in self.projections.items()}
        shared = live.get(DATED.name, [])
        self._folders = {name: Folder(log, [*shared, *tables]) for name, tables in live.items()}
        self._folder = Folder(log, [table for tables in live.values() for table in tables])

    def close(self) -> None:
        self._reader.close()
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    # -- catching up ---------------------------------------------------------------------

    def catch_up(self, progress: Progress | None = None, timeout: float = 60) -> int:
        """Read what the log holds beyond our position; gives the position reached.

        What is missing, or was made by another version of its projection, is built first.
        """
        with self.locked(timeout) as writer:
            return self.advance(writer, progress)

    @contextmanager
    def locked(self, timeout: float) -> Generator[sqlite3.Connection]:
        """Be the only one who brings them up to date, in all processes."""
        with locked(self.path, timeout):
            if self._writer is None:
                self._writer = open_writer(self.path)
            yield self._writer

    def scrub(self, timeout: float = 60) -> None:
        """Leave nothing in the file of what its rows no longer say: SQLite keeps what was written over until then."""
        with self.locked(timeout) as writer, told():
            writer.execute("VACUUM")
            writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def advance(self, writer: sqlite3.Connection, progress: Progress | None = None) -> int:
        """Catch up, by the holder of the lock."""
        with told():
            come = reached(writer)
        position = self._agreed(come)
        if position is None:
            position = self.log.head()
        stale = [name for name in self.projections if not self._is_current(name, come.get(name), position)]
        if stale:
            self._build(writer, stale, position, progress)
        head = self.log.head()
        while position < head:
            position = self._read_chunk(writer, position)
            if progress is not None:
                progress(position, max(head, position))
        return position

    def mark_at(self, position: int) -> str:
        """The mark of the event at a position; nothing where the log is shorter."""
        if position == 0:
            return ""
        found = self.log.rows_after(position - 1, 1)
        return mark_of(found[0]) if found else "-"

    def _agreed(self, come: dict[str, Reached]) -> int | None:
        """The position of the file, if it has one; refuses a file that was made from another log."""
        if not come:
            return None
        latest = max(come.values(), key=lambda reached: reached.position)
        if latest.log_id != self.log.log_id:
            raise ReadModelsOtherLog("The log has another identity.")
        if latest.mark != self.mark_at(latest.position):
            raise ReadModelsOtherLog(f"The event at position {latest.position} is another one.")
        return latest.position

    def _is_current(self, name: str, come: Reached | None, position: int) -> bool:
        # All tables of the file advance together: one that was left behind (its file was broken) is built again.
        return come is not None and come.position == position and come.shape == self._shapes[name]

    def _build(self, writer: sqlite3.Connection, names: Sequence[str], up_to: int, progress: Progress | None) -> None:
        tables = [table for name in names for table in tables_of(self.projections[name], "__building")]
        build(self.log, writer, tables, up_to, progress)
        with transaction(writer):
            for table in tables:
                table.swap(writer)
            for name in names:
                self.enter(writer, name, up_to)

    def enter(self, writer: sqlite3.Connection, name: str, position: int) -> None:
        """Note that a read model stands in this file, in the present shape."""
        writer.execute(
            "INSERT OR REPLACE INTO read_models VALUES (?, ?, ?, ?, ?)",
            (name, self._shapes[name], self.log.log_id, position, self.mark_at(position)),
        )

    def _read_chunk(self, writer: sqlite3.Connection, position: int) -> int:
        rows = self.log.rows_after(position, CHUNK)
        last = rows[-1]
        batch = self._folder.batch(rows, last.position)
        with told():
            changes = self._folder.changes(writer, batch)
        with transaction(writer):
            for change in changes:
                change.write(writer)
            reach(writer, self.projections, Reached("", self.log.log_id, last.position, mark_of(last)))
        return last.position

    def discard(self, timeout: float = 60) -> None:
        """Throw the read models away; the next catching up makes them anew."""
        try:
            with self.locked(timeout) as writer:
                discard(writer)
        except ReadModelsDamaged:
            self.close()
            for end in ("", "-wal", "-shm"):
                Path(f"{self.path}{end}").unlink(missing_ok=True)

    # -- where it stands -----------------------------------------------------------------

    def position(self, name: str | None = None) -> int:
        """How far one read model has come, or all of them; 0 before the first catching up."""
        try:
            with told():
                come = reached(self._reader.connection)
        except NotYetRead:
            come = {}
        if name is not None:
            self.projection(name)
            return come[name].position if name in come else 0
        return min((come[known].position if known in come else 0 for known in self.projections), default=0)

    def wait_for(self, position: int, timeout: float = 5) -> int:
        """Come as far as a position: read on ourselves, or wait for whoever is reading."""
        deadline = time.monotonic() + timeout
        while (come := self.position()) < position:
            try:
                come = self.catch_up(timeout=0)
            except ReadModelsBusy:
                time.sleep(0.01)
            if come < position and time.monotonic() > deadline:
                raise NotYetRead(f"It stands at {come}, you asked for {position}.", field="at_least", value=position)
        return come

    def status(self) -> list[Status]:
        """Every read model with its question and how far it has come."""
        head = self.log.head()
        return [
            Status(p.name, p.question.partition("\n")[0], p.version, position, max(head - position, 0))
            for p in self.projections.values()
            for position in [self.position(p.name)]
        ]

    # -- asking --------------------------------------------------------------------------

    def query(self, name: str, query: str, **params: Any) -> Answer:
        """Ask a read model one of its questions."""
        asked = self._query(name, query, params)
        with self._reader.at_one_position() as connection:
            row = connection.execute("SELECT position FROM read_models WHERE name = ?", (name,)).fetchone()
            if row is None:
                raise NotYetRead(f"{name} was never built.")
            return Answer(asked(Tables(partial(select_from, connection)), **params), row[0])

    def query_as_known(self, position: int, about: str, name: str, query: str, **params: Any) -> Answer:
        """Ask a question about one subject (its stream), as it was known at a position of the log.

        The same query runs over the same tables, folded from the facts up to there.
        """
        asked = self._query(name, query, params)
        replayed = Replayed(self.log, self._folders[name], about, position)
        try:
            return Answer(asked(replayed.tables, **params), position)
        finally:
            replayed.close()

    def _query(self, name: str, query: str, params: Mapping[str, Any]) -> Query:
        """The query of that name, with its parameters checked."""
        asked = self.projection(name).queries.get(query)
        if asked is None:
            raise ReadModelUnknown(field="query", value=query)
        names = {parameter.name for parameter in asked.parameters}
        if strange := params.keys() - names:
            raise ValueInvalid("The query has no such parameter.", field=min(strange))
        needed = {parameter.name for parameter in asked.parameters if parameter.default is REQUIRED}
        if missing := needed - params.keys():
            raise ValueMissing(field=min(missing))
        for parameter, value in params.items():
            check_held(parameter, value)
        return asked

    def projection(self, name: str) -> Projection:
        if name not in self.projections:
            raise ReadModelUnknown(field="name", value=name)
        return self.projections[name]


@contextmanager
def locked(path: Path, timeout: float) -> Generator[None]:
    """Hold the lock of a file, or say that somebody else does."""
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=timeout)
    except Timeout as error:
        raise ReadModelsBusy(f"Waited {timeout:g} s for it.") from error
    except OSError as error:
        raise LogReadOnly(f"{path.name}.lock: {error.strerror}.") from error
    try:
        yield
    finally:
        lock.release()

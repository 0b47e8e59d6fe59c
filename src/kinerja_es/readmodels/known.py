"""What a read model would hold, had the log ended at an earlier position, for everybody at once.

The same projection is built into a file of its own, once; the file is kept for the next question, and the least used
ones go. They hold nothing that the log does not, and can be thrown away at any time.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from kinerja_es.errors import NotYetRead, ReadModelsBusy
from kinerja_es.readmodels import builds
from kinerja_es.readmodels.building import Progress, build
from kinerja_es.readmodels.builds import Build
from kinerja_es.readmodels.following import SHARED, Following, known_folder, locked
from kinerja_es.readmodels.rebuild import key_of
from kinerja_es.readmodels.tables import Reached, make, open_reader, reached, tables_of, told, transaction

KEPT = 8
"""Files that are kept: those that were asked last."""
PATIENCE = 3600
"""Seconds that a build waits for another one: there is one at a time."""

Tables = tuple[sqlite3.Connection, dict[str, Reached]]


class _Stopped(Exception):
    """Nobody waits for the build any more."""


class AsKnown:
    """The read models as they were known at positions of the log."""

    def __init__(self, models: Following) -> None:
        self._models = models
        self._folder = known_folder(models.path)
        self._mutex = threading.Lock()
        self._job: _Job | None = None

    def close(self) -> None:
        """Leave off building; nothing half is left."""
        if self._job is not None:
            self._job.stopping.set()
            self._job.join()

    @contextmanager
    def opened(
        self, name: str, position: int, *, progress: Progress | None = None, wait: float | None = None
    ) -> Generator[Tables]:
        """The tables that the queries of a read model see, as known at a position, built where they are not there.

        Who waits only so many seconds is told how far it has come (NOT_YET_READ); the building goes on meanwhile.
        """
        position = min(position, self._models.log.head())
        path = self._path(name, position)
        if path.is_file():
            os.utime(path)
        elif wait is None:
            self.build(name, position, progress)
        else:
            self._build_meanwhile(name, position, wait)
        with closing(open_reader(path)) as connection, told():
            yield connection, reached(connection)

    def build(self, name: str, position: int, progress: Progress | None = None) -> None:
        """Build the file of a position, unless somebody else has done it by now."""
        path = self._path(name, position)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        with locked(self._folder / "build", PATIENCE):
            if path.is_file():
                return
            for left in self._folder.glob("*.making"):
                left.unlink()  # of somebody who was killed
            making = path.with_suffix(".making")
            try:
                self._fold(making, name, position, progress)
                making.replace(path)
            finally:
                making.unlink(missing_ok=True)
            files = sorted(self._folder.glob("*.db"), key=lambda file: file.stat().st_mtime, reverse=True)
            for least in files[KEPT:]:
                least.unlink()

    def _fold(self, file: Path, name: str, position: int, progress: Progress | None) -> None:
        models, names = self._models, self._used(name)
        tables = [table for each in names for table in tables_of(models.projections[each])]
        with told():
            file.touch(mode=0o600)
            with closing(sqlite3.connect(file, isolation_level=None)) as connection:
                # It is thrown away unless it is whole: nothing needs to be on disk before the end.
                connection.execute("PRAGMA journal_mode=MEMORY")
                connection.execute("PRAGMA synchronous=OFF")
                make(connection)
                mark = models.mark_at(position)
                builds.begin(connection, Build("", names, position, mark, position), tables)
                build(models.log, connection, tables, position, progress)
                with transaction(connection):
                    builds.end(connection)
                    for each in names:
                        models.enter(connection, each, position)
                    connection.execute("UPDATE read_models SET touched = mark")
                connection.execute("PRAGMA synchronous=FULL")
        with file.open("rb+") as written:
            os.fsync(written.fileno())

    def _build_meanwhile(self, name: str, position: int, wait: float) -> None:
        end, path = time.monotonic() + wait, self._path(name, position)
        while not path.is_file():
            with self._mutex:
                if self._job is None or not self._job.is_alive():
                    self._job = _Job(self, name, position)
                    self._job.start()
                job = self._job
            job.join(max(end - time.monotonic(), 0))
            if job.error is not None and (job.name_and_position == (name, position)):
                with self._mutex:
                    self._job = None if self._job is job else self._job
                raise job.error
            if time.monotonic() >= end and not path.is_file():
                raise NotYetRead(f"{job.told} is being worked out: {job.percent} %.", field="known_at", value=position)

    def _path(self, name: str, position: int) -> Path:
        # Of another log, or by another version of the projection, it is another file.
        key = key_of(self._models, self._used(name), self._models.mark_at(position))
        return self._folder / f"{name}-{position}-{key[:16]}.db"

    def _used(self, name: str) -> tuple[str, ...]:
        """The read models whose tables its queries see."""
        return tuple(dict.fromkeys((SHARED, name) if SHARED in self._models.projections else (name,)))


class _Job(threading.Thread):
    """A build that goes on while those who ask are told to come again."""

    def __init__(self, known: AsKnown, name: str, position: int) -> None:
        super().__init__(name="known", daemon=True)
        self._known = known
        self.name_and_position = (name, position)
        self.told = f"{name} as known at position {position}"
        self.percent = 0
        self.stopping = threading.Event()
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self._known.build(*self.name_and_position, self._come)
        except _Stopped:
            self.error = ReadModelsBusy("The service ends.")
        except Exception as error:  # noqa: BLE001 - raised again where somebody asks
            self.error = error

    def _come(self, done: int, total: int) -> None:
        if self.stopping.is_set():
            raise _Stopped
        self.percent = min(99, 100 * done // max(total, 1))

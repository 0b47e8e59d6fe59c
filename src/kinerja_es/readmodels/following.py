"""Follows the log: every read model of a file reads on together, one process at a time, and never on another log."""

import sqlite3
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from kinerja_es.errors import LogReadOnly, ReadModelsBusy, ReadModelsDamaged, ReadModelsOtherLog, ReadModelUnknown
from kinerja_es.log.application import Log, Stores
from kinerja_es.readmodels.building import Progress
from kinerja_es.readmodels.discovery import DATED, Projection
from kinerja_es.readmodels.folding import Folder
from kinerja_es.readmodels.parked import tell_parked
from kinerja_es.readmodels.tables import (
    FileId,
    Reached,
    Renewal,
    discard,
    file_id,
    mark_of,
    open_writer,
    reach,
    reached,
    renewals,
    shape_of,
    tables_of,
    told,
    version_in,
)

CHUNK = 5_000
"""Events in one transaction."""
SHARED = DATED.name
"""The read model whose tables all others join: without it nobody reads on."""


class Following:
    """The read models of one log, and their file."""

    def __init__(self, log: Log, stores: Stores, projections: Sequence[Projection]) -> None:
        self.log = log
        self.projections = {projection.name: projection for projection in projections}
        self.path = stores.read_models
        self.shapes = {name: shape_of(projection) for name, projection in self.projections.items()}
        self._writer: sqlite3.Connection | None = None
        self._file: FileId | None = None
        self._folder: tuple[list[str], Folder] = ([], Folder(log, []))

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def projection(self, name: str) -> Projection:
        if name not in self.projections:
            raise ReadModelUnknown(field="name", value=name)
        return self.projections[name]

    # -- one at a time -------------------------------------------------------------------

    @contextmanager
    def locked(self, timeout: float) -> Generator[sqlite3.Connection]:
        """Be the only one who brings them up to date, in all processes."""
        with locked(self.path, timeout):
            if self._writer is not None and self._file != file_id(self.path):
                Following.close(self)  # of a file that was thrown away since
            if self._writer is None:
                self._writer = open_writer(self.path)
                self._file = file_id(self.path)
            yield self._writer

    def discard(self, timeout: float = 60) -> None:
        """Throw the read models away; the next catching up makes them anew."""
        self._forget_known(timeout)
        try:
            with self.locked(timeout) as writer:
                discard(writer)
        except ReadModelsDamaged:
            self.close()
            for end in ("", "-wal", "-shm"):
                Path(f"{self.path}{end}").unlink(missing_ok=True)

    def scrub(self, timeout: float = 60) -> None:
        """Leave nothing in the file of what its rows no longer say: SQLite keeps what was written over until then."""
        self._forget_known(timeout)
        with self.locked(timeout) as writer, told():
            writer.execute("VACUUM")
            writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _forget_known(self, timeout: float) -> None:
        """Throw away what was built as known at earlier positions: it tells of who was destroyed since."""
        folder = known_folder(self.path)
        if folder.is_dir():
            with locked(folder / "build", timeout):
                for file in folder.glob("*.db"):
                    file.unlink()

    # -- reading on ----------------------------------------------------------------------

    def advance(self, writer: sqlite3.Connection, progress: Progress | None = None) -> int:
        """Read on to the end of the log, by the holder of the lock; gives the position reached.

        Those that are missing, or were made by another version, stay where they are until they are built anew; so do
        all where that is true of the tables that they share.
        """
        with told():
            come = reached(writer)
        position = self.agreed(come)
        current = self.current(come)
        if not current or (SHARED in self.projections and SHARED not in current):
            return position
        while position < (head := self.log.head()):
            position = self._read_chunk(writer, current, position)
            if progress is not None:
                progress(position, max(head, position))
        return position

    def read_on(self) -> None:
        """Read on if nobody else does."""
        with suppress(ReadModelsBusy), self.locked(timeout=0) as writer:
            self.advance(writer)

    def mark_at(self, position: int) -> str:
        """The mark of the event at a position; nothing where the log is shorter."""
        if position == 0:
            return ""
        found = self.log.rows_after(position - 1, 1)
        return mark_of(found[0]) if found else "-"

    def agreed(self, come: Mapping[str, Reached]) -> int:
        """The position of the file; refuses a file that was made from another log."""
        if not come:
            return 0
        latest = max(come.values(), key=lambda reached: reached.position)
        if latest.log_id != self.log.log_id:
            raise ReadModelsOtherLog("The log has another identity.")
        if latest.mark != self.mark_at(latest.position):
            raise ReadModelsOtherLog(f"The event at position {latest.position} is another one.")
        return latest.position

    def current(self, come: Mapping[str, Reached]) -> list[str]:
        """Those that this program made, as it is now, and that were not left behind while their file was broken."""
        latest = max((reached.position for reached in come.values()), default=0)
        return [
            name
            for name, shape in self.shapes.items()
            if name in come and come[name].shape == shape and come[name].position == latest
        ]

    def stale(self, writer: sqlite3.Connection) -> list[str]:
        """Those that are to be built: not those that a newer program made, or that differ from the live ones and wait
        for somebody to look."""
        with told():
            come, kept = reached(writer), renewals(writer)
        current = {*self.current(come)}
        return [
            name
            for name, shape in self.shapes.items()
            if name not in current
            and not (name in come and version_in(come[name].shape) > version_in(shape))
            and not self.waits(kept.get(name), shape)
        ]

    def waits(self, renewal: Renewal | None, shape: str) -> bool:
        """Whether this version was built before, differed, and waits for somebody to look."""
        return renewal is not None and renewal.shape == shape and not renewal.swapped

    def enter(self, writer: sqlite3.Connection, name: str, position: int) -> None:
        """Note that a read model stands in this file, in the present shape."""
        writer.execute(
            "INSERT OR REPLACE INTO read_models VALUES (?, ?, ?, ?, ?, ?)",
            (name, self.shapes[name], self.log.log_id, position, self.mark_at(position), uuid4().hex),
        )

    def _read_chunk(self, writer: sqlite3.Connection, names: list[str], position: int) -> int:
        folder = self._folder_of(names)
        rows = self.log.rows_after(position, CHUNK)
        last = rows[-1]
        batch = folder.batch(rows, last.position)
        with told():
            work = folder.changes(writer, batch)
        mark = mark_of(last)
        come = Reached("", self.log.log_id, last.position, mark, mark)
        folder.write(writer, work, last.position, lambda: reach(writer, names, come, work.touched()))
        tell_parked(work.parked)
        return last.position

    def _folder_of(self, names: list[str]) -> Folder:
        """What folds these read models."""
        if self._folder[0] != names:
            live = (table for name in names for table in tables_of(self.projections[name]))
            self._folder = (names, Folder(self.log, live))
        return self._folder[1]


def known_folder(path: Path) -> Path:
    """Where read models lie as they were known at earlier positions."""
    return path.with_suffix(".known")


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

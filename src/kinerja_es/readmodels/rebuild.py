"""Builds read models anew beside the live ones, proves both equal at one position, then swaps.

Building holds no lock: the live ones go on answering, and whatever is current goes on reading. A build that was cut
short, by Ctrl-C or a kill, goes on where it was.
"""

import logging
import sqlite3
import sys
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

import orjson

from kinerja_es import __version__
from kinerja_es.errors import RebuildDiffers
from kinerja_es.readmodels import builds
from kinerja_es.readmodels.building import Progress, build
from kinerja_es.readmodels.builds import BESIDE, Build
from kinerja_es.readmodels.comparing import Difference, columns_in, compared
from kinerja_es.readmodels.folding import Folder
from kinerja_es.readmodels.following import CHUNK, Following, locked
from kinerja_es.readmodels.parked import Parked, parked_in, rename, tell_parked
from kinerja_es.readmodels.tables import (
    FoldTable,
    Renewal,
    count,
    drop_former,
    keep_rows_of_parked,
    mark_of,
    note_renewal,
    open_writer,
    reached,
    tables_of,
    told,
    transaction,
    version_in,
)

_logger = logging.getLogger(__name__)

Differences = tuple[Difference, ...]


@dataclass(frozen=True)
class RebuildReport:
    """What a rebuild did."""

    position: int
    subjects: int
    """Of all read models that were built together."""
    rows: int
    seconds: float
    """For all that were built together."""
    differences: Differences
    """A sample of them; empty where both are equal."""
    parked: int
    """Subjects that cannot be folded: of them nothing was compared."""


def rebuild(
    models: Following, name: str, progress: Progress | None = None, *, accept_differences: bool = False
) -> RebuildReport:
    """Build one read model anew."""
    return rebuild_all(models, [name], progress, accept_differences=accept_differences)[name]


def rebuild_all(
    models: Following, names: Sequence[str], progress: Progress | None = None, *, accept_differences: bool = False
) -> dict[str, RebuildReport]:
    """Build read models anew from the log, all in one reading of it, and put them in the place of the live ones.

    Raises REBUILD_DIFFERS, and swaps nothing, where one of them is not equal to its live one.
    """
    started = time.perf_counter()
    for name in names:
        models.projection(name)
    with _building(models, timeout=0) as connection:
        with models.locked(timeout=60) as writer:
            models.advance(writer)
        beside = _Beside(models, connection, names)
        subjects = beside.fold(progress)
        with models.locked(timeout=60) as writer:
            position = beside.come_level(writer)
            differences = beside.differences()
            if any(differences.values()) and not accept_differences:
                with transaction(connection):
                    builds.end(connection)
                raise RebuildDiffers(_told(differences.values()))
            rows, parked = beside.rows(), beside.parked()
            beside.swap(names, position, differences)
    seconds = time.perf_counter() - started
    tell_parked(found for each in parked.values() for found in each)
    return {
        name: RebuildReport(position, subjects, rows[name], seconds, differences[name], len(parked[name]))
        for name in names
    }


def renew(models: Following, progress: Progress | None, timeout: float) -> None:
    """Build what is missing, or was made by another version of its projection.

    A new version (`VERSION` raised) takes the other's place, and its differences are told. One that only has other
    columns must be equal in those that both have; where it is not, the live one stays until somebody has looked.
    """
    with _building(models, timeout) as connection:
        with models.locked(timeout=60) as writer:
            models.advance(writer)
            names = models.stale(writer)
        if not names:
            return  # somebody else built them while we waited
        beside = _Beside(models, connection, names)
        beside.fold(progress)
        with models.locked(timeout=60) as writer:
            position = beside.come_level(writer)
            differences = beside.differences()
            refused = [name for name in names if differences[name] and not beside.is_raised(name)]
            parked = beside.parked()
            beside.swap([name for name in names if name not in refused], position, differences)
    tell_parked(found for each in parked.values() for found in each)
    for name in names:
        if differences[name]:
            level = logging.ERROR if name in refused else logging.WARNING
            done = "waits for `kinerja rebuild --accept-differences`" if name in refused else "took its place"
            _logger.log(level, "%s: the new version differs and %s. %s", name, done, _told([differences[name]]))


@contextmanager
def _building(models: Following, timeout: float) -> Generator[sqlite3.Connection]:
    """Be the only one who builds, with a connection of one's own."""
    with locked(models.path.with_suffix(".rebuild"), timeout), closing(open_writer(models.path)) as connection:
        yield connection


class _Beside:
    """Read models that are being built beside the live ones."""

    def __init__(self, models: Following, connection: sqlite3.Connection, names: Sequence[str]) -> None:
        self._models = models
        self._connection = connection
        self._tables = {name: tables_of(models.projections[name], BESIDE) for name in names}
        with told():
            self._before = reached(connection)
            self._build = self._begun(key_of(models, names))

    @property
    def _all_tables(self) -> list[FoldTable]:
        return [table for tables in self._tables.values() for table in tables]

    def _begun(self, key: str) -> Build:
        """The build that was cut short, if it is the same; else a new one."""
        models, known = self._models, builds.under_way(self._connection)
        if known is not None and known.key == key and known.mark == models.mark_at(known.position):
            return known
        up_to = self._up_to()
        made = Build(key, (*self._tables,), up_to, models.mark_at(up_to), position=up_to)
        builds.begin(self._connection, made, self._all_tables)
        return made

    def _up_to(self) -> int:
        """Where live ones of another version stand, to be compared there; else where all stand, or the log ends."""
        behind = [self._before[name].position for name in self._tables if self._is_other_version(name)]
        if behind:
            return max(behind)
        return self._models.agreed(self._before) if self._before else self._models.log.head()

    def _is_other_version(self, name: str) -> bool:
        return name in self._before and self._before[name].shape != self._models.shapes[name]

    def is_raised(self, name: str) -> bool:
        """Whether its file says that it is a new version, which may differ."""
        return version_in(self._models.shapes[name]) > version_in(self._before[name].shape)

    def fold(self, progress: Progress | None) -> int:
        """Fold all subjects, compare with live tables of another version, and read what came since."""

        def told_and_read_on(done: int, total: int) -> None:
            if self._models.log.head() > total:
                self._models.read_on()
            if progress is not None:
                progress(done, total)

        at = self._build.up_to
        subjects = build(self._models.log, self._connection, self._all_tables, at, told_and_read_on)
        if self._build.compared is None:
            self._compare_with_other_versions()
        while (target := self._level()) - self._build.position > CHUNK:
            self._read_on(target)
        return subjects

    def come_level(self, writer: sqlite3.Connection) -> int:
        """Come to where the live ones stand, by the holder of their lock; gives that position."""
        self._models.advance(writer)
        position = self._level()
        self._read_on(position)
        return position

    def differences(self) -> dict[str, Differences]:
        """What is not equal: found where the live ones of another version stood, or now at the same position."""
        position = self._build.position
        with told():
            return {
                name: (self._build.compared or {}).get(name, ())
                if self._is_other_version(name)
                else self._compared(name, position)
                for name in self._tables
            }

    def rows(self) -> dict[str, int]:
        """How many rows each of them has."""
        return {name: sum(count(self._connection, t.name) for t in tables) for name, tables in self._tables.items()}

    def swap(self, names: Iterable[str], position: int, differences: Mapping[str, Differences]) -> None:
        """Put these in the place of the live ones, and throw the others away."""
        swapped = [*names]
        with transaction(self._connection):
            for name in swapped:
                self._keep_rows_of_parked(name)
                for table in self._tables[name]:
                    table.swap(self._connection)
                rename(self._connection, f"{name}{BESIDE}", name)
                drop_former(self._connection, name, self._tables[name])
                self._models.enter(self._connection, name, position)
            for name in filter(self._is_other_version, self._tables):
                found = _told([differences[name]]) if differences[name] else ""
                note_renewal(self._connection, name, Renewal(self._models.shapes[name], name in swapped, found))
            builds.end(self._connection)

    def _keep_rows_of_parked(self, name: str) -> None:
        """Who is parked keeps the former rows, where they fit into the new tables."""
        for table in self._tables[name]:
            columns = ["subject", "n", *(column.name for column in table.columns)]
            if columns_in(self._connection, table.live) == columns:
                keep_rows_of_parked(self._connection, table)

    def parked(self) -> dict[str, list[Parked]]:
        """Who cannot be folded."""
        return {name: parked_in(self._connection, f"{name}{BESIDE}") for name in self._tables}

    def _level(self) -> int:
        """Where the live ones stand; the end of the log where there are none."""
        with told():
            come = reached(self._connection)
        return self._models.agreed(come) if come else self._models.log.head()

    def _compare_with_other_versions(self) -> None:
        with told():
            found = {name: self._compared(name, self._build.up_to) for name in self._tables}
            others = {name: differences for name, differences in found.items() if self._is_other_version(name)}
        with transaction(self._connection):
            self._build = builds.note_compared(self._connection, self._build, others)

    def _compared(self, name: str, position: int) -> Differences:
        """What is not equal to the live tables, which stand at this position or cannot be compared."""
        if name not in self._before or reached(self._connection)[name].position != position:
            return ()
        whole = not self._is_other_version(name)
        return tuple(compared(self._connection, self._tables[name], whole=whole))

    def _read_on(self, target: int) -> None:
        """Bring the new tables from where building ended to a position."""
        log, folder = self._models.log, Folder(self._models.log, self._all_tables)
        while self._build.position < target:
            rows = log.rows_after(self._build.position, min(CHUNK, target - self._build.position))
            last = rows[-1]
            with told():
                work = folder.changes(self._connection, folder.batch(rows, last.position))
            come = self._build._replace(position=last.position, mark=mark_of(last))
            folder.write(self._connection, work, last.position, partial(builds.note_position, self._connection, come))
            self._build = come


def key_of(models: Following, names: Iterable[str], mark: str = "") -> str:
    """What a build is made by: the log, up to the event of this mark, the shapes, and the files as they are now."""
    made_by = [models.log.log_id, __version__, mark]
    for name in sorted(names):
        made_by += [
            name,
            models.shapes[name],
            *sorted({_source(fold.module) for fold in models.projections[name].folds}),
        ]
    return blake2b(orjson.dumps(made_by), digest_size=16).hexdigest()


def _source(module: str) -> str:
    """A digest of a module's file."""
    file = getattr(sys.modules.get(module), "__file__", None)
    return blake2b(Path(file).read_bytes(), digest_size=16).hexdigest() if file and Path(file).is_file() else ""


def _told(differences: Iterable[Differences]) -> str:
    """Which subjects differ in which tables; their values are shown on request only."""
    found = [f"{d.table} of {d.row[0]}, only in the {d.only_in} one" for each in differences for d in each]
    return f"For example: {'; '.join(found)}"

"""A small government on a real log: four people, three posts, five SKs, and all that HTTP uses to record and to ask."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta
from functools import cache, reduce
from itertools import count
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from kinerja_es.audit import replay
from kinerja_es.domain.catalogue import Command
from kinerja_es.domain.envelope import Category, Event, new_id, stream_name, subject_of
from kinerja_es.domain.history import History
from kinerja_es.domain.standing import Stretch, stretches
from kinerja_es.errors import Problems
from kinerja_es.log.application import Log, Stores
from kinerja_es.readmodels.discovery import Projection, discover
from kinerja_es.readmodels.runner import ReadModels
from kinerja_es.readmodels.tables import FoldTable, tables_of
from kinerja_es.recording.decisions import Decisions
from kinerja_es.recording.merging import Merge, merge
from kinerja_es.recording.record import Recorder, Request
from tests import examples
from tests.recording.recorder import ACTOR, WIB, ask

Answer = dict[str, Any]


def command_id(number: int) -> UUID:
    """The identity of a request: the same in every agency, so that two of them give the same ids."""
    return UUID(int=0xC0_0000 + number, version=4)


def _subject(number: int, category: Category) -> UUID:
    """The id of what a request opens."""
    return new_id(command_id(number), category.value)


UNOR = _subject(0, Category.UNOR)
POSTS = [_subject(n, Category.JABATAN) for n in (1, 2, 3)]
"""Camat and Sekretaris with one seat each, Staf without a number of seats."""
SKS = [_subject(n, Category.SK) for n in range(10, 15)]
"""Three that appoint, move and end; two by which others are annulled."""
PEOPLE = [stream_name(Category.PEGAWAI, _subject(n, Category.PEGAWAI)) for n in range(20, 24)]
FIRST = 100
"""The first request after those that open all of this."""

DAYS = [date(2025, 1, 1) + timedelta(days=30 * n) for n in range(18)]
"""From the founding day on; all of them have passed when it is recorded."""
SK_DAYS = [date(2024, 12, 1), date(2025, 3, 1), date(2025, 6, 1), date(2025, 8, 1), date(2025, 10, 1)]


@cache
def _standing() -> tuple[list[Projection], list[FoldTable]]:
    """The read model that tells where somebody stands, and its tables of employees."""
    found = [p for p in discover()[0] if p.name in ("dated", "current_standing")]
    tables = [table for projection in found for table in tables_of(projection)]
    return found, [t for t in tables if t.fold.category is Category.PEGAWAI and not t.fold.single]


@cache
def _founded() -> "TemporaryDirectory[str]":
    """The files of an agency in which nobody has been appointed yet: each agency begins with a copy."""
    folder = TemporaryDirectory(prefix="kinerja-")
    agency = Agency(Path(folder.name), copied=False)
    agency.found()
    agency.close()
    return folder


def _request(named: UUID) -> Request:
    return Request(command_id=named, actor=ACTOR, keep=False)


class Agency:
    """Records what is asked for, and answers."""

    def __init__(self, folder: Path, *, copied: bool = True) -> None:
        if copied:
            copytree(_founded().name, folder, dirs_exist_ok=True)
        self.log = Log.create(Stores.beside(folder / "kinerja.db"), examples.clock)
        self.recorder = Recorder(self.log, WIB)
        self.decisions = Decisions(self.recorder)
        projections, self._tables = _standing()
        self.read_models = ReadModels(self.log, self.log.stores, projections)
        self._numbers = count(FIRST)
        self.accepted: list[list[Act]] = [[]]
        """All that was asked for and recorded, so that it can be asked of another agency. A merge and an annulment from
        the start each stand in a list of their own: they go by what is known by then."""

    def found(self) -> None:
        self._open(0, "OrgUnitEstablished", tmt=DAYS[0])
        for number, (nama, formasi) in enumerate((("Camat", 1), ("Sekretaris", 1), ("Staf", None)), 1):
            self._open(number, "PositionEstablished", tmt=DAYS[0], unor_id=UNOR, title={"nama": nama}, formasi=formasi)
        for number, day in enumerate(SK_DAYS, 10):
            self._open(number, "DecisionIssued", nomor=f"800/{number}", tanggal=day, jenis="LAINNYA")
        for number in range(20, 24):
            self._open(number, "EmployeeRegistered", nama=f"Contoh {number}", tmt=DAYS[0], nik=None)
        self.read_models.catch_up()

    def _open(self, number: int, kind: str, /, **fields: Any) -> None:
        self.recorder.open_stream(ask(kind, **fields), _request(command_id(number)))

    def close(self) -> None:
        self.read_models.close()
        self.log.close()

    # -- recording -----------------------------------------------------------------------

    def record(self, stream: str, asks: Sequence[Command]) -> Answer | None:
        named = self._request()
        return self.attempt(lambda agency: agency.recorder.record(stream, asks, named))

    def change(self, sk_id: UUID, ask: Command) -> Answer | None:
        named = self._request()
        return self.attempt(lambda agency: agency.decisions.change(sk_id, ask, named))

    def merge(self, kept: str, ask: Merge) -> Answer | None:
        named = self._request()
        return self.attempt(lambda agency: merge(agency.recorder, kept, ask, named), apart=True)

    def _request(self) -> Request:
        return _request(command_id(next(self._numbers)))

    def attempt(self, act: "Act", *, apart: bool = False) -> Answer | None:
        """What it comes to; None where it is refused, and then not a byte of the log is another one."""
        before = self.held()
        try:
            answer = act(self)
        except Problems:
            assert self.held() == before
            return None
        if apart:
            self.accepted += [[act], []]
        else:
            self.accepted[-1].append(act)
        return answer

    def attempt_all(self, acts: Sequence["Act"]) -> None:
        """Who is refused comes again once something else is known, until nobody is taken any more."""
        left = list(acts)
        while left and (taken := [act for act in left if self.attempt(act)]):
            left = [act for act in left if act not in taken]

    def held(self) -> dict[str, list[tuple[Any, ...]]]:
        """All events with their positions, all keys, all answers that are kept."""
        tables = {"stored_events": "position", "claims": "hash, position", "commands": "command_id"}
        with closing(sqlite3.connect(self.log.stores.log)) as connection:
            return {
                table: connection.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()  # noqa: S608 - our names
                for table, order in tables.items()
            }

    # -- what is known -------------------------------------------------------------------

    def history(self, stream: str, up_to: int | None = None) -> History:
        return History(r.event for r in self.log.read(stream, up_to=up_to))

    def recorded(self, streams: Sequence[str] = PEOPLE) -> list[tuple[str, Event]]:
        """Every event of these streams, with its stream, in the order of recording."""
        found = [(r.position, stream, r.event) for stream in streams for r in self.log.read(stream)]
        return [(stream, event) for _, stream, event in sorted(found, key=lambda each: each[0])]

    def stretches(self, known_at: int | None = None) -> dict[str, list[Stretch]]:
        """Where each of them stands since when, as folded from the log alone."""
        return {stream: list(stretches(self.history(stream, known_at).standing)) for stream in PEOPLE}

    def answer(self, stream: str, day: date, known_at: int | None = None) -> Answer:
        """What is answered to whoever asks where somebody stands, without what depends on when it is asked."""
        told = replay.standing(self, str(subject_of(stream)), valid_at=day, known_at=known_at)
        return {name: value for name, value in told.items() if name not in ("known_at", "version")}

    def rows(self) -> list[list[tuple[Any, ...]]]:
        """What the read model holds of these people."""
        self.read_models.catch_up()
        with self.read_models.locked(timeout=5) as connection:
            held = [table.present(connection, [str(subject_of(s)) for s in PEOPLE]) for table in self._tables]
        return [sorted(row for rows in found.values() for row in rows) for found in held]

    def replayed(self) -> list[list[tuple[Any, ...]]]:
        """The same rows, folded from the first fact on."""
        return [sorted(table.tuples([self._folded(table, stream) for stream in PEOPLE])) for table in self._tables]

    def _folded(self, table: FoldTable, stream: str) -> tuple[str, tuple[Any, ...]]:
        folding = table.fold.folding
        facts = [fact for fact in self.history(stream) if type(fact) in table.fold.needs]
        return str(subject_of(stream)), tuple(folding.rows(reduce(folding.step, facts, folding.start())))


Act = Callable[[Agency], Answer]

"""Keeps the read models up to date, and answers questions from them."""

import sqlite3
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from kinerja_es.domain.envelope import Category, stream_name
from kinerja_es.errors import (
    NotYetRead,
    ProjectionInvalid,
    ReadModelsBusy,
    ReadModelUnknown,
    ValueInvalid,
    ValueMissing,
)
from kinerja_es.log.application import Log, Stores
from kinerja_es.readmodels import builds
from kinerja_es.readmodels.answers import check_held
from kinerja_es.readmodels.asking import Answer, Question, kept_to
from kinerja_es.readmodels.building import Progress
from kinerja_es.readmodels.cursors import Known
from kinerja_es.readmodels.discovery import Projection
from kinerja_es.readmodels.folding import Folder
from kinerja_es.readmodels.following import SHARED, Following
from kinerja_es.readmodels.kit import REQUIRED, Query
from kinerja_es.readmodels.known import AsKnown
from kinerja_es.readmodels.parked import Parked, counts, parked_in
from kinerja_es.readmodels.reader import Reader
from kinerja_es.readmodels.rebuild import renew
from kinerja_es.readmodels.replay import Replayed
from kinerja_es.readmodels.tables import (
    Reached,
    Renewal,
    reached,
    renewals,
    tables_of,
    version_in,
)


class State(StrEnum):
    """What is being done about a read model."""

    CURRENT = "CURRENT"
    """It was made by this version of its projection, and follows the log."""
    WAITING = "WAITING"
    """It is missing or of another version, and nobody builds it yet."""
    BUILDING = "BUILDING"
    """It is being built; what there was before goes on answering."""
    DIFFERS = "DIFFERS"
    """It was built anew and is not equal to the live one, which stays until somebody has looked."""
    NEWER = "NEWER"
    """A newer program made it; it is left alone."""


@dataclass(frozen=True)
class Status:
    """Where one read model stands."""

    name: str
    question: str
    version: int
    position: int
    lag: int
    """Events of the log that it has not read."""
    state: State
    live_version: int | None
    """The version that answers; None before the first building."""
    building: int | None
    """How far building has come, in percent."""
    parked: int
    """Subjects that it cannot fold: their rows are those from before."""
    differences: str
    """What differed when this version was compared with the one before."""


class ReadModels(Following):
    """The read models of one log. Any thread may ask; one process at a time brings them up to date."""

    def __init__(self, log: Log, stores: Stores, projections: Sequence[Projection]) -> None:
        super().__init__(log, stores, projections)
        self._reader = Reader(stores.read_models)
        self._folders: dict[str, Folder] = {}
        self._made_from: set[tuple[str, int, str]] = set()
        self.known = AsKnown(self)

    def close(self) -> None:
        self.known.close()
        super().close()
        self._reader.close()

    # -- catching up ---------------------------------------------------------------------

    def catch_up(self, progress: Progress | None = None, timeout: float = 60) -> int:
        """Read what the log holds beyond our position; gives the position reached.

        What is missing, or was made by another version of its projection, is built beside the live ones. Where another
        process does that, nobody waits who has a former version to ask.
        """
        with self.locked(timeout) as writer:
            position = self.advance(writer, progress)
            stale = self.stale(writer)
            come = reached(writer)
        if not stale:
            return position
        missing = [name for name in stale if name not in come]
        try:
            renew(self, progress, timeout if missing else 0)
        except ReadModelsBusy:
            if missing:
                raise
        with self.locked(timeout) as writer:
            return self.advance(writer, progress)

    # -- where it stands -----------------------------------------------------------------

    def check(self) -> None:
        """Raises READ_MODELS_OTHER_LOG where they were not made from this log, as it is now."""
        self.agreed(self._standing().come)

    def settled(self) -> bool:
        """Whether nothing is to be built."""
        with suppress(NotYetRead), self._reader.at_one_position() as connection:
            return not self.stale(connection)
        return False

    def parked(self) -> list[Parked]:
        """The subjects that cannot be folded, with the reasons; live ones only."""
        with suppress(NotYetRead), self._reader.at_one_position() as connection:
            return [found for name in self.projections for found in parked_in(connection, name)]
        return []

    def position(self, name: str | None = None) -> int:
        """How far one read model has come, or all that are current; 0 before the first catching up."""
        come = self._standing().come
        if name is not None:
            self.projection(name)
            return come[name].position if name in come else 0
        return min((come[current].position for current in self.current(come)), default=0)

    def wait_for(self, position: int, timeout: float = 5, name: str | None = None) -> int:
        """Come as far as a position, with all or with one: read on ourselves, or wait for whoever is reading."""
        deadline = time.monotonic() + timeout
        while (come := self.position(name)) < position:
            self.read_on()
            if (come := self.position(name)) < position:
                if time.monotonic() > deadline:
                    raise NotYetRead(
                        f"It stands at {come}, you asked for {position}.", field="at_least", value=position
                    )
                time.sleep(0.01)
        return come

    def status(self) -> list[Status]:
        """Every read model with its question, how far it has come, and what is being done about it."""
        head, standing = self.log.head(), self._standing()
        return [self._status(projection, head, standing) for projection in self.projections.values()]

    def _status(self, projection: Projection, head: int, standing: "_Standing") -> Status:
        name, shape = projection.name, self.shapes[projection.name]
        come, renewal = standing.come.get(name), standing.renewals.get(name)
        building = standing.percent if name in standing.building else None
        if come is not None and come.shape == shape:
            state = State.CURRENT
        elif building is not None:
            state = State.BUILDING
        elif come is not None and version_in(come.shape) > version_in(self.shapes[projection.name]):
            state = State.NEWER
        else:
            state = State.DIFFERS if self.waits(renewal, shape) else State.WAITING
        position = 0 if come is None else come.position
        return Status(
            name=name,
            question=projection.question.partition("\n")[0],
            version=version_in(shape),
            position=position,
            lag=max(head - position, 0),
            state=state,
            live_version=None if come is None else version_in(come.shape),
            building=building,
            parked=standing.parked.get(name, 0),
            differences=renewal.differences if renewal is not None and renewal.shape == shape else "",
        )

    def _standing(self) -> "_Standing":
        try:
            with self._reader.at_one_position() as connection:
                return _Standing(
                    reached(connection), renewals(connection), counts(connection), *builds.percent(connection)
                )
        except NotYetRead:
            return _Standing({}, {}, {}, (), None)

    # -- asking --------------------------------------------------------------------------

    def query(self, name: str, query: str, **params: Any) -> Answer:
        """Ask a read model one of its questions."""
        with self.opened(name, query, params) as question:
            return question.answer()

    @contextmanager
    def opened(
        self,
        name: str,
        query: str,
        params: Mapping[str, Any],
        known: Known | None = None,
        *,
        wait: float | None = None,
    ) -> Generator[Question]:
        """A question to a read model, whose tables stand still for as long as it is open; as known now, or earlier.

        While a new version of it is being built, the former one answers, at the position where it was left. What was
        known earlier of everybody is built first: who waits only so many seconds is told how far it has come.
        """
        asked, params, known = self._query(name, query, params, known)
        if known is None:
            tables = self._live(name, asked)
        elif asked.alone:
            tables = self._replayed(name, params["employee"], known.position)
        else:
            tables = self.known.opened(name, known.position, wait=wait)
        with tables as (connection, come):
            yield Question(name, asked, params, connection, come, known)

    @contextmanager
    def _live(self, name: str, asked: Query) -> Generator[tuple[sqlite3.Connection, dict[str, Reached]]]:
        with self._reader.at_one_position() as connection:
            come = reached(connection, (name, SHARED))
            if name not in come:
                raise self._not_built(connection, name)
            self._check_log(come)
            try:
                yield connection, come
            except (sqlite3.OperationalError, ProjectionInvalid) as error:
                # The columns are those of another version: of its own tables, or of those that it shares.
                used = [used for used in (name, SHARED) if used in self.shapes]
                if all(used in come and come[used].shape == self.shapes[used] for used in used):
                    if isinstance(error, ProjectionInvalid) or error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                        raise
                    raise asked.mistake(f"{type(error).__name__}: {error}", error) from error
                raise self._not_built(connection, name) from error

    def _check_log(self, come: Mapping[str, Reached]) -> None:
        """Refuse rows that were made from another log; the log is looked at once for each position."""
        made_from = {(each.log_id, each.position, each.mark) for each in come.values()}
        if made_from != self._made_from:
            self.agreed(come)
            self._made_from = made_from

    @contextmanager
    def _replayed(
        self, name: str, employee: UUID, position: int
    ) -> Generator[tuple[sqlite3.Connection, dict[str, Reached]]]:
        """The tables as they were known at a position, as far as they concern one employee."""
        mark, stream = self.mark_at(position), stream_name(Category.PEGAWAI, employee)
        with closing(Replayed(self.log, self._folder_with_shared(name), stream, position)) as replayed:
            yield replayed.connection, {name: Reached(self.shapes[name], self.log.log_id, position, mark, mark)}

    def _not_built(self, connection: sqlite3.Connection, name: str) -> NotYetRead:
        names, percent = builds.percent(connection)
        if percent is None or not {name, SHARED} & {*names}:
            return NotYetRead(f"{name} was not built yet.", field="name", value=name)
        return NotYetRead(f"{name} is being built: {percent} %.", field="name", value=name)

    def query_as_known(self, position: int, about: str, name: str, query: str, **params: Any) -> Answer:
        """Ask a question about one subject (its stream), as it was known at a position of the log.

        The same query runs over the same tables, folded from the facts up to there.
        """
        asked, params, _ = self._query(name, query, params)
        with closing(Replayed(self.log, self._folder_with_shared(name), about, position)) as replayed:
            return Answer(asked(replayed.tables, **params), position)

    def _folder_with_shared(self, name: str) -> Folder:
        """What folds all that the queries of a read model see."""
        if name not in self._folders:
            used = dict.fromkeys((SHARED, name) if SHARED in self.projections else (name,))
            live = (table for each in used for table in tables_of(self.projection(each)))
            self._folders[name] = Folder(self.log, live)
        return self._folders[name]

    def _query(
        self, name: str, query: str, params: Mapping[str, Any], known: Known | None = None
    ) -> tuple[Query, dict[str, Any], Known | None]:
        """The query of that name, its parameters, checked, and as known when; all that a cursor keeps to."""
        asked = self.projection(name).queries.get(query)
        if asked is None:
            raise ReadModelUnknown(field="query", value=query)
        names = {parameter.name for parameter in asked.parameters}
        if strange := params.keys() - names:
            raise ValueInvalid("The query has no such parameter.", field=min(strange))
        for parameter, value in params.items():
            check_held(parameter, value)
        kept, known = kept_to(f"{name}.{query}", asked, params, known)
        needed = {parameter.name for parameter in asked.parameters if parameter.default is REQUIRED}
        if missing := needed - kept.keys():
            raise ValueMissing(field=min(missing))
        return asked, kept, known


class _Standing(NamedTuple):
    """What the file says of all of them, at one moment."""

    come: dict[str, Reached]
    renewals: dict[str, Renewal]
    parked: dict[str, int]
    building: tuple[str, ...]
    percent: int | None

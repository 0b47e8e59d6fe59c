"""The yardstick: the eventsourcing library as it comes, on SQLite, with the same facts ready-made."""

import time
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from eventsourcing.application import Application, ProcessingEvent
from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import JSONTranscoder, StoredEvent, Tracking, Transcoding
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.sqlite import SQLiteCursor, SQLiteDatastore, SQLiteProcessRecorder, SQLiteTrackingRecorder
from eventsourcing.system import ProcessApplication
from eventsourcing.utils import EnvType
from pydantic import BaseModel

from kinerja_es.domain.envelope import subject_of
from kinerja_es.log.application import Log, StoredRow


class DateAsISO(Transcoding):
    """A civil date, in the way that the library's documentation shows for a type it does not know."""

    type = date
    name = "date_iso"

    def encode(self, obj: date) -> str:
        return obj.isoformat()

    def decode(self, data: str) -> date:
        return date.fromisoformat(data)


class Fact(DomainEvent):
    """An event of the library's own, with the fields of one of ours."""


class Stock(Application[UUID]):
    """An application with nothing of ours in it."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        super().register_transcodings(transcoder)
        transcoder.register(DateAsISO())


def ready_made(log: Log, rows: Iterable[StoredRow]) -> list[Fact]:
    """Our stored events as the library's own: the same filled fields, with the same types of values.

    The library's events carry when they were made (`DomainEvent.timestamp` is required); ours carry it in a column.
    """
    return [_fact(log, row) for row in rows]


def _fact(log: Log, row: StoredRow) -> Fact:
    event = log.decode(row.topic, row.state)
    fact = object.__new__(Fact)
    fields = {name: _plain(value) for name, value in event if value is not None and value != ()}
    cast("Any", fact).__dict__.update(
        originator_id=subject_of(row.stream),
        originator_version=row.version,
        timestamp=datetime.fromisoformat(row.recorded_at),
        **fields,
    )
    return fact


def _plain(value: Any) -> Any:
    """Values that the library's transcoder knows: text as plain text, models as dicts."""
    if isinstance(value, BaseModel):
        return {name: _plain(held) for name, held in value if held is not None and held != ()}
    if isinstance(value, str):
        return str.__str__(value)
    return [_plain(held) for held in value] if isinstance(value, tuple) else value


def opened(path: Path) -> Stock:
    return Stock(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})


def save_in_one_batch(path: Path, facts: list[Fact]) -> float:
    """Seconds to save all of them in one batch."""
    with opened(path) as app:
        started = time.perf_counter()
        app.save(*facts)
        return time.perf_counter() - started


def run_projection(facts: list[Fact], view_path: Path) -> float:
    """Events a second of the library's own runner: it commits once for each event.

    The application is kept in memory: the runner subscribes to it, which the library's SQLite recorder cannot do.
    """

    class Ready(Stock):
        def __init__(self, env: EnvType | None = None) -> None:
            super().__init__(env)
            self.save(*facts)

    env = {"PERSISTENCE_MODULE": "eventsourcing.popo", "STANDINGS_PERSISTENCE_MODULE": "eventsourcing.sqlite"}
    with ProjectionRunner(
        application_class=Ready,
        projection_class=StandingsProjection,
        view_class=StandingsView,
        env={**env, "STANDINGS_SQLITE_DBNAME": str(view_path)},
    ) as runner:
        started = time.perf_counter()
        runner.wait(len(facts), timeout=600)
        return len(facts) / (time.perf_counter() - started)


_TABLE = "CREATE TABLE IF NOT EXISTS standings (id TEXT PRIMARY KEY, since TEXT, post TEXT, unit TEXT)"
_UPSERT = """INSERT INTO standings VALUES (?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET since = excluded.since, post = excluded.post, unit = excluded.unit"""


def _row(fact: Any) -> tuple[str, str, str, str]:
    """An employee's last known post."""
    held = fact.__dict__
    return fact.originator_id.hex, held["tmt"].isoformat(), str(held.get("jabatan_id")), str(held.get("unor_id"))


class StandingsView(SQLiteTrackingRecorder):
    """Writes the row and the position in one transaction."""

    def construct_create_table_statements(self) -> list[str]:
        return [*super().construct_create_table_statements(), _TABLE]

    def put(self, row: tuple[str, ...], tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(_UPSERT, row)
            self._insert_tracking(cursor, tracking)


class StandingsProjection(Projection[StandingsView]):
    """The read model that the runner keeps."""

    name = "standings"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.put(_row(domain_event), tracking)


def process(path: Path, view_path: Path, most: int) -> float:
    """Events a second of the library's other way to project: a process application that pulls from another one."""
    view = Standings(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(view_path)})
    with opened(path) as app:
        view.follow(app.name, app.notification_log)
        last = min(most, app.recorder.max_notification_id() or 0)
        started = time.perf_counter()
        view.pull_and_process(app.name, stop=last)
        seconds = time.perf_counter() - started
    view.close()
    return last / seconds


class StandingsRecorder(SQLiteProcessRecorder):
    """Writes the row and the position in one transaction."""

    def construct_create_table_statements(self) -> list[str]:
        return [*super().construct_create_table_statements(), _TABLE]

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        c.execute(_UPSERT, kwargs["row"])
        return super()._insert_events(c, stored_events, **kwargs)


class Standings(ProcessApplication[UUID]):
    """A read model in the library's own style: an employee's last known post."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        super().register_transcodings(transcoder)
        transcoder.register(DateAsISO())

    def construct_recorder(self) -> StandingsRecorder:
        recorder = StandingsRecorder(SQLiteDatastore(self.env["SQLITE_DBNAME"]))
        recorder.create_table()
        return recorder

    def policy(self, domain_event: Any, processing_event: ProcessingEvent[UUID]) -> None:
        processing_event.saved_kwargs["row"] = _row(domain_event)

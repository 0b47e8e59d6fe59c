"""The yardstick: the eventsourcing library as it comes, on SQLite, with the same facts ready-made."""

import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import JSONTranscoder, Tracking, Transcoding
from eventsourcing.sqlite import SQLiteCursor, SQLiteDatastore, SQLiteTrackingRecorder
from pydantic import BaseModel

from kinerja_es.domain.envelope import subject_of
from kinerja_es.log.application import StoredRow, decode


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


def ready_made(rows: Iterable[StoredRow]) -> list[Fact]:
    """Our stored events as the library's own: the same filled fields, with the same types of values."""
    return [_fact(row) for row in rows]


def _fact(row: StoredRow) -> Fact:
    event = decode(row.topic, row.state)
    fact = object.__new__(Fact)
    fields = {name: _plain(value) for name, value in event if value is not None and value != ()}
    fact.__dict__.update(originator_id=subject_of(row.stream), originator_version=row.version, **fields)
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


def project(path: Path, view_path: Path, most: int) -> float:
    """Events a second of the library's own way to project: a transaction for each event, with its position."""
    view = Standings(SQLiteDatastore(str(view_path)))
    view.create_table()
    with opened(path) as app:
        notifications = app.recorder.select_notifications(start=1, limit=most)
        started = time.perf_counter()
        for notification in notifications:
            view.process(app.mapper.to_domain_event(notification), Tracking(app.name, notification.id))
        seconds = time.perf_counter() - started
    view.datastore.close()
    return len(notifications) / seconds


class Standings(SQLiteTrackingRecorder):
    """A view in the library's own style: an employee's last known post, and the position, in one transaction."""

    def construct_create_table_statements(self) -> list[str]:
        own = "CREATE TABLE IF NOT EXISTS standings (id TEXT PRIMARY KEY, since TEXT, post TEXT, unit TEXT)"
        return [*super().construct_create_table_statements(), own]

    def process(self, fact: Any, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            self._upsert(cursor, fact)

    def _upsert(self, cursor: SQLiteCursor, fact: Any) -> None:
        held = fact.__dict__
        cursor.execute(
            """INSERT INTO standings VALUES (?, ?, ?, ?)
               ON CONFLICT (id) DO UPDATE SET since = excluded.since, post = excluded.post, unit = excluded.unit""",
            (
                fact.originator_id.hex,
                held["tmt"].isoformat(),
                str(held.get("jabatan_id")),
                str(held.get("unor_id")),
            ),
        )

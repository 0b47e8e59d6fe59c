"""The yardstick: the eventsourcing library as it comes, on SQLite, with the same events ready-made."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import Tracking
from eventsourcing.sqlite import SQLiteDatastore, SQLiteTrackingRecorder

_NAMESPACE = UUID("6f1b2f9e-3c1e-5b67-9d1c-0d0f5c0b2f11")


@dataclass(frozen=True)
class Ready(DomainEvent):
    """An event with the same fields and values as one of ours."""

    name: str
    fields: dict[str, Any]


class Stock(Application[UUID]):
    """An application with nothing of ours in it."""


def ready_made(rows: list[tuple[str, int, str, dict[str, Any]]]) -> list[Ready]:
    """Our stored events (stream, version, topic, fields) as the library's own."""
    return [
        Ready(
            originator_id=uuid5(_NAMESPACE, stream),
            originator_version=version,
            timestamp=Ready.create_timestamp(),
            name=topic,
            fields=fields,
        )
        for stream, version, topic, fields in rows
    ]


def opened(path: Path) -> Stock:
    return Stock(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})


def save_in_one_batch(path: Path, events: list[Ready]) -> float:
    """Seconds to save all events in one batch."""
    app = opened(path)
    started = time.perf_counter()
    app.events.put(events)
    seconds = time.perf_counter() - started
    app.close()
    return seconds


def run_projection(path: Path, most: int) -> float:
    """Events a second of the library's own way to project: one transaction for each event, with its position."""
    app = opened(path)
    view = Headcount(SQLiteDatastore(f"file:{path.with_suffix('.view.db')}"))
    view.create_table()
    notifications = app.recorder.select_notifications(start=1, limit=most)
    started = time.perf_counter()
    for notification in notifications:
        event = app.mapper.to_domain_event(notification)
        view.record(str(event.originator_id), str(event), Tracking(app.name, notification.id))
    seconds = time.perf_counter() - started
    app.close()
    view.datastore.close()
    return len(notifications) / seconds


class Headcount(SQLiteTrackingRecorder):
    """A view in the library's own style: a row an employee, and the position, in one transaction."""

    def construct_create_table_statements(self) -> list[str]:
        own = "CREATE TABLE IF NOT EXISTS employees (id TEXT PRIMARY KEY, facts INTEGER NOT NULL, last TEXT NOT NULL)"
        return [*super().construct_create_table_statements(), own]

    def record(self, employee: str, last: str, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                """INSERT INTO employees VALUES (?, 1, ?)
                   ON CONFLICT (id) DO UPDATE SET facts = facts + 1, last = excluded.last""",
                (employee, last[:200]),
            )

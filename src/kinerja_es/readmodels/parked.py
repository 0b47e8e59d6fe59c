"""Subjects that a read model cannot fold: parked with the reason, while all others go on.

A parked subject keeps its former rows, and no later fact of it is folded, until somebody asks to try again.
"""

import logging
import sqlite3
import traceback
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import orjson


class Reason(NamedTuple):
    """Why a subject cannot be folded. The message may name people: it is shown, and never logged."""

    error: str
    place: str
    """File and line, where the error arose."""
    message: str


class Parked(NamedTuple):
    """A subject that a read model cannot fold."""

    model: str
    stream: str
    position: int
    """The event at which it happened."""
    error: str
    place: str
    message: str
    since: str


_logger = logging.getLogger(__name__)

Key = tuple[str, str]
"""A read model, and the stream of a subject."""


def reason_of(error: Exception) -> Reason:
    """What an error says, and where it arose."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return Reason(type(error).__name__, place, str(error))


def parked_at(model: str, stream: str, position: int, reason: Reason, now: datetime) -> Parked:
    return Parked(model, stream, position, *reason, now.isoformat(timespec="seconds"))


def tell_parked(subjects: Iterable[Parked]) -> None:
    """Alarm, once for each read model: of whom, where and which error; the rest is shown to who asks."""
    by_model: dict[str, list[Parked]] = {}
    for parked in subjects:
        by_model.setdefault(parked.model.partition("__")[0], []).append(parked)
    for model, found in by_model.items():
        first = found[0]
        _logger.error(
            "%s: %d parked, %s first: %s at position %d (%s). See `kinerja projections`.",
            *(model, len(found), first.stream, first.error, first.position, first.place),
        )


def park(connection: sqlite3.Connection, subjects: Iterable[Parked]) -> None:
    """Note them; who is parked already stays so since then."""
    connection.executemany(
        """INSERT INTO parked VALUES (?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET position = excluded.position, error = excluded.error,
                                         place = excluded.place, message = excluded.message""",
        subjects,
    )


def unpark(connection: sqlite3.Connection, keys: Iterable[Key]) -> None:
    connection.executemany("DELETE FROM parked WHERE model = ? AND stream = ?", keys)


def hush(connection: sqlite3.Connection, keys: Iterable[Key]) -> None:
    """Forget what the messages say of somebody whose data was destroyed."""
    connection.executemany("UPDATE parked SET message = '' WHERE model = ? AND stream = ?", keys)


def parked_among(connection: sqlite3.Connection, models: Sequence[str], streams: Iterable[str]) -> set[Key]:
    """Which of these subjects are parked, in which of these read models."""
    if connection.execute("SELECT 1 FROM parked LIMIT 1").fetchone() is None:
        return set()
    found = connection.execute(
        """SELECT model, stream FROM parked
            WHERE model IN (SELECT value FROM json_each(?)) AND stream IN (SELECT value FROM json_each(?))""",
        (orjson.dumps(models).decode(), orjson.dumps([*streams]).decode()),
    )
    return {*found}


def parked_in(connection: sqlite3.Connection, model: str) -> list[Parked]:
    """All that a read model has parked."""
    rows = connection.execute("SELECT * FROM parked WHERE model = ? ORDER BY stream", (model,))
    return [Parked(*row) for row in rows]


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many subjects each read model has parked."""
    return dict(connection.execute("SELECT model, count(*) FROM parked GROUP BY model").fetchall())


def rename(connection: sqlite3.Connection, model: str, to: str) -> None:
    """What one read model has parked, another takes over instead of its own."""
    connection.execute("DELETE FROM parked WHERE model = ?", (to,))
    connection.execute("UPDATE parked SET model = ? WHERE model = ?", (to, model))


def forget(connection: sqlite3.Connection, suffix: str) -> None:
    """Forget what tables of this suffix had parked."""
    connection.execute("DELETE FROM parked WHERE model GLOB ?", (f"*{suffix}",))

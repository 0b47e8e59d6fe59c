"""What is being built beside the live tables, kept in their file: a build that was cut short goes on where it was."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

import orjson

from kinerja_es.domain.envelope import Category
from kinerja_es.log.application import EVERY_ID
from kinerja_es.readmodels.comparing import Difference
from kinerja_es.readmodels.parked import forget
from kinerja_es.readmodels.tables import FoldTable, transaction

BESIDE = "__next"
"""How the names of tables end that are not live yet."""


class Build(NamedTuple):
    """The build that is under way."""

    key: str
    """What it is made by: another key, and nothing of it is taken over."""
    names: tuple[str, ...]
    up_to: int
    """The position up to which every subject is folded from its start."""
    mark: str
    """The mark of the event at the position to which the tables have come."""
    position: int
    """It goes beyond `up_to` once all subjects are folded and what came since is read."""
    indexed: bool = False
    """Whether all subjects are folded, and the tables have their indexes."""
    compared: dict[str, tuple[Difference, ...]] | None = None
    """What differs from live tables of another version, at `up_to`; None before that was looked at."""


class Span(NamedTuple):
    """The subjects of one category whose UUID is not before one text, and before another."""

    category: Category
    ids: tuple[str, str] = EVERY_ID


class Done(NamedTuple):
    """How much was folded."""

    subjects: int
    events: int


def under_way(connection: sqlite3.Connection) -> Build | None:
    """The build that was begun and not ended."""
    row = connection.execute("SELECT key, names, up_to, mark, position, indexed, compared FROM building").fetchone()
    if row is None:
        return None
    key, names, up_to, mark, position, indexed, compared = row
    return Build(key, tuple(orjson.loads(names)), up_to, mark, position, bool(indexed), _differences(compared))


def begin(connection: sqlite3.Connection, build: Build, tables: Iterable[FoldTable]) -> None:
    """Make the tables of a build, and throw away what was begun before."""
    with transaction(connection):
        end(connection)
        for table in tables:
            table.create(connection)
        names = orjson.dumps(build.names).decode()
        row = (build.key, names, build.up_to, build.mark, build.position)
        connection.execute("INSERT INTO building VALUES (?, ?, ?, ?, ?, 0, NULL)", row)


def end(connection: sqlite3.Connection) -> None:
    """Forget the build, and drop those of its tables that were not put in the place of live ones."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB ?", (f"*{BESIDE}",))
    for (name,) in found.fetchall():
        connection.execute(f"DROP TABLE {name}")
    forget(connection, BESIDE)
    connection.execute("DELETE FROM building")
    connection.execute("DELETE FROM built")


def finished(connection: sqlite3.Connection) -> dict[Span, Done]:
    """The spans that are done."""
    rows = connection.execute("SELECT category, first, ending, subjects, events FROM built")
    return {Span(Category(category), (first, ending)): Done(*done) for category, first, ending, *done in rows}


def note(connection: sqlite3.Connection, span: Span, done: Done) -> None:
    """Note that a span is done, in the transaction of its last rows."""
    row = (span.category.value, *span.ids, *done)
    connection.execute("INSERT OR REPLACE INTO built VALUES (?, ?, ?, ?, ?)", row)


def note_indexed(connection: sqlite3.Connection) -> None:
    """Note that all subjects are folded, and the tables have their indexes."""
    connection.execute("UPDATE building SET indexed = 1")


def note_compared(
    connection: sqlite3.Connection, build: Build, differences: dict[str, tuple[Difference, ...]]
) -> Build:
    """Note what differs from live tables of another version."""
    connection.execute("UPDATE building SET compared = ?", (orjson.dumps(differences).decode(),))
    return build._replace(compared=differences)


def note_position(connection: sqlite3.Connection, build: Build) -> None:
    """Note how far the tables have come, in the transaction of what was read."""
    connection.execute("UPDATE building SET position = ?, mark = ?", (build.position, build.mark))


def _differences(text: str | None) -> dict[str, tuple[Difference, ...]] | None:
    if text is None:
        return None
    return {
        name: tuple(Difference(d["table"], d["only_in"], tuple(d["row"])) for d in each)
        for name, each in orjson.loads(text).items()
    }


def percent(connection: sqlite3.Connection) -> tuple[tuple[str, ...], int | None]:
    """What is being built, and how far it has come; nothing and None where nothing is."""
    build = under_way(connection)
    if build is None:
        return (), None
    if build.indexed:
        return build.names, 99
    events = sum(done.events for done in finished(connection).values())
    return build.names, min(99, 100 * events // max(build.up_to, 1))

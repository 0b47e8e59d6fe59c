"""The database itself refuses to change what was recorded, whoever asks: here a bare connection."""

import sqlite3
from contextlib import closing

import pytest

from kinerja_es.log.application import Command, Log, Write
from tests import examples
from tests.examples import BUDI
from tests.log.test_log import FIRST

BUDIS = f"pegawai-{BUDI}"
TABLES = ("stored_events", "claims", "commands", "log_meta")


@pytest.fixture
def bare(log, stores):
    """A connection that knows nothing of this program, to a log with one event in every table."""
    log.append([Write(BUDIS, 1, examples.number_assigned())], command=Command(FIRST, b"body", b"answer"))
    with closing(sqlite3.connect(stores.log, isolation_level=None)) as connection:
        yield connection


def contents(bare: sqlite3.Connection) -> list[list[tuple]]:
    return [bare.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]  # noqa: S608 - our names


def test_every_table_of_the_log_is_among_those_tried(bare):
    tables = bare.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()

    assert sorted(name for (name,) in tables) == sorted(TABLES)
    assert all(contents(bare))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE stored_events SET state = x'7b7d'",
        "UPDATE stored_events SET position = 2",
        "UPDATE claims SET position = 2",
        "UPDATE commands SET answer = x'00'",
        "UPDATE log_meta SET value = 'x' WHERE name = 'log_id'",
        "DELETE FROM stored_events",
        "DELETE FROM claims",
        "DELETE FROM commands",
        "DELETE FROM log_meta",
        "INSERT OR REPLACE INTO stored_events SELECT 1, originator_id, 1, topic, recorded_at, x'7b' FROM stored_events",
        "INSERT OR REPLACE INTO claims SELECT hash, position FROM claims",
        "INSERT OR REPLACE INTO commands SELECT command_id, fingerprint, position, x'00' FROM commands",
        "INSERT OR REPLACE INTO log_meta SELECT name, 'x' FROM log_meta",
        "INSERT INTO stored_events VALUES (3, 'pegawai-y', 1, 't', '2026-07-02T00:00:00.000000Z', x'7b7d')",
        "INSERT INTO stored_events VALUES (1, 'pegawai-y', 1, 't', '2026-07-02T00:00:00.000000Z', x'7b7d')",
        "INSERT INTO stored_events VALUES (0, 'pegawai-y', 1, 't', '2026-07-02T00:00:00.000000Z', x'7b7d')",
        "INSERT INTO stored_events VALUES (-1, 'pegawai-y', 1, 't', '2026-07-02T00:00:00.000000Z', x'7b7d')",
        "INSERT INTO stored_events VALUES (2, 'pegawai-y', 2, 't', '2026-07-02T00:00:00.000000Z', x'7b7d')",
        "INSERT OR REPLACE INTO stored_events SELECT 2, originator_id, 1, topic, recorded_at, state FROM stored_events",
        "INSERT OR IGNORE INTO stored_events VALUES (3, 'pegawai-y', 1, 't', '2026-07-02T00:00:00.000000Z', x'7b7d')",
        "INSERT INTO stored_events VALUES (NULL, 'pegawai-y', 1, 't', '2026-07-02T00:00:00.000000Z', x'7b7d')",
    ],
)
def test_nothing_that_was_recorded_can_be_changed_removed_replaced_or_skipped(bare, sql):
    before = contents(bare)

    with pytest.raises(sqlite3.IntegrityError):
        bare.execute(sql)

    assert contents(bare) == before


def test_what_is_acknowledged_is_on_disk(log, stores):
    with log._rows._reading() as cursor:
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]

    assert (synchronous, journal) == (2, "wal")


def test_a_copy_of_the_files_taken_while_the_log_is_open_holds_what_was_acknowledged(log, stores, tmp_path):
    log.append([Write(BUDIS, 1, examples.employee_registered())])

    copy = tmp_path / "copy.db"
    for ending in ("", "-wal"):
        copy.with_name(f"copy.db{ending}").write_bytes(stores.log.with_name(f"{stores.log.name}{ending}").read_bytes())
    opened = Log.open(stores._replace(log=copy))

    assert [r.stream for r in opened.read(BUDIS)] == [BUDIS]
    opened.close()

"""A store that is missing, foreign, old, read-only, locked, full or without its key is named, never a traceback."""

import shutil
import sqlite3
import stat
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from kinerja_es.domain.envelope import Key
from kinerja_es.errors import (
    KeyMissing,
    KeyNotOurs,
    KeyWrong,
    LogDamaged,
    LogExists,
    LogFull,
    LogLocked,
    LogMissing,
    LogNotOurs,
    LogReadOnly,
    LogVersion,
)
from kinerja_es.log.application import IN_SETTINGS, Log, MasterPlace, Stores, Write
from kinerja_es.log.keys import Keys, LookupKey
from kinerja_es.log.master import MasterKey
from tests import examples, faults
from tests.examples import BUDI

BUDIS = f"pegawai-{BUDI}"


def registered(version: int = 1, **over) -> Write:
    return Write(BUDIS, version, examples.employee_registered(**over))


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


# -- missing, foreign, of another version ------------------------------------------------


def test_a_log_that_does_not_exist_is_not_made_in_passing(stores):
    with pytest.raises(LogMissing, match=r"kinerja\.db"):
        Log.open(stores)

    assert not stores.log.exists()
    assert not stores.keys.exists()


def test_an_empty_file_is_no_log(stores):
    stores.log.touch()

    with pytest.raises(LogMissing):
        Log.open(stores)


def test_a_folder_is_no_log(stores):
    stores.log.mkdir()

    with pytest.raises(LogMissing):
        Log.open(stores)


def foreign_text(path: Path) -> None:
    path.write_text("Ini bukan basis data.\n" * 100)


def foreign_database(path: Path) -> None:
    execute(path, "CREATE TABLE orang (nama TEXT)", "INSERT INTO orang VALUES ('Contoh')")


def damaged_header(path: Path) -> None:
    Log.create(Stores.beside(path), examples.clock).close()
    with path.open("r+b") as file:
        file.write(b"\0" * 16)


@pytest.mark.parametrize("write", [foreign_text, foreign_database, damaged_header])
@pytest.mark.parametrize("way_in", [Log.open, Log.create])
def test_a_file_that_is_not_ours_is_refused_and_left_as_it_is(stores, write, way_in):
    write(stores.log)
    before = stores.log.read_bytes()

    with pytest.raises(LogNotOurs):
        way_in(stores)

    assert stores.log.read_bytes() == before


def test_a_log_of_another_version_is_refused(log, stores):
    log.close()
    execute(stores.log, "PRAGMA user_version = 99")

    with pytest.raises(LogVersion, match="format is 99"):
        Log.open(stores)


def test_a_log_that_is_cut_short_is_damaged(log, stores):
    log.append([registered()])
    log.close()
    with stores.log.open("r+b") as file:
        file.truncate(9000)

    with pytest.raises((LogDamaged, LogNotOurs)):
        read_whole(stores)


def read_whole(stores: Stores) -> None:
    log = Log.open(stores)
    try:
        log.read(BUDIS)
    finally:
        log.close()


# -- making ------------------------------------------------------------------------------


def test_making_a_log_again_keeps_the_one_that_exists(log, stores):
    log.append([registered()])
    log.close()

    again = Log.create(stores)

    assert (again.log_id, again.head()) == (log.log_id, 1)
    again.close()


def test_of_two_who_make_a_log_at_once_the_second_leaves_that_of_the_first(log, stores):
    log._rows.create({"log_id": "another"})

    opened = Log.open(stores)
    assert opened.log_id == log.log_id
    opened.close()


def test_two_logs_have_two_identities(tmp_path):
    made = [Log.create(Stores.beside(tmp_path / name)) for name in ("a.db", "b.db")]

    assert len({each.log_id for each in made}) == 2
    for each in made:
        each.close()


def test_a_log_without_its_keys_is_not_given_new_ones(log, stores):
    log.close()
    stores.keys.unlink()

    with pytest.raises(LogExists):
        Log.create(stores)
    assert not stores.keys.exists()


def test_a_creation_that_was_interrupted_can_be_done_again(stores):
    stores.keys.touch()
    stores.log.touch()

    made = Log.create(stores)

    assert made.head() == 0
    made.close()


def test_a_log_cannot_be_made_in_a_folder_that_does_not_exist(tmp_path):
    with pytest.raises(LogReadOnly):
        Log.create(Stores.beside(tmp_path / "nowhere" / "kinerja.db"))


# -- keys --------------------------------------------------------------------------------


def test_a_log_is_not_opened_without_its_key_file(log, stores):
    log.close()
    stores.keys.unlink()

    with pytest.raises(KeyMissing, match=r"kinerja\.keys\.db"):
        Log.open(stores)


def test_a_log_is_not_opened_with_the_keys_of_another(log, stores, tmp_path):
    log.close()
    other = Stores.beside(tmp_path / "other.db")
    Log.create(other).close()
    shutil.copy(other.keys, stores.keys)

    with pytest.raises(KeyWrong):
        Log.open(stores)


def test_a_key_file_that_holds_no_key_is_a_missing_key(log, stores):
    log.close()
    stores.keys.unlink()
    stores.keys.touch()

    with pytest.raises(KeyMissing, match="holds no key"):
        Log.open(stores)
    execute(stores.keys, "CREATE TABLE key_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    with pytest.raises(KeyMissing, match="holds no key"):
        Log.open(stores)


def test_a_key_file_that_is_something_else_is_refused(log, stores):
    log.close()
    stores.keys.write_text("Ini bukan basis data.\n" * 100)

    with pytest.raises(KeyNotOurs, match=r"kinerja\.keys\.db"):
        Log.open(stores)


def test_only_the_owner_may_read_the_keys(log, stores):
    assert stat.S_IMODE(stores.keys.stat().st_mode) == 0o600


def lookup(path: Path) -> LookupKey:
    with closing(Keys.create(path, IN_SETTINGS, examples.clock())) as keys:
        return keys.lookup


def test_a_key_that_exists_is_kept(tmp_path):
    first, again = lookup(tmp_path / "keys.db"), lookup(tmp_path / "keys.db")
    key = Key("nip", "199001012025211001")

    assert first.hash(key) == again.hash(key)


def test_two_governments_hash_the_same_nip_differently(tmp_path):
    hashes = {lookup(tmp_path / name).hash(Key("nip", "199001012025211001")) for name in ("a.db", "b.db")}

    assert len(hashes) == 2


# -- locked ------------------------------------------------------------------------------


def test_a_log_that_another_process_keeps_locked_is_named_after_a_wait(log, stores):
    log.append([registered()])
    log.close()
    opened = Log.open(stores, lock_timeout=1)

    with faults.locked(stores.log):
        assert opened.head() == 1
        with pytest.raises(LogLocked):
            opened.append([Write(BUDIS, 2, examples.number_assigned())])

    assert opened.append([Write(BUDIS, 2, examples.number_assigned())]).position == 2
    opened.close()


# -- full --------------------------------------------------------------------------------


def test_a_full_disk_is_named_and_nothing_is_recorded_by_half(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    with faults.small_disk(place, kilobytes=1500):
        log = Log.create(Stores.beside(place / "kinerja.db"), examples.clock)
        log.append([registered()])
        many = [Write(f"unor-{n}", 1, examples.unit_established(nama="x" * 300)) for n in range(2000)]

        with pytest.raises(LogFull):
            log.append(many)

        assert log.head() == 1
        assert log.append([Write(BUDIS, 2, examples.number_assigned())]).position == 2
        log.close()


def test_a_log_at_its_limit_is_named_and_nothing_is_recorded_by_half(log):
    log.append([registered()])
    with log.recorder.datastore.get_connection(commit=True) as connection:
        connection.cursor().execute("PRAGMA max_page_count = 16")
    many = [Write(f"unor-{n}", 1, examples.unit_established(nama="x" * 300)) for n in range(200)]

    with pytest.raises(LogFull):
        log.append(many)

    assert log.head() == 1


# -- read-only ---------------------------------------------------------------------------


@pytest.fixture
def open_to_all():
    """A log in a folder that every user may enter."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    stores = Stores.beside(place / "kinerja.db", MasterPlace(text=MasterKey.made().text))
    log = Log.create(stores, examples.clock)
    log.append([registered()])
    log.close()
    stores.keys.chmod(0o444)
    yield stores
    place.chmod(0o755)
    shutil.rmtree(place)


def test_a_log_in_a_folder_that_cannot_be_written_to_is_named(open_to_all):
    open_to_all.log.chmod(0o444)
    open_to_all.log.parent.chmod(0o555)

    with faults.as_nobody(), pytest.raises(LogReadOnly):
        Log.open(open_to_all).append([Write(BUDIS, 2, examples.number_assigned())])


def test_a_log_file_that_cannot_be_written_to_is_named_and_stays_as_it_is(open_to_all):
    open_to_all.log.chmod(0o444)
    open_to_all.log.parent.chmod(0o777)

    with faults.as_nobody():
        opened = Log.open(open_to_all)
        with pytest.raises(LogReadOnly):
            opened.append([Write(BUDIS, 2, examples.number_assigned())])
        assert opened.head() == 1
        opened.close()


def test_a_log_that_cannot_be_read_is_named(open_to_all):
    open_to_all.log.chmod(0o000)

    with faults.as_nobody(), pytest.raises(LogReadOnly):
        Log.open(open_to_all)


def test_a_new_log_in_a_folder_that_cannot_be_written_to_is_named(open_to_all):
    open_to_all.log.parent.chmod(0o555)

    with faults.as_nobody(), pytest.raises(LogReadOnly):
        Log.create(Stores.beside(open_to_all.log.parent / "new.db"))
    assert not (open_to_all.log.parent / "new.db").exists()


# -- many at once ------------------------------------------------------------------------


def test_more_readers_than_there_are_connections_are_told_to_wait(log, monkeypatch):
    monkeypatch.setattr(log.recorder.datastore.pool, "pool_timeout", 0.1)
    log.append([registered(version=1)])
    log.append([Write(BUDIS, n, examples.number_assigned()) for n in range(2, 4)])
    readers = [log.rows_by_stream("pegawai", 3) for _ in range(16)]
    try:
        for reader in readers[:15]:
            next(reader)
        with pytest.raises(LogLocked):
            next(readers[15])
    finally:
        for reader in readers:
            reader.close()
    assert log.head() == 3

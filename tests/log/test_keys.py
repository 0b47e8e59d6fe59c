"""The master key and the keys that it locks: made, changed, lost, wrong, open to others."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kinerja_es.errors import FileUnwritable, KeyWrong, LogLocked, ValueMissing
from kinerja_es.errors.sealing import (
    MasterKeyBesideLog,
    MasterKeyExists,
    MasterKeyExposed,
    MasterKeyInvalid,
    MasterKeyMissing,
    MasterKeyUnreadable,
    MasterKeyWrong,
)
from kinerja_es.log.application import IN_SETTINGS, Log, MasterPlace, Stores, Write
from kinerja_es.log.keys import Keys, state_of
from kinerja_es.log.master import MasterKey, waiting_at, write_new
from tests import examples, faults
from tests.examples import BUDI

BUDIS = f"pegawai-{BUDI}"
NAMED = {"nama": "Budi Rahasia"}


@pytest.fixture
def kept(stores) -> Stores:
    """A record of one person, closed."""
    log = Log.create(stores, examples.clock)
    log.append([Write(BUDIS, 1, examples.employee_registered(**NAMED))])
    log.close()
    return stores


def place_of(stores: Stores) -> Path:
    with closing(Keys(stores.keys, stores.master)) as keys:
        assert keys.place is not None
        return keys.place


def name_in(stores: Stores) -> str:
    log = Log.open(stores)
    try:
        return log.read(BUDIS)[0].event.nama  # pyright: ignore[reportAttributeAccessIssue]
    finally:
        log.close()


def rotate(stores: Stores, to: Path | None = None) -> int:
    with closing(Keys(stores.keys, stores.master)) as keys:
        return keys.rotate(to, examples.clock())


def rows(database: Path, table: str) -> list:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608 - our own table


# -- where the master key lies -----------------------------------------------------------


def test_by_default_the_master_key_lies_in_the_settings_folder_for_its_owner_alone(kept):
    place = place_of(kept)

    assert place.parent.name == "kinerja"
    assert place.parent != kept.log.parent
    assert place.name == f"{state_of(kept.keys).log_id}.key"
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_no_store_holds_the_master_key(kept):
    text = place_of(kept).read_text("ascii").strip()
    secret = MasterKey.parse(text).secret

    held = b"".join(path.read_bytes() for path in kept.log.parent.iterdir())

    assert secret not in held
    assert text.encode() not in held


def test_a_master_key_is_not_made_beside_the_log_unless_that_is_said(stores):
    beside = MasterPlace(file=stores.log.parent / "master.key")

    with pytest.raises(MasterKeyBesideLog):
        Log.create(stores._replace(master=beside), examples.clock)
    assert not (stores.log.parent / "master.key").exists()
    Log.create(stores._replace(master=MasterPlace(beside=True)), examples.clock).close()

    assert (stores.log.parent / "kinerja.master.key").is_file()


def test_the_environment_comes_before_a_file(stores, tmp_path):
    given, other = MasterKey.made(), tmp_path / "keys" / "other.key"
    write_new(other, MasterKey.made())
    both = stores._replace(master=MasterPlace(text=given.text, file=other))
    Log.create(both, examples.clock).close()

    Log.open(both).close()

    assert state_of(stores.keys).master_id == given.id
    with pytest.raises(MasterKeyWrong):
        Log.open(stores._replace(master=MasterPlace(file=other)))


# -- lost, wrong, open to others ---------------------------------------------------------


def test_a_lost_master_key_is_told_with_the_place_where_it_was_looked_for(kept):
    place = place_of(kept)
    place.unlink()

    with pytest.raises(MasterKeyMissing, match=str(place)):
        Log.open(kept)


def test_a_wrong_master_key_is_told_with_its_id_and_the_needed_one(kept):
    place, right = place_of(kept), state_of(kept.keys).master_id
    place.unlink()
    wrong = write_new(place, MasterKey.made())

    with pytest.raises(MasterKeyWrong, match=f"It is {wrong.id}, needed is {right}"):
        Log.open(kept)


@pytest.mark.parametrize("text", ["", "kata sandi", "QUJD", "\N{SNOWMAN}", "=" * 44])
def test_a_file_that_holds_no_master_key_is_refused(kept, text):
    place_of(kept).write_text(text, "utf-8")

    with pytest.raises(MasterKeyInvalid):
        Log.open(kept)


def test_a_text_in_the_environment_that_is_no_master_key_is_refused(kept):
    with pytest.raises(MasterKeyInvalid):
        Log.open(kept._replace(master=MasterPlace(text="kata sandi")))


def test_a_master_key_that_cannot_be_read_is_told(kept, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()

    with pytest.raises(MasterKeyUnreadable):
        Log.open(kept._replace(master=MasterPlace(file=folder)))


@pytest.mark.parametrize("rights", [0o604, 0o644, 0o602, 0o620, 0o666, 0o777])
def test_a_master_key_that_others_can_read_or_change_is_refused(kept, rights):
    place_of(kept).chmod(rights)

    with pytest.raises(MasterKeyExposed, match=f"{rights:03o}"):
        Log.open(kept)


@pytest.mark.parametrize("rights", [0o400, 0o600, 0o440, 0o640])
def test_its_owner_alone_or_a_group_that_only_reads_may_have_it(kept, rights):
    place_of(kept).chmod(rights)

    assert name_in(kept) == "Budi Rahasia"


def test_a_wrapped_key_that_was_moved_to_another_person_is_found_out(kept):
    log = Log.open(kept)
    log.append([Write(f"pegawai-{examples.SITI}", 1, examples.employee_registered())])
    log.close()
    with closing(sqlite3.connect(kept.keys, isolation_level=None)) as connection:
        sql = "UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE subject = ?) WHERE subject = ?"
        connection.execute(sql, (str(examples.SITI), str(BUDI)))

    with pytest.raises(KeyWrong, match="was changed"):
        name_in(kept)


# -- a new master key --------------------------------------------------------------------


def test_a_new_master_key_changes_no_byte_of_the_log_and_everything_reads_as_before(kept):
    log, keys, old = rows(kept.log, "stored_events"), rows(kept.keys, "keys"), place_of(kept).read_text()

    assert rotate(kept) == 2

    assert rows(kept.log, "stored_events") == log
    now = rows(kept.keys, "keys")
    assert [subject for subject, *_ in now] == [subject for subject, *_ in keys]
    assert not {wrapped for _, wrapped, _ in now} & {wrapped for _, wrapped, _ in keys}
    assert name_in(kept) == "Budi Rahasia"
    place = place_of(kept)
    place.write_text(old)
    with pytest.raises(MasterKeyWrong):
        name_in(kept)


def test_a_new_master_key_may_lie_in_another_file_which_then_must_be_named(kept, tmp_path):
    place, to = place_of(kept), tmp_path / "usb" / "new.key"

    rotate(kept, to)

    with pytest.raises(MasterKeyWrong):
        name_in(kept)
    place.unlink()
    assert name_in(kept._replace(master=MasterPlace(file=to))) == "Budi Rahasia"


def test_a_new_master_key_is_not_put_beside_the_log(kept):
    with pytest.raises(MasterKeyBesideLog):
        rotate(kept, kept.log.parent / "new.key")

    assert name_in(kept) == "Budi Rahasia"


def test_the_key_in_use_is_no_new_one(kept):
    with pytest.raises(MasterKeyExists, match="in use"):
        rotate(kept, place_of(kept))


def test_a_key_from_the_environment_is_changed_to_one_in_a_file(stores, tmp_path):
    given = stores._replace(master=MasterPlace(text=MasterKey.made().text))
    Log.create(given, examples.clock).close()

    with pytest.raises(ValueMissing, match="name a file"):
        rotate(given)
    assert rotate(given, tmp_path / "usb" / "new.key") == 1


def test_a_rotation_that_was_killed_before_the_keys_were_locked_anew_never_was(kept):
    place = place_of(kept)
    left = MasterKey.made()
    write_new(waiting_at(place, left.id), left)
    backup = place.with_name(f"{place.name}.bak")
    backup.write_text("cadangan")

    assert name_in(kept) == "Budi Rahasia"
    rotate(kept)

    assert {path.name for path in place.parent.glob(f"{place.name}*")} == {place.name, backup.name}
    assert name_in(kept) == "Budi Rahasia"


def test_a_rotation_that_was_killed_after_the_keys_were_locked_anew_is_finished(kept):
    place, old = place_of(kept), place_of(kept).read_text()
    rotate(kept)
    new = MasterKey.parse(place.read_text())
    place.rename(waiting_at(place, new.id))
    write_new(place, MasterKey.parse(old))

    assert name_in(kept) == "Budi Rahasia"
    assert MasterKey.parse(place.read_text()) == new
    assert not waiting_at(place, new.id).exists()


def test_who_is_open_meanwhile_takes_up_the_new_master_key(kept):
    log = Log.open(kept)
    rotate(kept)

    log.append([Write(f"pegawai-{examples.SITI}", 1, examples.employee_registered(nama="Siti Rahasia"))])
    log.close()

    again = Log.open(kept)
    assert [r.event.nama for r in again.read(f"pegawai-{examples.SITI}")] == ["Siti Rahasia"]  # pyright: ignore[reportAttributeAccessIssue]
    again.close()


def test_processes_that_rotate_at_once_leave_a_key_that_opens(kept):
    faults.ended([faults.process("rotate", kept.keys, 4) for _ in range(2)])

    place = place_of(kept)
    assert name_in(kept) == "Budi Rahasia"
    assert [path.name for path in place.parent.glob(f"{place.name}*")] == [place.name]


def test_processes_that_make_the_keys_at_once_make_one_set_of_them(stores):
    makers = [faults.process("create_keys", stores.keys) for _ in range(2)]
    for each in makers:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()

    assert len({*faults.ended(makers)}) == 1


# -- files -------------------------------------------------------------------------------


def test_a_key_is_never_written_over(tmp_path):
    write_new(tmp_path / "a.key", MasterKey.made())
    before = (tmp_path / "a.key").read_text()

    with pytest.raises(MasterKeyExists):
        write_new(tmp_path / "a.key", MasterKey.made())
    assert (tmp_path / "a.key").read_text() == before


def test_a_place_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(FileUnwritable):
        write_new(tmp_path / "file" / "a.key", MasterKey.made())


def test_a_user_without_a_home_folder_is_told_to_name_the_file(kept, monkeypatch):
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError))

    with pytest.raises(MasterKeyMissing, match="no home folder"):
        Log.open(kept)


def test_keys_come_to_the_disk_before_the_events_that_need_them(kept):
    log = Log.open(kept)
    log.keys._connection.execute("PRAGMA busy_timeout = 50")
    with faults.locked(kept.keys), pytest.raises(LogLocked):
        log.append([Write(f"pegawai-{examples.SITI}", 1, examples.employee_registered())])

    assert log.head() == 1
    log.close()


def test_nothing_shown_of_a_key_is_the_key():
    key = MasterKey.made()
    place = MasterPlace(text=key.text)

    assert key.text not in f"{key!r} {place!r}"
    assert str(key.secret) not in repr(key)


def test_the_settings_folder_is_where_the_system_has_it(kept, monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert IN_SETTINGS.path(kept.keys.parent, "a") == tmp_path / ".config" / "kinerja" / "a.key"

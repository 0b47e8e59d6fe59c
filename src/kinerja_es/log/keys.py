"""Keys, in a file of their own that can forget.

Natural keys are looked up by a keyed hash, never by their text: without the look-up key nobody can try out all NIPs
against the log's index. Personal fields are sealed with a key for each person; destroying it erases the person, while
everything else stays as it is. Every key in the file is locked with the master key, which is not in it. Losing either
means that nobody's name can be read and nobody found, so both are backed up, apart from the log and from each other.
"""

import hashlib
import hmac
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag

from kinerja_es.domain.envelope import Key
from kinerja_es.errors import (
    ConcurrencyConflict,
    KeyMissing,
    KeyNotOurs,
    KeyWrong,
    LogFull,
    LogLocked,
    LogReadOnly,
    ValueMissing,
)
from kinerja_es.errors.sealing import DataKeyMissing, MasterKeyExists, MasterKeyWrong
from kinerja_es.log.master import MasterKey, MasterPlace, refuse_beside, waiting_at, write_new
from kinerja_es.log.sealing import DataKey

_LOOKUP = "lookup"
REMEMBERED = 10_000
"""Keys whose hash is kept in memory."""
CACHED = 5_000
"""People whose data key is kept in memory, some 10 MB."""
TOGETHER = 500

_SCHEMA = (
    "CREATE TABLE key_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE keys (
           subject TEXT PRIMARY KEY,
           wrapped BLOB,
           forgotten_at TEXT,
           CHECK ((wrapped IS NULL) = (forgotten_at IS NOT NULL))) WITHOUT ROWID""",
)


class LookupKey:
    """Hashes natural keys: BLAKE2b keyed (RFC 7693), 16 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.hash: Callable[[Key], bytes] = _Hashes(secret).__getitem__

    def fingerprint(self, body: bytes) -> bytes:
        """A keyed digest of a request's body, to tell a repeated command from another one."""
        return hashlib.blake2b(body, key=self._secret, digest_size=32, person=b"command").digest()

    def check_value(self, log_id: str) -> str:
        """What the log keeps to recognise its key; it tells nothing of the key."""
        return hmac.digest(self._secret, f"kinerja_es lookup key of {log_id}".encode(), "sha256").hex()


class _Hashes(dict[Key, bytes]):
    """Hashes by key, each made when it is asked for: what is looked up is often claimed a moment later."""

    def __init__(self, secret: bytes) -> None:
        super().__init__()
        self._keyed = hashlib.blake2b(key=secret, digest_size=16)

    def __missing__(self, key: Key) -> bytes:
        keyed = self._keyed.copy()
        keyed.update(f"{key.kind}\0{key.text}".encode())
        if len(self) >= REMEMBERED:
            self.clear()
        self[key] = hashed = keyed.digest()
        return hashed


class KeyState(NamedTuple):
    """What can be told of a key file without telling a key."""

    log_id: str
    master_id: str
    created_at: str
    rotated_at: str | None
    data_keys: int
    forgotten: int


def state_of(path: Path) -> KeyState:
    """Where the keys of a file stand; it needs no master key."""
    with _told(path), closing(_connected(path)) as connection:
        meta = _meta_in(connection, path)
        count, forgotten = connection.execute(
            "SELECT count(wrapped), count(forgotten_at) FROM keys WHERE subject <> ?", (_LOOKUP,)
        ).fetchone()
    return KeyState(meta["log_id"], meta["master_id"], meta["created_at"], meta.get("rotated_at"), count, forgotten)


class Keys:
    """The keys of one log, opened with its master key. Any thread may ask."""

    def __init__(self, path: Path, place: MasterPlace) -> None:
        self.path, self._place = path, place
        self._lock = threading.RLock()
        self._cache: dict[str, DataKey | None] = {}
        self._seen = -1
        with _told(path):
            self._connection = _connected(path)
        try:
            meta = self._meta()
            self.log_id = meta["log_id"]
            self._master = self._unlocking(meta["master_id"])
            self.lookup = LookupKey(self._lookup_secret())
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, path: Path, place: MasterPlace, now: datetime) -> "Keys":
        """Make the key file, readable by its owner only, and the master key; what exists is kept."""
        path.touch(mode=0o600)
        with _told(path):
            connection = _connected(path)
            try:
                with _transaction(connection):
                    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                        # Under the lock: of two processes that make the same record, the second finds all of it.
                        log_id = str(uuid4())
                        master = place.made(path.parent, log_id)
                        for statement in _SCHEMA:
                            connection.execute(statement)
                        meta = {"log_id": log_id, "master_id": master.id, "created_at": _written(now)}
                        connection.executemany("INSERT INTO key_meta VALUES (?, ?)", meta.items())
                        wrapped = master.wrap(secrets.token_bytes(32), _owner(log_id, _LOOKUP))
                        connection.execute("INSERT INTO keys VALUES (?, ?, NULL)", (_LOOKUP, wrapped))
            finally:
                connection.close()
        return cls(path, place)

    def close(self) -> None:
        self._connection.close()

    @property
    def master_id(self) -> str:
        """What the master key is recognised by."""
        return self._master.id

    @property
    def place(self) -> Path | None:
        """The master key's file; None where it comes from the environment."""
        return self._place.path(self.path.parent, self.log_id)

    # -- finding -------------------------------------------------------------------------

    def key_of(self, subject: str) -> DataKey | None:
        """A person's key; None where it was destroyed. Raises DATA_KEY_MISSING where the file never had it."""
        try:
            return self._cache[subject]
        except KeyError:
            pass
        found = self.fetch((subject,))
        if subject not in found:
            raise DataKeyMissing(f"It is of {subject}.")
        return found[subject]

    def fetch(self, subjects: Collection[str]) -> dict[str, DataKey | None]:
        """The keys of many at once, and into memory; what is not there is missing."""
        with self._lock, _told(self.path):
            self._refresh()
            known = self._cache
            found = {subject: known[subject] for subject in subjects if subject in known}
            missing = [subject for subject in subjects if subject not in found]
            for start in range(0, len(missing), TOGETHER):
                chunk = missing[start : start + TOGETHER]
                sql = f"SELECT subject, wrapped FROM keys WHERE subject IN ({','.join('?' * len(chunk))})"  # noqa: S608 - question marks
                for subject, wrapped in self._connection.execute(sql, chunk).fetchall():
                    found[subject] = None if wrapped is None else DataKey(self._unwrapped(subject, wrapped))
            if missing:
                if len(known) + len(missing) > CACHED:
                    known.clear()
                known.update(found)
            return found

    def subject_of(self, name: str) -> str:
        """Under what the key of somebody lies who is only named: a keyed hash that looks like any other id."""
        return str(UUID(bytes=self.lookup.hash(Key("named", " ".join(name.upper().split())))))

    # -- changing ------------------------------------------------------------------------

    def add(self, new: Mapping[str, bytes]) -> None:
        """Put new keys on disk: before the events that are sealed with them.

        Raises CONCURRENCY_CONFLICT where another process was quicker with one of them, and adds none.
        """
        if not new:
            return
        with self._lock, _told(self.path), _transaction(self._connection):
            self._reopened()
            master, log_id = self._master, self.log_id
            rows = ((s, master.wrap(secret, _owner(log_id, s))) for s, secret in sorted(new.items()))
            try:
                self._connection.executemany("INSERT INTO keys VALUES (?, ?, NULL)", rows)
            except sqlite3.IntegrityError as error:
                raise ConcurrencyConflict("Somebody's key was made in the meantime.") from error

    @contextmanager
    def forgetting(self, subjects: Iterable[str], now: datetime) -> Generator[int]:
        """Destroy keys for ever, in one step with what is done meanwhile; tells how many there were.

        Nobody else reads a key until that is done: whoever learns of it finds the keys gone. What fails leaves them.
        """
        with self._lock, _told(self.path), _transaction(self._connection, "EXCLUSIVE"):
            moment = _written(now)
            count = sum(
                self._connection.execute(
                    "UPDATE keys SET wrapped = NULL, forgotten_at = ? WHERE subject = ? AND wrapped IS NOT NULL",
                    (moment, subject),
                ).rowcount
                for subject in subjects
                if subject != _LOOKUP
            )
            self._cache.clear()
            try:
                yield count
            finally:
                self._cache.clear()

    def rotate(self, to: Path | None, now: datetime) -> int:
        """Lock every key with a new master key; gives how many. No event is touched.

        The new one is in the file `to`, where it is made if need be; without it, it takes the place of the present
        one's file. Whenever this is cut short, the key that is then needed lies where it is looked for.
        """
        if to is not None:
            new = MasterPlace(file=to).made(self.path.parent, self.log_id)
            refuse_beside(to, self.path.parent)
            rotated = self._rotate(lambda: new, now)
            self._place = MasterPlace(file=to)
            return rotated
        place = self.place
        if place is None:
            raise ValueMissing("The present key comes from the environment: name a file for the new one.", field="--to")
        rotated = self._rotate(lambda: _put_beside(place), now)
        # Moves it to its place; another process may have done so already.
        self._place.read(self.path.parent, self.log_id, self._master.id)
        return rotated

    def _rotate(self, made: Callable[[], MasterKey], now: datetime) -> int:
        with self._lock, _told(self.path), _transaction(self._connection):
            self._reopened()
            new = made()
            if new.id == self._master.id:
                raise MasterKeyExists("It is the key in use.", field="--to")
            rows = self._connection.execute("SELECT subject, wrapped FROM keys WHERE wrapped IS NOT NULL").fetchall()
            self._connection.executemany(
                "UPDATE keys SET wrapped = ? WHERE subject = ?",
                ((new.wrap(self._unwrapped(s, wrapped), _owner(self.log_id, s)), s) for s, wrapped in rows),
            )
            meta = {"master_id": new.id, "rotated_at": _written(now)}
            self._connection.executemany("INSERT OR REPLACE INTO key_meta VALUES (?, ?)", meta.items())
        self._master = new
        return len(rows)

    # -- within --------------------------------------------------------------------------

    def _meta(self) -> dict[str, str]:
        with _told(self.path):
            return _meta_in(self._connection, self.path)

    def _unlocking(self, master_id: str) -> MasterKey:
        """The master key with which these keys are locked now."""
        master = self._place.read(self.path.parent, self.log_id, master_id)
        if master.id != master_id:
            raise MasterKeyWrong(f"It is {master.id}, needed is {master_id}.")
        return master

    def _refresh(self) -> None:
        """Forget what is in memory when another process has changed the file: a key may have been destroyed."""
        seen = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if seen != self._seen:
            self._seen = seen
            self._cache.clear()
            self._reopened()

    def _reopened(self) -> None:
        """Take up the master key that another process has rotated to."""
        master_id = self._meta()["master_id"]
        if master_id != self._master.id:
            self._master = self._unlocking(master_id)

    def _lookup_secret(self) -> bytes:
        with _told(self.path):
            row = self._connection.execute("SELECT wrapped FROM keys WHERE subject = ?", (_LOOKUP,)).fetchone()
        if row is None:
            raise KeyMissing(f"{self.path.name} holds no key.")
        return self._unwrapped(_LOOKUP, row[0])

    def _unwrapped(self, subject: str, wrapped: bytes) -> bytes:
        try:
            return self._master.unwrap(wrapped, _owner(self.log_id, subject))
        except InvalidTag as error:
            raise KeyWrong(f"{self.path.name}: the key of {subject} was changed.") from error


class Sealing(Protocol):
    """Where the keys come from that an event is sealed with."""

    def key_for(self, subject: str) -> DataKey | None:
        """A person's key; None where it was destroyed."""
        ...

    def subject_of(self, name: str) -> str:
        """Under what the key of somebody lies who is only named."""
        ...


class NewKeys:
    """Makes the keys of people whom no file knows yet, without looking: `Sealer.adopt` does."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self.new: dict[str, bytes] = {}
        self._made: dict[str, DataKey] = {}

    def look_up(self, subjects: Collection[str]) -> None:
        """Nothing: all are new."""

    def key_for(self, subject: str) -> DataKey:
        """A person's key."""
        if subject not in self._made:
            secret = self.new[subject] = os.urandom(32)
            self._made[subject] = DataKey(secret)
        return self._made[subject]

    def subject_of(self, name: str) -> str:
        return self._keys.subject_of(name)


class Sealer:
    """Finds the keys of what one append records, and makes those that are missing."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self.new: dict[str, bytes] = {}
        """Keys that no disk holds yet. They go there before the events do, or nowhere."""
        self._made: dict[str, DataKey | None] = {}

    def look_up(self, subjects: Collection[str]) -> None:
        """Find the keys of many at once."""
        asked = [subject for subject in subjects if subject not in self._made]
        if not asked:
            return
        if len(self._made) + len(asked) > CACHED:
            self._made.clear()
        found = self._keys.fetch([subject for subject in asked if subject not in self.new])
        for subject in asked:
            if subject in found:
                self._made[subject] = found[subject]
            else:
                secret = self.new.setdefault(subject, os.urandom(32))
                self._made[subject] = DataKey(secret)

    def key_for(self, subject: str) -> DataKey | None:
        """A person's key; None where it was destroyed."""
        if subject not in self._made:
            self.look_up((subject,))
        return self._made[subject]

    def subject_of(self, name: str) -> str:
        return self._keys.subject_of(name)

    def adopt(self, new: Mapping[str, bytes]) -> bool:
        """Take up keys that were made without looking; none of them where somebody has a key already."""
        if any(subject in self.new for subject in new) or self._keys.fetch([*new]):
            return False
        self.new.update(new)
        return True

    def keep(self) -> None:
        """Put the new keys on disk."""
        self._keys.add(self.new)
        self.new = {}


def _put_beside(place: Path) -> MasterKey:
    """A new master key beside the present one's file.

    Called under the lock of the key file: what waits there still is left of rotations that came to nothing.
    """
    for left in place.parent.glob(f"{place.name}.{'[0-9a-f]' * 16}"):
        with suppress(OSError):
            left.unlink()
    new = MasterKey.made()
    return write_new(waiting_at(place, new.id), new)


def _owner(log_id: str, subject: str) -> str:
    return f"{log_id} {subject}"


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _meta_in(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    meta = {} if empty else dict(connection.execute("SELECT name, value FROM key_meta").fetchall())
    if not meta:
        raise KeyMissing(f"{path.name} holds no key.")
    return meta


def _connected(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise KeyMissing(f"Looked for {path.name}.")
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False, timeout=5
    )
    # A rollback journal, which goes once the transaction has ended: a WAL would keep what was to be forgotten.
    for pragma in ("secure_delete=ON", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-8192"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Generator[None]:
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        raise


_ERRORS = {
    sqlite3.SQLITE_BUSY: LogLocked,
    sqlite3.SQLITE_LOCKED: LogLocked,
    sqlite3.SQLITE_READONLY: LogReadOnly,
    sqlite3.SQLITE_CANTOPEN: LogReadOnly,
    sqlite3.SQLITE_FULL: LogFull,
}


@contextmanager
def _told(path: Path) -> Generator[None]:
    try:
        yield
    except sqlite3.Error as error:
        found = _ERRORS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, KeyNotOurs)
        raise found(f"{path.name}: {error}.") from error

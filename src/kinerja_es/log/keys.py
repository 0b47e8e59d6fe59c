"""Keys, in a file of their own: natural keys are looked up by a keyed hash, never by their text.

Without the key nobody can try out all NIPs against the log's index. Losing it means that nobody can be found by NIP
or NIK, so it is backed up apart from the log.
"""

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path

from kinerja_es.domain.envelope import Key
from kinerja_es.errors import KeyMissing, KeyNotOurs

_LOOKUP = "lookup"
REMEMBERED = 10_000
"""Keys whose hash is kept in memory."""


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


def create_keys(path: Path) -> LookupKey:
    """Make the key file, readable by its owner only; a key that exists is kept."""
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection, _told(path):
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, secret BLOB NOT NULL)")
        connection.execute("INSERT INTO keys VALUES (?, ?) ON CONFLICT DO NOTHING", (_LOOKUP, secrets.token_bytes(32)))
        connection.execute("COMMIT")
    return open_keys(path)


def open_keys(path: Path) -> LookupKey:
    if not path.is_file():
        raise KeyMissing(f"Looked for {path.name}.")
    with _told(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        row = connection.execute("SELECT secret FROM keys WHERE name = ?", (_LOOKUP,)).fetchone()
    if row is None:
        raise KeyMissing(f"{path.name} holds no key.")
    return LookupKey(row[0])


@contextmanager
def _told(path: Path) -> Generator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise KeyNotOurs(f"{path.name}: {error}.") from error

"""Keys, in a file of their own: natural keys are looked up by a keyed hash, never by their text.

Without the key nobody can try out all NIPs against the log's index. Losing it means that nobody can be found by NIP
or NIK, so it is backed up apart from the log.
"""

import hashlib
import hmac
import secrets
import sqlite3
from pathlib import Path

from kinerja_es.domain.envelope import Key
from kinerja_es.errors import KeyMissing, LogNotOurs

_LOOKUP = "lookup"


class LookupKey:
    """Hashes natural keys: BLAKE2b keyed (RFC 7693), 16 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def hash(self, key: Key) -> bytes:
        return hashlib.blake2b(f"{key.kind}\0{key.text}".encode(), key=self._secret, digest_size=16).digest()

    def fingerprint(self, body: bytes) -> bytes:
        """A keyed digest of a request's body, to tell a repeated command from another one."""
        return hashlib.blake2b(body, key=self._secret, digest_size=32, person=b"command").digest()

    def check_value(self, log_id: str) -> str:
        """What the log keeps to recognise its key; it tells nothing of the key."""
        return hmac.digest(self._secret, f"kinerja_es lookup key of {log_id}".encode(), "sha256").hex()


def create_keys(path: Path) -> LookupKey:
    """Make the key file, readable by its owner only; an existing one is kept."""
    if path.exists():
        return open_keys(path)
    path.touch(mode=0o600, exist_ok=False)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE keys (name TEXT PRIMARY KEY, secret BLOB NOT NULL)")
        connection.execute("INSERT INTO keys VALUES (?, ?)", (_LOOKUP, secrets.token_bytes(32)))
    connection.close()
    return open_keys(path)


def open_keys(path: Path) -> LookupKey:
    if not path.is_file():
        raise KeyMissing(f"Looked for {path.name}.")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        row = connection.execute("SELECT secret FROM keys WHERE name = ?", (_LOOKUP,)).fetchone()
    except sqlite3.DatabaseError as error:
        raise LogNotOurs(f"{path.name}: {error}.") from error
    finally:
        connection.close()
    if row is None:
        raise KeyMissing(f"{path.name} holds no key.")
    return LookupKey(row[0])

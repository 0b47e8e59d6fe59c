"""The master key, with which all other keys are locked: where it comes from, and how a new one is made.

It lies in a file or comes from the environment, never in the stores, and by default not in their folder either: a copy
of the stores without it tells nobody's name.
"""

import os
import secrets
import stat
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kinerja_es.errors import FileUnwritable
from kinerja_es.errors.sealing import (
    MasterKeyBesideLog,
    MasterKeyExists,
    MasterKeyExposed,
    MasterKeyInvalid,
    MasterKeyMissing,
    MasterKeyUnreadable,
)

SIZE = 32
_NONCE = 12
_LONGEST = 1000
"""More is not read of what should be 44 characters."""


@dataclass(frozen=True)
class MasterKey:
    """Locks the keys of people, each to its owner and its log."""

    secret: bytes = field(repr=False)

    @classmethod
    def made(cls) -> "MasterKey":
        return cls(secrets.token_bytes(SIZE))

    @classmethod
    def parse(cls, text: str) -> "MasterKey":
        try:
            secret = b64decode(text.strip(), validate=True)
        except ValueError:
            secret = b""
        if len(secret) != SIZE:
            raise MasterKeyInvalid
        return cls(secret)

    @property
    def text(self) -> str:
        """As a file or the environment holds it."""
        return b64encode(self.secret).decode()

    @cached_property
    def id(self) -> str:
        """What it is recognised by; it tells nothing of the key."""
        return blake2b(self.secret, digest_size=8, person=b"master key id").hexdigest()

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.secret)

    def wrap(self, secret: bytes, owner: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, secret, f"{owner} {self.id}".encode())

    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        """The key again. Raises InvalidTag where it was changed, or is another owner's."""
        return self._cipher.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], f"{owner} {self.id}".encode())


@dataclass(frozen=True)
class MasterPlace:
    """Where the master key is looked for."""

    text: str | None = field(default=None, repr=False)
    """The key itself, from the environment; it comes before every file."""
    file: Path | None = None
    """Its file; without one it is looked for in the user's own settings folder, under the log's id."""
    beside: bool = False
    """Whether it may lie in the folder of the stores: for the demo."""

    def path(self, folder: Path, log_id: str) -> Path | None:
        """The key's file; None where it comes from the environment."""
        if self.text is not None:
            return None
        if self.file is not None:
            return self.file
        beside = folder / DEMO
        return beside if self.beside or beside.is_file() else _home() / f"{log_id}.key"

    def read(self, folder: Path, log_id: str, master_id: str) -> MasterKey:
        """The key; finishes a rotation that was cut short after the keys had been locked anew."""
        path = self.path(folder, log_id)
        if path is None:
            return MasterKey.parse(self.text or "")
        if (key := _read(path)) is not None and key.id == master_id:
            return key
        waiting = waiting_at(path, master_id)
        if (key := _read(waiting)) is not None and key.id == master_id:
            # Where its folder cannot be written to, it is found here the next time too.
            with suppress(OSError):
                waiting.replace(path)
            return key
        # Another process may have finished the rotation between these two looks.
        if (key := _read(path)) is None:
            raise MasterKeyMissing(f"Looked for {path}.")
        return key

    def made(self, folder: Path, log_id: str) -> MasterKey:
        """The key for a new log: as given, or newly made in its file."""
        path = self.path(folder, log_id)
        if path is None:
            return MasterKey.parse(self.text or "")
        if (found := _read(path)) is not None:
            return found
        if not self.beside:
            refuse_beside(path, folder)
        return write_new(path, MasterKey.made())


DEMO = "kinerja.master.key"
"""The demo's key, in the demo's folder."""


def waiting_at(path: Path, master_id: str) -> Path:
    """Where a key waits that is about to take the place of the one in a file: by its id, so that no two meet there."""
    return path.with_name(f"{path.name}.{master_id}")


def refuse_beside(path: Path, folder: Path) -> None:
    """A key in the folder of what it protects protects nothing."""
    if path.absolute().parent.resolve() == folder.absolute().resolve():
        raise MasterKeyBesideLog(field="--master-key-file", value=path)


def write_new(path: Path, key: MasterKey) -> MasterKey:
    """Write a key to a file that does not exist yet, for its owner only, and to the disk."""
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{key.text}\n")
            file.flush()
            os.fsync(file.fileno())
        if os.name == "posix":
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except FileExistsError as error:
        if path.parent.is_dir():
            raise MasterKeyExists(value=path) from error
        raise FileUnwritable(f"{error.strerror}: {error.filename}.") from error
    except OSError as error:
        raise FileUnwritable(f"{error.strerror}: {error.filename}.") from error
    return key


OTHERS = stat.S_IWGRP | stat.S_IRWXO
"""What nobody but the owner may do with a key's file; a group may read it, as services are given secrets."""


def _read(path: Path) -> MasterKey | None:
    try:
        with path.open(encoding="ascii") as file:
            rights = os.fstat(file.fileno()).st_mode
            text = file.read(_LONGEST)
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise MasterKeyInvalid(value=path) from error
    except OSError as error:
        raise MasterKeyUnreadable(f"{error.strerror}.", value=path) from error
    if os.name == "posix" and rights & OTHERS:
        raise MasterKeyExposed(f"Its rights are {stat.S_IMODE(rights):03o}.", value=path)
    try:
        return MasterKey.parse(text)
    except MasterKeyInvalid as error:
        raise MasterKeyInvalid(value=path) from error


def _home() -> Path:
    """The user's own folder for settings."""
    try:
        root = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
        return (Path(root) if root else Path.home() / ".config") / "kinerja"
    except RuntimeError as error:
        raise MasterKeyMissing("This user has no home folder to look in.") from error

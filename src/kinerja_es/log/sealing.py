"""Sealing: what of an event is personal is encrypted before it is stored, with the data key of whom it is about.

All personal fields of one event and one person make one text, sealed by AES-256-GCM. It stands first in the stored
bytes, so that reading finds it without reading them:

    {"sealed":{"<subject>":"<base64 of nonce and text>"},"event_id":"...", what is not personal}

A subject is an employee's UUID, or a keyed hash of the number or the name of somebody who is only named; so a key can
be destroyed for one person, and everybody else's facts stay readable. The additional data binds topic, event and
subject: a seal that is moved to another event, or put under another name, is found out.

The nonce is a keyed hash of event and text, with the data key as its key: the same event gives the same bytes, two
different texts never share a nonce even where a command is decided again under one event id, and once the key is
destroyed nothing is left that a guess could be tried against.
"""

import hashlib
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Sequence
from typing import Any, cast

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kinerja_es.domain.catalogue import EVENTS
from kinerja_es.errors.sealing import SealBroken
from kinerja_es.log.personal import told_erased

NONCE, _TAG = 12, 16


class DataKey:
    """The key of one person's fields."""

    __slots__ = ("_cipher", "_secret")

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._cipher = AESGCM(secret)

    def seal(self, text: bytes, bound: bytes) -> bytes:
        """Sealed text in base64; `bound` is what it is sealed to."""
        nonce = hashlib.blake2b(bound + text, key=self._secret, digest_size=NONCE).digest()
        return b2a_base64(nonce + self._cipher.encrypt(nonce, text, bound), newline=False)

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """The text again. Raises SEAL_BROKEN where it was changed, or sealed to something else."""
        try:
            whole = a2b_base64(sealed)
            return self._cipher.decrypt(whole[:NONCE], whole[NONCE:], bound)
        except (InvalidTag, ValueError) as error:
            raise SealBroken from error


# -- into stored bytes -------------------------------------------------------------------

_BEFORE, _BETWEEN, _AFTER = b'{"sealed":{"', b'":"', b'"},'
_SUBJECT = slice(len(_BEFORE), len(_BEFORE) + 36)
_TEXT = _SUBJECT.stop + len(_BETWEEN)
_ID_IN = slice(len('{"event_id":"'), len('{"event_id":"') + 36)
_ID = slice(len('"event_id":"'), len('"event_id":"') + 36)


def bound_to(topic: bytes, event_id: bytes, subject: bytes) -> bytes:
    """What a seal holds for: nowhere else does it open."""
    return b"%b %b %b" % (topic, event_id, subject)


def id_in(state: bytes) -> bytes:
    """The event's id, with which its open bytes begin."""
    return state[_ID_IN]


def joined(sealed: Sequence[tuple[bytes, bytes]], state: bytes) -> bytes:
    """Stored bytes with their seals: (subject, sealed text)."""
    if len(sealed) == 1:
        subject, text = sealed[0]
        return b"".join((_BEFORE, subject, _BETWEEN, text, _AFTER, memoryview(state)[1:]))
    seals = b'","'.join(subject + _BETWEEN + text for subject, text in sealed)
    return b"".join((_BEFORE, seals, _AFTER, memoryview(state)[1:]))


def subject_in(state: bytes) -> str | None:
    """The first subject of stored bytes that are sealed."""
    return state[_SUBJECT].decode() if state.startswith(_BEFORE) else None


KeyOf = Callable[[str], DataKey | None]
"""Finds a subject's data key; None where it was destroyed."""


def opened(topic: str, state: bytes, key_of: KeyOf) -> bytes:
    """An event's bytes with nothing sealed in them any more: what decoding reads."""
    if not state.startswith(_BEFORE):
        return state
    end = state.find(b'"', _TEXT)
    rest = state[end + len(_AFTER) :]
    if state[end + 1 : end + 2] == b"}":
        subject = state[_SUBJECT]
        key = key_of(subject.decode())
        if key is not None:
            text = key.open(state[_TEXT:end], bound_to(topic.encode(), rest[_ID], subject))
            if text.startswith(b"{"):
                # The fields as JSON, to be put before the others: no byte of them is read here.
                return b"%b,%b" % (text[:-1], rest)
    return _opened(topic, state, key_of)


def _opened(topic: str, state: bytes, key_of: KeyOf) -> bytes:
    """The same for seals of several people, of something within a field, or of a key that was destroyed."""
    fields: dict[str, Any] = orjson.loads(state)
    seals: dict[str, str] = fields.pop("sealed")
    erased = False
    for subject, sealed in seals.items():
        key = key_of(subject)
        if key is None:
            erased = True
            continue
        bound = bound_to(topic.encode(), fields["event_id"].encode(), subject.encode())
        text = orjson.loads(key.open(sealed.encode(), bound))
        told = cast("dict[str, Any]", text).items() if isinstance(text, dict) else cast("list[tuple[str, Any]]", text)
        for path, value in told:
            _put(fields, path, value)
    if erased:
        fields = told_erased(EVENTS[topic.rpartition(".v")[0]], fields)
    return orjson.dumps(fields)


def _put(held: Any, path: str, value: Any) -> None:
    first, _, rest = path.partition(".")
    place: Any = int(first) if isinstance(held, list) else first
    if rest:
        _put(held[place], rest, value)
    else:
        held[place] = value

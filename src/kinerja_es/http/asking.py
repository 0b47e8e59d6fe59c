"""What a request says of itself: who records, under which key, as of when, and its body within bounds."""

import re
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID, uuid4, uuid5

import orjson
from fastapi import Request

from kinerja_es.domain.envelope import Actor, Source
from kinerja_es.domain.values import is_digits, parse_date
from kinerja_es.errors import (
    ActorRequired,
    BodyInvalid,
    BodyTooLarge,
    ContentTypeInvalid,
    Problem,
    Problems,
    TimeInvalid,
    ValueInvalid,
)
from kinerja_es.recording.record import Request as Asked

T = TypeVar("T")

MAX_BODY = 1024 * 1024
"""The longest body of commands, in bytes."""
LAST_POSITION = 2**63 - 1
KEYS = UUID("5f0d7c5e-6b1a-5d0e-9a55-4b4e45534b59")
"""The namespace in which an Idempotency-Key that is no UUID becomes one; never changed."""

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)([Zz]|[+ -]\d\d:\d\d)")


# -- who, and under which key ------------------------------------------------------------


def asked(request: Request, body: bytes, source: Source = Source.API, address: str | None = None) -> Asked:
    """Who asks to record what, under which identity; all that is wrong with the headers at once.

    A key is bound to method, address and body, whatever the order of the body's names. Where one thing has several
    addresses, `address` is the one that stands for all. Without a key every request is a new one.
    """
    problems: list[Problem] = []
    actor = collect(problems, lambda: _actor(request))
    key = collect(problems, lambda: _key(request))
    if problems or actor is None:
        raise Problems(problems)
    if key is None:
        return Asked(uuid4(), actor, source, keep=False)
    identity = f"{request.method} {address or request.scope['path']}\n".encode() + canonical(body)
    return Asked(key, actor, source, identity)


def canonical(body: bytes) -> bytes:
    """A JSON text as it is compared: without spaces, its names in order."""
    if not body:
        return b""
    try:
        return orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS)
    except orjson.JSONDecodeError as error:
        raise Problems([BodyInvalid(f"{error}.")]) from error


def _actor(request: Request) -> Actor:
    user_id = _header(request, "x-actor")
    if not user_id:
        raise ActorRequired(field="X-Actor")
    return Actor(user_id=user_id, role=_header(request, "x-actor-role") or None)


def _key(request: Request) -> UUID | None:
    if "idempotency-key" not in request.headers:
        return None
    key = _header(request, "idempotency-key", longest=200)
    if not key:
        raise ValueInvalid("It is empty.", field="Idempotency-Key")
    try:
        return UUID(key)
    except ValueError:
        return uuid5(KEYS, key)


def _header(request: Request, name: str, longest: int = 300) -> str:
    """A header's text. HTTP reads headers as Latin-1; clients send UTF-8."""
    text = request.headers.get(name, "").strip()
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode()
    if len(text) > longest:
        raise ValueInvalid(f"It is longer than {longest} characters.", field=name.title())
    return text


def expected_version(request: Request) -> int | None:
    """The version that the caller last saw: `expected_version=7`, or the header If-Match: "7"."""
    field, text = "expected_version", request.query_params.get("expected_version")
    if text is None:
        field, text = "If-Match", request.headers.get("if-match")
    if text is None:
        return None
    digits = text.strip().strip('"')
    if not is_digits(digits) or len(digits) > 18:
        raise ValueInvalid("It is the number of events of the stream, such as 7.", field=field, value=text)
    return int(digits)


# -- as of when --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day that is asked about, what was known when, and how far the answer must have read."""

    valid_at: date | None = None
    known_at: datetime | int | None = None
    at_least: int | None = None


_AS_OF = frozenset({"valid_at", "known_at", "at_least"})


def as_of(request: Request) -> AsOf:
    """The question's two dates, as far as the address names them."""
    if not request.scope["query_string"]:
        return AsOf()
    given, problems = request.query_params, list[Problem]()
    collect(problems, lambda: only(request.query_params, _AS_OF))
    valid_at = collect(problems, lambda: day(given["valid_at"])) if "valid_at" in given else None
    known_at = collect(problems, lambda: moment_or_position(given["known_at"])) if "known_at" in given else None
    at_least = collect(problems, lambda: position(given["at_least"], "at_least")) if "at_least" in given else None
    if problems:
        raise Problems(problems)
    return AsOf(valid_at, known_at, at_least)


def only(given: Iterable[str], names: AbstractSet[str]) -> None:
    """Refuse a parameter that is not there: a misspelt `valid_at` would answer for today, and nobody would see it."""
    strange = sorted(set(given) - names)
    if strange:
        raise Problems([ValueInvalid("There is no such parameter.", field=name) for name in strange])


def day(text: str) -> date:
    """A civil date in an address."""
    try:
        return parse_date(text)
    except Problem as problem:
        problem.field = "valid_at"
        raise


def moment_or_position(text: str) -> datetime | int:
    """When something was known: a time with its zone (RFC 3339), or a position of the log."""
    if is_digits(text):
        return position(text, "known_at")
    # An unescaped + in an address arrives as a space.
    if found := _MOMENT.fullmatch(text):
        civil, clock, zone = found.groups()
        try:
            moment = datetime.fromisoformat(f"{civil}T{clock}{zone.upper().replace(' ', '+')}")
            return max(moment.astimezone(UTC), datetime(1970, 1, 1, tzinfo=UTC))
        except (ValueError, OverflowError):
            pass
    raise TimeInvalid(field="known_at", value=text)


def position(text: str, field: str) -> int:
    """A position of the log in an address."""
    if not is_digits(text) or len(text) > 19 or int(text) > LAST_POSITION:
        raise ValueInvalid("A position is a whole number, such as 4711.", field=field, value=text)
    return int(text)


def collect(problems: list[Problem], read: Callable[[], T]) -> T | None:
    """What is read, or None with what is wrong among the problems."""
    try:
        return read()
    except Problem as problem:
        problems.append(problem)
    except Problems as found:
        problems += found.problems
    return None


# -- body --------------------------------------------------------------------------------


async def body_of(request: Request) -> bytes:
    """The whole body of commands, unless it is too long or says that it is something else than JSON."""
    given = request.headers.get("content-type")
    if given is not None and given.partition(";")[0].strip().lower() != "application/json":
        raise Problems([ContentTypeInvalid(field="Content-Type", value=given)])
    declared = request.headers.get("content-length", "")
    if is_digits(declared) and int(declared) > MAX_BODY:
        raise _too_large()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise _too_large()
    return bytes(body)


def _too_large() -> Problems:
    return Problems([BodyTooLarge(f"At most {MAX_BODY // 1024} kB are taken.")])

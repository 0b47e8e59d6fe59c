"""Where a page ended, as a text with which the following page is asked for.

It holds on to the whole question: the day asked about, although it was not named and midnight has passed since, the
position as known at which it is answered, and every other parameter.
"""

import base64
import hashlib
from typing import Annotated, Any, NamedTuple

import orjson
from pydantic import Field, TypeAdapter, ValidationError

from kinerja_es.errors import CursorInvalid


class Known(NamedTuple):
    """As known when: what was asked for, and the position of the log that it was at that time."""

    at: str
    position: Annotated[int, Field(ge=0)]


class Asked(NamedTuple):
    """What the following page keeps to."""

    question: str = ""
    """The read model and the query."""
    made_by: str = ""
    """Of which log and in which shape the tables are: rows of another shape may stand in another order."""
    params: dict[str, Any] = {}  # noqa: RUF012 - never changed
    """The parameters, as the database holds them."""
    known: Known | None = None


class Cursor(NamedTuple):
    """A question, and the place that it had come to."""

    asked: Asked
    statement: str
    """A digest of the SELECT, of its order and its values."""
    place: list[Any]
    """The values by which rows are ordered, of the last row that was shown."""


_read = TypeAdapter(tuple[str, str, dict[str, Any], Known | None, str, list[str | int | float | None], str])


def digest(value: Any) -> str:
    return hashlib.blake2b(orjson.dumps(value), digest_size=9).hexdigest()


def write_cursor(cursor: Cursor) -> str:
    """A cursor as text."""
    asked = cursor.asked
    known = None if asked.known is None else [*asked.known]
    parts = [asked.question, asked.made_by, asked.params, known, cursor.statement, cursor.place]
    return base64.urlsafe_b64encode(orjson.dumps([*parts, digest(parts)])).decode().rstrip("=")


def read_cursor(text: str) -> Cursor:
    """The cursor that a text is; it must be whole."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        found = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        question, made_by, params, known, statement, place, seal = _read.validate_python(found)
    except (ValueError, ValidationError) as error:
        raise CursorInvalid(field="cursor", value=text) from error
    if seal != digest(found[:-1]):
        raise CursorInvalid(field="cursor", value=text)
    return Cursor(Asked(question, made_by, params, known), statement, place)

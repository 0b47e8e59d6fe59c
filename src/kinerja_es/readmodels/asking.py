"""How a query is asked: parameters read from text and kept to from page to page; its answer, page by page or whole."""

import inspect
import sqlite3
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from itertools import islice
from typing import Any, NamedTuple, cast, get_args
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from kinerja_es import __version__
from kinerja_es.domain.values import EARLIEST, LATEST, parse_date
from kinerja_es.errors import CursorInvalid, DateInvalid, Problem, Problems, ValueInvalid, ValueMissing, catalogue
from kinerja_es.readmodels.answers import MOST, Order, Page, Row, Tables, plain
from kinerja_es.readmodels.cursors import Asked, Known, digest, read_cursor
from kinerja_es.readmodels.kit import REQUIRED, Parameter, Query
from kinerja_es.readmodels.reader import select_from, stream_from
from kinerja_es.readmodels.tables import Reached, version_in

FREE = frozenset({"cursor", "limit"})
"""What may differ from page to page."""
_BY_CODE = catalogue()


# -- from text ---------------------------------------------------------------------------


def read_parameters(query: Query, given: Mapping[str, str], today: date) -> dict[str, Any]:
    """A query's parameters as people write them, over HTTP and on the command line; all that is wrong at once.

    The day asked about is today, where it is not named; after a cursor, it is the cursor's.
    """
    problems: list[Problem] = []
    known = {parameter.name: parameter for parameter in query.parameters}
    problems += [
        ValueInvalid(f"There is no such parameter; there are {', '.join(f'{name}=' for name in known)}.", field=name)
        for name in sorted(given.keys() - known.keys())
    ]
    params: dict[str, Any] = {}
    for name, parameter in known.items():
        if name in given:
            try:
                params[name] = _read(parameter, given[name])
            except Problem as problem:
                problem.field = name
                problems.append(problem)
        elif "cursor" in given:
            continue
        elif is_today(parameter):
            params[name] = today
        elif parameter.default is REQUIRED:
            problems.append(ValueMissing(field=name))
    if problems:
        raise Problems(problems)
    return params


def check_whole(query: Query, given: Iterable[str]) -> None:
    """Refuse to tell of a page in a form that has every row."""
    if is_paged(query) and (strange := FREE.intersection(given)):
        raise Problems([ValueInvalid("Every row is given: leave it out.", field=name) for name in sorted(strange)])


def is_today(parameter: Parameter) -> bool:
    """A day asked about that is not named is today; a fold knows no today, so its query asks for one."""
    return parameter.name == "valid_at" and parameter.default is REQUIRED


def kinds_of(annotation: Any) -> set[Any]:
    """The types that a parameter's type is made of."""
    parts = get_args(annotation)
    return {annotation} if not parts else {kind for part in parts for kind in kinds_of(part)}


def _read(parameter: Parameter, text: str) -> Any:
    if date in kinds_of(parameter.type):
        return parse_date(text)
    try:
        return _within(_adapter(parameter.type).validate_strings(text))
    except ValidationError as error:
        message: str = error.errors()[0]["msg"].removeprefix("Value error, ")
        code = message.partition(": ")[0]
        raise _BY_CODE[code](value=text) if code in _BY_CODE else ValueInvalid(f"{message}.", value=text) from error


def _within(value: Any) -> Any:
    """A time lies between the first and the last day that can be asked about: at the end of all days none has a UTC."""
    if isinstance(value, datetime) and not EARLIEST <= value.date() <= LATEST:
        raise DateInvalid(value=value)
    return value


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


# -- from page to page -------------------------------------------------------------------


def kept_to(
    question: str, query: Query, params: Mapping[str, Any], known: Known | None
) -> tuple[dict[str, Any], Known | None]:
    """The parameters of a page, and as known when: those of its cursor, and what is named beside it must be the same.

    What was known at a time in the future is, on every page, what was known when the first one was asked for.
    """
    text = params.get("cursor")
    if text is None:
        return dict(params), known
    asked = read_cursor(text).asked
    types = {parameter.name: parameter.type for parameter in query.parameters}
    other = [name for name in params.keys() - FREE if plain(params[name]) != asked.params.get(name)]
    if known is not None and (asked.known is None or asked.known.at != known.at):
        other.append("known_at")
    if asked.question != question or other or not asked.params.keys() <= types.keys():
        raise CursorInvalid(field="cursor", value=text)
    try:
        kept = {name: _within(_adapter(types[name]).validate_python(value)) for name, value in asked.params.items()}
    except (ValidationError, DateInvalid) as error:
        raise CursorInvalid(field="cursor", value=text) from error
    return {**kept, **params}, asked.known


# -- one page, or all --------------------------------------------------------------------


class Answer(NamedTuple):
    """What a query found, and the position at which it holds."""

    value: Any
    position: int
    version: int | None = None
    """The version of the read model that answered."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its parameters, and the tables that it asks: all of one position for as long as they are open."""

    model: str
    query: Query
    params: Mapping[str, Any]
    connection: sqlite3.Connection
    come: Mapping[str, Reached]
    """How far the read models have come whose tables it asks: its own, and the one that all share."""
    known: Known | None = None

    def answer(self) -> Answer:
        """What the query finds; of a page, its rows and the cursor of the following one."""
        tables = Tables(partial(select_from, self.connection), self._asked)
        own = self.come[self.model]
        return Answer(self.query(tables, **self.params), own.position, version_in(own.shape))

    def pages(self) -> Generator[Page]:
        """Every row that the query finds, some at a time: one page at least, unless there is nothing to tell of."""
        tables = _AllPages(self.connection)
        params = {**self.params, "cursor": None} if self.is_paged else self.params
        found = self.query(tables, **params)
        while isinstance(found, Page):
            yield found
            if found.next is None:
                return
            found = self.query(tables, **{**params, "cursor": found.next})
        if found is not None:
            yield Page(cast("list[Row]", found) if isinstance(found, list) else [found], None)

    @property
    def is_paged(self) -> bool:
        return is_paged(self.query)

    @property
    def name(self) -> str:
        return f"{self.model}.{self.query.name}"

    @property
    def _asked(self) -> Asked:
        if not self.is_paged:
            return Asked()
        params = {name: plain(value) for name, value in self.params.items() if name != "cursor"}
        made_by = [(come.log_id, come.shape) for _, come in sorted(self.come.items())]
        return Asked(self.name, digest(made_by), params, self.known)


def is_paged(query: Query) -> bool:
    """Whether its answer comes in pages."""
    return any(parameter.name == "cursor" for parameter in query.parameters)


def made_of(question: Question, form: str) -> str:
    """A digest of all that an answer is made of: while it stays the same, so does the answer, and nothing is asked.

    It tells of no position at which the answer holds, which goes up with whatever is recorded, but of the last one
    that touched the rows of its tables.
    """
    params = sorted((name, plain(value)) for name, value in question.params.items())
    rows = [(come.log_id, come.shape, come.touched) for _, come in sorted(question.come.items())]
    return digest([__version__, _source(question.query.module), rows, question.name, params, form])


@cache
def _source(module: str) -> str:
    """A digest of a projection file, whose queries may change while its tables do not."""
    try:
        return digest(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError, KeyError):
        return uuid4().hex


class _AllPages(Tables):
    """Tables whose pages are read on from one statement, which the database runs once for all of them.

    By its cursor each page would be sorted again, which for a million rows is a thousand times.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(partial(select_from, connection))
        self._connection = connection
        self._open: Iterator[Row] = iter(())
        self._columns: tuple[str, ...] = ()

    def page(self, sql: str, *, order: Sequence[str], limit: int, cursor: str | None, **params: Any) -> Page:
        if cursor is None:
            given = {name: plain(value) for name, value in params.items()}
            self._columns, self._open = stream_from(self._connection, f"SELECT * FROM ({sql}) {Order(order).by}", given)  # noqa: S608 - `order` holds names only
        items = list(islice(self._open, MOST))
        return Page(items, "following" if len(items) == MOST else None, self._columns)

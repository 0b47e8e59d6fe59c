"""All that a projection file needs: how to say what it folds, which rows come out, and which questions it answers.

A fold takes the history of one subject (an employee, a unit, a post, an SK, a batch) in fold order and gives that
subject's rows. A class that has only `rows` makes the rows of each fact by itself, which stays cheap in long
careers. A register takes each event as it was recorded instead, in the order of recording. A query joins rows and
answers a question; its typed parameters become HTTP parameters and options of the command line. None of them reads a
clock: the same facts give the same rows on any day. See `projections/_template.py`.

Every query may join the tables of `dated`, which are there once for all read models: `dated_person` (name and NIP),
`dated_stretch` (standing), `dated_evaluation`, `dated_assessment`, `dated_unit`, `dated_unit_rating`, `dated_post`,
`dated_sk`, `dated_policy` and `dated_ceiling`.
"""

import inspect
import sqlite3
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, overload

from kinerja_es.domain.envelope import Category, Event, Recorded
from kinerja_es.errors import Problem, ProjectionInvalid
from kinerja_es.readmodels.answers import Page, Row, Tables, narrowed
from kinerja_es.readmodels.assessed import last_assessed
from kinerja_es.readmodels.evaluated import last_rated, stands
from kinerja_es.readmodels.force import Gone, gone_by, gone_days
from kinerja_es.readmodels.names import OPD, WITHIN, above, exists_on, on_day, opd_of, place_of
from kinerja_es.readmodels.pictures import Bars, Lines, Plot, Timeline
from kinerja_es.readmodels.policies import civil, working_days
from kinerja_es.readmodels.standings import OfStanding

__all__ = [
    "OPD",
    "WITHIN",
    "Bars",
    "Fold",
    "Gone",
    "Lines",
    "OfStanding",
    "Page",
    "Query",
    "Recorded",
    "Row",
    "Tables",
    "Timeline",
    "above",
    "civil",
    "exists_on",
    "gone_by",
    "gone_days",
    "last_assessed",
    "last_rated",
    "narrowed",
    "on_day",
    "opd_of",
    "place_of",
    "read_model",
    "stands",
    "working_days",
]

S = TypeVar("S")
R_co = TypeVar("R_co", covariant=True)


class Folding(Protocol[S, R_co]):
    """What the class of a fold has: pure functions, without state of their own."""

    def start(self) -> S:
        """The state before the first fact."""
        ...

    def step(self, state: S, fact: Any, /) -> S:
        """The state after one more fact (of a register: `Recorded`); a new object, never the old one changed."""
        ...

    def rows(self, state: S, /) -> Iterable[R_co]:
        """The subject's rows, always in the same order."""
        ...


class Telling(Protocol[R_co]):
    """What the class of a fold has whose rows come of each fact by itself: cheap, however long a career is."""

    def rows(self, fact: Any, /) -> Iterable[R_co]:
        """The rows of one fact (of a register: `Recorded`), whatever came before and after it."""
        ...


@dataclass(frozen=True)
class Fold(Generic[S, R_co]):
    """A fold with what the engine must know of it."""

    name: str
    category: Category
    """What one subject is: its facts are one stream of this category."""
    row: type[R_co]
    needs: frozenset[type[Event]]
    """The kinds of fact that this fold looks at; no other wakes it."""
    folding: Folding[S, R_co]
    """Of a fold that is `single`, a `Telling`."""
    indexes: tuple[str, ...]
    module: str
    line: int
    recorded: bool = False
    """Whether it is a register: it takes events as they were recorded, in that order, and never corrected."""
    single: bool = False
    """Whether each fact makes its rows by itself: there is no state, and `n` tells which fact and row it is."""


Folded = Callable[[type[Folding[Any, R_co]] | type[Telling[R_co]]], Fold[Any, R_co]]


@dataclass(frozen=True)
class Parameter:
    """One typed parameter of a query, for HTTP and the command line."""

    name: str
    type: Any
    default: Any
    """`REQUIRED` where the asker must give it."""
    help: str


REQUIRED: Any = inspect.Parameter.empty


@dataclass(frozen=True)
class Query:
    """A question that a projection answers."""

    name: str
    help: str
    function: Callable[..., Any]
    module: str
    line: int
    alone: bool = False
    """Whether it looks at nobody but the one employee that it asks about."""
    plot: Plot | None = None
    """The picture that is drawn of its rows."""
    parameters: tuple[Parameter, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", tuple(_parameters(self.function)))

    def __call__(self, tables: Tables, **params: Any) -> Any:
        try:
            found = self.function(tables, **params)
        except (Problem, sqlite3.Error):
            raise  # of an SQLite error only who has the file knows whether the query is wrong, or the file
        except Exception as error:
            raise self.mistake(f"{type(error).__name__}: {error}", error) from error
        if not _is_answer(found):
            raise self.mistake(f"it returned {type(found).__name__}; a query returns a Page, rows, a row or None")
        return found

    def mistake(self, what: str, error: Exception | None = None) -> ProjectionInvalid:
        """What is wrong with the query, with the file and line in which it went wrong."""
        code = self.function.__code__
        frames = traceback.walk_tb(error.__traceback__ if error else None)
        lines = [line for frame, line in frames if frame.f_code.co_filename == code.co_filename]
        line = lines[-1] if lines else self.line
        return ProjectionInvalid(f"{Path(code.co_filename).name}, line {line}: {what}.", field=self.name)


def _is_answer(found: Any) -> bool:
    return found is None or isinstance(found, (Page, list, dict))


class _ReadModel:
    """The decorators: `@read_model.per_employee(Row, needs=(...))` and so on, and `@read_model.query`."""

    def per_employee(
        self, row: type[R_co], *, needs: Iterable[type[Event]], indexes: Iterable[str] = ()
    ) -> Folded[R_co]:
        """Folds the facts of one employee."""
        return _fold(Category.PEGAWAI, row, needs, indexes)

    def per_unor(self, row: type[R_co], *, needs: Iterable[type[Event]], indexes: Iterable[str] = ()) -> Folded[R_co]:
        """Folds the facts of one unor."""
        return _fold(Category.UNOR, row, needs, indexes)

    def per_post(self, row: type[R_co], *, needs: Iterable[type[Event]], indexes: Iterable[str] = ()) -> Folded[R_co]:
        """Folds the facts of one post (jabatan)."""
        return _fold(Category.JABATAN, row, needs, indexes)

    def per_sk(self, row: type[R_co], *, needs: Iterable[type[Event]], indexes: Iterable[str] = ()) -> Folded[R_co]:
        """Folds the facts of one SK."""
        return _fold(Category.SK, row, needs, indexes)

    def per_batch(self, row: type[R_co], *, needs: Iterable[type[Event]], indexes: Iterable[str] = ()) -> Folded[R_co]:
        """Folds the facts of one batch."""
        return _fold(Category.BATCH, row, needs, indexes)

    def per_instansi(
        self, row: type[R_co], *, needs: Iterable[type[Event]], indexes: Iterable[str] = ()
    ) -> Folded[R_co]:
        """Folds the facts of the government itself: policies, terms of office, needs, ceilings, assessment teams."""
        return _fold(Category.INSTANSI, row, needs, indexes)

    def on(self, *events: type[Event], row: type[R_co], indexes: Iterable[str] = ()) -> Folded[R_co]:
        """A register of events of one category: `step` takes each as it was recorded, in the order of recording."""
        return _fold(events[0].STREAM, row, events, indexes, recorded=True)

    @overload
    def query(self, function: Callable[..., Any], /) -> Query: ...
    @overload
    def query(self, function: None = None, /, *, plot: Plot) -> Callable[[Callable[..., Any]], Query]: ...
    def query(self, function: Callable[..., Any] | None = None, /, *, plot: Plot | None = None) -> Any:
        """A question: its name is the function's (`list_` is `list`), its help the docstring; `plot` its picture."""
        return partial(_query, plot=plot) if function is None else _query(function, plot=plot)

    @overload
    def query_of_employee(self, function: Callable[..., Any], /) -> Query: ...
    @overload
    def query_of_employee(self, function: None = None, /, *, plot: Plot) -> Callable[[Callable[..., Any]], Query]: ...
    def query_of_employee(self, function: Callable[..., Any] | None = None, /, *, plot: Plot | None = None) -> Any:
        """A question that looks at nobody but one `employee`: as known at an earlier time it is answered at once."""
        return partial(_query, plot=plot, alone=True) if function is None else _query(function, plot=plot, alone=True)


read_model = _ReadModel()


def _query(function: Callable[..., Any], *, plot: Plot | None = None, alone: bool = False) -> Query:
    return Query(
        name=function.__name__.rstrip("_"),
        help=inspect.getdoc(function) or "",
        function=function,
        module=function.__module__,
        line=function.__code__.co_firstlineno,
        alone=alone,
        plot=plot,
    )


def _fold(
    category: Category,
    row: type[R_co],
    needs: Iterable[type[Event]],
    indexes: Iterable[str],
    *,
    recorded: bool = False,
) -> Folded[R_co]:
    def decorated(folding: type[Folding[Any, R_co]] | type[Telling[R_co]]) -> Fold[Any, R_co]:
        made: Any = folding()
        return Fold(
            name=folding.__name__,
            category=category,
            row=row,
            needs=frozenset(needs),
            folding=made,
            indexes=tuple(indexes),
            module=folding.__module__,
            line=inspect.getsourcelines(folding)[1],
            recorded=recorded,
            single=not hasattr(made, "step"),
        )

    return decorated


def _parameters(function: Callable[..., Any]) -> Iterable[Parameter]:
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        if parameter.kind is not parameter.KEYWORD_ONLY:
            continue
        if parameter.annotation is REQUIRED:
            raise TypeError(f"{function.__name__}: the parameter {parameter.name} has no type")
        notes: tuple[Any, ...] = getattr(parameter.annotation, "__metadata__", ())
        help_text = " ".join(note for note in notes if isinstance(note, str))
        yield Parameter(parameter.name, parameter.annotation, parameter.default, help_text)

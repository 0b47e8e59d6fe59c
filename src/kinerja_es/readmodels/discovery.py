"""Finds the projections at run time: every file of the package `projections` whose name has no leading underscore."""

import importlib
import inspect
import pkgutil
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any, get_origin

from kinerja_es.errors import ProjectionInvalid
from kinerja_es.readmodels import dated
from kinerja_es.readmodels.columns import columns_of
from kinerja_es.readmodels.kit import Fold, Page, Query

PACKAGE = "projections"
OF_EVERY_QUESTION = frozenset({"at_least", "format", "known_at"})
"""What can be said with every question, whatever its own parameters are."""


@dataclass(frozen=True)
class Projection:
    """One projection file: its question, its folds and its queries."""

    name: str
    question: str
    version: int
    folds: tuple[Fold[Any, Any], ...]
    queries: dict[str, Query]


def discover(package: str = PACKAGE) -> tuple[list[Projection], list[ProjectionInvalid]]:
    """The shared tables, all projections in the order of their names, and what is wrong with those that fail."""
    found = [DATED]
    broken: list[ProjectionInvalid] = []
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        if module.name.startswith("_"):
            continue
        try:
            found.append(projection_of(imported(f"{package}.{module.name}")))
        except ProjectionInvalid as problem:
            broken.append(problem)
    return found, broken


def template() -> str:
    """The file to copy for a question more."""
    return files(PACKAGE).joinpath("_template.py").read_text(encoding="utf-8")


def projection_of(module: ModuleType) -> Projection:
    """The projection that a module is."""
    file = Path(module.__file__ or module.__name__).name
    mine: list[Any] = [held for held in vars(module).values() if getattr(held, "module", None) == module.__name__]
    folds: list[Fold[Any, Any]] = [held for held in mine if isinstance(held, Fold)]
    queries = [held for held in mine if isinstance(held, Query)]
    question = inspect.getdoc(module)
    if not question:
        raise invalid(file, 1, "the file's docstring is its question, and there is none")
    if not queries or not folds:
        raise invalid(file, 1, "a projection has at least one fold and one query")
    for fold in folds:
        _check_fold(file, fold)
    rows = [fold.row.__name__ for fold in folds]
    if doubled := [fold for n, fold in enumerate(folds) if fold.row.__name__ in rows[:n]]:
        raise invalid(file, doubled[0].line, f"two folds make rows named {doubled[0].row.__name__}")
    for query in queries:
        _check_query(file, query)
    names = [query.name for query in queries]
    if doubled := [query for n, query in enumerate(queries) if query.name in names[:n]]:
        raise invalid(file, doubled[0].line, f"two queries are named {doubled[0].name}")
    name = module.__name__.rpartition(".")[2].lstrip("_")
    if name == DATED.name:
        raise invalid(file, 1, f"{name} is the name of the shared tables")
    version: Any = getattr(module, "VERSION", 1)
    return Projection(name, question, version, tuple(folds), {query.name: query for query in queries})


DATED = Projection("dated", inspect.getdoc(dated) or "", dated.VERSION, dated.FOLDS, {})
"""The tables that all read models join."""


def _check_fold(file: str, fold: Fold[Any, Any]) -> None:
    try:
        columns_of(fold.row)
        if not fold.single:
            inspect.signature(fold.folding.start, eval_str=True)
    except (TypeError, NameError, AttributeError) as error:
        raise invalid(file, fold.line, str(error)) from error
    if not fold.single and inspect.signature(fold.folding.start).return_annotation is inspect.Signature.empty:
        raise invalid(file, fold.line, f"{fold.name}.start does not say what it returns")
    if wrong := [event.__name__ for event in fold.needs if event.STREAM is not fold.category]:
        raise invalid(file, fold.line, f"{fold.name} is per {fold.category}, and {', '.join(wrong)} is not")


def _check_query(file: str, query: Query) -> None:
    if not query.help:
        raise invalid(file, query.line, f"the query {query.name} has no docstring")
    names = {parameter.name for parameter in query.parameters}
    if taken := names & OF_EVERY_QUESTION:
        raise invalid(file, query.line, f"the query {query.name} takes {min(taken)}, which every question has")
    if query.alone and "employee" not in names:
        raise invalid(file, query.line, f"the query {query.name} is of one employee, and takes no employee")
    returned = inspect.signature(query.function, eval_str=True).return_annotation
    if returned is Page and not names >= {"cursor", "limit"}:
        raise invalid(file, query.line, f"the query {query.name} returns a Page, and takes no limit and cursor")
    if query.plot is not None and returned is not Page and get_origin(returned) is not list:
        raise invalid(file, query.line, f"a picture is of rows, and {query.name} does not return a list or a Page")


def imported(name: str, load: Callable[[str], ModuleType] = importlib.import_module) -> ModuleType:
    """Import a file; whatever it raises is told with its file and line."""
    file = f"{name.rpartition('.')[2]}.py"
    try:
        return load(name)
    except SyntaxError as error:
        raise invalid(Path(error.filename or file).name, error.lineno or 1, str(error.msg)) from error
    except (Exception, SystemExit) as error:
        last = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_of(frame.filename, name)]
        line = last[-1].lineno if last else 1
        raise invalid(file, line or 1, f"{type(error).__name__}: {error}") from error


def _is_of(filename: str, name: str) -> bool:
    return Path(filename).stem == name.rpartition(".")[2]


def invalid(file: str, line: int, what: str) -> ProjectionInvalid:
    """What is wrong with a file, and where."""
    return ProjectionInvalid(f"{file}, line {line}: {what}.", field=file)

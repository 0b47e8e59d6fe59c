"""The read models that a government keeps in a folder of its own, beside those that come with the service."""

import re
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from kinerja_es.errors import ProjectionInvalid, ProjectionsMissing
from kinerja_es.readmodels.columns import snake
from kinerja_es.readmodels.discovery import DATED, Projection, discover, imported, invalid, projection_of
from kinerja_es.readmodels.kit import Fold
from kinerja_es.readmodels.tables import FoldTable, state_reader

PACKAGE = "own_projections"
"""What their modules go by, in every process."""


def all_projections(folder: Path | None) -> tuple[list[Projection], list[ProjectionInvalid]]:
    """The shared tables, all projections in the order of their names, and what is wrong with those that fail."""
    found, broken = discover()
    taken = {projection.name for projection in found} | {Path(problem.field or "").stem for problem in broken}
    for file in _files_in(folder) if folder else ():
        try:
            projection = _projection_of(file, taken)
            _check_tables(projection, found)
            found.append(projection)
        except ProjectionInvalid as problem:
            broken.append(problem)
    return [DATED, *sorted(found[1:], key=lambda projection: projection.name)], broken


def module_of(name: str, file: Path) -> ModuleType:
    """Run a file, and keep it as a module under this name."""
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file.name} cannot be loaded")
    module = module_from_spec(spec)
    sys.modules[name] = module  # before it runs: a dataclass looks its module up
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def file_of(module: str) -> str | None:
    """The file of a module, if it is one of these; another process loads it from there."""
    return sys.modules[module].__file__ if module.startswith(f"{PACKAGE}.") else None


def _files_in(folder: Path) -> list[Path]:
    try:
        return sorted(file for file in folder.iterdir() if file.suffix == ".py" and not file.name.startswith("_"))
    except OSError as error:
        raise ProjectionsMissing(f"{folder}: {error.strerror}.", field="--projections", value=folder) from error


def _projection_of(file: Path, taken: set[str]) -> Projection:
    """A file's projection. Its name goes into addresses and tables, and must not be taken."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", file.stem):
        raise invalid(file.name, 1, "a file is named in small letters, digits and _, like kontrak_berakhir.py")
    if file.stem in taken:
        raise invalid(file.name, 1, f"the service has a read model named {file.stem}; give the file another name")
    return projection_of(imported(f"{PACKAGE}.{file.stem}", lambda name: module_of(name, file)))


def _check_tables(projection: Projection, others: Sequence[Projection]) -> None:
    """Make the tables of a projection once, in memory: what is wrong with them is told before anything is folded."""
    taken = {table: other.name for other in others for table, _ in _named(other)}
    with closing(sqlite3.connect(":memory:")) as scratch:
        for name, fold in _named(projection):
            if name in taken:
                what = f"the table {name} is one of {taken[name]} already; name the file or its rows otherwise"
                raise invalid(f"{projection.name}.py", fold.line, what)
            taken[name] = projection.name
        for fold in projection.folds:
            try:
                table = FoldTable(projection.name, fold)
                table.create(scratch)
                table.index(scratch, "")
                if not fold.single:
                    state_reader(fold.folding.start)
            except Exception as error:
                raise invalid(f"{projection.name}.py", fold.line, f"{type(error).__name__}: {error}") from error


def _named(projection: Projection) -> Iterator[tuple[str, Fold[Any, Any]]]:
    for fold in projection.folds:
        table = f"{projection.name}_{snake(fold.row.__name__)}"
        yield table, fold
        yield f"{table}_state", fold

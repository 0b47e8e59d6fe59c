"""What a process does that helps to build: fold the spans it is given, each into a file of its own.

It is started by `together`, which it answers in pickles: `READY` once, then for each span a `Part`, or a `Failed`.
It never writes to the log or to the read models' file; whoever started it takes the parts, or throws them away.
"""

import gc
import pickle
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Sequence
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from kinerja_es.log.application import Log, Stores
from kinerja_es.readmodels.builds import Done, Span
from kinerja_es.readmodels.own import file_of, module_of
from kinerja_es.readmodels.spans import fold_span, of_span
from kinerja_es.readmodels.tables import FoldTable, make, told, transaction

READY = "ready"


class Named(NamedTuple):
    """A fold's tables, by the names that another process finds the fold under."""

    projection: str
    module: str
    file: str | None
    """Where the module lies, if it is one of a government's own folder."""
    fold: str
    suffix: str
    columns: tuple[str, ...]
    """As the tables are declared: a file that was changed in between is not the same projection."""


class Job(NamedTuple):
    """All that a helper has to know."""

    stores: Stores
    tables: Sequence[Named]
    up_to: int
    folder: Path
    """Where the parts go."""


class Part(NamedTuple):
    """A span that is folded, and lies in its file."""

    span: Span
    file: Path
    done: Done


class Failed(NamedTuple):
    """What went wrong."""

    error: Exception


def named(table: FoldTable) -> Named:
    """What another process finds the tables of a fold by."""
    fold, suffix = table.fold, table.name.removeprefix(table.live)
    return Named(
        table.projection, fold.module, file_of(fold.module), fold.name, suffix, tuple(c.declared for c in table.columns)
    )


def found(names: Named) -> FoldTable:
    """The tables of a fold; raises LookupError where this process has no such fold."""
    try:
        fold = getattr(_module(names), names.fold)
        table = FoldTable(names.projection, fold, names.suffix)
    except Exception as error:
        raise LookupError(names.module) from error
    if named(table) != names:
        raise LookupError(names.module)
    return table


def _module(names: Named) -> ModuleType:
    if names.file is None or names.module in sys.modules:
        return import_module(names.module)
    return module_of(names.module, Path(names.file))


def main() -> None:
    """Fold span after span until there are no more."""
    # Whoever started this process is told of Ctrl-C too, and ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a projection prints is no answer
    job: Job = pickle.load(asked)  # noqa: S301 - from the process that started this one
    try:
        tables = [found(names) for names in job.tables]
        log = Log.open(job.stores)
    except Exception:  # noqa: BLE001 - it is done without this process, and tells then what is wrong
        return
    gc.freeze()
    gc.disable()  # facts, states and rows hold no cycles
    try:
        with closing(log), suppress(BrokenPipeError):
            _answer(answers, READY)
            while (span := _next(asked)) is not None:
                _answer(answers, _folded(log, job, tables, span))
    finally:
        # Nobody asks any more, or listens. If that is because they were killed, nobody else takes the parts away.
        shutil.rmtree(job.folder, ignore_errors=True)


def _folded(log: Log, job: Job, tables: Sequence[FoldTable], span: Span) -> Part | Failed:
    try:
        return _part(log, job, tables, span)
    except Exception as error:  # noqa: BLE001 - raised again where there is somebody to tell
        return Failed(_told(error))


def _part(log: Log, job: Job, tables: Sequence[FoldTable], span: Span) -> Part:
    file = job.folder / f"{span.category}-{span.ids[0]}.db"
    with told(), closing(sqlite3.connect(file, isolation_level=None)) as connection:
        # A part that is not whole is thrown away: neither it nor its journal need be on disk.
        connection.execute("PRAGMA journal_mode=MEMORY")
        connection.execute("PRAGMA synchronous=OFF")
        with transaction(connection):
            make(connection)
            for table in of_span(tables, span):
                table.create(connection)
        folded = list(fold_span(log, connection, tables, span, job.up_to))
    return Part(span, file, Done(sum(done.subjects for done in folded), sum(done.events for done in folded)))


def _next(asked: Any) -> Span | None:
    try:
        return pickle.load(asked)  # noqa: S301 - as above
    except EOFError:
        return None


def _answer(answers: Any, answer: Any) -> None:
    pickle.dump(answer, answers)
    answers.flush()


def _told(error: Exception) -> Exception:
    """The error as it can go to another process, with the place where it happened."""
    place = "".join(traceback.format_exception(error))
    try:
        told = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever a class of errors needs, its text can be told
        told = RuntimeError(f"{type(error).__name__}: {error}")
    told.add_note(place)
    return told

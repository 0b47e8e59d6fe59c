"""Builds on all cores: other processes fold spans of subjects, each into a file, and this one takes them over.

This process folds too, from the first subjects on, while helpers fold from the last ones; so it never waits for a
helper that is slow to start, and does without one that cannot. Helpers are processes of their own, neither forked
(the service has threads) nor told by multiprocessing (which would run the main program again in each of them).
"""

import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, cast

from kinerja_es.errors import BuildInterrupted
from kinerja_es.log.application import Log
from kinerja_es.readmodels.builds import Done, Span, note
from kinerja_es.readmodels.helper import READY, Failed, Job, Part, named
from kinerja_es.readmodels.spans import fold_span, of_span
from kinerja_es.readmodels.tables import FoldTable, told, transaction

FROM = 50_000
"""Events from which on others help: about as long as it takes to start them, twice over."""
AHEAD = 2
"""Spans that a helper has: the one that it folds, and the next."""
MOST = 3
"""Helpers, and no more: each takes some 100 MB, and this process must take over what they make."""

_START = "import sys; sys.path[:] = sys.argv[1:]; from kinerja_es.readmodels.helper import main; main()"


def worthwhile(tables: Sequence[FoldTable], events: int) -> bool:
    """Whether there is so much to fold that others are to help, and others who can."""
    return events >= FROM and helpers() > 0 and bool(sys.executable) and all(map(_has_a_name, tables))


def helpers() -> int:
    """One for each core that this process may use, less its own."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores - 1, MOST)


def fold(
    log: Log, connection: sqlite3.Connection, tables: Sequence[FoldTable], waiting: deque[Span], up_to: int
) -> Generator[Done]:
    """Fold every subject of these spans up to a position, together with others."""
    with _folder(log.stores.read_models) as folder:
        job = Job(log.stores, [named(table) for table in tables], up_to, folder)
        with closing(_Crew(job)) as crew:
            while waiting:
                yield from fold_span(log, connection, tables, waiting.popleft(), up_to)
                yield from _taken_over(connection, tables, crew.answers(waiting))
            while crew.busy:
                yield from _taken_over(connection, tables, crew.answers(waiting, wait=True))


def _taken_over(connection: sqlite3.Connection, tables: Sequence[FoldTable], parts: Iterator[Part]) -> Iterator[Done]:
    for part in parts:
        _take_over(connection, of_span(tables, part.span), part)
        yield part.done


class _Helper:
    """One process that helps."""

    def __init__(self, job: Job, answers: "SimpleQueue[tuple[_Helper, Any]]") -> None:
        self.ready = False
        self.spans = 0
        """How many it has and has not answered yet."""
        self._answers = answers
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, with a text of our own
            [sys.executable, "-c", _START, *sys.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._asked = cast("IO[bytes]", self._process.stdin)
        self._told = cast("IO[bytes]", self._process.stdout)
        self._thread = threading.Thread(target=self._listen, name="helper", daemon=True)
        self._thread.start()
        self._say(job)

    def give(self, span: Span) -> None:
        self.spans += 1
        self._say(span)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for end in (self._asked, self._told):
            with suppress(OSError):
                end.close()

    def _say(self, what: Any) -> None:
        # Whether it has ended is told by its last answer.
        with suppress(OSError):
            pickle.dump(what, self._asked)
            self._asked.flush()

    def _listen(self) -> None:
        # However it ends, by its end of file or by an answer that nobody understands: who waits must be told.
        with suppress(Exception):
            while True:
                self._answers.put((self, pickle.load(self._told)))  # noqa: S301 - from a process of our own
        self._answers.put((self, None))


class _Crew:
    """All who help."""

    def __init__(self, job: Job) -> None:
        self._answers: SimpleQueue[tuple[_Helper, Any]] = SimpleQueue()
        self._helpers: list[_Helper] = []
        try:
            for _ in range(helpers()):
                self._helpers.append(_Helper(job, self._answers))
        except OSError:
            # The system has no room for one process more: done without.
            pass

    @property
    def busy(self) -> bool:
        return any(helper.spans for helper in self._helpers)

    def answers(self, waiting: "deque[Span]", *, wait: bool = False) -> Iterator[Part]:
        """The parts that are done; whoever has answered gets the next spans, from the end."""
        while wait or not self._answers.empty():
            helper, answer = self._answers.get()
            wait = False
            if isinstance(answer, Failed):
                raise answer.error
            if answer is None and helper.spans:
                raise BuildInterrupted
            if answer == READY:
                helper.ready = True
            if isinstance(answer, Part):
                helper.spans -= 1
                yield answer
            while answer is not None and helper.spans < AHEAD and waiting:
                helper.give(waiting.pop())

    def close(self) -> None:
        for helper in self._helpers:
            helper.close()


def _has_a_name(table: FoldTable) -> bool:
    """Whether another process can find the fold by its module and name."""
    return getattr(sys.modules.get(table.fold.module), table.fold.name, None) is table.fold


def _take_over(connection: sqlite3.Connection, tables: Sequence[FoldTable], part: Part) -> None:
    """Copy a part into the tables, and note that its span is done."""
    with told():
        connection.execute("ATTACH ? AS part", (str(part.file),))
    try:
        with transaction(connection):
            for table in tables:
                table.take(connection, "part")
            connection.execute("INSERT OR REPLACE INTO main.parked SELECT * FROM part.parked")
            note(connection, part.span, part.done)
    finally:
        connection.execute("DETACH part")
    part.file.unlink()


@contextmanager
def _folder(path: Path) -> Generator[Path]:
    """A folder beside the read models for as long as they are built: the parts need as much room as they do."""
    folder = Path(tempfile.mkdtemp(prefix=f"{path.stem}.parts-", dir=path.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""What every command shares at the terminal: where to print, the progress bar, and plain forms of values."""

import sys
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import typer
from rich import box
from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.segment import Segment
from rich.table import Column, Table

from kinerja_es.readmodels.asking import Answer
from kinerja_es.readmodels.formats import json_of

UNSEEN = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


class Plain(Console):
    """Shows what a file holds and never obeys it: a name cannot colour the terminal or move its cursor."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        # Rich reads COLUMNS when a console is made, which here is when this file is imported; a command wants the
        # width that there is when it prints.
        self._width = None

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(segment.text.translate(UNSEEN), segment.style)


out = Plain(highlight=False, markup=False, emoji=False)
"""Answers. What is piped on, is as wide as COLUMNS says, or 80."""
err = Plain(stderr=True, highlight=False, markup=False, emoji=False)
"""Everything that is not the answer: progress, problems."""


def print_json(answer: Any) -> None:
    """The answer as the bytes that HTTP sends, and a newline."""
    typer.echo(json_bytes(answer), nl=False)


def json_bytes(answer: Any) -> bytes:
    """The same, for whoever writes it elsewhere."""
    return orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE)


def print_answer(answer: Answer) -> None:
    """What a query found, with the position at which it holds, as HTTP sends it."""
    print_json(json_of(answer))


def table(title: str, *columns: Column) -> Table:
    """A table in the form that all answers have."""
    # A column keeps its cells: one that several tables share is copied.
    own = (column.copy() for column in columns)
    return Table(*own, title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)


def words(heading: str, max_width: int | None = None, min_width: int | None = None) -> Column:
    """A column of words, broken over lines where it must be."""
    return Column(heading, overflow="fold", max_width=max_width, min_width=min_width)


def whole(heading: str) -> Column:
    """A column of ids, dates or numbers that somebody may copy: never broken over lines."""
    return Column(heading, no_wrap=True)


def amount(heading: str) -> Column:
    """A column of numbers to compare."""
    return Column(heading, justify="right", no_wrap=True)


def number(value: int) -> str:
    """3,809."""
    return f"{value:,}"


def rupiah(amount: int) -> str:
    """An amount as a clerk writes it: Rp2.500.000."""
    return f"Rp{amount:,}".replace(",", ".")


def moment(text: str, zone: ZoneInfo) -> str:
    """A time of the log on the government's clock, to the second."""
    return datetime.fromisoformat(text).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


REFRESHED = 0.1
"""Seconds after which a bar is drawn again."""


class Bar:
    """How far a piece of work has come."""

    def __init__(self, progress: Progress, task: TaskID, total: int) -> None:
        self._progress, self._task, self._total = progress, task, total
        self._shown = 0.0

    def advance(self, done: int) -> None:
        done_now = int(self._progress.tasks[self._task].completed) + done
        self.reach(done_now, max(done_now, self._total))

    def reach(self, done: int, total: int) -> None:
        self._total = total
        self._progress.update(self._task, completed=done, total=total)
        # Drawn here, not by a thread: a second process is forked only where there is none (recording/aside.py).
        if (now := time.monotonic()) - self._shown > REFRESHED:
            self._shown = now
            self._progress.refresh()


@contextmanager
def bar(label: str, total: int = 1) -> Generator[Bar]:
    """A progress bar where somebody sits before a terminal; nothing at all elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    unseen = not sys.stderr.isatty()
    with Progress(*columns, console=err, transient=True, disable=unseen, auto_refresh=False) as progress:
        yield Bar(progress, progress.add_task(label, total=total), total)

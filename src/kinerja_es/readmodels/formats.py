"""Answers as JSON, and as files of all their rows: NDJSON, CSV, XLSX.

A file is written whole beside the read models before anybody gets a byte of it: in bounded memory, at the pace of this
machine and not of the reader, and so that what goes wrong on the way ends in an error and not in half a file.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from itertools import chain
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import IO, Any, cast

import orjson

from kinerja_es.errors import LogFull, NothingFound, SheetFull
from kinerja_es.readmodels.answers import Page, Row
from kinerja_es.readmodels.asking import Answer, Question

IN_MEMORY = 1024 * 1024
"""A file up to this size never goes to disk."""
EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number: a longer one is written as text."""
RUN = frozenset("=+-@\t\r")
"""What a text begins with that a spreadsheet runs as a formula."""
CUT = -2
"""xlsxwriter says that a text was too long."""
MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""When a workbook says that it was made: the same rows give the same bytes."""

Progress = Callable[[int], None]
"""Told of so many more rows."""


class Format(StrEnum):
    """How an answer is written."""

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.JSON: "application/json",
    Format.NDJSON: "application/x-ndjson",
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def json_of(answer: Answer) -> Any:
    """What a query found, with the position at which it holds."""
    found: Any = answer.value
    if isinstance(found, Page):
        return {"items": found.items, "next": found.next, "position": answer.position}
    if isinstance(found, list):
        return {"items": cast("list[Row]", found), "position": answer.position}
    return None if found is None else {**found, "position": answer.position}


def file_of(question: Question, form: Format, folder: Path, progress: Progress | None = None) -> IO[bytes]:
    """A file with every row that a query finds, open at its start; it is gone once it is closed.

    Raises NOTHING_FOUND where there is nothing to tell of.
    """
    return file_with(question.pages(), form, folder, progress)


def file_with(pages: Iterator[Page], form: Format, folder: Path, progress: Progress | None = None) -> IO[bytes]:
    """A file with the rows of all pages, open at its start; raises NOTHING_FOUND where there is no page."""
    first = next(pages, None)
    if first is None:
        raise NothingFound
    told = _told(chain([first], pages), progress)
    return file_by(lambda file: _WRITERS[form](told, file, folder), folder)


def file_by(write: Callable[[IO[bytes]], None], folder: Path) -> IO[bytes]:
    """What is written, as a file that is open at its start; it is gone once it is closed."""
    # Rows name people: where it goes to disk, it lies where the read models lie, and no other user may read it.
    file = cast("IO[bytes]", SpooledTemporaryFile(IN_MEMORY, dir=str(folder)))  # noqa: SIM115 - whoever asks closes it
    try:
        write(file)
        file.seek(0)
    except BaseException as error:
        file.close()
        if isinstance(error, OSError):
            raise LogFull(f"The folder of the read models: {error.strerror}.") from error
        raise
    return file


def _told(pages: Iterable[Page], progress: Progress | None) -> Iterator[Page]:
    for page in pages:
        yield page
        if progress is not None:
            progress(len(page.items))


def _json_lines(pages: Iterable[Page], file: IO[bytes], _: Path) -> None:
    for page in pages:
        file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in page.items)


def _csv(pages: Iterable[Page], file: IO[bytes], _: Path) -> None:
    """For a spreadsheet too: UTF-8 with a mark."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    csv.writer(text).writerows(_cells(pages))
    text.flush()
    text.detach()


def _xlsx(pages: Iterable[Page], file: IO[bytes], folder: Path) -> None:
    writer: Any = import_module("xlsxwriter")  # slow to load, and without types
    with (
        TemporaryDirectory(prefix="xlsx-", dir=folder) as parts,
        writer.Workbook(file, {"constant_memory": True, "tmpdir": parts, "use_zip64": True}) as book,
    ):
        book.set_properties({"created": MADE})
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for line, cells in enumerate(_cells(pages)):
            for place, value in enumerate(cells):
                if isinstance(value, str) or abs(value) >= EXACT:
                    code = sheet.write_string(line, place, str(value), None if line else bold)
                else:
                    code = sheet.write_number(line, place, value)
                if code:
                    why = "A cell is too long." if code == CUT else "It has too many rows or columns."
                    raise SheetFull(why, row=line + 1)


_WRITERS: Mapping[Format, Callable[[Iterable[Page], IO[bytes], Path], None]] = {
    Format.NDJSON: _json_lines,
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
}


# -- cells -------------------------------------------------------------------------------


def _cells(pages: Iterable[Page]) -> Iterator[Sequence[str | int | float]]:
    """The names of the columns, and each row under them."""
    columns: Sequence[str] = ()
    names: set[str] = set()
    for page in pages:
        if not columns and (columns := [*dict.fromkeys(chain.from_iterable(page.items))] or page.columns):
            names = {*columns}
            yield columns
        for row in page.items:
            if not row.keys() <= names:
                raise TypeError(f"A row has other columns than those before it: {', '.join(row)}")
            yield [cell(row.get(name)) for name in columns]


def cell(value: Any) -> str | int | float:
    """A value as a spreadsheet shows it: numbers as numbers, and no text that it would run as a formula."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return value
    text = value if isinstance(value, str) else in_words(value)
    return f"'{text}" if text[:1] in RUN else text


def in_words(value: Any) -> str:
    """A value in words: `a, b` for a list, `nama: x; tmt: y` for what has names; of several such, one under another."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        named = cast("Mapping[str, Any]", value)
        return "; ".join(f"{name}: {in_words(inner)}" for name, inner in named.items())
    if isinstance(value, list | tuple):
        several = cast("list[Any]", value)
        return ("\n" if any(isinstance(one, Mapping) for one in several) else ", ").join(map(in_words, several))
    return str(value)

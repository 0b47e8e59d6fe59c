"""A table in a file, CSV or XLSX, as a stream of rows. Which kind it is, the content tells, not the name."""

import codecs
import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import TypeAlias

from python_calamine import CalamineSheet

from kinerja_es.errors import (
    ColumnDoubled,
    FileEmpty,
    FileEncoding,
    FileTooLarge,
    FileUnreadable,
    Problem,
    Problems,
    RowMalformed,
)
from kinerja_es.recording import xlsx

LIMIT = 100 * 1024 * 1024
"""The largest file that is read, in bytes as it lies on disk."""
CHUNK = 1024 * 1024
MOST_COLUMNS = 16_384
"""As many as a spreadsheet has."""
COMMENT = "# "
"""Begins a line above the header that explains the columns, as a template's lines do."""
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"

Row: TypeAlias = tuple[int, list[str]]
Records: TypeAlias = Callable[[], Iterator[Row | Problem]]


@dataclass(frozen=True)
class Table:
    """The rows of one file, under named columns."""

    name: str
    sha256: str
    """Of the file's bytes: the same file again is known by it."""
    size_hint: int
    """About how many rows there are, for a progress bar."""
    columns: tuple[str, ...]
    """Upper-case, without spaces around and with single spaces inside."""
    _records: Records = field(repr=False)
    header: int
    """The number of the row that names the columns."""
    unread_sheets: tuple[str, ...] = ()
    """Of a workbook: the other sheets that have rows."""

    def rows(self, names: Sequence[str] | None = None) -> Iterator[Row | Problem]:
        """Each row that is not blank, or what is wrong with it: its number in a spreadsheet (the header is 1) and its
        cells, all of them or those under these names; a column that the file does not have is empty."""
        width = len(self.columns)
        pick = None if names is None else _picker(names, self.columns)
        for record in self._records():
            if isinstance(record, Problem):
                yield record
                continue
            number, cells = record
            if number <= self.header:
                continue
            if len(cells) != width:
                if any(cleaned(cells[width:])):
                    yield RowMalformed(f"It has {len(cells)} cells, the header {width}.", row=number)
                    continue
                cells = (cells + [""] * width)[:width]
            # An absent column is picked from this empty cell at the end.
            picked = cleaned(cells if pick is None else pick([*cells, ""]))
            if any(picked) or any(cleaned(cells)):
                yield number, picked


def _picker(names: Sequence[str], columns: tuple[str, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    return itemgetter(*(columns.index(name) if name in columns else len(columns) for name in names))


def open_table(path: Path) -> Table:
    """Open a CSV or XLSX file; all that is wrong with the file as a whole is raised here."""
    try:
        return _opened(path)
    except OSError as error:
        raise FileUnreadable(f"{path.name}: {error.strerror}.") from error


def _opened(path: Path) -> Table:
    if path.stat().st_size > LIMIT:
        raise FileTooLarge(f"At most {LIMIT // 1024 // 1024} MB are taken.", value=path.name)
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(OLE):
        raise FileUnreadable("It is an old XLS workbook, or one with a password.", value=path.name)
    if head.startswith(ZIP):
        sheet, others = xlsx.first_sheet(path)
        rows = partial(_sheet_records, sheet)
        return replace(_titled(path, _digest(path), sheet.height, rows), unread_sheets=others)
    digest, lines = _examined(path)
    delimiter = _delimiter(path)
    return _titled(path, digest, lines, lambda: _csv_records(path, delimiter))


def _titled(path: Path, digest: str, size: int, records: Records) -> Table:
    """The table, once its first row that is neither blank nor a comment has been read as the names of its columns."""
    number, columns = _header(path, records)
    doubled = [name for name, times in Counter(columns).items() if name and times > 1]
    if doubled:
        raise Problems(ColumnDoubled(field=name, row=number) for name in doubled)
    table = Table(path.name, digest, size, columns, records, number)
    if next(table.rows(), None) is None:
        raise FileEmpty(value=path.name)
    return table


def _header(path: Path, records: Records) -> tuple[int, tuple[str, ...]]:
    for record in records():
        if isinstance(record, Problem):
            raise record
        names = [" ".join(cell.split()).upper() for cell in cleaned(record[1])]
        while names and not names[-1]:
            names.pop()
        if len(names) > MOST_COLUMNS:
            raise FileTooLarge(f"It has {len(names)} columns.", row=record[0])
        if names and not names[0].startswith(COMMENT):
            return record[0], tuple(names)
    raise FileEmpty(value=path.name)


def cleaned(cells: Sequence[str]) -> list[str]:
    """The cells without what exports leave in them: spaces around, a leading apostrophe, the literal null."""
    return [cell if not (cell := raw.strip()) or cell[0] not in "'nN" else _without_marks(cell) for raw in cells]


def _without_marks(cell: str) -> str:
    cell = cell.removeprefix("'").strip()
    return "" if cell.lower() == "null" else cell


def _sheet_records(sheet: CalamineSheet) -> Iterator[Row]:
    return enumerate(xlsx.records(sheet), start=1)


# -- CSV ---------------------------------------------------------------------------------


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _examined(path: Path) -> tuple[str, int]:
    """The digest and the number of lines of a text file, read once; it must be UTF-8 to its end."""
    digest, lines = hashlib.sha256(), 0
    decode = codecs.getincrementaldecoder("utf-8")().decode
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                if len(chunk) == CHUNK and not (b"\n" in chunk or b"\r" in chunk):
                    raise FileUnreadable(f"A line is longer than {CHUNK // 1024} kB.", row=lines + 1)
                digest.update(chunk)
                lines += chunk.count(b"\n")
                if "\0" in decode(chunk):
                    raise FileUnreadable("It holds NUL bytes.", row=_line(path, _has_nul))
            decode(b"", final=True)
        except UnicodeDecodeError:
            raise FileEncoding("This is the first such line.", row=_line(path, _is_not_utf8)) from None
    return digest.hexdigest(), lines


def _line(path: Path, wrong: Callable[[bytes], bool]) -> int:
    with path.open("rb") as file:
        return next((number for number, line in enumerate(file, start=1) if wrong(line)), 1)


def _has_nul(line: bytes) -> bool:
    return b"\0" in line


def _is_not_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return True
    return False


def _delimiter(path: Path) -> str:
    """What separates the cells of the header: a semicolon, a comma or a tab."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        told = (line for line in file if line.strip() and not line.lstrip('" ').startswith(COMMENT))
        header = next(told, "")
    return max(",;\t", key=header.count)


def _csv_records(path: Path, delimiter: str) -> Iterator[Row | Problem]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = 0
        for number, line in enumerate(file, start=1):
            read += 1
            if '"' not in line:
                # What nobody quoted is cut at its separators: csv does the same, letter by letter.
                yield number, line.rstrip("\r\n").split(delimiter)
                continue
            # Without `strict` a quotation mark that nobody closes would swallow the rest of the file in silence.
            reader = csv.reader(chain([line], file), delimiter=delimiter, strict=True)
            first = read
            try:
                cells = next(reader)
            except csv.Error as error:
                read += reader.line_num - 1
                yield FileUnreadable(f"Lines {first} to {read}: {error}.", row=number)
            else:
                read += reader.line_num - 1
                yield number, cells

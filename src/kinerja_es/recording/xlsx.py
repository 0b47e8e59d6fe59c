"""An XLSX workbook, judged before it is loaded: a small file can unpack to more than the machine holds."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from kinerja_es.errors import FileEmpty, FileTooLarge, FileUnreadable

UNPACKED = 1024**3
"""The most bytes that a workbook may unpack to."""
RATIO = 200
"""The most that a part of the workbook may shrink by packing; a table's text shrinks 5 to 50 times."""
SMALL = 1024**2
"""A part that unpacks to no more than this is never too large, whatever its ratio."""
CELLS = 10_000_000
"""The most cells of a sheet, counted from the first row and column to the last that is used."""
CHUNK = 1024**2
EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number: from here on it has rounded."""

_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])(?:\s+r\s*=\s*[\"']([A-Za-z]+)([0-9]+)[\"'])?")


def first_sheet(path: Path) -> tuple[CalamineSheet, tuple[str, ...]]:
    """The first visible sheet that has rows, and the names of the others that have."""
    try:
        _judge(path)
        workbook = CalamineWorkbook.from_path(path)  # pyright: ignore[reportUnknownMemberType]
        filled = _filled(workbook)
        if first := next(filled, None):
            return first, tuple(sheet.name for sheet in filled)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, CalamineError) as error:
        raise FileUnreadable("The workbook is damaged or locked by a password.", value=path.name) from error
    raise FileEmpty(value=path.name)


def _filled(workbook: CalamineWorkbook) -> Iterator[CalamineSheet]:
    for sheet in workbook.sheets_metadata:
        if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
            rows = workbook.get_sheet_by_name(sheet.name)
            if rows.height:
                yield rows


def records(sheet: CalamineSheet) -> Iterator[list[str]]:
    """The sheet's rows as text, the blank ones above and between included."""
    for cells in sheet.iter_rows():
        yield [cell if isinstance(cell, str) else shown(cell) for cell in cells]


def shown(cell: Any) -> str:
    """A cell's value as a roster writes it: dates day-month-year, whole numbers without a point.

    A number that was rounded is shown as spreadsheets do (1.99001E+17), so that no one takes it for a NIP.
    """
    if isinstance(cell, datetime) and (cell.hour or cell.minute or cell.second):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return f"{cell.day:02}-{cell.month:02}-{cell.year:04}"
    if isinstance(cell, float) and abs(cell) >= EXACT:
        return f"{cell:.14E}"
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return str(cell)


def _judge(path: Path) -> None:
    """Refuse what would not fit into memory; nothing is unpacked to disk or kept."""
    with zipfile.ZipFile(path) as archive:
        left = UNPACKED
        for part in archive.infolist():
            most = min(left, max(SMALL, RATIO * part.compress_size))
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise FileUnreadable("It is packed in a way that no spreadsheet uses.", value=path.name)
            # The archive only claims a part's size, and zipfile would stop there; this makes it unpack to the true end.
            part.file_size = 2**62
            with archive.open(part) as content:
                left -= _measure(content, most)


def _measure(content: IO[bytes], most: int) -> int:
    """How many bytes a part really unpacks to; a sheet's extent is measured on the way."""
    size, rest, extent = 0, b"", None
    while chunk := content.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise FileTooLarge("A part of the workbook unpacks to too much.")
        # A tag that the chunk cuts in two waits for the next chunk.
        text, mark, rest = (rest + chunk).rpartition(b"<")
        rest = mark + rest if mark else b""
        if len(rest) > CHUNK:
            raise FileTooLarge("A cell of the workbook is too long.")
        if extent is None and b"sheetData" in text:
            extent = Extent()
        if extent is not None:
            extent.take(text)
    return size


class Extent:
    """How far a sheet reaches: it is held whole, so that two cells alone, A1 and XFD1048576, claim 17 billion."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0

    def take(self, text: bytes) -> None:
        places = _CELL.findall(text)
        if not places:
            return
        columns = {column for column, _ in places}
        if b"" in columns:
            raise FileUnreadable("The sheet's cells have no addresses; save it with Excel or LibreOffice.")
        self.columns = max(self.columns, *map(_column_number, columns))
        self.rows = max(self.rows, *(int(row) for _, row in places))
        if self.rows * self.columns > CELLS:
            raise FileTooLarge(f"The sheet reaches over {self.rows} rows and {self.columns} columns.")


def _column_number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number

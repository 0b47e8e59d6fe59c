"""The records of a file in somebody else's format: JSON as a web service answers it, or a table with the same names.

JSON is read record by record, never whole: an answer, a list of records, or one record alone. Names are compared
without case; a value is what a cell of a table would be.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from kinerja_es.errors import (
    FileEmpty,
    FileEncoding,
    FileTooLarge,
    FileUnreadable,
    Problem,
    Problems,
    RowMalformed,
)
from kinerja_es.recording.table import CHUNK, LIMIT, Table, cleaned, open_table

Record = dict[str, str]
"""What one record says, by the names of its fields in upper case."""
DATA = "data"
"""The field of an answer that holds the records."""
SPACE = " \t\r\n"
LONGEST_WORD = 16
"""Characters of what JSON writes without quotation marks, at the end of what was read so far."""
USUAL_SIZE = 600
"""Bytes of a record, for a progress bar."""


@dataclass
class Source:
    """A file of records."""

    name: str
    sha256: str
    size_hint: int
    names: set[str] = field(default_factory=set[str])
    """The fields that were met so far, in upper case."""
    unread_sheets: tuple[str, ...] = ()
    table: Table | None = None
    path: Path | None = None

    def records(self) -> Iterator[tuple[int, Record] | Problem]:
        """Each record with its number (of a table the row's, of JSON from 1), or what is wrong with it."""
        if self.table is not None:
            columns = self.table.columns
            for entry in self.table.rows():
                yield entry if isinstance(entry, Problem) else (entry[0], dict(zip(columns, entry[1], strict=True)))
        elif self.path is not None:
            for number, found in enumerate(_found(self.path), start=1):
                yield self._record(number, found)

    def _record(self, number: int, found: Any) -> tuple[int, Record] | Problem:
        if isinstance(found, _Doubled):
            return RowMalformed(f"The field {found.name} stands in it twice.", row=number)
        if not isinstance(found, _Object):
            return RowMalformed("It is no record of fields with values.", row=number)
        try:
            record = found.record()
        except ValueError:
            return RowMalformed("It holds characters that are none.", row=number)
        self.names |= record.keys()
        return number, record


def open_source(path: Path) -> Source:
    """Open a file of records; which kind it is, the content tells, not the name."""
    try:
        with path.open("rb") as file:
            head = file.read(CHUNK).removeprefix(b"\xef\xbb\xbf").lstrip()
            if not head.startswith((b"{", b"[")):
                table = open_table(path)
                names = {*table.columns}
                return Source(table.name, table.sha256, table.size_hint, names, table.unread_sheets, table=table)
            size = path.stat().st_size
            if size > LIMIT:
                raise FileTooLarge(f"At most {LIMIT // 1024 // 1024} MB are taken.", value=path.name)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileUnreadable(f"{path.name}: {error.strerror}.") from error
    return Source(path.name, digest, size // USUAL_SIZE, path=path)


# -- JSON --------------------------------------------------------------------------------


class _Doubled:
    """An object in which a field stands twice: nobody knows which one is meant."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Object:
    """An object of a file: its fields in their order."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        self.fields = dict(pairs)

    def record(self) -> Record:
        """Its values as cells. A value with values of its own is left out: the formats have none that say anything."""
        texts = {name.upper(): value for name, value in self.fields.items() if not isinstance(value, _NESTED)}
        cells = cleaned(["" if value is None else str(value) for value in texts.values()])
        for cell in cells:
            cell.encode()  # half of a character, as "\ud800" makes it
            if "\0" in cell:
                raise ValueError
        return dict(zip(texts, cells, strict=True))


_NESTED = (list, _Object, _Doubled)


def _object(pairs: list[tuple[str, Any]]) -> _Object | _Doubled:
    seen: set[str] = set()
    for name, _ in pairs:
        if (upper := name.upper()) in seen:
            return _Doubled(name)
        seen.add(upper)
    return _Object(pairs)


# Numbers as they are written: 1.0 and 18 digits are what the format says, no float of it.
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=str)


def _found(path: Path) -> Iterator[Any]:
    """The records of a JSON file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            yield from _Reader(file, path.name).records()
        except UnicodeDecodeError:
            raise Problems([FileEncoding(value=path.name)]) from None


class _Reader:
    """Reads values of JSON one after another out of a text that is never held whole."""

    def __init__(self, file: TextIO, name: str) -> None:
        self._file, self._name, self._text, self._at = file, name, "", 0
        self._read = 0

    def records(self) -> Iterator[Any]:
        if self._peek() == "[":
            yield from self._list()
        else:
            yield from self._answer()
        if self._peek():
            raise self._broken("Something follows after its end.")

    def _answer(self) -> Iterator[Any]:
        """An answer with its records, or an object that is itself the one record."""
        self._take("{")
        fields: list[tuple[str, Any]] = []
        answered = False
        while self._peek() != "}":
            if fields or answered:
                self._take(",")
            if self._peek() != '"':
                raise self._broken("A field has no name.")
            name = self._value()
            self._take(":")
            if name.lower() != DATA:
                fields.append((name, self._value()))
            elif answered:
                raise self._broken("It holds data twice.")
            else:
                answered = True
                yield from self._data()
        self._take("}")
        if not answered:
            yield _object(fields)

    def _data(self) -> Iterator[Any]:
        if self._peek() == "[":
            yield from self._list()
            return
        found = self._value()
        if not isinstance(found, _Object | _Doubled):
            # "Data tidak ditemukan": nothing, said in words.
            raise Problems([FileEmpty("Its data is no list of records.", value=self._name)])
        yield found

    def _list(self) -> Iterator[Any]:
        self._take("[")
        if self._peek() == "]":
            raise Problems([FileEmpty(value=self._name)])
        while True:
            yield self._value()
            if self._peek() != ",":
                break
            self._take(",")
        self._take("]")

    def _peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            text, at = self._text, self._at
            while at < len(text) and text[at] in SPACE:
                at += 1
            self._at = at
            if at < len(text):
                return text[at]
            if not self._more():
                return ""

    def _take(self, mark: str) -> None:
        if self._peek() != mark:
            raise self._broken(f"A {mark} is wanted.")
        self._at += 1

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos > len(self._text) - LONGEST_WORD
                if cut and self._more():
                    continue
                raise self._broken(f"{error.msg}.") from None
            except RecursionError:
                raise self._broken("Its values are too deep in one another.") from None
            if end == len(self._text) and self._more():
                continue  # a number may go on
            self._at = end
            return value

    def _more(self) -> bool:
        """Read on; what was read and taken is let go."""
        if len(self._text) - self._at > CHUNK:
            detail = f"A record is larger than {CHUNK // 1024} kB, or a text in it never ends."
            raise Problems([FileTooLarge(detail, value=self._name)])
        if not (more := self._file.read(CHUNK)):
            return False
        self._read += self._at
        self._text, self._at = self._text[self._at :] + more, 0
        return True

    def _broken(self, detail: str) -> Problems:
        return Problems([FileUnreadable(f"As JSON, at character {self._read + self._at + 1}: {detail}")])

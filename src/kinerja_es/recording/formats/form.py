"""What a format is: which of its fields say what a record of one kind says, and how its warts are read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from kinerja_es.domain.decision import JenisSk
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.history import History
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.errors import ColumnMissing, Problem, Problems, RowMalformed
from kinerja_es.recording.books import Books
from kinerja_es.recording.cells import EMPTY
from kinerja_es.recording.formats.source import Record, Source, open_source
from kinerja_es.recording.table import Row, Table

Cells = dict[str, str]
"""Cells of one row, by the names of the kind's columns."""
Already = Callable[[Any, History, Books], Sequence[Problem] | None]
"""None for what is new; for what is recorded already, how the row differs from it (most often not at all)."""


class Seen(NamedTuple):
    """A post as records show it."""

    since: date
    """The first day on which somebody held it."""
    jenis: JenisJabatan | None
    """Its kind by the earliest record that names one."""
    told: date
    """The day of that record."""


WHO = "nip"
"""The column that says whom a record is about."""
BESIDE = "\t"
"""Stands between the numbers and ids of one record that says by several whom it is about; no cell holds it."""


def nothing(_records: Iterable[Record]) -> Any:
    """Of most formats a record says all of itself."""
    return None


def as_it_is(_record: Record, _cells: Cells, _known: Any) -> None:
    """Of a format without warts each field is the cell."""


def unchanged(event: Event, _history: History) -> Event:
    """Most records say all that they mean."""
    return event


@dataclass(frozen=True)
class Format:
    """A format that others made. Its rows become records of one kind, judged as those of `kinerja record`."""

    name: str
    label: str
    """What it is, in Indonesian."""
    meaning: str
    """The same in English, and what becomes of it."""
    kind: type[Event]
    fields: Mapping[str, tuple[str, ...]]
    """For each column of the kind, the fields that may say it: the first one that says anything is taken."""
    needed: tuple[str, ...]
    """The columns that every row must say; of a table they must be there."""
    already: Already
    example: tuple[Mapping[str, Any], ...]
    """Records of people who do not exist, in the exact shape."""
    made: tuple[str, ...] = ()
    """Columns that `read` fills beside those."""
    read: Callable[[Record, Cells, Any], Sequence[Problem] | None] = as_it_is
    """Reads the warts of a record into its cells, and warns of what they cannot hold; raises what is wrong with it, or
    why it is left out."""
    learn: Callable[[Iterable[Record]], Any] = nothing
    """What all records together say that one of them does not, read before the first of them."""
    fitted: Callable[[Any, History], Event] = unchanged
    """Fits what a record says into what is recorded of its employee, where its fields are too coarse for it."""
    jenis_sk: JenisSk = JenisSk.LAINNYA
    """What the SKs decide that its records cite."""

    def open(self, path: Path) -> "Translation":
        """A file in this format."""
        return Translation(self, open_source(path))

    def text(self) -> str:
        """A file to start from, as the service answers."""
        answer = {"code": 1, "data": [dict(record) for record in self.example]}
        return orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode() + "\n"


class Translation:
    """One file in a format, as a table under the columns of its kind."""

    def __init__(self, format_: Format, source: Source) -> None:
        self.format, self._source = format_, source
        if source.table is not None:
            self._refuse_missing()
        columns = (*format_.fields, *format_.made)
        self.table = Table(
            source.name,
            source.sha256,
            source.size_hint,
            tuple(column.upper() for column in columns),
            partial(self._rows, columns),
            0,
            source.unread_sheets,
        )
        self._said: defaultdict[str, set[int]] = defaultdict(set)
        """For each column, which of its fields have said anything so far."""
        self.known: Any = None
        """What all records together say, once the first of them is read."""
        self.cautions: list[Problem] = []
        """Warnings of records that were read so far."""

    def _refuse_missing(self) -> None:
        names = self._source.names
        there = {column for column, fields in self.format.fields.items() if names & {f.upper() for f in fields}}
        missing = [self.format.fields[column][0] for column in self.format.needed if column not in there]
        if missing:
            raise Problems(ColumnMissing(f"{self.format.name}.", field=name) for name in missing)

    def _rows(self, columns: Sequence[str]) -> Iterator[Row | Problem]:
        if self.format.learn is not nothing:
            self.known = self.format.learn(e[1] for e in self._source.records() if not isinstance(e, Problem))
        wanted = [(column, tuple(map(str.upper, fields))) for column, fields in self.format.fields.items()]
        for entry in self._source.records():
            if isinstance(entry, Problem):
                yield entry
                continue
            number, record = entry
            cells = {column: self._cell(record, column, fields) for column, fields in wanted}
            if several := _several(record, self.format.fields.get(WHO, ())):
                cells[WHO] = several
            if self._source.table is None and not any(cells.values()):
                # Of a table it is an empty row; of JSON perhaps an answer whose records stand deeper in it.
                yield RowMalformed(f"It has none of the fields of {self.format.name}.", row=number)
                continue
            try:
                cautions = self.format.read(record, cells, self.known) or ()
            except Problem as problem:
                yield problem.at_row(number)
            else:
                self.cautions += [caution.at_row(number) for caution in cautions]
                yield number, [cells.get(column, "") for column in columns]

    def _cell(self, record: Record, column: str, fields: Iterable[str]) -> str:
        for place, name in enumerate(fields):
            if (cell := record.get(name, "")) not in EMPTY:
                self._said[column].add(place)
                return cell
        return ""

    def field_of(self, column: str | None) -> str | None:
        """The format's own name of what a column of the kind says, as this file writes it."""
        fields = self.format.fields.get(column or "")
        if not fields:
            return column
        said = self._said[column or ""]
        if len(said) == 1:
            return fields[next(iter(said))]
        return next((name for name in fields if name.upper() in self._source.names), fields[0])


def _several(record: Record, fields: Iterable[str]) -> str:
    """All that a record says of whom it is about, each in the place of its field, if that is more than one thing."""
    said = [cell if (cell := record.get(name.upper(), "")) not in EMPTY else "" for name in fields]
    return BESIDE.join(said) if sum(map(bool, said)) > 1 else ""


def first_of(record: Record, fields: Iterable[str]) -> str:
    """What the first of these fields says that says anything; their names in upper case."""
    return next((cell for name in fields if (cell := record.get(name, "")) not in EMPTY), "")


def day(text: str) -> str:
    """A day without the time that stands behind it: 2025-10-01 00:00:00."""
    head, mark, rest = text.partition("T" if "T" in text else " ")
    return head if mark and rest[:1].isdigit() else text


def flat(text: str) -> str:
    """A word as it is compared: letters and digits alone."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def nip_or_nothing(text: str) -> str:
    """A NIP; the number of a soldier or of the police (NRP), which is shorter, is none."""
    digits = text.replace(" ", "")
    return digits if len(digits) == 18 else ""

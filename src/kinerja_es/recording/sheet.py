"""A file of records of one kind: which of its columns say what, and each row read into values."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from kinerja_es.domain.catalogue import SUBJECT_FIELD, SkRef, command_of
from kinerja_es.domain.envelope import DecisionRef, Event, stream_name
from kinerja_es.errors import ColumnMissing, Problem, Problems, ValueMissing
from kinerja_es.errors.entry import ColumnUnknown, PersonsDiffer
from kinerja_es.recording.cells import EMPTY
from kinerja_es.recording.columns import Column, FieldReader, find
from kinerja_es.recording.kinds import OPENING
from kinerja_es.recording.layout import Place, all_columns, places_of, subject_columns
from kinerja_es.recording.naming import Names
from kinerja_es.recording.table import Table

if TYPE_CHECKING:
    from uuid import UUID

COMMENT = "#"
"""Begins the name of a column that is only for the clerk."""


# -- what a file says --------------------------------------------------------------------


class Said(NamedTuple):
    """What one row says; the values are parsed, nothing is judged yet."""

    row: int
    stream: str
    """Whom it is about; empty where it begins a stream of its own."""
    decision: DecisionRef | None
    values: dict[str, Any]


class Unread(NamedTuple):
    """A row that could not be read: everything that is wrong with it."""

    row: int
    problems: list[Problem]


class Sheet:
    """The columns of one file, and its rows."""

    def __init__(self, event: type[Event], table: Table, *, sk: DecisionRef | None, tmt: date | None) -> None:
        self.event, self._table, self.sk, self.tmt = event, table, sk, tmt
        self.fields = command_of(event).model_fields
        known = {column.name.upper(): column for column in all_columns(event)}
        named = [(name, find(name, known)) for name in table.columns if name and not name.startswith(COMMENT)]
        self.columns = tuple(column for _, column in named if column is not None)
        self._refuse([name for name, column in named if column is None], known)
        self._names = tuple(name for name, column in named if column is not None)
        self._at = {column.name: place for place, column in enumerate(self.columns)}
        self._column_of = {column.field: column.name for column in reversed(self.columns)}
        self.subject = [(self._at[c.name], c.name) for c in subject_columns(event) if c.name in self._at]
        self.places = [place for place in places_of(event) if {place.id, place.name} & self._at.keys()]

    def _refuse(self, strange: Sequence[str], known: Mapping[str, Column]) -> None:
        """All that is wrong with the columns."""
        problems: list[Problem] = []
        for name in strange:
            near = [known[found].name for found in get_close_matches(name, known, n=3)]
            problems.append(ColumnUnknown(f"Perhaps {', '.join(near)}." if near else "", field=name))
        there = {column.name for column in self.columns}
        missing = [field for field, names in self._wanted().items() if not there & set(names)]
        problems += [ColumnMissing(field=field) for field in missing]
        if problems:
            raise Problems(problems)

    def _wanted(self) -> dict[str, list[str]]:
        """What every file of this kind must have: of each of these at least one column."""
        wanted: dict[str, list[str]] = {}
        about = subject_columns(self.event)
        if about:
            wanted[about[0].name] = [column.name for column in about]
        for column in all_columns(self.event):
            if column in about or not column.needed or (column.name == "tmt" and self.tmt is not None):
                continue
            of_place = any(place.field == column.field for place in places_of(self.event))
            wanted.setdefault(column.field if of_place else column.name, []).append(column.name)
        cites = ["sk.nomor", "sk.sk_id"]
        if self.sk is None and self.event.NEEDS_DECISION:
            wanted["sk.nomor"] = cites
        if "sk_id" in wanted:
            wanted["sk_id"] = [] if self.sk is not None else ["sk_id", *cites]
            if self.sk is not None:
                del wanted["sk_id"]
        return wanted

    @property
    def size_hint(self) -> int:
        return self._table.size_hint

    def cells(self) -> Iterator[tuple[int, Sequence[str]] | Problem]:
        """The cells of each row, under the columns that are known."""
        return self._table.rows(self._names) if len(self._names) > 1 else self._of_one()

    def _of_one(self) -> Iterator[tuple[int, Sequence[str]] | Problem]:
        # One name alone is picked as a text, not as a tuple of one.
        for entry in self._table.rows((*self._names, "")):
            yield entry if isinstance(entry, Problem) else (entry[0], entry[1][:1])

    def employees(self, rows: Sequence[tuple[int, Sequence[str]]]) -> set[str]:
        """Every cell that may name an employee."""
        places = [place for place, column in enumerate(self.columns) if column.form.names_somebody]
        return {row[place] for _, row in rows for place in places} - set(EMPTY)

    def cell(self, row: Sequence[str], name: str) -> str:
        """One cell of a row; empty where the file has no such column."""
        place = self._at.get(name)
        return "" if place is None or row[place] in EMPTY else row[place]

    def column_of(self, field: str | None) -> str | None:
        """Which column of this file a rule speaks of when it names a field of an event."""
        if field in ("decision", "sk"):
            return self._column_of.get("sk", "--sk" if self.sk is not None else "sk.nomor")
        if field == "employee":
            return self.subject[0][1] if self.subject else field
        return self._column_of.get(field or "", field)

    def has(self, column: str) -> bool:
        return column in self._at


class RowReader:
    """Reads the rows of a sheet into what they say, or all that is wrong with them."""

    def __init__(self, sheet: Sheet, names: Names) -> None:
        self._sheet, self._names, self._fields = sheet, names, sheet.fields
        placed = {place.field for place in sheet.places}
        fields: dict[str, list[tuple[int, Column]]] = {}
        for place, column in enumerate(sheet.columns):
            if column.field in self._fields and column.field not in placed:
                fields.setdefault(column.field, []).append((place, column))
        self._readers = [FieldReader(sheet.event, field, found, names.subject) for field, found in fields.items()]
        self._about_place = None if sheet.event in OPENING else SUBJECT_FIELD.get(sheet.event.STREAM)
        self._tmt = sheet.tmt if "tmt" in self._fields else None

    def read(self, number: int, row: Sequence[str]) -> Said | Unread:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for reader in self._readers:
            try:
                value = reader.read(row)
            except Problems as found:
                problems += [_again(problem) for problem in found.problems]
            else:
                if value is not None:
                    values[reader.field] = value
        if self._tmt is not None:
            values.setdefault("tmt", self._tmt)
        stream, decision = self._about(row, problems), self._cited(values.pop("sk", None), problems)
        if self._sheet.places:
            stream = self._located(row, values, problems) or stream
        if "sk_id" in self._fields:
            # The SK that is named is what the record is about; by none is it decided.
            if "sk_id" not in values and decision is not None:
                values["sk_id"] = decision.sk_id
            decision = None
        if problems:
            return Unread(number, [problem.at_row(number) for problem in problems])
        return Said(number, stream, decision, values)

    def _about(self, row: Sequence[str], problems: list[Problem]) -> str:
        """The stream of the employee that a row names."""
        found = ""
        for place, name in self._sheet.subject:
            cell = row[place]
            if cell in EMPTY:
                continue
            try:
                stream = self._names.employee(cell)
                if found not in ("", stream):
                    raise PersonsDiffer(f"Beside {self._sheet.subject[0][1]}.", value=cell)
                found = stream
            except Problem as problem:
                problem.field = name
                problems.append(problem)
                return ""
        if not found and self._sheet.subject:
            problems.append(ValueMissing(field=self._sheet.subject[0][1]))
        return found

    def _cited(self, ref: SkRef | None, problems: list[Problem]) -> DecisionRef | None:
        """The SK that a row cites: by its own columns, or the one of all rows."""
        if ref is None:
            return self._sheet.sk
        try:
            return self._names.sk(ref)
        except Problem as problem:
            problems.append(problem)
            return None

    def _located(self, row: Sequence[str], values: dict[str, Any], problems: list[Problem]) -> str:
        """Units and posts that are named; the stream of the one that the record is about, if it is about one."""
        sheet, about = self._sheet, ""
        found: dict[str, UUID] = {}
        for place in sheet.places:
            cell, name = sheet.cell(row, place.id), sheet.cell(row, place.name)
            column = place.id if cell or not sheet.has(place.name) else place.name
            try:
                if not cell and not name:
                    self._miss(place)
                elif place.post:
                    found[place.field] = self._names.post(cell, name, found.get(place.unor))
                else:
                    found[place.field] = self._names.unit(cell, name, sheet.cell(row, place.induk))
            except Problem as problem:
                problem.field = column
                problems.append(problem)
        if self._about_place in found:
            about = stream_name(sheet.event.STREAM, found[self._about_place])
        values |= {field: subject for field, subject in found.items() if field in self._fields}
        return about

    def _miss(self, place: Place) -> None:
        info = self._fields.get(place.field)
        if place.field == self._about_place if info is None else info.is_required():
            raise ValueMissing


def _again(problem: Problem) -> Problem:
    """The same problem for another row: what was read once is told for each."""
    return type(problem)(problem.detail, field=problem.field, value=problem.value)

"""The columns of a file of records, made from the class of its command: nothing here knows any one kind of event.

A field that is one value is one column. A value inside a value is a dotted column (`penilai.nama`), one of a list is
numbered (`saksi.1`, `saksi.2`). A cell says the same as the field's text in JSON would, in the words that a clerk
writes: 31-12-2025, ya, 2.500.000, Paruh Waktu. What it says is then checked by the field's own type, as over HTTP.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, cast, get_args, get_origin
from uuid import UUID

import orjson
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from kinerja_es.domain.catalogue import EVENTS, command_of, generated
from kinerja_es.domain.envelope import Event, LongText
from kinerja_es.domain.reference import Coded
from kinerja_es.domain.values import Nik, Nip, Sex, Text, parse_date
from kinerja_es.errors import DateInvalid, Problem, Problems, ValueInvalid, ValueMissing
from kinerja_es.recording import cells
from kinerja_es.recording.cells import EMPTY
from kinerja_es.recording.judge import problems_of

MOST_REMEMBERED = 100_000
"""Readings of one field that are kept: what repeats is read once."""

Part = str | int
Read = Callable[[str], Any]


class Form(NamedTuple):
    """How one cell is written, and how it is read: to what JSON would say."""

    read: Read
    indonesian: str
    english: str
    names_somebody: bool = False
    """Whether it is an id: of an employee, a NIP may stand for it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind of record."""

    name: str
    field: str
    """The field of the command that it is a part of."""
    path: tuple[Part, ...]
    """Where its value stands within the field; the first of a list is 1."""
    form: Form
    needed: bool
    """Whether every file must have it."""
    owner: type[BaseModel] | None = None
    """The class whose field it is: it says what the field means."""


# -- cells -------------------------------------------------------------------------------

YES, NO = ("YA", "Y", "TRUE", "BENAR", "1"), ("TIDAK", "T", "N", "FALSE", "SALAH", "0")
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")


def folded(text: str) -> str:
    """A word as it is compared: letters and digits alone."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _bool(cell: str) -> bool:
    word = cell.upper()
    if word in YES or word in NO:
        return word in YES
    raise ValueInvalid("Write ya or tidak.", value=cell)


def _number(cell: str) -> str:
    """A number as JSON writes it: a comma is the decimal mark, dots between groups of three digits are none."""
    text = cell.upper().removeprefix("RP").lstrip(". ").replace(" ", "")
    whole, comma, part = text.partition(",")
    if comma:
        text = f"{whole.replace('.', '') if _GROUPED.fullmatch(whole) else whole}.{part}"
    if not _PLAIN.fullmatch(text) or not text.isascii():
        raise ValueInvalid("It is no number.", value=cell)
    return text


def _float(cell: str) -> float:
    return float(_number(cell))


def whole_number(cell: str) -> int:
    """A whole number as people write it: 2500000, 2.500.000, Rp2.500.000,-."""
    text = cell.removesuffix(",00").removesuffix(",-")
    grouped = text.upper().removeprefix("RP").lstrip(". ")
    text = _number(grouped.replace(".", "") if _GROUPED.fullmatch(grouped) else text)
    whole, _, part = text.partition(".")
    if part.strip("0"):
        raise ValueInvalid("It is no whole number.", value=cell)
    return int(whole[:30])


def _line(cell: str) -> str:
    return " ".join(cell.split())


def _day(cell: str) -> str:
    return parse_date(cell).isoformat()


def _plain(cell: str) -> str:
    return cell


def _json(cell: str) -> Any:
    """A value of no simple form: a day, a value as JSON writes it, or else a text; a NIP or NIK is one."""
    if cell.isdigit() and len(cell) > LONGEST_NUMBER:
        return cell
    with suppress(DateInvalid):
        return _day(cell)
    try:
        return orjson.loads(cell)
    except orjson.JSONDecodeError:
        return cell


LONGEST_NUMBER = 13
"""Digits of a number of rupiah; what has more is no number but the name of somebody or something."""


def _choices(named: Mapping[str, Any]) -> Form:
    """One of several words; `named` is what each stands for."""
    codes = ", ".join(dict.fromkeys(str(value) for value in named.values()))

    def read(cell: str) -> Any:
        found = named.get(folded(cell))
        if found is None:
            raise ValueInvalid(f"One of {codes} is taken.", value=cell)
        return found

    return Form(read, f"salah satu dari: {codes}", f"one of: {codes}")


def _enum(kind: type[Enum]) -> Form:
    words: dict[str, Any] = {}
    for member in kind:
        label = str(getattr(member, "label", ""))
        words |= {folded(word): member.value for word in (label, member.name, str(member.value)) if word}
    if kind is Sex:
        words |= {word: sex.value for word, sex in cells.SEXES.items()}
    return _choices(words)


_FORMS: Mapping[Any, Form] = {
    bool: Form(_bool, "ya atau tidak", "ya (yes) or tidak (no)"),
    int: Form(whole_number, "bilangan bulat", "a whole number"),
    float: Form(_float, "bilangan", "a number"),
    Decimal: Form(_number, "bilangan, misalnya 37,5", "a number, for example 37,5"),
    date: Form(_day, "tanggal, misalnya 31-12-2025", "a date, for example 31-12-2025"),
    datetime: Form(_plain, "waktu, misalnya 2026-01-31T08:00:00+07:00", "a time with its zone"),
    UUID: Form(_plain, "UUID; untuk pegawai boleh NIP", "a UUID; of an employee also the NIP", names_somebody=True),
    Nip: Form(cells.nip, "NIP atau NI PPPK, 18 digit", "an NIP, 18 digits"),
    Nik: Form(cells.nik, "NIK, 16 digit", "an NIK, 16 digits"),
}
_LINE = Form(_line, "teks", "a text")
_LINES = Form(_plain, "teks, boleh beberapa baris", "a text, also of several lines")
_OTHER = Form(
    _json,
    'nilai: tanggal, bilangan, atau teks; teks yang hanya angka dalam tanda kutip ("12")',
    'a value: a day, a number or a text; a text of digits alone in quotation marks ("12")',
)
_LONG = get_args(LongText)[1]


def _form(kind: Any, marks: Sequence[Any]) -> Form:
    """How a cell of this type is written; one that holds a code takes its name too."""
    form, mark = _plain_form(kind, marks), next((mark for mark in marks if isinstance(mark, Coded)), None)
    if mark is None:
        return form
    table = f"kinerja reference {mark.table.name}"

    def read(cell: str) -> Any:
        return form.read(str(mark.read(cell)))

    return Form(
        read,
        f"{form.indonesian}; kode atau nama menurut {table}",
        f"{form.english}; a code or a name of {table}",
    )


def _plain_form(kind: Any, marks: Sequence[Any]) -> Form:
    if kind is int:
        return _bounded(_FORMS[kind], marks)
    if kind is str:
        return _text(marks)
    if get_origin(kind) is Literal:
        return _choices({folded(str(value)): value for value in get_args(kind)})
    if kind not in _FORMS and isinstance(kind, type):
        if issubclass(kind, Enum):
            return _enum(kind)
        if issubclass(kind, Text):
            return Form(kind.parse, f"misalnya {kind.example}", f"for example {kind.example}")
    return _FORMS.get(kind, _OTHER)


def _text(marks: Sequence[Any]) -> Form:
    """A text of one line or of several, or a number that is kept as a text."""
    if _is_decimal(marks):
        return _FORMS[Decimal]
    return _LINES if _longest(marks) == _longest(_LONG.metadata) else _LINE


def _is_decimal(marks: Sequence[Any]) -> bool:
    """Whether a text is a decimal number by its pattern."""
    patterns = [mark.pattern for mark in marks if isinstance(getattr(mark, "pattern", None), str)]
    # What Python cannot read (a class of Unicode) is the pattern of a text.
    plain = [re.compile(pattern) for pattern in patterns if "\\p{" not in pattern]
    return any(p.match("20.5") and not p.match("20,5") and not p.match("a") for p in plain)


def _longest(marks: Sequence[Any]) -> int | None:
    return next((mark.max_length for mark in marks if getattr(mark, "max_length", None) is not None), None)


def _bounded(form: Form, marks: Sequence[Any]) -> Form:
    least = next((mark.ge for mark in marks if hasattr(mark, "ge")), None)
    most = next((mark.le for mark in marks if hasattr(mark, "le")), None)
    if least is None or most is None or most > 1000:
        return form
    span = f"{least}-{most}"
    return form._replace(indonesian=f"{form.indonesian} {span}", english=f"{form.english} {span}")


# -- from a class to columns -------------------------------------------------------------


def _unpacked(annotation: Any) -> tuple[Any, list[Any]]:
    """A type without `Annotated`, with the marks that stood in it and in the FieldInfo among them."""
    marks: list[Any] = []
    while get_origin(annotation) is Annotated:
        annotation, *found = get_args(annotation)
        for mark in found:
            marks += mark.metadata if isinstance(mark, FieldInfo) else [mark]
    return annotation, marks


def _columns(
    field: str,
    path: tuple[Part, ...],
    annotation: Any,
    marks: Sequence[Any],
    *,
    needed: bool,
    owner: type[BaseModel] | None = None,
) -> Iterator[Column]:
    """The columns of a value of this type."""
    kind, more = _unpacked(annotation)
    marks = [*marks, *more]
    if get_origin(kind) in (Union, UnionType):
        members = [member for member in get_args(kind) if member is not NoneType]
        needed = needed and len(members) == len(get_args(kind))
        if len(members) > 1:
            yield from _of_several(field, path, members, marks, needed=needed)
            return
        yield from _columns(field, path, members[0], marks, needed=needed, owner=owner)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            inner = needed and info.is_required()
            yield from _columns(field, (*path, name), info.annotation, info.metadata, needed=inner, owner=kind)
    elif get_origin(kind) in (tuple, list, frozenset, set):
        yield from _columns(field, (*path, 1), get_args(kind)[0], (), needed=needed, owner=owner)
    else:
        name = ".".join(map(str, (field, *path)))
        yield Column(name, field, path, _form(kind, marks), needed, owner)


def _of_several(
    field: str, path: tuple[Part, ...], members: Sequence[Any], marks: Sequence[Any], *, needed: bool
) -> Iterator[Column]:
    """The columns of one value or another; of values without parts, one cell."""
    bare = [_unpacked(member)[0] for member in members]
    if not all(isinstance(member, type) and issubclass(member, BaseModel) for member in bare):
        yield Column(".".join(map(str, (field, *path))), field, path, _OTHER, needed)
        return
    seen: set[str] = set()
    for member in members:
        for column in _columns(field, path, member, marks, needed=False):
            if column.name not in seen:
                seen.add(column.name)
                yield column


@cache
def _ids_given() -> frozenset[str]:
    """The ids that events give: a later one names what it is about by them."""
    return frozenset(name for event in EVENTS.values() for name in generated(event))


def is_known_by_the_employee(field: str) -> bool:
    """Whether a field names something by an id that one of the employee's own facts gave."""
    return field in _ids_given()


@cache
def columns_of(event: type[Event]) -> tuple[Column, ...]:
    """Every column of a kind of record, in the order of the class; a list has its first one."""
    found: list[Column] = []
    for name, info in command_of(event).model_fields.items():
        if name == "type":
            continue
        needed = info.is_required() and not is_known_by_the_employee(name)
        found += _columns(name, (), info.annotation, info.metadata, needed=needed, owner=event)
    return tuple(found)


def find(name: str, columns: Mapping[str, Column]) -> Column | None:
    """The column that a name in a file means; `columns` are by their names in upper case, lists by their first one."""
    parts = name.split(".")
    first = ".".join("1" if part.isdigit() and place else part for place, part in enumerate(parts))
    column = columns.get(first)
    if column is None or first == name:
        return column
    path = tuple(int(part) if isinstance(was, int) else was for was, part in zip(column.path, parts[1:], strict=True))
    return replace(column, name=".".join(map(str, (column.field, *path))), path=path)


# -- from cells to a field's value -------------------------------------------------------


@cache
def _adapter(event: type[Event], field: str) -> TypeAdapter[Any]:
    """What checks a field's value; made once, for it takes as long to make as a hundred rows to read."""
    info = command_of(event).model_fields[field]
    # The FieldInfo itself is the mark: it holds what the annotation alone does not say.
    said: Any = Annotated[cast("Any", info.annotation), info]
    return TypeAdapter(said)


class FieldReader:
    """Reads one field of the command from its cells of a row."""

    def __init__(
        self,
        event: type[Event],
        field: str,
        columns: Sequence[tuple[int, Column]],
        named: Callable[[str], str],
    ) -> None:
        info = command_of(event).model_fields[field]
        self._adapter = _adapter(event, field)
        self.field = field
        self._columns = [(place, column, _read_of(column, named)) for place, column in columns]
        self._places = tuple(place for place, _ in columns)
        self._needed = info.is_required() and not is_known_by_the_employee(field)
        self._known: dict[Any, Any] = {}

    def read(self, row: Sequence[str]) -> Any:
        """The value; None where nothing is said. Raises Problems that name the columns."""
        places = self._places
        key = row[places[0]] if len(places) == 1 else tuple([row[place] for place in places])
        try:
            return self._known[key]
        except KeyError:
            pass
        value = self._read(row)
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[key] = value
        return value

    def _read(self, row: Sequence[str]) -> Any:
        raw: dict[Part, Any] = {}
        problems: list[Problem] = []
        for place, column, read in self._columns:
            cell = row[place]
            if cell in EMPTY:
                continue
            try:
                _put(raw, (self.field, *column.path), read(cell))
            except Problem as problem:
                problem.field = column.name
                problems.append(problem)
        if problems:
            raise Problems(problems)
        if not raw:
            if not self._needed:
                return None
            _, first, _ = self._columns[0]
            if not first.path:
                raise Problems([ValueMissing(field=first.name)])
            raw[self.field] = [] if isinstance(first.path[0], int) else {}
        try:
            return self._adapter.validate_json(orjson.dumps(_listed(raw[self.field])), strict=True)
        except ValidationError as error:
            problems = problems_of(error, root=(self.field,))
        for problem in problems:
            problem.field = _column(problem.field or self.field, raw)
        raise Problems(problems)


def _read_of(column: Column, named: Callable[[str], str]) -> Read:
    return named if column.form.names_somebody else column.form.read


def _put(raw: dict[Part, Any], path: tuple[Part, ...], value: Any) -> None:
    for part in path[:-1]:
        raw = raw.setdefault(part, {})
    raw[path[-1]] = value


def _listed(raw: Any) -> Any:
    """Numbered values as lists, in the order of their numbers."""
    if not isinstance(raw, dict):
        return raw
    parts = cast("dict[Part, Any]", raw)
    if any(isinstance(part, int) for part in parts):
        return [_listed(parts[number]) for number in sorted(parts, key=int)]
    return {part: _listed(value) for part, value in parts.items()}


def _column(field: str, raw: Any) -> str:
    """The column that Pydantic means: it counts a list's values from 0, whatever their numbers are."""
    told: list[str] = []
    for part in field.split("."):
        inside = cast("dict[Part, Any]", raw) if isinstance(raw, dict) else {}
        key: Part = part
        if part.isdigit():
            numbers = sorted(number for number in inside if isinstance(number, int))
            key = numbers[int(part)] if int(part) < len(numbers) else int(part) + 1
        told.append(str(key))
        raw = inside.get(key)
    return ".".join(told)

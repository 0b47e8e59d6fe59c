"""A file to start from: every column of a kind of record explained, and one row filled in for nobody."""

import ast
import csv
import inspect
import io
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, cast

from kinerja_es.domain.catalogue import SkRef, command_of, generated, short_name
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.unit import OrgUnitEstablished, PositionEstablished
from kinerja_es.domain.values import Nip
from kinerja_es.recording.columns import Column, is_known_by_the_employee
from kinerja_es.recording.layout import all_columns, places_of, subject_columns
from kinerja_es.recording.table import COMMENT

KNOWN: Mapping[str, tuple[str, str]] = {
    "sk.sk_id": ("UUID SK yang menjadi dasar, bila diketahui", "the UUID of the SK cited, where it is known"),
    "sk.nomor": ("nomor SK yang menjadi dasar; --sk SK.json menyebutnya sekali bagi semua baris", "the SK cited"),
    "sk.tanggal": ("tanggal SK", "the SK's date"),
    "sk.pejabat_jabatan": ("jabatan pejabat yang menetapkan SK", "the office of the official who signed the SK"),
    "tmt": ("terhitung mulai tanggal, misalnya 31-12-2025", "the day it takes effect"),
    "tmt_akhir": ("hari pertama tidak berlaku lagi", "the first day on which it no longer holds"),
    "documents": ("berkas bukti", "evidence that was filed"),
    "legal_basis": ("dasar hukum", "legal basis"),
    "exception": ("pengecualian: SK ditandatangani walau melanggar suatu aturan", "a signed SK that breaks a rule"),
    "reason": ("keterangan", "a remark"),
}
"""What every record may say; the rest is told by the form of the cell and by the class."""

NEEDED, OPTIONAL = "wajib / required", "boleh kosong / optional"
ONE_OF = "wajib, salah satu / one of them required"
UNLESS_SK = "wajib bila tanpa --sk / required without --sk"
GIVEN = "kosongkan; diberi otomatis", "leave it empty: it is given"
ONLY_ONE = "UUID; bila kosong, satu-satunya milik pegawai", "a UUID; where empty, the only one of the employee"


def template(event: type[Event]) -> str:
    """The template as CSV; `kinerja record` reads it back as it stands."""
    row = example_row(event)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([f"{COMMENT}{line}"] for line in explained(event))
    header = [*(column.name for column in all_columns(event))]
    header += [name for name in row if name not in header]
    writer.writerow(header)
    writer.writerow([row.get(name, "") for name in header])
    return text.getvalue()


def explained(event: type[Event]) -> Iterator[str]:
    """What the file is, and each of its columns."""
    name = short_name(event)
    yield f"{name}: {event.LABEL} / {_line(event.__doc__ or '')}"
    yield f"kinerja record {name} FILE --dry-run"
    yield "Kolom dapat dihapus bila tidak wajib; urutannya bebas. / Leave out what is not required, in any order."
    yield "Daftar: .1, .2, .3 ... / Numbered columns are lists. CSV (UTF-8) atau / or XLSX."
    for column in all_columns(event):
        indonesian, english = _told(event, column)
        yield f"{column.name} | {_need(event, column)} | {indonesian} / {english}"


def _need(event: type[Event], column: Column) -> str:
    """Whether a row must say it."""
    if column.name in ("sk.nomor", "sk.tanggal", "sk.pejabat_jabatan") and _names_sk(event):
        return UNLESS_SK
    if not column.needed:
        return OPTIONAL
    either = {place.field for place in places_of(event) if place.name} | {c.field for c in subject_columns(event)}
    return OPTIONAL if column.name == "sk_id" else ONE_OF if column.field in either else NEEDED


def _names_sk(event: type[Event]) -> bool:
    return event.NEEDS_DECISION or "sk_id" in command_of(event).model_fields


def _told(event: type[Event], column: Column) -> tuple[str, str]:
    """What a column says, in Indonesian and in English."""
    if column.name in generated(event):
        return GIVEN
    if column.name in KNOWN:
        return KNOWN[column.name]
    form = column.form.indonesian, column.form.english
    if column.field in KNOWN:
        indonesian, english = KNOWN[column.field]
        return f"{indonesian}: {form[0]}", f"{english}: {form[1]}"
    if column.field == column.name and is_known_by_the_employee(column.field):
        form = ONLY_ONE if command_of(event).model_fields[column.field].is_required() else form
    names = [part for part in column.path if isinstance(part, str)]
    meaning = docs(column.owner or event).get(names[-1] if names else column.field, "")
    return form[0], f"{form[1]}. {meaning}" if meaning else form[1]


@cache
def docs(owner: type[Any]) -> Mapping[str, str]:
    """What a class says below its fields; nothing where its source is not there."""
    found: dict[str, str] = {}
    with suppress(OSError, TypeError, SyntaxError):
        (body,) = ast.parse(textwrap.dedent(inspect.getsource(owner))).body
        statements = cast("ast.ClassDef", body).body
        for field, said in pairwise(statements):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(said, ast.Expr):
                text = ast.literal_eval(said.value)
                found[field.target.id] = _line(str(text))
    return found


def _line(text: str) -> str:
    return " ".join(text.split())


# -- the example -------------------------------------------------------------------------


def example_row(event: type[Event]) -> dict[str, str]:
    """A filled row, by column, from the example of the class: units and posts by their names, ids by NIP."""
    fields = command_of(event).model_fields
    row: dict[str, str] = {}
    if subject := subject_columns(event):
        row[subject[0].name] = Nip.example
    places = {place.field: place for place in places_of(event)}
    for field, place in places.items():
        if field in event.EXAMPLE or field not in fields:
            row |= _named_place(place.name, place.induk, post=place.post)
    if _names_sk(event):
        row |= {f"sk.{name}": _cell(DecisionIssued.EXAMPLE[name]) for name in SkRef.model_fields if name != "sk_id"}
    forms = {column.name: column for column in all_columns(event)}
    for field, value in event.EXAMPLE.items():
        if field in places or field == "sk_id" or is_known_by_the_employee(field) or field not in fields:
            continue
        for name, text in _cells(field, value):
            somebody = name in forms and forms[name].form.names_somebody
            row[name] = Nip.example if somebody else text
    return row


def _named_place(name: str, induk: str, *, post: bool) -> dict[str, str]:
    if post:
        return {name: PositionEstablished.EXAMPLE["title"]["nama"]}
    return {name: OrgUnitEstablished.EXAMPLE["nama"], induk: OrgUnitEstablished.EXAMPLE["induk_nama"]}


def _cells(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """A value as cells under dotted and numbered columns."""
    if isinstance(value, Mapping):
        for part, inner in cast("Mapping[str, Any]", value).items():
            yield from _cells(f"{name}.{part}", inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(cast("list[Any]", value), start=1):
            yield from _cells(f"{name}.{number}", inner)
    else:
        yield name, _cell(value)


def _cell(value: Any) -> str:
    """A value as a clerk writes it."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    with suppress(ValueError):
        if len(text := str(value)) == 10:
            return f"{date.fromisoformat(text):%d-%m-%Y}"
    return "" if value is None else str(value)

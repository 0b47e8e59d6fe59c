"""Which columns a kind of record has: those of its command, and those that name employee, unit and post for people."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args
from uuid import UUID

from kinerja_es.domain.catalogue import SUBJECT_FIELD, command_of
from kinerja_es.domain.envelope import Category, Event
from kinerja_es.recording.columns import Column, Form, columns_of
from kinerja_es.recording.kinds import OPENING

_NIP = Form(str, "NIP pegawai, juga yang lama", "the employee's NIP, also a former one", names_somebody=True)
_EMPLOYEE = Form(str, "UUID pegawai, atau NIP", "the employee's UUID, or a NIP", names_somebody=True)
_UNIT = Form(str, "UUID unor, atau ID SIASN", "the unit's UUID, or SIASN's id")
_UNIT_NAME = Form(str, "nama unor, bila tanpa id", "the unit's name, where no id is given")
_INDUK = Form(str, "satuan kerja induk, bila nama unor itu ada beberapa", "its induk, where several have the name")
_POST = Form(str, "UUID jabatan", "the post's UUID")
_TITLE = Form(str, "nama jabatan dalam unor itu, bila tanpa id", "the post's title in the unit, where no id is given")


class Place(NamedTuple):
    """How a unit or a post is named: by the columns of its id, and of its name within what."""

    field: str
    post: bool
    id: str
    name: str
    induk: str
    unor: str
    """For a post: the field of the unit in which its title is looked for; it may be the post's own."""


@cache
def places_of(event: type[Event]) -> tuple[Place, ...]:
    """The units and posts that a kind names, units first; one that the record is about among them."""
    fields = command_of(event).model_fields
    named = {name: _is_uuid(info.annotation) for name, info in fields.items()}
    subject = None if event in OPENING else SUBJECT_FIELD.get(event.STREAM)
    if subject in ("unor_id", "jabatan_id"):
        # A post is looked for by its title within a unit: that is named too, though the record does not hold it.
        named |= {"unor_id": True, subject: True}
    units = [name for name, is_id in named.items() if is_id and (name.endswith("unor_id") or name == "diatasan_id")]
    posts = [name for name, is_id in named.items() if is_id and name.endswith("jabatan_id")]
    found = [_place(name, fields, post=False) for name in units]
    for name in posts:
        beside = name.removesuffix("jabatan_id") + "unor_id"
        unor = next((unit for unit in (beside, "unor_id") if unit in units), "")
        found.append(_place(name, fields, post=True)._replace(unor=unor))
    return tuple(found)


def _place(field: str, fields: Mapping[str, Any], *, post: bool) -> Place:
    stem = field.removesuffix("_id")
    name = "" if stem in fields else stem
    return Place(field, post, field, name, f"{stem}.induk" if name else "", "")


def _is_uuid(annotation: Any) -> bool:
    return annotation is UUID or UUID in get_args(annotation)


@cache
def subject_columns(event: type[Event]) -> tuple[Column, ...]:
    """The columns that say whom or what a record is about; of a kind that begins something new there are none."""
    fields = command_of(event).model_fields
    if event in OPENING:
        return ()
    if event.STREAM is Category.PEGAWAI:
        both = (
            Column("nip", "nip", (), _NIP, needed=True),
            Column("pegawai_id", "pegawai_id", (), _EMPLOYEE, needed=True),
        )
        return tuple(column for column in both if column.name not in fields)
    return ()


@cache
def all_columns(event: type[Event]) -> tuple[Column, ...]:
    """Every column that a file of this kind may have, in the order of a template."""
    found = [*subject_columns(event)]
    by_field = {place.field: place for place in places_of(event)}
    own = columns_of(event)
    extra = [place for field, place in by_field.items() if all(column.field != field for column in own)]
    about = SUBJECT_FIELD.get(event.STREAM)
    found += [column for place in extra for column in _place_columns(place, needed=place.field == about)]
    for column in own:
        place = by_field.get(column.field)
        found += [column] if place is None else _place_columns(place, needed=column.needed)
    # What every record may say stands behind what this one says.
    return tuple(sorted(found, key=lambda column: column.field in _COMMON))


_COMMON = ("tmt_akhir", "documents", "legal_basis", "exception", "reason")


def _place_columns(place: Place, *, needed: bool) -> Iterator[Column]:
    yield Column(place.id, place.field, (), _POST if place.post else _UNIT, needed)
    if place.name:
        yield Column(place.name, place.field, (), _TITLE if place.post else _UNIT_NAME, needed)
        if not place.post:
            yield Column(place.induk, place.field, (), _INDUK, needed=False)

"""The organisation: units (unor), and the posts (jabatan) in them."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import Category, Event, Key, ShortText, Source, Value, stream_name
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.errors import (
    DuplicatePosition,
    DuplicateUnit,
    FoundingDayUncertain,
    PositionNotActive,
    Problem,
    UnitNotActive,
    UnitUnknown,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History


def folded(text: str) -> str:
    """A name as it is compared: case and spaces do not count."""
    return " ".join(text.upper().split())


def unit_id_key(siasn_id: str) -> Key:
    return Key("unor", f"siasn:{siasn_id.upper()}")


def unit_name_key(nama: str, induk_nama: str | None) -> Key:
    return Key("unor", f"nama:{folded(induk_nama or '')}/{folded(nama)}")


def post_key(unor_id: UUID, nama: str) -> Key:
    return Key("jabatan", f"{unor_id}/{folded(nama)}")


class OrgUnitEstablished(Event):
    """An organisation unit exists from its TMT on."""

    TOPIC: ClassVar[str] = "kinerja:OrgUnitEstablished"
    STREAM: ClassVar[Category] = Category.UNOR
    PRECEDENCE: ClassVar[int] = 10
    LABEL: ClassVar[str] = "Unor dibentuk"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2025-01-01",
        "nama": "Dinas Pendidikan",
        "induk_nama": "Pemerintah Kota Serang",
        "jenis": "DINAS",
        "sektor": "PENDIDIKAN",
    }

    unor_id: UUID
    nama: ShortText
    siasn_id: ShortText | None = None
    diatasan_id: UUID | None = None
    """The unor above it."""
    induk_nama: ShortText | None = None
    """SATUAN KERJA INDUK: within it a name is found where no id is given."""
    eselon_id: ShortText | None = None
    jenis: ShortText | None = None
    sektor: ShortText | None = None

    def claims(self) -> tuple[Key, ...]:
        name = unit_name_key(self.nama, self.induk_nama)
        return (name,) if self.siasn_id is None else (unit_id_key(self.siasn_id), name)

    def refers_to(self, history: "History") -> tuple[str, ...]:
        above = () if self.diatasan_id is None else (stream_name(Category.UNOR, self.diatasan_id),)
        return (*above, *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        # Units of one name under one induk are common where SIASN's ids tell them apart: then only the id is unique.
        unique = self.claims()[0]
        if owner := given.owned_by_another(unique):
            yield DuplicateUnit(f"It is {owner}.", field="nama", value=self.nama)
        if self.diatasan_id is not None:
            above = given.unit(self.diatasan_id)
            if above is None:
                yield UnitUnknown(field="diatasan_id", value=self.diatasan_id)
            elif above.tmt > self.tmt:
                yield before_founding(above, "diatasan_id")


class Title(Value):
    """The title of a post, with SIASN's id of it, which thousands of posts share."""

    nama: ShortText
    id: ShortText | None = None


class Duty(Value):
    """One of the duties of a post (tupoksi), which a target of its holder may cite."""

    id: ShortText
    uraian: ShortText


class Standard(Value):
    """The level of one competence that a post asks for (standar kompetensi)."""

    kompetensi_id: ShortText
    level: Annotated[int, Field(ge=1, le=5)]


class PositionEstablished(Event):
    """A post exists from its TMT on: this title in this unor, with so many seats."""

    TOPIC: ClassVar[str] = "kinerja:PositionEstablished"
    STREAM: ClassVar[Category] = Category.JABATAN
    PRECEDENCE: ClassVar[int] = 20
    LABEL: ClassVar[str] = "Jabatan dibentuk"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2025-01-01",
        "title": {"nama": "Operator Layanan Operasional"},
        "jenis_jabatan": "PELAKSANA",
        "unor_id": "00000000-0000-4000-8000-000000000003",
        "formasi": 12,
    }

    jabatan_id: UUID
    title: Title
    jenis_jabatan: JenisJabatan
    unor_id: UUID
    eselon_id: ShortText | None = None
    formasi: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """Authorised seats; without a number the seats are not counted."""
    pimpinan: bool | None = None
    """Whether its holder leads the unor."""
    tupoksi: tuple[Duty, ...] = ()
    """Its duties; without any, what its holder undertakes cannot be held against them."""
    standar: tuple[Standard, ...] = ()
    """What it asks of its holder's competence; without any, nobody can be assessed against it."""

    def claims(self) -> tuple[Key, ...]:
        return (post_key(self.unor_id, self.title.nama),)

    def refers_to(self, history: "History") -> tuple[str, ...]:
        return (stream_name(Category.UNOR, self.unor_id), *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        unit = given.unit(self.unor_id)
        if unit is None:
            yield UnitUnknown(field="unor_id", value=self.unor_id)
        elif unit.tmt > self.tmt:
            yield before_founding(unit, "unor_id")
        if owner := given.owned_by_another(self.claims()[0]):
            yield DuplicatePosition(f"It is {owner}.", field="title.nama", value=self.title.nama)


def is_observed(place: OrgUnitEstablished | PositionEstablished) -> bool:
    """Whether a unit or a post was taken from a roster, where nobody had established it.

    Its founding day is then the earliest TMT of that file, and its formasi the number of that file's rows: what was
    seen, and no legal fact. An earlier TMT or one more holder speaks against the guess as much as against the fact,
    so it only warns. What HR established by a decision refuses.
    """
    return place.source in _IMPORTS


_IMPORTS = (Source.IMPORT_SIASN, Source.IMPORT_CSV)


def before_founding(place: OrgUnitEstablished | PositionEstablished, field: str) -> Problem:
    """What speaks against a day on which a unit or a post does not exist yet."""
    unit = isinstance(place, OrgUnitEstablished)
    found = FoundingDayUncertain if is_observed(place) else UnitNotActive if unit else PositionNotActive
    return found(f"It exists from {place.tmt}.", field=field, value=place.nama if unit else place.title.nama)

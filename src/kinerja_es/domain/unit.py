"""The organisation: units (unor), and the posts (jabatan) in them."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import BeforeValidator, Field

from kinerja_es.domain.envelope import Category, Derived, Event, Key, ShortText, Source, Value, stream_name, subject_of
from kinerja_es.domain.reference import ESELON, JENIS_JABATAN, KOMPETENSI, SEKTOR, Coded
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.errors import (
    AlreadyRecorded,
    DuplicatePosition,
    DuplicateUnit,
    FormasiExceeded,
    FoundingDayUncertain,
    PositionNotActive,
    PositionUnknown,
    Problem,
    UnitNotActive,
    UnitUnknown,
    ValueMissing,
)
from kinerja_es.errors.discipline import LaterChangeRecorded, PositionStillHeld, SuccessorMissing, UnitStillHeld

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


def within_key(unor_id: UUID) -> Key:
    """What every post claims that is in a unor, so that its posts are found."""
    return Key("within", str(unor_id))


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
    eselon_id: Annotated[ShortText | None, Coded(ESELON)] = None
    jenis: ShortText | None = None
    sektor: Annotated[ShortText | None, Coded(SEKTOR)] = None

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
            yield from check_unit(given, self.diatasan_id, self.tmt, "diatasan_id")


class Title(Value):
    """The title of a post, with SIASN's id of it, which thousands of posts share."""

    nama: ShortText
    id: ShortText | None = None


class Duty(Value):
    """One of the duties of a post (tupoksi), which a target of its holder may cite."""

    id: ShortText
    uraian: ShortText


Kompetensi = Annotated[ShortText, BeforeValidator(KOMPETENSI.stored)]
"""A competence by SIASN's code or name, or by a word of the government's own."""


class Standard(Value):
    """The level of one competence that a post asks for (standar kompetensi)."""

    kompetensi_id: Kompetensi
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
    jenis_jabatan: Annotated[JenisJabatan, Coded(JENIS_JABATAN)]
    unor_id: UUID
    eselon_id: Annotated[ShortText | None, Coded(ESELON)] = None
    formasi: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """Authorised seats; without a number the seats are not counted."""
    pimpinan: bool | None = None
    """Whether its holder leads the unor."""
    tupoksi: tuple[Duty, ...] = ()
    """Its duties; without any, what its holder undertakes cannot be held against them."""
    standar: tuple[Standard, ...] = ()
    """What it asks of its holder's competence; without any, nobody can be assessed against it."""

    def claims(self) -> tuple[Key, ...]:
        return (post_key(self.unor_id, self.title.nama), within_key(self.unor_id))

    def refers_to(self, history: "History") -> tuple[str, ...]:
        return (stream_name(Category.UNOR, self.unor_id), *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_unit(given, self.unor_id, self.tmt, "unor_id")
        if owner := given.owned_by_another(self.claims()[0]):
            yield DuplicatePosition(f"It is {owner}.", field="title.nama", value=self.title.nama)


SHOWN = 5
"""How many titles of posts are named."""


class PerubahanUnor(StrEnum):
    """What becomes of a unit."""

    RENAME = "RENAME"
    MOVE = "MOVE"
    MERGE = "MERGE"
    DISSOLVE = "DISSOLVE"


class UnitName(Value):
    """A name that a unit has, and the induk within which it is found by it."""

    nama: ShortText
    induk_nama: ShortText | None = None


class OrgUnitChanged(Event):
    """A unit got another name or another place, was merged into others, or was dissolved, from its TMT on."""

    TOPIC: ClassVar[str] = "kinerja:OrgUnitChanged"
    STREAM: ClassVar[Category] = Category.UNOR
    PRECEDENCE: ClassVar[int] = 12
    LABEL: ClassVar[str] = "Unor diubah / dibubarkan"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-01-01",
        "change": "RENAME",
        "nama": "Dinas Pendidikan dan Kebudayaan",
    }

    unor_id: UUID
    change: PerubahanUnor
    nama: ShortText | None = None
    """The new name."""
    diatasan_id: UUID | None = None
    """The unit above it from now on."""
    induk_nama: ShortText | None = None
    successor_ids: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    """The units that take over."""
    names: Annotated[tuple[UnitName, ...], Derived()] = ()
    """What the unit is called by this change, and within which induk; several where later changes are recorded."""

    def claims(self) -> tuple[Key, ...]:
        return tuple(unit_name_key(name.nama, name.induk_nama) for name in self.names)

    def keys(self, history: "History") -> tuple[Key, ...]:
        return tuple(unit_name_key(name.nama, name.induk_nama) for name in self._names(history))

    def derived(self, given: "Given") -> dict[str, Any]:
        return {"names": self._names(given.history)}

    def _names(self, history: "History") -> tuple[UnitName, ...]:
        if self.nama is None and self.induk_nama is None:
            return ()
        after = history.and_then(self)
        units = (unit_on(after, day) for day in _days(after, self))
        return tuple(dict.fromkeys(UnitName(nama=u.nama, induk_nama=u.induk_nama) for u in units if u is not None))

    def empties(self) -> tuple[UUID, ...]:
        return (self.unor_id,) if self.ends else ()

    def refers_to(self, history: "History") -> tuple[str, ...]:
        named = (*self.successor_ids, *((self.diatasan_id,) if self.diatasan_id else ()))
        return (*(stream_name(Category.UNOR, unit) for unit in named), *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        now = unit_on(given.history, self.tmt)
        if now is None:
            yield UnitUnknown(field="unor_id", value=self.unor_id)
            return
        if now.tmt > self.tmt:
            yield before_founding(now, "tmt")
        if (ended := ended_on(given.history)) is not None and ended <= self.tmt:
            yield UnitNotActive(f"It ended {ended}.", field="tmt", value=self.tmt)
        yield from self._check_named(given)
        owners = () if now.siasn_id else filter(None, map(given.owned_by_another, self.keys(given.history)))
        for owner in dict.fromkeys(owners):
            yield DuplicateUnit(f"It is {owner}.", field="nama", value=self.nama)
        yield from _once(given.history, self, ("change", "nama", "diatasan_id", "induk_nama", "successor_ids"))
        if self.ends:
            yield from _nothing_later(given.history, self.tmt)
            yield from self._check_held(given)

    def _check_held(self, given: "Given") -> Iterator[Problem]:
        """Whoever holds a post there is to be moved."""
        titles: set[str] = set()
        holders: set[UUID] = set()
        for post_id in given.holders:
            post = given.post_on(post_id, self.tmt)
            if post is not None and post.unor_id == self.unor_id and (held := held_by(given, post_id, self.tmt)):
                titles.add(post.title.nama)
                holders.update(held)
        if holders:
            more = f" and {len(titles) - SHOWN} more" if len(titles) > SHOWN else ""
            detail = f"{len(holders)} employees: {', '.join(sorted(titles)[:SHOWN])}{more}."
            yield UnitStillHeld(detail, field="tmt", value=self.tmt)

    def _check_named(self, given: "Given") -> Iterator[Problem]:
        """Each kind of change names what it needs, and units that exist."""
        if self.change is PerubahanUnor.RENAME and self.nama is None:
            yield ValueMissing(field="nama")
        if self.change is PerubahanUnor.MOVE and self.diatasan_id is None:
            yield ValueMissing(field="diatasan_id")
        if self.change is PerubahanUnor.MERGE and not self.successor_ids:
            yield SuccessorMissing(field="successor_ids")
        for name, units in (("diatasan_id", (self.diatasan_id,)), ("successor_ids", self.successor_ids)):
            for unit in units:
                if unit == self.unor_id:
                    yield UnitUnknown(field=name, value=unit)
                elif unit is not None:
                    yield from check_unit(given, unit, self.tmt, name)

    @property
    def ends(self) -> bool:
        return self.change in (PerubahanUnor.MERGE, PerubahanUnor.DISSOLVE)


class PostName(Value):
    """A title of a post, and the unor within which it is found by it."""

    nama: ShortText
    unor_id: UUID


def _post_keys(names: tuple[PostName, ...]) -> tuple[Key, ...]:
    return tuple(key for name in names for key in (post_key(name.unor_id, name.nama), within_key(name.unor_id)))


class PositionChanged(Event):
    """A post got another title, another number of seats or another place, from its TMT on."""

    TOPIC: ClassVar[str] = "kinerja:PositionChanged"
    STREAM: ClassVar[Category] = Category.JABATAN
    PRECEDENCE: ClassVar[int] = 22
    LABEL: ClassVar[str] = "Jabatan diubah"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"tmt": "2026-01-01", "formasi": 20}

    jabatan_id: UUID
    title: Title | None = None
    unor_id: UUID | None = None
    eselon_id: Annotated[ShortText | None, Coded(ESELON)] = None
    formasi: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    pimpinan: bool | None = None
    tupoksi: tuple[Duty, ...] | None = None
    standar: tuple[Standard, ...] | None = None
    """What changes; the rest stays."""
    names: Annotated[tuple[PostName, ...], Derived()] = ()
    """What the post is called by this change, and within which unor; several where later changes are recorded."""

    def claims(self) -> tuple[Key, ...]:
        return _post_keys(self.names)

    def keys(self, history: "History") -> tuple[Key, ...]:
        return _post_keys(self._names(history))

    def derived(self, given: "Given") -> dict[str, Any]:
        return {"names": self._names(given.history)}

    def _names(self, history: "History") -> tuple[PostName, ...]:
        if self.title is None and self.unor_id is None:
            return ()
        after = history.and_then(self)
        posts = (post_on(after, day) for day in _days(after, self))
        return tuple(dict.fromkeys(PostName(nama=p.title.nama, unor_id=p.unor_id) for p in posts if p is not None))

    def posts(self, history: "History") -> tuple[UUID, ...]:
        return (self.jabatan_id,)

    def refers_to(self, history: "History") -> tuple[str, ...]:
        unit = () if self.unor_id is None else (stream_name(Category.UNOR, self.unor_id),)
        return (*unit, *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        now = post_on(given.history, self.tmt)
        if now is None:
            yield PositionUnknown(field="jabatan_id", value=self.jabatan_id)
            return
        yield from _exists(given.history, now, self.tmt)
        if not self.changes():
            yield ValueMissing("Name what changes.", field="formasi")
        if self.unor_id is not None:
            yield from check_unit(given, self.unor_id, self.tmt, "unor_id")
        for owner in dict.fromkeys(filter(None, map(given.owned_by_another, self.keys(given.history)))):
            field = "unor_id" if self.title is None else "title.nama"
            yield DuplicatePosition(f"It is {owner}.", field=field, value=(self.title or now.title).nama)
        held = held_by(given, self.jabatan_id, self.tmt)
        if self.formasi is not None and len(held) > self.formasi:
            detail = f"On {self.tmt} it is held by {len(held)}."
            yield FormasiExceeded(detail, field="formasi", value=self.formasi)
        yield from _once(given.history, self, _CHANGES)

    def changes(self) -> dict[str, Any]:
        """The fields that change."""
        return {name: value for name in _CHANGES if (value := getattr(self, name)) is not None}


_CHANGES = ("title", "unor_id", "eselon_id", "formasi", "pimpinan", "tupoksi", "standar")


class PositionAbolished(Event):
    """A post exists no longer, from its TMT on."""

    TOPIC: ClassVar[str] = "kinerja:PositionAbolished"
    STREAM: ClassVar[Category] = Category.JABATAN
    PRECEDENCE: ClassVar[int] = 24
    LABEL: ClassVar[str] = "Jabatan dihapus"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"tmt": "2026-07-01"}

    jabatan_id: UUID

    def posts(self, history: "History") -> tuple[UUID, ...]:
        return (self.jabatan_id,)

    def check(self, given: "Given") -> Iterator[Problem]:
        now = post_on(given.history, self.tmt)
        if now is None:
            yield PositionUnknown(field="jabatan_id", value=self.jabatan_id)
            return
        yield from _exists(given.history, now, self.tmt)
        yield from _nothing_later(given.history, self.tmt)
        if held := held_by(given, self.jabatan_id, self.tmt):
            yield PositionStillHeld(f"{len(held)}: {', '.join(map(str, held[:5]))}.", field="tmt", value=self.tmt)


def check_unit(given: "Given", unor_id: UUID, day: date, field: str) -> Iterator[Problem]:
    """A unit that a fact names exists on its day."""
    unit = given.unit(unor_id)
    if unit is None:
        yield UnitUnknown(field=field, value=unor_id)
    elif unit.tmt > day:
        yield before_founding(unit, field)
    elif (ended := given.ended(Category.UNOR, unor_id)) is not None and ended <= day:
        yield UnitNotActive(f"It ended {ended}.", field=field, value=unit.nama)


def check_post(given: "Given", jabatan_id: UUID, unor_id: UUID, day: date) -> Iterator[Problem]:
    """A post that a fact names exists on its day, in the unit that the fact names with it."""
    post = given.post_on(jabatan_id, day)
    if post is None:
        yield PositionUnknown(field="jabatan_id", value=jabatan_id)
    elif post.unor_id != unor_id:
        yield PositionNotActive("It belongs to another unor.", field="jabatan_id", value=post.title.nama)
    elif post.tmt > day:
        yield before_founding(post, "jabatan_id")
    elif (ended := given.ended(Category.JABATAN, jabatan_id)) is not None and ended <= day:
        yield PositionNotActive(f"It ended {ended}.", field="jabatan_id", value=post.title.nama)


def _exists(history: "History", post: PositionEstablished, day: date) -> Iterator[Problem]:
    if post.tmt > day:
        yield before_founding(post, "tmt")
    if (ended := ended_on(history)) is not None and ended <= day:
        yield PositionNotActive(f"It ended {ended}.", field="tmt", value=day)


def _days(history: "History", change: OrgUnitChanged | PositionChanged) -> list[date]:
    """The TMT of a change, and those of the later ones: on each of them something is called by another name."""
    return [change.tmt, *(other.tmt for other in history.of(type(change)) if other.tmt > change.tmt)]


def _once(history: "History", change: OrgUnitChanged | PositionChanged, names: tuple[str, ...]) -> Iterator[Problem]:
    """The same change of one day is recorded once."""
    for other in history.of(type(change)):
        if other.tmt == change.tmt and all(getattr(other, name) == getattr(change, name) for name in names):
            yield AlreadyRecorded(f"It is event {other.event_id}.", field="tmt", value=change.tmt)


def _nothing_later(history: "History", end: date) -> Iterator[Problem]:
    """No unit and no post changes after its end; how a unit did before is rated afterwards."""
    for fact in history:
        if fact.tmt > end and isinstance(fact, OrgUnitChanged | PositionChanged | PositionAbolished):
            yield LaterChangeRecorded(f"{fact.LABEL}, TMT {fact.tmt}.", field="tmt", value=end)


def held_by(given: "Given", jabatan_id: UUID, day: date) -> list[UUID]:
    """Who holds a post definitively on a day."""
    found: list[UUID] = []
    for stream, career in given.holders.get(jabatan_id, {}).items():
        engagement = career.standing.engagement_on(day)
        post = engagement.definitive(day) if engagement else None
        if post is not None and post.jabatan_id == jabatan_id:
            found.append(subject_of(stream))
    return sorted(found)


# -- as of a day -------------------------------------------------------------------------


def unit_on(history: "History", day: date) -> OrgUnitEstablished | None:
    """A unit as it is on a day, under the name and in the place of that day; as founded for days before."""
    unit = history.first(OrgUnitEstablished)
    if unit is None or len(history) == 1:
        return unit
    for change in history.of(OrgUnitChanged):
        if change.tmt <= day:
            named = {"nama": change.nama, "diatasan_id": change.diatasan_id, "induk_nama": change.induk_nama}
            unit = unit.model_copy(update={name: value for name, value in named.items() if value is not None})
    return unit


def post_on(history: "History", day: date) -> PositionEstablished | None:
    """A post as it is on a day, with the title and the seats of that day; as established for days before."""
    post = history.first(PositionEstablished)
    if post is None or len(history) == 1:
        return post
    for change in history.of(PositionChanged):
        if change.tmt <= day:
            post = post.model_copy(update=change.changes())
    return post


def ended_on(history: "History") -> date | None:
    """The first day without a unit or a post: dissolved, merged, abolished."""
    if len(history) == 1:
        return None
    ends = [c.tmt for c in history.of(OrgUnitChanged) if c.ends] + [a.tmt for a in history.of(PositionAbolished)]
    return min(ends, default=None)


def is_observed(place: OrgUnitEstablished | PositionEstablished) -> bool:
    """Whether a unit or a post was taken from a roster, where nobody had established it.

    Its founding day is then the earliest TMT of that file, and its formasi the number of that file's rows: what was
    seen, and no legal fact. An earlier TMT or one more holder speaks against the guess as much as against the fact,
    so it only warns. What HR established by a decision refuses.
    """
    return place.source is Source.IMPORT_SIASN


def before_founding(place: OrgUnitEstablished | PositionEstablished, field: str) -> Problem:
    """What speaks against a day on which a unit or a post does not exist yet."""
    unit = isinstance(place, OrgUnitEstablished)
    found = FoundingDayUncertain if is_observed(place) else UnitNotActive if unit else PositionNotActive
    return found(f"It exists from {place.tmt}.", field=field, value=place.nama if unit else place.title.nama)

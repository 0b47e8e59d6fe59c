"""Whom and what the cells of a file name: employees by NIP, units by name, posts by title, SKs by number."""

from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from kinerja_es.domain.catalogue import SkRef
from kinerja_es.domain.decision import DecisionIssued, sk_key
from kinerja_es.domain.envelope import Category, DecisionRef, Key, stream_name, subject_of
from kinerja_es.domain.unit import OrgUnitChanged, OrgUnitEstablished, folded, post_key, unit_id_key, unit_name_key
from kinerja_es.domain.values import is_digits
from kinerja_es.errors import (
    DecisionUnknown,
    EmployeeUnknown,
    PositionUnknown,
    Problem,
    UnitUnknown,
    ValueInvalid,
    ValueMissing,
)
from kinerja_es.recording import cells
from kinerja_es.recording.books import Books
from kinerja_es.recording.cells import EMPTY

T = TypeVar("T")

_NAMING: tuple[type[OrgUnitEstablished | OrgUnitChanged], ...] = (OrgUnitEstablished, OrgUnitChanged)
"""The facts that give a unit its name."""


def as_id(cell: str) -> UUID | None:
    """The UUID that a cell is, if it is one."""
    if len(cell) < 32:
        return None
    with suppress(ValueError):
        return UUID(cell)
    return None


class Names:
    """Finds what is named; of one name it is looked for once."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._units: dict[tuple[str, str, str], UUID | Problem] = {}
        self._posts: dict[tuple[UUID | None, str, str], UUID | Problem] = {}
        self._cited: dict[SkRef, DecisionRef | Problem] = {}
        self._new_units: dict[Key, list[UUID]] = {}

    # -- employees -----------------------------------------------------------------------

    def look_up(self, texts: Iterable[str]) -> None:
        """Find many employees at once."""
        self._books.look_up(Key("nip", text) for text in map(_digits, texts) if is_digits(text))

    def employee(self, cell: str) -> str:
        """The stream of an employee named by UUID or by a NIP, also a former one."""
        if (subject := as_id(cell)) is not None:
            return stream_name(Category.PEGAWAI, subject)
        text = _digits(cell)
        key = Key("nip", text if len(text) == 9 and is_digits(text) else cells.nip(cell))
        if (found := self._books.owner(key)) is None:
            raise EmployeeUnknown(value=cell)
        return found

    def subject(self, cell: str) -> str:
        """An id as a cell writes it: a UUID, or the NIP of the employee that is meant."""
        if len(text := _digits(cell)) in (9, 18) and is_digits(text):
            return str(subject_of(self.employee(cell)))
        return cell

    # -- units and posts -----------------------------------------------------------------

    def bring_unit(self, subject: UUID, siasn_id: str, nama: str, induk: str) -> None:
        """A unit that the file itself establishes: others may be put under it."""
        keys = [unit_name_key(nama, induk), unit_name_key(nama, None)]
        if siasn_id:
            keys.append(unit_id_key(siasn_id))
        for key in dict.fromkeys(keys):
            self._new_units.setdefault(key, []).append(subject)

    def unit(self, cell: str, nama: str, induk: str) -> UUID:
        """A unit by its id or SIASN's, or by its name; within an induk where several have the name."""
        named = (cell, nama, induk)
        if named not in self._units:
            try:
                self._units[named] = self._unit(cell, nama, induk)
            except Problem as problem:
                self._units[named] = problem
        return _found(self._units[named])

    def _unit(self, cell: str, nama: str, induk: str) -> UUID:
        if cell not in EMPTY:
            if (subject := as_id(cell)) is not None:
                return subject
            key = unit_id_key(cell)
            known = [*map(subject_of, self._books.owners([key]).get(key, ()))] or self._new_units.get(key, [])
            if not known:
                raise UnitUnknown(value=cell)
            return known[0]
        key = unit_name_key(nama, induk or None)
        found = [*map(subject_of, self._books.owners([key]).get(key, ())), *self._new_units.get(key, ())]
        if not found and not induk:
            found = self._units_by_name.get(folded(nama), [])
        if len(found) > 1:
            raise UnitUnknown("Several units have this name; give the id, or the induk beside it.", value=nama)
        if not found:
            raise UnitUnknown(value=nama)
        return found[0]

    @cached_property
    def _units_by_name(self) -> dict[str, list[UUID]]:
        """Every unit by its name alone, whatever its induk: there are some hundreds."""
        found: dict[str, list[UUID]] = {}
        streams = dict.fromkeys(row.stream for row in self._books.log.rows_by_stream(Category.UNOR, self._books.head))
        self._books.read(streams)
        for stream in streams:
            told = self._books.history(stream)
            for name in {folded(fact.nama) for kind in _NAMING for fact in told.of(kind) if fact.nama is not None}:
                found.setdefault(name, []).append(subject_of(stream))
        return found

    def post(self, cell: str, title: str, unor_id: UUID | None) -> UUID:
        """A post by its id, or by its title within a unit."""
        named = (unor_id, cell, title)
        if named not in self._posts:
            try:
                self._posts[named] = self._post(cell, title, unor_id)
            except Problem as problem:
                self._posts[named] = problem
        return _found(self._posts[named])

    def _post(self, cell: str, title: str, unor_id: UUID | None) -> UUID:
        if cell not in EMPTY:
            if (subject := as_id(cell)) is None:
                raise ValueInvalid("It is no UUID; the title of a post stands in its own column.", value=cell)
            return subject
        if unor_id is None:
            raise ValueMissing("A title is looked for within its unor: name that too.")
        key = post_key(unor_id, title)
        found = self._books.owners([key]).get(key)
        if not found:
            raise PositionUnknown("Not in this unor.", value=title)
        return subject_of(found[0])

    # -- SKs -----------------------------------------------------------------------------

    def sk(self, ref: SkRef) -> DecisionRef:
        """The SK that a row cites, by id or by number, date and official."""
        known = self._cited.get(ref)
        if known is None:
            try:
                known = self._sk(ref)
            except Problem as problem:
                known = problem
            self._cited[ref] = known
        return _found(known)

    def _sk(self, ref: SkRef) -> DecisionRef:
        sk_id = ref.sk_id
        if sk_id is None:
            if ref.nomor is None or ref.tanggal is None or ref.pejabat_jabatan is None:
                raise ValueMissing("Give sk.sk_id, or sk.nomor, sk.tanggal and sk.pejabat_jabatan.", field="sk.nomor")
            key = sk_key(ref.nomor, ref.tanggal, ref.pejabat_jabatan)
            found = self._books.owners([key]).get(key)
            if not found:
                raise DecisionUnknown(field="sk.nomor", value=ref.nomor)
            sk_id = subject_of(found[0])
        issued = self._books.history(stream_name(Category.SK, sk_id)).first(DecisionIssued)
        if issued is None:
            raise DecisionUnknown(field="sk.sk_id", value=sk_id)
        return issued.ref()


def _digits(cell: str) -> str:
    return cell.replace(" ", "")


def _found(found: T | Problem) -> T:
    """What was found; a problem again, for another row."""
    if isinstance(found, Problem):
        raise type(found)(found.detail, field=found.field, value=found.value)
    return found

"""Siapa pegawai ini? Cari dengan sebagian nama, NIP (juga yang lama) atau NIK.

Who is this employee? Find by a part of the name, the NIP (a former one too) or the NIK.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.identity import EmployeeRegistered, IdentityNumberAssigned, Number, numbered
from kinerja_es.readmodels.kit import Page, Tables, read_model


@dataclass(frozen=True, slots=True)
class Person:
    """One row for each stretch of time with one NIP. The first one has no first day."""

    valid_from: date | None
    valid_to: date | None
    nama: str
    nip: str | None
    nik: str | None
    text: str
    """All that is searched, in capitals: name with titles, every NIP, NIK."""


class Known(NamedTuple):
    """What an employee can be found by."""

    nama: str = ""
    full_name: str = ""
    nik: str | None = None
    numbers: tuple[Number, ...] = ()


@read_model.per_employee(Person, needs=(EmployeeRegistered, IdentityNumberAssigned), indexes=("nama, subject",))
class Find:
    """The names and numbers of one employee."""

    def start(self) -> Known:
        return Known()

    def step(self, state: Known, fact: Event) -> Known:
        match fact:
            case EmployeeRegistered():
                titles = (fact.gelar_depan, fact.nama, fact.gelar_belakang)
                return Known(fact.nama, " ".join([title for title in titles if title]), fact.nik, state.numbers)
            case IdentityNumberAssigned():
                return Known(*state[:3], (*state.numbers, Number(fact.nip, fact.tmt, fact.nip_lama)))
            case _:
                return state

    def rows(self, state: Known) -> Iterator[Person]:
        if not state.nama:  # nobody is left of a record that was merged into another
            return
        every = [text for number in state.numbers for text in (number.nip_lama, number.nip) if text is not None]
        searched = " ".join((state.full_name, *every, state.nik or "")).upper()
        for number in numbered(state.numbers):
            yield Person(number.valid_from, number.valid_to, state.nama, number.nip, state.nik, searched)


@read_model.query
def find(
    tables: Tables,
    *,
    text: Annotated[str, "Part of a name, a NIP or a NIK"],
    valid_at: Annotated[date, "The day asked about"],
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Employees whose name, NIP (of any day) or NIK holds a text, by name, with the NIP of the day asked about."""
    escaped = text.strip().upper().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return tables.page(
        """SELECT subject AS pegawai_id, nama, nip
             FROM find_person
            WHERE text LIKE :part ESCAPE '\\'
              AND (valid_from IS NULL OR valid_from <= :on) AND (valid_to IS NULL OR :on < valid_to)""",
        order=("nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        part=f"%{escaped}%",
        on=valid_at,
    )

"""Siapa pegawai ini? Cari dengan sebagian nama, NIP (juga yang lama) atau NIK.

Who is this employee? Find by a part of the name, the NIP (a former one too) or the NIK.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.identity import EmployeeRegistered, IdentityNumberAssigned
from kinerja_es.readmodels.kit import Page, Tables, read_model


@dataclass(frozen=True, slots=True)
class Person:
    """One row for each employee."""

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
    numbers: tuple[str, ...] = ()


@read_model.per_employee(Person, needs=(EmployeeRegistered, IdentityNumberAssigned), indexes=("nama, subject",))
class Find:
    """The names and numbers of one employee."""

    def start(self) -> Known:
        return Known()

    def step(self, state: Known, fact: Event) -> Known:
        match fact:
            case EmployeeRegistered():
                titles = (fact.gelar_depan, fact.nama, fact.gelar_belakang)
                return state._replace(
                    nama=fact.nama, full_name=" ".join([title for title in titles if title]), nik=fact.nik
                )
            case IdentityNumberAssigned():
                former = () if fact.nip_lama is None else (fact.nip_lama,)
                return state._replace(numbers=(*state.numbers, *former, fact.nip))
            case _:
                return state

    def rows(self, state: Known) -> Iterator[Person]:
        searched = " ".join((state.full_name, *state.numbers, state.nik or ""))
        nip = str(state.numbers[-1]) if state.numbers else None
        yield Person(state.nama, nip, state.nik, searched.upper())


@read_model.query
def find(
    tables: Tables,
    *,
    text: Annotated[str, "Part of a name, a NIP or a NIK"],
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Employees whose name, NIP or NIK holds a text, by name."""
    escaped = text.strip().upper().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return tables.page(
        """SELECT subject AS pegawai_id, nama, nip
             FROM find_person
            WHERE text LIKE :part ESCAPE '\\'""",
        order=("nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        part=f"%{escaped}%",
    )

"""Siapa pegawai ini? Cari dengan sebagian nama, NIP (juga yang lama) atau NIK.

Who is this employee? Find by a part of the name, the NIP (a former one too) or the NIK.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.identity import EmployeeRegistered, IdentityNumberAssigned, Number
from kinerja_es.domain.person import Change, PersonalDataChanged, PersonalField, dated
from kinerja_es.readmodels.kit import Page, Tables, on_day, read_model


@dataclass(frozen=True, slots=True)
class Person:
    """One row for each stretch of time with one NIP and name. The first one has no first day."""

    valid_from: date | None
    valid_to: date | None
    nama: str
    nip: str | None
    nik: str | None
    text: str
    """All that is searched, in capitals: every name with its titles, every NIP, NIK."""


class Known(NamedTuple):
    """What an employee can be found by."""

    nama: str = ""
    gelar_depan: str | None = None
    gelar_belakang: str | None = None
    nik: str | None = None
    numbers: tuple[Number, ...] = ()
    changes: tuple[Change, ...] = ()

    def full_name(self, now: Mapping[str, str]) -> str:
        """The name with its titles, with what had changed by a day."""
        before, after = now.get("gelar_depan", self.gelar_depan), now.get("gelar_belakang", self.gelar_belakang)
        return " ".join([part for part in (before, now.get("nama", self.nama), after) if part])


NAMES = frozenset((PersonalField.NAMA, PersonalField.GELAR_DEPAN, PersonalField.GELAR_BELAKANG))


@read_model.per_employee(
    Person, needs=(EmployeeRegistered, IdentityNumberAssigned, PersonalDataChanged), indexes=("nama, subject",)
)
class Find:
    """The names and numbers of one employee."""

    def start(self) -> Known:
        return Known()

    def step(self, state: Known, fact: Event) -> Known:
        match fact:
            case EmployeeRegistered():
                return Known(fact.nama, fact.gelar_depan, fact.gelar_belakang, fact.nik, *state[4:])
            case IdentityNumberAssigned():
                return Known(*state[:4], (*state.numbers, Number(fact.nip, fact.tmt, fact.nip_lama)), state.changes)
            case PersonalDataChanged() if fact.field in NAMES:
                return state._replace(changes=(*state.changes, Change(fact.tmt, fact.field, fact.new)))
            case _:
                return state

    def rows(self, state: Known) -> Iterator[Person]:
        if not state.nama:  # nobody is left of a record that was merged into another
            return
        every = [text for number in state.numbers for text in (number.nip_lama, number.nip) if text is not None]
        stretches = [*dated(state.numbers, state.changes)]
        names = dict.fromkeys((state.full_name({}), *(state.full_name(now) for _, now in stretches if now)))
        searched = " ".join((*names, *every, state.nik or "")).upper()
        for number, now in stretches:
            nama = now.get("nama", state.nama)
            yield Person(number.valid_from, number.valid_to, nama, number.nip, state.nik, searched)


@read_model.query
def find(
    tables: Tables,
    *,
    text: Annotated[str, "Part of a name, a NIP or a NIK"],
    valid_at: Annotated[date, "The day asked about"],
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Employees whose name or NIP (of any day) or NIK holds a text, by name, with both as of the day asked about."""
    escaped = text.strip().upper().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return tables.page(
        f"""SELECT subject AS pegawai_id, nama, nip
              FROM find_person person
             WHERE text LIKE :part ESCAPE '\\' AND {on_day("person")}""",  # noqa: S608 - our own text
        order=("nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        part=f"%{escaped}%",
        on=valid_at,
    )

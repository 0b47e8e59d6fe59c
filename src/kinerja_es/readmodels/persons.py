"""Who an employee is, day by day: name, numbers, birth and sex."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.identity import EmployeeRegistered, IdentityNumberAssigned, Number
from kinerja_es.domain.person import Change, PersonalDataChanged, birth, dated
from kinerja_es.domain.values import Sex


class Person(NamedTuple):
    """One row for each stretch of time with one NIP and name: who the employee is. The first one has no first day."""

    valid_from: date | None
    valid_to: date | None
    nip: str | None
    nip_lama: tuple[str, ...]
    nama: str
    gelar_depan: str | None
    gelar_belakang: str | None
    tanggal_lahir: date | None
    jenis_kelamin: Sex | None


class Known(NamedTuple):
    """Who an employee was at first, what changed since, and every number with its TMT."""

    nama: str = ""
    gelar_depan: str | None = None
    gelar_belakang: str | None = None
    tanggal_lahir: date | None = None
    jenis_kelamin: Sex | None = None
    numbers: tuple[Number, ...] = ()
    changes: tuple[Change, ...] = ()


SHOWN = frozenset(Known._fields)


class OfPerson:
    """Name and numbers, each from its TMT on: a NIP is a former one only from the day on which the next one holds."""

    NEEDS = (EmployeeRegistered, IdentityNumberAssigned, PersonalDataChanged)

    def start(self) -> Known:
        return Known()

    def step(self, state: Known, fact: Event) -> Known:
        match fact:
            case EmployeeRegistered():
                return Known(
                    fact.nama,
                    fact.gelar_depan,
                    fact.gelar_belakang,
                    fact.tanggal_lahir,
                    fact.jenis_kelamin,
                    *state[5:],
                )
            case IdentityNumberAssigned():
                return Known(*state[:5], (*state.numbers, Number(fact.nip, fact.tmt, fact.nip_lama)), state.changes)
            case PersonalDataChanged() if fact.field in SHOWN:
                return state._replace(changes=(*state.changes, Change(fact.tmt, fact.field, fact.new)))
            case _:
                return state

    def rows(self, state: Known) -> Iterator[Person]:
        if state.nama:  # nobody is left of a record that was merged into another
            for number, now in dated(state.numbers, state.changes):
                yield Person(*number, *(_changed(state, now) if now else state[:5]))


def _changed(state: Known, now: Mapping[str, str]) -> tuple[str, str | None, str | None, date | None, Sex | None]:
    sex = now.get("jenis_kelamin")
    return (
        now.get("nama", state.nama),
        now.get("gelar_depan", state.gelar_depan),
        now.get("gelar_belakang", state.gelar_belakang),
        birth(now.get("tanggal_lahir", "")) or state.tanggal_lahir,
        Sex(sex) if sex in set(Sex) else state.jenis_kelamin,
    )

"""What one government sets for itself: policy, terms of office, staffing needs, ceilings of budget.

All of it lies in one stream, whose id is that of the log: one log serves one government.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import Capacity, Category, Event, Generated, ShortText, stream_name
from kinerja_es.domain.policy import Adopted, Policies, Policy
from kinerja_es.domain.reference import SEKTOR, Coded
from kinerja_es.domain.unit import check_post, check_unit, folded
from kinerja_es.domain.values import Day, Rupiah
from kinerja_es.errors import (
    AlreadyRecorded,
    Problem,
    ValueInvalid,
    ValueMissing,
)
from kinerja_es.errors.instansi import PolicyVersionTaken, TermOverlap, TermUnknown

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History

Year = Annotated[int, Field(ge=1950, le=2100)]


# -- policy ------------------------------------------------------------------------------


class PolicyAdopted(Event):
    """A policy was adopted: it holds from its TMT until that of the next one."""

    TOPIC: ClassVar[str] = "kinerja:PolicyAdopted"
    STREAM: ClassVar[Category] = Category.INSTANSI
    PRECEDENCE: ClassVar[int] = 70
    LABEL: ClassVar[str] = "Kebijakan ditetapkan"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-01-01",
        "policy_version": 1,
        "content": {
            "timezone": "WIB",
            "contract": {"PPPK_PARUH_WAKTU": {"least_years": 1, "most_years": 5, "breach": "WARN"}},
            "upgrade": {"window_months": 6, "least_predikat": 2},
            "holidays": {"2026": ["2026-01-01", "2026-08-17"]},
        },
    }

    policy_version: Annotated[int, Field(ge=1, le=9999)]
    content: Policy

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from version_taken(policies_in(given.history), self.policy_version)
        for problem in self.content.problems():
            problem.field = f"content.{problem.field}"
            yield problem


def version_taken(policies: Policies, version: int) -> Iterator[Problem]:
    """A policy's version is greater than every one before."""
    if policies.versions and version <= (last := max(policies.versions)):
        yield PolicyVersionTaken(f"The next one is {last + 1}.", field="policy_version", value=version)


def policies_in(history: "History") -> Policies:
    """All that a government has adopted."""
    return Policies(Adopted(p.tmt, p.policy_version, p.content) for p in history.of(PolicyAdopted))


# -- terms of office ---------------------------------------------------------------------


class OfficialTermStarted(Event):
    """Somebody who is no employee took an office: the Wali Kota, a Bupati, a Pj. The top of every reporting line."""

    TOPIC: ClassVar[str] = "kinerja:OfficialTermStarted"
    STREAM: ClassVar[Category] = Category.INSTANSI
    PRECEDENCE: ClassVar[int] = 74
    LABEL: ClassVar[str] = "Masa jabatan dimulai"
    TMT: ClassVar[str | None] = "dari"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "nama": "Pejabat Contoh",
        "jabatan": "Wali Kota Serang",
        "kapasitas": "D",
        "dari": "2025-02-20",
        "sampai": "2030-02-19",
    }

    term_id: Annotated[UUID, Generated()]
    nama: ShortText
    jabatan: ShortText
    kapasitas: Capacity
    dari: Day
    sampai: Day | None = None
    """The last day that is foreseen."""

    def check(self, given: "Given") -> Iterator[Problem]:
        if self.sampai is not None and self.sampai < self.dari:
            yield ValueInvalid("It ends after it begins.", field="sampai", value=self.sampai)
            return
        if self.kapasitas not in _ALONE:
            return
        for other in terms(given.history):
            same = folded(other.jabatan) == folded(self.jabatan) and other.kapasitas in _ALONE
            if same and other.meets(self.dari, self.sampai):
                yield TermOverlap(f"{other.nama}, from {other.dari}.", field="dari", value=self.dari)


_ALONE = frozenset({Capacity.D, Capacity.PJ})
"""Capacities of which an office has one holder at a time: a Plt, Plh or Pjs stands in for one."""


class OfficialTermEnded(Event):
    """A term of office ended, as foreseen or before. The TMT is the first day without it."""

    TOPIC: ClassVar[str] = "kinerja:OfficialTermEnded"
    STREAM: ClassVar[Category] = Category.INSTANSI
    PRECEDENCE: ClassVar[int] = 72
    LABEL: ClassVar[str] = "Masa jabatan berakhir"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"tmt": "2029-06-01", "term_id": "00000000-0000-4000-8000-000000000009"}

    term_id: UUID

    def check(self, given: "Given") -> Iterator[Problem]:
        term = next((t for t in terms(given.history) if t.term_id == self.term_id), None)
        if term is None:
            yield TermUnknown(field="term_id", value=self.term_id)
        elif any(ended.term_id == self.term_id for ended in given.history.of(OfficialTermEnded)):
            yield AlreadyRecorded(f"It ended {term.ended}.", field="term_id", value=self.term_id)
        elif self.tmt <= term.dari:
            yield ValueInvalid(f"It began {term.dari}.", field="tmt", value=self.tmt)


class OfficialTerm(NamedTuple):
    """Who holds an office, from `dari` until `ended` (exclusive)."""

    term_id: UUID
    nama: str
    jabatan: str
    kapasitas: Capacity
    dari: date
    ended: date | None

    def holds(self, day: date) -> bool:
        return self.dari <= day and (self.ended is None or day < self.ended)

    def meets(self, dari: date, sampai: date | None) -> bool:
        """Whether it holds on one of these days, both inclusive."""
        return (self.ended is None or dari < self.ended) and (sampai is None or self.dari <= sampai)


def terms(history: "History") -> list[OfficialTerm]:
    """Every term of office: it ends after its last day, or when its end says so."""
    ended = {end.term_id: end.tmt for end in history.of(OfficialTermEnded)}
    return [
        OfficialTerm(
            start.term_id,
            start.nama,
            start.jabatan,
            start.kapasitas,
            start.dari,
            ended.get(start.term_id) or (start.sampai + timedelta(days=1) if start.sampai else None),
        )
        for start in history.of(OfficialTermStarted)
    ]


# -- needs and ceilings ------------------------------------------------------------------


def _check_place(given: "Given", unor_id: UUID, jabatan_id: UUID | None, day: date) -> Iterator[Problem]:
    """The unit is there on that day, and so is the post in it, where one is named."""
    yield from check_unit(given, unor_id, day, "unor_id")
    if jabatan_id is not None:
        yield from check_post(given, jabatan_id, unor_id, day)


def _places(unor_id: UUID, jabatan_id: UUID | None) -> tuple[str, ...]:
    unit = stream_name(Category.UNOR, unor_id)
    return (unit,) if jabatan_id is None else (unit, stream_name(Category.JABATAN, jabatan_id))


class StaffingNeedSet(Event):
    """How many people a unit needs in a year: of one post, of one sector, or in all. A later one replaces it."""

    TOPIC: ClassVar[str] = "kinerja:StaffingNeedSet"
    STREAM: ClassVar[Category] = Category.INSTANSI
    PRECEDENCE: ClassVar[int] = 76
    LABEL: ClassVar[str] = "Kebutuhan pegawai ditetapkan"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-01-05",
        "unor_id": "00000000-0000-4000-8000-000000000003",
        "sektor": "PENDIDIKAN",
        "tahun": 2026,
        "jumlah": 40,
        "sumber": "Analisis beban kerja 2026",
    }

    unor_id: UUID
    jabatan_id: UUID | None = None
    sektor: Annotated[ShortText | None, Coded(SEKTOR)] = None
    tahun: Year
    jumlah: Annotated[int, Field(ge=0, le=1_000_000)]
    sumber: ShortText

    def refers_to(self, history: "History") -> tuple[str, ...]:
        return (*_places(self.unor_id, self.jabatan_id), *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from _check_place(given, self.unor_id, self.jabatan_id, self.tmt)
        if any((n.tmt, n.about) == (self.tmt, self.about) for n in given.history.of(StaffingNeedSet)):
            yield AlreadyRecorded("A need of that day.", field="tmt", value=self.tmt)

    @property
    def about(self) -> tuple[UUID, UUID | None, str | None, int]:
        """What it is the need of."""
        return self.unor_id, self.jabatan_id, self.sektor, self.tahun


class BudgetCeilingSet(Event):
    """How much a unit may spend in a year: on one programme, or in all. A later one replaces it."""

    TOPIC: ClassVar[str] = "kinerja:BudgetCeilingSet"
    STREAM: ClassVar[Category] = Category.INSTANSI
    PRECEDENCE: ClassVar[int] = 80
    LABEL: ClassVar[str] = "Pagu belanja ditetapkan"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-01-05",
        "unor_id": "00000000-0000-4000-8000-000000000003",
        "program": "2.18.03",
        "jabatan_id": "00000000-0000-4000-8000-000000000002",
        "tahun": 2026,
        "pagu_rp": 400_000_000,
        "sumber": "APBD 2026",
    }

    unor_id: UUID
    program: ShortText | None = None
    jabatan_id: UUID | None = None
    """The post whose holder answers for the programme."""
    tahun: Year
    pagu_rp: Rupiah
    sumber: ShortText

    def refers_to(self, history: "History") -> tuple[str, ...]:
        return (*_places(self.unor_id, self.jabatan_id), *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from _check_place(given, self.unor_id, self.jabatan_id, self.tmt)
        if self.program is not None and self.jabatan_id is None:
            yield ValueMissing("The post that answers for the programme.", field="jabatan_id")
        if any((c.tmt, c.about) == (self.tmt, self.about) for c in given.history.of(BudgetCeilingSet)):
            yield AlreadyRecorded("A ceiling of that day.", field="tmt", value=self.tmt)

    @property
    def about(self) -> tuple[UUID, str | None, int]:
        """What it is the ceiling of."""
        return self.unor_id, self.program, self.tahun

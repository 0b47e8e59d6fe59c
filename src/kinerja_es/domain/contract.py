"""Employment contracts (perjanjian kerja) of PPPK of both kinds."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import Category, Event, Generated, ShortText, stream_name
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.domain.performance import evaluation_named, evaluations
from kinerja_es.domain.person import PersonalField, personal
from kinerja_es.domain.policy import Breach
from kinerja_es.domain.rules import retirement, years_after
from kinerja_es.domain.values import Day, Rupiah
from kinerja_es.errors import (
    AlreadyRecorded,
    BeyondRetirement,
    ContractOverlap,
    ContractTermInvalid,
    ContractTermUnusual,
    NotContractKind,
    Problem,
    RenewalWithoutEvaluation,
    ValueInvalid,
    ValueMissing,
    WageBelowFloor,
)
from kinerja_es.errors.person import ContractUnknown, OutsideContract

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.standing import Contract, Engagement


class DasarUpah(StrEnum):
    """What the wage is based on."""

    NON_ASN = "NON_ASN"
    UMP = "UMP"
    UMK = "UMK"
    PERPRES = "PERPRES"


class EmploymentContractSigned(Event):
    """A PPPK signed an employment contract, the first or a renewal. `akhir` is its last day."""

    TOPIC: ClassVar[str] = "kinerja:EmploymentContractSigned"
    PRECEDENCE: ClassVar[int] = 310
    LABEL: ClassVar[str] = "Perjanjian kerja ditandatangani / diperpanjang"
    TMT: ClassVar[str | None] = "mulai"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "nomor": "PK-1/2025",
        "mulai": "2025-10-01",
        "akhir": "2026-09-30",
        "jam_per_minggu": "20",
        "upah_rp": 2500000,
        "dasar_upah": "NON_ASN",
        "upah_minimum_rp": 2400000,
        "sumber_anggaran": "APBD 2025",
    }

    contract_id: Annotated[UUID, Generated()]
    nomor: ShortText
    urutan: Annotated[int, Field(ge=1, le=99)] | None = None
    """Which contract of the engagement it is, as it says itself; a standing counts on its own, by their first days."""
    previous_contract_id: UUID | None = None
    """The contract that it renews, where it names one."""
    mulai: Day
    akhir: Day
    jam_per_minggu: Annotated[str, Field(pattern=r"^[0-9]{1,2}(\.[0-9]{1,2})?$")] | None = None
    """Hours a week as a decimal text, never used as a result in an evaluation."""
    upah_rp: Rupiah | None = None
    dasar_upah: DasarUpah | None = None
    upah_minimum_rp: Rupiah | None = None
    """The floor of the wage: the last non-ASN wage or the regional minimum."""
    sumber_anggaran: ShortText | None = None
    tugas: tuple[ShortText, ...] = ()
    target: tuple[ShortText, ...] = ()
    hak: tuple[ShortText, ...] = ()
    kewajiban: tuple[ShortText, ...] = ()
    sanksi: tuple[ShortText, ...] = ()
    evaluation_ids: tuple[UUID, ...] = ()

    def refers_to(self, history: "History") -> tuple[str, ...]:
        """The post held on the first day too: it tells the retirement age."""
        engagement = history.standing.engagement_on(self.mulai)
        post = engagement.definitive(self.mulai) if engagement else None
        held = () if post is None else (stream_name(Category.JABATAN, post.jabatan_id),)
        return (*held, *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        if self.akhir <= self.mulai:
            yield ContractTermInvalid(field="akhir", value=self.akhir)
            return
        if (engagement := given.engagement(self.mulai)) is None:
            yield from given.engaged(self.mulai, "mulai")
            return
        if not engagement.kind.by_contract:
            yield NotContractKind(field="kind", value=engagement.kind)
            return
        for other in engagement.contracts:
            if self.mulai <= other.akhir and other.mulai <= self.akhir:
                yield ContractOverlap(f"It runs {other.mulai} to {other.akhir}.", field="mulai", value=self.mulai)
        yield from self._check_term(given, engagement)
        yield from self._check_renewal(given, engagement)
        if self.upah_rp is not None and self.upah_minimum_rp is not None and self.upah_rp < self.upah_minimum_rp:
            yield WageBelowFloor(f"The floor is {self.upah_minimum_rp}.", field="upah_rp", value=self.upah_rp)
        yield from self._check_retirement(given, engagement)

    def _check_term(self, given: "Given", engagement: "Engagement") -> Iterator[Problem]:
        policy = given.policy(self)
        term, after = policy.contract_term(engagement.kind, self.mulai), self.akhir + timedelta(days=1)
        least, most = years_after(self.mulai, term.least_years), years_after(self.mulai, term.most_years or 999)
        if not least <= after <= most:
            detail = policy.contract_basis(engagement.kind, self.mulai)
            unusual = ContractTermUnusual(detail, field="akhir", value=self.akhir)
            unusual.warning = term.breach is Breach.WARN
            yield unusual

    def _check_renewal(self, given: "Given", engagement: "Engagement") -> Iterator[Problem]:
        standing = evaluations(given.history)
        known = {evaluation.evaluation_id for evaluation in standing}
        for named in self.evaluation_ids:
            if named not in known:
                aside = evaluation_named(given.history, named) is not None
                detail = "It was set aside." if aside else "No such evaluation of this employee."
                yield ValueInvalid(detail, field="evaluation_ids", value=named)
        if self.previous_contract_id is not None and all(
            c.contract_id != self.previous_contract_id for c in engagement.contracts
        ):
            detail = "No such contract of this engagement."
            yield ValueInvalid(detail, field="previous_contract_id", value=self.previous_contract_id)
        previous = self._previous(engagement)
        cited = [e for e in standing if e.evaluation_id in self.evaluation_ids] or standing
        if previous is not None and not any(e.dari <= previous.akhir and e.sampai >= previous.mulai for e in cited):
            term = f"The term is {previous.mulai} to {previous.akhir}."
            yield given.may_be_older(RenewalWithoutEvaluation(term, field="evaluation_ids"), previous.akhir)

    def _check_retirement(self, given: "Given", engagement: "Engagement") -> Iterator[Problem]:
        held = engagement.definitive(self.mulai)
        post = given.post_on(held.jabatan_id, self.mulai) if held else None
        persons = given.history.of(EmployeeRegistered)
        if post is None or not persons:
            return
        born = personal(given.history, PersonalField.TANGGAL_LAHIR, self.mulai)
        day = retirement(
            persons[0].tanggal_lahir if born is None else date.fromisoformat(born),
            post.jenis_jabatan,
            post.eselon_id,
            self.mulai,
        )
        if self.akhir >= day:
            yield BeyondRetirement(f"Retirement is {day}.", field="akhir", value=self.akhir)

    def _previous(self, engagement: "Engagement") -> "Contract | None":
        before = [c for c in engagement.contracts if c.akhir < self.mulai]
        return max(before, key=lambda c: c.mulai, default=None)


def contract_of(given: "Given", contract_id: UUID) -> "Contract | None":
    """A contract by its id, in whichever engagement."""
    engagements = given.history.standing.engagements
    return next((c for e in engagements for c in e.contracts if c.contract_id == contract_id), None)


class EmploymentContractLapsed(Event):
    """A contract ended without renewal. It ends by its date alone; this only states it."""

    TOPIC: ClassVar[str] = "kinerja:EmploymentContractLapsed"
    PRECEDENCE: ClassVar[int] = 312
    LABEL: ClassVar[str] = "Masa perjanjian berakhir"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "contract_id": "00000000-0000-4000-8000-000000000055",
        "tanggal": "2026-10-01",
        "renewal_intent": False,
    }

    contract_id: UUID
    tanggal: Day
    """The first day without it."""
    renewal_intent: bool | None = None

    def check(self, given: "Given") -> Iterator[Problem]:
        contract = contract_of(given, self.contract_id)
        if contract is None:
            yield ContractUnknown(field="contract_id", value=self.contract_id)
        elif self.tanggal <= contract.akhir:
            yield OutsideContract(f"Its last day is {contract.akhir}.", field="tanggal", value=self.tanggal)
        elif any(c.mulai <= self.tanggal <= c.akhir for e in given.history.standing.engagements for c in e.contracts):
            yield OutsideContract("It was renewed.", field="contract_id", value=self.contract_id)
        if any(other.contract_id == self.contract_id for other in given.history.of(EmploymentContractLapsed)):
            yield AlreadyRecorded(field="contract_id", value=self.contract_id)


class EmploymentContractAmended(Event):
    """An addendum changed a contract from a day of its term on: wage, hours, duties."""

    TOPIC: ClassVar[str] = "kinerja:EmploymentContractAmended"
    PRECEDENCE: ClassVar[int] = 314
    LABEL: ClassVar[str] = "Addendum perjanjian kerja"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-04-01",
        "contract_id": "00000000-0000-4000-8000-000000000055",
        "addendum_nomor": "ADD-1/2026",
        "upah_rp": 2700000,
    }

    contract_id: UUID
    addendum_nomor: ShortText
    upah_rp: Rupiah | None = None
    jam_per_minggu: Annotated[str, Field(pattern=r"^[0-9]{1,2}(\.[0-9]{1,2})?$")] | None = None
    tugas: tuple[ShortText, ...] = ()

    def check(self, given: "Given") -> Iterator[Problem]:
        contract = contract_of(given, self.contract_id)
        if contract is None:
            yield ContractUnknown(field="contract_id", value=self.contract_id)
            return
        if not contract.mulai <= self.tmt <= contract.akhir:
            yield OutsideContract(f"It runs {contract.mulai} to {contract.akhir}.", field="tmt", value=self.tmt)
        if self.upah_rp is None and self.jam_per_minggu is None and not self.tugas:
            yield ValueMissing("Name what changes.", field="upah_rp")
        signed = [c for c in given.history.of(EmploymentContractSigned) if c.contract_id == self.contract_id]
        floor = signed[0].upah_minimum_rp if signed else None
        if self.upah_rp is not None and floor is not None and self.upah_rp < floor:
            yield WageBelowFloor(f"The floor is {floor}.", field="upah_rp", value=self.upah_rp)
        same = (self.contract_id, self.addendum_nomor)
        if any((a.contract_id, a.addendum_nomor) == same for a in given.history.of(EmploymentContractAmended)):
            yield AlreadyRecorded(field="addendum_nomor", value=self.addendum_nomor)

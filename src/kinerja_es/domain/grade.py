"""Grade and pay within an engagement: golongan, KGB, and probation that ends (CPNS to PNS)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import Derived, Event, ShortText
from kinerja_es.domain.reference import GOLONGAN_PNS, JENIS_KP, Coded
from kinerja_es.domain.rules import Rule, in_force, years_after
from kinerja_es.domain.standing import runs_on
from kinerja_es.domain.values import Day, Golongan, Kind, Rupiah
from kinerja_es.errors import AlreadyRecorded, GradeKindMismatch, NotActive, Problem, ValueInvalid
from kinerja_es.errors.person import (
    GradeNotHeld,
    IncrementTooEarly,
    NotOnProbation,
    ProbationTerm,
    ProbationWithoutOath,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.standing import Engagement

MasaKerja = Annotated[int, Field(ge=0, le=60)]


def check_serving(given: "Given", day: date) -> "Iterator[Problem]":
    """An engagement that runs on a day, and in it a status in which there is something to change."""
    if given.engagement(day) is None:
        yield from given.engaged(day)
    elif (status := given.history.standing.status_on(day)) == "KONTRAK_HABIS":
        yield NotActive(f"The status is {status}.", field="tmt", value=day)


_GRADE = Coded(GOLONGAN_PNS, is_open=True)  # a PPPK's grade is in no table of SIASN's


class GradeChanged(Event):
    """An employee has another golongan from the TMT on (kenaikan pangkat, or its opposite)."""

    TOPIC: ClassVar[str] = "kinerja:GradeChanged"
    PRECEDENCE: ClassVar[int] = 225
    LABEL: ClassVar[str] = "Golongan/pangkat berubah"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-04-01",
        "golongan_lama": "V",
        "golongan_baru": "VII",
        "jenis_kp": "101",
        "mk_tahun": 4,
        "mk_bulan": 0,
    }

    golongan_lama: Annotated[Golongan | None, _GRADE] = None
    golongan_baru: Annotated[Golongan, _GRADE]
    jenis_kp: Annotated[ShortText | None, Coded(JENIS_KP)] = None
    """SIASN kenaikanPangkat."""
    mk_tahun: MasaKerja | None = None
    mk_bulan: Annotated[int, Field(ge=0, le=11)] | None = None
    pertek_nomor: ShortText | None = None
    pertek_tanggal: Day | None = None
    engagement_id: Annotated[UUID | None, Derived()] = None

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_serving(given, self.tmt)
        engagement = given.engagement(self.tmt)
        if engagement is None:
            return
        held = engagement.golongan_on(self.tmt)
        if self.golongan_lama not in (None, held):
            yield GradeNotHeld(f"It is {held}.", field="golongan_lama", value=self.golongan_lama)
        if self.golongan_baru == held:
            yield AlreadyRecorded(field="golongan_baru", value=self.golongan_baru)
        if not self.golongan_baru.fits(engagement.kind_on(self.tmt)):
            yield GradeKindMismatch(field="golongan_baru", value=self.golongan_baru)

    def derived(self, given: "Given") -> dict[str, Any]:
        engagement = given.engagement(self.tmt)
        return {"engagement_id": engagement.engagement_id if engagement else None}


INCREMENT_YEARS = (Rule(2, date(1977, 4, 1), "PP 7/1977 dan Perpres 98/2020: KGB setiap dua tahun", "R"),)

PROMOTION_YEARS = (Rule(4, date(2000, 11, 10), "PP 99/2000: kenaikan pangkat reguler, 4 tahun dalam pangkat", "U"),)
"""How long a golongan is held before the next one by the regular way; it refuses nothing, and is told as due."""


class SalaryIncrementGranted(Event):
    """A step increment of salary (KGB), every two years."""

    TOPIC: ClassVar[str] = "kinerja:SalaryIncrementGranted"
    PRECEDENCE: ClassVar[int] = 316
    LABEL: ClassVar[str] = "Kenaikan gaji berkala (KGB)"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-03-01",
        "golongan": "V",
        "mk_tahun": 4,
        "mk_bulan": 0,
        "gaji_rp": 2700000,
        "tmt_berikut": "2028-03-01",
    }

    golongan: Annotated[Golongan | None, _GRADE] = None
    mk_tahun: MasaKerja
    mk_bulan: Annotated[int, Field(ge=0, le=11)]
    gaji_rp: Rupiah
    tmt_berikut: Day | None = None
    """The day of the next one."""
    nomor_surat: ShortText | None = None

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_serving(given, self.tmt)
        engagement = given.engagement(self.tmt)
        if engagement is None:
            return
        held = engagement.golongan_on(self.tmt)
        if self.golongan is not None and self.golongan != held:
            yield GradeNotHeld(f"It is {held}.", field="golongan", value=self.golongan)
        if self.tmt_berikut is not None and self.tmt_berikut <= self.tmt:
            yield ValueInvalid("The next one comes later.", field="tmt_berikut", value=self.tmt_berikut)
        others = given.history.of(SalaryIncrementGranted)
        if any(other.tmt == self.tmt for other in others):
            yield AlreadyRecorded(field="tmt", value=self.tmt)
        years = in_force(INCREMENT_YEARS, self.tmt).value
        for other in others:
            first, second = sorted((other.tmt, self.tmt))
            if first < second < years_after(first, years):
                yield IncrementTooEarly(f"Another one is of {other.tmt}.", field="tmt", value=self.tmt)
                break


PROBATION_YEARS = (Rule((1, 2), date(2017, 4, 7), "PP 11/2017 art 34: masa percobaan 1 tahun", "R"),)


class ProbationConfirmed(Event):
    """A CPNS became a PNS: the engagement goes on under another kind."""

    TOPIC: ClassVar[str] = "kinerja:ProbationConfirmed"
    PRECEDENCE: ClassVar[int] = 215
    LABEL: ClassVar[str] = "CPNS menjadi PNS"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"tmt": "2026-10-01", "golongan": "III/a", "sumpah_ref": "BA-1/2026"}

    golongan: Annotated[Golongan | None, _GRADE] = None
    sumpah_ref: ShortText | None = None
    """The minutes of the oath as a PNS."""
    engagement_id: Annotated[UUID | None, Derived()] = None

    def check(self, given: "Given") -> Iterator[Problem]:
        engagement = given.engagement(self.tmt)
        if engagement is None:
            yield from given.engaged(self.tmt)
            return
        if (kind := engagement.kind_on(self.tmt)) is not Kind.CPNS:
            yield NotOnProbation(f"The kind is {kind}.", field="tmt", value=self.tmt)
        elif later := [k.tmt for k in engagement.kinds if self.tmt < k.tmt and runs_on(k, k.tmt)]:
            yield AlreadyRecorded(f"It is a PNS from {later[0]}.", field="tmt", value=self.tmt)
        if self.golongan is not None and not self.golongan.fits(Kind.PNS):
            yield GradeKindMismatch(field="golongan", value=self.golongan)
        if self.sumpah_ref is None:
            yield given.may_be_older(ProbationWithoutOath(field="sumpah_ref"), self.tmt)
        yield from self._check_term(engagement)

    def _check_term(self, engagement: "Engagement") -> Iterator[Problem]:
        least, most = in_force(PROBATION_YEARS, self.tmt).value
        if not years_after(engagement.tmt, least) <= self.tmt <= years_after(engagement.tmt, most):
            yield ProbationTerm(f"CPNS since {engagement.tmt}.", field="tmt", value=self.tmt)

    def derived(self, given: "Given") -> dict[str, Any]:
        engagement = given.engagement(self.tmt)
        return {"engagement_id": engagement.engagement_id if engagement else None}

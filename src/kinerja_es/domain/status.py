"""Changes of status: suspension, reinstatement, termination. Status never changes by itself."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from kinerja_es.domain.coaching import coached_in_vain
from kinerja_es.domain.discipline import gravely_guilty
from kinerja_es.domain.envelope import Event, Generated, Personal, ShortText
from kinerja_es.domain.reference import CLTN, JENIS_PEMBERHENTIAN, Coded
from kinerja_es.domain.rules import CRIMES, GROUNDS, Ground, Honour, honours, in_force
from kinerja_es.domain.values import Day, Percent
from kinerja_es.errors import (
    AlreadySuspended,
    CoachingNotTried,
    EndingMoot,
    EngagementClosed,
    GroundNotAllowed,
    HonourMismatch,
    JudgmentRequired,
    NotActive,
    NotEngaged,
    NotSuspended,
    Problem,
    ValueInvalid,
    ValueMissing,
)
from kinerja_es.errors.discipline import NoExamination

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.standing import Engagement, Suspension


class SuspensionGround(StrEnum):
    """Why an employee is not on duty for a time (UU 20/2023 art 53; pembebasan tugas: during an examination)."""

    SEMENTARA = "SEMENTARA"
    CLTN = "CLTN"
    TUGAS_BELAJAR = "TUGAS_BELAJAR"
    PEJABAT_NEGARA = "PEJABAT_NEGARA"
    PEMBEBASAN_TUGAS = "PEMBEBASAN_TUGAS"


class EmploymentSuspended(Event):
    """An employee was taken off duty for a time: what remains payable is in it."""

    TOPIC: ClassVar[str] = "kinerja:EmploymentSuspended"
    PRECEDENCE: ClassVar[int] = 230
    LABEL: ClassVar[str] = "Diberhentikan sementara"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-02-01",
        "ground": "SEMENTARA",
        "until": "2026-07-31",
        "gaji_persen": 50,
        "tpp_persen": 0,
    }

    suspension_id: Annotated[UUID, Generated()]
    ground: Annotated[SuspensionGround, Coded(CLTN, is_open=True)]
    until: Day | None = None
    """Its last day; open until the reinstatement where none is given."""
    gaji_persen: Percent
    tpp_persen: Percent

    def check(self, given: "Given") -> Iterator[Problem]:
        if (engagement := given.engagement(self.tmt)) is None:
            yield from given.engaged(self.tmt)
            return
        if self.until is not None and self.until < self.tmt:
            yield ValueInvalid("A suspension ends after it starts.", field="until", value=self.until)
        if (other := self._overlapped(engagement)) is not None:
            runs = f"from {other.tmt}" + (f" until before {other.ended}" if other.ended else " on")
            yield AlreadySuspended(f"It runs {runs}.", field="tmt", value=self.tmt)
        # Apart from the overlap, which the next command of a list may settle.
        if (status := given.history.standing.status_on(self.tmt)) not in ("AKTIF", "NONAKTIF_SEMENTARA"):
            yield NotActive(f"The status is {status}.", field="tmt", value=self.tmt)
        if self.ground is SuspensionGround.PEMBEBASAN_TUGAS and self.gaji_persen != 100:
            yield ValueInvalid("The salary stays 100 % in it.", field="gaji_persen", value=self.gaji_persen)

    def _overlapped(self, engagement: "Engagement") -> "Suspension | None":
        """Another suspension on any day of this one; without an end, this one runs into each that comes later."""
        for other in engagement.suspensions:
            begins_before_its_end = other.ended is None or (self.tmt < other.ended and other.tmt < other.ended)
            if begins_before_its_end and (self.until is None or other.tmt <= self.until):
                return other
        return None


class EmploymentReinstated(Event):
    """A suspension ended: the employee is active again from the TMT."""

    TOPIC: ClassVar[str] = "kinerja:EmploymentReinstated"
    PRECEDENCE: ClassVar[int] = 240
    LABEL: ClassVar[str] = "Diaktifkan kembali"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"tmt": "2026-06-01"}

    suspension_id: UUID | None = None
    """Which suspension; the one that runs on that day where none is named."""

    def check(self, given: "Given") -> Iterator[Problem]:
        if given.engagement(self.tmt) is None:
            yield from given.engaged(self.tmt)
        elif self._suspension(given) is None:
            yield NotSuspended(field="tmt", value=self.tmt)

    def derived(self, given: "Given") -> dict[str, Any]:
        running = self._suspension(given)
        return {"suspension_id": running.suspension_id if running else None}

    def _suspension(self, given: "Given") -> "Suspension | None":
        engagement = given.engagement(self.tmt)
        running = engagement.suspended(self.tmt) if engagement else None
        return running if running and self.suspension_id in (None, running.suspension_id) else None


class EmploymentTerminated(Event):
    """An engagement ended. The TMT is the first day without it."""

    TOPIC: ClassVar[str] = "kinerja:EmploymentTerminated"
    PRECEDENCE: ClassVar[int] = 250
    LABEL: ClassVar[str] = "Pemberhentian / pemutusan hubungan perjanjian kerja"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-05-01",
        "ground": "PERMINTAAN_SENDIRI",
        "honour": "HORMAT",
        "legal_basis": ["KepmenPANRB 16/2025 diktum 24"],
    }

    engagement_id: UUID | None = None
    """Which engagement; the one of that day where none is named."""
    ground: Annotated[Ground, Coded(JENIS_PEMBERHENTIAN, is_open=True)]
    honour: Honour
    tanggal_meninggal: Day | None = None
    court_ref: Annotated[ShortText | None, Personal()] = None
    pension_right: bool | None = None

    def check(self, given: "Given") -> Iterator[Problem]:
        engagement = self._engagement(given)
        if engagement is None:
            yield from given.engaged(self.tmt)
            if self.engagement_id is not None and given.engagement(self.tmt) is not None:
                yield NotEngaged(field="engagement_id", value=self.engagement_id)
            return
        if engagement.ended is not None:
            # Death ends it by itself, whatever was decided for a later day.
            died = self.ground is Ground.MENINGGAL and engagement.ended_ground != Ground.MENINGGAL
            found = EndingMoot if died else EngagementClosed
            yield found(f"It ends {engagement.ended}.", field="tmt", value=self.tmt)
        rule = in_force(GROUNDS[engagement.kind_on(self.tmt)], self.tmt)
        if self.ground not in rule.value:
            yield GroundNotAllowed(f"{rule.basis}.", field="ground", value=self.ground)
        allowed = honours(self.ground, self.legal_basis)
        if self.honour not in allowed:
            yield HonourMismatch(f"It allows {', '.join(sorted(allowed))}.", field="honour", value=self.honour)
        yield from self._check_evidence(given)

    def _check_evidence(self, given: "Given") -> Iterator[Problem]:
        if self.ground is Ground.TIDAK_BERKINERJA and not coached_in_vain(given.history, self.tmt):
            yield given.may_be_older(CoachingNotTried(field="ground", value=self.ground), self.tmt)
        if self.ground is Ground.PELANGGARAN_BERAT and not gravely_guilty(given.history, self.tmt):
            unproven = NoExamination("No grave violation was found proven.", field="ground", value=self.ground)
            yield given.may_be_older(unproven, self.tmt)
        if self.ground in CRIMES and self.court_ref is None:
            yield JudgmentRequired(field="court_ref")
        if self.ground is Ground.MENINGGAL and self.tanggal_meninggal is None:
            yield ValueMissing("The day of death.", field="tanggal_meninggal")

    def derived(self, given: "Given") -> dict[str, Any]:
        engagement = self._engagement(given)
        return {"engagement_id": engagement.engagement_id if engagement else None}

    def _engagement(self, given: "Given") -> "Engagement | None":
        """The engagement that ends: of two that meet on that day, the one that began before."""
        running = [e for e in given.history.standing.engagements if e.runs(self.tmt)]
        if self.engagement_id is not None:
            return next((e for e in running if e.engagement_id == self.engagement_id), None)
        return min(running, key=lambda e: e.tmt, default=None)


def pension_right(history: "History", day: date) -> bool | None:
    """Whether the last SK that ended an engagement by a day gives a right to a pension; None where it does not say.

    What comes after a death ended nothing any more.
    """
    ended = [fact for fact in history.of(EmploymentTerminated) if fact.tmt <= day]
    last = next((fact for fact in ended if fact.ground is Ground.MENINGGAL), ended[-1] if ended else None)
    return None if last is None else last.pension_right

"""Coaching (pembinaan): what poor work and minor breaches lead to before anything harder does."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.discipline import case_of
from kinerja_es.domain.envelope import Event, Generated, LongText, Personal, ShortText
from kinerja_es.domain.performance import evaluations
from kinerja_es.domain.values import Day
from kinerja_es.errors import AlreadyRecorded, Problem, ValueInvalid
from kinerja_es.errors.discipline import CoachingTriggerUnknown, CoachingUnknown, SeriousOffenceNotCoachable

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History


class CoachingStarted(Event):
    """An employee is coached from a day on, because of an evaluation or a minor breach."""

    TOPIC: ClassVar[str] = "kinerja:CoachingStarted"
    PRECEDENCE: ClassVar[int] = 371
    LABEL: ClassVar[str] = "Pembinaan dimulai"
    TMT: ClassVar[str | None] = "mulai"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "evaluation_id": "00000000-0000-4000-8000-000000000053",
        "pembina": "Atasan Contoh",
        "goals": ["Laporan mingguan tepat waktu"],
        "mulai": "2026-02-01",
        "until": "2026-04-30",
    }

    coaching_id: Annotated[UUID, Generated()]
    evaluation_id: UUID | None = None
    case_id: UUID | None = None
    """What it follows from: an evaluation, or a case of a minor breach."""
    pembina: Annotated[ShortText, Personal(named=True)]
    goals: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=20), Personal()]
    mulai: Day
    until: Day | None = None
    """Its last day as planned; it runs until it is concluded."""

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from given.engaged(self.mulai, "mulai")
        if self.until is not None and self.until < self.mulai:
            yield ValueInvalid("It ends after it begins.", field="until", value=self.until)
        case = case_of(given.history, self.case_id) if self.case_id else None
        evaluated = any(e.evaluation_id == self.evaluation_id for e in evaluations(given.history))
        if case is not None and case.grave:
            yield SeriousOffenceNotCoachable(f"{case.jenis}.", field="case_id", value=self.case_id)
        if (self.case_id is not None and case is None) or (self.case_id is None and not evaluated):
            field = "evaluation_id" if self.case_id is None else "case_id"
            yield CoachingTriggerUnknown(field=field, value=self.case_id or self.evaluation_id)


class CoachingOutcome(StrEnum):
    """What coaching came to."""

    IMPROVED = "IMPROVED"
    NOT_IMPROVED = "NOT_IMPROVED"


class CoachingConcluded(Event):
    """A coaching was concluded: improved or not, with scores (form B.1.9: 1 to 5)."""

    TOPIC: ClassVar[str] = "kinerja:CoachingConcluded"
    PRECEDENCE: ClassVar[int] = 373
    LABEL: ClassVar[str] = "Pembinaan selesai"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "coaching_id": "00000000-0000-4000-8000-000000000054",
        "tanggal": "2026-04-30",
        "outcome": "NOT_IMPROVED",
        "scores": [2, 3],
    }

    coaching_id: UUID
    tanggal: Day
    outcome: CoachingOutcome
    scores: Annotated[tuple[Annotated[int, Field(ge=1, le=5)], ...], Field(max_length=50)] = ()
    catatan: Annotated[LongText | None, Personal()] = None

    def check(self, given: "Given") -> Iterator[Problem]:
        started = next((c for c in given.history.of(CoachingStarted) if c.coaching_id == self.coaching_id), None)
        concluded = [c for c in given.history.of(CoachingConcluded) if c.coaching_id == self.coaching_id]
        if started is None:
            yield CoachingUnknown(field="coaching_id", value=self.coaching_id)
        elif concluded:
            detail = f"It was concluded on {concluded[0].tanggal}."
            yield AlreadyRecorded(detail, field="coaching_id", value=self.coaching_id)
        elif not started.mulai <= self.tanggal <= given.today:
            yield ValueInvalid(f"It began {started.mulai}.", field="tanggal", value=self.tanggal)


def coached_in_vain(history: "History", day: date) -> bool:
    """Whether a coaching was concluded by a day without improvement."""
    return any(c.outcome is CoachingOutcome.NOT_IMPROVED and c.tanggal <= day for c in history.of(CoachingConcluded))

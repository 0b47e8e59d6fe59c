"""What follows from a poor evaluation or from an assessment: it is opened, and ends in something."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from kinerja_es.domain.competence import assessment_named
from kinerja_es.domain.envelope import Event, Generated, ShortText
from kinerja_es.domain.performance import evaluation_named
from kinerja_es.domain.rules import BAIK
from kinerja_es.domain.values import Day
from kinerja_es.errors import AlreadyRecorded, Problem, ValueMissing
from kinerja_es.errors.performance import (
    FollowUpNotNeeded,
    FollowUpOutcome,
    OutOfOrder,
    ReferenceUnknown,
    WaiverNotByHead,
)

if TYPE_CHECKING:
    from datetime import date

    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History


class EvaluationFollowUpOpened(Event):
    """A poor evaluation, or what an assessment found, is to have a consequence."""

    TOPIC: ClassVar[str] = "kinerja:EvaluationFollowUpOpened"
    PRECEDENCE: ClassVar[int] = 356
    LABEL: ClassVar[str] = "Tindak lanjut evaluasi dibuka"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "evaluation_id": "00000000-0000-4000-8000-000000000009",
        "tanggal": "2026-01-19",
    }

    follow_up_id: Annotated[UUID, Generated()]
    evaluation_id: UUID | None = None
    assessment_id: UUID | None = None
    tanggal: Day

    def check(self, given: "Given") -> Iterator[Problem]:
        if (self.evaluation_id is None) == (self.assessment_id is None):
            yield ValueMissing("Name evaluation_id or assessment_id, one of them.", field="evaluation_id")
            return
        field = "evaluation_id" if self.assessment_id is None else "assessment_id"
        since = self._since(given.history)
        if since is None:
            yield ReferenceUnknown(field=field, value=getattr(self, field))
            return
        if self.tanggal < since:
            yield OutOfOrder(f"What it follows is of {since}.", field="tanggal", value=self.tanggal)
        evaluation = evaluation_named(given.history, self.evaluation_id)
        if evaluation is not None and evaluation.predikat is not None and evaluation.predikat <= BAIK:
            yield FollowUpNotNeeded(field="evaluation_id", value=self.evaluation_id)
        opened = given.history.of(EvaluationFollowUpOpened)
        if any(getattr(other, field) == getattr(self, field) for other in opened):
            yield AlreadyRecorded(field=field, value=getattr(self, field))

    def _since(self, history: "History") -> "date | None":
        """The day of what it follows."""
        ground = evaluation_named(history, self.evaluation_id) or assessment_named(history, self.assessment_id)
        return None if ground is None else ground.tmt


class Outcome(StrEnum):
    """What a follow-up ends in: coaching, an adjustment, a mutasi, a sanction by policy, or a waiver."""

    COACHING = "COACHING"
    ADJUST = "ADJUST"
    MUTASI = "MUTASI"
    POLICY_SANCTION = "POLICY_SANCTION"
    WAIVER = "WAIVER"


_OF_AN_EVALUATION = (Outcome.COACHING, Outcome.POLICY_SANCTION, Outcome.WAIVER)
_BY_SK = (Outcome.POLICY_SANCTION, Outcome.WAIVER)
_HEAD = re.compile(r"^(PJS?\.? )?(WALI ?KOTA|BUPATI|GUBERNUR)\b")


class EvaluationFollowUpConcluded(Event):
    """A follow-up ended: by what, by whom, and a waiver also why."""

    TOPIC: ClassVar[str] = "kinerja:EvaluationFollowUpConcluded"
    PRECEDENCE: ClassVar[int] = 358
    LABEL: ClassVar[str] = "Tindak lanjut evaluasi selesai"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "follow_up_id": "00000000-0000-4000-8000-000000000009",
        "tanggal": "2026-02-16",
        "outcome": "WAIVER",
        "pejabat": "Wali Kota Serang",
        "reason": "Sakit sepanjang triwulan.",
    }

    follow_up_id: UUID
    tanggal: Day
    outcome: Outcome
    pejabat: ShortText
    """The office that decided it."""
    coaching_id: UUID | None = None
    sanction_id: UUID | None = None
    assignment_id: UUID | None = None
    """The coaching, the sanction or the new post that it ended in."""

    def check(self, given: "Given") -> Iterator[Problem]:
        opened = self._opened(given.history)
        if opened is None:
            yield ReferenceUnknown(field="follow_up_id", value=self.follow_up_id)
            return
        if self.tanggal < opened.tanggal:
            yield OutOfOrder(f"It was opened on {opened.tanggal}.", field="tanggal", value=self.tanggal)
        concluded = given.history.of(EvaluationFollowUpConcluded)
        if any(other.follow_up_id == self.follow_up_id for other in concluded):
            yield AlreadyRecorded(field="follow_up_id", value=self.follow_up_id)
        if opened.evaluation_id is not None and self.outcome not in _OF_AN_EVALUATION:
            detail = f"It ends in {', '.join(_OF_AN_EVALUATION)}."
            yield FollowUpOutcome(detail, field="outcome", value=self.outcome)
        yield from self._check_evidence(given)

    def _check_evidence(self, given: "Given") -> Iterator[Problem]:
        """The coaching or the post that it names is recorded; a waiver and a sanction have an SK, a waiver a reason."""
        if self.outcome is Outcome.COACHING and self.coaching_id is None:
            yield FollowUpOutcome("Name the coaching.", field="coaching_id")
        if self.outcome is Outcome.MUTASI and self.assignment_id is None:
            yield FollowUpOutcome("Name the new post.", field="assignment_id")
        for name in ("coaching_id", "sanction_id", "assignment_id"):
            named = getattr(self, name)
            # Whatever kind of fact it is that has brought this id about.
            if named is not None and all(getattr(fact, name, None) != named for fact in given.history):
                yield ReferenceUnknown(field=name, value=named)
        if self.outcome in _BY_SK and self.decision is None and self.sanction_id is None:
            yield FollowUpOutcome("It takes an SK of the head of region.", field="sk")
        if self.outcome is Outcome.WAIVER and self.reason is None:
            yield FollowUpOutcome("A waiver has a reason.", field="reason")
        if self.outcome is Outcome.WAIVER and self.decision is not None:
            office = " ".join(self.decision.pejabat_jabatan.upper().split())
            if _HEAD.match(office) is None:
                yield WaiverNotByHead(field="sk", value=self.decision.pejabat_jabatan)

    def _opened(self, history: "History") -> EvaluationFollowUpOpened | None:
        opened = history.of(EvaluationFollowUpOpened)
        return next((o for o in opened if o.follow_up_id == self.follow_up_id), None)

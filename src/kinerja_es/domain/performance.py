"""Evaluation of performance: results and behaviour, the predikat that they come to, and what follows from it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.agreement import PerformanceAgreementSigned, RealisationReported, agreements
from kinerja_es.domain.envelope import (
    Category,
    Derived,
    Event,
    Generated,
    LongText,
    Personal,
    ShortText,
    Source,
    Value,
)
from kinerja_es.domain.period import Scope, is_period, period
from kinerja_es.domain.plan import plans
from kinerja_es.domain.reference import KUADRAN, PERILAKU_DAN_KINERJA, PERIODIK, Coded
from kinerja_es.domain.rules import BAIK, PREDIKAT, predikat, predikat_of
from kinerja_es.domain.superior import Evaluator, check_named, check_superior, places, stream_of
from kinerja_es.domain.target import Commitment, rounded
from kinerja_es.domain.unit import OrgUnitEstablished
from kinerja_es.domain.values import Amount, Day
from kinerja_es.errors import (
    AlreadyRecorded,
    AssignmentUnknown,
    EvaluationWithoutResults,
    NotInPosition,
    PeriodDuplicate,
    PeriodInvalid,
    PredicateMismatch,
    Problem,
    UnitUnknown,
    ValueInvalid,
)
from kinerja_es.errors.instansi import CadenceDiffers
from kinerja_es.errors.performance import (
    FollowUpDue,
    OutOfOrder,
    ReferenceUnknown,
    ResultsNotCited,
    WeightsNot100,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.standing import Assignment


class Regime(StrEnum):
    """By which rules it was evaluated: by number until PermenPANRB 6/2022, by its matrix since."""

    DP3 = "DP3"
    PP46_2011 = "PP46_2011"
    PP30_2019 = "PP30_2019"
    PERMENPANRB6_2022 = "PERMENPANRB6_2022"


Rating = Annotated[int, Field(ge=1, le=3)]
"""1 di atas, 2 sesuai, 3 di bawah ekspektasi."""

Predikat = Annotated[int, Field(ge=1, le=5)]
"""1 Sangat Baik to 5 Sangat Kurang; of an organisation 1 Istimewa, 2 Baik, 3 Butuh Perbaikan, 4 Kurang, 5 Sangat
Kurang."""


class Berakhlak(Value):
    """The seven values of behaviour, each rated 1 to 3 (SE MenPANRB 20/2021)."""

    berorientasi_pelayanan: Rating | None = None
    akuntabel: Rating | None = None
    kompeten: Rating | None = None
    harmonis: Rating | None = None
    loyal: Rating | None = None
    adaptif: Rating | None = None
    kolaboratif: Rating | None = None


class ItemScore(Value):
    """What was reached of one target of the agreement or the plan, as the evaluator saw it."""

    id: ShortText
    realisasi: Amount | None = None
    skor: Rating | None = None


_IMPORTS = (Source.IMPORT_SIASN, Source.IMPORT_CSV)


class PerformanceEvaluated(Event):
    """An evaluation was decided; its TMT is the day on which that happened."""

    TOPIC: ClassVar[str] = "kinerja:PerformanceEvaluated"
    PRECEDENCE: ClassVar[int] = 350
    LABEL: ClassVar[str] = "Evaluasi kinerja ditetapkan"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-01-12",
        "scope": "TRIWULAN",
        "dari": "2025-10-01",
        "sampai": "2025-12-31",
        "penilai": {"nama": "Atasan Contoh", "jabatan": "Kepala Dinas", "status": "ASN"},
        "hasil": 2,
        "perilaku": 1,
    }

    evaluation_id: Annotated[UUID, Generated()]
    assignment_id: UUID | None = None
    """For work in which post; the one held on the period's last day where none is named."""
    scope: Annotated[Scope, Coded(PERIODIK, is_open=True)]
    dari: Day
    sampai: Day
    penilai: Evaluator
    hasil: Annotated[Rating | None, Coded(PERILAKU_DAN_KINERJA, number=True)] = None
    perilaku: Annotated[Rating | None, Coded(PERILAKU_DAN_KINERJA, number=True)] = None
    berakhlak: Berakhlak | None = None
    predikat: Annotated[Predikat | None, Derived()] = None
    """1 Sangat Baik to 5 Sangat Kurang: what the matrix or the number gives, never typed in."""
    predikat_tertulis: Annotated[Predikat | None, Coded(KUADRAN, number=True)] = None
    """The predikat that the signed evaluation or an import states; kept, and warned of where it differs."""
    umpan_balik: Annotated[LongText | None, Personal()] = None
    item_scores: tuple[ItemScore, ...] = ()
    """What was reached of each target, where no realisation of the period was reported."""
    org_predikat: Predikat | None = None
    """How the organisation did: its predikat shapes how those of its people are spread."""
    rating_regime: Regime | None = None
    """By which rules; by the matrix of PermenPANRB 6/2022 where none is named."""
    nilai: Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$")] | None = None
    """The number of an evaluation from before the matrix: up to 120, of DP3 up to 100."""
    ide_baru: bool | None = None
    """Whether a new idea came of it, without which PP 30/2019 gives no Sangat Baik."""

    def refers_to(self, history: "History") -> tuple[str, ...]:
        return (*stream_of(self.penilai), *super().refers_to(history))

    def refers_further(self, given: "Given") -> tuple[str, ...]:
        if self.penilai.pegawai_id is None or (post := self._post(given)) is None:
            return ()
        return places(given, self.penilai, post, self.dari, self.tmt)

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_named(given, self.penilai, "penilai")
        yield from self._check_results()
        if not is_period(self.scope, self.dari, self.sampai) or self.tmt < self.sampai or self.tmt > given.today:
            yield PeriodInvalid(field="sampai", value=f"{self.scope} {self.dari} - {self.sampai}, {self.tmt}")
            return
        yield from self._check_cadence(given)
        yield from self._check_place(given)

    def _check_cadence(self, given: "Given") -> Iterator[Problem]:
        """Of the periods that the policy names; an agreement of those days may name others."""
        policy = given.policy(self).cadence
        if policy is None or self.scope is Scope.TAHUNAN:
            return
        agreed = [a for a in given.history.of(PerformanceAgreementSigned) if a.dari <= self.sampai <= a.sampai]
        cadence = agreed[-1].cadence if agreed else policy
        if self.scope != cadence:
            yield CadenceDiffers(f"It names {cadence}.", field="scope", value=self.scope)

    @property
    def _by_number(self) -> bool:
        return self.rating_regime not in (None, Regime.PERMENPANRB6_2022)

    def _rated(self) -> int | None:
        """The predikat that the results come to; None where they are not all there."""
        if self.rating_regime is not None and self._by_number:
            if self.nilai is None:
                return None
            return predikat_of(self.rating_regime.value, Decimal(self.nilai), new_idea=bool(self.ide_baru))
        if self.hasil is None or self.perilaku is None:
            return None
        return predikat(self.hasil, self.perilaku, self.sampai)

    def _check_results(self) -> Iterator[Problem]:
        rated = self._rated()
        if rated is None:
            missing = "nilai" if self._by_number else "hasil" if self.hasil is None else "perilaku"
            yield EvaluationWithoutResults(field=missing)
            return
        if self.nilai is not None and Decimal(self.nilai) > (100 if self.rating_regime is Regime.DP3 else 120):
            yield ValueInvalid("It is more than can be reached.", field="nilai", value=self.nilai)
        if self.predikat_tertulis not in (None, rated):
            detail = f"The matrix gives {rated} {PREDIKAT[rated]}."
            yield PredicateMismatch(detail, field="predikat_tertulis", value=self.predikat_tertulis)
        if rated > BAIK:
            yield FollowUpDue(f"It is {rated} {PREDIKAT[rated]}.", field="predikat")

    def _check_place(self, given: "Given") -> Iterator[Problem]:
        engagement = given.engagement(self.sampai) or given.engagement(self.sampai - timedelta(days=1))
        if engagement is None:
            yield from given.engaged(self.sampai, "sampai")
            return
        if self.dari < engagement.tmt:
            yield PeriodInvalid(f"The engagement began {engagement.tmt}.", field="dari", value=self.dari)
        post = self._post(given)
        if post is None:
            yield AssignmentUnknown(field="assignment_id", value=self.assignment_id)
            return
        left = engagement.left(post)
        if self.sampai < post.tmt or (left is not None and left <= self.dari):
            detail = f"It was held from {post.tmt}" + (f" until before {left}." if left else ".")
            yield NotInPosition(detail, field="assignment_id", value=self.assignment_id)
        for other in evaluations(given.history):
            same = other.scope is self.scope and period(other.scope, other.sampai) == period(self.scope, self.sampai)
            if same and other.assignment_id == post.assignment_id:
                yield PeriodDuplicate(f"Evaluated on {other.tmt}.", field="sampai", value=self.sampai)
        yield from check_superior(given, self.penilai, post, self.dari, self.tmt, field="penilai")
        yield from self._check_cited(given, post)

    def _check_cited(self, given: "Given", post: "Assignment") -> Iterator[Problem]:
        """Where targets were agreed on or planned, the results of each are cited: activity alone is no result."""
        history = given.history
        for commitment in (*agreements(history), *plans(history)):
            if commitment.assignment_id != post.assignment_id or not commitment.meets(self.dari, self.sampai):
                continue
            cited = {score.id for score in self.item_scores} | self._reported(history, commitment)
            missing = [item.id for item in commitment.items(self.sampai) if item.id not in cited]
            if missing:
                # What SIASN gives out holds the outcome only: it is no reason to leave an evaluation out.
                found = ResultsNotCited if self.source in _IMPORTS else EvaluationWithoutResults
                yield found(f"Nothing is said of: {', '.join(missing)}.", field="item_scores")

    def _reported(self, history: "History", commitment: Commitment) -> set[str]:
        """The targets of which a realisation was reported for days of the period."""
        return {
            item.id
            for report in history.of(RealisationReported)
            if commitment.id in (report.agreement_id, report.plan_id)
            and report.dari <= self.sampai
            and self.dari <= report.sampai
            for item in report.items
        }

    def _post(self, given: "Given") -> "Assignment | None":
        engagement = given.engagement(self.sampai) or given.engagement(self.sampai - timedelta(days=1))
        if engagement is None:
            return None
        if self.assignment_id is None:
            return engagement.definitive(self.sampai) or engagement.definitive(self.sampai - timedelta(days=1))
        # More than one where an annulment gave a post back: the last that had begun.
        spells = [a for a in engagement.assignments if a.assignment_id == self.assignment_id]
        return next((a for a in reversed(spells) if a.tmt <= self.sampai), spells[0] if spells else None)

    def derived(self, given: "Given") -> dict[str, Any]:
        post = self._post(given)
        return {"predikat": self._rated(), "assignment_id": post.assignment_id if post else None}


class EvaluationObjectionDecided(Event):
    """An objection to an evaluation was decided; one that is granted sets the evaluation aside."""

    TOPIC: ClassVar[str] = "kinerja:EvaluationObjectionDecided"
    PRECEDENCE: ClassVar[int] = 352
    LABEL: ClassVar[str] = "Keberatan atas evaluasi diputus"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "evaluation_id": "00000000-0000-4000-8000-000000000009",
        "filed_on": "2026-01-19",
        "tanggal": "2026-02-02",
        "putusan": "DITERIMA",
        "oleh": "Atasan pejabat penilai",
    }

    evaluation_id: UUID
    filed_on: Day
    tanggal: Day
    putusan: Literal["DITERIMA", "DITOLAK"]
    new_evaluation_id: UUID | None = None
    """The evaluation that takes its place, once it is recorded under this id."""
    oleh: ShortText
    """In which office it was decided."""

    def check(self, given: "Given") -> Iterator[Problem]:
        evaluation = evaluation_named(given.history, self.evaluation_id)
        if evaluation is None:
            yield ReferenceUnknown(field="evaluation_id", value=self.evaluation_id)
            return
        if not evaluation.tmt <= self.filed_on <= self.tanggal:
            yield OutOfOrder(f"The evaluation is of {evaluation.tmt}.", field="filed_on", value=self.filed_on)
        decided = given.history.of(EvaluationObjectionDecided)
        if any(other.evaluation_id == self.evaluation_id for other in decided):
            yield AlreadyRecorded(field="evaluation_id", value=self.evaluation_id)


def evaluations(history: "History") -> list[PerformanceEvaluated]:
    """The evaluations that stand: without those that were set aside on an objection."""
    granted = {o.evaluation_id for o in history.of(EvaluationObjectionDecided) if o.putusan == "DITERIMA"}
    return [e for e in history.of(PerformanceEvaluated) if e.evaluation_id not in granted]


def evaluation_named(history: "History", evaluation_id: UUID | None) -> PerformanceEvaluated | None:
    """The evaluation of that id, also one that was set aside."""
    return next((e for e in history.of(PerformanceEvaluated) if e.evaluation_id == evaluation_id), None)


class UnitInput(Value):
    """One part of how a unit did: an official's agreement or an indicator, how much was reached, and its weight."""

    agreement_id: UUID | None = None
    indikator: ShortText | None = None
    capaian_persen: Annotated[str, Field(pattern=r"^[0-9]{1,6}(\.[0-9]{1,4})?$")]
    bobot: Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$")]


class UnitPerformanceRated(Event):
    """A unit's predikat of a period was set, by a method that is named with its weights."""

    TOPIC: ClassVar[str] = "kinerja:UnitPerformanceRated"
    STREAM: ClassVar[Category] = Category.UNOR
    PRECEDENCE: ClassVar[int] = 15
    LABEL: ClassVar[str] = "Predikat organisasi ditetapkan"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-01-20",
        "scope": "TAHUNAN",
        "dari": "2025-01-01",
        "sampai": "2025-12-31",
        "predikat": 2,
        "metode": "Rata-rata tertimbang capaian perjanjian kinerja pejabat",
        "inputs": [
            {"indikator": "Perjanjian kinerja kepala dinas", "capaian_persen": "96.5", "bobot": "60"},
            {"indikator": "Perjanjian kinerja sekretaris", "capaian_persen": "88", "bobot": "40"},
        ],
    }

    unor_id: UUID
    scope: Scope
    dari: Day
    sampai: Day
    predikat: Predikat
    metode: ShortText
    """How the parts come to the whole."""
    inputs: tuple[UnitInput, ...] = ()
    capaian_persen: Annotated[Amount | None, Derived()] = None
    """What the parts come to by their weights."""

    def check(self, given: "Given") -> Iterator[Problem]:
        if given.history.first(OrgUnitEstablished) is None:
            yield UnitUnknown(field="unor_id", value=self.unor_id)
        if not is_period(self.scope, self.dari, self.sampai) or not self.sampai <= self.tmt <= given.today:
            yield PeriodInvalid(field="sampai", value=f"{self.scope} {self.dari} - {self.sampai}, {self.tmt}")
        for other in given.history.of(UnitPerformanceRated):
            if other.scope is self.scope and period(other.scope, other.sampai) == period(self.scope, self.sampai):
                yield AlreadyRecorded("The period is rated already.", field="sampai", value=self.sampai)
        weight = sum(Decimal(part.bobot) for part in self.inputs)
        if self.inputs and weight != 100:
            yield WeightsNot100(f"They come to {weight}.", field="inputs", value=weight)

    def derived(self, given: "Given") -> dict[str, Any]:
        if not self.inputs:
            return {}
        whole = sum((Decimal(part.capaian_persen) * Decimal(part.bobot) for part in self.inputs), Decimal(0))
        return {"capaian_persen": str(rounded(whole / 100))}

"""Evaluation of performance: results and behaviour, and the predikat that the matrix makes of them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import Category, Derived, Event, Generated, LongText, ShortText, Value, stream_name
from kinerja_es.domain.rules import PREDIKAT, predikat
from kinerja_es.domain.values import Day, Nip
from kinerja_es.errors import (
    AssignmentUnknown,
    EmployeeUnknown,
    EvaluationWithoutResults,
    NotInPosition,
    PeriodDuplicate,
    PeriodInvalid,
    PredicateMismatch,
    Problem,
    SelfEvaluation,
    ValueInvalid,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.standing import Assignment


class Scope(StrEnum):
    """SIASN periodik: 1 bulanan, 2 triwulan; and the yearly evaluation."""

    BULANAN = "BULANAN"
    TRIWULAN = "TRIWULAN"
    TAHUNAN = "TAHUNAN"


class StatusPenilai(StrEnum):
    """Whether the evaluator is a civil servant."""

    ASN = "ASN"
    NON_ASN = "NON_ASN"


class Evaluator(Value):
    """Who evaluated: an employee of this record by id, or somebody else by name."""

    pegawai_id: UUID | None = None
    nama: ShortText | None = None
    nip: Nip | None = None
    jabatan: ShortText | None = None
    status: StatusPenilai = StatusPenilai.ASN


Rating = Annotated[int, Field(ge=1, le=3)]
"""1 di atas, 2 sesuai, 3 di bawah ekspektasi."""


class Berakhlak(Value):
    """The seven values of behaviour, each rated 1 to 3 (SE MenPANRB 20/2021)."""

    berorientasi_pelayanan: Rating | None = None
    akuntabel: Rating | None = None
    kompeten: Rating | None = None
    harmonis: Rating | None = None
    loyal: Rating | None = None
    adaptif: Rating | None = None
    kolaboratif: Rating | None = None


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
    scope: Scope
    dari: Day
    sampai: Day
    penilai: Evaluator
    hasil: Rating | None = None
    perilaku: Rating | None = None
    berakhlak: Berakhlak | None = None
    predikat: Annotated[int | None, Field(ge=1, le=5), Derived()] = None
    """1 Sangat Baik to 5 Sangat Kurang: what the matrix gives, never typed in."""
    predikat_tertulis: Annotated[int, Field(ge=1, le=5)] | None = None
    """The predikat that the signed evaluation or an import states; kept, and warned of where it differs."""
    umpan_balik: LongText | None = None

    def refers_to(self, history: "History") -> tuple[str, ...]:
        if self.penilai.pegawai_id is None:
            return super().refers_to(history)
        return (stream_name(Category.PEGAWAI, self.penilai.pegawai_id), *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from self._check_evaluator(given)
        if self.hasil is None or self.perilaku is None:
            yield EvaluationWithoutResults(field="hasil" if self.hasil is None else "perilaku")
        elif self.predikat_tertulis not in (None, stated := predikat(self.hasil, self.perilaku, self.sampai)):
            yield PredicateMismatch(
                f"The matrix gives {stated} {PREDIKAT[stated]}.",
                field="predikat_tertulis",
                value=self.predikat_tertulis,
            )
        if not self._is_period() or self.tmt < self.sampai or self.tmt > given.today:
            yield PeriodInvalid(field="sampai", value=f"{self.scope} {self.dari} - {self.sampai}, {self.tmt}")
            return
        yield from self._check_place(given)

    def _check_evaluator(self, given: "Given") -> Iterator[Problem]:
        mine = {number.nip for number in given.history.standing.numbers}
        if self.penilai.nip in mine or self._evaluator_stream() == given.stream:
            yield SelfEvaluation(field="penilai")
        elif self.penilai.pegawai_id is not None and self._evaluator_stream() not in given.others:
            yield EmployeeUnknown(field="penilai.pegawai_id", value=self.penilai.pegawai_id)
        elif self.penilai.pegawai_id is None and self.penilai.nama is None:
            yield ValueInvalid("Name the evaluator by pegawai_id or nama.", field="penilai")

    def _evaluator_stream(self) -> str:
        return stream_name(Category.PEGAWAI, self.penilai.pegawai_id) if self.penilai.pegawai_id else ""

    def _is_period(self) -> bool:
        """Within one month, calendar quarter or year; shorter where somebody came or left in it."""
        return self.dari <= self.sampai and _period(self.scope, self.dari) == _period(self.scope, self.sampai)

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
        for other in given.history.of(PerformanceEvaluated):
            same = other.scope is self.scope and _period(other.scope, other.sampai) == _period(self.scope, self.sampai)
            if same and other.assignment_id == post.assignment_id:
                yield PeriodDuplicate(f"Evaluated on {other.tmt}.", field="sampai", value=self.sampai)

    def _post(self, given: "Given") -> "Assignment | None":
        engagement = given.engagement(self.sampai) or given.engagement(self.sampai - timedelta(days=1))
        if engagement is None:
            return None
        if self.assignment_id is None:
            return engagement.definitive(self.sampai) or engagement.definitive(self.sampai - timedelta(days=1))
        return next((a for a in engagement.assignments if a.assignment_id == self.assignment_id), None)

    def derived(self, given: "Given") -> dict[str, Any]:
        post = self._post(given)
        rated = None
        if self.hasil is not None and self.perilaku is not None:
            rated = predikat(self.hasil, self.perilaku, self.sampai)
        return {
            "predikat": rated,
            "assignment_id": post.assignment_id if post else None,
        }


def _period(scope: Scope, day: date) -> tuple[int, int]:
    """Year and number of the month, quarter or year that a day lies in."""
    if scope is Scope.BULANAN:
        return day.year, day.month
    return (day.year, (day.month - 1) // 3 + 1) if scope is Scope.TRIWULAN else (day.year, 0)

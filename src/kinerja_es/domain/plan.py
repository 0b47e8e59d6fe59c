"""Performance plans (SKP): what an employee is to reach in a year, and the part played in which programme."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import Event, Generated, ShortText
from kinerja_es.domain.superior import Evaluator, check_named, check_superior, places, stream_of
from kinerja_es.domain.target import (
    Commitment,
    Measure,
    check_held,
    check_ids,
    check_measurable,
    left,
    post_named,
)
from kinerja_es.domain.values import Day
from kinerja_es.errors import PeriodInvalid, Problem
from kinerja_es.errors.performance import PlanExists, PlanWithoutRole

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.standing import Assignment


class Pendekatan(StrEnum):
    """How results are planned: by number, or by description (PermenPANRB 6/2022)."""

    KUANTITATIF = "KUANTITATIF"
    KUALITATIF = "KUALITATIF"


class Perspektif(StrEnum):
    """Whose view of the result is measured."""

    PENERIMA_LAYANAN = "PENERIMA_LAYANAN"
    PROSES_BISNIS = "PROSES_BISNIS"
    PENGUATAN_INTERNAL = "PENGUATAN_INTERNAL"
    ANGGARAN = "ANGGARAN"


class JenisRhk(StrEnum):
    """Main work, or additional."""

    UTAMA = "UTAMA"
    TAMBAHAN = "TAMBAHAN"


class Rhk(Measure):
    """One planned result (rencana hasil kerja), and the part that the employee has in a programme."""

    rencana: ShortText
    intervensi_atasan: ShortText | None = None
    """Which of the superior's results it serves."""
    perspektif: Perspektif | None = None
    jenis: JenisRhk = JenisRhk.UTAMA
    program: ShortText | None = None
    """The code or name of the programme or activity."""
    peran: ShortText | None = None
    """What the employee does in it (matriks peran hasil)."""


class PerformancePlanSet(Event):
    """An employee's performance plan of a year was set, for the work in one post."""

    TOPIC: ClassVar[str] = "kinerja:PerformancePlanSet"
    PRECEDENCE: ClassVar[int] = 366
    LABEL: ClassVar[str] = "SKP ditetapkan"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2025-10-15",
        "dari": "2025-10-01",
        "sampai": "2025-12-31",
        "pendekatan": "KUANTITATIF",
        "rhk": [
            {
                "id": "1",
                "rencana": "Layanan administrasi sekolah terlaksana",
                "indikator": "Berkas selesai tepat waktu",
                "satuan": "berkas",
                "target": "120",
                "program": "1.01.02",
                "peran": "Pengelola berkas",
            }
        ],
    }

    plan_id: Annotated[UUID, Generated()]
    assignment_id: UUID | None = None
    """For work in which post; the one held on its first day where none is named."""
    dari: Day
    sampai: Day
    pendekatan: Pendekatan
    rhk: Annotated[tuple[Rhk, ...], Field(min_length=1)]
    penilai_id: UUID | None = None
    """The employee who is to evaluate it."""

    def _evaluator(self) -> Evaluator | None:
        return None if self.penilai_id is None else Evaluator(pegawai_id=self.penilai_id)

    def _post(self, given: "Given") -> "Assignment | None":
        return post_named(given.history, self.assignment_id, self.dari)

    def refers_to(self, history: "History") -> tuple[str, ...]:
        who = self._evaluator()
        return (*(stream_of(who) if who else ()), *super().refers_to(history))

    def refers_further(self, given: "Given") -> tuple[str, ...]:
        who, post = self._evaluator(), self._post(given)
        return places(given, who, post, self.dari, self.tmt) if who and post else ()

    def check(self, given: "Given") -> Iterator[Problem]:
        if self.sampai < self.dari or self.dari.year != self.sampai.year:
            yield PeriodInvalid("A plan is for one year.", field="sampai", value=self.sampai)
        yield from check_ids(self.rhk, "rhk")
        numbers = ("satuan", "target") if self.pendekatan is Pendekatan.KUANTITATIF else ()
        yield from check_measurable(self.rhk, "rhk", "indikator", *numbers)
        if all(item.program is None or item.peran is None for item in self.rhk):
            yield PlanWithoutRole(field="rhk")
        yield from check_held(given, self.assignment_id, self.dari, "dari")
        if (post := self._post(given)) is None:
            return
        for other in plans(given.history):
            if other.assignment_id == post.assignment_id and other.meets(self.dari, self.sampai):
                yield PlanExists(f"It runs {other.dari} to {other.sampai}.", field="dari", value=self.dari)
        if (who := self._evaluator()) is not None:
            yield from check_named(given, who, "penilai_id")
            yield from check_superior(given, who, post, self.dari, max(self.dari, self.tmt), field="penilai_id")

    def derived(self, given: "Given") -> dict[str, Any]:
        post = self._post(given)
        return {"assignment_id": post.assignment_id if post else None}


def plans(history: "History") -> list[Commitment]:
    """An employee's plans; each ends with the post that it was set for."""
    return [
        Commitment(
            plan.plan_id,
            plan.assignment_id,
            plan.dari,
            plan.sampai,
            ((plan.tmt, plan.rhk),),
            left(history, plan.assignment_id, plan.dari),
        )
        for plan in history.of(PerformancePlanSet)
    ]

"""How somebody's work was rated, evaluation by evaluation; one that an objection set aside stands until that day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.performance import EvaluationObjectionDecided, PerformanceEvaluated, Regime
from kinerja_es.domain.period import Scope
from kinerja_es.readmodels.names import on_day


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One row for each evaluation: it stands from its day on, until an objection sets it aside."""

    valid_from: date
    valid_to: date | None
    evaluation_id: UUID
    assignment_id: UUID | None
    scope: Scope
    dari: date
    sampai: date
    hasil: int | None
    perilaku: int | None
    predikat: int | None
    """1 Sangat Baik to 5 Sangat Kurang."""
    org_predikat: int | None
    rating_regime: Regime | None
    nilai: str | None
    penilai_id: UUID | None
    penilai_nama: str | None
    """Of an evaluator who is no employee here: an employee's name is asked of the record."""
    penilai_jabatan: str | None
    keberatan: str | None = None
    """What became of an objection to it."""
    keberatan_tanggal: date | None = None
    pengganti_id: UUID | None = None
    """The evaluation that takes its place."""


class Objection(NamedTuple):
    """What was decided on an objection to an evaluation."""

    evaluation_id: UUID
    tanggal: date
    putusan: str
    pengganti_id: UUID | None


class EvaluationState(NamedTuple):
    """All evaluations, and what was decided on objections to them: an objection may be recorded first."""

    found: tuple[Evaluation, ...] = ()
    objections: tuple[Objection, ...] = ()


class OfEvaluation:
    """The fold of the table of evaluations."""

    NEEDS = (PerformanceEvaluated, EvaluationObjectionDecided)

    def start(self) -> EvaluationState:
        return EvaluationState()

    def step(self, state: EvaluationState, fact: Event) -> EvaluationState:
        match fact:
            case PerformanceEvaluated():
                return EvaluationState((*state.found, _evaluation(fact)), state.objections)
            case EvaluationObjectionDecided():
                said = Objection(fact.evaluation_id, fact.tanggal, fact.putusan, fact.new_evaluation_id)
                return EvaluationState(state.found, (*state.objections, said))
            case _:
                return state

    def rows(self, state: EvaluationState) -> Iterator[Evaluation]:
        if not state.objections:
            yield from state.found
            return
        said = {objection.evaluation_id: objection for objection in state.objections}
        for evaluation in state.found:
            objection = said.get(evaluation.evaluation_id)
            yield evaluation if objection is None else _objected(evaluation, objection)


def _evaluation(fact: PerformanceEvaluated) -> Evaluation:
    who = fact.penilai
    return Evaluation(
        fact.tmt,
        None,
        fact.evaluation_id,
        fact.assignment_id,
        fact.scope,
        fact.dari,
        fact.sampai,
        fact.hasil,
        fact.perilaku,
        fact.predikat,
        fact.org_predikat,
        fact.rating_regime,
        fact.nilai,
        who.pegawai_id,
        who.nama if who.pegawai_id is None else None,
        who.jabatan,
    )


def _objected(held: Evaluation, said: Objection) -> Evaluation:
    ends = max(held.valid_from, said.tanggal) if said.putusan == "DITERIMA" else None
    return replace(
        held,
        valid_to=ends,
        keberatan=said.putusan,
        keberatan_tanggal=said.tanggal,
        pengganti_id=said.pengganti_id,
    )


def last_rated(table: str) -> str:
    """A join: the latest evaluation of the employee whom a row of a table is about, as `rated`, on the day `:on`.

    The latest is the one of the latest period; of one period, the one that was decided last.
    """
    return f"""LEFT JOIN dated_evaluation rated
                 ON rated.subject = {table}.subject
                AND rated.n = (SELECT latest.n
                                 FROM dated_evaluation latest
                                WHERE latest.subject = {table}.subject AND {on_day("latest")}
                                ORDER BY latest.sampai DESC, latest.valid_from DESC, latest.n DESC
                                LIMIT 1)"""  # noqa: S608 - our own text

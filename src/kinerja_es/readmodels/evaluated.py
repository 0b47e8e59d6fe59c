"""How somebody's work was rated, evaluation by evaluation, without those that an objection set aside."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.performance import EvaluationObjectionDecided, PerformanceEvaluated
from kinerja_es.domain.period import Scope
from kinerja_es.readmodels.names import on_day


class Evaluation(NamedTuple):
    """One row for each evaluation: it stands from its day on, until an objection sets it aside."""

    valid_from: date
    valid_to: date | None
    evaluation_id: UUID
    assignment_id: UUID | None
    scope: Scope
    dari: date
    sampai: date
    predikat: int | None
    """1 Sangat Baik to 5 Sangat Kurang."""


class EvaluationState(NamedTuple):
    """All evaluations, and the days on which some of them were set aside: an objection may be recorded first."""

    found: tuple[Evaluation, ...] = ()
    aside: tuple[tuple[UUID, date], ...] = ()


class OfEvaluation:
    """The fold of the table of evaluations."""

    NEEDS = (PerformanceEvaluated, EvaluationObjectionDecided)

    def start(self) -> EvaluationState:
        return EvaluationState()

    def step(self, state: EvaluationState, fact: Event) -> EvaluationState:
        match fact:
            case PerformanceEvaluated():
                about = (fact.evaluation_id, fact.assignment_id, fact.scope, fact.dari, fact.sampai, fact.predikat)
                return state._replace(found=(*state.found, Evaluation(fact.tmt, None, *about)))
            case EvaluationObjectionDecided() if fact.putusan == "DITERIMA":
                return state._replace(aside=(*state.aside, (fact.evaluation_id, fact.tmt)))
            case _:
                return state

    def rows(self, state: EvaluationState) -> Iterator[Evaluation]:
        aside = dict(state.aside)
        for evaluation in state.found:
            yield evaluation._replace(valid_to=aside.get(evaluation.evaluation_id))


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

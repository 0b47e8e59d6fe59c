"""How somebody's work was rated, evaluation by evaluation, which of them an objection set aside, and how a unit was."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kinerja_es.domain.performance import EvaluationObjectionDecided, PerformanceEvaluated, Regime, UnitPerformanceRated
from kinerja_es.domain.period import Scope


class Evaluation(NamedTuple):
    """One row for each evaluation, from the day on which it was decided."""

    valid_from: date
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


class OfEvaluation:
    """The rows of the table of evaluations: each comes of its fact alone, however long a career is."""

    NEEDS = (PerformanceEvaluated,)

    def rows(self, fact: PerformanceEvaluated) -> Iterator[Evaluation]:
        who = fact.penilai
        yield Evaluation(
            fact.tmt,
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


class Objection(NamedTuple):
    """One row for each objection that was decided, from that day on."""

    valid_from: date
    evaluation_id: UUID
    putusan: str
    pengganti_id: UUID | None
    """The evaluation that takes the place of one that was set aside."""


class OfObjection:
    """The rows of the table of objections."""

    NEEDS = (EvaluationObjectionDecided,)

    def rows(self, fact: EvaluationObjectionDecided) -> Iterator[Objection]:
        yield Objection(fact.tanggal, fact.evaluation_id, fact.putusan, fact.new_evaluation_id)


class UnitRating(NamedTuple):
    """One row for each period of which a unit's predikat was set, from that day on."""

    valid_from: date
    scope: Scope
    dari: date
    sampai: date
    predikat: int
    metode: str
    capaian_persen: str | None


class OfUnitRating:
    """The rows of the table of units' predikats."""

    NEEDS = (UnitPerformanceRated,)

    def rows(self, fact: UnitPerformanceRated) -> Iterator[UnitRating]:
        days = (fact.tmt, fact.scope, fact.dari, fact.sampai)
        yield UnitRating(*days, fact.predikat, fact.metode, fact.capaian_persen)


# -- in queries --------------------------------------------------------------------------


def stands(table: str) -> str:
    """The condition that an evaluation stands on the day `:on`: it is decided, and no objection has set it aside."""
    return f"""({table}.valid_from <= :on AND NOT EXISTS (
                SELECT 1
                  FROM dated_objection objection
                 WHERE objection.subject = {table}.subject AND objection.evaluation_id = {table}.evaluation_id
                   AND objection.putusan = 'DITERIMA' AND objection.valid_from <= :on))"""  # noqa: S608 - our own text


def last_rated(table: str) -> str:
    """A join: the latest evaluation of the employee whom a row of a table is about, as `rated`, on the day `:on`.

    The latest is the one of the latest period; of one period, the one that was decided last.
    """
    return f"""LEFT JOIN dated_evaluation rated
                 ON rated.subject = {table}.subject
                AND rated.n = (SELECT latest.n
                                 FROM dated_evaluation latest
                                WHERE latest.subject = {table}.subject AND {stands("latest")}
                                ORDER BY latest.sampai DESC, latest.valid_from DESC, latest.n DESC
                                LIMIT 1)"""  # noqa: S608 - our own text

"""What was found of somebody's competence, assessment by assessment: told beside performance, never mixed with it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kinerja_es.domain.competence import CompetencyAssessed, Fit, Recommendation


class Assessment(NamedTuple):
    """One row for each assessment of competence."""

    assessment_id: UUID
    tanggal: date
    berlaku_sampai: date | None
    jabatan_id: UUID | None
    fit: Fit | None
    jpm_percent: str | None
    rekomendasi: Recommendation | None


class OfAssessment:
    """The rows of the table of assessments: each comes of its fact alone."""

    NEEDS = (CompetencyAssessed,)

    def rows(self, fact: CompetencyAssessed) -> Iterator[Assessment]:
        found = (fact.fit, fact.jpm_percent, fact.rekomendasi)
        yield Assessment(fact.assessment_id, fact.tanggal, fact.berlaku_sampai, fact.jabatan_id, *found)


# -- in queries --------------------------------------------------------------------------


def last_assessed(table: str) -> str:
    """A join: the latest assessment of the employee whom a row is about that counts on the day `:on`, as `assessed`."""
    return f"""LEFT JOIN dated_assessment assessed
                 ON assessed.subject = {table}.subject
                AND assessed.n = (SELECT latest.n
                                    FROM dated_assessment latest
                                   WHERE latest.subject = {table}.subject AND latest.tanggal <= :on
                                     AND (latest.berlaku_sampai IS NULL OR :on <= latest.berlaku_sampai)
                                   ORDER BY latest.tanggal DESC, latest.n DESC
                                   LIMIT 1)"""  # noqa: S608 - our own text

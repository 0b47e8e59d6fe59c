"""Siapa yang tidak sesuai jabatannya menurut asesmen terakhir, berapa nilainya, dan apa rekomendasinya?

Who does not fit the post by the latest assessment that counts, with which score, what do the assessors advise, and in
which competences is something missing? An assessment advises; it changes nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain.competence import CompetencyAssessed, Fit, Recommendation
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.reference import KOMPETENSI
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import WITHIN, Page, Row, Tables, narrowed, on_day, opd_of, place_of, read_model

VERSION = 1


class Assessment(NamedTuple):
    """One row for each stretch of time in which an assessment is the latest that counts for its post."""

    valid_from: date
    valid_to: date | None
    assessment_id: UUID
    jabatan_id: UUID | None
    tanggal: date
    berlaku_sampai: date | None
    fit: Fit | None
    jpm_percent: str | None
    rekomendasi: Recommendation | None
    lembaga: str
    external: bool
    metode: str
    kurang: tuple[tuple[str, int, int], ...]
    """Competences in which less was found than the post asks for: which, asked for, found."""


class Level(NamedTuple):
    """One row for each competence of an assessment: what the post asks for, and what was found."""

    assessment_id: UUID
    tanggal: date
    jabatan_id: UUID | None
    fit: Fit | None
    jpm_percent: str | None
    rekomendasi: Recommendation | None
    lembaga: str
    kompetensi_id: str
    standar: int | None
    capaian: int


@read_model.per_employee(Assessment, needs=(CompetencyAssessed,), indexes=("fit, valid_from",))
class Assessments:
    """The assessment that counts, post by post and day by day."""

    def start(self) -> tuple[Assessment, ...]:
        return ()

    def step(self, state: tuple[Assessment, ...], fact: Event) -> tuple[Assessment, ...]:
        return (*state, _assessment(fact)) if isinstance(fact, CompetencyAssessed) else state

    def rows(self, state: tuple[Assessment, ...]) -> Iterator[Assessment]:
        for jabatan_id in dict.fromkeys(held.jabatan_id for held in state):
            yield from _day_by_day([held for held in state if held.jabatan_id == jabatan_id])


def _assessment(fact: CompetencyAssessed) -> Assessment:
    return Assessment(
        fact.tanggal,
        None if fact.berlaku_sampai is None else fact.berlaku_sampai + timedelta(days=1),
        fact.assessment_id,
        fact.jabatan_id,
        fact.tanggal,
        fact.berlaku_sampai,
        fact.fit,
        fact.jpm_percent,
        fact.rekomendasi,
        fact.lembaga,
        fact.external,
        fact.metode,
        tuple(
            (item.kompetensi_id, item.standar, item.capaian)
            for item in fact.items
            if item.standar is not None and item.capaian < item.standar
        ),
    )


def _day_by_day(assessments: list[Assessment]) -> Iterator[Assessment]:
    """Of those that count on a day the latest one; another one counts again where that ran out before it."""
    days = sorted({day for a in assessments for day in (a.valid_from, a.valid_to) if day is not None})
    present: Assessment | None = None
    for day in days:
        counting = [a for a in assessments if a.valid_from <= day and (a.valid_to is None or day < a.valid_to)]
        latest = counting[-1] if counting else None
        if present is not None and (latest is None or latest.assessment_id != present.assessment_id):
            yield present._replace(valid_to=day)
            present = None
        if latest is not None and present is None:
            present = latest._replace(valid_from=day)
    if present is not None:
        yield present


@read_model.per_employee(Level, needs=(CompetencyAssessed,))
class Levels:
    """Every competence of every assessment."""

    def rows(self, fact: CompetencyAssessed) -> Iterator[Level]:
        found = (fact.fit, fact.jpm_percent, fact.rekomendasi, fact.lembaga)
        for item in fact.items:
            about = (fact.assessment_id, fact.tanggal, fact.jabatan_id)
            yield Level(*about, *found, item.kompetensi_id, item.standar, item.capaian)


# -- queries -----------------------------------------------------------------------------

HELD = f"""FROM competence_fit_assessment assessed
           CROSS JOIN dated_stretch held
             ON held.subject = assessed.subject AND held.jabatan_id = assessed.jabatan_id AND {on_day("held")}"""
"""Whoever holds the very post that the assessment was against."""

Unor = Annotated[UUID | None, "Only this unit, and the units below it"]


def _label(kompetensi_id: str) -> str:
    code = KOMPETENSI.find(kompetensi_id)
    return kompetensi_id if code is None else code.nama


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Unor = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    fit: Annotated[Fit | None, "Only this result; without it, all that do not fit or fit in part"] = None,
    rekomendasi: Annotated[Recommendation | None, "Only this advice"] = None,
    sort: Annotated[Literal["nilai", "nama", "unor_nama"], "By score, the lowest first; by name; by unit"] = "nilai",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Who does not fit the post that is held on a day, by the latest assessment against it that counts.

    `jpm_percent` is the job-person match; `kesenjangan` names each competence with less than the post asks for.
    """
    asked = {
        f"held.unor_id IN {WITHIN}": unor,
        "held.kind = :kind": kind,
        "assessed.rekomendasi = :rekomendasi": rekomendasi,
    }
    results = [each.value for each in Fit if each is not Fit.FIT] if fit is None else [fit]
    names = ", ".join(f"'{each}'" for each in results)
    page = tables.page(
        f"""SELECT assessed.subject AS pegawai_id, person.nip, person.nama, held.kind, held.golongan, held.jabatan_id,
                   post.nama AS jabatan_nama, held.unor_id, coalesce(unit.nama, '') AS unor_nama, assessed.fit,
                   assessed.jpm_percent, coalesce(CAST(assessed.jpm_percent AS REAL), 0) AS nilai,
                   assessed.rekomendasi, assessed.kurang, assessed.assessment_id, assessed.tanggal,
                   assessed.berlaku_sampai, assessed.lembaga, assessed.external
              {HELD}
              JOIN dated_person person ON person.subject = assessed.subject AND {on_day("person")}
              {place_of("held")}
             WHERE assessed.fit IN ({names}) AND {on_day("assessed")}{narrowed(asked)}""",
        order=(sort, "nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        unor=unor,
        kind=kind,
        rekomendasi=rekomendasi,
    )
    return replace(page, items=[_in_words(row) for row in page.items])


def _in_words(row: Row) -> Row:
    """The competences that are missing, in words; the score is told as it was given."""
    missing = "; ".join(
        f"{_label(name)}: {reached} dari {asked}" for name, asked, reached in orjson.loads(row.pop("kurang"))
    )
    del row["nilai"]
    return {**row, "kesenjangan": missing or None}


@read_model.query
def per_opd(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Unor = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
) -> list[Row]:
    """Per OPD: how many holders fit their post, in part or not, and how many hold theirs without such an assessment."""
    # The plus keeps SQLite from an index by post: nearly everybody holds one.
    asked = narrowed({f"held.unor_id IN {WITHIN}": unor, "held.kind = :kind": kind})
    return tables.rows(
        f"""SELECT opd.subject AS opd_id, opd.nama AS opd_nama, count(*) AS pegawai,
                   sum(assessed.fit IS 'FIT') AS sesuai,
                   sum(assessed.fit IS 'PARTIAL') AS cukup_sesuai,
                   sum(assessed.fit IS 'NOT_FIT') AS tidak_sesuai,
                   sum(assessed.fit IS NULL) AS belum_dinilai
              FROM dated_stretch held
              LEFT JOIN competence_fit_assessment assessed
                ON assessed.subject = held.subject AND assessed.jabatan_id = held.jabatan_id AND {on_day("assessed")}
              {opd_of("held")}
             WHERE held.status = 'AKTIF' AND +held.jabatan_id IS NOT NULL AND {on_day("held")}{asked}
             GROUP BY opd.subject
             ORDER BY opd.nama, opd.subject""",  # noqa: S608 - our own text
        on=valid_at,
        unor=unor,
        kind=kind,
    )


@read_model.query_of_employee
def of(
    tables: Tables,
    *,
    employee: Annotated[UUID, "The employee's id"],
    valid_at: Annotated[date, "The day asked about"],
) -> list[Row]:
    """Every competence of every assessment of one employee up to a day: asked for, found, and how much is missing.

    `berlaku` is 1 where the assessment is the latest that counts for its post on that day.
    """
    rows = tables.rows(
        f"""SELECT level.assessment_id, level.tanggal, level.lembaga, level.jabatan_id, post.nama AS jabatan_nama,
                   level.fit, level.jpm_percent, level.rekomendasi,
                   EXISTS (SELECT 1
                             FROM competence_fit_assessment assessed
                            WHERE assessed.subject = level.subject AND assessed.assessment_id = level.assessment_id
                              AND {on_day("assessed")}) AS berlaku,
                   level.kompetensi_id, level.standar, level.capaian,
                   max(level.standar - level.capaian, 0) AS kesenjangan
              FROM competence_fit_level level
              LEFT JOIN dated_post post
                ON post.subject = level.jabatan_id AND {on_day("post", "level.tanggal")}
             WHERE level.subject = :employee AND level.tanggal <= :on
             ORDER BY level.tanggal, level.n""",  # noqa: S608 - our own text
        employee=employee,
        on=valid_at,
    )
    return [{**row, "kompetensi_nama": _label(row["kompetensi_id"])} for row in rows]

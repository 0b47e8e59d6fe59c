"""Adakah mutasi kurang dari 2 tahun, tanpa asesmen, atau terhadap pegawai yang dinilai sesuai?

Which moves came within two years of the last one, cite no assessment, or concern somebody whom the latest assessment
calls fit for the former post? With the exception that was recorded. A planned move is told before its TMT.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.appointment import JenisPerpindahan, Penugasan, PositionAssigned
from kinerja_es.domain.competence import Fit
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.rules import MUTASI_YEARS
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import WITHIN, Page, Row, Tables, narrowed, on_day, place_of, read_model

VERSION = 2


class Move(NamedTuple):
    """One row for each move to another definitive post; an adjustment of the title is none."""

    assignment_id: UUID
    tmt: date
    jenis: JenisPerpindahan
    jabatan_id: UUID
    unor_id: UUID
    sk_id: UUID | None
    sk_nomor: str | None
    sk_tanggal: date | None
    assessment_id: UUID | None
    reasoned: bool
    """Whether the SK says why."""
    exception: str | None
    exception_by: str | None
    warnings: tuple[str, ...]
    without_force: date | None = None
    """The day from which the SK has no force."""
    again: date | None = None
    """The day from which it has its force again."""


@read_model.per_employee(
    Move,
    needs=(PositionAssigned, DecisionAnnulledForEmployee, DecisionReinstatedForEmployee),
    indexes=("tmt",),
)
class Moves:
    """The moves of one employee."""

    def start(self) -> tuple[Move, ...]:
        return ()

    def step(self, state: tuple[Move, ...], fact: Event) -> tuple[Move, ...]:
        match fact:
            case PositionAssigned() if fact.penugasan is Penugasan.D and fact.jenis is not JenisPerpindahan.PENYESUAIAN:
                return (*state, _move(fact))
            case DecisionAnnulledForEmployee():
                gone = fact.effect_from
                return tuple(m._replace(without_force=gone, again=None) if m.sk_id == fact.sk_id else m for m in state)
            case DecisionReinstatedForEmployee():
                return tuple(m._replace(again=fact.mulai) if m.sk_id == fact.sk_id else m for m in state)
            case _:
                return state

    def rows(self, state: tuple[Move, ...]) -> Iterator[Move]:
        yield from state


def _move(fact: PositionAssigned) -> Move:
    sk, excepted = fact.decision, fact.exception
    return Move(
        assignment_id=fact.assignment_id,
        tmt=fact.tmt,
        jenis=fact.jenis,
        jabatan_id=fact.jabatan_id,
        unor_id=fact.unor_id,
        sk_id=None if sk is None else sk.sk_id,
        sk_nomor=None if sk is None else sk.nomor,
        sk_tanggal=None if sk is None else sk.tanggal,
        assessment_id=fact.assessment_id,
        reasoned=fact.reason is not None,
        exception=None if excepted is None else excepted.code,
        exception_by=None if excepted is None else excepted.by,
        warnings=tuple(warned.code for warned in fact.warnings),
    )


# -- queries -----------------------------------------------------------------------------

Sort = Literal["tmt", "-tmt", "nama", "-nama", "unor_nama", "-unor_nama"]


class Temuan(StrEnum):
    """What is found of a move."""

    TERLALU_CEPAT = "TERLALU_CEPAT"
    TANPA_ASESMEN = "TANPA_ASESMEN"
    DINILAI_SESUAI = "DINILAI_SESUAI"


YEARS = MUTASI_YEARS[0].value
"""How long a PNS stays in a post at least (PP 11/2017 art 190)."""

FORMER = "date(move.tmt, '-1 day')"
MOVES = f"""SELECT move.*, former.jabatan_id AS dari_jabatan_id, former.unor_id AS dari_unor_id, former.kind,
                   (SELECT min(held.valid_from) FROM dated_stretch held
                     WHERE held.subject = move.subject AND held.assignment_id = former.assignment_id) AS dari_tmt,
                   (SELECT assessed.fit FROM dated_assessment assessed
                     WHERE assessed.subject = move.subject AND assessed.jabatan_id = former.jabatan_id
                       AND assessed.tanggal <= move.tmt
                       AND (assessed.berlaku_sampai IS NULL OR move.tmt <= assessed.berlaku_sampai)
                     ORDER BY assessed.tanggal DESC, assessed.n DESC
                     LIMIT 1) AS fit,
                   EXISTS (SELECT 1 FROM dated_assessment cited
                            WHERE cited.subject = move.subject
                              AND cited.assessment_id = move.assessment_id) AS berasesmen
              FROM mutasi_compliance_move move
              LEFT JOIN dated_stretch former ON former.subject = move.subject AND {on_day("former", FORMER)}
             WHERE coalesce(move.sk_tanggal, move.tmt) <= :on"""  # noqa: S608 - our own text
"""The moves that had been decided by the day asked about, with the post that each of them left."""

JUDGED = f"""SELECT moved.*, coalesce(kind = '{Kind.PNS}' AND tmt < date(dari_tmt, '+{YEARS} years'), 0)
                        AS terlalu_cepat, NOT berasesmen AS tanpa_asesmen, fit IS '{Fit.FIT}' AS dinilai_sesuai
               FROM ({MOVES}) moved"""  # noqa: S608 - our own text


FROM, TO = "judged.tmt >= :dari", "judged.tmt <= :sampai"


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about: what had been decided by then"],
    temuan: Annotated[Temuan | None, "Only this finding; all three where none is named"] = None,
    dari: Annotated[date | None, "TMT from this day on"] = None,
    sampai: Annotated[date | None, "TMT up to this day"] = None,
    unor: Annotated[UUID | None, "Only to or from this unit and those below it"] = None,
    sort: Annotated[Sort, "By which column; with a minus descending"] = "tmt",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Moves against which something speaks, by TMT, with the exception that was recorded."""
    then, former = "judged.tmt", "date(judged.tmt, '-1 day')"
    found = [Temuan(temuan)] if temuan else Temuan
    told = " OR ".join(f"judged.{each.lower()}" for each in found)
    within = f"(judged.unor_id IN {WITHIN} OR judged.dari_unor_id IN {WITHIN})"
    page = tables.page(
        f"""SELECT judged.subject AS pegawai_id, person.nip, person.nama, judged.kind, judged.tmt, judged.jenis,
                   judged.dari_tmt, judged.dari_jabatan_id, left_post.nama AS dari_jabatan_nama, judged.dari_unor_id,
                   left_unit.nama AS dari_unor_nama, judged.jabatan_id, post.nama AS jabatan_nama, judged.unor_id,
                   unit.nama AS unor_nama, judged.sk_id, judged.sk_nomor, judged.sk_tanggal, judged.assignment_id,
                   judged.tmt <= :on AS berlaku, judged.terlalu_cepat, judged.tanpa_asesmen, judged.dinilai_sesuai,
                   judged.assessment_id, judged.reasoned AS beralasan, judged.exception, judged.exception_by,
                   judged.warnings,
                   CASE WHEN judged.without_force <= :on AND (judged.again IS NULL OR :on < judged.again)
                        THEN judged.without_force END AS dibatalkan
              FROM ({JUDGED}) judged
              LEFT JOIN dated_person person ON person.subject = judged.subject AND {on_day("person", then)}
              {place_of("judged", then)}
              LEFT JOIN dated_post left_post
                ON left_post.subject = judged.dari_jabatan_id AND {on_day("left_post", former)}
              LEFT JOIN dated_unit left_unit
                ON left_unit.subject = judged.dari_unor_id AND {on_day("left_unit", former)}
             WHERE ({told}){narrowed({FROM: dari, TO: sampai, within: unor})}""",  # noqa: S608 - our own text
        order=(sort, "tmt", "pegawai_id", "assignment_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        unor=unor,
        dari=dari,
        sampai=sampai,
    )
    return replace(page, items=[{**row, "warnings": orjson.loads(row["warnings"])} for row in page.items])


@read_model.query
def per_unor(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about: what had been decided by then"],
    dari: Annotated[date | None, "TMT from this day on"] = None,
    sampai: Annotated[date | None, "TMT up to this day"] = None,
) -> list[Row]:
    """How many moves into each unit there were, and against how many of them something speaks."""
    return tables.rows(
        f"""SELECT judged.unor_id, unit.nama AS unor_nama, count(*) AS mutasi, sum(terlalu_cepat) AS terlalu_cepat,
                   sum(tanpa_asesmen) AS tanpa_asesmen, sum(dinilai_sesuai) AS dinilai_sesuai,
                   sum(exception IS NOT NULL) AS dikecualikan
              FROM ({JUDGED}) judged
              LEFT JOIN dated_unit unit ON unit.subject = judged.unor_id AND {on_day("unit")}
             WHERE true{narrowed({FROM: dari, TO: sampai})}
             GROUP BY judged.unor_id
             ORDER BY unor_nama, judged.unor_id""",  # noqa: S608 - our own text
        on=valid_at,
        dari=dari,
        sampai=sampai,
    )

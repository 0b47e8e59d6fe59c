"""Siapa belum dievaluasi triwulan ini, per OPD? Bagaimana distribusi predikat dibanding pola kurva organisasi?

Who is not evaluated yet in a period? How are the predikats of an OPD spread beside its curve, and those of part-time
beside full-time staff? How does a cohort rank by performance, which evaluations does one employee have, and what
do they say of those who lead?
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.agreement import PerformanceAgreementSigned
from kinerja_es.domain.appointment import EmployeeAppointed
from kinerja_es.domain.distribution import ORG_PREDIKAT, curve, deviations
from kinerja_es.domain.period import Cadence, Scope, bounds, last_ended
from kinerja_es.domain.rules import PREDIKAT, years_after
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import (
    WITHIN,
    Bars,
    Page,
    Row,
    Tables,
    last_assessed,
    narrowed,
    on_day,
    opd_of,
    place_of,
    read_model,
    stands,
)

VERSION = 2


# -- what evaluations are held against ---------------------------------------------------


class Agreed(NamedTuple):
    """One row for each performance agreement: how often its official is to be evaluated."""

    valid_from: date
    dari: date
    sampai: date
    cadence: Cadence


@read_model.per_employee(Agreed, needs=(PerformanceAgreementSigned,))
class Agreements:
    """How often an official is evaluated by agreement."""

    def rows(self, fact: PerformanceAgreementSigned) -> Iterator[Agreed]:
        yield Agreed(fact.tanggal, fact.dari, fact.sampai, fact.cadence)


class Member(NamedTuple):
    """One row for each appointment that came with a batch."""

    valid_from: date
    batch_id: UUID


@read_model.per_employee(Member, needs=(EmployeeAppointed,), indexes=("batch_id",))
class Members:
    """Who belongs to which cohort."""

    def rows(self, fact: EmployeeAppointed) -> Iterator[Member]:
        if fact.batch_id is not None:
            yield Member(fact.tmt, fact.batch_id)


# -- queries: one employee ---------------------------------------------------------------


_PLACE = """LEFT JOIN dated_stretch held
               ON held.subject = found.subject AND held.n = (
                  SELECT coalesce(max(CASE WHEN assignment_id = found.assignment_id THEN n END), max(n))
                    FROM dated_stretch
                   WHERE subject = found.subject AND valid_from <= found.sampai)"""
"""Where somebody stood in the post that an evaluation is about."""
STANDS = stands("found")
_IN_UNIT, _OF_KIND = f"held.unor_id IN {WITHIN}", "held.kind = :kind"


@read_model.query
def of(
    tables: Tables,
    *,
    employee: Annotated[UUID, "The employee's id"],
    valid_at: Annotated[date, "The day asked about"],
) -> list[Row]:
    """The evaluations of one employee that were decided by a day, with post and unit of the period's last day.

    `berlaku` is 1 for those that stand, 0 for one that was set aside on an objection.
    """
    return tables.rows(
        f"""SELECT found.evaluation_id, found.scope, found.dari, found.sampai, found.hasil, found.perilaku,
                   found.predikat, found.org_predikat, found.rating_regime, found.nilai, found.valid_from AS tanggal,
                   held.kind, held.jabatan_id, post.nama AS jabatan_nama, held.unor_id, unit.nama AS unor_nama,
                   found.penilai_id, coalesce(found.penilai_nama, person.nama) AS penilai_nama,
                   found.penilai_jabatan,
                   {STANDS} AS berlaku,
                   objection.putusan AS keberatan, objection.valid_from AS keberatan_tanggal, objection.pengganti_id
              FROM dated_evaluation found
              {_PLACE}
              {place_of("held", "found.sampai")}
              LEFT JOIN dated_person person
                ON person.subject = found.penilai_id AND {on_day("person", "found.valid_from")}
              LEFT JOIN dated_objection objection
                ON objection.subject = found.subject AND objection.evaluation_id = found.evaluation_id
               AND objection.valid_from <= :on
             WHERE found.subject = :employee AND found.valid_from <= :on
             ORDER BY found.sampai, found.valid_from, found.n""",  # noqa: S608 - our own text
        employee=employee,
        on=valid_at,
    )


# -- queries: who is evaluated, and who is not -------------------------------------------


class Evaluasi(StrEnum):
    """Done; not done, with the period still running; not done, with the period over."""

    SUDAH = "SUDAH"
    BELUM = "BELUM"
    TERLAMBAT = "TERLAMBAT"


_AKTIF = "status = 'AKTIF' AND valid_from <= :sampai AND (valid_to IS NULL OR :dari < valid_to)"
"""Active on one day of the period."""
_OF_UNIT = f"""(SELECT DISTINCT subject FROM dated_stretch WHERE unor_id IN {WITHIN} AND {_AKTIF}) here
              CROSS JOIN dated_person person ON person.subject = here.subject"""  # noqa: S608 - our own text


# A plus before a column keeps SQLite to the few rows of one employee: the index would go through everybody's.


def _due(unor: UUID | None, kind: Kind | None) -> str:
    """Who was active on a day of the period and is evaluated that often, and whether that has happened."""
    people = "dated_person person" if unor is None else _OF_UNIT
    return f"""SELECT person.subject AS pegawai_id, person.nip, person.nama, held.kind, held.golongan, held.status,
                      held.jabatan_id, held.unor_id, found.evaluation_id, found.predikat,
                      found.valid_from AS tanggal,
                      CASE WHEN found.n IS NOT NULL THEN 'SUDAH' WHEN :sampai < :on THEN 'TERLAMBAT'
                           ELSE 'BELUM' END AS evaluasi,
                      coalesce((SELECT cadence
                                  FROM evaluations_agreed agreed
                                 WHERE agreed.subject = person.subject AND agreed.valid_from <= :on
                                   AND agreed.dari <= :sampai AND :sampai <= agreed.sampai
                                 ORDER BY agreed.valid_from DESC, agreed.n DESC
                                 LIMIT 1), :cadence) AS cadence
                 FROM {people}
                 CROSS JOIN dated_stretch held
                   ON held.subject = person.subject AND held.n = (
                      SELECT max(n) FROM dated_stretch WHERE subject = person.subject AND {_AKTIF})
                 LEFT JOIN dated_evaluation found
                   ON found.subject = person.subject AND found.n = (
                      SELECT n
                        FROM dated_evaluation found
                       WHERE subject = person.subject AND +scope = :scope AND +sampai BETWEEN :dari AND :sampai
                         AND {STANDS}
                       ORDER BY sampai DESC, valid_from DESC, n DESC
                       LIMIT 1)
                WHERE {on_day("person")} AND (:scope = 'TAHUNAN' OR coalesce(cadence, :scope) = :scope)
                      {narrowed({_IN_UNIT: unor, _OF_KIND: kind})}"""  # noqa: S608 - our own text


def _asked(scope: Scope, valid_at: date, sampai: date | None, unor: UUID | None, kind: Kind | None = None) -> Row:
    """The parameters that the questions about a period share."""
    dari, until = last_ended(scope, valid_at) if sampai is None else bounds(scope, sampai)
    return {"on": valid_at, "scope": scope, "dari": dari, "sampai": until, "unor": unor, "kind": kind}


def _cadence(tables: Tables, day: date) -> str | None:
    """How often people are evaluated by the policy of a day."""
    found = tables.row(f"SELECT cadence FROM dated_policy policy WHERE {on_day('policy')}", on=day)  # noqa: S608 - our own text
    return None if found is None else found["cadence"]


ScopeAsked = Annotated[Scope, "Which evaluation: BULANAN, TRIWULAN or TAHUNAN"]
Period = Annotated[date | None, "A day of the period; without it, the last one that has ended by the day asked about"]
Unor = Annotated[UUID | None, "Only this unit, and the units below it"]
OfKind = Annotated[Kind | None, "Only this kind of employee"]
Limit = Annotated[int, "How many on a page"]
Cursor = Annotated[str | None, "Where the page before ended"]


@read_model.query
def coverage(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    scope: ScopeAsked = Scope.TRIWULAN,
    sampai: Period = None,
    unor: Unor = None,
    kind: OfKind = None,
) -> list[Row]:
    """Per OPD: how many were active on some day of a period, and how many of them are evaluated, due and overdue.

    The OPD is that of the last active day. How often somebody is evaluated says the performance agreement, or else the
    policy; where neither does, everybody is due in whichever period is asked about. Due is who is not evaluated while
    the period runs, overdue who is not when it is over.
    """
    params = _asked(scope, valid_at, sampai, unor, kind)
    return tables.rows(
        f"""SELECT opd.subject AS opd_id, opd.nama AS opd_nama, :dari AS dari, :sampai AS sampai,
                   count(*) AS pegawai,
                   sum(evaluasi = 'SUDAH') AS sudah,
                   sum(evaluasi = 'BELUM') AS belum,
                   sum(evaluasi = 'TERLAMBAT') AS terlambat
              FROM ({_due(unor, kind)}) due
              {opd_of("due")}
             GROUP BY opd.subject
             ORDER BY opd.nama, opd.subject""",  # noqa: S608 - our own text
        **params,
        cadence=_cadence(tables, params["sampai"]),
    )


@read_model.query
def due(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    scope: ScopeAsked = Scope.TRIWULAN,
    sampai: Period = None,
    unor: Unor = None,
    kind: OfKind = None,
    evaluasi: Annotated[Evaluasi | None, "Only these; without it, all that are not evaluated"] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page:
    """Who is not evaluated yet in a period, by name; also who is, where that is asked for."""
    params = _asked(scope, valid_at, sampai, unor, kind)
    state = " AND found.n IS NULL"
    if evaluasi == Evaluasi.SUDAH:
        state = " AND found.n IS NOT NULL"
    elif evaluasi is not None:
        state += f" AND :sampai {'<' if evaluasi == Evaluasi.TERLAMBAT else '>='} :on"
    return tables.page(
        f"""SELECT due.*, post.nama AS jabatan_nama, unit.nama AS unor_nama, unit.induk_nama,
                   :dari AS dari, :sampai AS sampai
              FROM ({_due(unor, kind)}{state}) due
              {place_of("due")}""",  # noqa: S608 - our own text
        order=("nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        **params,
        cadence=_cadence(tables, params["sampai"]),
    )


# -- queries: how predikats are spread ---------------------------------------------------

_NAMES = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
_COUNTS = ", ".join(f"coalesce(sum(found.predikat = {n}), 0) AS {name}" for n, name in enumerate(_NAMES, 1))
_SPREAD = f"""FROM dated_evaluation found
              {_PLACE}
              {opd_of("held")}
             WHERE found.scope = :scope AND found.sampai BETWEEN :dari AND :sampai AND found.predikat IS NOT NULL
               AND {STANDS}"""


def _rated(unor: str) -> str:
    """The predikat of an organisation: as it was set, or as all evaluations of its people name it."""
    return f"""coalesce((SELECT predikat
                           FROM dated_unit_rating rated
                          WHERE rated.subject = {unor} AND rated.scope = :scope
                            AND rated.sampai BETWEEN :dari AND :sampai AND rated.valid_from <= :on
                          ORDER BY rated.valid_from DESC, rated.n DESC
                          LIMIT 1),
                        CASE WHEN min(found.org_predikat) = max(found.org_predikat)
                             THEN min(found.org_predikat) END)"""  # noqa: S608 - our own text


def _counted(row: Row) -> dict[int, int]:
    return {n: row[name] for n, name in enumerate(_NAMES, 1)}


@read_model.query
def distribution(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    scope: ScopeAsked = Scope.TAHUNAN,
    sampai: Period = None,
    unor: Unor = None,
    kind: OfKind = None,
) -> list[Row]:
    """Per OPD: how many evaluations of a period came to which predikat, and where that deviates from the curve.

    The curve (pola distribusi) goes by the organisation's own predikat; without one nothing is compared. It is
    guidance: a deviation is told, and refuses nothing.
    """
    params = _asked(scope, valid_at, sampai, unor, kind)
    rows = tables.rows(
        f"""SELECT opd.subject AS opd_id, opd.nama AS opd_nama, :dari AS dari, :sampai AS sampai,
                   count(*) AS evaluasi, {_COUNTS}, {_rated("opd.subject")} AS org_predikat
              {_SPREAD}{narrowed({_IN_UNIT: unor, _OF_KIND: kind})}
             GROUP BY opd.subject
             ORDER BY opd.nama, opd.subject""",
        **params,
    )
    day = params["sampai"]
    return [
        {
            **row,
            "org_predikat_label": ORG_PREDIKAT.get(row["org_predikat"]),
            "menyimpang": "; ".join(deviations(row["org_predikat"], _counted(row), day)) or None,
        }
        for row in rows
    ]


@read_model.query(
    plot=Bars(
        title="Sebaran predikat dibanding pola organisasi\nPredikats beside the curve of the organisation",
        label="label",
        values={"persen": "Pegawai\nEmployees"},
        unit="Persen pegawai\nPercent of employees",
        least="paling_sedikit",
        most="paling_banyak",
        note={"org_predikat_label": "Predikat organisasi\nThe organisation's predikat"},
    )
)
def beside_curve(
    tables: Tables,
    *,
    unor: Annotated[UUID, "The unit, with the units below it"],
    valid_at: Annotated[date, "The day asked about"],
    scope: ScopeAsked = Scope.TAHUNAN,
    sampai: Period = None,
    kind: OfKind = None,
) -> list[Row]:
    """The five predikats of one unit in a period, in percent, each beside what its curve asks for."""
    params = _asked(scope, valid_at, sampai, unor, kind)
    row = tables.row(
        f"""SELECT {_COUNTS}, {_rated(":unor")} AS org_predikat
              {_SPREAD}{narrowed({_IN_UNIT: unor, _OF_KIND: kind})}""",
        **params,
    )
    if row is None:
        return []
    counts, org = _counted(row), row["org_predikat"]
    total, shares = sum(counts.values()), curve(org, params["sampai"])
    return [
        {
            "predikat": n,
            "label": PREDIKAT[n],
            "evaluasi": counts[n],
            "persen": f"{100 * counts[n] / total:.2f}" if total else None,
            "pola": "; ".join(f"{s.label}: {s.asked}" for s in shares if n in s.predikat) or None,
            "paling_sedikit": next((s.least for s in shares if s.predikat == (n,)), None),
            "paling_banyak": next((s.most for s in shares if s.predikat == (n,)), None),
            "sesuai": all(s.is_met(sum(counts[m] for m in s.predikat), total) for s in shares if n in s.predikat),
            "org_predikat": org,
            "org_predikat_label": ORG_PREDIKAT.get(org),
        }
        for n in PREDIKAT
    ]


@read_model.query
def by_hours(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    scope: ScopeAsked = Scope.TRIWULAN,
    sampai: Period = None,
    unor: Unor = None,
) -> list[Row]:
    """Per OPD: the predikats of part-time staff beside those of full-time staff, of one period."""
    return tables.rows(
        f"""SELECT opd.subject AS opd_id, opd.nama AS opd_nama, :dari AS dari, :sampai AS sampai,
                   CASE held.kind WHEN 'PPPK_PARUH_WAKTU' THEN 'PARUH_WAKTU' ELSE 'PENUH_WAKTU' END AS waktu,
                   count(*) AS evaluasi, {_COUNTS},
                   printf('%.2f', 100.0 * sum(found.predikat <= 2) / count(*)) AS baik_ke_atas_persen
              {_SPREAD} AND held.kind IS NOT NULL{narrowed({_IN_UNIT: unor})}
             GROUP BY opd.subject, waktu
             ORDER BY opd.nama, opd.subject, waktu""",
        **_asked(scope, valid_at, sampai, unor),
    )


# -- queries: by performance -------------------------------------------------------------


def _latest(which: str, since: str) -> str:
    """The number of the latest evaluation that stands, yearly or within the year, of a period from a day on."""
    return f"""(SELECT n
                  FROM dated_evaluation found
                 WHERE subject = person.subject AND +scope {which} 'TAHUNAN' AND {since} <= +sampai AND {STANDS}
                 ORDER BY sampai DESC, valid_from DESC, n DESC
                 LIMIT 1)"""  # noqa: S608 - our own text


def _yearly_and_other(since: str) -> str:
    return f"""LEFT JOIN dated_evaluation tahunan
                 ON tahunan.subject = person.subject AND tahunan.n = {_latest("=", since)}
               LEFT JOIN dated_evaluation periodik
                 ON periodik.subject = person.subject AND periodik.n = {_latest("<>", since)}"""


_TOLD = """tahunan.predikat AS tahunan, tahunan.sampai AS tahunan_sampai,
           periodik.predikat AS periodik, periodik.sampai AS periodik_sampai"""
_RANK = "coalesce(tahunan.predikat, 9), coalesce(periodik.predikat, 9)"


@read_model.query
def cohort(
    tables: Tables,
    *,
    batch: Annotated[UUID, "The batch's id"],
    valid_at: Annotated[date, "The day asked about"],
    unor: Unor = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page:
    """The members of a batch by performance: by the latest yearly predikat, then the latest quarterly or monthly one.

    Whoever has none comes last. The rank says what was found, and gives nobody a right to anything.
    """
    return tables.page(
        f"""SELECT rank() OVER (ORDER BY {_RANK}) AS peringkat, person.subject AS pegawai_id, person.nip, person.nama,
                   held.kind, held.status, held.jabatan_id, post.nama AS jabatan_nama, held.unor_id,
                   unit.nama AS unor_nama, {_TOLD}
              FROM evaluations_member member
              JOIN dated_person person ON person.subject = member.subject AND {on_day("person")}
              LEFT JOIN dated_stretch held ON held.subject = member.subject AND {on_day("held")}
              {place_of("held")}
              {_yearly_and_other("member.valid_from")}
             WHERE member.batch_id = :batch AND member.valid_from <= :on{narrowed({_IN_UNIT: unor})}""",  # noqa: S608 - our own text
        order=("peringkat", "nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        batch=batch,
        on=valid_at,
        unor=unor,
    )


@read_model.query
def leadership(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    tahun: Annotated[int, Field(ge=1, le=50), "Of how many years the yearly evaluations count"] = 3,
    unor: Unor = None,
    sort: Annotated[Literal["nama", "urutan"], "By name, or by performance"] = "urutan",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page:
    """What evaluations say of officials in managerial posts, as evidence that they can lead: with competence beside it.

    Yearly evaluations of the last years: how many there are, how many of them are Baik or better, and the poorest one;
    and what the latest assessment that counts found. It is evidence, and no verdict.
    """
    counted = (
        """FROM dated_evaluation found
                WHERE found.subject = held.subject AND +found.scope = 'TAHUNAN' AND :since <= +found.sampai
                  AND """
        + STANDS
    )
    return tables.page(
        f"""SELECT person.subject AS pegawai_id, person.nip, person.nama, held.golongan, post.eselon_id,
                   held.jabatan_id, post.nama AS jabatan_nama, held.unor_id, unit.nama AS unor_nama, {_TOLD},
                   (SELECT count(*) {counted}) AS evaluasi_tahunan,
                   (SELECT count(*) {counted} AND found.predikat <= 2) AS baik_ke_atas,
                   (SELECT max(found.predikat) {counted}) AS terendah,
                   assessed.fit, assessed.jpm_percent, assessed.tanggal AS asesmen_tanggal,
                   10 * coalesce(tahunan.predikat, 9) + coalesce(periodik.predikat, 9) AS urutan
              FROM dated_post post
              CROSS JOIN dated_stretch held ON held.jabatan_id = post.subject AND {on_day("held")}
              JOIN dated_person person ON person.subject = held.subject AND {on_day("person")}
              LEFT JOIN dated_unit unit ON unit.subject = held.unor_id AND {on_day("unit")}
              {_yearly_and_other("'0000'")}
              {last_assessed("held")}
             WHERE {on_day("post")} AND post.jenis_jabatan = 'STRUKTURAL' AND held.status = 'AKTIF'
                   {narrowed({_IN_UNIT: unor})}""",  # noqa: S608 - our own text
        order=(sort, "nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        since=years_after(valid_at, -tahun),
        unor=unor,
    )

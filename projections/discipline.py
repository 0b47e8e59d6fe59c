"""Pelanggaran berat: dari laporan sampai putusan berapa hari, dan siapa tidak memeriksa?

How many days from the report of a violation to the decision, and who did not examine it? Sanctions with their appeals
and until when; by unit, cohort and period. What happened, who reported it and who examined stays in the log.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.appointment import EmployeeAppointed
from kinerja_es.domain.coaching import CoachingStarted
from kinerja_es.domain.discipline import (
    HUKUMAN,
    AppealBody,
    DisciplinarySanctionImposed,
    JenisPelanggaran,
    SanctionAppealDecided,
    SanctionAppealFiled,
    SanctionEnded,
    Temuan,
    Tingkat,
    ViolationExamined,
    ViolationReported,
)
from kinerja_es.domain.envelope import Event
from kinerja_es.readmodels.kit import WITHIN, Gone, Page, Row, Tables, gone_by, gone_days, narrowed, on_day, read_model


class Case(NamedTuple):
    """One row for each case, and for each sanction that it led to; one of SIASN's may have no case."""

    batch_id: UUID | None
    """The cohort that the employee came with."""
    case_id: UUID | None
    jenis: JenisPelanggaran | None
    berat: bool
    tanggal_kejadian: date | None
    dilaporkan: date | None
    diperiksa: date | None
    temuan: Temuan | None
    dibina: date | None
    """The day from which it was dealt with by coaching."""
    sanction_id: UUID | None
    hukuman_id: str | None
    hukuman_nama: str | None
    tingkat: Tingkat | None
    sk_id: UUID | None
    sk_nomor: str | None
    diputus: date | None
    """The day of the SK."""
    mulai: date | None
    akhir: date | None
    """Its last day, as far as it is known; None where it is a reprimand, or runs on."""
    keberatan: date | None
    keberatan_diputus: date | None
    keberatan_hasil: str | None
    banding: date | None
    banding_diputus: date | None
    banding_hasil: str | None
    without_force: date | None
    again: date | None


class Reported(NamedTuple):
    """A case as it was reported, and its examination."""

    case_id: UUID
    jenis: JenisPelanggaran
    berat: bool
    tanggal_kejadian: date
    dilaporkan: date


class Sanction(NamedTuple):
    """A sanction as it was imposed."""

    sanction_id: UUID
    case_id: UUID | None
    hukuman_id: str
    tingkat: Tingkat
    sk_id: UUID | None
    sk_nomor: str | None
    diputus: date
    mulai: date
    akhir: date | None


class Decided(NamedTuple):
    """An objection or an appeal, decided."""

    sanction_id: UUID
    body: AppealBody
    tanggal: date
    outcome: str
    hukuman_id: str | None
    tingkat: Tingkat | None
    akhir: date | None


class Known(NamedTuple):
    """What is known of one employee, each by its id: an appeal is decided before a sanction's first day too."""

    batch_id: UUID | None = None
    reported: tuple[Reported, ...] = ()
    examined: tuple[tuple[UUID, date, Temuan], ...] = ()
    coached: tuple[tuple[UUID, date], ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    filed: tuple[tuple[UUID, AppealBody, date], ...] = ()
    decided: tuple[Decided, ...] = ()
    ended: tuple[tuple[UUID, date], ...] = ()
    gone: tuple[Gone, ...] = ()


@read_model.per_employee(
    Case,
    needs=(
        EmployeeAppointed,
        ViolationReported,
        ViolationExamined,
        CoachingStarted,
        DisciplinarySanctionImposed,
        SanctionAppealFiled,
        SanctionAppealDecided,
        SanctionEnded,
        DecisionAnnulledForEmployee,
        DecisionReinstatedForEmployee,
    ),
    indexes=("dilaporkan", "batch_id"),
)
class Cases:
    """The cases and sanctions of one employee."""

    def start(self) -> Known:
        return Known()

    def step(self, state: Known, fact: Event) -> Known:  # noqa: PLR0911 - one for each kind of fact
        match fact:
            case EmployeeAppointed():
                return state._replace(batch_id=fact.batch_id or state.batch_id)
            case ViolationReported():
                made = Reported(fact.case_id, fact.jenis, fact.grave, fact.tanggal_kejadian, fact.tanggal)
                return state._replace(reported=(*state.reported, made))
            case ViolationExamined():
                return state._replace(examined=(*state.examined, (fact.case_id, fact.tanggal, fact.finding)))
            case CoachingStarted() if fact.case_id is not None:
                return state._replace(coached=(*state.coached, (fact.case_id, fact.mulai)))
            case SanctionAppealFiled():
                return state._replace(filed=(*state.filed, (fact.sanction_id, fact.body, fact.filed_on)))
            case SanctionEnded():
                return state._replace(ended=(*state.ended, (fact.sanction_id, fact.tanggal)))
            case DisciplinarySanctionImposed() | SanctionAppealDecided():
                return _decided(state, fact)
            case DecisionAnnulledForEmployee() | DecisionReinstatedForEmployee():
                return state._replace(gone=gone_by(state.gone, fact))
            case _:
                return state

    def rows(self, state: Known) -> Iterator[Case]:
        for report in state.reported:
            led_to = [s for s in state.sanctions if s.case_id == report.case_id]
            for sanction in led_to or [None]:
                yield _case(state, report, sanction)
        known = {report.case_id for report in state.reported}
        for sanction in state.sanctions:
            if sanction.case_id not in known:
                yield _case(state, None, sanction)


def _decided(state: Known, fact: DisciplinarySanctionImposed | SanctionAppealDecided) -> Known:
    if isinstance(fact, SanctionAppealDecided):
        new_terms = (fact.jenis_hukuman_id, fact.tingkat, fact.akhir)
        made = Decided(fact.sanction_id, fact.body, fact.tanggal, fact.outcome, *new_terms)
        return state._replace(decided=(*state.decided, made))
    sk = fact.decision
    sanction = Sanction(
        sanction_id=fact.sanction_id,
        case_id=fact.case_id,
        hukuman_id=fact.jenis_hukuman_id,
        tingkat=fact.tingkat,
        sk_id=None if sk is None else sk.sk_id,
        sk_nomor=None if sk is None else sk.nomor,
        diputus=fact.mulai if sk is None else sk.tanggal,
        mulai=fact.mulai,
        akhir=fact.akhir,
    )
    return state._replace(sanctions=(*state.sanctions, sanction))


def _case(state: Known, report: Reported | None, sanction: Sanction | None) -> Case:
    case_id = report.case_id if report else sanction.case_id if sanction else None
    examined = next((e for e in state.examined if e[0] == case_id), None)
    dibina = next((day for about, day in state.coached if about == case_id), None)
    sanction = None if sanction is None else _after_appeals(state, sanction)
    hukuman = None if sanction is None else HUKUMAN.get(sanction.hukuman_id)
    return Case(
        state.batch_id,
        case_id,
        report.jenis if report else None,
        bool(report and report.berat),
        report.tanggal_kejadian if report else None,
        report.dilaporkan if report else None,
        examined[1] if examined else None,
        examined[2] if examined else None,
        dibina,
        sanction.sanction_id if sanction else None,
        sanction.hukuman_id if sanction else None,
        hukuman.nama if hukuman else None,
        sanction.tingkat if sanction else None,
        sanction.sk_id if sanction else None,
        sanction.sk_nomor if sanction else None,
        sanction.diputus if sanction else None,
        sanction.mulai if sanction else None,
        sanction.akhir if sanction else None,
        *_appeal(state, sanction, AppealBody.KEBERATAN),
        *_appeal(state, sanction, AppealBody.BANDING),
        *gone_days(state.gone, sanction.sk_id if sanction else None),
    )


def _after_appeals(state: Known, sanction: Sanction) -> Sanction:
    """The terms that appeals left, and its last day where it was ended."""
    for decided in state.decided:
        if decided.sanction_id == sanction.sanction_id:
            sanction = sanction._replace(
                hukuman_id=decided.hukuman_id or sanction.hukuman_id,
                tingkat=decided.tingkat or sanction.tingkat,
                akhir=decided.akhir or sanction.akhir,
            )
    for about, day in state.ended:
        last = date.fromordinal(day.toordinal() - 1)
        if about == sanction.sanction_id and (sanction.akhir is None or last < sanction.akhir):
            sanction = sanction._replace(akhir=last)
    return sanction


def _appeal(state: Known, sanction: Sanction | None, body: AppealBody) -> tuple[date | None, date | None, str | None]:
    """When it was filed and decided, and how."""
    about = sanction.sanction_id if sanction else None
    filed = next((day for which, by, day in state.filed if (which, by) == (about, body)), None)
    decided = next((d for d in state.decided if (d.sanction_id, d.body) == (about, body)), None)
    return filed, decided.tanggal if decided else None, decided.outcome if decided else None


# -- queries -----------------------------------------------------------------------------

Sort = Literal[
    "dilaporkan",
    "-dilaporkan",
    "nama",
    "-nama",
    "unor_nama",
    "-unor_nama",
    "hari_berjalan",
    "-hari_berjalan",
    "hari_putusan",
    "-hari_putusan",
]


class Status(StrEnum):
    """How far a case has come."""

    DILAPORKAN = "DILAPORKAN"
    DIBINA = "DIBINA"
    TERBUKTI = "TERBUKTI"
    TIDAK_TERBUKTI = "TIDAK_TERBUKTI"
    DIHUKUM = "DIHUKUM"
    HUKUMAN_DIBATALKAN = "HUKUMAN_DIBATALKAN"


class By(StrEnum):
    """What cases are counted by."""

    UNOR = "UNOR"
    BATCH = "BATCH"
    JENIS = "JENIS"


def _by_then(column: str, day: str) -> str:
    """A column, where what it tells had come about by the day asked about."""
    return f"CASE WHEN kasus.{day} <= :on THEN kasus.{column} END AS {column}"


CANCELLED = """(kasus.keberatan_hasil = 'CANCELLED' AND kasus.keberatan_diputus <= :on
                OR kasus.banding_hasil = 'CANCELLED' AND kasus.banding_diputus <= :on
                OR kasus.without_force <= :on AND (kasus.again IS NULL OR :on < kasus.again))"""
STATUS = f"""CASE WHEN kasus.diputus <= :on THEN CASE WHEN {CANCELLED} THEN 'HUKUMAN_DIBATALKAN' ELSE 'DIHUKUM' END
                  WHEN kasus.diperiksa <= :on THEN kasus.temuan
                  WHEN kasus.dibina <= :on THEN 'DIBINA'
                  ELSE 'DILAPORKAN' END"""
# It ends with an SK, with an examination that finds nothing, or in coaching.
ENDED = """min(coalesce(kasus.diputus, '9999'), coalesce(kasus.dibina, '9999'),
               CASE kasus.temuan WHEN 'TIDAK_TERBUKTI' THEN kasus.diperiksa ELSE '9999' END)"""
BEGUN = "coalesce(kasus.dilaporkan, kasus.diputus)"
CASES = f"""SELECT kasus.subject AS pegawai_id, kasus.n AS urutan, kasus.batch_id, kasus.case_id, kasus.jenis,
                   kasus.berat, kasus.tanggal_kejadian, kasus.dilaporkan, held.unor_id,
                   {_by_then("diperiksa", "diperiksa")}, {_by_then("temuan", "diperiksa")},
                   {_by_then("dibina", "dibina")},
                   {_by_then("diputus", "diputus")}, {_by_then("sanction_id", "diputus")},
                   {_by_then("hukuman_id", "diputus")}, {_by_then("hukuman_nama", "diputus")},
                   {_by_then("tingkat", "diputus")}, {_by_then("sk_id", "diputus")}, {_by_then("sk_nomor", "diputus")},
                   {_by_then("mulai", "diputus")}, {_by_then("akhir", "diputus")},
                   {_by_then("keberatan", "keberatan")}, {_by_then("keberatan_hasil", "keberatan_diputus")},
                   {_by_then("banding", "banding")}, {_by_then("banding_hasil", "banding_diputus")},
                   {STATUS} AS status,
                   CASE WHEN {ENDED} <= :on
                        THEN CAST(julianday({ENDED}) - julianday(kasus.dilaporkan) AS INTEGER) END AS hari_putusan,
                   CAST(julianday(:on) - julianday(kasus.dilaporkan) AS INTEGER) AS hari_berjalan
              FROM discipline_case kasus
              LEFT JOIN dated_stretch held ON held.subject = kasus.subject AND {on_day("held", BEGUN)}
             WHERE {BEGUN} <= :on"""  # noqa: S608 - our own text
"""Cases that had begun by the day asked about, as far as they had come by then, with the unit of that time."""

FROM, TO = "found.dilaporkan >= :dari", "found.dilaporkan <= :sampai"
SHOWN = f"""SELECT person.nip, person.nama, unit.nama AS unor_nama, found.*
              FROM ({CASES}) found
              LEFT JOIN dated_person person ON person.subject = found.pegawai_id AND {on_day("person")}
              LEFT JOIN dated_unit unit ON unit.subject = found.unor_id AND {on_day("unit")}
             WHERE true"""  # noqa: S608 - our own text


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about: how far each case had come by then"],
    berat: Annotated[bool, "Only serious offences"] = False,
    jenis: Annotated[JenisPelanggaran | None, "Only this kind of violation"] = None,
    status: Annotated[Status | None, "Only cases that have come so far"] = None,
    dari: Annotated[date | None, "Reported from this day on"] = None,
    sampai: Annotated[date | None, "Reported up to this day"] = None,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    batch: Annotated[UUID | None, "Only who came with this batch"] = None,
    sort: Annotated[Sort, "By which column; with a minus descending"] = "dilaporkan",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Cases from the report to the decision, in days, with sanction and appeals, by their reports."""
    asked = {
        "found.jenis = :jenis": jenis,
        "found.status = :status": status,
        FROM: dari,
        TO: sampai,
        f"found.unor_id IN {WITHIN}": unor,
        "found.batch_id = :batch": batch,
        "found.berat": berat or None,
    }
    return tables.page(
        SHOWN + narrowed(asked),
        order=(sort, "dilaporkan", "pegawai_id", "urutan"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        jenis=jenis,
        status=status,
        dari=dari,
        sampai=sampai,
        unor=unor,
        batch=batch,
    )


@read_model.query_of_employee
def of(
    tables: Tables,
    *,
    employee: Annotated[UUID, "The employee's id"],
    valid_at: Annotated[date, "The day asked about"],
) -> list[Row]:
    """The history of discipline of one employee."""
    return tables.rows(
        f"{SHOWN} AND found.pegawai_id = :employee ORDER BY found.urutan", employee=employee, on=valid_at
    )


@read_model.query
def unexamined(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    hari: Annotated[int, "Reported more than so many days before"] = 30,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Cases that nobody had examined by a day, and who leads the unit: the longest waiting first."""
    return tables.page(
        f"""SELECT shown.pegawai_id, shown.nip, shown.nama, shown.unor_id, shown.unor_nama, shown.case_id, shown.jenis,
                   shown.berat, shown.dilaporkan, shown.hari_berjalan AS hari,
                   (SELECT min(leader.nama)
                      FROM dated_post post
                      JOIN dated_stretch lead ON lead.jabatan_id = post.subject AND lead.unor_id = post.unor_id
                                             AND {on_day("lead")}
                      JOIN dated_person leader ON leader.subject = lead.subject AND {on_day("leader")}
                     WHERE post.unor_id = shown.unor_id AND post.pimpinan AND {on_day("post")}
                       AND lead.subject <> shown.pegawai_id) AS pimpinan_nama
              FROM ({SHOWN}) shown
             WHERE shown.status = 'DILAPORKAN' AND shown.hari_berjalan > :hari
               {f"AND shown.unor_id IN {WITHIN}" if unor else ""}""",  # noqa: S608 - our own text
        order=("dilaporkan", "pegawai_id", "case_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        hari=hari,
        unor=unor,
    )


@read_model.query
def per(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    menurut: Annotated[By, "By unit, cohort or kind of violation"] = By.UNOR,
    dari: Annotated[date | None, "Reported from this day on"] = None,
    sampai: Annotated[date | None, "Reported up to this day"] = None,
) -> list[Row]:
    """How many cases there are by unit, cohort or kind, how far they have come, and how many days it took."""
    column = {By.UNOR: "unor_id", By.BATCH: "batch_id", By.JENIS: "jenis"}[By(menurut)]
    name = "unit.nama" if menurut == By.UNOR else "NULL"
    return tables.rows(
        f"""SELECT found.{column}, {name} AS unor_nama, count(DISTINCT found.case_id) AS kasus,
                   count(DISTINCT CASE WHEN found.berat THEN found.case_id END) AS berat,
                   count(DISTINCT CASE WHEN found.diperiksa IS NULL THEN found.case_id END) AS belum_diperiksa,
                   count(found.sanction_id) AS hukuman,
                   round(avg(found.hari_putusan), 1) AS rata_hari_putusan, max(found.hari_putusan) AS terlama
              FROM ({CASES}) found
              LEFT JOIN dated_unit unit ON unit.subject = found.unor_id AND {on_day("unit")}
             WHERE true{narrowed({FROM: dari, TO: sampai})}
             GROUP BY found.{column}
             ORDER BY unor_nama, found.{column}""",  # noqa: S608 - our own text
        on=valid_at,
        dari=dari,
        sampai=sampai,
    )

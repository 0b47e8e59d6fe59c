"""Siapa disumpah atau dilantik lebih dari 30 hari kerja setelah SK, atau belum sama sekali?

Who was sworn in later than 30 working days after the SK, or not yet? Working days are those of the government's
calendar, and the number is its policy's, where it has set them. Existing staff that was taken over was sworn in before
this record; whoever has left a post is no longer to be sworn in for it.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.appointment import EmployeeAppointed, OathTaken, Penugasan, PositionAssigned
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.rules import OATH_WORKING_DAYS, JenisJabatan
from kinerja_es.domain.upgrade import EmploymentStatusUpgraded
from kinerja_es.readmodels.kit import (
    WITHIN,
    Gone,
    Page,
    Row,
    Tables,
    gone_by,
    gone_days,
    narrowed,
    on_day,
    read_model,
    working_days,
)


class Due(NamedTuple):
    """One row for each appointment and each definitive post that somebody is to be sworn in for."""

    assignment_id: UUID
    pengangkatan: bool
    """Whether it comes with an appointment: of other posts none is sworn in for that of a pelaksana."""
    batch_id: UUID | None
    tmt: date
    jabatan_id: UUID
    unor_id: UUID
    sk_id: UUID
    sk_nomor: str
    sk_tanggal: date
    sumpah: date | None = None
    tempat: str | None = None
    pejabat_pelantik: str | None = None
    kapasitas: str | None = None
    without_force: date | None = None
    """The day from which the SK has no force."""
    again: date | None = None


class Oath(NamedTuple):
    """An oath: it may come before the TMT of what it is for."""

    assignment_id: UUID | None
    tanggal: date
    tempat: str
    pejabat_pelantik: str
    kapasitas: str


class Known(NamedTuple):
    """What is known of one employee's posts and oaths."""

    due: tuple[Due, ...] = ()
    oaths: tuple[Oath, ...] = ()
    gone: tuple[Gone, ...] = ()


@read_model.per_employee(
    Due,
    needs=(
        EmployeeAppointed,
        PositionAssigned,
        EmploymentStatusUpgraded,
        OathTaken,
        DecisionAnnulledForEmployee,
        DecisionReinstatedForEmployee,
    ),
    indexes=("sk_tanggal", "batch_id"),
)
class Oaths:
    """What one employee is to be sworn in for, and was."""

    def start(self) -> Known:
        return Known()

    def step(self, state: Known, fact: Event) -> Known:
        match fact:
            case OathTaken():
                by = (fact.pejabat_pelantik, fact.kapasitas.value)
                made = Oath(fact.assignment_id, fact.tanggal, fact.tempat, *by)
                return state._replace(oaths=(*state.oaths, made))
            case DecisionAnnulledForEmployee() | DecisionReinstatedForEmployee():
                return state._replace(gone=gone_by(state.gone, fact))
            case _:
                due = _due(fact)
                return state if due is None else state._replace(due=(*state.due, due))

    def rows(self, state: Known) -> Iterator[Due]:
        sworn = {oath.assignment_id: oath for oath in reversed(state.oaths)}
        for due in state.due:
            oath, (gone, again) = sworn.get(due.assignment_id), gone_days(state.gone, due.sk_id)
            yield due._replace(
                sumpah=oath and oath.tanggal,
                tempat=oath and oath.tempat,
                pejabat_pelantik=oath and oath.pejabat_pelantik,
                kapasitas=oath and oath.kapasitas,
                without_force=gone,
                again=again,
            )


def _due(fact: Event) -> Due | None:
    """What a fact is to be sworn in for; no longer, where it was before this record began."""
    sk = fact.decision
    match fact:
        case EmployeeAppointed() if sk is not None and fact.opening is None:
            place = (fact.batch_id, fact.tmt, fact.jabatan_id, fact.unor_id)
        case EmploymentStatusUpgraded() if sk is not None and fact.jabatan_id is not None and fact.unor_id is not None:
            place = (None, fact.tmt, fact.jabatan_id, fact.unor_id)
        case PositionAssigned() if sk is not None and fact.penugasan is Penugasan.D:
            place = (None, fact.tmt, fact.jabatan_id, fact.unor_id)
        case _:
            return None
    appoints = not isinstance(fact, PositionAssigned)
    return Due(fact.assignment_id, appoints, *place, sk.sk_id, sk.nomor, sk.tanggal)


# -- queries -----------------------------------------------------------------------------

Sort = Literal["sk_tanggal", "-sk_tanggal", "nama", "-nama", "unor_nama", "-unor_nama", "hari_kerja", "-hari_kerja"]


class Status(StrEnum):
    """Whether somebody was sworn in, and in time."""

    TEPAT_WAKTU = "TEPAT_WAKTU"
    TERLAMBAT = "TERLAMBAT"
    BELUM = "BELUM"
    """Not yet, and there is time left."""
    BELUM_DAN_LEWAT = "BELUM_DAN_LEWAT"


LIMIT = OATH_WORKING_DAYS[0].value
"""Working days from the SK to the oath, where no policy says otherwise (PerBKN 7/2017)."""

UNTIL = "min(coalesce(due.sumpah, :on), :on)"
DUE = f"""SELECT found.*, CASE WHEN sworn IS NULL THEN CASE WHEN hari_kerja > batas THEN 'BELUM_DAN_LEWAT'
                                                         ELSE 'BELUM' END
                              WHEN hari_kerja > batas THEN 'TERLAMBAT'
                              ELSE 'TEPAT_WAKTU' END AS status
            FROM (SELECT due.*, CASE WHEN due.sumpah <= :on THEN due.sumpah END AS sworn,
                         {working_days("due.sk_tanggal", UNTIL)} AS hari_kerja,
                         coalesce(policy.oath_working_days, {LIMIT}) AS batas, post.nama AS jabatan_nama
                    FROM oath_compliance_due due
                    LEFT JOIN dated_policy policy ON {on_day("policy", UNTIL)}
                    LEFT JOIN dated_post post ON post.subject = due.jabatan_id AND {on_day("post", "due.tmt")}
                    LEFT JOIN dated_stretch held ON held.subject = due.subject AND {on_day("held")}
                   WHERE due.sk_tanggal <= :on
                     AND (due.sumpah <= :on OR :on < due.tmt OR held.assignment_id = due.assignment_id)
                     AND (due.pengangkatan OR post.jenis_jabatan IS NOT '{JenisJabatan.PELAKSANA}')
                     AND (due.without_force IS NULL OR :on < due.without_force OR due.again <= :on)) found"""  # noqa: S608 - our own text
"""What somebody is to be sworn in for by an SK that was signed by the day asked about and has its force, judged by the
policy of the oath's day; without an oath by that of the day asked about."""


FROM, TO = "due.sk_tanggal >= :dari", "due.sk_tanggal <= :sampai"


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about: whoever is sworn in later is not yet"],
    status: Annotated[Status | None, "Only these; whoever is late, sworn in or not, where none is named"] = None,
    dari: Annotated[date | None, "By SKs from this day on"] = None,
    sampai: Annotated[date | None, "By SKs up to this day"] = None,
    batch: Annotated[UUID | None, "Only who came with this batch"] = None,
    unor: Annotated[UUID | None, "Only posts of this unit and those below it"] = None,
    sort: Annotated[Sort, "By which column; with a minus descending"] = "sk_tanggal",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Who was sworn in too late, or is not yet though it is high time, by the dates of their SKs."""
    wanted = "IN ('TERLAMBAT', 'BELUM_DAN_LEWAT')" if status is None else "= :status"
    asked = {FROM: dari, TO: sampai, "due.batch_id = :batch": batch, f"due.unor_id IN {WITHIN}": unor}
    return tables.page(
        f"""SELECT due.subject AS pegawai_id, person.nip, person.nama, due.assignment_id, due.pengangkatan,
                   due.batch_id, due.jabatan_id, due.jabatan_nama, due.unor_id, unit.nama AS unor_nama, due.tmt,
                   due.sk_id, due.sk_nomor, due.sk_tanggal, due.sworn AS sumpah,
                   CASE WHEN due.sworn IS NOT NULL THEN due.tempat END AS tempat,
                   CASE WHEN due.sworn IS NOT NULL THEN due.pejabat_pelantik END AS pejabat_pelantik,
                   CASE WHEN due.sworn IS NOT NULL THEN due.kapasitas END AS kapasitas,
                   due.hari_kerja, due.batas, due.status
              FROM ({DUE}) due
              LEFT JOIN dated_person person ON person.subject = due.subject AND {on_day("person")}
              LEFT JOIN dated_unit unit ON unit.subject = due.unor_id AND {on_day("unit")}
             WHERE due.status {wanted}{narrowed(asked)}""",  # noqa: S608 - our own text
        order=(sort, "sk_tanggal", "pegawai_id", "assignment_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        status=status,
        dari=dari,
        sampai=sampai,
        batch=batch,
        unor=unor,
    )


class By(StrEnum):
    """What oaths are counted by."""

    UNOR = "UNOR"
    BATCH = "BATCH"


@read_model.query
def per(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    menurut: Annotated[By, "By unit or by batch"] = By.UNOR,
    dari: Annotated[date | None, "By SKs from this day on"] = None,
    sampai: Annotated[date | None, "By SKs up to this day"] = None,
) -> list[Row]:
    """How many were sworn in in time, too late, or not yet, by unit or by batch."""
    column, name = ("batch_id", "NULL") if menurut == By.BATCH else ("unor_id", "unit.nama")
    only = " AND due.batch_id IS NOT NULL" if menurut == By.BATCH else ""
    counted = ", ".join(f"sum(due.status = '{status}') AS {status.lower()}" for status in Status)
    return tables.rows(
        f"""SELECT due.{column}, {name} AS unor_nama, count(*) AS wajib, {counted}, max(due.hari_kerja) AS terlama
              FROM ({DUE}) due
              LEFT JOIN dated_unit unit ON unit.subject = due.unor_id AND {on_day("unit")}
             WHERE true{only}{narrowed({FROM: dari, TO: sampai})}
             GROUP BY due.{column}
             ORDER BY unor_nama, due.{column}""",  # noqa: S608 - our own text
        on=valid_at,
        dari=dari,
        sampai=sampai,
    )

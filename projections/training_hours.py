"""Berapa jam pelatihan (JP) tiap pegawai dalam setahun, dan siapa yang lama tidak dilatih?

How many hours of training (JP) has each employee had, in a period and, for PPPK, in the contract year, beside its
ceiling? Who has had none for so many months?
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import orjson
from pydantic import Field

from kinerja_es.domain.appointment import EmployeeAppointed
from kinerja_es.domain.contract import EmploymentContractSigned
from kinerja_es.domain.person import TRAINING_HOURS, TrainingCompleted
from kinerja_es.domain.reference import JENIS_DIKLAT, KOMPETENSI
from kinerja_es.domain.rules import in_force, months_after, years_after
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import WITHIN, Page, Row, Tables, narrowed, on_day, opd_of, place_of, read_model

VERSION = 1


class Training(NamedTuple):
    """One row for each training that was completed."""

    training_id: UUID
    mulai: date
    selesai: date
    jumlah_jp: int
    nama: str
    penyelenggara: str
    jenis_diklat_id: str
    kompetensi_id: str | None


@read_model.per_employee(Training, needs=(TrainingCompleted,), indexes=("selesai",))
class Trainings:
    """What an employee was trained in."""

    def rows(self, fact: TrainingCompleted) -> Iterator[Training]:
        when = (fact.training_id, fact.mulai, fact.selesai, fact.jumlah_jp)
        yield Training(*when, fact.nama, fact.penyelenggara, fact.jenis_diklat_id, fact.kompetensi_id)


class Begun(NamedTuple):
    """One row for each day from which contract years are counted: of an appointment, or of a contract."""

    valid_from: date
    akhir: date | None
    """The contract's last day."""


@read_model.per_employee(Begun, needs=(EmployeeAppointed, EmploymentContractSigned))
class Contracts:
    """From when the contract years of an employee are counted."""

    def rows(self, fact: EmployeeAppointed | EmploymentContractSigned) -> Iterator[Begun]:
        if isinstance(fact, EmploymentContractSigned):
            yield Begun(fact.mulai, fact.akhir)
        elif fact.kind.by_contract:
            yield Begun(fact.tmt, None)


# -- queries -----------------------------------------------------------------------------

CONTRACT = """coalesce((SELECT max(valid_from)
                          FROM training_hours_begun
                         WHERE subject = person.subject AND valid_from <= :on AND :on <= akhir),
                       (SELECT max(valid_from)
                          FROM training_hours_begun
                         WHERE subject = person.subject AND valid_from <= :on AND akhir IS NULL))"""
"""From which day the contract years of today are counted: the contract's, or the appointment's where there is none."""

From = Annotated[date | None, "First day of the period; the first day of the year where none is named"]
To = Annotated[date | None, "Last day of the period; the last day of the year where none is named"]
Unor = Annotated[UUID | None, "Only this unit, and the units below it"]
OfKind = Annotated[Kind | None, "Only this kind of employee"]
Limit = Annotated[int, "How many on a page"]
Cursor = Annotated[str | None, "Where the page before ended"]


def _period(valid_at: date, dari: date | None, sampai: date | None) -> Row:
    year = (dari or sampai or valid_at).year
    return {"on": valid_at, "dari": dari or date(year, 1, 1), "sampai": sampai or date(year, 12, 31)}


def _people(unor: UUID | None, kind: Kind | None) -> tuple[str, str]:
    """Where employees in active service are found, and what narrows them."""
    asked = narrowed({f"held.unor_id IN {WITHIN}": unor, "held.kind = :kind": kind})
    active = f"held.status = 'AKTIF' AND {on_day('held')} AND {on_day('person')}{asked}"
    if unor is None:
        return "dated_person person CROSS JOIN dated_stretch held ON held.subject = person.subject", active
    return "dated_stretch held CROSS JOIN dated_person person ON person.subject = held.subject", active


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[
        date, "The day asked about: who is in active service on it, and which contract year it lies in"
    ],
    dari: From = None,
    sampai: To = None,
    unor: Unor = None,
    kind: OfKind = None,
    sort: Annotated[Literal["nama", "jp"], "By name; by hours, the fewest first"] = "nama",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page:
    """Everybody in active service with the hours of training that ended in a period, also those who had none.

    For PPPK of both kinds also those of the contract year that the day lies in, beside its ceiling (PP 49/2018 art 40).
    """
    people, asked = _people(unor, kind)
    of_period = "subject = person.subject AND +selesai BETWEEN :dari AND :sampai AND +selesai <= :on"
    page = tables.page(
        f"""SELECT person.subject AS pegawai_id, person.nip, person.nama, held.kind, held.golongan, held.jabatan_id,
                   post.nama AS jabatan_nama, held.unor_id, unit.nama AS unor_nama,
                   (SELECT coalesce(sum(jumlah_jp), 0) FROM training_hours_training WHERE {of_period}) AS jp,
                   (SELECT count(*) FROM training_hours_training WHERE {of_period}) AS pelatihan,
                   CASE WHEN held.kind IN ('PPPK', 'PPPK_PARUH_WAKTU') THEN {CONTRACT} END AS sejak
              FROM {people}
              {place_of("held")}
             WHERE {asked}""",  # noqa: S608 - our own text
        order=(sort, "pegawai_id"),
        limit=limit,
        cursor=cursor,
        **_period(valid_at, dari, sampai),
        unor=unor,
        kind=kind,
    )
    return replace(page, items=_with_contract_year(tables, page.items, valid_at))


def _with_contract_year(tables: Tables, rows: Iterable[Row], day: date) -> list[Row]:
    """Each row with the hours of the contract year that a day lies in."""
    told = [*rows]
    ceiling = in_force(TRAINING_HOURS, day).value
    trained: dict[str, list[tuple[date, int]]] = {}
    for found in tables.rows(
        """SELECT subject, selesai, jumlah_jp
             FROM training_hours_training
            WHERE subject IN (SELECT value FROM json_each(:people)) AND +selesai <= :on""",
        people=orjson.dumps([row["pegawai_id"] for row in told if row["sejak"]]).decode(),
        on=day,
    ):
        trained.setdefault(found["subject"], []).append((date.fromisoformat(found["selesai"]), found["jumlah_jp"]))
    return [_of_contract(row, trained.get(row["pegawai_id"], []), day, ceiling) for row in told]


def _of_contract(row: Row, trained: list[tuple[date, int]], day: date, ceiling: int) -> Row:
    since = row.pop("sejak")
    if since is None:
        return row | dict.fromkeys(("tahun_kontrak_dari", "tahun_kontrak_sampai", "jp_kontrak", "jp_paling_banyak"))
    start = date.fromisoformat(since)
    while years_after(start, 1) <= day:
        start = years_after(start, 1)
    end = years_after(start, 1)
    return row | {
        "tahun_kontrak_dari": start.isoformat(),
        "tahun_kontrak_sampai": (end - timedelta(days=1)).isoformat(),
        "jp_kontrak": sum(jp for selesai, jp in trained if start <= selesai < end),
        "jp_paling_banyak": ceiling,
    }


@read_model.query
def untrained(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    bulan: Annotated[int, Field(ge=1, le=600), "For how many months they have had no training"] = 12,
    unor: Unor = None,
    kind: OfKind = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page:
    """Who is in active service on a day and has completed no training in the months before it; with the last one."""
    people, asked = _people(unor, kind)
    return tables.page(
        f"""SELECT person.subject AS pegawai_id, person.nip, person.nama, held.kind, held.golongan, held.jabatan_id,
                   post.nama AS jabatan_nama, held.unor_id, unit.nama AS unor_nama,
                   (SELECT max(selesai)
                      FROM training_hours_training
                     WHERE subject = person.subject AND +selesai <= :on) AS terakhir
              FROM {people}
              {place_of("held")}
             WHERE {asked} AND NOT EXISTS (
                   SELECT 1
                     FROM training_hours_training
                    WHERE subject = person.subject AND :since < +selesai AND +selesai <= :on)""",  # noqa: S608 - our own text
        order=("nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        since=months_after(valid_at, -bulan),
        unor=unor,
        kind=kind,
    )


@read_model.query
def per_opd(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    dari: From = None,
    sampai: To = None,
    unor: Unor = None,
    kind: OfKind = None,
) -> list[Row]:
    """Per OPD: how many are in active service, how many of them were trained in a period, and for how many hours."""
    people, asked = _people(unor, kind)
    return tables.rows(
        f"""SELECT opd.subject AS opd_id, opd.nama AS opd_nama, count(*) AS pegawai, sum(jp > 0) AS dilatih,
                   sum(jp) AS jp, printf('%.2f', 1.0 * sum(jp) / count(*)) AS jp_rata_rata
              FROM (SELECT held.unor_id,
                           (SELECT coalesce(sum(jumlah_jp), 0)
                              FROM training_hours_training
                             WHERE subject = person.subject AND +selesai BETWEEN :dari AND :sampai
                               AND +selesai <= :on) AS jp
                      FROM {people}
                     WHERE {asked}) trained
              {opd_of("trained")}
             GROUP BY opd.subject
             ORDER BY opd.nama, opd.subject""",  # noqa: S608 - our own text
        **_period(valid_at, dari, sampai),
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
    """The trainings that one employee has completed by a day, the latest last."""
    rows = tables.rows(
        """SELECT training_id, mulai, selesai, jumlah_jp, nama, penyelenggara, jenis_diklat_id, kompetensi_id
             FROM training_hours_training
            WHERE subject = :employee AND +selesai <= :on
            ORDER BY selesai, n""",
        employee=employee,
        on=valid_at,
    )
    return [row | {"jenis_diklat": _named(row["jenis_diklat_id"]), "kompetensi": _trained_in(row)} for row in rows]


def _named(jenis: str) -> str:
    code = JENIS_DIKLAT.find(jenis)
    return jenis if code is None else code.nama


def _trained_in(row: Row) -> str | None:
    """The competence by its name; a word of the government's own as it stands."""
    known = row["kompetensi_id"]
    code = None if known is None else KOMPETENSI.find(known)
    return known if code is None else code.nama

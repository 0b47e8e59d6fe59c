"""Kontrak siapa yang habis dalam 90 hari, apa predikatnya, dan sudahkah diperpanjang?

Whose contracts end within 90 days, how was their work rated, and has the next contract been signed? And how many end
in each month?
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from kinerja_es.domain import fold
from kinerja_es.domain.rules import PREDIKAT
from kinerja_es.domain.standing import Contract, Engagement, Standing
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import (
    WITHIN,
    Bars,
    OfStanding,
    Page,
    Row,
    Tables,
    last_rated,
    narrowed,
    on_day,
    place_of,
    read_model,
)


class Perpanjangan(StrEnum):
    """What follows a contract: the next one, the end of the employment, or nothing that is known yet."""

    DIPERPANJANG = "DIPERPANJANG"
    BERHENTI = "BERHENTI"
    BELUM = "BELUM"


class Ending(NamedTuple):
    """One row for each contract that runs to its last day; who left before is no matter of renewal."""

    akhir: date
    contract_id: UUID
    nomor: str
    urutan: int
    mulai: date
    kind: Kind
    upah_rp: int | None
    """The wage of its last day."""
    perpanjangan: Perpanjangan
    berikut_nomor: str | None
    berikut_mulai: date | None
    berikut_akhir: date | None
    """The contract that follows it."""
    ground: str | None
    """Why the employment ends with it, where it does."""


@read_model.per_employee(Ending, needs=fold.NEEDS, indexes=("akhir, contract_id",))
class Endings(OfStanding):
    """The contracts of an employee, each with what follows it."""

    def rows(self, state: Standing) -> Iterator[Ending]:
        for engagement in state.engagements:
            for contract in engagement.contracts:
                if engagement.runs(contract.akhir):
                    yield _ending(engagement, contract)


def _ending(engagement: Engagement, contract: Contract) -> Ending:
    later = [other for other in engagement.contracts if contract.akhir < other.mulai]
    following = min(later, key=lambda other: other.mulai, default=None)
    leaves = following is None and engagement.ended == contract.akhir + timedelta(days=1)
    left = Perpanjangan.BERHENTI if leaves else Perpanjangan.BELUM
    return Ending(
        contract.akhir,
        contract.contract_id,
        contract.nomor,
        contract.urutan,
        contract.mulai,
        engagement.kind_on(contract.akhir),
        contract.upah_on(contract.akhir),
        Perpanjangan.DIPERPANJANG if following else left,
        following.nomor if following else None,
        following.mulai if following else None,
        following.akhir if following else None,
        engagement.ended_ground if leaves else None,
    )


# -- queries -----------------------------------------------------------------------------

CASES = " ".join(f"WHEN {code} THEN '{label}'" for code, label in PREDIKAT.items())
IN_UNIT, OF_KIND = f"held.unor_id IN {WITHIN}", "ending.kind = :kind"
HELD = f"""LEFT JOIN dated_stretch held ON held.subject = ending.subject AND {on_day("held")}"""


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    days: Annotated[int, "Within how many days from then"] = 90,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    perpanjangan: Annotated[Perpanjangan | None, "Only what is renewed, ends, or is open"] = None,
    sort: Annotated[Literal["akhir", "nama", "unor_nama", "predikat"], "By last day, name, unit or predikat"] = "akhir",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Contracts that end within so many days, the earliest first, with the latest predikat and what follows."""
    asked = {IN_UNIT: unor, OF_KIND: kind, "ending.perpanjangan = :perpanjangan": perpanjangan}
    return tables.page(
        f"""SELECT ending.akhir, ending.contract_id, ending.nomor, ending.urutan, ending.mulai,
                   CAST(julianday(ending.akhir) - julianday(:on) AS INTEGER) AS sisa_hari,
                   ending.subject AS pegawai_id, person.nip, person.nama, ending.kind, held.status,
                   held.unor_id, unit.nama AS unor_nama, held.jabatan_id, post.nama AS jabatan_nama,
                   ending.upah_rp, rated.predikat, CASE rated.predikat {CASES} END AS predikat_label,
                   rated.scope, rated.sampai AS dinilai_sampai,
                   ending.perpanjangan, ending.berikut_nomor, ending.berikut_mulai, ending.berikut_akhir, ending.ground
              FROM contract_expiry_ending ending
              JOIN dated_person person ON person.subject = ending.subject AND {on_day("person")}
              {HELD}
              {place_of("held")}
              {last_rated("ending")}
             WHERE ending.akhir BETWEEN :on AND date(:on, :days || ' days')
                   {narrowed(asked)}""",  # noqa: S608 - our own text
        order=(sort, "akhir", "contract_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        days=days,
        unor=unor,
        kind=kind,
        perpanjangan=perpanjangan,
    )


@read_model.query(
    plot=Bars(
        title="Kontrak yang berakhir, per bulan\nContracts that end, by month",
        label="bulan",
        values={
            "diperpanjang": "Diperpanjang\nRenewed",
            "berhenti": "Berhenti\nEnding",
            "belum": "Belum diputus\nOpen",
        },
        unit="Kontrak\nContracts",
    )
)
def by_month(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    months: Annotated[int, "How many months, from that of the day on"] = 12,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
) -> list[Row]:
    """How many contracts end in each month: renewed, ending the employment, and open."""
    return tables.rows(
        f"""WITH RECURSIVE month(n, hari) AS (
                SELECT 1, date(:on, 'start of month')
                UNION ALL
                SELECT n + 1, date(hari, '+1 month') FROM month WHERE n < min(:months, 600))
            SELECT substr(month.hari, 1, 7) AS bulan, count(found.akhir) AS kontrak,
                   count(CASE found.perpanjangan WHEN 'DIPERPANJANG' THEN 1 END) AS diperpanjang,
                   count(CASE found.perpanjangan WHEN 'BERHENTI' THEN 1 END) AS berhenti,
                   count(CASE found.perpanjangan WHEN 'BELUM' THEN 1 END) AS belum
              FROM month
              LEFT JOIN (SELECT ending.akhir, ending.perpanjangan
                           FROM contract_expiry_ending ending
                           {HELD if unor else ""}
                          WHERE true{narrowed({IN_UNIT: unor, OF_KIND: kind})}) found
                ON found.akhir >= month.hari AND found.akhir < date(month.hari, '+1 month')
             GROUP BY month.hari
             ORDER BY month.hari""",  # noqa: S608 - our own text
        on=valid_at,
        months=months,
        unor=unor,
        kind=kind,
    )

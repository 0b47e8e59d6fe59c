"""Berapa upah yang sudah terikat kontrak per OPD dan tahun, dibandingkan pagu, dan atas dasar serta anggaran apa?

How much wage do contracts commit, by OPD and year, against the ceiling; on which floor and from which budget?

The method: a contract commits its monthly wage for each month of its term; for a part of a month, that part of the
days of the month, in whole rupiah rounded down. An addendum counts from its day on. Days without the engagement (after
a termination, or without force by an annulment) commit nothing; a suspension does not lower what was agreed.
"""

from datetime import date
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from kinerja_es.domain.contract import DasarUpah, EmploymentContractSigned
from kinerja_es.domain.envelope import Event
from kinerja_es.readmodels.kit import OPD, WITHIN, Page, Row, Tables, above, exists_on, narrowed, on_day, read_model

VERSION = 2


class Contract(NamedTuple):
    """One row for each contract, as it was signed."""

    contract_id: UUID
    nomor: str
    mulai: date
    akhir: date
    jam_per_minggu: str | None
    upah_rp: int | None
    dasar_upah: DasarUpah | None
    upah_minimum_rp: int | None
    """The floor of the wage."""
    sumber_anggaran: str | None


@read_model.per_employee(Contract, needs=(EmploymentContractSigned,), indexes=("contract_id",))
class Contracts:
    """The contracts of one employee."""

    def start(self) -> tuple[Contract, ...]:
        return ()

    def step(self, state: tuple[Contract, ...], fact: Event) -> tuple[Contract, ...]:
        if not isinstance(fact, EmploymentContractSigned):
            return state
        wage = (fact.upah_rp, fact.dasar_upah, fact.upah_minimum_rp, fact.sumber_anggaran)
        found = Contract(fact.contract_id, fact.nomor, fact.mulai, fact.akhir, fact.jam_per_minggu, *wage)
        return (*state, found)

    def rows(self, state: tuple[Contract, ...]) -> tuple[Contract, ...]:
        return state


# -- queries -----------------------------------------------------------------------------

MONTHS = """month(first, next) AS (
                SELECT date(printf('%04d-01-01', :tahun)), date(printf('%04d-02-01', :tahun))
                UNION ALL
                SELECT next, date(next, '+1 month') FROM month WHERE next < printf('%04d-01-01', :tahun + 1))"""


def _committed(of: str = "") -> str:
    """What each contract commits, month by month, in the unit where its holder serves then."""
    return f"""SELECT subject, unor_id, contract_id, upah_rp IS NULL AS unsaid,
                      upah_rp * sum(days) / CAST(julianday(next) - julianday(first) AS INTEGER) AS rupiah
                 FROM (SELECT held.subject, held.unor_id, held.contract_id, held.contract_upah_rp AS upah_rp,
                              month.first, month.next,
                              CAST(julianday(min(coalesce(held.valid_to, month.next), month.next))
                                   - julianday(max(held.valid_from, month.first)) AS INTEGER) AS days
                         FROM month
                         JOIN dated_stretch held
                           ON held.contract_id IS NOT NULL AND held.valid_from < month.next
                          AND (held.valid_to IS NULL OR month.first < held.valid_to) {of})
                GROUP BY subject, unor_id, contract_id, upah_rp, first"""  # noqa: S608 - our own text


CEILING = f"""SELECT * FROM dated_ceiling ceiling WHERE {on_day("ceiling")} AND ceiling.tahun = :tahun"""  # noqa: S608 - our own text


@read_model.query
def per_opd(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about: units and ceilings are those of this day"],
    tahun: Annotated[int | None, "The year; that of the day where none is given"] = None,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
) -> list[Row]:
    """What contracts commit in a year, OPD by OPD, against the ceiling.

    Each contract counts in one OPD. A unit with a ceiling of that year has a row too, with all that lies below it:
    where it is no OPD itself, its row is part of that of its OPD. So has the unit asked about. `terikat_rp` is
    committed, `pagu_rp` the ceiling of the whole unit, `pagu_program_rp` the sum of those of its programmes;
    `tanpa_upah` the people whose contract names no wage. The row without a unit has whom no unit of the day leads to.
    """
    year = valid_at.year if tahun is None else tahun
    limited = f"SELECT unor_id FROM ({CEILING}){' UNION SELECT :unor' if unor else ''}"  # noqa: S608 - our own text
    within = f"WHERE whole.top IN {WITHIN}" if unor else ""
    return tables.rows(
        f"""WITH RECURSIVE
              {MONTHS},
              unit AS MATERIALIZED (
                SELECT unit.*, {above("unit")} AS atasan_id
                  FROM dated_unit unit
                 WHERE {on_day("unit")} AND {exists_on("unit")}),
              limit_of(top, subject) AS (
                SELECT subject, subject FROM unit WHERE subject IN ({limited})
                UNION
                SELECT limit_of.top, unit.subject FROM limit_of JOIN unit ON unit.atasan_id = limit_of.subject),
              below AS MATERIALIZED (
                SELECT top, subject FROM limit_of
                UNION ALL
                SELECT opd_id, subject FROM {OPD} WHERE opd_id NOT IN ({limited})),
              paid AS MATERIALIZED ({_committed()}),
              found AS (
                SELECT below.top, paid.subject, paid.unsaid, paid.rupiah
                  FROM below
                  JOIN paid ON paid.unor_id = below.subject
                UNION ALL
                SELECT NULL, subject, unsaid, rupiah
                  FROM paid
                 WHERE unor_id IS NULL OR unor_id NOT IN (SELECT subject FROM below))
            SELECT unit.subject AS unor_id, unit.nama AS unor_nama, :tahun AS tahun, whole.pegawai,
                   whole.tanpa_upah, whole.terikat_rp, own.pagu_rp, own.pagu_rp - whole.terikat_rp AS selisih_rp,
                   (SELECT sum(pagu_rp) FROM ({CEILING}) WHERE unor_id = unit.subject AND program IS NOT NULL)
                     AS pagu_program_rp,
                   own.sumber
              FROM (SELECT top, count(DISTINCT subject) AS pegawai,
                           count(DISTINCT CASE WHEN unsaid THEN subject END) AS tanpa_upah,
                           coalesce(sum(rupiah), 0) AS terikat_rp
                      FROM (SELECT top, subject, unsaid, rupiah FROM found
                            UNION ALL
                            SELECT DISTINCT top, NULL, 0, 0 FROM below)
                     GROUP BY top) whole
              LEFT JOIN unit ON unit.subject = whole.top
              LEFT JOIN ({CEILING} AND ceiling.program IS NULL) own ON own.unor_id = whole.top
             {within}
             ORDER BY unit.nama IS NULL, unit.nama, unit.subject""",  # noqa: S608 - our own text
        on=valid_at,
        tahun=year,
        unor=unor,
    )


@read_model.query
def by_source(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    tahun: Annotated[int | None, "The year; that of the day where none is given"] = None,
    unor: Annotated[UUID | None, "Only who serves in this unit and those below it"] = None,
) -> list[Row]:
    """What contracts commit in a year, by the budget that pays and the floor that the wage rests on."""
    year = valid_at.year if tahun is None else tahun
    return tables.rows(
        f"""WITH RECURSIVE {MONTHS}
            SELECT contract.sumber_anggaran, contract.dasar_upah, count(DISTINCT paid.contract_id) AS kontrak,
                   count(DISTINCT CASE WHEN paid.unsaid THEN paid.contract_id END) AS tanpa_upah,
                   coalesce(sum(paid.rupiah), 0) AS terikat_rp
              FROM ({_committed()}) paid
              JOIN wages_contract contract
                ON contract.subject = paid.subject AND contract.contract_id = paid.contract_id
             {f"WHERE paid.unor_id IN {WITHIN}" if unor else ""}
             GROUP BY contract.sumber_anggaran, contract.dasar_upah
             ORDER BY contract.sumber_anggaran IS NULL, contract.sumber_anggaran,
                      contract.dasar_upah IS NULL, contract.dasar_upah""",  # noqa: S608 - our own text
        tahun=year,
        on=valid_at,
        unor=unor,
    )


@read_model.query
def contracts(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    tahun: Annotated[int | None, "The year; that of the day where none is given"] = None,
    unor: Annotated[UUID | None, "Only who serves in this unit and those below it on the day"] = None,
    dasar_upah: Annotated[DasarUpah | None, "Only wages on this floor"] = None,
    sort: Annotated[Literal["nama", "unor_nama", "terikat_rp"], "By name, unit, or what is committed"] = "nama",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Each contract of a year with its wage as signed, the floor, the budget, and what it commits in that year."""
    year = valid_at.year if tahun is None else tahun
    asked = {f"held.unor_id IN {WITHIN}": unor, "contract.dasar_upah = :dasar_upah": dasar_upah}
    return tables.page(
        f"""WITH RECURSIVE {MONTHS}
            SELECT person.nama, contract.subject AS pegawai_id, contract.n, person.nip, held.kind, held.unor_id,
                   unit.nama AS unor_nama, contract.contract_id, contract.nomor, contract.mulai, contract.akhir,
                   contract.jam_per_minggu, contract.upah_rp, contract.dasar_upah, contract.upah_minimum_rp,
                   contract.upah_rp - contract.upah_minimum_rp AS di_atas_minimum_rp, contract.sumber_anggaran,
                   (SELECT sum(paid.rupiah)
                      FROM ({_committed("AND held.subject = contract.subject")}) paid
                     WHERE paid.contract_id = contract.contract_id) AS terikat_rp
              FROM wages_contract contract
              JOIN dated_person person ON person.subject = contract.subject AND {on_day("person")}
              LEFT JOIN dated_stretch held ON held.subject = contract.subject AND {on_day("held")}
              LEFT JOIN dated_unit unit ON unit.subject = held.unor_id AND {on_day("unit")}
             WHERE contract.mulai <= printf('%04d-12-31', :tahun) AND printf('%04d-01-01', :tahun) <= contract.akhir
                   {narrowed(asked)}""",  # noqa: S608 - our own text
        order=(sort, "nama", "pegawai_id", "n"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        tahun=year,
        unor=unor,
        dasar_upah=dasar_upah,
    )

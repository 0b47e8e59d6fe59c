"""Pejabat mana belum meneken perjanjian kinerja setelah mutasi? Perjanjian mana yang berakhir karena mutasi?

Which officials in managerial posts have no signed performance agreement since their placement, per OPD, on a day? And
which agreements ended because the post was left?
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain.agreement import PerformanceAgreementClosed, PerformanceAgreementSigned
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.policy import UNSTATED, Agreements, Policy
from kinerja_es.domain.reference import ESELON
from kinerja_es.domain.standing import Status
from kinerja_es.readmodels.kit import WITHIN, Page, Row, Tables, narrowed, on_day, opd_of, place_of, read_model

VERSION = 1


class Agreement(NamedTuple):
    """One row for each performance agreement: from the day of signing."""

    valid_from: date
    agreement_id: UUID
    assignment_id: UUID | None
    dari: date
    sampai: date
    ditutup: date | None = None
    """The first day without it, where it was closed."""
    ground: str | None = None


class Closing(NamedTuple):
    """Why and when an agreement was closed."""

    agreement_id: UUID
    tanggal: date
    ground: str


class Agreed(NamedTuple):
    """An official's agreements, and what closed them."""

    signed: tuple[Agreement, ...] = ()
    closed: tuple[Closing, ...] = ()


@read_model.per_employee(
    Agreement,
    needs=(PerformanceAgreementSigned, PerformanceAgreementClosed),
    indexes=("agreement_id",),
)
class Signed:
    """The agreements of one official. That a post was left is seen in its holder's standing."""

    def start(self) -> Agreed:
        return Agreed()

    def step(self, state: Agreed, fact: Event) -> Agreed:
        match fact:
            case PerformanceAgreementSigned():
                days = (fact.dari, fact.sampai)
                signed = Agreement(fact.tanggal, fact.agreement_id, fact.assignment_id, *days)
                return state._replace(signed=(*state.signed, signed))
            case PerformanceAgreementClosed():
                closing = Closing(fact.agreement_id, fact.tanggal, fact.ground)
                return state._replace(closed=(*state.closed, closing))
            case _:
                return state

    def rows(self, state: Agreed) -> list[Agreement]:
        # Of two closings the earlier one holds: it is looked at last.
        closed = {closing.agreement_id: closing for closing in reversed(state.closed)}
        return [
            agreement._replace(ditutup=closing.tanggal, ground=closing.ground)
            if (closing := closed.get(agreement.agreement_id))
            else agreement
            for agreement in state.signed
        ]


# -- queries -----------------------------------------------------------------------------


class Perjanjian(StrEnum):
    """Whether there is an agreement: signed and in force; never signed since the placement; signed and over."""

    ADA = "ADA"
    BELUM = "BELUM"
    BERAKHIR = "BERAKHIR"


# CROSS JOIN: the posts first, which are few; then who holds each of them.
OFFICIALS = f"""SELECT held.subject, held.status, held.kind, held.golongan, held.jabatan_id, held.unor_id,
                       post.nama AS jabatan_nama, post.eselon_id, held.assignment_id,
                       coalesce((SELECT max(valid_to)
                                   FROM dated_stretch
                                  WHERE subject = held.subject AND valid_to <= held.valid_from
                                    AND assignment_id IS NOT held.assignment_id),
                                (SELECT min(valid_from) FROM dated_stretch WHERE subject = held.subject)) AS sejak
                  FROM dated_post post
                  CROSS JOIN dated_stretch held ON held.jabatan_id = post.subject AND {on_day("held")}
                 WHERE {on_day("post")}
                   AND (post.eselon_id IN (SELECT value FROM json_each(:eselon))
                        OR post.eselon_id IS NULL AND post.jenis_jabatan = 'STRUKTURAL')"""  # noqa: S608 - our own text
"""Whoever holds a managerial post on the day, and since when without a break. Acting holders are not among them."""

COVERED = f"""SELECT official.*, agreed.agreement_id, agreed.valid_from AS tanggal, agreed.dari, agreed.sampai,
                     CASE WHEN agreed.n IS NULL THEN 'BELUM'
                          WHEN agreed.ditutup <= :on OR agreed.sampai < :on THEN 'BERAKHIR'
                          ELSE 'ADA' END AS perjanjian
                FROM ({OFFICIALS}) official
                LEFT JOIN agreement_coverage_agreement agreed
                  ON agreed.subject = official.subject AND agreed.n = (
                     SELECT max(n)
                       FROM agreement_coverage_agreement
                      WHERE subject = official.subject AND assignment_id = official.assignment_id
                        AND official.sejak <= valid_from AND valid_from <= :on)"""  # noqa: S608 - our own text

Unor = Annotated[UUID | None, "Only this unit, and the units below it"]


def _eselon(tables: Tables, day: date) -> list[str]:
    """The echelons whose officials sign agreements on a day: by policy, or by PermenPANRB 53/2014."""
    found = tables.row(f"SELECT agreement_eselon FROM dated_policy policy WHERE {on_day('policy')}", on=day)  # noqa: S608 - our own text
    policy = UNSTATED
    if found is not None and found["agreement_eselon"] is not None:
        policy = Policy(agreement=Agreements(eselon=tuple(orjson.loads(found["agreement_eselon"]))))
    return [code.code for code in ESELON.codes if policy.agrees(code.code, day)]


def _params(tables: Tables, day: date, unor: UUID | None) -> Row:
    codes = orjson.dumps(_eselon(tables, day)).decode()
    return {"on": day, "eselon": codes, "unor": unor}


@read_model.query
def coverage(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Unor = None,
) -> list[Row]:
    """Per OPD: how many officials hold a managerial post on a day, and how many of them have an agreement in force.

    `belum` have signed none since they came to the post; `berakhir` signed one that is over or was closed.
    """
    return tables.rows(
        f"""SELECT opd.subject AS opd_id, opd.nama AS opd_nama, count(*) AS pejabat,
                   sum(perjanjian = 'ADA') AS ada,
                   sum(perjanjian = 'BELUM') AS belum,
                   sum(perjanjian = 'BERAKHIR') AS berakhir
              FROM ({COVERED}) covered
              {opd_of("covered")}
             WHERE true{narrowed({f"covered.unor_id IN {WITHIN}": unor})}
             GROUP BY opd.subject
             ORDER BY opd.nama, opd.subject""",  # noqa: S608 - our own text
        **_params(tables, valid_at, unor),
    )


@read_model.query
def officials(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Unor = None,
    perjanjian: Annotated[Perjanjian | None, "Only these; without it, all without an agreement in force"] = None,
    status: Annotated[Status | None, "Only this status"] = None,
    sort: Annotated[Literal["sejak", "nama", "unor_nama"], "By the day of placement, by name or by unit"] = "sejak",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Officials without a performance agreement in force, the longest in their post first; `hari` counts the days."""
    state = "perjanjian <> 'ADA'" if perjanjian is None else "perjanjian = :perjanjian"
    asked = narrowed({"covered.status = :status": status, f"covered.unor_id IN {WITHIN}": unor})
    return tables.page(
        f"""SELECT covered.subject AS pegawai_id, person.nip, person.nama, covered.jabatan_id, covered.jabatan_nama,
                   covered.eselon_id, covered.unor_id, coalesce(unit.nama, '') AS unor_nama, covered.kind,
                   covered.golongan, covered.status, covered.sejak,
                   CAST(julianday(:on) - julianday(covered.sejak) AS INTEGER) AS hari, covered.perjanjian,
                   covered.agreement_id, covered.tanggal, covered.dari, covered.sampai
              FROM ({COVERED}) covered
              JOIN dated_person person ON person.subject = covered.subject AND {on_day("person")}
              LEFT JOIN dated_unit unit ON unit.subject = covered.unor_id AND {on_day("unit")}
             WHERE covered.{state}{asked}""",  # noqa: S608 - our own text
        order=(sort, "nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        **_params(tables, valid_at, unor),
        perjanjian=perjanjian,
        status=status,
    )


@read_model.query
def ended(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    dari: Annotated[date | None, "Only those that ended from this day on"] = None,
    sampai: Annotated[date | None, "Only those that ended by this day"] = None,
    unor: Unor = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Agreements that ended before their last day: closed, or because the post was left by a mutasi or for good.

    An agreement is bound to the post: a mutasi ends it without anybody closing it.
    """
    asked = {
        "gone.berakhir >= :dari": dari,
        "gone.berakhir <= :sampai": sampai,
        f"held.unor_id IN {WITHIN}": unor,
    }
    return tables.page(
        f"""SELECT gone.agreement_id, gone.subject AS pegawai_id, person.nip, person.nama, held.jabatan_id,
                   post.nama AS jabatan_nama, held.unor_id, unit.nama AS unor_nama, gone.valid_from AS tanggal,
                   gone.dari, gone.sampai, gone.berakhir,
                   CASE WHEN gone.ditinggalkan IS NULL OR gone.ditutup < gone.ditinggalkan THEN gone.ground
                        WHEN after.assignment_id IS NULL THEN 'BERHENTI'
                        ELSE 'MUTASI' END AS sebab
              FROM (SELECT agreed.*, min(coalesce(ditutup, ditinggalkan), coalesce(ditinggalkan, ditutup)) AS berakhir
                      FROM (SELECT held.*, (SELECT min(valid_from)
                                              FROM dated_stretch later
                                             WHERE later.subject = held.subject AND held.valid_from < later.valid_from
                                               AND later.assignment_id IS NOT held.assignment_id) AS ditinggalkan
                              FROM agreement_coverage_agreement held) agreed) gone
              JOIN dated_person person ON person.subject = gone.subject AND {on_day("person")}
              LEFT JOIN dated_stretch held
                ON held.subject = gone.subject AND held.n = (
                   SELECT max(n)
                     FROM dated_stretch
                    WHERE subject = gone.subject AND assignment_id = gone.assignment_id
                      AND valid_from <= gone.valid_from)
              LEFT JOIN dated_stretch after ON after.subject = gone.subject AND after.valid_from = gone.ditinggalkan
              {place_of("held")}
             WHERE gone.berakhir <= gone.sampai AND gone.berakhir <= :on{narrowed(asked)}""",  # noqa: S608 - our own text
        order=("berakhir", "agreement_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        dari=dari,
        sampai=sampai,
        unor=unor,
    )

"""Bagaimana kinerja OPD dari perjanjian yang diteken; program dan anggaran mana tidak tercapai, dan apa sebabnya?

How did an OPD do, by the agreements that its officials signed? Which programmes and budgets were missed, why, who
answers for them, what was asked and answered, and what is known of that person's competence?
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Annotated, NamedTuple
from uuid import UUID

from kinerja_es.domain.agreement import (
    Achieved,
    ClarificationAnswered,
    ClarificationRequested,
    Penyebab,
    PerformanceAgreementRevised,
    PerformanceAgreementSigned,
    RealisationReported,
    RealisedItem,
    Target,
)
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.performance import UnitPerformanceRated
from kinerja_es.domain.period import Scope
from kinerja_es.domain.target import Arah, rounded
from kinerja_es.readmodels.kit import (
    OPD,
    WITHIN,
    Page,
    Row,
    Tables,
    last_assessed,
    narrowed,
    on_day,
    place_of,
    read_model,
)

VERSION = 2

METHOD = (
    "Capaian perjanjian: rata-rata capaian target, tertimbang menurut bobot; yang belum dilaporkan tidak ikut. "
    "Capaian OPD: rata-rata perjanjian pejabatnya, masing-masing sama. Di atas 100 % tidak dipotong."
)
"""How the parts come to the whole; told with every answer that is rolled up."""


# -- an official's agreements, and what was realised of them -----------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One row for each target of an agreement, as it was signed and as each revision left it."""

    valid_from: date
    versi: int
    agreement_id: UUID
    assignment_id: UUID | None
    dari: date
    sampai: date
    item_id: str
    sasaran: str
    indikator: str | None
    satuan: str | None
    target: str | None
    arah: Arah
    bobot: str | None
    program: str | None
    anggaran_rp: int | None


@dataclass(frozen=True, slots=True)
class Realised:
    """One row for each target in a report: what was reached of it and spent on it, to the end of the period."""

    realisation_id: UUID
    agreement_id: UUID
    item_id: str
    scope: Scope
    dari: date
    sampai: date
    tanggal: date
    target: str | None
    """What it was measured against."""
    realisasi: str | None
    persen: str | None
    tercapai: bool | None
    """Whether it was reached; None where it was not due yet."""
    anggaran_realisasi_rp: int | None
    anggaran_persen: str | None
    penyebab: Penyebab | None
    narasi: bool
    """Whether there is an account of the cause: it is read in the employee's history."""


class Asked(NamedTuple):
    """One row for each question that was asked about a report."""

    clarification_id: UUID
    realisation_id: UUID
    item_id: str | None
    tanggal: date
    oleh: str
    dijawab: date | None = None
    dijawab_oleh: str | None = None


class Signed(NamedTuple):
    """An agreement as it was signed and revised."""

    agreement_id: UUID
    assignment_id: UUID | None
    dari: date
    sampai: date
    versions: tuple[tuple[date, tuple[Target, ...]], ...]


class Work(NamedTuple):
    """What one official undertook, reported, and was asked."""

    agreements: tuple[Signed, ...] = ()
    reported: tuple[Realised, ...] = ()
    asked: tuple[Asked, ...] = ()


FACTS = (
    PerformanceAgreementSigned,
    PerformanceAgreementRevised,
    RealisationReported,
    ClarificationRequested,
    ClarificationAnswered,
)


class _OfWork:
    """What the three folds of an official's work share."""

    def start(self) -> Work:
        return Work()

    def step(self, state: Work, fact: Event) -> Work:
        match fact:
            case PerformanceAgreementSigned():
                place = (fact.agreement_id, fact.assignment_id, fact.dari, fact.sampai)
                return state._replace(agreements=(*state.agreements, Signed(*place, ((fact.tanggal, fact.items),))))
            case PerformanceAgreementRevised():
                return state._replace(agreements=tuple(_revised(a, fact) for a in state.agreements))
            case RealisationReported():
                return state._replace(reported=(*state.reported, *_realised(state, fact)))
            case ClarificationRequested():
                asked = Asked(fact.clarification_id, fact.realisation_id, fact.item_id, fact.tanggal, fact.oleh)
                return state._replace(asked=(*state.asked, asked))
            case ClarificationAnswered():
                answer = {"dijawab": fact.tanggal, "dijawab_oleh": fact.oleh}
                asked = (
                    q._replace(**answer) if q.clarification_id == fact.clarification_id else q for q in state.asked
                )
                return state._replace(asked=tuple(asked))
            case _:
                return state


def _revised(held: Signed, fact: PerformanceAgreementRevised) -> Signed:
    if held.agreement_id != fact.agreement_id:
        return held
    return held._replace(versions=(*held.versions, (fact.tanggal, fact.items)))


def _realised(state: Work, fact: RealisationReported) -> Iterator[Realised]:
    """The items of a report about an agreement; one about a plan is no part of how a unit did."""
    if fact.agreement_id is None:
        return
    signed = next((a for a in state.agreements if a.agreement_id == fact.agreement_id), None)
    targets = {} if signed is None else {target.id: target for target in _on(signed, fact.sampai)}
    reached = {achieved.id: achieved for achieved in fact.capaian}
    for item in fact.items:
        target, achieved = targets.get(item.id), reached.get(item.id)
        due = None
        if target is not None and signed is not None:
            due = target.due(fact.scope, fact.sampai, signed.sampai)
        yield _item(fact, fact.agreement_id, item, achieved, due)


def _on(signed: Signed, day: date) -> tuple[Target, ...]:
    """What is undertaken on a day; what was signed first also counts for the days before."""
    return [items for since, items in signed.versions if since <= day or since == signed.versions[0][0]][-1]


def _item(
    fact: RealisationReported, agreement_id: UUID, item: RealisedItem, achieved: Achieved | None, due: str | None
) -> Realised:
    return Realised(
        realisation_id=fact.realisation_id,
        agreement_id=agreement_id,
        item_id=item.id,
        scope=fact.scope,
        dari=fact.dari,
        sampai=fact.sampai,
        tanggal=fact.tanggal,
        target=achieved.target if achieved else None,
        realisasi=item.realisasi,
        persen=achieved.persen if achieved else None,
        tercapai=None if achieved is None or due is None else Decimal(achieved.persen) >= 100,
        anggaran_realisasi_rp=item.anggaran_realisasi_rp,
        anggaran_persen=achieved.anggaran_persen if achieved else None,
        penyebab=item.penyebab,
        narasi=item.narasi is not None,
    )


@read_model.per_employee(Item, needs=FACTS, indexes=("agreement_id", "sampai, dari"))
class Items(_OfWork):
    """What an official undertook."""

    def rows(self, state: Work) -> Iterator[Item]:
        for signed in state.agreements:
            for versi, (since, items) in enumerate(signed.versions):
                for target in items:
                    yield Item(
                        since,
                        versi,
                        signed.agreement_id,
                        signed.assignment_id,
                        signed.dari,
                        signed.sampai,
                        target.id,
                        target.sasaran,
                        target.indikator,
                        target.satuan,
                        target.target,
                        target.arah,
                        target.bobot,
                        target.program,
                        target.anggaran_rp,
                    )


@read_model.per_employee(Realised, needs=FACTS, indexes=("agreement_id, item_id", "realisation_id"))
class Realisations(_OfWork):
    """What an official reported."""

    def rows(self, state: Work) -> tuple[Realised, ...]:
        return state.reported


@read_model.per_employee(Asked, needs=FACTS, indexes=("realisation_id",))
class Clarifications(_OfWork):
    """What an official was asked about a report, and whether it was answered."""

    def rows(self, state: Work) -> tuple[Asked, ...]:
        return state.asked


# -- what a unit's predikat was made of -------------------------------------------------


class Part(NamedTuple):
    """One row for each part that a unit's predikat was made of."""

    valid_from: date
    scope: Scope
    dari: date
    sampai: date
    agreement_id: UUID | None
    indikator: str | None
    capaian_persen: str
    bobot: str


@read_model.per_unor(Part, needs=(UnitPerformanceRated,))
class Parts:
    """What the predikats of a unit were made of."""

    def rows(self, fact: UnitPerformanceRated) -> Iterator[Part]:
        days = (fact.tmt, fact.scope, fact.dari, fact.sampai)
        for part in fact.inputs:
            yield Part(*days, part.agreement_id, part.indikator, part.capaian_persen, part.bobot)


# -- queries -----------------------------------------------------------------------------

TARGETS = f"""SELECT item.*, coalesce(tree.opd_id, held.unor_id) AS opd_id, held.unor_id, held.jabatan_id,
                     done.realisation_id, done.sampai AS dilaporkan_sampai, done.tanggal, done.target AS target_periode,
                     done.realisasi, done.persen, done.tercapai, done.anggaran_realisasi_rp, done.anggaran_persen,
                     done.penyebab, done.narasi
                FROM unit_performance_item item
                LEFT JOIN dated_stretch held
                  ON held.subject = item.subject AND held.n = (
                     SELECT coalesce(max(CASE WHEN assignment_id = item.assignment_id THEN n END), max(n))
                       FROM dated_stretch
                      WHERE subject = item.subject AND valid_from <= :on)
                LEFT JOIN {OPD} tree ON tree.subject = held.unor_id
                LEFT JOIN unit_performance_realised done
                  ON done.subject = item.subject AND done.n = (
                     SELECT n
                       FROM unit_performance_realised
                      WHERE subject = item.subject AND agreement_id = item.agreement_id AND item_id = item.item_id
                        AND sampai BETWEEN :dari AND :sampai AND tanggal <= :on
                      ORDER BY sampai DESC, n DESC
                      LIMIT 1)
               WHERE item.dari <= :sampai AND :dari <= item.sampai AND item.valid_from <= :on
                 AND NOT EXISTS (
                     SELECT 1
                       FROM unit_performance_item later
                      WHERE later.subject = item.subject AND later.agreement_id = item.agreement_id
                        AND item.versi < later.versi AND later.valid_from <= :on)"""  # noqa: S608 - our own text
"""The targets of a period as they are agreed on by the day, where they belong, and the latest report of each."""

NAMES = f"""JOIN dated_person person ON person.subject = target.subject AND {on_day("person")}
            {place_of("target")}"""

IN_UNIT = f"target.unor_id IN {WITHIN}"
HOLDERS = f"""SELECT subject, jabatan_id, 0 AS acting
                FROM dated_stretch held
               WHERE jabatan_id IN (SELECT jabatan_id FROM dated_ceiling) AND {on_day("held")}
              UNION ALL
              SELECT subject, value, 1
                FROM dated_stretch held, json_each(held.acting)
               WHERE held.acting <> '[]' AND {on_day("held")}"""  # noqa: S608 - our own text
"""Who holds a post that answers for a programme, and who acts in one."""

From = Annotated[date | None, "First day of the period; the first day of the year where none is named"]
To = Annotated[date | None, "Last day of the period; the last day of the year where none is named"]
Unor = Annotated[UUID | None, "Only this unit, and the units below it"]
Limit = Annotated[int, "How many on a page"]
Cursor = Annotated[str | None, "Where the page before ended"]


def _period(valid_at: date, dari: date | None, sampai: date | None, unor: UUID | None = None) -> Row:
    year = (dari or sampai or valid_at).year
    return {"on": valid_at, "dari": dari or date(year, 1, 1), "sampai": sampai or date(year, 12, 31), "unor": unor}


def _weighed(rows: Iterable[Row]) -> Decimal | None:
    """How much of an agreement was reached, in percent: its targets that were reported, by their weights."""
    parts = [(Decimal(row["persen"]), Decimal(row["bobot"] or 0)) for row in rows if row["persen"] is not None]
    weight = sum((bobot for _, bobot in parts), Decimal(0))
    return sum((persen * bobot for persen, bobot in parts), Decimal(0)) / weight if weight else None


def _reached(rows: list[Row]) -> str | None:
    """How much of several agreements was reached: their mean."""
    agreements = groupby(rows, key=lambda row: row["agreement_id"])
    found = [part for _, targets in agreements if (part := _weighed(targets)) is not None]
    return str(rounded(sum(found, Decimal(0)) / len(found))) if found else None


def _part(spent: int, planned: int) -> str | None:
    return str(rounded(Decimal(100) * spent / planned)) if planned else None


def _summed(rows: list[Row]) -> Row:
    """What targets come to together: counts, achievement and budget."""
    planned = sum(row["anggaran_rp"] or 0 for row in rows)
    spent = sum(row["anggaran_realisasi_rp"] or 0 for row in rows)
    return {
        "perjanjian": len({row["agreement_id"] for row in rows}),
        "target": len(rows),
        "dilaporkan": sum(row["realisation_id"] is not None for row in rows),
        "tercapai": sum(row["tercapai"] == 1 for row in rows),
        "tidak_tercapai": sum(row["tercapai"] == 0 for row in rows),
        "capaian_persen": _reached(rows),
        "anggaran_rp": planned,
        "anggaran_realisasi_rp": spent,
        "serapan_persen": _part(spent, planned),
    }


@read_model.query
def units(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    dari: From = None,
    sampai: To = None,
    unor: Unor = None,
) -> list[Row]:
    """Per OPD: how its officials' agreements of a period were kept, beside the predikat that was set for it.

    `metode` says how the parts come to the whole. A target that was not due yet is neither reached nor missed; budget
    realised is as of the latest report. `predikat` is what the organisation was rated, by `predikat_metode`.
    """
    params = _period(valid_at, dari, sampai, unor)
    rows = tables.rows(
        f"""SELECT target.*, opd.nama AS opd_nama
              FROM ({TARGETS}) target
              LEFT JOIN dated_unit opd ON opd.subject = target.opd_id AND {on_day("opd")}
             WHERE true{narrowed({IN_UNIT: unor})}
             ORDER BY opd.nama, target.opd_id, target.agreement_id, target.item_id""",  # noqa: S608 - our own text
        **params,
    )
    rated = {
        row["subject"]: row
        for row in tables.rows(
            """SELECT subject, predikat, metode AS predikat_metode, capaian_persen AS predikat_capaian_persen
                 FROM dated_unit_rating
                WHERE valid_from <= :on AND sampai BETWEEN :dari AND :sampai
                ORDER BY sampai, valid_from, n""",
            **params,
        )
    }
    none = {"predikat": None, "predikat_metode": None, "predikat_capaian_persen": None}
    return [
        {
            "opd_id": opd_id,
            "opd_nama": opd_nama,
            "dari": params["dari"].isoformat(),
            "sampai": params["sampai"].isoformat(),
            **_summed(held),
            **{name: rated.get(opd_id, none)[name] for name in none},
            "metode": METHOD,
        }
        for (opd_id, opd_nama), of_opd in groupby(rows, key=lambda row: (row["opd_id"], row["opd_nama"]))
        for held in [[*of_opd]]
    ]


@read_model.query
def programmes(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    dari: From = None,
    sampai: To = None,
    unor: Unor = None,
) -> list[Row]:
    """Accountability: per unit and programme, who answers for it, what was agreed, reached, spent and missed, and why.

    Who answers is who holds the post that the ceiling of the programme names, definitively or acting; without a
    ceiling, whoever signed for the programme. A programme that nobody signed for is told with its ceiling alone.
    """
    params = _period(valid_at, dari, sampai, unor)
    rows = tables.rows(
        f"""SELECT target.*, person.nama, unit.nama AS unor_nama
              FROM ({TARGETS}) target
              {NAMES}
             WHERE target.program IS NOT NULL{narrowed({IN_UNIT: unor})}
             ORDER BY unit.nama, target.unor_id, target.program, target.agreement_id, target.item_id""",  # noqa: S608 - our own text
        **params,
    )
    asked, ceilings = _questions(tables, valid_at), _ceilings(tables, params)
    found: list[Row] = []
    for (unor_id, unor_nama, program), of_programme in groupby(
        rows, key=lambda row: (row["unor_id"], row["unor_nama"], row["program"])
    ):
        held = [*of_programme]
        ceiling = ceilings.pop((unor_id, program), None) or ceilings.pop((held[0]["opd_id"], program), None)
        found.append(_programme(unor_id, unor_nama, program) | _answers(ceiling, held) | _done(held, asked))
    return found + [
        _programme(unor_id, ceiling["unor_nama"], program) | _answers(ceiling, []) | _done([], asked)
        for (unor_id, program), ceiling in ceilings.items()
    ]


def _programme(unor_id: str | None, unor_nama: str | None, program: str) -> Row:
    return {"unor_id": unor_id, "unor_nama": unor_nama, "program": program}


def _done(held: list[Row], asked: dict[str, list[Row]]) -> Row:
    causes = ", ".join(dict.fromkeys(row["penyebab"] for row in held if row["penyebab"]))
    return {**_summed(held), "penyebab": causes or None, **_clarified(held, asked)}


def _ceilings(tables: Tables, params: Row) -> dict[tuple[str, str], Row]:
    """The ceilings of programmes of the year on a day, with whoever answers for them, by unit and programme."""
    within = narrowed({f"ceiling.unor_id IN {WITHIN}": params["unor"]})
    rows = tables.rows(
        f"""SELECT ceiling.unor_id, unit.nama AS unor_nama, ceiling.program, ceiling.pagu_rp, ceiling.jabatan_id,
                   post.nama AS jabatan_nama, person.subject, person.nama
              FROM dated_ceiling ceiling
              {place_of("ceiling")}
              LEFT JOIN ({HOLDERS}) held ON held.jabatan_id = ceiling.jabatan_id
              LEFT JOIN dated_person person ON person.subject = held.subject AND {on_day("person")}
             WHERE ceiling.tahun = CAST(strftime('%Y', :sampai) AS INTEGER) AND ceiling.program IS NOT NULL
               AND {on_day("ceiling")}{within}
             ORDER BY unit.nama, ceiling.unor_id, ceiling.program, held.acting, person.nama""",  # noqa: S608 - our own text
        **params,
    )
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        ceiling = found.setdefault((row["unor_id"], row["program"]), {**row, "people": []})
        if row["subject"] is not None:
            ceiling["people"].append((row["subject"], row["nama"]))
    return found


def _answers(ceiling: Row | None, held: list[Row]) -> Row:
    """Who answers for a programme, and its ceiling."""
    people = [(row["subject"], row["nama"]) for row in held] if ceiling is None else ceiling["people"]
    who: dict[str, str] = dict(people)
    return {
        "pagu_rp": None if ceiling is None else ceiling["pagu_rp"],
        "jabatan_id": None if ceiling is None else ceiling["jabatan_id"],
        "jabatan_nama": None if ceiling is None else ceiling["jabatan_nama"],
        "penanggung_jawab_id": ", ".join(who) or None,
        "penanggung_jawab": ", ".join(who.values()) or None,
    }


def _questions(tables: Tables, on: date) -> dict[str, list[Row]]:
    """What was asked about each report by a day."""
    found: dict[str, list[Row]] = {}
    for row in tables.rows(
        "SELECT * FROM unit_performance_asked WHERE tanggal <= :on ORDER BY tanggal, subject, n", on=on
    ):
        found.setdefault(row["realisation_id"], []).append({**row, "open": (row["dijawab"] or "9") > on.isoformat()})
    return found


def _clarified(held: list[Row], asked: dict[str, list[Row]]) -> Row:
    reports = dict.fromkeys(row["realisation_id"] for row in held)
    items = {(row["realisation_id"], row["item_id"]) for row in held}
    found = [
        q
        for report in reports
        for q in asked.get(report, ())
        if q["item_id"] is None or (report, q["item_id"]) in items
    ]
    return {"klarifikasi": len(found), "belum_dijawab": sum(q["open"] for q in found)}


@read_model.query
def missed(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    dari: From = None,
    sampai: To = None,
    unor: Unor = None,
    penyebab: Annotated[Penyebab | None, "Only this cause"] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page:
    """Targets that were missed in a period: the official, the programme, the cause, what was asked about it, and what
    the latest assessment that counts found of the official's competence. The account of the cause (`narasi` is 1 where
    there is one) stands in the official's history.
    """
    asked = narrowed({IN_UNIT: unor, "target.penyebab = :penyebab": penyebab})
    return tables.page(
        f"""SELECT target.subject AS pegawai_id, person.nip, person.nama, target.jabatan_id,
                   post.nama AS jabatan_nama, target.unor_id, coalesce(unit.nama, '') AS unor_nama,
                   target.agreement_id, target.item_id, target.program, target.sasaran, target.indikator, target.satuan,
                   target.target_periode AS target, target.realisasi, target.persen, target.dilaporkan_sampai,
                   target.anggaran_rp, target.anggaran_realisasi_rp, target.anggaran_persen, target.penyebab,
                   target.narasi, target.realisation_id,
                   (SELECT count(*)
                      FROM unit_performance_asked asked
                     WHERE asked.realisation_id = target.realisation_id AND asked.tanggal <= :on
                       AND coalesce(asked.item_id, target.item_id) = target.item_id) AS klarifikasi,
                   (SELECT count(*)
                      FROM unit_performance_asked asked
                     WHERE asked.realisation_id = target.realisation_id AND asked.tanggal <= :on
                       AND coalesce(asked.item_id, target.item_id) = target.item_id
                       AND (asked.dijawab IS NULL OR :on < asked.dijawab)) AS belum_dijawab,
                   assessed.fit, assessed.jpm_percent, assessed.rekomendasi, assessed.tanggal AS asesmen_tanggal
              FROM ({TARGETS}) target
              {NAMES}
              {last_assessed("target")}
             WHERE target.tercapai = 0{asked}""",  # noqa: S608 - our own text
        order=("unor_nama", "nama", "agreement_id", "item_id"),
        limit=limit,
        cursor=cursor,
        **_period(valid_at, dari, sampai, unor),
        penyebab=penyebab,
    )


@read_model.query
def of(
    tables: Tables,
    *,
    employee: Annotated[UUID, "The employee's id"],
    valid_at: Annotated[date, "The day asked about"],
    dari: From = None,
    sampai: To = None,
) -> list[Row]:
    """The targets of one official in a period, each with its latest report: what is reached and spent so far."""
    return tables.rows(
        f"""SELECT target.agreement_id, target.item_id, target.program, target.sasaran, target.indikator, target.satuan,
                   target.arah, target.bobot, target.target, target.target_periode, target.realisasi, target.persen,
                   target.tercapai, target.dilaporkan_sampai, target.anggaran_rp, target.anggaran_realisasi_rp,
                   target.anggaran_persen, target.penyebab
              FROM ({TARGETS}) target
             WHERE target.subject = :employee
             ORDER BY target.dari, target.agreement_id, target.n""",  # noqa: S608 - our own text
        employee=employee,
        **_period(valid_at, dari, sampai),
    )


@read_model.query
def rated(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    dari: From = None,
    sampai: To = None,
    unor: Unor = None,
) -> list[Row]:
    """The predikats that were set for units in a period, by which method, and each part with its weight."""
    within = narrowed({f"rated.subject IN {WITHIN}": unor})
    return tables.rows(
        f"""SELECT rated.subject AS unor_id, unit.nama AS unor_nama, rated.scope, rated.dari, rated.sampai,
                   rated.valid_from AS tanggal, rated.predikat, rated.metode, rated.capaian_persen,
                   part.agreement_id, part.indikator, part.capaian_persen AS bagian_persen, part.bobot
              FROM dated_unit_rating rated
              LEFT JOIN unit_performance_part part
                ON part.subject = rated.subject AND part.scope = rated.scope AND part.sampai = rated.sampai
               AND part.valid_from = rated.valid_from
              LEFT JOIN dated_unit unit ON unit.subject = rated.subject AND {on_day("unit")}
             WHERE rated.valid_from <= :on AND rated.sampai BETWEEN :dari AND :sampai{within}
             ORDER BY unit.nama, rated.subject, rated.sampai, rated.valid_from, rated.n, part.n""",  # noqa: S608 - our own text
        **_period(valid_at, dari, sampai, unor),
    )

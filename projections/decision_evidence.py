"""Adakah perpanjangan kontrak atau naik status tanpa evaluasi atau anggaran?

Was a contract renewed, or a status upgraded, without an evaluation or a budget on file? Nothing is to be found here but
what was recorded against the rules, with the exception that somebody answers for.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.appointment import EmployeeAppointed
from kinerja_es.domain.contract import EmploymentContractSigned
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.transfer import AgencyTransferredIn
from kinerja_es.domain.upgrade import EmploymentStatusUpgraded, StatusUpgradeProposed
from kinerja_es.readmodels.kit import WITHIN, Page, Row, Tables, narrowed, on_day, read_model, stands


class Jenis(StrEnum):
    """What was decided."""

    PERPANJANGAN = "PERPANJANGAN"
    NAIK_STATUS = "NAIK_STATUS"


class Decision(NamedTuple):
    """One row for each renewal and each upgrade, with what it rests on."""

    jenis: Jenis
    about: UUID
    """The contract or the proposal."""
    tmt: date
    nomor: str | None
    """The number of the contract or of the SK."""
    sk_id: UUID | None
    evaluation_ids: tuple[UUID, ...]
    """The evaluations that it names."""
    term_from: date | None
    term_to: date | None
    """The term that a renewal follows: it is this one that is to be evaluated."""
    budget: str | None
    exception: str | None
    exception_by: str | None
    warnings: tuple[str, ...]
    without_force: date | None = None
    """The day from which the SK has no force."""
    again: date | None = None
    """The day from which it has its force again."""


class Contract(NamedTuple):
    """A contract, by its days."""

    mulai: date
    akhir: date


class Proposal(NamedTuple):
    """What speaks for an upgrade."""

    proposal_id: UUID
    evaluation_ids: tuple[UUID, ...]
    budget: str | None


class Known(NamedTuple):
    """What is known of one employee: the contracts of the present engagement, proposals, and what was decided."""

    contracts: tuple[Contract, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    decisions: tuple[Decision, ...] = ()


@read_model.per_employee(
    Decision,
    needs=(
        EmployeeAppointed,
        AgencyTransferredIn,
        EmploymentContractSigned,
        StatusUpgradeProposed,
        EmploymentStatusUpgraded,
        DecisionAnnulledForEmployee,
        DecisionReinstatedForEmployee,
    ),
    indexes=("tmt",),
)
class Decisions:
    """The renewals and upgrades of one employee."""

    def start(self) -> Known:
        return Known()

    def step(self, state: Known, fact: Event) -> Known:  # noqa: PLR0911 - one for each kind of fact
        match fact:
            case EmployeeAppointed() | AgencyTransferredIn():
                return state._replace(contracts=())  # the first contract of an engagement renews none
            case EmploymentContractSigned():
                return _signed(state, fact)
            case StatusUpgradeProposed():
                made = Proposal(fact.proposal_id, fact.evaluation_ids, fact.budget_ref)
                return state._replace(proposals=(*state.proposals, made))
            case EmploymentStatusUpgraded():
                return _upgraded(state, fact)._replace(contracts=())
            case DecisionAnnulledForEmployee():
                gone = fact.effect_from
                return state._replace(
                    decisions=tuple(
                        d._replace(without_force=gone, again=None) if d.sk_id == fact.sk_id else d
                        for d in state.decisions
                    )
                )
            case DecisionReinstatedForEmployee():
                known = state.decisions
                lifted = tuple(d._replace(again=fact.mulai) if d.sk_id == fact.sk_id else d for d in known)
                return state._replace(decisions=lifted)
            case _:
                return state

    def rows(self, state: Known) -> Iterator[Decision]:
        yield from state.decisions


def _signed(state: Known, fact: EmploymentContractSigned) -> Known:
    before = [contract for contract in state.contracts if contract.akhir < fact.mulai]
    after = state._replace(contracts=(*state.contracts, Contract(fact.mulai, fact.akhir)))
    if not before:
        return after
    term = max(before, key=lambda contract: contract.mulai)
    made = _decision(
        fact,
        Jenis.PERPANJANGAN,
        fact.contract_id,
        nomor=fact.nomor,
        evaluation_ids=fact.evaluation_ids,
        term=term,
        budget=fact.sumber_anggaran,
    )
    return after._replace(decisions=(*state.decisions, made))


def _upgraded(state: Known, fact: EmploymentStatusUpgraded) -> Known:
    nothing = Proposal(fact.proposal_id, (), None)
    proposal = next((p for p in state.proposals if p.proposal_id == fact.proposal_id), nothing)
    made = _decision(
        fact,
        Jenis.NAIK_STATUS,
        fact.proposal_id,
        nomor=fact.decision.nomor if fact.decision else None,
        evaluation_ids=proposal.evaluation_ids,
        term=None,
        budget=proposal.budget,
    )
    return state._replace(decisions=(*state.decisions, made))


def _decision(
    fact: Event,
    jenis: Jenis,
    about: UUID,
    *,
    nomor: str | None,
    evaluation_ids: tuple[UUID, ...],
    term: Contract | None,
    budget: str | None,
) -> Decision:
    sk, excepted = fact.decision, fact.exception
    return Decision(
        jenis=jenis,
        about=about,
        tmt=fact.tmt,
        nomor=nomor,
        sk_id=None if sk is None else sk.sk_id,
        evaluation_ids=evaluation_ids,
        term_from=None if term is None else term.mulai,
        term_to=None if term is None else term.akhir,
        budget=budget,
        exception=None if excepted is None else excepted.code,
        exception_by=None if excepted is None else excepted.by,
        warnings=tuple(warned.code for warned in fact.warnings),
    )


# -- queries -----------------------------------------------------------------------------

Sort = Literal["tmt", "-tmt", "nama", "-nama", "unor_nama", "-unor_nama"]

STANDS = f"rated.subject = decided.subject AND {stands('rated')}"
NAMED = "rated.evaluation_id IN (SELECT value FROM json_each(decided.evaluation_ids))"
FROM, TO = "judged.tmt >= :dari", "judged.tmt <= :sampai"
OF_TERM = "rated.dari <= decided.term_to AND decided.term_from <= rated.sampai"
JUDGED = f"""SELECT decided.*, decided.budget IS NULL AS tanpa_anggaran,
                    NOT EXISTS (SELECT 1
                                  FROM dated_evaluation rated
                                 WHERE {STANDS}
                                   AND CASE WHEN decided.jenis = 'NAIK_STATUS' THEN {NAMED}
                                            WHEN EXISTS (SELECT 1 FROM dated_evaluation rated
                                                          WHERE {STANDS} AND {NAMED})
                                            THEN {OF_TERM} AND {NAMED}
                                            ELSE {OF_TERM} END) AS tanpa_evaluasi
               FROM decision_evidence_decision decided
              WHERE decided.tmt <= :on
                AND (decided.without_force IS NULL OR :on < decided.without_force OR decided.again <= :on)"""  # noqa: S608 - our own text
"""What had taken effect by the day asked about and has its force, with the evaluations that stand on that day.

An upgrade rests on those that its proposal names; a renewal on one of the term that ends, of those that it names where
it names some. They are the rules by which both are recorded.
"""


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    jenis: Annotated[Jenis | None, "Only renewals, or only upgrades"] = None,
    tanpa_pengecualian: Annotated[bool, "Only what has no exception either"] = False,
    dari: Annotated[date | None, "TMT from this day on"] = None,
    sampai: Annotated[date | None, "TMT up to this day"] = None,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    sort: Annotated[Sort, "By which column; with a minus descending"] = "tmt",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Renewals and upgrades without an evaluation or a budget on file, with the exception that was recorded."""
    asked = {
        "judged.jenis = :jenis": jenis,
        FROM: dari,
        TO: sampai,
        f"held.unor_id IN {WITHIN}": unor,
    }
    bare = " AND judged.exception IS NULL" if tanpa_pengecualian else ""
    page = tables.page(
        f"""SELECT judged.subject AS pegawai_id, person.nip, person.nama, held.unor_id, unit.nama AS unor_nama,
                   judged.jenis, judged.about, judged.nomor, judged.tmt, judged.tanpa_evaluasi, judged.tanpa_anggaran,
                   judged.budget AS anggaran, judged.term_from AS masa_dari, judged.term_to AS masa_sampai,
                   judged.exception, judged.exception_by, judged.warnings
              FROM ({JUDGED}) judged
              LEFT JOIN dated_stretch held ON held.subject = judged.subject AND {on_day("held", "judged.tmt")}
              LEFT JOIN dated_person person ON person.subject = judged.subject AND {on_day("person")}
              LEFT JOIN dated_unit unit ON unit.subject = held.unor_id AND {on_day("unit")}
             WHERE (tanpa_evaluasi OR tanpa_anggaran){bare}{narrowed(asked)}""",  # noqa: S608 - our own text
        order=(sort, "tmt", "pegawai_id", "about"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        jenis=jenis,
        dari=dari,
        sampai=sampai,
        unor=unor,
    )
    return replace(page, items=[{**row, "warnings": orjson.loads(row["warnings"])} for row in page.items])


@read_model.query
def counts(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    dari: Annotated[date | None, "TMT from this day on"] = None,
    sampai: Annotated[date | None, "TMT up to this day"] = None,
) -> list[Row]:
    """How many renewals and upgrades there were, and how many lack evidence: without an exception, to be none."""
    return tables.rows(
        f"""SELECT judged.jenis, count(*) AS diputuskan, sum(tanpa_evaluasi) AS tanpa_evaluasi,
                   sum(tanpa_anggaran) AS tanpa_anggaran,
                   sum((tanpa_evaluasi OR tanpa_anggaran) AND exception IS NOT NULL) AS dikecualikan,
                   sum((tanpa_evaluasi OR tanpa_anggaran) AND exception IS NULL) AS tanpa_pengecualian
              FROM ({JUDGED}) judged
             WHERE true{narrowed({FROM: dari, TO: sampai})}
             GROUP BY judged.jenis
             ORDER BY judged.jenis""",  # noqa: S608 - our own text
        on=valid_at,
        dari=dari,
        sampai=sampai,
    )

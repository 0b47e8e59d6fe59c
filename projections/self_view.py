"""Riwayat saya: kedudukan, kontrak sampai kapan, evaluasi, dan bukti untuk naik status?

What an employee sees of the own record: standing and career, when the contract ends, evaluations, and what speaks for
an upgrade. All that was recorded, entry by entry, is in `timeline`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.rules import PREDIKAT
from kinerja_es.domain.standing import STATUS_LABEL, Status
from kinerja_es.domain.upgrade import (
    EmploymentStatusUpgraded,
    StatusUpgradeApproved,
    StatusUpgradeDeclined,
    StatusUpgradeProposed,
)
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import Row, Tables, on_day, place_of, read_model, stands


class Proposal(NamedTuple):
    """One row for each proposal to upgrade the status, with its evidence."""

    proposal_id: UUID
    tanggal: date
    to_kind: Kind
    evaluation_ids: tuple[UUID, ...]
    budget_ref: str | None
    approved: date | None = None
    declined: date | None = None
    upgraded: date | None = None
    """The TMT of the SK that it led to."""
    sk_id: UUID | None = None
    without_force: date | None = None
    """The day from which that SK has no force."""
    again: date | None = None
    """The day from which it has its force again."""


@read_model.per_employee(
    Proposal,
    needs=(
        StatusUpgradeProposed,
        StatusUpgradeApproved,
        StatusUpgradeDeclined,
        EmploymentStatusUpgraded,
        DecisionAnnulledForEmployee,
        DecisionReinstatedForEmployee,
    ),
)
class Proposals:
    """The proposals to upgrade one employee."""

    def start(self) -> tuple[Proposal, ...]:
        return ()

    def step(self, state: tuple[Proposal, ...], fact: Event) -> tuple[Proposal, ...]:
        return _proposals(state, fact)

    def rows(self, state: tuple[Proposal, ...]) -> Iterator[Proposal]:
        yield from state


def _proposals(known: tuple[Proposal, ...], fact: Event) -> tuple[Proposal, ...]:  # noqa: PLR0911 - one for each kind of fact
    match fact:
        case StatusUpgradeProposed():
            evidence = (fact.evaluation_ids, fact.budget_ref)
            return (*known, Proposal(fact.proposal_id, fact.tanggal, fact.to_kind, *evidence))
        case StatusUpgradeApproved():
            return tuple(_if(p, p.proposal_id == fact.proposal_id, approved=fact.tanggal) for p in known)
        case StatusUpgradeDeclined():
            return tuple(_if(p, p.proposal_id == fact.proposal_id, declined=fact.tanggal) for p in known)
        case EmploymentStatusUpgraded():
            sk_id = fact.decision.sk_id if fact.decision else None
            done = {"upgraded": fact.tmt, "sk_id": sk_id, "without_force": None, "again": None}
            return tuple(_if(p, p.proposal_id == fact.proposal_id, **done) for p in known)
        case DecisionAnnulledForEmployee():
            gone = {"without_force": fact.effect_from, "again": None}
            return tuple(_if(p, p.sk_id == fact.sk_id, **gone) for p in known)
        case DecisionReinstatedForEmployee():
            return tuple(_if(p, p.sk_id == fact.sk_id, again=fact.mulai) for p in known)
        case _:
            return known


def _if(proposal: Proposal, meant: bool, **changes: object) -> Proposal:
    return proposal._replace(**changes) if meant else proposal


# -- queries -----------------------------------------------------------------------------


@read_model.query_of_employee
def of(
    tables: Tables,
    *,
    employee: Annotated[UUID, "The employee's id"],
    valid_at: Annotated[date, "The day asked about"],
) -> Row | None:
    """The own record as of a day: career, contract, evaluations, and what speaks for an upgrade."""
    person = tables.row(
        f"""SELECT subject AS pegawai_id, nip, nama, gelar_depan, gelar_belakang
              FROM dated_person person
             WHERE subject = :employee AND {on_day("person")}""",  # noqa: S608 - our own text
        employee=employee,
        on=valid_at,
    )
    if person is None:
        return None
    career = _career(tables, employee, valid_at)
    now = next((held for held in career if held["valid_to"] is None or valid_at.isoformat() < held["valid_to"]), None)
    evaluations = _evaluations(tables, employee, valid_at)
    return {
        **person,
        "valid_at": valid_at.isoformat(),
        "kedudukan": now,
        "kontrak": _contract(now, valid_at),
        "riwayat": career,
        "evaluasi": evaluations,
        "usul_naik_status": _upgrades(tables, employee, valid_at, evaluations),
    }


def _career(tables: Tables, employee: UUID, day: date) -> list[Row]:
    """The stretches that have begun by a day, each under the names of its first day."""
    then = "held.valid_from"
    found = tables.rows(
        f"""SELECT held.valid_from, held.valid_to, held.status, held.kind, held.golongan, held.jabatan_id,
                   post.nama AS jabatan_nama, held.unor_id, unit.nama AS unor_nama, held.contract_akhir,
                   held.contract_upah_rp, held.sk_id, held.sk_nomor, held.sk_tanggal
              FROM dated_stretch held
              {place_of("held", then)}
             WHERE held.subject = :employee AND held.valid_from <= :on
             ORDER BY held.n""",  # noqa: S608 - our own text
        employee=employee,
        on=day,
    )
    return [{**held, "status_label": STATUS_LABEL[Status(held["status"])]} for held in found]


def _contract(now: Row | None, day: date) -> Row | None:
    """The contract of that day, and how many days of it are left, its last one too."""
    if now is None or now["contract_akhir"] is None:
        return None
    left = date.fromisoformat(now["contract_akhir"]) - day + timedelta(days=1)
    return {"akhir": now["contract_akhir"], "upah_rp": now["contract_upah_rp"], "sisa_hari": left.days}


def _evaluations(tables: Tables, employee: UUID, day: date) -> list[Row]:
    """What had been evaluated by a day and stands."""
    found = tables.rows(
        f"""SELECT evaluation_id, valid_from AS tmt, scope, dari, sampai, predikat
              FROM dated_evaluation rated
             WHERE subject = :employee AND {stands("rated")}
             ORDER BY sampai, valid_from, n""",  # noqa: S608 - our own text
        employee=employee,
        on=day,
    )
    return [{**row, "predikat_label": PREDIKAT.get(row["predikat"])} for row in found]


def _upgrades(tables: Tables, employee: UUID, day: date, evaluations: list[Row]) -> list[Row]:
    """What had been proposed by a day, on which evaluations, and what became of it."""
    found = tables.rows(
        """SELECT proposal_id, tanggal, to_kind, budget_ref, evaluation_ids,
                  CASE WHEN upgraded <= :on AND (without_force IS NULL OR :on < without_force OR again <= :on)
                            THEN 'SELESAI'
                       WHEN declined <= :on THEN 'DITOLAK'
                       WHEN approved <= :on THEN 'DISETUJUI'
                       ELSE 'DIUSULKAN' END AS status
             FROM self_view_proposal
            WHERE subject = :employee AND tanggal <= :on
            ORDER BY tanggal, n""",
        employee=employee,
        on=day,
    )
    return [
        {
            **{name: value for name, value in row.items() if name != "evaluation_ids"},
            "evaluasi": [e for e in evaluations if e["evaluation_id"] in orjson.loads(row["evaluation_ids"])],
        }
        for row in found
    ]

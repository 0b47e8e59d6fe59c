"""Paruh waktu mana yang kinerjanya terbaik, sebagai bahan usul penuh waktu? (Hanya bukti; tidak ada yang naik sendiri.)

Which part-time employees did best, as evidence for a proposal to make them full-time? It is read only: evidence beside
the policy's minimum, never a verdict, and nothing follows from it. Whether somebody is proposed, a person decides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.appointment import EmployeeAppointed
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.performance import EvaluationObjectionDecided, PerformanceEvaluated
from kinerja_es.domain.period import Scope, bounds
from kinerja_es.domain.policy import UNSTATED, Policy, Upgrades
from kinerja_es.domain.rules import PREDIKAT, UPGRADE_PREDIKAT, UPGRADE_WINDOW_MONTHS, in_force
from kinerja_es.domain.standing import TANDA_LABEL, Tanda
from kinerja_es.domain.upgrade import (
    EmploymentStatusUpgraded,
    StatusUpgradeApproved,
    StatusUpgradeDeclined,
    StatusUpgradeProposed,
    months_before,
)
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import WITHIN, Page, Row, Tables, narrowed, on_day, place_of, read_model, stands

VERSION = 1

NONE = 9
"""In the place of a predikat, where there is none: it comes last."""


# -- by performance ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """One evaluation of the employment."""

    evaluation_id: UUID
    yearly: bool
    sampai: date
    tmt: date
    predikat: int | None


class Evidence(NamedTuple):
    """One row for each stretch of time in which a part-time employment ranks as it does."""

    valid_from: date
    valid_to: date | None
    mulai: date
    """First day of the employment: no evaluation of another one counts."""
    urutan: int
    """By the latest yearly predikat, then the latest one within the year: 11 is best, 99 has neither."""


class Career(NamedTuple):
    """The stretches until now, and the evaluations that stand."""

    past: tuple[Evidence, ...] = ()
    present: Evidence | None = None
    found: tuple[Found, ...] = ()


@read_model.per_employee(
    Evidence,
    needs=(EmployeeAppointed, PerformanceEvaluated, EvaluationObjectionDecided),
    indexes=("urutan, subject",),
)
class Evidences:
    """How whoever works part-time ranks by performance; nobody else does."""

    def start(self) -> Career:
        return Career()

    def step(self, state: Career, fact: Event) -> Career:
        present = state.present
        match fact:
            case EmployeeAppointed() if fact.kind is Kind.PPPK_PARUH_WAKTU:
                return Career(_ended(state, fact.tmt), Evidence(fact.tmt, None, fact.tmt, 11 * NONE))
            case PerformanceEvaluated() if present is not None and present.mulai <= fact.dari:
                yearly = fact.scope is Scope.TAHUNAN
                found = Found(fact.evaluation_id, yearly, fact.sampai, fact.tmt, fact.predikat)
                return _ranked(state, present, fact.tmt, (*state.found, found))
            case EvaluationObjectionDecided() if present is not None and fact.putusan == "DITERIMA":
                left = tuple(found for found in state.found if found.evaluation_id != fact.evaluation_id)
                return _ranked(state, present, fact.tmt, left)
            case _:
                return state

    def rows(self, state: Career) -> Iterator[Evidence]:
        yield from state.past
        if state.present is not None:
            yield state.present


def _ended(state: Career, day: date) -> tuple[Evidence, ...]:
    """The stretches until a day; one that would hold on no day is left out."""
    present = state.present
    if present is None or present.valid_from == day:
        return state.past
    return (*state.past, present._replace(valid_to=day))


def _ranked(state: Career, present: Evidence, day: date, found: tuple[Found, ...]) -> Career:
    """The state with these evaluations; a stretch begins where the rank is another one."""
    urutan = 10 * _latest(found, yearly=True) + _latest(found, yearly=False)
    if urutan == present.urutan:
        return state._replace(found=found)
    return Career(_ended(state, day), present._replace(valid_from=day, urutan=urutan), found)


def _latest(found: Iterable[Found], *, yearly: bool) -> int:
    """The predikat of the latest period; of one period the one that was decided last."""
    of_kind = [each for each in found if each.yearly is yearly]
    latest = max(of_kind, key=lambda each: (each.sampai, each.tmt), default=None)
    return (latest and latest.predikat) or NONE


# -- what became of proposals ------------------------------------------------------------


class Proposal(NamedTuple):
    """One row for each stretch of time in which a proposal is open, approved, declined or done."""

    valid_from: date
    valid_to: date | None
    proposal_id: UUID
    keadaan: str
    tanggal: date
    budget_ref: str | None
    pengusul: str
    sk_id: UUID | None = None
    """By which SK it was done."""


class Annulled(NamedTuple):
    """An annulment of the SK by which a proposal was done."""

    annulment_id: UUID
    proposal_id: UUID
    sk_id: UUID


class Proposed(NamedTuple):
    """All proposals, and the annulments that took one back."""

    stretches: tuple[Proposal, ...] = ()
    annulled: tuple[Annulled, ...] = ()


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
    """The proposals for one employee, day by day: an upgrade whose SK was annulled leaves its proposal approved."""

    def start(self) -> Proposed:
        return Proposed()

    def step(self, state: Proposed, fact: Event) -> Proposed:  # noqa: PLR0911 - one for each kind of fact
        match fact:
            case StatusUpgradeProposed():
                told = (fact.tanggal, fact.budget_ref, fact.pengusul)
                opened = Proposal(fact.tanggal, None, fact.proposal_id, "DIUSULKAN", *told)
                return state._replace(stretches=(*state.stretches, opened))
            case StatusUpgradeApproved():
                return _became(state, fact.proposal_id, fact.tmt, "DISETUJUI")
            case StatusUpgradeDeclined():
                return _became(state, fact.proposal_id, fact.tmt, "DITOLAK")
            case EmploymentStatusUpgraded():
                sk_id = fact.decision.sk_id if fact.decision else None
                return _became(state, fact.proposal_id, fact.tmt, "DIANGKAT", sk_id)
            case DecisionAnnulledForEmployee():
                return _undone(state, fact)
            case DecisionReinstatedForEmployee():
                for a in state.annulled:
                    if a.annulment_id == fact.annulment_id:
                        return _became(state, a.proposal_id, fact.mulai, "DIANGKAT", a.sk_id)
                return state
            case _:
                return state

    def rows(self, state: Proposed) -> tuple[Proposal, ...]:
        return state.stretches


def _became(state: Proposed, proposal_id: UUID, day: date, keadaan: str, sk_id: UUID | None = None) -> Proposed:
    """The proposals, one of which is something else from a day on."""
    kept = [p for p in state.stretches if p.proposal_id != proposal_id or p.valid_to is not None]
    for p in state.stretches:
        if p.proposal_id == proposal_id and p.valid_to is None:
            if p.valid_from < day:
                kept.append(p._replace(valid_to=day))
            kept.append(p._replace(valid_from=day, keadaan=keadaan, sk_id=sk_id))
    return state._replace(stretches=tuple(kept))


def _undone(state: Proposed, fact: DecisionAnnulledForEmployee) -> Proposed:
    for p in state.stretches:
        if p.valid_to is None and p.keadaan == "DIANGKAT" and p.sk_id == fact.sk_id:
            annulled = Annulled(fact.annulment_id, p.proposal_id, fact.sk_id)
            after = _became(state, p.proposal_id, max(fact.effect_from, p.valid_from), "DISETUJUI")
            return after._replace(annulled=(*state.annulled, annulled))
    return state


# -- the policy's minimum ----------------------------------------------------------------


def _policy(tables: Tables, day: date) -> tuple[Policy, int | None]:
    """What the policy of a day says of upgrades, and its version."""
    row = tables.row(
        f"""SELECT version, upgrade_window_months AS window_months, upgrade_least_predikat AS least_predikat
              FROM dated_policy policy
             WHERE {on_day("policy")}""",  # noqa: S608 - our own text
        on=day,
    )
    if row is None:
        return UNSTATED, None
    version = row.pop("version")
    return Policy(upgrade=Upgrades(**row)), version


# -- queries -----------------------------------------------------------------------------


@read_model.query
def minimum(tables: Tables, *, valid_at: Annotated[date, "The day asked about"]) -> Row:
    """What the evidence for a proposal is held against on a day: the policy's, or what holds without one."""
    policy, version = _policy(tables, valid_at)
    least = policy.upgrade_predikat(valid_at)
    return {
        "policy_version": version,
        "window_months": policy.upgrade_window(valid_at),
        "window_dasar": in_force(UPGRADE_WINDOW_MONTHS, valid_at).basis,
        "least_predikat": least,
        "least_predikat_label": PREDIKAT[least],
        "predikat_dasar": in_force(UPGRADE_PREDIKAT, valid_at).basis,
    }


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Annotated[UUID | None, "Only this unit, and the units below it"] = None,
    sort: Annotated[Literal["urutan", "nama"], "By performance, or by name"] = "urutan",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Part-time employees in active service by performance, with the evidence that a proposal would rest on.

    By the latest yearly predikat, then the latest one within the year. `bukti_lengkap` is 1 where the evaluations meet
    the policy's minimum (memenuhi syarat bukti): the months before are evaluated without a gap (`celah` is the first
    day that is not), and the latest predikat is good enough. It is no verdict: budget, formasi, discipline (`tanda`)
    and the decision itself stand apart.
    """
    policy, _ = _policy(tables, valid_at)
    within = narrowed({f"held.unor_id IN {WITHIN}": unor})
    page = tables.page(
        f"""SELECT evidence.urutan, evidence.subject AS pegawai_id, person.nip, person.nama, held.kind, held.golongan,
                   held.jabatan_id, post.nama AS jabatan_nama, held.unor_id, unit.nama AS unor_nama, evidence.mulai,
                   held.contract_akhir AS kontrak_akhir, tahunan.predikat AS tahunan,
                   tahunan.sampai AS tahunan_sampai, periodik.predikat AS periodik,
                   periodik.sampai AS periodik_sampai, terakhir.predikat AS terakhir,
                   terakhir.sampai AS terakhir_sampai, held.tanda, proposal.keadaan AS usul,
                   proposal.tanggal AS usul_tanggal
              FROM upgrade_candidates_evidence evidence
              CROSS JOIN dated_stretch held ON held.subject = evidence.subject AND {on_day("held")}
              CROSS JOIN dated_person person ON person.subject = evidence.subject AND {on_day("person")}
              {place_of("held")}
              {_evaluated("tahunan", "AND +scope = 'TAHUNAN'")}
              {_evaluated("periodik", "AND +scope <> 'TAHUNAN'")}
              {_evaluated("terakhir", "")}
              LEFT JOIN upgrade_candidates_proposal proposal
                ON proposal.subject = evidence.subject AND proposal.n = (
                   SELECT max(n)
                     FROM upgrade_candidates_proposal proposal
                    WHERE proposal.subject = evidence.subject AND {on_day("proposal")})
             WHERE {on_day("evidence")} AND held.kind = 'PPPK_PARUH_WAKTU' AND held.status = 'AKTIF'{within}""",  # noqa: S608 - our own text
        order=(sort, "pegawai_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        unor=unor,
    )
    periods = _periods(tables, page.items, valid_at)
    return replace(page, items=[_beside(row, periods[row["pegawai_id"]], policy, valid_at) for row in page.items])


def _evaluated(name: str, which: str) -> str:
    """A join: the latest evaluation of the employment that stands on the day."""
    return f"""LEFT JOIN dated_evaluation {name}
                 ON {name}.subject = evidence.subject AND {name}.n = (
                    SELECT n
                      FROM dated_evaluation found
                     WHERE subject = evidence.subject AND evidence.mulai <= dari AND {stands("found")} {which}
                     ORDER BY sampai DESC, valid_from DESC, n DESC
                     LIMIT 1)"""  # noqa: S608 - our own text


Days = list[tuple[date, date]]


def _periods(tables: Tables, rows: Iterable[Row], on: date) -> dict[str, Days]:
    """The days that evaluations of each employment are about, as they stand on a day, the earliest first."""
    people = {row["pegawai_id"]: row["mulai"] for row in rows}
    found: dict[str, Days] = {subject: [] for subject in people}
    for row in tables.rows(
        f"""SELECT found.subject, found.dari, found.sampai
              FROM json_each(:people) asked
              CROSS JOIN dated_evaluation found ON found.subject = asked.key AND asked.value <= found.dari
             WHERE {stands("found")}
             ORDER BY found.dari, found.sampai""",  # noqa: S608 - our own text
        people=orjson.dumps(people).decode(),
        on=on,
    ):
        found[row["subject"]].append((date.fromisoformat(row["dari"]), date.fromisoformat(row["sampai"])))
    return found


def _beside(row: Row, days: Days, policy: Policy, day: date) -> Row:
    """The evidence of one employee beside the minimum."""
    start = max(date.fromisoformat(row["mulai"]), months_before(day, policy.upgrade_window(day)))
    gap = _gap(days, start, bounds(Scope.TRIWULAN, day)[0])
    good = row["terakhir"] is not None and row["terakhir"] <= policy.upgrade_predikat(day)
    marks = [Tanda(mark) for mark in orjson.loads(row.pop("tanda"))]
    usul, tanggal = row.pop("usul"), row.pop("usul_tanggal")
    return {
        **row,
        "jumlah": len(days),
        "celah": gap and gap.isoformat(),
        "bukti_lengkap": int(good and gap is None),
        "tanda": ", ".join(TANDA_LABEL[mark] for mark in marks) or None,
        "hukuman_berat": int(Tanda.MENJALANI_HUKUMAN_B in marks),
        "usul": usul,
        "usul_tanggal": tanggal,
    }


def _gap(days: Days, start: date, end: date) -> date | None:
    """The first day from `start` up to before `end` that no evaluation is about."""
    day = start
    for first, last in days:
        if first <= day <= last:
            day = last + timedelta(days=1)
    return day if day < end else None

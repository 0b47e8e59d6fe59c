"""Facts about nobody's record: what was corrected, voided, annulled, reinstated and merged."""

from datetime import date
from typing import Any
from uuid import UUID

from kinerja_es.domain.annulment import (
    DecisionAnnulled,
    DecisionAnnulledForEmployee,
    DecisionReinstated,
    DecisionReinstatedForEmployee,
    Effect,
    JenisPembatalan,
    Pembatal,
)
from kinerja_es.domain.correction import RecordCorrected, RecordVoided
from kinerja_es.domain.envelope import DecisionRef, Event, Patch
from kinerja_es.domain.merge import EmployeesMerged
from kinerja_es.domain.ralat import DecisionCorrected, DecisionCorrectedForEmployee, FactPatch
from kinerja_es.domain.values import SkNumber
from tests.examples import BUDI, SITI, SK, decision, fact
from tests.reading import Office

SK_BATAL = UUID("00000000-0000-4000-8000-000000000031")
PEMBATALAN = decision(sk_id=SK_BATAL, nomor="800/77/BKPSDM/2026", tanggal=date(2026, 3, 2))
"""The SK by which another one is annulled."""
APPROVED = {"evidence": "SK asli", "approved_by": "Kepala BKPSDM"}


def corrected(target: Event, path: str, old: Any, new: Any, **over: Any) -> RecordCorrected:
    patch = Patch(path=path, old=old, new=new)
    about = {"tmt": target.tmt, "target_event_id": target.event_id, "patches": (patch,)}
    return fact(RecordCorrected, APPROVED | about | over)


def voided(target: Event, **over: Any) -> RecordVoided:
    about = {"tmt": target.tmt, "target_event_id": target.event_id, "reason": "Dicatat dua kali"}
    return fact(RecordVoided, APPROVED | about | over)


def annulled(**over: Any) -> DecisionAnnulled:
    return fact(
        DecisionAnnulled,
        over,
        sk_id=SK,
        kind=JenisPembatalan.DICABUT,
        by=Pembatal.PEJABAT,
        tmt=over.get("effect_from", date(2026, 3, 2)),
        effect_from=date(2026, 3, 2),
        decision=PEMBATALAN,
    )


def annulled_for(annulment: DecisionAnnulled, **over: Any) -> DecisionAnnulledForEmployee:
    return fact(
        DecisionAnnulledForEmployee,
        over,
        sk_id=annulment.sk_id,
        annulment_id=annulment.event_id,
        kind=annulment.kind,
        effect=Effect.EX_NUNC,
        effect_from=annulment.tmt,
        decision=annulment.decision,
        causation_id=annulment.event_id,
    )


def without_force(sk_id: UUID, start: date) -> DecisionAnnulledForEmployee:
    """An SK lost its force for an employee from a day on."""
    return annulled_for(annulled(sk_id=sk_id, effect_from=start))


def another_sk(number: int, tanggal: date) -> DecisionRef:
    """An SK that only some facts cite, so that it can be annulled without the others."""
    return decision(sk_id=UUID(int=0x5F00 + number, version=4), nomor=SkNumber(f"800/{number}/2026"), tanggal=tanggal)


def reinstated(annulment: DecisionAnnulled, **over: Any) -> DecisionReinstated:
    return fact(
        DecisionReinstated,
        over,
        sk_id=annulment.sk_id,
        lifts=annulment.event_id,
        mulai=date(2026, 5, 1),
        court_ref="12/G/2026/PTUN.SRG",
    )


def reinstated_for(lifting: DecisionReinstated, **over: Any) -> DecisionReinstatedForEmployee:
    return fact(
        DecisionReinstatedForEmployee,
        over,
        sk_id=lifting.sk_id,
        reinstatement_id=lifting.event_id,
        annulment_id=lifting.lifts,
        mulai=lifting.mulai,
        causation_id=lifting.event_id,
    )


def ralat(target: Event, path: str, old: Any, new: Any, **over: Any) -> DecisionCorrected:
    patch = FactPatch(event_id=target.event_id, path=path, old=old, new=new)
    return fact(
        DecisionCorrected,
        over,
        tmt=target.tmt,
        sk_id=SK,
        ralat_nomor="800/78/BKPSDM/2026",
        ralat_tanggal=date(2026, 1, 20),
        patches=(patch,),
    )


def ralat_for(told: DecisionCorrected, **over: Any) -> DecisionCorrectedForEmployee:
    return fact(
        DecisionCorrectedForEmployee,
        over,
        tmt=told.tmt,
        sk_id=told.sk_id,
        correction_id=told.event_id,
        ralat_nomor=told.ralat_nomor,
        ralat_tanggal=told.ralat_tanggal,
        patches=told.patches,
        causation_id=told.event_id,
    )


def merged(role: str = "KEPT", **over: Any) -> EmployeesMerged:
    return fact(EmployeesMerged, APPROVED | over, tmt=date(2026, 2, 1), kept=BUDI, merged=SITI, role=role)


def annul(office: Office, *employees: UUID, restores: tuple[UUID, ...] = (), **over: Any) -> DecisionAnnulled:
    """Annul an SK, and say so in the streams of those whom it names."""
    told = annulled(**over)
    office.record(told.sk_id, told)
    for employee in employees:
        office.record(employee, annulled_for(told, restores=restores))
    return told

"""What was recorded of nobody, corrected and annulled."""

from datetime import date
from typing import Any
from uuid import UUID

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, Effect, JenisPembatalan
from kinerja_es.domain.correction import RecordCorrected
from kinerja_es.domain.envelope import DecisionRef, Event
from kinerja_es.domain.values import SkNumber
from tests.examples import decision, fact, new_id

ANNULLING_SK = UUID("00000000-0000-4000-8000-0000000000f1")


def another_sk(number: int, tanggal: date) -> DecisionRef:
    """An SK that only some facts cite, so that it can be annulled without the others."""
    return decision(sk_id=UUID(int=0x5F00 + number, version=4), nomor=SkNumber(f"800/{number}/2026"), tanggal=tanggal)


def corrected(target: Event, path: str, old: Any, new: Any) -> RecordCorrected:
    """A clerk's mistake in one field was put right."""
    return fact(
        RecordCorrected,
        {},
        tmt=target.tmt,
        target_event_id=target.event_id,
        patches=({"path": path, "old": old, "new": new},),
        evidence="SK asli, halaman 2",
        approved_by="Kepala BKPSDM",
    )


def annulled(sk_id: UUID, start: date, **over: Any) -> DecisionAnnulledForEmployee:
    """An SK lost its force for an employee from a day on."""
    return fact(
        DecisionAnnulledForEmployee,
        over,
        tmt=start,
        sk_id=sk_id,
        annulment_id=new_id(),
        kind=JenisPembatalan.DIBATALKAN,
        effect=Effect.EX_NUNC,
        effect_from=start,
        decision=decision(sk_id=ANNULLING_SK, nomor=SkNumber("800/999/2026"), tanggal=start),
    )

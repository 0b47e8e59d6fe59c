"""Which SKs have no force for an employee, from which day until which: what folds keep of annulments."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee


class Gone(NamedTuple):
    """An SK without force, from a day until another."""

    sk_id: UUID
    annulment_id: UUID
    start: date
    again: date | None = None


def gone_by(
    known: tuple[Gone, ...], fact: DecisionAnnulledForEmployee | DecisionReinstatedForEmployee
) -> tuple[Gone, ...]:
    """What has no force after one more annulment or reinstatement."""
    if isinstance(fact, DecisionAnnulledForEmployee):
        return (*known, Gone(fact.sk_id, fact.annulment_id, fact.effect_from))
    return tuple(g._replace(again=fact.mulai) if g.annulment_id == fact.annulment_id else g for g in known)


def gone_days(known: Sequence[Gone], sk_id: UUID | None) -> tuple[date | None, date | None]:
    """The day from which an SK has no force by its last annulment, and the one from which it has its force again."""
    return next(((g.start, g.again) for g in reversed(known) if g.sk_id == sk_id), (None, None))

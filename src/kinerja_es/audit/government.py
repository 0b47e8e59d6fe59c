"""What holds on a day of what the government has set for itself: its policy, and everything else."""

from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any, TypeVar

from kinerja_es.domain.competence import AssessmentTeamFormed
from kinerja_es.domain.envelope import Event, subject_of
from kinerja_es.domain.instansi import BudgetCeilingSet, PolicyAdopted, StaffingNeedSet, terms
from kinerja_es.domain.reference import SEKTOR
from kinerja_es.recording.record import Recorder

E = TypeVar("E", bound=Event)


def policy(recorder: Recorder, valid_at: date | None = None) -> dict[str, Any]:
    """The policy that holds on a day (today), with every setting as it holds then."""
    instansi, on = recorder.instansi, valid_at or recorder.today
    found = instansi.policies.on(on)
    event = next((p for p in instansi.history.of(PolicyAdopted) if found and p.policy_version == found.version), None)
    content = instansi.policies.content(on)
    return {
        "valid_at": on.isoformat(),
        "policy_version": found.version if found else None,
        "tmt": found.tmt.isoformat() if found else None,
        "sk": event.decision.model_dump(mode="json") if event and event.decision else None,
        "rule_set": instansi.policies.rule_set(on),
        "stated": [*_stated(content.model_dump(mode="json", exclude_none=True))],
        "settings": content.resolved(on),
    }


def _stated(content: dict[str, Any], under: str = "") -> Iterable[str]:
    """The settings that a policy names: `upgrade.window_months`."""
    for name, value in content.items():
        if isinstance(value, dict):
            yield from _stated(value, f"{under}{name}.")  # pyright: ignore[reportUnknownArgumentType] - of our own making
        elif value:
            yield f"{under}{name}"


def government(recorder: Recorder, valid_at: date | None = None) -> dict[str, Any]:
    """Who is in office, what is needed, what may be spent, and which teams assess, on a day (today)."""
    instansi, on = recorder.instansi, valid_at or recorder.today
    history = instansi.history
    teams = [t for t in history.of(AssessmentTeamFormed) if t.dari <= on and (t.sampai is None or on <= t.sampai)]
    return {
        "instansi_id": str(subject_of(instansi.stream)),
        "valid_at": on.isoformat(),
        "version": len(history),
        "rule_set": instansi.policies.rule_set(on),
        "officials": [
            {
                **term._asdict(),
                "term_id": str(term.term_id),
                "dari": term.dari.isoformat(),
                "ended": term.ended.isoformat() if term.ended else None,
            }
            for term in terms(history)
            if term.holds(on)
        ],
        "staffing_needs": [
            {**_own(need), "sektor": sektor.named() if need.sektor and (sektor := SEKTOR.find(need.sektor)) else None}
            for need in _latest(((need.about, need) for need in history.of(StaffingNeedSet)), on)
        ],
        "budget_ceilings": [
            _own(ceiling) for ceiling in _latest(((c.about, c) for c in history.of(BudgetCeilingSet)), on)
        ],
        "teams": [{name: value for name, value in _own(team).items() if name != "tmt"} for team in teams],
    }


def _latest(facts: Iterable[tuple[Hashable, E]], on: date) -> list[E]:
    """Of each thing the last fact by a day."""
    return [*{about: fact for about, fact in facts if fact.tmt <= on}.values()]


def _own(event: Event) -> dict[str, Any]:
    """An event's TMT and its own fields."""
    return event.model_dump(mode="json", include={"tmt", *type(event).model_fields} - _ENVELOPE)


_ENVELOPE = set(Event.model_fields) - {"tmt"}

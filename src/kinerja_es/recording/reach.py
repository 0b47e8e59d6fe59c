"""What an SK's annulment or reinstatement means for one employee, as an event in the employee's own stream.

It is recorded with the annulment for everybody whom the SK names by then. A fact of that SK that is recorded later, or
comes back by a correction, is reached when it is recorded: no fact escapes because it was late.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from kinerja_es.domain.annulment import (
    DecisionAnnulled,
    DecisionAnnulledForEmployee,
    DecisionReinstated,
    DecisionReinstatedForEmployee,
    Effect,
)
from kinerja_es.domain.change import changes
from kinerja_es.domain.envelope import Category, Event, new_id, stream_name, subject_of
from kinerja_es.domain.given import Given
from kinerja_es.domain.history import History
from kinerja_es.domain.merge import EmployeesMerged
from kinerja_es.errors import Problem
from kinerja_es.recording.judge import judge

E = TypeVar("E", bound=Event)
SAID_BY_THE_SK = frozenset({"SK_ANNULLED"})
"""What is told once, of the SK itself."""


def made(kind: type[E], cause: Event, stream: str, by: Event | None = None, /, **fields: Any) -> E:
    """An event in another stream that an SK's event causes: with its authority and its rules.

    `by` is the fact that was recorded later, and brought the cause to this stream.
    """
    recorded = by or cause
    return kind(
        event_id=new_id(recorded.command_id, cause.event_id, cause.place, stream, kind.__name__),
        place=recorded.place,
        decision=cause.decision,
        legal_basis=cause.legal_basis,
        documents=cause.documents,
        actor=recorded.actor,
        command_id=recorded.command_id,
        causation_id=cause.event_id,
        rule_set=cause.rule_set,
        source=recorded.source,
        reason=cause.reason,
        **fields,
    )


def annulled(
    cause: DecisionAnnulled, stream: str, history: History, *, restores: Iterable[UUID] = (), by: Event | None = None
) -> DecisionAnnulledForEmployee:
    """What an annulment means for one employee."""
    start = _start(cause, history)
    return made(
        DecisionAnnulledForEmployee,
        cause,
        stream,
        by,
        tmt=start,
        sk_id=cause.sk_id,
        annulment_id=cause.event_id,
        kind=cause.kind,
        effect=cause.effect,
        effect_from=start,
        restores=tuple(restores),
        court_ref=cause.court_ref,
    )


def _start(cause: DecisionAnnulled, history: History) -> date:
    """The first day without force for one employee: as if it had never been, from the first day that it decided."""
    if cause.effect is Effect.EX_TUNC:
        return min((fact.tmt for fact in citing(history, cause.sk_id)), default=cause.tmt)
    return cause.tmt


def reinstated(cause: DecisionReinstated, stream: str, by: Event | None = None) -> DecisionReinstatedForEmployee:
    """What a reinstatement means for one employee."""
    return made(
        DecisionReinstatedForEmployee,
        cause,
        stream,
        by,
        tmt=cause.mulai,
        sk_id=cause.sk_id,
        reinstatement_id=cause.event_id,
        annulment_id=cause.lifts,
        mulai=cause.mulai,
    )


def citing(history: History, sk_id: UUID) -> list[Event]:
    """The facts of one employee that an SK decided."""
    return [fact for fact in history if fact.decision is not None and fact.decision.sk_id == sk_id]


def is_annulled(history: History, annulment_id: UUID) -> bool:
    """Whether an annulment holds in an employee's own stream: told there, and not lifted."""
    told = any(fact.annulment_id == annulment_id for fact in history.of(DecisionAnnulledForEmployee))
    return told and all(fact.annulment_id != annulment_id for fact in history.of(DecisionReinstatedForEmployee))


def names_of(stream: str, history: History) -> set[UUID]:
    """The ids by which a decision may have named an employee: the own one, and those of records merged into it."""
    return {subject_of(stream), *(fact.merged for fact in history.of(EmployeesMerged) if fact.role == "KEPT")}


def reached(
    sk_of: Callable[[str], History],
    given: Callable[[Event, str, History], Given],
    stream: str,
    before: History,
    facts: Iterable[Event],
) -> tuple[list[Event], list[Problem]]:
    """What was decided before on the SKs that newly recorded facts of an employee cite, and what is told of it."""
    found: list[Event] = []
    problems: list[Problem] = []
    if not stream.startswith(f"{Category.PEGAWAI}-"):
        return found, problems
    history = before
    for fact in facts:
        there = [change.after for change in changes(history, fact)] if fact.CORRECTS else [fact]
        history = history.and_then(fact)
        for sk_id in {f.decision.sk_id for f in there if f.decision is not None and not f.CORRECTS}:
            sk = sk_of(stream_name(Category.SK, sk_id))
            for event in _missing(sk, stream, history, fact) if len(sk) > 1 else ():
                settled, told = judge(event, given(event, stream, history))
                problems += [problem for problem in told if problem.code not in SAID_BY_THE_SK]
                history = history.and_then(settled)
                found.append(settled)
    return found, problems


def _missing(sk: History, stream: str, history: History, by: Event) -> Iterator[Event]:
    """The annulments and reinstatements of an SK that the employee's own stream does not tell yet."""
    told = {fact.annulment_id for fact in history.of(DecisionAnnulledForEmployee)}
    told |= {fact.reinstatement_id for fact in history.of(DecisionReinstatedForEmployee)}
    who = subject_of(stream)
    for annulment in sk.of(DecisionAnnulled):
        if not annulment.holds_for(who):
            continue
        if annulment.event_id not in told:
            yield annulled(annulment, stream, history, by=by)
        for lifting in sk.of(DecisionReinstated):
            # It may have been lifted while nothing of the SK stood here.
            if lifting.lifts == annulment.event_id and lifting.holds_for(who) and lifting.event_id not in told:
                yield reinstated(lifting, stream, by)

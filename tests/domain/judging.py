"""Judging one fact on what is known, without any database: given these facts, what speaks against this one?"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

import orjson

from kinerja_es.domain.catalogue import SUBJECT_FIELD
from kinerja_es.domain.envelope import Category, Event, Key, stream_name
from kinerja_es.domain.given import Given
from kinerja_es.domain.history import History
from kinerja_es.domain.policy import NO_POLICIES, Adopted, Policies, Policy
from kinerja_es.errors import Problem
from kinerja_es.recording.judge import judge
from tests import examples

E = TypeVar("E", bound=Event)
TODAY = date(2026, 7, 1)
ORGANISATION = (examples.unit_established(), examples.post_established(), examples.decision_issued())
"""A unit, a post in it and the SK: what the facts of an employee refer to."""


def judged(
    event: E,
    *facts: Event,
    others: Sequence[Event] = ORGANISATION,
    owners: Mapping[Key, str] | None = None,
    holders: Mapping[UUID, Sequence[Sequence[Event]]] | None = None,
    evaluators: Sequence[UUID] = (),
    careers: Mapping[UUID, Sequence[Event]] | None = None,
    subject: UUID = examples.BUDI,
    today: date = TODAY,
    sk_facts: Sequence[Event] = (),
    policies: Policies = NO_POLICIES,
) -> tuple[E, list[str]]:
    """The fact as it would be recorded, and the codes of all that speaks against it."""
    given = given_of(
        event,
        *facts,
        others=others,
        owners=owners,
        holders=holders,
        evaluators=evaluators,
        careers=careers,
        subject=subject,
        today=today,
        sk_facts=sk_facts,
        policies=policies,
    )
    found, problems = judge(event, given)
    return found, [problem.code for problem in problems]


def given_of(
    event: Event,
    *facts: Event,
    others: Sequence[Event] = ORGANISATION,
    owners: Mapping[Key, str] | None = None,
    holders: Mapping[UUID, Sequence[Sequence[Event]]] | None = None,
    evaluators: Sequence[UUID] = (),
    careers: Mapping[UUID, Sequence[Event]] | None = None,
    subject: UUID = examples.BUDI,
    today: date = TODAY,
    sk_facts: Sequence[Event] = (),
    policies: Policies = NO_POLICIES,
) -> Given:
    """All that is known when a fact is judged."""
    known = {stream_of(other): History([other]) for other in others}
    for fact in sk_facts:
        known[stream_of(fact)] = known[stream_of(fact)].and_then(fact)
    known |= {f"pegawai-{evaluator}": History([examples.employee_registered()]) for evaluator in evaluators}
    known |= {f"pegawai-{other}": History(told) for other, told in (careers or {}).items()}
    return Given(
        stream=stream_name(event.STREAM, subject),
        today=today,
        history=History(facts),
        others=known,
        owners={key: (stream,) for key, stream in (owners or {}).items()},
        holders={post: careers_of(held) for post, held in (holders or {}).items()},
        policies=policies,
    )


def stated(**settings) -> Policies:
    """A policy that has always held."""
    return Policies([Adopted(date(1950, 1, 1), 1, Policy.model_validate_json(orjson.dumps(settings)))])


def problems(event: Event, *facts: Event, **known) -> list[Problem]:
    """All that speaks against a fact."""
    return judge(event, given_of(event, *facts, **known))[1]


def codes(event: Event, *facts: Event, **known) -> list[str]:
    """The codes of all that speaks against a fact."""
    return judged(event, *facts, **known)[1]


def careers_of(held: Sequence[Sequence[Event]]) -> dict[str, History]:
    """The careers of so many other employees, by their streams."""
    return {stream_name(Category.PEGAWAI, examples.pegawai(n)): History(facts) for n, facts in enumerate(held, 1)}


def stream_of(event: Event) -> str:
    return stream_name(event.STREAM, getattr(event, SUBJECT_FIELD[event.STREAM]))


def engaged(*more: Event, **over) -> tuple[Event, ...]:
    """A person who is registered, numbered and appointed, and what else is said."""
    return (examples.employee_registered(), examples.number_assigned(), examples.appointed(**over), *more)


def active(*more: Event, **over) -> tuple[Event, ...]:
    """The same, and on duty since the TMT."""
    return (*engaged(**over), examples.duty_commenced(tanggal=examples.TMT), *more)

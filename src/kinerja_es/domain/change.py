"""What a correction really changes, judged as carefully as what is recorded anew.

A correction or a void says something of other facts: they are otherwise, or there again. Each of them is judged by its
own rules in the history as it comes to be; the numbers and the posts that it takes are claimed like a new fact's.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Annotated, ClassVar, NamedTuple
from uuid import UUID

from kinerja_es.domain.appointment import SHOWN, EmployeeAppointed, held_key, seats
from kinerja_es.domain.corrected import effective
from kinerja_es.domain.envelope import (
    Category,
    Derived,
    Event,
    Key,
    Personal,
    Value,
    claims_of,
    stream_name,
    subject_of,
)
from kinerja_es.domain.identity import EmployeeRegistered, IdentityNumberAssigned
from kinerja_es.domain.standing import DEFINITIVE, Span, Standing, without
from kinerja_es.errors import DecisionRequired, FormasiExceeded, Problem
from kinerja_es.errors.correction import RestoreConflict

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History


Named = tuple[str, str | None, str]
"""A problem by its code, its field and the value."""


class Change(NamedTuple):
    """A fact that is otherwise from now on, or there again."""

    before: Event | None
    """As it was known until now; None where it did not stand."""
    after: Event


class Claimed(Value):
    """A natural key that a correction takes for its stream."""

    kind: str
    text: str

    def key(self) -> Key:
        return Key(self.kind, self.text)  # pyright: ignore[reportArgumentType] - it was made from a Key


class Correction(Event):
    """What says something of other facts of its stream: they are judged, and claim numbers, as they come to be."""

    TMT: ClassVar[str | None] = ""
    CORRECTS: ClassVar[bool] = True
    ACTS: ClassVar[bool] = True

    claimed: Annotated[tuple[Claimed, ...], Derived(), Personal()] = ()
    """The numbers and posts that the facts take by it."""

    def claims(self) -> tuple[Key, ...]:
        return tuple(claimed.key() for claimed in self.claimed)

    def keys(self, history: "History") -> tuple[Key, ...]:
        return (*_keys(history, self), *self.claims())

    def refers_to(self, history: "History") -> tuple[str, ...]:
        return (*_streams(history, self), *super().refers_to(history))

    def refers_further(self, given: "Given") -> tuple[str, ...]:
        return _further(given, self)

    def posts(self, history: "History") -> tuple[UUID, ...]:
        return _posts(history, self)


def changes(history: "History", fact: Event) -> list[Change]:
    """The facts that are otherwise, or there again, once a correction is recorded."""
    known = {former.event_id: former for former in history}
    return [
        Change(before, after)
        for after in history.and_then(fact)
        if after.event_id != fact.event_id and (before := known.get(after.event_id)) is not after and before != after
    ]


def _keys(history: "History", fact: Event) -> tuple[Key, ...]:
    """The natural keys that a correction takes for its stream."""
    found: dict[Key, None] = {}
    for before, after in changes(history, fact):
        former = () if before is None else claims_of(before)
        found.update((key, None) for key in claims_of(after) if key not in former)
    found.update((held_key(post.jabatan_id), None) for post in regained_by(history, fact))
    return tuple(found)


def claimed_after(history: "History", fact: Event) -> tuple[Claimed, ...]:
    return tuple(Claimed(kind=key.kind, text=key.text) for key in _keys(history, fact))


def _streams(history: "History", fact: Event) -> tuple[str, ...]:
    """The other streams that judging it reads: those of the facts as they were, and as they come to be."""
    found = chain.from_iterable(f.refers_to(history) for f in _both(history, fact))
    return (*found, *(stream_name(Category.JABATAN, post.jabatan_id) for post in regained_by(history, fact)))


def _further(given: "Given", fact: Event) -> tuple[str, ...]:
    return tuple(chain.from_iterable(f.refers_further(given) for f in _both(given.history, fact)))


def _posts(history: "History", fact: Event) -> tuple[UUID, ...]:
    """The posts whose holders judging it looks at."""
    found = chain.from_iterable(f.posts(history) for f in _both(history, fact))
    return (*found, *(post.jabatan_id for post in regained_by(history, fact)))


def _both(history: "History", fact: Event) -> Iterator[Event]:
    for before, after in changes(history, fact):
        if before is not None:
            yield before
        yield after


def check_changes(given: "Given", fact: Event) -> Iterator[Problem]:
    """What a correction newly breaks: of the facts that it changes, and of the posts that are held again by it."""
    found = changes(given.history, fact)
    after = given.history.and_then(fact)
    for change in found:
        yield from _newly_broken(given, after, change)
    if any(isinstance(change.after, EmployeeRegistered) for change in found):
        for number in given.history.of(IdentityNumberAssigned):
            if (same := after.by_id(number.event_id)) is not None:
                yield from _newly_broken(given, after, Change(number, same))
    judged = {post for change in found for post in change.after.posts(after)}
    again = regained_by(given.history, fact)
    yield from check_seats_again(given, [post for post in again if post.jabatan_id not in judged])


def _newly_broken(given: "Given", after: "History", change: Change) -> Iterator[Problem]:
    """The fact as it stands was judged when it was recorded, and may hold by a named exception."""
    known: set[Named] = set()
    if change.before is not None:
        before = given._replace(history=given.history.without(change.before.event_id))
        known = {_named(problem) for problem in _judged(change.before, before)}
    known.update(_decided_since(given, after, change.after))
    excepted = change.after.exception.code if change.after.exception else None
    for problem in _judged(change.after, given._replace(history=after.without(change.after.event_id))):
        if _named(problem) not in known and problem.code != excepted:
            yield problem


def _decided_since(given: "Given", after: "History", fact: Event) -> Iterator[Named]:
    """What an SK's annulment alone brought against a fact, since that first stood as it does again now.

    It would have stood all the same: a correction that is taken back gives the former answer again.
    """
    recorded = given.history.recorded
    told = [n for n, event in enumerate(recorded, 1) if event.CORRECTS or event.event_id == fact.event_id]
    first = next((n for n in told if fact in effective(recorded[:n])), len(recorded))
    since = [event.event_id for event in recorded[first:] if event.BY_SERVER and not event.CORRECTS]
    if not since:
        return
    others = after.without(fact.event_id)
    brought = [problem for problem in _judged(fact, given._replace(history=others)) if not problem.warning]
    for event_id in since:
        others = others.without(event_id)
    before = {_named(problem) for problem in _judged(fact, given._replace(history=others))}
    yield from {_named(problem) for problem in brought} - before


def _judged(fact: Event, given: "Given") -> Iterator[Problem]:
    """Its own rules, and whether it needs an SK on its day: existing staff's own facts are older than the record."""
    yield from fact.check(given)
    if fact.decision is None and fact.NEEDS_DECISION:
        opening = fact.opening if isinstance(fact, EmployeeAppointed) else None
        yield given.may_be_older(DecisionRequired(field="sk"), fact.tmt, opening)


def _named(problem: Problem) -> Named:
    return problem.code, problem.field, str(problem.value)


class Regained(NamedTuple):
    """A post that is definitively held on days on which it was not: from, until (exclusive)."""

    jabatan_id: UUID
    start: date
    end: date | None


def regained(before: Standing, after: Standing) -> list[Regained]:
    """The posts that are held again, or anew, and when."""
    former: dict[UUID, list[Span]] = {}
    for post, span in _held(before):
        former.setdefault(post, []).append(span)
    return [
        Regained(post, start, end)
        for post, span in _held(after)
        for start, end in without([span], former.get(post, ()))
    ]


def regained_by(history: "History", fact: Event) -> list[Regained]:
    return regained(history.standing, history.and_then(fact).standing)


def _held(standing: Standing) -> Iterator[tuple[UUID, Span]]:
    for engagement in standing.engagements:
        for a in engagement.assignments:
            if a.penugasan is DEFINITIVE:
                for span in engagement.days_in(a):
                    yield a.jabatan_id, span


def check_seats_again(given: "Given", posts: Iterable[Regained], named: Container[UUID] = ()) -> Iterator[Problem]:
    """A post that is held again may have been filled meanwhile.

    What is named to be given back is refused then; what comes back by itself is told, for the fact itself is right.
    """
    for post_id, start, end in posts:
        taken = [*seats(given, post_id)]
        later = sorted(tmt for _, tmt, _ in taken if start < tmt and (end is None or tmt < end))
        for day in (start, *later):
            holders = {who for who, tmt, ended in taken if tmt <= day and (ended is None or day < ended)}
            post = given.post_on(post_id, day)
            if post is not None and post.formasi is not None and len(holders) >= post.formasi:
                names = ", ".join(str(subject_of(who)) for who in sorted(holders)[:SHOWN])
                detail = f"{post.title.nama} is held on {day} by {len(holders)} of {post.formasi}: {names}."
                if post_id in named:
                    yield RestoreConflict(detail, field="restores", value=post_id)
                else:
                    yield FormasiExceeded(detail, field="jabatan_id", value=post.title.nama)
                break

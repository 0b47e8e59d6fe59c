"""Targets: what was undertaken, how it is measured, and how much of it was reached."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from uuid import UUID

from kinerja_es.domain.envelope import ShortText, Value
from kinerja_es.domain.period import Scope, quarter
from kinerja_es.domain.values import Amount
from kinerja_es.errors import AssignmentUnknown, NotInPosition, Problem, ValueInvalid
from kinerja_es.errors.performance import TargetNotMeasurable

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.standing import Assignment

T = TypeVar("T")


class Arah(StrEnum):
    """Whether more is better (NAIK) or less (TURUN: the number of poor, of days that a permit takes)."""

    NAIK = "NAIK"
    TURUN = "TURUN"


class Measure(Value):
    """How one thing that was undertaken is measured."""

    id: ShortText
    """By which a realisation and an evaluation name it."""
    indikator: ShortText | None = None
    satuan: ShortText | None = None
    target: Amount | None = None
    arah: Arah = Arah.NAIK
    triwulan: tuple[Amount, Amount, Amount, Amount] | None = None
    """What is to be reached by the end of each quarter of the year, counted from its start."""

    def due(self, scope: Scope, sampai: date, last: date) -> str | None:
        """What is to be reached by the end of a period: at the very end all of it, before only what is foreseen."""
        if sampai >= last:
            return self.target
        return self.triwulan[quarter(sampai) - 1] if scope is Scope.TRIWULAN and self.triwulan else None


_HUNDRED = Decimal(100)


def achievement(target: str, realised: str, arah: Arah) -> Decimal:
    """How much of a target was reached, in percent with two decimals; never below zero.

    Where less is better, each percent above the target counts against it: (2 x target - realised) / target, as
    local governments' performance reports (LKjIP) have it [U]. A target of nothing is reached or it is not.
    """
    wanted, reached = Decimal(target), Decimal(realised)
    if wanted == 0:
        met = reached >= 0 if arah is Arah.NAIK else reached <= 0
        return _HUNDRED if met else Decimal(0)
    part = reached / wanted if arah is Arah.NAIK else (2 * wanted - reached) / wanted
    return rounded(max(part * _HUNDRED, Decimal(0)))


def rounded(number: Decimal) -> Decimal:
    """With two decimals, a half counting up."""
    return number.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def check_ids(items: Iterable[Measure], field: str) -> Iterator[Problem]:
    """What is undertaken has an id of its own."""
    for name, times in Counter(item.id for item in items).items():
        if times > 1:
            yield ValueInvalid("Two of them have this id.", field=field, value=name)


def check_measurable(items: Sequence[Measure], field: str, *needed: str) -> Iterator[Problem]:
    """Each target says by what it is measured."""
    for place, item in enumerate(items):
        missing = [name for name in needed if getattr(item, name) is None]
        if missing:
            yield TargetNotMeasurable(f"Missing: {', '.join(missing)}.", field=f"{field}.{place}", value=item.id)


class Commitment(NamedTuple):
    """An agreement or a plan as it stands: bound to a post, so that it ends with it."""

    id: UUID
    assignment_id: UUID | None
    dari: date
    sampai: date
    """The last day that it was made for."""
    versions: tuple[tuple[date, Sequence[Measure]], ...]
    """What is undertaken, and since when: as signed, then as revised."""
    ended: date | None = None
    """The first day without it: it was closed, or the post was left."""

    @property
    def last(self) -> date:
        """The last day on which it holds."""
        return self.sampai if self.ended is None else min(self.sampai, self.ended - timedelta(days=1))

    def meets(self, dari: date, sampai: date) -> bool:
        """Whether it holds on any of these days."""
        return self.dari <= sampai and dari <= self.last

    def items(self, day: date) -> Sequence[Measure]:
        """What is undertaken on a day; the first version also for the days before it was signed."""
        return [items for since, items in self.versions if since <= day or since == self.versions[0][0]][-1]


def found(commitments: Iterable[Commitment], named: UUID | None) -> Commitment | None:
    return next((c for c in commitments if c.id == named), None)


def post_named(history: "History", assignment_id: UUID | None, day: date) -> "Assignment | None":
    """The post of that id, as it was held last by that day; the definitive one of the day where none is named."""
    standing = history.standing
    if assignment_id is None:
        engagement = standing.engagement_on(day)
        return engagement.definitive(day) if engagement else None
    spells = _spells(history, assignment_id)
    return next((post for post in reversed(spells) if post.tmt <= day), spells[0] if spells else None)


def _spells(history: "History", assignment_id: UUID | None) -> "list[Assignment]":
    """The stretches of time in a post: more than one where it was given back by an annulment."""
    held = (post for engagement in history.standing.engagements for post in engagement.assignments)
    return [post for post in held if post.assignment_id == assignment_id]


def left(history: "History", assignment_id: UUID | None, day: date) -> date | None:
    """The first day without a post that was held on a day."""
    post = post_named(history, assignment_id, day) if assignment_id else None
    ends = [e.left(a) for e in history.standing.engagements for a in e.assignments if a is post]
    return next(iter(ends), None)


def check_held(given: "Given", assignment_id: UUID | None, day: date, field: str) -> Iterator[Problem]:
    """Somebody holds that post on that day."""
    engagement = given.engagement(day)
    if engagement is None:
        yield from given.engaged(day, field)
        return
    post = post_named(given.history, assignment_id, day)
    if post is None:
        yield AssignmentUnknown(field="assignment_id", value=assignment_id)
        return
    if all(held.assignment_id != post.assignment_id for held in engagement.held(day)):
        ended = left(given.history, post.assignment_id, day)
        detail = f"It was held from {post.tmt}" + (f" until before {ended}." if ended else ".")
        yield NotInPosition(detail, field=field, value=day)

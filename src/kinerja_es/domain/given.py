"""What deciding reads: everything a rule may look at, gathered before and handed in."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from uuid import UUID

from kinerja_es.domain.annulment import annulled_on
from kinerja_es.domain.appointment import EmployeeAppointed, OathTaken
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Category, Event, Key, stream_name, subject_of
from kinerja_es.domain.history import EMPTY, History
from kinerja_es.domain.policy import NO_POLICIES, Policies, Policy, judged_on
from kinerja_es.domain.unit import OrgUnitEstablished, PositionEstablished, ended_on, post_on, unit_on
from kinerja_es.errors import DecisionUnknown, EngagementClosed, NotEngaged, Problem
from kinerja_es.errors.correction import SkAnnulled
from kinerja_es.errors.opening import OlderThanRecord

if TYPE_CHECKING:
    from kinerja_es.domain.standing import Engagement

E = TypeVar("E", bound=Event)

_named = lru_cache(maxsize=4096)(stream_name)
"""An SK, its units and posts are looked at again for each of their employees."""

_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Given(NamedTuple):
    """The facts that a command is judged on, as known now."""

    stream: str
    """The stream that the fact would go to."""
    today: date
    """The civil date in the government's time zone."""
    history: History = EMPTY
    """What that stream tells so far."""
    others: Mapping[str, History] = _NOTHING
    """The streams that the fact refers to; a stream without events is missing here."""
    owners: Mapping[Key, tuple[str, ...]] = _NOTHING
    """Which streams hold the natural keys that the fact claims."""
    holders: Mapping[UUID, Mapping[str, History]] = _NOTHING
    """The careers of everybody else who was ever placed in the post that the fact is about, by their streams."""
    policies: Policies = NO_POLICIES
    """All that the government has adopted."""

    def policy(self, fact: Event) -> Policy:
        """The policy that a fact is judged by: that of the day of its SK, or of its own day."""
        return self.policies.content(judged_on(fact))

    def owned_by_another(self, key: Key) -> str | None:
        """The stream that holds this natural key, if it is not the fact's own."""
        owners = self.owners.get(key)
        return None if owners is None else next((stream for stream in owners if stream != self.stream), None)

    def sk(self, sk_id: UUID) -> DecisionIssued | None:
        return self._first(Category.SK, sk_id, DecisionIssued)

    def unit(self, unor_id: UUID) -> OrgUnitEstablished | None:
        return self._first(Category.UNOR, unor_id, OrgUnitEstablished)

    def post(self, jabatan_id: UUID) -> PositionEstablished | None:
        return self._first(Category.JABATAN, jabatan_id, PositionEstablished)

    def unit_on(self, unor_id: UUID, day: date) -> OrgUnitEstablished | None:
        """A unit under the name and in the place of a day."""
        history = self.others.get(_named(Category.UNOR, unor_id))
        return None if history is None else unit_on(history, day)

    def post_on(self, jabatan_id: UUID, day: date) -> PositionEstablished | None:
        """A post with the title and the seats of a day."""
        history = self.others.get(_named(Category.JABATAN, jabatan_id))
        return None if history is None else post_on(history, day)

    def ended(self, category: Category, subject: UUID) -> date | None:
        """The first day without a unit or a post."""
        history = self.others.get(_named(category, subject))
        return None if history is None else ended_on(history)

    def _first(self, category: Category, subject: UUID, kind: type[E]) -> E | None:
        history = self.others.get(_named(category, subject))
        return None if history is None else history.first(kind)

    def engaged(self, day: date, field: str = "tmt") -> Iterator[Problem]:
        """What speaks against an engagement on that day: none at all, or one that has ended before."""
        if self.engagement(day) is not None:
            return
        ended = [e for e in self.history.standing.engagements if e.ended is not None and e.ended <= day]
        yield (EngagementClosed if ended else NotEngaged)(field=field, value=day)

    def engagement(self, day: date) -> "Engagement | None":
        """The engagement that the employee is in on that day."""
        return self.history.standing.engagement_on(day)

    def sworn(self, assignment_id: UUID, day: date) -> bool:
        """Whether the employee had been sworn in for a post by that day."""
        oaths = self.history.of(OathTaken)
        return any(oath.assignment_id == assignment_id and oath.tanggal <= day for oath in oaths)

    def may_be_older(self, problem: Problem, day: date, opening: date | None = None) -> Problem:
        """What a rule misses of a day. For existing staff it may be older than this record: then it only warns."""
        opened = {opening, *(appointed.opening for appointed in self.history.of(EmployeeAppointed))}
        if any(opening is not None and day < opening for opening in opened):
            return OlderThanRecord(f"{problem.code}.", field=problem.field, value=problem.value)
        return problem

    def cited(self, event: Event) -> Iterator[Problem]:
        """The SK that a fact cites must be recorded, and have force on the fact's TMT."""
        if event.decision is None:
            return
        history = self.others.get(_named(Category.SK, event.decision.sk_id))
        if history is None:
            yield DecisionUnknown(field="decision", value=event.decision.nomor)
        elif len(history) > 1 and self._is_annulled(history, event.decision.sk_id, event.tmt):
            yield SkAnnulled(field="sk", value=event.decision.nomor)

    def _is_annulled(self, sk: History, sk_id: UUID, day: date) -> bool:
        """By the SK's own stream or by the employee's: an annulment may name a record that was merged since."""
        return annulled_on(sk, self._pegawai(), day) is not None or any(
            a.sk_id == sk_id and a.start <= day and (a.end is None or day < a.end)
            for a in self.history.standing.annulments
        )

    def _pegawai(self) -> UUID | None:
        """The employee whose stream the fact would go to."""
        return subject_of(self.stream) if self.stream.startswith(f"{Category.PEGAWAI}-") else None

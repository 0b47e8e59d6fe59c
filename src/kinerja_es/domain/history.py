"""One subject's facts in the order of meaning, whatever the order of recording was."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar, cast
from uuid import UUID

from kinerja_es.domain.corrected import effective
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.fold import fold, step
from kinerja_es.domain.standing import Standing

E = TypeVar("E", bound=Event)
FoldKey = tuple[date, int, date, int, str, int, UUID]

_NO_SK = date.min


def fold_key(event: Event) -> FoldKey:
    """The place of a fact among the facts of its subject.

    TMT; then who a person is, what an SK decides, and what follows from it (the hundreds of the published
    precedence); then the SK's date, the precedence, the SK's number, the place in its command, and its id.
    An SK may be dated after its TMT: its date alone would put the start of duty before the appointment.
    Position is never part of it: the order of recording cannot change a history.
    """
    # By way of its fields: every other way to an attribute of a model costs five times as much.
    fields = event.__dict__
    sk, order = fields["decision"], event.PRECEDENCE
    if sk is None:
        return (fields["tmt"], order // 100, _NO_SK, order, "", fields["place"], fields["event_id"])
    return (fields["tmt"], order // 100, sk.tanggal, order, sk.nomor, fields["place"], fields["event_id"])


class History:
    """The facts of one subject, corrected, in fold order."""

    __slots__ = ("_after", "_asked", "_before", "_kinds", "_last", "_ordered", "_recorded", "_standing", "_true")

    def __init__(self, facts: Iterable[Event] = ()) -> None:
        self._recorded = tuple(facts)
        self._true: tuple[Event, ...] | None = None
        self._ordered: tuple[Event, ...] | None = None
        self._kinds: dict[type[Event], list[Event]] | None = None
        self._standing: Standing | None = None
        self._last: FoldKey | None = None
        self._before: History | None = None
        self._asked: tuple[Event, FoldKey] | None = None
        self._after: tuple[Event, History] | None = None

    @property
    def _facts(self) -> tuple[Event, ...]:
        """What stands of the facts, corrected, in the order of recording."""
        if self._true is None:
            self._true = effective(self._recorded)
        return self._true

    @property
    def facts(self) -> tuple[Event, ...]:
        if self._ordered is None:
            self._ordered = tuple(sorted(self._facts, key=fold_key))
        return self._ordered

    @property
    def recorded(self) -> tuple[Event, ...]:
        """All facts as they were recorded, in that order: also those that no longer stand."""
        return self._recorded

    @property
    def closed(self) -> bool:
        """Whether nothing can be recorded here any more: the record lives on in another stream, or was destroyed."""
        if self._facts is self._recorded:
            return False  # without any correction
        return any(fact.CORRECTS and (fact.LAST or fact.closes()) for fact in self._facts)

    def by_id(self, event_id: UUID) -> Event | None:
        """A fact that stands, as it is now known."""
        return next((fact for fact in self._facts if fact.event_id == event_id), None)

    def without(self, event_id: UUID) -> "History":
        """This history as it would be without one fact."""
        return History(fact for fact in self._facts if fact.event_id != event_id)

    @property
    def standing(self) -> Standing:
        """What these facts come to."""
        if self._standing is None:
            before = self._before
            self._standing = fold(self.facts) if before is None else step(before.standing, self._recorded[-1])
        return self._standing

    def ends_before(self, fact: Event) -> bool:
        """Whether a fact comes after all of these in fold order, and leaves them as they are."""
        if fact.CORRECTS:
            return False
        if self._last is None and self._recorded and self._facts:
            ordered = self._ordered
            self._last = max(map(fold_key, self._facts)) if ordered is None else fold_key(ordered[-1])
        return self._last is None or self._last < self._key(fact)

    def and_then(self, fact: Event) -> "History":
        """This history with one fact more, wherever its TMT puts it."""
        if fact.CORRECTS:
            # Judging a correction looks at what it comes to again and again.
            if self._after is None or self._after[0] is not fact:
                self._after = fact, History((*self._recorded, fact))
            return self._after[1]
        after = History((*self._recorded, fact))
        if self._true is self._recorded:
            after._true = after._recorded
        if self.ends_before(fact):
            # What is last in fold order is one step; anything else is folded again when it is asked for.
            after._last, after._before = self._key(fact), self
        return after

    def _key(self, fact: Event) -> FoldKey:
        """The place of the fact that is about to follow: asked for when it is judged, and again when it is added."""
        asked = self._asked
        if asked is None or asked[0] is not fact:
            self._asked = asked = (fact, fold_key(fact))
        return asked[1]

    def of(self, kind: type[E]) -> list[E]:
        """The facts of one kind, in fold order."""
        kinds = self._kinds
        if kinds is None:
            # A rule asks for one kind after another, and a career has hundreds of facts: they are gone through once.
            kinds = self._kinds = dict[type[Event], list[Event]]()
            for fact in self._facts if self._ordered is None else self._ordered:
                kinds.setdefault(type(fact), []).append(fact)
        found = cast("list[E]", kinds.get(kind, _NONE))
        return found if len(found) < 2 else sorted(found, key=fold_key)

    def first(self, kind: type[E]) -> E | None:
        """The first fact of one kind, in fold order."""
        facts = self._facts
        if len(facts) == 1:
            # An SK, a unit, a post: mostly all that there is, and asked for again by each of their employees.
            return fact if type(fact := facts[0]) is kind else None
        found = self.of(kind)
        return found[0] if found else None

    def __iter__(self) -> Iterator[Event]:
        return iter(self.facts)

    def __len__(self) -> int:
        """How many facts were recorded: the version of the stream."""
        return len(self._recorded)


_NONE: list[Event] = []
EMPTY = History()

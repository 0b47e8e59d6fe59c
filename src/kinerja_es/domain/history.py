"""One subject's facts in the order of meaning, whatever the order of recording was."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from kinerja_es.domain.envelope import Event

if TYPE_CHECKING:
    from kinerja_es.domain.standing import Standing

E = TypeVar("E", bound=Event)
FoldKey = tuple[date, date, int, str, int, str]


def fold_key(event: Event) -> FoldKey:
    """The place of a fact among the facts of its subject.

    TMT, then the SK's date, then the published precedence of its kind, the SK's number, the place in its command,
    and its id. Position is never part of it: the order of recording cannot change a history.
    """
    sk = event.decision
    return (
        event.tmt,
        event.tmt if sk is None else sk.tanggal,
        event.PRECEDENCE,
        "" if sk is None else sk.nomor,
        event.place,
        event.event_id.hex,
    )


class History:
    """The facts of one subject, in fold order."""

    def __init__(self, facts: Iterable[Event] = ()) -> None:
        self._facts = tuple(facts)

    @cached_property
    def facts(self) -> tuple[Event, ...]:
        return tuple(sorted(self._facts, key=fold_key))

    def and_then(self, *facts: Event) -> "History":
        """This history with further facts, wherever their TMT puts them."""
        return History((*self._facts, *facts))

    def of(self, kind: type[E]) -> list[E]:
        """The facts of one kind, in fold order."""
        found = [fact for fact in self._facts if isinstance(fact, kind)]
        return found if len(found) < 2 else sorted(found, key=fold_key)

    @cached_property
    def standing(self) -> "Standing":
        """What these facts come to."""
        from kinerja_es.domain.standing import fold

        return fold(self.facts)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self._facts)


EMPTY = History()

"""The fold over an employee's standing, for every read model that is about where somebody stands."""

from kinerja_es.domain import fold, standing
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.standing import Standing, Stretch

_last: tuple[Standing | None, tuple[Stretch, ...]] = (None, ())


class OfStanding:
    """Inherit it, and say in `rows` what to make of the stretches; all that inherit it are folded once."""

    def start(self) -> Standing:
        return Standing()

    def step(self, state: Standing, fact: Event) -> Standing:
        return fold.step(state, fact)

    def stretches(self, state: Standing) -> tuple[Stretch, ...]:
        """The stretches of time in one standing, kept for the next read model that asks for the same ones."""
        global _last  # noqa: PLW0603 - replaced as a whole, so that threads cannot mix two
        last = _last
        if last[0] is not state:
            _last = last = (state, tuple(standing.stretches(state)))
        return last[1]

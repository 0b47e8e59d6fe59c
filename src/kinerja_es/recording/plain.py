"""What a second process is told of a roster's rows, and what it gives back of those that are plain (see `aside`)."""

from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from kinerja_es.domain.envelope import Event, Key
from kinerja_es.domain.values import Kind
from kinerja_es.log.application import Prepared
from kinerja_es.recording.rows import Place, PlaceName


class Told(NamedTuple):
    """What a second process is told before it prepares rows: their places, and the histories of units and posts."""

    places: list[tuple[PlaceName, Place | None]]
    histories: list[tuple[str, tuple[Event, ...]]]


class Plain(NamedTuple):
    """Rows of people whom the log does not know, of whom nothing is to be said."""

    prepared: Prepared
    keys: list[Key]
    """Everything by which they might be known already."""
    rows: list[int]
    """For each of the keys, the row that it stands in."""
    counts: Counter[Kind]
    seats: Counter[tuple[PlaceName, date | None]]

    def away(self) -> tuple[Any, ...]:
        """As it goes to another process: plain values."""
        seats = [(name, tmt and tmt.toordinal(), count) for (name, tmt), count in self.seats.items()]
        keys = [(key.kind, str(key.text)) for key in self.keys]
        return (
            self.prepared.rows,
            self.prepared.keys,
            keys,
            self.rows,
            {k.value: n for k, n in self.counts.items()},
            seats,
        )

    @classmethod
    def back(cls, told: tuple[Any, ...]) -> "Plain":
        """As it came from there."""
        rows, new, keys, numbers, counts, seats = told
        return cls(
            Prepared(rows, new),
            [Key(kind, text) for kind, text in keys],
            numbers,
            Counter({Kind(kind): n for kind, n in counts.items()}),
            Counter({(name, tmt and date.fromordinal(tmt)): count for name, tmt, count in seats}),
        )

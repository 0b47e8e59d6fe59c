"""What judging a whole file reads: streams and natural keys in bulk, and what the file itself comes to.

A file is judged by its end state: who leaves a post by it no longer holds it, whichever row comes first.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from kinerja_es.domain.appointment import held_key
from kinerja_es.domain.envelope import Event, Key, subject_of
from kinerja_es.domain.history import EMPTY, History
from kinerja_es.errors import Problem
from kinerja_es.recording.record import CORRECTING, SHARED, Reading

E = TypeVar("E", bound=Event)


class Books(Reading):
    """The reading of one file, at one head of the log."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.recorded: dict[str, Sequence[Event]] = {}
        """Every fact of the streams that were read, in the order of recording, also those that hold no more."""
        self._before: dict[str, History] = {}
        if government := self.instansi.history:
            self._before[self.instansi.stream] = government
            self.recorded[self.instansi.stream] = government.recorded
        self._owned: dict[Key, tuple[str, ...]] = {}
        self._corrected: set[str] = set()
        """Employees of whom a correction may have taken the number, looked for with it."""
        self._brought: dict[Key, str] = {}
        self._rows: dict[str, int] = {}
        self._ends: Mapping[str, History] = {}
        self._placing: Mapping[Key, Iterable[str]] = {}
        self._placed: dict[UUID, dict[str, History]] | None = None

    # -- in bulk -------------------------------------------------------------------------

    def history(self, stream: str) -> History:
        """A stream's facts, read once: with the file's own, where it brings some."""
        if stream not in self.others:
            self.read([stream])
        return self.others.get(stream, EMPTY)

    def read(self, streams: Iterable[str]) -> None:
        """Read many streams at once; one without facts is known to be empty."""
        empty = self.unchanged.streams
        new = [s for s in dict.fromkeys(streams) if s not in self._before and empty.get(s) != 0]
        facts = self.log.facts_of(new, up_to=self.head)
        for stream in new:
            found = facts.get(stream, ())
            self.unchanged.streams[stream] = len(found)
            if found:
                self.recorded[stream] = found
                self._before[stream] = History(found)
                self.others.setdefault(stream, self._before[stream])

    def forget(self, streams: Iterable[str]) -> None:
        """Give back the memory of streams that are judged; that they were read is kept."""
        for stream in streams:
            for held in (self.others, self._before, self.recorded):
                held.pop(stream, None)

    def before(self, stream: str) -> History:
        """What a stream tells without the file."""
        return self._before.get(stream, EMPTY)

    def look_up(self, keys: Iterable[Key]) -> None:
        """Find the holders of many keys at once."""
        new = [key for key in dict.fromkeys(keys) if key not in self._owned]
        found = super().owners(new) if new else {}
        self._owned |= {key: found.get(key, ()) for key in new}
        numbered = {stream for key in new if key.kind == "nip" for stream in self._owned[key]}
        if numbered:
            self._corrected |= self.log.having([*numbered], CORRECTING)

    def owners(self, keys: Sequence[Key]) -> dict[Key, tuple[str, ...]]:
        """Which streams hold these natural keys: by the log, then by the file's own rows."""
        self.look_up(keys)
        found = {key: (*self._owned[key], *self._brought_by(key)) for key in keys}
        return {key: streams for key, streams in found.items() if streams}

    def owner(self, key: Key) -> str | None:
        """Which stream holds a natural key now; of several that claimed it, one may have been corrected."""
        if key not in self._owned:
            self.look_up([key])
        streams = self._owned[key]
        if not streams or (len(streams) == 1 and streams[0] not in self._corrected):
            return streams[0] if streams else None
        held = self.held([key])[key]
        return held[0] if held else None

    def known(self, key: Key, event: E) -> E | None:
        """What opened the stream that holds a key: recorded before, or brought by an earlier row of the file.

        The row of the event itself is not meant.
        """
        if (stream := self.owner(key) or self._brought.get(key)) is None:
            return None
        first = self.history(stream).first(type(event))
        return None if first is None or first.event_id == event.event_id else first

    # -- what the file brings ------------------------------------------------------------

    def bring(self, event: Event, stream: str, row: int, history: History = EMPTY) -> None:
        """A row claims its natural keys: the first one that does holds them against the others."""
        for key in event.keys(history):
            if key.kind not in SHARED:
                self._brought.setdefault(key, stream)
                self._rows.setdefault(str(subject_of(stream)), row)

    def name_row(self, problem: Problem) -> None:
        """Name the row that holds a key, instead of a stream that the log may not have."""
        found = _STREAM.search(problem.detail)
        if found and (row := self._rows.get(found[1])):
            problem.detail = problem.detail.replace(found[0], f"the one of row {row}")

    def comes_to(self, ends: Mapping[str, History], placed: Mapping[Key, Iterable[str]]) -> None:
        """From now on judge by this end of the file: streams with all that it brings, and who is placed where."""
        for stream in self._ends.keys() - ends.keys():
            self.others.pop(stream, None)
        self._ends, self._placing, self._placed = ends, placed, {}
        self.others.update(ends)

    def holders(self, jabatan_id: UUID, *, but: str) -> dict[str, History]:
        """The careers of everybody else who was ever placed in a post, as they are at the end of the file.

        Before that end is known nobody is told: seats are judged when it is.
        """
        if self._placed is None:
            return {}
        if jabatan_id not in self._placed:
            key = held_key(jabatan_id)
            self.look_up([key])
            streams = sorted({*self._owned[key], *self._placing.get(key, ())})
            self.read(streams)
            self._placed[jabatan_id] = {s: self._ends.get(s) or self.history(s) for s in streams}
        return {stream: career for stream, career in self._placed[jabatan_id].items() if stream != but}

    def held(self, keys: Sequence[Key]) -> dict[Key, tuple[str, ...]]:
        """Which streams hold these natural keys now: what a row of the file claims, it holds."""
        found = super().held(keys)
        return {key: tuple(dict.fromkeys((*found.get(key, ()), *self._brought_by(key)))) for key in keys}

    def _brought_by(self, key: Key) -> tuple[str, ...]:
        found = self._brought.get(key)
        return () if found is None else (found,)


_STREAM = re.compile(r"(?:[a-z]+-)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")

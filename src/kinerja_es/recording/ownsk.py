"""The SKs that the rows of a roster name by number and date: found where they are recorded, or recorded with them.

A roster does not say who signed them. What is kept of each is a few words, so that a hundred thousand fit into memory;
the events are made again when they are staged.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kinerja_es.domain.decision import DecisionIssued, JenisSk, sk_number_key
from kinerja_es.domain.envelope import Category, DecisionRef, stream_name
from kinerja_es.domain.history import EMPTY, History
from kinerja_es.domain.values import SkNumber
from kinerja_es.errors import Problem, ValueMissing
from kinerja_es.log.application import Log, Stage, Write
from kinerja_es.recording.judge import judge
from kinerja_es.recording.record import Reading, Request
from kinerja_es.recording.siasn import RosterRow
from kinerja_es.recording.unnamed import naming, of_number, unnamed_sk

Named = tuple[SkNumber, date]
AT_ONCE = 1000


class OwnSks:
    """Finds or issues the SKs of a roster's own rows."""

    def __init__(self, reading: Reading, request: Request) -> None:
        self._reading, self._request = reading, request
        self._known: dict[Named, DecisionRef | Problem | None] = {}
        """How each is cited, or what is wrong with it; None for one that is new."""
        self._refs: dict[Named, DecisionRef] = {}
        """How the new ones are cited that are looked at."""
        self._cited: dict[Named, int] = {}

    def look_up(self, rows: Sequence[RosterRow]) -> None:
        """Find the SKs that these rows name; those of the rows before are let go."""
        for ref in self._refs.values():
            self._reading.others.pop(stream_name(Category.SK, ref.sk_id), None)
        self._refs.clear()
        named = dict.fromkeys(pair for row in rows for pair in _named(row) if pair is not None)
        new = [pair for pair in named if pair not in self._known]
        owners = self._reading.held([sk_number_key(*pair) for pair in new]) if new else {}
        for pair in new:
            try:
                self._known[pair] = self._find(pair, owners.get(sk_number_key(*pair), ()))
            except Problem as problem:
                self._known[pair] = problem
        for pair in named:
            if self._known[pair] is None:
                event = self._event(pair)
                self._reading.others[stream_name(Category.SK, event.sk_id)] = History([event])
                self._refs[pair] = event.ref()

    def of(self, row: RosterRow, problems: list[Problem]) -> tuple[DecisionRef | None, DecisionRef | None]:
        """The SK of the appointment and that of the confirmation; None where the row names none."""
        refs: list[DecisionRef | None] = []
        for pair, columns in zip(_named(row), COLUMNS, strict=True):
            known = None if pair is None else self._known[pair] or self._refs[pair]
            if isinstance(known, Problem):
                problems.append(type(known)(known.detail, field=columns[known.field == "tanggal"], value=known.value))
            refs.append(known if isinstance(known, DecisionRef) else None)
        problems += _halves(row)
        return refs[0], refs[1]

    def changed(self, refs: Iterable[DecisionRef | None]) -> bool:
        """Whether anything was decided on one of these since it was issued."""
        streams = [stream_name(Category.SK, ref.sk_id) for ref in refs if ref is not None]
        return any(len(self._reading.history(stream)) > 1 for stream in streams)

    def count(self, refs: Iterable[DecisionRef | None]) -> None:
        """An employee is recorded under these."""
        for ref in refs:
            if ref is not None:
                pair = (ref.nomor, ref.tanggal)
                self._cited[pair] = self._cited.get(pair, 0) + 1

    def stage(self, log: Log, stage: Stage) -> None:
        """Put the new ones that somebody was recorded under on the stage."""
        writes: list[Write] = []
        for pair, named in self._cited.items():
            if self._known[pair] is not None:
                continue
            event = naming(self._event(pair), named)
            writes.append(Write(stream_name(Category.SK, event.sk_id), 1, event))
            if len(writes) == AT_ONCE:
                log.stage(stage, writes)
                writes.clear()
        log.stage(stage, writes)

    def _find(self, pair: Named, streams: Sequence[str]) -> DecisionRef | None:
        issued = [fact for stream in streams if (fact := self._reading.history(stream).first(DecisionIssued))]
        found = of_number(issued)
        if found is not None:
            return found.ref()
        event = self._event(pair)
        stream = stream_name(Category.SK, event.sk_id)
        _, problems = judge(event, self._reading.given(event, stream, EMPTY))
        for problem in problems:
            if not problem.warning:
                raise problem
        return None

    def _event(self, pair: Named) -> DecisionIssued:
        request = self._request
        shared: dict[str, Any] = {
            "actor": request.actor,
            "command_id": request.command_id,
            "rule_set": self._reading.policies.rule_set(pair[1]),
            "source": request.source,
        }
        return unnamed_sk(request.command_id, shared, *pair, JenisSk.PENGANGKATAN)


COLUMNS = (("NOMOR SK CPNS", "TANGGAL SK CPNS"), ("NOMOR SK PNS", "TANGGAL SK PNS"))


def _told(row: RosterRow) -> tuple[tuple[SkNumber | None, date | None], tuple[SkNumber | None, date | None]]:
    own = row.own
    pns = (None, None) if own is None else (own.sk_pns_nomor, own.sk_pns_tanggal)
    return (row.sk_nomor, row.sk_tanggal), pns


def _named(row: RosterRow) -> tuple[Named | None, Named | None]:
    """The SKs that a row names: both of number and date."""
    pairs = [None if nomor is None or tanggal is None else (nomor, tanggal) for nomor, tanggal in _told(row)]
    return pairs[0], pairs[1]


def _halves(row: RosterRow) -> Iterable[Problem]:
    """An SK of which the row names the number or the date alone."""
    for (nomor, tanggal), columns in zip(_told(row), COLUMNS, strict=True):
        if (nomor is None) != (tanggal is None):
            yield ValueMissing("An SK is named by both.", field=columns[0] if nomor is None else columns[1])

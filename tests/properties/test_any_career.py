"""Whatever is recorded, corrected, annulled, merged and refused, in whatever order: what must hold at every step."""

import tempfile
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kinerja_es.domain.annulment import DecisionAnnulled
from kinerja_es.domain.appointment import Penugasan, PositionAssigned
from kinerja_es.domain.envelope import Event, subject_of
from kinerja_es.domain.kedudukan import kedudukan_hukum
from kinerja_es.domain.standing import Standing, Status, runs_on, stretches
from kinerja_es.recording.merging import Merge
from tests.properties import commands as say
from tests.properties.agency import DAYS, PEOPLE, POSTS, SKS, Agency

T = TypeVar("T")

people = st.sampled_from(PEOPLE)
place = st.integers(0, 30)
"""Which of those that there are by now."""


def pick(found: Sequence[T], place: int) -> T:
    return found[-1 - place % len(found)]


class AnyCareer(RuleBasedStateMachine):
    """Four people whose records clerks fill, put right and take back."""

    @initialize(facts=st.lists(st.tuples(people, say.facts), max_size=10), order=st.integers(0, 99))
    def open(self, facts: list[Any], order: int) -> None:
        self.random = Random(order)
        self.folder = tempfile.TemporaryDirectory(prefix="kinerja-")
        self.agency = Agency(Path(self.folder.name))
        self.told: dict[int, Any] = {}
        for stream in PEOPLE[:3]:
            self.agency.record(stream, [say.appointment(DAYS[1], POSTS[2], SKS[0]), say.duty(DAYS[1])])
        for stream, ask in facts:
            self.agency.record(stream, [ask])

    def teardown(self) -> None:
        if not hasattr(self, "agency"):
            return
        try:
            self.earlier_answers_are_given_again()
            self.any_order_comes_to_the_same()
        finally:
            self.agency.close()
            self.folder.cleanup()

    def earlier_answers_are_given_again(self) -> None:
        for position, (known_then, stream, day, answer) in self.told.items():
            assert self.agency.stretches(position) == known_then, f"as known at {position}"
            assert self.agency.answer(stream, day, position) == answer, f"as known at {position}"

    def any_order_comes_to_the_same(self) -> None:
        """Once all of it is known; in another order something may be refused for good, or flagged as not fitting.

        A relief that names no post is of the one that was held as known then: a move that is recorded later and lies
        before it leaves it without one, and flagged.
        """
        with tempfile.TemporaryDirectory(prefix="kinerja-") as folder:
            other = Agency(Path(folder))
            for acts in self.agency.accepted:
                other.attempt_all(self.random.sample(acts, len(acts)))
            found, known = other.stretches(), sum(map(len, other.accepted))
            flagged = {s for s in PEOPLE for a in (other, self.agency) if a.history(s).standing.anomalies}
            other.close()
        if known == sum(map(len, self.agency.accepted)):
            here = self.agency.stretches()
            assert {s: found[s] for s in found if s not in flagged} == {s: here[s] for s in here if s not in flagged}

    # -- recording -----------------------------------------------------------------------

    @rule(stream=people, asks=st.lists(say.facts, min_size=1, max_size=2))
    def record(self, stream: str, asks: list[Any]) -> None:
        self.agency.record(stream, asks)

    @rule(place=place, change=say.changes)
    def correct(self, place: int, change: tuple[str, Any]) -> None:
        stream, target = pick(self.agency.recorded(), place)
        self.agency.record(stream, [say.correction(target, say.patch(target, self.agency.history(stream), change))])

    @rule(place=place)
    def void(self, place: int) -> None:
        stream, target = pick(self.agency.recorded(), place)
        self.agency.record(stream, [say.void(target)])

    @rule(sk=say.sks, place=place, change=say.changes)
    def ralat(self, sk: UUID, place: int, change: tuple[str, Any]) -> None:
        if not (citing := self._citing(sk)):
            return
        stream, target = pick(citing, place)
        patch = say.patch(target, self.agency.history(stream), change)
        self.agency.change(sk, say.ralat([{"event_id": str(target.event_id), **patch}]))

    @rule(sk=say.sks, ask=say.annulments)
    def annul(self, sk: UUID, ask: Any) -> None:
        self.agency.change(sk, ask)

    @rule(day=say.days, kind=say.kinds, whom=say.some)
    def annul_what_annulled(self, day: date, kind: str, whom: list[UUID]) -> None:
        self.agency.change(SKS[3], say.annulment(SKS[4], day, kind, whom))

    @rule(sk=say.sks, day=say.days, place=place)
    def annul_and_give_back(self, sk: UUID, day: date, place: int) -> None:
        """With the former post for one of those whom it had moved."""
        moves = [(s, e) for s, e in self._citing(sk) if isinstance(e, PositionAssigned) and e.replaces_assignment_id]
        if moves:
            stream, moved = pick(moves, place)
            restore = {"pegawai_id": subject_of(stream), "assignment_id": moved.replaces_assignment_id}
            self.agency.change(sk, say.annulment(SKS[3], day, restores=[restore]))

    @rule(place=place, day=say.days, whom=say.some)
    def reinstate(self, place: int, day: date, whom: Any) -> None:
        if not (annulments := self._annulments()):
            return
        stream, annulled = pick(annulments, place)
        self.agency.change(subject_of(stream), say.restoration(annulled.event_id, day, whom))

    @rule(kept=people, merged=people, leave=st.none() | place, day=say.days)
    def merge(self, kept: str, merged: str, leave: int | None, day: date) -> None:
        facts = [event for _, event in self.agency.recorded([merged])]
        left = () if leave is None else (pick(facts, leave).event_id,)
        why = {"evidence": "KTP sama", "approved_by": "Kepala BKPSDM"}
        self.agency.merge(kept, Merge(merged=subject_of(merged), tmt=day, leave=left, **why))

    def _citing(self, sk: UUID) -> list[tuple[str, Event]]:
        recorded = self.agency.recorded()
        return [(s, e) for s, e in recorded if not e.CORRECTS and e.decision is not None and e.decision.sk_id == sk]

    def _annulments(self) -> list[tuple[str, Event]]:
        return [(s, e) for s, e in self.agency.recorded([f"sk-{sk}" for sk in SKS]) if isinstance(e, DecisionAnnulled)]

    # -- what takes itself back ----------------------------------------------------------

    @rule(place=place, change=say.changes)
    def correct_and_correct_back(self, place: int, change: tuple[str, Any]) -> None:
        stream, target = pick(self.agency.recorded(), place)
        patch = say.patch(target, self.agency.history(stream), change)
        before = self.agency.stretches()
        if self.agency.record(stream, [say.correction(target, patch)]):
            corrected = self.agency.recorded([stream])[-1][1]
            for takes_back in (say.back(target, patch), say.void(corrected)):
                if self.agency.record(stream, [takes_back]):
                    assert self.agency.stretches() == before
                    return

    @rule(sk=say.sks, by=say.annulling, day=say.days, later=st.integers(0, 6))
    def annul_and_reinstate(self, sk: UUID, by: UUID, day: date, later: int) -> None:
        """From the restoration on it is as if nothing had been annulled."""
        again = DAYS[min(DAYS.index(day) + later, len(DAYS) - 1)]
        on = [d for d in DAYS if d >= again]
        before = self._on(on)
        if annulled := self.agency.change(sk, say.annulment(by, day)):
            lifts = UUID(annulled["events"][0]["event_id"])
            if self.agency.change(sk, say.restoration(lifts, again)):
                assert self._on(on) == before

    def _on(self, on: list[date]) -> dict[Any, Any]:
        """Status, post and pay on some days: since when is another matter."""
        standings = {s: self.agency.history(s).standing for s in PEOPLE}
        return {(s, day): (found := standing.on(day)) and found[2:] for s, standing in standings.items() for day in on}

    # -- what holds at every step --------------------------------------------------------

    @invariant()
    def read_models_are_what_a_replay_comes_to(self) -> None:
        agency, head = self.agency, self.agency.log.head()
        assert agency.rows() == agency.replayed()
        stream, day = PEOPLE[head % len(PEOPLE)], DAYS[head % len(DAYS)]
        self.told.setdefault(head, (agency.stretches(), stream, day, agency.answer(stream, day)))

    @invariant()
    def each_status_follows_from_the_one_before(self) -> None:
        for stream in PEOPLE:
            standing = self.agency.history(stream).standing
            on_duty: dict[UUID | None, date | None] = {e.engagement_id: e.duty for e in standing.engagements}
            for former, latter in pairwise(stretches(standing)):
                assert former.valid_to == latter.valid_from
                kedudukan_hukum(latter.status, latter.ground, kind=latter.kind)
                same = former.status is latter.status or former.engagement_id != latter.engagement_id
                if same or standing.anomalies:  # told already: something does not fit
                    continue
                # On the first day of duty somebody may be suspended at once; what was postponed is as if it had run.
                begun = former.status is Status.DIANGKAT and on_duty[latter.engagement_id] == latter.valid_from
                passed = Status.BATAL if former.ground == "DITUNDA" else Status.AKTIF if begun else former.status
                allowed = FOLLOWS[former.status] | FOLLOWS[passed]
                assert latter.status in allowed, f"{former.status} to {latter.status} on {latter.valid_from}"

    @invariant()
    def nobody_is_in_two_definitive_posts_untold(self) -> None:
        for stream in PEOPLE:
            standing = self.agency.history(stream).standing
            if standing.flags:
                continue
            for day in _days(standing):
                running = [e for e in standing.engagements if e.runs(day)]
                held = [a for e in running for a in e.assignments if a.penugasan is Penugasan.D and runs_on(a, day)]
                assert len(held) < 2, f"{day}: {[a.jabatan_id for a in held]}"

    @invariant()
    def no_post_has_more_holders_than_seats_without_a_warning(self) -> None:
        careers = {s: self.agency.history(s).standing for s in PEOPLE}
        days = {day for standing in careers.values() for day in _days(standing)}
        warned = {w.code for _, e in self.agency.recorded([*PEOPLE, *SK_STREAMS]) for w in e.warnings}
        for post in POSTS[:2]:
            for day in days:
                holders = [s for s, standing in careers.items() if _holds(standing, post, day)]
                assert len(holders) < 2 or "FORMASI_EXCEEDED" in warned, f"{day}: {holders}"

    @invariant()
    def no_number_is_held_by_two(self) -> None:
        held: dict[Any, str] = {}
        for stream in PEOPLE:
            for fact in self.agency.history(stream):
                for key in fact.claims():
                    if key.kind in ("nip", "nik") and not fact.CORRECTS:
                        assert held.setdefault(key, stream) == stream, key.kind


SK_STREAMS = [f"sk-{sk}" for sk in SKS]

_ENDED = {s for s in Status if s.name.startswith("BERHENTI")} | {Status.PENSIUN, Status.MENINGGAL}
_RUNNING = {Status.DIANGKAT, Status.AKTIF, Status.NONAKTIF_SEMENTARA, Status.KONTRAK_HABIS}
FOLLOWS = {
    Status.TERDAFTAR: {Status.DIANGKAT, Status.AKTIF},
    Status.DIANGKAT: {Status.AKTIF, Status.KONTRAK_HABIS, Status.BATAL, *_ENDED},
    # An appointment that is postponed brings back the days before the duty.
    Status.AKTIF: {Status.NONAKTIF_SEMENTARA, Status.KONTRAK_HABIS, Status.BATAL, Status.DIANGKAT, *_ENDED},
    Status.NONAKTIF_SEMENTARA: {Status.AKTIF, Status.KONTRAK_HABIS, Status.BATAL, Status.DIANGKAT, *_ENDED},
    Status.KONTRAK_HABIS: {Status.AKTIF, Status.NONAKTIF_SEMENTARA, Status.BATAL, Status.DIANGKAT, *_ENDED},
    # An ending that is annulled: what would have been, is again.
    **dict.fromkeys(_ENDED, _RUNNING | {Status.BATAL}),
    # An appointment that has its force again.
    Status.BATAL: _RUNNING | _ENDED,
}
"""The machine of one engagement: what may follow what."""


def _days(standing: Standing) -> set[date]:
    return {*DAYS, *(stretch.valid_from for stretch in stretches(standing))}


def _holds(standing: Standing, post: UUID, day: date) -> bool:
    engagement = standing.engagement_on(day)
    held = engagement.definitive(day) if engagement else None
    return held is not None and held.jabatan_id == post


class TestAnyCareer(AnyCareer.TestCase):
    """The same few careers in every run."""

    settings = settings(max_examples=40, stateful_step_count=12, derandomize=True)


@pytest.mark.long
class TestManyCareers(AnyCareer.TestCase):
    """Other ones in every run."""

    settings = settings(max_examples=500, stateful_step_count=24)

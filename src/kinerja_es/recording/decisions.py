"""An SK corrected, annulled or reinstated: it reaches each employee it names, in one transaction.

The SK's own stream gets the event; each employee that it concerns gets one in the own stream, caused by it, so that
one stream still tells an employee's whole story.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from kinerja_es.domain.annulment import DecisionAnnulled, DecisionReinstated, Effect, annulled_on, lifted_for_all
from kinerja_es.domain.catalogue import Command
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Category, Event, cited_key, stream_name, subject_of
from kinerja_es.domain.given import Given
from kinerja_es.domain.history import History
from kinerja_es.domain.ralat import DecisionCorrected, DecisionCorrectedForEmployee, FactPatch
from kinerja_es.errors import ConcurrencyConflict, DecisionUnknown, Problem, Problems
from kinerja_es.errors.correction import CorrectionTooWide, EmployeeNotNamed, EventUnknown
from kinerja_es.log.application import Write
from kinerja_es.recording.judge import judge
from kinerja_es.recording.reach import SAID_BY_THE_SK, annulled, citing, is_annulled, made, names_of, reinstated
from kinerja_es.recording.record import Decided, Reading, Recorder, Request, told_of

CITED = ("nomor", "tanggal", "pejabat_nama", "pejabat_jabatan", "kapasitas")
"""What facts repeat of the SK that they cite."""

Meant = list[tuple[str, Event]]
"""What an SK's event means elsewhere: events by their streams."""


class Decisions:
    """Changes to SKs that were recorded."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def change(
        self, sk_id: UUID, ask: Command, request: Request, *, expected_version: int | None = None
    ) -> dict[str, Any]:
        """Record a ralat, an annulment or a reinstatement, and what it means for each employee.

        Answers with the SK's stream, the number of employees reached, and the warnings. Raises Problems.
        """
        stream = stream_name(Category.SK, sk_id)

        def decided(reading: Reading) -> Decided:
            history = reading.history(stream)
            if not history:
                raise Problems([DecisionUnknown(field="decision", value=sk_id)])
            if expected_version not in (None, len(history)):
                detail = f"The version is {len(history)}, expected was {expected_version}."
                raise Problems([ConcurrencyConflict(detail, field="expected_version", value=expected_version)])
            (event,), warnings = self._recorder.decide(reading, stream, history, [ask], request)
            meant, more = self._meant(reading, sk_id, event)
            problems = [*warnings, *more]
            if any(not p.warning for p in problems):
                raise Problems(problems)
            writes = [Write(stream, len(history) + 1, _owned(event, meant))]
            versions = {where: len(reading.history(where)) for where, _ in meant}
            for where, found in meant:
                versions[where] += 1
                writes.append(Write(where, versions[where], found))
            answer = told_of(stream, len(history) + 1, [event], problems)
            answer["employees"] = sum(where.startswith(f"{Category.PEGAWAI}-") for where in versions)
            return Decided(writes, answer)

        return self._recorder.once(request, decided)

    def _meant(self, reading: Reading, sk_id: UUID, event: Event) -> tuple[Meant, list[Problem]]:
        """What the SK's event means for each employee, judged, and all that speaks against it."""
        named = _naming(reading, sk_id)
        problems: list[Problem] = []
        found: Meant = []
        match event:
            case DecisionCorrected():
                found = _corrections(event, reading.history(stream_name(Category.SK, sk_id)), named, problems)
            case DecisionAnnulled():
                found = _annulments(event, named, problems)
                found += _undone(reading, event)
            case DecisionReinstated():
                found = _reinstatements(event, named)
                found += _redone(reading, event)
            case _:
                pass
        judged: Meant = []
        after: dict[str, History] = {}
        end = _End(reading, found)
        for stream, ask in found:
            history = after.get(stream) or reading.history(stream)
            settled, told = judge(ask, end.given(ask, stream, history))
            problems += [_of(stream, problem) for problem in told if problem.code not in SAID_BY_THE_SK]
            after[stream] = history.and_then(settled)
            judged.append((stream, settled))
        return judged, problems


class _End:
    """What an SK's event comes to for everybody: a ralat that swaps two posts finds both of them free."""

    def __init__(self, reading: Reading, meant: Meant) -> None:
        self._reading = reading
        self._ends: dict[str, History] = {}
        for stream, ask in meant:
            self._ends[stream] = (self._ends.get(stream) or reading.history(stream)).and_then(ask)
        self._placed: defaultdict[UUID, set[str]] = defaultdict(set)
        for stream, history in self._ends.items():
            for engagement in history.standing.engagements:
                for assignment in engagement.assignments:
                    self._placed[assignment.jabatan_id].add(stream)

    def given(self, event: Event, stream: str, history: History) -> Given:
        given = self._reading.given(event, stream, history)
        holders: dict[UUID, dict[str, History]] = {}
        for post, careers in given.holders.items():
            there = {*careers, *self._placed.get(post, ())} - {stream}
            holders[post] = {s: self._ends.get(s) or careers[s] for s in sorted(there)}
        return given._replace(holders=holders)


def _of(stream: str, problem: Problem) -> Problem:
    """A problem with the employee that it is about."""
    problem.field = f"employees.{subject_of(stream)}.{problem.field or ''}".rstrip(".")
    return problem


def _naming(reading: Reading, sk_id: UUID) -> dict[str, History]:
    """Every employee whom an SK names: those with a fact that stands and cites it."""
    key = cited_key(sk_id)
    streams = [s for s in dict.fromkeys(reading.owners([key]).get(key, ())) if s.startswith(f"{Category.PEGAWAI}-")]
    reading.read(streams)
    histories = {stream: reading.history(stream) for stream in streams}
    return {stream: history for stream, history in histories.items() if citing(history, sk_id) and not history.closed}


# -- ralat -------------------------------------------------------------------------------


def _owned(event: Event, meant: Meant) -> Event:
    """The event with each of its patches saying whose fact it changes: what is personal in it is that person's."""
    if not isinstance(event, DecisionCorrected):
        return event
    whose = {
        patch.event_id: subject_of(stream)
        for stream, told in meant
        if isinstance(told, DecisionCorrectedForEmployee)
        for patch in told.patches
    }
    patches = tuple(p.model_copy(update={"pegawai_id": whose.get(p.event_id)}) for p in event.patches)
    return event.model_copy(update={"patches": patches})


def _corrections(event: DecisionCorrected, sk: History, named: Mapping[str, History], problems: list[Problem]) -> Meant:
    own = {fact.event_id for fact in sk}
    whose = {fact.event_id: stream for stream, history in named.items() for fact in history}
    patches: dict[str, list[FactPatch]] = {}
    issued = sk.first(DecisionIssued)
    cited = {p.path: p for p in event.patches if issued and p.event_id == issued.event_id and p.path in CITED}
    for stream, history in named.items() if cited else ():
        for fact in citing(history, event.sk_id):
            patches.setdefault(stream, []).extend(
                FactPatch(event_id=fact.event_id, path=f"decision.{name}", old=p.old, new=p.new)
                for name, p in cited.items()
            )
    for place, patch in enumerate(event.patches):
        if patch.event_id in own:
            # The papers of a former ralat are cited by each employee whom it reached.
            for stream, history in named.items() if patch.path in ("ralat_nomor", "ralat_tanggal") else ():
                for fact in history.of(DecisionCorrectedForEmployee):
                    if fact.correction_id == patch.event_id:
                        told = patch.model_copy(update={"event_id": fact.event_id})
                        patches.setdefault(stream, []).append(told)
            continue
        if patch.path.partition(".")[0] == "decision":
            detail = "What a fact cites of the SK follows from the SK's own correction."
            problems.append(CorrectionTooWide(detail, field=f"patches.{place}.path", value=patch.path))
            continue
        if (stream := whose.get(patch.event_id)) is None:
            problems.append(EventUnknown(field=f"patches.{place}.event_id", value=patch.event_id))
            continue
        patches.setdefault(stream, []).append(patch)
    return [
        (
            stream,
            made(
                DecisionCorrectedForEmployee,
                event,
                stream,
                tmt=event.tmt,
                sk_id=event.sk_id,
                correction_id=event.event_id,
                ralat_nomor=event.ralat_nomor,
                ralat_tanggal=event.ralat_tanggal,
                patches=tuple(found),
            ),
        )
        for stream, found in patches.items()
    ]


# -- annulment ---------------------------------------------------------------------------


def _annulments(event: DecisionAnnulled, named: Mapping[str, History], problems: list[Problem]) -> Meant:
    whom = {stream_name(Category.PEGAWAI, pegawai_id) for pegawai_id in event.pegawai_ids}
    problems += [
        EmployeeNotNamed(field="pegawai_ids", value=subject_of(stream)) for stream in sorted(whom - named.keys())
    ]
    concerned = {stream: history for stream, history in named.items() if not whom or stream in whom}
    restores: dict[str, list[UUID]] = {}
    for place, restore in enumerate(event.restores):
        stream = stream_name(Category.PEGAWAI, restore.pegawai_id)
        if stream not in concerned:
            problems.append(EmployeeNotNamed(field=f"restores.{place}.pegawai_id", value=restore.pegawai_id))
        restores.setdefault(stream, []).append(restore.assignment_id)
    return [
        (stream, annulled(event, stream, history, restores=restores.get(stream, ())))
        for stream, history in concerned.items()
    ]


def _undone(reading: Reading, event: DecisionAnnulled) -> Meant:
    """An SK that annulled another one loses its force: the other has its own again, from the same day on."""
    found: Meant = []
    for stream, history in _sks_citing(reading, event.sk_id):
        for annulment in history.of(DecisionAnnulled):
            cited = annulment.decision
            if cited is None or cited.sk_id != event.sk_id or lifted_for_all(history, annulment):
                continue
            back = made(
                DecisionReinstated,
                event,
                stream,
                tmt=max(event.tmt, annulment.tmt),
                sk_id=subject_of(stream),
                lifts=annulment.event_id,
                mulai=max(event.tmt, annulment.tmt),
                pegawai_ids=event.pegawai_ids,
                court_ref=event.court_ref,
            )
            found.append((stream, back))
            found += _reinstatements(back, _naming(reading, subject_of(stream)))
    return found


def _redone(reading: Reading, event: DecisionReinstated) -> Meant:
    """An SK that annulled another one has its force again: the other loses its own again, from the same day on."""
    found: Meant = []
    for stream, history in _sks_citing(reading, event.sk_id):
        for back in history.of(DecisionReinstated):
            annulment = history.by_id(back.lifts)
            start = max(event.mulai, back.mulai)
            if back.causation_id != event.lifts or not isinstance(annulment, DecisionAnnulled):
                continue
            naming = _naming(reading, subject_of(stream))
            whom = tuple(
                w for w in event.pegawai_ids or annulment.pegawai_ids if stream_name(Category.PEGAWAI, w) in naming
            )
            if (event.pegawai_ids and not whom) or annulled_on(history, None, start):
                continue
            again = made(
                DecisionAnnulled,
                event,
                stream,
                tmt=start,
                sk_id=subject_of(stream),
                kind=annulment.kind,
                defect=annulment.defect,
                by=annulment.by,
                effect=Effect.EX_NUNC,
                effect_from=start,
                diktum=annulment.diktum,
                court_ref=annulment.court_ref,
                pegawai_ids=whom,
                restores=annulment.restores,
            ).model_copy(update={"decision": annulment.decision})
            found.append((stream, again))
            found += _annulments(again, naming, [])
    return found


def _sks_citing(reading: Reading, sk_id: UUID) -> Iterator[tuple[str, History]]:
    """The SKs that were changed by another one."""
    key = cited_key(sk_id)
    for stream in dict.fromkeys(reading.owners([key]).get(key, ())):
        if stream.startswith(f"{Category.SK}-"):
            yield stream, reading.history(stream)


def _reinstatements(event: DecisionReinstated, named: Mapping[str, History]) -> Meant:
    """Each in whose own stream the annulment holds: somebody's record may have been merged into another since."""
    whom = set(event.pegawai_ids)
    return [
        (stream, reinstated(event, stream))
        for stream, history in named.items()
        if is_annulled(history, event.lifts) and (not whom or whom & names_of(stream, history))
    ]

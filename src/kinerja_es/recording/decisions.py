"""An SK corrected, annulled or reinstated: it reaches each employee it names, in one transaction.

The SK's own stream gets the event; each employee that it concerns gets one in the own stream, caused by it, so that
one stream still tells an employee's whole story.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import orjson

from kinerja_es.domain.catalogue import Command
from kinerja_es.domain.correction import (
    DecisionAnnulled,
    DecisionAnnulledForEmployee,
    DecisionCorrected,
    DecisionCorrectedForEmployee,
    DecisionReinstated,
    DecisionReinstatedForEmployee,
    Effect,
    FactPatch,
    lifted,
)
from kinerja_es.domain.envelope import Category, Event, cited_key, new_id, stream_name, subject_of
from kinerja_es.domain.history import History
from kinerja_es.errors import ConcurrencyConflict, DecisionUnknown, Problem, Problems
from kinerja_es.errors.correction import EmployeeNotNamed, EventUnknown, RestoreConflict
from kinerja_es.log.application import Command as LogCommand
from kinerja_es.log.application import Write
from kinerja_es.recording.judge import judge
from kinerja_es.recording.record import Reading, Recorder, Request, answer_of, retried, told_of

E = TypeVar("E", bound=Event)

CITED = ("nomor", "tanggal", "pejabat_nama", "pejabat_jabatan", "kapasitas")
"""What facts repeat of the SK that they cite."""

Meant = list[tuple[str, Event]]
"""What an SK's event means elsewhere: events by their streams."""


class Decisions:
    """Changes to SKs that were recorded."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._log = recorder.log

    def change(
        self, sk_id: UUID, ask: Command, request: Request, *, expected_version: int | None = None
    ) -> dict[str, Any]:
        """Record a ralat, an annulment or a reinstatement, and what it means for each employee.

        Answers with the SK's stream, the number of employees reached, and the warnings. Raises Problems.
        """
        stream = stream_name(Category.SK, sk_id)

        def attempt() -> dict[str, Any]:
            reading = self._recorder.reading()
            if request.keep and (known := self._log.answered(LogCommand(request.command_id, request.body))) is not None:
                return answer_of(known.answer, known.position)
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
            writes = [Write(stream, len(history) + 1, event)]
            versions = {where: len(reading.history(where)) for where, _ in meant}
            for where, found in meant:
                versions[where] += 1
                writes.append(Write(where, versions[where], found))
            answer = told_of(stream, len(history) + 1, [event], problems)
            answer["employees"] = sum(where.startswith(f"{Category.PEGAWAI}-") for where in versions)
            command = LogCommand(request.command_id, request.body, orjson.dumps(answer)) if request.keep else None
            done = self._log.append(writes, unchanged=reading.unchanged, command=command)
            return answer_of(done.answer, done.position) if command else answer | {"position": done.position}

        return retried(attempt)

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
                found = _reinstatements(event, reading.history(stream_name(Category.SK, sk_id)), named)
            case _:
                pass
        judged: Meant = []
        after: dict[str, History] = {}
        for stream, ask in found:
            history = after.get(stream) or reading.history(stream)
            settled, told = judge(ask, reading.given(ask, stream, history))
            problems += [_of(stream, problem) for problem in told if problem.code not in _SAID_BY_THE_SK]
            after[stream] = history.and_then(settled)
            judged.append((stream, settled))
        problems += _conflicts(reading, judged, after)
        return judged, problems


_SAID_BY_THE_SK = frozenset({"SK_ANNULLED"})
"""What is told once, of the SK itself."""


def _of(stream: str, problem: Problem) -> Problem:
    """A problem with the employee that it is about."""
    problem.field = f"employees.{subject_of(stream)}.{problem.field or ''}".rstrip(".")
    return problem


def _naming(reading: Reading, sk_id: UUID) -> dict[str, History]:
    """Every employee whom an SK names: those with a fact that stands and cites it."""
    key = cited_key(sk_id)
    streams = [s for s in dict.fromkeys(reading.owners([key]).get(key, ())) if s.startswith(f"{Category.PEGAWAI}-")]
    histories = {stream: reading.history(stream) for stream in streams}
    return {stream: history for stream, history in histories.items() if _citing(history, sk_id)}


def _citing(history: History, sk_id: UUID) -> list[Event]:
    """The facts of one employee that an SK decided."""
    return [fact for fact in history if fact.decision is not None and fact.decision.sk_id == sk_id]


def _made(made: type[E], cause: Event, stream: str, **fields: Any) -> E:
    """An event in another stream that an SK's event causes: with its authority, its actor and its rules."""
    return made(
        event_id=new_id(cause.command_id, cause.place, stream, made.__name__),
        place=cause.place,
        decision=cause.decision,
        legal_basis=cause.legal_basis,
        documents=cause.documents,
        actor=cause.actor,
        command_id=cause.command_id,
        causation_id=cause.event_id,
        rule_set=cause.rule_set,
        source=cause.source,
        reason=cause.reason,
        **fields,
    )


# -- ralat -------------------------------------------------------------------------------


def _corrections(event: DecisionCorrected, sk: History, named: Mapping[str, History], problems: list[Problem]) -> Meant:
    own = {fact.event_id for fact in sk}
    whose = {fact.event_id: stream for stream, history in named.items() for fact in history}
    patches: dict[str, list[FactPatch]] = {}
    cited = {p.path: p for p in event.patches if p.event_id in own and p.path in CITED}
    for stream, history in named.items() if cited else ():
        for fact in _citing(history, event.sk_id):
            patches.setdefault(stream, []).extend(
                FactPatch(event_id=fact.event_id, path=f"decision.{name}", old=p.old, new=p.new)
                for name, p in cited.items()
            )
    for place, patch in enumerate(event.patches):
        if patch.event_id in own:
            continue
        if (stream := whose.get(patch.event_id)) is None:
            problems.append(EventUnknown(field=f"patches.{place}.event_id", value=patch.event_id))
            continue
        patches.setdefault(stream, []).append(patch)
    return [
        (
            stream,
            _made(
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
    found: Meant = []
    for stream, history in concerned.items():
        start = _start(event, history)
        made = _made(
            DecisionAnnulledForEmployee,
            event,
            stream,
            tmt=start,
            sk_id=event.sk_id,
            annulment_id=event.event_id,
            kind=event.kind,
            effect=event.effect,
            effect_from=start,
            restores=tuple(restores.get(stream, ())),
            court_ref=event.court_ref,
        )
        found.append((stream, made))
    return found


def _start(event: DecisionAnnulled, history: History) -> date:
    """The first day without force for one employee: as if it had never been, from the first day that it decided."""
    if event.effect is Effect.EX_TUNC:
        return min(fact.tmt for fact in _citing(history, event.sk_id))
    return event.tmt


def _undone(reading: Reading, event: DecisionAnnulled) -> Meant:
    """An SK that annulled another one loses its force: the other has its own again, from the same day on."""
    key = cited_key(event.sk_id)
    found: Meant = []
    for stream in dict.fromkeys(reading.owners([key]).get(key, ())):
        if not stream.startswith(f"{Category.SK}-"):
            continue
        history = reading.history(stream)
        for annulment in history.of(DecisionAnnulled):
            cited = annulment.decision
            if cited is None or cited.sk_id != event.sk_id or lifted(history, annulment, None) is not None:
                continue
            back = _made(
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
            found += _reinstatements(back, history, _naming(reading, subject_of(stream)))
    return found


def _reinstatements(event: DecisionReinstated, sk: History, named: Mapping[str, History]) -> Meant:
    annulment = sk.by_id(event.lifts)
    found: Meant = []
    for stream in named:
        who = subject_of(stream)
        if isinstance(annulment, DecisionAnnulled) and annulment.holds_for(who) and event.holds_for(who):
            made = _made(
                DecisionReinstatedForEmployee,
                event,
                stream,
                tmt=event.mulai,
                sk_id=event.sk_id,
                reinstatement_id=event.event_id,
                annulment_id=event.lifts,
                mulai=event.mulai,
            )
            found.append((stream, made))
    return found


def _conflicts(
    reading: Reading, judged: Sequence[tuple[str, Event]], after: Mapping[str, History]
) -> Iterator[Problem]:
    """A former post is given back only if it has a seat free on that day, once all of it has taken effect."""
    for stream, event in judged:
        if not isinstance(event, DecisionAnnulledForEmployee) or not event.restores:
            continue
        for post_id in event.posts(reading.history(stream)):
            key = stream_name(Category.JABATAN, post_id)
            reading.history(key)
            post = reading.given(event, stream, after[stream]).post(post_id)
            careers = {**reading.holders(post_id, but=stream), stream: after[stream]}
            held = [s for s, career in careers.items() if _holds(after.get(s, career), post_id, event.effect_from)]
            if post is not None and post.formasi is not None and len(held) > post.formasi:
                others = ", ".join(str(subject_of(s)) for s in held if s != stream)
                detail = f"{post.title.nama} is held by {others}."
                yield _of(stream, RestoreConflict(detail, field="restores", value=post_id))


def _holds(career: History, post_id: UUID, day: date) -> bool:
    """Whether somebody holds a post definitively on a day."""
    engagement = career.standing.engagement_on(day)
    held = engagement.definitive(day) if engagement else None
    return held is not None and held.jabatan_id == post_id

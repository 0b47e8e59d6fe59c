"""Two records of one person become one history: what the one knew is taken over into the other, in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kinerja_es.domain.appointment import EmployeeAppointed
from kinerja_es.domain.batch import BatchMemberMerged
from kinerja_es.domain.catalogue import generated
from kinerja_es.domain.change import claimed_after
from kinerja_es.domain.correction import RecordCorrected
from kinerja_es.domain.envelope import Category, Event, LongText, ShortText, Warned, new_id, stream_name, subject_of
from kinerja_es.domain.history import History
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.domain.merge import EmployeesMerged, Same
from kinerja_es.domain.policy import judged_on
from kinerja_es.domain.transfer import AgencyTransferredIn
from kinerja_es.domain.values import Day, Kind
from kinerja_es.errors import EmployeeUnknown, Problem, Problems
from kinerja_es.errors.correction import EventUnknown, MergeDiffers
from kinerja_es.log.application import Write
from kinerja_es.recording.judge import judge
from kinerja_es.recording.reach import SAID_BY_THE_SK
from kinerja_es.recording.record import Decided, Reading, Recorder, Request, told_of


class Merge(BaseModel):
    """The record that ends, and what of it is left out of the one that goes on."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        hide_input_in_errors=True,
        json_schema_extra={
            "examples": [
                {
                    "merged": "00000000-0000-4000-8000-000000000011",
                    "tmt": "2026-02-01",
                    "evidence": "KTP dan petikan SK sama",
                    "approved_by": "Kepala BKPSDM",
                    "leave": [],
                }
            ]
        },
    )

    merged: UUID
    tmt: Day
    evidence: ShortText
    approved_by: ShortText
    reason: LongText | None = None
    leave: tuple[UUID, ...] = Field(default=(), max_length=1000)
    """Facts of the record that ends, by event_id, that are not taken over. What the other knows already never is."""


def merge(recorder: Recorder, kept: str, ask: Merge, request: Request) -> dict[str, Any]:
    """Merge a record into the one of the stream `kept`. Raises Problems with all that speaks against it."""
    merged = stream_name(Category.PEGAWAI, ask.merged)

    def decided(reading: Reading) -> Decided:
        into, former = reading.history(kept), reading.history(merged)
        if not former:
            raise Problems([EmployeeUnknown(field="merged", value=ask.merged)])
        rule_set = reading.policies.rule_set(ask.tmt)
        ends = _merged(ask, request, kept, rule_set, role="MERGED")
        goes_on = _merged(ask, request, kept, rule_set, role="KEPT")
        problems = [*goes_on.check(reading.given(goes_on, kept, into))]
        if problems:
            raise Problems(problems)
        # From here on the record that ends claims nothing any more.
        reading.others[merged] = former.and_then(ends)
        person, differs = _person(into, former, goes_on)
        warned = tuple(Warned(code=problem.code, field=problem.field) for problem in differs)
        goes_on = goes_on.model_copy(update={"warnings": warned})
        into_all = reduce(History.and_then, [goes_on, *person], into)
        taken, same, problems = _taken(reading, into_all, former, goes_on, ask.leave)
        goes_on = goes_on.model_copy(update={"same": tuple(same)})
        problems = [*differs, *problems]
        if any(not p.warning for p in problems):
            raise Problems(problems)
        events: list[Event] = [goes_on, *person, *taken]
        writes = [Write(kept, len(into) + n, event) for n, event in enumerate(events, 1)]
        writes.append(Write(merged, len(former) + 1, ends))
        writes += _counted_twice(reading, into, former, ends)
        return Decided(writes, told_of(kept, len(into) + len(events), events, problems))

    return recorder.once(request, decided)


def _merged(ask: Merge, request: Request, kept: str, rule_set: str, *, role: str) -> EmployeesMerged:
    return EmployeesMerged.model_validate(
        {
            "event_id": new_id(request.command_id, role),
            "place": 0,
            "tmt": ask.tmt,
            "actor": request.actor,
            "command_id": request.command_id,
            "rule_set": rule_set,
            "source": request.source,
            "reason": ask.reason,
            "kept": subject_of(kept),
            "merged": ask.merged,
            "role": role,
            "evidence": ask.evidence,
            "approved_by": ask.approved_by,
        }
    )


def _taken(
    reading: Reading, into: History, former: History, cause: EmployeesMerged, leave: Sequence[UUID]
) -> tuple[list[Event], list[Same], list[Problem]]:
    """The facts that are taken over, judged in the history that goes on; and those that it knew already."""
    kept = stream_name(Category.PEGAWAI, cause.kept)
    facts = {fact.event_id: fact for fact in former if not fact.CORRECTS}
    problems: list[Problem] = [
        EventUnknown(field=f"leave.{n}", value=event_id)
        for n, event_id in enumerate(leave)
        # What an SK's own event means for the employee is no fact to be chosen.
        if event_id not in facts or facts[event_id].BY_SERVER
    ]
    known = {_said(fact): fact for fact in into}
    ids: dict[UUID, UUID] = {}
    taken: list[Event] = []
    twice: list[Same] = []
    left_out = set(leave)
    for event_id, recorded in facts.items():
        fact = _renamed(recorded, ids)
        if isinstance(fact, EmployeeRegistered) or event_id in left_out:
            continue
        if (same := known.get(_said(fact))) is not None:
            # The ids that the other record gave to the same thing stand for this one's from here on.
            ids.update({getattr(recorded, name): getattr(same, name) for name in _names(recorded)})
            twice.append(Same(event_id=same.event_id, merged_event_id=event_id))
            continue
        copy = fact.model_copy(
            update={
                "event_id": new_id(cause.command_id, str(event_id)),
                "command_id": cause.command_id,
                "actor": cause.actor,
                "causation_id": cause.event_id,
                "correlation_id": event_id,
                "warnings": (),
                "rule_set": reading.policies.rule_set(judged_on(fact)),
                "place": len(taken) + 2,
            }
        )
        settled, told = judge(copy, reading.given(copy, kept, into))
        # It was recorded while its SK had force, or by an exception of its own.
        told = [problem for problem in told if problem.code not in SAID_BY_THE_SK]
        for problem in told:
            problem.field = f"{event_id}.{problem.field or ''}".rstrip(".")
        problems += told
        into = into.and_then(settled)
        taken.append(settled)
    return taken, twice, problems


def _counted_twice(reading: Reading, into: History, former: History, cause: EmployeesMerged) -> Iterator[Write]:
    """A batch that has brought both records has one member less, from today on: as its files have their own day."""
    known = dict(_batches(into))
    for batch_id, kind in dict(_batches(former)).items():
        if batch_id not in known:
            continue
        stream = stream_name(Category.BATCH, batch_id)
        event = BatchMemberMerged(
            event_id=new_id(cause.command_id, stream),
            place=0,
            tmt=reading.today,
            actor=cause.actor,
            command_id=cause.command_id,
            causation_id=cause.event_id,
            rule_set=cause.rule_set,
            source=cause.source,
            batch_id=batch_id,
            kind=kind,
            kept=cause.kept,
            merged=cause.merged,
        )
        yield Write(stream, len(reading.history(stream)) + 1, event)


def _batches(history: History) -> Iterator[tuple[UUID, Kind]]:
    """The batches that a record came with, and as what it was counted there."""
    for fact in (*history.of(EmployeeAppointed), *history.of(AgencyTransferredIn)):
        if fact.batch_id is not None:
            yield fact.batch_id, fact.kind


def _person(into: History, former: History, cause: EmployeesMerged) -> tuple[list[Event], list[Problem]]:
    """What only the record that ends knows of the person, as a correction; what both say differently is told."""
    here, there = into.first(EmployeeRegistered), former.first(EmployeeRegistered)
    if here is None or there is None:
        return [], []
    mine, theirs = here.model_dump(mode="json"), there.model_dump(mode="json")
    names = [name for name in EmployeeRegistered.model_fields if name not in Event.model_fields and name != "kind"]
    problems: list[Problem] = [
        MergeDiffers(field=name) for name in names if mine[name] and theirs[name] and mine[name] != theirs[name]
    ]
    patches = [
        {"path": name, "old": mine[name], "new": theirs[name]} for name in names if theirs[name] and not mine[name]
    ]
    if not patches:
        return [], problems
    correction = RecordCorrected.model_validate(
        {
            "event_id": new_id(cause.command_id, str(there.event_id)),
            "command_id": cause.command_id,
            "actor": cause.actor,
            "causation_id": cause.event_id,
            "correlation_id": there.event_id,
            "place": 1,
            "source": cause.source,
            "rule_set": cause.rule_set,
            "tmt": here.tmt,
            "target_event_id": here.event_id,
            "patches": tuple(patches),
            "evidence": cause.evidence,
            "approved_by": cause.approved_by,
        }
    )
    return [correction.model_copy(update={"claimed": claimed_after(into, correction)})], problems


def _names(fact: Event) -> list[str]:
    """The fields that name what a fact made: its engagement, its post, its contract."""
    names = (*generated(type(fact)), "engagement_id", "assignment_id")
    return [name for name in dict.fromkeys(names) if isinstance(getattr(fact, name, None), UUID)]


def _renamed(fact: Event, ids: Mapping[UUID, UUID]) -> Event:
    """A fact that calls things by the ids that the record which goes on has for them."""
    changes: dict[str, Any] = {}
    for name in type(fact).model_fields.keys() - Event.model_fields.keys():
        value = getattr(fact, name)
        if isinstance(value, UUID) and value in ids:
            changes[name] = ids[value]
        elif isinstance(value, tuple):
            several = cast("tuple[Any, ...]", value)
            if any(isinstance(each, UUID) and each in ids for each in several):
                changes[name] = tuple(ids.get(each, each) if isinstance(each, UUID) else each for each in several)
    return fact.model_copy(update=changes) if changes else fact


_ENVELOPE: frozenset[str] = frozenset(Event.model_fields) - {"tmt", "tmt_akhir", "decision"}


def _said(fact: Event) -> bytes:
    """What a fact says, without who recorded it when, and without the ids that it was given."""
    left_out = _ENVELOPE.union(generated(type(fact)), ("engagement_id", "assignment_id"))
    return type(fact).TOPIC.encode() + fact.model_dump_json(exclude=set(left_out)).encode()


def merged_into(events: Sequence[Event]) -> UUID | None:
    """The record that a stream was merged into."""
    return next((e.kept for e in events if isinstance(e, EmployeesMerged) and e.role == "MERGED"), None)

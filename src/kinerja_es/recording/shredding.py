"""Personal data destroyed: once its time to be kept is over its key goes; what happened, and every proof, stays."""

from collections.abc import Iterator
from typing import NamedTuple

from kinerja_es.domain.envelope import new_id, subject_of
from kinerja_es.domain.history import History
from kinerja_es.domain.merge import EmployeesMerged
from kinerja_es.domain.person import PersonalDataShredded
from kinerja_es.errors import Problems
from kinerja_es.errors.correction import StreamClosed
from kinerja_es.log.application import Log, Write
from kinerja_es.recording.judge import judge
from kinerja_es.recording.record import Recorder, Request, retried


class Shredded(NamedTuple):
    """What was destroyed."""

    keys: int
    finished_late: bool
    """Whether it was recorded earlier already, and cut short before the keys were gone."""


def shred(recorder: Recorder, stream: str, *, basis: str, approved_by: str, request: Request) -> Shredded:
    """Destroy an employee's key, and record that it was done, by whose approval and by which retention schedule.

    Both or neither; where it was cut short between them, the same again finishes it. Raises Problems.
    """
    log = recorder.log

    def attempt() -> Shredded:
        reading = recorder.reading()
        history = reading.history(stream)
        now, subjects = log.clock(), [*_subjects(log, stream, history)]
        if history.of(PersonalDataShredded):
            with log.keys.forgetting(subjects, now) as count:
                return Shredded(count, finished_late=True)
        if history.closed:
            raise Problems([StreamClosed(field="employee")])
        asked = PersonalDataShredded(
            event_id=new_id(request.command_id, 0),
            place=0,
            tmt=reading.today,
            actor=request.actor,
            command_id=request.command_id,
            rule_set=reading.policies.rule_set(reading.today),
            source=request.source,
            key_id=subject_of(stream),
            retention_basis=basis,
            approved_by=approved_by,
        )
        event, problems = judge(asked, reading.given(asked, stream, history))
        if any(not problem.warning for problem in problems):
            raise Problems(problems)
        with log.keys.forgetting(subjects, now) as count:
            log.append([Write(stream, len(history) + 1, event)], unchanged=reading.unchanged)
        return Shredded(count, finished_late=False)

    return retried(attempt)


def _subjects(log: Log, stream: str, history: History) -> Iterator[str]:
    """Whose keys go: the employee's, those of records that were merged into this one, and of the numbers that others
    named the employee by."""
    yield str(subject_of(stream))
    for merged in history.of(EmployeesMerged):
        yield str(merged.merged)
    for number in history.standing.numbers:
        yield log.keys.subject_of(number.nip)

"""An auditor's two questions about one employee: where did they stand, and what has happened to them?

Both on two axes: valid on a day (`valid_at`, by TMT), as known at a moment (`known_at`, by recording).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from kinerja_es.audit.career import Career
from kinerja_es.domain.discipline import appealing
from kinerja_es.domain.envelope import Category, Recorded, stream_name, subject_of
from kinerja_es.domain.history import EMPTY, History, fold_key
from kinerja_es.domain.kedudukan import ENDED, kedudukan_hukum
from kinerja_es.domain.standing import Status
from kinerja_es.domain.status import pension_right
from kinerja_es.domain.unit import post_on, unit_on
from kinerja_es.domain.values import Kind
from kinerja_es.errors import NotRecordedThen, NotYetRead, Problems
from kinerja_es.log.application import Log
from kinerja_es.readmodels.runner import ReadModels
from kinerja_es.recording.merging import merged_into
from kinerja_es.recording.record import Recorder

KnownAt = datetime | int | None
"""A moment, or a position of the log; None is now."""


class Sources(Protocol):
    """Where the answers come from."""

    @property
    def log(self) -> Log: ...
    @property
    def recorder(self) -> Recorder: ...
    @property
    def read_models(self) -> ReadModels: ...


def standing(
    sources: Sources, employee: str, *, valid_at: date | None = None, known_at: KnownAt = None
) -> dict[str, Any]:
    """Where an employee stands on a day (today), as known at a moment (now).

    `employee` is a UUID or a NIP, also a former one; of a record that was merged away by then, the one that goes on
    answers. `version` is that of the employee's stream as known then.
    Raises EMPLOYEE_UNKNOWN, or NOT_RECORDED_THEN where nothing was recorded of the employee at `known_at`.
    """
    stream = sources.recorder.employee(employee)
    asked = {"employee": subject_of(stream), "valid_at": valid_at or sources.recorder.today}
    position = position_of(sources.log, known_at)
    version, last = sources.log.last_of(stream)
    found = _read(sources.read_models, last, asked) if position is None else None
    if found is None:
        # An earlier state of knowledge is asked for, or the read model has not come as far as this employee.
        cut = sources.log.head() if position is None else position
        found = sources.read_models.query_as_known(cut, stream, *_QUESTION, **asked).value
        version = len(sources.log.read(stream, up_to=cut))
    if found is None:
        into = merged_into([r.event for r in sources.log.read(stream, up_to=position)])
        if into is not None:
            return standing(sources, str(into), valid_at=valid_at, known_at=known_at)
        raise Problems([NotRecordedThen(field="known_at", value=known_at)])
    kedudukan = _kedudukan(found, lambda: sources.log.read(stream, up_to=position))
    return {**found, "kedudukan_hukum": kedudukan, "known_at": position, "version": version}


def _kedudukan(found: Mapping[str, Any], facts: Callable[[], Sequence[Recorded]]) -> dict[str, str] | None:
    """SIASN's code for the status of an answer, and its name.

    Only of whoever ended, or serves a sanction, it takes a look at the facts: a right to a pension, an appeal.
    """
    if found["status"] is None:
        return None
    status, day = Status(found["status"]), date.fromisoformat(found["valid_at"])
    punished = any(mark["code"].startswith("MENJALANI_HUKUMAN") for mark in found["tanda"])
    history = History(r.event for r in facts()) if punished or status in ENDED else EMPTY
    code = kedudukan_hukum(
        status,
        found["ground"],
        kind=None if found["kind"] is None else Kind(found["kind"]),
        pension_right=pension_right(history, day),
        punished=punished,
        appealing=appealing(history, day),
    )
    return None if code is None else code.named()


_QUESTION = ("current_standing", "of")


def _read(read_models: ReadModels, last: int, asked: dict[str, Any]) -> dict[str, Any] | None:
    """What the read model says, if it has come as far as the employee's last event."""
    try:
        answer = read_models.query(*_QUESTION, **asked)
    except NotYetRead:
        return None
    return answer.value if answer.position >= last else None


def history(
    sources: Sources, employee: str, *, valid_at: date | None = None, known_at: KnownAt = None
) -> dict[str, Any]:
    """Each recorded fact of an employee in the order of meaning: what, from when, by which SK, recorded when, by whom.

    With `valid_at` only what had taken effect by that day, with `known_at` only what was recorded by then.
    """
    stream = sources.recorder.employee(employee)
    position = position_of(sources.log, known_at)
    recorded = sources.log.read(stream, up_to=position)
    if not recorded:
        raise Problems([NotRecordedThen(field="known_at", value=known_at)])
    career = Career(recorded, sources.recorder.zone)
    shown = [r.event for r in recorded if valid_at is None or r.event.tmt <= valid_at]
    return {
        "pegawai_id": str(subject_of(stream)),
        "valid_at": valid_at.isoformat() if valid_at else None,
        "known_at": position,
        "version": len(recorded),
        "events": [career.told(event) for event in sorted(shown, key=fold_key)],
    }


def names_in(sources: Sources, shown: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """The names of the posts and units that a history speaks of, by their ids and the TMT of the fact that does."""
    asked = {
        (category, found, event["tmt"])
        for event in shown["events"]
        for field, category in _PLACES.items()
        if (found := event["details"].get(field)) is not None
    }
    known = {
        (category, found): sources.log.read(stream_name(category, UUID(found)), up_to=shown["known_at"])
        for category, found in {place[:2] for place in asked}
    }
    return {
        (found, tmt): name
        for category, found, tmt in asked
        if (name := _name(category, known[category, found], date.fromisoformat(tmt))) is not None
    }


_PLACES = {"jabatan_id": Category.JABATAN, "unor_id": Category.UNOR}


def _name(category: Category, recorded: Sequence[Recorded], day: date) -> str | None:
    """What a post or a unit was called on a day."""
    history = History(r.event for r in recorded)
    if category is Category.UNOR:
        unit = unit_on(history, day)
        return unit and unit.nama
    post = post_on(history, day)
    return post and post.title.nama


def position_of(log: Log, known_at: KnownAt) -> int | None:
    """A moment as a position: the last that was recorded by then. A position that is not there yet is the last one."""
    if known_at is None:
        return None
    return log.position_at(known_at) if isinstance(known_at, datetime) else min(known_at, log.head())

"""Every kind of event there is, by its stored name; and every command, made from the same classes."""

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from kinerja_es.domain import (
    agreement,
    annulment,
    appointment,
    batch,
    coaching,
    competence,
    contract,
    correction,
    decision,
    discipline,
    follow_up,
    grade,
    identity,
    instansi,
    merge,
    performance,
    person,
    plan,
    ralat,
    status,
    transfer,
    unit,
    upgrade,
)
from kinerja_es.domain.envelope import (
    Category,
    Derived,
    Document,
    Event,
    Excepted,
    Generated,
    LongText,
    ShortText,
)
from kinerja_es.domain.reference import Coded
from kinerja_es.domain.values import Day, SkNumber

_SUBJECTS = (
    identity,
    person,
    decision,
    appointment,
    grade,
    contract,
    agreement,
    plan,
    performance,
    competence,
    follow_up,
    coaching,
    upgrade,
    discipline,
    status,
    transfer,
    correction,
    ralat,
    annulment,
    merge,
    unit,
    batch,
    instansi,
)


def _events() -> Iterable[type[Event]]:
    for module in _SUBJECTS:
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, Event) and found.__module__ == module.__name__:
                yield found


EVENTS: dict[str, type[Event]] = {event.TOPIC: event for event in _events()}
"""Stored name to class."""


def short_name(event: type[Event]) -> str:
    """The name of an event's kind without its namespace: EmployeeAppointed."""
    return event.TOPIC.partition(":")[2]


def corrections(category: Category) -> tuple[type[Event], ...]:
    """The kinds of event that say something of other facts in streams of one category."""
    return tuple(event for event in EVENTS.values() if event.CORRECTS and event.STREAM is category)


BY_NAME: dict[str, type[Event]] = {short_name(event): event for event in EVENTS.values()}


def precedence() -> list[tuple[int, str]]:
    """The published order among facts of one day and one SK."""
    return sorted((event.PRECEDENCE, short_name(event)) for event in EVENTS.values())


SUBJECT_FIELD = {
    Category.SK: "sk_id",
    Category.UNOR: "unor_id",
    Category.JABATAN: "jabatan_id",
    Category.BATCH: "batch_id",
}
"""The payload field that repeats the stream's own UUID."""

_COUNTED = ("expected", "recorded", "sha256", "rows", "present", "rejected")
"""What a batch's files say themselves."""


# -- commands ----------------------------------------------------------------------------


class SkRef(BaseModel):
    """An SK cited by its id, or by its number, date and official."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)

    sk_id: UUID | None = None
    nomor: SkNumber | None = None
    tanggal: Day | None = None
    pejabat_jabatan: ShortText | None = None


class Command(BaseModel):
    """What someone asks to record: the event's own fields less those that the server gives."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)

    sk: SkRef | None = None
    """By whose authority."""
    documents: tuple[Document, ...] = ()
    legal_basis: tuple[ShortText, ...] = ()
    exception: Excepted | None = None
    """Names the rule that a signed SK breaks, why, and who answers for it."""
    reason: LongText | None = None


@cache
def generated(event: type[Event]) -> tuple[str, ...]:
    """The ids of a kind of event that the server gives where the command names none."""
    return tuple(
        name for name, info in event.model_fields.items() if any(isinstance(mark, Generated) for mark in info.metadata)
    )


@cache
def coded(event: type[Event]) -> tuple[tuple[str, Coded], ...]:
    """The fields of a kind of event that hold a code of a reference table."""
    return tuple(
        (name, mark) for name, info in event.model_fields.items() for mark in info.metadata if isinstance(mark, Coded)
    )


@cache
def command_of(event: type[Event]) -> type[Command]:
    """The command that asks for one kind of event, made from the event's own class.

    Where an event holds a code, the command takes the code or its name.
    Left out are the envelope and the Derived fields; Generated ids are optional; `tmt` is left out where the payload
    has a date of its own that is the TMT; the id of a new stream is the server's.
    """
    fields: dict[str, Any] = {"type": (Literal[short_name(event)], short_name(event))}
    if event.TMT is None:
        fields["tmt"] = (Day, ...)
    if event.ENDS:
        until: Any = Day
        fields["tmt_akhir"] = (until | None, None)
    for name, info in event.model_fields.items():
        if name in Event.model_fields or name == SUBJECT_FIELD.get(event.STREAM):
            continue
        if event.STREAM is Category.BATCH and name in _COUNTED:
            continue
        if any(isinstance(mark, Derived) for mark in info.metadata):
            continue
        annotation: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
        if (mark := dict(coded(event)).get(name)) is not None:
            annotation = Annotated[annotation, BeforeValidator(mark.read)]
        fields[name] = (annotation | None, None) if name in generated(event) else (annotation, _default(info))
    example = {"type": short_name(event), **event.EXAMPLE}
    extra: dict[str, Any] = {"json_schema_extra": {"examples": [example]}}
    name = f"Record{short_name(event)}"
    return create_model(name, __base__=Command, __doc__=event.__doc__, __cls_kwargs__=extra, **fields)


def _default(info: Any) -> Any:
    return ... if info.is_required() else info.default


EMPLOYEE_COMMANDS = tuple(
    event
    for event in EVENTS.values()
    if event.STREAM is Category.PEGAWAI and event is not identity.EmployeeRegistered and not event.BY_SERVER
)
"""What can be recorded for an employee who is registered."""


UNIT_COMMANDS: tuple[type[Event], ...] = (unit.OrgUnitChanged, performance.UnitPerformanceRated)
POST_COMMANDS: tuple[type[Event], ...] = (unit.PositionChanged, unit.PositionAbolished)
"""What can be recorded for a unit or a post that is established."""


INSTANSI_COMMANDS = tuple(event for event in EVENTS.values() if event.STREAM is Category.INSTANSI)
"""What a government sets for itself."""


def any_of(events: tuple[type[Event], ...]) -> Any:
    """Any command that asks for one of these events, told apart by its `type`."""
    union: Any = None
    for event in events:
        union = command_of(event) if union is None else union | command_of(event)
    return Annotated[union, Field(discriminator="type")] if len(events) > 1 else union

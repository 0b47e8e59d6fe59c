"""Tunjukkan seluruh riwayat pegawai ini: siapa mencatat apa dan kapan, dan apakah itu masih berlaku?

The whole record of an employee: what was recorded, when and by whom, and whether it still stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.catalogue import EVENTS, short_name
from kinerja_es.domain.envelope import Category
from kinerja_es.readmodels.kit import Page, Recorded, Tables, civil, on_day, read_model

RECORDED = tuple(event for event in EVENTS.values() if event.STREAM is Category.PEGAWAI)


class State(StrEnum):
    """What has become of an entry since it was recorded."""

    STANDS = "STANDS"
    CORRECTED = "CORRECTED"
    ANNULLED = "ANNULLED"
    VOIDED = "VOIDED"
    MERGED = "MERGED"
    """Its record was merged into another one, and ended by that."""


LABELS = {
    State.STANDS: "Berlaku",
    State.CORRECTED: "Berlaku, dengan koreksi",
    State.ANNULLED: "SK dibatalkan",
    State.VOIDED: "Dinyatakan tidak pernah ada",
    State.MERGED: "Data digabung ke pegawai lain",
}


class Entry(NamedTuple):
    """One row for each entry, as it was recorded."""

    event_id: UUID
    position: int
    recorded_at: datetime
    type: str
    label: str
    tmt: date
    tmt_akhir: date | None
    jabatan_id: UUID | None
    unor_id: UUID | None
    sk_id: UUID | None
    sk_nomor: str | None
    sk_tanggal: date | None
    actor: str
    role: str | None
    source: str
    exception: str | None
    """The rule that it was recorded against."""
    exception_by: str | None
    warnings: tuple[str, ...]
    taken_from: UUID | None
    """The entry of a merged record that it was taken over from."""
    stands: bool = True
    state: State = State.STANDS
    superseded_by: tuple[UUID, ...] = ()
    """The entries that corrected, voided, annulled or ended it, by their event_id."""


class Told(NamedTuple):
    """An entry, and what it says of others."""

    entry: Entry
    voids: tuple[UUID, ...] = ()
    amends: tuple[UUID, ...] = ()
    ends: bool = False
    annuls: UUID | None = None
    """The SK that has no force any more by it."""
    annulment_id: UUID | None = None
    lifts: UUID | None = None


@read_model.on(*RECORDED, row=Entry, indexes=("actor, position", "recorded_at", "position"))
class Timeline:
    """All that was recorded of one employee."""

    def start(self) -> tuple[Told, ...]:
        return ()

    def step(self, state: tuple[Told, ...], recorded: Recorded) -> tuple[Told, ...]:
        return (*state, _told(recorded))

    def rows(self, state: tuple[Told, ...]) -> Iterator[Entry]:
        ends = bool(state) and state[-1].ends
        # A merge ends all that is before it: what became of that is told as it was just before.
        before = state[:-1] if ends else state
        against = _against(before)
        standing = {told.entry.event_id for told in before} - {
            gone for gone, (is_void, _) in against.items() if is_void
        }
        annulled = _annulled(told for told in before if told.entry.event_id in standing)
        for told in before:
            yield _now(told.entry, against, annulled, state[-1].entry.event_id if ends else None)
        if ends:
            yield state[-1].entry


def _told(recorded: Recorded) -> Told:
    event = recorded.event
    sk = event.decision
    taken = event.causation_id is not None and event.correlation_id is not None
    entry = Entry(
        event_id=event.event_id,
        position=recorded.position,
        recorded_at=recorded.recorded_at,
        type=short_name(type(event)),
        label=event.LABEL,
        tmt=event.tmt,
        tmt_akhir=event.tmt_akhir,
        jabatan_id=getattr(event, "jabatan_id", None),
        unor_id=getattr(event, "unor_id", None),
        sk_id=None if sk is None else sk.sk_id,
        sk_nomor=None if sk is None else sk.nomor,
        sk_tanggal=None if sk is None else sk.tanggal,
        actor=event.actor.user_id,
        role=event.actor.role,
        source=event.source.value,
        exception=None if event.exception is None else event.exception.code,
        exception_by=None if event.exception is None else event.exception.by,
        warnings=tuple(warned.code for warned in event.warnings),
        taken_from=event.correlation_id if taken else None,
    )
    told = Told(entry, voids=event.voids(), amends=tuple(event.amends()), ends=event.closes())
    match event:
        case DecisionAnnulledForEmployee():
            return told._replace(annuls=event.sk_id, annulment_id=event.annulment_id)
        case DecisionReinstatedForEmployee():
            return told._replace(lifts=event.annulment_id)
        case _:
            return told


Against = dict[UUID, tuple[bool, tuple[UUID, ...]]]


def _against(told: Sequence[Told]) -> Against:
    """What speaks against each entry: whether it is void, and by which entries. The later ones are looked at first."""
    found: Against = {}
    for by in reversed(told):
        by_id = by.entry.event_id
        if found.get(by_id, (False, ()))[0]:
            continue  # a correction that was voided itself does nothing
        for target in by.voids:
            found.setdefault(target, (True, (by_id,)))
        for target in by.amends:
            is_void, before = found.get(target, (False, ()))
            if not is_void:
                found[target] = (False, (by_id, *before))
    return found


def _annulled(told: Iterable[Told]) -> dict[UUID, tuple[UUID, ...]]:
    """The SKs that have lost their force, and were not reinstated, with the entries that say so."""
    gone: dict[UUID, tuple[UUID, UUID]] = {}
    for by in told:
        if by.annulment_id is not None and by.annuls is not None:
            gone[by.annulment_id] = (by.annuls, by.entry.event_id)
        elif by.lifts is not None:
            gone.pop(by.lifts, None)
    found: dict[UUID, tuple[UUID, ...]] = {}
    for sk_id, event_id in gone.values():
        found[sk_id] = (*found.get(sk_id, ()), event_id)
    return found


def _now(entry: Entry, against: Against, annulled: dict[UUID, tuple[UUID, ...]], merged_by: UUID | None) -> Entry:
    is_void, by = against.get(entry.event_id, (False, ()))
    if is_void:
        return entry._replace(stands=False, state=State.VOIDED, superseded_by=by)
    if merged_by is not None:
        return entry._replace(stands=False, state=State.MERGED, superseded_by=(*by, merged_by))
    gone = annulled.get(entry.sk_id, ()) if entry.sk_id is not None else ()
    if gone:
        return entry._replace(stands=False, state=State.ANNULLED, superseded_by=(*by, *gone))
    return entry._replace(state=State.CORRECTED, superseded_by=by) if by else entry


# -- queries -----------------------------------------------------------------------------


Sort = Literal["tmt", "-tmt", "position", "-position"]

STATE_LABEL = "CASE entry.state " + " ".join(f"WHEN '{s.value}' THEN '{text}'" for s, text in LABELS.items()) + " END"

THEN = "entry.tmt"
ENTRIES = f"""SELECT entry.subject AS pegawai_id, person.nip, person.nama, entry.event_id, entry.position,
                     entry.recorded_at, {civil("entry.recorded_at")} AS recorded_on, entry.type, entry.label,
                     entry.tmt, entry.tmt_akhir, entry.jabatan_id, post.nama AS jabatan_nama, entry.unor_id,
                     unit.nama AS unor_nama, entry.sk_id, entry.sk_nomor, entry.sk_tanggal, entry.actor, entry.role,
                     entry.source, entry.exception, entry.exception_by, entry.warnings, entry.taken_from,
                     entry.stands, entry.state, {STATE_LABEL} AS state_label, entry.superseded_by
                FROM timeline_entry entry
                LEFT JOIN dated_person person ON person.subject = entry.subject AND {on_day("person", THEN)}
                LEFT JOIN dated_post post ON post.subject = entry.jabatan_id AND {on_day("post", THEN)}
                LEFT JOIN dated_unit unit ON unit.subject = entry.unor_id AND {on_day("unit", THEN)}"""  # noqa: S608 - our own text
"""Entries under the names of their TMT."""


@read_model.query
def of(
    tables: Tables,
    *,
    employee: Annotated[UUID, "The employee's id"],
    sort: Annotated[Sort, "By TMT or in the order of recording; with a minus descending"] = "tmt",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """All that was recorded of one employee: what, TMT, SK, when and by whom, and whether it still stands."""
    page = tables.page(
        f"{ENTRIES} WHERE entry.subject = :employee",
        order=(sort, "position"),
        limit=limit,
        cursor=cursor,
        employee=employee,
    )
    return _decoded(page)


@read_model.query
def recorded_by(
    tables: Tables,
    *,
    actor: Annotated[str | None, "Only what this user recorded"] = None,
    dari: Annotated[date | None, "Recorded from this day on"] = None,
    sampai: Annotated[date | None, "Recorded up to this day"] = None,
    sort: Annotated[Sort, "By TMT or in the order of recording; with a minus descending"] = "position",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Who recorded what in a period, of all employees, in the order of recording."""
    on = civil("entry.recorded_at")
    # The moments of a day lie within a day of it, whichever clock it is by: so that the index can be asked.
    asked = {
        "entry.actor = :actor": actor,
        f"entry.recorded_at >= date(:dari, '-1 day') AND {on} >= :dari": dari,
        f"entry.recorded_at < date(:sampai, '+2 days') AND {on} <= :sampai": sampai,
    }
    told = " AND ".join(condition for condition, value in asked.items() if value is not None)
    page = tables.page(
        f"{ENTRIES} WHERE {told}" if told else ENTRIES,
        order=(sort, "position"),
        limit=limit,
        cursor=cursor,
        **{n: v for n, v in {"actor": actor, "dari": dari, "sampai": sampai}.items() if v is not None},
    )
    return _decoded(page)


def _decoded(page: Page) -> Page:
    """The page with lists as lists."""
    lists = ("warnings", "superseded_by")
    return replace(
        page, items=[{n: orjson.loads(v) if n in lists else v for n, v in row.items()} for row in page.items]
    )

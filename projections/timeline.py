"""Tunjukkan seluruh riwayat pegawai ini: siapa mencatat apa dan kapan, dan apakah itu masih berlaku?

The whole record of an employee: what was recorded, when and by whom, and whether it still stands.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.catalogue import EVENTS, short_name
from kinerja_es.domain.envelope import Category
from kinerja_es.readmodels.kit import Page, Recorded, Row, Tables, civil, narrowed, on_day, place_of, read_model
from kinerja_es.readmodels.kit import Timeline as Drawn

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


@read_model.on(*RECORDED, row=Entry, indexes=("actor, position", "recorded_at", "position"))
class Entries:
    """All that was recorded of one employee: each entry stays as it was recorded, however long the career gets."""

    def rows(self, recorded: Recorded) -> Iterator[Entry]:
        event = recorded.event
        sk, excepted = event.decision, event.exception
        taken = event.causation_id is not None and event.correlation_id is not None
        yield Entry(
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
            exception=None if excepted is None else excepted.code,
            exception_by=None if excepted is None else excepted.by,
            warnings=tuple(warned.code for warned in event.warnings),
            taken_from=event.correlation_id if taken else None,
        )


# -- what has become of an entry ---------------------------------------------------------


class Turn(NamedTuple):
    """One row for each entry, or each SK, against which a later entry speaks."""

    state: State
    target: UUID | None
    """The entry that was corrected or voided; all where the record was merged into another one."""
    sk_id: UUID | None
    """The SK that has no force any more: all that it decided."""
    by: UUID
    """The entry that says so."""


class Said(NamedTuple):
    """An entry that says something of others."""

    event_id: UUID
    voids: tuple[UUID, ...] = ()
    amends: tuple[UUID, ...] = ()
    ends: bool = False
    annuls: UUID | None = None
    """The SK that has no force any more by it."""
    annulment_id: UUID | None = None
    lifts: UUID | None = None


@read_model.on(
    *(event for event in RECORDED if event.CORRECTS),
    DecisionAnnulledForEmployee,
    DecisionReinstatedForEmployee,
    row=Turn,
)
class Turns:
    """What speaks against the entries of one employee. An entry that was voided itself says nothing."""

    def start(self) -> tuple[Said, ...]:
        return ()

    def step(self, state: tuple[Said, ...], recorded: Recorded) -> tuple[Said, ...]:
        event = recorded.event
        said = Said(event.event_id, event.voids(), tuple(event.amends()), event.closes())
        match event:
            case DecisionAnnulledForEmployee():
                said = said._replace(annuls=event.sk_id, annulment_id=event.annulment_id)
            case DecisionReinstatedForEmployee():
                said = said._replace(lifts=event.annulment_id)
            case _:
                pass
        return (*state, said)

    def rows(self, state: tuple[Said, ...]) -> Iterator[Turn]:
        voided: dict[UUID, UUID] = {}
        standing: list[Said] = []
        for said in reversed(state):  # what was recorded last may have voided what is before it
            if said.event_id not in voided:
                standing.append(said)
                voided.update((target, said.event_id) for target in said.voids if target not in voided)
        for target, by in voided.items():
            yield Turn(State.VOIDED, target, None, by)
        annulled: dict[UUID, Turn] = {}
        for said in reversed(standing):
            if said.ends:
                yield Turn(State.MERGED, None, None, said.event_id)
            yield from (Turn(State.CORRECTED, target, None, said.event_id) for target in said.amends)
            if said.annulment_id is not None:
                annulled[said.annulment_id] = Turn(State.ANNULLED, None, said.annuls, said.event_id)
            if said.lifts is not None:
                annulled.pop(said.lifts, None)
        yield from annulled.values()


# -- queries -----------------------------------------------------------------------------


Sort = Literal["tmt", "-tmt", "position", "-position"]

STATE_LABEL = "CASE state " + " ".join(f"WHEN '{s.value}' THEN '{text}'" for s, text in LABELS.items()) + " END"

OF_ENTRY = """turn.subject = entry.subject
              AND (turn.target = entry.event_id OR turn.sk_id = entry.sk_id
                   OR turn.state = 'MERGED' AND turn.by <> entry.event_id)"""
# A record that was voided is void whatever else became of it, and one that was merged ended by that.
FOREMOST = "CASE turn.state WHEN 'VOIDED' THEN 1 WHEN 'MERGED' THEN 2 WHEN 'ANNULLED' THEN 3 ELSE 4 END"
THEN = "entry.tmt"
ENTRIES = f"""SELECT pegawai_id, nip, nama, event_id, position, recorded_at, recorded_on, type, label, tmt, tmt_akhir,
                     jabatan_id, jabatan_nama, unor_id, unor_nama, sk_id, sk_nomor, sk_tanggal, actor, role, source,
                     exception, exception_by, warnings, taken_from, state IN ('STANDS', 'CORRECTED') AS stands, state,
                     {STATE_LABEL} AS state_label, superseded_by
                FROM (SELECT entry.subject AS pegawai_id, person.nip, person.nama, entry.*,
                             {civil("entry.recorded_at")} AS recorded_on, post.nama AS jabatan_nama,
                             unit.nama AS unor_nama,
                             coalesce((SELECT turn.state FROM timeline_turn turn
                                        WHERE {OF_ENTRY}
                                        ORDER BY {FOREMOST}
                                        LIMIT 1), 'STANDS') AS state,
                             (SELECT json_group_array(by)
                                FROM (SELECT turn.by FROM timeline_turn turn
                                       WHERE {OF_ENTRY}
                                       ORDER BY turn.n)) AS superseded_by
                        FROM timeline_entry entry
                        LEFT JOIN dated_person person ON person.subject = entry.subject AND {on_day("person", THEN)}
                        {place_of("entry", THEN)}) entry"""  # noqa: S608 - our own text
"""Entries under the names of their TMT."""


@read_model.query_of_employee
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
        f"{ENTRIES} WHERE entry.pegawai_id = :employee",
        order=(sort, "position"),
        limit=limit,
        cursor=cursor,
        employee=employee,
    )
    return _decoded(page)


STRETCHES = f"""SELECT held.valid_from, held.valid_to, held.status, held.kind, held.golongan,
                       post.nama AS jabatan_nama, unit.nama AS unor_nama
                  FROM dated_stretch held
                  {place_of("held", "held.valid_from")}
                 WHERE held.subject = :employee
                 ORDER BY held.valid_from"""  # noqa: S608 - our own text
LANES = {"status": "Status", "kind": "Jenis", "golongan": "Golongan", "jabatan_nama": "Jabatan", "unor_nama": "Unor"}


@read_model.query_of_employee(
    plot=Drawn(
        title="Riwayat satu pegawai pada dua sumbu waktu\nOne career on both axes of time",
        note={"nama": "Nama\nName", "nip": "NIP"},
    )
)
def career(tables: Tables, *, employee: Annotated[UUID, "The employee's id"]) -> list[Row]:
    """One employee's facts, by TMT and day of recording; and what held from when to when, without `recorded_on`."""
    person = tables.row(
        "SELECT nip, nama FROM dated_person WHERE subject = :employee ORDER BY n DESC LIMIT 1", employee=employee
    )
    facts = tables.rows(
        f"""SELECT NULL AS lane, label || coalesce(', SK ' || sk_nomor, '') AS label, tmt, recorded_on, state,
                   NULL AS valid_from, NULL AS valid_to
              FROM ({ENTRIES} WHERE entry.pegawai_id = :employee)
             ORDER BY tmt, position""",  # noqa: S608 - our own text
        employee=employee,
    )
    held = tables.rows(STRETCHES, employee=employee)
    told = [*facts, *(row for column, lane in LANES.items() for row in _lane(held, column, lane))]
    return [row | (person or {"nip": None, "nama": None}) for row in told]


def _lane(held: list[Row], column: str, lane: str) -> Iterator[Row]:
    """From when to when one part of a standing was what it was."""
    now: Row | None = None
    for row in held:
        if now is not None and (now["label"], now["valid_to"]) == (row[column], row["valid_from"]):
            now["valid_to"] = row["valid_to"]
            continue
        if now is not None and now["label"] is not None:
            yield now
        days = {"valid_from": row["valid_from"], "valid_to": row["valid_to"]}
        now = {"lane": lane, "label": row[column], "tmt": None, "recorded_on": None, "state": None} | days
    if now is not None and now["label"] is not None:
        yield now


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
    page = tables.page(
        f"{ENTRIES} WHERE true{narrowed(asked)}",
        order=(sort, "position"),
        limit=limit,
        cursor=cursor,
        actor=actor,
        dari=dari,
        sampai=sampai,
    )
    return _decoded(page)


def _decoded(page: Page) -> Page:
    """The page with lists as lists."""
    lists = ("warnings", "superseded_by")
    return replace(
        page, items=[{n: orjson.loads(v) if n in lists else v for n, v in row.items()} for row in page.items]
    )

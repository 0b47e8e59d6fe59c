"""SK dan catatan mana yang dibatalkan, diralat, dipulihkan atau dikoreksi, siapa terdampak, kembali ke jabatan apa?

Which SKs and records were annulled, corrected, reinstated, voided or merged: when, by whom, on what ground; whom it
concerned, and to which post each of them returned. The reasons in words stay in the log.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain.annulment import (
    DecisionAnnulled,
    DecisionAnnulledForEmployee,
    DecisionReinstated,
    DecisionReinstatedForEmployee,
    Effect,
)
from kinerja_es.domain.correction import RecordCorrected, RecordVoided
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.merge import EmployeesMerged
from kinerja_es.domain.ralat import DecisionCorrected, DecisionCorrectedForEmployee
from kinerja_es.readmodels.kit import WITHIN, Page, Recorded, Row, Tables, civil, narrowed, on_day, place_of, read_model


class Jenis(StrEnum):
    """What was done to an SK, or to a record."""

    RALAT = "RALAT"
    DIBATALKAN = "DIBATALKAN"
    DICABUT = "DICABUT"
    DITUNDA = "DITUNDA"
    DIPULIHKAN = "DIPULIHKAN"
    KOREKSI = "KOREKSI"
    TIDAK_PERNAH_ADA = "TIDAK_PERNAH_ADA"
    DIGABUNG = "DIGABUNG"


class Act(NamedTuple):
    """One row for each act upon an SK."""

    correction_id: UUID
    jenis: Jenis
    position: int
    recorded_at: datetime
    actor: str
    tanggal: date
    """The day on which it was decided."""
    berlaku: date
    """The day from which it holds."""
    oleh: str | None
    """Who annulled: the issuer, a superior or a court."""
    cacat: str | None
    diktum: str | None
    court_ref: str | None
    dasar_nomor: str | None
    """The SK or the ralat by which it was done."""
    pejabat_jabatan: str | None
    fields: tuple[str, ...]
    """What a ralat put right."""
    lifts: UUID | None
    """The annulment that a reinstatement lifts."""


class Change(NamedTuple):
    """One row for each employee whom an act concerns; a record that was corrected is an act of its own."""

    correction_id: UUID
    event_id: UUID
    jenis: Jenis
    position: int
    recorded_at: datetime
    actor: str
    tanggal: date | None
    """Of what was done upon an SK; a record is put right on the day on which that is recorded."""
    berlaku: date
    dasar_nomor: str | None
    pejabat_jabatan: str | None
    approved_by: str | None
    fields: tuple[str, ...]
    target_event_id: UUID | None
    """The entry that was corrected or voided."""
    merged: UUID | None
    """The record that ended."""
    of_sk: bool
    """Whether it follows from an act upon an SK."""
    turns: bool
    """Whether something became otherwise on the day; else it always was as it is now known."""


@read_model.on(DecisionAnnulled, DecisionCorrected, DecisionReinstated, row=Act, indexes=("correction_id", "lifts"))
class Acts:
    """What was done to one SK."""

    def rows(self, recorded: Recorded) -> Iterator[Act]:
        yield _act(recorded)


def _act(recorded: Recorded) -> Act:
    event = recorded.event
    nomor, tanggal, pejabat = _decided(event)
    act = Act(
        correction_id=event.event_id,
        jenis=Jenis.RALAT,
        position=recorded.position,
        recorded_at=recorded.recorded_at,
        actor=event.actor.user_id,
        tanggal=tanggal,
        berlaku=event.tmt,
        oleh=None,
        cacat=None,
        diktum=None,
        court_ref=None,
        dasar_nomor=nomor,
        pejabat_jabatan=pejabat,
        fields=(),
        lifts=None,
    )
    match event:
        case DecisionAnnulled():
            defect = None if event.defect is None else event.defect.value
            ground = {"oleh": event.by.value, "cacat": defect, "diktum": event.diktum, "court_ref": event.court_ref}
            return act._replace(jenis=Jenis(event.kind.value), **ground)
        case DecisionReinstated():
            return act._replace(jenis=Jenis.DIPULIHKAN, court_ref=event.court_ref, lifts=event.lifts)
        case DecisionCorrected():
            nomor = event.ralat_nomor or act.dasar_nomor
            return act._replace(
                tanggal=event.ralat_tanggal or act.tanggal,
                dasar_nomor=nomor,
                fields=tuple(sorted({patch.path for patch in event.patches})),
            )
        case _:
            return act


def _decided(event: Event) -> tuple[str | None, date, str | None]:
    """The SK by which it was done, its day and its official; without one the day from which it holds."""
    cited = event.decision
    return (None, event.tmt, None) if cited is None else (cited.nomor, cited.tanggal, cited.pejabat_jabatan)


@read_model.on(
    DecisionCorrectedForEmployee,
    DecisionAnnulledForEmployee,
    DecisionReinstatedForEmployee,
    RecordCorrected,
    RecordVoided,
    EmployeesMerged,
    row=Change,
    indexes=("correction_id",),
)
class Changes:
    """What became of the record of one employee."""

    def rows(self, recorded: Recorded) -> Iterator[Change]:
        change = _change(recorded)
        if change is not None:
            yield change


def _change(recorded: Recorded) -> Change | None:
    event = recorded.event
    nomor, tanggal, pejabat = _decided(event)
    change = Change(
        correction_id=event.event_id,
        event_id=event.event_id,
        jenis=Jenis.KOREKSI,
        position=recorded.position,
        recorded_at=recorded.recorded_at,
        actor=event.actor.user_id,
        tanggal=tanggal,
        berlaku=event.tmt,
        dasar_nomor=nomor,
        pejabat_jabatan=pejabat,
        approved_by=None,
        fields=(),
        target_event_id=None,
        merged=None,
        of_sk=True,
        turns=False,
    )
    match event:
        case DecisionAnnulledForEmployee():
            kind, turns = Jenis(event.kind.value), event.effect is not Effect.EX_TUNC
            return change._replace(correction_id=event.annulment_id, jenis=kind, turns=turns)
        case DecisionReinstatedForEmployee():
            return change._replace(correction_id=event.reinstatement_id, jenis=Jenis.DIPULIHKAN, turns=True)
        case DecisionCorrectedForEmployee():
            return change._replace(
                correction_id=event.correction_id,
                jenis=Jenis.RALAT,
                tanggal=event.ralat_tanggal or change.tanggal,
                fields=tuple(sorted({patch.path for patch in event.patches})),
            )
        case RecordCorrected() | RecordVoided() | EmployeesMerged():
            return _of_a_record(change, event)
        case _:
            return None


def _of_a_record(change: Change, event: RecordCorrected | RecordVoided | EmployeesMerged) -> Change | None:
    """A record that was put right on its own, without its SK."""
    change = change._replace(tanggal=None, approved_by=event.approved_by, of_sk=False)
    match event:
        case RecordCorrected():
            fields = tuple(sorted({patch.path for patch in event.patches}))
            return change._replace(target_event_id=event.target_event_id, fields=fields)
        case RecordVoided():
            return change._replace(jenis=Jenis.TIDAK_PERNAH_ADA, target_event_id=event.target_event_id)
        case EmployeesMerged():
            # It stands in both streams; told is the one that goes on.
            return change._replace(jenis=Jenis.DIGABUNG, merged=event.merged) if event.role == "KEPT" else None


# -- queries -----------------------------------------------------------------------------


class Axis(StrEnum):
    """By which day: on which it was decided, or recorded."""

    DIPUTUSKAN = "DIPUTUSKAN"
    DICATAT = "DICATAT"


CORRECTIONS = f"""SELECT act.correction_id, act.jenis, act.tanggal, act.berlaku, act.position,
                         {civil("act.recorded_at")} AS recorded_on, act.actor, act.subject AS sk_id,
                         sk.nomor AS sk_nomor, sk.tanggal AS sk_tanggal, act.dasar_nomor, act.pejabat_jabatan,
                         act.oleh, act.cacat, act.diktum, act.court_ref, NULL AS approved_by, act.fields,
                         (SELECT min(berlaku) FROM correction_register_act lifting
                           WHERE lifting.lifts = act.correction_id) AS dipulihkan,
                         (SELECT count(DISTINCT subject) FROM correction_register_change change
                           WHERE change.correction_id = act.correction_id) AS pegawai, 0 AS voided
                    FROM correction_register_act act
                    LEFT JOIN dated_sk sk ON sk.subject = act.subject
                  UNION ALL
                  SELECT change.correction_id, change.jenis, {civil("change.recorded_at")}, change.berlaku,
                         change.position, {civil("change.recorded_at")}, change.actor, NULL, NULL, NULL,
                         change.dasar_nomor, change.pejabat_jabatan, NULL, NULL, NULL, NULL,
                         change.approved_by, change.fields, NULL, 1,
                         EXISTS (SELECT 1 FROM correction_register_change void
                                  WHERE void.subject = change.subject AND void.jenis = 'TIDAK_PERNAH_ADA'
                                    AND void.target_event_id = change.event_id)
                    FROM correction_register_change change
                   WHERE NOT change.of_sk"""  # noqa: S608 - our own text

BEFORE = """before.subject = change.subject AND before.valid_from < change.berlaku
            AND (before.valid_to IS NULL OR change.berlaku <= before.valid_to)"""
AFTER = """after.subject = change.subject AND after.valid_from <= change.berlaku
           AND (after.valid_to IS NULL OR change.berlaku < after.valid_to)"""
OF_UNOR = f"""correction_id IN (SELECT change.correction_id
                                  FROM correction_register_change change
                                  LEFT JOIN dated_stretch before ON {BEFORE}
                                  LEFT JOIN dated_stretch after ON {AFTER}
                                 WHERE before.unor_id IN {WITHIN} OR after.unor_id IN {WITHIN})"""  # noqa: S608 - our own text


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day on which the unit asked about has these units below it"],
    dari: Annotated[date | None, "From this day on"] = None,
    sampai: Annotated[date | None, "Up to this day"] = None,
    menurut: Annotated[Axis, "Whether the period is of the decision or of its recording"] = Axis.DIPUTUSKAN,
    jenis: Annotated[Jenis | None, "Only these acts"] = None,
    sk: Annotated[UUID | None, "Only of this SK"] = None,
    unor: Annotated[UUID | None, "Only where it concerns somebody in this unit, or below it"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """What was annulled, corrected, reinstated, voided or merged: when, by whom, on what ground, and of how many."""
    day = "tanggal" if menurut == Axis.DIPUTUSKAN else "recorded_on"
    asked = {
        f"{day} >= :dari": dari,
        f"{day} <= :sampai": sampai,
        "jenis = :jenis": jenis,
        "sk_id = :sk": sk,
        OF_UNOR: unor,
    }
    page = tables.page(
        f"SELECT * FROM ({CORRECTIONS}) WHERE true{narrowed(asked)}",  # noqa: S608 - our own text
        order=(day, "position"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        dari=dari,
        sampai=sampai,
        jenis=jenis,
        sk=sk,
        unor=unor,
    )
    return replace(page, items=[_decoded(row) for row in page.items])


def _decoded(row: Row) -> Row:
    return {**row, "fields": orjson.loads(row["fields"])}


@read_model.query
def of(tables: Tables, *, correction: Annotated[UUID, "The correction's id"]) -> Row | None:
    """One act, and those whom it concerns: which post each of them had, and to which they returned.

    A ralat, a correction or an annulment ex tunc holds from the fact's own TMT, as if it had always been so: it has no
    post before.
    """
    found = tables.row(
        f"SELECT * FROM ({CORRECTIONS}) WHERE correction_id = :correction",  # noqa: S608 - our own text
        correction=correction,
    )
    if found is None:
        return None
    del found["position"]  # an answer of one row has its own: the position at which it holds
    then = "change.berlaku"
    people = tables.rows(
        f"""SELECT change.subject AS pegawai_id, person.nip, person.nama, change.berlaku, change.target_event_id,
                   change.merged, change.fields,
                   CASE WHEN turns THEN before.status END AS status_sebelum,
                   CASE WHEN turns THEN before.jabatan_id END AS jabatan_sebelum_id,
                   CASE WHEN turns THEN held.nama END AS jabatan_sebelum,
                   after.status AS status_sesudah, after.jabatan_id AS jabatan_sesudah_id, post.nama AS jabatan_sesudah,
                   after.unor_id, unit.nama AS unor_nama
              FROM (SELECT * FROM correction_register_change WHERE correction_id = :correction) change
              LEFT JOIN dated_person person ON person.subject = change.subject AND {on_day("person", then)}
              LEFT JOIN dated_stretch before ON {BEFORE}
              LEFT JOIN dated_stretch after ON {AFTER}
              LEFT JOIN dated_post held ON held.subject = before.jabatan_id AND {on_day("held", then)}
              {place_of("after", then)}
             ORDER BY person.nama, change.subject""",  # noqa: S608 - our own text
        correction=correction,
    )
    return {**_decoded(found), "terdampak": [_decoded(row) for row in people]}

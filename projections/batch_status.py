"""Sampai di mana sebuah batch: berapa diharapkan, tercatat, ditolak, dan siapa yang belum lengkap buktinya?

How far is a batch: how many were expected, recorded and rejected, per kind and per unit, and how many members have
their excerpt, oath, start of duty, contract and number?
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain import batch
from kinerja_es.domain.appointment import DutyCommenced, EmployeeAppointed, OathTaken
from kinerja_es.domain.batch import BatchClosed, BatchFileRecorded, BatchMemberMerged, BatchOpened, fold_batch
from kinerja_es.domain.contract import EmploymentContractSigned
from kinerja_es.domain.decision import DecisionExcerptDelivered
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.identity import IdentityNumberAssigned
from kinerja_es.domain.standing import Status
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import WITHIN, Page, Row, Tables, on_day, read_model

FACTS = (BatchOpened, BatchFileRecorded, BatchMemberMerged, BatchClosed)


class _OfBatch:
    """What the three folds of a batch share: the batch as its own rules see it."""

    def start(self) -> batch.Batch | None:
        return None

    def step(self, state: batch.Batch | None, fact: Event) -> batch.Batch | None:
        return fold_batch(state, fact)


@dataclass(frozen=True, slots=True)
class Batch:
    """One row for each batch."""

    tmt: date
    sk_ids: tuple[UUID, ...]
    expected: int
    recorded: int
    files: tuple[str, ...]
    """SHA-256 of each file that was recorded."""
    closed: date | None
    explained: str | None


@read_model.per_batch(Batch, needs=FACTS, indexes=("tmt, subject",))
class Batches(_OfBatch):
    """The batch as a whole."""

    def rows(self, state: batch.Batch | None) -> Iterator[Batch]:
        if state is not None:
            yield Batch(
                tmt=state.tmt,
                sk_ids=state.sk_ids,
                expected=state.expected.total,
                recorded=state.recorded.total,
                files=state.files,
                closed=state.closed,
                explained=state.explained,
            )


@dataclass(frozen=True, slots=True)
class Count:
    """One row for each kind of employee that the SK names, or that was recorded."""

    kind: Kind
    expected: int
    recorded: int


@read_model.per_batch(Count, needs=FACTS)
class Counts(_OfBatch):
    """Expected and recorded, kind by kind."""

    def rows(self, state: batch.Batch | None) -> Iterator[Count]:
        if state is None:
            return
        for kind in Kind:
            count = Count(kind, state.expected.of(kind), state.recorded.of(kind))
            if count.expected or count.recorded:
                yield count


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row for each thing that was wrong with a row that the latest file had to leave out."""

    row: int
    column_name: str | None
    code: str
    kind: Kind | None
    unor: str | None


@read_model.per_batch(Rejection, needs=FACTS)
class Rejections(_OfBatch):
    """What was left out, and why."""

    def rows(self, state: batch.Batch | None) -> Iterator[Rejection]:
        for r in () if state is None else state.rejected:
            yield Rejection(r.row, r.column, r.code, r.kind, r.unor)


@dataclass(frozen=True, slots=True)
class Member:
    """One row for each employee that a batch brought, with the evidence there is."""

    batch_id: UUID
    kind: Kind
    unor_id: UUID
    ni: bool
    petikan: bool
    sumpah: bool
    spmt: bool
    kontrak: bool


class Appointment(NamedTuple):
    """An appointment that came with a batch."""

    batch_id: UUID
    kind: Kind
    unor_id: UUID
    tmt: date
    sk_id: UUID | None
    engagement_id: UUID
    assignment_id: UUID


class Career(NamedTuple):
    """What is known of one employee's appointments and evidence: an oath may come before the TMT it belongs to."""

    appointments: tuple[Appointment, ...] = ()
    numbered: bool = False
    excerpts: tuple[UUID, ...] = ()
    oaths: tuple[UUID | None, ...] = ()
    duties: tuple[UUID | None, ...] = ()
    contract: date | None = None
    """First day of the latest contract."""


@read_model.per_employee(
    Member,
    needs=(
        EmployeeAppointed,
        IdentityNumberAssigned,
        DecisionExcerptDelivered,
        OathTaken,
        DutyCommenced,
        EmploymentContractSigned,
    ),
    indexes=("batch_id, unor_id",),
)
class Members:
    """The members of batches."""

    def start(self) -> Career:
        return Career()

    def step(self, state: Career, fact: Event) -> Career:  # noqa: PLR0911 - one for each kind of fact
        match fact:
            case EmployeeAppointed() if fact.batch_id is not None:
                sk_id = fact.decision.sk_id if fact.decision else None
                return Career((*state.appointments, _appointment(fact, fact.batch_id, sk_id)), *state[1:])
            case IdentityNumberAssigned():
                return Career(state.appointments, True, *state[2:])
            case DecisionExcerptDelivered():
                return state._replace(excerpts=(*state.excerpts, fact.sk_id))
            case OathTaken():
                return state._replace(oaths=(*state.oaths, fact.assignment_id))
            case DutyCommenced():
                return state._replace(duties=(*state.duties, fact.engagement_id))
            case EmploymentContractSigned():
                return state._replace(contract=fact.mulai)
            case _:
                return state

    def rows(self, state: Career) -> Iterator[Member]:
        for a in state.appointments:
            yield Member(
                batch_id=a.batch_id,
                kind=a.kind,
                unor_id=a.unor_id,
                ni=state.numbered,
                petikan=a.sk_id in state.excerpts,
                sumpah=a.assignment_id in state.oaths,
                spmt=a.engagement_id in state.duties,
                kontrak=state.contract is not None and a.tmt <= state.contract,
            )


def _appointment(fact: EmployeeAppointed, batch_id: UUID, sk_id: UUID | None) -> Appointment:
    return Appointment(batch_id, fact.kind, fact.unor_id, fact.tmt, sk_id, fact.engagement_id, fact.assignment_id)


# -- queries -----------------------------------------------------------------------------

BY_CONTRACT = ", ".join(f"'{kind}'" for kind in Kind if kind.by_contract)
EVIDENCE = f"""sum(ni) AS ni, sum(petikan) AS petikan, sum(sumpah) AS sumpah, sum(spmt) AS spmt,
               sum(kontrak) AS kontrak, sum(kind IN ({BY_CONTRACT})) AS wajib_kontrak"""
"""How many have each, and how many are to have a contract: CPNS and PNS sign none."""


@read_model.query
def list_(
    tables: Tables,
    *,
    dari: Annotated[date | None, "Only with a TMT from this day on"] = None,
    sampai: Annotated[date | None, "Only with a TMT up to this day"] = None,
    status: Annotated[Literal["TERBUKA", "DITUTUP"] | None, "Only those still open, or those closed"] = None,
    sort: Annotated[Literal["tmt", "-tmt"], "By TMT; with a minus the latest first"] = "tmt",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Batches with their counts, by TMT."""
    return tables.page(
        """SELECT subject AS batch_id, tmt, expected, recorded, closed
             FROM batch_status_batch
            WHERE (:dari IS NULL OR tmt >= :dari) AND (:sampai IS NULL OR tmt <= :sampai)
              AND (:status IS NULL OR (:status = 'TERBUKA') = (closed IS NULL))""",
        order=(sort, "batch_id"),
        limit=limit,
        cursor=cursor,
        dari=dari,
        sampai=sampai,
        status=status,
    )


@read_model.query
def of(tables: Tables, *, batch: Annotated[UUID, "The batch's id"]) -> Row | None:
    """One batch: expected, recorded, rejected and the difference per kind and unit, and the evidence of its members."""
    found = tables.row("SELECT * FROM batch_status_batch WHERE subject = :batch", batch=batch)
    if found is None:
        return None
    kinds, units = _per_kind(tables, batch), _per_unor(tables, batch, found["tmt"])
    evidence = tables.row(
        f"SELECT count(*) AS anggota, {EVIDENCE} FROM batch_status_member WHERE batch_id = :batch",  # noqa: S608 - our own text
        batch=batch,
    )
    return {
        "batch_id": found["subject"],
        "tmt": found["tmt"],
        "sk": _sks(tables, found["sk_ids"]),
        "expected": found["expected"],
        "recorded": found["recorded"],
        "rejected": sum(kind["rejected"] for kind in kinds),
        "difference": found["expected"] - found["recorded"],
        "closed": found["closed"],
        "explained": found["explained"],
        "files": orjson.loads(found["files"]),
        "per_kind": kinds,
        "per_unor": units,
        "evidence": {name: count or 0 for name, count in (evidence or {}).items()},
        "rejections": tables.rows(
            """SELECT row, column_name AS "column", code, kind, unor
                 FROM batch_status_rejection
                WHERE subject = :batch
                ORDER BY n""",
            batch=batch,
        ),
    }


def _sks(tables: Tables, sk_ids: str) -> list[Row]:
    return tables.rows(
        """SELECT value AS id, sk.nomor, sk.tanggal
             FROM json_each(:sk_ids)
             LEFT JOIN dated_sk sk ON sk.subject = value
            ORDER BY key""",
        sk_ids=sk_ids,
    )


def _per_kind(tables: Tables, batch: UUID) -> list[Row]:
    """Kind by kind; rows whose kind could not be read stand under null. A row counts once, however much is wrong."""
    return tables.rows(
        """SELECT kind, sum(expected) AS expected, sum(recorded) AS recorded, sum(rejected) AS rejected,
                  sum(expected) - sum(recorded) AS difference
             FROM (SELECT kind, expected, recorded, 0 AS rejected FROM batch_status_count WHERE subject = :batch
                   UNION ALL
                   SELECT kind, 0, 0, 1 FROM batch_status_rejection WHERE subject = :batch GROUP BY row)
            GROUP BY kind
            ORDER BY kind IS NULL, kind""",
        batch=batch,
    )


def _per_unor(tables: Tables, batch: UUID, tmt: str) -> list[Row]:
    """Unit by unit. An SK counts kinds, not units: expected is what the files named, recorded and rejected together.

    A row that was left out names its unit in words: it is counted with the unit of that name, if there is just one.
    Each unit has the name of the batch's TMT.
    """
    return tables.rows(
        f"""SELECT place.unor_id, coalesce(unit.nama, named) AS unor, sum(recorded) + sum(rejected) AS expected,
                   sum(recorded) AS recorded, sum(rejected) AS rejected, sum(rejected) AS difference, {EVIDENCE}
              FROM (SELECT unor_id, NULL AS named, 1 AS recorded, 0 AS rejected,
                           ni, petikan, sumpah, spmt, kontrak, kind
                      FROM batch_status_member
                     WHERE batch_id = :batch
                    UNION ALL
                    SELECT (SELECT CASE count(DISTINCT subject) WHEN 1 THEN min(subject) END
                              FROM dated_unit
                             WHERE nama = unor),
                           unor, 0, 1, 0, 0, 0, 0, 0, ''
                      FROM batch_status_rejection
                     WHERE subject = :batch
                     GROUP BY row) place
              LEFT JOIN dated_unit unit ON unit.subject = place.unor_id AND {on_day("unit")}
             GROUP BY place.unor_id, CASE WHEN place.unor_id IS NULL THEN named END
             ORDER BY unor IS NULL, unor, place.unor_id""",  # noqa: S608 - our own text
        batch=batch,
        on=tmt,
    )


@read_model.query
def incomplete(
    tables: Tables,
    *,
    batch: Annotated[UUID, "The batch's id"],
    valid_at: Annotated[date, "The day of the names, and of the force that the SK has"],
    semua: Annotated[bool, "Also who lacks the petikan, the oath or the start of duty"] = False,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """The members of a batch whose legality is incomplete, and what each lacks: SK, number or contract."""
    lacks = {
        "SK": f"held.status = '{Status.BATAL}'",
        "NI": "NOT member.ni",
        "KONTRAK": f"NOT member.kontrak AND member.kind IN ({BY_CONTRACT})",
    }
    others = {"PETIKAN": "NOT member.petikan", "SUMPAH": "NOT member.sumpah", "SPMT": "NOT member.spmt"}
    wanted = lacks | others if semua else lacks
    listed = " UNION ALL ".join(f"SELECT '{name}' WHERE {condition}" for name, condition in (lacks | others).items())
    page = tables.page(
        f"""SELECT member.subject AS pegawai_id, person.nip, person.nama, member.kind, member.unor_id,
                   unit.nama AS unor_nama, (SELECT json_group_array(name) FROM (SELECT NULL AS name WHERE false
                                                                                UNION ALL {listed})) AS kurang
              FROM batch_status_member member
              LEFT JOIN dated_person person ON person.subject = member.subject AND {on_day("person")}
              LEFT JOIN dated_stretch held ON held.subject = member.subject AND {on_day("held")}
              LEFT JOIN dated_unit unit ON unit.subject = member.unor_id AND {on_day("unit")}
             WHERE member.batch_id = :batch AND ({" OR ".join(f"({condition})" for condition in wanted.values())})
                   {f"AND member.unor_id IN {WITHIN}" if unor else ""}""",  # noqa: S608 - our own text
        order=("nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        batch=batch,
        on=valid_at,
        unor=unor,
    )
    return replace(page, items=[{**row, "kurang": orjson.loads(row["kurang"])} for row in page.items])

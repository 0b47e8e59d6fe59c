"""SK nomor berapa, tentang siapa, petikannya sudah diserahkan, masih berlaku? Siapa yang pertama dari jenisnya?

Which SK has this number, whom does it name, whose petikan was not handed over yet, has it still its force? And which
was the first of its kind in this government?
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain.annulment import (
    DecisionAnnulled,
    DecisionAnnulledForEmployee,
    DecisionReinstated,
    DecisionReinstatedForEmployee,
    JenisPembatalan,
)
from kinerja_es.domain.appointment import EmployeeAppointed
from kinerja_es.domain.catalogue import EVENTS
from kinerja_es.domain.decision import DecisionExcerptDelivered, DecisionIssued, JenisSk
from kinerja_es.domain.envelope import Category, Event
from kinerja_es.domain.grade import ProbationConfirmed
from kinerja_es.domain.transfer import AgencyTransferredIn
from kinerja_es.domain.upgrade import EmploymentStatusUpgraded
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import WITHIN, Gone, Page, Row, Tables, gone_by, gone_days, narrowed, on_day, read_model

DECIDED = tuple(event for event in EVENTS.values() if event.STREAM is Category.PEGAWAI and event.NEEDS_DECISION)


# -- whom an SK names --------------------------------------------------------------------


class Named(NamedTuple):
    """One row for each SK that decides something for an employee."""

    sk_id: UUID
    tmt: date
    """The first day on which it takes effect."""
    labels: tuple[str, ...]
    """What it decides."""
    kind: Kind | None
    """What the employee becomes by it, where it appoints or upgrades."""
    petikan: date | None = None
    """The day on which the petikan was handed over."""
    without_force: date | None = None
    """The day from which it has no force for this employee."""
    again: date | None = None
    """The day from which it has its force again."""


class Known(NamedTuple):
    """What SKs decided for one employee; a petikan, and an annulment, may come before the TMT of what they are of."""

    named: tuple[Named, ...] = ()
    petikan: tuple[tuple[UUID, date], ...] = ()
    gone: tuple[Gone, ...] = ()


@read_model.per_employee(
    Named,
    needs=(*DECIDED, DecisionExcerptDelivered, DecisionAnnulledForEmployee, DecisionReinstatedForEmployee),
    indexes=("sk_id, petikan", "kind, tmt"),
)
class People:
    """The SKs that name one employee."""

    def start(self) -> Known:
        return Known()

    def step(self, state: Known, fact: Event) -> Known:
        match fact:
            case DecisionExcerptDelivered():
                return state._replace(petikan=(*state.petikan, (fact.sk_id, fact.tanggal)))
            case DecisionAnnulledForEmployee() | DecisionReinstatedForEmployee():
                return state._replace(gone=gone_by(state.gone, fact))
            case _:
                return state._replace(named=_named(state.named, fact))

    def rows(self, state: Known) -> Iterator[Named]:
        delivered = dict(reversed(state.petikan))
        for named in state.named:
            gone, again = gone_days(state.gone, named.sk_id)
            yield named._replace(petikan=delivered.get(named.sk_id), without_force=gone, again=again)


def _named(known: tuple[Named, ...], fact: Event) -> tuple[Named, ...]:
    cited = fact.decision
    if cited is None:
        return known
    kind = _becomes(fact)
    if all(named.sk_id != cited.sk_id for named in known):
        return (*known, Named(cited.sk_id, fact.tmt, (fact.LABEL,), kind))
    return tuple(
        n._replace(labels=tuple(dict.fromkeys((*n.labels, fact.LABEL))), kind=n.kind or kind)
        if n.sk_id == cited.sk_id
        else n
        for n in known
    )


def _becomes(fact: Event) -> Kind | None:
    match fact:
        case EmployeeAppointed() | AgencyTransferredIn():
            return fact.kind
        case EmploymentStatusUpgraded():
            return fact.to_kind
        case ProbationConfirmed():
            return Kind.PNS
        case _:
            return None


# -- the force of an SK ------------------------------------------------------------------


class Annulment(NamedTuple):
    """One row for each annulment of an SK."""

    annulment_id: UUID
    jenis: JenisPembatalan
    mulai: date
    sampai: date | None
    """The first day on which it has its force again for everybody whom the annulment concerned."""
    sebagian: bool
    """Whether it concerns only some of those whom the SK names."""


@read_model.per_sk(Annulment, needs=(DecisionIssued, DecisionAnnulled, DecisionReinstated))
class Annulments:
    """The annulments of one SK."""

    def start(self) -> tuple[Annulment, ...]:
        return ()

    def step(self, state: tuple[Annulment, ...], fact: Event) -> tuple[Annulment, ...]:
        match fact:
            case DecisionAnnulled():
                return (*state, Annulment(fact.event_id, fact.kind, fact.tmt, None, bool(fact.pegawai_ids)))
            case DecisionReinstated() if not fact.pegawai_ids:
                return tuple(a._replace(sampai=fact.mulai) if a.annulment_id == fact.lifts else a for a in state)
            case _:
                return state

    def rows(self, state: tuple[Annulment, ...]) -> Iterator[Annulment]:
        yield from state


# -- queries -----------------------------------------------------------------------------


class Petikan(StrEnum):
    """Whether a petikan was handed over."""

    SUDAH = "SUDAH"
    BELUM = "BELUM"


LAPSED = """annulled.subject = sk.subject AND annulled.mulai <= :on
            AND (annulled.sampai IS NULL OR :on < annulled.sampai)"""
SKS = f"""SELECT sk.subject AS sk_id, sk.nomor AS sk_nomor, sk.tanggal AS sk_tanggal, sk.jenis, sk.bentuk,
                 sk.pejabat_jabatan, sk.kapasitas, sk.jumlah_pegawai, sk.sha256,
                 (SELECT count(*) FROM decision_register_named named WHERE named.sk_id = sk.subject) AS tercatat,
                 (SELECT count(*) FROM decision_register_named named
                   WHERE named.sk_id = sk.subject AND named.petikan <= :on) AS petikan,
                 (SELECT annulled.jenis FROM decision_register_annulment annulled
                   WHERE {LAPSED}
                   ORDER BY annulled.sebagian, annulled.n LIMIT 1) AS dibatalkan,
                 (SELECT annulled.sebagian FROM decision_register_annulment annulled
                   WHERE {LAPSED}
                   ORDER BY annulled.sebagian, annulled.n LIMIT 1) AS sebagian
            FROM dated_sk sk
           WHERE sk.tanggal <= :on"""  # noqa: S608 - our own text
"""SKs that had been signed by the day asked about, with whom they name, and what of it was handed over by then."""


@read_model.query
def find(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    text: Annotated[str, "Part of the number; all where nothing is named"] = "",
    jenis: Annotated[JenisSk | None, "Only SKs of this kind"] = None,
    dari: Annotated[date | None, "Signed from this day on"] = None,
    sampai: Annotated[date | None, "Signed up to this day"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """SKs by a part of their number, the latest first: whom they name, petikan, document, and whether they stand."""
    escaped = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    asked = {
        "sk.nomor LIKE '%' || :part || '%' ESCAPE '\\'": escaped or None,
        "sk.jenis = :jenis": jenis,
        "sk.tanggal >= :dari": dari,
        "sk.tanggal <= :sampai": sampai,
    }
    return tables.page(
        SKS + narrowed(asked),
        order=("-sk_tanggal", "sk_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        part=escaped,
        jenis=jenis,
        dari=dari,
        sampai=sampai,
    )


@read_model.query
def of(
    tables: Tables,
    *,
    sk: Annotated[UUID, "The SK's id"],
    valid_at: Annotated[date, "The day asked about"],
) -> Row | None:
    """One SK, with its annulments and reinstatements."""
    found = tables.row(f"{SKS} AND sk.subject = :sk", sk=sk, on=valid_at)
    if found is None:
        return None
    annulled = tables.rows(
        """SELECT annulment_id, jenis, mulai, sampai, sebagian
             FROM decision_register_annulment
            WHERE subject = :sk
            ORDER BY n""",
        sk=sk,
    )
    return {**found, "pembatalan": annulled}


@read_model.query
def people(
    tables: Tables,
    *,
    sk: Annotated[UUID, "The SK's id"],
    valid_at: Annotated[date, "The day asked about"],
    petikan: Annotated[Petikan | None, "Only those whose petikan was handed over, or was not"] = None,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Whom an SK names: what it decides for each, since when, and whether the petikan was handed over by a day."""
    handed = {None: "", Petikan.SUDAH: " AND named.petikan <= :on"}
    told = handed.get(petikan, " AND coalesce(named.petikan > :on, true)")
    page = tables.page(
        f"""SELECT named.subject AS pegawai_id, person.nip, person.nama, held.unor_id, unit.nama AS unor_nama,
                   named.tmt, named.labels, CASE WHEN named.petikan <= :on THEN named.petikan END AS petikan,
                   CASE WHEN named.without_force <= :on AND (named.again IS NULL OR :on < named.again)
                        THEN named.without_force END AS dibatalkan
              FROM decision_register_named named
              LEFT JOIN dated_person person ON person.subject = named.subject AND {on_day("person")}
              LEFT JOIN dated_stretch held ON held.subject = named.subject AND {on_day("held")}
              LEFT JOIN dated_unit unit ON unit.subject = held.unor_id AND {on_day("unit")}
             WHERE named.sk_id = :sk{told}{f" AND held.unor_id IN {WITHIN}" if unor else ""}""",  # noqa: S608 - our own text
        order=("nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        sk=sk,
        on=valid_at,
        unor=unor,
    )
    return replace(page, items=[{**row, "labels": orjson.loads(row["labels"])} for row in page.items])


@read_model.query
def without_petikan(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """SKs that were signed by a day, and not handed over yet to all whom they name: how many wait for their petikan."""
    return tables.page(
        f"""SELECT *, tercatat - petikan AS belum
              FROM ({SKS})
             WHERE petikan < tercatat AND dibatalkan IS NULL""",  # noqa: S608 - our own text
        order=("sk_tanggal", "sk_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
    )


@read_model.query
def first(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
) -> list[Row]:
    """The first appointment of each kind of employee in this government, by the day on which it took effect."""
    return tables.rows(
        f"""SELECT named.kind, named.tmt, named.sk_id, sk.nomor AS sk_nomor, sk.tanggal AS sk_tanggal,
                   count(*) AS pegawai
              FROM decision_register_named named
              JOIN (SELECT kind, min(tmt) AS tmt
                      FROM decision_register_named
                     WHERE kind IS NOT NULL AND tmt <= :on AND (without_force IS NULL OR tmt < without_force)
                     GROUP BY kind) earliest
                ON earliest.kind = named.kind AND earliest.tmt = named.tmt
              LEFT JOIN dated_sk sk ON sk.subject = named.sk_id
             WHERE (named.without_force IS NULL OR named.tmt < named.without_force)
                   {narrowed({"named.kind = :kind": kind})}
             GROUP BY named.kind, named.sk_id
             ORDER BY named.kind, sk.tanggal, named.sk_id""",  # noqa: S608 - our own text
        on=valid_at,
        kind=kind,
    )

"""Keputusan mana yang dicatat terlambat lebih dari 30 hari, oleh siapa, di unor mana?

Which decisions were recorded more than 30 days late, by whom, in which unit? Looked at are SKs, what they decide for
each employee, and contracts, as they are now known to be: what was voided was no decision.
"""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

from kinerja_es.domain.catalogue import EVENTS, short_name
from kinerja_es.domain.contract import EmploymentContractSigned
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Category, Event, Source
from kinerja_es.readmodels.kit import WITHIN, Bars, Page, Recorded, Row, Tables, civil, narrowed, on_day, read_model

DECISIVE = tuple(
    event
    for event in EVENTS.values()
    if event.STREAM is Category.PEGAWAI and not event.CORRECTS and not event.BY_SERVER
)


def _is_decided(event: Event) -> bool:
    """Whether an SK decides it, or a contract does."""
    return event.decision is not None or isinstance(event, EmploymentContractSigned)


class Fact(NamedTuple):
    """One row for each fact that was decided, as it is now known."""

    entry_id: UUID
    """The entry by which it was recorded first: of another record, where that was merged into this one."""
    type: str
    label: str
    tmt: date
    sk_id: UUID | None
    sk_nomor: str | None
    sk_tanggal: date | None
    unor_id: UUID | None


@read_model.per_employee(Fact, needs=DECISIVE, indexes=("entry_id",))
class Facts:
    """What was decided for one employee."""

    def rows(self, fact: Event) -> Iterator[Fact]:
        if not _is_decided(fact):
            return
        sk = fact.decision
        taken_over = fact.causation_id is not None and fact.correlation_id is not None
        yield Fact(
            entry_id=fact.correlation_id if taken_over and fact.correlation_id else fact.event_id,
            type=short_name(type(fact)),
            label=fact.LABEL,
            tmt=fact.tmt,
            sk_id=None if sk is None else sk.sk_id,
            sk_nomor=None if sk is None else sk.nomor,
            sk_tanggal=None if sk is None else sk.tanggal,
            unor_id=getattr(fact, "unor_id", None),
        )


class Entry(NamedTuple):
    """One row for each entry of such a fact: when it was recorded, by whom, and how it came in."""

    event_id: UUID
    position: int
    recorded_at: datetime
    actor: str
    source: Source


@read_model.on(*DECISIVE, row=Entry, indexes=("event_id", "recorded_at", "position"))
class Entries:
    """When facts of one employee were recorded."""

    def rows(self, recorded: Recorded) -> Iterator[Entry]:
        if _is_decided(recorded.event):
            yield _entry(recorded, Entry)


class Issued(NamedTuple):
    """One row for each SK: when it was recorded, by whom, and how it came in."""

    event_id: UUID
    position: int
    recorded_at: datetime
    actor: str
    source: Source


@read_model.on(DecisionIssued, row=Issued, indexes=("recorded_at", "position"))
class Decisions:
    """When one SK was recorded."""

    def rows(self, recorded: Recorded) -> Iterator[Issued]:
        yield _entry(recorded, Issued)


def _entry(recorded: Recorded, kind: Any) -> Any:
    event = recorded.event
    return kind(event.event_id, recorded.position, recorded.recorded_at, event.actor.user_id, event.source)


# -- queries -----------------------------------------------------------------------------

Sort = Literal["position", "-position", "hari", "-hari", "nama", "-nama"]


class Since(StrEnum):
    """From which day on it counts: that of the SK (the TMT of a contract), or the TMT."""

    SK = "SK"
    TMT = "TMT"


class By(StrEnum):
    """What it is counted by."""

    UNOR = "UNOR"
    PETUGAS = "PETUGAS"
    SUMBER = "SUMBER"
    JENIS = "JENIS"


Days = Annotated[int, "More than so many days late"]
Period = Annotated[date | None, "Recorded from this day on"]
PeriodEnd = Annotated[date | None, "Recorded up to this day"]

_HELD = "coalesce(fact.unor_id, held.unor_id, former.unor_id)"
_SINCE = "CASE :sejak WHEN 'TMT' THEN fact.tmt ELSE coalesce(fact.sk_tanggal, fact.tmt) END"
_ON = civil("entry.recorded_at")
FACTS = f"""SELECT fact.subject AS pegawai_id, fact.type, fact.label, fact.tmt, fact.sk_id, fact.sk_nomor,
                   fact.sk_tanggal, {_HELD} AS unor_id, entry.position, {_ON} AS recorded_on, entry.actor,
                   entry.source, CAST(julianday({_ON}) - julianday({_SINCE}) AS INTEGER) AS hari
              FROM recording_latency_entry entry
              JOIN recording_latency_fact fact ON fact.entry_id = entry.event_id
              LEFT JOIN dated_stretch held ON held.subject = fact.subject AND {on_day("held", "fact.tmt")}
              LEFT JOIN dated_stretch former
                ON former.subject = fact.subject AND {on_day("former", "date(fact.tmt, '-1 day')")}
             WHERE true"""  # noqa: S608 - our own text
"""Facts with the unit of their TMT (of whoever left, the last one) and the days until they were recorded."""


def _recorded(table: str, dari: date | None, sampai: date | None) -> str:
    """The condition that something was recorded in a period."""
    on = civil(f"{table}.recorded_at")
    # The moments of a day lie within a day of it, whichever clock it is by: so that the index can be asked.
    begun = f"{table}.recorded_at >= date(:dari, '-1 day') AND {on} >= :dari"
    over = f"{table}.recorded_at < date(:sampai, '+2 days') AND {on} <= :sampai"
    return narrowed({begun: dari, over: sampai})


@read_model.query
def late(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day of the names, and of the units below the one asked about"],
    hari: Days = 30,
    sejak: Annotated[Since, "Since the SK's date, or since the TMT"] = Since.SK,
    dari: Period = None,
    sampai: PeriodEnd = None,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    actor: Annotated[str | None, "Only what this user recorded"] = None,
    source: Annotated[Source | None, "Only what came in this way"] = None,
    sort: Annotated[Sort, "By which column; with a minus descending"] = "position",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """What was recorded late, in the order of recording."""
    asked = {f"unor_id IN {WITHIN}": unor, "actor = :actor": actor, "source = :source": source}
    return tables.page(
        f"""SELECT late.*, person.nip, person.nama, unit.nama AS unor_nama
              FROM ({FACTS}{_recorded("entry", dari, sampai)}) late
              LEFT JOIN dated_person person ON person.subject = late.pegawai_id AND {on_day("person")}
              LEFT JOIN dated_unit unit ON unit.subject = late.unor_id AND {on_day("unit")}
             WHERE hari > :hari{narrowed(asked)}""",  # noqa: S608 - our own text
        order=(sort, "position"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        hari=hari,
        sejak=sejak,
        dari=dari,
        sampai=sampai,
        unor=unor,
        actor=actor,
        source=source,
    )


@read_model.query
def per(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day of the units' names"],
    menurut: Annotated[By, "By unit, user, source or kind of fact"] = By.UNOR,
    hari: Days = 30,
    sejak: Annotated[Since, "Since the SK's date, or since the TMT"] = Since.SK,
    dari: Period = None,
    sampai: PeriodEnd = None,
) -> list[Row]:
    """How much was recorded late, by unit, user, source or kind of fact; where most is late comes first."""
    names = {By.UNOR: "unor_id", By.PETUGAS: "actor", By.SUMBER: "source", By.JENIS: "type"}
    column = names[By(menurut)]
    shown = {By.UNOR: "unit.nama", By.JENIS: "min(label)"}.get(By(menurut), column)
    return tables.rows(
        f"""SELECT {column}, {shown} AS nama, count(*) AS dicatat, sum(hari > :hari) AS terlambat,
                   round(100.0 * sum(hari > :hari) / count(*), 1) AS persen, max(hari) AS terlama
              FROM ({FACTS}{_recorded("entry", dari, sampai)}) late
              LEFT JOIN dated_unit unit ON unit.subject = late.unor_id AND {on_day("unit")}
             GROUP BY {column}
             ORDER BY terlambat DESC, nama, {column}""",  # noqa: S608 - our own text
        on=valid_at,
        hari=hari,
        sejak=sejak,
        dari=dari,
        sampai=sampai,
    )


@read_model.query(
    plot=Bars(
        title="Kelambatan pencatatan, per bulan pencatatan\nRecording latency, by month of recording",
        label="bulan",
        values={
            "sampai_7": "Sampai 7 hari\nUp to 7 days",
            "sampai_30": "8-30 hari\ndays",
            "sampai_90": "31-90 hari\ndays",
            "sampai_365": "91-365 hari\ndays",
            "lebih_365": "Lebih lama\nLonger",
        },
        unit="Catatan\nRecords",
    )
)
def per_month(
    tables: Tables,
    *,
    sejak: Annotated[Since, "Since the SK's date, or since the TMT"] = Since.SK,
    dari: Period = None,
    sampai: PeriodEnd = None,
) -> list[Row]:
    """How late what was recorded in each month was, in classes of days."""
    return tables.rows(
        f"""SELECT substr(recorded_on, 1, 7) AS bulan, count(*) AS dicatat, sum(hari <= 7) AS sampai_7,
                   sum(hari BETWEEN 8 AND 30) AS sampai_30, sum(hari BETWEEN 31 AND 90) AS sampai_90,
                   sum(hari BETWEEN 91 AND 365) AS sampai_365, sum(hari > 365) AS lebih_365
              FROM ({FACTS}{_recorded("entry", dari, sampai)})
             GROUP BY bulan
             ORDER BY bulan""",  # noqa: S608 - our own text
        sejak=sejak,
        dari=dari,
        sampai=sampai,
    )


@read_model.query
def decisions(
    tables: Tables,
    *,
    hari: Days = 30,
    dari: Period = None,
    sampai: PeriodEnd = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """SKs that were recorded late, in the order of recording."""
    on = civil("issued.recorded_at")
    return tables.page(
        f"""SELECT * FROM (SELECT issued.subject AS sk_id, sk.nomor AS sk_nomor, sk.tanggal AS sk_tanggal, sk.jenis,
                                  sk.pejabat_jabatan, issued.position, {on} AS recorded_on, issued.actor,
                                  issued.source, CAST(julianday({on}) - julianday(sk.tanggal) AS INTEGER) AS hari
                             FROM recording_latency_issued issued
                             JOIN dated_sk sk ON sk.subject = issued.subject
                            WHERE true{_recorded("issued", dari, sampai)})
             WHERE hari > :hari""",  # noqa: S608 - our own text
        order=("position",),
        limit=limit,
        cursor=cursor,
        hari=hari,
        dari=dari,
        sampai=sampai,
    )

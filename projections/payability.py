"""Siapa yang berhak dibayar bulan ini, sejak kapan dan berapa persen; siapa tidak, sebabnya; apa yang berubah surut?

Who is to be paid in a month, on which days and at how many percent; who is not, and why; and what was recorded since
that changes what was payable on days that had passed by then?
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

import orjson
from pydantic import Field

from kinerja_es.domain import fold
from kinerja_es.domain.catalogue import EVENTS, corrections, short_name
from kinerja_es.domain.coaching import CoachingConcluded, CoachingStarted
from kinerja_es.domain.discipline import ViolationExamined, ViolationReported
from kinerja_es.domain.envelope import ERASED, Category, Event, Personal, changed
from kinerja_es.domain.history import FoldKey, History, fold_key
from kinerja_es.domain.identity import EmployeeRegistered, IdentityNumberAssigned
from kinerja_es.domain.reference import ESELON, GOLONGAN_PNS
from kinerja_es.domain.standing import STATUS_LABEL, Standing, Status, stretches
from kinerja_es.domain.values import STORED, Golongan, Kind
from kinerja_es.readmodels.kit import WITHIN, Page, Recorded, Row, Tables, narrowed, on_day, read_model

VERSION = 1


# -- what changed, and was recorded after the day ------------------------------------------


class Pay(NamedTuple):
    """What payroll goes by on some days: from, until (exclusive). Where nothing is payable, only why."""

    valid_from: date
    valid_to: date | None
    status: Status | None = None
    ground: str | None = None
    gaji_persen: int = 0
    tpp_persen: int = 0
    kind: Kind | None = None
    golongan: str | None = None
    jabatan_id: UUID | None = None
    unor_id: UUID | None = None
    upah_rp: int | None = None

    @property
    def right(self) -> tuple[Any, ...] | None:
        """What is payable, as what; None where nothing is, whatever the reason."""
        return self[4:] if self.gaji_persen or self.tpp_persen else None


class Change(NamedTuple):
    """One row for each stretch of days whose pay a recorded event changed, where some of them had passed by then."""

    position: int
    recorded_at: str
    event_id: UUID
    type: str
    tmt: date
    sk_id: UUID | None
    sk_nomor: str | None
    sk_tanggal: date | None
    dari: date
    sampai: date | None
    """Its last day, also where it lies ahead of the recording; None is open."""
    status_semula: Status | None
    ground_semula: str | None
    gaji_persen_semula: int
    tpp_persen_semula: int
    kind_semula: Kind | None
    golongan_semula: str | None
    jabatan_id_semula: UUID | None
    unor_id_semula: UUID | None
    upah_rp_semula: int | None
    status: Status | None
    ground: str | None
    gaji_persen: int
    tpp_persen: int
    kind: Kind | None
    golongan: str | None
    jabatan_id: UUID | None
    unor_id: UUID | None
    upah_rp: int | None


class Known(NamedTuple):
    """What was recorded of an employee's pay so far, what it comes to, and what changed on the way.

    A fact that is last in fold order is one step. For any other one all are folded again: they are kept for that.
    """

    facts: tuple[tuple[str, Any], ...] = ()
    """Each with its topic: an event, or what was stored of one."""
    last: FoldKey | None = None
    standing: Standing = Standing()
    pay: tuple[Pay, ...] = ()
    changes: tuple[Change, ...] = ()


_OTHER = {
    *(EmployeeRegistered, IdentityNumberAssigned),
    *(ViolationReported, ViolationExamined, CoachingStarted, CoachingConcluded),
}
"""Facts of a standing that say nothing of pay."""


@read_model.on(
    *(event for event in fold.NEEDS if event not in _OTHER),
    *corrections(Category.PEGAWAI),
    row=Change,
    indexes=("position", "recorded_at"),
)
class Changes:
    """What each recorded event changed of an employee's pay."""

    def start(self) -> Known:
        return Known()

    def step(self, state: Known, recorded: Recorded) -> Known:
        fact = recorded.event
        if fact.CORRECTS and not _concerns(state, fact):
            return state
        facts = (*state.facts, (fact.TOPIC, _without_words(fact)))
        place = fold_key(fact)
        if not fact.CORRECTS and (state.last is None or state.last < place):
            standing = fold.step(state.standing, fact)
        else:
            history = History(_event(*kept) for kept in facts)
            standing = history.standing
            place = fold_key(history.facts[-1]) if history.facts else None
        pay = tuple(_pay(standing))
        found = tuple(_changes(state.pay, pay, recorded))
        return Known(facts, place, standing, pay, (*state.changes, *found))

    def rows(self, state: Known) -> tuple[Change, ...]:
        return state.changes


def _concerns(state: Known, fact: Event) -> bool:
    """Whether a correction is of a fact that is kept here."""
    if fact.closes():
        return True
    targets = {*fact.amends(), *fact.voids()}
    return bool(targets) and any(_id(told) in targets for _, told in state.facts)


def _id(told: Any) -> UUID:
    return told.event_id if isinstance(told, Event) else UUID(told["event_id"])


def _event(topic: str, told: Any) -> Event:
    if isinstance(told, Event):
        return told
    return EVENTS[topic].model_validate_json(orjson.dumps(told), context=STORED)


def _without_words(fact: Event) -> Event:
    """A fact without reasons and evidence, which are of no use here."""
    return changed(fact, {**_blank(type(fact)), "exception": None, "documents": (), "warnings": (), "legal_basis": ()})


@cache
def _blank(kind: type[Event]) -> dict[str, Any]:
    """What stands in the place of a kind's personal fields."""
    fields = kind.model_fields.items()
    private = {name: info for name, info in fields if any(isinstance(mark, Personal) for mark in info.metadata)}
    return {name: ERASED if info.is_required() else info.default for name, info in private.items()}


def _pay(standing: Standing) -> Iterator[Pay]:
    """What is payable, stretch by stretch; nobody is paid before duty has begun."""
    if all(engagement.duty is None for engagement in standing.engagements):
        return
    for s in stretches(standing):
        why = (s.valid_from, s.valid_to, s.status, s.ground)
        if s.gaji_persen or s.tpp_persen:
            as_what = (s.kind, s.golongan, s.jabatan_id, s.unor_id, s.contract_upah_rp)
            yield Pay(*why, s.gaji_persen, s.tpp_persen, *as_what)
        else:
            yield Pay(*why)


def _changes(before: tuple[Pay, ...], after: tuple[Pay, ...], recorded: Recorded) -> Iterator[Change]:
    """The stretches of days on which another right holds, without those that begin after the day of recording.

    That is the day in UTC: it is never before the last day that has passed where the government is.
    """
    if before == after:
        return
    last = recorded.recorded_at.date()
    differing: tuple[date, Pay, Pay] | None = None
    for start in sorted({day for pay in (*before, *after) for day in pay[:2] if day is not None}):
        was, now = _on(before, start), _on(after, start)
        if differing is not None and (was[2:], now[2:]) != (differing[1][2:], differing[2][2:]):
            yield _change(recorded, *differing, start - timedelta(days=1))
            differing = None
        if differing is None and was.right != now.right and start <= last:
            differing = (start, was, now)
    if differing is not None:
        yield _change(recorded, *differing, None)


def _on(pay: tuple[Pay, ...], day: date) -> Pay:
    return next((p for p in pay if p.valid_from <= day and (p.valid_to is None or day < p.valid_to)), _NOT_KNOWN)


_NOT_KNOWN = Pay(date.min, None)


def _change(recorded: Recorded, dari: date, was: Pay, now: Pay, sampai: date | None) -> Change:
    fact, sk = recorded.event, recorded.event.decision
    return Change(
        recorded.position,
        recorded.recorded_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        fact.event_id,
        short_name(type(fact)),
        fact.tmt,
        *((None, None, None) if sk is None else (sk.sk_id, sk.nomor, sk.tanggal)),
        dari,
        sampai,
        *was[2:],
        *now[2:],
    )


class Zona(StrEnum):
    """The three time zones of Indonesia."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"


AHEAD = {Zona.WIB: 7, Zona.WITA: 8, Zona.WIT: 9}
"""Hours ahead of UTC."""

PASSED = "date(recorded_at, '+' || :ahead || ' hours', '-1 day')"
"""The last day that had passed when something was recorded."""


@read_model.query
def changes(
    tables: Tables,
    *,
    since: Annotated[int | datetime, "What was recorded after this: a position of the log, or a time"] = 0,
    until: Annotated[int | datetime | None, "And up to this one; without it up to now"] = None,
    zona: Annotated[Zona, "By whose clock a day has passed: WIB, WITA or WIT"] = Zona.WIB,
    employee: Annotated[UUID | None, "Only this employee"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """What was recorded late or corrected: whose pay is another one on which days that had passed, from what to what.

    Days that still lay ahead when it was recorded are left out: `month` has them in time. A time without a zone is one
    of `zona`. What existing staff is taken over with changes all of its past: ask `since` then.
    """
    after = "position > :since" if isinstance(since, int) else "recorded_at > :since"
    before = "position <= :until" if isinstance(until, int) else "recorded_at <= :until"
    asked = narrowed({before: until, "change.subject = :employee": employee})
    return tables.page(
        f"""SELECT change.position, change.recorded_at, change.event_id, change.type, change.tmt,
                   change.sk_id, change.sk_nomor, change.sk_tanggal,
                   change.subject AS pegawai_id, person.nip, person.nama,
                   change.dari, min(coalesce(change.sampai, {PASSED}), {PASSED}) AS sampai,
                   {_told("change", "_semula")}, was.nama AS jabatan_nama_semula,
                   {_told("change", "")}, post.nama AS jabatan_nama
              FROM payability_change change
              LEFT JOIN dated_person person ON person.subject = change.subject AND person.valid_to IS NULL
              LEFT JOIN dated_post was ON was.subject = change.jabatan_id_semula AND {_on_first_day("was")}
              LEFT JOIN dated_post post ON post.subject = change.jabatan_id AND {_on_first_day("post")}
             WHERE change.dari <= {PASSED} AND {after}{asked}""",  # noqa: S608 - our own text
        order=("position", "pegawai_id", "dari"),
        limit=limit,
        cursor=cursor,
        ahead=AHEAD[zona],
        since=_bound(since, zona),
        until=_bound(until, zona),
        employee=employee,
    )


def _bound(given: int | datetime | None, zona: Zona) -> int | str | None:
    """A position as it is, a time as the rows hold it."""
    if not isinstance(given, datetime):
        return given
    moment = given if given.tzinfo else given.replace(tzinfo=timezone(timedelta(hours=AHEAD[zona])))
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _told(table: str, end: str) -> str:
    return ", ".join(f"{table}.{name}{end}" for name in Pay._fields[2:])


def _on_first_day(table: str) -> str:
    return on_day(table).replace(":on", "change.dari")


# -- who is payable ------------------------------------------------------------------------

Sort = Literal["pegawai_id", "nama", "nip", "unor_nama"]
Bulan = Annotated[str, Field(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")]

BEGINS = "max(held.valid_from, :first, coalesce(post.valid_from, :first))"
ENDS = "min(coalesce(held.valid_to, :following), :following, coalesce(post.valid_to, :following))"
COLUMNS = f"""held.subject AS pegawai_id, person.nip, person.nip_lama, person.nama,
              coalesce(unit.siasn_id, held.unor_id) AS kode_opd, held.unor_id, unit.nama AS unor_nama,
              held.jabatan_id, post.nama AS jabatan_nama, post.jenis_jabatan, post.eselon_id AS eselon,
              held.kind, held.golongan, held.status, held.ground, held.contract_upah_rp AS upah_rp,
              held.gaji_persen, held.tpp_persen, held.sk_id, held.sk_nomor, held.sk_tanggal,
              {BEGINS} AS tanggal_mulai, date({ENDS}, '-1 day') AS tanggal_akhir,
              held.valid_from, held.valid_to"""

HELD = f"""FROM dated_stretch held
           JOIN dated_person person ON person.subject = held.subject AND {on_day("person")}
           LEFT JOIN dated_unit unit ON unit.subject = held.unor_id AND {on_day("unit")}
           LEFT JOIN dated_post post
             ON post.subject = held.jabatan_id
                AND (post.valid_from IS NULL OR post.valid_from < :following
                     AND (held.valid_to IS NULL OR post.valid_from < held.valid_to))
                AND (post.valid_to IS NULL OR :first < post.valid_to AND held.valid_from < post.valid_to)
          WHERE held.valid_from < :following AND (held.valid_to IS NULL OR :first < held.valid_to)"""

NUMBERED = """held.subject IN (SELECT subject FROM dated_person WHERE nip IN (SELECT value FROM json_each(:nip)))"""

ASKED = """(SELECT json_group_array(DISTINCT its.nip)
              FROM dated_person its
             WHERE its.subject = held.subject AND its.nip IN (SELECT value FROM json_each(:nip)))"""
"""By which of the numbers that were asked for somebody was found."""

PAYABLE = "(held.gaji_persen > 0 OR held.tpp_persen > 0)"


@read_model.query
def month(
    tables: Tables,
    *,
    bulan: Annotated[Bulan, "The month, for example 2026-03"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    status: Annotated[Status | None, "Only this status"] = None,
    golongan: Annotated[Golongan | None, "Only this grade"] = None,
    nip: Annotated[str | None, "Only these NIPs, also former ones, with commas between them"] = None,
    sort: Annotated[Sort, "By employee, as a feed reads on; or by name, NIP or unit"] = "pegawai_id",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Who is payable in a month, on which of its days and at how many percent of salary and allowance.

    One row for each stretch of days; somebody who moved, or whose post changed, has several. NIP, name and unit are
    those of the month's last day.
    """
    asked = {"unor": unor, "kind": kind, "status": status, "golongan": golongan, "nip": nip}
    return _in_month(tables, bulan, PAYABLE, asked, sort=sort, limit=limit, cursor=cursor)


@read_model.query
def not_payable(
    tables: Tables,
    *,
    bulan: Annotated[Bulan, "The month, for example 2026-03"],
    dari: Annotated[date | None, "Only who has not been payable since this day, or a later one"] = None,
    unor: Annotated[UUID | None, "Only this unit and those below it; whoever has left has none"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    status: Annotated[Status | None, "Only this status"] = None,
    nip: Annotated[str | None, "Only these NIPs, also former ones, with commas between them"] = None,
    sort: Annotated[Sort, "By employee, as a feed reads on; or by name, NIP or unit"] = "pegawai_id",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Who is known and not payable on some days of a month, and why: the status, its ground, and its SK."""
    asked = {"unor": unor, "kind": kind, "status": status, "dari": dari, "nip": nip}
    return _in_month(tables, bulan, f"NOT {PAYABLE}", asked, sort=sort, limit=limit, cursor=cursor)


NARROWED = {
    "unor": f"held.unor_id IN {WITHIN}",
    "kind": "held.kind = :kind",
    "status": "held.status = :status",
    "golongan": "held.golongan = :golongan",
    "dari": "held.valid_from >= :dari",
    "nip": NUMBERED,
}


def _in_month(
    tables: Tables, bulan: str, which: str, asked: dict[str, Any], *, sort: Sort, limit: int, cursor: str | None
) -> Page:
    first = date.fromisoformat(f"{bulan}-01")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    given = {name: value for name, value in asked.items() if value is not None}
    if "nip" in given:
        given["nip"] = orjson.dumps([one.strip() for one in given["nip"].split(",")]).decode()
    conditions = " AND ".join([which, *(NARROWED[name] for name in given)])
    columns = COLUMNS + (f", {ASKED} AS nip_asked" if "nip" in given else "")
    found = tables.page(
        f"SELECT {columns} {HELD} AND {conditions}",
        order=(sort, "pegawai_id", "tanggal_mulai"),
        limit=limit,
        cursor=cursor,
        first=first,
        on=last,
        following=last + timedelta(days=1),
        **given,
    )
    return replace(found, items=[_named(row) for row in found.items])


def _named(row: Row) -> Row:
    """A row with the names of its codes."""
    eselon = None if row["eselon"] is None else ESELON.find(row["eselon"])
    golongan = None if row["golongan"] is None else GOLONGAN_PNS.find(row["golongan"])
    return {
        **row,
        **{name: orjson.loads(row[name]) for name in ("nip_lama", "nip_asked") if name in row},
        "eselon": row["eselon"] if eselon is None else eselon.nama,
        "pangkat": None if golongan is None else dict(golongan.rincian).get("pangkat"),
        "status_label": STATUS_LABEL[Status(row["status"])],
    }


@read_model.query_of_employee
def of(
    tables: Tables,
    *,
    employee: Annotated[UUID, "The employee's id"],
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """One employee's days from first to last: what is payable on which, and where nothing is, why.

    `tanggal_akhir` is the last day; without one it is not known yet. Names are those of the first day.
    """
    found = tables.page(
        f"""SELECT held.n, held.valid_from AS tanggal_mulai, date(held.valid_to, '-1 day') AS tanggal_akhir,
                   held.gaji_persen, held.tpp_persen, held.status, held.ground, held.kind, held.golongan,
                   held.contract_upah_rp AS upah_rp, held.jabatan_id, post.nama AS jabatan_nama,
                   held.unor_id, unit.nama AS unor_nama, held.sk_id, held.sk_nomor, held.sk_tanggal
              FROM dated_stretch held
              LEFT JOIN dated_post post ON post.subject = held.jabatan_id AND {_at_start("post")}
              LEFT JOIN dated_unit unit ON unit.subject = held.unor_id AND {_at_start("unit")}
             WHERE held.subject = :employee""",  # noqa: S608 - our own text
        order=("n",),
        limit=limit,
        cursor=cursor,
        employee=employee,
    )
    labelled = [{**row, "status_label": STATUS_LABEL[Status(row["status"])]} for row in found.items]
    return replace(found, items=labelled)


def _at_start(table: str) -> str:
    return on_day(table).replace(":on", "held.valid_from")

"""Units and posts day by day: what they are called, what stands above them, and how long they exist."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.unit import (
    OrgUnitChanged,
    OrgUnitEstablished,
    PositionAbolished,
    PositionChanged,
    PositionEstablished,
)


class Unit(NamedTuple):
    """One row for each stretch of time in which a unor has one name and one place. The first one has no first day."""

    valid_from: date | None
    valid_to: date | None
    tmt: date
    """The day from which it exists."""
    berakhir: date | None
    """The first day without it, where it was dissolved or merged into others."""
    nama: str
    induk_nama: str | None
    diatasan_id: UUID | None
    eselon_id: str | None
    jenis: str | None
    sektor: str | None
    siasn_id: str | None


class Post(NamedTuple):
    """One row for each stretch of time in which a post stays as it is. The first one has no first day."""

    valid_from: date | None
    valid_to: date | None
    tmt: date
    """The day from which it exists."""
    berakhir: date | None
    """The first day without it, where it was abolished."""
    nama: str
    unor_id: UUID
    jenis_jabatan: str
    eselon_id: str | None
    formasi: int | None
    pimpinan: bool | None
    siasn_id: str | None


R = TypeVar("R", Unit, Post)


class UnitChange(NamedTuple):
    """What becomes of a unit from a day on; None stays as it was."""

    tmt: date
    nama: str | None
    induk_nama: str | None
    diatasan_id: UUID | None


class PostChange(NamedTuple):
    """What becomes of a post from a day on; None stays as it was."""

    tmt: date
    nama: str | None
    unor_id: UUID | None
    eselon_id: str | None
    formasi: int | None
    pimpinan: bool | None
    siasn_id: str | None


class UnitState(NamedTuple):
    """A unit as it was founded, its changes, and its end."""

    first: Unit | None = None
    changes: tuple[UnitChange, ...] = ()
    ended: date | None = None


class PostState(NamedTuple):
    """A post as it was established, its changes, and its end."""

    first: Post | None = None
    changes: tuple[PostChange, ...] = ()
    ended: date | None = None


class OfUnit:
    """The fold of the table of units."""

    NEEDS = (OrgUnitEstablished, OrgUnitChanged)

    def start(self) -> UnitState:
        return UnitState()

    def step(self, state: UnitState, fact: Event) -> UnitState:
        match fact:
            case OrgUnitEstablished():
                place = (fact.nama, fact.induk_nama, fact.diatasan_id, fact.eselon_id)
                return state._replace(
                    first=Unit(None, None, fact.tmt, None, *place, fact.jenis, fact.sektor, fact.siasn_id)
                )
            case OrgUnitChanged() if fact.ends:
                return state._replace(ended=_earlier(state.ended, fact.tmt))
            case OrgUnitChanged():
                change = UnitChange(fact.tmt, fact.nama, fact.induk_nama, fact.diatasan_id)
                return state._replace(changes=(*state.changes, change))
            case _:
                return state

    def rows(self, state: UnitState) -> Iterator[Unit]:
        if state.first is not None:
            yield from _day_by_day(state.first._replace(berakhir=state.ended), state.changes)


class OfPost:
    """The fold of the table of posts."""

    NEEDS = (PositionEstablished, PositionChanged, PositionAbolished)

    def start(self) -> PostState:
        return PostState()

    def step(self, state: PostState, fact: Event) -> PostState:
        match fact:
            case PositionEstablished():
                place = (fact.title.nama, fact.unor_id, fact.jenis_jabatan, fact.eselon_id)
                seats = (fact.formasi, fact.pimpinan, fact.title.id)
                return state._replace(first=Post(None, None, fact.tmt, None, *place, *seats))
            case PositionAbolished():
                return state._replace(ended=_earlier(state.ended, fact.tmt))
            case PositionChanged():
                nama, siasn_id = (None, None) if fact.title is None else (fact.title.nama, fact.title.id)
                place = (nama, fact.unor_id, fact.eselon_id)
                change = PostChange(fact.tmt, *place, fact.formasi, fact.pimpinan, siasn_id)
                return state._replace(changes=(*state.changes, change))
            case _:
                return state

    def rows(self, state: PostState) -> Iterator[Post]:
        if state.first is not None:
            yield from _day_by_day(state.first._replace(berakhir=state.ended), state.changes)


def _earlier(known: date | None, day: date) -> date:
    return day if known is None else min(known, day)


def _day_by_day(now: R, changes: tuple[UnitChange, ...] | tuple[PostChange, ...]) -> Iterator[R]:
    """The rows day by day, without gaps; of two changes of one day the later one holds."""
    since: date | None = None
    for change in changes:
        told = {name: value for name, value in change._asdict().items() if name != "tmt" and value is not None}
        if not told:
            continue
        if change.tmt != since:
            yield now._replace(valid_from=since, valid_to=change.tmt)
        now, since = now._replace(**told), change.tmt
    yield now._replace(valid_from=since, valid_to=None)


# -- in queries --------------------------------------------------------------------------


def on_day(table: str, day: str = ":on") -> str:
    """The condition that a row of a table holds on the day `:on`, or on that of another column."""
    begun = f"({table}.valid_from IS NULL OR {table}.valid_from <= {day})"
    return f"{begun} AND ({table}.valid_to IS NULL OR {day} < {table}.valid_to)"


def exists_on(table: str) -> str:
    """The condition that a unit or a post exists on the day `:on`; a row of that day may be of one that has ended."""
    return f"{table}.tmt <= :on AND ({table}.berakhir IS NULL OR :on < {table}.berakhir)"


WITHIN = f"""(WITH RECURSIVE below(subject, nama) AS (
                  SELECT subject, nama FROM dated_unit unit WHERE subject = :unor AND {on_day("unit")}
                  UNION
                  SELECT unit.subject, unit.nama
                    FROM below
                    JOIN dated_unit unit
                      ON (unit.diatasan_id = below.subject OR
                          unit.diatasan_id IS NULL AND unit.induk_nama = below.nama COLLATE NOCASE)
                   WHERE {on_day("unit")})
              SELECT subject FROM below)"""  # noqa: S608 - our own text
"""The ids of the unit `:unor` and of all units below it on the day `:on`: `AND held.unor_id IN {WITHIN}`.

A unit lies below the one that it names as the one above it; one that names none, as those of a roster, below the
unit that has the name of its SATUAN KERJA INDUK.
"""

OPD = f"""(WITH RECURSIVE below(subject, nama, opd_id) AS (
               SELECT unit.subject, unit.nama,
                      CASE WHEN unit.nama LIKE 'Pemerintah %' THEN NULL ELSE unit.subject END
                 FROM dated_unit unit
                WHERE {on_day("unit")} AND unit.diatasan_id IS NULL AND NOT EXISTS (
                      SELECT 1
                        FROM dated_unit upper
                       WHERE upper.nama = unit.induk_nama COLLATE NOCASE AND upper.subject <> unit.subject
                         AND {on_day("upper")})
               UNION
               SELECT unit.subject, unit.nama, coalesce(below.opd_id, unit.subject)
                 FROM below
                 JOIN dated_unit unit
                   ON (unit.diatasan_id = below.subject OR
                       unit.diatasan_id IS NULL AND unit.induk_nama = below.nama COLLATE NOCASE)
                  AND unit.subject <> below.subject
                WHERE {on_day("unit")})
           SELECT subject, coalesce(min(opd_id), subject) AS opd_id FROM below GROUP BY subject)"""  # noqa: S608 - our own text
"""Each unit and its OPD on the day `:on`: `LEFT JOIN {OPD} opd ON opd.subject = held.unor_id`.

The OPD of a unit is the highest one that it lies in, below the government itself: the unit at the top whose name begins
with "Pemerintah", where it is recorded.
"""


def opd_of(table: str) -> str:
    """Joins: the OPD in which the unit of a row lies on the day `:on`, or else that unit, as `opd`."""
    return f"""LEFT JOIN {OPD} tree ON tree.subject = {table}.unor_id
               LEFT JOIN dated_unit opd ON opd.subject = coalesce(tree.opd_id, {table}.unor_id) AND {on_day("opd")}"""


def place_of(table: str, day: str = ":on") -> str:
    """Joins: the post and the unit of a row, as `post` and `unit`, as they are on the day `:on` or another one."""
    return f"""LEFT JOIN dated_post post ON post.subject = {table}.jabatan_id AND {on_day("post", day)}
               LEFT JOIN dated_unit unit ON unit.subject = {table}.unor_id AND {on_day("unit", day)}"""


def above(table: str) -> str:
    """The id of the unit above that of a row on the day `:on`: of one name and induk, one of them; None at the top."""
    return f"""coalesce({table}.diatasan_id,
                        (SELECT min(named.subject)
                           FROM dated_unit named
                          WHERE named.nama = {table}.induk_nama COLLATE NOCASE AND named.subject <> {table}.subject
                                AND {on_day("named")} AND {exists_on("named")}))"""  # noqa: S608 - our own text

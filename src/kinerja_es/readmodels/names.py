"""The names that units and posts have, day by day, for every read model that tells one."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.unit import OrgUnitChanged, OrgUnitEstablished, PositionChanged, PositionEstablished


class Unit(NamedTuple):
    """One row for each stretch of time in which a unor has one name. The first one has no first day."""

    valid_from: date | None
    valid_to: date | None
    nama: str
    induk_nama: str | None


class Post(NamedTuple):
    """One row for each stretch of time in which a post has one title. The first one has no first day."""

    valid_from: date | None
    valid_to: date | None
    nama: str


class Renamed(NamedTuple):
    """What a unit or a post is called from a day on; None stays as it was."""

    tmt: date
    nama: str | None
    induk_nama: str | None = None


class Naming(NamedTuple):
    """The first name of a unit or a post, and those that it got since."""

    nama: str | None = None
    induk_nama: str | None = None
    changes: tuple[Renamed, ...] = ()


class _OfNaming:
    def start(self) -> Naming:
        return Naming()

    def step(self, state: Naming, fact: Event) -> Naming:
        match fact:
            case OrgUnitEstablished():
                return Naming(fact.nama, fact.induk_nama, state.changes)
            case PositionEstablished():
                return Naming(fact.title.nama, None, state.changes)
            case OrgUnitChanged() if fact.nama is not None or fact.induk_nama is not None:
                return _changed(state, Renamed(fact.tmt, fact.nama, fact.induk_nama))
            case PositionChanged() if fact.title is not None:
                return _changed(state, Renamed(fact.tmt, fact.title.nama))
            case _:
                return state


class OfUnit(_OfNaming):
    """Inherit it for a table of units with their names."""

    NEEDS = (OrgUnitEstablished, OrgUnitChanged)

    def rows(self, state: Naming) -> Iterator[Unit]:
        yield from _named(state)


class OfPost(_OfNaming):
    """Inherit it for a table of posts with their titles."""

    NEEDS = (PositionEstablished, PositionChanged)

    def rows(self, state: Naming) -> Iterator[Post]:
        for named in _named(state):
            yield Post(named.valid_from, named.valid_to, named.nama)


def _changed(state: Naming, change: Renamed) -> Naming:
    return state._replace(changes=(*state.changes, change))


def _named(state: Naming) -> Iterator[Unit]:
    """The names day by day, without gaps; of two changes of one day the later one holds."""
    nama, induk_nama, since = state.nama, state.induk_nama, None
    if nama is None:
        return
    for change in state.changes:
        if change.tmt != since:
            yield Unit(since, change.tmt, nama, induk_nama)
        nama, induk_nama, since = change.nama or nama, change.induk_nama or induk_nama, change.tmt
    yield Unit(since, None, nama, induk_nama)


def on_day(table: str) -> str:
    """The condition that a row of a table holds on the day `:on`."""
    begun = f"({table}.valid_from IS NULL OR {table}.valid_from <= :on)"
    return f"{begun} AND ({table}.valid_to IS NULL OR :on < {table}.valid_to)"

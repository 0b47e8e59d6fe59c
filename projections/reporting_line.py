"""Siapa atasan pegawai ini pada suatu hari, di unor dan jabatan apa? Siapa yang memimpin bila jabatannya lowong?

Who is somebody's superior on a day, in which unit and post? The holder of the leading post of the unit; of the unit
above for whoever leads it, or where nobody does; whoever acts (Plt, Plh, Pj) is told as such.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain import fold
from kinerja_es.domain.appointment import Penugasan
from kinerja_es.domain.standing import STATUS_LABEL, Standing, Status
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import (
    WITHIN,
    OfStanding,
    Page,
    Row,
    Tables,
    exists_on,
    narrowed,
    on_day,
    place_of,
    read_model,
)

VERSION = 1


class Holder(NamedTuple):
    """One row for each stretch of days in which an employee holds a post: definitively, or acting in it."""

    valid_from: date
    valid_to: date | None
    jabatan_id: UUID
    unor_id: UUID
    penugasan: Penugasan


@read_model.per_employee(Holder, needs=fold.NEEDS, indexes=("jabatan_id, valid_from",))
class Holders(OfStanding):
    """Every post that somebody holds, without the days on which an SK has no force."""

    def rows(self, state: Standing) -> Iterator[Holder]:
        for engagement in state.engagements:
            for post in engagement.assignments:
                for first, end in engagement.days_in(post):
                    yield Holder(first, end, post.jabatan_id, post.unor_id, post.penugasan)


# -- queries -----------------------------------------------------------------------------

POST = f"""SELECT held.subject AS pegawai_id, person.nip, person.nama, held.status, held.kind, held.golongan,
                  held.jabatan_id, post.nama AS jabatan_nama, held.unor_id, unit.nama AS unor_nama, unit.induk_nama,
                  coalesce(post.pimpinan, 0) AS pimpinan,
                  (SELECT json_group_array(json_object('jabatan_id', acting.jabatan_id, 'jabatan_nama', its.nama,
                                                       'penugasan', acting.penugasan))
                     FROM reporting_line_holder acting
                     LEFT JOIN dated_post its ON its.subject = acting.jabatan_id AND {on_day("its")}
                    WHERE acting.subject = held.subject AND acting.penugasan <> 'D' AND {on_day("acting")}) AS merangkap
             FROM dated_stretch held
             JOIN dated_person person ON person.subject = held.subject AND {on_day("person")}
             {place_of("held")}
            WHERE {on_day("held")}"""  # noqa: S608 - our own text

LEADERS = f"""SELECT holder.subject AS pegawai_id, person.nip, person.nama, post.subject AS jabatan_id,
                     post.nama AS jabatan_nama, holder.penugasan, held.status
                FROM dated_post post
                JOIN reporting_line_holder holder ON holder.jabatan_id = post.subject AND {on_day("holder")}
                JOIN dated_person person ON person.subject = holder.subject AND {on_day("person")}
                JOIN dated_stretch held ON held.subject = holder.subject AND {on_day("held")}
               WHERE post.unor_id = :unor AND post.pimpinan AND {on_day("post")} AND {exists_on("post")}
               ORDER BY held.status = 'AKTIF' DESC, holder.penugasan = 'D' DESC, post.eselon_id IS NULL,
                        post.eselon_id, holder.valid_from, holder.subject"""  # noqa: S608 - our own text
"""Who leads a unit, the first one first: whoever is on duty before whoever is suspended, definitive before acting."""

ABOVE = f"""SELECT coalesce(unit.diatasan_id,
                            (SELECT CASE count(DISTINCT above.subject) WHEN 1 THEN min(above.subject) END
                               FROM dated_unit above
                              WHERE above.nama = unit.induk_nama COLLATE NOCASE
                                    AND {on_day("above")} AND {exists_on("above")})) AS unor_id,
                   unit.nama
              FROM dated_unit unit
             WHERE unit.subject = :unor AND {on_day("unit")}"""  # noqa: S608 - our own text
"""The unit above one: the one that it names, or else the only one that has the name of its induk."""


@read_model.query
def of(
    tables: Tables,
    *,
    employee: Annotated[UUID, "The employee's id"],
    valid_at: Annotated[date, "The day asked about"],
) -> Row | None:
    """One employee's post, unit and superior on a day.

    `naik` says how many units up the superior leads: none or one, as evaluations and agreements ask for. Where nobody
    leads either unit, there is none: somebody is to act there first.
    """
    found = tables.row(f"{POST} AND held.subject = :employee", employee=employee, on=valid_at)
    return None if found is None else _Line(tables, valid_at).told(found)


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    sort: Annotated[Literal["nama", "nip", "unor_nama"], "By name, NIP or unit"] = "nama",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Everybody who holds a post on a day, by name, each with unit and superior."""
    asked = narrowed({f"held.unor_id IN {WITHIN}": unor, "held.kind = :kind": kind})
    found = tables.page(
        f"{POST} AND held.jabatan_id IS NOT NULL{asked}",
        order=(sort, "pegawai_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        unor=unor,
        kind=kind,
    )
    line = _Line(tables, valid_at)
    return replace(found, items=[line.told(row) for row in found.items])


class _Line:
    """The units of a day and who leads them; each is looked up once."""

    def __init__(self, tables: Tables, on: date) -> None:
        self._tables, self._on = tables, on
        self._leaders: dict[str, list[Row]] = {}
        self._above: dict[str, Row | None] = {}

    def told(self, row: Row) -> Row:
        """Somebody's row with the superior."""
        naik, unit, leaders = self._superior(row)
        first, others = (leaders[0], leaders[1:]) if leaders else (None, [])
        return {
            **row,
            "valid_at": self._on.isoformat(),
            "status_label": STATUS_LABEL[Status(row["status"])],
            "pimpinan": bool(row["pimpinan"]),
            "merangkap": orjson.loads(row["merangkap"]),
            **{f"atasan_{name}": first and first[name] for name in _SHOWN},
            "atasan_unor_id": unit,
            "atasan_unor_nama": unit and (self.above(unit) or {}).get("nama"),
            "naik": naik,
            "memimpin_juga": [{name: other[name] for name in _SHOWN} for other in others],
        }

    def _superior(self, row: Row) -> tuple[int | None, str | None, list[Row]]:
        """How many units up somebody else leads, which unit that is, and who leads it, the first one first."""
        own: str | None = row["unor_id"]
        above = own and (self.above(own) or {}).get("unor_id")
        for naik, unit in enumerate((None if row["pimpinan"] else own, above)):
            leaders = [] if unit is None else self.leaders(unit)
            if others := [who for who in leaders if who["pegawai_id"] != row["pegawai_id"]]:
                return naik, unit, others
        return None, None, []

    def leaders(self, unit: str) -> list[Row]:
        if unit not in self._leaders:
            self._leaders[unit] = self._tables.rows(LEADERS, unor=unit, on=self._on)
        return self._leaders[unit]

    def above(self, unit: str) -> Row | None:
        if unit not in self._above:
            self._above[unit] = self._tables.row(ABOVE, unor=unit, on=self._on)
        return self._above[unit]


_SHOWN = ("pegawai_id", "nip", "nama", "jabatan_id", "jabatan_nama", "penugasan", "status")

"""Berapa pegawai di tiap unor pada suatu hari, menurut jenis dan status? Unor mana yang terbesar? Bagaimana trennya?

How many employees does each unit have on a day, by kind and status? Which units are the largest? And month by month?
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from uuid import UUID

from kinerja_es.domain import fold
from kinerja_es.domain.standing import Standing, Status
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import (
    WITHIN,
    Bars,
    Lines,
    OfStanding,
    Row,
    Tables,
    narrowed,
    on_day,
    opd_of,
    read_model,
)

VERSION = 2


@dataclass(frozen=True, slots=True)
class Place:
    """One row for each stretch of time that an employee spends in one unit, of one kind and status."""

    valid_from: date
    valid_to: date | None
    unor_id: UUID
    kind: Kind
    status: Status


@read_model.per_employee(Place, needs=fold.NEEDS, indexes=("unor_id, valid_from, valid_to, kind, status",))
class Places(OfStanding):
    """Where an employee counts: the unit of the definitive post, while the engagement and its contract run.

    Whoever has no contract any more holds the post in the record, but does not work there.
    """

    def rows(self, state: Standing) -> Iterator[Place]:
        held: Place | None = None
        for s in self.stretches(state):
            found = None
            if s.unor_id is not None and s.kind is not None and s.status is not Status.KONTRAK_HABIS:
                found = Place(s.valid_from, s.valid_to, s.unor_id, s.kind, s.status)
            if held is not None and found is not None and _same(held, found):
                held = replace(held, valid_to=found.valid_to)
                continue
            if held is not None:
                yield held
            held = found
        if held is not None:
            yield held


def _same(a: Place, b: Place) -> bool:
    return (a.unor_id, a.kind, a.status, a.valid_to) == (b.unor_id, b.kind, b.status, b.valid_from)


MONTHS = 1200
"""How many months are told at most."""
DAYS = f"""WITH RECURSIVE month(first) AS (
               SELECT date(:dari, 'start of month') WHERE :dari <= :on
               UNION ALL
               SELECT date(first, '+1 month') FROM month WHERE date(first, '+1 month') <= :on),
             day(bulan, hari) AS (
               SELECT substr(first, 1, 7), min(date(first, '+1 month', '-1 day'), :on) FROM month LIMIT {MONTHS})"""  # noqa: S608 - our own text
"""The ends of the months of a period, and its last day."""


@read_model.query(
    plot=Bars(
        title="Unor dengan pegawai terbanyak\nThe units with most employees",
        label="nama",
        values={"pegawai": "Pegawai\nEmployees"},
        unit="Pegawai\nEmployees",
    )
)
def largest(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Annotated[UUID | None, "Only this unit and those below it on that day"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    status: Annotated[Status | None, "Only this status"] = None,
    limit: Annotated[int, "How many units"] = 5,
) -> list[Row]:
    """The units with most employees of their own on a day."""
    asked = {"held.kind = :kind": kind, "held.status = :status": status, f"held.unor_id IN {WITHIN}": unor}
    return tables.rows(
        f"""SELECT held.unor_id, unit.nama, unit.induk_nama, count(*) AS pegawai
             FROM unit_headcount_place held
             LEFT JOIN dated_unit unit ON unit.subject = held.unor_id AND {on_day("unit")}
            WHERE held.valid_from <= :on AND (held.valid_to IS NULL OR :on < held.valid_to){narrowed(asked)}
            GROUP BY held.unor_id
            ORDER BY pegawai DESC, unit.nama, held.unor_id
            LIMIT :limit""",  # noqa: S608 - our own text
        on=valid_at,
        unor=unor,
        kind=kind,
        status=status,
        limit=limit,
    )


@read_model.query
def of(
    tables: Tables,
    *,
    unor: Annotated[UUID, "The unit's id"],
    valid_at: Annotated[date, "The day asked about"],
) -> Row | None:
    """How many employees a unit itself has on a day, by kind and status, and how many with all units below it."""
    unit = tables.row(
        f"""SELECT subject AS unor_id, nama, induk_nama
              FROM dated_unit unit
             WHERE subject = :unor AND {on_day("unit")}""",  # noqa: S608 - our own text
        unor=unor,
        on=valid_at,
    )
    if unit is None:
        return None
    counts = tables.rows(
        """SELECT kind, status, count(*) AS pegawai
             FROM unit_headcount_place
            WHERE unor_id = :unor AND valid_from <= :on AND (valid_to IS NULL OR :on < valid_to)
            GROUP BY kind, status
            ORDER BY kind, status""",
        unor=unor,
        on=valid_at,
    )
    below = tables.row(
        f"""SELECT count(*) AS pegawai
              FROM unit_headcount_place
             WHERE unor_id IN {WITHIN} AND valid_from <= :on AND (valid_to IS NULL OR :on < valid_to)""",  # noqa: S608 - our own text
        unor=unor,
        on=valid_at,
    )
    return {
        **unit,
        "valid_at": valid_at.isoformat(),
        "pegawai": sum(c["pegawai"] for c in counts),
        "pegawai_dengan_bawahan": 0 if below is None else below["pegawai"],
        "menurut": counts,
    }


@read_model.query(
    plot=Lines(
        title="Jumlah pegawai menurut jenis\nHeadcount by kind",
        x="hari",
        values={"pegawai": "Pegawai\nEmployees"},
        series="kind",
        unit="Pegawai\nEmployees",
        zero=True,
    )
)
def over_time(
    tables: Tables,
    *,
    dari: Annotated[date, "First day of the period"],
    sampai: Annotated[date, "Last day of the period"],
    unor: Annotated[UUID | None, "Only this unit and those below it, as it is on the last day"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
) -> list[Row]:
    """How many employees there were at the end of each month (of the last one, on the last day asked about), by kind.

    The units are the same for all months, so that the numbers can be compared: those that lie below on the last day.
    """
    return tables.rows(
        f"""{DAYS}
            SELECT day.bulan, day.hari, held.kind, count(*) AS pegawai
              FROM day
              JOIN unit_headcount_place held
                ON held.valid_from <= day.hari AND (held.valid_to IS NULL OR day.hari < held.valid_to)
                   {narrowed({f"held.unor_id IN {WITHIN}": unor, "held.kind = :kind": kind})}
             GROUP BY day.hari, held.kind
             ORDER BY day.hari, held.kind""",  # noqa: S608 - our own text
        dari=dari,
        on=sampai,
        unor=unor,
        kind=kind,
    )


@read_model.query(
    plot=Lines(
        title="Jumlah pegawai tiap OPD menurut jenis\nHeadcount of each OPD, by kind",
        x="hari",
        values={"pegawai": "Pegawai\nEmployees"},
        series="kind",
        panel="opd_nama",
        unit="Pegawai\nEmployees",
        zero=True,
    )
)
def per_opd_over_time(
    tables: Tables,
    *,
    dari: Annotated[date, "First day of the period"],
    sampai: Annotated[date, "Last day of the period"],
) -> list[Row]:
    """How many employees each OPD had at the end of each month, with all units that lie below it on the last day."""
    return tables.rows(
        f"""{DAYS}
            SELECT day.bulan, day.hari, opd.subject AS opd_id, coalesce(opd.nama, '-') AS opd_nama, held.kind,
                   count(*) AS pegawai
              FROM day
              JOIN unit_headcount_place held
                ON held.valid_from <= day.hari AND (held.valid_to IS NULL OR day.hari < held.valid_to)
              {opd_of("held")}
             GROUP BY day.hari, opd.subject, held.kind
             ORDER BY day.hari, opd.nama, opd.subject, held.kind""",  # noqa: S608 - our own text
        dari=dari,
        on=sampai,
    )

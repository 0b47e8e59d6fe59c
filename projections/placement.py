"""Guru dan tenaga kesehatan per sekolah/puskesmas, juga di daerah terpencil: berapa ada, berapa dibutuhkan?

Where do teachers and health workers serve, school by school, in remote areas too: how many are there, and how many
are needed? And how many were appointed in each sector and unit before a day, and from then on?
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from kinerja_es.domain.appointment import EmployeeAppointed
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.instansi import StaffingNeedSet
from kinerja_es.domain.transfer import AgencyTransferredIn
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import WITHIN, Page, Row, Tables, on_day, place_of, read_model


class Appointment(NamedTuple):
    """One row for each appointment, with the sector and the place that its SK names."""

    tmt: date
    assignment_id: UUID
    kind: Kind
    unor_id: UUID
    sektor: str | None
    remote_area: bool


@read_model.per_employee(Appointment, needs=(EmployeeAppointed, AgencyTransferredIn), indexes=("unor_id, tmt",))
class Appointments:
    """The appointments of one employee; who came from another agency was appointed here too."""

    def start(self) -> tuple[Appointment, ...]:
        return ()

    def step(self, state: tuple[Appointment, ...], fact: Event) -> tuple[Appointment, ...]:
        if not isinstance(fact, EmployeeAppointed):
            return state
        place = (fact.unor_id, fact.sektor, fact.remote_area is True)
        return (*state, Appointment(fact.tmt, fact.assignment_id, fact.kind, *place))

    def rows(self, state: tuple[Appointment, ...]) -> tuple[Appointment, ...]:
        return state


class Need(NamedTuple):
    """One row for each need that was set: it holds until another one of the same unit, post, sector and year."""

    valid_from: date
    valid_to: date | None
    unor_id: UUID
    jabatan_id: UUID | None
    sektor: str | None
    tahun: int
    jumlah: int
    sumber: str


@read_model.per_instansi(Need, needs=(StaffingNeedSet,), indexes=("unor_id",))
class Needs:
    """How many people the government needs, unit by unit."""

    def start(self) -> tuple[Need, ...]:
        return ()

    def step(self, state: tuple[Need, ...], fact: Event) -> tuple[Need, ...]:
        if not isinstance(fact, StaffingNeedSet):
            return state
        kept = tuple(
            need._replace(valid_to=fact.tmt) if need.valid_to is None and need[2:6] == fact.about else need
            for need in state
        )
        return (*kept, Need(fact.tmt, None, *fact.about, fact.jumlah, fact.sumber))

    def rows(self, state: tuple[Need, ...]) -> Iterator[Need]:
        yield from state


# -- queries -----------------------------------------------------------------------------

UNKNOWN = "TIDAK_DICATAT"
"""The sector of whom nothing tells it: neither the appointment nor the unit."""

STAFF = f"""SELECT held.subject, held.unor_id, held.jabatan_id, held.kind, held.status,
                   coalesce(appointed.sektor, unit.sektor, '{UNKNOWN}') AS sektor,
                   coalesce(appointed.remote_area, 0) AS remote_area
              FROM dated_stretch held
              LEFT JOIN dated_unit unit ON unit.subject = held.unor_id AND {on_day("unit")}
              LEFT JOIN placement_appointment appointed
                ON appointed.subject = held.subject
               AND appointed.n = (SELECT last.n
                                    FROM placement_appointment last
                                   WHERE last.subject = held.subject AND last.unor_id = held.unor_id
                                         AND last.tmt <= :on
                                   ORDER BY last.tmt DESC, last.n DESC
                                   LIMIT 1)
             WHERE {on_day("held")} AND held.unor_id IS NOT NULL AND held.status <> 'KONTRAK_HABIS'"""  # noqa: S608 - our own text
"""Who serves where: an appointment tells sector and remoteness for as long as one serves in its unit."""

NEEDED = f"""SELECT need.*
               FROM placement_need need
              WHERE {on_day("need")} AND need.tahun = CAST(substr(:on, 1, 4) AS INTEGER)"""  # noqa: S608 - our own text
"""The needs of the year of the day, as they were set by then."""

COUNTED = f"""(SELECT unor_id, sektor, kind, 1 AS pegawai, remote_area AS terpencil, NULL AS kebutuhan FROM ({STAFF})
               UNION ALL
               SELECT unor_id, sektor, NULL, 0, 0, jumlah
                 FROM ({NEEDED})
                WHERE jabatan_id IS NULL AND sektor IS NOT NULL) found
              LEFT JOIN dated_unit unit ON unit.subject = found.unor_id AND {on_day("unit")}"""  # noqa: S608 - our own text

SUMS = """sum(found.pegawai) AS pegawai, sum(found.terpencil) AS terpencil, sum(found.kebutuhan) AS kebutuhan,
          sum(found.pegawai) - sum(found.kebutuhan) AS selisih"""


@read_model.query
def by_unit(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    sektor: Annotated[str | None, "Only this sector: PENDIDIKAN, KESEHATAN, TEKNIS, OPERASIONAL"] = None,
    jenis: Annotated[str | None, "Only this type of unit, as SEKOLAH or PUSKESMAS"] = None,
    sort: Annotated[Literal["unor_nama", "selisih", "-pegawai"], "By unit; who lacks most; who has most"] = "unor_nama",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Employees of a day by unit and sector, in remote areas too, beside what the unit needs of that sector.

    Where a need was set for a whole unit or for one post, `needs` tells it.
    """
    narrowed, given = _narrowed(unor=unor, sektor=sektor, jenis=jenis)
    return tables.page(
        f"""SELECT coalesce(unit.nama, '') AS unor_nama, found.unor_id, unit.jenis, found.sektor, {SUMS}
              FROM {COUNTED}
             WHERE true {narrowed}
             GROUP BY found.unor_id, found.sektor""",  # noqa: S608 - our own text
        order=(sort, "unor_nama", "unor_id", "sektor"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        **given,
    )


@read_model.query
def by_sector(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
) -> list[Row]:
    """Employees of a day by sector and type of unit, in remote areas too, beside what is needed there."""
    narrowed, given = _narrowed(unor=unor)
    return tables.rows(
        f"""SELECT found.sektor, unit.jenis, count(DISTINCT found.unor_id) AS unor, {SUMS}
              FROM {COUNTED}
             WHERE true {narrowed}
             GROUP BY found.sektor, unit.jenis
             ORDER BY found.sektor, unit.jenis IS NULL, unit.jenis""",  # noqa: S608 - our own text
        on=valid_at,
        **given,
    )


@read_model.query
def needs(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Every need of the year of the day beside the employees that the unit itself has of that post or sector."""
    narrowed, given = _narrowed(unor=unor)
    return tables.page(
        f"""SELECT coalesce(unit.nama, '') AS unor_nama, found.unor_id, unit.jenis, found.n, found.jabatan_id,
                   post.nama AS jabatan_nama, found.sektor, found.tahun, found.jumlah AS kebutuhan,
                   (SELECT count(*)
                      FROM ({STAFF}) staff
                     WHERE staff.unor_id = found.unor_id
                           AND (found.jabatan_id IS NULL OR staff.jabatan_id = found.jabatan_id)
                           AND (found.sektor IS NULL OR staff.sektor = found.sektor)) AS pegawai,
                   found.sumber, found.valid_from AS tmt
              FROM ({NEEDED}) found
              {place_of("found")}
             WHERE true {narrowed}""",  # noqa: S608 - our own text
        order=("unor_nama", "unor_id", "n"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        **given,
    )


@read_model.query
def people(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    sektor: Annotated[str | None, "Only this sector: PENDIDIKAN, KESEHATAN, TEKNIS, OPERASIONAL"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    remote_area: Annotated[bool | None, "Only in remote areas, or only elsewhere"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Who serves in a sector on a day, by unit and name, with the post."""
    narrowed, given = _narrowed(unor=unor, sektor=sektor, kind=kind, remote_area=remote_area)
    return tables.page(
        f"""SELECT coalesce(unit.nama, '') AS unor_nama, found.unor_id, found.subject AS pegawai_id, person.nip,
                   person.nama, found.kind, found.status, found.jabatan_id, post.nama AS jabatan_nama, found.sektor,
                   found.remote_area
              FROM ({STAFF}) found
              JOIN dated_person person ON person.subject = found.subject AND {on_day("person")}
              {place_of("found")}
             WHERE true {narrowed}""",  # noqa: S608 - our own text
        order=("unor_nama", "unor_id", "nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        **given,
    )


@read_model.query
def appointments(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day that divides: before it, and from it on"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    sektor: Annotated[str | None, "Only this sector: PENDIDIKAN, KESEHATAN, TEKNIS, OPERASIONAL"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Appointments by sector and unit whose TMT lies before a day, and from that day on.

    An appointment that was annulled before it began is none.
    """
    narrowed, given = _narrowed(unor=unor, sektor=sektor, kind=kind)
    return tables.page(
        f"""SELECT found.sektor, coalesce(unit.nama, '') AS unor_nama, found.unor_id, unit.jenis,
                   sum(found.tmt < :on) AS sebelum, sum(found.tmt >= :on) AS sejak
              FROM (SELECT made.tmt, made.kind, made.unor_id, coalesce(made.sektor, place.sektor, '{UNKNOWN}') AS sektor
                      FROM placement_appointment made
                      LEFT JOIN dated_unit place ON place.subject = made.unor_id AND {on_day("place")}
                     WHERE EXISTS (SELECT 1
                                     FROM dated_stretch held
                                    WHERE held.subject = made.subject
                                          AND held.assignment_id = made.assignment_id)) found
              LEFT JOIN dated_unit unit ON unit.subject = found.unor_id AND {on_day("unit")}
             WHERE true {narrowed}
             GROUP BY found.sektor, found.unor_id""",  # noqa: S608 - our own text
        order=("sektor", "unor_nama", "unor_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        **given,
    )


CONDITIONS = {
    "unor": f"found.unor_id IN {WITHIN}",
    "sektor": "found.sektor = :sektor",
    "jenis": "unit.jenis = :jenis COLLATE NOCASE",
    "kind": "found.kind = :kind",
    "remote_area": "found.remote_area = :remote_area",
}


def _narrowed(**asked: UUID | str | bool | None) -> tuple[str, Row]:
    """The conditions of the filters that are given, and their values."""
    given = {name: value for name, value in asked.items() if value is not None}
    return "".join(f" AND {CONDITIONS[name]}" for name in given), given

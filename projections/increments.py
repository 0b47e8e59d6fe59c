"""Siapa KGB atau naik pangkat reguler bulan depan, dan apa yang menghalangi?

Whose salary increment (KGB) or regular promotion in grade is due in a period, and what speaks against it?
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain import fold
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.grade import INCREMENT_YEARS, PROMOTION_YEARS, SalaryIncrementGranted
from kinerja_es.domain.reference import GOLONGAN_PNS
from kinerja_es.domain.rules import BAIK, in_force, years_after
from kinerja_es.domain.standing import Engagement, Standing, runs_on
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import (
    WITHIN,
    OfStanding,
    Page,
    Row,
    Tables,
    last_rated,
    narrowed,
    on_day,
    place_of,
    read_model,
)


class Kenaikan(StrEnum):
    """What is due: the next step of salary, or the next golongan."""

    KGB = "KGB"
    PANGKAT = "PANGKAT"


class Grade(NamedTuple):
    """One row for each stretch of time in one golongan, with what is due after it."""

    valid_from: date
    valid_to: date | None
    kind: Kind
    mulai: date
    """The first day of the engagement."""
    golongan: str | None
    sejak: date
    """The TMT of the golongan."""
    golongan_berikut: str | None
    pangkat_jatuh_tempo: date | None
    """After four years in one golongan (PP 99/2000): of a PNS who has not reached the last one."""
    kgb_jatuh_tempo: date | None
    """The first increment, two years after the appointment; a part-time wage has none."""


GRADES = tuple(code.stored for code in GOLONGAN_PNS.codes)
FOLLOWING = dict(pairwise(GRADES))


@read_model.per_employee(Grade, needs=fold.NEEDS)
class Grades(OfStanding):
    """The golongan of an employee while an engagement runs."""

    def rows(self, state: Standing) -> Iterator[Grade]:
        engagements = {e.engagement_id: e for e in state.engagements}
        held: Grade | None = None
        for s in self.stretches(state):
            e = engagements.get(s.engagement_id) if s.engagement_id else None
            if e is None or not e.runs(s.valid_from):
                continue
            found = _grade(e, s.valid_from, s.valid_to)
            if held is not None and held.valid_to == found.valid_from and held[2:] == found[2:]:
                held = held._replace(valid_to=found.valid_to)
                continue
            if held is not None:
                yield held
            held = found
        if held is not None:
            yield held


def _grade(e: Engagement, day: date, until: date | None) -> Grade:
    changed = [(grade.value, grade.tmt) for grade in e.grades if runs_on(grade, day)]
    golongan, since = changed[-1] if changed else (e.golongan, e.tmt)
    kind = e.kind_on(day)
    following = FOLLOWING.get(golongan) if golongan and kind is Kind.PNS else None
    promoted = years_after(since, in_force(PROMOTION_YEARS, since).value) if following else None
    first = None if kind is Kind.PPPK_PARUH_WAKTU else years_after(e.tmt, in_force(INCREMENT_YEARS, e.tmt).value)
    return Grade(day, until, kind, e.tmt, golongan, since, following, promoted, first)


class Increment(NamedTuple):
    """One row for each KGB: it holds until the next one."""

    valid_from: date
    valid_to: date | None
    gaji_rp: int
    mk_tahun: int
    mk_bulan: int
    jatuh_tempo: date
    """The day of the next one: as it says itself, or two years later."""


@read_model.per_employee(Increment, needs=(SalaryIncrementGranted,))
class Increments:
    """The KGBs of one employee."""

    def start(self) -> tuple[Increment, ...]:
        return ()

    def step(self, state: tuple[Increment, ...], fact: Event) -> tuple[Increment, ...]:
        if not isinstance(fact, SalaryIncrementGranted):
            return state
        due = fact.tmt_berikut or years_after(fact.tmt, in_force(INCREMENT_YEARS, fact.tmt).value)
        before = (*state[:-1], state[-1]._replace(valid_to=fact.tmt)) if state else ()
        return (*before, Increment(fact.tmt, None, fact.gaji_rp, fact.mk_tahun, fact.mk_bulan, due))

    def rows(self, state: tuple[Increment, ...]) -> tuple[Increment, ...]:
        return state


# -- queries -----------------------------------------------------------------------------

Sort = Literal["jatuh_tempo", "nama", "unor_nama"]

DUE = f"""SELECT grade.subject, '{Kenaikan.KGB}' AS kenaikan,
                 coalesce(last.jatuh_tempo, grade.kgb_jatuh_tempo) AS jatuh_tempo,
                 coalesce(last.valid_from, grade.mulai) AS terakhir,
                 CASE WHEN last.subject IS NULL THEN 'PENGANGKATAN' ELSE 'KGB' END AS dihitung_dari,
                 grade.kind, grade.golongan, NULL AS golongan_berikut, last.gaji_rp,
                 (SELECT min(later.valid_from)
                    FROM increments_increment later
                   WHERE later.subject = grade.subject AND later.valid_from > :on) AS dicatat_tmt
            FROM increments_grade grade
            LEFT JOIN increments_increment last
              ON last.subject = grade.subject AND last.valid_from >= grade.mulai AND {on_day("last")}
           WHERE {on_day("grade")}
          UNION ALL
          SELECT grade.subject, '{Kenaikan.PANGKAT}', grade.pangkat_jatuh_tempo, grade.sejak, 'GOLONGAN',
                 grade.kind, grade.golongan, grade.golongan_berikut, NULL,
                 (SELECT min(later.sejak)
                    FROM increments_grade later
                   WHERE later.subject = grade.subject AND later.sejak > :on)
            FROM increments_grade grade
           WHERE {on_day("grade")}"""  # noqa: S608 - our own text

FOUND = f"""SELECT due.jatuh_tempo, due.kenaikan, due.subject AS pegawai_id, person.nip, person.nama, due.kind,
                   due.golongan, due.golongan_berikut, due.terakhir, due.dihitung_dari, due.gaji_rp, due.dicatat_tmt,
                   held.unor_id, unit.nama AS unor_nama, held.jabatan_id, post.nama AS jabatan_nama,
                   post.jenis_jabatan, coming.status, rated.predikat,
                   (SELECT json_group_array(code)
                      FROM (SELECT 'HUKUMAN_DISIPLIN' AS code WHERE coming.tanda LIKE '%MENJALANI_HUKUMAN%'
                            UNION ALL
                            SELECT 'PREDIKAT_DI_BAWAH_BAIK' WHERE rated.predikat > {BAIK}
                            UNION ALL
                            SELECT 'TIDAK_AKTIF' WHERE coming.status IS NOT 'AKTIF'
                            UNION ALL
                            SELECT 'JALUR_PILIHAN'
                             WHERE due.kenaikan = '{Kenaikan.PANGKAT}'
                                   AND post.jenis_jabatan <> 'PELAKSANA')) AS halangan
              FROM ({DUE}) due
              JOIN dated_person person ON person.subject = due.subject AND {on_day("person")}
              JOIN dated_stretch held ON held.subject = due.subject AND {on_day("held")}
              LEFT JOIN dated_stretch coming
                ON coming.subject = due.subject AND coming.valid_from <= due.jatuh_tempo
               AND (coming.valid_to IS NULL OR due.jatuh_tempo < coming.valid_to)
              {place_of("held")}
              {last_rated("due")}"""  # noqa: S608 - our own text


@read_model.query
def due(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    dari: Annotated[date, "First day of the period, as that of next month"],
    sampai: Annotated[date, "Last day of the period"],
    kenaikan: Annotated[Kenaikan | None, "Only increments of salary, or only promotions in grade"] = None,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    sort: Annotated[Sort, "By day due, name or unit"] = "jatuh_tempo",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Whose KGB or regular promotion is due in a period, as known on a day, with what speaks against it.

    A KGB follows the last one on the day that it names, or after two years (PP 7/1977, Perpres 98/2020) [R]; the first
    one the appointment. A PNS is due for the next golongan after four years in one (PP 99/2000) [U]. `halangan` tells
    what speaks against it: a sanction that runs on that day, the latest predikat below Baik, not being active then,
    and a post whose grades do not rise by years (JALUR_PILIHAN). `dicatat_tmt`: the next one is recorded already.
    """
    asked: Row = {"kenaikan": kenaikan, "unor": unor, "kind": kind}
    days = {"on": valid_at, "dari": dari, "sampai": sampai}
    between = "due.jatuh_tempo BETWEEN :dari AND :sampai"
    return _found(tables, between, asked, sort, limit=limit, cursor=cursor, **days)


@read_model.query
def overdue(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    kenaikan: Annotated[Kenaikan | None, "Only increments of salary, or only promotions in grade"] = None,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    sort: Annotated[Sort, "By day due, name or unit"] = "jatuh_tempo",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Whose KGB or regular promotion was due before a day and is not recorded, the longest first."""
    asked: Row = {"kenaikan": kenaikan, "unor": unor, "kind": kind}
    return _found(tables, "due.jatuh_tempo < :on", asked, sort, limit=limit, cursor=cursor, on=valid_at)


def _found(tables: Tables, when: str, asked: Row, sort: Sort, *, limit: int, cursor: str | None, **days: date) -> Page:
    conditions = {
        "due.kenaikan = :kenaikan": asked["kenaikan"],
        f"held.unor_id IN {WITHIN}": asked["unor"],
        "due.kind = :kind": asked["kind"],
    }
    page = tables.page(
        f"{FOUND} WHERE {when}{narrowed(conditions)}",
        order=(sort, "jatuh_tempo", "kenaikan", "nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        **asked,
        **days,
    )
    return replace(page, items=[row | {"halangan": orjson.loads(row["halangan"])} for row in page.items])

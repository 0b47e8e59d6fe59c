"""Siapa pensiun tahun ini (mencapai BUP), menurut jabatannya, dan siapa yang SK-nya sudah ada?

Who reaches the retirement age (BUP) in a period, by the post held, and for whom is an ending recorded already?
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from kinerja_es.domain import fold
from kinerja_es.domain.pension import FUNCTIONAL_AGE
from kinerja_es.domain.rules import RETIREMENT_AGE, JenisJabatan, Rule, in_force
from kinerja_es.domain.standing import Standing
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import WITHIN, OfStanding, Page, Row, Tables, narrowed, on_day, place_of, read_model


class Career(NamedTuple):
    """One row for each engagement, with its end where one is recorded."""

    tmt: date
    engagement_id: UUID
    berhenti: date | None
    """The first day without it."""
    ground: str | None
    sk_id: UUID | None
    sk_nomor: str | None
    sk_tanggal: date | None


@read_model.per_employee(Career, needs=fold.NEEDS)
class Careers(OfStanding):
    """The engagements of one employee."""

    def rows(self, state: Standing) -> Iterator[Career]:
        for e in state.engagements:
            sk = (None, None, None) if e.ended_sk is None else e.ended_sk
            yield Career(e.tmt, e.engagement_id, e.ended, e.ended_ground, *sk)


# -- queries -----------------------------------------------------------------------------


def _ages(on: date) -> str:
    """The retirement ages of a day as rows: place, the words of a functional title, age, legal basis."""
    kinds = (RETIREMENT_AGE["JPT"], RETIREMENT_AGE[JenisJabatan.STRUKTURAL], RETIREMENT_AGE[JenisJabatan.PELAKSANA])
    ages: list[tuple[str, Rule[int]]] = [*FUNCTIONAL_AGE, *(("", in_force(rules, on)) for rules in kinds)]
    rows = (f"({place}, '{words}', {rule.value}, '{rule.basis}')" for place, (words, rule) in enumerate(ages))
    return f"age(place, words, bup, dasar) AS (VALUES {', '.join(rows)})"


OF_TITLES = len(FUNCTIONAL_AGE)
JPT, STRUKTURAL, PELAKSANA = range(OF_TITLES, OF_TITLES + 3)

YOUNGEST, ELDEST = 50, 72
"""Nobody else reaches a retirement age in a period, by any law: who is much younger is not looked at."""

FOUND = f"""SELECT career.subject AS pegawai_id, career.n, person.nip, person.nama, person.tanggal_lahir, held.kind,
                   held.golongan, now.status, held.jabatan_id, post.nama AS jabatan_nama, post.eselon_id,
                   held.unor_id, unit.nama AS unor_nama, age.bup, age.dasar,
                   date(person.tanggal_lahir, '+' || age.bup || ' years', 'start of month', '+1 month') AS tmt_pensiun,
                   career.berhenti AS berhenti_tmt, career.ground, career.sk_id, career.sk_nomor, career.sk_tanggal
              FROM (SELECT *, CASE WHEN berhenti <= :on THEN date(berhenti, '-1 day') ELSE :on END AS hari
                      FROM retirement_career
                     WHERE tmt <= :on AND (berhenti IS NULL OR :on < berhenti OR ground = 'BUP')) career
              JOIN dated_stretch held
                ON held.subject = career.subject AND held.engagement_id = career.engagement_id
               AND held.valid_from <= career.hari AND (held.valid_to IS NULL OR career.hari < held.valid_to)
               AND held.status IN ('DIANGKAT', 'AKTIF', 'NONAKTIF_SEMENTARA', 'KONTRAK_HABIS')
              JOIN dated_person person
                ON person.subject = career.subject AND {on_day("person")}
               AND person.tanggal_lahir BETWEEN date(:dari, '-{ELDEST} years') AND date(:sampai, '-{YOUNGEST} years')
              LEFT JOIN dated_stretch now ON now.subject = career.subject AND {on_day("now")}
              {place_of("held")}
              JOIN age
                ON age.place = CASE
                     WHEN post.jenis_jabatan IN ('FUNGSIONAL', 'RANGKAP') THEN
                       (SELECT min(title.place)
                          FROM age title
                         WHERE title.place < {OF_TITLES}
                               AND (title.words = ''
                                    OR instr(' ' || upper(post.nama) || ' ', ' ' || title.words || ' ') > 0))
                     WHEN post.jenis_jabatan = 'STRUKTURAL' AND substr(post.eselon_id, 1, 1) IN ('1', '2') THEN {JPT}
                     WHEN post.jenis_jabatan = 'STRUKTURAL' THEN {STRUKTURAL}
                     ELSE {PELAKSANA} END"""  # noqa: S608 - our own text
"""Everybody who serves on the day, or retired before it, by the last post held."""

IN_UNIT, OF_KIND = f"unor_id IN {WITHIN}", "kind = :kind"
LEAVING = "CASE WHEN ground = 'BUP' THEN berhenti_tmt ELSE tmt_pensiun END"
"""The first day in retirement: by the SK where there is one, else the first day of the month after the BUP."""


@read_model.query
def due(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about: posts are those held then"],
    dari: Annotated[date, "First day of the period"],
    sampai: Annotated[date, "Last day of the period"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    sort: Annotated[Literal["keluar", "nama", "unor_nama"], "By first day in retirement, name or unit"] = "keluar",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Who retires in a period, the earliest first, with the age, its legal basis, and an ending that is recorded.

    Whoever holds no post counts as a pelaksana. `bup` is the age by the post's title or echelon; `tmt_pensiun` the
    first day of the month after it is reached; `berhenti_tmt` the first day without the employment, by its SK.
    """
    return tables.page(
        f"""WITH {_ages(valid_at)}
            SELECT *, {LEAVING} AS keluar
              FROM ({FOUND})
             WHERE {LEAVING} BETWEEN :dari AND :sampai{narrowed({IN_UNIT: unor, OF_KIND: kind})}""",  # noqa: S608 - our own text
        order=(sort, "keluar", "nama", "pegawai_id", "n"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        dari=dari,
        sampai=sampai,
        unor=unor,
        kind=kind,
    )


@read_model.query
def by_year(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about: posts are those held then"],
    years: Annotated[int, "How many years, from that of the day on"] = 5,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
) -> list[Row]:
    """How many retire in each year, by kind."""
    return tables.rows(
        f"""WITH {_ages(valid_at)}
            SELECT CAST(substr({LEAVING}, 1, 4) AS INTEGER) AS tahun, kind, count(*) AS pegawai,
                   count(berhenti_tmt) AS sudah_dicatat
              FROM ({FOUND})
             WHERE {LEAVING} BETWEEN :dari AND :sampai{narrowed({IN_UNIT: unor, OF_KIND: kind})}
             GROUP BY tahun, kind
             ORDER BY tahun, kind""",  # noqa: S608 - our own text
        on=valid_at,
        dari=date(valid_at.year, 1, 1),
        sampai=f"{min(valid_at.year + years - 1, 9999):04}-12-31",
        unor=unor,
        kind=kind,
    )

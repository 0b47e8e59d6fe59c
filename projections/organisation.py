"""Struktur OPD dan isi jabatan pada tanggal T: siapa pemegangnya, jabatan mana yang kosong, siapa Plt?

The structure of an OPD and who holds its posts on a day: which seats are free, and who acts in them? And who took a
post in which term of office of a head of region?
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain import fold
from kinerja_es.domain.appointment import Penugasan
from kinerja_es.domain.envelope import Capacity, Event
from kinerja_es.domain.instansi import OfficialTermEnded, OfficialTermStarted
from kinerja_es.domain.standing import Standing
from kinerja_es.readmodels.kit import (
    WITHIN,
    OfStanding,
    Page,
    Row,
    Tables,
    above,
    exists_on,
    narrowed,
    on_day,
    read_model,
)


class Placement(NamedTuple):
    """One row for each stretch of time in which a post is held: own, or as Plt, Plh or Pj beside the own one."""

    valid_from: date
    valid_to: date | None
    jabatan_id: UUID
    penugasan: Penugasan
    definitif: bool
    sk_id: UUID | None
    sk_nomor: str | None
    sk_tanggal: date | None


@read_model.per_employee(Placement, needs=fold.NEEDS, indexes=("jabatan_id, definitif, valid_from, valid_to",))
class Placements(OfStanding):
    """Every post that an employee held, without the days that an annulment took.

    A seat is taken as the rules of appointment count it: also by whoever is suspended, or without a contract.
    """

    def rows(self, state: Standing) -> Iterator[Placement]:
        for engagement in state.engagements:
            for post in engagement.assignments:
                sk = (None, None, None) if post.sk is None else post.sk
                own = post.penugasan is Penugasan.D
                for start, end in engagement.days_in(post):
                    yield Placement(start, end, post.jabatan_id, post.penugasan, own, *sk)


class Term(NamedTuple):
    """One row for each term of office of a head of region."""

    valid_from: date
    valid_to: date | None
    term_id: UUID
    nama: str
    jabatan: str
    kapasitas: Capacity


class TermState(NamedTuple):
    """The terms as they were foreseen, and the days on which some of them ended."""

    begun: tuple[Term, ...] = ()
    ended: tuple[tuple[UUID, date], ...] = ()


@read_model.per_instansi(Term, needs=(OfficialTermStarted, OfficialTermEnded), indexes=("term_id",))
class Terms:
    """Who was head of region, and when."""

    def start(self) -> TermState:
        return TermState()

    def step(self, state: TermState, fact: Event) -> TermState:
        match fact:
            case OfficialTermStarted():
                until = fact.sampai and fact.sampai + timedelta(days=1)
                term = Term(fact.dari, until, fact.term_id, fact.nama, fact.jabatan, fact.kapasitas)
                return state._replace(begun=(*state.begun, term))
            case OfficialTermEnded():
                return state._replace(ended=(*state.ended, (fact.term_id, fact.tmt)))
            case _:
                return state

    def rows(self, state: TermState) -> Iterator[Term]:
        ended = dict(state.ended)
        for term in state.begun:
            yield term._replace(valid_to=ended.get(term.term_id, term.valid_to))


# -- queries -----------------------------------------------------------------------------

MOST_SHOWN = 5
"""How many holders of one post are named in its row; `holders` names all."""
DEEPEST = 30
"""How many levels a tree has at most: of units that lie in a ring, each is told once."""

TAKEN = f"""(SELECT count(*)
                      FROM organisation_placement held
                     WHERE held.jabatan_id = post.subject AND held.definitif AND {on_day("held")})"""  # noqa: S608 - our own text

HOLDERS = f"""FROM organisation_placement held
              JOIN dated_person person ON person.subject = held.subject AND {on_day("person")}
             WHERE held.jabatan_id = post.subject AND {on_day("held")}"""

NAMED = """'pegawai_id', held.subject, 'nip', person.nip, 'nama', person.nama, 'penugasan', held.penugasan,
           'tmt', held.valid_from, 'sampai', date(held.valid_to, '-1 day')"""

POSTS = f"""SELECT unor_nama, unor_id, jabatan_nama, jabatan_id, jenis_jabatan, eselon_id, pimpinan, formasi, terisi,
                   max(formasi - terisi, 0) AS kosong, CASE terisi WHEN 0 THEN left_on END AS kosong_sejak,
                   pemegang, pelaksana
              FROM (SELECT coalesce(unit.nama, '') AS unor_nama, post.unor_id, post.nama AS jabatan_nama,
                           post.subject AS jabatan_id, post.jenis_jabatan, post.eselon_id, post.pimpinan, post.formasi,
                           {TAKEN} AS terisi,
                           (SELECT json_group_array(json(one))
                              FROM (SELECT json_object({NAMED}) AS one
                                      {HOLDERS} AND held.definitif
                                     ORDER BY person.nama, held.subject
                                     LIMIT {MOST_SHOWN})) AS pemegang,
                           (SELECT json_group_array(json(one))
                              FROM (SELECT json_object({NAMED}) AS one
                                      {HOLDERS} AND NOT held.definitif
                                     ORDER BY held.valid_from, held.subject)) AS pelaksana,
                           (SELECT max(former.valid_to)
                              FROM organisation_placement former
                             WHERE former.jabatan_id = post.subject AND former.definitif
                                   AND former.valid_to <= :on) AS left_on
                      FROM dated_post post
                      LEFT JOIN dated_unit unit ON unit.subject = post.unor_id AND {on_day("unit")}
                     WHERE {on_day("post")} AND {exists_on("post")})"""  # noqa: S608 - our own text


@read_model.query
def tree(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
) -> list[Row]:
    """The units of a day from the top down, each with its level, its posts, and its own seats: taken and free.

    Seats of posts without a formasi are not counted: `tanpa_formasi` tells how many such posts there are.
    """
    top = "unit.subject = :unor" if unor else "higher.subject IS NULL"
    return tables.rows(
        f"""WITH RECURSIVE
              unit AS MATERIALIZED (
                SELECT unit.*, {above("unit")} AS atasan_id
                  FROM dated_unit unit
                 WHERE {on_day("unit")} AND {exists_on("unit")}),
              tree(subject, level, path) AS (
                SELECT unit.subject, 0, unit.nama || char(31) || unit.subject
                  FROM unit
                  LEFT JOIN unit higher ON higher.subject = unit.atasan_id
                 WHERE {top}
                UNION ALL
                SELECT unit.subject, level + 1, path || char(30) || unit.nama || char(31) || unit.subject
                  FROM tree
                  JOIN unit ON unit.atasan_id = tree.subject
                 WHERE level < {DEEPEST} AND instr(path, char(31) || unit.subject) = 0),
              seat AS (
                SELECT post.unor_id, post.formasi,
                       {TAKEN} AS terisi
                  FROM dated_post post
                 WHERE {on_day("post")} AND {exists_on("post")})
            SELECT unit.subject AS unor_id, unit.nama AS unor_nama, tree.level, unit.atasan_id, unit.induk_nama,
                   unit.eselon_id, unit.jenis, unit.sektor, count(seat.unor_id) AS jabatan,
                   coalesce(sum(seat.formasi), 0) AS formasi, coalesce(sum(seat.terisi), 0) AS terisi,
                   coalesce(sum(max(seat.formasi - seat.terisi, 0)), 0) AS kosong,
                   sum(seat.unor_id IS NOT NULL AND seat.formasi IS NULL) AS tanpa_formasi
              FROM tree
              JOIN unit ON unit.subject = tree.subject
              LEFT JOIN seat ON seat.unor_id = unit.subject
             GROUP BY tree.path
             ORDER BY tree.path""",  # noqa: S608 - our own text
        on=valid_at,
        unor=unor,
    )


@read_model.query
def posts(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """The posts of a day with their seats, who holds them (at most five are named) and who acts in them.

    `kosong` is the number of free seats; of a post without a formasi it is not known. `kosong_sejak` is the first day
    on which nobody held the post.
    """
    return _posts(tables, POSTS, on=valid_at, unor=unor, limit=limit, cursor=cursor)


@read_model.query
def vacancies(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """The posts with free seats on a day, and the leading posts that nobody holds, each with who acts in it.

    A post without a formasi has no number of seats: it is told here only where it leads its unit.
    """
    free = f"{POSTS} WHERE (terisi < formasi OR (pimpinan AND terisi = 0))"
    return _posts(tables, free, on=valid_at, unor=unor, limit=limit, cursor=cursor)


@read_model.query
def holders(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    term: Annotated[UUID | None, "Only who took the post in this term of office (see `terms`)"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Everybody who holds a post on a day, definitively or acting in it, with the days and the SK."""
    taken = f"""EXISTS (SELECT 1
                          FROM organisation_term term
                         WHERE term.term_id = :term AND {on_day("term", "held.valid_from")})"""  # noqa: S608 - our own text
    asked = narrowed({f"post.unor_id IN {WITHIN}": unor, taken: term})
    return tables.page(
        f"""SELECT coalesce(unit.nama, '') AS unor_nama, post.unor_id, post.nama AS jabatan_nama,
                   post.subject AS jabatan_id, held.subject AS pegawai_id, person.nip, person.nama, held.n,
                   held.penugasan, held.valid_from AS tmt, date(held.valid_to, '-1 day') AS sampai, stands.status,
                   held.sk_id, held.sk_nomor, held.sk_tanggal
              FROM dated_post post
              JOIN organisation_placement held ON held.jabatan_id = post.subject AND {on_day("held")}
              JOIN dated_person person ON person.subject = held.subject AND {on_day("person")}
              LEFT JOIN dated_stretch stands ON stands.subject = held.subject AND {on_day("stands")}
              LEFT JOIN dated_unit unit ON unit.subject = post.unor_id AND {on_day("unit")}
             WHERE {on_day("post")}{asked}""",  # noqa: S608 - our own text
        order=("unor_nama", "unor_id", "jabatan_nama", "jabatan_id", "nama", "pegawai_id", "n"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        unor=unor,
        term=term,
    )


@read_model.query
def terms(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about: terms that have begun by then"],
) -> list[Row]:
    """The terms of office of heads of region, the latest first: a term filters `holders`."""
    return tables.rows(
        """SELECT term_id, nama, jabatan, kapasitas, valid_from AS dari, date(valid_to, '-1 day') AS sampai
             FROM organisation_term
            WHERE valid_from <= :on
            ORDER BY valid_from DESC, jabatan, term_id""",
        on=valid_at,
    )


def _posts(tables: Tables, sql: str, *, on: date, unor: UUID | None, limit: int, cursor: str | None) -> Page:
    within = f"SELECT * FROM ({sql}) WHERE unor_id IN {WITHIN}" if unor else sql  # noqa: S608 - our own text
    page = tables.page(
        within,
        order=("unor_nama", "unor_id", "jabatan_nama", "jabatan_id"),
        limit=limit,
        cursor=cursor,
        on=on,
        unor=unor,
    )
    lists = ("pemegang", "pelaksana")
    return replace(page, items=[row | {name: orjson.loads(row[name]) for name in lists} for row in page.items])

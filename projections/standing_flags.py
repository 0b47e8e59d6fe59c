"""Siapa sedang dibina, diperiksa, menjalani hukuman atau nonaktif sementara, dan sampai kapan?

Who is being coached or examined, serves a sanction or is suspended on a day, since when and until when?
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from kinerja_es.domain import fold
from kinerja_es.domain.coaching import CoachingStarted
from kinerja_es.domain.standing import STATUS_LABEL, TANDA_LABEL, Standing, Status, Stretch, Tanda
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import WITHIN, OfStanding, Page, Row, Tables, narrowed, on_day, place_of, read_model

SUSPENDED = Status.NONAKTIF_SEMENTARA


class Jenis(StrEnum):
    """A mark beside the status, or a suspension."""

    DALAM_PEMERIKSAAN = Tanda.DALAM_PEMERIKSAAN.value
    DALAM_PEMBINAAN = Tanda.DALAM_PEMBINAAN.value
    MENJALANI_HUKUMAN_R = Tanda.MENJALANI_HUKUMAN_R.value
    MENJALANI_HUKUMAN_S = Tanda.MENJALANI_HUKUMAN_S.value
    MENJALANI_HUKUMAN_B = Tanda.MENJALANI_HUKUMAN_B.value
    NONAKTIF_SEMENTARA = SUSPENDED.value


class Flag(NamedTuple):
    """One row for each stretch of time with a mark, or in suspension: `valid_to` is exclusive."""

    valid_from: date
    valid_to: date | None
    jenis: Jenis
    ground: str | None
    """Why somebody is suspended."""


@read_model.per_employee(Flag, needs=fold.NEEDS, indexes=("jenis, valid_from", "valid_from"))
class Flags(OfStanding):
    """The marks and suspensions of one employee, of whatever stretches of a standing they are made."""

    def rows(self, state: Standing) -> Iterator[Flag]:
        running: dict[tuple[Jenis, str | None], Flag] = {}
        for stretch in self.stretches(state):
            marks = _marks(stretch)
            for over in [mark for mark in running if mark not in marks]:
                yield running.pop(over)
            for mark in marks:
                before = running.get(mark)
                since = stretch.valid_from if before is None else before.valid_from
                running[mark] = Flag(since, stretch.valid_to, *mark)
        yield from running.values()


def _marks(stretch: Stretch) -> list[tuple[Jenis, str | None]]:
    marks: list[tuple[Jenis, str | None]] = [(Jenis(tanda.value), None) for tanda in stretch.tanda]
    return [*marks, (Jenis.NONAKTIF_SEMENTARA, stretch.ground)] if stretch.status is SUSPENDED else marks


class Coaching(NamedTuple):
    """One row for each coaching that has a planned end: it runs until it is concluded all the same."""

    mulai: date
    sampai: date


@read_model.per_employee(Coaching, needs=(CoachingStarted,))
class Coachings:
    """The coachings of one employee."""

    def rows(self, fact: CoachingStarted) -> Iterator[Coaching]:
        if fact.until is not None:
            yield Coaching(fact.mulai, fact.until)


# -- queries -----------------------------------------------------------------------------

Sort = Literal["nama", "-nama", "unor_nama", "-unor_nama", "sejak", "-sejak", "sampai", "-sampai"]

LABELS = {**{tanda.value: label for tanda, label in TANDA_LABEL.items()}, SUSPENDED.value: STATUS_LABEL[SUSPENDED]}
LABEL = "CASE flag.jenis " + " ".join(f"WHEN '{jenis}' THEN '{label}'" for jenis, label in LABELS.items()) + " END"


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    jenis: Annotated[Jenis | None, "Only this mark"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    sort: Annotated[Sort, "By which column; with a minus descending"] = "nama",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Who is marked on a day, since when, and until which day as far as it is known, by name."""
    asked = narrowed({"flag.jenis = :jenis": jenis, "held.kind = :kind": kind, f"held.unor_id IN {WITHIN}": unor})
    # Most are marked seldom: by name they are found from the names on, and anything rarer from the marks on.
    by_name = not asked and sort in ("nama", "-nama")
    people = f"dated_person person {'CROSS JOIN' if by_name else 'JOIN'} standing_flags_flag flag"
    return tables.page(
        f"""SELECT flag.subject AS pegawai_id, person.nip, person.nama, held.kind, held.golongan, held.status,
                   held.jabatan_id, post.nama AS jabatan_nama, held.unor_id, unit.nama AS unor_nama, flag.jenis,
                   {LABEL} AS jenis_label, flag.ground, flag.valid_from AS sejak,
                   date(flag.valid_to, '-1 day') AS sampai,
                   CASE WHEN flag.jenis = 'DALAM_PEMBINAAN' AND flag.valid_to IS NULL
                        THEN (SELECT max(coaching.sampai) FROM standing_flags_coaching coaching
                               WHERE coaching.subject = flag.subject AND coaching.mulai >= flag.valid_from
                                 AND coaching.mulai <= :on) END AS rencana_sampai
              FROM {people} ON flag.subject = person.subject AND {on_day("flag")}
              LEFT JOIN dated_stretch held ON held.subject = flag.subject AND {on_day("held")}
              {place_of("held")}
             WHERE {on_day("person")}{asked}""",  # noqa: S608 - our own text
        order=(sort, "nama", "pegawai_id", "jenis", "sejak"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        jenis=jenis,
        kind=kind,
        unor=unor,
    )


@read_model.query
def per_unor(tables: Tables, *, valid_at: Annotated[date, "The day asked about"]) -> list[Row]:
    """How many are marked in each unit on a day, mark by mark."""
    counted = ", ".join(f"sum(flag.jenis = '{jenis}') AS {jenis.lower()}" for jenis in Jenis)
    return tables.rows(
        f"""SELECT held.unor_id, unit.nama AS unor_nama, count(DISTINCT flag.subject) AS pegawai, {counted}
              FROM standing_flags_flag flag
              LEFT JOIN dated_stretch held ON held.subject = flag.subject AND {on_day("held")}
              LEFT JOIN dated_unit unit ON unit.subject = held.unor_id AND {on_day("unit")}
             WHERE {on_day("flag")}
             GROUP BY held.unor_id
             ORDER BY unor_nama, held.unor_id""",  # noqa: S608 - our own text
        on=valid_at,
    )

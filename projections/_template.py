"""Kontrak siapa yang berakhir sampai tanggal tertentu?

Whose employment contract ends by a given day? This file is an example to copy: save it without the leading
underscore, and `kinerja rebuild` and /v1/read-models know it. Its docstring is its question. The guide, step by step,
is the docstring of `projections/__init__.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from kinerja_es.domain.contract import EmploymentContractSigned
from kinerja_es.domain.envelope import Event
from kinerja_es.readmodels.kit import Page, Tables, on_day, read_model

VERSION = 1
"""Raise it when the same facts are to give other rows: the tables are then built anew."""


# 1. The rows: a frozen dataclass of str, int, bool, date, UUID, StrEnum, tuple, each perhaps `| None`.
# The table is named after this file and the class: `template_contract`. Two columns come of themselves:
# `subject`, here the employee's id, and `n`, the number of the row within the subject.
# Who somebody is and where somebody stands, units, posts and SKs need no rows of yours: a query joins the shared
# tables `dated_person`, `dated_stretch`, `dated_unit`, `dated_post` and `dated_sk` (readmodels/dated.py).


@dataclass(frozen=True, slots=True)
class Contract:
    """One row for each contract."""

    contract_id: UUID
    mulai: date
    akhir: date


# 2. The fold: from one subject's facts, in the order of their TMT, to that subject's rows.
# The engine takes care of facts that are recorded late, of rebuilding and of "as known on": nothing here needs to.
# Never read a clock, and give back a new state instead of changing the old one.
# What is asked about recording itself (who, when, how late) is a register: `@read_model.on(Event, row=Row)`, whose
# `step` takes `Recorded`, each event as it was recorded, with `.position` and `.recorded_at`.


@read_model.per_employee(Contract, needs=(EmploymentContractSigned,), indexes=("akhir",))
class Contracts:
    """The contracts of one employee."""

    def start(self) -> tuple[Contract, ...]:
        return ()

    def step(self, state: tuple[Contract, ...], fact: Event) -> tuple[Contract, ...]:
        match fact:
            case EmploymentContractSigned():
                return (*state, Contract(fact.contract_id, fact.mulai, fact.akhir))
            case _:
                return state

    def rows(self, state: tuple[Contract, ...]) -> Iterator[Contract]:
        yield from state


# 3. The queries: keyword parameters with a type, and a help text for HTTP and the command line.
# `@read_model.query(plot=Bars(...))` makes a picture of the rows too (Bars, Lines, Timeline: readmodels/pictures.py).
# `valid_at` is today where it is not named; `on_day` takes the row that holds on the day `:on`. Of conditions that need
# not be asked for, `narrowed({"held.kind = :kind": kind})` gives those whose value was given. `place_of("held")` joins
# the post and the unit of a row, `opd_of("held")` its OPD.


@read_model.query
def ending(
    tables: Tables,
    *,
    by: Annotated[date, "The last day to look at"],
    valid_at: Annotated[date, "The day on which people have the name and NIP that is told"],
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Contracts that end by a day, the earliest first."""
    return tables.page(
        f"""SELECT held.subject AS pegawai_id, person.nip, person.nama, held.contract_id, held.mulai, held.akhir
              FROM template_contract held
              LEFT JOIN dated_person person ON person.subject = held.subject AND {on_day("person")}
             WHERE held.akhir <= :by""",  # noqa: S608 - our own text
        order=("akhir", "contract_id"),
        limit=limit,
        cursor=cursor,
        by=by,
        on=valid_at,
    )

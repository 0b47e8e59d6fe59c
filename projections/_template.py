"""Kontrak siapa yang berakhir sampai tanggal tertentu?

Whose employment contract ends by a given day? This file is an example to copy: save it without the leading
underscore, and `kinerja rebuild` and /v1/read-models know it. Its docstring is its question.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from kinerja_es.domain.contract import EmploymentContractSigned
from kinerja_es.domain.envelope import Event
from kinerja_es.readmodels.kit import Page, Tables, read_model

VERSION = 1
"""Raise it when the same facts are to give other rows: the tables are then built anew."""


# 1. The rows: a frozen dataclass of str, int, bool, date, UUID, StrEnum, tuple, each perhaps `| None`.
# The table is named after this file and the class: `template_contract`. Two columns come of themselves:
# `subject`, here the employee's id, and `n`, the number of the row within the subject.


@dataclass(frozen=True, slots=True)
class Contract:
    """One row for each contract."""

    contract_id: UUID
    mulai: date
    akhir: date


# 2. The fold: from one subject's facts, in the order of their TMT, to that subject's rows.
# The engine takes care of facts that are recorded late, of rebuilding and of "as known on": nothing here needs to.
# Never read a clock, and give back a new state instead of changing the old one.


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


@read_model.query
def ending(
    tables: Tables,
    *,
    by: Annotated[date, "The last day to look at"],
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Contracts that end by a day, the earliest first."""
    return tables.page(
        """SELECT subject AS pegawai_id, contract_id, mulai, akhir
             FROM template_contract
            WHERE akhir <= :by""",
        order=("akhir", "contract_id"),
        limit=limit,
        cursor=cursor,
        by=by,
    )

"""Folds that share their first half are folded once; those that do not are kept apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.identity import EmployeeRegistered, IdentityNumberAssigned
from kinerja_es.readmodels import folding
from kinerja_es.readmodels.discovery import Projection, projection_of
from kinerja_es.readmodels.kit import read_model
from projections import batch_status
from tests import examples
from tests.reading import Office

FACTS = (EmployeeRegistered, IdentityNumberAssigned)


@dataclass(frozen=True)
class Facts:
    number: int


@dataclass(frozen=True)
class Doubled:
    number: int


@dataclass(frozen=True)
class Names:
    number: int


steps: list[str] = []


class _Counting:
    def start(self) -> int:
        return 0

    def step(self, state: int, fact: Event) -> int:
        steps.append(type(fact).__name__)
        return state + 1


@read_model.per_employee(Facts, needs=FACTS)
class CountFacts(_Counting):
    def rows(self, state: int) -> Iterator[Facts]:
        yield Facts(state)


@read_model.per_employee(Doubled, needs=FACTS)
class CountTwice(_Counting):
    def rows(self, state: int) -> Iterator[Doubled]:
        yield Doubled(2 * state)


@read_model.per_employee(Names, needs=FACTS)
class CountNames(_Counting):
    def step(self, state: int, fact: Event) -> int:
        return state + isinstance(fact, EmployeeRegistered)

    def rows(self, state: int) -> Iterator[Names]:
        yield Names(state)


def test_what_folds_share_is_folded_once_and_what_they_do_not_is_kept_apart(tmp_path):
    folds = (CountFacts, CountTwice, CountNames)
    office = Office(tmp_path, [Projection("counting", "Berapa?", 1, folds, {})])
    steps.clear()

    office.record(examples.BUDI, examples.employee_registered(), examples.number_assigned())
    office.models.catch_up()

    tables = ("counting_facts", "counting_doubled", "counting_names")
    rows = [office.rows_of(table, examples.BUDI)[0]["number"] for table in tables]
    assert rows == [2, 4, 1]
    assert steps == ["EmployeeRegistered", "IdentityNumberAssigned"]
    office.close()


@pytest.mark.parametrize(("keep", "stepped"), [(1, 1), (2, 2), (folding.KEEP, 2)])
def test_a_kept_state_takes_one_step_and_a_short_history_is_folded_again(tmp_path, monkeypatch, keep, stepped):
    monkeypatch.setattr(folding, "KEEP", keep)
    office = Office(tmp_path, [Projection("counting", "Berapa?", 1, (CountFacts,), {})])
    office.models.catch_up()
    office.record(examples.BUDI, examples.employee_registered())
    office.models.catch_up()
    steps.clear()

    office.record(examples.BUDI, examples.number_assigned())
    office.models.catch_up()

    assert len(steps) == stepped
    assert office.rows_of("counting_facts", examples.BUDI)[0]["number"] == 2
    office.close()


def test_a_fact_before_the_kept_state_is_folded_from_the_start(tmp_path, monkeypatch):
    monkeypatch.setattr(folding, "KEEP", 1)
    office = Office(tmp_path, [Projection("counting", "Berapa?", 1, (CountFacts,), {})])
    office.record(examples.BUDI, examples.employee_registered())
    office.models.catch_up()
    steps.clear()

    office.record(examples.BUDI, examples.number_assigned(tmt=date(2020, 1, 1)))
    office.models.catch_up()

    assert steps == ["IdentityNumberAssigned", "EmployeeRegistered"]
    office.close()


def test_a_read_model_that_needs_none_of_the_new_facts_costs_nothing_but_its_position(tmp_path):
    batches = projection_of(batch_status)
    office = Office(tmp_path, [Projection("counting", "Berapa?", 1, (CountFacts,), {}), batches])
    office.record(examples.BUDI, examples.employee_registered())
    office.record(examples.BATCH, examples.batch_opened())
    office.models.catch_up()
    steps.clear()
    statements = []

    office.record(examples.BATCH, examples.batch_file_recorded())
    with office.models.locked(timeout=5) as writer:
        writer.set_trace_callback(statements.append)
        office.models.advance(writer)
        writer.set_trace_callback(None)

    assert any("batch_status_" in statement for statement in statements)
    assert [statement for statement in statements if "counting_" in statement] == []
    assert (steps, office.models.position("counting")) == ([], 3)
    office.close()

"""The pictures that come along, drawn of a record: each takes the columns that its query has."""

from datetime import date

import pytest

from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.plots import picture_of
from tests import examples

PICTURES = {
    "contract_expiry.by_month": {"valid_at": date(2026, 1, 1)},
    "evaluations.beside_curve": {"valid_at": date(2026, 12, 31), "unor": examples.UNOR},
    "recording_latency.per_month": {},
    "timeline.career": {"employee": examples.BUDI},
    "unit_headcount.largest": {"valid_at": date(2026, 1, 1)},
    "unit_headcount.over_time": {"dari": date(2025, 9, 1), "sampai": date(2026, 1, 31)},
    "unit_headcount.per_opd_over_time": {"dari": date(2025, 9, 1), "sampai": date(2026, 1, 31)},
}


def drawn(office, name, **params):
    office.models.catch_up()
    with office.models.opened(*name.split("."), params) as question:
        return picture_of(question, "svg").decode()


@pytest.fixture
def recorded(office):
    office.organisation()
    person = examples.employee_registered(nama="Budi Contoh", nik=None)
    appointed = examples.appointed(kind=Kind.PPPK, golongan=None)
    signed = examples.contract_signed(mulai=date(2025, 10, 1), akhir=date(2026, 9, 30))
    office.record(examples.BUDI, person, appointed, examples.duty_commenced(), signed)
    return office


def test_every_picture_of_a_projection_is_drawn_here(office):
    drawn_of = {f"{p.name}.{name}" for p in office.projections for name, query in p.queries.items() if query.plot}

    assert drawn_of == PICTURES.keys()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_drawn_of_a_record_and_of_an_empty_one(office, request, name):
    before = drawn(office, name, **PICTURES[name])
    after = drawn(request.getfixturevalue("recorded"), name, **PICTURES[name])

    assert before.startswith("<?xml")
    assert after.startswith("<?xml")
    if name != "evaluations.beside_curve":  # nobody is evaluated here, and the five predikats are named all the same
        assert before != after


def test_a_career_tells_facts_with_both_days_and_what_held_without_gaps(recorded):
    rows = recorded.ask("timeline", "career", employee=examples.BUDI)

    facts = [(row["label"].partition(",")[0], row["tmt"], row["state"]) for row in rows if row["recorded_on"]]
    lanes = [(row["lane"], row["label"], row["valid_from"]) for row in rows if row["lane"]]
    assert ("Pegawai diangkat", "2025-10-01", "STANDS") in facts
    assert len(facts) == 4
    assert ("Jenis", "PPPK", "2025-09-26") in lanes
    assert {row["nama"] for row in rows} == {"Budi Contoh"}
    assert {frozenset(row) for row in rows} == {frozenset(rows[0])}


def test_each_opd_is_counted_at_the_end_of_each_month(recorded):
    rows = recorded.ask("unit_headcount", "per_opd_over_time", dari=date(2025, 9, 1), sampai=date(2026, 1, 15))

    told = [(row["hari"], row["kind"], row["pegawai"]) for row in rows]
    assert told == [(day, "PPPK", 1) for day in ("2025-10-31", "2025-11-30", "2025-12-31", "2026-01-15")]
    assert {row["opd_id"] for row in rows} == {str(examples.UNOR)}

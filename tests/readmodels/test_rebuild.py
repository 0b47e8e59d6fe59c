"""A rebuilt read model is proved equal to the live one before it takes its place."""

import threading
from datetime import date

import pytest

from kinerja_es.errors import ReadModelsBusy, ReadModelUnknown, RebuildDiffers
from kinerja_es.readmodels import building, folding, spans
from kinerja_es.readmodels import rebuild as rebuilding
from kinerja_es.readmodels.following import locked
from kinerja_es.readmodels.rebuild import rebuild
from tests import examples

JANUARY = date(2026, 1, 1)


@pytest.fixture
def office(office, monkeypatch):
    """An office with a career that was recorded out of order; states are kept from the second fact on."""
    monkeypatch.setattr(folding, "KEEP", 2)
    office.organisation()
    office.record(examples.BUDI, examples.employee_registered(), examples.number_assigned(), examples.appointed())
    office.models.catch_up()
    office.record(examples.BUDI, examples.terminated(tmt=date(2026, 5, 1)))
    office.models.catch_up()
    office.record(examples.BUDI, examples.duty_commenced(tanggal=date(2025, 11, 3)))
    office.models.catch_up()
    return office


def test_a_rebuild_tells_what_it_did_and_changes_nothing(office):
    before = office.held()

    report = rebuild(office.models, "dated")

    assert (report.position, report.subjects, report.rows, report.differences) == (9, 4, 8, ())
    assert office.held() == before


def test_a_rebuild_can_be_repeated(office):
    before = office.held()

    for name in [*office.models.projections, *office.models.projections]:
        rebuild(office.models, name)

    assert office.held() == before


def test_a_row_that_was_tampered_with_is_found_and_nothing_is_swapped(office):
    with office.models.locked(timeout=5) as connection:
        connection.execute("UPDATE dated_stretch SET status = 'PENSIUN' WHERE n = 1")

    with pytest.raises(RebuildDiffers, match="dated_stretch of 00000000-0000-4000-8000-000000000010"):
        rebuild(office.models, "dated")

    statuses = office.rows_of("dated_stretch", examples.BUDI)
    assert [row["status"] for row in statuses] == ["DIANGKAT", "PENSIUN", "AKTIF", "BERHENTI_HORMAT"]


def test_a_state_that_was_tampered_with_is_found(office):
    with office.models.locked(timeout=5) as connection:
        connection.execute("UPDATE find_person_state SET last = '[]'")

    with pytest.raises(RebuildDiffers, match="find_person_state"):
        rebuild(office.models, "find")


@pytest.mark.parametrize(
    ("damage", "only_in"),
    [
        ("DELETE FROM find_person", ["rebuilt"]),
        ("INSERT INTO find_person VALUES ('x', 0, NULL, NULL, 'Siapa', NULL, NULL, 'SIAPA')", ["live"]),
        ("UPDATE find_person SET nik = NULL", ["live", "rebuilt"]),
    ],
)
def test_differences_are_shown_and_can_be_accepted(office, damage, only_in):
    with office.models.locked(timeout=5) as connection:
        connection.execute(damage)

    report = rebuild(office.models, "find", accept_differences=True)

    assert [difference.only_in for difference in report.differences] == only_in
    assert [row["nama"] for row in office.ask("find", "find", text="3604", valid_at=JANUARY).items] == ["Budi Contoh"]
    assert rebuild(office.models, "find").differences == ()


def test_what_is_recorded_while_building_is_in_the_rebuilt_one(office, monkeypatch):
    def build_then_record(*arguments, **options):
        subjects = building.build(*arguments, **options)
        office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))
        return subjects

    monkeypatch.setattr(rebuilding, "build", build_then_record)

    assert rebuild(office.models, "find").position == 10
    assert [row["nama"] for row in office.ask("find", "find", text="contoh", valid_at=JANUARY).items] == [
        "Budi Contoh",
        "Siti Contoh",
    ]


def test_building_holds_no_lock_that_catching_up_needs(office, monkeypatch):
    def record_then_catch_up(*_):
        office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))
        catching_up = threading.Thread(target=office.models.catch_up, kwargs={"timeout": 0})
        catching_up.start()
        catching_up.join()
        reached.append(office.models.position())

    reached = []
    rebuild(office.models, "find", record_then_catch_up)

    assert reached == [10]


def test_two_rebuilds_at_once_are_refused(office):
    with locked(office.models.path.with_suffix(".rebuild"), timeout=0), pytest.raises(ReadModelsBusy):
        rebuild(office.models, "find")


def test_a_read_model_that_does_not_exist_cannot_be_rebuilt(office):
    with pytest.raises(ReadModelUnknown):
        rebuild(office.models, "tidak_ada")


def test_large_streams_are_never_cut_while_building(office, monkeypatch):
    monkeypatch.setattr(spans, "PORTION", 2)
    examples.record_many(office.log, examples.roster(5))

    assert rebuild(office.models, "current_standing").differences == ()

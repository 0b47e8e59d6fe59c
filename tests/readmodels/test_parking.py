"""A fact at which a read model stumbles parks its subject: with the reason, while everybody else goes on."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import pytest

from kinerja_es.domain.correction import RecordVoided
from kinerja_es.domain.identity import EmployeeRegistered, IdentityNumberAssigned
from kinerja_es.domain.person import PersonalDataShredded
from kinerja_es.errors import RebuildDiffers, SubjectParked
from kinerja_es.readmodels import folding
from kinerja_es.readmodels.discovery import DATED, Projection
from kinerja_es.readmodels.kit import read_model
from kinerja_es.readmodels.parked import parked_in
from kinerja_es.readmodels.rebuild import rebuild
from kinerja_es.readmodels.retry import retry
from kinerja_es.readmodels.runner import ReadModels, State
from tests import examples
from tests.reading import Office

broken: set[str] = set()
"""What goes wrong in the folds of this file."""


@dataclass(frozen=True)
class Number:
    nip: str | None
    count: int


@read_model.per_employee(Number, needs=(EmployeeRegistered, IdentityNumberAssigned))
class Numbers:
    def start(self) -> tuple[str | None, int]:
        return None, 0

    def step(self, state: tuple[str | None, int], fact) -> tuple[str | None, int]:
        if isinstance(fact, IdentityNumberAssigned):
            if "step" in broken and fact.nip.endswith("7"):
                raise ZeroDivisionError(f"nobody may have {fact.nip}")
            return fact.nip, state[1] + 1
        return state[0], state[1] + 1

    def rows(self, state):
        if "rows" in broken and (state[0] or "").endswith("7"):
            raise LookupError(state[0])
        yield Number(state[0], state[1])
        while "endless" in broken and (state[0] or "").endswith("7"):
            yield Number(state[0], state[1])


@dataclass(frozen=True)
class Written:
    nip: str


@read_model.per_employee(Written, needs=(IdentityNumberAssigned,))
class WhatTheDatabaseTakes:
    def start(self) -> str:
        return ""

    def step(self, state: str, fact) -> str:
        return fact.nip

    def rows(self, state):
        wrong = next((value for name, value in WRONG.items() if name in broken), state)
        yield Written(wrong if state.endswith("7") else state)


WRONG = {"null": None, "text": "\ud800", "huge": 2**64, "list": ["x"], "wide": 2**63}


@read_model.query
def all_numbers(tables):
    """Every number."""
    return tables.rows("SELECT * FROM numbers_number ORDER BY subject")


@read_model.query
def all_written(tables):
    """Every number."""
    return tables.rows("SELECT * FROM written_written ORDER BY subject")


NUMBERS = Projection("numbers", "Nomor siapa?", 1, (Numbers,), {"all": all_numbers})
WRITTEN = Projection("written", "Nomor apa?", 1, (WhatTheDatabaseTakes,), {"all": all_written})
BUDI, SITI = f"pegawai-{examples.BUDI}", f"pegawai-{examples.SITI}"
SEVENTH = examples.nip(7)


@pytest.fixture
def office(tmp_path):
    broken.clear()
    office = Office(tmp_path, [DATED, NUMBERS, WRITTEN])
    office.record(examples.BUDI, examples.employee_registered(), examples.number_assigned())
    office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))
    office.models.catch_up()
    yield office
    office.close()
    broken.clear()


def numbers(office):
    return [(row["nip"], row["count"]) for row in office.models.query("numbers", "all").value]


def parked(office, model="numbers"):
    with office.models.locked(timeout=5) as writer:
        return [(p.stream, p.position, p.error) for p in parked_in(writer, model)]


def give_budi_the_seventh(office):
    return office.record(examples.BUDI, examples.number_assigned(nip=SEVENTH, tmt=date(2026, 1, 1)))


# -- parked ------------------------------------------------------------------------------


def test_whoever_cannot_be_folded_is_parked_and_keeps_the_former_rows(office):
    broken.add("step")
    give_budi_the_seventh(office)
    office.record(examples.SITI, examples.number_assigned(nip=examples.nip(3)))

    assert office.models.catch_up() == 5
    assert numbers(office) == [(examples.nip(), 2), (examples.nip(3), 2)]
    assert parked(office) == [(BUDI, 4, "ZeroDivisionError")]
    assert parked(office, "written") == []
    assert [row["nip"] for row in office.models.query("written", "all").value] == [SEVENTH, examples.nip(3)]


def test_the_reason_tells_where_and_what(office):
    broken.add("step")
    give_budi_the_seventh(office)
    office.models.catch_up()

    with office.models.locked(timeout=5) as writer:
        (found,) = parked_in(writer, "numbers")

    assert found.place.startswith("test_parking.py, line ")
    assert found.message == f"nobody may have {SEVENTH}"
    assert found.since == "2026-07-01T08:00:00+00:00"


def test_the_alarm_names_no_person_and_comes_once(office, caplog):
    broken.add("step")
    give_budi_the_seventh(office)
    office.models.catch_up()
    office.record(examples.BUDI, examples.number_assigned(nip=SEVENTH, tmt=date(2026, 2, 1)))
    office.models.catch_up()

    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert f"numbers: 1 parked, {BUDI} first: ZeroDivisionError at position 4 (test_parking.py, line" in record.message
    assert SEVENTH not in caplog.text


def test_later_facts_of_who_is_parked_wait_as_well(office):
    broken.add("step")
    give_budi_the_seventh(office)
    office.models.catch_up()
    broken.clear()

    office.record(examples.BUDI, examples.number_assigned(nip=examples.nip(4), tmt=date(2026, 3, 1)))

    assert office.models.catch_up() == 5
    assert numbers(office)[0] == (examples.nip(), 2)
    assert parked(office) == [(BUDI, 4, "ZeroDivisionError")]


@pytest.mark.parametrize(
    ("wrong", "model", "error"),
    [
        ("rows", "numbers", "LookupError"),
        ("null", "written", "IntegrityError"),
        ("text", "written", "TypeError"),
        ("huge", "written", "TypeError"),
        ("wide", "written", "OverflowError"),
        ("list", "written", "ProgrammingError"),
    ],
)
def test_rows_that_cannot_be_made_or_kept_park_their_subject_only(office, wrong, model, error):
    broken.add(wrong)
    give_budi_the_seventh(office)
    office.record(examples.SITI, examples.number_assigned(nip=examples.nip(3)))

    assert office.models.catch_up() == 5

    assert parked(office, model) == [(BUDI, 4, error)]
    assert [row["nip"] for row in office.models.query(model, "all").value] == [examples.nip(), examples.nip(3)]
    other = {"numbers": "written", "written": "numbers"}[model]
    assert [row["nip"] for row in office.models.query(other, "all").value] == [SEVENTH, examples.nip(3)]


def test_rows_without_end_park_their_subject_only(office, monkeypatch):
    monkeypatch.setattr(folding, "MOST", 1000)
    broken.add("endless")
    give_budi_the_seventh(office)
    office.record(examples.SITI, examples.number_assigned(nip=examples.nip(3)))

    assert office.models.catch_up() == 5

    assert parked(office, "numbers") == [(BUDI, 4, "OverflowError")]


def test_where_memory_runs_out_nobody_is_parked(office, monkeypatch):
    def hungry(self, state, fact):
        raise MemoryError

    monkeypatch.setattr(type(Numbers.folding), "step", hungry)
    give_budi_the_seventh(office)

    with pytest.raises(MemoryError):
        office.models.catch_up()
    assert (parked(office), office.models.position()) == ([], 3)


def test_a_state_that_can_no_longer_be_read_is_folded_again(office, monkeypatch):
    monkeypatch.setattr(folding, "KEEP", 1)
    office.models.discard()
    office.models.catch_up()
    with office.models.locked(timeout=5) as writer:
        writer.execute("UPDATE numbers_number_state SET state = '{}' WHERE subject = ?", (str(examples.BUDI),))
    give_budi_the_seventh(office)
    office.record(examples.SITI, examples.number_assigned(nip=examples.nip(3)))

    office.models.catch_up()

    assert (numbers(office), parked(office)) == ([(SEVENTH, 3), (examples.nip(3), 2)], [])
    assert rebuild(office.models, "numbers").differences == ()


def test_a_history_that_a_correction_made_short_keeps_no_state(office, monkeypatch):
    monkeypatch.setattr(folding, "KEEP", 3)
    assigned = examples.number_assigned(nip=SEVENTH, tmt=date(2026, 1, 1))
    office.record(examples.BUDI, assigned)
    office.models.catch_up()

    why = {"evidence": "SK", "approved_by": "Kepala BKPSDM", "tmt": assigned.tmt}
    office.record(examples.BUDI, examples.fact(RecordVoided, why | {"target_event_id": assigned.event_id}))
    office.models.catch_up()

    assert numbers(office)[0] == (examples.nip(), 2)
    assert rebuild(office.models, "numbers").differences == ()


# -- events that cannot be read ----------------------------------------------------------


def store(office, stream, topic, state):
    """An event of another program, or one that was damaged, at the end of the log."""
    version = office.log.version_of(stream) + 1
    with closing(sqlite3.connect(office.stores.log)) as connection, connection:
        connection.execute(
            "INSERT INTO stored_events SELECT max(position) + 1, ?, ?, ?, max(recorded_at), ? FROM stored_events",
            (stream, version, topic, state),
        )


UNREAD = [
    ("kinerja:IdentityNumberAssigned.v9", b"{}", "LogVersion"),
    ("kinerja:HolidayGranted.v1", b"{}", "LogVersion"),
    ("kinerja:IdentityNumberAssigned.v1", b'{"nip":', "ValidationError"),
    ("kinerja:IdentityNumberAssigned.v1", b'{"nip":"1"}', "ValidationError"),
]


@pytest.mark.parametrize(("topic", "state", "error"), UNREAD)
def test_an_event_that_cannot_be_read_parks_its_subject_wherever_it_is_needed(office, topic, state, error):
    store(office, BUDI, topic, state)
    office.record(examples.SITI, examples.number_assigned(nip=examples.nip(3)))

    assert office.models.catch_up() == 5

    assert parked(office) == parked(office, "written") == [(BUDI, 4, error)]
    assert numbers(office) == [(examples.nip(), 2), (examples.nip(3), 2)]


@pytest.mark.parametrize(("topic", "state", "error"), UNREAD)
def test_a_build_parks_whoever_has_an_event_that_cannot_be_read(office, topic, state, error):
    store(office, BUDI, topic, state)
    office.record(examples.SITI, examples.number_assigned(nip=examples.nip(3)))
    office.models.discard()

    office.models.catch_up()

    assert parked(office) == parked(office, "written") == [(BUDI, 4, error)]
    assert numbers(office) == [(examples.nip(3), 2)]


def test_an_event_that_cannot_be_read_does_not_concern_who_does_not_need_it(office):
    store(office, BUDI, "kinerja:EmployeeRegistered.v1", b"{}")
    give_budi_the_seventh(office)

    office.models.catch_up()

    assert (parked(office), parked(office, "written")) == ([(BUDI, 4, "ValidationError")], [])
    assert [row["nip"] for row in office.models.query("written", "all").value] == [SEVENTH]


# -- tried again -------------------------------------------------------------------------


def test_whoever_can_be_folded_again_is_taken_up_with_all_facts_since(office):
    broken.add("step")
    give_budi_the_seventh(office)
    office.models.catch_up()
    office.record(examples.BUDI, examples.number_assigned(nip=examples.nip(4), tmt=date(2026, 3, 1)))
    broken.clear()

    found = retry(office.models)

    assert [(each.name, each.taken_up, each.left) for each in found] == [
        ("dated", 0, []),
        ("numbers", 1, []),
        ("written", 0, []),
    ]
    assert numbers(office)[0] == (examples.nip(4), 4)
    assert parked(office) == []
    assert rebuild(office.models, "numbers").differences == ()


def test_whoever_still_cannot_be_folded_stays_parked_since_then_for_the_present_reason(office, monkeypatch):
    broken.add("step")
    give_budi_the_seventh(office)
    office.models.catch_up()
    broken.clear()
    broken.add("rows")
    monkeypatch.setattr(office.log, "clock", lambda: examples.clock().replace(year=2027))

    (found,) = retry(office.models, "numbers")

    assert (found.taken_up, [(p.error, p.since[:4]) for p in found.left]) == (0, [("LookupError", "2026")])
    assert numbers(office)[0] == (examples.nip(), 2)


def test_rows_that_the_database_still_refuses_leave_their_subject_parked(office):
    broken.add("null")
    give_budi_the_seventh(office)
    office.models.catch_up()

    (found,) = retry(office.models, "written")

    assert (found.taken_up, len(found.left)) == (0, 1)


# -- rebuilt -----------------------------------------------------------------------------


def test_a_rebuild_does_not_call_who_is_parked_equal_but_tells_how_many_there_are(office):
    broken.add("step")
    give_budi_the_seventh(office)
    office.models.catch_up()

    report = rebuild(office.models, "numbers")

    assert (report.differences, report.parked) == ((), 1)
    assert numbers(office) == [(examples.nip(), 2), (None, 1)]
    assert parked(office) == [(BUDI, 4, "ZeroDivisionError")]


def test_a_rebuild_takes_up_who_can_be_folded_again(office):
    broken.add("step")
    give_budi_the_seventh(office)
    office.models.catch_up()
    broken.clear()

    report = rebuild(office.models, "numbers")

    assert (report.differences, report.parked, parked(office)) == ((), 0, [])
    assert numbers(office)[0] == (SEVENTH, 3)


def test_whom_the_live_one_could_fold_and_the_rebuilt_one_cannot_is_a_difference(office):
    give_budi_the_seventh(office)
    office.models.catch_up()
    broken.add("step")

    with pytest.raises(RebuildDiffers, match="parked of pegawai-"):
        rebuild(office.models, "numbers")
    report = rebuild(office.models, "numbers", accept_differences=True)

    assert [difference.row for difference in report.differences] == [(BUDI, "ZeroDivisionError", 4)]
    assert numbers(office)[0] == (SEVENTH, 3)


def test_what_else_differs_is_found_beside_who_is_parked(office):
    broken.add("step")
    give_budi_the_seventh(office)
    office.models.catch_up()
    with office.models.locked(timeout=5) as writer:
        writer.execute("UPDATE numbers_number SET count = 9")

    with pytest.raises(RebuildDiffers) as caught:
        rebuild(office.models, "numbers")

    assert str(examples.SITI) in str(caught.value.detail)
    assert str(examples.BUDI) not in str(caught.value.detail)


def test_a_new_version_that_cannot_fold_somebody_waits_unless_it_is_raised(office):
    give_budi_the_seventh(office)
    office.models.catch_up()
    broken.add("step")

    for version, state in ((1, State.DIFFERS), (2, State.CURRENT)):
        indexed = read_model.per_employee(Number, needs=Numbers.needs, indexes=("nip",))(type(Numbers.folding))
        models = ReadModels(office.log, office.stores, [DATED, Projection("numbers", "?", version, (indexed,), {})])
        models.catch_up()
        status = models.status()[1]
        assert (status.state, "parked of pegawai-" in status.differences) == (state, True)
        models.close()


# -- told --------------------------------------------------------------------------------


def test_status_tells_how_many_are_parked(office):
    broken.add("step")
    give_budi_the_seventh(office)
    office.models.catch_up()

    assert [(status.name, status.parked) for status in office.models.status()] == [
        ("dated", 0),
        ("numbers", 1),
        ("written", 0),
    ]


def test_as_known_one_who_cannot_be_folded_is_told_and_not_left_out(office):
    broken.add("step")
    position = give_budi_the_seventh(office)

    with pytest.raises(SubjectParked, match="ZeroDivisionError at position 4"):
        office.models.query_as_known(position, BUDI, "numbers", "all")
    assert office.models.query_as_known(3, BUDI, "numbers", "all").value[0]["nip"] == examples.nip()


def test_of_who_was_destroyed_nothing_stays_though_it_was_parked(office):
    broken.add("step")
    give_budi_the_seventh(office)
    office.models.catch_up()

    office.record(examples.BUDI, shredded())
    office.models.catch_up()

    assert numbers(office) == [(None, 1)]
    with office.models.locked(timeout=5) as writer:
        assert [found.message for found in parked_in(writer, "numbers")] == [""]
        assert writer.execute("SELECT count(*) FROM numbers_number_state").fetchone() == (0,)


def shredded():
    why = {"key_id": examples.BUDI, "retention_basis": "JRA", "approved_by": "Sekda"}
    return examples.fact(PersonalDataShredded, why)

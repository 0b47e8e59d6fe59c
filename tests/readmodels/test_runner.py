"""Catching up: rows and position move together, one process at a time, and never on another log."""

import signal
import subprocess
import sys
import textwrap
from datetime import date

import pytest

from kinerja_es.errors import (
    LogReadOnly,
    NotYetRead,
    ProjectionInvalid,
    ReadModelsBusy,
    ReadModelsDamaged,
    ReadModelsOtherLog,
    ReadModelUnknown,
    ValueInvalid,
    ValueMissing,
)
from kinerja_es.log.application import Log
from kinerja_es.readmodels import following
from kinerja_es.readmodels.discovery import Projection
from kinerja_es.readmodels.following import locked
from kinerja_es.readmodels.rebuild import rebuild
from kinerja_es.readmodels.runner import ReadModels
from kinerja_es.readmodels.tables import reached
from tests import examples
from tests.reading import Office

JANUARY = date(2026, 1, 1)
STRETCH = "dated_stretch"


def python(script, *arguments):
    """Another process of ours, that has run to its end."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


OPEN = """
import sys
from pathlib import Path
from kinerja_es.log.application import Log, Stores
from kinerja_es.readmodels import following
from kinerja_es.readmodels.discovery import discover
from kinerja_es.readmodels.runner import ReadModels
stores = Stores.beside(Path(sys.argv[1]))
models = ReadModels(Log.open(stores), stores, discover()[0])
"""


# -- catching up -------------------------------------------------------------------------


def test_what_is_recorded_is_seen_after_catching_up(office):
    office.organisation()
    position = office.record(examples.BUDI, examples.employee_registered(), examples.number_assigned())

    assert office.models.catch_up() == position == 6
    assert [row["nama"] for row in office.ask("find", "find", text="budi", valid_at=JANUARY).items] == ["Budi Contoh"]


def test_catching_up_twice_is_the_same_as_once(office):
    office.organisation()
    office.record(examples.BUDI, examples.employee_registered(), examples.appointed())
    office.models.catch_up()
    once = office.held()

    office.models.catch_up()

    assert office.held() == once
    assert len(once["dated_stretch"]) == 2


def touched(office):
    """Of each read model, what changes with its rows."""
    office.models.catch_up()
    return {name: come.touched for name, come in reached(office.models._reader.connection).items()}


def test_only_a_read_model_whose_rows_changed_is_touched(office):
    office.organisation()
    office.record(examples.BUDI, examples.employee_registered())
    before = touched(office)
    office.record(examples.BUDI, examples.excerpt_delivered())
    delivered = touched(office)
    office.record(examples.BUDI, examples.number_assigned())
    numbered = touched(office)

    names = {"batch_status", "current_standing", "dated", "find", "unit_headcount"}
    assert {name for name in names if delivered[name] != before[name]} == set()
    assert {name for name in names if numbered[name] != before[name]} == {"dated", "find"}


def test_a_read_model_that_was_built_anew_is_touched(office):
    office.organisation()
    before = touched(office)

    rebuild(office.models, "find")

    assert {name for name, mark in touched(office).items() if mark != before[name]} == {"find"}


def test_read_models_of_an_earlier_version_learn_what_was_touched(office):
    office.organisation()
    office.models.catch_up()
    with office.models.locked(timeout=5) as writer:
        writer.execute("ALTER TABLE read_models DROP COLUMN touched")
    office.models.close()

    assert office.models.position() == 0
    assert set(touched(office).values()) == {""}
    assert office.models.position() == 4


def test_a_fact_of_the_past_is_folded_into_its_place(office):
    office.organisation()
    office.record(examples.BUDI, examples.employee_registered(), examples.appointed())
    office.record(examples.BUDI, examples.terminated(tmt=date(2026, 5, 1)))
    office.models.catch_up()

    office.record(examples.BUDI, examples.duty_commenced(tanggal=date(2025, 11, 3)))
    office.models.catch_up()

    held = office.rows_of(STRETCH, examples.BUDI)
    assert [(row["valid_from"], row["valid_to"], row["status"]) for row in held] == [
        ("2025-09-26", "2025-10-01", "DIANGKAT"),
        ("2025-10-01", "2025-11-03", "DIANGKAT"),
        ("2025-11-03", "2026-05-01", "AKTIF"),
        ("2026-05-01", None, "BERHENTI_HORMAT"),
    ]


def test_rows_that_no_longer_hold_go_away(office):
    office.organisation()
    office.record(examples.BATCH, examples.batch_file_recorded(rejected=({"row": 2, "code": "NIP_INVALID"},)))
    office.models.catch_up()
    office.record(examples.BATCH, examples.batch_file_recorded(tmt=date(2025, 10, 24), sha256="1" * 64))

    assert office.ask("batch_status", "of", batch=examples.BATCH)["rejections"] == []


def test_progress_tells_how_far_it_has_come(office, monkeypatch):
    monkeypatch.setattr(following, "CHUNK", 4)
    office.models.catch_up()
    examples.record_many(office.log, examples.roster(3))
    told = []

    office.models.catch_up(lambda done, total: told.append((done, total)))

    assert told == [(4, 12), (8, 12), (12, 12)]


def test_a_subject_may_be_cut_in_two_by_the_end_of_a_chunk(office, monkeypatch):
    monkeypatch.setattr(following, "CHUNK", 3)
    office.models.catch_up()
    examples.record_many(office.log, examples.roster(5))
    office.models.catch_up()

    assert {rebuild(office.models, name).differences for name in office.models.projections} == {()}


def test_rows_tell_of_nothing_beyond_their_position(office, monkeypatch):
    office.organisation()
    office.record(examples.BUDI, examples.employee_registered(), examples.appointed())
    office.record(examples.BUDI, examples.contract_signed())
    office.models.catch_up()
    office.record(examples.BUDI, examples.duty_commenced(tanggal=date(2025, 9, 1)))
    office.record(examples.BUDI, examples.terminated())
    monkeypatch.setattr(following, "CHUNK", 1)
    seen = []

    def look(*_):
        rows = office.rows_of(STRETCH, examples.BUDI)
        seen.append((office.models.position(), rows[-1]["status"]))

    office.models.catch_up(look)

    assert seen == [(8, "KONTRAK_HABIS"), (9, "BERHENTI_HORMAT")]


def test_status_tells_the_question_and_the_lag(office):
    office.organisation()
    office.models.catch_up()
    office.record(examples.BUDI, examples.employee_registered())

    status = next(status for status in office.models.status() if status.name == "find")

    assert (status.name, status.version, status.position, status.lag) == ("find", 1, 4, 1)
    assert status.question == "Siapa pegawai ini? Cari dengan sebagian nama, NIP (juga yang lama) atau NIK."


# -- killed ------------------------------------------------------------------------------


@pytest.mark.parametrize("chunks", [1, 2])
def test_a_process_killed_between_chunks_goes_on_where_it_was(office, chunks):
    office.organisation()
    office.models.catch_up()
    examples.record_many(office.log, examples.roster(10))
    office.models.close()

    killed = python(
        OPEN
        + """
        import os, signal
        following.CHUNK = 8
        steps = iter(range(int(sys.argv[2]) - 1))
        models.catch_up(lambda *_: next(steps, None) is None and os.kill(os.getpid(), signal.SIGKILL))
        """.replace("\n        ", "\n"),
        office.stores.log,
        chunks,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert office.models.position() == 4 + 8 * chunks
    assert office.models.catch_up() == 44
    assert rebuild(office.models, "current_standing").differences == ()


def test_what_fails_in_a_transaction_leaves_rows_and_position_as_they_were(office, monkeypatch):
    office.record(examples.BUDI, examples.employee_registered())
    office.models.catch_up()
    before = office.held()
    office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))

    def failing(*_):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(following, "reach", failing)
        with pytest.raises(RuntimeError):
            office.models.catch_up()

    assert office.held() == before
    assert office.models.position() == 1
    assert office.models.catch_up() == 2


# -- one at a time -----------------------------------------------------------------------


def test_two_processes_never_catch_up_at_once(office):
    office.models.catch_up()

    with locked(office.stores.read_models, timeout=0):
        other = python(
            OPEN
            + """
            from kinerja_es.errors import ReadModelsBusy
            try:
                models.catch_up(timeout=0.1)
            except ReadModelsBusy as busy:
                print(busy.code)
            """.replace("\n            ", "\n"),
            office.stores.log,
        )

    assert other.stdout == "READ_MODELS_BUSY\n", other.stderr


def test_whoever_waits_in_vain_is_told(office):
    with locked(office.stores.read_models, timeout=0), pytest.raises(ReadModelsBusy):
        ReadModels(office.log, office.stores, office.projections).catch_up(timeout=0)


def test_asking_needs_no_lock(office):
    office.record(examples.BUDI, examples.employee_registered())
    office.models.catch_up()

    with locked(office.stores.read_models, timeout=0):
        assert office.models.query("find", "find", text="budi", valid_at=JANUARY).position == 1


# -- waiting for a position --------------------------------------------------------------


def test_one_reads_ones_own_writes(office):
    office.models.catch_up()
    position = office.record(examples.BUDI, examples.employee_registered())

    assert office.models.wait_for(position) == position
    assert len(office.models.query("find", "find", text="budi", valid_at=JANUARY).value.items) == 1


def test_a_position_that_the_log_has_not_reached_is_not_waited_for_longer_than_asked(office):
    office.models.catch_up()

    with pytest.raises(NotYetRead):
        office.models.wait_for(1, timeout=0.05)


def test_waiting_for_somebody_else_ends_too(office):
    office.models.catch_up()
    office.record(examples.BUDI, examples.employee_registered())

    with locked(office.stores.read_models, timeout=0), pytest.raises(NotYetRead):
        office.models.wait_for(1, timeout=0.05)


# -- another log -------------------------------------------------------------------------


def other_office(folder):
    folder.mkdir()
    return Office(folder)


def test_read_models_of_another_log_are_refused(office, tmp_path):
    office.record(examples.BUDI, examples.employee_registered())
    office.models.catch_up()
    other = other_office(tmp_path / "other")
    other.record(examples.BUDI, examples.employee_registered())

    with pytest.raises(ReadModelsOtherLog, match="identity"):
        ReadModels(other.log, office.stores, office.projections).catch_up()
    other.close()


def test_rows_of_another_log_answer_nobody(office, tmp_path):
    office.record(examples.BUDI, examples.employee_registered())
    office.models.catch_up()
    other = other_office(tmp_path / "other")
    other.record(examples.BUDI, examples.employee_registered())

    with pytest.raises(ReadModelsOtherLog, match="identity"):
        ReadModels(other.log, office.stores, office.projections).query("find", "find", text="budi", valid_at=JANUARY)
    other.close()


def restored(office):
    """The office after its log's file was put back to an earlier copy."""
    office.log.close()
    for end in ("-wal", "-shm"):
        office.stores.log.with_name(office.stores.log.name + end).unlink(missing_ok=True)
    office.stores.log.write_bytes(office.copy)
    office.log = Log.open(office.stores, examples.clock)
    office.models.close()
    office.models = ReadModels(office.log, office.stores, office.projections)
    return office


@pytest.fixture
def backed_up(office):
    """An office with a copy of its log at position 1, which has since come to 2."""
    office.record(examples.BUDI, examples.employee_registered())
    office.log.close()
    office.copy = office.stores.log.read_bytes()
    office.log = Log.open(office.stores, examples.clock)
    office.models = ReadModels(office.log, office.stores, office.projections)
    office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))
    office.models.catch_up()
    return office


def test_a_log_restored_to_an_earlier_state_is_refused(backed_up):
    with pytest.raises(ReadModelsOtherLog, match="position 2"):
        restored(backed_up).models.catch_up()


def test_what_a_restored_log_no_longer_holds_is_told_to_nobody(backed_up):
    office = restored(backed_up)

    with pytest.raises(ReadModelsOtherLog, match="position 2"):
        office.models.query("find", "find", text="siti", valid_at=JANUARY)


def test_a_restored_log_that_went_another_way_is_refused(backed_up):
    office = restored(backed_up)
    office.record(examples.SITI, examples.employee_registered(nama="Siti Lain", nik=None))

    with pytest.raises(ReadModelsOtherLog, match="position 2"):
        office.models.catch_up()


def test_read_models_of_another_log_are_made_anew_once_they_are_discarded(backed_up):
    office = restored(backed_up)

    office.models.discard()

    assert office.models.catch_up() == 1
    assert [row["nama"] for row in office.ask("find", "find", text="contoh", valid_at=JANUARY).items] == ["Budi Contoh"]


def test_a_damaged_file_is_told_and_can_be_discarded(office):
    office.record(examples.BUDI, examples.employee_registered())
    office.stores.read_models.write_bytes(b"this is no database at all" * 100)

    with pytest.raises(ReadModelsDamaged):
        office.models.catch_up()
    office.models.discard()

    assert office.models.catch_up() == 1


def test_a_file_that_another_process_makes_anew_is_the_one_that_answers_and_is_written(office):
    office.record(examples.BUDI, examples.employee_registered())
    office.models.catch_up()
    assert found(office) == ["Budi Contoh"]

    for end in ("", "-wal", "-shm"):
        office.stores.read_models.with_name(office.stores.read_models.name + end).unlink(missing_ok=True)

    with pytest.raises(NotYetRead):
        found(office)
    assert not office.models.settled()
    elsewhere = ReadModels(office.log, office.stores, office.projections)
    elsewhere.catch_up()
    assert found(office) == ["Budi Contoh"]
    office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))
    office.models.catch_up()
    assert elsewhere.position() == 2
    elsewhere.close()


def found(office):
    asked = office.models.query("find", "find", text="contoh", valid_at=JANUARY)
    return [row["nama"] for row in asked.value.items]


def test_a_place_that_cannot_be_written_to_is_told(office):
    office.stores.read_models.mkdir()

    with pytest.raises(LogReadOnly):
        office.models.catch_up()


def test_a_lock_that_cannot_be_made_is_told(office):
    office.stores.read_models.with_name("kinerja.read.db.lock").mkdir()

    with pytest.raises(LogReadOnly):
        office.models.catch_up()


# -- versions ----------------------------------------------------------------------------


def with_version(projection: Projection, version: int) -> Projection:
    return Projection(projection.name, projection.question, version, projection.folds, projection.queries)


def test_a_new_version_of_a_projection_is_built_when_catching_up(office):
    office.organisation()
    office.record(examples.BUDI, examples.employee_registered(), examples.appointed())
    office.models.catch_up()
    with office.models.locked(timeout=5) as connection:
        connection.execute("DELETE FROM find_person")
    newer = [with_version(p, 2) if p.name == "find" else p for p in office.projections]

    ReadModels(office.log, office.stores, newer).catch_up()

    assert len(office.models.query("find", "find", text="budi", valid_at=JANUARY).value.items) == 1


def test_a_projection_that_was_away_for_a_time_is_built_again(office):
    office.record(examples.BUDI, examples.employee_registered())
    office.models.catch_up()
    without_find = [p for p in office.projections if p.name != "find"]
    office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))
    ReadModels(office.log, office.stores, without_find).catch_up()

    assert [row["nama"] for row in office.ask("find", "find", text="contoh", valid_at=JANUARY).items] == [
        "Budi Contoh",
        "Siti Contoh",
    ]
    assert office.models.position("find") == 2


# -- asking ------------------------------------------------------------------------------


def test_nobody_is_answered_before_the_first_catching_up(office):
    with pytest.raises(NotYetRead):
        office.models.query("find", "find", text="budi", valid_at=JANUARY)
    assert office.models.position() == 0


def test_a_read_model_or_query_that_does_not_exist_is_told(office):
    office.models.catch_up()

    with pytest.raises(ReadModelUnknown):
        office.models.query("tidak_ada", "find", text="budi", valid_at=JANUARY)
    with pytest.raises(ReadModelUnknown):
        office.models.query("find", "tidak_ada", text="budi", valid_at=JANUARY)


def test_a_parameter_that_is_missing_or_unknown_is_told(office):
    office.models.catch_up()

    with pytest.raises(ValueMissing):
        office.models.query("find", "find")
    with pytest.raises(ValueInvalid):
        office.models.query("find", "find", text="budi", valid_at=JANUARY, nama="budi")


def test_a_mistake_in_a_querys_sql_is_the_projections(office):
    office.models.catch_up()
    with office.models.locked(timeout=5) as connection:
        connection.execute("DROP TABLE find_person")

    with pytest.raises(ProjectionInvalid):
        office.models.query("find", "find", text="budi", valid_at=JANUARY)


# -- as known ----------------------------------------------------------------------------


def test_what_was_not_yet_known_is_not_told(office):
    office.organisation()
    known = office.record(examples.BUDI, examples.employee_registered(), examples.appointed())
    office.record(examples.BUDI, examples.duty_commenced(tanggal=date(2025, 11, 3)))
    ask = {"employee": examples.BUDI, "valid_at": JANUARY}
    stream = f"pegawai-{examples.BUDI}"

    assert office.ask("current_standing", "of", **ask)["status"] == "AKTIF"
    assert office.models.query_as_known(known, stream, "current_standing", "of", **ask).value["status"] == "DIANGKAT"
    assert office.models.query_as_known(4, stream, "current_standing", "of", **ask).value is None


def test_as_known_asks_for_no_other_employee(office):
    office.organisation()
    office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))
    evaluator = {"penilai": {"pegawai_id": examples.SITI}}
    office.record(examples.BUDI, examples.employee_registered(), examples.evaluated(**evaluator))

    found = office.models.query_as_known(7, f"pegawai-{examples.BUDI}", "find", "find", text="contoh", valid_at=JANUARY)

    assert [row["nama"] for row in found.value.items] == ["Budi Contoh"]

"""As known at an earlier position, for everybody: built once, kept for a time, and never half there."""

import stat
import threading
from datetime import date

import pytest

from kinerja_es.errors import LogDamaged, NotYetRead
from kinerja_es.readmodels import known
from kinerja_es.readmodels.cursors import Known
from kinerja_es.readmodels.discovery import Projection, discover
from kinerja_es.readmodels.following import known_folder
from kinerja_es.readmodels.runner import ReadModels
from tests import examples

JANUARY = date(2026, 1, 1)


@pytest.fixture
def office(office):
    """An office that learnt of the start of Budi's duty, and of Siti, after position 6."""
    office.organisation()
    office.record(examples.BUDI, examples.employee_registered(), examples.appointed())
    office.record(examples.BUDI, examples.duty_commenced(tanggal=date(2025, 11, 3)))
    office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))
    office.models.catch_up()
    return office


def statuses(office, position, **how):
    with office.models.known.opened("find", position, **how) as (connection, _):
        rows = connection.execute("SELECT subject, status FROM dated_stretch WHERE valid_to IS NULL ORDER BY subject")
        return [status for _, status in rows.fetchall()]


def files(office):
    return sorted(file.name.rpartition("-")[0] for file in known_folder(office.models.path).glob("*.db"))


def begun(monkeypatch):
    """Whether building begins from now on, by the positions that it is for."""
    positions = []

    def build(log, connection, tables, up_to, progress=None):
        positions.append(up_to)
        return made(log, connection, tables, up_to, progress)

    made = known.build
    monkeypatch.setattr(known, "build", build)
    return positions


def test_everybody_is_told_of_as_it_was_known(office):
    assert [statuses(office, position) for position in (4, 6, 7)] == [[], ["DIANGKAT"], ["AKTIF"]]
    with office.models.known.opened("find", 6) as (connection, come):
        assert [name for (name,) in connection.execute("SELECT nama FROM dated_person")] == ["Budi Contoh"]
        assert {(name, reached.position) for name, reached in come.items()} == {("dated", 6), ("find", 6)}


def test_it_is_the_rows_that_were_live_at_that_position(office, tmp_path):
    with office.models.known.opened("find", 8) as (connection, _):
        found = connection.execute("SELECT * FROM dated_stretch").fetchall()

    assert found == office.held()["dated_stretch"]


def test_it_is_built_once_and_kept_for_the_next_question(office, monkeypatch):
    positions = begun(monkeypatch)

    assert statuses(office, 6) == statuses(office, 6) == ["DIANGKAT"]

    assert positions == [6]
    assert files(office) == ["find-6"]


def test_the_ones_that_were_asked_last_are_kept(office, monkeypatch):
    monkeypatch.setattr(known, "KEPT", 2)
    for position in (4, 5, 4, 6):
        statuses(office, position)

    assert files(office) == ["find-4", "find-6"]


def test_it_is_for_its_owner_only(office):
    statuses(office, 6)

    (file,) = known_folder(office.models.path).glob("*.db")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)] == [0o600, 0o700]


def test_beyond_the_end_of_the_log_it_is_known_at_its_end(office):
    statuses(office, 1_000)

    assert files(office) == ["find-8"]


def test_progress_is_told_and_whoever_leaves_off_leaves_nothing(office):
    def leave_off(*_):
        assert [*known_folder(office.models.path).glob("*.making")]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        statuses(office, 6, progress=leave_off)

    assert [*known_folder(office.models.path).iterdir()] == [known_folder(office.models.path) / "build.lock"]


def test_what_somebody_who_was_killed_left_goes_away(office):
    folder = known_folder(office.models.path)
    folder.mkdir()
    (folder / "find-6.making").write_bytes(b"half")

    statuses(office, 6)

    assert [*folder.glob("*.making")] == []


def test_another_version_of_the_projection_is_built_anew(office, monkeypatch):
    statuses(office, 6)
    positions = begun(monkeypatch)
    newer = [Projection(p.name, p.question, p.version + (p.name == "find"), p.folds, p.queries) for p in discover()[0]]
    models = ReadModels(office.log, office.stores, newer)

    with models.known.opened("find", 6):
        pass

    assert positions == [6]
    models.close()


def test_another_log_at_the_same_position_is_built_anew(office, monkeypatch):
    statuses(office, 6)
    positions = begun(monkeypatch)
    monkeypatch.setattr(office.models, "mark_at", lambda _: "restored")

    statuses(office, 6)

    assert positions == [6]


@pytest.mark.parametrize("forget", ["discard", "scrub"])
def test_nothing_that_was_known_outlives_whose_data_was_destroyed(office, forget):
    statuses(office, 6)

    getattr(office.models, forget)()

    assert files(office) == []


# -- asked -------------------------------------------------------------------------------


def asked(office, name, query, position, **params):
    known = Known(str(position), position)
    with office.models.opened(name, query, {"valid_at": JANUARY, **params}, known) as question:
        return question.answer().value


def test_a_question_about_one_employee_alone_reads_of_nobody_else(office):
    found = asked(office, "current_standing", "of", 6, employee=examples.BUDI)

    assert (found["status"], files(office)) == ("DIANGKAT", [])


def test_a_question_whose_answer_tells_of_others_is_asked_of_all(office):
    found = asked(office, "reporting_line", "of", 6, employee=examples.BUDI)

    assert (found["nama"], files(office)) == ("Budi Contoh", ["reporting_line-6"])


def test_a_list_is_of_those_who_were_known_then(office):
    assert [row["nama"] for row in asked(office, "find", "find", 7, text="contoh").items] == ["Budi Contoh"]
    assert [row["nama"] for row in asked(office, "find", "find", 8, text="contoh").items] == [
        "Budi Contoh",
        "Siti Contoh",
    ]


# -- meanwhile ---------------------------------------------------------------------------


@pytest.fixture
def held(office, monkeypatch):
    """Building stands still until it may go on."""
    go_on, made = threading.Event(), known.build

    def build(log, connection, tables, up_to, progress=None):
        assert go_on.wait(20)
        return made(log, connection, tables, up_to, progress)

    monkeypatch.setattr(known, "build", build)
    yield go_on
    go_on.set()


def test_who_does_not_wait_to_the_end_is_told_to_come_again(office, held):
    with pytest.raises(NotYetRead, match="find as known at position 6 is being worked out: 0 %") as caught:
        statuses(office, 6, wait=0.01)
    assert caught.value.field == "known_at"

    held.set()

    assert statuses(office, 6, wait=20) == ["DIANGKAT"]


def test_one_is_built_at_a_time(office, held):
    with pytest.raises(NotYetRead):
        statuses(office, 6, wait=0.01)
    with pytest.raises(NotYetRead, match="position 6 is being worked out"):
        statuses(office, 7, wait=0.01)

    held.set()

    assert statuses(office, 7, wait=20) == ["AKTIF"]


def test_what_goes_wrong_meanwhile_is_told_to_who_asks_and_tried_again(office, monkeypatch):
    def broken(*_):
        raise LogDamaged("Di sini.")

    with monkeypatch.context() as patched:
        patched.setattr(known, "build", broken)
        with pytest.raises(LogDamaged):
            statuses(office, 6, wait=20)

    assert statuses(office, 6, wait=20) == ["DIANGKAT"]


def test_a_service_that_ends_leaves_nothing_half(office, held):
    with pytest.raises(NotYetRead):
        statuses(office, 6, wait=0.01)
    ending = threading.Thread(target=office.models.known.close)
    ending.start()
    assert office.models.known._job.stopping.wait(20)
    held.set()
    ending.join(20)

    assert not ending.is_alive()
    assert files(office) == []
    assert [*known_folder(office.models.path).glob("*.making")] == []

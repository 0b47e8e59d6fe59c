"""A new version of a projection is built beside the live one, which goes on answering until both were compared."""

import logging
from dataclasses import dataclass
from uuid import UUID

import pytest

from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.errors import NotYetRead, ReadModelsBusy, RebuildDiffers
from kinerja_es.readmodels import spans
from kinerja_es.readmodels.discovery import DATED, Projection
from kinerja_es.readmodels.following import locked
from kinerja_es.readmodels.kit import read_model
from kinerja_es.readmodels.rebuild import rebuild
from kinerja_es.readmodels.runner import ReadModels, State
from tests import examples
from tests.reading import Office


@read_model.query
def names(tables):
    """The names, in their order."""
    return [row["nama"] for row in tables.rows("SELECT nama FROM people_person ORDER BY nama")]


@read_model.query
def lengths(tables):
    """How long the names are."""
    return [row["panjang"] for row in tables.rows("SELECT panjang FROM people_person ORDER BY nama")]


def fold_of(row, told):
    """A fold that makes one row of a registered person."""

    @read_model.per_employee(row, needs=(EmployeeRegistered,))
    class People:
        def start(self) -> str:
            return ""

        def step(self, state: str, fact: EmployeeRegistered) -> str:
            return fact.nama

        def rows(self, state: str):
            yield told(state)

    return People


def first():
    @dataclass(frozen=True)
    class Person:
        nama: str

    return fold_of(Person, Person)


def shouted():
    """The same columns, and something else in them."""

    @dataclass(frozen=True)
    class Person:
        nama: str

    return fold_of(Person, lambda nama: Person(nama.upper()))


def measured(change=None):
    """One column more."""

    @dataclass(frozen=True)
    class Person:
        nama: str
        panjang: int

    return fold_of(Person, lambda nama: Person(change(nama) if change else nama, len(nama)))


def renamed():
    """The name in another column, of another table too."""

    @dataclass(frozen=True)
    class Pegawai:
        sebutan: str

    return fold_of(Pegawai, Pegawai)


def people(version, fold):
    return Projection("people", "Siapa saja?", version, (fold,), {"names": names, "lengths": lengths})


def counted():
    @dataclass(frozen=True)
    class Count:
        nama: str

    return Projection("other", "Apa lagi?", 1, (fold_of(Count, Count),), {})


OTHER = counted()


@pytest.fixture
def office(tmp_path):
    """An office with two people, whose read models are those of version 1."""
    office = Office(tmp_path, [DATED, OTHER, people(1, first())])
    office.record(examples.BUDI, examples.employee_registered())
    office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))
    office.models.catch_up()
    yield office
    office.close()


def upgrade(office, version, fold, dated=DATED):
    """The program of the office is replaced by one that has another version of `people`."""
    office.models.close()
    office.models = ReadModels(office.log, office.stores, [dated, OTHER, people(version, fold)])
    return office.models


def status_of(models, name="people"):
    return next(status for status in models.status() if status.name == name)


def ask(models, query="names"):
    return models.query("people", query)


def andi():
    return examples.pegawai(77), examples.employee_registered(nama="Andi Contoh", nik=None)


# -- without downtime --------------------------------------------------------------------


def test_while_a_new_version_is_built_the_former_one_answers_and_the_others_read_on(office):
    models = upgrade(office, 2, shouted())
    seen = []

    def look(*_):
        if not seen:
            office.record(*andi())
            models.read_on()
            seen.append((*ask(models), models.position("people"), models.position("other"), models.position()))
            seen.append((status_of(models).state, status_of(models).live_version, status_of(models, "other").state))

    models.catch_up(look)

    assert seen == [
        (["Budi Contoh", "Siti Contoh"], 2, 1, 2, 3, 3),
        (State.BUILDING, 1, State.CURRENT),
    ]
    assert ask(models) == (["ANDI CONTOH", "BUDI CONTOH", "SITI CONTOH"], 3, 2)
    assert status_of(models).state is State.CURRENT


def test_a_build_lets_the_others_read_on_by_itself(office, monkeypatch):
    monkeypatch.setattr(spans, "WRITTEN", 1)
    monkeypatch.setattr(spans, "PORTION", 1)
    models = upgrade(office, 2, first())
    reached = []

    def record_once(*_):
        if not reached:
            office.record(*andi())
        reached.append(models.position("other"))

    models.catch_up(record_once)

    assert reached[:2] == [2, 3]


def test_what_only_the_new_version_can_answer_is_told_to_be_on_its_way(office):
    models = upgrade(office, 2, measured())
    told = []

    with pytest.raises(NotYetRead, match="people was not built yet"):
        ask(models, "lengths")

    def look(*_):
        with pytest.raises(NotYetRead, match=r"people is being built: \d+ %") as caught:
            ask(models, "lengths")
        told.append(caught.value.field)

    models.catch_up(look)

    assert told[0] == "name"
    assert ask(models, "lengths").value == [11, 11]


def test_a_first_build_tells_how_far_it_is(tmp_path):
    office = Office(tmp_path, [people(1, first())])
    office.record(*andi())
    seen = []

    def look(*_):
        with pytest.raises(NotYetRead, match="is being built"):
            ask(office.models)
        seen.append((status_of(office.models).state, status_of(office.models).live_version))

    assert status_of(office.models).state is State.WAITING
    office.models.catch_up(look)

    assert seen[0] == (State.BUILDING, None)
    office.close()


def test_when_the_shared_tables_are_renewed_all_stay_at_one_position_and_go_on_together(office):
    newer = Projection(DATED.name, DATED.question, DATED.version + 1, DATED.folds, {})
    models = upgrade(office, 1, first(), newer)
    seen = []

    def look(*_):
        if not seen:
            office.record(*andi())
            models.read_on()
            seen.append({status.position for status in models.status()})

    assert models.catch_up(look) == 3

    assert seen == [{2}]
    assert {status.position for status in models.status()} == {3}


def test_nobody_waits_for_another_process_that_builds_while_the_former_version_answers(office):
    models = upgrade(office, 2, shouted())
    office.record(*andi())

    with locked(models.path.with_suffix(".rebuild"), timeout=0):
        assert models.catch_up(timeout=60) == 3

    assert (ask(models).position, models.position("other"), models.settled()) == (2, 3, False)
    models.catch_up()
    assert models.settled()


def test_where_there_is_nothing_to_ask_yet_it_is_told_that_another_process_builds(tmp_path):
    office = Office(tmp_path, [people(1, first())])
    office.record(*andi())

    with locked(office.models.path.with_suffix(".rebuild"), timeout=0), pytest.raises(ReadModelsBusy):
        office.models.catch_up(timeout=0)
    office.close()


def test_whoever_waited_for_somebody_elses_build_does_not_build_again(office, monkeypatch):
    def stale_before_waiting(writer):
        monkeypatch.undo()
        return ["people"]

    monkeypatch.setattr(office.models, "stale", stale_before_waiting)

    assert office.models.catch_up(lambda *_: stop()) == 2


# -- compared ----------------------------------------------------------------------------


def test_a_raised_version_may_differ_and_its_differences_are_told(office, caplog):
    models = upgrade(office, 2, shouted())

    models.catch_up()

    assert ask(models).value == ["BUDI CONTOH", "SITI CONTOH"]
    assert f"people_person of {examples.BUDI}, only in the live one" in status_of(models).differences
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "Budi" not in caplog.text


def test_a_column_more_changes_nothing_in_the_others_and_takes_its_place_without_a_word(office, caplog):
    models = upgrade(office, 1, measured())

    models.catch_up()

    assert (ask(models, "lengths").value, status_of(models).differences, caplog.records) == ([11, 11], "", [])


def test_what_should_be_equal_and_is_not_waits_for_somebody_to_look(office, caplog):
    models = upgrade(office, 1, measured(str.upper))

    models.catch_up()
    office.record(*andi())
    models.catch_up()

    assert ask(models).value == ["Budi Contoh", "Siti Contoh"]
    assert (status_of(models).state, status_of(models).position, models.position("other")) == (State.DIFFERS, 2, 3)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]

    with pytest.raises(RebuildDiffers, match="people_person of"):
        rebuild(models, "people")
    report = rebuild(models, "people", accept_differences=True)

    assert (len(report.differences), report.position, status_of(models).state) == (4, 3, State.CURRENT)
    assert ask(models).value == ["ANDI CONTOH", "BUDI CONTOH", "SITI CONTOH"]


def test_one_that_may_not_differ_keeps_no_other_back(office):
    newer = Projection("other", "Apa lagi?", 2, OTHER.folds, {})
    office.models.close()
    models = ReadModels(office.log, office.stores, [DATED, newer, people(1, measured(str.upper))])

    models.catch_up()

    assert (status_of(models, "other").live_version, status_of(models).state) == (2, State.DIFFERS)
    models.close()


def test_tables_that_a_former_version_had_under_other_names_go_away(office):
    models = upgrade(office, 2, renamed())
    models.catch_up()

    with models.locked(timeout=5) as writer:
        found = {name for (name,) in writer.execute("SELECT name FROM sqlite_master WHERE name GLOB 'people_*'")}

    assert {"people_pegawai", "people_pegawai_state"} == {name for name in found if "index" not in name}


def test_a_read_model_that_a_newer_program_made_is_left_alone(office):
    upgrade(office, 3, first()).catch_up()
    older = upgrade(office, 1, first())
    office.record(*andi())

    older.catch_up()

    assert (status_of(older).state, ask(older).version, older.position("other")) == (State.NEWER, 3, 3)


# -- cut short ---------------------------------------------------------------------------


@pytest.fixture
def folded(monkeypatch):
    """The streams that are folded, each of them in a span and a transaction of its own."""
    taken = []

    def batch(self, rows, up_to):
        taken.extend(row.stream for row in rows)
        return fold(self, rows, up_to)

    fold = spans.Folder.batch
    monkeypatch.setattr("kinerja_es.readmodels.building.SPAN", 1)
    monkeypatch.setattr(spans.Folder, "batch", batch)
    return taken


def cut_short(models, after):
    """Catch up, but stop after so many people were folded."""
    with pytest.raises(KeyboardInterrupt):
        models.catch_up(lambda done, _: stop() if done >= after else None)


def stop():
    raise KeyboardInterrupt


@pytest.fixture
def crowd(tmp_path):
    """People whose ids begin with different digits; nothing was built yet."""
    office = Office(tmp_path, [people(1, first())])
    ids = [UUID(f"{n:x}0000000-0000-4000-8000-000000000000") for n in range(1, 7)]
    for n, subject in enumerate(ids):
        examples.record(office.log, subject, examples.employee_registered(nama=f"Contoh {n}", nik=None))
    yield office
    office.close()


def test_a_build_that_was_cut_short_goes_on_where_it_was(crowd, folded):
    cut_short(crowd.models, 3)
    before = len(folded)
    crowd.models.catch_up()

    assert 3 <= before < 6
    assert sorted(folded) == sorted({*folded})
    assert len(folded) == 6
    assert ask(crowd.models).value == [f"Contoh {n}" for n in range(6)]


def test_what_came_meanwhile_is_read_on_after_a_build_that_was_cut_short(crowd, folded):
    cut_short(crowd.models, 3)
    crowd.record(*andi())

    assert crowd.models.catch_up() == 7
    assert ask(crowd.models).value[0] == "Andi Contoh"
    assert rebuild(crowd.models, "people").differences == ()


def test_a_rebuild_that_was_cut_short_goes_on_where_it_was(crowd, folded):
    crowd.models.catch_up()
    folded.clear()
    with pytest.raises(KeyboardInterrupt):
        rebuild(crowd.models, "people", lambda done, _: stop() if done >= 3 else None)

    report = rebuild(crowd.models, "people")

    assert (len(folded), report.subjects, report.differences) == (6, 6, ())


@pytest.mark.parametrize("fold", [measured, shouted])
def test_a_build_for_another_version_begins_anew(crowd, folded, fold):
    cut_short(crowd.models, 3)
    folded.clear()

    models = ReadModels(crowd.log, crowd.stores, [people(2, fold())])
    models.catch_up()

    assert len(folded) == 6
    assert len(ask(models).value) == 6
    models.close()


def test_a_build_whose_projection_file_was_changed_begins_anew(crowd, folded, monkeypatch):
    cut_short(crowd.models, 3)
    folded.clear()

    monkeypatch.setattr("kinerja_es.readmodels.rebuild._source", lambda _: "changed")
    crowd.models.catch_up()

    assert len(folded) == 6


def test_a_build_that_was_cut_short_after_comparing_still_tells_what_differed(office):
    models = upgrade(office, 1, measured(str.upper))
    advance = models.advance

    def fail(writer, progress=None):
        if writer.execute("SELECT compared FROM building").fetchone() not in (None, (None,)):
            stop()
        return advance(writer, progress)

    models.advance = fail
    with pytest.raises(KeyboardInterrupt):
        models.catch_up()
    del models.advance
    office.record(*andi())
    models.catch_up()

    assert status_of(models).state is State.DIFFERS


def test_no_table_of_a_build_outlives_it(crowd):
    cut_short(crowd.models, 3)
    crowd.models.catch_up()

    with crowd.models.locked(timeout=5) as writer:
        assert writer.execute("SELECT name FROM sqlite_master WHERE name GLOB '*__next'").fetchall() == []
        assert writer.execute("SELECT * FROM building").fetchall() == []
        assert writer.execute("SELECT * FROM built").fetchall() == []

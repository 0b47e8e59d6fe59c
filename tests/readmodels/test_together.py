"""Building on all cores: the same rows, and whatever befalls a helper, nothing half done and nothing left behind."""

import importlib
import subprocess
import sys
import time
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import psutil
import pytest

from kinerja_es.errors import BuildInterrupted
from kinerja_es.readmodels import building, own, spans, together
from kinerja_es.readmodels.discovery import projection_of
from kinerja_es.readmodels.parked import parked_in
from kinerja_es.readmodels.rebuild import rebuild
from projections import _template, find
from tests import examples
from tests.reading import Office

PEOPLE = 150
LAST = max(uuid5(NAMESPACE_OID, str(n)) for n in range(PEOPLE))


def careers():
    """So many people, whose ids are as far apart as they are in life."""
    return {uuid5(NAMESPACE_OID, str(n)): facts for n, facts in enumerate(examples.roster(PEOPLE).values())}


@pytest.fixture
def office(office):
    """An office that knows many people, and whose read models were built by this process alone."""
    office.organisation()
    examples.record_many(office.log, careers())
    office.models.catch_up()
    return office


@pytest.fixture
def helped(monkeypatch):
    """From now on one other process helps: this one waits for its first part. Gives the parts that were taken over."""
    taken = []

    def unhurried(log, *rest):
        end = time.monotonic() + 0.1
        while not parts(log.stores.read_models) and time.monotonic() < end:
            time.sleep(0.01)
        yield from spans.fold_span(log, *rest)

    def take_over(connection, tables, part):
        taken.append(part.file)
        take(connection, tables, part)

    take = together._take_over
    monkeypatch.setattr(together, "FROM", 1)
    monkeypatch.setattr(building, "SPAN", 4)
    monkeypatch.setattr(together, "helpers", lambda: 1)
    monkeypatch.setattr(together, "fold_span", unhurried)
    monkeypatch.setattr(together, "_take_over", take_over)
    return taken


def parts(path):
    return [*path.parent.glob("*.parts-*/*.db")]


def left(office):
    """Folders and processes that outlived the building."""
    return [*office.stores.log.parent.glob("*.parts-*")], [p for p in psutil.Process().children() if _helps(p)]


def _helps(process):
    return "kinerja_es.readmodels.helper" in " ".join(process.cmdline())


def first_part(office, then):
    """A progress that does something once, when a helper has made a part."""
    done = []

    def told(*_):
        if not done and parts(office.stores.read_models):
            done.append(True)
            then()

    return told


def kill_the_helper():
    for helper in filter(_helps, psutil.Process().children()):
        helper.kill()


def stop():
    raise KeyboardInterrupt


def test_what_several_build_is_what_one_builds_row_for_row(office, helped):
    alone = office.held()

    office.models.discard()
    office.models.catch_up()

    assert helped
    assert office.held() == alone
    assert left(office) == ([], [])


def test_a_rebuild_on_all_cores_is_proved_equal_and_swapped(office, helped):
    alone = office.held()

    reports = [rebuild(office.models, name) for name in ("dated", "find", "unit_headcount")]

    assert len(helped) > len(reports)
    assert {report.differences for report in reports} == {()}
    assert office.held() == alone


def test_a_row_that_was_tampered_with_is_found_on_all_cores(office, helped):
    with office.models.locked(timeout=5) as connection:
        connection.execute("UPDATE find_person SET nama = 'Lain' WHERE subject = ?", (str(LAST),))

    report = rebuild(office.models, "find", accept_differences=True)

    assert [(difference.only_in, difference.row[0]) for difference in report.differences] == [
        ("live", str(LAST)),
        ("rebuilt", str(LAST)),
    ]


def test_progress_tells_the_same_end_whoever_folds(office, monkeypatch, request):
    def told_by_rebuilding():
        told = []
        rebuild(office.models, "find", lambda done, total: told.append((done, total)))
        return told

    alone = told_by_rebuilding()
    helped = request.getfixturevalue("helped")
    together = told_by_rebuilding()

    assert helped
    assert together[-1] == alone[-1]
    assert together == sorted(together)


def test_a_helper_that_is_killed_leaves_the_live_tables_as_they_were(office, helped):
    before = office.held()

    with pytest.raises(BuildInterrupted):
        rebuild(office.models, "current_standing", first_part(office, kill_the_helper))

    assert office.held() == before
    assert left(office) == ([], [])
    assert rebuild(office.models, "current_standing").differences == ()


def test_ctrl_c_ends_all_of_them(office, helped):
    before = office.held()

    with pytest.raises(KeyboardInterrupt):
        rebuild(office.models, "current_standing", first_part(office, stop))

    assert office.held() == before
    assert left(office) == ([], [])


BUILDING = """
import sys
import time
from pathlib import Path
from kinerja_es.log.application import Log, Stores
from kinerja_es.readmodels import building, together
from kinerja_es.readmodels.discovery import discover
from kinerja_es.readmodels.runner import ReadModels

def stay_once_there_is_a_part(*_):
    if [*stores.log.parent.glob("*.parts-*/*.db")]:
        print("begun", flush=True)
        time.sleep(60)
    time.sleep(0.05)

together.FROM, building.SPAN, together.helpers = 1, 4, lambda: 1
stores = Stores.beside(Path(sys.argv[1]))
models = ReadModels(Log.open(stores), stores, discover()[0])
models.discard()
models.catch_up(stay_once_there_is_a_part)
"""


def test_a_helper_whose_builder_is_killed_ends_too_and_leaves_no_file(office):
    office.models.close()
    victim = subprocess.Popen([sys.executable, "-c", BUILDING, office.stores.log], stdout=subprocess.PIPE, text=True)
    assert victim.stdout is not None
    assert victim.stdout.readline() == "begun\n"
    helpers = psutil.Process(victim.pid).children()

    victim.kill()
    victim.communicate()

    assert helpers
    assert psutil.wait_procs(helpers, timeout=20)[1] == []
    assert left(office) == ([], [])


# -- projections of one's own ------------------------------------------------------------


@pytest.fixture
def projection(tmp_path, monkeypatch):
    """Makes a projection from a file's text, as an office's own file would."""
    folder = tmp_path / "milik"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)

    def made(name, text):
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        return projection_of(importlib.import_module(name))

    before = set(sys.modules)
    yield made
    for name in set(sys.modules) - before:
        if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def find_that(does):
    """The projection `find`, but of the last person's facts something else comes."""
    text = Path(find.__file__).read_text(encoding="utf-8")
    head = "        match fact:\n"
    assert text.count(head) == 1
    return text.replace(head, f"        if getattr(fact, 'nama', None) == 'Terakhir':\n            {does}\n{head}")


def test_whom_a_helper_cannot_fold_is_parked_as_if_it_had_been_tried_here(tmp_path, projection, helped, caplog):
    office = Office(tmp_path, [projection("keliru", find_that("1 / 0"))])
    examples.record_many(office.log, careers())
    examples.record(office.log, LAST, examples.employee_registered(nama="Terakhir", nik=None))

    office.models.catch_up()

    assert helped
    with office.models.locked(timeout=5) as writer:
        (found,) = parked_in(writer, "keliru")
    assert found[:4] == ("keliru", f"pegawai-{LAST}", PEOPLE * 4 + 1, "ZeroDivisionError")
    assert found.place.startswith("keliru.py, line ")
    assert "keliru: 1 parked" in caplog.text
    assert len(office.held()["keliru_person"]) == PEOPLE - 1
    office.close()


def test_what_goes_wrong_in_a_helper_for_everybody_is_told_as_if_it_went_wrong_here(tmp_path, projection, helped):
    office = Office(tmp_path, [projection("rakus", find_that("raise MemoryError"))])
    examples.record_many(office.log, careers())
    examples.record(office.log, LAST, examples.employee_registered(nama="Terakhir", nik=None))

    with pytest.raises(MemoryError) as caught:
        office.models.catch_up()

    assert "in step" in "".join(caught.value.__notes__)
    assert office.models.position() == 0
    assert left(office) == ([], [])
    office.close()


def test_a_projection_that_no_other_process_can_import_is_built_by_this_one(tmp_path, projection, helped):
    made = projection("kontrak_sendiri", Path(_template.__file__).read_text(encoding="utf-8"))
    (tmp_path / "milik" / "kontrak_sendiri.py").unlink()
    office = Office(tmp_path, [made])
    people = careers()
    for facts in people.values():
        facts.append(examples.contract_signed())
    examples.record_many(office.log, people)

    office.models.catch_up()

    assert len(office.held()["kontrak_sendiri_contract"]) == PEOPLE
    assert helped == []
    office.close()


def test_a_read_model_of_a_folder_of_ones_own_is_built_by_others_too(tmp_path, helped):
    folder = tmp_path / "milik sendiri"
    folder.mkdir()
    text = Path(_template.__file__).read_text(encoding="utf-8")
    (folder / "kontrak_sendiri.py").write_text(text, encoding="utf-8")
    found, problems = own.all_projections(folder)
    office = Office(tmp_path, found)
    people = careers()
    for facts in people.values():
        facts.append(examples.contract_signed())
    examples.record_many(office.log, people)

    office.models.catch_up()

    assert problems == []
    assert len(office.held()["kontrak_sendiri_contract"]) == PEOPLE
    assert helped
    office.close()
    del sys.modules["own_projections.kontrak_sendiri"]


def test_a_projection_of_which_only_its_objects_exist_is_built_by_this_one(office, helped, monkeypatch):
    monkeypatch.delitem(sys.modules, "projections.find")

    assert rebuild(office.models, "find").differences == ()
    assert helped == []


def test_a_portion_holds_some_events_and_the_rest_of_a_subject(office, monkeypatch):
    held = []

    def batch(self, rows, up_to):
        held.append(len(rows))
        return fold(self, rows, up_to)

    fold = spans.Folder.batch
    monkeypatch.setattr(spans, "PORTION", 10)
    monkeypatch.setattr(spans.Folder, "batch", batch)

    rebuild(office.models, "current_standing")

    assert len(held) > 30
    assert max(held) < 10 + 4

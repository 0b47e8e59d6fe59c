"""Whoever brings the read models up to date is killed, at any moment: nothing is half there, and nothing is lost."""

import random
import signal
import subprocess
import sys
import time
from uuid import NAMESPACE_OID, uuid5

import pytest

from kinerja_es.log.application import Stores
from kinerja_es.readmodels.rebuild import rebuild_all
from kinerja_es.readmodels.runner import ReadModels
from kinerja_es.readmodels.tables import tables_of
from tests import examples

PEOPLE, STEPS = 120, 25

VICTIM = """
import sys
from pathlib import Path
from kinerja_es.log.application import Log, Stores
from kinerja_es.readmodels import building, following, spans, together
from kinerja_es.readmodels.discovery import discover
from kinerja_es.readmodels.rebuild import rebuild_all
from kinerja_es.readmodels.runner import ReadModels

stores = Stores.beside(Path(sys.argv[1]))
building.SPAN, spans.WRITTEN, spans.PORTION, following.CHUNK = 20, 10, 5, 15
together.helpers = lambda: 0
models = ReadModels(Log.open(stores), stores, discover()[0])


def step(*_):
    print("step", flush=True)


def follow():
    models.catch_up(step)


def build():
    models.discard()
    models.catch_up(step)


def build_together():
    together.FROM, together.helpers = 1, lambda: 1
    build()


def rebuild():
    rebuild_all(models, list(models.projections), step)


globals()[sys.argv[2]]()
"""


@pytest.fixture
def office(office):
    """An office with read models of its first few facts, and many people since."""
    office.organisation()
    office.models.catch_up()
    office.models.close()
    office.early = office.stores.read_models.read_bytes()
    people = {uuid5(NAMESPACE_OID, str(n)): facts for n, facts in enumerate(examples.roster(PEOPLE).values())}
    examples.record_many(office.log, people)
    return office


def rows(models):
    """All rows and states, as they stand."""
    with models.locked(timeout=5) as connection:
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY subject").fetchall()  # noqa: S608 - our own names
            for projection in models.projections.values()
            for table in tables_of(projection)
            for name in (table.name, table.states)
        }


def made_anew(office, tmp_path, position):
    """All rows and states, of a log that ends at a position."""
    stores = Stores(office.stores.log, tmp_path / f"anew-{position}.db", office.stores.keys)
    models = ReadModels(office.log, stores, office.projections)
    head, office.log.head = office.log.head, lambda: position
    try:
        models.catch_up()
        return rows(models)
    finally:
        office.log.head = head
        models.close()


def killed(office, action):
    """Somebody is at work, and killed after so many steps, and a moment; gives whether that was before the end."""
    command = [sys.executable, "-c", VICTIM, office.stores.log, action]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as victim:
        assert victim.stdout is not None
        for _ in range(random.randint(1, STEPS)):
            victim.stdout.readline()
        time.sleep(random.uniform(0, 0.01))
        victim.kill()
    return victim.returncode == -signal.SIGKILL


def survives(office, tmp_path, action):
    """Whoever is killed leaves rows of one position, and the next one comes to the end; gives whether it was killed."""
    office.stores.read_models.write_bytes(office.early)
    was_killed = killed(office, action)
    models = ReadModels(office.log, office.stores, office.projections)
    found = models.position()
    if found:
        assert rows(models) == made_anew(office, tmp_path, found)
    assert models.catch_up() == office.log.head()
    assert rows(models) == made_anew(office, tmp_path, office.log.head())
    assert [report.differences for report in rebuild_all(models, [*models.projections]).values()] == [()] * len(
        office.projections
    )
    models.close()
    return was_killed


ACTIONS = ["follow", "build", "build_together", "rebuild"]


@pytest.mark.parametrize("action", ACTIONS)
def test_whoever_is_killed_leaves_rows_that_are_those_of_their_position(office, tmp_path, action):
    assert any(survives(office, tmp_path, action) for _ in range(3))


@pytest.mark.long
@pytest.mark.parametrize("action", ACTIONS)
def test_a_hundred_who_are_killed_leave_rows_that_are_those_of_their_position(office, tmp_path, action):
    kills = [survives(office, tmp_path, action) for _ in range(100)]

    assert sum(kills) >= 80

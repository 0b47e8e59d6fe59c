"""A process that is killed in the middle of an import leaves all of the batch or nothing, and a log that goes on."""

import json
import random
import sqlite3
import time
from contextlib import closing
from datetime import date

import pytest

from kinerja_es.domain.values import Kind
from kinerja_es.log.application import Log, Stores
from kinerja_es.recording.batch import import_roster
from kinerja_es.recording.synthetic import write_roster
from tests import examples, faults
from tests.recording.recorder import recorder_of, request
from tests.recording.rosters import SK, sk_of

PEOPLE = 1500


@pytest.fixture(scope="module")
def roster(tmp_path_factory):
    """The roster, its SK, and how long and how large its import is on this machine."""
    return Roster(tmp_path_factory.mktemp("roster"))


class Roster:
    def __init__(self, folder):
        self.path, self.sk_path = folder / "roster.csv", folder / "sk.json"
        self.sk = sk_of(PPPK_PARUH_WAKTU=PEOPLE)
        self.sk_path.write_text(
            json.dumps(SK | {"jumlah_pegawai": PEOPLE, "expected": {"PPPK_PARUH_WAKTU": PEOPLE}}), encoding="utf-8"
        )
        write_roster(
            self.path,
            employees={Kind.PPPK_PARUH_WAKTU: PEOPLE},
            seed=7,
            sk_nomor=str(SK["nomor"]),
            sk_tanggal=date(2025, 9, 26),
            tmt=date(2025, 10, 1),
        )
        stores, begun = Stores.beside(folder / "whole.db"), time.monotonic()
        self.events = self.bring(stores)
        self.seconds, self.bytes = time.monotonic() - begun, stores.log.stat().st_size

    def bring(self, stores) -> int:
        """Import it here, undisturbed; gives the number of events in the log."""
        log = Log.create(stores)
        import_roster(recorder_of(log), self.path, self.sk, request(keep=False))
        head = log.head()
        log.close()
        return head

    def importing(self, stores):
        """Another process that imports it."""
        return faults.process("import", stores.log, self.path, self.sk_path, examples.new_id())


def survives(roster, folder) -> int:
    """Kill an import at random; gives how much of it was recorded, after it was done again."""
    stores = Stores.beside(folder / "kinerja.db")
    Log.create(stores).close()
    victim = roster.importing(stores)
    if random.random() < 0.5:
        faults.kill_at_random(victim, roster.seconds * 1.5)
    else:
        faults.kill_while_writing(victim, stores.log, roster.bytes)

    log = Log.open(stores)
    found = log.head()
    log.close()
    assert found in (0, roster.events)
    assert roster.bring(stores) == roster.events
    with closing(sqlite3.connect(stores.log)) as bare:
        assert bare.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert bare.execute("SELECT count(*), max(position) FROM stored_events").fetchone() == (roster.events,) * 2
        batches = bare.execute("SELECT count(*) FROM stored_events WHERE topic = 'kinerja:BatchOpened.v1'")
        assert batches.fetchone() == (1,)
    return found


@pytest.mark.parametrize("attempt", range(3))
def test_an_import_that_is_killed_is_there_whole_or_not_at_all_and_can_be_done_again(roster, tmp_path, attempt):
    survives(roster, tmp_path)


def test_an_import_that_is_killed_while_it_writes_leaves_nothing(roster, tmp_path):
    found = []
    for attempt in range(5):
        stores = Stores.beside(tmp_path / f"{attempt}.db")
        Log.create(stores).close()
        faults.kill_while_writing(roster.importing(stores), stores.log, most=1000)
        log = Log.open(stores)
        found.append(log.head())
        log.close()
        if found[-1] == 0:
            break
        # The machine paused between its first write and the kill: try again.

    assert found[-1] == 0
    assert roster.bring(stores) == roster.events


@pytest.mark.long
def test_fifty_imports_that_are_killed_are_there_whole_or_not_at_all(roster, tmp_path):
    found = []
    for attempt in range(50):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        found.append(survives(roster, folder))

    assert found.count(0) >= 10, f"only {found.count(0)} of 50 were killed before the end"

"""What goes wrong with stores in real life, made to happen: other processes, locks, kills, full and read-only disks."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from kinerja_es.domain.envelope import Actor
from kinerja_es.errors import ConcurrencyConflict
from kinerja_es.log.application import IN_SETTINGS, Log, Stores, Write
from kinerja_es.log.keys import Keys
from kinerja_es.recording.batch import import_roster, read_sk_file
from kinerja_es.recording.record import Recorder, Request
from tests import examples

ROOT = Path(__file__).parent.parent
NOBODY = 65534


def process(action: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process that does one of the actions below."""
    command = [sys.executable, "-m", "tests.faults", action, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ended(processes: Sequence[subprocess.Popen[str]]) -> list[str]:
    """What each of them said last; all must have ended well."""
    told = [each.communicate(timeout=60)[0].strip() for each in processes]
    assert [each.returncode for each in processes] == [0] * len(processes)
    return told


@contextmanager
def locked(database: Path) -> Generator[None]:
    """Another process holds the database's write lock."""
    holder = process("lock", database)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "locked"
        yield
    finally:
        holder.communicate(timeout=60)


@contextmanager
def as_nobody() -> Generator[None]:
    """As a user who owns nothing; root may write to everything, whatever its mode is."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Generator[None]:
    """A file system of so many kilobytes is mounted at a place."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", place]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("allowed: only root may mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)


def kill_at_random(victim: subprocess.Popen[str], longest: float) -> None:
    """SIGKILL at a random moment of its work, which begins when it says so."""
    assert victim.stdout is not None
    assert victim.stdout.readline().strip() == "begun"
    time.sleep(random.uniform(0, longest))
    victim.kill()
    victim.communicate(timeout=60)


def kill_while_writing(victim: subprocess.Popen[str], database: Path, most: int) -> None:
    """SIGKILL once its transaction has written a random number of bytes, at most so many."""
    assert victim.stdout is not None
    assert victim.stdout.readline().strip() == "begun"
    enough, journal = random.randint(1, most), database.with_name(f"{database.name}-wal")
    while victim.poll() is None and (journal.stat().st_size if journal.exists() else 0) < enough:
        time.sleep(0.0005)
    victim.kill()
    victim.communicate(timeout=60)


# -- what the other process does ---------------------------------------------------------


def append(database: str, stream: str, count: str) -> None:
    """Append so many facts to one stream, each at its next version; who loses a race tries again."""
    with_log = Log.open(Stores.beside(Path(database)))
    lost = 0
    for _ in range(int(count)):
        while True:
            try:
                version = with_log.version_of(stream) + 1
                with_log.append([Write(stream, version, examples.number_assigned())])
                break
            except ConcurrencyConflict:
                lost += 1
    with_log.close()
    print(lost)  # noqa: T201


def race(database: str, stream: str) -> None:
    """Try once, when told to, to be the first in a stream."""
    log = Log.open(Stores.beside(Path(database)))
    sys.stdin.readline()
    try:
        log.append([Write(stream, 1, examples.employee_registered())])
        print("won")  # noqa: T201
    except ConcurrencyConflict:
        print("lost")  # noqa: T201
    log.close()


def lock(database: str) -> None:
    """Hold the write lock until standard input ends."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    print("locked", flush=True)  # noqa: T201
    sys.stdin.read()
    connection.close()


def import_file(database: str, roster: str, sk: str, command_id: str) -> None:
    """Import a roster, saying when it begins."""
    log = Log.open(Stores.beside(Path(database)))
    recorder = Recorder(log, ZoneInfo("Asia/Jakarta"))
    request = Request(command_id=UUID(command_id), actor=Actor(user_id="penguji"), keep=False)
    print("begun", flush=True)  # noqa: T201
    report = import_roster(recorder, Path(roster), read_sk_file(Path(sk)), request)
    print(report.recorded.total)  # noqa: T201
    log.close()


def create_keys(keys: str) -> None:
    """Make the keys, when told to."""
    sys.stdin.readline()
    with closing(Keys.create(Path(keys), IN_SETTINGS, examples.clock())) as made:
        print(made.master_id, made.lookup.check_value(made.log_id))  # noqa: T201


def rotate(keys: str, count: str) -> None:
    """Change the master key so many times."""
    for _ in range(int(count)):
        with closing(Keys(Path(keys), IN_SETTINGS)) as opened:
            opened.rotate(None, examples.clock())


ACTIONS: dict[str, Callable[..., None]] = {
    "append": append,
    "race": race,
    "lock": lock,
    "import": import_file,
    "create_keys": create_keys,
    "rotate": rotate,
}

if __name__ == "__main__":
    ACTIONS[sys.argv[1]](*sys.argv[2:])

"""`kinerja keys`, and how every command begins when the master key is lost, wrong or open to others."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kinerja_es.log.master import MasterKey
from tests.cli.conftest import BUDI

KINERJA = Path(sys.executable).parent / "kinerja"


@pytest.fixture
def key(record, kinerja):
    """The file of the record's master key."""
    assert kinerja("import", "roster.csv", "--sk", "SK.json").exit_code == 0
    return Path(json.loads(kinerja("keys", "show", "--json").stdout)["master_key"])


def shown(kinerja, **env):
    return json.loads(kinerja("keys", "show", "--json", **env).stdout)


# -- show --------------------------------------------------------------------------------


def test_the_state_of_the_keys_is_told_without_any_secret(key, kinerja):
    result = kinerja("keys", "show")

    assert result.exit_code == 0
    assert "ya / yes" in result.stdout
    assert key.name[:8] in result.stdout
    assert key.read_text().strip() not in result.stdout
    told = shown(kinerja)
    assert (told["opens"], told["problem"], told["beside_log"]) == (True, None, False)
    # Three people; the batch, the units and the posts need none.
    assert (told["data_keys"], told["forgotten"], told["rotated_at"]) == (3, 0, None)
    assert told["master_id"] == MasterKey.parse(key.read_text()).id


def test_the_state_is_told_also_when_the_master_key_is_lost(key, kinerja):
    key.unlink()

    result = kinerja("keys", "show")

    assert result.exit_code == 3
    assert "MASTER_KEY_MISSING" in result.stdout
    assert "MASTER_KEY_MISSING" in result.stderr


def test_a_record_that_is_not_there_has_no_keys(here, kinerja):
    result = kinerja("keys", "show")

    assert (result.exit_code, "KEY_MISSING" in result.stderr) == (3, True)


def test_the_demo_keeps_its_key_beside_and_says_so(demo, kinerja):
    result = kinerja("keys", "show")

    assert result.exit_code == 0
    assert (demo / "kinerja.master.key").is_file()
    assert "move it elsewhere" in result.stderr
    assert kinerja("find", "a").exit_code == 0


# -- create, rotate ----------------------------------------------------------------------


def test_a_key_is_made_in_a_file_and_used_from_there(here, kinerja):
    made = kinerja("keys", "create", "usb/kinerja.key")

    assert made.exit_code == 0
    assert kinerja("--master-key-file", "usb/kinerja.key", "init").exit_code == 0
    told = shown(kinerja, KINERJA_MASTER_KEY_FILE="usb/kinerja.key")
    assert told["master_id"] in made.stdout
    assert (here / "usb" / "kinerja.key").read_text().strip() not in made.stdout


def test_a_key_is_never_written_over(here, kinerja):
    kinerja("keys", "create", "a.key")
    before = (here / "a.key").read_text()

    result = kinerja("keys", "create", "a.key")

    assert (result.exit_code, "MASTER_KEY_EXISTS" in result.stderr) == (2, True)
    assert (here / "a.key").read_text() == before


def test_init_refuses_to_put_the_key_beside_the_log(here, kinerja):
    result = kinerja("--master-key-file", "kinerja.key", "init")

    assert (result.exit_code, "MASTER_KEY_BESIDE_LOG" in result.stderr) == (2, True)
    assert not (here / "kinerja.key").exists()


def test_a_rotation_is_told_and_everything_reads_as_before(key, kinerja):
    before, history = key.read_text(), kinerja("history", BUDI[0], "--json").stdout

    result = kinerja("keys", "rotate")

    assert result.exit_code == 0, result.stderr
    assert "locked anew: 4" in result.stdout
    assert key.read_text() != before
    assert kinerja("history", BUDI[0], "--json").stdout == history
    assert shown(kinerja)["rotated_at"] is not None


def test_a_rotation_to_another_file_is_used_once_that_is_named(key, kinerja):
    assert kinerja("keys", "rotate", "--to", "usb/new.key").exit_code == 0

    lost = kinerja("show", BUDI[0])
    assert (lost.exit_code, "MASTER_KEY_WRONG" in lost.stderr) == (3, True)
    assert kinerja("--master-key-file", "usb/new.key", "show", BUDI[0]).exit_code == 0


# -- lost, wrong, open to others ---------------------------------------------------------


def lost(key):
    key.unlink()


def wrong(key):
    key.write_text(MasterKey.made().text)


def spoilt(key):
    key.write_text("kata sandi")


def unreadable(key):
    key.unlink()
    key.mkdir()


def exposed(key):
    key.chmod(0o644)


SPOILT = {
    "MASTER_KEY_MISSING": lost,
    "MASTER_KEY_WRONG": wrong,
    "MASTER_KEY_INVALID": spoilt,
    "MASTER_KEY_UNREADABLE": unreadable,
    "MASTER_KEY_EXPOSED": exposed,
}


@pytest.mark.parametrize("code", SPOILT)
@pytest.mark.parametrize("words", [("show", BUDI[0]), ("import", "roster.csv", "--sk", "SK.json"), ("keys", "rotate")])
def test_without_its_right_master_key_no_command_begins(key, kinerja, code, words):
    SPOILT[code](key)

    result = kinerja(*words)

    assert (result.exit_code, code in result.stderr) == (3, True)
    assert "→" in result.stderr


@pytest.mark.parametrize("code", SPOILT)
def test_the_service_does_not_start_without_it_either(key, code):
    SPOILT[code](key)

    ended = subprocess.run(
        [KINERJA, "serve", "--port", "8765"], capture_output=True, text=True, check=False, timeout=60
    )

    assert ended.returncode == 3
    assert code in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_key_in_the_environment_comes_before_every_file(key, kinerja):
    text = key.read_text().strip()
    wrong(key)

    assert kinerja("show", BUDI[0], KINERJA_MASTER_KEY=text).exit_code == 0
    told = shown(kinerja, KINERJA_MASTER_KEY=text)
    assert (told["master_key"], told["opens"]) == ("KINERJA_MASTER_KEY", True)
    assert kinerja("keys", "rotate", KINERJA_MASTER_KEY=text).exit_code == 2


def test_a_wrong_key_in_the_environment_is_not_told(key, kinerja):
    text = MasterKey.made().text

    result = kinerja("show", BUDI[0], KINERJA_MASTER_KEY=text)

    assert (result.exit_code, "MASTER_KEY_WRONG" in result.stderr) == (3, True)
    assert text not in result.stderr + result.stdout

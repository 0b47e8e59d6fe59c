"""`kinerja keys shred`: the key of somebody's data is destroyed; what happened stays, nobody's name with it."""

import json
import sqlite3
from contextlib import closing

import pytest

from kinerja_es import wiring
from kinerja_es.config import Settings
from tests.cli.conftest import BUDI, SITI, write_sk

WHY = ("--basis", "JRA 1/2020: musnah 30 tahun sesudah berhenti", "--approved-by", "Sekretaris Daerah")
LEAVING = {"nomor": "800/9/2026", "tanggal": "2026-10-01", "jumlah_pegawai": 1, "jenis": "PEMBERHENTIAN"}


@pytest.fixture
def people(record, kinerja):
    """Three people; Budi has left."""
    assert kinerja("import", "roster.csv", "--sk", "SK.json").exit_code == 0
    write_sk(record / "leaving.json", **LEAVING)
    text = f"nip,tmt,ground,honour\n{BUDI[0]},2026-10-15,PERMINTAAN_SENDIRI,HORMAT\n"
    (record / "leaving.csv").write_text(text)
    left = kinerja("record", "EmploymentTerminated", "leaving.csv", "--sk", "leaving.json")
    assert left.exit_code == 0, left.stderr
    return record


@pytest.fixture
def me(people, kinerja):
    """Budi's id."""
    return json.loads(kinerja("show", BUDI[0], "--json").stdout)["pegawai_id"]


def shred(kinerja, who=BUDI[0]):
    return kinerja("keys", "shred", who, *WHY, "--yes")


def stored(folder):
    with closing(sqlite3.connect(folder / "kinerja.db")) as connection:
        return connection.execute("SELECT * FROM stored_events ORDER BY position").fetchall()


def test_the_history_stays_and_names_nobody(people, me, kinerja):
    before = stored(people)

    result = shred(kinerja)

    assert (result.exit_code, "keys destroyed: 1" in result.stdout) == (0, True), result.stderr
    assert stored(people)[: len(before)] == before
    told = json.loads(kinerja("show", me, "--json").stdout)
    assert (told["nama"], told["nip"], told["status"]) == ("(dimusnahkan)", "(dimusnahkan)", "BERHENTI_HORMAT")
    history = kinerja("history", me).stdout
    assert "Pegawai diangkat" in history
    assert "Kunci data pribadi dimusnahkan" in history
    assert json.loads(kinerja("keys", "show", "--json").stdout)["forgotten"] == 1


def test_everybody_else_is_told_as_before(people, kinerja):
    before = kinerja("show", SITI[0]).stdout

    shred(kinerja)

    assert kinerja("show", SITI[0]).stdout == before
    assert "Siti Aminah" in kinerja("find", "siti").stdout


def test_no_file_says_any_more_who_it_was(people, me, kinerja):
    assert "Budi Santoso" in kinerja("find", "budi").stdout

    shred(kinerja)

    assert "Budi" not in kinerja("find", "budi").stdout
    held = b"".join(path.read_bytes() for path in people.glob("kinerja*"))
    assert b"Siti Aminah" in held
    assert [text for text in (BUDI[1], BUDI[0], "3604010101900901", "1990-01-01") if text.encode() in held] == []


def test_the_read_models_are_rebuilt_to_the_same(people, me, kinerja):
    shred(kinerja)

    assert kinerja("rebuild").exit_code == 0
    assert json.loads(kinerja("show", me, "--json").stdout)["nama"] == "(dimusnahkan)"


def test_nothing_is_recorded_for_them_any_more(people, me, kinerja):
    shred(kinerja)
    (people / "duty.csv").write_text(f"pegawai_id,tanggal\n{me},2026-09-02\n")

    result = kinerja("record", "DutyCommenced", "duty.csv")

    assert (result.exit_code, "STREAM_CLOSED" in result.stderr) == (2, True)


def test_the_sk_that_named_them_can_still_be_annulled_for_the_others(people, me, kinerja):
    events = json.loads(kinerja("history", SITI[0], "--json").stdout)["events"]
    sk = next(event["decision"]["sk_id"] for event in events if event["decision"])
    shred(kinerja)
    annul = {"kind": "DICABUT", "effect_from": "2026-11-01", "by": "PENGADILAN", "court_ref": "1/G/2026/PTUN.SRG"}
    (people / "annul.json").write_text(json.dumps(annul))

    result = kinerja("sk", "annul", sk, "annul.json", "--json")

    assert (result.exit_code, json.loads(result.stdout)["employees"]) == (0, 2)


def test_whoever_is_in_service_keeps_their_data(people, kinerja):
    result = shred(kinerja, SITI[0])

    assert (result.exit_code, "STILL_ENGAGED" in result.stderr) == (2, True)
    assert "Siti Aminah" in kinerja("show", SITI[0]).stdout
    assert json.loads(kinerja("keys", "show", "--json").stdout)["forgotten"] == 0


def test_who_says_no_destroys_nothing(people, kinerja):
    result = kinerja("keys", "shred", BUDI[0], *WHY)

    assert result.exit_code != 0
    assert "Budi Santoso" in kinerja("show", BUDI[0]).stdout


def test_a_destruction_that_was_cut_short_is_finished_by_the_same_again(people, me, kinerja):
    keys = (people / "kinerja.keys.db").read_bytes()
    shred(kinerja)
    # As it is when the event is on the disk, and was read, before the key file had been written to.
    (people / "kinerja.keys.db").write_bytes(keys)
    assert kinerja("rebuild", "--discard").exit_code == 0
    assert "Budi Santoso" in kinerja("find", "budi").stdout
    events = len(stored(people))

    assert "keys destroyed: 1" in shred(kinerja, me).stdout

    assert len(stored(people)) == events
    assert "Budi" not in kinerja("find", "budi").stdout
    assert json.loads(kinerja("show", me, "--json").stdout)["nama"] == "(dimusnahkan)"


def test_a_destruction_that_cannot_be_recorded_leaves_the_key(people, me):
    with wiring.opened(Settings(log_url=f"sqlite:///{people}/kinerja.db")) as service:
        subject = me

        with pytest.raises(RuntimeError), service.log.keys.forgetting([subject], service.log.clock()):
            raise RuntimeError

        assert service.log.keys.fetch([subject])[subject] is not None

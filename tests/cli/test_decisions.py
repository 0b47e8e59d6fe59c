"""`kinerja sk` and `kinerja merge` at the terminal."""

import orjson
import pytest

from tests.cli.conftest import BUDI, SITI


@pytest.fixture
def people(record, kinerja):
    """Three people who are imported under one SK."""
    assert kinerja("import", "roster.csv", "--sk", "SK.json").exit_code == 0
    return record


def sk_id(kinerja, nip=BUDI[0]):
    told = orjson.loads(kinerja("history", nip, "--json").stdout)
    return next(event["decision"]["sk_id"] for event in told["events"] if event["decision"])


def write(folder, body):
    (folder / "body.json").write_bytes(orjson.dumps(body))
    return "body.json"


COURT = {"by": "PENGADILAN", "court_ref": "1/G/2026/PTUN.SRG"}


def test_an_annulled_sk_reaches_everybody_it_names_and_is_reinstated(people, kinerja):
    sk = sk_id(kinerja)
    annulled = write(people, {"kind": "DICABUT", "effect_from": "2026-10-01", **COURT})

    result = kinerja("sk", "annul", sk, annulled, "--json")
    told = orjson.loads(result.stdout)
    assert (result.exit_code, told["employees"]) == (0, 3)
    assert "dibatalkan" in kinerja("show", SITI[0], "--valid-at", "2026-10-01").stdout

    lift = {"lifts": told["events"][0]["event_id"], "mulai": "2026-11-01", "court_ref": "2/G/2026/PTUN.SRG"}
    again = kinerja("sk", "reinstate", sk, write(people, lift))
    assert "3 pegawai / employees" in again.stdout
    assert "Aktif" in kinerja("show", SITI[0], "--valid-at", "2026-11-01").stdout


def test_a_ralat_corrects_one_fact_and_the_history_says_so(people, kinerja):
    told = orjson.loads(kinerja("history", BUDI[0], "--json").stdout)
    fact = next(event for event in told["events"] if event["type"] == "EmployeeAppointed")
    patch = {"event_id": fact["event_id"], "path": "tmt", "old": "2026-09-01", "new": "2026-09-15"}
    ralat = {"ralat_nomor": "R-1", "ralat_tanggal": "2026-09-02", "patches": [patch]}

    result = kinerja("sk", "correct", sk_id(kinerja), write(people, ralat))

    assert (result.exit_code, "1 pegawai / employees" in result.stdout) == (0, True), result.stderr
    assert "dikoreksi / corrected" in kinerja("history", BUDI[0]).stdout


def test_two_records_are_merged(people, kinerja):
    merged = orjson.loads(kinerja("show", SITI[0], "--json").stdout)["pegawai_id"]
    body = {"merged": merged, "tmt": "2026-10-01", "evidence": "KTP sama", "approved_by": "Kepala BKPSDM"}

    result = kinerja("merge", BUDI[0], write(people, body))

    # Both were appointed by one SK to one post: only the number is new.
    assert (result.exit_code, "1 catatan diambil alih" in result.stdout) == (0, True), result.stderr
    known = orjson.loads(kinerja("show", merged, "--json").stdout)
    assert {known["nip"], *known["nip_lama"]} >= {SITI[0]}


@pytest.mark.parametrize("words", [("sk", "annul"), ("sk", "correct"), ("sk", "reinstate"), ("merge", "1")])
def test_an_example_is_printed_and_what_is_needed_is_asked_for(people, kinerja, words):
    assert orjson.loads(kinerja(*words, "--example").stdout)
    assert "VALUE_MISSING" in kinerja(*words).stderr


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_a_file_that_is_no_json_object_is_refused(people, kinerja, text):
    (people / "body.json").write_text(text)

    result = kinerja("sk", "annul", sk_id(kinerja), "body.json")

    assert (result.exit_code, "BODY_INVALID" in result.stderr) == (2, True)

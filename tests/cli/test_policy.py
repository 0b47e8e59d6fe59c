"""`kinerja policy` and `kinerja reference`: what the government sets, and the codes that commands take."""

import orjson
import pytest

from kinerja_es.recording.policy import EXAMPLE

SK = {
    "nomor": "Perwal 1/2026",
    "tanggal": "2025-12-15",
    "jenis": "LAINNYA",
    "bentuk": "PERORANGAN",
    "pejabat_nama": "Pejabat Contoh",
    "pejabat_jabatan": "Bupati Contoh",
    "kapasitas": "D",
    "jumlah_pegawai": 0,
}
FILE = 'policy_version = 1\ntimezone = "WIT"\n\n[upgrade]\nwindow_months = 6\n'


@pytest.fixture
def files(record):
    """A record, a policy file and its SK."""
    (record / "kebijakan.toml").write_text(FILE)
    (record / "Perwal.json").write_bytes(orjson.dumps(SK))
    return record


def adopt(kinerja, *more):
    return kinerja("policy", "adopt", "kebijakan.toml", "--sk", "Perwal.json", "--tmt", "2026-01-01", *more)


def test_the_example_is_a_file_that_can_be_adopted(here, kinerja):
    shown = kinerja("policy", "example")
    (here / "kebijakan.toml").write_text(shown.stdout)

    checked = kinerja("policy", "check", "kebijakan.toml")

    assert shown.stdout == EXAMPLE
    assert (checked.exit_code, checked.stdout) == (0, "Kebijakan versi 1 dapat ditetapkan / can be adopted.\n")


def test_all_that_is_wrong_with_a_file_is_told_with_its_line(here, kinerja):
    (here / "kebijakan.toml").write_text('policy_version = 1\nzona = "WIB"\n[upgrade]\nwindow_months = "enam"\n')

    refused = kinerja("policy", "check", "kebijakan.toml")

    assert refused.exit_code == 2
    assert "2 galat / errors" in refused.stderr
    assert "POLICY_SETTING_UNKNOWN" in refused.stderr
    assert "There is no such setting in a policy." in refused.stderr


def test_a_policy_is_adopted_and_shown(files, kinerja):
    adopted = adopt(kinerja, "--actor", "Rina")

    assert adopted.stdout == "Kebijakan versi 1 ditetapkan, TMT 2026-01-01 / adopted.\n"
    shown = kinerja("policy", "show").stdout
    assert "Kebijakan versi 1, TMT 2026-01-01" in shown
    assert "SK Perwal 1/2026, 2025-12-15" in shown
    rows = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line.strip()}
    assert rows["upgrade.window_months"] == ["6", "kebijakan", "/", "policy"]
    assert rows["oath.working_days"] == ["30", "hukum", "/", "law"]


def test_before_the_first_policy_the_law_is_shown(files, kinerja):
    adopt(kinerja)

    answer = orjson.loads(kinerja("policy", "show", "--valid-at", "2025-12-31", "--json").stdout)

    assert (answer["policy_version"], answer["rule_set"], answer["stated"]) == (None, "2026-11", [])
    assert "Belum ada kebijakan / No policy yet" in kinerja("policy", "show", "--valid-at", "31-12-2025").stdout


def test_a_version_that_is_taken_is_refused_by_check_and_by_adopt(files, kinerja):
    answer = orjson.loads(adopt(kinerja, "--json").stdout)
    assert answer["events"][0]["type"] == "PolicyAdopted"

    assert "POLICY_VERSION_TAKEN" in kinerja("policy", "check", "kebijakan.toml").stderr
    again = adopt(kinerja)
    assert (again.exit_code, "POLICY_VERSION_TAKEN" in again.stderr) == (2, True)


def test_a_date_that_is_none_is_refused_by_its_option(files, kinerja):
    refused = kinerja("policy", "adopt", "kebijakan.toml", "--sk", "Perwal.json", "--tmt", "2026-02-30")

    assert "DATE_INVALID" in refused.stderr
    assert "--tmt" in refused.stderr


def test_warnings_of_an_adoption_are_told(files, kinerja):
    (files / "Perwal.json").write_bytes(orjson.dumps(SK | {"kapasitas": "PLT"}))

    assert "SIGNATORY_CAPACITY" in adopt(kinerja).stdout


def test_the_tables_of_codes_are_listed(kinerja):
    shown = kinerja("reference").stdout

    assert "26 tabel / tables" in shown
    assert "kedudukan_hukum" in shown
    assert len(orjson.loads(kinerja("reference", "--json").stdout)["items"]) == 26


def test_the_codes_of_a_table_are_shown_with_their_names(kinerja):
    shown = kinerja("reference", "Eselon").stdout

    assert "III.a" in shown
    assert "jabatan asn ADMINISTRATOR" in shown
    assert "tercatat / stored STRUKTURAL" in kinerja("reference", "jenis_jabatan").stdout
    assert "before 2021-08-31" in kinerja("reference", "jenis_hukuman").stdout
    items = orjson.loads(kinerja("reference", "eselon", "--json").stdout)["items"]
    assert items[6] == {
        "code": "31",
        "nama": "III.a",
        "stored": "31",
        "since": None,
        "until": None,
        "rincian": {"jabatan_asn": "ADMINISTRATOR"},
    }


def test_a_table_that_there_is_not_is_refused(kinerja):
    refused = kinerja("reference", "pangkat")

    assert (refused.exit_code, "REFERENCE_TABLE_UNKNOWN" in refused.stderr) == (2, True)

"""`kinerja compare`: another system's file beside the record, at the terminal and as a file."""

import csv
import io

import orjson
import pytest
from python_calamine import CalamineWorkbook

from tests.cli.conftest import AGUS, BUDI, SITI


@pytest.fixture
def recorded(record, kinerja):
    """Three people, payable since 1 September 2026."""
    assert kinerja("import", "roster.csv", "--sk", "SK.json", "--actor", "Rina").exit_code == 0


@pytest.fixture
def payroll(tmp_path):
    """Budi is paid, Siti is not, and somebody is paid whom nobody knows."""
    path = tmp_path / "tpp.csv"
    path.write_text(f"NIP,NAMA,BASIC TPP,CATATAN\n{BUDI[0]},Budi,1000000,x\n199001012026211999,Siapa,500000,\n")
    return path


def test_a_payroll_is_shown_with_its_differences_and_what_they_come_to(recorded, kinerja, payroll):
    result = kinerja("compare", "payroll", payroll, "--month", "2026-09")

    assert result.exit_code == 0, result.output
    assert "NIP tidak tercatat / not recorded" in result.stdout
    assert f"{SITI[0]} Siti Aminah" in result.stdout
    assert "berhak, tidak dibayar / payable, not paid" in result.stdout
    assert "Melaksanakan tugas (SPMT), TMT 2026-09-01" in result.stdout
    assert "2026-09, tpp: Rp1.500.000" in result.stdout
    assert "Kolom tak dikenal / Unknown columns: CATATAN" in result.stdout


def test_a_payroll_is_compared_as_json_csv_and_xlsx(recorded, kinerja, payroll, tmp_path):
    asked = ("compare", "payroll", payroll, "--month", "2026-09")
    json = orjson.loads(kinerja(*asked, "--json").stdout)
    rows = [*csv.DictReader(io.StringIO(kinerja(*asked, "--csv").stdout.removeprefix("\ufeff")))]
    kinerja(*asked, "--xlsx", tmp_path / "beda.xlsx")
    sheet = CalamineWorkbook.from_path(tmp_path / "beda.xlsx").get_sheet_by_index(0).to_python()

    kinds = ["NIP_NOT_RECORDED", "PAYABLE_NOT_PAID", "PAYABLE_NOT_PAID"]
    assert [row["selisih"] for row in json["items"]] == kinds
    assert [row["selisih"] for row in rows] == kinds
    assert [row[0] for row in sheet] == ["selisih", *kinds]
    assert json["totals"]["komponen"] == "tpp"


def test_a_siasn_export_is_shown_with_its_differences(recorded, kinerja, tmp_path):
    path = tmp_path / "siasn.csv"
    header = "NIP BARU,NAMA,TANGGAL LAHIR,JENIS KELAMIN,JENIS PEGAWAI NAMA,JABATAN NAMA,UNOR NAMA"
    said = "PPPK Paruh Waktu,Operator Layanan Operasional,Dinas Contoh"
    people = f"{BUDI[0]},Budi Santosa,01-01-1990,M,{said}\n{SITI[0]},Siti Aminah,04-03-1992,F,{said}\n"
    path.write_text(f"{header}\n{people}")

    result = kinerja("compare", "siasn", path, "--valid-at", "2026-09-30", COLUMNS="140")

    assert result.exit_code == 0, result.output
    assert "Budi Santosa" in result.stdout
    assert "hanya di sini / only here" in result.stdout
    assert AGUS[0] in result.stdout
    assert "Baris / Rows: 2. Dikenal / Known: 2" in result.stdout


def test_a_bad_file_is_told_as_any_other_and_written_where_that_is_asked(recorded, kinerja, tmp_path):
    path, errors = tmp_path / "tpp.csv", tmp_path / "galat.csv"
    path.write_text(f"NIP,BASIC TPP\n1,1\n{BUDI[0]},x\n")

    result = kinerja("compare", "payroll", path, "--month", "2026-09", "--errors", errors)

    assert result.exit_code == 2
    assert "NIP_INVALID" in result.stderr
    assert "Nothing was recorded" not in result.stderr
    with errors.open(encoding="utf-8-sig") as file:
        written = [*csv.DictReader(file)]
    assert [row["kode / code"] for row in written] == [
        "NIP_INVALID",
        "VALUE_INVALID",
    ]
    told = orjson.loads(kinerja("compare", "payroll", path, "--month", "2026-09", "--json").stdout)
    assert [problem["row"] for problem in told["problems"]] == [2, 3]


def test_a_month_that_is_none_is_told(recorded, kinerja, payroll):
    result = kinerja("compare", "payroll", payroll, "--month", "2026-13")

    assert result.exit_code == 2
    assert "--month: '2026-13'" in result.stderr

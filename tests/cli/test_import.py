"""`kinerja import` at the terminal."""

import csv

import orjson
import pytest

from tests.cli.conftest import AGUS, BUDI, SITI, write_roster, write_sk


def imported(kinerja, *words, **env):
    return kinerja("import", "roster.csv", "--sk", "SK.json", *words, **env)


def test_a_roster_is_recorded_and_its_counts_stand_beside_those_of_the_sk(record, kinerja):
    result = imported(kinerja)

    assert result.exit_code == 0
    assert "SK 800.1.2.5/1/BKPSDM/2026, 2026-08-26, TMT 2026-09-01" in result.stdout
    counts = next(line.split() for line in result.stdout.splitlines() if "PPPK_PARUH_WAKTU" in line)
    assert counts == ["PPPK_PARUH_WAKTU", "3", "3", "3", "0"]
    assert "3 pegawai dicatat / employees recorded." in result.stdout
    assert "Unor baru / New units: 1\n  Dinas Contoh\n" in result.stdout
    assert "Jabatan baru / New posts: 1\n  Operator Layanan Operasional - Dinas Contoh\n" in result.stdout


def test_missing_columns_are_named(record, kinerja):
    assert "Kolom tidak ada / Missing columns: PNS ID" in imported(kinerja).stdout


def test_unknown_columns_are_named(record, kinerja):
    text = (record / "roster.csv").read_text()
    (record / "roster.csv").write_text(text.replace("UNOR NAMA", "UNOR NAMA,HOBI"))

    assert "Kolom tak dikenal / Unknown columns: HOBI" in imported(kinerja).stdout


def test_the_same_file_again_is_said_to_be_recorded_and_is_no_error(record, kinerja):
    imported(kinerja)

    again = imported(kinerja)

    assert again.exit_code == 0
    assert "Sudah tercatat, tidak ada yang ditambahkan / Already recorded, nothing was added." in again.stdout
    assert "3 pegawai / employees" in kinerja("find", "26").stdout


def test_a_later_file_adds_who_is_missing(record, kinerja):
    write_roster(record / "roster.csv", BUDI, SITI)
    first = imported(kinerja)
    write_roster(record / "roster.csv", BUDI, SITI, AGUS)

    later = imported(kinerja)

    assert "COUNT_BELOW_EXPECTED" in first.stderr
    assert "Sudah ada / Present: 2" in later.stdout
    assert "1 pegawai dicatat / employees recorded." in later.stdout


def test_a_dry_run_records_nothing(record, kinerja):
    result = imported(kinerja, "--dry-run")

    assert result.exit_code == 0
    assert "Hanya diperiksa, tidak ada yang dicatat / Checked only, nothing was recorded." in result.stdout
    assert "0 batch" in kinerja("batch", "list").stdout


def test_one_error_refuses_the_whole_file(record, kinerja):
    write_roster(record / "roster.csv", BUDI, ("123", *SITI[1:]), AGUS)

    result = imported(kinerja)

    assert result.exit_code == 2
    assert "Tidak ada yang dicatat / Nothing was recorded." in result.stderr
    assert "0 batch" in kinerja("batch", "list").stdout


def test_all_errors_are_told_at_once_with_row_column_value_code_and_what_to_do(record, kinerja):
    write_roster(record / "roster.csv", ("123", *BUDI[1:]), (*SITI[:2], "31-02-1992", *SITI[3:]), AGUS)

    told = imported(kinerja).stderr

    rows = [line.split() for line in told.splitlines()]
    assert ["2", "NIP", "BARU", "123", "NIP_INVALID"] in rows
    assert ["3", "TANGGAL", "LAHIR", "31-02-1992", "DATE_INVALID"] in rows
    assert "→ Tulis 2025-12-31, atau hari-bulan-tahun seperti SIASN (31-12-2025); dalam JSON hanya 2025-12-31." in told
    assert "→ Write 2025-12-31, or day-month-year as SIASN does (31-12-2025); in JSON only 2025-12-31." in told


def test_fifty_errors_are_shown_and_the_others_counted(record, kinerja):
    write_roster(record / "roster.csv", *(("123", *BUDI[1:]) for _ in range(60)))

    told = imported(kinerja).stderr

    assert sum("NIP BARU" in line for line in told.splitlines()) == 50
    # 60 rows, and the kind of which none was recorded
    assert "dan 11 lagi / and 11 more: --errors FILE.csv" in told


def test_the_error_file_holds_every_error_and_opens_in_excel(record, kinerja):
    write_roster(record / "roster.csv", *(("123", *BUDI[1:]) for _ in range(60)))

    imported(kinerja, "--errors", "galat.csv")

    raw = (record / "galat.csv").read_bytes()
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert raw.startswith(b"\xef\xbb\xbf")
    refused = [row for row in rows if row["kode / code"] == "NIP_INVALID"]
    assert [row["baris / row"] for row in refused] == [str(number) for number in range(2, 62)]
    assert list(rows[0].values()) == [
        "2",
        "NIP BARU",
        "123",
        "NIP_INVALID",
        "galat / error",
        "NIP tidak terbaca sebagai 18 digit: tanggal lahir, pengangkatan, jenis kelamin, dan nomor urut.",
        "Salin dari SK atau SIASN. Pada digit 13-14, NIP PNS memuat bulan 01-12 dan NI PPPK memuat 21-29.",
        "The NIP does not read as 18 digits of birth date, appointment, sex and serial number. It needs 18 digits.",
        "Copy it from the SK or from SIASN. A PNS number has month 01-12 in digits 13-14, an NI PPPK has 21-29.",
    ]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_spreadsheet_does_not_run_what_the_error_file_quotes(record, kinerja, formula):
    write_roster(record / "roster.csv", BUDI, SITI, (*AGUS[:2], formula, *AGUS[3:]))

    imported(kinerja, "--errors", "galat.csv")

    rows = list(csv.DictReader((record / "galat.csv").read_text("utf-8-sig").splitlines()))
    assert [row["nilai / value"] for row in rows if row["kode / code"] == "DATE_INVALID"] == [f"'{formula}"]


def test_an_error_file_that_cannot_be_written_is_a_problem_of_its_own(record, kinerja):
    write_roster(record / "roster.csv", ("123", *BUDI[1:]))

    result = imported(kinerja, "--errors", "nowhere/galat.csv")

    assert result.exit_code == 2
    assert "FILE_UNWRITABLE" in result.stderr


def test_skip_invalid_records_the_good_rows_and_tells_the_others(record, kinerja):
    write_roster(record / "roster.csv", BUDI, ("123", *SITI[1:]), AGUS)

    result = imported(kinerja, "--skip-invalid")

    assert result.exit_code == 0
    assert "NIP_INVALID" in result.stderr
    assert "Dilewati / Left out: 1" in result.stdout
    assert "2 pegawai dicatat / employees recorded." in result.stdout


def test_known_units_only_refuses_a_new_unit(record, kinerja):
    result = imported(kinerja, "--known-units-only")

    assert result.exit_code == 2
    assert "UNIT_UNKNOWN" in result.stderr


def test_a_kind_that_the_columns_do_not_say_can_be_given_for_the_file(record, kinerja):
    write_roster(record / "roster.csv", *((*row[:5], "", *row[6:]) for row in (BUDI, SITI, AGUS)))

    without = imported(kinerja)
    given = imported(kinerja, "--kind", "PPPK_PARUH_WAKTU")

    assert "KIND_UNKNOWN" in without.stderr
    assert without.exit_code == 2
    assert given.exit_code == 0


def test_json_tells_the_whole_report(record, kinerja):
    report = orjson.loads(imported(kinerja, "--json").stdout)

    assert report["recorded"] == {"CPNS": 0, "PNS": 0, "PPPK": 0, "PPPK_PARUH_WAKTU": 3}
    assert report["new_units"] == ["Dinas Contoh"]
    assert report["repeated"] is False


def test_json_tells_a_refusal_too(record, kinerja):
    write_roster(record / "roster.csv", ("123", *BUDI[1:]), SITI, AGUS)

    result = imported(kinerja, "--json")

    assert result.exit_code == 2
    found = orjson.loads(result.stdout)["problems"][0]
    assert (found["row"], found["field"], found["code"]) == (2, "NIP BARU", "NIP_INVALID")


def test_who_records_is_the_actor_and_without_one_the_login(record, kinerja):
    imported(kinerja, LOGNAME="rina")
    write_sk(record / "SK.json", nomor="800/2", jumlah_pegawai=1, expected={"PPPK": 1})
    write_roster(record / "roster.csv", ("199505052026211901", "Joko", "05-05-1995", "M", "", "PPPK", *DINAS_REST))
    imported(kinerja, "--actor", "Operator Satu")

    assert who_recorded(kinerja, BUDI[0]) == {"rina"}
    assert who_recorded(kinerja, "199505052026211901") == {"Operator Satu"}


DINAS_REST = ("Aktif", "Operator Layanan Operasional", "Dinas Contoh")


def who_recorded(kinerja, nip):
    events = orjson.loads(kinerja("history", nip, "--json").stdout)["events"]
    return {event["actor"]["user_id"] for event in events}


def test_the_example_sk_is_one_that_can_be_read_back(here, kinerja):
    kinerja("init")
    (here / "SK.json").write_text(kinerja("import", "--example-sk").stdout)
    write_roster(here / "roster.csv", *(row for row in (BUDI, SITI)))

    result = imported(kinerja, "--dry-run")

    assert result.exit_code == 0
    assert "SK 800.1.2.5/1234/BKPSDM/2025" in result.stdout


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"NIP BARU\n", "FILE_EMPTY"),
        (b"NAMA\nBudi\n", "COLUMN_MISSING"),
        (b"NAMA\nB\xfcdi\n", "FILE_ENCODING"),
        (b"PK\x03\x04 no workbook", "FILE_UNREADABLE"),
        (b"\xd0\xcf\x11\xe0 an old one", "FILE_UNREADABLE"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_with_a_code(record, kinerja, content, code):
    (record / "roster.csv").write_bytes(content)

    result = imported(kinerja)

    assert result.exit_code == 2
    assert code in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("content", "code"), [(b"{", "BODY_INVALID"), (b"{}", "VALUE_MISSING"), (b"\xff", "SK_FILE_UNREADABLE")]
)
def test_an_sk_file_of_the_wrong_shape_is_refused_with_a_code(record, kinerja, content, code):
    (record / "SK.json").write_bytes(content)

    result = imported(kinerja)

    assert result.exit_code == 2
    assert code in result.stderr


# -- existing staff ----------------------------------------------------------------------


def existing(folder, day="01-06-2025"):
    """A roster of one employee who was appointed by an SK of her own."""
    names = "NIP BARU,NAMA,TANGGAL LAHIR,JENIS KELAMIN,JENIS PEGAWAI NAMA,JABATAN NAMA,UNOR NAMA"
    row = "199003042025212901,Siti Lama,04-03-1990,F,PPPK,Guru,SD Negeri 1"
    text = f"{names},NOMOR SK CPNS,TANGGAL SK CPNS,TMT CPNS\n{row},813/9/2025,20-05-2025,{day}\n"
    (folder / "pegawai.csv").write_text(text, encoding="utf-8")
    return "pegawai.csv"


def test_existing_staff_is_taken_over_without_an_sk_of_all(record, kinerja):
    result = kinerja("import", existing(record), "--opening", "2026-01-01")

    assert result.exit_code == 0, result.stderr
    assert "Pembukaan / Opening" in result.stdout
    assert "1 pegawai dicatat / employees recorded." in result.stdout
    [batch] = orjson.loads(kinerja("batch", "list", "--json").stdout)["items"]
    assert "Pembukaan / Opening 2026-01-01" in kinerja("batch", "show", batch["batch_id"]).stdout
    assert kinerja("batch", "list").exit_code == 0
    again = kinerja("import", "pegawai.csv", "--opening", "01-01-2026")
    assert (again.exit_code, "Sudah tercatat" in again.stdout) == (0, True)
    assert kinerja("batch", "close", batch["batch_id"]).exit_code == 0


def test_an_opening_that_is_wrong_is_told(record, kinerja):
    file = existing(record, day="01-06-2026")

    told = {
        "AFTER_OPENING": kinerja("import", file, "--opening", "2026-01-01"),
        "DATE_INVALID": kinerja("import", file, "--opening", "2026-02-30"),
        "VALUE_INVALID": kinerja("import", file, "--opening", "2026-01-01", "--sk", "SK.json"),
        "VALUE_MISSING": kinerja("import", file),
    }

    for code, result in told.items():
        assert (result.exit_code, code in result.stdout + result.stderr) == (2, True)


def test_neither_an_sk_nor_an_opening_is_told_before_a_record_is_looked_for(here, kinerja):
    result = kinerja("import", "r.csv")

    assert (result.exit_code, "VALUE_MISSING" in result.stdout + result.stderr) == (2, True)

"""`kinerja record` at the terminal: one type of record, many employees, whole or not at all."""

import csv
import io

import orjson
import pytest

from kinerja_es.domain.catalogue import short_name
from kinerja_es.recording.formats.all import FORMATS
from kinerja_es.recording.kinds import kinds
from tests.cli.conftest import AGUS, BUDI, SITI, write_sk

PETIKAN_OATH = "nip,tanggal,tempat,pejabat_pelantik,kapasitas\n"
MOVES = "nip,tmt,jenis,jabatan,unor\n"


def write(folder, text, name="file.csv"):
    (folder / name).write_text(text, encoding="utf-8")
    return name


def oath(nip, day="23-10-2026", place="Pendopo"):
    return f"{nip},{day},{place},Bupati Contoh,D\n"


@pytest.fixture
def people(record, kinerja):
    """Three people who are imported."""
    assert kinerja("import", "roster.csv", "--sk", "SK.json").exit_code == 0
    return record


def test_a_file_is_recorded_and_counted(people, kinerja):
    file = write(people, PETIKAN_OATH + oath(BUDI[0]) + oath(SITI[0]) + oath(AGUS[0]))

    result = kinerja("record", "OathTaken", file)

    assert result.exit_code == 0, result.stderr
    assert ["3", "3", "0", "0"] in [line.split() for line in result.stdout.splitlines()]
    assert "3 catatan dicatat / records recorded." in result.stdout
    assert "Dilantik" in kinerja("history", BUDI[0]).stdout


def test_the_same_file_again_records_nothing_and_is_no_error(people, kinerja):
    file = write(people, PETIKAN_OATH + oath(BUDI[0]))
    kinerja("record", "OathTaken", file)

    again = kinerja("record", "oathtaken", file)

    assert (again.exit_code, "Sudah tercatat" in again.stdout) == (0, True)


def test_all_errors_of_a_file_are_told_at_once_and_nothing_is_recorded(people, kinerja):
    rows = oath("199001012026211999") + oath(SITI[0], day="31-02-2026") + oath(AGUS[0], day="01-01-2020")
    file = write(people, PETIKAN_OATH + rows + oath(BUDI[0]))

    result = kinerja("record", "OathTaken", file, "--errors", "errors.csv")

    assert result.exit_code == 2
    with (people / "errors.csv").open(encoding="utf-8-sig") as told:
        found = [tuple(row.values())[:4] for row in csv.DictReader(told)]
    assert found == [
        ("2", "nip", "199001012026211999", "EMPLOYEE_UNKNOWN"),
        ("3", "tanggal", "31-02-2026", "DATE_INVALID"),
        ("4", "tanggal", "2020-01-01", "OATH_BEFORE_DECISION"),
        ("5", "tanggal", "2026-10-23", "OATH_LATE"),
    ]
    assert "Dilantik" not in kinerja("history", BUDI[0]).stdout


def test_the_good_rows_are_recorded_without_the_others(people, kinerja):
    file = write(people, PETIKAN_OATH + oath("199001012026211999") + oath(BUDI[0]))

    result = kinerja("record", "OathTaken", file, "--skip-invalid")

    assert result.exit_code == 0
    assert "Dilantik" in kinerja("history", BUDI[0]).stdout


def test_a_dry_run_records_nothing(people, kinerja):
    file = write(people, PETIKAN_OATH + oath(BUDI[0]))

    assert kinerja("record", "OathTaken", file, "--dry-run").exit_code == 0
    assert "Dilantik" not in kinerja("history", BUDI[0]).stdout


def post(folder, kinerja, *titles):
    rows = "".join(f"2025-01-01,{title},PELAKSANA,Dinas Contoh,1\n" for title in titles)
    file = write(folder, "tmt,title.nama,jenis_jabatan,unor,formasi\n" + rows, "posts.csv")
    result = kinerja("record", "PositionEstablished", file)
    assert result.exit_code == 0, result.stderr


def move(person, day, post):
    return f"{person[0]},{day},ROTASI,Pengelola {post},Dinas Contoh\n"


def test_two_people_swap_posts_within_one_file(people, kinerja):
    post(people, kinerja, "Pengelola A", "Pengelola B")
    there = move(BUDI, "01-10-2026", "A") + move(SITI, "01-10-2026", "B")
    swap = move(BUDI, "01-11-2026", "B") + move(SITI, "01-11-2026", "A")
    alone = move(AGUS, "15-11-2026", "A")
    write_sk(people / "M.json", nomor="M-1/2026", jumlah_pegawai=2, jenis="MUTASI")

    first = kinerja("record", "mutasi", write(people, MOVES + there), "--sk", "M.json")
    second = kinerja("record", "mutasi", write(people, MOVES + swap), "--sk", "M.json")
    third = kinerja("record", "mutasi", write(people, MOVES + alone), "--sk", "M.json")

    assert (first.exit_code, second.exit_code, third.exit_code) == (0, 0, 2), (first.stderr, second.stderr)
    assert "POSITION_OCCUPIED" in third.stderr + third.stdout
    assert "Pengelola B" in kinerja("show", BUDI[0], "--valid-at", "2026-11-01").stdout


@pytest.mark.parametrize(
    ("kind", "path", "cells", "now"),
    [
        ("DutyCommenced", "tanggal", "01-09-2026,05-09-2026", "2026-09-05"),
        ("IdentityNumberAssigned", "nip", f"{BUDI[0]},199001012026211902", "199001012026211902"),
        ("EmployeeRegistered", "nama", "Budi Santoso,Budi Santosa", "Budi Santosa"),
        ("EmployeeAppointed", "remote_area", ",true", True),
    ],
)
def test_a_correction_in_a_file_takes_values_as_a_clerk_writes_them(people, kinerja, kind, path, cells, now):  # noqa: PLR0917 - a table
    told = orjson.loads(kinerja("history", BUDI[0], "--json").stdout)["events"]
    target = next(event["event_id"] for event in told if event["type"] == kind)
    header = "nip,target_event_id,patches.1.path,patches.1.old,patches.1.new,evidence,approved_by\n"
    row = f"{BUDI[0]},{target},{path},{cells},KTP asli,Kepala BKPSDM\n"

    result = kinerja("record", "RecordCorrected", write(people, header + row))

    assert result.exit_code == 0, result.stderr
    employee = orjson.loads(kinerja("find", "Budi", "--json").stdout)["items"][0]["pegawai_id"]
    told = orjson.loads(kinerja("history", employee, "--json").stdout)["events"]
    assert next(event["now"][path] for event in told if event["event_id"] == target) == now


def test_a_type_that_is_none_is_refused_with_the_nearest_names(people, kinerja):
    result = kinerja("record", "OathTakn", write(people, PETIKAN_OATH))

    assert result.exit_code == 2
    assert "TYPE_UNKNOWN" in result.stderr
    assert "OathTaken" in result.stderr


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "FILE_EMPTY"),
        (f"nip,tanggal\n{BUDI[0]},23-10-2026\n", "COLUMN_MISSING"),
        ("nip,tanggal,tempat,pejabat_pelantik,kapasitas,hobi\n" + oath(BUDI[0]), "COLUMN_UNKNOWN"),
        (PETIKAN_OATH + oath(BUDI[0]) + oath(BUDI[0]), "ROW_DOUBLED"),
        (PETIKAN_OATH + oath(BUDI[0]).replace(",D\n", ",RAJA\n"), "VALUE_INVALID"),
        (PETIKAN_OATH + f"{BUDI[0]},,Pendopo,Bupati,D\n", "VALUE_MISSING"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_a_code(people, kinerja, text, code):
    result = kinerja("record", "OathTaken", write(people, text))

    assert result.exit_code == 2
    assert code in result.stderr + result.stdout


def test_a_file_in_another_encoding_is_refused(people, kinerja):
    (people / "file.csv").write_bytes(PETIKAN_OATH.encode("utf-16"))

    assert kinerja("record", "OathTaken", "file.csv").exit_code == 2


@pytest.mark.parametrize("kind", kinds(), ids=short_name)
def test_every_type_has_a_template_that_names_its_columns(kind, kinerja):
    result = kinerja("record", short_name(kind), "--example")

    assert result.exit_code == 0
    rows = [row for row in csv.reader(io.StringIO(result.stdout)) if row and not row[0].startswith("#")]
    assert len(rows) == 2
    assert len(rows[0]) == len(rows[1]) == len(set(rows[0]))


def test_every_type_is_listed(kinerja):
    listed = kinerja("record", "--list").stdout

    assert [short_name(kind) for kind in kinds() if short_name(kind)[:20] not in listed] == []


@pytest.mark.parametrize("words", [("record",), ("record", "OathTaken")])
def test_what_is_needed_is_asked_for(people, kinerja, words):
    result = kinerja(*words)

    assert (result.exit_code, "VALUE_MISSING" in result.stderr) == (2, True)


def contracts(person, **over):
    feed = {"nip": person[0], "no_sk": "800/1/2026", "tgl_sk": "2026-09-15 00:00:00"}
    days = {"tgl_kontrak_mulai": "2026-10-01", "tgl_kontrak_akhir": "2027-09-30"}
    return orjson.dumps({"code": 1, "data": [{**feed, **days, **over}]}).decode()


def test_a_file_as_siasn_answers_it_is_recorded(people, kinerja):
    result = kinerja("record", "siasn-kontrak-pppk", write(people, contracts(BUDI), "kontrak.json"))

    assert result.exit_code == 0, result.stderr
    assert "1 catatan dicatat / records recorded." in result.stdout
    assert "Perjanjian kerja" in kinerja("history", BUDI[0]).stdout


def test_errors_of_siasns_file_are_told_in_its_own_names(people, kinerja):
    file = write(people, contracts(BUDI, tgl_kontrak_akhir="2027-02-30"), "kontrak.json")

    result = kinerja("record", "siasn-kontrak-pppk", file, "--errors", "errors.csv")

    assert result.exit_code == 2
    with (people / "errors.csv").open(encoding="utf-8-sig") as told:
        assert [tuple(row.values())[:4] for row in csv.DictReader(told)] == [
            ("1", "tgl_kontrak_akhir", "2027-02-30", "DATE_INVALID")
        ]


def test_a_record_that_is_left_out_is_counted(people, kinerja):
    file = write(people, contracts(BUDI, tgl_kontrak_mulai="", tgl_kontrak_akhir=""), "kontrak.json")

    result = kinerja("record", "siasn-kontrak-pppk", file)

    assert (result.exit_code, "Dilewati / Left out: 1" in result.stdout) == (0, True)


def test_every_format_is_listed_and_prints_an_example(kinerja):
    listed = {item["type"] for item in orjson.loads(kinerja("record", "--list", "--json").stdout)["items"]}

    assert {format_.name for format_ in FORMATS} <= listed
    assert "siasn-jabatan" in kinerja("record", "--list").stdout
    for format_ in FORMATS:
        printed = orjson.loads(kinerja("record", format_.name, "--example").stdout)
        assert printed["data"][0] == dict(format_.example[0])

"""What was paid and not payable, payable and not paid, how many rupiah, and which fact is the cause?"""

import csv
import io
from datetime import date
from uuid import UUID

import orjson
import pytest
import xlsxwriter

from kinerja_es.audit.payroll import compare_payroll
from kinerja_es.audit.payrollfile import month_named
from kinerja_es.domain.correction import RecordCorrected
from kinerja_es.domain.envelope import Patch
from kinerja_es.domain.rules import Ground, JenisJabatan
from kinerja_es.domain.values import Golongan, Kind
from kinerja_es.errors import Problem, Problems
from kinerja_es.readmodels.formats import Format
from tests import examples, examples_discipline

BUDI, SITI, AGUS = examples.nip(1), examples.nip(2), examples.nip(3)
HEADER = "nip,nama_pegawai,basic_tpp,tanggal_mulai,tanggal_akhir"


@pytest.fixture
def office(service):
    for subject, fact in (
        (examples.UNOR, examples.unit_established()),
        (examples.JABATAN, examples.post_established()),
        (examples.SK, examples.decision_issued()),
    ):
        examples.record(service.log, subject, fact)
    hire(service, examples.BUDI, BUDI, "Budi Contoh", examples.contract_signed())
    hire(service, examples.SITI, SITI, "Siti Contoh")
    return service


def hire(service, subject, nip, nama, *more, **over):
    examples.record(
        service.log,
        subject,
        examples.employee_registered(nama=nama, nik=None),
        examples.number_assigned(nip=nip),
        examples.appointed(**over),
        examples.duty_commenced(tanggal=examples.TMT),
        *more,
    )


def compared(service, tmp_path, *lines, header=HEADER, month="2026-04", **more):
    path = tmp_path / "gaji.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    service.read_models.catch_up()
    return compare_payroll(service, path, month_named(month, "month"), **more)


def differences(service, tmp_path, *lines, **more):
    return list(compared(service, tmp_path, *lines, **more).differences)


SHORT = ("selisih", "nama", "baris", "dari", "sampai", "persen", "dibayar_rp", "seharusnya_rp", "selisih_rp")


def short(rows):
    return [tuple(row[name] for name in SHORT) for row in rows]


def refused(service, tmp_path, *lines, **more):
    with pytest.raises((Problem, Problems)) as caught:
        compared(service, tmp_path, *lines, **more)
    problems = getattr(caught.value, "problems", [caught.value])
    return [(problem.row, problem.field, problem.code) for problem in problems]


def test_whoever_is_paid_as_is_payable_is_not_told(office, tmp_path):
    assert differences(office, tmp_path, f"{BUDI},Budi,1000000,,", f"{SITI},Siti,1000000,,") == []


def test_whoever_died_and_is_paid_on_is_told_with_days_rupiah_and_cause(office, tmp_path):
    death = examples.terminated(tmt=date(2026, 4, 11), ground=Ground.MENINGGAL)
    examples.record(office.log, examples.BUDI, death)

    (row,) = differences(office, tmp_path, f"{BUDI},Budi Contoh,3000000,01-01-2026,", f"{SITI},Siti,1000000,,")

    assert row == {
        "selisih": "PAID_NOT_PAYABLE",
        "pegawai_id": "00000000-0000-4000-8000-000000000010",
        "nip": BUDI,
        "nama": "Budi Contoh",
        "baris": [2],
        "dari": "2026-04-11",
        "sampai": "2026-04-30",
        "hari": 20,
        "status": "MENINGGAL",
        "ground": "MENINGGAL",
        "persen": 0,
        "dibayar_rp": 2_000_000,
        "seharusnya_rp": 0,
        "selisih_rp": 2_000_000,
        "kolom": None,
        "daftar_gaji": None,
        "catatan": None,
        "sebab": "Pemberhentian / pemutusan hubungan perjanjian kerja",
        "event_id": str(death.event_id),
        "type": "EmploymentTerminated",
        "tmt": "2026-04-11",
        "sk_nomor": "800.1.2.5/1234/BKPSDM/2025",
        "sk_tanggal": "2025-09-26",
        "recorded_at": "2026-07-01T08:00:00Z",
        "terlambat_hari": 81,
        "state": "STANDS",
    }


def test_whoever_is_payable_and_not_in_the_file_is_told_and_with_a_contract_also_how_much(office, tmp_path):
    allowance = differences(office, tmp_path, f"{SITI},Siti,1000000,,")
    wages = differences(office, tmp_path, f"{SITI},2000000", header="nip,upah")

    assert short(allowance) == [("PAYABLE_NOT_PAID", "Budi Contoh", [], "2026-04-01", "2026-04-30", 100, 0, None, None)]
    assert short(wages) == [
        ("PAYABLE_NOT_PAID", "Budi Contoh", [], "2026-04-01", "2026-04-30", 100, 0, 2_500_000, -2_500_000)
    ]
    assert (wages[0]["type"], wages[0]["tmt"]) == ("DutyCommenced", "2025-10-01")


def test_days_on_which_the_file_pays_nothing_are_told(office, tmp_path):
    rows = differences(office, tmp_path, f"{BUDI},Budi,3000000,11-04-2026,20-04-2026", f"{SITI},Siti,1,,")

    assert short(rows) == [
        ("PAYABLE_NOT_PAID", "Budi Contoh", [], "2026-04-01", "2026-04-10", 100, 0, 1_000_000, -1_000_000),
        ("PAYABLE_NOT_PAID", "Budi Contoh", [], "2026-04-21", "2026-04-30", 100, 0, 1_000_000, -1_000_000),
    ]


def test_a_sanction_that_the_payroll_does_not_know_is_paid_otherwise(office, tmp_path):
    sanction = examples_discipline.sanctioned(mulai=date(2026, 4, 1), tpp_persen=75)
    examples.record(office.log, examples.BUDI, sanction)

    rows = differences(office, tmp_path, f"{BUDI},Budi,1000000,,", f"{SITI},Siti,1000000,,")

    assert short(rows) == [
        ("PAID_OTHERWISE", "Budi Contoh", [2], "2026-04-01", "2026-04-30", 75, 1_000_000, 750_000, 250_000)
    ]
    assert rows[0]["event_id"] == str(sanction.event_id)
    paid = (f"{BUDI},1000000,75,", f"{SITI},1000000,,1000000")
    assert differences(office, tmp_path, *paid, header="nip,basic_tpp,persen,dibayar") == []


def test_another_wage_than_that_of_the_contract_is_paid_otherwise(office, tmp_path):
    rows = differences(office, tmp_path, f"{BUDI},2.400.000", f"{SITI},1", header="NIP,GAJI POKOK")

    assert short(rows) == [
        ("PAID_OTHERWISE", "Budi Contoh", [2], "2026-04-01", "2026-04-30", 100, 2_400_000, 2_500_000, -100_000)
    ]


def test_whoever_is_in_the_file_twice_is_paid_twice_and_somebody_with_two_posts_is_not(office, tmp_path):
    twice = (f"{BUDI},Budi,1000000,,", f"{BUDI},Budi,1000000,,", f"{SITI},S,900000,,", f"{SITI},S,180000,,")

    assert short(differences(office, tmp_path, *twice)) == [
        ("PAID_OTHERWISE", "Budi Contoh", [2, 3], "2026-04-01", "2026-04-30", 100, 2_000_000, 1_000_000, 1_000_000)
    ]


def test_a_former_number_joins_and_its_rows_count_together_with_those_of_the_new_one(office, tmp_path):
    examples.record(office.log, examples.BUDI, examples.number_assigned(nip=AGUS, tmt=date(2026, 1, 1)))
    half = f"{BUDI},Budi,1000000,,15-04-2026", f"{AGUS},Budi,1000000,16-04-2026,", f"{SITI},Siti,1,,"

    assert differences(office, tmp_path, *half) == []
    rows = differences(office, tmp_path, f"{BUDI},Budi,1000000,,", f"{AGUS},Budi,1000000,,", f"{SITI},Siti,1,,")
    assert [(row["selisih"], row["nip"], row["baris"]) for row in rows] == [("PAID_OTHERWISE", AGUS, [3, 2])]


def test_a_number_that_nobody_has_is_told_with_what_was_paid(office, tmp_path):
    rows = differences(office, tmp_path, f"{AGUS},Agus,1500000,,", f"{BUDI},B,1,,", f"{SITI},S,1,,")

    assert [(row["selisih"], row["nip"], row["nama"], row["selisih_rp"]) for row in rows] == [
        ("NIP_NOT_RECORDED", AGUS, "Agus", 1_500_000)
    ]


def test_another_grade_or_echelon_than_the_record_knows_is_told_with_its_fact(office, tmp_path):
    kepala = UUID(int=0xA1)
    examples.record(
        office.log,
        kepala,
        examples.post_established(jabatan_id=kepala, jenis_jabatan=JenisJabatan.STRUKTURAL, eselon_id="31"),
    )
    pns = {"kind": Kind.PNS, "golongan": Golongan("III/d"), "jabatan_id": kepala}
    hire(office, examples.pegawai(3), AGUS, "Agus Contoh", **pns)
    header = "nip,basic_tpp,golongan,eselon,pangkat,jenis_jabatan"
    others = (f"{BUDI},1,V,,,", f"{SITI},1,,,,Jabatan Fungsional Umum")

    rows = differences(office, tmp_path, f"{AGUS},1,III/c,III.a,Penata,Struktural", *others, header=header)

    assert [(r["selisih"], r["kolom"], r["daftar_gaji"], r["catatan"], r["type"]) for r in rows] == [
        ("TOLD_OTHERWISE", "golongan", "III/c", "III/d", "EmployeeAppointed"),
        ("TOLD_OTHERWISE", "pangkat", "Penata", "Penata Tingkat I", "EmployeeAppointed"),
    ]


def test_a_corrected_day_changes_what_was_payable(office, tmp_path):
    """Asked before and after the correction: TMT 1 June, keyed as 1 April."""
    wrong = examples.terminated(tmt=date(2026, 4, 1))
    examples.record(office.log, examples.BUDI, wrong)
    paid = (f"{BUDI},Budi,1000000,,", f"{SITI},Siti,1000000,,")
    assert [row["selisih"] for row in differences(office, tmp_path, *paid)] == ["PAID_NOT_PAYABLE"]

    why = {"tmt": wrong.tmt, "target_event_id": wrong.event_id, "evidence": "SK", "approved_by": "Kepala"}
    patches = (Patch(path="tmt", old="2026-04-01", new="2026-06-01"),)
    examples.record(office.log, examples.BUDI, examples.fact(RecordCorrected, why, patches=patches))

    assert differences(office, tmp_path, *paid) == []
    (row,) = differences(office, tmp_path, *paid, month="2026-06")
    assert (row["selisih"], row["state"], row["dari"]) == ("PAID_NOT_PAYABLE", "CORRECTED", "2026-06-01")


def test_only_the_units_and_kinds_of_the_payroll_are_missed(office, tmp_path):
    hire(office, examples.pegawai(3), AGUS, "Agus Contoh", kind=Kind.PPPK, golongan=Golongan("IX"))

    def missed(**more):
        return [row["nama"] for row in differences(office, tmp_path, f"{BUDI},Budi,1,,", **more)]

    assert missed(kind=Kind.PPPK) == ["Agus Contoh"]
    assert missed(unor=examples.UNOR) == ["Agus Contoh", "Siti Contoh"]
    assert missed(unor=UUID(int=0xFF)) == []


def test_the_totals_say_how_many_and_how_much(office, tmp_path):
    examples.record(office.log, examples.BUDI, examples.terminated(tmt=date(2026, 4, 1)))
    header = "nip,basic_tpp,tanggal_akhir,keterangan"
    found = compared(office, tmp_path, f"{BUDI},1000000,,x", f"{AGUS},5,,", f"{SITI},1,31-03-2026,", header=header)

    assert len(list(found.differences)) == 3

    per_kind = {row["selisih"]: row for row in found.totals.pop("menurut")}
    assert found.totals == {
        "bulan": "2026-04",
        "komponen": "tpp",
        "baris": 3,
        "baris_di_luar_bulan": 1,
        "pegawai": 2,
        "dibayar_rp": 1_000_005,
        "unknown_columns": ["KETERANGAN"],
        "missing_columns": [
            *("nama", "kode_opd", "jenis_jabatan", "eselon", "pangkat", "golongan", "tanggal_mulai"),
            *("bulan", "tahun", "persen"),
        ],
        "unread_sheets": [],
        "position": office.log.head(),
    }
    assert [(kind, row["jumlah"], row["pegawai"], row["selisih_rp"]) for kind, row in per_kind.items()] == [
        ("PAID_NOT_PAYABLE", 1, 1, 1_000_000),
        ("PAYABLE_NOT_PAID", 1, 1, 0),
        ("PAID_OTHERWISE", 0, 0, 0),
        ("NIP_NOT_RECORDED", 1, 1, 5),
        ("TOLD_OTHERWISE", 0, 0, 0),
    ]
    assert per_kind["PAYABLE_NOT_PAID"]["tanpa_rupiah"] == 1


def test_everything_that_is_wrong_with_a_file_is_told_at_once(office, tmp_path):
    header = "nip,basic_tpp,tanggal_mulai,tanggal_akhir,bulan,tahun,persen"

    assert refused(
        office,
        tmp_path,
        "123,1000000,,,,,",
        f"{BUDI},banyak,31-02-2026,,,,",
        f"{BUDI},1,02-04-2026,01-04-2026,,,",
        f"{BUDI},1,,,3,2026,",
        f"{BUDI},1,,,4,2025,",
        f"{BUDI},,,,4,2026,",
        f"{BUDI},1,,,13,2026,120",
        f"{BUDI},-1,,,,,",
        header=header,
    ) == [
        (2, "NIP", "NIP_INVALID"),
        (3, "TANGGAL_MULAI", "DATE_INVALID"),
        (3, "BASIC_TPP", "VALUE_INVALID"),
        (4, "TANGGAL_AKHIR", "VALUE_INVALID"),
        (5, "BULAN", "VALUE_INVALID"),
        (6, "TAHUN", "VALUE_INVALID"),
        (7, "BASIC_TPP", "VALUE_MISSING"),
        (8, "BULAN", "VALUE_INVALID"),
        (8, "PERSEN", "VALUE_INVALID"),
        (9, "BASIC_TPP", "VALUE_INVALID"),
    ]


def test_a_file_without_numbers_or_amounts_is_refused(office, tmp_path):
    assert refused(office, tmp_path, "Budi", header="nama") == [
        (None, "nip", "COLUMN_MISSING"),
        (None, "basic_tpp", "COLUMN_MISSING"),
    ]


def test_a_month_that_is_none_is_refused():
    for text in ("2026-13", "2026", "april", "2026-4"):
        with pytest.raises(Problem, match="2026-03"):
            month_named(text, "month")


def test_a_workbook_is_read_and_the_answer_is_a_file(office, tmp_path):
    path = tmp_path / "gaji.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate((["NIP", "Basic TPP"], [BUDI, 1000000], [AGUS, 5])):
            sheet.write_row(line, 0, cells)
    office.read_models.catch_up()

    def asked(form):
        found = compare_payroll(office, path, month_named("2026-04", "month"))
        with found.file(form, tmp_path) as file:
            return file.read()

    told = orjson.loads(asked(Format.JSON))
    assert [row["selisih"] for row in told["items"]] == ["NIP_NOT_RECORDED", "PAYABLE_NOT_PAID"]
    assert told["totals"]["baris"] == 2
    rows = [*csv.DictReader(io.StringIO(asked(Format.CSV).decode("utf-8-sig")))]
    assert [(row["selisih"], row["nip"]) for row in rows] == [("NIP_NOT_RECORDED", AGUS), ("PAYABLE_NOT_PAID", SITI)]
    assert asked(Format.XLSX).startswith(b"PK")

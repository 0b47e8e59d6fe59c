"""Reference codes: found by code or by name, whatever the case; and which code a status has."""

from datetime import date

import orjson
import pytest

from kinerja_es.domain.catalogue import BY_NAME, coded, command_of
from kinerja_es.domain.envelope import Document
from kinerja_es.domain.kedudukan import kedudukan_hukum
from kinerja_es.domain.person import PersonalDataChanged, PersonalField
from kinerja_es.domain.reference import TABLES, Coded
from kinerja_es.domain.standing import Status
from kinerja_es.domain.values import Kind
from tests import examples
from tests.domain.judging import active, codes, judged, problems
from tests.domain.test_rules_of_persons import CommendationAwarded, fact


def test_the_tables_hold_what_siasn_gives():
    assert {name: len(table.codes) for name, table in TABLES.items()} == {
        "eselon": 13,
        "jenis_jabatan": 4,
        "jenis_penugasan": 5,
        "jenis_mutasi": 2,
        "kuadran": 5,
        "periodik": 2,
        "kedudukan_hukum": 31,
        "jenis_hukuman": 21,
        "alasan_hukuman": 44,
        "jenis_pemberhentian": 16,
        "jenis_diklat": 25,
        "kompetensi": 67,
        "golongan_pns": 17,
        "jenis_pengadaan": 20,
        "jenis_riwayat": 26,
        "koefisien": 8,
        "jenis_kp": 12,
        "penghargaan": 29,
        "agama": 7,
        "cltn": 12,
        "dokumen": 14,
        "jenis_pegawai": 19,
        "jenis_pensiun": 10,
        "latihan_struktural": 8,
        "perilaku_dan_kinerja": 3,
        "sektor": 4,
    }


@pytest.mark.parametrize(
    ("table", "named", "code", "nama"),
    [
        ("eselon", "31", "31", "III.a"),
        ("eselon", " iii.A ", "31", "III.a"),
        ("eselon", "00", "00", "00"),
        ("jenis_jabatan", "jabatan  struktural", "1", "Jabatan Struktural"),
        ("jenis_jabatan", "PELAKSANA", "4", "Jabatan Fungsional Umum"),
        ("jenis_penugasan", "definitif", "D", "Definitif"),
        ("jenis_mutasi", "MU", "MU", "Mutasi Unor"),
        ("kuadran", "Sangat Baik", "1", "SANGAT BAIK"),
        ("periodik", "TRIWULAN", "2", "triwulan"),
        ("kedudukan_hukum", "CLTN", "02", "CLTN"),
        ("jenis_hukuman", "teguran lisan", "1", "TEGURAN LISAN"),
        ("golongan_pns", "Penata Muda", "31", "III/a"),
        ("golongan_pns", "iii/a", "31", "III/a"),
        ("jenis_pengadaan", "PPPK", "C", "PPPK"),
        ("koefisien", "Ahli Madya", "32", "Ahli Madya"),
        ("cltn", "tugas belajar", "6", "Tugas Belajar"),
        ("dokumen", "dok sk pns", "887", "Dok SK PNS"),
        ("sektor", "kesehatan", "KESEHATAN", "Kesehatan: tenaga medis, tenaga kesehatan, dan administrasinya"),
    ],
)
def test_a_code_is_found_by_code_or_by_name(table, named, code, nama):
    found = TABLES[table].find(named)

    assert found is not None
    assert (found.code, found.nama) == (code, nama)


@pytest.mark.parametrize(("table", "named"), [("eselon", "VI.a"), ("eselon", "I.a"), ("sektor", "")])
def test_what_names_no_code_or_several_is_not_guessed(table, named):
    assert TABLES[table].find(named) is None


def test_a_sanction_has_the_days_on_which_the_regulations_know_it():
    days = {code.code: (code.since, code.until) for code in TABLES["jenis_hukuman"].codes}

    assert days["1"] == (date(2010, 6, 6), None)
    assert days["9"] == (date(2010, 6, 6), date(2021, 8, 31))
    assert days["23"] == (date(2021, 8, 31), None)


def test_a_code_that_the_table_does_not_have_is_refused_unless_an_exception_names_it():
    award = {"nomor": "K-1", "tanggal": date(2026, 2, 1), "tahun": 2026}
    unknown = fact(CommendationAwarded, {"harga_id": "999", **award})

    assert [(p.code, p.field, p.detail) for p in problems(unknown, *active())] == [
        ("REFERENCE_CODE_UNKNOWN", "harga_id", "Table penghargaan.")
    ]
    assert codes(fact(CommendationAwarded, {"harga_id": "101", **award}), *active()) == []
    sector = examples.appointed(sektor="PERKEBUNAN")
    assert codes(sector, examples.employee_registered()) == ["REFERENCE_CODE_UNKNOWN"]


def test_these_tables_are_for_looking_up_alone_no_field_holds_a_code_of_them():
    """Kedudukan hukum follows from the standing; of the others nothing is recorded here."""
    held = {mark.table.name for event in BY_NAME.values() for _, mark in coded(event)}
    within_values_or_by_another_field = {"dokumen", "agama"}

    assert TABLES.keys() - held - within_values_or_by_another_field == {
        "kedudukan_hukum",
        "jenis_pengadaan",
        "jenis_riwayat",
        "koefisien",
        "jenis_pegawai",
        "jenis_pensiun",
        "latihan_struktural",
    }


@pytest.mark.parametrize(
    ("name", "field", "given", "stored", "code"),
    [
        ("PerformanceEvaluated", "hasil", "Diatas Espektasi", 1, "1"),
        ("PerformanceEvaluated", "perilaku", "2", 2, "2"),
        ("EmploymentSuspended", "ground", "Tugas Belajar", "TUGAS_BELAJAR", "6"),
        ("EmploymentSuspended", "ground", "SEMENTARA", "SEMENTARA", None),
        ("EmploymentTerminated", "ground", "2", "MENINGGAL", "2"),
        ("EmploymentTerminated", "ground", "TIDAK_CAKAP", "TIDAK_CAKAP", None),
    ],
)
def test_a_command_takes_siasns_code_or_name_and_the_answer_has_both(name, field, given, stored, code):
    ask = command_of(BY_NAME[name]).model_validate_json(
        orjson.dumps({"type": name, **BY_NAME[name].EXAMPLE, field: given})
    )
    found = dict(coded(BY_NAME[name]))[field].of(stored)

    assert getattr(ask, field) == stored
    assert (None if found is None else found.code) == code


def test_the_kind_of_a_document_is_siasns_or_a_word_of_the_governments_own():
    kinds = [Document(sha256="a" * 64, jenis=text).jenis for text in ("dok sk jabatan", "872", "Berita acara")]

    assert kinds == ["872", "872", "Berita acara"]


def test_a_religion_is_named_by_siasns_code_or_name_and_another_belief_as_the_ktp_says():
    said = {"field": PersonalField.AGAMA, "evidence": "KTP"}
    event, found = judged(fact(PersonalDataChanged, {**said, "new": "2", "tmt": date(2026, 2, 1)}), *active())

    assert (event.new, found) == ("Kristen", [])
    assert codes(fact(PersonalDataChanged, {**said, "new": "kristen", "tmt": date(2026, 3, 1)}), *active(event)) == [
        "ALREADY_RECORDED"
    ]
    other, found = judged(
        fact(PersonalDataChanged, {**said, "new": "Sunda Wiwitan", "tmt": date(2026, 2, 1)}), *active()
    )
    assert (other.new, found) == ("Sunda Wiwitan", [])


def test_a_table_that_is_open_takes_codes_of_the_governments_own():
    mark = Coded(TABLES["kompetensi"], is_open=True)

    assert mark.read("integritas (int)") == "11"
    assert mark.read("pelayanan-warga") == "pelayanan-warga"
    assert mark.read(11) == 11


@pytest.mark.parametrize(
    ("status", "ground", "more", "code"),
    [
        ("AKTIF", None, {}, "01"),
        ("AKTIF", None, {"appealing": True, "punished": True}, "09"),
        ("AKTIF", None, {"punished": True}, "15"),
        ("NONAKTIF_SEMENTARA", "CLTN", {}, "02"),
        ("NONAKTIF_SEMENTARA", "TUGAS_BELAJAR", {}, "03"),
        ("NONAKTIF_SEMENTARA", "SEMENTARA", {}, "04"),
        ("NONAKTIF_SEMENTARA", "PEJABAT_NEGARA", {}, "07"),
        ("NONAKTIF_SEMENTARA", "PEMBEBASAN_TUGAS", {}, "01"),
        ("BATAL", None, {}, "70"),
        ("BERHENTI_HORMAT", "PERMINTAAN_SENDIRI", {}, "66"),
        ("BERHENTI_TIDAK_HORMAT", "PIDANA_JABATAN", {"pension_right": False}, "77"),
        ("BERHENTI_HORMAT_TAPS", "TIDAK_BERKINERJA", {"pension_right": True}, "88"),
        ("MENINGGAL", "MENINGGAL", {"pension_right": True}, "88"),
        ("PENSIUN", "BUP", {"kind": Kind.PPPK}, "98"),
        ("PENSIUN", "BUP", {"kind": Kind.PNS}, "99"),
        ("TERDAFTAR", None, {}, None),
        ("DIANGKAT", None, {}, None),
        ("KONTRAK_HABIS", None, {}, None),
        ("PINDAH", None, {}, None),
    ],
)
def test_each_status_has_the_kedudukan_hukum_of_siasn(status, ground, more, code):
    found = kedudukan_hukum(Status(status), ground, **more)

    assert (None if found is None else found.code) == code


def test_every_status_is_told():
    cases = test_each_status_has_the_kedudukan_hukum_of_siasn.pytestmark[0].args[1]

    assert {case[0] for case in cases} == {status.value for status in Status}

"""Whose salary increment (KGB) or regular promotion in grade is due in a period, and what speaks against it?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.discipline import Tingkat
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.domain.unit import Title
from kinerja_es.domain.values import Golongan, Kind
from projections.increments import Kenaikan
from tests import examples, examples_correction, examples_discipline

TEACHER, SCHOOL = UUID(int=0xB1, version=4), UUID(int=0xA1, version=4)
FEBRUARY = date(2026, 2, 10)
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
APRIL = (date(2026, 4, 1), date(2026, 4, 30))


def hired(office, number, *more, kind=Kind.PNS, golongan: str | None = "III/a", tmt=date(2022, 4, 1), **over):
    office.record(
        examples.pegawai(number),
        examples.employee_registered(nama=f"Contoh {number}", nik=None, kind=kind, tmt=tmt),
        examples.number_assigned(nip=examples.nip(number), tmt=tmt),
        examples.appointed(tmt=tmt, kind=kind, golongan=golongan and Golongan(golongan), **over),
        examples.duty_commenced(tanggal=tmt),
        *more,
    )


def due(office, period=APRIL, day=FEBRUARY, **params):
    dari, sampai = period
    found = office.ask("increments", "due", valid_at=day, dari=dari, sampai=sampai, **params).items
    return [(row["nama"], row["kenaikan"], row["jatuh_tempo"], row["halangan"]) for row in found]


@pytest.fixture
def city(office):
    office.organisation()
    office.record(SCHOOL, examples.unit_established(unor_id=SCHOOL, nama="Sekolah", diatasan_id=examples.UNOR))
    teacher = {"jabatan_id": TEACHER, "title": Title(nama="Guru"), "jenis_jabatan": JenisJabatan.FUNGSIONAL}
    office.record(TEACHER, examples.post_established(unor_id=SCHOOL, **teacher))
    return office


def test_a_kgb_is_due_on_the_day_that_the_last_one_names_and_a_grade_after_four_years(city):
    granted = examples.increment_granted(tmt=date(2024, 4, 1), tmt_berikut=date(2026, 4, 1), gaji_rp=3_000_000)
    hired(city, 1, granted, examples.evaluated())

    found = city.ask("increments", "due", valid_at=FEBRUARY, dari=APRIL[0], sampai=APRIL[1]).items

    common = {
        "jatuh_tempo": "2026-04-01",
        "pegawai_id": str(examples.pegawai(1)),
        "nip": "199001012025211001",
        "nama": "Contoh 1",
        "kind": "PNS",
        "golongan": "III/a",
        "dicatat_tmt": None,
        "unor_id": str(examples.UNOR),
        "unor_nama": "Dinas Pendidikan",
        "jabatan_id": str(examples.JABATAN),
        "jabatan_nama": "Operator Layanan Operasional",
        "jenis_jabatan": "PELAKSANA",
        "status": "AKTIF",
        "predikat": 2,
        "halangan": [],
    }
    kgb = {"kenaikan": "KGB", "golongan_berikut": None, "terakhir": "2024-04-01", "dihitung_dari": "KGB"}
    grade = {"kenaikan": "PANGKAT", "golongan_berikut": "III/b", "terakhir": "2022-04-01", "dihitung_dari": "GOLONGAN"}
    assert found == [{**common, **kgb, "gaji_rp": 3000000}, {**common, **grade, "gaji_rp": None}]


def test_without_a_named_day_the_next_kgb_comes_two_years_later_and_the_first_after_the_appointment(city):
    hired(city, 1, examples.increment_granted(tmt=date(2024, 3, 1)))
    hired(city, 2, tmt=date(2024, 3, 15), kind=Kind.PPPK, golongan="IX")

    found = city.ask("increments", "due", valid_at=FEBRUARY, dari=MARCH[0], sampai=MARCH[1]).items

    assert [(r["nama"], r["jatuh_tempo"], r["dihitung_dari"]) for r in found] == [
        ("Contoh 1", "2026-03-01", "KGB"),
        ("Contoh 2", "2026-03-15", "PENGANGKATAN"),
    ]


def test_only_a_pns_rises_in_grade_and_a_part_time_wage_has_no_kgb(city):
    hired(city, 1, kind=Kind.PPPK, golongan="IX")
    hired(city, 2, kind=Kind.PPPK_PARUH_WAKTU, golongan=None, tmt=date(2024, 4, 1))
    hired(city, 3, golongan="IV/e")
    hired(city, 4, golongan=None)

    assert due(city) == []


def test_a_new_grade_begins_the_years_anew(city):
    hired(city, 1, examples.graded(tmt=date(2024, 10, 1), golongan_baru=Golongan("III/b")))

    assert due(city, kenaikan=Kenaikan.PANGKAT) == []
    october = (date(2028, 10, 1), date(2028, 10, 31))
    assert due(city, october, kenaikan=Kenaikan.PANGKAT) == [("Contoh 1", "PANGKAT", "2028-10-01", [])]


def test_what_speaks_against_it_is_told(city):
    sanction = {"mulai": date(2026, 1, 1), "akhir": date(2026, 6, 30), "tingkat": Tingkat.S}
    hired(city, 1, examples_discipline.sanctioned(**sanction))
    hired(city, 2, examples.evaluated(hasil=3, perilaku=2, predikat=3))
    hired(city, 3, examples.suspended(tmt=date(2026, 2, 1), until=None))
    hired(city, 4, jabatan_id=TEACHER, unor_id=SCHOOL)
    hired(city, 5, examples_discipline.sanctioned(**sanction | {"akhir": date(2026, 3, 31)}))

    assert due(city) == [
        ("Contoh 1", "PANGKAT", "2026-04-01", ["HUKUMAN_DISIPLIN"]),
        ("Contoh 2", "PANGKAT", "2026-04-01", ["PREDIKAT_DI_BAWAH_BAIK"]),
        ("Contoh 3", "PANGKAT", "2026-04-01", ["TIDAK_AKTIF"]),
        ("Contoh 4", "PANGKAT", "2026-04-01", ["JALUR_PILIHAN"]),
        ("Contoh 5", "PANGKAT", "2026-04-01", []),
    ]
    assert [nama for nama, *_ in due(city, unor=SCHOOL)] == ["Contoh 4"]
    assert due(city, kind=Kind.PPPK) == []
    assert [nama for nama, *_ in due(city, sort="unor_nama")][-1] == "Contoh 4"


def test_what_is_recorded_already_is_told_so(city):
    ahead = examples.increment_granted(tmt=date(2026, 4, 1))
    hired(city, 1, examples.increment_granted(tmt=date(2024, 4, 1)), ahead, examples.graded(tmt=date(2026, 4, 1)))

    found = city.ask("increments", "due", valid_at=FEBRUARY, dari=APRIL[0], sampai=APRIL[1]).items

    assert [(r["kenaikan"], r["dicatat_tmt"]) for r in found] == [("KGB", "2026-04-01"), ("PANGKAT", "2026-04-01")]


def test_what_was_due_and_is_not_recorded_is_overdue(city):
    hired(city, 1, examples.increment_granted(tmt=date(2024, 1, 1)))
    hired(city, 2, examples.increment_granted(tmt=date(2025, 1, 1)))

    found = city.ask("increments", "overdue", valid_at=FEBRUARY).items
    later = city.ask("increments", "overdue", valid_at=date(2026, 4, 2), kenaikan=Kenaikan.PANGKAT).items

    assert [(r["nama"], r["kenaikan"], r["jatuh_tempo"]) for r in found] == [("Contoh 1", "KGB", "2026-01-01")]
    assert [r["nama"] for r in later] == ["Contoh 1", "Contoh 2"]


def test_who_left_is_due_for_nothing(city):
    hired(city, 1, examples.terminated(tmt=date(2026, 2, 1)))

    assert due(city) == []
    assert len(due(city, day=date(2026, 1, 31))) == 1


def test_a_corrected_tmt_of_the_grade_was_always_so(city):
    grade = examples.graded(tmt=date(2022, 6, 1), golongan_baru=Golongan("III/c"))
    hired(city, 1, grade)
    assert due(city) == []

    city.record(examples.pegawai(1), examples_correction.corrected(grade, "tmt", "2022-06-01", "2022-04-15"))

    assert due(city) == [("Contoh 1", "PANGKAT", "2026-04-15", [])]


def test_after_the_annulment_of_a_grade_the_former_one_counts_from_its_own_tmt(city):
    sk = examples_correction.another_sk(7, date(2024, 9, 20))
    hired(city, 1, examples.graded(tmt=date(2024, 10, 1), decision=sk))
    city.record(examples.pegawai(1), examples_correction.without_force(sk.sk_id, date(2026, 2, 5)))

    assert due(city, day=date(2026, 2, 4), kenaikan=Kenaikan.PANGKAT) == []
    assert due(city, day=date(2026, 2, 5), kenaikan=Kenaikan.PANGKAT) == [("Contoh 1", "PANGKAT", "2026-04-01", [])]

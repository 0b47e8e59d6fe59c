"""Where do teachers and health workers serve, school by school: how many are there, and how many are needed?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.unit import OrgUnitChanged, PerubahanUnor, Title
from kinerja_es.domain.values import Kind
from tests import examples, examples_correction, examples_instansi

row = pytest.mark.requirement

DINAS, SCHOOL, REMOTE, CLINIC = (UUID(int=0xA0 + n, version=4) for n in range(4))
TEACHER, NURSE = UUID(int=0xB1, version=4), UUID(int=0xB2, version=4)
INSTANSI = UUID(int=0xD1, version=4)
MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 1)


def unit(office, unor_id, nama, **over):
    office.record(unor_id, examples.unit_established(unor_id=unor_id, nama=nama, induk_nama=None, **over))


def hired(office, number, unor_id, *more, jabatan_id=TEACHER, **over):
    office.record(
        examples.pegawai(number),
        examples.employee_registered(nama=f"Contoh {number}", nik=None),
        examples.number_assigned(nip=examples.nip(number)),
        examples.appointed(unor_id=unor_id, jabatan_id=jabatan_id, **over),
        examples.duty_commenced(tanggal=over.get("tmt", examples.TMT)),
        *more,
    )


def need(office, unor_id, jumlah, **over):
    office.record(INSTANSI, examples_instansi.need_set(unor_id=unor_id, jumlah=jumlah, **over))


@pytest.fixture
def city(office):
    """Two schools, one of them remote, and a puskesmas, below a dinas each."""
    unit(office, DINAS, "Dinas Pendidikan", jenis="DINAS")
    unit(office, SCHOOL, "SD Negeri 1", jenis="SEKOLAH", sektor="PENDIDIKAN", diatasan_id=DINAS)
    unit(office, REMOTE, "SD Negeri 9 Terpencil", jenis="SEKOLAH", diatasan_id=DINAS)
    unit(office, CLINIC, "Puskesmas Contoh", jenis="PUSKESMAS", sektor="KESEHATAN")
    office.record(TEACHER, examples.post_established(jabatan_id=TEACHER, title=Title(nama="Guru"), unor_id=SCHOOL))
    office.record(NURSE, examples.post_established(jabatan_id=NURSE, title=Title(nama="Perawat"), unor_id=CLINIC))
    hired(office, 1, SCHOOL)
    hired(office, 2, SCHOOL, kind=Kind.PPPK, golongan=None)
    hired(office, 3, REMOTE, sektor="PENDIDIKAN", remote_area=True)
    hired(office, 4, CLINIC, jabatan_id=NURSE)
    return office


def by_unit(office, day=MARCH, **params):
    found = office.ask("placement", "by_unit", valid_at=day, **params).items
    return [
        tuple(r[name] for name in ("unor_nama", "sektor", "pegawai", "terpencil", "kebutuhan", "selisih"))
        for r in found
    ]


def by_sector(office, day=MARCH, **params):
    found = office.ask("placement", "by_sector", valid_at=day, **params)
    return [tuple(r.values()) for r in found]


def appointed(office, day, **params):
    found = office.ask("placement", "appointments", valid_at=day, **params).items
    return [(r["sektor"], r["unor_nama"], r["sebelum"], r["sejak"]) for r in found]


@row("S0-8")
def test_each_school_is_told_with_its_staff_beside_what_it_needs(city):
    need(city, SCHOOL, 5)
    need(city, REMOTE, 3)
    need(city, CLINIC, 1, sektor="KESEHATAN")

    assert by_unit(city) == [
        ("Puskesmas Contoh", "KESEHATAN", 1, 0, 1, 0),
        ("SD Negeri 1", "PENDIDIKAN", 2, 0, 5, -3),
        ("SD Negeri 9 Terpencil", "PENDIDIKAN", 1, 1, 3, -2),
    ]
    assert by_unit(city, jenis="sekolah", sektor="PENDIDIKAN", unor=REMOTE) == [
        ("SD Negeri 9 Terpencil", "PENDIDIKAN", 1, 1, 3, -2)
    ]
    assert by_sector(city) == [
        ("KESEHATAN", "PUSKESMAS", 1, 1, 0, 1, 0),
        ("PENDIDIKAN", "SEKOLAH", 2, 3, 1, 8, -5),
    ]
    assert by_sector(city, unor=REMOTE) == [("PENDIDIKAN", "SEKOLAH", 1, 1, 1, 3, -2)]


def test_a_school_without_anybody_is_told_by_its_need(city):
    need(city, DINAS, 2)

    assert by_unit(city)[0] == ("Dinas Pendidikan", "PENDIDIKAN", 0, 0, 2, -2)
    assert by_unit(city, sort="-pegawai")[0][0] == "SD Negeri 1"


def test_a_need_holds_from_its_day_until_the_next_one_of_its_year(city):
    need(city, SCHOOL, 5, tmt=date(2026, 1, 5))
    need(city, SCHOOL, 6, tmt=APRIL)
    need(city, SCHOOL, 9, tmt=date(2025, 12, 1), tahun=2027)

    told = [by_unit(city, day, unor=SCHOOL)[0][4:] for day in (date(2026, 1, 4), MARCH, APRIL, date(2027, 1, 1))]

    assert told == [(None, None), (5, -3), (6, -4), (9, -7)]


def test_every_need_is_told_beside_whom_the_unit_has_of_that_post_or_sector(city):
    need(city, SCHOOL, 4, sektor=None)
    need(city, SCHOOL, 3, sektor=None, jabatan_id=TEACHER)
    need(city, REMOTE, 2)

    found = city.ask("placement", "needs", valid_at=MARCH, unor=DINAS).items

    told = [(r["unor_nama"], r["jabatan_nama"], r["sektor"], r["kebutuhan"], r["pegawai"]) for r in found]
    assert told == [
        ("SD Negeri 1", None, None, 4, 2),
        ("SD Negeri 1", "Guru", None, 3, 2),
        ("SD Negeri 9 Terpencil", None, "PENDIDIKAN", 2, 1),
    ]


def test_who_serves_in_a_remote_area_is_named(city):
    assert city.ask("placement", "people", valid_at=MARCH, remote_area=True).items == [
        {
            "unor_nama": "SD Negeri 9 Terpencil",
            "unor_id": str(REMOTE),
            "pegawai_id": str(examples.pegawai(3)),
            "nip": "199001012025211003",
            "nama": "Contoh 3",
            "kind": "PPPK_PARUH_WAKTU",
            "status": "AKTIF",
            "jabatan_id": str(TEACHER),
            "jabatan_nama": "Guru",
            "sektor": "PENDIDIKAN",
            "remote_area": 1,
        }
    ]
    found = city.ask("placement", "people", valid_at=MARCH, unor=DINAS, kind=Kind.PPPK, sektor="PENDIDIKAN").items
    assert [r["nama"] for r in found] == ["Contoh 2"]


def test_whoever_moved_serves_in_the_sector_of_the_new_unit(city):
    city.record(examples.pegawai(3), examples.assigned(tmt=APRIL, unor_id=DINAS, jabatan_id=TEACHER))

    assert by_unit(city, MARCH, unor=REMOTE) == [("SD Negeri 9 Terpencil", "PENDIDIKAN", 1, 1, None, None)]
    assert by_unit(city, APRIL, unor=DINAS) == [
        ("Dinas Pendidikan", "TIDAK_DICATAT", 1, 0, None, None),
        ("SD Negeri 1", "PENDIDIKAN", 2, 0, None, None),
    ]


def test_units_are_those_of_the_day(city):
    moved = {"tmt": APRIL, "unor_id": SCHOOL, "change": PerubahanUnor.MOVE, "diatasan_id": CLINIC}
    city.record(SCHOOL, examples.fact(OrgUnitChanged, moved))

    assert [len(by_unit(city, day, unor=DINAS)) for day in (MARCH, APRIL)] == [2, 1]


@row("S0-14")
def test_appointments_are_counted_by_sector_and_unit_before_and_after_a_day(city):
    for number in (5, 6):
        hired(city, number, SCHOOL, tmt=date(2026, 2, 1))

    assert appointed(city, date(2026, 2, 1)) == [
        ("KESEHATAN", "Puskesmas Contoh", 1, 0),
        ("PENDIDIKAN", "SD Negeri 1", 2, 2),
        ("PENDIDIKAN", "SD Negeri 9 Terpencil", 1, 0),
    ]
    assert appointed(city, date(2026, 2, 2), sektor="PENDIDIKAN", unor=SCHOOL) == [("PENDIDIKAN", "SD Negeri 1", 4, 0)]
    assert appointed(city, date(2025, 10, 1), kind=Kind.PPPK) == [("PENDIDIKAN", "SD Negeri 1", 0, 1)]


def test_a_corrected_unit_of_an_appointment_was_always_so(city):
    appointment = examples.appointed(unor_id=CLINIC, jabatan_id=NURSE)
    city.record(examples.pegawai(7), examples.employee_registered(nik=None), appointment)
    assert by_unit(city, unor=CLINIC)[0][2] == 2

    fixed = examples_correction.corrected(appointment, "unor_id", str(CLINIC), str(SCHOOL))
    city.record(examples.pegawai(7), fixed)

    assert by_unit(city, unor=CLINIC)[0][2] == 1
    assert by_unit(city, unor=SCHOOL)[0][2] == 3
    assert ("PENDIDIKAN", "SD Negeri 1", 3, 0) in appointed(city, MARCH)


def test_an_annulled_appointment_counts_until_then_and_one_annulled_from_its_start_never(city):
    sk, other = (examples_correction.another_sk(n, date(2025, 9, 20)) for n in (7, 8))
    hired(city, 7, CLINIC, decision=sk)
    hired(city, 8, CLINIC, decision=other)
    assert by_unit(city, MARCH, unor=CLINIC)[0][2] == 3

    city.record(examples.pegawai(7), examples_correction.without_force(sk.sk_id, APRIL))
    city.record(examples.pegawai(8), examples_correction.without_force(other.sk_id, examples.TMT))

    assert [by_unit(city, day, unor=CLINIC)[0][2] for day in (MARCH, APRIL)] == [2, 1]
    assert ("KESEHATAN", "Puskesmas Contoh", 2, 0) in appointed(city, MARCH)

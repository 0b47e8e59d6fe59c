"""How much wage do contracts commit, by OPD and year, against the ceiling; on which floor and from which budget?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.contract import DasarUpah, EmploymentContractAmended
from kinerja_es.domain.unit import OrgUnitChanged, PerubahanUnor
from tests import examples, examples_correction, examples_instansi

row = pytest.mark.requirement

KOTA, DINAS, SCHOOL, CLINIC = (UUID(int=0xA0 + n, version=4) for n in range(4))
INSTANSI = UUID(int=0xD1, version=4)
JUNE = date(2026, 6, 1)
PAID = {"upah_rp": 3_000_000, "dasar_upah": DasarUpah.UMK, "upah_minimum_rp": 2_900_000, "sumber_anggaran": "APBD 2026"}


def unit(office, unor_id, nama, **over):
    office.record(unor_id, examples.unit_established(unor_id=unor_id, nama=nama, induk_nama=None, **over))


def contract(number):
    return UUID(int=0xC0 + number, version=4)


def hired(office, number, unor_id, *more, **over):
    """One of many, by a contract until 30 June 2026 unless it says otherwise."""
    signed = {"contract_id": contract(number), "nomor": f"PK-{number}", "akhir": date(2026, 6, 30)}
    office.record(
        examples.pegawai(number),
        examples.employee_registered(nama=f"Contoh {number}", nik=None),
        examples.number_assigned(nip=examples.nip(number)),
        examples.appointed(unor_id=unor_id),
        examples.duty_commenced(tanggal=examples.TMT),
        examples.contract_signed(**signed | PAID | over),
        *more,
    )


def ceiling(office, unor_id, pagu_rp, **over):
    fields = {"unor_id": unor_id, "pagu_rp": pagu_rp, "program": None, "jabatan_id": None}
    office.record(INSTANSI, examples_instansi.ceiling_set(**fields | over))


@pytest.fixture
def city(office):
    unit(office, KOTA, "Pemerintah Kota Contoh")
    unit(office, DINAS, "Dinas Pendidikan", diatasan_id=KOTA)
    unit(office, SCHOOL, "SD Negeri 1", diatasan_id=DINAS)
    unit(office, CLINIC, "Puskesmas", diatasan_id=KOTA)
    return office


def per_opd(office, day=JUNE, **params):
    found = office.ask("wages", "per_opd", valid_at=day, **params)
    return [(r["unor_nama"], r["pegawai"], r["terikat_rp"], r["pagu_rp"], r["selisih_rp"]) for r in found]


def committed(office, unor, **params):
    return next(r[2] for r in per_opd(office, unor=unor, **params))


@row("S0-12")
def test_committed_wages_are_told_by_opd_against_the_ceiling_with_floor_and_budget(city):
    ceiling(city, DINAS, 40_000_000)
    hired(city, 1, SCHOOL)
    hired(city, 2, DINAS, upah_rp=4_000_000)
    hired(city, 3, CLINIC, dasar_upah=DasarUpah.NON_ASN, sumber_anggaran="BLUD")

    assert city.ask("wages", "per_opd", valid_at=JUNE, tahun=2026)[0] == {
        "unor_id": str(DINAS),
        "unor_nama": "Dinas Pendidikan",
        "tahun": 2026,
        "pegawai": 2,
        "tanpa_upah": 0,
        "terikat_rp": 42_000_000,
        "pagu_rp": 40_000_000,
        "selisih_rp": -2_000_000,
        "pagu_program_rp": None,
        "sumber": "APBD 2026",
    }
    assert per_opd(city) == [
        ("Dinas Pendidikan", 2, 42_000_000, 40_000_000, -2_000_000),
        ("Pemerintah Kota Contoh", 0, 0, None, None),
        ("Puskesmas", 1, 18_000_000, None, None),
    ]
    assert city.ask("wages", "by_source", valid_at=JUNE) == [
        {"sumber_anggaran": "APBD 2026", "dasar_upah": "UMK", "kontrak": 2, "tanpa_upah": 0, "terikat_rp": 42_000_000},
        {"sumber_anggaran": "BLUD", "dasar_upah": "NON_ASN", "kontrak": 1, "tanpa_upah": 0, "terikat_rp": 18_000_000},
    ]
    assert [r["kontrak"] for r in city.ask("wages", "by_source", valid_at=JUNE, unor=DINAS)] == [2]


def test_each_contract_is_told_with_its_wage_its_floor_and_what_it_commits(city):
    hired(city, 1, SCHOOL)
    hired(city, 2, CLINIC, dasar_upah=DasarUpah.UMP)

    found = city.ask("wages", "contracts", valid_at=JUNE, unor=DINAS).items

    assert found == [
        {
            "nama": "Contoh 1",
            "pegawai_id": str(examples.pegawai(1)),
            "n": 0,
            "nip": "199001012025211001",
            "kind": "PPPK_PARUH_WAKTU",
            "unor_id": str(SCHOOL),
            "unor_nama": "SD Negeri 1",
            "contract_id": str(contract(1)),
            "nomor": "PK-1",
            "mulai": "2025-10-01",
            "akhir": "2026-06-30",
            "jam_per_minggu": None,
            "upah_rp": 3_000_000,
            "dasar_upah": "UMK",
            "upah_minimum_rp": 2_900_000,
            "di_atas_minimum_rp": 100_000,
            "sumber_anggaran": "APBD 2026",
            "terikat_rp": 18_000_000,
        }
    ]
    floors = city.ask("wages", "contracts", valid_at=JUNE, dasar_upah=DasarUpah.UMP).items
    assert [r["nama"] for r in floors] == ["Contoh 2"]
    by_unit = city.ask("wages", "contracts", valid_at=JUNE, sort="unor_nama").items
    assert [r["unor_nama"] for r in by_unit] == ["Puskesmas", "SD Negeri 1"]
    assert city.ask("wages", "contracts", valid_at=JUNE, tahun=2027).items == []


def test_a_part_of_a_month_commits_that_part_of_its_days(city):
    hired(city, 1, SCHOOL, mulai=date(2025, 12, 20), akhir=date(2026, 2, 10))

    # 12 of the 31 days of December; January, and 10 of the 28 days of February.
    assert committed(city, SCHOOL, tahun=2025) == 3_000_000 * 12 // 31
    assert committed(city, SCHOOL, tahun=2026) == 3_000_000 + 3_000_000 * 10 // 28
    assert committed(city, SCHOOL, tahun=2027) == 0


def test_what_is_no_matter_of_the_wage_splits_no_month(city):
    """A suspension that begins on 11 March leaves the wage of March whole."""
    hired(city, 1, SCHOOL, examples.suspended(tmt=date(2026, 3, 11), until=date(2026, 3, 24)), upah_rp=2_999_999)

    assert committed(city, SCHOOL) == 6 * 2_999_999


def test_an_addendum_counts_from_its_day_on(city):
    addendum = {"tmt": date(2026, 4, 1), "contract_id": contract(1), "addendum_nomor": "A-1", "upah_rp": 3_500_000}
    hired(city, 1, SCHOOL, examples.fact(EmploymentContractAmended, addendum))

    assert committed(city, SCHOOL) == 3 * 3_000_000 + 3 * 3_500_000


def test_what_is_left_after_a_termination_is_committed_no_more_and_a_suspension_lowers_nothing(city):
    hired(city, 1, SCHOOL, examples.suspended(tmt=date(2026, 2, 1), until=None, gaji_persen=0))
    hired(city, 2, CLINIC, examples.terminated(tmt=date(2026, 4, 1)))

    assert (committed(city, SCHOOL), committed(city, CLINIC)) == (18_000_000, 9_000_000)


def test_who_moves_is_committed_in_each_unit_for_the_days_there(city):
    hired(city, 1, SCHOOL, examples.assigned(tmt=date(2026, 4, 16), unor_id=CLINIC))

    assert committed(city, SCHOOL) == 3 * 3_000_000 + 1_500_000
    assert committed(city, CLINIC) == 1_500_000 + 2 * 3_000_000
    assert [row[:3] for row in per_opd(city)] == [
        ("Dinas Pendidikan", 1, 10_500_000),
        ("Pemerintah Kota Contoh", 0, 0),
        ("Puskesmas", 1, 7_500_000),
    ]


def test_a_contract_without_a_wage_is_told_as_uncounted(city):
    hired(city, 1, SCHOOL, upah_rp=None)

    (found, *_) = city.ask("wages", "per_opd", valid_at=JUNE)

    assert (found["pegawai"], found["tanpa_upah"], found["terikat_rp"]) == (1, 1, 0)


def test_a_ceiling_holds_from_its_day_until_the_next_one_and_those_of_programmes_are_summed(city):
    ceiling(city, DINAS, 10_000_000, tmt=date(2026, 1, 5))
    ceiling(city, DINAS, 12_000_000, tmt=JUNE)
    ceiling(city, DINAS, 3_000_000, program="1.01", jabatan_id=examples.JABATAN)
    ceiling(city, DINAS, 4_000_000, program="1.02", jabatan_id=examples.JABATAN)
    ceiling(city, DINAS, 9_000_000, tahun=2027)

    told = [per_opd(city, day, unor=DINAS)[0][3] for day in (date(2026, 1, 4), date(2026, 5, 31), JUNE)]

    assert told == [None, 10_000_000, 12_000_000]
    assert city.ask("wages", "per_opd", valid_at=JUNE, unor=DINAS)[0]["pagu_program_rp"] == 7_000_000


def test_whom_no_unit_leads_to_is_not_lost(city):
    hired(city, 1, UUID(int=0xAA, version=4))
    ring = {"tmt": date(2026, 1, 1), "unor_id": DINAS, "change": PerubahanUnor.MOVE, "diatasan_id": SCHOOL}
    city.record(DINAS, examples.fact(OrgUnitChanged, ring))
    hired(city, 2, SCHOOL)

    assert [row[:3] for row in per_opd(city)] == [
        ("Pemerintah Kota Contoh", 0, 0),
        ("Puskesmas", 0, 0),
        (None, 2, 36_000_000),
    ]


def test_a_corrected_wage_was_always_so(city):
    signed = examples.contract_signed(**PAID | {"contract_id": contract(9), "upah_rp": 5_000_000})
    city.record(examples.pegawai(9), examples.employee_registered(nik=None), examples.appointed(unor_id=SCHOOL), signed)
    assert committed(city, SCHOOL) == 9 * 5_000_000

    city.record(examples.pegawai(9), examples_correction.corrected(signed, "upah_rp", 5_000_000, 3_000_000))

    assert committed(city, SCHOOL) == 9 * 3_000_000
    assert [r["upah_rp"] for r in city.ask("wages", "contracts", valid_at=JUNE).items] == [3_000_000]


def test_days_that_an_annulment_took_commit_nothing(city):
    sk = examples_correction.another_sk(7, date(2025, 9, 20))
    city.record(
        examples.pegawai(9),
        examples.employee_registered(nik=None),
        examples.appointed(unor_id=SCHOOL, decision=sk),
        examples.contract_signed(**PAID),
    )
    assert committed(city, SCHOOL) == 27_000_000

    city.record(examples.pegawai(9), examples_correction.without_force(sk.sk_id, date(2026, 4, 1)))

    assert committed(city, SCHOOL) == 9_000_000


def test_a_ceiling_below_an_opd_has_a_row_that_is_part_of_the_opds(city):
    ceiling(city, SCHOOL, 20_000_000)
    hired(city, 1, SCHOOL)
    hired(city, 2, DINAS)

    assert [row for row in per_opd(city) if row[1]] == [
        ("Dinas Pendidikan", 2, 36_000_000, None, None),
        ("SD Negeri 1", 1, 18_000_000, 20_000_000, 2_000_000),
    ]

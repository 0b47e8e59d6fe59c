"""Who reaches the retirement age in a period, by the post held, and for whom is an ending recorded already?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.person import PersonalDataChanged, PersonalField
from kinerja_es.domain.rules import Ground, JenisJabatan, retirement
from kinerja_es.domain.unit import Title
from kinerja_es.domain.values import Kind
from tests import examples, examples_correction

DINAS, SCHOOL = UUID(int=0xA1, version=4), UUID(int=0xA2, version=4)
JANUARY = date(2026, 1, 15)
POSTS = {
    "Kepala Dinas": (JenisJabatan.STRUKTURAL, "22"),
    "Kepala Bidang": (JenisJabatan.STRUKTURAL, "31"),
    "Guru Ahli Utama": (JenisJabatan.FUNGSIONAL, None),
    "Dokter Ahli Madya": (JenisJabatan.FUNGSIONAL, None),
    "Auditor Ahli Utama": (JenisJabatan.FUNGSIONAL, None),
    "Perawat Terampil": (JenisJabatan.FUNGSIONAL, None),
    "Pengguruan Data": (JenisJabatan.FUNGSIONAL, None),
    "Operator": (JenisJabatan.PELAKSANA, None),
}


@pytest.fixture
def city(office):
    """A dinas with a post of every sort, and a school below it."""
    office.record(DINAS, examples.unit_established(unor_id=DINAS, nama="Dinas", induk_nama=None))
    office.record(SCHOOL, examples.unit_established(unor_id=SCHOOL, nama="Sekolah", induk_nama=None, diatasan_id=DINAS))
    for number, (nama, (jenis, eselon)) in enumerate(POSTS.items()):
        fields = {"jabatan_id": post(nama), "title": Title(nama=nama), "jenis_jabatan": jenis, "eselon_id": eselon}
        office.record(post(nama), examples.post_established(unor_id=SCHOOL if number == 2 else DINAS, **fields))
    return office


def post(nama):
    return UUID(int=0xB0 + list(POSTS).index(nama), version=4)


def hired(office, number, nama, born, *more, unor_id=DINAS, **over):
    office.record(
        examples.pegawai(number),
        examples.employee_registered(nama=f"Contoh {number}", nik=None, tanggal_lahir=born, tmt=date(2010, 1, 1)),
        examples.number_assigned(nip=examples.nip(number, born), tmt=date(2010, 1, 1)),
        examples.appointed(
            tmt=date(2010, 1, 1), kind=Kind.PNS, golongan=None, jabatan_id=post(nama), unor_id=unor_id, **over
        ),
        examples.duty_commenced(tanggal=date(2010, 1, 1)),
        *more,
    )


def retiring(office, dari=date(2026, 1, 1), sampai=date(2026, 12, 31), day=JANUARY, **params):
    found = office.ask("retirement", "due", valid_at=day, dari=dari, sampai=sampai, **params).items
    return [(row["nama"], row["bup"], row["tmt_pensiun"], row["berhenti_tmt"]) for row in found]


def test_who_retires_is_told_with_age_basis_post_and_the_first_day_of_the_following_month(city):
    hired(city, 1, "Kepala Dinas", date(1966, 5, 20))

    found = city.ask("retirement", "due", valid_at=JANUARY, dari=date(2026, 6, 1), sampai=date(2026, 6, 1)).items

    assert found == [
        {
            "pegawai_id": str(examples.pegawai(1)),
            "n": 0,
            "nip": "196605202025211001",
            "nama": "Contoh 1",
            "tanggal_lahir": "1966-05-20",
            "kind": "PNS",
            "golongan": None,
            "status": "AKTIF",
            "jabatan_id": str(post("Kepala Dinas")),
            "jabatan_nama": "Kepala Dinas",
            "eselon_id": "22",
            "unor_id": str(DINAS),
            "unor_nama": "Dinas",
            "bup": 60,
            "dasar": "UU 20/2023 art 55: JPT 60",
            "tmt_pensiun": "2026-06-01",
            "berhenti_tmt": None,
            "ground": None,
            "sk_id": None,
            "sk_nomor": None,
            "sk_tanggal": None,
            "keluar": "2026-06-01",
        }
    ]


def test_the_age_is_that_of_the_echelon_or_the_functional_title(city):
    for number, nama in enumerate(POSTS, 1):
        hired(city, number, nama, date(1960, 1, 10))

    found = city.ask("retirement", "due", valid_at=JANUARY, dari=date(2018, 1, 1), sampai=date(2031, 1, 1)).items

    assert {row["jabatan_nama"]: row["bup"] for row in found} == {
        "Kepala Dinas": 60,
        "Kepala Bidang": 58,
        "Guru Ahli Utama": 60,
        "Dokter Ahli Madya": 60,
        "Auditor Ahli Utama": 65,
        "Perawat Terampil": 58,
        "Pengguruan Data": 58,
        "Operator": 58,
    }


@pytest.mark.parametrize("born", [date(1968, 2, 29), date(1967, 12, 31), date(1968, 1, 31)])
def test_the_day_is_the_one_by_which_a_contract_is_refused(city, born):
    hired(city, 1, "Operator", born)

    day = retirement(born, JenisJabatan.PELAKSANA, None, JANUARY)
    assert retiring(city, day, day) == [("Contoh 1", 58, day.isoformat(), None)]


def test_who_has_left_or_was_not_there_yet_does_not_retire(city):
    hired(city, 1, "Operator", date(1968, 3, 1), examples.terminated(tmt=date(2025, 12, 1)))

    assert retiring(city, sort="nama") == []
    assert retiring(city, day=date(2025, 11, 30)) == [("Contoh 1", 58, "2026-04-01", "2025-12-01")]
    assert retiring(city, day=date(2009, 12, 31)) == []


def test_a_retirement_that_is_recorded_is_told_with_its_sk_before_and_after_it(city):
    sk = examples_correction.another_sk(7, date(2026, 1, 5))
    ending = examples.terminated(tmt=date(2026, 4, 1), ground=Ground.BUP, decision=sk)
    hired(city, 1, "Operator", date(1968, 3, 1), ending)

    told = [
        [
            (row["status"], row["jabatan_nama"], row["berhenti_tmt"], row["sk_nomor"])
            for row in city.ask(
                "retirement", "due", valid_at=day, dari=date(2026, 1, 1), sampai=date(2026, 12, 31)
            ).items
        ]
        for day in (JANUARY, date(2026, 8, 1))
    ]

    assert told == [
        [("AKTIF", "Operator", "2026-04-01", "800/7/2026")],
        [("PENSIUN", "Operator", "2026-04-01", "800/7/2026")],
    ]


def test_each_year_counts_who_retires_by_kind(city):
    hired(city, 1, "Operator", date(1968, 3, 1))
    hired(city, 2, "Operator", date(1968, 12, 5))
    hired(city, 3, "Guru Ahli Utama", date(1967, 3, 1), unor_id=SCHOOL)

    assert city.ask("retirement", "by_year", valid_at=JANUARY, years=2) == [
        {"tahun": 2026, "kind": "PNS", "pegawai": 1, "sudah_dicatat": 0},
        {"tahun": 2027, "kind": "PNS", "pegawai": 2, "sudah_dicatat": 0},
    ]
    assert city.ask("retirement", "by_year", valid_at=JANUARY, years=2, unor=SCHOOL) == [
        {"tahun": 2027, "kind": "PNS", "pegawai": 1, "sudah_dicatat": 0}
    ]
    assert city.ask("retirement", "by_year", valid_at=JANUARY, kind=Kind.PPPK) == []
    assert [nama for nama, *_ in retiring(city, sampai=date(2027, 12, 31), unor=DINAS, kind=Kind.PNS)] == [
        "Contoh 1",
        "Contoh 2",
        "Contoh 3",
    ]


def test_a_birthday_that_was_changed_counts_from_its_day(city):
    change = {"field": PersonalField.TANGGAL_LAHIR, "new": "1969-03-01", "evidence": "Akta", "tmt": date(2026, 2, 1)}
    hired(city, 1, "Operator", date(1968, 3, 1), examples.fact(PersonalDataChanged, change))

    assert [nama for nama, *_ in retiring(city)] == ["Contoh 1"]
    assert retiring(city, day=date(2026, 2, 1)) == []
    assert [tmt for *_, tmt, _ in retiring(city, sampai=date(2027, 12, 31), day=date(2026, 2, 1))] == ["2027-04-01"]


def test_a_corrected_birthday_was_always_so(city):
    hired(city, 1, "Operator", date(1968, 3, 1))
    registered = examples.employee_registered(nama="Salah", nik=None, tanggal_lahir=date(1969, 3, 1))
    city.record(examples.pegawai(2), registered)
    place = {"kind": Kind.PNS, "golongan": None, "jabatan_id": post("Operator"), "unor_id": DINAS}
    city.record(examples.pegawai(2), examples.appointed(**place))
    assert [nama for nama, *_ in retiring(city)] == ["Contoh 1"]

    fixed = examples_correction.corrected(registered, "tanggal_lahir", "1969-03-01", "1968-05-01")
    city.record(examples.pegawai(2), fixed)

    assert [(nama, tmt) for nama, _, tmt, _ in retiring(city)] == [("Contoh 1", "2026-04-01"), ("Salah", "2026-06-01")]


def test_after_its_annulment_no_ending_is_recorded_any_more(city):
    sk = examples_correction.another_sk(7, date(2026, 1, 5))
    hired(city, 1, "Operator", date(1968, 3, 1), examples.terminated(tmt=date(2026, 2, 1), decision=sk))
    assert retiring(city, day=date(2026, 2, 10)) == []

    city.record(examples.pegawai(1), examples_correction.without_force(sk.sk_id, date(2026, 2, 15)))

    assert retiring(city, day=date(2026, 2, 15)) == [("Contoh 1", 58, "2026-04-01", None)]

"""The structure of an OPD and who holds its posts on a day: which seats are free, and who acts in them?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.appointment import Penugasan
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.domain.unit import OrgUnitChanged, PerubahanUnor, PositionAbolished, PositionChanged, Title
from tests import examples, examples_correction, examples_instansi

row = pytest.mark.requirement

KOTA, DINAS, SEKOLAH = (UUID(int=0xA0 + n, version=4) for n in range(3))
KEPALA, KEPALA_SEKOLAH, GURU, OPERATOR = (UUID(int=0xB0 + n, version=4) for n in range(4))
MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 1)


def unit(office, unor_id, nama, **over):
    office.record(unor_id, examples.unit_established(unor_id=unor_id, nama=nama, induk_nama=None, **over))


def post(office, jabatan_id, nama, unor_id, **over):
    fields = {"jabatan_id": jabatan_id, "title": Title(nama=nama), "unor_id": unor_id}
    office.record(jabatan_id, examples.post_established(**fields | over))


def hired(office, number, jabatan_id, unor_id, *more, nama=None):
    office.record(
        examples.pegawai(number),
        examples.employee_registered(nama=nama or f"Contoh {number}", nik=None),
        examples.number_assigned(nip=examples.nip(number)),
        examples.appointed(
            jabatan_id=jabatan_id,
            unor_id=unor_id,
            engagement_id=UUID(int=0xE000 + number, version=4),
            assignment_id=UUID(int=0xF000 + number, version=4),
        ),
        examples.duty_commenced(tanggal=examples.TMT, engagement_id=None),
        *more,
    )


@pytest.fixture
def city(office):
    """A city with a dinas and a school below it: a head, a head of school, two of three teachers, an operator."""
    unit(office, KOTA, "Kota Contoh", jenis="PEMDA")
    unit(office, DINAS, "Dinas Pendidikan", diatasan_id=KOTA, jenis="DINAS", sektor="PENDIDIKAN")
    office.record(
        SEKOLAH,
        examples.unit_established(
            unor_id=SEKOLAH, nama="SD Negeri 1", induk_nama="dinas pendidikan", jenis="SEKOLAH", sektor="PENDIDIKAN"
        ),
    )
    leading = {"pimpinan": True, "formasi": 1}
    post(office, KEPALA, "Kepala Dinas", DINAS, jenis_jabatan=JenisJabatan.STRUKTURAL, eselon_id="22", **leading)
    post(office, KEPALA_SEKOLAH, "Kepala Sekolah", SEKOLAH, jenis_jabatan=JenisJabatan.FUNGSIONAL, **leading)
    post(office, GURU, "Guru", SEKOLAH, jenis_jabatan=JenisJabatan.FUNGSIONAL, formasi=3)
    post(office, OPERATOR, "Operator", SEKOLAH)
    hired(office, 1, KEPALA, DINAS, nama="Ani Contoh")
    hired(office, 2, KEPALA_SEKOLAH, SEKOLAH, nama="Budi Contoh")
    hired(office, 3, GURU, SEKOLAH, nama="Citra Contoh")
    hired(office, 4, GURU, SEKOLAH, nama="Dedi Contoh")
    hired(office, 5, OPERATOR, SEKOLAH, nama="Eka Contoh")
    return office


def tree(office, day=APRIL, **params):
    found = office.ask("organisation", "tree", valid_at=day, **params)
    seats = ("jabatan", "formasi", "terisi", "kosong", "tanpa_formasi")
    return [(row["level"], row["unor_nama"], *(row[name] for name in seats)) for row in found]


def vacant(office, day=APRIL, **params):
    found = office.ask("organisation", "vacancies", valid_at=day, **params).items
    return [(row["jabatan_nama"], row["kosong"], row["kosong_sejak"]) for row in found]


def held(office, day, **params):
    found = office.ask("organisation", "holders", valid_at=day, **params).items
    return [(row["jabatan_nama"], row["nama"], row["penugasan"], row["tmt"], row["sampai"]) for row in found]


def test_the_tree_goes_from_the_top_down_with_the_seats_of_each_unit(city):
    assert tree(city) == [
        (0, "Kota Contoh", 0, 0, 0, 0, 0),
        (1, "Dinas Pendidikan", 1, 1, 1, 0, 0),
        (2, "SD Negeri 1", 3, 4, 4, 1, 1),
    ]
    assert tree(city, unor=DINAS) == [
        (0, "Dinas Pendidikan", 1, 1, 1, 0, 0),
        (1, "SD Negeri 1", 3, 4, 4, 1, 1),
    ]
    assert tree(city, date(2024, 12, 31)) == []


def test_a_unit_of_the_tree_is_told_with_what_it_is_and_what_stands_above_it(city):
    assert city.ask("organisation", "tree", valid_at=APRIL, unor=SEKOLAH) == [
        {
            "unor_id": str(SEKOLAH),
            "unor_nama": "SD Negeri 1",
            "level": 0,
            "atasan_id": str(DINAS),
            "induk_nama": "dinas pendidikan",
            "eselon_id": None,
            "jenis": "SEKOLAH",
            "sektor": "PENDIDIKAN",
            "jabatan": 3,
            "formasi": 4,
            "terisi": 4,
            "kosong": 1,
            "tanpa_formasi": 1,
        }
    ]


def test_the_tree_is_that_of_the_day(city):
    moved = {"tmt": APRIL, "unor_id": SEKOLAH, "change": PerubahanUnor.MOVE, "diatasan_id": KOTA}
    city.record(SEKOLAH, examples.fact(OrgUnitChanged, moved))
    ended = {"tmt": date(2026, 6, 1), "unor_id": SEKOLAH, "change": PerubahanUnor.DISSOLVE}
    city.record(SEKOLAH, examples.fact(OrgUnitChanged, ended))

    told = [[row[:2] for row in tree(city, day)] for day in (MARCH, APRIL, date(2026, 6, 1))]

    assert told == [
        [(0, "Kota Contoh"), (1, "Dinas Pendidikan"), (2, "SD Negeri 1")],
        [(0, "Kota Contoh"), (1, "Dinas Pendidikan"), (1, "SD Negeri 1")],
        [(0, "Kota Contoh"), (1, "Dinas Pendidikan")],
    ]


def test_units_in_a_ring_are_each_told_once(city):
    ring = {"tmt": APRIL, "unor_id": KOTA, "change": PerubahanUnor.MOVE, "diatasan_id": DINAS}
    city.record(KOTA, examples.fact(OrgUnitChanged, ring))

    assert [row[:2] for row in tree(city, unor=KOTA)] == [
        (0, "Kota Contoh"),
        (1, "Dinas Pendidikan"),
        (2, "SD Negeri 1"),
    ]


def test_a_post_is_told_with_its_seats_its_holders_and_who_acts_in_it(city):
    city.record(
        examples.pegawai(3),
        examples.assigned(
            tmt=date(2026, 2, 1),
            tmt_akhir=date(2026, 5, 1),
            jabatan_id=OPERATOR,
            unor_id=SEKOLAH,
            penugasan=Penugasan.PLT,
        ),
    )

    found = city.ask("organisation", "posts", valid_at=APRIL, unor=SEKOLAH).items

    assert [row["jabatan_nama"] for row in found] == ["Guru", "Kepala Sekolah", "Operator"]
    assert found[2] == {
        "unor_nama": "SD Negeri 1",
        "unor_id": str(SEKOLAH),
        "jabatan_nama": "Operator",
        "jabatan_id": str(OPERATOR),
        "jenis_jabatan": "PELAKSANA",
        "eselon_id": None,
        "pimpinan": None,
        "formasi": None,
        "terisi": 1,
        "pemegang": [
            {
                "pegawai_id": str(examples.pegawai(5)),
                "nip": "199001012025211005",
                "nama": "Eka Contoh",
                "penugasan": "D",
                "tmt": "2025-10-01",
                "sampai": None,
            }
        ],
        "pelaksana": [
            {
                "pegawai_id": str(examples.pegawai(3)),
                "nip": "199001012025211003",
                "nama": "Citra Contoh",
                "penugasan": "PLT",
                "tmt": "2026-02-01",
                "sampai": "2026-04-30",
            }
        ],
        "kosong": None,
        "kosong_sejak": None,
    }
    assert (found[0]["formasi"], found[0]["terisi"], found[0]["kosong"]) == (3, 2, 1)


def test_free_seats_are_seats_without_definitive_holders(city):
    assert vacant(city) == [("Guru", 1, None)]
    assert vacant(city, unor=DINAS) == [("Guru", 1, None)]

    hired(city, 6, GURU, SEKOLAH)

    assert vacant(city) == []
    assert vacant(city, date(2025, 9, 30)) == [
        ("Kepala Dinas", 1, None),
        ("Guru", 3, None),
        ("Kepala Sekolah", 1, None),
    ]


def test_a_leading_post_that_nobody_holds_is_vacant_with_who_acts_in_it_and_since_when(city):
    city.record(examples.pegawai(1), examples.terminated(tmt=APRIL, engagement_id=UUID(int=0xE001, version=4)))
    acting = {"tmt": date(2026, 4, 15), "jabatan_id": KEPALA, "unor_id": DINAS, "penugasan": Penugasan.PLH}
    city.record(examples.pegawai(2), examples.assigned(**acting))

    assert vacant(city, MARCH, unor=DINAS) == [("Guru", 1, None)]
    assert vacant(city, APRIL) == [("Kepala Dinas", 1, "2026-04-01"), ("Guru", 1, None)]
    (first, *_) = city.ask("organisation", "vacancies", valid_at=date(2026, 4, 15)).items
    assert [(p["nama"], p["penugasan"], p["tmt"], p["sampai"]) for p in first["pelaksana"]] == [
        ("Budi Contoh", "PLH", "2026-04-15", None)
    ]


def test_a_leading_post_without_a_formasi_is_vacant_once_nobody_holds_it(city):
    post(city, UUID(int=0xB9, version=4), "Lurah", KOTA, pimpinan=True)

    assert vacant(city) == [("Lurah", None, None), ("Guru", 1, None)]


def test_seats_and_posts_are_those_of_the_day(city):
    city.record(GURU, examples.fact(PositionChanged, {"tmt": APRIL, "jabatan_id": GURU, "formasi": 2}))
    city.record(OPERATOR, examples.fact(PositionAbolished, {"tmt": date(2026, 6, 1), "jabatan_id": OPERATOR}))

    assert (vacant(city, MARCH), vacant(city, APRIL)) == ([("Guru", 1, None)], [])
    assert [row[2] for row in tree(city, date(2026, 5, 31), unor=SEKOLAH)] == [3]
    assert [row[2] for row in tree(city, date(2026, 6, 1), unor=SEKOLAH)] == [2]


def test_everybody_who_holds_a_post_is_listed_page_by_page(city):
    first = city.ask("organisation", "holders", valid_at=APRIL, limit=3)
    rest = city.ask("organisation", "holders", valid_at=APRIL, limit=3, cursor=first.next)

    assert [(row["jabatan_nama"], row["nama"], row["status"]) for row in first.items + rest.items] == [
        ("Kepala Dinas", "Ani Contoh", "AKTIF"),
        ("Guru", "Citra Contoh", "AKTIF"),
        ("Guru", "Dedi Contoh", "AKTIF"),
        ("Kepala Sekolah", "Budi Contoh", "AKTIF"),
        ("Operator", "Eka Contoh", "AKTIF"),
    ]
    assert rest.next is None


def test_a_corrected_tmt_of_a_move_was_always_so(city):
    move = examples.assigned(tmt=APRIL, jabatan_id=KEPALA_SEKOLAH, unor_id=SEKOLAH, penugasan=Penugasan.PJ)
    city.record(examples.pegawai(3), move)
    acting = ("Kepala Sekolah", "Citra Contoh", "PJ")
    assert acting not in [row[:3] for row in held(city, MARCH)]

    city.record(examples.pegawai(3), examples_correction.corrected(move, "tmt", "2026-04-01", "2026-03-01"))

    assert ("Kepala Sekolah", "Citra Contoh", "PJ", "2026-03-01", None) in held(city, MARCH)


def test_an_annulled_move_leaves_the_post_and_the_days_before_stay(city):
    sk = examples_correction.another_sk(7, date(2026, 3, 20))
    move = examples.assigned(tmt=APRIL, jabatan_id=KEPALA, unor_id=DINAS, penugasan=Penugasan.PLT, decision=sk)
    city.record(examples.pegawai(2), move)
    city.record(examples.pegawai(2), examples_correction.without_force(sk.sk_id, date(2026, 5, 1)))

    acting = ("Kepala Dinas", "Budi Contoh", "PLT", "2026-04-01", "2026-04-30")
    assert acting in held(city, date(2026, 4, 30))
    assert [row for row in held(city, date(2026, 5, 1)) if row[1] == "Budi Contoh"] == [
        ("Kepala Sekolah", "Budi Contoh", "D", "2025-10-01", None)
    ]


@row("S2-17")
def test_who_took_a_post_in_a_term_of_office_is_told_by_that_term(city):
    instansi, earlier, present = (UUID(int=0xD0 + n, version=4) for n in range(3))
    first = {"term_id": earlier, "nama": "Pejabat Lama", "dari": date(2021, 2, 26), "sampai": date(2026, 2, 25)}
    second = {"term_id": present, "nama": "Pejabat Baru", "dari": date(2026, 2, 26), "sampai": date(2031, 2, 25)}
    city.record(instansi, examples_instansi.term_started(**first), examples_instansi.term_started(**second))
    city.record(examples.pegawai(4), examples.assigned(tmt=APRIL, jabatan_id=OPERATOR, unor_id=SEKOLAH))

    def of(term, **params):
        found = city.ask("organisation", "holders", valid_at=date(2026, 6, 1), term=term, **params).items
        return [row["nama"] for row in found]

    assert of(present) == ["Dedi Contoh"]
    assert of(earlier, unor=SEKOLAH) == ["Citra Contoh", "Budi Contoh", "Eka Contoh"]
    assert city.ask("organisation", "terms", valid_at=MARCH) == [
        {
            "term_id": str(present),
            "nama": "Pejabat Baru",
            "jabatan": "Wali Kota Serang",
            "kapasitas": "D",
            "dari": "2026-02-26",
            "sampai": "2031-02-25",
        },
        {
            "term_id": str(earlier),
            "nama": "Pejabat Lama",
            "jabatan": "Wali Kota Serang",
            "kapasitas": "D",
            "dari": "2021-02-26",
            "sampai": "2026-02-25",
        },
    ]


def test_a_term_that_ended_before_its_time_ends_then(city):
    instansi = UUID(int=0xD0, version=4)
    city.record(instansi, examples_instansi.term_started(), examples_instansi.term_ended(tmt=date(2026, 3, 1)))
    city.record(examples.pegawai(4), examples.assigned(tmt=APRIL, jabatan_id=OPERATOR, unor_id=SEKOLAH))

    (term,) = city.ask("organisation", "terms", valid_at=APRIL)
    found = city.ask("organisation", "holders", valid_at=APRIL, term=UUID(term["term_id"])).items

    assert term["sampai"] == "2026-02-28"
    assert "Dedi Contoh" not in {row["nama"] for row in found}

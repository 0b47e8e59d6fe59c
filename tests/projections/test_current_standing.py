"""Where does this employee stand on a day? And who stands where?"""

from datetime import date
from uuid import UUID

from kinerja_es.domain.appointment import Penugasan
from kinerja_es.domain.discipline import Tingkat
from kinerja_es.domain.envelope import Excepted
from kinerja_es.domain.person import PersonalDataChanged, PersonalField
from kinerja_es.domain.rules import Ground
from kinerja_es.domain.standing import Status
from kinerja_es.domain.unit import OrgUnitChanged, PerubahanUnor, PositionChanged, Title
from kinerja_es.domain.values import Golongan, Kind, Nip
from tests import examples, examples_discipline

LURAH = UUID("00000000-0000-4000-8000-0000000000a1")
KELURAHAN = UUID("00000000-0000-4000-8000-0000000000a2")


def standing(office, day, employee=examples.BUDI):
    return office.ask("current_standing", "of", employee=employee, valid_at=day)


def hired(office, *more):
    """Budi, appointed to a post from 1 October 2025."""
    office.organisation()
    office.record(examples.BUDI, examples.employee_registered(gelar_belakang="S.E."), examples.number_assigned())
    office.record(examples.BUDI, examples.appointed(), *more)
    return office


def test_a_standing_tells_status_post_unit_grade_contract_and_sk(office):
    contract = examples.contract_signed(contract_id=UUID(int=0xC0))
    hired(office, examples.duty_commenced(tanggal=date(2025, 10, 1)), contract)

    assert standing(office, date(2026, 1, 1)) == {
        "pegawai_id": "00000000-0000-4000-8000-000000000010",
        "nip": "199001012025211001",
        "nip_lama": [],
        "nama": "Budi Contoh",
        "gelar_depan": None,
        "gelar_belakang": "S.E.",
        "tanggal_lahir": "1990-01-01",
        "jenis_kelamin": "L",
        "valid_at": "2026-01-01",
        "status": "AKTIF",
        "status_label": "Aktif",
        "ground": None,
        "kind": "PPPK_PARUH_WAKTU",
        "golongan": "V",
        "jabatan": {"id": "00000000-0000-4000-8000-000000000002", "nama": "Operator Layanan Operasional"},
        "unor": {
            "id": "00000000-0000-4000-8000-000000000003",
            "nama": "Dinas Pendidikan",
            "induk_nama": "Pemerintah Kota Contoh",
        },
        "merangkap": [],
        "contract": {"id": "00000000-0000-0000-0000-0000000000c0", "akhir": "2026-09-30", "upah_rp": 2500000},
        "gaji_persen": 100,
        "tpp_persen": 100,
        "sk": {
            "id": "00000000-0000-4000-8000-000000000001",
            "nomor": "800.1.2.5/1234/BKPSDM/2025",
            "tanggal": "2025-09-26",
        },
        "valid_from": "2025-10-01",
        "valid_to": "2026-10-01",
        "tanda": [],
        "flags": [],
        "pending": [
            {
                "valid_from": "2026-10-01",
                "status": "KONTRAK_HABIS",
                "jabatan": {"id": "00000000-0000-4000-8000-000000000002", "nama": "Operator Layanan Operasional"},
                "unor": {"id": "00000000-0000-4000-8000-000000000003", "nama": "Dinas Pendidikan"},
            }
        ],
    }


def test_the_nik_is_not_told(office):
    assert "3604" not in str(standing(hired(office), date(2026, 1, 1)))


def test_between_sk_and_tmt_an_employee_is_appointed_and_the_post_is_pending(office):
    found = standing(hired(office), date(2025, 9, 27))

    assert (found["status"], found["jabatan"], found["valid_to"]) == ("DIANGKAT", None, "2025-10-01")
    assert [(p["valid_from"], p["jabatan"]["nama"]) for p in found["pending"]] == [
        ("2025-10-01", "Operator Layanan Operasional")
    ]


def test_before_an_employee_was_known_there_is_no_standing_but_what_is_to_come(office):
    found = standing(hired(office), date(2020, 1, 1))

    assert (found["status"], found["status_label"], found["valid_from"]) == (None, None, None)
    assert (found["nama"], found["gaji_persen"], found["merangkap"], found["flags"]) == ("Budi Contoh", 0, [], [])
    assert [p["valid_from"] for p in found["pending"]] == ["2025-09-26", "2025-10-01"]


def test_nobody_knows_an_employee_who_was_never_registered(office):
    assert standing(hired(office), date(2026, 1, 1), examples.SITI) is None


def moved(office, **over):
    """Budi, moved to the kelurahan as Lurah from 1 April 2026."""
    hired(office, examples.duty_commenced())
    office.record(KELURAHAN, examples.unit_established(unor_id=KELURAHAN, nama="Kelurahan Contoh"))
    office.record(LURAH, examples.post_established(jabatan_id=LURAH, title=Title(nama="Lurah"), unor_id=KELURAHAN))
    office.record(examples.BUDI, examples.assigned(jabatan_id=LURAH, unor_id=KELURAHAN, **over))
    return office


def test_a_move_holds_from_its_tmt(office):
    moved(office)

    assert standing(office, date(2026, 3, 31))["jabatan"]["nama"] == "Operator Layanan Operasional"
    assert standing(office, date(2026, 4, 1))["jabatan"]["nama"] == "Lurah"
    assert standing(office, date(2026, 4, 1))["unor"]["nama"] == "Kelurahan Contoh"


def test_an_acting_post_is_held_beside_the_own_one(office):
    moved(office, penugasan=Penugasan.PLT)

    found = standing(office, date(2026, 4, 1))

    assert found["jabatan"]["nama"] == "Operator Layanan Operasional"
    assert found["merangkap"] == [{"id": "00000000-0000-4000-8000-0000000000a1", "nama": "Lurah"}]


def test_a_suspension_ends_by_itself(office):
    hired(office, examples.duty_commenced())
    office.record(examples.BUDI, examples.suspended())

    during, after = standing(office, date(2026, 3, 1)), standing(office, date(2026, 8, 1))

    assert (during["status"], during["ground"], during["gaji_persen"]) == ("NONAKTIF_SEMENTARA", "SEMENTARA", 50)
    assert [(p["valid_from"], p["status"]) for p in during["pending"]] == [("2026-08-01", "AKTIF")]
    assert (after["status"], after["gaji_persen"]) == ("AKTIF", 100)


def test_a_former_nip_is_kept(office):
    hired(office, examples.number_assigned(tmt=date(2026, 1, 1), nip=examples.nip(7), nip_lama="123456789"))

    found = standing(office, date(2026, 1, 1))

    assert (found["nip"], found["nip_lama"]) == ("199001012025211007", ["199001012025211001", "123456789"])


def numbers(office, day):
    found = standing(office, day)
    return found["nip"], found["nip_lama"]


def test_a_nip_is_the_one_of_the_day_asked_about_and_a_former_one_only_from_then_on(office):
    hired(office, examples.number_assigned(tmt=date(2026, 3, 1), nip=examples.nip(7)))

    assert numbers(office, date(2026, 2, 28)) == ("199001012025211001", [])
    assert numbers(office, date(2026, 3, 1)) == ("199001012025211007", ["199001012025211001"])


def test_before_the_tmt_of_the_first_nip_an_employee_is_told_by_it(office):
    hired(office, examples.number_assigned(tmt=date(2026, 3, 1), nip=examples.nip(7)))

    assert numbers(office, date(2020, 1, 1)) == ("199001012025211001", [])


def test_a_pppk_who_becomes_cpns_keeps_the_nip_of_the_kind_until_that_day(office):
    hired(
        office,
        examples.duty_commenced(tanggal=examples.TMT),
        examples.terminated(tmt=date(2026, 5, 1), ground=Ground.DIANGKAT_ASN),
        examples.number_assigned(tmt=date(2026, 5, 1), nip=Nip("199001012026051001")),
        examples.appointed(
            tmt=date(2026, 5, 1),
            engagement_id=UUID(int=1),
            assignment_id=UUID(int=2),
            kind=Kind.CPNS,
            golongan=Golongan("III/a"),
        ),
    )

    told = [standing(office, day) for day in (date(2026, 4, 30), date(2026, 5, 1))]

    assert [(found["kind"], found["nip"]) for found in told] == [
        ("PPPK_PARUH_WAKTU", "199001012025211001"),
        ("CPNS", "199001012026051001"),
    ]


def test_of_two_nips_of_one_day_the_first_was_never_held_but_is_told(office):
    hired(office, examples.number_assigned(tmt=date(2025, 10, 1), nip=examples.nip(7), place=1))

    assert numbers(office, date(2025, 9, 1)) == ("199001012025211007", ["199001012025211001"])
    assert numbers(office, date(2025, 10, 1)) == ("199001012025211007", ["199001012025211001"])


def test_an_employee_without_a_nip_has_a_standing_all_the_same(office):
    office.record(examples.BUDI, examples.employee_registered())

    assert numbers(office, date(2026, 1, 1)) == (None, [])


def test_a_named_exception_is_flagged(office):
    exception = Excepted(code="NOT_ACTIVE", reason="SK sudah ditandatangani.", by="Kepala BKPSDM")
    moved(office, exception=exception)

    assert standing(office, date(2026, 3, 31))["flags"] == []
    assert standing(office, date(2026, 4, 1))["flags"] == ["NOT_ACTIVE"]


def test_a_standing_began_when_it_began_whatever_flag_came_up_later(office):
    hired(office, examples.duty_commenced(tanggal=examples.TMT), examples.terminated(tmt=date(2026, 1, 1)))
    office.record(examples.BUDI, examples.assigned(tmt=date(2026, 3, 1)))

    before, after = standing(office, date(2026, 1, 2)), standing(office, date(2026, 3, 1))

    assert [
        (found["status"], found["valid_from"], found["valid_to"], found["pending"]) for found in (before, after)
    ] == [
        ("BERHENTI_HORMAT", "2026-01-01", None, []),
        ("BERHENTI_HORMAT", "2026-01-01", None, []),
    ]
    assert (before["flags"], after["flags"]) == ([], ["NOT_ENGAGED"])


def marks(office, day):
    return [(mark["code"], mark["label"], mark["sampai"]) for mark in standing(office, day)["tanda"]]


def test_what_is_marked_beside_the_status_is_told_with_its_last_day(office):
    case = UUID(int=0xCA5E, version=4)
    hired(office, examples.duty_commenced())
    office.record(
        examples.BUDI,
        examples_discipline.reported(case_id=case, tanggal=date(2026, 2, 2)),
        examples_discipline.coached(mulai=date(2026, 2, 10)),
        examples_discipline.examined(case_id=case, tanggal=date(2026, 2, 20)),
        examples_discipline.sanctioned(mulai=date(2026, 3, 1), akhir=date(2026, 8, 31), tingkat=Tingkat.S),
    )

    examined = ("DALAM_PEMERIKSAAN", "Dalam pemeriksaan", "2026-02-19")
    coached = ("DALAM_PEMBINAAN", "Dalam pembinaan", None)
    assert marks(office, date(2026, 2, 1)) == []
    assert marks(office, date(2026, 2, 2)) == [examined]
    assert marks(office, date(2026, 2, 10)) == [examined, coached]
    assert marks(office, date(2026, 2, 20)) == [coached]
    sanctioned = ("MENJALANI_HUKUMAN_S", "Menjalani hukuman sedang", "2026-08-31")
    assert marks(office, date(2026, 3, 1)) == [coached, sanctioned]
    assert marks(office, date(2026, 9, 1)) == [coached]


# -- names of a day ----------------------------------------------------------------------


def renamed(tmt, **over):
    rename = {"unor_id": examples.UNOR, "change": PerubahanUnor.RENAME}
    return examples.fact(OrgUnitChanged, rename | over, tmt=tmt)


def retitled(tmt, nama, jabatan_id=examples.JABATAN):
    return examples.fact(PositionChanged, {}, tmt=tmt, jabatan_id=jabatan_id, title=Title(nama=nama))


def names(office, day):
    found = standing(office, day)
    return found["jabatan"]["nama"], found["unor"]["nama"], found["unor"]["induk_nama"]


def test_a_post_and_a_unit_are_told_by_the_names_of_the_day(office):
    hired(office)
    office.record(examples.UNOR, renamed(date(2026, 3, 1), nama="Dinas Pendidikan dan Kebudayaan"))
    office.record(examples.UNOR, renamed(date(2026, 5, 1), change=PerubahanUnor.MOVE, induk_nama="Kota Baru"))
    office.record(examples.JABATAN, retitled(date(2026, 4, 1), "Operator Utama"))

    assert names(office, date(2026, 2, 28)) == (
        "Operator Layanan Operasional",
        "Dinas Pendidikan",
        "Pemerintah Kota Contoh",
    )
    assert names(office, date(2026, 3, 1))[:2] == (
        "Operator Layanan Operasional",
        "Dinas Pendidikan dan Kebudayaan",
    )
    assert names(office, date(2026, 4, 1))[0] == "Operator Utama"
    assert names(office, date(2026, 5, 1)) == ("Operator Utama", "Dinas Pendidikan dan Kebudayaan", "Kota Baru")


def test_a_rename_that_is_recorded_late_stands_before_the_later_one(office):
    hired(office)
    office.record(examples.UNOR, renamed(date(2026, 5, 1), nama="Ketiga"))
    office.record(examples.UNOR, renamed(date(2026, 3, 1), nama="Kedua"))
    office.record(examples.UNOR, renamed(date(2026, 5, 1), nama="Keempat", place=1))

    told = [names(office, date(2026, month, 1))[1] for month in (2, 3, 4, 5)]

    assert told == ["Dinas Pendidikan", "Kedua", "Kedua", "Keempat"]


def test_a_list_names_posts_and_units_as_of_the_day_and_everybody_once(office):
    hired(office)
    office.record(examples.UNOR, renamed(date(2026, 3, 1), nama="Dinas Baru"))
    office.record(examples.JABATAN, retitled(date(2026, 3, 1), "Operator Utama"))

    def told(day):
        found = office.ask("current_standing", "list", valid_at=day).items
        return [(row["jabatan_nama"], row["unor_nama"]) for row in found]

    assert told(date(2026, 2, 28)) == [("Operator Layanan Operasional", "Dinas Pendidikan")]
    assert told(date(2026, 3, 1)) == [("Operator Utama", "Dinas Baru")]


def test_an_acting_post_is_told_by_the_title_of_the_day(office):
    moved(office, penugasan=Penugasan.PLT)
    office.record(LURAH, retitled(date(2026, 6, 1), "Lurah Madya", LURAH))

    told = [standing(office, day)["merangkap"] for day in (date(2026, 5, 31), date(2026, 6, 1))]

    assert [[post["nama"] for post in posts] for posts in told] == [["Lurah"], ["Lurah Madya"]]


# -- who it is, on a day -----------------------------------------------------------------


def changed(field, new, tmt):
    return examples.fact(PersonalDataChanged, {}, tmt=tmt, field=field, new=new, evidence="Akta")


def test_name_title_birth_and_sex_are_those_of_the_day(office):
    march, april = date(2026, 3, 1), date(2026, 4, 1)
    hired(
        office,
        changed(PersonalField.NAMA, "Budi Baru", march),
        changed(PersonalField.GELAR_BELAKANG, "M.M.", april),
        changed(PersonalField.TANGGAL_LAHIR, "1990-01-02", april),
        changed(PersonalField.JENIS_KELAMIN, "P", april),
        changed(PersonalField.ALAMAT, "Jalan Contoh 1", date(2026, 5, 1)),
    )
    office.models.catch_up()

    def who(day):
        found = standing(office, day)
        return tuple(found[name] for name in ("nama", "gelar_belakang", "tanggal_lahir", "jenis_kelamin", "nip"))

    nip = "199001012025211001"
    assert who(date(2026, 2, 28)) == ("Budi Contoh", "S.E.", "1990-01-01", "L", nip)
    assert who(march) == ("Budi Baru", "S.E.", "1990-01-01", "L", nip)
    assert who(april) == who(date(2026, 6, 1)) == ("Budi Baru", "M.M.", "1990-01-02", "P", nip)
    assert len(office.rows_of("dated_person", examples.BUDI)) == 3


def test_a_new_name_and_a_new_nip_each_hold_from_their_own_day(office):
    hired(
        office,
        changed(PersonalField.NAMA, "Budi Baru", date(2026, 3, 1)),
        examples.number_assigned(tmt=date(2026, 4, 1), nip=examples.nip(7)),
    )

    told = [standing(office, date(2026, month, 1)) for month in (2, 3, 4)]

    assert [(found["nama"], found["nip"][-3:]) for found in told] == [
        ("Budi Contoh", "001"),
        ("Budi Baru", "001"),
        ("Budi Baru", "007"),
    ]


# -- list --------------------------------------------------------------------------------


def two(office):
    """Budi, active part-time, and Siti, appointed as PPPK; by name."""
    hired(office, examples.duty_commenced())
    office.record(
        examples.SITI,
        examples.employee_registered(nama="Siti Contoh", nik=None, kind=Kind.PPPK),
        examples.appointed(engagement_id=UUID(int=1), assignment_id=UUID(int=2), kind=Kind.PPPK, golongan=None),
    )
    return office


def listed(office, **params):
    found = office.ask("current_standing", "list", valid_at=date(2026, 1, 1), **params)
    return [(row["nama"], row["status"], row["unor_nama"]) for row in found.items]


def test_a_list_tells_the_nip_of_the_day_asked_about_and_everybody_once(office):
    two(office)
    office.record(examples.BUDI, examples.number_assigned(tmt=date(2026, 3, 1), nip=examples.nip(7)))

    def nips(day):
        return [(row["nama"], row["nip"]) for row in office.ask("current_standing", "list", valid_at=day).items]

    assert nips(date(2026, 2, 28)) == [("Budi Contoh", "199001012025211001"), ("Siti Contoh", None)]
    assert nips(date(2026, 3, 1)) == [("Budi Contoh", "199001012025211007"), ("Siti Contoh", None)]


def test_everybody_is_listed_by_name_as_of_a_day(office):
    assert listed(two(office)) == [
        ("Budi Contoh", "AKTIF", "Dinas Pendidikan"),
        ("Siti Contoh", "DIANGKAT", "Dinas Pendidikan"),
    ]


def test_a_list_can_be_narrowed_by_status_kind_and_unit(office):
    two(office)

    assert [nama for nama, *_ in listed(office, status=Status.AKTIF)] == ["Budi Contoh"]
    assert [nama for nama, *_ in listed(office, kind=Kind.PPPK)] == ["Siti Contoh"]
    assert [nama for nama, *_ in listed(office, unor=examples.UNOR, limit=1)] == ["Budi Contoh"]
    assert listed(office, unor=KELURAHAN) == []


def test_a_list_can_be_narrowed_by_grade(office):
    hired(office)
    other = {"engagement_id": UUID(int=0xE), "assignment_id": UUID(int=0xF)}
    office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))
    office.record(examples.SITI, examples.appointed(golongan=Golongan("IX"), kind=Kind.PPPK, **other))

    assert [nama for nama, *_ in listed(office, golongan=Golongan("V"))] == ["Budi Contoh"]
    assert [nama for nama, *_ in listed(office, golongan=Golongan("IX"))] == ["Siti Contoh"]


def test_a_unit_is_listed_with_all_below_it_on_that_day(office):
    moved(office)
    dinas = {"unor_id": KELURAHAN, "change": PerubahanUnor.MOVE, "diatasan_id": examples.UNOR}
    office.record(KELURAHAN, examples.fact(OrgUnitChanged, dinas, tmt=date(2026, 6, 1)))

    def under(unor, day):
        return [row["nama"] for row in office.ask("current_standing", "list", valid_at=day, unor=unor).items]

    assert under(examples.UNOR, date(2026, 3, 31)) == ["Budi Contoh"]
    assert under(examples.UNOR, date(2026, 4, 1)) == []
    assert under(examples.UNOR, date(2026, 6, 1)) == ["Budi Contoh"]
    assert under(KELURAHAN, date(2026, 6, 1)) == ["Budi Contoh"]
    assert under(examples.BUDI, date(2026, 6, 1)) == []


def test_a_list_is_sorted_by_name_number_or_unit_either_way(office):
    two(office)

    def names(sort):
        first = office.ask("current_standing", "list", valid_at=date(2026, 1, 1), sort=sort, limit=1)
        second = office.ask("current_standing", "list", cursor=first.next)
        return [row["nama"] for row in (*first.items, *second.items)]

    assert names("nama") == names("-nip") == names("unor_nama") == names("-unor_nama") == ["Budi Contoh", "Siti Contoh"]
    assert names("-nama") == names("nip") == ["Siti Contoh", "Budi Contoh"]


def test_whoever_was_not_known_on_the_day_is_not_listed(office):
    two(office)

    assert office.ask("current_standing", "list", valid_at=date(2025, 1, 1)).items == []


def test_several_people_are_told_by_their_numbers_with_the_day_since_when_each_value_has_held(office):
    hired(office, examples.number_assigned(), examples.duty_commenced(tanggal=examples.TMT))

    (row,) = office.ask("current_standing", "several", nip=f"{examples.nip()}, 999", valid_at=date(2025, 12, 31))

    assert (row["nip_asked"], row["nama"], row["status"], row["status_sejak"], row["jabatan_nama"]) == (
        [examples.nip()],
        "Budi Contoh",
        "AKTIF",
        "2025-10-01",
        "Operator Layanan Operasional",
    )
    assert (row["tanda"], row["tanda_sejak"]) == ([], "2025-09-26")

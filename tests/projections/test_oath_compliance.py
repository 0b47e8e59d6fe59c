"""Who was sworn in later than 30 working days after the SK, or not yet?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.policy import Oaths, Policy
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.domain.unit import Title
from tests import examples, examples_correction
from tests import examples_instansi as instansi

LURAH = UUID("00000000-0000-4000-8000-0000000000a1")
MUTASI = examples.decision(sk_id=UUID(int=0x51), nomor="821/1/2026", tanggal=date(2026, 3, 20))
IN_TIME, TOO_LATE = date(2025, 11, 7), date(2025, 11, 10)
"""The thirtieth working day after Friday, 26 September 2025, is Friday, 7 November."""


@pytest.fixture
def recorded(office):
    """Budi, of a batch, appointed by an SK of Friday, 26 September 2025."""
    office.organisation()
    office.appointed = examples.appointed(batch_id=examples.BATCH)
    office.record(examples.BUDI, examples.employee_registered(nik=None), office.appointed, examples.duty_commenced())
    return office


def sworn(office, day, **over):
    office.record(examples.BUDI, examples.oath_taken(tanggal=day, assignment_id=examples.PENEMPATAN, **over))


def listed(office, day, **asked):
    return office.ask("oath_compliance", "list", valid_at=day, **asked).items


def statuses(office, day, **asked):
    return [(row["status"], row["hari_kerja"]) for row in listed(office, day, **asked)]


def test_an_oath_after_more_than_thirty_working_days_is_told_with_the_sk_and_who_took_it(recorded):
    sworn(recorded, TOO_LATE)

    assert listed(recorded, date(2026, 1, 1)) == [
        {
            "pegawai_id": "00000000-0000-4000-8000-000000000010",
            "nip": None,
            "nama": "Budi Contoh",
            "assignment_id": "00000000-0000-4000-8000-000000000006",
            "pengangkatan": 1,
            "batch_id": "00000000-0000-4000-8000-000000000004",
            "jabatan_id": "00000000-0000-4000-8000-000000000002",
            "jabatan_nama": "Operator Layanan Operasional",
            "unor_id": "00000000-0000-4000-8000-000000000003",
            "unor_nama": "Dinas Pendidikan",
            "tmt": "2025-10-01",
            "sk_id": "00000000-0000-4000-8000-000000000001",
            "sk_nomor": "800.1.2.5/1234/BKPSDM/2025",
            "sk_tanggal": "2025-09-26",
            "sumpah": "2025-11-10",
            "tempat": "Alun-Alun Barat",
            "pejabat_pelantik": "Wali Kota Serang",
            "kapasitas": "D",
            "hari_kerja": 31,
            "batas": 30,
            "status": "TERLAMBAT",
        }
    ]


def test_an_oath_on_the_thirtieth_working_day_is_in_time(recorded):
    sworn(recorded, IN_TIME)

    assert statuses(recorded, date(2026, 1, 1)) == []
    assert statuses(recorded, date(2026, 1, 1), status="TEPAT_WAKTU") == [("TEPAT_WAKTU", 30)]


def test_whoever_is_not_sworn_in_is_late_from_the_day_after_the_last_one(recorded):
    sworn(recorded, date(2026, 2, 2))

    assert statuses(recorded, date(2025, 9, 25)) == []
    assert statuses(recorded, IN_TIME) == []
    assert statuses(recorded, IN_TIME, status="BELUM") == [("BELUM", 30)]
    assert statuses(recorded, TOO_LATE) == [("BELUM_DAN_LEWAT", 31)]
    assert listed(recorded, TOO_LATE)[0]["pejabat_pelantik"] is None
    assert statuses(recorded, date(2026, 2, 2)) == [("TERLAMBAT", 91)]


def test_an_oath_before_the_tmt_counts(recorded):
    sworn(recorded, date(2025, 9, 29))

    assert statuses(recorded, date(2026, 1, 1), status="TEPAT_WAKTU") == [("TEPAT_WAKTU", 1)]


def test_holidays_are_no_working_days_and_a_policy_may_set_another_limit(recorded):
    sworn(recorded, TOO_LATE)
    holiday = Policy(holidays={"2025": (date(2025, 10, 6),)})
    recorded.record(UUID(recorded.log.log_id), instansi.policy_adopted(tmt=date(2025, 1, 1), content=holiday))
    with_holiday = statuses(recorded, date(2026, 1, 1))
    stricter = Policy(oath=Oaths(working_days=20))
    recorded.record(
        UUID(recorded.log.log_id), instansi.policy_adopted(tmt=TOO_LATE, policy_version=2, content=stricter)
    )

    assert with_holiday == []
    assert [(row["batas"], row["status"]) for row in listed(recorded, date(2026, 1, 1))] == [(20, "TERLAMBAT")]


def test_existing_staff_was_sworn_in_before_this_record(recorded):
    taken_over = examples.appointed(opening=date(2026, 1, 1), tmt=date(2010, 3, 1))
    recorded.record(examples.SITI, examples.employee_registered(nama="Siti Contoh"), taken_over)

    assert [row["nama"] for row in listed(recorded, date(2026, 1, 1))] == ["Budi Contoh"]


def test_of_other_posts_an_official_is_to_be_sworn_in_and_a_pelaksana_is_not(recorded):
    sworn(recorded, IN_TIME)
    told = {"jabatan_id": LURAH, "title": Title(nama="Lurah"), "jenis_jabatan": JenisJabatan.STRUKTURAL}
    recorded.record(LURAH, examples.post_established(**told))
    recorded.record(
        examples.BUDI,
        examples.assigned(decision=MUTASI),
        examples.assigned(tmt=date(2026, 4, 2), jabatan_id=LURAH, decision=MUTASI),
    )

    found = listed(recorded, date(2026, 6, 1))
    assert [(row["jabatan_nama"], row["pengangkatan"], row["status"]) for row in found] == [
        ("Lurah", 0, "BELUM_DAN_LEWAT")
    ]


def test_whoever_left_is_no_longer_to_be_sworn_in(recorded):
    recorded.record(examples.BUDI, examples.terminated())

    assert [len(listed(recorded, day)) for day in (date(2026, 4, 30), date(2026, 5, 1))] == [1, 0]


def test_nobody_is_to_be_sworn_in_by_an_sk_without_force(recorded):
    annulment = examples_correction.annul(recorded, examples.BUDI, effect_from=date(2026, 3, 2))
    lifting = examples_correction.reinstated(annulment)
    recorded.record(examples.BUDI, examples_correction.reinstated_for(lifting))

    days = (date(2026, 3, 1), date(2026, 3, 2), date(2026, 5, 1))
    assert [len(listed(recorded, day)) for day in days] == [1, 0, 1]


def test_a_corrected_oath_may_have_been_in_time(recorded):
    oath = examples.oath_taken(tanggal=TOO_LATE, assignment_id=examples.PENEMPATAN)
    recorded.record(examples.BUDI, oath)
    before = statuses(recorded, date(2026, 1, 1))
    right = examples_correction.corrected(oath, "tanggal", "2025-11-10", "2025-11-07")
    recorded.record(examples.BUDI, right)

    assert (before, statuses(recorded, date(2026, 1, 1))) == ([("TERLAMBAT", 31)], [])


def test_oaths_are_asked_for_by_batch_unit_and_period(recorded):
    day = date(2026, 1, 1)

    assert [len(listed(recorded, day, batch=batch)) for batch in (examples.BATCH, examples.SK)] == [1, 0]
    assert [len(listed(recorded, day, unor=unor)) for unor in (examples.UNOR, examples.SK)] == [1, 0]
    assert len(listed(recorded, day, dari=date(2025, 9, 26), sampai=date(2025, 9, 26))) == 1
    assert listed(recorded, day, dari=date(2025, 9, 27)) == []


def test_oaths_are_counted_by_unit_and_batch(recorded):
    sworn(recorded, TOO_LATE)
    recorded.record(examples.SITI, examples.employee_registered(nama="Siti Contoh"), examples.appointed())
    counts = {"tepat_waktu": 0, "terlambat": 1, "belum": 0}

    def counted(by):
        return recorded.ask("oath_compliance", "per", valid_at=date(2026, 1, 1), menurut=by)

    assert counted("UNOR") == [
        {
            "unor_id": "00000000-0000-4000-8000-000000000003",
            "unor_nama": "Dinas Pendidikan",
            "wajib": 2,
            **counts,
            "belum_dan_lewat": 1,
            "terlama": 69,
        }
    ]
    assert counted("BATCH") == [
        {
            "batch_id": "00000000-0000-4000-8000-000000000004",
            "unor_nama": None,
            "wajib": 1,
            **counts,
            "belum_dan_lewat": 0,
            "terlama": 31,
        }
    ]


def test_who_waits_longest_comes_first_where_it_is_asked_for(recorded):
    later = examples.decision(sk_id=UUID(int=0x52), nomor="810/2/2025", tanggal=date(2025, 10, 1))
    recorded.record(examples.SITI, examples.employee_registered(nama="Siti Contoh"), examples.appointed(decision=later))

    rows = listed(recorded, date(2026, 1, 1), sort="-hari_kerja")
    assert [(row["nama"], row["hari_kerja"]) for row in rows] == [("Budi Contoh", 69), ("Siti Contoh", 66)]

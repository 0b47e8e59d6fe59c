"""How many employees does each unit have on a day?"""

from datetime import date
from uuid import UUID

from kinerja_es.domain.standing import Status
from kinerja_es.domain.unit import OrgUnitChanged, PerubahanUnor
from kinerja_es.domain.values import Kind
from tests import examples, examples_correction

KELURAHAN = UUID("00000000-0000-4000-8000-0000000000a2")
JANUARY = date(2026, 1, 1)


def hired(office, number, *more, unor=examples.UNOR, kind=Kind.PPPK_PARUH_WAKTU):
    office.record(
        examples.pegawai(number),
        examples.employee_registered(nik=None),
        examples.appointed(unor_id=unor, kind=kind, golongan=None),
        *more,
    )


def staffed(office):
    """Three in Dinas Pendidikan, one of them on duty and one a PPPK; one in the kelurahan."""
    office.organisation()
    office.record(KELURAHAN, examples.unit_established(unor_id=KELURAHAN, nama="Kelurahan Contoh", induk_nama=None))
    hired(office, 1, examples.duty_commenced())
    hired(office, 2)
    hired(office, 3, kind=Kind.PPPK)
    hired(office, 4, unor=KELURAHAN)
    return office


def largest(office, day=JANUARY, limit=5, **narrowed):
    found = office.ask("unit_headcount", "largest", valid_at=day, limit=limit, **narrowed)
    return [(row["nama"], row["induk_nama"], row["pegawai"]) for row in found]


def test_the_largest_units_come_first(office):
    assert largest(staffed(office)) == [
        ("Dinas Pendidikan", "Pemerintah Kota Contoh", 3),
        ("Kelurahan Contoh", None, 1),
    ]
    assert largest(office, limit=1) == [("Dinas Pendidikan", "Pemerintah Kota Contoh", 3)]


def test_only_some_are_counted_where_that_is_asked(office):
    staffed(office)

    assert [pegawai for *_, pegawai in largest(office, kind=Kind.PPPK)] == [1]
    assert [pegawai for *_, pegawai in largest(office, status=Status.AKTIF)] == [1]
    assert [nama for nama, *_ in largest(office, unor=KELURAHAN)] == ["Kelurahan Contoh"]


def test_nobody_counts_before_the_tmt(office):
    assert largest(staffed(office), date(2025, 9, 30)) == []


def test_whoever_left_no_longer_counts(office):
    staffed(office)
    office.record(examples.pegawai(1), examples.terminated(tmt=date(2026, 5, 1)))

    assert [pegawai for *_, pegawai in largest(office, date(2026, 4, 30))] == [3, 1]
    assert [pegawai for *_, pegawai in largest(office, date(2026, 5, 1))] == [2, 1]


def test_whoever_moved_counts_in_the_new_unit(office):
    staffed(office)
    office.record(examples.pegawai(1), examples.assigned(tmt=date(2026, 4, 1), unor_id=KELURAHAN))

    assert largest(office, date(2026, 4, 1)) == [
        ("Dinas Pendidikan", "Pemerintah Kota Contoh", 2),
        ("Kelurahan Contoh", None, 2),
    ]


def test_a_unit_is_told_by_the_name_of_the_day_and_counted_once(office):
    staffed(office)
    rename = {"tmt": date(2026, 3, 1), "unor_id": KELURAHAN, "change": PerubahanUnor.RENAME, "nama": "Kelurahan Baru"}
    office.record(KELURAHAN, examples.fact(OrgUnitChanged, rename))

    told = [
        (
            largest(office, day)[1],
            office.ask("unit_headcount", "of", unor=KELURAHAN, valid_at=day)["nama"],
        )
        for day in (date(2026, 2, 28), date(2026, 3, 1))
    ]

    assert told == [
        (("Kelurahan Contoh", None, 1), "Kelurahan Contoh"),
        (("Kelurahan Baru", None, 1), "Kelurahan Baru"),
    ]


def test_a_unit_is_counted_by_kind_and_status(office):
    assert staffed(office).ask("unit_headcount", "of", unor=examples.UNOR, valid_at=JANUARY) == {
        "unor_id": "00000000-0000-4000-8000-000000000003",
        "nama": "Dinas Pendidikan",
        "induk_nama": "Pemerintah Kota Contoh",
        "valid_at": "2026-01-01",
        "pegawai": 3,
        "pegawai_dengan_bawahan": 3,
        "menurut": [
            {"kind": "PPPK", "status": "DIANGKAT", "pegawai": 1},
            {"kind": "PPPK_PARUH_WAKTU", "status": "AKTIF", "pegawai": 1},
            {"kind": "PPPK_PARUH_WAKTU", "status": "DIANGKAT", "pegawai": 1},
        ],
    }


def test_whoever_has_no_contract_any_more_does_not_count(office):
    office.organisation()
    hired(office, 1, examples.duty_commenced(), examples.contract_signed(akhir=date(2026, 9, 30)))

    assert [pegawai for *_, pegawai in largest(office, date(2026, 9, 30))] == [1]
    assert largest(office, date(2026, 10, 1)) == []
    assert office.ask("unit_headcount", "of", unor=examples.UNOR, valid_at=date(2026, 10, 1))["pegawai"] == 0


def test_a_contract_that_is_signed_makes_no_second_row(office):
    office.organisation()
    hired(office, 1, examples.contract_signed(mulai=date(2025, 11, 1)))
    office.models.catch_up()

    held = office.rows_of("unit_headcount_place", examples.pegawai(1))

    assert [(row["valid_from"], row["valid_to"], row["status"]) for row in held] == [
        ("2025-10-01", "2026-10-01", "DIANGKAT"),
    ]


def test_an_unknown_unit_has_no_count(office):
    assert office.ask("unit_headcount", "of", unor=KELURAHAN, valid_at=JANUARY) is None


# -- with the units below, and over time -------------------------------------------------


def below(office):
    """The kelurahan lies below the dinas from 1 March 2026 on."""
    staffed(office)
    moved = {"tmt": date(2026, 3, 1), "unor_id": KELURAHAN, "change": PerubahanUnor.MOVE, "diatasan_id": examples.UNOR}
    office.record(KELURAHAN, examples.fact(OrgUnitChanged, moved))
    return office


def months(office, dari=date(2025, 9, 1), sampai=date(2026, 1, 15), **params):
    found = office.ask("unit_headcount", "over_time", dari=dari, sampai=sampai, **params)
    return [(row["hari"], row["kind"], row["pegawai"]) for row in found]


def test_a_unit_is_counted_with_those_that_lie_below_it_on_the_day(office):
    below(office)

    def counted(day):
        found = office.ask("unit_headcount", "of", unor=examples.UNOR, valid_at=day)
        return found["pegawai"], found["pegawai_dengan_bawahan"]

    assert (counted(date(2026, 2, 28)), counted(date(2026, 3, 1))) == ((3, 3), (3, 4))


def test_the_largest_units_within_a_unit_are_told(office):
    below(office)
    within = [
        [row["nama"] for row in office.ask("unit_headcount", "largest", valid_at=day, unor=examples.UNOR)]
        for day in (date(2026, 2, 28), date(2026, 3, 1))
    ]

    assert within == [["Dinas Pendidikan"], ["Dinas Pendidikan", "Kelurahan Contoh"]]


def test_employees_are_counted_month_by_month_at_its_end_and_on_the_last_day_asked_about(office):
    staffed(office)
    office.record(examples.pegawai(1), examples.terminated(tmt=date(2025, 12, 31)))

    assert months(office) == [
        ("2025-10-31", "PPPK", 1),
        ("2025-10-31", "PPPK_PARUH_WAKTU", 3),
        ("2025-11-30", "PPPK", 1),
        ("2025-11-30", "PPPK_PARUH_WAKTU", 3),
        ("2025-12-31", "PPPK", 1),
        ("2025-12-31", "PPPK_PARUH_WAKTU", 2),
        ("2026-01-15", "PPPK", 1),
        ("2026-01-15", "PPPK_PARUH_WAKTU", 2),
    ]
    assert months(office, dari=date(2025, 12, 5), sampai=date(2025, 12, 5), kind=Kind.PPPK) == [
        ("2025-12-05", "PPPK", 1)
    ]
    assert months(office, dari=date(2026, 2, 1)) == []


def test_the_units_of_all_months_are_those_below_on_the_last_day(office):
    below(office)
    january = date(2026, 1, 31)

    assert months(office, january, january, unor=examples.UNOR, kind=Kind.PPPK_PARUH_WAKTU) == [
        ("2026-01-31", "PPPK_PARUH_WAKTU", 2)
    ]
    assert months(office, january, date(2026, 3, 1), unor=examples.UNOR, kind=Kind.PPPK_PARUH_WAKTU) == [
        ("2026-01-31", "PPPK_PARUH_WAKTU", 3),
        ("2026-02-28", "PPPK_PARUH_WAKTU", 3),
        ("2026-03-01", "PPPK_PARUH_WAKTU", 3),
    ]


def test_months_are_at_most_a_hundred_years(office):
    staffed(office)

    assert len(months(office, date(2025, 10, 1), date(2200, 1, 1), kind=Kind.PPPK)) == 1200


def test_a_corrected_first_day_was_always_so(office):
    office.organisation()
    appointment = examples.appointed(tmt=date(2025, 12, 1))
    office.record(examples.BUDI, examples.employee_registered(tmt=date(2025, 1, 1)), appointment)
    assert [hari for hari, *_ in months(office)] == ["2025-12-31", "2026-01-15"]

    office.record(examples.BUDI, examples_correction.corrected(appointment, "tmt", "2025-12-01", "2025-11-01"))

    assert [hari for hari, *_ in months(office)] == ["2025-11-30", "2025-12-31", "2026-01-15"]


def test_after_the_annulment_of_an_appointment_nobody_counts_and_the_days_before_stay(office):
    office.organisation()
    sk = examples_correction.another_sk(7, date(2025, 9, 20))
    office.record(examples.BUDI, examples.employee_registered(), examples.appointed(decision=sk))
    office.record(examples.BUDI, examples_correction.without_force(sk.sk_id, date(2025, 12, 1)))

    assert [hari for hari, *_ in months(office)] == ["2025-10-31", "2025-11-30"]

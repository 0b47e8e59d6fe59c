"""Who is evaluated, how predikats are spread, and what they say of a cohort and of those who lead."""

from datetime import date

import pytest

from kinerja_es.domain.competence import Fit
from kinerja_es.domain.period import Cadence, Scope
from kinerja_es.domain.policy import Evaluations, Policy
from kinerja_es.domain.superior import Evaluator
from kinerja_es.domain.values import Kind
from tests import examples, examples_instansi, examples_performance
from tests.projections.department import (
    DINAS,
    DINKES,
    GURU,
    KABID,
    KEPALA,
    KOTA,
    PERAWAT,
    SD,
    SK_LAIN,
    annulled,
    corrected,
    evaluated,
    hired,
    organisation,
    picked,
)

row = pytest.mark.requirement
BATCH = examples.BATCH
JANUARY = date(2026, 1, 31)


def yearly(number, predikat, tahun=2025):
    """A yearly evaluation, decided in January 2026."""
    dari, sampai = date(tahun, 1, 1) if tahun < 2025 else examples.TMT, date(tahun, 12, 31)
    return evaluated(number, predikat, scope=Scope.TAHUNAN, tmt=date(2026, 1, 15), dari=dari, sampai=sampai)


def asked(office, query, day=JANUARY, **params):
    return office.ask("evaluations", query, valid_at=day, **params)


@pytest.fixture
def staffed(office):
    """Ani and Budi of Dinas Pendidikan (Budi in a school), Citra and Dewi of Dinas Kesehatan; Dewi is full-time."""
    organisation(office)
    hired(office, 1, "Ani", evaluated(1, 1), batch_id=BATCH)
    hired(office, 2, "Budi", jabatan=GURU, unor=SD, batch_id=BATCH)
    hired(office, 3, "Citra", evaluated(3, 3), jabatan=PERAWAT, unor=DINKES, batch_id=BATCH)
    hired(office, 4, "Dewi", evaluated(4, 2), jabatan=PERAWAT, unor=DINKES, kind=Kind.PNS)
    return office


# -- coverage ----------------------------------------------------------------------------

COUNTS = ("opd_nama", "pegawai", "sudah", "belum", "terlambat")


@row("S0-10")
def test_per_opd_it_is_told_how_many_are_evaluated_due_and_overdue(staffed):
    assert asked(staffed, "coverage", unor=KOTA) == [
        {
            "opd_id": str(DINKES),
            "opd_nama": "Dinas Kesehatan",
            "dari": "2025-10-01",
            "sampai": "2025-12-31",
            "pegawai": 2,
            "sudah": 2,
            "belum": 0,
            "terlambat": 0,
        },
        {
            "opd_id": str(DINAS),
            "opd_nama": "Dinas Pendidikan",
            "dari": "2025-10-01",
            "sampai": "2025-12-31",
            "pegawai": 2,
            "sudah": 1,
            "belum": 0,
            "terlambat": 1,
        },
    ]


@row("S0-10")
def test_before_the_period_is_over_nobody_is_overdue(staffed):
    told = asked(staffed, "coverage", date(2025, 12, 31))

    assert picked(told, *COUNTS) == [("Dinas Kesehatan", 2, 0, 2, 0), ("Dinas Pendidikan", 2, 0, 2, 0)]


@row("S0-10")
def test_all_who_were_active_on_some_day_of_the_period_count(staffed):
    staffed.record(examples.pegawai(2), examples.terminated(tmt=date(2025, 11, 1), engagement_id=None))
    hired(staffed, 5, "Eka", tmt=date(2026, 1, 1))

    told = asked(staffed, "coverage", unor=DINAS)
    assert picked(told, *COUNTS) == [("Dinas Pendidikan", 2, 1, 0, 1)]
    assert picked(asked(staffed, "coverage", unor=DINAS, sampai=date(2026, 3, 31)), *COUNTS) == [
        ("Dinas Pendidikan", 2, 0, 2, 0)
    ]


def test_who_is_not_evaluated_is_listed_by_name(staffed):
    assert asked(staffed, "due").items == [
        {
            "pegawai_id": str(examples.pegawai(2)),
            "nip": None,
            "nama": "Budi",
            "kind": "PPPK_PARUH_WAKTU",
            "golongan": None,
            "status": "AKTIF",
            "jabatan_id": str(GURU),
            "unor_id": str(SD),
            "evaluation_id": None,
            "predikat": None,
            "tanggal": None,
            "evaluasi": "TERLAMBAT",
            "cadence": None,
            "jabatan_nama": "Guru Ahli Pertama",
            "unor_nama": "SD Negeri 1",
            "induk_nama": "Pemerintah Kota Contoh",
            "dari": "2025-10-01",
            "sampai": "2025-12-31",
        }
    ]


def test_who_is_evaluated_can_be_listed_too_page_by_page(staffed):
    first = asked(staffed, "due", evaluasi="SUDAH", limit=2)
    rest = asked(staffed, "due", evaluasi="SUDAH", limit=2, cursor=first.next)

    assert picked(first.items, "nama", "predikat") == [("Ani", 1), ("Citra", 3)]
    assert (picked(rest.items, "nama", "predikat"), rest.next) == ([("Dewi", 2)], None)


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({"unor": DINAS}, ["Budi"]),
        ({"unor": DINKES}, []),
        ({"kind": Kind.PNS}, []),
        ({"sampai": date(2026, 2, 1)}, ["Ani", "Budi", "Citra", "Dewi"]),
        ({"sampai": date(2026, 2, 1), "kind": Kind.PNS}, ["Dewi"]),
        ({"sampai": date(2026, 2, 1), "unor": DINAS}, ["Ani", "Budi"]),
        ({"sampai": date(2026, 2, 1), "evaluasi": "TERLAMBAT"}, []),
        ({"sampai": date(2026, 2, 1), "evaluasi": "BELUM"}, ["Ani", "Budi", "Citra", "Dewi"]),
        ({"scope": Scope.TAHUNAN}, ["Ani", "Budi", "Citra", "Dewi"]),
    ],
)
def test_the_list_can_be_narrowed(staffed, params, names):
    assert [row["nama"] for row in asked(staffed, "due", **params).items] == names


@row("S2-9")
def test_who_is_due_goes_by_the_agreement_and_else_by_the_policy(staffed):
    policy = Policy(evaluation=Evaluations(cadence=Cadence.BULANAN))
    staffed.record(staffed.log.log_id, examples_instansi.policy_adopted(tmt=date(2025, 11, 1), content=policy))
    staffed.record(examples.pegawai(2), examples_performance.agreement_signed(dari=date(2025, 10, 1)))

    quarter = asked(staffed, "due").items
    month = asked(staffed, "due", scope=Scope.BULANAN).items

    assert picked(quarter, "nama", "cadence") == [("Budi", "TRIWULAN")]
    assert picked(month, "nama", "cadence", "dari") == [
        ("Ani", "BULANAN", "2026-01-01"),
        ("Citra", "BULANAN", "2026-01-01"),
        ("Dewi", "BULANAN", "2026-01-01"),
    ]
    october = asked(staffed, "due", scope=Scope.BULANAN, sampai=date(2025, 10, 1)).items
    assert picked(october, "nama", "cadence") == [("Ani", None), ("Citra", None), ("Dewi", None)]


def test_an_annulled_appointment_leaves_the_days_before_it_in_the_count(staffed):
    before = asked(staffed, "coverage", sampai=date(2025, 12, 31), unor=DINAS)
    staffed.record(examples.pegawai(2), annulled(date(2025, 12, 1)))

    assert picked(before, *COUNTS) == [("Dinas Pendidikan", 2, 1, 0, 1)]
    assert picked(asked(staffed, "coverage", unor=DINAS), *COUNTS) == [("Dinas Pendidikan", 2, 1, 0, 1)]
    following = asked(staffed, "coverage", sampai=JANUARY, unor=DINAS)
    assert picked(following, *COUNTS) == [("Dinas Pendidikan", 1, 0, 1, 0)]


# -- distribution ------------------------------------------------------------------------

SPREAD = ("opd_nama", "evaluasi", "sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")


def rated(unor, predikat, **over):
    told = {"unor_id": unor, "scope": Scope.TRIWULAN, "dari": date(2025, 10, 1), "predikat": predikat}
    return examples_performance.unit_rated(**told | over)


def test_predikats_are_spread_per_opd_beside_the_curve_of_the_organisation(staffed):
    staffed.record(DINAS, rated(DINAS, 5))
    staffed.record(DINKES, rated(DINKES, 2))

    told = asked(staffed, "distribution", scope=Scope.TRIWULAN)

    assert told == [
        {
            "opd_id": str(DINKES),
            "opd_nama": "Dinas Kesehatan",
            "dari": "2025-10-01",
            "sampai": "2025-12-31",
            "evaluasi": 2,
            "sangat_baik": 0,
            "baik": 1,
            "butuh_perbaikan": 1,
            "kurang": 0,
            "sangat_kurang": 0,
            "org_predikat": 2,
            "org_predikat_label": "Baik",
            "menyimpang": None,
        },
        {
            "opd_id": str(DINAS),
            "opd_nama": "Dinas Pendidikan",
            "dari": "2025-10-01",
            "sampai": "2025-12-31",
            "evaluasi": 1,
            "sangat_baik": 1,
            "baik": 0,
            "butuh_perbaikan": 0,
            "kurang": 0,
            "sangat_kurang": 0,
            "org_predikat": 5,
            "org_predikat_label": "Sangat Kurang",
            "menyimpang": "Sangat Kurang: 0.00 %, paling sedikit 60 %; "
            "Butuh Perbaikan / Kurang: 0.00 %, paling sedikit 10 %; "
            "Sangat Baik: 100.00 %, paling banyak 0 %",
        },
    ]


def test_one_unit_is_told_beside_its_curve(staffed):
    staffed.record(DINKES, rated(DINKES, 1))

    told = asked(staffed, "beside_curve", unor=DINKES, scope=Scope.TRIWULAN)

    assert picked(told, "label", "evaluasi", "persen", "pola", "paling_banyak", "sesuai") == [
        ("Sangat Baik", 0, "0.00", "Sangat Baik: paling banyak 70 %", 70, True),
        ("Baik", 1, "50.00", None, None, True),
        ("Butuh Perbaikan", 1, "50.00", None, None, True),
        ("Kurang", 0, "0.00", None, None, True),
        ("Sangat Kurang", 0, "0.00", None, None, True),
    ]
    assert {row["org_predikat_label"] for row in told} == {"Istimewa"}


def test_a_unit_without_evaluations_has_no_percentages(staffed):
    told = asked(staffed, "beside_curve", unor=SD, scope=Scope.TRIWULAN)

    assert picked(told, "predikat", "evaluasi", "persen", "org_predikat", "sesuai") == [
        (n, 0, None, None, True) for n in (1, 2, 3, 4, 5)
    ]


def test_without_a_rating_the_organisation_is_what_all_its_evaluations_say(staffed):
    hired(staffed, 6, "Fajar", evaluated(6, 2, org_predikat=3))

    told = asked(staffed, "distribution", scope=Scope.TRIWULAN, unor=DINAS)

    assert picked(told, "opd_nama", "evaluasi", "org_predikat", "menyimpang") == [
        (
            "Dinas Pendidikan",
            2,
            3,
            "Butuh Perbaikan: 0.00 %, paling sedikit 60 %; Sangat Baik: 50.00 %, paling banyak 10 %",
        )
    ]


def test_a_correction_counts_from_the_first_day_and_an_objection_from_its_own(staffed):
    wrong, contested = evaluated(5, 4), evaluated(6, 5)
    hired(staffed, 5, "Eka", wrong)
    hired(staffed, 6, "Fajar", contested)
    staffed.record(examples.pegawai(5), corrected(wrong, "predikat", 4, 2))
    decided = {"evaluation_id": contested.evaluation_id, "tanggal": date(2026, 2, 2)}
    staffed.record(examples.pegawai(6), examples_performance.objection_decided(**decided))

    def spread(day):
        return picked(asked(staffed, "distribution", day, scope=Scope.TRIWULAN, unor=DINAS), *SPREAD)

    assert spread(date(2026, 1, 11)) == []
    assert spread(JANUARY) == [("Dinas Pendidikan", 3, 1, 1, 0, 0, 1)]
    assert spread(date(2026, 2, 2)) == [("Dinas Pendidikan", 2, 1, 1, 0, 0, 0)]


@row("S0-5")
def test_part_time_staff_stand_beside_full_time_staff(staffed):
    assert picked(
        asked(staffed, "by_hours"),
        "opd_nama",
        "waktu",
        "evaluasi",
        "sangat_baik",
        "baik",
        "butuh_perbaikan",
        "baik_ke_atas_persen",
    ) == [
        ("Dinas Kesehatan", "PARUH_WAKTU", 1, 0, 0, 1, "0.00"),
        ("Dinas Kesehatan", "PENUH_WAKTU", 1, 0, 1, 0, "100.00"),
        ("Dinas Pendidikan", "PARUH_WAKTU", 1, 1, 0, 0, "100.00"),
    ]


def test_an_evaluation_counts_for_the_unit_of_its_post_after_a_mutasi_too(staffed):
    moved = examples.assigned(tmt=date(2025, 12, 1), jabatan_id=PERAWAT, unor_id=DINKES)
    staffed.record(examples.pegawai(1), moved)

    told = asked(staffed, "by_hours", unor=DINAS)

    assert picked(told, "opd_nama", "waktu", "sangat_baik") == [("Dinas Pendidikan", "PARUH_WAKTU", 1)]


# -- one employee, a cohort, those who lead ----------------------------------------------


def test_the_evaluations_of_one_employee_tell_which_one_stands(staffed):
    first = evaluated(2, 4, hasil=3, perilaku=3, penilai=Evaluator(pegawai_id=examples.pegawai(4)))
    second = evaluated(2, 2, tmt=date(2026, 2, 3))
    decided = {
        "evaluation_id": first.evaluation_id,
        "tanggal": date(2026, 2, 2),
        "new_evaluation_id": second.evaluation_id,
    }
    staffed.record(examples.pegawai(2), first, examples_performance.objection_decided(**decided), second)

    def told(day):
        return staffed.ask("evaluations", "of", employee=examples.pegawai(2), valid_at=day)

    assert told(JANUARY) == [
        {
            "evaluation_id": str(first.evaluation_id),
            "scope": "TRIWULAN",
            "dari": "2025-10-01",
            "sampai": "2025-12-31",
            "hasil": 3,
            "perilaku": 3,
            "predikat": 4,
            "org_predikat": None,
            "rating_regime": None,
            "nilai": None,
            "tanggal": "2026-01-12",
            "kind": "PPPK_PARUH_WAKTU",
            "jabatan_id": str(GURU),
            "jabatan_nama": "Guru Ahli Pertama",
            "unor_id": str(SD),
            "unor_nama": "SD Negeri 1",
            "penilai_id": str(examples.pegawai(4)),
            "penilai_nama": "Dewi",
            "penilai_jabatan": None,
            "berlaku": 1,
            "keberatan": None,
            "keberatan_tanggal": None,
            "pengganti_id": None,
        }
    ]
    later = told(date(2026, 2, 3))
    assert picked(later, "predikat", "berlaku", "keberatan", "keberatan_tanggal", "pengganti_id") == [
        (4, 0, "DITERIMA", "2026-02-02", str(second.evaluation_id)),
        (2, 1, None, None, None),
    ]


def test_an_objection_that_was_refused_leaves_the_evaluation_standing(staffed):
    held = evaluated(2, 4)
    refused = {"evaluation_id": held.evaluation_id, "putusan": "DITOLAK"}
    staffed.record(examples.pegawai(2), held, examples_performance.objection_decided(**refused))

    told = staffed.ask("evaluations", "of", employee=examples.pegawai(2), valid_at=date(2026, 3, 1))

    assert picked(told, "predikat", "berlaku", "keberatan") == [(4, 1, "DITOLAK")]


@row("S1-8")
def test_a_cohort_is_ranked_by_the_latest_yearly_and_then_the_latest_quarterly_predikat(staffed):
    staffed.record(examples.pegawai(1), yearly(1, 2))
    staffed.record(examples.pegawai(3), yearly(3, 2), evaluated(3, 1, 1))

    def ranked(day, **params):
        told = asked(staffed, "cohort", day, batch=BATCH, **params)
        return picked(told.items, "peringkat", "nama", "tahunan", "periodik", "periodik_sampai", "unor_nama")

    assert ranked(JANUARY) == [
        (1, "Ani", 2, 1, "2025-12-31", "Dinas Pendidikan"),
        (2, "Citra", 2, 3, "2025-12-31", "Dinas Kesehatan"),
        (3, "Budi", None, None, None, "SD Negeri 1"),
    ]
    assert ranked(date(2026, 4, 30)) == [
        (1, "Ani", 2, 1, "2025-12-31", "Dinas Pendidikan"),
        (1, "Citra", 2, 1, "2026-03-31", "Dinas Kesehatan"),
        (3, "Budi", None, None, None, "SD Negeri 1"),
    ]
    assert ranked(JANUARY, unor=DINKES) == [(1, "Citra", 2, 3, "2025-12-31", "Dinas Kesehatan")]
    assert ranked(date(2025, 9, 30)) == []


@row("S2-14", "S2-11")
def test_evaluations_are_told_as_evidence_of_leading_with_competence_beside_them(staffed):
    hired(
        staffed,
        7,
        "Gita",
        yearly(7, 1),
        yearly(7, 2, 2024),
        yearly(7, 3, 2019),
        examples_performance.assessed(tanggal=date(2026, 1, 20), fit=Fit.PARTIAL, jpm_percent="75"),
        jabatan=KEPALA,
        kind=Kind.PNS,
    )
    hired(staffed, 8, "Hadi", yearly(8, 3), jabatan=KABID, unor=DINKES, kind=Kind.PNS)

    told = asked(staffed, "leadership").items

    names = ("nama", "jabatan_nama", "eselon_id", "tahunan", "evaluasi_tahunan", "baik_ke_atas", "terendah")
    assert picked(told, *names) == [
        ("Gita", "Kepala Dinas Pendidikan", "22", 1, 2, 2, 2),
        ("Hadi", "Kepala Bidang Kesehatan", "31", 3, 1, 0, 3),
    ]
    assert picked(told, "fit", "jpm_percent", "asesmen_tanggal") == [("PARTIAL", "75", "2026-01-20"), (None,) * 3]
    assert picked(asked(staffed, "leadership", tahun=10).items, "evaluasi_tahunan", "terendah")[0] == (3, 3)
    assert [row["nama"] for row in asked(staffed, "leadership", unor=DINKES).items] == ["Hadi"]


def test_whoever_lost_a_leading_post_by_an_annulment_is_told_no_more(staffed):
    sk = examples.decision(sk_id=SK_LAIN)
    promoted = examples.assigned(tmt=date(2026, 2, 1), jabatan_id=KABID, unor_id=DINKES, decision=sk)
    staffed.record(examples.pegawai(4), promoted)
    staffed.record(examples.pegawai(4), annulled(date(2026, 3, 1), SK_LAIN))

    def names(day):
        return [row["nama"] for row in asked(staffed, "leadership", day).items]

    assert [names(day) for day in (JANUARY, date(2026, 2, 28), date(2026, 3, 1))] == [[], ["Dewi"], []]

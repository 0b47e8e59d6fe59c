"""Who does not fit the post, by the latest assessment that counts."""

from datetime import date

import pytest

from kinerja_es.domain.competence import CompetenceItem, Fit, Recommendation
from kinerja_es.domain.envelope import Category, stream_name
from kinerja_es.domain.values import Kind
from tests import examples
from tests.examples_performance import assessed
from tests.projections.department import (
    DINAS,
    DINKES,
    GURU,
    KABID,
    KEPALA,
    PERAWAT,
    SD,
    SK_LAIN,
    annulled,
    assignment,
    corrected,
    hired,
    organisation,
    picked,
    voided,
)

row = pytest.mark.requirement
MARCH = date(2026, 3, 1)
LOW = (
    CompetenceItem(kompetensi_id="1", standar=3, capaian=1),
    CompetenceItem(kompetensi_id="kerja-sama", standar=2, capaian=2),
)


def asked(office, query="list", day=MARCH, **params):
    return office.ask("competence_fit", query, valid_at=day, **params)


def names(office, day=MARCH, **params):
    return [row["nama"] for row in asked(office, day=day, **params).items]


def found(fit, jpm, rekomendasi=None, **over):
    return assessed(assessment_id=examples.new_id(), fit=fit, jpm_percent=jpm, rekomendasi=rekomendasi, **over)


@pytest.fixture
def assessed_staff(office):
    """Ani does not fit her post, Budi does so in part, Citra fits; Dewi was assessed against another post."""
    organisation(office)
    ani = found(Fit.NOT_FIT, "60.00", Recommendation.MUTASI, jabatan_id=KEPALA, items=LOW)
    hired(office, 1, "Ani", ani, jabatan=KEPALA, kind=Kind.PNS)
    hired(office, 2, "Budi", found(Fit.PARTIAL, "75", Recommendation.TRAIN, jabatan_id=GURU), jabatan=GURU, unor=SD)
    hired(office, 3, "Citra", found(Fit.FIT, "100.00", jabatan_id=PERAWAT), jabatan=PERAWAT, unor=DINKES)
    hired(office, 4, "Dewi", found(Fit.NOT_FIT, "9", jabatan_id=KABID), jabatan=PERAWAT, unor=DINKES)
    return office


@row("S3-8")
def test_who_does_not_fit_is_told_with_score_advice_and_what_is_missing(assessed_staff):
    told = asked(assessed_staff).items

    assert told[0] | {"assessment_id": None} == {
        "pegawai_id": str(examples.pegawai(1)),
        "nip": None,
        "nama": "Ani",
        "kind": "PNS",
        "golongan": None,
        "jabatan_id": str(KEPALA),
        "jabatan_nama": "Kepala Dinas Pendidikan",
        "unor_id": str(DINAS),
        "unor_nama": "Dinas Pendidikan",
        "fit": "NOT_FIT",
        "jpm_percent": "60.00",
        "rekomendasi": "MUTASI",
        "assessment_id": None,
        "tanggal": "2026-02-10",
        "berlaku_sampai": None,
        "lembaga": "Universitas Contoh",
        "external": 1,
        "kesenjangan": "Adaptasi terhadap Perubahan (AtP): 1 dari 3",
    }
    assert picked(told, "nama", "fit", "jpm_percent", "rekomendasi", "kesenjangan")[1:] == [
        ("Budi", "PARTIAL", "75", "TRAIN", None)
    ]


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"fit": Fit.FIT}, ["Citra"]),
        ({"fit": Fit.NOT_FIT}, ["Ani"]),
        ({"rekomendasi": Recommendation.TRAIN}, ["Budi"]),
        ({"kind": Kind.PNS}, ["Ani"]),
        ({"unor": DINAS}, ["Ani", "Budi"]),
        ({"unor": SD}, ["Budi"]),
        ({"unor": DINKES}, []),
        ({"sort": "unor_nama"}, ["Ani", "Budi"]),
    ],
)
def test_the_list_can_be_narrowed_and_sorted(assessed_staff, params, told):
    assert names(assessed_staff, **params) == told


def test_the_list_goes_page_by_page(assessed_staff):
    first = asked(assessed_staff, limit=1)
    rest = asked(assessed_staff, limit=1, cursor=first.next)

    assert (picked(first.items, "nama"), picked(rest.items, "nama"), rest.next) == ([("Ani",)], [("Budi",)], None)


@row("S3-8")
def test_per_opd_it_is_told_how_many_fit(assessed_staff):
    counts = ("opd_nama", "pegawai", "sesuai", "cukup_sesuai", "tidak_sesuai", "belum_dinilai")

    assert picked(asked(assessed_staff, "per_opd"), *counts) == [
        ("Dinas Kesehatan", 2, 1, 0, 0, 1),
        ("Dinas Pendidikan", 2, 0, 1, 1, 0),
    ]
    assert picked(asked(assessed_staff, "per_opd", date(2026, 2, 9), unor=DINAS), *counts) == [
        ("Dinas Pendidikan", 2, 0, 0, 0, 2)
    ]


def test_the_latest_assessment_counts_and_a_former_one_again_once_that_has_run_out(assessed_staff):
    better = found(Fit.FIT, "90", jabatan_id=KEPALA, tanggal=date(2026, 4, 1), berlaku_sampai=date(2026, 6, 30))
    assessed_staff.record(examples.pegawai(1), better)

    days = (
        date(2026, 2, 9),
        date(2026, 2, 10),
        date(2026, 3, 31),
        date(2026, 4, 1),
        date(2026, 6, 30),
        date(2026, 7, 1),
    )
    assert [names(assessed_staff, day, unor=DINAS, kind=Kind.PNS) for day in days] == [
        [],
        ["Ani"],
        ["Ani"],
        [],
        [],
        ["Ani"],
    ]


def test_all_competences_of_one_employee_are_told(assessed_staff):
    told = assessed_staff.ask("competence_fit", "of", employee=examples.pegawai(1), valid_at=MARCH)

    columns = ("tanggal", "jabatan_nama", "fit", "berlaku", "kompetensi_id", "standar", "capaian", "kesenjangan")
    assert picked(told, *columns, "kompetensi_nama") == [
        ("2026-02-10", "Kepala Dinas Pendidikan", "NOT_FIT", 1, "1", 3, 1, 2, "Adaptasi terhadap Perubahan (AtP)"),
        ("2026-02-10", "Kepala Dinas Pendidikan", "NOT_FIT", 1, "kerja-sama", 2, 2, 0, "kerja-sama"),
    ]
    assert assessed_staff.ask("competence_fit", "of", employee=examples.pegawai(1), valid_at=date(2026, 2, 9)) == []


def test_a_post_that_was_never_held_has_its_name_as_known_at_an_earlier_time_too(assessed_staff):
    dewi, head = examples.pegawai(4), assessed_staff.models.catch_up()
    asked_about = {"employee": dewi, "valid_at": MARCH}

    told = assessed_staff.models.query_as_known(
        head, stream_name(Category.PEGAWAI, dewi), "competence_fit", "of", **asked_about
    )

    assert {row["jabatan_nama"] for row in told.value} == {"Kepala Bidang Kesehatan"}


def test_a_correction_and_a_void_hold_from_the_first_day(assessed_staff):
    wrong = found(Fit.NOT_FIT, "50", jabatan_id=GURU, tanggal=date(2026, 2, 20))
    assessed_staff.record(examples.pegawai(2), wrong)
    before = picked(asked(assessed_staff, unor=SD).items, "fit", "jpm_percent")
    assessed_staff.record(examples.pegawai(2), corrected(wrong, "jpm_percent", "50", "55"))
    after = picked(asked(assessed_staff, unor=SD).items, "fit", "jpm_percent")
    assessed_staff.record(examples.pegawai(2), voided(wrong))

    assert (before, after) == ([("NOT_FIT", "50")], [("NOT_FIT", "55")])
    assert picked(asked(assessed_staff, unor=SD).items, "fit", "jpm_percent") == [("PARTIAL", "75")]


def test_whoever_was_moved_is_told_by_the_present_post_and_again_by_the_former_one_after_an_annulment(assessed_staff):
    sk = examples.decision(sk_id=SK_LAIN)
    moved = examples.assigned(tmt=date(2026, 4, 1), jabatan_id=KABID, unor_id=DINKES, decision=sk)
    assessed_staff.record(examples.pegawai(1), moved, annulled(date(2026, 5, 1), SK_LAIN, restores=(assignment(1),)))

    told = [names(assessed_staff, date(2026, month, 1), fit=Fit.NOT_FIT) for month in (3, 4, 5)]

    assert told == [["Ani"], [], ["Ani"]]

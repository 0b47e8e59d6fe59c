"""Which officials have no performance agreement, and which agreements a mutasi ended."""

from datetime import date

import pytest

from kinerja_es.domain.agreement import Cadence
from kinerja_es.domain.policy import Agreements, Policy
from kinerja_es.domain.values import Kind
from tests import examples, examples_instansi, examples_performance
from tests.projections.department import (
    DINAS,
    DINKES,
    KABID,
    KEPALA,
    KOTA,
    PERAWAT,
    SK_LAIN,
    STRUCTURAL,
    annulled,
    assignment,
    corrected,
    hired,
    organisation,
    picked,
    post,
)

row = pytest.mark.requirement
DECEMBER = date(2025, 12, 1)
KASI = examples.pegawai(0xF1)


def asked(office, query, day=DECEMBER, **params):
    return office.ask("agreement_coverage", query, valid_at=day, **params)


def agreed(number, **over):
    told = {"agreement_id": examples.pegawai(0x3000 + number), "assignment_id": assignment(number)}
    return examples_performance.agreement_signed(**told | over)


@pytest.fixture
def staffed(office):
    """Ani leads Dinas Pendidikan with an agreement; Budi, Kepala Bidang of Dinas Kesehatan, has none; Citra nurses."""
    organisation(office)
    hired(office, 1, "Ani", agreed(1), jabatan=KEPALA, kind=Kind.PNS)
    hired(office, 2, "Budi", jabatan=KABID, unor=DINKES, kind=Kind.PNS)
    hired(office, 3, "Citra", jabatan=PERAWAT, unor=DINKES)
    return office


@row("S2-5")
def test_per_opd_it_is_told_how_many_officials_have_signed(staffed):
    assert asked(staffed, "coverage") == [
        {"opd_id": str(DINKES), "opd_nama": "Dinas Kesehatan", "pejabat": 1, "ada": 0, "belum": 1, "berakhir": 0},
        {"opd_id": str(DINAS), "opd_nama": "Dinas Pendidikan", "pejabat": 1, "ada": 1, "belum": 0, "berakhir": 0},
    ]
    counts = ("opd_nama", "pejabat", "ada", "belum", "berakhir")
    assert picked(asked(staffed, "coverage", date(2025, 11, 2), unor=DINAS), *counts) == [
        ("Dinas Pendidikan", 1, 0, 1, 0)
    ]
    assert picked(asked(staffed, "coverage", date(2026, 11, 1), unor=DINAS), *counts) == [
        ("Dinas Pendidikan", 1, 0, 0, 1)
    ]


@row("S2-5")
def test_officials_without_an_agreement_are_listed_with_the_days_since_their_placement(staffed):
    assert asked(staffed, "officials", unor=KOTA).items == [
        {
            "pegawai_id": str(examples.pegawai(2)),
            "nip": None,
            "nama": "Budi",
            "jabatan_id": str(KABID),
            "jabatan_nama": "Kepala Bidang Kesehatan",
            "eselon_id": "31",
            "unor_id": str(DINKES),
            "unor_nama": "Dinas Kesehatan",
            "kind": "PNS",
            "golongan": None,
            "status": "AKTIF",
            "sejak": "2025-10-01",
            "hari": 61,
            "perjanjian": "BELUM",
            "agreement_id": None,
            "tanggal": None,
            "dari": None,
            "sampai": None,
        }
    ]
    assert [row["nama"] for row in asked(staffed, "officials", perjanjian="ADA").items] == ["Ani"]
    assert asked(staffed, "officials", perjanjian="BELUM", unor=DINAS).items == []


@row("S2-5", "S2-3")
def test_after_a_mutasi_the_former_agreement_is_over_and_another_one_is_due(staffed):
    moved = examples.assigned(tmt=date(2026, 3, 1), jabatan_id=KABID, unor_id=DINKES)
    staffed.record(examples.pegawai(1), moved)
    march = date(2026, 3, 15)

    names = ("nama", "jabatan_nama", "sejak", "hari", "perjanjian")
    assert picked(asked(staffed, "officials", march).items, *names) == [
        ("Budi", "Kepala Bidang Kesehatan", "2025-10-01", 165, "BELUM"),
        ("Ani", "Kepala Bidang Kesehatan", "2026-03-01", 14, "BELUM"),
    ]
    assert asked(staffed, "ended", march).items == [
        {
            "agreement_id": str(examples.pegawai(0x3001)),
            "pegawai_id": str(examples.pegawai(1)),
            "nip": None,
            "nama": "Ani",
            "jabatan_id": str(KEPALA),
            "jabatan_nama": "Kepala Dinas Pendidikan",
            "unor_id": str(DINAS),
            "unor_nama": "Dinas Pendidikan",
            "tanggal": "2025-11-03",
            "dari": "2025-11-01",
            "sampai": "2026-10-31",
            "berakhir": "2026-03-01",
            "sebab": "MUTASI",
        }
    ]
    assert asked(staffed, "ended", date(2026, 2, 28)).items == []
    assert asked(staffed, "ended", march, dari=date(2026, 3, 2)).items == []
    assert asked(staffed, "ended", march, sampai=date(2026, 3, 1), unor=DINKES).items == []

    signed = agreed(1, assignment_id=moved.assignment_id, tanggal=date(2026, 3, 10), cadence=Cadence.BULANAN)
    staffed.record(examples.pegawai(1), signed)
    assert picked(asked(staffed, "officials", march).items, "nama") == [("Budi",)]


def test_an_annulled_mutasi_that_gives_the_post_back_asks_for_another_agreement(staffed):
    sk = examples.decision(sk_id=SK_LAIN)
    moved = examples.assigned(tmt=date(2026, 3, 1), jabatan_id=KABID, unor_id=DINKES, decision=sk)
    undone = annulled(date(2026, 4, 1), SK_LAIN, restores=(assignment(1),))
    staffed.record(examples.pegawai(1), moved, undone)

    def told(day):
        found = asked(staffed, "officials", day, sort="nama").items
        return picked(found, "nama", "jabatan_nama", "sejak", "perjanjian")[:-1]

    assert told(date(2026, 2, 28)) == []
    assert told(date(2026, 3, 31)) == [("Ani", "Kepala Bidang Kesehatan", "2026-03-01", "BELUM")]
    assert told(date(2026, 4, 1)) == [("Ani", "Kepala Dinas Pendidikan", "2026-04-01", "BELUM")]


def test_a_correction_of_the_day_of_signing_holds_from_the_first_day(staffed):
    signed = agreed(2, tanggal=DECEMBER, dari=DECEMBER)
    staffed.record(examples.pegawai(2), signed)

    def names(day):
        return [row["nama"] for row in asked(staffed, "officials", day).items]

    before = [names(day) for day in (date(2025, 11, 20), DECEMBER)]
    staffed.record(examples.pegawai(2), corrected(signed, "tanggal", "2025-12-01", "2025-11-15"))

    assert before == [["Budi"], []]
    assert [names(day) for day in (date(2025, 11, 14), date(2025, 11, 20), DECEMBER)] == [["Budi"], [], []]


def test_an_agreement_that_was_closed_or_whose_official_left_has_ended(staffed):
    closing = {"agreement_id": examples.pegawai(0x3001), "tanggal": date(2026, 1, 5)}
    staffed.record(examples.pegawai(1), examples_performance.agreement_closed(**closing))
    staffed.record(examples.pegawai(2), agreed(2), examples.terminated(tmt=date(2026, 2, 1), engagement_id=None))

    told = asked(staffed, "ended", date(2026, 3, 1)).items

    assert picked(told, "nama", "berakhir", "sebab") == [
        ("Ani", "2026-01-05", "SELESAI"),
        ("Budi", "2026-02-01", "BERHENTI"),
    ]
    assert picked(asked(staffed, "officials", date(2026, 3, 1)).items, "nama", "perjanjian") == [("Ani", "BERAKHIR")]


def test_who_signs_is_what_the_policy_of_the_day_says(staffed):
    post(staffed, KASI, "Kepala Seksi", unor_id=DINKES, **STRUCTURAL)
    hired(staffed, 4, "Dewi", jabatan=KASI, unor=DINKES, kind=Kind.PNS)
    policy = Policy(agreement=Agreements(eselon=("22",)))
    staffed.record(staffed.log.log_id, examples_instansi.policy_adopted(tmt=date(2026, 1, 1), content=policy))

    def names(day):
        return [row["nama"] for row in asked(staffed, "officials", day).items]

    assert names(DECEMBER) == ["Budi", "Dewi"]
    assert names(date(2026, 1, 1)) == ["Dewi"]

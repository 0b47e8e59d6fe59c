"""How units did by their officials' agreements, what was missed and why, and who answers for it."""

from datetime import date

import pytest

from kinerja_es.domain.agreement import Achieved, Penyebab, RealisedItem
from kinerja_es.domain.appointment import Penugasan
from kinerja_es.domain.competence import Fit, Recommendation
from kinerja_es.domain.performance import UnitInput
from kinerja_es.domain.period import Scope
from kinerja_es.domain.values import Kind
from tests import examples, examples_instansi
from tests import examples_performance as of_work
from tests.projections.department import (
    DINAS,
    DINKES,
    KABID,
    KEPALA,
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
MAY = date(2026, 5, 1)

TARGETS = (
    of_work.target(
        id="1", target="90", triwulan=("60", "70", "80", "90"), bobot="60", program="2.18.03", anggaran_rp=400
    ),
    of_work.target(id="2", target="40", bobot="40", program="2.18.05", anggaran_rp=100),
)
MISSED = RealisedItem(
    id="1", realisasi="30", anggaran_realisasi_rp=100, penyebab=Penyebab.PLANNING, narasi="Belum siap."
)


def asked(office, query, day=MAY, **params):
    return office.ask("unit_performance", query, valid_at=day, **params)


def agreed(number, **over):
    ids = {"agreement_id": examples.pegawai(0x3000 + number), "assignment_id": assignment(number)}
    return of_work.agreement_signed(**{"items": TARGETS, "sampai": date(2026, 12, 31)} | ids | over)


def reported(number, *items, **over):
    """A report of the first quarter; what it comes to was worked out when it was recorded."""
    told = {"agreement_id": examples.pegawai(0x3000 + number), "realisation_id": examples.pegawai(0x4000 + number)}
    capaian = {
        "1": Achieved(id="1", target="60", persen="50.00", anggaran_persen="25.00"),
        "2": Achieved(id="2", target="40", persen="75.00"),
    }
    return of_work.realised(items=items, capaian=tuple(capaian[item.id] for item in items), **told | over)


@pytest.fixture
def worked(office):
    """Ani of Dinas Pendidikan missed one target, the other was not due yet; Budi of Dinas Kesehatan reached his."""
    organisation(office)
    hired(
        office,
        1,
        "Ani",
        agreed(1),
        reported(1, MISSED, RealisedItem(id="2", realisasi="30")),
        jabatan=KEPALA,
        kind=Kind.PNS,
    )
    reached = Achieved(id="1", target="60", persen="110.00", anggaran_persen="90.00")
    budi = reported(2, RealisedItem(id="1", realisasi="66", anggaran_realisasi_rp=360))
    budi = budi.model_copy(update={"capaian": (reached,)})
    hired(office, 2, "Budi", agreed(2, items=TARGETS[:1]), budi, jabatan=KABID, unor=DINKES, kind=Kind.PNS)
    return office


@row("S2-16", "S3-2")
def test_an_opd_is_told_by_the_agreements_that_its_officials_signed(worked):
    inputs = (
        UnitInput(indikator="Perjanjian kepala dinas", capaian_persen="96.5", bobot="60"),
        UnitInput(indikator="Survei", capaian_persen="88", bobot="40"),
    )
    period = {"scope": Scope.TRIWULAN, "dari": date(2026, 1, 1), "sampai": date(2026, 3, 31), "tmt": date(2026, 4, 20)}
    worked.record(DINKES, of_work.unit_rated(unor_id=DINKES, inputs=inputs, capaian_persen="93.10", **period))

    health, education = asked(worked, "units")

    method = (
        "Capaian perjanjian: rata-rata capaian target, tertimbang menurut bobot; yang belum dilaporkan tidak ikut. "
        "Capaian OPD: rata-rata perjanjian pejabatnya, masing-masing sama. Di atas 100 % tidak dipotong."
    )
    assert education == {
        "opd_id": str(DINAS),
        "opd_nama": "Dinas Pendidikan",
        "dari": "2026-01-01",
        "sampai": "2026-12-31",
        "perjanjian": 1,
        "target": 2,
        "dilaporkan": 2,
        "tercapai": 0,
        "tidak_tercapai": 1,
        "capaian_persen": "60.00",
        "anggaran_rp": 500,
        "anggaran_realisasi_rp": 100,
        "serapan_persen": "20.00",
        "predikat": None,
        "predikat_metode": None,
        "predikat_capaian_persen": None,
        "metode": method,
    }
    names = ("tercapai", "capaian_persen", "serapan_persen", "predikat", "predikat_metode", "predikat_capaian_persen")
    assert picked([health], *names) == [(1, "110.00", "90.00", 2, "Rata-rata tertimbang", "93.10")]
    assert picked(asked(worked, "rated"), "unor_nama", "predikat", "indikator", "bagian_persen", "bobot") == [
        ("Dinas Kesehatan", 2, "Perjanjian kepala dinas", "96.5", "60"),
        ("Dinas Kesehatan", 2, "Survei", "88", "40"),
    ]
    assert asked(worked, "rated", unor=DINAS) == []
    assert [row["opd_nama"] for row in asked(worked, "units", unor=DINAS)] == ["Dinas Pendidikan"]


def test_before_anything_was_reported_nothing_is_reached_or_missed(worked):
    told = asked(worked, "units", date(2026, 4, 5), unor=DINAS)

    assert picked(told, "target", "dilaporkan", "tidak_tercapai", "capaian_persen", "serapan_persen") == [
        (2, 0, 0, None, "0.00")
    ]
    assert asked(worked, "units", date(2025, 11, 2)) == []
    assert asked(worked, "units", dari=date(2027, 1, 1)) == []


@row("S3-2", "S3-6", "S3-16")
def test_a_missed_target_stands_beside_its_cause_and_the_competence_of_the_official(worked):
    question = {"realisation_id": examples.pegawai(0x4001), "item_id": "1"}
    worked.record(
        examples.pegawai(1),
        of_work.assessed(fit=Fit.NOT_FIT, jpm_percent="50", rekomendasi=Recommendation.MUTASI),
        of_work.clarification_requested(**question),
    )

    told = asked(worked, "missed").items

    assert told == [
        {
            "pegawai_id": str(examples.pegawai(1)),
            "nip": None,
            "nama": "Ani",
            "jabatan_id": str(KEPALA),
            "jabatan_nama": "Kepala Dinas Pendidikan",
            "unor_id": str(DINAS),
            "unor_nama": "Dinas Pendidikan",
            "agreement_id": str(examples.pegawai(0x3001)),
            "item_id": "1",
            "program": "2.18.03",
            "sasaran": "Layanan lebih cepat",
            "indikator": "Izin terbit dalam tiga hari",
            "satuan": "persen",
            "target": "60",
            "realisasi": "30",
            "persen": "50.00",
            "dilaporkan_sampai": "2026-03-31",
            "anggaran_rp": 400,
            "anggaran_realisasi_rp": 100,
            "anggaran_persen": "25.00",
            "penyebab": "PLANNING",
            "narasi": 1,
            "realisation_id": str(examples.pegawai(0x4001)),
            "klarifikasi": 1,
            "belum_dijawab": 1,
            "fit": "NOT_FIT",
            "jpm_percent": "50",
            "rekomendasi": "MUTASI",
            "asesmen_tanggal": "2026-02-10",
        }
    ]
    assert asked(worked, "missed", penyebab=Penyebab.BUDGET).items == []
    worked.record(examples.pegawai(1), of_work.clarification_answered())
    days = (date(2026, 4, 9), date(2026, 4, 16), date(2026, 4, 17))
    counted = [picked(asked(worked, "missed", day).items, "klarifikasi", "belum_dijawab") for day in days]
    assert counted == [[(0, 0)], [(1, 1)], [(1, 0)]]


@row("S3-5")
def test_somebody_answers_for_each_programme(worked):
    ceiling = {"unor_id": DINAS, "program": "2.18.03", "jabatan_id": KEPALA, "pagu_rp": 450}
    unsigned = {"unor_id": DINKES, "program": "1.02.02", "jabatan_id": KABID, "pagu_rp": 70}
    worked.record(
        worked.log.log_id, examples_instansi.ceiling_set(**ceiling), examples_instansi.ceiling_set(**unsigned)
    )
    raised = examples_instansi.ceiling_set(**ceiling | {"pagu_rp": 500, "tmt": date(2026, 6, 1)})
    worked.record(worked.log.log_id, raised)
    acting = examples.assigned(tmt=date(2026, 2, 1), jabatan_id=KABID, unor_id=DINKES, penugasan=Penugasan.PLT)
    worked.record(examples.pegawai(1), acting, of_work.clarification_requested(realisation_id=examples.pegawai(0x4001)))

    told = asked(worked, "programmes")

    names = (
        "unor_nama",
        "program",
        "pagu_rp",
        "penanggung_jawab",
        "tidak_tercapai",
        "anggaran_realisasi_rp",
        "penyebab",
    )
    assert picked(told, *names, "klarifikasi", "belum_dijawab") == [
        ("Dinas Kesehatan", "2.18.03", None, "Budi", 0, 360, None, 0, 0),
        ("Dinas Pendidikan", "2.18.03", 450, "Ani", 1, 100, "PLANNING", 1, 1),
        ("Dinas Pendidikan", "2.18.05", None, "Ani", 0, 0, None, 1, 1),
        ("Dinas Kesehatan", "1.02.02", 70, "Budi, Ani", 0, 0, None, 0, 0),
    ]
    assert picked(asked(worked, "programmes", date(2026, 6, 1), unor=DINAS), "program", "pagu_rp", "jabatan_nama") == [
        ("2.18.03", 500, "Kepala Dinas Pendidikan"),
        ("2.18.05", None, None),
    ]


def test_the_targets_of_one_official_are_those_of_the_last_revision(worked):
    revised = {"agreement_id": examples.pegawai(0x3001), "items": (TARGETS[0].model_copy(update={"bobot": "100"}),)}
    worked.record(examples.pegawai(1), of_work.agreement_revised(tanggal=date(2026, 4, 1), **revised))

    def told(day):
        found = worked.ask("unit_performance", "of", employee=examples.pegawai(1), valid_at=day)
        return picked(found, "item_id", "bobot", "target", "target_periode", "persen", "tercapai")

    assert told(date(2026, 3, 31)) == [("1", "60", "90", None, None, None), ("2", "40", "40", None, None, None)]
    assert told(MAY) == [("1", "100", "90", "60", "50.00", 0)]


def test_a_correction_of_a_report_counts_from_its_first_day_and_a_void_takes_it_away(worked):
    report = reported(2, MISSED, realisation_id=examples.new_id(), tanggal=date(2026, 4, 20))
    worked.record(examples.pegawai(2), report)
    before = [row["nama"] for row in asked(worked, "missed").items]
    worked.record(examples.pegawai(2), corrected(report, "items.0.penyebab", "PLANNING", "EXTERNAL"))
    causes = picked(asked(worked, "missed").items, "nama", "penyebab")
    worked.record(examples.pegawai(2), voided(report))

    assert before == ["Budi", "Ani"]
    assert causes == [("Budi", "EXTERNAL"), ("Ani", "PLANNING")]
    assert [row["nama"] for row in asked(worked, "missed").items] == ["Ani"]


def test_an_annulled_mutasi_leaves_the_days_before_it_with_the_new_unit(worked):
    sk = examples.decision(sk_id=SK_LAIN)
    moved = examples.assigned(tmt=date(2026, 4, 10), jabatan_id=KABID, unor_id=DINKES, decision=sk)
    signed = agreed(
        3, agreement_id=examples.pegawai(0x3003), assignment_id=moved.assignment_id, tanggal=date(2026, 4, 15)
    )
    worked.record(examples.pegawai(1), moved, signed, annulled(date(2026, 4, 25), SK_LAIN, restores=(assignment(1),)))

    def told(day):
        return picked(asked(worked, "units", day), "opd_nama", "perjanjian")

    assert told(date(2026, 4, 9)) == [("Dinas Kesehatan", 1), ("Dinas Pendidikan", 1)]
    assert told(date(2026, 4, 20)) == told(MAY) == [("Dinas Kesehatan", 2), ("Dinas Pendidikan", 1)]

"""Which part-time employees did best: evidence for a proposal, and nothing that follows by itself."""

from datetime import date

import pytest

from kinerja_es.domain.discipline import Tingkat
from kinerja_es.domain.period import Scope
from kinerja_es.domain.policy import Policy, Upgrades
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.tables import tables_of
from tests import examples, examples_discipline, examples_instansi
from tests import examples_performance as of_work
from tests.projections.department import (
    DINAS,
    DINKES,
    GURU,
    PERAWAT,
    SD,
    SK_LAIN,
    annulled,
    assignment,
    corrected,
    engagement,
    evaluated,
    hired,
    organisation,
    picked,
    voided,
)

row = pytest.mark.requirement
APRIL = date(2026, 4, 20)


def asked(office, day=APRIL, **params):
    return office.ask("upgrade_candidates", "list", valid_at=day, **params)


def told(office, day, *names, **params):
    return picked(asked(office, day, **params).items, "nama", *names)


def yearly(number, predikat, dari=examples.TMT):
    days = {"dari": dari, "sampai": date(2025, 12, 31), "tmt": date(2026, 1, 15)}
    return examples.evaluated(assignment_id=assignment(number), scope=Scope.TAHUNAN, predikat=predikat, **days)


@pytest.fixture
def worked(office):
    """Ani and Budi were evaluated in both quarters, Citra in one; Dewi is full-time, Eka has no evaluation."""
    organisation(office)
    hired(office, 1, "Ani", evaluated(1, 2), evaluated(1, 2, 1), examples.contract_signed())
    hired(office, 2, "Budi", evaluated(2, 3), yearly(2, 1), evaluated(2, 1, 1), jabatan=GURU, unor=SD)
    hired(office, 3, "Citra", evaluated(3, 1, 1), jabatan=PERAWAT, unor=DINKES)
    hired(office, 4, "Dewi", evaluated(4, 1), evaluated(4, 1, 1), kind=Kind.PPPK)
    hired(office, 5, "Eka")
    return office


@row("S1-4", "S1-5")
def test_part_time_employees_are_told_by_performance_with_their_evidence(worked):
    first, *_ = asked(worked).items
    assert first == {
        "urutan": 11,
        "pegawai_id": str(examples.pegawai(2)),
        "nip": None,
        "nama": "Budi",
        "kind": "PPPK_PARUH_WAKTU",
        "golongan": None,
        "jabatan_id": str(GURU),
        "jabatan_nama": "Guru Ahli Pertama",
        "unor_id": str(SD),
        "unor_nama": "SD Negeri 1",
        "mulai": "2025-10-01",
        "kontrak_akhir": None,
        "tahunan": 1,
        "tahunan_sampai": "2025-12-31",
        "periodik": 1,
        "periodik_sampai": "2026-03-31",
        "terakhir": 1,
        "terakhir_sampai": "2026-03-31",
        "jumlah": 3,
        "celah": None,
        "bukti_lengkap": 1,
        "tanda": None,
        "hukuman_berat": 0,
        "usul": None,
        "usul_tanggal": None,
    }
    assert told(worked, APRIL, "urutan", "terakhir", "celah", "bukti_lengkap", "kontrak_akhir") == [
        ("Budi", 11, 1, None, 1, None),
        ("Citra", 91, 1, "2025-10-01", 0, None),
        ("Ani", 92, 2, None, 1, "2026-09-30"),
        ("Eka", 99, None, "2025-10-01", 0, None),
    ]


@row("S1-4", "S1-5")
def test_it_only_tells_what_was_recorded_and_changes_nobodys_status(worked):
    before = worked.log.head()
    asked(worked)

    assert worked.log.head() == before
    assert worked.ask("current_standing", "of", employee=examples.pegawai(2), valid_at=APRIL)["kind"] == (
        "PPPK_PARUH_WAKTU"
    )


def test_the_list_goes_page_by_page_by_unit_and_by_name(worked):
    first = asked(worked, limit=3)
    rest = asked(worked, limit=3, cursor=first.next)

    assert picked(first.items, "nama") == [("Budi",), ("Citra",), ("Ani",)]
    assert (picked(rest.items, "nama"), rest.next) == ([("Eka",)], None)
    assert told(worked, APRIL, unor=DINAS) == [("Budi",), ("Ani",), ("Eka",)]
    assert told(worked, APRIL, unor=DINAS, sort="nama") == [("Ani",), ("Budi",), ("Eka",)]


def test_evidence_is_that_of_the_day(worked):
    assert told(worked, date(2026, 1, 13), "urutan", "jumlah") == [
        ("Ani", 92, 1),
        ("Budi", 93, 1),
        ("Citra", 99, 0),
        ("Eka", 99, 0),
    ]
    assert told(worked, date(2026, 1, 15), "urutan", "jumlah", sort="nama")[1] == ("Budi", 13, 2)
    assert told(worked, date(2025, 9, 30)) == []


@row("S4-11")
def test_the_minimum_is_what_the_policy_of_the_day_says(worked):
    policy = Policy(upgrade=Upgrades(window_months=3, least_predikat=1))
    worked.record(worked.log.log_id, examples_instansi.policy_adopted(tmt=APRIL, content=policy))

    assert told(worked, date(2026, 4, 19), "bukti_lengkap", sort="nama") == [
        ("Ani", 1),
        ("Budi", 1),
        ("Citra", 0),
        ("Eka", 0),
    ]
    assert told(worked, APRIL, "bukti_lengkap", sort="nama") == [("Ani", 0), ("Budi", 1), ("Citra", 1), ("Eka", 0)]
    assert worked.ask("upgrade_candidates", "minimum", valid_at=APRIL) == {
        "policy_version": 1,
        "window_months": 3,
        "window_dasar": "KepmenPANRB 16/2025 diktum 17-18; kebijakan daerah",
        "least_predikat": 1,
        "least_predikat_label": "Sangat Baik",
        "predikat_dasar": "KepmenPANRB 16/2025 diktum 28; kebijakan daerah",
    }
    before = worked.ask("upgrade_candidates", "minimum", valid_at=date(2026, 4, 19))
    assert [before[name] for name in ("policy_version", "window_months", "least_predikat")] == [None, 12, 2]


def test_discipline_and_proposals_are_told_beside_the_evidence(worked):
    sanctioned = examples_discipline.sanctioned(tingkat=Tingkat.B)
    worked.record(examples.pegawai(1), sanctioned, of_work.upgrade_proposed())
    worked.record(examples.pegawai(2), of_work.upgrade_proposed(), of_work.upgrade_declined())

    names = ("tanda", "hukuman_berat", "usul", "usul_tanggal")
    assert told(worked, APRIL, *names, sort="nama")[:2] == [
        ("Ani", "Menjalani hukuman berat", 1, "DIUSULKAN", "2026-04-15"),
        ("Budi", None, 0, "DIUSULKAN", "2026-04-15"),
    ]
    assert told(worked, date(2026, 5, 20), *names, sort="nama")[1] == ("Budi", None, 0, "DITOLAK", "2026-04-15")
    assert told(worked, date(2026, 4, 14), *names, sort="nama")[1] == ("Budi", None, 0, None, None)


def test_whoever_was_made_full_time_is_no_candidate_until_that_sk_is_annulled(worked):
    upgraded = of_work.upgraded(closes_engagement_id=engagement(2), decision=examples.decision(sk_id=SK_LAIN))
    worked.record(examples.pegawai(2), of_work.upgrade_proposed(), of_work.upgrade_approved(), upgraded)
    worked.record(examples.pegawai(2), annulled(date(2026, 7, 1), SK_LAIN))

    def of_budi(day):
        return [found for found in told(worked, day, "usul", "jumlah", sort="nama") if found[0] == "Budi"]

    assert [of_budi(date(2026, month, 30)) for month in (5, 6, 7)] == [
        [("Budi", "DISETUJUI", 3)],
        [],
        [("Budi", "DISETUJUI", 3)],
    ]


def test_a_correction_a_void_and_an_objection_change_the_evidence(worked):
    wrong, doubled, contested = evaluated(5, 4), evaluated(5, 1, 1), evaluated(1, 1, 2)
    worked.record(examples.pegawai(5), wrong, doubled)
    worked.record(examples.pegawai(1), contested)
    before = told(worked, date(2026, 8, 1), "periodik", "jumlah", sort="nama")
    worked.record(examples.pegawai(5), corrected(wrong, "predikat", 4, 2), voided(doubled))
    decided = {"evaluation_id": contested.evaluation_id, "tanggal": date(2026, 8, 3)}
    worked.record(examples.pegawai(1), of_work.objection_decided(**decided))

    assert [before[0], before[-1]] == [("Ani", 1, 3), ("Eka", 1, 2)]
    after = [told(worked, date(2026, 8, day), "periodik", "jumlah", sort="nama") for day in (2, 3)]
    assert [(rows[0], rows[-1]) for rows in after] == [
        (("Ani", 1, 3), ("Eka", 2, 1)),
        (("Ani", 2, 2), ("Eka", 2, 1)),
    ]


def test_an_evaluation_of_another_employment_is_no_evidence(worked):
    again = examples.appointed(engagement_id=examples.new_id(), assignment_id=examples.new_id(), tmt=date(2026, 6, 1))
    gone = examples.terminated(tmt=date(2026, 5, 1), engagement_id=None)
    worked.record(
        examples.pegawai(1), gone, again, examples.duty_commenced(tanggal=date(2026, 6, 1), engagement_id=None)
    )

    assert told(worked, date(2026, 6, 1), "mulai", "urutan", "jumlah", sort="nama")[0] == ("Ani", "2026-06-01", 99, 0)


def test_whoever_never_worked_part_time_has_no_rows(worked):
    asked(worked)

    names = [table.name for p in worked.projections if p.name == "upgrade_candidates" for table in tables_of(p)]
    assert [worked.rows_of(name, examples.pegawai(4)) for name in names] == [[], []]

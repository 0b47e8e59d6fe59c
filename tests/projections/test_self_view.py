"""What does an employee see of the own record?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.values import Kind
from tests import examples, examples_correction
from tests import examples_performance as of_work

CONTRACT = UUID(int=0xC0)


@pytest.fixture
def recorded(office):
    """Budi: part-time from October 2025, evaluated once, proposed on that, upgraded from June 2026."""
    office.organisation()
    office.record(
        examples.BUDI,
        examples.employee_registered(),
        examples.number_assigned(),
        examples.appointed(),
        examples.duty_commenced(tanggal=date(2025, 10, 1)),
        examples.contract_signed(contract_id=CONTRACT),
        examples.evaluated(evaluation_id=of_work.EVALUASI),
        of_work.upgrade_proposed(),
        of_work.upgrade_approved(),
    )
    return office


def seen(office, day):
    return office.ask("self_view", "of", employee=examples.BUDI, valid_at=day)


EVALUATION = {
    "evaluation_id": "00000000-0000-4000-8000-000000000024",
    "tmt": "2026-01-12",
    "scope": "TRIWULAN",
    "dari": "2025-10-01",
    "sampai": "2025-12-31",
    "predikat": 2,
    "predikat_label": "Baik",
}


@pytest.mark.requirement("S0-13")
def test_an_employee_sees_career_contract_evaluations_and_what_speaks_for_an_upgrade(recorded):
    active = {
        "valid_from": "2025-10-01",
        "valid_to": "2026-10-01",
        "status": "AKTIF",
        "kind": "PPPK_PARUH_WAKTU",
        "golongan": "V",
        "jabatan_id": "00000000-0000-4000-8000-000000000002",
        "jabatan_nama": "Operator Layanan Operasional",
        "unor_id": "00000000-0000-4000-8000-000000000003",
        "unor_nama": "Dinas Pendidikan",
        "contract_akhir": "2026-09-30",
        "contract_upah_rp": 2500000,
        "sk_id": "00000000-0000-4000-8000-000000000001",
        "sk_nomor": "800.1.2.5/1234/BKPSDM/2025",
        "sk_tanggal": "2025-09-26",
        "status_label": "Aktif",
    }
    appointed = active | dict.fromkeys(("jabatan_id", "jabatan_nama", "unor_id", "unor_nama", "contract_akhir"))
    appointed |= {"valid_from": "2025-09-26", "valid_to": "2025-10-01", "contract_upah_rp": None}
    appointed |= {"status": "DIANGKAT", "status_label": "Diangkat, belum melaksanakan tugas"}

    assert seen(recorded, date(2026, 5, 20)) == {
        "pegawai_id": "00000000-0000-4000-8000-000000000010",
        "nip": "199001012025211001",
        "nama": "Budi Contoh",
        "gelar_depan": None,
        "gelar_belakang": None,
        "valid_at": "2026-05-20",
        "kedudukan": active,
        "kontrak": {"akhir": "2026-09-30", "upah_rp": 2500000, "sisa_hari": 134},
        "riwayat": [appointed, active],
        "evaluasi": [EVALUATION],
        "usul_naik_status": [
            {
                "proposal_id": "00000000-0000-4000-8000-000000000028",
                "tanggal": "2026-04-15",
                "to_kind": "PPPK",
                "budget_ref": "DPA 1.01.02/2026",
                "status": "DISETUJUI",
                "evaluasi": [EVALUATION],
            }
        ],
    }


def test_on_an_earlier_day_nothing_is_seen_of_what_came_later(recorded):
    found = seen(recorded, date(2026, 1, 11))

    assert (found["evaluasi"], found["usul_naik_status"]) == ([], [])
    assert seen(recorded, date(2026, 5, 19))["usul_naik_status"][0]["status"] == "DIUSULKAN"


def test_a_corrected_contract_ends_when_it_was_always_to_end(recorded):
    before = seen(recorded, date(2026, 5, 20))["kontrak"]
    signed = examples.contract_signed(contract_id=UUID(int=0xC1), mulai=date(2026, 10, 1), akhir=date(2027, 9, 30))
    recorded.record(examples.BUDI, signed)
    recorded.record(examples.BUDI, examples_correction.corrected(signed, "akhir", "2027-09-30", "2027-03-31"))

    assert before["akhir"] == "2026-09-30"
    assert seen(recorded, date(2026, 10, 1))["kontrak"] == {"akhir": "2027-03-31", "upah_rp": 2500000, "sisa_hari": 182}


def test_an_upgrade_is_done_until_its_sk_is_annulled_and_again_once_it_is_reinstated(recorded):
    by = examples.decision(sk_id=UUID(int=0x55), nomor="800/9/2026", tanggal=date(2026, 5, 25))
    recorded.record(examples.BUDI, of_work.upgraded(decision=by, to_kind=Kind.PPPK))
    annulment = examples_correction.annul(recorded, examples.BUDI, sk_id=by.sk_id, effect_from=date(2026, 8, 1))
    lifting = examples_correction.reinstated(annulment, mulai=date(2026, 9, 1))
    recorded.record(examples.BUDI, examples_correction.reinstated_for(lifting))

    days = (date(2026, 6, 1), date(2026, 8, 1), date(2026, 9, 1))
    assert [seen(recorded, day)["usul_naik_status"][0]["status"] for day in days] == ["SELESAI", "DISETUJUI", "SELESAI"]


def test_an_evaluation_that_was_set_aside_is_seen_no_more(recorded):
    recorded.record(examples.BUDI, of_work.objection_decided())

    assert len(seen(recorded, date(2026, 2, 1))["evaluasi"]) == 1
    assert seen(recorded, date(2026, 2, 2))["evaluasi"] == []


def test_nobody_sees_what_is_not_there(office):
    assert seen(office, date(2026, 1, 1)) is None

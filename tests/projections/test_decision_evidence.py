"""Was a contract renewed, or a status upgraded, without an evaluation or a budget on file?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.envelope import Excepted
from tests import examples, examples_correction
from tests import examples_performance as of_work

TODAY = date(2026, 12, 1)
EXCEPTION = Excepted(code="RENEWAL_WITHOUT_EVALUATION", reason="Belum dievaluasi.", by="Kepala BKPSDM")
UPGRADE = examples.decision(sk_id=UUID(int=0x55), nomor="800/9/2026", tanggal=date(2026, 5, 25))


def renewed(**over):
    told = {"contract_id": UUID(int=0xC2), "nomor": "PK-2/2026", "sumber_anggaran": "APBD 2026"}
    return examples.contract_signed(**told | {"mulai": date(2026, 10, 1), "akhir": date(2027, 9, 30)} | over)


@pytest.fixture
def recorded(office):
    """Budi, part-time, whose first contract ends on 30 September 2026."""
    office.organisation()
    office.record(
        examples.BUDI,
        examples.employee_registered(),
        examples.appointed(),
        examples.duty_commenced(),
        examples.contract_signed(),
    )
    return office


def found(office, day=TODAY, **asked):
    rows = office.ask("decision_evidence", "list", valid_at=day, **asked).items
    return [(row["jenis"], row["tanpa_evaluasi"], row["tanpa_anggaran"]) for row in rows]


@pytest.mark.requirement("S1-16")
def test_what_rests_on_an_evaluation_and_a_budget_is_not_listed(recorded):
    recorded.record(examples.BUDI, examples.evaluated(), renewed())

    assert found(recorded) == []
    assert recorded.ask("decision_evidence", "counts", valid_at=TODAY) == [
        {
            "jenis": "PERPANJANGAN",
            "diputuskan": 1,
            "tanpa_evaluasi": 0,
            "tanpa_anggaran": 0,
            "dikecualikan": 0,
            "tanpa_pengecualian": 0,
        }
    ]


@pytest.mark.requirement("S1-16")
def test_a_renewal_without_an_evaluation_is_listed_with_the_exception_that_somebody_answers_for(recorded):
    recorded.record(examples.BUDI, renewed(exception=EXCEPTION))

    assert recorded.ask("decision_evidence", "list", valid_at=TODAY).items == [
        {
            "pegawai_id": "00000000-0000-4000-8000-000000000010",
            "nip": None,
            "nama": "Budi Contoh",
            "unor_id": "00000000-0000-4000-8000-000000000003",
            "unor_nama": "Dinas Pendidikan",
            "jenis": "PERPANJANGAN",
            "about": "00000000-0000-0000-0000-0000000000c2",
            "nomor": "PK-2/2026",
            "tmt": "2026-10-01",
            "tanpa_evaluasi": 1,
            "tanpa_anggaran": 0,
            "anggaran": "APBD 2026",
            "masa_dari": "2025-10-01",
            "masa_sampai": "2026-09-30",
            "exception": "RENEWAL_WITHOUT_EVALUATION",
            "exception_by": "Kepala BKPSDM",
            "warnings": [],
        }
    ]
    assert found(recorded, tanpa_pengecualian=True) == []
    assert recorded.ask("decision_evidence", "counts", valid_at=TODAY)[0]["dikecualikan"] == 1


def test_a_renewal_is_none_before_its_first_day_and_a_first_contract_is_none_at_all(recorded):
    recorded.record(examples.BUDI, renewed())

    assert (found(recorded, date(2026, 9, 30)), found(recorded, date(2026, 10, 1))) == ([], [("PERPANJANGAN", 1, 0)])


def test_an_evaluation_of_another_term_is_none_of_this_one(recorded):
    of_later = examples.evaluated(tmt=date(2027, 1, 11), dari=date(2026, 10, 1), sampai=date(2026, 12, 31))
    recorded.record(examples.BUDI, of_later, renewed())

    assert found(recorded, date(2027, 2, 1)) == [("PERPANJANGAN", 1, 0)]


def test_of_the_evaluations_that_a_renewal_names_one_is_of_the_term(recorded):
    before = examples.evaluated(dari=date(2025, 7, 1), sampai=date(2025, 9, 30))
    recorded.record(examples.BUDI, examples.evaluated(), before, renewed(evaluation_ids=(before.evaluation_id,)))

    assert found(recorded) == [("PERPANJANGAN", 1, 0)]


def test_an_evaluation_that_was_set_aside_is_on_file_no_more(recorded):
    evaluated = examples.evaluated(evaluation_id=of_work.EVALUASI)
    recorded.record(examples.BUDI, evaluated, renewed())
    before = found(recorded)
    recorded.record(examples.BUDI, of_work.objection_decided(tanggal=date(2026, 11, 2), filed_on=date(2026, 10, 20)))

    assert before == []
    assert (found(recorded, date(2026, 11, 1)), found(recorded, date(2026, 11, 2))) == ([], [("PERPANJANGAN", 1, 0)])


def upgraded(office, **proposed):
    office.record(
        examples.BUDI,
        examples.evaluated(evaluation_id=of_work.EVALUASI),
        of_work.upgrade_proposed(**proposed),
        of_work.upgrade_approved(),
        of_work.upgraded(decision=UPGRADE),
        examples.contract_signed(mulai=date(2026, 6, 1), akhir=date(2027, 5, 31)),
    )


@pytest.mark.requirement("S1-16")
def test_an_upgrade_rests_on_the_evaluations_and_the_budget_that_its_proposal_names(recorded):
    upgraded(recorded)

    assert found(recorded) == []


@pytest.mark.parametrize(
    ("proposed", "lacks"),
    [({"budget_ref": None}, (0, 1)), ({"evaluation_ids": ()}, (1, 0)), ({"proposal_id": UUID(int=9)}, (1, 1))],
)
def test_an_upgrade_without_evidence_is_listed_with_what_it_lacks(recorded, proposed, lacks):
    upgraded(recorded, **proposed)

    assert found(recorded, jenis="NAIK_STATUS") == [("NAIK_STATUS", *lacks)]
    assert found(recorded, jenis="PERPANJANGAN") == []


def test_an_upgrade_whose_sk_was_annulled_is_no_decision_until_it_is_reinstated(recorded):
    upgraded(recorded, budget_ref=None)
    annulment = examples_correction.annul(
        recorded, examples.BUDI, sk_id=UPGRADE.sk_id, effect_from=date(2026, 8, 3), restores=(examples.PENEMPATAN,)
    )
    lifting = examples_correction.reinstated(annulment, mulai=date(2026, 9, 1))
    recorded.record(examples.BUDI, examples_correction.reinstated_for(lifting))

    days = (date(2026, 8, 2), date(2026, 8, 3), date(2026, 9, 1))
    assert [len(found(recorded, day)) for day in days] == [1, 0, 1]


def test_a_correction_of_the_budget_shows_that_it_was_always_there(recorded):
    contract = renewed(sumber_anggaran=None)
    recorded.record(examples.BUDI, examples.evaluated(), contract)
    before = found(recorded)
    right = examples_correction.corrected(contract, "sumber_anggaran", None, "APBD 2026")
    recorded.record(examples.BUDI, right)

    assert (before, found(recorded)) == ([("PERPANJANGAN", 0, 1)], [])


def test_decisions_are_asked_for_by_period_and_unit(recorded):
    recorded.record(examples.BUDI, renewed())

    assert len(found(recorded, dari=date(2026, 10, 1), sampai=date(2026, 10, 1))) == 1
    assert found(recorded, dari=date(2026, 10, 2)) == []
    assert [len(found(recorded, unor=unor)) for unor in (examples.UNOR, examples.JABATAN)] == [1, 0]
    assert recorded.ask("decision_evidence", "counts", valid_at=TODAY, sampai=date(2026, 9, 30)) == []


def test_the_latest_decision_comes_first_where_it_is_asked_for(recorded):
    recorded.record(examples.BUDI, renewed(), renewed(mulai=date(2027, 10, 1), akhir=date(2028, 9, 30)))

    rows = recorded.ask("decision_evidence", "list", valid_at=date(2027, 12, 1), sort="-tmt").items
    assert [row["tmt"] for row in rows] == ["2027-10-01", "2026-10-01"]

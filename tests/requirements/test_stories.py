"""Five stories as the articles tell them, from the first fact to the answer, each at the HTTP service."""

import pytest

from tests.http.calling import BATCH, roster
from tests.requirements.cases import COACHED, END, EXAMINED, REPORT
from tests.requirements.department import UNFIT, Office, agreement, assessment, evaluation, proposal, without

row = pytest.mark.requirement


@pytest.fixture
def office(clerk):
    return Office(clerk)


# -- Serang, Sawahlunto, Metro: thousands appointed by one SK -----------------------------


@row("S0-1", "S1-2")
def test_a_city_appoints_fulltime_and_parttime_employees_by_one_sk_and_its_counts_agree(clerk, tmp_path):
    """15 PPPK and 3,794 PPPK Paruh Waktu were sworn in on one day; here it is one and three."""
    file = roster(tmp_path)
    too_many = {"expected": {"PPPK": 1, "PPPK_PARUH_WAKTU": 4}, "jumlah_pegawai": 5}

    # Had the SK named one more, the file would be short of one: told before anything is recorded.
    tried = clerk.upload(file, BATCH | too_many, dry_run="true").json()
    below = [p["value"] for p in tried["problems"] if p["code"] == "COUNT_BELOW_EXPECTED"]
    assert below == ["PPPK_PARUH_WAKTU"]

    report = clerk.upload(file).json()
    assert (report["rows"], report["recorded"]) == (4, report["expected"])
    batch = clerk.get(f"/v1/batches/{report['batch_id']}", at_least=report["position"]).json()
    counts = [(kind["kind"], kind["expected"], kind["recorded"], kind["difference"]) for kind in batch["per_kind"]]
    assert counts == [("PPPK", 1, 1, 0), ("PPPK_PARUH_WAKTU", 3, 3, 0)]
    assert (batch["expected"], batch["recorded"], batch["difference"]) == (4, 4, 0)
    assert sum(unit["recorded"] for unit in batch["per_unor"]) == 4
    assert clerk.recorded(f"/v1/batches/{report['batch_id']}/close", {})["batch_id"] == report["batch_id"]

    # The same file once more changes nothing.
    assert clerk.upload(file).json()["repeated"] is True


# -- Bengkulu: agreements, and what follows from a missed one ------------------------------


def test_the_story_of_an_official_in_bengkulu(office):
    """Moved, sworn in, signed, evaluated three times, failed, and sanctioned by the policy of the head of region."""
    person = office.employee("PNS", office.other_post)
    office.tell(person, office.move("2025-10-15", jabatan_id=office.chief_post))
    assert office.warned(person, agreement(tanggal="2025-10-20", dari="2025-10-15")) == ["AGREEMENT_BEFORE_OATH"]
    agreed = office.history(person, "PerformanceAgreementSigned")[0]["agreement_id"]
    office.tell(
        person,
        {
            "type": "OathTaken",
            "tanggal": "2025-10-24",
            "tempat": "Balai Kota",
            "pejabat_pelantik": "Wali Kota",
            "kapasitas": "D",
        },
    )
    quarters = (
        ("2025-10-15", "2025-12-31", "2026-01-12", 2),
        ("2026-01-01", "2026-03-31", "2026-04-13", 2),
        ("2026-04-01", "2026-06-30", "2026-07-01", 3),
    )
    for dari, sampai, tmt, hasil in quarters:
        scores = [{"id": "1", "skor": hasil}, {"id": "2", "skor": hasil}]
        period = {"dari": dari, "sampai": sampai, "tmt": tmt, "hasil": hasil, "perilaku": 2}
        office.tell(person, evaluation(**period, item_scores=scores))
    rated = office.history(person, "PerformanceEvaluated")
    assert [e["predikat"] for e in rated] == [2, 2, 3]
    opened = {"type": "EvaluationFollowUpOpened", "evaluation_id": rated[2]["evaluation_id"], "tanggal": "2026-07-01"}
    sanction = {
        "type": "EvaluationFollowUpConcluded",
        "follow_up_id": office.tell(person, opened)["events"][0]["follow_up_id"],
        "tanggal": "2026-07-01",
        "outcome": "POLICY_SANCTION",
        "pejabat": "Wali Kota",
        "sk": office.sk,
    }

    assert office.refused(person, without(sanction, "sk")) == {"FOLLOW_UP_OUTCOME"}
    assert office.warned(person, sanction) == []
    assert office.refused(person, agreement(tanggal="2026-06-01")) == {"AGREEMENT_EXISTS"}
    assert office.history(person, "PerformanceAgreementSigned")[0]["agreement_id"] == agreed


# -- Penajam Paser Utara: moved by an assessment, not by favour ----------------------------


@row("S3-9")
def test_why_an_official_was_moved_is_answered_with_the_assessment(office, clerk):
    person = office.chief()
    assessed = office.tell(person, assessment(items=UNFIT, rekomendasi="MUTASI"))["events"][0]
    office.moved(person, assessment_id=assessed["assessment_id"])

    parts = clerk.get(f"/v1/employees/{person}/why", valid_at="2026-04-01").json()["parts"]

    because = next(part["because"] for part in parts if part["part"] == "jabatan")
    assert because["type"] == "PositionAssigned"
    assert [fact["event_id"] for fact in because["evidence"]] == [assessed["event_id"]]


# -- Metro: no automatic rise --------------------------------------------------------------


@row("S1-5", "S1-7", "S1-16")
def test_nobody_in_metro_becomes_fulltime_without_an_evaluation(office):
    """ "No automatic mechanism": neither a proposal nor an SK raises somebody whose work nobody has rated."""
    person = office.part_timer()

    assert office.refused(person, proposal()) == {"UPGRADE_WITHOUT_EVALUATION"}
    by_sk = {"type": "EmploymentStatusUpgraded", "tmt": "2026-06-01", "to_kind": "PPPK", "sk": office.sk}
    assert office.refused(person, by_sk | {"proposal_id": "00000000-0000-4000-8000-000000000999"}) == {
        "REFERENCE_UNKNOWN"
    }

    assert office.history(person, "StatusUpgradeProposed") == []
    assert office.history(person, "EmploymentStatusUpgraded") == []
    assert {office.standing(person, day)["kind"] for day in ("2025-10-01", "2026-06-01", "2030-01-01")} == {
        "PPPK_PARUH_WAKTU"
    }


# -- Serang: a grave offence ---------------------------------------------------------------


@row("S4-9")
def test_a_case_of_harassment_goes_from_suspension_and_examination_to_dismissal_without_coaching(office):
    person = office.part_timer()
    case = {"case_id": office.tell(person, REPORT | {"jenis": "PELECEHAN_SEKSUAL"})["events"][0]["case_id"]}
    suspended = {"type": "EmploymentSuspended", "tmt": "2026-02-03", "ground": "SEMENTARA"}
    suspended |= {"gaji_persen": 50, "tpp_persen": 0, "sk": office.sk}
    dismissed = END | {"ground": "PELANGGARAN_BERAT", "sk": office.sk}

    office.tell(person, suspended)
    during = office.standing(person, "2026-02-10")
    assert (during["status"], [mark["code"] for mark in during["tanda"]]) == (
        "NONAKTIF_SEMENTARA",
        ["DALAM_PEMERIKSAAN"],
    )
    assert office.refused(person, COACHED | case) == {"SERIOUS_OFFENCE_NOT_COACHABLE"}
    assert office.refused(person, dismissed) == {"NO_EXAMINATION"}
    office.tell(person, EXAMINED | case)
    assert office.refused(person, COACHED | case) == {"SERIOUS_OFFENCE_NOT_COACHABLE"}
    office.tell(person, dismissed)

    after = office.standing(person, "2026-05-01")
    assert (after["status"], after["ground"], after["tanda"]) == ("BERHENTI_HORMAT_TAPS", "PELANGGARAN_BERAT", [])
    events = office.clerk.get(f"/v1/employees/{person}/events").json()["events"]
    begun = next(place for place, event in enumerate(events) if event["type"] == "ViolationReported")
    assert [event["type"] for event in events[begun:]] == [
        "ViolationReported",
        "EmploymentSuspended",
        "ViolationExamined",
        "EmploymentTerminated",
    ]

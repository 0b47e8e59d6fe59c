"""What the five articles ask about work and competence, shown at the HTTP service, row by row."""

from uuid import UUID, uuid4

import orjson
import pytest

from kinerja_es.domain.catalogue import SkRef, command_of
from kinerja_es.domain.competence import AssessmentTeamFormed
from kinerja_es.domain.envelope import Actor, Category, stream_name
from kinerja_es.errors import Problems
from kinerja_es.recording.record import Request
from tests.http.calling import SK, codes
from tests.requirements.department import (
    CAUSE,
    MISSED,
    RHK,
    TARGETS,
    UNFIT,
    Office,
    agreement,
    assessment,
    evaluation,
    good_work,
    plan,
    proposal,
    realisation,
    signed,
    without,
)

row = pytest.mark.requirement


@pytest.fixture
def office(clerk):
    return Office(clerk)


# -- S0 Sawahlunto -----------------------------------------------------------------------


@row("S0-3")
def test_a_target_has_an_indicator_a_unit_a_number_and_where_its_evidence_lies(office):
    person = office.chief()

    assert office.refused(person, agreement(items=[without(TARGETS[0], "satuan"), TARGETS[1]])) == {
        "TARGET_NOT_MEASURABLE"
    }
    assert office.refused(person, agreement(items=[TARGETS[0], without(TARGETS[1], "target")])) == {
        "TARGET_NOT_MEASURABLE"
    }
    agreed = signed(office, person, items=[TARGETS[0] | {"bukti": "Laporan aplikasi perizinan"}, TARGETS[1]])
    office.tell(person, realisation(agreed, {"id": "1", "realisasi": "72", "bukti": ["arsip://izin/tw1"]}))
    assert office.history(person, "RealisationReported")[0]["items"][0]["bukti"] == ["arsip://izin/tw1"]


@row("S0-3")
def test_a_planned_result_of_a_part_timer_is_measurable_too(office):
    person = office.part_timer()

    assert office.refused(person, plan(rhk=[without(RHK[0], "indikator")])) == {"TARGET_NOT_MEASURABLE"}
    assert office.warned(person, plan()) == []


@row("S0-4")
def test_an_evaluation_cites_what_was_realised_of_each_target(office):
    person = office.part_timer()
    office.tell(person, plan())

    assert office.refused(person, evaluation()) == {"EVALUATION_WITHOUT_RESULTS"}
    assert office.refused(person, without(evaluation(), "hasil")) == {"EVALUATION_WITHOUT_RESULTS"}
    assert office.warned(person, evaluation(item_scores=[{"id": "1", "realisasi": "118", "skor": 2}])) == []


@row("S0-5")
def test_part_time_and_full_time_are_evaluated_by_one_event_and_one_matrix(office):
    part, full = office.part_timer(), office.employee("PPPK", office.desk_post)
    for person in (part, full):
        office.tell(person, evaluation(hasil=1, perilaku=1))
        office.tell(person, evaluation(1, hasil=3, perilaku=3))

    rated = [[e["predikat"] for e in office.history(person, "PerformanceEvaluated")] for person in (part, full)]
    assert rated == [[1, 5], [1, 5]]


@row("S0-7")
def test_each_has_a_role_in_a_programme(office):
    person = office.part_timer()

    assert office.warned(person, plan(rhk=[without(RHK[0], "peran")])) == ["PLAN_WITHOUT_ROLE"]
    other = office.part_timer()
    assert office.warned(other, plan()) == []
    rhk = office.history(other, "PerformancePlanSet")[0]["rhk"][0]
    assert (rhk["program"], rhk["peran"]) == ("1.01.02", "Pengelola berkas")


@row("S0-10")
def test_a_period_is_evaluated_once_and_when_it_is_over(office):
    person = office.part_timer()
    office.tell(person, evaluation())

    assert office.refused(person, evaluation()) == {"PERIOD_DUPLICATE"}
    assert office.refused(person, evaluation(1, tmt="2026-03-30")) == {"PERIOD_INVALID"}
    assert office.warned(person, evaluation(1)) == []


VALUES = dict.fromkeys(
    ("berorientasi_pelayanan", "akuntabel", "kompeten", "harmonis", "loyal", "adaptif", "kolaboratif"), 2
)


@row("S0-15", "S1-12", "S1-13")
def test_behaviour_is_rated_apart_from_results_by_exactly_the_seven_values(office):
    person = office.part_timer()

    assert office.refused(person, evaluation(berakhlak=VALUES | {"disiplin": 2})) == {"BODY_INVALID"}
    assert office.refused(person, evaluation(berakhlak=VALUES | {"loyal": 4})) == {"VALUE_INVALID"}
    office.tell(person, evaluation(hasil=1, perilaku=2, berakhlak=VALUES))
    recorded = office.history(person, "PerformanceEvaluated")[0]
    assert (recorded["hasil"], recorded["perilaku"], recorded["berakhlak"]) == (1, 2, VALUES)


# -- S1 Metro ----------------------------------------------------------------------------


def approved(office, person):
    """A proposal that was approved; gives its id."""
    evaluations = good_work(office, person)
    named = office.tell(person, proposal(*evaluations))["events"][0]["proposal_id"]
    office.tell(
        person,
        {"type": "StatusUpgradeApproved", "proposal_id": named, "tanggal": "2026-05-20", "oleh": "Menteri PANRB"},
    )
    return named


def upgraded(named, **over):
    return {"type": "EmploymentStatusUpgraded", "tmt": "2026-06-01", "proposal_id": named, "to_kind": "PPPK"} | over


@row("S1-4")
def test_the_best_work_an_offer_and_an_approval_change_no_status(office):
    person = office.part_timer()
    approved(office, person)

    assert office.standing(person, "2026-07-01")["kind"] == "PPPK_PARUH_WAKTU"
    assert office.standing(person, "2030-07-01")["kind"] == "PPPK_PARUH_WAKTU"


@row("S1-5")
def test_an_upgrade_takes_a_named_decision_maker_and_an_sk(office):
    person = office.part_timer()
    named = approved(office, person)

    assert "UPGRADE_REQUIRES_DECISION" in office.refused(person, upgraded(named))
    assert office.standing(person, "2026-07-01")["kind"] == "PPPK_PARUH_WAKTU"
    office.tell(person, upgraded(named, sk=office.sk))
    standing = office.standing(person, "2026-07-01")
    assert (standing["kind"], standing["status"], standing["sk"]["nomor"]) == ("PPPK", "AKTIF", SK["nomor"])
    assert office.standing(person, "2026-05-31")["kind"] == "PPPK_PARUH_WAKTU"


@row("S1-6")
def test_nobody_evaluates_themselves_and_the_matrix_rates(office):
    head, person = office.head(), office.part_timer()

    assert office.refused(person, evaluation(penilai={"pegawai_id": person})) == {"SELF_EVALUATION"}
    assert office.refused(person, evaluation(penilai={"pegawai_id": office.part_timer()})) == {"NOT_EVALUATOR"}
    assert office.refused(person, evaluation(predikat=1)) == {"BODY_INVALID"}
    told = office.warned(person, evaluation(penilai={"pegawai_id": head}, predikat_tertulis=1))
    assert told == ["PREDICATE_MISMATCH"]
    assert office.history(person, "PerformanceEvaluated")[0]["predikat"] == 2


@row("S1-7", "S1-16")
def test_a_proposal_rests_on_recorded_evaluations_and_a_budget(office):
    person = office.part_timer()

    assert office.refused(person, proposal()) == {"UPGRADE_WITHOUT_EVALUATION"}
    claimed = proposal("00000000-0000-4000-8000-000000000999")
    assert office.refused(person, claimed) == {"UPGRADE_WITHOUT_EVALUATION"}
    another = good_work(office, office.part_timer())
    assert office.refused(person, proposal(*another)) == {"UPGRADE_WITHOUT_EVALUATION"}
    own = good_work(office, person)
    assert office.refused(person, proposal(own[0])) == {"UPGRADE_WITHOUT_EVALUATION"}
    assert office.refused(person, without(proposal(*own), "budget_ref")) == {"UPGRADE_WITHOUT_BUDGET"}
    assert office.warned(person, proposal(*own)) == []


@row("S1-16")
def test_nobody_who_serves_a_heavy_sanction_is_proposed(office):
    person = office.part_timer()
    own = good_work(office, person)
    reported = {
        "type": "ViolationReported",
        "jenis": "PENIPUAN",
        "tanggal_kejadian": "2026-02-01",
        "pelapor": "Pelapor Contoh",
        "tanggal": "2026-02-02",
    }
    case = office.tell(person, reported)["events"][0]
    examined = {
        "type": "ViolationExamined",
        "case_id": case["case_id"],
        "pemeriksa": ["Inspektur Contoh"],
        "bap_nomor": "BAP-1/2026",
        "tanggal": "2026-02-10",
        "finding": "TERBUKTI",
        "recommended_level": "B",
    }
    sanction = {
        "type": "DisciplinarySanctionImposed",
        "case_id": case["case_id"],
        "jenis_hukuman_id": "27",
        "tingkat": "B",
        "nomor_pp": "94/2021",
        "mulai": "2026-03-01",
        "akhir": "2027-02-28",
        "gaji_persen": 100,
        "tpp_persen": 75,
        "sk": office.sk,
    }
    office.tell(person, examined)
    office.tell(person, sanction)

    assert office.refused(person, proposal(*own)) == {"UPGRADE_UNDER_SANCTION"}


@row("S1-16")
def test_the_latest_evaluation_counts_also_where_better_ones_are_named(office):
    person = office.part_timer()
    events = office.tell(person, evaluation(), evaluation(1, hasil=3))["events"]

    named = proposal(*(event["evaluation_id"] for event in events))
    assert office.refused(person, named) == {"UPGRADE_WITHOUT_EVALUATION"}


# -- S2 Bengkulu -------------------------------------------------------------------------


@row("S2-2")
def test_an_agreement_is_signed_after_the_oath(office):
    unsworn = office.chief(sworn=False)
    assert office.warned(unsworn, agreement()) == ["AGREEMENT_BEFORE_OATH"]
    office.adopt(agreement={"before_oath": "REFUSE"})
    assert office.refused(office.chief(sworn=False), agreement()) == {"AGREEMENT_BEFORE_OATH"}
    assert office.warned(office.chief(), agreement()) == []


@row("S2-3")
def test_a_mutasi_closes_the_agreement_of_the_post_that_is_left(office):
    person = office.chief()
    agreed = signed(office, person)
    office.moved(person, "2026-04-01", reason="Kebutuhan organisasi")
    revised = {
        "type": "PerformanceAgreementRevised",
        "agreement_id": agreed,
        "tanggal": "2026-04-02",
        "ground": "MUTASI",
        "items": TARGETS,
    }

    assert "AGREEMENT_CLOSED" in office.refused(person, revised)
    assert office.warned(person, realisation(agreed, {"id": "1", "realisasi": "72"})) == []
    later = {"dari": "2026-04-01", "sampai": "2026-06-30", "tanggal": "2026-07-01"}
    assert office.refused(person, realisation(agreed, {"id": "1", "realisasi": "72"}, **later)) >= {"AGREEMENT_CLOSED"}
    # For the new post another one is signed, though the first was to run until June.
    new = agreement(tanggal="2026-04-03", dari="2026-04-01", items=TARGETS)
    assert set(office.warned(person, new)) == {"AGREEMENT_BEFORE_OATH", "TUPOKSI_UNKNOWN"}


@row("S2-4", "S2-8")
def test_an_agreement_says_for_which_months_it_is_and_who_answers_for_it(office):
    person = office.chief()

    assert office.refused(person, agreement(dari="2026-07-01")) == {"VALUE_INVALID"}
    assert office.refused(person, agreement(dari="2025-09-01")) == {"PERIOD_INVALID"}
    signed(office, person)
    recorded = office.history(person, "PerformanceAgreementSigned")[0]
    assert (recorded["dari"], recorded["sampai"]) == ("2025-11-01", "2026-06-30")
    assert recorded["pernyataan"] == "Kami bertanggung jawab mewujudkan target ini."


@row("S2-5")
def test_an_official_of_each_department_signs_one_agreement_for_the_post(office):
    person = office.chief()

    signed(office, person)
    assert office.refused(person, agreement()) == {"AGREEMENT_EXISTS"}


@row("S2-6")
def test_officials_of_eselon_two_to_four_write_their_agreements_themselves(office):
    head, chief, clerk = office.head(), office.chief(), office.part_timer()

    assert office.warned(head, agreement(author_id=head)) == ["TUPOKSI_UNKNOWN"]
    assert office.warned(chief, agreement(author_id=head)) == ["AGREEMENT_NOT_OWN"]
    assert "AGREEMENT_NOT_STRUCTURAL" in office.refused(clerk, agreement())


@row("S2-7")
def test_each_target_is_a_duty_of_the_post(office):
    person = office.chief()

    outside = [TARGETS[0] | {"tupoksi_ref": "z"}, TARGETS[1]]
    assert office.refused(person, agreement(items=outside)) == {"TARGET_OUTSIDE_TUPOKSI"}
    assert office.warned(person, agreement()) == []


@row("S2-7")
def test_the_duties_are_those_that_the_post_has_on_the_day_of_signing(office, clerk):
    person = office.chief()
    change = {"type": "PositionChanged", "tmt": "2026-01-01", "tupoksi": [{"id": "c", "uraian": "Mengawasi"}]}
    clerk.recorded(f"/v1/posts/{office.chief_post}/events", change)

    late = {"tanggal": "2026-01-05", "dari": "2026-01-01"}
    assert office.refused(person, agreement(**late)) == {"TARGET_OUTSIDE_TUPOKSI"}
    assert office.warned(person, agreement(sampai="2025-12-31")) == []
    new = [item | {"tupoksi_ref": "c"} for item in TARGETS]
    assert office.warned(person, agreement(**late, items=new)) == []


@row("S2-9")
@pytest.mark.parametrize("cadence", ["BULANAN", "TRIWULAN"])
def test_an_agreement_is_evaluated_each_month_or_each_quarter(office, cadence):
    person = office.chief()

    assert office.refused(person, agreement(cadence="SEMESTERAN")) == {"VALUE_INVALID"}
    signed(office, person, cadence=cadence)
    assert office.history(person, "PerformanceAgreementSigned")[0]["cadence"] == cadence


@row("S2-10")
def test_a_failed_evaluation_is_followed_by_coaching_a_sanction_or_a_reasoned_waiver(office):
    person = office.chief()
    failed = office.tell(person, evaluation(hasil=3, perilaku=2))
    assert [warning["code"] for warning in failed["warnings"]] == ["FOLLOW_UP_DUE"]
    opened = {
        "type": "EvaluationFollowUpOpened",
        "evaluation_id": failed["events"][0]["evaluation_id"],
        "tanggal": "2026-01-19",
    }
    follow_up = office.tell(person, opened)["events"][0]["follow_up_id"]
    end = {"type": "EvaluationFollowUpConcluded", "follow_up_id": follow_up, "tanggal": "2026-02-16"}
    waiver = end | {"outcome": "WAIVER", "pejabat": "Wali Kota", "sk": office.sk}

    assert office.refused(person, waiver) == {"FOLLOW_UP_OUTCOME"}
    assert office.refused(person, without(waiver, "sk") | {"reason": "Sakit."}) == {"FOLLOW_UP_OUTCOME"}
    assert office.refused(person, end | {"outcome": "ADJUST", "pejabat": "Wali Kota"}) == {"FOLLOW_UP_OUTCOME"}
    assert office.refused(person, end | {"outcome": "COACHING", "pejabat": "Wali Kota"}) == {"FOLLOW_UP_OUTCOME"}
    assert office.warned(person, waiver | {"reason": "Sakit sepanjang triwulan."}) == []


@row("S2-10")
def test_the_coaching_in_which_a_follow_up_ends_is_recorded_before(office):
    person = office.chief()
    failed = office.tell(person, evaluation(hasil=3, perilaku=2))["events"][0]["evaluation_id"]
    coaching = {
        "type": "CoachingStarted",
        "evaluation_id": failed,
        "pembina": "Atasan Contoh",
        "goals": ["Laporan tepat waktu"],
        "mulai": "2026-02-02",
    }
    opened = {"type": "EvaluationFollowUpOpened", "evaluation_id": failed, "tanggal": "2026-01-19"}
    follow_up = office.tell(person, opened)["events"][0]["follow_up_id"]
    end = {
        "type": "EvaluationFollowUpConcluded",
        "follow_up_id": follow_up,
        "tanggal": "2026-02-16",
        "outcome": "COACHING",
        "pejabat": "Kepala Dinas",
    }

    assert office.refused(person, end | {"coaching_id": failed}) == {"REFERENCE_UNKNOWN"}
    office.tell(person, coaching)
    begun = office.history(person, "CoachingStarted")[0]["coaching_id"]
    assert office.warned(person, end | {"coaching_id": begun}) == []


@row("S2-11", "S3-7")
def test_competence_and_performance_are_two_results_and_a_promotion_needs_both(office):
    person = office.chief()
    promoted = office.move(jenis="PROMOSI", jabatan_id=office.head_post, reason="Promosi")
    office.tell(person, assessment())
    assert "PROMOTION_EVIDENCE_MISSING" in office.warned(person, promoted)

    other = office.chief()
    office.tell(other, assessment())
    office.tell(other, evaluation())
    assert "PROMOTION_EVIDENCE_MISSING" not in office.warned(other, promoted)
    assert len(office.history(other, "CompetencyAssessed")) == len(office.history(other, "PerformanceEvaluated")) == 1


@row("S2-12")
def test_a_target_names_its_programme(office):
    person = office.chief()
    signed(office, person)

    items = office.history(person, "PerformanceAgreementSigned")[0]["items"]
    assert [item["program"] for item in items] == ["2.18.03", "2.18.05"]


@row("S2-13")
def test_what_was_written_down_changes_by_a_revision_only(office):
    person = office.chief()
    agreed = signed(office, person)
    lower = [TARGETS[0] | {"target": "50", "triwulan": ["50", "50", "50", "50"]}, TARGETS[1]]
    quarter = realisation(agreed, {"id": "1", "realisasi": "50"})

    assert office.refused(person, agreement(items=lower)) == {"AGREEMENT_EXISTS"}
    assert office.refused(person, quarter) == {"REALISATION_CAUSE_MISSING"}
    revised = {
        "type": "PerformanceAgreementRevised",
        "agreement_id": agreed,
        "tanggal": "2026-03-02",
        "ground": "ANGGARAN",
        "items": lower,
    }
    assert office.refused(person, without(revised, "ground")) == {"VALUE_MISSING"}
    office.tell(person, revised)
    assert office.warned(person, quarter) == []
    assert office.history(person, "PerformanceAgreementSigned")[0]["items"][0]["target"] == "90"


@row("S2-15")
def test_how_much_of_each_indicator_was_reached_is_worked_out(office):
    person = office.chief()
    agreed = signed(office, person)
    fewer = {"id": "2", "realisasi": "30"}

    assert office.refused(person, realisation(agreed, fewer, capaian=[])) == {"BODY_INVALID"}
    office.tell(person, realisation(agreed, {"id": "1", "realisasi": "72"}, fewer))
    reached = {a["id"]: a["persen"] for a in office.history(person, "RealisationReported")[0]["capaian"]}
    assert reached == {"1": "120.00", "2": "125.00"}


@row("S2-16")
def test_how_a_department_did_is_recorded_with_the_method_and_its_weights(office, clerk):
    agreed = signed(office, office.chief())
    rated = {
        "type": "UnitPerformanceRated",
        "tmt": "2026-01-20",
        "scope": "TAHUNAN",
        "dari": "2025-01-01",
        "sampai": "2025-12-31",
        "predikat": 2,
        "metode": "Rata-rata tertimbang capaian perjanjian kinerja",
        "inputs": [{"agreement_id": agreed, "capaian_persen": "96.5", "bobot": "60"}],
    }
    path = f"/v1/units/{office.dinas}/events"

    assert codes(clerk.post(path, rated)) == [("WEIGHTS_NOT_100", "inputs")]
    assert codes(clerk.post(path, without(rated, "metode"))) == [("VALUE_MISSING", "metode")]
    more = {"indikator": "Indeks kepuasan", "capaian_persen": "88", "bobot": "40"}
    clerk.recorded(path, rated | {"inputs": [*rated["inputs"], more]})


# -- S3 Penajam Paser Utara --------------------------------------------------------------


@row("S3-2")
def test_target_and_budget_are_held_against_what_was_reached_and_spent(office):
    person = office.chief()
    agreed = signed(office, person)
    spent = {"id": "1", "realisasi": "63", "anggaran_realisasi_rp": 100_000_000}

    assert office.refused(person, realisation(agreed, spent | {"id": "9"})) == {"REFERENCE_UNKNOWN"}
    office.tell(person, realisation(agreed, spent))
    (reached,) = office.history(person, "RealisationReported")[0]["capaian"]
    assert reached == {"id": "1", "target": "60", "persen": "105.00", "anggaran_persen": "25.00"}


@row("S3-3")
def test_a_missed_target_has_a_cause_and_its_story(office):
    person = office.chief()
    agreed = signed(office, person)

    assert office.refused(person, realisation(agreed, MISSED)) == {"REALISATION_CAUSE_MISSING"}
    assert office.refused(person, realisation(agreed, MISSED | {"penyebab": "BUDGET"})) == {"REALISATION_CAUSE_MISSING"}
    assert office.warned(person, realisation(agreed, MISSED | CAUSE)) == []


@row("S3-4")
@pytest.mark.parametrize("cause", ["PLANNING", "EXECUTION", "BUDGET", "EXTERNAL"])
def test_the_cause_is_one_of_the_list(office, cause):
    person = office.chief()
    agreed = signed(office, person)

    assert office.refused(person, realisation(agreed, MISSED | CAUSE | {"penyebab": "CUACA"})) == {"VALUE_INVALID"}
    office.tell(person, realisation(agreed, MISSED | CAUSE | {"penyebab": cause}))
    assert office.history(person, "RealisationReported")[0]["items"][0]["penyebab"] == cause


@row("S3-8")
def test_somebody_is_held_against_the_standard_of_the_post(office):
    person = office.chief()
    unheard = [{"kompetensi_id": "renang", "capaian": 3}]

    assert office.refused(person, assessment(items=unheard)) == {"STANDARD_UNKNOWN"}
    office.tell(person, assessment(items=[*UNFIT[:1], {"kompetensi_id": "kerja-sama", "capaian": 2}]))
    recorded = office.history(person, "CompetencyAssessed")[0]
    assert (recorded["jpm_percent"], recorded["fit"]) == ("60.00", "NOT_FIT")


@row("S3-9")
def test_an_assessment_is_followed_by_an_adjustment_or_a_mutasi_that_cites_it(office):
    person = office.chief()
    assessed = office.tell(person, assessment(items=UNFIT, rekomendasi="MUTASI"))["events"][0]["assessment_id"]
    opened = {"type": "EvaluationFollowUpOpened", "assessment_id": assessed, "tanggal": "2026-02-16"}
    follow_up = office.tell(person, opened)["events"][0]["follow_up_id"]

    assert "REFERENCE_UNKNOWN" in office.refused(person, office.move(assessment_id=follow_up))
    moved = office.moved(person, assessment_id=assessed)["events"][0]["assignment_id"]
    end = {
        "type": "EvaluationFollowUpConcluded",
        "follow_up_id": follow_up,
        "tanggal": "2026-04-02",
        "outcome": "MUTASI",
        "pejabat": "Pj Bupati",
    }
    assert office.refused(person, end) == {"FOLLOW_UP_OUTCOME"}
    assert office.warned(person, end | {"assignment_id": moved}) == []
    assert office.history(person, "PositionAssigned")[0]["assessment_id"] == assessed


@row("S3-10")
def test_moving_somebody_who_fits_is_warned_of_until_a_reason_is_given(office):
    person, other = office.chief(), office.chief()
    office.tell(person, assessment())
    office.tell(other, assessment())

    assert "MUTASI_OF_FIT_EMPLOYEE" in office.warned(person, office.move())
    assert "MUTASI_OF_FIT_EMPLOYEE" not in office.warned(other, office.move(reason="Kekosongan jabatan"))


@row("S3-11")
def test_an_assessment_advises_and_changes_nothing(office):
    person = office.chief()
    before = office.standing(person, "2026-06-30")
    office.tell(person, assessment(items=UNFIT, rekomendasi="MUTASI"))
    after = office.standing(person, "2026-06-30")

    assert {name: before[name] for name in before if name not in ("known_at", "version")} == {
        name: after[name] for name in after if name not in ("known_at", "version")
    }


@row("S3-12")
def test_an_outside_assessor_is_named_with_organisation_and_contract(office):
    person = office.chief()

    assert office.refused(person, without(assessment(), "nomor_kontrak")) == {"VALUE_MISSING"}
    assert office.refused(person, without(assessment(), "lembaga")) == {"VALUE_MISSING"}
    assert office.warned(person, assessment()) == []


@row("S3-13")
def test_a_team_of_assessors_is_formed_by_an_sk(office, service):
    form = command_of(AssessmentTeamFormed)
    team = form.model_validate_json(orjson.dumps({"type": "AssessmentTeamFormed", **AssessmentTeamFormed.EXAMPLE}))
    by_sk = team.model_copy(update={"sk": SkRef(sk_id=UUID(office.sk["sk_id"]))})
    stream = stream_name(Category.INSTANSI, uuid4())
    clerk = Request(uuid4(), Actor(user_id="bkpsdm"), keep=False)

    with pytest.raises(Problems) as refused:
        service.recorder.record(stream, [team], clerk)
    assert [problem.code for problem in refused.value.problems] == ["DECISION_REQUIRED"]
    assert service.recorder.record(stream, [by_sk], clerk)["events"][0]["type"] == "AssessmentTeamFormed"


@row("S3-15")
def test_no_assessor_is_the_assessed_or_a_relative(office):
    person = office.chief()
    relative = {"nama": "Saudara Contoh", "sertifikat": "AS-3", "kerabat": True}
    careful = assessment()["asesor"]

    assert office.refused(person, assessment(asesor=[*careful, relative])) == {"ASSESSOR_CONFLICT"}
    self = {"pegawai_id": person, "sertifikat": "AS-4"}
    assert office.refused(person, assessment(asesor=[*careful, self])) == {"ASSESSOR_CONFLICT"}
    office.tell(person, assessment(asesor=careful))
    assert len(office.history(person, "CompetencyAssessed")[0]["asesor"]) == 2


@row("S3-16")
def test_a_realisation_is_asked_about_and_answered(office):
    person = office.chief()
    agreed = signed(office, person)
    reported = office.tell(person, realisation(agreed, MISSED | CAUSE))["events"][0]["realisation_id"]
    question = {
        "type": "ClarificationRequested",
        "realisation_id": reported,
        "item_id": "1",
        "tanggal": "2026-04-10",
        "pertanyaan": "Anggaran sudah disiapkan; mengapa tidak dilaksanakan?",
        "oleh": "Pj Bupati",
    }
    answer = {"type": "ClarificationAnswered", "tanggal": "2026-04-17", "jawaban": "Lelang gagal.", "oleh": "Kabid"}

    assert office.refused(person, question | {"realisation_id": agreed}) == {"REFERENCE_UNKNOWN"}
    asked = office.tell(person, question)["events"][0]["clarification_id"]
    assert office.refused(person, answer | {"clarification_id": reported}) == {"REFERENCE_UNKNOWN"}
    office.tell(person, answer | {"clarification_id": asked})
    assert office.refused(person, answer | {"clarification_id": asked}) == {"ALREADY_RECORDED"}

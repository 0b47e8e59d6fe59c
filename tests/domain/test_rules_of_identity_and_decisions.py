"""What speaks against a registration, a number, an SK, a unit, a post: one sentence for each code."""

from datetime import date

import pytest

from kinerja_es.domain.catalogue import precedence
from kinerja_es.domain.decision import JenisSk, sk_key
from kinerja_es.domain.envelope import Capacity, Excepted, Key, Source
from kinerja_es.domain.identity import ExternalIds
from kinerja_es.domain.unit import folded, post_key, unit_id_key, unit_name_key
from kinerja_es.domain.values import Kind, Nip, Scheme, Sex, SkNumber
from tests import examples
from tests.domain.judging import ORGANISATION, codes, engaged, judged
from tests.examples import BUDI, JABATAN, SITI, SK, UNOR

SOMEBODY_ELSE = f"pegawai-{SITI}"


# -- registration ------------------------------------------------------------------------


def test_a_person_is_registered():
    assert codes(examples.employee_registered()) == []


def test_a_person_is_registered_once_for_life():
    assert codes(examples.employee_registered(), *engaged()) == ["ALREADY_REGISTERED"]


def test_a_nik_belongs_to_one_person():
    person = examples.employee_registered()

    assert codes(person, owners={Key("nik", "3604000101900001"): SOMEBODY_ELSE}) == ["DUPLICATE_NIK"]


def test_the_id_of_siasn_and_the_participant_number_belong_to_one_person():
    person = examples.employee_registered(external_ids=ExternalIds(siasn_pns_id="A1", no_peserta="24-1"))

    assert codes(person, owners={Key("siasn", "A1"): SOMEBODY_ELSE}) == ["DUPLICATE_EXTERNAL_ID"]
    assert codes(person, owners={Key("peserta", "24-1"): SOMEBODY_ELSE}) == ["DUPLICATE_EXTERNAL_ID"]


def test_a_key_that_is_the_persons_own_is_no_double():
    person = examples.employee_registered()

    assert codes(person, owners={Key("nik", "3604000101900001"): f"pegawai-{BUDI}"}) == []


def test_nobody_is_born_today_or_later():
    born = examples.employee_registered(tanggal_lahir=date(2026, 7, 1), nik=None)

    assert codes(born, today=date(2026, 7, 1)) == ["VALUE_INVALID"]
    assert codes(born, today=date(2026, 7, 2)) == []


def test_a_nik_that_tells_another_birth_date_is_recorded_with_a_warning():
    person = examples.employee_registered(nik=examples.nik(born=date(1990, 1, 2)))

    event, found = judged(person)

    assert found == ["NIK_PERSON_MISMATCH"]
    assert [(w.code, w.field) for w in event.warnings] == [("NIK_PERSON_MISMATCH", "nik")]


def test_a_nik_that_tells_another_sex_is_recorded_with_a_warning():
    person = examples.employee_registered(nik=examples.nik(sex=Sex.P))

    assert codes(person) == ["NIK_PERSON_MISMATCH"]


def test_a_person_without_a_nik_is_registered():
    assert codes(examples.employee_registered(nik=None)) == []


def test_a_participant_number_alone_tells_a_person_who_is_registered_already():
    person = examples.employee_registered(nik=None, external_ids=ExternalIds(no_peserta="24-1"))

    assert codes(person, owners={Key("peserta", "24-1"): SOMEBODY_ELSE}) == ["DUPLICATE_EXTERNAL_ID"]


# -- numbers -----------------------------------------------------------------------------

PERSON = examples.employee_registered()


def test_a_number_is_assigned_and_its_scheme_is_read_from_it():
    event, found = judged(examples.number_assigned(), PERSON)

    assert found == []
    assert event.scheme is Scheme.PPPK


def test_a_number_is_for_a_registered_person():
    assert codes(examples.number_assigned()) == ["EMPLOYEE_UNKNOWN"]


def test_a_nip_belongs_to_one_person():
    taken = {Key("nip", "199001012025211001"): SOMEBODY_ELSE}

    assert codes(examples.number_assigned(), PERSON, owners=taken) == ["DUPLICATE_NIP"]


def test_an_old_nip_of_nine_digits_belongs_to_one_person_too():
    number = examples.number_assigned(nip_lama="130000001")

    assert codes(number, PERSON, owners={Key("nip", "130000001"): SOMEBODY_ELSE}) == ["DUPLICATE_NIP"]


def test_the_same_number_is_not_assigned_again():
    assert codes(examples.number_assigned(), *engaged()) == ["ALREADY_RECORDED"]


def test_a_number_replaces_only_one_that_the_employee_has():
    number = examples.number_assigned(nip=examples.nip(2), replaces_nip=examples.nip(3))

    assert codes(number, *engaged()) == ["VALUE_INVALID"]


def test_a_number_may_replace_the_former_one():
    number = examples.number_assigned(nip=examples.nip(2), replaces_nip=examples.nip(1))

    assert codes(number, *engaged()) == []


def test_a_pppk_has_no_number_in_the_form_of_pns():
    number = examples.number_assigned(nip=Nip.parse("199001012025101001"))

    assert codes(number, PERSON) == ["NIP_KIND_MISMATCH"]


def test_a_pns_has_no_number_in_the_form_of_pppk():
    person = examples.employee_registered(kind=Kind.PNS)

    assert codes(examples.number_assigned(), person) == ["NIP_KIND_MISMATCH"]


def test_the_kind_of_the_present_engagement_decides_which_number_fits():
    person = examples.employee_registered(kind=Kind.PPPK)
    appointed = examples.appointed(kind=Kind.CPNS, golongan=None)
    number = examples.number_assigned(nip=Nip.parse("199001012025101001"))

    assert codes(number, person, appointed) == []


@pytest.mark.parametrize("nip", [examples.nip(born=date(1990, 1, 2)), examples.nip(sex=Sex.P)])
def test_a_nip_that_tells_another_birth_date_or_sex_is_recorded_with_a_warning(nip):
    event, found = judged(examples.number_assigned(nip=nip), PERSON)

    assert found == ["NIP_PERSON_MISMATCH"]
    assert [w.code for w in event.warnings] == ["NIP_PERSON_MISMATCH"]


# -- SK and petikan ----------------------------------------------------------------------


def test_an_sk_is_recorded_from_the_day_it_was_signed():
    sk = examples.decision_issued()

    assert codes(sk, today=date(2025, 9, 26), subject=SK) == []
    assert codes(sk, today=date(2025, 9, 25), subject=SK) == ["SK_DATE_IN_FUTURE"]


def test_number_date_and_official_make_an_sk_this_sk():
    key = sk_key(SkNumber("800/1"), date(2025, 9, 26), "Wali  kota serang")

    assert key == ("sk", "800/1|2025-09-26|WALI KOTA SERANG")


def test_an_sk_of_the_same_key_is_refused_with_other_content():
    key = sk_key(SkNumber("800.1.2.5/1234/BKPSDM/2025"), date(2025, 9, 26), "Wali Kota Serang")
    sk = examples.decision_issued(jumlah_pegawai=3)

    assert codes(sk, owners={key: f"sk-{BUDI}"}, subject=SK) == ["DUPLICATE_SK"]


def test_two_recordings_of_an_sk_are_the_same_unless_their_content_differs():
    sk = examples.decision_issued()

    assert sk.differences(examples.decision_issued()) == []
    assert sk.differences(examples.decision_issued(jenis=JenisSk.MUTASI)) == ["jenis"]
    assert sk.differences(examples.decision_issued(pejabat_nama="Pejabat Lain")) == ["pejabat_nama"]
    assert sk.differences(examples.decision_issued(jumlah_pegawai=3)) == ["jumlah_pegawai"]


@pytest.mark.parametrize("capacity", [Capacity.PLT, Capacity.PLH])
def test_an_sk_signed_by_an_acting_official_is_recorded_with_a_warning(capacity):
    event, found = judged(examples.decision_issued(kapasitas=capacity), subject=SK)

    assert found == ["SIGNATORY_CAPACITY"]
    assert [w.code for w in event.warnings] == ["SIGNATORY_CAPACITY"]


@pytest.mark.parametrize("capacity", [Capacity.D, Capacity.PJ, Capacity.PJS])
def test_a_definitive_official_and_a_penjabat_sign_without_a_warning(capacity):
    assert codes(examples.decision_issued(kapasitas=capacity), subject=SK) == []


def test_a_petikan_is_delivered_from_the_day_of_its_sk():
    assert codes(examples.excerpt_delivered(tanggal=date(2025, 9, 26)), *engaged()) == []
    assert codes(examples.excerpt_delivered(tanggal=date(2025, 9, 25)), *engaged()) == ["EXCERPT_BEFORE_DECISION"]


def test_a_petikan_of_an_sk_that_decides_nothing_for_the_employee_warns():
    other = examples.decision_issued(sk_id=examples.pegawai(9), nomor="800/9")
    known = {"others": (*ORGANISATION, other)}

    assert codes(examples.excerpt_delivered(sk_id=other.sk_id), *engaged(), **known) == ["EXCERPT_WITHOUT_FACT"]
    assert codes(examples.excerpt_delivered(), examples.employee_registered()) == ["EXCERPT_WITHOUT_FACT"]
    assert codes(examples.excerpt_delivered(), *engaged()) == []


def test_a_petikan_is_of_an_sk_that_is_recorded():
    assert codes(examples.excerpt_delivered(), *engaged(), others=()) == ["DECISION_UNKNOWN"]


def test_a_petikan_is_delivered_once():
    assert codes(examples.excerpt_delivered(), *engaged(examples.excerpt_delivered())) == ["ALREADY_RECORDED"]


def test_a_fact_that_cites_an_sk_which_nobody_recorded_is_refused():
    appointed = examples.appointed(decision=examples.decision(sk_id=BUDI))

    assert codes(appointed, PERSON) == ["DECISION_UNKNOWN"]


@pytest.mark.parametrize(
    "make",
    [examples.appointed, examples.assigned, examples.suspended, examples.reinstated, examples.terminated],
    ids=["appointment", "assignment", "suspension", "reinstatement", "termination"],
)
def test_what_takes_effect_by_an_sk_needs_one(make):
    assert "DECISION_REQUIRED" in codes(make(decision=None))


# -- units and posts ---------------------------------------------------------------------


def test_a_unit_is_established():
    assert codes(examples.unit_established(), others=(), subject=UNOR) == []


def test_a_unit_of_the_same_name_under_the_same_parent_is_refused():
    key = unit_name_key("DINAS  Pendidikan", "pemerintah kota contoh")

    assert codes(examples.unit_established(), owners={key: f"unor-{BUDI}"}, subject=UNOR) == ["DUPLICATE_UNIT"]


def test_a_unit_of_the_same_name_with_an_id_of_its_own_is_another_unit():
    key = unit_name_key("Dinas Pendidikan", "Pemerintah Kota Contoh")
    unit = examples.unit_established(siasn_id="U2")

    assert codes(unit, owners={key: f"unor-{BUDI}"}, subject=UNOR) == []
    assert codes(unit, owners={unit_id_key("u2"): f"unor-{BUDI}"}, subject=UNOR) == ["DUPLICATE_UNIT"]


def test_the_unit_above_must_exist_already():
    above = examples.unit_established(unor_id=BUDI, tmt=date(2025, 6, 1))
    unit = examples.unit_established(diatasan_id=BUDI, tmt=date(2025, 5, 31))

    assert codes(unit, others=(), subject=UNOR) == ["UNIT_UNKNOWN"]
    assert codes(unit, others=(above,), subject=UNOR) == ["UNIT_NOT_ACTIVE"]
    assert codes(unit.model_copy(update={"tmt": date(2025, 6, 1)}), others=(above,), subject=UNOR) == []


def test_the_founding_day_that_an_import_guessed_holds_up_neither_a_unit_nor_a_post():
    guessed = examples.unit_established(unor_id=BUDI, tmt=date(2025, 6, 1), source=Source.IMPORT_SIASN)
    unit = examples.unit_established(nama="Bidang", diatasan_id=BUDI, tmt=date(2025, 1, 1))
    post = examples.post_established(unor_id=BUDI, tmt=date(2025, 1, 1))

    assert codes(unit, others=(guessed,), subject=UNOR) == ["FOUNDING_DAY_UNCERTAIN"]
    assert codes(post, others=(guessed,), subject=JABATAN) == ["FOUNDING_DAY_UNCERTAIN"]


def test_a_post_is_in_a_unit_that_exists_on_that_day():
    post = examples.post_established(tmt=date(2024, 12, 31))
    unit = examples.unit_established(tmt=date(2025, 1, 1))

    assert codes(post, others=(), subject=JABATAN) == ["UNIT_UNKNOWN"]
    assert codes(post, others=(unit,), subject=JABATAN) == ["UNIT_NOT_ACTIVE"]
    assert codes(examples.post_established(), others=(unit,), subject=JABATAN) == []


def test_a_title_stands_once_in_a_unit():
    key = post_key(UNOR, "operator  layanan OPERASIONAL")

    assert codes(examples.post_established(), owners={key: f"jabatan-{BUDI}"}, subject=JABATAN) == [
        "DUPLICATE_POSITION"
    ]


def test_names_are_compared_without_case_and_spaces():
    assert folded("  Dinas   pendidikan ") == "DINAS PENDIDIKAN"


# -- exceptions --------------------------------------------------------------------------


def test_a_rule_of_identity_has_no_exception():
    exception = Excepted(code="DUPLICATE_NIP", reason="Sudah diperiksa", by="Kepala BKPSDM")
    number = examples.number_assigned(exception=exception)
    taken = {Key("nip", "199001012025211001"): SOMEBODY_ELSE}

    assert set(codes(number, PERSON, owners=taken)) == {"DUPLICATE_NIP", "EXCEPTION_NOT_ALLOWED"}


def test_an_exception_names_a_rule_that_exists():
    exception = Excepted(code="NO_SUCH_RULE", reason="Sudah diperiksa", by="Kepala BKPSDM")
    number = examples.number_assigned(exception=exception)

    assert codes(number, PERSON) == ["EXCEPTION_NOT_ALLOWED"]


def test_a_reference_that_does_not_exist_has_no_exception():
    exception = Excepted(code="UNIT_UNKNOWN", reason="Menyusul", by="Kepala BKPSDM")

    found = codes(examples.appointed(exception=exception), PERSON, others=(examples.decision_issued(),))

    assert "EXCEPTION_NOT_ALLOWED" in found


# -- order -------------------------------------------------------------------------------


def test_no_two_kinds_of_fact_have_one_place():
    assert len({place for place, _ in precedence()}) == len(precedence())


def test_the_order_among_facts_of_one_day_is_published():
    assert precedence() == [
        (10, "OrgUnitEstablished"),
        (12, "OrgUnitChanged"),
        (15, "UnitPerformanceRated"),
        (20, "PositionEstablished"),
        (22, "PositionChanged"),
        (24, "PositionAbolished"),
        (30, "DecisionIssued"),
        (32, "DecisionCorrected"),
        (34, "DecisionAnnulled"),
        (36, "DecisionReinstated"),
        (40, "BatchOpened"),
        (50, "BatchFileRecorded"),
        (55, "BatchMemberMerged"),
        (60, "BatchClosed"),
        (70, "PolicyAdopted"),
        (72, "OfficialTermEnded"),
        (74, "OfficialTermStarted"),
        (76, "StaffingNeedSet"),
        (78, "AssessmentTeamFormed"),
        (80, "BudgetCeilingSet"),
        (110, "EmployeeRegistered"),
        (120, "IdentityNumberAssigned"),
        (130, "PersonalDataChanged"),
        (140, "EducationRecorded"),
        (150, "DependantsChanged"),
        (160, "BusinessInterestDeclared"),
        (190, "EmployeesMerged"),
        (210, "EmployeeAppointed"),
        (212, "AgencyTransferredIn"),
        (215, "ProbationConfirmed"),
        (216, "EmploymentStatusUpgraded"),
        (218, "PositionRelieved"),
        (220, "PositionAssigned"),
        (225, "GradeChanged"),
        (230, "EmploymentSuspended"),
        (235, "DisciplinarySanctionImposed"),
        (240, "EmploymentReinstated"),
        (245, "SanctionAppealDecided"),
        (250, "EmploymentTerminated"),
        (252, "AgencyTransferredOut"),
        (260, "DecisionAnnulledForEmployee"),
        (305, "DecisionReinstatedForEmployee"),
        (310, "EmploymentContractSigned"),
        (312, "EmploymentContractLapsed"),
        (314, "EmploymentContractAmended"),
        (316, "SalaryIncrementGranted"),
        (320, "DecisionExcerptDelivered"),
        (330, "OathTaken"),
        (340, "DutyCommenced"),
        (350, "PerformanceEvaluated"),
        (352, "EvaluationObjectionDecided"),
        (354, "CompetencyAssessed"),
        (356, "EvaluationFollowUpOpened"),
        (358, "EvaluationFollowUpConcluded"),
        (360, "PerformanceAgreementSigned"),
        (361, "ViolationReported"),
        (362, "PerformanceAgreementRevised"),
        (363, "ViolationExamined"),
        (364, "PerformanceAgreementClosed"),
        (365, "SanctionAppealFiled"),
        (366, "PerformancePlanSet"),
        (367, "SanctionEnded"),
        (368, "RealisationReported"),
        (370, "ClarificationRequested"),
        (371, "CoachingStarted"),
        (372, "ClarificationAnswered"),
        (373, "CoachingConcluded"),
        (374, "StatusUpgradeProposed"),
        (376, "StatusUpgradeApproved"),
        (378, "StatusUpgradeDeclined"),
        (381, "RecordCorrected"),
        (382, "RecordVoided"),
        (383, "DecisionCorrectedForEmployee"),
        (385, "SubmissionAnswered"),
        (386, "PaymentReported"),
        (387, "TrainingCompleted"),
        (388, "CommendationAwarded"),
        (389, "LeaveGranted"),
        (390, "PersonalDataShredded"),
    ]

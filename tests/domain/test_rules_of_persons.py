"""Personal data, schooling, training, leave, grades, increments, transfers and addenda: accepted and refused."""

from datetime import date

import pytest

from kinerja_es.domain.appointment import PositionRelieved
from kinerja_es.domain.contract import EmploymentContractAmended, EmploymentContractLapsed
from kinerja_es.domain.envelope import Approval, Capacity
from kinerja_es.domain.grade import GradeChanged, ProbationConfirmed, SalaryIncrementGranted
from kinerja_es.domain.history import History
from kinerja_es.domain.person import (
    BusinessInterestDeclared,
    CommendationAwarded,
    DependantsChanged,
    EducationRecorded,
    JenisCuti,
    LeaveGranted,
    PaymentReported,
    PersonalDataChanged,
    PersonalField,
    SubmissionAnswered,
    SubmissionStatus,
    TrainingCompleted,
    personal,
)
from kinerja_es.domain.standing import stretches
from kinerja_es.domain.transfer import AgencyTransferredIn, AgencyTransferredOut
from kinerja_es.domain.values import Golongan, Kind
from tests import examples
from tests.domain.judging import active, codes, engaged, judged
from tests.domain.test_corrections import annulled
from tests.examples import fact, new_id

PERSON = examples.employee_registered()
DAY = date(2026, 2, 1)


def on(day: date, *facts):
    found = History(facts).standing.on(day)
    assert found is not None
    return found


# -- personal data -----------------------------------------------------------------------


def changed(field="gelar_belakang", new="S.Pd.", **over):
    return fact(PersonalDataChanged, {"field": PersonalField(field), "new": new, "evidence": "Ijazah", **over}, tmt=DAY)


def test_a_change_states_what_is_known_until_then():
    assert codes(changed(), PERSON) == []
    assert codes(changed(old="S.H."), PERSON) == ["PERSONAL_DATA_STALE"]
    assert codes(changed("nama", "Budi Baru", old=PERSON.nama), PERSON) == []
    assert codes(changed("alamat", "Jalan Contoh 1"), PERSON) == []
    assert codes(changed(), changed()) == ["PERSONAL_DATA_STALE", "ALREADY_RECORDED"]
    assert codes(changed()) == ["EMPLOYEE_UNKNOWN"]


def test_a_birth_date_and_a_sex_are_written_as_such():
    born = str(PERSON.tanggal_lahir)
    assert codes(changed("tanggal_lahir", "kemarin", old=born), PERSON) == ["VALUE_INVALID"]
    assert codes(changed("tanggal_lahir", "1990-02-01", old=born), PERSON) == []
    assert codes(changed("jenis_kelamin", "X", old="L"), PERSON) == ["VALUE_INVALID"]


def test_what_is_known_of_a_person_holds_from_its_day_on():
    history = History([PERSON, changed()])

    assert personal(history, PersonalField.GELAR_BELAKANG, date(2026, 1, 31)) is None
    assert personal(history, PersonalField.GELAR_BELAKANG, DAY) == "S.Pd."


def schooled(**over):
    defaults = {"tingkat_id": "40", "nama": "S-1", "sekolah": "Universitas Contoh", "tahun_lulus": 2012}
    return fact(EducationRecorded, defaults | over)


def test_a_school_is_completed_once_between_birth_and_today():
    assert codes(schooled(), PERSON) == []
    assert codes(schooled(), PERSON, schooled()) == ["ALREADY_RECORDED"]
    assert codes(schooled(tahun_lulus=1990), PERSON) == ["VALUE_INVALID"]
    assert codes(schooled(tahun_lulus=2027), PERSON) == ["VALUE_INVALID"]
    assert codes(schooled()) == ["EMPLOYEE_UNKNOWN"]


def trained(**over):
    defaults = {
        "training_id": new_id(),
        "jenis_diklat_id": "3",
        "nama": "Pelayanan Prima",
        "penyelenggara": "BKPSDM",
        "mulai": date(2026, 2, 2),
        "selesai": date(2026, 2, 4),
        "jumlah_jp": 20,
    }
    return fact(TrainingCompleted, defaults | over)


def test_a_training_lies_in_an_engagement_and_is_recorded_once():
    assert codes(trained(), *active()) == []
    assert codes(trained(), *active(trained())) == ["ALREADY_RECORDED", "TRAINING_CEILING"]
    assert codes(trained(mulai=date(2026, 2, 5)), *active()) == ["VALUE_INVALID"]
    assert codes(trained(), PERSON) == ["NOT_ENGAGED"]


def test_more_than_24_hours_in_a_contract_year_are_warned_of():
    more = trained(nama="Arsip", jumlah_jp=5)
    next_year = trained(nama="Arsip", jumlah_jp=24, mulai=date(2026, 10, 1), selesai=date(2026, 10, 1))

    assert codes(trained(nama="Arsip", jumlah_jp=4), *active(trained())) == []
    assert codes(more, *active(trained())) == ["TRAINING_CEILING"]
    assert codes(next_year, *active(trained()), today=date(2026, 11, 1)) == []


def awarded(**over):
    return fact(CommendationAwarded, {"harga_id": "101", "nomor": "K-1", "tanggal": DAY, "tahun": 2026} | over)


def test_an_award_is_recorded_once():
    assert codes(awarded(), PERSON) == []
    assert codes(awarded(), PERSON, awarded()) == ["ALREADY_RECORDED"]
    assert codes(awarded(tanggal=date(2026, 7, 2)), PERSON) == ["VALUE_INVALID"]


def leave(**over):
    defaults = {
        "leave_id": new_id(),
        "jenis_cuti": JenisCuti.TAHUNAN,
        "dari": date(2026, 3, 2),
        "sampai": date(2026, 3, 6),
        "hari_kerja": 5,
    }
    return fact(LeaveGranted, defaults | over)


def test_leaves_do_not_overlap():
    assert codes(leave(), *active()) == []
    assert codes(leave(dari=date(2026, 3, 6), hari_kerja=1), *active(leave())) == ["LEAVE_OVERLAP"]
    assert codes(leave(dari=date(2026, 3, 7)), *active()) == ["VALUE_INVALID"]
    assert codes(leave(hari_kerja=6), *active()) == ["VALUE_INVALID"]
    assert codes(leave(), PERSON) == ["NOT_ENGAGED"]
    gone = examples.terminated(tmt=date(2026, 3, 5))
    assert codes(leave(), *active(gone)) == ["ENGAGEMENT_CLOSED"]


def test_dependants_change_to_something_else():
    family = fact(DependantsChanged, {"pasangan": 1, "anak": 2}, tmt=DAY)

    assert codes(family, PERSON) == []
    assert codes(family, PERSON, family) == ["ALREADY_RECORDED"]


def test_a_business_without_a_permit_is_warned_of():
    shop = {"jenis_usaha": "Warung", "peran": "Pemilik", "mulai": DAY}

    assert codes(fact(BusinessInterestDeclared, shop), PERSON) == ["BUSINESS_WITHOUT_PERMIT"]
    assert codes(fact(BusinessInterestDeclared, shop | {"izin_ref": "IZIN-1"}), PERSON) == []


def test_siasn_answers_of_a_fact_and_says_why_it_rejects():
    def answered(status="REJECTED", **over):
        defaults = {"about_event_id": PERSON.event_id, "siasn_id": "A1", "tanggal": DAY}
        return fact(SubmissionAnswered, defaults | {"status": SubmissionStatus(status)} | over)

    assert codes(answered("ACCEPTED"), PERSON) == []
    assert codes(answered(), PERSON) == ["REJECTION_REASON_MISSING"]
    assert codes(answered("ACCEPTED", about_event_id=new_id()), PERSON) == ["EVENT_UNKNOWN"]
    assert codes(answered("ACCEPTED", tanggal=date(2026, 7, 2)), PERSON) == ["VALUE_INVALID"]


def paid(**over):
    defaults = {"bulan": DAY, "gaji_rp": 2_500_000, "tpp_rp": 0, "sumber": "SIPD", "sha256": "a" * 64}
    return fact(PaymentReported, defaults | over)


def test_a_payment_is_of_a_month_and_reported_once():
    assert codes(paid(), *active()) == []
    assert codes(paid(), *active(paid())) == ["ALREADY_RECORDED"]
    assert codes(paid(bulan=date(2026, 2, 2)), *active()) == ["VALUE_INVALID"]
    assert codes(paid(bulan=date(2025, 9, 1)), *active()) == ["PAID_NOT_ENGAGED"]


# -- grade and pay -----------------------------------------------------------------------


def graded(**over):
    return fact(GradeChanged, {"golongan_baru": Golongan("VII"), **over}, tmt=DAY)


def test_a_grade_follows_the_one_that_is_held_and_fits_the_kind():
    assert codes(graded(golongan_lama=Golongan("V")), *active()) == []
    assert codes(graded(golongan_lama=Golongan("IX")), *active()) == ["GRADE_NOT_HELD"]
    assert codes(graded(golongan_baru=Golongan("V")), *active()) == ["ALREADY_RECORDED"]
    assert codes(graded(golongan_baru=Golongan("III/a")), *active()) == ["GRADE_KIND_MISMATCH"]
    assert codes(graded(), PERSON) == ["NOT_ENGAGED"]
    assert codes(graded(decision=None), *active()) == ["DECISION_REQUIRED"]


def test_a_grade_holds_from_its_tmt_on():
    assert [on(day, *active(graded())).golongan for day in (date(2026, 1, 31), DAY)] == ["V", "VII"]


def test_nothing_is_granted_once_the_contract_has_run_out():
    contract = examples.contract_signed(mulai=date(2025, 10, 1), akhir=date(2025, 12, 31))

    assert codes(graded(), *active(contract)) == ["NOT_ACTIVE"]


def increment(**over):
    return fact(SalaryIncrementGranted, {"mk_tahun": 4, "mk_bulan": 0, "gaji_rp": 2_700_000, **over}, tmt=DAY)


def test_an_increment_comes_every_two_years():
    assert codes(increment(), *active()) == []
    assert codes(increment(), *active(increment())) == ["ALREADY_RECORDED"]
    assert codes(increment(tmt=date(2028, 1, 31)), *active(increment())) == ["INCREMENT_TOO_EARLY"]
    assert codes(increment(tmt=date(2028, 2, 1)), *active(increment())) == []
    assert codes(increment(), *active(increment(tmt=date(2028, 1, 31)))) == ["INCREMENT_TOO_EARLY"]
    assert codes(increment(golongan=Golongan("IX")), *active()) == ["GRADE_NOT_HELD"]
    assert codes(increment(tmt_berikut=DAY), *active()) == ["VALUE_INVALID"]
    assert codes(increment(), PERSON) == ["NOT_ENGAGED"]


def probation(*more, kind=Kind.CPNS):
    appointed = examples.appointed(kind=kind, golongan=Golongan("III/a"))
    return (PERSON, appointed, examples.duty_commenced(tanggal=examples.TMT), *more)


def confirmed(**over):
    return fact(ProbationConfirmed, {"sumpah_ref": "BA-1/2026"} | over, tmt=date(2026, 10, 1))


def test_a_cpns_becomes_a_pns_within_one_engagement():
    assert codes(confirmed(), *probation()) == []
    assert codes(confirmed(), *probation(kind=Kind.PNS)) == ["NOT_ON_PROBATION"]
    assert codes(confirmed(tmt=date(2026, 9, 30)), *probation()) == ["PROBATION_TERM"]
    assert codes(confirmed(), *probation(confirmed(tmt=date(2026, 12, 1)))) == ["ALREADY_RECORDED"]
    assert codes(confirmed(sumpah_ref=None), *probation()) == ["PROBATION_WITHOUT_OATH"]
    assert codes(confirmed(golongan=Golongan("V")), *probation()) == ["GRADE_KIND_MISMATCH"]
    assert codes(confirmed(), PERSON) == ["NOT_ENGAGED"]
    career = probation(confirmed(golongan=Golongan("III/b")))
    assert [(on(day, *career).kind, on(day, *career).golongan) for day in (date(2026, 9, 30), date(2026, 10, 1))] == [
        (Kind.CPNS, "III/a"),
        (Kind.PNS, "III/b"),
    ]
    assert {s.engagement_id for s in stretches(History(career).standing) if s.engagement_id} == {examples.IKATAN}


# -- transfer ----------------------------------------------------------------------------


def out(**over):
    return fact(AgencyTransferredOut, {"other_instansi": "Provinsi Banten", **over}, tmt=DAY)


def test_a_pns_goes_to_another_agency_and_a_pppk_does_not():
    pns = probation(kind=Kind.PNS)

    assert codes(out(), *pns) == []
    assert codes(out(), *active()) == ["PPPK_CANNOT_TRANSFER"]
    assert codes(out(), *pns[:2]) == ["NOT_ACTIVE"]
    assert codes(out(), PERSON) == ["NOT_ENGAGED"]
    gone = on(DAY, *pns, out())
    assert (gone.status, gone.gaji_persen, gone.tpp_persen) == ("PINDAH", 0, 0)


def test_whoever_comes_from_another_agency_is_engaged_here():
    fields = {
        "engagement_id": new_id(),
        "assignment_id": new_id(),
        "jabatan_id": examples.JABATAN,
        "unor_id": examples.UNOR,
        "other_instansi": "Provinsi Banten",
    }

    def came(kind, golongan):
        return fact(AgencyTransferredIn, fields | {"kind": kind, "golongan": Golongan(golongan)}, tmt=DAY)

    assert codes(came(Kind.PNS, "III/a"), PERSON) == []
    assert codes(came(Kind.PPPK, "V"), PERSON) == ["PPPK_CANNOT_TRANSFER"]
    assert on(DAY, PERSON, came(Kind.PNS, "III/a")).status == "DIANGKAT"


# -- posts and contracts -----------------------------------------------------------------


def relieved(**over):
    return fact(PositionRelieved, {"ground": "Penataan", **over}, tmt=DAY)


def test_whoever_is_relieved_of_a_post_holds_it_no_longer():
    event, found = judged(relieved(), *active())

    assert (found, event.assignment_id) == ([], examples.PENEMPATAN)
    assert on(DAY, *active(event)).jabatan_id is None
    assert codes(relieved(), *active(event)) == ["NOT_IN_POSITION"]
    assert codes(relieved(assignment_id=new_id()), *active()) == ["NOT_IN_POSITION"]
    assert codes(relieved(), PERSON) == ["NOT_ENGAGED"]


def test_an_acting_head_of_region_moves_with_an_approval():
    pj = examples.decision(kapasitas=Capacity.PJ)
    other = examples.post_established(jabatan_id=new_id())
    others = (examples.unit_established(), other, examples.decision_issued(kapasitas=Capacity.PJ))
    approval = Approval(instansi="Kemendagri", nomor="100/1", tanggal=DAY)

    def move(**over):
        return codes(
            examples.assigned(tmt=DAY, jabatan_id=other.jabatan_id, decision=pj, **over), *active(), others=others
        )

    assert move() == ["APPROVAL_MISSING"]
    assert move(persetujuan=approval) == []


CONTRACT = examples.contract_signed(mulai=date(2025, 10, 1), akhir=date(2026, 9, 30), upah_minimum_rp=2_400_000)


def lapsed(**over):
    return fact(EmploymentContractLapsed, {"contract_id": CONTRACT.contract_id, "tanggal": date(2026, 10, 1)} | over)


def test_a_lapse_comes_after_the_last_day_and_once():
    career = active(CONTRACT)

    assert codes(lapsed(), *career) == []
    assert codes(lapsed(tanggal=date(2026, 9, 30)), *career) == ["OUTSIDE_CONTRACT"]
    assert codes(lapsed(), *career, lapsed()) == ["ALREADY_RECORDED"]
    renewed = examples.contract_signed(contract_id=new_id(), mulai=date(2026, 10, 1), akhir=date(2027, 9, 30))
    assert codes(lapsed(), *career, renewed) == ["OUTSIDE_CONTRACT"]
    assert codes(lapsed(contract_id=new_id()), *career) == ["CONTRACT_UNKNOWN"]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"upah_rp": 2_700_000}, []),
        ({"upah_rp": 2_300_000}, ["WAGE_BELOW_FLOOR"]),
        ({}, ["VALUE_MISSING"]),
        ({"upah_rp": 2_700_000, "tmt": date(2026, 10, 1)}, ["OUTSIDE_CONTRACT"]),
        ({"upah_rp": 2_700_000, "contract_id": new_id()}, ["CONTRACT_UNKNOWN"]),
    ],
)
def test_an_addendum_changes_something_inside_the_term(over, expected):
    addendum = fact(
        EmploymentContractAmended,
        {"contract_id": CONTRACT.contract_id, "addendum_nomor": "ADD-1", "tmt": date(2026, 4, 1)} | over,
    )

    assert codes(addendum, *active(CONTRACT)) == expected
    if not expected:
        assert codes(addendum, *active(CONTRACT, addendum)) == ["ALREADY_RECORDED"]


def test_a_grade_of_an_annulled_sk_holds_no_longer():
    sk = examples.decision(sk_id=new_id(), nomor="KP-1/2026")
    career = active(graded(decision=sk), annulled(sk.sk_id, date(2026, 3, 1)))

    assert [on(day, *career).golongan for day in (date(2026, 2, 28), date(2026, 3, 1))] == ["VII", "V"]


def test_engaged_people_only_are_trained():
    assert codes(trained(selesai=date(2025, 9, 1), mulai=date(2025, 9, 1)), *engaged()) == ["NOT_ENGAGED"]


def test_the_wage_follows_an_addendum_from_its_day_on():
    addendum = fact(
        EmploymentContractAmended,
        {"contract_id": CONTRACT.contract_id, "addendum_nomor": "ADD-1", "tmt": date(2026, 4, 1), "upah_rp": 2_700_000},
    )
    (engagement,) = History(active(CONTRACT, addendum)).standing.engagements

    assert [engagement.contracts[0].upah_on(day) for day in (date(2026, 3, 31), date(2026, 4, 1))] == [
        CONTRACT.upah_rp,
        2_700_000,
    ]
    lost = addendum.model_copy(update={"contract_id": new_id()})
    assert [a.code for a in History(active(CONTRACT, lost)).standing.anomalies] == ["CONTRACT_UNKNOWN"]


def test_a_renewal_cites_an_evaluation_of_the_ending_term():
    inside = examples.evaluated(evaluation_id=new_id(), dari=date(2026, 1, 1), sampai=date(2026, 3, 31))
    renewal = {"contract_id": new_id(), "mulai": date(2026, 10, 1), "akhir": date(2027, 9, 30)}
    outside = examples.evaluated(evaluation_id=new_id(), dari=date(2025, 7, 1), sampai=date(2025, 9, 30))

    def cites(evaluation):
        signed = examples.contract_signed(**renewal, evaluation_ids=(evaluation.evaluation_id,))
        return "RENEWAL_WITHOUT_EVALUATION" in codes(signed, *active(CONTRACT, inside, outside))

    assert (cites(inside), cites(outside)) == (False, True)


def test_retirement_follows_a_corrected_birth_date():
    older = changed("tanggal_lahir", "1968-01-01", old=str(PERSON.tanggal_lahir))
    later = examples.contract_signed(mulai=date(2026, 3, 1), akhir=date(2027, 2, 28))

    assert "BEYOND_RETIREMENT" not in codes(later, *active())
    assert "BEYOND_RETIREMENT" in codes(later, *active(older))

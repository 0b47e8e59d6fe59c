"""What speaks against an appointment, an oath, a start of duty, a move, a contract: one sentence for each code."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from kinerja_es.domain.appointment import Penugasan
from kinerja_es.domain.envelope import Excepted, Source
from kinerja_es.domain.history import EMPTY, History
from kinerja_es.domain.rules import Ground, JenisJabatan
from kinerja_es.domain.unit import PositionChanged
from kinerja_es.domain.values import Golongan, Kind, Nip
from tests import examples
from tests import examples_performance as of_work
from tests.domain.judging import ORGANISATION, active, codes, engaged, judged, problems
from tests.examples import BUDI, JABATAN, PENEMPATAN, SITI, UNOR

PERSON = (examples.employee_registered(), examples.number_assigned())
OTHER_POST = UUID("00000000-0000-4000-8000-000000000022")
PLACES = (*ORGANISATION, examples.post_established(jabatan_id=OTHER_POST))


def exception(code: str) -> Excepted:
    return Excepted(code=code, reason="SK sudah ditandatangani", by="Kepala BKPSDM")


def ended(day: date, **over):
    return examples.terminated(tmt=day, **over)


# -- appointment -------------------------------------------------------------------------


def test_a_registered_person_is_appointed():
    assert codes(examples.appointed(), *PERSON) == []


def test_nobody_is_appointed_who_is_not_registered():
    assert codes(examples.appointed()) == ["EMPLOYEE_UNKNOWN"]


def test_nobody_is_appointed_twice_at_a_time():
    assert codes(examples.appointed(engagement_id=BUDI), *engaged()) == ["ENGAGEMENT_OVERLAP"]


def test_a_new_engagement_begins_on_the_first_day_without_the_old_one():
    former = engaged(ended(date(2026, 5, 1)))

    assert codes(examples.appointed(tmt=date(2026, 4, 30)), *former) == ["ENGAGEMENT_OVERLAP"]
    assert codes(examples.appointed(tmt=date(2026, 5, 1)), *former) == []


def test_a_new_engagement_does_not_run_into_a_later_one():
    assert codes(examples.appointed(tmt=date(2024, 1, 1)), *engaged(), today=date(2026, 1, 1))[:1] == [
        "ENGAGEMENT_OVERLAP"
    ]


def test_nobody_who_has_died_is_appointed_again():
    died = engaged(ended(date(2026, 5, 1), ground=Ground.MENINGGAL, tanggal_meninggal=date(2026, 4, 30)))

    assert codes(examples.appointed(tmt=date(2026, 5, 1)), *died) == ["EMPLOYEE_DECEASED"]
    assert codes(examples.appointed(tmt=date(2026, 4, 30)), *died) == ["ENGAGEMENT_OVERLAP"]


def test_a_pppk_has_no_grade_of_pns():
    assert codes(examples.appointed(golongan=Golongan("III/a")), *PERSON) == ["GRADE_KIND_MISMATCH"]


def test_a_pns_has_no_grade_of_pppk():
    pns = examples.number_assigned(nip=Nip.parse("199001012025101001"))
    person = examples.employee_registered(kind=Kind.PNS)

    assert codes(examples.appointed(kind=Kind.PNS), person, pns) == ["GRADE_KIND_MISMATCH"]


def test_an_appointment_agrees_with_the_form_of_the_nip():
    pns = examples.appointed(kind=Kind.PNS, golongan=Golongan("III/a"))

    assert codes(pns, *PERSON) == ["NIP_KIND_MISMATCH"]


def test_an_appointment_agrees_with_the_nip_of_its_day_whatever_number_is_ahead():
    ahead = examples.number_assigned(tmt=date(2027, 1, 1), nip=Nip.parse("199001012027011001"))
    cpns = examples.appointed(kind=Kind.CPNS, golongan=Golongan("III/a"), tmt=date(2027, 1, 1))
    too_late = examples.appointed(tmt=date(2027, 1, 1))

    assert codes(examples.appointed(), *PERSON, ahead) == []
    assert codes(cpns, *PERSON, ahead) == []
    assert codes(too_late, *PERSON, ahead) == ["NIP_KIND_MISMATCH"]


def test_a_nip_may_be_given_some_days_after_the_appointment_that_it_is_for():
    later = examples.number_assigned(tmt=date(2027, 2, 1), nip=Nip.parse("199001012027011001"))
    cpns = examples.appointed(kind=Kind.CPNS, golongan=Golongan("III/a"), tmt=date(2027, 1, 1))

    assert codes(cpns, *PERSON, later) == []


def test_an_appointment_is_to_a_unit_and_a_post_that_are_recorded():
    assert codes(examples.appointed(), *PERSON, others=(examples.decision_issued(),)) == [
        "UNIT_UNKNOWN",
        "POSITION_UNKNOWN",
    ]


def test_an_appointment_is_to_a_unit_and_a_post_that_exist_on_that_day():
    new = (
        examples.unit_established(tmt=date(2025, 10, 2)),
        examples.post_established(tmt=date(2025, 10, 2)),
        examples.decision_issued(),
    )

    assert codes(examples.appointed(tmt=date(2025, 10, 1)), *PERSON, others=new) == [
        "UNIT_NOT_ACTIVE",
        "POSITION_NOT_ACTIVE",
    ]
    assert codes(examples.appointed(tmt=date(2025, 10, 2)), *PERSON, others=new) == []


def test_before_the_founding_day_that_an_import_guessed_an_appointment_is_recorded_with_a_warning():
    imported = {"tmt": date(2025, 10, 2), "source": Source.IMPORT_SIASN}
    guessed = (
        examples.unit_established(**imported),
        examples.post_established(**imported),
        examples.decision_issued(),
    )

    event, found = judged(examples.appointed(tmt=date(2025, 10, 1)), *PERSON, others=guessed)

    assert found == ["FOUNDING_DAY_UNCERTAIN", "FOUNDING_DAY_UNCERTAIN"]
    assert [(w.code, w.field) for w in event.warnings] == [
        ("FOUNDING_DAY_UNCERTAIN", "unor_id"),
        ("FOUNDING_DAY_UNCERTAIN", "jabatan_id"),
    ]
    assert codes(examples.appointed(tmt=date(2025, 10, 2)), *PERSON, others=guessed) == []


def test_a_post_that_an_import_saw_in_one_unit_is_in_no_other_one():
    imported = (
        *ORGANISATION,
        examples.unit_established(unor_id=SITI),
        examples.post_established(source=Source.IMPORT_SIASN),
    )

    assert codes(examples.appointed(unor_id=SITI), *PERSON, others=imported) == ["POSITION_NOT_ACTIVE"]


def test_an_appointment_is_to_a_post_of_the_same_unit():
    elsewhere = (*ORGANISATION, examples.unit_established(unor_id=SITI))

    assert codes(examples.appointed(unor_id=SITI), *PERSON, others=elsewhere) == ["POSITION_NOT_ACTIVE"]


# -- oath --------------------------------------------------------------------------------


def test_an_oath_is_for_an_appointment():
    assert codes(examples.oath_taken(), *PERSON) == ["ASSIGNMENT_UNKNOWN"]


def test_an_oath_names_the_post_it_is_for_by_itself():
    event, found = judged(examples.oath_taken(), *engaged())

    assert found == []
    assert event.assignment_id == PENEMPATAN


def test_an_oath_may_be_taken_before_the_tmt():
    event, found = judged(examples.oath_taken(tanggal=date(2025, 9, 30)), *engaged())

    assert found == []
    assert event.assignment_id == PENEMPATAN


def test_an_oath_is_not_taken_before_its_sk():
    assert codes(examples.oath_taken(tanggal=date(2025, 9, 25)), *engaged()) == ["OATH_BEFORE_DECISION"]
    assert codes(examples.oath_taken(tanggal=date(2025, 9, 26)), *engaged()) == []


def test_an_oath_more_than_30_working_days_after_the_sk_is_recorded_with_a_warning():
    assert codes(examples.oath_taken(tanggal=date(2025, 11, 7)), *engaged()) == []
    assert codes(examples.oath_taken(tanggal=date(2025, 11, 10)), *engaged()) == ["OATH_LATE"]


def test_an_oath_for_one_post_is_taken_once():
    assert codes(examples.oath_taken(), *engaged(examples.oath_taken(assignment_id=PENEMPATAN))) == ["ALREADY_RECORDED"]


def test_an_oath_for_a_post_that_the_employee_never_had_is_refused():
    assert codes(examples.oath_taken(assignment_id=SITI), *engaged()) == ["ASSIGNMENT_UNKNOWN"]


def test_no_oath_is_taken_after_the_engagement_has_ended():
    former = engaged(ended(date(2025, 10, 23)))

    assert codes(examples.oath_taken(tanggal=date(2025, 10, 23)), *former) == ["ENGAGEMENT_CLOSED"]
    assert codes(examples.oath_taken(tanggal=date(2025, 10, 23), assignment_id=PENEMPATAN), *former) == [
        "NOT_IN_POSITION"
    ]
    assert codes(examples.oath_taken(tanggal=date(2025, 10, 22)), *former) == []


def test_an_oath_is_not_taken_for_a_post_that_was_left_before():
    moved = active(examples.assigned(tmt=date(2025, 11, 1), jabatan_id=OTHER_POST))
    oath = examples.oath_taken(tanggal=date(2025, 11, 1), assignment_id=PENEMPATAN)

    assert codes(oath, *moved) == ["NOT_IN_POSITION"]
    assert codes(oath.model_copy(update={"tanggal": date(2025, 10, 31)}), *moved) == []


def test_an_oath_is_not_taken_without_a_post_in_the_engagement():
    fixed = examples.assigned(tmt=date(2025, 10, 10), tmt_akhir=date(2025, 11, 1), jabatan_id=OTHER_POST)

    assert codes(examples.oath_taken(tanggal=date(2025, 11, 1)), *active(fixed)) == ["ASSIGNMENT_UNKNOWN"]


def test_an_oath_for_an_appointment_whose_sk_nobody_knows_is_not_measured_by_it():
    assert codes(examples.oath_taken(tanggal=date(2026, 6, 1)), *engaged(decision=None)) == []


# -- start of duty -----------------------------------------------------------------------


def test_duty_starts_within_an_engagement():
    assert codes(examples.duty_commenced(engagement_id=None), *engaged()) == []
    assert codes(examples.duty_commenced(tanggal=date(2025, 9, 30)), *engaged()) == ["NOT_ENGAGED"]


def test_duty_starts_once():
    assert codes(examples.duty_commenced(), *active()) == ["ALREADY_RECORDED"]


def test_duty_starts_in_the_engagement_that_it_names():
    assert codes(examples.duty_commenced(engagement_id=SITI), *engaged()) == ["NOT_ENGAGED"]


def test_duty_does_not_start_after_the_engagement_has_ended():
    former = engaged(ended(date(2026, 5, 1)))

    assert codes(examples.duty_commenced(tanggal=date(2026, 5, 1)), *former) == ["ENGAGEMENT_CLOSED"]
    assert codes(examples.duty_commenced(tanggal=date(2026, 4, 30)), *former) == []


# -- moves -------------------------------------------------------------------------------

MOVE = examples.assigned(jabatan_id=OTHER_POST)


def test_an_active_employee_is_moved_and_leaves_the_former_post():
    event, found = judged(MOVE, *active(), others=PLACES)

    assert found == []
    assert event.replaces_assignment_id == PENEMPATAN


def test_nobody_is_moved_who_is_not_engaged():
    assert codes(MOVE, *PERSON, others=PLACES) == ["NOT_ENGAGED"]


def test_nobody_is_moved_after_the_engagement_has_ended():
    assert codes(MOVE, *active(ended(date(2026, 4, 1))), others=PLACES) == ["ENGAGEMENT_CLOSED"]


def test_nobody_is_moved_who_is_not_active():
    assert codes(MOVE, *engaged(), others=PLACES) == ["NOT_ACTIVE"]


def test_a_signed_move_of_somebody_not_active_is_recorded_as_an_exception_and_flagged():
    event, found = judged(MOVE.model_copy(update={"exception": exception("NOT_ACTIVE")}), *engaged(), others=PLACES)

    assert found == []
    assert event.exception is not None
    assert event.exception.code == "NOT_ACTIVE"


def test_an_exception_is_dropped_where_the_rule_is_not_broken():
    event, found = judged(MOVE.model_copy(update={"exception": exception("NOT_ACTIVE")}), *active(), others=PLACES)

    assert found == []
    assert event.exception is None


def test_an_exception_excuses_the_named_rule_only():
    move = MOVE.model_copy(update={"exception": exception("NOT_ACTIVE")})

    assert codes(move, *engaged(), others=ORGANISATION) == ["POSITION_UNKNOWN"]


def test_an_assignment_ends_after_it_begins():
    move = MOVE.model_copy(update={"tmt_akhir": date(2026, 4, 1)})

    acting = {"tmt_akhir": date(2026, 4, 2), "penugasan": Penugasan.PLT}

    assert codes(move, *active(), others=PLACES) == ["VALUE_INVALID"]
    assert codes(move.model_copy(update=acting), *active(), others=PLACES) == []


def test_a_definitive_post_that_ends_with_nothing_after_it_is_recorded_with_a_warning():
    fixed = MOVE.model_copy(update={"tmt_akhir": date(2026, 7, 1)})
    goes_back = examples.assigned(tmt=date(2026, 7, 1))
    goes_back_later = examples.assigned(tmt=date(2026, 7, 2))
    rangkap = examples.post_established(jabatan_id=OTHER_POST, jenis_jabatan=JenisJabatan.RANGKAP)

    assert codes(fixed, *active(), others=PLACES) == ["DEFINITIVE_POST_ENDS"]
    assert codes(fixed, *active(goes_back), others=PLACES) == []
    assert codes(fixed, *active(goes_back_later), others=PLACES) == ["DEFINITIVE_POST_ENDS"]
    assert codes(fixed, *active(ended(date(2026, 7, 1))), others=PLACES) == []
    assert codes(fixed, *active(), others=(*ORGANISATION, rangkap)) == []


def test_a_move_to_the_post_that_is_held_already_is_no_move():
    assert codes(examples.assigned(), *active()) == ["ALREADY_RECORDED"]


def test_nobody_acts_in_the_own_post():
    assert codes(examples.assigned(penugasan=Penugasan.PLT), *active()) == ["ALREADY_RECORDED"]


def test_whoever_acts_in_a_post_may_get_it():
    acting = examples.assigned(tmt=date(2026, 3, 1), jabatan_id=OTHER_POST, penugasan=Penugasan.PLT)

    assert codes(MOVE, *active(acting), others=PLACES) == []


def test_nobody_acts_twice_in_one_post_at_a_time():
    acting = examples.assigned(jabatan_id=OTHER_POST, penugasan=Penugasan.PLT, tmt_akhir=date(2026, 7, 1))
    again = examples.assigned(jabatan_id=OTHER_POST, penugasan=Penugasan.PLT, tmt=date(2026, 6, 30))
    after = examples.assigned(jabatan_id=OTHER_POST, penugasan=Penugasan.PLT, tmt=date(2026, 7, 1))

    assert codes(again, *active(acting), others=PLACES) == ["ALREADY_RECORDED"]
    assert codes(after, *active(acting), others=PLACES) == []


def test_a_second_definitive_post_is_refused():
    move = MOVE.model_copy(update={"replaces_assignment_id": SITI})

    assert codes(move, *active(), others=PLACES) == ["DOUBLE_DEFINITIVE"]


def test_a_second_definitive_post_is_taken_where_it_may_be_held_beside_another():
    rangkap = examples.post_established(jabatan_id=OTHER_POST, jenis_jabatan=JenisJabatan.RANGKAP)

    event, found = judged(MOVE, *active(), others=(*ORGANISATION, rangkap))

    assert found == []
    assert event.rangkap is True
    assert event.replaces_assignment_id is None


@pytest.mark.parametrize("acting", [Penugasan.PLT, Penugasan.PLH, Penugasan.PJ, Penugasan.TT])
def test_a_plt_stands_beside_a_definitive_post(acting):
    event, found = judged(MOVE.model_copy(update={"penugasan": acting}), *active(), others=PLACES)

    assert found == []
    assert event.replaces_assignment_id is None


def one_seat():
    return (*ORGANISATION, examples.post_established(jabatan_id=OTHER_POST, formasi=1))


def test_a_post_has_as_many_holders_as_its_formasi():
    holder = active(jabatan_id=OTHER_POST)

    assert codes(MOVE, *active(), others=one_seat(), holders={OTHER_POST: [holder]}) == ["POSITION_OCCUPIED"]


def test_a_full_post_names_who_holds_it():
    holders = [active(jabatan_id=OTHER_POST) for _ in range(7)]
    seven = (*ORGANISATION, examples.post_established(jabatan_id=OTHER_POST, formasi=7))

    one = problems(MOVE, *active(), others=one_seat(), holders={OTHER_POST: holders[:1]})
    many = problems(MOVE, *active(), others=seven, holders={OTHER_POST: holders})

    assert [p.detail for p in one] == ["On 2026-04-01 it is held by 1 of 1: 00000000-0000-4000-8000-000000000001."]
    assert many[0].detail.startswith("On 2026-04-01 it is held by 7 of 7: 00000000-0000-4000-8000-000000000001, ")
    assert many[0].detail.endswith(", 00000000-0000-4000-8000-000000000005 and 2 more.")


def test_a_post_whose_seats_were_counted_from_a_roster_takes_more_holders_with_a_warning():
    counted = examples.post_established(jabatan_id=OTHER_POST, formasi=1, source=Source.IMPORT_SIASN)
    holder = active(jabatan_id=OTHER_POST)

    event, found = judged(MOVE, *active(), others=(*ORGANISATION, counted), holders={OTHER_POST: [holder]})

    assert found == ["FORMASI_EXCEEDED"]
    assert [(w.code, w.field) for w in event.warnings] == [("FORMASI_EXCEEDED", "jabatan_id")]
    assert codes(MOVE, *active(), others=(*ORGANISATION, counted), holders={OTHER_POST: []}) == []


def into_the_post(day: date, *more):
    """Somebody else, who moves into the other post on a day."""
    return active(examples.assigned(tmt=day, jabatan_id=OTHER_POST), *more)


def test_a_holder_who_comes_later_is_told_of_with_a_warning():
    december = MOVE.model_copy(update={"tmt": date(2026, 12, 1)})
    comes_later = {OTHER_POST: [into_the_post(date(2026, 12, 15))]}

    event, found = judged(december, *active(), others=one_seat(), holders=comes_later)

    assert found == ["FORMASI_EXCEEDED"]
    assert [w.code for w in event.warnings] == ["FORMASI_EXCEEDED"]
    assert "On 2026-12-15" in problems(december, *active(), others=one_seat(), holders=comes_later)[0].detail


def test_whoever_leaves_before_the_next_holder_comes_disturbs_nobody():
    december = MOVE.model_copy(update={"tmt": date(2026, 12, 1)})
    next_holder = {OTHER_POST: [into_the_post(date(2026, 12, 15))]}
    moves_on = examples.assigned(tmt=date(2026, 12, 15))
    leaves = ended(date(2026, 12, 15))
    too_late = ended(date(2026, 12, 16))

    assert codes(december, *active(moves_on), others=one_seat(), holders=next_holder) == []
    assert codes(december, *active(leaves), others=one_seat(), holders=next_holder) == []
    assert codes(december, *active(too_late), others=one_seat(), holders=next_holder) == ["FORMASI_EXCEEDED"]


def test_two_who_follow_one_another_later_take_one_seat():
    december = MOVE.model_copy(update={"tmt": date(2026, 12, 1)})
    two_seats = (*ORGANISATION, examples.post_established(jabatan_id=OTHER_POST, formasi=2))
    follow = [into_the_post(date(2026, 12, 15), ended(date(2027, 1, 1))), into_the_post(date(2027, 1, 1))]
    together = [into_the_post(date(2026, 12, 15), ended(date(2027, 1, 2))), into_the_post(date(2027, 1, 1))]

    assert codes(december, *active(), others=two_seats, holders={OTHER_POST: follow}) == []
    assert codes(december, *active(), others=two_seats, holders={OTHER_POST: together}) == ["FORMASI_EXCEEDED"]


def test_a_seat_is_free_from_the_day_on_which_its_holder_leaves():
    leaves = active(ended(date(2026, 4, 1)), jabatan_id=OTHER_POST)
    leaves_later = active(ended(date(2026, 4, 2)), jabatan_id=OTHER_POST)

    assert codes(MOVE, *active(), others=one_seat(), holders={OTHER_POST: [leaves]}) == []
    assert codes(MOVE, *active(), others=one_seat(), holders={OTHER_POST: [leaves_later]}) == ["POSITION_OCCUPIED"]


def test_somebody_who_was_moved_away_holds_no_seat():
    moved = active(examples.assigned(tmt=date(2026, 3, 1), jabatan_id=JABATAN), jabatan_id=OTHER_POST)

    assert codes(MOVE, *active(), others=one_seat(), holders={OTHER_POST: [moved]}) == []


def test_a_plt_takes_no_seat():
    acting = MOVE.model_copy(update={"penugasan": Penugasan.PLT})
    holder = active(jabatan_id=OTHER_POST)

    assert codes(acting, *active(), others=one_seat(), holders={OTHER_POST: [holder]}) == []


def test_a_pns_moved_before_two_years_in_the_post_is_recorded_with_a_warning():
    nip = examples.number_assigned(nip=Nip.parse("199001012025101001"))
    pns = (
        examples.employee_registered(kind=Kind.PNS),
        nip,
        examples.appointed(kind=Kind.PNS, golongan=Golongan("III/a")),
        examples.duty_commenced(tanggal=examples.TMT),
    )

    assert codes(MOVE.model_copy(update={"tmt": date(2027, 9, 30)}), *pns, others=PLACES) == ["MUTASI_TOO_EARLY"]
    assert codes(MOVE.model_copy(update={"tmt": date(2027, 10, 1)}), *pns, others=PLACES) == []


# -- contract ----------------------------------------------------------------------------


def contract(mulai: date, akhir: date, **over):
    return examples.contract_signed(mulai=mulai, akhir=akhir, urutan=None, **over)


FIRST = contract(date(2025, 10, 1), date(2026, 9, 30))
SECOND = contract(date(2026, 10, 1), date(2027, 9, 30))


def test_a_pppk_signs_the_first_contract():
    assert codes(FIRST, *active()) == []


def test_a_contract_ends_after_it_starts():
    assert codes(contract(date(2025, 10, 1), date(2025, 10, 1)), *active()) == ["CONTRACT_TERM_INVALID"]


def test_a_contract_is_signed_within_an_engagement():
    assert codes(FIRST, *PERSON) == ["NOT_ENGAGED"]
    assert codes(SECOND, *active(ended(date(2026, 10, 1)))) == ["ENGAGEMENT_CLOSED"]


def test_a_pns_has_no_contract():
    person = examples.employee_registered(kind=Kind.PNS)
    pns = examples.appointed(kind=Kind.PNS, golongan=Golongan("III/a"))

    assert codes(FIRST, person, pns) == ["NOT_CONTRACT_KIND"]


def test_contracts_do_not_overlap_by_a_single_day():
    evaluated = examples.evaluated()
    overlapping = contract(date(2026, 9, 30), date(2027, 9, 29))

    assert codes(overlapping, *active(FIRST, evaluated)) == ["CONTRACT_OVERLAP"]
    assert codes(SECOND, *active(FIRST, evaluated)) == []


def test_a_second_move_on_one_day_is_told_for_one_post_is_held_on_no_day():
    first = examples.assigned(tmt=date(2026, 4, 1), jabatan_id=OTHER_POST)
    second = examples.assigned(tmt=date(2026, 4, 1), jabatan_id=examples.JABATAN, assignment_id=examples.new_id())

    assert codes(first, *active()).count("POST_OF_NO_DAY") == 0
    assert codes(second, *active(first)).count("POST_OF_NO_DAY") == 1


def test_a_renewal_needs_an_evaluation_in_the_ending_term():
    assert codes(SECOND, *active(FIRST)) == ["RENEWAL_WITHOUT_EVALUATION"]


def test_an_evaluation_that_was_set_aside_does_not_carry_a_renewal():
    evaluated = examples.evaluated()
    aside = of_work.objection_decided(evaluation_id=evaluated.evaluation_id)
    named = SECOND.model_copy(update={"evaluation_ids": (evaluated.evaluation_id,)})

    assert codes(SECOND, *active(FIRST, evaluated)) == []
    assert codes(SECOND, *active(FIRST, evaluated, aside)) == ["RENEWAL_WITHOUT_EVALUATION"]
    assert codes(named, *active(FIRST, evaluated, aside)) == ["VALUE_INVALID", "RENEWAL_WITHOUT_EVALUATION"]


def test_an_evaluation_that_may_be_older_than_the_record_of_existing_staff_only_warns():
    facts = {day: taken_over(day, FIRST) for day in (FIRST.akhir, FIRST.akhir + timedelta(days=1))}

    assert codes(SECOND, *facts[FIRST.akhir]) == ["RENEWAL_WITHOUT_EVALUATION"]
    assert codes(SECOND, *facts[FIRST.akhir + timedelta(days=1)]) == ["OLDER_THAN_RECORD"]


def taken_over(day, *more):
    """An employee who was taken over as existing staff of a day."""
    return [
        f.model_copy(update={"opening": day}) if f.TOPIC.endswith("EmployeeAppointed") else f for f in active(*more)
    ]


def test_a_move_without_an_sk_before_the_opening_only_warns():
    move = examples.assigned(decision=None, tmt=date(2025, 12, 1))

    assert codes(move, *taken_over(date(2026, 1, 1)))[-1:] == ["OLDER_THAN_RECORD"]
    assert "DECISION_REQUIRED" in codes(move, *taken_over(date(2025, 12, 1)))


def test_an_evaluation_of_another_term_does_not_carry_a_renewal():
    later = examples.evaluated(dari=date(2026, 10, 1), sampai=date(2026, 12, 31), tmt=date(2027, 1, 5))

    assert codes(SECOND, *active(FIRST, later)) == ["RENEWAL_WITHOUT_EVALUATION"]


def test_a_signed_renewal_without_evaluation_is_recorded_as_an_exception():
    renewal = SECOND.model_copy(update={"exception": exception("RENEWAL_WITHOUT_EVALUATION")})

    event, found = judged(renewal, *active(FIRST))

    assert found == []
    assert event.exception is not None


def test_a_renewal_names_a_contract_of_the_same_engagement():
    first = examples.contract_signed(mulai=date(2025, 10, 1), akhir=date(2026, 9, 30))
    renewal = SECOND.model_copy(update={"previous_contract_id": first.contract_id})

    assert codes(renewal, *active(first, examples.evaluated())) == []
    assert codes(renewal.model_copy(update={"previous_contract_id": SITI}), *active(first, examples.evaluated())) == [
        "VALUE_INVALID"
    ]


def test_a_renewal_names_only_evaluations_of_the_same_employee():
    renewal = SECOND.model_copy(update={"evaluation_ids": (SITI,)})

    assert codes(renewal, *active(FIRST, examples.evaluated())) == ["VALUE_INVALID"]


@pytest.mark.parametrize("akhir", [date(2026, 9, 29), date(2026, 10, 1), date(2030, 9, 30)])
def test_a_part_time_contract_of_other_than_one_year_is_recorded_with_a_warning(akhir):
    assert codes(contract(date(2025, 10, 1), akhir), *active()) == ["CONTRACT_TERM_UNUSUAL"]


def test_a_pppk_contract_may_be_longer_than_a_year_but_shorter_only_with_a_warning():
    pppk = active(kind=Kind.PPPK)

    assert codes(contract(date(2025, 10, 1), date(2030, 9, 30)), *pppk) == []
    assert codes(contract(date(2025, 10, 1), date(2026, 9, 29)), *pppk) == ["CONTRACT_TERM_UNUSUAL"]


def test_a_wage_is_not_below_the_floor_that_the_contract_names():
    at_the_floor = {"upah_rp": 2_400_000, "upah_minimum_rp": 2_400_000}
    below = {"upah_rp": 2_399_999, "upah_minimum_rp": 2_400_000}

    assert codes(FIRST.model_copy(update=at_the_floor), *active()) == []
    assert codes(FIRST.model_copy(update=below), *active()) == ["WAGE_BELOW_FLOOR"]
    excepted = below | {"exception": exception("WAGE_BELOW_FLOOR")}
    assert codes(FIRST.model_copy(update=excepted), *active()) == []


def test_a_contract_ends_by_the_retirement_age_of_the_post():
    old = examples.employee_registered(tanggal_lahir=date(1968, 8, 17), nik=None)
    career = (old, examples.appointed(), examples.duty_commenced(tanggal=examples.TMT))

    assert codes(contract(date(2025, 10, 1), date(2026, 8, 31)), *career) == ["CONTRACT_TERM_UNUSUAL"]
    assert codes(contract(date(2025, 10, 1), date(2026, 9, 1)), *career) == [
        "CONTRACT_TERM_UNUSUAL",
        "BEYOND_RETIREMENT",
    ]


def test_the_retirement_age_is_that_of_the_post_as_it_is_on_the_first_day():
    old = examples.employee_registered(tanggal_lahir=date(1968, 8, 17), nik=None)
    career = (old, examples.appointed(), examples.duty_commenced(tanggal=examples.TMT))
    senior = examples.post_established(jenis_jabatan=JenisJabatan.STRUKTURAL, eselon_id="31")
    raised = examples.fact(PositionChanged, {"jabatan_id": examples.JABATAN, "eselon_id": "22"}, tmt=date(2025, 9, 1))
    known = {"others": (examples.unit_established(), senior, examples.decision_issued())}
    signed = contract(date(2025, 10, 1), date(2027, 8, 31))

    assert "BEYOND_RETIREMENT" in codes(signed, *career, **known)
    assert "BEYOND_RETIREMENT" not in codes(signed, *career, **known, sk_facts=(raised,))


def test_a_contract_of_somebody_in_an_unknown_post_is_not_measured_by_the_retirement_age():
    old = examples.employee_registered(tanggal_lahir=date(1950, 8, 17), nik=None)

    assert codes(FIRST, old, examples.appointed(), others=()) == []


def test_a_renewal_names_the_evaluations_it_rests_on():
    evaluation = examples.evaluated()
    renewal = SECOND.model_copy(update={"evaluation_ids": (evaluation.evaluation_id,)})

    assert codes(renewal, *active(FIRST, evaluation)) == []


# -- references --------------------------------------------------------------------------


def test_an_appointment_reads_its_unit_its_post_and_its_sk():
    event = examples.appointed()

    assert event.refers_to(EMPTY) == (
        f"unor-{UNOR}",
        f"jabatan-{JABATAN}",
        "sk-00000000-0000-4000-8000-000000000001",
    )


def test_a_contract_reads_the_post_that_is_held_on_its_first_day():
    assert FIRST.refers_to(History(active())) == (f"jabatan-{JABATAN}",)

"""What speaks against an agreement, a plan, a realisation: one sentence for each code, accepted and refused."""

from datetime import date
from decimal import Decimal

import pytest

from kinerja_es.domain.agreement import Achieved, Penyebab, RealisedItem, agreements
from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, Effect, JenisPembatalan
from kinerja_es.domain.appointment import EmployeeAppointed
from kinerja_es.domain.history import History
from kinerja_es.domain.period import Scope
from kinerja_es.domain.plan import Pendekatan, plans
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.domain.superior import Evaluator
from kinerja_es.domain.target import Arah, achievement
from tests import examples
from tests import examples_performance as of_work
from tests.domain.judging import active, codes, given_of, judged, problems, stated
from tests.examples import BUDI, PENEMPATAN, SITI, UNOR
from tests.examples_performance import DINAS_INDUK, PIMPINAN, SKP, target

ORGANISATION = of_work.organisation()
OATH = examples.oath_taken(assignment_id=PENEMPATAN)
SIGNED = of_work.agreement_signed()
MOVED = examples.assigned(tmt=date(2026, 4, 1), assignment_id=SITI, jabatan_id=SITI, replaces_assignment_id=PENEMPATAN)


def official(*more):
    """Somebody in a managerial post, sworn in."""
    return active(OATH, *more)


def agreement(**over):
    return of_work.agreement_signed(**{"assignment_id": None} | over)


def told(event, *facts, **known):
    return codes(event, *facts, others=known.pop("others", ORGANISATION), **known)


# -- signing -----------------------------------------------------------------------------


def test_an_official_who_is_sworn_in_signs_an_agreement_for_the_post_that_is_held():
    event, found = judged(agreement(), *official(), others=ORGANISATION)

    assert found == []
    assert event.assignment_id == PENEMPATAN


def test_an_agreement_is_signed_for_a_post_that_is_held_on_that_day():
    assert told(agreement(), examples.employee_registered()) == ["NOT_ENGAGED"]
    assert told(agreement(assignment_id=SITI), *official()) == ["ASSIGNMENT_UNKNOWN"]
    moved = official(MOVED)
    late = of_work.agreement_signed(tanggal=date(2026, 5, 4))
    assert "NOT_IN_POSITION" in told(late, *moved)


def test_an_agreement_that_is_signed_before_the_oath_is_warned_of():
    assert told(agreement(), *active()) == ["AGREEMENT_BEFORE_OATH"]
    assert told(agreement(tanggal=date(2025, 10, 22)), *official()) == ["AGREEMENT_BEFORE_OATH"]
    assert told(agreement(tanggal=date(2025, 10, 23)), *official()) == []
    assert [p.warning for p in problems(agreement(), *active(), others=ORGANISATION)] == [True]


def test_a_policy_may_refuse_an_agreement_that_is_signed_before_the_oath():
    strict = stated(agreement={"before_oath": "REFUSE"})

    found = problems(agreement(), *active(), others=ORGANISATION, policies=strict)

    assert [(p.code, p.warning) for p in found] == [("AGREEMENT_BEFORE_OATH", False)]


def test_an_oath_that_may_be_older_than_the_record_of_existing_staff_only_warns():
    strict = stated(agreement={"before_oath": "REFUSE"})
    taken_over, later = (
        [f.model_copy(update={"opening": day}) if isinstance(f, EmployeeAppointed) else f for f in active()]
        for day in (date(2025, 10, 2), date(2025, 10, 1))
    )

    found = problems(agreement(), *taken_over, others=ORGANISATION, policies=strict)
    assert [(p.code, p.warning, p.detail) for p in found] == [("OLDER_THAN_RECORD", True, "AGREEMENT_BEFORE_OATH.")]
    held_since = problems(agreement(), *later, others=ORGANISATION, policies=strict)
    assert [(p.code, p.warning) for p in held_since] == [("AGREEMENT_BEFORE_OATH", False)]


def test_a_policy_names_the_echelons_that_sign_agreements():
    second = stated(agreement={"eselon": ["II.a", "II.b"]})

    assert told(agreement(), *official(), others=of_work.organisation(eselon_id="22"), policies=second) == []
    assert told(agreement(), *official(), others=of_work.organisation(eselon_id="31"), policies=second) == [
        "AGREEMENT_NOT_STRUCTURAL"
    ]


@pytest.mark.parametrize(
    ("eselon", "found"), [("21", []), ("42", []), (None, []), ("51", ["AGREEMENT_NOT_STRUCTURAL"])]
)
def test_officials_of_eselon_two_to_four_sign_agreements(eselon, found):
    assert told(agreement(), *official(), others=of_work.organisation(eselon_id=eselon)) == found


def test_the_holder_of_an_executive_post_signs_no_agreement():
    clerk = of_work.organisation(eselon_id=None, jenis_jabatan=JenisJabatan.PELAKSANA)

    assert told(agreement(), *official(), others=clerk) == ["AGREEMENT_NOT_STRUCTURAL"]


@pytest.mark.parametrize("missing", ["indikator", "satuan", "target"])
def test_a_target_is_measurable(missing):
    event = agreement(items=(target(**{missing: None}),))

    assert told(event, *official()) == ["TARGET_NOT_MEASURABLE"]


def test_a_target_is_a_duty_of_the_post():
    assert told(agreement(items=(target(tupoksi_ref="z"),)), *official()) == ["TARGET_OUTSIDE_TUPOKSI"]
    assert told(agreement(items=(target(tupoksi_ref=None),)), *official()) == ["TARGET_OUTSIDE_TUPOKSI"]


def test_targets_of_a_post_whose_duties_are_not_recorded_are_taken_with_a_warning():
    assert told(agreement(), *official(), others=of_work.organisation(tupoksi=())) == ["TUPOKSI_UNKNOWN"]


def test_the_weights_come_to_a_hundred():
    two = (target(bobot="60"), target(id="2", bobot="39.5"))

    assert [p.detail for p in problems(agreement(items=two), *official(), others=ORGANISATION)] == [
        "They come to 99.5."
    ]
    assert told(agreement(items=two), *official()) == ["WEIGHTS_NOT_100"]
    assert told(agreement(items=(two[0], target(id="2", bobot="40"))), *official()) == []


def test_a_target_has_an_id_of_its_own():
    assert told(agreement(items=(target(bobot="50"), target(bobot="50"))), *official()) == ["VALUE_INVALID"]


def test_a_post_has_one_agreement_at_a_time():
    assert told(agreement(), *official(SIGNED)) == ["AGREEMENT_EXISTS"]
    following = agreement(tanggal=date(2026, 10, 20), dari=date(2026, 11, 1), sampai=date(2026, 12, 31))
    assert told(following, *official(SIGNED)) == []


def test_an_agreement_that_was_closed_makes_room_for_another():
    closed = official(SIGNED, of_work.agreement_closed())

    assert told(agreement(tanggal=date(2026, 5, 4), dari=date(2026, 5, 1)), *closed) == []


def test_an_agreement_may_start_in_the_middle_of_a_year_but_not_before_the_post():
    assert told(agreement(dari=date(2025, 9, 1)), *official()) == ["PERIOD_INVALID"]


def test_an_agreement_ends_after_it_was_signed():
    assert told(agreement(sampai=date(2025, 11, 2)), *official()) == ["VALUE_INVALID"]


def test_targets_are_written_by_the_official():
    assert told(agreement(author_id=SITI), *official()) == ["AGREEMENT_NOT_OWN"]
    assert told(agreement(author_id=BUDI), *official()) == []


def test_nobody_agrees_with_themselves():
    assert told(agreement(pihak_kedua=Evaluator(pegawai_id=BUDI)), *official()) == ["SELF_EVALUATION"]


# -- superiors ---------------------------------------------------------------------------

HEAD_POST = of_work.managerial(jabatan_id=PIMPINAN, pimpinan=True)
OTHER_POST = of_work.managerial(jabatan_id=SITI, pimpinan=False)


def head(jabatan_id=PIMPINAN, unor_id=UNOR):
    return (examples.employee_registered(), examples.appointed(jabatan_id=jabatan_id, unor_id=unor_id))


def with_superior(career, *organisation):
    event = agreement(pihak_kedua=Evaluator(pegawai_id=SITI))
    return told(event, *official(), others=(*ORGANISATION, *organisation), careers={SITI: career})


def test_the_leader_of_the_unit_is_the_superior():
    assert with_superior(head(), HEAD_POST) == []


def test_somebody_in_the_unit_who_does_not_lead_it_is_no_superior():
    assert with_superior(head(SITI), HEAD_POST, OTHER_POST) == ["NOT_EVALUATOR"]


def test_the_leader_of_the_unit_above_is_a_superior():
    below = examples.unit_established(diatasan_id=DINAS_INDUK)

    assert with_superior(head(unor_id=DINAS_INDUK), below, HEAD_POST) == []
    assert with_superior(head(unor_id=SITI), below, HEAD_POST) == ["NOT_EVALUATOR"]


def test_whoever_leads_the_unit_has_a_superior_in_the_one_above_only():
    below = examples.unit_established(diatasan_id=DINAS_INDUK)
    leading = of_work.managerial(pimpinan=True)

    assert with_superior(head(), below, leading, HEAD_POST) == ["NOT_EVALUATOR"]
    assert with_superior(head(unor_id=DINAS_INDUK), below, leading, HEAD_POST) == []


@pytest.mark.parametrize(
    ("career", "posts"),
    [
        (head(), ()),
        (head(), (of_work.managerial(jabatan_id=PIMPINAN),)),
        (head(unor_id=SITI), (HEAD_POST,)),
        ((examples.employee_registered(),), ()),
    ],
    ids=["post unknown", "not said whether it leads", "unit above unknown", "no post"],
)
def test_where_the_record_cannot_tell_who_leads_it_only_warns(career, posts):
    assert with_superior(career, *posts) == ["EVALUATOR_UNCERTAIN"]


def test_an_evaluator_of_former_days_was_the_superior_then():
    left = (*head(), examples.terminated(tmt=date(2025, 11, 1)))
    event = examples.evaluated(predikat=None, penilai=Evaluator(pegawai_id=SITI), hasil=2, perilaku=2)
    known = {"others": (*ORGANISATION, HEAD_POST), "careers": {SITI: left}}

    assert told(event, *official(), **known) == []
    assert with_superior(left, HEAD_POST) == ["EVALUATOR_UNCERTAIN"]


# -- revising and closing ----------------------------------------------------------------


def test_targets_change_by_a_revision_only():
    history = History(official(SIGNED, of_work.agreement_revised()))
    (found,) = agreements(history)

    assert [item.target for item in found.items(date(2026, 3, 1))] == ["80"]
    assert [item.target for item in found.items(date(2026, 3, 2))] == ["60"]
    assert [item.target for item in found.items(date(2025, 11, 1))] == ["80"]


def test_a_revision_is_of_an_agreement_that_holds():
    assert told(of_work.agreement_revised(), *official(SIGNED)) == []
    assert told(of_work.agreement_revised(), *official()) == ["REFERENCE_UNKNOWN"]
    assert told(of_work.agreement_revised(tanggal=date(2025, 11, 2)), *official(SIGNED)) == ["OUT_OF_ORDER"]
    closed = official(SIGNED, of_work.agreement_closed(tanggal=date(2026, 3, 2)))
    assert told(of_work.agreement_revised(), *closed) == ["AGREEMENT_CLOSED"]


def test_a_revision_is_recorded_once():
    revised = official(SIGNED, of_work.agreement_revised())

    assert told(of_work.agreement_revised(), *revised) == ["ALREADY_RECORDED"]


def test_revised_targets_keep_the_rules_of_targets():
    event = of_work.agreement_revised(items=(target(bobot="50", target=None, tupoksi_ref="z"),))

    assert told(event, *official(SIGNED)) == ["TARGET_NOT_MEASURABLE", "WEIGHTS_NOT_100", "TARGET_OUTSIDE_TUPOKSI"]


def test_an_agreement_is_closed_once():
    assert told(of_work.agreement_closed(), *official(SIGNED)) == []
    assert told(of_work.agreement_closed(), *official(SIGNED, of_work.agreement_closed())) == ["AGREEMENT_CLOSED"]
    assert told(of_work.agreement_closed(), *official()) == ["REFERENCE_UNKNOWN"]


def test_a_mutasi_ends_the_agreement_of_the_post_that_is_left():
    (before,), (after,) = agreements(History(official(SIGNED))), agreements(History(official(SIGNED, MOVED)))

    assert (before.ended, before.last) == (None, date(2026, 10, 31))
    assert (after.ended, after.last) == (date(2026, 4, 1), date(2026, 3, 31))
    late = of_work.agreement_revised(tanggal=date(2026, 4, 1))
    assert "AGREEMENT_CLOSED" in told(late, *official(SIGNED, MOVED))


def test_an_official_who_gets_the_post_back_signs_another_agreement_for_it():
    back = examples.fact(
        DecisionAnnulledForEmployee,
        {"tmt": date(2026, 4, 20), "effect_from": date(2026, 4, 20), "effect": Effect.EX_NUNC},
        sk_id=SITI,
        annulment_id=BUDI,
        kind=JenisPembatalan.DIBATALKAN,
        restores=(PENEMPATAN,),
    )
    annulled = MOVED.model_copy(update={"decision": examples.decision(sk_id=SITI, nomor="800/2")})
    career = official(SIGNED, annulled, back)
    again = of_work.agreement_signed(agreement_id=SITI, tanggal=date(2026, 4, 27), dari=date(2026, 4, 20))

    assert told(again, *career) == []
    assert [(a.ended, a.last) for a in agreements(History((*career, again)))] == [
        (date(2026, 4, 1), date(2026, 3, 31)),
        (None, date(2026, 10, 31)),
    ]


# -- plans -------------------------------------------------------------------------------


def plan(**over):
    return of_work.plan_set(**{"assignment_id": None} | over)


def test_a_plan_is_set_for_the_post_that_is_held():
    event, found = judged(plan(), *active())

    assert (found, event.assignment_id) == ([], PENEMPATAN)
    assert codes(plan(), examples.employee_registered()) == ["NOT_ENGAGED"]


def test_a_post_has_one_plan_at_a_time():
    assert codes(plan(), *active(of_work.plan_set())) == ["PLAN_EXISTS"]
    assert codes(plan(dari=date(2026, 1, 1), sampai=date(2026, 12, 31)), *active(of_work.plan_set())) == []


def test_a_plan_is_for_one_year():
    assert codes(plan(sampai=date(2026, 1, 31)), *active()) == ["PERIOD_INVALID"]


def test_a_planned_result_is_measurable():
    unmeasured = (of_work.planned(target=None, satuan=None),)

    assert codes(plan(rhk=unmeasured), *active()) == ["TARGET_NOT_MEASURABLE"]
    assert codes(plan(rhk=unmeasured, pendekatan=Pendekatan.KUALITATIF), *active()) == []
    vague = (of_work.planned(indikator=None),)
    assert codes(plan(rhk=vague, pendekatan=Pendekatan.KUALITATIF), *active()) == ["TARGET_NOT_MEASURABLE"]


def test_a_plan_names_a_programme_and_the_part_in_it():
    assert codes(plan(rhk=(of_work.planned(peran=None),)), *active()) == ["PLAN_WITHOUT_ROLE"]


def test_a_plan_is_evaluated_by_the_superior():
    known = {"others": (*ORGANISATION, HEAD_POST, OTHER_POST)}

    assert told(plan(penilai_id=SITI), *active(), **known, careers={SITI: head()}) == []
    assert told(plan(penilai_id=SITI), *active(), **known, careers={SITI: head(SITI)}) == ["NOT_EVALUATOR"]
    assert told(plan(penilai_id=SITI), *active(), **known) == ["EMPLOYEE_UNKNOWN"]
    assert told(plan(penilai_id=BUDI), *active(), **known) == ["SELF_EVALUATION"]


def test_a_plan_ends_with_the_post():
    (found,) = plans(History(active(of_work.plan_set(), examples.terminated(tmt=date(2025, 12, 1)))))

    assert found.last == date(2025, 11, 30)


# -- realisation -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "reached", "arah", "percent"),
    [
        ("80", "72", "NAIK", "90.00"),
        ("3", "2", "NAIK", "66.67"),
        ("80", "96", "NAIK", "120.00"),
        ("40", "40", "TURUN", "100.00"),
        ("40", "50", "TURUN", "75.00"),
        ("40", "30", "TURUN", "125.00"),
        ("40", "90", "TURUN", "0.00"),
        ("0", "0", "TURUN", "100"),
        ("0", "1", "TURUN", "0"),
        ("0", "0", "NAIK", "100"),
        ("2.5", "2.5", "NAIK", "100.00"),
    ],
)
def test_how_much_of_a_target_was_reached(wanted, reached, arah, percent):
    assert achievement(wanted, reached, Arah(arah)) == Decimal(percent)


def quarterly(**over):
    return of_work.agreement_signed(items=(target(triwulan=("60", "80", "80", "80"), anggaran_rp=200, **over),))


def realised(*items, **over):
    return of_work.realised(**{"items": items} if items else {}, **over)


def test_a_realisation_says_how_much_of_target_and_budget_was_used():
    event = realised(RealisedItem(id="1", realisasi="72", anggaran_realisasi_rp=150))

    found, speaks = judged(event, *official(quarterly()), others=ORGANISATION)

    assert speaks == []
    assert found.capaian == (Achieved(id="1", target="60", persen="120.00", anggaran_persen="75.00"),)


def test_a_missed_target_has_a_cause_and_a_story():
    agreed = official(quarterly())
    missed = RealisedItem(id="1", realisasi="30")
    caused = missed.model_copy(update={"penyebab": Penyebab.PLANNING})
    explained = caused.model_copy(update={"narasi": "Target ditetapkan terlalu tinggi."})

    assert told(realised(missed), *agreed) == ["REALISATION_CAUSE_MISSING"]
    assert [p.field for p in problems(realised(caused), *agreed, others=ORGANISATION)] == ["items.0.narasi"]
    assert told(realised(explained), *agreed) == []


def test_before_the_end_a_target_is_missed_only_where_something_was_foreseen():
    assert told(realised(RealisedItem(id="1", realisasi="30")), *official(SIGNED)) == []


def test_at_the_end_the_whole_target_is_due():
    short = of_work.agreement_signed(sampai=date(2026, 3, 31))

    assert told(realised(RealisedItem(id="1", realisasi="79")), *official(short)) == ["REALISATION_CAUSE_MISSING"]
    assert told(realised(RealisedItem(id="1", realisasi="80")), *official(short)) == []


def test_a_realisation_is_of_one_agreement_or_plan_that_is_recorded():
    assert told(of_work.realised(), *official()) == ["REFERENCE_UNKNOWN"]
    assert told(of_work.realised(agreement_id=None), *official()) == ["VALUE_MISSING"]
    assert told(of_work.realised(plan_id=SKP), *official(SIGNED)) == ["VALUE_MISSING"]
    assert told(of_work.realised(agreement_id=None, plan_id=SKP), *official()) == ["REFERENCE_UNKNOWN"]


def test_a_realisation_of_a_plan_is_reported_by_the_plans_own_items():
    days = {"dari": date(2025, 10, 1), "sampai": date(2025, 12, 31), "tanggal": date(2026, 1, 5)}
    event = of_work.realised(agreement_id=None, plan_id=SKP, items=(RealisedItem(id="1", realisasi="120"),), **days)

    assert codes(event, *active(of_work.plan_set())) == []


def test_a_realisation_reports_targets_that_were_agreed_each_once():
    agreed = official(SIGNED)

    assert told(realised(RealisedItem(id="9", realisasi="1")), *agreed) == ["REFERENCE_UNKNOWN"]
    assert told(realised(RealisedItem(id="1")), *agreed) == ["VALUE_MISSING"]
    twice = RealisedItem(id="1", realisasi="80")
    assert told(realised(twice, twice), *agreed) == ["VALUE_INVALID"]


def test_a_period_is_reported_once_and_when_it_is_over():
    agreed = official(SIGNED)

    assert told(of_work.realised(), *agreed, of_work.realised()) == ["ALREADY_RECORDED"]
    assert told(of_work.realised(tanggal=date(2026, 3, 30)), *agreed) == ["PERIOD_INVALID"]
    assert told(of_work.realised(scope=Scope.BULANAN), *agreed) == ["PERIOD_INVALID"]


def test_a_realisation_lies_in_the_days_of_its_agreement():
    moved = official(SIGNED, MOVED)
    after = of_work.realised(dari=date(2026, 4, 1), sampai=date(2026, 6, 30), tanggal=date(2026, 6, 30))

    assert told(after, *moved) == ["AGREEMENT_CLOSED"]
    assert told(of_work.realised(), *moved) == []


# -- clarification -----------------------------------------------------------------------


def test_a_clarification_is_asked_about_a_realisation_and_its_targets():
    reported = official(SIGNED, of_work.realised())

    assert told(of_work.clarification_requested(), *reported) == []
    assert told(of_work.clarification_requested(), *official(SIGNED)) == ["REFERENCE_UNKNOWN"]
    assert told(of_work.clarification_requested(item_id="9"), *reported) == ["REFERENCE_UNKNOWN"]
    assert told(of_work.clarification_requested(tanggal=date(2026, 4, 5)), *reported) == ["OUT_OF_ORDER"]


def test_a_clarification_is_answered_once_and_after_it_was_asked():
    asked = official(SIGNED, of_work.realised(), of_work.clarification_requested())

    assert told(of_work.clarification_answered(), *asked) == []
    assert told(of_work.clarification_answered(), *official()) == ["REFERENCE_UNKNOWN"]
    assert told(of_work.clarification_answered(tanggal=date(2026, 4, 9)), *asked) == ["OUT_OF_ORDER"]
    assert told(of_work.clarification_answered(), *asked, of_work.clarification_answered()) == ["ALREADY_RECORDED"]


def test_nothing_is_worked_out_for_what_is_refused():
    event = of_work.realised()

    assert event.derived(given_of(event, *official())) == {}


def test_of_a_result_without_a_number_no_percentage_is_worked_out():
    described = of_work.plan_set(pendekatan=Pendekatan.KUALITATIF, rhk=(of_work.planned(target=None),))
    days = {"dari": date(2025, 10, 1), "sampai": date(2025, 12, 31), "tanggal": date(2026, 1, 5)}
    event = of_work.realised(
        agreement_id=None, plan_id=SKP, items=(RealisedItem(id="1", narasi="Berkas selesai."),), **days
    )

    found, speaks = judged(event, *active(described))

    assert (found.capaian, speaks) == ((), [])

"""What an evaluation cites, by which rules it rates, and what follows from it."""

from datetime import date

import pytest

from kinerja_es.domain.agreement import RealisedItem
from kinerja_es.domain.envelope import Source
from kinerja_es.domain.follow_up import Outcome
from kinerja_es.domain.history import History
from kinerja_es.domain.performance import ItemScore, Regime, UnitInput, evaluations
from kinerja_es.domain.period import Scope
from tests import examples
from tests import examples_discipline as of_discipline
from tests import examples_performance as of_work
from tests.domain.judging import active, codes, judged
from tests.examples import BUDI, SITI, UNOR
from tests.examples_performance import ASESMEN, EVALUASI, SKP


def evaluation(**over):
    return examples.evaluated(**{"predikat": None, "evaluation_id": EVALUASI} | over)


POOR = evaluation(hasil=3, perilaku=2, predikat=3)
GOOD = evaluation(predikat=2)

# -- results are cited -------------------------------------------------------------------

PLANNED = of_work.plan_set(rhk=(of_work.planned(), of_work.planned(id="2")))


def test_an_evaluation_cites_the_results_of_each_target():
    half, whole = (ItemScore(id="1", skor=2),), (ItemScore(id="1", skor=2), ItemScore(id="2", realisasi="80"))

    assert codes(evaluation(), *active(PLANNED)) == ["EVALUATION_WITHOUT_RESULTS"]
    assert codes(evaluation(item_scores=half), *active(PLANNED)) == ["EVALUATION_WITHOUT_RESULTS"]
    assert codes(evaluation(item_scores=whole), *active(PLANNED)) == []


def test_a_realisation_of_the_period_is_cited_without_saying_so():
    items = (RealisedItem(id="1", realisasi="120"), RealisedItem(id="2", realisasi="120"))
    days = {"dari": date(2025, 10, 1), "sampai": date(2025, 12, 31), "tanggal": date(2026, 1, 5)}
    reported = of_work.realised(agreement_id=None, plan_id=SKP, items=items, **days)

    assert codes(evaluation(), *active(PLANNED, reported)) == []


def test_an_evaluation_from_siasn_that_cites_no_results_is_taken_with_a_warning():
    assert codes(evaluation(source=Source.IMPORT_SIASN), *active(PLANNED)) == ["RESULTS_NOT_CITED"]


def test_targets_of_another_year_ask_for_no_results():
    later = of_work.plan_set(dari=date(2026, 1, 1), sampai=date(2026, 12, 31))

    assert codes(evaluation(), *active(later)) == []


# -- other rules of rating ---------------------------------------------------------------


def numbered(nilai, regime=Regime.PP30_2019, **over):
    return evaluation(rating_regime=regime, nilai=nilai, hasil=None, perilaku=None, **over)


@pytest.mark.parametrize(
    ("regime", "nilai", "predikat"),
    [
        ("PP30_2019", "110", 2),
        ("PP30_2019", "90", 2),
        ("PP30_2019", "89.99", 3),
        ("PP30_2019", "69.5", 4),
        ("PP30_2019", "49", 5),
        ("PP46_2011", "91", 1),
        ("PP46_2011", "90.5", 2),
        ("PP46_2011", "50", 5),
        ("DP3", "76", 2),
    ],
)
def test_a_number_gives_the_predikat_of_its_band(regime, nilai, predikat):
    event, _ = judged(numbered(nilai, Regime(regime)), *active())

    assert event.predikat == predikat


def test_the_best_predikat_of_pp_30_asks_for_a_new_idea():
    assert judged(numbered("115", ide_baru=True), *active())[0].predikat == 1
    assert judged(numbered("115", ide_baru=False), *active())[0].predikat == 2
    assert judged(numbered("109", ide_baru=True), *active())[0].predikat == 2


def test_an_evaluation_by_number_has_a_number_that_can_be_reached():
    assert codes(numbered(None), *active()) == ["EVALUATION_WITHOUT_RESULTS"]
    assert codes(numbered("121"), *active()) == ["VALUE_INVALID"]
    assert codes(numbered("101", Regime.DP3), *active()) == ["VALUE_INVALID"]


def test_a_written_predikat_is_held_against_the_number_too():
    assert codes(numbered("95", predikat_tertulis=1), *active()) == ["PREDICATE_MISMATCH"]


def test_the_matrix_may_be_named():
    event, found = judged(evaluation(rating_regime=Regime.PERMENPANRB6_2022, hasil=1, perilaku=1), *active())

    assert (event.predikat, found) == (1, [])


# -- objections --------------------------------------------------------------------------


def test_an_objection_that_is_granted_makes_room_for_another_evaluation():
    granted, refused = of_work.objection_decided(), of_work.objection_decided(putusan="DITOLAK")
    again = evaluation(evaluation_id=SITI, tmt=date(2026, 2, 3))

    assert codes(again, *active(GOOD, granted)) == []
    assert codes(again, *active(GOOD, refused)) == ["PERIOD_DUPLICATE"]
    assert evaluations(History(active(GOOD, granted))) == []


def test_an_objection_is_of_a_recorded_evaluation_and_decided_once():
    assert codes(of_work.objection_decided(), *active(GOOD)) == []
    assert codes(of_work.objection_decided(), *active()) == ["REFERENCE_UNKNOWN"]
    assert codes(of_work.objection_decided(), *active(GOOD, of_work.objection_decided())) == ["ALREADY_RECORDED"]


def test_an_objection_is_filed_between_the_evaluation_and_the_decision():
    assert codes(of_work.objection_decided(filed_on=date(2026, 1, 11)), *active(GOOD)) == ["OUT_OF_ORDER"]
    assert codes(of_work.objection_decided(filed_on=date(2026, 2, 3)), *active(GOOD)) == ["OUT_OF_ORDER"]


# -- follow-ups --------------------------------------------------------------------------


@pytest.mark.parametrize(("hasil", "perilaku", "found"), [(2, 2, []), (3, 1, ["FOLLOW_UP_DUE"])])
def test_an_evaluation_below_baik_needs_a_follow_up(hasil, perilaku, found):
    assert codes(evaluation(hasil=hasil, perilaku=perilaku), *active()) == found


def test_a_follow_up_is_opened_once_for_an_evaluation_or_an_assessment():
    opened = of_work.follow_up_opened()

    assert codes(opened, *active(POOR)) == []
    assert codes(opened, *active(GOOD)) == ["FOLLOW_UP_NOT_NEEDED"]
    assert codes(opened, *active()) == ["REFERENCE_UNKNOWN"]
    assert codes(opened, *active(POOR, opened)) == ["ALREADY_RECORDED"]
    assert codes(of_work.follow_up_opened(tanggal=date(2026, 1, 11)), *active(POOR)) == ["OUT_OF_ORDER"]
    assert codes(of_work.follow_up_opened(evaluation_id=None), *active(POOR)) == ["VALUE_MISSING"]
    of_assessment = of_work.follow_up_opened(evaluation_id=None, assessment_id=ASESMEN, tanggal=date(2026, 2, 11))
    assert codes(of_assessment, *active(of_work.assessed())) == []
    assert codes(of_assessment, *active()) == ["REFERENCE_UNKNOWN"]


OPEN = active(POOR, of_work.follow_up_opened())


def concluded(**over):
    return of_work.follow_up_concluded(**over)


def test_a_follow_up_ends_once_and_after_it_began():
    assert codes(concluded(), *OPEN) == []
    assert codes(concluded(), *active(POOR)) == ["REFERENCE_UNKNOWN"]
    assert codes(concluded(), *OPEN, concluded()) == ["ALREADY_RECORDED"]
    assert codes(concluded(tanggal=date(2026, 1, 18)), *OPEN) == ["OUT_OF_ORDER"]


def test_a_waiver_has_a_reason_and_the_sk_of_the_head_of_region():
    assert codes(concluded(reason=None), *OPEN) == ["FOLLOW_UP_OUTCOME"]
    assert codes(concluded(decision=None), *OPEN) == ["FOLLOW_UP_OUTCOME"]
    by_secretary = examples.decision(pejabat_jabatan="Sekretaris Daerah atas nama Wali Kota")
    assert codes(concluded(decision=by_secretary), *OPEN) == ["WAIVER_NOT_BY_HEAD"]
    by_acting = examples.decision(pejabat_jabatan="Pj. Bupati Penajam Paser Utara")
    assert codes(concluded(decision=by_acting), *OPEN) == []


def test_a_sanction_by_policy_has_an_sk():
    sanction = {"outcome": Outcome.POLICY_SANCTION, "reason": None}

    assert codes(concluded(**sanction), *OPEN) == []
    assert codes(concluded(**sanction, decision=None), *OPEN) == ["FOLLOW_UP_OUTCOME"]


def test_a_coaching_in_which_a_follow_up_ends_is_recorded():
    coaching = {"outcome": Outcome.COACHING, "decision": None, "reason": None}

    assert codes(concluded(**coaching), *OPEN) == ["FOLLOW_UP_OUTCOME"]
    assert codes(concluded(**coaching, coaching_id=SITI), *OPEN) == ["REFERENCE_UNKNOWN"]
    begun = of_discipline.coached(coaching_id=SITI, evaluation_id=EVALUASI)
    assert codes(concluded(**coaching, coaching_id=SITI), *OPEN, begun) == []


def test_a_poor_evaluation_is_not_followed_by_a_mutasi():
    moved = examples.assigned(assignment_id=SITI, tmt=date(2026, 2, 1), jabatan_id=SITI)

    assert codes(concluded(outcome=Outcome.MUTASI, assignment_id=SITI), *OPEN, moved) == ["FOLLOW_UP_OUTCOME"]


def test_an_assessment_may_be_followed_by_a_mutasi_that_is_recorded():
    opened = of_work.follow_up_opened(evaluation_id=None, assessment_id=ASESMEN, tanggal=date(2026, 2, 11))
    moved = examples.assigned(assignment_id=SITI, tmt=date(2026, 2, 15), jabatan_id=SITI)
    career = active(of_work.assessed(), opened, moved)

    assert codes(concluded(outcome=Outcome.MUTASI, assignment_id=SITI), *career) == []
    assert codes(concluded(outcome=Outcome.MUTASI, assignment_id=BUDI), *career) == ["REFERENCE_UNKNOWN"]
    assert codes(concluded(outcome=Outcome.MUTASI), *career) == ["FOLLOW_UP_OUTCOME"]


# -- units -------------------------------------------------------------------------------


def rated(**over):
    return of_work.unit_rated(**over)


PARTS = (UnitInput(capaian_persen="96.5", bobot="60"), UnitInput(capaian_persen="88", bobot="40"))


def test_a_unit_is_rated_by_a_method_with_weights():
    event, found = judged(rated(inputs=PARTS), examples.unit_established(), subject=UNOR)

    assert (found, event.capaian_persen) == ([], "93.10")
    assert codes(rated(inputs=PARTS[:1]), examples.unit_established(), subject=UNOR) == ["WEIGHTS_NOT_100"]
    assert codes(rated(), examples.unit_established(), subject=UNOR) == []


def test_a_unit_that_is_rated_is_recorded():
    assert codes(rated(), subject=UNOR) == ["UNIT_UNKNOWN"]


def test_a_period_of_a_unit_is_rated_once_and_when_it_is_over():
    unit = examples.unit_established()

    assert codes(rated(), unit, rated(), subject=UNOR) == ["ALREADY_RECORDED"]
    assert codes(rated(scope=Scope.TRIWULAN), unit, subject=UNOR) == ["PERIOD_INVALID"]
    assert codes(rated(tmt=date(2025, 12, 30)), unit, subject=UNOR) == ["PERIOD_INVALID"]

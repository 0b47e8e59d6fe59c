"""What speaks against an evaluation, a suspension, a termination, a batch: one sentence for each code."""

from datetime import date

import pytest

from kinerja_es.domain.batch import PerKind, batch_of, fold_batch
from kinerja_es.domain.envelope import Excepted
from kinerja_es.domain.given import Given
from kinerja_es.domain.history import History
from kinerja_es.domain.period import Scope
from kinerja_es.domain.rules import Ground, Honour
from kinerja_es.domain.status import SuspensionGround, pension_right
from kinerja_es.domain.superior import Evaluator
from kinerja_es.domain.values import Golongan, Kind
from tests import examples
from tests import examples_discipline as discipline
from tests.domain.judging import active, codes, engaged, judged, problems
from tests.examples import BATCH, BUDI, PENEMPATAN, SITI

PERSON = (examples.employee_registered(), examples.number_assigned())


def exception(code: str) -> Excepted:
    return Excepted(code=code, reason="SK sudah ditandatangani", by="Kepala BKPSDM")


# -- evaluation --------------------------------------------------------------------------


def evaluation(**over):
    return examples.evaluated(predikat=None, assignment_id=None, **over)


def test_an_evaluation_gets_its_predikat_from_the_matrix_and_its_post_from_the_period():
    event, found = judged(evaluation(hasil=1, perilaku=3), *active())

    assert found == ["FOLLOW_UP_DUE"]
    assert (event.predikat, event.assignment_id) == (4, PENEMPATAN)


def test_nobody_evaluates_themselves():
    by_number = Evaluator(nama="Budi Contoh", nip=examples.nip())
    by_id = Evaluator(pegawai_id=BUDI)

    assert codes(evaluation(penilai=by_number), *active()) == ["SELF_EVALUATION"]
    assert codes(evaluation(penilai=by_id), *active()) == ["SELF_EVALUATION"]


def test_self_evaluation_has_no_exception():
    event = evaluation(penilai=Evaluator(pegawai_id=BUDI), exception=exception("SELF_EVALUATION"))

    assert set(codes(event, *active())) == {"SELF_EVALUATION", "EXCEPTION_NOT_ALLOWED"}


def test_an_evaluator_named_by_id_is_an_employee_of_this_record():
    event = evaluation(penilai=Evaluator(pegawai_id=SITI))

    assert codes(event, *active()) == ["EMPLOYEE_UNKNOWN"]
    assert codes(event, *active(), evaluators=[SITI]) == ["EVALUATOR_UNCERTAIN"]


def test_an_evaluator_has_a_name_or_an_id():
    assert codes(evaluation(penilai=Evaluator(jabatan="Kepala Dinas")), *active()) == ["VALUE_INVALID"]


@pytest.mark.parametrize("missing", ["hasil", "perilaku"])
def test_an_evaluation_states_results_and_behaviour(missing):
    assert codes(evaluation(**{missing: None}), *active()) == ["EVALUATION_WITHOUT_RESULTS"]


def test_a_written_predikat_that_differs_from_the_matrix_is_kept_with_a_warning():
    event, found = judged(evaluation(hasil=2, perilaku=2, predikat_tertulis=1), *active())

    assert found == ["PREDICATE_MISMATCH"]
    assert (event.predikat, event.predikat_tertulis) == (2, 1)
    assert [(w.code, w.field) for w in event.warnings] == [("PREDICATE_MISMATCH", "predikat_tertulis")]


def test_a_written_predikat_that_agrees_gives_no_warning():
    assert codes(evaluation(hasil=2, perilaku=2, predikat_tertulis=2), *active()) == []


@pytest.mark.parametrize(
    ("scope", "dari", "sampai"),
    [
        ("TRIWULAN", date(2025, 10, 1), date(2026, 1, 1)),
        ("TRIWULAN", date(2025, 12, 31), date(2025, 10, 1)),
        ("BULANAN", date(2025, 10, 1), date(2025, 11, 1)),
        ("TAHUNAN", date(2025, 12, 1), date(2026, 1, 31)),
    ],
    ids=["two quarters", "backwards", "two months", "two years"],
)
def test_a_period_lies_within_one_month_quarter_or_year(scope, dari, sampai):
    event = evaluation(scope=Scope(scope), dari=dari, sampai=sampai, tmt=date(2026, 2, 1))

    assert codes(event, *active()) == ["PERIOD_INVALID"]


@pytest.mark.parametrize(
    ("scope", "dari", "sampai"),
    [
        ("BULANAN", date(2025, 12, 1), date(2025, 12, 31)),
        ("TRIWULAN", date(2025, 11, 15), date(2025, 12, 31)),
        ("TAHUNAN", date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_may_be_shorter_where_somebody_came_in_it(scope, dari, sampai):
    assert codes(evaluation(scope=Scope(scope), dari=dari, sampai=sampai), *active()) == []


def test_a_period_is_evaluated_when_it_is_over_and_not_in_the_future():
    assert codes(evaluation(tmt=date(2025, 12, 30)), *active()) == ["PERIOD_INVALID"]
    assert codes(evaluation(tmt=date(2025, 12, 31)), *active()) == []
    assert codes(evaluation(tmt=date(2026, 1, 12)), *active(), today=date(2026, 1, 11)) == ["PERIOD_INVALID"]


def test_a_period_lies_inside_the_engagement():
    before = evaluation(dari=date(2025, 9, 30), sampai=date(2025, 12, 31), scope=Scope.TAHUNAN)

    assert codes(before, *active()) == ["PERIOD_INVALID"]


def test_nobody_is_evaluated_for_a_time_without_an_engagement():
    assert codes(evaluation(), *PERSON) == ["NOT_ENGAGED"]
    assert codes(evaluation(), *active(examples.terminated(tmt=date(2025, 11, 1)))) == ["ENGAGEMENT_CLOSED"]


def test_the_last_period_ends_with_the_engagement():
    left = active(examples.terminated(tmt=date(2026, 1, 1)))

    assert codes(evaluation(), *left) == []


def test_an_evaluation_names_a_post_of_the_employee():
    event = examples.evaluated(predikat=None, assignment_id=SITI)

    assert codes(event, *active()) == ["ASSIGNMENT_UNKNOWN"]


def test_an_evaluation_names_a_post_that_was_held_in_its_period():
    left_before = active(examples.assigned(tmt=date(2025, 10, 1), assignment_id=SITI, jabatan_id=SITI))
    left_in_it = active(examples.assigned(tmt=date(2025, 10, 2), assignment_id=SITI, jabatan_id=SITI))
    comes_later = active(examples.assigned(tmt=date(2026, 1, 1), assignment_id=SITI, jabatan_id=SITI))
    for_the_first = examples.evaluated(predikat=None, assignment_id=PENEMPATAN)
    for_the_second = examples.evaluated(predikat=None, assignment_id=SITI)

    assert codes(for_the_first, *left_before) == ["NOT_IN_POSITION"]
    assert codes(for_the_first, *left_in_it) == []
    assert codes(for_the_second, *left_in_it) == []
    assert codes(for_the_second, *comes_later) == ["NOT_IN_POSITION"]


def test_a_period_is_evaluated_once_for_a_post():
    assert codes(evaluation(), *active(examples.evaluated())) == ["PERIOD_DUPLICATE"]


def test_two_superiors_may_evaluate_one_period_for_two_posts():
    moved = examples.assigned(tmt=date(2025, 11, 15), assignment_id=SITI, jabatan_id=SITI)
    first = examples.evaluated(assignment_id=PENEMPATAN)

    event, found = judged(evaluation(), *active(moved, first))

    assert found == []
    assert event.assignment_id == SITI


def test_nothing_is_worked_out_for_an_evaluation_that_is_refused():
    event = evaluation(hasil=None)

    assert event.derived(Given("", date(2026, 7, 1), History(PERSON))) == {"predikat": None, "assignment_id": None}


# -- suspension --------------------------------------------------------------------------


def test_an_active_employee_is_suspended():
    assert codes(examples.suspended(), *active()) == []


def test_nobody_is_suspended_who_is_not_engaged():
    assert codes(examples.suspended(), *PERSON) == ["NOT_ENGAGED"]
    assert codes(examples.suspended(), *active(examples.terminated(tmt=date(2026, 2, 1)))) == ["ENGAGEMENT_CLOSED"]


def test_nobody_is_suspended_before_the_start_of_duty():
    assert codes(examples.suspended(), *engaged()) == ["NOT_ACTIVE"]


def test_nobody_is_suspended_twice_at_a_time():
    running = active(examples.suspended())

    assert codes(examples.suspended(tmt=date(2026, 7, 31), until=date(2026, 8, 31)), *running) == ["ALREADY_SUSPENDED"]
    assert codes(examples.suspended(tmt=date(2026, 8, 1), until=date(2026, 8, 31)), *running) == []


def test_a_suspension_runs_into_no_later_one():
    summer = active(examples.suspended(tmt=date(2026, 6, 1), until=date(2026, 8, 31)))

    assert codes(examples.suspended(tmt=date(2026, 5, 1), until=date(2026, 6, 1)), *summer) == ["ALREADY_SUSPENDED"]
    assert codes(examples.suspended(tmt=date(2026, 5, 1), until=date(2026, 5, 31)), *summer) == []
    assert codes(examples.suspended(tmt=date(2026, 5, 1), until=None), *summer) == ["ALREADY_SUSPENDED"]


def test_a_suspension_before_the_start_of_duty_that_runs_into_a_later_one_is_told_of_both():
    career = engaged(examples.duty_commenced(tanggal=date(2025, 11, 3)), examples.suspended())

    assert codes(examples.suspended(tmt=date(2025, 10, 15), until=None), *career) == ["ALREADY_SUSPENDED", "NOT_ACTIVE"]


def test_a_suspension_that_was_lifted_on_its_first_day_is_in_nobodys_way():
    lifted = active(examples.suspended(tmt=date(2026, 6, 1)), examples.reinstated(tmt=date(2026, 6, 1)))

    assert codes(examples.suspended(tmt=date(2026, 5, 1), until=date(2026, 6, 30)), *lifted) == []


def test_a_running_suspension_is_named_with_its_days():
    closed, open_end = examples.suspended(), examples.suspended(until=None)
    later = examples.suspended(tmt=date(2026, 7, 1))

    assert [p.detail for p in problems(later, *active(closed))] == ["It runs from 2026-02-01 until before 2026-08-01."]
    assert [p.detail for p in problems(later, *active(open_end))] == ["It runs from 2026-02-01 on."]


def test_a_suspension_ends_on_its_first_day_at_the_earliest():
    assert codes(examples.suspended(until=date(2026, 1, 31)), *active()) == ["VALUE_INVALID"]
    assert codes(examples.suspended(until=date(2026, 2, 1)), *active()) == []


def test_an_employee_relieved_of_duties_during_an_examination_keeps_the_salary():
    relieved = examples.suspended(ground=SuspensionGround.PEMBEBASAN_TUGAS)

    assert codes(relieved, *active()) == ["VALUE_INVALID"]
    assert codes(relieved.model_copy(update={"gaji_persen": 100}), *active()) == []


# -- reinstatement -----------------------------------------------------------------------


def test_a_reinstatement_ends_the_suspension_that_runs():
    suspended = examples.suspended()

    event, found = judged(examples.reinstated(), *active(suspended))

    assert found == []
    assert event.suspension_id == suspended.suspension_id


def test_nobody_is_reinstated_who_is_not_suspended():
    assert codes(examples.reinstated(), *active()) == ["NOT_SUSPENDED"]
    assert codes(examples.reinstated(tmt=date(2026, 8, 1)), *active(examples.suspended())) == ["NOT_SUSPENDED"]
    assert codes(examples.reinstated(suspension_id=SITI), *active(examples.suspended())) == ["NOT_SUSPENDED"]


def test_nobody_is_reinstated_who_is_not_engaged():
    assert codes(examples.reinstated(), *PERSON) == ["NOT_ENGAGED"]
    assert codes(examples.reinstated(), *active(examples.terminated())) == ["ENGAGEMENT_CLOSED"]


# -- termination -------------------------------------------------------------------------


def guilty():
    """Somebody on duty, with a grave case that was examined and found proven."""
    report = discipline.reported(serious=True)
    return active(report, discipline.examined(case_id=report.case_id))


def termination(ground: str, honour: str, **over):
    return examples.terminated(ground=Ground(ground), honour=Honour(honour), engagement_id=None, **over)


def test_an_engagement_is_ended_at_the_employees_own_request():
    event, found = judged(termination("PERMINTAAN_SENDIRI", "HORMAT"), *active())

    assert found == []
    assert event.engagement_id == examples.IKATAN


def test_an_engagement_is_ended_once():
    ahead = active(examples.terminated(tmt=date(2026, 6, 1)))

    assert codes(termination("PERMINTAAN_SENDIRI", "HORMAT"), *ahead) == ["ENGAGEMENT_CLOSED"]


def test_nobody_is_dismissed_who_is_not_engaged():
    assert codes(termination("PERMINTAAN_SENDIRI", "HORMAT"), *PERSON) == ["NOT_ENGAGED"]
    assert codes(termination("PERMINTAAN_SENDIRI", "HORMAT", tmt=date(2025, 9, 30)), *active()) == ["NOT_ENGAGED"]


def test_a_termination_names_the_engagement_of_that_day():
    other = examples.terminated(engagement_id=SITI)

    assert codes(other, *active()) == ["NOT_ENGAGED"]


def test_of_two_engagements_that_meet_on_a_day_the_earlier_one_ends():
    again = examples.appointed(tmt=date(2026, 5, 1), engagement_id=SITI, assignment_id=SITI)
    met = active(again)

    event, found = judged(termination("PERMINTAAN_SENDIRI", "HORMAT"), *met)

    assert (event.engagement_id, found) == (examples.IKATAN, [])
    assert codes(examples.terminated(), *met) == []


def test_a_ground_exists_for_the_kind_of_employee():
    contract_end = termination("DIANGKAT_ASN", "HORMAT")

    assert codes(contract_end, *active()) == []
    assert codes(contract_end, *active(kind=Kind.PPPK)) == ["GROUND_NOT_ALLOWED"]


def test_a_pns_has_no_contract_that_could_end():
    person = examples.employee_registered(kind=Kind.PNS)
    pns = examples.appointed(kind=Kind.PNS, golongan=Golongan("III/a"))

    assert codes(termination("KONTRAK_BERAKHIR", "HORMAT"), person, pns) == ["GROUND_NOT_ALLOWED"]


def test_the_honour_follows_from_the_ground_under_the_named_law():
    breach = termination("PELANGGARAN_BERAT", "TIDAK_HORMAT", legal_basis=("PP 49/2018",))

    assert codes(breach, *guilty()) == ["HONOUR_MISMATCH"]
    assert codes(breach.model_copy(update={"legal_basis": ("UU 20/2023",)}), *guilty()) == []


def test_a_dismissal_for_a_heavy_breach_needs_an_examination_that_found_it_proven():
    breach = termination("PELANGGARAN_BERAT", "TIDAK_HORMAT", legal_basis=("UU 20/2023",))

    assert codes(breach, *active()) == ["NO_EXAMINATION"]
    assert codes(breach.model_copy(update={"exception": exception("NO_EXAMINATION")}), *active()) == []


def test_a_signed_dismissal_with_the_wrong_honour_is_recorded_as_an_exception():
    breach = termination(
        "PELANGGARAN_BERAT", "TIDAK_HORMAT", legal_basis=("PP 49/2018",), exception=exception("HONOUR_MISMATCH")
    )

    event, found = judged(breach, *guilty())

    assert found == []
    assert event.exception is not None


def test_a_dismissal_for_poor_work_needs_a_coaching_before_it():
    poor = termination("TIDAK_BERKINERJA", "HORMAT_TAPS")

    assert codes(poor, *active()) == ["COACHING_NOT_TRIED"]
    assert codes(poor.model_copy(update={"exception": exception("COACHING_NOT_TRIED")}), *active()) == []


@pytest.mark.parametrize("ground", ["PIDANA_BERENCANA", "PIDANA_TIDAK_BERENCANA", "PIDANA_JABATAN"])
def test_a_dismissal_for_a_crime_needs_a_final_judgment(ground):
    honour = "HORMAT_TAPS" if ground == "PIDANA_TIDAK_BERENCANA" else "TIDAK_HORMAT"
    crime = termination(ground, honour)

    assert codes(crime, *active()) == ["JUDGMENT_REQUIRED"]
    assert codes(crime.model_copy(update={"court_ref": "12/Pid.Sus/2025/PN Srg"}), *active()) == []


def test_a_death_has_its_day():
    death = termination("MENINGGAL", "HORMAT")

    assert codes(death, *active()) == ["VALUE_MISSING"]
    assert codes(death.model_copy(update={"tanggal_meninggal": date(2026, 4, 30)}), *active()) == []


def test_a_death_before_a_later_ending_leaves_that_without_effect_and_warns():
    leaving = examples.terminated(tmt=date(2026, 6, 1), pension_right=False)
    death = termination("MENINGGAL", "HORMAT", tmt=date(2026, 5, 1), tanggal_meninggal=date(2026, 4, 30))
    death = death.model_copy(update={"pension_right": True})
    gone = termination("BUP", "HORMAT", tmt=date(2026, 5, 1))

    died, found = judged(death, *active(leaving))

    assert found == ["ENDING_MOOT"]
    standing = History(active(leaving, died)).standing
    days = (date(2026, 4, 30), date(2026, 5, 1), date(2026, 6, 1))
    assert [standing.status_on(day) for day in days] == ["AKTIF", "MENINGGAL", "MENINGGAL"]
    assert standing.anomalies == ()
    assert pension_right(History(active(leaving, died)), days[-1]) is True
    assert codes(gone, *active(leaving)) == ["ENGAGEMENT_CLOSED"]
    assert codes(death, *active(examples.terminated(tmt=date(2026, 6, 1), ground=Ground.MENINGGAL))) == [
        "ENGAGEMENT_CLOSED"
    ]


# -- batches -----------------------------------------------------------------------------


def test_the_expected_counts_add_up_to_the_number_in_the_sk():
    opened = examples.batch_opened(expected=PerKind(PPPK=1, PPPK_PARUH_WAKTU=1))

    assert codes(opened, subject=BATCH) == []
    assert codes(examples.batch_opened(expected=PerKind(PPPK=1)), subject=BATCH) == ["COUNTS_DIFFER"]


def test_a_batch_is_of_an_sk_that_is_recorded():
    assert codes(examples.batch_opened(), subject=BATCH, others=()) == ["DECISION_UNKNOWN"]


def test_a_file_belongs_to_a_batch_that_was_opened():
    assert codes(examples.batch_file_recorded(), subject=BATCH) == ["BATCH_UNKNOWN"]
    assert codes(examples.batch_closed(), subject=BATCH) == ["BATCH_UNKNOWN"]


def test_a_file_brings_no_more_people_than_the_sk_names():
    full = (examples.batch_opened(), examples.batch_file_recorded())
    one_more = examples.batch_file_recorded(recorded=PerKind(PPPK_PARUH_WAKTU=1))

    assert codes(examples.batch_file_recorded(), examples.batch_opened(), subject=BATCH) == []
    assert codes(one_more, *full, subject=BATCH) == ["COUNT_ABOVE_EXPECTED"]


def test_a_file_brings_no_kind_that_the_sk_does_not_name():
    other = examples.batch_file_recorded(recorded=PerKind(PNS=1))

    assert codes(other, examples.batch_opened(), subject=BATCH) == ["KIND_NOT_EXPECTED"]


def test_a_closed_batch_takes_no_file_and_is_not_closed_again():
    closed = (examples.batch_opened(), examples.batch_closed(explained="Dua orang mengundurkan diri."))

    assert codes(examples.batch_file_recorded(), *closed, subject=BATCH) == ["BATCH_CLOSED"]
    assert codes(examples.batch_closed(explained="Lagi."), *closed, subject=BATCH) == ["BATCH_CLOSED"]


def test_a_batch_is_closed_when_its_counts_agree_or_the_difference_is_explained():
    opened = examples.batch_opened()

    assert codes(examples.batch_closed(), opened, examples.batch_file_recorded(), subject=BATCH) == []
    assert codes(examples.batch_closed(), opened, subject=BATCH) == ["BATCH_COUNTS_DIFFER"]
    assert codes(examples.batch_closed(explained="Dua orang mundur."), opened, subject=BATCH) == []


def test_a_closed_batch_keeps_the_counts_that_it_was_closed_with():
    opened = examples.batch_opened()
    file = examples.batch_file_recorded(rows=1, recorded=PerKind(PPPK_PARUH_WAKTU=1))

    event, _ = judged(examples.batch_closed(explained="Satu orang mundur."), opened, file, subject=BATCH)

    assert event.expected == PerKind(PPPK_PARUH_WAKTU=2)
    assert event.recorded == PerKind(PPPK_PARUH_WAKTU=1)


def test_facts_of_other_subjects_are_nothing_to_a_batch():
    assert fold_batch(None, examples.decision_issued()) is None


def test_a_file_recorded_before_the_tmt_of_the_sk_counts_all_the_same():
    opened = examples.batch_opened(tmt=date(2026, 1, 1))
    file = examples.batch_file_recorded(tmt=date(2025, 12, 20))

    batch = batch_of(Given("", date(2025, 12, 31), History([opened, file])))

    assert batch is not None
    assert (batch.tmt, batch.recorded.total, batch.expected.total) == (date(2026, 1, 1), 2, 2)
    assert batch.sk_ids == (examples.SK,)

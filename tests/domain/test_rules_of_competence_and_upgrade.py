"""What speaks against an assessment, a move against its advice, and an upgrade from part-time to full-time."""

from datetime import date

import pytest

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, Effect, JenisPembatalan
from kinerja_es.domain.appointment import JenisPerpindahan, Penugasan
from kinerja_es.domain.competence import Assessor, CompetenceItem, Fit
from kinerja_es.domain.discipline import Tingkat
from kinerja_es.domain.envelope import Excepted, Source
from kinerja_es.domain.grade import GradeChanged
from kinerja_es.domain.history import History
from kinerja_es.domain.standing import Status
from kinerja_es.domain.upgrade import proposals
from kinerja_es.domain.values import Golongan, Kind
from tests import examples
from tests import examples_discipline as of_discipline
from tests import examples_performance as of_work
from tests.domain.judging import active, codes, engaged, given_of, judged, problems, stated
from tests.domain.test_corrections import MUTASI, MUTASI_SK, annulled
from tests.examples import BUDI, IKATAN, JABATAN, SITI
from tests.examples_performance import ASESMEN, EVALUASI, USUL

ORGANISATION = of_work.organisation()


def told(event, *facts, **known):
    return codes(event, *facts, others=known.pop("others", ORGANISATION), **known)


# -- assessment --------------------------------------------------------------------------


def assessed(**over):
    return of_work.assessed(**{"jabatan_id": None} | over)


def levels(integritas, kerja_sama):
    return (
        CompetenceItem(kompetensi_id="integritas", capaian=integritas),
        CompetenceItem(kompetensi_id="kerja-sama", capaian=kerja_sama),
    )


@pytest.mark.parametrize(
    ("reached", "percent", "fit"),
    [((3, 2), "100.00", "FIT"), ((5, 1), "80.00", "FIT"), ((2, 2), "80.00", "FIT"), ((2, 1), "60.00", "NOT_FIT")],
)
def test_an_assessment_is_held_against_the_standard_of_the_post(reached, percent, fit):
    event, found = judged(assessed(items=levels(*reached)), *active(), others=ORGANISATION)

    assert found == []
    assert (event.jabatan_id, event.jpm_percent, event.fit) == (JABATAN, percent, fit)
    assert [item.standar for item in event.items] == [3, 2]


def test_somebody_may_fit_in_part():
    assert judged(assessed(jpm_percent="79.99"), *active(), others=ORGANISATION)[0].fit is Fit.PARTIAL


def test_a_result_that_the_percentage_does_not_give_is_kept_with_a_warning():
    event, found = judged(assessed(fit=Fit.NOT_FIT), *active(), others=ORGANISATION)

    assert (event.fit, found) == (Fit.NOT_FIT, ["FIT_MISMATCH"])


@pytest.mark.parametrize("who", [Assessor(pegawai_id=BUDI, sertifikat="1"), Assessor(nama="X", kerabat=True)])
def test_nobody_is_assessed_by_themselves_or_a_relative(who):
    assert told(assessed(asesor=(who.model_copy(update={"sertifikat": "1"}),)), *active()) == ["ASSESSOR_CONFLICT"]


def test_assessors_are_known_and_registered():
    unnamed, unregistered = Assessor(sertifikat="1"), Assessor(nama="Asesor Contoh")

    assert told(assessed(asesor=(unnamed,)), *active()) == ["VALUE_MISSING"]
    assert told(assessed(asesor=(unregistered,)), *active()) == ["ASSESSOR_NOT_REGISTERED"]
    employee = assessed(asesor=(Assessor(pegawai_id=SITI, sertifikat="1"),))
    assert told(employee, *active()) == ["REFERENCE_UNKNOWN"]
    assert told(employee, *active(), evaluators=[SITI]) == []


def test_an_outside_body_assesses_under_a_contract():
    assert told(assessed(nomor_kontrak=None), *active()) == ["VALUE_MISSING"]
    assert told(assessed(nomor_kontrak=None, external=False), *active()) == []


def test_a_standard_is_known_on_the_day():
    none = of_work.organisation(standar=())
    later = of_work.organisation(tmt=date(2026, 3, 1))

    assert told(assessed(), *active(), others=none) == ["STANDARD_UNKNOWN", "STANDARD_UNKNOWN"]
    assert told(assessed(), *active(), others=later) == ["STANDARD_UNKNOWN"]
    other_level = (CompetenceItem(kompetensi_id="integritas", standar=4, capaian=4),)
    assert told(assessed(items=other_level), *active()) == ["STANDARD_UNKNOWN"]


def test_an_assessment_against_another_post_names_one_that_exists():
    assert told(assessed(jabatan_id=SITI), *active()) == ["POSITION_UNKNOWN"]


def test_an_assessment_is_of_an_employee_and_not_of_tomorrow():
    assert told(assessed(), examples.employee_registered()) == ["NOT_ENGAGED"]
    assert told(assessed(), *active(), today=date(2026, 2, 9)) == ["VALUE_INVALID"]
    assert told(assessed(berlaku_sampai=date(2026, 2, 9)), *active()) == ["VALUE_INVALID"]


def test_an_assessment_changes_no_standing():
    before, after = active(), active(of_work.assessed(fit=Fit.NOT_FIT))

    assert History(before).standing.on(date(2026, 3, 1)) == History(after).standing.on(date(2026, 3, 1))


def test_a_team_is_named_that_was_formed():
    event = assessed(tim_id=of_work.TIM)
    given = given_of(event, *active(), others=ORGANISATION)
    formed = given._replace(others={**given.others, f"instansi-{SITI}": History([of_work.team_formed()])})

    assert told(event, *active()) == ["REFERENCE_UNKNOWN"]
    assert [*event.check(formed)] == []


def test_a_team_is_formed_by_an_sk():
    assert codes(of_work.team_formed(), subject=SITI) == []
    assert codes(of_work.team_formed(decision=None), subject=SITI) == ["DECISION_REQUIRED"]
    assert codes(of_work.team_formed(sampai=date(2026, 1, 4)), subject=SITI) == ["VALUE_INVALID"]


# -- moves -------------------------------------------------------------------------------

HIGHER = of_work.managerial(jabatan_id=SITI)


def moved(**over):
    return examples.assigned(**{"jabatan_id": SITI} | over)


def move(event, *facts):
    return told(event, *active(*facts), others=(*ORGANISATION, HIGHER))


FITS = of_work.assessed(fit=Fit.FIT)


def test_a_move_of_somebody_who_fits_is_warned_of_where_no_reason_is_given():
    assert move(moved(), FITS) == ["MUTASI_OF_FIT_EMPLOYEE"]
    assert move(moved(reason="Kebutuhan organisasi"), FITS) == []
    assert move(moved()) == []
    assert move(moved(jenis=JenisPerpindahan.PENYESUAIAN), FITS) == []
    assert move(moved(penugasan=Penugasan.PLT), FITS) == []


def test_an_assessment_that_no_longer_counts_warns_of_nothing():
    assert move(moved(), of_work.assessed(fit=Fit.FIT, berlaku_sampai=date(2026, 3, 31))) == []
    assert move(moved(), FITS, of_work.assessed(fit=Fit.PARTIAL, tanggal=date(2026, 3, 1))) == []


def test_a_move_to_a_post_that_somebody_does_not_fit_is_warned_of():
    unfit = of_work.assessed(jabatan_id=SITI, fit=Fit.NOT_FIT)

    assert move(moved(), unfit) == ["NOT_FIT_FOR_POSITION"]
    assert move(moved(reason="Tidak ada calon lain"), unfit) == []


def test_a_move_may_cite_the_assessment_that_speaks_for_it():
    assert move(moved(assessment_id=ASESMEN)) == ["REFERENCE_UNKNOWN"]
    assert move(moved(assessment_id=ASESMEN), of_work.assessed(fit=Fit.NOT_FIT)) == []


def test_a_promotion_rests_on_competence_and_on_performance():
    promoted = moved(jenis=JenisPerpindahan.PROMOSI, reason="Promosi")

    assert move(promoted) == ["PROMOTION_EVIDENCE_MISSING"]
    assert move(promoted, FITS) == ["PROMOTION_EVIDENCE_MISSING"]
    assert move(promoted, examples.evaluated()) == ["PROMOTION_EVIDENCE_MISSING"]
    assert move(promoted, FITS, examples.evaluated()) == []


def test_a_promotion_does_not_rest_on_an_evaluation_that_was_set_aside():
    promoted = moved(jenis=JenisPerpindahan.PROMOSI, reason="Promosi")
    evaluated = examples.evaluated()
    aside = of_work.objection_decided(evaluation_id=evaluated.evaluation_id)

    assert move(promoted, FITS, evaluated, aside) == ["PROMOTION_EVIDENCE_MISSING"]


# -- proposing an upgrade ----------------------------------------------------------------

SECOND = examples.new_id()
WORK = (
    examples.evaluated(evaluation_id=EVALUASI),
    examples.evaluated(evaluation_id=SECOND, dari=date(2026, 1, 1), sampai=date(2026, 3, 31), tmt=date(2026, 4, 7)),
)


def proposed(**over):
    return of_work.upgrade_proposed(**{"evaluation_ids": (EVALUASI, SECOND)} | over)


def test_an_upgrade_is_proposed_on_evaluations_and_a_budget():
    assert codes(proposed(), *active(*WORK)) == []
    assert codes(proposed(budget_ref=None), *active(*WORK)) == ["UPGRADE_WITHOUT_BUDGET"]


@pytest.mark.parametrize("cited", [(), (EVALUASI,), (SECOND,), (EVALUASI, SECOND, SITI)])
def test_the_evaluations_are_recorded_and_leave_no_gap(cited):
    assert set(codes(proposed(evaluation_ids=cited), *active(*WORK))) == {"UPGRADE_WITHOUT_EVALUATION"}


def test_the_first_day_without_an_evaluation_is_named():
    found = problems(proposed(evaluation_ids=(EVALUASI,)), *active(*WORK))

    assert [p.detail for p in found] == ["From 2026-01-01 on nothing is evaluated."]


def test_the_window_is_the_policys():
    short = stated(upgrade={"window_months": 3})

    assert codes(proposed(evaluation_ids=(SECOND,)), *active(*WORK), policies=short) == []
    assert codes(proposed(evaluation_ids=(EVALUASI,)), *active(*WORK), policies=short) == ["UPGRADE_WITHOUT_EVALUATION"]


def test_the_latest_evaluation_is_good_enough_also_where_another_one_is_named():
    poor = WORK[1].model_copy(update={"hasil": 3, "perilaku": 2, "predikat": 3})

    found = codes(proposed(), *active(WORK[0], poor))

    assert found == ["UPGRADE_WITHOUT_EVALUATION"]
    lenient = stated(upgrade={"least_predikat": 3})
    assert codes(proposed(), *active(WORK[0], poor), policies=lenient) == []


def test_an_evaluation_that_was_set_aside_speaks_for_nothing():
    aside = of_work.objection_decided()

    assert set(codes(proposed(), *active(*WORK, aside))) == {"UPGRADE_WITHOUT_EVALUATION"}


def test_evaluations_of_a_former_engagement_do_not_count():
    again = (
        *active(WORK[0], examples.terminated(tmt=date(2026, 1, 1))),
        examples.appointed(tmt=date(2026, 1, 1), engagement_id=SITI, assignment_id=SITI),
        examples.duty_commenced(tanggal=date(2026, 1, 1), engagement_id=SITI),
        WORK[1].model_copy(update={"assignment_id": SITI}),
    )

    assert codes(proposed(evaluation_ids=(SECOND,)), *again) == []
    assert codes(proposed(), *again) == ["UPGRADE_WITHOUT_EVALUATION"]


def test_only_an_active_part_time_employee_is_proposed():
    assert codes(proposed(), examples.employee_registered()) == ["NOT_ENGAGED"]
    assert codes(proposed(), *engaged(*WORK)) == ["NOT_ACTIVE"]
    assert codes(proposed(), *active(*WORK, kind=Kind.PPPK)) == ["UPGRADE_KIND_MISMATCH"]
    assert codes(proposed(to_kind=Kind.PNS), *active(*WORK)) == ["UPGRADE_KIND_MISMATCH"]


@pytest.mark.parametrize(
    ("sanction", "found"),
    [
        ({"mulai": date(2026, 2, 1)}, ["UPGRADE_UNDER_SANCTION"]),
        ({"mulai": date(2026, 2, 1), "akhir": date(2026, 4, 14)}, []),
        ({"mulai": date(2026, 2, 1), "tingkat": Tingkat.S}, []),
        ({"mulai": date(2026, 4, 16)}, []),
    ],
    ids=["runs", "is over", "is lighter", "is ahead"],
)
def test_nobody_is_proposed_under_a_heavy_sanction(sanction, found):
    fields = {"tingkat": Tingkat.B, "akhir": None, "tmt": sanction["mulai"]}

    assert codes(proposed(), *active(*WORK, of_discipline.sanctioned(**fields | sanction))) == found


def test_one_proposal_is_open_at_a_time():
    assert codes(proposed(), *active(*WORK, proposed())) == ["ALREADY_RECORDED"]
    declined = of_work.upgrade_declined()
    assert codes(proposed(proposal_id=SITI), *active(*WORK, proposed(), declined)) == []


@pytest.mark.parametrize(
    "code",
    ["UPGRADE_WITHOUT_EVALUATION", "UPGRADE_WITHOUT_BUDGET", "UPGRADE_REQUIRES_DECISION", "UPGRADE_UNDER_SANCTION"],
)
def test_the_upgrade_rules_have_no_exception(code):
    event = proposed(exception=Excepted(code=code, reason="Mendesak", by="Kepala BKPSDM"))

    assert codes(event, *active(*WORK)) == ["EXCEPTION_NOT_ALLOWED"]


# -- approving and declining -------------------------------------------------------------

OPEN = active(*WORK, proposed())


def test_a_proposal_is_approved_or_declined_once_and_with_a_reason():
    approved, declined = of_work.upgrade_approved(), of_work.upgrade_declined()

    assert codes(approved, *OPEN) == codes(declined, *OPEN) == []
    assert codes(approved, *OPEN, declined) == codes(declined, *OPEN, approved) == ["PROPOSAL_NOT_OPEN"]
    assert codes(approved, *active(*WORK)) == ["REFERENCE_UNKNOWN"]
    assert codes(of_work.upgrade_declined(reason=None), *OPEN) == ["VALUE_MISSING"]
    assert codes(of_work.upgrade_approved(tanggal=date(2026, 4, 14)), *OPEN) == ["OUT_OF_ORDER"]


# -- the upgrade itself ------------------------------------------------------------------

APPROVED = (*OPEN, of_work.upgrade_approved())


def upgraded(**over):
    nothing = dict.fromkeys(("closes_engagement_id", "from_kind", "golongan", "jabatan_id", "unor_id"))
    return of_work.upgraded(**nothing | over)


def test_an_approved_proposal_becomes_an_upgrade_by_an_sk():
    event, found = judged(upgraded(), *APPROVED)

    assert found == []
    assert (event.closes_engagement_id, event.from_kind, event.golongan) == (IKATAN, Kind.PPPK_PARUH_WAKTU, "V")
    assert (event.jabatan_id, event.unor_id) == (JABATAN, examples.UNOR)


def test_the_part_time_engagement_ends_where_the_full_time_one_begins():
    event, _ = judged(upgraded(), *APPROVED)
    standing = History((*APPROVED, event)).standing
    before, after = standing.on(date(2026, 5, 31)), standing.on(date(2026, 6, 1))

    assert before is not None
    assert after is not None
    assert (before.kind, before.status, before.valid_to) == (Kind.PPPK_PARUH_WAKTU, Status.AKTIF, date(2026, 6, 1))
    assert (after.kind, after.status, after.jabatan_id) == (Kind.PPPK, Status.AKTIF, JABATAN)
    assert standing.engagements[0].ended_ground == "DIANGKAT_ASN"
    assert standing.anomalies == ()
    assert proposals(History((*APPROVED, event))) == {USUL: "done"}


def test_an_upgrade_whose_engagement_has_ended_is_an_anomaly_and_no_error():
    event, _ = judged(upgraded(), *APPROVED)

    standing = History((*APPROVED, examples.terminated(tmt=date(2026, 5, 1)), event)).standing

    assert [anomaly.code for anomaly in standing.anomalies] == ["NOT_ENGAGED"]
    assert [engagement.kind for engagement in standing.engagements] == [Kind.PPPK_PARUH_WAKTU, Kind.PPPK]


def test_an_annulled_upgrade_gives_the_part_time_engagement_back_from_the_annulment_on():
    by = examples.decision(sk_id=SITI, nomor="800/UP/2026")
    event, _ = judged(upgraded(decision=by), *APPROVED, others=(*ORGANISATION, examples.decision_issued(sk_id=SITI)))
    gone = examples.fact(
        DecisionAnnulledForEmployee,
        {"tmt": date(2026, 6, 20), "effect_from": date(2026, 6, 20), "effect": Effect.EX_NUNC},
        sk_id=SITI,
        annulment_id=BUDI,
        kind=JenisPembatalan.DIBATALKAN,
    )
    standing = History((*APPROVED, event, gone)).standing

    days = (date(2026, 5, 31), date(2026, 6, 19), date(2026, 6, 20))
    found = [stretch for day in days if (stretch := standing.on(day)) is not None]
    assert [(s.kind, s.status) for s in found] == [
        (Kind.PPPK_PARUH_WAKTU, Status.AKTIF),
        (Kind.PPPK, Status.AKTIF),
        (Kind.PPPK_PARUH_WAKTU, Status.AKTIF),
    ]


def test_an_upgrade_without_a_place_ends_the_one_engagement_and_opens_none():
    assert len(History((*APPROVED, upgraded(closes_engagement_id=IKATAN))).standing.engagements) == 1


def test_an_upgrade_takes_an_sk_and_a_person():
    assert codes(upgraded(decision=None), *APPROVED) == ["UPGRADE_REQUIRES_DECISION", "DECISION_REQUIRED"]
    assert codes(upgraded(source=Source.SYSTEM), *APPROVED) == ["UPGRADE_REQUIRES_DECISION"]


def test_an_upgrade_whose_sk_was_annulled_may_be_recorded_anew():
    first = upgraded(decision=MUTASI)

    assert proposals(History((*APPROVED, first))) == {USUL: "done"}
    assert proposals(History((*APPROVED, first, annulled(MUTASI_SK, date(2026, 6, 10))))) == {USUL: "approved"}


def test_an_upgrade_takes_an_approved_proposal():
    assert codes(upgraded(), *active(*WORK)) == ["REFERENCE_UNKNOWN"]
    assert codes(upgraded(), *OPEN) == ["PROPOSAL_NOT_OPEN"]
    assert codes(upgraded(), *APPROVED, upgraded(tmt=date(2026, 7, 1))) == ["PROPOSAL_NOT_OPEN"]


def test_an_upgrade_is_of_the_engagement_of_that_day():
    assert codes(upgraded(closes_engagement_id=SITI), *APPROVED) == ["REFERENCE_UNKNOWN"]
    assert codes(upgraded(), examples.employee_registered()) == ["NOT_ENGAGED"]


def test_an_upgrade_runs_into_no_later_engagement():
    later = examples.appointed(tmt=date(2026, 6, 15), engagement_id=SITI, assignment_id=SITI)

    assert codes(upgraded(), *APPROVED, later) == ["ENGAGEMENT_OVERLAP"]


def test_the_first_post_is_named_with_its_unor_and_exists():
    assert codes(upgraded(jabatan_id=JABATAN), *APPROVED) == ["VALUE_MISSING"]
    assert codes(upgraded(jabatan_id=SITI, unor_id=examples.UNOR), *APPROVED) == ["POSITION_UNKNOWN"]
    assert codes(upgraded(jabatan_id=JABATAN, unor_id=examples.UNOR), *APPROVED) == []


def test_a_full_post_takes_nobody_by_an_upgrade_either():
    one_seat = (*ORGANISATION, examples.post_established(jabatan_id=SITI, formasi=1))
    there, holders = upgraded(jabatan_id=SITI, unor_id=examples.UNOR), {SITI: [active(jabatan_id=SITI)]}

    assert there.posts(History()) == (SITI,)
    assert codes(there, *APPROVED, others=one_seat, holders=holders) == ["POSITION_OCCUPIED"]
    assert codes(there, *APPROVED, others=one_seat) == []
    assert upgraded().posts(History()) == ()


def test_an_upgrade_keeps_the_grade_that_was_reached_by_then():
    reached = examples.fact(GradeChanged, {"golongan_baru": Golongan("VII")}, tmt=date(2026, 2, 1))

    event, _ = judged(upgraded(), *APPROVED, reached)

    assert event.golongan == "VII"


def test_nothing_is_worked_out_for_an_upgrade_that_has_no_place():
    event = upgraded()

    assert event.derived(given_of(event)) == {}
    assert not any(stream.startswith("jabatan-") for stream in event.refers_to(History()))


def test_the_golongan_is_one_of_the_new_kind():
    assert codes(upgraded(golongan=Golongan("III/a")), *APPROVED) == ["GRADE_KIND_MISMATCH"]

"""Cases, sanctions, appeals and coachings: what each must hold, and what they do to a standing."""

from datetime import date

import pytest

from kinerja_es.domain.discipline import HUKUMAN, AppealBody, JenisPelanggaran, Temuan, Tingkat
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.history import History
from kinerja_es.domain.rules import Ground, Honour
from kinerja_es.domain.standing import TANDA_LABEL, Tanda, stretches
from kinerja_es.domain.values import Golongan, Kind
from tests import examples
from tests import examples_discipline as discipline
from tests.domain.judging import active, codes, judged
from tests.examples_performance import objection_decided

REPORT = discipline.reported()
GUILTY = (REPORT, discipline.examined(case_id=REPORT.case_id))
SANCTION = discipline.sanctioned(case_id=REPORT.case_id)
PUNISHED = (*GUILTY, SANCTION)


def pay(*facts: Event) -> list[tuple[str, int, int, tuple[str, ...]]]:
    """Every stretch from 2026 on: first day, salary and allowance in percent, marks."""
    found = stretches(History(facts).standing)
    return [(str(s.valid_from), s.gaji_persen, s.tpp_persen, s.tanda) for s in found if s.valid_from.year == 2026]


# -- a case ------------------------------------------------------------------------------


def test_a_report_lies_between_what_happened_and_today_and_inside_an_engagement():
    assert codes(REPORT, *active()) == []
    assert codes(discipline.reported(tanggal=date(2026, 1, 29)), *active()) == ["VALUE_INVALID"]
    assert codes(discipline.reported(tanggal=date(2026, 7, 2)), *active()) == ["VALUE_INVALID"]
    assert codes(discipline.reported(tanggal_kejadian=date(2025, 9, 1)), *active()) == ["NOT_ENGAGED"]


def test_the_same_report_is_recorded_once():
    assert codes(discipline.reported(), *active(REPORT)) == ["ALREADY_RECORDED"]
    assert codes(discipline.reported(jenis=JenisPelanggaran.ETIKA), *active(REPORT)) == []


def test_an_examination_is_of_a_reported_case_after_it_and_once():
    examined = GUILTY[1]

    assert codes(examined, *active(REPORT)) == []
    assert codes(examined, *active()) == ["CASE_UNKNOWN"]
    assert codes(examined, *active(*GUILTY)) == ["ALREADY_RECORDED"]
    early = discipline.examined(case_id=REPORT.case_id, tanggal=date(2026, 2, 1))
    assert codes(early, *active(REPORT)) == ["VALUE_INVALID"]


def test_whoever_is_reported_is_under_examination_until_it_is_examined():
    assert pay(*active(*GUILTY)) == [
        ("2026-02-02", 100, 100, ("DALAM_PEMERIKSAAN",)),
        ("2026-02-20", 100, 100, ()),
    ]


# -- a sanction --------------------------------------------------------------------------


def test_a_sanction_needs_a_case_that_was_examined_and_proven():
    not_proven = discipline.examined(case_id=REPORT.case_id, finding=Temuan.TIDAK_TERBUKTI)

    assert codes(SANCTION, *active(*GUILTY)) == []
    assert codes(SANCTION, *active()) == ["CASE_UNKNOWN"]
    assert codes(SANCTION, *active(REPORT)) == ["NO_EXAMINATION"]
    assert codes(SANCTION, *active(REPORT, not_proven)) == ["NO_EXAMINATION"]


def test_a_case_is_sanctioned_once():
    assert codes(discipline.sanctioned(case_id=REPORT.case_id), *active(*PUNISHED)) == ["DOUBLE_JEOPARDY"]


def test_the_level_is_that_of_the_kind_of_sanction():
    heavy = discipline.sanctioned(case_id=REPORT.case_id, tingkat=Tingkat.B)

    assert codes(heavy, *active(*GUILTY)) == ["LEVEL_MISMATCH"]


def test_a_kind_of_sanction_exists_on_its_days_and_for_its_kinds_of_employee():
    def of(**over):
        return codes(discipline.sanctioned(case_id=REPORT.case_id, **over), *active(*GUILTY))

    assert of(jenis_hukuman_id="99") == ["SANCTION_KIND_UNKNOWN"]
    assert of(jenis_hukuman_id="9", tingkat=Tingkat.B) == ["SANCTION_NOT_APPLICABLE"]
    assert of(jenis_hukuman_id="4") == ["SANCTION_NOT_APPLICABLE"]
    pns = examples.appointed(kind=Kind.PNS, golongan=Golongan("III/a"))
    career = (examples.employee_registered(), pns, examples.duty_commenced(tanggal=examples.TMT))
    old = discipline.sanctioned(case_id=REPORT.case_id, jenis_hukuman_id="4")
    assert codes(old, *career, *GUILTY) == []


def test_the_days_absent_lead_to_a_sanction_of_their_own():
    def of(days, kind):
        examined = discipline.examined(case_id=REPORT.case_id, absence_days=days)
        level = HUKUMAN[kind].tingkat
        sanction = discipline.sanctioned(case_id=REPORT.case_id, jenis_hukuman_id=kind, tingkat=level)
        return codes(sanction, *active(REPORT, examined))

    assert [of(days, "23") for days in (10, 11, 13, 14)] == [["ABSENCE_LEVEL"], [], [], ["ABSENCE_LEVEL"]]
    assert [of(days, "10") for days in (27, 28)] == [["ABSENCE_LEVEL"], []]


def test_a_sanction_ends_after_it_begins_inside_an_engagement():
    light = {"case_id": REPORT.case_id, "jenis_hukuman_id": "1", "tingkat": Tingkat.R}
    backwards = discipline.sanctioned(akhir=date(2026, 2, 28), **light)
    before = discipline.sanctioned(mulai=date(2025, 9, 1), **light)

    assert codes(backwards, *active(*GUILTY)) == ["VALUE_INVALID"]
    assert codes(before, *active(*GUILTY)) == ["NOT_ENGAGED", "NO_EXAMINATION"]


def test_percent_and_term_are_those_of_the_kind_or_are_warned_of():
    def of(**over):
        return codes(discipline.sanctioned(case_id=REPORT.case_id, **over), *active(*GUILTY))

    assert of(masa_bulan=6) == of(masa_tahun=0, masa_bulan=6) == of(akhir=None) == []
    assert of(tpp_persen=50) == ["SANCTION_TERMS_UNUSUAL"]
    assert of(masa_tahun=1) == ["SANCTION_TERMS_UNUSUAL"]
    assert of(akhir=date(2026, 8, 30)) == ["SANCTION_TERMS_UNUSUAL"]
    assert of(jenis_hukuman_id="24") == ["SANCTION_TERMS_UNUSUAL"]
    assert of(jenis_hukuman_id="24", akhir=date(2026, 11, 30)) == []
    assert of(jenis_hukuman_id="25", akhir=date(2027, 2, 28)) == []
    assert of(jenis_hukuman_id="27", tingkat=Tingkat.B, akhir=date(2027, 2, 28)) == []
    assert of(jenis_hukuman_id="27", tingkat=Tingkat.B) == ["SANCTION_TERMS_UNUSUAL"]


def test_a_term_that_would_end_on_a_day_that_is_not_there_ends_with_that_month():
    sanction = discipline.sanctioned(case_id=REPORT.case_id, mulai=date(2026, 8, 31), akhir=date(2027, 2, 28))

    assert codes(sanction, *active(*GUILTY)) == []


def test_where_no_percent_is_named_the_kinds_own_holds():
    cut = discipline.sanctioned(case_id=REPORT.case_id, tpp_persen=None)
    reprimand = discipline.sanctioned(
        case_id=REPORT.case_id, jenis_hukuman_id="1", tingkat=Tingkat.R, tpp_persen=None, akhir=None
    )

    assert [judged(sanction, *active(*GUILTY))[0].tpp_persen for sanction in (cut, reprimand)] == [75, 100]
    assert pay(*active(*GUILTY, cut)) == pay(*active(*PUNISHED))


def test_a_sanction_is_an_sks_and_names_its_kind():
    event, found = judged(SANCTION.model_copy(update={"decision": None}), *active(*GUILTY))
    assert found == ["DECISION_REQUIRED"]

    event, found = judged(SANCTION, *active(*GUILTY))
    assert (found, event.jenis_hukuman_nama) == ([], "PEMOTONGAN TUNKIN 25% 6 BLN")


def test_a_running_sanction_cuts_the_allowance_by_its_dates_alone():
    assert pay(*active(*PUNISHED))[-2:] == [
        ("2026-03-01", 100, 75, ("MENJALANI_HUKUMAN_S",)),
        ("2026-09-01", 100, 100, ()),
    ]


def test_a_suspension_and_a_sanction_leave_the_smaller_part_payable():
    off = examples.suspended(tmt=date(2026, 4, 1), until=date(2026, 4, 30), gaji_persen=50, tpp_persen=100)

    assert ("2026-04-01", 50, 75, ("MENJALANI_HUKUMAN_S",)) in pay(*active(*PUNISHED, off))


def test_a_dismissal_for_a_grave_violation_asks_for_a_proven_case_that_is_grave():
    dismissal = examples.terminated(
        tmt=date(2026, 5, 1),
        ground=Ground.PELANGGARAN_BERAT,
        honour=Honour.HORMAT_TAPS,
        legal_basis=("PP 49/2018",),
    )
    fraud = discipline.reported(jenis=JenisPelanggaran.PENIPUAN)
    serious = discipline.reported(serious=True)

    def of(report, **over):
        return codes(dismissal, *active(report, discipline.examined(case_id=report.case_id, **over)))

    assert of(REPORT) == ["NO_EXAMINATION"]
    assert of(REPORT, recommended_level=Tingkat.S) == ["NO_EXAMINATION"]
    assert of(REPORT, recommended_level=Tingkat.B) == []
    assert of(fraud) == of(serious) == []
    assert of(fraud, finding=Temuan.TIDAK_TERBUKTI) == ["NO_EXAMINATION"]
    assert of(fraud, tanggal=date(2026, 5, 2)) == ["NO_EXAMINATION"]
    assert codes(dismissal, *active(fraud, discipline.examined())) == ["NO_EXAMINATION"]


# -- appeals -----------------------------------------------------------------------------


def appeal(**over):
    return discipline.appealed(sanction_id=SANCTION.sanction_id, **over)


def decision(**over):
    return discipline.decided(sanction_id=SANCTION.sanction_id, **over)


def test_an_appeal_is_against_a_sanction_after_its_receipt_and_once_to_each_body():
    assert codes(appeal(), *active(*PUNISHED)) == []
    assert codes(appeal(), *active()) == ["SANCTION_UNKNOWN"]
    assert codes(appeal(filed_on=date(2026, 2, 24)), *active(*PUNISHED)) == ["VALUE_INVALID"]
    assert codes(appeal(), *active(*PUNISHED, appeal())) == ["ALREADY_RECORDED"]
    assert codes(appeal(body=AppealBody.BANDING), *active(*PUNISHED, appeal())) == []


def test_what_is_decided_was_filed_before_and_is_decided_once():
    filed = (*PUNISHED, appeal())

    assert codes(decision(), *active(*filed)) == []
    assert codes(decision(), *active()) == ["SANCTION_UNKNOWN"]
    assert codes(decision(), *active(*PUNISHED)) == ["APPEAL_UNKNOWN"]
    assert codes(decision(tanggal=date(2026, 3, 4)), *active(*filed)) == ["VALUE_INVALID"]
    assert codes(decision(), *active(*filed, decision())) == ["ALREADY_RECORDED"]


def test_only_a_lighter_sanction_has_new_terms_and_it_names_them():
    filed = active(*PUNISHED, appeal())

    assert codes(decision(outcome="REDUCED"), *filed) == ["VALUE_MISSING"]
    assert codes(decision(tpp_persen=90), *filed) == ["VALUE_INVALID"]
    assert codes(decision(outcome="REDUCED", akhir=date(2026, 2, 1)), *filed) == ["VALUE_INVALID"]
    assert codes(decision(outcome="REDUCED", jenis_hukuman_id="99"), *filed) == ["SANCTION_KIND_UNKNOWN"]
    lighter = decision(outcome="REDUCED", jenis_hukuman_id="3", tingkat=Tingkat.S)
    assert codes(lighter, *filed) == ["LEVEL_MISMATCH"]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"akhir": date(2026, 5, 31)}, []),
        ({"tpp_persen": 76}, []),
        ({"jenis_hukuman_id": "3"}, []),
        ({"akhir": date(2026, 9, 1)}, ["SANCTION_NOT_LIGHTER"]),
        ({"akhir": date(2026, 8, 31)}, ["SANCTION_NOT_LIGHTER"]),
        ({"tpp_persen": 74}, ["SANCTION_NOT_LIGHTER"]),
        ({"gaji_persen": 99}, ["SANCTION_NOT_LIGHTER"]),
        ({"gaji_persen": 100, "tpp_persen": 75}, ["SANCTION_NOT_LIGHTER"]),
        ({"jenis_hukuman_id": "10"}, ["SANCTION_NOT_LIGHTER"]),
        ({"jenis_hukuman_id": "4"}, ["SANCTION_NOT_APPLICABLE"]),
        ({"jenis_hukuman_id": "13"}, ["SANCTION_NOT_APPLICABLE", "SANCTION_NOT_LIGHTER"]),
        ({"jenis_hukuman_id": "24"}, ["SANCTION_TERMS_UNUSUAL"]),
    ],
)
def test_a_reduced_sanction_is_lighter_and_of_a_kind_that_there_is(terms, expected):
    assert codes(decision(outcome="REDUCED", **terms), *active(*PUNISHED, appeal())) == expected


def test_a_second_reduction_is_lighter_than_the_first():
    first = decision(outcome="REDUCED", akhir=date(2026, 6, 30))
    filed = active(*PUNISHED, appeal(), first, appeal(body=AppealBody.BANDING))

    def of(**over):
        return codes(decision(body=AppealBody.BANDING, outcome="REDUCED", **over), *filed)

    assert of(tanggal=date(2026, 5, 1), akhir=date(2026, 7, 31)) == ["SANCTION_NOT_LIGHTER"]
    assert of(tanggal=date(2026, 5, 1), akhir=date(2026, 5, 31)) == []
    assert of(tanggal=date(2026, 3, 20), akhir=date(2026, 7, 31)) == []


def test_a_new_kind_of_sanction_brings_its_level_and_its_percent():
    filed = active(*PUNISHED, appeal())

    event, found = judged(decision(outcome="REDUCED", jenis_hukuman_id="3"), *filed)

    assert (found, event.tingkat, event.tpp_persen) == ([], Tingkat.R, 100)
    assert pay(*filed, event) == [*pay(*active(*GUILTY))]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"outcome": "UPHELD"}, [("2026-03-01", 75), ("2026-09-01", 100)]),
        ({"outcome": "REDUCED", "akhir": date(2026, 5, 31)}, [("2026-03-01", 75), ("2026-06-01", 100)]),
        ({"outcome": "REDUCED", "tpp_persen": 90}, [("2026-03-01", 90), ("2026-09-01", 100)]),
        ({"outcome": "CANCELLED"}, []),
    ],
)
def test_an_appeal_changes_the_sanction_from_its_first_day_on(over, expected):
    found = pay(*active(*PUNISHED, appeal(), decision(**over)))

    assert [(day, tpp) for day, _, tpp, _ in found if day >= "2026-03-01"] == expected


def test_a_sanction_ends_once_and_not_before_it_began():
    served = discipline.served(sanction_id=SANCTION.sanction_id)

    assert codes(served, *active(*PUNISHED)) == []
    assert codes(served, *active()) == ["SANCTION_UNKNOWN"]
    assert codes(served, *active(*PUNISHED, served)) == ["ALREADY_RECORDED"]
    early = discipline.served(sanction_id=SANCTION.sanction_id, tanggal=date(2026, 2, 1))
    assert codes(early, *active(*PUNISHED)) == ["VALUE_INVALID"]
    assert pay(*active(*PUNISHED, served))[-1] == ("2026-06-01", 100, 100, ())


def test_an_appeal_may_be_decided_before_the_sanctions_first_day():
    early = appeal(filed_on=date(2026, 2, 25))
    filed = active(*PUNISHED, early)
    cancelled = decision(tanggal=date(2026, 2, 27), outcome="CANCELLED")
    reduced = decision(tanggal=date(2026, 2, 27), outcome="REDUCED", tpp_persen=90)

    assert codes(early, *active(*PUNISHED)) == []
    assert codes(cancelled, *filed) == []
    assert codes(reduced, *filed) == []
    assert [row for row in pay(*filed, cancelled) if row[0] >= "2026-03-01"] == []
    assert pay(*filed, reduced)[-2:] == [
        ("2026-03-01", 100, 90, ("MENJALANI_HUKUMAN_S",)),
        ("2026-09-01", 100, 100, ()),
    ]
    assert History((*filed, reduced)).standing.anomalies == ()


def test_on_its_first_day_a_sanction_may_be_appealed_against_and_end():
    first = SANCTION.mulai
    told = (appeal(filed_on=first), decision(tanggal=first, outcome="REDUCED", tpp_persen=90))
    ended = discipline.served(sanction_id=SANCTION.sanction_id, tanggal=first)

    assert codes(told[1], *active(*PUNISHED, told[0])) == []
    assert codes(ended, *active(*PUNISHED)) == []
    assert [row for row in pay(*active(*PUNISHED, *told, ended)) if row[0] >= "2026-03-01"] == []


def test_a_reprimand_has_no_term_and_marks_no_day():
    def of(kind, level, **over):
        terms = {"jenis_hukuman_id": kind, "tingkat": Tingkat(level), "tpp_persen": 100, "akhir": None}
        found = pay(*active(*GUILTY, discipline.sanctioned(case_id=REPORT.case_id, **(terms | over))))
        return [(day, marks) for day, _, _, marks in found if day >= "2026-03-01"]

    assert of("1", "R") == []
    assert of("27", "B") == [("2026-03-01", ("MENJALANI_HUKUMAN_B",))]
    assert of("21", "R", akhir=date(2026, 3, 31)) == [
        ("2026-03-01", ("MENJALANI_HUKUMAN_R",)),
        ("2026-04-01", ()),
    ]


def test_a_sanction_that_becomes_a_reprimand_never_ran():
    reprimand = decision(outcome="REDUCED", jenis_hukuman_id="3", tingkat=Tingkat.R)

    assert [row for row in pay(*active(*PUNISHED, appeal(), reprimand)) if row[0] >= "2026-03-01"] == []


def test_a_sanction_that_was_served_does_not_go_on_by_an_appeal():
    served = discipline.served(sanction_id=SANCTION.sanction_id, tanggal=date(2026, 5, 1))
    lighter = decision(tanggal=date(2026, 6, 1), outcome="REDUCED", akhir=date(2026, 6, 30))

    assert pay(*active(*PUNISHED, appeal(), served, lighter))[-1] == ("2026-05-01", 100, 100, ())


def test_what_changes_a_sanction_that_is_not_there_is_an_anomaly():
    lost = History(active(discipline.decided(), discipline.served()))

    assert [a.code for a in lost.standing.anomalies] == ["SANCTION_UNKNOWN", "SANCTION_UNKNOWN"]


# -- coaching ----------------------------------------------------------------------------


EVALUATION = examples.evaluated()


def test_a_coaching_follows_from_an_evaluation_or_a_minor_case():
    coached = discipline.coached(evaluation_id=EVALUATION.evaluation_id)

    assert codes(coached, *active(EVALUATION)) == []
    assert codes(coached, *active()) == ["COACHING_TRIGGER_UNKNOWN"]
    aside = objection_decided(evaluation_id=EVALUATION.evaluation_id)
    assert codes(coached, *active(EVALUATION, aside)) == ["COACHING_TRIGGER_UNKNOWN"]
    assert codes(discipline.coached(evaluation_id=None, case_id=REPORT.case_id), *active(REPORT)) == []
    assert codes(discipline.coached(evaluation_id=None, case_id=REPORT.case_id), *active()) == [
        "COACHING_TRIGGER_UNKNOWN"
    ]
    backwards = discipline.coached(evaluation_id=EVALUATION.evaluation_id, until=date(2026, 1, 1))
    assert codes(backwards, *active(EVALUATION)) == ["VALUE_INVALID"]


@pytest.mark.parametrize("jenis", ["PELECEHAN_SEKSUAL", "TIPIKOR", "PENIPUAN"])
def test_a_serious_offence_is_not_coached(jenis):
    report = discipline.reported(jenis=JenisPelanggaran(jenis))
    coached = discipline.coached(evaluation_id=None, case_id=report.case_id)

    assert codes(coached, *active(report)) == ["SERIOUS_OFFENCE_NOT_COACHABLE"]


def test_a_coaching_is_concluded_once_and_marks_the_days_until_then():
    coached = discipline.coached(evaluation_id=EVALUATION.evaluation_id)
    done = discipline.concluded(coaching_id=coached.coaching_id)

    assert codes(done, *active(EVALUATION, coached)) == []
    assert codes(done, *active()) == ["COACHING_UNKNOWN"]
    assert codes(done, *active(EVALUATION)) == ["COACHING_UNKNOWN"]
    assert codes(done, *active(EVALUATION, coached, done)) == ["ALREADY_RECORDED"]
    early = discipline.concluded(coaching_id=coached.coaching_id, tanggal=date(2026, 1, 1))
    assert codes(early, *active(EVALUATION, coached)) == ["VALUE_INVALID"]
    assert pay(*active(EVALUATION, coached, done)) == [
        ("2026-02-01", 100, 100, ("DALAM_PEMBINAAN",)),
        ("2026-04-30", 100, 100, ()),
    ]


def test_an_examination_and_a_coaching_end_with_the_engagement():
    coached = discipline.coached(evaluation_id=EVALUATION.evaluation_id)
    ended = examples.terminated(tmt=date(2026, 5, 1))
    new = {"engagement_id": examples.pegawai(8), "assignment_id": examples.pegawai(9)}
    back = examples.appointed(tmt=date(2026, 6, 1), **new)

    assert [(day, marks) for day, _, _, marks in pay(*active(EVALUATION, REPORT, coached, ended, back))] == [
        ("2026-02-01", ("DALAM_PEMBINAAN",)),
        ("2026-02-02", ("DALAM_PEMERIKSAAN", "DALAM_PEMBINAAN")),
        ("2026-05-01", ()),
        ("2026-06-01", ()),
    ]


def test_a_report_after_the_engagement_marks_nobody():
    late = discipline.reported(tanggal=date(2026, 6, 1))

    assert pay(*active(examples.terminated(tmt=date(2026, 5, 1)), late)) == [("2026-05-01", 0, 0, ())]


def test_every_mark_has_a_label():
    assert set(TANDA_LABEL) == set(Tanda)

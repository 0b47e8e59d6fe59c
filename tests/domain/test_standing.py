"""Where an employee stands on a day: both sides of every boundary, written out."""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.appointment import Penugasan
from kinerja_es.domain.envelope import Excepted
from kinerja_es.domain.history import History
from kinerja_es.domain.rules import Ground, Honour
from kinerja_es.domain.standing import STATUS_LABEL, Status, Stretch, stretches
from kinerja_es.domain.status import SuspensionGround
from kinerja_es.domain.transfer import AgencyTransferredOut
from kinerja_es.domain.values import Golongan, Kind
from tests import examples, examples_performance
from tests.domain.judging import active, engaged
from tests.examples import IKATAN, JABATAN, PENEMPATAN, SITI

OTHER_POST = UUID("00000000-0000-4000-8000-000000000022")
SECOND = UUID("00000000-0000-4000-8000-000000000055")


def on(day: date, *facts) -> Stretch:
    """The stretch that a day lies in."""
    found = History(facts).standing.on(day)
    assert found is not None
    return found


def flags(day: date, *facts) -> tuple[str, ...]:
    return tuple(flag.code for flag in History(facts).standing.flags if flag.tmt <= day)


def status(day: date, *facts) -> str:
    return on(day, *facts).status.value


def told(*facts) -> list[tuple[str, str, str]]:
    """Every stretch: its first day, the day after its last, its status."""
    found = stretches(History(facts).standing)
    return [(str(s.valid_from), str(s.valid_to or "-"), s.status.value) for s in found]


# -- appointment and start of duty -------------------------------------------------------


def test_nobody_stands_anywhere_before_being_known():
    assert History([examples.employee_registered(tmt=date(2025, 10, 1))]).standing.on(date(2025, 9, 30)) is None
    assert told() == []


def test_a_registered_person_is_terdaftar():
    assert told(examples.employee_registered(tmt=date(2025, 9, 1))) == [("2025-09-01", "-", "TERDAFTAR")]


def test_an_appointed_employee_is_diangkat_from_the_day_of_the_sk_until_duty_starts():
    career = (examples.employee_registered(tmt=date(2025, 9, 1)), examples.appointed())

    assert told(*career) == [
        ("2025-09-01", "2025-09-26", "TERDAFTAR"),
        ("2025-09-26", "2025-10-01", "DIANGKAT"),
        ("2025-10-01", "-", "DIANGKAT"),
    ]


def test_the_post_is_held_from_the_tmt_not_from_the_day_of_the_sk():
    assert on(date(2025, 9, 30), *engaged()).jabatan_id is None
    assert on(date(2025, 10, 1), *engaged()).jabatan_id == JABATAN


def test_an_employee_is_aktif_from_the_day_on_which_duty_started():
    career = engaged(examples.duty_commenced(tanggal=date(2025, 11, 3)))

    assert status(date(2025, 11, 2), *career) == "DIANGKAT"
    assert status(date(2025, 11, 3), *career) == "AKTIF"


def test_a_start_of_duty_before_the_tmt_is_an_anomaly_and_makes_nobody_aktif():
    career = engaged(examples.duty_commenced(tanggal=date(2025, 9, 30)))

    assert [(a.code, a.tmt) for a in History(career).standing.anomalies] == [("NOT_ENGAGED", date(2025, 9, 30))]
    assert status(date(2025, 10, 1), *career) == "DIANGKAT"


def test_an_sk_that_was_signed_after_its_tmt_makes_the_employee_aktif_from_the_tmt():
    signed_later = examples.decision(tanggal=date(2025, 12, 1))
    career = (
        examples.employee_registered(),
        examples.appointed(decision=signed_later),
        examples.duty_commenced(tanggal=date(2025, 10, 1), engagement_id=None),
        examples.contract_signed(mulai=date(2025, 10, 1), akhir=date(2026, 9, 30)),
    )

    assert told(*career) == [("2025-10-01", "2026-10-01", "AKTIF"), ("2026-10-01", "-", "KONTRAK_HABIS")]
    assert History(career).standing.anomalies == ()


def test_an_oath_is_never_a_condition_of_being_aktif():
    assert status(date(2025, 10, 1), *active()) == "AKTIF"


def test_an_appointed_employee_has_post_unit_grade_and_sk_but_no_pay_before_duty():
    found = on(date(2025, 10, 1), *engaged())

    assert (found.jabatan_id, found.unor_id, found.golongan, found.kind) == (
        JABATAN,
        examples.UNOR,
        "V",
        "PPPK_PARUH_WAKTU",
    )
    assert (found.sk_nomor, found.sk_tanggal) == ("800.1.2.5/1234/BKPSDM/2025", date(2025, 9, 26))
    assert (found.gaji_persen, found.tpp_persen) == (0, 0)


# -- suspension --------------------------------------------------------------------------


def test_a_suspension_lasts_until_its_last_day_inclusive():
    career = active(examples.suspended(tmt=date(2026, 2, 1), until=date(2026, 7, 31)))

    assert status(date(2026, 1, 31), *career) == "AKTIF"
    assert status(date(2026, 2, 1), *career) == "NONAKTIF_SEMENTARA"
    assert status(date(2026, 7, 31), *career) == "NONAKTIF_SEMENTARA"
    assert status(date(2026, 8, 1), *career) == "AKTIF"


def test_during_a_suspension_its_ground_its_sk_and_what_remains_payable_are_shown():
    sk = examples.decision(sk_id=SITI, nomor="800/9")
    career = active(examples.suspended(gaji_persen=50, tpp_persen=25, decision=sk))

    found = on(date(2026, 2, 1), *career)

    assert (found.ground, found.gaji_persen, found.tpp_persen, found.sk_nomor) == ("SEMENTARA", 50, 25, "800/9")
    assert found.jabatan_id == JABATAN


def test_an_employee_is_aktif_again_from_the_tmt_of_the_reinstatement():
    career = active(examples.suspended(), examples.reinstated(tmt=date(2026, 6, 1)))

    assert status(date(2026, 5, 31), *career) == "NONAKTIF_SEMENTARA"
    assert status(date(2026, 6, 1), *career) == "AKTIF"


def test_a_suspension_without_an_end_runs_until_the_reinstatement():
    open_end = examples.suspended(until=None, ground=SuspensionGround.CLTN)

    assert status(date(2040, 1, 1), *active(open_end)) == "NONAKTIF_SEMENTARA"
    assert status(date(2026, 6, 1), *active(open_end, examples.reinstated())) == "AKTIF"


def test_a_reinstatement_after_the_suspension_has_ended_changes_nothing():
    suspended = examples.suspended(until=date(2026, 3, 31))
    late = examples.reinstated(tmt=date(2026, 6, 1), suspension_id=suspended.suspension_id)

    assert status(date(2026, 3, 31), *active(suspended, late)) == "NONAKTIF_SEMENTARA"
    assert status(date(2026, 4, 1), *active(suspended, late)) == "AKTIF"


# -- contracts ---------------------------------------------------------------------------

FIRST = examples.contract_signed(mulai=date(2025, 10, 1), akhir=date(2026, 9, 30))


def test_a_contract_has_run_out_on_the_day_after_its_last():
    assert status(date(2026, 9, 30), *active(FIRST)) == "AKTIF"
    assert status(date(2026, 10, 1), *active(FIRST)) == "KONTRAK_HABIS"


def test_a_renewal_that_follows_at_once_leaves_no_gap():
    renewal = examples.contract_signed(mulai=date(2026, 10, 1), akhir=date(2027, 9, 30))

    assert told(*active(FIRST, renewal)) == [
        ("2025-09-26", "2025-10-01", "DIANGKAT"),
        ("2025-10-01", "2026-10-01", "AKTIF"),
        ("2026-10-01", "2027-10-01", "AKTIF"),
        ("2027-10-01", "-", "KONTRAK_HABIS"),
    ]


def test_a_renewal_after_a_gap_makes_the_employee_aktif_again():
    renewal = examples.contract_signed(mulai=date(2026, 11, 1), akhir=date(2027, 10, 31))

    assert status(date(2026, 10, 31), *active(FIRST, renewal)) == "KONTRAK_HABIS"
    assert status(date(2026, 11, 1), *active(FIRST, renewal)) == "AKTIF"


def test_an_employee_without_a_recorded_contract_stays_aktif():
    assert status(date(2060, 1, 1), *active()) == "AKTIF"


def test_the_contract_in_force_is_shown_with_its_last_day():
    found = on(date(2026, 9, 30), *active(FIRST))

    assert (found.contract_id, found.contract_akhir) == (FIRST.contract_id, date(2026, 9, 30))


def test_contracts_are_counted_by_their_first_days_in_whatever_order_they_were_recorded():
    renewal = examples.contract_signed(mulai=date(2026, 10, 1), akhir=date(2027, 9, 30))

    contracts = History(active(renewal, FIRST)).standing.engagements[0].contracts

    assert [(c.urutan, str(c.mulai)) for c in contracts] == [(1, "2025-10-01"), (2, "2026-10-01")]


# -- termination -------------------------------------------------------------------------


def ending(ground: str, honour: str = "HORMAT"):
    return examples.terminated(tmt=date(2026, 5, 1), ground=Ground(ground), honour=Honour(honour))


def test_the_tmt_of_a_termination_is_the_first_day_without_the_engagement():
    career = active(ending("PERMINTAAN_SENDIRI"))

    assert status(date(2026, 4, 30), *career) == "AKTIF"
    assert status(date(2026, 5, 1), *career) == "BERHENTI_HORMAT"


def test_the_honour_of_a_termination_is_the_status_after_it():
    assert status(date(2026, 5, 1), *active(ending("TIDAK_BERKINERJA", "HORMAT_TAPS"))) == "BERHENTI_HORMAT_TAPS"
    assert status(date(2026, 5, 1), *active(ending("PANCASILA", "TIDAK_HORMAT"))) == "BERHENTI_TIDAK_HORMAT"


def test_retirement_and_death_are_told_apart_from_other_endings():
    assert status(date(2026, 5, 1), *active(ending("BUP"))) == "PENSIUN"
    assert status(date(2026, 5, 1), *active(ending("MENINGGAL"))) == "MENINGGAL"


def test_after_a_termination_nobody_holds_a_post_or_is_paid():
    found = on(date(2026, 5, 1), *active(ending("PERMINTAAN_SENDIRI")))

    assert (found.jabatan_id, found.unor_id, found.gaji_persen, found.ground) == (None, None, 0, "PERMINTAAN_SENDIRI")


def test_somebody_suspended_or_diangkat_or_out_of_contract_can_be_dismissed():
    dismissed = ending("PERMINTAAN_SENDIRI")

    assert status(date(2026, 5, 1), *active(examples.suspended(), dismissed)) == "BERHENTI_HORMAT"
    assert status(date(2026, 5, 1), *engaged(dismissed)) == "BERHENTI_HORMAT"
    short = examples.contract_signed(mulai=date(2025, 10, 1), akhir=date(2026, 3, 31))
    assert status(date(2026, 4, 30), *active(short, dismissed)) == "KONTRAK_HABIS"
    assert status(date(2026, 5, 1), *active(short, dismissed)) == "BERHENTI_HORMAT"


# -- a second engagement -----------------------------------------------------------------


def second(tmt: date, tanggal: date):
    return examples.appointed(
        tmt=tmt,
        engagement_id=SECOND,
        assignment_id=SECOND,
        kind=Kind.PPPK,
        golongan=Golongan("IX"),
        decision=examples.decision(sk_id=SITI, nomor="800/2", tanggal=tanggal),
    )


def test_somebody_who_comes_back_has_a_second_engagement_in_the_same_record():
    career = active(
        ending("PERMINTAAN_SENDIRI"),
        second(date(2026, 9, 1), tanggal=date(2026, 8, 20)),
        examples.duty_commenced(tanggal=date(2026, 9, 1), engagement_id=SECOND),
    )

    assert told(*career) == [
        ("2025-09-26", "2025-10-01", "DIANGKAT"),
        ("2025-10-01", "2026-05-01", "AKTIF"),
        ("2026-05-01", "2026-08-20", "BERHENTI_HORMAT"),
        ("2026-08-20", "2026-09-01", "DIANGKAT"),
        ("2026-09-01", "-", "AKTIF"),
    ]
    assert on(date(2026, 9, 1), *career).kind is Kind.PPPK


def test_an_appointment_whose_tmt_is_ahead_does_not_hide_the_engagement_that_still_runs():
    career = active(ending("DIANGKAT_ASN"), second(date(2026, 5, 1), tanggal=date(2026, 4, 1)))

    found = on(date(2026, 4, 15), *career)

    assert (found.status, found.engagement_id) == ("AKTIF", IKATAN)


def test_a_part_timer_who_becomes_a_pppk_on_the_same_day_is_no_overlap():
    one_sk = (ending("DIANGKAT_ASN"), second(date(2026, 5, 1), tanggal=date(2025, 9, 26)))
    earlier_sk = (ending("DIANGKAT_ASN"), second(date(2026, 5, 1), tanggal=date(2025, 9, 1)))

    for change in (one_sk, earlier_sk):
        standing = History(active(*change)).standing
        assert standing.anomalies == ()
        assert [(e.engagement_id, e.ended) for e in standing.engagements] == [
            (IKATAN, date(2026, 5, 1)),
            (SECOND, None),
        ]


# -- posts -------------------------------------------------------------------------------


def test_a_move_ends_the_former_post_on_its_own_tmt():
    career = active(examples.assigned(tmt=date(2026, 4, 1), jabatan_id=OTHER_POST))

    assert on(date(2026, 3, 31), *career).jabatan_id == JABATAN
    assert on(date(2026, 4, 1), *career).jabatan_id == OTHER_POST


def test_a_plt_stands_beside_the_definitive_post_for_as_long_as_it_lasts():
    acting = examples.assigned(
        tmt=date(2026, 4, 1), tmt_akhir=date(2026, 7, 1), jabatan_id=OTHER_POST, penugasan=Penugasan.PLT
    )
    career = active(acting)

    shown = {
        day: (on(date.fromisoformat(day), *career).jabatan_id, on(date.fromisoformat(day), *career).acting)
        for day in ("2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01")
    }

    assert shown == {
        "2026-03-31": (JABATAN, ()),
        "2026-04-01": (JABATAN, (OTHER_POST,)),
        "2026-06-30": (JABATAN, (OTHER_POST,)),
        "2026-07-01": (JABATAN, ()),
    }


def test_whoever_gets_the_post_that_they_acted_in_no_longer_acts_in_it():
    acting = examples.assigned(tmt=date(2026, 3, 1), jabatan_id=OTHER_POST, penugasan=Penugasan.PLT)
    elsewhere = examples.assigned(tmt=date(2026, 3, 1), jabatan_id=SITI, penugasan=Penugasan.PLT)
    definitive = examples.assigned(tmt=date(2026, 4, 1), jabatan_id=OTHER_POST)
    career = active(acting, elsewhere, definitive)

    before, after = on(date(2026, 3, 31), *career), on(date(2026, 4, 1), *career)

    assert (before.jabatan_id, set(before.acting)) == (JABATAN, {OTHER_POST, SITI})
    assert (after.jabatan_id, after.acting) == (OTHER_POST, (SITI,))


def test_a_post_that_may_be_held_beside_another_leaves_the_first_one():
    beside = examples.assigned(jabatan_id=OTHER_POST, rangkap=True)

    engagement = History(active(beside)).standing.engagements[0]

    assert [(a.jabatan_id, a.ended) for a in engagement.assignments] == [(JABATAN, None), (OTHER_POST, None)]


# -- numbers, flags, anomalies -----------------------------------------------------------


def test_every_number_that_an_employee_ever_had_is_kept():
    renumbered = examples.number_assigned(nip=examples.nip(2), tmt=date(2026, 1, 1))

    numbers = History(engaged(renumbered)).standing.numbers

    assert [(n.nip, n.tmt) for n in numbers] == [
        ("199001012025211001", date(2025, 10, 1)),
        ("199001012025211002", date(2026, 1, 1)),
    ]


def test_an_exception_flags_every_standing_from_its_tmt_on():
    move = examples.assigned(
        tmt=date(2026, 4, 1),
        jabatan_id=OTHER_POST,
        exception=Excepted(code="NOT_ACTIVE", reason="SK sudah ditandatangani", by="Kepala BKPSDM"),
    )

    assert flags(date(2026, 3, 31), *engaged(move)) == ()
    assert flags(date(2026, 4, 1), *engaged(move)) == ("NOT_ACTIVE",)


def test_a_flag_neither_begins_a_standing_nor_ends_one():
    career = active(ending("PERMINTAAN_SENDIRI"), examples.contract_signed(mulai=date(2026, 6, 1)))

    assert anomalies(*career) == [("NOT_ENGAGED", "2026-06-01")]
    assert told(*career) == [
        ("2025-09-26", "2025-10-01", "DIANGKAT"),
        ("2025-10-01", "2026-05-01", "AKTIF"),
        ("2026-05-01", "-", "BERHENTI_HORMAT"),
    ]


def test_a_fact_of_nobody_engaged_is_an_anomaly_and_changes_nothing():
    lost = examples.contract_signed(mulai=date(2025, 10, 1), akhir=date(2026, 9, 30))

    career = (examples.employee_registered(), lost)

    assert [(a.code, a.tmt) for a in History(career).standing.anomalies] == [("NOT_ENGAGED", date(2025, 10, 1))]
    assert status(date(2025, 10, 1), *career) == "TERDAFTAR"
    assert flags(date(2025, 10, 1), *career) == ("NOT_ENGAGED",)


def test_a_reinstatement_of_nobody_suspended_is_an_anomaly():
    career = active(examples.reinstated())

    assert [a.code for a in History(career).standing.anomalies] == ["NOT_SUSPENDED"]
    assert status(date(2026, 6, 1), *career) == "AKTIF"


def test_two_engagements_at_a_time_are_an_anomaly():
    standing = History(active(second(date(2026, 1, 1), tanggal=date(2025, 12, 1)))).standing

    assert [(a.code, a.tmt) for a in standing.anomalies] == [("ENGAGEMENT_OVERLAP", date(2026, 1, 1))]


def anomalies(*facts) -> list[tuple[str, str]]:
    return [(a.code, str(a.tmt)) for a in History(facts).standing.anomalies]


def test_a_move_of_somebody_suspended_takes_effect_and_is_an_anomaly():
    career = active(examples.suspended(), examples.assigned(tmt=date(2026, 4, 1), jabatan_id=OTHER_POST))

    assert anomalies(*career) == [("NOT_ACTIVE", "2026-04-01")]
    assert on(date(2026, 4, 1), *career).jabatan_id == OTHER_POST


def test_a_move_that_was_recorded_as_an_exception_is_flagged_once():
    excepted = Excepted(code="NOT_ACTIVE", reason="SK sudah ditandatangani", by="Kepala BKPSDM")
    move = examples.assigned(tmt=date(2026, 4, 1), jabatan_id=OTHER_POST, exception=excepted)

    assert anomalies(*active(examples.suspended(), move)) == []
    assert flags(date(2026, 4, 1), *active(examples.suspended(), move)) == ("NOT_ACTIVE",)


def test_two_suspensions_at_a_time_are_an_anomaly():
    earlier = examples.suspended(tmt=date(2026, 1, 1), until=date(2026, 2, 1), ground=SuspensionGround.CLTN)

    assert anomalies(*active(examples.suspended(), earlier)) == [("ALREADY_SUSPENDED", "2026-02-01")]


def test_on_the_day_of_the_reinstatement_a_move_and_another_suspension_are_no_anomaly():
    suspended = examples.suspended()
    back = examples.reinstated(tmt=date(2026, 4, 1), suspension_id=suspended.suspension_id)
    move = examples.assigned(tmt=date(2026, 4, 1), jabatan_id=OTHER_POST)
    leave = examples.suspended(tmt=date(2026, 4, 1), ground=SuspensionGround.CLTN)

    assert anomalies(*active(suspended, back, move, leave)) == []
    assert anomalies(*active(suspended, move, leave)) == [
        ("NOT_ACTIVE", "2026-04-01"),
        ("ALREADY_SUSPENDED", "2026-04-01"),
    ]


def test_a_reinstatement_from_one_of_two_suspensions_leaves_the_anomaly_of_the_other():
    first, second_one = examples.suspended(), examples.suspended(tmt=date(2026, 3, 1))
    move = examples.assigned(tmt=date(2026, 4, 1), jabatan_id=OTHER_POST)
    back = examples.reinstated(tmt=date(2026, 4, 1), suspension_id=second_one.suspension_id)

    assert anomalies(*active(first, second_one, move, back)) == [
        ("ALREADY_SUSPENDED", "2026-03-01"),
        ("NOT_ACTIVE", "2026-04-01"),
    ]


def test_a_suspension_of_somebody_who_has_not_begun_to_work_is_an_anomaly():
    """As after a start of duty that was voided: nobody comes from an appointment straight to a suspension."""
    idle, late = engaged(examples.suspended()), examples.duty_commenced(tanggal=date(2026, 3, 1))

    assert anomalies(*idle) == [("NOT_ACTIVE", "2026-02-01")]
    assert anomalies(*idle, late) == [("NOT_ACTIVE", "2026-02-01")]
    assert anomalies(*active(examples.suspended())) == []


def test_who_begins_to_work_and_is_suspended_on_one_day_is_no_anomaly():
    first_day = examples.duty_commenced(tanggal=date(2026, 2, 1))

    assert anomalies(*engaged(first_day, examples.suspended())) == []
    assert status(date(2026, 2, 1), *engaged(first_day, examples.suspended())) == "NONAKTIF_SEMENTARA"


def test_an_appointment_after_a_death_is_an_anomaly():
    standing = History(active(ending("MENINGGAL"), second(date(2026, 6, 1), tanggal=date(2026, 5, 20)))).standing

    assert [(a.code, a.tmt) for a in standing.anomalies] == [("EMPLOYEE_DECEASED", date(2026, 6, 1))]


@pytest.mark.parametrize(
    "later",
    [
        examples.terminated(tmt=date(2026, 6, 1)),
        examples_performance.upgraded(),
        examples.fact(
            AgencyTransferredOut,
            {"tmt": date(2026, 6, 1), "other_instansi": "Provinsi Banten", "engagement_id": IKATAN},
        ),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_whatever_was_to_end_an_engagement_after_a_death_is_moot(later):
    standing = History(active(ending("MENINGGAL"), later)).standing

    assert (standing.status_on(date(2026, 7, 1)), len(standing.engagements), standing.anomalies) == ("MENINGGAL", 1, ())


def test_an_overlap_stays_an_anomaly_when_only_the_later_engagement_ends():
    ended = examples.terminated(tmt=date(2026, 1, 1), engagement_id=SECOND)

    standing = History(active(second(date(2026, 1, 1), tanggal=date(2025, 9, 26)), ended)).standing

    assert [a.code for a in standing.anomalies] == ["ENGAGEMENT_OVERLAP"]


def test_a_second_termination_of_one_engagement_is_an_anomaly():
    twice = active(examples.terminated(tmt=date(2026, 5, 1)), examples.terminated(tmt=date(2026, 6, 1)))

    standing = History(twice).standing

    assert standing.engagements[0].ended == date(2026, 5, 1)
    assert [a.tmt for a in standing.anomalies] == [date(2026, 6, 1)]


def test_every_status_has_a_label_in_indonesian():
    assert set(STATUS_LABEL) == set(Status)


def test_the_first_assignment_of_an_appointment_is_its_own():
    assert on(date(2025, 10, 1), *engaged()).assignment_id == PENEMPATAN


def test_a_move_recorded_late_ends_where_the_move_after_it_begins():
    autumn = examples.assigned(
        tmt=date(2026, 6, 1), tmt_akhir=date(2026, 9, 1), jabatan_id=SITI, replaces_assignment_id=PENEMPATAN
    )
    spring = examples.assigned(tmt=date(2026, 3, 1), jabatan_id=OTHER_POST, replaces_assignment_id=PENEMPATAN)
    career = (*active(), autumn, spring)

    posts = [on(day, *career).jabatan_id for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 6, 1))]

    assert posts == [JABATAN, OTHER_POST, SITI]
    assert on(date(2026, 9, 1), *career).jabatan_id is None


def test_of_two_sks_of_one_day_the_one_with_the_later_number_comes_last_whatever_was_recorded_first():
    by_the_first = examples.assigned(
        event_id=UUID(int=2), jabatan_id=OTHER_POST, decision=examples.decision(sk_id=SITI, nomor="800/1")
    )
    by_the_second = examples.assigned(
        event_id=UUID(int=1), jabatan_id=SITI, decision=examples.decision(sk_id=SECOND, nomor="800/2")
    )

    for career in ((by_the_first, by_the_second), (by_the_second, by_the_first)):
        assert list(History(career)) == [by_the_first, by_the_second]
        assert on(date(2026, 4, 1), *active(*career)).jabatan_id == SITI


def test_two_engagements_of_one_id_both_stay():
    again = examples.appointed(tmt=date(2026, 6, 1), assignment_id=SECOND)
    career = (*active(), examples.terminated(), again, examples.terminated(tmt=date(2026, 8, 1)))

    assert [(str(e.tmt), str(e.ended)) for e in History(career).standing.engagements] == [
        ("2025-10-01", "2026-05-01"),
        ("2026-06-01", "2026-08-01"),
    ]

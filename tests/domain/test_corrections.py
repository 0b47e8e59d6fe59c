"""What becomes of facts that were wrong: corrected, voided, annulled, reinstated - on both time axes, written out."""

from datetime import date
from uuid import UUID

from kinerja_es.domain.annulment import (
    DecisionAnnulled,
    DecisionAnnulledForEmployee,
    DecisionReinstated,
    DecisionReinstatedForEmployee,
    Effect,
    JenisPembatalan,
    Pembatal,
)
from kinerja_es.domain.correction import RecordCorrected, RecordVoided
from kinerja_es.domain.envelope import Event, Patch
from kinerja_es.domain.history import History
from kinerja_es.domain.standing import stretches
from tests import examples
from tests.domain.judging import ORGANISATION, active, codes, engaged, judged
from tests.examples import BUDI, SITI

OTHER_POST = UUID("00000000-0000-4000-8000-000000000022")
MUTASI_SK = UUID("00000000-0000-4000-8000-000000000033")
MUTASI = examples.decision(sk_id=MUTASI_SK, nomor="800/M-1/2026", tanggal=date(2026, 1, 20))
ANNULLING = examples.decision(
    sk_id=UUID("00000000-0000-4000-8000-000000000044"), nomor="800/B-1/2026", tanggal=date(2026, 3, 5)
)
ANNULMENT = UUID("00000000-0000-4000-8000-0000000000aa")


def told(*facts: Event) -> list[tuple[str, str, str]]:
    """Every stretch: its first day, the day after its last, its status."""
    return [(str(s.valid_from), str(s.valid_to or "-"), s.status.value) for s in stretches(History(facts).standing)]


def post(day: date, *facts: Event) -> UUID | None:
    """The post held on a day."""
    found = History(facts).standing.on(day)
    return found.jabatan_id if found else None


def corrected(target: Event, path: str, old: object, new: object, **over) -> RecordCorrected:
    fields = {
        "target_event_id": target.event_id,
        "patches": (Patch(path=path, old=old, new=new),),  # pyright: ignore[reportArgumentType]
        "evidence": "SK asli",
        "approved_by": "Kepala BKPSDM",
        "tmt": target.tmt,
    }
    return examples.fact(RecordCorrected, fields | over)


def voided(target: Event, **over) -> RecordVoided:
    fields = {
        "target_event_id": target.event_id,
        "evidence": "Petikan menyebut pegawai lain",
        "approved_by": "Kepala BKPSDM",
        "reason": "Pegawai yang salah",
        "tmt": target.tmt,
    }
    return examples.fact(RecordVoided, fields | over)


def annulled(sk_id: UUID, start: date, **over) -> DecisionAnnulledForEmployee:
    fields = {
        "sk_id": sk_id,
        "annulment_id": ANNULMENT,
        "kind": JenisPembatalan.DIBATALKAN,
        "effect": Effect.EX_NUNC,
        "effect_from": start,
        "tmt": start,
        "decision": ANNULLING,
    }
    return examples.fact(DecisionAnnulledForEmployee, fields | over)


def reinstated(sk_id: UUID, day: date) -> DecisionReinstatedForEmployee:
    return examples.fact(
        DecisionReinstatedForEmployee,
        {
            "sk_id": sk_id,
            "reinstatement_id": examples.new_id(),
            "annulment_id": ANNULMENT,
            "mulai": day,
            "tmt": day,
            "decision": ANNULLING,
        },
    )


# -- corrected and voided ----------------------------------------------------------------


def test_a_corrected_tmt_was_always_so():
    duty = examples.duty_commenced(tanggal=date(2025, 11, 1))
    career = engaged(duty)

    assert told(*career)[-1] == ("2025-11-01", "-", "AKTIF")
    assert told(*career, corrected(duty, "tanggal", "2025-11-01", "2025-10-01"))[-1] == ("2025-10-01", "-", "AKTIF")


def test_correcting_back_restores_the_former_answer():
    duty = examples.duty_commenced(tanggal=date(2025, 11, 1))
    there = corrected(duty, "tanggal", "2025-11-01", "2025-10-01")
    back = corrected(duty, "tanggal", "2025-10-01", "2025-11-01")

    assert told(*engaged(duty, there, back)) == told(*engaged(duty))


def test_a_correction_of_a_correction_changes_what_the_first_one_says():
    duty = examples.duty_commenced(tanggal=date(2025, 11, 1))
    first = corrected(duty, "tanggal", "2025-11-01", "2025-10-10")
    second = corrected(first, "patches.0.new", "2025-10-10", "2025-10-20")

    assert told(*engaged(duty, first, second))[-1] == ("2025-10-20", "-", "AKTIF")


def test_a_voided_correction_does_nothing():
    duty = examples.duty_commenced(tanggal=date(2025, 11, 1))
    first = corrected(duty, "tanggal", "2025-11-01", "2025-10-10")

    assert told(*engaged(duty, first, voided(first))) == told(*engaged(duty))


def test_a_voided_record_never_happened():
    end = examples.terminated(tmt=date(2026, 5, 1))

    assert told(*active(end))[-1] == ("2026-05-01", "-", "BERHENTI_HORMAT")
    assert told(*active(end, voided(end))) == told(*active())


def test_a_field_inside_a_list_or_a_value_is_corrected_by_its_path():
    evaluation = examples.evaluated()
    fix = corrected(evaluation, "penilai.jabatan", evaluation.penilai.jabatan, "Sekretaris Dinas")

    found = History(active(evaluation, fix)).by_id(evaluation.event_id)

    assert found is not None
    assert found.penilai.jabatan == "Sekretaris Dinas"  # pyright: ignore[reportAttributeAccessIssue]


def test_a_patch_that_no_longer_fits_is_passed_over():
    duty = examples.duty_commenced(tanggal=date(2025, 11, 1))

    assert told(*engaged(duty, corrected(duty, "tanggal", None, "kemarin"))) == told(*engaged(duty))
    assert told(*engaged(duty, corrected(duty, "nowhere.0", None, "x"))) == told(*engaged(duty))


def test_the_predikat_follows_corrected_results():
    evaluation = examples.evaluated(hasil=2, perilaku=2, predikat=2, assignment_id=examples.PENEMPATAN)
    fix = corrected(evaluation, "hasil", 2, 1)
    fix = fix.model_copy(update={"patches": (*fix.patches, Patch(path="perilaku", old=2, new=1))})

    found, problems = judged(fix, *active(evaluation))

    assert problems == []
    assert [(p.path, p.old, p.new) for p in found.patches][-1] == ("predikat", 2, 1)


def test_a_correction_names_a_fact_that_stands():
    assert codes(corrected(examples.duty_commenced(), "tanggal", None, None), *active()) == ["EVENT_UNKNOWN"]
    end = examples.terminated(tmt=date(2026, 5, 1))
    assert codes(voided(end), *active(end, voided(end))) == ["EVENT_UNKNOWN"]


def test_a_correction_states_the_value_now_known():
    duty = examples.duty_commenced(tanggal=date(2025, 11, 1))

    assert codes(corrected(duty, "tanggal", "2025-11-02", "2025-10-01"), *engaged(duty)) == ["STALE_CORRECTION"]


def test_a_correction_that_changes_nothing_is_refused():
    duty = examples.duty_commenced(tanggal=date(2025, 11, 1))

    assert codes(corrected(duty, "tanggal", "2025-11-01", "2025-11-01"), *engaged(duty)) == ["CORRECTION_EMPTY"]


def test_a_correction_changes_neither_subject_nor_kind_nor_what_the_server_gives():
    evaluation = examples.evaluated(predikat=2)
    appointment = examples.appointed()
    facts = (*engaged(), evaluation, appointment)

    assert codes(corrected(evaluation, "predikat", 2, 1), *facts) == ["CORRECTION_TOO_WIDE"]
    assert codes(corrected(appointment, "kind", "PPPK_PARUH_WAKTU", "PPPK"), *facts) == ["CORRECTION_TOO_WIDE"]
    assert codes(corrected(appointment, "event_id", None, "x"), *facts) == ["CORRECTION_TOO_WIDE"]
    assert codes(corrected(appointment, "engagement_id", None, "x"), *facts) == ["CORRECTION_TOO_WIDE"]


def test_a_value_that_the_field_does_not_take_is_refused():
    duty = examples.duty_commenced(tanggal=date(2025, 11, 1))

    assert codes(corrected(duty, "tanggal", "2025-11-01", "kemarin"), *engaged(duty)) == ["VALUE_INVALID"]


def test_what_a_correction_breaks_of_its_own_fact_is_told_by_that_facts_rules():
    duty = examples.duty_commenced(tanggal=date(2025, 11, 1))

    assert codes(corrected(duty, "tanggal", "2025-11-01", "2025-09-01"), *engaged(duty)) == ["NOT_ENGAGED"]


def test_what_a_correction_makes_impossible_later_is_warned_of():
    career = active()
    appointment = career[2]
    move = examples.assigned(tmt=date(2026, 1, 1), jabatan_id=OTHER_POST)

    found = codes(corrected(appointment, "tmt", "2025-10-01", "2026-02-01"), *career, move)

    assert found == ["LATER_FACT_IMPOSSIBLE", "LATER_FACT_IMPOSSIBLE"]


def test_who_a_person_is_cannot_be_voided_and_a_void_says_why():
    career = active()

    assert codes(voided(career[0]), *career) == ["CORRECTION_TOO_WIDE"]
    assert codes(voided(career[-1], reason=None), *career) == ["VALUE_MISSING"]


# -- annulled and reinstated -------------------------------------------------------------


def moved(**over) -> tuple[Event, ...]:
    """On duty, then moved to another post by an SK of its own."""
    return active(examples.assigned(tmt=date(2026, 2, 1), jabatan_id=OTHER_POST, decision=MUTASI, **over))


def test_an_annulled_move_leaves_the_days_before_it_as_they_were():
    facts = (*moved(), annulled(MUTASI_SK, date(2026, 3, 5)))

    assert post(date(2026, 1, 31), *facts) == examples.JABATAN
    assert post(date(2026, 3, 4), *facts) == OTHER_POST
    assert post(date(2026, 3, 5), *facts) is None


def test_the_former_post_comes_back_only_where_the_annulment_says_so():
    back = annulled(MUTASI_SK, date(2026, 3, 5), restores=(examples.PENEMPATAN,))

    assert post(date(2026, 3, 5), *moved(), back) == examples.JABATAN


def test_an_annulment_ex_tunc_takes_all_of_its_days():
    facts = (*moved(), annulled(MUTASI_SK, date(2026, 2, 1), effect=Effect.EX_TUNC))

    assert post(date(2026, 2, 1), *facts) is None


def test_annulled_and_restored_is_as_never_annulled_from_the_restoration_on():
    back = annulled(MUTASI_SK, date(2026, 3, 5), restores=(examples.PENEMPATAN,))
    never = moved()
    facts = (*never, back, reinstated(MUTASI_SK, date(2026, 4, 1)))

    assert post(date(2026, 3, 31), *facts) == examples.JABATAN
    assert post(date(2026, 4, 1), *facts) == OTHER_POST
    as_ever = History(never).standing.on(date(2026, 4, 1))
    assert as_ever is not None
    assert History(facts).standing.on(date(2026, 4, 1)) == as_ever._replace(valid_from=date(2026, 4, 1))


def test_an_annulled_appointment_is_batal_from_the_annulment_on():
    assert told(*active(), annulled(examples.SK, date(2025, 11, 5)))[-2:] == [
        ("2025-10-01", "2025-11-05", "AKTIF"),
        ("2025-11-05", "-", "BATAL"),
    ]


def test_an_appointment_annulled_before_its_tmt_never_takes_effect():
    facts = (examples.employee_registered(), examples.appointed(tmt=date(2026, 1, 1)))

    assert told(*facts, annulled(examples.SK, date(2025, 12, 1)))[-2:] == [
        ("2025-09-26", "2025-12-01", "DIANGKAT"),
        ("2025-12-01", "-", "BATAL"),
    ]


def test_an_annulled_termination_gives_the_engagement_back_from_its_day_on():
    end = examples.terminated(tmt=date(2026, 2, 1), decision=MUTASI)

    assert told(*active(end), annulled(MUTASI_SK, date(2026, 3, 5)))[-3:] == [
        ("2025-10-01", "2026-02-01", "AKTIF"),
        ("2026-02-01", "2026-03-05", "BERHENTI_HORMAT"),
        ("2026-03-05", "-", "AKTIF"),
    ]


def test_a_termination_cancelled_before_its_tmt_never_happens():
    end = examples.terminated(tmt=date(2026, 5, 1), decision=MUTASI)

    assert told(*active(end), annulled(MUTASI_SK, date(2026, 3, 5))) == told(*active())


def test_a_termination_that_is_reinstated_ends_the_engagement_again():
    end = examples.terminated(tmt=date(2026, 2, 1), decision=MUTASI)
    facts = (*active(end), annulled(MUTASI_SK, date(2026, 3, 5)), reinstated(MUTASI_SK, date(2026, 4, 1)))

    assert told(*facts)[-2:] == [("2026-03-05", "2026-04-01", "AKTIF"), ("2026-04-01", "-", "BERHENTI_HORMAT")]


def test_a_postponed_appointment_is_diangkat_until_the_postponement_is_lifted():
    wait = annulled(examples.SK, date(2025, 11, 5), kind=JenisPembatalan.DITUNDA)

    assert told(*active(), wait, reinstated(examples.SK, date(2026, 1, 1)))[-3:] == [
        ("2025-10-01", "2025-11-05", "AKTIF"),
        ("2025-11-05", "2026-01-01", "DIANGKAT"),
        ("2026-01-01", "-", "AKTIF"),
    ]


def test_an_annulled_suspension_is_over_from_the_annulment_on():
    off = examples.suspended(tmt=date(2026, 2, 1), until=date(2026, 6, 30), decision=MUTASI)

    assert told(*active(off), annulled(MUTASI_SK, date(2026, 3, 5)))[-3:] == [
        ("2025-10-01", "2026-02-01", "AKTIF"),
        ("2026-02-01", "2026-03-05", "NONAKTIF_SEMENTARA"),
        ("2026-03-05", "-", "AKTIF"),
    ]


def test_a_fact_of_an_annulled_sk_that_comes_later_in_fold_order_has_no_force_either():
    """Recorded before the annulment, with a TMT that lies after it: the post that it would have ended is kept."""
    late = examples.assigned(tmt=date(2026, 4, 1), jabatan_id=OTHER_POST, decision=MUTASI)
    gone = annulled(MUTASI_SK, date(2026, 3, 5))

    assert post(date(2026, 4, 1), *active(), gone, late) == examples.JABATAN
    assert post(date(2026, 4, 1), *active(), late, gone) == examples.JABATAN


def test_after_an_annulled_appointment_there_may_be_another_one():
    again = examples.appointed(
        tmt=date(2026, 1, 1), engagement_id=examples.new_id(), assignment_id=examples.new_id(), decision=MUTASI
    )
    organisation = (*ORGANISATION, issued(MUTASI))

    assert codes(again, *active(), others=organisation) == ["ENGAGEMENT_OVERLAP"]
    assert codes(again, *active(), annulled(examples.SK, date(2025, 11, 5)), others=organisation) == []


def issued(ref):
    """The SK that a fact cites, as it was recorded."""
    fields = ("sk_id", "nomor", "tanggal", "pejabat_nama", "pejabat_jabatan", "kapasitas")
    return examples.decision_issued(**{name: getattr(ref, name) for name in fields}, tmt=ref.tanggal)


# -- rules of the SK's own stream --------------------------------------------------------


def annulment(**over) -> DecisionAnnulled:
    fields = {
        "sk_id": examples.SK,
        "kind": JenisPembatalan.DICABUT,
        "by": Pembatal.PEJABAT,
        "decision": ANNULLING,
        "tmt": date(2026, 3, 5),
    }
    return examples.fact(DecisionAnnulled, fields | over)


def sk_codes(event: Event, *facts: Event) -> list[str]:
    sk = examples.decision_issued()
    return codes(event, sk, *facts, subject=examples.SK, others=(*ORGANISATION, issued(ANNULLING)))


def test_an_annulment_holds_from_its_own_date_on():
    found, problems = judged(
        annulment(),
        examples.decision_issued(),
        subject=examples.SK,
        others=(*ORGANISATION, issued(ANNULLING)),
    )

    assert (problems, found.effect_from, found.tmt) == ([], date(2026, 3, 5), date(2026, 3, 5))


def test_an_annulment_for_a_defect_names_it():
    assert sk_codes(annulment(kind=JenisPembatalan.DIBATALKAN)) == ["VALUE_MISSING"]


def test_only_the_issuer_a_superior_or_a_court_annuls():
    other = examples.decision(sk_id=ANNULLING.sk_id, nomor="B-2", tanggal=ANNULLING.tanggal, pejabat_jabatan="Camat")
    others = (*ORGANISATION, issued(other))

    def found(**over):
        return codes(annulment(**over), examples.decision_issued(), subject=examples.SK, others=others)

    assert found(decision=other) == ["NO_AUTHORITY"]
    assert found(decision=other, by=Pembatal.ATASAN) == []
    assert found(decision=None, by=Pembatal.PENGADILAN, effect_from=date(2026, 3, 5)) == ["NO_AUTHORITY"]
    judgment = {"by": Pembatal.PENGADILAN, "court_ref": "1/G/2026/PTUN.SRG", "effect_from": date(2026, 3, 5)}
    assert found(decision=None, **judgment) == []


def test_only_a_court_or_the_diktum_makes_an_annulment_retroactive():
    assert sk_codes(annulment(effect=Effect.EX_TUNC)) == ["RETROACTIVE_NOT_ALLOWED"]
    assert sk_codes(annulment(effect=Effect.EX_TUNC, diktum="KEDUA")) == []
    assert sk_codes(annulment(effect_from=date(2026, 1, 1))) == ["RETROACTIVE_NOT_ALLOWED"]
    assert sk_codes(annulment(effect_from=date(2026, 1, 1), diktum="KEDUA")) == []
    assert sk_codes(annulment(effect_from=date(2026, 4, 1))) == []


def test_an_sk_is_annulled_once_for_each_employee():
    for_budi = annulment(pegawai_ids=(BUDI,))

    assert sk_codes(annulment(), annulment()) == ["ALREADY_ANNULLED"]
    assert sk_codes(annulment(), for_budi) == []
    assert sk_codes(annulment(), for_budi, annulment()) == ["ALREADY_ANNULLED"]
    assert sk_codes(annulment(pegawai_ids=(BUDI, SITI)), for_budi) == ["ALREADY_ANNULLED"]
    assert sk_codes(annulment(pegawai_ids=(BUDI,)), annulment()) == ["ALREADY_ANNULLED"]
    assert sk_codes(annulment(pegawai_ids=(BUDI,)), for_budi) == ["ALREADY_ANNULLED"]
    assert sk_codes(annulment(pegawai_ids=(SITI,)), for_budi) == []


def test_what_is_lifted_was_annulled_and_once_only():
    first = annulment()
    lift = examples.fact(
        DecisionReinstated,
        {"sk_id": examples.SK, "lifts": first.event_id, "mulai": date(2026, 4, 1), "decision": ANNULLING},
    )

    assert sk_codes(lift, first) == []
    assert sk_codes(lift) == ["NOT_ANNULLED"]
    assert sk_codes(lift.model_copy(update={"event_id": examples.new_id()}), first, lift) == ["NOT_ANNULLED"]
    assert sk_codes(annulment(), first, lift) == ["ALREADY_ANNULLED"]
    assert sk_codes(annulment(effect_from=date(2026, 5, 1)), first, lift) == []


def test_nothing_new_cites_an_sk_that_has_no_force_on_its_day():
    others = {"others": (*ORGANISATION,)}
    appointment = examples.appointed(tmt=date(2026, 4, 1))
    before = examples.appointed(tmt=date(2026, 2, 1))

    assert codes(appointment, *engaged()[:2], **others, sk_facts=(annulment(),)) == ["SK_ANNULLED"]
    assert codes(before, *engaged()[:2], **others, sk_facts=(annulment(),)) == []
    assert codes(appointment, *engaged()[:2], **others, sk_facts=(annulment(pegawai_ids=(SITI,)),)) == []

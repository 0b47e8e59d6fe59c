"""What has become of each fact, why somebody stands where they stand, and what differs between two moments."""

from datetime import date, timedelta

import pytest

from kinerja_es.audit import explain, replay
from kinerja_es.audit.explain import Moment
from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, Effect, JenisPembatalan
from kinerja_es.domain.contract import EmploymentContractAmended
from kinerja_es.domain.correction import RecordCorrected, RecordVoided
from kinerja_es.domain.discipline import AppealBody
from kinerja_es.domain.envelope import Patch
from kinerja_es.domain.history import History
from kinerja_es.domain.merge import EmployeesMerged
from kinerja_es.domain.standing import Status
from kinerja_es.domain.unit import OrgUnitChanged, PerubahanUnor
from kinerja_es.domain.values import Golongan, Kind
from tests import examples
from tests import examples_discipline as discipline
from tests.examples import BUDI, SITI, new_id

WHO = (examples.employee_registered(), examples.number_assigned(), examples.appointed())
APPROVED = {"evidence": "SK asli", "approved_by": "Kepala BKPSDM"}
DAY = date(2026, 6, 1)


def corrected(target, path, old, new):
    patch = Patch(path=path, old=old, new=new)
    return examples.fact(RecordCorrected, APPROVED, tmt=target.tmt, target_event_id=target.event_id, patches=(patch,))


def voided(target):
    return examples.fact(RecordVoided, APPROVED, tmt=target.tmt, target_event_id=target.event_id, reason="Ganda")


def merged(role):
    return examples.fact(EmployeesMerged, APPROVED, tmt=date(2026, 2, 1), kept=SITI, merged=BUDI, role=role)


def annulled(start):
    about = {"sk_id": examples.SK, "annulment_id": new_id(), "kind": JenisPembatalan.DICABUT, "effect": Effect.EX_NUNC}
    return examples.fact(DecisionAnnulledForEmployee, {}, effect_from=start, **about)


def states(service, employee):
    return [(event["type"], event["state"], event["now"]) for event in replay.history(service, employee)["events"]]


def changes(service, before, after, employee=BUDI):
    told = explain.diff(service, str(employee), before, after)["changes"]
    return {c["part"]: (c["because"] and c["because"]["type"], c["proven"]) for c in told}


# -- what became of a fact ---------------------------------------------------------------


def test_the_facts_of_a_record_that_was_merged_are_told_as_merged(service, record):
    registered, number, appointed = WHO
    duty, doubled = examples.duty_commenced(), examples.duty_commenced(tanggal=date(2025, 12, 1))
    record(registered, number, appointed, duty, doubled, corrected(number, "nip_lama", None, "131234567"))
    record(voided(doubled), merged("MERGED"))

    assert [found for found in states(service, str(BUDI)) if not found[0].startswith("Record")] == [
        ("EmployeeRegistered", "MERGED", {}),
        ("IdentityNumberAssigned", "MERGED", {"nip_lama": "131234567"}),
        ("EmployeeAppointed", "MERGED", {}),
        ("DutyCommenced", "MERGED", {}),
        ("DutyCommenced", "VOIDED", {}),
        ("EmployeesMerged", "STANDS", {}),
    ]


# -- why ---------------------------------------------------------------------------------


def test_an_explanation_says_that_the_sk_of_its_fact_was_annulled(service, record):
    record(*WHO, annulled(date(2026, 3, 1)))

    parts = explain.why(service, str(BUDI), valid_at=DAY)["parts"]

    assert {p["part"]: (p["because"]["type"], p["because"]["state"]) for p in parts}["golongan"] == (
        "EmployeeAppointed",
        "ANNULLED",
    )


def test_every_status_is_explained_by_a_rule():
    assert [status for status in Status if not explain.STATUS_RULES.get(status)] == []


def test_a_mark_is_told_with_its_end_by_the_days_that_follow(service, record):
    sampai = [p for p in explain.why(service, _coached(record), valid_at=DAY)["parts"] if p["part"] == "tanda"]

    assert [(p["value"], p["because"]["type"]) for p in sampai] == [
        (
            [{"code": "DALAM_PEMBINAAN", "label": "Dalam pembinaan", "sampai": "2026-06-30"}],
            "CoachingConcluded",
        )
    ]


def _coached(record):
    start = discipline.coached(mulai=date(2026, 5, 1))
    record(*WHO, start, discipline.concluded(coaching_id=start.coaching_id, tanggal=date(2026, 7, 1)))
    return str(BUDI)


# -- two moments -------------------------------------------------------------------------


def test_what_differs_of_a_merged_record_is_told_of_the_one_that_goes_on(service, record):
    known = record(*WHO)
    record(examples.employee_registered(nama="Budi Kedua"), subject=SITI)
    record(merged("MERGED"))
    copies = [fact.model_copy(update={"event_id": new_id()}) for fact in WHO[1:]]
    record(merged("KEPT"), *copies, examples.duty_commenced(tanggal=date(2026, 3, 1)), subject=SITI)

    told = explain.diff(service, str(BUDI), Moment(DAY, known), Moment(DAY))

    assert (told["from"]["pegawai_id"], told["to"]["pegawai_id"]) == (str(BUDI), str(SITI))
    assert (told["from"]["version"], told["to"]["version"]) == (3, 5)
    assert [(c["part"], c["because"]["type"], c["proven"]) for c in told["changes"]] == [
        ("status", "DutyCommenced", True),
        ("gaji_persen", "DutyCommenced", True),
        ("tpp_persen", "DutyCommenced", True),
    ]
    assert [fact["type"] for fact in told["recorded"]] == [
        "EmployeeRegistered",
        "EmployeesMerged",
        "IdentityNumberAssigned",
        "EmployeeAppointed",
        "DutyCommenced",
    ]


def test_what_was_recorded_between_two_moments_is_told_with_what_became_of_it(service, record):
    known = record(*WHO)
    duty, doubled = examples.duty_commenced(), examples.duty_commenced()
    record(duty, doubled, voided(doubled), corrected(duty, "nomor_spmt", duty.nomor_spmt, "SPMT-9/2025"))

    told = explain.diff(service, str(BUDI), Moment(DAY, known), Moment(DAY))["recorded"]

    assert [(fact["type"], fact["state"]) for fact in told] == [
        ("DutyCommenced", "CORRECTED"),
        ("DutyCommenced", "VOIDED"),
        ("RecordVoided", "STANDS"),
        ("RecordCorrected", "STANDS"),
    ]


@pytest.mark.parametrize("position", [0, 1])
def test_a_moment_before_everything_is_told_by_its_position_not_as_now(service, record, position):
    record(examples.employee_registered(), subject=SITI)
    record(*WHO)

    told = explain.diff(service, str(BUDI), Moment(DAY, position), Moment(DAY))

    assert (told["from"]["known_at"], told["from"]["version"]) == (position, 0)
    assert told["to"]["known_at"] is None


def test_a_unor_with_another_name_differs_by_no_fact_of_the_employee(service, record):
    record(*WHO)
    examples.record(service.log, examples.UNOR, examples.unit_established())
    renamed = examples.fact(
        OrgUnitChanged, {}, tmt=date(2026, 3, 1), unor_id=examples.UNOR, change=PerubahanUnor.RENAME, nama="Dinas Baru"
    )
    examples.record(service.log, examples.UNOR, renamed)
    service.read_models.catch_up()

    assert changes(service, Moment(date(2026, 2, 1)), Moment(DAY)) == {"unor": (None, False)}


def test_a_contract_that_runs_out_by_date_alone_is_no_proven_cause(service, record):
    record(*WHO, examples.duty_commenced(), examples.contract_signed(akhir=date(2026, 3, 31)))

    found = changes(service, Moment(date(2026, 3, 1)), Moment(DAY))

    assert found["status"] == ("EmploymentContractSigned", False)


def test_a_difference_takes_no_more_histories_than_it_says(service, record, monkeypatch):
    known = record(*WHO, examples.duty_commenced())
    moves = [
        examples.assigned(tmt=DAY - timedelta(days=day), assignment_id=new_id(), jabatan_id=new_id())
        for day in range(explain.TRIED + 20)
    ]
    record(*moves)
    tried = []
    without = explain.Folded.without
    monkeypatch.setattr(explain.Folded, "without", lambda self, fact: tried.append(fact) or without(self, fact))

    found = changes(service, Moment(DAY, known), Moment(DAY))

    assert found == {"jabatan": ("PositionAssigned", False)}
    assert len(tried) == explain.TRIED


def test_what_a_history_is_without_a_fact_is_as_if_it_had_never_been_recorded():
    duty = examples.duty_commenced()
    moves = [examples.assigned(tmt=DAY + timedelta(days=n), assignment_id=new_id()) for n in range(3)]
    fixed = corrected(duty, "tanggal", "2025-10-01", "2025-11-01")
    recorded = [*WHO, duty, *reversed(moves), fixed, voided(moves[1])]
    folded = explain.Folded(History(recorded))

    assert folded.standing == History(recorded).standing
    for fact in (duty, moves[0], moves[2], fixed, recorded[-1]):
        never = History(other for other in recorded if other is not fact)
        assert folded.without(fact) == never.standing


# -- what a standing tells besides -------------------------------------------------------


def kedudukan(service, day):
    found = replay.standing(service, str(BUDI), valid_at=day)["kedudukan_hukum"]
    return found and (found["code"], found["nama"])


PNS = (
    examples.employee_registered(kind=Kind.PNS),
    examples.appointed(kind=Kind.PNS, golongan=Golongan("III/a")),
    examples.duty_commenced(tanggal=examples.TMT),
)


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        (None, ("66", "Diberhentikan")),
        (False, ("77", "Pemberhentian tanpa hak pensiun")),
        (True, ("88", "Pemberhentian dengan hak pensiun")),
    ],
)
def test_whoever_was_dismissed_is_told_with_the_right_to_a_pension(service, record, right, expected):
    record(*PNS, examples.terminated(tmt=date(2026, 5, 1), pension_right=right))

    assert kedudukan(service, date(2026, 4, 30)) == ("01", "Aktif")
    assert kedudukan(service, date(2026, 5, 1)) == expected


def test_a_pns_who_serves_a_sanction_or_appeals_against_it_is_told_so(service, record):
    sanction = discipline.sanctioned(mulai=date(2026, 3, 1), akhir=date(2026, 8, 31))
    about = {"sanction_id": sanction.sanction_id, "body": AppealBody.BANDING}
    filed = discipline.appealed(**about, filed_on=date(2026, 3, 10))
    record(*PNS, sanction, filed, discipline.decided(**about, tanggal=date(2026, 4, 1), outcome="UPHELD", akhir=None))

    assert kedudukan(service, date(2026, 2, 28)) == ("01", "Aktif")
    assert kedudukan(service, date(2026, 3, 9)) == ("15", "PNS kena hukuman disiplin")
    assert kedudukan(service, date(2026, 3, 10)) == ("09", "Sedang dlm Proses Banding BAPEK")
    assert kedudukan(service, date(2026, 4, 1)) == ("15", "PNS kena hukuman disiplin")
    assert kedudukan(service, date(2026, 9, 1)) == ("01", "Aktif")


def test_a_standing_tells_the_wage_of_its_day_and_why_it_is_so(service, record):
    signed = examples.contract_signed(mulai=examples.TMT, akhir=date(2026, 9, 30), upah_rp=2_500_000)
    more = {"contract_id": signed.contract_id, "addendum_nomor": "ADD-1", "upah_rp": 2_700_000}
    record(*WHO, signed, examples.fact(EmploymentContractAmended, more, tmt=date(2026, 4, 1)))

    days = [date(2026, 3, 31), date(2026, 4, 1)]
    told = [replay.standing(service, str(BUDI), valid_at=day)["contract"]["upah_rp"] for day in days]
    part = next(p for p in explain.why(service, str(BUDI), valid_at=days[1])["parts"] if p["part"] == "contract")

    assert told == [2_500_000, 2_700_000]
    assert part["because"]["type"] == "EmploymentContractAmended"

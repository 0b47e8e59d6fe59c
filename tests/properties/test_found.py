"""What the state machine found once, each as the smallest case of it."""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.envelope import subject_of
from kinerja_es.recording.merging import Merge
from tests.properties import commands as say
from tests.properties.agency import PEOPLE, POSTS, SKS, Agency

BUDI, SITI = PEOPLE[:2]
CAMAT, _, STAF = POSTS
HIRES, MOVES, ENDS, ANNULS, OTHER = SKS


@pytest.fixture
def agency(tmp_path):
    agency = Agency(tmp_path)
    for stream in (BUDI, SITI):
        hire(agency, stream)
    yield agency
    agency.close()


def hire(agency, stream, day=date(2025, 2, 1), post=STAF, sk=HIRES):
    return agency.record(stream, [say.appointment(day, post, sk), say.duty(day)])


def annul(agency, sk, by, day, **more):
    return UUID(agency.change(sk, say.annulment(by, day, **more))["events"][0]["event_id"])


def status(agency, stream, day):
    return agency.history(stream).standing.status_on(day)


def test_an_appointment_that_is_postponed_and_released_from_one_and_the_same_day_was_never_out_of_force(agency):
    lifts = annul(agency, HIRES, ANNULS, date(2025, 9, 1), kind="DITUNDA")

    agency.change(HIRES, say.restoration(lifts, date(2025, 9, 1)))

    assert status(agency, BUDI, date(2025, 9, 1)) == "AKTIF"


def test_an_appointment_that_has_its_force_again_beside_another_one_is_told(agency):
    lifts = annul(agency, HIRES, ANNULS, date(2025, 9, 1))
    agency.record(BUDI, [say.appointment(date(2025, 10, 1), STAF, MOVES)])

    answer = agency.change(HIRES, say.restoration(lifts, date(2025, 12, 1)))

    flags = agency.history(BUDI).standing.flags
    assert (answer or {"warnings": ["refused"]})["warnings"] or flags


def test_a_dismissal_that_two_decisions_annul_does_not_come_back_when_one_of_them_is_lifted(agency):
    agency.record(BUDI, [say.ending(date(2025, 9, 1), ENDS)])
    annul(agency, ENDS, ANNULS, date(2025, 12, 1))
    second = annul(agency, ENDS, OTHER, date(2025, 10, 15))

    agency.change(ENDS, say.restoration(second, date(2026, 1, 1)))

    assert status(agency, BUDI, date(2025, 12, 15)) == "AKTIF"
    assert status(agency, BUDI, date(2026, 1, 1)) == "AKTIF"


def test_an_appointment_annulled_from_the_start_has_no_force_on_the_days_that_a_correction_adds(agency):
    agency.change(HIRES, say.from_the_start(ANNULS, []))
    (stream, appointment) = next((s, e) for s, e in agency.recorded([BUDI]) if type(e).__name__ == "EmployeeAppointed")
    earlier = say.patch(appointment, agency.history(stream), ("day", date(2025, 1, 2)))

    assert agency.record(stream, [say.correction(appointment, earlier)])

    held = (
        agency.history(BUDI)
        .standing.engagements[0]
        .days_in(agency.history(BUDI).standing.engagements[0].assignments[0])
    )
    assert held == []


def test_two_people_appointed_to_a_post_with_one_seat_are_told_of(agency):
    third, fourth = PEOPLE[2:]
    hire(agency, third, post=CAMAT)

    answer = hire(agency, fourth, post=CAMAT)

    assert answer is None or "FORMASI_EXCEEDED" in [w["code"] for w in answer["warnings"]]


def test_a_merge_leaves_out_no_decision_on_an_sk(agency):
    annul(agency, HIRES, ANNULS, date(2025, 9, 1), whom=[subject_of(SITI)])
    agency.record(SITI, [say.number(date(2025, 2, 1), "199001012025211001")])
    annulled = next(e for _, e in agency.recorded([SITI]) if type(e).__name__ == "DecisionAnnulledForEmployee")
    why = {"evidence": "KTP sama", "approved_by": "Kepala BKPSDM"}

    answer = agency.merge(BUDI, Merge(merged=subject_of(SITI), tmt=date(2025, 9, 1), leave=(annulled.event_id,), **why))

    assert answer is None


def test_a_relief_of_the_post_that_is_held_is_the_same_whichever_of_the_two_moves_was_recorded_last(tmp_path):
    first, second = say.move(date(2025, 6, 1), CAMAT, MOVES), say.move(date(2025, 8, 1), STAF, MOVES)
    relief, held = say.relief(date(2025, 10, 1), ENDS), []
    for n, order in enumerate(([first, second, relief], [first, relief, second])):
        agency = Agency(tmp_path / str(n))
        hire(agency, BUDI)
        told = [agency.record(BUDI, [ask]) for ask in order]
        e = agency.history(BUDI).standing.engagements[0]
        held.append(
            (e.definitive(date(2025, 10, 1)) is None, bool((told[-1] or {"warnings": ["refused"]})["warnings"]))
        )
        agency.close()

    assert held[0] == (True, False)
    assert held[1] in ((True, False), (False, True))

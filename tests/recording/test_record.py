"""Recording what someone asks for: judged on what is known, in one transaction, answered the same again."""

import threading
import time
from datetime import date, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from kinerja_es.domain.appointment import EmployeeAppointed, OathTaken
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Source
from kinerja_es.domain.history import History
from kinerja_es.domain.performance import PerformanceEvaluated
from kinerja_es.errors import CommandReused, ConcurrencyConflict, Problems
from kinerja_es.log.application import Log, Stores, Write
from kinerja_es.recording.batch import import_roster
from kinerja_es.recording.judge import problems_of
from kinerja_es.recording.record import Request
from tests import examples
from tests.recording import rosters
from tests.recording.recorder import ACTOR, SK, Office, ask, moment, plain, refused, request

ONE = UUID("00000000-0000-4000-8000-0000000000c1")


@pytest.fixture
def log(tmp_path):
    with_log = Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock)
    yield with_log
    with_log.close()


@pytest.fixture
def office(log):
    return Office(log)


def facts(office, stream):
    return [r.event for r in office.log.read(stream)]


# -- the story ---------------------------------------------------------------------------


def test_an_employee_is_recorded_from_registration_to_termination(office):
    budi = office.register()
    office.record(budi, ask("IdentityNumberAssigned"), office.appointment())
    office.record(budi, plain("DutyCommenced", tanggal="2025-10-01"))
    office.record(budi, ask("OathTaken"), ask("DecisionExcerptDelivered", sk_id=office.sk))
    office.record(budi, ask("EmploymentContractSigned"))
    office.record(budi, ask("PerformanceEvaluated"))
    office.record(budi, ask("EmploymentSuspended", sk=SK), plain("EmploymentReinstated", tmt="2026-04-01", sk=SK))
    answer = office.record(budi, ask("EmploymentTerminated", sk=SK))

    history = History(facts(office, budi))

    assert answer["version"] == 11
    assert answer["position"] == 14
    assert [type(fact).__name__ for fact in history] == [
        "EmployeeRegistered",
        "IdentityNumberAssigned",
        "EmployeeAppointed",
        "EmploymentContractSigned",
        "DutyCommenced",
        "DecisionExcerptDelivered",
        "OathTaken",
        "PerformanceEvaluated",
        "EmploymentSuspended",
        "EmploymentReinstated",
        "EmploymentTerminated",
    ]
    assert history.standing.anomalies == ()


def test_an_answer_tells_stream_version_position_and_the_ids_that_were_given(office):
    budi = office.register()

    answer = office.record(budi, ask("IdentityNumberAssigned"), office.appointment())

    appointed = office.log.read(budi)[2].event
    assert isinstance(appointed, EmployeeAppointed)
    assert answer == {
        "pegawai_id": budi.removeprefix("pegawai-"),
        "stream": budi,
        "version": 3,
        "position": 6,
        "events": [
            {
                "event_id": str(office.log.read(budi)[1].event.event_id),
                "type": "IdentityNumberAssigned",
                "tmt": "2025-10-01",
            },
            {
                "event_id": str(appointed.event_id),
                "type": "EmployeeAppointed",
                "tmt": "2025-10-01",
                "engagement_id": str(appointed.engagement_id),
                "assignment_id": str(appointed.assignment_id),
            },
        ],
        "warnings": [],
    }


def test_who_recorded_by_which_way_and_under_which_rules_stands_in_the_fact(office):
    budi = office.register()

    fact = facts(office, budi)[0]

    assert (fact.actor.user_id, fact.source, fact.rule_set, fact.place) == ("penguji", "API", "2026-11", 0)


def test_a_warning_is_recorded_and_answered(office):
    answer = office.open("EmployeeRegistered", nik="3604010201900001")

    assert [(w["code"], w["field"]) for w in answer["warnings"]] == [("NIK_PERSON_MISMATCH", "nik")]
    assert [w.code for w in facts(office, answer["stream"])[0].warnings] == ["NIK_PERSON_MISMATCH"]


def test_today_is_the_civil_date_in_the_governments_time_zone(office, log):
    log.clock = lambda: moment("2026-07-01").replace(hour=16, minute=59)
    assert office.recorder.today.isoformat() == "2026-07-01"
    log.clock = lambda: moment("2026-07-01").replace(hour=17)
    assert office.recorder.today.isoformat() == "2026-07-02"


# -- finding an employee -----------------------------------------------------------------


def test_an_employee_is_found_by_uuid_by_nip_and_by_a_former_nip(office):
    budi = office.active()
    renumbered = ask("IdentityNumberAssigned", nip="199001012025211002", replaces_nip="199001012025211001")
    office.record(budi, renumbered)

    found = [office.recorder.employee(named) for named in (budi[8:], "199001012025211001", " 199001012025211002 ")]

    assert found == [budi, budi, budi]


def test_an_employee_is_found_by_the_old_nip_of_nine_digits(office):
    budi = office.register()
    office.record(budi, ask("IdentityNumberAssigned", nip_lama="130000001"))

    assert office.recorder.employee("130000001") == budi


@pytest.mark.parametrize(
    "named", ["199001012025211009", "130000009", "Budi", "", "00000000-0000-4000-8000-000000000099"]
)
def test_somebody_who_is_not_recorded_is_unknown(office, named):
    assert refused(office.recorder.employee, named) == ["EMPLOYEE_UNKNOWN"]


# -- an SK -------------------------------------------------------------------------------


def test_an_sk_is_cited_by_its_id_or_by_number_date_and_official(office):
    by_key, by_id = office.register(nik=None), office.register(nik=None)

    office.record(by_key, office.appointment(sk=SK))
    office.record(by_id, office.appointment(sk={"sk_id": office.sk}))

    cited = [facts(office, stream)[1].decision for stream in (by_key, by_id)]
    assert cited[0] == cited[1]
    assert (str(cited[0].sk_id), cited[0].pejabat_nama) == (office.sk, "Pejabat Contoh")


def test_an_sk_that_is_not_recorded_cannot_be_cited(office):
    budi = office.register()

    assert refused(office.record, budi, office.appointment(sk=SK | {"nomor": "800/9"})) == ["DECISION_UNKNOWN"]
    assert refused(office.record, budi, office.appointment(sk={"sk_id": str(ONE)})) == ["DECISION_UNKNOWN"]
    assert refused(office.record, budi, office.appointment(sk={"nomor": "800/9"})) == ["VALUE_MISSING"]
    assert refused(office.record, budi, office.appointment(sk=None)) == ["DECISION_REQUIRED"]


def test_an_sk_recorded_again_with_the_same_content_is_answered_as_before(office, log):
    head = log.head()

    again = office.open("DecisionIssued", jumlah_pegawai=2)

    assert (again["sk_id"], again["version"], again["position"]) == (office.sk, 1, 1)
    assert log.head() == head


def test_a_new_key_under_which_an_sk_was_recorded_before_is_remembered_with_its_answer(office, log):
    known, other = ask("DecisionIssued", jumlah_pegawai=2), ask("DecisionIssued", nomor="800/2")
    first = office.recorder.open_stream(known, request(b"known", command_id=ONE))
    head = log.head()
    office.open("DecisionIssued", nomor="800/3")

    with pytest.raises(CommandReused):
        office.recorder.open_stream(other, request(b"other", command_id=ONE))

    assert office.recorder.open_stream(known, request(b"known", command_id=ONE)) == first
    assert (first["sk_id"], first["position"], log.head()) == (office.sk, 1, head + 1)


def test_an_sk_recorded_before_is_answered_without_a_key_too(office, log):
    answer = office.recorder.open_stream(ask("DecisionIssued", jumlah_pegawai=2), request(keep=False))

    assert (answer["sk_id"], answer["position"]) == (office.sk, 1)


def test_an_sk_recorded_again_with_other_content_is_refused(office, log):
    head = log.head()

    assert refused(office.open, "DecisionIssued", jumlah_pegawai=3) == ["DUPLICATE_SK"]
    assert log.head() == head


def test_a_key_used_for_one_sk_is_refused_for_another(office):
    office.recorder.open_stream(ask("DecisionIssued", nomor="800/2"), request(b"two", command_id=ONE))

    with pytest.raises(CommandReused):
        office.recorder.open_stream(ask("DecisionIssued", jumlah_pegawai=2), request(b"one", command_id=ONE))


# -- the same again ----------------------------------------------------------------------


def test_a_repeated_request_is_answered_as_before_and_records_nothing(office, log):
    budi = office.register()
    first = office.record(budi, ask("IdentityNumberAssigned"), request=request(b"x", command_id=ONE))
    office.record(budi, office.appointment())
    head = log.head()

    again = office.record(budi, ask("IdentityNumberAssigned"), request=request(b"x", command_id=ONE))

    assert again == first
    assert log.head() == head


def test_a_repeated_registration_is_answered_as_before(office, log):
    person = ask("EmployeeRegistered")
    first = office.recorder.open_stream(person, request(b"x", command_id=ONE))
    head = log.head()

    assert office.recorder.open_stream(person, request(b"x", command_id=ONE)) == first
    assert log.head() == head


def test_a_key_with_another_body_is_refused(office):
    budi = office.register()
    office.record(budi, ask("IdentityNumberAssigned"), request=request(b"x", command_id=ONE))

    with pytest.raises(CommandReused):
        office.record(budi, office.appointment(), request=request(b"y", command_id=ONE))


def test_a_request_that_was_refused_may_be_sent_again_once_it_is_right(office):
    budi = office.register()
    too_early = plain("DutyCommenced", tanggal="2025-10-01")
    same = request(b"x", command_id=ONE)
    assert refused(office.record, budi, too_early, request=same) == ["NOT_ENGAGED"]

    office.record(budi, office.appointment())

    assert office.record(budi, too_early, request=same)["version"] == 3


def test_two_people_of_one_nik_are_one_too_many(office):
    office.register()

    assert refused(office.register) == ["DUPLICATE_NIK"]


def test_a_nip_of_somebody_else_is_refused_and_names_the_holder(office):
    budi = office.active()
    siti = office.register(nik=None)

    with pytest.raises(Problems) as caught:
        office.record(siti, ask("IdentityNumberAssigned"))

    holder = budi.removeprefix("pegawai-")
    assert [(p.code, p.detail) for p in caught.value.problems] == [("DUPLICATE_NIP", f"The employee is {holder}.")]


# -- versions ----------------------------------------------------------------------------


def test_a_stale_expected_version_is_refused_and_the_right_one_taken(office):
    budi = office.register()

    assert refused(office.record, budi, ask("IdentityNumberAssigned"), expected_version=0) == ["CONCURRENCY_CONFLICT"]
    assert office.record(budi, ask("IdentityNumberAssigned"), expected_version=1)["version"] == 2


# -- lists -------------------------------------------------------------------------------


def test_of_a_list_with_one_mistake_nothing_is_recorded(office, log):
    budi = office.register()
    head = log.head()

    assert refused(office.record, budi, ask("IdentityNumberAssigned"), office.appointment(golongan="III/a")) == [
        "GRADE_KIND_MISMATCH"
    ]
    assert log.head() == head


def test_all_mistakes_of_a_list_are_named_by_their_place(office):
    budi = office.register()
    asks = (
        ask("IdentityNumberAssigned"),
        office.appointment(golongan="III/a", sk=None),
        plain("DutyCommenced", tanggal="2025-09-30"),
        office.appointment(sk={"nomor": "800/9"}),
    )

    with pytest.raises(Problems) as caught:
        office.record(budi, *asks)

    assert sorted((p.code, p.field) for p in caught.value.problems) == [
        ("DECISION_REQUIRED", "1.sk"),
        ("GRADE_KIND_MISMATCH", "1.golongan"),
        ("NOT_ENGAGED", "2.tanggal"),
        ("VALUE_MISSING", "3.sk"),
    ]


def test_a_later_command_of_a_list_knows_the_earlier_ones(office):
    budi = office.register()

    assert refused(office.record, budi, office.appointment(), office.appointment()) == ["ENGAGEMENT_OVERLAP"]


def earlier_years(office, until):
    """An engagement of former years, in a unit of that time: appointed, on duty, and ended."""
    unor = office.open("OrgUnitEstablished", tmt="2020-01-01", nama=f"Dinas Lama {until}")["unor_id"]
    post = office.open("PositionEstablished", unor_id=unor, tmt="2020-01-01")["jabatan_id"]
    return (
        office.appointment(tmt="2022-01-01", engagement_id=str(ONE), unor_id=unor, jabatan_id=post),
        plain("DutyCommenced", tanggal="2022-01-03"),
        ask("EmploymentTerminated", tmt=until, engagement_id=str(ONE), sk=SK),
    )


@pytest.mark.parametrize("until", ["2024-01-01", "2025-10-01"])
def test_an_engagement_of_former_years_is_recorded_late_with_its_end(office, until):
    budi = office.active()

    answer = office.record(budi, *earlier_years(office, until))

    standing = History(facts(office, budi)).standing
    assert answer["warnings"] == []
    assert [fact.warnings for fact in facts(office, budi)[4:]] == [(), (), ()]
    assert [(str(e.tmt), str(e.ended)) for e in standing.engagements] == [
        ("2022-01-01", until),
        ("2025-10-01", "None"),
    ]
    assert standing.anomalies == ()


def test_an_engagement_that_ends_too_late_or_never_overlaps_all_the_same(office):
    budi = office.active()
    appointed, duty, too_late = earlier_years(office, until="2025-10-02")

    assert refused(office.record, budi, appointed, duty, too_late) == ["ENGAGEMENT_OVERLAP"]
    assert refused(office.record, budi, appointed, duty) == ["ENGAGEMENT_OVERLAP"]
    assert refused(office.record, budi, appointed) == ["ENGAGEMENT_OVERLAP"]


def test_a_suspension_recorded_late_with_its_end_runs_into_no_later_one(office):
    budi = office.active()
    office.record(budi, ask("EmploymentSuspended", tmt="2026-02-01", until="2026-03-31", sk=SK))
    open_end = ask("EmploymentSuspended", tmt="2025-11-01", until=None, sk=SK)
    lifted = plain("EmploymentReinstated", tmt="2026-01-01", sk=SK)

    assert refused(office.record, budi, open_end) == ["ALREADY_SUSPENDED"]
    answer = office.record(budi, open_end, lifted)

    assert answer["warnings"] == []
    assert History(facts(office, budi)).standing.anomalies == ()


def test_a_list_warns_of_the_later_facts_that_do_not_fit_its_end_and_of_no_others(office):
    budi, post = office.active(), another(office)
    for day, jabatan in (("2026-01-15", post), ("2026-04-15", office.jabatan)):
        office.record(budi, ask("PositionAssigned", tmt=day, jabatan_id=jabatan, unor_id=office.unor, sk=SK))
    office.record(budi, ask("EmploymentSuspended", tmt="2026-06-01", until="2026-06-30", sk=SK))

    answer = office.record(
        budi,
        ask("EmploymentSuspended", tmt="2025-12-01", until=None, sk=SK),
        plain("EmploymentReinstated", tmt="2026-03-01", sk=SK),
    )

    assert [(w["code"], w["field"], "TMT 2026-01-15" in w["message"]) for w in answer["warnings"]] == [
        ("LATER_FACT_IMPOSSIBLE", "0.tmt", True)
    ]
    suspended, reinstated = facts(office, budi)[-2:]
    assert [w.code for w in suspended.warnings] == ["LATER_FACT_IMPOSSIBLE"]
    assert reinstated.warnings == ()


def test_a_list_warns_of_its_own_fact_that_a_later_command_makes_impossible(office):
    budi = office.active()
    move = ask("PositionAssigned", tmt="2026-04-01", jabatan_id=another(office), unor_id=office.unor, sk=SK)

    answer = office.record(budi, move, ask("EmploymentSuspended", tmt="2026-02-01", sk=SK))

    assert [(w["code"], w["field"]) for w in answer["warnings"]] == [("LATER_FACT_IMPOSSIBLE", "1.tmt")]


# -- what the server works out -----------------------------------------------------------


def test_the_predikat_and_the_post_of_an_evaluation_are_worked_out(office):
    budi = office.active()
    office.record(budi, ask("PerformanceEvaluated", hasil=1, perilaku=1))

    evaluation = History(facts(office, budi)).of(PerformanceEvaluated)[0]

    assert evaluation.predikat == 1
    assert evaluation.assignment_id == History(facts(office, budi)).of(EmployeeAppointed)[0].assignment_id


def test_an_oath_names_its_post_and_is_not_taken_twice(office):
    budi = office.active()
    office.record(budi, ask("OathTaken"))

    assert History(facts(office, budi)).of(OathTaken)[0].assignment_id is not None
    assert refused(office.record, budi, ask("OathTaken")) == ["ALREADY_RECORDED"]


def test_an_evaluator_of_this_record_must_exist(office):
    budi, siti = office.active(), office.register(nik=None)
    unknown = {"pegawai_id": str(ONE)}

    assert refused(office.record, budi, ask("PerformanceEvaluated", penilai=unknown)) == ["EMPLOYEE_UNKNOWN"]
    assert refused(office.record, budi, ask("PerformanceEvaluated", penilai={"pegawai_id": budi[8:]})) == [
        "SELF_EVALUATION"
    ]
    recorded = office.record(budi, ask("PerformanceEvaluated", penilai={"pegawai_id": siti[8:]}))
    assert [warning["code"] for warning in recorded["warnings"]] == ["EVALUATOR_UNCERTAIN"]


def test_the_seats_of_a_post_are_counted_over_everybody_in_it(office):
    other = office.open("PositionEstablished", unor_id=office.unor, title={"nama": "Lain"}, formasi=1)["jabatan_id"]
    budi = office.active()
    siti = office.register(nik=None)
    office.record(siti, office.appointment(), plain("DutyCommenced", tanggal="2025-10-01"))
    move = ask("PositionAssigned", jabatan_id=other, unor_id=office.unor, sk=SK)
    office.record(budi, move)

    assert refused(office.record, siti, move) == ["POSITION_OCCUPIED"]


def test_what_a_roster_showed_of_a_unit_and_a_post_holds_up_nobody_who_is_recorded_later(office, tmp_path):
    roster = rosters.write(tmp_path / "roster.csv", [rosters.person(1001, **{"NOMOR SK CPNS": "800/3"})])
    under = rosters.sk(nomor="800/3", jumlah_pegawai=1, expected={"PPPK": 1})
    import_roster(office.recorder, roster, under, Request(examples.new_id(), ACTOR, Source.IMPORT_SIASN))
    place = facts(office, office.recorder.employee("199001012025211001"))[2]
    seen = {"jabatan_id": str(place.jabatan_id), "unor_id": str(place.unor_id)}
    budi, siti = office.register(nik=None), office.register(nik=None)
    office.record(siti, office.appointment(), plain("DutyCommenced", tanggal="2025-10-01"))

    earlier = office.record(budi, office.appointment(tmt="2025-09-01", **seen))
    moved = office.record(siti, ask("PositionAssigned", sk=SK, **seen))

    uncertain = ["FOUNDING_DAY_UNCERTAIN", "FOUNDING_DAY_UNCERTAIN"]
    assert [w["code"] for w in earlier["warnings"]] == [*uncertain, "FORMASI_EXCEEDED"]
    assert [w["code"] for w in moved["warnings"]] == ["FORMASI_EXCEEDED"]
    assert [w.code for w in facts(office, siti)[-1].warnings] == ["FORMASI_EXCEEDED"]
    assert "held by 2 of 1" in moved["warnings"][0]["message"]


def test_an_exception_is_recorded_with_its_reason(office):
    budi = office.register()
    exception = {"code": "NOT_ACTIVE", "reason": "SK sudah ditandatangani", "by": "Kepala BKPSDM"}
    other = office.open("PositionEstablished", unor_id=office.unor, title={"nama": "Lain"})["jabatan_id"]
    move = ask("PositionAssigned", jabatan_id=other, unor_id=office.unor, sk=SK, exception=exception)
    office.record(budi, office.appointment())

    office.record(budi, move)

    assert [(e.code, str(e.tmt)) for e in History(facts(office, budi)).standing.exceptions] == [
        ("NOT_ACTIVE", "2026-04-01")
    ]


# -- at the same time --------------------------------------------------------------------


def at_once(*acts) -> list[str]:
    """What becomes of acts that begin at the same moment: done, or the codes of the refusal."""
    barrier, told = threading.Barrier(len(acts)), []

    def run(act):
        barrier.wait()
        try:
            act()
            told.append("done")
        except Problems as error:
            told.extend(problem.code for problem in error.problems)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def test_two_clerks_who_appoint_different_people_at_once_do_not_disturb_each_other(office):
    people = [office.register(nik=None) for _ in range(4)]

    told = at_once(*(lambda s=stream: office.record(s, office.appointment()) for stream in people))

    assert told == ["done"] * 4


def test_two_clerks_who_appoint_the_same_person_at_once_appoint_once(office):
    budi = office.register()

    told = at_once(*(lambda: office.record(budi, office.appointment()) for _ in range(2)))

    assert told == ["ENGAGEMENT_OVERLAP", "done"]
    assert len(office.log.read(budi)) == 2


def test_two_clerks_who_give_one_nip_at_once_give_it_once(office):
    people = [office.register(nik=None) for _ in range(2)]

    told = at_once(*(lambda s=stream: office.record(s, ask("IdentityNumberAssigned")) for stream in people))

    assert told == ["DUPLICATE_NIP", "done"]


def test_two_clerks_who_fill_the_last_seat_at_once_fill_it_once(office):
    other = office.open("PositionEstablished", unor_id=office.unor, title={"nama": "Lain"}, formasi=1)["jabatan_id"]
    people = [office.register(nik=None) for _ in range(2)]
    for stream in people:
        office.record(stream, office.appointment(), plain("DutyCommenced", tanggal="2025-10-01"))
    move = ask("PositionAssigned", jabatan_id=other, unor_id=office.unor, sk=SK)

    told = at_once(*(lambda s=stream: office.record(s, move) for stream in people))

    assert told == ["POSITION_OCCUPIED", "done"]


def test_two_clerks_who_record_one_sk_at_once_record_it_once(office):
    answers = []
    sk = {"nomor": "800/2"}

    told = at_once(*(lambda: answers.append(office.open("DecisionIssued", **sk)) for _ in range(2)))

    assert told == ["done", "done"]
    assert len({answer["sk_id"] for answer in answers}) == 1


def test_one_request_that_arrives_twice_at_once_is_recorded_once(office):
    budi = office.register()
    answers = []
    same = request(b"x", command_id=ONE)

    def send():
        answers.append(office.record(budi, ask("IdentityNumberAssigned"), request=same))

    assert at_once(send, send) == ["done", "done"]
    assert answers[0] == answers[1]
    assert len(office.log.read(budi)) == 2


def test_whoever_loses_every_race_is_told(office, log):
    budi = office.register()
    rival = Log.open(log.stores)

    def a_rival_is_quicker():
        version = rival.version_of(budi) + 1
        rival.append([Write(budi, version, examples.excerpt_delivered())])
        return examples.clock()

    log.clock = a_rival_is_quicker

    with pytest.raises(ConcurrencyConflict):
        office.record(budi, ask("IdentityNumberAssigned"))
    rival.close()


def test_an_sk_is_stored_once_under_its_own_stream(office):
    assert [type(fact) for fact in facts(office, f"sk-{office.sk}")] == [DecisionIssued]


# -- what a fact recorded late does to the others ----------------------------------------


def test_a_termination_recorded_late_warns_of_the_move_that_it_makes_impossible(office):
    budi = office.active()
    office.record(
        budi, ask("PositionAssigned", tmt="2026-04-01", jabatan_id=another(office), unor_id=office.unor, sk=SK)
    )

    answer = office.record(budi, ask("EmploymentTerminated", tmt="2026-02-01", sk=SK))

    assert [(w["code"], "2026-04-01" in w["message"]) for w in answer["warnings"]] == [("LATER_FACT_IMPOSSIBLE", True)]
    assert [w.code for w in facts(office, budi)[-1].warnings] == ["LATER_FACT_IMPOSSIBLE"]
    assert [a.code for a in History(facts(office, budi)).standing.anomalies] == ["NOT_ENGAGED"]


def test_a_suspension_recorded_late_warns_of_the_move_in_it(office):
    budi = office.active()
    move = ask("PositionAssigned", tmt="2026-01-15", jabatan_id=another(office), unor_id=office.unor, sk=SK)
    office.record(budi, move)

    answer = office.record(budi, ask("EmploymentSuspended", tmt="2025-12-01", until=None, sk=SK))

    assert [(w["code"], "2026-01-15" in w["message"]) for w in answer["warnings"]] == [("LATER_FACT_IMPOSSIBLE", True)]
    assert [(a.code, str(a.tmt)) for a in History(facts(office, budi)).standing.anomalies] == [
        ("NOT_ACTIVE", "2026-01-15")
    ]


def test_a_move_recorded_late_that_disturbs_nothing_warns_of_nothing(office):
    budi = office.active()
    office.record(budi, ask("EmploymentTerminated", tmt="2026-06-01", sk=SK))

    asked = ask("PositionAssigned", tmt="2026-04-01", jabatan_id=another(office), unor_id=office.unor, sk=SK)

    assert office.record(budi, asked)["warnings"] == []


def test_a_move_that_its_sk_puts_before_the_appointment_of_that_day_is_refused(office):
    earlier = office.open("DecisionIssued", nomor="800/1", tanggal="2025-09-01", jumlah_pegawai=1)["sk_id"]
    budi = office.active()

    asked = plain(
        "PositionAssigned",
        tmt="2025-10-01",
        jenis="ROTASI",
        penugasan="PLT",
        sk={"sk_id": earlier},
        jabatan_id=another(office),
        unor_id=office.unor,
    )

    assert refused(office.record, budi, asked) == ["NOT_ENGAGED"]


def another(office):
    """A second post in the unit."""
    return office.open("PositionEstablished", unor_id=office.unor, title={"nama": "Penata Layanan"})["jabatan_id"]


# -- ids, and the next engagement --------------------------------------------------------


def test_an_id_that_a_fact_of_the_employee_has_is_not_given_again(office):
    budi = office.active()
    former = office.log.read(budi)[2].event
    office.record(budi, ask("EmploymentTerminated", sk=SK))

    again = office.appointment(tmt="2026-06-01", engagement_id=str(former.engagement_id))

    assert refused(office.record, budi, again) == ["ALREADY_RECORDED"]
    assert office.record(budi, office.appointment(tmt="2026-06-01", engagement_id=str(ONE)))["version"] == 6


def test_a_former_pppk_gets_a_nip_of_pns_and_becomes_cpns(office):
    budi = office.active()
    office.record(budi, ask("EmploymentTerminated", sk=SK))

    answer = office.record(
        budi,
        ask("IdentityNumberAssigned", nip="199001012026051001", tmt="2026-05-01"),
        office.appointment(kind="CPNS", golongan="III/a", tmt="2026-05-01"),
    )

    assert [event["type"] for event in answer["events"]] == ["IdentityNumberAssigned", "EmployeeAppointed"]
    assert History(facts(office, budi)).standing.engagements[1].kind == "CPNS"


# -- what no fact can say ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "field", "day"),
    [
        ("EmploymentSuspended", "until", "9999-12-31"),
        ("EmploymentContractSigned", "akhir", "9999-12-31"),
        ("PerformanceEvaluated", "sampai", "0001-01-01"),
        ("EmployeeAppointed", "tmt", "2201-01-01"),
        ("EmployeeRegistered", "tanggal_lahir", "1899-12-31"),
        ("DecisionIssued", "tanggal", "9999-12-31"),
    ],
)
def test_a_day_that_nobody_can_count_on_from_is_refused(kind, field, day):
    with pytest.raises(ValidationError) as caught:
        ask(kind, **{field: day})

    assert [(p.code, p.field) for p in problems_of(caught.value)] == [("VALUE_INVALID", field)]


def test_a_suspension_may_last_until_the_last_day_there_is(office):
    budi = office.active()

    office.record(budi, ask("EmploymentSuspended", until="2200-12-31", sk=SK))

    assert History(facts(office, budi)).standing.status_on(date(2200, 12, 31)) == "NONAKTIF_SEMENTARA"


@pytest.mark.parametrize(
    "text", ["   ", "\u00a0", "Budi\u202eidub", "Bu\u200bdi", "Budi\u2028", "\x1b[31mBudi", "a\nb"]
)
def test_a_line_of_text_says_something_and_nothing_invisible(text):
    with pytest.raises(ValidationError) as caught:
        ask("EmployeeRegistered", nama=text)

    assert [(p.code, p.field) for p in problems_of(caught.value)] == [("VALUE_INVALID", "nama")]


def test_a_reason_may_have_several_lines_but_no_command_for_a_terminal():
    assert ask("EmploymentTerminated", reason="Meninggal.\n\tAkta menyusul.").reason == "Meninggal.\n\tAkta menyusul."
    for text in ("\n \t", "\x1b[2J", "a\x00", "a\u202e"):
        with pytest.raises(ValidationError):
            ask("EmploymentTerminated", reason=text)


def test_a_thousand_commands_for_one_employee_are_judged_in_seconds(office):
    budi, post = office.active(), another(office)
    days = [date(2026, 1, 1) + timedelta(days=2 * n) for n in range(1000)]
    asks = [
        plain(
            "PositionAssigned",
            tmt=str(day),
            tmt_akhir=str(day + timedelta(days=1)),
            jenis="ROTASI",
            penugasan="PLT",
            jabatan_id=post,
            unor_id=office.unor,
            sk=SK,
        )
        for day in days
    ]
    started = time.monotonic()

    assert office.record(budi, *asks)["version"] == 1004
    assert time.monotonic() - started < 20


def test_a_void_is_not_voided_where_the_fact_that_would_come_back_fits_no_longer(office):
    budi = office.active()
    why = {"evidence": "SPMT", "approved_by": "Kepala BKPSDM", "reason": "Salah catat"}
    appointment, duty = (fact.event_id for fact in facts(office, budi)[-2:])
    voided = office.record(budi, plain("RecordVoided", target_event_id=str(duty), **why))["events"][0]["event_id"]
    office.record(budi, plain("RecordVoided", target_event_id=str(appointment), **why))

    again = plain("RecordVoided", target_event_id=voided, **why)

    assert refused(office.record, budi, again) == ["NOT_ENGAGED"]

"""Two offices write to one log at the same moment, each over a connection of its own: one wins, the other is told."""

import threading
from uuid import UUID

import pytest

from kinerja_es.domain.annulment import DecisionAnnulled, DecisionAnnulledForEmployee
from kinerja_es.domain.appointment import EmployeeAppointed, PositionAssigned
from kinerja_es.domain.envelope import Category, new_id, stream_name
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.errors import Problems
from kinerja_es.log.application import Log, Stores
from kinerja_es.recording.decisions import Decisions
from tests import examples
from tests.recording.recorder import SK, Office, ask, plain, recorder_of, request

ROUNDS = 10


@pytest.fixture
def office(tmp_path):
    log = Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock)
    yield Office(log)
    log.close()


@pytest.fixture
def recorders(office):
    """Two recorders that share nothing but the file."""
    logs = [Log.open(office.log.stores, examples.clock) for _ in range(2)]
    yield [recorder_of(log) for log in logs]
    for log in logs:
        log.close()


def raced(*acts):
    """What becomes of acts that begin at one moment, each in its order: done, or the codes of the refusal."""
    barrier, told = threading.Barrier(len(acts)), ["never ended"] * len(acts)

    def run(place, act):
        barrier.wait()
        try:
            act()
            told[place] = "done"
        except Problems as error:
            told[place] = " ".join(problem.code for problem in error.problems if not problem.warning)

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def held(office, stream, kind):
    return [r.event for r in office.log.read(stream) if isinstance(r.event, kind)]


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_an_appointment_races_the_annulment_of_its_sk_and_is_refused_or_reached_by_it(office, recorders, turn):
    appointing, annulling = recorders
    sk = {"nomor": f"800/{turn}", "tanggal": "2026-03-01", "pejabat_jabatan": SK["pejabat_jabatan"]}
    sk_id = office.open("DecisionIssued", **sk)["sk_id"]
    by = office.open("DecisionIssued", **sk | {"nomor": "B-1/2026", "tanggal": "2026-03-05"}, jenis="LAINNYA")["sk_id"]
    person = office.register()
    appointment = office.appointment(tmt="2026-04-01", sk={"sk_id": sk_id})
    annulment = plain("DecisionAnnulled", kind="DICABUT", by="PEJABAT", sk={"sk_id": by})

    told = raced(
        lambda: appointing.record(person, [appointment], request()),
        lambda: Decisions(annulling).change(UUID(sk_id), annulment, request()),
    )

    assert told in (["SK_ANNULLED", "done"], ["done", "done"])
    assert len(held(office, f"sk-{sk_id}", DecisionAnnulled)) == 1
    # Whoever was appointed before the annulment is reached by it: never is there an appointment that it has missed.
    appointed = len(held(office, person, EmployeeAppointed))
    assert appointed == (told[0] == "done")
    assert len(held(office, person, DecisionAnnulledForEmployee)) == appointed


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_holders_race_for_one_post_and_one_gets_it(office, recorders, turn):
    post = office.open("PositionEstablished", unor_id=office.unor, title={"nama": f"Lurah {turn}"}, formasi=1)
    people = [office.register(nik=None) for _ in recorders]
    for person in people:
        office.record(person, office.appointment(), plain("DutyCommenced", tanggal="2025-10-01"))
    move = ask("PositionAssigned", jabatan_id=post["jabatan_id"], unor_id=office.unor, sk=SK)

    told = raced(
        *(
            lambda recorder=recorder, person=person: recorder.record(person, [move], request())
            for recorder, person in zip(recorders, people, strict=True)
        )
    )

    assert sorted(told) == ["POSITION_OCCUPIED", "done"]
    assert [len(held(office, person, PositionAssigned)) for person in people] == [int(t == "done") for t in told]


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_one_nik_is_raced_for_by_two_registrations_and_given_once(office, recorders, turn):
    registration = ask("EmployeeRegistered", nik=examples.nik(turn + 1))
    requests = [request() for _ in recorders]

    told = raced(
        *(
            lambda recorder=recorder, each=each: recorder.open_stream(registration, each)
            for recorder, each in zip(recorders, requests, strict=True)
        )
    )

    assert sorted(told) == ["DUPLICATE_NIK", "done"]
    streams = [stream_name(Category.PEGAWAI, new_id(each.command_id, Category.PEGAWAI.value)) for each in requests]
    assert [len(held(office, stream, EmployeeRegistered)) for stream in streams] == [int(t == "done") for t in told]

"""What the log promises, whatever database it lies in."""

import hashlib
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from eventsourcing.persistence import OperationalError

from kinerja_es.domain.envelope import Category, Key, cited_key, stream_name
from kinerja_es.domain.ralat import DecisionCorrectedForEmployee, FactPatch
from kinerja_es.domain.values import Nip
from kinerja_es.errors import CommandReused, ConcurrencyConflict
from kinerja_es.log.application import Command, Log, Unchanged, Write
from kinerja_es.log.stage import Stage
from kinerja_es.log.transcoder import Addressed
from tests import examples, faults
from tests.examples import BUDI, SITI

BUDIS, SITIS = f"pegawai-{BUDI}", f"pegawai-{SITI}"
FIRST = UUID("00000000-0000-4000-8000-0000000000c1")


def registered(stream: str, version: int = 1, **over) -> Write:
    return Write(stream, version, examples.employee_registered(**over))


# -- positions, versions, times ----------------------------------------------------------


def test_an_empty_log_has_neither_a_position_nor_a_version(log):
    assert (log.head(), log.version_of(BUDIS), log.read(BUDIS)) == (0, 0, [])


def test_what_is_appended_is_read_back(log):
    person, number = examples.employee_registered(), examples.number_assigned()

    answered = log.append([Write(BUDIS, 1, person), Write(BUDIS, 2, number)])

    assert (answered.position, answered.repeated) == (2, False)
    assert [r.event for r in log.read(BUDIS)] == [person, number]
    assert log.read(BUDIS)[0] == (1, BUDIS, 1, datetime(2026, 7, 1, 8, 0, tzinfo=UTC), person)


def test_positions_run_from_1_without_holes_and_versions_within_each_stream(log):
    log.append([registered(BUDIS), registered(SITIS, nik=None)])
    log.append([Write(SITIS, 2, examples.number_assigned())])
    log.append([Write(BUDIS, 2, examples.number_assigned(nip=examples.nip(2)))])

    rows = log.rows_after(0, 10)

    assert [(r.position, r.stream, r.version) for r in rows] == [
        (1, BUDIS, 1),
        (2, SITIS, 1),
        (3, SITIS, 2),
        (4, BUDIS, 2),
    ]


def test_the_recorded_time_never_decreases_even_when_the_clock_goes_back(log):
    times = iter([datetime(2026, 7, 1, 8, 0, tzinfo=UTC), datetime(2026, 7, 1, 7, 0, tzinfo=UTC)])
    log.clock = lambda: next(times)

    log.append([registered(BUDIS)])
    log.append([registered(SITIS, nik=None)])

    assert [r.recorded_at for r in log.rows_after(0, 10)] == ["2026-07-01T08:00:00.000000Z"] * 2


def test_a_clock_of_another_zone_is_recorded_in_utc(log):
    log.clock = lambda: datetime(2026, 7, 1, 15, 0, tzinfo=timezone(timedelta(hours=7)))

    log.append([registered(BUDIS)])

    assert log.rows_after(0, 1)[0].recorded_at == "2026-07-01T08:00:00.000000Z"


def test_a_fact_that_names_one_sk_twice_claims_it_once(log):
    """An SK may decide itself what becomes of it: such a fact cites it, and is of it."""
    about_itself = examples.fact(
        DecisionCorrectedForEmployee,
        {
            "sk_id": examples.SK,
            "correction_id": examples.new_id(),
            "decision": examples.DECISION,
            "patches": (FactPatch(event_id=examples.new_id(), path="reason", new="Salah ketik"),),
        },
    )

    log.append([Write(BUDIS, 1, about_itself)])

    assert log.owners([cited_key(examples.SK)]) == {cited_key(examples.SK): [(1, BUDIS)]}


def test_all_events_of_one_append_have_one_time(log):
    log.append([registered(BUDIS), registered(SITIS, nik=None)])

    assert len({r.recorded_at for r in log.rows_after(0, 10)}) == 1


def test_a_time_resolves_to_the_last_position_recorded_at_it_or_before(log):
    noon = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    for minutes, stream in ((0, BUDIS), (5, SITIS), (5, f"pegawai-{FIRST}")):
        log.clock = lambda minutes=minutes: noon + timedelta(minutes=minutes)
        log.append([registered(stream, nik=None)])

    asked = (-1, 0, 4, 5, 60)
    assert [log.position_at(noon + timedelta(minutes=m)) for m in asked] == [0, 1, 1, 3, 3]


def test_a_time_in_another_zone_is_the_same_time(log):
    log.append([registered(BUDIS)])

    assert log.position_at(datetime(2026, 7, 1, 15, 0, tzinfo=timezone(timedelta(hours=7)))) == 1
    assert log.position_at(datetime(2026, 7, 1, 14, 59, tzinfo=timezone(timedelta(hours=7)))) == 0


def test_before_the_first_years_nothing_was_known_and_after_the_last_everything(log):
    log.append([registered(BUDIS)])
    east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))

    assert log.position_at(datetime(999, 1, 1, tzinfo=UTC)) == 0
    assert log.position_at(datetime(1, 1, 1, tzinfo=east)) == 0
    assert log.position_at(datetime(9999, 12, 31, 23, 59, tzinfo=west)) == 1


def test_a_stream_is_cut_at_a_position_and_before_the_first_there_is_nothing(log):
    log.append([registered(BUDIS), Write(BUDIS, 2, examples.number_assigned())])

    assert [r.version for r in log.read(BUDIS, up_to=1)] == [1]
    assert log.read(BUDIS, up_to=0) == []


def test_the_log_after_a_position_is_read_in_pieces_and_by_kind(log):
    log.append([registered(BUDIS), Write(BUDIS, 2, examples.number_assigned()), registered(SITIS, nik=None)])

    assert [r.position for r in log.rows_after(1, 1)] == [2]
    assert [r.position for r in log.rows_after(0, 9, ["kinerja:EmployeeRegistered.v1"])] == [1, 3]
    row = log.rows_after(2, 1)[0]
    assert log.decode(row.topic, row.state) == log.read(SITIS)[0].event


def test_of_many_streams_those_are_told_that_have_an_event_of_some_kind(log):
    log.append([registered(BUDIS), registered(SITIS, nik=None), Write(SITIS, 2, examples.number_assigned())])
    others = [stream_name(Category.PEGAWAI, UUID(int=n)) for n in range(1200)]

    assert log.having([BUDIS, *others, SITIS], ["kinerja:IdentityNumberAssigned.v1"]) == {SITIS}
    assert log.having([BUDIS, SITIS], ["kinerja:IdentityNumberAssigned.v1", "kinerja:EmployeeRegistered.v1"]) == {
        BUDIS,
        SITIS,
    }
    assert log.having([], ["kinerja:EmployeeRegistered.v1"]) == set()


def test_all_streams_of_one_category_are_read_stream_by_stream(log):
    unit = Write(f"unor-{BUDI}", 1, examples.unit_established(unor_id=BUDI))
    log.append([registered(BUDIS), unit, registered(SITIS, nik=None), Write(BUDIS, 2, examples.number_assigned())])

    def found(**narrowed):
        return [(r.stream, r.version) for r in log.rows_by_stream("pegawai", **narrowed)]

    assert found(up_to=4) == [(BUDIS, 1), (BUDIS, 2), (SITIS, 1)]
    assert found(up_to=3) == [(BUDIS, 1), (SITIS, 1)]
    assert found(up_to=4, unwanted=["kinerja:EmployeeRegistered.v1"]) == [(BUDIS, 2)]
    assert found(up_to=4, ids=("", str(SITI))) == [(BUDIS, 1), (BUDIS, 2)]
    assert found(up_to=4, ids=(str(SITI), "g")) == [(SITIS, 1)]


# -- conflicts ---------------------------------------------------------------------------


@pytest.mark.parametrize("version", [1, 3, 0])
def test_an_event_takes_exactly_the_next_place_of_its_stream(log, version):
    log.append([registered(BUDIS)])

    with pytest.raises(ConcurrencyConflict):
        log.append([Write(BUDIS, version, examples.number_assigned())])


def test_a_conflict_leaves_nothing_behind(log):
    log.append([registered(BUDIS)])
    number = Write(BUDIS, 1, examples.number_assigned())

    with pytest.raises(ConcurrencyConflict):
        log.append([registered(SITIS, nik=None), number], command=Command(FIRST, b"x"))

    assert log.head() == 1
    assert log.version_of(SITIS) == 0
    assert log.answered(Command(FIRST, b"x")) is None
    assert log.owners([Key("nip", "199001012025211001")]) == {}


def test_an_append_is_refused_when_a_stream_that_was_read_has_moved(log):
    log.append([registered(BUDIS)])
    read = Unchanged(head=1, streams={BUDIS: 1})
    log.append([Write(BUDIS, 2, examples.number_assigned())])

    with pytest.raises(ConcurrencyConflict, match="has moved"):
        log.append([registered(SITIS, nik=None)], unchanged=read)
    assert log.head() == 2


def test_an_append_goes_through_when_only_other_streams_have_moved(log):
    log.append([registered(BUDIS)])
    read = Unchanged(head=1, streams={BUDIS: 1, f"sk-{SITI}": 0})
    log.append([registered(SITIS, nik=None)])

    assert log.append([Write(BUDIS, 2, examples.number_assigned())], unchanged=read).position == 3


def test_an_append_is_refused_when_a_key_that_was_free_is_taken(log):
    key = Key("nip", "199001012025211001")
    read = Unchanged(head=0, keys={key: 0})
    log.append([Write(BUDIS, 1, examples.number_assigned())])

    with pytest.raises(ConcurrencyConflict, match="A nip was taken"):
        log.append([Write(SITIS, 1, examples.number_assigned())], unchanged=read)


def test_an_append_goes_through_when_a_key_is_as_it_was_read(log):
    key = Key("nip", "199001012025211001")
    log.append([Write(BUDIS, 1, examples.number_assigned())])
    read = Unchanged(head=0, keys={key: 1, Key("nip", "199001012025211002"): 0})

    assert log.append([registered(SITIS)], unchanged=read).position == 2


# -- identity of a command ---------------------------------------------------------------


def test_a_repeated_command_gets_its_first_answer_and_records_nothing(log):
    log.append([registered(BUDIS)], command=Command(FIRST, b"body", b"answer"))

    again = log.append([registered(SITIS)], command=Command(FIRST, b"body", b"other answer"))

    assert (again.position, again.answer, again.repeated) == (1, b"answer", True)
    assert log.head() == 1
    assert log.answered(Command(FIRST, b"body")) == (1, b"answer", True)


def test_a_repeated_command_gets_its_first_answer_after_a_restart(log, stores):
    log.append([registered(BUDIS)], command=Command(FIRST, b"body", b"answer"))
    log.close()

    opened = Log.open(stores)

    assert opened.answered(Command(FIRST, b"body")) == (1, b"answer", True)
    opened.close()


def test_a_command_with_the_id_of_another_is_refused(log):
    log.append([registered(BUDIS)], command=Command(FIRST, b"body"))

    with pytest.raises(CommandReused):
        log.append([registered(SITIS)], command=Command(FIRST, b"another body"))
    with pytest.raises(CommandReused):
        log.answered(Command(FIRST, b"another body"))
    assert log.head() == 1


# -- natural keys ------------------------------------------------------------------------


def test_a_key_tells_who_claimed_it_and_where(log):
    log.append([registered(BUDIS), Write(BUDIS, 2, examples.number_assigned())])
    log.append([Write(SITIS, 1, examples.number_assigned())])
    nip, nik, free = Key("nip", "199001012025211001"), Key("nik", "3604000101900001"), Key("nip", "1")

    assert log.owners([nip, nik, free]) == {nip: [(2, BUDIS), (3, SITIS)], nik: [(1, BUDIS)]}
    assert log.owners([nip], up_to=2) == {nip: [(2, BUDIS)]}
    assert log.owners([]) == {}


def test_a_key_of_another_kind_with_the_same_text_is_another_key(log):
    log.append([Write(BUDIS, 1, examples.number_assigned())])

    assert log.owners([Key("nik", "199001012025211001"), Key("siasn", "199001012025211001")]) == {}


def test_thousands_of_keys_are_looked_up_at_once(log):
    log.append([Write(BUDIS, 1, examples.number_assigned())])
    keys = [Key("nip", f"19900101202521{n:04}") for n in range(1000, 3000)]

    assert log.owners(keys) == {Key("nip", "199001012025211001"): [(1, BUDIS)]}


def test_neither_a_nip_nor_a_nik_nor_their_plain_hashes_stand_in_the_index(log, stores):
    log.append([registered(BUDIS), Write(BUDIS, 2, examples.number_assigned())])
    log.close()

    with sqlite3.connect(stores.log) as bare:
        claims = bare.execute("SELECT hash, position FROM claims ORDER BY position").fetchall()
    bare.close()
    assert [(len(hashed), position) for hashed, position in claims] == [(16, 1), (16, 2)]
    for text in (b"199001012025211001", b"nip\x00199001012025211001", b"3604000101900001", b"nik\x003604000101900001"):
        plain = {hashlib.blake2b(text, digest_size=16).digest(), hashlib.md5(text, usedforsecurity=False).digest()}
        assert not plain & {hashed for hashed, _ in claims}
        assert all(text not in hashed for hashed, _ in claims)


# -- staging -----------------------------------------------------------------------------


def test_staged_events_are_recorded_after_the_others_in_one_append(log):
    with Stage() as stage:
        log.stage(stage, [registered(SITIS, nik=None)])
        log.stage(stage, [Write(SITIS, 2, examples.number_assigned())])
        answered = log.append([registered(BUDIS)], staged=stage)

    assert answered.position == 3
    assert [(r.stream, r.version) for r in log.rows_after(0, 10)] == [(BUDIS, 1), (SITIS, 1), (SITIS, 2)]
    assert log.owners([Key("nip", "199001012025211001")]) == {Key("nip", "199001012025211001"): [(3, SITIS)]}


def test_what_is_only_staged_is_not_recorded(log):
    with Stage() as stage:
        log.stage(stage, [registered(BUDIS)])

    assert log.head() == 0


def test_a_conflict_among_staged_events_leaves_nothing_behind(log):
    log.append([registered(BUDIS)])

    with Stage() as stage:
        log.stage(stage, [registered(BUDIS)])
        with pytest.raises(ConcurrencyConflict):
            log.append([registered(SITIS, nik=None)], staged=stage)

    assert log.head() == 1
    assert log.version_of(SITIS) == 0


def test_a_stage_that_outgrows_memory_is_recorded_in_order(log, monkeypatch):
    monkeypatch.setattr("kinerja_es.log.stage.IN_MEMORY", 1000)
    streams = [stream_name(examples.employee_registered().STREAM, UUID(int=n)) for n in range(1, 201)]

    with Stage() as stage:
        for stream in streams:
            log.stage(stage, [registered(stream, nik=None)])
        log.append([], staged=stage)

    assert [r.stream for r in log.rows_after(0, 500)] == streams


# -- several processes -------------------------------------------------------------------


def test_of_two_processes_that_append_to_one_place_one_wins(log, stores):
    both = [faults.process("race", stores.log, BUDIS) for _ in range(2)]
    for each in both:
        print("go", file=each.stdin, flush=True)

    assert sorted(faults.ended(both)) == ["lost", "won"]
    assert [r.version for r in log.read(BUDIS)] == [1]


def test_many_processes_lose_no_position_and_double_none(log, stores):
    appending = [faults.process("append", stores.log, stream, 25) for stream in (BUDIS, BUDIS, SITIS)]
    faults.ended(appending)

    rows = log.rows_after(0, 1000)

    assert [r.position for r in rows] == list(range(1, 76))
    assert [r.version for r in rows if r.stream == BUDIS] == list(range(1, 51))
    assert [r.version for r in rows if r.stream == SITIS] == list(range(1, 26))
    assert [r.recorded_at for r in rows] == sorted(r.recorded_at for r in rows)


# -- the library -------------------------------------------------------------------------


def test_the_library_reads_the_log_by_its_own_means(log):
    person, number = examples.employee_registered(), examples.number_assigned()
    log.append([Write(BUDIS, 1, person), Write(BUDIS, 2, number)])

    section = log.notification_log.select(start=1, limit=10)

    assert [(n.id, n.originator_id, n.originator_version, n.topic) for n in section] == [
        (1, BUDIS, 1, "kinerja:EmployeeRegistered.v1"),
        (2, BUDIS, 2, "kinerja:IdentityNumberAssigned.v1"),
    ]
    assert log.notification_log.select(start=2, limit=10)[0].id == 2
    assert [n.id for n in log.notification_log.select(start=1, limit=10, inclusive_of_start=False)] == [2]
    assert [n.id for n in log.notification_log.select(start=1, limit=10, stop=1)] == [1]
    assert list(log.events.get(BUDIS)) == [Addressed(BUDIS, 1, person), Addressed(BUDIS, 2, number)]
    assert log.recorder.max_notification_id() == 2


def test_the_librarys_own_way_in_is_shut_for_it_would_claim_no_keys(log):
    with pytest.raises(OperationalError):
        log.events.put([Addressed(BUDIS, 1, examples.employee_registered())])

    assert log.head() == 0


def test_the_mapper_writes_and_reads_the_same_bytes_as_the_log(log):
    addressed = Addressed(BUDIS, 1, examples.number_assigned(nip=Nip("199001012025211001")))

    stored = log.mapper.to_stored_event(addressed)

    assert stored.topic == "kinerja:IdentityNumberAssigned.v1"
    assert log.mapper.to_domain_event(stored) == addressed
    assert "sealed" in log.mapper.transcoder.decode(stored.state)
    assert b"199001012025211001" not in stored.state


def test_no_variable_of_the_process_turns_the_log_elsewhere(stores, monkeypatch):
    monkeypatch.setenv("SQLITE_DBNAME", ":memory:")
    monkeypatch.setenv("KINERJA_ES_SQLITE_DBNAME", ":memory:")

    created = Log.create(stores, examples.clock)
    created.append([registered(BUDIS)])
    created.close()

    opened = Log.open(stores)
    assert opened.head() == 1
    opened.close()

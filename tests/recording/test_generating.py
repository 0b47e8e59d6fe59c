"""Synthetic governments: the same seed, the same record; everything in it is accepted, and folds."""

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from kinerja_es import wiring
from kinerja_es.audit import replay
from kinerja_es.config import Settings
from kinerja_es.domain.annulment import DecisionAnnulled, DecisionReinstated
from kinerja_es.domain.appointment import EmployeeAppointed
from kinerja_es.domain.catalogue import EMPLOYEE_COMMANDS, short_name
from kinerja_es.domain.envelope import Category, stream_name, subject_of
from kinerja_es.domain.history import History
from kinerja_es.domain.performance import PerformanceEvaluated
from kinerja_es.domain.standing import Status
from kinerja_es.domain.status import EmploymentTerminated
from kinerja_es.domain.values import Kind
from kinerja_es.errors import Problems
from kinerja_es.log.transcoder import Encoder
from kinerja_es.readmodels.rebuild import rebuild
from kinerja_es.recording.careers import Career, Desk, Person
from kinerja_es.recording.generating import (
    LAST_DAY,
    Asked,
    SyntheticClock,
    cohorts,
    files_of,
    record_files,
    write_files,
)

ASKED = Asked(employees=60, years=4, seed=90)
"""Small, and yet with a collective SK that is annulled and given its force again."""


def written(folder, asked=ASKED):
    folder.mkdir()
    write_files(folder, asked, lambda _: None)
    return files_of(folder)


def generated(folder, asked=ASKED):
    """A government in a log of its own; the service that answers about it."""
    clock = SyntheticClock(asked.first_day)
    settings = Settings(log_url=f"sqlite:///{folder / 'kinerja.db'}")
    paths = written(folder / "files", asked)
    wiring.create(settings, clock)
    service = wiring.opened(settings, clock)
    with service as opened:
        record_files(opened.recorder, clock, paths, lambda: None)
    return settings, clock


@pytest.fixture(scope="module")
def government(tmp_path_factory):
    settings, clock = generated(tmp_path_factory.mktemp("government"))
    with wiring.opened(settings, clock) as service:
        service.read_models.catch_up()
        yield service


def streams(service, category="pegawai"):
    rows = service.log.rows_after(0, 100_000)
    return list(dict.fromkeys(row.stream for row in rows if row.stream.startswith(f"{category}-")))


def recorded(service):
    """Every event with its place and time, in the order of the log; the batch's own ids aside, all of its bytes."""
    encode = Encoder().encode
    found = [
        r
        for name in ("pegawai", "sk", "unor", "jabatan", "batch")
        for s in streams(service, name)
        for r in service.log.read(s)
    ]
    return [(r.position, r.stream, r.version, r.recorded_at, encode(r.event)) for r in found]


# -- the same seed ------------------------------------------------------------------------


def test_the_same_seed_writes_the_same_files_and_another_seed_other_ones(tmp_path):
    first, again, other = (
        {path.name: path.read_bytes() for path in written(tmp_path / name, ASKED._replace(seed=seed))}
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )

    assert first == again
    assert first != other


def test_the_same_seed_makes_the_same_log_event_by_event(tmp_path, government):
    settings, clock = generated(tmp_path)

    with wiring.opened(settings, clock) as again:
        assert recorded(again) == recorded(government)


def test_files_that_are_there_are_recorded_in_the_order_of_their_days(tmp_path):
    days = [path.name[:10] for path in written(tmp_path / "files")]

    assert days == sorted(days)
    assert days[0] == "2022-01-03"
    assert days[-1] <= "2025-12-31"


# -- whom there is --------------------------------------------------------------------------


def test_most_people_serve_already_and_the_others_come_in_rounds():
    found = [(c.kind, c.size, c.tmt.isoformat()) for c in cohorts(Asked(1000, 3, 1))]

    assert found == [
        (Kind.PNS, 600, "2023-01-01"),
        (Kind.CPNS, 53, "2023-03-01"),
        (Kind.PPPK, 53, "2023-07-01"),
        (Kind.CPNS, 54, "2024-03-01"),
        (Kind.PPPK, 53, "2024-07-01"),
        (Kind.CPNS, 53, "2025-03-01"),
        (Kind.PPPK, 54, "2025-07-01"),
        (Kind.PPPK_PARUH_WAKTU, 80, "2025-10-01"),
    ]


def test_every_person_asked_for_is_appointed_once(government):
    assert len(streams(government)) == 60
    for stream in streams(government):
        assert len(History(r.event for r in government.log.read(stream)).of(EmployeeAppointed)) == 1


def test_who_records_says_that_the_data_is_synthetic(government):
    actors = {r.event.actor.role for stream in streams(government) for r in government.log.read(stream)}

    assert actors == {"DATA SINTETIS - bukan orang sebenarnya"}


def drawn(kind, count, *, before):
    """The careers of so many people of one kind over ten years, without recording them."""
    entries, people = [], []
    for number in range(count):
        tmt = date(2016, 1, 1)
        person = Person(
            nip=f"{number:018}",
            kind=kind,
            born=date(1961 + number % 32, 6, 15) if before else date(1990, 6, 15),
            sk=("800/1", date(2015, 12, 7)),
            tmt=tmt,
            on_duty=before,
            unor="Dinas Contoh",
            jabatan="Operator",
            golongan="II/a" if kind is Kind.PNS or kind is Kind.CPNS else "V",
            functional=False,
            served_before=before,
        )
        entries += Career(person, random.Random(number), Desk(number % 7), LAST_DAY).entries()
        people.append(person)
    return entries, people


def test_what_happens_in_careers_is_what_the_work_is_about():
    pns, _ = drawn(Kind.PNS, 1500, before=True)
    cpns, _ = drawn(Kind.CPNS, 200, before=False)
    pppk, _ = drawn(Kind.PPPK, 1500, before=False)

    kinds = {short_name(entry.kind) for entry in (*pns, *cpns, *pppk)}
    assert {entry.kind for entry in (*pns, *cpns, *pppk)} <= set(EMPLOYEE_COMMANDS)
    assert kinds == {
        "CoachingConcluded",
        "CoachingStarted",
        "CompetencyAssessed",
        "DecisionExcerptDelivered",
        "DependantsChanged",
        "DisciplinarySanctionImposed",
        "DutyCommenced",
        "EducationRecorded",
        "EmploymentContractLapsed",
        "EmploymentContractSigned",
        "EmploymentReinstated",
        "EmploymentSuspended",
        "EmploymentTerminated",
        "GradeChanged",
        "LeaveGranted",
        "OathTaken",
        "PerformanceEvaluated",
        "PersonalDataChanged",
        "ProbationConfirmed",
        "SalaryIncrementGranted",
        "SanctionAppealDecided",
        "SanctionAppealFiled",
        "SanctionEnded",
        "TrainingCompleted",
        "ViolationExamined",
        "ViolationReported",
    }
    grounds = {entry.cells["ground"] for entry in (*pns, *pppk) if entry.kind is EmploymentTerminated}
    assert grounds == {
        "BUP",
        "KONTRAK_BERAKHIR",
        "MENINGGAL",
        "PELANGGARAN_BERAT",
        "PERMINTAAN_SENDIRI",
        "TIDAK_BERKINERJA",
    }


def test_who_becomes_58_retires():
    entries, people = drawn(Kind.PNS, 640, before=True)

    retired = [entry for entry in entries if entry.cells.get("ground") == "BUP" and entry.recorded_on <= LAST_DAY]
    # 20 were born in each year, 140 of them before 1968; some die or resign first.
    assert 120 <= len(retired) <= 140
    assert all(person.leaves is not None for person in people)


# -- when it is recorded ----------------------------------------------------------------------


def test_nothing_is_recorded_before_its_first_day_or_after_its_last_one(government):
    first, last = government.log.read(streams(government, "sk")[0])[0], government.log.rows_after(0, 100_000)[-1]

    assert first.recorded_at.date() == date(2022, 1, 3)
    assert date.fromisoformat(last.recorded_at[:10]) <= LAST_DAY


def test_an_evaluation_is_recorded_within_weeks_and_some_facts_come_in_months_late(government):
    late = Counter()
    for stream in streams(government):
        for r in government.log.read(stream):
            late[r.recorded_at.date() - r.event.tmt > timedelta(days=60)] += 1

    assert late[True] >= 10
    assert late[False] > 20 * late[True]


def test_an_earlier_state_of_knowledge_knows_less_of_a_career(government):
    evaluated = [s for s in streams(government) if len(_evaluations(government, s)) == 15]
    who = str(subject_of(evaluated[0]))
    middle = government.log.read(evaluated[0])[0].recorded_at + timedelta(days=365)

    assert len(replay.history(government, who, known_at=middle)["events"]) < len(
        replay.history(government, who)["events"]
    )


def _evaluations(service, stream):
    return History(r.event for r in service.log.read(stream)).of(PerformanceEvaluated)


# -- all of it is accepted, and folds -------------------------------------------------------------


@pytest.mark.parametrize(("employees", "years", "seed"), [(1, 1, 1), (12, 10, 2), (40, 2, 3)])
def test_every_fact_of_any_government_is_accepted_and_every_career_folds(tmp_path, employees, years, seed):
    settings, clock = generated(tmp_path, Asked(employees, years, seed))

    with wiring.opened(settings, clock) as service:
        careers = [History(r.event for r in service.log.read(stream)) for stream in streams(service)]
        known = {career.standing.status_on(LAST_DAY) for career in careers}

    assert len(careers) == employees
    assert Status.AKTIF in known
    assert [anomaly for career in careers for anomaly in career.standing.anomalies] == []


def test_a_replay_of_every_career_equals_what_the_read_models_say(government):
    for name in government.read_models.projections:
        assert rebuild(government.read_models, name).differences == ()
    head = government.log.head()
    for stream in streams(government):
        asked = {"employee": subject_of(stream), "valid_at": LAST_DAY}
        live = government.read_models.query("current_standing", "of", **asked).value
        assert government.read_models.query_as_known(head, stream, "current_standing", "of", **asked).value == live


def test_a_file_that_is_refused_is_told_as_a_mistake_of_this_program(tmp_path):
    paths = written(tmp_path / "files")
    clock = SyntheticClock(ASKED.first_day)
    settings = Settings(log_url=f"sqlite:///{tmp_path / 'kinerja.db'}")
    wiring.create(settings, clock)
    evaluations = next(path for path in paths if path.name.endswith("PerformanceEvaluated.csv"))

    with wiring.opened(settings, clock) as service, pytest.raises(RuntimeError, match="EMPLOYEE_UNKNOWN") as refused:
        record_files(service.recorder, clock, [evaluations], lambda: None)

    assert isinstance(refused.value.__cause__, Problems)


def test_who_changed_places_is_back_once_the_sk_is_annulled_until_a_court_reinstates_it(government):
    annulled, lifted = (_of_sks(government, kind) for kind in (DecisionAnnulled, DecisionReinstated))
    moved = [restored.pegawai_id for restored in annulled.restores]

    def places(day):
        return [_post(government, who, day) for who in moved]

    before, after = places(annulled.tmt - timedelta(days=1)), places(annulled.tmt)
    assert len(moved) >= 2
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert places(lifted.mulai) == before
    assert places(lifted.mulai - timedelta(days=1)) == after


def _of_sks(service, kind) -> Any:
    [found] = [r.event for s in streams(service, "sk") for r in service.log.read(s) if isinstance(r.event, kind)]
    return found


def _post(service, pegawai_id, day):
    career: Any = History(r.event for r in service.log.read(stream_name(Category.PEGAWAI, pegawai_id)))
    return career.standing.engagement_on(day).definitive(day).unor_id

"""Policy files and what adopting one does: to what is recorded from then on, and never to what was before."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest

from kinerja_es.domain.appointment import PositionAssigned
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Category
from kinerja_es.domain.grade import GradeChanged
from kinerja_es.domain.instansi import PolicyAdopted
from kinerja_es.domain.policy import NO_POLICIES, UNSTATED, Adopted, Policies
from kinerja_es.domain.unit import PositionEstablished
from kinerja_es.errors import ConcurrencyConflict, Problems
from kinerja_es.log.application import Log, Stores
from kinerja_es.recording.batch import Options, import_roster
from kinerja_es.recording.formats.jabatan import JABATAN
from kinerja_es.recording.opening import import_opening
from kinerja_es.recording.policy import EXAMPLE, LARGEST, PolicyFile, adopt, read_policy, read_policy_file, read_sk_file
from kinerja_es.recording.record import Recorder
from kinerja_es.recording.recordfile import record_file
from tests import examples
from tests.recording import files, rosters
from tests.recording.recorder import WIB, Office, ask, plain, refused, request
from tests.recording.test_opening import BUDI

DAY = date(2026, 7, 1)
PERWAL = {"nomor": "Perwal 1/2026", "tanggal": "2025-12-15", "jenis": "LAINNYA", "jumlah_pegawai": 0}


@pytest.fixture
def log(tmp_path):
    log = Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock)
    yield log
    log.close()


def read(text: str, adopted: Policies = NO_POLICIES) -> PolicyFile:
    return read_policy(text.encode(), adopted)


def wrong(text: str | bytes, adopted: Policies = NO_POLICIES) -> list[tuple[str, int | None, str | None]]:
    """Code, line and setting of all that is wrong with a file."""
    with pytest.raises(Problems) as caught:
        read_policy(text if isinstance(text, bytes) else text.encode(), adopted)
    assert all(problem.remedy for problem in caught.value.problems)
    return [(problem.code, problem.row, problem.field) for problem in caught.value.problems]


# -- files -------------------------------------------------------------------------------


def test_the_example_states_what_holds_without_a_policy():
    stated = read(EXAMPLE).content()

    assert stated.resolved(DAY) == UNSTATED.resolved(DAY) | {"timezone": "WIB"}
    assert (read(EXAMPLE).policy_version, stated.timezone) == (1, "WIB")


def test_the_example_explains_every_setting():
    commented = [line.lstrip("# ") for line in EXAMPLE.splitlines()]
    names = [*PolicyFile.model_fields, "least_years", "most_years", "breach", "window_months", "least_predikat"]
    names += ["cadence", "before_oath", "eselon", "working_days", "by", "jabatan", "kapasitas"]

    for name in names:
        assert any(line.startswith((name, f"[{name}", f"[[{name}")) for line in commented), name


def test_everything_that_the_example_only_mentions_can_be_stated():
    lines = [line.removeprefix("# ") for line in EXAMPLE.splitlines()]
    live = "\n".join(
        line for line in lines if line.startswith(("[[", "by =", "kapasitas =", "jabatan =", "cadence =", "2026 ="))
    )
    found = read(
        f"policy_version = 2\n[evaluation]\n{live.replace('2026 =', '[holidays]' + chr(10) + '2026 =')}"
    ).content()

    assert found.cadence == "TRIWULAN"
    assert [row.by for row in found.annulment] == ["PEJABAT", "ATASAN", "PENGADILAN"]
    assert found.holidays == {"2026": (date(2026, 1, 1), date(2026, 8, 17), date(2026, 12, 25))}


def test_all_that_is_wrong_with_a_file_is_told_at_once_with_its_line():
    text = """policy_version = 2
zona = "WIB"

[contract.PPPK]
least_years = 2.5

[contract.PPPK_PARUH_WAKTU]
most_years = 5
breach = "TOLAK"

[upgrade]
least_predikat = 9
[holidays]
2026 = ["1 Januari"]
tahun = []
[[annulment]]
by = "PEJABAT"
[[annulment]]
by = "DPRD"
"""

    taken = Policies([Adopted(DAY, 2, UNSTATED)])
    assert wrong(text, taken) == [
        ("POLICY_VERSION_TAKEN", 1, "policy_version"),
        ("POLICY_SETTING_UNKNOWN", 2, "zona"),
        ("VALUE_INVALID", 5, "contract.PPPK.least_years"),
        ("VALUE_MISSING", 7, "contract.PPPK_PARUH_WAKTU.least_years"),
        ("VALUE_INVALID", 9, "contract.PPPK_PARUH_WAKTU.breach"),
        ("VALUE_INVALID", 12, "upgrade.least_predikat"),
        ("DATE_INVALID", 14, "holidays.2026.0"),
        ("VALUE_INVALID", 15, "holidays.tahun.[key]"),
        ("VALUE_INVALID", 19, "annulment.1.by"),
    ]


def test_what_contradicts_itself_is_told_with_its_line():
    text = "policy_version = 1\n[contract.PPPK]\nleast_years = 3\nmost_years = 2\n[agreement]\neselon = ['I.a']\n"

    assert wrong(text) == [
        ("POLICY_SETTING_INVALID", 4, "contract.PPPK.most_years"),
        ("POLICY_SETTING_INVALID", 6, "agreement.eselon.0"),
    ]


def test_what_contradicts_itself_is_told_beside_what_is_wrong_elsewhere():
    text = "policy_version = 1\nnama = 1\n[contract.PPPK]\nleast_years = 0\n[contract.PPPK_PARUH_WAKTU]\n"

    assert wrong(f"{text}least_years = 3\nmost_years = 1\n[holidays]\n2026 = [2025-01-01]\n") == [
        ("POLICY_SETTING_UNKNOWN", 2, "nama"),
        ("VALUE_INVALID", 4, "contract.PPPK.least_years"),
        ("POLICY_SETTING_INVALID", 7, "contract.PPPK_PARUH_WAKTU.most_years"),
        ("POLICY_SETTING_INVALID", 9, "holidays.2026.0"),
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'policy_version = 1\ntimezone = "WIB\n', 2),
        (b"policy_version = 1\npolicy_version = 2\n", 2),
        (b"policy_version = \n", 1),
        (b"\xff\xfe", None),
        (b"x = " + b"[" * 5000, None),
    ],
)
def test_what_is_no_toml_is_refused(content, line):
    found = wrong(content)

    assert [code for code, *_ in found] == ["POLICY_FILE_UNREADABLE"]
    assert line is None or found[0][1] == line


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ("VALUE_MISSING", 1, "policy_version")),
        ("policy_version = 0", ("VALUE_INVALID", 1, "policy_version")),
        ("policy_version = 99999999999999999999999", ("VALUE_INVALID", 1, "policy_version")),
        ("policy_version = true", ("VALUE_INVALID", 1, "policy_version")),
        ("policy_version = 1\nupgrade = 3", ("VALUE_INVALID", 2, "upgrade")),
        ("policy_version = 1\n[upgrade]\nwindow_months = nan", ("VALUE_INVALID", 3, "upgrade.window_months")),
    ],
)
def test_a_value_of_another_kind_is_refused(text, found):
    assert wrong(text) == [found]


def test_a_file_saved_on_windows_is_read():
    assert (
        read_policy(b"\xef\xbb\xbfpolicy_version = 1\r\n[oath]\r\nworking_days = 14\r\n", NO_POLICIES).oath is not None
    )


def test_a_file_that_is_too_long_or_not_there_is_refused(tmp_path):
    assert wrong(b"#" * (LARGEST + 1)) == [("FILE_TOO_LARGE", None, "policy")]
    assert refused(read_policy_file, tmp_path / "none.toml", NO_POLICIES) == ["POLICY_FILE_UNREADABLE"]
    assert refused(read_sk_file, tmp_path / "none.json") == ["SK_FILE_UNREADABLE"]


def test_an_sk_file_is_read_or_all_that_is_wrong_is_told(tmp_path):
    file = tmp_path / "SK.json"
    file.write_text('{"nomor": "1", "tanggal": "kemarin"}')

    assert "DATE_INVALID" in refused(read_sk_file, file)


# -- adopting ----------------------------------------------------------------------------


def perwal(**over):
    return ask("DecisionIssued", **PERWAL | over)


def test_a_policy_and_its_sk_are_recorded_together(log):
    recorder = Recorder(log, WIB)

    answer = adopt(recorder, read(EXAMPLE), date(2026, 1, 1), perwal(), request(keep=False))

    assert answer["stream"] == f"instansi-{log.log_id}"
    assert (answer["version"], answer["position"]) == (1, 2)
    event = recorder.instansi.history.facts[0]
    assert isinstance(event, PolicyAdopted)
    assert (event.policy_version, event.decision and event.decision.nomor) == (1, "Perwal 1/2026")


def test_where_the_policy_is_refused_its_sk_is_not_recorded_either(log):
    recorder = Recorder(log, WIB)
    adopt(recorder, read(EXAMPLE), date(2026, 1, 1), perwal(), request(keep=False))

    assert refused(
        adopt, recorder, read(EXAMPLE), date(2026, 7, 1), perwal(nomor="Perwal 2/2026"), request(keep=False)
    ) == ["POLICY_VERSION_TAKEN"]
    assert log.head() == 2


def test_an_sk_that_is_recorded_already_adopts_too_unless_it_says_otherwise(log):
    recorder = Recorder(log, WIB)
    recorder.open_stream(perwal(), request())
    second = read("policy_version = 2")

    assert adopt(recorder, read(EXAMPLE), date(2026, 1, 1), perwal(), request(keep=False))["position"] == 2
    assert refused(adopt, recorder, second, DAY, perwal(pejabat_nama="Lain"), request(keep=False)) == ["DUPLICATE_SK"]


# -- what it does ------------------------------------------------------------------------


def strict(recorder, version: int = 1, tmt: date = date(2025, 1, 1)) -> None:
    text = f"policy_version = {version}\n[contract.PPPK_PARUH_WAKTU]\nleast_years = 2\nbreach = 'REFUSE'\n"
    adopt(recorder, read(text), tmt, perwal(nomor=f"Perwal {version}"), request(keep=False))


def test_an_event_names_the_policy_that_it_was_judged_by_and_the_past_is_not_judged_again(log):
    office = Office(log)
    before = office.active()
    contract = ask("EmploymentContractSigned")
    office.record(before, contract)

    strict(office.recorder)

    after = office.register(nik=None)
    office.record(after, office.appointment(), plain("DutyCommenced", tanggal="2025-10-01"))
    assert refused(office.record, after, contract) == ["CONTRACT_TERM_UNUSUAL"]
    rule_sets = {stream: [r.event.rule_set for r in log.read(stream)] for stream in (before, after)}
    assert rule_sets == {before: ["2026-11"] * 5, after: ["2026-11+policy-1"] * 3}


def test_a_fact_is_judged_by_the_policy_of_its_own_day(log):
    office = Office(log)
    strict(office.recorder, tmt=date(2026, 1, 1))
    stream = office.active()

    answer = office.record(stream, ask("EmploymentContractSigned"))

    assert answer["warnings"] == []
    assert log.read(stream)[-1].event.rule_set == "2026-11"
    later = ask("EmploymentContractSigned", mulai="2026-10-01", akhir="2027-09-30", nomor="PK-2")
    assert "CONTRACT_TERM_UNUSUAL" in refused(office.record, stream, later)


def test_a_policy_that_is_adopted_meanwhile_is_judged_by(log):
    office = Office(log)
    stream = office.active()
    reading = office.recorder.reading()
    strict(office.recorder)
    history = reading.history(stream)
    events, _ = office.recorder.decide(reading, stream, history, [ask("EmploymentContractSigned")], request())

    with pytest.raises(ConcurrencyConflict):
        log.append([], unchanged=reading.unchanged)
    assert events[0].rule_set == "2026-11"


def test_another_process_sees_a_policy_at_once(log):
    first, second = Recorder(log, WIB), Recorder(log, WIB)
    assert second.instansi.policies.on(DAY) is None

    strict(first)

    found = second.instansi.policies.on(DAY)
    assert found is not None
    assert found.version == 1
    assert second.instansi is second.instansi


def test_the_time_zone_of_today_is_the_policys(log, monkeypatch):
    recorder = Recorder(log, WIB)
    monkeypatch.setattr(log, "clock", lambda: datetime(2026, 6, 30, 16, 0, tzinfo=UTC))
    assert (recorder.today, recorder.zone) == (date(2026, 6, 30), WIB)

    adopt(recorder, read('policy_version = 1\ntimezone = "WIT"'), date(2026, 1, 1), perwal(), request(keep=False))

    assert (recorder.today, recorder.zone) == (date(2026, 7, 1), ZoneInfo("Asia/Jayapura"))


def test_a_question_sees_the_time_zone_that_another_process_adopts_within_a_minute(log, monkeypatch):
    asking, recording = Recorder(log, WIB), Recorder(log, WIB)
    now = datetime(2026, 6, 30, 16, 0, tzinfo=UTC)
    monkeypatch.setattr(log, "clock", lambda: now)
    assert asking.today == date(2026, 6, 30)

    adopt(recording, read('policy_version = 1\ntimezone = "WIT"'), date(2026, 1, 1), perwal(), request(keep=False))

    monkeypatch.setattr(log, "clock", lambda: now + timedelta(minutes=1))
    assert asking.today == date(2026, 7, 1)
    assert Recorder(log, WIB).reading().today == date(2026, 7, 1)


def test_a_team_of_assessors_is_found_by_those_who_name_it(log):
    office = Office(log)
    stream = office.active()
    sk = {"nomor": "800.1.2.5/1234/BKPSDM/2025", "tanggal": "2025-09-26", "pejabat_jabatan": "Wali Kota Serang"}
    team = office.record(office.recorder.instansi.stream, ask("AssessmentTeamFormed", sk=sk))["events"][0]["tim_id"]

    told = refused(office.record, stream, ask("CompetencyAssessed", tim_id=str(office.jabatan)))
    assert "REFERENCE_UNKNOWN" in told
    told = refused(office.record, stream, ask("CompetencyAssessed", tim_id=team))
    assert "REFERENCE_UNKNOWN" not in told


def test_codes_are_taken_by_name_and_stored_as_codes(log):
    office = Office(log)
    post = office.open("PositionEstablished", unor_id=office.unor, title={"nama": "Kabid"}, eselon_id="iii.a")
    office.record(post["stream"], plain("PositionChanged", tmt="2026-01-01", eselon_id="III.b"))

    events = [r.event for r in log.read(post["stream"])]
    assert [getattr(event, "eselon_id", None) for event in events] == ["31", "32"]
    assert refused(office.open, "PositionEstablished", unor_id=office.unor, title={"nama": "X"}, eselon_id="VI") == [
        "REFERENCE_CODE_UNKNOWN"
    ]


def test_a_correction_is_judged_by_the_policy_of_the_fact_that_it_corrects(log):
    office = Office(log)
    stream = office.active()
    contract = office.record(stream, ask("EmploymentContractSigned"))["events"][0]["event_id"]
    strict(office.recorder, tmt=date(2026, 6, 1))
    shorter = {"path": "akhir", "old": "2026-09-30", "new": "2026-03-31"}
    correction = {"target_event_id": contract, "patches": [shorter]}

    answer = office.record(stream, ask("RecordCorrected", **correction))

    assert [warning["code"] for warning in answer["warnings"]] == ["CONTRACT_TERM_UNUSUAL"]


def brought(log, *rows):
    """The events of a roster."""
    head = log.head()
    with TemporaryDirectory() as folder:
        file = rosters.write(Path(folder) / "roster.csv", rows)
        import_roster(Recorder(log, WIB), file, rosters.sk(), request(keep=False))
    return [log.decode(row.topic, row.state) for row in log.rows_after(head, 1000)]


def test_a_roster_is_judged_by_the_policy_of_the_day_of_its_sk(log):
    strict(Recorder(log, WIB), tmt=date(2025, 9, 1))
    strict(Recorder(log, WIB), 2, tmt=date(2025, 10, 1))

    assert {event.rule_set for event in brought(log, *rosters.three())} == {"2026-11+policy-1"}


def test_existing_staff_is_judged_by_the_policy_of_the_day_of_each_fact(log, tmp_path):
    strict(Recorder(log, WIB), tmt=date(2020, 1, 1))
    head = log.head()
    path = files.write(tmp_path / "pegawai.csv", [BUDI])

    import_opening(Recorder(log, WIB), path, date(2026, 1, 1), request(keep=False), options=Options())

    events = [log.decode(row.topic, row.state) for row in log.rows_after(head, 1000)]
    own = [event for event in events if event.STREAM in (Category.PEGAWAI, Category.SK)]
    assert {event.rule_set for event in own if event.tmt < date(2020, 1, 1)} == {"2026-11"}
    assert {event.rule_set for event in events if isinstance(event, GradeChanged)} == {"2026-11+policy-1"}


def test_what_siasns_records_bring_along_is_judged_by_the_policy_of_its_day(log, tmp_path):
    office = files.Clerk(log, tmp_path)
    office.open("OrgUnitEstablished", nama="Dinas Sosial")
    office.active()
    strict(office.recorder, tmt=date(2026, 3, 1))
    path = tmp_path / "siasn.json"
    path.write_text(JABATAN.text())

    record_file(office.recorder, JABATAN, path, request(keep=False))

    events = [log.decode(row.topic, row.state) for row in log.rows_after(0, 1000)][-3:]
    assert [type(event) for event in events] == [DecisionIssued, PositionEstablished, PositionAssigned]
    assert {event.rule_set for event in events} == {"2026-11+policy-1"}


def test_a_roster_names_an_eselon_by_code_or_by_name(log):
    rows = [
        rosters.person(1001, **{"JABATAN NAMA": "Camat", "ESELON ID": "31", "ESELON NAMA": ""}),
        rosters.person(1002, **{"JABATAN NAMA": "Sekretaris", "ESELON ID": "", "ESELON NAMA": "iii.b"}),
        rosters.person(1003, **{"JABATAN NAMA": "Lurah", "ESELON ID": "XYZ", "ESELON NAMA": ""}),
    ]

    posts = {e.title.nama: e.eselon_id for e in brought(log, *rows) if isinstance(e, PositionEstablished)}
    assert posts == {"Camat": "31", "Sekretaris": "32", "Lurah": "XYZ"}

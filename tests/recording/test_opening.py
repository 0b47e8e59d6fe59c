"""Existing staff is taken over from a roster, each row with the SKs and TMTs of its own history."""

from dataclasses import replace
from datetime import date

import orjson
import pytest

from kinerja_es.domain.appointment import EmployeeAppointed, PositionAssigned
from kinerja_es.domain.batch import BatchOpened
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Source
from kinerja_es.domain.grade import GradeChanged
from kinerja_es.domain.history import History
from kinerja_es.domain.unit import PositionEstablished
from kinerja_es.domain.values import Kind
from kinerja_es.errors import Problem, Problems
from kinerja_es.log.application import Log, Stores
from kinerja_es.recording import batch, ownsk
from kinerja_es.recording.batch import EXAMPLE_SK, Options, import_roster, read_sk
from kinerja_es.recording.opening import FORMER_POST, import_opening
from kinerja_es.recording.unnamed import UNNAMED
from tests import examples
from tests.recording.files import write
from tests.recording.recorder import ask, plain, recorder_of, refused, request

DAY = date(2026, 1, 1)
BUDI = {
    "NIP BARU": "198501012010011001",
    "NAMA": "Budi Lama",
    "TANGGAL LAHIR": "01-01-1985",
    "JENIS KELAMIN": "M",
    "JENIS PEGAWAI NAMA": "PNS Daerah",
    "KEDUDUKAN HUKUM NAMA": "Aktif",
    "NOMOR SK CPNS": "813/1/2010",
    "TANGGAL SK CPNS": "20-12-2009",
    "TMT CPNS": "01-01-2010",
    "NOMOR SK PNS": "821/2/2011",
    "TANGGAL SK PNS": "20-12-2010",
    "TMT PNS": "01-01-2011",
    "GOL AWAL NAMA": "III/a",
    "GOL AKHIR NAMA": "III/d",
    "TMT GOLONGAN": "01-04-2022",
    "MK TAHUN": "12",
    "MK BULAN": "3",
    "JENIS JABATAN NAMA": "Jabatan Struktural",
    "JABATAN NAMA": "Kepala Bidang",
    "TMT JABATAN": "01-03-2023",
    "UNOR NAMA": "Dinas Sosial",
}
SITI = BUDI | {
    "NIP BARU": "199003042025212001",
    "NAMA": "Siti PPPK",
    "TANGGAL LAHIR": "04-03-1990",
    "JENIS KELAMIN": "F",
    "JENIS PEGAWAI NAMA": "PPPK",
    "NOMOR SK CPNS": "813/9/2025",
    "TANGGAL SK CPNS": "20-05-2025",
    "TMT CPNS": "01-06-2025",
    "NOMOR SK PNS": "",
    "TANGGAL SK PNS": "",
    "TMT PNS": "",
    "GOL AWAL NAMA": "IX",
    "GOL AKHIR NAMA": "IX",
    "TMT GOLONGAN": "01-06-2025",
    "TMT JABATAN": "01-06-2025",
    "JENIS JABATAN NAMA": "Jabatan Fungsional",
    "JABATAN NAMA": "Guru",
}


class Desk:
    """Takes over staff, and looks at what came of it."""

    def __init__(self, log, folder):
        self.log, self.folder, self.recorder, self.files = log, folder, recorder_of(log), 0

    def take(self, *rows, day=DAY, **options):
        self.files += 1
        path = write(self.folder / f"{self.files}.csv", rows)
        asked = replace(request(keep=False), source=Source.IMPORT_SIASN)
        return import_opening(self.recorder, path, day, asked, options=Options(**options))

    def told(self, *rows, **named):
        before = self.log.head()
        with pytest.raises((Problems, Problem)) as caught:
            self.take(*rows, **named)
        assert self.log.head() == before
        found = caught.value.problems if isinstance(caught.value, Problems) else (caught.value,)
        return [(p.row, p.field, p.code) for p in found if not p.warning]

    def history(self, row):
        return History(r.event for r in self.log.read(self.recorder.employee(row["NIP BARU"])))

    def all(self, kind):
        streams = {row.stream for row in self.log.rows_after(0, 10_000)}
        return [r.event for stream in streams for r in self.log.read(stream) if isinstance(r.event, kind)]


@pytest.fixture
def desk(tmp_path):
    with Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock) as log:
        yield Desk(log, tmp_path)


# -- what a row becomes ------------------------------------------------------------------


def test_each_fact_of_a_row_has_its_own_tmt_and_its_own_sk(desk):
    desk.take(BUDI)

    facts = desk.history(BUDI).recorded
    assert [(type(f).__name__, f.tmt, f.decision and f.decision.nomor) for f in facts] == [
        ("EmployeeRegistered", date(2010, 1, 1), None),
        ("IdentityNumberAssigned", date(2010, 1, 1), None),
        ("EmployeeAppointed", date(2010, 1, 1), "813/1/2010"),
        ("DutyCommenced", date(2010, 1, 1), None),
        ("ProbationConfirmed", date(2011, 1, 1), "821/2/2011"),
        ("GradeChanged", date(2022, 4, 1), None),
        ("PositionAssigned", date(2023, 3, 1), None),
    ]
    assert len({f.place for f in facts}) == 7


def test_the_standing_of_each_day_is_what_the_row_tells(desk):
    desk.take(BUDI)

    standing = desk.history(BUDI).standing
    assert standing.anomalies == ()
    on = {day: standing.on(day) for day in (date(2010, 6, 1), date(2012, 1, 1), date(2022, 5, 1), date(2024, 1, 1))}
    assert [(s.status, s.kind, s.golongan) for s in on.values()] == [
        ("AKTIF", "CPNS", "III/a"),
        ("AKTIF", "PNS", "III/a"),
        ("AKTIF", "PNS", "III/d"),
        ("AKTIF", "PNS", "III/d"),
    ]
    titles = {post.jabatan_id: post.title.nama for post in desk.all(PositionEstablished)}
    assert [titles[s.jabatan_id] for s in on.values()] == [FORMER_POST] * 3 + ["Kepala Bidang"]


def test_whoever_is_still_in_the_first_post_was_appointed_to_it(desk):
    desk.take(SITI)

    assert [type(f).__name__ for f in desk.history(SITI)] == [
        "EmployeeRegistered",
        "IdentityNumberAssigned",
        "EmployeeAppointed",
        "DutyCommenced",
    ]
    assert [post.title.nama for post in desk.all(PositionEstablished)] == ["Guru"]


def test_the_appointment_carries_the_opening_day_and_the_batch(desk):
    report = desk.take(SITI)

    [appointed] = desk.history(SITI).of(EmployeeAppointed)
    assert (appointed.opening, appointed.batch_id) == (DAY, report.batch_id)
    [opened] = desk.all(BatchOpened)
    assert (opened.opening, opened.sk_ids, report.sk_id) == (DAY, (), None)


def test_a_pns_without_the_day_of_confirmation_was_one_from_the_start(desk):
    desk.take(BUDI | {"TMT PNS": "", "NOMOR SK PNS": "", "TANGGAL SK PNS": ""})

    assert [a.kind for a in desk.history(BUDI).of(EmployeeAppointed)] == ["PNS"]


@pytest.mark.parametrize("day", ["", "01-12-2009"])
def test_what_has_no_day_after_the_appointment_holds_from_then_on_and_is_warned_of(desk, day):
    report = desk.take(BUDI | {"TMT PNS": day, "TMT GOLONGAN": day, "TMT JABATAN": day})

    assert [(p.row, p.field) for p in report.problems if p.code == "HELD_FROM_APPOINTMENT"] == [
        (2, "TMT PNS"),
        (2, "TMT GOLONGAN"),
        (2, "TMT JABATAN"),
    ]
    [appointed] = desk.history(BUDI).of(EmployeeAppointed)
    assert (appointed.kind, appointed.golongan) == (Kind.PNS, "III/d")


def test_an_sk_that_no_fact_is_by_is_not_recorded(desk):
    desk.take(BUDI | {"TMT PNS": ""})

    assert [sk.nomor for sk in desk.all(DecisionIssued)] == ["813/1/2010"]


def test_an_sk_that_a_row_names_twice_names_one_person(desk):
    desk.take(BUDI | {"NOMOR SK PNS": "813/1/2010", "TANGGAL SK PNS": "20-12-2009"})

    assert [(sk.nomor, sk.jumlah_pegawai) for sk in desk.all(DecisionIssued)] == [("813/1/2010", 1)]


def test_a_first_grade_that_the_roster_does_not_tell_is_not_made_up(desk):
    desk.take(BUDI | {"GOL AWAL NAMA": "-"})

    standing = desk.history(BUDI).standing
    assert [standing.on(day).golongan for day in (date(2010, 6, 1), date(2023, 1, 1))] == [None, "III/d"]


# -- SKs ---------------------------------------------------------------------------------


def test_an_sk_of_several_rows_is_recorded_once_with_how_many_it_names(desk, monkeypatch):
    monkeypatch.setattr(batch, "CHUNK", 1)
    monkeypatch.setattr(ownsk, "AT_ONCE", 1)
    other = SITI | {"NIP BARU": "199003042025212002"}

    desk.take(SITI, BUDI, other)

    found = {each.nomor: (each.jumlah_pegawai, each.bentuk, each.pejabat_jabatan) for each in desk.all(DecisionIssued)}
    assert found == {
        "813/9/2025": (2, "KOLEKTIF", UNNAMED),
        "813/1/2010": (1, "PERORANGAN", UNNAMED),
        "821/2/2011": (1, "PERORANGAN", UNNAMED),
    }


def test_an_sk_that_is_recorded_with_its_official_is_the_one_that_is_meant(desk):
    sk = ask("DecisionIssued", nomor="813/9/2025", tanggal="2025-05-20")
    known = desk.recorder.open_stream(sk, request())["sk_id"]

    desk.take(SITI)

    assert [str(each.sk_id) for each in desk.all(DecisionIssued)] == [known]
    assert str(desk.history(SITI).of(EmployeeAppointed)[0].decision.sk_id) == known


def test_two_sks_of_one_number_and_date_are_told(desk):
    for official in ("Wali Kota A", "Wali Kota B"):
        sk = ask("DecisionIssued", nomor="813/9/2025", tanggal="2025-05-20", pejabat_jabatan=official)
        desk.recorder.open_stream(sk, request())

    assert desk.told(SITI) == [(2, "NOMOR SK CPNS", "DECISION_UNKNOWN")]


def test_a_row_without_an_sk_is_warned_of_once_for_the_whole_file(desk):
    rows = [SITI | {"NIP BARU": f"19900304202521200{n}", "NOMOR SK CPNS": "", "TANGGAL SK CPNS": ""} for n in (1, 2)]

    report = desk.take(*rows)

    assert [(p.code, p.detail, p.row) for p in report.problems] == [
        ("OLDER_THAN_RECORD", "DECISION_REQUIRED. 2 times.", None)
    ]
    assert [w.code for w in desk.history(rows[0]).of(EmployeeAppointed)[0].warnings] == ["OLDER_THAN_RECORD"]
    assert desk.all(DecisionIssued) == []


def test_half_an_sk_and_one_of_a_day_to_come_are_told(desk):
    half = SITI | {"TANGGAL SK CPNS": ""}
    ahead = BUDI | {"TANGGAL SK PNS": "01-01-2099"}

    assert desk.told(half, ahead) == [
        (2, "TANGGAL SK CPNS", "VALUE_MISSING"),
        (3, "TANGGAL SK PNS", "SK_DATE_IN_FUTURE"),
    ]


# -- what is refused ---------------------------------------------------------------------


def test_all_errors_of_a_file_are_told_at_once_by_their_columns(desk):
    late = SITI | {"TMT CPNS": "01-01-2026"}
    moved = BUDI | {"TMT JABATAN": "01-02-2026", "MK TAHUN": "satu"}
    unread = BUDI | {"NIP BARU": "198501012010011002", "TMT PNS": "31-02-2011", "TMT CPNS": ""}
    after = BUDI | {"NIP BARU": "198501012010011003", "TMT GOLONGAN": "01-01-2026", "TMT CPNS": ""}

    assert desk.told(late, moved, unread, after) == [
        (2, "TMT CPNS", "AFTER_OPENING"),
        (3, "MK TAHUN", "VALUE_INVALID"),
        (4, "TMT PNS", "DATE_INVALID"),
        (5, "TMT CPNS", "VALUE_MISSING"),
        (5, "TMT GOLONGAN", "VALUE_INVALID"),
    ]


def test_a_roster_without_the_day_of_appointment_is_refused(desk):
    row = {name: value for name, value in SITI.items() if name != "TMT CPNS"}

    assert desk.told(row) == [(None, "TMT CPNS", "COLUMN_MISSING")]


def test_an_opening_day_to_come_is_refused(desk):
    assert desk.told(SITI, day=date(2099, 1, 1)) == [(None, "opening", "VALUE_INVALID")]


def test_two_rows_of_one_number_are_told(desk):
    assert desk.told(SITI, SITI) == [(3, "NIP BARU", "DUPLICATE_NIP")]


def test_somebody_who_was_imported_under_an_sk_is_not_taken_over_again(desk):
    named = EXAMPLE_SK | {"jumlah_pegawai": 1, "expected": {"PPPK": 1}, "nomor": "813/9/2025", "tanggal": "2025-05-20"}
    sk = read_sk(orjson.dumps(named | {"tmt": "2025-06-01"}))
    import_roster(desk.recorder, write(desk.folder / "r.csv", [SITI]), sk, request(keep=False))

    assert desk.told(SITI) == [(2, "TMT CPNS", "ENGAGEMENT_OVERLAP")]


def test_whoever_is_not_aktif_is_taken_over_and_warned_of(desk):
    report = desk.take(SITI | {"KEDUDUKAN HUKUM NAMA": "CLTN"})

    assert [(p.row, p.field, p.code) for p in report.problems] == [
        (2, "KEDUDUKAN HUKUM NAMA", "LEGAL_POSITION_NOT_TAKEN")
    ]
    assert desk.history(SITI).standing.on(DAY).status == "AKTIF"


# -- once, in one transaction ------------------------------------------------------------


def test_the_same_file_again_records_nothing(desk):
    desk.take(BUDI, SITI)
    head = desk.log.head()

    again = desk.take(BUDI, SITI)

    assert (again.repeated, again.present, again.position, again.problems) == (True, 2, None, [])
    assert desk.log.head() == head


def test_a_later_file_of_the_same_day_adds_who_is_missing(desk):
    first = desk.take(BUDI)

    second = desk.take(BUDI, SITI)

    assert (second.batch_id, second.present, second.recorded.told) == (first.batch_id, 1, "PPPK 1")
    assert (second.total.told, second.expected.told) == ("PNS 1, PPPK 1", "PNS 1, PPPK 1")


def test_a_later_file_that_says_otherwise_is_warned_of(desk):
    desk.take(SITI)

    report = desk.take(SITI | {"NAMA": "Siti Lain"})

    assert [(p.field, p.code) for p in report.problems] == [("NAMA", "ROW_DIFFERS")]


def test_a_later_file_is_warned_of_what_it_says_otherwise_of_the_opening(desk):
    desk.take(BUDI)

    report = desk.take(BUDI | {"GOL AKHIR NAMA": "IV/a", "JABATAN NAMA": "Kepala Dinas", "JENIS PEGAWAI NAMA": "CPNS"})

    assert [(p.field, p.code, p.detail) for p in report.problems] == [
        ("JENIS PEGAWAI NAMA", "ROW_DIFFERS", "Recorded: PNS."),
        ("GOL AKHIR NAMA", "ROW_DIFFERS", "Recorded: III/d."),
        ("JABATAN NAMA", "ROW_DIFFERS", "Recorded: Kepala Bidang, Dinas Sosial."),
    ]
    assert (report.present, report.recorded.total) == (1, 0)


def test_a_later_file_is_warned_of_another_day_of_the_same_post(desk):
    desk.take(BUDI)

    report = desk.take(BUDI | {"TMT JABATAN": "01-03-2024"})

    assert [(p.field, p.code, p.detail) for p in report.problems] == [
        ("TMT JABATAN", "ROW_DIFFERS", "Recorded: 2023-03-01.")
    ]


def test_somebody_who_has_left_since_is_warned_of_when_a_later_file_has_them(desk):
    desk.take(BUDI)
    stream = desk.recorder.employee(BUDI["NIP BARU"])
    left = ask("EmploymentTerminated", tmt=date(2025, 6, 1), ground="PERMINTAAN_SENDIRI", honour="HORMAT")
    desk.recorder.record(stream, [left], request(keep=False))

    report = desk.take(BUDI)

    assert [(p.field, p.code) for p in report.problems] == [("NIP BARU", "ROW_DIFFERS")]


def test_a_dry_run_records_nothing(desk):
    head = desk.log.head()

    report = desk.take(BUDI, SITI, dry_run=True)

    assert (report.recorded.told, report.position, desk.log.head()) == ("PNS 1, PPPK 1", None, head)


def test_the_good_rows_are_recorded_without_the_others(desk):
    report = desk.take(BUDI, SITI | {"TMT CPNS": ""}, skip_invalid=True)

    assert (report.recorded.told, report.rejected, report.expected.told) == ("PNS 1", 1, "PNS 1, PPPK 1")
    assert {each.nomor for each in desk.all(DecisionIssued)} == {"813/1/2010", "821/2/2011"}
    # Nobody has named how many there are: expected is what the file has, and the difference what was left out.
    closing = plain("BatchClosed", tmt="2026-01-02")
    assert refused(desk.recorder.record, f"batch-{report.batch_id}", [closing], request()) == ["BATCH_COUNTS_DIFFER"]


# -- from then on ------------------------------------------------------------------------


def move(desk, **fields):
    """A move of somebody to the post of the other one."""
    [post] = [p for p in desk.all(PositionEstablished) if p.title.nama == "Guru"]
    return ask("PositionAssigned", jabatan_id=str(post.jabatan_id), unor_id=str(post.unor_id), **fields)


def test_what_is_recorded_late_of_days_before_the_opening_may_be_without_its_sk(desk):
    desk.take(BUDI, SITI)
    stream = desk.recorder.employee(BUDI["NIP BARU"])

    answer = desk.recorder.record(stream, [move(desk, tmt="2025-12-01")], request())

    assert [w["code"] for w in answer["warnings"]] == ["FORMASI_EXCEEDED", "OLDER_THAN_RECORD"]
    late = desk.history(BUDI).of(PositionAssigned)[-1]
    assert (late.tmt, late.decision) == (date(2025, 12, 1), None)


def test_what_is_decided_from_the_opening_on_needs_its_sk(desk):
    desk.take(BUDI, SITI)
    stream = desk.recorder.employee(BUDI["NIP BARU"])

    assert refused(desk.recorder.record, stream, [move(desk, tmt="2026-01-01")], request()) == ["DECISION_REQUIRED"]


def test_a_correction_does_not_move_a_fact_without_an_sk_past_the_opening(desk):
    desk.take(BUDI)
    graded = next(fact for fact in desk.history(BUDI).recorded if isinstance(fact, GradeChanged))
    stream = desk.recorder.employee(BUDI["NIP BARU"])
    why = {"evidence": "SK asli", "approved_by": "Kepala BKPSDM"}

    def corrected(new):
        patch = {"path": "tmt", "old": str(graded.tmt), "new": new}
        correction = ask("RecordCorrected", target_event_id=str(graded.event_id), patches=[patch], **why)
        return desk.recorder.record(stream, [correction], request(keep=False))

    with pytest.raises(Problems) as caught:
        corrected("2026-02-01")
    assert [(p.code, p.field) for p in caught.value.problems if not p.warning] == [("DECISION_REQUIRED", "sk")]
    assert corrected("2022-05-01")["warnings"] == []

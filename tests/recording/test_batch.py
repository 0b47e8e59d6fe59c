"""A roster under its SK: recorded whole or not at all, once, and told exactly when something is wrong with it."""

import json
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter

from kinerja_es.domain.batch import BatchFileRecorded, PerKind, fold_batch
from kinerja_es.domain.history import History
from kinerja_es.domain.unit import PositionEstablished
from kinerja_es.domain.values import Kind, SkNumber
from kinerja_es.errors import CommandReused, LogFull, Problem, Problems
from kinerja_es.log.application import Command, Log, Stage, Stores
from kinerja_es.recording import aside, batch
from kinerja_es.recording.batch import EXAMPLE_SK, ImportRefused, Options, import_roster, read_sk, read_sk_file
from kinerja_es.recording.plain import Plain
from kinerja_es.recording.siasn import LAYOUTS
from kinerja_es.recording.synthetic import write_roster
from tests import examples, faults
from tests.recording.recorder import ask, plain, recorder_of, request
from tests.recording.rosters import SK, person, sk, sk_of, three, write

SECOND_SK = {"nomor": "800/2", "tanggal": "2026-01-10", "tmt": "2026-02-01"}


@pytest.fixture
def log(tmp_path):
    with_log = Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock)
    yield with_log
    with_log.close()


@pytest.fixture(params=["in one process", "in two"])
def office(log, tmp_path, request, monkeypatch):
    """Everything is the same whoever prepares the rows."""
    monkeypatch.setattr(batch, "CHUNK", 2)
    monkeypatch.setattr(batch, "WORTHWHILE", 0)
    monkeypatch.setattr(aside, "possible", lambda: request.param == "in two" and sys.platform == "linux")
    return Office(log, tmp_path)


class Office:
    """Somebody who imports rosters and looks at what came of it."""

    def __init__(self, log, folder):
        self.log, self.folder, self.recorder, self.files = log, folder, recorder_of(log), 0

    def file(self, rows, name="roster.csv", columns=LAYOUTS["69"]):
        self.files += 1
        return write(self.folder / f"{self.files}-{name}", rows, columns)

    def bring(self, rows, under=None, *, name="roster.csv", columns=LAYOUTS["69"], **options):
        path = rows if hasattr(rows, "suffix") else self.file(rows, name, columns)
        return import_roster(self.recorder, path, under or sk(), request(keep=False), options=Options(**options))

    def refused(self, rows, under=None, **options) -> list[tuple[int | None, str | None, str]]:
        """Row, column and code of every error; nothing may be recorded."""
        before = self.log.head()
        with pytest.raises((Problems, Problem)) as caught:
            self.bring(rows, under, **options)
        assert self.log.head() == before
        found = caught.value.problems if isinstance(caught.value, Problems) else (caught.value,)
        return [(p.row, p.field, p.code) for p in found if not p.warning]

    def types(self) -> dict[str, int]:
        return dict(Counter(r.topic.removeprefix("kinerja:")[:-3] for r in self.log.rows_after(0, 100_000)))

    def standing(self, nip, day=date(2025, 10, 1)):
        stream = self.recorder.employee(nip)
        return History(r.event for r in self.log.read(stream)).standing.on(day)


def warnings(report) -> list[tuple[int | None, str | None, str]]:
    return [(p.row, p.field, p.code) for p in report.problems if p.warning]


# -- a file is recorded ------------------------------------------------------------------


def test_a_roster_becomes_an_sk_a_batch_units_posts_and_employees(office):
    report = office.bring(three())

    assert report.recorded == PerKind(PPPK=1, PPPK_PARUH_WAKTU=2)
    assert (report.rows, report.rejected, report.present, report.position) == (3, 0, 0, 17)
    assert (report.new_units, report.new_posts) == (
        ["Dinas Pendidikan"],
        ["Operator Layanan Operasional - Dinas Pendidikan"],
    )
    assert office.types() == {
        "DecisionIssued": 1,
        "BatchOpened": 1,
        "OrgUnitEstablished": 1,
        "PositionEstablished": 1,
        "BatchFileRecorded": 1,
        "EmployeeRegistered": 3,
        "IdentityNumberAssigned": 3,
        "EmployeeAppointed": 3,
        "DutyCommenced": 3,
    }
    assert warnings(report) == []


def test_an_imported_employee_stands_in_the_post_from_the_tmt(office):
    office.bring(three())

    standing = office.standing("199001012025211002")

    assert (standing.status, standing.kind, standing.golongan) == ("AKTIF", "PPPK_PARUH_WAKTU", "V")
    assert standing.sk_nomor == "800.1.2.5/1234/BKPSDM/2025"
    assert office.standing("199001012025211002", date(2025, 9, 30)).status == "DIANGKAT"


def test_who_is_not_yet_aktif_in_the_roster_waits_for_the_start_of_duty(office):
    rows = three()
    rows[1] |= {"KEDUDUKAN HUKUM ID": "null", "KEDUDUKAN HUKUM NAMA": "null"}

    office.bring(rows)

    assert office.types()["DutyCommenced"] == 2
    assert office.standing("199001012025211002").status == "DIANGKAT"


def test_a_new_post_has_as_many_seats_as_the_file_has_rows_for_it(office):
    rows = three()
    rows[2] |= {"JABATAN NAMA": "Guru Ahli Pertama"}

    office.bring(rows)

    posts = list(office.log.rows_by_stream("jabatan", 10**6))
    seats = {e.title.nama: e.formasi for e in (office.log.read(r.stream)[0].event for r in posts)}
    assert seats == {"Operator Layanan Operasional": 2, "Guru Ahli Pertama": 1}


def test_a_part_timer_and_a_full_timer_of_one_sk_are_told_apart(office):
    office.bring(three())

    assert office.standing("199001012025211001").kind == "PPPK"
    assert office.standing("199001012025211002").kind == "PPPK_PARUH_WAKTU"


def test_serangs_3809_are_15_and_3794(office, tmp_path):
    path = tmp_path / "serang.csv"
    write_roster(
        path,
        employees={Kind.PPPK: 15, Kind.PPPK_PARUH_WAKTU: 3794},
        seed=1,
        sk_nomor=EXAMPLE_SK["nomor"],
        sk_tanggal=date(2025, 9, 26),
        tmt=date(2025, 10, 1),
    )
    under = sk(jumlah_pegawai=3809, expected={"PPPK": 15, "PPPK_PARUH_WAKTU": 3794})

    report = office.bring(path, under)

    assert report.recorded == PerKind(PPPK=15, PPPK_PARUH_WAKTU=3794)
    assert (report.rows, report.rejected, len(report.new_units)) == (3809, 0, 40)
    assert office.types()["EmployeeAppointed"] == 3809
    assert [p.code for p in report.problems if not p.warning] == []


def test_an_xlsx_file_brings_the_same_facts_as_the_csv_file(tmp_path):
    told = []
    for name in ("roster.csv", "roster.xlsx"):
        stores = Stores.beside(tmp_path / f"{name}.db")
        log = Log.create(stores, examples.clock)
        import_roster(
            recorder_of(log), write(tmp_path / name, three()), sk(), request(command_id=examples.SK, keep=False)
        )
        rows = [row for row in log.rows_after(0, 100) if "BatchFile" not in row.topic]
        told.append([(row.stream, log.decode(row.topic, row.state)) for row in rows])
        log.close()

    assert told[0] == told[1]
    assert len(told[0]) == 16


def test_the_form_with_23_columns_and_without_nik_is_recorded(office):
    columns = LAYOUTS["23"]
    rows = [person(n, **{"KEDUDUKAN HUKUM NAMA": "Aktif"}) for n in (1002, 1003)]

    report = office.bring(
        rows, sk_of(PPPK_PARUH_WAKTU=2), name="toba.xlsx", columns=columns, kind=Kind.PPPK_PARUH_WAKTU
    )

    assert (report.layout, report.recorded.total) == ("23", 2)
    assert office.standing("199001012025211002").status == "AKTIF"


def test_units_of_the_23_columns_are_told_apart_by_their_parent(office):
    rows = [person(1002), person(1003, **{"SATUAN KERJA INDUK NAMA": "Dinas Kesehatan"})]

    report = office.bring(rows, sk_of(PPPK_PARUH_WAKTU=2), columns=LAYOUTS["23"], kind=Kind.PPPK_PARUH_WAKTU)

    assert report.new_units == ["Dinas Pendidikan", "Dinas Pendidikan"]


def test_columns_that_nobody_knows_are_reported_and_tolerated(office):
    report = office.bring([{**row, "CATATAN": "x"} for row in three()], columns=(*LAYOUTS["69"], "CATATAN"))

    assert report.unknown_columns == ("CATATAN",)
    assert report.recorded.total == 3


# -- the same again, and more ------------------------------------------------------------


def test_the_same_file_again_records_nothing_and_says_so(office):
    path = office.file(three())
    first = office.bring(path)
    head = office.log.head()

    again = office.bring(path)

    assert (again.repeated, again.recorded.total, again.present) == (True, 0, 3)
    assert again.batch_id == first.batch_id
    assert again.total == PerKind(PPPK=1, PPPK_PARUH_WAKTU=2)
    assert office.log.head() == head


def test_a_file_with_too_few_people_leaves_the_batch_open_with_a_warning(office):
    report = office.bring(three()[:2])

    assert warnings(report) == [(None, "expected", "COUNT_BELOW_EXPECTED")]
    assert report.total == PerKind(PPPK=1, PPPK_PARUH_WAKTU=1)


def test_a_later_file_adds_only_the_missing_people(office):
    first = office.bring(three()[:2])

    later = office.bring(three())

    assert (later.batch_id, later.repeated) == (first.batch_id, False)
    assert (later.recorded, later.present) == (PerKind(PPPK_PARUH_WAKTU=1), 2)
    assert later.total == PerKind(PPPK=1, PPPK_PARUH_WAKTU=2)
    assert office.types()["EmployeeRegistered"] == 3
    assert office.types()["DecisionIssued"] == 1
    assert office.types()["OrgUnitEstablished"] == 1


def test_a_later_file_tells_which_rows_differ_and_changes_nothing(office):
    office.bring(three())
    rows = three()
    rows[0] |= {"NAMA": "Contoh Seribu Satu"}
    rows[1] |= {"GOL AKHIR NAMA": "VII", "JABATAN NAMA": "Guru Ahli Pertama"}

    report = office.bring(rows)

    assert warnings(report) == [
        (2, "NAMA", "ROW_DIFFERS"),
        (3, "GOL AKHIR NAMA", "ROW_DIFFERS"),
        (3, "JABATAN NAMA", "ROW_DIFFERS"),
    ]
    assert report.repeated
    assert office.standing("199001012025211002").golongan == "V"
    assert "Guru Ahli Pertama" not in {
        r.event.title.nama
        for row in office.log.rows_by_stream("jabatan", 10**6)
        for r in office.log.read(row.stream)
        if isinstance(r.event, PositionEstablished)
    }


def test_a_difference_is_told_in_the_words_of_both_sides(office):
    office.bring(three())
    rows = three()
    rows[0] |= {"NAMA": "Contoh Seribu Satu", "GELAR BELAKANG": "S.Pd.", "NIK": ""}
    rows[1] |= {"UNOR ID": "U2", "UNOR NAMA": "Dinas Sosial"}
    rows[2] |= {"JABATAN NAMA": "Guru Ahli Pertama", "GOL AKHIR NAMA": ""}

    report = office.bring(rows)

    assert [(p.row, p.field, p.value, p.detail) for p in report.problems] == [
        (2, "NAMA", "Contoh Seribu Satu", "Recorded: Contoh 1001."),
        (2, "GELAR BELAKANG", "S.Pd.", "Recorded: nothing."),
        (3, "UNOR NAMA", "Dinas Sosial", "Recorded: Dinas Pendidikan."),
        (4, "JABATAN NAMA", "Guru Ahli Pertama", "Recorded: Operator Layanan Operasional."),
    ]


def test_a_later_file_tells_of_a_start_of_duty_that_is_not_recorded(office):
    rows = three()
    rows[1] |= {"KEDUDUKAN HUKUM ID": "", "KEDUDUKAN HUKUM NAMA": ""}
    office.bring(rows)

    report = office.bring(three())

    assert [(p.row, p.field, p.value, p.detail) for p in report.problems] == [
        (3, "KEDUDUKAN HUKUM NAMA", "Aktif", "Recorded: no start of duty."),
    ]
    assert office.types()["DutyCommenced"] == 2


def test_an_employee_with_the_number_is_named_by_the_id_that_show_takes(office):
    report = office.bring(three())
    other = {"NAMA": "Orang Lain", "TANGGAL LAHIR": "02-01-1990", "NIK": ""}

    with pytest.raises(Problems) as refused:
        office.bring([person(1001, **other)])

    problem = refused.value.problems[0]
    named = problem.detail.removeprefix("The employee is ").removesuffix(".")
    assert (problem.code, report.rows) == ("DUPLICATE_NIP", 3)
    assert office.recorder.employee(named) == office.recorder.employee("199001012025211001")


def test_a_kind_of_post_that_nobody_knows_is_told_with_the_words_that_are_known(office):
    with pytest.raises(Problems) as refused:
        office.bring([person(1001, **{"JENIS JABATAN NAMA": "Apa saja"})])

    assert "PELAKSANA" in refused.value.problems[0].detail


def test_an_import_before_the_tmt_counts_on_when_the_rest_comes(office):
    office.log.clock = lambda: examples.clock().replace(year=2025, month=9, day=28)
    office.bring(three()[:2])

    later = office.bring(three())

    assert later.total == PerKind(PPPK=1, PPPK_PARUH_WAKTU=2)
    assert office.refused([*three(), person(1004)]) == [(None, "expected", "COUNT_ABOVE_EXPECTED")]


def test_the_sk_may_be_recorded_before_its_roster(office):
    issued = office.recorder.open_stream(
        plain(
            "DecisionIssued",
            **{k: v for k, v in SK.items() if k not in ("tmt", "expected")},
            jenis="PENGANGKATAN",
            bentuk="KOLEKTIF",
        ),
        request(),
    )

    report = office.bring(three())

    assert str(report.sk_id) == issued["sk_id"]
    assert office.types()["DecisionIssued"] == 1


def test_somebody_known_already_is_appointed_under_the_new_sk_without_being_registered_twice(office):
    office.bring(three())
    stream = office.recorder.employee("199001012025211002")
    ending = ask(
        "EmploymentTerminated",
        tmt="2026-02-01",
        ground="DIANGKAT_ASN",
        sk={"nomor": SK["nomor"], "tanggal": SK["tanggal"], "pejabat_jabatan": SK["pejabat_jabatan"]},
    )
    office.recorder.record(stream, [ending], request())
    promoted = person(
        1002,
        **{
            "JENIS PEGAWAI NAMA": "PPPK",
            "NOMOR SK CPNS": "800/2",
            "TANGGAL SK CPNS": "10-01-2026",
            "TMT CPNS": "01-02-2026",
            "GOL AKHIR NAMA": "IX",
        },
    )

    report = office.bring([promoted], sk(**SECOND_SK, jumlah_pegawai=1, expected={"PPPK": 1}))

    assert (report.recorded, report.new_units) == (PerKind(PPPK=1), [])
    assert office.types()["EmployeeRegistered"] == 3
    assert office.standing("199001012025211002", date(2026, 1, 31)).kind == "PPPK_PARUH_WAKTU"
    assert office.standing("199001012025211002", date(2026, 2, 1)).kind == "PPPK"
    assert History(r.event for r in office.log.read(stream)).standing.flags == ()


def test_somebody_still_engaged_is_not_appointed_again(office):
    office.bring(three())
    row = person(1002, **{"NOMOR SK CPNS": "", "TANGGAL SK CPNS": "", "TMT CPNS": "01-02-2026"})

    assert office.refused([row], sk(**SECOND_SK, jumlah_pegawai=1, expected={"PPPK_PARUH_WAKTU": 1})) == [
        (2, "TMT CPNS", "ENGAGEMENT_OVERLAP")
    ]


def test_new_people_under_another_sk_come_to_the_units_that_are_known(office):
    office.bring(three())
    row = person(1009, **{"NOMOR SK CPNS": "", "TANGGAL SK CPNS": "", "TMT CPNS": "01-02-2026"})

    report = office.bring([row], sk(**SECOND_SK, jumlah_pegawai=1, expected={"PPPK_PARUH_WAKTU": 1}))

    assert (report.recorded.total, report.new_units, report.new_posts) == (1, [], [])


def test_a_new_post_in_a_known_unit_is_told_with_the_name_of_its_unit(office):
    office.bring(three())
    guru = {"NOMOR SK CPNS": "", "TANGGAL SK CPNS": "", "TMT CPNS": "", "JABATAN NAMA": "Guru Ahli Pertama"}

    report = office.bring([person(1009, **guru)], sk(**SECOND_SK, jumlah_pegawai=1, expected={"PPPK_PARUH_WAKTU": 1}))

    assert (report.new_units, report.new_posts) == ([], ["Guru Ahli Pertama - Dinas Pendidikan"])


def test_a_unit_without_an_id_is_found_by_its_name(office):
    office.recorder.open_stream(
        plain("OrgUnitEstablished", tmt="2025-01-01", nama="DINAS PENDIDIKAN", induk_nama="Pemerintah Kota Contoh"),
        request(),
    )

    assert office.bring(three()).new_units == []
    assert office.bring([{**row, "UNOR ID": ""} for row in three()]).new_units == []


def test_a_name_that_several_units_have_needs_the_id(office):
    for siasn_id in ("U1", "U2"):
        unit = plain(
            "OrgUnitEstablished",
            tmt="2025-01-01",
            nama="Dinas Pendidikan",
            induk_nama="Pemerintah Kota Contoh",
            siasn_id=siasn_id,
        )
        office.recorder.open_stream(unit, request())

    assert office.refused([{**person(1001), "UNOR ID": ""}], sk_of(PPPK=1)) == [(2, "UNOR NAMA", "UNIT_UNKNOWN")]
    assert office.bring([person(1001)], sk_of(PPPK=1)).new_units == []


def test_rows_with_and_without_the_id_of_a_new_unit_mean_the_same_unit(office):
    rows = three()
    rows[2] |= {"UNOR ID": ""}

    assert office.bring(rows).new_units == ["Dinas Pendidikan"]


def test_a_pns_is_found_by_the_old_nip_too(office):
    pns = person(
        1001,
        **{
            "NIP BARU": "199001012025101001",
            "NIP LAMA": "130000001",
            "JENIS PEGAWAI NAMA": "PNS",
            "GOL AKHIR NAMA": "III/a",
        },
    )

    office.bring([pns], sk_of(PNS=1))

    assert office.recorder.employee("130000001") == office.recorder.employee("199001012025101001")


def test_a_name_corrected_in_a_later_file_is_the_same_person_by_nik_or_by_birth_date(office):
    office.bring(three())
    rows = three()
    rows[1] |= {"NAMA": "Contoh Seribu Dua"}
    rows[2] |= {"NAMA": "Contoh Seribu Tiga", "NIK": ""}

    assert warnings(office.bring(rows)) == [(3, "NAMA", "ROW_DIFFERS"), (4, "NAMA", "ROW_DIFFERS")]


def test_a_report_is_answered_with_plain_names_and_numbers(office):
    answer = office.bring(three()[:2]).as_dict()

    assert answer["recorded"] == {"CPNS": 0, "PNS": 0, "PPPK": 1, "PPPK_PARUH_WAKTU": 1}
    assert answer["problems"] == [
        {
            "code": "COUNT_BELOW_EXPECTED",
            "pesan": "Pegawai suatu jenis yang tercatat lebih sedikit daripada yang disebut SK.",
            "tindakan": "Susulkan yang kurang dalam berkas lain di bawah SK yang sama; "
            "batch tetap terbuka sampai saat itu.",
            "message": "Fewer employees of a kind are recorded than the SK names. PPPK_PARUH_WAKTU: 1 missing.",
            "label": "Kurang dari yang ditetapkan SK",
            "row": None,
            "field": "expected",
            "value": "PPPK_PARUH_WAKTU",
            "remedy": "Bring the missing ones in a later file under the same SK; the batch stays open until then.",
        }
    ]


def test_progress_is_told_in_rows(office):
    told = []

    import_roster(office.recorder, office.file(three()), sk(), request(keep=False), progress=told.append)

    assert sum(told) == 3


def test_a_second_process_really_prepares_what_is_plain(office, monkeypatch):
    answered = []
    back = Plain.back
    monkeypatch.setattr(Plain, "back", classmethod(lambda _, told: answered.append(len(told[0])) or back(told)))

    report = office.bring([person(n) for n in range(1001, 1009)], sk_of(PPPK=1, PPPK_PARUH_WAKTU=7))

    assert report.recorded.total == 8
    assert (sum(answered) > 0) == aside.possible()


def test_an_import_under_a_key_is_answered_from_the_log_afterwards(office):
    under = request(b"roster", command_id=examples.SK)

    report = import_roster(office.recorder, office.file(three()), sk(), under)

    known = office.log.answered(Command(examples.SK, b"roster"))
    assert known is not None
    assert known.position == report.position == 17


# -- options -----------------------------------------------------------------------------


def test_a_dry_run_checks_everything_and_records_nothing(office):
    report = office.bring(three(), dry_run=True)

    assert (report.recorded.total, report.position, report.dry_run) == (3, None, True)
    assert office.log.head() == 0


def test_a_dry_run_finds_the_errors_too(office):
    assert office.refused([person(1001, NIK="1")], dry_run=True) == [(2, "NIK", "NIK_INVALID")]


def test_the_good_rows_are_recorded_when_the_bad_ones_may_be_left_out(office):
    rows = [*three(), person(1004, NIK="1", NAMA="")]

    report = office.bring(rows, skip_invalid=True)

    assert (report.recorded.total, report.rejected, report.rows) == (3, 1, 4)
    assert [(p.row, p.field, p.code) for p in report.problems if not p.warning] == [
        (5, "NAMA", "VALUE_MISSING"),
        (5, "NIK", "NIK_INVALID"),
    ]


def test_the_log_keeps_which_rows_were_left_out_but_no_value_of_them(office):
    report = office.bring([*three(), person(1004, NIK="3604000132900001")], skip_invalid=True)

    file = History(r.event for r in office.log.read(f"batch-{report.batch_id}")).of(BatchFileRecorded)[0]

    assert [(r.row, r.column, r.code, r.kind, r.unor) for r in file.rejected] == [
        (5, "NIK", "NIK_INVALID", "PPPK_PARUH_WAKTU", "Dinas Pendidikan")
    ]
    assert not any(b"3604000132900001" in r.state for r in office.log.rows_after(0, 100))


def test_what_the_rules_refuse_is_left_out_too_with_its_kind_and_unit(office):
    report = office.bring([*three()[:2], person(1003, **{"GOL AKHIR NAMA": "III/a"})], skip_invalid=True)

    file = History(r.event for r in office.log.read(f"batch-{report.batch_id}")).of(BatchFileRecorded)[0]

    assert [(r.row, r.code, r.kind, r.unor) for r in file.rejected] == [
        (4, "GRADE_KIND_MISMATCH", "PPPK_PARUH_WAKTU", "Dinas Pendidikan")
    ]


def test_errors_of_the_whole_file_are_never_left_out(office):
    rows = [*three(), person(1004)]

    assert office.refused(rows, skip_invalid=True) == [(None, "expected", "COUNT_ABOVE_EXPECTED")]


def test_only_known_units_and_posts_may_be_asked_for(office):
    assert office.refused(three(), known_units_only=True) == [(row, "UNOR NAMA", "UNIT_UNKNOWN") for row in (2, 3, 4)]

    office.bring(three())
    rows = [*three(), person(1004, **{"JABATAN NAMA": "Guru Ahli Pertama"})]
    assert office.refused(rows, known_units_only=True) == [(5, "JABATAN NAMA", "POSITION_UNKNOWN")]


def test_one_kind_may_be_named_for_the_whole_file(office):
    rows = [person(n, **{"JENIS PEGAWAI NAMA": ""}) for n in (1002, 1003)]

    report = office.bring(rows, sk_of(PPPK_PARUH_WAKTU=2), kind=Kind.PPPK_PARUH_WAKTU)

    assert report.recorded == PerKind(PPPK_PARUH_WAKTU=2)


# -- what is refused ---------------------------------------------------------------------


def test_all_errors_of_a_file_are_told_at_once(office):
    rows = [
        person(1001, **{"NIP BARU": "19900101"}),
        person(1002, **{"TANGGAL LAHIR": "31-02-1990", "JENIS KELAMIN": "X"}),
        person(1003, **{"JENIS PEGAWAI NAMA": ""}),
        person(1004, **{"GOL AKHIR NAMA": "III/e"}),
        person(1005, **{"JENIS JABATAN NAMA": "Lainnya", "JABATAN NAMA": "Lain"}),
    ]

    assert office.refused(rows) == [
        (2, "NIP BARU", "NIP_INVALID"),
        (3, "TANGGAL LAHIR", "DATE_INVALID"),
        (3, "JENIS KELAMIN", "VALUE_INVALID"),
        (4, "JENIS PEGAWAI NAMA", "KIND_UNKNOWN"),
        (5, "GOL AKHIR NAMA", "GRADE_INVALID"),
        (6, "JENIS JABATAN NAMA", "VALUE_INVALID"),
    ]


def test_a_number_that_stands_twice_in_a_file_is_refused_with_both_rows(office):
    twice = person(1002, **{"PNS ID": "B", "NIK": ""})

    with pytest.raises(ImportRefused) as caught:
        office.bring([*three(), twice])

    assert [(p.row, p.field, p.code, p.detail) for p in caught.value.problems if not p.warning] == [
        (5, "NIP BARU", "DUPLICATE_NIP", "It stands in row 3 too.")
    ]


def test_a_nik_that_stands_twice_in_a_file_is_refused(office):
    twice = person(1004, NIK="3604000101901002")

    assert (5, "NIK", "DUPLICATE_NIK") in office.refused([*three(), twice])


def test_a_nip_of_somebody_else_is_refused(office):
    office.bring(three()[:2])
    other = person(
        1002, **{"PNS ID": "B", "NIK": "3604000202920001", "NAMA": "Orang Lain", "TANGGAL LAHIR": "02-02-1992"}
    )

    assert office.refused([other]) == [(2, "NIP BARU", "DUPLICATE_NIP")]


def test_the_same_birth_date_alone_makes_nobody_the_holder_of_a_nip_of_another_batch(office):
    office.bring(three())
    other = person(1002, **{"PNS ID": "B", "NIK": "3604000101909999", "NAMA": "Orang Lain"})
    other |= {"NOMOR SK CPNS": "", "TANGGAL SK CPNS": "", "TMT CPNS": ""}

    assert office.refused([other], sk(**SECOND_SK, jumlah_pegawai=1, expected={"PPPK_PARUH_WAKTU": 1})) == [
        (2, "NIP BARU", "DUPLICATE_NIP")
    ]


def test_a_nik_of_somebody_else_is_refused(office):
    office.bring(three()[:2])
    other = person(1009, **{"PNS ID": "B", "NIK": "3604000101901002"})

    assert office.refused([other]) == [(2, "NIK", "DUPLICATE_NIK")]


def test_more_people_than_the_sk_names_are_refused(office):
    assert office.refused([*three(), person(1004)]) == [(None, "expected", "COUNT_ABOVE_EXPECTED")]


def test_a_kind_that_the_sk_does_not_name_is_refused(office):
    assert (None, "expected", "KIND_NOT_EXPECTED") in office.refused(three(), sk_of(PPPK_PARUH_WAKTU=3))


def test_counts_that_do_not_add_up_to_the_sks_number_are_refused(office):
    assert office.refused(three(), sk(jumlah_pegawai=4)) == [(None, "expected", "COUNTS_DIFFER")]


def test_a_row_of_another_sk_is_refused(office):
    number = person(1001, **{"NOMOR SK CPNS": "800/9"})
    day = person(1002, **{"TANGGAL SK CPNS": "27-09-2025"})

    assert office.refused([number, day]) == [
        (2, "NOMOR SK CPNS", "SK_NOT_OF_BATCH"),
        (3, "TANGGAL SK CPNS", "SK_NOT_OF_BATCH"),
    ]


def test_a_row_with_another_tmt_is_recorded_from_its_own_with_a_warning(office):
    rows = [*three()[:2], person(1003, **{"TMT CPNS": "01-11-2025"})]

    report = office.bring(rows)

    assert warnings(report) == [(4, "TMT CPNS", "TMT_DIFFERS")]
    assert office.standing("199001012025211003", date(2025, 10, 31)).status == "DIANGKAT"
    assert office.standing("199001012025211003", date(2025, 11, 1)).status == "AKTIF"


def test_a_nip_that_contradicts_birth_date_or_sex_is_recorded_with_a_warning(office):
    rows = [*three()[:2], person(1003, **{"JENIS KELAMIN": "F", "NIK": ""})]

    assert warnings(office.bring(rows)) == [(4, "NIP BARU", "NIP_PERSON_MISMATCH")]


def test_an_sk_dated_ahead_is_refused(office):
    assert office.refused(three(), sk(tanggal="2026-07-02")) == [(None, "tanggal", "SK_DATE_IN_FUTURE")]


def test_an_sk_with_the_key_of_another_and_other_content_is_refused(office):
    office.bring(three()[:2])

    assert office.refused(three(), sk(pejabat_nama="Pejabat Lain")) == [(None, "sk.pejabat_nama", "DUPLICATE_SK")]
    assert office.refused(three(), sk(tmt="2025-11-01")) == [(None, "sk.tmt", "DUPLICATE_SK")]
    assert office.refused(three(), sk(expected={"PPPK": 2, "PPPK_PARUH_WAKTU": 1})) == [
        (None, "sk.expected", "DUPLICATE_SK")
    ]


def test_what_an_sk_says_otherwise_is_told_beside_what_is_recorded(office):
    office.bring(three())

    with pytest.raises(Problems) as caught:
        office.bring(three(), sk(pejabat_nama="Pejabat Lain", jumlah_pegawai=4))
    with pytest.raises(Problems) as of_batch:
        office.bring(three(), sk(tmt="2025-11-01", expected={"PPPK": 2, "PPPK_PARUH_WAKTU": 1}))

    assert [(p.field, p.value, p.detail) for p in caught.value.problems] == [
        ("sk.pejabat_nama", "Pejabat Lain", "Recorded: Pejabat Contoh."),
        ("sk.jumlah_pegawai", "4", "Recorded: 3."),
    ]
    assert [(p.field, p.value, p.detail) for p in of_batch.value.problems] == [
        ("sk.tmt", "2025-11-01", "Recorded: 2025-10-01."),
        ("sk.expected", "PPPK 2, PPPK_PARUH_WAKTU 1", "Recorded: PPPK 1, PPPK_PARUH_WAKTU 2."),
    ]


def test_the_official_written_with_other_capitals_is_the_same_official(office):
    office.bring(three())

    assert office.bring(three(), sk(pejabat_jabatan="WALI KOTA  SERANG")).repeated


def test_a_closed_batch_takes_no_more_people_but_the_same_file_is_no_mistake(office):
    path = office.file(three()[:2])
    report = office.bring(path)
    closing = ask("BatchClosed", tmt="2026-06-30", explained="Satu orang mundur.")
    office.recorder.record(f"batch-{report.batch_id}", [closing], request())

    assert office.refused(three()) == [(None, None, "BATCH_CLOSED")]
    assert office.bring(path).repeated


# -- files -------------------------------------------------------------------------------


def bytes_of(path, content: bytes):
    path.write_bytes(content)
    return path


HEADER = ",".join(LAYOUTS["69"]).encode()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "FILE_EMPTY"),
        ("header.csv", HEADER + b"\n", "FILE_EMPTY"),
        ("latin1.csv", HEADER + b"\n" + "Andr\u00e9".encode("latin-1") + b"\n", "FILE_ENCODING"),
        ("utf16.csv", HEADER.decode().encode("utf-16"), "FILE_ENCODING"),
        ("nul.csv", HEADER + b"\n\0\n", "FILE_UNREADABLE"),
        ("doubled.csv", HEADER + b",NAMA\nx\n", "COLUMN_DOUBLED"),
        ("other.csv", b"nama,alamat\nBudi,Serang\n", "COLUMN_MISSING"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "FILE_UNREADABLE"),
        ("cut.xlsx", b"PK\x03\x04 cut short", "FILE_UNREADABLE"),
    ],
)
def test_a_file_that_is_no_roster_is_named_by_what_is_wrong_with_it(office, tmp_path, name, content, code):
    found = office.refused(bytes_of(tmp_path / name, content))

    assert {told[2] for told in found} == {code}


def test_a_file_that_is_not_there_is_named(office, tmp_path):
    assert [told[2] for told in office.refused(tmp_path / "nowhere.csv")] == ["FILE_UNREADABLE"]


def test_a_file_of_200_mb_is_refused_before_it_is_read(office, tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    assert [told[2] for told in office.refused(path)] == ["FILE_TOO_LARGE"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(office, tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (400 * 1024 * 1024))

    assert [told[2] for told in office.refused(path)] == ["FILE_TOO_LARGE"]


def test_a_row_with_a_cell_too_many_is_named(office, tmp_path):
    path = office.file(three())
    path.write_text(path.read_text(encoding="utf-8") + "," * len(LAYOUTS["69"]) + "x\n", encoding="utf-8")

    assert office.refused(path) == [(5, None, "ROW_MALFORMED")]


def test_other_sheets_of_a_workbook_are_told_and_not_read(office, tmp_path):
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name, people in (("PPPK", three()), ("PPPK Paruh Waktu", three()[:1]), ("Kosong", [])):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(people, start=1):
                sheet.write_row(0, 0, LAYOUTS["69"])
                sheet.write_row(number, 0, [row.get(column, "") for column in LAYOUTS["69"]])

    report = office.bring(path)

    assert report.recorded.total == 3
    assert [(p.code, p.value) for p in report.problems] == [("SHEETS_UNREAD", "PPPK Paruh Waktu")]


# -- the SK file -------------------------------------------------------------------------


def test_the_example_sk_is_one_that_is_taken():
    example = read_sk(json.dumps(EXAMPLE_SK).encode())

    assert (example.nomor, example.expected.total) == (SkNumber("800.1.2.5/1234/BKPSDM/2025"), 3809)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"{", [("BODY_INVALID", "sk")]),
        (b"[]", [("VALUE_INVALID", "sk")]),
        (b'{"nomor": "<b>", "tanggal": "2025-02-30"}', None),
    ],
)
def test_a_wrong_sk_file_is_told_field_by_field(tmp_path, content, found):
    path = bytes_of(tmp_path / "sk.json", content)

    with pytest.raises(Problems) as caught:
        read_sk_file(path)

    told = [(p.code, p.field) for p in caught.value.problems]
    assert told == found or found is None
    if found is None:
        assert ("SK_NUMBER_INVALID", "sk.nomor") in told
        assert ("VALUE_MISSING", "sk.expected") in told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_sk_file_may_be_saved_by_an_editor_on_windows(tmp_path, encoding):
    path = bytes_of(tmp_path / "sk.json", json.dumps(EXAMPLE_SK).encode(encoding))

    assert read_sk_file(path).nomor == "800.1.2.5/1234/BKPSDM/2025"


def test_an_sk_file_in_an_old_encoding_is_told(tmp_path):
    path = bytes_of(tmp_path / "sk.json", '{"pejabat_nama": "José"}'.encode("cp1252"))

    with pytest.raises(Problems) as caught:
        read_sk_file(path)

    assert [p.code for p in caught.value.problems] == ["SK_FILE_UNREADABLE"]


def test_an_sk_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(Problems) as caught:
        read_sk_file(tmp_path / "nowhere.json")

    assert [p.code for p in caught.value.problems] == ["SK_FILE_UNREADABLE"]


# -- at the same time --------------------------------------------------------------------


def test_two_imports_of_one_file_at_once_make_one_batch(office, tmp_path):
    roster = office.file(three())
    (tmp_path / "sk.json").write_text(json.dumps(SK))
    both = [
        faults.process("import", office.log.stores.log, roster, tmp_path / "sk.json", examples.new_id())
        for _ in range(2)
    ]

    told = [text.splitlines()[-1] for text in faults.ended(both)]

    assert sorted(told) == ["0", "3"]
    assert office.types()["BatchOpened"] == 1
    assert office.types()["EmployeeAppointed"] == 3
    assert office.types()["OrgUnitEstablished"] == 1


def test_an_id_that_was_used_for_another_import_is_refused_even_where_nothing_is_new(office):
    asked = request(body=b"the first file")
    import_roster(office.recorder, office.file(three()), sk(), asked)

    with pytest.raises(CommandReused):
        import_roster(office.recorder, office.file(three()), sk(), replace(asked, body=b"another file"))


def test_a_temporary_folder_without_room_is_told_as_full(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with faults.small_disk(tmp_path, 64), Stage(in_memory=1) as stage, pytest.raises(LogFull):
        stage.add([("pegawai-1", 1, "topic", b"x" * 1_000_000, ())])


# -- bounds, and files of one day --------------------------------------------------------


def test_of_two_files_of_one_day_the_later_one_says_what_is_left(office):
    for number in range(6):
        under = sk(nomor=f"800/{number}", expected={"PPPK_PARUH_WAKTU": 2}, jumlah_pegawai=2)
        rows = [person(1100 + 2 * number + n, **{"NOMOR SK CPNS": under.nomor}) for n in range(2)]

        first = office.bring([rows[0], rows[1] | {"NIK": "12"}], under, skip_invalid=True)
        second = office.bring(rows, under)

        found = None
        for fact in History(r.event for r in office.log.read(f"batch-{first.batch_id}")):
            found = fold_batch(found, fact)
        assert found is not None
        assert (found.files, found.rejected) == ((first.sha256, second.sha256), ())


def test_a_file_whose_rows_are_all_left_out_is_not_called_recorded_before(office):
    office.bring(three()[:2])
    before = office.log.head()

    report = office.bring([person(1003, NIK="12")], skip_invalid=True)

    assert (report.repeated, report.rejected, report.position) == (False, 1, None)
    assert office.log.head() == before


def test_a_file_that_was_recorded_without_some_rows_is_known_again(office):
    path = office.file([*three()[:2], person(1003, NIK="12")])
    office.bring(path, skip_invalid=True)

    again = office.bring(path, skip_invalid=True)

    assert (again.repeated, again.present, again.rejected) == (True, 2, 1)


def test_a_file_of_nothing_but_mistakes_is_not_read_to_its_end(office, monkeypatch):
    monkeypatch.setattr(batch, "MOST_MISTAKES", 1000)
    monkeypatch.setattr(batch, "CHUNK", 100)
    path = office.file([{"NAMA": "x"}] * 2000)

    with pytest.raises(ImportRefused) as caught:
        office.bring(path, skip_invalid=True)

    problems = caught.value.report.problems
    assert (problems[-1].code, problems[-1].row, problems[-1].warning) == ("TOO_MANY_MISTAKES", None, False)
    assert caught.value.report.rows == 200
    assert office.log.head() == 0


def test_a_file_of_more_rows_than_an_sk_has_names_is_refused(office, monkeypatch):
    monkeypatch.setattr(batch, "MOST_ROWS", 2)

    assert office.refused(three()) == [(None, None, "FILE_TOO_LARGE")]


def test_an_sk_file_that_never_ends_is_refused(tmp_path):
    path = tmp_path / "SK.json"
    path.write_bytes(b" " * (1024 * 1024 + 1))

    with pytest.raises(Problems) as caught:
        read_sk_file(path)

    assert [(p.code, p.field) for p in caught.value.problems] == [("FILE_TOO_LARGE", "sk")]


def test_two_ids_of_siasn_never_become_one_unit(office):
    known = {"nama": "Sekretariat", "induk_nama": "Pemerintah Kota Contoh", "tmt": "2025-01-01"}
    office.recorder.open_stream(plain("OrgUnitEstablished", **known), request())
    rows = [person(n, **{"UNOR ID": f"U{n % 2}", "UNOR NAMA": "Sekretariat"}) for n in (1001, 1002, 1003)]

    report = office.bring(rows)

    assert report.new_units == ["Sekretariat"]
    units = [office.standing(f"19900101202521{n}").unor_id for n in (1001, 1002, 1003)]
    assert (units[0] == units[2], units[0] == units[1]) == (True, False)

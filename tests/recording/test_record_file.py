"""A file of records of one kind: read as its class says, recorded whole or not at all, and judged by its end state."""

import csv
import threading
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

import orjson
import pytest
from pydantic import BaseModel

from kinerja_es.domain.catalogue import BY_NAME, short_name
from kinerja_es.domain.values import Kind
from kinerja_es.errors import Problem, Problems
from kinerja_es.errors.entry import TypeUnknown
from kinerja_es.log.application import Log, Stores
from kinerja_es.recording import columns, recordfile
from kinerja_es.recording.batch import EXAMPLE_SK, import_roster, read_sk
from kinerja_es.recording.columns import columns_of
from kinerja_es.recording.kinds import aliases, kind_named, kinds
from kinerja_es.recording.layout import all_columns
from kinerja_es.recording.recordfile import FileRefused, read_record_sk, record_file
from kinerja_es.recording.sheet import Sheet
from kinerja_es.recording.synthetic import write_roster
from kinerja_es.recording.table import open_table
from kinerja_es.recording.template import example_row, explained, template
from tests import examples
from tests.recording.files import CITED, Clerk, evaluation, sk, write
from tests.recording.recorder import SK, ask, recorder_of, request

EVALUATED = "PerformanceEvaluated"
MOVED = "PositionAssigned"


@pytest.fixture
def log(tmp_path):
    with_log = Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock)
    yield with_log
    with_log.close()


@pytest.fixture
def clerk(log, tmp_path):
    return Clerk(log, tmp_path)


# -- a file is recorded ------------------------------------------------------------------


def test_each_row_becomes_an_event_of_the_employee_it_names(clerk):
    budi, siti = clerk.employee(), clerk.employee()

    report = clerk.take(EVALUATED, [evaluation(budi), evaluation(siti, **{"hasil": "1", "penilai.nama": "Lain"})])

    assert (report.rows, report.employees, report.recorded, report.repeated, report.rejected) == (2, 2, 2, 0, 0)
    assert report.position == clerk.log.head()
    event = clerk.last(siti)
    assert (event.scope, event.dari, event.sampai, event.predikat) == (
        "TRIWULAN",
        date(2025, 10, 1),
        date(2025, 12, 31),
        1,
    )
    assert (event.penilai.nama, event.hasil, event.place, event.actor.user_id) == ("Lain", 1, 3, "penguji")
    assert clerk.last(budi).predikat == 2


def test_an_xlsx_says_the_same_as_a_csv(clerk):
    nip = clerk.employee()

    assert clerk.take(EVALUATED, [evaluation(nip)], name="berkas.xlsx").recorded == 1
    assert clerk.last(nip).sampai == date(2025, 12, 31)


def test_an_event_of_a_file_is_the_one_that_the_same_command_makes(clerk):
    nip, other = clerk.employee(), clerk.employee()
    clerk.take(EVALUATED, [evaluation(nip)])
    clerk.record(clerk.recorder.employee(other), ask(EVALUATED, penilai={"nama": "Atasan Contoh"}))

    own = {"event_id", "place", "command_id", "evaluation_id", "assignment_id", "source"}
    by_file, by_command = ({k: v for k, v in clerk.last(n) if k not in own} for n in (nip, other))
    assert by_file == by_command
    assert type(clerk.last(nip)).model_validate(clerk.last(nip).model_dump()) == clerk.last(nip)


def test_an_employee_is_named_by_nip_or_by_id_and_both_must_agree(clerk):
    budi, siti = clerk.employee(), clerk.employee()
    by_id = clerk.recorder.employee(budi).removeprefix("pegawai-")

    assert clerk.take(EVALUATED, [evaluation("", pegawai_id=by_id)]).recorded == 1
    assert clerk.told(EVALUATED, [evaluation(siti, pegawai_id=by_id)]) == [(2, "pegawai_id", "PERSONS_DIFFER")]
    assert clerk.take(EVALUATED, [evaluation("", pegawai_id=siti)]).recorded == 1


def test_an_evaluator_may_be_named_by_nip(clerk):
    budi, siti = clerk.employee(), clerk.employee()

    clerk.take(EVALUATED, [evaluation(budi, **{"penilai.nama": "", "penilai.pegawai_id": siti})])

    assert f"pegawai-{clerk.last(budi).penilai.pegawai_id}" == clerk.recorder.employee(siti)


def test_units_and_posts_are_named_as_people_call_them(clerk):
    first = clerk.employee()
    other = clerk.open("OrgUnitEstablished", nama="Dinas Sosial", induk_nama="Pemerintah Kota Serang", siasn_id="U9")
    post = clerk.open("PositionEstablished", unor_id=other["unor_id"], title={"nama": "Penata Layanan"}, formasi=9)
    move = {"nip": first, "tmt": "01-04-2026", "jenis": "Rotasi", "jabatan": "penata  layanan", **CITED}
    named = [
        {"unor": "dinas sosial"},
        {"unor": "Dinas Sosial", "unor.induk": "Pemerintah Kota Serang"},
        {"unor_id": "u9"},
    ]
    named += [{"unor_id": other["unor_id"]}]

    for unor in named:
        clerk.take(MOVED, [move | unor], dry_run=True)
    clerk.take(MOVED, [move | named[0]])

    assert str(clerk.last(first).jabatan_id) == post["jabatan_id"]
    assert clerk.history(first).standing.on(date(2026, 4, 1)).unor_id == UUID(other["unor_id"])


def test_a_name_that_several_units_have_or_none_is_refused(clerk):
    nip = clerk.employee()
    for induk in ("Induk A", "Induk B"):
        clerk.open("OrgUnitEstablished", nama="Bagian Umum", induk_nama=induk)
    move = {"nip": nip, "tmt": "01-04-2026", "jenis": "ROTASI", **CITED}

    assert clerk.told(MOVED, [move | {"unor": "Bagian Umum", "jabatan": "Staf"}])[0] == (2, "unor", "UNIT_UNKNOWN")
    assert clerk.told(MOVED, [move | {"unor": "Bagian Lain", "jabatan": "Staf"}])[0] == (2, "unor", "UNIT_UNKNOWN")
    known = [(2, "jabatan", "POSITION_UNKNOWN")]
    assert clerk.told(MOVED, [move | {"unor": "Bagian Umum", "unor.induk": "Induk A", "jabatan": "Staf"}]) == known
    assert clerk.told(MOVED, [move | {"unor_id": "X1", "jabatan": "Staf"}])[0] == (2, "unor_id", "UNIT_UNKNOWN")
    assert clerk.told(MOVED, [move | {"unor": "Bagian Umum", "jabatan_id": "X1"}])[1] == (
        2,
        "jabatan_id",
        "VALUE_INVALID",
    )


def test_lists_are_numbered_columns_and_dotted_ones_lead_into_values(clerk):
    nip = clerk.employee()
    row = {
        "nip": nip,
        "tanggal": "2025-10-23",
        "tempat": "Alun-Alun",
        "pejabat_pelantik": "Wali Kota",
        "kapasitas": "d",
    }

    clerk.take("OathTaken", [row | {"saksi.1": "Saksi A", "saksi.3": "Saksi C", "legal_basis.1": "UU 20/2023"}])

    assert (clerk.last(nip).saksi, clerk.last(nip).legal_basis) == (("Saksi A", "Saksi C"), ("UU 20/2023",))


def test_a_contract_is_read_as_clerks_write_amounts(clerk):
    nip = clerk.employee()
    row = {
        "nip": nip,
        "nomor": "PK-1/2025",
        "mulai": "01/10/2025",
        "akhir": "2026-09-30",
        "jam_per_minggu": "37,5",
        "upah_rp": "Rp 2.500.000,00",
        "upah_minimum_rp": "2400000",
        "dasar_upah": "non asn",
        "tugas.1": "null",
        "#nama": "Contoh, untuk dibaca",
    }

    clerk.take("EmploymentContractSigned", [row])

    contract = clerk.last(nip)
    assert (contract.jam_per_minggu, contract.upah_rp, contract.upah_minimum_rp) == ("37.5", 2_500_000, 2_400_000)
    assert (contract.dasar_upah, contract.akhir, contract.tugas) == ("NON_ASN", date(2026, 9, 30), ())


def test_the_order_of_columns_and_their_case_are_free(clerk):
    nip = clerk.employee()
    shuffled = {name.upper(): value for name, value in reversed(evaluation(nip).items())}

    assert clerk.take(EVALUATED, [shuffled]).recorded == 1


def test_a_file_of_one_column_is_read(clerk):
    clerk.employee()
    sk_file = sk(
        nomor=SK["nomor"], tanggal=date(2025, 9, 26), jenis="PENGANGKATAN", jumlah_pegawai=2, tmt=date(2025, 10, 1)
    )

    assert clerk.told("DutyCommenced", "nip\n199001012025211001\n") == [(None, "tanggal", "COLUMN_MISSING")]
    assert read_record_sk(sk_file.model_dump_json().encode()) == sk_file


# -- the SK ------------------------------------------------------------------------------


def test_an_sk_that_is_new_is_recorded_with_the_rows_that_it_decides(clerk):
    nip = clerk.employee()
    other = clerk.open("PositionEstablished", unor_id=clerk.unor, title={"nama": "Penata"})["jabatan_id"]
    row = {"nip": nip, "jenis": "ROTASI", "unor": "Dinas Pendidikan", "jabatan_id": other}

    report = clerk.take(MOVED, [row], under=sk(tmt=date(2026, 4, 1)))

    event = clerk.last(nip)
    assert (event.decision.nomor, event.decision.sk_id, event.tmt) == (
        "800.1.3/7/BKPSDM/2026",
        report.sk_id,
        date(2026, 4, 1),
    )
    assert [r.event.jenis for r in clerk.log.read(f"sk-{report.sk_id}")] == ["MUTASI"]


def test_an_sk_that_is_known_is_cited_and_one_with_other_content_refused(clerk):
    nip = clerk.employee()
    known = sk(nomor=SK["nomor"], tanggal=date(2025, 9, 26), jenis="PENGANGKATAN", jumlah_pegawai=2)
    petikan = {"nip": nip, "tanggal": "23-10-2025"}

    report = clerk.take("DecisionExcerptDelivered", [petikan], under=known)

    assert (str(report.sk_id), clerk.last(nip).sk_id, clerk.last(nip).decision) == (clerk.sk, UUID(clerk.sk), None)
    other = known.model_copy(update={"jumlah_pegawai": 3})
    assert clerk.told("DecisionExcerptDelivered", [petikan], under=other) == [
        (None, "sk.jumlah_pegawai", "DUPLICATE_SK")
    ]


def test_an_sk_that_breaks_a_rule_is_refused_by_its_field(clerk):
    nip = clerk.employee()

    told = clerk.told(
        "DecisionExcerptDelivered", [{"nip": nip, "tanggal": "23-10-2025"}], under=sk(tanggal=date(2030, 1, 1))
    )

    assert told == [(None, "sk.tanggal", "SK_DATE_IN_FUTURE")]


def test_a_row_may_cite_its_own_sk_and_an_unknown_one_is_refused(clerk):
    budi, siti = clerk.employee(), clerk.employee()
    day = {"tanggal": "23-10-2025"}

    assert clerk.take("DecisionExcerptDelivered", [{"nip": budi, **day, **CITED}]).recorded == 1
    assert clerk.take("DecisionExcerptDelivered", [{"nip": siti, **day, "sk_id": clerk.sk}]).recorded == 1
    rows = [{"nip": siti, **day, **CITED, "sk.nomor": "X/1"}, {"nip": siti, **day, "sk.nomor": "X/2"}]
    assert clerk.told("DecisionExcerptDelivered", rows) == [
        (2, "sk.nomor", "DECISION_UNKNOWN"),
        (3, "sk.nomor", "VALUE_MISSING"),
    ]


def test_what_needs_an_sk_is_refused_without_one(clerk):
    nip = clerk.employee()
    row = {"nip": nip, "tmt": "01-04-2026", "jenis": "ROTASI", "unor": "Dinas Pendidikan", "jabatan": "Penata"}

    assert clerk.told(MOVED, [row]) == [(None, "sk.nomor", "COLUMN_MISSING")]


def test_the_sk_file_of_a_roster_serves_as_well_and_a_wrong_one_is_told_by_its_fields():
    assert read_record_sk(orjson.dumps(EXAMPLE_SK)).nomor == EXAMPLE_SK["nomor"]
    with pytest.raises(Problems) as caught:
        read_record_sk(b'{"nomor": "800/1", "tanggal": "31-12-2025", "lain": 1}')
    assert {p.field for p in caught.value.problems} >= {"sk.tanggal", "sk.jenis", "sk.lain"}


# -- once --------------------------------------------------------------------------------


def test_the_same_file_again_records_nothing_and_says_so(clerk):
    path = clerk.file([evaluation(clerk.employee()), evaluation(clerk.employee())])
    clerk.recorded(EVALUATED, path)
    head = clerk.log.head()

    again = clerk.recorded(EVALUATED, path)

    assert (again.recorded, again.repeated, again.rejected, again.position, again.problems) == (0, 2, 0, None, [])
    assert clerk.log.head() == head


def test_the_same_file_under_another_sk_is_another_one(clerk):
    path = clerk.file([{"nip": clerk.employee(), "tanggal": "23-04-2026"}])
    clerk.recorded("DecisionExcerptDelivered", path, sk())

    later = clerk.recorded("DecisionExcerptDelivered", path, sk(nomor="800/8"))

    assert (later.recorded, later.repeated) == (1, 0)


def test_what_was_left_out_comes_with_the_same_file_once_it_can(clerk):
    budi = clerk.employee()
    late = examples.nip(2)
    path = clerk.file([evaluation(budi), evaluation(late)])

    first = clerk.recorded(EVALUATED, path, skip_invalid=True)
    clerk.employee()
    later = clerk.recorded(EVALUATED, path)

    assert (first.recorded, first.rejected, [p.code for p in first.problems]) == (1, 1, ["EMPLOYEE_UNKNOWN"])
    assert (later.recorded, later.repeated, later.rejected) == (1, 1, 0)


def test_a_trial_records_nothing_and_counts_what_would_be(clerk):
    path = clerk.file([evaluation(clerk.employee())])
    head = clerk.log.head()

    report = clerk.recorded(EVALUATED, path, dry_run=True)

    assert (report.recorded, report.position, report.dry_run, clerk.log.head()) == (1, None, True, head)
    assert clerk.recorded(EVALUATED, path).recorded == 1


# -- what is wrong -----------------------------------------------------------------------


def test_every_error_of_a_file_is_told_at_once_by_row_and_column(clerk):
    nip = clerk.employee()
    rows = [
        evaluation(nip),
        evaluation("19900101", sampai="31-02-2026"),
        evaluation(examples.nip(77)),
        evaluation(nip, scope="Mingguan", hasil="4", **{"penilai.nip": "1,99001E+17"}),
        evaluation("", tmt="", perilaku="dua"),
    ]

    assert clerk.told(EVALUATED, rows) == [
        (3, "sampai", "DATE_INVALID"),
        (3, "nip", "NIP_INVALID"),
        (4, "nip", "EMPLOYEE_UNKNOWN"),
        (5, "scope", "VALUE_INVALID"),
        (5, "penilai.nip", "NIP_INVALID"),
        (5, "hasil", "VALUE_INVALID"),
        (6, "tmt", "VALUE_MISSING"),
        (6, "perilaku", "VALUE_INVALID"),
        (6, "nip", "VALUE_MISSING"),
    ]


def test_a_rule_names_the_column_that_it_speaks_of(clerk):
    nip = clerk.employee()

    told = clerk.told(EVALUATED, [evaluation(nip, sampai="31-01-2026"), evaluation(nip, **{"penilai.nip": nip})])

    assert told == [(2, "sampai", "PERIOD_INVALID"), (3, "penilai.nama", "SELF_EVALUATION")]


def test_unknown_and_missing_columns_are_told_with_what_may_be_meant(clerk):
    row = evaluation(clerk.employee()) | {"umpan_blik": "baik"}
    del row["scope"], row["nip"]

    with pytest.raises(Problems) as caught:
        clerk.take(EVALUATED, [row])

    assert [(p.code, p.field) for p in caught.value.problems] == [
        ("COLUMN_UNKNOWN", "UMPAN_BLIK"),
        ("COLUMN_MISSING", "nip"),
        ("COLUMN_MISSING", "scope"),
    ]
    assert "umpan_balik" in caught.value.problems[0].message


def test_two_rows_that_say_the_same_are_refused(clerk):
    nip = clerk.employee()
    row = {"nip": nip, "tanggal": "23-10-2025", "tempat": "A", "pejabat_pelantik": "B", "kapasitas": "D"}

    assert clerk.told("OathTaken", [row, row | {"tempat": "C"}, row]) == [
        (3, "assignment_id", "ALREADY_RECORDED"),
        (4, "nip", "ROW_DOUBLED"),
    ]


def test_an_employee_named_by_an_id_that_nobody_has_is_refused(clerk):
    assert clerk.told(EVALUATED, [evaluation("", pegawai_id=str(examples.new_id()))]) == [
        (2, "pegawai_id", "EMPLOYEE_UNKNOWN")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "FILE_EMPTY"),
        ("nip,tanggal\n", "FILE_EMPTY"),
        (b"nip,tanggal\n\xe9,23-10-2025\n", "FILE_ENCODING"),
        (b"nip,tanggal\n\x00,23-10-2025\n", "FILE_UNREADABLE"),
        (b"\xd0\xcf\x11\xe0", "FILE_UNREADABLE"),
        ("nip,nip,tanggal\n1,2,3\n", "COLUMN_DOUBLED"),
        ("nip,tanggal\n1,2,3\n", "ROW_MALFORMED"),
    ],
)
def test_a_file_that_is_no_table_is_refused(clerk, content, code):
    assert code in [told for _, _, told in clerk.told("DutyCommenced", content)]


def test_a_file_that_is_not_there_is_refused(clerk, tmp_path):
    assert clerk.told("DutyCommenced", tmp_path / "tidak-ada.csv") == [(None, None, "FILE_UNREADABLE")]


def test_a_file_of_200_mb_is_refused_before_it_is_read(clerk, tmp_path):
    path = tmp_path / "besar.csv"
    with path.open("wb") as file:
        file.write(b"nip,tanggal\n")
        file.truncate(200 * 1024 * 1024)

    assert clerk.told("DutyCommenced", path) == [(None, None, "FILE_TOO_LARGE")]


def test_a_workbook_that_unpacks_to_too_much_is_refused(clerk, tmp_path):
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)

    assert clerk.told("DutyCommenced", path) == [(None, None, "FILE_TOO_LARGE")]


def test_more_rows_than_anybody_needs_are_refused(clerk, monkeypatch):
    nip = clerk.employee()
    rows = [{"nip": nip, "tanggal": "23-10-2025", "nomor_spmt": str(n)} for n in range(4)]
    monkeypatch.setattr(recordfile, "MOST_OF_ONE", 3)
    assert clerk.told("DutyCommenced", rows) == [(None, None, "FILE_TOO_LARGE")]
    monkeypatch.setattr(recordfile, "MOST_ROWS", 3)
    assert clerk.told("DutyCommenced", rows) == [(None, None, "FILE_TOO_LARGE")]


def test_more_mistakes_than_anybody_reads_end_the_reading(clerk, monkeypatch):
    monkeypatch.setattr(recordfile, "MOST_MISTAKES", 2)
    rows = [{"nip": str(n), "tanggal": "23-10-2025"} for n in range(4)]

    assert clerk.told("DutyCommenced", rows)[-1] == (None, None, "TOO_MANY_MISTAKES")


def test_a_wrong_type_is_refused_with_the_nearest_ones():
    with pytest.raises(TypeUnknown) as caught:
        kind_named("PerformanceEvaluatd")
    assert "PerformanceEvaluated" in caught.value.message
    with pytest.raises(TypeUnknown):
        kind_named("xyz")


# -- end state ---------------------------------------------------------------------------


@pytest.fixture
def seats(clerk):
    """Two posts of one seat each, and who holds them."""
    titles = ("Kepala Seksi A", "Kepala Seksi B")
    posts = [
        clerk.open("PositionEstablished", unor_id=clerk.unor, title={"nama": title}, formasi=1)["jabatan_id"]
        for title in titles
    ]
    return dict(zip([clerk.employee(jabatan_id=post) for post in posts], titles, strict=True))


def to(nip: str, title: str, **over: str) -> dict[str, str]:
    return {"nip": nip, "tmt": "01-04-2026", "jenis": "ROTASI", "unor": "Dinas Pendidikan", "jabatan": title, **over}


def post_on(clerk, nip, day=date(2026, 4, 1)):
    return clerk.history(nip).standing.on(day).jabatan_id


def test_two_who_change_places_by_one_sk_pass_though_each_alone_would_not(clerk, seats):
    (a, post_a), (b, post_b) = seats.items()
    before = post_on(clerk, a, date(2026, 3, 1)), post_on(clerk, b, date(2026, 3, 1))

    alone = clerk.told(MOVED, [to(a, post_b)], under=sk())
    report = clerk.take(MOVED, [to(a, post_b), to(b, post_a)], under=sk())

    assert alone == [(2, "jabatan", "POSITION_OCCUPIED")]
    assert (report.recorded, report.problems) == (2, [])
    assert (post_on(clerk, b), post_on(clerk, a)) == before


def test_a_chain_of_moves_passes_whichever_row_comes_first(clerk, seats):
    (a, post_a), (b, post_b) = seats.items()
    clerk.open("PositionEstablished", unor_id=clerk.unor, title={"nama": "Staf Ahli"}, formasi=1)
    newcomer = clerk.employee()

    report = clerk.take(MOVED, [to(newcomer, post_a), to(a, post_b), to(b, "Staf Ahli")], under=sk())

    assert (report.recorded, report.problems) == (3, [])


def test_two_who_come_to_one_seat_are_both_refused(clerk, seats):
    a, b = seats
    clerk.open("PositionEstablished", unor_id=clerk.unor, title={"nama": "Staf Ahli"}, formasi=1)

    told = clerk.told(MOVED, [to(a, "Staf Ahli"), to(b, "Staf Ahli")], under=sk())

    assert told == [(2, "jabatan", "POSITION_OCCUPIED"), (3, "jabatan", "POSITION_OCCUPIED")]


def test_who_is_left_out_keeps_the_seat_and_nobody_comes_to_it(clerk, seats):
    (a, post_a), (b, post_b) = seats.items()
    wrong = to(a, post_b, penugasan="X")

    report = clerk.take(MOVED, [wrong, to(b, post_a)], under=sk(), skip_invalid=True)

    assert (report.recorded, report.rejected) == (0, 2)
    assert [(p.row, p.code) for p in report.problems] == [(2, "VALUE_INVALID"), (3, "POSITION_OCCUPIED")]


def test_who_is_refused_by_a_rule_keeps_the_seat_too(clerk, seats):
    (a, post_a), (b, post_b) = seats.items()
    suspended = {"nip": a, "tmt": "01-02-2026", "ground": "SEMENTARA", "gaji_persen": "50", "tpp_persen": "0"}
    clerk.take(
        "EmploymentSuspended",
        [suspended],
        under=sk(nomor="800/9", tanggal=date(2026, 1, 20), jenis="PEMBERHENTIAN_SEMENTARA"),
    )

    report = clerk.take(MOVED, [to(a, post_b), to(b, post_a)], under=sk(), skip_invalid=True)

    assert {(p.row, p.code) for p in report.problems} == {(2, "NOT_ACTIVE"), (3, "POSITION_OCCUPIED")}
    assert report.recorded == 0


def test_an_exception_is_kept_only_where_the_seat_is_really_taken_at_the_end(clerk, seats):
    (a, post_a), (b, post_b) = seats.items()
    named = {"exception.code": "POSITION_OCCUPIED", "exception.reason": "Serah terima", "exception.by": "Sekda"}

    clerk.take(MOVED, [to(a, post_b, **named), to(b, post_a)], under=sk())

    assert clerk.last(a).exception is None
    clerk.take(MOVED, [to(clerk.employee(), post_a, **named)], under=sk(nomor="800/9"))
    assert clerk.history(examples.nip(3)).standing.exceptions[0].code == "POSITION_OCCUPIED"


def test_a_seat_that_somebody_takes_meanwhile_is_seen(clerk, seats, tmp_path, monkeypatch):
    a, _ = seats
    clerk.open("PositionEstablished", unor_id=clerk.unor, title={"nama": "Staf Ahli"}, formasi=1)
    other = clerk.employee()
    slow = clerk.file([to(a, "Staf Ahli")])
    quick = clerk.file([to(other, "Staf Ahli")])
    again = Log.open(clerk.log.stores, examples.clock)
    append, quicker = clerk.log.append, Clerk.recorded
    done: list[Any] = []

    def append_after_somebody_else(*args, **kwargs):
        if not done:
            done.append(None)
            done.append(
                record_file(recorder_of(again), BY_NAME[MOVED], quick, request(keep=False), sk=sk(nomor="800/9"))
            )
        return append(*args, **kwargs)

    monkeypatch.setattr(clerk.log, "append", append_after_somebody_else)
    with pytest.raises(FileRefused) as caught:
        quicker(clerk, MOVED, slow, sk())
    again.close()

    assert [p.code for p in caught.value.problems] == ["POSITION_OCCUPIED"]
    assert done[1].recorded == 1


def test_two_files_at_once_are_both_recorded_or_one_is_told_why(clerk, seats):
    (a, post_a), (b, post_b) = seats.items()
    swap = [clerk.file([to(a, post_b), to(b, post_a)], f"{n}.csv") for n in range(2)]
    told: list[Any] = []

    def record(path):
        log = Log.open(clerk.log.stores, examples.clock)
        try:
            told.append(record_file(recorder_of(log), BY_NAME[MOVED], path, request(keep=False), sk=sk()).recorded)
        except Problems as refused:
            told.append([p.code for p in refused.problems])
        finally:
            log.close()

    threads = [threading.Thread(target=record, args=(path,)) for path in swap]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # The same bytes: the second is the first again.
    assert sorted(told) == [0, 2]


def test_several_rows_for_one_employee_are_one_list_judged_by_its_end(clerk):
    nip = clerk.employee()
    rows = [
        {
            "nip": nip,
            "tmt": "01-02-2026",
            "ground": "SEMENTARA",
            "until": "28-02-2026",
            "gaji_persen": "50",
            "tpp_persen": "0",
        },
        {
            "nip": nip,
            "tmt": "01-04-2026",
            "ground": "CLTN",
            "until": "30-04-2026",
            "gaji_persen": "0",
            "tpp_persen": "0",
        },
    ]

    report = clerk.take(
        "EmploymentSuspended", [*reversed(rows)], under=sk(jenis="PEMBERHENTIAN_SEMENTARA", tanggal=date(2026, 1, 20))
    )

    assert (report.recorded, report.employees) == (2, 1)
    assert [s.ground for s in clerk.history(nip).standing.engagements[0].suspensions] == ["SEMENTARA", "CLTN"]


def test_of_several_rows_for_one_employee_the_good_ones_stay(clerk):
    nip = clerk.employee()
    quarter = evaluation(nip, tmt="12-04-2026", dari="01-01-2026", sampai="31-03-2026")

    report = clerk.take(EVALUATED, [evaluation(nip), evaluation(nip, hasil="1"), quarter], skip_invalid=True)

    assert (report.recorded, report.rejected) == (2, 1)
    assert [(p.row, p.code) for p in report.problems] == [(3, "PERIOD_DUPLICATE")]


# -- what begins something new -----------------------------------------------------------


def test_people_are_registered_and_numbered_by_files(clerk):
    born = {
        "tmt": "01-10-2025",
        "tanggal_lahir": "01-01-1990",
        "jenis_kelamin": "Laki-laki",
        "kind": "PPPK Paruh Waktu",
    }
    people = [{**born, "nama": f"Contoh {n}", "nik": f"'{examples.nik(n)}"} for n in (1, 2, 3)]

    report = clerk.take("EmployeeRegistered", people)
    streams = [*dict.fromkeys(r.stream for r in clerk.log.rows_by_stream("pegawai", clerk.log.head()))]
    numbers = [
        {"pegawai_id": s.removeprefix("pegawai-"), "tmt": "01-10-2025", "nip": examples.nip(n)}
        for n, s in enumerate(streams, 1)
    ]
    numbered = clerk.take("IdentityNumberAssigned", numbers)

    assert (report.recorded, numbered.recorded) == (3, 3)
    assert clerk.last(examples.nip(2)).scheme == "PPPK"


def test_a_number_that_two_rows_claim_is_the_first_ones(clerk):
    born = {"tmt": "01-10-2025", "tanggal_lahir": "01-01-1990", "jenis_kelamin": "L", "kind": "PPPK"}
    rows = [{**born, "nama": name, "nik": examples.nik(1)} for name in ("A", "B")]

    with pytest.raises(FileRefused) as caught:
        clerk.take("EmployeeRegistered", rows)

    (problem,) = caught.value.problems
    assert (problem.row, problem.field, problem.code) == (3, "nik", "DUPLICATE_NIK")
    assert "the one of row 2" in problem.message


def test_a_tree_of_units_comes_in_one_file_whichever_row_is_first(clerk):
    rows = [
        {"tmt": "01-01-2025", "nama": "Seksi A", "diatasan": "Bidang A", "induk_nama": "Dinas X"},
        {"tmt": "01-01-2025", "nama": "Bidang A", "diatasan": "Dinas X", "induk_nama": "Dinas X"},
        {"tmt": "01-01-2025", "nama": "Dinas X"},
    ]

    report = clerk.take("OrgUnitEstablished", rows)

    assert report.recorded == 3
    found = {
        r.event.nama: r.event
        for s in clerk.log.rows_by_stream("unor", clerk.log.head())
        for r in clerk.log.read(s.stream)
    }
    assert found["Seksi A"].diatasan_id == found["Bidang A"].unor_id
    assert found["Bidang A"].diatasan_id == found["Dinas X"].unor_id


def test_a_unit_under_one_that_is_left_out_is_left_out_too(clerk):
    rows = [
        {"tmt": "01-01-2025", "nama": "Seksi A", "diatasan": "Bidang A"},
        {"tmt": "01-01-2025", "nama": "Bidang A", "diatasan": "Tidak Ada"},
        {"tmt": "01-01-2025", "nama": "Dinas X", "diatasan": ""},
    ]

    report = clerk.take("OrgUnitEstablished", rows, skip_invalid=True)

    assert (report.recorded, report.rejected) == (1, 2)
    assert {p.code for p in report.problems} == {"UNIT_UNKNOWN"}


def test_posts_that_hr_establishes_by_a_file_have_as_many_seats_as_it_says(clerk):
    post = {
        "tmt": "01-01-2025",
        "title.nama": "Kepala",
        "jenis_jabatan": "Struktural",
        "unor": "Dinas Pendidikan",
        "formasi": "1",
    }
    clerk.take("PositionEstablished", [post])
    rows = [to(clerk.employee(), "Kepala"), to(clerk.employee(), "Kepala")]

    assert [code for *_, code in clerk.told(MOVED, rows, under=sk())] == ["POSITION_OCCUPIED"] * 2


def test_sks_are_recorded_by_a_file(clerk):
    row = {
        "nomor": "800/21",
        "tanggal": "20-03-2026",
        "jenis": "Mutasi",
        "bentuk": "Perorangan",
        "pejabat_nama": "Pejabat",
        "pejabat_jabatan": "Wali Kota",
        "kapasitas": "D",
        "jumlah_pegawai": "1",
    }

    assert clerk.take("DecisionIssued", [row, row | {"nomor": "800/22"}]).recorded == 2
    assert clerk.told("DecisionIssued", [row]) == [(2, "nomor", "DUPLICATE_SK")]


def test_what_the_government_sets_for_itself_comes_by_a_file_too(clerk):
    need = {"tmt": "05-01-2026", "unor": "Dinas Pendidikan", "tahun": "2026", "sumber": "Analisis beban kerja 2026"}
    path = clerk.file([need | {"jumlah": "40"}, need | {"jumlah": "2", "jabatan_id": clerk.jabatan}])

    first, again = clerk.recorded("StaffingNeedSet", path), clerk.recorded("StaffingNeedSet", path)

    assert (first.recorded, again.recorded, again.repeated) == (2, 0, 2)
    assert clerk.told("StaffingNeedSet", [need | {"jumlah": "41"}]) == [(2, "tmt", "ALREADY_RECORDED")]


# -- every kind --------------------------------------------------------------------------

each = pytest.mark.parametrize("kind", kinds(), ids=short_name)


@each
def test_every_kind_has_columns_of_its_own_names(kind):
    names = [column.name.upper() for column in all_columns(kind)]

    assert len(names) == len({*names})
    assert {column.field for column in columns_of(kind)} <= {*kind.model_fields, "sk"}


@each
def test_the_template_of_every_kind_explains_each_column_and_is_read_back(kind, clerk):
    path = clerk.file(template(kind))
    told = "\n".join(explained(kind))

    sheet = Sheet(kind, open_table(path), sk=None, tmt=None)

    assert [name for name in (c.name for c in all_columns(kind)) if f"{name} | " not in told] == []
    assert sheet.columns
    # What stands in the example is read: only that its people and places are nobody's may be said against it.
    try:
        clerk.recorded(short_name(kind), path, dry_run=True)
    except Problems as refused:
        told = {(p.code, p.field) for p in refused.problems if p.field in example_row(kind)}
    else:
        told = set()
    assert {code for code, _ in told} & {"DATE_INVALID", "NIP_INVALID", "BODY_INVALID", "COLUMN_UNKNOWN"} == set()


@each
def test_every_kind_is_found_by_its_name_and_by_its_label(kind):
    assert kind_named(short_name(kind).lower()) is kind
    assert kind_named(kind.LABEL.split(" / ")[0]) in kinds()
    assert all(kind_named(alias) in kinds() for alias in aliases(kind))


def test_a_mutasi_is_what_its_label_says():
    assert aliases(BY_NAME[MOVED]) == ("mutasi", "penempatan-jabatan")
    assert kind_named("MUTASI") is BY_NAME[MOVED]
    assert kind_named("kgb") is BY_NAME["SalaryIncrementGranted"]
    assert kind_named("SPMT") is BY_NAME["DutyCommenced"]


# -- cells -------------------------------------------------------------------------------


class Colour(StrEnum):
    MERAH_TUA = "MT"
    BIRU = "B"

    @property
    def label(self):
        return {"MT": "Warna merah tua", "B": "Warna biru"}[self.value]


class Inner(BaseModel):
    nama: str
    nilai: Decimal | None = None


class Other(BaseModel):
    kode: int


class Everything(BaseModel):
    ya: bool
    bulat: int
    pecahan: float
    warna: Colour
    pilihan: Literal["X", "Y"]
    dalam: Inner | None = None
    salah_satu: Inner | Other | None = None
    daftar: tuple[Inner, ...] = ()
    bebas: dict[str, int] | None = None
    hari: date | None = None


def forms():
    found = columns._columns("f", (), Everything, (), needed=True)
    return {column.name.removeprefix("f."): column for column in found}


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("ya", "Ya", True),
        ("ya", "tidak", False),
        ("ya", "1", True),
        ("bulat", "2.500.000", 2_500_000),
        ("bulat", "-3", -3),
        ("bulat", "Rp. 12.000,-", 12_000),
        ("bulat", "7.0", 7),
        ("pecahan", "37,5", 37.5),
        ("pecahan", "1.234,5", 1234.5),
        ("warna", "mt", "MT"),
        ("warna", "Merah Tua", "MT"),
        ("warna", "warna merah-tua", "MT"),
        ("pilihan", "y", "Y"),
        ("dalam.nilai", "0,5", "0.5"),
        ("daftar.1.nilai", "12", "12"),
        ("salah_satu.kode", "4", 4),
        ("salah_satu.nama", "a  b", "a b"),
        ("bebas", '{"a": 1}', {"a": 1}),
        ("bebas", "kata", "kata"),
        ("hari", "31-12-2025", "2025-12-31"),
    ],
)
def test_a_cell_says_what_json_would(name, cell, value):
    assert forms()[name].form.read(cell) == value


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("ya", "mungkin"),
        ("bulat", "1,5"),
        ("bulat", "dua"),
        ("bulat", "2.5.0"),
        ("pecahan", "1,2,3"),
        ("warna", "hijau"),
        ("pilihan", "Z"),
        ("hari", "31-02-2025"),
    ],
)
def test_a_cell_that_says_nothing_of_its_sort_is_refused(name, cell):
    with pytest.raises(Problem):
        forms()[name].form.read(cell)


def test_only_what_every_value_needs_is_needed():
    assert [name for name, column in forms().items() if column.needed] == ["ya", "bulat", "pecahan", "warna", "pilihan"]


# -- hundreds ----------------------------------------------------------------------------

PEOPLE = 300


def everyone(tmp_path, log, people):
    """A batch of so many people under their SK, all active; gives their NIPs."""
    path = tmp_path / "roster.csv"
    kinds = {Kind.PPPK_PARUH_WAKTU: people}
    day = {"sk_tanggal": date(2025, 9, 26), "tmt": date(2025, 10, 1)}
    write_roster(path, employees=kinds, seed=3, sk_nomor=EXAMPLE_SK["nomor"], units=12, **day)
    sk_file = {**EXAMPLE_SK, "jumlah_pegawai": people, "expected": {"PPPK_PARUH_WAKTU": people}}
    import_roster(recorder_of(log), path, read_sk(orjson.dumps(sk_file)), request(keep=False))
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    return sk_file, rows


def at_once(log, tmp_path, people):
    """Everything that follows an appointment, each for all of them at once; gives how many events of each kind."""
    sk_file, people_rows = everyone(tmp_path, log, people)
    under = read_record_sk(orjson.dumps(sk_file))
    nips = [row["NIP BARU"] for row in people_rows]
    idle = [row["NIP BARU"] for row in people_rows if row["KEDUDUKAN HUKUM NAMA"] != "Aktif"]
    young = [row["NIP BARU"] for row in people_rows if row["TANGGAL LAHIR"][-4:] >= "1975"]
    oath = {"tanggal": "23-10-2025", "tempat": "Alun-Alun", "pejabat_pelantik": "Wali Kota", "kapasitas": "D"}
    contract = {"mulai": "01-10-2025", "akhir": "30-09-2026", "upah_rp": "2.500.000", "upah_minimum_rp": "2.400.000"}
    increment = {"tmt": "01-03-2026", "mk_tahun": "4", "mk_bulan": "0", "gaji_rp": "2.700.000"}
    place = {"unor": "UNOR NAMA", "jabatan": "JABATAN NAMA"}
    # Everybody of a post goes where the next one in the file was: the seats are the same, and all of them are taken.
    nexts = [{name: row[column] for name, column in place.items()} for row in (*people_rows[1:], people_rows[0])]
    moves = [
        {"nip": row["NIP BARU"], "tmt": "01-04-2026", "jenis": "ROTASI", **there}
        for row, there in zip(people_rows, nexts, strict=True)
        if there != {name: row[column] for name, column in place.items()}
    ]
    files: list[tuple[str, list[dict[str, str]], Any]] = [
        ("DecisionExcerptDelivered", [{"nip": n, "tanggal": "23-10-2025"} for n in nips], under),
        ("OathTaken", [{"nip": n, **oath} for n in nips], None),
        ("DutyCommenced", [{"nip": n, "tanggal": "01-11-2025"} for n in idle], None),
        ("EmploymentContractSigned", [{"nip": n, "nomor": f"PK-{n[-6:]}", **contract} for n in young], None),
        (EVALUATED, [evaluation(n) for n in nips], None),
        ("SalaryIncrementGranted", [{"nip": n, **increment} for n in nips], None),
        (MOVED, moves, sk(jumlah_pegawai=people)),
    ]
    for number, (kind, rows, cited) in enumerate(files):
        path = write(tmp_path / f"{number}.csv", rows)
        report = record_file(recorder_of(log), BY_NAME[kind], path, request(keep=False), sk=cited)
        assert (report.recorded, report.rejected) == (len(rows), 0), kind
        assert not [p for p in report.problems if not p.warning]
        again = record_file(recorder_of(log), BY_NAME[kind], path, request(keep=False), sk=cited)
        assert (again.recorded, again.repeated) == (0, len(rows)), kind
    return Counter({kind: len(rows) for kind, rows, _ in files})


def test_what_follows_an_appointment_is_recorded_for_hundreds_at_once(log, tmp_path):
    recorded = at_once(log, tmp_path, PEOPLE)

    assert recorded[EVALUATED] == PEOPLE
    stored = Counter(row.topic.removeprefix("kinerja:")[:-3] for row in log.rows_after(0, 100_000))
    assert {kind: stored[kind] for kind in (EVALUATED, MOVED, "OathTaken")} == {
        kind: recorded[kind] for kind in (EVALUATED, MOVED, "OathTaken")
    }


@pytest.mark.long
def test_what_follows_an_appointment_is_recorded_for_all_of_serang_at_once(log, tmp_path):
    assert at_once(log, tmp_path, 3809)[EVALUATED] == 3809


def test_a_file_of_units_that_end_warns_where_posts_in_them_are_held(clerk):
    clerk.employee()
    empty = clerk.open("OrgUnitEstablished", nama="Dinas Kosong")["unor_id"]

    report = clerk.take(
        "OrgUnitChanged",
        [{"unor_id": str(unor), "change": "DISSOLVE", "tmt": "01-06-2026"} for unor in (empty, clerk.unor)],
    )

    assert [(p.row, p.field, p.code) for p in report.problems] == [(3, "tmt", "UNIT_STILL_HELD")]

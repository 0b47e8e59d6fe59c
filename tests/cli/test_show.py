"""`kinerja show`, `history` and `find`."""

import orjson
import pytest
from starlette.testclient import TestClient

from kinerja_es import wiring
from kinerja_es.config import Settings
from kinerja_es.http.app import create_app
from tests.cli.conftest import BUDI
from tests.recording.recorder import plain, request

NIP = BUDI[0]


@pytest.fixture
def budi(record, kinerja):
    assert kinerja("import", "roster.csv", "--sk", "SK.json", "--actor", "Rina").exit_code == 0
    return record


def over_http(path):
    with wiring.opened(Settings()) as service, TestClient(create_app(service), base_url="http://127.0.0.1") as client:
        return client.get(path).content


def test_show_says_where_an_employee_stands_and_by_which_sk(budi, kinerja):
    shown = kinerja("show", NIP).stdout

    assert "Budi Santoso · 199001012026211901" in shown
    assert "Aktif" in shown
    assert "Operator Layanan Operasional" in shown
    assert "Dinas Contoh" in shown
    assert "800.1.2.5/1/BKPSDM/2026, 2026-08-26" in shown


def test_a_status_before_the_first_day_is_told_as_not_known(budi, kinerja):
    assert "belum dikenal / not known yet" in kinerja("show", NIP, "--valid-at", "2020-01-01").stdout


def test_a_day_can_be_written_as_siasn_does(budi, kinerja):
    assert "Berlaku pada / Valid at 2026-08-27" in said(kinerja("show", NIP, "--valid-at", "27-08-2026"))
    assert orjson.loads(kinerja("show", NIP, "--valid-at", "27-08-2026", "--json").stdout)["status"] == "DIANGKAT"


def test_what_was_not_recorded_yet_was_not_known(budi, kinerja):
    result = kinerja("show", NIP, "--known-at", "1")

    assert result.exit_code == 2
    assert "NOT_RECORDED_THEN" in result.stderr
    assert "Nothing was recorded of this employee by then." in result.stderr
    assert "No employee has this id or NIP" not in result.stderr


@pytest.mark.parametrize("moment", ["2020-01-01", "2020-01-01T08:00", "2020-01-01T08:00+08:00", "2020-01-01T01:00Z"])
def test_known_at_takes_a_time_with_or_without_a_zone(budi, kinerja, moment):
    assert "NOT_RECORDED_THEN" in kinerja("history", NIP, "--known-at", moment).stderr


def test_what_the_remedies_of_dates_and_times_write_is_taken(budi, kinerja):
    for day in ("2025-12-31", "31-12-2025"):
        assert kinerja("show", NIP, "--valid-at", day).exit_code == 0
    for moment in ("2026-01-31T08:00:00+07:00", "4711"):
        assert "TIME_INVALID" not in kinerja("show", NIP, "--known-at", moment).stderr


@pytest.mark.parametrize("moment", ["24-11-2026", "kemarin", "-1", "2026-02-30"])
def test_a_time_that_makes_no_sense_is_refused_with_one_that_is_taken(budi, kinerja, moment):
    refused = kinerja("show", NIP, "--known-at", moment).stderr

    assert "TIME_INVALID" in refused
    assert "Write a time with its zone, such as 2026-01-31T08:00:00+07:00, or a position, such as 4711." in refused


def test_history_tells_what_from_when_by_which_sk_recorded_when_and_by_whom(budi, kinerja):
    shown = kinerja("history", NIP).stdout

    assert "Riwayat / History: 4" in shown
    assert "Pegawai diangkat" in shown
    assert "SK 800.1.2.5/1/BKPSDM/2026, 2026-08-26" in shown
    assert shown.count("Rina") == 4


def test_history_names_the_post_and_the_unor_of_an_appointment(budi, kinerja):
    shown = said(kinerja("history", NIP))

    assert "jenis PPPK_PARUH_WAKTU, jabatan Operator Layanan Operasional, unor Dinas Contoh" in shown


def test_history_says_of_which_zone_its_times_are(budi, kinerja):
    assert "History: 4 (waktu / times: Asia/Jakarta)" in kinerja("history", NIP).stdout
    assert "History: 4 (waktu / times: Asia/Jayapura)" in kinerja("history", NIP, "--timezone", "Asia/Jayapura").stdout


def test_history_up_to_a_day_is_what_its_help_says(budi, kinerja):
    help_ = said(kinerja("history", "--help"))

    assert "Only what took effect by this day; without it all of it." in help_
    assert "Riwayat / History: 0" in kinerja("history", NIP, "--valid-at", "2026-08-31").stdout


def test_history_tells_the_time_on_the_governments_clock(budi, kinerja):
    recorded = orjson.loads(kinerja("history", NIP, "--json").stdout)["events"][0]["recorded_at"]
    in_jakarta = kinerja("history", NIP, "--timezone", "Asia/Jakarta").stdout
    in_utc = kinerja("history", NIP, "--timezone", "UTC").stdout

    assert recorded[:19].replace("T", " ") in in_utc
    assert recorded[:19].replace("T", " ") not in in_jakarta


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (("show", NIP), f"/v1/employees/{NIP}"),
        (("show", NIP, "--valid-at", "2026-08-27"), f"/v1/employees/{NIP}?valid_at=2026-08-27"),
        (("show", NIP, "--known-at", "99"), f"/v1/employees/{NIP}?known_at=99"),
        (("show", NIP, "--known-at", "9" * 18), f"/v1/employees/{NIP}?known_at={'9' * 18}"),
        (("history", NIP), f"/v1/employees/{NIP}/events"),
        (("history", NIP, "--valid-at", "2026-08-31"), f"/v1/employees/{NIP}/events?valid_at=2026-08-31"),
    ],
)
def test_the_json_is_the_http_body(budi, kinerja, command, path):
    assert kinerja(*command, "--json").stdout_bytes == over_http(path) + b"\n"


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (("find", "a"), "/v1/read-models/find/find?text=a"),
        (("find", "a", "--valid-at", "2026-08-31"), "/v1/read-models/find/find?text=a&valid_at=2026-08-31"),
        (("ask", "unit_headcount", "largest", "limit=2"), "/v1/read-models/unit_headcount/largest?limit=2"),
        (("ask", "current_standing", "list", "limit=2"), "/v1/read-models/current_standing/list?limit=2"),
        (("batch", "list"), "/v1/batches"),
    ],
)
def test_the_json_of_every_other_question_is_the_http_body_too(budi, kinerja, command, path):
    assert orjson.loads(kinerja("find", "a", "--json").stdout)["position"] > 0
    assert kinerja(*command, "--json").stdout_bytes == over_http(path) + b"\n"


def test_the_json_of_a_batch_is_the_http_body(budi, kinerja):
    batch = orjson.loads(kinerja("batch", "list", "--json").stdout)["items"][0]["batch_id"]

    assert kinerja("batch", "show", batch, "--json").stdout_bytes == over_http(f"/v1/batches/{batch}") + b"\n"


def test_show_says_as_of_which_moment_it_was_known(budi, kinerja):
    known = orjson.loads(kinerja("history", NIP, "--json").stdout)["events"][-1]["position"]

    shown = said(kinerja("show", NIP, "--known-at", str(known)))
    in_2099 = said(kinerja("show", NIP, "--known-at", "2099-01-01"))

    assert f"Diketahui pada / Known at {known} (posisi / position {known})" in shown
    assert "Diketahui pada / Known at 2099-01-01 (posisi / position" in in_2099


def test_at_eighty_columns_nothing_of_the_two_dates_and_the_position_is_lost(budi, kinerja):
    moment = "2099-11-24T13:05:59+07:00"

    result = kinerja("show", NIP, "--valid-at", "2026-09-01", "--known-at", moment, COLUMNS="80")

    position = orjson.loads(kinerja("show", NIP, "--known-at", moment, "--json").stdout)["known_at"]
    assert max(map(len, result.stdout.splitlines())) == 80
    assert "Berlaku pada / Valid at 2026-09-01" in said(result)
    assert f"Diketahui pada / Known at {moment} (posisi / position {position})" in said(result)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_an_answer_is_as_wide_as_the_terminal_is_when_it_is_printed(budi, kinerja, width):
    top = kinerja("show", NIP, COLUMNS=str(width)).stdout.splitlines()[0]

    assert len(top) == width


def said(result):
    """What was shown, without its frame and its spaces."""
    return " ".join(result.stdout.replace("│", " ").split())


@pytest.mark.parametrize("position", ["99999", "9" * 30])
def test_a_position_that_is_not_there_yet_is_the_last_one(budi, kinerja, position):
    last = orjson.loads(kinerja("find", "a", "--json").stdout)["position"]

    assert orjson.loads(kinerja("show", NIP, "--known-at", position, "--json").stdout)["known_at"] == last


def test_find_lists_by_a_part_of_name_nip_or_nik(budi, kinerja):
    by_name, by_nip, by_nik = (kinerja("find", text).stdout for text in ("santo", "19900101", "3604010101900901"))

    for shown in (by_name, by_nip, by_nik):
        assert "1 pegawai / employees" in shown
        assert "199001012026211901   Budi Santoso" in shown


def test_find_says_what_to_try_when_it_finds_nobody(budi, kinerja):
    shown = kinerja("find", "Joko").stdout

    assert "0 pegawai / employees" in shown
    assert "Coba bagian nama yang lebih pendek" in shown
    assert "Try a shorter part of the name" in shown
    assert "Try" not in kinerja("find", "budi").stdout


def test_find_says_when_there_are_more(budi, kinerja):
    assert "1 pegawai / employees (--limit)" in kinerja("find", "a", "--limit", "1").stdout
    assert len(orjson.loads(kinerja("find", "a", "--limit", "1", "--json").stdout)["items"]) == 1


def test_an_unknown_employee_is_told_with_what_to_do(budi, kinerja):
    result = kinerja("show", "199001012026211999")

    assert result.exit_code == 2
    assert "EMPLOYEE_UNKNOWN" in result.stderr
    assert "Find the employee by a part of the name" in result.stderr


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--valid-at", "31-02-2026", "DATE_INVALID"),
        ("--known-at", "yesterday", "TIME_INVALID"),
        ("--timezone", "Mars/Base", "VALUE_INVALID"),
        ("--timezone", "../etc", "VALUE_INVALID"),
        ("--log", "postgresql://x/y", "LOG_URL_INVALID"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused_by_name(budi, kinerja, option, value, code):
    result = kinerja("show", NIP, option, value)

    assert result.exit_code == 2
    assert code in result.stderr


@pytest.fixture
def told(budi):
    """What is recorded by another hand, for the one employee."""

    def record(stream, kind, **fields):
        with wiring.opened(Settings()) as service:
            where = service.recorder.employee(NIP) if stream == "pegawai" else stream
            return service.recorder.record(where, [plain(kind, **fields)], request())

    return record


def test_show_and_why_tell_a_mark_in_both_languages(told, kinerja):
    told(
        "pegawai",
        "ViolationReported",
        tanggal="2026-09-10",
        jenis="ABSENSI",
        tanggal_kejadian="2026-09-09",
        pelapor="Pelapor Contoh",
    )

    for command in ("show", "why"):
        shown = said(kinerja(command, NIP, "--valid-at", "2026-09-10"))
        assert "Dalam pemeriksaan / Under examination" in shown
        assert "Dalam pemeriksaan" not in said(kinerja(command, NIP, "--valid-at", "2026-09-09"))


def test_diff_takes_a_time_without_a_zone_as_one_of_the_governments_clock(budi, kinerja):
    now = orjson.loads(kinerja("history", NIP, "--json").stdout)["events"][-1]["recorded_at"][:26]

    in_utc = orjson.loads(kinerja("diff", NIP, "--from", f",{now}", "--timezone", "UTC", "--json").stdout)
    in_jakarta = orjson.loads(kinerja("diff", NIP, "--from", f",{now}", "--json").stdout)

    assert in_utc["from"]["version"] == 4
    assert in_jakarta["from"]["version"] == 0


def test_diff_takes_a_day_as_siasn_writes_it_and_names_its_own_option(budi, kinerja):
    told = orjson.loads(kinerja("diff", NIP, "--from", "27-08-2026", "--to", "2026-09-01", "--json").stdout)

    assert (told["from"]["valid_at"], told["to"]["valid_at"]) == ("2026-08-27", "2026-09-01")
    assert "DATE_INVALID" in kinerja("diff", NIP, "--from", "31-02-2026").stderr
    assert "TIME_INVALID" in kinerja("diff", NIP, "--to", "2026-09-01,besok").stderr
    assert "--to" in kinerja("diff", NIP, "--to", "2026-09-01,besok").stderr


def test_diff_says_which_fact_is_the_cause(budi, kinerja):
    shown = said(kinerja("diff", NIP, "--from", "2026-08-27", "--to", "2026-09-01"))

    assert "Melaksanakan tugas (SPMT), TMT 2026-09-01" in shown
    assert "belum tentu satu-satunya sebab" not in shown


def test_history_names_a_unit_as_it_was_called_on_the_day_of_each_fact(told, kinerja):
    place = orjson.loads(kinerja("show", NIP, "--json").stdout)["unor"]["id"]
    told(f"unor-{place}", "OrgUnitChanged", tmt="2026-10-01", change="RENAME", nama="Dinas Baru")

    assert "unor Dinas Contoh" in said(kinerja("history", NIP))
    assert "Dinas Baru" not in said(kinerja("history", NIP))
    assert "Dinas Contoh" in said(kinerja("show", NIP, "--valid-at", "2026-09-30"))
    assert "Dinas Baru" in said(kinerja("show", NIP, "--valid-at", "2026-10-01"))


def test_a_new_name_is_in_the_panel_in_find_and_in_the_history(told, kinerja):
    change = {"field": "nama", "old": "Budi Santoso", "new": "Budi Baru", "evidence": "Penetapan pengadilan"}
    told("pegawai", "PersonalDataChanged", tmt="2026-10-01", **change)

    assert "Budi Santoso · " in kinerja("show", NIP, "--valid-at", "2026-09-30").stdout
    assert "Budi Baru · " in kinerja("show", NIP, "--valid-at", "2026-10-01").stdout
    assert "data nama, lama Budi Santoso, baru Budi Baru" in said(kinerja("history", NIP))
    for text in ("santoso", "baru"):
        assert "Budi Baru" in kinerja("find", text, "--valid-at", "2026-10-01").stdout


def test_show_tells_the_wage_of_the_contract(told, kinerja):
    contract = {"nomor": "PK-1", "mulai": "2026-09-01", "akhir": "2027-08-31", "upah_rp": 2500000}
    told("pegawai", "EmploymentContractSigned", **contract)

    shown = said(kinerja("show", NIP, "--valid-at", "2026-09-01"))

    assert "Kontrak sampai / Contract until 2027-08-31" in shown
    assert "Upah / Wage Rp2.500.000" in shown
    assert "sampai / until 2027-08-31, Rp2.500.000" in said(kinerja("why", NIP, "--valid-at", "2026-09-01"))

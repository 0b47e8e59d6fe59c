"""Another system's file is held against the record over HTTP; nothing is recorded."""

import csv
import io

import orjson
import pytest

from tests.http.calling import NIP


@pytest.fixture
def employee(clerk):
    """Somebody on duty since 1 October 2025."""
    employee = clerk.appointed()
    duty = {"type": "DutyCommenced", "tanggal": "2025-10-01"}
    clerk.recorded(f"/v1/employees/{employee}/events", [duty])
    return employee


def post(clerk, path, text, headers=None, **params):
    files = {"file": ("berkas.csv", text.encode())}
    return clerk.client.post(path, files=files, params=params, headers=headers or {})


PAID = f"nip,basic_tpp\n{NIP},1000000\n199001012025211999,500000\n"


def test_a_payroll_is_compared_and_nothing_is_recorded(clerk, employee, service):
    head = service.log.head()

    answer = post(clerk, "/v1/compare/payroll", PAID, month="2026-03", at_least=head)

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [(row["selisih"], row["nip"], row["selisih_rp"]) for row in told["items"]] == [
        ("NIP_NOT_RECORDED", "199001012025211999", 500_000)
    ]
    assert (told["totals"]["dibayar_rp"], told["totals"]["position"]) == (1_500_000, head)
    assert service.log.head() == head


def test_the_differences_come_as_a_file_too(clerk, employee, service):
    asked = {"month": "2026-03", "at_least": service.log.head()}
    by_header = post(clerk, "/v1/compare/payroll", PAID, {"Accept": "text/csv"}, **asked)
    by_name = post(clerk, "/v1/compare/payroll", PAID, format="xlsx", **asked)
    lines = post(clerk, "/v1/compare/payroll", PAID, format="ndjson", **asked)

    assert by_header.headers["content-type"].startswith("text/csv")
    rows = [*csv.DictReader(io.StringIO(by_header.content.decode("utf-8-sig")))]
    assert [row["selisih"] for row in rows] == ["NIP_NOT_RECORDED"]
    assert by_name.content.startswith(b"PK")
    assert by_name.headers["content-disposition"] == 'attachment; filename="perbandingan.xlsx"'
    assert [orjson.loads(line)["baris"] for line in lines.content.splitlines()] == [[3]]


def test_a_siasn_export_is_compared(clerk, employee, service):
    header = "NIP BARU,NAMA,TANGGAL LAHIR,JENIS KELAMIN,JENIS PEGAWAI NAMA,JABATAN NAMA,UNOR NAMA"
    row = f"{NIP},Nama Lain,01-01-1990,M,PPPK Paruh Waktu,Operator Layanan,Dinas Pendidikan"

    answer = post(clerk, "/v1/compare/siasn", f"{header}\n{row}\n", valid_at="2026-03-01", at_least=service.log.head())

    assert answer.status_code == 200, answer.text
    assert [(row["kolom"], row["siasn"], row["catatan"]) for row in answer.json()["items"]] == [
        ("NAMA", "Nama Lain", "Contoh Sintetis")
    ]


def told(answer):
    problems = answer.json()["problems"]
    return answer.status_code, [(problem["code"], problem["field"], problem["row"]) for problem in problems]


def test_everything_that_is_wrong_with_the_question_is_told_at_once(clerk):
    wrong = {"unor": "x", "kind": "y", "format": "pdf", "at_least": "-1"}

    assert told(post(clerk, "/v1/compare/payroll", PAID, **wrong)) == (
        422,
        [
            ("VALUE_INVALID", "format", None),
            ("VALUE_MISSING", "month", None),
            ("VALUE_INVALID", "unor", None),
            ("VALUE_INVALID", "kind", None),
            ("VALUE_INVALID", "at_least", None),
        ],
    )
    assert told(post(clerk, "/v1/compare/payroll", PAID, month="2026-13")) == (422, [("VALUE_INVALID", "month", None)])
    assert told(post(clerk, "/v1/compare/siasn", PAID, valid_at="x")) == (422, [("DATE_INVALID", "valid_at", None)])
    assert told(post(clerk, "/v1/compare/siasn", PAID, colour="x")) == (422, [("VALUE_INVALID", "colour", None)])


def test_everything_that_is_wrong_with_a_file_is_told_at_once(clerk, service):
    service.read_models.catch_up()
    bad = f"nip,basic_tpp\n1,1\n{NIP},x\n"

    assert told(post(clerk, "/v1/compare/payroll", bad, month="2026-03")) == (
        422,
        [("NIP_INVALID", "NIP", 2), ("VALUE_INVALID", "BASIC_TPP", 3)],
    )
    code, problems = told(post(clerk, "/v1/compare/siasn", "NAMA\nBudi\n"))
    assert (code, problems[0]) == (400, ("COLUMN_MISSING", "NIP BARU", None))


def test_a_request_without_a_file_is_refused(clerk):
    answer = clerk.client.post("/v1/compare/payroll", params={"month": "2026-03"}, data={"x": "y"})

    assert told(answer)[1] == [("CONTENT_TYPE_INVALID", "Content-Type", None)]

"""A roster comes in through HTTP: whole or not at all, once, and not larger than allowed."""

import csv
import threading
from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest

from tests.http.calling import BATCH, BUDI, UNIT, codes, roster

KEY = {"Idempotency-Key": "berkas-1"}
LIMIT = 2 * 1024 * 1024


@pytest.fixture
def file(tmp_path):
    return roster(tmp_path)


def test_a_roster_is_recorded_under_its_sk_and_reconciled(clerk, file):
    answer = clerk.upload(file)

    assert answer.status_code == 201, answer.text
    report = answer.json()
    assert (report["rows"], report["recorded"]["PPPK_PARUH_WAKTU"], report["rejected"]) == (4, 3, 0)
    batch = clerk.get(answer.headers["location"], at_least=report["position"]).json()
    assert (batch["expected"], batch["recorded"], batch["difference"]) == (4, 4, 0)
    assert [row["batch_id"] for row in clerk.get("/v1/batches").json()["items"]] == [report["batch_id"]]


def test_one_person_whom_a_batch_brought_twice_counts_once_after_the_merge(clerk, file):
    heads, *people = ([*row] for row in csv.reader(file.decode().splitlines()))
    kind, nip = heads.index("JENIS PEGAWAI NAMA"), heads.index("NIP BARU")
    twins = [row[nip].lstrip("'") for row in people if row[kind] == "PPPK Paruh Waktu"][:2]
    batch_id = clerk.upload(file).json()["batch_id"]
    kept, merged = (clerk.get(f"/v1/employees/{number}").json()["pegawai_id"] for number in twins)
    facts = clerk.get(f"/v1/employees/{merged}/events").json()["events"]
    left = [fact["event_id"] for fact in facts if fact["type"] != "EmployeeRegistered"]
    why = {"tmt": "2026-02-01", "evidence": "KTP", "approved_by": "Kepala BKPSDM"}

    position = clerk.recorded(f"/v1/employees/{kept}/merges", why | {"merged": merged, "leave": left})["position"]

    batch = clerk.get(f"/v1/batches/{batch_id}", at_least=position).json()
    assert (batch["expected"], batch["recorded"], batch["evidence"]["anggota"]) == (4, 3, 3)


def test_a_trial_records_nothing(clerk, service, file):
    answer = clerk.upload(file, dry_run="true")

    assert (answer.status_code, answer.json()["dry_run"], answer.json()["rows"]) == (200, True, 4)
    assert "location" not in answer.headers
    assert service.log.head() == 0


def test_the_same_file_again_records_nothing_and_says_so(clerk, service, file):
    clerk.upload(file)
    head = service.log.head()

    again = clerk.upload(file)

    assert (again.status_code, again.json()["repeated"], again.json()["present"]) == (200, True, 4)
    assert service.log.head() == head


def test_the_same_key_again_gives_the_first_answer_and_another_file_under_it_is_refused(clerk, service, file):
    first = clerk.upload(file, headers=KEY)
    head = service.log.head()

    again = clerk.upload(file, headers=KEY)
    other = clerk.upload(file + b"\n", headers=KEY)

    assert (first.status_code, first.json()["position"], first.json()["repeated"]) == (201, head, False)
    assert (again.status_code, again.content, again.headers["idempotent-replayed"]) == (201, first.content, "true")
    assert again.headers["location"] == first.headers["location"]
    assert (other.status_code, codes(other)) == (409, [("COMMAND_REUSED", None)])
    assert service.log.head() == head


def test_a_key_under_which_nothing_was_new_is_that_files_from_then_on(clerk, file):
    clerk.upload(file)
    first = clerk.upload(file, headers=KEY)
    again = clerk.upload(file, headers=KEY)

    assert (first.status_code, first.json()["position"], first.json()["repeated"]) == (200, None, True)
    assert (again.status_code, again.content) == (200, first.content)
    assert codes(clerk.upload(file + b"\n", headers=KEY)) == [("COMMAND_REUSED", None)]


def test_an_answer_that_is_kept_holds_no_value_of_the_file_nor_of_the_record(clerk, file):
    _, first, *_ = csv.DictReader(file.decode("utf-8-sig").splitlines())
    changed = file.replace(first["NAMA"].encode(), b"Nama Lain")
    clerk.upload(file)

    answer = clerk.upload(changed, headers=KEY)
    kept, told = answer.json()["problems"], clerk.upload(changed).json()["problems"]

    assert "ROW_DIFFERS" in {problem["code"] for problem in kept}
    assert {problem["value"] for problem in kept} == {None}
    assert first["NAMA"] not in answer.text
    assert any(first["NAMA"] in problem["message"] for problem in told)
    assert "Nama Lain" in {problem["value"] for problem in told}


def test_every_error_of_a_file_is_told_at_once_and_nothing_recorded(clerk, service, file):
    header, first, second, *rest = file.split(b"\r\n")
    broken = b"\r\n".join([header, first.replace(b"1", b"x"), second.replace(b"1", b"x"), *rest])

    answer = clerk.upload(broken)

    assert answer.status_code == 422
    assert {problem["row"] for problem in answer.json()["problems"] if problem["row"]} == {2, 3}
    assert all(problem["remedy"] for problem in answer.json()["problems"])
    assert service.log.head() == 0


def test_the_good_rows_are_recorded_where_that_is_asked(clerk, file):
    header, first, *rest = file.split(b"\r\n")
    broken = b"\r\n".join([header, first.replace(b"1", b"x"), *rest])

    answer = clerk.upload(broken, skip_invalid="true")

    assert (answer.status_code, answer.json()["rejected"]) == (201, 1)


def test_options_may_stand_in_the_form_and_are_checked(clerk, file):
    form = {"sk": orjson.dumps(BATCH).decode(), "known_units_only": "perhaps", "kind": "HONORER"}

    answer = clerk.client.post("/v1/batches", files={"roster": file}, data=form, headers=BUDI)

    assert codes(answer) == [("VALUE_INVALID", "kind"), ("VALUE_INVALID", "known_units_only")]


def test_the_sk_may_come_as_a_file(clerk, file):
    files = {"roster": ("Data ASN.csv", file), "sk": ("SK.json", orjson.dumps(BATCH))}

    assert clerk.client.post("/v1/batches", files=files, headers=BUDI).status_code == 201


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_sk_may_be_saved_as_editors_on_windows_do(clerk, file, encoding):
    content = orjson.dumps(BATCH).decode().encode(encoding)
    files = {"roster": ("Data ASN.csv", file), "sk": ("SK.json", content)}

    assert clerk.client.post("/v1/batches", files=files, headers=BUDI).status_code == 201


def test_an_option_that_is_not_there_is_refused(clerk, service, file):
    assert codes(clerk.upload(file, dryrun="true")) == [("VALUE_INVALID", "dryrun")]
    assert service.log.head() == 0


# -- closing -----------------------------------------------------------------------------


def test_a_batch_whose_counts_agree_is_closed_without_a_word(clerk, file):
    batch = clerk.upload(file).json()["batch_id"]

    answer = clerk.client.post(f"/v1/batches/{batch}/close", headers=BUDI)

    assert answer.status_code == 201
    assert clerk.get(f"/v1/batches/{batch}", at_least=answer.json()["position"]).json()["closed"] == "2026-07-01"


def test_a_batch_whose_counts_differ_needs_an_explanation(clerk, file):
    lines = file.split(b"\r\n")
    batch = clerk.upload(b"\r\n".join(lines[:3] + lines[4:])).json()["batch_id"]
    path = f"/v1/batches/{batch}/close"

    silent = clerk.post(path, {})
    explained = clerk.post(path, {"explain": "Satu orang mengundurkan diri."})

    assert (silent.status_code, codes(silent)) == (409, [("BATCH_COUNTS_DIFFER", "explain")])
    assert explained.status_code == 201


@pytest.mark.parametrize("batch", ["00000000-0000-4000-8000-000000000099", "x"])
def test_a_batch_that_is_not_there_is_neither_shown_nor_closed(clerk, batch):
    clerk.recorded("/v1/units", UNIT)

    shown = clerk.get(f"/v1/batches/{batch}", at_least=1)
    closed = clerk.post(f"/v1/batches/{batch}/close", {})

    assert [shown.status_code, closed.status_code] == [404, 404]
    assert shown.json()["code"] == closed.json()["code"] == "BATCH_UNKNOWN"


# -- what nobody should send -------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "missing"), [({}, "roster"), ({"roster": "isi"}, "roster"), ({"berkas": "x"}, "roster")]
)
def test_a_form_without_roster_or_sk_is_refused(clerk, form, missing):
    answer = clerk.client.post("/v1/batches", files={"lain": b"x"}, data=form, headers=BUDI)

    assert codes(answer) == [("VALUE_MISSING", missing), ("VALUE_MISSING", "sk")]


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"x", "multipart/form-data"),
        (b"no boundary here", "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"--x\r\n" * 50, "multipart/form-data; boundary=x"),
    ],
)
def test_what_is_no_form_is_refused(clerk, service, body, media):
    answer = clerk.client.post("/v1/batches", content=body, headers=BUDI | {"Content-Type": media})

    assert answer.status_code == 422
    assert {code for code, _ in codes(answer)} <= {"BODY_INVALID", "VALUE_MISSING"}
    assert service.log.head() == 0


def test_what_does_not_say_that_it_is_a_form_is_not_read_as_one(clerk, service):
    answer = clerk.client.post("/v1/batches", content=b"{}", headers=BUDI | {"Content-Type": "application/json"})

    assert (answer.status_code, codes(answer)) == (415, [("CONTENT_TYPE_INVALID", "Content-Type")])
    assert service.log.head() == 0


@pytest.mark.parametrize("sk", ["", "{", "[]", "null", '{"nomor": 1}', '"\\ud800"', "[" * 5000])
def test_an_sk_of_the_wrong_shape_is_refused(clerk, service, file, sk):
    answer = clerk.client.post("/v1/batches", files={"roster": file}, data={"sk": sk}, headers=BUDI)

    assert answer.status_code == 422
    assert {code for code, _ in codes(answer)} <= {
        "BODY_INVALID",
        "VALUE_INVALID",
        "VALUE_MISSING",
        "SK_NUMBER_INVALID",
    }
    assert service.log.head() == 0


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0", b"a,b\n\xff\xfe"]
)
def test_a_file_that_is_no_table_is_refused(clerk, service, content):
    answer = clerk.upload(content)

    assert answer.status_code == 400
    assert {code for code, _ in codes(answer)} <= {"FILE_EMPTY", "FILE_UNREADABLE", "FILE_ENCODING", "COLUMN_MISSING"}
    assert service.log.head() == 0


def test_a_file_that_is_too_large_is_refused_while_it_is_read(clerk, service):
    def endless():
        yield b'--x\r\nContent-Disposition: form-data; name="roster"; filename="r.csv"\r\n\r\n'
        for _ in range(200):
            yield b"x" * (1024 * 1024)

    headers = BUDI | {"Content-Type": "multipart/form-data; boundary=x"}
    answer = clerk.client.post("/v1/batches", content=endless(), headers=headers)

    assert (answer.status_code, codes(answer)) == (413, [("FILE_TOO_LARGE", "roster")])
    assert service.log.head() == 0


def test_a_file_that_says_it_is_too_large_is_not_read_at_all(clerk):
    headers = BUDI | {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(200 * 1024 * 1024)}

    answer = clerk.client.post("/v1/batches", content=b"--x", headers=headers)

    assert (answer.status_code, codes(answer)) == (413, [("FILE_TOO_LARGE", "roster")])


def test_an_sk_that_is_too_large_is_refused(clerk, file):
    answer = clerk.client.post("/v1/batches", files={"roster": file}, data={"sk": "x" * LIMIT}, headers=BUDI)

    assert codes(answer) == [("BODY_INVALID", None)]


def test_two_who_send_the_same_file_at_once_record_it_once(clerk, service, file):
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: clerk.upload(file), range(4)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json()["batch_id"] for answer in answers}) == 1


def test_the_service_answers_while_a_file_is_being_imported(clerk, service, file):
    reached, go_on = threading.Event(), threading.Event()
    log = service.log
    append = type(log).append

    def held(*args, **kwargs):
        reached.set()
        go_on.wait(10)
        return append(log, *args, **kwargs)

    log.append = held
    with ThreadPoolExecutor(1) as pool:
        importing = pool.submit(clerk.upload, file)
        assert reached.wait(10)
        answered = clerk.get("/healthz").status_code
        go_on.set()

    assert (answered, importing.result().status_code) == (200, 201)


# -- existing staff ----------------------------------------------------------------------

EXISTING = (
    "NIP BARU,NAMA,TANGGAL LAHIR,JENIS KELAMIN,JENIS PEGAWAI NAMA,JABATAN NAMA,UNOR NAMA,"
    "NOMOR SK CPNS,TANGGAL SK CPNS,TMT CPNS\n"
    "199003042025212901,Siti Lama,04-03-1990,F,PPPK,Guru,SD Negeri 1,813/9/2025,20-05-2025,01-06-2025\n"
)


@pytest.mark.parametrize("by", ["params", "data"])
def test_existing_staff_is_taken_over_by_a_day_instead_of_an_sk(clerk, by):
    post = {"files": {"roster": EXISTING.encode()}, "headers": BUDI, by: {"opening": "2025-12-01"}}

    answer = clerk.client.post("/v1/batches", **post)
    again = clerk.client.post("/v1/batches", **post)

    assert answer.status_code == 201, answer.text
    report = answer.json()
    assert (report["sk_id"], report["recorded"]["PPPK"], report["expected"]["PPPK"]) == (None, 1, 1)
    batch = clerk.get(answer.headers["location"], at_least=report["position"]).json()
    assert (batch["sk"], batch["tmt"], batch["expected"], batch["difference"]) == ([], "2025-12-01", 1, 0)
    assert (again.status_code, again.json()["repeated"]) == (200, True)


def test_an_opening_without_a_day_is_none(clerk):
    answer = clerk.client.post("/v1/batches?opening=", files={"roster": EXISTING.encode()}, headers=BUDI)

    assert codes(answer) == [("VALUE_MISSING", "sk")]


@pytest.mark.parametrize(
    ("day", "more", "told"),
    [
        ("2025-02-30", {}, ("DATE_INVALID", "opening")),
        ("2025-12-01", {"sk": "{}"}, ("VALUE_INVALID", "opening")),
        ("2025-05-01", {}, ("AFTER_OPENING", "TMT CPNS")),
    ],
)
def test_an_opening_that_is_wrong_is_told(clerk, service, day, more, told):
    data = {"opening": day, **more}

    answer = clerk.client.post("/v1/batches", files={"roster": EXISTING.encode()}, data=data, headers=BUDI)

    assert told in codes(answer)
    assert service.log.head() == 0

"""A file of records of one type over HTTP: the twin of `kinerja record`."""

import orjson

from tests.http.calling import BUDI, NIP, codes

OATH = f"nip,tanggal,tempat,pejabat_pelantik,kapasitas\n{NIP},23-10-2025,Pendopo,Wali Kota,D\n"


def upload(clerk, kind="OathTaken", text=OATH, headers=None, **params):
    return clerk.client.post(
        f"/v1/records/{kind}",
        files={"file": ("file.csv", text.encode())},
        headers=BUDI | (headers or {}),
        params=params,
    )


def oaths(clerk):
    return [e for e in clerk.get(f"/v1/employees/{NIP}/events").json()["events"] if e["type"] == "OathTaken"]


def test_a_file_is_recorded_and_its_rows_are_counted(clerk):
    clerk.appointed()

    answer = upload(clerk)

    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["type"], told["rows"], told["recorded"], told["repeated"], told["rejected"]) == (
        "OathTaken",
        1,
        1,
        0,
        0,
    )
    assert len(oaths(clerk)) == 1


def test_the_same_file_again_records_nothing(clerk):
    clerk.appointed()
    upload(clerk)

    again = upload(clerk)

    assert (again.status_code, again.json()["repeated"], len(oaths(clerk))) == (200, 1, 1)


def test_a_dry_run_records_nothing(clerk):
    clerk.appointed()

    assert upload(clerk, dry_run="true").status_code == 200
    assert oaths(clerk) == []


def test_all_errors_of_a_file_are_listed_with_their_rows(clerk):
    clerk.appointed()
    text = OATH + f"{NIP},31-02-2025,Pendopo,Wali Kota,D\n199001012025211999,23-10-2025,Pendopo,Wali Kota,D\n"

    answer = upload(clerk, text=text)

    assert answer.status_code in (404, 422)
    assert {(p["code"], p["row"]) for p in answer.json()["problems"]} >= {("DATE_INVALID", 3), ("EMPLOYEE_UNKNOWN", 4)}
    assert oaths(clerk) == []
    assert upload(clerk, text=text, skip_invalid="true").json()["recorded"] == 1


def test_a_type_or_an_option_that_is_none_is_refused(clerk):
    assert codes(upload(clerk, kind="Nothing")) == [("TYPE_UNKNOWN", "type")]
    assert codes(upload(clerk, sky="blue")) == [("VALUE_INVALID", "sky")]


def test_the_same_key_gives_the_first_answer_and_another_file_under_it_is_refused(clerk):
    clerk.appointed()
    key = {"Idempotency-Key": "sumpah-1"}

    first, second = (upload(clerk, headers=key) for _ in range(2))

    assert first.json() == second.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    assert codes(upload(clerk, text=OATH.replace("Pendopo", "Lapangan"), headers=key))[0][0] == "COMMAND_REUSED"


def test_a_file_as_siasn_answers_it_is_recorded_and_recognised(clerk):
    clerk.appointed()
    feed = {"nip": NIP, "tgl_kontrak_mulai": "2025-10-01", "tgl_kontrak_akhir": "2026-09-30"}
    text = orjson.dumps({"code": 1, "data": [feed, {"nip": NIP}]}).decode()

    first, again = (upload(clerk, kind="siasn-kontrak-pppk", text=each) for each in (text, f"{text} "))

    assert (first.status_code, again.status_code) == (201, 200), first.text
    told = [(a["type"], a["recorded"], a["repeated"], a["left_out"]) for a in (first.json(), again.json())]
    assert told == [("siasn-kontrak-pppk", 1, 0, 1), ("siasn-kontrak-pppk", 0, 1, 1)]
    assert codes(upload(clerk, kind="siasn-kontrak-pppk", text='{"data": [{"nip": "x"')) == [("FILE_UNREADABLE", None)]

"""Why somebody stands where they stand, and what differs between two moments, over HTTP."""

import pytest

from tests.http.calling import NIP, SK, codes

DUTY = {"type": "DutyCommenced", "tanggal": "2025-11-01", "nomor_spmt": "SPMT-1/2025"}


@pytest.fixture
def employee(clerk):
    """Somebody who is on duty since 1 November 2025."""
    found = clerk.appointed()
    clerk.recorded(f"/v1/employees/{found}/events", DUTY)
    return found


def why(clerk, employee, **asked):
    answer = clerk.get(f"/v1/employees/{employee}/why", **{"valid_at": "2026-01-01", **asked})
    assert answer.status_code == 200, answer.text
    return {part["part"]: part for part in answer.json()["parts"]} | {"flags": answer.json()["flags"]}


def diff(clerk, employee, before, after):
    answer = clerk.get(f"/v1/employees/{employee}/diff", **{"from": before, "to": after})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_each_part_of_a_standing_names_the_fact_and_the_sk_that_made_it_so(clerk, employee):
    found = why(clerk, employee)

    told = {part: found[part]["because"]["type"] for part in found if part != "flags"}
    assert told == {
        "status": "DutyCommenced",
        "nip": "IdentityNumberAssigned",
        "kind": "EmployeeAppointed",
        "golongan": "EmployeeAppointed",
        "jabatan": "EmployeeAppointed",
        "unor": "EmployeeAppointed",
        "gaji_persen": "DutyCommenced",
        "tpp_persen": "DutyCommenced",
    }
    assert found["jabatan"]["because"]["decision"]["nomor"] == SK["nomor"]
    assert found["status"]["value"] == "AKTIF"
    assert found["status"]["rule"].startswith("TMT sudah tiba")


def test_a_status_that_came_by_date_alone_is_explained_by_the_fact_that_sets_the_date(clerk, employee):
    contract = {"type": "EmploymentContractSigned", "nomor": "PK-1", "mulai": "2025-10-01", "akhir": "2026-09-30"}
    clerk.recorded(f"/v1/employees/{employee}/events", contract | {"upah_rp": 2500000, "jam_per_minggu": "20"})

    found = why(clerk, employee, valid_at="2026-10-01")

    assert (found["status"]["value"], found["status"]["because"]["type"]) == (
        "KONTRAK_HABIS",
        "EmploymentContractSigned",
    )


def test_what_holds_against_the_record_is_explained_by_its_fact(clerk, employee):
    held = why(clerk, employee)["jabatan"]["because"]["details"]
    sk = {"sk": {"nomor": SK["nomor"], "tanggal": SK["tanggal"], "pejabat_jabatan": SK["pejabat_jabatan"]}}
    title = {"title": {"nama": "Pengelola"}, "jenis_jabatan": "PELAKSANA", "unor_id": held["unor_id"]}
    post = clerk.recorded("/v1/posts", {"tmt": "2025-01-01", **title})["jabatan_id"]
    move = {"type": "PositionAssigned", "tmt": "2025-10-15", "jenis": "ROTASI", "unor_id": held["unor_id"]}
    exception = {"code": "NOT_ACTIVE", "reason": "SK sudah ditandatangani", "by": "Kepala BKPSDM"}
    clerk.recorded(f"/v1/employees/{employee}/events", move | sk | {"jabatan_id": post, "exception": exception})

    flags = why(clerk, employee)["flags"]

    assert [(flag["code"], flag["because"]["type"]) for flag in flags] == [("NOT_ACTIVE", "PositionAssigned")]


def test_before_anybody_was_known_there_is_nothing_to_explain(clerk, employee):
    assert codes(clerk.get(f"/v1/employees/{employee}/why", known_at=1)) == [("NOT_RECORDED_THEN", "known_at")]
    assert codes(clerk.get("/v1/employees/199001012025211999/why")) == [("EMPLOYEE_UNKNOWN", "employee")]


def test_what_differs_between_two_days_names_the_fact_that_came_between(clerk, employee):
    found = diff(clerk, employee, "2025-10-15", "2025-11-15")

    assert [(c["part"], c["before"], c["after"], c["because"]["type"]) for c in found["changes"]] == [
        ("status", "DIANGKAT", "AKTIF", "DutyCommenced"),
        ("gaji_persen", 0, 100, "DutyCommenced"),
        ("tpp_persen", 0, 100, "DutyCommenced"),
    ]
    assert found["recorded"] == []


def test_what_differs_between_two_states_of_knowledge_names_what_was_recorded_between(clerk, service, employee):
    position = service.log.head()
    duty = clerk.get(f"/v1/employees/{employee}/events").json()["events"][-1]
    fix = {
        "type": "RecordCorrected",
        "target_event_id": duty["event_id"],
        "patches": [{"path": "tanggal", "old": "2025-11-01", "new": "2025-10-01"}],
        "evidence": "SPMT asli",
        "approved_by": "Kepala BKPSDM",
    }
    clerk.recorded(f"/v1/employees/{employee}/events", fix)

    found = diff(clerk, employee, f"2025-10-15,{position}", "2025-10-15,")

    first = found["changes"][0]
    assert (first["part"], first["before"], first["after"]) == ("status", "DIANGKAT", "AKTIF")
    assert first["because"]["type"] == "RecordCorrected"
    assert [fact["type"] for fact in found["recorded"]] == ["RecordCorrected"]


def test_of_two_corrections_between_two_states_of_knowledge_the_last_one_is_named(clerk, service, employee):
    position, address = service.log.head(), f"/v1/employees/{employee}/events"
    appointed = next(e for e in clerk.get(address).json()["events"] if e["type"] == "EmployeeAppointed")
    fix = {"type": "RecordCorrected", "target_event_id": appointed["event_id"]}
    said = {"evidence": "SK asli", "approved_by": "Kepala BKPSDM"}
    fixes = [
        clerk.recorded(address, fix | said | {"patches": [{"path": "golongan", "old": old, "new": new}]})["events"][0]
        for old, new in (("V", "VII"), ("VII", "IX"))
    ]

    told = diff(clerk, employee, f"2026-01-01,{position}", "2026-01-01,")["changes"]

    found = [(c["part"], c["after"], c["because"]["event_id"]) for c in told]
    assert found == [("golongan", "IX", fixes[1]["event_id"])]


def test_what_ended_by_its_date_differs_by_the_fact_that_set_the_date(clerk, employee):
    contract = {"type": "EmploymentContractSigned", "nomor": "PK-1", "mulai": "2025-10-01", "akhir": "2026-09-30"}
    clerk.recorded(f"/v1/employees/{employee}/events", contract)

    told = diff(clerk, employee, "2026-09-30,", "2026-10-01,")["changes"]

    causes = {c["part"]: c["because"]["type"] for c in told}
    assert (causes["status"], causes["contract"]) == ("EmploymentContractSigned", "EmploymentContractSigned")


def test_a_unor_that_a_move_left_as_it_was_is_explained_by_the_move(clerk, employee):
    held = why(clerk, employee)["jabatan"]["because"]["details"]
    title = {"title": {"nama": "Pengelola"}, "jenis_jabatan": "PELAKSANA", "unor_id": held["unor_id"]}
    post = clerk.recorded("/v1/posts", {"tmt": "2025-01-01", **title})["jabatan_id"]
    sk = SK | {"nomor": "M-1", "tanggal": "2026-01-05", "jenis": "MUTASI"}
    move = {"type": "PositionAssigned", "tmt": "2026-02-01", "jenis": "ROTASI", "unor_id": held["unor_id"]}
    by = {"sk": {"sk_id": clerk.recorded("/v1/decisions", sk)["sk_id"]}}
    clerk.recorded(f"/v1/employees/{employee}/events", move | by | {"jabatan_id": post})

    found = why(clerk, employee, valid_at="2026-02-01")

    assert [found[part]["because"]["decision"]["nomor"] for part in ("jabatan", "unor", "kind")] == [
        "M-1",
        "M-1",
        SK["nomor"],
    ]


def test_before_the_first_record_everything_is_new(clerk, employee):
    found = diff(clerk, employee, "2025-11-15,1", "2025-11-15")

    assert next(c for c in found["changes"] if c["part"] == "nip") | {"because": None} == {
        "part": "nip",
        "label": "NIP",
        "before": None,
        "after": NIP,
        "because": None,
        "proven": True,
    }
    assert found["from"] == {"pegawai_id": employee, "valid_at": "2025-11-15", "known_at": 1, "version": 0}


def test_two_moments_alike_differ_in_nothing(clerk, employee):
    assert diff(clerk, employee, "", "")["changes"] == []


@pytest.mark.parametrize(("moment", "code"), [("kemarin", "DATE_INVALID"), ("2026-01-01,besok", "TIME_INVALID")])
def test_a_moment_that_is_none_is_refused(clerk, employee, moment, code):
    assert codes(clerk.get(f"/v1/employees/{employee}/diff", **{"from": moment})) == [(code, "from")]


# -- what became of each fact ------------------------------------------------------------


def test_the_history_says_what_became_of_each_fact_and_how_late_it_was_recorded(clerk, employee):
    duty = clerk.get(f"/v1/employees/{employee}/events").json()["events"][-1]
    address = f"/v1/employees/{employee}/events"
    approved = {"evidence": "SPMT asli", "approved_by": "Kepala BKPSDM"}
    patch = {"path": "nomor_spmt", "old": "SPMT-1/2025", "new": "SPMT-9/2025"}
    fix = {"type": "RecordCorrected", "target_event_id": duty["event_id"], "patches": [patch], **approved}
    corrected = clerk.recorded(address, fix)["events"][0]["event_id"]

    events = {event["event_id"]: event for event in clerk.get(address).json()["events"]}
    assert (events[duty["event_id"]]["state"], events[duty["event_id"]]["now"]) == (
        "CORRECTED",
        {"nomor_spmt": "SPMT-9/2025"},
    )
    assert events[duty["event_id"]]["latency_days"] == (duty["latency_days"]) > 0

    clerk.recorded(address, {"type": "RecordVoided", "target_event_id": corrected, "reason": "Salah", **approved})
    events = {event["event_id"]: event for event in clerk.get(address).json()["events"]}
    assert (events[duty["event_id"]]["state"], events[corrected]["state"]) == ("STANDS", "VOIDED")


def test_a_mark_beside_the_status_is_told_and_explained_by_its_case(clerk, employee):
    report = {"type": "ViolationReported", "jenis": "ABSENSI", "tanggal_kejadian": "2026-02-01", "pelapor": "Pelapor"}
    case = clerk.recorded(f"/v1/employees/{employee}/events", report | {"tanggal": "2026-02-02"})["events"][0]
    under = {"code": "DALAM_PEMERIKSAAN", "label": "Dalam pemeriksaan", "sampai": None}

    assert clerk.get(f"/v1/employees/{employee}", valid_at="2026-02-01").json()["tanda"] == []
    assert clerk.get(f"/v1/employees/{employee}", valid_at="2026-02-02").json()["tanda"] == [under]
    assert "tanda" not in why(clerk, employee, valid_at="2026-02-01")
    found = why(clerk, employee, valid_at="2026-02-02")["tanda"]
    assert (found["value"], found["because"]["event_id"]) == ([under], case["event_id"])


def test_a_mark_that_ends_differs_by_the_examination_that_ended_it(clerk, employee):
    report = {"type": "ViolationReported", "jenis": "ABSENSI", "tanggal_kejadian": "2026-02-01", "pelapor": "Pelapor"}
    path = f"/v1/employees/{employee}/events"
    case = clerk.recorded(path, report | {"tanggal": "2026-02-02"})
    examined = {"type": "ViolationExamined", "tanggal": "2026-02-20", "pemeriksa": ["Pemeriksa Contoh"]}
    found = {"case_id": case["events"][0]["case_id"], "bap_nomor": "BAP-1", "finding": "TIDAK_TERBUKTI"}
    known = case["position"]
    clerk.recorded(path, examined | found)

    told = diff(clerk, employee, f"2026-02-10,{known}", "2026-02-10,")["changes"]

    assert [(c["part"], c["before"][0]["sampai"], c["after"][0]["sampai"], c["because"]["type"]) for c in told] == [
        ("tanda", None, "2026-02-19", "ViolationExamined")
    ]

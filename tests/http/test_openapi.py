"""A client can be made from the description: validators accept it, and the service answers as it says."""

import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from kinerja_es.domain.catalogue import EVENTS, generated
from kinerja_es.domain.competence import AssessmentTeamFormed
from kinerja_es.domain.instansi import BudgetCeilingSet, OfficialTermStarted, PolicyAdopted, StaffingNeedSet
from kinerja_es.domain.performance import UnitPerformanceRated
from tests.http.calling import BATCH, BUDI, NIP, NUMBER, PERSON, SK, UNIT, roster

TITLE = {"title": {"nama": "Operator Layanan"}, "jenis_jabatan": "PELAKSANA"}


@pytest.fixture
def spec(clerk):
    return clerk.get("/openapi.json").json()


def schema_of(spec, content):
    """A schema with all that it refers to."""
    return Draft202012Validator({"components": spec["components"], **content["schema"]})


def operations(spec):
    return [(path, method, op) for path, methods in spec["paths"].items() for method, op in methods.items()]


def test_the_description_is_one_that_validators_accept(spec):
    OpenAPIV31SpecValidator(spec).validate()

    for schema in spec["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_pattern_can_be_read_by_other_programs(spec):
    patterns = set(re.findall(r"'pattern': '([^']+)'", str(spec)))

    assert len(patterns) > 4
    assert [pattern for pattern in patterns if "\\p" in pattern] == []


def test_every_answer_has_a_form(spec):
    for path, method, operation in operations(spec):
        good = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
        assert good, (method, path)
        for status, answer in good.items():
            assert answer["content"]["application/json"]["schema"].keys() == {"$ref"}, (method, path, status)


def test_every_operation_has_a_name_of_its_own_to_call_it_by(spec):
    names = [operation["operationId"] for _, _, operation in operations(spec)]

    assert len(names) == len(set(names)) > 20


def test_every_example_of_a_body_has_the_form_that_is_asked_for(spec):
    seen = 0
    for path, method, operation in operations(spec):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            for name, example in (content.get("examples") or {"": {"value": content.get("example")}}).items():
                errors = [error.message for error in schema_of(spec, content).iter_errors(example["value"])]
                assert errors == [], (method, path, name)
                seen += 1

    assert seen > 15


def test_the_examples_of_a_problem_have_the_form_of_one(spec):
    for _, _, operation in operations(spec):
        content = operation["responses"]["default"]["content"]["application/problem+json"]
        assert list(schema_of(spec, content).iter_errors(content["example"])) == []


# -- what the service really answers -----------------------------------------------------


TRIAL = {"dry_run": "true", "skip_invalid": "true"}
UNIT_RATED = {"type": "UnitPerformanceRated"}
ASKED = {"text": "contoh", "dari": "2025-10-01", "sampai": "2026-09-30", "tahun": 2026, "bulan": "2026-03", "nip": NIP}
"""What the questions of the read models are asked with, by the names of their parameters."""


@pytest.fixture
def answers(clerk, spec, tmp_path):
    """An answer of every address, told by method and address as the description has it."""
    told = {}

    def keep(method, path, answer):
        assert answer.status_code < 300, answer.text
        told[method, path, str(answer.status_code)] = answer.json()
        return answer.json()

    unor = keep("post", "/v1/units", clerk.post("/v1/units", UNIT))["unor_id"]
    rated = {key: UnitPerformanceRated.EXAMPLE[key] for key in ("tmt", "scope", "dari", "sampai", "predikat", "metode")}
    keep("post", "/v1/units/{unor}/events", clerk.post(f"/v1/units/{unor}/events", rated | UNIT_RATED))
    post = clerk.post("/v1/posts", {"tmt": "2025-01-01", "unor_id": unor, **TITLE})
    places = {"unor_id": unor, "jabatan_id": keep("post", "/v1/posts", post)["jabatan_id"]}
    change = {"type": "OrgUnitChanged", "tmt": "2026-01-01", "change": "RENAME", "nama": "Dinas Baru"}
    keep("post", "/v1/units/{unor}/events", clerk.post(f"/v1/units/{unor}/events", change))
    seats = {"type": "PositionChanged", "tmt": "2026-01-01", "formasi": 3}
    keep("post", "/v1/posts/{jabatan}/events", clerk.post(f"/v1/posts/{places['jabatan_id']}/events", seats))
    cited = {"sk_id": keep("post", "/v1/decisions", clerk.post("/v1/decisions", SK))["sk_id"]}
    employee = keep("post", "/v1/employees", clerk.post("/v1/employees", PERSON))["pegawai_id"]
    appointed = {"type": "EmployeeAppointed", "tmt": "2025-10-01", "kind": "PPPK_PARUH_WAKTU", "golongan": "V"}
    sworn = {"type": "OathTaken", "tanggal": "2026-01-20", "tempat": "Pendopo", "pejabat_pelantik": "Wali Kota"}
    facts = [NUMBER, appointed | places | {"sk": cited}, sworn | {"kapasitas": "D"}]
    path = "/v1/employees/{employee}/events"
    recorded = keep("post", path, clerk.post(path.format(employee=employee), facts))
    assert [warning["code"] for warning in recorded["warnings"]] == ["OATH_LATE"]
    government(clerk, keep, cited, places)
    correction = decided(clerk, keep, cited["sk_id"], employee, recorded["events"][1]["event_id"])

    file, other = roster(tmp_path).replace(SK["nomor"].encode(), b"800/2"), BATCH | {"nomor": "800/2"}
    batch = keep("post", "/v1/batches", clerk.upload(file, other))["batch_id"]
    position = keep("post", "/v1/batches", clerk.upload(file, other))["position"]
    closing = clerk.client.post(f"/v1/batches/{batch}/close", headers=BUDI)
    position = keep("post", "/v1/batches/{batch}/close", closing)["position"]

    oath = f"nip,tanggal,tempat,pejabat_pelantik,kapasitas\n{NIP},23-10-2025,Pendopo,Wali Kota,D\n".encode()
    answer = clerk.client.post("/v1/records/OathTaken", files={"file": ("f.csv", oath)}, headers=BUDI, params=TRIAL)
    keep("post", "/v1/records/{type}", answer)

    paid = {"file": ("tpp.csv", f"nip,basic_tpp\n{NIP},1000000\n".encode())}
    keep(
        "post", "/v1/compare/payroll", clerk.client.post("/v1/compare/payroll", files=paid, params={"month": "2026-03"})
    )
    keep("post", "/v1/compare/siasn", clerk.client.post("/v1/compare/siasn", files={"file": ("r.csv", file)}))

    read = "/v1/read-models"
    for path, params in (
        ("/v1/employees", {"text": "contoh", "limit": 2, "at_least": position}),
        ("/v1/employees/{employee}", {}),
        ("/v1/employees/{employee}/events", {}),
        ("/v1/employees/{employee}/why", {}),
        ("/v1/employees/{employee}/diff", {"from": "2025-10-01,1"}),
        ("/v1/batches", {}),
        ("/v1/batches/{batch}", {}),
        (read, {}),
        ("/healthz", {}),
        ("/readyz", {}),
    ):
        keep("get", path, clerk.get(path.format(employee=NIP, batch=batch), **params))
    known = {
        **ASKED,
        "employee": employee,
        "unor": unor,
        "batch": batch,
        "sk": cited["sk_id"],
        "correction": correction,
    }
    for path, operation in spec["paths"].items():
        if path.startswith(f"{read}/"):
            needed = [p["name"] for p in operation["get"].get("parameters", ()) if p["required"]]
            keep("get", path, clerk.get(path, **{name: known[name] for name in needed}))
    return told


def government(clerk, keep, cited, places):
    """What the government sets for itself."""
    adopted = {**PolicyAdopted.EXAMPLE, "tmt": "2026-06-01", "sk": cited}
    keep("post", "/v1/policies", clerk.post("/v1/policies", adopted))
    term = {"type": "OfficialTermStarted", **OfficialTermStarted.EXAMPLE}
    need = {"type": "StaffingNeedSet", **StaffingNeedSet.EXAMPLE, "unor_id": places["unor_id"]}
    ceiling = {"type": "BudgetCeilingSet", **BudgetCeilingSet.EXAMPLE, **places}
    team = {"type": "AssessmentTeamFormed", **AssessmentTeamFormed.EXAMPLE, "sk": cited}
    keep("post", "/v1/instansi/events", clerk.post("/v1/instansi/events", [term, need, ceiling, team]))
    for path in ("/v1/policies/current", "/v1/instansi", "/v1/reference", "/v1/reference/{table}"):
        keep("get", path, clerk.get(path.format(table="jenis_hukuman")))


def decided(clerk, keep, sk_id, employee, appointment):
    """An SK corrected, annulled and reinstated, and a second record of the person merged; gives the annulment."""
    changed = f"/v1/decisions/{sk_id}"
    patch = {"event_id": appointment, "path": "golongan", "old": "V", "new": "VII"}
    ralat = {"ralat_nomor": "R-1", "ralat_tanggal": "2025-10-20", "patches": [patch]}
    keep("post", "/v1/decisions/{sk_id}/corrections", clerk.post(f"{changed}/corrections", ralat))
    court = {"court_ref": "1/G/2026/PTUN.SRG"}
    body = {"kind": "DICABUT", "by": "PENGADILAN", "effect_from": "2026-03-01", **court}
    annulled = keep("post", "/v1/decisions/{sk_id}/annulments", clerk.post(f"{changed}/annulments", body))
    body = {"lifts": annulled["events"][0]["event_id"], "mulai": "2026-03-01", **court}
    keep("post", "/v1/decisions/{sk_id}/reinstatements", clerk.post(f"{changed}/reinstatements", body))
    double = clerk.recorded("/v1/employees", PERSON)["pegawai_id"]
    body = {"merged": double, "tmt": "2026-02-01", "evidence": "KTP sama", "approved_by": "Kepala BKPSDM"}
    keep("post", "/v1/employees/{employee}/merges", clerk.post(f"/v1/employees/{employee}/merges", body))
    return annulled["events"][0]["event_id"]


def test_the_service_answers_in_the_form_that_is_described(spec, answers):
    for (method, path, status), answer in answers.items():
        content = spec["paths"][path][method]["responses"][status]["content"]["application/json"]
        errors = [(list(error.path), error.message) for error in schema_of(spec, content).iter_errors(answer)]
        assert errors == [], (method, path)


def test_no_name_of_an_answer_goes_without_description(spec, answers):
    for (method, path, status), answer in answers.items():
        if path.startswith("/v1/read-models/"):
            continue  # its names are the read model's own
        reference = spec["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]["$ref"]
        described = spec["components"]["schemas"][reference.rpartition("/")[2]]["properties"]
        assert answer.keys() == described.keys(), (method, path)


def test_every_address_was_asked(spec, answers):
    asked = {(method, path) for method, path, _ in answers}

    assert {(method, path) for path, method, _ in operations(spec)} == asked


def test_a_problem_has_the_form_that_is_described(clerk, spec):
    answer = clerk.post("/v1/employees", {"nama": ""}).json()

    content = spec["paths"]["/v1/employees"]["post"]["responses"]["default"]["content"]["application/problem+json"]
    assert list(schema_of(spec, content).iter_errors(answer)) == []
    assert answer.keys() == spec["components"]["schemas"]["Problem"]["properties"].keys()


def test_every_id_that_the_server_gives_is_described_in_the_answer_that_tells_it(spec):
    given = {field for event in EVENTS.values() for field in generated(event)}

    described = spec["components"]["schemas"]["EventRecorded"]["properties"].keys()

    assert given | {"event_id", "type", "tmt"} == described
    assert {"case_id", "coaching_id", "leave_id", "sanction_id", "term_id", "training_id"} <= described

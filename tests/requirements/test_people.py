"""What the five articles ask about people, appointments, contracts and batches, shown over HTTP, row by row."""

import orjson
import pytest

from tests.http.calling import BATCH, BUDI, NIP, NUMBER, PERSON, SK, codes, roster

row = pytest.mark.requirement

CONTRACT = {
    "type": "EmploymentContractSigned",
    "nomor": "PK-1/2025",
    "mulai": "2025-10-01",
    "akhir": "2026-09-30",
    "jam_per_minggu": "20",
    "upah_rp": 2_500_000,
    "dasar_upah": "NON_ASN",
    "upah_minimum_rp": 2_400_000,
    "sumber_anggaran": "APBD 2025",
}
OATH = {
    "type": "OathTaken",
    "tanggal": "2025-10-23",
    "tempat": "Pendopo Kota Sawahlunto",
    "pejabat_pelantik": "Wali Kota",
    "kapasitas": "D",
    "saksi": ["Saksi Contoh"],
    "formula": "Demi Tuhan",
}
DUTY = {"type": "DutyCommenced", "tanggal": "2025-10-01"}


@pytest.fixture
def employee(clerk):
    return clerk.appointed()


@pytest.fixture
def tell(clerk, employee):
    """Records something for the one employee; answers with the codes that speak against it, or its warnings."""

    def recorded(command, *, who=employee):
        answer = clerk.post(f"/v1/employees/{who}/events", command)
        if answer.status_code == 201:
            return [warning["code"] for warning in answer.json()["warnings"]]
        return [code for code, _ in codes(answer)]

    return recorded


def details(clerk, employee, kind):
    events = clerk.get(f"/v1/employees/{employee}/events").json()["events"]
    return [event["details"] | {"sk": event["decision"]} for event in events if event["type"] == kind]


def imported(clerk, tmp_path, **over):
    answer = clerk.upload(roster(tmp_path), BATCH | over)
    assert answer.status_code == 201, answer.text
    return answer.json()


# -- batches -----------------------------------------------------------------------------


@row("S0-1", "S1-2", "S4-1")
def test_a_batch_counts_by_kind_and_unit_and_closes_only_when_counts_agree_or_are_explained(clerk, tmp_path):
    short = BATCH | {"jumlah_pegawai": 5, "expected": {"PPPK": 1, "PPPK_PARUH_WAKTU": 4}}
    wrong = BATCH | {"jumlah_pegawai": 5}
    assert codes(clerk.upload(roster(tmp_path), wrong))[0][0] == "COUNTS_DIFFER"
    told = imported(clerk, tmp_path, **short)
    batch = clerk.get(f"/v1/batches/{told['batch_id']}", at_least=told["position"]).json()

    close = f"/v1/batches/{told['batch_id']}/close"
    assert codes(clerk.post(close, {}))[0][0] == "BATCH_COUNTS_DIFFER"
    assert clerk.post(close, {"explain": "Satu orang mengundurkan diri."}).status_code == 201
    assert sum(unit["recorded"] for unit in batch["per_unor"]) == 4
    assert {kind["kind"]: (kind["expected"], kind["recorded"]) for kind in batch["per_kind"]} == {
        "PPPK": (1, 1),
        "PPPK_PARUH_WAKTU": (4, 3),
    }


@row("S4-5", "S4-1")
def test_selection_stage_participant_number_and_pertek_are_part_of_the_record(clerk, tmp_path):
    told = imported(clerk, tmp_path, selection_stage="tahap dua")
    found = clerk.get("/v1/employees", text="1", at_least=told["position"]).json()["items"]
    appointed = details(clerk, found[0]["pegawai_id"], "EmployeeAppointed")
    assert appointed[0]["selection_stage"] == "tahap dua"
    ids = {"no_peserta": "24-1234"}
    person = clerk.recorded("/v1/employees", PERSON | {"external_ids": ids})["pegawai_id"]
    number = NUMBER | {"pertek_nomor": "PT-1/2025", "pertek_tanggal": "2025-09-01"}
    clerk.recorded(f"/v1/employees/{person}/events", number)

    assert codes(clerk.post("/v1/employees", PERSON | {"external_ids": ids}))[0][0] == "DUPLICATE_EXTERNAL_ID"
    assert details(clerk, person, "IdentityNumberAssigned")[0]["pertek_nomor"] == "PT-1/2025"


# -- oath, petikan, appointment ----------------------------------------------------------


@row("S0-2", "S4-2")
def test_an_oath_has_place_day_official_capacity_and_witnesses(clerk, employee, tell):
    assert tell({name: value for name, value in OATH.items() if name != "pejabat_pelantik"}) == ["VALUE_MISSING"]
    assert tell(OATH | {"tanggal": "2025-09-25"}) == ["OATH_BEFORE_DECISION"]
    assert tell(OATH) == []

    told = details(clerk, employee, "OathTaken")[0]
    assert (told["tempat"], told["kapasitas"], told["saksi"]) == ("Pendopo Kota Sawahlunto", "D", ["Saksi Contoh"])


@row("S1-1", "S1-3")
def test_a_petikan_is_a_fact_of_its_own_for_each_person_with_its_own_day(clerk, employee, tell):
    sk = details(clerk, employee, "EmployeeAppointed")[0]["sk"]["sk_id"]
    petikan = {"type": "DecisionExcerptDelivered", "sk_id": sk, "tanggal": "2025-12-24", "tempat": "Samber Park"}

    assert details(clerk, employee, "DecisionExcerptDelivered") == []
    assert tell(petikan | {"tanggal": "2025-09-25"}) == ["EXCERPT_BEFORE_DECISION"]
    assert tell(petikan | {"acknowledgement": "TT-1"}) == []
    assert tell(petikan) == ["ALREADY_RECORDED"]
    assert details(clerk, employee, "DecisionExcerptDelivered")[0]["acknowledgement"] == "TT-1"


@row("S3-1")
def test_the_capacity_of_who_decides_is_part_of_the_sk(clerk, employee, tell):
    pj = clerk.recorded("/v1/decisions", SK | {"nomor": "PJ-1", "kapasitas": "PJ", "pejabat_jabatan": "Pj Bupati PPU"})
    held = details(clerk, employee, "EmployeeAppointed")[0]
    post = {"tmt": "2025-01-01", "title": {"nama": "Pengelola"}, "jenis_jabatan": "PELAKSANA"}
    other = clerk.recorded("/v1/posts", post | {"unor_id": held["unor_id"]})["jabatan_id"]
    move = {"type": "PositionAssigned", "tmt": "2026-01-02", "jenis": "ROTASI", "jabatan_id": other}
    assert tell(DUTY) == []

    assert tell(move | {"unor_id": held["unor_id"], "sk": {"sk_id": pj["sk_id"]}}) == ["APPROVAL_MISSING"]
    assert details(clerk, employee, "PositionAssigned")[0]["sk"]["kapasitas"] == "PJ"
    assert codes(clerk.post("/v1/decisions", SK | {"kapasitas": "RAJA"}))[0][0] == "VALUE_INVALID"


@row("S2-1")
def test_a_move_may_lie_ahead_and_is_shown_as_such(clerk, employee, tell):
    held = details(clerk, employee, "EmployeeAppointed")[0]
    post = {"tmt": "2025-01-01", "title": {"nama": "Pengelola"}, "jenis_jabatan": "PELAKSANA"}
    other = clerk.recorded("/v1/posts", post | {"unor_id": held["unor_id"]})["jabatan_id"]
    sk = {"sk": {"sk_id": held["sk"]["sk_id"]}}
    move = {"type": "PositionAssigned", "tmt": "2027-03-01", "jenis": "ROTASI", "jabatan_id": other}
    tell(DUTY)

    assert tell(move | {"unor_id": held["unor_id"]}) == ["DECISION_REQUIRED"]
    assert tell(move | {"unor_id": held["unor_id"]} | sk) == []
    now = clerk.get(f"/v1/employees/{employee}", valid_at="2026-07-01").json()
    assert now["jabatan"]["nama"] == "Operator Layanan"
    assert [(later["valid_from"], later["jabatan"]["nama"]) for later in now["pending"]] == [
        ("2027-03-01", "Pengelola")
    ]


@row("S0-8", "S0-9")
def test_a_placement_has_sector_and_remoteness_and_its_unit_a_type(clerk, employee):
    unit = {"tmt": "2025-01-01", "nama": "Puskesmas Contoh", "jenis": "PUSKESMAS", "sektor": "KESEHATAN"}
    unor = clerk.recorded("/v1/units", unit)["unor_id"]
    post = {"tmt": "2025-01-01", "title": {"nama": "Perawat"}, "jenis_jabatan": "FUNGSIONAL", "unor_id": unor}
    jabatan = clerk.recorded("/v1/posts", post)["jabatan_id"]
    person = clerk.person(nama="Perawat Contoh")
    place = {"jabatan_id": jabatan, "unor_id": unor, "sektor": "KESEHATAN", "remote_area": True}
    sk = {"sk": {"sk_id": details(clerk, employee, "EmployeeAppointed")[0]["sk"]["sk_id"]}}
    body = {"type": "EmployeeAppointed", "tmt": "2025-10-01", "kind": "PPPK"} | place | sk

    wrong = clerk.post(f"/v1/employees/{person}/events", body | {"remote_area": "jauh"})
    assert codes(wrong) == [("VALUE_INVALID", "remote_area")]
    clerk.recorded(f"/v1/employees/{person}/events", body)
    told = details(clerk, person, "EmployeeAppointed")[0]
    assert (told["sektor"], told["remote_area"]) == ("KESEHATAN", True)


# -- contract and pay --------------------------------------------------------------------


@row("S0-6")
def test_hours_are_a_term_of_the_contract_and_never_a_result(clerk, employee, tell):
    assert tell(CONTRACT | {"jam_per_minggu": "banyak"}) == ["VALUE_INVALID"]
    assert tell(CONTRACT) == []
    assert details(clerk, employee, "EmploymentContractSigned")[0]["jam_per_minggu"] == "20"
    tell(DUTY)
    evaluation = {
        "type": "PerformanceEvaluated",
        "tmt": "2026-01-12",
        "scope": "TRIWULAN",
        "dari": "2025-10-01",
        "sampai": "2025-12-31",
        "penilai": {"nama": "Atasan Contoh", "status": "NON_ASN"},
        "perilaku": 2,
    }
    assert "EVALUATION_WITHOUT_RESULTS" in tell(evaluation)
    assert tell(evaluation | {"hasil": 2, "jam": 40}) == ["BODY_INVALID"]


@row("S0-12")
def test_a_wage_is_not_below_its_floor_and_names_its_source(clerk, employee, tell):
    assert tell(CONTRACT | {"upah_rp": 2_300_000}) == ["WAGE_BELOW_FLOOR"]
    assert tell(CONTRACT | {"upah_rp": 2_500_000.5}) == ["VALUE_INVALID"]
    assert tell(CONTRACT) == []
    told = details(clerk, employee, "EmploymentContractSigned")[0]
    assert (told["upah_rp"], told["dasar_upah"], told["sumber_anggaran"]) == (2_500_000, "NON_ASN", "APBD 2025")


# -- the person --------------------------------------------------------------------------


@row("S0-11", "S1-14")
def test_training_has_hours_provider_and_the_competence_that_the_post_asks_for(clerk, employee, tell):
    training = {
        "type": "TrainingCompleted",
        "jenis_diklat_id": "3",
        "nama": "Pelayanan Prima",
        "penyelenggara": "BKPSDM",
        "mulai": "2026-02-02",
        "selesai": "2026-02-04",
        "jumlah_jp": 20,
        "kompetensi_id": "integritas",
    }

    assert tell(training | {"jumlah_jp": 0}) == ["VALUE_INVALID"]
    assert tell(training) == []
    assert tell(training | {"nama": "Arsip", "jumlah_jp": 5}) == ["TRAINING_CEILING"]
    assert details(clerk, employee, "TrainingCompleted")[0]["kompetensi_id"] == "integritas"


@row("S1-9")
@pytest.mark.parametrize("kind", ["PNS", "PPPK", "PPPK_PARUH_WAKTU"])
def test_every_kind_of_employee_is_in_one_registry(clerk, kind):
    person = clerk.person(kind=kind)

    assert clerk.get(f"/v1/employees/{person}").status_code == 200
    assert codes(clerk.post("/v1/employees", PERSON | {"kind": "HONORER"}))[0][0] == "VALUE_INVALID"


@row("S1-15")
def test_a_stream_begins_with_the_person_and_lives_past_the_end(clerk, employee, tell):
    sk = {"sk": {"sk_id": details(clerk, employee, "EmployeeAppointed")[0]["sk"]["sk_id"]}}
    tell(DUTY)
    end = {"type": "EmploymentTerminated", "tmt": "2026-05-01", "ground": "PERMINTAAN_SENDIRI", "honour": "HORMAT"}
    assert tell(end | sk) == []
    award = {"type": "CommendationAwarded", "harga_id": "101", "nomor": "K-1", "tanggal": "2026-05-20", "tahun": 2026}

    assert tell(award) == []
    assert tell({"type": "LeaveGranted", "jenis_cuti": "TAHUNAN", "dari": "2026-06-01", "sampai": "2026-06-02"}) == [
        "VALUE_MISSING"
    ]
    leave = {"type": "LeaveGranted", "jenis_cuti": "TAHUNAN", "dari": "2026-06-01", "sampai": "2026-06-02"}
    assert tell(leave | {"hari_kerja": 2}) == ["ENGAGEMENT_CLOSED"]
    events = clerk.get(f"/v1/employees/{employee}/events").json()["events"]
    assert [events[0]["type"], events[-1]["type"]] == ["EmployeeRegistered", "CommendationAwarded"]


@row("S4-4")
def test_service_before_the_status_is_a_fact(clerk):
    before = [{"unor": "SD Negeri 1", "jabatan": "Guru honorer", "dari": "2015-07-01", "sampai": "2025-09-30"}]

    person = clerk.recorded("/v1/employees", PERSON | {"prior_service": before})["pegawai_id"]

    assert details(clerk, person, "EmployeeRegistered")[0]["prior_service"] == before
    wrong = [before[0] | {"dari": "kemarin"}]
    assert codes(clerk.post("/v1/employees", PERSON | {"prior_service": wrong}))[0][0] == "DATE_INVALID"


@row("S4-6")
def test_legality_is_complete_with_sk_number_and_contract(clerk, tmp_path):
    told = imported(clerk, tmp_path)
    path = f"/v1/batches/{told['batch_id']}"
    members = clerk.get(path, at_least=told["position"]).json()["evidence"]
    assert (members["ni"], members["kontrak"]) == (4, 0)
    found = clerk.get("/v1/employees", text="1").json()["items"]

    answer = clerk.client.post(
        "/v1/records/EmploymentContractSigned",
        files={"file": ("k.csv", f"nip,nomor,mulai,akhir\n{found[0]['nip']},PK-1,01-10-2025,30-09-2026\n".encode())},
        headers=BUDI,
    )
    assert answer.status_code == 201, answer.text
    after = clerk.get(path, at_least=answer.json()["position"]).json()["evidence"]
    assert after["kontrak"] == 1
    assert codes(clerk.post(f"/v1/employees/{NIP}/events", orjson.loads(b"{}")))[0][0] == "VALUE_MISSING"

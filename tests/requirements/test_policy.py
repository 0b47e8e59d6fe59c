"""What the articles ask of what a government sets for itself, shown at the HTTP service, row by row."""

import pytest

from tests.http.calling import PERSON, SK, UNIT, codes

row = pytest.mark.requirement


class Government:
    """A government with an SK, a school, a health centre, and a post in each."""

    def __init__(self, clerk):
        self.clerk = clerk
        self.sk = {"sk_id": clerk.recorded("/v1/decisions", SK)["sk_id"]}
        self.school = self.unit("SD Negeri 1 Terpencil", sektor="PENDIDIKAN")
        self.clinic = self.unit("Puskesmas Contoh", sektor="KESEHATAN")
        self.teacher = self.post(self.school, "Guru Ahli Pertama")
        self.nurse = self.post(self.clinic, "Perawat Terampil")

    def unit(self, nama, **over):
        return self.clerk.recorded("/v1/units", UNIT | {"nama": nama, **over})["unor_id"]

    def post(self, unor, nama, **over):
        body = {"tmt": "2025-01-01", "title": {"nama": nama}, "unor_id": unor, "jenis_jabatan": "FUNGSIONAL", **over}
        return self.clerk.recorded("/v1/posts", body)["jabatan_id"]

    def appointment(self, **over):
        places = {"jabatan_id": self.teacher, "unor_id": self.school, "sektor": "PENDIDIKAN"}
        fields = {"type": "EmployeeAppointed", "tmt": "2025-10-01", "kind": "PPPK_PARUH_WAKTU", "sk": self.sk}
        return fields | places | over

    def appointed(self, **over):
        person = self.clerk.person(nama=f"Contoh {len(over)}", kind=over.get("kind", PERSON["kind"]))
        appointment = self.appointment(**over)
        self.tell(person, appointment, {"type": "DutyCommenced", "tanggal": appointment["tmt"]})
        return person

    def tell(self, person, *commands):
        return self.clerk.recorded(f"/v1/employees/{person}/events", list(commands))

    def set(self, **command):
        return self.clerk.recorded("/v1/instansi/events", command)

    def refused(self, path, **command):
        return codes(self.clerk.post(path, command))

    def adopt(self, version, tmt, **settings):
        command = {"tmt": tmt, "policy_version": version, "content": settings, "sk": self.sk}
        return self.clerk.recorded("/v1/policies", command)

    def on(self, day):
        return self.clerk.get("/v1/instansi", valid_at=day).json()

    def standing(self, person, day):
        return self.clerk.get(f"/v1/employees/{person}", valid_at=day).json()


@pytest.fixture
def government(clerk):
    return Government(clerk)


def need(unor, jumlah, **over):
    fields = {"type": "StaffingNeedSet", "tmt": "2025-09-01", "tahun": 2025, "sumber": "Analisis beban kerja"}
    return fields | {"unor_id": unor, "jumlah": jumlah, **over}


@row("S0-14")
def test_needs_and_appointments_are_counted_by_the_same_sectors_and_units(government):
    government.set(**need(government.school, 3, sektor="pendidikan: guru dan tenaga kependidikan"))
    government.set(**need(government.clinic, 2, sektor="KESEHATAN"))
    government.set(**need(government.school, 4, sektor="PENDIDIKAN", tmt="2025-11-01"))
    teacher = government.appointed()

    needs = {(n["unor_id"], n["sektor"]["code"]): n["jumlah"] for n in government.on("2025-10-15")["staffing_needs"]}
    assert needs == {(government.school, "PENDIDIKAN"): 3, (government.clinic, "KESEHATAN"): 2}
    assert {n["jumlah"] for n in government.on("2025-11-01")["staffing_needs"]} == {4, 2}
    assert government.on("2025-08-31")["staffing_needs"] == []
    events = government.clerk.get(f"/v1/employees/{teacher}/events").json()["events"]
    assert events[1]["codes"]["sektor"] == {
        "code": "PENDIDIKAN",
        "nama": "Pendidikan: guru dan tenaga kependidikan",
    }
    assert government.standing(teacher, "2025-09-30")["unor"] is None
    assert government.standing(teacher, "2025-10-01")["unor"]["id"] == government.school
    unheard = need(government.school, 3, sektor="SEKOLAH")
    assert government.refused("/v1/instansi/events", **unheard) == [("REFERENCE_CODE_UNKNOWN", "sektor")]
    person = government.clerk.person()
    appointment = government.appointment(sektor="SEKOLAH")
    assert government.refused(f"/v1/employees/{person}/events", **appointment) == [("REFERENCE_CODE_UNKNOWN", "sektor")]


@row("S2-17")
def test_a_day_lies_in_the_term_of_office_of_somebody(government):
    mayor = {"type": "OfficialTermStarted", "nama": "Wali Kota Contoh", "jabatan": "Wali Kota Bengkulu"}
    term = government.set(**mayor, kapasitas="D", dari="2018-09-24", sampai="2023-09-23")["events"][0]["term_id"]

    def in_office(day):
        return [(o["nama"], o["dari"], o["ended"]) for o in government.on(day)["officials"]]

    five_years = [("Wali Kota Contoh", "2018-09-24", "2023-09-24")]
    assert in_office("2018-09-23") == []
    assert in_office("2018-12-25") == five_years
    assert in_office("2023-09-23") == five_years
    assert in_office("2023-09-24") == []
    acting = mayor | {"nama": "Pj Contoh", "kapasitas": "PJ", "dari": "2023-09-23"}
    assert government.refused("/v1/instansi/events", **acting) == [("TERM_OVERLAP", "dari")]
    government.set(type="OfficialTermEnded", term_id=term, tmt="2023-09-01")
    government.set(**acting)
    assert in_office("2023-09-10") == []
    assert in_office("2023-09-24") == [("Pj Contoh", "2023-09-23", None)]


@row("S3-5")
def test_somebody_answers_for_each_programme(government):
    programme = {
        "type": "BudgetCeilingSet",
        "tmt": "2026-01-05",
        "unor_id": government.school,
        "program": "1.01.02",
        "tahun": 2026,
        "pagu_rp": 400_000_000,
        "sumber": "APBD 2026",
    }
    holder = government.appointed()

    assert government.refused("/v1/instansi/events", **programme) == [("VALUE_MISSING", "jabatan_id")]
    elsewhere = programme | {"jabatan_id": government.nurse}
    assert government.refused("/v1/instansi/events", **elsewhere) == [("POSITION_NOT_ACTIVE", "jabatan_id")]
    government.set(**programme, jabatan_id=government.teacher)
    (ceiling,) = government.on("2026-03-31")["budget_ceilings"]
    assert (ceiling["program"], ceiling["pagu_rp"]) == ("1.01.02", 400_000_000)
    assert government.standing(holder, "2026-03-31")["jabatan"]["id"] == ceiling["jabatan_id"]


@row("S4-3")
def test_the_first_of_a_kind_is_told_by_the_day_of_effect_and_not_of_recording(government):
    later = government.appointed(tmt="2025-11-01")
    first = government.appointed(tmt="2025-10-01", sektor=None)
    whole = government.appointed(tmt="2025-01-02", kind="PPPK", sektor=None, remote_area=True)

    def part_timers(day):
        return [p for p in (later, first, whole) if government.standing(p, day)["kind"] == "PPPK_PARUH_WAKTU"]

    assert part_timers("2025-09-25") == []
    assert part_timers("2025-10-01")[-1:] == [first]
    begun = {
        person: next(
            event["tmt"]
            for event in government.clerk.get(f"/v1/employees/{person}/events").json()["events"]
            if event["type"] == "EmployeeAppointed" and event["details"]["kind"] == "PPPK_PARUH_WAKTU"
        )
        for person in (later, first)
    }
    assert min(begun, key=begun.__getitem__) == first
    person = government.clerk.person()
    unknown = government.appointment(kind="PARUH")
    assert government.refused(f"/v1/employees/{person}/events", **unknown) == [("VALUE_INVALID", "kind")]


def evaluation(quarter):
    first = ("2025-10-01", "2025-12-31", "2026-01-12"), ("2026-01-01", "2026-03-31", "2026-04-06")
    dari, sampai, tmt = first[quarter]
    return {
        "type": "PerformanceEvaluated",
        "tmt": tmt,
        "scope": "TRIWULAN",
        "dari": dari,
        "sampai": sampai,
        "penilai": {"nama": "Atasan Contoh"},
        "hasil": 2,
        "perilaku": 2,
        "item_scores": [],
    }


@row("S4-11")
def test_the_policy_of_an_upgrade_is_set_by_the_government_and_has_versions(government):
    person = government.appointed()
    told = government.tell(person, *({k: v for k, v in evaluation(n).items() if k != "item_scores"} for n in (0, 1)))
    second = told["events"][1]["evaluation_id"]
    path = f"/v1/employees/{person}/events"
    proposal = {
        "type": "StatusUpgradeProposed",
        "tanggal": "2026-04-20",
        "to_kind": "PPPK",
        "pengusul": "Wali Kota Serang",
        "evaluation_ids": [second],
        "budget_ref": "DPA 2026/5.1.01",
    }

    # By law alone a year is looked at: the last quarter is not enough.
    assert {code for code, _ in government.refused(path, **proposal)} == {"UPGRADE_WITHOUT_EVALUATION"}
    government.adopt(1, "2026-01-01", upgrade={"window_months": 3, "least_predikat": 1})
    assert {code for code, _ in government.refused(path, **proposal)} == {"UPGRADE_WITHOUT_EVALUATION"}
    government.adopt(2, "2026-04-01", upgrade={"window_months": 3, "least_predikat": 2})
    taken = {"tmt": "2026-05-01", "policy_version": 2, "content": {}, "sk": government.sk}
    assert government.refused("/v1/policies", **taken) == [("POLICY_VERSION_TAKEN", "policy_version")]
    government.tell(person, proposal)

    events = government.clerk.get(path).json()["events"]
    assert {event["type"]: event["rule_set"] for event in events if "Upgrade" in event["type"]} == {
        "StatusUpgradeProposed": "2026-11+policy-2"
    }
    assert {event["rule_set"] for event in events if event["type"] == "PerformanceEvaluated"} == {"2026-11"}
    shown = [
        government.clerk.get("/v1/policies/current", valid_at=day).json()
        for day in ("2025-12-31", "2026-01-01", "2026-04-01")
    ]
    assert [(p["policy_version"], p["settings"]["upgrade"]["window_months"]) for p in shown] == [
        (None, 12),
        (1, 3),
        (2, 3),
    ]
    assert shown[2]["stated"] == ["upgrade.window_months", "upgrade.least_predikat"]
    assert shown[2]["sk"]["nomor"] == SK["nomor"]

"""What the five articles ask about discipline and coaching, shown at the HTTP service, row by row."""

import pytest

from tests.http.calling import SK, codes
from tests.requirements.cases import COACHED, CUT, END, EXAMINED, REPORT

row = pytest.mark.requirement


class Office:
    """One employee on duty, and the SK that decides about them."""

    def __init__(self, clerk):
        self.clerk = clerk
        self.person = clerk.appointed()
        sk = {"nomor": "HD-1/2026", "tanggal": "2026-02-24", "jenis": "HUKUMAN_DISIPLIN", "jumlah_pegawai": 1}
        self.sk = {"sk": {"sk_id": clerk.recorded("/v1/decisions", SK | sk)["sk_id"]}}
        self.tell({"type": "DutyCommenced", "tanggal": "2025-10-01"})

    def ask(self, command):
        return self.clerk.post(f"/v1/employees/{self.person}/events", command)

    def tell(self, command):
        answer = self.ask(command)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def refused(self, command):
        return [code for code, _ in codes(self.ask(command))]

    def case(self, **over):
        self.tell(REPORT | over)
        return {"case_id": self.history("ViolationReported")[-1]["case_id"]}

    def history(self, kind):
        events = self.clerk.get(f"/v1/employees/{self.person}/events").json()["events"]
        return [event["details"] for event in events if event["type"] == kind]

    def on(self, day):
        return self.clerk.get(f"/v1/employees/{self.person}", valid_at=day).json()

    def evaluated(self):
        return self.tell(
            {
                "type": "PerformanceEvaluated",
                "tmt": "2026-01-12",
                "scope": "TRIWULAN",
                "dari": "2025-10-01",
                "sampai": "2025-12-31",
                "penilai": {"nama": "Atasan Contoh", "status": "NON_ASN"},
                "hasil": 3,
                "perilaku": 3,
            }
        )["events"][0]["evaluation_id"]


@pytest.fixture
def office(clerk):
    return Office(clerk)


@row("S1-10", "S1-9")
def test_the_history_of_discipline_is_one_case_from_report_to_its_end(office):
    case = office.case()

    assert office.refused(CUT | case | office.sk) == ["NO_EXAMINATION"]
    office.tell(EXAMINED | case)
    office.tell(CUT | case | office.sk)
    assert office.refused(CUT | case | office.sk) == ["DOUBLE_JEOPARDY"]

    assert [office.on(day)["tpp_persen"] for day in ("2026-02-28", "2026-03-01", "2026-08-31", "2026-09-01")] == [
        100,
        75,
        75,
        100,
    ]
    kinds = ["ViolationReported", "ViolationExamined", "DisciplinarySanctionImposed"]
    assert [len(office.history(kind)) for kind in kinds] == [1, 1, 1]


def test_a_case_whose_sanction_was_annulled_may_lead_to_another_one(office):
    case = office.case()
    office.tell(EXAMINED | case)
    office.tell(CUT | case | office.sk)
    sk = SK | {"jenis": "HUKUMAN_DISIPLIN", "jumlah_pegawai": 1}
    gone, again = (
        {"sk": {"sk_id": office.clerk.recorded("/v1/decisions", sk | {"nomor": nomor, "tanggal": day})["sk_id"]}}
        for nomor, day in (("HD-2/2026", "2026-03-10"), ("HD-3/2026", "2026-03-20"))
    )
    annulment = {"kind": "DIBATALKAN", "defect": "PROSEDUR", "by": "PEJABAT"} | gone
    office.clerk.recorded(f"/v1/decisions/{office.sk['sk']['sk_id']}/annulments", annulment)
    days = {"mulai": "2026-04-01", "akhir": "2026-09-30"}

    office.tell(CUT | case | days | again)

    assert office.refused(CUT | case | days | again) == ["DOUBLE_JEOPARDY"]
    assert [office.on(day)["tpp_persen"] for day in ("2026-03-09", "2026-03-10", "2026-04-01")] == [75, 100, 75]


@row("S4-7", "S3-14")
def test_cases_of_ethics_and_business_are_kinds_of_their_own(office):
    for jenis in ("ETIKA", "BISNIS", "ABSENSI"):
        office.case(jenis=jenis)

    assert {case["jenis"] for case in office.history("ViolationReported")} == {"ETIKA", "BISNIS", "ABSENSI"}
    assert office.refused(REPORT | {"jenis": "MALAS"}) == ["VALUE_INVALID"]
    shop = {"type": "BusinessInterestDeclared", "jenis_usaha": "Warung", "peran": "Pemilik", "mulai": "2026-01-01"}
    assert [w["code"] for w in office.tell(shop)["warnings"]] == ["BUSINESS_WITHOUT_PERMIT"]


@row("S4-8")
def test_an_end_has_the_grounds_and_the_honour_of_the_kind_of_employment(office):
    quit_ = END | {"ground": "PERMINTAAN_SENDIRI", "honour": "HORMAT", "legal_basis": []}

    assert office.refused(quit_ | {"ground": "DIANGKAT_PNS"} | office.sk) == ["VALUE_INVALID"]
    assert office.refused(quit_ | {"honour": "TIDAK_HORMAT"} | office.sk) == ["HONOUR_MISMATCH"]
    office.tell(quit_ | office.sk)
    assert office.on("2026-05-01")["status"] == "BERHENTI_HORMAT"


@row("S4-9")
@pytest.mark.parametrize("jenis", ["PELECEHAN_SEKSUAL", "TIPIKOR", "PENIPUAN"])
def test_a_serious_offence_leads_to_examination_and_dismissal_not_to_coaching(office, jenis):
    case = office.case(jenis=jenis)
    end = END | {"ground": "PELANGGARAN_BERAT"} | office.sk

    assert office.refused(COACHED | case) == ["SERIOUS_OFFENCE_NOT_COACHABLE"]
    assert office.refused(end) == ["NO_EXAMINATION"]
    office.tell(EXAMINED | case)
    office.tell(end)

    assert office.on("2026-05-01")["status"] == "BERHENTI_HORMAT_TAPS"


@row("S4-10")
def test_poor_work_leads_to_coaching_and_to_dismissal_only_after_it(office):
    evaluation = office.evaluated()
    end = END | {"ground": "TIDAK_BERKINERJA"} | office.sk

    assert office.refused(end) == ["COACHING_NOT_TRIED"]
    started = office.tell(COACHED | {"evaluation_id": evaluation})
    assert office.refused(end) == ["COACHING_NOT_TRIED"]
    coaching = office.history("CoachingStarted")[0]["coaching_id"]
    office.tell(
        {"type": "CoachingConcluded", "coaching_id": coaching, "tanggal": "2026-04-15", "outcome": "NOT_IMPROVED"}
    )
    office.tell(end)

    assert started["version"] > 0
    assert office.on("2026-05-01")["status"] == "BERHENTI_HORMAT_TAPS"

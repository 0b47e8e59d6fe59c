"""An SK corrected, annulled and reinstated over HTTP: it reaches everybody it names, in one transaction."""

import pytest

from tests.http.calling import NIP, SK, codes, roster

DAY = "2026-06-01"


def cited(nomor: str, tanggal: str, jenis: str = "LAINNYA") -> dict[str, object]:
    return SK | {"nomor": nomor, "tanggal": tanggal, "jenis": jenis, "jumlah_pegawai": 1}


@pytest.fixture
def batch(clerk, tmp_path):
    """Four people appointed by one SK; gives the SK's id and the people by name."""
    answer = clerk.upload(roster(tmp_path))
    assert answer.status_code == 201, answer.text
    found = clerk.get("/v1/read-models/current_standing/list", valid_at=DAY, at_least=answer.json()["position"]).json()
    return answer.json()["sk_id"], [row["pegawai_id"] for row in found["items"]]


def standing(clerk, employee, **asked):
    return clerk.get(f"/v1/employees/{employee}", **{"valid_at": DAY, **asked}).json()


def appointment(clerk, employee):
    events = clerk.get(f"/v1/employees/{employee}/events").json()["events"]
    return next(event for event in events if event["type"] == "EmployeeAppointed")


def annul(clerk, sk_id, **over):
    by = clerk.recorded("/v1/decisions", cited("B-1/2026", "2026-03-05"))["sk_id"]
    body = {"kind": "DICABUT", "by": "PEJABAT", "sk": {"sk_id": by}} | over
    return clerk.post(f"/v1/decisions/{sk_id}/annulments", body)


def test_an_annulled_collective_sk_reaches_everybody_it_names(clerk, batch):
    sk_id, people = batch

    before = [standing(clerk, p, valid_at="2026-03-04")["status"] for p in people]
    answer = annul(clerk, sk_id)

    assert (answer.status_code, answer.json()["employees"]) == (201, 4)
    assert [standing(clerk, p)["status"] for p in people] == ["BATAL"] * 4
    assert [standing(clerk, p, valid_at="2026-03-04")["status"] for p in people] == before
    assert "AKTIF" in before
    own = clerk.get(f"/v1/employees/{people[0]}/events").json()["events"][-1]
    assert (own["type"], own["details"]["sk_id"]) == ("DecisionAnnulledForEmployee", sk_id)


def test_an_sk_is_annulled_for_some_of_those_it_names(clerk, batch):
    sk_id, people = batch

    before = [standing(clerk, p)["status"] for p in people]

    answer = annul(clerk, sk_id, pegawai_ids=people[:1])

    assert answer.json()["employees"] == 1
    assert [standing(clerk, p)["status"] for p in people] == ["BATAL", *before[1:]]


def test_an_sk_that_was_annulled_for_some_by_name_is_annulled_for_the_rest(clerk, batch):
    sk_id, people = batch
    first = annul(clerk, sk_id, pegawai_ids=people[:1]).json()["events"][0]["event_id"]
    by = clerk.recorded("/v1/decisions", cited("B-2/2026", "2026-05-05"))["sk_id"]

    again = annul(clerk, sk_id, pegawai_ids=people[:2])
    assert codes(again) == [("ALREADY_ANNULLED", "pegawai_ids")]
    assert people[0] in again.json()["problems"][0]["message"]
    assert people[1] not in again.json()["problems"][0]["message"]
    assert annul(clerk, sk_id, sk={"sk_id": by}).status_code == 201

    assert [standing(clerk, p, valid_at="2026-05-04")["status"] == "BATAL" for p in people] == [True, *[False] * 3]
    assert [standing(clerk, p)["status"] for p in people] == ["BATAL"] * 4
    lifted = {"lifts": first, "mulai": "2026-04-01", "court_ref": "1/G/2026/PTUN.SRG"}
    clerk.recorded(f"/v1/decisions/{sk_id}/reinstatements", lifted)
    days = ("2026-04-02", "2026-05-06")
    assert [standing(clerk, people[0], valid_at=day)["status"] for day in days] == ["AKTIF", "BATAL"]


def test_what_was_known_before_an_annulment_stays_answered_as_before(clerk, batch):
    sk_id, people = batch
    before = standing(clerk, people[0])

    position = annul(clerk, sk_id).json()["position"]

    assert standing(clerk, people[0], known_at=position - 6)["status"] == before["status"] == "AKTIF"
    assert standing(clerk, people[0], known_at=position)["status"] == "BATAL"


def test_a_reinstated_sk_has_its_force_again_from_its_day_on(clerk, batch):
    sk_id, people = batch
    annulment = annul(clerk, sk_id).json()["events"][0]["event_id"]

    body = {"lifts": annulment, "mulai": "2026-04-01", "court_ref": "1/G/2026/PTUN.SRG"}
    answer = clerk.post(f"/v1/decisions/{sk_id}/reinstatements", body)

    assert (answer.status_code, answer.json()["employees"]) == (201, 4)
    days = ("2026-03-04", "2026-03-05", "2026-04-01")
    assert [standing(clerk, people[0], valid_at=day)["status"] for day in days] == ["AKTIF", "BATAL", "AKTIF"]


def test_an_annulled_annulment_gives_the_first_sk_its_force_again(clerk, batch):
    sk_id, people = batch
    annulling = annul(clerk, sk_id).json()
    by = clerk.get(f"/v1/employees/{people[0]}/events").json()["events"][-1]["decision"]["sk_id"]
    court = {"kind": "DIBATALKAN", "defect": "PROSEDUR", "by": "PENGADILAN", "court_ref": "1/G/2026/PTUN.SRG"}

    answer = clerk.post(f"/v1/decisions/{by}/annulments", court | {"effect_from": "2026-05-01"})

    assert annulling["employees"] == 4
    assert answer.status_code == 201, answer.text
    days = ("2026-03-05", "2026-04-30", "2026-05-01")
    assert [standing(clerk, people[0], valid_at=day)["status"] for day in days] == ["BATAL", "BATAL", "AKTIF"]


def test_a_ralat_corrects_the_facts_of_those_it_names_from_their_tmt(clerk, batch):
    sk_id, people = batch
    fact = appointment(clerk, people[0])
    ralat = {
        "ralat_nomor": "R-1/2025",
        "ralat_tanggal": "2025-12-01",
        "patches": [
            {"event_id": fact["event_id"], "path": "golongan", "old": fact["details"]["golongan"], "new": "IX"}
        ],
    }

    answer = clerk.post(f"/v1/decisions/{sk_id}/corrections", ralat)

    assert answer.status_code == 201, answer.text
    assert answer.json()["employees"] == 1
    assert standing(clerk, people[0], valid_at="2025-10-01")["golongan"] == "IX"
    assert (
        standing(clerk, people[0], valid_at="2025-10-01", known_at=answer.json()["position"] - 2)["golongan"]
        == (fact["details"]["golongan"])
    )


def test_a_ralat_of_the_sks_own_number_reaches_every_fact_that_cites_it(clerk, service, batch):
    sk_id, people = batch
    own = appointment(clerk, people[0])["decision"]
    first = service.log.read(f"sk-{sk_id}")[0].event

    answer = clerk.post(
        f"/v1/decisions/{sk_id}/corrections",
        {
            "reason": "Nomor salah ketik",
            "patches": [
                {"event_id": str(first.event_id), "path": "nomor", "old": own["nomor"], "new": "800.1/NEW/2025"}
            ],
        },
    )

    assert (answer.status_code, answer.json()["employees"]) == (201, 4), answer.text
    assert standing(clerk, people[0])["sk"]["nomor"] == "800.1/NEW/2025"
    again = clerk.recorded(
        f"/v1/employees/{people[0]}/events",
        {
            "type": "DecisionExcerptDelivered",
            "sk_id": sk_id,
            "tanggal": "2025-10-23",
            "sk": {"nomor": "800.1/NEW/2025", "tanggal": own["tanggal"], "pejabat_jabatan": own["pejabat_jabatan"]},
        },
    )
    assert again["version"] > 0


def test_a_ralat_names_facts_of_the_sk_alone(clerk, batch):
    sk_id, people = batch
    events = clerk.get(f"/v1/employees/{people[0]}/events").json()["events"]
    born = next(event for event in events if event["type"] == "EmployeeRegistered")
    patch = {"event_id": born["event_id"], "path": "nama", "old": born["details"]["nama"], "new": "Nama Lain"}
    unheard = patch | {"event_id": "00000000-0000-4000-8000-0000000000ff"}
    ralat = {"ralat_nomor": "R-1/2025", "ralat_tanggal": "2025-12-01"}

    found = codes(clerk.post(f"/v1/decisions/{sk_id}/corrections", ralat | {"patches": [patch, unheard]}))

    assert ("EVENT_UNKNOWN", "patches.1.event_id") in found
    assert ("CORRECTION_TOO_WIDE", f"employees.{people[0]}.patches") in found


def test_only_those_whom_the_sk_names_can_be_named(clerk, batch):
    sk_id, _ = batch
    stranger = clerk.person()

    assert codes(annul(clerk, sk_id, pegawai_ids=[stranger])) == [("EMPLOYEE_NOT_NAMED", "pegawai_ids")]


def test_a_former_post_that_is_taken_is_not_given_back(clerk):
    employee = clerk.appointed()
    held = appointment(clerk, employee)["details"]
    title = {"title": {"nama": "Pengelola"}, "jenis_jabatan": "PELAKSANA", "formasi": 1}
    own = {"type": "DutyCommenced", "tanggal": "2025-10-01", "nomor_spmt": "S-1"}
    clerk.recorded(f"/v1/employees/{employee}/events", own)
    posts = [
        clerk.recorded("/v1/posts", {"tmt": "2025-01-01", "unor_id": held["unor_id"], **title, "title": {"nama": n}})
        for n in ("Pengelola A", "Pengelola B")
    ]
    first, second = (post["jabatan_id"] for post in posts)

    def move(who, post, nomor, tmt):
        sk = clerk.recorded("/v1/decisions", cited(nomor, "2026-01-02", "MUTASI"))["sk_id"]
        body = {"type": "PositionAssigned", "jenis": "ROTASI", "jabatan_id": post, "unor_id": held["unor_id"]}
        return sk, clerk.recorded(f"/v1/employees/{who}/events", body | {"tmt": tmt, "sk": {"sk_id": sk}})

    _, there = move(employee, first, "M-1", "2026-01-10")
    away, _ = move(employee, second, "M-2", "2026-02-01")
    former = there["events"][0]["assignment_id"]
    other = clerk.person(nama="Orang Lain", tanggal_lahir="1991-01-01")
    taking = {
        "type": "EmployeeAppointed",
        "tmt": "2026-02-15",
        "kind": "PPPK_PARUH_WAKTU",
        "jabatan_id": first,
        "unor_id": held["unor_id"],
        "sk": {"sk_id": clerk.recorded("/v1/decisions", cited("P-2", "2026-02-01", "PENGANGKATAN"))["sk_id"]},
    }
    clerk.recorded(f"/v1/employees/{other}/events", taking)

    answer = annul(clerk, away, restores=[{"pegawai_id": employee, "assignment_id": former}])

    assert codes(answer) == [("RESTORE_CONFLICT", f"employees.{employee}.restores")]
    assert annul(clerk, away).json()["warnings"][0]["code"] == "NO_POST_LEFT"


def test_nothing_new_is_recorded_under_an_annulled_sk(clerk, batch):
    sk_id, people = batch
    annul(clerk, sk_id)
    end = {"type": "EmploymentTerminated", "tmt": DAY, "ground": "PERMINTAAN_SENDIRI", "honour": "HORMAT"}

    found = codes(clerk.post(f"/v1/employees/{people[0]}/events", end | {"sk": {"sk_id": sk_id}}))

    assert ("SK_ANNULLED", "sk") in found


def test_the_same_annulment_again_is_answered_as_before(clerk, batch):
    sk_id, _ = batch
    by = clerk.recorded("/v1/decisions", cited("B-1/2026", "2026-03-05"))["sk_id"]
    body, key = {"kind": "DICABUT", "by": "PEJABAT", "sk": {"sk_id": by}}, {"Idempotency-Key": "batal-1"}

    first, second = (clerk.post(f"/v1/decisions/{sk_id}/annulments", body, key) for _ in range(2))

    assert first.json() == second.json()
    assert second.headers["Idempotent-Replayed"] == "true"


def test_an_sk_that_nobody_recorded_cannot_be_annulled(clerk):
    unheard = "00000000-0000-4000-8000-0000000000ff"

    assert codes(annul(clerk, unheard)) == [("DECISION_UNKNOWN", "decision")]


# -- one record corrected, voided, merged ------------------------------------------------


def test_a_clerks_mistake_is_corrected_and_the_old_value_stays_visible_before(clerk):
    employee = clerk.appointed()
    duty = {"type": "DutyCommenced", "tanggal": "2025-11-01", "nomor_spmt": "S-1"}
    recorded = clerk.recorded(f"/v1/employees/{employee}/events", duty)
    fix = {
        "type": "RecordCorrected",
        "target_event_id": recorded["events"][0]["event_id"],
        "patches": [{"path": "tanggal", "old": "2025-11-01", "new": "2025-10-01"}],
        "evidence": "SPMT asli",
        "approved_by": "Kepala BKPSDM",
    }

    answer = clerk.recorded(f"/v1/employees/{employee}/events", fix)

    assert answer["events"][0]["tmt"] == "2025-11-01"
    assert standing(clerk, employee, valid_at="2025-10-15")["status"] == "AKTIF"
    assert standing(clerk, employee, valid_at="2025-10-15", known_at=recorded["position"])["status"] == "DIANGKAT"


def test_a_nip_recorded_for_the_wrong_person_is_voided_and_given_to_the_right_one(clerk):
    wrong = clerk.person()
    number = {"type": "IdentityNumberAssigned", "tmt": "2025-10-01", "nip": NIP}
    recorded = clerk.recorded(f"/v1/employees/{wrong}/events", number)
    right = clerk.person()

    assert codes(clerk.post(f"/v1/employees/{right}/events", number)) == [("DUPLICATE_NIP", "nip")]
    clerk.recorded(
        f"/v1/employees/{wrong}/events",
        {
            "type": "RecordVoided",
            "target_event_id": recorded["events"][0]["event_id"],
            "evidence": "Kartu",
            "approved_by": "Kepala BKPSDM",
            "reason": "Orang lain",
        },
    )
    clerk.recorded(f"/v1/employees/{right}/events", number)

    assert clerk.get(f"/v1/employees/{NIP}").json()["pegawai_id"] == right
    assert clerk.get(f"/v1/employees/{wrong}").json()["nip"] is None


def merge(clerk, kept, merged, **over):
    body = {"merged": merged, "tmt": "2026-02-01", "evidence": "KTP sama", "approved_by": "Kepala BKPSDM"}
    return clerk.post(f"/v1/employees/{kept}/merges", body | over)


def test_two_records_of_one_person_become_one_history(clerk):
    kept, merged = clerk.person(), clerk.appointed()

    answer = merge(clerk, kept, merged)

    assert answer.status_code == 201, answer.text
    assert [e["type"] for e in answer.json()["events"]] == [
        "EmployeesMerged",
        "IdentityNumberAssigned",
        "EmployeeAppointed",
    ]
    assert clerk.get(f"/v1/employees/{NIP}").json()["pegawai_id"] == kept
    assert standing(clerk, kept)["status"] == "DIANGKAT"
    assert standing(clerk, merged)["pegawai_id"] == kept
    before = standing(clerk, merged, known_at=answer.json()["position"] - 4)
    assert (before["pegawai_id"], before["status"]) == (merged, "DIANGKAT")


def test_after_a_merge_nothing_is_recorded_in_the_record_that_ended(clerk):
    kept, merged = clerk.person(), clerk.person()
    merge(clerk, kept, merged)

    duty = {"type": "DutyCommenced", "tanggal": "2025-11-01", "nomor_spmt": "S-1"}

    assert codes(clerk.post(f"/v1/employees/{merged}/events", duty)) == [("STREAM_CLOSED", "employee")]
    assert codes(merge(clerk, kept, merged)) == [("MERGE_INVALID", "merged")]
    assert codes(merge(clerk, kept, kept)) == [("MERGE_INVALID", "merged")]


def test_what_does_not_fit_is_left_by_name(clerk):
    kept, merged = clerk.appointed(), clerk.person()
    number = {"type": "IdentityNumberAssigned", "tmt": "2025-11-01", "nip": "199001012025211002"}
    recorded = clerk.recorded(f"/v1/employees/{merged}/events", number)
    unheard = "00000000-0000-4000-8000-0000000000ff"

    assert codes(merge(clerk, kept, merged, leave=[unheard])) == [("EVENT_UNKNOWN", "leave.0")]
    answer = merge(clerk, kept, merged, leave=[recorded["events"][0]["event_id"]])

    assert [e["type"] for e in answer.json()["events"]] == ["EmployeesMerged"]

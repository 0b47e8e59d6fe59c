"""What corrections could break, tried over HTTP: numbers, posts and SKs are judged as if they were recorded anew."""

import pytest

from tests.http.calling import BATCH, BUDI, NIP, NUMBER, PERSON, SK, codes
from tests.http.desk import Desk

OTHER_NIP, FREE_NIP = "199001012025211002", "199001012025211003"
COLUMNS = "NIP BARU,NAMA,TANGGAL LAHIR,JENIS KELAMIN,JENIS PEGAWAI NAMA,KEDUDUKAN HUKUM NAMA,JABATAN NAMA,UNOR NAMA\n"


@pytest.fixture
def desk(clerk):
    return Desk(clerk)


def warned(answer):
    assert answer.status_code == 201, answer.text
    return [problem["code"] for problem in answer.json()["warnings"]]


# -- numbers -----------------------------------------------------------------------------


def test_a_corrected_number_is_claimed_as_the_field_reads_it(desk):
    who, other = desk.hired(nip=NIP), desk.clerk.person(nama="Orang Lain")
    number = desk.fact(who, "IdentityNumberAssigned")["event_id"]

    assert desk.correct(who, number, ("nip", NIP, "19900101 202521 1 003")).status_code == 201

    taken = desk.send(other, NUMBER | {"nip": FREE_NIP})
    assert codes(taken) == [("DUPLICATE_NIP", "nip")]
    assert desk.clerk.get(f"/v1/employees/{FREE_NIP}").json()["pegawai_id"] == who


def test_a_correction_takes_no_number_that_another_holds(desk):
    who = desk.hired(nip=NIP)
    other = desk.clerk.person(nama="Orang Lain", external_ids={"no_peserta": "1234"})
    desk.did(other, NUMBER | {"nip": OTHER_NIP, "nip_lama": "480000001"})
    number, person = (desk.fact(who, kind)["event_id"] for kind in ("IdentityNumberAssigned", "EmployeeRegistered"))

    assert codes(desk.correct(who, number, ("nip_lama", None, "480000001"))) == [("DUPLICATE_NIP", "nip")]
    peserta = ("external_ids", None, {"no_peserta": "1234"})
    assert codes(desk.correct(who, person, peserta)) == [("DUPLICATE_EXTERNAL_ID", "external_ids.no_peserta")]


def test_a_number_that_comes_back_by_a_void_is_judged_again(desk):
    who, other = desk.hired(nip=NIP), desk.clerk.person(nama="Orang Lain")
    number = desk.fact(who, "IdentityNumberAssigned")["event_id"]
    corrected = desk.correct(who, number, ("nip", NIP, FREE_NIP)).json()["events"][0]["event_id"]
    desk.did(other, NUMBER)

    assert codes(desk.void(who, corrected)) == [("DUPLICATE_NIP", "nip")]


def test_a_voided_number_finds_nobody_until_it_is_the_right_persons(desk):
    who = desk.hired(nip=NIP)
    assert desk.void(who, desk.fact(who, "IdentityNumberAssigned")["event_id"]).status_code == 201

    assert desk.clerk.get(f"/v1/employees/{NIP}").status_code == 404
    oath = f"nip,tanggal,tempat,pejabat_pelantik,kapasitas\n{NIP},23-10-2025,Serang,Wali Kota,D\n"
    file = {"file": ("sumpah.csv", oath.encode())}
    answer = desk.clerk.client.post("/v1/records/OathTaken", files=file, headers=BUDI)
    assert [problem["code"] for problem in answer.json()["problems"]] == ["EMPLOYEE_UNKNOWN"]

    roster = f"{COLUMNS}{NIP},Orang Benar,01-01-1990,M,PPPK Paruh Waktu,Aktif,Guru,SD 1\n"
    counts = {"nomor": "R-1", "jumlah_pegawai": 1, "expected": {"PPPK_PARUH_WAKTU": 1}}
    assert desk.clerk.upload(roster.encode(), BATCH | counts).json()["recorded"]["PPPK_PARUH_WAKTU"] == 1
    assert desk.clerk.get(f"/v1/employees/{NIP}").json()["nama"] == "Orang Benar"


def test_a_corrected_birth_date_is_held_against_the_number(desk):
    who = desk.hired(nip=NIP)
    person = desk.fact(who, "EmployeeRegistered")["event_id"]

    answer = desk.correct(who, person, ("tanggal_lahir", "1990-01-01", "1985-05-05"))

    assert warned(answer) == ["NIP_PERSON_MISMATCH"]


# -- what a correction may change --------------------------------------------------------


def test_a_correction_is_corrected_at_the_fact_itself(desk):
    who = desk.hired()
    fact = desk.fact(who, "EmployeeAppointed")["event_id"]
    first = desk.correct(who, fact, ("golongan", "V", "VII")).json()["events"][0]["event_id"]

    assert codes(desk.correct(who, first, ("patches.0.new", "VII", "IX"))) == [
        ("CORRECTION_TOO_WIDE", "patches.0.path")
    ]
    assert desk.correct(who, first, ("evidence", "Dokumen asli", "SK asli")).status_code == 201
    assert desk.correct(who, fact, ("golongan", "VII", "IX")).status_code == 201
    assert desk.clerk.get(f"/v1/employees/{who}", valid_at="2026-06-01").json()["golongan"] == "IX"


def test_a_field_is_corrected_once_in_one_correction(desk):
    who = desk.hired()
    fact = desk.fact(who, "EmployeeAppointed")["event_id"]

    answer = desk.correct(who, fact, ("golongan", "V", "VII"), ("golongan", "V", "IX"))

    assert codes(answer) == [("VALUE_INVALID", "patches.1.path")]


@pytest.mark.parametrize(
    ("path", "new"), [("golongan.x", "IX"), ("golongan", 10**30), ("batch_id.0", 1), ("tmt.y.z", {"a": []})]
)
def test_a_patch_that_fits_nowhere_is_refused(desk, path, new):
    who = desk.hired()
    fact = desk.fact(who, "EmployeeAppointed")["event_id"]

    assert desk.correct(who, fact, (path, "V", new)).status_code in (409, 422)


def test_a_corrected_post_is_one_that_exists(desk):
    who = desk.hired()
    fact = desk.fact(who, "EmployeeAppointed")["event_id"]
    nowhere = "00000000-0000-4000-8000-00000000dead"

    assert codes(desk.correct(who, fact, ("jabatan_id", desk.desk, nowhere))) == [("POSITION_UNKNOWN", "jabatan_id")]


# -- posts -------------------------------------------------------------------------------


def test_a_post_that_a_correction_gives_is_taken(desk):
    who, other = desk.hired(), desk.hired("Orang Lain")
    single = desk.post("Analis", formasi=1)
    fact = desk.fact(who, "EmployeeAppointed")["event_id"]

    assert desk.correct(who, fact, ("jabatan_id", desk.desk, single)).status_code == 201

    move = {"type": "PositionAssigned", "jenis": "ROTASI", "tmt": "2026-01-10", "jabatan_id": single}
    answer = desk.send(other, move | {"unor_id": desk.unit, "sk": {"sk_id": desk.decision("M-1", "2026-01-05")}})
    assert codes(answer) == [("POSITION_OCCUPIED", "jabatan_id")]


def test_a_post_that_a_void_gives_back_and_another_holds_is_told(desk):
    single, sk = desk.post("Analis", formasi=1), desk.decision("M-1", "2026-01-05")
    who, other = desk.hired(post=single), desk.hired("Orang Lain")
    move = desk.moved(who, desk.post("Arsiparis"), sk, "2026-01-10")
    desk.moved(other, single, sk, "2026-01-15")

    assert warned(desk.void(who, move)) == ["FORMASI_EXCEEDED"]


def test_a_post_that_an_annulled_termination_gives_back_and_another_holds_is_told(desk):
    single, ending = desk.post("Analis", formasi=1), desk.decision("T-1", "2026-01-20")
    who, other = desk.hired(post=single), desk.hired("Orang Lain")
    end = {"type": "EmploymentTerminated", "tmt": "2026-02-01", "ground": "PERMINTAAN_SENDIRI", "honour": "HORMAT"}
    desk.did(who, end | {"sk": {"sk_id": ending}})
    desk.moved(other, single, desk.decision("M-1", "2026-02-05"), "2026-02-10")

    assert warned(desk.annul(ending)) == ["FORMASI_EXCEEDED"]
    own = desk.fact(who, "DecisionAnnulledForEmployee")
    assert [warning["code"] for warning in own["warnings"]] == ["FORMASI_EXCEEDED"]


def test_a_post_is_given_back_once_and_only_to_whom_it_lost(desk):
    sk, other_sk = desk.decision("M-1", "2026-01-05"), desk.decision("L-1", "2026-01-06")
    who = desk.hired()
    desk.moved(who, desk.post("Analis"), sk, "2026-01-10")
    desk.did(who, {"type": "SalaryIncrementGranted", "tmt": "2026-02-01", "sk": {"sk_id": other_sk}} | INCREMENT)
    former = {"pegawai_id": who, "assignment_id": desk.fact(who, "EmployeeAppointed")["details"]["assignment_id"]}

    assert codes(desk.annul(sk, restores=[former, former])) == [("VALUE_INVALID", "restores.1")]
    place = f"employees.{who}.restores"
    assert codes(desk.annul(other_sk, "B-2", restores=[former])) == [("RESTORE_CONFLICT", place)]


INCREMENT = {"gaji_rp": 2_100_000, "mk_tahun": 2, "mk_bulan": 0}


def test_a_ralat_that_swaps_two_posts_finds_both_free(desk):
    first, second = desk.post("Analis", formasi=1), desk.post("Arsiparis", formasi=1)
    sk = desk.decision("M-1", "2026-01-05", jumlah_pegawai=2)
    people = [desk.hired(), desk.hired("Orang Lain")]
    moves = [desk.moved(who, post, sk, "2026-01-10") for who, post in zip(people, (first, second), strict=True)]

    answer = desk.ralat(sk, (moves[0], "jabatan_id", first, second), (moves[1], "jabatan_id", second, first))

    assert warned(answer) == []
    held = [desk.clerk.get(f"/v1/employees/{who}", valid_at="2026-06-01").json()["jabatan"]["nama"] for who in people]
    assert held == ["Arsiparis", "Analis"]


# -- SKs ---------------------------------------------------------------------------------


def own_event(desk, sk):
    return str(desk.clerk.service.log.read(f"sk-{sk}")[0].event.event_id)


def test_a_ralat_gives_no_sk_the_number_of_another(desk, service):
    desk.clerk.service = service
    other = desk.decision("P-9", "2025-09-20")

    answer = desk.ralat(other, (own_event(desk, other), "nomor", "P-9", "P-1"))

    assert codes(answer) == [("DUPLICATE_SK", "nomor")]


def test_a_number_that_a_ralat_freed_means_the_sk_that_has_it_now(desk, service):
    desk.clerk.service = service
    assert desk.ralat(desk.sk, (own_event(desk, desk.sk), "nomor", "P-1", "P-1A")).status_code == 201
    new = desk.decision("P-1", "2025-09-20", jenis="PENGANGKATAN")
    assert new != desk.sk

    who = desk.hired()
    cited = {"nomor": "P-1", "tanggal": "2025-09-20", "pejabat_jabatan": SK["pejabat_jabatan"]}
    desk.did(who, {"type": "DecisionExcerptDelivered", "sk_id": new, "tanggal": "2025-10-20", "sk": cited})

    assert desk.fact(who, "DecisionExcerptDelivered")["decision"]["sk_id"] == new


def test_what_a_fact_cites_is_corrected_at_the_sk(desk):
    who = desk.hired()
    fact = desk.fact(who, "EmployeeAppointed")["event_id"]

    answer = desk.ralat(desk.sk, (fact, "decision.nomor", "P-1", "P-2"))

    assert codes(answer) == [("CORRECTION_TOO_WIDE", "patches.0.path")]


def test_an_annulment_is_lifted_and_never_corrected(desk):
    who = desk.hired()
    annulment = desk.annul(desk.sk).json()["events"][0]["event_id"]

    answer = desk.ralat(desk.sk, (annulment, "effect_from", "2026-03-05", "2026-04-05"))

    assert codes(answer) == [("CORRECTION_TOO_WIDE", "patches.0.path")]
    assert desk.status(who, "2026-03-06") == ["BATAL"]


def test_the_papers_of_a_ralat_are_corrected_for_everybody_it_reached(desk):
    who = desk.hired()
    fact = desk.fact(who, "EmployeeAppointed")["event_id"]
    papers = {"ralat_nomor": "R-1", "ralat_tanggal": "2025-12-01"}
    first = desk.ralat(desk.sk, (fact, "golongan", "V", "VII"), **papers).json()["events"][0]["event_id"]

    assert desk.ralat(desk.sk, (first, "ralat_nomor", "R-1", "R-2")).json()["employees"] == 1

    told = {event["state"]: event for event in desk.events(who) if event["type"] == "DecisionCorrectedForEmployee"}
    assert (sorted(told), told["CORRECTED"]["now"]["ralat_nomor"]) == (["CORRECTED", "STANDS"], "R-2")


@pytest.mark.parametrize("what", ["corrections", "annulments", "reinstatements"])
def test_an_sk_does_not_decide_on_itself(desk, what):
    who = desk.hired()
    fact = desk.fact(who, "EmployeeAppointed")["event_id"]
    lifts = desk.annul(desk.sk).json()["events"][0]["event_id"] if what == "reinstatements" else None
    bodies = {
        "corrections": {
            "reason": "Salah ketik",
            "patches": [{"event_id": fact, "path": "golongan", "old": "V", "new": "IX"}],
        },
        "annulments": {"kind": "DICABUT", "by": "PEJABAT"},
        "reinstatements": {"lifts": lifts, "mulai": "2026-04-01"},
    }

    answer = desk.change(desk.sk, what, sk={"sk_id": desk.sk}, **bodies[what])

    assert ("VALUE_INVALID", "sk") in codes(answer)


def test_a_postponed_sk_may_still_be_annulled(desk):
    who = desk.hired()
    assert desk.annul(desk.sk, kind="DITUNDA").status_code == 201

    assert desk.annul(desk.sk, "B-2", "2026-04-01").status_code == 201
    assert codes(desk.annul(desk.sk, "B-3", "2026-05-01", kind="DITUNDA")) == [("ALREADY_ANNULLED", "sk_id")]
    assert desk.status(who, "2026-03-06", "2026-04-02") == ["DIANGKAT", "BATAL"]


def test_a_correction_is_taken_back_also_where_the_former_day_was_annulled_since(desk):
    who = desk.clerk.person()
    desk.did(who, desk.appointment(), {"type": "DutyCommenced", "tanggal": "2026-03-10"})
    duty = desk.fact(who, "DutyCommenced")["event_id"]
    corrected = desk.correct(who, duty, ("tanggal", "2026-03-10", "2026-02-02")).json()["events"][0]["event_id"]
    annulled = desk.annul(desk.sk, kind="DITUNDA").json()["events"][0]["event_id"]
    sk = {"sk_id": desk.decision("B-2", "2026-03-20")}
    assert desk.change(desk.sk, "reinstatements", lifts=annulled, mulai="2026-03-20", sk=sk).status_code == 201

    assert desk.void(who, corrected).status_code == 201

    assert desk.status(who, "2026-02-10", "2026-03-12", "2026-03-25") == ["DIANGKAT", "DIANGKAT", "AKTIF"]


def test_a_late_fact_of_an_annulled_sk_has_no_force_from_the_annulment_on(desk):
    desk.hired()
    desk.annul(desk.sk)
    late = desk.clerk.person(nama="Terlambat Dicatat")

    desk.did(late, desk.appointment(), {"type": "DutyCommenced", "tanggal": "2025-10-01"})

    assert desk.status(late, "2026-03-04", "2026-03-06") == ["AKTIF", "BATAL"]
    assert [event["type"] for event in desk.events(late)][-1] == "DecisionAnnulledForEmployee"


def test_a_late_fact_of_an_sk_that_was_reinstated_has_its_gap_too(desk):
    desk.hired()
    annulment = desk.annul(desk.sk).json()["events"][0]["event_id"]
    desk.change(desk.sk, "reinstatements", lifts=annulment, mulai="2026-04-01", court_ref="1/G/2026/PTUN.SRG")
    late = desk.clerk.person(nama="Terlambat Dicatat")

    desk.did(late, desk.appointment(), {"type": "DutyCommenced", "tanggal": "2025-10-01"})

    assert desk.status(late, "2026-03-04", "2026-03-06", "2026-04-02") == ["AKTIF", "BATAL", "AKTIF"]


def test_a_late_row_of_a_file_or_a_roster_is_reached_by_the_annulment_of_its_sk(desk):
    roster = f"{COLUMNS}{NIP},Orang Satu,01-01-1990,M,PPPK Paruh Waktu,Aktif,Guru,SD 1\n"
    both = {"jumlah_pegawai": 2, "expected": {"PPPK_PARUH_WAKTU": 2}}
    sk = desk.clerk.upload(roster.encode(), BATCH | both).json()["sk_id"]
    desk.annul(sk)

    later = f"{COLUMNS}{OTHER_NIP},Orang Dua,01-01-1990,M,PPPK Paruh Waktu,Aktif,Guru,SD 1\n"
    assert desk.clerk.upload(later.encode(), BATCH | both).status_code == 201
    assert desk.status(OTHER_NIP, "2026-03-04", "2026-03-06") == ["AKTIF", "BATAL"]

    who = desk.hired(nip=FREE_NIP)
    move = desk.decision("M-1", "2026-01-05")
    desk.moved(desk.hired("Orang Lain"), desk.post("Analis"), move, "2026-01-10")
    desk.annul(move, "B-2")
    columns = "nip,tmt,jenis,jabatan_id,unor_id,sk.nomor,sk.tanggal,sk.pejabat_jabatan\n"
    row = f"{FREE_NIP},10-01-2026,ROTASI,{desk.post('Arsiparis')},{desk.unit},M-1,2026-01-05,{SK['pejabat_jabatan']}\n"
    file = {"file": ("mutasi.csv", (columns + row).encode())}
    answer = desk.clerk.client.post("/v1/records/PositionAssigned", files=file, headers=BUDI)
    assert (answer.status_code, answer.json()["recorded"]) == (201, 1), answer.text
    assert [event["type"] for event in desk.events(who)][-1] == "DecisionAnnulledForEmployee"


def test_an_ending_that_came_first_outlives_a_lifted_annulment(desk):
    who, ending = desk.hired(), desk.decision("T-1", "2026-01-20")
    end = {"type": "EmploymentTerminated", "honour": "HORMAT"}
    desk.did(who, end | {"tmt": "2026-02-01", "ground": "PERMINTAAN_SENDIRI", "sk": {"sk_id": ending}})
    annulment = desk.annul(ending).json()["events"][0]["event_id"]
    second = {"sk": {"sk_id": desk.decision("T-2", "2026-04-01")}, "tmt": "2026-05-01", "ground": "PERAMPINGAN"}
    desk.did(who, end | second)

    desk.change(ending, "reinstatements", lifts=annulment, mulai="2026-06-01", court_ref="1/G/2026/PTUN.SRG")

    days = ("2026-04-30", "2026-05-02", "2026-06-02")
    assert desk.status(who, *days) == ["AKTIF", "BERHENTI_HORMAT", "BERHENTI_HORMAT"]


def test_an_sk_that_annulled_another_annuls_it_again_once_it_is_reinstated(desk):
    who = desk.hired()
    desk.annul(desk.sk)
    by = desk.fact(who, "DecisionAnnulledForEmployee")["decision"]["sk_id"]
    court = {"kind": "DIBATALKAN", "defect": "PROSEDUR", "by": "PENGADILAN", "court_ref": "1/G"}
    lifts = desk.change(by, "annulments", **court, effect_from="2026-04-01").json()["events"][0]["event_id"]

    answer = desk.change(by, "reinstatements", lifts=lifts, mulai="2026-05-01", court_ref="2/B")

    assert answer.status_code == 201, answer.text
    days = ("2026-03-06", "2026-04-02", "2026-05-02")
    assert desk.status(who, *days) == ["BATAL", "AKTIF", "BATAL"]
    assert codes(desk.annul(desk.sk, "B-9", "2026-06-01")) == [("ALREADY_ANNULLED", "sk_id")]


def test_an_annulled_reactivation_lets_the_suspension_run_on(desk):
    who = desk.hired()
    ground = {"ground": "SEMENTARA", "gaji_persen": 50, "tpp_persen": 0, "tmt": "2026-01-05"}
    sk = {"sk_id": desk.decision("S-1", "2026-01-02")}
    desk.did(who, {"type": "EmploymentSuspended", "sk": sk} | ground)
    back = desk.decision("R-1", "2026-02-01")
    desk.did(who, {"type": "EmploymentReinstated", "tmt": "2026-02-05", "sk": {"sk_id": back}})

    annulment = desk.annul(back).json()["events"][0]["event_id"]

    days = ("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10")
    suspended = "NONAKTIF_SEMENTARA"
    assert desk.status(who, *days) == [suspended, "AKTIF", suspended, suspended]
    desk.change(back, "reinstatements", lifts=annulment, mulai="2026-04-01", court_ref="1/G/2026/PTUN.SRG")
    assert desk.status(who, *days) == [suspended, "AKTIF", suspended, "AKTIF"]


# -- merges ------------------------------------------------------------------------------


def test_a_merge_keeps_an_annulment_that_named_the_record_that_ended(desk):
    former = desk.hired("Contoh Sintetis")
    kept = desk.clerk.person(nama="Contoh Sintetis")
    annulment = desk.annul(desk.sk, pegawai_ids=[former]).json()["events"][0]["event_id"]

    assert desk.merge(kept, former).status_code == 201
    assert desk.status(kept, "2026-03-04", "2026-03-06") == ["AKTIF", "BATAL"]

    lifted = {"lifts": annulment, "mulai": "2026-04-01", "court_ref": "1/G", "pegawai_ids": [former]}
    assert desk.change(desk.sk, "reinstatements", **lifted).json()["employees"] == 1
    assert desk.status(kept, "2026-03-06", "2026-04-02") == ["BATAL", "AKTIF"]


def test_a_merge_takes_over_the_numbers_that_only_the_other_record_knew(desk):
    kept = desk.clerk.person()
    former = desk.clerk.person(nik="3604010101900001")

    assert warned(desk.merge(kept, former)) == []

    taken = desk.clerk.post("/v1/employees", PERSON | {"nama": "Orang Lain", "nik": "3604010101900001"})
    assert codes(taken) == [("DUPLICATE_NIK", "nik")]


def test_a_merge_tells_what_the_two_records_say_differently(desk):
    kept, former = desk.clerk.person(), desk.clerk.person(nama="Nama Lain")

    assert warned(desk.merge(kept, former)) == ["MERGE_DIFFERS"]
    assert [warning["code"] for warning in desk.fact(kept, "EmployeesMerged")["warnings"]] == ["MERGE_DIFFERS"]


def test_what_both_records_have_is_called_by_one_id_after_a_merge(desk):
    kept, former = desk.hired(), desk.hired()
    oath = {"type": "OathTaken", "tanggal": "2025-10-20", "tempat": "Serang", "kapasitas": "D"}
    desk.did(former, oath | {"pejabat_pelantik": "Wali Kota"})

    assert desk.merge(kept, former).status_code == 201

    assignment = desk.fact(kept, "EmployeeAppointed")["details"]["assignment_id"]
    assert desk.fact(kept, "OathTaken")["details"]["assignment_id"] == assignment


def test_voiding_what_both_records_told_takes_back_both_and_warns(desk):
    kept, merged = desk.hired(), desk.hired()
    assert desk.merge(kept, merged).status_code == 201
    duty = desk.fact(kept, "DutyCommenced")["event_id"]

    voided = desk.void(kept, duty)

    assert warned(voided) == ["ALSO_IN_MERGED_RECORD"]
    assert merged in voided.json()["warnings"][0]["message"]
    assert desk.status(kept, "2026-06-01") == ["DIANGKAT"]
    assert desk.void(kept, voided.json()["events"][0]["event_id"]).status_code == 201
    assert desk.status(kept, "2026-06-01") == ["AKTIF"]


def test_a_merge_is_never_corrected_away(desk):
    kept, former = desk.clerk.person(), desk.hired()
    desk.merge(kept, former)
    merged = desk.fact(kept, "EmployeesMerged")["event_id"]

    assert codes(desk.correct(kept, merged, ("role", "KEPT", "MERGED"))) == [("CORRECTION_TOO_WIDE", "patches.0.path")]
    assert desk.status(kept, "2026-06-01") == ["AKTIF"]


def test_a_roster_finds_a_merged_person_in_the_record_that_goes_on(desk):
    kept, former = desk.clerk.person(nama="Orang Benar"), desk.hired("Orang Benar", nip=NIP)
    desk.merge(kept, former)
    roster = f"{COLUMNS}{NIP},Orang Benar,01-01-1990,M,PPPK Paruh Waktu,Aktif,Guru,SD 1\n"
    counts = {"nomor": "R-1", "jumlah_pegawai": 1, "expected": {"PPPK_PARUH_WAKTU": 1}}

    answer = desk.clerk.upload(roster.encode(), BATCH | counts)

    assert codes(answer)[0] == ("ENGAGEMENT_OVERLAP", "TMT CPNS")


# -- what was cancelled before it came ---------------------------------------------------


def posts_held(desk, who, *days):
    told = [desk.clerk.get(f"/v1/employees/{who}", valid_at=day).json()["jabatan"] for day in days]
    return [post and post["nama"] for post in told]


def test_a_move_that_is_cancelled_before_its_day_leaves_everybody_in_the_post_they_hold(desk):
    who, sk = desk.hired(), desk.decision("M-1", "2026-01-05")
    desk.moved(who, desk.post("Analis"), sk, "2026-02-01")

    assert warned(desk.annul(sk, "B-1", "2026-01-20")) == []
    assert posts_held(desk, who, "2026-01-31", "2026-02-01", "2026-06-01") == ["Operator Layanan"] * 3

    desk.moved(who, desk.post("Arsiparis"), desk.decision("M-2", "2026-02-20"), "2026-03-01")
    assert posts_held(desk, who, "2026-02-28", "2026-03-01") == ["Operator Layanan", "Arsiparis"]


def test_a_move_that_is_postponed_before_its_day_takes_place_once_it_is_released(desk):
    who, sk = desk.hired(), desk.decision("M-1", "2026-01-05")
    desk.moved(who, desk.post("Analis"), sk, "2026-02-01")
    postponed = desk.annul(sk, "B-1", "2026-01-20", kind="DITUNDA").json()["events"][0]["event_id"]

    released = {"lifts": postponed, "mulai": "2026-05-01", "sk": {"sk_id": desk.decision("L-1", "2026-04-25")}}
    assert desk.change(sk, "reinstatements", **released).status_code == 201

    assert posts_held(desk, who, "2026-02-01", "2026-04-30") == ["Operator Layanan"] * 2
    assert posts_held(desk, who, "2026-05-01") == ["Analis"]


def test_a_relief_that_is_cancelled_before_its_day_takes_no_post(desk):
    who, sk = desk.hired(), desk.decision("M-1", "2026-01-05")
    desk.did(who, {"type": "PositionRelieved", "tmt": "2026-02-01", "ground": "Penataan", "sk": {"sk_id": sk}})

    assert warned(desk.annul(sk, "B-1", "2026-01-20")) == []

    assert posts_held(desk, who, "2026-02-01") == ["Operator Layanan"]


def test_a_death_before_a_planned_ending_is_recorded_and_that_one_is_moot(desk):
    who, sk = desk.hired(), desk.decision("T-1", "2026-01-05")
    end = {"type": "EmploymentTerminated", "tmt": "2026-06-01", "ground": "PERMINTAAN_SENDIRI", "honour": "HORMAT"}
    desk.did(who, end | {"sk": {"sk_id": sk}})
    death = {"tmt": "2026-02-01", "ground": "MENINGGAL", "honour": "HORMAT", "tanggal_meninggal": "2026-01-31"}
    died = {"type": "EmploymentTerminated", "sk": {"sk_id": desk.decision("T-2", "2026-02-02")}} | death

    answer = desk.send(who, died)

    assert warned(answer) == ["ENDING_MOOT"]
    assert desk.status(who, "2026-01-31", "2026-02-01", "2026-06-01") == ["AKTIF", "MENINGGAL", "MENINGGAL"]
    told = desk.clerk.get(f"/v1/employees/{who}", valid_at="2026-06-30").json()
    assert told["flags"] == []
    assert desk.void(who, answer.json()["events"][0]["event_id"]).status_code == 201
    assert desk.status(who, "2026-02-01", "2026-06-01") == ["AKTIF", "BERHENTI_HORMAT"]


def test_a_planned_ending_that_was_cancelled_is_in_nobodys_way(desk):
    who, sk = desk.hired(), desk.decision("T-1", "2026-01-05")
    end = {"type": "EmploymentTerminated", "tmt": "2026-06-01", "ground": "PERMINTAAN_SENDIRI", "honour": "HORMAT"}
    desk.did(who, end | {"sk": {"sk_id": sk}})
    death = {"tmt": "2026-02-01", "ground": "MENINGGAL", "honour": "HORMAT", "tanggal_meninggal": "2026-01-31"}
    died = {"type": "EmploymentTerminated", "sk": {"sk_id": desk.decision("T-2", "2026-02-02")}} | death
    assert desk.annul(sk, "B-1", "2026-02-01").status_code == 201

    assert warned(desk.send(who, died)) == []

    told = desk.clerk.get(f"/v1/employees/{who}", valid_at="2026-06-30").json()
    assert (told["status"], told["flags"]) == ("MENINGGAL", [])

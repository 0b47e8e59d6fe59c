"""How far is a batch, and whose evidence is missing?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.batch import BatchMemberMerged, PerKind, Rejected
from kinerja_es.domain.unit import OrgUnitChanged, PerubahanUnor
from kinerja_es.domain.values import Kind
from tests import examples, examples_correction

KELURAHAN = UUID("00000000-0000-4000-8000-0000000000a2")
REJECTED = (
    Rejected(row=4, column="NIP BARU", code="NIP_INVALID", kind=Kind.PPPK_PARUH_WAKTU, unor="Kelurahan Contoh"),
    Rejected(row=5, column="UNOR NAMA", code="VALUE_MISSING"),
)


def member(office, number, *more, unor=examples.UNOR, **over):
    office.record(
        examples.pegawai(number),
        examples.employee_registered(nik=None),
        examples.appointed(batch_id=examples.BATCH, unor_id=unor, **over),
        *more,
    )


def recorded(office):
    """Of three expected two are recorded, one with all evidence; two rows were left out."""
    office.record(examples.UNOR, examples.unit_established())
    office.record(KELURAHAN, examples.unit_established(unor_id=KELURAHAN, nama="Kelurahan Contoh"))
    office.record(examples.SK, examples.decision_issued())
    office.record(examples.BATCH, examples.batch_opened(expected=PerKind(PPPK=1, PPPK_PARUH_WAKTU=2)))
    member(
        office,
        1,
        examples.number_assigned(),
        examples.excerpt_delivered(tanggal=date(2025, 9, 29)),
        examples.oath_taken(tanggal=date(2025, 9, 29), assignment_id=examples.PENEMPATAN),
        examples.duty_commenced(),
        examples.contract_signed(),
    )
    member(office, 2, unor=KELURAHAN, kind=Kind.PPPK, golongan=None)
    counts = PerKind(PPPK=1, PPPK_PARUH_WAKTU=1)
    office.record(examples.BATCH, examples.batch_file_recorded(rows=4, recorded=counts, rejected=REJECTED))
    return office


def batch(office):
    return office.ask("batch_status", "of", batch=examples.BATCH)


def test_a_batch_is_reconciled_per_kind_and_unit_with_its_evidence(office):
    assert batch(recorded(office)) == {
        "batch_id": "00000000-0000-4000-8000-000000000004",
        "tmt": "2025-10-01",
        "sk": [
            {
                "id": "00000000-0000-4000-8000-000000000001",
                "nomor": "800.1.2.5/1234/BKPSDM/2025",
                "tanggal": "2025-09-26",
            }
        ],
        "expected": 3,
        "recorded": 2,
        "rejected": 2,
        "difference": 1,
        "closed": None,
        "explained": None,
        "files": ["0" * 64],
        "per_kind": [
            {"kind": "PPPK", "expected": 1, "recorded": 1, "rejected": 0, "difference": 0},
            {"kind": "PPPK_PARUH_WAKTU", "expected": 2, "recorded": 1, "rejected": 1, "difference": 1},
            {"kind": None, "expected": 0, "recorded": 0, "rejected": 1, "difference": 0},
        ],
        "per_unor": [
            {
                "unor_id": "00000000-0000-4000-8000-000000000003",
                "unor": "Dinas Pendidikan",
                "expected": 1,
                "recorded": 1,
                "rejected": 0,
                "difference": 0,
                "ni": 1,
                "petikan": 1,
                "sumpah": 1,
                "spmt": 1,
                "kontrak": 1,
                "wajib_kontrak": 1,
            },
            {
                "unor_id": "00000000-0000-4000-8000-0000000000a2",
                "unor": "Kelurahan Contoh",
                "expected": 2,
                "recorded": 1,
                "rejected": 1,
                "difference": 1,
                "ni": 0,
                "petikan": 0,
                "sumpah": 0,
                "spmt": 0,
                "kontrak": 0,
                "wajib_kontrak": 1,
            },
            {
                "unor_id": None,
                "unor": None,
                "expected": 1,
                "recorded": 0,
                "rejected": 1,
                "difference": 1,
                "ni": 0,
                "petikan": 0,
                "sumpah": 0,
                "spmt": 0,
                "kontrak": 0,
                "wajib_kontrak": 0,
            },
        ],
        "evidence": {"anggota": 2, "ni": 1, "petikan": 1, "sumpah": 1, "spmt": 1, "kontrak": 1, "wajib_kontrak": 2},
        "rejections": [
            {
                "row": 4,
                "column": "NIP BARU",
                "code": "NIP_INVALID",
                "kind": "PPPK_PARUH_WAKTU",
                "unor": "Kelurahan Contoh",
            },
            {"row": 5, "column": "UNOR NAMA", "code": "VALUE_MISSING", "kind": None, "unor": None},
        ],
    }


def test_a_row_with_two_mistakes_is_one_rejected_row(office):
    office.record(examples.SK, examples.decision_issued())
    office.record(examples.BATCH, examples.batch_opened(expected=PerKind(PPPK=1)))
    twice = (
        Rejected(row=2, column="NIP BARU", code="NIP_INVALID", kind=Kind.PPPK, unor="Kelurahan Contoh"),
        Rejected(row=2, column="TANGGAL LAHIR", code="DATE_INVALID", kind=Kind.PPPK, unor="Kelurahan Contoh"),
    )
    office.record(examples.BATCH, examples.batch_file_recorded(rows=1, recorded=PerKind(), rejected=twice))

    found = batch(office)

    assert found["rejected"] == 1
    assert [(kind["kind"], kind["rejected"]) for kind in found["per_kind"]] == [("PPPK", 1)]
    assert [(unor["unor"], unor["rejected"]) for unor in found["per_unor"]] == [("Kelurahan Contoh", 1)]
    assert len(found["rejections"]) == 2


def test_evidence_of_another_appointment_does_not_count(office):
    recorded(office)
    other = UUID(int=0xFF)
    office.record(
        examples.pegawai(2),
        examples.excerpt_delivered(sk_id=other),
        examples.oath_taken(assignment_id=other),
        examples.duty_commenced(engagement_id=other),
        examples.contract_signed(mulai=date(2024, 1, 1), akhir=date(2024, 12, 31)),
    )

    assert batch(office)["evidence"] == {
        "anggota": 2,
        "ni": 1,
        "petikan": 1,
        "sumpah": 1,
        "spmt": 1,
        "kontrak": 1,
        "wajib_kontrak": 2,
    }


def test_nobody_waits_for_the_contract_of_a_cpns_or_a_pns(office):
    recorded(office)
    member(office, 3, unor=KELURAHAN, kind=Kind.CPNS, golongan=None)
    member(office, 4, kind=Kind.PNS, golongan=None)

    found = batch(office)

    assert (found["evidence"]["anggota"], found["evidence"]["wajib_kontrak"]) == (4, 2)
    assert [(u["unor"], u["wajib_kontrak"]) for u in found["per_unor"]] == [
        ("Dinas Pendidikan", 1),
        ("Kelurahan Contoh", 1),
        (None, 0),
    ]


def test_two_records_of_one_person_that_were_merged_count_once(office):
    recorded(office)
    merged = {"batch_id": examples.BATCH, "kind": Kind.PPPK, "kept": examples.pegawai(1), "merged": examples.pegawai(2)}
    office.record(examples.BATCH, examples.fact(BatchMemberMerged, merged, tmt=date(2026, 2, 1)))

    found = batch(office)

    assert (found["recorded"], found["difference"]) == (1, 2)
    assert [(kind["kind"], kind["recorded"]) for kind in found["per_kind"]][:2] == [
        ("PPPK", 0),
        ("PPPK_PARUH_WAKTU", 1),
    ]


def test_an_appointment_outside_any_batch_is_no_member(office):
    recorded(office)
    office.record(examples.BUDI, examples.employee_registered(), examples.appointed())

    assert batch(office)["evidence"]["anggota"] == 2


def test_two_units_of_one_name_are_counted_apart(office):
    recorded(office)
    twin = UUID(int=0xAA)
    office.record(twin, examples.unit_established(unor_id=twin, nama="Dinas Pendidikan"))
    member(office, 3, unor=twin)

    assert [(u["unor_id"], u["unor"], u["recorded"]) for u in batch(office)["per_unor"]][:2] == [
        ("00000000-0000-0000-0000-0000000000aa", "Dinas Pendidikan", 1),
        ("00000000-0000-4000-8000-000000000003", "Dinas Pendidikan", 1),
    ]


def test_a_batch_closes_with_its_explanation(office):
    recorded(office)
    office.record(examples.BATCH, examples.batch_closed(explained="Satu orang mengundurkan diri."))

    found = batch(office)

    assert (found["closed"], found["explained"]) == ("2025-12-31", "Satu orang mengundurkan diri.")


def test_a_batch_without_members_has_no_evidence(office):
    office.record(examples.SK, examples.decision_issued())
    office.record(examples.BATCH, examples.batch_opened())

    assert batch(office)["evidence"] == {
        "anggota": 0,
        "ni": 0,
        "petikan": 0,
        "sumpah": 0,
        "spmt": 0,
        "kontrak": 0,
        "wajib_kontrak": 0,
    }


def test_all_batches_are_listed(office):
    assert recorded(office).ask("batch_status", "list").items == [
        {
            "batch_id": "00000000-0000-4000-8000-000000000004",
            "tmt": "2025-10-01",
            "expected": 3,
            "recorded": 2,
            "closed": None,
        }
    ]


def test_batches_are_narrowed_by_their_tmt_and_by_whether_they_are_closed(office):
    office.record(examples.BATCH, examples.batch_opened(tmt=date(2025, 10, 1)))
    later = UUID("00000000-0000-4000-8000-0000000000b2")
    office.record(later, examples.batch_opened(batch_id=later, tmt=date(2026, 3, 1)))
    office.record(later, examples.batch_closed(batch_id=later, tmt=date(2026, 4, 1), explained="Selesai."))

    def tmts(**asked):
        return [row["tmt"] for row in office.ask("batch_status", "list", **asked).items]

    assert tmts() == ["2025-10-01", "2026-03-01"]
    assert tmts(sort="-tmt") == ["2026-03-01", "2025-10-01"]
    assert tmts(dari=date(2025, 10, 1), sampai=date(2026, 2, 28)) == ["2025-10-01"]
    assert tmts(dari=date(2025, 10, 2)) == tmts(status="DITUTUP") == ["2026-03-01"]
    assert tmts(status="TERBUKA") == ["2025-10-01"]


def test_an_unknown_batch_is_not_found(office):
    assert office.ask("batch_status", "of", batch=KELURAHAN) is None


def test_a_unit_is_told_by_the_name_of_the_batchs_tmt_and_counts_once_whatever_it_was_called_since(office):
    recorded(office)
    rename = {"unor_id": examples.UNOR, "change": PerubahanUnor.RENAME}
    office.record(examples.UNOR, examples.fact(OrgUnitChanged, rename, tmt=date(2025, 9, 1), nama="Dinas Baru"))
    office.record(examples.UNOR, examples.fact(OrgUnitChanged, rename, tmt=date(2026, 3, 1), nama="Dinas Terbaru"))

    told = [(u["unor"], u["recorded"]) for u in batch(office)["per_unor"] if u["unor_id"] == str(examples.UNOR)]

    assert told == [("Dinas Baru", 1)]


# -- who is not complete -------------------------------------------------------------------


def incomplete(office, day=date(2026, 1, 1), **asked):
    found = office.ask("batch_status", "incomplete", batch=examples.BATCH, valid_at=day, **asked).items
    return [(row["pegawai_id"], row["kurang"]) for row in found]


@pytest.mark.requirement("S4-6")
def test_whose_legality_is_incomplete_is_told_with_what_they_lack(office):
    recorded(office)
    member(office, 3)
    member(office, 4, examples.number_assigned(), kind=Kind.CPNS, golongan=None)

    assert office.ask("batch_status", "incomplete", batch=examples.BATCH, valid_at=date(2026, 1, 1)).items[0] == {
        "pegawai_id": str(examples.pegawai(2)),
        "nip": None,
        "nama": "Budi Contoh",
        "kind": "PPPK",
        "unor_id": "00000000-0000-4000-8000-0000000000a2",
        "unor_nama": "Kelurahan Contoh",
        "kurang": ["NI", "KONTRAK", "PETIKAN", "SUMPAH", "SPMT"],
    }
    assert [who for who, _ in incomplete(office)] == [str(examples.pegawai(2)), str(examples.pegawai(3))]


def test_who_lacks_the_petikan_the_oath_or_the_start_of_duty_is_told_where_it_is_asked_for(office):
    recorded(office)
    member(office, 4, examples.number_assigned(), kind=Kind.CPNS, golongan=None)

    assert incomplete(office, semua=True)[-1] == (str(examples.pegawai(4)), ["PETIKAN", "SUMPAH", "SPMT"])
    assert [who for who, _ in incomplete(office, unor=KELURAHAN)] == [str(examples.pegawai(2))]


def test_an_appointment_that_was_annulled_lacks_its_sk_from_that_day_on(office):
    recorded(office)
    examples_correction.annul(office, examples.pegawai(1), effect_from=date(2026, 3, 2))

    assert [who for who, _ in incomplete(office, date(2026, 3, 1))] == [str(examples.pegawai(2))]
    assert incomplete(office, date(2026, 3, 2))[0] == (str(examples.pegawai(1)), ["SK"])


def test_a_contract_that_was_voided_is_lacking_again(office):
    recorded(office)
    signed = office.log.read(f"pegawai-{examples.pegawai(1)}")[-1].event
    office.record(examples.pegawai(1), examples_correction.voided(signed))

    assert (str(examples.pegawai(1)), ["KONTRAK"]) in incomplete(office)

"""Which decisions were recorded more than 30 days late, by whom, in which unit?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.envelope import Actor, Source
from tests import examples, examples_correction

TODAY = date(2026, 7, 1)
KELURAHAN = UUID("00000000-0000-4000-8000-0000000000a2")
LATE_SK = examples.decision(sk_id=UUID(int=0x51), nomor="821/1/2026", tanggal=date(2026, 1, 5))


@pytest.fixture
def recorded(office):
    """The appointment within a month; a move by an SK of January only in April, with its SK; a contract at once."""
    office.on(date(2025, 10, 6))
    office.organisation()
    office.record(KELURAHAN, examples.unit_established(unor_id=KELURAHAN, nama="Kelurahan Contoh"))
    office.on(date(2025, 10, 20))
    office.record(
        examples.BUDI,
        examples.employee_registered(),
        examples.number_assigned(),
        examples.appointed(source=Source.IMPORT_CSV),
        examples.duty_commenced(),
        examples.contract_signed(mulai=date(2025, 10, 15)),
    )
    office.on(date(2026, 4, 13))
    issued = examples.decision_issued(sk_id=LATE_SK.sk_id, nomor=LATE_SK.nomor, tanggal=LATE_SK.tanggal)
    office.record(LATE_SK.sk_id, issued)
    office.moved = examples.assigned(
        tmt=date(2026, 1, 12), unor_id=KELURAHAN, decision=LATE_SK, actor=Actor(user_id="petugas")
    )
    office.record(examples.BUDI, office.moved)
    return office


def late(office, **asked):
    found = office.ask("recording_latency", "late", valid_at=TODAY, **asked).items
    return [(row["type"], row["recorded_on"], row["hari"]) for row in found]


def test_what_was_recorded_more_than_thirty_days_after_its_sk_is_late(recorded):
    (found,) = recorded.ask("recording_latency", "late", valid_at=TODAY).items

    assert found == {
        "pegawai_id": "00000000-0000-4000-8000-000000000010",
        "type": "PositionAssigned",
        "label": "Mutasi / penempatan jabatan",
        "tmt": "2026-01-12",
        "sk_id": "00000000-0000-0000-0000-000000000051",
        "sk_nomor": "821/1/2026",
        "sk_tanggal": "2026-01-05",
        "unor_id": "00000000-0000-4000-8000-0000000000a2",
        "position": 12,
        "recorded_on": "2026-04-13",
        "actor": "petugas",
        "source": "API",
        "hari": 98,
        "nip": "199001012025211001",
        "nama": "Budi Contoh",
        "unor_nama": "Kelurahan Contoh",
    }


def test_a_fact_without_an_sk_counts_from_its_tmt_and_any_may_be_asked_to(recorded):
    assert late(recorded, hari=0) == [
        ("EmployeeAppointed", "2025-10-20", 24),
        ("EmploymentContractSigned", "2025-10-20", 5),
        ("PositionAssigned", "2026-04-13", 98),
    ]
    assert late(recorded, hari=0, sejak="TMT") == [
        ("EmployeeAppointed", "2025-10-20", 19),
        ("EmploymentContractSigned", "2025-10-20", 5),
        ("PositionAssigned", "2026-04-13", 91),
    ]


def test_the_number_of_days_is_a_limit_that_is_not_late_itself(recorded):
    assert late(recorded, hari=98) == []
    assert len(late(recorded, hari=97)) == 1


def test_late_facts_are_asked_for_by_unit_user_source_and_period(recorded):
    def found(**asked):
        return [kind for kind, *_ in late(recorded, hari=0, **asked)]

    assert found(unor=KELURAHAN) == ["PositionAssigned"]
    assert found(actor="petugas") == ["PositionAssigned"]
    assert found(source=Source.IMPORT_CSV) == ["EmployeeAppointed"]
    assert found(dari=date(2026, 4, 13), sampai=date(2026, 4, 13)) == ["PositionAssigned"]
    assert found(dari=date(2026, 4, 14)) == []
    assert found(sampai=date(2025, 10, 19)) == []


def test_whoever_left_was_in_the_last_unit(recorded):
    recorded.on(date(2026, 6, 10))
    ended = examples.decision(sk_id=UUID(int=0x52), nomor="888/1/2026", tanggal=date(2026, 4, 20))
    recorded.record(examples.BUDI, examples.terminated(decision=ended))

    (found,) = recorded.ask("recording_latency", "late", valid_at=TODAY, dari=date(2026, 6, 1)).items
    assert (found["type"], found["hari"], found["unor_nama"]) == ("EmploymentTerminated", 51, "Kelurahan Contoh")


def test_how_much_is_late_is_counted_by_unit_user_source_and_kind(recorded):
    def counted(by):
        found = recorded.ask("recording_latency", "per", valid_at=TODAY, menurut=by)
        return [(row["nama"], row["dicatat"], row["terlambat"], row["persen"], row["terlama"]) for row in found]

    assert counted("UNOR") == [("Kelurahan Contoh", 1, 1, 100.0, 98), ("Dinas Pendidikan", 2, 0, 0.0, 24)]
    assert counted("PETUGAS") == [("petugas", 1, 1, 100.0, 98), ("penguji", 2, 0, 0.0, 24)]
    assert counted("SUMBER") == [("API", 2, 1, 50.0, 98), ("IMPORT_CSV", 1, 0, 0.0, 24)]
    assert [nama for nama, *_ in counted("JENIS")] == [
        "Mutasi / penempatan jabatan",
        "Pegawai diangkat",
        "Perjanjian kerja ditandatangani / diperpanjang",
    ]


def test_how_late_it_was_is_told_month_by_month(recorded):
    assert recorded.ask("recording_latency", "per_month") == [
        {
            "bulan": "2025-10",
            "dicatat": 2,
            "sampai_7": 1,
            "sampai_30": 1,
            "sampai_90": 0,
            "sampai_365": 0,
            "lebih_365": 0,
        },
        {
            "bulan": "2026-04",
            "dicatat": 1,
            "sampai_7": 0,
            "sampai_30": 0,
            "sampai_90": 0,
            "sampai_365": 1,
            "lebih_365": 0,
        },
    ]


def test_sks_that_were_recorded_late_are_listed(recorded):
    (found,) = recorded.ask("recording_latency", "decisions").items

    assert (found["sk_nomor"], found["recorded_on"], found["hari"]) == ("821/1/2026", "2026-04-13", 98)
    assert len(recorded.ask("recording_latency", "decisions", hari=9).items) == 2
    assert recorded.ask("recording_latency", "decisions", sampai=date(2026, 4, 12)).items == []


def test_a_corrected_date_counts_from_the_start_and_what_was_voided_was_no_decision(recorded):
    before = late(recorded)
    recorded.on(date(2026, 4, 20))
    right = examples_correction.corrected(recorded.moved, "tmt", "2026-01-12", "2026-02-12")
    recorded.record(examples.BUDI, right)
    after = late(recorded, sejak="TMT")
    recorded.record(examples.BUDI, examples_correction.voided(recorded.moved))

    assert before == [("PositionAssigned", "2026-04-13", 98)]
    assert after == [("PositionAssigned", "2026-04-13", 60)]
    assert late(recorded) == []


def test_an_annulled_decision_was_recorded_late_all_the_same(recorded):
    examples_correction.annul(recorded, examples.BUDI, sk_id=LATE_SK.sk_id, restores=(examples.PENEMPATAN,))

    assert late(recorded) == [("PositionAssigned", "2026-04-13", 98)]


def test_what_a_merge_took_over_was_recorded_when_it_was_recorded_first(recorded):
    recorded.on(date(2026, 6, 1))
    merge = examples_correction.merged("MERGED", kept=examples.SITI, merged=examples.BUDI)
    goes_on = examples_correction.merged(kept=examples.SITI, merged=examples.BUDI)
    copy = recorded.moved.model_copy(
        update={
            "event_id": examples.new_id(),
            "causation_id": goes_on.event_id,
            "correlation_id": recorded.moved.event_id,
        }
    )
    recorded.record(examples.BUDI, merge)
    recorded.record(examples.SITI, examples.employee_registered(nama="Siti Contoh"), goes_on, copy)

    (found,) = recorded.ask("recording_latency", "late", valid_at=TODAY).items
    assert (found["nama"], found["recorded_on"]) == ("Siti Contoh", "2026-04-13")


def test_what_is_most_late_comes_first_where_it_is_asked_for(recorded):
    assert [days for *_, days in late(recorded, hari=0, sort="-hari")] == [98, 24, 5]

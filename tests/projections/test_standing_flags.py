"""Who is being coached or examined, serves a sanction or is suspended, and until when?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.status import SuspensionGround
from kinerja_es.domain.values import Kind
from tests import examples, examples_correction
from tests import examples_discipline as discipline

CASE, SANCTION, COACHING = UUID(int=0xCA), UUID(int=0x5A), UUID(int=0xC0)
HUKDIS = examples.decision(sk_id=UUID(int=0x51), nomor="862/1/2026", tanggal=date(2026, 2, 24))


@pytest.fixture
def recorded(office):
    """Budi, at work in Dinas Pendidikan."""
    office.organisation()
    office.record(
        examples.BUDI, examples.employee_registered(nik=None), examples.appointed(), examples.duty_commenced()
    )
    return office


def marked(office, day, **asked):
    found = office.ask("standing_flags", "list", valid_at=day, **asked).items
    return [(row["jenis"], row["sejak"], row["sampai"]) for row in found]


def test_who_serves_a_sanction_is_told_with_place_and_until_when(recorded):
    recorded.record(examples.BUDI, discipline.sanctioned(case_id=CASE, decision=HUKDIS))

    assert recorded.ask("standing_flags", "list", valid_at=date(2026, 3, 1)).items == [
        {
            "pegawai_id": "00000000-0000-4000-8000-000000000010",
            "nip": None,
            "nama": "Budi Contoh",
            "kind": "PPPK_PARUH_WAKTU",
            "golongan": "V",
            "status": "AKTIF",
            "jabatan_id": "00000000-0000-4000-8000-000000000002",
            "jabatan_nama": "Operator Layanan Operasional",
            "unor_id": "00000000-0000-4000-8000-000000000003",
            "unor_nama": "Dinas Pendidikan",
            "jenis": "MENJALANI_HUKUMAN_S",
            "jenis_label": "Menjalani hukuman sedang",
            "ground": None,
            "sejak": "2026-03-01",
            "sampai": "2026-08-31",
            "rencana_sampai": None,
        }
    ]
    assert marked(recorded, date(2026, 2, 28)) == []
    assert marked(recorded, date(2026, 9, 1)) == []


def test_an_examination_runs_until_it_is_held_and_until_then_has_no_end(recorded):
    recorded.record(examples.BUDI, discipline.reported(case_id=CASE))
    before = marked(recorded, date(2026, 2, 19))
    recorded.record(examples.BUDI, discipline.examined(case_id=CASE))

    assert before == [("DALAM_PEMERIKSAAN", "2026-02-02", None)]
    assert marked(recorded, date(2026, 2, 19)) == [("DALAM_PEMERIKSAAN", "2026-02-02", "2026-02-19")]
    assert marked(recorded, date(2026, 2, 20)) == []


def test_a_coaching_runs_until_it_is_concluded_whatever_was_planned(recorded):
    recorded.record(examples.BUDI, discipline.coached(coaching_id=COACHING, until=date(2026, 3, 31)))

    (row,) = recorded.ask("standing_flags", "list", valid_at=date(2026, 4, 15)).items
    assert (row["jenis"], row["sampai"], row["rencana_sampai"]) == ("DALAM_PEMBINAAN", None, "2026-03-31")
    recorded.record(examples.BUDI, discipline.concluded(coaching_id=COACHING))
    assert marked(recorded, date(2026, 4, 29)) == [("DALAM_PEMBINAAN", "2026-02-01", "2026-04-29")]
    assert marked(recorded, date(2026, 4, 30)) == []


def test_a_suspension_is_told_with_its_ground_and_one_mark_lasts_through_many_standings(recorded):
    recorded.record(
        examples.BUDI,
        discipline.reported(case_id=CASE),
        examples.suspended(tmt=date(2026, 3, 1), ground=SuspensionGround.PEMBEBASAN_TUGAS, gaji_persen=100),
        examples.contract_signed(),
    )

    found = recorded.ask("standing_flags", "list", valid_at=date(2026, 3, 1)).items
    assert [(row["jenis"], row["ground"], row["sejak"], row["sampai"]) for row in found] == [
        ("DALAM_PEMERIKSAAN", None, "2026-02-02", None),
        ("NONAKTIF_SEMENTARA", "PEMBEBASAN_TUGAS", "2026-03-01", "2026-07-31"),
    ]


def test_a_correction_and_an_annulment_change_until_when(recorded):
    imposed = discipline.sanctioned(case_id=CASE, sanction_id=SANCTION, decision=HUKDIS)
    recorded.record(examples.BUDI, imposed)
    recorded.record(examples.BUDI, examples_correction.corrected(imposed, "akhir", "2026-08-31", "2026-09-30"))
    corrected = marked(recorded, date(2026, 3, 1))
    examples_correction.annul(recorded, examples.BUDI, sk_id=HUKDIS.sk_id, effect_from=date(2026, 5, 4))

    assert corrected == [("MENJALANI_HUKUMAN_S", "2026-03-01", "2026-09-30")]
    assert marked(recorded, date(2026, 3, 1)) == [("MENJALANI_HUKUMAN_S", "2026-03-01", "2026-05-03")]
    assert marked(recorded, date(2026, 5, 4)) == []


def test_marks_are_asked_for_by_mark_kind_and_unit(recorded):
    recorded.record(examples.BUDI, discipline.reported(), discipline.coached())
    day = date(2026, 3, 1)

    assert [jenis for jenis, *_ in marked(recorded, day, jenis="DALAM_PEMBINAAN")] == ["DALAM_PEMBINAAN"]
    assert [len(marked(recorded, day, kind=kind)) for kind in (Kind.PPPK_PARUH_WAKTU, Kind.PNS)] == [2, 0]
    assert [len(marked(recorded, day, unor=unor)) for unor in (examples.UNOR, examples.SK)] == [2, 0]


def test_marks_are_counted_by_unit(recorded):
    recorded.record(examples.BUDI, discipline.reported(), discipline.coached())

    assert recorded.ask("standing_flags", "per_unor", valid_at=date(2026, 3, 1)) == [
        {
            "unor_id": "00000000-0000-4000-8000-000000000003",
            "unor_nama": "Dinas Pendidikan",
            "pegawai": 1,
            "dalam_pemeriksaan": 1,
            "dalam_pembinaan": 1,
            "menjalani_hukuman_r": 0,
            "menjalani_hukuman_s": 0,
            "menjalani_hukuman_b": 0,
            "nonaktif_sementara": 0,
        }
    ]
    assert recorded.ask("standing_flags", "per_unor", valid_at=date(2026, 2, 1))[0]["dalam_pemeriksaan"] == 0


def test_whose_mark_ends_first_comes_first_where_it_is_asked_for(recorded):
    recorded.record(
        examples.BUDI,
        examples.suspended(),
        discipline.sanctioned(mulai=date(2026, 2, 1), akhir=date(2026, 6, 30), decision=HUKDIS),
    )

    found = marked(recorded, date(2026, 3, 1), sort="sampai")
    assert [until for *_, until in found] == ["2026-06-30", "2026-07-31"]

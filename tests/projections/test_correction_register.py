"""Which SKs and records were annulled or corrected, whom did it concern, and to which post did they return?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.annulment import Cacat, Effect, JenisPembatalan
from kinerja_es.domain.decision import JenisSk
from kinerja_es.domain.unit import Title
from tests import examples, examples_correction
from tests.examples import BUDI, SITI

LURAH = UUID("00000000-0000-4000-8000-0000000000a1")
KELURAHAN = UUID("00000000-0000-4000-8000-0000000000a2")
MUTASI = UUID("00000000-0000-4000-8000-0000000000a3")
BY = examples.decision(sk_id=MUTASI, nomor="821/10/2026", tanggal=date(2026, 1, 5))
TODAY = date(2026, 7, 1)


@pytest.fixture
def moved(office):
    """Budi and Siti, moved to the kelurahan in January by one SK, which was annulled for a defect in March."""
    office.on(date(2026, 1, 12))
    office.organisation()
    office.record(
        MUTASI, examples.decision_issued(sk_id=MUTASI, nomor=BY.nomor, tanggal=BY.tanggal, jenis=JenisSk.MUTASI)
    )
    office.record(KELURAHAN, examples.unit_established(unor_id=KELURAHAN, nama="Kelurahan Contoh"))
    office.record(LURAH, examples.post_established(jabatan_id=LURAH, title=Title(nama="Lurah"), unor_id=KELURAHAN))
    for who, nama, post in ((BUDI, "Budi Contoh", examples.new_id()), (SITI, "Siti Contoh", examples.PENEMPATAN)):
        office.record(
            who,
            examples.employee_registered(nama=nama, nik=None),
            examples.appointed(assignment_id=post),
            examples.duty_commenced(),
            examples.assigned(
                tmt=date(2026, 1, 12),
                jabatan_id=LURAH,
                unor_id=KELURAHAN,
                replaces_assignment_id=post,
                decision=BY,
            ),
        )
    return office


def annul(office, *whom, **over):
    office.on(date(2026, 3, 4))
    told = {"kind": JenisPembatalan.DIBATALKAN, "defect": Cacat.PROSEDUR, "sk_id": MUTASI}
    return examples_correction.annul(office, *whom, **told | over)


def listed(office, **asked):
    return office.ask("correction_register", "list", valid_at=TODAY, **asked).items


def test_an_annulment_is_listed_with_its_ground_and_how_many_it_concerns(moved):
    annulment = annul(moved, SITI, restores=(examples.PENEMPATAN,))

    assert listed(moved) == [
        {
            "correction_id": str(annulment.event_id),
            "jenis": "DIBATALKAN",
            "tanggal": "2026-03-02",
            "berlaku": "2026-03-02",
            "position": 16,
            "recorded_on": "2026-03-04",
            "actor": "penguji",
            "sk_id": "00000000-0000-4000-8000-0000000000a3",
            "sk_nomor": "821/10/2026",
            "sk_tanggal": "2026-01-05",
            "dasar_nomor": "800/77/BKPSDM/2026",
            "pejabat_jabatan": "Wali Kota Serang",
            "oleh": "PEJABAT",
            "cacat": "PROSEDUR",
            "diktum": None,
            "court_ref": None,
            "approved_by": None,
            "fields": [],
            "dipulihkan": None,
            "pegawai": 1,
            "voided": 0,
        }
    ]


def returned(office, correction):
    found = office.ask("correction_register", "of", correction=correction.event_id)["terdampak"]
    return [(row["nama"], row["jabatan_sebelum"], row["jabatan_sesudah"], row["unor_nama"]) for row in found]


def test_whoever_an_annulment_concerns_is_told_with_the_post_they_return_to(moved):
    annulment = annul(moved, SITI, restores=(examples.PENEMPATAN,))

    assert returned(moved, annulment) == [("Siti Contoh", "Lurah", "Operator Layanan Operasional", "Dinas Pendidikan")]


def test_one_act_is_told_as_in_the_list_with_the_position_at_which_the_answer_holds(moved):
    annulment = annul(moved, SITI, restores=(examples.PENEMPATAN,))
    told = moved.ask("correction_register", "of", correction=annulment.event_id)

    assert {**told, "position": 16} == {**listed(moved)[0], "terdampak": told["terdampak"]}
    assert "position" not in told


def test_whoever_gets_no_post_back_is_told_without_one(moved):
    assert returned(moved, annul(moved, BUDI)) == [("Budi Contoh", "Lurah", None, None)]


def test_an_annulment_as_if_the_sk_had_never_been_has_no_post_before(moved):
    from_the_start = {"effect": Effect.EX_TUNC, "effect_from": date(2026, 1, 12), "court_ref": "12/G/2026/PTUN.SRG"}
    annulment = annul(moved, **from_the_start)
    moved.record(SITI, examples_correction.annulled_for(annulment, restores=(examples.PENEMPATAN,), **from_the_start))

    assert returned(moved, annulment) == [("Siti Contoh", None, "Operator Layanan Operasional", "Dinas Pendidikan")]


def test_an_annulment_that_was_lifted_tells_since_when_and_its_people_return_again(moved):
    annulment = annul(moved, SITI, restores=(examples.PENEMPATAN,))
    lifting = examples_correction.reinstated(annulment)
    moved.record(MUTASI, lifting)
    moved.record(SITI, examples_correction.reinstated_for(lifting))

    assert [(row["jenis"], row["dipulihkan"]) for row in listed(moved)] == [
        ("DIBATALKAN", "2026-05-01"),
        ("DIPULIHKAN", None),
    ]
    assert returned(moved, lifting) == [("Siti Contoh", "Operator Layanan Operasional", "Lurah", "Kelurahan Contoh")]


def test_a_ralat_tells_what_it_put_right_and_no_post_before(moved):
    moved.on(date(2026, 1, 21))
    appointed = moved.log.read(f"pegawai-{BUDI}")[1].event
    told = examples_correction.ralat(appointed, "golongan", "V", "VII")
    moved.record(examples.SK, told)
    moved.record(BUDI, examples_correction.ralat_for(told))

    (row,) = listed(moved)
    assert (row["jenis"], row["tanggal"], row["dasar_nomor"], row["fields"], row["pegawai"]) == (
        "RALAT",
        "2026-01-20",
        "800/78/BKPSDM/2026",
        ["golongan"],
        1,
    )
    assert returned(moved, told) == [("Budi Contoh", None, "Operator Layanan Operasional", "Dinas Pendidikan")]


def test_a_record_that_was_corrected_voided_or_merged_is_listed_with_who_approved(moved):
    moved.on(date(2026, 2, 9))
    duty = moved.log.read(f"pegawai-{BUDI}")[2].event
    right = examples_correction.corrected(duty, "tanggal", "2025-11-03", "2025-11-04")
    moved.record(BUDI, right, examples_correction.voided(right), examples_correction.merged())

    columns = ("jenis", "tanggal", "approved_by", "fields", "pegawai", "voided")
    assert [tuple(row[name] for name in columns) for row in listed(moved)] == [
        ("KOREKSI", "2026-02-09", "Kepala BKPSDM", ["tanggal"], 1, 1),
        ("TIDAK_PERNAH_ADA", "2026-02-09", "Kepala BKPSDM", [], 1, 0),
        ("DIGABUNG", "2026-02-09", "Kepala BKPSDM", [], 1, 0),
    ]


def test_a_merge_is_listed_once_though_it_stands_in_both_records(moved):
    moved.record(BUDI, examples_correction.merged())
    moved.record(SITI, examples_correction.merged("MERGED"))

    assert [(row["jenis"]) for row in listed(moved)] == ["DIGABUNG"]


def test_corrections_are_asked_for_by_period_of_either_axis_kind_sk_and_unit(moved):
    annul(moved, SITI, restores=(examples.PENEMPATAN,))

    def found(**asked):
        return len(listed(moved, **asked))

    assert found(dari=date(2026, 3, 2), sampai=date(2026, 3, 2)) == 1
    assert found(dari=date(2026, 3, 3)) == 0
    assert found(dari=date(2026, 3, 3), menurut="DICATAT") == 1
    assert found(sampai=date(2026, 3, 3), menurut="DICATAT") == 0
    assert (found(sk=MUTASI), found(sk=examples.SK)) == (1, 0)
    assert (found(jenis="DIBATALKAN"), found(jenis="DICABUT")) == (1, 0)
    assert (found(unor=KELURAHAN), found(unor=examples.UNOR), found(unor=BUDI)) == (1, 1, 0)


def test_an_unknown_correction_is_not_found(office):
    assert office.ask("correction_register", "of", correction=BUDI) is None

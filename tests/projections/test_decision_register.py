"""Which SK has this number, whom does it name, and whose petikan was not handed over yet?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.decision import JenisSk
from kinerja_es.domain.values import Kind
from tests import examples, examples_correction
from tests import examples_performance as of_work
from tests.examples import BUDI, SITI

TODAY = date(2026, 2, 1)
LAST_SK = examples.decision(sk_id=UUID(int=0x50), nomor="810/7_A/2024", tanggal=date(2024, 12, 1))


@pytest.fixture
def recorded(office):
    """One SK that appoints Budi and Siti; only Budi has his petikan."""
    office.organisation()
    office.appointed = examples.appointed()
    office.record(
        BUDI,
        examples.employee_registered(nik=None),
        examples.number_assigned(),
        office.appointed,
        examples.excerpt_delivered(tanggal=date(2025, 9, 29)),
    )
    office.record(SITI, examples.employee_registered(nama="Siti Contoh", nik=None), examples.appointed())
    return office


def asked(office, query, day=TODAY, **params):
    found = office.ask("decision_register", query, valid_at=day, **params)
    return found if isinstance(found, list) else found.items


@pytest.mark.requirement("S1-1")
def test_an_sk_that_is_signed_and_not_handed_over_to_all_is_listed_with_how_many_wait(recorded):
    issued = {
        "sk_id": "00000000-0000-4000-8000-000000000001",
        "sk_nomor": "800.1.2.5/1234/BKPSDM/2025",
        "sk_tanggal": "2025-09-26",
        "jenis": "PENGANGKATAN",
        "bentuk": "KOLEKTIF",
        "pejabat_jabatan": "Wali Kota Serang",
        "kapasitas": "D",
        "jumlah_pegawai": 2,
        "sha256": None,
        "tercatat": 2,
        "petikan": 1,
        "dibatalkan": None,
        "sebagian": None,
    }

    assert asked(recorded, "find", text="1234/bkpsdm") == [issued]
    assert asked(recorded, "without_petikan") == [issued | {"belum": 1}]
    assert asked(recorded, "without_petikan", date(2025, 9, 28)) == [issued | {"petikan": 0, "belum": 2}]
    assert asked(recorded, "without_petikan", date(2025, 9, 25)) == []
    recorded.record(SITI, examples.excerpt_delivered(tanggal=date(2026, 1, 5)))
    assert asked(recorded, "without_petikan") == []


@pytest.mark.requirement("S1-1")
def test_the_people_of_an_sk_are_told_with_what_it_decides_and_their_petikan(recorded):
    siti = {
        "pegawai_id": "00000000-0000-4000-8000-000000000011",
        "nip": None,
        "nama": "Siti Contoh",
        "unor_id": "00000000-0000-4000-8000-000000000003",
        "unor_nama": "Dinas Pendidikan",
        "tmt": "2025-10-01",
        "labels": ["Pegawai diangkat"],
        "petikan": None,
        "dibatalkan": None,
    }
    budi = siti | {"pegawai_id": "00000000-0000-4000-8000-000000000010", "nip": "199001012025211001"}
    budi |= {"nama": "Budi Contoh", "petikan": "2025-09-29"}

    def people(**narrowed):
        return asked(recorded, "people", sk=examples.SK, **narrowed)

    assert people() == [budi, siti]
    assert (people(petikan="SUDAH"), people(petikan="BELUM")) == ([budi], [siti])
    assert (people(unor=examples.UNOR), people(unor=examples.JABATAN)) == ([budi, siti], [])


def test_an_sk_is_found_by_a_part_of_its_number_its_kind_and_its_day(recorded):
    told = {"sk_id": LAST_SK.sk_id, "nomor": LAST_SK.nomor, "tanggal": LAST_SK.tanggal}
    recorded.record(LAST_SK.sk_id, examples.decision_issued(**told, jenis=JenisSk.MUTASI, sha256="a" * 64))

    def numbers(**narrowed):
        return [row["sk_nomor"] for row in asked(recorded, "find", **narrowed)]

    assert numbers() == ["800.1.2.5/1234/BKPSDM/2025", "810/7_A/2024"]
    assert numbers(text="7_a") == ["810/7_A/2024"]
    assert numbers(text="7_B") == []
    assert numbers(text="%") == []
    assert numbers(jenis=JenisSk.MUTASI) == ["810/7_A/2024"]
    assert numbers(dari=date(2025, 1, 1)) == ["800.1.2.5/1234/BKPSDM/2025"]
    assert numbers(sampai=date(2024, 12, 1)) == ["810/7_A/2024"]
    assert asked(recorded, "find", text="7_A")[0]["sha256"] == "a" * 64


def test_an_annulled_sk_is_told_as_such_from_that_day_on_until_it_is_reinstated(recorded):
    annulment = examples_correction.annul(recorded, BUDI, SITI, effect_from=date(2026, 3, 2))
    lifting = examples_correction.reinstated(annulment, mulai=date(2026, 5, 1))
    recorded.record(examples.SK, lifting)
    recorded.record(BUDI, examples_correction.reinstated_for(lifting))

    def force(day):
        found = recorded.ask("decision_register", "of", sk=examples.SK, valid_at=day)
        people = asked(recorded, "people", day, sk=examples.SK)
        return found["dibatalkan"], found["sebagian"], [row["dibatalkan"] for row in people]

    assert force(date(2026, 3, 1)) == (None, None, [None, None])
    assert force(date(2026, 3, 2)) == ("DICABUT", 0, ["2026-03-02", "2026-03-02"])
    assert force(date(2026, 5, 1)) == (None, None, [None, "2026-03-02"])
    assert recorded.ask("decision_register", "of", sk=examples.SK, valid_at=TODAY)["pembatalan"] == [
        {
            "annulment_id": str(annulment.event_id),
            "jenis": "DICABUT",
            "mulai": "2026-03-02",
            "sampai": "2026-05-01",
            "sebagian": 0,
        }
    ]


def test_an_sk_that_was_annulled_for_some_is_told_as_annulled_in_part(recorded):
    examples_correction.annul(recorded, BUDI, pegawai_ids=(BUDI,))

    (found,) = asked(recorded, "find", date(2026, 4, 1))
    assert (found["dibatalkan"], found["sebagian"]) == ("DICABUT", 1)


def test_what_was_voided_is_decided_for_nobody_and_a_ralat_changes_the_number(recorded):
    issued = recorded.log.read(f"sk-{examples.SK}")[0].event
    recorded.record(examples.SK, examples_correction.ralat(issued, "nomor", issued.nomor, "800.1.2.5/1235/BKPSDM/2025"))
    recorded.record(BUDI, examples_correction.voided(recorded.appointed))

    assert asked(recorded, "find", text="1234") == []
    assert [row["nama"] for row in asked(recorded, "people", sk=examples.SK)] == ["Siti Contoh"]
    assert asked(recorded, "find", text="1235")[0]["tercatat"] == 1


@pytest.mark.requirement("S4-3")
def test_the_first_of_a_kind_is_told_by_the_day_of_effect_and_not_of_recording(recorded):
    by = examples.decision(sk_id=UUID(int=0x55), nomor="800/9/2026", tanggal=date(2026, 5, 25))
    recorded.record(BUDI, of_work.upgraded(decision=by))
    recorded.record(examples.pegawai(3), examples.appointed(kind=Kind.PPPK, tmt=date(2025, 1, 2), decision=LAST_SK))

    assert asked(recorded, "first") == [
        {
            "kind": "PPPK",
            "tmt": "2025-01-02",
            "sk_id": "00000000-0000-0000-0000-000000000050",
            "sk_nomor": None,
            "sk_tanggal": None,
            "pegawai": 1,
        },
        {
            "kind": "PPPK_PARUH_WAKTU",
            "tmt": "2025-10-01",
            "sk_id": "00000000-0000-4000-8000-000000000001",
            "sk_nomor": "800.1.2.5/1234/BKPSDM/2025",
            "sk_tanggal": "2025-09-26",
            "pegawai": 2,
        },
    ]
    assert [row["kind"] for row in asked(recorded, "first", date(2025, 9, 30))] == ["PPPK"]
    assert [row["pegawai"] for row in asked(recorded, "first", kind=Kind.PPPK_PARUH_WAKTU)] == [2]


def test_what_never_had_any_force_is_the_first_of_nothing(recorded):
    examples_correction.annul(recorded, BUDI, SITI, effect_from=date(2025, 10, 1))

    assert asked(recorded, "first") == []


def test_an_unknown_sk_is_not_found(office):
    assert office.ask("decision_register", "of", sk=BUDI, valid_at=TODAY) is None

"""Whose contracts end within 90 days, how was their work rated, and has the next contract been signed?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.rules import Ground
from kinerja_es.domain.values import Kind
from projections.contract_expiry import Perpanjangan
from tests import examples, examples_correction

KELURAHAN = UUID("00000000-0000-4000-8000-0000000000a2")
JULY = date(2026, 7, 10)
FIRST = UUID(int=0xC1, version=4)


def hired(office, number, *more, unor=examples.UNOR, **over):
    """One of many, on duty since 1 October 2025 by a contract until 30 September 2026."""
    office.record(
        examples.pegawai(number),
        examples.employee_registered(nama=f"Contoh {number}", nik=None),
        examples.number_assigned(nip=examples.nip(number)),
        examples.appointed(unor_id=unor, **over),
        examples.duty_commenced(tanggal=examples.TMT),
        examples.contract_signed(contract_id=UUID(int=0xC000 + number, version=4), nomor=f"PK-{number}/2025"),
        *more,
    )


def ending(office, day=JULY, **params):
    found = office.ask("contract_expiry", "list", valid_at=day, **params).items
    return [(row["nama"], row["akhir"], row["perpanjangan"]) for row in found]


def months(office, **params):
    found = office.ask("contract_expiry", "by_month", valid_at=JULY, **params)
    return {row["bulan"]: (row["kontrak"], row["diperpanjang"], row["berhenti"], row["belum"]) for row in found}


def test_a_contract_that_ends_is_told_with_the_predikat_the_unit_and_what_follows(office):
    office.organisation()
    following = examples.contract_signed(
        nomor="PK-1/2026", urutan=2, mulai=date(2026, 10, 1), akhir=date(2027, 9, 30), upah_rp=2_700_000
    )
    hired(office, 1, examples.evaluated(), following)

    assert office.ask("contract_expiry", "list", valid_at=JULY).items == [
        {
            "akhir": "2026-09-30",
            "contract_id": str(UUID(int=0xC001, version=4)),
            "nomor": "PK-1/2025",
            "urutan": 1,
            "mulai": "2025-10-01",
            "sisa_hari": 82,
            "pegawai_id": str(examples.pegawai(1)),
            "nip": "199001012025211001",
            "nama": "Contoh 1",
            "kind": "PPPK_PARUH_WAKTU",
            "status": "AKTIF",
            "unor_id": "00000000-0000-4000-8000-000000000003",
            "unor_nama": "Dinas Pendidikan",
            "jabatan_id": "00000000-0000-4000-8000-000000000002",
            "jabatan_nama": "Operator Layanan Operasional",
            "upah_rp": 2500000,
            "predikat": 2,
            "predikat_label": "Baik",
            "scope": "TRIWULAN",
            "dinilai_sampai": "2025-12-31",
            "perpanjangan": "DIPERPANJANG",
            "berikut_nomor": "PK-1/2026",
            "berikut_mulai": "2026-10-01",
            "berikut_akhir": "2027-09-30",
            "ground": None,
        }
    ]


def test_only_contracts_within_the_days_are_told_both_bounds_included(office):
    office.organisation()
    hired(office, 1)

    assert ending(office, date(2026, 7, 1)) == []
    assert ending(office, date(2026, 7, 2)) == [("Contoh 1", "2026-09-30", "BELUM")]
    assert ending(office, date(2026, 9, 30), days=0) == [("Contoh 1", "2026-09-30", "BELUM")]
    assert ending(office, date(2026, 10, 1)) == []


@pytest.fixture
def several(office):
    """One renewed, one whose employment ends with the contract, one who left before, one open in the kelurahan."""
    office.organisation()
    office.record(KELURAHAN, examples.unit_established(unor_id=KELURAHAN, nama="Kelurahan", diatasan_id=examples.UNOR))
    hired(office, 1, examples.contract_signed(mulai=date(2026, 10, 1), akhir=date(2027, 9, 30)))
    hired(office, 2, examples.terminated(tmt=date(2026, 10, 1), ground=Ground.KONTRAK_BERAKHIR))
    hired(office, 3, examples.terminated(tmt=date(2026, 8, 1)))
    hired(office, 4, unor=KELURAHAN, kind=Kind.PPPK, golongan=None)
    return office


def test_who_left_before_is_not_told_and_who_leaves_with_it_is_told_so(several):
    assert sorted(ending(several)) == [
        ("Contoh 1", "2026-09-30", "DIPERPANJANG"),
        ("Contoh 2", "2026-09-30", "BERHENTI"),
        ("Contoh 4", "2026-09-30", "BELUM"),
    ]


def test_contracts_are_narrowed_by_unit_with_those_below_by_kind_and_by_what_follows(several):
    assert [nama for nama, *_ in ending(several, unor=KELURAHAN)] == ["Contoh 4"]
    assert len(ending(several, unor=examples.UNOR)) == 3
    assert [nama for nama, *_ in ending(several, kind=Kind.PPPK)] == ["Contoh 4"]
    assert [nama for nama, *_ in ending(several, perpanjangan=Perpanjangan.BERHENTI)] == ["Contoh 2"]


def test_contracts_are_sorted_by_name_or_unit_too(several):
    assert [nama for nama, *_ in ending(several, sort="nama")] == ["Contoh 1", "Contoh 2", "Contoh 4"]
    assert [nama for nama, *_ in ending(several, sort="unor_nama")][-1] == "Contoh 4"


def test_each_month_counts_its_contracts(several):
    assert months(several, months=4) == {
        "2026-07": (0, 0, 0, 0),
        "2026-08": (0, 0, 0, 0),
        "2026-09": (3, 1, 1, 1),
        "2026-10": (0, 0, 0, 0),
    }
    assert months(several, months=3, unor=KELURAHAN)["2026-09"] == (1, 0, 0, 1)
    assert months(several, months=15, kind=Kind.PPPK_PARUH_WAKTU)["2027-09"] == (1, 0, 0, 1)


def test_a_page_goes_on_where_the_one_before_ended(several):
    first = several.ask("contract_expiry", "list", valid_at=JULY, limit=2)
    rest = several.ask("contract_expiry", "list", valid_at=JULY, limit=2, cursor=first.next)

    assert (len(first.items), len(rest.items), rest.next) == (2, 1, None)
    assert {row["nama"] for row in first.items + rest.items} == {"Contoh 1", "Contoh 2", "Contoh 4"}


def test_a_corrected_last_day_moves_the_contract(office):
    office.organisation()
    hired(office, 1)
    contract = examples.contract_signed(contract_id=FIRST, mulai=date(2026, 10, 1), akhir=date(2027, 12, 31))
    office.record(examples.pegawai(1), contract)
    assert ending(office, JULY, days=540) == [
        ("Contoh 1", "2026-09-30", "DIPERPANJANG"),
        ("Contoh 1", "2027-12-31", "BELUM"),
    ]

    office.record(examples.pegawai(1), examples_correction.corrected(contract, "akhir", "2027-12-31", "2026-12-31"))

    assert ending(office, JULY, days=200) == [
        ("Contoh 1", "2026-09-30", "DIPERPANJANG"),
        ("Contoh 1", "2026-12-31", "BELUM"),
    ]


def test_after_the_termination_was_annulled_the_contract_runs_out_after_all(office):
    office.organisation()
    sk = examples_correction.another_sk(7, date(2026, 7, 20))
    hired(office, 1, examples.terminated(tmt=date(2026, 8, 1), decision=sk))
    assert ending(office, date(2026, 7, 25)) == []

    office.record(examples.pegawai(1), examples_correction.without_force(sk.sk_id, date(2026, 8, 20)))

    assert ending(office, date(2026, 8, 20)) == [("Contoh 1", "2026-09-30", "BELUM")]

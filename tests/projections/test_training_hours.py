"""How many hours of training everybody has had, and who has had none for long."""

from datetime import date

import pytest

from kinerja_es.domain.values import Kind
from tests import examples
from tests.projections.department import (
    DINAS,
    DINKES,
    GURU,
    PERAWAT,
    SD,
    SK_LAIN,
    annulled,
    corrected,
    hired,
    organisation,
    picked,
    trained,
    voided,
)

row = pytest.mark.requirement
JUNE = date(2026, 6, 1)


def asked(office, query="list", day=JUNE, **params):
    return office.ask("training_hours", query, valid_at=day, **params)


def hours(office, day=JUNE, **params):
    return picked(asked(office, day=day, **params).items, "nama", "jp", "jp_kontrak")


@pytest.fixture
def staffed(office):
    """Ani was trained twice, Budi of the school once, last year; Citra, a PNS of Dinas Kesehatan, never."""
    organisation(office)
    contract = examples.contract_signed()
    hired(office, 1, "Ani", contract, trained(date(2025, 12, 10), 15), trained(date(2026, 3, 4), 12))
    hired(office, 2, "Budi", trained(date(2025, 11, 20), 8, kompetensi_id="1"), jabatan=GURU, unor=SD)
    hired(office, 3, "Citra", jabatan=PERAWAT, unor=DINKES, kind=Kind.PNS)
    return office


@row("S0-11")
def test_hours_are_told_of_a_year_and_of_the_contract_year_beside_its_ceiling(staffed):
    told = asked(staffed).items

    assert told[0] == {
        "pegawai_id": str(examples.pegawai(1)),
        "nip": None,
        "nama": "Ani",
        "kind": "PPPK_PARUH_WAKTU",
        "golongan": None,
        "jabatan_id": str(examples.JABATAN),
        "jabatan_nama": "Operator Layanan Operasional",
        "unor_id": str(DINAS),
        "unor_nama": "Dinas Pendidikan",
        "jp": 12,
        "pelatihan": 1,
        "tahun_kontrak_dari": "2025-10-01",
        "tahun_kontrak_sampai": "2026-09-30",
        "jp_kontrak": 27,
        "jp_paling_banyak": 24,
    }
    assert picked(told, "nama", "jp", "jp_kontrak", "jp_paling_banyak")[1:] == [
        ("Budi", 0, 8, 24),
        ("Citra", 0, None, None),
    ]
    assert hours(staffed, date(2026, 3, 3))[0] == ("Ani", 0, 15)


def test_the_list_can_be_narrowed_sorted_and_turned_page_by_page(staffed):
    assert hours(staffed, dari=date(2025, 1, 1), sampai=date(2026, 12, 31)) == [
        ("Ani", 27, 27),
        ("Budi", 8, 8),
        ("Citra", 0, None),
    ]
    assert hours(staffed, dari=date(2025, 1, 1)) == [("Ani", 15, 27), ("Budi", 8, 8), ("Citra", 0, None)]
    assert hours(staffed, unor=DINAS) == [("Ani", 12, 27), ("Budi", 0, 8)]
    assert hours(staffed, kind=Kind.PNS) == [("Citra", 0, None)]
    assert [nama for nama, *_ in hours(staffed, sort="jp")][-1] == "Ani"
    first = asked(staffed, limit=2)
    assert [row["nama"] for row in asked(staffed, limit=2, cursor=first.next).items] == ["Citra"]


def test_a_contract_year_begins_anew_each_year_and_with_each_contract(staffed):
    staffed.record(examples.pegawai(1), examples.contract_signed(mulai=date(2026, 10, 1), akhir=date(2028, 9, 30)))
    staffed.record(examples.pegawai(1), trained(date(2026, 11, 1), 5))

    years = ("tahun_kontrak_dari", "tahun_kontrak_sampai", "jp_kontrak")
    told = [picked(asked(staffed, day=day).items, *years)[0] for day in (date(2026, 12, 1), date(2027, 12, 1))]

    assert told == [("2026-10-01", "2027-09-30", 5), ("2027-10-01", "2028-09-30", 0)]


@row("S0-11")
def test_who_had_no_training_for_so_many_months_is_told_with_the_last_one(staffed):
    def names(day=JUNE, **params):
        return picked(asked(staffed, "untrained", day, **params).items, "nama", "terakhir")

    assert names() == [("Citra", None)]
    assert names(bulan=6) == [("Budi", "2025-11-20"), ("Citra", None)]
    assert names(bulan=2) == [("Ani", "2026-03-04"), ("Budi", "2025-11-20"), ("Citra", None)]
    assert names(bulan=2, unor=SD) == [("Budi", "2025-11-20")]
    assert names(date(2026, 11, 20)) == [("Budi", "2025-11-20"), ("Citra", None)]
    assert names(date(2025, 9, 30)) == []


def test_per_opd_it_is_told_how_many_were_trained(staffed):
    counts = ("opd_nama", "pegawai", "dilatih", "jp", "jp_rata_rata")

    assert picked(asked(staffed, "per_opd"), *counts) == [
        ("Dinas Kesehatan", 1, 0, 0, "0.00"),
        ("Dinas Pendidikan", 2, 1, 12, "6.00"),
    ]
    assert picked(asked(staffed, "per_opd", unor=SD, sampai=date(2025, 12, 31)), *counts) == [
        ("Dinas Pendidikan", 1, 1, 8, "8.00")
    ]


def test_the_trainings_of_one_employee_are_told(staffed):
    told = staffed.ask("training_hours", "of", employee=examples.pegawai(2), valid_at=JUNE)

    names = ("selesai", "jumlah_jp", "nama", "penyelenggara", "jenis_diklat", "kompetensi")
    assert picked(told, *names) == [
        ("2025-11-20", 8, "Pelayanan Prima", "BKPSDM", "Diklat Teknis", "Adaptasi terhadap Perubahan (AtP)")
    ]


def test_a_correction_and_a_void_hold_from_the_first_day(staffed):
    wrong, doubled = trained(date(2026, 2, 2), 200), trained(date(2026, 2, 3), 4)
    staffed.record(examples.pegawai(3), wrong, doubled)
    before = hours(staffed, unor=DINKES)
    staffed.record(examples.pegawai(3), corrected(wrong, "jumlah_jp", 200, 20), voided(doubled))

    assert (before, hours(staffed, unor=DINKES)) == ([("Citra", 204, None)], [("Citra", 20, None)])
    assert hours(staffed, date(2026, 2, 1), unor=DINKES) == [("Citra", 0, None)]


def test_whoever_lost_the_appointment_by_an_annulment_is_told_no_more_from_then_on(staffed):
    sk = examples.decision(sk_id=SK_LAIN)
    hired(staffed, 4, "Dewi", trained(date(2026, 1, 5)), decision=sk)
    staffed.record(examples.pegawai(4), annulled(date(2026, 4, 1), SK_LAIN))

    def names(day):
        return [nama for nama, *_ in hours(staffed, day, unor=DINAS)]

    assert [names(date(2026, 3, 31)), names(date(2026, 4, 1))] == [["Ani", "Budi", "Dewi"], ["Ani", "Budi"]]

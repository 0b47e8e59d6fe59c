"""The synthetic roster: like SIASN's own, of people who do not exist."""

import csv
from datetime import date
from typing import Any

import pytest

from kinerja_es.domain.values import Kind
from kinerja_es.recording.siasn import RosterRow, read_roster
from kinerja_es.recording.synthetic import write_roster

SERANG = {Kind.PPPK: 15, Kind.PPPK_PARUH_WAKTU: 785}


def write(path, *, seed=1, employees=None, units=40):
    write_roster(
        path,
        employees=SERANG if employees is None else employees,
        units=units,
        seed=seed,
        sk_nomor="800.1.2.5/1234/BKPSDM/2025",
        sk_tanggal=date(2025, 9, 26),
        tmt=date(2025, 10, 1),
    )
    return path


def read(path):
    found: list[Any] = list(read_roster(path).rows())
    return found


@pytest.fixture
def rows(tmp_path):
    return read(write(tmp_path / "roster.csv"))


def test_every_row_is_readable_and_as_many_of_each_kind_as_asked(rows):
    assert [type(row) for row in rows] == [RosterRow] * 800
    assert [sum(row.kind is kind for row in rows) for kind in (Kind.PPPK, Kind.PPPK_PARUH_WAKTU)] == [15, 785]


def test_numbers_belong_to_one_person_each_and_agree_with_birth_and_sex(rows):
    assert (
        len({row.nip for row in rows}) == len({row.nik for row in rows}) == len({row.siasn_id for row in rows}) == 800
    )
    assert all(row.nip.born == row.tanggal_lahir and row.nip.sex is row.jenis_kelamin for row in rows)
    assert all(row.nik.agrees_with_birth(row.tanggal_lahir) and row.nik.sex is row.jenis_kelamin for row in rows)


def test_no_nik_can_be_a_real_persons_for_no_kecamatan_has_the_code_00(rows):
    assert {row.nik[:6] for row in rows} == {"360400"}


def test_golongan_sk_and_tmt_are_those_of_the_appointment(rows):
    assert all(row.golongan.fits(row.kind) for row in rows)
    assert {(row.sk_nomor, row.sk_tanggal, row.tmt) for row in rows} == {
        ("800.1.2.5/1234/BKPSDM/2025", date(2025, 9, 26), date(2025, 10, 1))
    }


def test_about_one_in_ten_is_not_aktif_yet(rows):
    assert 40 <= sum(not row.aktif for row in rows) <= 120


def test_the_employees_work_in_forty_units_each_with_one_id(rows):
    assert len({row.unor_nama for row in rows}) == 40
    assert len({(row.unor_siasn_id, row.unor_nama, row.induk_nama) for row in rows}) == 40
    assert len({(row.jabatan_siasn_id, row.jabatan_nama) for row in rows}) == 7


def test_every_row_says_that_it_is_synthetic(tmp_path):
    path = write(tmp_path / "roster.csv")

    with path.open(encoding="utf-8", newline="") as file:
        assert {row["CATATAN"] for row in csv.DictReader(file)} == {"DATA SINTETIS - bukan orang sebenarnya"}
    found = read_roster(path)
    assert (found.layout, found.unknown_columns, found.missing_columns) == ("69", ("CATATAN",), ())


def test_the_same_seed_writes_the_same_file_and_another_seed_other_people(tmp_path):
    first, again, other = (
        write(tmp_path / name, seed=seed).read_bytes() for name, seed in (("a.csv", 1), ("b.csv", 1), ("c.csv", 2))
    )

    assert first == again
    assert first != other


def test_a_workbook_holds_the_same_people_as_the_csv(tmp_path, rows):
    assert read(write(tmp_path / "roster.xlsx")) == rows


def test_a_roster_of_cpns_and_pns_has_their_numbers_and_golongan(tmp_path):
    rows = read(write(tmp_path / "pns.csv", employees={Kind.CPNS: 20, Kind.PNS: 20}))

    assert [row.kind for row in rows] == [Kind.CPNS] * 20 + [Kind.PNS] * 20
    assert all(row.golongan.fits(row.kind) and row.nip[8:14] == "202510" for row in rows)

"""The law as tables: predikat, honour, grounds, terms and ages, written out as the regulations have them."""

from datetime import date

import pytest

from kinerja_es.domain.rules import (
    CONTRACT_YEARS,
    GROUNDS,
    MATRIX,
    PREDIKAT,
    Ground,
    Honour,
    JenisJabatan,
    honours,
    in_force,
    predikat,
    retirement,
    working_days_after,
    years_after,
)
from kinerja_es.domain.values import Kind

DAY = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("hasil", "perilaku", "gives"),
    [
        ("di atas", "di atas", "Sangat Baik"),
        ("di atas", "sesuai", "Baik"),
        ("di atas", "di bawah", "Kurang"),
        ("sesuai", "di atas", "Baik"),
        ("sesuai", "sesuai", "Baik"),
        ("sesuai", "di bawah", "Kurang"),
        ("di bawah", "di atas", "Butuh Perbaikan"),
        ("di bawah", "sesuai", "Butuh Perbaikan"),
        ("di bawah", "di bawah", "Sangat Kurang"),
    ],
)
def test_the_matrix_makes_the_predikat_of_results_and_behaviour(hasil, perilaku, gives):
    codes = {"di atas": 1, "sesuai": 2, "di bawah": 3}

    assert PREDIKAT[predikat(codes[hasil], codes[perilaku], DAY)] == gives


def test_the_predikat_runs_from_1_as_the_best_to_5():
    assert PREDIKAT == {1: "Sangat Baik", 2: "Baik", 3: "Butuh Perbaikan", 4: "Kurang", 5: "Sangat Kurang"}


def test_every_row_of_the_matrix_names_its_source_and_that_the_text_was_seen():
    assert [(rule.basis, rule.tag) for rule in MATRIX] == [("PermenPANRB 6/2022, matriks predikat kinerja", "V")]


BASES = {"UU 20/2023": ("UU 20/2023",), "PP 49/2018": ("PP 49/2018",)}


@pytest.mark.parametrize(
    ("basis", "ground", "allowed"),
    [
        ("UU 20/2023", "PERMINTAAN_SENDIRI", "HORMAT"),
        ("UU 20/2023", "MENINGGAL", "HORMAT"),
        ("UU 20/2023", "BUP", "HORMAT"),
        ("UU 20/2023", "KONTRAK_BERAKHIR", "HORMAT"),
        ("UU 20/2023", "PERAMPINGAN", "HORMAT"),
        ("UU 20/2023", "TIDAK_CAKAP", "HORMAT"),
        ("UU 20/2023", "TIDAK_BERKINERJA", "HORMAT HORMAT_TAPS"),
        ("UU 20/2023", "PELANGGARAN_BERAT", "TIDAK_HORMAT"),
        ("UU 20/2023", "PIDANA_BERENCANA", "HORMAT_TAPS TIDAK_HORMAT"),
        ("UU 20/2023", "PIDANA_TIDAK_BERENCANA", "HORMAT HORMAT_TAPS"),
        ("UU 20/2023", "PIDANA_JABATAN", "TIDAK_HORMAT"),
        ("UU 20/2023", "PARTAI_POLITIK", "TIDAK_HORMAT"),
        ("UU 20/2023", "PANCASILA", "TIDAK_HORMAT"),
        ("PP 49/2018", "TIDAK_BERKINERJA", "HORMAT_TAPS"),
        ("PP 49/2018", "PELANGGARAN_BERAT", "HORMAT_TAPS"),
        ("PP 49/2018", "PIDANA_BERENCANA", "TIDAK_HORMAT"),
        ("PP 49/2018", "PIDANA_TIDAK_BERENCANA", "HORMAT_TAPS"),
        ("PP 49/2018", "PIDANA_JABATAN", "TIDAK_HORMAT"),
        ("PP 49/2018", "PARTAI_POLITIK", "TIDAK_HORMAT"),
        ("PP 49/2018", "PANCASILA", "TIDAK_HORMAT"),
        ("PP 49/2018", "PERMINTAAN_SENDIRI", "HORMAT"),
    ],
)
def test_the_legal_basis_of_the_sk_says_which_honour_a_ground_has(basis, ground, allowed):
    assert {honour.value for honour in honours(Ground(ground), BASES[basis])} == set(allowed.split())


def test_a_heavy_breach_ends_with_or_without_honour_where_the_sk_names_neither_law():
    allowed = honours(Ground.PELANGGARAN_BERAT, ("KepmenPANRB 16/2025 diktum 24",))

    assert allowed == {Honour.HORMAT_TAPS, Honour.TIDAK_HORMAT}


@pytest.mark.parametrize(
    "name",
    [
        "PP 49/2018",
        "PP 49/2018 art 53",
        "PP Nomor 49 Tahun 2018",
        "PP No. 49 Tahun 2018",
        "pp no 49 tahun 2018 pasal 53 ayat (2)",
        "Peraturan Pemerintah Nomor 49 Tahun 2018 tentang Manajemen PPPK",
    ],
)
def test_a_law_is_recognised_however_an_sk_writes_it(name):
    assert honours(Ground.PELANGGARAN_BERAT, (name,)) == {Honour.HORMAT_TAPS}


def test_the_asn_law_is_recognised_by_its_full_name():
    assert honours(Ground.PELANGGARAN_BERAT, ("Undang-Undang Nomor 20 Tahun 2023",)) == {Honour.TIDAK_HORMAT}


def test_a_law_with_a_longer_number_is_another_law():
    assert len(honours(Ground.PELANGGARAN_BERAT, ("PP 149/2018",))) == 2


@pytest.mark.parametrize(
    ("kind", "never"),
    [
        ("CPNS", {"KONTRAK_BERAKHIR", "DIANGKAT_ASN"}),
        ("PNS", {"KONTRAK_BERAKHIR", "DIANGKAT_ASN"}),
        ("PPPK", {"DIANGKAT_ASN"}),
        ("PPPK_PARUH_WAKTU", set()),
    ],
)
def test_each_kind_of_employee_has_its_own_grounds(kind, never):
    grounds = in_force(GROUNDS[Kind(kind)], DAY).value

    assert {ground.value for ground in Ground} - {ground.value for ground in grounds} == never


def test_a_rule_holds_from_its_day_and_the_earliest_one_before_that():
    assert in_force(CONTRACT_YEARS[Kind.PPPK_PARUH_WAKTU], date(2025, 1, 13)).value == (1, 1)
    assert in_force(CONTRACT_YEARS[Kind.PPPK], date(1990, 1, 1)).value == (1, None)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2025, 9, 26), date(2025, 9, 26), 0),
        (date(2025, 9, 26), date(2025, 9, 28), 0),
        (date(2025, 9, 26), date(2025, 9, 29), 1),
        (date(2025, 9, 26), date(2025, 11, 7), 30),
        (date(2025, 9, 26), date(2025, 11, 10), 31),
        (date(2025, 9, 27), date(2025, 9, 29), 1),
        (date(2025, 9, 26), date(2025, 9, 1), 0),
    ],
)
def test_working_days_are_monday_to_friday_from_the_day_after(start, end, days):
    assert working_days_after(start, end) == days


def test_a_year_after_29_february_is_1_march():
    assert years_after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("born", "jenis", "eselon", "retires"),
    [
        (date(1968, 3, 15), "PELAKSANA", None, date(2026, 4, 1)),
        (date(1968, 12, 1), "STRUKTURAL", "31", date(2027, 1, 1)),
        (date(1968, 3, 15), "STRUKTURAL", "22", date(2028, 4, 1)),
        (date(1968, 3, 15), "FUNGSIONAL", None, date(2038, 4, 1)),
        (date(1968, 2, 29), "PELAKSANA", None, date(2026, 4, 1)),
    ],
)
def test_retirement_begins_on_the_first_of_the_month_after_the_age(born, jenis, eselon, retires):
    assert retirement(born, JenisJabatan(jenis), eselon, DAY) == retires

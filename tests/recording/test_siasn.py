"""SIASN's two layouts, read into values."""

from datetime import date

import pytest

from kinerja_es.domain.values import Golongan, Kind, Nik, Nip, Sex, SkNumber
from kinerja_es.errors import ColumnMissing, KindUnknown, NipInvalid, Problems, ValueInvalid, ValueMissing
from kinerja_es.recording.siasn import LAYOUTS, RosterRow, UnreadRow, read_roster

ANA = {
    "PNS ID": "A8ACA7F3",
    "NIP BARU": "'199002032025212001",
    "NIP LAMA": "null",
    "NAMA": "ANA  CONTOH",
    "GELAR BELAKANG": "S.Kom., M.T.",
    "TEMPAT LAHIR NAMA": "Serang",
    "TEMPAT LAHIR": "Serang",
    "TANGGAL LAHIR": "03-02-1990",
    "JENIS KELAMIN": "F",
    "NIK": "'3604004302900001",
    "JENIS PEGAWAI NAMA": "PPPK Paruh Waktu",
    "KEDUDUKAN HUKUM ID": "01",
    "KEDUDUKAN HUKUM NAMA": "Aktif",
    "NOMOR SK CPNS": "800/1234/BKPSDM/2025",
    "TANGGAL SK CPNS": "26-09-2025",
    "TMT CPNS": "01-10-2025",
    "GOL AKHIR NAMA": "IX",
    "TMT GOLONGAN": "01-10-2025",
    "TMT GOLONGAN AKHIR": "01-10-2025",
    "JENIS JABATAN NAMA": "Jabatan Fungsional Umum",
    "JABATAN ID": "J1",
    "JABATAN NAMA": "Penata Layanan Operasional",
    "TMT JABATAN": "01-10-2025",
    "ESELON NAMA": "-",
    "LOKASI KERJA NAMA": "Serang",
    "PENDIDIKAN NAMA": "S-1 Ilmu Komputer",
    "PENDIDIKAN TERAKHIR NAMA": "S-1 Ilmu Komputer",
    "UNOR ID": "U1",
    "UNOR NAMA": "Dinas Sosial",
    "SATUAN KERJA INDUK NAMA": "Pemerintah Kab. Contoh",
}


@pytest.fixture
def roster(tmp_path):
    def write(*changes, columns=LAYOUTS["69"], kind=None):
        path = tmp_path / "roster.csv"
        rows = [[(ANA | change).get(column, "") for column in columns] for change in changes or ({},)]
        path.write_text("\n".join(";".join(row) for row in [columns, *rows]), encoding="utf-8")
        return read_roster(path, kind=kind)

    return write


@pytest.fixture
def one(roster):
    """The one row of a roster with these values changed."""

    def read(kind=None, **change):
        found = list(roster({name.replace("_", " "): value for name, value in change.items()}, kind=kind).rows())
        assert len(found) == 1
        return found[0].problems if isinstance(found[0], UnreadRow) else found[0]

    return read


def told(problems):
    return [(type(p), p.row, p.field, p.value) for p in problems]


def test_the_layouts_have_as_many_columns_as_their_names_say():
    assert {name: len(columns) for name, columns in LAYOUTS.items()} == {"69": 69, "23": 23}


def test_a_row_of_the_full_export_is_read_into_values(one):
    assert one() == RosterRow(
        row=2,
        kind=Kind.PPPK_PARUH_WAKTU,
        aktif=True,
        siasn_id="A8ACA7F3",
        nip=Nip("199002032025212001"),
        nip_lama=None,
        nama="ANA CONTOH",
        gelar_depan=None,
        gelar_belakang="S.Kom., M.T.",
        tempat_lahir="Serang",
        tanggal_lahir=date(1990, 2, 3),
        jenis_kelamin=Sex.P,
        nik=Nik("3604004302900001"),
        sk_nomor=SkNumber("800/1234/BKPSDM/2025"),
        sk_tanggal=date(2025, 9, 26),
        tmt=date(2025, 10, 1),
        golongan=Golongan("IX"),
        tmt_golongan=date(2025, 10, 1),
        jenis_jabatan="Jabatan Fungsional Umum",
        jabatan_siasn_id="J1",
        jabatan_nama="Penata Layanan Operasional",
        tmt_jabatan=date(2025, 10, 1),
        eselon_id=None,
        eselon_nama=None,
        unor_siasn_id="U1",
        unor_nama="Dinas Sosial",
        induk_nama="Pemerintah Kab. Contoh",
        kedudukan="Aktif",
        lokasi="Serang",
        pendidikan="S-1 Ilmu Komputer",
        own=None,
    )


def test_a_row_of_the_reduced_form_is_read_by_its_own_column_names(roster):
    found = roster(columns=LAYOUTS["23"], kind=Kind.PPPK)

    assert found.layout == "23"
    assert found.missing_columns == ()
    (row,) = found.rows()
    assert isinstance(row, RosterRow)
    assert (row.tempat_lahir, row.tmt_golongan, row.pendidikan) == ("Serang", date(2025, 10, 1), "S-1 Ilmu Komputer")
    assert (row.kind, row.nik, row.sk_nomor, row.unor_siasn_id, row.aktif) == (Kind.PPPK, None, None, None, True)


def test_the_order_of_columns_is_free(roster, one):
    (row,) = roster(columns=tuple(reversed(LAYOUTS["69"]))).rows()

    assert row == one()


def test_unknown_columns_are_tolerated_and_named(roster):
    found = roster(columns=("CATATAN", *LAYOUTS["69"], "X"))

    assert (found.layout, found.unknown_columns) == ("69", ("CATATAN", "X"))
    assert all(isinstance(row, RosterRow) for row in found.rows())


def test_an_older_export_without_the_last_columns_is_read_and_they_are_named(roster):
    found = roster(columns=LAYOUTS["69"][:64])

    assert found.layout == "69"
    assert found.missing_columns == ("IS VALID NIK", "NAMA SEKOLAH", "FLAG IKD", "ESELON ID", "ESELON NAMA")
    assert all(isinstance(row, RosterRow) for row in found.rows())


def test_all_missing_columns_that_a_roster_needs_are_named_at_once(roster):
    with pytest.raises(Problems) as refused:
        roster(columns=tuple(name for name in LAYOUTS["69"] if name not in ("NAMA", "UNOR NAMA")))

    assert [(type(p), p.field) for p in refused.value.problems] == [
        (ColumnMissing, "NAMA"),
        (ColumnMissing, "UNOR NAMA"),
    ]


def test_what_was_read_as_the_names_of_columns_is_shown_once_where_some_are_missing(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("DAFTAR PEGAWAI;;\n" + ";".join(LAYOUTS["69"]) + "\n", encoding="utf-8")

    with pytest.raises(Problems) as refused:
        read_roster(path)

    assert [p.detail for p in refused.value.problems] == ["Row 1 reads: DAFTAR PEGAWAI", "", "", "", "", ""]


def test_everything_wrong_with_a_row_is_told_with_row_column_and_value(roster):
    good, bad = roster(
        {},
        {"NIP BARU": "123", "NAMA": "", "TANGGAL LAHIR": "31-02-1990", "JENIS KELAMIN": "X", "GOL AKHIR NAMA": "Z"},
    ).rows()

    assert isinstance(good, RosterRow)
    assert [(p.code, p.row, p.field, p.value) for p in bad.problems] == [
        ("NIP_INVALID", 3, "NIP BARU", "123"),
        ("VALUE_MISSING", 3, "NAMA", None),
        ("DATE_INVALID", 3, "TANGGAL LAHIR", "31-02-1990"),
        ("VALUE_INVALID", 3, "JENIS KELAMIN", "X"),
        ("GRADE_INVALID", 3, "GOL AKHIR NAMA", "Z"),
    ]


def test_the_same_wrong_value_is_told_for_every_row_that_has_it(roster):
    first, second = roster({"TMT CPNS": "00-00-0000"}, {"TMT CPNS": "00-00-0000"}).rows()

    assert [p.row for p in first.problems] == [2]
    assert [p.row for p in second.problems] == [3]


def test_a_row_that_cannot_be_read_still_tells_its_kind_and_unit_where_they_can_be(roster):
    no_date, no_kind, no_unit = roster(
        {"TANGGAL LAHIR": "31-02-1990", "NIP BARU": "123"},
        {"JENIS PEGAWAI NAMA": "", "NIK": "1"},
        {"UNOR NAMA": ""},
    ).rows()

    assert (no_date.kind, no_date.unor_nama) == (Kind.PPPK_PARUH_WAKTU, "Dinas Sosial")
    assert (no_kind.kind, no_kind.unor_nama) == (None, "Dinas Sosial")
    assert (no_unit.kind, no_unit.unor_nama) == (Kind.PPPK_PARUH_WAKTU, None)


def test_a_wrong_nip_makes_no_kind_unknown_that_the_columns_agree_on(roster):
    columns = {"NIP BARU": "123", "JENIS PEGAWAI NAMA": "PPPK", "KEDUDUKAN HUKUM NAMA": "Aktif", "STATUS CPNS PNS": "P"}

    (row,) = roster(columns).rows()

    assert [problem.code for problem in row.problems] == ["NIP_INVALID"]
    assert row.kind is Kind.PPPK


@pytest.mark.parametrize("column", ["NIP_BARU", "NAMA", "TANGGAL_LAHIR", "JENIS_KELAMIN", "JABATAN_NAMA", "UNOR_NAMA"])
@pytest.mark.parametrize("empty", ["", "null", "-"])
def test_a_value_that_every_row_needs_may_not_be_empty(one, column, empty):
    assert told(one(**{column: empty})) == [(ValueMissing, 2, column.replace("_", " "), None)]


def test_a_nip_that_a_spreadsheet_rounded_is_refused_with_the_reason(one):
    (problem,) = one(NIP_BARU="1,99002E+17")

    assert isinstance(problem, NipInvalid)
    assert "rounded" in problem.message


def test_a_nik_that_a_spreadsheet_rounded_is_refused_with_the_reason(one):
    (problem,) = one(NIK="3.60400430290000E+15")

    assert (problem.code, problem.field) == ("NIK_INVALID", "NIK")
    assert "rounded" in problem.message


def test_a_name_longer_than_any_name_is_refused(one):
    assert [(type(p), p.field) for p in one(NAMA="A" * 301)] == [(ValueInvalid, "NAMA")]


def test_an_old_nip_has_nine_digits(one):
    assert one(NIP_LAMA="130 123 456").nip_lama == "130123456"
    assert told(one(NIP_LAMA="13012345")) == [(ValueInvalid, 2, "NIP LAMA", "13012345")]


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("M", Sex.L),
        ("L", Sex.L),
        ("pria", Sex.L),
        ("Laki-laki", Sex.L),
        ("LAKI LAKI", Sex.L),
        ("F", Sex.P),
        ("p", Sex.P),
        ("Wanita", Sex.P),
        ("PEREMPUAN", Sex.P),
    ],
)
def test_sex_is_read_in_every_way_that_exports_write_it(one, text, sex):
    assert one(JENIS_KELAMIN=text).jenis_kelamin is sex


PNS_NIP = "199002032015032001"
PPPK_NIP = "199002032025212001"


@pytest.mark.parametrize(
    ("nip", "columns", "kind"),
    [
        (PPPK_NIP, ("PPPK PARUH WAKTU", "Aktif", ""), Kind.PPPK_PARUH_WAKTU),
        (PPPK_NIP, ("", "pppk paruhwaktu aktif", "P"), Kind.PPPK_PARUH_WAKTU),
        (PPPK_NIP, ("PPPK", "PPPK Paruh-Waktu Aktif", ""), Kind.PPPK_PARUH_WAKTU),
        (PPPK_NIP, ("", "Aktif", "P3K"), Kind.PPPK),
        (PPPK_NIP, ("PPPK Daerah", "Aktif", "P"), Kind.PPPK),
        (PNS_NIP, ("PNS Daerah Kab./Kota", "Aktif", "P"), Kind.PNS),
        (PNS_NIP, ("", "Aktif", "p"), Kind.PNS),
        (PNS_NIP, ("PNS Daerah Kab./Kota", "Aktif", "C"), Kind.CPNS),
        (PNS_NIP, ("CPNS", "", ""), Kind.CPNS),
    ],
)
def test_the_kind_is_read_from_three_columns(one, nip, columns, kind):
    pegawai, kedudukan, status = columns

    row = one(NIP_BARU=nip, JENIS_PEGAWAI_NAMA=pegawai, KEDUDUKAN_HUKUM_NAMA=kedudukan, STATUS_CPNS_PNS=status)

    assert row.kind is kind


@pytest.mark.parametrize(
    ("nip", "pegawai", "kedudukan", "status"),
    [
        (PPPK_NIP, "", "Aktif", ""),
        (PPPK_NIP, "", "Aktif", "P"),
        (PPPK_NIP, "Non PNS", "Aktif", ""),
        (PPPK_NIP, "PNS", "PPPK Aktif", ""),
        (PNS_NIP, "PPPK", "Aktif", "P"),
        (PNS_NIP, "PPPK Paruh Waktu", "Aktif", "C"),
    ],
)
def test_columns_that_disagree_or_say_nothing_leave_the_kind_unknown(one, nip, pegawai, kedudukan, status):
    columns = {"JENIS_PEGAWAI_NAMA": pegawai, "KEDUDUKAN_HUKUM_NAMA": kedudukan, "STATUS_CPNS_PNS": status}

    (problem,) = one(NIP_BARU=nip, **columns)

    assert (type(problem), problem.row, problem.field) == (KindUnknown, 2, "JENIS PEGAWAI NAMA")
    assert one(NIP_BARU=nip, **columns, kind=Kind.PPPK).kind is Kind.PPPK


def test_in_the_reduced_form_the_kind_is_asked_of_the_column_that_it_has(roster):
    (row,) = roster(columns=LAYOUTS["23"]).rows()

    (problem,) = row.problems
    assert (type(problem), problem.field) == (KindUnknown, "KEDUDUKAN HUKUM NAMA")


@pytest.mark.parametrize(
    ("number", "name", "aktif"),
    [
        ("01", "", True),
        ("1", "", True),
        ("", "AKTIF", True),
        ("71", "PPPK Aktif", True),
        ("", "", False),
        ("52", "Tidak Aktif", False),
        ("01", "Non-aktif", False),
        ("", "Belum Aktif", False),
        ("04", "Pemberhentian Sementara", False),
    ],
)
def test_duty_has_started_where_kedudukan_hukum_says_aktif(one, number, name, aktif):
    assert one(KEDUDUKAN_HUKUM_ID=number, KEDUDUKAN_HUKUM_NAMA=name).aktif is aktif


def test_a_row_that_the_table_cannot_give_is_told_between_the_others(tmp_path):
    path = tmp_path / "roster.csv"
    columns = LAYOUTS["23"]
    row = ",".join(ANA.get(name, "").replace(",", "") for name in columns)
    path.write_text("\n".join([",".join(columns), row, row + ",more", row]), encoding="utf-8")

    first, second, third = read_roster(path, kind=Kind.PPPK).rows()

    assert isinstance(first, RosterRow)
    assert not isinstance(second, RosterRow)
    assert [(p.code, p.row) for p in second.problems] == [("ROW_MALFORMED", 3)]
    assert isinstance(third, RosterRow)


def test_a_name_with_control_characters_is_refused(roster):
    [row] = list(roster({"NAMA": "Budi \x1b[31mMerah"}).rows())

    assert [(type(problem), problem.field) for problem in row.problems] == [(ValueInvalid, "NAMA")]

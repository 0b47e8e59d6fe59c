"""A table in a file: what is read, and how a file that is no table is refused."""

import csv
import hashlib
import zipfile
import zlib
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import given as given_text
from hypothesis import strategies as st

from kinerja_es.errors import (
    ColumnDoubled,
    FileEmpty,
    FileEncoding,
    FileTooLarge,
    FileUnreadable,
    Problem,
    Problems,
    RowMalformed,
)
from kinerja_es.recording import table, xlsx
from kinerja_es.recording.table import open_table


@pytest.fixture
def given(tmp_path):
    def write(content, name="roster.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def workbook(tmp_path):
    def write(*sheets):
        path = tmp_path / "roster.xlsx"
        with xlsxwriter.Workbook(path) as book:
            day = book.add_format({"num_format": "dd-mm-yyyy"})
            for rows in sheets:
                sheet = book.add_worksheet()
                for number, row in enumerate(rows):
                    for column, value in enumerate(row):
                        sheet.write(number, column, value, *([day] if isinstance(value, datetime) else []))
        return path

    return write


def archive(path, **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(f"xl/worksheets/{name}.xml", text)
    return path


def problems(path):
    return [(type(p), p.row) for p in open_table(path).rows() if isinstance(p, Problem)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_separates_its_cells(given, delimiter):
    found = open_table(given(f"NIP{delimiter}NAMA\r\n1{delimiter}Ana\r\n2{delimiter}Budi\r\n"))

    assert found.columns == ("NIP", "NAMA")
    assert list(found.rows()) == [(2, ["1", "Ana"]), (3, ["2", "Budi"])]


def test_a_comma_inside_a_cell_is_no_separator_where_the_header_has_semicolons(given):
    assert list(open_table(given("NIP;GELAR\n1;S.Kom., M.T.\n")).rows()) == [(2, ["1", "S.Kom., M.T."])]


def test_the_mark_that_excel_puts_before_the_first_column_is_not_part_of_its_name(given):
    assert open_table(given(b"\xef\xbb\xbfNIP,NAMA\n1,Ana\n")).columns == ("NIP", "NAMA")


def test_column_names_are_matched_without_regard_to_case_and_spaces(given):
    assert open_table(given(" pns id ,Nip   Baru\n1,2\n")).columns == ("PNS ID", "NIP BARU")


def test_what_exports_leave_in_cells_is_taken_out(given):
    path = given("A,B,C,D,E,F\n'0123, x ,null,NULL,'null,Nullah\n")

    assert list(open_table(path).rows()) == [(2, ["0123", "x", "", "", "", "Nullah"])]


def test_an_apostrophe_inside_a_name_stays(given):
    assert list(open_table(given("NAMA\nMa'ruf\n")).rows()) == [(2, ["Ma'ruf"])]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows(given):
    path = given('\nA,B\n1,x\n\n,\n2,"two\nlines"\n3,z\n')

    assert list(open_table(path).rows()) == [(3, ["1", "x"]), (6, ["2", "two\nlines"]), (7, ["3", "z"])]


def test_a_short_row_is_filled_up_with_empty_cells(given):
    assert list(open_table(given("A,B,C\n1\n")).rows()) == [(2, ["1", "", ""])]


def test_separators_after_the_last_column_do_no_harm(given):
    assert list(open_table(given("A,B,,\n1,2,,,,\n")).rows()) == [(2, ["1", "2"])]


def test_every_row_with_too_many_cells_is_reported_and_the_others_are_read(given):
    path = given("A,B\n1,2,3\n4,5\n6,7,8\n")

    assert problems(path) == [(RowMalformed, 2), (RowMalformed, 4)]
    assert (3, ["4", "5"]) in list(open_table(path).rows())


def test_a_quotation_mark_that_nobody_closes_is_reported_not_swallowed(given):
    assert problems(given('A,B\n1,2\n3,"4\n5,6\n')) == [(FileUnreadable, 3)]


def test_the_reader_goes_on_after_a_row_whose_quotation_marks_are_wrong(given):
    path = given('A,B\n1,"x"y\n3,4\n')

    assert problems(path) == [(FileUnreadable, 2)]
    assert (3, ["3", "4"]) in list(open_table(path).rows())


def test_a_file_that_is_not_utf8_is_refused_and_the_line_is_named(given):
    with pytest.raises(FileEncoding) as refused:
        open_table(given(b"A,B\n1,2\n3,Jos\xe9\n"))

    assert refused.value.row == 3


def test_a_file_with_nul_bytes_is_refused_and_the_line_is_named(given):
    with pytest.raises(FileUnreadable) as refused:
        open_table(given(b"A,B\n1,\x00\n"))

    assert refused.value.row == 2


def test_all_doubled_columns_are_named_at_once(given):
    with pytest.raises(Problems) as refused:
        open_table(given("A,B,A,C,B\n1,2,3,4,5\n"))

    assert [(type(p), p.field) for p in refused.value.problems] == [(ColumnDoubled, "A"), (ColumnDoubled, "B")]


@pytest.mark.parametrize("content", ["", "\n\n", "A,B\n", "A,B\n,\n"])
def test_a_file_without_rows_is_refused(given, content):
    with pytest.raises(FileEmpty):
        open_table(given(content))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileUnreadable):
        open_table(tmp_path / "absent.csv")


def test_an_old_xls_workbook_is_refused(given):
    with pytest.raises(FileUnreadable):
        open_table(given(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))


def test_a_file_above_the_limit_is_refused_before_it_is_read(given, monkeypatch):
    monkeypatch.setattr(table, "LIMIT", 9)

    with pytest.raises(FileTooLarge):
        open_table(given("A,B\n1,2,3\n"))


def test_a_200_mb_file_is_refused(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    with pytest.raises(FileTooLarge):
        open_table(path)


def test_the_digest_is_that_of_the_bytes_and_the_size_is_about_the_rows(given):
    content = b"A,B\n1,2\n3,4\n"

    found = open_table(given(content))

    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert found.size_hint == 3
    assert found.name == "roster.csv"


def test_a_workbook_is_known_by_its_content_not_its_name(workbook):
    path = workbook([["NIP", "NAMA"], ["1", "Ana"]])

    assert list(open_table(path.rename(path.with_suffix(".csv"))).rows()) == [(2, ["1", "Ana"])]


def test_a_workbooks_cells_are_read_as_a_roster_writes_them(workbook):
    path = workbook([["A", "B", "C", "D"], [datetime(1997, 7, 1), 2019, 1.5, "'0812"]])  # noqa: DTZ001

    assert list(open_table(path).rows()) == [(2, ["01-07-1997", "2019", "1.5", "0812"])]


def test_a_number_that_the_spreadsheet_rounded_is_not_taken_for_a_nip(workbook):
    path = workbook([["NIP"], [199001012025211001]])

    assert list(open_table(path).rows()) == [(2, ["1.99001012025211E+17"])]


def test_the_first_sheet_with_rows_is_read_and_blank_rows_count(workbook):
    path = workbook([], [[], ["A"], ["1"], [], ["2"]], [["B"], ["3"]])

    found = open_table(path)

    assert found.columns == ("A",)
    assert found.unread_sheets == ("Sheet3",)
    assert list(found.rows()) == [(3, ["1"]), (5, ["2"])]
    assert list(found.rows()) == [(3, ["1"]), (5, ["2"])]


def test_a_time_of_day_is_kept_where_a_cell_has_one():
    assert xlsx.shown(datetime(2025, 10, 1, 8, 30)) == "2025-10-01 08:30:00"  # noqa: DTZ001


def test_a_workbook_without_rows_is_refused(workbook):
    with pytest.raises(FileEmpty):
        open_table(workbook([], []))


def test_a_header_whose_quotation_marks_are_wrong_is_refused(given):
    with pytest.raises(FileUnreadable) as refused:
        open_table(given('A,"B"C\n1,2\n'))

    assert refused.value.row == 1


def test_a_damaged_workbook_is_refused(workbook):
    path = workbook([["A"], ["1"]])
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(FileUnreadable):
        open_table(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    with pytest.raises(FileUnreadable):
        open_table(archive(tmp_path / "roster.xlsx", sheet1="<worksheet/>"))


def test_a_workbook_that_unpacks_to_far_more_than_it_weighs_is_refused(tmp_path):
    path = archive(tmp_path / "bomb.xlsx", sheet1=b" " * 20_000_000)
    assert path.stat().st_size < 25_000

    with pytest.raises(FileTooLarge):
        open_table(path)


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path):
    path = archive(tmp_path / "bomb.xlsx", sheet1=b" " * 20_000_000)
    honest = path.read_bytes()
    claimed = zlib.crc32(b" " * 1000).to_bytes(4, "little")
    lying = honest.replace((20_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path.write_bytes(lying.replace(zlib.crc32(b" " * 20_000_000).to_bytes(4, "little"), claimed))
    with zipfile.ZipFile(path) as believing:
        assert len(believing.read("xl/worksheets/sheet1.xml")) == 1000

    with pytest.raises(FileTooLarge):
        open_table(path)


def test_a_workbook_whose_parts_together_unpack_to_too_much_is_refused(workbook, monkeypatch):
    path = workbook([["A"], ["1"]])
    monkeypatch.setattr(xlsx, "UNPACKED", 5000)

    with pytest.raises(FileTooLarge):
        open_table(path)


SHEET = "<worksheet><sheetData><row>{}</row></sheetData></worksheet>"


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ('<c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c>', FileTooLarge),
        ("<x:c r='a1'/><x:c  r = 'xfd1048576'/>", FileTooLarge),
        ('<c><v>1</v></c><c t="s" r="XFD1048576"><v>2</v></c>', FileUnreadable),
        (f'<c r="A1" t="{"x" * 3_000_000}"/>', FileTooLarge),
    ],
)
def test_two_cells_that_claim_the_memory_of_billions_are_refused(tmp_path, cells, problem):
    with pytest.raises(problem):
        open_table(archive(tmp_path / "far.xlsx", sheet1=SHEET.format(cells)))


def test_a_workbook_packed_as_no_spreadsheet_is_refused(tmp_path):
    path = tmp_path / "roster.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as file:
        file.writestr("xl/worksheets/sheet1.xml", SHEET)

    with pytest.raises(FileUnreadable, match="packed in a way"):
        open_table(path)


def test_a_cell_on_the_border_of_two_chunks_is_still_counted(monkeypatch, tmp_path):
    path = archive(tmp_path / "far.xlsx", sheet1=SHEET.format('<c r="A1"/>' * 9 + '<c r="XFD1048576"/>'))

    for size in range(30, 60):
        monkeypatch.setattr(xlsx, "CHUNK", size)
        with pytest.raises(FileTooLarge, match="reaches over 1048576 rows and 16384 columns"):
            open_table(path)


def test_a_line_without_end_is_refused_before_it_fills_the_memory(given):
    path = given(b"NAMA,NIP\nBudi,1\n" + b"," * (3 * 1024 * 1024))

    with pytest.raises(FileUnreadable) as caught:
        open_table(path)

    assert (caught.value.row, "1024 kB" in caught.value.message) == (3, True)


def test_lines_may_end_as_they_once_did_on_a_mac(given):
    path = given(b"NAMA,NIP\r" + b"Budi Contoh,1\r" * 200_000)

    assert sum(1 for _ in open_table(path).rows()) == 200_000


def test_a_table_has_no_more_columns_than_a_spreadsheet(given):
    names = ",".join(f"K{n}" for n in range(16_385))

    with pytest.raises(FileTooLarge) as caught:
        open_table(given(f"{names}\n1\n"))

    assert "16385 columns" in caught.value.message


# -- csv, cut at its separators ----------------------------------------------------------


@given_text(text=st.text(alphabet="ab1,;\"'\t \r\n", max_size=60))
def test_a_text_is_cut_into_the_cells_that_the_csv_module_finds(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("csv") / "any.csv"
    path.write_bytes(text.encode())

    assert [found(record) for record in table._csv_records(path, ",")] == list(as_the_csv_module_reads(path))


def found(record):
    return "unreadable" if isinstance(record, FileUnreadable) else record[1]


def as_the_csv_module_reads(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        while True:
            try:
                yield next(reader) or [""]
            except csv.Error:
                yield "unreadable"
            except StopIteration:
                return

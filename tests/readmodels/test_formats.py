"""Answers as files: every row, numbers as numbers, and nothing that a spreadsheet would run."""

import csv
import errno
import io
from typing import Any

import orjson
import pytest
from python_calamine import CalamineWorkbook

from kinerja_es.errors import LogFull, NothingFound, SheetFull
from kinerja_es.readmodels import formats
from kinerja_es.readmodels.answers import Page
from kinerja_es.readmodels.asking import Answer
from kinerja_es.readmodels.formats import Format, file_of, json_of


class Told:
    """What a question would find."""

    def __init__(self, *pages):
        self._pages = pages

    def pages(self):
        yield from self._pages


@pytest.fixture
def written(tmp_path):
    def write(form, *pages, **given):
        question: Any = Told(*pages)
        with file_of(question, form, tmp_path, **given) as file:
            content = file.read()
        assert list(tmp_path.iterdir()) == []
        return content

    return write


def cells(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def lines(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


ROWS = [
    {"nama": "Budi, Contoh", "masa": -7, "persen": 12.5, "nip": "199001012025211001", "sk": None},
    {"nama": 'Siti "Ayu"\nContoh', "masa": 0, "persen": 0.5, "nip": None, "sk": {"nomor": "1/2", "tahun": 2025}},
]


def test_csv_has_every_row_under_the_names_of_its_columns(written):
    assert lines(written(Format.CSV, Page(ROWS[:1], "x"), Page(ROWS[1:], None))) == [
        ["nama", "masa", "persen", "nip", "sk"],
        ["Budi, Contoh", "-7", "12.5", "199001012025211001", ""],
        ['Siti "Ayu"\nContoh', "0", "0.5", "", "nomor: 1/2; tahun: 2025"],
    ]


def test_a_workbook_has_numbers_as_numbers_and_a_nip_as_text(written):
    assert cells(written(Format.XLSX, Page(ROWS[:1], "x"), Page(ROWS[1:], None))) == [
        ["nama", "masa", "persen", "nip", "sk"],
        ["Budi, Contoh", -7.0, 12.5, "199001012025211001", ""],
        ['Siti "Ayu"\nContoh', 0.0, 0.5, "", "nomor: 1/2; tahun: 2025"],
    ]


def test_ndjson_has_one_row_a_line_as_json_has_it(written):
    content = written(Format.NDJSON, Page(ROWS[:1], "x"), Page(ROWS[1:], None))

    assert [orjson.loads(line) for line in content.splitlines()] == ROWS


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1"])
@pytest.mark.parametrize("form", [Format.CSV, Format.XLSX])
def test_no_cell_is_run_as_a_formula(written, form, text):
    content = written(form, Page([{"nama": text, "daftar": [text], "masa": -1}], None))

    row = (lines if form is Format.CSV else cells)(content)[1]
    assert [str(cell).replace("\r", "_x000D_") for cell in row[:2]] == [f"'{text}".replace("\r", "_x000D_")] * 2
    assert str(row[2]) in ("-1", "-1.0")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (["a", "b"], "a, b"),
        ([], ""),
        ([{"kind": "PPPK", "n": 2}, {"kind": "PNS", "n": None}], "kind: PPPK; n: 2\nkind: PNS; n: "),
        ({"unor": {"id": 7, "nama": "Dinas"}}, "unor: id: 7; nama: Dinas"),
        (True, 1),
        (None, ""),
    ],
)
def test_values_within_values_are_told_in_words(value, shown):
    assert formats.cell(value) == shown


def test_a_number_that_a_spreadsheet_would_round_is_text_there(written):
    content = written(Format.XLSX, Page([{"upah": 999_999_999_999_999, "nik": 3_604_010_101_900_901}], None))

    assert cells(content)[1] == [999_999_999_999_999.0, "3604010101900901"]


@pytest.mark.parametrize("form", [Format.NDJSON, Format.CSV, Format.XLSX])
def test_the_same_rows_are_the_same_bytes(written, form):
    assert written(form, Page(ROWS, None)) == written(form, Page(ROWS, None))


def test_without_a_row_the_columns_are_named_all_the_same(written):
    empty = Page([], None, ("nama", "nip"))

    assert lines(written(Format.CSV, empty)) == [["nama", "nip"]]
    assert cells(written(Format.XLSX, empty)) == [["nama", "nip"]]
    assert written(Format.NDJSON, empty) == b""


def test_rows_that_have_more_to_tell_than_others_lose_nothing(written):
    rows = [{"a": 1}, {"a": 2, "b": 3}]

    assert lines(written(Format.CSV, Page(rows, None))) == [["a", "b"], ["1", ""], ["2", "3"]]
    with pytest.raises(TypeError):
        written(Format.CSV, Page(rows[:1], "x"), Page(rows[1:], None))


def test_what_does_not_fit_into_a_sheet_is_refused_and_not_cut(written):
    with pytest.raises(SheetFull):
        written(Format.XLSX, Page([{"nama": "a" * 32_768}], None))
    with pytest.raises(SheetFull) as caught:
        written(Format.XLSX, Page([dict.fromkeys(map(str, range(16_385)))], None))

    assert caught.value.row == 1
    assert len(lines(written(Format.CSV, Page([{"nama": "a" * 32_768}], None)))[1][0]) == 32_768


def test_where_nothing_is_found_there_is_no_file(written):
    with pytest.raises(NothingFound):
        written(Format.CSV)


def test_a_disk_that_is_full_is_told(tmp_path):
    class Full:
        def pages(self):
            yield Page(ROWS, None)
            raise OSError(errno.ENOSPC, "No space left on device")

    question: Any = Full()
    with pytest.raises(LogFull):
        file_of(question, Format.CSV, tmp_path)


def test_progress_tells_how_many_rows_have_come(written):
    told = []

    written(Format.CSV, Page(ROWS, "x"), Page(ROWS[:1], None), progress=told.append)

    assert told == [2, 1]


def test_json_tells_the_position_at_which_an_answer_holds():
    assert [json_of(Answer(value, 7)) for value in (None, {"a": 1}, [{"a": 1}], Page([{"a": 1}], "x"))] == [
        None,
        {"a": 1, "position": 7},
        {"items": [{"a": 1}], "position": 7},
        {"items": [{"a": 1}], "next": "x", "position": 7},
    ]

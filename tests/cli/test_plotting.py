"""`kinerja plot`: an answer as a picture."""

import pytest

LARGEST = ("plot", "unit_headcount", "largest")


def test_without_a_query_the_pictures_are_listed(demo, kinerja):
    every = kinerja("plot").stdout
    one = kinerja("plot", "unit_headcount").stdout

    assert "Unor dengan pegawai terbanyak" in every
    assert "largest" in one
    assert "largest" not in kinerja("plot", "find").stdout


@pytest.mark.parametrize(("name", "begins"), [("unor.svg", b"<?xml"), ("unor.PNG", b"\x89PNG\r\n")])
def test_the_name_of_the_file_says_what_is_drawn(demo, here, kinerja, name, begins):
    drawn = kinerja(*LARGEST, "limit=3", "--output", name)

    assert drawn.exit_code == 0
    assert drawn.stdout == f"{name}\n"
    assert (here / name).read_bytes().startswith(begins)


def test_a_picture_tells_which_question_it_answers(demo, here, kinerja):
    kinerja(*LARGEST, "valid_at=2000-01-01", "--output", "unor.svg")

    told = (here / "unor.svg").read_text(encoding="utf-8")
    assert "unit_headcount.largest · valid_at=2000-01-01" in told
    assert "Tidak ada data / No data" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plot", "weather"), "READ_MODEL_UNKNOWN"),
        (("plot", "weather", "today", "--output", "x.svg"), "READ_MODEL_UNKNOWN"),
        (("plot", "find", "weather", "--output", "x.svg"), "READ_MODEL_UNKNOWN"),
        (("plot", "find", "find", "text=a", "--output", "x.svg"), "PICTURE_MISSING"),
        ((*LARGEST, "--output", "x.gif"), "PICTURE_KIND_UNKNOWN"),
        ((*LARGEST, "--output", "x"), "PICTURE_KIND_UNKNOWN"),
        (LARGEST, "--output"),
        ((*LARGEST, "colour=red", "--output", "x.svg"), "colour"),
        ((*LARGEST, "limit=many", "--output", "x.svg"), "limit"),
        ((*LARGEST, "valid_at=2026-02-30", "--output", "x.svg"), "DATE_INVALID"),
        ((*LARGEST, "--output", "none/x.svg"), "FILE_UNWRITABLE"),
    ],
)
def test_what_cannot_be_drawn_is_told_and_leaves_no_file(demo, here, kinerja, words, told):
    refused = kinerja(*words)

    assert refused.exit_code == 2
    assert told in refused.stderr
    assert [*here.glob("x*")] == []

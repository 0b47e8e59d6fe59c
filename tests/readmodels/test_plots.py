"""Pictures of rows: what they say in words, that nothing breaks them, and that the same rows give the same bytes."""

import os
import re
import struct
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from kinerja_es.readmodels.kit import Bars, Lines, Timeline
from kinerja_es.readmodels.plots import look
from kinerja_es.readmodels.plots.drawing import drawn
from kinerja_es.readmodels.plots.reading import Unsuited

SVG = "{http://www.w3.org/2000/svg}"
LONG = 'UPTD SMP Negeri Terpadu $x_1$ "Bina <Bangsa>" & Kawan-Kawan \x00\x1b[31m\u2028 漢字 Kecamatan Cipocok Jaya ' * 3
CONTRACTS = Bars(
    title="Kontrak yang berakhir\nContracts that end",
    label="bulan",
    values={"belum": "Belum diputus\nOpen", "berhenti": "Berhenti\nEnding"},
    unit="Kontrak\nContracts",
)
PREDIKATS = Bars(
    title="Sebaran predikat\nSpread of predikats",
    label="label",
    values={"persen": "Pegawai\nEmployees"},
    unit="Persen\nPercent",
    least="paling_sedikit",
    most="paling_banyak",
    note={"org": "Predikat organisasi\nThe organisation's predikat"},
)
HEADS = Bars(title="Pegawai\nEmployees", label="unor", values={"pegawai": ""}, series="kind", unit="Pegawai\nEmployees")
OVER_TIME = Lines(
    title="Pegawai\nEmployees", x="hari", values={"pegawai": ""}, series="kind", panel="unor", unit="Orang\nPeople"
)
LATENCY = Lines(
    title="Kelambatan\nLatency",
    x="bulan",
    values={"median": "Median\nMedian", "lama": "Terlama\nLongest"},
    unit="Hari\nDays",
)
CAREER = Timeline(title="Riwayat\nCareer", note={"nama": "Nama\nName"})


def month(name, belum: object = 3, berhenti: object = 1):
    return {"bulan": name, "belum": belum, "berhenti": berhenti}


def heads(units, name="Dinas {}", days=("2026-01-01",)):
    return [
        {"unor": name.format(n), "kind": kind, "hari": day, "pegawai": 100 * n + len(kind)}
        for n in range(units)
        for day in days
        for kind in ("PNS", "PPPK_PARUH_WAKTU")
    ]


def fact(n, recorded="2026-11-22", label="Pegawai diangkat", state="STANDS"):
    told = {"recorded_on": recorded, "label": label, "state": state}
    return {"tmt": f"{2000 + n // 12}-{n % 12 + 1:02}-01", "nama": "Siti Contoh", **told}


def stretch(lane, label, begun, ended=None):
    return {"lane": lane, "label": label, "valid_from": begun, "valid_to": ended, "nama": "Siti Contoh"}


def svg(plot, rows, **more):
    return ET.fromstring(drawn(plot, rows, "svg", "contoh.daftar · valid_at=2026-11-24", **more))  # noqa: S314 - our own


def words(plot, rows, **more):
    """Every text in a picture."""
    return [" ".join("".join(text.itertext()).split()) for text in svg(plot, rows, **more).iter(f"{SVG}text")]


# -- what is said ------------------------------------------------------------------------


def test_bars_tell_their_names_their_sums_and_what_the_colours_mean():
    told = words(CONTRACTS, [month("2026-05", 1200, 34), month("2026-08", 0, 0)])

    assert told.count("2026") == 2
    assert {"Mei", "Agu", "1.234", "0", "Belum diputus / Open", "Berhenti / Ending", "Kontrak / Contracts"} <= {*told}
    assert {"Kontrak yang berakhir", "Contracts that end", "contoh.daftar · valid_at=2026-11-24"} <= {*told}


def test_predikats_stand_beside_what_the_curve_asks_for():
    rows = [
        {"label": "Sangat Baik", "persen": "12.50", "paling_sedikit": None, "paling_banyak": 10, "org": "Cukup"},
        {"label": "Butuh Perbaikan", "persen": "87.50", "paling_sedikit": 60, "paling_banyak": None, "org": "Cukup"},
    ]

    told = words(PREDIKATS, rows)

    assert {
        "12,5",
        "87,5",
        "≤ 10",
        "≥ 60",
        "Paling sedikit / At least",
        "Paling banyak / At most",
        "Predikat organisasi / The organisation's predikat: Cukup",
    } <= {*told}


def test_without_a_curve_no_limit_is_explained():
    rows = [{"label": "Baik", "persen": None, "paling_sedikit": None, "paling_banyak": None, "org": None}]

    assert [text for text in words(PREDIKATS, rows) if "Paling" in text] == []


def test_lines_are_named_where_they_end():
    told = words(LATENCY, [{"bulan": f"2026-0{n}", "median": n, "lama": n * 1000} for n in range(1, 7)])

    assert {"Median / Median: 6", "Terlama / Longest: 6.000", "Hari / Days", "Jan 2026"} <= {*told}


def test_a_line_with_a_hole_ends_where_it_is_last_known():
    rows = [{"bulan": "2026-01", "median": 4, "lama": None}, {"bulan": "2026-02", "median": None, "lama": None}]

    told = words(LATENCY, rows)

    assert "Median / Median: 4" in told
    assert [text for text in told if text.startswith("Terlama")] == []


def test_a_month_without_a_row_counts_nothing_where_people_are_counted():
    rows = [{"hari": "2026-01-31", "kind": "PNS", "pegawai": 5}, {"hari": "2026-02-28", "kind": "PPPK", "pegawai": 7}]
    counted = Lines(title="Pegawai", x="hari", values={"pegawai": ""}, series="kind", unit="Orang", zero=True)

    assert {"PNS: 0", "PPPK: 7"} <= {*words(counted, rows)}
    assert {"PNS: 5", "PPPK: 7"} <= {*words(replace(counted, zero=False), rows)}


def test_each_unit_has_a_panel_of_its_own_and_a_scale_of_its_own():
    told = words(OVER_TIME, heads(3, days=("2026-01-01", "2026-06-01")))

    assert [text for text in told if text.startswith("Dinas")] == ["Dinas 2", "Dinas 1", "Dinas 0"]
    assert {"PPPK PARUH WAKTU", "PNS", "Tiap panel berskala sendiri / Each panel has its own scale"} <= {*told}


def test_of_two_hundred_units_the_smaller_ones_are_added_up():
    told = words(OVER_TIME, heads(200))

    panels = [text for text in told if text.startswith("Dinas") or "lainnya" in text]
    assert len(panels) == 12
    assert (panels[0], panels[-1]) == ("Dinas 199", "189 lainnya / others")
    assert look.number(sum(100 * n + 3 for n in range(189))) in told


def test_of_many_lines_the_smaller_ones_are_added_up():
    plot = Lines(title="Pegawai", x="hari", values={"pegawai": ""}, series="unor", unit="Orang")

    told = words(plot, [row for row in heads(20) if row["kind"] == "PNS"])

    assert "Dinas 19: 1.903" in told
    assert f"13 lainnya / others: {look.number(sum(100 * n + 3 for n in range(13)))}" in told


def test_two_hundred_bars_are_all_there_and_hundreds_of_thousands_are_not():
    assert len([text for text in words(HEADS, heads(200)) if text.startswith("Dinas")]) == 200
    assert "Hanya 294 dari 300 / Only 294 of 300" in words(HEADS, heads(300))


def test_a_career_tells_its_facts_by_both_axes_and_what_held():
    rows = [
        fact(300),
        fact(301, label="Mutasi jabatan", state="ANNULLED"),
        stretch("Jenis", "PPPK", "2025-01-01"),
        stretch("Jabatan", "Guru", "2025-01-01", "2026-02-01"),
        stretch("Jabatan", "Kepala Sekolah", "2026-02-01"),
    ]

    told = words(CAREER, rows)

    assert {"1 2025-01-01 · dicatat 2026-11-22 · Pegawai diangkat", "Nama / Name: Siti Contoh"} <= {*told}
    assert {
        "Jenis",
        "Jabatan",
        "PPPK",
        "Guru",
        "Kepala Sekolah",
        "Berlaku / Stands",
        "SK dibatalkan / SK annulled",
    } <= {*told}
    assert "Tidak pernah ada / Voided" not in told


def test_facts_of_one_day_that_were_recorded_together_are_one_point():
    assert "1–3" in words(CAREER, [fact(300), fact(300), fact(300)])


def test_of_a_long_career_the_last_facts_are_told_in_words():
    told = words(CAREER, [fact(n) for n in range(200)])

    assert "… 140 sebelumnya / earlier" in told
    assert "200 2016-08-01 · dicatat 2026-11-22 · Pegawai diangkat" in told
    assert "60" not in told


def test_a_career_without_facts_or_without_stretches_is_drawn():
    assert "Guru" in words(CAREER, [stretch("Jabatan", "Guru", "0001-01-01", "9999-12-31")])
    assert "1" in words(CAREER, [fact(300)])


@pytest.mark.parametrize("plot", [CONTRACTS, PREDIKATS, HEADS, OVER_TIME, LATENCY, CAREER])
def test_a_picture_of_nothing_says_so(plot):
    assert "Tidak ada data / No data" in words(plot, [])


def test_rows_that_are_left_out_are_told():
    told = words(CONTRACTS, [month("2026-05")], cut=True)

    assert "Hanya 1 baris pertama / Only the first 1 rows" in told


# -- ugly data ---------------------------------------------------------------------------


UGLY = [
    (CONTRACTS, [month(LONG, 10**15, 0), month("-", 0, 10**15)]),
    (HEADS, heads(30, LONG + " {}")),
    (OVER_TIME, heads(5, LONG + " {}", ("0001-01-01", "9999-12-31"))),
    (LATENCY, [{"bulan": "2026-01", "median": -40, "lama": 10**15}]),
    (CAREER, [fact(n, label=LONG) for n in range(9)] + [stretch(LONG, LONG, "2000-01-01", "2000-01-02")]),
]


@pytest.mark.parametrize(("plot", "rows"), UGLY)
def test_no_name_and_no_number_breaks_a_picture(plot, rows):
    assert svg(plot, rows).tag == f"{SVG}svg"
    assert drawn(plot, rows, "png", LONG).startswith(b"\x89PNG\r\n")


def test_a_long_name_is_wrapped_and_cut():
    told = words(HEADS, heads(1, LONG + "{}"))

    (second,) = [text for text in told if text.endswith(" …")]
    assert len(second) <= 48


def test_what_stands_between_dollars_is_no_formula():
    assert "Dinas $x_1$" in words(HEADS, heads(1, "Dinas $x_1$"))


# -- as a file ---------------------------------------------------------------------------


def test_an_svg_tells_in_words_what_it_shows():
    picture = svg(CONTRACTS, [month("2026-05")])

    assert picture.get("role") == "img"
    assert [child.tag for child in picture][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert picture[0].text == "Kontrak yang berakhir / Contracts that end"
    assert (picture[1].text or "").endswith("1 baris / rows. contoh.daftar · valid_at=2026-11-24")


def test_a_png_is_as_wide_as_a_page():
    assert struct.unpack(">II", drawn(CONTRACTS, [month("2026-05")], "png", "x")[16:24])[0] == 1500


def test_no_picture_tells_when_or_by_what_it_was_made():
    rows = [month("2026-05")]

    assert re.findall(rb"dc:date|Matplotlib|Software", drawn(CONTRACTS, rows, "svg", "x")) == []
    assert re.findall(rb"Matplotlib|Software|tIME", drawn(CONTRACTS, rows, "png", "x")) == []


AGAIN = """
import sys
from tests.readmodels.test_plots import CAREER, HEADS, fact, heads, stretch
from kinerja_es.readmodels.plots.drawing import drawn
for form in ("svg", "png"):
    sys.stdout.buffer.write(drawn(HEADS, heads(6), form, "x"))
    sys.stdout.buffer.write(drawn(CAREER, [fact(300), fact(301), stretch("Jenis", "PNS", "2025-01-01")], form, "x"))
"""


def test_the_same_rows_give_the_same_bytes_in_another_process():
    made = [
        subprocess.run(
            [sys.executable, "-c", AGAIN], env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    ]

    assert len(made[0]) > 10_000
    assert made[0] == made[1]


# -- what cannot be drawn ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("plot", "row", "told"),
    [
        (CONTRACTS, {"bulan": "2026-05", "belum": 1}, "the column berhenti, which the rows do not have"),
        (CONTRACTS, month("2026-05", "banyak"), "the column belum as a number"),
        (CONTRACTS, month("2026-05", "NaN"), "the column belum as a number"),
        (LATENCY, {"bulan": "Januari", "median": 1, "lama": 1}, "the column bulan as a day"),
        (CAREER, fact(300, state="BARU"), "the column state as one of STANDS"),
        (CAREER, fact(300, recorded="kemarin"), "the column recorded_on as a day"),
        (CAREER, {"nama": "Siti"}, "the column lane"),
    ],
)
def test_rows_that_do_not_suit_a_picture_are_told(plot, row, told):
    with pytest.raises(Unsuited, match=told):
        drawn(plot, [row], "svg", "x")


# -- small things ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "told"), [(0, "0"), (3809, "3.809"), (1234567.5, "1.234.567,5"), (-12.25, "-12,25"), (99.999, "100")]
)
def test_numbers_are_written_as_in_indonesia(value, told):
    assert look.number(value) == told


def test_names_stand_a_gap_apart_and_as_near_as_may_be():
    assert look.apart([5, 5, 5], 2, 0, 10) == [3, 5, 7]
    assert look.apart([0, 0, 9], 2, 0, 10) == [0, 2, 9]
    assert look.apart([10, 10], 2, 0, 10) == [8, 10]
    assert look.apart([], 2, 0, 10) == []


UNASKED = """
import sys
import kinerja_es.cli.main
import kinerja_es.http.app
import kinerja_es.readmodels.plots
print([name for name in sys.modules if name in ("matplotlib", "numpy", "PIL")])
"""


def test_the_library_is_loaded_only_when_a_picture_is_asked_for():
    shown = subprocess.run([sys.executable, "-c", UNASKED], check=True, capture_output=True, text=True).stdout

    assert shown == "[]\n"

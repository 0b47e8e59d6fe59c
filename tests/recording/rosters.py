"""Rosters of a few people who do not exist, written as SIASN exports them."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from kinerja_es.recording.batch import SkFile, read_sk
from kinerja_es.recording.siasn import LAYOUTS

SK = {
    "nomor": "800.1.2.5/1234/BKPSDM/2025",
    "tanggal": "2025-09-26",
    "pejabat_nama": "Pejabat Contoh",
    "pejabat_jabatan": "Wali Kota Serang",
    "kapasitas": "D",
    "jumlah_pegawai": 3,
    "tmt": "2025-10-01",
    "expected": {"PPPK": 1, "PPPK_PARUH_WAKTU": 2},
}


def sk(**over: Any) -> SkFile:
    return read_sk(json.dumps({**SK, **over}).encode())


def sk_of(**expected: int) -> SkFile:
    """The SK with other counts."""
    return sk(expected=expected, jumlah_pegawai=sum(expected.values()))


def person(n: int, **over: str) -> dict[str, str]:
    """One row, by column; the first is a PPPK, the others part-time."""
    return {
        "PNS ID": f"A{n:031}",
        "NIP BARU": f"'19900101202521{n:04}",
        "NIP LAMA": "null",
        "NAMA": f"Contoh {n}",
        "TEMPAT LAHIR NAMA": "Serang",
        "TEMPAT LAHIR": "Serang",
        "TANGGAL LAHIR": "01-01-1990",
        "JENIS KELAMIN": "M",
        "NIK": f"'360400010190{n:04}",
        "JENIS PEGAWAI NAMA": "PPPK" if n == 1001 else "PPPK Paruh Waktu",
        "KEDUDUKAN HUKUM ID": "01",
        "KEDUDUKAN HUKUM NAMA": "Aktif",
        "NOMOR SK CPNS": SK["nomor"],
        "TANGGAL SK CPNS": "26-09-2025",
        "TMT CPNS": "01-10-2025",
        "GOL AKHIR NAMA": "V",
        "JENIS JABATAN NAMA": "Jabatan Fungsional Umum",
        "JABATAN NAMA": "Operator Layanan Operasional",
        "UNOR ID": "U1",
        "UNOR NAMA": "Dinas Pendidikan",
        "SATUAN KERJA INDUK NAMA": "Pemerintah Kota Contoh",
        **over,
    }


def three() -> list[dict[str, str]]:
    return [person(1001), person(1002), person(1003)]


def write(path: Path, rows: Sequence[Mapping[str, str]], columns: Sequence[str] = LAYOUTS["69"]) -> Path:
    """A roster file, CSV or XLSX by its name."""
    table = [list(columns), *([row.get(column, "") for column in columns] for row in rows)]
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(path) as workbook:
            sheet = workbook.add_worksheet()
            for number, cells in enumerate(table):
                sheet.write_row(number, 0, cells)
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    return path

"""A payroll file: who was paid what in a month, CSV or XLSX, its columns found by their names.

The names are those of tpp-kepegawaian (`jabatan_pegawai`, `tpp_perhitungan`), and what payrolls call a wage.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from kinerja_es.domain.values import Nip, parse_date
from kinerja_es.errors import ColumnMissing, Problem, Problems, ValueInvalid, ValueMissing
from kinerja_es.recording import cells
from kinerja_es.recording.cells import EMPTY, Memo, optional
from kinerja_es.recording.columns import whole_number
from kinerja_es.recording.table import Row as TableRow
from kinerja_es.recording.table import open_table

NAMES: Mapping[str, tuple[str, ...]] = {
    "nip": ("NIP", "NIP BARU", "NIPBARU"),
    "nama": ("NAMA PEGAWAI", "NAMA"),
    "kode_opd": ("KODE OPD",),
    "jenis_jabatan": ("JENIS JABATAN",),
    "eselon": ("ESELON",),
    "pangkat": ("PANGKAT",),
    "golongan": ("GOLONGAN",),
    "tanggal_mulai": ("TANGGAL MULAI",),
    "tanggal_akhir": ("TANGGAL AKHIR",),
    "bulan": ("BULAN",),
    "tahun": ("TAHUN",),
    "persen": ("PERSEN",),
    "basic_tpp": ("BASIC TPP",),
    "upah": ("UPAH", "GAJI POKOK"),
    "dibayar": ("DIBAYAR", "NILAI PERHITUNGAN"),
}
"""Which column says what, underscores read as spaces; the first name that the file has is taken."""
TOLERATED = ("NAMA JABATAN", "STATUS JABATAN", "JENIS TPP", "KODE PEMDA", "NAMA PERHITUNGAN", "MAKSIMUM", "NIP LAMA")
"""Columns that such files have and that nothing is compared with."""
AMOUNTS = ("basic_tpp", "upah", "dibayar")
MONTH = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])")


class Month(NamedTuple):
    """A month: its first day, and the first one after it."""

    first: date
    following: date

    @property
    def days(self) -> int:
        return (self.following - self.first).days

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


def month_named(text: str, field: str) -> Month:
    """The month that YYYY-MM names."""
    if not MONTH.fullmatch(text):
        raise ValueInvalid("Write a month as 2026-03.", field=field, value=text)
    first = date.fromisoformat(f"{text}-01")
    return Month(first, first + timedelta(days=monthrange(first.year, first.month)[1]))


class Paid(NamedTuple):
    """One row of the file, its days cut to the month: from, until (exclusive)."""

    row: int
    nip: Nip
    nama: str | None
    start: date
    end: date
    full: int | None
    """The amount of a whole month at 100 percent."""
    paid: Fraction
    told: tuple[tuple[str, str], ...]
    """What it says of the employee: golongan, eselon, pangkat, jenis_jabatan."""


class PayrollFile:
    """The file, read whole: everything that is wrong with it is told at once."""

    def __init__(self, path: Path, month: Month) -> None:
        table = open_table(path)
        plain = {name.replace("_", " "): name for name in table.columns if name}
        found = {field: plain[name] for field, names in NAMES.items() for name in names if name in plain}
        self._columns = {field: next(plain[n] for n in NAMES[field] if n in plain) for field in found}
        known = {*self._columns.values(), *(plain[name] for name in TOLERATED if name in plain)}
        self.unknown_columns = [name for name in table.columns if name and name not in known]
        self.missing_columns = [field for field in NAMES if field not in self._columns and field not in AMOUNTS]
        self._check_columns()
        self.month = month
        self.unread_sheets = table.unread_sheets
        self.rows = 0
        self.outside = 0
        """Rows of other days than those of the month."""
        self.people: dict[Nip, list[Paid]] = {}
        self._read_rows([*table.rows([*self._columns.values(), ""])])

    def _check_columns(self) -> None:
        problems: list[Problem] = []
        if "nip" not in self._columns:
            problems.append(ColumnMissing(field="nip"))
        if not self._columns.keys() & set(AMOUNTS):
            problems.append(ColumnMissing(f"One of {', '.join(AMOUNTS)}.", field="basic_tpp"))
        if problems:
            raise Problems(problems)

    @property
    def of_salary(self) -> bool:
        """Whether it pays the salary or the wage; else it pays the allowance (TPP)."""
        return "upah" in self._columns

    def _read_rows(self, entries: list[TableRow | Problem]) -> None:
        problems: list[Problem] = []
        readers = _readers()
        for entry in entries:
            if isinstance(entry, Problem):
                problems.append(entry)
                continue
            number, texts = entry
            self.rows += 1
            values: dict[str, Any] = {}
            wrong = len(problems)
            for (field, column), text in zip(self._columns.items(), texts, strict=False):
                try:
                    values[field] = readers[field](text)
                except Problem as problem:
                    problem.field = column
                    problems.append(problem.at_row(number))
            if len(problems) == wrong:
                problems += [problem.at_row(number) for problem in self._take(number, values)]
        if problems:
            raise Problems(problems)

    def _take(self, number: int, values: dict[str, Any]) -> Iterator[Problem]:
        """Take in one row, or say what speaks against it."""
        month, columns = self.month, self._columns
        start, last = values.get("tanggal_mulai"), values.get("tanggal_akhir")
        if start is not None and last is not None and last < start:
            yield ValueInvalid("It ends before it begins.", field=columns["tanggal_akhir"], value=last)
            return
        for field, wanted in (("bulan", month.first.month), ("tahun", month.first.year)):
            if values.get(field) not in (None, wanted):
                yield ValueInvalid(f"The month asked about is {month}.", field=columns[field], value=values[field])
                return
        amounts = [values.get(name) for name in AMOUNTS]
        if all(amount is None for amount in amounts):
            yield ValueMissing(field=next(columns[name] for name in AMOUNTS if name in columns))
            return
        begin = max(start or month.first, month.first)
        end = min((last or month.following) + timedelta(days=last is not None), month.following)
        if end <= begin:
            self.outside += 1
            return
        full = values.get("upah") if self.of_salary else values.get("basic_tpp")
        share = Fraction((full or 0) * (100 if values.get("persen") is None else values["persen"]), 100)
        paid = values.get("dibayar")
        told = tuple((name, values[name]) for name in _TOLD if values.get(name) is not None)
        self.people.setdefault(values["nip"], []).append(
            Paid(
                number,
                values["nip"],
                values.get("nama"),
                begin,
                end,
                full,
                Fraction(paid) if paid is not None else share * (end - begin).days / month.days,
                told,
            )
        )


_TOLD = ("golongan", "eselon", "pangkat", "jenis_jabatan")


def _readers() -> dict[str, Callable[[str], Any]]:
    day, text = Memo(optional(parse_date)).__getitem__, Memo(cells.text).__getitem__
    amount = Memo(optional(_rupiah)).__getitem__
    readers: dict[str, Callable[[str], Any]] = dict.fromkeys(NAMES, text)
    readers |= {"nip": cells.nip, "tanggal_mulai": day, "tanggal_akhir": day}
    readers |= dict.fromkeys(AMOUNTS, amount)
    return readers | {"bulan": optional(_between(1, 12)), "tahun": optional(_between(1900, 2200)), "persen": _percent}


def _rupiah(cell: str) -> int:
    found = whole_number(cell)
    if not 0 <= found <= 10**12:
        raise ValueInvalid("It is no amount of rupiah.", value=cell)
    return found


def _between(least: int, most: int) -> Callable[[str], int]:
    def read(cell: str) -> int:
        found = whole_number(cell)
        if not least <= found <= most:
            raise ValueInvalid(f"It lies between {least} and {most}.", value=cell)
        return found

    return read


def _percent(cell: str) -> int | None:
    text = cell.removesuffix("%").strip()
    return None if text in EMPTY else _between(0, 100)(text)

"""Apa yang dibayar tetapi tidak berhak, berhak tetapi tidak dibayar, berapa rupiah, dan apa sebabnya?

A payroll file beside the record, day by day: what was paid and not payable, payable and not paid, or paid with another
amount; how much it comes to, and which recorded fact is the cause.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from kinerja_es.audit.comparing import BECAUSE, Causes, Compared, chunks
from kinerja_es.audit.payrollfile import Month, Paid, PayrollFile
from kinerja_es.audit.replay import Sources
from kinerja_es.domain.reference import JENIS_JABATAN
from kinerja_es.readmodels.answers import Row
from kinerja_es.readmodels.asking import Question


class Selisih(StrEnum):
    """How a payroll and the record differ."""

    PAID_NOT_PAYABLE = "PAID_NOT_PAYABLE"
    PAYABLE_NOT_PAID = "PAYABLE_NOT_PAID"
    PAID_OTHERWISE = "PAID_OTHERWISE"
    NIP_NOT_RECORDED = "NIP_NOT_RECORDED"
    TOLD_OTHERWISE = "TOLD_OTHERWISE"


LABELS: Mapping[Selisih, str] = {
    Selisih.PAID_NOT_PAYABLE: "Dibayar, tidak berhak / Paid, not payable",
    Selisih.PAYABLE_NOT_PAID: "Berhak, tidak dibayar / Payable, not paid",
    Selisih.PAID_OTHERWISE: "Dibayar dengan jumlah lain / Paid with another amount",
    Selisih.NIP_NOT_RECORDED: "NIP tidak tercatat / NIP not recorded",
    Selisih.TOLD_OTHERWISE: "Data pegawai berbeda / Other data of the employee",
}
COLUMNS = (
    *("selisih", "pegawai_id", "nip", "nama", "baris", "dari", "sampai", "hari", "status", "ground"),
    *("persen", "dibayar_rp", "seharusnya_rp", "selisih_rp", "kolom", "daftar_gaji", "catatan", *BECAUSE),
)


class Stretch(NamedTuple):
    """Some days of the month on which the record says one thing: from, until (exclusive)."""

    start: date
    end: date
    persen: int
    told: Row


def compare_payroll(sources: Sources, path: Path, month: Month, *, unor: Any = None, kind: Any = None) -> Compared:
    """Compare a payroll file of a month with the record.

    `unor` and `kind` say whose payroll it is: only these are missed where they are not in it. What is wrong with the
    file is raised at once. The differences come as they are taken: the file is held, the record is read in parts.
    """
    file = PayrollFile(path, month)
    compared = Compared(COLUMNS, iter(()))
    compared.differences = _differences(sources, file, {"unor": unor, "kind": kind}, compared.totals)
    return compared


def _differences(
    sources: Sources, file: PayrollFile, whose: Mapping[str, Any], totals: dict[str, Any]
) -> Iterator[Row]:
    models = sources.read_models
    asked = {"bulan": str(file.month), **{name: value for name, value in whose.items() if value is not None}}
    causes, counted = Causes(sources.log, sources.recorder), _Totals()
    with models.opened("payability", "month", {"bulan": str(file.month)}) as payable:
        queries = models.projection("payability").queries
        others = replace(payable, query=queries["not_payable"])
        seen: set[str] = set()
        for nips in chunks(file.people):
            found = _stretches(payable, others, file.month, nips)
            known = {nip for nip, _ in found}
            for (_, pegawai_id), stretches in found.items():
                if pegawai_id in seen:
                    continue
                seen.add(pegawai_id)
                paid = [row for nip in _numbers(stretches) if nip in file.people for row in file.people[nip]]
                yield from counted.all(_of_one(paid, stretches, file, causes))
            yield from counted.all(_unknown(file.people[nip]) for nip in nips if nip not in known)
        missed = replace(payable, params=asked)
        yield from counted.all(_not_in_file(missed, seen, file, causes))
        position = payable.come["payability"].position
    totals |= {
        "bulan": str(file.month),
        "komponen": "gaji" if file.of_salary else "tpp",
        "baris": file.rows,
        "baris_di_luar_bulan": file.outside,
        "pegawai": len(file.people),
        "dibayar_rp": round(sum((row.paid for rows in file.people.values() for row in rows), Fraction())),
        "menurut": counted.as_rows(),
        "unknown_columns": file.unknown_columns,
        "missing_columns": file.missing_columns,
        "unread_sheets": [*file.unread_sheets],
        "position": position,
    }


def _numbers(stretches: list[Stretch]) -> list[Any]:
    """All numbers of one employee: the file may have some rows under a former one."""
    told = (nip for held in stretches for nip in (held.told["nip"], *held.told["nip_lama"], *held.told["nip_asked"]))
    return [*dict.fromkeys(told)]


class _Totals:
    """How many differences of each kind there are, of how many people, and what they come to."""

    def __init__(self) -> None:
        self._times: Counter[Selisih] = Counter()
        self._rupiah: Counter[Selisih] = Counter()
        self._unknown: Counter[Selisih] = Counter()
        self._last: dict[Selisih, str] = {}
        self._people: Counter[Selisih] = Counter()

    def all(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            kind = Selisih(row["selisih"])
            self._times[kind] += 1
            if row["selisih_rp"] is None:
                self._unknown[kind] += kind is Selisih.PAYABLE_NOT_PAID
            else:
                self._rupiah[kind] += row["selisih_rp"]
            who = row["pegawai_id"] or row["nip"]
            self._people[kind] += self._last.get(kind) != who
            self._last[kind] = who
            yield row

    def as_rows(self) -> list[Row]:
        return [
            {
                "selisih": kind.value,
                "label": LABELS[kind],
                "jumlah": self._times[kind],
                "pegawai": self._people[kind],
                "selisih_rp": self._rupiah[kind],
                "tanpa_rupiah": self._unknown[kind],
            }
            for kind in Selisih
        ]


# -- one employee --------------------------------------------------------------------------


def _stretches(
    payable: Question, others: Question, month: Month, nips: Sequence[str]
) -> dict[tuple[str, str], list[Stretch]]:
    """What the record says of the people with these numbers in a month, by number and employee."""
    asked = {"bulan": str(month), "nip": ",".join(nips)}
    found: dict[tuple[str, str], list[Stretch]] = {}
    for question in (payable, others):
        for page in replace(question, params=asked).pages():
            for row in page.items:
                for nip in row["nip_asked"]:
                    found.setdefault((nip, row["pegawai_id"]), []).append(_stretch(row))
    return found


def _stretch(row: Row) -> Stretch:
    start, last = (date.fromisoformat(row[name]) for name in ("tanggal_mulai", "tanggal_akhir"))
    return Stretch(start, last + timedelta(days=1), 0, row)


class _Days(NamedTuple):
    """Some days of one employee on which file and record each say one thing."""

    start: date
    end: date
    rows: tuple[Paid, ...]
    stretch: Stretch | None
    kind: Selisih
    paid: Fraction
    due: Fraction | None

    def follows(self, other: "_Days") -> bool:
        """Whether it goes on with the same, so that both are told as one."""
        same = (self.rows, self.stretch, self.kind) == (other.rows, other.stretch, other.kind)
        return same and other.end == self.start and (self.due is None) == (other.due is None)


def _of_one(paid: list[Paid], stretches: list[Stretch], file: PayrollFile, causes: Causes) -> Iterator[Row]:
    """The differences of one employee: days first, then what else the file says of him or her."""
    for days in _days(paid, stretches, file):
        yield _told(days, file, causes)
    yield from _told_otherwise(paid, stretches, causes)


def _days(paid: list[Paid], stretches: list[Stretch], file: PayrollFile) -> Iterator[_Days]:
    bounds = {file.month.first, file.month.following}
    bounds.update(day for held in (*paid, *stretches) for day in (held.start, held.end))
    ordered = sorted(bounds)
    present: _Days | None = None
    for start, end in pairwise(ordered):
        found = _judged(start, end, paid, stretches, file)
        if present is not None and found is not None and found.follows(present):
            due = None if present.due is None or found.due is None else present.due + found.due
            present = present._replace(end=end, paid=present.paid + found.paid, due=due)
            continue
        if present is not None:
            yield present
        present = found
    if present is not None:
        yield present


def _judged(start: date, end: date, paid: list[Paid], stretches: list[Stretch], file: PayrollFile) -> _Days | None:
    """What differs on days of which each says one thing; None where nothing does."""
    rows = tuple(row for row in paid if row.start <= start < row.end)
    stretch = next((held for held in stretches if held.start <= start < held.end), None)
    share, persen = Fraction((end - start).days), _persen(stretch, file)
    amount = sum((row.paid * share / (row.end - row.start).days for row in rows), Fraction())
    whole = _whole_month(rows or tuple(paid), stretch, file)
    due = None if whole is None else Fraction(whole * persen, 100) * share / file.month.days
    if persen == 0:
        kind, due = (Selisih.PAID_NOT_PAYABLE, Fraction()) if amount else (None, due)
    elif not rows:
        kind = Selisih.PAYABLE_NOT_PAID
    else:
        kind = Selisih.PAID_OTHERWISE if due is not None and abs(amount - due) >= 1 else None
    return None if kind is None else _Days(start, end, rows, stretch, kind, amount, due)


def _persen(stretch: Stretch | None, file: PayrollFile) -> int:
    if stretch is None:
        return 0
    return stretch.told["gaji_persen" if file.of_salary else "tpp_persen"]


def _whole_month(rows: Sequence[Paid], stretch: Stretch | None, file: PayrollFile) -> int | None:
    """What a whole month comes to: the wage of the contract, or what the file itself takes for its base."""
    if file.of_salary and stretch is not None and stretch.told["upah_rp"] is not None:
        return stretch.told["upah_rp"]
    # A row that says what another one says is paid twice; another amount, or another post, is paid beside it.
    bases = {(row.full, row.start, row.end, row.told): row.full for row in rows if row.full is not None}
    return sum(bases.values()) if bases else None


def _told(days: _Days, file: PayrollFile, causes: Causes) -> Row:
    stretch, part = days.stretch, "gaji_persen" if file.of_salary else "tpp_persen"
    told: Row = {} if stretch is None else stretch.told
    persen = _persen(stretch, file)
    due = None if days.due is None else round(days.due)
    return {
        **dict.fromkeys(COLUMNS),
        "selisih": days.kind.value,
        "pegawai_id": told.get("pegawai_id"),
        "nip": told.get("nip") or (days.rows[0].nip if days.rows else None),
        "nama": told.get("nama") or (days.rows[0].nama if days.rows else None),
        "baris": [row.row for row in days.rows],
        "dari": days.start.isoformat(),
        "sampai": (days.end - timedelta(days=1)).isoformat(),
        "hari": (days.end - days.start).days,
        "status": told.get("status"),
        "ground": told.get("ground"),
        "persen": persen,
        "dibayar_rp": round(days.paid),
        "seharusnya_rp": due,
        "selisih_rp": None if due is None else round(days.paid) - due,
        **({} if stretch is None else causes.of(told["pegawai_id"], part if persen else "status", days.start)),
    }


def _told_otherwise(paid: list[Paid], stretches: list[Stretch], causes: Causes) -> Iterator[Row]:
    """What the file says of an employee, and the record says otherwise on the last of the row's payable days."""
    for row in paid:
        held = [s for s in stretches if s.start < row.end and row.start < s.end and s.told["jabatan_id"] is not None]
        if not held:
            continue
        told, day = held[-1].told, min(held[-1].end, row.end) - timedelta(days=1)
        for name, said in row.told:
            known = told[name]
            if known is None or _folded(name, said) == _folded(name, str(known)):
                continue
            yield {
                **dict.fromkeys(COLUMNS),
                "selisih": Selisih.TOLD_OTHERWISE.value,
                **{column: told[column] for column in ("pegawai_id", "nip", "nama", "status", "ground")},
                "baris": [row.row],
                "dari": row.start.isoformat(),
                "sampai": (row.end - timedelta(days=1)).isoformat(),
                "hari": (row.end - row.start).days,
                "kolom": name,
                "daftar_gaji": said,
                "catatan": known,
                **causes.of(told["pegawai_id"], _PART[name], day),
            }


_PART = {"golongan": "golongan", "pangkat": "golongan", "eselon": "jabatan", "jenis_jabatan": "jabatan"}


def _folded(name: str, text: str) -> str:
    """A word as it is compared: kinds of post by SIASN's table."""
    if name == "jenis_jabatan" and (found := JENIS_JABATAN.find(text)) is not None:
        return found.stored
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _unknown(rows: list[Paid]) -> Row:
    paid = round(sum((row.paid for row in rows), Fraction()))
    return {
        **dict.fromkeys(COLUMNS),
        "selisih": Selisih.NIP_NOT_RECORDED.value,
        "nip": rows[0].nip,
        "nama": rows[0].nama,
        "baris": [row.row for row in rows],
        "dari": min(row.start for row in rows).isoformat(),
        "sampai": (max(row.end for row in rows) - timedelta(days=1)).isoformat(),
        "dibayar_rp": paid,
        "seharusnya_rp": 0,
        "selisih_rp": paid,
    }


def _not_in_file(payable: Question, seen: set[str], file: PayrollFile, causes: Causes) -> Iterator[Row]:
    """Who is payable on days of the month, and not in the file at all."""
    for page in payable.pages():
        for row in page.items:
            stretch = _stretch(row)
            if row["pegawai_id"] in seen or not _persen(stretch, file):
                continue
            days = _judged(stretch.start, stretch.end, [], [stretch], file)
            if days is not None:
                yield _told(days, file, causes)

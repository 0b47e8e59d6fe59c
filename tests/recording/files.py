"""Files of records about people who do not exist, and an office with some of them."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
import xlsxwriter

from kinerja_es.domain.catalogue import BY_NAME
from kinerja_es.domain.history import History
from kinerja_es.errors import Problem, Problems
from kinerja_es.log.application import Log
from kinerja_es.recording.recordfile import FileOptions, FileReport, RecordSk, read_record_sk, record_file
from tests import examples
from tests.recording.recorder import SK, Office, plain, request

MOVING = {
    "nomor": "800.1.3/7/BKPSDM/2026",
    "tanggal": "2026-03-20",
    "jenis": "MUTASI",
    "pejabat_nama": "Pejabat Contoh",
    "pejabat_jabatan": "Wali Kota Serang",
    "kapasitas": "D",
    "jumlah_pegawai": 2,
}


def sk(**over: Any) -> RecordSk:
    return read_record_sk(orjson.dumps(MOVING | over))


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """A file of records, CSV or XLSX by its name; its columns are those of the rows."""
    columns = [*dict.fromkeys(name for row in rows for name in row)]
    table = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(path) as workbook:
            sheet = workbook.add_worksheet()
            for number, cells in enumerate(table):
                sheet.write_row(number, 0, cells)
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    return path


class Clerk(Office):
    """Records files, and looks at what came of them."""

    def __init__(self, log: Log, folder: Path) -> None:
        super().__init__(log)
        self.folder, self.files, self.people = folder, 0, 0

    def employee(self, **fields: Any) -> str:
        """The NIP of a new employee who is active in the office's post."""
        self.people += 1
        nip = examples.nip(self.people)
        stream = self.register(nik=examples.nik(self.people), nama=f"Contoh {self.people}")
        number = plain("IdentityNumberAssigned", tmt="2025-10-01", nip=nip)
        self.record(stream, number, self.appointment(**fields), plain("DutyCommenced", tanggal="2025-10-01"))
        return nip

    def file(self, rows: Any, name: str = "berkas.csv") -> Path:
        self.files += 1
        path = self.folder / f"{self.files}-{name}"
        if isinstance(rows, list):
            return write(path, rows)
        path.write_bytes(rows if isinstance(rows, bytes) else rows.encode())
        return path

    def take(self, kind: str, rows: Any, *, under: RecordSk | None = None, name: str = "berkas.csv", **options: Any):
        path = rows if isinstance(rows, Path) else self.file(rows, name)
        return self.recorded(kind, path, under, **options)

    def recorded(self, kind: str, path: Path, under: RecordSk | None = None, **options: Any) -> FileReport:
        asked = request(keep=False)
        return record_file(self.recorder, BY_NAME[kind], path, asked, sk=under, options=FileOptions(**options))

    def told(self, kind: str, rows: Any, **named: Any) -> list[tuple[int | None, str | None, str]]:
        """Row, column and code of every error; nothing may be recorded."""
        before = self.log.head()
        with pytest.raises((Problems, Problem)) as caught:
            self.take(kind, rows, **named)
        assert self.log.head() == before
        found = caught.value.problems if isinstance(caught.value, Problems) else (caught.value,)
        return [(p.row, p.field, p.code) for p in found if not p.warning]

    def history(self, nip: str) -> History:
        return History(r.event for r in self.log.read(self.recorder.employee(nip)))

    def last(self, nip: str) -> Any:
        """The event of an employee that was recorded last."""
        return self.log.read(self.recorder.employee(nip))[-1].event


def evaluation(nip: str, **over: str) -> dict[str, str]:
    """One row of an evaluation, as a clerk writes it."""
    return {
        "nip": nip,
        "tmt": "12-01-2026",
        "scope": "Triwulan",
        "dari": "01-10-2025",
        "sampai": "31-12-2025",
        "penilai.nama": "Atasan Contoh",
        "hasil": "2",
        "perilaku": "1",
        **over,
    }


CITED = {f"sk.{name}": value for name, value in SK.items()}

"""SIASN's contract feed of PPPK: GET /pengadaan/list-pengadaan-instansi. A record is an employment contract.

The feed names the SK of the appointment and the contract's days; the contract's own number it does not name. Records
of CPNS have no contract, and are left out.
"""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from kinerja_es.domain.contract import EmploymentContractSigned
from kinerja_es.domain.decision import JenisSk
from kinerja_es.domain.history import History
from kinerja_es.errors import Problem
from kinerja_es.errors.entry import RowLeftOut
from kinerja_es.recording.books import Books
from kinerja_es.recording.formats.form import Cells, Format, day
from kinerja_es.recording.formats.source import Record
from kinerja_es.recording.unnamed import UNNAMED


def _read(_record: Record, cells: Cells, _known: Any) -> None:
    if not cells["mulai"] and not cells["akhir"]:
        raise RowLeftOut("It names no contract.", field="tgl_kontrak_mulai")
    for name in ("mulai", "akhir", "sk.tanggal"):
        cells[name] = day(cells[name])
    cells["nomor"] = UNNAMED


def _already(event: EmploymentContractSigned, history: History, _books: Books) -> Sequence[Problem] | None:
    """A contract of the same days, under whatever number it was recorded."""
    known = (contract for engagement in history.standing.engagements for contract in engagement.contracts)
    return () if any((c.mulai, c.akhir) == (event.mulai, event.akhir) for c in known) else None


KONTRAK_PPPK = Format(
    name="siasn-kontrak-pppk",
    label="SIASN perjanjian kerja PPPK",
    meaning="SIASN's feed of appointments; each record with contract days is an employment contract.",
    kind=EmploymentContractSigned,
    fields={
        "nip": ("nip", "orang_id"),
        "mulai": ("tgl_kontrak_mulai",),
        "akhir": ("tgl_kontrak_akhir",),
        "sk.nomor": ("no_sk",),
        "sk.tanggal": ("tgl_sk",),
    },
    made=("nomor",),
    needed=("nip", "mulai", "akhir"),
    read=_read,
    already=_already,
    jenis_sk=JenisSk.PENGANGKATAN,
    example=(
        MappingProxyType(
            {
                "id": "8ae483a8-0000-4000-8000-000000000601",
                "orang_id": "8ae483a8-0000-4000-8000-000000000001",
                "no_peserta": "24110310010000001",
                "nip": "199001012025211001",
                "nama": "Contoh Sintetis",
                "periode": "2024",
                "instansi_id": "A5EB03E23AAAF6A0E040640A040252AD",
                "no_pertek": "AG-12600000001",
                "no_sk": "800.1.2.5/1234/BKPSDM/2025",
                "path_ttd_sk": "",
                "path_ttd_pertek": "",
                "tgl_pertek": "2025-09-01 00:00:00",
                "tgl_sk": "2025-09-26 00:00:00",
                "tgl_kontrak_mulai": "2025-10-01",
                "tgl_kontrak_akhir": "2026-09-30",
                "jenis_formasi_id": "0210",
                "jenis_formasi_nama": "PPPK Paruh Waktu",
            }
        ),
    ),
)

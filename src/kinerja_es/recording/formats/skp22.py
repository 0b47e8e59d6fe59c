"""SIASN SKP since 2022: GET /pns/rw-skp22, POST /skp22/save. A record is the evaluation of a year."""

from types import MappingProxyType
from typing import Any

from kinerja_es.domain.performance import PerformanceEvaluated
from kinerja_es.recording.formats.evaluations import FIELDS, already, fitted, rated, year_of
from kinerja_es.recording.formats.form import Cells, Format, first_of
from kinerja_es.recording.formats.source import Record


def _read(record: Record, cells: Cells, _: Any) -> None:
    rated(cells)
    year = year_of(first_of(record, ("TAHUN",)))
    cells |= {"scope": "TAHUNAN", "dari": f"{year}-01-01", "sampai": f"{year}-12-31", "tmt": f"{year}-12-31"}


SKP22 = Format(
    name="siasn-skp22",
    label="SIASN SKP 2022 ke atas",
    meaning="SIASN's yearly evaluations since 2022; each record is an evaluation of a year.",
    kind=PerformanceEvaluated,
    fields={**FIELDS, **dict.fromkeys(("scope", "dari", "sampai", "tmt"), ("tahun",))},
    needed=("nip", "hasil", "perilaku"),
    read=_read,
    already=already,
    fitted=fitted,
    example=(
        MappingProxyType(
            {
                "KuadranKinerjaNilai": "2",
                "PerilakuKerjaNilai": "2",
                "hasilKinerja": "SESUAI EKSPEKTASI",
                "hasilKinerjaNilai": "2",
                "id": "8ae483a8-0000-4000-8000-000000000401",
                "kuadranKinerja": "BAIK",
                "namaPenilai": "Atasan Contoh",
                "nipNrpPenilai": "197001011995031001",
                "path": None,
                "penilaiGolonganId": "42",
                "penilaiJabatanNm": "Kepala Dinas Sosial",
                "penilaiUnorNm": "Dinas Sosial",
                "perilakuKerja": "SESUAI EKSPEKTASI",
                "pnsDinilaiId": "8ae483a8-0000-4000-8000-000000000001",
                "statusPenilai": "ASN",
                "tahun": "2025",
            }
        ),
    ),
)

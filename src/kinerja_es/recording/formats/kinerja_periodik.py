"""SIASN kinerja periodik: GET /pns/rw-kinerjaperiodik, POST /kinerjaperiodik/save. A record is an evaluation.

The answers leave out the months that the records sent to SIASN have: without them nobody can tell the period.
"""

from calendar import monthrange
from types import MappingProxyType
from typing import Any

from kinerja_es.domain.performance import PerformanceEvaluated
from kinerja_es.domain.values import is_digits
from kinerja_es.errors import ValueInvalid, ValueMissing
from kinerja_es.recording.formats.evaluations import FIELDS, already, fitted, rated, year_of
from kinerja_es.recording.formats.form import Cells, Format, first_of
from kinerja_es.recording.formats.source import Record


def _read(record: Record, cells: Cells, _: Any) -> None:
    rated(cells)
    first, last = (_month(record, end) for end in ("MULAI", "SELESAI"))
    if last < first:
        raise ValueInvalid("The period ends before it begins.", field="sampai", value=f"{last[0]}-{last[1]:02}")
    days = monthrange(*last)[1]
    cells["dari"] = f"{first[0]:04}-{first[1]:02}-01"
    cells["sampai"] = cells["tmt"] = f"{last[0]:04}-{last[1]:02}-{days:02}"


def _month(record: Record, end: str) -> tuple[int, int]:
    """Year and month of one end of the period; one of BKN's own forms writes penailan."""
    year, month = (first_of(record, (f"{what}{end}PENILAIAN", f"{what}{end}PENAILAN")) for what in ("TAHUN", "BULAN"))
    name, month = f"bulan{end.title()}Penilaian", month.removesuffix(".0")
    if not month:
        raise ValueMissing("Answers of SIASN leave it out; the records that are sent to it have it.", field=name)
    if not is_digits(month) or len(month) > 2 or not 1 <= int(month) <= 12:
        raise ValueInvalid("A month is 1 to 12.", field=name, value=month)
    return year_of(year or first_of(record, ("TAHUN",))), int(month)


KINERJA_PERIODIK = Format(
    name="siasn-kinerja-periodik",
    label="SIASN kinerja periodik",
    meaning="SIASN's evaluations by month or quarter; each record is an evaluation.",
    kind=PerformanceEvaluated,
    fields={
        **FIELDS,
        "scope": ("periodikId", "periodikNama"),
        "dari": ("bulanMulaiPenilaian", "bulanMulaiPenailan"),
        "sampai": ("bulanSelesaiPenilaian", "bulanSelesaiPenailan"),
        "tmt": ("bulanSelesaiPenilaian", "bulanSelesaiPenailan"),
    },
    needed=("nip", "hasil", "perilaku", "scope"),
    read=_read,
    already=already,
    fitted=fitted,
    example=(
        MappingProxyType(
            {
                "bulanMulaiPenilaian": 10,
                "bulanSelesaiPenilaian": 12,
                "hasilKinerjaNilai": 2,
                "id": None,
                "koefisienId": "12",
                "kuadranKinerjaNilai": 2,
                "path": [],
                "penilaiGolongan": "42",
                "penilaiJabatanNama": "Kepala Dinas Sosial",
                "penilaiNama": "Atasan Contoh",
                "penilaiNipNrp": "197001011995031001",
                "penilaiUnorNama": "Dinas Sosial",
                "perilakuKerjaNilai": 2,
                "periodikId": "2",
                "nip": "199001012025211001",
                "pnsDinilaiId": "8ae483a8-0000-4000-8000-000000000001",
                "statusPenilai": "ASN",
                "tahun": 2025,
                "tahunMulaiPenilaian": 2025,
                "tahunSelesaiPenilaian": 2025,
            }
        ),
    ),
)

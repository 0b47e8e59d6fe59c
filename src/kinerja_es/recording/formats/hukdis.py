"""SIASN hukuman disiplin: GET /pns/rw-hukdis, /hukdis/id; POST /hukdis/save. A record is a sanction.

SIASN tells the sanction and its SK, but neither the case nor the examination: the sanction is recorded without them,
with a warning. One that was cancelled (skPembatalan) is left out: SIASN does not say from when on.
"""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from kinerja_es.domain.decision import JenisSk
from kinerja_es.domain.discipline import HUKUMAN, DisciplinarySanctionImposed
from kinerja_es.domain.history import History
from kinerja_es.domain.reference import ALASAN_HUKUMAN, JENIS_HUKUMAN
from kinerja_es.errors import Problem, RowDiffers
from kinerja_es.errors.entry import ReferenceCodeLeftOut, RowLeftOut
from kinerja_es.recording.books import Books
from kinerja_es.recording.formats.form import Cells, Format, day, first_of
from kinerja_es.recording.formats.source import Record

TERM = ("akhir", "masa_tahun", "masa_bulan")


def _read(record: Record, cells: Cells, _: Any) -> Sequence[Problem]:
    if cancelled := first_of(record, ("SKPEMBATALANNOMOR", "SKPEMBATALANTANGGAL")):
        raise RowLeftOut(
            "It was cancelled: if it is recorded here, annul its SK from that day on.",
            field="skPembatalanNomor",
            value=cancelled,
        )
    for name in ("mulai", "akhir", "sk.tanggal"):
        cells[name] = day(cells[name])
    kind = JENIS_HUKUMAN.find(cells["jenis_hukuman_id"])
    if kind is not None and not cells["tingkat"] and kind.code in HUKUMAN:
        cells["tingkat"] = HUKUMAN[kind.code].tingkat.value
    cautions: list[Problem] = []
    if (reason := cells["alasan_id"]) and ALASAN_HUKUMAN.find(reason) is None:
        # A reason of which this record's table does not know is no reason to leave out a sanction.
        cautions.append(ReferenceCodeLeftOut(f"Table {ALASAN_HUKUMAN.name}.", field="alasan_id", value=reason))
        cells["alasan_id"] = ""
    for name in ("masa_tahun", "masa_bulan"):
        cells[name] = cells[name].removesuffix(".0")
    if {cells["masa_tahun"], cells["masa_bulan"]} <= {"", "0"}:
        # SIASN writes 0 and 0 for a sanction without a term.
        cells["masa_tahun"] = cells["masa_bulan"] = ""
    return cautions


def _already(event: DisciplinarySanctionImposed, history: History, _books: Books) -> Sequence[Problem] | None:
    """The same sanction by the same SK; what it says otherwise of its days is warned of."""
    same = (event.jenis_hukuman_id, event.mulai, event.decision and event.decision.nomor)
    known = (
        sanction
        for sanction in history.of(DisciplinarySanctionImposed)
        if (sanction.jenis_hukuman_id, sanction.mulai, sanction.decision and sanction.decision.nomor) == same
    )
    if (recorded := next(known, None)) is None:
        return None
    told = [(name, getattr(event, name), getattr(recorded, name)) for name in TERM]
    said, was = (fact.decision and fact.decision.tanggal for fact in (event, recorded))
    told.append(("sk.tanggal", said, was))
    return [
        RowDiffers(f"Recorded: {'nothing' if was is None else was}.", field=name, value=said)
        for name, said, was in told
        if said not in (None, was)
    ]


HUKDIS = Format(
    name="siasn-hukdis",
    label="SIASN hukuman disiplin",
    meaning="SIASN's disciplinary sanctions; each record is a sanction, without its case.",
    kind=DisciplinarySanctionImposed,
    fields={
        "nip": ("nipBaru", "nip", "pnsOrang", "pnsOrangId"),
        "jenis_hukuman_id": ("jenisHukumanId", "jenisHukuman", "jenisHukumanNama"),
        "tingkat": ("jenisTingkatHukumanId",),
        "alasan_id": ("alasanHukumanDisiplinId", "alasanHukumanDisiplin"),
        "nomor_pp": ("nomorPp",),
        "mulai": ("hukumanTanggal", "skTanggal"),
        "akhir": ("akhirHukumanTanggal", "akhirHukumTanggal"),
        "masa_tahun": ("masaTahun",),
        "masa_bulan": ("masaBulan",),
        "reason": ("keterangan",),
        "sk.nomor": ("skNomor",),
        "sk.tanggal": ("skTanggal",),
    },
    needed=("nip", "jenis_hukuman_id", "sk.nomor", "sk.tanggal"),
    read=_read,
    already=_already,
    jenis_sk=JenisSk.HUKUMAN_DISIPLIN,
    example=(
        MappingProxyType(
            {
                "akhirHukumTanggal": "31-08-2026",
                "alasanHukumanDisiplin": "",
                "alasanHukumanDisiplinNama": "",
                "golongan": "-",
                "golonganLama": "",
                "hukumanTanggal": "01-03-2026",
                "id": "8ae483a8-0000-4000-8000-000000000501",
                "jenisHukuman": "23",
                "jenisHukumanNama": HUKUMAN["23"].nama,
                "jenisTingkatHukumanId": "S",
                "kedudukanHukum": "15",
                "keterangan": "Contoh sintetis",
                "masaBulan": "6",
                "masaTahun": "0",
                "nomorPp": "PP 94/2021",
                "path": None,
                "pnsOrang": "8ae483a8-0000-4000-8000-000000000001",
                "rwHukumanDisiplin": "",
                "skNomor": "800.1.6.2/3/BKPSDM/2026",
                "skPembatalanNomor": "",
                "skPembatalanTanggal": "",
                "skTanggal": "20-02-2026",
            }
        ),
    ),
)

"""Reference codes: SIASN's tables, each code with its name, found by either. Commands take both, answers give both.

What events store is SIASN's code, except where this record has a word of its own for it (`stored`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from kinerja_es.domain import reference_data as data

SIASN = "BKN, layanan web SIASN 1.0"
PP_53_2010, PP_94_2021 = date(2010, 6, 6), date(2021, 8, 31)


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a table: what it is called, when it is used (`until` exclusive), and what else the table says."""

    code: str
    nama: str
    stored: str
    """What events hold for it."""
    since: date | None = None
    until: date | None = None
    rincian: tuple[tuple[str, str], ...] = ()

    def named(self) -> dict[str, str]:
        """The code and its name."""
        return {"code": self.code, "nama": self.nama}

    def as_dict(self) -> dict[str, Any]:
        """All of it, for an answer."""
        days = {"since": self.since, "until": self.until}
        return {
            "code": self.code,
            "nama": self.nama,
            "stored": self.stored,
            **{name: None if day is None else day.isoformat() for name, day in days.items()},
            "rincian": dict(self.rincian),
        }


class Table:
    """A table of codes, and where it is from."""

    def __init__(self, name: str, label: str, codes: tuple[Code, ...], basis: str = SIASN) -> None:
        self.name, self.label, self.basis, self.codes = name, label, basis, codes
        self._found: dict[str, Code | None] = {}
        for code in codes:
            for text in {_folded(code.nama), *(_folded(text) for key, text in code.rincian if key == "pangkat")}:
                # Of two codes of one name only the code tells which is meant.
                self._found[text] = None if text in self._found else code
        self._found |= {_folded(text): code for code in codes for text in (code.stored, code.code)}

    def find(self, text: str) -> Code | None:
        """The code that a text names: by code or by name, whatever its case and spaces."""
        return self._found.get(_folded(text))

    def stored(self, text: Any) -> Any:
        """What events hold for the code that a text names; what names none stays as it is."""
        found = self.find(text) if isinstance(text, str) else None
        return text if found is None else found.stored

    def as_dict(self) -> dict[str, Any]:
        """The table for an answer, without its codes."""
        return {"table": self.name, "label": self.label, "basis": self.basis, "count": len(self.codes)}


class Coded:
    """Marks a field that holds a code of a table: a command may name it by code or by name.

    A code that the table does not have is refused, unless it `is_open`: governments have codes of their own.
    """

    def __init__(self, table: Table, *, is_open: bool = False, number: bool = False) -> None:
        self.table, self.is_open, self.number = table, is_open, number

    def read(self, given: Any) -> Any:
        """What events hold for what a command names."""
        found = self.table.find(given) if isinstance(given, str) else None
        return given if found is None else int(found.stored) if self.number else found.stored

    def of(self, stored: Any) -> Code | None:
        """The code that an event holds."""
        return self.table.find(str(stored))


_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _folded(text: str) -> str:
    return " ".join(text.upper().split())


def _codes(
    rows: data.Rows,
    *more: str,
    stored: Mapping[str, str] = _NOTHING,
    days: Mapping[str, tuple[date | None, date | None]] = _NOTHING,
) -> tuple[Code, ...]:
    """The codes of rows: code, name (the code itself where SIASN has none), and the columns that are named."""
    return tuple(
        Code(
            str(code),
            str(nama or code),
            stored.get(str(code), str(code)),
            *days.get(str(code), (None, None)),
            tuple((key, str(value)) for key, value in zip(more, rest, strict=True) if value is not None),
        )
        for code, nama, *rest in rows
    )


# -- the tables --------------------------------------------------------------------------

ESELON = Table("eselon", "Eselon", _codes(data.ESELON, "jabatan_asn"))
JENIS_JABATAN = Table(
    "jenis_jabatan",
    "Jenis jabatan",
    _codes(data.JENIS_JABATAN, stored={"1": "STRUKTURAL", "2": "FUNGSIONAL", "3": "RANGKAP", "4": "PELAKSANA"}),
)
JENIS_PENUGASAN = Table("jenis_penugasan", "Jenis penugasan", _codes(data.JENIS_PENUGASAN))
JENIS_MUTASI = Table("jenis_mutasi", "Jenis mutasi", _codes(data.JENIS_MUTASI))
KUADRAN = Table("kuadran", "Kuadran kinerja (predikat)", _codes(data.KUADRAN))
PERIODIK = Table("periodik", "Periodik", _codes(data.PERIODIK, stored={"1": "BULANAN", "2": "TRIWULAN"}))
KEDUDUKAN_HUKUM = Table("kedudukan_hukum", "Kedudukan hukum", _codes(data.KEDUDUKAN_HUKUM))
JENIS_HUKUMAN = Table(
    "jenis_hukuman",
    "Jenis hukuman disiplin",
    _codes(
        data.JENIS_HUKUMAN,
        "tingkat",
        # PP 53/2010 until 31 August 2021, PP 94/2021 from then on [V].
        days={str(code): (PP_53_2010, None) for code, *_ in data.JENIS_HUKUMAN}
        | dict.fromkeys(("9", "13", "14"), (PP_53_2010, PP_94_2021))
        | dict.fromkeys(("23", "24", "25", "27", "28"), (PP_94_2021, None)),
    ),
    "SIASN; PP 53/2010 art 7, PP 94/2021 art 8",
)
ALASAN_HUKUMAN = Table("alasan_hukuman", "Alasan hukuman disiplin", _codes(data.ALASAN_HUKUMAN, "jenis"))
JENIS_PEMBERHENTIAN = Table(
    "jenis_pemberhentian",
    "Jenis pemberhentian",
    # The others are finer or coarser than a ground of the law: a crime has three, and discipline has several kinds.
    _codes(
        data.JENIS_PEMBERHENTIAN,
        stored={
            "1": "BUP",
            "2": "MENINGGAL",
            "3": "PERMINTAAN_SENDIRI",
            "8": "PARTAI_POLITIK",
            "9": "PERAMPINGAN",
        },
    ),
)
JENIS_DIKLAT = Table("jenis_diklat", "Jenis diklat", _codes(data.JENIS_DIKLAT, "sertifikat"))
KOMPETENSI = Table("kompetensi", "Kompetensi", _codes(data.KOMPETENSI))
GOLONGAN_PNS = Table(
    "golongan_pns",
    "Golongan PNS",
    _codes(data.GOLONGAN_PNS, "pangkat", stored={str(code): str(nama) for code, nama, _ in data.GOLONGAN_PNS}),
)
JENIS_PENGADAAN = Table("jenis_pengadaan", "Jenis pengadaan", _codes(data.JENIS_PENGADAAN))
JENIS_RIWAYAT = Table("jenis_riwayat", "Jenis riwayat", _codes(data.JENIS_RIWAYAT))
KOEFISIEN = Table(
    "koefisien",
    "Koefisien angka kredit",
    _codes(data.KOEFISIEN, "angka_kredit_setahun", "persen", "predikat", "jenjang"),
)
JENIS_KP = Table("jenis_kp", "Jenis kenaikan pangkat", _codes(data.JENIS_KP))
PENGHARGAAN = Table("penghargaan", "Penghargaan", _codes(data.PENGHARGAAN))
AGAMA = Table("agama", "Agama", _codes(data.AGAMA))
CLTN = Table(
    "cltn",
    "CLTN dan penugasan di luar jabatan",
    _codes(data.CLTN, stored={"1": "CLTN", "6": "TUGAS_BELAJAR", "9": "PEJABAT_NEGARA"}),
)
DOKUMEN = Table("dokumen", "Dokumen riwayat", _codes(data.DOKUMEN, "riwayat"))
JENIS_PEGAWAI = Table("jenis_pegawai", "Jenis pegawai", _codes(data.JENIS_PEGAWAI))
JENIS_PENSIUN = Table("jenis_pensiun", "Jenis pensiun", _codes(data.JENIS_PENSIUN))
LATIHAN_STRUKTURAL = Table("latihan_struktural", "Latihan struktural", _codes(data.LATIHAN_STRUKTURAL))
PERILAKU_DAN_KINERJA = Table(
    "perilaku_dan_kinerja", "Hasil kerja dan perilaku kerja", _codes(data.PERILAKU_DAN_KINERJA)
)
SEKTOR = Table(
    "sektor",
    "Sektor layanan",
    _codes(
        (
            ("PENDIDIKAN", "Pendidikan: guru dan tenaga kependidikan"),
            ("KESEHATAN", "Kesehatan: tenaga medis, tenaga kesehatan, dan administrasinya"),
            ("TEKNIS", "Teknis"),
            ("OPERASIONAL", "Pengelola, operator, dan penata layanan operasional"),
        ),
        days=dict.fromkeys(("PENDIDIKAN", "KESEHATAN", "TEKNIS", "OPERASIONAL"), (date(2025, 1, 13), None)),
    ),
    "KepmenPANRB 16/2025 diktum 3",
)
"""The sectors that part-time posts are meant for; appointments and needs are counted by them."""

TABLES: Mapping[str, Table] = {table.name: table for table in list(globals().values()) if isinstance(table, Table)}
"""Every table, by its name in addresses and on the command line."""

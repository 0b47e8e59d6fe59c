"""SIASN's "Export Data ASN" (69 columns) and its reduced form (23 columns), read row by row into values.

The tables below are what a government may have to change: the names of columns, and which words mean which kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from kinerja_es.domain.values import Golongan, Kind, Nik, Nip, Scheme, Sex, SkNumber, is_digits, parse_date
from kinerja_es.errors import ColumnMissing, KindUnknown, Problem, Problems, SheetsUnread, ValueInvalid
from kinerja_es.recording import cells
from kinerja_es.recording.cells import Memo, Read, needed, optional, squeezed
from kinerja_es.recording.table import Row as Cells
from kinerja_es.recording.table import Table, open_table

# fmt: off
LAYOUTS: Mapping[str, tuple[str, ...]] = {
    "69": (
        "PNS ID", "NIP BARU", "NIP LAMA", "NAMA", "GELAR DEPAN", "GELAR BELAKANG", "TEMPAT LAHIR ID",
        "TEMPAT LAHIR NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "AGAMA ID", "AGAMA NAMA", "JENIS KAWIN ID",
        "JENIS KAWIN NAMA", "NIK", "NOMOR HP", "EMAIL", "EMAIL GOV", "ALAMAT", "NPWP NOMOR", "BPJS",
        "JENIS PEGAWAI ID", "JENIS PEGAWAI NAMA", "KEDUDUKAN HUKUM ID", "KEDUDUKAN HUKUM NAMA", "STATUS CPNS PNS",
        "KARTU ASN VIRTUAL", "NOMOR SK CPNS", "TANGGAL SK CPNS", "TMT CPNS", "NOMOR SK PNS", "TANGGAL SK PNS",
        "TMT PNS", "GOL AWAL ID", "GOL AWAL NAMA", "GOL AKHIR ID", "GOL AKHIR NAMA", "TMT GOLONGAN", "MK TAHUN",
        "MK BULAN", "JENIS JABATAN ID", "JENIS JABATAN NAMA", "JABATAN ID", "JABATAN NAMA", "TMT JABATAN",
        "TINGKAT PENDIDIKAN ID", "TINGKAT PENDIDIKAN NAMA", "PENDIDIKAN ID", "PENDIDIKAN NAMA", "TAHUN LULUS",
        "KPKN ID", "KPKN NAMA", "LOKASI KERJA ID", "LOKASI KERJA NAMA", "UNOR ID", "UNOR NAMA", "INSTANSI INDUK ID",
        "INSTANSI INDUK NAMA", "INSTANSI KERJA ID", "INSTANSI KERJA NAMA", "SATUAN KERJA INDUK ID",
        "SATUAN KERJA INDUK NAMA", "SATUAN KERJA KERJA ID", "SATUAN KERJA KERJA NAMA", "IS VALID NIK",
        "NAMA SEKOLAH", "FLAG IKD", "ESELON ID", "ESELON NAMA",
    ),
    "23": (
        "PNS ID", "NIP BARU", "NAMA", "GELAR DEPAN", "GELAR BELAKANG", "TEMPAT LAHIR", "TANGGAL LAHIR",
        "JENIS KELAMIN", "AGAMA NAMA", "GOL AKHIR NAMA", "TMT GOLONGAN AKHIR", "TINGKAT PENDIDIKAN NAMA",
        "PENDIDIKAN TERAKHIR NAMA", "TAHUN LULUS", "JENIS JABATAN NAMA", "JABATAN NAMA", "TMT JABATAN",
        "ESELON NAMA", "TMT ESELON", "SATUAN KERJA INDUK NAMA", "SATUAN KERJA KERJA NAMA", "UNOR NAMA",
        "KEDUDUKAN HUKUM NAMA",
    ),
}
# fmt: on

REQUIRED = ("NIP BARU", "NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "JABATAN NAMA", "UNOR NAMA")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "siasn_id": ("PNS ID",),
    "nip": ("NIP BARU",),
    "nip_lama": ("NIP LAMA",),
    "nama": ("NAMA",),
    "gelar_depan": ("GELAR DEPAN",),
    "gelar_belakang": ("GELAR BELAKANG",),
    "tempat_lahir": ("TEMPAT LAHIR NAMA", "TEMPAT LAHIR"),
    "tanggal_lahir": ("TANGGAL LAHIR",),
    "jenis_kelamin": ("JENIS KELAMIN",),
    "nik": ("NIK",),
    # Rows of PPPK use the columns of CPNS too; for a PNS the appointment is the one as CPNS.
    "sk_nomor": ("NOMOR SK CPNS",),
    "sk_tanggal": ("TANGGAL SK CPNS",),
    "tmt": ("TMT CPNS",),
    "golongan": ("GOL AKHIR NAMA",),
    "tmt_golongan": ("TMT GOLONGAN", "TMT GOLONGAN AKHIR"),
    "jenis_jabatan": ("JENIS JABATAN NAMA",),
    "jabatan_siasn_id": ("JABATAN ID",),
    "jabatan_nama": ("JABATAN NAMA",),
    "tmt_jabatan": ("TMT JABATAN",),
    "eselon_id": ("ESELON ID",),
    "eselon_nama": ("ESELON NAMA",),
    "unor_siasn_id": ("UNOR ID",),
    "unor_nama": ("UNOR NAMA",),
    "induk_nama": ("SATUAN KERJA INDUK NAMA",),
    "kedudukan": ("KEDUDUKAN HUKUM NAMA",),
    "lokasi": ("LOKASI KERJA NAMA",),
    "pendidikan": ("PENDIDIKAN NAMA", "PENDIDIKAN TERAKHIR NAMA"),
}
"""Which column fills which value of a row, in the order of `RosterRow`; the first name that the file has is taken."""

OWN_COLUMNS: Mapping[str, str] = {
    "golongan_awal": "GOL AWAL NAMA",
    "sk_pns_nomor": "NOMOR SK PNS",
    "sk_pns_tanggal": "TANGGAL SK PNS",
    "tmt_pns": "TMT PNS",
    "mk_tahun": "MK TAHUN",
    "mk_bulan": "MK BULAN",
}
"""Which column fills which value of a row's own history, in the order of `Own`: read where existing staff is taken
over."""

KIND_COLUMNS = ("JENIS PEGAWAI NAMA", "KEDUDUKAN HUKUM NAMA", "STATUS CPNS PNS")
KIND_WORDS: tuple[tuple[str, Kind | None], ...] = (
    ("PARUHWAKTU", Kind.PPPK_PARUH_WAKTU),
    ("PPPK", Kind.PPPK),
    ("P3K", Kind.PPPK),
    ("CPNS", Kind.CPNS),
    ("NONPNS", None),
    ("PNS", Kind.PNS),
)
"""The first of these words that a column holds (without spaces, hyphens and case) says the kind."""
KIND_LETTERS = {"C": Kind.CPNS, "P": Kind.PNS}
"""What a single letter says in STATUS CPNS PNS; P only beside a PNS number, for rows of PPPK have it too."""
NARROWER = {Kind.PPPK_PARUH_WAKTU: Kind.PPPK, Kind.CPNS: Kind.PNS}
"""SIASN's JENIS PEGAWAI has no CPNS and calls them PNS; a part-time PPPK is also a PPPK. The narrower word holds."""

_NIP = tuple(COLUMNS).index("nip")

AKTIF_IDS = ("01", "1")
NOT_AKTIF = ("TIDAKAKTIF", "NONAKTIF", "BELUMAKTIF")


class Own(NamedTuple):
    """What a row says of the employee's own history, beside the appointment."""

    golongan_awal: Golongan | None
    sk_pns_nomor: SkNumber | None
    sk_pns_tanggal: date | None
    tmt_pns: date | None
    mk_tahun: int | None
    mk_bulan: int | None


class RosterRow(NamedTuple):
    """One employee as the roster has it; the values are parsed, nothing is judged yet."""

    row: int
    """The row's number in a spreadsheet; the header is 1."""
    kind: Kind
    aktif: bool
    """Whether KEDUDUKAN HUKUM says that duty has started."""
    siasn_id: str | None
    nip: Nip
    nip_lama: str | None
    nama: str
    gelar_depan: str | None
    gelar_belakang: str | None
    tempat_lahir: str | None
    tanggal_lahir: date
    jenis_kelamin: Sex
    nik: Nik | None
    sk_nomor: SkNumber | None
    sk_tanggal: date | None
    tmt: date | None
    golongan: Golongan | None
    tmt_golongan: date | None
    jenis_jabatan: str | None
    jabatan_siasn_id: str | None
    jabatan_nama: str
    tmt_jabatan: date | None
    eselon_id: str | None
    eselon_nama: str | None
    unor_siasn_id: str | None
    unor_nama: str
    induk_nama: str | None
    kedudukan: str | None
    lokasi: str | None
    pendidikan: str | None
    own: Own | None
    """Where existing staff is taken over."""


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that could not be read: everything that is wrong with it, and whom it was about where that can be read."""

    problems: list[Problem]
    kind: Kind | None = None
    unor_nama: str | None = None


_FIELDS = len(COLUMNS)
_STATUS = _FIELDS + len(KIND_COLUMNS) + 1
PLACE = tuple([*COLUMNS].index(name) for name in ("unor_siasn_id", "induk_nama", "unor_nama", "jabatan_nama"))
"""Where among a row's cells those are that name a place."""


class Roster:
    """A roster file: what it is, and its rows in file order."""

    def __init__(self, table: Table, kind: Kind | None, *, own: bool) -> None:
        self.sha256 = table.sha256
        self.size_hint = table.size_hint
        self.layout = max(LAYOUTS, key=lambda name: _fit(LAYOUTS[name], table.columns))
        known = {name for names in (*LAYOUTS.values(), *COLUMNS.values()) for name in names}
        self.unknown_columns = tuple(name for name in table.columns if name and name not in known)
        self.missing_columns = tuple(name for name in LAYOUTS[self.layout] if name not in table.columns)
        required = (*REQUIRED, *COLUMNS["tmt"]) if own else REQUIRED
        if missing := [name for name in required if name not in table.columns]:
            # Said once: a title above the header, or a separator that is none, shows in what was read as names.
            there = f"Row {table.header} reads: {', '.join(filter(None, table.columns))}"
            told = f"{there[:200]}..." if len(there) > 200 else there
            raise Problems(ColumnMissing("" if n else told, field=name) for n, name in enumerate(missing))
        self.problems: list[Problem] = []
        if table.unread_sheets:
            self.problems.append(SheetsUnread(field="roster", value=", ".join(table.unread_sheets)))
        self._table = table
        self._names = tuple(_present(names, table.columns) for names in COLUMNS.values())
        self._kind_name = _present(KIND_COLUMNS, table.columns)
        self._readers = _readers()
        self._own = _own_readers() if own else ()
        self._statuses = _Statuses(kind)

    def rows(self) -> Iterator[RosterRow | UnreadRow]:
        """Each row's values, or everything that is wrong with the row."""
        return map(self.read, self.cells())

    def cells(self) -> Iterator[Cells | Problem]:
        """Each row's number and cells, unread, or what is wrong with the row."""
        own = OWN_COLUMNS.values() if self._own else ()
        return self._table.rows((*self._names, *KIND_COLUMNS, "KEDUDUKAN HUKUM ID", *own))

    def read(self, cells: Cells | Problem) -> RosterRow | UnreadRow:
        """A row's values, or everything that is wrong with it."""
        if isinstance(cells, Problem):
            return UnreadRow([cells])
        row, texts = cells
        return self._row(row, texts[:_FIELDS], texts[_FIELDS:_STATUS], texts[_STATUS:])

    def _row(self, row: int, texts: list[str], status: list[str], told: list[str]) -> RosterRow | UnreadRow:
        try:
            values = [read(text) for read, text in zip(self._readers, texts, strict=True)]
            kind, aktif = self._statuses[(*status, values[_NIP].scheme)]
            own = Own._make([read(text) for read, text in zip(self._own, told, strict=True)]) if told else None
        except Problem:
            return self._unread(row, texts, status, told)
        return RosterRow._make((row, kind, aktif, *values, own))

    def _unread(self, row: int, texts: list[str], status: list[str], told: list[str]) -> UnreadRow:
        """Everything that is wrong with a row that could not be read."""
        found: list[Problem] = []
        values: dict[str, Any] = {}
        names, readers = (*self._names, *OWN_COLUMNS.values()), (*self._readers, *self._own)
        for field, name, read, text in zip((*COLUMNS, *OWN_COLUMNS), names, readers, (*texts, *told), strict=False):
            try:
                values[field] = read(text)
            except Problem as problem:
                problem.field = name
                found.append(problem.at_row(row))
        # Beside a NIP that cannot be read, nobody knows which of the two forms it has.
        schemes = (values["nip"].scheme,) if "nip" in values else tuple(Scheme)
        kind = self._kind(status, schemes)
        if kind is None:
            found.append(KindUnknown(field=self._kind_name, value=_said(status)).at_row(row))
        return UnreadRow(found, kind, values.get("unor_nama"))

    def _kind(self, status: list[str], schemes: tuple[Scheme, ...]) -> Kind | None:
        """The kind, if it can be told beside a number of one of these forms."""
        for scheme in schemes:
            try:
                return self._statuses[(*status, scheme)][0]
            except KindUnknown:
                continue
        return None


def read_roster(path: Path, *, kind: Kind | None = None, own: bool = False) -> Roster:
    """Open a roster; `kind` holds for every row, whatever its columns say; with `own` each row's history is read."""
    return Roster(open_table(path), kind, own=own)


def kind_of(texts: tuple[str, str, str], scheme: Scheme) -> Kind:
    """The kind that the three columns agree on; JENIS PEGAWAI, KEDUDUKAN HUKUM and STATUS CPNS PNS, in this order."""
    said = {kind for kind in map(_kind_said, texts) if kind is not None}
    letter = KIND_LETTERS.get(texts[2].upper())
    if letter is Kind.CPNS or (letter is Kind.PNS and scheme is Scheme.PNS):
        said.add(letter)
    said -= {NARROWER[kind] for kind in said if kind in NARROWER}
    if len(said) != 1:
        raise KindUnknown(value=_said(texts))
    return said.pop()


def is_aktif(kedudukan: str, kedudukan_id: str) -> bool:
    """Whether the legal position says that the employee is on duty."""
    name = squeezed(kedudukan)
    if any(word in name for word in NOT_AKTIF):
        return False
    return kedudukan_id in AKTIF_IDS or "AKTIF" in name


def _said(texts: Sequence[str]) -> str:
    return " / ".join(text or "(kosong)" for text in texts[: len(KIND_COLUMNS)])


def _kind_said(text: str) -> Kind | None:
    name = squeezed(text)
    return next((kind for word, kind in KIND_WORDS if word in name), None)


class _Statuses(Memo):
    """The kind and whether aktif, by the columns that say so."""

    def __init__(self, kind: Kind | None) -> None:
        super().__init__(lambda key: (kind or kind_of(key[:3], key[4]), is_aktif(key[1], key[3])))


# -- columns -----------------------------------------------------------------------------


def _fit(layout: tuple[str, ...], columns: tuple[str, ...]) -> tuple[int, int]:
    return len(set(layout).intersection(columns)), -len(layout)


def _present(names: tuple[str, ...], columns: tuple[str, ...]) -> str:
    return next((name for name in names if name in columns), names[0])


def _readers() -> tuple[Read, ...]:
    """How the cell of each field is read, in the order of COLUMNS; what repeats is read once a file."""
    day, name = Memo(optional(parse_date)).__getitem__, Memo(cells.text).__getitem__
    needed_name = Memo(needed(cells.text)).__getitem__
    special: dict[str, Read] = {
        "siasn_id": cells.text,
        "nip": cells.nip,
        "nip_lama": optional(cells.nip_lama),
        "nama": needed(cells.text),
        "tanggal_lahir": Memo(needed(parse_date)).__getitem__,
        "jenis_kelamin": Memo(needed(cells.sex)).__getitem__,
        "nik": optional(cells.nik),
        "sk_nomor": Memo(optional(SkNumber.parse)).__getitem__,
        "golongan": Memo(optional(Golongan.parse)).__getitem__,
        "jabatan_nama": needed_name,
        "unor_nama": needed_name,
    } | dict.fromkeys(("sk_tanggal", "tmt", "tmt_golongan", "tmt_jabatan"), day)
    return tuple(special.get(field, name) for field in COLUMNS)


def _own_readers() -> tuple[Read, ...]:
    """How the cell of each field of a row's own history is read, in the order of OWN_COLUMNS."""
    day, number = Memo(optional(parse_date)).__getitem__, Memo(optional(_count)).__getitem__
    grade, sk = Memo(optional(Golongan.parse)).__getitem__, Memo(optional(SkNumber.parse)).__getitem__
    return (grade, sk, day, day, number, number)


def _count(cell: str) -> int:
    text = cell.removesuffix(".0")
    if not is_digits(text) or len(text) > 2:
        raise ValueInvalid("It is a number of years or months.", value=cell)
    return int(text)

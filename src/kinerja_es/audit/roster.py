"""Apa bedanya dengan SIASN, kolom demi kolom, dan sejak kapan catatan mengatakan lain?

SIASN's "Export Data ASN" beside the record: what each says of the same employee, and who is only in one of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from kinerja_es.audit.comparing import Compared, chunks
from kinerja_es.audit.replay import Sources
from kinerja_es.domain.kedudukan import kedudukan_hukum
from kinerja_es.domain.reference import ESELON, KEDUDUKAN_HUKUM
from kinerja_es.domain.standing import Status
from kinerja_es.domain.values import Kind
from kinerja_es.errors import Problems
from kinerja_es.readmodels.answers import Row
from kinerja_es.recording.columns import folded
from kinerja_es.recording.siasn import Roster, RosterRow, UnreadRow, read_roster


class Beda(StrEnum):
    """How SIASN and the record differ."""

    DIFFERS = "DIFFERS"
    ONLY_IN_SIASN = "ONLY_IN_SIASN"
    ONLY_IN_RECORD = "ONLY_IN_RECORD"


LABELS: Mapping[Beda, str] = {
    Beda.DIFFERS: "Berbeda / Differs",
    Beda.ONLY_IN_SIASN: "Hanya di SIASN / Only in SIASN",
    Beda.ONLY_IN_RECORD: "Hanya dalam catatan / Only in the record",
}
COLUMNS = ("beda", "baris", "pegawai_id", "nip", "nama", "kolom", "siasn", "catatan", "sejak")
HERE = (Status.DIANGKAT, Status.AKTIF, Status.NONAKTIF_SEMENTARA)
"""Whoever stands so is missed where SIASN does not name them."""


SINCE: Mapping[str, str] = {
    "NIP BARU": "nip",
    "NAMA": "nama",
    "GELAR DEPAN": "gelar_depan",
    "GELAR BELAKANG": "gelar_belakang",
    "TANGGAL LAHIR": "tanggal_lahir",
    "JENIS KELAMIN": "jenis_kelamin",
    "JENIS PEGAWAI NAMA": "kind",
    "TMT CPNS": "engagement_id",
    "GOL AKHIR NAMA": "golongan",
    "TMT GOLONGAN": "golongan",
    "JABATAN NAMA": "jabatan_id",
    "TMT JABATAN": "jabatan_id",
    "ESELON NAMA": "jabatan_id",
    "UNOR NAMA": "unor_id",
    "KEDUDUKAN HUKUM NAMA": "status",
}
"""The columns that are compared, and since when the record says what it says of each; what the roster leaves empty is
not compared."""


def _said(row: RosterRow) -> dict[str, str | None]:
    """What SIASN says of an employee."""
    return {
        "NIP BARU": row.nip,
        "NAMA": row.nama,
        "GELAR DEPAN": row.gelar_depan,
        "GELAR BELAKANG": row.gelar_belakang,
        "TANGGAL LAHIR": _day(row.tanggal_lahir),
        "JENIS KELAMIN": row.jenis_kelamin.value,
        "JENIS PEGAWAI NAMA": row.kind.value,
        "TMT CPNS": _day(row.tmt),
        "GOL AKHIR NAMA": row.golongan,
        "TMT GOLONGAN": _day(row.tmt_golongan),
        "JABATAN NAMA": row.jabatan_nama,
        "TMT JABATAN": _day(row.tmt_jabatan),
        "ESELON NAMA": row.eselon_nama,
        "UNOR NAMA": row.unor_nama,
        "KEDUDUKAN HUKUM NAMA": row.kedudukan,
    }


def _held(known: Row) -> dict[str, str | None]:
    """What the record says of an employee, under SIASN's columns."""
    return {
        "NIP BARU": known["nip"],
        "NAMA": known["nama"],
        "GELAR DEPAN": known["gelar_depan"],
        "GELAR BELAKANG": known["gelar_belakang"],
        "TANGGAL LAHIR": known["tanggal_lahir"],
        "JENIS KELAMIN": known["jenis_kelamin"],
        "JENIS PEGAWAI NAMA": known["kind"],
        "TMT CPNS": known["engagement_id_sejak"],
        "GOL AKHIR NAMA": known["golongan"],
        "TMT GOLONGAN": known["golongan_sejak"],
        "JABATAN NAMA": known.get("jabatan_nama"),
        "TMT JABATAN": None if known["jabatan_id"] is None else known["jabatan_id_sejak"],
        "ESELON NAMA": _eselon(known),
        "UNOR NAMA": known.get("unor_nama"),
        "KEDUDUKAN HUKUM NAMA": _kedudukan(known),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _eselon(known: Row) -> str | None:
    eselon_id = known.get("eselon_id")
    code = None if eselon_id is None else ESELON.find(eselon_id)
    return eselon_id if code is None else code.nama


def _kedudukan(known: Row) -> str | None:
    """SIASN's name of the status, or the status itself where SIASN has none for it."""
    if known["status"] is None:
        return None
    status, kind = Status(known["status"]), None if known["kind"] is None else Kind(known["kind"])
    punished = "MENJALANI_HUKUMAN" in (known["tanda"] or ())
    code = kedudukan_hukum(status, known["ground"], kind=kind, punished=punished)
    return status.value if code is None else code.nama


def _same(column: str, row: RosterRow, known: Row, said: str, held: str | None) -> bool:
    """Whether both say the same: words by their letters, a post and a unit by SIASN's id, whatever it is called."""
    if folded(said) == folded(held or ""):
        return True
    match column:
        case "KEDUDUKAN HUKUM NAMA":
            return _same_kedudukan(said, held, aktif=row.aktif)
        case "JABATAN NAMA":
            return _same_id(row.jabatan_siasn_id, known.get("jabatan_siasn_id"))
        case "UNOR NAMA":
            return _same_id(row.unor_siasn_id, known.get("unor_siasn_id"))
        case _:
            return False


def _same_id(said: str | None, held: str | None) -> bool:
    return said is not None and held is not None and said.upper() == held.upper()


def _same_kedudukan(said: str, held: str | None, *, aktif: bool) -> bool:
    """By SIASN's code; where the words are none of its own (PPPK paruh waktu), by whether they say on duty."""
    told, known = KEDUDUKAN_HUKUM.find(said), None if held is None else KEDUDUKAN_HUKUM.find(held)
    if told is None or known is None:
        return aktif == (known is not None and known.code == "01")
    return {told.code, known.code} <= LEFT


LEFT = frozenset({"66", "77", "88"})
"""How somebody left for good: which of the codes it is, is a matter of the pension."""


def compare_roster(
    sources: Sources, path: Path, valid_at: date, *, unor: UUID | None = None, kind: Kind | None = None
) -> Compared:
    """Compare a SIASN export with the record as it holds on a day.

    `unor` and `kind` say who is in it: only these are missed where they are not. Of rows without a kind, `kind` says
    theirs. What is wrong with the file is raised at once, in a first reading; rows are held a few at a time.
    """
    roster = read_roster(path, kind=kind)
    problems = [problem for row in roster.rows() if isinstance(row, UnreadRow) for problem in row.problems]
    if problems:
        raise Problems(problems)
    whose = {name: value for name, value in (("unor", unor), ("kind", kind)) if value is not None}
    compared = Compared(COLUMNS, iter(()))
    compared.differences = _differences(sources, roster, valid_at, whose, compared.totals)
    return compared


def _differences(
    sources: Sources, roster: Roster, valid_at: date, whose: Mapping[str, Any], totals: dict[str, Any]
) -> Iterator[Row]:
    models, counted = sources.read_models, _Counted()
    with models.opened("current_standing", "list", {"valid_at": valid_at, **whose}) as everybody:
        several = replace(everybody, query=models.projection("current_standing").queries["several"])
        seen: set[str] = set()
        rows = (row for row in roster.rows() if isinstance(row, RosterRow))
        for some in chunks(rows):
            asked = {"nip": ",".join(row.nip for row in some), "valid_at": valid_at}
            known = {nip: row for row in replace(several, params=asked).answer().value for nip in row["nip_asked"]}
            for row in some:
                if (found := known.get(row.nip)) is None:
                    yield counted.one(_only_in_siasn(row))
                    continue
                seen.add(found["pegawai_id"])
                yield from map(counted.one, _of_one(row, found))
            counted.rows += len(some)
        for page in everybody.pages():
            for row in page.items:
                if row["status"] in HERE and row["pegawai_id"] not in seen:
                    yield counted.one(_only_here(row))
        position = everybody.come["current_standing"].position
    totals |= {
        "valid_at": valid_at.isoformat(),
        "layout": roster.layout,
        "baris": counted.rows,
        "dikenal": len(seen),
        "menurut": counted.as_rows(),
        "per_kolom": [{"kolom": name, "jumlah": counted.fields[name]} for name in SINCE if counted.fields[name]],
        "unknown_columns": [*roster.unknown_columns],
        "missing_columns": [*roster.missing_columns],
        "warnings": [problem.as_dict() for problem in roster.problems],
        "position": position,
    }


class _Counted:
    """How many rows there were, and how many differences of which kind."""

    def __init__(self) -> None:
        self.rows = 0
        self.fields: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()

    def one(self, row: Row) -> Row:
        self._kinds[row["beda"]] += 1
        if row["kolom"] is not None:
            self.fields[row["kolom"]] += 1
        return row

    def as_rows(self) -> list[Row]:
        return [{"beda": kind.value, "label": LABELS[kind], "jumlah": self._kinds[kind]} for kind in Beda]


def _of_one(row: RosterRow, known: Row) -> Iterable[Row]:
    """What SIASN says of an employee, and the record says otherwise."""
    said, held = _said(row), _held(known)
    for column, name in SINCE.items():
        told = said[column]
        if told is None or _same(column, row, known, told, held[column]):
            continue
        yield {
            "beda": Beda.DIFFERS.value,
            "baris": row.row,
            "pegawai_id": known["pegawai_id"],
            "nip": known["nip"],
            "nama": known["nama"],
            "kolom": column,
            "siasn": told,
            "catatan": held[column],
            "sejak": known[f"{name}_sejak"],
        }


def _only_in_siasn(row: RosterRow) -> Row:
    told = {"beda": Beda.ONLY_IN_SIASN.value, "baris": row.row, "nip": row.nip, "nama": row.nama}
    return dict.fromkeys(COLUMNS) | told


def _only_here(row: Row) -> Row:
    told = {name: row[name] for name in ("pegawai_id", "nip", "nama")}
    return dict.fromkeys(COLUMNS) | {"beda": Beda.ONLY_IN_RECORD.value, **told, "sejak": row["valid_from"]}

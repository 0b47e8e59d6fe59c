"""SIASN riwayat jabatan: GET /jabatan/pns/{nip}, POST /jabatan/unorjabatan/save. A record is a move to a post.

SIASN does not say whether a move was a rotation or a promotion: each is recorded as ROTASI. A post that nobody has
established is brought along, with the first day that the file names. The oath (tmtPelantikan) needs a place and an
official that SIASN does not tell: it is recorded from its minutes.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from types import MappingProxyType

from kinerja_es.domain.appointment import Penugasan, PositionAssigned
from kinerja_es.domain.decision import JenisSk
from kinerja_es.domain.history import History
from kinerja_es.domain.reference import JENIS_JABATAN
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.domain.unit import folded
from kinerja_es.domain.values import parse_date
from kinerja_es.errors import DateInvalid, Problem, RowDiffers, ValueMissing
from kinerja_es.errors.entry import PostKindDiffers
from kinerja_es.recording.books import Books
from kinerja_es.recording.formats.form import Cells, Format, Seen, day, first_of
from kinerja_es.recording.formats.naming import LEADING
from kinerja_es.recording.formats.source import Record
from kinerja_es.recording.rows import jenis_of

TITLES = ("JABATANFUNGSIONALNAMA", "JABATANFUNGSIONALUMUMNAMA", "NAMAJABATAN")
TITLE_IDS = ("JABATANFUNGSIONALID", "JABATANFUNGSIONALUMUMID")
DAYS = ("TMTJABATAN", "TMTMUTASI")
KINDS = ("jenisJabatan", "jenisJabatanId")


def _read(record: Record, cells: Cells, seen: dict[str, Seen]) -> Sequence[Problem]:
    cells["tmt"], cells["sk.tanggal"] = day(cells["tmt"]), day(cells["sk.tanggal"])
    cells["jenis"] = "ROTASI"
    if not cells["jabatan"] and not cells["jabatan_id"]:
        # What is sent to SIASN names no title: of a functional post the title's id, of a structural one the unit alone.
        if _jenis(record) is not JenisJabatan.STRUKTURAL:
            raise ValueMissing(field="jabatanFungsionalId")
        cells["jabatan_id"] = LEADING
    post, said = seen.get(folded(cells["jabatan"])), _jenis(record)
    if post is None or said in (None, post.jenis):
        return ()
    field = next(name for name in KINDS if first_of(record, (name.upper(),)))
    return [PostKindDiffers(f"Taken: {post.jenis}.", field=field, value=said)]


def _learn(records: Iterable[Record]) -> dict[str, Seen]:
    """The titles of posts, each with the first day on which somebody held one."""
    seen: dict[str, Seen] = {}
    for record in records:
        if not (title := folded(first_of(record, TITLES))):
            continue
        try:
            since = parse_date(day(first_of(record, DAYS)))
        except DateInvalid:
            continue
        jenis, before = _jenis(record), seen.get(title)
        if before is None:
            seen[title] = Seen(since, jenis, since)
        else:
            kind = (jenis, since) if _names_it_first(jenis, since, before) else (before.jenis, before.told)
            seen[title] = Seen(min(since, before.since), *kind)
    return seen


def _names_it_first(jenis: JenisJabatan | None, since: date, before: Seen) -> bool:
    return jenis is not None and (before.jenis is None or since < before.told)


def _jenis(record: Record) -> JenisJabatan | None:
    """By code or by name."""
    text = first_of(record, map(str.upper, KINDS))
    if not text:
        return None
    code = JENIS_JABATAN.find(text)
    return JenisJabatan(code.stored) if code else jenis_of(text)


def _already(event: PositionAssigned, history: History, _books: Books) -> Sequence[Problem] | None:
    """The same post from the same day on; by another SK it is warned of."""
    same = (event.jabatan_id, event.unor_id, event.tmt, Penugasan(event.penugasan))
    held = (a for engagement in history.standing.engagements for a in engagement.assignments)
    found = next((a for a in held if (a.jabatan_id, a.unor_id, a.tmt, a.penugasan) == same), None)
    if found is None:
        return None
    if event.decision is None or (found.sk is not None and found.sk.sk_id == event.decision.sk_id):
        return ()
    recorded = "nothing" if found.sk is None else f"{found.sk.nomor}, {found.sk.tanggal}"
    return [RowDiffers(f"Recorded: {recorded}.", field="sk.nomor", value=event.decision.nomor)]


JABATAN = Format(
    name="siasn-jabatan",
    label="SIASN riwayat jabatan",
    meaning="SIASN's history of posts; each record is a move to a post.",
    kind=PositionAssigned,
    fields={
        "nip": ("nipBaru", "nip", "idPns", "pnsId"),
        "tmt": ("tmtJabatan", "tmtMutasi"),
        "penugasan": ("jenisPenugasanId",),
        "jenis_mutasi": ("jenisMutasiId",),
        "jabatan_id": ("jabatanFungsionalId", "jabatanFungsionalUmumId"),
        "jabatan": ("jabatanFungsionalNama", "jabatanFungsionalUmumNama", "namaJabatan"),
        "unor_id": ("unorId",),
        "unor": ("unorNama", "namaUnor"),
        "eselon_id": ("eselonId",),
        "sk.nomor": ("nomorSk",),
        "sk.tanggal": ("tanggalSk",),
    },
    made=("jenis",),
    needed=("nip", "unor_id", "sk.nomor"),
    read=_read,
    learn=_learn,
    already=_already,
    jenis_sk=JenisSk.MUTASI,
    example=(
        MappingProxyType(
            {
                "eselon": "",
                "eselonId": "",
                "id": "8ae483a8-0000-4000-8000-000000000101",
                "idPns": "8ae483a8-0000-4000-8000-000000000001",
                "instansiKerjaId": "A5EB03E23AAAF6A0E040640A040252AD",
                "instansiKerjaNama": "Pemerintah Kota Serang",
                "jabatanFungsionalId": "",
                "jabatanFungsionalNama": "",
                "jabatanFungsionalUmumId": "8ae483a8-0000-4000-8000-000000000201",
                "jabatanFungsionalUmumNama": "Operator Layanan Operasional",
                "jenisJabatan": "4",
                "namaJabatan": "",
                "namaUnor": "Dinas Sosial",
                "nipBaru": "199001012025211001",
                "nipLama": None,
                "nomorSk": "800.1.3/7/BKPSDM/2026",
                "path": {
                    "872": {"dok_id": "872", "dok_nama": "Dok SK Jabatan", "dok_uri": "", "object": "", "slug": ""}
                },
                "satuanKerjaId": "8ae483a8-0000-4000-8000-000000000301",
                "satuanKerjaNama": "Pemerintah Kota Serang",
                "tanggalSk": "20-03-2026",
                "tmtJabatan": "01-04-2026",
                "tmtPelantikan": "null",
                "unorId": "8ae483a8-0000-4000-8000-000000000302",
                "unorIndukId": "8ae483a8-0000-4000-8000-000000000301",
                "unorIndukNama": "Pemerintah Kota Serang",
                "unorNama": "Dinas Sosial",
            }
        ),
    ),
)

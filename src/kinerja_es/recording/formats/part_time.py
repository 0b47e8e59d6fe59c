"""SIASN's list of part-time candidates: GET /perencanaan/formasi_paruh_waktu/list_paruh_waktu. A record is a person.

Nobody is appointed by it: who is on the list is registered, and appointed by the roster under its SK, which finds the
person by NIK. The list has no birth date: it is the one in the NIK, of the century that makes somebody an adult.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from types import MappingProxyType
from typing import Any

from kinerja_es.domain.envelope import Key
from kinerja_es.domain.history import History
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.domain.unit import folded
from kinerja_es.domain.values import Kind, Nik, parse_date
from kinerja_es.errors import Problem, RowDiffers
from kinerja_es.errors.entry import RowLeftOut
from kinerja_es.recording.books import Books
from kinerja_es.recording.columns import NO
from kinerja_es.recording.formats.form import Cells, Format, day, first_of
from kinerja_es.recording.formats.source import Record

YOUNGEST = 15
"""Years that a candidate has at the least when the list is made."""


def _read(record: Record, cells: Cells, _: Any) -> None:
    if refused := first_of(record, ("ALASAN_TOLAK",)):
        raise RowLeftOut("The candidate was refused.", field="alasan_tolak", value=refused)
    if first_of(record, ("IS_USUL",)).upper() in NO:
        raise RowLeftOut("The candidate was not proposed.", field="is_usul", value=record["IS_USUL"])
    cells["tmt"], cells["tanggal_lahir"] = day(cells["tmt"]), ""
    with suppress(Problem, ValueError):
        # What is wrong with either of them is told where their own cells are read.
        cells["tanggal_lahir"] = born(Nik.parse(cells["nik"]), parse_date(cells["tmt"])).isoformat()
    cells["kind"] = Kind.PPPK_PARUH_WAKTU.value
    work = [first_of(record, (name,)) for name in ("JABATAN_NONASN", "UNOR_NAMA_NONASN")]
    cells["reason"] = "; ".join(["Non-ASN", *filter(None, work)]) if any(work) else ""


def born(nik: Nik, listed: date) -> date:
    """The birth date in a NIK, of the century in which somebody on the list is old enough; a woman's day is 40 more."""
    year = int(nik[10:12])
    century = 2000 if listed.year - (2000 + year) >= YOUNGEST else 1900
    return date(century + year, int(nik[8:10]), int(nik[6:8]) % 40)


def _already(event: EmployeeRegistered, _history: History, books: Books) -> Sequence[Problem] | None:
    """Somebody who is registered, from this list or from wherever; another name is warned of."""
    person = None if event.nik is None else books.known(Key("nik", event.nik), event)
    if person is None:
        return None
    if folded(person.nama) == folded(event.nama):
        return ()
    return [RowDiffers("Another name is recorded.", field="nama", value=event.nama)]


PARUH_WAKTU = Format(
    name="siasn-paruh-waktu",
    label="SIASN daftar paruh waktu",
    meaning="SIASN's list of part-time candidates; each record is a person who is registered, not appointed.",
    kind=EmployeeRegistered,
    fields={
        "nik": ("nik",),
        "nama": ("nama",),
        "jenis_kelamin": ("jenis_kelamin",),
        "tmt": ("updated_at",),
        # Read from the NIK: what is wrong with it is wrong with the NIK.
        "tanggal_lahir": ("nik",),
    },
    made=("kind", "reason"),
    needed=("nik", "nama", "jenis_kelamin", "tmt"),
    read=_read,
    already=_already,
    example=(
        MappingProxyType(
            {
                "nik": "3604010101900001",
                "nama": "Contoh Sintetis",
                "jenis_kelamin": "M",
                "cepat_kode_sscn": "6273",
                "instansi_sscn": "Pemerintah Kota Serang",
                "jenis_pengadaan_id": "C",
                "kode_jabatan_sscn": "",
                "jabatan_sscn": "Operator Layanan Operasional",
                "kode_pendidikan_sscn": "",
                "pendidikan_sscn": "SLTA",
                "lokasi_formasi_sscn": "Dinas Sosial",
                "usia_saat_daftar_sscn": "34",
                "tahap_sscn": "2",
                "is_tampungan_sscn": "0",
                "cepat_kode_nonasn": "6273",
                "instansi_non_asn": "Pemerintah Kota Serang",
                "unor_id_nonasn": "8ae483a8-0000-4000-8000-000000000302",
                "unor_nama_nonasn": "Dinas Sosial",
                "pendidikan_nama_nonasn": "SLTA",
                "kode_jabatan_nonasn": "",
                "jabatan_nonasn": "Tenaga Administrasi",
                "status_aktif_nonasn": "1",
                "updated_at": "2025-08-20 09:15:00",
                "jabatan_rincian_id": "8ae483a8-0000-4000-8000-000000000201",
                "jabatan_rincian_nama": "Operator Layanan Operasional",
                "sub_jabatan_rincian_id": "",
                "sub_jabatan_rincian_nama": "",
                "rincian_pendidikan_id": "",
                "rincian_pendidikan_nama": "SLTA",
                "rincian_tk_pendidikan": "15",
                "unit_penempatan_id": "8ae483a8-0000-4000-8000-000000000302",
                "unit_penempatan_nama": "Dinas Sosial",
                "is_terdata_nonasn": "1",
                "status_prioritas": "",
                "is_usul": "1",
                "alasan_tolak": None,
            }
        ),
    ),
)

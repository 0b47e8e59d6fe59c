"""SIASN's units: GET /referensi/ref-unor. A record is a unit under its superior one.

SIASN does not say since when a unit exists: `--sk SK.json` names the SK of the organisation and its TMT. A unit that is
recorded already stays as it is; where the file says otherwise, it is warned of (`siasn-susunan-unor` moves it).
"""

from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType

from kinerja_es.domain.envelope import Category, stream_name
from kinerja_es.domain.history import History
from kinerja_es.domain.unit import OrgUnitEstablished, folded, unit_id_key, unit_on
from kinerja_es.errors import Problem, RowDiffers
from kinerja_es.recording.books import Books
from kinerja_es.recording.formats.form import Cells, Format
from kinerja_es.recording.formats.source import Record


def _learn(records: Iterable[Record]) -> dict[str, str]:
    """The units' names by their ids: a record names its induk by id alone."""
    return {record.get("ID", "").upper(): record.get("NAMAUNOR", "") for record in records}


def _read(record: Record, cells: Cells, names: dict[str, str]) -> None:
    own = cells["siasn_id"].upper()
    if cells["diatasan_id"].upper() == own:
        cells["diatasan_id"] = ""  # the topmost one names itself
    induk = record.get("INDUKUNORID", "").upper()
    cells["induk_nama"] = names.get(induk, "") if induk != own else ""


def _already(event: OrgUnitEstablished, _history: History, books: Books) -> Sequence[Problem] | None:
    known = None if event.siasn_id is None else books.known(unit_id_key(event.siasn_id), event)
    if known is None:
        return None
    recorded = unit_on(books.history(stream_name(Category.UNOR, known.unor_id)), event.tmt)
    return () if recorded is None else [*_differences(event, recorded)]


def _differences(event: OrgUnitEstablished, recorded: OrgUnitEstablished) -> Iterator[Problem]:
    if folded(event.nama) != folded(recorded.nama):
        yield RowDiffers(f"Recorded: {recorded.nama}.", field="nama", value=event.nama)
    if event.diatasan_id is not None and event.diatasan_id != recorded.diatasan_id:
        above = "nothing" if recorded.diatasan_id is None else f"unit {recorded.diatasan_id}"
        yield RowDiffers(f"Recorded above it: {above}.", field="diatasan_id", value=event.diatasan_id)


UNOR = Format(
    name="siasn-unor",
    label="SIASN referensi unor",
    meaning="SIASN's units; each record is a unit under its superior one. --sk names their SK and TMT.",
    kind=OrgUnitEstablished,
    fields={
        "siasn_id": ("id",),
        "nama": ("namaUnor",),
        "diatasan_id": ("diatasanId",),
        "eselon_id": ("eselonId",),
        "jenis": ("jenisUnorId",),
    },
    made=("induk_nama",),
    needed=("siasn_id", "nama"),
    read=_read,
    learn=_learn,
    already=_already,
    example=(
        MappingProxyType(
            {
                "cepatKode": "6273",
                "diatasanId": None,
                "eselonId": "",
                "id": "8ae483a8-0000-4000-8000-000000000301",
                "indukUnorId": "8ae483a8-0000-4000-8000-000000000301",
                "instansiId": "A5EB03E23AAAF6A0E040640A040252AD",
                "jenisUnorId": "1",
                "namaJabatan": "Wali Kota",
                "namaUnor": "Pemerintah Kota Serang",
                "pemimpinPnsId": None,
            }
        ),
        MappingProxyType(
            {
                "cepatKode": "",
                "diatasanId": "8ae483a8-0000-4000-8000-000000000301",
                "eselonId": "22",
                "id": "8ae483a8-0000-4000-8000-000000000302",
                "indukUnorId": "8ae483a8-0000-4000-8000-000000000301",
                "instansiId": "A5EB03E23AAAF6A0E040640A040252AD",
                "jenisUnorId": "2",
                "namaJabatan": "Kepala Dinas Sosial",
                "namaUnor": "Dinas Sosial",
                "pemimpinPnsId": "",
            }
        ),
    ),
)

"""SIASN's units again (GET /referensi/ref-unor), for those that are recorded already: a record is a move.

A roster brings units without saying which one is above which. Here each is moved under its superior one, from the TMT
of `--sk SK.json` on; one that stands there, or is the topmost, stays as it is.
"""

from collections.abc import Sequence
from typing import Any

from kinerja_es.domain.history import History
from kinerja_es.domain.unit import OrgUnitChanged, unit_on
from kinerja_es.errors import Problem
from kinerja_es.errors.entry import RowLeftOut
from kinerja_es.recording.books import Books
from kinerja_es.recording.formats.form import Cells, Format
from kinerja_es.recording.formats.source import Record
from kinerja_es.recording.formats.unor import UNOR


def _read(_record: Record, cells: Cells, _known: Any) -> None:
    if not cells["diatasan_id"] or cells["diatasan_id"].upper() == cells["unor_id"].upper():
        raise RowLeftOut("It is the topmost unit.", field="diatasanId")
    cells["change"] = "MOVE"


def _already(event: OrgUnitChanged, history: History, _books: Books) -> Sequence[Problem] | None:
    unit = unit_on(history, event.tmt)
    return () if unit is not None and unit.diatasan_id == event.diatasan_id else None


SUSUNAN_UNOR = Format(
    name="siasn-susunan-unor",
    label="SIASN susunan unor",
    meaning="SIASN's units that are recorded already; each record moves one under its superior. --sk names the TMT.",
    kind=OrgUnitChanged,
    fields={
        "unor_id": ("id",),
        "unor": ("namaUnor",),
        "diatasan_id": ("diatasanId",),
    },
    made=("change",),
    needed=("unor_id", "diatasan_id"),
    read=_read,
    already=_already,
    example=UNOR.example[1:],
)

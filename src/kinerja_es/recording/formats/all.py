"""Every format that is read, by its name."""

from collections.abc import Mapping

from kinerja_es.recording.columns import folded
from kinerja_es.recording.formats.contracts import KONTRAK_PPPK
from kinerja_es.recording.formats.form import Format
from kinerja_es.recording.formats.hukdis import HUKDIS
from kinerja_es.recording.formats.jabatan import JABATAN
from kinerja_es.recording.formats.kinerja_periodik import KINERJA_PERIODIK
from kinerja_es.recording.formats.part_time import PARUH_WAKTU
from kinerja_es.recording.formats.skp22 import SKP22
from kinerja_es.recording.formats.susunan_unor import SUSUNAN_UNOR
from kinerja_es.recording.formats.unor import UNOR

FORMATS = (JABATAN, KINERJA_PERIODIK, SKP22, HUKDIS, KONTRAK_PPPK, PARUH_WAKTU, UNOR, SUSUNAN_UNOR)
_NAMED: Mapping[str, Format] = {folded(format_.name): format_ for format_ in FORMATS}


def format_named(text: str) -> Format | None:
    """The format of this name, in whatever case."""
    return _NAMED.get(folded(text))

"""What SIASN's evaluations of performance have in common: results, behaviour, predikat, evaluator.

SIASN does not say on which day an evaluation was decided: it is recorded for the last day of its period. The predikat
(kuadran) is kept as written; which one it is follows from results and behaviour.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kinerja_es.domain.envelope import changed
from kinerja_es.domain.history import History
from kinerja_es.domain.performance import PerformanceEvaluated, evaluations
from kinerja_es.domain.period import period
from kinerja_es.domain.values import is_digits
from kinerja_es.errors import Problem, RowDiffers, ValueInvalid, ValueMissing
from kinerja_es.recording.books import Books
from kinerja_es.recording.formats.form import Cells, flat, nip_or_nothing

RATINGS: Mapping[str, str] = {
    "DIATASEKSPEKTASI": "1",
    "DIATASESPEKTASI": "1",
    "SESUAIEKSPEKTASI": "2",
    "SESUAIESPEKTASI": "2",
    "DIBAWAHEKSPEKTASI": "3",
    "DIBAWAHESPEKTASI": "3",
}
"""Results and behaviour in words, as answers have them beside their numbers; BKN's own table writes espektasi."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "nip": ("nip", "nipBaru", "pnsDinilaiId", "pnsDinilaiOrang"),
    "hasil": ("hasilKinerjaNilai", "hasilKinerja"),
    "perilaku": ("perilakuKerjaNilai", "perilakuKerja"),
    "predikat_tertulis": ("kuadranKinerjaNilai", "kuadranNilai", "kuadranKinerja"),
    "penilai.nama": ("penilaiNama", "namaPenilai"),
    "penilai.nip": ("penilaiNipNrp", "nipNrpPenilai"),
    "penilai.jabatan": ("penilaiJabatanNama", "penilaiJabatan", "penilaiJabatanNm"),
    "penilai.status": ("statusPenilai",),
}


def rated(cells: Cells) -> None:
    """Results and behaviour as numbers, and the evaluator's NIP."""
    for name in ("hasil", "perilaku"):
        cells[name] = RATINGS.get(flat(cells[name]), cells[name])
    cells["penilai.nip"] = nip_or_nothing(cells["penilai.nip"])


def year_of(text: str) -> int:
    text = text.removesuffix(".0")
    if not text:
        raise ValueMissing(field="tahun")
    if not is_digits(text) or len(text) != 4 or not 1900 <= int(text) <= 2100:
        raise ValueInvalid("A year has four digits.", field="tahun", value=text)
    return int(text)


def already(event: PerformanceEvaluated, history: History, _books: Books) -> Sequence[Problem] | None:
    """The same period with the same results, on whichever day it was decided; another predikat is warned of."""
    told = (event.scope, period(event.scope, event.sampai), event.hasil, event.perilaku)
    known = (e for e in evaluations(history) if (e.scope, period(e.scope, e.sampai), e.hasil, e.perilaku) == told)
    if (recorded := next(known, None)) is None:
        return None
    said, was = event.predikat_tertulis, recorded.predikat_tertulis
    if said in (None, was):
        return ()
    return [RowDiffers(f"Recorded: {was or 'nothing'}.", field="predikat_tertulis", value=said)]


def fitted(event: PerformanceEvaluated, history: History) -> PerformanceEvaluated:
    """Of a year or a quarter in which somebody came or left, the days that the engagement has of it."""
    within = [e for e in history.standing.engagements if e.tmt <= event.sampai and (e.ended or date.max) > event.dari]
    if not within:
        return event
    last = within[-1].ended
    dari = max(event.dari, within[-1].tmt)
    sampai = event.sampai if last is None else min(event.sampai, last - timedelta(days=1))
    return event if (dari, sampai) == (event.dari, event.sampai) else changed(event, {"dari": dari, "sampai": sampai})

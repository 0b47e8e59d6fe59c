"""Batas usia pensiun (BUP) by title, for telling who is about to retire.

Recording refuses by `rules.retirement`, which takes the greatest age that a functional title may have, so that it
refuses nobody wrongly. A forecast must name the age of the title itself.
"""

from datetime import date

from kinerja_es.domain.rules import Rule

_SINCE = date(2023, 10, 31)
_QUOTED = "BKN; SIASN jabatanFungsional.usiaBup"

FUNCTIONAL_AGE: tuple[tuple[str, Rule[int]], ...] = (
    ("GURU BESAR", Rule(70, _SINCE, f"Guru besar 70 ({_QUOTED})", "V")),
    ("PENELITI AHLI UTAMA", Rule(70, _SINCE, f"Peneliti ahli utama 70 ({_QUOTED})", "V")),
    ("DOSEN", Rule(65, _SINCE, f"Dosen 65 ({_QUOTED})", "V")),
    ("GURU", Rule(60, _SINCE, f"Guru 60 ({_QUOTED})", "V")),
    ("UTAMA", Rule(65, _SINCE, f"JF ahli utama 65 ({_QUOTED})", "V")),
    ("MADYA", Rule(60, _SINCE, f"JF ahli madya 60 ({_QUOTED})", "V")),
    ("", Rule(58, _SINCE, f"JF ahli pertama, ahli muda, dan keterampilan 58 ({_QUOTED})", "V")),
)
"""The retirement age of a functional title: that of the first of these words which it has."""

"""The law as dated tables: what holds, from when, on which legal basis.

Tags: [V] the text was seen in a public source, [R] reported by press, [U] unverified. What is [V] may refuse;
what is [R] or [U] only warns. An event names the rule set that it was judged by (`RULE_SET`).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Literal, TypeVar

from kinerja_es.domain.values import Kind

RULE_SET = "2026-11"
"""The version of these tables: raised whenever a row is added or changes."""

T = TypeVar("T")


@dataclass(frozen=True)
class Rule(Generic[T]):
    """One row of law: its value, the days on which it holds (`until` exclusive), its source and its tag."""

    value: T
    since: date
    basis: str
    tag: Literal["V", "R", "U"]
    until: date | None = None


def in_force(rules: tuple[Rule[T], ...], day: date) -> Rule[T]:
    """The row that holds on a day; the earliest one for days before any."""
    return next((r for r in rules if r.since <= day and (r.until is None or day < r.until)), rules[0])


# -- evaluation: PermenPANRB 6/2022 ------------------------------------------------------

DIATAS, SESUAI, DIBAWAH = 1, 2, 3
"""SIASN's codes of hasil kerja and perilaku kerja: 1 di atas, 2 sesuai, 3 di bawah ekspektasi [V]."""

PREDIKAT = {1: "Sangat Baik", 2: "Baik", 3: "Butuh Perbaikan", 4: "Kurang", 5: "Sangat Kurang"}
"""SIASN's kuadranNilai: 1 is best [V]."""

MATRIX: tuple[Rule[dict[tuple[int, int], int]], ...] = (
    Rule(
        value={
            (DIATAS, DIATAS): 1,
            (DIATAS, SESUAI): 2,
            (DIATAS, DIBAWAH): 4,
            (SESUAI, DIATAS): 2,
            (SESUAI, SESUAI): 2,
            (SESUAI, DIBAWAH): 4,
            (DIBAWAH, DIATAS): 3,
            (DIBAWAH, SESUAI): 3,
            (DIBAWAH, DIBAWAH): 5,
        },
        since=date(2022, 2, 1),
        basis="PermenPANRB 6/2022, matriks predikat kinerja",
        tag="V",
    ),
)


def predikat(hasil: int, perilaku: int, day: date) -> int:
    """The predikat 1 (best) to 5 that the matrix gives to hasil kerja and perilaku kerja."""
    return in_force(MATRIX, day).value[hasil, perilaku]


BAIK = 2
"""The predikat that is good enough; what is worse needs a follow-up (PermenPANRB 6/2022: tindak lanjut) [U]."""

BANDS: dict[str, tuple[Rule[tuple[int, int]], ...]] = {
    "PP30_2019": (
        Rule((110, 1), date(2019, 4, 26), "PP 30/2019 art 41: 110 sampai 120, dan ide baru", "V"),
        Rule((90, 2), date(2019, 4, 26), "PP 30/2019 art 41: 90 sampai 120", "V"),
        Rule((70, 3), date(2019, 4, 26), "PP 30/2019 art 41: 70 sampai kurang dari 90 (Cukup)", "V"),
        Rule((50, 4), date(2019, 4, 26), "PP 30/2019 art 41: 50 sampai kurang dari 70", "U"),
        Rule((0, 5), date(2019, 4, 26), "PP 30/2019 art 41: kurang dari 50", "U"),
    ),
    "PP46_2011": (
        Rule((91, 1), date(2014, 1, 1), "PP 46/2011: 91 ke atas", "U"),
        Rule((76, 2), date(2014, 1, 1), "PP 46/2011: 76 sampai 90", "U"),
        Rule((61, 3), date(2014, 1, 1), "PP 46/2011: 61 sampai 75 (Cukup)", "U"),
        Rule((51, 4), date(2014, 1, 1), "PP 46/2011: 51 sampai 60", "U"),
        Rule((0, 5), date(2014, 1, 1), "PP 46/2011: 50 ke bawah (Buruk)", "U"),
    ),
    "DP3": (
        Rule((91, 1), date(1979, 5, 15), "PP 10/1979: 91 sampai 100 (Amat Baik)", "U"),
        Rule((76, 2), date(1979, 5, 15), "PP 10/1979: 76 sampai 90", "U"),
        Rule((61, 3), date(1979, 5, 15), "PP 10/1979: 61 sampai 75 (Cukup)", "U"),
        Rule((51, 4), date(1979, 5, 15), "PP 10/1979: 51 sampai 60 (Sedang)", "U"),
        Rule((0, 5), date(1979, 5, 15), "PP 10/1979: 50 ke bawah", "U"),
    ),
}
"""The bands of the evaluations by number: from which number on a predikat is given, best first."""


def predikat_of(regime: str, nilai: Decimal, *, new_idea: bool) -> int:
    """The predikat that a number has; the best one of PP 30/2019 asks for a new idea too."""
    bands = [band.value for band in BANDS[regime]]
    if regime == "PP30_2019" and not new_idea:
        bands = bands[1:]
    return next(given for least, given in bands if nilai >= least)


# -- oath: PerBKN 7/2017 -----------------------------------------------------------------

OATH_WORKING_DAYS = (Rule(30, date(2017, 3, 1), "PerBKN 7/2017: dilantik paling lambat 30 hari kerja sejak SK", "R"),)


def working_days_after(start: date, end: date) -> int:
    """Working days from the day after `start` up to `end`, Monday to Friday.

    Public holidays are not in it: a government's calendar comes with its policy.
    """
    days = (end - start).days
    whole_weeks, rest = divmod(max(days, 0), 7)
    return whole_weeks * 5 + sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))


# -- what a government's policy may set otherwise ----------------------------------------

AGREEMENT_ESELON = (
    Rule(frozenset("234"), date(2014, 12, 1), "PermenPANRB 53/2014: eselon II, III, IV (SIASN eselon 21-42)", "V"),
)
"""The first digits of the echelons whose officials agree on their performance."""
UNSWORN_REFUSED = (Rule(value=False, since=date(2014, 12, 1), basis="Kebijakan pemerintah daerah", tag="U"),)
"""Whether an agreement that is signed before the oath is refused, or only warned of."""
UPGRADE_WINDOW_MONTHS = (Rule(12, date(2025, 1, 13), "KepmenPANRB 16/2025 diktum 17-18; kebijakan daerah", "U"),)
"""How many months before a proposal have been evaluated, without a gap; the law names no number."""
UPGRADE_PREDIKAT = (Rule(2, date(2025, 1, 13), "KepmenPANRB 16/2025 diktum 28; kebijakan daerah", "U"),)
"""The predikat that the latest evaluation has at least; the law names none."""

# -- contract ----------------------------------------------------------------------------

CONTRACT_YEARS: dict[Kind, tuple[Rule[tuple[int, int | None]], ...]] = {
    Kind.PPPK: (Rule((1, None), date(2018, 11, 28), "PP 49/2018 art 37: paling singkat 1 tahun", "V"),),
    Kind.PPPK_PARUH_WAKTU: (Rule((1, 1), date(2025, 1, 13), "KepmenPANRB 16/2025 diktum 13: setiap 1 tahun", "R"),),
}
"""Least and greatest number of years of one contract; practice differs (Tapin: five years), so it warns."""

MUTASI_YEARS = (Rule(2, date(2017, 4, 7), "PP 11/2017 art 190: paling singkat 2 tahun", "V"),)


def years_after(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March."""
    return months_after(day, 12 * years)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; where that month has no such day, the first of the next one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year, month + 2, 1)  # never in December, which has all 31 days


# -- retirement: UU 20/2023 art 55 -------------------------------------------------------


class JenisJabatan(StrEnum):
    """SIASN jenisJabatan: 1 struktural, 2 fungsional, 3 rangkap, 4 pelaksana (JF umum)."""

    STRUKTURAL = "STRUKTURAL"
    FUNGSIONAL = "FUNGSIONAL"
    RANGKAP = "RANGKAP"
    PELAKSANA = "PELAKSANA"


RETIREMENT_AGE = {
    "JPT": (Rule(60, date(2023, 10, 31), "UU 20/2023 art 55: JPT 60", "V"),),
    JenisJabatan.STRUKTURAL: (Rule(58, date(2023, 10, 31), "UU 20/2023 art 55: administrator, pengawas 58", "V"),),
    JenisJabatan.PELAKSANA: (Rule(58, date(2023, 10, 31), "UU 20/2023 art 55: pelaksana 58", "V"),),
    # A functional title has an age of its own (58 to 70 in SIASN's table): the greatest refuses nobody wrongly.
    JenisJabatan.FUNGSIONAL: (Rule(70, date(2023, 10, 31), "SIASN jabatanFungsional.usiaBup, paling tinggi 70", "V"),),
    JenisJabatan.RANGKAP: (Rule(70, date(2023, 10, 31), "SIASN jabatanFungsional.usiaBup, paling tinggi 70", "V"),),
}


def retirement(born: date, jenis: JenisJabatan, eselon_id: str | None, day: date) -> date:
    """The first day of the month after the retirement age is reached (pension TMT [U])."""
    senior = jenis is JenisJabatan.STRUKTURAL and (eselon_id or "")[:1] in ("1", "2")
    reached = years_after(born, in_force(RETIREMENT_AGE["JPT" if senior else jenis], day).value)
    return date(reached.year + reached.month // 12, reached.month % 12 + 1, 1)


# -- termination -------------------------------------------------------------------------


class Ground(StrEnum):
    """Why an engagement ends (UU 20/2023 art 52, PP 49/2018 art 53, KepmenPANRB 16/2025 dictum 24)."""

    PERMINTAAN_SENDIRI = "PERMINTAAN_SENDIRI"
    MENINGGAL = "MENINGGAL"
    BUP = "BUP"
    KONTRAK_BERAKHIR = "KONTRAK_BERAKHIR"
    PERAMPINGAN = "PERAMPINGAN"
    TIDAK_CAKAP = "TIDAK_CAKAP"
    TIDAK_BERKINERJA = "TIDAK_BERKINERJA"
    PELANGGARAN_BERAT = "PELANGGARAN_BERAT"
    PIDANA_BERENCANA = "PIDANA_BERENCANA"
    PIDANA_TIDAK_BERENCANA = "PIDANA_TIDAK_BERENCANA"
    PIDANA_JABATAN = "PIDANA_JABATAN"
    PARTAI_POLITIK = "PARTAI_POLITIK"
    PANCASILA = "PANCASILA"
    DIANGKAT_ASN = "DIANGKAT_ASN"


class Honour(StrEnum):
    """Dengan hormat, dengan hormat tidak atas permintaan sendiri, tidak dengan hormat."""

    HORMAT = "HORMAT"
    HORMAT_TAPS = "HORMAT_TAPS"
    TIDAK_HORMAT = "TIDAK_HORMAT"


CRIMES = (Ground.PIDANA_BERENCANA, Ground.PIDANA_TIDAK_BERENCANA, Ground.PIDANA_JABATAN)

_PNS = frozenset(Ground) - {Ground.KONTRAK_BERAKHIR, Ground.DIANGKAT_ASN}
_PPPK = frozenset(Ground) - {Ground.DIANGKAT_ASN}

GROUNDS = {
    Kind.CPNS: (Rule(_PNS, date(2023, 10, 31), "UU 20/2023 art 52", "V"),),
    Kind.PNS: (Rule(_PNS, date(2023, 10, 31), "UU 20/2023 art 52", "V"),),
    Kind.PPPK: (Rule(_PPPK, date(2018, 11, 28), "PP 49/2018 art 53", "V"),),
    Kind.PPPK_PARUH_WAKTU: (Rule(frozenset(Ground), date(2025, 1, 13), "KepmenPANRB 16/2025 diktum 24", "V"),),
}

_H, _T, _N = Honour.HORMAT, Honour.HORMAT_TAPS, Honour.TIDAK_HORMAT
_PLAIN = {
    ground: frozenset({_H})
    for ground in (
        Ground.PERMINTAAN_SENDIRI,
        Ground.MENINGGAL,
        Ground.BUP,
        Ground.KONTRAK_BERAKHIR,
        Ground.PERAMPINGAN,
        Ground.TIDAK_CAKAP,
        Ground.DIANGKAT_ASN,
    )
}

HONOUR = {
    "UU 20/2023": {
        **_PLAIN,
        Ground.TIDAK_BERKINERJA: frozenset({_H, _T}),
        Ground.PELANGGARAN_BERAT: frozenset({_N}),
        Ground.PIDANA_BERENCANA: frozenset({_T, _N}),
        Ground.PIDANA_TIDAK_BERENCANA: frozenset({_H, _T}),
        Ground.PIDANA_JABATAN: frozenset({_N}),
        Ground.PARTAI_POLITIK: frozenset({_N}),
        Ground.PANCASILA: frozenset({_N}),
    },
    "PP 49/2018": {
        **_PLAIN,
        Ground.TIDAK_BERKINERJA: frozenset({_T}),
        Ground.PELANGGARAN_BERAT: frozenset({_T}),
        Ground.PIDANA_BERENCANA: frozenset({_N}),
        Ground.PIDANA_TIDAK_BERENCANA: frozenset({_T}),
        Ground.PIDANA_JABATAN: frozenset({_N}),
        Ground.PARTAI_POLITIK: frozenset({_N}),
        Ground.PANCASILA: frozenset({_N}),
    },
}
"""Which honour a ground may have, by the legal basis that the SK declares: UU 20/2023 art 52(3)(4) [V],
PP 49/2018 art 53 [V]. The two conflict on a heavy breach, so the basis is data."""


def honours(ground: Ground, legal_basis: tuple[str, ...]) -> frozenset[Honour]:
    """The honours that fit a ground under the declared legal basis; under either where none of the two is named."""
    return frozenset(honour for basis in _named(legal_basis) or HONOUR for honour in HONOUR[basis][ground])


def _named(legal_basis: tuple[str, ...]) -> list[str]:
    """Which of the two bases the texts name: "UU 20/2023" also as "Undang-Undang Nomor 20 Tahun 2023"."""
    texts = [_short(text) for text in legal_basis]
    return [basis for basis in HONOUR if any(re.search(rf"\b{basis}\b", text) for text in texts)]


def _short(text: str) -> str:
    """A regulation's name as it is abbreviated."""
    text = text.upper().replace("UNDANG-UNDANG", "UU").replace("PERATURAN PEMERINTAH", "PP")
    text = re.sub(r"\s+(NOMOR|NO\.?)(?=[\s\d])", " ", text)
    return " ".join(re.sub(r"\s*(TAHUN|/)\s*", "/", text).split())

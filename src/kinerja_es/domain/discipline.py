"""Discipline: a violation reported, examined, sanctioned, appealed against, and a sanction that ends.

One case leads from the report by way of the examination to at most one sanction. A sanction works by its dates: what of
salary and allowance remains payable changes from its first to its last day, without another event.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import Derived, Event, Generated, LongText, Personal, ShortText, Source
from kinerja_es.domain.reference import ALASAN_HUKUMAN, JENIS_HUKUMAN, PP_53_2010, PP_94_2021, Coded
from kinerja_es.domain.rules import Rule, in_force, months_after
from kinerja_es.domain.values import Day, Kind, Percent
from kinerja_es.errors import AlreadyRecorded, Problem, ValueInvalid, ValueMissing
from kinerja_es.errors.discipline import (
    AbsenceLevel,
    AppealUnknown,
    CaseUnknown,
    DoubleJeopardy,
    LevelMismatch,
    NoExamination,
    SanctionKindUnknown,
    SanctionNotApplicable,
    SanctionNotLighter,
    SanctionTermsUnusual,
    SanctionUnknown,
    SanctionWithoutCase,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.standing import Engagement


class JenisPelanggaran(StrEnum):
    """What somebody is said to have done."""

    ABSENSI = "ABSENSI"
    PELECEHAN_SEKSUAL = "PELECEHAN_SEKSUAL"
    TIPIKOR = "TIPIKOR"
    PENIPUAN = "PENIPUAN"
    NARKOTIKA = "NARKOTIKA"
    BISNIS = "BISNIS"
    ETIKA = "ETIKA"
    KINERJA = "KINERJA"
    LAINNYA = "LAINNYA"


SERIOUS = frozenset(
    {
        JenisPelanggaran.PELECEHAN_SEKSUAL,
        JenisPelanggaran.TIPIKOR,
        JenisPelanggaran.PENIPUAN,
        JenisPelanggaran.NARKOTIKA,
    }
)
"""Offences that lead to examination and dismissal, never to coaching."""


class Tingkat(StrEnum):
    """Ringan, sedang, berat."""

    R = "R"
    S = "S"
    B = "B"


_NEW = PP_94_2021
_PNS = frozenset({Kind.CPNS, Kind.PNS})
_ALL = frozenset(Kind)


class JenisHukuman(NamedTuple):
    """A kind of sanction, as SIASN's table has it, and the days on which the regulations know it."""

    nama: str
    tingkat: Tingkat
    since: date
    until: date | None = None
    kinds: frozenset[Kind] = _ALL
    tpp_persen: int | None = None
    """What of the allowance remains payable, where the kind of sanction itself says it."""
    bulan: int | None = None
    """How many months it takes, where PP 94/2021 says it."""


_ONLY_PNS = frozenset({"4", "5", "6", "7", "8", "11", "14"})
_TPP_PERSEN = {"23": 75, "24": 75, "25": 75}
_BULAN = {"23": 6, "24": 9, "25": 12, "27": 12, "28": 12}

# The new kinds of PP 94/2021 apply once the regulation on pay is in force: the older ones stay valid [V].
HUKUMAN: Mapping[str, JenisHukuman] = {
    kind.code: JenisHukuman(
        kind.nama,
        Tingkat(dict(kind.rincian)["tingkat"]),
        kind.since or PP_53_2010,
        kind.until,
        _PNS if kind.code in _ONLY_PNS else _ALL,
        _TPP_PERSEN.get(kind.code),
        _BULAN.get(kind.code),
    )
    for kind in JENIS_HUKUMAN.codes
}
"""SIASN jenisHukuman [V]; PP 53/2010 until 31 August 2021, PP 94/2021 from then on."""

ABSENCE: tuple[Rule[tuple[tuple[int, int, tuple[str, ...]], ...]], ...] = (
    Rule(
        (
            (3, 3, ("1",)),
            (4, 6, ("2",)),
            (7, 10, ("3",)),
            (11, 13, ("23", "4")),
            (14, 16, ("24", "7")),
            (17, 20, ("25", "8")),
            (21, 24, ("27",)),
            (25, 27, ("28",)),
            (28, 366, ("10",)),
        ),
        _NEW,
        "PP 94/2021: hari kerja tidak masuk dalam setahun, kumulatif",
        "V",
    ),
)
"""Days absent in a year, from and to, and the sanctions that they lead to."""


class ViolationReported(Event):
    """Somebody was reported for a violation: a case begins."""

    TOPIC: ClassVar[str] = "kinerja:ViolationReported"
    PRECEDENCE: ClassVar[int] = 361
    LABEL: ClassVar[str] = "Dugaan pelanggaran dilaporkan"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tanggal": "2026-02-02",
        "jenis": "PELECEHAN_SEKSUAL",
        "tanggal_kejadian": "2026-01-30",
        "pelapor": "Pelapor Contoh",
        "uraian": "Uraian sintetis",
    }

    case_id: Annotated[UUID, Generated()]
    tanggal: Day
    jenis: JenisPelanggaran
    tanggal_kejadian: Day
    pelapor: Annotated[ShortText | None, Personal(named=True)] = None
    uraian: Annotated[LongText | None, Personal()] = None
    serious: bool = False
    """Whether it is dealt with as a serious offence; some kinds always are."""

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from given.engaged(self.tanggal_kejadian, "tanggal_kejadian")
        if not self.tanggal_kejadian <= self.tanggal <= given.today:
            yield ValueInvalid("It is reported after it happened, and not ahead.", field="tanggal", value=self.tanggal)
        for other in given.history.of(ViolationReported):
            same_days = (other.tanggal_kejadian, other.tanggal) == (self.tanggal_kejadian, self.tanggal)
            if same_days and other.jenis is self.jenis:
                yield AlreadyRecorded(f"Case {other.case_id}.", field="tanggal_kejadian", value=self.tanggal_kejadian)

    @property
    def grave(self) -> bool:
        """Whether it is a serious offence, by its kind or by what was said of it."""
        return self.serious or self.jenis in SERIOUS


def case_of(history: "History", case_id: UUID) -> ViolationReported | None:
    """The report with which a case began."""
    return next((fact for fact in history.of(ViolationReported) if fact.case_id == case_id), None)


class Temuan(StrEnum):
    """What an examination found."""

    TERBUKTI = "TERBUKTI"
    TIDAK_TERBUKTI = "TIDAK_TERBUKTI"


class ViolationExamined(Event):
    """A reported violation was examined: the minutes (BAP), who examined, and what they found."""

    TOPIC: ClassVar[str] = "kinerja:ViolationExamined"
    PRECEDENCE: ClassVar[int] = 363
    LABEL: ClassVar[str] = "Pemeriksaan (BAP)"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "case_id": "00000000-0000-4000-8000-000000000051",
        "tanggal": "2026-02-20",
        "pemeriksa": ["Pemeriksa Contoh"],
        "bap_nomor": "BAP-1/2026",
        "finding": "TERBUKTI",
        "recommended_level": "B",
    }

    case_id: UUID
    tanggal: Day
    pemeriksa: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=20), Personal(named=True)]
    bap_nomor: ShortText
    finding: Temuan
    recommended_level: Tingkat | None = None
    absence_days: Annotated[int, Field(ge=1, le=366)] | None = None
    """Working days absent in the year, cumulative."""

    def check(self, given: "Given") -> Iterator[Problem]:
        case = case_of(given.history, self.case_id)
        if case is None:
            yield CaseUnknown(field="case_id", value=self.case_id)
            return
        if not case.tanggal <= self.tanggal <= given.today:
            yield ValueInvalid(f"It was reported {case.tanggal}.", field="tanggal", value=self.tanggal)
        if examination_of(given.history, self.case_id) is not None:
            yield AlreadyRecorded(field="case_id", value=self.case_id)


def examination_of(history: "History", case_id: UUID) -> ViolationExamined | None:
    """The examination of a case."""
    return next((fact for fact in history.of(ViolationExamined) if fact.case_id == case_id), None)


def gravely_guilty(history: "History", day: date) -> bool:
    """Whether an examination had found a grave case proven by a day: one that is grave, or that it calls heavy."""
    proven = [e for e in history.of(ViolationExamined) if e.finding is Temuan.TERBUKTI and e.tanggal <= day]
    grave = {case.case_id for case in history.of(ViolationReported) if case.grave}
    return any(e.recommended_level is Tingkat.B or e.case_id in grave for e in proven)


class DisciplinarySanctionImposed(Event):
    """A sanction was imposed for a proven case. Its TMT is its first day."""

    TOPIC: ClassVar[str] = "kinerja:DisciplinarySanctionImposed"
    PRECEDENCE: ClassVar[int] = 235
    LABEL: ClassVar[str] = "Hukuman disiplin dijatuhkan"
    TMT: ClassVar[str | None] = "mulai"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "case_id": "00000000-0000-4000-8000-000000000051",
        "jenis_hukuman_id": "23",
        "tingkat": "S",
        "nomor_pp": "PP 94/2021",
        "mulai": "2026-03-01",
        "akhir": "2026-08-31",
        "tpp_persen": 75,
        "diterima_tanggal": "2026-02-25",
    }

    sanction_id: Annotated[UUID, Generated()]
    case_id: UUID | None = None
    """The case that it ends; the only proven one without a sanction where none is named. What SIASN gives out may have
    none: it tells the sanction and no case."""
    jenis_hukuman_id: Annotated[ShortText, Coded(JENIS_HUKUMAN, is_open=True)]
    """SIASN jenisHukuman."""
    tingkat: Tingkat
    alasan_id: Annotated[ShortText | None, Coded(ALASAN_HUKUMAN)] = None
    """SIASN alasanHukumanDisiplin."""
    nomor_pp: ShortText | None = None
    mulai: Day
    akhir: Day | None = None
    """Its last day. Without one a light sanction (a reprimand) does not run; any other runs until it is ended."""
    masa_tahun: Annotated[int, Field(ge=0, le=10)] | None = None
    masa_bulan: Annotated[int, Field(ge=0, le=120)] | None = None
    gaji_persen: Percent = 100
    tpp_persen: Percent | None = None
    """What remains payable: the 25 % of PP 94/2021 cut the allowance, not the salary. The kind's own where none is
    named."""
    diterima_tanggal: Day | None = None
    """The day on which the employee received it."""
    jenis_hukuman_nama: Annotated[ShortText | None, Derived()] = None

    def check(self, given: "Given") -> Iterator[Problem]:
        engagement = given.engagement(self.mulai)
        if engagement is None:
            yield from given.engaged(self.mulai, "mulai")
        if self.akhir is not None and self.akhir < self.mulai:
            yield ValueInvalid("It ends after it begins.", field="akhir", value=self.akhir)
        kind = HUKUMAN.get(self.jenis_hukuman_id)
        if kind is None:
            yield SanctionKindUnknown(field="jenis_hukuman_id", value=self.jenis_hukuman_id)
        else:
            if kind.tingkat is not self.tingkat:
                yield LevelMismatch(f"{kind.nama}: {kind.tingkat}.", field="tingkat", value=self.tingkat)
            if not _applies(kind, engagement, self.mulai):
                yield SanctionNotApplicable(kind.nama, field="jenis_hukuman_id", value=self.jenis_hukuman_id)
            yield from self.unusual(kind)
        yield from self._check_case(given)

    def unusual(self, kind: JenisHukuman) -> Iterator[Problem]:
        """The percent and the term that are not those of the kind of sanction."""
        if kind.tpp_persen is not None and self.remains != kind.tpp_persen:
            yield SanctionTermsUnusual(f"{kind.nama}: {kind.tpp_persen} %.", field="tpp_persen", value=self.tpp_persen)
        if kind.bulan is None:
            return
        if (self.masa_tahun, self.masa_bulan) != (None, None):
            months = 12 * (self.masa_tahun or 0) + (self.masa_bulan or 0)
            if months != kind.bulan:
                yield SanctionTermsUnusual(f"{kind.nama}: {kind.bulan}.", field="masa_bulan", value=months)
        last = months_after(self.mulai, kind.bulan) - timedelta(days=1)
        if self.akhir not in (None, last):
            yield SanctionTermsUnusual(f"{kind.nama}: until {last}.", field="akhir", value=self.akhir)

    def _check_case(self, given: "Given") -> Iterator[Problem]:
        case_id = self._case(given.history)
        if case_id is None:
            yield SanctionWithoutCase() if self.source is Source.IMPORT_SIASN else ValueMissing(field="case_id")
            return
        if case_of(given.history, case_id) is None:
            yield CaseUnknown(field="case_id", value=case_id)
            return
        examined = examination_of(given.history, case_id)
        if examined is None or examined.finding is not Temuan.TERBUKTI or self.mulai < examined.tanggal:
            yield NoExamination(field="case_id", value=case_id)
        elif examined.absence_days is not None:
            rows = in_force(ABSENCE, self.mulai).value
            fitting = next((ids for low, high, ids in rows if low <= examined.absence_days <= high), ())
            if self.jenis_hukuman_id not in fitting:
                yield AbsenceLevel(f"{examined.absence_days} days.", field="jenis_hukuman_id")
        for other in _in_force(given.history, self.mulai):
            if other.case_id == case_id:
                yield DoubleJeopardy(f"Sanction {other.sanction_id}.", field="case_id", value=case_id)

    def _case(self, history: "History") -> UUID | None:
        """The case that it names, or the only one that was proven by its first day and has led to no sanction yet."""
        if self.case_id is not None:
            return self.case_id
        ended = {other.case_id for other in _in_force(history, self.mulai)}
        examined = [
            e for e in history.of(ViolationExamined) if e.finding is Temuan.TERBUKTI and e.tanggal <= self.mulai
        ]
        proven = [e.case_id for e in examined if e.case_id not in ended]
        return proven[0] if len(proven) == 1 else None

    def derived(self, given: "Given") -> dict[str, Any]:
        kind = HUKUMAN.get(self.jenis_hukuman_id)
        return {
            "case_id": self._case(given.history),
            "jenis_hukuman_nama": kind.nama if kind else None,
            "tpp_persen": self.remains,
        }

    @property
    def remains(self) -> int:
        """What of the allowance remains payable: as it was stated, or as the kind of sanction has it."""
        return remaining(self.jenis_hukuman_id) if self.tpp_persen is None else self.tpp_persen


def _in_force(history: "History", day: date) -> list[DisciplinarySanctionImposed]:
    """The sanctions whose SKs have force on a day: for a case whose SK was annulled another one may be imposed."""
    gone = {a.sk_id for a in history.standing.annulments if a.start <= day and (a.end is None or day < a.end)}
    imposed = history.of(DisciplinarySanctionImposed)
    return [s for s in imposed if s.decision is None or s.decision.sk_id not in gone]


def _applies(kind: JenisHukuman, engagement: "Engagement | None", day: date) -> bool:
    """Whether the regulations of a day know a kind of sanction for this kind of employee."""
    if day < kind.since or (kind.until is not None and kind.until <= day):
        return False
    return engagement is None or engagement.kind_on(day) in kind.kinds


def remaining(jenis_hukuman_id: str) -> int:
    """What of the allowance a kind of sanction leaves payable: all, where it says nothing of it."""
    kind = HUKUMAN.get(jenis_hukuman_id)
    return 100 if kind is None or kind.tpp_persen is None else kind.tpp_persen


def sanction_of(history: "History", sanction_id: UUID) -> DisciplinarySanctionImposed | None:
    """A sanction by its id."""
    return next((fact for fact in history.of(DisciplinarySanctionImposed) if fact.sanction_id == sanction_id), None)


class AppealBody(StrEnum):
    """Objection to the superior, or appeal to BPASN (PP 79/2021)."""

    KEBERATAN = "KEBERATAN"
    BANDING = "BANDING"


class SanctionAppealFiled(Event):
    """Somebody objected to a sanction, or appealed against it."""

    TOPIC: ClassVar[str] = "kinerja:SanctionAppealFiled"
    PRECEDENCE: ClassVar[int] = 365
    LABEL: ClassVar[str] = "Keberatan / banding diajukan"
    TMT: ClassVar[str | None] = "filed_on"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "sanction_id": "00000000-0000-4000-8000-000000000052",
        "body": "KEBERATAN",
        "filed_on": "2026-03-05",
        "may_work": True,
    }

    sanction_id: UUID
    body: AppealBody
    filed_on: Day
    may_work: bool | None = None
    """Whether the employee may go on working until it is decided."""

    def check(self, given: "Given") -> Iterator[Problem]:
        sanction = sanction_of(given.history, self.sanction_id)
        if sanction is None:
            yield SanctionUnknown(field="sanction_id", value=self.sanction_id)
            return
        received = sanction.diterima_tanggal or (sanction.decision.tanggal if sanction.decision else sanction.mulai)
        if not received <= self.filed_on <= given.today:
            yield ValueInvalid(f"It was received {received}.", field="filed_on", value=self.filed_on)
        for other in given.history.of(SanctionAppealFiled):
            if (other.sanction_id, other.body) == (self.sanction_id, self.body):
                yield AlreadyRecorded(f"Filed {other.filed_on}.", field="body", value=self.body)


class SanctionAppealDecided(Event):
    """An objection or appeal was decided: the sanction stays, gets lighter, or is cancelled as if it had never been."""

    TOPIC: ClassVar[str] = "kinerja:SanctionAppealDecided"
    PRECEDENCE: ClassVar[int] = 245
    LABEL: ClassVar[str] = "Keberatan / banding diputus"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "sanction_id": "00000000-0000-4000-8000-000000000052",
        "body": "KEBERATAN",
        "tanggal": "2026-04-01",
        "outcome": "REDUCED",
        "akhir": "2026-06-30",
        "nomor": "KEP-1/2026",
    }

    sanction_id: UUID
    body: AppealBody
    tanggal: Day
    outcome: Literal["UPHELD", "REDUCED", "CANCELLED"]
    nomor: ShortText | None = None
    """The number of the decision on the appeal."""
    jenis_hukuman_id: Annotated[ShortText | None, Coded(JENIS_HUKUMAN, is_open=True)] = None
    tingkat: Tingkat | None = None
    akhir: Day | None = None
    gaji_persen: Percent | None = None
    tpp_persen: Percent | None = None
    """The new terms of a sanction that got lighter; what is not named stays."""

    def check(self, given: "Given") -> Iterator[Problem]:
        sanction = sanction_of(given.history, self.sanction_id)
        if sanction is None:
            yield SanctionUnknown(field="sanction_id", value=self.sanction_id)
            return
        filed = [f for f in given.history.of(SanctionAppealFiled) if (f.sanction_id, f.body) == self._about()]
        if not filed:
            yield AppealUnknown(field="body", value=self.body)
        elif not filed[0].filed_on <= self.tanggal <= given.today:
            yield ValueInvalid(f"It was filed {filed[0].filed_on}.", field="tanggal", value=self.tanggal)
        if any((d.sanction_id, d.body) == self._about() for d in given.history.of(SanctionAppealDecided)):
            yield AlreadyRecorded(field="body", value=self.body)
        yield from self._check_terms(given, sanction)

    def _about(self) -> tuple[UUID, AppealBody]:
        return self.sanction_id, self.body

    def _check_terms(self, given: "Given", sanction: DisciplinarySanctionImposed) -> Iterator[Problem]:
        terms = (self.jenis_hukuman_id, self.akhir, self.gaji_persen, self.tpp_persen)
        if self.outcome == "REDUCED" and all(term is None for term in terms):
            yield ValueMissing("Name the new terms.", field="akhir")
            return
        if self.outcome != "REDUCED" and any(term is not None for term in terms):
            yield ValueInvalid("Only a lighter sanction has new terms.", field="outcome", value=self.outcome)
            return
        if self.akhir is not None and self.akhir < sanction.mulai:
            yield ValueInvalid("It ends after it begins.", field="akhir", value=self.akhir)
        kind = HUKUMAN.get(self.jenis_hukuman_id or sanction.jenis_hukuman_id)
        if kind is None:
            yield SanctionKindUnknown(field="jenis_hukuman_id", value=self.jenis_hukuman_id)
            return
        if kind.tingkat is not (self.tingkat or kind.tingkat):
            yield LevelMismatch(f"{kind.nama}: {kind.tingkat}.", field="tingkat", value=self.tingkat)
        if self.outcome == "REDUCED":
            yield from self._check_lighter(given, sanction, kind)

    def _check_lighter(
        self, given: "Given", sanction: DisciplinarySanctionImposed, kind: JenisHukuman
    ) -> Iterator[Problem]:
        """It is lighter than what was imposed, and than what was decided before; a new kind is one of its days."""
        # The new terms hold from the first day of the sanction on.
        if self.jenis_hukuman_id and not _applies(kind, given.engagement(sanction.mulai), sanction.mulai):
            yield SanctionNotApplicable(kind.nama, field="jenis_hukuman_id", value=self.jenis_hukuman_id)
        before = sanction
        for decided in given.history.of(SanctionAppealDecided):
            if decided.sanction_id == self.sanction_id and decided.tanggal < self.tanggal:
                before = before.model_copy(update=decided.terms())
        after = before.model_copy(update=self.terms() | {"masa_tahun": None, "masa_bulan": None})
        heavier = {
            "jenis_hukuman_id": _LEVELS.index(after.tingkat) > _LEVELS.index(before.tingkat),
            "gaji_persen": after.gaji_persen < before.gaji_persen,
            "tpp_persen": after.remains < before.remains,
            "akhir": before.akhir is not None and after.akhir is not None and before.akhir < after.akhir,
            "outcome": all(getattr(after, name) == getattr(before, name) for name in _TERMS),
        }
        for field in (field for field, is_so in heavier.items() if is_so):
            yield SanctionNotLighter(field=field, value=getattr(self, field))
        if self.jenis_hukuman_id:
            yield from after.unusual(kind)

    def terms(self) -> dict[str, Any]:
        """The new terms: those that it names, and what a new kind of sanction brings with it."""
        stated = {name: value for name in _TERMS if (value := getattr(self, name)) is not None}
        kind = HUKUMAN.get(self.jenis_hukuman_id or "")
        if kind is None:
            return stated
        return {"tingkat": kind.tingkat, "tpp_persen": remaining(stated["jenis_hukuman_id"])} | stated

    def derived(self, given: "Given") -> dict[str, Any]:
        return self.terms()


_TERMS = ("jenis_hukuman_id", "tingkat", "akhir", "gaji_persen", "tpp_persen")
_LEVELS = list(Tingkat)
"""From light to heavy."""


class SanctionEnded(Event):
    """A sanction was served. Its days end by themselves; this states it, or ends one that has no last day."""

    TOPIC: ClassVar[str] = "kinerja:SanctionEnded"
    PRECEDENCE: ClassVar[int] = 367
    LABEL: ClassVar[str] = "Hukuman selesai dijalani"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "sanction_id": "00000000-0000-4000-8000-000000000052",
        "tanggal": "2026-09-01",
    }

    sanction_id: UUID
    tanggal: Day
    """The first day without it."""

    def check(self, given: "Given") -> Iterator[Problem]:
        sanction = sanction_of(given.history, self.sanction_id)
        if sanction is None:
            yield SanctionUnknown(field="sanction_id", value=self.sanction_id)
            return
        if self.tanggal < sanction.mulai:
            yield ValueInvalid(f"It begins {sanction.mulai}.", field="tanggal", value=self.tanggal)
        if any(other.sanction_id == self.sanction_id for other in given.history.of(SanctionEnded)):
            yield AlreadyRecorded(field="sanction_id", value=self.sanction_id)


def appealing(history: "History", day: date) -> bool:
    """Whether an appeal (banding) against a sanction was filed by a day and not decided by then."""
    decided = {d.sanction_id for d in history.of(SanctionAppealDecided) if _banding(d) and d.tanggal <= day}
    filed = {f.sanction_id for f in history.of(SanctionAppealFiled) if _banding(f) and f.filed_on <= day}
    return not filed <= decided


def _banding(fact: SanctionAppealFiled | SanctionAppealDecided) -> bool:
    return fact.body is AppealBody.BANDING

"""Competence: an assessment against a post's standard, and who assessed. It advises; no standing changes by it."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import Category, Event, Generated, Personal, ShortText, Value, stream_name
from kinerja_es.domain.rules import Rule, in_force
from kinerja_es.domain.target import check_held, post_named, rounded
from kinerja_es.domain.unit import Kompetensi
from kinerja_es.domain.values import Day
from kinerja_es.errors import PositionUnknown, Problem, ValueInvalid, ValueMissing
from kinerja_es.errors.performance import (
    AssessorConflict,
    AssessorNotRegistered,
    FitMismatch,
    ReferenceUnknown,
    StandardUnknown,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History

FIT_FROM = (Rule((80, 68), date(2017, 4, 7), "JPM: sesuai mulai 80, cukup sesuai mulai 68 persen", "U"),)
"""From which percentage of the standard on somebody fits a post, or fits it in part."""


class Fit(StrEnum):
    """How somebody fits a post: sesuai, cukup sesuai, tidak sesuai."""

    FIT = "FIT"
    PARTIAL = "PARTIAL"
    NOT_FIT = "NOT_FIT"


class Recommendation(StrEnum):
    """What the assessors advise: adjust the work, move, train, or keep."""

    ADJUST = "ADJUST"
    MUTASI = "MUTASI"
    TRAIN = "TRAIN"
    KEEP = "KEEP"


class Assessor(Value):
    """Who assessed: an employee of this record by id, or somebody of another body by name."""

    pegawai_id: UUID | None = None
    nama: Annotated[ShortText | None, Personal()] = None
    lembaga: ShortText | None = None
    sertifikat: Annotated[ShortText | None, Personal()] = None
    """The number under which the assessor is accredited or registered."""
    kerabat: bool | None = None
    """Whether they are a relative of the assessed."""

    def whose(self) -> UUID | str | None:
        return self.pegawai_id or self.nama


Level = Annotated[int, Field(ge=0, le=5)]


class CompetenceItem(Value):
    """One competence: what the post asks for, and what was found."""

    kompetensi_id: Kompetensi
    standar: Level | None = None
    """The level that the post asks for; taken from the post where none is given."""
    capaian: Level


class CompetencyAssessed(Event):
    """Somebody was assessed against the standard of a post: advice for those who decide, and nothing more."""

    TOPIC: ClassVar[str] = "kinerja:CompetencyAssessed"
    PRECEDENCE: ClassVar[int] = 354
    LABEL: ClassVar[str] = "Asesmen kompetensi"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "lembaga": "Universitas Contoh",
        "external": True,
        "nomor_kontrak": "SPK-7/2026",
        "asesor": [{"nama": "Asesor Contoh", "lembaga": "Universitas Contoh", "sertifikat": "AS-1"}],
        "metode": "Assessment center",
        "tanggal": "2026-02-10",
        "berlaku_sampai": "2029-02-09",
        "items": [
            {"kompetensi_id": "integritas", "standar": 3, "capaian": 3},
            {"kompetensi_id": "kerja-sama", "standar": 3, "capaian": 2},
        ],
        "rekomendasi": "TRAIN",
    }

    assessment_id: Annotated[UUID, Generated()]
    jabatan_id: UUID | None = None
    """Against the standard of which post; of the one held on that day where none is named."""
    lembaga: ShortText
    external: bool
    """Whether another body assessed, under a contract."""
    nomor_kontrak: ShortText | None = None
    tim_id: UUID | None = None
    """The assessment team, where the government formed one."""
    asesor: Annotated[tuple[Assessor, ...], Field(min_length=1)]
    metode: ShortText
    tanggal: Day
    berlaku_sampai: Day | None = None
    """The last day on which it counts."""
    items: Annotated[tuple[CompetenceItem, ...], Field(min_length=1)]
    jpm_percent: Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$")] | None = None
    """Job-person match as the report has it; worked out from the levels where it has none."""
    fit: Fit | None = None
    """As the report has it; by the percentage where it says nothing."""
    rekomendasi: Recommendation | None = None

    def refers_to(self, history: "History") -> tuple[str, ...]:
        named = () if self.jabatan_id is None else (stream_name(Category.JABATAN, self.jabatan_id),)
        return (*named, *(s for s in map(_stream, self.asesor) if s), *super().refers_to(history))

    def refers_further(self, given: "Given") -> tuple[str, ...]:
        jabatan_id = self._against(given)
        return () if jabatan_id is None else (stream_name(Category.JABATAN, jabatan_id),)

    def _against(self, given: "Given") -> UUID | None:
        if self.jabatan_id is not None:
            return self.jabatan_id
        post = post_named(given.history, None, self.tanggal)
        return post.jabatan_id if post else None

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from self._check_assessors(given)
        yield from check_held(given, None, self.tanggal, "tanggal")
        if self.tanggal > given.today:
            yield ValueInvalid("It lies in the future.", field="tanggal", value=self.tanggal)
        if self.berlaku_sampai is not None and self.berlaku_sampai < self.tanggal:
            yield ValueInvalid("It ends after it begins.", field="berlaku_sampai", value=self.berlaku_sampai)
        yield from self._check_standard(given)
        stated = self._fit(self._levels(given))
        if self.fit not in (None, stated):
            yield FitMismatch(f"The percentage gives {stated}.", field="fit", value=self.fit)

    def _check_assessors(self, given: "Given") -> Iterator[Problem]:
        if self.external and self.nomor_kontrak is None:
            yield ValueMissing("The contract of the other body.", field="nomor_kontrak")
        if self.tim_id is not None and team_named(given, self.tim_id) is None:
            yield ReferenceUnknown(field="tim_id", value=self.tim_id)
        for n, who in enumerate(self.asesor):
            field = f"asesor.{n}"
            if _stream(who) == given.stream or who.kerabat:
                yield AssessorConflict(field=field)
            elif who.pegawai_id is not None and _stream(who) not in given.others:
                yield ReferenceUnknown("No such employee.", field=f"{field}.pegawai_id", value=who.pegawai_id)
            elif who.pegawai_id is None and who.nama is None:
                yield ValueMissing("Name the assessor by pegawai_id or nama.", field=field)
            if who.sertifikat is None:
                yield AssessorNotRegistered(field=f"{field}.sertifikat")

    def _check_standard(self, given: "Given") -> Iterator[Problem]:
        jabatan_id = self._against(given)
        if jabatan_id is None:
            return
        post = given.post_on(jabatan_id, self.tanggal)
        if post is None:
            yield PositionUnknown(field="jabatan_id", value=jabatan_id)
            return
        if post.tmt > self.tanggal:
            yield StandardUnknown(f"The post exists from {post.tmt}.", field="tanggal", value=self.tanggal)
        asked = {standard.kompetensi_id: standard.level for standard in post.standar}
        for n, item in enumerate(self.items):
            level = asked.get(item.kompetensi_id)
            if level is None:
                yield StandardUnknown(field=f"items.{n}.kompetensi_id", value=item.kompetensi_id)
            elif item.standar not in (None, level):
                yield StandardUnknown(f"The post asks for {level}.", field=f"items.{n}.standar", value=item.standar)

    def _levels(self, given: "Given") -> tuple[CompetenceItem, ...]:
        """The competences, each with the level that is asked for."""
        jabatan_id = self._against(given)
        post = None if jabatan_id is None else given.post_on(jabatan_id, self.tanggal)
        asked = {standard.kompetensi_id: standard.level for standard in post.standar} if post else {}
        return tuple(
            item if item.standar is not None else item.model_copy(update={"standar": asked.get(item.kompetensi_id)})
            for item in self.items
        )

    def _match(self, items: tuple[CompetenceItem, ...]) -> str:
        """The job-person match: what was found of what is asked for, more than that not counted [U]."""
        if self.jpm_percent is not None:
            return self.jpm_percent
        wanted = sum(item.standar or 0 for item in items)
        reached = sum(min(item.capaian, item.standar or 0) for item in items)
        return str(rounded(Decimal(100 * reached) / wanted)) if wanted else "0"

    def _fit(self, items: tuple[CompetenceItem, ...]) -> Fit:
        whole, partly = in_force(FIT_FROM, self.tanggal).value
        match = Decimal(self._match(items))
        return Fit.FIT if match >= whole else Fit.PARTIAL if match >= partly else Fit.NOT_FIT

    def derived(self, given: "Given") -> dict[str, Any]:
        items = self._levels(given)
        return {
            "jabatan_id": self._against(given),
            "items": items,
            "jpm_percent": self._match(items),
            "fit": self.fit or self._fit(items),
        }


def _stream(who: Assessor) -> str | None:
    return None if who.pegawai_id is None else stream_name(Category.PEGAWAI, who.pegawai_id)


def assessment_named(history: "History", assessment_id: UUID | None) -> CompetencyAssessed | None:
    return next((a for a in history.of(CompetencyAssessed) if a.assessment_id == assessment_id), None)


def assessed_for(history: "History", jabatan_id: UUID, day: date) -> CompetencyAssessed | None:
    """The latest assessment against a post that counts on a day."""
    counting = [
        a
        for a in history.of(CompetencyAssessed)
        if a.jabatan_id == jabatan_id and a.tanggal <= day and (a.berlaku_sampai is None or day <= a.berlaku_sampai)
    ]
    return counting[-1] if counting else None


# -- assessment teams --------------------------------------------------------------------


class TeamMember(Value):
    """A member of an assessment team, and the body that sends them."""

    nama: Annotated[ShortText, Personal()]
    lembaga: ShortText | None = None
    pegawai_id: UUID | None = None

    def whose(self) -> UUID | str | None:
        return self.pegawai_id or self.nama


class AssessmentTeamFormed(Event):
    """The government formed a team of assessors by an SK."""

    TOPIC: ClassVar[str] = "kinerja:AssessmentTeamFormed"
    STREAM: ClassVar[Category] = Category.INSTANSI
    PRECEDENCE: ClassVar[int] = 78
    LABEL: ClassVar[str] = "Tim penilai dibentuk"
    TMT: ClassVar[str | None] = "dari"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "anggota": [
            {"nama": "Asesor Contoh", "lembaga": "Universitas Contoh"},
            {"nama": "Pejabat Contoh", "lembaga": "BKPSDM"},
        ],
        "external": False,
        "dari": "2026-01-05",
        "sampai": "2026-12-31",
    }

    tim_id: Annotated[UUID, Generated()]
    anggota: Annotated[tuple[TeamMember, ...], Field(min_length=1)]
    external: bool
    """Whether its members are all of other bodies."""
    dari: Day
    sampai: Day | None = None
    """Its last day."""

    def check(self, given: "Given") -> Iterator[Problem]:
        if self.sampai is not None and self.sampai < self.dari:
            yield ValueInvalid("It ends after it begins.", field="sampai", value=self.sampai)


def team_named(given: "Given", tim_id: UUID) -> AssessmentTeamFormed | None:
    """The team of that id, of the one stream of the government."""
    of_instansi = [h for stream, h in given.others.items() if stream.startswith(f"{Category.INSTANSI}-")]
    teams = (team for history in of_instansi for team in history.of(AssessmentTeamFormed))
    return next((team for team in teams if team.tim_id == tim_id), None)

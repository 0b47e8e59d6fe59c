"""Performance agreements (perjanjian kinerja): bound to a post, revised, closed, and what was realised of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import (
    Category,
    Derived,
    Event,
    Generated,
    LongText,
    Personal,
    ShortText,
    Value,
    stream_name,
)
from kinerja_es.domain.period import Cadence, Scope, is_period, period
from kinerja_es.domain.plan import plans
from kinerja_es.domain.reference import PERIODIK, Coded
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.domain.superior import Evaluator, check_named, check_superior, places, stream_of
from kinerja_es.domain.target import (
    Commitment,
    Measure,
    achievement,
    check_held,
    check_ids,
    check_measurable,
    found,
    left,
    post_named,
    rounded,
)
from kinerja_es.domain.values import Amount, Day, Rupiah
from kinerja_es.errors import AlreadyRecorded, PeriodInvalid, Problem, ValueInvalid, ValueMissing
from kinerja_es.errors.performance import (
    AgreementBeforeOath,
    AgreementClosed,
    AgreementExists,
    AgreementNotOwn,
    AgreementNotStructural,
    OutOfOrder,
    RealisationCauseMissing,
    ReferenceUnknown,
    TargetOutsideTupoksi,
    TupoksiUnknown,
    WeightsNot100,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.standing import Assignment
    from kinerja_es.domain.unit import PositionEstablished


class Target(Measure):
    """One target of an agreement: what is to be reached, by which duty and by which programme."""

    sasaran: ShortText
    tupoksi_ref: ShortText | None = None
    """The id of the duty of the post that it follows from."""
    bobot: Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$")] | None = None
    """Its weight in percent; those of an agreement come to 100."""
    program: ShortText | None = None
    """The code or name of the programme."""
    anggaran_rp: Rupiah | None = None
    bukti: ShortText | None = None
    """What will show that it was reached."""


Targets = Annotated[tuple[Target, ...], Field(min_length=1)]


def _check_targets(given: "Given", items: Sequence[Target], post: "Assignment | None", day: date) -> Iterator[Problem]:
    """Measurable, weighed, and each of them a duty of the post."""
    yield from check_ids(items, "items")
    yield from check_measurable(items, "items", "indikator", "satuan", "target")
    weight = sum(Decimal(item.bobot or 0) for item in items)
    if weight != 100:
        yield WeightsNot100(f"They come to {weight}.", field="items", value=weight)
    place = None if post is None else given.post_on(post.jabatan_id, day)
    if place is None:
        return
    duties = {duty.id for duty in place.tupoksi}
    if not duties:
        yield TupoksiUnknown(field="items", value=place.title.nama)
        return
    for n, item in enumerate(items):
        if item.tupoksi_ref not in duties:
            detail = f"It is {item.id}; the duties are {', '.join(sorted(duties))}."
            yield TargetOutsideTupoksi(detail, field=f"items.{n}.tupoksi_ref", value=item.tupoksi_ref)


class PerformanceAgreementSigned(Event):
    """An official and the superior signed what is to be reached in a post; its TMT is the day of signing."""

    TOPIC: ClassVar[str] = "kinerja:PerformanceAgreementSigned"
    PRECEDENCE: ClassVar[int] = 360
    LABEL: ClassVar[str] = "Perjanjian kinerja ditandatangani"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tanggal": "2025-11-03",
        "dari": "2025-11-01",
        "sampai": "2026-10-31",
        "cadence": "TRIWULAN",
        "pihak_kedua": {"nama": "Atasan Contoh", "jabatan": "Wali Kota Serang", "status": "NON_ASN"},
        "items": [
            {
                "id": "1",
                "tupoksi_ref": "a",
                "sasaran": "Layanan perizinan lebih cepat",
                "indikator": "Izin terbit dalam tiga hari",
                "satuan": "persen",
                "target": "90",
                "triwulan": ["60", "70", "80", "90"],
                "bobot": "60",
                "program": "2.18.03",
                "anggaran_rp": 450000000,
            },
            {
                "id": "2",
                "tupoksi_ref": "b",
                "sasaran": "Pengaduan berkurang",
                "indikator": "Pengaduan diterima",
                "satuan": "aduan",
                "target": "40",
                "arah": "TURUN",
                "bobot": "40",
            },
        ],
        "pernyataan": "Kami bertanggung jawab mewujudkan target kinerja tersebut.",
    }

    agreement_id: Annotated[UUID, Generated()]
    assignment_id: UUID | None = None
    """For which post; the one held on the day of signing where none is named."""
    tanggal: Day
    dari: Day
    sampai: Day
    cadence: Annotated[Cadence, Coded(PERIODIK)]
    pihak_kedua: Evaluator
    """The superior with whom it is agreed; the first party is the employee."""
    author_id: UUID | None = None
    """The employee who wrote the targets; they are the official's own."""
    items: Targets
    pernyataan: LongText | None = None
    """What both declare: by it the official answers for the targets."""
    bukti: tuple[ShortText, ...] = ()

    def refers_to(self, history: "History") -> tuple[str, ...]:
        return (*stream_of(self.pihak_kedua), *super().refers_to(history))

    def refers_further(self, given: "Given") -> tuple[str, ...]:
        post = self._post(given)
        return () if post is None else places(given, self.pihak_kedua, post, self.tanggal, self.tanggal)

    def _post(self, given: "Given") -> "Assignment | None":
        return post_named(given.history, self.assignment_id, self.tanggal)

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_named(given, self.pihak_kedua, "pihak_kedua")
        if self.sampai < max(self.dari, self.tanggal):
            yield ValueInvalid("It ends after it begins and after it is signed.", field="sampai", value=self.sampai)
        if self.author_id is not None and stream_name(Category.PEGAWAI, self.author_id) != given.stream:
            yield AgreementNotOwn(field="author_id", value=self.author_id)
        yield from check_held(given, self.assignment_id, self.tanggal, "tanggal")
        post = self._post(given)
        yield from _check_targets(given, self.items, post, self.tanggal)
        if post is None:
            return
        if self.dari < post.tmt:
            yield PeriodInvalid(f"The post is held from {post.tmt}.", field="dari", value=self.dari)
        if not given.sworn(post.assignment_id, self.tanggal):
            unsworn = AgreementBeforeOath(field="tanggal", value=self.tanggal)
            unsworn.warning = not given.policy(self).unsworn_refused(self.tanggal)
            yield given.may_be_older(unsworn, post.tmt)
        place = given.post_on(post.jabatan_id, self.tanggal)
        if place is not None and not self._is_structural(given, place):
            yield AgreementNotStructural(field="assignment_id", value=place.title.nama)
        for other in agreements(given.history):
            if other.assignment_id == post.assignment_id and other.meets(self.dari, self.sampai):
                yield AgreementExists(f"It runs {other.dari} to {other.last}.", field="dari", value=self.dari)
        yield from check_superior(given, self.pihak_kedua, post, self.tanggal, self.tanggal, field="pihak_kedua")

    def _is_structural(self, given: "Given", place: "PositionEstablished") -> bool:
        """Whether officials of that post agree on their performance; a managerial post may lack its echelon's code."""
        if place.eselon_id is None:
            return place.jenis_jabatan is JenisJabatan.STRUKTURAL
        return given.policy(self).agrees(place.eselon_id, self.tanggal)

    def derived(self, given: "Given") -> dict[str, Any]:
        post = self._post(given)
        return {"assignment_id": post.assignment_id if post else None}


def _check_open(given: "Given", agreement_id: UUID, day: date) -> Iterator[Problem]:
    """An agreement is there, signed by that day, and holds on it still."""
    agreement = found(agreements(given.history), agreement_id)
    if agreement is None:
        yield ReferenceUnknown(field="agreement_id", value=agreement_id)
        return
    signed = agreement.versions[0][0]
    if day < signed:
        yield OutOfOrder(f"It was signed on {signed}.", field="tanggal", value=day)
    if agreement.ended is not None and agreement.ended <= day:
        yield AgreementClosed(f"It ended {agreement.ended}.", field="tanggal", value=day)


class PerformanceAgreementRevised(Event):
    """The targets of an agreement were replaced; without a revision they never change."""

    TOPIC: ClassVar[str] = "kinerja:PerformanceAgreementRevised"
    PRECEDENCE: ClassVar[int] = 362
    LABEL: ClassVar[str] = "Perjanjian kinerja direvisi"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "agreement_id": "00000000-0000-4000-8000-000000000009",
        "tanggal": "2026-03-02",
        "ground": "ANGGARAN",
        "items": [
            {
                "id": "1",
                "tupoksi_ref": "a",
                "sasaran": "Layanan perizinan lebih cepat",
                "indikator": "Izin terbit dalam tiga hari",
                "satuan": "persen",
                "target": "80",
                "bobot": "100",
            }
        ],
    }

    agreement_id: UUID
    revision: Annotated[int, Field(ge=1, le=99)] | None = None
    """Which revision it is, as it says itself; the record counts on its own, by their days."""
    tanggal: Day
    ground: Literal["MUTASI", "STRATEGI", "PRIORITAS", "ANGGARAN"]
    items: Targets

    def _post(self, given: "Given") -> "Assignment | None":
        agreement = found(agreements(given.history), self.agreement_id)
        return None if agreement is None else post_named(given.history, agreement.assignment_id, self.tanggal)

    def refers_further(self, given: "Given") -> tuple[str, ...]:
        post = self._post(given)
        return () if post is None else (stream_name(Category.JABATAN, post.jabatan_id),)

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from _check_open(given, self.agreement_id, self.tanggal)
        yield from _check_targets(given, self.items, self._post(given), self.tanggal)
        others = [r for r in given.history.of(PerformanceAgreementRevised) if r.agreement_id == self.agreement_id]
        if any(other.tanggal == self.tanggal for other in others):
            yield AlreadyRecorded("It was revised on that day.", field="tanggal", value=self.tanggal)


class PerformanceAgreementClosed(Event):
    """An agreement ended before its last day. A mutasi ends the agreement of the post that is left by itself."""

    TOPIC: ClassVar[str] = "kinerja:PerformanceAgreementClosed"
    PRECEDENCE: ClassVar[int] = 364
    LABEL: ClassVar[str] = "Perjanjian kinerja ditutup"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "agreement_id": "00000000-0000-4000-8000-000000000009",
        "ground": "SELESAI",
        "tanggal": "2026-06-30",
    }

    agreement_id: UUID
    ground: Literal["SELESAI", "MUTASI", "BERHENTI"]
    tanggal: Day
    """The first day without it."""

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from _check_open(given, self.agreement_id, self.tanggal)


def agreements(history: "History") -> list[Commitment]:
    """An employee's agreements: as signed and revised, until they were closed or the post was left."""
    revised, closed = history.of(PerformanceAgreementRevised), history.of(PerformanceAgreementClosed)
    return [
        Commitment(
            signed.agreement_id,
            signed.assignment_id,
            signed.dari,
            signed.sampai,
            (
                (signed.tanggal, signed.items),
                *((r.tanggal, r.items) for r in revised if r.agreement_id == signed.agreement_id),
            ),
            min(
                (
                    day
                    for day in (
                        left(history, signed.assignment_id, signed.tanggal),
                        *(c.tanggal for c in closed if c.agreement_id == signed.agreement_id),
                    )
                    if day is not None
                ),
                default=None,
            ),
        )
        for signed in history.of(PerformanceAgreementSigned)
    ]


# -- what was realised -------------------------------------------------------------------


class Penyebab(StrEnum):
    """Why a target was missed."""

    PLANNING = "PLANNING"
    EXECUTION = "EXECUTION"
    BUDGET = "BUDGET"
    EXTERNAL = "EXTERNAL"


class RealisedItem(Value):
    """What was reached of one target, and what was spent on it."""

    id: ShortText
    realisasi: Amount | None = None
    anggaran_realisasi_rp: Rupiah | None = None
    bukti: tuple[ShortText, ...] = ()
    penyebab: Penyebab | None = None
    narasi: Annotated[LongText | None, Personal()] = None


class Achieved(Value):
    """How much of one target was reached, and how much of its budget was spent, in percent."""

    id: ShortText
    target: Amount
    """What it was measured against: all of it, or what was foreseen for the period."""
    persen: Amount
    anggaran_persen: Amount | None = None


class RealisationReported(Event):
    """What was reached of an agreement or a plan in a period, and what was spent, was reported."""

    TOPIC: ClassVar[str] = "kinerja:RealisationReported"
    PRECEDENCE: ClassVar[int] = 368
    LABEL: ClassVar[str] = "Realisasi program & anggaran dilaporkan"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "agreement_id": "00000000-0000-4000-8000-000000000009",
        "scope": "TRIWULAN",
        "dari": "2026-01-01",
        "sampai": "2026-03-31",
        "tanggal": "2026-04-06",
        "items": [
            {
                "id": "1",
                "realisasi": "72",
                "anggaran_realisasi_rp": 101250000,
                "bukti": ["arsip://realisasi/2026/tw1/1"],
                "penyebab": "BUDGET",
                "narasi": "Anggaran baru cair pada bulan Maret.",
            }
        ],
    }

    realisation_id: Annotated[UUID, Generated()]
    agreement_id: UUID | None = None
    plan_id: UUID | None = None
    scope: Scope
    dari: Day
    sampai: Day
    tanggal: Day
    items: Annotated[tuple[RealisedItem, ...], Field(min_length=1)]
    capaian: Annotated[tuple[Achieved, ...], Derived()] = ()
    """How much of each target was reached: worked out, never typed in."""

    def commitment(self, history: "History") -> Commitment | None:
        """The agreement or the plan that it is about."""
        if self.agreement_id is not None:
            return found(agreements(history), self.agreement_id)
        return found(plans(history), self.plan_id)

    def check(self, given: "Given") -> Iterator[Problem]:
        if (self.agreement_id is None) == (self.plan_id is None):
            yield ValueMissing("Name agreement_id or plan_id, one of them.", field="agreement_id")
            return
        if not is_period(self.scope, self.dari, self.sampai) or not self.sampai <= self.tanggal <= given.today:
            yield PeriodInvalid(field="sampai", value=f"{self.scope} {self.dari} - {self.sampai}, {self.tanggal}")
        commitment = self.commitment(given.history)
        if commitment is None:
            field, named = (
                ("plan_id", self.plan_id) if self.agreement_id is None else ("agreement_id", self.agreement_id)
            )
            yield ReferenceUnknown(field=field, value=named)
            return
        if not commitment.meets(self.dari, self.sampai):
            yield AgreementClosed(f"It holds {commitment.dari} to {commitment.last}.", field="dari", value=self.dari)
        if any(self._is_same(other) for other in given.history.of(RealisationReported)):
            yield AlreadyRecorded("This period is reported already.", field="sampai", value=self.sampai)
        yield from self._check_items(commitment)

    def _is_same(self, other: "RealisationReported") -> bool:
        same = (other.agreement_id, other.plan_id, other.scope) == (self.agreement_id, self.plan_id, self.scope)
        return same and period(other.scope, other.sampai) == period(self.scope, self.sampai)

    def _check_items(self, commitment: Commitment) -> Iterator[Problem]:
        measures = {measure.id: measure for measure in commitment.items(self.sampai)}
        seen: set[str] = set()
        for n, item in enumerate(self.items):
            measure = measures.get(item.id)
            if measure is None:
                yield ReferenceUnknown("No such target.", field=f"items.{n}.id", value=item.id)
            elif item.id in seen:
                yield ValueInvalid("It is reported twice.", field=f"items.{n}.id", value=item.id)
            elif measure.target is not None and item.realisasi is None:
                yield ValueMissing(field=f"items.{n}.realisasi")
            elif self._is_missed(item, measure, commitment.sampai):
                missing = [name for name in ("penyebab", "narasi") if getattr(item, name) is None]
                if missing:
                    yield RealisationCauseMissing(field=f"items.{n}.{missing[0]}", value=item.id)
            seen.add(item.id)

    def _is_missed(self, item: RealisedItem, measure: Measure, last: date) -> bool:
        due = measure.due(self.scope, self.sampai, last)
        return due is not None and item.realisasi is not None and achievement(due, item.realisasi, measure.arah) < 100

    def derived(self, given: "Given") -> dict[str, Any]:
        commitment = self.commitment(given.history)
        if commitment is None:
            return {}
        measures = {measure.id: measure for measure in commitment.items(self.sampai)}
        pairs = [(item, measures[item.id]) for item in self.items if item.id in measures]
        return {"capaian": tuple(a for item, measure in pairs if (a := self._achieved(item, measure, commitment)))}

    def _achieved(self, item: RealisedItem, measure: Measure, commitment: Commitment) -> Achieved | None:
        target = measure.due(self.scope, self.sampai, commitment.sampai) or measure.target
        if target is None or item.realisasi is None:
            return None
        spent = None
        if isinstance(measure, Target) and measure.anggaran_rp and item.anggaran_realisasi_rp is not None:
            spent = str(rounded(Decimal(100) * item.anggaran_realisasi_rp / measure.anggaran_rp))
        persen = str(achievement(target, item.realisasi, measure.arah))
        return Achieved(id=item.id, target=target, persen=persen, anggaran_persen=spent)


class ClarificationRequested(Event):
    """Somebody asked why a realisation is as it is."""

    TOPIC: ClassVar[str] = "kinerja:ClarificationRequested"
    PRECEDENCE: ClassVar[int] = 370
    LABEL: ClassVar[str] = "Klarifikasi realisasi diminta"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "realisation_id": "00000000-0000-4000-8000-000000000009",
        "item_id": "1",
        "tanggal": "2026-04-10",
        "pertanyaan": "Anggaran sudah disiapkan; mengapa tidak dilaksanakan?",
        "oleh": "Pj Bupati",
    }

    clarification_id: Annotated[UUID, Generated()]
    realisation_id: UUID
    item_id: ShortText | None = None
    """About which target; about all of it where none is named."""
    tanggal: Day
    pertanyaan: Annotated[LongText, Personal()]
    oleh: ShortText
    """In which office the question is asked."""

    def check(self, given: "Given") -> Iterator[Problem]:
        reports = given.history.of(RealisationReported)
        report = next((r for r in reports if r.realisation_id == self.realisation_id), None)
        if report is None:
            yield ReferenceUnknown(field="realisation_id", value=self.realisation_id)
            return
        if self.item_id is not None and all(item.id != self.item_id for item in report.items):
            yield ReferenceUnknown("No such target in it.", field="item_id", value=self.item_id)
        if self.tanggal < report.tanggal:
            yield OutOfOrder(f"It was reported on {report.tanggal}.", field="tanggal", value=self.tanggal)


class ClarificationAnswered(Event):
    """What was asked about a realisation was answered."""

    TOPIC: ClassVar[str] = "kinerja:ClarificationAnswered"
    PRECEDENCE: ClassVar[int] = 372
    LABEL: ClassVar[str] = "Klarifikasi realisasi dijawab"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "clarification_id": "00000000-0000-4000-8000-000000000009",
        "tanggal": "2026-04-17",
        "jawaban": "Lelang gagal dua kali; kontrak diteken bulan Maret.",
        "oleh": "Kepala Dinas",
    }

    clarification_id: UUID
    tanggal: Day
    jawaban: Annotated[LongText, Personal()]
    oleh: ShortText

    def check(self, given: "Given") -> Iterator[Problem]:
        asked = given.history.of(ClarificationRequested)
        question = next((q for q in asked if q.clarification_id == self.clarification_id), None)
        if question is None:
            yield ReferenceUnknown(field="clarification_id", value=self.clarification_id)
            return
        if self.tanggal < question.tanggal:
            yield OutOfOrder(f"It was asked on {question.tanggal}.", field="tanggal", value=self.tanggal)
        answers = given.history.of(ClarificationAnswered)
        if any(answer.clarification_id == self.clarification_id for answer in answers):
            yield AlreadyRecorded(field="clarification_id", value=self.clarification_id)

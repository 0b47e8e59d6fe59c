"""From part-time to full-time: proposed on evidence, approved or declined, and decided by a person; never by itself."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from kinerja_es.domain.appointment import check_place, check_seats, held_key
from kinerja_es.domain.discipline import Tingkat
from kinerja_es.domain.envelope import Category, Derived, Event, Generated, Key, ShortText, Source, stream_name
from kinerja_es.domain.performance import PerformanceEvaluated, evaluations
from kinerja_es.domain.period import quarter
from kinerja_es.domain.rules import PREDIKAT, Rule, in_force
from kinerja_es.domain.standing import runs_on
from kinerja_es.domain.values import Day, Golongan, Kind, Rupiah
from kinerja_es.errors import AlreadyRecorded, EngagementOverlap, GradeKindMismatch, NotActive, Problem, ValueMissing
from kinerja_es.errors.performance import (
    OutOfOrder,
    ProposalNotOpen,
    ReferenceUnknown,
    UpgradeKindMismatch,
    UpgradeRequiresDecision,
    UpgradeUnderSanction,
    UpgradeWithoutBudget,
    UpgradeWithoutEvaluation,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.standing import Assignment, Engagement, Sanction

_DICTUM_28 = "KepmenPANRB 16/2025 diktum 28: PPK dapat mengusulkan"

UPGRADES = {Kind.PPPK_PARUH_WAKTU: (Rule((Kind.PPPK,), date(2025, 1, 13), _DICTUM_28, "R"),)}
"""From which kind to which a status is upgraded."""


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies so many months before."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def _quarter_start(day: date) -> date:
    return date(day.year, 3 * quarter(day) - 2, 1)


def _not_evaluated(found: list[PerformanceEvaluated], start: date, end: date) -> date | None:
    """The first day from `start` up to before `end` that no evaluation is about."""
    day = start
    for evaluation in sorted(found, key=lambda e: e.dari):
        if evaluation.dari <= day <= evaluation.sampai:
            day = evaluation.sampai + timedelta(days=1)
    return day if day < end else None


def _heavy_sanction(given: "Given", day: date) -> "Sanction | None":
    """The heavy sanction that runs on a day, in whichever engagement it was imposed."""
    imposed = (sanction for engagement in given.history.standing.engagements for sanction in engagement.sanctions)
    return next((s for s in imposed if s.tingkat == Tingkat.B.value and runs_on(s, day)), None)


class StatusUpgradeProposed(Event):
    """The PPK proposed to make a part-time employee full-time, on evaluations and a budget."""

    TOPIC: ClassVar[str] = "kinerja:StatusUpgradeProposed"
    PRECEDENCE: ClassVar[int] = 374
    LABEL: ClassVar[str] = "Usul naik status"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tanggal": "2026-04-15",
        "to_kind": "PPPK",
        "evaluation_ids": ["00000000-0000-4000-8000-000000000009"],
        "budget_ref": "DPA 1.01.02/2026",
        "budget_rp": 42000000,
        "pengusul": "Wali Kota Serang",
    }

    proposal_id: Annotated[UUID, Generated()]
    tanggal: Day
    to_kind: Kind
    evaluation_ids: tuple[UUID, ...] = ()
    """The evaluations that speak for it: recorded ones, by their ids."""
    budget_ref: ShortText | None = None
    budget_rp: Rupiah | None = None
    pengusul: ShortText
    """The PPK who proposes it."""

    def check(self, given: "Given") -> Iterator[Problem]:
        engagement = given.engagement(self.tanggal)
        if engagement is None:
            yield from given.engaged(self.tanggal, "tanggal")
            return
        yield from _check_kind(engagement, self.to_kind, self.tanggal)
        yield from _check_active(given, self.tanggal, "tanggal")
        yield from self._check_evaluations(given, engagement)
        if self.budget_ref is None:
            yield UpgradeWithoutBudget(field="budget_ref")
        if any(state in {"open", "approved"} for state in proposals(given.history).values()):
            yield AlreadyRecorded("A proposal is open.", field="tanggal", value=self.tanggal)

    def _check_evaluations(self, given: "Given", engagement: "Engagement") -> Iterator[Problem]:
        """Recorded by an appraiser, of this engagement, without a gap in the window, and the last one good enough."""
        standing = [e for e in evaluations(given.history) if _lies_in(e, engagement) and e.tmt <= self.tanggal]
        known = {e.evaluation_id: e for e in standing}
        for named in self.evaluation_ids:
            if named not in known:
                detail = "No such evaluation of this engagement."
                yield UpgradeWithoutEvaluation(detail, field="evaluation_ids", value=named)
        cited = [known[named] for named in self.evaluation_ids if named in known]
        months = given.policy(self).upgrade_window(self.tanggal)
        start = max(engagement.tmt, months_before(self.tanggal, months))
        gap = _not_evaluated(cited, start, _quarter_start(self.tanggal))
        if not cited or gap is not None:
            detail = f"From {gap or start} on nothing is evaluated."
            yield UpgradeWithoutEvaluation(detail, field="evaluation_ids")
        # The latest of all, not only of those that were chosen.
        latest = max(standing, key=lambda e: (e.sampai, e.tmt), default=None)
        least = given.policy(self).upgrade_predikat(self.tanggal)
        if latest is not None and (latest.predikat is None or latest.predikat > least):
            told = f"{latest.predikat} {PREDIKAT.get(latest.predikat or 0, '')}".strip()
            detail = f"The latest, to {latest.sampai}, is {told}; {least} {PREDIKAT[least]} is asked for."
            yield UpgradeWithoutEvaluation(detail, field="evaluation_ids", value=latest.evaluation_id)


def _lies_in(evaluation: PerformanceEvaluated, engagement: "Engagement") -> bool:
    return engagement.tmt <= evaluation.dari and (engagement.ended is None or evaluation.sampai < engagement.ended)


def _check_kind(engagement: "Engagement", to_kind: Kind, day: date) -> Iterator[Problem]:
    rules = UPGRADES.get(engagement.kind)
    if rules is None or to_kind not in in_force(rules, day).value:
        yield UpgradeKindMismatch(f"{engagement.kind} to {to_kind}.", field="to_kind", value=to_kind)


def _check_active(given: "Given", day: date, field: str) -> Iterator[Problem]:
    status = given.history.standing.status_on(day)
    if status != "AKTIF":
        yield NotActive(f"The status is {status}.", field=field, value=day)
    if (sanction := _heavy_sanction(given, day)) is not None:
        yield UpgradeUnderSanction(f"It runs from {sanction.tmt}.", field=field, value=day)


def _check_open(given: "Given", proposal_id: UUID, *, state: str, day: date, field: str) -> Iterator[Problem]:
    """A proposal is there, and is waiting for this."""
    found = proposals(given.history).get(proposal_id)
    if found is None:
        yield ReferenceUnknown(field="proposal_id", value=proposal_id)
        return
    if found != state:
        yield ProposalNotOpen(f"It is {found}.", field="proposal_id", value=proposal_id)
    proposed = next(p for p in given.history.of(StatusUpgradeProposed) if p.proposal_id == proposal_id)
    if day < proposed.tanggal:
        yield OutOfOrder(f"It was proposed on {proposed.tanggal}.", field=field, value=day)


class StatusUpgradeApproved(Event):
    """A proposal was approved: the formasi and the pertek are there. The status is unchanged until an SK says so."""

    TOPIC: ClassVar[str] = "kinerja:StatusUpgradeApproved"
    PRECEDENCE: ClassVar[int] = 376
    LABEL: ClassVar[str] = "Usul naik status disetujui"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "proposal_id": "00000000-0000-4000-8000-000000000009",
        "tanggal": "2026-05-20",
        "oleh": "Menteri PANRB",
        "formasi_ref": "KepmenPANRB 99/2026",
        "pertek_nomor": "AB-1/2026",
        "pertek_tanggal": "2026-05-18",
    }

    proposal_id: UUID
    tanggal: Day
    oleh: ShortText
    formasi_ref: ShortText | None = None
    pertek_nomor: ShortText | None = None
    pertek_tanggal: Day | None = None

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from _check_open(given, self.proposal_id, state="open", day=self.tanggal, field="tanggal")


class StatusUpgradeDeclined(Event):
    """A proposal was declined, and why."""

    TOPIC: ClassVar[str] = "kinerja:StatusUpgradeDeclined"
    PRECEDENCE: ClassVar[int] = 378
    LABEL: ClassVar[str] = "Usul naik status ditolak"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "proposal_id": "00000000-0000-4000-8000-000000000009",
        "tanggal": "2026-05-20",
        "oleh": "Menteri PANRB",
        "reason": "Formasi belum tersedia.",
    }

    proposal_id: UUID
    tanggal: Day
    oleh: ShortText

    def check(self, given: "Given") -> Iterator[Problem]:
        if self.reason is None:
            yield ValueMissing("Why it was declined.", field="reason")
        yield from _check_open(given, self.proposal_id, state="open", day=self.tanggal, field="tanggal")


class EmploymentStatusUpgraded(Event):
    """A part-time employee became full-time by an SK: the one engagement ends, the other begins with its first post.

    A new NI PPPK, where there is one, is a fact of its own beside it (IdentityNumberAssigned), and so is the contract.
    """

    TOPIC: ClassVar[str] = "kinerja:EmploymentStatusUpgraded"
    PRECEDENCE: ClassVar[int] = 216
    LABEL: ClassVar[str] = "Paruh waktu menjadi penuh waktu"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-07-01",
        "proposal_id": "00000000-0000-4000-8000-000000000009",
        "to_kind": "PPPK",
        "golongan": "V",
    }

    proposal_id: UUID
    closes_engagement_id: UUID | None = None
    """The engagement that ends; the one of that day where none is named."""
    opens_engagement_id: Annotated[UUID, Generated()]
    assignment_id: Annotated[UUID, Generated()]
    from_kind: Annotated[Kind | None, Derived()] = None
    to_kind: Kind
    golongan: Golongan | None = None
    jabatan_id: UUID | None = None
    unor_id: UUID | None = None
    """The first post; the one held until then where none is named."""

    def claims(self) -> tuple[Key, ...]:
        return () if self.jabatan_id is None else (held_key(self.jabatan_id),)

    def posts(self, history: "History") -> tuple[UUID, ...]:
        return () if self.jabatan_id is None else (self.jabatan_id,)

    def refers_to(self, history: "History") -> tuple[str, ...]:
        place, cited = self._place(history), super().refers_to(history)
        if place is None:
            return cited
        jabatan_id, unor_id = place
        return (stream_name(Category.UNOR, unor_id), stream_name(Category.JABATAN, jabatan_id), *cited)

    def _post(self, history: "History") -> "Assignment | None":
        engagement = history.standing.engagement_on(self.tmt)
        return engagement.definitive(self.tmt) if engagement else None

    def _place(self, history: "History") -> tuple[UUID, UUID] | None:
        """Post and unor of the first assignment: the named ones, or those of the post that is held."""
        if self.jabatan_id is not None and self.unor_id is not None:
            return self.jabatan_id, self.unor_id
        post = self._post(history)
        return None if post is None or self.jabatan_id or self.unor_id else (post.jabatan_id, post.unor_id)

    def check(self, given: "Given") -> Iterator[Problem]:
        if self.decision is None or self.source is Source.SYSTEM:
            yield UpgradeRequiresDecision(field="sk")
        engagement = given.engagement(self.tmt)
        if engagement is None:
            yield from given.engaged(self.tmt)
            return
        if self.closes_engagement_id not in (None, engagement.engagement_id):
            yield ReferenceUnknown(field="closes_engagement_id", value=self.closes_engagement_id)
        yield from _check_kind(engagement, self.to_kind, self.tmt)
        yield from _check_active(given, self.tmt, "tmt")
        yield from _check_open(given, self.proposal_id, state="approved", day=self.tmt, field="tmt")
        for other in given.history.standing.engagements:
            if other is not engagement and self.tmt < other.tmt:
                yield EngagementOverlap(f"Another one begins {other.tmt}.", field="tmt", value=self.tmt)
        if self.golongan is not None and not self.golongan.fits(self.to_kind):
            yield GradeKindMismatch(field="golongan", value=self.golongan)
        if (place := self._place(given.history)) is None:
            yield ValueMissing("The post and its unor, both.", field="jabatan_id")
            return
        yield from check_place(given, *place, self.tmt)
        held = self._post(given.history)
        if held is None or held.jabatan_id != place[0]:
            yield from check_seats(given, place[0], self.tmt, None)

    def derived(self, given: "Given") -> dict[str, Any]:
        engagement, place = given.engagement(self.tmt), self._place(given.history)
        if engagement is None or place is None:
            return {}
        return {
            "closes_engagement_id": engagement.engagement_id,
            "from_kind": engagement.kind,
            "golongan": self.golongan or engagement.golongan_on(self.tmt),
            "jabatan_id": place[0],
            "unor_id": place[1],
        }


def proposals(history: "History") -> dict[UUID, str]:
    """An employee's proposals, and what became of each: open, approved, declined or done.

    An upgrade whose SK was annulled is not done: the same proposal may lead to another one.
    """
    gone = {a.sk_id for a in history.standing.annulments if a.end is None}
    found = dict.fromkeys((p.proposal_id for p in history.of(StatusUpgradeProposed)), "open")
    for kind, state in (
        (StatusUpgradeApproved, "approved"),
        (StatusUpgradeDeclined, "declined"),
        (EmploymentStatusUpgraded, "done"),
    ):
        found.update(
            {
                fact.proposal_id: state
                for fact in history.of(kind)
                if not fact.decision or fact.decision.sk_id not in gone
            }
        )
    return found

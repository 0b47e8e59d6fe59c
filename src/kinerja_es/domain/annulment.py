"""An SK annulled, revoked or postponed (UU 30/2014 art 64-66), and reinstated: for all whom it names, or for some."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.appointment import SHOWN, check_place, held_key
from kinerja_es.domain.change import check_seats_again, regained_by
from kinerja_es.domain.decision import DecisionIssued, itself
from kinerja_es.domain.envelope import (
    Category,
    Derived,
    Event,
    Key,
    ShortText,
    Value,
    cited_key,
    stream_name,
)
from kinerja_es.domain.policy import BY_POLICY
from kinerja_es.domain.standing import DEFINITIVE
from kinerja_es.domain.values import Day
from kinerja_es.errors import Problem, ValueInvalid, ValueMissing
from kinerja_es.errors.correction import (
    AlreadyAnnulled,
    EventUnknown,
    NoAuthority,
    NoPostLeft,
    NotAnnulled,
    RestoreConflict,
    RetroactiveNotAllowed,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.standing import Assignment


class JenisPembatalan(StrEnum):
    """Annulled for a defect, revoked, or postponed (UU 30/2014 art 64-66)."""

    DIBATALKAN = "DIBATALKAN"
    DICABUT = "DICABUT"
    DITUNDA = "DITUNDA"


class Cacat(StrEnum):
    """The defect for which an SK is annulled: of authority, procedure, or substance (UU 30/2014 art 66(1))."""

    WEWENANG = "WEWENANG"
    PROSEDUR = "PROSEDUR"
    SUBSTANSI = "SUBSTANSI"


class Pembatal(StrEnum):
    """Who annuls: the official who issued the SK, a superior, or a court (UU 30/2014 art 66(3))."""

    PEJABAT = "PEJABAT"
    ATASAN = "ATASAN"
    PENGADILAN = "PENGADILAN"


class Effect(StrEnum):
    """From the annulment on, or as if the SK had never been."""

    EX_NUNC = "EX_NUNC"
    EX_TUNC = "EX_TUNC"


MOST = 20_000
"""How many employees one decision names one by one."""
Whom = Annotated[tuple[UUID, ...], Field(max_length=MOST)]


class Restore(Value):
    """A former post that somebody gets back."""

    pegawai_id: UUID
    assignment_id: UUID


class DecisionAnnulled(Event):
    """An SK was annulled, revoked or postponed: for all it names, or for some of them."""

    TOPIC: ClassVar[str] = "kinerja:DecisionAnnulled"
    STREAM: ClassVar[Category] = Category.SK
    PRECEDENCE: ClassVar[int] = 34
    LABEL: ClassVar[str] = "SK dibatalkan / dicabut / ditunda"
    ACTS: ClassVar[bool] = True
    TMT: ClassVar[str | None] = ""
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "kind": "DIBATALKAN",
        "defect": "PROSEDUR",
        "by": "PEJABAT",
        "restores": [
            {
                "pegawai_id": "00000000-0000-4000-8000-000000000010",
                "assignment_id": "00000000-0000-4000-8000-000000000006",
            }
        ],
        "sk": {"sk_id": "00000000-0000-4000-8000-00000000000b"},
    }

    sk_id: UUID
    kind: JenisPembatalan
    defect: Cacat | None = None
    by: Pembatal
    effect: Effect = Effect.EX_NUNC
    effect_from: Day | None = None
    """The first day without force; the annulling decision's own date where none is named."""
    diktum: ShortText | None = None
    court_ref: ShortText | None = None
    pegawai_ids: Whom = ()
    """For whom; for all whom the SK names where nobody is named."""
    restores: Annotated[tuple[Restore, ...], Field(max_length=MOST)] = ()

    def holds_for(self, pegawai_id: UUID | None) -> bool:
        return not self.pegawai_ids or pegawai_id is None or pegawai_id in self.pegawai_ids

    def has_begun(self, day: date) -> bool:
        return self.effect is Effect.EX_TUNC or self.tmt <= day

    def check(self, given: "Given") -> Iterator[Problem]:
        issued = given.history.first(DecisionIssued)
        if issued is None:
            yield EventUnknown(field="sk_id", value=self.sk_id)
            return
        if self.kind is JenisPembatalan.DIBATALKAN and self.defect is None:
            yield ValueMissing("UU 30/2014 art 66(1).", field="defect")
        yield from self._check_authority(given, issued)
        yield from self._check_days(issued)
        yield from itself(self.decision, self.sk_id)
        start = self._start(issued)
        yield from self._already(given.history, start)
        yield from _twice("pegawai_ids", self.pegawai_ids)
        yield from _twice("restores", self.restores)

    def _already(self, history: "History", day: date) -> Iterator[Problem]:
        """It has no force any more; one that is only postponed may still be annulled or revoked.

        What was annulled for some by name is annulled for the rest by an annulment for all.
        """
        final = self.kind is not JenisPembatalan.DITUNDA
        former = [a for a in history.of(DecisionAnnulled) if not (final and a.kind is JenisPembatalan.DITUNDA)]
        if not self.pegawai_ids:
            if any(_for_all(history, a, day) for a in former):
                yield AlreadyAnnulled(field="sk_id")
        elif whom := [who for who in self.pegawai_ids if any(_in_force(history, a, who, day) for a in former)]:
            more = f" and {len(whom) - SHOWN} more" if len(whom) > SHOWN else ""
            detail = f"{', '.join(map(str, whom[:SHOWN]))}{more}."
            yield AlreadyAnnulled(detail, field="pegawai_ids")

    def _check_authority(self, given: "Given", issued: DecisionIssued) -> Iterator[Problem]:
        if self.by is Pembatal.PENGADILAN:
            if self.court_ref is None:
                yield NoAuthority("Name the judgment.", field="court_ref")
        elif self.decision is None:
            yield ValueMissing("The decision that annuls.", field="sk")
        elif self.by is Pembatal.PEJABAT and not _same_office(self.decision.pejabat_jabatan, issued.pejabat_jabatan):
            detail = f"The SK was issued by {issued.pejabat_jabatan}, annulled by {self.decision.pejabat_jabatan}."
            yield NoAuthority(detail, field="by", value=self.by)
        cited = self.decision
        office = (None, None) if cited is None else (cited.pejabat_jabatan, cited.kapasitas)
        if not given.policy(self).may_annul(self.by, *office):
            yield NoAuthority(f"{BY_POLICY}: {self.by}, {office[0]} {office[1]}.", field="by", value=self.by)

    def _check_days(self, issued: DecisionIssued) -> Iterator[Problem]:
        allowed = self.court_ref is not None or self.diktum is not None
        if self.effect is Effect.EX_TUNC:
            if not allowed:
                yield RetroactiveNotAllowed(field="effect", value=self.effect)
        elif self.effect_from is None:
            if self.decision is None:
                yield ValueMissing(field="effect_from")
        elif self.effect_from < issued.tanggal:
            yield ValueInvalid("It begins after the SK was signed.", field="effect_from", value=self.effect_from)
        elif self.decision is not None and self.effect_from < self.decision.tanggal and not allowed:
            yield RetroactiveNotAllowed(field="effect_from", value=self.effect_from)

    def _start(self, issued: DecisionIssued) -> date:
        if self.effect is Effect.EX_TUNC:
            return issued.tanggal
        return self.effect_from or (self.decision.tanggal if self.decision else issued.tanggal)

    def derived(self, given: "Given") -> dict[str, Any]:
        issued = given.history.first(DecisionIssued)
        if issued is None:
            return {}
        start = self._start(issued)
        return {"tmt": start, "effect_from": start}


def _same_office(a: str, b: str) -> bool:
    return " ".join(a.upper().split()) == " ".join(b.upper().split())


class DecisionReinstated(Event):
    """An SK has its force again: a postponement was lifted, an annulment itself annulled on appeal or by a court."""

    TOPIC: ClassVar[str] = "kinerja:DecisionReinstated"
    STREAM: ClassVar[Category] = Category.SK
    PRECEDENCE: ClassVar[int] = 36
    LABEL: ClassVar[str] = "Penundaan / pembatalan SK dicabut"
    ACTS: ClassVar[bool] = True
    TMT: ClassVar[str | None] = "mulai"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "lifts": "00000000-0000-4000-8000-000000000008",
        "mulai": "2026-03-01",
        "court_ref": "12/G/2026/PTUN.SRG",
    }

    sk_id: UUID
    lifts: UUID
    """The event by which the SK was annulled or postponed."""
    mulai: Day
    """The first day on which it has force again."""
    pegawai_ids: Whom = ()
    """For whom; for all whom the annulment concerned where nobody is named."""
    court_ref: ShortText | None = None

    def holds_for(self, pegawai_id: UUID | None) -> bool:
        return not self.pegawai_ids or pegawai_id in self.pegawai_ids

    def check(self, given: "Given") -> Iterator[Problem]:
        annulment = given.history.by_id(self.lifts)
        yield from itself(self.decision, self.sk_id)
        yield from _twice("pegawai_ids", self.pegawai_ids)
        asked = frozenset(self.pegawai_ids)
        former = [r for r in given.history.of(DecisionReinstated) if r.lifts == self.lifts]
        if not isinstance(annulment, DecisionAnnulled) or any(
            not r.pegawai_ids or asked & {*r.pegawai_ids} for r in former
        ):
            yield NotAnnulled(field="lifts", value=self.lifts)
            return
        if self.mulai < annulment.tmt:
            yield ValueInvalid(f"It was annulled from {annulment.tmt} on.", field="mulai", value=self.mulai)
        if self.court_ref is None and self.decision is None:
            yield ValueMissing("The decision or the judgment that lifts it.", field="sk")


def lifted_for_all(history: "History", annulment: DecisionAnnulled) -> bool:
    """Whether an annulment was lifted for everybody, from whichever day on."""
    return any(r.lifts == annulment.event_id and not r.pegawai_ids for r in history.of(DecisionReinstated))


def _twice(field: str, named: Sequence[object]) -> Iterator[Problem]:
    if len(set(named)) < len(named):
        seen: set[object] = set()
        place = next(n for n, one in enumerate(named) if one in seen or seen.add(one))
        yield ValueInvalid("It is named twice.", field=f"{field}.{place}")


def _in_force(history: "History", annulment: DecisionAnnulled, pegawai_id: UUID | None, day: date) -> bool:
    """Whether an annulment holds for an employee on a day; without a name, for anybody."""
    return (
        annulment.holds_for(pegawai_id)
        and annulment.has_begun(day)
        and not any(lifting.holds_for(pegawai_id) for lifting in _lifted_by(history, annulment, day))
    )


def _for_all(history: "History", annulment: DecisionAnnulled, day: date) -> bool:
    """Whether an annulment holds on a day for everybody: it names nobody, and was lifted for nobody."""
    return annulment.has_begun(day) and not annulment.pegawai_ids and not any(_lifted_by(history, annulment, day))


def _lifted_by(history: "History", annulment: DecisionAnnulled, day: date) -> "Iterator[DecisionReinstated]":
    """What has lifted an annulment by a day, for some or for all."""
    return (r for r in history.of(DecisionReinstated) if r.lifts == annulment.event_id and r.mulai <= day)


def annulled_on(history: "History", pegawai_id: UUID | None, day: date) -> DecisionAnnulled | None:
    """The annulment by which an SK has no force for an employee on a day; without a name, for anybody."""
    return next((a for a in history.of(DecisionAnnulled) if _in_force(history, a, pegawai_id, day)), None)


class DecisionAnnulledForEmployee(Event):
    """What the annulment of an SK means for one employee it names."""

    TOPIC: ClassVar[str] = "kinerja:DecisionAnnulledForEmployee"
    BY_SERVER: ClassVar[bool] = True
    PRECEDENCE: ClassVar[int] = 260
    LABEL: ClassVar[str] = "Pembatalan SK bagi pegawai"
    TMT: ClassVar[str | None] = "effect_from"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "sk_id": "00000000-0000-4000-8000-000000000001",
        "annulment_id": "00000000-0000-4000-8000-000000000008",
        "kind": "DIBATALKAN",
        "effect": "EX_NUNC",
        "effect_from": "2025-11-05",
        "restores": ["00000000-0000-4000-8000-000000000006"],
    }

    sk_id: UUID
    annulment_id: UUID
    """The event by which the SK itself was annulled."""
    kind: JenisPembatalan
    effect: Effect
    effect_from: Day
    restores: tuple[UUID, ...] = ()
    """The former assignments that the employee returns to."""
    court_ref: ShortText | None = None
    regains: Annotated[tuple[UUID, ...], Derived()] = ()
    """The posts that are held again by it."""

    def claims(self) -> tuple[Key, ...]:
        return (cited_key(self.sk_id), *map(held_key, self.regains))

    def posts(self, history: "History") -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(post.jabatan_id for post in regained_by(history, self)))

    def refers_to(self, history: "History") -> tuple[str, ...]:
        units = [stream_name(Category.UNOR, a.unor_id) for a in self._former(history)]
        posts = [stream_name(Category.JABATAN, post) for post in self.posts(history)]
        return (stream_name(Category.SK, self.sk_id), *units, *posts, *super().refers_to(history))

    def _former(self, history: "History") -> "list[Assignment]":
        known = {a.assignment_id: a for e in history.standing.engagements for a in e.assignments}
        return [known[wanted] for wanted in self.restores if wanted in known]

    def check(self, given: "Given") -> Iterator[Problem]:
        known = {a.assignment_id: a for a in self._former(given.history)}
        without = given.history.and_then(self.model_copy(update={"restores": ()})).standing
        engagement = without.engagement_on(self.effect_from)
        held = None if engagement is None else engagement.definitive(self.effect_from)
        for assignment_id in self.restores:
            former = known.get(assignment_id)
            if former is None or (former.sk is not None and former.sk.sk_id == self.sk_id):
                yield EventUnknown("It is no former post of the employee.", field="restores", value=assignment_id)
                continue
            if former.penugasan is DEFINITIVE and held is not None:
                yield RestoreConflict("The employee still holds another one.", field="restores", value=assignment_id)
            yield from check_place(given, former.jabatan_id, former.unor_id, self.effect_from)
        if sum(a.penugasan is DEFINITIVE for a in known.values()) > 1:
            yield RestoreConflict("Nobody holds two definitive posts.", field="restores")
        after = given.history.and_then(self).standing
        before, now = given.history.standing.engagement_on(self.effect_from), after.engagement_on(self.effect_from)
        held_before = before is not None and before.definitive(self.effect_from) is not None
        if held_before and now is not None and now.definitive(self.effect_from) is None:
            yield NoPostLeft(field="restores")
        named = {a.jabatan_id for a in known.values()}
        yield from check_seats_again(given, regained_by(given.history, self), named)

    def derived(self, given: "Given") -> dict[str, Any]:
        return {"regains": self.posts(given.history)}


class DecisionReinstatedForEmployee(Event):
    """What the reinstatement of an SK means for one employee it names."""

    TOPIC: ClassVar[str] = "kinerja:DecisionReinstatedForEmployee"
    BY_SERVER: ClassVar[bool] = True
    PRECEDENCE: ClassVar[int] = 305
    LABEL: ClassVar[str] = "Pemulihan SK bagi pegawai"
    TMT: ClassVar[str | None] = "mulai"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "sk_id": "00000000-0000-4000-8000-000000000001",
        "reinstatement_id": "00000000-0000-4000-8000-000000000009",
        "annulment_id": "00000000-0000-4000-8000-000000000008",
        "mulai": "2026-03-01",
    }

    sk_id: UUID
    reinstatement_id: UUID
    annulment_id: UUID
    mulai: Day
    regains: Annotated[tuple[UUID, ...], Derived()] = ()
    """The posts that are held again by it."""

    def claims(self) -> tuple[Key, ...]:
        return (cited_key(self.sk_id), *map(held_key, self.regains))

    def posts(self, history: "History") -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(post.jabatan_id for post in regained_by(history, self)))

    def refers_to(self, history: "History") -> tuple[str, ...]:
        posts = [stream_name(Category.JABATAN, post) for post in self.posts(history)]
        return (stream_name(Category.SK, self.sk_id), *posts, *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_seats_again(given, regained_by(given.history, self))

    def derived(self, given: "Given") -> dict[str, Any]:
        return {"regains": self.posts(given.history)}

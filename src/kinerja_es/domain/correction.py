"""What becomes of facts that were wrong: corrected, voided, annulled, reinstated, merged.

Five different acts, never confused:
- a record correction or a ralat replaces fields from the fact's own TMT: it was always so;
- a void says that a record never happened (the wrong person, a double entry);
- an annulment ends an SK's force, from its own date unless a court or the diktum says otherwise (UU 30/2014 art 66);
- a reinstatement gives it back its force, from a day on;
- a merge makes one history of two records of one person.
What happens to an SK reaches each employee it names by an event in that person's own stream.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.appointment import check_place, held_key
from kinerja_es.domain.change import Correction, check_changes, check_seats_again, claimed_after, regained_by
from kinerja_es.domain.corrected import MISFITS, patched, replaced, value_at
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import (
    Category,
    DecisionRef,
    Derived,
    Event,
    Generated,
    Key,
    Patch,
    Personal,
    ShortText,
    Value,
    cited_key,
    stream_name,
)
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.domain.policy import BY_POLICY
from kinerja_es.domain.standing import DEFINITIVE
from kinerja_es.domain.values import Day
from kinerja_es.errors import EmployeeUnknown, Problem, ValueInvalid, ValueMissing
from kinerja_es.errors.correction import (
    AlreadyAnnulled,
    CorrectionEmpty,
    CorrectionTooWide,
    EventUnknown,
    MergeInvalid,
    NoAuthority,
    NoPostLeft,
    NotAnnulled,
    RestoreConflict,
    RetroactiveNotAllowed,
    StaleCorrection,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.standing import Assignment

ENVELOPE = frozenset({"tmt", "tmt_akhir", "documents", "legal_basis", "reason"})
"""What of the envelope a correction may change; a ralat of the SK itself also changes the SK as facts cite it."""

Patches = Annotated[tuple[Patch, ...], Field(min_length=1, max_length=200)]


# -- one fact corrected or voided --------------------------------------------------------


class RecordCorrected(Correction):
    """A clerk's mistake in one recorded fact was put right: it was always as it is said now."""

    TOPIC: ClassVar[str] = "kinerja:RecordCorrected"
    PRECEDENCE: ClassVar[int] = 381
    LABEL: ClassVar[str] = "Koreksi pencatatan"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "target_event_id": "00000000-0000-4000-8000-000000000007",
        "patches": [{"path": "tmt", "old": "2025-01-12", "new": "2025-12-01"}],
        "evidence": "SK asli, halaman 2",
        "approved_by": "Kepala BKPSDM",
    }

    target_event_id: UUID
    patches: Patches
    evidence: Annotated[ShortText, Personal()]
    approved_by: ShortText

    def amends(self) -> Mapping[UUID, tuple[Patch, ...]]:
        return {self.target_event_id: self.patches}

    def check(self, given: "Given") -> Iterator[Problem]:
        target = given.history.by_id(self.target_event_id)
        if target is None:
            yield EventUnknown(field="target_event_id", value=self.target_event_id)
            return
        found = [*check_patches(target, self.patches, "patches")]
        yield from found or check_changes(given, self)

    def derived(self, given: "Given") -> dict[str, Any]:
        target = given.history.by_id(self.target_event_id)
        if target is None:
            return {}
        patches = with_derived(given, target, self.patches)
        settled = self if patches == self.patches else self.model_copy(update={"patches": patches})
        claimed = claimed_after(given.history, settled)
        return {"tmt": target.tmt, "patches": patches, "claimed": claimed}


class RecordVoided(Correction):
    """A record never happened: it was entered for the wrong person, or twice. Unlike an annulled SK, it never was."""

    TOPIC: ClassVar[str] = "kinerja:RecordVoided"
    PRECEDENCE: ClassVar[int] = 382
    LABEL: ClassVar[str] = "Catatan dinyatakan tidak pernah ada"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "target_event_id": "00000000-0000-4000-8000-000000000007",
        "evidence": "Petikan SK menyebut pegawai lain",
        "approved_by": "Kepala BKPSDM",
        "reason": "Dicatat pada pegawai yang salah",
    }

    target_event_id: UUID
    evidence: Annotated[ShortText, Personal()]
    approved_by: ShortText

    def voids(self) -> tuple[UUID, ...]:
        return (self.target_event_id,)

    def check(self, given: "Given") -> Iterator[Problem]:
        target = given.history.by_id(self.target_event_id)
        if target is None:
            yield EventUnknown(field="target_event_id", value=self.target_event_id)
        elif isinstance(target, (EmployeeRegistered, EmployeesMerged, *_OF_AN_SK)):
            yield CorrectionTooWide(f"{target.LABEL}.", field="target_event_id", value=self.target_event_id)
        else:
            yield from check_changes(given, self)
        if self.reason is None:
            yield ValueMissing(field="reason")

    def derived(self, given: "Given") -> dict[str, Any]:
        target = given.history.by_id(self.target_event_id)
        return {} if target is None else {"tmt": target.tmt, "claimed": claimed_after(given.history, self)}


def check_patches(target: Event, patches: tuple[Patch, ...], field: str) -> Iterator[Problem]:
    """What speaks against each field of a correction."""
    paths = [patch.path for patch in patches]
    for place, patch in enumerate(patches):
        where = f"{field}.{place}"
        if not may_change(target, patch.path):
            yield CorrectionTooWide(f"{target.LABEL}.", field=f"{where}.path", value=patch.path)
        elif patch.path in paths[:place]:
            yield ValueInvalid("The field is named twice.", field=f"{where}.path", value=patch.path)
        elif (present := _present(target, patch.path)) is _NOTHING:
            yield ValueInvalid("There is no such field.", field=f"{where}.path", value=patch.path)
        elif present != patch.old:
            yield StaleCorrection(f"Now known: {present}.", field=f"{where}.old", value=patch.old)
        elif patch.old == patch.new:
            yield CorrectionEmpty(field=f"{where}.new", value=patch.new)
        elif not _fits(target, patch):
            yield ValueInvalid(field=f"{where}.new", value=patch.new)


def may_change(target: Event, path: str) -> bool:
    """Whether a correction may change this field: not who, which and what kind, nor what the server works out.

    What a correction, an annulment or a merge did is never changed by another correction: it is voided, lifted, or
    the fact itself is corrected again. Its papers may be put right.
    """
    name = path.partition(".")[0]
    if isinstance(target, _ACTS):
        return name in _PAPERS
    if name in Event.model_fields:
        if name == "tmt_akhir":
            return target.ENDS
        return name in ENVELOPE and not (name == "tmt" and target.TMT is not None)
    info = type(target).model_fields.get(name)
    if info is None or any(isinstance(mark, Derived | Generated) for mark in info.metadata):
        return False
    return name not in _FIXED and not isinstance(target, _OF_AN_SK)


_PAPERS = frozenset({"documents", "legal_basis", "reason", "evidence", "approved_by", "ralat_nomor", "ralat_tanggal"})
"""What a correction, an annulment or a merge was founded on."""

_FIXED = frozenset({"sk_id", "pegawai_id", "batch_id", "target_event_id", "jenis_sk", "kind", "jenis", "bentuk"})
"""Whom a fact is about, and what kind of decision it is: another subject or another kind is another fact."""


def _present(target: Event, path: str) -> Any:
    try:
        return value_at(target, path)
    except MISFITS:
        return _NOTHING


_NOTHING: Final = object()


def _fits(target: Event, patch: Patch) -> bool:
    try:
        replaced(target, patch)
    except MISFITS:
        return False
    return True


def with_derived(given: "Given", target: Event, patches: tuple[Patch, ...]) -> tuple[Patch, ...]:
    """The patches, and those of what the server works out from the corrected fields (a predikat from its results)."""
    before = given._replace(history=given.history.without(target.event_id))
    after = patched(target, patches)
    fields = type(target).model_fields
    more: list[Patch] = []
    for name, value in after.derived(before).items():
        worked_out = name in fields and any(isinstance(mark, Derived) for mark in fields[name].metadata)
        if worked_out and value is not None and value != getattr(after, name):
            changed = after.model_copy(update={name: value})
            more.append(Patch(path=name, old=value_at(after, name), new=value_at(changed, name)))
    return (*patches, *more)


# -- an SK corrected, annulled, reinstated -----------------------------------------------


class FactPatch(Patch):
    """A field of one fact that an SK decided, or of the SK itself."""

    event_id: UUID
    pegawai_id: UUID | None = None
    """Whose fact it is, where it is not the SK itself; the server says it, whatever a command states."""

    def whose(self) -> UUID | str | None:
        return self.pegawai_id


class DecisionCorrected(Correction):
    """Ralat: an error in a signed SK was put right, from the original TMT; or a mistake in recording the SK."""

    TOPIC: ClassVar[str] = "kinerja:DecisionCorrected"
    STREAM: ClassVar[Category] = Category.SK
    PRECEDENCE: ClassVar[int] = 32
    LABEL: ClassVar[str] = "SK diralat"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "ralat_nomor": "800.1.2.5/1300/BKPSDM/2025",
        "ralat_tanggal": "2025-10-20",
        "patches": [
            {
                "event_id": "00000000-0000-4000-8000-000000000007",
                "path": "golongan",
                "old": "V",
                "new": "VII",
            }
        ],
    }

    sk_id: UUID
    ralat_nomor: ShortText | None = None
    """The ralat's own number and date; without them it is the recording of the SK that was wrong."""
    ralat_tanggal: Day | None = None
    patches: Annotated[tuple[FactPatch, ...], Field(min_length=1, max_length=20_000)]

    def amends(self) -> Mapping[UUID, tuple[Patch, ...]]:
        return by_fact(self.patches)

    def own(self, history: "History") -> tuple[FactPatch, ...]:
        """Those of its patches that change the SK itself."""
        own = {fact.event_id for fact in history}
        return tuple(p for p in self.patches if p.event_id in own)

    def check(self, given: "Given") -> Iterator[Problem]:
        issued = given.history.first(DecisionIssued)
        if issued is None:
            yield EventUnknown(field="sk_id", value=self.sk_id)
            return
        if self.ralat_tanggal is not None and not issued.tanggal <= self.ralat_tanggal <= given.today:
            yield ValueInvalid("A ralat is dated after its SK, and not ahead.", field="ralat_tanggal")
        if (self.ralat_nomor is None) != (self.ralat_tanggal is None):
            yield ValueMissing("A ralat has a number and a date.", field="ralat_tanggal")
        if self.ralat_nomor is None and self.reason is None:
            yield ValueMissing("Without a ralat, say what was recorded wrongly.", field="reason")
        found: list[Problem] = []
        for event_id, patches in by_fact(self.own(given.history)).items():
            target = given.history.by_id(event_id)
            if target is not None:
                found += check_patches(target, patches, "patches")
        yield from found or check_changes(given, self)
        yield from itself(self.decision, self.sk_id)

    def derived(self, given: "Given") -> dict[str, Any]:
        issued = given.history.first(DecisionIssued)
        return {} if issued is None else {"tmt": issued.tanggal, "claimed": claimed_after(given.history, self)}


def itself(cited: DecisionRef | None, sk_id: UUID) -> Iterator[Problem]:
    """An SK that decides on itself would hold only as long as it does not."""
    if cited is not None and cited.sk_id == sk_id:
        yield ValueInvalid("An SK does not correct, annul or reinstate itself.", field="sk", value=cited.nomor)


def by_fact(patches: tuple[FactPatch, ...]) -> dict[UUID, tuple[Patch, ...]]:
    """The patches of each fact, in their order."""
    found: dict[UUID, tuple[Patch, ...]] = {}
    for patch in patches:
        found[patch.event_id] = (*found.get(patch.event_id, ()), patch)
    return found


class DecisionCorrectedForEmployee(Correction):
    """What the ralat of an SK means for one employee it names."""

    TOPIC: ClassVar[str] = "kinerja:DecisionCorrectedForEmployee"
    BY_SERVER: ClassVar[bool] = True
    PRECEDENCE: ClassVar[int] = 383
    LABEL: ClassVar[str] = "Ralat SK bagi pegawai"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "sk_id": "00000000-0000-4000-8000-000000000001",
        "correction_id": "00000000-0000-4000-8000-000000000008",
        **DecisionCorrected.EXAMPLE,
    }

    sk_id: UUID
    correction_id: UUID
    """The event by which the SK itself was corrected."""
    ralat_nomor: ShortText | None = None
    ralat_tanggal: Day | None = None
    patches: Annotated[tuple[FactPatch, ...], Field(min_length=1)]

    def claims(self) -> tuple[Key, ...]:
        return (*super().claims(), cited_key(self.sk_id))

    def amends(self) -> Mapping[UUID, tuple[Patch, ...]]:
        return by_fact(self.patches)

    def refers_to(self, history: "History") -> tuple[str, ...]:
        return (stream_name(Category.SK, self.sk_id), *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        found: list[Problem] = []
        for event_id, patches in by_fact(self.patches).items():
            target = given.history.by_id(event_id)
            if target is None:
                found.append(EventUnknown(field="patches", value=event_id))
            elif not self._decided(target):
                found.append(CorrectionTooWide("The SK did not decide it.", field="patches", value=event_id))
            else:
                # What it cites of the SK follows from the SK's own correction.
                stated = tuple(p for p in patches if not p.path.startswith("decision."))
                found += check_patches(target, stated, "patches")
        yield from found or check_changes(given, self)

    def _decided(self, target: Event) -> bool:
        if isinstance(target, DecisionCorrectedForEmployee):
            return target.sk_id == self.sk_id
        return target.decision is not None and target.decision.sk_id == self.sk_id

    def derived(self, given: "Given") -> dict[str, Any]:
        found: list[FactPatch] = []
        tmt: list[date] = []
        for event_id, patches in by_fact(self.patches).items():
            target = given.history.by_id(event_id)
            if target is not None:
                tmt.append(target.tmt)
                found += [
                    FactPatch(event_id=event_id, path=p.path, old=p.old, new=p.new)
                    for p in with_derived(given, target, patches)
                ]
        patches = tuple(found) or self.patches
        settled = self if patches == self.patches else self.model_copy(update={"patches": patches})
        claimed = claimed_after(given.history, settled)
        return {"patches": patches, "tmt": min(tmt, default=None), "claimed": claimed}


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
        if self._already(given.history, start):
            yield AlreadyAnnulled(field="pegawai_ids" if self.pegawai_ids else "sk_id")
        yield from _twice("pegawai_ids", self.pegawai_ids)
        yield from _twice("restores", self.restores)

    def _already(self, history: "History", day: date) -> bool:
        """Whether it has no force any more; one that is only postponed may still be annulled or revoked."""
        asked, final = frozenset(self.pegawai_ids), self.kind is not JenisPembatalan.DITUNDA
        return any(
            not (final and a.kind is JenisPembatalan.DITUNDA) and _in_force(history, a, asked, day)
            for a in history.of(DecisionAnnulled)
        )

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


def lifted(history: "History", annulment: DecisionAnnulled, pegawai_id: UUID | None) -> DecisionReinstated | None:
    """What lifted an annulment for an employee; without a name, for everybody."""
    for found in history.of(DecisionReinstated):
        if found.lifts == annulment.event_id and found.holds_for(pegawai_id):
            return found
    return None


def _twice(field: str, named: Sequence[object]) -> Iterator[Problem]:
    if len(set(named)) < len(named):
        seen: set[object] = set()
        place = next(n for n, one in enumerate(named) if one in seen or seen.add(one))
        yield ValueInvalid("It is named twice.", field=f"{field}.{place}")


def _in_force(history: "History", annulment: DecisionAnnulled, asked: frozenset[UUID], day: date) -> bool:
    """Whether an annulment holds on a day for one of these employees, or where nobody is named for anybody."""
    if annulment.effect is Effect.EX_NUNC and day < annulment.tmt:
        return False
    named = frozenset(annulment.pegawai_ids)
    whom = asked & named if asked and named else asked or named
    if asked and named and not whom:
        return False
    for lifting in history.of(DecisionReinstated):
        if lifting.lifts == annulment.event_id and lifting.mulai <= day:
            left = whom.difference(lifting.pegawai_ids)
            if not lifting.pegawai_ids or (whom and not left):
                return False
            whom = left
    return True


def annulled_on(history: "History", pegawai_id: UUID | None, day: date) -> DecisionAnnulled | None:
    """The annulment by which an SK has no force for an employee on a day; without a name, for anybody."""
    for annulment in history.of(DecisionAnnulled):
        if not annulment.holds_for(pegawai_id) or (annulment.effect is Effect.EX_NUNC and day < annulment.tmt):
            continue
        end = lifted(history, annulment, pegawai_id)
        if end is None or day < end.mulai:
            return annulment
    return None


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


# -- two records of one person -----------------------------------------------------------


class EmployeesMerged(Event):
    """Two records were of one person: what the one knew is taken over into the other, which goes on alone.

    It stands in both streams: in the one that goes on before the facts that are taken over, in the other as its end.
    """

    TOPIC: ClassVar[str] = "kinerja:EmployeesMerged"
    BY_SERVER: ClassVar[bool] = True
    PRECEDENCE: ClassVar[int] = 190
    LABEL: ClassVar[str] = "Data ganda digabung"
    CORRECTS: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-02-01",
        "kept": "00000000-0000-4000-8000-000000000010",
        "merged": "00000000-0000-4000-8000-000000000011",
        "evidence": "KTP dan petikan SK sama",
        "approved_by": "Kepala BKPSDM",
    }

    kept: UUID
    merged: UUID
    role: Literal["KEPT", "MERGED"] = "KEPT"
    """Whether this is the stream that goes on, or the one that ends."""
    evidence: Annotated[ShortText, Personal()]
    approved_by: ShortText

    def closes(self) -> bool:
        return self.role == "MERGED"

    def refers_to(self, history: "History") -> tuple[str, ...]:
        other = self.merged if self.role == "KEPT" else self.kept
        return (stream_name(Category.PEGAWAI, other), *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        if self.kept == self.merged:
            yield MergeInvalid(field="merged", value=self.merged)
            return
        for name, pegawai_id in (("kept", self.kept), ("merged", self.merged)):
            stream = stream_name(Category.PEGAWAI, pegawai_id)
            history = given.history if stream == given.stream else given.others.get(stream)
            if history is None:
                yield EmployeeUnknown(field=name, value=pegawai_id)
            elif history.closed:
                yield MergeInvalid("It was merged before.", field=name, value=pegawai_id)


_ACTS = (Correction, DecisionAnnulled, DecisionReinstated, EmployeesMerged)
"""What changes other facts, or an SK: it is taken back or done again, never changed itself."""
_OF_AN_SK = (DecisionCorrectedForEmployee, DecisionAnnulledForEmployee, DecisionReinstatedForEmployee)
"""What an SK's own event means for an employee: it is changed at the SK, never here alone."""

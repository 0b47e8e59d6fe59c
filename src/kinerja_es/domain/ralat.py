"""Ralat: an error in a signed SK is put right, in the SK and in each fact that it decided."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.change import Correction, check_changes, claimed_after
from kinerja_es.domain.correction import check_patches, with_derived
from kinerja_es.domain.decision import DecisionIssued, itself
from kinerja_es.domain.envelope import (
    Category,
    Event,
    Key,
    Patch,
    ShortText,
    cited_key,
    stream_name,
)
from kinerja_es.domain.values import Day
from kinerja_es.errors import Problem, ValueInvalid, ValueMissing
from kinerja_es.errors.correction import (
    CorrectionTooWide,
    EventUnknown,
)

if TYPE_CHECKING:
    from datetime import date

    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History


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

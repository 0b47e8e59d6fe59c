"""What becomes of one fact that was recorded wrongly: corrected, or voided.

Five different acts, never confused:
- a record correction or a ralat (`ralat`) replaces fields from the fact's own TMT: it was always so;
- a void says that a record never happened (the wrong person, a double entry);
- an annulment (`annulment`) ends an SK's force, from its own date unless a court or the diktum says otherwise
  (UU 30/2014 art 66);
- a reinstatement gives it back its force, from a day on;
- a merge (`merge`) makes one history of two records of one person.
What happens to an SK reaches each employee it names by an event in that person's own stream.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.change import Correction, check_changes, claimed_after
from kinerja_es.domain.corrected import MISFITS, patched, replaced, value_at
from kinerja_es.domain.envelope import (
    Derived,
    Event,
    Generated,
    Patch,
    Personal,
    ShortText,
)
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.domain.merge import EmployeesMerged
from kinerja_es.errors import Problem, ValueInvalid, ValueMissing
from kinerja_es.errors.correction import (
    AlsoInMergedRecord,
    CorrectionEmpty,
    CorrectionTooWide,
    EventUnknown,
    StaleCorrection,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given

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
        elif target.BY_SERVER or isinstance(target, EmployeeRegistered):
            yield CorrectionTooWide(f"{target.LABEL}.", field="target_event_id", value=self.target_event_id)
        else:
            yield from check_changes(given, self)
        for merge in given.history.of(EmployeesMerged):
            if any(same.event_id == self.target_event_id for same in merge.same):
                detail = f"Merged from {merge.merged}."
                yield AlsoInMergedRecord(detail, field="target_event_id", value=self.target_event_id)
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
    if target.ACTS:
        return name in _PAPERS
    if name in Event.model_fields:
        if name == "tmt_akhir":
            return target.ENDS
        return name in ENVELOPE and not (name == "tmt" and target.TMT is not None)
    info = type(target).model_fields.get(name)
    if info is None or any(isinstance(mark, Derived | Generated) for mark in info.metadata):
        return False
    # What an SK's own event means for an employee is changed at the SK, never here alone.
    return name not in _FIXED and not target.BY_SERVER


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

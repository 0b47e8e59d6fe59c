"""Batches: the cohort of one or more SKs, opened with expected counts and closed when they agree."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import Category, Event, Key, LongText, Personal, ShortText, Value, stream_name
from kinerja_es.domain.values import Day, Kind
from kinerja_es.errors import (
    BatchCountsDiffer,
    BatchIsClosed,
    BatchUnknown,
    CountAboveExpected,
    CountsDiffer,
    DecisionUnknown,
    KindNotExpected,
    Problem,
    ValueInvalid,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History

Count = Annotated[int, Field(ge=0, le=1_000_000)]


class PerKind(Value):
    """A number of employees for each kind."""

    CPNS: Count = 0
    PNS: Count = 0
    PPPK: Count = 0
    PPPK_PARUH_WAKTU: Count = 0

    @property
    def total(self) -> int:
        return sum(self.of(kind) for kind in Kind)

    def of(self, kind: Kind) -> int:
        return int(getattr(self, kind.value))

    @property
    def told(self) -> str:
        """For people: PPPK 15, PPPK_PARUH_WAKTU 3794."""
        return ", ".join(f"{kind} {self.of(kind)}" for kind in Kind if self.of(kind))

    def plus(self, other: "PerKind") -> "PerKind":
        return PerKind(**{kind.value: self.of(kind) + other.of(kind) for kind in Kind})

    def without_one(self, kind: Kind) -> "PerKind":
        return self.model_copy(update={kind.value: max(0, self.of(kind) - 1)})


def opening_key(day: date) -> Key:
    """By which the opening of a day is found again."""
    return Key("batch", f"opening:{day}")


class BatchOpened(Event):
    """A cohort was opened under its SKs, with how many of each kind they name."""

    TOPIC: ClassVar[str] = "kinerja:BatchOpened"
    STREAM: ClassVar[Category] = Category.BATCH
    PRECEDENCE: ClassVar[int] = 40
    LABEL: ClassVar[str] = "Batch dibuka"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2025-10-01",
        "sk_ids": ["00000000-0000-4000-8000-000000000001"],
        "expected": {"PPPK": 15, "PPPK_PARUH_WAKTU": 3794},
    }

    batch_id: UUID
    sk_ids: tuple[UUID, ...] = ()
    """Of an opening there are none: each of its employees has an SK of their own."""
    expected: PerKind
    opening: Day | None = None
    """The day on which existing staff is taken over. What is expected is then what the file has."""

    def claims(self) -> tuple[Key, ...]:
        if self.opening is not None:
            return (opening_key(self.opening),)
        return tuple(Key("batch", str(sk_id)) for sk_id in self.sk_ids)

    def refers_to(self, history: "History") -> tuple[str, ...]:
        return tuple(stream_name(Category.SK, sk_id) for sk_id in self.sk_ids)

    def check(self, given: "Given") -> Iterator[Problem]:
        if self.opening is not None:
            if self.opening > given.today:
                yield ValueInvalid("It lies in the past.", field="opening", value=self.opening)
            return
        if not self.sk_ids:
            yield DecisionUnknown(field="sk_ids")
            return
        known = [given.sk(sk_id) for sk_id in self.sk_ids]
        for sk_id, sk in zip(self.sk_ids, known, strict=True):
            if sk is None:
                yield DecisionUnknown(field="sk_ids", value=sk_id)
        named = sum(sk.jumlah_pegawai for sk in known if sk is not None)
        if None not in known and named != self.expected.total:
            yield CountsDiffer(
                f"The SK names {named}, expected are {self.expected.total}.",
                field="expected",
                value=self.expected.total,
            )


class Rejected(Value):
    """A row that was not recorded, and why: no value of it."""

    row: int
    column: ShortText | None = None
    code: ShortText
    kind: Kind | None = None
    unor: ShortText | None = None


class BatchFileRecorded(Event):
    """A file of the batch was recorded, whole or without the rows it names."""

    TOPIC: ClassVar[str] = "kinerja:BatchFileRecorded"
    STREAM: ClassVar[Category] = Category.BATCH
    PRECEDENCE: ClassVar[int] = 50
    LABEL: ClassVar[str] = "Berkas batch dicatat"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"tmt": "2025-10-23", "sha256": "0" * 64, "rows": 1, "recorded": {"PPPK": 1}}

    batch_id: UUID
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rows: Count
    """Rows in the file."""
    recorded: PerKind
    """Employees that this file brought."""
    present: Count = 0
    """Rows whose employee was recorded in this batch before."""
    rejected: tuple[Rejected, ...] = ()

    def check(self, given: "Given") -> Iterator[Problem]:
        batch = batch_of(given)
        if batch is None:
            yield BatchUnknown(value=self.batch_id)
            return
        if batch.closed is not None:
            yield BatchIsClosed(f"It was closed on {batch.closed}.")
        if batch.opening is not None:
            return
        after = batch.recorded.plus(self.recorded)
        for kind in Kind:
            if after.of(kind) and not batch.expected.of(kind):
                yield KindNotExpected(field="expected", value=kind)
            elif after.of(kind) > batch.expected.of(kind):
                detail = f"{kind}: {after.of(kind)} for {batch.expected.of(kind)}."
                yield CountAboveExpected(detail, field="expected", value=kind)


class BatchMemberMerged(Event):
    """Two members of the batch were one person, whose records were merged: the person counts once."""

    TOPIC: ClassVar[str] = "kinerja:BatchMemberMerged"
    STREAM: ClassVar[Category] = Category.BATCH
    BY_SERVER: ClassVar[bool] = True
    PRECEDENCE: ClassVar[int] = 55
    LABEL: ClassVar[str] = "Anggota ganda batch digabung"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-02-01",
        "kind": "PPPK",
        "kept": "00000000-0000-4000-8000-000000000010",
        "merged": "00000000-0000-4000-8000-000000000011",
    }

    batch_id: UUID
    kind: Kind
    """As which the record that ended was counted."""
    kept: UUID
    merged: UUID


class BatchClosed(Event):
    """A batch was closed: its counts agree, or the difference is explained."""

    TOPIC: ClassVar[str] = "kinerja:BatchClosed"
    STREAM: ClassVar[Category] = Category.BATCH
    PRECEDENCE: ClassVar[int] = 60
    LABEL: ClassVar[str] = "Batch direkonsiliasi dan ditutup"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"tmt": "2025-12-31", "explained": "Dua orang mengundurkan diri."}

    batch_id: UUID
    expected: PerKind = PerKind()
    recorded: PerKind = PerKind()
    explained: Annotated[LongText | None, Personal()] = None

    def check(self, given: "Given") -> Iterator[Problem]:
        batch = batch_of(given)
        if batch is None:
            yield BatchUnknown(value=self.batch_id)
        elif batch.closed is not None:
            yield BatchIsClosed(f"It was closed on {batch.closed}.")
        elif batch.recorded != batch.expected and self.explained is None:
            detail = ", ".join(
                f"{kind}: {batch.recorded.of(kind)} of {batch.expected.of(kind)}"
                for kind in Kind
                if batch.recorded.of(kind) != batch.expected.of(kind)
            )
            yield BatchCountsDiffer(f"{detail}.", field="explained")

    def derived(self, given: "Given") -> dict[str, Any]:
        batch = batch_of(given)
        return {} if batch is None else {"expected": batch.expected, "recorded": batch.recorded}


class Batch(Value):
    """What the facts of one batch come to."""

    batch_id: UUID
    tmt: date
    sk_ids: tuple[UUID, ...] = ()
    opening: date | None = None
    expected: PerKind = PerKind()
    recorded: PerKind = PerKind()
    files: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    """What the latest file left out: an earlier one's rows may have come since."""
    closed: date | None = None
    explained: str | None = None


def fold_batch(state: Batch | None, fact: Event) -> Batch | None:
    """The batch after one more fact, whichever comes first: a file may be recorded before the SK's TMT."""
    if not isinstance(fact, BatchOpened | BatchFileRecorded | BatchMemberMerged | BatchClosed):
        return state
    batch = state or Batch(batch_id=fact.batch_id, tmt=fact.tmt)
    changes: dict[str, Any]
    match fact:
        case BatchOpened():
            changes = {"sk_ids": fact.sk_ids, "tmt": fact.tmt, "expected": fact.expected, "opening": fact.opening}
        case BatchFileRecorded():
            changes = {
                "recorded": batch.recorded.plus(fact.recorded),
                "files": (*batch.files, fact.sha256),
                "rejected": fact.rejected,
            }
        case BatchMemberMerged():
            changes = {"recorded": batch.recorded.without_one(fact.kind)}
        case BatchClosed():
            changes = {"closed": fact.tmt, "explained": fact.explained}
    after = batch.model_copy(update=changes)
    if after.opening is None:
        return after
    # Nobody has named a number: expected are those who were recorded, and those whose rows the latest file left out.
    left_out = Counter(kind for kind in {r.row: r.kind for r in after.rejected}.values() if kind is not None)
    missing = PerKind(**{kind.value: left_out[kind] for kind in Kind})
    return after.model_copy(update={"expected": after.recorded.plus(missing)})


def batch_of(given: "Given") -> Batch | None:
    """The batch that a fact's own stream tells of."""
    batch: Batch | None = None
    for fact in given.history:
        batch = fold_batch(batch, fact)
    return batch

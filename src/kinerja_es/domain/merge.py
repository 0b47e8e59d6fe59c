"""Two records of one person become one history."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal
from uuid import UUID

from kinerja_es.domain.envelope import (
    Category,
    Event,
    Personal,
    ShortText,
    Value,
    stream_name,
)
from kinerja_es.errors import EmployeeUnknown, Problem
from kinerja_es.errors.correction import (
    MergeInvalid,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History


class Same(Value):
    """One fact that both records told: it counts once."""

    event_id: UUID
    """By which it goes on."""
    merged_event_id: UUID
    """By which the record that ended had it."""


class EmployeesMerged(Event):
    """Two records were of one person: what the one knew is taken over into the other, which goes on alone.

    It stands in both streams: in the one that goes on before the facts that are taken over, in the other as its end.
    """

    TOPIC: ClassVar[str] = "kinerja:EmployeesMerged"
    ACTS: ClassVar[bool] = True
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
    same: tuple[Same, ...] = ()
    """In the stream that goes on: what was not taken over, since it was known there already."""

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

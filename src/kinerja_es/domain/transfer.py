"""Moves between agencies (pindah instansi), out and in."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from kinerja_es.domain.appointment import EmployeeAppointed
from kinerja_es.domain.envelope import Approval, Derived, Event, ShortText
from kinerja_es.errors import NotActive, Problem
from kinerja_es.errors.person import PppkCannotTransfer

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given


class AgencyTransferredOut(Event):
    """An employee went to another agency: from the TMT on there is no engagement here."""

    TOPIC: ClassVar[str] = "kinerja:AgencyTransferredOut"
    PRECEDENCE: ClassVar[int] = 252
    LABEL: ClassVar[str] = "Pindah instansi keluar"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-05-01",
        "other_instansi": "Pemerintah Provinsi Banten",
        "pertek_nomor": "PT-1/2026",
    }

    other_instansi: ShortText
    pertek_nomor: ShortText | None = None
    persetujuan: Approval | None = None
    engagement_id: Annotated[UUID | None, Derived()] = None

    def check(self, given: "Given") -> Iterator[Problem]:
        engagement = given.engagement(self.tmt)
        if engagement is None:
            yield from given.engaged(self.tmt)
            return
        if engagement.kind_on(self.tmt).by_contract:
            yield PppkCannotTransfer(f"{engagement.kind}.", field="tmt", value=self.tmt)
        if (status := given.history.standing.status_on(self.tmt)) != "AKTIF":
            yield NotActive(f"The status is {status}.", field="tmt", value=self.tmt)

    def derived(self, given: "Given") -> dict[str, Any]:
        engagement = given.engagement(self.tmt)
        return {"engagement_id": engagement.engagement_id if engagement else None}


class AgencyTransferredIn(EmployeeAppointed):
    """An employee came from another agency: it opens an engagement here, with its first assignment."""

    TOPIC: ClassVar[str] = "kinerja:AgencyTransferredIn"
    PRECEDENCE: ClassVar[int] = 212
    LABEL: ClassVar[str] = "Pindah instansi masuk"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        **EmployeeAppointed.EXAMPLE,
        "kind": "PNS",
        "golongan": "III/a",
        "other_instansi": "Pemerintah Provinsi Banten",
    }

    other_instansi: ShortText
    pertek_nomor: ShortText | None = None
    persetujuan: Approval | None = None

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from super().check(given)
        if self.kind.by_contract:
            yield PppkCannotTransfer(field="kind", value=self.kind)

"""Where an employee stands: what the facts come to, and in which stretches of time which standing holds.

`fold` (in fold.py) makes a standing from facts; `stretches` says since when and until when what holds, ahead of today
where the facts say so: time passes without events. Recording, read models and audit all agree on it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple, cast
from uuid import UUID

from kinerja_es.domain.appointment import (
    Penugasan,
)
from kinerja_es.domain.identity import Number
from kinerja_es.domain.values import Golongan, Kind


class Status(StrEnum):
    """Kedudukan: the states of one engagement."""

    TERDAFTAR = "TERDAFTAR"
    DIANGKAT = "DIANGKAT"
    AKTIF = "AKTIF"
    NONAKTIF_SEMENTARA = "NONAKTIF_SEMENTARA"
    KONTRAK_HABIS = "KONTRAK_HABIS"
    BERHENTI_HORMAT = "BERHENTI_HORMAT"
    BERHENTI_HORMAT_TAPS = "BERHENTI_HORMAT_TAPS"
    BERHENTI_TIDAK_HORMAT = "BERHENTI_TIDAK_HORMAT"
    PENSIUN = "PENSIUN"
    MENINGGAL = "MENINGGAL"


STATUS_LABEL = {
    Status.TERDAFTAR: "Terdaftar",
    Status.DIANGKAT: "Diangkat, belum melaksanakan tugas",
    Status.AKTIF: "Aktif",
    Status.NONAKTIF_SEMENTARA: "Nonaktif sementara",
    Status.KONTRAK_HABIS: "Kontrak habis",
    Status.BERHENTI_HORMAT: "Diberhentikan dengan hormat",
    Status.BERHENTI_HORMAT_TAPS: "Diberhentikan dengan hormat tidak atas permintaan sendiri",
    Status.BERHENTI_TIDAK_HORMAT: "Diberhentikan tidak dengan hormat",
    Status.PENSIUN: "Pensiun",
    Status.MENINGGAL: "Meninggal",
}


class Sk(NamedTuple):
    """The SK by which something holds."""

    sk_id: UUID
    nomor: str
    tanggal: date


class Assignment(NamedTuple):
    """A post held, from `tmt` until `ended` (exclusive)."""

    assignment_id: UUID
    penugasan: Penugasan
    jabatan_id: UUID
    unor_id: UUID
    tmt: date
    ended: date | None
    sk: Sk | None


class Contract(NamedTuple):
    """An employment contract, both days inclusive."""

    contract_id: UUID
    nomor: str
    urutan: int
    """Which contract of the engagement it is, by their first days, from 1."""
    mulai: date
    akhir: date
    upah_rp: int | None


class Suspension(NamedTuple):
    """A suspension, from `tmt` until `ended` (exclusive)."""

    suspension_id: UUID
    ground: str
    tmt: date
    ended: date | None
    gaji_persen: int
    tpp_persen: int
    sk: Sk | None


class Engagement(NamedTuple):
    """One employment relation, from appointment to its end."""

    engagement_id: UUID
    kind: Kind
    tmt: date
    golongan: Golongan | None
    batch_id: UUID | None
    sk: Sk | None
    assignments: tuple[Assignment, ...]
    duty: date | None = None
    contracts: tuple[Contract, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    ended: date | None = None
    """First day without the engagement."""
    ended_as: Status | None = None
    ended_ground: str | None = None
    ended_sk: Sk | None = None

    def held(self, day: date) -> list[Assignment]:
        """Every post held on a day: the definitive one, and those beside it."""
        return [a for a in self.assignments if runs_on(a, day)]

    def left(self, post: Assignment) -> date | None:
        """The first day without one of its posts: the post's own end, or that of the engagement."""
        if post.ended is None or self.ended is None:
            return post.ended or self.ended
        return min(post.ended, self.ended)

    def definitive(self, day: date) -> Assignment | None:
        """The definitive post held on a day."""
        for a in reversed(self.assignments):
            if a.penugasan is DEFINITIVE and runs_on(a, day):
                return a
        return None

    def suspended(self, day: date) -> Suspension | None:
        for s in reversed(self.suspensions):
            if runs_on(s, day):
                return s
        return None

    def contract(self, day: date) -> Contract | None:
        """The contract whose term the day lies in."""
        for c in reversed(self.contracts):
            if c.mulai <= day <= c.akhir:
                return c
        return None


DEFINITIVE = Penugasan.D  # looked up once: the name of an enum's member costs as much as a post's days


def runs_on(span: Assignment | Suspension, day: date) -> bool:
    """Whether a post or a suspension holds on a day."""
    return span.tmt <= day and (span.ended is None or day < span.ended)


class Anomaly(NamedTuple):
    """A fact that does not fit the others, and from when."""

    code: str
    tmt: date
    event_id: UUID


class Standing(NamedTuple):
    """What the facts of one employee come to."""

    registered: date | None = None
    numbers: tuple[Number, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    exceptions: tuple[Anomaly, ...] = ()

    @property
    def flags(self) -> tuple[Anomaly, ...]:
        """What holds against the record, each from its TMT on: named exceptions, then anomalies.

        They are no part of a stretch: a flag that comes up neither begins a standing nor ends one.
        """
        return (*self.exceptions, *self.anomalies)

    def engagement_on(self, day: date) -> Engagement | None:
        """The engagement in force on a day."""
        for engagement in reversed(self.engagements):
            if engagement.tmt <= day and (engagement.ended is None or day < engagement.ended):
                return engagement
        return None

    def status_on(self, day: date) -> Status | None:
        """The status on a day, without looking at any other day; None before the employee was known."""
        found = _on(self, day, None)
        return None if found is None else found.status

    def on(self, day: date) -> "Stretch | None":
        """The stretch that a day lies in; None before the employee was known."""
        return next((s for s in stretches(self) if s.holds(day)), None)


class Stretch(NamedTuple):
    """One standing and the stretch of time in which it holds: `valid_to` is exclusive, None is open."""

    valid_from: date
    valid_to: date | None
    status: Status
    ground: str | None = None
    kind: Kind | None = None
    engagement_id: UUID | None = None
    golongan: str | None = None
    assignment_id: UUID | None = None
    jabatan_id: UUID | None = None
    unor_id: UUID | None = None
    acting: tuple[UUID, ...] = ()
    """Posts held beside the definitive one (Plt, Plh, Pj)."""
    contract_id: UUID | None = None
    contract_akhir: date | None = None
    gaji_persen: int = 0
    tpp_persen: int = 0
    sk_id: UUID | None = None
    sk_nomor: str | None = None
    sk_tanggal: date | None = None

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


# -- stretches of time -------------------------------------------------------------------


def stretches(standing: Standing) -> Iterator[Stretch]:
    """The standing as stretches of time without gaps, from the first fact to an open end."""
    days = sorted(_boundaries(standing))
    present: Stretch | None = None
    for day, following in zip_longest(days, days[1:]):
        found = _on(standing, day, following)
        if found is None:
            continue
        if present is not None and _same(present, found):
            present = present._replace(valid_to=following)
            continue
        if present is not None:
            yield present
        present = found
    if present is not None:
        yield present


def _boundaries(standing: Standing) -> set[date]:
    """Every day on which something may change."""
    days: set[date | None] = {standing.registered}
    for e in standing.engagements:
        days.update((e.tmt, e.ended, e.duty, _known_from(e)))
        for a in e.assignments:
            days.update((a.tmt, a.ended))
        for s in e.suspensions:
            days.update((s.tmt, s.ended))
        for c in e.contracts:
            days.update((c.mulai, c.akhir + timedelta(days=1)))
    days.discard(None)
    return cast("set[date]", days)


def _known_from(engagement: Engagement) -> date:
    """From the day of the SK an employee is appointed, be the TMT still ahead."""
    return engagement.tmt if engagement.sk is None else min(engagement.tmt, engagement.sk.tanggal)


def _on(standing: Standing, day: date, following: date | None) -> Stretch | None:
    """The standing on one day, with the day on which something may change next."""
    begun = [e for e in standing.engagements if _known_from(e) <= day]
    if not begun:
        if standing.registered is None or day < standing.registered:
            return None
        return Stretch(day, following, Status.TERDAFTAR)
    # A later appointment whose TMT is still ahead does not hide the engagement that still runs.
    running = [e for e in begun if e.ended is None or day < e.ended]
    present = [e for e in running if e.tmt <= day]
    return _within((present or running or begun)[-1], day, following)


def _within(e: Engagement, day: date, following: date | None) -> Stretch:
    if e.ended is not None and e.ended <= day:
        sk = e.ended_sk or _NO_SK
        return Stretch(
            valid_from=day,
            valid_to=following,
            status=e.ended_as or Status.BERHENTI_HORMAT,
            ground=e.ended_ground,
            kind=e.kind,
            engagement_id=e.engagement_id,
            golongan=e.golongan,
            sk_id=sk.sk_id,
            sk_nomor=sk.nomor,
            sk_tanggal=sk.tanggal,
        )
    post, contract = e.definitive(day), e.contract(day)
    status, pay, suspension = _status(e, day, contract)
    sk = (suspension.sk if suspension else post.sk if post else e.sk) or _NO_SK
    return Stretch(
        day,
        following,
        status,
        suspension.ground if suspension else None,
        e.kind,
        e.engagement_id,
        e.golongan,
        post.assignment_id if post else None,
        post.jabatan_id if post else None,
        post.unor_id if post else None,
        tuple([a.jabatan_id for a in e.assignments if a.penugasan is not DEFINITIVE and runs_on(a, day)]),
        contract.contract_id if contract else None,
        contract.akhir if contract else None,
        *pay,
        sk.sk_id,
        sk.nomor,
        sk.tanggal,
    )


def _status(e: Engagement, day: date, contract: Contract | None) -> tuple[Status, tuple[int, int], Suspension | None]:
    """The status on a day, what of salary and allowance is payable in percent, and the suspension that it is by."""
    if contract is None and e.contracts and any(c.akhir < day for c in e.contracts):
        return Status.KONTRAK_HABIS, (0, 0), None
    if (suspension := e.suspended(day)) is not None:
        return Status.NONAKTIF_SEMENTARA, (suspension.gaji_persen, suspension.tpp_persen), suspension
    if e.duty is not None and e.duty <= day:  # never before the TMT: on those days the fold finds no engagement
        return Status.AKTIF, (100, 100), None
    return Status.DIANGKAT, (0, 0), None


class _NoSk(NamedTuple):
    sk_id: None = None
    nomor: None = None
    tanggal: None = None


_NO_SK = _NoSk()


def _same(a: Stretch, b: Stretch) -> bool:
    """Whether two stretches differ in nothing but their days."""
    return a[2:] == b[2:]

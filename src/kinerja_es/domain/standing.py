"""Where an employee stands: what the facts come to, and in which stretches of time which standing holds.

`fold` (in fold.py) makes a standing from facts; `stretches` says since when and until when what holds, ahead of today
where the facts say so: time passes without events. Recording, read models and audit all agree on it.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple, TypeVar, cast
from uuid import UUID

from kinerja_es.domain.appointment import (
    Penugasan,
)
from kinerja_es.domain.discipline import SanctionAppealDecided, SanctionEnded
from kinerja_es.domain.identity import Number
from kinerja_es.domain.values import Golongan, Kind

T = TypeVar("T")
Span = tuple[date, date | None]
"""Days: from, until (exclusive); None is open."""


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
    BATAL = "BATAL"
    PINDAH = "PINDAH"


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
    Status.BATAL: "Pengangkatan dibatalkan",
    Status.PINDAH: "Pindah instansi",
}


class Sk(NamedTuple):
    """The SK by which something holds."""

    sk_id: UUID
    nomor: str
    tanggal: date


class Annulment(NamedTuple):
    """An SK without force for this employee, from `start` until `end` (exclusive)."""

    annulment_id: UUID
    sk_id: UUID
    kind: str
    start: date
    end: date | None
    by: Sk | None


class Gap(NamedTuple):
    """Days on which what an SK made has no force: from `start` until `end` (exclusive)."""

    start: date
    end: date | None
    annulment_id: UUID
    over: Sk | None = None
    """The SK by which a suspension was over in those days, where it is that one which was annulled."""


class Break(NamedTuple):
    """Days on which an engagement does not run, and as what it counts then: `end` is exclusive."""

    start: date
    end: date | None
    status: "Status"
    ground: str | None
    sk: Sk | None
    annulment_id: UUID
    ending: bool = False
    """Whether it is the time after an ending that was annulled later."""


class Assignment(NamedTuple):
    """A post held, from `tmt` until `ended` (exclusive)."""

    assignment_id: UUID
    penugasan: Penugasan
    jabatan_id: UUID
    unor_id: UUID
    tmt: date
    ended: date | None
    sk: Sk | None
    gaps: tuple[Gap, ...] = ()
    restored_by: UUID | None = None
    """The annulment by which it was given back, where it was."""
    kept_by: tuple[UUID, ...] = ()
    """The annulments without which it had been left: each came before the day on which an SK would have ended it."""


class Contract(NamedTuple):
    """An employment contract, both days inclusive."""

    contract_id: UUID
    nomor: str
    urutan: int
    """Which contract of the engagement it is, by their first days, from 1."""
    mulai: date
    akhir: date
    upah_rp: int | None
    """The wage as signed."""
    addenda: tuple[tuple[date, int], ...] = ()
    """Wages that addenda set, each from its day on, in fold order."""

    def upah_on(self, day: date) -> int | None:
        """The wage on a day."""
        found = [rupiah for tmt, rupiah in self.addenda if tmt <= day]
        return found[-1] if found else self.upah_rp


class Suspension(NamedTuple):
    """A suspension, from `tmt` until `ended` (exclusive)."""

    suspension_id: UUID
    ground: str
    tmt: date
    ended: date | None
    gaji_persen: int
    tpp_persen: int
    sk: Sk | None
    gaps: tuple[Gap, ...] = ()
    planned: date | None = None
    """The first day without it, as it was imposed."""
    ended_sk: Sk | None = None
    """The SK that ended it."""


class Sanction(NamedTuple):
    """A disciplinary sanction, from `tmt` until `ended` (exclusive), and what remains payable in it."""

    sanction_id: UUID
    tingkat: str
    tmt: date
    ended: date | None
    gaji_persen: int
    tpp_persen: int
    sk: Sk | None
    gaps: tuple[Gap, ...] = ()


class Tanda(StrEnum):
    """Marks beside a status, never a status themselves."""

    DALAM_PEMERIKSAAN = "DALAM_PEMERIKSAAN"
    DALAM_PEMBINAAN = "DALAM_PEMBINAAN"
    MENJALANI_HUKUMAN_R = "MENJALANI_HUKUMAN_R"
    MENJALANI_HUKUMAN_S = "MENJALANI_HUKUMAN_S"
    MENJALANI_HUKUMAN_B = "MENJALANI_HUKUMAN_B"


TANDA_LABEL = {
    Tanda.DALAM_PEMERIKSAAN: "Dalam pemeriksaan",
    Tanda.DALAM_PEMBINAAN: "Dalam pembinaan",
    Tanda.MENJALANI_HUKUMAN_R: "Menjalani hukuman ringan",
    Tanda.MENJALANI_HUKUMAN_S: "Menjalani hukuman sedang",
    Tanda.MENJALANI_HUKUMAN_B: "Menjalani hukuman berat",
}
TANDA_ENGLISH = {
    Tanda.DALAM_PEMERIKSAAN: "Under examination",
    Tanda.DALAM_PEMBINAAN: "In coaching",
    Tanda.MENJALANI_HUKUMAN_R: "Serving a light sanction",
    Tanda.MENJALANI_HUKUMAN_S: "Serving a medium sanction",
    Tanda.MENJALANI_HUKUMAN_B: "Serving a heavy sanction",
}


class Mark(NamedTuple):
    """An examination or a coaching that runs from `start` until `end` (exclusive)."""

    tanda: Tanda
    about: UUID
    """The case or the coaching."""
    start: date
    end: date | None


class Since(NamedTuple):
    """A grade or a kind that holds from a day on, until the next one."""

    value: str
    tmt: date
    sk: Sk | None
    ended: date | None = None
    gaps: tuple[Gap, ...] = ()


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
    breaks: tuple[Break, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    grades: tuple[Since, ...] = ()
    """What became of the golongan since the appointment."""
    kinds: tuple[Since, ...] = ()
    """What became of the kind: a CPNS becomes a PNS within one engagement."""

    def golongan_on(self, day: date) -> Golongan | None:
        """The golongan on a day."""
        found = [g.value for g in self.grades if runs_on(g, day)]
        return Golongan(found[-1]) if found else self.golongan

    def kind_on(self, day: date) -> Kind:
        """The kind on a day."""
        found = [k.value for k in self.kinds if runs_on(k, day)]
        return Kind(found[-1]) if found else self.kind

    def runs(self, day: date) -> bool:
        """Whether it is in force on a day."""
        if day < self.tmt or (self.ended is not None and self.ended <= day):
            return False
        return not self.breaks or self.broken(day) is None

    def broken(self, day: date) -> Break | None:
        """The break that a day lies in."""
        found = [b for b in self.breaks if b.start <= day and (b.end is None or day < b.end)]
        # What is annulled is no longer merely postponed.
        final = [b for b in found if b.status is not Status.DIANGKAT]
        return (final or found or [None])[-1]

    def held(self, day: date) -> list[Assignment]:
        """Every post held on a day: the definitive one, and those beside it."""
        return [a for a in self.assignments if runs_on(a, day)]

    def left(self, post: Assignment) -> date | None:
        """The first day without one of its posts: the post's own end, or that of the engagement."""
        if post.ended is None or self.ended is None:
            return post.ended or self.ended
        return min(post.ended, self.ended)

    def days_in(self, post: Assignment) -> list[Span]:
        """The days on which one of its posts is held: from, until (exclusive), without those that an annulment took."""
        gone = [(gap.start, gap.end) for gap in (*post.gaps, *self.breaks)]
        return without([(post.tmt, self.left(post))], gone)

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


def without(spans: list[Span], gone: Iterable[Span]) -> list[Span]:
    """What is left of stretches of days without others."""
    for start, end in gone:
        spans = [part for span in spans for part in _less(span, start, end)]
    return spans


def _less(span: Span, start: date, end: date | None) -> Iterator[Span]:
    """What is left of a stretch of days without another."""
    first, last = span
    if (last is not None and last <= start) or (end is not None and end <= first):
        yield span
        return
    if first < start:
        yield first, start
    if end is not None and (last is None or end < last):
        yield end, last


DEFINITIVE = Penugasan.D  # looked up once: the name of an enum's member costs as much as a post's days


def runs_on(span: Assignment | Suspension | Sanction | Since, day: date) -> bool:
    """Whether a post, a suspension or a sanction holds on a day."""
    if day < span.tmt or (span.ended is not None and span.ended <= day):
        return False
    return not span.gaps or all(day < gap.start or (gap.end is not None and gap.end <= day) for gap in span.gaps)


def covers(span: Assignment | Suspension | Engagement, day: date) -> bool:
    """Whether a day lies between its first and its last one, be there an annulment or not.

    What happened in the days of an annulment counts once that is lifted.
    """
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
    annulments: tuple[Annulment, ...] = ()
    marks: tuple[Mark, ...] = ()
    early: tuple[SanctionAppealDecided | SanctionEnded, ...] = ()
    """What changes a sanction that is not there, or not yet: an appeal is decided before a sanction's first day too."""

    @property
    def flags(self) -> tuple[Anomaly, ...]:
        """What holds against the record, each from its TMT on: named exceptions, then anomalies.

        They are no part of a stretch: a flag that comes up neither begins a standing nor ends one.
        """
        return (*self.exceptions, *self.anomalies)

    def engagement_on(self, day: date) -> Engagement | None:
        """The engagement in force on a day."""
        for engagement in reversed(self.engagements):
            if engagement.runs(day):
                return engagement
        return None

    def at(self, day: date) -> "Stretch | None":
        """What holds on a day, without looking at any other day: its last one is not told.

        None before the employee was known.
        """
        return _on(self, day, None)

    def status_on(self, day: date) -> Status | None:
        """The status on a day; None before the employee was known."""
        found = self.at(day)
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
    contract_upah_rp: int | None = None
    """The wage of that stretch, by the contract or an addendum."""
    gaji_persen: int = 0
    tpp_persen: int = 0
    sk_id: UUID | None = None
    sk_nomor: str | None = None
    sk_tanggal: date | None = None
    tanda: tuple[Tanda, ...] = ()
    """What is marked beside the status."""

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def marked_until(following: Iterable[tuple[T | None, Container[str]]], tanda: str) -> T | None:
    """The first day without a mark, by the ends and the marks of the stretches from the one of a day on."""
    until: T | None = None
    for end, marks in following:
        if tanda not in marks:
            break
        until = end
    return until


# -- stretches of time -------------------------------------------------------------------


def stretches(standing: Standing, since: date | None = None) -> Iterator[Stretch]:
    """The standing as stretches of time without gaps, from the first fact (or from a day) to an open end."""
    days = sorted(_boundaries(standing))
    if since is not None:
        days = [since, *(day for day in days if since < day)]
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
        days |= {e.tmt, e.ended, e.duty, _known_from(e)}
        for b in e.breaks:
            days.update((b.start, b.end))
        for span in (*e.assignments, *e.suspensions, *e.sanctions, *e.grades, *e.kinds):
            days |= {span.tmt, span.ended}
            for gap in span.gaps:
                days.update((gap.start, gap.end))
        for c in e.contracts:
            days.update((c.mulai, c.akhir + timedelta(days=1), *(day for day, _ in c.addenda)))
    for mark in standing.marks:
        days.update((mark.start, mark.end))
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
    e = begun[0] if len(begun) == 1 else _foremost(begun, day)
    found = _within(e, day, following)
    if not standing.marks and not e.sanctions:
        return found
    return _marked(found, standing, e, day)


def _foremost(begun: list[Engagement], day: date) -> Engagement:
    """A later appointment whose TMT is still ahead does not hide the engagement that still runs."""
    running = [e for e in begun if (e.ended is None or day < e.ended) and (not e.breaks or e.broken(day) is None)]
    present = [e for e in running if e.tmt <= day]
    return (present or running or begun)[-1]


def _marked(found: Stretch, standing: Standing, e: Engagement, day: date) -> Stretch:
    """The stretch with its marks, and with what a sanction leaves payable."""
    runs = e.runs(day)
    # An examination or a coaching ends with the engagement in which it began.
    begun = [m for m in standing.marks if e.tmt <= m.start <= day] if runs else []
    tanda = {m.tanda for m in begun if m.end is None or day < m.end}
    running = [x for x in e.sanctions if runs_on(x, day)] if runs else []
    tanda.update(Tanda(f"MENJALANI_HUKUMAN_{x.tingkat}") for x in running)
    return found._replace(
        gaji_persen=min([found.gaji_persen, *(x.gaji_persen for x in running)]),
        tpp_persen=min([found.tpp_persen, *(x.tpp_persen for x in running)]),
        tanda=tuple(t for t in Tanda if t in tanda),
    )


def _within(e: Engagement, day: date, following: date | None) -> Stretch:
    if e.ended is not None and e.ended <= day:
        sk = e.ended_sk or _NO_SK
        return Stretch(
            valid_from=day,
            valid_to=following,
            status=e.ended_as or Status.BERHENTI_HORMAT,
            ground=e.ended_ground,
            kind=e.kind_on(day) if e.kinds else e.kind,
            engagement_id=e.engagement_id,
            golongan=e.golongan_on(day) if e.grades else e.golongan,
            sk_id=sk.sk_id,
            sk_nomor=sk.nomor,
            sk_tanggal=sk.tanggal,
        )
    if e.breaks and (gone := e.broken(day)) is not None:
        sk = gone.sk or _NO_SK
        return Stretch(
            valid_from=day,
            valid_to=following,
            status=gone.status,
            ground=gone.ground,
            kind=e.kind_on(day) if e.kinds else e.kind,
            engagement_id=e.engagement_id,
            golongan=e.golongan_on(day) if e.grades else e.golongan,
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
        e.kind_on(day) if e.kinds else e.kind,
        e.engagement_id,
        e.golongan_on(day) if e.grades else e.golongan,
        post.assignment_id if post else None,
        post.jabatan_id if post else None,
        post.unor_id if post else None,
        tuple([a.jabatan_id for a in e.assignments if a.penugasan is not DEFINITIVE and runs_on(a, day)]),
        contract.contract_id if contract else None,
        contract.akhir if contract else None,
        contract.upah_on(day) if contract else None,
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

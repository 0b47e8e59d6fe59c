"""Appointment and what follows from it: oath, start of duty, and moves from post to post."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal
from uuid import UUID

from kinerja_es.domain.competence import CompetencyAssessed, Fit, assessed_for, assessment_named
from kinerja_es.domain.envelope import (
    Approval,
    Capacity,
    Category,
    Derived,
    Event,
    Generated,
    Key,
    Personal,
    ShortText,
    stream_name,
    subject_of,
)
from kinerja_es.domain.identity import numbered
from kinerja_es.domain.performance import PerformanceEvaluated, evaluations
from kinerja_es.domain.reference import ESELON, GOLONGAN_PNS, JENIS_MUTASI, JENIS_PENUGASAN, SEKTOR, Coded
from kinerja_es.domain.rules import MUTASI_YEARS, Ground, in_force, years_after
from kinerja_es.domain.unit import check_post, check_unit, is_observed
from kinerja_es.domain.values import Day, Golongan, Kind
from kinerja_es.errors import (
    AlreadyRecorded,
    AssignmentUnknown,
    DefinitivePostEnds,
    DoubleDefinitive,
    EmployeeDeceased,
    EmployeeUnknown,
    EngagementOverlap,
    FormasiExceeded,
    GradeKindMismatch,
    MutasiTooEarly,
    NipKindMismatch,
    NotActive,
    NotEngaged,
    NotInPosition,
    OathBeforeDecision,
    OathLate,
    PositionOccupied,
    PostOfNoDay,
    Problem,
    ValueInvalid,
)
from kinerja_es.errors.performance import (
    MutasiOfFitEmployee,
    NotFitForPosition,
    PromotionEvidenceMissing,
    ReferenceUnknown,
)
from kinerja_es.errors.person import ApprovalMissing

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History
    from kinerja_es.domain.identity import Number
    from kinerja_es.domain.standing import Assignment, Engagement


class Penugasan(StrEnum):
    """SIASN jenisPenugasan: D definitif, PLT, PLH, PJ, TT (tugas tambahan)."""

    D = "D"
    PLT = "PLT"
    PLH = "PLH"
    PJ = "PJ"
    TT = "TT"


class JenisPerpindahan(StrEnum):
    """Sideways, up, down, or an adjustment of the title."""

    ROTASI = "ROTASI"
    PROMOSI = "PROMOSI"
    DEMOSI = "DEMOSI"
    PENYESUAIAN = "PENYESUAIAN"


def check_place(given: "Given", jabatan_id: UUID, unor_id: UUID, day: date) -> Iterator[Problem]:
    """Post and unor exist on that day, and belong together."""
    yield from check_unit(given, unor_id, day, "unor_id")
    yield from check_post(given, jabatan_id, unor_id, day)


SHOWN = 5
"""How many holders of a full post are named."""


@lru_cache(maxsize=4096)
def held_key(jabatan_id: UUID) -> Key:
    """What everybody claims who is placed in a post, so that its holders are found."""
    return Key("post", str(jabatan_id))


def seats(given: "Given", jabatan_id: UUID) -> Iterator[tuple[str, date, date | None]]:
    """Who else holds a post definitively, from when, and until when (exclusive)."""
    for who, career in given.holders.get(jabatan_id, {}).items():
        for engagement in career.standing.engagements:
            for a in engagement.assignments:
                if a.jabatan_id == jabatan_id and a.penugasan is Penugasan.D:
                    for start, end in engagement.days_in(a):
                        yield who, start, end


def check_seats(given: "Given", jabatan_id: UUID, tmt: date, until: date | None) -> Iterator[Problem]:
    """A definitive post has as many seats as its formasi, on every day of the assignment.

    Full on the TMT it is refused; filled up by somebody who comes later it only warns, for it may well be meant
    to end by then. Where the formasi was counted from a roster, both warn: see `is_observed`.
    """
    taken = [*seats(given, jabatan_id)]
    if not taken:
        return
    later = sorted(start for _, start, _ in taken if tmt < start and (until is None or start < until))
    for day in (tmt, *later):
        holders = {who for who, start, ended in taken if start <= day and (ended is None or day < ended)}
        post = given.post_on(jabatan_id, day)
        if post is None or post.formasi is None or len(holders) < post.formasi:
            continue
        found = FormasiExceeded if day != tmt or is_observed(post) else PositionOccupied
        names = ", ".join(str(subject_of(who)) for who in sorted(holders)[:SHOWN])
        more = f" and {len(holders) - SHOWN} more" if len(holders) > SHOWN else ""
        detail = f"On {day} it is held by {len(holders)} of {post.formasi}: {names}{more}."
        yield found(detail, field="jabatan_id", value=post.title.nama)
        return


class EmployeeAppointed(Event):
    """A person became CPNS, PNS, PPPK or PPPK paruh waktu: opens an engagement and its first assignment."""

    TOPIC: ClassVar[str] = "kinerja:EmployeeAppointed"
    PRECEDENCE: ClassVar[int] = 210
    LABEL: ClassVar[str] = "Pegawai diangkat"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2025-10-01",
        "kind": "PPPK_PARUH_WAKTU",
        "golongan": "V",
        "jabatan_id": "00000000-0000-4000-8000-000000000002",
        "unor_id": "00000000-0000-4000-8000-000000000003",
    }

    engagement_id: Annotated[UUID, Generated()]
    assignment_id: Annotated[UUID, Generated()]
    kind: Kind
    golongan: Annotated[Golongan | None, Coded(GOLONGAN_PNS, is_open=True)] = None
    jabatan_id: UUID
    unor_id: UUID
    sektor: Annotated[ShortText | None, Coded(SEKTOR)] = None
    remote_area: bool | None = None
    batch_id: Annotated[UUID | None, Derived()] = None
    """The cohort that the appointment was imported with; a batch counts what its own files brought."""
    selection_stage: ShortText | None = None
    opening: Annotated[Day | None, Derived()] = None
    """The day on which existing staff was taken over: what happened before it may be missing in this record."""

    def claims(self) -> tuple[Key, ...]:
        return (held_key(self.jabatan_id),)

    def posts(self, history: "History") -> tuple[UUID, ...]:
        return (self.jabatan_id,)

    def refers_to(self, history: "History") -> tuple[str, ...]:
        unit, post = stream_name(Category.UNOR, self.unor_id), stream_name(Category.JABATAN, self.jabatan_id)
        return (unit, post, *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        if not len(given.history):
            yield EmployeeUnknown("The person must be registered first.")
        standing = given.history.standing
        if standing.engagements:
            yield from self._check_former(standing.engagements)
        if self.golongan is not None and not self.golongan.fits(self.kind):
            yield GradeKindMismatch(field="golongan", value=self.golongan)
        if standing.numbers and not self._has_number(standing.numbers):
            yield NipKindMismatch(f"The NIP is {standing.numbers[-1].nip}.", field="kind", value=self.kind)
        yield from check_place(given, self.jabatan_id, self.unor_id, self.tmt)
        yield from check_seats(given, self.jabatan_id, self.tmt, None)

    def _check_former(self, engagements: "tuple[Engagement, ...]") -> Iterator[Problem]:
        # An engagement that begins later, without this one having ended before, overlaps as well.
        if any((e.ended is None or self.tmt < e.ended) and e.broken(self.tmt) is None for e in engagements):
            yield EngagementOverlap(field="tmt", value=self.tmt)
        if any(e.ended_ground == Ground.MENINGGAL and e.ended and e.ended <= self.tmt for e in engagements):
            yield EmployeeDeceased(field="tmt", value=self.tmt)

    def _has_number(self, numbers: "tuple[Number, ...]") -> bool:
        """Whether a NIP of the kind is held on the TMT, or known to follow: it may be given after the appointment."""
        if (numbers[-1].nip.scheme == "PPPK") is self.kind.by_contract:
            return True
        held = [n.nip for n in numbered(numbers) if n.valid_to is None or self.tmt < n.valid_to]
        return any(nip is not None and (nip.scheme == "PPPK") is self.kind.by_contract for nip in held)


_EVIDENCE: Mapping[type[Event], str] = {
    CompetencyAssessed: "CompetencyAssessed",
    PerformanceEvaluated: "PerformanceEvaluated",
}
"""What a promotion rests on, both of it: a test of competence alone is not enough (PP 11/2017) [R]."""


class OathTaken(Event):
    """An employee was sworn in for an appointment or a post. An oath is never a condition of being active."""

    TOPIC: ClassVar[str] = "kinerja:OathTaken"
    PRECEDENCE: ClassVar[int] = 330
    LABEL: ClassVar[str] = "Dilantik / sumpah diambil"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tanggal": "2025-10-23",
        "tempat": "Alun-Alun Barat",
        "pejabat_pelantik": "Wali Kota Serang",
        "kapasitas": "D",
        "berita_acara_nomor": "BA-1/2025",
    }

    assignment_id: UUID | None = None
    """For which post; the one held on that day where none is named."""
    tanggal: Day
    tempat: ShortText
    pejabat_pelantik: ShortText
    kapasitas: Capacity
    berita_acara_nomor: ShortText | None = None
    saksi: Annotated[tuple[ShortText, ...], Personal(named=True)] = ()
    rohaniwan: Annotated[ShortText | None, Personal(named=True)] = None
    formula: Annotated[ShortText | None, Personal()] = None
    """The words by religion: optional, and nobody else's business."""

    def check(self, given: "Given") -> Iterator[Problem]:
        post = self._post(given)
        if post is None:
            yield from self._check_held(given)
            return
        if any(oath.assignment_id == post.assignment_id for oath in given.history.of(OathTaken)):
            yield AlreadyRecorded(field="assignment_id", value=post.assignment_id)
        if post.sk is None:
            return
        if self.tanggal < post.sk.tanggal:
            yield OathBeforeDecision(field="tanggal", value=self.tanggal)
        policy = given.policy(self)
        limit, passed = policy.oath_days(self.tanggal), policy.working_days_after(post.sk.tanggal, self.tanggal)
        if passed > limit:
            yield OathLate(f"{passed} working days, at most {limit}.", field="tanggal", value=self.tanggal)

    def derived(self, given: "Given") -> dict[str, Any]:
        post = self._post(given)
        return {"assignment_id": post.assignment_id if post else None}

    def _post(self, given: "Given") -> "Assignment | None":
        """The assignment sworn for: an oath may come before the TMT, so one that is still ahead counts."""
        held = [(a, e.left(a)) for e in given.history.standing.engagements for a in e.assignments]
        current = [a for a, left in held if left is None or self.tanggal < left]
        if self.assignment_id is not None:
            return next((a for a in current if a.assignment_id == self.assignment_id), None)
        begun = [a for a in current if a.tmt <= self.tanggal]
        return (begun or current or [None])[-1]

    def _check_held(self, given: "Given") -> Iterator[Problem]:
        """Why there is nothing to be sworn for on that day: it has ended before, or there never was such a post."""
        engagements = given.history.standing.engagements
        if self.assignment_id is None:
            if engagements and given.engagement(self.tanggal) is None:
                yield from given.engaged(self.tanggal, "tanggal")
            else:
                yield AssignmentUnknown(field="assignment_id")
        elif any(a.assignment_id == self.assignment_id for e in engagements for a in e.assignments):
            yield NotInPosition(field="tanggal", value=self.tanggal)
        else:
            yield AssignmentUnknown(field="assignment_id", value=self.assignment_id)


class DutyCommenced(Event):
    """An employee began to work (SPMT): active from that day, which lies in the engagement."""

    TOPIC: ClassVar[str] = "kinerja:DutyCommenced"
    PRECEDENCE: ClassVar[int] = 340
    LABEL: ClassVar[str] = "Melaksanakan tugas (SPMT)"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"tanggal": "2025-11-03", "nomor_spmt": "SPMT-1/2025"}

    tanggal: Day
    nomor_spmt: ShortText | None = None
    engagement_id: UUID | None = None
    """Which engagement; the one of that day where none is named."""

    def check(self, given: "Given") -> Iterator[Problem]:
        engagement = given.engagement(self.tanggal)
        if engagement is None:
            yield from given.engaged(self.tanggal, "tanggal")
        elif self.engagement_id not in (None, engagement.engagement_id):
            yield NotEngaged(field="engagement_id", value=self.engagement_id)
        elif engagement.duty is not None:
            yield AlreadyRecorded(field="tanggal", value=engagement.duty)

    def derived(self, given: "Given") -> dict[str, Any]:
        engagement = given.engagement(self.tanggal)
        return {"engagement_id": engagement.engagement_id if engagement else None}


class PositionAssigned(Event):
    """An employee was moved to a post (mutasi), or acts in one beside the own post (Plt, Plh, Pj)."""

    TOPIC: ClassVar[str] = "kinerja:PositionAssigned"
    PRECEDENCE: ClassVar[int] = 220
    LABEL: ClassVar[str] = "Mutasi / penempatan jabatan"
    ENDS: ClassVar[bool] = True
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-04-01",
        "jenis": "ROTASI",
        "penugasan": "D",
        "jabatan_id": "00000000-0000-4000-8000-000000000002",
        "unor_id": "00000000-0000-4000-8000-000000000003",
    }

    assignment_id: Annotated[UUID, Generated()]
    jenis: JenisPerpindahan
    jenis_mutasi: Annotated[Literal["MJ", "MU"] | None, Coded(JENIS_MUTASI)] = None
    penugasan: Annotated[Penugasan, Coded(JENIS_PENUGASAN)] = Penugasan.D
    jabatan_id: UUID
    unor_id: UUID
    rangkap: Annotated[bool | None, Derived()] = None
    """Whether the post may be held beside another definitive one (jenis jabatan rangkap)."""
    replaces_assignment_id: UUID | None = None
    """The post that this one ends; a definitive move ends the definitive post held on that day."""
    pertek_nomor: ShortText | None = None
    assessment_id: UUID | None = None
    """The assessment that speaks for the move."""
    jenjang: ShortText | None = None
    eselon_id: Annotated[ShortText | None, Coded(ESELON)] = None
    persetujuan: Approval | None = None
    """An approval from outside: the minister's, where an acting head of region moves officials."""

    def claims(self) -> tuple[Key, ...]:
        return (held_key(self.jabatan_id),)

    def posts(self, history: "History") -> tuple[UUID, ...]:
        return (self.jabatan_id,)

    def refers_to(self, history: "History") -> tuple[str, ...]:
        unit, post = stream_name(Category.UNOR, self.unor_id), stream_name(Category.JABATAN, self.jabatan_id)
        return (unit, post, *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        if (engagement := given.engagement(self.tmt)) is None:
            yield from given.engaged(self.tmt)
            return
        status = given.history.standing.status_on(self.tmt)
        if status != "AKTIF":
            yield NotActive(f"The status is {status}.", field="tmt", value=self.tmt)
        yield from check_place(given, self.jabatan_id, self.unor_id, self.tmt)
        until = self._until(engagement)
        if self.tmt_akhir is not None and self.tmt_akhir <= self.tmt:
            yield ValueInvalid("An assignment ends after its TMT.", field="tmt_akhir", value=self.tmt_akhir)
        elif self._leaves_no_post(given, until):
            yield DefinitivePostEnds(field="tmt_akhir", value=self.tmt_akhir)
        same = (self.penugasan, Penugasan.D)  # nobody acts in the post that is the own one either
        if any(a.jabatan_id == self.jabatan_id and a.penugasan in same for a in engagement.held(self.tmt)):
            yield AlreadyRecorded("The employee holds this post.", field="jabatan_id", value=self.jabatan_id)
        present = engagement.definitive(self.tmt)
        if self.penugasan is Penugasan.D and present is not None:
            yield from self._check_present(given, present)
        decided = self.decision
        if decided is not None and decided.kapasitas is Capacity.PJ and self.persetujuan is None:
            yield ApprovalMissing(field="persetujuan")
        yield from self._check_evidence(given, present)
        if self.penugasan is Penugasan.D:
            yield from check_seats(given, self.jabatan_id, self.tmt, until)

    def _check_evidence(self, given: "Given", present: "Assignment | None") -> Iterator[Problem]:
        """What assessments and evaluations say of a definitive move: it is advice, so that it only warns."""
        history = given.history
        if self.assessment_id is not None and assessment_named(history, self.assessment_id) is None:
            yield ReferenceUnknown(field="assessment_id", value=self.assessment_id)
        if self.penugasan is not Penugasan.D or self.jenis is JenisPerpindahan.PENYESUAIAN:
            return
        if self.reason is None:
            fit = None if present is None else assessed_for(history, present.jabatan_id, self.tmt)
            if fit is not None and fit.fit is Fit.FIT:
                yield MutasiOfFitEmployee(f"Assessed on {fit.tanggal}.", field="reason")
            unfit = assessed_for(history, self.jabatan_id, self.tmt)
            if unfit is not None and unfit.fit is Fit.NOT_FIT:
                yield NotFitForPosition(f"Assessed on {unfit.tanggal}.", field="jabatan_id")
        if self.jenis is JenisPerpindahan.PROMOSI:
            there = (*history.of(CompetencyAssessed), *evaluations(history))
            found = {type(fact) for fact in there if fact.tmt <= self.tmt}
            missing = [short for kind, short in _EVIDENCE.items() if kind not in found]
            if missing:
                yield PromotionEvidenceMissing(f"Missing: {', '.join(missing)}.", field="jenis")

    def _until(self, engagement: "Engagement") -> date | None:
        """The first day without the assignment, as far as it is known: its own end, the next post, or the last day."""
        following = [a.tmt for a in engagement.assignments if a.penugasan is Penugasan.D and self.tmt < a.tmt]
        ends = [self.tmt_akhir, engagement.ended, *(following if self.penugasan is Penugasan.D else ())]
        return min([day for day in ends if day is not None], default=None)

    def _leaves_no_post(self, given: "Given", until: date | None) -> bool:
        """Whether the day on which it ends leaves the employee without a definitive post."""
        definitive = self.penugasan is Penugasan.D and not self._may_double(given)
        if not definitive or self.tmt_akhir is None or self.tmt_akhir != until:
            return False
        engagement = given.engagement(self.tmt_akhir)
        return engagement is not None and all(
            a.tmt != until for a in engagement.assignments if a.penugasan is Penugasan.D
        )

    def _check_present(self, given: "Given", present: "Assignment") -> Iterator[Problem]:
        if self.replaces_assignment_id not in (None, present.assignment_id) and not self._may_double(given):
            yield DoubleDefinitive(f"Held: {present.assignment_id}.", field="replaces_assignment_id")
        if present.tmt == self.tmt:
            yield PostOfNoDay(f"The other one is {present.assignment_id}.", field="tmt", value=self.tmt)
        engagement = given.engagement(self.tmt)
        if engagement is not None and engagement.kind_on(self.tmt) is Kind.PNS:
            years = in_force(MUTASI_YEARS, self.tmt).value
            if self.tmt < years_after(present.tmt, years):
                yield MutasiTooEarly(f"In post since {present.tmt}.", field="tmt", value=self.tmt)

    def _may_double(self, given: "Given") -> bool:
        post = given.post(self.jabatan_id)
        return post is not None and post.jenis_jabatan == "RANGKAP"

    def derived(self, given: "Given") -> dict[str, Any]:
        if self.penugasan is not Penugasan.D:
            return {}
        if self._may_double(given):
            return {"rangkap": True}
        engagement = given.engagement(self.tmt)
        present = engagement.definitive(self.tmt) if engagement else None
        return {"replaces_assignment_id": present.assignment_id if present else None}


class PositionRelieved(Event):
    """An employee was relieved of a post, without another one taking its place at once."""

    TOPIC: ClassVar[str] = "kinerja:PositionRelieved"
    PRECEDENCE: ClassVar[int] = 218
    LABEL: ClassVar[str] = "Diberhentikan dari jabatan"
    NEEDS_DECISION: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"tmt": "2026-04-01", "ground": "Penataan organisasi"}

    assignment_id: UUID | None = None
    """Which post; the definitive one of that day where none is named."""
    ground: ShortText

    def check(self, given: "Given") -> Iterator[Problem]:
        engagement = given.engagement(self.tmt)
        if engagement is None:
            yield from given.engaged(self.tmt)
        elif self._post(given) is None:
            yield NotInPosition(field="assignment_id", value=self.assignment_id)

    def derived(self, given: "Given") -> dict[str, Any]:
        post = self._post(given)
        return {"assignment_id": post.assignment_id if post else None}

    def _post(self, given: "Given") -> "Assignment | None":
        engagement = given.engagement(self.tmt)
        if engagement is None:
            return None
        if self.assignment_id is None:
            return engagement.definitive(self.tmt)
        return next((a for a in engagement.held(self.tmt) if a.assignment_id == self.assignment_id), None)

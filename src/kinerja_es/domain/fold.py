"""The fold over an employee's facts: from facts in fold order to what they come to.

Folding is total: a fact that a later one made impossible becomes a named anomaly, never an exception.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from kinerja_es.domain.annulling import again, annulled, reinstated
from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.appointment import (
    DutyCommenced,
    EmployeeAppointed,
    PositionAssigned,
    PositionRelieved,
)
from kinerja_es.domain.coaching import CoachingConcluded, CoachingStarted
from kinerja_es.domain.contract import EmploymentContractAmended, EmploymentContractSigned
from kinerja_es.domain.discipline import (
    DisciplinarySanctionImposed,
    SanctionAppealDecided,
    SanctionEnded,
    Tingkat,
    ViolationExamined,
    ViolationReported,
)
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.grade import GradeChanged, ProbationConfirmed
from kinerja_es.domain.identity import EmployeeRegistered, IdentityNumberAssigned, Number
from kinerja_es.domain.rules import Ground
from kinerja_es.domain.standing import (
    DEFINITIVE,
    Anomaly,
    Assignment,
    Contract,
    Engagement,
    Mark,
    Sanction,
    Since,
    Sk,
    Standing,
    Status,
    Suspension,
    Tanda,
    covers,
    runs_on,
)
from kinerja_es.domain.status import EmploymentReinstated, EmploymentSuspended, EmploymentTerminated
from kinerja_es.domain.transfer import AgencyTransferredIn, AgencyTransferredOut
from kinerja_es.domain.upgrade import EmploymentStatusUpgraded
from kinerja_es.domain.values import Kind


def fold(facts: Iterable[Event]) -> Standing:
    """The standing that facts in fold order come to."""
    standing = Standing()
    for fact in facts:
        standing = step(standing, fact)
    return standing


def step(standing: Standing, fact: Event) -> Standing:
    """The standing after one more fact, the last in fold order so far."""
    handler = _STEPS.get(type(fact))
    after = standing if handler is None else handler(standing, fact)
    if standing.annulments and fact.decision is not None:
        after = again(after, fact.decision.sk_id)
        if after.anomalies is not standing.anomalies and _void(standing, fact):
            # What has no force on its day is in nobody's way: a planned ending that was cancelled, then a death.
            after = after._replace(anomalies=standing.anomalies)
    if fact.exception is not None:
        flag = Anomaly(fact.exception.code, fact.tmt, fact.event_id)
        after = after._replace(exceptions=(*after.exceptions, flag))
    return after


def _void(standing: Standing, fact: Event) -> tuple[UUID, ...]:
    """The annulments that leave the SK of a fact without force on its day."""
    if not standing.annulments or fact.decision is None:
        return ()
    sk_id, day = fact.decision.sk_id, fact.tmt
    found = (a for a in standing.annulments if a.sk_id == sk_id and a.start <= day and (a.end is None or day < a.end))
    return tuple(a.annulment_id for a in found)


def _registered(standing: Standing, fact: EmployeeRegistered) -> Standing:
    return standing if standing.registered is not None else _with(standing, registered=fact.tmt)


def _numbered(standing: Standing, fact: IdentityNumberAssigned) -> Standing:
    return _with(standing, numbers=(*standing.numbers, Number(fact.nip, fact.tmt, fact.nip_lama)))


def _appointed(standing: Standing, fact: EmployeeAppointed) -> Standing:
    sk = _sk(fact)
    first = Assignment(fact.assignment_id, DEFINITIVE, fact.jabatan_id, fact.unor_id, fact.tmt, None, sk)
    engagement = Engagement(
        engagement_id=fact.engagement_id,
        kind=fact.kind,
        tmt=fact.tmt,
        golongan=fact.golongan,
        batch_id=fact.batch_id,
        sk=sk,
        assignments=(first,),
    )
    after = _with(standing, engagements=(*standing.engagements, engagement))
    for former in standing.engagements:
        if former.ended_as is Status.MENINGGAL and former.ended is not None and former.ended <= fact.tmt:
            after = _odd(after, fact, "EMPLOYEE_DECEASED")
    return _odd(after, fact, "ENGAGEMENT_OVERLAP") if standing.engagement_on(fact.tmt) else after


def _duty(standing: Standing, fact: DutyCommenced) -> Standing:
    after = _engaged(standing, fact, fact.engagement_id, lambda e: e._replace(duty=_earliest(e.duty, fact.tmt)))
    # Of one day a suspension stands before the duty in fold order: it suspends somebody who has begun to work.
    kept = tuple(a for a in after.anomalies if (a.code, a.tmt) != (_NOT_ON_DUTY, fact.tmt))
    return after if len(kept) == len(after.anomalies) else after._replace(anomalies=kept)


def _assigned(standing: Standing, fact: PositionAssigned) -> Standing:
    def is_now_own(a: Assignment) -> bool:
        """Whoever acted in a post and gets it definitively no longer acts in it."""
        acting = a.penugasan is not DEFINITIVE and fact.penugasan is DEFINITIVE
        return acting and a.jabatan_id == fact.jabatan_id

    def is_former(a: Assignment) -> bool:
        """A definitive post whose SK has no force on that day ends all the same: it may get its force back."""
        moves = fact.penugasan is DEFINITIVE and not fact.rangkap
        return moves and a.penugasan is DEFINITIVE and covers(a, fact.tmt)

    def change(e: Engagement) -> Engagement:
        present = e.definitive(fact.tmt) if fact.penugasan is DEFINITIVE and not fact.rangkap else None
        # The post that was named when it was recorded, and one that was recorded later and lies between the two.
        replaced = (fact.replaces_assignment_id, present.assignment_id if present else None)
        kept = tuple(
            _ended(a, fact.tmt, void)
            if a.assignment_id in replaced or is_now_own(a) or (a.gaps and is_former(a))
            else a
            for a in e.assignments
        )
        new = Assignment(
            fact.assignment_id, fact.penugasan, fact.jabatan_id, fact.unor_id, fact.tmt, fact.tmt_akhir, _sk(fact)
        )
        return e._replace(assignments=(*kept, new))

    void = _void(standing, fact)
    present = standing.engagement_on(fact.tmt)
    after = _engaged(standing, fact, None, change)
    if present is None or present.suspended(fact.tmt) is None or _excepted(fact, "NOT_ACTIVE"):
        return after
    # It takes effect all the same: a signed SK is a fact also when it breaks a rule.
    return _odd(after, fact, "NOT_ACTIVE")


def _contracted(standing: Standing, fact: EmploymentContractSigned) -> Standing:
    def change(e: Engagement) -> Engagement:
        # Counted here: the order in which contracts were recorded is no part of a history.
        place = len(e.contracts) + 1
        contract = Contract(fact.contract_id, fact.nomor, place, fact.mulai, fact.akhir, fact.upah_rp)
        return e._replace(contracts=(*e.contracts, contract))

    return _engaged(standing, fact, None, change)


def _amended(standing: Standing, fact: EmploymentContractAmended) -> Standing:
    wage = fact.upah_rp
    if wage is None:
        return standing
    held = standing.engagements
    for place, e in enumerate(held):
        if any(c.contract_id == fact.contract_id for c in e.contracts):
            contracts = tuple(
                c._replace(addenda=(*c.addenda, (fact.tmt, wage))) if c.contract_id == fact.contract_id else c
                for c in e.contracts
            )
            return _with(standing, engagements=(*held[:place], e._replace(contracts=contracts), *held[place + 1 :]))
    return _odd(standing, fact, "CONTRACT_UNKNOWN")


def _suspended(standing: Standing, fact: EmploymentSuspended) -> Standing:
    planned = fact.until + timedelta(days=1) if fact.until else None
    suspension = Suspension(
        fact.suspension_id,
        fact.ground.value,
        fact.tmt,
        planned,
        fact.gaji_persen,
        fact.tpp_persen,
        _sk(fact),
        planned=planned,
    )
    present = standing.engagement_on(fact.tmt)
    after = _engaged(standing, fact, None, lambda e: e._replace(suspensions=(*e.suspensions, suspension)))
    if present is None:
        return after
    if present.suspended(fact.tmt) is not None:
        return _odd(after, fact, "ALREADY_SUSPENDED")
    idle = present.duty is None and not _excepted(fact, _NOT_ON_DUTY)
    return _odd(after, fact, _NOT_ON_DUTY) if idle else after


_NOT_ON_DUTY = "NOT_ACTIVE"
"""A suspension of somebody who has not begun to work: what follows a duty that was voided later."""


def _reinstated(standing: Standing, fact: EmploymentReinstated) -> Standing:
    def change(e: Engagement) -> Engagement | None:
        running = e.suspended(fact.tmt) or next((s for s in reversed(e.suspensions) if covers(s, fact.tmt)), None)
        ending = fact.suspension_id or (running.suspension_id if running else None)
        if ending not in {s.suspension_id for s in e.suspensions}:
            return None
        return e._replace(
            suspensions=tuple(
                s._replace(ended=_earliest(s.ended, fact.tmt), ended_sk=_sk(fact)) if s.suspension_id == ending else s
                for s in e.suspensions
            ),
        )

    return _without_suspension(_engaged(standing, fact, None, change, "NOT_SUSPENDED"), fact.tmt)


def _without_suspension(standing: Standing, day: date) -> Standing:
    """Of one day a move and another suspension stand before the reinstatement in fold order: it makes them right."""
    if not standing.anomalies or (e := standing.engagement_on(day)) is None:
        return standing
    running = [s for s in e.suspensions if runs_on(s, day)]
    right: set[tuple[str, date]] = set()
    if len(running) < 2:
        right.add(("ALREADY_SUSPENDED", day))
    if all(s.tmt == day for s in running):
        right.add(("NOT_ACTIVE", day))
    kept = tuple(a for a in standing.anomalies if (a.code, a.tmt) not in right)
    return standing._replace(anomalies=kept)


def _terminated(standing: Standing, fact: EmploymentTerminated) -> Standing:
    special = {Ground.MENINGGAL: Status.MENINGGAL, Ground.BUP: Status.PENSIUN}
    ended_as = special.get(fact.ground, Status[f"BERHENTI_{fact.honour.value}"])

    def change(e: Engagement) -> Engagement | None:
        if _died(e, fact.tmt) and fact.ground is not Ground.MENINGGAL:
            return e
        if e.ended is not None:
            return None
        return e._replace(ended=fact.tmt, ended_as=ended_as, ended_ground=fact.ground.value, ended_sk=_sk(fact))

    return _without_overlap(_engaged(standing, fact, fact.engagement_id, change), fact.tmt)


def _died(e: Engagement, day: date) -> bool:
    """Whether death ended it by a day: what was decided to end it then is moot, and no contradiction."""
    return e.ended_as is Status.MENINGGAL and e.ended is not None and e.ended <= day


def _without_overlap(standing: Standing, day: date) -> Standing:
    """An engagement may begin on the first day without the former one, and stand before its ending in fold order."""
    if any(e.tmt < day and e.runs(day) for e in standing.engagements):
        return standing
    kept = tuple(a for a in standing.anomalies if (a.code, a.tmt) != ("ENGAGEMENT_OVERLAP", day))
    return standing._replace(anomalies=kept)


def _graded(standing: Standing, fact: GradeChanged) -> Standing:
    grade = Since(fact.golongan_baru, fact.tmt, _sk(fact))
    return _engaged(standing, fact, None, lambda e: e._replace(grades=(*e.grades, grade)))


def _confirmed(standing: Standing, fact: ProbationConfirmed) -> Standing:
    sk = _sk(fact)
    grades = () if fact.golongan is None else (Since(fact.golongan, fact.tmt, sk),)

    def change(e: Engagement) -> Engagement:
        return e._replace(kinds=(*e.kinds, Since(Kind.PNS, fact.tmt, sk)), grades=(*e.grades, *grades))

    return _engaged(standing, fact, None, change)


def _left(standing: Standing, fact: AgencyTransferredOut) -> Standing:
    def change(e: Engagement) -> Engagement | None:
        if _died(e, fact.tmt):
            return e
        if e.ended is not None:
            return None
        return e._replace(ended=fact.tmt, ended_as=Status.PINDAH, ended_ground=None, ended_sk=_sk(fact))

    return _engaged(standing, fact, fact.engagement_id, change)


def _relieved(standing: Standing, fact: PositionRelieved) -> Standing:
    def change(e: Engagement) -> Engagement | None:
        # A move that was recorded later, and lies before it, may have ended the post that it names.
        if not any(a.assignment_id == fact.assignment_id and covers(a, fact.tmt) for a in e.assignments):
            return None
        return e._replace(
            assignments=tuple(
                _ended(a, fact.tmt, void) if a.assignment_id == fact.assignment_id else a for a in e.assignments
            )
        )

    void = _void(standing, fact)
    return _engaged(standing, fact, None, change, "NOT_IN_POSITION")


def _ended(post: Assignment, day: date, void: tuple[UUID, ...]) -> Assignment:
    """A post that an SK ends; one that was annulled before that day ends it once it has its force again."""
    if void:
        return post._replace(kept_by=(*post.kept_by, *void))
    return post._replace(ended=_earliest(post.ended, day))


def _reported(standing: Standing, fact: ViolationReported) -> Standing:
    return _marked(standing, Tanda.DALAM_PEMERIKSAAN, fact.case_id, fact.tanggal)


def _examined(standing: Standing, fact: ViolationExamined) -> Standing:
    return _unmarked(standing, fact.case_id, fact.tanggal)


def _coached(standing: Standing, fact: CoachingStarted) -> Standing:
    return _marked(standing, Tanda.DALAM_PEMBINAAN, fact.coaching_id, fact.mulai)


def _concluded(standing: Standing, fact: CoachingConcluded) -> Standing:
    return _unmarked(standing, fact.coaching_id, fact.tanggal)


def _marked(standing: Standing, tanda: Tanda, about: UUID, day: date) -> Standing:
    return standing._replace(marks=(*standing.marks, Mark(tanda, about, day, None)))


def _unmarked(standing: Standing, about: UUID, day: date) -> Standing:
    return standing._replace(
        marks=tuple(m._replace(end=max(m.start, day)) if m.about == about else m for m in standing.marks)
    )


def _sanctioned(standing: Standing, fact: DisciplinarySanctionImposed) -> Standing:
    ended = fact.akhir + timedelta(days=1) if fact.akhir else None
    if ended is None and fact.tingkat is Tingkat.R:
        ended = fact.mulai  # a reprimand is given, and does not run
    sanction = Sanction(
        fact.sanction_id, fact.tingkat.value, fact.mulai, ended, fact.gaji_persen, fact.remains, _sk(fact)
    )
    # An appeal may be decided before the sanction's first day, and stand before it in fold order.
    early = [change for change in standing.early if change.sanction_id == fact.sanction_id]
    for change in early:
        sanction = _changed(sanction, change)
    after = _engaged(standing, fact, None, lambda e: e._replace(sanctions=(*e.sanctions, sanction)))
    if not early:
        return after
    right = {change.event_id for change in early}
    kept = tuple(a for a in after.anomalies if a.event_id not in right)
    return after._replace(anomalies=kept)


def _resanctioned(standing: Standing, fact: SanctionAppealDecided | SanctionEnded) -> Standing:
    """A sanction got other terms or ended, in whichever engagement it was imposed."""
    held = standing.engagements
    for place, e in enumerate(held):
        if any(x.sanction_id == fact.sanction_id for x in e.sanctions):
            sanctions = tuple(_changed(x, fact) if x.sanction_id == fact.sanction_id else x for x in e.sanctions)
            return standing._replace(engagements=(*held[:place], e._replace(sanctions=sanctions), *held[place + 1 :]))
    return _odd(standing._replace(early=(*standing.early, fact)), fact, "SANCTION_UNKNOWN")


def _changed(x: Sanction, fact: SanctionAppealDecided | SanctionEnded) -> Sanction:
    if isinstance(fact, SanctionEnded):
        return x._replace(ended=_earliest(x.ended, fact.tanggal))
    if fact.outcome == "CANCELLED":
        return x._replace(ended=x.tmt)
    if fact.outcome == "UPHELD":
        return x
    ended = x.ended
    if fact.akhir is not None:
        ended = _earliest(ended, fact.akhir + timedelta(days=1))
    elif fact.tingkat is Tingkat.R and x.tingkat != Tingkat.R:
        ended = x.tmt
    return x._replace(
        tingkat=fact.tingkat.value if fact.tingkat else x.tingkat,
        ended=ended,
        gaji_persen=x.gaji_persen if fact.gaji_persen is None else fact.gaji_persen,
        tpp_persen=x.tpp_persen if fact.tpp_persen is None else fact.tpp_persen,
    )


def _upgraded(standing: Standing, fact: EmploymentStatusUpgraded) -> Standing:
    """The part-time engagement ends on the day on which the full-time one begins, on duty from its first day."""
    sk, ends = _sk(fact), Ground.DIANGKAT_ASN.value
    if any(e.engagement_id == fact.closes_engagement_id and _died(e, fact.tmt) for e in standing.engagements):
        return standing

    def close(e: Engagement) -> Engagement | None:
        if e.ended is not None and e.ended <= fact.tmt:
            return None
        return e._replace(ended=fact.tmt, ended_as=Status.BERHENTI_HORMAT, ended_ground=ends, ended_sk=sk)

    after = _engaged(standing, fact, fact.closes_engagement_id, close)
    if fact.jabatan_id is None or fact.unor_id is None:
        return after
    if after.engagement_on(fact.tmt) is not None:
        after = _odd(after, fact, "ENGAGEMENT_OVERLAP")
    first = Assignment(fact.assignment_id, DEFINITIVE, fact.jabatan_id, fact.unor_id, fact.tmt, None, sk)
    opened = Engagement(
        engagement_id=fact.opens_engagement_id,
        kind=fact.to_kind,
        tmt=fact.tmt,
        golongan=fact.golongan,
        batch_id=None,
        sk=sk,
        assignments=(first,),
        duty=fact.tmt,
    )
    return _with(after, engagements=(*after.engagements, opened))


def _without_force(standing: Standing, fact: DecisionAnnulledForEmployee) -> Standing:
    return _side_by_side(standing, annulled(standing, fact), fact)


def _with_force(standing: Standing, fact: DecisionReinstatedForEmployee) -> Standing:
    return _side_by_side(standing, reinstated(standing, fact), fact)


def _side_by_side(before: Standing, after: Standing, fact: Event) -> Standing:
    """An engagement that runs again may find another one that was begun meanwhile."""
    doubled = len(after.engagements) > 1 and _doubled(after, fact.tmt) and not _doubled(before, fact.tmt)
    return _odd(after, fact, "ENGAGEMENT_OVERLAP") if doubled else after


def _doubled(standing: Standing, start: date) -> bool:
    days = (start, *(e.tmt for e in standing.engagements if start < e.tmt))
    return any(sum(e.runs(day) for e in standing.engagements) > 1 for day in days)


_STEPS: dict[type[Event], Callable[[Standing, Any], Standing]] = {
    EmployeeRegistered: _registered,
    IdentityNumberAssigned: _numbered,
    EmployeeAppointed: _appointed,
    DutyCommenced: _duty,
    PositionAssigned: _assigned,
    EmploymentContractSigned: _contracted,
    EmploymentContractAmended: _amended,
    EmploymentSuspended: _suspended,
    EmploymentReinstated: _reinstated,
    EmploymentTerminated: _terminated,
    AgencyTransferredIn: _appointed,
    AgencyTransferredOut: _left,
    PositionRelieved: _relieved,
    GradeChanged: _graded,
    ProbationConfirmed: _confirmed,
    ViolationReported: _reported,
    ViolationExamined: _examined,
    CoachingStarted: _coached,
    CoachingConcluded: _concluded,
    DisciplinarySanctionImposed: _sanctioned,
    SanctionAppealDecided: _resanctioned,
    SanctionEnded: _resanctioned,
    DecisionAnnulledForEmployee: _without_force,
    DecisionReinstatedForEmployee: _with_force,
    EmploymentStatusUpgraded: _upgraded,
}
NEEDS = tuple(_STEPS)
"""The kinds of fact that change a standing."""


def _engaged(
    standing: Standing,
    fact: Event,
    engagement_id: UUID | None,
    change: Callable[[Engagement], Engagement | None],
    anomaly: str = "NOT_ENGAGED",
) -> Standing:
    """Change the engagement that a fact is about: the named one, or the one of its day."""
    target = engagement_id
    if target is None and (present := _present(standing, fact.tmt)) is not None:
        target = present.engagement_id
    held = standing.engagements
    for place, engagement in enumerate(held):
        if engagement.engagement_id == target and (changed := change(engagement)) is not None:
            return _with(standing, engagements=(*held[:place], changed, *held[place + 1 :]))
    return _odd(standing, fact, anomaly)


def _present(standing: Standing, day: date) -> Engagement | None:
    """The engagement that a fact of a day belongs to: one that runs, or one that an annulment keeps from running."""
    running = standing.engagement_on(day)
    if running is not None or not standing.annulments:
        return running
    return next((e for e in reversed(standing.engagements) if covers(e, day)), None)


def _with(
    standing: Standing,
    *,
    registered: date | None = None,
    numbers: tuple[Number, ...] = (),
    engagements: tuple[Engagement, ...] = (),
) -> Standing:
    """`_replace` for what changes most, at a third of its cost."""
    return Standing(
        registered or standing.registered,
        numbers or standing.numbers,
        engagements or standing.engagements,
        standing.anomalies,
        standing.exceptions,
        standing.annulments,
        standing.marks,
        standing.early,
    )


def _odd(standing: Standing, fact: Event, code: str) -> Standing:
    return standing._replace(anomalies=(*standing.anomalies, Anomaly(code, fact.tmt, fact.event_id)))


def _excepted(fact: Event, code: str) -> bool:
    """Whether a clerk has named this breach already: it is flagged by that."""
    return fact.exception is not None and fact.exception.code == code


def _sk(fact: Event) -> Sk | None:
    cited = fact.decision
    return None if cited is None else Sk(cited.sk_id, cited.nomor, cited.tanggal)


def _earliest(a: date | None, b: date) -> date:
    return b if a is None else min(a, b)

"""What an annulled SK does to a standing: all that it made has no force from a day on, until it is reinstated.

An annulment never rewrites the days before it (UU 30/2014 art 66): posts and suspensions get a gap, an engagement a
break in which it does not run, and an ending is taken back from the annulment's day on. A fact of the same SK that
comes later in fold order gets the same. From the day of its reinstatement on nothing is left of an annulment.
"""

from datetime import date
from uuid import UUID

from kinerja_es.domain.annulment import (
    DecisionAnnulledForEmployee,
    DecisionReinstatedForEmployee,
    Effect,
    JenisPembatalan,
)
from kinerja_es.domain.standing import Annulment, Assignment, Break, Engagement, Gap, Sk, Standing, Status, Suspension


def annulled(standing: Standing, fact: DecisionAnnulledForEmployee) -> Standing:
    """An SK lost its force for this employee."""
    cited = fact.decision
    by = None if cited is None else Sk(cited.sk_id, cited.nomor, cited.tanggal)
    # As if it had never been: also for what a correction moves to an earlier day.
    start = date.min if fact.effect is Effect.EX_TUNC else fact.effect_from
    annulment = Annulment(fact.annulment_id, fact.sk_id, fact.kind.value, start, None, by)
    after = standing._replace(annulments=(*standing.annulments, annulment))
    after = _applied(after, annulment)
    return after._replace(engagements=tuple(_restored(e, fact, by) for e in after.engagements))


def reinstated(standing: Standing, fact: DecisionReinstatedForEmployee) -> Standing:
    """An SK has its force again for this employee."""
    return _lift(standing, fact.annulment_id, fact.mulai)


def again(standing: Standing, sk_id: UUID) -> Standing:
    """What an SK that lost its force before made just now has none either."""
    for annulment in standing.annulments:
        if annulment.sk_id == sk_id:
            standing = _applied(standing, annulment)
            if annulment.end is not None:
                standing = _lift(standing, annulment.annulment_id, annulment.end)
    return standing


def _applied(standing: Standing, annulment: Annulment) -> Standing:
    return standing._replace(engagements=tuple(_annul(e, annulment) for e in standing.engagements))


def _annul(e: Engagement, a: Annulment) -> Engagement:
    known = {b.annulment_id for b in e.breaks}
    if _is(e.sk, a) and a.annulment_id not in known:
        status = Status.DIANGKAT if a.kind == JenisPembatalan.DITUNDA else Status.BATAL
        e = e._replace(breaks=(*e.breaks, Break(a.start, None, status, a.kind, a.by, a.annulment_id)))
    if _is(e.ended_sk, a) and e.ended is not None:
        # The days without the engagement stay as they were; from the annulment on it runs again.
        ended_as = e.ended_as or Status.BERHENTI_HORMAT
        gone = Break(e.ended, max(e.ended, a.start), ended_as, e.ended_ground, e.ended_sk, a.annulment_id, ending=True)
        e = e._replace(breaks=(*e.breaks, gone), ended=None, ended_as=None, ended_ground=None, ended_sk=None)
    taken = {b.annulment_id: b for b in e.breaks if b.ending and _is(b.sk, a)}
    if taken and a.annulment_id not in taken:
        # Another annulment has taken the ending back: it stays away until both are lifted.
        gone = next(iter(taken.values()))
        e = e._replace(breaks=(*e.breaks, gone._replace(annulment_id=a.annulment_id)))
    return e._replace(
        assignments=tuple(_post(s, a) for s in e.assignments),
        suspensions=tuple(_suspension(s, a) for s in e.suspensions),
        sanctions=tuple(x._replace(gaps=_gaps(x.gaps, a)) if _is(x.sk, a) else x for x in e.sanctions),
        grades=tuple(g._replace(gaps=_gaps(g.gaps, a)) if _is(g.sk, a) else g for g in e.grades),
        kinds=tuple(k._replace(gaps=_gaps(k.gaps, a)) if _is(k.sk, a) else k for k in e.kinds),
    )


def _is(sk: Sk | None, a: Annulment) -> bool:
    return sk is not None and sk.sk_id == a.sk_id


def _gaps(gaps: tuple[Gap, ...], a: Annulment) -> tuple[Gap, ...]:
    if any(gap.annulment_id == a.annulment_id for gap in gaps):
        return gaps
    return (*gaps, Gap(a.start, None, a.annulment_id))


def _post(post: Assignment, a: Annulment) -> Assignment:
    return post._replace(gaps=_gaps(post.gaps, a)) if _is(post.sk, a) and post.restored_by is None else post


def _suspension(suspension: Suspension, a: Annulment) -> Suspension:
    if _is(suspension.sk, a):
        suspension = suspension._replace(gaps=_gaps(suspension.gaps, a))
    if _is(suspension.ended_sk, a) and suspension.ended is not None:
        # The days on which it was over stay as they were; from the annulment on it runs again, to its planned end.
        over = Gap(suspension.ended, max(suspension.ended, a.start), a.annulment_id, suspension.ended_sk)
        gaps = (*suspension.gaps, over)
        suspension = suspension._replace(ended=suspension.planned, ended_sk=None, gaps=gaps)
    return suspension


def _restored(e: Engagement, fact: DecisionAnnulledForEmployee, by: Sk | None) -> Engagement:
    """The engagement with the former posts that are explicitly given back."""
    back = [
        next(a for a in e.assignments if a.assignment_id == wanted)._replace(
            tmt=fact.effect_from, ended=None, sk=by, gaps=(), restored_by=fact.annulment_id
        )
        for wanted in fact.restores
        if any(a.assignment_id == wanted for a in e.assignments)
    ]
    return e._replace(assignments=(*e.assignments, *back)) if back else e


def _lift(standing: Standing, annulment_id: UUID, day: date) -> Standing:
    return standing._replace(
        annulments=tuple(
            a._replace(end=_earlier(a.end, day)) if a.annulment_id == annulment_id else a for a in standing.annulments
        ),
        engagements=tuple(_with_force(e, annulment_id, day) for e in standing.engagements),
    )


def _with_force(e: Engagement, annulment_id: UUID, day: date) -> Engagement:
    breaks = tuple(_over(b, day) if b.annulment_id == annulment_id else b for b in e.breaks)
    for b in e.breaks:
        # Another annulment may still keep the ending away; another ending may have come first.
        if b.ending and b.annulment_id == annulment_id and not any(o.ending and o.sk == b.sk for o in breaks):
            again = max(day, b.start)
            if e.ended is None or again < e.ended:
                e = e._replace(ended=again, ended_as=b.status, ended_ground=b.ground, ended_sk=b.sk)
    return e._replace(
        breaks=breaks,
        assignments=tuple(_held_again(a, annulment_id, day) for a in e.assignments),
        suspensions=tuple(_suspended_again(s, annulment_id, day) for s in e.suspensions),
        sanctions=tuple(x._replace(gaps=_closed(x.gaps, annulment_id, day)) for x in e.sanctions),
        grades=tuple(g._replace(gaps=_closed(g.gaps, annulment_id, day)) for g in e.grades),
        kinds=tuple(k._replace(gaps=_closed(k.gaps, annulment_id, day)) for k in e.kinds),
    )


def _over(b: Break, day: date) -> Break:
    """A break that an annulment made, once that is lifted."""
    return b._replace(ending=False) if b.ending else b._replace(end=_earlier(b.end, day))


def _held_again(post: Assignment, annulment_id: UUID, day: date) -> Assignment:
    if post.restored_by == annulment_id:
        return post._replace(ended=_earlier(post.ended, day))
    if annulment_id in post.kept_by:
        post = post._replace(kept_by=tuple(kept for kept in post.kept_by if kept != annulment_id))
        if not post.kept_by:
            post = post._replace(ended=_earlier(post.ended, day))
    return post._replace(gaps=_closed(post.gaps, annulment_id, day)) if post.gaps else post


def _suspended_again(suspension: Suspension, annulment_id: UUID, day: date) -> Suspension:
    """The suspension has its force again, or is over again by the SK that ended it."""
    for gap in suspension.gaps:
        again = max(day, gap.start)
        later = suspension.ended is None or again < suspension.ended
        if gap.annulment_id == annulment_id and gap.over is not None and later:
            suspension = suspension._replace(ended=again, ended_sk=gap.over)
    return suspension._replace(gaps=_closed(suspension.gaps, annulment_id, day))


def _closed(gaps: tuple[Gap, ...], annulment_id: UUID, day: date) -> tuple[Gap, ...]:
    return tuple(g._replace(end=_earlier(g.end, day)) if g.annulment_id == annulment_id else g for g in gaps)


def _earlier(a: date | None, b: date) -> date:
    return b if a is None else min(a, b)

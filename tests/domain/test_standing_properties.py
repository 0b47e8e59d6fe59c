"""Whatever is recorded, in whatever order: a standing always comes out of it, and always the same."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_es.domain.annulment import (
    DecisionAnnulledForEmployee,
    DecisionReinstatedForEmployee,
    Effect,
    JenisPembatalan,
)
from kinerja_es.domain.appointment import Penugasan, PositionRelieved
from kinerja_es.domain.correction import RecordCorrected, RecordVoided
from kinerja_es.domain.envelope import Event, Excepted, Patch
from kinerja_es.domain.fold import fold
from kinerja_es.domain.grade import GradeChanged
from kinerja_es.domain.history import EMPTY, History, fold_key
from kinerja_es.domain.rules import Ground, Honour
from kinerja_es.domain.standing import Status, stretches
from kinerja_es.domain.values import Golongan
from tests import examples
from tests import examples_discipline as of_discipline
from tests import examples_performance as of_work
from tests.examples import fact

IDS = [UUID(int=n, version=4) for n in range(1, 4)]

days = st.integers(0, 900).map(lambda n: date(2025, 6, 1) + timedelta(days=n))
ids = st.sampled_from(IDS)
spans = st.tuples(days, st.integers(0, 400)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))
sk = st.builds(
    lambda day, nomor, sk_id: examples.decision(tanggal=day, nomor=f"800/{nomor}", sk_id=sk_id),
    days,
    st.integers(1, 3),
    st.sampled_from([examples.SK, *IDS]),
)
exceptions = st.none() | st.just(Excepted(code="NOT_ACTIVE", reason="SK", by="Kepala BKPSDM"))


@st.composite
def facts(draw) -> Event:  # noqa: C901, PLR0911, PLR0912 - one for each kind
    """A random fact about one employee, sensible or not."""
    (begin, end), which = draw(spans), draw(st.integers(0, 18))
    named, by_sk = draw(ids | st.none()), {"decision": draw(sk), "exception": draw(exceptions)}
    match which:
        case 0:
            return examples.employee_registered(tmt=begin)
        case 1:
            return examples.number_assigned(tmt=begin)
        case 2 | 3:
            return examples.appointed(tmt=begin, engagement_id=draw(ids), assignment_id=draw(ids), **by_sk)
        case 4:
            return examples.duty_commenced(tanggal=begin, engagement_id=named)
        case 5:
            return examples.assigned(
                tmt=begin,
                tmt_akhir=draw(st.none() | st.just(end)),
                assignment_id=draw(ids),
                jabatan_id=draw(ids),
                penugasan=draw(st.sampled_from(Penugasan)),
                replaces_assignment_id=named,
                rangkap=draw(st.none() | st.booleans()),
                **by_sk,
            )
        case 6:
            return examples.contract_signed(mulai=begin, akhir=end)
        case 7:
            until = draw(st.none() | st.just(end))
            return examples.suspended(tmt=begin, until=until, suspension_id=draw(ids), **by_sk)
        case 8:
            return examples.reinstated(tmt=begin, suspension_id=named, **by_sk)
        case 9:
            opened = {"opens_engagement_id": draw(ids), "assignment_id": draw(ids)}
            return of_work.upgraded(tmt=begin, closes_engagement_id=named, **opened, **by_sk)
        case 10:
            return fact(GradeChanged, {"tmt": begin, "golongan_baru": Golongan("VII"), **by_sk})
        case 11:
            return fact(PositionRelieved, {"tmt": begin, "ground": "Penataan", "assignment_id": draw(ids), **by_sk})
        case 12:
            return of_discipline.sanctioned(
                mulai=begin, akhir=draw(st.none() | st.just(end)), sanction_id=draw(ids), **by_sk
            )
        case 13:
            outcome = draw(st.sampled_from(["UPHELD", "REDUCED", "CANCELLED"]))
            return of_discipline.decided(tanggal=begin, sanction_id=draw(ids), outcome=outcome)
        case 14:
            return draw(st.sampled_from([of_discipline.reported, of_discipline.examined]))(
                case_id=draw(ids), tanggal=begin
            )
        case 15 | 16:
            annulled = {"sk_id": by_sk["decision"].sk_id, "effect_from": begin, "tmt": begin, "annulment_id": draw(ids)}
            kinds = {"kind": draw(st.sampled_from(JenisPembatalan)), "effect": Effect.EX_NUNC}
            restores = {"restores": draw(st.just(()) | ids.map(lambda one: (one,)))}
            return fact(DecisionAnnulledForEmployee, annulled | kinds | restores)
        case 17:
            lifted = {"sk_id": by_sk["decision"].sk_id, "mulai": begin, "tmt": begin, "annulment_id": draw(ids)}
            return fact(DecisionReinstatedForEmployee, lifted | {"reinstatement_id": examples.new_id()})
        case _:
            ground, honour = draw(st.sampled_from(Ground)), draw(st.sampled_from(Honour))
            return examples.terminated(tmt=begin, engagement_id=named, ground=ground, honour=honour, **by_sk)


careers = st.lists(facts(), max_size=14)


@given(careers)
@settings(max_examples=300)
def test_any_facts_come_to_stretches_that_follow_one_another_without_gaps(career):
    found = list(stretches(History(career).standing))

    for former, latter in pairwise(found):
        assert former.valid_to == latter.valid_from
    for stretch in found:
        assert stretch.valid_to is None or stretch.valid_from < stretch.valid_to
    assert [s.valid_to for s in found].count(None) == (1 if found else 0)


@given(careers, st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_the_order_of_recording_never_changes_where_somebody_stands(career, random):
    shuffled = random.sample(career, len(career))

    assert History(shuffled).standing == History(career).standing
    assert list(History(shuffled)) == list(History(career))


@given(careers)
@settings(max_examples=200)
def test_one_fact_after_another_comes_to_the_same_as_all_at_once(career):
    history = EMPTY
    for event in career:
        history = history.and_then(event)
        assert history.standing == fold(sorted(career[: len(history)], key=fold_key))


@given(careers, days)
@settings(max_examples=200)
def test_on_any_day_exactly_one_stretch_holds_or_none_before_the_first(career, day):
    standing = History(career).standing
    found = [s for s in stretches(standing) if s.holds(day)]

    assert standing.on(day) == (found[0] if found else None)
    assert standing.status_on(day) == (found[0].status if found else None)
    assert len(found) <= 1
    first = next(stretches(standing), None)
    assert bool(found) == (first is not None and first.valid_from <= day)


# -- corrections -------------------------------------------------------------------------


def corrected(target: Event, day: date, reading: date) -> RecordCorrected:
    """A correction that moves a fact to another day; of a correction, one that moves what it says."""
    if isinstance(target, RecordCorrected):
        patch = Patch(path="patches.0.new", old=None, new=day.isoformat())
    else:
        patch = Patch(path=type(target).TMT or "tmt", old=reading.isoformat(), new=day.isoformat())
    return fact(
        RecordCorrected,
        {
            "target_event_id": target.event_id,
            "patches": (patch,),
            "evidence": "SK asli",
            "approved_by": "Kepala BKPSDM",
            "tmt": target.tmt,
        },
    )


def voided(target: Event) -> RecordVoided:
    fields = {"target_event_id": target.event_id, "evidence": "SK", "approved_by": "Kepala BKPSDM", "tmt": target.tmt}
    return fact(RecordVoided, fields)


@st.composite
def corrected_careers(draw) -> list[Event]:
    """Facts with corrections and voids among them, of facts and of corrections."""
    career: list[Event] = list(draw(careers))
    for _ in range(draw(st.integers(0, 6))):
        if career:
            target = draw(st.sampled_from(career))
            career.append(draw(st.just(voided(target)) | days.map(lambda day, of=target: corrected(of, day, of.tmt))))
    return career


@given(corrected_careers())
@settings(max_examples=100)
def test_corrected_facts_come_to_stretches_without_gaps_whatever_was_corrected(career):
    found = list(stretches(History(career).standing))

    for former, latter in pairwise(found):
        assert former.valid_to == latter.valid_from
    assert all(isinstance(stretch.status, Status) for stretch in found)


@given(corrected_careers(), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_facts_and_corrections_recorded_in_any_order_come_to_the_same(career, random):
    """A correction comes after what it corrects, and two of one fact in their order: nothing else can be recorded."""
    left, shuffled = list(career), []
    while left:
        known = {event.event_id for event in shuffled}
        ready = [f for n, f in enumerate(left) if may_come(f, known, left[:n])]
        shuffled.append(ready.pop(random.randrange(len(ready))))
        left.remove(shuffled[-1])

    assert History(shuffled).standing == History(career).standing


def may_come(event: Event, known: set[UUID], before: list[Event]) -> bool:
    """Whether a fact may be recorded now: what it is about is known, and what was said of that before."""
    if not isinstance(event, RecordCorrected | RecordVoided):
        return True
    about = [b for b in before if isinstance(b, RecordCorrected | RecordVoided)]
    return event.target_event_id in known and all(b.target_event_id != event.target_event_id for b in about)


@given(corrected_careers())
@settings(max_examples=50)
def test_one_fact_or_correction_after_another_comes_to_the_same_as_all_at_once(career):
    history = EMPTY
    for event in career:
        history = history.and_then(event)
        assert history.standing == History(career[: len(history)]).standing


@given(careers, st.data())
@settings(max_examples=100)
def test_correcting_back_restores_the_former_answer(career, data):
    if not career:
        return
    target = data.draw(st.sampled_from(career))
    day = data.draw(days)
    there, back = corrected(target, day, target.tmt), corrected(target, target.tmt, day)
    if isinstance(target, DecisionAnnulledForEmployee | DecisionReinstatedForEmployee):
        return  # changed at the SK alone

    assert History([*career, there, back]).standing == History(career).standing
    assert History([*career, there, voided(there)]).standing == History(career).standing


@given(careers, ids, days, st.integers(0, 300), days)
@settings(max_examples=100)
def test_annulled_and_restored_is_as_never_annulled_from_the_restoration_on(career, sk_id, start, length, day):
    """In one engagement, and unless something else happened to that SK: the last word on it is another one then."""
    career = [f for f in career if not isinstance(f, DecisionAnnulledForEmployee | DecisionReinstatedForEmployee)]
    opened = [f for f in career if type(f).__name__ in OPENS]
    career = [f for f in career if f not in opened[1:]]
    end, annulment_id = start + timedelta(days=length), examples.new_id()
    common = {"sk_id": sk_id, "annulment_id": annulment_id}
    gone = {"kind": JenisPembatalan.DIBATALKAN, "effect": Effect.EX_NUNC, "effect_from": start, "tmt": start}
    annulled = fact(DecisionAnnulledForEmployee, common | gone)
    back = {"reinstatement_id": examples.new_id(), "mulai": end, "tmt": end}
    again = fact(DecisionReinstatedForEmployee, common | back)
    ended = [f for f in career if f.decision is not None and f.decision.sk_id == sk_id and ENDS & {type(f).__name__}]

    after, never = History([*career, annulled, again]).standing, History(career).standing

    if day >= end and not ended:
        found, expected = after.on(day), never.on(day)
        assert (found and found[2:]) == (expected and expected[2:])


OPENS = {"EmployeeAppointed", "EmploymentStatusUpgraded"}
ENDS = {"EmploymentTerminated", "EmploymentStatusUpgraded"}
"""What ends an engagement may end it later once it is restored: its days in between were days of service."""

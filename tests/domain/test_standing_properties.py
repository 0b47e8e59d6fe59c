"""Whatever is recorded, in whatever order: a standing always comes out of it, and always the same."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_es.domain.appointment import Penugasan
from kinerja_es.domain.envelope import Event, Excepted
from kinerja_es.domain.fold import fold
from kinerja_es.domain.history import EMPTY, History, fold_key
from kinerja_es.domain.rules import Ground, Honour
from kinerja_es.domain.standing import stretches
from tests import examples
from tests import examples_performance as of_work

IDS = [UUID(int=n, version=4) for n in range(1, 4)]

days = st.integers(0, 900).map(lambda n: date(2025, 6, 1) + timedelta(days=n))
ids = st.sampled_from(IDS)
spans = st.tuples(days, st.integers(0, 400)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))
sk = st.builds(lambda day, nomor: examples.decision(tanggal=day, nomor=f"800/{nomor}"), days, st.integers(1, 3))
exceptions = st.none() | st.just(Excepted(code="NOT_ACTIVE", reason="SK", by="Kepala BKPSDM"))


@st.composite
def facts(draw) -> Event:  # noqa: PLR0911 - one for each kind
    """A random fact about one employee, sensible or not."""
    (begin, end), which = draw(spans), draw(st.integers(0, 10))
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
    for fact in career:
        history = history.and_then(fact)
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

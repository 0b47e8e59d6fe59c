"""Rules of what a government sets for itself: policies, terms of office, needs, ceilings."""

from datetime import date

import pytest

from kinerja_es.domain.envelope import Capacity
from kinerja_es.domain.history import History
from kinerja_es.domain.instansi import terms
from kinerja_es.domain.policy import Policy, Term
from kinerja_es.domain.unit import PositionAbolished
from tests import examples
from tests.domain.judging import codes, problems
from tests.examples_instansi import ceiling_set, need_set, policy_adopted, term_ended, term_started


def test_a_policy_is_adopted_by_an_sk():
    assert codes(policy_adopted(decision=None)) == ["DECISION_REQUIRED"]
    assert codes(policy_adopted()) == []


def test_the_version_of_a_policy_is_greater_than_every_one_before():
    before = (policy_adopted(policy_version=3, tmt=date(2026, 5, 1)),)

    found = problems(policy_adopted(policy_version=3), *before)
    assert [(p.code, p.detail) for p in found] == [("POLICY_VERSION_TAKEN", "The next one is 4.")]
    assert codes(policy_adopted(policy_version=2), *before) == ["POLICY_VERSION_TAKEN"]
    assert codes(policy_adopted(policy_version=4), *before) == []


def test_a_policy_that_contradicts_itself_is_refused():
    content = Policy.model_validate({"contract": {"PPPK": Term(least_years=3, most_years=1)}})

    found = problems(policy_adopted(content=content))
    assert [(p.code, p.field) for p in found] == [("POLICY_SETTING_INVALID", "content.contract.PPPK.most_years")]


# -- terms of office ---------------------------------------------------------------------


def another(**over):
    return term_started(term_id=examples.new_id(), nama="Pejabat Lain", **over)


def test_a_term_ends_after_its_last_day_or_when_its_end_says_so():
    assert [t.ended for t in terms(History([term_started()]))] == [date(2030, 2, 20)]
    assert [t.ended for t in terms(History([term_started(), term_ended()]))] == [date(2029, 6, 1)]
    assert [t.ended for t in terms(History([term_started(sampai=None)]))] == [None]


@pytest.mark.parametrize(
    ("over", "found"),
    [
        ({"dari": date(2030, 2, 19), "sampai": None}, ["TERM_OVERLAP"]),
        ({"dari": date(2030, 2, 20), "sampai": None}, []),
        ({"dari": date(2024, 1, 1), "sampai": date(2025, 2, 20)}, ["TERM_OVERLAP"]),
        ({"dari": date(2024, 1, 1), "sampai": date(2025, 2, 19)}, []),
        ({"dari": date(2026, 1, 1), "kapasitas": Capacity.PJ}, ["TERM_OVERLAP"]),
        ({"dari": date(2026, 1, 1), "kapasitas": Capacity.PLH}, []),
        ({"dari": date(2026, 1, 1), "jabatan": "wali kota  SERANG"}, ["TERM_OVERLAP"]),
        ({"dari": date(2026, 1, 1), "jabatan": "Wakil Wali Kota Serang"}, []),
    ],
)
def test_an_office_has_one_holder_at_a_time(over, found):
    assert codes(another(**over), term_started()) == found


def test_whoever_stands_in_keeps_nobody_out():
    assert codes(another(), term_started(kapasitas=Capacity.PLT)) == []


def test_a_term_ends_after_it_begins():
    assert codes(term_started(sampai=date(2025, 2, 19))) == ["VALUE_INVALID"]
    assert codes(term_started(sampai=date(2025, 2, 20))) == []


def test_a_term_that_is_known_ends_once():
    assert codes(term_ended()) == ["TERM_UNKNOWN"]
    assert codes(term_ended(), term_started()) == []
    assert codes(term_ended(tmt=date(2025, 2, 20)), term_started()) == ["VALUE_INVALID"]
    assert codes(term_ended(tmt=date(2029, 7, 1)), term_started(), term_ended()) == ["ALREADY_RECORDED"]


# -- needs and ceilings ------------------------------------------------------------------


@pytest.mark.parametrize("made", [need_set, ceiling_set])
def test_unit_and_post_exist_on_that_day_and_belong_together(made):
    unit, post = examples.unit_established(), examples.post_established()

    assert codes(made(jabatan_id=examples.JABATAN), others=[unit, post]) == []
    assert codes(made(jabatan_id=examples.JABATAN), others=[post]) == ["UNIT_UNKNOWN"]
    assert codes(made(jabatan_id=examples.JABATAN), others=[unit]) == ["POSITION_UNKNOWN"]
    elsewhere = examples.post_established(unor_id=examples.new_id())
    assert codes(made(jabatan_id=examples.JABATAN), others=[unit, elsewhere]) == ["POSITION_NOT_ACTIVE"]
    early = made(jabatan_id=examples.JABATAN, tmt=date(2024, 12, 31))
    assert codes(early, others=[unit, post]) == ["UNIT_NOT_ACTIVE", "POSITION_NOT_ACTIVE"]
    gone = examples.fact(PositionAbolished, {"jabatan_id": examples.JABATAN}, tmt=date(2025, 6, 1))
    late = made(jabatan_id=examples.JABATAN)
    assert codes(late, others=[unit, post], sk_facts=[gone]) == ["POSITION_NOT_ACTIVE"]


@pytest.mark.parametrize("made", [need_set, ceiling_set])
def test_it_is_set_once_on_a_day_and_replaced_on_another(made):
    assert codes(made(), made()) == ["ALREADY_RECORDED"]
    assert codes(made(tmt=date(2026, 3, 1)), made()) == []
    assert codes(made(tahun=2027), made()) == []


def test_a_need_is_of_a_sector_that_is_known():
    assert codes(need_set(sektor="PERKEBUNAN")) == ["REFERENCE_CODE_UNKNOWN"]
    assert codes(need_set(sektor=None)) == []


def test_somebody_answers_for_a_programme():
    assert codes(ceiling_set(jabatan_id=None)) == ["VALUE_MISSING"]
    assert codes(ceiling_set(program=None, jabatan_id=None)) == []

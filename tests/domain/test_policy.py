"""Which policy holds on a day, what it says where it states nothing, and what contradicts itself in one."""

from datetime import date

import pytest

from kinerja_es.domain.envelope import Capacity
from kinerja_es.domain.history import History
from kinerja_es.domain.instansi import policies_in
from kinerja_es.domain.period import Scope
from kinerja_es.domain.policy import UNSTATED, Adopted, Annuller, Breach, Policies, Policy, Term, judged_on
from tests import examples
from tests.domain.judging import active, codes, engaged, problems, stated
from tests.examples_instansi import policy_adopted
from tests.examples_performance import agreement_signed

DAY = date(2026, 7, 1)


def policy(**settings) -> Policy:
    return stated(**settings).content(DAY)


# -- which one holds ---------------------------------------------------------------------


def three() -> Policies:
    facts = [
        policy_adopted(policy_version=2, tmt=date(2026, 7, 1), content=Policy(timezone="WITA")),
        policy_adopted(policy_version=1, tmt=date(2026, 1, 1), content=Policy(timezone="WIB")),
        policy_adopted(policy_version=3, tmt=date(2026, 7, 1), content=Policy(timezone="WIT")),
    ]
    return policies_in(History(facts))


@pytest.mark.parametrize(
    ("day", "version", "timezone", "rule_set"),
    [
        (date(2025, 12, 31), None, None, "2026-11"),
        (date(2026, 1, 1), 1, "WIB", "2026-11+policy-1"),
        (date(2026, 6, 30), 1, "WIB", "2026-11+policy-1"),
        (date(2026, 7, 1), 3, "WIT", "2026-11+policy-3"),
    ],
)
def test_a_policy_holds_from_its_tmt_until_that_of_the_next_one(day, version, timezone, rule_set):
    found = three().on(day)

    assert (found.version if found else None) == version
    assert (three().content(day).timezone, three().rule_set(day)) == (timezone, rule_set)


def test_a_fact_is_judged_by_the_policy_of_the_day_of_its_sk_or_of_its_own_day():
    assert judged_on(examples.appointed()) == date(2025, 9, 26)
    assert judged_on(examples.oath_taken(tanggal=date(2025, 10, 23))) == date(2025, 10, 23)


# -- what it says ------------------------------------------------------------------------


def test_where_nothing_is_stated_the_law_holds():
    assert UNSTATED.resolved(DAY) == {
        "timezone": None,
        "contract": {
            "PPPK": {"least_years": 1, "most_years": None, "breach": "WARN"},
            "PPPK_PARUH_WAKTU": {"least_years": 1, "most_years": 1, "breach": "WARN"},
        },
        "upgrade": {"window_months": 12, "least_predikat": 2},
        "evaluation": {"cadence": None},
        "agreement": {"before_oath": "WARN", "eselon": ["21", "22", "31", "32", "41", "42"]},
        "oath": {"working_days": 30},
        "holidays": {},
        "annulment": [],
    }


def test_what_is_stated_holds_and_the_rest_is_the_laws():
    found = policy(
        timezone="WIT",
        contract={"PPPK": {"least_years": 2}},
        upgrade={"window_months": 6},
        agreement={"before_oath": "REFUSE", "eselon": ["II.b", "31"]},
        oath={"working_days": 14},
    ).resolved(DAY)

    assert found["timezone"] == "WIT"
    assert found["contract"]["PPPK"] == {"least_years": 2, "most_years": None, "breach": "WARN"}
    assert found["contract"]["PPPK_PARUH_WAKTU"]["most_years"] == 1
    assert found["upgrade"] == {"window_months": 6, "least_predikat": 2}
    assert found["agreement"] == {"before_oath": "REFUSE", "eselon": ["22", "31"]}
    assert found["oath"] == {"working_days": 14}


def test_holidays_are_no_working_days():
    found = policy(holidays={"2025": ["2025-10-06", "2025-10-11"], "2026": ["2026-01-01"]})

    assert found.working_days_after(date(2025, 9, 26), date(2025, 10, 10)) == 9
    assert UNSTATED.working_days_after(date(2025, 9, 26), date(2025, 10, 10)) == 10
    # A Saturday that is named takes nothing away.
    assert found.working_days_after(date(2025, 10, 10), date(2025, 10, 13)) == 1


@pytest.mark.parametrize(
    ("rows", "by", "office", "capacity", "may"),
    [
        ([], "ATASAN", "Gubernur Banten", "D", True),
        ([{"by": "PEJABAT"}], "ATASAN", "Gubernur Banten", "D", False),
        ([{"by": "PENGADILAN"}], "PENGADILAN", None, None, True),
        ([{"by": "ATASAN", "jabatan": ["gubernur  banten"]}], "ATASAN", "Gubernur Banten", "D", True),
        ([{"by": "ATASAN", "jabatan": ["Gubernur Banten"]}], "ATASAN", "Menteri", "D", False),
        ([{"by": "PEJABAT", "kapasitas": ["D"]}], "PEJABAT", "Wali Kota", "PLH", False),
        ([{"by": "PEJABAT", "kapasitas": ["D"]}, {"by": "PEJABAT", "kapasitas": ["PLH"]}], "PEJABAT", "X", "PLH", True),
    ],
)
def test_a_policy_says_who_may_annul(rows, by, office, capacity, may):
    found = policy(annulment=rows)

    assert found.may_annul(by, office, None if capacity is None else Capacity(capacity)) is may


# -- what contradicts itself -------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"contract": {"PPPK": {"least_years": 3, "most_years": 2}}}, "contract.PPPK.most_years"),
        ({"agreement": {"eselon": ["31", "VI.a"]}}, "agreement.eselon.1"),
        ({"agreement": {"eselon": ["I.a"]}}, "agreement.eselon.0"),
        ({"holidays": {"2026": ["2025-12-25"]}}, "holidays.2026.0"),
        ({"holidays": {"2026": ["2026-12-25", "2026-12-25"]}}, "holidays.2026.1"),
        ({"annulment": [{"by": "PENGADILAN", "jabatan": ["PTUN"]}]}, "annulment.0.by"),
    ],
)
def test_what_contradicts_itself_is_named(settings, field):
    assert [(p.code, p.field) for p in policy(**settings).problems()] == [("POLICY_SETTING_INVALID", field)]


def test_a_policy_that_is_consistent_is_fine():
    found = Policy(annulment=(Annuller(by="PENGADILAN"),))

    assert [*found.problems()] == []
    assert Term(least_years=1).breach is Breach.WARN


# -- the rules that read it --------------------------------------------------------------


def test_a_policy_says_how_long_a_contract_runs_and_whether_a_breach_is_refused():
    two_years = examples.contract_signed(akhir=date(2027, 9, 30))
    longer = stated(contract={"PPPK_PARUH_WAKTU": {"least_years": 1, "most_years": 5}})
    strict = stated(contract={"PPPK_PARUH_WAKTU": {"least_years": 1, "most_years": 1, "breach": "REFUSE"}})

    assert [(p.code, p.warning) for p in problems(two_years, *engaged())] == [("CONTRACT_TERM_UNUSUAL", True)]
    assert problems(two_years, *engaged(), policies=longer) == []
    found = problems(two_years, *engaged(), policies=strict)
    assert [(p.code, p.warning, p.detail) for p in found] == [
        ("CONTRACT_TERM_UNUSUAL", False, "Kebijakan pemerintah daerah.")
    ]


def test_a_contract_is_judged_by_the_policy_of_its_first_day():
    later = Policies([Adopted(date(2025, 10, 2), 1, policy(contract={"PPPK_PARUH_WAKTU": {"least_years": 2}}))])

    assert codes(examples.contract_signed(), *engaged(), policies=later) == []
    assert codes(
        examples.contract_signed(mulai=date(2025, 10, 2), akhir=date(2026, 10, 1)), *engaged(), policies=later
    ) == ["CONTRACT_TERM_UNUSUAL"]


def test_the_deadline_of_an_oath_and_the_calendar_are_the_policys():
    late, sworn = examples.oath_taken(tanggal=date(2025, 11, 10)), examples.oath_taken(tanggal=date(2025, 10, 10))

    assert codes(late, *engaged(), policies=stated(holidays={"2025": ["2025-11-03"]})) == []
    assert codes(sworn, *engaged(), policies=stated(oath={"working_days": 10})) == []
    assert codes(sworn, *engaged(), policies=stated(oath={"working_days": 9})) == ["OATH_LATE"]
    assert codes(sworn, *engaged(), policies=stated(oath={"working_days": 9}, holidays={"2025": ["2025-10-06"]})) == []


def test_an_evaluation_of_other_periods_than_the_policys_is_warned_of():
    monthly = stated(evaluation={"cadence": "BULANAN"})
    month = examples.evaluated(scope=Scope.BULANAN, dari=date(2025, 12, 1))
    year = examples.evaluated(scope=Scope.TAHUNAN, dari=date(2025, 10, 1))

    assert codes(examples.evaluated(), *active(), policies=monthly) == ["CADENCE_DIFFERS"]
    assert codes(month, *active(), policies=monthly) == []
    assert codes(year, *active(), policies=monthly) == []
    agreed = agreement_signed(tanggal=date(2025, 10, 5), dari=date(2025, 10, 5), sampai=date(2026, 9, 30))
    assert "CADENCE_DIFFERS" not in codes(examples.evaluated(), *active(agreed), policies=monthly)

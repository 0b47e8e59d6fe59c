"""What a government has set, day by day: which clock it has, and which days are working days."""

import sqlite3
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_es.domain import rules
from kinerja_es.domain.period import Cadence
from kinerja_es.domain.policy import Agreements, Evaluations, Oaths, Policy, Upgrades
from kinerja_es.readmodels.kit import civil, working_days
from tests import examples_instansi as instansi
from tests.reading import Office

NEW_YEAR, SUNDAY = date(2026, 1, 1), date(2026, 3, 22)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.close()


def adopt(office, version, day, **content):
    office.record(
        UUID(office.log.log_id), instansi.policy_adopted(tmt=day, policy_version=version, content=Policy(**content))
    )


def held(office):
    office.models.catch_up()
    return office.rows_of("dated_policy", UUID(office.log.log_id))


def test_a_policy_holds_until_the_next_one_with_the_holidays_that_are_no_weekend(office):
    work = {
        "evaluation": Evaluations(cadence=Cadence.BULANAN),
        "agreement": Agreements(eselon=("22",)),
        "upgrade": Upgrades(window_months=6),
    }
    adopt(office, 2, date(2026, 7, 1), oath=Oaths(working_days=20), **work)
    adopt(office, 1, NEW_YEAR, timezone="WITA", holidays={"2026": (SUNDAY, NEW_YEAR)})

    assert [{name: row[name] for name in row if name not in ("subject", "n")} for row in held(office)] == [
        {
            "valid_from": "2026-01-01",
            "valid_to": "2026-07-01",
            "version": 1,
            "utc_hours": 8,
            "oath_working_days": None,
            "holidays": '["2026-01-01"]',
            "cadence": None,
            "agreement_eselon": None,
            "upgrade_window_months": None,
            "upgrade_least_predikat": None,
        },
        {
            "valid_from": "2026-07-01",
            "valid_to": None,
            "version": 2,
            "utc_hours": None,
            "oath_working_days": 20,
            "holidays": "[]",
            "cadence": "BULANAN",
            "agreement_eselon": '["22"]',
            "upgrade_window_months": 6,
            "upgrade_least_predikat": None,
        },
    ]


def test_of_two_policies_of_one_day_the_later_version_holds(office):
    adopt(office, 2, NEW_YEAR)
    adopt(office, 1, NEW_YEAR)

    assert [row["version"] for row in held(office)] == [2]


def told(office, sql, **params):
    office.models.catch_up()
    with office.models.locked(timeout=5) as connection:
        return connection.execute(f"SELECT {sql}", params).fetchone()[0]


def test_a_day_is_that_of_the_governments_clock(office):
    late = {"at": "2026-06-30T16:30:00+00:00"}
    assert told(office, civil(":at"), **late) == "2026-06-30"

    adopt(office, 1, NEW_YEAR, timezone="WITA")

    assert told(office, civil(":at"), **late) == "2026-07-01"


@given(start=DAYS, end=DAYS)
def test_working_days_in_a_query_are_those_of_the_rules(start, end):
    with sqlite3.connect(":memory:") as connection:
        sql = f"SELECT {working_days(':start', ':end')} FROM (SELECT '[]' AS holidays) policy"  # noqa: S608 - the kit's
        first, last = sorted((start, end))
        (found,) = connection.execute(sql, {"start": first.isoformat(), "end": last.isoformat()}).fetchone()
    connection.close()

    assert found == rules.working_days_after(first, last)


def test_a_holiday_is_no_working_day():
    connection = sqlite3.connect(":memory:")
    days = working_days("'2025-12-26'", "'2026-01-02'")
    sql = f"SELECT {days} FROM (SELECT :off AS holidays) policy"  # noqa: S608 - the kit's own

    assert connection.execute(sql, {"off": '["2026-01-01"]'}).fetchone() == (4,)
    assert connection.execute(sql, {"off": None}).fetchone() == (5,)
    connection.close()

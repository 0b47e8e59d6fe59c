"""What a government has set, day by day, as far as questions ask for it: by policy, and what its units may spend."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import NamedTuple
from uuid import UUID

from kinerja_es.domain.envelope import Event
from kinerja_es.domain.instansi import BudgetCeilingSet, PolicyAdopted
from kinerja_es.domain.period import Cadence


class Policy(NamedTuple):
    """One row for each stretch of time with one policy; none before the first one."""

    valid_from: date
    valid_to: date | None
    version: int
    utc_hours: int | None
    """How far its clock is ahead of UTC, where it says so."""
    oath_working_days: int | None
    """Working days from an SK to the oath, where it says so."""
    holidays: tuple[date, ...]
    """Days off that are no Saturday and no Sunday."""
    cadence: Cadence | None
    """How often people are evaluated, where it says so."""
    agreement_eselon: tuple[str, ...] | None
    """The echelons whose officials sign performance agreements, where it names them."""
    upgrade_window_months: int | None
    upgrade_least_predikat: int | None
    """What a proposal to upgrade a status rests on, where it says so."""


UTC_HOURS = {"WIB": 7, "WITA": 8, "WIT": 9}


class OfPolicies:
    """The fold of the table of policies."""

    NEEDS = (PolicyAdopted,)

    def start(self) -> tuple[Policy, ...]:
        return ()

    def step(self, state: tuple[Policy, ...], fact: Event) -> tuple[Policy, ...]:
        if not isinstance(fact, PolicyAdopted):
            return state
        told = fact.content
        off = (day for days in (told.holidays or {}).values() for day in days if day.weekday() < 5)
        made = Policy(
            fact.tmt,
            None,
            fact.policy_version,
            UTC_HOURS[told.timezone] if told.timezone else None,
            told.oath.working_days if told.oath else None,
            tuple(sorted(off)),
            told.cadence,
            told.agreement.eselon if told.agreement else None,
            told.upgrade.window_months if told.upgrade else None,
            told.upgrade.least_predikat if told.upgrade else None,
        )
        return tuple(sorted((*state, made), key=lambda policy: (policy.valid_from, policy.version)))

    def rows(self, state: tuple[Policy, ...]) -> Iterator[Policy]:
        for policy, later in zip_longest(state, state[1:]):
            until = None if later is None else later.valid_from
            if until != policy.valid_from:  # of two of one day the later version holds
                yield policy._replace(valid_to=until)


class Ceiling(NamedTuple):
    """One row for each ceiling that was set: it holds until another one of the same unit, programme and year."""

    valid_from: date
    valid_to: date | None
    unor_id: UUID
    program: str | None
    tahun: int
    pagu_rp: int
    sumber: str
    jabatan_id: UUID | None
    """The post whose holder answers for the programme."""


class OfCeilings:
    """The fold of the table of ceilings."""

    NEEDS = (BudgetCeilingSet,)

    def start(self) -> tuple[Ceiling, ...]:
        return ()

    def step(self, state: tuple[Ceiling, ...], fact: Event) -> tuple[Ceiling, ...]:
        if not isinstance(fact, BudgetCeilingSet):
            return state
        kept = tuple(
            ceiling._replace(valid_to=fact.tmt) if ceiling.valid_to is None and ceiling[2:5] == fact.about else ceiling
            for ceiling in state
        )
        return (*kept, Ceiling(fact.tmt, None, *fact.about, fact.pagu_rp, fact.sumber, fact.jabatan_id))

    def rows(self, state: tuple[Ceiling, ...]) -> tuple[Ceiling, ...]:
        return state


# -- in queries --------------------------------------------------------------------------

_CLOCK = "(SELECT utc_hours FROM dated_policy WHERE utc_hours IS NOT NULL ORDER BY valid_from DESC LIMIT 1)"


def civil(moment: str) -> str:
    """SQL for the civil date of a moment in UTC, by the government's clock; WIB where no policy names another."""
    return f"date({moment}, coalesce({_CLOCK}, 7) || ' hours')"


def working_days(start: str, end: str) -> str:
    """SQL for the working days from the day after one day up to another, without the holidays of the row `policy`."""
    held = "SELECT value FROM json_each(coalesce(policy.holidays, '[]'))"
    off = f"(SELECT count(*) FROM ({held}) WHERE {start} < value AND value <= {end})"  # noqa: S608 - our own text
    return f"({_weekdays(end)} - {_weekdays(start)} - {off})"


def _weekdays(day: str) -> str:
    """SQL for the days from Monday to Friday since 1 January 1900, a Monday."""
    since = f"CAST(julianday({day}) - 2415020.5 AS INTEGER)"
    return f"({since} / 7 * 5 + min({since} % 7 + 1, 5))"

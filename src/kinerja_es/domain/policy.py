"""The policy of a government: what the law leaves to it, and what holds as long as it states nothing.

A policy is adopted by an SK, has a version, and holds from its TMT until that of the next one. A fact is judged by
the policy of the day of its SK, or of its own day where it cites none; what was judged once is never judged again.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field

from kinerja_es.domain.envelope import Capacity, Event, ShortText, Value
from kinerja_es.domain.period import Cadence
from kinerja_es.domain.reference import ESELON
from kinerja_es.domain.rules import (
    AGREEMENT_ESELON,
    CONTRACT_YEARS,
    OATH_WORKING_DAYS,
    RULE_SET,
    UNSWORN_REFUSED,
    UPGRADE_PREDIKAT,
    UPGRADE_WINDOW_MONTHS,
    in_force,
    working_days_after,
)
from kinerja_es.domain.values import Day, Kind
from kinerja_es.errors import Problem
from kinerja_es.errors.instansi import PolicySettingInvalid

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
"""The three time zones of the country."""

BY_POLICY = "Kebijakan pemerintah daerah"


class Breach(StrEnum):
    """What becomes of a fact that breaks a setting: it is recorded with a warning, or refused."""

    WARN = "WARN"
    REFUSE = "REFUSE"


class Term(Value):
    """How long a contract runs."""

    least_years: Annotated[int, Field(ge=1, le=50)]
    most_years: Annotated[int, Field(ge=1, le=50)] | None = None
    """Without a number there is no longest term."""
    breach: Breach = Breach.WARN


class Contracts(Value):
    """Terms of contracts, per kind of employee."""

    PPPK: Term | None = None
    PPPK_PARUH_WAKTU: Term | None = None


class Upgrades(Value):
    """What a proposal to upgrade a status rests on."""

    window_months: Annotated[int, Field(ge=1, le=60)] | None = None
    least_predikat: Annotated[int, Field(ge=1, le=5)] | None = None


class Evaluations(Value):
    """How often people are evaluated."""

    cadence: Cadence | None = None


class Agreements(Value):
    """Who signs performance agreements, and when."""

    before_oath: Breach | None = None
    eselon: Annotated[tuple[Annotated[ShortText, BeforeValidator(ESELON.stored)], ...], Field(min_length=1)] | None = (
        None
    )


class Oaths(Value):
    """When an official is sworn in."""

    working_days: Annotated[int, Field(ge=1, le=366)] | None = None


Year = Annotated[str, Field(pattern=r"^(19|20|21)[0-9]{2}$")]


class Annuller(Value):
    """Who may annul an SK: as its issuer, as a superior, or as a court; in which offices and capacities."""

    by: Literal["PEJABAT", "ATASAN", "PENGADILAN"]
    jabatan: tuple[ShortText, ...] = ()
    """In any office where none is named."""
    kapasitas: tuple[Capacity, ...] = ()
    """In any capacity where none is named."""

    def fits(self, by: str, jabatan: str | None, kapasitas: Capacity | None) -> bool:
        """Whether an annulment by this side, in this office and capacity, is allowed here."""
        office = not self.jabatan or (jabatan is not None and _folded(jabatan) in map(_folded, self.jabatan))
        return self.by == by and office and (not self.kapasitas or kapasitas in self.kapasitas)


def _folded(text: str) -> str:
    return " ".join(text.upper().split())


class Policy(Value):
    """What a government states. Where it states nothing, the tables of `rules` hold."""

    timezone: Literal["WIB", "WITA", "WIT"] | None = None
    contract: Contracts | None = None
    upgrade: Upgrades | None = None
    evaluation: Evaluations | None = None
    agreement: Agreements | None = None
    oath: Oaths | None = None
    holidays: dict[Year, tuple[Day, ...]] | None = None
    """Public holidays and joint leave, year by year; of other years Monday to Friday are working days."""
    annulment: tuple[Annuller, ...] = ()
    """Anybody whom the law names may annul where nobody is named."""

    def zone_name(self) -> str | None:
        """The time zone of "today", where it is stated."""
        return None if self.timezone is None else ZONES[self.timezone]

    def contract_term(self, kind: Kind, day: date) -> Term:
        """How long a contract that begins on a day runs."""
        if (stated := self._term(kind)) is not None:
            return stated
        least, most = in_force(CONTRACT_YEARS[kind], day).value
        return Term(least_years=least, most_years=most)

    def contract_basis(self, kind: Kind, day: date) -> str:
        """Why a contract runs so long."""
        return in_force(CONTRACT_YEARS[kind], day).basis if self._term(kind) is None else f"{BY_POLICY}."

    def _term(self, kind: str) -> Term | None:
        return None if self.contract is None else getattr(self.contract, kind)

    def upgrade_window(self, day: date) -> int:
        """How many months before a proposal have been evaluated, without a gap."""
        return (self.upgrade and self.upgrade.window_months) or in_force(UPGRADE_WINDOW_MONTHS, day).value

    def upgrade_predikat(self, day: date) -> int:
        """The predikat that the latest evaluation has at least; 1 is best."""
        return (self.upgrade and self.upgrade.least_predikat) or in_force(UPGRADE_PREDIKAT, day).value

    @property
    def cadence(self) -> Cadence | None:
        """How often people are evaluated, where it is stated."""
        return None if self.evaluation is None else self.evaluation.cadence

    def unsworn_refused(self, day: date) -> bool:
        """Whether an agreement that is signed before the oath is refused."""
        if self.agreement is None or self.agreement.before_oath is None:
            return in_force(UNSWORN_REFUSED, day).value
        return self.agreement.before_oath is Breach.REFUSE

    def agrees(self, eselon_id: str, day: date) -> bool:
        """Whether officials of this echelon sign performance agreements."""
        if self.agreement is None or self.agreement.eselon is None:
            return eselon_id[:1] in in_force(AGREEMENT_ESELON, day).value
        return eselon_id in self.agreement.eselon

    def oath_days(self, day: date) -> int:
        """Working days from the SK to the oath."""
        return (self.oath and self.oath.working_days) or in_force(OATH_WORKING_DAYS, day).value

    def working_days_after(self, start: date, end: date) -> int:
        """Working days from the day after `start` up to `end`, without the holidays."""
        off = {
            day for days in (self.holidays or {}).values() for day in days if start < day <= end and day.weekday() < 5
        }
        return working_days_after(start, end) - len(off)

    def may_annul(self, by: str, jabatan: str | None, kapasitas: Capacity | None) -> bool:
        """Whether somebody may annul, over and above what the law asks for."""
        return not self.annulment or any(row.fits(by, jabatan, kapasitas) for row in self.annulment)

    def resolved(self, day: date) -> dict[str, Any]:
        """Every setting as it holds on a day, in the form of the policy file; what nobody sets is None."""
        kinds = (Kind.PPPK, Kind.PPPK_PARUH_WAKTU)
        return {
            "timezone": self.timezone,
            "contract": {kind.value: self.contract_term(kind, day).model_dump(mode="json") for kind in kinds},
            "upgrade": {
                "window_months": self.upgrade_window(day),
                "least_predikat": self.upgrade_predikat(day),
            },
            "evaluation": {"cadence": self.cadence},
            "agreement": {
                "before_oath": (Breach.REFUSE if self.unsworn_refused(day) else Breach.WARN).value,
                "eselon": [code.code for code in ESELON.codes if self.agrees(code.code, day)],
            },
            "oath": {"working_days": self.oath_days(day)},
            "holidays": {year: [str(day) for day in days] for year, days in (self.holidays or {}).items()},
            "annulment": [row.model_dump(mode="json") for row in self.annulment],
        }

    def problems(self) -> Iterator[Problem]:
        """What contradicts itself in it: the field that is wrong, and why."""
        for kind in Contracts.model_fields:
            term = self._term(kind)
            if term is not None and term.most_years is not None and term.most_years < term.least_years:
                detail = f"The least are {term.least_years}."
                yield PolicySettingInvalid(detail, field=f"contract.{kind}.most_years", value=term.most_years)
        for n, eselon in enumerate((self.agreement and self.agreement.eselon) or ()):
            if ESELON.find(eselon) is None:
                detail = "It names no eselon, or several: write SIASN's code."
                yield PolicySettingInvalid(detail, field=f"agreement.eselon.{n}", value=eselon)
        for year, days in (self.holidays or {}).items():
            yield from _of_calendar(year, days)
        for n, row in enumerate(self.annulment):
            if row.by == "PENGADILAN" and (row.jabatan or row.kapasitas):
                detail = "A court has no office and no capacity here."
                yield PolicySettingInvalid(detail, field=f"annulment.{n}.by", value=row.by)


def _of_calendar(year: str, days: tuple[date, ...]) -> Iterator[Problem]:
    for n, day in enumerate(days):
        if str(day.year) != year:
            yield PolicySettingInvalid(f"It does not lie in {year}.", field=f"holidays.{year}.{n}", value=day)
        elif day in days[:n]:
            yield PolicySettingInvalid("It is named twice.", field=f"holidays.{year}.{n}", value=day)


# -- which one holds ---------------------------------------------------------------------


class Adopted(NamedTuple):
    """A policy, its version and from when it holds."""

    tmt: date
    version: int
    content: Policy


def judged_on(fact: Event) -> date:
    """The day whose policy a fact is judged by: that of its SK, or its own."""
    return fact.tmt if fact.decision is None else fact.decision.tanggal


class Policies:
    """All that a government has adopted."""

    __slots__ = ("_adopted",)

    def __init__(self, adopted: Iterable[Adopted] = ()) -> None:
        self._adopted = sorted(adopted, key=lambda policy: policy[:2], reverse=True)

    def on(self, day: date) -> Adopted | None:
        """The policy that holds on a day; None before the first one."""
        return next((policy for policy in self._adopted if policy.tmt <= day), None)

    def content(self, day: date) -> Policy:
        """What holds on a day; nothing stated before the first policy."""
        found = self.on(day)
        return UNSTATED if found is None else found.content

    def rule_set(self, day: date) -> str:
        """The tables, and the policy, that a fact is judged by."""
        found = self.on(day)
        return RULE_SET if found is None else f"{RULE_SET}+policy-{found.version}"

    @property
    def versions(self) -> list[int]:
        """Every version that was adopted."""
        return [policy.version for policy in self._adopted]


UNSTATED = Policy()
NO_POLICIES = Policies()

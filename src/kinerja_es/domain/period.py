"""The periods that work is planned for, reported and evaluated in."""

from datetime import date, timedelta
from enum import StrEnum


class Scope(StrEnum):
    """SIASN periodik: 1 bulanan, 2 triwulan; and the yearly evaluation."""

    BULANAN = "BULANAN"
    TRIWULAN = "TRIWULAN"
    TAHUNAN = "TAHUNAN"


class Cadence(StrEnum):
    """How often somebody is evaluated: SIASN periodik 1 bulanan, 2 triwulan."""

    BULANAN = "BULANAN"
    TRIWULAN = "TRIWULAN"


def period(scope: Scope, day: date) -> tuple[int, int]:
    """Year and number of the month, quarter or year that a day lies in."""
    if scope is Scope.BULANAN:
        return day.year, day.month
    return (day.year, quarter(day)) if scope is Scope.TRIWULAN else (day.year, 0)


def quarter(day: date) -> int:
    """The quarter of the year that a day lies in, from 1."""
    return (day.month - 1) // 3 + 1


def bounds(scope: Scope, day: date) -> tuple[date, date]:
    """The first and the last day of the month, quarter or year that a day lies in."""
    if scope is Scope.TAHUNAN:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    months = 1 if scope is Scope.BULANAN else 3
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = first.month + months - 1
    following = date(day.year + last // 12, last % 12 + 1, 1)
    return first, following - timedelta(days=1)


def last_ended(scope: Scope, day: date) -> tuple[date, date]:
    """The latest period that is over on a day, or ends on it."""
    dari, sampai = bounds(scope, day)
    return (dari, sampai) if sampai <= day else bounds(scope, dari - timedelta(days=1))


def is_period(scope: Scope, dari: date, sampai: date) -> bool:
    """Whether two days lie within one month, calendar quarter or year; it is shorter where somebody came or left."""
    return dari <= sampai and period(scope, dari) == period(scope, sampai)

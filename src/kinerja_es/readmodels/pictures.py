"""What a projection file says of the picture of a query: which columns are drawn, as what, and what it is called.

A title or a name is Indonesian, a line break, and English: `"Kontrak\\nContracts"`. Drawing is in `plots`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Names = Mapping[str, str]
"""Columns, and what they are called."""


@dataclass(frozen=True, kw_only=True)
class Bars:
    """A bar for each row; several columns are stacked, or stand side by side."""

    title: str
    label: str
    """The column that names the bar."""
    values: Names
    unit: str
    """What is counted: the axis."""
    series: str | None = None
    """Where each bar has several rows: the column that tells them apart; `values` then has one column."""
    stacked: bool = True
    least: str | None = None
    most: str | None = None
    """Columns with what each bar should reach, and should not pass."""
    note: Names = field(default_factory=dict[str, str])
    """Columns that say the same in each row, and what they are called: told under the title."""


@dataclass(frozen=True, kw_only=True)
class Lines:
    """How numbers change: a point for each row, a line for each series, in a panel of its own for each `panel`."""

    title: str
    x: str
    """The column of the day (2026-11-24), or of the month (2026-11)."""
    values: Names
    unit: str
    series: str | None = None
    """Where each day has several rows: the column that tells them apart; `values` then has one column."""
    panel: str | None = None
    """The column that names the panel. Of more than twelve the smaller ones are added up in the last."""
    zero: bool = False
    """Whether a day without a row counts 0; else the line goes straight on."""
    note: Names = field(default_factory=dict[str, str])


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Facts by two axes, TMT to the right and the time of recording upward; below, what held from when to when.

    A row of a fact has `label`, `tmt`, `recorded_on` and `state` (STANDS, CORRECTED, ANNULLED, VOIDED, MERGED); one of
    a stretch, without `recorded_on`, has `lane` (what it tells of), `label`, `valid_from` and `valid_to`.
    """

    title: str
    note: Names = field(default_factory=dict[str, str])


Plot = Bars | Lines | Timeline

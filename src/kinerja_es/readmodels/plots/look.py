"""How every picture looks: colours that differ in grey too, Indonesian numbers and months, and the head."""
# The library leaves most keywords without types.
# pyright: reportUnknownMemberType=false

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import fmean
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, MaxNLocator

WIDTH = 10.0
"""Inches."""
SETTINGS: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "text.parse_math": False,  # a name may have a $ in it
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid.axis": "both",
    "grid.color": "#d9d9d9",
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.7,
    "svg.fonttype": "none",  # text stays text: it can be read aloud, searched and copied
    "svg.hashsalt": "kinerja",
}
# Okabe and Ito's colours, in an order in which neighbours differ in grey as well; what they mean is said in full by
# hatches, markers and dashes.
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#f0e442", "#d55e00", "#56b4e9", "#cc79a7", "#555555")
HATCHES = ("", "///", "xxx", "", "\\\\\\", "---", "+++", "|||")
LINES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#000000", "#d55e00", "#56b4e9", "#777777")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES = ("-", "--", ":", "-.", (0, (8, 2)), (0, (1, 1)), (0, (5, 1, 1, 1)), (0, (3, 3)))
INK, PALE = "#1a1a1a", "#555555"
BOX: dict[str, Any] = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.6}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


# -- words and numbers -------------------------------------------------------------------


def plain(value: Any) -> str:
    """A value as text that any file can hold."""
    text = "-" if value is None else str(value)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def two(text: str) -> tuple[str, str]:
    """A title's Indonesian, and its English."""
    indonesian, _, english = text.partition("\n")
    return plain(indonesian), plain(english)


def both(text: str) -> str:
    """Both languages in one line."""
    return " / ".join(filter(None, two(text)))


def wrapped(text: str, width: int, lines: int) -> str:
    """A long name over a few lines; what is longer ends in an ellipsis."""
    return "\n".join(textwrap.wrap(plain(text), width, max_lines=lines, placeholder=" …") or [""])


def number(value: float) -> str:
    """3.809 and 12,5, as they are written in Indonesia."""
    rounded = round(float(value), 2)
    text = f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,.2f}".rstrip("0")
    return text.translate(str.maketrans(",.", ".,"))


def named(text: str) -> str:
    """A code as a name: PPPK_PARUH_WAKTU."""
    return plain(text).replace("_", " ")


# -- axes --------------------------------------------------------------------------------


def amounts(axis: Axis, unit: str, *, whole: bool, most: int = 6) -> None:
    """An axis of numbers, with so many marks at most."""
    axis.set_major_locator(MaxNLocator(most, steps=[1, 2, 2.5, 5, 10], integer=whole))
    axis.set_major_formatter(FuncFormatter(_mark))
    axis.set_label_text(both(unit), color=PALE)


def _mark(value: float, _: int | None) -> str:
    return number(value)


def month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def days(axis: Axis, first: date, last: date, most: int = 9) -> None:
    """An axis of days, with so many marks at most: each year, or each so many months, or the days themselves."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if (span := (last - first).days) < 62:
        marks = sorted({first + timedelta(days=span * n // 2) for n in range(3)})
        told = [f"{day.day} {month(day)}" for day in marks]
    else:
        step = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120, 240) if months / n <= most), 600)
        begin = first.year * 12 + first.month - 1
        counted = range(-(-begin // step) * step, begin + months + 1, step)
        marks = [date(n // 12, n % 12 + 1, 1) for n in counted]
        told = [str(day.year) if step >= 12 else month(day) for day in marks]
    axis.set_major_locator(FixedLocator([position(day) for day in marks]))
    axis.set_major_formatter(FixedFormatter(told))


def position(day: date) -> float:
    """Where a day stands on an axis."""
    return float(day.toordinal())


# -- the whole ---------------------------------------------------------------------------


class Head:
    """What stands above the drawing: the title in both languages, notes, and what the colours mean."""

    LINE = 0.19

    def __init__(self, title: str, notes: Sequence[str]) -> None:
        indonesian, english = two(title)
        self._title = textwrap.wrap(indonesian, 78) or [""]
        self._english = textwrap.wrap(english, 120)
        self._notes = [line for note in notes for line in textwrap.wrap(note, 120)]
        self.handles: list[Artist] = []
        self.names: list[str] = []

    def note(self, text: str) -> None:
        """One line more under the title."""
        self._notes += textwrap.wrap(text, 120)

    def explain(self, handle: Artist, name: str) -> None:
        """One entry of the legend."""
        self.handles.append(handle)
        self.names.append(wrapped(name, 44, 1))

    @property
    def columns(self) -> int:
        longest = max(map(len, self.names), default=1)
        return max(1, min(len(self.names), int(118 / (longest + 9)), 5))

    @property
    def height(self) -> float:
        """Inches."""
        lines = (
            len(self._title) * 1.35 + len(self._english) + len(self._notes) + -(-len(self.names) // self.columns) * 1.15
        )
        return 0.2 + self.LINE * lines

    def draw(self, figure: Figure) -> None:
        tall = figure.get_figheight()
        top = tall - 0.1
        for lines, size, weight, colour, leading in (
            (self._title, 13, "bold", INK, 1.35),
            (self._english, 9, "normal", PALE, 1.0),
            (self._notes, 9, "normal", INK, 1.0),
        ):
            for line in lines:
                text = figure.text(0.015, top / tall, line, size=size, weight=weight, color=colour, va="top")
                text.set_in_layout(False)
                top -= self.LINE * leading
        if self.handles:
            legend = figure.legend(
                self.handles,
                self.names,
                loc="upper left",
                bbox_to_anchor=(0.008, top / tall),
                ncols=self.columns,
                frameon=False,
                fontsize=9,
                handlelength=2.6,
                labelspacing=0.35,
                columnspacing=1.4,
                borderaxespad=0,
            )
            legend.set_in_layout(False)


def framed(head: Head, foot: str, height: float) -> Figure:
    """An empty figure with its head and foot; what is drawn has `height` inches between them."""
    lines = textwrap.wrap(foot, 140)
    below = 0.12 + 0.16 * len(lines)
    tall = head.height + height + below
    figure = Figure(figsize=(WIDTH, tall))
    figure.set_layout_engine("constrained", rect=(0.01, below / tall, 0.98, height / tall))
    head.draw(figure)
    for n, line in enumerate(reversed(lines)):
        text = figure.text(0.015, (0.08 + 0.16 * n) / tall, line, size=7.5, color=PALE, va="bottom")
        text.set_in_layout(False)
    return figure


def empty(axes: Axes) -> None:
    """A picture of nothing says so."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, "Tidak ada data / No data", ha="center", va="center", size=12, color=PALE)


def apart(wanted: Iterable[float], gap: float, low: float, high: float) -> list[float]:
    """Places for names, from below: a gap apart, between two bounds, and else as near as may be to those wanted."""
    blocks: list[list[float]] = []
    for n, place in enumerate(wanted):
        blocks.append([place - n * gap])
        while len(blocks) > 1 and fmean(blocks[-2]) > fmean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    levels = [fmean(block) for block in blocks for _ in block]
    most = high - gap * (len(levels) - 1)
    return [max(min(level, most), low) + n * gap for n, level in enumerate(levels)]

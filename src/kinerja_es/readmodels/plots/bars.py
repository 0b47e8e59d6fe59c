"""Bars: upright where their names are short and few, else lying, one under another, as long as the list is."""
# The library leaves most keywords without types.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence
from datetime import date
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from kinerja_es.readmodels.answers import Row
from kinerja_es.readmodels.pictures import Bars
from kinerja_es.readmodels.plots import look
from kinerja_es.readmodels.plots.reading import amount, of, series

UPRIGHT = 24
"""Bars that stand side by side."""
SHORT = 11
"""Letters of a name that fits under a bar."""
TALLEST = 100
"""Inches of a picture."""
LEAST_MARK, MOST_MARK = "Paling sedikit\nAt least", "Paling banyak\nAt most"


def draw(plot: Bars, rows: Sequence[Row], head: look.Head, foot: str) -> Figure:
    places = [look.plain(of(row, plot.label)) for row in rows]
    found = series(rows, places, plot.values, plot.series)
    labels = list(dict.fromkeys(places))
    if not labels:
        figure = look.framed(head, foot, 2.0)
        look.empty(figure.add_subplot())
        return figure
    names = list(found)
    thick = 0.14 + 0.2 * (1 if plot.stacked else len(names))
    if len(labels) > (most := int(TALLEST / thick)):
        numbers = look.number(most), look.number(len(labels))
        head.note("Hanya {0} dari {1} / Only {0} of {1}".format(*numbers))
        labels = labels[:most]
    for n, name in enumerate(names):
        if len(names) > 1:
            head.explain(_patch(n), look.both(name) if plot.series is None else look.named(name))
    limits = {c: {p: amount(row, c) for p, row in zip(places, rows, strict=True)} for c in (plot.least, plot.most) if c}
    for column, mark, name in ((plot.least, "^", LEAST_MARK), (plot.most, "v", MOST_MARK)):
        if column and any(value is not None for value in limits[column].values()):
            head.explain(Line2D([], [], color=look.INK, lw=2, marker=mark, ms=7), look.both(name))
    upright = len(labels) <= UPRIGHT and max(map(len, map(_short, labels))) <= SHORT
    figure = look.framed(head, foot, 4.2 if upright else 0.9 + len(labels) * thick)
    axes = figure.add_subplot()
    values = [[found[name].get(label) or 0.0 for label in labels] for name in names]
    _bars(axes, values, stacked=plot.stacked, upright=upright)
    for column, mark in ((plot.least, "^"), (plot.most, "v")):
        if column:
            _limits(axes, [limits[column][label] for label in labels], mark, upright=upright)
    told = [label if upright else look.wrapped(label, 46, 2) for label in map(_short, labels)]
    whole = all(value.is_integer() for line in values for value in line)
    if upright:
        axes.set_xticks(range(len(labels)), told)
        axes.tick_params("x", length=0)
        room = max(0.0, 6 - len(labels)) / 2
        axes.set_xlim(-0.6 - room, len(labels) - 0.4 + room)
        look.amounts(axes.yaxis, plot.unit, whole=whole)
        axes.grid(axis="y")
    else:
        axes.set_yticks(range(len(labels)), told)
        axes.tick_params("y", length=0)
        axes.set_ylim(len(labels) - 0.4, -0.6)
        look.amounts(axes.xaxis, plot.unit, whole=whole, most=6 if axes.get_xlim()[1] < 1e6 else 3)
        axes.grid(axis="x")
    return figure


def _short(label: str) -> str:
    """A month as people write it; every other name as it is."""
    if len(label) == 7 and label[4] == "-" and (label[:4] + label[5:]).isdigit() and "01" <= label[5:] <= "12":
        return look.month(date(int(label[:4]), int(label[5:]), 1)).replace(" ", "\n")
    return label


def _patch(n: int) -> Patch:
    n %= len(look.COLOURS)
    return Patch(facecolor=look.COLOURS[n], hatch=look.HATCHES[n], edgecolor=look.INK, linewidth=0.6)


def _bars(axes: Axes, values: list[list[float]], *, stacked: bool, upright: bool) -> None:
    """The bars, and what each comes to."""
    count = len(values[0])
    share = 1 if stacked else len(values)
    thick = 0.72 / share
    sums = [0.0] * count
    for n, line in enumerate(values):
        shift = 0.0 if stacked else (n - (share - 1) / 2) * thick
        places = [place + shift for place in range(count)]
        style = n % len(look.COLOURS)
        paint: Any = {
            "facecolor": look.COLOURS[style],
            "hatch": look.HATCHES[style],
            "edgecolor": look.INK,
            "linewidth": 0.6,
        }
        if upright:
            axes.bar(places, line, thick, bottom=sums if stacked else None, **paint)
        else:
            axes.barh(places, line, thick, left=sums if stacked else None, **paint)
        if stacked:
            sums = [a + b for a, b in zip(sums, line, strict=True)]
        else:
            _told(axes, places, line, upright=upright)
    if stacked:
        _told(axes, list(range(count)), sums, upright=upright)


def _told(axes: Axes, places: Sequence[float], values: Sequence[float], *, upright: bool) -> None:
    size = 8 if len(places) <= 14 or not upright else 6.5
    sides: Any = {"ha": "center", "va": "bottom"} if upright else {"ha": "left", "va": "center"}
    for place, value in zip(places, values, strict=True):
        xy, offset = ((place, value), (0, 3)) if upright else ((value, place), (4, 0))
        axes.annotate(look.number(value), xy, offset, textcoords="offset points", size=size, color=look.INK, **sides)
    if not any(values):
        (axes.set_ylim if upright else axes.set_xlim)(0, 1)
    elif upright:
        axes.margins(y=0.1)
    else:
        axes.margins(x=0.12)


def _limits(axes: Axes, values: Sequence[float | None], mark: str, *, upright: bool) -> None:
    """What each bar should reach, or should not pass: a line across it with an arrow."""
    for place, value in enumerate(values):
        if value is None:
            continue
        ends, level = [place - 0.46, place + 0.46], [value, value]
        axes.plot(*((ends, level) if upright else (level, ends)), color=look.INK, lw=2, solid_capstyle="butt", zorder=4)
        x, y = (place + 0.46, value) if upright else (value, place - 0.46)
        axes.plot([x], [y], mark, color=look.INK, ms=6, zorder=4)
        told = f"{'≥' if mark == '^' else '≤'} {look.number(value)}"
        axes.annotate(told, (x, y), (6, 0), textcoords="offset points", size=7.5, va="center", bbox=look.BOX)

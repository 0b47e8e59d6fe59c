"""Lines over time: a few in one drawing, named at their ends, or a small drawing for each of many."""
# The library leaves most keywords without types.
# pyright: reportUnknownMemberType=false

from collections.abc import Mapping, Sequence
from datetime import date

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kinerja_es.readmodels.answers import Row
from kinerja_es.readmodels.pictures import Lines
from kinerja_es.readmodels.plots import look
from kinerja_es.readmodels.plots.reading import Series, added, day, largest, of, series

PANELS = 12
LINES = 8
ACROSS = 3
"""Panels side by side."""
DOTTED = 40
"""Points of a line up to which each has its marker."""


def draw(plot: Lines, rows: Sequence[Row], head: look.Head, foot: str) -> Figure:
    if not rows:
        figure = look.framed(head, foot, 2.0)
        look.empty(figure.add_subplot())
        return figure
    first, last = min(day(row, plot.x) for row in rows), max(day(row, plot.x) for row in rows)
    panels = _panels(plot, rows)
    if plot.zero:
        panels = {title: _filled(held, [day(row, plot.x) for row in rows]) for title, held in panels.items()}
    names = list(dict.fromkeys(name for held in panels.values() for name in held))
    styles = {name: n % len(look.COLOURS) for n, name in enumerate(names)}
    called = {name: look.both(name) if plot.series is None else look.named(name) for name in names}
    if plot.panel is None:
        figure = look.framed(head, foot, max(4.4, 0.34 * len(names)))
        axes = figure.add_subplot()
        _lines(axes, panels[""], styles)
        _dress(axes, plot.unit, panels[""])
        look.days(axes.xaxis, first, last)
        _name_the_ends(axes, panels[""], styles, called)
        return figure
    for name in names:
        head.explain(_line(styles[name]), called[name])
    if len(panels) > 1:
        head.note("Tiap panel berskala sendiri / Each panel has its own scale")
    across = min(ACROSS, len(panels))
    down = -(-len(panels) // across)
    figure = look.framed(head, foot, 0.3 + down * 2.1)
    for n, (title, held) in enumerate(panels.items()):
        axes = figure.add_subplot(down, across, n + 1)
        _lines(axes, held, styles)
        _dress(axes, plot.unit if n % across == 0 else "", held)
        look.days(axes.xaxis, first, last, 3)
        axes.set_title(look.wrapped(title, 96 // across, 2), loc="left", size=9, weight="bold")
        _tell_the_ends(axes, held)
    return figure


def _panels(plot: Lines, rows: Sequence[Row]) -> dict[str, Series]:
    """The series of each panel; the smaller panels, and the smaller series of one, added up as the last."""
    sorted_out: dict[str, list[Row]] = {}
    for row in rows:
        sorted_out.setdefault(look.plain(of(row, plot.panel)) if plot.panel else "", []).append(row)
    found = {
        name: series(held, [day(row, plot.x) for row in held], plot.values, plot.series)
        for name, held in sorted_out.items()
    }
    if plot.panel is None:
        return {"": _fewer(found[""])}
    sizes = {name: sum(map(_size, held.values())) for name, held in found.items()}
    shown, rest = largest(list(found), sizes, PANELS)
    panels: dict[str, Series] = {name: found[name] for name in shown}
    if rest:
        names = dict.fromkeys(name for panel in rest for name in found[panel])
        together = {name: added(found[panel].get(name, {}) for panel in rest) for name in names}
        panels[f"{look.number(len(rest))} lainnya / others"] = together
    return panels


def _filled(held: Series, days: Sequence[date]) -> Series:
    """Every series with 0 on the days of which it does not tell."""
    return {name: {each: line.get(each, 0.0) for each in days} for name, line in held.items()}


def _fewer(held: Series) -> Series:
    shown, rest = largest(list(held), {name: _size(line) for name, line in held.items()}, LINES)
    found = {name: held[name] for name in held if name in shown}
    return (
        {**found, f"{look.number(len(rest))} lainnya / others": added(held[name] for name in rest)} if rest else found
    )


def _size(line: Mapping[date, float | None]) -> float:
    """The last number that is told."""
    return next((value for _, value in sorted(line.items(), reverse=True) if value is not None), 0.0)


def _line(style: int) -> Line2D:
    return Line2D([], [], color=look.LINES[style], ls=look.DASHES[style], marker=look.MARKERS[style], ms=5)


def _lines(axes: Axes, held: Series, styles: Mapping[str, int]) -> None:
    for name, line in held.items():
        told = sorted(line)
        style = styles[name]
        axes.plot(
            [look.position(each) for each in told],
            [float("nan") if (value := line[each]) is None else value for each in told],
            color=look.LINES[style],
            linestyle=look.DASHES[style],
            linewidth=1.6,
            marker=look.MARKERS[style],
            markersize=4,
            markeredgecolor=look.INK,
            markeredgewidth=0.4,
            markevery=max(1, len(told) // DOTTED + (len(told) > DOTTED)),
        )


def _dress(axes: Axes, unit: str, held: Series) -> None:
    """Marks and room, for numbers that begin at 0."""
    values = [value for line in held.values() for value in line.values() if value is not None]
    look.amounts(axes.yaxis, unit, whole=all(value.is_integer() for value in values))
    axes.grid(axis="y")
    axes.set_ylim(min(0.0, *values) if values else 0.0, max(values, default=0.0) * 1.12 or 1.0)
    axes.margins(x=0.03)


def _ends(held: Series) -> dict[str, tuple[float, float]]:
    """Where each line ends."""
    found: dict[str, tuple[float, float]] = {}
    for name, line in held.items():
        told = [each for each in sorted(line) if line[each] is not None]
        if told:
            found[name] = (look.position(told[-1]), line[told[-1]] or 0.0)
    return found


def _name_the_ends(axes: Axes, held: Series, styles: Mapping[str, int], called: Mapping[str, str]) -> None:
    """Each line's name and last number beside its end, as high as there is room."""
    ends = sorted(_ends(held).items(), key=lambda end: (end[1][1], end[0]))
    low, high = axes.get_ylim()
    lines = [look.wrapped(called[name], 28, 2).count("\n") + 1 for name, _ in ends]
    gap = (high - low) * 0.05 * max(lines, default=1)
    for (name, (x, y)), place in zip(ends, look.apart((y for _, (_, y) in ends), gap, low, high), strict=True):
        axes.annotate(
            f"{look.wrapped(called[name], 28, 2)}: {look.number(y)}",
            (x, y),
            (1.02, (place - low) / (high - low)),
            textcoords="axes fraction",
            va="center",
            size=8.5,
            color=look.INK,
            arrowprops={
                "arrowstyle": "-",
                "color": look.LINES[styles[name]],
                "lw": 0.8,
                "relpos": (0, 0.5),
                "shrinkB": 4,
            },
        )


def _tell_the_ends(axes: Axes, held: Series) -> None:
    ends = sorted(_ends(held).values(), key=lambda end: end[1])
    low, high = axes.get_ylim()
    for (x, y), place in zip(ends, look.apart((y for _, y in ends), (high - low) * 0.13, low, high), strict=True):
        axes.annotate(
            look.number(y), (x, place), (7, 0), textcoords="offset points", va="center", size=7.5, annotation_clip=False
        )

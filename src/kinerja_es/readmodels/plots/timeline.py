"""One career on a time line with both axes: what was recorded, by TMT and time of recording; below, what held when."""
# The library leaves most keywords without types.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kinerja_es.readmodels.answers import Row
from kinerja_es.readmodels.plots import look
from kinerja_es.readmodels.plots.reading import Unsuited, day, of

LISTED = 60
"""Facts that are told in words below, the last ones by TMT; more than these are not numbered in the drawing."""
STATES = {
    "STANDS": ("o", "#0072b2", "Berlaku\nStands"),
    "CORRECTED": ("D", "#e69f00", "Dikoreksi\nCorrected"),
    "ANNULLED": ("X", "#d55e00", "SK dibatalkan\nSK annulled"),
    "VOIDED": ("P", "#cc79a7", "Tidak pernah ada\nVoided"),
    "MERGED": ("s", "#999999", "Digabung\nMerged"),
}


class Fact(NamedTuple):
    """What was recorded."""

    tmt: date
    recorded_on: date
    label: str
    state: str


Points = dict[tuple[date, date, str], list[int]]
"""The numbers of the facts by TMT, day of recording and state."""


class Stretch(NamedTuple):
    """What held from one day to another."""

    lane: str
    label: str
    begun: date
    ended: date | None


def draw(rows: Sequence[Row], head: look.Head, foot: str) -> Figure:
    facts = sorted(_facts(rows), key=lambda fact: (fact.tmt, fact.recorded_on))
    stretches = list(_stretches(rows))
    if not facts and not stretches:
        figure = look.framed(head, foot, 2.0)
        look.empty(figure.add_subplot())
        return figure
    points: Points = {}
    for n, fact in enumerate(facts, 1):
        points.setdefault((fact.tmt, fact.recorded_on, fact.state), []).append(n)
    for state in STATES:
        if any(fact.state == state for fact in facts):
            head.explain(_marker(state), look.both(STATES[state][2]))
    head.explain(Line2D([], [], color=look.PALE, ls="--", lw=1), "Dicatat pada TMT-nya / Recorded on its TMT")
    lanes = list(dict.fromkeys(stretch.lane for stretch in stretches))
    told = [f"{n}  {fact.tmt} · dicatat {fact.recorded_on} · {fact.label}" for n, fact in enumerate(facts, 1)]
    if before := max(len(told) - LISTED, 0):
        told = [f"… {look.number(before)} sebelumnya / earlier", *told[before:]]
    half = -(-len(told) // 2)
    heights = {"points": 4.2 if facts else 0, "lanes": 0.25 + 0.36 * len(lanes) if lanes else 0, "words": 0.17 * half}
    heights = {name: height for name, height in heights.items() if height}
    figure = look.framed(head, foot, sum(heights.values()) + 0.7)
    grid = figure.add_gridspec(len(heights), 1, height_ratios=[*heights.values()])
    drawn = {name: figure.add_subplot(grid[n]) for n, name in enumerate(heights)}
    first, last = _span(facts, stretches)
    for name in [name for name in drawn if name != "words"]:
        drawn[name].set_xlim(look.position(first), look.position(last))
        look.days(drawn[name].xaxis, first, last)
        drawn[name].grid(axis="x")
    if axes := drawn.get("points"):
        _points(axes, facts, points, before)
    if axes := drawn.get("lanes"):
        _lanes(axes, stretches, lanes)
    drawn["lanes" if lanes else "points"].set_xlabel("TMT: berlaku sejak / Valid from", color=look.PALE)
    if axes := drawn.get("words"):
        _words(axes, told, half)
    return figure


def _words(axes: Axes, told: Sequence[str], half: int) -> None:
    """The facts in words, in two columns."""
    axes.set_axis_off()
    for n, line in enumerate(told):
        x, y = (0.0, n) if n < half else (0.5, n - half)
        axes.text(x, 1 - (y + 0.5) / half, look.wrapped(line, 72, 1), size=7.5, va="center", transform=axes.transAxes)


def _facts(rows: Sequence[Row]) -> list[Fact]:
    found: list[Fact] = []
    for row in rows:
        if row.get("recorded_on") is not None:
            state = str(of(row, "state"))
            if state not in STATES:
                raise Unsuited(f"the picture takes the column state as one of {', '.join(STATES)}")
            label = look.plain(of(row, "label"))
            found.append(Fact(day(row, "tmt"), day(row, "recorded_on"), label, state))
    return found


def _stretches(rows: Sequence[Row]) -> list[Stretch]:
    return [
        Stretch(
            look.plain(of(row, "lane")),
            look.plain(of(row, "label")),
            day(row, "valid_from"),
            None if of(row, "valid_to") is None else day(row, "valid_to"),
        )
        for row in rows
        if row.get("recorded_on") is None
    ]


def _span(facts: Sequence[Fact], stretches: Sequence[Stretch]) -> tuple[date, date]:
    """From the first day that is told of to the last, with some room."""
    told = [fact.tmt for fact in facts] + [fact.recorded_on for fact in facts]
    told += [end for stretch in stretches for end in (stretch.begun, stretch.ended) if end is not None]
    first, last = min(told), max(told)
    room = max((last - first).days // 20, 15)
    early = first - timedelta(days=min(room, (first - date.min).days))
    return early, last + timedelta(days=min(room, (date.max - last).days))


def _marker(state: str) -> Line2D:
    mark, colour, _ = STATES[state]
    return Line2D([], [], color=colour, marker=mark, ls="", ms=8, markeredgecolor=look.INK, markeredgewidth=0.6)


def _points(axes: Axes, facts: Sequence[Fact], points: Points, before: int) -> None:
    """The facts; to the right of each a thin line, for it holds from there until another one says otherwise."""
    times = [fact.recorded_on for fact in facts]
    room = max((max(times) - min(times)).days // 12, 10)
    low, high = min(times) - timedelta(days=room), max(times) + timedelta(days=room)
    axes.set_ylim(look.position(low), look.position(high))
    look.days(axes.yaxis, low, high, 7)
    axes.set_ylabel("Dicatat pada / Recorded", color=look.PALE)
    ends = axes.get_xlim()
    axes.plot(ends, ends, "--", color=look.PALE, lw=1, scalex=False, scaley=False)
    size = 6 if before else 8
    for tmt, recorded, state in points:
        mark, colour, _ = STATES[state]
        x, y = look.position(tmt), look.position(recorded)
        if not before:
            axes.plot([x, ends[1]], [y, y], color=colour, lw=0.5, alpha=0.5)
        axes.plot([x], [y], mark, color=colour, ms=size, markeredgecolor=look.INK, markeredgewidth=0.6, zorder=3)
    if not before:
        _numbers(axes, points, ((ends[1] - ends[0]) / 40, (high - low).days / 25))


def _numbers(axes: Axes, points: Points, near: tuple[float, float]) -> None:
    """The numbers of the facts above their point, in turns higher where points are close together."""
    level, held = 0, (float("-inf"), 0.0)
    for (tmt, recorded, _), numbers in sorted(points.items()):
        xy = (look.position(tmt), look.position(recorded))
        close = xy[0] - held[0] < near[0] and abs(xy[1] - held[1]) < near[1]
        level, held = (level + 1) % 4 if close else 0, xy
        axes.annotate(_ranges(numbers), xy, (0, 6 + 7 * level), textcoords="offset points", ha="center", size=7)


def _ranges(numbers: Sequence[int]) -> str:
    """1–3, 5."""
    parts: list[list[int]] = []
    for n in numbers:
        if parts and n == parts[-1][-1] + 1:
            parts[-1].append(n)
        else:
            parts.append([n])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)


def _lanes(axes: Axes, stretches: Sequence[Stretch], lanes: Sequence[str]) -> None:
    """What held from when to when: a row for each kind of thing, its stretches in turns of two shades."""
    axes.set_yticks(range(len(lanes)), [look.wrapped(lane, 18, 2) for lane in lanes])
    axes.tick_params("y", length=0)
    axes.set_ylim(max(len(lanes), 1) - 0.5, -0.5)
    left, right = axes.get_xlim()
    for height, lane in enumerate(lanes):
        for n, stretch in enumerate(sorted((s for s in stretches if s.lane == lane), key=lambda s: s.begun)):
            begun, ended = look.position(stretch.begun), look.position(stretch.ended) if stretch.ended else right
            shade = "#cfe3f1" if n % 2 == 0 else "#f7e3bf"
            axes.barh(height, ended - begun, 0.72, left=begun, facecolor=shade, edgecolor=look.INK, linewidth=0.6)
            letters = int((ended - begun) / (right - left) * 118)
            if letters >= 3:
                text = look.wrapped(stretch.label, letters, 1)
                axes.text(begun + (right - left) * 0.004, height, text, size=7, va="center", clip_on=True)

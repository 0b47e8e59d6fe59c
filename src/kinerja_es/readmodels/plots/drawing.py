"""From rows to the bytes of a picture; the same rows give the same bytes."""
# The library leaves most keywords without types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import re
import threading
import warnings
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.figure import Figure

from kinerja_es.readmodels.answers import Row
from kinerja_es.readmodels.pictures import Bars, Lines, Plot
from kinerja_es.readmodels.plots import bars, lines, look, timeline
from kinerja_es.readmodels.plots.reading import notes

DOTS = 150
"""Dots an inch of a PNG."""
_one_at_a_time = threading.Lock()
"""The library's settings are the whole process's."""


def drawn(plot: Plot, rows: Sequence[Row], form: str, asked: str, *, cut: bool = False) -> bytes:
    """The picture. `asked` says which question it answers, `cut` that there are more rows than these."""
    told = [f"{look.both(name)}: {look.plain(value)}" for name, value in notes(rows, plot.note).items()]
    head = look.Head(plot.title, [*([" · ".join(told)] if told else []), *([_only(len(rows))] if cut else [])])
    with _one_at_a_time, warnings.catch_warnings(), rc_context():
        warnings.simplefilter("ignore")  # a letter that the font lacks is a box
        rcdefaults()
        rcParams.update(look.SETTINGS)
        figure = _figure(plot, rows, head, look.plain(asked))
        save = _svg if form == "svg" else _png
        return save(figure, look.both(plot.title), _described(plot, rows, asked))


def _only(rows: int) -> str:
    return "Hanya {0} baris pertama / Only the first {0} rows".format(look.number(rows))


def _figure(plot: Plot, rows: Sequence[Row], head: look.Head, foot: str) -> Figure:
    match plot:
        case Bars():
            return bars.draw(plot, rows, head, foot)
        case Lines():
            return lines.draw(plot, rows, head, foot)
        case _:
            return timeline.draw(rows, head, foot)


def _described(plot: Plot, rows: Sequence[Row], asked: str) -> str:
    """What stands in for the picture where it cannot be seen."""
    if not rows:
        return f"{look.both(plot.title)}. Tidak ada data / No data. {look.plain(asked)}"
    return f"{look.both(plot.title)}. {look.number(len(rows))} baris / rows. {look.plain(asked)}"


def _png(figure: Figure, title: str, description: str) -> bytes:
    held = BytesIO()
    told = {"Software": None, "Title": title, "Description": description}
    figure.savefig(held, format="png", dpi=DOTS, metadata=told)
    return held.getvalue()


def _svg(figure: Figure, title: str, description: str) -> bytes:
    held = BytesIO()
    figure.savefig(held, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    told = f"<title>{escape(title)}</title>\n <desc>{escape(description)}</desc>\n"
    text = held.getvalue().decode()
    return re.sub(r"<svg ([^>]*)>\n", lambda found: f'<svg role="img" {found[1]}>\n {told}', text, count=1).encode()

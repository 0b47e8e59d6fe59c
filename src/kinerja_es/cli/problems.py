"""How problems are told at a terminal: what is wrong, where, and what to do. Never a traceback."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from kinerja_es.cli.terminal import amount, err, number, print_json, table, words
from kinerja_es.errors import FileUnwritable, LogExists, Problem, Problems
from kinerja_es.readmodels.formats import cell

REFUSED, CANNOT_OPEN = 2, 3
"""Exit codes: the input was refused; a store cannot be opened or written."""
MOST = 50
"""How many problems are shown on the terminal."""


def problems_in(error: Problem | Problems) -> Sequence[Problem]:
    return error.problems if isinstance(error, Problems) else (error,)


def exit_code(problems: Iterable[Problem]) -> int:
    stores = any(problem.status >= 500 or isinstance(problem, LogExists) for problem in problems)
    return CANNOT_OPEN if stores else REFUSED


def show_problems(problems: Sequence[Problem]) -> None:
    """One problem as a panel, several as a table."""
    if len(problems) == 1 and problems[0].row is None:
        show_panel(problems[0])
    else:
        show_table(problems)


def show_panel(problem: Problem) -> None:
    """What is wrong, and what to do."""
    lines = [Text(problem.pesan, style="bold"), Text(problem.message)]
    place = [problem.field or "", "" if problem.value is None else repr(problem.value)]
    if any(place):
        lines.append(Text(": ".join(part for part in place if part), style="yellow"))
    lines += [Text(), *(Text(f"→ {what}", style="green") for what in (problem.tindakan, problem.remedy))]
    err.print(Panel(Group(*lines), title=problem.code, title_align="left", border_style=_colour(problem)))


def show_table(problems: Sequence[Problem], hint: str = "") -> None:
    """Row, column, value and code of the first ones; then, once for each code, what is wrong and what to do."""
    errors = sum(not problem.warning for problem in problems)
    shown = table(
        f"{number(errors)} galat / errors, {number(len(problems) - errors)} peringatan / warnings",
        amount("Baris\nRow"),
        words("Kolom\nColumn", 20),
        words("Nilai\nValue", 24, min_width=18),
        words("Kode\nCode"),
    )
    for problem in problems[:MOST]:
        code = Text(problem.code, _colour(problem))
        if problem.detail:
            code.append(f"\n{problem.detail}", "dim")
        row = "-" if problem.row is None else number(problem.row)
        shown.add_row(row, Text(problem.field or "-"), Text(problem.value or ""), code)
    err.print(shown)
    if len(problems) > MOST:
        err.print(f"dan {number(len(problems) - MOST)} lagi / and {number(len(problems) - MOST)} more{hint}\n")
    err.print(_what_to_do(problems))


def _what_to_do(problems: Sequence[Problem]) -> Table:
    """Each code once: how often, what is wrong, what to do."""
    shown = table("Yang harus dilakukan / What to do", amount("Kali\nTimes"), words("Kode\nCode"))
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.code, problem)
    times = Counter(problem.code for problem in problems)
    for problem in first.values():
        said = Text(problem.code, _colour(problem)).append(f"\n{problem.pesan}", "bold")
        said.append(f"\n→ {problem.tindakan}", "green")
        said.append(f"\n{problem.title}", "default").append(f"\n→ {problem.remedy}", "green")
        shown.add_row(number(times[problem.code]), said)
    return shown


def _colour(problem: Problem) -> str:
    return "yellow" if problem.warning else "red"


HEADINGS = (
    "baris / row",
    "kolom / column",
    "nilai / value",
    "kode / code",
    "jenis / kind",
    "pesan",
    "tindakan",
    "message",
    "what to do",
)


def write_problems(path: Path, problems: Sequence[Problem]) -> None:
    """All problems as a CSV that a spreadsheet opens: UTF-8 with a mark, and no cell that it would run as a formula."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            writer.writerows([cell(value) for value in _cells(problem)] for problem in problems)
    except OSError as error:
        raise FileUnwritable(f"{path}: {error.strerror}.", field="--errors") from error


def _cells(problem: Problem) -> tuple[object, ...]:
    kind = "peringatan / warning" if problem.warning else "galat / error"
    place = (problem.row, problem.field, problem.value)
    return (*place, problem.code, kind, problem.pesan, problem.tindakan, problem.message, problem.remedy)


# -- of a file ---------------------------------------------------------------------------


def refuse(refused: Problem | Problems, told: Mapping[str, Any], errors: Path | None, *, json: bool) -> None:
    """Say everything that is wrong with a file, and that nothing was recorded; `told` is what else is known of it."""
    show_all(refused, told, errors, json=json)
    err.print("Tidak ada yang dicatat / Nothing was recorded.", style="bold red")


def show_all(refused: Problem | Problems, told: Mapping[str, Any], errors: Path | None, *, json: bool) -> None:
    """Say everything that is wrong with a file."""
    problems = problems_in(refused)
    keep(errors, problems)
    if json:
        print_json({**told, "problems": [problem.as_dict() for problem in problems]})
    elif len(problems) == 1:
        show_problems(problems)
    else:
        show_table(problems, hint(errors))


def keep(errors: Path | None, problems: Sequence[Problem]) -> None:
    """Write all problems where that is asked."""
    if errors is not None:
        write_problems(errors, problems)


def hint(errors: Path | None) -> str:
    """Where all problems are, or how to have them."""
    return f": {errors}" if errors else ": --errors FILE.csv"

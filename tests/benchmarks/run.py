"""`make bench`: every figure beside its yardstick, in turns in one run. `ARGS=--quick` leaves out 100,000 rows.

The table goes to the terminal; `--write FILE` also writes it as Markdown. Ratios are what counts: a machine's own
speed swings from minute to minute.
"""

import argparse
import json
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from careers import Took
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

HERE = Path(__file__).parent
PACKAGES = ("eventsourcing", "fastapi", "orjson", "pydantic", "python-calamine", "uvicorn")
SERANG = 3809
LARGE = 100_000
TURNS = 3


class Figure(NamedTuple):
    """One row of the table."""

    work: str
    ours: str
    yardstick: str
    theirs: str
    ratio: str
    wanted: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave out 100,000 rows")
    parser.add_argument("--write", type=Path, help="write the table as Markdown too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Progress(console=Console(stderr=True)) as progress:
        bench = Bench(Path(folder), progress)
        figures = [*bench.imports(SERANG, TURNS)]
        figures += bench.records(SERANG)
        figures += bench.explains()
        figures += bench.decisions()
        figures += bench.live(1000)
        figures += bench.generate(1000) if asked.quick else bench.generate(4_000)
        figures += [] if asked.quick else bench.imports(LARGE, 1)
        figures += bench.rebuild(SERANG)
        figures += [] if asked.quick else bench.rebuild(LARGE)
        figures += bench.http()
    Console(width=150).print(table(figures))
    print(machine())
    if asked.write:
        asked.write.write_text(markdown(figures), encoding="utf-8")


class Bench:
    """Runs each measurement in a process of its own, ours and theirs in turns."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        self.folder = folder
        self.progress = progress
        self.bar = progress.add_task("measuring", total=None)

    def task(self, name: str, rows: int, *args: str) -> dict[str, Any]:
        self.progress.update(self.bar, description=f"{name} {rows:,} {' '.join(args)}")
        return self._run("tasks.py", name, str(self.folder), str(rows), *args)

    def imports(self, rows: int, turns: int) -> Iterator[Figure]:
        ours, open_, theirs = [], [], []
        self.task("import", rows, ".csv")
        for _ in range(turns):
            ours.append(self.task("import", rows, ".csv"))
            open_.append(self.task("import", rows, ".csv", "unsealed"))
            theirs.append(self.task("stock_save", rows))
        rate = [run["events"] / run["durable"] for run in ours]
        stock = [run["events"] / run["seconds"] for run in theirs]
        yield Figure(
            f"roster CSV to durable events, {rows:,} rows",
            f"{_median(rate):,.0f} events/s of {ours[0]['bytes']:.0f} bytes",
            "stock eventsourcing, ready-made, one batch",
            f"{_median(stock):,.0f} events/s of {theirs[0]['bytes']:.0f} bytes",
            f"{_ratio(rate, stock):.2f}",
            "at least 1.1",
        )
        plain = [run["events"] / run["durable"] for run in open_]
        yield Figure(
            f"the same roster, personal fields sealed, {rows:,} rows",
            f"{_median(rate):,.0f} events/s of {ours[0]['bytes']:.0f} bytes",
            "the same import, nothing sealed",
            f"{_median(plain):,.0f} events/s of {open_[0]['bytes']:.0f} bytes",
            f"{_ratio(rate, plain):.2f}",
            "at least 0.8",
        )
        seen = [run["visible"] for run in ours]
        durable = [run["durable"] for run in ours]
        yield Figure(
            f"the same until all read models show it, {rows:,} rows",
            f"{_median(seen):.2f} s",
            "the import alone",
            f"{_median(durable):.2f} s",
            f"{_ratio(seen, durable):.2f}",
            "at most 2",
        )
        resident = max(run["resident"] for run in ours) / 1e6
        other = max(run["resident"] for run in theirs) / 1e6
        yield Figure(
            f"resident memory of that import, {rows:,} rows",
            f"{resident:.0f} MB",
            "stock eventsourcing",
            f"{other:.0f} MB",
            f"{resident / other:.2f}",
            "under 400 MB" if rows == LARGE else "",
        )
        if rows == SERANG:
            sheet = self.task("import", rows, ".xlsx")
            yield Figure(
                f"roster XLSX to durable events, {rows:,} rows",
                f"{sheet['events'] / sheet['durable']:,.0f} events/s",
                "the same roster as CSV",
                f"{_median(rate):,.0f} events/s",
                f"{sheet['events'] / sheet['durable'] / _median(rate):.2f}",
                "",
            )

    def records(self, rows: int) -> Iterator[Figure]:
        runs = [self.task("record", rows) for _ in range(TURNS)]
        ours, theirs = [run["recorded"] for run in runs], [run["imported"] for run in runs]
        yield Figure(
            f"`kinerja record` of {rows:,} evaluations, each judged on its employee's history",
            f"{_median(ours):,.0f} events/s",
            f"the roster import of {rows:,} rows, four events each",
            f"{_median(theirs):,.0f} events/s",
            f"{_ratio(ours, theirs):.2f}",
            "at least 0.5",
        )

    def explains(self) -> Iterator[Figure]:
        runs = [self.task("explain", 50) for _ in range(TURNS)]
        reasons, differences = [run["why"] for run in runs], [run["diff"] for run in runs]
        yield Figure(
            "what differs between two moments, a career of 500 facts",
            f"{_median(differences):.2f} s",
            "why it stands there",
            f"{_median(reasons):.3f} s",
            f"{_ratio(differences, reasons):.0f}",
            "2 s and 0.5 s",
        )

    def decisions(self) -> Iterator[Figure]:
        """A command after more and more facts, and the history of a long career."""
        took = {name: Took(*each) for name, each in self.task("decide", 60).items()}
        for name, told in (("next", "that follows its facts"), ("late", "that comes late, before its facts")):
            for few, many in ((10, 100), (100, 1000)):
                ours, theirs = took[f"{name} {many}"], took[f"{name} {few}"]
                yield Figure(
                    f"deciding on one fact {told}, {many:,} of them (processor time)",
                    f"{ours.cpu * 1000:.2f} ms",
                    f"the same with {few}",
                    f"{theirs.cpu * 1000:.2f} ms",
                    f"{ours.cpu / theirs.cpu:.1f}",
                    "at most 10",
                )
        for name, told in (("next", "deciding on one fact after 100"), ("read", "reading and decoding those 100")):
            ours, theirs = took[f"{name} 100"], took["append"]
            yield Figure(
                told,
                f"{ours.wall * 1000:.2f} ms",
                "its durable append",
                f"{theirs.wall * 1000:.2f} ms",
                f"{ours.wall / theirs.wall:.2f}",
                "at most 1" if name == "next" else "",
            )
        took = {name: Took(*each) for name, each in self.task("history", 20).items()}
        yield Figure(
            "a career of 500 events, 50 of them corrections, on two days as known at two moments (processor time)",
            f"{took['history'].cpu * 1000:.2f} ms",
            "decoding its events",
            f"{took['decode'].cpu * 1000:.2f} ms",
            f"{took['history'].cpu / took['decode'].cpu:.2f}",
            "at most 1.6",
        )

    def live(self, rows: int) -> Iterator[Figure]:
        """One fact more in long careers and in short ones."""
        long = [self.task("live", rows, "60")["rate"] for _ in range(TURNS)]
        short = [self.task("live", rows, "6")["rate"] for _ in range(TURNS)]
        yield Figure(
            f"one evaluation more of {rows:,} employees with 60, in all read models (processor time)",
            f"{_median(long):,.0f} events/s",
            "the same of employees with 6",
            f"{_median(short):,.0f} events/s",
            f"{_median(short) / _median(long):.2f}",
            "at most 2",
        )

    def generate(self, rows: int) -> Iterator[Figure]:
        many, few = self.task("generate", rows), self.task("generate", rows // 10)
        yield Figure(
            f"`kinerja generate`, {rows:,} people over three years: resident memory",
            f"{many['resident'] / 1e6:.0f} MB, {many['events'] / many['seconds']:,.0f} events/s,"
            f" {many['events'] / many['files']:.0f} a file",
            f"the same of {rows // 10:,} people",
            f"{few['resident'] / 1e6:.0f} MB, {few['events'] / few['seconds']:,.0f} events/s,"
            f" {few['events'] / few['files']:.0f} a file",
            f"{many['resident'] / few['resident']:.2f}",
            "at most 2",
        )

    def rebuild(self, rows: int) -> Iterator[Figure]:
        ours, runner, process, bare = [], [], [], []
        for _ in range(TURNS):
            built = self.task("rebuild", rows)
            ours.append(built["events"] / built["seconds"])
            runner.append(self.task("stock_runner", rows)["rate"])
            process.append(self.task("stock_process", rows)["rate"])
            least = self.task("bare", rows)
            bare.append(least["events"] / least["seconds"])
        for name, theirs, wanted in (
            ("the library's own ProjectionRunner, a commit an event", runner, "at least 30"),
            ("the library's ProcessApplication, a commit an event", process, ""),
            ("bare decoding, and bulk upserts of the same rows", bare, "at least 0.2"),
        ):
            yield Figure(
                f"rebuild of standings (`dated`), {rows:,} employees",
                f"{_median(ours):,.0f} events/s",
                name,
                f"{_median(theirs):,.0f} events/s",
                f"{_ratio(ours, theirs):.2f}",
                wanted,
            )

    def http(self) -> Iterator[Figure]:
        self.progress.update(self.bar, description="HTTP")
        self.task("keep", 10_000)
        told = self._run("serving.py", "measure", str(self.folder / "kept-10000" / "kinerja.db"))
        least = min(("append", "echo"), key=lambda name: told[name]["rate"])
        yield Figure(
            "a durable append by POST .../events, one client",
            f"{told['post']['rate']:,.0f}/s, {_latency(told['post'])}",
            "the same in-process" if least == "append" else "the same server echoing it",
            f"{told[least]['rate']:,.0f}/s, {_latency(told[least])}",
            f"{told['post']['rate'] / told[least]['rate']:.2f}",
            "at least 0.4",
        )
        yield Figure(
            "a standing by GET, one worker, 10,000 employees",
            f"{told['standing']['rate']:,.0f}/s, {_latency(told['standing'])}",
            "the same server, prebuilt bytes",
            f"{told['prebuilt']['rate']:,.0f}/s, {_latency(told['prebuilt'])}",
            f"{told['standing']['rate'] / told['prebuilt']['rate']:.2f}",
            "at least 0.5",
        )

    @staticmethod
    def _run(script: str, *args: str) -> dict[str, Any]:
        done = subprocess.run([sys.executable, str(HERE / script), *args], stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)


def _median(values: Sequence[float]) -> float:
    return statistics.median(values)


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios turn by turn."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def _latency(told: dict[str, float]) -> str:
    return f"p50 {told['p50'] * 1000:.2f} ms, p99 {told['p99'] * 1000:.2f} ms"


def machine() -> str:
    """Date, machine and versions."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        cpu = f"{len(names)} x {names[0]}" if names else cpu
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{datetime.now(UTC):%Y-%m-%d}, {cpu}, {platform.system()}; {python}, {packages}"


def table(figures: Sequence[Figure]) -> Table:
    shown = Table("work", "ours", "yardstick", "its figure", "ratio", "wanted", title="kinerja_es, SQLite")
    for figure in figures:
        shown.add_row(*figure)
    return shown


def markdown(figures: Sequence[Figure]) -> str:
    lines = ["| work | ours | yardstick | its figure | ratio | wanted |", "|---|---|---|---|---|---|"]
    lines += [f"| {' | '.join(figure)} |" for figure in figures]
    return "# The last run of `make bench`\n\n" + machine() + "\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

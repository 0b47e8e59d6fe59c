"""`make requirements`: each row of the requirements beside the tests that show it; fails where one is missing."""

import io
import sys
from collections import defaultdict
from contextlib import redirect_stdout

import pytest
from rich.console import Console
from rich.table import Table

from tests.requirements.rows import ROWS


class Collected:
    """Notes, for each row, the tests that carry its number."""

    def __init__(self) -> None:
        self.tests: defaultdict[str, list[str]] = defaultdict(list)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for mark in item.iter_markers("requirement"):
                for row in mark.args:
                    self.tests[row].append(item.nodeid.partition("::")[2])


def main() -> int:
    collected = Collected()
    said = io.StringIO()
    with redirect_stdout(said):
        code = pytest.main(["--collect-only", "--quiet", "tests"], plugins=[collected])
    console = Console()
    if code:
        console.print(said.getvalue())
    shown = Table("Row", "What is asked", "Shown by", title="Requirements", show_lines=False)
    missing = [row for row, told in ROWS.items() if not collected.tests[row] and not told.report]
    for row, told in ROWS.items():
        tests = collected.tests[row]
        what = "\n".join(tests) if tests else "report: comes with the read models" if told.report else "[red]MISSING"
        shown.add_row(row, told.phrase, what)
    console.print(shown)
    unheard = sorted(set(collected.tests) - set(ROWS))
    done = sum(bool(collected.tests[row]) for row in ROWS)
    console.print(f"{done} of {len(ROWS)} rows are shown by tests; missing: {', '.join(missing) or 'none'}.")
    if unheard:
        console.print(f"Tests name rows that are not there: {', '.join(unheard)}.")
    return int(code) or bool(missing or unheard)


if __name__ == "__main__":
    sys.exit(main())

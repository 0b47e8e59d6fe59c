"""`make test-long`: runs the tests that take long, and writes what came of it with date and machine.

The last report is kept beside this file, so that a reader knows when it was last seen to hold.
"""

import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

REPORT = Path(__file__).with_suffix(".md")


def main() -> int:
    command = [sys.executable, "-m", "pytest", "-m", "long", "--durations=0", "-v", "--no-header", *sys.argv[1:]]
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        for line in run.stdout or ():
            sys.stdout.write(line)
            lines.append(line.rstrip())
    told = [line for line in lines if re.search(r" (PASSED|FAILED|ERROR|SKIPPED)|^\d+\.\d+s |^=+ .* in ", line)]
    REPORT.write_text(report(told), encoding="utf-8")
    return run.returncode


def report(told: list[str]) -> str:
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return "\n".join(
        [
            "# The last run of `make test-long`",
            "",
            f"{datetime.now(UTC):%Y-%m-%d}, {machine}",
            "",
            "```",
            *told,
            "```",
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())

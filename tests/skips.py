"""On CI a skipped test is a failure, unless its reason starts with "allowed:".

A test that skips because a part is missing says nothing, and looks like one that passed.
"""

import os
from collections.abc import Generator

import pytest

MAY_SKIP = "Skipped: allowed:"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_a_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_a_skip(report)
    return report


def refuse_a_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    expected_failure = hasattr(report, "wasxfail")
    if not report.skipped or expected_failure or os.environ.get("CI") != "true":
        return
    match report.longrepr:
        case (path, line, str(reason)) if not reason.startswith(MAY_SKIP):
            report.outcome = "failed"
            report.longrepr = f"{path}:{line}: {reason}\nOn CI all must run; what may be skipped says 'allowed: ...'."
        case _:
            pass

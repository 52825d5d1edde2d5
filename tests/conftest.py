"""What all tests share: a missing program skips with its name, and in CI nothing may skip."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest

import needs

if TYPE_CHECKING:
    from playwright.sync_api import Browser


# A busy machine makes an example slow, not wrong; in CI the same examples each time.
hypothesis.settings.register_profile(
    "citecheck", deadline=None, derandomize=os.environ.get("CI") == "true"
)
hypothesis.settings.load_profile("citecheck")


def pytest_configure() -> None:
    """No settings, no trust and no logs of whoever runs the tests."""
    home = tempfile.mkdtemp(prefix="citecheck-tests-")
    for name in ("CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = os.path.join(home, name.lower())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI=true a skipped test has failed: CI must run what a developer's machine may not."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {call.excinfo.value if call.excinfo else ''}"
    return report


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window and without errands of its own.

    For a module, not a session: while Playwright runs it holds an event loop in its thread, and
    tests of other modules that start one of their own would fail in the same worker.
    """
    from playwright.sync_api import sync_playwright

    program = needs.program("chromium", "chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()

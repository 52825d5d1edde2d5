"""A brief whose source list no marker leads to ends a check with status 1."""

from __future__ import annotations

import json

import pytest

from cli.conftest import Run

BRIEF = "The lamps were lit again in July.\n\nSources\n1. Ray. https://one.example/\n"


@pytest.mark.parametrize(("fail_on", "status"), [("", 1), ("no_markers", 1), ("contradicted", 0)])
def test_the_exit_status_counts_it(citecheck: Run, fail_on: str, status: int) -> None:
    options = ["--fail-on", fail_on] if fail_on else []
    done = citecheck("check", "-", "--offline", *options, stdin=BRIEF)
    assert done.returncode == status
    assert "no_markers" in done.stdout


@pytest.mark.parametrize("form", ["json", "github", "junit", "markdown", "sarif"])
def test_every_form_says_it(citecheck: Run, form: str) -> None:
    done = citecheck("check", "-", "--offline", "-f", form, stdin=BRIEF)
    assert done.returncode == 1
    assert "no_markers" in done.stdout.replace("\\", "")
    if form == "json":
        notices = json.loads(done.stdout)["briefs"][0]["notices"]
        assert any("no marker that leads to it" in notice for notice in notices)

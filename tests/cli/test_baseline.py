"""`--baseline`: what an older report has counts no more, what is new or worse does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from servers.web import Site, site

PAGE = "<title>P</title><p>The council approved 14 new buses for the northern line.</p>"
WRONG = "The council approved 41 new buses for the northern line [1]."
ABSENT = "Penguins of the southern ocean cannot fly at all [1]."


@pytest.fixture
def web():
    with site() as served:
        served.add("/p", PAGE)
        yield served


def write(folder: Path, web: Site, *claims: str, name: str = "brief.md") -> str:
    text = "\n\n".join([*claims, "## Sources", f"[1] P — {web.url('/p')}"])
    (folder / name).write_text(text + "\n")
    return name


@pytest.fixture
def baseline(citecheck, tmp_path: Path, web: Site) -> Path:
    brief = write(tmp_path, web, ABSENT)
    command = ("check", "--allow-private-hosts", "--format=json", "--output=old.json", brief)
    assert citecheck(*command).returncode == 1
    return tmp_path / "old.json"


def check(citecheck, *arguments: str) -> tuple[int, str]:
    done = citecheck(
        "check", "--allow-private-hosts", "--format=json", "--output=new.json",
        "--format=terminal", "--baseline=old.json", *arguments,
    )  # fmt: skip
    return done.returncode, done.stdout


def claims(folder: Path) -> list[tuple[str, bool]]:
    briefs = json.loads((folder / "new.json").read_text())["briefs"]
    return [(c["verdict"], c["known"]) for brief in briefs for c in brief["claims"]]


def test_what_is_known_does_not_count_and_is_said_to_be_known(
    citecheck, tmp_path: Path, web: Site, baseline: Path
) -> None:
    status, shown = check(citecheck, "brief.md")
    assert status == 0
    assert claims(tmp_path) == [("not_supported", True)]
    verdict = next(line for line in shown.splitlines() if "NOT SUPPORTED" in line)
    assert "  KNOWN  " in verdict
    assert "1 claim known from the baseline" in shown


def test_what_is_new_counts(citecheck, tmp_path: Path, web: Site, baseline: Path) -> None:
    write(tmp_path, web, WRONG, ABSENT)
    status, _ = check(citecheck, "brief.md")
    assert status == 1
    assert claims(tmp_path) == [("contradicted", False), ("not_supported", True)]


def test_what_is_worse_counts(citecheck, tmp_path: Path, web: Site, baseline: Path) -> None:
    report = json.loads(baseline.read_text())
    report["briefs"][0]["claims"][0]["verdict"] = "partially_supported"
    baseline.write_text(json.dumps(report))
    status, _ = check(citecheck, "brief.md")
    assert (status, claims(tmp_path)) == (1, [("not_supported", False)])


def test_a_renamed_brief_keeps_what_is_known(
    citecheck, tmp_path: Path, web: Site, baseline: Path
) -> None:
    status, _ = check(citecheck, write(tmp_path, web, ABSENT, name="other.md"))
    assert (status, claims(tmp_path)) == (0, [("not_supported", True)])


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no such file"), ("{}", "not a report"), ("nonsense", "is not JSON")],
)
def test_a_baseline_that_is_none_is_named_before_any_work(
    citecheck, tmp_path: Path, web: Site, content: str | None, words: str
) -> None:
    if content is not None:
        (tmp_path / "old.json").write_text(content)
    done = citecheck("check", "--baseline=old.json", write(tmp_path, web, ABSENT))
    assert done.returncode == 2
    assert "old.json" in done.stderr
    assert words in done.stderr
    assert not web.requests

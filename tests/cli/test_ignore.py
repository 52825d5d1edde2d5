"""A brief that says which findings to let pass: the exit status, and what every format says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from servers.web import Site, site

PAGE = "<title>Buses</title><p>The council approved 14 new buses for the northern line.</p>"
WRONG = "The council approved 41 new buses for the northern line"
RIGHT = "The council approved 14 new buses for the northern line"


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as served:
        served.add("/buses", PAGE)
        yield served


def write(folder: Path, web: Site, text: str) -> str:
    path = folder / "brief.md"
    path.write_text(f"{text}\n\n## Sources\n\n[1] Buses — {web.url('/buses')}\n")
    return path.name


def test_an_ignored_finding_does_not_count_and_is_listed_in_every_format(
    citecheck, tmp_path: Path, web: Site
) -> None:
    ignore = "<!-- citecheck: ignore[contradicted] the page has a misprint -->"
    brief = write(tmp_path, web, f"{WRONG} [1]. {ignore}")
    outputs = [
        option
        for name in ("json", "markdown", "sarif", "junit", "github", "csv", "jsonl")
        for option in (f"--format={name}", f"--output=report.{name}")
    ]
    done = citecheck("check", brief, "--allow-private-hosts", "--format=terminal", *outputs)
    assert done.returncode == 0
    verdict = next(line for line in done.stdout.splitlines() if "CONTRADICTED" in line)
    assert "  IGNORED  " in verdict
    assert "ignored by line 1 (contradicted): the page has a misprint" in done.stdout
    assert "1 claim ignored by the brief" in done.stdout
    for path in tmp_path.glob("report.*"):
        assert "the page has a misprint" in path.read_text(), path
    report = json.loads((tmp_path / "report.json").read_text())["briefs"][0]
    assert report["claims"][0]["ignored"] is True
    assert report["ignores"][0]["claims"] == [report["claims"][0]["id"]]
    result = json.loads((tmp_path / "report.sarif").read_text())["runs"][0]["results"][0]
    assert result["suppressions"][0]["kind"] == "inSource"
    assert "<skipped>" in (tmp_path / "report.junit").read_text()


def test_extract_shows_what_an_instruction_covers(citecheck, tmp_path: Path, web: Site) -> None:
    brief = write(tmp_path, web, f"{RIGHT} [1]. <!-- citecheck: ignore a book -->")
    assert "ignore: 1:62  1 claims: a book" in citecheck("extract", brief).stdout
    found = json.loads(citecheck("extract", brief, "--format", "json").stdout)["briefs"][0]
    assert found["ignores"][0]["claims"] == [found["claims"][0]["id"]]


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        (f"{WRONG} [1]. <!-- citecheck: ignore -->", 1, "line 1: citecheck: ignore: has no reason"),
        (f"{WRONG} [1]. <!-- citecheck: ignore[unverifiable] x -->", 1, "nothing to let pass"),
        (f"{RIGHT} [1]. <!-- citecheck: ignore x -->", 0, "nothing to let pass; take it out"),
        (f"<!-- citecheck: ignore x -->\n\n## Head\n\n{RIGHT} [1].", 0, "covers no claim"),
        (f"{RIGHT} [1] [7]. <!-- citecheck: ignore[unresolved] to come -->", 0, "to come"),
        (f"{WRONG} [1] [7]. <!-- citecheck: ignore[unresolved] to come -->", 1, "to come"),
        ("citecheck: ignore it is so\n" + WRONG + " [1].", 0, "it is so"),
    ],
)
def test_what_an_instruction_does(
    citecheck, tmp_path: Path, web: Site, text: str, status: int, words: str
) -> None:
    done = citecheck("check", write(tmp_path, web, text), "--allow-private-hosts", COLUMNS="200")
    assert done.returncode == status
    assert words in done.stdout

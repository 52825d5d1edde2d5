"""Workflow commands of GitHub Actions: an annotation on each claim that is not supported.

The form and its escapes are those of "Workflow commands for GitHub Actions" in GitHub's manual.
GitHub shows ten errors, ten warnings and ten notices of a step; a full report needs another
format beside this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citecheck.model import (
    BriefReport,
    Finding,
    RecordFinding,
    ReferenceCheck,
    Report,
    Verdict,
)
from citecheck.reports.order import chosen
from citecheck.reports.places import end_of, line_of
from citecheck.reports.records import NAMES, problems, sentence
from citecheck.reports.sanitise import plain
from citecheck.reports.wording import excuse, finding_words, remarks, verdict_words

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions

_REMARKS = frozenset({Verdict.PARTIALLY_SUPPORTED, Verdict.UNVERIFIABLE})


def render(report: Report, options: RenderOptions) -> str:
    """One line an annotation; errors are what `options.fail_on` names."""
    lines = [
        _annotation(brief, finding, options)
        for brief in report.briefs
        for finding in chosen(brief, options)
        if finding.verdict is not Verdict.SUPPORTED or options.fails(finding)
    ]
    lines += [
        f"::{'error' if problem in options.fail_on else 'warning'} "
        f"file={_property(plain(brief.brief.path))},"
        f"title=citecheck%3A {problem}::{_data(plain(line))}"
        for brief in report.briefs
        for problem, line in brief.brief.problems.items()
    ]
    lines += [
        _entry(brief, check, finding, options)
        for brief in report.briefs
        for check, finding in problems(brief)
    ]
    lines.append(f"::notice title=citecheck::{_data(report.disclaimer)}")
    return "\n".join(lines) + "\n"


def _annotation(brief: BriefReport, finding: Finding, options: RenderOptions) -> str:
    claim = finding.claim
    line = line_of(claim.place)
    where = plain(claim.place.where) if line is None else ""
    properties = {
        "file": plain(brief.brief.path),
        **({} if line is None else {"line": line}),
        **({} if claim.place.where else {"col": claim.place.column}),
    }
    end = end_of(brief.brief, claim)
    if end is not None:
        properties["endLine"] = end.line
        if end.line == claim.place.line:
            properties["endColumn"] = end.column
    properties["title"] = f"citecheck: {verdict_words(finding)}"
    message = f"{where}{': ' if where else ''}{plain(claim.text)}\n{finding_words(finding)}"
    for remark in remarks(finding):
        message += f"\n{remark}"
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_level(finding, options)} {written}::{_data(message)}"


def _entry(
    brief: BriefReport, check: ReferenceCheck, finding: RecordFinding, options: RenderOptions
) -> str:
    """An annotation on an entry of the source list."""
    level = "error" if finding.problem in options.fail_on else "warning"
    place = check.reference.place
    line = line_of(place) if place else None
    where = f"file={_property(plain(brief.brief.path))}{f',line={line}' if line else ''}"
    message = _data(sentence(check, finding))
    return f"::{level} {where},title=citecheck%3A {NAMES[finding.problem]}::{message}"


def _level(finding: Finding, options: RenderOptions) -> str:
    if options.fails(finding):
        return "error"
    if not excuse(finding) and finding.verdict in _REMARKS:
        return "warning"
    return "notice"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

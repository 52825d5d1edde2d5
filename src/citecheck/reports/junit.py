"""JUnit XML, for continuous integration that shows tests: a test suite a brief, a test a claim.

What the check fails on is a failure; a claim that could not be checked, or that a reviewer has
accepted, is skipped; all others pass. The form is the one that Jenkins reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from citecheck.model import BriefReport, Evidence, Finding, Report, Verdict
from citecheck.reports.links import sheet
from citecheck.reports.records import problems, sentence
from citecheck.reports.sanitise import plain
from citecheck.reports.wording import (
    VERDICTS,
    by_label,
    excuse,
    finding_words,
    remarks,
    shown,
)

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions

_LONGEST_NAME = 200


def render(report: Report, options: RenderOptions) -> str:
    """The report as one `testsuites` element."""
    suites = ElementTree.Element("testsuites", name="citecheck")
    for brief in report.briefs:
        _suite(suites, report, brief, options)
    ElementTree.indent(suites, " ")
    text = ElementTree.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(
    suites: ElementTree.Element, report: Report, brief: BriefReport, options: RenderOptions
) -> None:
    suite = ElementTree.SubElement(
        suites,
        "testsuite",
        name=plain(brief.brief.path),
        timestamp=f"{report.checked_at:%Y-%m-%dT%H:%M:%S}",
        time="0",
        errors="0",
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in (("version", report.version), ("disclaimer", report.disclaimer)):
        ElementTree.SubElement(properties, "property", name=name, value=plain(value))
    findings = list(shown(brief, options.uncited))
    ends = [_case(suite, brief, finding, options) for finding in findings]
    for problem, line in brief.brief.problems.items():
        name = plain(brief.brief.path)
        case = ElementTree.SubElement(suite, "testcase", classname=name, name=problem, time="0")
        kind = "failure" if problem in options.fail_on else "skipped"
        ElementTree.SubElement(case, kind, message=plain(line))
        ends.append(kind)
    for check, finding in problems(brief):
        name = f"[{plain(check.reference.label)}] {finding.problem}"
        case = ElementTree.SubElement(
            suite, "testcase", classname=plain(brief.brief.path), name=name, time="0"
        )
        kind = "failure" if finding.problem in options.fail_on else "skipped"
        ElementTree.SubElement(case, kind, message=sentence(check, finding))
        ends.append(kind)
    for name in ("failure", "skipped"):
        suite.set({"failure": "failures"}.get(name, name), str(ends.count(name)))
    suite.set("tests", str(len(ends)))


def _case(
    suite: ElementTree.Element, brief: BriefReport, finding: Finding, options: RenderOptions
) -> str:
    """Add a test and tell how it ended: "failure", "skipped" or "passed"."""
    claim = finding.claim
    case = ElementTree.SubElement(
        suite,
        "testcase",
        classname=plain(brief.brief.path),
        name=f"{plain(str(claim.place))} {plain(claim.text)[:_LONGEST_NAME]}",
        time="0",
    )
    name = VERDICTS[finding.verdict].name
    message = f"{name}: {finding_words(finding)}"
    end = "passed"
    if options.fails(finding):
        end = "failure"
        failure = ElementTree.SubElement(case, "failure", type=finding.verdict, message=message)
        failure.text = _details(brief, finding)
    elif why := excuse(finding):
        end = "skipped"
        ElementTree.SubElement(case, "skipped").text = f"{name}, {why}"
    elif finding.verdict is Verdict.UNVERIFIABLE:
        end = "skipped"
        ElementTree.SubElement(case, "skipped").text = message
    if end != "failure":
        ElementTree.SubElement(case, "system-out").text = _details(brief, finding)
    return end


def _where(evidence: Evidence) -> str:
    return f" ({sheet(evidence)})" if evidence.page is not None else ""


def _details(brief: BriefReport, finding: Finding) -> str:
    lines = [plain(finding.claim.text), finding_words(finding)]
    checks = by_label(brief)
    for citation in finding.citations:
        check = checks.get(citation.ref)
        url = plain(check.reference.url or "") if check else "not in the source list"
        lines.append(f"[{plain(citation.ref)}] {VERDICTS[citation.verdict].name}: {url}")
        lines += [f"    “{plain(each.text)}”{_where(each)}" for each in citation.evidence]
    lines += remarks(finding)
    return "\n".join(lines)

"""SARIF 2.1.0 (OASIS), for code scanning: a result for each claim that is not supported.

A result is known again by `partialFingerprints`, made from the claim's id, which does not change
when other claims or lines do. What a reviewer has accepted is a suppressed result.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from citecheck.model import (
    BriefReport,
    Evidence,
    Finding,
    RecordFinding,
    ReferenceCheck,
    ReferenceProblem,
    Report,
    Verdict,
)
from citecheck.reports import records
from citecheck.reports.links import fragment_link, sheet
from citecheck.reports.places import end_of, line_of, path_uri, web_uri
from citecheck.reports.sanitise import json_text, plain
from citecheck.reports.wording import VERDICTS, excuse, finding_words, shown

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_HOME = "https://github.com/citecheck/citecheck"
_RULES = tuple(verdict for verdict in Verdict if verdict is not Verdict.SUPPORTED)


def render(report: Report, options: RenderOptions) -> str:
    """One run with a result for each claim that is not supported."""
    run = {
        "tool": {"driver": _driver(report, options)},
        "automationDetails": {"id": "citecheck/"},
        "invocations": [
            {
                "executionSuccessful": True,
                "endTimeUtc": f"{report.checked_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": plain(notice)}}
                    for brief in report.briefs
                    for notice in brief.brief.notices
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(brief, finding, options)
            for brief in report.briefs
            for finding in shown(brief, options.uncited)
            if finding.verdict is not Verdict.SUPPORTED or options.fails(finding)
        ]
        + [
            _entry(brief, check, finding, options)
            for brief in report.briefs
            for check, finding in records.problems(brief)
        ],
        "properties": {"disclaimer": report.disclaimer},
    }
    value = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(value, indent=1) + "\n"


def _driver(report: Report, options: RenderOptions) -> dict[str, Any]:
    return {
        "name": "citecheck",
        "version": report.version,
        "informationUri": _HOME,
        "fullDescription": {"text": report.disclaimer},
        "rules": [_rule(verdict, report, options) for verdict in _RULES]
        + [_record_rule(problem, report, options) for problem in ReferenceProblem],
    }


def _rule(verdict: Verdict, report: Report, options: RenderOptions) -> dict[str, Any]:
    words = VERDICTS[verdict]
    help_ = f"{words.meaning} {words.advice}"
    return {
        "id": verdict.value,
        "name": "".join(part.capitalize() for part in verdict.split("_")),
        "shortDescription": {"text": f"Claim {words.name}"},
        "fullDescription": {"text": words.meaning},
        "helpUri": f"{_HOME}/tree/main/docs",
        "help": {
            "text": f"{help_}\n{report.disclaimer}",
            "markdown": f"{help_}\n\n**{report.disclaimer}**",
        },
        "defaultConfiguration": {"level": _level(verdict, options)},
    }


def _record_rule(
    problem: ReferenceProblem, report: Report, options: RenderOptions
) -> dict[str, Any]:
    meaning, advice = records.MEANINGS[problem]
    return {
        "id": problem.value,
        "name": "".join(part.capitalize() for part in problem.split("_")),
        "shortDescription": {"text": f"Reference: {records.NAMES[problem]}"},
        "fullDescription": {"text": meaning},
        "helpUri": f"{_HOME}/tree/main/docs",
        "help": {
            "text": f"{meaning} {advice}\n{report.disclaimer}",
            "markdown": f"{meaning} {advice}\n\n**{report.disclaimer}**",
        },
        "defaultConfiguration": {"level": _record_level(problem, options)},
    }


def _record_level(problem: ReferenceProblem, options: RenderOptions) -> str:
    return "error" if problem in options.fail_on else "warning"


def _entry(
    brief: BriefReport, check: ReferenceCheck, finding: RecordFinding, options: RenderOptions
) -> dict[str, Any]:
    """A result on an entry of the source list."""
    place = check.reference.place
    identifier = check.record.identifier if check.record else ""
    line = (line_of(place) if place else None) or 1
    return {
        "ruleId": finding.problem.value,
        "ruleIndex": len(_RULES) + list(ReferenceProblem).index(finding.problem),
        "level": _record_level(finding.problem, options),
        "message": {"text": records.sentence(check, finding)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": path_uri(brief.brief.path)},
                    "region": {"startLine": line},
                }
            }
        ],
        "partialFingerprints": {"citecheckReference/v1": f"{finding.problem}:{identifier}"},
        "properties": {"reference": check.reference.text, "identifier": identifier},
    }


def _level(verdict: Verdict, options: RenderOptions) -> str:
    if verdict in options.fail_on:
        return "error"
    return "note" if verdict is Verdict.UNCITED else "warning"


def _result(brief: BriefReport, finding: Finding, options: RenderOptions) -> dict[str, Any]:
    claim = finding.claim
    text = f"{VERDICTS[finding.verdict].name.capitalize()}: {plain(claim.text)}"
    result: dict[str, Any] = {
        "ruleId": finding.verdict.value,
        "ruleIndex": _RULES.index(finding.verdict),
        "level": "error" if options.fails(finding) else _level(finding.verdict, options),
        "message": {"text": f"{text}\n{finding_words(finding)}"},
        "locations": [_location(brief, finding)],
        "relatedLocations": _passages(finding),
        # GitHub tells results apart by the first name; the second is what it is made from.
        "partialFingerprints": {
            "primaryLocationLineHash": f"{claim.id}:1",
            "citecheckClaim/v1": claim.id,
        },
        "properties": {
            "claim": claim.text,
            "refs": list(claim.refs),
            "score": None if finding.score is None else round(finding.score, 4),
        },
    }
    if why := excuse(finding):
        kind = "inSource" if finding.ignored else "external"
        result["suppressions"] = [{"kind": kind, "status": "accepted", "justification": why}]
    return result


def _location(brief: BriefReport, finding: Finding) -> dict[str, Any]:
    claim = finding.claim
    artifact = {"uri": path_uri(brief.brief.path)}
    if claim.place.where:  # lines without columns, or none; code scanning wants a line all the same
        line = line_of(claim.place) or 1
        return {
            "physicalLocation": {"artifactLocation": artifact, "region": {"startLine": line}},
            "logicalLocations": [{"fullyQualifiedName": plain(claim.place.where)}],
        }
    region: dict[str, Any] = {"startLine": claim.place.line, "startColumn": claim.place.column}
    end = end_of(brief.brief, claim)
    if end is not None:
        region |= {
            "endLine": end.line,
            "endColumn": end.column,
            "charOffset": claim.start,
            "charLength": claim.end - claim.start,
            "snippet": {"text": brief.brief.text[claim.start : claim.end]},
        }
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _passages(finding: Finding) -> list[dict[str, Any]]:
    """The passages seen, each once, as places on the web."""
    found: dict[str, dict[str, Any]] = {}
    for citation in finding.citations:
        for evidence in citation.evidence:
            uri = web_uri(fragment_link(evidence))
            key = f"{uri} {evidence.start}"  # the passages of a page of PDF have one address
            if uri is not None and key not in found:
                found[key] = _passage(citation.ref, evidence, uri, len(found) + 1)
    return list(found.values())


def _passage(ref: str, evidence: Evidence, uri: str, number: int) -> dict[str, Any]:
    where = f", {sheet(evidence)}" if evidence.page is not None else ""
    return {
        "id": number,
        "message": {"text": f"[{plain(ref)}{where}] “{plain(evidence.text)}”"},
        "physicalLocation": {"artifactLocation": {"uri": uri}},
    }

"""Marks the findings that an older report has too, so that only what is new or worse counts."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from citecheck.model import (
    BriefReport,
    Finding,
    ReferenceCheck,
    ReferenceProblem,
    Report,
    Verdict,
)

_FROM_GOOD_TO_BAD = (
    Verdict.SUPPORTED,
    Verdict.UNCITED,
    Verdict.PARTIALLY_SUPPORTED,
    Verdict.UNVERIFIABLE,
    Verdict.UNRESOLVED,
    Verdict.NOT_SUPPORTED,
    Verdict.CONTRADICTED,
)

_Key = tuple[str, ...]


def apply(report: Report, baseline: Report) -> Report:
    """The report with `known` set on findings that are in `baseline` and are no worse now.

    A claim is found again by its id in the brief of the same path; where that fails by its text
    and the URLs that it cites, in any brief, so that a renamed file keeps what is known of it.
    """
    old: dict[_Key, Finding] = {}
    for brief in baseline.briefs:
        for finding in brief.findings:
            for key in _keys(brief, finding):
                old.setdefault(key, finding)
    wrong = {
        (check.record.identifier, finding.problem)
        for brief in baseline.briefs
        for check in brief.references
        if check.record
        for finding in check.record.findings
    }
    return replace(
        report,
        briefs=tuple(
            replace(
                brief,
                findings=tuple(_marked(brief, f, old) for f in brief.findings),
                references=tuple(_marked_entry(check, wrong) for check in brief.references),
            )
            for brief in report.briefs
        ),
    )


def _marked_entry(
    check: ReferenceCheck, wrong: Set[tuple[str, ReferenceProblem]]
) -> ReferenceCheck:
    """The entry with those of its problems marked that the baseline has of the same work."""
    record = check.record
    if record is None:
        return check
    findings = tuple(
        replace(f, known=(record.identifier, f.problem) in wrong) for f in record.findings
    )
    return replace(check, record=replace(record, findings=findings))


def _marked(brief: BriefReport, finding: Finding, old: dict[_Key, Finding]) -> Finding:
    before = next((old[key] for key in _keys(brief, finding) if key in old), None)
    known = before is not None and bool(finding.problems) and not _worse(finding, before)
    return replace(finding, known=known)


def _worse(now: Finding, before: Finding) -> bool:
    rank = _FROM_GOOD_TO_BAD.index
    unresolved = Verdict.UNRESOLVED in now.problems - before.problems
    return rank(now.verdict) > rank(before.verdict) or (
        unresolved and now.verdict is not Verdict.UNRESOLVED
    )


def _keys(brief: BriefReport, finding: Finding) -> Iterator[_Key]:
    yield "id", brief.brief.path, finding.claim.id
    entries = {check.reference.label: check.reference for check in reversed(brief.references)}
    targets = []
    for label in finding.claim.refs:
        entry = entries.get(label)
        targets.append(f"[{label}]" if entry is None else entry.url or entry.text)
    yield "text", finding.claim.text, *sorted(targets)

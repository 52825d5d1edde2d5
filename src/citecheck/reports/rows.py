"""One row a citation: what `csv` and `jsonl` write. A claim without citations has one row too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from citecheck.model import Assessment, BriefReport, Finding, ReferenceCheck, Report
from citecheck.reports.links import fragment_link
from citecheck.reports.reasons import of_citation, text_of
from citecheck.reports.records import sentence
from citecheck.reports.wording import (
    by_label,
    decision_words,
    finding_words,
    ignore_words,
    shown,
)

Row = dict[str, Any]


def rows(report: Report, uncited: bool) -> Iterator[Row]:
    """Every citation of every claim, in the order of the briefs. The keys are always the same."""
    for brief in report.briefs:
        checks = by_label(brief)
        for finding in shown(brief, uncited):
            for citation in finding.citations or (None,):
                check = checks.get(citation.ref) if citation else None
                yield _row(report, _claim(brief, finding), _citation(citation, finding, check))
        cited = {ref for finding in brief.findings for ref in finding.claim.refs}
        for check in brief.references:
            if check.problems and check.reference.label not in cited:
                yield _row(report, {**_NO_CLAIM, "brief": brief.brief.path}, _entry(check))


def _row(report: Report, claim: Row, citation: Row) -> Row:
    return {
        **claim,
        **citation,
        "checked_at": report.checked_at.isoformat().replace("+00:00", "Z"),
        "version": report.version,
        "disclaimer": report.disclaimer,
    }


def _claim(brief: BriefReport, finding: Finding) -> Row:
    claim = finding.claim
    return {
        "brief": brief.brief.path,
        "line": claim.place.line,
        "column": claim.place.column,
        "where": claim.place.where,
        "claim_id": claim.id,
        "claim": claim.text,
        "claim_verdict": finding.verdict.value,
        "claim_certainty": finding.certainty.value if finding.certainty else None,
        "claim_score": _score(finding.score),
        "claim_reasons": finding_words(finding),
        "accepted": finding.accepted is not None,
        "ignored": ignore_words(finding.ignored) if finding.ignored else "",
        "known": finding.known,
        "decisions": "; ".join(decision_words(decision) for decision in finding.decisions),
    }


_NO_CLAIM: Row = dict.fromkeys(
    (
        "brief",
        "line",
        "column",
        "where",
        "claim_id",
        "claim",
        "claim_verdict",
        "claim_certainty",
        "claim_score",
        "claim_reasons",
        "accepted",
        "ignored",
        "known",
        "decisions",
    )
)


def _entry(check: ReferenceCheck) -> Row:
    """An entry that no claim cites, with what is wrong with it by its record."""
    empty = dict.fromkeys(("verdict", "score", "needed", "reasons", "passage", "page", "link"))
    return {**_source(check), **empty, "record": _record(check)}


def _source(check: ReferenceCheck | None) -> Row:
    return {
        "ref": check.reference.label if check else None,
        "url": check.reference.url if check else None,
        "title": (check.page_title or check.reference.title) if check else None,
        "source_status": check.status.value if check and check.status else None,
    }


def _record(check: ReferenceCheck | None) -> str:
    return " ".join(sentence(check, found) for found in check.problems) if check else ""


def _citation(citation: Assessment | None, finding: Finding, check: ReferenceCheck | None) -> Row:
    evidence = citation.evidence[0] if citation and citation.evidence else None
    return {
        **_source(check),
        "ref": citation.ref if citation else None,
        "verdict": citation.verdict.value if citation else None,
        "score": _score(citation.score) if citation else None,
        "needed": citation.needed if citation else None,
        "reasons": " ".join(map(text_of, of_citation(citation, finding))) if citation else None,
        "passage": evidence.text if evidence else None,
        "page": evidence.page if evidence else None,
        "link": fragment_link(evidence) if evidence else None,
        "record": _record(check),
    }


def _score(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

"""The JSON report: one object, as `report.schema.json` describes it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from citecheck.model import (
    ArchivedCopy,
    Assessment,
    BriefReport,
    Decision,
    Evidence,
    Finding,
    Ignore,
    Place,
    Reason,
    RecordCheck,
    ReferenceCheck,
    Report,
    Verdict,
)
from citecheck.reports.links import fragment_link
from citecheck.reports.sanitise import json_text
from citecheck.reports.wording import shown

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions

SCHEMA = "citecheck.report/1"


def render(report: Report, options: RenderOptions) -> str:
    """The report as indented JSON. Uncited sentences are in it only on request."""
    value = {
        "schema": SCHEMA,
        "version": report.version,
        "checked_at": _time(report.checked_at),
        "disclaimer": report.disclaimer,
        "briefs": (_brief(brief, options.uncited) for brief in report.briefs),
    }
    return json_text(value, indent=1) + "\n"


def _brief(brief: BriefReport, uncited: bool) -> dict[str, Any]:
    return {
        "path": brief.brief.path,
        "title": brief.brief.title,
        "text": brief.brief.text,
        "encoding": brief.brief.encoding,
        "notices": list(brief.brief.notices),
        "references": (_reference(check) for check in brief.references),
        "claims": (_claim(finding) for finding in shown(brief, uncited)),
        "markers": (
            {
                "text": marker.text,
                "labels": list(marker.labels),
                **_place(marker.place),
                "end": marker.end,
                "status": marker.status.value,
                "reason": marker.reason,
            }
            for marker in brief.brief.markers
        ),
        "passed_over": [
            {"kind": part.kind, "text": part.text, "start": part.start, "end": part.end}
            for part in brief.brief.passed_over
        ],
        "ignores": [_ignore(ignore) for ignore in brief.brief.ignores],
        "summary": _summary(brief, uncited),
        "lost_decisions": [_decision(decision) for decision in brief.lost_decisions],
    }


def _reference(check: ReferenceCheck) -> dict[str, Any]:
    reference, source = check.reference, check.source
    value: dict[str, Any] = {
        "label": reference.label,
        "url": reference.url,
        "title": reference.title,
        "text": reference.text,
        **(_place(reference.place) if reference.place else _NOWHERE),
        "source": None,
        "detail": check.detail,
        "record": _record(check.record) if check.record else None,
    }
    if check.status is not None:
        value["source"] = {
            "status": check.status.value,
            "http_status": source.http_status if source else None,
            "final_url": source.final_url if source else None,
            "fetched_at": _time(source.fetched_at) if source and source.fetched_at else None,
            "archived": _archived(source.archived) if source and source.archived else None,
            "rendered": source.rendered if source else False,
            "content_type": source.content_type if source else None,
            "sha256": source.sha256 if source else None,
            "title": check.page_title,
            "characters": check.characters,
        }
    return value


def _record(record: RecordCheck) -> dict[str, Any]:
    return {
        "identifier": record.identifier,
        "registry": record.registry,
        "detail": record.detail,
        "findings": [
            {
                "problem": finding.problem.value,
                "detail": finding.detail,
                "entry": finding.entry,
                "record": finding.record,
                "known": finding.known,
            }
            for finding in record.findings
        ],
    }


def _archived(copy: ArchivedCopy) -> dict[str, Any]:
    return {"url": copy.url, "datetime": _time(copy.at)}


def _claim(finding: Finding) -> dict[str, Any]:
    claim = finding.claim
    return {
        "id": claim.id,
        "text": claim.text,
        **_place(claim.place),
        "start": claim.start,
        "end": claim.end,
        "heading": claim.heading,
        "scope": claim.scope.value,
        "context": claim.context,
        "refs": list(claim.refs),
        "verdict": finding.verdict.value,
        "score": _score(finding.score),
        "certainty": finding.certainty.value if finding.certainty else None,
        "reasons": [_reason(reason) for reason in finding.reasons],
        "citations": [_citation(citation) for citation in finding.citations],
        "accepted": finding.accepted is not None,
        "decisions": [_decision(decision) for decision in finding.decisions],
        "ignored": finding.ignored is not None,
        "ignore": _ignore(finding.ignore) if finding.ignore else None,
        "known": finding.known,
    }


def _citation(citation: Assessment) -> dict[str, Any]:
    return {
        "ref": citation.ref,
        "verdict": citation.verdict.value,
        "score": _score(citation.score),
        "needed": citation.needed,
        "reasons": [_reason(reason) for reason in citation.reasons],
        "evidence": [_evidence(evidence) for evidence in citation.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "text": evidence.text,
        "start": evidence.start,
        "end": evidence.end,
        "region": evidence.region.value,
        "heading": evidence.heading,
        "page": evidence.page,
        "url": evidence.url,
        "link": fragment_link(evidence),
        "score": _score(evidence.score),
        "aligned": [list(quad) for quad in evidence.aligned],
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "kind": decision.kind.value,
        "by": decision.by,
        "at": _time(decision.at),
        "why": decision.why,
        "claim": decision.claim,
        "verdict": decision.verdict.value if decision.verdict else None,
        "changed": list(decision.changed),
    }


def _ignore(ignore: Ignore) -> dict[str, Any]:
    return {
        "reason": ignore.reason,
        "verdicts": [verdict.value for verdict in Verdict if verdict in ignore.verdicts],
        **_place(ignore.place),
        "end": ignore.end,
        "claims": list(ignore.claims),
        "problem": ignore.problem,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code.value,
        "claim": reason.claim,
        "source": reason.source,
        "detail": reason.detail,
    }


def _summary(brief: BriefReport, uncited: bool) -> dict[str, Any]:
    summary = brief.summary
    return {
        "claims": sum(1 for _ in shown(brief, uncited)),
        **{verdict.value: summary.verdicts.get(verdict, 0) for verdict in Verdict},
        "accepted": sum(finding.accepted is not None for finding in brief.findings),
        "ignored": sum(finding.ignored is not None for finding in brief.findings),
        "known": sum(finding.known for finding in brief.findings),
        "citations": summary.citations,
        "citation_recall": _score(summary.citation_recall),
        "citation_precision": _score(summary.citation_precision),
        "markers": {status.value: count for status, count in summary.markers.items()},
    }


_NOWHERE = {"line": None, "column": None, "offset": None}


def _place(place: Place) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "line": place.line,
        "column": place.column,
        "offset": place.offset,
    }
    return {**shown, "where": place.where} if place.where else shown


def _score(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")

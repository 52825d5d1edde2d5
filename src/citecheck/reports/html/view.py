"""What the page shows, as plain values for the templates; nothing here is markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from citecheck.model import (
    Assessment,
    BriefReport,
    Decision,
    Evidence,
    Finding,
    MarkerStatus,
    Reason,
    ReferenceCheck,
    Report,
    SourceStatus,
    Verdict,
)
from citecheck.reports import marking, records
from citecheck.reports.html import charts, prose
from citecheck.reports.links import fragment_link, sheet
from citecheck.reports.order import Standing, chosen, standing, summary_sentence, worst_first
from citecheck.reports.pieces import Piece
from citecheck.reports.places import web_uri
from citecheck.reports.reasons import Sentence, apart_from_sources, of_citation
from citecheck.reports.sanitise import plain
from citecheck.reports.wording import (
    DECISIONS,
    VERDICTS,
    by_label,
    excused_counts,
    measure_words,
    remarks,
    shown,
)

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions

_SLUG = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A reviewer's decision in words; `changed` says why it is stale."""

    kind: str
    words: str
    by: str
    at: str
    why: str
    changed: str
    claim: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage and where it stands; links are safe addresses or None."""

    pieces: tuple[Piece, ...]
    where: str
    link: str | None
    archived: str | None


@dataclass(frozen=True, slots=True)
class CitationView:
    """One source of a claim. `verdict` is empty when it is the claim's own."""

    ref: str
    title: str
    host: str
    url: str | None
    status: str
    verdict: Verdict
    differs: bool
    why: tuple[Sentence, ...]
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One card of the page. `rank` and `number` are its places in the order of the worst and in
    that of the brief; `needs` is True when it needs a person. `why` are sentences. `stamps` say in
    a word each why it counts for nothing, `excuses` at length, but for decisions."""

    anchor: str
    rank: int
    number: int
    needs: bool
    verdict: Verdict
    certainty: str
    pieces: tuple[Piece, ...]
    refs: tuple[str, ...]
    place: str
    heading: str
    why: tuple[Sentence, ...]
    citations: tuple[CitationView, ...]
    decisions: tuple[DecisionView, ...]
    decided: bool
    stamps: tuple[str, ...]
    excuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """One row of the table of references."""

    label: str
    title: str
    url: str | None
    address: str
    status: str
    kind: str
    detail: str
    characters: int | None
    fetched: str
    archived: str | None
    record: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefView:
    """One brief of the page. `anchors` are those of the claims, by the claim's id."""

    number: int
    path: str
    title: str
    notices: tuple[str, ...]
    blocks: tuple[prose.Block, ...]
    anchors: Mapping[str, str]
    claims: tuple[ClaimView, ...]
    references: tuple[ReferenceView, ...]
    verdicts: charts.Chart
    sources: charts.Chart
    sentence: str
    measures: tuple[str, ...]
    excused: tuple[str, ...]
    passed_over: tuple[tuple[str, str, str], ...]
    lost: tuple[DecisionView, ...]
    wrong_references: tuple[str, ...]

    @property
    def claims_count(self) -> int:
        """How many claims there are to decide on."""
        return len(self.claims)

    @property
    def decided_count(self) -> int:
        """How many of them a decision is in force on."""
        return sum(claim.decided for claim in self.claims)


def briefs(report: Report, options: RenderOptions) -> tuple[BriefView, ...]:
    """Every brief of a report, with anchors that are unique on the page."""
    all_anchors = anchors(report, options.uncited)
    return tuple(
        _brief(brief, number, options, all_anchors[number - 1])
        for number, brief in enumerate(report.briefs, 1)
    )


def anchors(report: Report, uncited: bool) -> tuple[Mapping[str, str], ...]:
    """For each brief the anchors of its claims on the page, by the claim's id."""
    taken: set[str] = set()
    found: list[Mapping[str, str]] = []
    for number, brief in enumerate(report.briefs, 1):
        ids = dict.fromkeys(finding.claim.id for finding in shown(brief, uncited))
        found.append({claim_id: _anchor(claim_id, number, taken) for claim_id in ids})
    return tuple(found)


def _brief(
    brief: BriefReport, number: int, options: RenderOptions, anchors: Mapping[str, str]
) -> BriefView:
    findings = tuple(shown(brief, options.uncited))
    return BriefView(
        number,
        plain(brief.brief.path),
        plain(brief.brief.title or brief.brief.path),
        tuple(plain(notice) for notice in brief.brief.notices),
        prose.blocks(brief.brief, findings),
        anchors,
        claims(brief, options, anchors),
        tuple(_reference(check) for check in brief.references),
        charts.verdicts(findings),
        charts.sources(brief.references),
        summary_sentence(brief, options),
        tuple(measure_words(brief.summary)),
        tuple(f"{count} {words}" for count, words in excused_counts(brief)),
        tuple(
            (plain(str(m.place)), plain(m.text)[:80], plain(m.reason))
            for m in brief.brief.markers
            if m.status is MarkerStatus.PASSED_OVER
        ),
        tuple(_decision(decision) for decision in brief.lost_decisions),
        tuple(records.sentence(*pair) for pair in records.problems(brief)),
    )


def claims(
    brief: BriefReport, options: RenderOptions, anchors: Mapping[str, str]
) -> tuple[ClaimView, ...]:
    """The cards of a brief, in the order that is asked for."""
    checks = by_label(brief)
    ranks = {id(f): n for n, f in enumerate(worst_first(brief.findings, strict=options.strict))}
    numbers = {id(finding): n for n, finding in enumerate(brief.findings)}
    return tuple(
        _claim(
            finding,
            anchors[finding.claim.id],
            checks,
            (ranks[id(finding)], numbers[id(finding)]),
            standing(finding, strict=options.strict) is Standing.NEEDS_YOU,
        )
        for finding in chosen(brief, options)
    )


def _anchor(claim_id: str, number: int, taken: set[str]) -> str:
    """`claim-ID`, which stays the same from report to report where it can."""
    base = claim_id if _SLUG.fullmatch(claim_id) else "x"
    anchor = f"claim-{base}" if number == 1 else f"claim-{number}-{base}"
    count = 1
    while anchor in taken:
        count += 1
        anchor = f"claim-{number}-{base}-{count}"
    taken.add(anchor)
    return anchor


def _claim(
    finding: Finding,
    anchor: str,
    checks: Mapping[str, ReferenceCheck],
    places: tuple[int, int],
    needs: bool,
) -> ClaimView:
    claim = finding.claim
    return ClaimView(
        anchor,
        *places,
        needs,
        finding.verdict,
        finding.certainty or "",
        marking.claim(claim.text, finding.reasons),
        tuple(plain(ref) for ref in claim.refs),
        plain(claim.place.where or f"line {claim.place.line}"),
        plain(claim.heading or ""),
        _why(finding),
        tuple(_citation(citation, finding, checks) for citation in finding.citations),
        tuple(_decision(decision) for decision in finding.decisions),
        finding.decision is not None,
        _stamps(finding),
        tuple(remarks(replace(finding, decisions=()))),
    )


def _why(finding: Finding) -> tuple[Sentence, ...]:
    """The reasons, but for those that the source's own line tells."""
    found = apart_from_sources(finding)
    if found or finding.verdict is Verdict.SUPPORTED:
        return found
    return ((Piece(VERDICTS[finding.verdict].meaning),),)


def _stamps(finding: Finding) -> tuple[str, ...]:
    """In a word each, why the finding counts for nothing."""
    words = ((finding.accepted, "accepted"), (finding.ignored, "ignored"), (finding.known, "known"))
    return tuple(word for why, word in words if why)


def _citation(
    citation: Assessment, finding: Finding, checks: Mapping[str, ReferenceCheck]
) -> CitationView:
    check = checks.get(citation.ref)
    copy = _archived(check)
    reasons = (*citation.reasons, *finding.reasons)
    return CitationView(
        plain(citation.ref),
        plain((check.page_title or check.reference.title or "") if check else ""),
        _host(check.reference.url) if check else "",
        web_uri(check.reference.url) if check else None,
        _trouble(check, citation.verdict),
        citation.verdict,
        citation.verdict is not finding.verdict,
        of_citation(citation, finding),
        tuple(_passage(evidence, reasons, copy) for evidence in citation.evidence),
    )


def _trouble(check: ReferenceCheck | None, verdict: Verdict) -> str:
    """Why a source tells nothing, or only part; empty when it was read."""
    if check is None:
        return "not in the source list"
    if check.status is None or check.status is SourceStatus.OK:
        return ""
    words = check.status.replace("_", " ")
    return f"{words}: {plain(check.detail)}" if check.detail else words


def _passage(evidence: Evidence, reasons: tuple[Reason, ...], copy: str | None) -> PassageView:
    places = [] if evidence.region == "main" else [evidence.region.replace("_", " ")]
    if evidence.page is not None:
        places.append(sheet(evidence))
    if evidence.heading:
        places.append(f"under “{plain(evidence.heading)[:120]}”")
    link = web_uri(fragment_link(evidence))
    fragment = link.partition("#")[2] if link else ""
    return PassageView(
        marking.passage(evidence, reasons),
        ", ".join(places),
        link,
        f"{copy.split('#')[0]}#{fragment}" if copy and fragment else copy,
    )


def _reference(check: ReferenceCheck) -> ReferenceView:
    status, kind = "not cited", "idle"
    if check.status is not None:
        code = check.source.http_status if check.source else None
        read = check.status is SourceStatus.OK
        kind = "read" if read else "unread"
        status = "read" if read else check.status.replace("_", " ")
        status += f" ({code})" if code and not read else ""
    fetched = check.source.fetched_at if check.source else None
    return ReferenceView(
        plain(check.reference.label),
        plain(check.page_title or check.reference.title or ""),
        web_uri(check.reference.url),
        plain(check.reference.url or "no URL"),
        status,
        kind,
        plain(check.detail),
        check.characters,
        f"{fetched:%Y-%m-%d}" if fetched else "",
        _archived(check),
        plain(check.record.detail) if check.record else "",
        tuple(records.NAMES[finding.problem] for finding in check.problems),
    )


def _archived(check: ReferenceCheck | None) -> str | None:
    copy = check.source.archived if check and check.source else None
    return web_uri(copy.url) if copy else None


def _host(url: str | None) -> str:
    try:
        return plain(urlsplit(url or "").netloc)
    except ValueError:
        return plain(url or "")


def _decision(decision: Decision) -> DecisionView:
    return DecisionView(
        decision.kind,
        DECISIONS[decision.kind],
        plain(decision.by),
        f"{decision.at:%Y-%m-%d %H:%M}",
        plain(decision.why),
        plain(", ".join(decision.changed)),
        plain(decision.claim),
    )

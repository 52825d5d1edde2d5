"""Joins the stages: briefs in, a report out. Knows no terminal, no network, no file format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from citecheck.findings import find, summarise, with_ignores
from citecheck.model import (
    Brief,
    BriefReport,
    Claim,
    Judgement,
    Page,
    Reason,
    ReasonCode,
    Reference,
    ReferenceCheck,
    Report,
    Source,
    SourceStatus,
)
from citecheck.version import __version__

if TYPE_CHECKING:
    from citecheck.matching import Entailment, PreparedPage

Fetch = Callable[[Sequence[str]], Mapping[str, Source]]
"""Looks URLs up: one `Source` for each URL given, never an exception for what a URL does."""

Recover = Callable[[Sequence[Page]], Mapping[str, Source]]
"""Looks for something better than pages that could not be read (an archived copy, the page after
its scripts ran): sources by `page.source.url`, for those for which it found something."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One URL's page, and its prepared form when there is something to match."""

    page: Page
    prepared: PreparedPage | None


def check(
    briefs: Sequence[Brief],
    fetch: Fetch,
    *,
    recover: Sequence[Recover] = (),
    entailment: Entailment | None = None,
) -> Report:
    """Check every claim of every brief against the sources that its markers name.

    All URLs of all briefs are handed to `fetch` in one call, each once; entries that no marker
    cites are not fetched. Each of `recover` is asked in turn about the pages that are still
    unread. `entailment` is a model whose answer counts too. The report keeps the
    order of `briefs`.
    """
    cited = {id(brief): cited_references(brief) for brief in briefs}
    urls = dict.fromkeys(
        ref.url for refs in cited.values() for ref in refs.values() if ref.url is not None
    )
    sources = fetch(tuple(urls))
    readings = {url: read(sources[url]) for url in urls}
    for attempt in recover:
        readings |= recovered(list(readings.values()), attempt)
    reports = tuple(_check_brief(brief, cited[id(brief)], readings, entailment) for brief in briefs)
    return Report(__version__, datetime.now(UTC).replace(microsecond=0), reports)


def cited_references(brief: Brief) -> dict[str, Reference]:
    """The references that some claim cites, by label; the first entry of a label counts."""
    by_label: dict[str, Reference] = {}
    for reference in brief.references:
        by_label.setdefault(reference.label, reference)
    labels = dict.fromkeys(ref for claim in brief.claims for ref in claim.refs)
    return {label: by_label[label] for label in labels if label in by_label}


def read(source: Source) -> Reading:
    """Read a source's text and make it ready for matching."""
    from citecheck import matching, pages

    page = pages.read(source)
    readable = page.status is SourceStatus.OK or _is_teaser(page)
    return Reading(page, matching.prepare(page) if readable else None)


def _is_teaser(page: Page) -> bool:
    """Tell whether a page shows a part of its text before it asks for payment."""
    return page.status is SourceStatus.PAYWALLED and bool(page.passages)


def teasers(cited: Mapping[str, Reference], shown: Mapping[str, str]) -> dict[str, Reason]:
    """For each label of which only a teaser was read, the reason; for `findings.find`.

    `shown` gives, for each URL that shows no more than a teaser, the page's detail.
    """
    return {
        label: Reason(
            ReasonCode.SOURCE_UNREADABLE,
            claim=f"[{label}]",
            source=SourceStatus.PAYWALLED,
            detail=shown[reference.url],
        )
        for label, reference in cited.items()
        if reference.url is not None and reference.url in shown
    }


def recovered(readings: Sequence[Reading], recover: Recover) -> dict[str, Reading]:
    """By URL, the readings that are better than those that could not be read."""
    unread = [reading.page for reading in readings if reading.page.status is not SourceStatus.OK]
    if not unread:
        return {}
    before = {page.source.url: page for page in unread}
    found = {url: read(source) for url, source in recover(unread).items()}
    return {
        url: replace(r, page=replace(r.page, detail=_instead_of(before[url], r.page)))
        for url, r in found.items()
        if r.page.status is SourceStatus.OK
    }


def _instead_of(before: Page, page: Page) -> str:
    """What was read in place of a page, and why."""
    how = "an archived copy" if page.source.archived else "the page as a browser shows it"
    return f"{how} was read; before that: {before.detail.partition(';')[0]}"


def _check_brief(
    brief: Brief,
    cited: Mapping[str, Reference],
    readings: Mapping[str, Reading],
    entailment: Entailment | None,
) -> BriefReport:
    unread = why_unread(
        brief,
        cited,
        {url: (r.page.status, r.page.detail) for url, r in readings.items() if r.prepared is None},
    )

    def judge(claim: Claim, labels: Sequence[str]) -> Judgement:
        pages = [readings[cited[label].url or ""].prepared for label in labels]
        return judge_claim(claim, [page for page in pages if page is not None], entailment)

    partly = teasers(
        cited, {url: r.page.detail for url, r in readings.items() if _is_teaser(r.page)}
    )
    judged = [find(claim, unread, judge, teasers=partly) for claim in brief.claims]
    findings, notices = with_ignores(brief, judged)
    brief = replace(brief, notices=(*brief.notices, *notices))
    lately = " that is new or changed" if brief.unchanged else ""
    uncited = f"no claim{lately} cites it; not fetched"
    references = tuple(_reference_check(r, cited, readings, uncited) for r in brief.references)
    return BriefReport(brief, references, findings, summarise(brief, findings))


def judge_claim(
    claim: Claim, pages: Sequence[PreparedPage], entailment: Entailment | None = None
) -> Judgement:
    """Judge a claim against pages taken together; a page that is given twice counts once."""
    from citecheck import matching

    return matching.assess(
        claim.text,
        tuple({id(page): page for page in pages}.values()),
        context=claim.context,
        heading=claim.heading,
        entailment=entailment,
    )


def why_unread(
    brief: Brief,
    cited: Mapping[str, Reference],
    failed: Mapping[str, tuple[SourceStatus, str]],
) -> dict[str, Reason]:
    """For each label that cannot be judged, the reason; what `findings.find` takes as `unread`.

    `failed` gives, for each URL that could not be read, the page's status and detail.
    """
    unread: dict[str, Reason] = {}
    for label, reference in cited.items():
        if reference.url is None:
            unread[label] = Reason(
                ReasonCode.SOURCE_UNREADABLE,
                claim=f"[{label}]",
                source=SourceStatus.NO_URL,
                detail="its entry in the source list has no URL; add one",
            )
        elif reference.url in failed:
            status, detail = failed[reference.url]
            unread[label] = Reason(
                ReasonCode.SOURCE_UNREADABLE, claim=f"[{label}]", source=status, detail=detail
            )
    for claim in brief.claims:
        for label in claim.refs:
            if label not in cited:
                unread[label] = Reason(
                    ReasonCode.NO_ENTRY, claim=f"[{label}]", detail="not in the source list"
                )
    return unread


def _reference_check(
    reference: Reference,
    cited: Mapping[str, Reference],
    readings: Mapping[str, Reading],
    uncited: str,
) -> ReferenceCheck:
    if cited.get(reference.label) is not reference:
        return ReferenceCheck(reference, None, None, uncited)
    if reference.url is None:
        detail = "the entry has no URL; add one"
        return ReferenceCheck(reference, None, SourceStatus.NO_URL, detail)
    page = readings[reference.url].page
    return ReferenceCheck(
        reference,
        page.source,
        page.status,
        page.detail or page.source.detail,
        page.title,
        len(page.text) if page.passages else None,
    )

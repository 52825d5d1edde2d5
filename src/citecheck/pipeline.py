"""Joins the stages: briefs in, a report out. Knows no terminal, no network, no file format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from citecheck.faults import noted
from citecheck.findings import find, summarise, with_ignores
from citecheck.limits import OutOfTime, within
from citecheck.model import (
    Assessment,
    Brief,
    BriefReport,
    Claim,
    Finding,
    Judgement,
    Page,
    Reason,
    ReasonCode,
    RecordCheck,
    Reference,
    ReferenceCheck,
    Report,
    Source,
    SourceStatus,
    Verdict,
)
from citecheck.version import __version__

if TYPE_CHECKING:
    from citecheck.matching import Entailment, PreparedPage

Fetch = Callable[[Sequence[str]], Mapping[str, Source]]
"""Looks URLs up: one `Source` for each URL given, never an exception for what a URL does."""

Recover = Callable[[Sequence[Page]], Mapping[str, Source]]
"""Looks for something better than pages that could not be read (an archived copy, the page after
its scripts ran): sources by `page.source.url`, for those for which it found something."""

_Made = TypeVar("_Made")
SECONDS = 30.0
"""The time that reading one page, or judging one claim, may take when nothing else is said."""


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
    records: Mapping[Reference, RecordCheck] = MappingProxyType({}),
    seconds: float = SECONDS,
    on_brief: Callable[[BriefReport], None] = lambda _: None,
) -> Report:
    """Check every claim of every brief against the sources that its markers name.

    Whatever one source or one claim does is its own end: a page on which citecheck fails, or
    takes more than `seconds`, has a status that says so, a claim a reason; the others are checked.

    All URLs of all briefs are handed to `fetch` in one call, each once; entries that no marker
    cites are not fetched. Each of `recover` is asked in turn about the pages that are still
    unread. `entailment` is a model whose answer counts too. `records` are what registries say of
    entries. `on_brief` is told each brief's findings as soon as they are there.
    The report keeps the order of `briefs`.
    """
    cited = {id(brief): cited_references(brief) for brief in briefs}
    urls = dict.fromkeys(
        ref.url for refs in cited.values() for ref in refs.values() if ref.url is not None
    )
    sources = fetch(tuple(urls))
    readings = {url: read(sources[url], seconds) for url in urls}
    for attempt in recover:
        readings |= recovered(list(readings.values()), attempt, seconds)
    reports = []
    for brief in briefs:
        done = _check_brief(brief, cited[id(brief)], readings, entailment, seconds)
        reports.append(_with_records(done, records))
        on_brief(reports[-1])
    return Report(__version__, datetime.now(UTC).replace(microsecond=0), tuple(reports))


def cited_references(brief: Brief) -> dict[str, Reference]:
    """The references that some claim cites, by label; the first entry of a label counts."""
    by_label: dict[str, Reference] = {}
    for reference in brief.references:
        by_label.setdefault(reference.label, reference)
    labels = dict.fromkeys(ref for claim in brief.claims for ref in claim.refs)
    return {label: by_label[label] for label in labels if label in by_label}


def read(source: Source, seconds: float = SECONDS) -> Reading:
    """Read a source's text and make it ready for matching; never raises for what the bytes are."""
    from citecheck import matching, pages

    def prepared() -> Reading:
        page = pages.read(source, seconds)
        readable = page.status is SourceStatus.OK or _is_teaser(page)
        return Reading(page, matching.prepare(page) if readable else None)

    done = _bounded(source, prepared, seconds)
    return Reading(done, None) if isinstance(done, Page) else done


def read_page(source: Source, seconds: float = SECONDS) -> Page:
    """Read a source's text alone; never raises for what the bytes are."""
    from citecheck import pages

    return _bounded(source, lambda: pages.read(source, seconds), seconds)


def _bounded(source: Source, work: Callable[[], _Made], seconds: float) -> _Made | Page:
    """What `work` makes of a source, or the page that says why that is not to be had."""
    try:
        with within(seconds + 1):  # a little more than the process that reads large pages has
            return work()
    except OutOfTime:
        status, detail = SourceStatus.TOO_LARGE, f"reading the page takes more than {seconds:g} s"
    except Exception as error:
        status = SourceStatus.READER_FAILED
        detail = f"citecheck failed on the page ({noted(error, source.url)})"
    return Page(source, status, f"{detail}; read it yourself")


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


def recovered(
    readings: Sequence[Reading], recover: Recover, seconds: float = SECONDS
) -> dict[str, Reading]:
    """By URL, the readings that are better than those that could not be read."""
    unread = [reading.page for reading in readings if reading.page.status is not SourceStatus.OK]
    if not unread:
        return {}
    before = {page.source.url: page for page in unread}
    found = {url: read(source, seconds) for url, source in recover(unread).items()}
    return {
        url: replace(r, page=replace(r.page, detail=instead_of(before[url], r.page)))
        for url, r in found.items()
        if r.page.status is SourceStatus.OK
    }


def instead_of(before: Page, page: Page) -> str:
    """What was read in place of a page, and why."""
    how = "an archived copy" if page.source.archived else "the page as a browser shows it"
    return f"{how} was read; before that: {before.detail.partition(';')[0]}"


def _check_brief(
    brief: Brief,
    cited: Mapping[str, Reference],
    readings: Mapping[str, Reading],
    entailment: Entailment | None,
    seconds: float,
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

    def judged_claim(claim: Claim) -> Finding:
        return guarded(claim, lambda: find(claim, unread, judge, teasers=partly), seconds)

    judged = [judged_claim(claim) for claim in brief.claims]
    findings, notices = with_ignores(brief, judged)
    brief = replace(brief, notices=(*brief.notices, *notices))
    lately = " that is new or changed" if brief.unchanged else ""
    uncited = f"no claim{lately} cites it; not fetched"
    references = tuple(_reference_check(r, cited, readings, uncited) for r in brief.references)
    return BriefReport(brief, references, findings, summarise(brief, findings))


def _with_records(brief: BriefReport, records: Mapping[Reference, RecordCheck]) -> BriefReport:
    checks = (replace(c, record=records.get(c.reference)) for c in brief.references)
    return replace(brief, references=tuple(checks)) if records else brief


def guarded(claim: Claim, judged: Callable[[], Finding], seconds: float = SECONDS) -> Finding:
    """The finding that `judged` gives; where it fails or takes too long, one that says so."""
    try:
        with within(seconds):
            return judged()
    except OutOfTime:
        problem = f"judging it takes more than {seconds:g} s"
    except Exception as error:
        problem = f"citecheck failed on it ({noted(error, claim.text[:80])})"
    reason = Reason(ReasonCode.CHECK_FAILED, detail=f"{problem}; read the sources yourself")
    citations = tuple(
        Assessment(ref, Verdict.UNVERIFIABLE, None, (reason,), (), False) for ref in claim.refs
    )
    return Finding(claim, Verdict.UNVERIFIABLE, None, (reason,), citations)


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

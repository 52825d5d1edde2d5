"""Joins the assessments of a claim's citations into one finding, and findings into a summary.

The rules that the verdict words alone do not settle:

* A claim is judged on the union of the sources that could be read, and each of these alone.
* One source that says all of it is enough; another that differs is kept in the reasons.
* Where a cited source could not be read, its silence proves nothing: `not_supported` by the
  others becomes `unverifiable`; `contradicted` and `partially_supported` stand, with the reason.
* Of a page behind a paywall only a teaser was read: the same holds for its silence.
* A source that the union needs carries a part of the claim, however little it says alone.
* A page in another language than the claim was not compared, as one that could not be read.
* A label without an entry is `unresolved`, and so is a claim all of whose labels have none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from citecheck.model import (
    Assessment,
    Brief,
    Claim,
    FailOn,
    Finding,
    Ignore,
    Judgement,
    MarkerStatus,
    Reason,
    ReasonCode,
    Summary,
    Verdict,
)

_PART = "it says a part of the claim; with the other sources it carries the whole"

Judge = Callable[[Claim, Sequence[str]], Judgement]
"""Judges a claim against the sources of the given labels taken together."""


def find(
    claim: Claim,
    unread: Mapping[str, Reason],
    judge: Judge,
    *,
    teasers: Mapping[str, Reason] = MappingProxyType({}),
) -> Finding:
    """Judge one claim by all its citations.

    `unread` gives, for each label that cannot be judged, the reason: `NO_ENTRY` when the source
    list has no such label, `SOURCE_UNREADABLE` otherwise. `judge` is called for the others, each
    alone and all together. `teasers` gives the reason for each label of which only a part was
    read: what it says counts, its silence proves nothing.
    """
    if not claim.refs:
        reason = Reason(ReasonCode.NO_MARKER, detail="no marker vouches for this sentence")
        return Finding(claim, Verdict.UNCITED, None, (reason,))
    readable = tuple(ref for ref in claim.refs if ref not in unread)
    alone = {ref: judge(claim, (ref,)) for ref in readable}
    foreign = {
        ref: replace(judgement.reasons[0], claim=f"[{ref}]")
        for ref, judgement in alone.items()
        if judgement.verdict is Verdict.UNVERIFIABLE
    }
    unread = {**unread, **foreign}
    readable = tuple(ref for ref in readable if ref not in foreign)
    alone = {ref: alone[ref] for ref in readable}
    union = alone[readable[0]] if len(readable) == 1 else None
    if len(readable) > 1:
        union = _union(judge(claim, readable), alone)
    citations = tuple(
        _unread(ref, unread[ref])
        if ref in unread
        else _assessment(
            ref, alone[ref], _is_needed(claim, ref, alone, union, judge), teasers.get(ref)
        )
        for ref in claim.refs
    )
    reasons = {**teasers, **unread}
    return _finding(claim, union, citations, [reasons[ref] for ref in claim.refs if ref in reasons])


def summarise(brief: Brief, findings: Sequence[Finding]) -> Summary:
    """Count one brief's findings.

    Citation recall and precision as in Liu, Zhang, Liang, "Evaluating Verifiability in
    Generative Search Engines" (2023), over the claims with a marker and their citations.
    """
    verdicts = Counter(finding.verdict for finding in findings)
    cited = [finding for finding in findings if finding.claim.refs]
    citations = [citation for finding in cited for citation in finding.citations]
    markers = Counter(marker.status for marker in brief.markers)
    return Summary(
        claims=len(findings),
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        citations=len(citations),
        citation_recall=_share(sum(f.verdict is Verdict.SUPPORTED for f in cited), len(cited)),
        citation_precision=_share(sum(c.needed for c in citations), len(citations)),
        markers={status: markers[status] for status in MarkerStatus},
    )


def with_ignores(
    brief: Brief, findings: Sequence[Finding]
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Put the brief's own `ignore` instructions on the findings; also a line for each that does
    not count, and for each that lets nothing pass.

    `findings` may be those of some claims only; then an instruction for the others is no news.
    """
    used: set[int] = set()
    done = []
    for finding in findings:
        ignore = _ignore_for(finding, brief.ignores)
        if ignore is not None:
            used.add(ignore.start)
            finding = replace(finding, ignore=ignore)
        done.append(finding)
    judged = {finding.claim.id for finding in findings}
    notices = []
    for ignore in brief.ignores:
        where = f"line {ignore.place.line}: citecheck: ignore"
        if ignore.problem:
            notices.append(f"{where}: {ignore.problem}")
        elif not ignore.claims:
            notices.append(f"{where} covers no claim; take it out")
        elif ignore.start not in used and judged.issuperset(ignore.claims):
            notices.append(f"{where} has nothing to let pass; take it out")
    return tuple(done), tuple(notices)


def _ignore_for(finding: Finding, ignores: Sequence[Ignore]) -> Ignore | None:
    """The first instruction that covers one of the finding's problems, its own verdict first."""
    mine = [ignore for ignore in ignores if finding.claim.id in ignore.claims]
    for verdict in sorted(finding.problems, key=lambda v: v is not finding.verdict):
        for ignore in mine:
            if ignore.covers(verdict) and (verdict is not Verdict.UNCITED or ignore.verdicts):
                return ignore
    return None


def fails(findings: Sequence[Finding], fail_on: FailOn, *, strict: bool = False) -> bool:
    """Tell whether a finding, or an unresolved citation of one, is among `fail_on`.

    What a reviewer has accepted does not count. With `strict` only what is surely supported
    passes for supported.
    """
    return any(finding.counts(fail_on, strict=strict) for finding in findings)


def _union(together: Judgement, alone: Mapping[str, Judgement]) -> Judgement:
    """The verdict on all sources: the best single one when it says everything."""
    best = max(alone.values(), key=lambda judgement: judgement.score)
    full = [j for j in alone.values() if j.verdict is Verdict.SUPPORTED]
    if full:
        best = max(full, key=lambda judgement: judgement.score)
        against = [j for j in alone.values() if j.verdict is Verdict.CONTRADICTED]
        return replace(best, reasons=(*best.reasons, *(r for j in against for r in j.reasons)))
    if together.verdict is Verdict.SUPPORTED:
        reason = Reason(
            ReasonCode.NEEDS_SEVERAL_SOURCES, detail="the sources carry it together, none alone"
        )
        return replace(together, reasons=(reason, *together.reasons))
    return together


def _is_needed(
    claim: Claim,
    ref: str,
    alone: Mapping[str, Judgement],
    union: Judgement | None,
    judge: Judge,
) -> bool:
    if alone[ref].verdict is Verdict.SUPPORTED:
        return True
    if union is None or union.verdict is not Verdict.SUPPORTED:
        return False
    if any(judgement.verdict is Verdict.SUPPORTED for judgement in alone.values()):
        return False
    others = tuple(other for other in alone if other != ref)
    return judge(claim, others).verdict is not Verdict.SUPPORTED


def _assessment(
    ref: str, judgement: Judgement, needed: bool, teaser: Reason | None = None
) -> Assessment:
    verdict, score, reasons = judgement.verdict, judgement.score, judgement.reasons
    if needed and verdict is Verdict.NOT_SUPPORTED:
        # The union would lack something without it: it carries that part of the claim.
        verdict = Verdict.PARTIALLY_SUPPORTED
        missing = tuple(r for r in reasons if r.code is not ReasonCode.NOT_FOUND_IN_SOURCE)
        reasons = (Reason(ReasonCode.NEEDS_SEVERAL_SOURCES, detail=_PART), *missing)
    if teaser is not None and verdict is not Verdict.SUPPORTED:
        if verdict is Verdict.NOT_SUPPORTED:
            return _unread(ref, teaser)
        reasons = (*reasons, teaser)
    return Assessment(ref, verdict, score, reasons, judgement.evidence, needed)


def _unread(ref: str, reason: Reason) -> Assessment:
    verdict = Verdict.UNRESOLVED if reason.code is ReasonCode.NO_ENTRY else Verdict.UNVERIFIABLE
    return Assessment(ref, verdict, None, (reason,))


def _finding(
    claim: Claim,
    union: Judgement | None,
    citations: tuple[Assessment, ...],
    missing: list[Reason],
) -> Finding:
    if union is None:
        unresolved = all(citation.verdict is Verdict.UNRESOLVED for citation in citations)
        verdict = Verdict.UNRESOLVED if unresolved else Verdict.UNVERIFIABLE
        return Finding(claim, verdict, None, tuple(missing), citations)
    verdict, score, reasons = union.verdict, union.score, union.reasons
    if missing and verdict is not Verdict.SUPPORTED:
        reasons = (*reasons, *missing)
        unreadable = any(reason.code is not ReasonCode.NO_ENTRY for reason in missing)
        if verdict is Verdict.NOT_SUPPORTED and unreadable:
            return Finding(claim, Verdict.UNVERIFIABLE, None, reasons, citations)
    return Finding(claim, verdict, score, reasons, citations)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

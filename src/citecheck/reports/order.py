"""Which claims a report for people shows, in which order, and what they come to in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from citecheck.model import BriefReport, Certainty, Finding, Only, Sort, Verdict
from citecheck.reports import records
from citecheck.reports.wording import shown

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions


class Standing(StrEnum):
    """What a claim asks of a person."""

    NEEDS_YOU = "needs_you"
    UNREAD = "unread"  # its sources could not be read
    UNCITED = "uncited"
    LET_PASS = "let_pass"  # accepted, ignored or known
    STANDS = "stands"


_RANKS = (
    Verdict.CONTRADICTED,
    Verdict.NOT_SUPPORTED,
    Verdict.UNRESOLVED,
    Verdict.PARTIALLY_SUPPORTED,
)


def standing(finding: Finding, *, strict: bool = False) -> Standing:
    """What a claim asks of a person; with `strict` one that is only likely supported needs one."""
    if finding.excused:
        return Standing.LET_PASS
    if finding.verdict is Verdict.UNVERIFIABLE:
        return Standing.UNREAD
    if finding.verdict is Verdict.UNCITED:
        return Standing.UNCITED
    doubtful = strict and finding.certainty is Certainty.LIKELY
    return Standing.NEEDS_YOU if finding.problems or doubtful else Standing.STANDS


def worst_first(findings: Sequence[Finding], *, strict: bool = False) -> list[Finding]:
    """The findings by how much they need a person, those alike in their own order."""
    order = list(Standing)

    def rank(finding: Finding) -> tuple[int, int]:
        verdict = finding.verdict
        if verdict is Verdict.SUPPORTED and finding.problems:
            verdict = Verdict.UNRESOLVED  # one of its labels has no entry
        within = _RANKS.index(verdict) if verdict in _RANKS else len(_RANKS)
        return order.index(standing(finding, strict=strict)), within

    return sorted(findings, key=rank)


def chosen(brief: BriefReport, options: RenderOptions) -> list[Finding]:
    """The findings that the options ask for, in the order that they ask for."""
    found = list(shown(brief, options.uncited))
    if options.only is Only.FINDINGS:
        wanted = (Standing.NEEDS_YOU, Standing.UNREAD)
        found = [f for f in found if standing(f, strict=options.strict) in wanted]
    return worst_first(found, strict=options.strict) if options.sort is Sort.WORST else found


def summary_sentence(brief: BriefReport, options: RenderOptions) -> str:
    """What the claims of a brief come to: how many need a person, stand, could not be read."""
    findings = list(shown(brief, options.uncited))
    counts = Counter(standing(finding, strict=options.strict) for finding in findings)
    need = [f for f in findings if standing(f, strict=options.strict) is Standing.NEEDS_YOU]
    against = sum(finding.verdict is Verdict.CONTRADICTED for finding in need)
    head = f"{len(findings)} claim{'' if len(findings) == 1 else 's'}: "
    head += f"{len(need) or 'none'} need{'' if len(need) > 1 else 's'} you"
    if against:
        head += f", {against} of them contradicted"
    rest = []
    if stands := counts[Standing.STANDS]:
        rest.append(f"{stands} stand{'s in its' if stands == 1 else ' in their'} sources")
    if unread := counts[Standing.UNREAD]:
        rest.append(f"{unread} could not be read")
    if passed := counts[Standing.LET_PASS]:
        rest.append(f"{passed} {'is' if passed == 1 else 'are'} let pass")
    if uncited := counts[Standing.UNCITED]:
        rest.append(f"{uncited} {'has' if uncited == 1 else 'have'} no marker")
    said = [head, ", ".join(rest)] if findings else ["no claims"]
    line = f"{'; '.join(filter(None, (*said, records.counted(brief))))}."
    return line[0].upper() + line[1:]

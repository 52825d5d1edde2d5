"""Compares a claim with the passages that could carry it, by all checks that can read it.

Every fact is looked for in its slot, sentence by sentence: a figure counts only where what stands
around it is what stands around it in the claim, so that a figure from another sentence neither
passes for it nor speaks against it. A fact that any of the sentences states as the claim has it
is no contradiction, whatever the others say.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Span
from citecheck.matching.checks.registry import CHECKS
from citecheck.matching.checks.resolve import Comparison, resolve
from citecheck.matching.extract import polarity
from citecheck.matching.extract.quotation import stands
from citecheck.matching.extract.values import FactKind
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.windows import Window
from citecheck.model import ReasonCode

_CHECK_OF = {
    FactKind.QUOTATION: "quotations",
    FactKind.QUANTITY: "figures",
    FactKind.DATE: "figures",
    FactKind.NAME: "names",
}


def compare(
    claim: ClaimFacts,
    windows: Sequence[Window],
    pages: Iterable[str],
    checks: Iterable[Check] = CHECKS,
) -> Comparison:
    """Compare with the sentences of the windows, the best window first.

    `pages` are the texts of all the pages that were cited. `checks` may be fewer than all, which
    tells what one of them is worth.
    """
    context = Context(claim, windows, tuple(pages))
    if _is_verbatim(context):
        return Comparison(context.aligned, resolve(_stated(claim)), verbatim=True)
    asked = [check for check in checks if check.reads(claim)]
    parts = [f for check in asked if not check.whole for f in check.find(context)]
    found = resolve(parts)
    if not any(finding.effect is Effect.REFUTES for finding in found):
        wholes = [check.find(context) for check in asked if check.whole]
        found = resolve(itertools.chain(found, *wholes))
    return Comparison(context.aligned, found, context.candidates)


def _is_verbatim(context: Context) -> bool:
    """Whether the claim stands word for word in what is a page's own, not only around it: in a
    comment, or in text that is never shown."""
    claim = context.claim
    if not any(stands(claim.text, text) for text in context.pages):
        return False
    own = dict.fromkeys(window.page.own_text for window in context.windows)
    return any(
        stands(claim.text, text) and not polarity.goes_on_denied(claim.text, text, claim.language)
        for text in own
    )


def _stated(claim: ClaimFacts) -> Iterator[CheckFinding]:
    """All facts of a claim that stands on a page word for word."""
    for kind, check in _CHECK_OF.items():
        for fact in claim.facts[kind]:
            words = frozenset(claim.words(fact.start, fact.end))
            mine = Span(fact.start, fact.end, fact.text)
            yield CheckFinding(check, Effect.STATES, ReasonCode.STATED, words, mine)

"""What comparing a claim with a passage gives, in a word; shared by the tables of cases."""

from __future__ import annotations

from citecheck.matching import prepare_text
from citecheck.matching.checks.compare import Comparison, compare
from citecheck.matching.checks.registry import CHECKS
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.windows import carry, windows
from citecheck.matching.text.tokens import tokenise


def compared(claim: str, passage: str, language: str = "en") -> Comparison:
    """Compare a claim with a page that is the passage."""
    page = prepare_text(passage, language=language)
    tokens = tokenise(claim, language)
    found = windows(carry(tokens, [page]))
    assert found, "the passage shares no word with the claim"
    # What is only doubted has a table of its own.
    facts = [check for check in CHECKS if check.name != "doubts"]
    return compare(ClaimFacts.of(claim, tokens, language), found, [page.text], facts)


def outcome(claim: str, passage: str, language: str = "en") -> str:
    """The code of the first fact that differs; else "hedged", "missing" or "agrees"."""
    result = compared(claim, passage, language)
    if result.differ:
        return result.differ[0].code.value.removesuffix("_differs")
    if result.hedged:
        return result.hedged[0].code.value.removesuffix("_differs")
    return "missing" if result.missing else "agrees"

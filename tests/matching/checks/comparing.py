"""What comparing a claim with a passage gives, in a word; shared by the tables of cases."""

from __future__ import annotations

from citecheck import pages
from citecheck.matching import prepare, prepare_text
from citecheck.matching.checks.compare import Comparison, compare
from citecheck.matching.checks.finding import Effect
from citecheck.matching.checks.registry import CHECKS
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.windows import Window, carry, windows
from citecheck.matching.text.tokens import tokenise
from citecheck.model import Source, SourceStatus

FILLER = "".join(
    f"<p>The {kind} are open on most days of the week, and whoever comes by bus gets in for less "
    "than those who come by car, as the office told us in the spring.</p>"
    for kind in ("gardens", "galleries", "workshops", "towers")
)
"""Prose around a table, since a page that is a table alone has no main text."""


def laid(
    claim: str, passage: str, language: str = "en"
) -> tuple[ClaimFacts, list[Window], list[str]]:
    """A claim and a page that is the passage, as `compare` takes them; HTML where it has tags."""
    if passage.startswith("<"):
        html = f"<html lang={language}><body><main>{passage}{FILLER}</main></body></html>".encode()
        source = Source(
            "https://example.org/", SourceStatus.OK, content_type="text/html", body=html
        )
        page = prepare(pages.read(source))
    else:
        page = prepare_text(passage, language=language)
    tokens = tokenise(claim, language)
    found = windows(carry(tokens, [page]))
    assert found, "the passage shares no word with the claim"
    return ClaimFacts.of(claim, tokens, language), found, [page.text]


def compared(claim: str, passage: str, language: str = "en") -> Comparison:
    """Compare a claim with a page that is the passage."""
    # What is only doubted has a table of its own.
    facts = [check for check in CHECKS if check.name != "doubts"]
    return compare(*laid(claim, passage, language), facts)


def is_told(check: str, claim: str, passage: str, language: str = "en") -> bool:
    """Whether a check finds something that refutes or weakens the claim."""
    found = compare(*laid(claim, passage, language), CHECKS).findings
    return any(f.check == check and f.effect in (Effect.REFUTES, Effect.WEAKENS) for f in found)


def outcome(claim: str, passage: str, language: str = "en") -> str:
    """The code of the first fact that differs; else "hedged", "missing" or "agrees"."""
    result = compared(claim, passage, language)
    if result.differ:
        return result.differ[0].code.value.removesuffix("_differs")
    if result.hedged:
        return result.hedged[0].code.value.removesuffix("_differs")
    return "missing" if result.missing else "agrees"

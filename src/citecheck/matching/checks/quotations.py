"""Looks for a claim's quotations word for word on the pages, and for how they were altered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.matching import data
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Span
from citecheck.matching.extract import alterations
from citecheck.matching.extract.quotation import find_quotation
from citecheck.matching.extract.values import FactKind, Quotation
from citecheck.model import ReasonCode

NAME = "quotations"
_LIMITS = re.compile(
    r"[\s,;:–—-]{1,4}(?P<word>unless|but|except|excepting|however|although|though|provided"
    r"|providing|until|if|only (?:if|when|as)|as long as|so long as|without|other than|save for"
    r"|es sei denn|außer|aber|sofern|solange|falls|wenn|sauf|mais|à moins|si|tant que|pourvu"
    r"|salvo|pero|a menos|siempre que|excepto|ma|tranne|a meno|purché|mas|exceto|a não ser|se"
    r"|tenzij|behalve|maar|mits|zolang|als)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?;\"”“»\n]")
_LONGEST = data.count("checks.quotations.longest")
FEWEST_WORDS = data.count("checks.quotations.fewest_words")


def find(context: Context) -> Iterator[CheckFinding]:
    """Each quotation: stated, altered, altered in little, or not there. Linear in the pages."""
    claim = context.claim
    for fact in claim.facts[FactKind.QUOTATION]:
        assert isinstance(fact.value, Quotation)
        words = frozenset(claim.words(fact.start, fact.end))
        mine = Span(fact.start, fact.end, fact.text)
        found = [find_quotation(fact.value, text) for text in context.pages]
        exact = [(m.end, text) for m, text in zip(found, context.pages, strict=True) if m.exact]
        if exact:
            limits = [_limit(text, end, claim.text) for end, text in exact]
            code, limit, told = ReasonCode.STATED, None, ""
            if all(limits):
                code, limit = ReasonCode.QUOTATION_CUT_SHORT, limits[0]
                told = "the source goes on behind it"
            yield CheckFinding(NAME, Effect.STATES, code, words, mine, limit, told)
            continue
        near = max(found, key=lambda match: match.similarity)
        altered = near.first_difference
        if altered is None or fact.value.words < FEWEST_WORDS or alterations.is_title(fact.text):
            yield CheckFinding(NAME, Effect.LACKS, ReasonCode.MISSING_DETAIL, words, mine)
            continue
        slight = alterations.is_slight(*altered)
        yield CheckFinding(
            NAME,
            Effect.WEAKENS if slight else Effect.REFUTES,
            ReasonCode.QUOTATION_DIFFERS,
            frozenset(),
            Span(fact.start, fact.end, altered[0]),
            Span(near.start, near.end, altered[1]),
            "the quotation is not word for word",
        )


def _limit(text: str, end: int, claim: str) -> Span | None:
    """What limits a statement right behind a quotation, as the page has it and the claim has not:
    "unless the council cuts its grant"."""
    match = _LIMITS.match(text, end)
    if match is None or re.search(rf"\b{re.escape(match['word'])}\b", claim, re.IGNORECASE):
        return None
    stop = _STOP.search(text, match.end(), match.end() + _LONGEST)
    last = stop.start() if stop else text.rfind(" ", match.end(), match.end() + _LONGEST)
    last = match.start() + len(text[match.start() : max(last, match.end())].rstrip(" ,:"))
    return Span.of(text, match.start("word"), last)


CHECK = Check(NAME, find, needs=(FactKind.QUOTATION,))

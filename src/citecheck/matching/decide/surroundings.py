"""Judges a claim by a page's own matter and, when that does not say it, by what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from citecheck.matching.decide import language
from citecheck.matching.decide.judge import examine
from citecheck.matching.entailment.model import Entailment
from citecheck.matching.retrieve.prepared import PreparedPage
from citecheck.matching.retrieve.windows import carry
from citecheck.matching.text.tokens import tokenise
from citecheck.model import Evidence, Judgement, Passage, Reason, ReasonCode, Region, Verdict

_WHERE: Mapping[Region, str] = {
    Region.TITLE: "in the page's title",
    Region.HEADING: "in a heading",
    Region.COMMENTS: "in a reader's comment",
    Region.COLLAPSED: "in text that the page shows only after a click, or never",
    Region.RELATED: "in a link to another article",
    Region.NAVIGATION: "in a link to another page",
    Region.REFERENCES: "in the page's own list of sources",
    Region.FORM: "in a form",
    Region.BANNER: "in a notice or an advertisement",
    Region.FOOTER: "in the page's footer",
}
# What they hold names another page, which was not read.
_OF_OTHERS = frozenset({Region.RELATED, Region.NAVIGATION, Region.REFERENCES})
_WORD = re.compile(r"\w+")
_MOST = 3  # passages of a page that are tried
_LEAST = 0.6  # of the claim's words, weighted, that such a passage has
_MOST_EVIDENCE = 3


def assess(
    claim: str,
    pages: Sequence[PreparedPage],
    *,
    context: str = "",
    heading: str | None = None,
    entailment: Entailment | None = None,
) -> Judgement:
    """Judge one claim against one page, or against several taken together.

    `context` and `heading` are what precedes the claim in its brief; words that the claim leaves
    to them are not asked of the page. `entailment` is a model that is asked about the passages too.
    A title, a heading, a comment or a footer that says the claim supports it, and the reasons name
    the place; a link to another page, whose text was not read, supports it in part at most.
    Where a link points to words on its page, these are looked at first.
    `UNVERIFIABLE` when all pages are in another language than the claim.
    Never raises; time is bounded by the claim's length and linear in the number of pages.
    """
    preceding = f"{heading or ''}\n{context}"
    comparable = [page for page in pages if language.of_other(claim, context, page) is None]
    if pages and not comparable:
        return language.not_compared(claim, context, pages[0])
    judged = _where_it_points(claim, comparable, preceding, entailment)
    if judged is None:
        judged = _anywhere(claim, comparable, preceding, entailment)
    gone = dict.fromkeys(page.pointed.gone for page in comparable if page.pointed.gone)
    said = [f"the cited link points to “{words[:120]}”, which is not on the page" for words in gone]
    reasons = (Reason(ReasonCode.FRAGMENT_GONE, detail=words) for words in said)
    return replace(judged, reasons=(*judged.reasons, *reasons)) if gone else judged


def _where_it_points(
    claim: str, pages: Sequence[PreparedPage], preceding: str, entailment: Entailment | None
) -> Judgement | None:
    """The judgement by the passages to which the cited links point, if these say the claim."""
    parts = [part for page in pages if (part := page.pointed_at) is not None]
    if not parts:
        return None
    judged, _ = examine(claim, parts, context=preceding, entailment=entailment)
    return judged if judged.verdict is Verdict.SUPPORTED else None


def _anywhere(
    claim: str, pages: Sequence[PreparedPage], preceding: str, entailment: Entailment | None
) -> Judgement:
    judged, _ = examine(claim, pages, context=preceding, entailment=entailment)
    if judged.verdict is Verdict.SUPPORTED:
        return judged
    only_named: Judgement | None = None
    for passage, alone in _said_around(claim, pages):
        other, _ = examine(claim, (alone,), context=preceding, entailment=entailment)
        if other.verdict is not Verdict.SUPPORTED:
            continue
        if judged.verdict is Verdict.CONTRADICTED and not _is_headline(claim, passage):
            continue
        if passage.region not in _OF_OTHERS:
            place = Reason(ReasonCode.OUTSIDE_MAIN_TEXT, detail=f"it stands {_where(passage)}")
            differ = [r for r in judged.reasons if r.code.endswith("_differs")]
            return replace(other, reasons=(*other.reasons, place, *differ))
        only_named = only_named or _in_part(judged, other.evidence, passage)
    return only_named or judged


def _said_around(
    claim: str, pages: Sequence[PreparedPage]
) -> Iterator[tuple[Passage, PreparedPage]]:
    """The passages outside the pages' own matter with most of a claim's words, best first, each
    made ready alone, so that no two menu entries or comments say it together."""
    asks = claim.rstrip(" \"'”’»").endswith("?")
    for page in pages:
        around = page.around
        tokens = tokenise(claim, page.language)
        if not around.sentences or not tokens:
            continue
        found = carry(tokens, (around,))
        shares: dict[int, float] = {}
        passages: dict[int, Passage] = {}
        for seed in found.seeds:
            passage = around.sentences[seed].passage
            passages[passage.start] = passage
            shares[passage.start] = shares.get(passage.start, 0.0) + found.scores[seed]
        for start in sorted(shares, key=lambda at: (-shares[at], at))[:_MOST]:
            passage = passages[start]
            # A heading that asks says nothing.
            if shares[start] >= _LEAST and (asks or not passage.text.endswith(("?", "？"))):
                yield passage, page.alone(passage)


def _is_headline(claim: str, passage: Passage) -> bool:
    """Whether a heading has the claim word for word: the page itself says it there, and another
    entry of the same list, which names something else, does not deny it."""
    if passage.region not in (Region.TITLE, Region.HEADING):
        return False
    said, own = (f" {' '.join(_WORD.findall(text.casefold()))} " for text in (claim, passage.text))
    return said in own


def _where(passage: Passage) -> str:
    return _WHERE.get(passage.region, f"in what is {passage.region.value} on the page")


def _in_part(judged: Judgement, evidence: tuple[Evidence, ...], passage: Passage) -> Judgement:
    """A claim that nothing but the name of another page says."""
    detail = f"it stands only {_where(passage)}; cite that one, if it says so"
    warning = Reason(ReasonCode.OUTSIDE_MAIN_TEXT, detail=detail)
    if judged.verdict is Verdict.CONTRADICTED:
        return replace(judged, reasons=(*judged.reasons, warning))
    return replace(
        judged,
        verdict=Verdict.PARTIALLY_SUPPORTED,
        reasons=(warning,),
        evidence=(*evidence[:1], *judged.evidence)[:_MOST_EVIDENCE],
    )

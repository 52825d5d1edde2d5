"""Judges a claim by what its passages carry and by what the checks find in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from citecheck.matching.checks.check import Check
from citecheck.matching.checks.compare import compare
from citecheck.matching.checks.finding import CheckFinding, Effect
from citecheck.matching.checks.registry import CHECKS
from citecheck.matching.checks.resolve import Comparison
from citecheck.matching.decide import entailed, reasons
from citecheck.matching.decide.features import measure
from citecheck.matching.decide.senses import SENSES
from citecheck.matching.decide.verdict import decide
from citecheck.matching.decide.weights import Question, ask, at_least, threshold
from citecheck.matching.entailment.model import Entailment
from citecheck.matching.extract.polarity import LANGUAGES
from citecheck.matching.extract.undenied import stands_undenied
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.prepared import PreparedPage
from citecheck.matching.retrieve.windows import Carriage, Window, carry, windows
from citecheck.matching.text import vocabulary
from citecheck.matching.text.tokens import tokenise
from citecheck.model import Evidence, Judgement, Reason, ReasonCode, Verdict

_LONGEST_CLAIM = 1500  # characters that are judged; a longer text is no claim
_MOST_EVIDENCE = 3
_CONTEXT = 600  # characters of what precedes the claim that can supply its referents
_DIFFERENCES = frozenset(name for name in SENSES if name.endswith("_differs"))


def examine(
    claim: str,
    pages: Sequence[PreparedPage],
    *,
    context: str = "",
    entailment: Entailment | None = None,
    checks: Sequence[Check] = CHECKS,
) -> tuple[Judgement, dict[str, float]]:
    """Judge a claim by the pages' own matter; with the values of all features, those without a
    weight too, which training needs. They are empty when nothing there is about the claim.

    `context` is what precedes the claim in its brief; words that the claim leaves to it are not
    asked of the page. With fewer `checks` it is seen what one of them is worth.
    """
    # One order of the pages for all orders in which they can be cited.
    pages = sorted(pages, key=lambda page: (page.text, page.url))
    text = claim[:_LONGEST_CLAIM]
    language = pages[0].language if pages else "en"
    tokens = tokenise(text, language)
    carriage = carry(tokens, pages) if tokens else None
    if carriage is None or not carriage.seeds:
        reason = Reason(ReasonCode.NOT_FOUND_IN_SOURCE, detail="nothing on the page is about it")
        return Judgement(Verdict.NOT_SUPPORTED, 0.0, (reason,)), {}
    found = windows(carriage)
    facts = ClaimFacts.of(text, tokens, language)
    result = compare(facts, found, [page.text for page in pages], checks)
    if len(claim) > _LONGEST_CLAIM:
        detail = f"only the claim's first {_LONGEST_CLAIM:,} characters were compared"
        code = ReasonCode.MISSING_DETAIL
        rest = CheckFinding("length", Effect.LACKS, code, message=detail)
        result = replace(result, findings=(*result.findings, rest))
    before = {token.stem for token in tokenise(context[-_CONTEXT:], language)}
    values = measure(facts, carriage, result, before)
    values |= {
        "verbatim": float(result.verbatim),
        "whole": float(len(result.agreeing) == len(tokens)),
        "quoted": float(result.quoted),
        "hedged": float(min(3, len(result.hedged))),
        "details_missing": float(min(4, len(result.missing))),
        "same_matter": _same_matter(facts, carriage, found[0], result),
        "foreign": float(language in vocabulary.LANGUAGES),
        "denials_unknown": float(language not in LANGUAGES),
    }
    if values["denials_unknown"]:
        sentences = [w.page.text[s.start : s.end] for w in found for s in w.sentences]
        whole = [w.page.text[w.sentences[0].start : w.sentences[-1].end] for w in found]
        plainly = stands_undenied(text, (*sentences, *whole), language)
        values["may_be_denied"] = float(not plainly)
    for reason in result.differ:
        if reason.code in _DIFFERENCES:
            values[reason.code.value] = 1.0
    read = entailed.ask(entailment, text, found) if entailment is not None else None
    if read is not None:
        values |= read
    supported = ask(Question.SUPPORTED, values, with_model=read is not None)
    if values["verbatim"] and not values["details_missing"]:
        supported = at_least(supported, threshold("verbatim"), "verbatim")
    refuted = ask(Question.REFUTED, values, with_model=read is not None)
    score, parts = supported.probability, supported.parts
    verdict = decide(values, score, refuted.probability)
    said = reasons.of(verdict, facts, found, result)
    evidence = tuple(_evidence(facts, window, score) for window in found[:_MOST_EVIDENCE])
    return Judgement(verdict, score, said, evidence, parts), values


def _same_matter(claim: ClaimFacts, found: Carriage, best: Window, result: Comparison) -> float:
    """How much of the claim, without the facts that differ, the best window carries."""
    differing = {claim.tokens[n].start for n in result.differing}
    first = next(first for first, page in found.pages if page is best.page)
    row = found.joined(first + best.sentences[0].number, first + best.sentences[-1].number)
    kept = [
        (weight, weight * quality)
        for weight, quality, token in zip(found.weights, row, found.words, strict=True)
        if token.start not in differing
    ]
    total = sum(weight for weight, _ in kept)
    return sum(part for _, part in kept) / total if total > 0.001 else 0.0


def _evidence(claim: ClaimFacts, window: Window, score: float) -> Evidence:
    first, last = window.sentences[0], window.sentences[-1]
    tokens = window.tokens
    places = claim.aligned(window.page, window.sentences)
    aligned = tuple(
        (token.start, token.end, tokens[place].start, tokens[place].end)
        for token, place in zip(claim.tokens, places, strict=True)
        if place >= 0 and token.content
    )
    return Evidence(
        text=window.page.text[first.start : last.end],
        start=first.start,
        end=last.end,
        url=window.page.url,
        score=min(1.0, window.coverage),
        region=first.passage.region,
        heading=first.passage.heading,
        page=first.passage.page,
        aligned=aligned,
    )

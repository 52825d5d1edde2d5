"""Judges a claim by what its passages carry: a small logistic model over named features."""

from __future__ import annotations

import functools
import itertools
import json
import math
from collections.abc import Mapping, Sequence
from importlib import resources

from citecheck.matching.compare import ClaimFacts, Comparison, compare
from citecheck.matching.entailment import Entailment
from citecheck.matching.prepared import PreparedPage
from citecheck.matching.retrieve import Window, weights, windows
from citecheck.matching.tokens import Token, tokenise
from citecheck.model import Evidence, Judgement, Reason, ReasonCode, Verdict

_LONGEST_CLAIM = 1500  # characters that are judged; a longer text is no claim
_MOST_EVIDENCE = 3
_MOST_MISSING = 8  # missing words that a reason names


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
    Never raises; time is bounded by the claim's length and linear in the number of pages.
    """
    text = claim[:_LONGEST_CLAIM]
    language = pages[0].language if pages else "en"
    tokens = tokenise(text, language)
    found = [window for page in pages for window in windows(tokens, page)]
    found.sort(key=lambda window: -window.coverage)
    if not found or not tokens:
        reason = Reason(ReasonCode.NOT_FOUND_IN_SOURCE, detail="nothing on the page is about it")
        return Judgement(Verdict.NOT_SUPPORTED, 0.0, (reason,))
    facts = ClaimFacts.of(text, tokens, language)
    result = compare(facts, found, [page.text for page in pages])
    values = features(facts, found, result)
    score, parts = probability(values)
    if entailment is not None:
        score, parts = entailment.weigh(text, [window.text for window in found], score, parts)
    verdict = _verdict(score, values, result)
    reasons = _reasons(verdict, facts, found, result)
    evidence = tuple(_evidence(facts, window, score) for window in found[:_MOST_EVIDENCE])
    return Judgement(verdict, score, reasons, evidence, parts)


def features(claim: ClaimFacts, found: Sequence[Window], result: Comparison) -> dict[str, float]:
    """The model's inputs, each a number between 0 and about 3."""
    best = found[0]
    wanted = weights(claim.tokens, best.page)
    total = sum(wanted.values()) or 1.0
    tokens = best.tokens
    context = best.page.context(best.sentences[0])
    surroundings = {token.stem for window in found for token in window.tokens} | context
    pages = list({id(window.page): window.page for window in found}.values())
    here = joint = on_page = contested = 0.0
    for number, (token, place) in enumerate(zip(claim.tokens, result.aligned, strict=True)):
        if not token.content:
            continue
        share = wanted[token.stem] / total / _occurrences(claim.tokens, token)
        if number in result.differing:
            contested += share
        if place >= 0 or number in result.agreeing:
            here += share
        if place >= 0 or number in result.agreeing or token.stem in surroundings:
            joint += share
        if any(token.stem in page.postings for page in pages):
            on_page += share
    return {
        "coverage": here,
        "same_matter": min(1.0, here / (1 - contested)) if contested < 0.999 else 0.0,
        "joint_coverage": max(here, joint),
        "page_coverage": max(here, on_page),
        "word_order": _order(result.aligned),
        "longest_run": _longest_run(result.aligned) / max(1, len(claim.tokens)),
        "differing_facts": float(min(3, len(result.differ))),
        "missing_figures": float(min(3, result.missing_figures)),
        "missing_names": float(min(3, result.missing_names)),
        "missing_quotations": float(min(2, result.missing_quotations)),
        "agreeing_facts": float(min(3, result.agree)),
        "claim_length": math.log1p(len(claim.tokens)) / 3,
        "compression": min(2.0, len(claim.tokens) / max(1, len(tokens))),
    }


@functools.lru_cache(maxsize=1)
def model() -> Mapping[str, object]:
    """The weights, from the readable file in the package."""
    file = resources.files("citecheck.matching").joinpath("weights.json")
    value: Mapping[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return value


def probability(values: Mapping[str, float]) -> tuple[float, dict[str, tuple[float, float]]]:
    """The calibrated probability, and for each feature its value and share of the log-odds."""
    weights_ = model()["weights"]
    assert isinstance(weights_, Mapping)
    parts = {name: (value, weights_.get(name, 0.0) * value) for name, value in values.items()}
    odds = float(weights_["bias"]) + sum(part for _, part in parts.values())
    parts["bias"] = (1.0, float(weights_["bias"]))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), parts


def _verdict(score: float, values: Mapping[str, float], result: Comparison) -> Verdict:
    thresholds = model()["thresholds"]
    assert isinstance(thresholds, Mapping)
    if result.differ and values["same_matter"] >= thresholds["same_matter"]:
        return Verdict.CONTRADICTED
    complete = not (result.missing or result.differ or result.hedged)
    covered = values["joint_coverage"] >= thresholds["covered"]
    if score >= thresholds["supported"] and complete and covered:
        return Verdict.SUPPORTED
    if values["coverage"] >= thresholds["partial"]:
        return Verdict.PARTIALLY_SUPPORTED
    return Verdict.NOT_SUPPORTED


def _occurrences(tokens: Sequence[Token], token: Token) -> int:
    return sum(other.stem == token.stem and other.content for other in tokens)


def _order(aligned: Sequence[int]) -> float:
    """The share of neighbouring aligned words that stand in the same order."""
    places = [place for place in aligned if place >= 0]
    pairs = list(itertools.pairwise(places))
    return sum(a < b for a, b in pairs) / len(pairs) if pairs else 0.0


def _longest_run(aligned: Sequence[int]) -> int:
    best = run = 0
    previous = -2
    for place in aligned:
        run = run + 1 if place >= 0 and place == previous + 1 else int(place >= 0)
        previous = place
        best = max(best, run)
    return best


def _reasons(
    verdict: Verdict, claim: ClaimFacts, found: Sequence[Window], result: Comparison
) -> tuple[Reason, ...]:
    if verdict is Verdict.CONTRADICTED:
        return (*result.differ, *result.missing)
    if verdict is Verdict.SUPPORTED:
        return (Reason(ReasonCode.STATED, detail="the passage says it"),)
    if verdict is Verdict.NOT_SUPPORTED:
        reason = Reason(ReasonCode.NOT_FOUND_IN_SOURCE, detail="nothing on the page says it")
        return (reason, *result.differ, *result.missing)
    words = _missing_words(claim, found, result)
    named = {reason.claim for reason in result.missing}
    reasons = [*result.differ, *result.hedged, *result.missing]
    if words and words not in named:
        detail = "no passage has these words"
        reasons.append(Reason(ReasonCode.MISSING_DETAIL, words, detail=detail))
    return tuple(reasons) or (
        Reason(ReasonCode.MISSING_DETAIL, detail="the passage says it only in part"),
    )


def _missing_words(claim: ClaimFacts, found: Sequence[Window], result: Comparison) -> str:
    there = {token.stem for window in found for token in window.tokens}
    missing = [
        claim.text[token.start : token.end]
        for n, (token, place) in enumerate(zip(claim.tokens, result.aligned, strict=True))
        if place < 0 and token.content and token.stem not in there and n not in result.agreeing
    ]
    return ", ".join(dict.fromkeys(missing[:_MOST_MISSING]))


def _evidence(claim: ClaimFacts, window: Window, score: float) -> Evidence:
    from citecheck.matching.align import align

    first, last = window.sentences[0], window.sentences[-1]
    tokens = window.tokens
    aligned = tuple(
        (token.start, token.end, tokens[place].start, tokens[place].end)
        for token, place in zip(claim.tokens, align(claim.tokens, tokens), strict=True)
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

"""Judges a claim by what its passages carry: a small logistic model over named features."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from citecheck.matching.checks.compare import Comparison, compare, doubt
from citecheck.matching.decide import entailed
from citecheck.matching.decide.features import measure
from citecheck.matching.decide.senses import SHORT
from citecheck.matching.entailment.model import Entailment
from citecheck.matching.extract.polarity import LANGUAGES
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.prepared import PreparedPage
from citecheck.matching.retrieve.windows import Carriage, Window, carry, windows
from citecheck.matching.text import vocabulary
from citecheck.matching.text.tokens import tokenise
from citecheck.model import Evidence, Judgement, Reason, ReasonCode, Verdict

_LONGEST_CLAIM = 1500  # characters that are judged; a longer text is no claim
_MOST_EVIDENCE = 3
_CONTEXT = 600  # characters of what precedes the claim that can supply its referents
_UNSAID = 0.5  # how much of a verb the pages lack that do not say it
_MOST_MISSING = 8  # missing words that a reason names


def examine(
    claim: str,
    pages: Sequence[PreparedPage],
    *,
    context: str = "",
    entailment: Entailment | None = None,
) -> tuple[Judgement, dict[str, float]]:
    """Judge a claim by the pages' own matter; with the values of all features, those without a
    weight too, which training needs. They are empty when nothing there is about the claim.

    `context` is what precedes the claim in its brief; words that the claim leaves to it are not
    asked of the page.
    """
    text = claim[:_LONGEST_CLAIM]
    language = pages[0].language if pages else "en"
    tokens = tokenise(text, language)
    carriage = carry(tokens, pages) if tokens else None
    if carriage is None or not carriage.seeds:
        reason = Reason(ReasonCode.NOT_FOUND_IN_SOURCE, detail="nothing on the page is about it")
        return Judgement(Verdict.NOT_SUPPORTED, 0.0, (reason,)), {}
    found = windows(carriage)
    facts = ClaimFacts.of(text, tokens, language)
    result = compare(facts, found, [page.text for page in pages])
    if len(claim) > _LONGEST_CLAIM:
        detail = f"only the claim's first {_LONGEST_CLAIM:,} characters were compared"
        result.missing.append(Reason(ReasonCode.MISSING_DETAIL, detail=detail))
    before = {token.stem for token in tokenise(context[-_CONTEXT:], language)}
    values = measure(facts, carriage, result, before)
    score, parts = probability(values)
    said = entailed.ask(entailment, text, found) if entailment is not None else None
    if said is not None:
        values |= said.features
        score, parts = entailed.weigh(said, score, parts)
    matter = _same_matter(facts, carriage, found[0], result)
    verdict = _verdict(score, values, result, matter, language)
    if verdict is Verdict.SUPPORTED and doubt(facts, result):
        verdict = Verdict.PARTIALLY_SUPPORTED
    reasons = _reasons(verdict, facts, found, result)
    evidence = tuple(_evidence(facts, window, score) for window in found[:_MOST_EVIDENCE])
    return Judgement(verdict, score, reasons, evidence, parts), values


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


@functools.lru_cache(maxsize=1)
def model() -> Mapping[str, Any]:
    """The weights, from the readable file in the package."""
    file = resources.files("citecheck.matching.data").joinpath("weights.json")
    value: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return value


def probability(values: Mapping[str, float]) -> tuple[float, dict[str, tuple[float, float]]]:
    """The calibrated probability, and for each feature its value and share of the log-odds.

    A feature's share is its weight times how far, in its spreads, it is from its mean; the shares
    and the bias add up to the log-odds. A short source has weights of its own.
    """
    weights: Mapping[str, Mapping[str, float]] = model()["features"]
    short = values[SHORT]
    parts = {"bias": (1.0, float(model()["bias"]) + short * float(model()["bias_short"]))}
    for name, own in weights.items():
        weight = (1 - short) * own["weight"] + short * own["weight_short"]
        parts[name] = (values[name], weight * (values[name] - own["mean"]) / own["spread"])
    odds = sum(part for _, part in parts.values())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), parts


def _verdict(
    score: float, values: Mapping[str, float], result: Comparison, matter: float, language: str
) -> Verdict:
    thresholds: Mapping[str, float] = model()["thresholds"]
    if result.differ and matter >= thresholds["same_matter"]:
        return Verdict.CONTRADICTED
    plain = not (result.differ or result.hedged or result.missing)
    if plain and _is_sure(score, values, result, language):
        return Verdict.SUPPORTED
    carried = values["best_window"] >= thresholds["partial_window"]
    # Of a claim with a quotation that stands word for word the page says that much.
    if score >= thresholds["partial"] or carried or result.quoted:
        return Verdict.PARTIALLY_SUPPORTED
    return Verdict.NOT_SUPPORTED


def _is_sure(score: float, values: Mapping[str, float], result: Comparison, language: str) -> bool:
    thresholds: Mapping[str, float] = model()["thresholds"]
    # However well the rest is carried: a clause of which next to nothing stands anywhere, or a word
    # in whose place its opposite stands, is not said; nor, where the weights were not learned from
    # the claim's language, is a verb of which the pages have neither a form nor a synonym.
    unsaid = language in vocabulary.LANGUAGES and values["absent_verbs"] >= _UNSAID
    whole = values["worst_clause"] >= thresholds["clause"] and not values["opposite"] and not unsaid
    # What the claim says in its own words must be surer than what it takes over in runs of words.
    # The words that lead to a quotation are the writer's, and the page need not have them.
    worded = values["runs_of_three"] >= thresholds["wording"]
    least = thresholds["quoted" if result.quoted else "worded" if worded else "supported"]
    sure = (score >= least and whole) or values["runs_of_four"] >= thresholds["verbatim"]
    if language in LANGUAGES or result.quoted or result.verbatim:
        return sure
    # A denial or an opposite would not be seen in other languages, so that only what stands there
    # word for word is sure.
    return sure and min(values["longest_run"], values["runs_of_three"]) >= 1


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
    there = frozenset[str]().union(*(s.stems for window in found for s in window.sentences))
    missing = [
        claim.text[token.start : token.end]
        for n, (token, place) in enumerate(zip(claim.tokens, result.aligned, strict=True))
        if place < 0 and token.content and token.stem not in there and n not in result.agreeing
    ]
    return ", ".join(dict.fromkeys(missing[:_MOST_MISSING]))


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

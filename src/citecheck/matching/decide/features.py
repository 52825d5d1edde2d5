"""The inputs of the judgement: what of a claim, word by word, its pages carry (see `senses`)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Sequence

from citecheck.matching.checks.finding import Effect
from citecheck.matching.checks.resolve import Comparison
from citecheck.matching.decide.senses import SENSES, SHORT
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.prepared import PreparedPage
from citecheck.matching.retrieve.sentence import Sentence
from citecheck.matching.retrieve.windows import Carriage, Row, greater
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token

_CARRIED = 0.5  # quality from which a word counts as carried
_RUN = 3  # words in a row
_WINDOW = 3  # sentences in a row
_SLOT = 4  # words from an aligned neighbour in which a rival stands
_SHORT = 2  # sentences of a short source
_WORDS, _SENTENCES = "\0", "\1"
_ROUNDING = 1e-9  # more than sums of the same numbers in another order differ by
_NEGATIONS = frozenset(
    "not no never without none neither nor cannot nobody nothing zero fail deni refus lack yet"
    " hard bare unabl reject avoid declin prevent stop abandon exclud absent incap imposs"
    " unsuccess avert forbid ban against despit rare instead oppos nicht kein nie ohn pas jamais"
    " aucun sans sin nunca jamas ningun nao nem senza mai nessun niet geen nooit zonder".split()
)


def measure(
    claim: ClaimFacts, found: Carriage, result: Comparison, context: Collection[str] = ()
) -> dict[str, float]:
    """All features of a claim against its pages. `context` are the stems of what precedes it."""
    count = len(found.words)
    agreeing = {claim.tokens[n].start for n in result.agreeing}
    granted = [1.0 if token.start in agreeing else 0.0 for token in found.words]
    best = list(map(max, _best_window(found), granted))
    page = greater(granted, found.anywhere)
    first, sentence = found.sentence(found.seeds[0])
    values: dict[str, float] = dict.fromkeys(SENSES, 0.0)
    values |= _coverage(found, best, page, granted)
    values |= _missing(found, best, page)
    values |= _kinds(found, best, page)
    values |= _runs(claim, found, result.agreeing)
    values |= _slots(claim, first, sentence)
    new = [
        0.0 if token.stem in context else weight
        for token, weight in zip(found.words, found.weights, strict=True)
    ]
    values |= {
        "beyond_context": _share(best, new),
        "page_beyond_context": _share(page, new),
        "claim_words": math.log1p(count),
        "source_sentences": math.log(sum(len(page.sentences) for _, page in found.pages)),
        "sentence_words": math.log1p(len(sentence.tokens)),
        "facts_agree": float(min(3, len(result.of(Effect.STATES)))),
        "facts_differ": float(min(2, len(result.differ))),
        "figures_missing": float(min(3, len(result.of(Effect.LACKS, "figures")))),
        "names_missing": float(min(3, len(result.of(Effect.LACKS, "names")))),
        "quotations_missing": float(min(1, len(result.of(Effect.LACKS, "quotations")))),
    }
    sentences = sum(len(page.sentences) for _, page in found.pages)
    values[SHORT] = 1.0 / sentences if sentences <= _SHORT else 0.0
    return values


def _share(row: Row, weights: Row) -> float:
    """The weighted mean of a row; 1 where nothing has weight."""
    total = sum(weights)
    return sum(map(float.__mul__, row, weights)) / total if total > 1e-9 else 1.0


def _best_window(found: Carriage) -> Row:
    """What the sentences in a row carry that carry most.

    No run carries more than the sum of what its sentences carry, so that few need be tried.
    """
    starts = {seed - back for seed in found.seeds for back in range(_WINDOW)}
    most = found.most(starts, _WINDOW)
    best, best_covered, best_start = [], -1.0, 0
    for start in sorted(starts, key=most.__getitem__, reverse=True):
        if most[start] < best_covered - _ROUNDING:
            break
        row = found.joined(start, start + _WINDOW - 1)
        covered = found.covered(row)
        if covered > best_covered or (covered == best_covered and start < best_start):
            best, best_covered, best_start = row, covered, start
    return best


def _coverage(found: Carriage, best: Row, page: Row, granted: Row) -> dict[str, float]:
    def exact(row: Row) -> float:
        return sum([w for w, q in zip(found.weights, row, strict=True) if q >= 1])

    best_exact = exact(found.rows[found.seeds[0]])
    for seed in found.seeds[1:]:  # the best first
        if found.scores[seed] < best_exact - _ROUNDING:
            break
        best_exact = max(best_exact, exact(found.rows[seed]))
    return {
        "best_sentence": found.scores[found.seeds[0]],
        "best_sentence_exact": best_exact,
        "best_window": found.covered(best),
        "best_window_exact": exact(best),
        "page": found.covered(page),
        "page_exact": exact(page),
    }


def _missing(found: Carriage, best: Row, page: Row) -> dict[str, float]:
    values = {}
    for name, row in (("missing", best), ("absent", page)):
        lost = sorted(found.total * w * (1 - q) for w, q in zip(found.weights, row, strict=True))
        values[f"{name}_rarest"] = lost[-1]
        values[f"{name}_three"] = sum(lost[-3:])
        values[f"{name}_words"] = float(sum(q < _CARRIED for q in row))
    return values


def _kinds(found: Carriage, best: Row, page: Row) -> dict[str, float]:
    kinds = [_kind(token, n) for n, token in enumerate(found.words)]
    values = {}
    for kind in ("names", "numbers", "nouns", "verbs", "adjectives"):
        own = [n for n, k in enumerate(kinds) if k == kind]
        values[f"window_{kind}"] = sum(best[n] for n in own) / len(own) if own else 1.0
        values[f"absent_{kind}"] = sum(1 - page[n] for n in own)
        if kind == "verbs":
            values["absent_verb"] = max((1 - page[n] for n in own), default=0.0)
    return values


_PARTS = {"n": "nouns", "v": "verbs", "a": "adjectives", "r": "adjectives"}


def _kind(token: Token, number: int) -> str:
    if token.digit:
        return "numbers"
    part = lexicon.entry(token.stem).kind
    if token.capital and (number > 0 or not part):
        return "names"
    if part == "n" and token.folded.endswith("ed") and token.folded != token.stem:
        return "verbs"  # "blocked", though "block" is a noun more often
    return _PARTS.get(part, "")


def _runs(claim: ClaimFacts, found: Carriage, agreeing: Collection[int]) -> dict[str, float]:
    """The share of the claim's words, "of" and the like too, in runs of three that the best
    sentences have; words of a fact that they have in another form count too."""
    stems = [token.stem for token in claim.tokens]
    # Signs that no word has part words and sentences.
    texts = [_WORDS.join(found.sentence(n)[1].sequence) for n in found.seeds]
    text = _WORDS + f"{_WORDS}{_SENTENCES}{_WORDS}".join(texts) + _WORDS
    there = {
        at
        for at in range(len(stems) - _RUN + 1)
        if f"{_WORDS}{_WORDS.join(stems[at : at + _RUN])}{_WORDS}" in text
    }
    inside = {n for at in there for n in range(at, at + _RUN)}
    return {"runs_of_three": len(inside.union(agreeing)) / len(stems)}


def _negated(tokens: Sequence[Token]) -> int:
    return sum(t.stem in _NEGATIONS or t.folded.endswith("n't") for t in tokens)


def _slots(claim: ClaimFacts, page: PreparedPage, sentence: Sentence) -> dict[str, float]:
    """How the claim's words stand in the best sentence, and what stands in place of the others."""
    tokens, words = claim.tokens, sentence.tokens
    aligned = claim.aligned(page, (sentence,))
    inner = [n for n, place in enumerate(aligned) if place >= 0 and tokens[n].content]
    places = [aligned[n] for n in inner]
    denied, denying = _negated(tokens), _negated(words)
    values = {
        "claim_denies": float(denied > 0),
        "negation": float(denied % 2 != denying % 2),
        "longest_run": _longest_run(aligned) / max(1, len(tokens)),
        "order": 1.0,
    }
    if places:
        span = words[max(0, min(places) - 1) : max(places) + 1]
        within = _negated(span) if denying else 0
        values["negation_inside"] = float(denied % 2 != within % 2)
        values["denied_inside"] = float(within > 0 == denied)
    if len(places) > 1:
        values["tightness"] = len(places) / (max(places) - min(places) + 1)
        values["order"] = sum(a < b for a, b in itertools.pairwise(places)) / (len(places) - 1)
    taken = {place for place in aligned if place >= 0}
    rest = [n for n, word in enumerate(words) if n not in taken and word.content]
    values["sentence_rest"] = len(rest) / max(1, len(words))
    stems = {words[n].stem for n in rest}
    siblings = anywhere = opposites = numbers = inside = replaced = 0
    befores = list(itertools.accumulate(aligned, _latest, initial=-1))
    afters = list(itertools.accumulate(reversed(aligned), _latest, initial=-1))[-2::-1]
    for number, token in enumerate(tokens):
        if aligned[number] >= 0 or not token.content:
            continue
        before, after = befores[number], afters[number]
        inside += before >= 0 and after >= 0
        behind = range(before + 1, before + _SLOT + 1) if before >= 0 else ()
        near = [p for p in rest if p in behind or 0 < after - p <= _SLOT]
        kind = _kind(token, number) if near else ""
        replaced += sum(_kind(words[p], p) == kind for p in near) if kind else 0
        figure = token.digit
        figures = [p for p in near if words[p].digit] if figure else []
        numbers += len(figures)
        entry = lexicon.entry(token.stem)
        opposites += not entry.opposed.isdisjoint(stems)
        if not entry.siblings.isdisjoint(stems):
            like = [p for p in rest if words[p].stem in entry.siblings and p not in figures]
            anywhere += len(like)
            siblings += sum(p in near for p in like)
    last = max((n for n, token in enumerate(tokens) if token.content), default=0)
    return values | {
        "sibling": float(min(2, siblings)),
        "replaced": float(min(3, replaced)),
        "sibling_anywhere": float(min(2, anywhere)),
        "opposite": float(min(1, opposites)),
        "other_number": float(min(1, numbers)),
        "inner_missing": float(min(3, inside)),
        "last_missing": float(aligned[last] < 0) if tokens else 0.0,
    }


def _latest(known: int, place: int) -> int:
    """The last place that a word has."""
    return place if place >= 0 else known


def _longest_run(aligned: Sequence[int]) -> int:
    best = run = 0
    previous = -2
    for place in aligned:
        run = run + 1 if place >= 0 and place == previous + 1 else int(place >= 0)
        previous = place
        best = max(best, run)
    return best

"""The inputs of the judgement: what of a claim, word by word, its pages carry (see `senses`)."""

from __future__ import annotations

import itertools
import math
import re
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

_CLAUSE = re.compile(
    r"[;—–]|[,:](?!\d)|\b(?:and|but|which|who|where|while|because|when|after|before|although|with|that)\b"
)
_CARRIED = 0.5  # quality from which a word counts as carried
_COMPANY = 40  # sentences in whose neighbourhood words are looked for together
_MOST_PAIRED = 250  # words of a claim of which it is told how near to each other they stand
_PAIRED = 12  # sentences in which pairs of words are looked for
_PAIR_REACH = 3  # words of the claim from one of a pair to the other
_NOWHERE = 99  # words between two that stand in no sentence together
_CLOSE = 10  # words between the two of a pair
_SLOT = 4  # words from an aligned neighbour in which a rival stands
_TITLE = 0.7  # what a word counts that stands only in the title or heading
_SHORT = 2  # sentences of a short source
_WORDS, _SENTENCES = "\0", "\1"
_ROUNDING = 1e-9  # more than sums of the same numbers in another order differ by
_LEAST_CLAUSE = 0.08  # weight of a clause that is worth judging by itself
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
    best = list(map(max, _best_run(found, 3)[0], granted))
    page = greater(granted, found.anywhere)
    first, sentence = found.sentence(found.seeds[0])
    title = first.context(sentence)
    values: dict[str, float] = dict.fromkeys(SENSES, 0.0)
    values |= _coverage(found, best, page, granted)
    values |= _missing(found, best, page)
    values |= _kinds(found, best, page)
    values |= _pairs(found, agreeing)
    values |= _runs(claim, found, result.agreeing)
    values |= _clauses(claim, found, best, granted)
    values |= _slots(claim, first, sentence)
    lent = [
        max(q, _TITLE) if token.stem in title else q
        for q, token in zip(best, found.words, strict=True)
    ]
    new = [
        0.0 if token.stem in context else weight
        for token, weight in zip(found.words, found.weights, strict=True)
    ]
    values |= {
        "with_title": found.covered(lent),
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


def _best_run(found: Carriage, size: int) -> tuple[Row, float]:
    """What the run of sentences, as long as `size`, carries that carries most, and how much.

    No run carries more than the sum of what its sentences carry, so that few need be tried.
    """
    starts = {seed - back for seed in found.seeds for back in range(size)}
    most = found.most(starts, size)
    best, best_covered, best_start = [], -1.0, 0
    for start in sorted(starts, key=most.__getitem__, reverse=True):
        if most[start] < best_covered - _ROUNDING:
            break
        row = found.joined(start, start + size - 1)
        covered = found.covered(row)
        if covered > best_covered or (covered == best_covered and start < best_start):
            best, best_covered, best_start = row, covered, start
    return best, best_covered


def _with_another(row: Row, found: Carriage) -> Row:
    """What a row carries with the one of the best sentences that adds most."""
    already = found.covered(row)
    best, most = row, -1.0
    for seed in found.seeds:  # the best first
        if already + found.scores[seed] < most - _ROUNDING:
            break
        joint = greater(row, found.rows[seed])
        covered = found.covered(joint)
        if covered > most:
            best, most = joint, covered
    return best


def _company(found: Carriage, page: Row, granted: Row) -> Row:
    """For each word how well a sentence carries it, times what that and its neighbours carry."""
    ranked = sorted(sorted(found.scores), key=found.scores.__getitem__, reverse=True)[:_COMPANY]
    most = found.most([n - 1 for n in ranked], 3)
    company = granted
    waiting: Sequence[int] = range(len(page))  # words that another sentence may carry better
    for start in sorted(most, key=most.__getitem__, reverse=True):
        reach = most[start] + _ROUNDING
        waiting = [n for n in waiting if reach * page[n] > company[n]]
        if not waiting:
            break
        row = found.joined(start, start + 2)
        if not [n for n in waiting if row[n]]:
            continue
        around = found.covered(row)
        company = [c if c > around * q else around * q for c, q in zip(company, row, strict=True)]
    return company


def _coverage(found: Carriage, best: Row, page: Row, granted: Row) -> dict[str, float]:
    joint = _with_another(_with_another(best, found), found)
    company = _company(found, page, granted)
    low = sorted(company)[:3]

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
        "all_in_window": float(min(best) >= _CARRIED),
        "all_on_page": float(min(page) >= _CARRIED),
        "best_window": found.covered(best),
        "best_window_exact": exact(best),
        "wide_window": _best_run(found, 5)[1],
        "joint": found.covered(joint),
        "joint_exact": exact(joint),
        "page": found.covered(page),
        "page_exact": exact(page),
        "company": found.covered(company),
        "company_low": sum(low) / len(low),
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
    return values


_PARTS = {"n": "nouns", "v": "verbs", "a": "adjectives", "r": "adjectives"}


def _kind(token: Token, number: int) -> str:
    if token.digit:
        return "numbers"
    part = lexicon.entry(token.stem).kind
    if token.capital and (number > 0 or not part):
        return "names"
    return _PARTS.get(part, "")


def _pairs(found: Carriage, agreeing: Collection[int]) -> dict[str, float]:
    """How near to each other words of the claim stand; those of a figure that the page has in
    another form are left out."""
    count = len(found.words)
    other_form = {
        n
        for n, token in enumerate(found.words)
        if token.start in agreeing and not any(page.carriers(token) for _, page in found.pages)
    }
    wanted: dict[str, set[int]] = {}
    for index, token in enumerate(found.words[:_MOST_PAIRED]):
        for _, page in found.pages:
            for stem, quality in page.carriers(token).items():
                if quality >= lexicon.SAME:
                    wanted.setdefault(stem, set()).add(index)
    # How near to each other two words of the claim stand in one sentence, at the nearest.
    nearest: dict[tuple[int, int], int] = {}
    for (one, other), apart in _nearest(found, wanted).items():
        for i in wanted[one]:
            for j in wanted[other]:
                pair = (i, j) if i < j else (j, i)
                if i != j and apart < nearest.get(pair, _NOWHERE):
                    nearest[pair] = apart
    values = {}
    weights = found.weights
    close_by = [
        (j - i, nearest.get((i, j), _NOWHERE), weights[i] * weights[j])
        for i in range(count)
        for j in range(i + 1, min(i + _PAIR_REACH + 1, count))
        if i not in other_form and j not in other_form
    ]
    for name, reach in (("neighbours", 1), ("pairs", _PAIR_REACH)):
        told = [(apart, weight) for steps, apart, weight in close_by if steps <= reach]
        total = sum([t for _, t in told])
        for suffix, most in (("", _NOWHERE - 1), ("_close", _CLOSE)):
            hit = sum([t for apart, t in told if apart <= most])
            values[name + suffix] = hit / total if total else float(bool(found.rows))
    all_ = [w * other for i, w in enumerate(weights) for other in weights[i + 1 :]]
    close = sum([weights[i] * weights[j] / (1 + nearest[i, j] / 4) for i, j in sorted(nearest)])
    values["pairs_all"] = close / sum(all_) if all_ else 1.0
    company = {n for pair in nearest if pair[1] - pair[0] <= _PAIR_REACH for n in pair}
    values["lonely_words"] = float(count - len(company)) if count > 1 else 0.0
    return values


def _nearest(found: Carriage, wanted: Collection[str]) -> dict[tuple[str, str], int]:
    """How near one stem stands before another in any of the best sentences, at the nearest."""
    nearest: dict[tuple[str, str], int] = {}
    for seed in found.seeds[:_PAIRED]:
        stems = found.sentence(seed)[1].sequence
        hits = [(at, stem) for at, stem in enumerate(stems) if stem in wanted]
        for n, (at, one) in enumerate(hits, 1):
            for place, other in hits[n : n + 8]:
                if place - at < nearest.get((one, other), _NOWHERE):
                    nearest[one, other] = place - at
    return nearest


def _runs(claim: ClaimFacts, found: Carriage, agreeing: Collection[int]) -> dict[str, float]:
    """Shares of the claim's words, "of" and the like too, in runs that the best sentences have;
    words of a fact that they have in another form count too."""
    stems = [token.stem for token in claim.tokens]
    # Signs that no word has part words and sentences.
    texts = [_WORDS.join(found.sentence(n)[1].sequence) for n in found.seeds]
    text = _WORDS + f"{_WORDS}{_SENTENCES}{_WORDS}".join(texts) + _WORDS
    values = {}
    there: Collection[int] = ()
    for size, name in ((2, "two"), (3, "three"), (4, "four")):
        # A run can only stand where both runs that are one word shorter do.
        there = {
            at
            for at in range(len(stems) - size + 1)
            if (size == 2 or (at in there and at + 1 in there))
            and f"{_WORDS}{_WORDS.join(stems[at : at + size])}{_WORDS}" in text
        }
        inside = {n for at in there for n in range(at, at + size)}
        values[f"runs_of_{name}"] = len(inside.union(agreeing)) / len(stems)
    return values


def _clauses(claim: ClaimFacts, found: Carriage, best: Row, granted: Row) -> dict[str, float]:
    cuts = [match.start() for match in _CLAUSE.finditer(claim.text)]
    clauses: dict[int, list[int]] = {}
    at = 0
    for index, token in enumerate(found.words):
        while at < len(cuts) and cuts[at] < token.start:
            at += 1
        clauses.setdefault(at, []).append(index)
    heavy = [c for c in clauses.values() if sum(found.weights[n] for n in c) >= _LEAST_CLAUSE]
    anywhere, here = 1.0, 1.0
    for clause in heavy:
        told = [found.weights[n] for n in clause]
        share = 0.0
        for seed in found.seeds:
            row = found.joined(seed - 1, seed + 1)
            share = max(share, _share([max(row[n], granted[n]) for n in clause], told))
            if share >= anywhere:
                break  # no clause that is carried less
        anywhere = min(anywhere, share)
        here = min(here, _share([best[n] for n in clause], told))
    return {"worst_clause": anywhere, "worst_clause_window": here}


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

"""Looks for a detail of stance, phase, order or subject that no passage bears out.

None of it contradicts: it keeps a claim that the passages seem to carry from being surely said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from citecheck.matching import data
from citecheck.matching.checks import cells, misplaced
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Span
from citecheck.matching.checks.replaced import AUXILIARY, may_stand
from citecheck.matching.extract import polarity
from citecheck.matching.grammar.wording import MOST_WORDS
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text import lexicon
from citecheck.matching.text.reading import as_written
from citecheck.matching.text.tokens import Token, tokenise
from citecheck.model import ReasonCode

NAME = "doubts"
_MATTER = data.number("checks.shared.matter")
_ADVERBS = data.words("checks.doubts.adverbs")
_JOINING = data.words("checks.doubts.joining")
_HALF = data.number("checks.doubts.half")
_DENIED = data.count("checks.doubts.denied")
_BETWEEN = data.count("checks.doubts.between")


def _stems(words: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokenise(words))


# Who confirms, admits or agrees does more than say. Of each pair the first are the words of a claim
# of which a passage must have one, or one of the second.
_STANCES = tuple(
    (frozenset(asked.split()), _stems(f"{asked} {more}"))
    for asked, more in data.entries("checks.doubts.stances").items()
)
_PHASES = {phase: _stems(words) for phase, words in data.entries("checks.doubts.phases").items()}


def find(context: Context) -> Iterator[CheckFinding]:
    """Each doubt: what of the claim no passage has, and what stands there instead if anything.

    Linear in the words of the nearest sentences.
    """
    text = context.claim.text
    sentences = [c for c in context.candidates if len(c.pair.sentence) <= MOST_WORDS]
    if cells.carries(context.claim, context.candidates):
        return
    if not sentences or len(sentences[0].pair.claim) > MOST_WORDS:
        return
    for mine, other in misplaced.find(text, sentences, sentences[0].language):
        yield _doubt(mine, other, "the source says it of another")
    if sentences[0].language == "en":
        yield from _stances(text, sentences)
        yield from _phases(text, sentences)
        yield from _compared(text, sentences)
        yield from _replaced(text, sentences, context.claim.in_figures)
        yield from _without(text, sentences)
        yield from _described(text, sentences, context.claim.in_figures)
        yield from _denied(sentences)
        yield from _joined(text, sentences)


def _doubt(claim: str, source: str, detail: str) -> CheckFinding:
    """A doubt about a part of the claim. Where the passage has nothing in its place the message
    quotes it: its words may stand there, and only what they say together does not."""
    mine = Span.of(claim, 0, len(claim)) if claim and source else None
    theirs = Span.of(source, 0, len(source)) if source else None
    message = detail if source or not claim else f"{detail}: “{claim}”"
    return CheckFinding(
        NAME, Effect.WEAKENS, ReasonCode.MISSING_DETAIL, frozenset(), mine, theirs, message
    )


def _shown(text: str, word: Token) -> str:
    return text[word.start : word.end]


def _has(candidates: Sequence[Candidate], stems: frozenset[str]) -> bool:
    return any(word.stem in stems for c in candidates for word in c.pair.sentence)


def _stances(text: str, candidates: Sequence[Candidate]) -> Iterator[CheckFinding]:
    for word in candidates[0].pair.claim:
        for asked, enough in _STANCES:
            if word.folded in asked and not _has(candidates, enough):
                yield _doubt(_shown(text, word), "", "no passage says so")


def _phases(text: str, candidates: Sequence[Candidate]) -> Iterator[CheckFinding]:
    for word in candidates[0].pair.claim:
        if (others := _PHASES.get(word.folded)) and not _has(candidates, others):
            yield _doubt(_shown(text, word), "", "no passage says so")


def _compared(text: str, candidates: Sequence[Candidate]) -> Iterator[CheckFinding]:
    """ "More slowly than" where no sentence compares in this respect."""
    claim = candidates[0].pair.claim
    for index, word in enumerate(claim):
        if word.folded != "than" or index < 2:
            continue
        place = index - 1
        if claim[place].folded[:1].isdigit() or not claim[place].content:
            continue
        if claim[index - 2].folded not in ("more", "less") and not claim[place].folded.endswith(
            "er"
        ):
            continue
        if all(c.pair.other[place] < 0 for c in candidates):
            yield _doubt(text[claim[index - 2].start : word.end], "", "no passage compares so")


def _replaced(
    text: str, candidates: Sequence[Candidate], figures: Collection[int]
) -> Iterator[CheckFinding]:
    """A word between whose two neighbours the nearest sentences have another word: "the city
    council voted" where the city's police did."""
    claim = candidates[0].pair.claim
    for index in range(1, len(claim) - 1):
        word, left, right = claim[index], claim[index - 1], claim[index + 1]
        if not (word.content and left.content and right.content) or index in figures:
            continue
        beside: CheckFinding | None = None
        for candidate in candidates:
            pair = candidate.pair
            if pair.same_matter((index,)) < _MATTER or candidate.sentence.row is not None:
                continue
            if pair.other[index] >= 0 and _stands_beside(pair, index):
                beside = None
                break
            beside = beside or _instead(text, candidate, index)
        if beside is not None:
            yield beside


def _stands_beside(pair: Pair, index: int) -> bool:
    """Whether a word stands next to one of its neighbours in the claim."""
    place = pair.other[index]
    near = range(place - _BETWEEN, place + _BETWEEN + 1)
    return pair.other[index - 1] in near or pair.other[index + 1] in near


def _instead(text: str, candidate: Candidate, index: int) -> CheckFinding | None:
    pair = candidate.pair
    word = pair.claim[index]
    before, after = pair.other[index - 1], pair.other[index + 1]
    if before < 0 or not before < after <= before + 1 + _BETWEEN:
        return None
    if pair.claim[index - 1].stem != pair.sentence[before].stem:
        return None
    if pair.claim[index + 1].stem != pair.sentence[after].stem:
        return None
    between = [n for n in range(before + 1, after) if _is_telling(pair.sentence[n])]
    if len(between) != 1 or between[0] in pair.taken or between[0] != before + 1:
        return None
    other = pair.sentence[between[0]]
    if may_stand(word, other):
        return None
    shown = candidate.text[other.start : other.end]
    return _doubt(_shown(text, word), shown, "the source has another word in its place")


def _is_telling(word: Token) -> bool:
    told = word.content and word.folded not in AUXILIARY
    return told and word.folded not in _ADVERBS and not word.folded.endswith("ly")


def _without(text: str, candidates: Sequence[Candidate]) -> Iterator[CheckFinding]:
    """ "Without cameras" where the sentences that have the cameras do not do without."""
    claim = candidates[0].pair.claim
    for index, word in enumerate(claim):
        if word.folded != "without":
            continue
        lacked = next((n for n in range(index + 1, len(claim)) if claim[n].content), -1)
        carrying = [c for c in candidates if c.pair.same_matter((index,)) >= _MATTER]
        having = [c for c in carrying if lacked >= 0 and c.pair.other[lacked] >= 0]
        if having and not any(c.sentence.may_turn for c in having):
            shown = as_written(text, claim, index, lacked)
            yield _doubt(shown, "", "no passage denies it")


def _joined(text: str, candidates: Sequence[Candidate]) -> Iterator[CheckFinding]:
    """Two events that the claim puts in an order, and that no sentence has both of."""
    claim = candidates[0].pair.claim
    for index, word in enumerate(claim):
        if word.folded not in _JOINING or not 1 < index < len(claim) - 2:
            continue
        sides = [
            [n for n in side if claim[n].content]
            for side in (range(index), range(index + 1, len(claim)))
        ]
        if min(map(len, sides)) < 2:
            continue
        if not any(all(_share(c.pair, side) >= _HALF for side in sides) for c in candidates):
            shown = as_written(text, claim, index, min(index + 3, len(claim) - 1))
            yield _doubt(shown, "", "no passage joins the two")
            return


def _share(pair: Pair, numbers: Sequence[int]) -> float:
    return sum(pair.other[n] >= 0 for n in numbers) / len(numbers)


def _described(
    text: str, candidates: Sequence[Candidate], figures: Collection[int]
) -> Iterator[CheckFinding]:
    """A word before a noun that no sentence has, where the nearest sentence has another word before
    the same noun: "liver cells" where those of the kidney are meant."""
    candidate = max(candidates, key=lambda c: c.pair.same_matter())
    pair = candidate.pair
    claim, words = pair.claim, pair.sentence
    for index in range(len(claim) - 1):
        word, noun = claim[index], claim[index + 1]
        if not (word.content and noun.content) or index in figures:
            continue
        place = pair.other[index + 1]
        if place < 1 or noun.stem != words[place].stem or noun.start - word.end > 1:
            continue
        other = words[place - 1]
        if not other.content or other.digit or place - 1 in pair.taken:
            continue
        if words[place].start - other.end > 1:
            continue
        if lexicon.entry(word.stem).kind not in ("n", "a") or may_stand(word, other):
            continue
        if word.stem not in pair.nearby and not any(c.pair.has((index,)) for c in candidates):
            shown = candidate.text[other.start : other.end]
            yield _doubt(_shown(text, word), shown, "the source has another word in its place")


def _denied(candidates: Sequence[Candidate]) -> Iterator[CheckFinding]:
    """A denial among the words of the sentence most like the claim, which denies nothing."""
    candidate = max(candidates, key=lambda c: c.pair.same_matter())
    pair = candidate.pair
    if polarity.negations(pair.claim) or candidate.claim.may_turn or not pair.taken:
        return
    clauses = candidate.sentence.clauses
    first, last = min(pair.taken), max(pair.taken)
    for place in polarity.negations(pair.sentence):
        # "Nobody read it, and it blames him" denies only the reading.
        stop = min(clauses.denied_until(place), last + 1)
        after = [n for n in range(place + 1, stop) if pair.sentence[n].content]
        if first < place and not pair.taken.isdisjoint(after[:_DENIED]):
            if candidate.is_of_another(place):
                continue
            shown = as_written(candidate.text, pair.sentence, place, min(place + 2, last))
            yield _doubt("", shown, "the source denies something of it")
            return


CHECK = Check(NAME, find, whole=True)

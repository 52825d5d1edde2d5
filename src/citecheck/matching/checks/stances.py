"""Looks for somebody who, by a claim, says or grants what a sentence says that they deny."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.matching.extract import polarity
from citecheck.matching.grammar.wording import MOST_WORDS
from citecheck.matching.retrieve.candidates import Candidate, Rival
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text.reading import as_written
from citecheck.matching.text.tokens import Token, tokenise
from citecheck.model import ReasonCode

_SAID = 0.5  # share of what is said or granted that stands behind the denial
_BEFORE = 0.5  # what a word counts that stands before it
_DETAIL = "one denies what the other says"
_SUBJECT = 6  # words before a verb among which is who says it


def _stems(words: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokenise(words))


_GRANTING = _stems(
    "confirmed admitted acknowledged accepted agreed promised pledged vowed announced said says"
    " stated declared claimed asserted insisted maintained mentioned conceded believes thinks"
    " suspects endorsed backed found concluded told revealed"
)
_DENYING = _stems("denied rejected dismissed refuted disputed rebuffed")
_DECLINING = _stems("declined refused")
_UTTERING = _stems("say confirm comment discuss mention reveal admit acknowledge disclose address")
_MENTION = _stems("mention commitment promise pledge reference")


def find(text: str, candidates: Sequence[Candidate], language: str) -> Iterator[Rival]:
    """The nearest sentence in which who says or grants something by the claim denies it.

    Linear in the words of the sentences.
    """
    if language != "en" or not candidates:
        return
    claim = candidates[0].pair.claim
    granting = [n for n, w in enumerate(claim) if n and w.stem in _GRANTING and not w.capital]
    if not granting or len(claim) > MOST_WORDS or any(polarity.negations(claim)):
        return
    if any(denial(claim, n) for n in range(len(claim))):
        return
    for candidate in candidates:
        pair = candidate.pair
        if len(pair.sentence) > MOST_WORDS:
            continue
        for place in range(len(pair.sentence)):
            stop = denial(pair.sentence, place)
            if not stop or polarity.negated(pair.sentence, place):
                continue
            for verb in granting:
                share = _behind(pair, verb, stop)
                if share >= _SAID and _is_by_the_same(pair, verb, place):
                    shown = as_written(candidate.text, pair.sentence, place, stop - 1)
                    mine = text[claim[verb].start : claim[verb].end]
                    yield Rival(ReasonCode.POLARITY_DIFFERS, mine, shown, _DETAIL, share, share)
                    return


def denial(words: Sequence[Token], place: int) -> int:
    """Where the words end that begin at a place and deny what follows, as "ruled out"; 0 if they do
    not."""
    word = words[place]
    after = words[place + 1] if place + 1 < len(words) else None
    if word.stem in _DENYING and not word.capital:
        return place + 1
    if after is None:
        return 0
    if word.folded in ("rule", "ruled", "rules", "ruling") and after.folded == "out":
        return place + 2
    if word.folded == "no" and after.stem in _MENTION:
        return place + 2
    if word.stem in _DECLINING and after.folded == "to" and place + 2 < len(words):
        return place + 3 if words[place + 2].stem in _UTTERING else 0
    return 0


def _behind(pair: Pair, granting: int, stop: int) -> float:
    """How much of what is said or granted stands behind a place of the sentence."""
    total = hit = 0.0
    for n in range(granting + 1, len(pair.claim)):
        word = pair.claim[n]
        if word.content:
            weight = pair.weights.get(word.stem, 0.0)
            total += weight
            # What stands before the denial may be what it is about, or what it is not.
            hit += weight * (1.0 if pair.other[n] >= stop else _BEFORE if pair.other[n] >= 0 else 0)
    return hit / total if total else 0.0


def _is_by_the_same(pair: Pair, granting: int, place: int) -> bool:
    """Whether who says or grants it stands before the denial, or a pronoun for them."""
    subject = [n for n in range(max(0, granting - _SUBJECT), granting) if pair.claim[n].content]
    if any(0 <= pair.other[n] < place for n in subject):
        return True
    pronoun = any(w.folded in ("he", "she", "they", "it") for w in pair.sentence[:place])
    return pronoun and any(pair.claim[n].stem in pair.nearby for n in subject)

"""Words of a text with their places, and which word of a claim is which word of a passage."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(
    r"\d+(?:[.,:]\d+)*|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?|[^\W_]+(?:['’][^\W\d_]+)*"
)
_SENTENCE_END = frozenset(".!?:;…")
# Words that tell nothing of what a sentence is about.
FUNCTION = frozenset(
    "a an the of in on at to for from by with and or but as is are was were be been being has have"
    " had do does did it its this that these those he she they his her their him them we our us i"
    " you your who whom which what when where while than then there here into about also such so"
    " if will would can could may might should must s t not no n't up out over after before during"
    " between under off both all any some each other one more most very just only own same"
    " der die das und ist war ein eine den dem des von zu mit im auf für als auch sich"
    " le la les un une et est du des dans pour par sur au aux que qui il elle ne pas"
    " el los las y es una del en con se su lo os o e um uma do da na di che non si per gli della"
    " het een van op te dat".split()
)


class Word(NamedTuple):
    """A word at `[start, end)`: case, accents and possessive folded, and a crude stem."""

    start: int
    end: int
    folded: str
    stem: str
    capital: bool
    opens: bool  # first of its sentence


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Case, accents, full stops of initials and the possessive taken off one word."""
    folded = word.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded.replace("’", "'"))
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
        folded = folded.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("đ", "d")
    if folded[:1].isalpha():
        folded = folded.removesuffix("'s").rstrip("'").replace(".", "")
    return folded


@lru_cache(maxsize=50_000)
def stem(folded: str) -> str:
    """A crude stem for comparing neighbours; inflection off, nothing more."""
    if len(folded) < 4 or not folded.isalpha():
        return folded
    for ending in ("ies", "ied"):
        if folded.endswith(ending) and len(folded) > 4:
            return folded[:-3] + "y"
    for ending in ("ings", "ing", "edly", "ed", "es", "s", "ly", "e"):
        if folded.endswith(ending) and len(folded) - len(ending) >= 3:
            if ending == "s" and folded.endswith("ss"):
                continue
            folded = folded[: -len(ending)]
            if len(folded) > 3 and folded[-1] == folded[-2] and folded[-1] not in "sl":
                folded = folded[:-1]
            return folded.removesuffix("e") if len(folded) > 3 else folded
    return folded


@lru_cache(maxsize=512)
def words_of(text: str) -> tuple[Word, ...]:
    """All words of a text in order. Linear time."""
    found: list[Word] = []
    opens = True
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        if found and not opens:
            opens = any(c in _SENTENCE_END for c in text[last:start])
        folded = fold(word)
        found.append(Word(start, end, folded, stem(folded), word[0].isupper(), opens))
        opens = False
        last = end
    return tuple(found)


class Slots:
    """The words of a claim and a passage side by side.

    `aligned` holds (claim start, claim end, passage start, passage end) of matching words; when
    there is none, words with the same stem are paired in order.
    """

    __slots__ = ("_claim_starts", "_passage_starts", "claim", "coverage", "other", "passage")

    def __init__(
        self, claim: str, passage: str, aligned: Sequence[tuple[int, int, int, int]] = ()
    ) -> None:
        self.claim = words_of(claim)
        self.passage = words_of(passage)
        self._claim_starts = [word.start for word in self.claim]
        self._passage_starts = [word.start for word in self.passage]
        self.other = self._from(aligned) if aligned else self._own()
        content = [i for i, w in enumerate(self.claim) if w.folded not in FUNCTION]
        hit = sum(1 for i in content if self.other[i] >= 0)
        self.coverage = hit / len(content) if content else 0.0

    def _from(self, aligned: Sequence[tuple[int, int, int, int]]) -> list[int]:
        other = [-1] * len(self.claim)
        for claim_start, claim_end, passage_start, passage_end in aligned:
            mine = self.claim_span(claim_start, claim_end)
            theirs = self.passage_span(passage_start, passage_end)
            for n, index in enumerate(mine):
                if len(theirs):
                    other[index] = theirs[min(n, len(theirs) - 1)]
        return other

    def _own(self) -> list[int]:
        places: dict[str, list[int]] = {}
        for n, word in enumerate(self.passage):
            places.setdefault(word.stem, []).append(n)
        other = [-1] * len(self.claim)
        at = -1
        for index, word in enumerate(self.claim):
            options = places.get(word.stem)
            if not options:
                continue
            # The next place after the last pair keeps runs together.
            n = bisect_right(options, at)
            pick = options[n] if n < len(options) else options[-1]
            if word.folded in FUNCTION and pick - at > 3:
                continue
            other[index] = at = pick
        return other

    def claim_span(self, start: int, end: int) -> range:
        """The numbers of the claim's words that overlap `[start, end)`."""
        return _span(self._claim_starts, self.claim, start, end)

    def passage_span(self, start: int, end: int) -> range:
        """The numbers of the passage's words that overlap `[start, end)`."""
        return _span(self._passage_starts, self.passage, start, end)

    def agreement(self, claim: range, passage: range, reach: int = 4) -> float:
        """How far the words around two stretches are each other's counterparts, 0 to 1.

        Near words weigh more, words such as "of" little.
        """
        if not len(claim) or not len(passage):
            return 0.0
        total = hit = 0.0
        for edge, step in ((claim.start - 1, -1), (claim.stop, 1)):
            index, distance = edge, 1
            while 0 <= index < len(self.claim) and distance <= reach:
                word = self.claim[index]
                weight = (0.25 if word.folded in FUNCTION else 1.0) / (1 + distance)
                total += weight
                place = self.other[index]
                if place >= 0 and place not in passage:
                    gap = (
                        passage.start - place if place < passage.start else place - passage.stop + 1
                    )
                    if gap <= distance + 3:
                        hit += weight
                    elif gap <= distance + 8:
                        hit += weight * 0.4
                index += step
                distance += 1
        return hit / total if total else self.coverage

    def held(self, claim: range, passage: range) -> tuple[bool, bool]:
        """Whether the next word on the left, and on the right, is its counterpart's neighbour."""
        left = right = False
        if claim.start > 0 and passage.start > 0:
            left = self.other[claim.start - 1] in (passage.start - 1, passage.start - 2)
        if claim.stop < len(self.claim) and passage.stop < len(self.passage):
            right = self.other[claim.stop] in (passage.stop, passage.stop + 1)
        return left, right


def _span(starts: Sequence[int], words: Sequence[Word], start: int, end: int) -> range:
    first = bisect_right(starts, start) - 1
    if first < 0 or words[first].end <= start:
        first += 1
    return range(first, max(first, bisect_left(starts, end)))

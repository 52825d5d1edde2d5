"""Finds quotations in a claim and looks for them, word for word, in a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{2,2000})[\"”“»]|(?<!\w)[‘]([^‘’]{8,500})[’](?!\w)")
_ELLIPSIS = re.compile(r"\s*(?:\.\s?\.\s?\.|…|\[\s*(?:\.\.\.|…)\s*\])\s*")
_BRACKETS = re.compile(r"\[[^\[\]]{0,100}\]")
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_NEAR = 72.0  # rapidfuzz partial ratio from which a stretch of the page is the quotation altered
FEWEST_WORDS = 3
"""Shorter quotations are words in inverted commas, judged as the other words are."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation at `[start, end)` of a claim: its parts between ellipses and brackets."""

    text: str
    start: int
    end: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a page has a quotation: exactly, or with the first words that differ."""

    exact: bool
    claim_words: str = ""
    source_words: str = ""


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A page's words, folded and joined by single spaces, for looking quotations up."""

    words: str

    @classmethod
    def of(cls, text: str) -> FoldedText:
        """Fold a page's text: case, punctuation and the shape of apostrophes do not count."""
        return cls(f" {' '.join(_fold(word) for word in _WORD.findall(text))} ")


def quotations(text: str) -> list[Quotation]:
    """The quotations of a few words and more in a claim, in order."""
    found: list[Quotation] = []
    for match in _QUOTED.finditer(text):
        body = match[1] or match[2]
        if len(_WORD.findall(body)) < FEWEST_WORDS:
            continue
        pieces = [p for part in _ELLIPSIS.split(body) for p in _BRACKETS.split(part)]
        parts = tuple(p.strip() for p in pieces if _WORD.search(p))
        if parts:
            found.append(Quotation(match[0], match.start(), match.end(), parts))
    return found


def look_up(quotation: Quotation, page: FoldedText) -> Found | None:
    """Where the page has the quotation; None when it has nothing like it.

    The parts between ellipses must follow each other. Linear in the page's length.
    """
    position = 0
    for part in quotation.parts:
        words = [_fold(word) for word in _WORD.findall(part)]
        wanted = f" {' '.join(words)} "
        at = page.words.find(wanted, position)
        if at < 0:
            return _altered(words, page)
        position = at + len(wanted) - 1
    return Found(True)


def _altered(words: list[str], page: FoldedText) -> Found | None:
    wanted = " ".join(words)
    if len(words) < FEWEST_WORDS:
        return None
    near = fuzz.partial_ratio_alignment(wanted, page.words, score_cutoff=_NEAR)
    if near is None or near.score < _NEAR:
        return None
    start = page.words.rfind(" ", 0, near.dest_start + 1) + 1
    end = page.words.find(" ", max(near.dest_end - 1, start))
    there = page.words[start : end if end > 0 else None].split()
    for index, word in enumerate(words):
        if index >= len(there) or there[index] != word:
            return Found(
                False,
                " ".join(words[index : index + 4]),
                " ".join(there[index : index + 4]),
            )
    return Found(False, wanted, " ".join(there))


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'")

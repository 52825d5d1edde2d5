"""Finds quotations and looks them up word for word, as quoting allows."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from citecheck.matching import data
from citecheck.matching.extract.altered import (
    FRAME,
    TOKEN,
    TRIES,
    WORD,
    back,
    find_altered,
    find_framed,
    find_whole,
    fold,
)
from citecheck.matching.extract.values import Fact, FactKind, Quotation, QuotationMatch

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "‹": "›",
    "「": "」",
    "『": "』",
    '"': '"',
}
_OPENERS = re.compile("[" + "".join(_PAIRS) + "]")
_LONGEST = data.count("extract.quotation.longest")
_SHORTEST = data.count("extract.quotation.shortest")
_LETTER = re.compile(r"\[(\w)\](?=\w)")  # "[w]e"
_ENDING = re.compile(r"(\w)\[\w{1,4}\](?!\w)")  # "ha[d]"
_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.")
_DENIAL = re.compile(
    r"\b(?:not|no|never|nor|neither|unless|except|without|cannot|if|hardly|but|nicht|kein\w*|ne|pas"
    r"|jamais|no|nunca|non|mai|niet|geen)\b|n't\b",
)
_CUT = re.compile(r"\[\s*(?:…|\.\.\.|\. \. \.)\s*\]|…|\.\s?\.\s?\.(?:\s?\.)?|\[[^\[\]]{0,80}\]")
_PARTED = re.compile(f"({_CUT.pattern})")
_SIGNED = re.compile(WORD + r"|[$€£¥₹₽₩%°]|(?<![\w%)])[-−–.](?=[.\d$€£])")
_BY_TOKEN, _BY_SIGNED = (re.compile(f"({words.pattern})") for words in (TOKEN, _SIGNED))
_BEFORE_SENTENCE = frozenset('.!?:;…\n•–—-|>”"')
_GOES_ON = re.compile(
    r"[\s\u00a0°%CF]*\b(?:(?:below|under) (?:zero|freezing)"
    r"|or (?:more|greater|higher|above|over|older|longer|less|fewer|lower|younger))\b"
)
_SENTENCE = re.compile(r"(?<![.!?])[.!?]++[\"”’')\]]*+\s++(?=[\"“‘'(\[]*+[^\W\da-zß-ÿ])|\n")
_BEYOND = data.count("extract.quotation.beyond")


def find(text: str) -> list[Fact]:
    """The stretches between quotation marks, two words or longer, in order. Linear time."""
    found: list[Fact] = []
    at = 0
    while (match := _OPENERS.search(text, at)) is not None:
        start = match.start()
        at = match.end()
        if not _opens(text, start):
            continue
        end = _closing(text, start)
        if end is None:
            continue
        fact = _quotation(text, start, end)
        if fact is not None:
            found.append(fact)
        at = end + 1
    return found


def _opens(text: str, at: int) -> bool:
    """Tell an opening mark from a closing one, an apostrophe and the sign for inches."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if text[at] in "「『":
        return True
    if text[at] == "»":  # German books; in French it closes
        return not after.isspace() and (before.isspace() or before in "(—–")
    if text[at] == "«":
        return True
    if after.isspace():
        return False
    return not before.isalnum() or text[at] in "“„"


def _closing(text: str, start: int) -> int | None:
    closers = _PAIRS[text[start]]
    limit = min(len(text), start + _LONGEST)
    at = start + 1
    while at < limit:
        char = text[at]
        if char in closers:
            # An apostrophe inside single quotation marks.
            inside = char == "’" and at + 1 < len(text) and text[at + 1].isalnum()
            if not inside:
                return at
        at += 1
    return None


def _quotation(text: str, start: int, end: int) -> Fact | None:
    inner = text[start + 1 : end]
    bare = _ENDING.sub(r"\1* [] ", _LETTER.sub(r"\1", inner))
    parts: list[str] = []
    cuts: list[bool] = []
    elided = False
    for piece in _PARTED.split(bare):
        if _CUT.fullmatch(piece):
            elided = elided or _ELLIPSIS.search(piece) is not None
        elif words := _words(piece):
            parts.append(" ".join(words) + "*" * piece.endswith("* "))
            cuts.append(elided)
            elided = False
    count = sum(part.count(" ") + 1 for part in parts)
    if count < _SHORTEST:
        return None
    quotation = Quotation(tuple(parts), count, tuple(cuts))
    return Fact(FactKind.QUOTATION, inner, start + 1, end, quotation)


def _words(text: str) -> list[str]:
    return [fold(match[0]) for match in TOKEN.finditer(text)]


@lru_cache(maxsize=32)
def _folded(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    return _folded_by(_BY_TOKEN, text)


def _folded_by(pattern: re.Pattern[str], text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The words of a text parted by single spaces, their places there and in the text; `pattern`
    has a group for the words."""
    parts = pattern.split(text)
    words = parts[1::2]
    plain = " ".join(words)
    folded = fold(plain)
    if len(folded) != len(plain):  # a letter such as ß is folded to two
        words = [fold(word) for word in words]
    # Arrays, since of pages kept for the next claim a list of numbers takes ten times the text.
    lengths = (len(word) + 1 for word in words[:-1])
    places = array("I", accumulate(lengths, initial=0) if words else ())
    return folded, places, array("I", accumulate(map(len, parts)))[::2]


def find_quotation(quotation: Quotation, text: str) -> QuotationMatch:
    """Look a quotation up in a text of any length.

    It is exact when all its parts stand in the text word for word, in order; case, typography,
    punctuation and white space do not count. Else the nearest stretch is given with the first
    word that differs. Linear time in the text.
    """
    haystack, places, spans = _folded(text)
    best = QuotationMatch(False, 0, 0)
    begin = 0
    for _ in range(TRIES):
        hit = find_whole(quotation.parts[0], haystack, begin)
        if hit < 0:
            break
        match = _continued(quotation, hit, haystack, places, spans, text)
        if match.exact:
            return match
        best = max(best, match, key=lambda m: m.similarity)
        begin = hit + 1
    if best.similarity:
        return best
    near = find_altered(quotation.parts[0].rstrip("*"), haystack, places, spans, text, None)
    if near.similarity:
        return near
    return find_framed(quotation.parts[0].rstrip("*").split(), haystack, places, spans, text)


def stands(statement: str, text: str) -> bool:
    """Tell whether a text has a whole statement, word for word, as a sentence or the beginning of
    one. Signs of money and shares count as words. Linear time."""
    folded = fold(" ".join(_SIGNED.findall(statement)))
    words = folded.split()
    # Most statements have a word that the text lacks, and long words are the rarest.
    whole = _whole_folded(text)
    if not words or any(word not in whole for word in sorted(words, key=len, reverse=True)):
        return False
    haystack, places, spans = _signed(text)
    hit = find_whole(folded, haystack, 0)
    if hit < 0:
        return False
    end = back(text, places, spans, hit, hit + len(folded))[1]
    if _GOES_ON.match(text, end):
        return False  # "6 °C" of "6 °C below zero"
    before = text[: spans[bisect_left(places, hit)]].rstrip(" \t\u00a0\"'“‘«„([*_")
    return before[-1:] in _BEFORE_SENTENCE or not any(map(str.isalnum, before))


@lru_cache(maxsize=32)
def _whole_folded(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=32)
def _signed(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    return _folded_by(_BY_SIGNED, text)


def _continued(
    quotation: Quotation,
    first: int,
    haystack: str,
    places: Sequence[int],
    spans: Sequence[int],
    text: str,
) -> QuotationMatch:
    """The match of a quotation whose first part stands at `first`."""
    last = first + len(quotation.parts[0].rstrip("*"))
    cuts = quotation.cuts or (False,) * len(quotation.parts)
    for part, elided in zip(quotation.parts[1:], cuts[1:], strict=True):
        hit = find_whole(part, haystack, last)
        if hit < 0:
            stretch = (last, min(len(haystack), last + len(part) + _BEYOND))
            return find_altered(part.rstrip("*"), haystack, places, spans, text, stretch)
        if elided:
            left_out = text[_place(places, spans, last - 1) : _place(places, spans, hit) + 1]
            # The word in which the part before ends is not left out.
            left_out = TOKEN.sub("", left_out, count=1)
            if not _may_be_left_out(left_out, part.count(" ") + 1):
                return QuotationMatch(False, 0, 0)
            denial = _DENIAL.search(left_out[:-1]) if not _SENTENCE.search(left_out) else None
            if denial is not None:
                start, end = back(text, places, spans, first, hit + len(part.rstrip("*")))
                return QuotationMatch(False, start, end, ("…", denial[0]), 1.0)
        last = hit + len(part.rstrip("*"))
    start, end = back(text, places, spans, first, last)
    return QuotationMatch(True, start, end, None, 1.0)


def _place(places: Sequence[int], spans: Sequence[int], at: int) -> int:
    """Where the word of the folded text at `at` stands in the text."""
    return spans[max(0, bisect_right(places, at) - 1)]


def _may_be_left_out(text: str, following: int) -> bool:
    """Whether an ellipsis can stand for a stretch, given with the first letter after it: for part
    of a sentence, or up to where another sentence begins, of which some words are quoted
    (`following` is their number); not so that the end of one sentence becomes another's."""
    ends = list(_SENTENCE.finditer(text))
    if not ends:
        return True
    return following >= FRAME and not any(map(str.isalnum, text[ends[-1].end() : -1]))

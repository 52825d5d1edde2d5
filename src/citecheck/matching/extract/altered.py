"""Where a text has a quotation in part: altered, or with words left out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from citecheck.matching import data
from citecheck.matching.extract.values import QuotationMatch
from citecheck.matching.text.folding import RAISED

WORD = rf"(?![{RAISED}])[^\W_]+(?:['’][^\W_]+)*"
TOKEN = re.compile(WORD)
_NOTE = re.compile(rf"(?<=\w)[{RAISED}]+")
_FOLDS = {"’": "'", "‘": "'", "´": "'", "`": "'", "\u00ad": "", "−": "-", "–": "-"}
_ALIKE = 75.0  # rapidfuzz partial ratio from which a stretch is the quotation, altered
_ALIKE_AFTER = data.number("extract.altered.alike_after")
TRIES = data.count("extract.altered.tries")
FRAME = data.count("extract.altered.frame")
_SHORT = data.count("extract.altered.short")
_GAP = data.count("extract.altered.gap")


def fold(text: str) -> str:
    """A text without the differences that no quotation is blamed for: signs, case, note marks."""
    for old, new in _FOLDS.items():
        if old in text:
            text = text.replace(old, new)
    return (text if text.isascii() else _NOTE.sub("", text)).casefold()


def find_whole(part: str, haystack: str, at: int) -> int:
    """Where `part` stands as whole words, from `at` on; -1 for nowhere."""
    begun = part.endswith("*")
    part = part.rstrip("*")
    hit = haystack.find(part, at)
    tries = 0
    while hit >= 0 and tries < 200:
        end = hit + len(part)
        starts = hit == 0 or haystack[hit - 1] == " "
        if starts and (begun or haystack[end : end + 1] in ("", " ")):
            return hit
        hit = haystack.find(part, hit + 1)
        tries += 1
    return -1


def back(
    text: str, places: Sequence[int], spans: Sequence[int], first: int, last: int
) -> tuple[int, int]:
    """Where a stretch of the folded words stands in the text as it is written."""
    one = max(0, bisect_right(places, first) - 1)
    stop = bisect_left(places, last)
    match = TOKEN.match(text, spans[max(one, stop - 1)])
    return spans[one], match.end() if match else spans[stop]


def find_altered(
    part: str,
    haystack: str,
    places: Sequence[int],
    spans: Sequence[int],
    text: str,
    stretch: tuple[int, int] | None,
) -> QuotationMatch:
    """The nearest to a part of a quotation; `stretch` bounds it when the part before was found,
    and then it may differ more."""
    from rapidfuzz import fuzz

    begin, stop = stretch or (0, len(haystack))
    cutoff = _ALIKE_AFTER if stretch else _ALIKE
    where = haystack[begin:stop] if stretch else haystack
    if not where or len(part) > len(where) + 20:
        return QuotationMatch(False, 0, 0)
    near = fuzz.partial_ratio_alignment(part, where, score_cutoff=cutoff)
    if near is None or near.score < cutoff:
        return QuotationMatch(False, 0, 0)
    # Room for words that the claim left out.
    first = max(0, begin + near.dest_start - 12)
    last = min(len(haystack), begin + near.dest_end + 12)
    start, end = back(text, places, spans, first, last)
    return _word_by_word(part.split(), text, start, end, near.score / 100)


def find_framed(
    words: Sequence[str],
    haystack: str,
    places: Sequence[int],
    spans: Sequence[int],
    text: str,
) -> QuotationMatch:
    """A short quotation of which one or two words stand differently, all the others word for
    word: these are too few letters for a likeness."""
    if not FRAME < len(words) <= _SHORT:
        return QuotationMatch(False, 0, 0)
    for gap in (1, 2):
        for at in range(1, len(words) - gap):
            left, right = " ".join(words[:at]), " ".join(words[at + gap :])
            if len(words) - gap < FRAME:
                continue
            found = _around_gap(left, right, gap, haystack)
            if found is None:
                continue
            first, second = found
            between = haystack[first + len(left) : second].split()
            start, end = back(text, places, spans, first, second + len(right))
            pair = " ".join(words[at : at + gap]), " ".join(between)
            return QuotationMatch(False, start, end, pair, (len(words) - gap) / len(words))
    return QuotationMatch(False, 0, 0)


def _around_gap(left: str, right: str, gap: int, haystack: str) -> tuple[int, int] | None:
    """Where two halves stand with nearly as many words between them; the longer is looked for."""
    at, longer = 0, left if len(left) > len(right) else right
    for _ in range(TRIES):
        hit = find_whole(longer, haystack, at)
        if hit < 0:
            return None
        at = hit + 1
        if longer is left:
            begin, stop = hit + len(left), hit + len(left) + len(right) + _GAP
            piece = haystack[begin:stop] + (" " if stop >= len(haystack) else "")
            other = piece.find(f" {right} ")
            first, second = hit, begin + other + 1
        else:
            begin = max(0, hit - len(left) - _GAP)
            piece = haystack[begin:hit] if begin else " " + haystack[:hit]
            other = piece.rfind(f" {left} ")
            first, second = begin + other + (1 if begin else 0), hit
        if other >= 0 and 1 <= len(haystack[first + len(left) : second].split()) <= gap + 1:
            return first, second
    return None


def _word_by_word(
    words: Sequence[str], text: str, start: int, end: int, similarity: float
) -> QuotationMatch:
    """Lay the quotation's words over a stretch of the text; name the first that differs."""
    from rapidfuzz.distance import Indel

    tokens = list(TOKEN.finditer(text, start, end))
    theirs = [fold(match[0]) for match in tokens]
    equal = [b for b in Indel.opcodes(list(words), theirs) if b.tag == "equal"]
    if not equal:
        return QuotationMatch(False, 0, 0)
    blocks = [(b.src_start, b.src_end, b.dest_start, b.dest_end) for b in equal]
    if len(blocks) > 1:
        # Of a word that stands twice, as in "the man said the rain", the nearer is meant.
        (one, stop, _, _), (_, _, begin, _) = blocks[:2]
        moved = begin - (stop - one)
        if theirs[moved:begin] == list(words[one:stop]):
            blocks[0] = (one, stop, moved, begin)
    low, high = blocks[0][2], blocks[-1][3]
    first = ("", "")
    at = source = 0
    shared = sum(stop - begin for begin, stop, _, _ in blocks)
    for number, (here, stop, there, beyond) in enumerate(blocks):
        gap = number and there > source
        if here > at or gap:
            mine = " ".join(words[at:here][:3])
            begin = source if number else max(0, there - (here - at))
            other = " ".join(theirs[begin:there][:3])
            first = (mine, other)
            break
        at, source = stop, beyond
    else:
        mine = " ".join(words[at:][:3])
        first = (mine, " ".join(theirs[source : source + len(words) - at][:3]))
        high = min(len(tokens), source + len(words) - at)
    return QuotationMatch(
        False,
        tokens[low].start(),
        tokens[max(low, high - 1)].end(),
        first,
        min(similarity, shared / max(1, len(words))),
    )

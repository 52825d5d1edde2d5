"""What stands around the words of a text: the gaps between them, where sentences start."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from citecheck.matching.text.tokens import Token

_SENTENCE_END = frozenset(".!?:;…\n")


def gap(text: str, words: Sequence[Token], index: int) -> str:
    """What stands between a word and the one before it; a line break at either end."""
    return text[words[index - 1].end : words[index].start] if 0 < index < len(words) else "\n"


def opens_sentence(text: str, words: Sequence[Token], index: int) -> bool:
    """Tell whether a word is the first of its sentence, or of a quotation."""
    if index == 0:
        return True
    between = text[words[index - 1].end : words[index].start]
    if between == " ":
        return False
    if between.startswith(".") and len(words[index - 1].folded) == 1:
        return False  # an initial
    return any(c in _SENTENCE_END for c in between) or between[-1:] in ('"', "“", "„", "«", "‘")


def words_between(words: Sequence[Token], start: int, end: int) -> range:
    """The numbers of the words that overlap `[start, end)`; they are in order of their place."""
    # A token is a tuple that begins with its start, so that a tuple finds its place among them.
    first = bisect_left(words, (start,))
    while first > 0 and words[first - 1].end > start:
        first -= 1
    stop = first  # few words from there, most often one
    while stop < len(words) and words[stop].start < end:
        stop += 1
    return range(first, stop)


def as_written(text: str, words: Sequence[Token], first: int, last: int) -> str:
    """The words from `first` to `last` as the text has them, on one line."""
    return " ".join(text[words[first].start : words[last].end].split())

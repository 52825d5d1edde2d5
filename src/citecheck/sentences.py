"""Splits running text into sentences, for briefs and pages alike.

The splitting is sentencex's (Wikimedia); here are only the repairs that citations need: an
abbreviation before a number or a name ("No. 5", "Sen. Smith", "U.S. troops") ends no sentence,
and a break in the middle of a quotation or bracket is kept only where one really ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

# What sentencex misses: abbreviations that end no sentence whatever follows …
_NEVER_LAST = re.compile(
    r"(?:^|[\s(\[\"'“‘])(?:Nos?|Arts?|Secs?|Sect|Ch|Figs?|Eq|Tab|Vol|pp?|para|eds?|e\.g|i\.e|cf|vs"
    r"|ca|approx|Drs?|Mr|Mrs|Ms|Prof|Sens?|Reps?|Govs?|Gen|Col|Lt|Sgt|Capt|Maj|Hon|Rev|St|Mt|Ft"
    r"|Pres|Supt|Cpl|Adm|Cmdr|Amb|Atty|Rs|Nr|Abs|bzw|vgl|[A-HJ-Z])\.\s*$"
)
# … and those that end one only when a capital letter that starts a sentence follows.
_SELDOM_LAST = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Co|Corp|Bros|etc|al|a\.m|p\.m"
    r"|(?<!\.)(?:[A-Z]\.)+[A-Z])\.\s*$"
)
_STARTER = re.compile(
    r"[\"'“‘(\[]*(?:The|A|An|In|On|At|By|For|From|He|She|It|They|We|I|You|This|That|These|Those|His"
    r"|Her|Its|Their|But|And|However|When|While|If|As|After|Before|Although|Since|There|What|Who"
    r"|Some|Many|Most|All|No|Not|One|Two|Such|According|With|Under|Critics|Officials)\b"
)
# Words that the splitter takes for abbreviations; before a capital letter they end a sentence.
_ALSO_WORDS = re.compile(
    r"(?<=[\s(“\"'])(?:May|may|no|me|ill|art|ad)\.[\"”’)]?\s+"
    r"(?=[\"“‘(]?[A-Z](?![IVXLC]*\b)|[\"“‘(]?(?:A|I|In|It|If|Is)\b)"
)
_OPENING = "([“‘«"
_LONGEST_PIECE = 20_000  # characters that are split at once
_CUTS = ("\n", ". ", " ")  # where a longer text is cut, the best first


def split(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Return the (start, end) offsets of each sentence of `text`, white space trimmed.

    `language` is a BCP 47 primary subtag; unknown ones are split as English is. Never raises.
    Time is linear in the length of `text`.
    """
    spans: list[tuple[int, int]] = []
    open_end: int | None = None
    for first, piece in _pieces(text):
        found = sentencex.get_sentence_boundaries(language, piece)
        cut = ((first + one["start_index"], first + one["end_index"]) for one in found)
        for start, end in (part for span in cut for part in _at_words(text, *span)):
            if spans and open_end == start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
            open_end = end if _goes_on(text, start, end) else None
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def _at_words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, cut behind words that are no abbreviations where they stand."""
    for match in _ALSO_WORDS.finditer(text, start, end):
        yield start, match.end()
        start = match.end()
    yield start, end


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text, cut where it is longer than any paragraph, with the offsets: the time of the
    splitter grows with the square of the quotation marks that are never closed."""
    start = 0
    while len(text) - start > _LONGEST_PIECE:
        limit = start + _LONGEST_PIECE
        floor = limit - _LONGEST_PIECE // 4
        cut = next((at for mark in _CUTS if (at := text.rfind(mark, floor, limit)) >= 0), limit - 1)
        yield start, text[start : cut + 1]
        start = cut + 1
    yield start, text[start:]


def _goes_on(text: str, start: int, end: int) -> bool:
    """Tell whether the full stop before `end` ends no sentence."""
    tail = text[max(start, end - 40) : end]
    if "\n" in tail.strip(" ") and tail.rstrip(" ").endswith("\n\n"):
        return False
    following = text[end : end + 40].lstrip()
    if not following:
        return False
    if _NEVER_LAST.search(tail):
        return True
    if _SELDOM_LAST.search(tail):
        return not _STARTER.match(following) and following[0] not in _OPENING
    return False


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

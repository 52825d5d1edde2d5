"""Sets a quotation of a claim beside the source's words, with what differs marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from citecheck.model import Evidence, Finding, Reason
from citecheck.reports.pieces import DIFFERS, Piece, joined
from citecheck.reports.sanitise import plain

_QUOTED = re.compile(
    r"“([^“”]{1,1000})”|«([^«»]{1,1000})»|„([^„“”]{1,1000})[“”]" r'|"([^"]{1,1000})"'
)
_SIGNS = '“”"«»„ ,.;'  # what may stand around a quotation
_WORD = re.compile(r"\S+")
_LIKE = 60.0  # per cent, below which a stretch of the passage is no form of the quotation
_LONGEST = 400  # characters of a quotation that are set beside the source's


def side_by_side(
    finding: Finding, reason: Reason
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]] | None:
    """The whole quotation of the claim and the source's, the words that differ marked.

    None where the claim's quotation or its like in a passage cannot be found.
    """
    if not reason.claim or not reason.source:
        return None
    mine = _quotation(finding.claim.text, reason.claim)
    if mine is None or len(mine) > _LONGEST:
        return None
    evidence = (e for citation in finding.citations for e in citation.evidence)
    theirs = _like(mine, reason.source, evidence)
    return compared(mine, theirs) if theirs else None


def compared(mine: str, theirs: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two texts in pieces; the words that only one of them has are marked."""
    ours, other = list(_WORD.finditer(mine)), list(_WORD.finditer(theirs))
    matcher = SequenceMatcher(None, [*map(_folded, ours)], [*map(_folded, other)], autojunk=False)
    left: list[tuple[int, int]] = []
    right: list[tuple[int, int]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            left += [ours[a].span()[:1] + ours[b - 1].span()[1:]] if b > a else []
            right += [other[c].span()[:1] + other[d - 1].span()[1:]] if d > c else []
    return _marked(mine, left), _marked(theirs, right)


def _folded(word: re.Match[str]) -> str:
    return re.sub(r"^\W+|\W+$", "", word[0]).casefold()


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces, position = [], 0
    for start, end in spans:
        pieces += [Piece(plain(text[position:start])), Piece(plain(text[start:end]), DIFFERS)]
        position = end
    return joined([*pieces, Piece(plain(text[position:]))])


def _quotation(text: str, words: str) -> str | None:
    """The quotation in a claim's text that holds these words."""
    for match in _QUOTED.finditer(text):
        inside = next(filter(None, match.groups()), "")
        if words.casefold().strip(_SIGNS) in inside.casefold():
            return inside
    return None


def _like(quotation: str, words: str, passages: Iterable[Evidence]) -> str | None:
    """The source's quotation, or else the stretch of a passage that is likest to the claim's,
    that reaches over `words`."""
    for evidence in passages:
        text = evidence.text
        at = text.casefold().find(words.casefold())
        if at < 0:
            continue
        for match in _QUOTED.finditer(text):
            inside = match.start() <= at and at + len(words) <= match.end()
            if inside and len(match[0]) <= 2 * len(quotation) + len(words):
                return match[0].strip(_SIGNS)
        found = fuzz.partial_ratio_alignment(quotation, text, score_cutoff=_LIKE)
        if found is None:
            continue
        start, end = min(found.dest_start, at), max(found.dest_end, at + len(words))
        if end - start <= 2 * len(quotation) + len(words):
            return _whole_words(text, start, end).strip(_SIGNS)
    return None


def _whole_words(text: str, start: int, end: int) -> str:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]

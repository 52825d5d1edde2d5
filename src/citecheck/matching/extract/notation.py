"""Reads what belongs to the digits of a number: sign, leading point, fraction, power of ten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from citecheck.matching import data
from citecheck.matching.text.folding import RAISED
from citecheck.matching.text.tokens import Token

_BEFORE_POINT = frozenset(" \t\n\u00a0\u2009\u202f(<>=≤≥~≈-−–+±[:/$£€¥")
_SIGN = re.compile(
    r"(?:(?P<mark>[-−–])[\u2009\u202f\u00a0]?|\b(?:minus|negative|moins|menos|meno|min) )"
    r"(?:US|[CA])?[$£€¥₹]?[\s\u00a0]?$",
    re.IGNORECASE,
)
_BEFORE_SIGN = frozenset(" \t\n\u00a0\u2009\u202f(=<>≤≥~≈:[\"“'$£€,;/|")
_BELOW = re.compile(r"[\s\u00a0](?:below|under|unter|sous|bajo) (?:zero|null|zéro|cero)\b", re.I)
_POWER = re.compile(
    rf"[\s\u00a0]?[×x·*⋅][\s\u00a0]?10(?:\^[\s\u00a0]?(?P<plain>[-−]?\d{{1,2}})"
    rf"|(?P<raised>⁻?[{RAISED}]{{1,2}}))"
)
_SLASHED = re.compile(r"(\d{1,2})[/⁄](\d{1,3})(?![\d/⁄]|[.,]\d)")
_PARTS = frozenset((2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64, 100))
_AFTER_FALL = data.words("extract.notation.after_fall")
_FALLS = data.words("extract.notation.falls")
_PASSED = data.words("extract.notation.passed")
_REACH = data.count("extract.notation.reach")


def start_of(text: str, start: int) -> int:
    """Where a number begins whose digits start at a place: one further left for ".72"."""
    if start and text[start - 1] == "." and (start == 1 or text[start - 2] in _BEFORE_POINT):
        return start - 1
    return start


def sign_before(text: str, start: int) -> int:
    """Where the minus begins that stands before a number or its currency; -1 for none."""
    match = _SIGN.search(text, max(0, start - 14), start)
    if match is None:
        return -1
    at = match.start()
    before = text[at - 1 : at]
    last = text[:at].rstrip()[-1:] if at else ""
    if match["mark"] is None:
        return -1 if last.isdigit() else at  # "7 minus 2"
    if before and before not in _BEFORE_SIGN:
        return -1
    joins = before.isspace() and (last.isdigit() or last in ("%", ")"))  # "10 -20"
    return -1 if joins and match["mark"] != "−" else at


def below_zero(text: str, end: int) -> int:
    """Where "below zero" ends that follows a number and its unit; -1 for none."""
    match = _BELOW.match(text, end)
    return match.end() if match else -1


def is_fall(words: Sequence[Token], first: int, stop: int) -> bool:
    """Whether the words beside a figure tell that something fell by it: "a loss of 3 million"."""
    if any(word.folded in _AFTER_FALL for word in words[stop : stop + 1]):
        return True
    for word in reversed(words[max(0, first - _REACH) : first]):
        if word.folded in _FALLS:
            return True
        if word.folded not in _PASSED:
            return False
    return False


def power(text: str, end: int) -> tuple[float, int]:
    """The power of ten that follows a number and where it ends: "× 10⁵"; 1 for none."""
    match = _POWER.match(text, end)
    if match is None:
        return 1.0, end
    exponent = match["plain"] or unicodedata.normalize("NFKC", match["raised"])
    return 10.0 ** int(exponent.replace("−", "-")), match.end()


def fraction(text: str, words: Sequence[Token], at: int) -> tuple[float, int]:
    """The value of a fraction such as "½" or "3/4" at a word, and the number of the word after it;
    0 for none."""
    if at >= len(words):
        return 0.0, at
    start, end = words[at].start, words[at].end
    if end == start + 1 and unicodedata.normalize("NFKC", text[start]).find("⁄") > 0:
        return unicodedata.numeric(text[start]), at + 1
    match = _SLASHED.match(text, start)
    if match is None or text[start - 1 : start] in tuple("/⁄.,-"):
        return 0.0, at
    over, under = int(match[1]), int(match[2])
    if not 0 < over < under or under not in _PARTS:
        return 0.0, at
    while at < len(words) and words[at].start < match.end():
        at += 1
    return over / under, at

"""Finds bare, raised and round-bracketed numbers, which only a source list makes markers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from citecheck.briefs.markers import Found, expand

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED + "⁻˒·", "0123456789-,,")
_DRESSED = re.compile(
    r"(?P<circled>[①-⑳](?:[,，、]?[①-⑳]){0,10})"
    r"|(?:[(\[]#|(?<!\{)\{)(?P<signed>\d{1,3}(?:\s?[,;]\s?#?\d{1,3}){0,10})[)\]}](?!\})"
)
_SUPERSCRIPT = re.compile(
    rf"(?=[⁽{_RAISED}<^])(?:⁽?[{_RAISED}]{{1,3}}(?:[,⁻˒·’]\s?[{_RAISED}]{{1,3}}){{0,10}}⁾?"
    r"|<sup>\s{0,3}(?P<tag>\(?\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,10}\)?)\s{0,3}</sup>"
    r"|<sup>\s{0,3}<a\s[^<>]{0,500}>\s{0,3}(?P<linked>\[?\d{1,3}\]?)\s{0,3}</a>\s{0,3}</sup>"
    r"|(?<=[^\s^])\^(?P<caret>\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,10})\^)"
)
# What stands before an exponent: a unit or a number; a year or a number with a space is none.
_UNIT = re.compile(
    r"(?:(?<![^\W\d_])(?:[kcdmnμµ]?m|ft|mi|yd|in|s|R|x|n|E|e)\s?|(?<!\d)(?!(?:1[5-9]|20)\d\d$)\d{1,9})$"
)
_ROUND = re.compile(r"\((?<!\w\()(\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,10})\)")
_ITEM_BEFORE = re.compile(r"(?:[,;:—–]|\b(?:and|or|und|oder|et|ou|y|o))\s{1,3}$")
_LONGEST_PART = 400  # characters between two numbers of an enumeration within a sentence
_SENTENCE_END = re.compile(r"[.!?]\s+(?=\(?[A-Z])|\n\s*\n")
_SEVERAL = r"\d{1,3}(?:\s?[,;]\s?\d{1,3}){0,10}"
_END = r"(?=[\s*_|)\]”’»\"]|$)"
_BEHIND_STOP = re.compile(
    rf"(?=\d)(?:(?<=[^\W\d_][.!?,;:…])(?P<stop>{_SEVERAL}){_END}"
    rf"|(?<=[%)\]”’\"»][.!?,;:…])(?P<closed>{_SEVERAL}){_END}"
    rf"|(?<=[.!?…][)”’\"»*_])(?P<quoted>{_SEVERAL}){_END}"
    rf"|(?<=[。！？…，；」』）])(?P<wide>{_SEVERAL})(?!\d)"
    rf"|(?<=(?:1[5-9]|20)\d\d\.)(?P<year>{_SEVERAL})(?=\s+[\"“‘(]?[A-Z]|\s*$|\s*\n)"
    rf"|(?<=\d\.)(?P<number>{_SEVERAL})"
    r"(?=\s+[\"“‘(]?(?!Million|Billion|Trillion|Thousand|[A-Z]{2,}\b|[A-Z][a-z]?Hz)[A-Z]))",
    re.MULTILINE,
)
_ABBREVIATION = re.compile(
    r"\b(?:nos?|pp?|vols?|figs?|v|ver|ch|secs?|arts?|nr|eqs?|tab|abs|app|para|st|bd|p\.m|a\.m)\.$",
    re.IGNORECASE,
)
_BEFORE_STOP = re.compile(
    rf"[ \u00a0](?<=[\w%)”’\"»*$][ \u00a0])(?P<n>{_SEVERAL})"
    r"(?=[.!?;:]?(?:\s*\n|\s*$|\s+[\"“‘(*]{0,3}[^\W\d_a-z])|[,;:.]?[*_]{0,3}(?:\s|$))",
    re.MULTILINE,
)
_MONTHS = (
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
# Words whose number belongs to them ("phase 2", "May 3", "of 4"), unless an article, or "in" before
# a month, tells otherwise.
_COUNTED = re.compile(
    r"(?<!\b(?:an|in|by|of))(?<!\b(?:the|per))(?<!\b(?:one|its|his|her))(?<!\b(?:each|this|that|last|next))"
    r"(?<!\ba)(?<!\b(?:every|since|until))(?:^|[^\w])"
    r"(?:chapters?|figures?|tables?|sections?|pages?|phases?|types?|levels?|steps?|parts?|tiers?"
    r"|versions?|articles?|titles?|acts?|day|week|grades?|stages?|groups?|class|models?|options?"
    r"|scenarios?|questions?|numbers?|items?|points?|rows?|lines?|volumes?|annex|route|kapitel"
    rf"|abschnitt|seite|tabelle|artikel|{_MONTHS})[*_]{{0,3}}$"
    r"|(?:^|[^\w])(?:nos?|covid|in|on|of|to|by|at|from|than|is|are|was|were|and|or|only|about|around"
    r"|nearly|over|under|between|some|just|least|most|up|until|till|for|with|aged?|the|top|first"
    r"|equals?|plus|minus|times|scored?|won|lost|windows|ios|android|de|en|el|la|le|von|bis|auf"
    r"|(?!(?:1[5-9]|20)\d\d[*_]{0,3}$)\d[\d.,]*)[*_]{0,3}$",
    re.IGNORECASE,
)


def superscripts(text: str, labels: Collection[str]) -> Iterator[Found]:
    """Numbers above the line, as characters, in `<sup>` or between carets; exponents are none."""
    for match in _SUPERSCRIPT.finditer(text):
        written = match["tag"] or match["linked"] or match["caret"]
        before = text[max(0, match.start() - 12) : match.start()]
        if not _UNIT.search(before):
            plain = (written or match[0].strip("⁽⁾").translate(_PLAIN)).strip("()[]")
            several = match[0].isdigit() and plain not in labels and labels.__contains__(plain[0])
            # "¹²" of a list of three are two numbers.
            yield Found(
                tuple(dict.fromkeys(plain)) if several else expand(plain),
                match.start(),
                match.end(),
            )


def dressed(text: str, labels: Collection[str]) -> Iterator[Found]:
    """Numbers in circles, as in Chinese and Japanese, `①`; in braces, `{1}`; as `(#1)`, `[#1]`."""
    for match in _DRESSED.finditer(text):
        if match["circled"]:
            signs = re.findall("[①-⑳]", match["circled"])
            yield Found(tuple(unicodedata.normalize("NFKC", sign) for sign in signs), *match.span())
        else:
            yield Found(expand(match["signed"].replace("#", "")), *match.span())


def rounds(text: str, labels: Collection[str]) -> Iterator[Found]:
    """Numbers in round brackets that do not open a line and do not enumerate within a sentence."""
    found = list(_rounds(text))
    enumerating = {mark.start for mark in parts(text)}
    return (mark for mark in found if mark.start not in enumerating)


def parts(text: str) -> list[Found]:
    """The numbers that enumerate within a sentence: `(1) to sign, (2) to pay`."""
    found: list[Found] = []
    later: Found | None = None
    for mark in reversed(list(_rounds(text))):
        behind = _ITEM_BEFORE.search(text, max(0, mark.start - 8), mark.start) is not None
        introduces = text[mark.end : mark.end + 2].strip()[:1].isalnum()
        follows = behind or (later is not None and _counts_on(text, mark, later))
        if len(mark.labels) == 1 and introduces and follows:
            found.append(mark)
            later = mark
        else:
            later = None
    return found


def _counts_on(text: str, mark: Found, later: Found) -> bool:
    near = later.start - mark.end < _LONGEST_PART
    if not near or later.labels != (str(int(mark.labels[0]) + 1),):
        return False
    return _SENTENCE_END.search(text, mark.end, later.start) is None


def _rounds(text: str) -> Iterator[Found]:
    for match in _ROUND.finditer(text):
        line = text.rfind("\n", max(0, match.start() - 200), match.start()) + 1
        if text[line : match.start()].strip():
            yield Found(expand(match[1]), match.start(), match.end())


def bare(text: str, labels: Collection[str]) -> Iterator[Found]:
    """Numbers behind the full stop ("May.1 Nobody"), and those before it ("week 2.") that count on.

    A writer's numbers come up in order: one before the full stop is taken only where it is no
    larger than the next that the text has not yet shown.
    """
    behind = [
        Found(expand(match[match.lastgroup or 0]), *match.span())
        for match in _BEHIND_STOP.finditer(text)
        if not _ABBREVIATION.search(text, max(0, match.start() - 8), match.start())
    ]
    before = [
        Found(expand(match["n"]), *match.span("n"))
        for match in _BEFORE_STOP.finditer(text)
        if labels.__contains__(expand(match["n"])[0])
        and not _COUNTED.search(text, max(0, match.start() - 24), match.start())
    ]
    taken = {mark.start for mark in behind}
    seen = 0
    for mark in sorted([*behind, *before], key=lambda m: m.start):
        numbers = [int(label) for label in mark.labels]
        if mark.start not in taken and not _counts_up(numbers, seen):
            continue
        if labels.issuperset(mark.labels) if isinstance(labels, (set, frozenset)) else True:
            seen = max(seen, *numbers)
        yield mark


def _counts_up(numbers: Sequence[int], seen: int) -> bool:
    for number in numbers:
        if not 0 < number <= seen + 1:
            return False
        seen = max(seen, number)
    return True

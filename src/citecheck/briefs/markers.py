"""Finds markers in square brackets: `[1]`, `[1, 3]`, `[2-4]`, `[1, p. 4]`, `[^1]`, `[1](url)`,
`[[1]](url)`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from citecheck.briefs.syntax import address, target
from citecheck.model import Reference

MAX_RANGE = 60
"""`[2-2000]` is no list of sources; a wider range than this is not expanded."""

NUMBERS = r"\d{1,4}(?:\s{0,3}(?:[-–—‑−,;、，]|\band\b|&)\s{0,3}\d{1,4}){0,40}"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED, "0123456789")
# `[1, p. 4]`, `[2, §§ 3-5; 7, Fig. 2]`, `[3: 17-19]`
_PLACE = (
    r"(?:,?\s{0,3}(?:pp?|ss?|ff?|pages?|seiten?|págs?|chs?|chap(?:ters?)?|kap|cap|secs?|sections?|§{1,2}|¶"
    r"|figs?|figures?|tables?|tab|abb|thm|theorems?|lemmas?|eqs?|paras?|paragraphs?|lines?|ll|arts?"
    r"|articles?|nn?|notes?|vols?|volumes?|cols?|rn|rz|app|appendix|slides?|at)\.?\s{0,3}"
    r"(?:\d[\w.]{0,8}|[ivxlc]{1,7}|[A-Z])\b(?:\s?[-–,&]\s?\d[\w.]{0,8}){0,5}(?:\s?ff?\b\.?)?"
    r"|\s?:\s\d{1,4}(?:[-–]\d{1,4})?|:(?:\d{1,4}[-–]\d{1,4}|\d|\d{3,4})\b)"
)
_PLACED = rf"\d{{1,4}}{_PLACE}(?:\s?[;,]\s?\d{{1,4}}(?:{_PLACE})?){{0,10}}"
_PLACES = re.compile(_PLACE, re.IGNORECASE)
# `[a]`, `[S1]`, `[Ray20]`
_NAMED = r"(?:[A-Za-z]|[A-Z]{1,3}\d{1,3}|[A-Z][A-Za-z+]{1,8}\d{2,4}[a-z]?)"
_MARKER = re.compile(
    rf"\\?\[\\?\[(?P<double>\^?{NUMBERS})\\?\]\\?\]{target('url2')}"
    rf"|(?:\\\[(?=\[))?\\?\[(?P<single>{NUMBERS}|[{_RAISED}]{{1,3}}|\^[\w.:,; -]{{1,60}}\^?)\\?\]"
    rf"(?:{target('url1')}(?:\\\])?)?"
    rf"|\\?\[(?P<placed>(?i:{_PLACED}))\\?\](?:{target('url3')})?"
    rf"|\\?\[(?P<named>{_NAMED}(?:\s?[,;]\s?{_NAMED}){{0,10}})\\?\](?![(:])"
    r"|(?:<sup>\s?)?<a\s[^<>]{0,300}?href\s?=\s?[\"'](?P<href>https?://[^\s\"'<>]{1,8000})[\"'][^<>]{0,300}>"
    rf"\s?(?:<sup>)?\s?\\?\[?(?P<shown>{NUMBERS})\\?\]?\s?(?:</sup>)?\s?</a>(?:\s?</sup>)?"
)
_PART = re.compile(r"(\d+)(?:\s*[-–—‑−]\s*(\d+))?")
_LARGEST_LINKED = 999  # a larger number as the text of a link is a year, a ticket, a page


@dataclass(frozen=True, slots=True)
class Found:
    """Something shaped like a marker: its labels in order, its span, and its own URL if any.

    A label of a note, `[^3]`, keeps its caret: `settle_notes` tells whether it needs one. One
    without labels asks for a source ("citation needed"). `passed` says why it is no marker
    although the source list answers to it; `advice` what is to be done where nothing answers to
    it; `text` is the note itself where the marker holds it, `^[Ray, p. 4]`. One that `leads` is a
    part of its sentence, such as its subject, and never belongs to the sentence before it.
    """

    labels: tuple[str, ...]
    start: int
    end: int
    url: str | None = None
    passed: str = ""
    advice: str = ""
    text: str = ""
    leads: bool = False


def find(text: str, known: Collection[str] = ()) -> Iterator[Found]:
    """Yield everything in `text` that is shaped like a marker. `known` are the labels of entries:
    a note's label that is one of them is not taken for several. Linear time."""
    for match in _MARKER.finditer(text):
        if match["named"]:
            names = tuple(re.split(r"\s?[,;]\s?", match["named"]))
            if all(name in known for name in names):
                yield Found(names, *match.span())
            continue
        if match["placed"]:
            labels = expand(_PLACES.sub("", match["placed"]))
            # What a colon parts can be a ratio, a time or a verse.
            if any(label in known for label in labels) or ":" not in match["placed"]:
                url = match["url3"]
                yield Found(labels, *match.span(), address(url) if url else None)
            continue
        body = (match["double"] or match["single"] or match["shown"]).translate(_PLAIN)
        written = match["url2"] or match["url1"] or match["href"]
        if text[match.end() : match.end() + 1] == ":" and _opens_line(text, match.start()):
            continue  # it defines a note or an entry
        labels = _note_labels(body, known) if body.startswith("^") else expand(body)
        linked = written is not None
        if linked and not (_is_small(labels, body) or body in known):
            continue
        yield Found(labels, match.start(), match.end(), address(written) if written else None)


def _note_labels(body: str, known: Collection[str]) -> tuple[str, ...]:
    """The label of a note, whatever signs it has; several only where the text has no such note."""
    name = body.strip("^ ")
    if f"^{name}" in known or not re.fullmatch(r"[\d\s,;–-]+", name):
        return (f"^{name}",)
    several = tuple(f"^{label}" for label in expand(name))
    return several if "," in name or ";" in name or f"^{several[0][1:]}" in known else (f"^{name}",)


def _is_small(labels: Sequence[str], body: str) -> bool:
    """Tell whether what a link shows can be numbers of sources: no date, no ORCID, no ticket."""
    numbers = [int(label.strip("^")) for label in labels if label.strip("^").isdigit()]
    dashes = len(re.findall(r"[-–—‑−]", body))
    return len(numbers) == len(labels) and max(numbers) <= _LARGEST_LINKED and dashes < 2


def _opens_line(text: str, position: int) -> bool:
    before = text[max(0, position - 8) : position]
    return not before[max(before.rfind("\n"), before.rfind("\r")) + 1 :].strip(" \t-*+>")


def settle_notes(
    found: Sequence[Found], entries: Sequence[Reference]
) -> tuple[list[Found], tuple[Reference, ...]]:
    """Take the carets off the labels of notes, unless the document has notes beside a numbered
    list: then `[^1]` and `[1]` are two sources, and notes keep the caret."""
    noted = {entry.label for entry in entries if entry.label.startswith("^")}
    others = {entry.label for entry in entries} - noted
    if {label[1:] for label in noted} & others:
        return list(found), tuple(entries)
    bare = [
        replace(mark, labels=tuple(label.removeprefix("^") for label in mark.labels))
        for mark in found
    ]
    return bare, tuple(replace(e, label=e.label.removeprefix("^")) for e in entries)


def expand(numbers: str) -> tuple[str, ...]:
    """The labels of `1, 3` or `2-4`, each once, in order; a senseless range gives its two ends."""
    if not _PART.match(numbers):
        return (numbers,)
    labels: dict[str, None] = {}
    for match in _PART.finditer(numbers):
        first, last = int(match[1]), int(match[2] or match[1])
        if first <= last < first + MAX_RANGE:
            labels.update(dict.fromkeys(map(str, range(first, last + 1))))
        else:
            labels.update({str(first): None, str(last): None})
    return tuple(labels)

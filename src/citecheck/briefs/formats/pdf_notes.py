"""Finds the notes at the foot of a PDF's pages, and the raised numbers that lead to them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from citecheck.briefs import markers
from citecheck.briefs.formats.document import SUPERSCRIPTS, Writer

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_GROUP = re.compile(rf"[{_RAISED}]{{1,3}}(?:[,⁻]\s?[{_RAISED}]{{1,3}}){{0,8}}")
_LABEL = re.compile(
    rf"^\s*+(?:(?P<raised>[{_RAISED}]{{1,3}})\s?|(?P<plain>\d{{1,3}})[.)]?\s++)(?=\S)"
)
_UNIT = re.compile(r"(?:\d|(?<![^\W\d_])(?:[kcdmnμµ]?m|ft|mi|in|s|R|x|n|E))\s?$")
_SMALL = 0.94  # of the size of the running text; notes are set smaller
_URL_END = re.compile(r"(?<!\S)\S*?(?:://|www\.)\S*+$")
_NEAR = 24  # points; a line that ends so near the edge may have been broken there


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text with markers made plain, its feet, type size, left and right."""

    text: str
    feet: float
    size: float
    left: float
    right: float
    page: int
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note at a page's foot, under the label that tells it from those of other pages."""

    label: str
    text: str
    page: int


def take_notes(lines: Sequence[Line], body: float, writer: Writer) -> tuple[list[Line], list[Note]]:
    """The lines without the notes at the pages' feet, raised numbers that lead to one turned into
    markers of `writer`, and the notes. `body` is the type size of the running text."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        pages[line.page].append(index)
    notes: list[Note] = []
    taken: set[int] = set()
    labels: dict[tuple[int, str], str] = {}
    for page, indices in pages.items():
        for number, group in _notes_of(lines, indices, body):
            label = f"fn{number}"
            if label in labels.values():
                label = f"fn{number}-p{page}"
            labels[page, number] = label
            notes.append(Note(label, _text([lines[i] for i in group]), page))
            taken.update(group)
    if not notes:
        return list(lines), []
    kept = [
        replace(line, text=_marked(line, labels, writer))
        for index, line in enumerate(lines)
        if index not in taken
    ]
    return kept, notes


def _notes_of(
    lines: Sequence[Line], indices: Sequence[int], body: float
) -> list[tuple[str, list[int]]]:
    """The notes of one page: each its number and its lines. A note is a line set small, or behind
    a raised number, whose number stands raised above it on the page; what is set small below it
    goes on with it."""
    raised: set[str] = set()
    found: list[tuple[str, list[int]]] = []
    in_notes = False
    for index in indices:
        line = lines[index]
        small = line.size < body * _SMALL
        match = _LABEL.match(line.text)
        number = _plain(match["raised"] or match["plain"]) if match else ""
        opens = match is not None and number in raised and (small or match["raised"] is not None)
        if opens and all(number != known for known, _ in found):
            found.append((number, [index]))
            in_notes = True
        elif in_notes and (small or line.size <= lines[found[-1][1][0]].size + 0.1):
            found[-1][1].append(index)
        else:
            in_notes = False
            for group in _GROUP.finditer(line.text):
                raised.update(markers.expand(_plain(group[0])))
    return found


def _plain(raised: str) -> str:
    return unicodedata.normalize("NFKC", raised.replace("⁻", "-")).replace("−", "-")


def goes_on(text: str, more: str, *, full: bool) -> bool:
    """Tell whether an address at the end of a line goes on in the next one, `more`. A line that is
    `full` may be broken anywhere in it."""
    address = _URL_END.search(text)
    if address is None or not more or more.lstrip().startswith(("http", "(", "[")):
        return False
    last = text[-1]
    if last in "/-_=&?%#+~":
        return True
    first = more.split()[0]
    inner = any(sign in first for sign in "/_=&?%#-~") or re.search(r"\.\w", first) is not None
    return (
        full
        and (last == "." or last.isalnum())
        and (inner or last == ".")
        and (first[:1].islower() or first[:1].isdigit() or inner)
    )


def _text(lines: Sequence[Line]) -> str:
    """The words of a note; an address broken at a line's end is whole again."""
    right = max(line.right for line in lines)
    text = _LABEL.sub("", lines[0].text, count=1).strip()
    for above, line in pairwise(lines):
        more = line.text.strip()
        broken = goes_on(text, more, full=above.right > right - _NEAR)
        text = f"{text}{more}" if broken else f"{text} {more}"
    return text


def _marked(line: Line, labels: dict[tuple[int, str], str], writer: Writer) -> str:
    def marker(match: re.Match[str]) -> str:
        if _UNIT.search(line.text, max(0, match.start() - 12), match.start()):
            return match[0]
        numbers = markers.expand(_plain(match[0]))
        found = [
            next((labels[p, n] for p in (line.page, line.page + 1) if (p, n) in labels), None)
            for n in numbers
        ]
        cited = [label for label in found if label is not None]
        return writer.mark(cited, match[0]) if len(cited) == len(found) else match[0]

    return _GROUP.sub(marker, line.text)


def raised(text: str) -> str:
    """Digits as they stand above the line."""
    return text.strip().translate(SUPERSCRIPTS)

"""Tells the entries of a printed source list apart: by labels that count on, by how they hang."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from citecheck.briefs.formats.pdf_notes import Line
from citecheck.briefs.list_headings import is_known

_LABEL = re.compile(
    r"\s*(?:\[(?P<bracket>\d{1,4})\]|(?P<plain>\d{1,4})\.|\((?P<round>\d{1,4})\))\s"
)
_KEY = re.compile(r"\s*\[[A-Z][\w+.-]{1,15}\]\s")
_AUTHOR = re.compile(r"\s*[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?,? (?:[A-Z]\.|[A-Z][\w-]+(?:,|\.|\s\())")
_SECTION = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-Z]\.)\s+(?=\S)")
_HANGS = 3.0  # points from where an entry begins to where it goes on
_COLUMN = 45.0  # points within which both lie
_LARGE = 1.12  # times the list's type size is a heading's
_GAP = 1.25  # times the usual distance of lines parts entries
_FULL = 0.9


def entry_starts(lines: Sequence[Line], body: float) -> tuple[set[int], set[int]]:
    """The numbers of the lines with which entries begin, and of all lines of source lists."""
    starts: set[int] = set()
    listed: set[int] = set()
    for number, line in enumerate(lines):
        if number in listed or not is_known(heading(line.text)):
            continue
        end = _end(lines, number + 1)
        region = list(range(number + 1, end))
        own = _numbered(lines, region) or _hanging(lines, region) or _spaced(lines, region)
        if len(own) > 1:
            starts |= own
            listed |= {n for n in region if n >= min(own)}
    return starts, listed


def heading(text: str) -> str:
    """The words of a heading without the number of its section."""
    return _SECTION.sub("", text.strip())


def _end(lines: Sequence[Line], start: int) -> int:
    """Where the list ends: at a line that is set as a heading, or at the end."""
    if start >= len(lines):
        return start
    size = median(line.size for line in lines[start : start + 20])
    for number in range(start, len(lines)):
        line = lines[number]
        short = len(line.text.split()) <= 12 and not _LABEL.match(line.text)
        if number > start and short and (line.size > size * _LARGE or line.bold):
            return number
    return len(lines)


def _numbered(lines: Sequence[Line], region: Sequence[int]) -> set[int]:
    """Lines whose labels count on, from 1 or wherever the first begins."""
    found: set[int] = set()
    following: int | None = None
    for number in region:
        match = _LABEL.match(lines[number].text)
        if match is None and _KEY.match(lines[number].text):
            found.add(number)
        if match is None:
            continue
        label = int(match["bracket"] or match["plain"] or match["round"])
        if following is None or label == following:
            found.add(number)
            following = label + 1
    first = next(iter(region), None)
    return found if first is not None and first in found else set()


def _hanging(lines: Sequence[Line], region: Sequence[int]) -> set[int]:
    """Lines that stand left of those with which their entries go on."""
    if not region:
        return set()
    lefts: dict[int, list[float]] = {}
    for number in region:
        lefts.setdefault(lines[number].page, []).append(lines[number].left)
    own: set[int] = set()
    for number in region:
        line = lines[number]
        base = min(left for left in lefts[line.page] if 0 <= line.left - left < _COLUMN)
        if line.left <= base + _HANGS:
            own.add(number)
    share = len(own) / len(region)
    return own if 0.1 < share < 0.85 else set()


def _spaced(lines: Sequence[Line], region: Sequence[int]) -> set[int]:
    """Lines after a gap, after one that ends short, or that begin as an author does."""
    if not region:
        return set()
    steps = [lines[n - 1].feet - lines[n].feet for n in region[1:]]
    usual = min([step for step in steps if 4 < step < 60] or [12.0])
    right = max(lines[n].right for n in region)
    own = {region[0]}
    for number in region[1:]:
        above, line = lines[number - 1], lines[number]
        gap = above.feet - line.feet > usual * _GAP
        short = above.right < right * _FULL and line.text.lstrip()[:1].isupper()
        ended = above.text.rstrip().endswith((".", ")")) or "://" in above.text.split()[-1]
        if gap or short or (ended and _AUTHOR.match(line.text)):
            own.add(number)
    return own

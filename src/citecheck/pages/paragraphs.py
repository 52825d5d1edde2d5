"""Joins the lines of paged documents to paragraphs, and tells headings and furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from citecheck.model import Region
from citecheck.pages.blocks import Block, fold, fold_row
from citecheck.pages.sheets import Line

_MARGIN = 4  # lines at the top and at the bottom of a sheet that can be running ones
_EDGE = 0.15  # share of a sheet's height
_REPEATED = 3  # sheets on which a line must stand to be a running one, 2 in short documents
_LARGER = 1.12  # times the size of the body's letters, above which a line is a heading
_LONGEST_HEADING = 200
_GAP = 1.35  # times the usual distance between lines, above which a paragraph ends
_FEWEST_TURNED = 3  # lines of a text for which a reader turns the sheet
_FULL = 0.8  # share of a column's width; the last line of a paragraph is mostly shorter
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite|pagina|página)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|von|de|/)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[•·▪‣●○–*-]|\(?\d{1,3}[.)]|\(?[a-z]\))\s", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:;…”\"»)\]]\W*$")
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u00ad\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


@dataclass(slots=True)
class Sheet:
    """What a page holds in one direction: its lines in reading order and its height, in points.

    `number` is the page's, from 1; `turn` how many degrees against the clock the text is turned
    against most of the page's; `beside` what stands in the margin and belongs to no line.
    """

    lines: list[Line]
    height: float
    number: int
    turn: int = 0
    beside: Sequence[str] = ()

    @property
    def is_stamp(self) -> bool:
        """Whether it is set across the page or along its edge, as stamps and watermarks are,
        rather than a table or text for which the sheet is turned."""
        return bool(self.turn) and (self.turn % 90 != 0 or len(self.lines) < _FEWEST_TURNED)


def blocks_of(sheets: Sequence[Sheet]) -> list[Block]:
    """The blocks of a paged document, each with the number of its page, from 1."""
    furniture = _furniture(sheets)
    body = _Body(sheets)
    words = _known_words(sheets)
    blocks: list[Block] = []
    for index, sheet in enumerate(sheets):
        number = sheet.number
        if sheet.is_stamp:
            stamp = " ".join(line.text for line in sheet.lines)
            blocks.append(Block(fold(stamp), Region.ASIDE, number))
            continue
        content = []
        for at, line in enumerate(sheet.lines):
            region = furniture.get((index, at))
            if region is None:
                content.append(line)
            else:
                blocks.append(Block(fold(line.text), region, number))
        for paragraph in _paragraphs(content, body):
            text = fold_row(_joined(paragraph, words)).strip()
            block = Block(text, _region(paragraph, body), number)
            if block.text:
                _append(blocks, block, words)
        blocks.append(Block(fold(" ".join(sheet.beside)), Region.ASIDE, number))
    return [block for block in blocks if block.text]


def _append(blocks: list[Block], block: Block, words: Counter[str]) -> None:
    """Add a block, or what it says to the paragraph that the page's end has cut."""
    at = next((n for n in reversed(range(len(blocks))) if blocks[n].region.is_content), -1)
    if (
        at >= 0
        and blocks[at].region is block.region is Region.MAIN
        and block.text[0].islower()
        and not _ENDS.search(blocks[at].text)
    ):
        joined = fold(_join(blocks[at].text, block.text, words))
        blocks[at] = blocks[at]._replace(text=joined)
    else:
        blocks.append(block)


class _Body:
    """The commonest size of letters and the commonest distance between lines, in points."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        sizes: Counter[float] = Counter()
        steps: Counter[float] = Counter()
        for sheet in sheets:
            for line in sheet.lines:
                sizes[round(line.size * 2) / 2] += len(line.text)
            for before, line in pairwise(sheet.lines):
                if before.size == line.size and before.y1 > line.y1:
                    steps[round((before.y1 - line.y1) * 2) / 2] += 1
        self.size = max(sizes, key=sizes.__getitem__, default=1.0)
        self.step = max(steps, key=steps.__getitem__, default=1.2 * self.size)


def _furniture(sheets: Sequence[Sheet]) -> dict[tuple[int, int], Region]:
    """The running headers, footers and page numbers, by sheet and line.

    A line counts when it repeats, or is a page number, when nothing but such lines stands
    between it and the edge, and when it is set off from the text.
    """
    edges = [[] if sheet.is_stamp else list(_edges(sheet)) for sheet in sheets]
    counts: Counter[tuple[Region, str]] = Counter()
    for sides in edges:
        counts.update({_key(region, line) for side in sides for _, region, line, _ in side})
    enough = _REPEATED if len(sheets) > _REPEATED else 2
    found: dict[tuple[int, int], Region] = {}
    for number, sides in enumerate(edges):
        for side in sides:
            for at, region, line, set_off in side:
                repeats = counts[_key(region, line)] >= enough and set_off
                if not repeats and not _PAGE_NUMBER.fullmatch(line.text):
                    break
                found[number, at] = region
    return found


_Edge = tuple[int, Region, Line, bool]


def _edges(sheet: Sheet) -> Iterator[list[_Edge]]:
    """The lines near the upper edge and those near the lower one, from the edge inwards: line
    number, region, line, whether something sets it off from the text (a gap, another size)."""
    order = sorted(range(len(sheet.lines)), key=lambda at: -sheet.lines[at].y1)
    for region, ranked in ((Region.HEADER, order), (Region.FOOTER, order[::-1])):
        side: list[_Edge] = []
        for rank, at in enumerate(ranked[:_MARGIN]):
            line = sheet.lines[at]
            if region is Region.HEADER and line.y0 < (1 - _EDGE) * sheet.height:
                break
            if region is Region.FOOTER and line.y1 > _EDGE * sheet.height:
                break
            inner = [sheet.lines[other] for other in ranked[rank + 1 : rank + 9]]
            side.append((at, region, line, _is_set_off(line, inner)))
        yield side


def _is_set_off(line: Line, inner: Sequence[Line]) -> bool:
    """Tell whether a gap or another size of letters parts a line from the next further in."""
    for other in inner:
        gap = max(line.y0 - other.y1, other.y0 - line.y1)
        if gap > -0.3 * line.size:
            return gap > 0.4 * line.size or abs(line.size - other.size) > 0.05 * line.size
    return True


def _key(region: Region, line: Line) -> tuple[Region, str]:
    return region, _DIGITS.sub("#", line.text).casefold()


def _known_words(sheets: Sequence[Sheet]) -> Counter[str]:
    """How often each word stands unbroken inside a line."""
    words: Counter[str] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            words.update(word.lower() for word in _WORD.findall(line.text))
    return words


def _paragraphs(lines: Sequence[Line], body: _Body) -> Iterator[list[Line]]:
    current: list[Line] = []
    for line in lines:
        if current and _starts_new(current, line, body):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def _starts_new(current: Sequence[Line], line: Line, body: _Body) -> bool:
    before = current[-1]
    if line.cells > 1 or before.cells > 1:
        return True
    if abs(line.size - before.size) > 0.1 * before.size or _ITEM.match(line.text):
        return True
    step = before.y1 - line.y1
    if step <= 0:  # the next column goes on
        return bool(_ENDS.search(before.text)) or line.size > _LARGER * body.size
    if step > _GAP * body.step * line.size / body.size:
        return True
    ended = _ENDS.search(before.text) is not None
    indented = line.x0 - before.x0 > 0.5 * line.size
    short = before.x1 - before.x0 < _FULL * before.width
    return ended and (indented or short or step > _GAP * line.size)


def _region(paragraph: Sequence[Line], body: _Body) -> Region:
    if any(line.cells > 1 for line in paragraph):
        return Region.TABLE
    length = sum(len(line.text) for line in paragraph)
    if paragraph[0].size > _LARGER * body.size and length < _LONGEST_HEADING:
        return Region.HEADING
    return Region.MAIN


def _joined(paragraph: Sequence[Line], words: Counter[str]) -> str:
    text = paragraph[0].text
    for line in paragraph[1:]:
        text = _join(text, line.text, words)
    return text


def _join(text: str, more: str, words: Counter[str]) -> str:
    """Two lines of a paragraph, a word that was broken between them made whole.

    A hyphen stays when the document writes the word with it elsewhere, and not without it.
    """
    broken = _BROKEN.search(text)
    rest = _WORD.match(more)
    if broken is None or rest is None or not more[0].islower():
        return f"{text} {more}"
    first, second = broken[1].lower(), rest[0].lower()
    if words[f"{first}-{second}"] > words[first + second]:
        return f"{text[:-1]}-{more}"
    return text[:-1] + more

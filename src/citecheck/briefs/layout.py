"""Tells the blocks of a brief apart: title, headings, prose, list items, quotes, boilerplate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from citecheck.briefs.lines import Line
from citecheck.briefs.readable import count_words, readable
from citecheck.briefs.references import SourceList
from citecheck.briefs.verbs import states
from citecheck.sentences import split

_ATX = re.compile(r" {0,3}#{1,6}(?:\s++|$)(?P<text>.*+)$")
_SETEXT = re.compile(r" {0,3}(?:=+|-{2,})\s*$")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_ITEM = re.compile(
    r"\s*(?:(?P<bullet>[-*+•‣◦])|\(?(?P<number>\d{1,3}|[a-zA-Z])[.)]|[(（]\d{1,3}[)）])\s+(?=\S)"
)
_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
# The first line of a callout, as Obsidian and GitHub write it: `> [!NOTE] Title`.
_CALLOUT = re.compile(r"[ \t]{0,3}(?:>[ \t]?){1,20}+\[![A-Za-z][\w-]{1,20}\][+-]?[ \t]*")
_TABLE_RULE = re.compile(r"\s*+(?:\|\s*+)?:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)*+(?:\|\s*+)?$")
# The rule under the head of a simple table, as pandoc writes it: `-----  ----`.
_COLUMN_RULE = re.compile(r" {0,3}-{2,}(?: {1,4}-{2,})+\s*$")
_DATE = re.compile(
    r"\W*(?:checked|updated|last updated|published|posted|created|modified|date|written|generated"
    r"|fact[- ]checked|reviewed|retrieved|accessed|stand|publié|publicado|aktualisiert)\b"
    r".{0,60}\d{4}(?:-\d\d-\d\d)?\W*$|\W*(?:\d{1,2}\s+\w+|\w+\s+\d{1,2},?)\s+\d{4}\W*$|\W*\d{4}-\d\d-\d\d\W*$",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"\W*disclaimer\b|.{0,120}\b(?:can|may|might) (?:make|contain|include) (?:mistakes|errors)\b"
    r"|.{0,80}\b(?:AI|artificial intelligence)[- ]generated\b"
    r"|.{0,40}\bnot (?:legal|medical) advice\b",
    re.IGNORECASE,
)
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_MARKER = re.compile(r"\[[^\[\]]*\]{1,2}(?:\([^()]*\))?|【[^【】]*】|</?sup>")
_WORD = re.compile(r"[^\W\d_]")
_TERMINAL = tuple(".!?…:;。！？：；।؟۔።")
_CLOSERS = "\"'”’)]*_»"
_LONGEST_HEADING = 14  # words
_LONGEST_SECTION_TITLE = 16  # words


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the document. `kind` is "prose" for what can hold claims, else why not."""

    kind: str
    start: int
    end: int
    heading: str | None = None
    is_title: bool = False


Marked = Callable[[int, int], bool]
"""Tells whether a marker starts in `[start, end)` of the document."""


def blocks(text: str, lines: Sequence[Line], listed: SourceList, marked: Marked) -> Iterator[Block]:
    """Yield the blocks of the document in order; the source list comes as its own kind."""
    heading: str | None = None
    first = True
    for kind, indices in _runs(lines, listed):
        start, end = lines[indices[0]].start, lines[indices[-1]].end
        if kind == "heading":
            heading = heading_text(lines[indices[0]].text)
            yield Block("heading", start, end, is_title=first)
        elif kind == "columns":
            yield from _row(text, _columns(lines[indices[0]], lines[indices[1]]), heading, marked)
        elif kind != "prose":
            yield Block(kind, start, end)
        else:
            for block in _prose(text, lines, indices, heading, first, marked):
                if block.kind in ("heading", "section title"):
                    heading = heading_text(text[block.start : block.end])
                yield block
        if kind not in ("front matter", "code"):
            first = False


def _runs(lines: Sequence[Line], listed: SourceList) -> Iterator[tuple[str, list[int]]]:
    """Group lines: runs of prose without a blank line, and single lines of other kinds."""
    run: list[int] = []
    columns: int | None = None
    for index, line in enumerate(lines):
        kind = _line_kind(index, line, listed)
        if kind == "column rule":
            if run:
                yield "table head", run
            run, columns = [], index
            continue
        if columns is not None and kind == "prose":
            yield "columns", [columns, index]
            continue
        columns = None
        if kind == "prose" and not run and _RULE.match(line.text):
            yield "rule", [index]
            continue
        if kind == "prose" and run and _SETEXT.match(line.text) and not _ITEM.match(line.text):
            yield "heading", run
            run = []
            continue
        if kind == "prose" and run and _starts_block(line.text, lines[run[-1]].text):
            yield "prose", run
            run = []
        if kind == "prose":
            run.append(index)
            continue
        if run:
            yield "prose", run
            run = []
        if kind != "blank":
            yield kind, [index]
    if run:
        yield "prose", run


def _line_kind(index: int, line: Line, listed: SourceList) -> str:
    if line.front_matter:
        return "front matter"
    if index in listed.lines:
        return "source list"
    if index in listed.definitions:
        return "definition of a link"
    if line.code:
        return "code"
    if not line.text.strip():
        return "blank"
    if _ATX.match(line.text):
        return "heading"
    if _COLUMN_RULE.match(line.text):
        return "column rule"
    if _TABLE_RULE.match(line.text) and "|" in line.text:
        return "rule"
    return "prose"


def _starts_block(line: str, previous: str) -> bool:
    """A list item or a table row starts a block of its own, and so does leaving a quote."""
    if _ITEM.match(line) or line.lstrip().startswith("|") or previous.lstrip().startswith("|"):
        return True
    if bool(_QUOTE.match(line)) != bool(_QUOTE.match(previous)):
        return True
    if _CALLOUT.match(previous) or _CALLOUT.match(line):
        return True
    return _stands_alone(previous) or _stands_alone(line)


def _stands_alone(line: str) -> bool:
    """A line of boilerplate needs no blank line around it."""
    stripped = line.strip()
    return bool(_DATE.match(stripped) or _DISCLAIMER.match(stripped) or stripped.endswith("?"))


def _prose(
    text: str,
    lines: Sequence[Line],
    indices: Sequence[int],
    heading: str | None,
    first: bool,
    marked: Marked,
) -> Iterator[Block]:
    start, end = lines[indices[0]].start, lines[indices[-1]].end
    raw = text[start:end]
    stripped = raw.strip()
    if len(indices) == 1 and _RULE.match(raw):
        yield Block("rule", start, end)
        return
    if not marked(start, end):
        kind = _unmarked_kind(stripped, len(indices), first)
        if kind is not None:
            yield Block(kind, start, end, heading, is_title=first)
            return
    item = (
        _ITEM.match(text, start, end)
        or _CALLOUT.match(text, start, end)
        or _QUOTE.match(text, start, end)
    )
    content = item.end() if item else start
    if item and item.re is _ITEM and item["number"]:
        title_end = _section_title(text, content, end, marked)
        if title_end is not None:
            yield Block("section title", content, title_end, heading)
            yield Block("prose", title_end, end, heading_text(text[content:title_end]))
            return
    if stripped.startswith("|"):
        yield from _cells(text, start, end, heading, marked)
        return
    yield Block("prose", content, end, heading)


def _unmarked_kind(stripped: str, line_count: int, first: bool) -> str | None:
    bare = stripped.rstrip(_CLOSERS)
    if bare.endswith("?") and (first or line_count == 1):
        return "question"
    if len(stripped) < 100 and _DATE.match(stripped):
        return "date line"
    if _DISCLAIMER.match(stripped):
        return "disclaimer"
    callout = _CALLOUT.match(stripped)
    if callout and not (callout.end() < len(stripped) and bare.endswith(_TERMINAL)):
        return "heading" if callout.end() < len(stripped) else "callout"
    count = count_words(stripped)
    if line_count > 1 or _QUOTE.match(stripped) or stripped.startswith("|"):
        return None
    item = _ITEM.match(stripped)
    if count <= _LONGEST_HEADING and not bare.endswith(_TERMINAL) and not (item and item["bullet"]):
        return "heading"
    if bare.endswith((":", "：")) and count <= _LONGEST_HEADING:
        return "lead-in"
    return None


def _section_title(text: str, start: int, end: int, marked: Marked) -> int | None:
    """Where the title glued to a numbered section ends, if this is one.

    A title is a first sentence without a marker, short, before a longer text that cites; in a
    numbered list item that is itself a claim the first sentence carries the marker.
    """
    body = text[start : min(end, start + 2000)]
    sentences = split(body)
    if len(sentences) < 2:
        return None
    title_end = sentences[0][1]
    title = body[:title_end]
    if marked(start, start + title_end) or count_words(title) > _LONGEST_SECTION_TITLE:
        return None
    if states(title) and not title.lstrip().startswith("**"):
        return None
    if not marked(start, end):
        return None
    if end - start - title_end < title_end:
        return None
    return start + title_end


def _cells(text: str, start: int, end: int, heading: str | None, marked: Marked) -> Iterator[Block]:
    """The cells of a row between `|`."""
    edges = [start - 1, *(start + m.start() for m in _CELL_EDGE.finditer(text[start:end])), end]
    cells = [(a + 1, b) for a, b in pairwise(edges) if text[a + 1 : b].strip()]
    yield from _row(text, cells, heading, marked)


def _columns(rule: Line, row: Line) -> list[tuple[int, int]]:
    """The cells of a row whose columns are shown only by the rule above it."""
    starts = [match.start() for match in re.finditer(r"-+", rule.text)]
    edges = zip(starts, [*starts[1:], len(row.text)], strict=True)
    spans = [(row.start + a, row.start + max(a, b)) for a, b in edges if row.text[a:b].strip()]
    return spans or [(row.start, row.end)]


def _row(
    text: str, cells: list[tuple[int, int]], heading: str | None, marked: Marked
) -> Iterator[Block]:
    """The cells as blocks; the row as one where a marker has a cell of its own."""
    if any(marked(a, b) and not _WORD.search(_MARKER.sub("", text[a:b])) for a, b in cells):
        cells = [(cells[0][0], cells[-1][1])]
    for first, last in cells:
        yield Block("prose", first, last, heading)


def is_item(text: str, start: int) -> bool:
    """Tell whether the block that starts at `start` is an item of a list, its sign before it."""
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    return _ITEM.match(text, line, start + 1) is not None and start > line


def heading_text(raw: str) -> str:
    """The words of a heading, without its signs, number and full stop."""
    raw = _CALLOUT.sub("", raw, count=1)
    match = _ATX.match(raw)
    words = match["text"].rstrip().rstrip("#").rstrip() if match else raw
    item = _ITEM.match(words)
    words = readable(words[item.end() :] if item else words)[0]
    return " ".join(words.strip(" *_#").rstrip(".").split())

"""Divides a brief's text into blocks by the shapes of its lines, as plain text and Markdown have
them. Enough to show a brief as it reads; what is a claim was settled when it was parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from citecheck.model import Brief

_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:={2,}|-{2,})[ \t]*\s?$")
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"[ \t]{0,3}>[ \t]?")
_FENCE = re.compile(r"[ \t]{0,3}(?:```+|~~~+)")
_TABLE = re.compile(r"[ \t]*\|")
_COMMENT = re.compile(r"[ \t]*<!--.*?-->\s*$")
_JOINED = {"quote", "table"}  # lines of the same kind make one block


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block: `[start, end)` of the text. `kind` is "text", "heading", "item", "quote", "table"
    or "code"; `label` is what stands before an item."""

    kind: str
    start: int
    end: int
    label: str = ""


def stretches(brief: Brief) -> Iterator[Stretch]:
    """The blocks of a brief in order; blank lines, rules, comments and front matter are none."""
    text = brief.text
    headings = {part.start for part in brief.passed_over if part.kind == "heading"}
    front = next((part.end for part in brief.passed_over if part.kind == "front matter"), 0)
    open_: Stretch | None = None
    fenced = False
    position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        if start < front:
            continue
        if fenced or _FENCE.match(line):
            if _FENCE.match(line):
                if open_ is not None:
                    yield open_
                open_, fenced = None, not fenced
            else:
                open_ = _longer(open_, Stretch("code", start, position))
            continue
        if open_ is not None and open_.kind == "text" and _UNDERLINE.match(line):
            yield replace(open_, kind="heading")
            open_ = None
            continue
        found = _of_line(line, start, headings)
        if open_ is not None and _goes_on(open_, found):
            open_ = _longer(open_, found)
            continue
        if open_ is not None:
            yield open_
        open_ = found
        if found is not None and found.kind == "heading":
            yield found
            open_ = None
    if open_ is not None:
        yield open_


def _of_line(line: str, start: int, headings: set[int]) -> Stretch | None:
    """What a line alone would be; None when it shows nothing."""
    end = start + len(line)
    if not line.strip() or _COMMENT.match(line) or _UNDERLINE.match(line):
        return None
    heading = _HEADING.match(line)
    indent = start + len(line) - len(line.lstrip())
    if heading or indent in headings:
        return Stretch("heading", start + (heading.end() if heading else 0), end)
    item = _ITEM.match(line)
    if item:
        return Stretch("item", start + item.end(), end, _label(item[0]))
    for kind, shape in (("quote", _QUOTE), ("table", _TABLE)):
        if shape.match(line):
            return Stretch(kind, start, end)
    return Stretch("text", start, end)


def _goes_on(open_: Stretch, found: Stretch | None) -> bool:
    if found is None:
        return False
    if found.kind in _JOINED:
        return open_.kind == found.kind
    return found.kind == "text" and open_.kind not in ("table", "code")


def _longer(open_: Stretch | None, found: Stretch | None) -> Stretch | None:
    if open_ is None or found is None:
        return found or open_
    return replace(open_, end=found.end)


def _label(marker: str) -> str:
    """A bullet for a bullet, a number for a number."""
    return marker.strip() if marker.strip()[0].isdigit() else "•"

"""Turns blocks of text in reading order into a page's text and passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from citecheck.model import Passage, Region

_SEPARATOR = "\n\n"
_HEADING, _TITLE = Region.HEADING, Region.TITLE
_new = tuple.__new__
_ENDS = (".", "!", "?", "。", ":", ";")
_WIDE = 45  # characters; text is wrapped at more
_INVISIBLE = ("\u00ad", "\u200b", "\u2060", "\ufeff")


class Block(NamedTuple):
    """One block as a reader sees it; `text` has its white space folded and is not empty."""

    text: str
    region: Region
    page: int | None = None


def fold(text: str) -> str:
    """White space folded, and what is invisible (soft hyphens, zero-width spaces) left out."""
    if not text.isascii():
        for mark in _INVISIBLE:
            if mark in text:
                text = text.replace(mark, "")
    return " ".join(text.split())


def fold_row(text: str) -> str:
    """The same for a row of a table, whose empty cells keep their place."""
    return " | ".join(map(fold, text.split(" | ")))


def apart(lines: Sequence[str]) -> list[str]:
    """The lines of a block joined where they are one wrapped text, and apart where each says
    something of its own: a list of facts, an address, a poem.

    A text is wrapped when most of its lines go on in small letters, and end in no full stop. Of a
    list, a line that begins in small letters belongs to the one before it.
    """
    if len(lines) < 2:
        return list(lines)
    follow = [line[:1].islower() and not before.endswith(_ENDS) for before, line in pairwise(lines)]
    wide = sum(len(line) >= _WIDE for line in lines[:-1])
    if sum(follow) * 3 >= len(follow) and wide * 2 >= len(lines) - 1:
        return [" ".join(lines)]
    parts = [lines[0]]
    for goes_on, line in zip(follow, lines[1:], strict=True):
        if goes_on:
            parts[-1] += f" {line}"
        else:
            parts.append(line)
    return parts


def assemble(
    blocks: Iterable[tuple[str, Region, int | None]],
) -> tuple[str, tuple[Passage, ...]]:
    """Join blocks (or what has their parts in order) into one text; each passage knows its
    offsets and the heading above it."""
    parts: list[str] = []
    passages: list[Passage] = []
    position = 0
    heading: str | None = None
    for text, region, page in blocks:
        end = position + len(text)
        above = None if region is _HEADING or region is _TITLE else heading
        # What a page has by the hundred is made without the detour over `Passage.__new__`.
        passages.append(_new(Passage, (text, position, end, region, above, page)))
        if region is _HEADING:
            heading = text
        parts.append(text)
        position = end + len(_SEPARATOR)
    return _SEPARATOR.join(parts), tuple(passages)

"""Turns blocks of text in reading order into a page's text and passages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from citecheck.model import Passage, Region

_SEPARATOR = "\n\n"
_HEADING, _TITLE = Region.HEADING, Region.TITLE
_new = tuple.__new__
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

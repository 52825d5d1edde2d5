"""Turns blocks of text in reading order into a page's text and passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from citecheck.model import Passage, Region

_SEPARATOR = "\n\n"
_INVISIBLE = ("\u00ad", "\u200b", "\u2060", "\ufeff")


@dataclass(slots=True)
class Block:
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


def assemble(blocks: Iterable[Block]) -> tuple[str, tuple[Passage, ...]]:
    """Join blocks into one text; each passage knows its offsets and the heading above it."""
    parts: list[str] = []
    passages: list[Passage] = []
    position = 0
    heading: str | None = None
    for block in blocks:
        end = position + len(block.text)
        above = None if block.region in (Region.HEADING, Region.TITLE) else heading
        passages.append(Passage(block.text, position, end, block.region, above, block.page))
        if block.region is Region.HEADING:
            heading = block.text
        parts.append(block.text)
        position = end + len(_SEPARATOR)
    return _SEPARATOR.join(parts), tuple(passages)

"""Reads plain text: blank lines part paragraphs, and lines that are no wrapped text stand alone."""

from __future__ import annotations

import re

from citecheck.model import Page, Region, Source, SourceStatus
from citecheck.pages.blocks import Block, apart, assemble, fold
from citecheck.pages.charset import decode

_BLANK = re.compile(r"\r?\n[ \t\f\v]*(?:\r?\n[ \t\f\v]*)+|\f")


def read_text(source: Source) -> Page:
    """The page of a plain text body. No title; empty when there is no visible character."""
    blocks: list[Block] = []
    for paragraph in _BLANK.split(decode(source.body, source.content_type)):
        lines = [line for line in map(fold, paragraph.splitlines()) if line]
        blocks += [Block(part, Region.MAIN) for part in apart(lines)]
    text, passages = assemble(blocks)
    return Page(source, SourceStatus.OK, text=text, passages=passages)

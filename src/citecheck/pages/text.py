"""Reads plain text: paragraphs are what blank lines part."""

from __future__ import annotations

import re

from citecheck.model import Page, Region, Source, SourceStatus
from citecheck.pages.blocks import Block, assemble, fold
from citecheck.pages.charset import decode

_BLANK = re.compile(r"\r?\n[ \t\f\v]*(?:\r?\n[ \t\f\v]*)+|\f")


def read_text(source: Source) -> Page:
    """The page of a plain text body. No title; empty when there is no visible character."""
    paragraphs = map(fold, _BLANK.split(decode(source.body, source.content_type)))
    text, passages = assemble(Block(p, Region.MAIN) for p in paragraphs if p)
    return Page(source, SourceStatus.OK, text=text, passages=passages)

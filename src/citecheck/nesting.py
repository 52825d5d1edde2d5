"""Bounds how deep markup nests before a parser sees it.

An HTML parser looks through all open elements at many tags, so that a page of 100,000 open lists
takes it minutes, and it opens all unclosed fonts anew in each paragraph, so that memory explodes.
Browsers flatten what is deeper than 512 elements; so does this.
"""

from __future__ import annotations

import re

_DEEPEST = 512  # as in Chromium and WebKit
_FONTS = 64  # unclosed formatting elements
_SUSPECT = 1500  # more opening than closing tags, below which nothing can be too deep or costly
_FEW = 4000  # tags, below which even the worst nesting costs nothing to speak of
_CHUNK = 16_384
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# Elements that hold nothing, or that the next of their kind closes.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th"
    " thead tbody tfoot option optgroup html head body".split()
)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,50})[^>]{0,4000}>?")


def bounded(html: str) -> str:
    """The same page without the tags that nest too deep; their text stays."""
    if not _may_be_deep(html):
        return html
    pieces: list[str] = []
    position = 0
    depths = {True: 0, False: 0}
    dropped = {True: 0, False: 0}
    limits = {True: _FONTS, False: _DEEPEST}
    for match in _TAG.finditer(html):
        tag = match[2].lower()
        if tag in _FLAT:
            continue
        formatting = tag in _FORMATTING
        drop = False
        if not match[1]:
            drop = depths[formatting] >= limits[formatting]
            dropped[formatting] += drop
            depths[formatting] += not drop
        elif dropped[formatting]:
            drop = True
            dropped[formatting] -= 1
        elif depths[formatting]:
            depths[formatting] -= 1
        if drop:
            pieces += (html[position : match.start()], " ")
            position = match.end()
    pieces.append(html[position:])
    return "".join(pieces)


def _may_be_deep(html: str) -> bool:
    if html.count("<") < _FEW:
        return False
    more = 0
    for start in range(0, len(html), _CHUNK):
        end = start + _CHUNK
        more += html.count("<", start, end) - 2 * html.count("</", start, end)
        if more > _SUSPECT:
            return more - _void(html) > _SUSPECT or more > 4 * _SUSPECT
    return False


def _void(html: str) -> int:
    """About how many tags and comments need no closing tag."""
    return sum(html.count(mark) for mark in ("<br", "<img", "<meta", "<link", "<input", "<!", "/>"))

"""Offsets of a document to an editor's positions and back.

An editor counts lines from 0 and, unless it has agreed on something else, characters in UTF-16
units; citecheck counts characters of the whole document.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol import types
from pygls.workspace import PositionCodec, ServerTextPosition

_LINE_END = re.compile(r"\r\n|\r|\n")


class Positions:
    """The lines of one version of a document."""

    def __init__(self, text: str, codec: PositionCodec) -> None:
        self.text = text
        self._codec = codec
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        ends = [*self._starts[1:], len(text)]
        self._lines = [text[a:b] for a, b in zip(self._starts, ends, strict=True)]

    def at(self, offset: int) -> types.Position:
        """The position of the character at `offset`."""
        line = bisect_right(self._starts, offset) - 1
        inner = ServerTextPosition(line, offset - self._starts[line])
        return self._codec.position_to_client_units(self._lines, inner)

    def span(self, start: int, end: int) -> types.Range:
        """The range of `[start, end)`."""
        return types.Range(self.at(start), self.at(end))

    def line(self, number: int) -> types.Range:
        """The range of a whole line, counted from 1, without its end."""
        index = min(max(number, 1), len(self._lines)) - 1
        start = self._starts[index]
        return self.span(start, start + len(self._lines[index].rstrip("\r\n")))

    def offset(self, position: types.Position) -> int:
        """The offset of a position; one beyond the end of its line counts as the end."""
        given = types.Position(position.line, position.character)
        inner = self._codec.position_from_client_units(self._lines, given)
        return self._starts[inner.line] + inner.character

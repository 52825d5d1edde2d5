"""Tells line and column of an offset."""

from __future__ import annotations

import re
from bisect import bisect_right

from citecheck.model import Place

_LINE_END = re.compile(r"\r\n|\r|\n")


class Places:
    """The lines of one document; lines and columns count from 1, offsets from 0."""

    def __init__(self, text: str) -> None:
        self._end = len(text)
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def at(self, offset: int) -> Place:
        """The place of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return Place(offset, line, offset - self._starts[line - 1] + 1)

    def line(self, offset: int) -> tuple[int, int]:
        """Where the line that holds `offset` starts, and where the next one does."""
        number = bisect_right(self._starts, offset)
        end = self._starts[number] if number < len(self._starts) else self._end
        return self._starts[number - 1], end

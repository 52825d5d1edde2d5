"""Tells where an offset is: line and column, or the place in a file of another format."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from citecheck.briefs.formats.document import Anchor
from citecheck.model import Place

_LINE_END = re.compile(r"\r\n|\r|\n")


class Places:
    """The lines of one document; lines and columns count from 1, offsets from 0.

    `anchors` is the source map of a format whose text is not the file itself.
    """

    def __init__(self, text: str, anchors: Sequence[Anchor] = ()) -> None:
        self._anchors = anchors
        self._offsets = [anchor.offset for anchor in anchors]
        self._end = len(text)
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def at(self, offset: int) -> Place:
        """The place of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        column = offset - self._starts[line - 1] + 1
        number = bisect_right(self._offsets, offset) - 1
        if number < 0:
            return Place(offset, line, column)
        anchor = self._anchors[number]
        if anchor.line is not None:
            return Place(offset, anchor.line, 1, anchor.where)
        return Place(offset, line, column, anchor.where)

    def line(self, offset: int) -> tuple[int, int]:
        """Where the line that holds `offset` starts, and where the next one does."""
        number = bisect_right(self._starts, offset)
        end = self._starts[number] if number < len(self._starts) else self._end
        return self._starts[number - 1], end

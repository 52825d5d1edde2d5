"""Joins the printed lines of a PDF to running text: hyphens and broken addresses made whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from citecheck.briefs.formats.document import BREAK
from citecheck.briefs.formats.pdf_notes import Line, goes_on

_HYPHENS = "-\u00ad\u2010"
_WORD_AND_HYPHEN = re.compile(r"(?:^|\s)[^\W_]+[-\u00ad\u2010]\s*$")
_HYPHENATED = 0.05  # of the lines end in a hyphen where type is set with hyphenation
_SHORT = 0.75  # of the width; a line that is shorter ended because its writer wanted it to
_NEAR = 24  # points; a line that ends so near the edge may have been broken there
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class Hyphens:
    """Decides whether a hyphen at the end of a line belongs to the word."""

    def __init__(self, lines: Sequence[Line]) -> None:
        words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
        self._words = words
        ends = sum(_WORD_AND_HYPHEN.search(line.text) is not None for line in lines)
        self._hyphenated = ends > len(lines) * _HYPHENATED

    def keep(self, before: str, after: str) -> bool:
        """Tell it from the rest of the document: which form stands elsewhere, and whether so many
        lines end in hyphens that the type was set with hyphenation."""
        last = before.split()[-1]
        if "/" in last or "@" in last:
            return True
        first, second = _WORD.findall(last)[-1:], _WORD.findall(after.split()[0])[:1]
        if not first or not second:
            return True
        whole, parted = (f"{first[0]}{sign}{second[0]}".lower() for sign in ("", "-"))
        if self._words[whole] != self._words[parted]:
            return self._words[parted] > self._words[whole]
        return not self._hyphenated


def joined(paragraph: Sequence[Line], widest: float, hyphens: Hyphens, *, entry: bool) -> str:
    """The words of a paragraph, or of an `entry` of the source list; in a paragraph a line that
    stops well short of the edge ends there."""
    pieces: list[str] = []
    right = max(line.right for line in paragraph)
    for number, line in enumerate(paragraph):
        text = line.text.strip()
        following = paragraph[number + 1].text.lstrip() if number + 1 < len(paragraph) else ""
        if following and goes_on(text, following, full=line.right > right - _NEAR):
            pieces.append(text)
        elif text[-1:] in _HYPHENS and following[:1].isalnum() and text[-2:-1].isalnum():
            pieces.append(text[:-1] + ("-" if hyphens.keep(text[:-1], following) else ""))
        elif following and not entry and line.right < widest * _SHORT:
            pieces.append(text + BREAK)
        else:
            pieces.append(text + " ")
    return "".join(pieces)

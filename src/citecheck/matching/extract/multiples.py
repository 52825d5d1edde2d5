"""Reads multiples of a comparison: "twice as likely", "a third as many", "3.5 times as high"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.matching import data
from citecheck.matching.text.tokens import tokenise

_WORDS = {"half": 0.5, "twice": 2.0, "double": 2.0, "thrice": 3.0}
_TIMES = dict(zip(data.text("extract.multiples.times").split(), range(2, 11), strict=True))
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_MULTIPLE = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_WORDS)})"
    rf"|(?P<times>\d{{1,4}}(?:\.\d{{1,3}})?|{'|'.join(_TIMES)}) times"
    rf"|(?:a|one) (?P<part>{'|'.join(_PARTS)})) as (?P<of>\w{{1,40}})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Multiple:
    """A multiple, where it stands, and the stem of what is compared ("likely")."""

    value: float
    start: int
    end: int
    of: str


def multiples(text: str, start: int = 0, end: int | None = None) -> Iterator[Multiple]:
    """The multiples in `text[start:end]`, with places in `text`. Linear time."""
    for match in _MULTIPLE.finditer(text, start, len(text) if end is None else end):
        word, times, part = (
            match[name] and match[name].lower() for name in ("word", "times", "part")
        )
        if word:
            value = _WORDS[word]
        elif times:
            value = float(_TIMES.get(times) or times)
        else:
            value = 1 / _PARTS[part]
        yield Multiple(value, match.start(), match.end(), tokenise(match["of"])[0].stem)

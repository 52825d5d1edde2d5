"""Finds the passage that a cited URL itself points to by a text fragment (`#:~:text=`).

The form is that of the WICG's specification "URL Fragment Text Directives": a start and perhaps an
end, with the words before and after it as context.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from citecheck.model import Passage

_MARK = ":~:"
_MOST, _LONGEST = 5, 500  # fragments of a URL, characters of a part that are looked at


@dataclass(frozen=True, slots=True)
class Pointed:
    """Where a URL points: `passages` hold the words; `gone` are words that stand nowhere."""

    passages: tuple[Passage, ...] = ()
    gone: str = ""


def pointed(url: str, text: str, passages: Sequence[Passage]) -> Pointed:
    """What the text fragments of a URL point to on a page; nothing for a URL without any."""
    directive = url.partition("#")[2].partition(_MARK)[2]
    values = [part[5:] for part in directive.split("&") if part.startswith("text=")][:_MOST]
    found: list[Passage] = []
    gone = ""
    for value in filter(None, values):
        first, last = _ends(value)
        span = _span(text, first, last)
        if span is None:
            gone = gone or " … ".join(filter(None, (first, last)))
        else:
            found += [p for p in passages if p.start < span[1] and span[0] < p.end]
    return Pointed(tuple(dict.fromkeys(found)), gone)


def _ends(value: str) -> tuple[str, str]:
    """The first and the last words that a fragment names, its context left out."""
    parts = [
        unquote(part)[:_LONGEST].strip()
        for part in value.split(",")
        if not part.endswith("-") and not part.startswith("-")
    ]
    return (parts[0], parts[1] if len(parts) > 1 else "") if parts else ("", "")


def _span(text: str, first: str, last: str) -> tuple[int, int] | None:
    start = _find(text, first, 0)
    if start is None or not last:
        return start
    end = _find(text, last, start[1])
    return None if end is None else (start[0], end[1])


def _find(text: str, words: str, at: int) -> tuple[int, int] | None:
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = re.compile(pattern, re.IGNORECASE).search(text, at) if pattern else None
    return found.span() if found is not None else None

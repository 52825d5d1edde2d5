"""Makes wikitext fit for its parser, whose time grows with the square of what is opened and never
closed (earwig/mwparserfromhell#364): drops that, and cuts what is left into parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

_SIGN = re.compile(
    r"<!--[\s\S]{0,5000}?-->|<(?P<raw>nowiki|pre|math|source|syntaxhighlight)\b[^<>]{0,300}(?<!/)>"
    r"[\s\S]{0,5000}?</(?P=raw)\s{0,9}>"
    r"|(?P<open>\{\{|\[\[|^[ :*]{0,9}\{\|)|(?P<close>\}\}|\]\]|^\|\}(?!\}))"
    r"|<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{0,1000}(?<!/)>",
    re.MULTILINE | re.IGNORECASE,
)
_CLOSES = {"}}": "{{", "]]": "[[", "|}": "{|"}
_LONGEST_PART = 5_000  # characters after which the text is cut where nothing is open
_SINGLE = frozenset("br hr wbr li dd dt p references".split())


def closed(text: str) -> str:
    """The text without the signs that open or close a template, link, table or tag and have none
    that answers to them. Line breaks stay. Linear time."""
    pending: list[tuple[str, int, int]] = []
    counts: Counter[str] = Counter()
    dropped: list[tuple[int, int]] = []
    for match in _SIGN.finditer(text):
        tag = (match["tag"] or "").lower()
        if tag in _SINGLE or not (match["open"] or match["close"] or tag):
            continue
        if match["open"] or (tag and not match["end"]):
            kind = tag or match["open"][-2:]
            pending.append((kind, *match.span()))
            counts[kind] += 1
            continue
        kind = tag or _CLOSES[match["close"]]
        if not counts[kind]:
            dropped.append(match.span())
            continue
        while (last := pending.pop())[0] != kind:
            counts[last[0]] -= 1
            dropped.append(last[1:])
        counts[kind] -= 1
    pieces, at = [], 0
    for start, end in sorted([*dropped, *(span[1:] for span in pending)]):
        pieces.append(text[at:start])
        at = end
    return "".join([*pieces, text[at:]])


def parts(text: str) -> Iterator[str]:
    """The text, as `closed` gives it, cut at ends of lines where nothing is open."""
    depth = start = free = 0
    for match in _SIGN.finditer(text):
        tag = (match["tag"] or "").lower()
        if tag in _SINGLE or not (match["open"] or match["close"] or tag):
            continue
        if depth == 0 and match.start() - start > _LONGEST_PART:
            end = text.rfind("\n", free, match.start()) + 1
            if end > start:
                yield text[start:end]
                start = end
        depth += 1 if match["open"] or (tag and not match["end"]) else -1
        free = match.end()
    yield text[start:]

"""Blanks what a reader of the brief never sees: comments, embedded pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.briefs.lines import Line

_PICTURE = re.compile(
    r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*<?data:[^\s<>]*>?[^\n]*"
    r"|!\[[^\[\]\n]{0,500}\]\(\s{0,3}<?data:[^\s()<>]*>?[^()\n]{0,300}\)"
    r"|<img\b[^<>\"']{0,500}src\s*=\s*[\"']data:[^\"'<>]*[\"'][^<>]{0,500}>",
    re.MULTILINE,
)
_HIDDEN = re.compile(
    r"<(?P<tag>span|div|p)\s[^<>]{0,300}?display\s*:\s*none[^<>]{0,300}>(?:(?!</?(?P=tag)\b)[\s\S]){0,20000}?"
    r"</(?P=tag)>",
    re.IGNORECASE,
)
_FENCE = "%%"
_LONGEST = 20_000  # characters of a comment between %% and %%
_VISIBLE = re.compile(r"[^\r\n]")


def blanked(text: str, lines: Sequence[Line]) -> tuple[str, list[tuple[int, int]]]:
    """The text with spaces in place of its comments and embedded pictures, offsets and line ends
    unchanged, and the spans of the comments. What is in code stays. Linear time."""
    code = [(line.start, line.end) for line in lines if line.code or line.front_matter]
    hidden = [match.span() for match in _HIDDEN.finditer(text)] if "none" in text else []
    comments = _outside(code, [*_html(text), *_obsidian(text), *hidden])
    pictures = [match.span() for match in _PICTURE.finditer(text)] if "data:" in text else []
    pieces: list[str] = []
    position = 0
    for start, end in sorted([*comments, *_outside(code, pictures)]):
        if start < position:
            continue
        pieces += [text[position:start], _VISIBLE.sub(" ", text[start:end])]
        position = end
    return "".join([*pieces, text[position:]]), comments


def _html(text: str) -> list[tuple[int, int]]:
    spans = []
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        spans.append((start, end + 3))
        start = text.find("<!--", end)
    return spans


def _obsidian(text: str) -> list[tuple[int, int]]:
    """What stands between `%%` and `%%`, the first with nothing but white space before it."""
    spans = []
    start = text.find(_FENCE)
    while start >= 0:
        opens = start == 0 or text[start - 1].isspace()
        end = text.find(_FENCE, start + 2, start + _LONGEST) if opens else -1
        if end >= 0:
            spans.append((start, end + 2))
        start = text.find(_FENCE, end + 2 if end >= 0 else start + 2)
    return spans


def _outside(
    code: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    kept = []
    at = 0
    for start, end in sorted(spans):
        while at < len(code) and code[at][1] <= start:
            at += 1
        if at == len(code) or code[at][0] > start:
            kept.append((start, end))
    return kept

"""Finds markers: `[1]`, `[1, 3]`, `[2-4]`, `[^1]`, `[1](url)`, `[[1]](url)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from citecheck.model import Reference

MAX_RANGE = 60
"""`[2-2000]` is no list of sources; a wider range than this is not expanded."""

URL_IN_PARENTHESES = (
    r"\(\s*<?(?P<{0}>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+\"[^\"\n]*\")?\s*\)"
)
_NUMBERS = r"\d{1,4}(?:\s{0,3}(?:[-–—‑−,;]|\band\b|&)\s{0,3}\d{1,4}){0,40}"
_MARKER = re.compile(
    r"\\?\[\\?\[(?P<double>\^?"
    + _NUMBERS
    + r")\\?\]\\?\]"
    + URL_IN_PARENTHESES.format("url2")
    + "|"
    r"\\?\[(?P<single>" + _NUMBERS + r"|\^[\w.:-]{1,60}\^?)\\?\]"
    r"(?:" + URL_IN_PARENTHESES.format("url1") + r")?"
)
_BRACKETED = re.compile(r"\[(?:sic|citation needed|\.\.\.|…)\]", re.IGNORECASE)
_PART = re.compile(r"(\d+)(?:\s*[-–—‑−]\s*(\d+))?")


@dataclass(frozen=True, slots=True)
class Found:
    """Something shaped like a marker: its labels in order, its span, and its own URL if any.

    A label of a note, `[^3]`, keeps its caret: `settle_notes` tells whether it needs one.
    `passed` says why it is no marker although the source list answers to it. One that `leads` is
    a part of its sentence, such as its subject, and never belongs to the sentence before it.
    """

    labels: tuple[str, ...]
    start: int
    end: int
    url: str | None = None
    passed: str = ""
    leads: bool = False


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
    """Yield everything in `text[start:end]` that is shaped like a marker. Linear time."""
    for match in _MARKER.finditer(text, start, len(text) if end is None else end):
        body = match["double"] or match["single"]
        url = match["url2"] or match["url1"] or None
        if text[match.end() : match.end() + 1] == ":" and _opens_line(text, match.start()):
            continue  # it defines a note or an entry
        if not body.startswith("^"):
            labels = expand(body)
        elif body[1:2].isdigit():
            labels = tuple(f"^{label}" for label in expand(body.strip("^")))
        else:
            labels = (f"^{body.strip('^')}",)
        yield Found(labels, match.start(), match.end(), url)


def _opens_line(text: str, position: int) -> bool:
    before = text[max(0, position - 8) : position]
    return not before[max(before.rfind("\n"), before.rfind("\r")) + 1 :].strip(" \t-*+>")


def settle_notes(
    found: Sequence[Found], entries: Sequence[Reference]
) -> tuple[list[Found], tuple[Reference, ...]]:
    """Take the carets off the labels of notes, unless the document has notes beside a numbered
    list: then `[^1]` and `[1]` are two sources, and notes keep the caret."""
    noted = {entry.label for entry in entries if entry.label.startswith("^")}
    others = {entry.label for entry in entries} - noted
    if {label[1:] for label in noted} & others:
        return list(found), tuple(entries)
    bare = [
        replace(mark, labels=tuple(label.removeprefix("^") for label in mark.labels))
        for mark in found
    ]
    return bare, tuple(replace(e, label=e.label.removeprefix("^")) for e in entries)


def expand(numbers: str) -> tuple[str, ...]:
    """The labels of `1, 3` or `2-4`, each once, in order; a senseless range gives its two ends."""
    if not _PART.match(numbers):
        return (numbers,)
    labels: dict[str, None] = {}
    for match in _PART.finditer(numbers):
        first, last = int(match[1]), int(match[2] or match[1])
        if first <= last < first + MAX_RANGE:
            labels.update(dict.fromkeys(map(str, range(first, last + 1))))
        else:
            labels.update({str(first): None, str(last): None})
    return tuple(labels)

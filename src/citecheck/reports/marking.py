"""Cuts texts into pieces: the words of a passage that match a claim, the facts that differ."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from citecheck.model import Evidence, Reason, ReasonCode
from citecheck.reports.pieces import DIFFERS, MATCHES, MISSING, Piece, joined
from citecheck.reports.reasons import DIFFERENCES
from citecheck.reports.sanitise import plain

_JOINT = re.compile(r"\W{1,3}")  # what may stand between two matching words marked as one
Interval = tuple[int, int, str]


def passage(evidence: Evidence, reasons: Sequence[Reason]) -> tuple[Piece, ...]:
    """A passage with the words that match the claim and the facts that differ from it."""
    size = len(evidence.text)
    matching = sorted(
        (max(0, quad[2] - evidence.start), min(size, quad[3] - evidence.start))
        for quad in evidence.aligned
    )
    intervals = [(start, end, MATCHES) for start, end in _spans(evidence.text, matching)]
    facts = [reason.source for reason in reasons if reason.code in DIFFERENCES]
    return _cut(evidence.text, [*_found(evidence.text, facts, DIFFERS), *intervals])


def claim(text: str, reasons: Sequence[Reason]) -> tuple[Piece, ...]:
    """A claim with the facts that differ in a source, and the details that no source has."""
    facts = [reason.claim for reason in reasons if reason.code in DIFFERENCES]
    missing = [reason.claim for reason in reasons if reason.code is ReasonCode.MISSING_DETAIL]
    return _cut(text, [*_found(text, facts, DIFFERS), *_found(text, missing, MISSING)])


def _spans(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if start >= end:
            continue
        if found and (start <= found[-1][1] or _JOINT.fullmatch(text[found[-1][1] : start])):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _found(text: str, facts: Iterable[str | None], kind: str) -> list[Interval]:
    """Where the facts stand in the text, as whole words."""
    found: list[Interval] = []
    for fact in facts:
        words = (fact or "").strip()
        if not words:
            continue
        pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
        found += [(m.start(), m.end(), kind) for m in re.finditer(pattern, text, re.IGNORECASE)]
    return found


def _cut(text: str, intervals: Sequence[Interval]) -> tuple[Piece, ...]:
    """The text in pieces; where intervals overlap, the first in the list wins."""
    bounds = sorted({0, len(text), *(b for start, end, _ in intervals for b in (start, end))})
    return joined(
        Piece(
            plain(text[start:end]),
            next((kind for s, e, kind in intervals if s <= start and end <= e), ""),
        )
        for start, end in itertools.pairwise(bounds)
    )

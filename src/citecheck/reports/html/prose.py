"""The brief as it reads: its blocks in order, each in runs of text, some of them claims."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from citecheck.model import Brief, Finding, PassedOver
from citecheck.reports.html.layout import Stretch, stretches
from citecheck.reports.pieces import Piece
from citecheck.reports.sanitise import plain

_MOST = 0.6  # share of a block that must have been passed over for the block to be an aside
_MARKUP = re.compile(
    r"(?P<strong>(?P<s>\*\*|__)(?=\S)(?P<bold>.{1,300}?)(?<=\S)(?P=s))"
    r"|(?P<em>(?<![\w*_])(?P<e>[*_])(?=[^\s*_])(?P<slant>[^*_\n]{1,300}?)(?<=\S)(?P=e)(?![\w*_]))"
    r"|(?P<code>`(?P<mono>[^`\n]{1,300})`)"
    r"|(?P<link>\[(?P<words>\[?[^\[\]\n]{1,300}\]?)\]\([^()\s]{1,2000}\))"
    r"|(?P<comment><!--.{0,1000}?-->)",
    re.DOTALL,
)
_QUOTED = re.compile(r"(?m)^[ \t]{0,3}>[ \t]?")
_MARKER = re.compile(r"\[?\^?[\d, –-]+\]?")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text in pieces, each "strong", "em", "code" or nothing. `finding` is set when it
    is a claim, `first` for its first run."""

    pieces: tuple[Piece, ...]
    finding: Finding | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the brief. `kind` is "text", "heading", "item", "quote", "table", "code",
    "list" (of sources) or "aside" (not judged); `label` stands before an item."""

    kind: str
    runs: tuple[Run, ...]
    label: str = ""


def blocks(brief: Brief, findings: Sequence[Finding]) -> tuple[Block, ...]:
    """The brief's text in blocks; its claims one a block when the report lacks the text."""
    if not brief.text:
        return tuple(
            Block("text", (Run((Piece(plain(finding.claim.text)),), finding, True),))
            for finding in findings
        )
    parts = sorted(brief.passed_over, key=lambda part: part.start)
    claims = sorted(findings, key=lambda finding: finding.claim.start)
    seen: set[str] = set()
    found = []
    for stretch in stretches(brief):
        start, end = stretch.start, stretch.end
        over = _between(parts, start, end, lambda part: (part.start, part.end))
        cited = _between(claims, start, end, lambda f: (f.claim.start, f.claim.end))
        runs = tuple(_runs(brief.text, stretch, cited, over, seen))
        if any(piece.text.strip() for run in runs for piece in run.pieces):
            found.append(Block(_kind(stretch, over), runs, stretch.label))
    return tuple(found)


def _between(
    items: Sequence[T], start: int, end: int, span: Callable[[T], tuple[int, int]]
) -> list[T]:
    """The items that reach into a stretch. `items` are in order and hardly overlap."""
    last = bisect_left(items, end, key=lambda item: span(item)[0])
    first = last
    while first and span(items[first - 1])[1] > start:
        first -= 1
    return list(items[first:last])


def _kind(stretch: Stretch, passed_over: Sequence[PassedOver]) -> str:
    """What a block is: its shape, or what most of it was passed over as."""
    covered: dict[str, int] = {}
    for part in passed_over:
        length = min(stretch.end, part.end) - max(stretch.start, part.start)
        covered[part.kind] = covered.get(part.kind, 0) + length
    if sum(covered.values()) < _MOST * (stretch.end - stretch.start):
        return stretch.kind
    kind = max(covered, key=covered.__getitem__)
    if kind == "source list":
        return "heading" if stretch.kind == "heading" else "list"
    return stretch.kind if stretch.kind != "text" or kind == "section title" else "aside"


def _runs(
    text: str,
    stretch: Stretch,
    claims: Sequence[Finding],
    passed_over: Sequence[PassedOver],
    seen: set[str],
) -> Iterator[Run]:
    titles = [part for part in passed_over if part.kind == "section title"]
    position = stretch.start
    for finding in claims:
        first = max(finding.claim.start, position)
        last = min(finding.claim.end, stretch.end)
        if first >= last:
            continue
        last = first + len(text[first:last].rstrip())  # its sign stands before a space
        yield from _plain_runs(text, position, first, titles, stretch.kind)
        # A line that ends within a claim was only wrapped.
        pieces = _pieces(text[first:last], stretch.kind, wrapped=True)
        yield Run(pieces, finding, finding.claim.id not in seen)
        seen.add(finding.claim.id)
        position = last
    yield from _plain_runs(text, position, stretch.end, titles, stretch.kind)


def _plain_runs(
    text: str, start: int, end: int, titles: Sequence[PassedOver], kind: str
) -> Iterator[Run]:
    """Text that is no claim; section titles stand out."""
    for title in titles:
        if start <= title.start and title.end <= end:
            yield Run(_pieces(text[start : title.start], kind))
            yield Run((Piece(_lines(text[title.start : title.end]), "strong"),))
            start = title.end
    yield Run(_pieces(text[start:end], kind))


def _pieces(text: str, kind: str, *, wrapped: bool = False) -> tuple[Piece, ...]:
    """Text without its Markdown, in pieces; code and tables stay as they are."""
    if kind == "quote":
        text = _QUOTED.sub("", text)
    if wrapped:
        text = " ".join(text.splitlines())
    if kind in ("code", "table"):
        return (Piece(_lines(text)),)
    pieces: list[Piece] = []
    position = 0
    for match in _MARKUP.finditer(text):
        pieces.append(Piece(_lines(text[position : match.start()])))
        position = match.end()
        if match["strong"]:
            pieces.append(Piece(_lines(match["bold"]), "strong"))
        elif match["em"]:
            pieces.append(Piece(_lines(match["slant"]), "em"))
        elif match["code"]:
            pieces.append(Piece(_lines(match["mono"]), "code"))
        elif match["link"]:
            words = _lines(match["words"])
            pieces.append(Piece(f"[{words}]" if _MARKER.fullmatch(words) else words))
    pieces.append(Piece(_lines(text[position:])))
    return tuple(piece for piece in pieces if piece.text)


def _lines(text: str) -> str:
    """Readable text that keeps its line ends."""
    return "\n".join(plain(line) for line in text.split("\n"))

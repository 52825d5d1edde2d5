"""The brief as it reads: its blocks in order, each in runs of text, some of them claims."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from citecheck.model import Brief, Finding, PassedOver
from citecheck.reports.sanitise import plain

_HEADING = re.compile(r"#{1,6}[ \t]+")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_MOST = 0.6  # share of a block that must have been passed over for the block to be an aside
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text. `finding` is set when it is a claim, `first` for its first run; `strong`
    when the brief sets it in bold."""

    text: str
    finding: Finding | None = None
    first: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `kind` is "heading", "list" (of sources), "aside" (not judged) or "text"."""

    kind: str
    runs: tuple[Run, ...]


def blocks(brief: Brief, findings: Sequence[Finding]) -> tuple[Block, ...]:
    """The brief's text in blocks; its claims one a block when the report lacks the text."""
    if not brief.text:
        return tuple(
            Block("text", (Run(plain(finding.claim.text), finding, True),)) for finding in findings
        )
    parts = sorted(brief.passed_over, key=lambda part: part.start)
    claims = sorted(findings, key=lambda finding: finding.claim.start)
    seen: set[str] = set()
    found = []
    for start, end in _paragraphs(brief.text):
        over = _between(parts, start, end, lambda part: (part.start, part.end))
        cited = _between(claims, start, end, lambda f: (f.claim.start, f.claim.end))
        heading = _HEADING.match(brief.text, start, end)
        runs = tuple(_runs(brief.text, heading.end() if heading else start, end, cited, over, seen))
        if any(run.text.strip() for run in runs):
            found.append(Block("heading" if heading else _kind(start, end, over), runs))
    return tuple(found)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where the runs of lines that are not blank stand."""
    begin, position = None, 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            begin = position if begin is None else begin
        elif begin is not None:
            yield begin, position
            begin = None
        position += len(line)
    if begin is not None:
        yield begin, position


def _between(
    items: Sequence[T], start: int, end: int, span: Callable[[T], tuple[int, int]]
) -> list[T]:
    """The items that reach into a stretch. `items` are in order and hardly overlap."""
    last = bisect_left(items, end, key=lambda item: span(item)[0])
    first = last
    while first and span(items[first - 1])[1] > start:
        first -= 1
    return list(items[first:last])


def _kind(start: int, end: int, passed_over: Sequence[PassedOver]) -> str:
    """What a block is, from the part passed over that covers most of it."""
    covered: dict[str, int] = {}
    for part in passed_over:
        length = min(end, part.end) - max(start, part.start)
        covered[part.kind] = covered.get(part.kind, 0) + length
    if sum(covered.values()) < _MOST * (end - start):
        return "text"
    kind = max(covered, key=covered.__getitem__)
    return {"heading": "heading", "source list": "list"}.get(kind, "aside")


def _runs(
    text: str,
    start: int,
    end: int,
    claims: Sequence[Finding],
    passed_over: Sequence[PassedOver],
    seen: set[str],
) -> Iterator[Run]:
    titles = [part for part in passed_over if part.kind == "section title"]
    position = start
    for finding in claims:
        first, last = max(finding.claim.start, position), min(finding.claim.end, end)
        if first >= last:
            continue
        last = first + len(text[first:last].rstrip())  # its sign stands before a space
        yield from _plain_runs(text, position, first, titles)
        yield Run(_lines(text[first:last]), finding, finding.claim.id not in seen)
        seen.add(finding.claim.id)
        position = last
    yield from _plain_runs(text, position, end, titles)


def _plain_runs(text: str, start: int, end: int, titles: Sequence[PassedOver]) -> Iterator[Run]:
    """Text that is no claim; section titles and bold words stand out."""
    for title in titles:
        if start <= title.start and title.end <= end:
            yield from _emphasised(text[start : title.start])
            yield Run(_lines(text[title.start : title.end]), strong=True)
            start = title.end
    yield from _emphasised(text[start:end])


def _emphasised(text: str) -> Iterator[Run]:
    position = 0
    for match in _EMPHASIS.finditer(text):
        if match.start() > position:
            yield Run(_lines(text[position : match.start()]))
        yield Run(_lines(match[2]), strong=True)
        position = match.end()
    if position < len(text):
        yield Run(_lines(text[position:]))


def _lines(text: str) -> str:
    """Readable text that keeps its line ends."""
    return "\n".join(plain(line) for line in text.split("\n"))

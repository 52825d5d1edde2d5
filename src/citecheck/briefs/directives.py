"""Instructions to citecheck in a brief: `<!-- citecheck: ignore[not_supported] reason -->`.

In plain text a line of its own does as well: `citecheck: ignore reason`. What an instruction
covers follows from where it stands:

* on a line of its own: the block that follows (paragraph, list item, table row);
* at the start or the end of a line of text: the claims of that line;
* within a line: the claim before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from citecheck.briefs.layout import Block
from citecheck.briefs.lines import Line
from citecheck.briefs.places import Places
from citecheck.model import Claim, Ignore, Verdict

# What stands in the place of a reason until somebody writes one.
_PLACEHOLDERS = frozenset("reason yourreason todo tbd fixme xxx why because ignore".split())
_COMMENT = re.compile(r"<!--\s{0,20}citecheck[ \t]{0,5}:", re.IGNORECASE)
_LINE = re.compile(
    r"^[ \t>]{0,20}(?P<whole>(?:(?://|%|\.\.)[ \t]{0,5})?citecheck[ \t]{0,5}:[ \t]{0,5}"
    r"(?P<body>ignore\b[^\r\n]*))",
    re.IGNORECASE | re.MULTILINE,
)
_CODE_SPAN = re.compile(r"(?<!\\)(`{1,3})(?!`)[^`\n]{1,500}\1(?!`)")
_BODY = re.compile(
    r"ignore(?![\w-])\s*(?:\[(?P<verdicts>[^\]]*)\])?\s*(?::|--?|–|—)?\s*(?P<reason>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SEEN = 10_000  # characters looked at on either side, so that the time stays linear
_FORM = "write <!-- citecheck: ignore the reason -->"


@dataclass(frozen=True, slots=True)
class Instructions:
    """The instructions of a brief, and its text with spaces in their place, offsets unchanged."""

    ignores: tuple[Ignore, ...]
    text: str
    places: Places


def find(text: str, lines: Sequence[Line], places: Places) -> Instructions:
    """Find the instructions of `text`; those in code are none. Time is linear."""
    if "citecheck" not in text.casefold():
        return Instructions((), text, places)
    code = [(line.start, line.end) for line in lines if line.code or line.front_matter]
    code += [match.span() for match in _CODE_SPAN.finditer(text)]
    code.sort()
    found: list[Ignore] = []
    pieces: list[str] = []
    position = at = 0
    for start, end, body in sorted([*_comments(text), *_own_lines(text)]):
        while at < len(code) and code[at][1] <= start:
            at += 1
        if start < position or (at < len(code) and code[at][0] <= start):
            continue
        found.append(_read(body, start, end, places))
        first = max(position, _alone_from(text, start, end, places))
        pieces += [text[position:first], re.sub(r"[^\r\n]", " ", text[first:end])]
        position = end
    return Instructions(tuple(found), "".join([*pieces, text[position:]]), places)


def cover(
    instructions: Instructions, blocks: Sequence[Block], claims: Sequence[Claim]
) -> tuple[Ignore, ...]:
    """The instructions with the ids of the claims that each covers."""
    return tuple(
        replace(ignore, claims=tuple(c.id for c in _covered(ignore, instructions, blocks, claims)))
        for ignore in instructions.ignores
    )


def _comments(text: str) -> Iterator[tuple[int, int, str]]:
    position = 0
    while (match := _COMMENT.search(text, position)) is not None:
        end = text.find("-->", match.end())
        if end < 0:
            return
        position = end + 3
        yield match.start(), position, text[match.end() : end]


def _own_lines(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _LINE.finditer(text):
        yield match.start("whole"), match.end(), match["body"]


def _alone_from(text: str, start: int, end: int, places: Places) -> int:
    """Where the line starts whose only matter is the instruction, quote signs aside."""
    first, last = places.line(start)[0], places.line(end)[1]
    before = text[max(first, start - _SEEN) : start].strip(" \t>")
    after = text[end : min(last, end + _SEEN)].strip()
    return start if before or after else first


def _read(body: str, start: int, end: int, places: Places) -> Ignore:
    place = places.at(start)
    words = " ".join(body.split())
    match = _BODY.fullmatch(words)
    if match is None:
        problem = f"unknown instruction {words[:40]!r}; {_FORM}"
        return Ignore("", frozenset(), start, end, place, problem=problem)
    verdicts: set[Verdict] = set()
    problem = "" if match["reason"] else f"has no reason, so it does not count; {_FORM}"
    if re.sub(r"\W", "", match["reason"]).casefold() in _PLACEHOLDERS:
        problem = f"{match['reason'][:40]!r} is no reason, so it does not count; {_FORM}"
    for word in (match["verdicts"] or "").replace(",", " ").split():
        try:
            verdicts.add(Verdict(word.lower().replace("-", "_")))
        except ValueError:
            known = ", ".join(v for v in Verdict if v is not Verdict.SUPPORTED)
            problem = f"{word[:40]!r} is no verdict, so it does not count; known are {known}"
    return Ignore(match["reason"], frozenset(verdicts), start, end, place, problem=problem)


def _covered(
    ignore: Ignore, instructions: Instructions, blocks: Sequence[Block], claims: Sequence[Claim]
) -> Sequence[Claim]:
    text, places = instructions.text, instructions.places
    first, last = places.line(ignore.start)[0], places.line(ignore.end)[1]
    before = text[max(first, ignore.start - _SEEN) : ignore.start].strip(" \t>")
    after = text[ignore.end : min(last, ignore.end + _SEEN)].strip()
    if before and after:
        return _overlapping(claims, first, ignore.start)[-1:]
    if before:
        return _overlapping(claims, first, places.line(ignore.start)[1])
    if after:
        return _overlapping(claims, places.line(ignore.end)[0], last)
    return _overlapping(claims, *_next_block(text, ignore.end, blocks))


def _overlapping(claims: Sequence[Claim], start: int, end: int) -> Sequence[Claim]:
    """The claims that have a part in the stretch; they are in order and do not overlap."""
    first = bisect_left(claims, start, key=lambda claim: claim.end - 1)
    last = bisect_left(claims, end, key=lambda claim: claim.start)
    return claims[first:last]


def _next_block(text: str, position: int, blocks: Sequence[Block]) -> tuple[int, int]:
    """The extent of what stands next: a block, or those that share its lines (a table's row)."""
    at = bisect_left(blocks, position, key=lambda block: block.start)
    if at == len(blocks):
        return position, position
    end = blocks[at].end
    for number in range(at + 1, len(blocks)):
        if any(sign in text[end : blocks[number].start] for sign in "\r\n"):
            break
        end = blocks[number].end
    return blocks[at].start, end

"""Parses a brief: joins format, lines, source list, layout, markers and scope."""

from __future__ import annotations

import gc
import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from citecheck.briefs import (
    accounting,
    directives,
    formats,
    known,
    layout,
    lines,
    scope,
    sections,
    unread,
)
from citecheck.briefs import (
    links as link_markers,
)
from citecheck.briefs.author_year import settle_short_notes
from citecheck.briefs.markers import Found
from citecheck.briefs.places import Places
from citecheck.briefs.readable import count_words, fold, readable
from citecheck.briefs.references import SourceList
from citecheck.errors import BriefError
from citecheck.model import (
    Brief,
    Claim,
    PassedOver,
    Reference,
    Scope,
)

_WORD = re.compile(r"[^\W\d_]")
_LONGEST_BRIEF = 12_000_000  # characters, five long books; more would take gigabytes
_MOST_CLAIMS = 150_000
_MOST_MARKERS = 200_000
_LONGEST_CLAIM = 20_000  # characters; nobody cites a source for more in one sentence
_FEWEST_WORDS = 2  # an uncited stretch of fewer is no sentence


@dataclass(slots=True)
class _Draft:
    """What has been gathered of one brief so far.

    `text` has spaces in place of the brief's instructions to citecheck; `written` has them.
    """

    text: str
    written: str
    places: Places
    found: list[Found]
    passed: dict[int, str]
    claims: list[Claim] = field(default_factory=list)
    skipped: list[PassedOver] = field(default_factory=list)
    used: dict[int, Found] = field(default_factory=dict)
    title: str | None = None
    ordinals: Counter[str] = field(default_factory=Counter)
    lead: Claim | None = None
    unsourced: set[str] = field(default_factory=set)  # ids of claims that ask for a source
    block: list[Claim] = field(default_factory=list)  # of the paragraph or item before


def parse(
    data: bytes,
    *,
    path: str,
    references: Sequence[Reference] | None = None,
    links: bool = False,
) -> Brief:
    """Parse the bytes of a brief. `references`, if given, replace the brief's own source list;
    with `links` every link with words as text is a marker too.

    Every marker of the document is in the result once, with what became of it. Raises
    `BriefError` for an empty or binary file. Time is linear in the length of `data`.
    """
    with _uncollected():
        return _parsed(data, path, references, links)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles, which takes a fifth of the time: a brief of many claims
    makes many objects that stay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _parsed(data: bytes, path: str, references: Sequence[Reference] | None, links: bool) -> Brief:
    document = formats.read(data, path)
    if len(document.text) > _LONGEST_BRIEF:
        problem = f"has more than {_LONGEST_BRIEF // 1_000_000} million characters"
        raise BriefError(path, problem, "split it")
    text = document.text
    places = Places(text, document.anchors)
    cut = lines.cut(text)
    instructions = directives.find(text, cut, places)
    cut = cut if instructions.text == text else lines.cut(instructions.text)
    seen, comments = unread.blanked(instructions.text, cut)
    cut = cut if seen == instructions.text else lines.cut(seen)
    listed = known.source_list(document, cut, places)
    own = known.entries(document, listed.references, references)
    list_spans = [(cut[i].start, cut[i].end) for i in sorted(listed.lines)]
    recognised = known.markers(document, own, list_spans, keyed=references is not None)
    found, own, style = recognised.found, recognised.entries, recognised.style
    if len(found) > _MOST_MARKERS:
        raise BriefError(path, f"has more than {_MOST_MARKERS:,} markers", "split it")
    if references is None:
        found, own = sections.settle(found, own, listed)
    if links:
        more = link_markers.word_links(recognised.links, found, {})
        found = link_markers.named(sorted([*found, *more], key=lambda mark: mark.start))
        style = style or "links with words"
    by_label = {reference.label: reference for reference in reversed(own)}
    linked, conflicts = accounting.linked(found, by_label, cut, listed, places)
    entries = settle_short_notes((*own, *linked))
    hidden = [*comments, *((ignore.start, ignore.end) for ignore in instructions.ignores)]
    passed = accounting.not_markers(text, found, entries, cut, listed, hidden)
    draft = _Draft(seen, text, places, found, passed)
    real = [mark for mark in found if not mark.passed]
    starts = [mark.start for mark in real]

    def marked(start: int, end: int) -> bool:
        first = bisect_left(starts, start)
        return first < len(starts) and starts[first] < end + (real[first].end == starts[first])

    blocks = list(layout.blocks(draft.text, cut, listed, marked))
    for block in blocks:
        _take(draft, block, path)
    labels = {reference.label for reference in entries}
    result = tuple(
        accounting.became(mark, draft.written, places, labels, _passed(draft, number))
        for number, mark in enumerate(found)
    )
    return Brief(
        path=path,
        title=draft.title,
        text=text,
        encoding=document.encoding,
        claims=tuple(draft.claims),
        references=entries,
        markers=tuple(marker for marker in result if marker is not None),
        passed_over=tuple(draft.skipped),
        notices=accounting.notices(
            path, entries, result, own, conflicts, _listed(listed, references)
        ),
        ignores=directives.cover(instructions, blocks, draft.claims),
        format=document.kind,
        style=style,
    )


def claim_text(text: str, start: int, end: int, drop: Sequence[tuple[int, int]]) -> str:
    """What a person reads of `text[start:end]`: the spans in `drop` (markers) and Markdown signs
    taken out, white space folded. `drop` holds offsets into `text`, in order."""
    local = [(max(a, start) - start, min(b, end) - start) for a, b in drop if a < end and b > start]
    return fold(readable(text[start:end], local)[0])


def _take(draft: _Draft, block: layout.Block, path: str) -> None:
    """Turn one block into claims, or note why it is passed over."""
    inside = _between(draft, block.start, block.end)
    is_item = layout.is_item(draft.text, block.start)
    lead = draft.lead if is_item else None
    if not is_item:
        draft.lead = None
    if block.kind != "prose":
        _skip(draft, block.kind, block.start, block.end)
        draft.block = []
        if block.is_title and draft.title is None:
            heading = layout.heading_text(draft.text[block.start : block.end])
            draft.title = heading[:500] or None
        for number in inside:
            draft.passed.setdefault(number, f"in a {block.kind}")
        return
    numbers = [n for n in inside if n not in draft.passed]
    marks = [draft.found[n] for n in numbers]
    number_of = {id(draft.found[n]): n for n in numbers}
    if marks and draft.block and not _has_words(draft, block, marks):
        _vouch(draft, marks)
        draft.used.update(zip(numbers, marks, strict=True))
        return
    first = len(draft.claims)
    for stretch in scope.stretches(draft.text, block.start, block.end, marks):
        drop = [(mark.start, mark.end) for mark in stretch.markers]
        words = claim_text(draft.text, stretch.start, stretch.end, drop)
        reason = _no_claim(words, stretch)
        if reason is not None:
            _skip(draft, reason, stretch.start, stretch.end)
            for mark in stretch.markers:
                draft.passed.setdefault(number_of[id(mark)], f"vouches for a {reason}")
            continue
        for mark in stretch.markers:
            draft.used[number_of[id(mark)]] = mark
        claim = _claim(draft, stretch, words, block.heading)
        if lead is not None and not inside:
            # An item under a marked lead-in is vouched for by the lead-in's marker.
            claim = replace(claim, refs=lead.refs, context=lead.text, scope=Scope.LIST)
        draft.claims.append(claim)
        if len(draft.claims) > _MOST_CLAIMS:
            raise BriefError(path, f"has more than {_MOST_CLAIMS:,} claims", "split it")
        if stretch.markers and not claim.refs:
            draft.unsourced.add(claim.id)
        if words.endswith(":") and claim.refs:
            draft.lead = claim
    draft.claims[first:] = _run(draft.claims[first:], draft.unsourced)
    draft.block = draft.claims[first:]


def _has_words(draft: _Draft, block: layout.Block, marks: Sequence[Found]) -> bool:
    """Tell whether a block holds more than markers."""
    spans = [(mark.start, mark.end) for mark in marks]
    return _WORD.search(claim_text(draft.text, block.start, block.end, spans)) is not None


def _vouch(draft: _Draft, marks: Sequence[Found]) -> None:
    """Let markers that stand alone behind a paragraph vouch for its end, or for its run."""
    refs = [label for mark in marks for label in mark.labels]
    *before, last = draft.block
    cited = replace(last, refs=tuple(dict.fromkeys([*last.refs, *refs])))
    block = _run([*before, cited], draft.unsourced)
    draft.claims[len(draft.claims) - len(block) :] = block
    draft.block = block


def _run(claims: Sequence[Claim], unsourced: set[str]) -> list[Claim]:
    """The claims of a paragraph or item; where only its last sentence is marked, the marker
    vouches for the whole run of sentences, but for those that ask for a source of their own."""
    *before, last = claims or (None,)
    bare = [claim for claim in before if claim is not None]
    if last is None or not last.refs or any(c.refs and c.scope is not Scope.RUN for c in bare):
        return [claim for claim in claims if claim is not None]
    return [
        claim if claim.id in unsourced else replace(claim, refs=last.refs, scope=Scope.RUN)
        for claim in bare
    ] + [last]


def _claim(draft: _Draft, stretch: scope.Stretch, words: str, heading: str | None) -> Claim:
    refs = tuple(dict.fromkeys(label for mark in stretch.markers for label in mark.labels))
    draft.ordinals[words] += 1
    key = f"{words}\0{draft.ordinals[words]}"
    identity = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Claim(
        id=identity,
        text=words,
        refs=refs,
        start=stretch.start,
        end=stretch.end,
        place=draft.places.at(stretch.start),
        heading=heading,
        context=stretch.context,
    )


def _no_claim(words: str, stretch: scope.Stretch) -> str | None:
    if stretch.question:
        return "question"
    if _WORD.search(words) is None:
        return "stretch without words"
    if len(words) > _LONGEST_CLAIM:
        return "stretch too long to be a claim"
    if not stretch.markers:
        if count_words(words) < _FEWEST_WORDS:
            return "stretch of one word"
        if words.endswith(":"):
            return "lead-in"
    return None


def _skip(draft: _Draft, kind: str, start: int, end: int) -> None:
    draft.skipped.append(PassedOver(kind, draft.text[start:end], start, end))


def _between(draft: _Draft, start: int, end: int) -> range:
    first = bisect_left(draft.found, start, key=lambda mark: mark.start)
    # A marker without width, behind a link, may stand at the very end of its block.
    last = bisect_left(draft.found, end + 1, lo=first, key=lambda mark: mark.start)
    return range(first, last)


def _passed(draft: _Draft, number: int) -> str | None:
    """Why a marker vouches for nothing; None when it does for something."""
    return None if number in draft.used else draft.passed.get(number, "vouches for nothing")


def _listed(listed: SourceList, given: Sequence[Reference] | None) -> Sequence[Reference]:
    """The entries that markers should lead to."""
    return listed.references if given is None else given

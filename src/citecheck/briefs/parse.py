"""Parses a brief: joins format, lines, source list, layout, markers and scope."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from citecheck.briefs import directives, formats, known, layout, lines, scope, sections, styles
from citecheck.briefs.markers import Found
from citecheck.briefs.places import Places
from citecheck.briefs.readable import fold, readable
from citecheck.briefs.references import SourceList, duplicates
from citecheck.model import (
    Brief,
    Claim,
    Ignore,
    Marker,
    MarkerStatus,
    PassedOver,
    Reference,
    Scope,
)

_CODE_SPAN = re.compile(r"(?<!\\)(`{1,3})(?!`)[^`\n]{1,500}\1(?!`)")
_WORD = re.compile(r"[^\W\d_]")
_LONGEST_CLAIM = 20_000  # characters; nobody cites a source for more in one sentence
_FEWEST_WORDS = 2  # an uncited stretch of fewer is no sentence
_LARGEST_UNLISTED = 999  # a larger number without an entry is a year or a quantity


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
    document = formats.read(data, path)
    text = document.text
    places = Places(text, document.anchors)
    cut = lines.cut(text)
    instructions = directives.find(text, cut, places)
    if instructions.ignores:
        cut = lines.cut(instructions.text)
    listed = known.source_list(document, cut, places)
    own = known.entries(document, listed.references, references)
    found, own, style = known.markers(document, own, keyed=references is not None)
    if references is None:
        found, own = sections.settle(found, own, listed)
    if links:
        found = sorted([*found, *styles.word_links(text, found)], key=lambda mark: mark.start)
        style = style or "links with words"
    by_label = {reference.label: reference for reference in reversed(own)}
    linked, conflicts = _linked(found, by_label, cut, listed, places)
    entries = (*own, *linked)
    passed = _not_markers(text, found, entries, cut, listed, instructions.ignores)
    draft = _Draft(instructions.text, text, places, found, passed)
    real = [mark for mark in found if not mark.passed]
    starts = [mark.start for mark in real]

    def marked(start: int, end: int) -> bool:
        first = bisect_left(starts, start)
        return first < len(starts) and starts[first] < end + (real[first].end == starts[first])

    blocks = list(layout.blocks(draft.text, cut, listed.lines, marked))
    for block in blocks:
        _take(draft, block)
    labels = {reference.label for reference in entries}
    result = tuple(_marker(draft, number, labels) for number in range(len(found)))
    return Brief(
        path=path,
        title=draft.title,
        text=text,
        encoding=document.encoding,
        claims=tuple(draft.claims),
        references=entries,
        markers=tuple(marker for marker in result if marker is not None),
        passed_over=tuple(draft.skipped),
        notices=_notices(path, entries, result, own, conflicts),
        ignores=directives.cover(instructions, blocks, draft.claims),
        format=document.kind,
        style=style,
    )


def claim_text(text: str, start: int, end: int, drop: Sequence[tuple[int, int]]) -> str:
    """What a person reads of `text[start:end]`: the spans in `drop` (markers) and Markdown signs
    taken out, white space folded. `drop` holds offsets into `text`, in order."""
    local = [(max(a, start) - start, min(b, end) - start) for a, b in drop if a < end and b > start]
    return fold(readable(text[start:end], local)[0])


def _take(draft: _Draft, block: layout.Block) -> None:
    """Turn one block into claims, or note why it is passed over."""
    inside = _between(draft, block.start, block.end)
    is_item = layout.is_item(draft.text, block.start)
    lead = draft.lead if is_item else None
    if not is_item:
        draft.lead = None
    if block.kind != "prose":
        _skip(draft, block.kind, block.start, block.end)
        if block.is_title and draft.title is None:
            heading = layout.heading_text(draft.text[block.start : block.end])
            draft.title = heading[:500] or None
        for number in inside:
            draft.passed.setdefault(number, f"in a {block.kind}")
        return
    numbers = [n for n in inside if n not in draft.passed]
    marks = [draft.found[n] for n in numbers]
    number_of = {id(draft.found[n]): n for n in numbers}
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
        if words.endswith(":") and claim.refs:
            draft.lead = claim
    if not is_item:
        draft.claims[first:] = _run(draft.claims[first:])


def _run(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a paragraph; where only its last sentence is marked, the marker vouches for
    the whole run of sentences."""
    *before, last = claims or (None,)
    if not before or last is None or not last.refs or any(c is None or c.refs for c in before):
        return [claim for claim in claims if claim is not None]
    return [replace(c, refs=last.refs, scope=Scope.RUN) for c in before if c is not None] + [last]


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
        if len(words.split()) < _FEWEST_WORDS:
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


def _linked(
    found: Sequence[Found],
    known: Mapping[str, Reference],
    cut: Sequence[lines.Line],
    listed: SourceList,
    places: Places,
) -> tuple[tuple[Reference, ...], list[str]]:
    """References that only the markers' own links define, and the labels linked to two URLs."""
    list_spans = [(cut[i].start, cut[i].end) for i in sorted(listed.lines)]
    linked: dict[str, Reference] = {}
    conflicts: dict[str, None] = {}
    for mark in found:
        if mark.url is None or "://" not in mark.url or len(mark.labels) != 1:
            continue
        position = bisect_left(list_spans, (mark.start + 1,)) - 1
        if position >= 0 and mark.start <= list_spans[position][1]:
            continue
        label = mark.labels[0]
        first = known.get(label) or linked.get(label)
        if first is None or (label not in linked and first.url is None):
            linked[label] = Reference(label, mark.url, None, "", places.at(mark.start))
        elif first.url is not None and _bare(first.url) != _bare(mark.url):
            conflicts[label] = None
    return tuple(linked.values()), list(conflicts)


def _bare(url: str) -> str:
    return url.split("#")[0].rstrip("/").casefold()


def _not_markers(
    text: str,
    found: Sequence[Found],
    entries: Sequence[Reference],
    cut: Sequence[lines.Line],
    listed: SourceList,
    ignores: Sequence[Ignore],
) -> dict[int, str]:
    """By number, why something shaped like a marker is none."""
    passed: dict[int, str] = {}
    starts = [mark.start for mark in found]

    def pass_over(start: int, end: int, reason: str) -> None:
        for number in range(bisect_left(starts, start), bisect_left(starts, end)):
            passed.setdefault(number, reason)

    for span in (*_comments(text), *((ignore.start, ignore.end) for ignore in ignores)):
        pass_over(*span, "in a comment")
    for match in _CODE_SPAN.finditer(text):
        pass_over(*match.span(), "in code")
    for index, line in enumerate(cut):
        if line.code or line.front_matter:
            pass_over(line.start, line.end, "in code" if line.code else "in the front matter")
        elif index in listed.lines:
            pass_over(line.start, line.end, "in the source list")
    labels = {entry.label for entry in entries}
    for number, mark in enumerate(found):
        if mark.passed:
            passed.setdefault(number, mark.passed)
        plain = [label for label in mark.labels if label.isdigit()]
        if len(plain) != len(mark.labels) or mark.url is not None or labels & set(plain):
            continue
        if any(int(label) > _LARGEST_UNLISTED for label in plain):
            passed.setdefault(number, "a number that no source list reaches, such as a year")
        elif "0" in plain:
            passed.setdefault(number, "a number that starts no source list")
    return passed


def _comments(text: str) -> Iterator[tuple[int, int]]:
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start)
        if end < 0:
            return
        yield start, end
        start = text.find("<!--", end)


def _marker(draft: _Draft, number: int, labels: set[str]) -> Marker | None:
    mark = draft.found[number]
    text = draft.written[mark.start : mark.end] or f"[{mark.labels[0]}]"
    place = draft.places.at(mark.start)

    def made(status: MarkerStatus, reason: str = "") -> Marker:
        return Marker(text, mark.labels, mark.start, mark.end, place, status, reason)

    if number not in draft.used:
        reason = draft.passed.get(number, "vouches for nothing")
        # A list entry's own label is not a marker.
        if reason == "in the source list" and _opens_line(draft.text, mark.start):
            return None
        return made(MarkerStatus.PASSED_OVER, reason)
    missing = [label for label in mark.labels if label not in labels]
    if missing:
        names = ", ".join(missing)
        return made(MarkerStatus.UNRESOLVED, f"no entry {names} in the source list")
    return made(MarkerStatus.CITED)


def _opens_line(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    return not before[max(before.rfind("\n"), before.rfind("\r")) + 1 :].strip(" \t-*+•–>\\[")


def _notices(
    path: str,
    entries: Sequence[Reference],
    result: Sequence[Marker | None],
    own: Sequence[Reference],
    conflicts: Sequence[str],
) -> tuple[str, ...]:
    notices: list[str] = []
    used = sum(m is not None and m.status is not MarkerStatus.PASSED_OVER for m in result)
    if not entries and used:
        notices.append(
            f"{path} has no source list, so its {used} markers lead nowhere; "
            "give the list with --sources FILE"
        )
    if not used:
        notices.append(f"{path} has no markers such as [1], so there is nothing to check")
    notices += [
        f"the source list has two different entries [{label}]; the first counts"
        for label in duplicates(own)
    ]
    notices += [
        f"[{label}] is linked to a URL other than its entry's; the entry counts"
        for label in conflicts
    ]
    return tuple(notices)

"""Recognises by evidence how a document cites, and finds its markers in that style.

Bracketed numbers, notes, numbered links, links alone in brackets, the tokens of answer engines and
citation keys cannot be mistaken for anything else and are always markers. Bare, raised and
round-bracketed numbers and author with year can: they are markers where a source list answers to
them and to more of them than to the others.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from citecheck.briefs import keys, links, markers, numbers, tokens
from citecheck.briefs.author_year import Works, author_year
from citecheck.briefs.markers import Found
from citecheck.model import Reference

_ANSWERED = 0.7  # share of what looks like markers that the list must answer to
_MANY = 3  # entries cited so are enough, however long the list
_LABEL_WITHIN = 8  # characters from the start of an entry's line
_NOTE = re.compile(
    r"\^\[(?P<text>(?:[^\[\]\\\n]|\\.|\[[^\[\]\n]{0,300}\](?:\([^()\s]{0,2000}\))?+){1,2000}+)\]"
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The markers of a document in order, its entries under their final labels, its style's name,
    and its links."""

    found: list[Found]
    entries: tuple[Reference, ...]
    style: str
    links: list[links.Link]


def recognise(
    text: str, entries: Sequence[Reference], listed: Sequence[tuple[int, int]]
) -> Recognised:
    """All markers of `text`, told by what its source list answers to. Linear time.

    `listed` are the spans of the lines of its source lists, in order; links there are no markers.
    """
    labels = {entry.label for entry in entries}
    found, known = markers.settle_notes(list(markers.find(text, labels)), entries)
    labels = {entry.label for entry in known}
    everything = links.find(text, links.definitions(text))
    by_url = _labels_by_url(known)
    outside = [link for link in everything if not _is_inside(link.start, listed)]
    alone = _by_author(links.standing_alone(text, outside, by_url), text, known)
    places = sorted(entry.place.offset for entry in known if entry.place is not None)
    sure = {
        "notes": [m for m in found if "[^" in text[m.start : m.end]],
        "numbered links": [m for m in found if m.url is not None],
        "links in brackets": alone,
        "tokens of an answer engine": list(tokens.find(text, labels)),
        "notes in the text": list(_notes(text)),
        "citation keys": list(keys.find(text, labels)),
    }
    own = {id(mark) for marks in sure.values() for mark in marks}
    sure["bracketed numbers"] = [m for m in found if id(m) not in own]
    ordered = _in_order([mark for marks in sure.values() for mark in marks])
    kept = {
        id(mark)
        for mark in ordered
        if not _is_own_label(mark, places) and not _is_inside(mark.start, listed)
    }
    counts = {
        name: sum(id(m) in kept and bool(m.labels) for m in marks) for name, marks in sure.items()
    }
    answered = sum(
        id(mark) in kept and (mark.url is not None or not labels.isdisjoint(mark.labels))
        for mark in ordered
    )
    name, more = _answered_style(text, known, labels, listed, ordered)
    if len(more) <= answered and name != _RAISED:
        # A list without numbers is cited by its links, or by author and year beside them.
        named = [m for m in more if labels.issuperset(m.labels)] if name == _NAMED else []
        more = named if not any(label.isdigit() for label in labels) else []
        name = ""
    style = name if name and len(more) > answered else _best(counts) or name
    others = _of_other_styles(text, labels, name, style) if style else []
    everywhere = links.named(_in_order([*ordered, *more, *others]))
    return Recognised(everywhere, known, style, everything)


def _of_other_styles(text: str, labels: set[str], name: str, style: str) -> list[Found]:
    """What the list would answer to if the document did not cite in another style."""
    others = [
        replace(mark, passed=f"the brief cites by {style}")
        for other, find in _NUMBERED.items()
        if other != name and other != _BARE
        for mark in find(text, labels)
    ]
    parts = [
        replace(mark, passed="it numbers a part of its sentence") for mark in numbers.parts(text)
    ]
    return [mark for mark in (*others, *parts) if labels.issuperset(mark.labels)]


def _answered_style(
    text: str,
    known: Sequence[Reference],
    labels: set[str],
    listed: Sequence[tuple[int, int]],
    taken: Sequence[Found],
) -> tuple[str, list[Found]]:
    """The style whose markers the source list answers to most often, and they."""
    best: tuple[str, list[Found]] = ("", [])
    if not known:
        return best
    busy = sorted([*listed, *((mark.start, mark.end) for mark in taken)])
    for name, search in _NUMBERED.items():
        more = [mark for mark in search(text, labels) if not _is_inside(mark.start, busy)]
        right = [mark for mark in more if labels.issuperset(mark.labels)]
        cited = {label for mark in right for label in mark.labels}
        many = 2 * len(cited) >= len(labels) or (name != _ROUND and len(cited) >= _MANY)
        enough = len(right) >= _ANSWERED * len(more) and many
        if enough and len(right) > len(best[1]):
            best = name, right
    named = [m for m in author_year(text, known) if not _is_inside(m.start, listed)]
    right = [mark for mark in named if labels.issuperset(mark.labels)]
    if len(right) >= max(len(best[1]), len(named) / 3, 1):
        return _NAMED, named
    return best


def _is_inside(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    number = bisect_right(spans, (position, 1 << 60)) - 1
    return number >= 0 and position < spans[number][1]


def _labels_by_url(known: Sequence[Reference]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in known:
        if entry.url is not None:
            found.setdefault(links.bare(entry.url), entry.label)
    return found


def _by_author(alone: Sequence[Found], text: str, known: Sequence[Reference]) -> list[Found]:
    """Links whose words are author and year under the label of that work, where it is listed."""
    works = Works(known)
    known_labels = {entry.label for entry in known}
    settled = []
    for mark in alone:
        if mark.labels == (links.UNNAMED,):
            words = links.shown(text[mark.start : mark.end])
            labels = [n for _, own in works.of(words) for n in own if n in known_labels]
            mark = replace(mark, labels=(labels[0],)) if len(labels) == 1 else mark
        settled.append(mark)
    return settled


def _is_own_label(mark: Found, places: Sequence[int]) -> bool:
    """Tell whether it is the label with which an entry of the source list begins."""
    number = bisect_right(places, mark.start) - 1
    return number >= 0 and mark.start - places[number] <= _LABEL_WITHIN


def _best(counts: Mapping[str, int]) -> str:
    best = max(counts, key=lambda name: counts[name], default="")
    return best if counts.get(best) else ""


def _in_order(found: Sequence[Found]) -> list[Found]:
    """Sorted by place; of two that overlap the longer one stays."""
    kept: list[Found] = []
    for mark in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _notes(text: str) -> Iterator[Found]:
    """Notes that hold their text, `^[Ray, https://one.example/]`, as pandoc and Obsidian have."""
    for number, match in enumerate(_NOTE.finditer(text), start=1):
        yield Found((f"note {number}",), *match.span(), text=" ".join(match["text"].split()))


_BARE = "numbers after the full stop"
_ROUND = "round brackets"
_RAISED = "superscripts"
_NAMED = "author and year"
_NUMBERED = {
    _RAISED: numbers.superscripts,
    _ROUND: numbers.rounds,
    _BARE: numbers.bare,
    "numbers in circles or braces": numbers.dressed,
}

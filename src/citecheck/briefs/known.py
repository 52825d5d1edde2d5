"""Joins the markers and entries that a format's own syntax names with those found in the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from citecheck.briefs import keys, lines, styles
from citecheck.briefs.entries import reference_of
from citecheck.briefs.formats.document import Document
from citecheck.briefs.lines import Line
from citecheck.briefs.markers import Found
from citecheck.briefs.places import Places
from citecheck.briefs.references import SourceList, find_list
from citecheck.briefs.styles import Recognised
from citecheck.model import Reference

_OWN_STYLE = "the format's own citations"


def source_list(document: Document, cut: Sequence[Line], places: Places) -> SourceList:
    """The entries of a document, those that its format names after those found in its text."""
    if not document.entries:
        return SourceList((), frozenset()) if document.formal else find_list(cut, places)
    own: set[int] = set()
    starts = [line.start for line in cut]
    for entry in document.entries:
        first = bisect_right(starts, entry.start) - 1
        own.update(range(first, bisect_left(starts, entry.end, lo=first)))
    entries = tuple(
        reference_of(
            entry.label,
            document.text[entry.start : entry.end].split(": ", 1)[-1],
            places.at(entry.start),
            url=entry.url,
            title=entry.title,
        )
        for entry in document.entries
    )
    if document.formal:
        return SourceList(entries, frozenset(own))
    rest = [replace(line, text="") if n in own else line for n, line in enumerate(cut)]
    listed = find_list(rest, places)
    taken = {entry.label for entry in listed.references}
    entries = tuple(entry for entry in entries if entry.label not in taken)
    own |= listed.lines
    return SourceList(
        (*listed.references, *entries), frozenset(own), listed.ends, listed.definitions
    )


def listed_by(document: Document) -> tuple[Reference, ...]:
    """The entries that the format of a document itself names, without their places."""
    places = Places(document.text, document.anchors)
    found = source_list(replace(document, formal=True), lines.cut(document.text), places)
    return tuple(replace(entry, place=None) for entry in found.references)


def entries(
    document: Document, listed: Sequence[Reference], given: Sequence[Reference] | None
) -> tuple[Reference, ...]:
    """The references that count: a list kept elsewhere replaces that of the text, while the notes
    and entries that the format itself names stay."""
    if given is None:
        return tuple(listed)
    named = {entry.label for entry in document.entries} - {entry.label for entry in given}
    return (*given, *(entry for entry in listed if entry.label in named))


def markers(
    document: Document,
    own: Sequence[Reference],
    listed: Sequence[tuple[int, int]],
    *,
    keyed: bool,
) -> Recognised:
    """What is recognised of how the document cites; `listed` are the spans of its source lists.

    Where the list was kept elsewhere (`keyed`) under words as labels and the text cites by numbers
    alone, `[1]` is its first entry.
    """
    if document.formal:
        free = styles.recognise(document.text, (), listed)
        found = _joined(document.marks, [mark for mark in free.found if mark.url is not None])
        return replace(
            free, found=found, entries=tuple(own), style=_OWN_STYLE if document.marks else ""
        )
    made = styles.recognise(document.text, own, listed)
    if keyed:
        numbered = _numbered(own, made.found)
        if numbered is not None:
            made = styles.recognise(document.text, numbered, listed)
    more = keys.identified(made.found, {entry.label for entry in made.entries})
    made = replace(made, entries=(*made.entries, *more))
    if not document.marks:
        return made
    found = _joined(document.marks, made.found)
    return replace(made, found=found, style=made.style or _OWN_STYLE)


def _numbered(given: Sequence[Reference], found: Sequence[Found]) -> list[Reference] | None:
    """The entries under their numbers, None where the text cites by their labels."""
    labels = {entry.label for entry in given}
    cited = {label for mark in found for label in mark.labels}
    if any(label.isdigit() for label in labels) or cited & labels:
        return None
    if found and not any(label.isdigit() for label in cited):
        return None
    return [replace(entry, label=str(n)) for n, entry in enumerate(given, start=1)]


def _joined(own: Sequence[Found], found: Sequence[Found]) -> list[Found]:
    """The format's markers, and of those found in the text the ones that do not lie in them."""
    starts = [mark.start for mark in own]

    def free(mark: Found) -> bool:
        number = bisect_right(starts, mark.start) - 1
        return number < 0 or own[number].end <= mark.start

    return sorted([*own, *filter(free, found)], key=lambda mark: mark.start)

"""Settles which of several source lists a marker means where the numbers start again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from citecheck.briefs.markers import Found
from citecheck.briefs.references import SourceList
from citecheck.model import Reference


def settle(
    found: Sequence[Found], entries: Sequence[Reference], listed: SourceList
) -> tuple[list[Found], tuple[Reference, ...]]:
    """Give the entries of a second list that starts again at 1 labels of their own ("1.2" for
    entry 1 of list 2), and the markers that stand before that list, behind the one before it,
    the same. A document whose lists do not clash stays as it is.
    """
    lists = [entries[a:b] for a, b in zip((0, *listed.ends), listed.ends, strict=False)]
    places = [max((e.place.offset for e in part if e.place), default=-1) for part in lists]
    if len(lists) < 2 or not _clash(lists) or -1 in places:
        return list(found), tuple(entries)
    renamed: list[Reference] = []
    names: list[dict[str, str]] = []
    for number, part in enumerate(lists, start=1):
        own = {e.label: e.label if number == 1 else f"{e.label}.{number}" for e in part}
        names.append(own)
        renamed += [replace(entry, label=own[entry.label]) for entry in part]
    marks = []
    for mark in found:
        number = min(bisect_left(places, mark.start), len(lists) - 1)
        labels = tuple(names[number].get(label, label) for label in mark.labels)
        marks.append(replace(mark, labels=labels))
    return marks, (*renamed, *entries[listed.ends[-1] :])


def _clash(lists: Sequence[Sequence[Reference]]) -> bool:
    """Tell whether one label stands for two addresses in different lists, never within one."""
    seen: dict[str, str | None] = {}
    clash = False
    for part in lists:
        if len({entry.label for entry in part}) < len(part):
            return False
        for entry in part:
            clash |= seen.setdefault(entry.label, entry.url) != entry.url
    return clash

"""Finds the source lists of a document: under a heading of any words, without one, by section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from citecheck.briefs import list_headings, unheaded
from citecheck.briefs.entries import (
    MARKED,
    Label,
    around_url,
    find_url,
    has_address,
    is_bare_url,
    is_entry,
    read_entries_of,
    read_label,
    read_row,
)
from citecheck.briefs.lines import Line
from citecheck.briefs.places import Places
from citecheck.briefs.unheaded import MOST_WORDS_BEHIND
from citecheck.briefs.verbs import states
from citecheck.model import Reference

_BULLET = re.compile(r"\s*[-*+•–]\s+")
_TABLE_LINE = re.compile(r"\s*\|.*\|\s*$")
_IN_ORDER = re.compile(
    r"\bin (?:the )?order\b|\bnumbered\b|der Reihe nach|dans l’ordre|en orden", re.I
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\bn\.\s?d\.")

_FEW = 20  # works that are looked for in the text
# "Ray, A. (2020).", "Osei, Dana 2019:"
_WORK = re.compile(
    r"[-*•_\s]{0,6}(?P<name>[^\W\d_a-z][\w’'-]{1,40}), [^\W\d_a-z](?:\.|[\w’'-]{1,30})"
)


@dataclass(frozen=True, slots=True)
class SourceList:
    """The entries found, and the lines (by index) that belong to the lists, headings included.

    `ends` holds for each list how many entries stand in it and in the lists before it.
    `definitions` are lines that only name the address of a link.
    """

    references: tuple[Reference, ...]
    lines: frozenset[int]
    ends: tuple[int, ...] = ()
    definitions: frozenset[int] = frozenset()


_PATIENCE = 10  # times each line may be read in vain below headings, so that the time is linear
_LEAST_PATIENCE = 5_000


@dataclass(slots=True)
class _Group:
    """The lines of one entry."""

    label: Label | None
    indices: list[int] = field(default_factory=list)


def find_list(lines: Sequence[Line], places: Places) -> SourceList:
    """Find the source lists, under their headings or without one; empty when there is none."""
    taken: set[int] = set()
    entries: list[Reference] = []
    ends: list[int] = []
    lead_ins = Counter(list_headings.is_lead_in(line.text) for line in lines)

    def take(found: Sequence[Reference], used: Iterable[int]) -> None:
        entries.extend(found)
        ends.append(len(entries))
        taken.update(used)

    index = 0
    patience = _PATIENCE * len(lines) + _LEAST_PATIENCE
    while index < len(lines):
        line = lines[index]
        if index in taken or line.code or line.front_matter or not line.text.strip():
            index += 1
            continue
        heading = list_headings.height(lines, index)
        found, used = list[Reference](), list[int]()
        if heading and patience >= 0:
            vouching = list_headings.is_lead_in(line.text) and (
                lead_ins[True] > 1 or (index > 0 and bool(lines[index - 1].text.strip()))
            )
            known = list_headings.is_known(line.text)
            found, used = _region(lines, index + heading, places, known, vouching)
            patience -= 0 if found else len(used)
            used = [*range(index, index + heading), *used] if found else []
        if not found:
            found, used = unheaded.in_one_line(lines, index, places)
        if not found and (index == 0 or not lines[index - 1].text.strip() or is_entry(line.text)):
            found, used = unheaded.without_heading(lines, index, places)
        if found:
            take(found, used)
        index = max([index, *used]) + 1 if found else index + 1
    definitions = unheaded.definitions(lines, taken)
    if not entries:
        found, used = _trailing(lines, places)
        if found:
            take(found, used)
    return SourceList(tuple(entries), frozenset(taken), tuple(ends), frozenset(definitions))


def read_entries(lines: Sequence[Line], places: Places) -> list[Reference]:
    """Read a whole text as a source list, with or without its heading; entries without a label
    are numbered in order."""
    start = next((i + 1 for i, line in enumerate(lines) if list_headings.is_known(line.text)), 0)
    return _region(lines, start, places, True, False, numbered=True)[0]


def _region(
    lines: Sequence[Line],
    start: int,
    places: Places,
    known: bool,
    vouching: bool,
    *,
    numbered: bool = False,
) -> tuple[list[Reference], list[int]]:
    """Read entries from line `start` until something that is no entry.

    A heading with unknown words (`known` is False) is one of a list only where what follows can
    be nothing else; "Sources:" behind a paragraph (`vouching`) only where its entries have labels.
    """
    numbered |= start > 0 and _IN_ORDER.search(lines[start - 1].text) is not None
    groups, used = _groups(lines, start, known)
    labelled = [group for group in groups if group.label is not None]
    if not groups or (vouching and not labelled):
        return [], used
    if list_headings.is_table_head(lines[start - 2].text if start > 1 else "") and not all(
        g.label is not None and find_url(lines[g.indices[0]].text) for g in groups
    ):
        return [], used
    if not known and not _can_only_be_entries(lines, groups, start):
        return [], used
    entries: list[Reference] = []
    lazy = len(labelled) > 1 and all(
        g.label is not None and g.label.names == ("1",) and g.label.dress == "plain" for g in groups
    )
    for group in groups:
        label = group.label
        if label is None:
            if labelled and entries:
                continue
            bullet = _BULLET.match(lines[group.indices[0]].text)
            number = str(len(entries) + 1)
            name = number if numbered else f"entry {number}"
            label = Label((name,), "none", bullet.end() if bullet else 0)
        elif lazy:
            label = Label((str(len(entries) + 1),), "plain", label.end)
        entries += read_entries_of(label, lines, group.indices, places)
    listed = any(e.url for e in entries) or _numbered_from_one(entries)
    if not listed and not (known and _bibliographic(entries)):
        return [], used
    return entries, used


def _groups(lines: Sequence[Line], start: int, known: bool) -> tuple[list[_Group], list[int]]:
    """The entries below a heading, and all the lines that they and the subheads among them take."""
    groups: list[_Group] = []
    used: list[int] = []
    blank = False
    previous = ""
    for index in range(start, len(lines)):
        text = lines[index].text
        if not text.strip():
            blank = True
            continue
        if lines[index].code:
            break
        label = read_label(text, previous if known else None) or read_row(text)
        if groups and _is_subhead(lines, index, blank):
            blank = False
            used.append(index)
            continue
        if not groups and index > start and label is None and _is_subhead(lines, index, True):
            used.append(index)
            continue
        if label is not None and not _is_sentence(text, label, groups):
            groups.append(_Group(label, [index]))
            previous = label.names[-1]
        elif _TABLE_LINE.match(text) and find_url(text) is None:
            used.append(index)
            continue
        elif text.lstrip().startswith("#") or _is_rule(text) or list_headings.is_marked_up(text):
            break
        elif _BULLET.match(text) or (
            find_url(text)
            and (known or is_bare_url(text))
            and (not groups or _is_complete(lines, groups[-1]))
        ):
            groups.append(_Group(None, [index]))
        elif groups and (not blank or text[:1] in " \t" or (known and find_url(text))):
            groups[-1].indices.append(index)
        elif (known and _is_bibliographic(text)) or (
            not groups and index + 1 < len(lines) and find_url(lines[index + 1].text)
        ):
            groups.append(_Group(None, [index]))
        else:
            break
        used.append(index)
        blank = False
    return groups, used


def _is_subhead(lines: Sequence[Line], index: int, blank: bool) -> bool:
    """Tell whether a heading within a list stands over further entries."""
    text = lines[index].text
    if not list_headings.is_marked_up(text) or list_headings.is_known(text) or not blank:
        return False
    following = [line.text for line in lines[index + 1 : index + 6] if line.text.strip()][:2]
    if not following:
        return False
    first = following[0]
    listed = read_label(first) is not None or _BULLET.match(first) is not None
    complete = find_url(first) is not None or (len(following) > 1 and is_bare_url(following[1]))
    return listed and complete and not MARKED.search(_behind_label(first))


def _behind_label(text: str) -> str:
    label = read_label(text)
    return text[label.end :] if label is not None else text


def _is_sentence(text: str, label: Label, groups: Sequence[_Group]) -> bool:
    """Tell a numbered sentence that cites from an entry: after a list it ends the list."""
    if label.dress not in ("plain", "round", "loose"):
        return False
    return bool(groups) and find_url(text) is None and bool(MARKED.search(text[label.end :]))


def _can_only_be_entries(lines: Sequence[Line], groups: Sequence[_Group], start: int) -> bool:
    """Tell whether what stands under an unknown heading is a list of sources: two entries or more,
    nearly all with an address that ends or begins them, no marker in them."""
    if len(groups) < 2 or (start > 0 and list_headings.names_no_list(lines[start - 1].text)):
        return False
    right = 0
    for group in groups:
        text = " ".join(lines[i].text for i in group.indices)
        body = text[group.label.end :] if group.label is not None else text
        if MARKED.search(body):
            return False
        before, behind = around_url(body)
        if states(before) and (group.label is None or before.rstrip().endswith("(")):
            return False
        complete = find_url(body) is not None
        right += complete and (
            len(behind.split()) <= MOST_WORDS_BEHIND or not before.strip(" -*_•")
        )
    labelled = sum(group.label is not None for group in groups)
    return right >= 0.8 * len(groups) and labelled in (0, len(groups))


def _is_bibliographic(text: str) -> bool:
    """Tell whether a paragraph is the entry of a work: a year, an author, no marker, not long."""
    return (
        len(text) < 500
        and _YEAR.search(text[:250]) is not None
        and MARKED.search(text) is None
        and re.match(r"[*_\s]{0,4}[^\W\d_a-z][\w’'-]*[,.&; ]", text) is not None
        and ("," in text or "." in text[:-1])
    )


def _bibliographic(entries: Sequence[Reference]) -> bool:
    return sum(_is_bibliographic(entry.text) for entry in entries) >= 0.8 * len(entries)


def _is_complete(lines: Sequence[Line], group: _Group) -> bool:
    return any(has_address(lines[i].text) for i in group.indices)


def _trailing(lines: Sequence[Line], places: Places) -> tuple[list[Reference], list[int]]:
    """A list without a heading: the last lines, each an entry with a URL."""
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].text
        if not text.strip():
            continue
        label = read_label(text)
        entry = label is not None and (
            find_url(text) is not None
            or (start < len(lines) and is_bare_url(lines[start].text))
            or label.dress != "plain"
        )
        if entry and label is not None and MARKED.search(text[label.end :]):
            entry = False
        if not (entry or is_bare_url(text)) or lines[index].code:
            break
        start = index
    while start < len(lines) and read_label(lines[start].text) is None:
        start += 1
    if start == len(lines):
        start = _works(lines)
    return _region(lines, start, places, True, False) if start < len(lines) else ([], [])


def _works(lines: Sequence[Line]) -> int:
    """Where a list of two works or more begins that ends the text, each with author, year and
    address; the number of lines where there is none, or where the text above names few of them."""
    found: list[int] = []
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].text
        if not text.strip():
            continue
        if not (
            _WORK.match(text) and _is_bibliographic(text.lstrip(" -*•_")) and has_address(text)
        ):
            break
        found.append(index)
    above = [line.text for line in lines[: found[-1]]] if len(found) > 1 else []
    asked = found[:_FEW] if above else []
    named = 0
    for index in asked:
        work, year = _WORK.match(lines[index].text), _YEAR.search(lines[index].text)
        assert work is not None
        assert year is not None
        named += any(work["name"] in text and year[0] in text for text in above)
    return found[-1] if above and named >= len(asked) / 2 else len(lines)


def _is_rule(text: str) -> bool:
    return set(text.strip()) <= set("-=*_ ") and len(text.strip()) >= 3


def _numbered_from_one(entries: Sequence[Reference]) -> bool:
    return bool(entries) and [e.label for e in entries] == [
        str(n) for n in range(1, len(entries) + 1)
    ]


def duplicates(entries: Sequence[Reference]) -> tuple[str, ...]:
    """The labels under which two entries name two addresses."""
    seen: dict[str, Reference] = {}
    found: dict[str, None] = {}
    for entry in entries:
        if seen.setdefault(entry.label, entry).url != entry.url:
            found[entry.label] = None
    return tuple(found)

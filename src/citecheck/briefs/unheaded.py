"""Finds entries without a heading over them: `[1]: https://…`, notes, several in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.briefs.entries import (
    MARKED,
    around_url,
    find_url,
    has_address,
    is_bare_url,
    read_entries_of,
    read_label,
)
from citecheck.briefs.lines import Line
from citecheck.briefs.list_headings import WORDS
from citecheck.briefs.places import Places
from citecheck.model import Reference

_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\n]{1,60}\]:\s*")
_DEFINITION = re.compile(r" {0,3}\[(?P<label>\d{1,4})\]:\s*<?(?!data:)\S")
_OTHER_DEFINITION = re.compile(r" {0,3}\[[^\]\n^]{1,200}\]:\s*<?(?:https?://|data:|[./#\w-]+)\S*>?")
# Entries in one line: `Citations: [1](url) [2](url)`, `[1] https://… [2] https://…`.
_IN_LINE = re.compile(r"\\?\[{1,2}(?P<label>\d{1,3})\\?\]{1,2}(?=\(\s*<?http|:?\s*<?\[?<?http)")
_LINE_LEAD = re.compile(
    rf"\s*(?:[-*>]\s+)?[*_]{{0,3}}(?:{WORDS})[*_]{{0,3}}\s*[:：][*_]{{0,3}}\s*", re.I
)
MOST_WORDS_BEHIND = 6  # of an entry, behind its address


def in_one_line(
    lines: Sequence[Line], index: int, places: Places
) -> tuple[list[Reference], list[int]]:
    """Entries that share a line: `Citations: [1](url) [2](url)`, `[1] https://… [2] https://…`."""
    text = lines[index].text
    lead = _LINE_LEAD.match(text)
    starts = list(_IN_LINE.finditer(text, lead.end() if lead else 0))
    if not starts or (lead is None and len(starts) < 2):
        return [], []
    if text[lead.end() if lead else 0 : starts[0].start()].strip(" \t-*•>"):
        return [], []
    entries = []
    for number, match in enumerate(starts):
        stop = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        body = text[match.end() : stop].strip(" :,;|·")
        linked = re.fullmatch(r"\[[^\[\]]{0,300}\]\([^\s]{1,3000}\)", body) is not None
        alone = not body.startswith("(") and is_bare_url(body.strip("[]() "))
        if lead is None and not (alone or linked):
            return [], []
        entries.append(
            Reference(match["label"], find_url(body), None, body, places.at(lines[index].start))
        )
    return entries, [index]


def without_heading(
    lines: Sequence[Line], start: int, places: Places
) -> tuple[list[Reference], list[int]]:
    """Entries with labels in brackets and addresses, or notes, with no heading over them."""
    entries: list[Reference] = []
    used: list[int] = []
    index = start
    while index < len(lines):
        text = lines[index].text
        if not text.strip():
            index += 1
            continue
        if lines[index].code or not (_FOOTNOTE.match(text) or _definable(lines, index)):
            break
        own = _continued(lines, index)
        label = read_label(text)
        if label is None:
            break
        entries += read_entries_of(label, lines, own, places)
        used += own
        index = own[-1] + 1
    return entries, used


def _definable(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is `[1]: https://…`, or `[1] Title https://…` and no sentence."""
    text = lines[index].text
    if _DEFINITION.match(text) and find_url(text) is not None:
        return True
    label = read_label(text)
    if label is None or label.dress not in ("bracket", "double", "wide"):
        return False
    if not label.names[0].strip("^").replace("web:", "").isdigit() or MARKED.search(
        text[label.end :]
    ):
        return False
    body = text[label.end :]
    if label.urls or find_url(body) is None:
        return any(is_bare_url(line.text) for line in lines[index + 1 : index + 3])
    behind = around_url(body)[1]
    return len(behind.split()) <= MOST_WORDS_BEHIND and not body.startswith("(")


def _continued(lines: Sequence[Line], index: int) -> list[int]:
    """The lines of a definition: its own and those indented or running on below it; and the
    address that stands on a line of its own behind a blank one."""
    used = [index]
    for following in range(index + 1, len(lines)):
        text = lines[following].text
        if not text.strip():
            break
        starts = read_label(text) is not None or _OTHER_DEFINITION.match(text)
        if starts or text.lstrip().startswith(("#", "|")) or lines[following].code:
            break
        used.append(following)
    complete = any(has_address(lines[i].text) for i in used)
    apart = used[-1] + 2
    if apart < len(lines) and not lines[apart - 1].text.strip() and is_bare_url(lines[apart].text):
        double = lines[index].text.lstrip().startswith(("[[", "\\[\\["))
        if double or not complete:
            used.append(apart)
    return used


def definitions(lines: Sequence[Line], taken: set[int]) -> set[int]:
    """The lines, by index, that only say where a link of the text leads: `[name]: https://…`."""
    return {
        index
        for index, line in enumerate(lines)
        if index not in taken and not line.code and _OTHER_DEFINITION.match(line.text)
    }

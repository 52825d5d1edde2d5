"""Accounts for every marker: what its own link defines, why it is none, what became of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence

from citecheck.briefs import lines, links
from citecheck.briefs.entries import find_url
from citecheck.briefs.markers import Found
from citecheck.briefs.places import Places
from citecheck.briefs.references import SourceList, duplicates
from citecheck.model import BriefProblem, Marker, MarkerStatus, Reference

_CODE_SPAN = re.compile(r"(?<!\\)(`{1,3})(?!`)[^`\n]{1,500}\1(?!`)")
_LARGEST_UNLISTED = 999  # a larger number without an entry is a year or a quantity


def linked(
    found: Sequence[Found],
    known: Mapping[str, Reference],
    cut: Sequence[lines.Line],
    listed: SourceList,
    places: Places,
) -> tuple[tuple[Reference, ...], list[str]]:
    """References that only the markers' own links define, and the labels linked to two URLs."""
    list_spans = [(cut[i].start, cut[i].end) for i in sorted(listed.lines)]
    made: dict[str, Reference] = {}
    conflicts: dict[str, None] = {}
    for mark in found:
        if len(mark.labels) != 1 or (not mark.text and "://" not in (mark.url or "")):
            continue
        position = bisect_left(list_spans, (mark.start + 1,)) - 1
        if position >= 0 and mark.start <= list_spans[position][1]:
            continue
        label = mark.labels[0]
        first = known.get(label) or made.get(label)
        if first is None or (label not in made and first.url is None):
            url = mark.url or find_url(mark.text)
            made[label] = Reference(label, url, None, mark.text, places.at(mark.start))
        elif first.url is not None and links.bare(first.url) != links.bare(mark.url or ""):
            conflicts[label] = None
    return tuple(made.values()), list(conflicts)


def not_markers(
    text: str,
    found: Sequence[Found],
    entries: Sequence[Reference],
    cut: Sequence[lines.Line],
    listed: SourceList,
    hidden: Sequence[tuple[int, int]],
) -> dict[int, str]:
    """By number, why something shaped like a marker is none."""
    passed: dict[int, str] = {}
    starts = [mark.start for mark in found]

    def pass_over(start: int, end: int, reason: str) -> None:
        for number in range(bisect_left(starts, start), bisect_left(starts, end)):
            passed.setdefault(number, reason)

    for span in hidden:
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


def became(
    mark: Found, text: str, places: Places, labels: Collection[str], passed: str | None
) -> Marker | None:
    """What became of a marker of `text` (the brief as written): cited or unresolved, or passed
    over for the reason `passed`. None for the label with which an entry of the list begins."""
    written = text[mark.start : mark.end] or f"[{mark.labels[0]}]"

    def made(status: MarkerStatus, reason: str = "") -> Marker:
        place = places.at(mark.start)
        return Marker(written, mark.labels, mark.start, mark.end, place, status, reason)

    if passed is not None:
        if passed == "in the source list" and _opens_line(text, mark.start):
            return None
        return made(MarkerStatus.PASSED_OVER, passed)
    if not mark.labels:
        return made(MarkerStatus.PASSED_OVER, "asks for a source, and vouches for nothing")
    missing = [label for label in mark.labels if label not in labels]
    if missing:
        reason = mark.advice or f"no entry {', '.join(missing)} in the source list"
        return made(MarkerStatus.UNRESOLVED, reason)
    return made(MarkerStatus.CITED)


def _opens_line(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    return not before[max(before.rfind("\n"), before.rfind("\r")) + 1 :].strip(" \t-*+•–>\\[")


def _unmarked(path: str, listed: Sequence[Reference], result: Sequence[Marker | None]) -> str:
    """One line for a brief whose source list no marker leads to, with the likely reasons."""
    lost = sum(m is not None and m.status is MarkerStatus.UNRESOLVED for m in result)
    passed = sum(m is not None and m.status is MarkerStatus.PASSED_OVER for m in result)
    entries = f"{len(listed)} entr{'y' if len(listed) == 1 else 'ies'}"
    why = "they were lost when it was copied, or it cites in a way that citecheck does not know"
    if lost:
        why = f"its {lost} markers have other labels than the list, or were copied without theirs"
    elif passed:
        why = f"all {passed} of them were passed over, each with its reason"
    return (
        f"{path} has a source list of {entries} and no marker that leads to it: {why}; put "
        "markers such as [1] behind its claims, or export it again with its citations"
    )


def notices(
    path: str,
    entries: Sequence[Reference],
    result: Sequence[Marker | None],
    own: Sequence[Reference],
    conflicts: Sequence[str],
    listed: Sequence[Reference],
) -> tuple[str, ...]:
    """Lines for the user: no list, no markers, labels that stand for two addresses."""
    said: list[str] = []
    used = sum(m is not None and m.status is not MarkerStatus.PASSED_OVER for m in result)
    if not entries and used:
        said.append(
            f"{path} has no source list, so its {used} markers lead nowhere; "
            "give the list with --sources FILE"
        )
    cited = any(m is not None and m.status is MarkerStatus.CITED for m in result)
    if listed and not cited:
        said.append(f"{BriefProblem.NO_MARKERS}: {_unmarked(path, listed, result)}")
    elif not used:
        said.append(
            f"{path} has neither a source list nor markers such as [1], so there is nothing to "
            "check; links within sentences count with --links"
        )
    said += [
        f"the source list has two different entries [{label}]; the first counts"
        for label in duplicates(own)
    ]
    said += [
        f"[{label}] is linked to a URL other than its entry's; the entry counts"
        for label in conflicts
    ]
    return tuple(said)

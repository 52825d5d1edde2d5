"""Finds the source list of a document and reads its entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.briefs import identifiers
from citecheck.briefs.lines import Line
from citecheck.briefs.places import Places
from citecheck.model import Place, Reference

_HEADINGS = (
    "sources?|references?|citations?|works cited|bibliography|notes?|footnotes?|endnotes?|links"
    "|source list|reference list|list of (?:sources|references)|cited sources|sources cited"
    "|sources? (?:and|&) (?:notes|references)|further reading|literature"
    "|quellen|quellenverzeichnis|literatur|literaturverzeichnis|einzelnachweise|fußnoten"
    "|références|notes et références|bibliographie|fuentes|referencias|bibliografía|notas"
    "|fontes|referências|fonti|riferimenti|bibliografia|note|bronnen|referenties|voetnoten"
)
_HEADING = re.compile(
    rf"\s*(?:#{{1,6}}\s*)?(?:\d{{1,2}}[.)]\s+)?[*_]{{0,3}}(?:{_HEADINGS})[*_]{{0,3}}\s*:?\s*"
    r"[*_]{0,3}\s*#*\s*$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\s*(?:[-*+•–]\s+)?"
    r"(?:\\?\[\[(?P<double>\^?[\w.-]{1,40})\\?\]\\?\](?=[(\s:])"
    r"|\\?\[(?P<bracket>\^?[\w.-]{1,40}\^?)\\?\](?!\[)"
    r"|\((?P<round>\d{1,3})\)|(?P<plain>\d{1,3})[.)](?=\s)|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?=\s))"
    r"\s*:?\s*"
)
# A list set as a table: the label in the first cell; its head and rule name no source.
_ROW = re.compile(
    r"\s*\|\s*(?:(?P<double>(?!))|\[(?P<bracket>\^?[\w.-]{1,40})\]|(?P<round>(?!))"
    r"|(?P<plain>\d{1,3})[.)]?|(?P<raised>(?!)))\s*\|\s*"
)
_TABLE_LINE = re.compile(r"\s*\|.*\|\s*$")
_FOOTNOTE = re.compile(r" {0,3}\[(?P<label>\^[^\]\s]{1,60})\]:\s*")
_LINK_DEFINITION = re.compile(r" {0,3}\[(?P<label>\d{1,4})\]:\s*")
_LONGEST_URL = 8000
_BULLET = re.compile(r"\s*[-*+•–]\s+")
_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}://[^\s<>\"“”|]+", re.IGNORECASE)
_WWW = re.compile(r"\bwww\.[^\s<>\"“”|,]+\.[^\s<>\"“”|,]+", re.IGNORECASE)
_DOI = re.compile(r"\b(?:doi:\s*)?(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
_LINKED_TITLE = re.compile(r"\[(?P<title>[^\[\]\n]{1,500})\]\(\s*<?[^\s()]")
_ACCESS = re.compile(
    r"\(?\b(?:accessed|retrieved|visited|abgerufen|consulté|consultado)\b[^()\n]{0,60}\)?",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_EDGES = " \t\r\n-–—:;,.|\"'“”‘’«»()[]<>*_·\\"


@dataclass(frozen=True, slots=True)
class SourceList:
    """The entries found, and the lines (by index) that belong to the list, heading included.

    `ends` holds for each list under a heading of its own how many entries stand in it and in the
    lists before it.
    """

    references: tuple[Reference, ...]
    lines: frozenset[int]
    ends: tuple[int, ...] = ()


def find_list(lines: Sequence[Line], places: Places) -> SourceList:
    """Find the source list, under its heading or without one; empty when there is none."""
    taken: set[int] = set()
    entries: list[Reference] = []
    ends: list[int] = []
    for index in range(len(lines)):
        if index not in taken and not lines[index].code and _HEADING.match(lines[index].text):
            found, used = _region(lines, index + 1, places)
            if found:
                entries += found
                ends.append(len(entries))
                taken |= {index, *used}
    for index, line in enumerate(lines):
        match = None if index in taken or line.code else _definition(line)
        if match is not None:
            used = _continued(lines, index, taken)
            entries.append(_entry(match["label"], lines, used, match.end(), places))
            taken |= set(used)
    if not entries:
        entries, used = _trailing(lines, places)
        taken |= set(used)
    return SourceList(tuple(entries), frozenset(taken), tuple(ends))


def read_entries(lines: Sequence[Line], places: Places) -> list[Reference]:
    """Read a whole text as a source list, with or without its heading."""
    start = next((i + 1 for i, line in enumerate(lines) if _HEADING.match(line.text)), 0)
    return _region(lines, start, places)[0]


def find_url(text: str) -> str | None:
    """The first URL of an entry, without the punctuation around it, else the page that its
    identifier (DOI, arXiv, PMID, a court's or a law's citation …) leads to."""
    match = _URL.search(text)
    if match is not None:
        return _trimmed(match[0])
    identified = identifiers.resolve(text)
    if identified is not None:
        return identified
    match = _WWW.search(text)
    return f"https://{_trimmed(match[0])}" if match is not None else None


def _definition(line: Line) -> re.Match[str] | None:
    match = _FOOTNOTE.match(line.text)
    if match is None:
        match = _LINK_DEFINITION.match(line.text)
        if match is not None and find_url(line.text) is None:
            return None
    return match


def _continued(lines: Sequence[Line], index: int, taken: set[int]) -> list[int]:
    """The lines of a definition: its own and those indented or running on below it."""
    used = [index]
    for following in range(index + 1, len(lines)):
        text = lines[following].text
        runs_on = text.strip() and following not in taken and _definition(lines[following]) is None
        if not runs_on or _LABELLED.match(text) or text.lstrip().startswith("#"):
            break
        used.append(following)
    return used


def _region(lines: Sequence[Line], start: int, places: Places) -> tuple[list[Reference], list[int]]:
    """Read entries from line `start` until something that is no entry."""
    groups: list[tuple[str | None, int, list[int]]] = []
    blank = False
    for index in range(start, len(lines)):
        text = lines[index].text
        if not text.strip():
            blank = True
            continue
        match = _LABELLED.match(text) or _ROW.match(text)
        if match is not None and (match.end() < len(text.rstrip()) or _label(match)):
            groups.append((_label(match), _content_start(match), [index]))
        elif _TABLE_LINE.match(text) and find_url(text) is None:
            continue
        elif text.lstrip().startswith("#") or _is_table_rule(text):
            break
        elif _BULLET.match(text) or (
            find_url(text) and (not groups or _has_url(lines, groups[-1][2]))
        ):
            bullet = _BULLET.match(text)
            groups.append((None, bullet.end() if bullet else 0, [index]))
        elif groups and (not blank or text[:1] in " \t" or find_url(text)):
            groups[-1][2].append(index)
        elif not groups and index + 1 < len(lines) and find_url(lines[index + 1].text):
            groups.append((None, 0, [index]))
        else:
            break
        blank = False
    labelled = any(label is not None for label, _, _ in groups)
    entries: list[Reference] = []
    used: list[int] = []
    for label, content, indices in groups:
        if label is None and labelled and entries:
            used += indices
            continue
        entries.append(_entry(label or str(len(entries) + 1), lines, indices, content, places))
        used += indices
    if not any(entry.url for entry in entries) and not _numbered_from_one(entries):
        return [], []
    return entries, used


def _trailing(lines: Sequence[Line], places: Places) -> tuple[list[Reference], list[int]]:
    """A list without a heading: the last lines, each an entry with a URL."""
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].text
        if not text.strip():
            continue
        match = _LABELLED.match(text)
        entry = match is not None and (
            find_url(text) is not None
            or (start < len(lines) and _is_bare_url(lines[start].text))
            or match["plain"] is None
        )
        if entry and _is_prose(text):
            entry = False
        if not (entry or _is_bare_url(text)) or lines[index].code:
            break
        start = index
    while start < len(lines) and _LABELLED.match(lines[start].text) is None:
        start += 1
    return _region(lines, start, places) if start < len(lines) else ([], [])


def _is_prose(text: str) -> bool:
    """Tell a numbered sentence that cites from an entry: it has a marker besides its label."""
    match = _LABELLED.match(text)
    return match is not None and bool(re.search(r"\\?\[\^?\d+\\?\]", text[match.end() :]))


def _is_bare_url(text: str) -> bool:
    stripped = text.strip(" \t<>-*")
    match = _URL.match(stripped)
    return match is not None and match.end() >= len(stripped) - 1


def _is_table_rule(text: str) -> bool:
    return set(text.strip()) <= set("-=*_ ") and len(text.strip()) >= 3


def _has_url(lines: Sequence[Line], indices: list[int]) -> bool:
    """Tell whether an entry is complete; a bare host name is a publisher, not its address."""
    return any(_URL.search(lines[i].text) or _DOI.search(lines[i].text) for i in indices)


def _numbered_from_one(entries: Sequence[Reference]) -> bool:
    return bool(entries) and [e.label for e in entries] == [
        str(n) for n in range(1, len(entries) + 1)
    ]


def _label(match: re.Match[str]) -> str:
    label = match["double"] or match["bracket"] or match["round"] or match["plain"]
    label = label or unicodedata.normalize("NFKC", match["raised"])
    return "^" + label.strip("^") if str(label).startswith("^") else str(label)


def _content_start(match: re.Match[str]) -> int:
    """Where the entry proper starts; a label that is itself a link is followed by `(url)`."""
    return match.end()


def _entry(
    label: str, lines: Sequence[Line], indices: Sequence[int], content: int, places: Places
) -> Reference:
    first = lines[indices[0]]
    text = " ".join([first.text[content:], *(lines[i].text for i in indices[1:])])
    text = " ".join(text.split())
    if first.text.lstrip().startswith("|"):
        text = " - ".join(cell.strip() for cell in text.split("|") if cell.strip())
    return reference_of(label, text, places.at(first.start))


def reference_of(
    label: str, text: str, place: Place, *, url: str | None = None, title: str | None = None
) -> Reference:
    """The entry `text` under its label; its address and title are looked for where not given."""
    plain = _ESCAPED.sub(r"\1", " ".join(text.split()))
    return Reference(label, url or find_url(plain), title or _title(plain), plain, place)


def _title(text: str) -> str | None:
    linked = _LINKED_TITLE.search(text)
    if linked is not None:
        return linked["title"].strip(_EDGES) or None
    title = _ACCESS.sub(" ", _DOI.sub(" ", _URL.sub(" ", text)))
    title = re.sub(r"\(\s*\)|\[\s*\]|<\s*>", " ", title)
    return " ".join(title.split()).strip(_EDGES) or None


def _trimmed(url: str) -> str:
    """Drop what punctuates the sentence, not the URL: `).`, an unmatched bracket, `**`."""
    url = url[:_LONGEST_URL]
    while url:
        last = url[-1]
        opening = {")": "(", "]": "["}.get(last)
        unmatched = opening is not None and url.count(last) > url.count(opening)
        if last not in ".,;:!?'*_’”»…>\\↩\ufe0e\ufe0f" and not unmatched:
            break
        url = url[:-1]
    return url.split("](", 1)[0]


def duplicates(entries: Sequence[Reference]) -> tuple[str, ...]:
    """The labels under which two entries name two addresses."""
    seen: dict[str, Reference] = {}
    found: dict[str, None] = {}
    for entry in entries:
        if seen.setdefault(entry.label, entry).url != entry.url:
            found[entry.label] = None
    return tuple(found)

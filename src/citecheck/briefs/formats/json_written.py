"""Writes the answers of an export as one document with one list of sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from citecheck.briefs.formats.document import Anchor, Document, Entry, definition
from citecheck.briefs.markers import Found

_MARKER = re.compile(r"\]\(|【|\ue200|^\s*\(?\[?\[?\^?\d{1,4}\]?\]?\)?\s*$")


@dataclass(frozen=True, slots=True)
class Source:
    """A source that an export names: its address, title, and number in the text, if any."""

    url: str
    title: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A text, the stretches of it that sources vouch for, the list that its numbers mean."""

    text: str
    spans: tuple[tuple[int, int, tuple[Source, ...]], ...]
    listed: tuple[Source, ...]


class _Labels:
    """Numbers for sources: those of the answer's own list, else the next one that is free."""

    def __init__(self) -> None:
        self.entries: dict[str, Source] = {}
        self._by_url: dict[str, str] = {}
        self._free: dict[str, int] = {}  # by prefix, the least number that may be free

    def listed(self, sources: Sequence[Source], prefix: str) -> dict[str, str]:
        """Give each source of a list its label; returns by number in the text the label."""
        names = {}
        for position, source in enumerate(sources, start=1):
            number = source.label or str(position)
            label = f"{prefix}{number}"
            self.entries.setdefault(label, source)
            self._by_url.setdefault(prefix + source.url, label)
            names[number] = label
        return names

    def of(self, source: Source, prefix: str) -> str:
        """The label of a source that a stretch names."""
        label = self._by_url.get(prefix + source.url)
        if label is None:
            number = self._free.get(prefix, 1)
            while f"{prefix}{number}" in self.entries:
                number += 1
            label = f"{prefix}{number}"
            self.entries[label] = source
            self._free[prefix] = number + 1
            self._by_url[prefix + source.url] = label
        return label


def written(answers: Sequence[Answer]) -> Document:
    """The answers one after the other, several under a heading each, and all their sources."""
    labels = _Labels()
    parts: list[str] = []
    marks: list[Found] = []
    anchors: list[Anchor] = []
    length = 0

    def put(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    for number, answer in enumerate(answers, start=1):
        prefix = f"{number}." if number > 1 else ""
        if len(answers) > 1:
            anchors.append(Anchor(length, f"answer {number}"))
            put(f"# Answer {number}\n\n")
        names = labels.listed(answer.listed, prefix)
        base = length
        where = f"answer {number}, " if len(answers) > 1 else ""
        for line, start in enumerate(_line_starts(answer.text), start=1):
            anchors.append(Anchor(base + start, f"{where}line {line}"))
        own = _marks(answer, names, labels, prefix)
        position = 0
        for mark, shown in own:
            put(answer.text[position : mark.start])
            start = length
            put(shown)
            marks.append(Found(mark.labels, start, length))
            position = mark.end
        put(answer.text[position:] + "\n\n")
    entries = []
    for label, source in labels.entries.items():
        start = length
        anchors.append(Anchor(start, "its sources"))
        put(f"{definition(label)}{' '.join((source.title or '').split())} <{source.url}>\n\n")
        entries.append(Entry(label, start, length - 2, source.url, source.title))
    return Document("".join(parts), "utf-8", "json", tuple(anchors), tuple(marks), tuple(entries))


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


_NUMBERS = re.compile(r"\[(\d{1,4})\](?!\()")


def _marks(
    answer: Answer, names: Mapping[str, str], labels: _Labels, prefix: str
) -> list[tuple[Found, str]]:
    """The markers of one answer in order, each with what is shown in its place."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for start, end, sources in answer.spans:
        own = tuple(dict.fromkeys(labels.of(source, prefix) for source in sources))
        is_marker = _MARKER.search(answer.text[start:end]) is not None and end > start
        found.append((start if is_marker else end, end, own))
    if prefix:  # numbers of a later answer mean its own list
        found += [
            (match.start(), match.end(), (names[match[1]],))
            for match in _NUMBERS.finditer(answer.text)
            if match[1] in names
        ]
    kept: list[tuple[Found, str]] = []
    for start, end, own in sorted(found):
        last = kept[-1][0] if kept else None
        if last is not None and start < last.end:
            continue
        if last is not None and (start, end) == (last.start, last.end):
            own = tuple(dict.fromkeys((*last.labels, *own)))
            kept.pop()
        kept.append((Found(own, start, end), "".join(f"[{label}]" for label in own)))
    return kept

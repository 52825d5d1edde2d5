"""Finds markers by author and year, `(Ray 2020; Osei and Dole, 2021)`, that a list answers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from citecheck.briefs.markers import Found
from citecheck.model import Reference

_YEAR = re.compile(r"(?<![\w/.-])((?:1[6-9]|20)\d\d)([a-z]?)(?![\w/])(?!-\d)")
_NO_DATE = re.compile(r"\b(?:n\.\s?d\.|o\.\s?J\.|s\.\s?f\.|forthcoming|in press)", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+)*")
_BRACKETS = re.compile(r"[(（\[](?P<body>[^()（）\[\]]{3,400})[)）\]](?!\()")
_NARRATIVE = re.compile(
    r"(?<![^\W\d_])(?<![^\W\d_][-'’])(?P<names>[^\W\d_a-z][^\W\d_]+(?:[-'’][^\W\d_]+)*(?:,?\s(?:(?:and|&|und|et|y|e|en|och|og)\s)?"
    r"(?:[^\W\d_a-z][\w.'’-]*|al\.?)){0,4})(?:[’']s)?\s?"
    r"[(（\[](?P<years>(?:1[6-9]|20)\d\d[a-z]?(?:[,;:][^()\[\]]{0,60})?)[)）\]](?!\()"
)
_BRACKETED_YEAR = re.compile(r"[(（\[](?:1[6-9]|20)\d\d")  # none found, nothing to look at
_ALONE = re.compile(
    r"[A-Z][^\W\d_]+(?: (?:and|&) [A-Z][^\W\d_]+| et al\.?)?,? (?:1[6-9]|20)\d\d[a-z]?"
)
_PART = re.compile(r"[^;；]+?(?:[;；]|$|(?<=\d{4})[a-z]?,? (?:and|und|et|y|&) (?=[^;]*\d{4}))")
_SEEN = 400  # characters of an entry in which its authors and its year stand
_STOP = frozenset("see the in as also cf and for per from by und siehe vgl et voir y".split())


class Works:
    """The entries of a list by the words of their authors and their years."""

    def __init__(self, entries: Sequence[Reference]) -> None:
        self._by_year: dict[str, list[tuple[str, list[str], Reference]]] = {}
        for entry in entries:
            head = entry.text[:_SEEN]
            years = list(_YEAR.finditer(head))
            for match in years[:3]:
                authors = head[: match.start()] if match is years[0] else head
                names = [name.casefold() for name in _NAME.findall(authors)] or [
                    name.casefold() for name in _NAME.findall(head)
                ]
                self._by_year.setdefault(match[1], []).append((match[2], names, entry))

    def find(self, names: str, year: str) -> Reference | None:
        """The entry by the first of these names, of that year ("2020", "2020b"); None if none."""
        match = _YEAR.fullmatch(year)
        words = [n.casefold() for n in _NAME.findall(names) if n.casefold() not in _STOP]
        if match is None or not words:
            return None
        best: tuple[int, Reference | None] = (0, None)
        for letter, authors, entry in self._by_year.get(match[1], ()):
            if words[0] not in authors:
                continue
            same = sum(word in authors for word in words)
            score = (
                4 * (authors[0] == words[0]) + 2 * (same == len(words)) + 8 * (letter == match[2])
            )
            score += 1 + (len(authors) < 5 and same == len(authors))
            if score > best[0]:
                best = score, entry
        return best[1]

    def of(self, text: str) -> list[tuple[int, tuple[str, ...]]]:
        """For each part of a bracket that names works, where it ends and the labels of the works;
        a part that has the shape of one without an entry has itself as label."""
        found: list[tuple[int, tuple[str, ...]]] = []
        for part in _PART.finditer(text):
            years = list(_YEAR.finditer(part[0]))
            names = part[0][: years[0].start()] if years else ""
            works = [work for y in years if (work := self.find(names, y[0])) is not None]
            labels = tuple(dict.fromkeys(work.label for work in works))
            if labels:
                found.append((part.end(), labels))
            elif years and _ALONE.fullmatch(part[0].strip()):
                found.append((part.end(), (" ".join(part[0].split()),)))
        return found


def author_year(text: str, entries: Sequence[Reference]) -> Iterator[Found]:
    """The markers of `text`, its list included; the sentence keeps a name that it needs.

    Each work in a bracket has a marker of its own; a bracket that has the shape of one and no entry
    is a marker without an answer.
    """
    works = Works(entries)
    narrative = _NARRATIVE.finditer(text) if _BRACKETED_YEAR.search(text) else ()
    for match in narrative:
        names = match["names"]
        label = _narrative(works, names, match["years"])
        if label is not None:
            yield Found((label,), match.start("years") - 1, match.end())
    for match in _BRACKETS.finditer(text):
        if _YEAR.search(match["body"]) is None:
            continue
        cited = works.of(match["body"])
        start, base = match.start(), match.start("body")
        for number, (end, labels) in enumerate(cited, start=1):
            stop = match.end() if number == len(cited) else base + end
            yield Found(labels, start, stop)
            start = stop


def _narrative(works: Works, names: str, years: str) -> str | None:
    """The label of "As Ray and Osei (2020)": the last names before the bracket count."""
    year = _YEAR.search(years)
    words = names.split()
    for start in range(len(words)):
        work = works.find(" ".join(words[start:]), year[0]) if year else None
        if work is not None:
            return work.label
    return None


def settle_short_notes(entries: Sequence[Reference]) -> tuple[Reference, ...]:
    """Give short notes ("Ray 2020, p. 4", "ibid.") the address of the work that they mean."""
    bare = [entry for entry in entries if entry.url is None]
    if not bare:
        return tuple(entries)
    works = Works([entry for entry in entries if entry.url is not None])
    settled: list[Reference] = []
    for entry in entries:
        if entry.url is None and len(entry.text) < 200:
            work = _meant(works, entry.text, settled)
            if work is not None:
                entry = replace(entry, url=work.url)
        settled.append(entry)
    return tuple(settled)


_IBID = re.compile(r"\W*(?:ibid(?:em)?|ebd|ebenda|op\. cit|loc\. cit|idem)\b", re.IGNORECASE)


def _meant(works: Works, text: str, before: Sequence[Reference]) -> Reference | None:
    if _IBID.match(text):
        return before[-1] if before and before[-1].url else None
    year = _YEAR.search(text)
    return works.find(text[: year.start()], year[0]) if year else None

"""Recognises by evidence how a document cites, and finds its markers in that style.

Bracketed numbers, notes, numbered links, `【12†source】`, links that name their site and citation
keys cannot be mistaken for anything else and are always markers. `(1)`, `¹` and author with year
can: they are markers where a source list answers to them and the document has none of the others
that it answers to.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from citecheck.briefs import markers
from citecheck.briefs.markers import Found
from citecheck.model import Reference

_ANSWERED = 0.7  # share of what looks like markers that the list must answer to
_LABEL_WITHIN = 8  # characters from the start of an entry's line
_LENTICULAR = re.compile(r"【(\d{1,4})(?::\d{1,4})?†[^【】\n]{0,200}】")
_SITE = r"\[(?:www\.)?[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}\]"
_SITE_LINKS = re.compile(
    rf"\((?:{_SITE}\([^()\s]{{1,2000}}(?:\([^()\s]{{0,200}}\)[^()\s]{{0,200}})?\)[,;\s]{{0,3}}){{1,8}}\)"
)
_SITE_LINK = re.compile(rf"(?P<site>{_SITE})\((?P<url>[^()\s]+(?:\([^()\s]*\)[^()\s]*)?)\)")
_KEY = r"[A-Za-z_][\w:.#$%&+?<>~/-]{0,60}(?<![.:?/])"
_KEYS = re.compile(rf"\[[^\[\]@\n]{{0,80}}@{_KEY}(?:[^\[\]\n]{{0,120}})\](?!\()")
_ONE_KEY = re.compile(rf"(?<!\w)@({_KEY})")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT = re.compile(rf"[{_RAISED}]{{1,3}}(?:[,⁻˒·]\s?[{_RAISED}]{{1,3}}){{0,10}}")
_PLAIN = str.maketrans(_RAISED + "⁻˒·", "0123456789-,,")
_UNIT = re.compile(r"(?:\d|(?<![^\W\d_])(?:[kcdmnμµ]?m|ft|mi|yd|in|s|R|x|n|E|e))\s?$")
_ROUND = re.compile(r"(?<!\w)\((\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,10})\)")
_ITEM_BEFORE = re.compile(r"(?:[,;:—–]|\b(?:and|or|und|oder|et|ou|y|o))\s{1,3}$")
_LONGEST_PART = 400  # characters between two numbers of an enumeration within a sentence
_SENTENCE_END = re.compile(r"[.!?]\s+(?=\(?[A-Z])|\n\s*\n")
_YEAR = r"(?:1[6-9]|20)\d\d[a-z]?"
_NAME = r"[A-Z][^\W\d_]+(?:[-'’][A-Z]?[^\W\d_]+)*"
_PARENTHESES = re.compile(rf"\((?P<body>[^()\n]{{2,300}}?\b{_YEAR}(?:[^()\n]{{0,60}})?)\)")
_NARRATIVE = re.compile(
    rf"(?P<name>{_NAME})(?:\s(?:and|&|und|et)\s{_NAME}|\set\sal\.?)?\s\((?P<year>{_YEAR})"
    rf"(?:,[^()\n]{{0,40}})?\)"
)
_ONE_WORK = re.compile(rf"(?P<name>{_NAME}).*?\b(?P<year>{_YEAR})")


def recognise(
    text: str, entries: Sequence[Reference]
) -> tuple[list[Found], tuple[Reference, ...], str]:
    """All markers of `text` in order, the entries under their final labels, the style's name."""
    found, known = markers.settle_notes(list(markers.find(text)), entries)
    labels = {entry.label for entry in known}
    places = sorted(entry.place.offset for entry in known if entry.place is not None)
    used = [mark for mark in found if not _is_own_label(mark, places)]
    counts = {
        "notes": sum("[^" in text[m.start : m.end] for m in used),
        "numbered links": sum(m.url is not None for m in used),
    }
    answered = sum(any(label in labels for label in m.labels) or m.url is not None for m in used)
    counts["bracketed numbers"] = len(used) - sum(counts.values())
    for name, find in _UNMISTAKABLE.items():
        more = list(find(text, labels))
        counts[name] = len(more)
        answered += len(more)
        found += more
    if answered or not known:
        name, more = "", list[Found]()
    else:
        name, more = _answered_style(text, known, labels)
    style = name or _best(counts)
    others = _of_other_styles(text, known, labels, name, style) if style else []
    return _in_order([*found, *more, *others]), known, style


def _of_other_styles(
    text: str, known: Sequence[Reference], labels: set[str], name: str, style: str
) -> list[Found]:
    """What the list would answer to if the document did not cite in another style."""
    numbers = [find for other, find in _NUMBERED.items() if other != name]
    others = [
        replace(mark, passed=f"the brief cites by {style}")
        for find in numbers
        for mark in find(text, known)
    ]
    parts = [
        replace(m, passed="it numbers a part of its sentence")
        for m in _parts(text, list(_rounds(text)))
    ]
    return [mark for mark in (*others, *parts) if labels.issuperset(mark.labels)]


def _answered_style(
    text: str, known: Sequence[Reference], labels: set[str]
) -> tuple[str, list[Found]]:
    """The style whose markers the source list answers to most often, and they."""
    best: tuple[str, list[Found]] = ("", [])
    for name, search in _IF_ANSWERED.items():
        more = list(search(text, known))
        right = [mark for mark in more if labels.issuperset(mark.labels)]
        cited = {label for mark in right for label in mark.labels}
        enough = len(right) >= _ANSWERED * len(more) and 2 * len(cited) >= len(labels)
        if enough and len(right) > len(best[1]):
            best = name, right
    return best


def word_links(text: str, taken: Sequence[Found]) -> list[Found]:
    """A marker behind each link with words as text, for `--links`: the words stay in the claim."""
    busy = [(mark.start, mark.end) for mark in taken]
    spans: list[tuple[int, int, str]] = []
    pattern = re.compile(
        r"(?<!!)\[(?P<words>[^\[\]\n]{1,500})\]" + markers.URL_IN_PARENTHESES.format("url")
    )
    for match in pattern.finditer(text):
        inside = any(start < match.end() and end > match.start() for start, end in busy)
        if match["url"].startswith(("http://", "https://")) and not inside:
            spans.append((match.end(), match.end(), match["url"]))
    return _labelled(spans, "link")


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


def _labelled(spans: Sequence[tuple[int, int, str]], name: str) -> list[Found]:
    """Markers that bring their own URL, each URL with a label of its own."""
    labels: dict[str, str] = {}
    made = []
    for start, end, url in spans:
        label = labels.setdefault(url, f"{name} {len(labels) + 1}")
        made.append(Found((label,), start, end, url))
    return made


def _lenticular(text: str, labels: set[str]) -> Iterator[Found]:
    for match in _LENTICULAR.finditer(text):
        yield Found((match[1],), match.start(), match.end())


def _site_links(text: str, labels: set[str]) -> Iterator[Found]:
    spans: list[tuple[int, int, str]] = []
    for group in _SITE_LINKS.finditer(text):
        links = list(_SITE_LINK.finditer(text, group.start(), group.end()))
        for number, match in enumerate(links):
            start = group.start() if number == 0 else spans[-1][1]
            end = group.end() if number == len(links) - 1 else match.end()
            spans.append((start, end, match["url"]))
    yield from _labelled(spans, "site")


def _keys(text: str, labels: set[str]) -> Iterator[Found]:
    for match in _KEYS.finditer(text):
        keys = tuple(dict.fromkeys(key[1] for key in _ONE_KEY.finditer(match[0])))
        if keys:
            yield Found(keys, match.start(), match.end())
    for match in _ONE_KEY.finditer(text):
        if match[1] in labels:  # the sentence needs its words: "as @ray says"
            yield Found((match[1],), match.end(), match.end())


def _superscripts(text: str, known: Sequence[Reference]) -> Iterator[Found]:
    for match in _SUPERSCRIPT.finditer(text):
        if not _UNIT.search(text, max(0, match.start() - 12), match.start()):
            yield Found(markers.expand(match[0].translate(_PLAIN)), match.start(), match.end())


def _round(text: str, known: Sequence[Reference]) -> Iterator[Found]:
    rounds = list(_rounds(text))
    parts = {mark.start for mark in _parts(text, rounds)}
    return (mark for mark in rounds if mark.start not in parts)


def _parts(text: str, rounds: Sequence[Found]) -> list[Found]:
    """The numbers that enumerate within a sentence: `(1) to sign, (2) to pay`."""
    parts: list[Found] = []
    later: Found | None = None
    for mark in reversed(rounds):
        behind = _ITEM_BEFORE.search(text, max(0, mark.start - 8), mark.start) is not None
        introduces = text[mark.end : mark.end + 2].strip()[:1].isalnum()
        follows = behind or (later is not None and _counts_on(text, mark, later))
        if len(mark.labels) == 1 and introduces and follows:
            parts.append(mark)
            later = mark
        else:
            later = None
    return parts


def _counts_on(text: str, mark: Found, later: Found) -> bool:
    near = later.start - mark.end < _LONGEST_PART
    if not near or later.labels != (str(int(mark.labels[0]) + 1),):
        return False
    return _SENTENCE_END.search(text, mark.end, later.start) is None


def _rounds(text: str) -> Iterator[Found]:
    for match in _ROUND.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        if text[line : match.start()].strip():
            yield Found(markers.expand(match[1]), match.start(), match.end())


def _author_year(text: str, known: Sequence[Reference]) -> Iterator[Found]:
    works: dict[tuple[str, str], str] = {}
    listed: list[tuple[int, int]] = []
    for entry in known:
        match = _ONE_WORK.search(entry.text)
        if match is not None:
            works.setdefault((match["name"].casefold(), match["year"]), entry.label)
        if entry.place is not None:
            listed.append((entry.place.offset, entry.place.offset + len(entry.text) + 20))
    for match in _NARRATIVE.finditer(text):
        label = works.get((match["name"].casefold(), match["year"]))
        if label is not None and not _inside(match.start(), listed):
            yield Found((label,), match.start("year") - 1, match.end())
    for match in _PARENTHESES.finditer(text):
        if _inside(match.start(), listed):
            continue
        cited = []
        for part in re.split(r"[;]", match["body"]):
            one = _ONE_WORK.search(part)
            label = works.get((one["name"].casefold(), one["year"])) if one else None
            if label is not None:
                cited.append(label)
        if cited:
            yield Found(tuple(dict.fromkeys(cited)), match.start(), match.end())


def _inside(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


_UNMISTAKABLE: Mapping[str, Callable[[str, set[str]], Iterator[Found]]] = {
    "lenticular brackets": _lenticular,
    "site links": _site_links,
    "citation keys": _keys,
}
_NUMBERED: Mapping[str, Callable[[str, Sequence[Reference]], Iterator[Found]]] = {
    "superscripts": _superscripts,
    "round brackets": _round,
}
_IF_ANSWERED = {**_NUMBERED, "author and year": _author_year}

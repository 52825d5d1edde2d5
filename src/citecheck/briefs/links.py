"""Finds links that stand for a source: alone in brackets, behind a full stop, after "Sources:".

A link with words inside a sentence is text; `word_links` counts those too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from citecheck.briefs.markers import Found
from citecheck.briefs.syntax import WORDS, address, target

_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\[\]\n^][^\[\]\n]{0,200})\]:[ \t]*<?(?P<url>https?://[^\s<>]+)>?",
    re.MULTILINE,
)
_LINK = re.compile(
    # As Org and chats write it: `[[https://…][words]]`, `<https://…|words>`.
    r"\[\[(?P<org>https?://[^\s\[\]]{1,4000})\]\[(?P<named>[^\[\]\n]{1,300})\]\]"
    r"|<(?P<piped>https?://[^\s<>|]{1,4000})\|(?P<says>[^<>\n|]{1,300})>"
    rf"|(?<![!\\])\[(?P<words>{WORDS})\](?:{target('url')}|\s?\[(?P<label>[^\[\]\n]{{0,100}})\])?"
    r"|<a\s[^<>]{0,300}?href\s*=\s*[\"']?(?P<href>https?://[^\s\"'<>]{1,8000})[\"']?[^<>]{0,300}>"
    r"(?P<shown>[^<>]{1,500})</a>"
    r"|<?(?P<bare>https?://[^\s<>()\[\]\"“”|。，；、（）【】〔〕「」『』]+(?:\([^\s()<>]{0,200}\)[^\s<>()\[\]\"“”|。，；、（）【】〔〕「」『』]*)*)>?"
)
_NUMERIC = re.compile(r"\\?\[?\^?[\d\s,;–-]{1,40}\^?\\?\]?")
_SOURCES = (
    r"sources?(?: used| cited)?|references?|citations?|links?|via|further reading|quellen?|fuentes?"
    r"|fontes?|fonti?|bronn?(?:en)?|kilder|källor|źródł[ao]|источники?|المصدر|المصادر|来源|來源"
    r"|出典|参考|출처"
)
_LEAD = (
    rf"(?:{_SOURCES}|see(?: also)?|cf\.?|e\.\s?g\.,?|from|per|according to|as reported by"
    r"|reported by|siehe|vgl\.?|laut|nach|voir|selon|d[’']après|según|ver|véase|参见|见)"
)
_OPENING = re.compile(rf"[(（\[【〔]\s{{0,3}}(?:{_LEAD}\s?[:：]?\s{{0,3}})?$", re.IGNORECASE)
# Words that name the source, before its address: "(Harbour Post, 2023: https://…)".
_NAMING = re.compile(r"[(（][^()（）\[\]\n]{2,100}(?:[,:;–—：，]|\s-)\s{0,3}$")
_PAGE = r"[,;:]?\s{0,3}(?:(?:pp?|S|ch|sec|Abs|§|no|nr)\.?\s?)?[\dxvi]{1,6}(?:[-–]\d{1,5})?"
# "([Post](https://…), accessed 3 May 2024)"
_SEEN_ON = (
    r"[,;.]?\s{0,3}(?:last )?(?:accessed|retrieved|viewed|visited|abgerufen|zuletzt"
    r"|consult|accédé|acesso|accesso|geraadpleegd)[^()\[\]\n]{0,60}"
)
_CLOSING = re.compile(rf"(?:{_PAGE}|{_SEEN_ON})?\s{{0,3}}[)）\]】〕]", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s{0,2}[,;·•|/、，；]?\s{0,2}"
    r"(?:(?:and|or|und|oder|et|ou|y|e|o|i|en|see also|和|与|及|&)\s{1,2})?"
    r"|\s?\n[ \t]*(?:[-*•–][ \t]+)?"
)
_AFTER_STOP = re.compile(
    r"[.!?…。！？][\"”’»)*_]{0,3}\s{1,3}$|[。！？][”’」』）]?$|(?<=\S)[ \t][—–]\s$"
)
_AFTER_SOURCES = re.compile(
    rf"(?:^|\n|[.!?…。！？][\"”’»)]?[ \t]{{1,3}})(?P<lead>[ \t>*_-]{{0,6}}(?:{_SOURCES})[*_]{{0,3}}"
    r"\s?[:：][*_]{0,3}\s{0,3}(?:[-*•–]\s{1,3})?)$",
    re.IGNORECASE,
)
_BLOCK_END = re.compile(r"[ \t.,;)]{0,3}(?:\Z|\r?\n\s*(?:\n|\Z|[-*+>|#]|\d{1,3}[.)]\s))")
_IDLE = re.compile(
    r"\W*(?:read|learn|see|find out|show)? ?(?:more|here|this link|link|home|website|subscribe|mehr"
    r"|back to top)\W*",
    re.IGNORECASE,
)
UNNAMED = "link"
"""The label of a marker that brings its own URL and no label, until `named` gives it one."""
_SEEN = 80  # characters looked at before a run of links
_SEEN_NAMING = 110  # the same, for the name of the source in the brackets
_LINE_END = re.compile(r"[ \t.,;)]{0,3}[*_]{0,3}[ \t]{0,3}(?=\Z|\r?\n)")
_CELLS_BEFORE = re.compile(r"[^\s|:-][^|\n]{0,300}\|[ \t]{0,20}$")
_ROW_END = re.compile(r"[ \t]{0,20}\|[ \t]*(?:\r?\n|$)")
_SAYS_SOURCE = re.compile(r"\W*(?:sources?|quellen?|fuentes?|fontes?|fonti?|bron)\b", re.I)
_NAMES_SOURCE = re.compile(rf"\W{{0,5}}(?:{_SOURCES})\s?[:：]\s?\S", re.IGNORECASE)
_EDGES = ".,;:!?'*_’”»…"


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its span, the words it shows (empty for a bare address), its address, and the
    label of the definition that it names, if any."""

    start: int
    end: int
    words: str
    url: str
    label: str | None = None


def definitions(text: str) -> dict[str, str]:
    """By name in lower case, the addresses of `[name]: https://…` lines; the first of a name."""
    found: dict[str, str] = {}
    for match in _DEFINITION.finditer(text):
        found.setdefault(_name(match["label"]), address(match["url"]))
    return found


def find(text: str, defined: Mapping[str, str]) -> list[Link]:
    """All links of `text` with a web address, in order; those that show a number are none."""
    found: list[Link] = []
    position = 0
    while (match := _LINK.search(text, position)) is not None:
        before = len(found)
        position = match.end()
        if match["bare"] is not None:
            bare = match["bare"].rstrip(_EDGES)
            closed = text[match.end() - 1] == ">"
            end = match.end() if closed else match.start("bare") + len(bare)
            found.append(Link(match.start(), end, "", bare))
        elif other := match["href"] or match["piped"] or match["org"]:
            words = match["shown"] or match["says"] or match["named"]
            found.append(Link(*match.span(), words, address(other)))
        elif match["url"] is not None:
            url = address(match["url"])
            if url.startswith(("http://", "https://")):
                found.append(Link(*match.span(), match["words"], url))
        else:
            link = _by_name(match, defined)
            if link is not None:
                found.append(link)
            elif len(found) == before:
                position = match.start() + 1  # a link may stand within the brackets
    return found


def _by_name(match: re.Match[str], defined: Mapping[str, str]) -> Link | None:
    """The link of `[words][name]`, `[words][]` or `[words]`, where the name is defined."""
    words, label = match["words"], match["label"]
    if _NUMERIC.fullmatch(words):
        return None
    url = defined.get(_name(label or words))
    if url is not None:
        return Link(*match.span(), words, url, label or words)
    url = defined.get(_name(words)) if label else None
    end = match.end("words") + 1
    return Link(match.start(), end, words, url, words) if url is not None else None


def _name(label: str) -> str:
    return " ".join(label.split()).casefold()


def standing_alone(text: str, links: Sequence[Link], labels: Mapping[str, str]) -> list[Found]:
    """The links that are markers, each run of them with the brackets around it or the word
    "Sources" before it. `labels` gives the labels of entries by their addresses."""
    spans: list[tuple[int, int, Link]] = []
    for run in _runs(text, links):
        first, last = run[0], run[-1]
        window = max(0, first.start - _SEEN)
        opening = _OPENING.search(text, window, first.start) or _NAMING.search(
            text, max(0, first.start - _SEEN_NAMING), first.start
        )
        closing = _CLOSING.match(text, last.end, last.end + _SEEN) if opening else None
        start, end = first.start, last.end
        if opening is not None and closing is not None:
            start, end = opening.start(), closing.end()
        elif lead := _AFTER_SOURCES.search(text, window, first.start):
            line_end = _LINE_END.match(text, end)
            if line_end is None:
                continue
            start, end = lead.start("lead"), line_end.end()
        elif all(_NAMES_SOURCE.match(link.words) for link in run):
            pass  # "[Source: Land registry](https://…)" is no part of what is said
        elif not _fills_cell(text, window, first.start, end) and not (
            _AFTER_STOP.search(text, window, first.start)
            and (_BLOCK_END.match(text, end) or all(_SAYS_SOURCE.match(k.words) for k in run))
            and not any(_IDLE.fullmatch(link.words) for link in run if link.words)
        ):
            continue
        edges = [start, *(link.end for link in run[:-1]), end]
        spans += [(edges[n], edges[n + 1], link) for n, link in enumerate(run)]
    return _labelled(spans, labels)


def _fills_cell(text: str, window: int, start: int, end: int) -> bool:
    """Tell whether links are all that the last cell of a row of a table holds, behind others."""
    return (
        _CELLS_BEFORE.search(text, window, start) is not None
        and _ROW_END.match(text, end) is not None
    )


def _runs(text: str, links: Sequence[Link]) -> Iterator[list[Link]]:
    """Links with nothing but a comma, "and", white space or a new line between them."""
    run: list[Link] = []
    for link in links:
        near = run and link.start - run[-1].end <= 12
        if run and not (near and _BETWEEN.fullmatch(text, run[-1].end, link.start)):
            yield run
            run = []
        run.append(link)
    if run:
        yield run


def word_links(
    links: Sequence[Link], taken: Sequence[Found], labels: Mapping[str, str]
) -> list[Found]:
    """A marker behind each other link with words as text, for `--links`: the words stay in the
    claim."""
    busy = iter([*sorted((mark.start, mark.end) for mark in taken), (1 << 60, 1 << 60)])
    start, end = next(busy)
    spans: list[tuple[int, int, Link]] = []
    for link in links:
        while end <= link.start:
            start, end = next(busy)
        if link.words and not _NUMERIC.fullmatch(link.words) and link.end <= start:
            spans.append((link.end, link.end, link))
    return _labelled(spans, labels)


def _labelled(spans: Sequence[tuple[int, int, Link]], labels: Mapping[str, str]) -> list[Found]:
    """Markers that bring their own URL, under the label that they show, else that of the entry."""
    made = []
    for start, end, link in spans:
        if _NUMERIC.fullmatch(link.words):
            label = link.words.strip("\\[]^ ")
        else:
            label = labels.get(bare(link.url), UNNAMED)
        made.append(Found((label,), start, end, link.url))
    return made


def named(found: Sequence[Found]) -> list[Found]:
    """The markers with a label in place of `UNNAMED`: "link 1" and so on, one for each URL."""
    given = {m.url: m.labels[0] for m in found if m.labels and m.labels[0].startswith("link ")}
    settled = []
    for mark in found:
        if mark.labels == (UNNAMED,):
            label = given.setdefault(mark.url, f"link {len(given) + 1}")
            mark = replace(mark, labels=(label,))
        settled.append(mark)
    return settled


def shown(text: str) -> str:
    """The words of the links in `text`, without their addresses."""
    return " ; ".join(link.words for link in find(text, {}) if link.words)


def bare(url: str) -> str:
    """An address without what does not tell pages apart: the fragment, the last slash, case."""
    return url.split("#")[0].rstrip("/").casefold()

"""Reads one entry of a source list: its labels, its address, its title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from citecheck.briefs import identifiers
from citecheck.briefs.lines import Line
from citecheck.briefs.places import Places
from citecheck.briefs.syntax import address, target, unescaped
from citecheck.model import Place, Reference

_NAME = r"\^?[\w.-]{1,40}\^?|(?:[A-Za-z]{2,12}[: ]\s?)\d{1,3}|\^[\w.:,; -]{1,60}\^?"
_LABEL = re.compile(
    r"\s*(?:>\s?){0,3}(?:[-*+•–]\s+)?[*_]{0,3}(?:"
    rf"\\?\[\\?\[(?P<double>{_NAME})\\?\]\\?\](?=[(\s:])"
    rf"|\\?\[(?P<bracket>{_NAME})\\?\](?!\[)"
    r"|【(?P<wide>\d{1,3})(?:†[^【】\n]{0,80})?】"
    r"|\((?P<round>\d{1,3})\)|(?P<plain>\d{1,3})(?:\\?[.)](?=\s)|[、．:](?=\s|[^\d\s]))"
    r"|(?:source|ref(?:erence)?|citation|quelle|fuente|note)\s(?P<word>\d{1,3})\s?[:.)-]"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?=\s|\[|http)|<sup>(?P<tag>\d{1,3})</sup>"
    r"|(?P<circled>[①-⑳])|#(?P<hash>\d{1,3})(?=[\s:.)])|\{(?P<curly>\d{1,3})\}"
    r"|(?P<code>[A-Z]{1,3}\d{1,3})(?=:\s|[.)]\s|\s[-–—]\s))"
    r"[*_]{0,3}\s*:?\s*",
    re.IGNORECASE,
)
# An entry of several labels: `[[1]](url) [[3]](url) The bridge`, `[1][3] The bridge`.
_FURTHER = re.compile(
    rf"(?:{target('url')})?\s*\\?\[\\?\[?(?P<label>\d{{1,3}})\\?\]\\?\]?(?=[(\s])"
)
_OWN_LINK = re.compile(target("url"))
_LOOSE = re.compile(r"\s*(?P<plain>\d{1,3})[ \t]{1,4}(?=\S)")
_CELL = re.compile(r"\\?\[?\^?(?P<label>\d{1,3})\\?\]?[.)]?")
_URL = re.compile(
    r"(?!data:|javascript:|mailto:)[a-z][a-z0-9+.-]{1,20}://[^\s<>\"“”|。，、；：？！）】》」』〉]+",
    re.IGNORECASE,
)
_WWW = re.compile(r"\bwww\.[^\s<>\"“”|,。，、；）】]+\.[^\s<>\"“”|,。，、；）】]+", re.IGNORECASE)
_DOI = re.compile(rf"\b(?:doi:\s*)?({identifiers.DOI})", re.IGNORECASE)
_LINKED_TITLE = re.compile(r"\[(?P<title>[^\[\]\n]{1,500})\]\(\s*<?[^\s()]")
_SHOWN_URL = re.compile(r"\[[a-z]{2,8}://[^\[\]\s]{1,2000}\](?=\()", re.IGNORECASE)
_LINKED = re.compile(rf"\](?:{target('url')})")
_ACCESS = re.compile(
    r"\(?\b(?:accessed|retrieved|visited|abgerufen|consulté|consultado)\b[^()\n]{0,60}\)?",
    re.IGNORECASE,
)
_EDGES = " \t\r\n-–—:;,.|\"'“”‘’«»()[]<>*_·\\"
MARKED = re.compile(r"\\?\[\^?\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,9}\\?\]")
_LONGEST_URL = 8000
_BROKEN = re.compile(
    r"(?<![a-z0-9/])[a-z][a-z0-9+.-]{1,20}://[^\s<>\"“”|]*(?P<last>[-/_&=?%#~+])$", re.IGNORECASE
)
_FRAGMENT = re.compile(r"[\w%&=/.?#~+:@!$'*,;-]+")


@dataclass(frozen=True, slots=True)
class Label:
    """The labels with which an entry begins, how they are written, where its text starts, and the
    addresses of labels that are links, by label."""

    names: tuple[str, ...]
    dress: str
    end: int
    urls: Mapping[str, str] = field(default_factory=dict)


_ANCHORS = re.compile(r"\s{0,3}(?:<a\s(?:id|name)\s?=[^<>]{0,200}>\s?</a>\s?){1,3}", re.IGNORECASE)


def read_label(text: str, previous: str | None = None) -> Label | None:
    """The label at the start of a line, or None. With `previous`, the label of the entry before
    (empty for none), a number without a sign counts where it is the next one."""
    anchors = _ANCHORS.match(text)
    if anchors is not None:
        behind = read_label(text[anchors.end() :], previous)
        return behind and replace(behind, end=behind.end + anchors.end())
    match = _LABEL.match(text)
    if match is None:
        loose = _LOOSE.match(text) if previous is not None else None
        expected = int(previous) + 1 if previous and previous.isdigit() else 1
        if loose is not None and int(loose["plain"]) == expected:
            return Label((loose["plain"],), "loose", loose.end())
        return None
    dress = match.lastgroup or ""
    if (
        dress == "bracket"
        and text[match.end(dress) :].startswith("](")
        and not (match[dress][-1:].isdigit() or match[dress].startswith("^"))
    ):
        return None  # a link of one word
    name = match[dress]
    if dress in ("raised", "circled"):
        name = unicodedata.normalize("NFKC", name)
    if dress in ("bracket", "double") and re.fullmatch(r"[A-Za-z]{2,12}[: ]\s?\d{1,3}", name):
        name = re.sub(r"[: ]\s?", lambda sign: sign[0][0], name).lower()
        if name.partition(" ")[1]:
            name = name.partition(" ")[2]
    name = "^" + name.strip("^ ") if name.startswith("^") else name.rstrip("^")
    names, urls, end = [name], dict[str, str](), match.end()
    while dress in ("double", "bracket") and (more := _FURTHER.match(text, end)) is not None:
        if dress == "double" and more["url"] is None and "[[" not in more[0]:
            break
        if more["url"] is not None:
            urls[names[-1]] = address(more["url"])
        names.append(more["label"])
        end = more.end()
    last = _OWN_LINK.match(text, end) if dress == "double" else None
    if last is not None:
        urls[names[-1]], end = address(last["url"]), last.end()
    return Label(tuple(names), dress, end, urls)


def is_entry(text: str) -> bool:
    """Tell whether a line begins with the label of an entry."""
    label = read_label(text)
    return label is not None and label.dress in (
        "bracket",
        "double",
        "wide",
        "round",
        "plain",
        "raised",
        "circled",
        "hash",
        "curly",
    )


def read_row(text: str) -> Label | None:
    """The label of a table's row that is an entry: a number in one of its cells, best the first."""
    cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
    if not text.lstrip().startswith("|") or len(cells) < 2:
        return None
    for cell in (cells[0], cells[-1], *cells[1:-1]):
        match = _CELL.fullmatch(cell.strip("*_ "))
        if match is not None:
            return Label((match["label"],), "row", 0)
    return None


def read_entries_of(
    label: Label, lines: Sequence[Line], indices: Sequence[int], places: Places
) -> list[Reference]:
    """The entry that stands on these lines, once for each of its labels."""
    first = lines[indices[0]]
    text = _joined([first.text[label.end :], *(lines[i].text for i in indices[1:])])
    if first.text.lstrip().startswith("|"):
        cells = [cell.strip() for cell in text.split("|")]
        text = " - ".join(
            c for c in cells if c and not (_CELL.fullmatch(c) and label.names[0] in c)
        )
    place = places.at(first.start)
    return [reference_of(name, text, place, url=label.urls.get(name)) for name in label.names]


def reference_of(
    label: str, text: str, place: Place, *, url: str | None = None, title: str | None = None
) -> Reference:
    """The entry `text` under its label; its address and title are looked for where not given."""
    folded = " ".join(text.split())
    plain = unescaped(folded)
    return Reference(label, url or find_url(folded), title or _title(plain), plain, place)


def _joined(lines: Sequence[str]) -> str:
    """The lines of an entry as one; an address that is broken at the end of a line goes on."""
    text = " ".join(lines[0].split())
    for line in lines[1:]:
        following = " ".join(line.split())
        broken = _BROKEN.search(text[-_LONGEST_URL:])
        word = _FRAGMENT.match(following)
        goes_on = broken is not None and word is not None and "://" not in word[0]
        if goes_on and broken is not None and broken["last"] == "/" and word is not None:
            goes_on = bool(re.search(r"[\d._=&%?#/-]", word[0].rstrip(".,;")))
        text += following if goes_on else f" {following}"
    return text.strip()


@lru_cache(maxsize=512)  # a line is asked several times while its list is made out
def find_url(text: str) -> str | None:
    """The first URL of an entry, without the punctuation around it, else the page that its
    identifier (DOI, arXiv, PMID, a court's or a law's citation …) leads to."""
    linked = _LINKED.search(text)
    match = _URL.search(text)
    if linked is not None and (match is None or linked.start() < match.end()):
        url = address(linked["url"])
        if _URL.match(url) and (match is None or match.start() >= linked.start("url")):
            return url[:_LONGEST_URL]
    plain = unescaped(text[match.start() :]) if match is not None else ""
    if match is not None and not ("doi.org/10." in match[0] and "<" in plain):
        return _trimmed(address(match[0]))
    identified = identifiers.resolve(unescaped(text))
    if identified is not None:
        return identified
    match = _WWW.search(text)
    return f"https://{_trimmed(unescaped(match[0]))}" if match is not None else None


def has_address(text: str) -> bool:
    """Tell whether an entry is complete; a bare host name is a publisher, not its address."""
    return bool(_URL.search(text) or _DOI.search(text))


def is_bare_url(text: str) -> bool:
    """Tell whether a line holds an address and nothing else."""
    stripped = text.strip(" \t<>-*•+")
    match = _URL.match(stripped)
    return match is not None and match.end() >= len(stripped) - 1


def around_url(text: str) -> tuple[str, str]:
    """What stands before and behind the first address of an entry, a link's words taken out."""
    linked = re.search(rf"\[[^\[\]\n]{{0,500}}\]{target('url')}", text)
    match = linked or _URL.search(text)
    return (text[: match.start()], text[match.end() :]) if match is not None else (text, "")


def _title(text: str) -> str | None:
    linked = _LINKED_TITLE.search(text)
    named = linked is not None and not linked["title"].strip("[] ^").isdigit()
    if linked is not None and named and not _URL.match(linked["title"]):
        return linked["title"].strip(_EDGES) or None
    title = _ACCESS.sub(" ", _DOI.sub(" ", _URL.sub(" ", _SHOWN_URL.sub(" ", text))))
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

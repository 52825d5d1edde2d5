"""Writes the address of a copy beside its entry, in the style of the brief.

Markdown gets a link, plain text and reStructuredText the address in words, HTML an `<a>`, LaTeX a
`\\url`; a Markdown link definition keeps it in its title. A place is only taken where the entry's
address stands, in the entry; what has none is left and said.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from citecheck.model import ArchivedCopy, Reference

_DEFINITION = re.compile(
    r"[ ]{0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]*<?(?P<url>\S+?)>?"
    r"(?:[ \t]++(?P<title>\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*+$"
)
_ENTRY = re.compile(
    r"\s*(?:>\s*)?(?:[-*+•–]\s|\*{0,2}\\?[\[(【^]|\d{1,3}[.):\s]|\||<li|\.\.\s|[⁰¹²³⁴-⁹]|<sup>)"
)
_LONGEST = 3000  # characters of an entry within which its address is looked for


@dataclass(frozen=True, slots=True)
class Left:
    """An entry beside which nothing was written, with the reason in words."""

    entry: Reference
    why: str


def beside(
    text: str, copies: Iterable[tuple[Reference, ArchivedCopy]], format_: str, markdown: bool
) -> tuple[str, list[Left]]:
    """The brief's file with each copy's address beside its entry, and what was left.

    `text` is the file, decoded; `format_` is "text", "html", "latex" or "rst", `markdown` tells
    Markdown from plain text.
    """
    inserts: dict[int, str] = {}
    left = []
    for entry, copy in copies:
        start, end = _extent(text, entry, format_)
        found = _address(text, entry, start, end, format_)
        if found is None:
            left.append(Left(entry, "its address does not stand in an entry of the file"))
        elif not _has_copy(text, found, entry, format_):
            place = _in_definition(text, found, copy.url) if format_ == "text" else None
            if place is None:
                place = _behind(text, found, format_), _words(copy.url, format_, markdown)
            inserts.setdefault(*place)
    for at in sorted(inserts, reverse=True):
        text = text[:at] + inserts[at] + text[at:]
    return text, left


def _extent(text: str, entry: Reference, format_: str) -> tuple[int, int]:
    """Where the entry may stand: its line and what follows, or the whole of a file in markup."""
    if format_ in ("html", "latex") or entry.place is None:
        return 0, len(text)
    lines = text.splitlines(keepends=True)
    start = sum(map(len, lines[: entry.place.line - 1]))
    blank = re.search(r"\n[ \t]*\r?\n", text[start : start + _LONGEST])
    return start, start + (blank.start() if blank else _LONGEST)


def _address(
    text: str, entry: Reference, start: int, end: int, format_: str
) -> tuple[int, int] | None:
    """The entry's address in the file: of several places the last, where lists stand."""
    url = entry.url or ""
    if format_ == "text" and not _ENTRY.match(text, start):
        return None
    forms = [url, url.replace("&", "&amp;"), re.sub(r"([_%&#~])", r"\\\1", url)]
    forms += [url.rstrip("/"), re.sub(r"^https?://(?:doi\.org/)?", "", url).rstrip("/")]
    for form in dict.fromkeys(filter(None, forms)):
        pattern = rf"(?<![\w/.-]){re.escape(form)}(?![\w-])"
        places = [m.span() for m in re.finditer(pattern, text[start:end], re.I)]
        if places:
            at, to = places[0] if format_ == "text" else places[-1]
            if text[start + to : start + to + 1] == "/" and not form.endswith("/"):
                to += 1
            return start + at, start + to
    return None


def _has_copy(text: str, found: tuple[int, int], entry: Reference, format_: str) -> bool:
    """Whether a copy's address stands behind the entry's own already."""
    behind = text[found[1] : found[1] + 2 * len(entry.url or "") + 400]
    if format_ not in ("html", "latex"):
        behind = behind.partition("\n")[0]
    before = text[max(0, found[0] - 40) : found[0]]
    return bool(re.search(r"/\d{14}(?:id_)?/\S", behind) or re.search(r"/\d{14}/$", before))


def _in_definition(text: str, found: tuple[int, int], url: str) -> tuple[int, str] | None:
    """In a Markdown link definition, where and how a copy's address goes into its title."""
    start = text.rfind("\n", 0, found[0]) + 1
    end = text.find("\n", found[0])
    line = _DEFINITION.match(text[start : end if end >= 0 else len(text)])
    if line is None:
        return None
    if line["title"]:
        return start + line.end("title") - 1, f" (archived: {url})"
    behind = found[1] + (text[found[1] : found[1] + 1] == ">")
    return behind, f' "archived: {url}"'


def _behind(text: str, found: tuple[int, int], format_: str) -> int:
    """Where the address, or the link that it is part of, ends."""
    start, end = found
    if format_ == "html":
        tag = text.rfind("<", 0, start)
        inside = tag >= 0 and ">" not in text[tag:start]
        closing = re.search(r"</a\s*>", text[end : end + _LONGEST], re.I)
        in_link = inside or text.rfind("<a", 0, start) > text.rfind("</a", 0, start)
        return end + closing.end() if in_link and closing else end
    if format_ == "latex":
        groups = re.match(r"\}(?:\s*\{[^{}]*\})?", text[end:])
        return end + groups.end() if groups and re.search(r"\\\w+\s*\{$", text[:start]) else end
    if text[start - 2 : start] == "](" or text[start - 3 : start] == "](<":
        closing = re.match(r">?(?:\s+\"[^\"\n]*\")?\)", text[end:])
        return end + closing.end() if closing else end
    if text[end : end + 2] == "](":  # an address that is its own link's words
        closing = re.match(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)", text[end:])
        return end + closing.end() if closing else end
    return end + (text[end : end + 1] == ">") + (text[end : end + 2] == ">`")


def _words(url: str, format_: str, markdown: bool) -> str:
    if format_ == "html":
        return f' (<a href="{html.escape(url)}">archived</a>)'
    if format_ == "latex":
        return f" (archived: \\url{{{url}}})"
    return f" ([archived]({_link(url)}))" if markdown else f" (archived: {url})"


def _link(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")

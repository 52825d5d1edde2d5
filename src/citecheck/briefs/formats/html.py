"""Reads a brief saved or exported as HTML, by selectolax; places are CSS paths."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from citecheck.briefs.decode import decode
from citecheck.briefs.formats.document import (
    BREAK,
    Document,
    Writer,
    definition,
    instruction,
    link,
    literal,
    note,
    superscript,
)
from citecheck.errors import BriefError
from citecheck.nesting import bounded

_DROPPED = frozenset(
    "script style template svg canvas iframe object head nav form button select textarea noscript"
    " audio video math".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption"
    " figure footer h1 h2 h3 h4 h5 h6 header hgroup hr html li main ol p pre section summary table"
    " tbody tfoot thead tr td th ul".split()
)
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_BACK = re.compile(r"[\s↩⏎↑^︎️]*|\W*(?:back|jump up|return)\W*", re.IGNORECASE)
_NUMBER = re.compile(r"\W{0,3}(\d{1,4})\W{0,3}")
# What a link to a note shows: `[1]`, `1`, and of a group of notes `[n 1]`, `[note 2]`, `[a]`.
_SHOWN = re.compile(
    r"\W{0,3}(\d{1,4})\W{0,3}|\[\s?([A-Za-z]{1,12}\s?\d{1,3}|[a-z]{1,3}|[ivx]{1,5})\s?\]"
)
_NOTE_ID = re.compile(r"cite|fn|foot|note|ref|bib|^CR\d|^[BR]\d", re.IGNORECASE)
_STRUCK = frozenset("del s strike".split())
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAYBE_UNSEEN = '[hidden], [aria-hidden], [style*="none"], [style*="hidden"], del, s, strike'
_LONGEST_ENTRY = 3000  # characters of the text of an entry
_CHARSET = re.compile(
    rb"<meta[^>]{0,300}charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:+-]+)", re.IGNORECASE
)


def read_html(data: bytes, path: str) -> Document:
    """The text of an HTML brief. In-page links that lead to an entry are its markers."""
    text, encoding = _decoded(data, path)
    tree = LexborHTMLParser(bounded(text))
    if tree.body is None:
        raise BriefError(path, "has no text", "give the saved page of a brief")
    walk = _Walk(_targets(tree), _works(tree))
    walk.run(tree.body)
    document = walk.writer.document(encoding, "html")
    if not document.text:
        raise BriefError(path, "has no text", "give the saved page of a brief")
    return document


def _decoded(data: bytes, path: str) -> tuple[str, str]:
    match = _CHARSET.search(data[:4096])
    if match is not None:
        try:
            name = match[1].decode("ascii")
            return data.decode(name), name.lower()
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, path)


def _targets(tree: LexborHTMLParser) -> dict[str, str]:
    """By the id that in-page links lead to, the label of the entry there.

    The label is the number (or the name and number, `n 1`) that the link shows, unless two ids
    share it; then it is the id. A link back to where a note is marked leads to no entry.
    """
    shown: dict[str, str] = {}
    back: dict[str, str] = {}
    passed: set[str] = set()
    for element in tree.css('[id], a[name], a[href*="#"]'):
        attributes = element.attributes
        identity = _fragment(attributes.get("href")) if element.tag == "a" else ""
        match = _SHOWN.fullmatch(" ".join(element.text(deep=True).split())) if identity else None
        if match is not None:
            label = match[1] or _label(match[2])
            (back if identity in passed else shown).setdefault(identity, label)
        passed.update(filter(None, (attributes.get("id"), attributes.get("name"))))
    shown = shown or back
    uses = Counter(shown.values())
    return {i: label if uses[label] == 1 else _label(i) for i, label in shown.items()}


def _fragment(href: str | None) -> str:
    """The id in the page that a link leads to; of a page saved with its full address only one
    that names a note, as `https://…/wiki/Toll#cite_note-3`."""
    before, _, identity = (href or "").partition("#")
    return identity if not before or _NOTE_ID.search(identity) else ""


def _works(tree: LexborHTMLParser) -> dict[str, str]:
    """By the id of an entry of a bibliography, the first web address in it: short notes lead to
    the id, `<a href="#CITEREFRay2020">Ray 2020</a>`."""
    cited = {_fragment(link.attributes.get("href")) for link in tree.css('a[href*="#"]')}
    found: dict[str, str] = {}
    for element in tree.css("cite[id], li[id], span[id], p[id], div[id]"):
        identity = element.attributes.get("id") or ""
        if identity in cited and _NOTE_ID.search(identity):
            link = element.css_first('a[href^="http"]')
            if link is not None and len(element.text(deep=True)) < _LONGEST_ENTRY:
                found[identity] = link.attributes.get("href") or ""
    return found


def _is_unseen(tag: str, attributes: Any) -> bool:
    """Tell whether a reader of the page does not see the element, or sees it struck out."""
    if tag in _STRUCK or "hidden" in attributes:
        return True
    if attributes.get("aria-hidden") == "true":
        # KaTeX hides its visible half from screen readers.
        return "katex-html" not in (attributes.get("class") or "")
    return _UNSEEN.search(attributes.get("style") or "") is not None


def _words(node: Any) -> str:
    """The text of an element that is seen."""
    if node.css_first(_MAYBE_UNSEEN) is None:
        return str(node.text(deep=True))
    copy = LexborHTMLParser(node.html or "")
    for part in copy.css(_MAYBE_UNSEEN):
        if _is_unseen(part.tag or "", part.attributes):
            part.decompose()
    return str(copy.body.text(deep=True)) if copy.body is not None else ""


def _label(identity: str) -> str:
    return re.sub(r"[^\w.:-]", "-", identity)[:60]


class _Walk:
    """Goes through the elements in reading order without recursion."""

    def __init__(self, targets: dict[str, str], works: dict[str, str]) -> None:
        self.writer = Writer()
        self._works = works
        self._targets = targets
        self._pieces: list[str] = []
        self._steps: list[tuple[str, str | None]] = []  # tag and id of each open element
        self._counts: list[Counter[str]] = [Counter()]
        self._numbers: list[int] = [0]  # of each open element, its number among its kind
        self._lists: list[int | None] = []  # the next number of each open list; None if bulleted
        self._cells: list[str] | None = None
        self._prefix = ""
        self._where = ""
        self._entry = ""

    def run(self, root: Any) -> None:
        """Write every block below `root`."""
        node = root
        while node is not None:
            descend = self._enter(node)
            if descend and node.child is not None:
                node = node.child
                continue
            if descend:
                self._leave(node)
            while node is not None and node.next is None:
                node = node.parent
                if node is None or not self._steps:
                    self._flush()
                    return
                self._leave(node)
            if node is not None:
                node = node.next
        self._flush()

    def _enter(self, node: Any) -> bool:
        tag = node.tag or "-broken"
        if tag == "-text":
            self._pieces.append(literal(node.text_content or ""))
            return False
        if "comment" in tag:
            self._pieces.append(instruction((node.html or "").removeprefix("<!--")[:-3]))
            return False
        if tag.startswith(("-", "!", "_")) or tag in _DROPPED:
            return False
        if tag == "br":
            self._pieces.append(BREAK)
            return False
        attributes = node.attributes
        self._counts[-1][tag] += 1
        if _is_unseen(tag, attributes) or self._inline(node, tag):
            return False
        identity = attributes.get("id")
        self._numbers.append(self._counts[-1][tag])
        self._steps.append((tag, identity))
        self._counts.append(Counter())
        if tag in _BLOCKS:
            self._open(tag, attributes)
        self._begin_entry(attributes)
        return True

    def _begin_entry(self, attributes: Any) -> None:
        """Take what follows as an entry where an in-page link leads here."""
        for identity in (attributes.get("id"), attributes.get("name")):
            if identity in self._targets and not self._entry:
                self._entry = definition(self._targets[identity])

    def _inline(self, node: Any, tag: str) -> bool:
        """Take links and superscripts whole; True when nothing below them is left to do."""
        if tag == "sup" and "Inline-Template" in (node.attributes.get("class") or ""):
            self._pieces.append("[citation needed]")
            return True
        if tag == "sup" and node.css_first("a") is None:
            self._pieces.append(superscript(literal(_words(node))))
            return True
        if tag == "code" and not any(step == "pre" for step, _ in self._steps[-3:]):
            self._pieces.append(f"`{' '.join(literal(_words(node)).split())}`")
            return True
        if tag != "a":
            return False
        href = node.attributes.get("href") or ""
        words = literal(_words(node))
        identity = _fragment(href)
        if href.startswith("#") or identity in self._targets or identity in self._works:
            label = self._targets.get(identity)
            shown = _SHOWN.fullmatch(" ".join(words.replace("\\", "").split()))
            self._begin_entry(node.attributes)
            if label is not None and shown is not None:
                self._pieces.append(note(label))
            elif self._entry and identity in self._works:
                self._pieces.append(link(words, self._works[identity]))
            elif not _BACK.fullmatch(words) and not (shown is not None and self._entry):
                self._pieces.append(words)
            return True
        if not words.strip() and node.child is not None:
            return False
        self._pieces.append(link(words, href))
        return True

    def _open(self, tag: str, attributes: Any) -> None:
        if tag in ("td", "th") and self._cells is not None:
            return
        self._flush()
        if tag in ("ol", "ul"):
            start = attributes.get("start") or "1"
            number = int(start) if start.isdigit() and len(start) < 5 else 1
            self._lists.append(number if tag == "ol" else None)
        elif tag == "li" and self._lists:
            at = self._lists[-1]
            self._prefix = "- " if at is None else f"{at}. "
            if at is not None:
                self._lists[-1] = at + 1
        elif tag == "tr":
            self._cells = []
        elif tag in _HEADINGS:
            self._prefix = _HEADINGS[tag]
        elif tag == "blockquote":
            self._prefix = "> "

    def _leave(self, node: Any) -> None:
        tag, _ = self._steps[-1]
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append("".join(self._pieces))
            self._pieces = []
        elif tag in _BLOCKS:
            self._flush()
        if tag == "tr" and self._cells is not None:
            self.writer.row(self._cells, self._path())
            self._cells = None
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if tag in ("li", "blockquote") or tag in _HEADINGS:
            self._prefix = ""
        self._steps.pop()
        self._counts.pop()
        self._numbers.pop()

    def _flush(self) -> None:
        if self._cells is not None:
            self._pieces.append(" ")
            return
        text = "".join(self._pieces)
        self._pieces = []
        if not text.strip():
            return
        if any(step == "pre" for step, _ in self._steps):
            self.writer.listing(text, self._path())
            return
        prefix = self._entry or self._prefix
        self.writer.block(text, self._path(), prefix=prefix)
        self._entry = ""
        if self._prefix != "> ":
            self._prefix = ""

    def _path(self) -> str:
        """The CSS path of the block at hand, from the nearest element with an id."""
        parts: list[str] = []
        numbers = self._numbers[1:]
        for (tag, identity), number in zip(self._steps[::-1], numbers[::-1], strict=True):
            if identity and re.fullmatch(r"[A-Za-z][\w-]*", identity):
                parts.append(f"#{identity}")
                break
            if tag in ("html", "body"):
                parts.append(tag)
                break
            parts.append(f"{tag}:nth-of-type({number})")
            if len(parts) > 40:
                break
        return " > ".join(parts[::-1]) or "body"

"""Reads HTML in reading order by selectolax's Lexbor engine; never recurses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from citecheck.model import Page, Region, Source, SourceStatus
from citecheck.pages.blocks import Block, assemble, fold
from citecheck.pages.charset import decode
from citecheck.pages.regions import RawBlock, label, region_of

_DROPPED = frozenset(
    "script style template svg canvas iframe object embed math head datalist audio video map"
    " progress meter".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav"
    " noscript ol option p pre section select summary table tbody tfoot thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OWN = {"blockquote": Region.QUOTE, "figcaption": Region.CAPTION, "caption": Region.CAPTION}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PUBLISHED = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
_REFERENCE_HEADING = re.compile(
    r"(?:references|notes|footnotes|citations|sources|bibliography|see also|external links"
    r"|einzelnachweise|weblinks|références|notes et références|referencias|note)\W*",
    re.IGNORECASE,
)
_LONGEST_ROW = 600  # characters; a table row that is longer is layout, not data


def read_html(source: Source) -> Page:
    """The page of an HTML body: everything that a reader sees, in order, labelled by region."""
    tree = LexborHTMLParser(decode(source.body, source.content_type))
    title = _title(tree)
    walk = _Walk()
    if tree.root is not None:
        walk.run(tree.root)
    labels = label(walk.blocks, walk.parents, walk.announced)
    blocks = [] if title is None else [Block(title, Region.TITLE)]
    references = False
    for raw, region in zip(walk.blocks, labels, strict=True):
        final = region
        if region is Region.HEADING:
            references = bool(_REFERENCE_HEADING.fullmatch(raw.text))
        elif references and region.is_content:
            final = Region.REFERENCES
        blocks.append(Block(raw.text, final))
    text, passages = assemble(blocks)
    if not walk.blocks:
        return Page(source, SourceStatus.EMPTY, title=title)
    return Page(
        source,
        SourceStatus.OK,
        title=title,
        language=_language(tree),
        published=_published(tree),
        text=text,
        passages=passages,
    )


class _Walk:
    """Goes through the tree in document order and gathers blocks."""

    def __init__(self) -> None:
        self.blocks: list[RawBlock] = []
        self.parents: list[int] = []
        self.announced: list[Region | None] = []
        self._stack: list[tuple[str, Region, int]] = []  # tag, kind of block, element number
        self._pieces: list[str] = []
        self._length = 0
        self._linked = 0
        self._links = 0
        self._rows = 0
        self._breaks = 0
        self._at = 0
        self._region = Region.MAIN

    def run(self, root: LexborNode) -> None:
        """Visit every node once, entering and leaving elements."""
        node: Any = root
        while node is not None:
            tag = node.tag
            if tag == "-text":
                self._text(node)
            elif tag and tag[0] not in "-!_" and self._enter(node, tag):
                child = node.child
                if child is not None:
                    node = child
                    continue
                self._leave()
            while node is not None and node.next is None:
                node = node.parent
                if node is None or not self._stack:
                    self._flush()
                    return
                self._leave()
            if node is not None:
                node = node.next
        self._flush()

    def _enter(self, node: Any, tag: str) -> bool:
        if tag == "br":
            self._breaks += 1
            self._pieces.append(" ")
            if self._breaks > 1 and not self._rows:
                self._flush()
            return False
        if tag in _DROPPED:
            return False
        attributes: Mapping[str, str | None] = node.attributes
        if attributes and _is_hidden(attributes):
            return False
        region = _kind(tag, self._stack[-1][1] if self._stack else Region.MAIN)
        if tag in _BLOCKS and not self._in_row(tag):
            self._flush()
            self._region, self._at = region, len(self.parents)
        elif tag in ("td", "th") and self._length:
            self._pieces.append(" | ")
        elif tag in _BLOCKS:
            self._pieces.append(" ")
        parent = self._stack[-1][2] if self._stack else -1
        self.announced.append(self._announced(tag, attributes))
        self._stack.append((tag, region, len(self.parents)))
        self.parents.append(parent)
        self._links += tag == "a"
        self._rows += tag == "tr"
        return True

    def _announced(self, tag: str, attributes: Mapping[str, str | None]) -> Region | None:
        inner = any(outer in ("article", "main") for outer, _, _ in self._stack[-12:])
        if tag == "header" and not inner:
            return Region.HEADER
        return region_of(tag, attributes)

    def _leave(self) -> None:
        tag, _, _ = self._stack.pop()
        self._links -= tag == "a"
        if tag in _BLOCKS and not (tag != "tr" and self._in_row(tag)):
            self._flush()
            if self._stack:
                _, self._region, self._at = self._stack[-1]
        elif tag in _BLOCKS or tag in ("td", "th"):
            self._pieces.append(" ")
        self._rows -= tag == "tr"

    def _in_row(self, tag: str) -> bool:
        """Tell whether a block stands in a table's row and stays with its other cells."""
        return self._rows > 0 and tag not in ("tr", "table") and self._length < _LONGEST_ROW

    def _text(self, node: Any) -> None:
        text = node.text_content or ""
        if not text:
            return
        self._pieces.append(text)
        if not text.isspace():
            self._breaks = 0
            self._length += len(text)
            if self._links:
                self._linked += len(text)

    def _flush(self) -> None:
        text = fold("".join(self._pieces)).strip("| ") if self._length else ""
        if text:
            linked = min(self._linked, len(text))
            self.blocks.append(RawBlock(text, self._region, self._at, linked))
        self._pieces = []
        self._length = self._linked = self._breaks = 0


def _kind(tag: str, outer: Region) -> Region:
    """What an element's tag makes of the blocks in it."""
    if tag in _HEADINGS:
        return Region.HEADING
    if tag in _OWN:
        return _OWN[tag]
    return Region.TABLE if tag == "tr" else outer


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _HIDDEN_STYLE.search(str(style)) is not None


def _title(tree: LexborHTMLParser) -> str | None:
    for selector, attribute in (
        ("head > title", None),
        ("title", None),
        ('meta[property="og:title"]', "content"),
        ("h1", None),
    ):
        node = tree.css_first(selector)
        if node is not None:
            raw = node.attributes.get(attribute) if attribute else node.text(deep=True)
            title = fold(raw or "")
            if title:
                return title[:1000]
    return None


def _language(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("html")
    language = (node.attributes.get("lang") if node is not None else None) or ""
    primary = re.split(r"[-_]", language.strip())[0].lower()
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else None


def _published(tree: LexborHTMLParser) -> datetime | None:
    for selector, attribute in (
        ('meta[property="article:published_time"]', "content"),
        ('meta[itemprop="datePublished"]', "content"),
        ('meta[name="date"]', "content"),
        ("time[datetime]", "datetime"),
    ):
        node = tree.css_first(selector)
        found = _moment(node.attributes.get(attribute)) if node is not None else None
        if found is not None:
            return found
    for script in tree.css('script[type="application/ld+json"]')[:10]:
        match = _PUBLISHED.search(script.text(deep=True) or "")
        found = _moment(match[1]) if match is not None else None
        if found is not None:
            return found
    return None


def _moment(value: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((value or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)

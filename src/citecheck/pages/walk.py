"""Goes through a parsed page once, in reading order, and gathers its blocks of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from citecheck.model import Region
from citecheck.pages.blocks import fold
from citecheck.pages.names import announces, by_tag, is_hidden

_DROPPED = frozenset(
    "script style template svg canvas iframe object embed math head datalist audio video map"
    " progress meter".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q"
    " rp rt ruby s samp small span strike strong sub sup time tt u var wbr input source".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav"
    " noscript ol option p pre section select summary table tbody tfoot thead tr ul".split()
)
_OF_TAG = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Region.HEADING),
    "blockquote": Region.QUOTE,
    "figcaption": Region.CAPTION,
    "caption": Region.CAPTION,
    "tr": Region.TABLE,
}
_ARTICLES = frozenset({"article", "main"})
_MAYBE_HIDDEN = '[hidden], [aria-hidden="true"], [style*="none" i], [style*="hidden" i]'
# Elements whose names say little of where they stand; what holds them says it.
_UNNAMED = frozenset("li tr td th tbody option h1 h2 h3 h4 h5 h6 dt dd".split())
_NONE: Mapping[str, str | None] = {}
_OUTSIDE = ("", Region.MAIN, -1)  # what stands around the outermost element
_NAMELESS = "nameless"  # for an element whose name is not valid UTF-8
_CELLS = frozenset({"td", "th"})
_ALWAYS_SEEN = frozenset({"html", "body"})  # scripts show a page that hides itself at first
_LONGEST_ROW = 600  # characters; a table row that is longer is layout, not data
_SHORT = 25  # characters; a shorter block says nothing of where the main text is
_LINKS_ALONE = 0.6  # share of a block's characters in links, above which it is a list of links


_Row = tuple[int, str, str, Region | None, bool]  # parent, tag, tag and class, said, body


@dataclass(slots=True)
class RawBlock:
    """A block before it is labelled: its text, its own kind, the element that holds it.

    `kind` is what the block's own tag makes of it (heading, caption, quote, table, main);
    `container` is an element's number and `tag` its tag; `linked` counts the block's characters
    inside links, `running` those of running text: 0 for short blocks and lists of links.
    """

    text: str
    kind: Region
    container: int
    tag: str
    linked: int
    running: int


class Elements:
    """The elements that can hold blocks, by number in document order, as parallel lists.

    `parents[n]` is always smaller than n, and -1 for the first; `said` is the region that tag,
    role or name announces; `body` is true where the name says "this is the article"; `kinds` is
    tag and class together, the same for elements that repeat.
    """

    def __init__(self, rows: Sequence[_Row]) -> None:
        self.parents = [row[0] for row in rows]
        self.tags = [row[1] for row in rows]
        self.kinds = [row[2] for row in rows]
        self.said = [row[3] for row in rows]
        self.body = [row[4] for row in rows]


class Walk:
    """One pass over a tree; `blocks` and `elements` are what it found. Never recurses."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.blocks: list[RawBlock] = []
        self._rows: list[_Row] = []
        self._stack: list[tuple[str, Region, int]] = []  # tag, kind of block, element number
        self._pieces: list[str] = []
        self._linked = 0
        self._breaks = 0
        self._articles = 0
        self._table_rows = 0
        self._at = 0
        self._kind = Region.MAIN
        self._tag = "html"
        top = tree.body or tree.root
        if top is not None:
            self._run(top, _hidden(tree))
        self.elements = Elements(self._rows)

    def _run(self, root: Any, hidden: frozenset[int]) -> None:
        """Visit every node once; what most nodes need is done in the loop itself."""
        pieces = self._pieces
        enter, leave = self._enter, self._leave
        open_tags: list[str] = []
        links = 0
        node = root
        while node is not None:
            tag = node.tag or _NAMELESS
            if tag == "-text":
                text = node.text_content or ""
                if not text.isspace():
                    pieces.append(text)
                    self._breaks = 0
                    if links:
                        self._linked += len(text)
                elif pieces:
                    pieces.append(" ")
            elif (
                tag not in _DROPPED
                and tag[0] not in "-!_"
                and (not hidden or node.mem_id not in hidden)
            ):
                child = node.child
                if child is None:
                    self._pass(tag)
                else:
                    if tag not in _INLINE:
                        enter(node, tag)
                    elif tag == "a":
                        links += 1
                    open_tags.append(tag)
                    node = child
                    continue
            after = node.next
            while after is None:
                node = node.parent
                if node is None or not open_tags:
                    break
                tag = open_tags.pop()
                if tag not in _INLINE:
                    leave()
                elif tag == "a":
                    links -= 1
                after = node.next
            node = after
        self._flush()

    def _enter(self, node: Any, tag: str) -> None:
        _, outer, parent = self._stack[-1] if self._stack else _OUTSIDE
        kind = _OF_TAG.get(tag, outer)
        here = len(self._rows)
        if tag in _BLOCKS and not (self._table_rows and self._in_row(tag)):
            if self._pieces:
                self._flush()
            self._kind, self._at, self._tag = kind, here, tag
        elif self._pieces:
            self._pieces.append(" | " if tag in _CELLS else " ")
        self._stack.append((tag, kind, here))
        self._rows.append(self._row(tag, _NONE if tag in _UNNAMED else node.attributes, parent))
        if tag in _ARTICLES:
            self._articles += 1
        elif tag == "tr":
            self._table_rows += 1

    def _row(self, tag: str, attributes: Mapping[str, str | None], parent: int) -> _Row:
        if not attributes:
            said = by_tag(tag)
            if tag == "header" and not self._articles:
                said = Region.HEADER
            return parent, tag, tag, said, False
        name = attributes.get("class") or ""
        said, body = announces(
            tag,
            attributes.get("role"),
            attributes.get("itemprop"),
            name,
            attributes.get("id") or "",
        )
        if tag == "header" and not self._articles:
            said = Region.HEADER
        return parent, tag, f"{tag} {name}", said, body

    def _pass(self, tag: str) -> None:
        """Go past an element that holds nothing."""
        if tag == "br":
            self._breaks += 1
            self._pieces.append(" ")
            if self._breaks > 1 and not self._table_rows:
                self._flush()
        elif self._pieces and tag not in _INLINE:
            if tag in _BLOCKS and not (self._table_rows and self._in_row(tag)):
                self._flush()
            else:
                self._pieces.append(" | " if tag in _CELLS else " ")

    def _leave(self) -> None:
        tag, _, _ = self._stack.pop()
        if tag in _BLOCKS and not (self._table_rows and tag != "tr" and self._in_row(tag)):
            if self._pieces:
                self._flush()
            if self._stack:
                _, self._kind, self._at = self._stack[-1]
                self._tag = self._rows[self._at][1]
        elif self._pieces:
            self._pieces.append(" ")
        if tag == "tr":
            self._table_rows -= 1
        elif tag in _ARTICLES:
            self._articles -= 1

    def _in_row(self, tag: str) -> bool:
        """Tell whether a block stands in a table's row and stays with its other cells."""
        return tag not in ("tr", "table") and sum(map(len, self._pieces)) < _LONGEST_ROW

    def _flush(self) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        text = " ".join(text.split()) if text.isascii() else fold(text)
        if self._kind is Region.TABLE:
            text = text.strip("| ")
        if text:
            size, linked = len(text), self._linked
            if linked > size:
                linked = size
            long = size >= _SHORT and linked < size * _LINKS_ALONE
            running = size - linked if long else 0
            self.blocks.append(RawBlock(text, self._kind, self._at, self._tag, linked, running))
        self._linked = self._breaks = 0


def _hidden(tree: LexborHTMLParser) -> frozenset[int]:
    """The elements that a reader does not see, by their address."""
    return frozenset(
        node.mem_id
        for node in tree.css(_MAYBE_HIDDEN)
        if node.tag not in _ALWAYS_SEEN and is_hidden(node.attributes)
    )

"""Goes through a parsed page once, in reading order, and gathers its blocks of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from citecheck.model import Region
from citecheck.pages.blocks import fold
from citecheck.pages.names import announces, by_tag, is_hidden

_UNREAD = frozenset(
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
# What the walk does with an element; those from _OTHER on part the text around them.
_TEXT, _DROPPED, _INSIDE, _LINK, _OTHER, _BLOCK = range(6)
_SORTS = {
    **dict.fromkeys(_INLINE, _INSIDE),
    **dict.fromkeys(_BLOCKS, _BLOCK),
    **dict.fromkeys(_UNREAD, _DROPPED),
    "a": _LINK,
    "-text": _TEXT,
}
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
    """The elements that hold blocks, by number in document order, as parallel lists.

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


class _Open:
    """An element whose inside is being read; `number` is -1 until it holds a block."""

    __slots__ = ("kind", "node", "number", "outer", "tag")

    def __init__(self, tag: str, kind: Region, node: Any, outer: _Open | None) -> None:
        self.tag = tag
        self.kind = kind
        self.node = node
        self.outer = outer
        self.number = -1


class Walk:
    """One pass over a tree; `blocks` and `elements` are what it found. Never recurses."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.blocks: list[RawBlock] = []
        self._rows: list[_Row] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._breaks = 0
        self._table_rows = 0
        self._top: _Open | None = None  # the innermost element that is open
        self._at: _Open | None = None  # the one that the next block stands in
        root = tree.body or tree.root
        if root is not None:
            self._run(root, _hidden(tree))
        self.elements = Elements(self._rows)

    def _run(self, root: Any, hidden: frozenset[int]) -> None:
        """Visit every node once; what most nodes need is done in the loop itself.

        A node's tag is asked for once for each kind of element: its number is cheaper to get,
        and stays the same within a page.
        """
        pieces = self._pieces
        enter, leave = self._enter, self._leave
        tags: dict[int, tuple[str, int]] = {}
        opened: list[tuple[Any, int]] = []
        links = 0
        node = root
        while node is not None:
            number = node.tag_id
            if number in tags:
                tag, sort = tags[number]
            else:
                tag, sort = tags[number] = _tag_and_sort(node)
            if sort == _TEXT:
                text = node.text_content or ""
                if not text.isspace():
                    pieces.append(text)
                    self._breaks = 0
                    if links:
                        self._linked += len(text)
                elif pieces:
                    pieces.append(" ")
            elif sort != _DROPPED and (not hidden or node.mem_id not in hidden):
                child = node.first_child
                if child is not None:
                    if sort >= _OTHER:
                        enter(node, tag, sort)
                    elif sort == _LINK:
                        links += 1
                    opened.append((node, sort))
                    node = child
                    continue
                if sort >= _OTHER:
                    self._pass(tag)
            node = node.next
            while node is None and opened:
                node, sort = opened.pop()
                if sort >= _OTHER:
                    leave(sort)
                elif sort == _LINK:
                    links -= 1
                # The root's own siblings are not the page's matter.
                node = node.next if opened else None
        self._flush()

    def _enter(self, node: Any, tag: str, sort: int) -> None:
        outer = self._top
        kind = _OF_TAG.get(tag) or (Region.MAIN if outer is None else outer.kind)
        self._top = here = _Open(tag, kind, node, outer)
        if sort == _BLOCK and not (self._table_rows and self._in_row(tag)):
            if self._pieces:
                self._flush()
            self._at = here
        elif self._pieces:
            self._pieces.append(" | " if tag in _CELLS else " ")
        if tag == "tr":
            self._table_rows += 1

    def _number(self, here: _Open | None) -> int:
        """The number of an element that holds a block; what holds it has its own before it."""
        waiting: list[_Open] = []
        while here is not None and here.number < 0:
            waiting.append(here)
            here = here.outer
        number = -1 if here is None else here.number
        for element in reversed(waiting):
            row = _row(element, number)
            number = element.number = len(self._rows)
            self._rows.append(row)
        return number

    def _pass(self, tag: str) -> None:
        """Go past an element that holds nothing."""
        if tag == "br":
            self._breaks += 1
            self._pieces.append(" ")
            if self._breaks > 1 and not self._table_rows:
                self._flush()
        elif self._pieces:
            if tag in _BLOCKS and not (self._table_rows and self._in_row(tag)):
                self._flush()
            else:
                self._pieces.append(" | " if tag in _CELLS else " ")

    def _leave(self, sort: int) -> None:
        top = self._top
        assert top is not None
        tag, self._top = top.tag, top.outer
        if sort == _BLOCK and not (self._table_rows and tag != "tr" and self._in_row(tag)):
            if self._pieces:
                self._flush()
            if self._top is not None:
                self._at = self._top
        elif self._pieces:
            self._pieces.append(" ")
        if tag == "tr":
            self._table_rows -= 1

    def _in_row(self, tag: str) -> bool:
        """Tell whether a block stands in a table's row and stays with its other cells."""
        return tag not in ("tr", "table") and sum(map(len, self._pieces)) < _LONGEST_ROW

    def _flush(self) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        text = " ".join(text.split()) if text.isascii() else fold(text)
        at = self._at
        if text and at is not None:
            if at.kind is Region.TABLE:
                text = text.strip("| ")
            size, linked = len(text), self._linked
            if linked > size:
                linked = size
            long = size >= _SHORT and linked < size * _LINKS_ALONE
            running = size - linked if long else 0
            if text:
                number = at.number if at.number >= 0 else self._number(at)
                self.blocks.append(RawBlock(text, at.kind, number, at.tag, linked, running))
        self._linked = self._breaks = 0


def _tag_and_sort(node: Any) -> tuple[str, int]:
    tag = node.tag or _NAMELESS
    sort = _SORTS.get(tag, _DROPPED if tag[0] in "-!_" else _OTHER)
    return tag, sort


def _row(element: _Open, parent: int) -> _Row:
    tag = element.tag
    attributes = _NONE if tag in _UNNAMED else element.node.attributes
    if not attributes:
        said, body, kind = by_tag(tag), False, tag
    else:
        name = attributes.get("class") or ""
        role, itemprop = attributes.get("role"), attributes.get("itemprop")
        said, body = announces(tag, role, itemprop, name, attributes.get("id") or "")
        kind = f"{tag} {name}"
    if tag == "header" and not _in_article(element):
        said = Region.HEADER
    return parent, tag, kind, said, body


def _in_article(element: _Open) -> bool:
    outer = element.outer
    while outer is not None and outer.tag not in _ARTICLES:
        outer = outer.outer
    return outer is not None


def _hidden(tree: LexborHTMLParser) -> frozenset[int]:
    """The elements that a reader does not see, by their address."""
    return frozenset(
        node.mem_id
        for node in tree.css(_MAYBE_HIDDEN)
        if node.tag not in _ALWAYS_SEEN and is_hidden(node.attributes)
    )

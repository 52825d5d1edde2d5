"""Goes through a parsed page once, in reading order, and gathers its blocks of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from citecheck.model import Region
from citecheck.pages.blocks import apart, fold, fold_row
from citecheck.pages.names import announces, by_tag, is_hidden
from citecheck.pages.raised import raise_digits
from citecheck.pages.spans import repeat_spanning

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
# What the walk does with an element; those from _BLOCK on part the text around them.
_DROPPED, _INSIDE, _LINK, _BLOCK, _ROW, _OTHER = range(6)
_SORTS = {
    **dict.fromkeys(_INLINE, _INSIDE),
    **dict.fromkeys(_BLOCKS, _BLOCK),
    **dict.fromkeys(_UNREAD, _DROPPED),
    "a": _LINK,
    "tr": _ROW,
}
# The number of text among the kinds of nodes, the same in every page.
_TEXT = next(LexborHTMLParser("text").css("body")[0].iter(include_text=True)).tag_id
_OF_TAG = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Region.HEADING),
    "blockquote": Region.QUOTE,
    "figcaption": Region.CAPTION,
    "caption": Region.CAPTION,
    "tr": Region.TABLE,
}
_TABLE = Region.TABLE
_ARTICLES = frozenset({"article", "main"})
_MAYBE_HIDDEN = '[hidden], [aria-hidden="true"], [style*="none" i], [style*="hidden" i]'
# Elements whose names say little of where they stand; what holds them says it.
_UNNAMED = frozenset("li tr td th tbody option h1 h2 h3 h4 h5 h6 dt dd".split())
_BREAK = "\v"  # stands for <br> among the pieces of a block; parsers keep no such sign in text
_NAMELESS = "nameless"  # for an element whose name is not valid UTF-8
_CELLS = frozenset({"td", "th"})
_ALWAYS_SEEN = frozenset({"html", "body"})  # scripts show a page that hides itself at first
_LEAST_CONCEALED = 40  # characters; what is concealed within a line and shorter is a sign or label
_LONGEST_ROW = 600  # characters; a table row that is longer is layout, not data
_SHORT = 25  # characters; a shorter block says nothing of where the main text is
_LINKS_ALONE = 0.6  # share of a block's characters in links, above which it is a list of links

_Hidden = Mapping[str, frozenset[int]]


class Blocks:
    """The blocks of a page before they are labelled, in reading order, as parallel lists.

    `texts` and their `sizes`; `kinds`, what a block's own tag makes of it (heading, caption,
    quote, table, main); `containers`, the numbers of the elements that hold them, and `tags`,
    those elements' tags; `linked`, how many of a block's characters are inside links, and
    `running`, how many are running text: 0 for short blocks and lists of links.

    (A page has hundreds of blocks and elements; objects would cost more than what is in them.)
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.sizes: list[int] = []
        self.kinds: list[Region] = []
        self.containers: list[int] = []
        self.tags: list[str] = []
        self.linked: list[int] = []
        self.running: list[int] = []


class Elements:
    """The elements that part the text, by number in document order, as parallel lists.

    `parents[n]` is always smaller than n, and -1 for the first; the elements below n have the
    numbers from n + 1 to `ends[n]`, that one excluded; `kinds` is what they make of their text.
    `concealed` are the numbers of those that a reader sees only after a click, or never.
    """

    def __init__(self) -> None:
        self.parents: list[int] = []
        self.ends: list[int] = []
        self.tags: list[str] = []
        self.kinds: list[Region] = []
        self.nodes: list[Any] = []
        self.concealed: list[int] = []

    def open(self, parent: int, tag: str, kind: Region, node: Any) -> int:
        """Add an element and give its number."""
        self.parents.append(parent)
        self.ends.append(-1)
        self.tags.append(tag)
        self.kinds.append(kind)
        self.nodes.append(node)
        return len(self.ends) - 1

    def announce(self, number: int) -> tuple[Region | None, bool, str]:
        """What an element's tag, role and name announce, whether it says "this is the article",
        and tag and class together, the same for elements that repeat."""
        tag = self.tags[number]
        attributes = None if tag in _UNNAMED else self.nodes[number].attributes
        if not attributes:
            said, body, kind = by_tag(tag), False, tag
        else:
            name = attributes.get("class") or ""
            role, itemprop = attributes.get("role"), attributes.get("itemprop")
            said, body = announces(tag, role, itemprop, name, attributes.get("id") or "")
            kind = f"{tag} {name}"
        if tag == "header" and not self._in_article(number):
            said = Region.HEADER
        return said, body, kind

    def _in_article(self, number: int) -> bool:
        number = self.parents[number]
        while number >= 0 and self.tags[number] not in _ARTICLES:
            number = self.parents[number]
        return number >= 0


class Walk:
    """One pass over a tree; `blocks` and `elements` are what it found. Never recurses."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.blocks = Blocks()
        self.elements = Elements()
        self._pieces: list[str] = []
        self._linked = 0
        self._breaks = 0
        self._table_rows = 0
        self._top = -1  # the innermost element that is open
        self._at = -1  # the one that the next block stands in
        raise_digits(tree)
        repeat_spanning(tree)
        root = tree.body or tree.root
        if root is not None:
            self._run(root, _hidden(tree))

    def _run(self, root: Any, hidden: _Hidden) -> None:
        """Visit every node once; what most nodes need is done in the loop itself.

        A node's tag is asked for once for each kind of element: its number is cheaper to get,
        and stays the same within a page.
        """
        pieces, elements = self._pieces, self.elements
        tags: dict[int, tuple[str, int, frozenset[int] | None]] = {}
        opened: list[tuple[Any, int]] = []
        links = 0
        tag, sort = _tag_and_sort(root)
        self._enter(root, tag, max(sort, _BLOCK))
        node = root.first_child
        while node is not None:
            number = node.tag_id
            if number == _TEXT:
                text = node.text_content or ""
                if not text.isspace():
                    pieces.append(text)
                    self._breaks = 0
                    if links:
                        self._linked += len(text)
                elif pieces:
                    pieces.append(" ")
            else:
                try:
                    tag, sort, unseen = tags[number]
                except KeyError:
                    tag, sort = _tag_and_sort(node)
                    unseen = hidden.get(tag)
                    tags[number] = tag, sort, unseen
                if sort != _DROPPED:
                    child = node.first_child
                    if unseen is not None and child is not None and node.mem_id in unseen:
                        if sort >= _BLOCK:
                            elements.concealed.append(len(elements.tags))
                        elif len(node.text(deep=True)) >= _LEAST_CONCEALED:
                            elements.concealed.append(len(elements.tags))
                            sort = _BLOCK
                        else:
                            child = None
                    if child is not None:
                        if sort == _BLOCK and not self._table_rows:  # `_enter` for most elements
                            if pieces:
                                self._flush()
                            top = self._top
                            self._top = self._at = len(elements.tags)
                            elements.parents.append(top)
                            elements.ends.append(-1)
                            elements.tags.append(tag)
                            elements.kinds.append(_OF_TAG.get(tag) or elements.kinds[top])
                            elements.nodes.append(node)
                        elif sort == _LINK:
                            links += 1
                        elif sort >= _BLOCK:
                            self._enter(node, tag, sort)
                        opened.append((node, sort))
                        node = child
                        continue
                    if sort >= _BLOCK:
                        self._pass(tag, sort)
            node = node.next
            while node is None and opened:
                node, sort = opened.pop()
                if sort == _BLOCK and not self._table_rows:  # `_leave` for most elements
                    if pieces:
                        self._flush()
                    top = self._top
                    elements.ends[top] = len(elements.tags)
                    self._top = self._at = elements.parents[top]
                elif sort == _LINK:
                    links -= 1
                elif sort >= _BLOCK:
                    self._leave(sort)
                node = node.next
        self._leave(_BLOCK)

    def _enter(self, node: Any, tag: str, sort: int) -> None:
        outer = self._top
        kind = _OF_TAG.get(tag) or (Region.MAIN if outer < 0 else self.elements.kinds[outer])
        self._top = here = self.elements.open(outer, tag, kind, node)
        if self._parts(tag, sort):
            if self._pieces:
                self._flush()
            self._at = here
        elif self._pieces:
            self._pieces.append(" | " if tag in _CELLS else " ")
        if sort == _ROW:
            self._table_rows += 1

    def _pass(self, tag: str, sort: int) -> None:
        """Go past an element that holds nothing."""
        if tag == "br":
            self._breaks += 1
            self._pieces.append(" " if self._table_rows else _BREAK)
            if self._breaks > 1 and not self._table_rows:
                self._flush()
        elif self._pieces:
            if self._parts(tag, sort):
                self._flush()
            else:
                self._pieces.append(" | " if tag in _CELLS else " ")

    def _leave(self, sort: int) -> None:
        elements, top = self.elements, self._top
        outer, tag = elements.parents[top], elements.tags[top]
        elements.ends[top] = len(elements.ends)
        self._top = outer
        if sort == _ROW or self._parts(tag, sort):
            if self._pieces:
                self._flush()
            self._at = outer
        elif self._pieces:
            self._pieces.append(" ")
        if sort == _ROW:
            self._table_rows -= 1

    def _parts(self, tag: str, sort: int) -> bool:
        """Tell whether an element parts the text around it into blocks; cells of a row, and what
        is in them, stay together as far as the row is short."""
        if sort == _OTHER:
            return False
        if not self._table_rows or sort == _ROW or tag == "table":
            return True
        return sum(map(len, self._pieces)) >= _LONGEST_ROW

    def _flush(self) -> None:
        text = "".join(self._pieces).strip()
        self._pieces.clear()
        if _BREAK in text:
            self._flush_lines(text)
            return
        at = self._at
        kind = self.elements.kinds[at] if at >= 0 else Region.MAIN
        if kind is _TABLE and " | " in text:  # with its empty cells, but for those at the ends
            text = fold_row(text).strip("| ")
        # What is printable has no white space but blanks, and nothing that is invisible.
        elif not text.isprintable() or "  " in text:
            text = fold(text)
        if text and at >= 0:
            if kind is _TABLE:
                text = text.strip("| ")
            size, linked = len(text), self._linked
            if linked > size:
                linked = size
            long = size >= _SHORT and linked < size * _LINKS_ALONE
            running = size - linked if long else 0
            if text:
                blocks = self.blocks
                blocks.texts.append(text)
                blocks.sizes.append(size)
                blocks.kinds.append(kind)
                blocks.containers.append(at)
                blocks.tags.append(self.elements.tags[at])
                blocks.linked.append(linked)
                blocks.running.append(running)
        self._linked = self._breaks = 0

    def _flush_lines(self, text: str) -> None:
        """Add what breaks of lines part, the characters in links shared by length."""
        linked = self._linked
        lines = [line for line in map(fold, text.split(_BREAK)) if line]
        whole = sum(map(len, lines)) or 1
        for part in apart(lines):
            self._linked = linked * len(part) // whole
            self._pieces.append(part)
            self._flush()
        self._linked = self._breaks = 0


def _tag_and_sort(node: Any) -> tuple[str, int]:
    tag = node.tag or _NAMELESS
    sort = _SORTS.get(tag, _DROPPED if tag[0] in "-!_" else _OTHER)
    return tag, sort


def _hidden(tree: LexborHTMLParser) -> _Hidden:
    """The elements that a reader does not see, by their tag, as addresses."""
    found: dict[str, set[int]] = {}
    for node in tree.css(_MAYBE_HIDDEN):
        tag = node.tag or _NAMELESS
        if tag not in _ALWAYS_SEEN and is_hidden(node.attributes):
            found.setdefault(tag, set()).add(node.mem_id)
    return {tag: frozenset(addresses) for tag, addresses in found.items()}

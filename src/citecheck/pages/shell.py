"""What a page's markup shows beside its text, each part looked for when it is asked for."""

from __future__ import annotations

from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from citecheck.pages.linked_data import LinkedData

_MOUNTS = "#root:empty, #app:empty, #__next:empty, #__nuxt:empty, #main:empty, app-root:empty"
_SCRIPTS = "script[src], script:not([type]), script[type*=javascript]"


class Shell:
    """`html` is the decoded page, `free` what schema.org metadata say: False for "not free", None
    for nothing; `words` is the length that they give."""

    def __init__(self, html: str, tree: LexborHTMLParser, said: LinkedData) -> None:
        self.html = html
        self.free = said.free
        self.words = said.words
        self._tree = tree
        self._paid = said.paid

    @cached_property
    def scripts(self) -> int:
        """How many scripts the page has."""
        return len(self._tree.css(_SCRIPTS))

    @cached_property
    def mounts(self) -> str | None:
        """The element that scripts would fill."""
        mount = self._tree.css_first(_MOUNTS)
        return None if mount is None else f"element {mount.tag} {mount.id or ''}".strip()

    @cached_property
    def noscript(self) -> str:
        """The text for those who run no scripts."""
        return " ".join(
            (node.text(deep=True) or "")[:500] for node in self._tree.css("noscript")[:5]
        )

    @cached_property
    def password(self) -> bool:
        """Whether the page asks for a password."""
        return self._tree.css_first("input[type=password i]") is not None

    @cached_property
    def paid(self) -> int | None:
        """How many characters are there of the part that the metadata name as to be paid for;
        None when they name none, or by a selector that makes no sense."""
        if self._paid is None:
            return None
        try:
            return sum(len(node.text(deep=True)) for node in self._tree.css(self._paid)[:200])
        except SelectolaxError:
            return None

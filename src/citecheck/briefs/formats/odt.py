"""Reads an ODT brief (OpenDocument 1.3): notes, links, lists; deleted text is left out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from citecheck.briefs.formats.archive import Archive
from citecheck.briefs.formats.document import (
    BREAK,
    Document,
    Writer,
    definition,
    link,
    note,
    superscript,
)
from citecheck.errors import BriefError

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _STYLE = f"{_NS}text:1.0}}", f"{_NS}table:1.0}}", f"{_NS}style:1.0}}"
_OFFICE = f"{_NS}office:1.0}}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_DROPPED = frozenset((f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note"))
_LONGEST_SPACE = 100


def read_odt(archive: Archive, path: str) -> Document:
    """The text of an ODT brief; places are a page, as last laid out, and a paragraph."""
    root = archive.xml("content.xml")
    body = root.find(f".//{_OFFICE}text") if root is not None else None
    if root is None or body is None:
        raise BriefError(path, "is no text document", "give an ODT file with text in it")
    reader = _Reader(archive, root)
    reader.read(body)
    reader.write_notes()
    document = reader.writer.document("utf-8", "odt")
    if not document.text:
        raise BriefError(path, "is empty", "give a document with text in it")
    return document


class _Reader:
    def __init__(self, archive: Archive, root: etree._Element) -> None:
        self.writer = Writer()
        self._raised: set[str] = set()
        self._quotes = {"Quotations"}
        self._titles = {"Title"}
        self._numbered: dict[str, str] = {}
        for source in (archive.xml("styles.xml"), root):
            if source is not None:
                self._learn(source)
        self._notes: list[tuple[str, etree._Element]] = []
        self._paragraph = 0
        self._page = 1

    def _learn(self, root: etree._Element) -> None:
        """Note which styles set text above the line, are quotations or titles, or number items."""
        for style in root.iter(f"{_STYLE}style"):
            name = style.get(f"{_STYLE}name") or ""
            for properties in style.iter(f"{_STYLE}text-properties"):
                if (properties.get(f"{_STYLE}text-position") or "").startswith("super"):
                    self._raised.add(name)
            ancestry = {name, style.get(f"{_STYLE}parent-style-name") or ""}
            if ancestry & {"Quotations", "Quote"}:
                self._quotes.add(name)
            if "Title" in ancestry:
                self._titles.add(name)
        for style in root.iter(f"{_TEXT}list-style"):
            first = next(iter(style), None)
            if first is not None and first.tag == f"{_TEXT}list-level-style-number":
                before = first.get(f"{_STYLE}num-prefix") or ""
                self._numbered[style.get(f"{_STYLE}name") or ""] = before

    def read(self, parent: etree._Element, prefix: str = "") -> None:
        """Write each paragraph, item and table row below `parent`."""
        for element in parent:
            tag = element.tag
            if tag in (f"{_TEXT}h", f"{_TEXT}p"):
                self._write_paragraph(element, prefix)
                prefix = ""
            elif tag == f"{_TEXT}list":
                self._list(element)
            elif tag == f"{_TABLE}table":
                for row in element.iter(f"{_TABLE}table-row"):
                    self._paragraph += 1
                    cells = [
                        " ".join(self._inline(p) for p in cell.iter(f"{_TEXT}p"))
                        for cell in row.findall(f"{_TABLE}table-cell")
                    ]
                    self.writer.row(cells, self._where())
            elif tag not in _DROPPED and isinstance(tag, str):
                self.read(element, prefix)

    def write_notes(self) -> None:
        """Write the notes that the text has referred to."""
        for label, body in self._notes:
            text = " ".join(self._inline(p) for p in body.iter(f"{_TEXT}p"))
            self.writer.block(text, f"note {label}", prefix=definition(label))

    def _where(self) -> str:
        return f"page {self._page}, paragraph {self._paragraph}"

    def _write_paragraph(self, element: etree._Element, prefix: str) -> None:
        self._paragraph += 1
        style = element.get(f"{_TEXT}style-name") or ""
        if element.tag == f"{_TEXT}h":
            level = element.get(f"{_TEXT}outline-level") or "1"
            prefix = "#" * (int(level) if level in "123456" else 6) + " "
        elif style in self._titles:
            prefix = "# "
        elif style in self._quotes:
            prefix = "> "
        where = self._where()
        self.writer.block(self._inline(element), where, prefix=prefix)

    def _list(self, element: etree._Element) -> None:
        style = element.get(f"{_TEXT}style-name") or ""
        before = self._numbered.get(style)
        number = 0
        for item in element.findall(f"{_TEXT}list-item"):
            start = item.get(f"{_TEXT}start-value") or ""
            number = int(start) if start.isdigit() and len(start) < 5 else number + 1
            label = "- " if before is None else f"[{number}] " if before == "[" else f"{number}. "
            self.read(item, label)

    def _inline(self, element: etree._Element) -> str:
        return "".join(self._parts(element, raised=False))

    def _parts(self, element: etree._Element, *, raised: bool) -> Iterator[str]:
        yield self._words(element.text, raised)
        for child in element:
            tag = child.tag
            if tag == f"{_TEXT}a":
                words = "".join(self._parts(child, raised=raised))
                yield link(words, child.get(_HREF) or "") or words
            elif tag == f"{_TEXT}note":
                yield self._note(child)
            elif tag == f"{_TEXT}s":
                count = child.get(f"{_TEXT}c") or "1"
                yield " " * (min(int(count), _LONGEST_SPACE) if count.isdigit() else 1)
            elif tag == f"{_TEXT}tab":
                yield " "
            elif tag == f"{_TEXT}line-break":
                yield BREAK
            elif tag == f"{_TEXT}soft-page-break":
                self._page += 1
            elif tag not in _DROPPED and isinstance(tag, str):
                above = raised or (child.get(f"{_TEXT}style-name") or "") in self._raised
                yield from self._parts(child, raised=above)
            yield self._words(child.tail, raised)

    def _words(self, text: str | None, raised: bool) -> str:
        return superscript(text or "") if raised else text or ""

    def _note(self, element: etree._Element) -> str:
        body = element.find(f"{_TEXT}note-body")
        if body is None:
            return ""
        label = str(1 + len(self._notes))
        self._notes.append((label, body))
        return note(label)

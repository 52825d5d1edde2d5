"""Reads DOCX (Office Open XML, ISO/IEC 29500): headings, paragraphs, table rows, notes.

By the standard library's zipfile and expat as a stream: the libraries for DOCX build the whole
document in memory, do not bound what an archive unpacks to, and leave out notes. DTDs, which the
standard forbids and XML bombs need, are refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from citecheck.languages import guess
from citecheck.model import Page, Region, Source, SourceStatus
from citecheck.pages.blocks import Block, assemble, fold

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MOST = 100 << 20  # bytes that all parts together may unpack to
_MOST_COLUMNS = 60  # that a cell spans
_DEEPEST = 500  # elements
_NUMBERED = re.compile(r"word/(header|footer)\d{0,4}\.xml")
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_SPACES = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_UNSEEN = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", _FALLBACK})
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik)\s?\d", re.IGNORECASE)
# A LookupError is an XML part in an encoding that there is none of, or a part that is missing.
_PROBLEMS = (zipfile.BadZipFile, zlib.error, ParseError, ValueError, LookupError, OSError, EOFError)


class _TooLargeError(ValueError):
    """The archive unpacks to more than is read."""


def read_docx(source: Source) -> Page:
    """The page of a Word document; text that was deleted or hidden is left out."""
    try:
        return _read(source)
    except _TooLargeError:
        detail = f"the document unpacks to more than {_MOST >> 20} MB; read it yourself"
        return Page(source, SourceStatus.TOO_LARGE, detail)
    except (*_PROBLEMS, NotImplementedError, RuntimeError) as problem:
        if "encrypted" in str(problem) or "password" in str(problem):
            detail = "the document asks for a password; read it with the password"
            return Page(source, SourceStatus.ENCRYPTED, detail)
        detail = "the document cannot be opened; download it and look at it yourself"
        return Page(source, SourceStatus.DAMAGED, detail)


def _read(source: Source) -> Page:
    parts = _Parts(source.body)
    styles = _styles(parts)
    blocks = list(_blocks(parts.get("word/document.xml"), styles, None))
    for name in _NOTES:
        blocks += _blocks(parts.get(name), styles, Region.ASIDE)
    for name in sorted(parts.names):
        found = _NUMBERED.fullmatch(name)
        if found is not None:
            region = Region.HEADER if found[1] == "header" else Region.FOOTER
            blocks += _blocks(parts.get(name), styles, region)
    text, passages = assemble(blocks)
    return Page(
        source,
        SourceStatus.OK,
        title=_title(parts, blocks),
        language=guess(text),
        text=text,
        passages=passages,
    )


class _Parts:
    """The parts of the archive, unpacked on demand and bounded together."""

    def __init__(self, body: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(body))
        self._left = _MOST
        self.names = frozenset(self._archive.namelist())
        if "word/document.xml" not in self.names:
            raise KeyError("word/document.xml")

    def get(self, name: str) -> bytes:
        """A part's bytes, empty when there is no such part."""
        if name not in self.names:
            return b""
        with self._archive.open(name) as part:
            data = part.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise _TooLargeError
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise ValueError("a DTD")
        return data.replace(_STRICT, _USUAL)


def _events(data: bytes) -> Iterator[tuple[str, Element]]:
    """Starts and ends of elements, piece by piece; what has ended is emptied."""
    parser: Any = XMLPullParser(("start", "end"))
    depth = 0
    for start in range(0, len(data), 1 << 16):
        parser.feed(data[start : start + (1 << 16)])
        for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise ValueError("nested too deep")
            yield event, element
    if data:
        parser.close()


def _styles(parts: _Parts) -> Mapping[str, Region]:
    """The paragraph styles that mark titles, headings, captions and quotations, by identifier."""
    found: dict[str, Region] = {}
    for event, element in _events(parts.get("word/styles.xml")):
        if event != "end" or element.tag != f"{_W}style":
            continue
        identity = element.get(f"{_W}styleId") or ""
        named = element.find(f"{_W}name")
        name = (named.get(f"{_W}val") if named is not None else None) or identity
        outline = element.find(f"{_W}pPr/{_W}outlineLvl")
        region = _of_style(name)
        if region is None and outline is not None and outline.get(f"{_W}val") != "9":
            region = Region.HEADING
        if region is not None:
            found[identity] = region
        element.clear()
    return found


def _of_style(name: str) -> Region | None:
    lower = name.lower()
    if _HEADING.match(lower) or lower == "subtitle":
        return Region.HEADING
    if lower == "title":
        return Region.TITLE
    if lower == "caption":
        return Region.CAPTION
    return Region.QUOTE if "quote" in lower else None


class _Paragraphs:
    """Gathers the text of paragraphs and of table rows while the events of a part pass."""

    def __init__(self, styles: Mapping[str, Region], region: Region | None) -> None:
        self._styles = styles
        self._region = region
        self._pieces: list[str] = []
        self._cells: list[str] = []
        self._above: list[str] = []
        self._wide = 1
        self._goes_on = False
        self._tables = 0
        self._unseen = 0
        self._kind = Region.MAIN
        self._hidden = False

    def start(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == f"{_W}tbl":
            self._tables += 1
        elif tag == f"{_W}p" and not self._tables:
            self._kind = Region.MAIN
        elif tag == f"{_W}r":
            self._hidden = False

    def end(self, element: Element) -> Iterator[Block]:
        tag = element.tag
        if tag in _UNSEEN:
            self._unseen -= 1
        elif tag == f"{_W}pStyle":
            style = element.get(f"{_W}val") or ""
            self._kind = self._styles.get(style) or _of_style(style) or Region.MAIN
        elif tag == f"{_W}vanish":
            self._hidden = element.get(f"{_W}val") not in ("0", "false")
        elif tag == f"{_W}t" and not self._unseen and not self._hidden:
            self._pieces.append(element.text or "")
        elif tag in _SPACES:
            self._pieces.append(_SPACES[tag])
        elif tag == f"{_W}p":
            yield from self._paragraph()
        elif tag == f"{_W}gridSpan" and self._tables == 1:
            self._wide = _columns(element.get(f"{_W}val"))
        elif tag == f"{_W}vMerge" and self._tables == 1:
            self._goes_on = element.get(f"{_W}val") in (None, "continue")
        elif tag == f"{_W}tc" and self._tables == 1:
            self._cell()
        elif tag == f"{_W}tr" and self._tables == 1:
            row = " | ".join(self._cells).strip(" |")
            self._above, self._cells = self._cells, []
            if row:
                yield Block(row, self._region or Region.TABLE)
        elif tag == f"{_W}tbl":
            self._tables -= 1

    def _cell(self) -> None:
        """Add a cell in each column that it spans, with the text above where it goes on."""
        text, at = self._taken(), len(self._cells)
        if self._goes_on and not text and at < len(self._above):
            text = self._above[at]
        self._cells += [text] * self._wide
        self._wide, self._goes_on = 1, False

    def _paragraph(self) -> Iterator[Block]:
        if self._tables:
            self._pieces.append(" ")
            return
        text = self._taken()
        if text:
            yield Block(text, self._region or self._kind)

    def _taken(self) -> str:
        text = fold("".join(self._pieces))
        self._pieces = []
        return text


def _columns(value: str | None) -> int:
    return min(int(value), _MOST_COLUMNS) if value and value.isascii() and value.isdigit() else 1


def _blocks(data: bytes, styles: Mapping[str, Region], region: Region | None) -> Iterator[Block]:
    """The blocks of one part; `region` when all of it is furniture or notes."""
    paragraphs = _Paragraphs(styles, region)
    for event, element in _events(data):
        if event == "start":
            paragraphs.start(element.tag)
        else:
            yield from paragraphs.end(element)
            element.clear()


def _title(parts: _Parts, blocks: list[Block]) -> str | None:
    try:
        for event, element in _events(parts.get("docProps/core.xml")):
            if event == "end" and element.tag == _TITLE and fold(element.text or ""):
                return fold(element.text or "")[:1000]
    except (ParseError, ValueError, LookupError):
        pass  # properties that cannot be read spoil no text
    for wanted in (Region.TITLE, Region.HEADING):
        for block in blocks[:20]:
            if block.region is wanted:
                return block.text[:1000]
    return None

"""Reads a DOCX brief (ECMA-376): notes, links, citation fields; tracked changes are accepted."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

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

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DROPPED = frozenset(f"{_W}{tag}" for tag in ("del", "moveFrom", "pPr", "rPr", "tblPr", "sectPr"))
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LINK_FIELD = re.compile(r"\s*HYPERLINK\s+(?:\\l\s+)?\"([^\"]+)\"", re.IGNORECASE)
_CITATION_FIELD = re.compile(r"\s*ADDIN (?:ZOTERO_ITEM|CSL_CITATION|Mendeley Citation)\b[^{]*")


def read_docx(archive: Archive, path: str) -> Document:
    """The text of a DOCX brief; places are a page, as last laid out, and a paragraph."""
    root = archive.xml("word/document.xml")
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise BriefError(path, "has no document in it", "save it again in Word")
    reader = _Reader(archive)
    reader.read(body)
    reader.write_notes()
    document = reader.writer.document("utf-8", "docx")
    if not document.text:
        raise BriefError(path, "is empty", "give a document with text in it")
    return document


@dataclass(slots=True)
class _Field:
    """A field under way: its instruction, whether its result has begun, the result's words."""

    instruction: str = ""
    shows: bool = False
    words: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, archive: Archive) -> None:
        self.writer = Writer()
        self._archive = archive
        self._links = _relations(archive, "word/_rels/document.xml.rels")
        self._styles = _styles(archive)
        self._lists = _Lists(archive)
        self._notes: dict[tuple[str, str], str] = {}
        self._entries: dict[str, str] = {}
        self._fields: list[_Field] = []
        self._paragraph = 0
        self._page = 1

    def read(self, parent: etree._Element) -> None:
        """Write each paragraph and table row below `parent`."""
        for element in parent:
            if element.tag == f"{_W}p":
                self._write_paragraph(element)
            elif element.tag == f"{_W}tbl":
                for row in element.iter(f"{_W}tr"):
                    cells = [self._cell(cell) for cell in row.findall(f"{_W}tc")]
                    self.writer.row(cells, self._where())
            elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
                self.read(element)

    def write_notes(self) -> None:
        """Write the footnotes, endnotes and cited works that the text has referred to."""
        for kind in ("footnote", "endnote"):
            root = self._archive.xml(f"word/{kind}s.xml")
            if root is None:
                continue
            self._links = _relations(self._archive, f"word/_rels/{kind}s.xml.rels")
            for element in root.iter(f"{_W}{kind}"):
                label = self._notes.get((kind, element.get(f"{_W}id") or ""))
                if label is not None:
                    text = " ".join(self._inline(p) for p in element.iter(f"{_W}p"))
                    self.writer.block(text, f"{kind} {label}", prefix=definition(label))
        for label, text in self._entries.items():
            self.writer.block(text, "citation field", prefix=definition(label))

    def _where(self) -> str:
        return f"page {self._page}, paragraph {self._paragraph}"

    def _cell(self, cell: etree._Element) -> str:
        self._paragraph += 1
        return " ".join(self._inline(p) for p in cell.iter(f"{_W}p"))

    def _write_paragraph(self, element: etree._Element) -> None:
        self._paragraph += 1
        style = element.find(f"{_W}pPr/{_W}pStyle")
        name = self._styles.get(style.get(f"{_W}val") or "", "") if style is not None else ""
        match = re.match(r"heading (\d)", name)
        prefix = "#" * int(match[1]) + " " if match else "# " if name == "title" else ""
        if name in ("quote", "intense quote", "block text"):
            prefix = "> "
        where = self._where()
        text = self._inline(element)
        if text.strip() and not prefix:
            prefix = self._lists.label(element)
        self.writer.block(text, where, prefix=prefix)

    def _inline(self, element: etree._Element) -> str:
        pieces: list[str] = []
        for part in self._parts(element):
            (self._fields[-1].words if self._fields and self._fields[-1].shows else pieces).append(
                part
            )
        return "".join(pieces)

    def _parts(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _DROPPED or tag == _ALTERNATE or not isinstance(tag, str):
                continue
            if tag == f"{_W}hyperlink":
                words = "".join(self._parts(child))
                yield link(words, self._links.get(child.get(f"{_R}id") or "", "")) or words
            elif tag == f"{_W}fldSimple":
                words = "".join(self._parts(child))
                yield self._field_result(child.get(f"{_W}instr") or "", words)
            elif tag == f"{_W}r":
                yield from self._run(child)
            else:
                yield from self._parts(child)

    def _run(self, run: etree._Element) -> Iterator[str]:
        raised = run.find(f"{_W}rPr/{_W}vertAlign")
        is_raised = raised is not None and raised.get(f"{_W}val") == "superscript"
        for child in run:
            tag = child.tag
            if tag == f"{_W}t":
                text = child.text or ""
                yield superscript(text) if is_raised else text
            elif tag == f"{_W}tab":
                yield " "
            elif tag == f"{_W}cr":
                yield BREAK
            elif tag == f"{_W}noBreakHyphen":
                yield "-"
            elif tag in (f"{_W}br", f"{_W}lastRenderedPageBreak"):
                if child.get(f"{_W}type") == "page" or tag.endswith("Break"):
                    self._page += 1
                yield BREAK if tag == f"{_W}br" else ""
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                yield self._note(tag.removeprefix(_W).removesuffix("Reference"), child)
            elif tag == f"{_W}fldChar":
                yield from self._field_sign(child.get(f"{_W}fldCharType") or "")
            elif tag == f"{_W}instrText" and self._fields:
                self._fields[-1].instruction += child.text or ""
            elif tag not in _DROPPED and isinstance(tag, str) and len(child):
                yield from self._parts(child)

    def _note(self, kind: str, reference: etree._Element) -> str:
        key = (kind, reference.get(f"{_W}id") or "")
        if key not in self._notes:
            ordinal = 1 + sum(other == kind for other, _ in self._notes)
            mixed = any(other != kind for other, _ in self._notes)
            self._notes[key] = f"{kind}-{ordinal}" if mixed else str(ordinal)
        return note(self._notes[key])

    def _field_sign(self, sign: str) -> Iterator[str]:
        if sign == "begin":
            self._fields.append(_Field())
        elif sign == "separate" and self._fields:
            self._fields[-1].shows = True
        elif sign == "end" and self._fields:
            ended = self._fields.pop()
            yield self._field_result(ended.instruction, "".join(ended.words))

    def _field_result(self, instruction: str, words: str) -> str:
        match = _LINK_FIELD.match(instruction)
        if match is not None:
            return link(words, match[1])
        match = _CITATION_FIELD.match(instruction)
        if match is None:
            return words
        try:
            items = json.loads(instruction[match.end() :])["citationItems"]
            labels = [self._cited(item) for item in items]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return words
        return "".join(map(note, labels)) or words

    def _cited(self, item: Any) -> str:
        """The label of a work that a citation manager's field names, its entry kept."""
        data = item.get("itemData") or {}
        label = "cited-" + re.sub(r"[^\w.-]", "-", str(item.get("id", data.get("id", ""))))[-40:]
        where = str(data.get("URL") or "")
        if not where and data.get("DOI"):
            where = f"https://doi.org/{data['DOI']}"
        self._entries[label] = f"{data.get('title') or label}. {where}"
        return label


class _Lists:
    """The labels that Word gives to the items of numbered lists."""

    def __init__(self, archive: Archive) -> None:
        self._formats: dict[tuple[str, str], tuple[str, str]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        root = archive.xml("word/numbering.xml")
        if root is None:
            return
        kinds: dict[str, dict[str, tuple[str, str]]] = {}
        for kind in root.findall(f"{_W}abstractNum"):
            kinds[_id(kind, "abstractNumId")] = {
                _id(level, "ilvl"): (_value(level, "numFmt"), _value(level, "lvlText"))
                for level in kind.findall(f"{_W}lvl")
            }
        for number in root.findall(f"{_W}num"):
            levels = kinds.get(_value(number, "abstractNumId"), {})
            for level, form in levels.items():
                self._formats[_id(number, "numId"), level] = form

    def label(self, paragraph: etree._Element) -> str:
        """What stands before this paragraph, with a space; empty when it is no item."""
        numbering = paragraph.find(f"{_W}pPr/{_W}numPr")
        if numbering is None:
            return ""
        number, level = _value(numbering, "numId"), _value(numbering, "ilvl") or "0"
        form, pattern = self._formats.get((number, level), ("bullet", ""))
        if number == "0" or form == "none":
            return ""
        if form == "bullet" or not level.isdigit():
            return "- "
        counts = self._counts[number]
        counts[int(level)] += 1
        for deeper in [deep for deep in counts if deep > int(level)]:
            del counts[deeper]
        count = counts[int(level)]
        return f"[{count}] " if pattern.startswith("[") else f"{count}. "


def _id(element: etree._Element, name: str) -> str:
    return element.get(f"{_W}{name}") or ""


def _value(element: etree._Element, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return (child.get(f"{_W}val") or "") if child is not None else ""


def _relations(archive: Archive, name: str) -> dict[str, str]:
    root = archive.xml(name)
    if root is None:
        return {}
    return {element.get("Id") or "": element.get("Target") or "" for element in root}


def _styles(archive: Archive) -> dict[str, str]:
    """By a style's id its English name in lower case."""
    root = archive.xml("word/styles.xml")
    if root is None:
        return {}
    return {
        _id(style, "styleId"): _value(style, "name").lower() for style in root.iter(f"{_W}style")
    }

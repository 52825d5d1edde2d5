"""Reads a PDF brief by pypdfium2: lines to paragraphs, raised digits and links to markers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from citecheck.briefs.formats.document import BREAK, Document, Writer, link, superscript
from citecheck.errors import BriefError

_MOST_PAGES = 2000
_MOST_CHARACTERS = 5_000_000
_RAISED_SIZE = 0.85  # of the line's type size; smaller digits may stand above the line
_RAISED_BY = 0.12  # of the type size, from the line's feet to those of a raised digit
_HEADING = 1.15  # times the size of the running text
_GAP = 1.45  # times the usual distance of lines parts paragraphs
_ITEM = re.compile(r"\s*(?:[•‣◦–-]\s|\[?\d{1,3}[\].)]\s|\[\^?\w{1,20}\]:?\s)")
_DIGITS = re.compile(r"\d+")
_HEADING_WORDS = 16
_HYPHENS = "-\u00ad\u2010"
_HIDDEN_HYPHENS = "\u0002\ufffe"
_WORD_AND_HYPHEN = re.compile(r"(?:^|\s)[^\W_]+[-\u00ad\u2010]\s*$")
_HYPHENATED = 0.05  # of the lines end in a hyphen where type is set with hyphenation
_SHORT = 0.75  # of the width; a line that is shorter ended because its writer wanted it to
_FULL = 0.9  # of the width; a shorter line may be the last of its item
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_HIDDEN_WORD_AND_HYPHEN = re.compile(r"(?:^|\s)[^\W_]+[-\u00ad\u2010]\s*$")


@dataclass(frozen=True, slots=True)
class _Line:
    """One printed line: its text with markers made plain, its feet, type size, left and right."""

    text: str
    feet: float
    size: float
    left: float
    right: float
    page: int


def read_pdf(data: bytes, path: str) -> Document:
    """The text of a PDF brief; places are pages and paragraphs.

    Page numbers and running heads are left out, hyphens at line ends undone.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = " ".join(str(error).split())
        hint = "print it to a PDF without a password"
        raise BriefError(path, f"cannot be opened as PDF: {reason}", hint) from None
    try:
        if len(document) > _MOST_PAGES:
            raise BriefError(path, f"has more than {_MOST_PAGES} pages", "split it")
        pages = [list(_lines(document, number)) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise BriefError(path, f"is a broken PDF: {' '.join(str(error).split())}") from None
    finally:
        document.close()
    lines = _without_furniture(pages)
    if not lines:
        raise BriefError(path, "has no text in it", "if it is scanned, recognise its text first")
    return _written(lines)


def _lines(document: Any, number: int) -> Iterator[_Line]:
    import pypdfium2.raw as pdfium

    page = document[number]
    text_page = page.get_textpage()
    count = min(text_page.count_chars(), _MOST_CHARACTERS)
    links = list(_links(document, page, pdfium))
    run: list[tuple[str, float, float, float, float]] = []
    for index in range(count):
        sign = chr(pdfium.FPDFText_GetUnicode(text_page, index))
        if sign in "\r\n":
            yield from _line(run, links, number + 1)
            run = []
            continue
        if sign in _HIDDEN_HYPHENS:
            # pdfium's sign for a hyphen at the end of a line, where it joins the two lines.
            if run:
                run.append(("-", *run[-1][1:]))
            yield from _line(run, links, number + 1)
            run = []
            continue
        left, bottom, right, _ = text_page.get_charbox(index, loose=False)
        size = pdfium.FPDFText_GetFontSize(text_page, index)
        run.append((sign, left, bottom, right, size))
    yield from _line(run, links, number + 1)
    text_page.close()
    page.close()


def _links(document: Any, page: Any, pdfium: Any) -> Iterator[tuple[Any, str]]:
    """The rectangle of each link and its URL; `#` for one within the document."""
    import ctypes

    position = ctypes.c_int(0)
    found = pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(found)):
        box = pdfium.FS_RECTF()
        if not pdfium.FPDFLink_GetAnnotRect(found, ctypes.byref(box)):
            continue
        action = pdfium.FPDFLink_GetAction(found)
        url = "#"
        if action:
            length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
            buffer = ctypes.create_string_buffer(max(1, min(length, 10_000)))
            pdfium.FPDFAction_GetURIPath(document, action, buffer, len(buffer))
            url = buffer.value.decode("utf-8", "replace") or "#"
        yield box, url


def _line(
    run: Sequence[tuple[str, float, float, float, float]], links: Sequence[Any], page: int
) -> Iterator[_Line]:
    """A printed line from its characters; nothing for an empty one."""
    inked = [character for character in run if not character[0].isspace()]
    if not inked:
        return
    size = median(character[4] for character in inked)
    letters = [c[2] for c in inked if c[0].isalnum() and c[4] >= size * _RAISED_SIZE]
    feet = median(letters) if letters else median(c[2] for c in inked)
    pieces: list[str] = []
    group: list[str] = []
    kind: tuple[int | None, bool] = (None, False)
    for sign, left, bottom, right, height in run:
        target = _target((left + right) / 2, bottom + height * 0.2, links)
        small = height < size * _RAISED_SIZE and bottom > feet + size * _RAISED_BY
        mine = (target, small and sign.isdigit())
        if sign.isspace() and group:
            mine = kind
        if mine != kind:
            pieces.append(_piece("".join(group), kind, links))
            group, kind = [], mine
        group.append(sign)
    pieces.append(_piece("".join(group), kind, links))
    text = "".join(pieces)
    yield _Line(text, feet, size, inked[0][1], inked[-1][3], page)


def _target(x: float, y: float, links: Sequence[tuple[Any, str]]) -> int | None:
    """The number of the link at a point."""
    for number, (box, _) in enumerate(links):
        if box.left <= x <= box.right and box.bottom - 1 <= y <= box.top + 1:
            return number
    return None


def _piece(text: str, kind: tuple[int | None, bool], links: Sequence[tuple[Any, str]]) -> str:
    """A stretch of one kind: words, a link, or digits above the line."""
    number, raised = kind
    words, tail = text.strip(), text[len(text.rstrip()) :]
    if number is None or not words:
        return superscript(text) if raised else text
    url = links[number][1]
    if url != "#" and len(words) > 3 and words in url and not url.startswith(words):
        return tail  # the rest of a printed URL, which stands whole on the line above
    if url != "#":
        return (link(words, url) or words) + tail
    if re.fullmatch(r"\[?\d{1,3}\]?", words):
        return f"[{words.strip('[]')}]{tail}"
    return "" if re.fullmatch(r"[↩⏎↑^︎️\s]*", words) else text


def _without_furniture(pages: Sequence[Sequence[_Line]]) -> list[_Line]:
    """All lines but page numbers and what stands at the edge of page after page."""
    edges: Counter[str] = Counter()
    for lines in pages:
        edges.update({_DIGITS.sub("0", line.text.strip()) for line in (*lines[:2], *lines[-2:])})
    often = {text for text, count in edges.items() if count > 2 and count > len(pages) / 2}
    kept: list[_Line] = []
    for lines in pages:
        for number, line in enumerate(lines):
            edge = number < 2 or number >= len(lines) - 2
            shape = _DIGITS.sub("0", line.text.strip())
            if edge and (shape in often or shape in ("0", "- 0 -", "Page 0")):
                continue
            kept.append(line)
    return kept


def _written(lines: Sequence[_Line]) -> Document:
    """Lines joined to paragraphs."""
    writer = Writer()
    lines = _merged(lines)
    hyphens = _Hyphens(lines)
    body = median(line.size for line in lines)
    steps = [a.feet - b.feet for a, b in pairwise(lines) if a.page == b.page]
    usual = median([step for step in steps if 0 < step < 4 * body] or [body * 1.2])
    widest = max(line.right for line in lines)
    paragraph: list[_Line] = []
    count = 0
    page = 0

    def flush() -> None:
        nonlocal count, page
        if not paragraph:
            return
        count = count + 1 if paragraph[0].page == page else 1
        page = paragraph[0].page
        where = f"page {page}, paragraph {count}"
        large = paragraph[0].size > body * _HEADING
        text = _joined(paragraph, widest, hyphens)
        heading = large and len(text.split()) <= _HEADING_WORDS
        writer.block(text, where, prefix="## " if heading else "")

    for line in lines:
        if paragraph and _parts(paragraph[-1], line, usual, widest):
            flush()
            paragraph = []
        paragraph.append(line)
    flush()
    return writer.document("utf-8", "pdf")


def _parts(above: _Line, line: _Line, usual: float, widest: float) -> bool:
    """Tell whether a paragraph ends between two lines.

    A line may begin with a marker by chance: an item begins where the line above ends short, or
    where one of the two names an address.
    """
    if abs(above.size - line.size) > 0.5:
        return True
    if _ITEM.match(line.text):
        addressed = "://" in line.text or "://" in above.text
        if addressed or above.right < widest * _FULL or line.text.lstrip()[0] in "•‣◦":
            return True
    if above.page != line.page:
        return above.text.rstrip().endswith((".", "?", "!", ":", "]", "”", '"'))
    step = above.feet - line.feet
    return step > usual * _GAP or step < 0


def _merged(lines: Sequence[_Line]) -> list[_Line]:
    """Put a raised marker that the engine took for a line of its own back to its line."""
    merged: list[_Line] = []
    for line in lines:
        above = merged[-1] if merged else None
        beside = above is not None and above.page == line.page and line.left >= above.right - 1
        if above is not None and beside and abs(line.feet - above.feet) < above.size * 0.8:
            merged[-1] = replace(above, text=above.text + line.text, right=line.right)
        else:
            merged.append(line)
    return merged


class _Hyphens:
    """Decides whether a hyphen at the end of a line belongs to the word."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
        self._words = words
        ends = sum(_WORD_AND_HYPHEN.search(line.text) is not None for line in lines)
        self._hyphenated = ends > len(lines) * _HYPHENATED

    def keep(self, before: str, after: str) -> bool:
        """Tell it from the rest of the document: which form stands elsewhere, and whether so many
        lines end in hyphens that the type was set with hyphenation."""
        last = before.split()[-1]
        if "/" in last or "@" in last:
            return True
        first, second = _WORD.findall(last)[-1:], _WORD.findall(after.split()[0])[:1]
        if not first or not second:
            return True
        whole, parted = (f"{first[0]}{sign}{second[0]}".lower() for sign in ("", "-"))
        if self._words[whole] != self._words[parted]:
            return self._words[parted] > self._words[whole]
        return not self._hyphenated


def _joined(paragraph: Sequence[_Line], widest: float, hyphens: _Hyphens) -> str:
    """The words of a paragraph; a line that stops well short of the edge ends there."""
    pieces: list[str] = []
    for number, line in enumerate(paragraph):
        text = line.text.strip()
        following = paragraph[number + 1].text.lstrip() if number + 1 < len(paragraph) else ""
        if text[-1:] in _HYPHENS and following[:1].isalnum() and text[-2:-1].isalnum():
            pieces.append(text[:-1] + ("-" if hyphens.keep(text[:-1], following) else ""))
        elif following and line.right < widest * _SHORT:
            pieces.append(text + BREAK)
        else:
            pieces.append(text + " ")
    return "".join(pieces)

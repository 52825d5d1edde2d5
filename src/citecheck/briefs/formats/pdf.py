"""Reads a PDF brief by pypdfium2: lines to paragraphs, raised digits and links to markers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Any

from citecheck.briefs.formats.document import Document, Writer, link, superscript
from citecheck.briefs.formats.pdf_lists import entry_starts
from citecheck.briefs.formats.pdf_lists import heading as heading_words
from citecheck.briefs.formats.pdf_notes import Line, raised, take_notes
from citecheck.briefs.formats.pdf_words import Hyphens, joined
from citecheck.briefs.list_headings import is_known
from citecheck.errors import BriefError

_MOST_PAGES = 2000
_MOST_CHARACTERS = 5_000_000
_RAISED_SIZE = 0.85  # of the line's type size; smaller digits may stand above the line
_RAISED_BY = 0.12  # of the type size, from the line's feet to those of a raised digit
_HEADING = 1.15  # times the size of the running text
_GAP = 1.45  # times the usual distance of lines parts paragraphs
_ITEM = re.compile(r"\s*(?:[•‣◦–-]\s|\[?\d{1,3}[\].)]\s|\[\^?\w{1,20}\]:?\s)")
_ITEM_LABEL = re.compile(r"\s*[\d⁰¹²³⁴⁵⁶⁷⁸⁹]")
_DIGITS = re.compile(r"\d+")
_HEADING_WORDS = 16
_HIDDEN_HYPHENS = "\u0002\ufffe"
_SPREAD = 1.7  # times the type size from line to line, where paragraphs stand no further apart
_OFTEN = 0.25  # of all characters are set in a size that is not rare
_BOLD = 600  # weight of a font
_LEADERS = re.compile(
    r"(?:\.\s?+){5,80}+\s{0,9}[\divxlc]{1,5}\s{0,9}$|…{2,80}+\s{0,9}\d{1,4}\s{0,9}$"
)
_CROSS_REFERENCE = re.compile(
    r"(?:\b(?:fig(?:ure|\.)?|figs?\.?|tables?|tab\.|sect?(?:ion|\.)?s?|chapters?|chap\.|eqs?\.?"
    r"|equations?|appendix|algorithms?|theorems?|lemmas?|definitions?|listings?|pages?|pp?\.|parts?"
    r"|footnotes?|notes?|box|step|abbildung|tabelle|kapitel|abschnitt|tableau)|§|[\[(,–-])\s*$",
    re.IGNORECASE,
)
_SHORT = 0.75  # of the width; a line that is shorter ended because its writer wanted it to
_FULL = 0.9  # of the width; a shorter line may be the last of its item


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
    lines = _without_furniture([_merged(lines) for lines in pages])
    if not lines:
        raise BriefError(path, "has no text in it", "if it is scanned, recognise its text first")
    return _written(lines)


def _lines(document: Any, number: int) -> Iterator[Line]:
    import pypdfium2.raw as pdfium

    page = document[number]
    text_page = page.get_textpage()
    count = min(text_page.count_chars(), _MOST_CHARACTERS)
    links = list(_links(document, page, pdfium))
    run: list[tuple[str, float, float, float, float]] = []
    first = 0
    half = 0  # of a surrogate pair, by which PDF writes a character beyond the basic plane
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            half = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((half - 0xD800) << 10) + (code - 0xDC00) if half else 0xFFFD
        half = 0
        sign = chr(code)
        if sign in "\r\n":
            yield from _line(run, links, number + 1, _is_bold(text_page, first, index))
            run, first = [], index + 1
            continue
        if sign in _HIDDEN_HYPHENS:
            # pdfium's sign for a hyphen at the end of a line, where it joins the two lines.
            if run:
                run.append(("-", *run[-1][1:]))
            yield from _line(run, links, number + 1, _is_bold(text_page, first, index))
            run, first = [], index + 1
            continue
        left, bottom, right, _ = text_page.get_charbox(index, loose=False)
        size = pdfium.FPDFText_GetFontSize(text_page, index)
        run.append((sign, left, bottom, right, size))
    yield from _line(run, links, number + 1, _is_bold(text_page, first, count))
    text_page.close()
    page.close()


def _is_bold(text_page: Any, first: int, end: int) -> bool:
    """Tell whether a line is set bold from its first character to its last."""
    import pypdfium2.raw as pdfium

    ends = (first, max(first, end - 1))
    return first < end and all(
        pdfium.FPDFText_GetFontWeight(text_page, index) >= _BOLD for index in ends
    )


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
    run: Sequence[tuple[str, float, float, float, float]],
    links: Sequence[Any],
    page: int,
    bold: bool,
) -> Iterator[Line]:
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
            pieces.append(_piece("".join(group), kind, links, "".join(pieces[-3:])))
            group, kind = [], mine
        group.append(sign)
    pieces.append(_piece("".join(group), kind, links, "".join(pieces[-3:])))
    text = "".join(pieces)
    yield Line(text, feet, size, inked[0][1], inked[-1][3], page, bold)


def _target(x: float, y: float, links: Sequence[tuple[Any, str]]) -> int | None:
    """The number of the link at a point."""
    for number, (box, _) in enumerate(links):
        if box.left <= x <= box.right and box.bottom - 1 <= y <= box.top + 1:
            return number
    return None


def _piece(
    text: str, kind: tuple[int | None, bool], links: Sequence[tuple[Any, str]], before: str
) -> str:
    """A stretch of one kind: words, a link, or digits above the line, with what is before it."""
    number, is_raised = kind
    words, tail = text.strip(), text[len(text.rstrip()) :]
    if number is None or not words:
        return superscript(text) if is_raised else text
    url = links[number][1]
    if url != "#" and len(words) > 3 and words in url and not url.startswith(words):
        return tail  # the rest of a printed URL, which stands whole on the line above
    if url != "#":
        return (link(words, url) or words) + tail
    if re.fullmatch(r"\d{1,3}", words):
        if is_raised:
            return superscript(words) + tail
        return text if _CROSS_REFERENCE.search(before) else f"[{words}]{tail}"
    return "" if re.fullmatch(r"[↩⏎↑^︎️\s]*", words) else text


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """All lines but page numbers and what stands at the edge of page after page."""
    edges: Counter[str] = Counter()
    for lines in pages:
        edges.update({_DIGITS.sub("0", line.text.strip()) for line in (*lines[:2], *lines[-2:])})
    often = {text for text, count in edges.items() if count > 2 and count > len(pages) / 2}
    kept: list[Line] = []
    for lines in pages:
        for number, line in enumerate(lines):
            edge = number < 2 or number >= len(lines) - 2
            shape = _DIGITS.sub("0", line.text.strip())
            # The same note may stand on page after page; a running head names no address.
            same = shape in often and not ("://" in line.text and _ITEM_LABEL.match(line.text))
            if edge and (same or shape in ("0", "- 0 -", "Page 0")):
                continue
            kept.append(line)
    return kept


def _written(lines: Sequence[Line]) -> Document:
    """Lines joined to paragraphs."""
    writer = Writer()
    body = _body_size(lines)
    lines, notes = take_notes(lines, body, writer)
    hyphens = Hyphens(lines)
    steps = [a.feet - b.feet for a, b in pairwise(lines) if a.page == b.page]
    usual = median([step for step in steps if 0 < step < 4 * body] or [body * 1.2])
    widest = max((line.right for line in lines), default=0.0)
    spread = usual > body * _SPREAD
    starts, listed = entry_starts(lines, body)
    contents: list[str] = []
    paragraph: list[Line] = []
    count = page = at = 0

    def flush() -> None:
        nonlocal count, page
        if not paragraph:
            return
        count = count + 1 if paragraph[0].page == page else 1
        page = paragraph[0].page
        where = f"page {page}, paragraph {count}"
        large = paragraph[0].size > body * _HEADING
        text = joined(paragraph, widest, hyphens, entry=at in listed)
        if len(paragraph) == 1 and is_known(heading_words(text)):
            text, large = heading_words(text), True
        set_off = large or (paragraph[0].bold and paragraph[-1].bold)
        if at in starts:
            writer.block(text, where, prefix="" if _ITEM.match(text) else "- ")
            return
        heading = set_off and len(text.split()) <= _HEADING_WORDS
        writer.block(text, where, prefix="## " if heading else "")

    for number, line in enumerate(lines):
        is_contents = _LEADERS.search(line.text) is not None
        if number in listed:
            ends = number in starts or number - 1 not in listed
        else:
            ends = bool(paragraph) and _parts(paragraph[-1], line, usual, widest, spread)
        if ends or is_contents or (number - 1 in listed and number not in listed):
            flush()
            paragraph, at = [], number
        if contents and not is_contents:
            writer.listing("\n".join(contents), f"page {line.page}")
            contents = []
        if is_contents:
            contents.append(line.text)
        else:
            paragraph.append(line)
    flush()
    for note in notes:
        writer.entry(note.label, note.text, f"page {note.page}, note")
    return writer.document("utf-8", "pdf")


def _body_size(lines: Sequence[Line]) -> float:
    """The type size of the running text: the largest that is not rare, as notes may be longer."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    often = [size for size, count in sizes.items() if count >= sizes.total() * _OFTEN]
    return max(often) if often else sizes.most_common(1)[0][0]


def _parts(above: Line, line: Line, usual: float, widest: float, spread: bool) -> bool:
    """Tell whether a paragraph ends between two lines.

    A line may begin with a marker by chance: an item begins where the line above ends short, or
    where one of the two names an address.
    """
    if abs(above.size - line.size) > 0.5 or above.bold != line.bold:
        return True
    if spread and above.right < widest * _SHORT:
        return True  # where every line stands apart, a short one is a block
    if _ITEM.match(line.text):
        addressed = "://" in line.text or "://" in above.text
        if addressed or above.right < widest * _FULL or line.text.lstrip()[0] in "•‣◦":
            return True
    if above.page != line.page:
        return above.text.rstrip().endswith((".", "?", "!", ":", "]", "”", '"'))
    step = above.feet - line.feet
    return step > usual * _GAP or step < 0


def _merged(lines: Sequence[Line]) -> list[Line]:
    """Put a raised marker that the engine took for a line of its own back to its line."""
    merged: list[Line] = []
    for line in lines:
        above = merged[-1] if merged else None
        beside = above is not None and above.page == line.page and line.left >= above.right - 1
        if above is not None and beside and abs(line.feet - above.feet) < above.size * 0.8:
            is_raised = line.text.strip().isdigit() and line.size < above.size * _RAISED_SIZE
            text = above.text + (raised(line.text) if is_raised else line.text)
            merged[-1] = replace(above, text=text, right=line.right)
        else:
            merged.append(line)
    return merged

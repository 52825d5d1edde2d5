"""Reads PDF by PDFium, in a process of its own with bounded time and memory.

PDFium is Chromium's engine: maintained, quick, under a permissive licence (BSD; pypdfium2
Apache-2.0 or BSD). It is C++ and meets untrusted files, hence the process: what crashes, hangs or
grows there ends as a status here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from citecheck.languages import guess
from citecheck.model import Page, Region, Source, SourceStatus
from citecheck.outside import texts
from citecheck.pages.blocks import Block, assemble, fold
from citecheck.pages.paragraphs import Sheet, blocks_of
from citecheck.pages.ruled import Rule, with_rows
from citecheck.pages.sheets import Run, lines_in_order, numbers_of_lines, watermarks

_CHILD = Path(__file__).with_name("pdf_child.py")
_SCANNED = 20  # characters a page, below which a document with pictures holds no text
_LONGEST_TITLE = 300
_ENDS = {
    "encrypted": (SourceStatus.ENCRYPTED, "the PDF asks for a password; read it with the password"),
    "damaged": (
        SourceStatus.DAMAGED,
        "the PDF cannot be opened; download it and look at it yourself",
    ),
}


def read_pdf(source: Source, seconds: float) -> Page:
    """The page of a PDF: paragraphs, headings and table rows with their page numbers.

    What is read within `seconds` counts where not all is.
    """
    sheets, end = _sheets(source.body, seconds)
    status = str(end.get("end"))
    if status in _ENDS:
        return Page(source, *_ENDS[status])
    if status not in ("ok", "too_long") and not sheets:
        detail = f"the PDF could not be read within {seconds:g} s and 360 MB; read it yourself"
        return Page(source, SourceStatus.TOO_LARGE, detail)
    parts = _parts(sheets)
    characters = sum(len(line.text) for part in parts for line in part.lines)
    if characters < _SCANNED * len(sheets) and any(sheet["images"] for sheet in sheets):
        detail = (
            f"its {len(sheets)} pages hold pictures of text, not text; recognise the text first"
            " (for instance with ocrmypdf), or read it yourself"
        )
        return Page(source, SourceStatus.SCANNED, detail)
    blocks = blocks_of(parts)
    title = _title(end.get("title"), blocks)
    text, passages = assemble(blocks)
    detail = ""
    if status != "ok":
        detail = f"only its first {len(sheets)} pages were read; read the others yourself"
    return Page(
        source,
        SourceStatus.OK,
        detail,
        title=title,
        language=guess(text),
        text=text,
        passages=passages,
    )


def _sheets(body: bytes, seconds: float) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the process printed: the pages, and how it ended (empty when it did not end well)."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), str(max(1, round(seconds)))],
            input=body,
            capture_output=True,
            timeout=4 * seconds,  # of the clock, which runs faster on a busy machine
            check=False,
        )
        output = done.stdout
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
    sheets: list[dict[str, Any]] = []
    for line in output.splitlines():
        try:
            value = json.loads(line)
        except ValueError:  # the process ended in the middle of a line
            break
        if "end" in value:
            return sheets, value
        sheets.append(value)
    return sheets, {}


def _parts(sheets: Sequence[dict[str, Any]]) -> list[Sheet]:
    """What the pages hold, a part for each direction in which their text is set."""
    layers = [(number, layer) for number, page in enumerate(sheets, 1) for layer in page["layers"]]
    runs = [[_run(run) for run in layer["runs"]] for _, layer in layers]
    parts = []
    for (number, layer), own, beside in zip(layers, runs, watermarks(runs), strict=True):
        turn = int(layer["turn"])
        beside += [] if turn else numbers_of_lines(own)
        seen = set(map(id, beside))
        kept = [run for run in own if id(run) not in seen]
        rules = [Rule(*map(float, values)) for values in layer["rules"]]
        lines = lines_in_order(with_rows(kept, rules), layer["size"][0])
        parts.append(
            Sheet(lines, layer["size"][1], number, turn, [run.text.strip() for run in beside])
        )
    return parts


def _run(values: Sequence[Any]) -> Run:
    text, x0, y0, x1, y1, size = values
    return Run(texts.whole(str(text)), float(x0), float(y0), float(x1), float(y1), float(size))


def _title(given: object, blocks: Sequence[Block]) -> str | None:
    """The document's own title, unless it is a file name; else its first heading."""
    title = fold(str(given or ""))
    if title and len(title) < _LONGEST_TITLE and " " in title and not title.endswith(".doc"):
        return title
    for block in blocks[:20]:
        if block.region is Region.HEADING and block.page == 1:
            return block.text
    return title or None

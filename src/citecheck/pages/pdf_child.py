"""The program that opens a PDF: its own process, so that a hostile file can harm nothing else.

Run as a file, with the PDF on standard input. Knows nothing of citecheck. Prints JSON lines: for
each page `{"size": [width, height], "images": n, "runs": [[text, x0, y0, x1, y1, size], …]}`, a
run being a stretch of one line, in points from the lower left corner; at the end
`{"end": "ok" | "encrypted" | "damaged" | "too_long", "title": …, "pages": n}`.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

MEMORY = 360 << 20  # bytes of address space
SECONDS = 60  # of processor time, unless the first argument says how many
PAGES = 2000
CHARACTERS = 6_000_000
RUNS = 200_000  # stretches of text; a page of print has about a hundred
_IMAGES_LOOKED_AT = 200  # objects of a page


def main() -> None:
    """Read standard input, print the pages, then how it ended."""
    _limit()
    data = sys.stdin.buffer.read()
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        wants_password = "password" in str(error).lower()
        _print({"end": "encrypted" if wants_password else "damaged"})
        return
    title = document.get_metadata_value("Title") or None
    left, runs, end = CHARACTERS, RUNS, "ok"
    for number in range(min(count, PAGES)):
        page = _page(document, number)
        left -= sum(len(str(run[0])) for run in page["runs"])
        runs -= len(page["runs"])
        page["runs"] = page["runs"][: len(page["runs"]) + min(runs, 0)]
        _print(page)
        if left < 0 or runs < 0:
            end = "too_long"
            break
    if count > PAGES:
        end = "too_long"
    _print({"end": end, "title": title, "pages": count})


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on this system; the caller's time limit remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _print(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


def _page(document: Any, number: int) -> dict[str, Any]:
    import pypdfium2

    try:
        page = document[number]
        text = page.get_textpage()
        images = sum(
            1
            for seen, item in enumerate(page.get_objects(max_depth=3))
            if seen < _IMAGES_LOOKED_AT and item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
        )
        found = {"size": page.get_size(), "images": images, "runs": _runs(text)}
        text.close()
        page.close()
    except pypdfium2.PdfiumError:
        return {"size": [0, 0], "images": 0, "runs": []}
    return found


_RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_RAISED_SIZE, _RAISED_BY = 0.85, 0.15  # of the letters before: how small, how high above them


def _runs(text: Any) -> list[list[Any]]:
    """The stretches of text of a page: broken at new lines, jumps and wide gaps."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    handle = text.raw
    runs: list[list[Any]] = []
    letters: list[str] = []
    x0 = y0 = x1 = y1 = size = 0.0
    for index in range(min(text.count_chars(), CHARACTERS)):
        code = unicode_of(handle, index)
        if code in (10, 13, 0):
            if letters:
                runs.append(["".join(letters), x0, y0, x1, y1, size])
                letters = []
            continue
        letter = "\u00ad" if code in (2, 0xFFFE) else chr(code) if code < 0x110000 else "\ufffd"
        if code == 32:
            if letters:
                letters.append(" ")
            continue
        if not box_of(handle, index, reference):
            continue
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        height = top - bottom
        if letters:
            same = abs((bottom + top) - (y0 + y1)) < 0.9 * max(size, height)
            gap = left - x1
            if not same or gap > 0.8 * size or gap < -2 * size:
                runs.append(["".join(letters), x0, y0, x1, y1, size])
                letters = []
            elif height < _RAISED_SIZE * size and bottom - y0 > _RAISED_BY * size:
                letter = _RAISED.get(letter, letter)  # of a note, or a power
        if not letters:
            x0, y0, x1, y1, size = left, bottom, right, top, height
        else:
            x0, x1 = min(x0, left), max(x1, right)
            y0, y1 = min(y0, bottom), max(y1, top)
            size = max(size, height)
        letters.append(letter)
    if letters:
        runs.append(["".join(letters), x0, y0, x1, y1, size])
    return [[t, *(round(v, 1) for v in rest)] for t, *rest in runs if t.strip()]


if __name__ == "__main__":
    main()

"""The program that opens a PDF: its own process, so that a hostile file can harm nothing else.

Run as a file, with the PDF on standard input. Knows nothing of citecheck. Prints JSON lines: for
each page `{"images": n, "layers": [{"turn": degrees, "size": [width, height], "rules": [[x0, y0,
x1, y1], …], "runs": [[text, x0, y0, x1, y1, size], …]}, …]}`: a layer for each direction in which
text is set, the one with the most letters first, and `turn` how much it is turned against that one;
a run being a stretch of one line, and a rule a straight line that is drawn (the first layer has
them all), in points from the lower left corner of the sheet when it is held so that the layer reads
upright; at the end `{"end": "ok" | "encrypted" | "damaged" | "too_long", "title": …, "pages": n}`.
"""

from __future__ import annotations

import ctypes
import itertools
import json
import math
import sys
from collections.abc import Iterator
from typing import Any

MEMORY = 360 << 20  # bytes of address space
SECONDS = 60  # of processor time, unless the first argument says how many
PAGES = 2000
CHARACTERS = 6_000_000
RUNS = 200_000  # stretches of text; a page of print has about a hundred
_OBJECTS = 3000  # of a page, that are looked at
_RULES = 1000  # of a page
_THIN, _SHORTEST = 2.5, 5.0  # points: how wide a line is at most, how long at least


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
        for layer in page["layers"]:
            left -= sum(len(str(run[0])) for run in layer["runs"])
            runs -= len(layer["runs"])
            layer["runs"] = layer["runs"][: max(len(layer["runs"]) + min(runs, 0), 0)]
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
        images, rules = _drawn(page)
        width, height = page.get_size()
        if page.get_rotation() % 180:
            width, height = height, width
        found = {"images": images, "layers": _layers(text, rules, width, height)}
        text.close()
        page.close()
    except pypdfium2.PdfiumError:
        return {"images": 0, "layers": []}
    return found


_RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_RAISED_SIZE, _RAISED_BY = 0.85, 0.15  # of the letters before: how small, how high above them
_ASKEW = 5  # degrees off a right angle that are none
_DIRECTIONS = 12  # of a page; of more, those with the fewest letters are left out


class _Frame:
    """The sheet held so that text set in one direction reads upright."""

    def __init__(self, turn: int, width: float, height: float) -> None:
        angle = math.radians(turn)
        self.cos, self.sin = math.cos(angle), math.sin(angle)
        self.left = self.low = 0.0
        self.left, self.low, self.width, self.height = self.box(0, 0, width, height)
        self.width -= self.left
        self.height -= self.low

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """The box around a box of the unturned sheet."""
        along = [x * self.cos + y * self.sin for x in (x0, x1) for y in (y0, y1)]
        up = [y * self.cos - x * self.sin for x in (x0, x1) for y in (y0, y1)]
        return (
            min(along) - self.left,
            min(up) - self.low,
            max(along) - self.left,
            max(up) - self.low,
        )


def _drawn(page: Any) -> tuple[int, list[tuple[float, float, float, float]]]:
    """How many pictures a page has, and the straight lines and edges of boxes drawn on it."""
    from pypdfium2 import raw

    images = 0
    rules: list[tuple[float, float, float, float]] = []
    for item in itertools.islice(page.get_objects(max_depth=3), _OBJECTS):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
        if item.type != raw.FPDF_PAGEOBJ_PATH or len(rules) >= _RULES:
            continue
        x0, y0, x1, y1 = item.get_bounds()
        wide, high = x1 - x0, y1 - y0
        if min(wide, high) <= _THIN:
            if max(wide, high) >= _SHORTEST:
                rules.append((x0, y0, x1, y1))
        else:
            rules += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    return images, rules


def _layers(
    text: Any, rules: list[tuple[float, float, float, float]], width: float, height: float
) -> list[dict[str, Any]]:
    """The runs of a page by the direction in which they are set."""
    frames = {0: _Frame(0, width, height)}
    runs: dict[int, list[list[Any]]] = {}
    for turn, run in _runs(text, frames, width, height):
        if run[0].strip():
            run[1:] = [round(value, 1) for value in run[1:]]
            runs.setdefault(turn, []).append(run)
    order = sorted(runs, key=lambda turn: -sum(len(run[0]) for run in runs[turn]))
    return [
        {
            "turn": (turn - order[0]) % 360,
            "size": [round(frames[turn].width, 1), round(frames[turn].height, 1)],
            "rules": [frames[turn].box(*rule) for rule in rules] if turn == order[0] else [],
            "runs": runs[turn],
        }
        for turn in order[:_DIRECTIONS]
    ]


def _runs(text: Any, frames: dict[int, _Frame], width: float, height: float) -> Iterator[Any]:
    """The stretches of text of a page, each with its direction in degrees, counted against the
    clock: broken at new lines, jumps, turns and wide gaps."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    angle_of = raw.FPDFText_GetCharAngle
    handle = text.raw
    letters: list[str] = []
    x0 = y0 = x1 = y1 = size = 0.0
    turn = 0
    for index in range(min(text.count_chars(), CHARACTERS)):
        code = unicode_of(handle, index)
        if code in (10, 13, 0):
            if letters:
                yield turn, ["".join(letters), x0, y0, x1, y1, size]
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
        angle = angle_of(handle, index)
        direction = _direction(angle) if angle else 0
        if direction:
            if direction not in frames:
                frames[direction] = _Frame(direction, width, height)
            left, bottom, right, top = frames[direction].box(left, bottom, right, top)
        tall = top - bottom
        if letters:
            same = abs((bottom + top) - (y0 + y1)) < 0.9 * max(size, tall)
            gap = left - x1
            if direction != turn or not same or gap > 0.8 * size or gap < -2 * size:
                yield turn, ["".join(letters), x0, y0, x1, y1, size]
                letters = []
            elif tall < _RAISED_SIZE * size and bottom - y0 > _RAISED_BY * size:
                letter = _RAISED.get(letter, letter)  # of a note, or a power
        if not letters:
            x0, y0, x1, y1, size, turn = left, bottom, right, top, tall, direction
        else:
            x0, x1 = min(x0, left), max(x1, right)
            y0, y1 = min(y0, bottom), max(y1, top)
            size = max(size, tall)
        letters.append(letter)
    if letters:
        yield turn, ["".join(letters), x0, y0, x1, y1, size]


def _direction(angle: float) -> int:
    """The degrees against the clock of an angle that PDFium gives in radians clockwise; a right
    angle where it is nearly one."""
    degrees = -math.degrees(angle)
    right = round(degrees / 90) * 90
    return (right if abs(degrees - right) < _ASKEW else round(degrees)) % 360


if __name__ == "__main__":
    main()

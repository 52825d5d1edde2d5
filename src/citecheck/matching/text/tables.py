"""Which column and which row of a table a cell stands in, by the table's leading rows."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from citecheck.matching.text.tokens import tokenise
from citecheck.model import Passage, Region

_BETWEEN = re.compile(r" \| ")
_UNIT = re.compile(
    r"[(\[]\s{0,9}+(?:in\s{1,9}+)?+([^()\[\]]{1,30}?)\s{0,9}[)\]]"
    r"|,\s{0,9}+(?:in\s{1,9}+)?+([^,]{1,30})$"
    r"|\sin\s((?:per\s?cent|%|thousand|million|billion|tonnes|euros|dollars)[^,]{0,20})$"
)
_PLURAL = re.compile(r"\b(hundred|thousand|million|billion)s(?:\sof)?\b", re.IGNORECASE)
_CURRENCY = re.compile(r"^(?:US|[CA])?[$£€¥₹]")
_YEAR = re.compile(r"[12]\d{3}(?:[-/–]\d{2,4})?")
_DIGIT = re.compile(r"\d")


class Cell(NamedTuple):
    """A cell as it is written, `[start, end)` in the page's text, with the heads of its column."""

    start: int
    end: int
    text: str
    header: str

    def stems(self, language: str) -> frozenset[str]:
        """The stems of what the column's heads say, but for their unit."""
        return _stems(_UNIT.sub(" ", self.header), language)

    def with_unit(self, caption: str) -> str:
        """The cell with the unit that its column's head or the table's caption gives."""
        unit = _UNIT.search(self.header) or _UNIT.search(caption)
        if unit is None or not _DIGIT.search(self.text):
            return self.text
        name = _PLURAL.sub(r"\1", (unit[1] or unit[2] or unit[3]).strip())
        currency = _CURRENCY.match(name)
        if currency is None:
            return f"{self.text} {name}" if name != "%" else f"{self.text}%"
        figure = self.text.lstrip("-−–")
        sign = self.text[: len(self.text) - len(figure)]
        return f"{sign}{currency[0]}{figure} {name[currency.end() :].strip()}".strip()


class Row(NamedTuple):
    """A row of a table: what it is about (`label`), its other cells, the table's caption, and the
    head of its first column."""

    label: str
    cells: tuple[Cell, ...]
    caption: str
    head: str = ""

    def label_stems(self, language: str) -> frozenset[str]:
        """The stems of what the row is about."""
        return _stems(self.label, language)

    def cell_stems(self, language: str) -> frozenset[str]:
        """The stems of what stands in its cells."""
        return _stems(" ".join(cell.text for cell in self.cells), language)

    def context(self, language: str) -> frozenset[str]:
        """The stems of the heads of its columns and of the caption."""
        return _stems(
            " ".join((self.caption, self.head, *(cell.header for cell in self.cells))), language
        )


@functools.lru_cache(maxsize=20_000)  # each claim asks for the labels of all rows
def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset([token.stem for token in tokenise(text, language) if token.content])


def rows(passages: Iterable[Passage]) -> dict[int, Row]:
    """The rows of the tables among some passages, by where each begins. Linear time."""
    found: dict[int, Row] = {}
    for caption, table in _tables(passages):
        cut = [_cells(passage) for passage in table]
        width = max(map(len, cut))
        heads = _heads(cut, width)
        for passage, cells in zip(table[heads:], cut[heads:], strict=True):
            if not heads or len(cells) != width or width == 1:
                continue
            headers = [_header(cut[:heads], column, width) for column in range(width)]
            placed = [
                Cell(start, start + len(text), text, header)
                for (start, text), header in zip(cells, headers, strict=True)
            ]
            found[passage.start] = Row(cells[0][1], tuple(placed[1:]), caption, headers[0])
    return found


def _tables(passages: Iterable[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    """The passages of each table, with its caption."""
    caption, table = "", list[Passage]()
    for passage in passages:
        if passage.region is Region.TABLE:
            table.append(passage)
            continue
        if len(table) > 1:
            yield caption, table
        caption, table = (passage.text if passage.region is Region.CAPTION else ""), []
    if len(table) > 1:
        yield caption, table


def _cells(passage: Passage) -> list[tuple[int, str]]:
    """The cells of a row with their places."""
    found, at = [], 0
    for text in _BETWEEN.split(passage.text):
        found.append((passage.start + at, text))
        at += len(text) + len(" | ")
    return found


def _heads(cut: Sequence[Sequence[tuple[int, str]]], width: int) -> int:
    """How many rows at the top are heads: those that are shorter, and the first whole one where it
    has no figures, or is the first of all and other than the next."""
    count = 0
    while count < len(cut) and len(cut[count]) < width:
        count += 1
    if count < len(cut) and not any(_DIGIT.search(text) for _, text in cut[count][1:]):
        count += 1
        # The first head spans several rows, and is written in each.
        while (
            count < len(cut)
            and cut[count][0][1] == cut[count - 1][0][1]
            and all(not _DIGIT.search(text) or _YEAR.fullmatch(text) for _, text in cut[count][1:])
        ):
            count += 1
    elif count == 0 and not _DIGIT.search(cut[0][0][1]) and _are_years(cut[0][1:]):
        count = 1
    return count if count < len(cut) else 0


def _are_years(cells: Sequence[tuple[int, str]]) -> bool:
    return all(_YEAR.fullmatch(text) for _, text in cells)


def _header(heads: Sequence[Sequence[tuple[int, str]]], column: int, width: int) -> str:
    """What stands above a column. The cells of a row of heads that is shorter stand above as many
    columns each, but for the first, where these can be shared out; else at the right."""
    told = []
    for row in heads:
        at = column - (width - len(row))
        if len(row) < width - 1 and (width - 1) % len(row) == 0 and column:
            at = (column - 1) * len(row) // (width - 1)
        if 0 <= at < len(row):
            told.append(row[at][1])
    return " ".join(dict.fromkeys(told))

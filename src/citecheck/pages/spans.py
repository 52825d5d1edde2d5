"""Repeats what a cell of a table says in each row and column that it spans, so that the cells of
every row stand in the columns in which a reader sees them."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser

from citecheck.pages.blocks import fold

_SPANNING = "td[rowspan], th[rowspan], td[colspan], th[colspan]"
_LONGEST = 80  # characters of a cell; what is longer is layout, not data
_TABLES, _ROWS, _COLUMNS = 200, 500, 60  # that are looked at, of a page and of a table
_CELLS = ("td", "th")


def repeat_spanning(tree: LexborHTMLParser) -> None:
    """Write the text of spanning cells again where they reach, as text beside the cells."""
    tables: dict[int, Any] = {}
    for cell in tree.css(_SPANNING):
        table = cell.parent
        while table is not None and table.tag != "table":
            table = table.parent
        if table is not None:
            tables.setdefault(table.mem_id, table)
        if len(tables) >= _TABLES:
            break
    for table in tables.values():
        if table.css_first("table table, ul, p + p") is None:
            _repeat(table)


def _repeat(table: Any) -> None:
    rows = table.css("tr")[:_ROWS]
    if len(rows) < 2:
        return
    reaching: dict[int, tuple[int, str]] = {}  # by column: rows still to come, and the text
    for row in rows:
        column, before, cells = 0, None, _cells(row)
        for cell in [*cells, None]:
            while column in reaching and column < _COLUMNS:
                left, text = reaching.pop(column)
                if left > 1:
                    reaching[column] = left - 1, text
                before = _written(row, before, text)
                column += 1
            if cell is None:
                break
            text = fold(cell.text(deep=True, separator=" "))
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            alone = len(cells) == 1  # a title of what follows, or layout
            if len(text) > _LONGEST:
                return
            before = cell
            for step in range(wide):
                if step and not alone and column + step < _COLUMNS:
                    before = _written(row, before, text)
                if high > 1 and not alone:
                    reaching[column + step] = high - 1, text
            column += wide


def _cells(row: Any) -> list[Any]:
    return [node for node in row.iter() if node.tag in _CELLS][:_COLUMNS]


def _span(cell: Any, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return min(max(int(value), 1), _COLUMNS) if value.isascii() and value.isdigit() else 1


def _written(row: Any, before: Any, text: str) -> Any:
    """Write a cell's text behind another cell, or first in a row; what the next goes behind."""
    if not text:
        return before
    if before is not None:
        before.insert_after(f" | {text}")
        return before.next
    first = row.first_child
    if first is None:
        return before
    first.insert_before(text)
    return row.first_child

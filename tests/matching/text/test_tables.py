"""Cells belong to the heads of their column and to their row."""

from __future__ import annotations

import pytest

from citecheck.matching.text.tables import rows
from citecheck.model import Passage, Region


def table(*lines: str, caption: str = "") -> list[Passage]:
    passages, at = [], 0
    for number, line in enumerate((caption, *lines) if caption else lines):
        region = Region.CAPTION if caption and number == 0 else Region.TABLE
        passages.append(Passage(line, at, at + len(line), region=region))
        at += len(line) + 1
    return passages


@pytest.mark.parametrize(
    ("lines", "headers"),
    [
        (("Mill | Built | Sold", "Upper | 1801 | 1907"), ["Built", "Sold"]),
        (("Mill | 2015 | 2020", "Upper | 12 | 14"), ["2015", "2020"]),
        (("Workers", "2015 | 2020", "Upper | 12 | 14"), ["Workers 2015", "Workers 2020"]),
    ],
)
def test_heads(lines: tuple[str, ...], headers: list[str]) -> None:
    (row,) = rows(table(*lines)).values()
    assert row.label == "Upper"
    assert [cell.header for cell in row.cells] == headers


def test_units_of_heads_and_captions() -> None:
    (row,) = rows(table("Mill | Sales ($ million) | Share (%)", "Upper | 12 | 7")).values()
    assert [cell.with_unit(row.caption) for cell in row.cells] == ["$12 million", "7%"]
    (row,) = rows(table("Mill | Rye", "Upper | 12", caption="Ground in 1907, tonnes")).values()
    assert row.cells[0].with_unit(row.caption) == "12 tonnes"


def test_rows_without_heads_are_left_alone() -> None:
    assert not rows(table("Upper | 12 | 7", "Lower | 3 | 9"))

"""Cells of a table that span rows and columns stand in each of them, in HTML and DOCX."""

from __future__ import annotations

import io

import pytest

from citecheck.matching.text.tables import rows
from citecheck.model import Region

MILLS = (
    "<tr><th rowspan=2>Mill<th colspan=2>Ground<th rowspan=2>Miller</tr><tr><th>Rye<th>Oats</tr>"
    "<tr><td rowspan=2>Upper<td>41<td>7<td>Holm</tr><tr><td>38<td>9<td>Vik</tr>"
    "<tr><td>Lower<td>12<td><td>Berg</tr>"
)
ROWS = [
    "Mill | Ground | Ground | Miller",
    "Mill | Rye | Oats | Miller",
    "Upper | 41 | 7 | Holm",
    "Upper | 38 | 9 | Vik",
    "Lower | 12 |  | Berg",
]


def test_spanning_cells_of_html(read) -> None:
    page = read(f"<main><h1>Mills</h1><table>{MILLS}</table></main>")
    assert [p.text for p in page.passages if p.region is Region.TABLE] == ROWS
    assert all(page.text[p.start : p.end] == p.text for p in page.passages)
    bound = list(rows(page.passages).values())
    assert [row.label for row in bound] == ["Upper", "Upper", "Lower"]
    assert [c.header for c in bound[0].cells] == ["Ground Rye", "Ground Oats", "Miller"]
    assert [c.text for c in bound[2].cells] == ["12", "", "Berg"]


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        # A title above the columns, and one between them, are said once.
        (
            "<tr><th colspan=2>Mills of 1907</tr><tr><td>Upper<td>41</tr>"
            "<tr><td colspan=2>In the valley</tr><tr><td>Lower<td>12</tr>",
            ["Mills of 1907", "Upper | 41", "In the valley", "Lower | 12"],
        ),
        # Spans that make no sense do no harm.
        (
            "<tr><td rowspan=0>Upper<td colspan=-3>41</tr><tr><td rowspan=99>Lower<td colspan=x>12",
            ["Upper | 41", "Lower | 12"],
        ),
        # In the middle of a row, and at its end.
        (
            "<tr><td>Upper<td rowspan=2>rye<td>41<td rowspan=2>Holm</tr><tr><td>Lower<td>12</tr>",
            ["Upper | rye | 41 | Holm", "Lower | rye | 12 | Holm"],
        ),
    ],
)
def test_other_spans(read, table: str, lines: list[str]) -> None:
    page = read(f"<main><h1>Mills</h1><table>{table}</table></main>")
    assert [p.text for p in page.passages if p.region is Region.TABLE] == lines


def test_layout_is_not_repeated(read) -> None:
    text = "The miller wrote in his book that the wheel had stood still for a month in the drought."
    page = read(f"<main><table><tr><td rowspan=2>{text}<td>a</tr><tr><td>b</tr></table></main>")
    assert page.text.count(text) == 1


def test_spanning_cells_of_docx(read) -> None:
    import docx

    made = docx.Document()
    made.add_paragraph("The mills of the valley ground rye and oats for the town.")
    table = made.add_table(5, 4)
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts.split(" | "), strict=True):
            cell.text = text
    for first, last in (((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (1, 3)), ((2, 0), (3, 0))):
        text = table.cell(*first).text
        table.cell(*first).merge(table.cell(*last)).text = text
    buffer = io.BytesIO()
    made.save(buffer)
    page = read(buffer.getvalue(), None)
    assert [p.text for p in page.passages if p.region is Region.TABLE] == ROWS

"""Tables that a PDF draws with lines are read box by box."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from citecheck.model import Region

STYLES = getSampleStyleSheet()
INTRODUCTION = "The mills of the valley ground rye and oats for the town until the dam was built."


def pdf(rows: list[list[object]], *style: tuple[object, ...], **options: object) -> bytes:
    buffer = io.BytesIO()
    table = Table(rows, **options)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), *style]))
    story = [Paragraph(INTRODUCTION, STYLES["BodyText"]), table]
    SimpleDocTemplate(buffer, pagesize=A4).build(story)
    return buffer.getvalue()


def table_of(read, body: bytes) -> list[str]:
    page = read(body, "application/pdf")
    assert any(p.text == INTRODUCTION for p in page.passages if p.region is Region.MAIN)
    return [p.text for p in page.passages if p.region is Region.TABLE]


def test_cells_of_several_lines_are_one_cell(read) -> None:
    long = Paragraph(
        "The miller bought a second wheel in the spring of that year.", STYLES["Normal"]
    )
    rows = [["Mill", "What was done", "Rye"], ["Upper", long, "41"], ["Lower", "Nothing", "12"]]
    assert table_of(read, pdf(rows, colWidths=[60, 110, 60])) == [
        "Mill | What was done | Rye",
        "Upper | The miller bought a second wheel in the spring of that year. | 41",
        "Lower | Nothing | 12",
    ]


def test_empty_cells_keep_their_place(read) -> None:
    rows = [["Mill", "Rye", "Oats", "Wheat"], ["Upper", "", "7", "2"], ["Lower", "12", "", "3"]]
    assert table_of(read, pdf(rows)) == [
        "Mill | Rye | Oats | Wheat",
        "Upper |  | 7 | 2",
        "Lower | 12 |  | 3",
    ]


def test_boxes_that_span_columns_and_rows(read) -> None:
    rows = [
        ["Mill", "Ground", "", "Miller"],
        ["", "Rye", "Oats", ""],
        ["Upper", "41", "7", "Holm"],
        ["", "38", "9", "Vik"],
    ]
    spans = [((0, 0), (0, 1)), ((1, 0), (2, 0)), ((3, 0), (3, 1)), ((0, 2), (0, 3))]
    assert table_of(read, pdf(rows, *[("SPAN", *span) for span in spans])) == [
        "Mill | Ground | Ground | Miller",
        "Mill | Rye | Oats | Miller",
        "Upper | 41 | 7 | Holm",
        "Upper | 38 | 9 | Vik",
    ]


@pytest.mark.parametrize("boxed", [True, False])
def test_a_frame_around_a_text_makes_no_table(read, boxed: bool) -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    made = Canvas(buffer, pagesize=landscape(A4))
    if boxed:
        made.rect(60, 380, 500, 100)
    made.line(60, 360, 560, 360)
    made.drawString(72, 440, "The dam was begun in 1907 by forty men from the upper village, who")
    made.drawString(72, 426, "were paid in grain.")
    made.save()
    page = read(buffer.getvalue(), "application/pdf")
    (only,) = page.passages
    assert only.region is Region.MAIN
    assert only.text.endswith("from the upper village, who were paid in grain.")

"""Text set sideways, and what stands in the margins of sheets."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from citecheck.model import Page, Region

SENTENCES = (
    "The lamp of the lighthouse was lit for the first time on 4 November 1868 by its builder,",
    "who had asked for 91 barrels of oil a year. The council gave him 73 barrels and a boat with",
    "two rowers, and wrote into the minutes that the keeper was to count the ships that passed.",
    "In the year after that he counted 2,310 ships, of which 48 had lost a mast in the storms.",
)
WHOLE = "The council gave him 73 barrels and a boat with two rowers, and wrote into the minutes"
WIDTH, HEIGHT = A4


def drawn(draw: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    buffer = io.BytesIO()
    made = Canvas(buffer, pagesize=size)
    made.setFont("Times-Roman", 11)
    draw(made)
    made.save()
    return buffer.getvalue()


def lines(made: Canvas, left: float = 90, top: float = 700, step: float = 15) -> None:
    for number, line in enumerate(SENTENCES):
        made.drawString(left, top - step * number, line)


def of_region(page: Page, *regions: Region) -> str:
    return " ".join(p.text for p in page.passages if p.region in regions)


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("flagged", [True, False])
def test_text_is_read_in_the_direction_in_which_it_is_set(read, turn: int, flagged: bool) -> None:
    """With the sheet turned back for the reader (`/Rotate`), and without."""

    def draw(made: Canvas) -> None:
        shift = {90: (0, -WIDTH), 180: (-WIDTH, -HEIGHT), 270: (-HEIGHT, 0)}[turn]
        if flagged:
            made.setPageRotation(turn)
        made.rotate(turn)
        made.translate(*shift)
        lines(made, top=400)

    page = read(drawn(draw), "application/pdf")
    assert WHOLE in of_region(page, Region.MAIN)


def test_a_table_set_sideways_on_an_upright_page_is_read(read) -> None:
    def draw(made: Canvas) -> None:
        lines(made, top=780)
        made.saveState()
        made.rotate(90)
        for row in range(5):
            made.drawString(120, -300 - 20 * row, f"In 187{row} the keeper counted {row}04 ships.")
        made.restoreState()

    page = read(drawn(draw), "application/pdf")
    text = of_region(page, Region.MAIN)
    assert WHOLE in text
    assert "In 1873 the keeper counted 304 ships." in text


@pytest.mark.parametrize("angle", [90, 270, 45, 33])
def test_stamps_and_watermarks_are_in_no_sentence(read, angle: int) -> None:
    def draw(made: Canvas) -> None:
        made.saveState()
        made.setFont("Helvetica", 30)
        made.translate(40 if angle % 90 == 0 else 200, 600)
        made.rotate(angle)
        made.drawString(0, 0, "Received 12 May 1999")
        made.restoreState()
        made.setFont("Times-Roman", 11)
        lines(made)

    page = read(drawn(draw), "application/pdf")
    assert " ".join(SENTENCES) == of_region(page, Region.MAIN, Region.HEADING)
    assert "Received 12 May 1999" in of_region(page, Region.ASIDE)


def test_a_watermark_along_the_lines_is_in_no_sentence(read) -> None:
    def draw(made: Canvas) -> None:
        for number in range(4):
            made.setFont("Helvetica-Bold", 60)
            made.drawString(150, 663, "DRAFT")
            made.setFont("Times-Roman", 11)
            made.drawString(90, 730, f"Sheet {number} of what the keeper wrote is this one.")
            lines(made)
            made.showPage()

    page = read(drawn(draw), "application/pdf")
    assert of_region(page, Region.MAIN).count(WHOLE) == 4


@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("right", [False, True])
def test_numbers_of_lines_are_in_no_sentence(read, step: int, right: bool) -> None:
    def draw(made: Canvas) -> None:
        for number in range(20):
            if (number + 1) % step == 0:
                made.drawRightString(540 if right else 70, 760 - 15 * number, str(number + 1))
        for block in range(5):
            lines(made, top=760 - 60 * block)

    page = read(drawn(draw), "application/pdf")
    assert of_region(page, Region.MAIN).count(WHOLE) == 5
    assert "20" in of_region(page, Region.ASIDE)


def test_the_numbers_of_a_table_and_of_a_list_stay(read) -> None:
    def draw(made: Canvas) -> None:
        for number in range(6):
            made.drawString(90, 760 - 15 * number, str(number + 1))
            made.drawString(140, 760 - 15 * number, f"Harbour {'ABCDEF'[number]}")
            made.drawString(300, 760 - 15 * number, f"{number}17 boats")
        for number, line in enumerate(SENTENCES):
            made.drawString(90, 600 - 15 * number, f"{number + 1}. {line}")

    page = read(drawn(draw), "application/pdf")
    assert "3 | Harbour C | 217 boats" in of_region(page, Region.TABLE).replace("3 H", "3 | H")
    assert f"3. {SENTENCES[2]}" in of_region(page, Region.MAIN)


def test_a_wide_sheet_is_read(read) -> None:
    assert WHOLE in read(drawn(lambda c: lines(c, top=400), landscape(A4)), "application/pdf").text

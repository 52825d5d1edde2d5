from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
)

from citecheck.model import Page, Region, SourceStatus

STYLES = getSampleStyleSheet()
BODY = ParagraphStyle("b", parent=STYLES["BodyText"], alignment=4)
TEXTS = [
    "The crossing of the sound was proposed in 1936 by a group of engineers and builders.",
    "Parliament voted for it after a long debate in the summer of 1987, by a small margin.",
    "Dredging began four years later, and 5,000 people worked at sea and on both shores.",
    "The eastern bridge has the highest towers of the country; they stand 254 metres tall.",
    "Trains use a tunnel of 8 kilometres under the eastern channel instead of the bridge.",
    "Since the opening in 1998 the number of cars has risen in each year but two of them.",
]


def document(story: list[object], **options: object) -> bytes:
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, **options).build(story)
    return buffer.getvalue()


def canvas(draw: Callable[[Canvas], None], **options: object) -> bytes:
    buffer = io.BytesIO()
    made = Canvas(buffer, pagesize=A4, **options)
    draw(made)
    made.save()
    return buffer.getvalue()


def main_text(page: Page) -> str:
    return "\n".join(p.text for p in page.passages if p.region is Region.MAIN)


def test_paragraphs_carry_their_page_numbers(read) -> None:
    story = [Paragraph("On the crossing", STYLES["Title"])]
    for text in TEXTS:
        story += [Paragraph(text, BODY), PageBreak()]
    page = read(document(story, title="On the crossing of the sound"), "application/pdf")
    assert page.status is SourceStatus.OK
    assert page.title == "On the crossing of the sound"
    assert page.language == "en"
    found = {p.text: p.page for p in page.passages}
    assert [found[text] for text in TEXTS] == [1, 2, 3, 4, 5, 6]
    assert all(page.text[p.start : p.end] == p.text for p in page.passages)


def test_headings_are_told_by_their_size(read) -> None:
    story = [
        Paragraph("History", STYLES["Heading1"]),
        *(Paragraph(t, BODY) for t in TEXTS[:3]),
        Paragraph("Towers", STYLES["Heading2"]),
        *(Paragraph(t, BODY) for t in TEXTS[3:]),
    ]
    page = read(document(story), "application/pdf")
    headings = [p.text for p in page.passages if p.region is Region.HEADING]
    assert headings == ["History", "Towers"]
    assert next(p.heading for p in page.passages if p.text == TEXTS[4]) == "Towers"


def test_two_columns_are_read_one_after_the_other(read) -> None:
    buffer = io.BytesIO()
    frames = [Frame(50, 50, 240, 650, id="left"), Frame(305, 50, 240, 650, id="right")]

    def title(drawn: Canvas, made: BaseDocTemplate) -> None:
        if made.page == 1:
            drawn.setFont("Helvetica-Bold", 22)
            drawn.drawCentredString(A4[0] / 2, 750, "A title that spans both of the columns")

    made = BaseDocTemplate(buffer, pagesize=A4)
    made.addPageTemplates(PageTemplate(frames=frames, onPage=title))
    numbered = [f"In part {n} of the report it is said: {TEXTS[n % 6]} " * 2 for n in range(24)]
    made.build([Paragraph(text, BODY) for text in numbered])
    page = read(buffer.getvalue(), "application/pdf")
    text = " ".join(p.text for p in page.passages if p.region is Region.MAIN)
    assert text == " ".join(part.strip() for part in numbered)
    assert page.passages[0].region is Region.HEADING


def test_columns_drawn_line_by_line_across_are_read_column_by_column(read) -> None:
    left = [f"Left line number {n} goes on and on to its end" for n in range(20)]
    right = [f"right line number {n} goes on and on to its end" for n in range(20)]

    def draw(made: Canvas) -> None:
        made.setFont("Helvetica", 10)
        for n in range(20):
            made.drawString(50, 700 - 13 * n, left[n])
            made.drawString(310, 700 - 13 * n, right[n])

    page = read(canvas(draw), "application/pdf")
    text = " ".join(p.text for p in page.passages)
    assert text.index(left[19]) < text.index(right[0])
    assert text.index(right[0]) < text.index(right[19])


def test_words_broken_at_a_line_end_are_made_whole(read) -> None:
    def draw(made: Canvas) -> None:
        lines = ["The engi-", "neers spoke of a well-", "known bridge. It was well-known to all."]
        for n, line in enumerate(lines):
            made.drawString(72, 700 - 14 * n, line)

    page = read(canvas(draw), "application/pdf")
    assert "The engineers spoke of a well-known bridge." in page.text


def test_running_headers_footers_and_page_numbers_are_furniture(read) -> None:
    def draw(made: Canvas) -> None:
        for number, text in enumerate(TEXTS, 1):
            made.setFont("Helvetica", 8)
            made.drawString(72, 810, "Journal of Crossings, volume 7")
            made.drawCentredString(300, 24, str(number))
            made.setFont("Helvetica", 11)
            made.drawString(72, 700, text)
            made.showPage()

    page = read(canvas(draw), "application/pdf")
    regions = {p.region for p in page.passages if p.text.startswith("Journal")}
    assert regions == {Region.HEADER}
    numbers = [p.region for p in page.passages if p.text.isdigit()]
    assert numbers == [Region.FOOTER] * 6
    assert main_text(page) == "\n".join(TEXTS)


def test_a_sentence_that_a_page_break_cuts_is_one_passage(read) -> None:
    def draw(made: Canvas) -> None:
        made.drawString(72, 400, "The bridge was opened to the")
        made.showPage()
        made.drawString(72, 700, "public on a rainy day in June.")

    page = read(canvas(draw), "application/pdf")
    whole = next(p for p in page.passages if p.text.startswith("The bridge"))
    assert whole.text == "The bridge was opened to the public on a rainy day in June."
    assert whole.page == 1


def test_table_rows_keep_their_cells(read) -> None:
    table = Table(
        [["Year", "Cars", "Trucks"], ["1999", "14,000", "310"], ["2000", "15,500", "420"]]
    )
    page = read(document([Paragraph(TEXTS[0], BODY), table]), "application/pdf")
    rows = [p.text for p in page.passages if p.region is Region.TABLE]
    assert rows == ["Year | Cars | Trucks", "1999 | 14,000 | 310", "2000 | 15,500 | 420"]


def test_scanned_pages_are_recognised_as_such(read) -> None:
    from PIL import Image

    picture = ImageReader(Image.new("L", (300, 400), 200))

    def draw(made: Canvas) -> None:
        for _ in range(3):
            made.drawImage(picture, 0, 0, *A4)
            made.showPage()

    page = read(canvas(draw), "application/pdf")
    assert page.status is SourceStatus.SCANNED
    assert "recognise the text" in page.detail
    assert not page.passages


def test_password_is_asked_for(read) -> None:
    locked = canvas(lambda c: c.drawString(72, 700, TEXTS[0]), encrypt=StandardEncryption("secret"))
    page = read(locked, "application/pdf")
    assert page.status is SourceStatus.ENCRYPTED
    assert "password" in page.detail


def test_a_document_locked_only_against_changes_is_read(read) -> None:
    owner = StandardEncryption("", ownerPassword="owner", canPrint=0)
    page = read(canvas(lambda c: c.drawString(72, 700, TEXTS[0]), encrypt=owner), "application/pdf")
    assert TEXTS[0] in page.text


@pytest.mark.parametrize("body", [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\0\xff" * 5000, b"%PDF-"])
def test_broken_documents_have_a_status_and_a_next_step(read, body: bytes) -> None:
    page = read(body, "application/pdf")
    assert page.status is SourceStatus.DAMAGED
    assert "; " in page.detail


def test_cut_off_and_spoilt_documents_never_raise(read) -> None:
    whole = document([Paragraph(t, BODY) for t in TEXTS])
    for part in (whole[: len(whole) // 2], whole[:-200], whole.replace(b"obj", b"jbo", 3)):
        page = read(part, "application/pdf")
        assert page.status in (SourceStatus.OK, SourceStatus.DAMAGED, SourceStatus.EMPTY)


def test_empty_document_is_empty(read) -> None:
    page = read(canvas(lambda c: c.showPage()), "application/pdf")
    assert page.status is SourceStatus.EMPTY


def test_type_is_told_by_the_bytes_where_the_header_lies(read) -> None:
    body = document([Paragraph(TEXTS[0], BODY)])
    for header in ("text/html", "application/octet-stream", None, "text/plain; charset=utf-8"):
        assert TEXTS[0] in read(body, header).text
    assert TEXTS[0] in read(b"\n\n" + body, "application/pdf").text


def test_many_pages_take_bounded_time(read) -> None:
    def draw(made: Canvas) -> None:
        for number in range(2100):
            made.drawString(72, 700, f"This is sheet number {number} of very many of them.")
            made.showPage()

    began = time.monotonic()
    page = read(canvas(draw), "application/pdf")
    assert time.monotonic() - began < 60
    assert page.status is SourceStatus.OK
    assert "first 2000 pages" in page.detail


def test_the_process_that_opens_documents_is_bounded() -> None:
    pytest.importorskip("resource")
    from citecheck.pages import pdf_child

    code = (
        f"import sys; sys.path.insert(0, {str(pdf_child.__file__.rsplit('/', 1)[0])!r})\n"
        "import pdf_child; pdf_child._limit(); b'x' * (2 << 30)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr


def test_the_command_line_shows_page_numbers(tmp_path: Path) -> None:
    body = document([Paragraph(TEXTS[0], BODY), PageBreak(), Paragraph(TEXTS[1], BODY)])
    (tmp_path / "report.pdf").write_bytes(body)

    def read(*options: str) -> str:
        command = [sys.executable, "-m", "citecheck", "read", "report.pdf", *options]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "[main page 2 " in read()
    passages = json.loads(read("--format", "json"))["passages"]
    assert [p["page"] for p in passages if p["region"] == "main"] == [1, 2]


def test_a_document_of_scattered_letters_is_cut_off_in_bounded_time(read) -> None:
    def draw(made: Canvas) -> None:
        for sheet in range(30):
            made.setFont("Helvetica", 4)
            for letter in range(9000):
                made.drawString(letter % 95 * 6, 8 * (letter // 95) + sheet / 9, "x")
            made.showPage()

    began = time.process_time()
    page = read(canvas(draw), "application/pdf")
    assert time.process_time() - began < 60
    assert page.status is SourceStatus.OK
    assert "were read; " in page.detail

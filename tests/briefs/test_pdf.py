"""PDF briefs as papers and reports are set: notes at the foot, two columns, printed lists."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Spacer

from citecheck import briefs
from citecheck.model import Brief

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4)
HANGING = ParagraphStyle("entry", parent=BODY, fontSize=8.5, leftIndent=14, firstLineIndent=-14)
FLAT = ParagraphStyle("flat", parent=BODY, spaceAfter=5)
HEAD = ParagraphStyle("head", parent=BODY, fontName="Times-Bold", fontSize=12, spaceBefore=8)
NOTE = ParagraphStyle("note", parent=BODY, fontSize=8, leading=10)
NAMES = "Ray Osei Dole Abara Lund Moro Vega Kaya".split()


def pdf(story: list[object], columns: int = 1) -> Brief:
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=letter, invariant=1)
    width = 504 / columns - 7
    frames = [Frame(54 + i * (width + 14), 54, width, 684) for i in range(columns)]
    document.addPageTemplates(PageTemplate(frames=frames))
    document.build(story)
    return briefs.parse(buffer.getvalue(), path="brief.pdf")


def cited(brief: Brief) -> list[tuple[str, list[str | None]]]:
    urls = {entry.label: entry.url for entry in reversed(brief.references)}
    return [(c.text, [urls.get(ref) for ref in c.refs]) for c in brief.claims if c.refs]


def url(number: int) -> str:
    return f"https://site{number}.example/harbour/reports/tolls-of-the-coast-{number}.html"


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("style", [HANGING, FLAT], ids=["hanging", "flat"])
@pytest.mark.parametrize("opening", ["[{0}] ", "{0}. "])
def test_a_paper_with_numbers(columns: int, style: ParagraphStyle, opening: str) -> None:
    numbers = range(1, 9)
    story = [Paragraph("1 Introduction", HEAD)]
    story += [
        Paragraph(f"The harbour board raised its toll in {2000 + n} for a week [{n}].", BODY)
        for n in numbers
    ]
    story.append(Paragraph("2. References", HEAD))
    story += [
        Paragraph(
            f"{opening.format(n)}E. Ray and A. Osei. A bridge too old, tolls of the coast, "
            f"volume {n}. <i>Journal</i>, {2000 + n}. {url(n)}",
            style,
        )
        for n in numbers
    ]
    brief = pdf(story, columns)
    assert cited(brief) == [
        (f"The harbour board raised its toll in {2000 + n} for a week.", [url(n)]) for n in numbers
    ]
    assert len(brief.references) == len(numbers)


@pytest.mark.parametrize("style", [HANGING, FLAT], ids=["hanging", "flat"])
def test_a_paper_with_authors_and_years(style: ParagraphStyle) -> None:
    story = [
        Paragraph(f"The board sold its {n}th crane ({name} et al., {2000 + n}).", BODY)
        for n, name in enumerate(NAMES, start=1)
    ]
    story.append(Paragraph("References", HEAD))
    story += [
        Paragraph(
            f"{name}, E., Falk, B., Greer, C.: A bridge too old and the tolls of the coast, as told"
            f" by those who paid. Harbour Journal {n}, 12-44, {2000 + n}. https://s{n}.example/",
            style,
        )
        for n, name in enumerate(NAMES, start=1)
    ]
    assert cited(pdf(story)) == [
        (f"The board sold its {n}th crane.", [f"https://s{n}.example/"])
        for n in range(1, len(NAMES) + 1)
    ]


@pytest.mark.parametrize("again", [False, True], ids=["running on", "from 1 on each page"])
def test_notes_at_the_foot_of_each_page(again: bool) -> None:
    story: list[object] = []
    for page in (0, 1):
        first = 1 if again else 1 + 2 * page
        number = 1 + 2 * page
        story += [
            Paragraph(
                f"The ferry of pier {number} sank in May.<super>{first}</super> Its crew of 5 was"
                f" paid at pier {number + 1}.<super>{first + 1}</super> The lamp went out.",
                BODY,
            ),
            Spacer(1, 400),
            Paragraph(f"<super>{first}</super> Ray, Ferries, {url(number)}.", NOTE),
            Paragraph(f"<super>{first + 1}</super> Osei, Crews. {url(number + 1)}", NOTE),
            PageBreak(),
        ]
    brief = pdf(story)
    assert cited(brief) == [
        claim
        for n in (1, 3)
        for claim in (
            (f"The ferry of pier {n} sank in May.", [url(n)]),
            (f"Its crew of 5 was paid at pier {n + 1}.", [url(n + 1)]),
        )
    ]
    assert not any("Ray" in claim.text for claim in brief.claims)


def test_contents_and_cross_references_are_no_claims() -> None:
    story = [Paragraph("<b>Contents</b>", BODY)]
    for n, title in enumerate(("Why it sank", "Who was paid?", "What it cost"), start=1):
        story += [Spacer(1, 10), Paragraph(f"{title} {'.' * 60} {n}", BODY)]
    story += [
        Spacer(1, 10),
        Paragraph('As Figure <a href="#f">1</a> shows, the ferry sank in May [1].', BODY),
        Spacer(1, 10),
        Paragraph('<a name="f"/>Figure 1: The ferry.', BODY),
        Spacer(1, 10),
        Paragraph("<b>Sources</b>", BODY),
        Spacer(1, 10),
        Paragraph("[1] Ray. https://one.example/", BODY),
    ]
    brief = pdf(story)
    assert cited(brief) == [("As Figure 1 shows, the ferry sank in May.", ["https://one.example/"])]
    assert not any("....." in claim.text for claim in brief.claims)


def test_a_character_beyond_the_basic_plane(tmp_path: Path) -> None:
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF>"
        b" endcodespacerange 1 beginbfchar <58> <D835DC65> endbfchar endcmap end"
    )
    shown = b"BT /F1 12 Tf 72 700 Td (It rose X to 4 in May [1].) Tj 0 -30 Td (Sources) Tj 0 -30 Td"
    shown += b" ([1] Ray. https://one.example/) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        *(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(s), s) for s in (shown, cmap)),
    ]
    written = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj\n%b\nendobj\n" % (n, part) for n, part in enumerate(parts, start=1)
    )
    written += b"trailer << /Size 7 /Root 1 0 R >>\n%%EOF"
    brief = briefs.parse(written, path="a.pdf")
    assert cited(brief) == [("It rose 𝑥 to 4 in May.", ["https://one.example/"])]

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest

from citecheck.model import Region, SourceStatus

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT = "The bridge across the sound was opened in the spring of 1998, after a delay of two years."


def report() -> bytes:
    made = docx.Document()
    made.core_properties.title = "On the bridge"
    made.add_heading("History of the bridge", 1)
    made.add_paragraph(TEXT)
    made.add_paragraph("It was the hardest thing of all.", style="Quote")
    made.add_paragraph("Length: 6,790 metres", style="List Bullet")
    table = made.add_table(2, 2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells],
        ["Year", "Cars", "1999", "14,000"],
        strict=True,
    ):
        cell.text = text
    made.add_paragraph("Traffic by year", style="Caption")
    made.sections[0].header.paragraphs[0].text = "Reports on bridges"
    made.sections[0].footer.paragraphs[0].text = "Printed on paper"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def archive(document: str, **more: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", document)
        for name, text in more.items():
            made.writestr(f"word/{name}.xml", text)
    return buffer.getvalue()


def test_headings_paragraphs_tables_and_furniture(read) -> None:
    page = read(report(), TYPE)
    assert page.status is SourceStatus.OK
    assert page.title == "On the bridge"
    assert [(p.region, p.text) for p in page.passages] == [
        (Region.HEADING, "History of the bridge"),
        (Region.MAIN, TEXT),
        (Region.QUOTE, "It was the hardest thing of all."),
        (Region.MAIN, "Length: 6,790 metres"),
        (Region.TABLE, "Year | Cars"),
        (Region.TABLE, "1999 | 14,000"),
        (Region.CAPTION, "Traffic by year"),
        (Region.FOOTER, "Printed on paper"),
        (Region.HEADER, "Reports on bridges"),
    ]
    assert page.passages[1].heading == "History of the bridge"
    assert all(page.text[p.start : p.end] == p.text for p in page.passages)


def test_type_is_told_by_the_bytes(read) -> None:
    for header in ("application/octet-stream", "application/zip", "text/html", None):
        assert TEXT in read(report(), header).text


def test_notes_are_read_and_deleted_or_hidden_text_is_not(read) -> None:
    body = archive(
        f"<w:document {SPACE}><w:body><w:p><w:r><w:t>It stands </w:t></w:r>"
        "<w:del><w:r><w:t>gone</w:t><w:delText>gone</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"
        "<w:ins><w:r><w:t>firm</w:t></w:r></w:ins><w:r><w:br/><w:t>today.</w:t></w:r></w:p>"
        "</w:body></w:document>",
        footnotes=f"<w:footnotes {SPACE}><w:footnote><w:p><w:r><w:t>As of 2020.</w:t></w:r></w:p>"
        "</w:footnote></w:footnotes>",
    )
    page = read(body, TYPE)
    assert page.text == "It stands firm today.\n\nAs of 2020."
    assert page.passages[1].region is Region.ASIDE


def test_strict_documents_are_read(read) -> None:
    strict = SPACE.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    body = archive(f"<w:document {strict}><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:document>")
    assert read(body, TYPE).text == TEXT


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ("<w:document", SourceStatus.DAMAGED),
        (
            f"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document {SPACE}>&a;</w:document>",
            SourceStatus.DAMAGED,
        ),
        (f"<w:document {SPACE}>" + "<w:p>" * 100_000, SourceStatus.DAMAGED),
        (
            f"<?xml version='1.0' encoding='UTF-0'?><w:document {SPACE}></w:document>",
            SourceStatus.DAMAGED,
        ),
        (f"<w:document {SPACE}><w:body/></w:document>", SourceStatus.EMPTY),
    ],
)
def test_broken_documents_have_a_status_and_a_next_step(read, document: str, status: str) -> None:
    page = read(archive(document), TYPE)
    assert page.status is status
    assert "; " in page.detail or "," in page.detail


def test_properties_that_cannot_be_read_spoil_no_text(read) -> None:
    body = f"<w:document {SPACE}><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:document>"
    buffer = io.BytesIO(archive(body))
    with zipfile.ZipFile(buffer, "a") as made:
        made.writestr("docProps/core.xml", "<?xml version='1.0' encoding='UTF-0'?><a></a>")
    page = read(buffer.getvalue(), TYPE)
    assert page.status is SourceStatus.OK
    assert page.text == TEXT


def test_archive_that_unpacks_without_end_is_too_large(read) -> None:
    began = time.process_time()
    page = read(archive(f"<w:document {SPACE}><w:p><w:r><w:t>" + "a" * (130 << 20)), TYPE)
    assert time.process_time() - began < 20
    assert page.status is SourceStatus.TOO_LARGE


def test_cut_off_and_spoilt_archives_never_raise(read) -> None:
    whole = report()
    for cut in range(0, len(whole), len(whole) // 40):
        for body in (whole[:cut], whole[:cut] + b"\xff" * 20 + whole[cut + 20 :]):
            page = read(body, TYPE)
            assert page.status is SourceStatus.OK or page.detail

"""A page of 4 kB of each costly or senseless kind among ten good ones: ten verdicts, one status."""

from __future__ import annotations

import gzip
import io
import json
import resource
import zipfile
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from citecheck import briefs, pipeline
from citecheck.model import SourceStatus, Verdict
from citecheck.sources import FetchSettings, fetch_all
from servers.web import site

FACT = "The council of Ravenholm approved the flood barrier on 12 May 2021 by 31 votes to 8."
GOOD = f"<html><title>Barrier</title><body><article><h1>Barrier</h1><p>{FACT}</p></article>"
SIZE = 4_000
SECONDS = 10.0  # of the processor, processes that read apart included
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def filled(before: str, round_: str, after: str = "") -> bytes:
    """4 kB of a repetition."""
    text = before + round_ * ((SIZE - len(before) - len(after)) // len(round_)) + after
    return text.encode("utf-8", "surrogatepass")[:SIZE]


def pdf_of_forms() -> bytes:
    """Forms that draw the next one eight times, fifteen deep: 8^15 letters."""
    parts = [
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R"
        b"/Resources<</XObject<</F 10 0 R>>>>>>endobj\n"
        b"5 0 obj<</Length 5>>stream\n/F Do\nendstream endobj\n"
    ]
    for n in range(15):
        last = n == 14
        draw = b"BT /F 9 Tf (a) Tj ET" if last else b"/F Do " * 8
        inner = (
            b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
            if last
            else b"/XObject<</F %d 0 R>>" % (11 + n)
        )
        head = b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>/Length %d>>"
        parts.append(
            head % (10 + n, inner, len(draw)) + b"stream\n" + draw + b"\nendstream endobj\n"
        )
    return b"".join([*parts, b"trailer<</Root 1 0 R>>\n%%EOF"])


def docx(round_: str, times: int) -> bytes:
    """A document whose few kB unpack to many MB."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body>{round_ * times}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("word/document.xml", body)
    return buffer.getvalue()


def linked(value: str) -> bytes:
    return f'<script type="application/ld+json">{value}</script><p>{FACT}'.encode()


HTML: Mapping[str, str] = {"Content-Type": "text/html"}
PAGES: dict[str, Callable[[], tuple[bytes, Mapping[str, str]]]] = {
    # 8: what costs more than its size to read
    "pdf-forms": lambda: (pdf_of_forms(), {"Content-Type": PDF}),
    "pdf-broken": lambda: (filled("%PDF-1.7\n", "1 0 obj << /A "), {"Content-Type": PDF}),
    "docx-spaces": lambda: (
        docx("<w:p><w:r><w:t>" + " " * 1000 + "</w:t></w:r></w:p>", 700),
        {"Content-Type": DOCX},
    ),
    "docx-tables": lambda: (docx("<w:tbl><w:tr><w:tc>", 60_000), {"Content-Type": DOCX}),
    "gzip": lambda: (gzip.compress(b"<p>a" * 900_000), {**HTML, "Content-Encoding": "gzip"}),
    "attributes": lambda: (filled("<p ", "a=1 ", f">{FACT}"), HTML),
    "paragraphs": lambda: (filled("", "<p>a"), HTML),
    # 9: what costs more than linear time
    "comment": lambda: (filled("<!--", " -", "--><p>x"), HTML),
    "comments": lambda: (filled("", "<!---->", "x"), HTML),
    "comments-open": lambda: (filled("<p>x", "<!-- x "), HTML),
    "spaces": lambda: (filled("<p>Sources", " ", "x"), HTML),
    "tables": lambda: (filled("", "<table><tr><td>", FACT), HTML),
    "fonts": lambda: (filled("", "<b><i>", "<p>x<p>y"), HTML),
    "full-stops": lambda: (filled("<p>", ". "), HTML),
    "quotes": lambda: (filled("<p>", "“a " * 10), HTML),
    "numbers": lambda: (filled("<p>", "1,234.5 "), HTML),
    "one-word": lambda: (filled("<p>In 2021 ", "9"), HTML),
    "names": lambda: (filled("<p>", "Mayor Ana Ruiz of Ravenholm, "), HTML),
    # 10: values that make no sense
    "date": lambda: (
        GOOD.encode(),
        {**HTML, "Date": "Fri, 31 Dec 9999 23:59:59 -1200", "Cache-Control": "max-age=9"},
    ),
    "max-age": lambda: (GOOD.encode(), {**HTML, "Cache-Control": "max-age=" + "9" * SIZE}),
    "charset": lambda: (GOOD.encode(), {"Content-Type": "text/html; charset=undefined"}),
    "charset-code": lambda: (GOOD.encode(), {"Content-Type": "text/html; charset=unicode_escape"}),
    "superscripts": lambda: (filled("<p>In 2021 ", "² ½ ٣ 一千 "), HTML),
    "published": lambda: (
        linked(json.dumps({"@type": "Article", "datePublished": "9999-12-31T23:59:59-12:00"})),
        HTML,
    ),
    "ld-number": lambda: (linked('{"wordCount":' + "9" * 3800 + "}"), HTML),
    "ld-deep": lambda: (linked("[" * 3800), HTML),
    "ld-surrogate": lambda: (
        linked('{"@type":"Article","articleBody":"' + "a \\ud800 b. " * 280 + '"}'),
        HTML,
    ),
    "surrogates": lambda: (b"<p>\xed\xa0\x80\xed\xb0\x80\xff\xfe" + FACT.encode(), HTML),
    "title": lambda: (
        filled("<title>\x1b]0;x\x07\u202e::error::", "##[error] ", f"</title>{FACT}"),
        HTML,
    ),
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_small_page_among_ten_good_ones_is_one_status(kind: str, tmp_path: Path) -> None:
    body, headers = PAGES[kind]()
    assert len(body) <= 1.2 * SIZE

    def bad(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response_only(200)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    with site() as web:
        urls = [web.add(f"/{n}", GOOD) for n in range(1, 12)]
        web.pages["/11"] = bad
        text = "# Barrier\n\n" + "\n\n".join(f"{FACT} [{n}]" for n in range(1, 12))
        text += "\n\nSources:\n\n" + "\n".join(f"[{n}] P - {url}" for n, url in enumerate(urls, 1))
        brief = briefs.parse(text.encode(), path="b.md")
        settings = FetchSettings(cache_dir=tmp_path, allow_private_hosts=True, retries=0)
        began = used()
        report = pipeline.check([brief], lambda u: fetch_all(u, settings), seconds=5).briefs[0]
        took = used() - began
    assert [f.verdict for f in report.findings[:10]] == [Verdict.SUPPORTED] * 10
    assert [check.status for check in report.references[:10]] == [SourceStatus.OK] * 10
    last = report.references[10]
    assert last.status is not None
    assert last.status is SourceStatus.OK or last.detail
    assert last.status is not SourceStatus.READER_FAILED, last.detail
    assert took < SECONDS


def used() -> float:
    """Seconds of the processor, of this process and of those that it has ended."""
    found = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in found)

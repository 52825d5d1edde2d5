"""Attacks by pages: each is the eleventh source of a brief whose ten others are good."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from hostile import Attack, Page

FACT = "The council of Ravenholm approved the flood barrier on 12 May 2021 by 31 votes to 8."
GOOD = (
    f"<html><title>Barrier</title><body><article><h1>Barrier</h1><p>{FACT}</p></article>".encode()
)
_ENTRIES = "".join(f"[{n}] Page {n} - {{url}}/{n}\n" for n in range(1, 12))
BRIEF = (
    "# Barrier\n\n"
    + "".join(f"{FACT} [{n}]\n\n" for n in range(1, 12))
    + f"## Sources\n\n{_ENTRIES}"
).encode()
COMMAND = (
    *("check", "b.md", "--allow-private-hosts", "--no-archive", "--cache-dir", "cache"),
    *("-f", "json", "--retries", "0", "--fail-on", "none"),
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def ten_good(out: str, err: str, folder: Path) -> str:
    """The promise of every page: the other ten are judged as ever."""
    report = json.loads(out)["briefs"][0]
    verdicts = [claim["verdict"] for claim in report["claims"][:10]]
    if verdicts != ["supported"] * 10:
        return f"the good pages are {verdicts}"
    return "" if report["references"][10]["source"]["status"] else "the bad page has no status"


def attacks() -> Iterator[Attack]:
    """One attack a page."""
    good = {f"/{n}": Page(GOOD) for n in range(1, 11)}
    for name, page in pages():
        yield Attack(
            name,
            "page",
            COMMAND,
            {"b.md": BRIEF},
            {**good, "/11": page},
            statuses=(0,),
            asks=True,
            cpu=75.0,
            holds=ten_good,
            quick=name in _QUICK,
        )


_QUICK = {"charset-undefined", "date-9999", "comments-of-4-kB", "docx-bomb", "nested-tables"}


def html(text: str) -> Page:
    return Page(text.encode("utf-8", "surrogatepass"))


def pages() -> Iterator[tuple[str, Callable[[], Page]]]:
    yield from _shapes()
    yield from _answers()
    yield from _documents()
    yield from _values()


def _shapes() -> Iterator[tuple[str, Callable[[], Page]]]:
    """Markup that is costly for its size."""
    big = 300_000
    yield "attributes", lambda: html("<p " + " ".join(f"a{n}" for n in range(230_000)) + f">{FACT}")
    yield (
        "attributes-small",
        lambda: html("<p " + " ".join(f"a{n}" for n in range(600)) + f">{FACT}"),
    )
    yield "paragraphs-of-a-letter", lambda: html("<p>a" * 4_700_000)
    yield "comments-of-4-kB", lambda: html("<!--" + " -" * 2000 + "-->" + f"<p>{FACT}")
    yield "comments-empty", lambda: html("<!---->" * 200_000 + f"<p>{FACT}")
    yield "585-comments", lambda: html(("<!--" + "x " * 2040 + "-->\n") * 585 + f"<p>{FACT}")
    yield (
        "585-comments-unclosed",
        lambda: html("<!--" + "x " * 2040 + "--\n" + ("<!--" + "x" * 4000) * 585),
    )
    yield "nested-tables", lambda: html("<table><tr><td>" * 80 + FACT)
    yield "nested-tables-1000", lambda: html("<table><tr><td>a" * 1000 + FACT)
    yield "nested-lists", lambda: html("<ul><li>a" * 50_000)
    yield "nested-divs", lambda: html("<div>" * 100_000 + FACT)
    yield "nested-fonts", lambda: html("<font size=1><b><i><u>" * 20_000 + FACT + "<p>x" * 2000)
    yield "nested-forms", lambda: html("<form><select><option>" * 30_000 + FACT)
    yield "nested-svg", lambda: html("<svg><foreignObject><math>" * 20_000 + FACT)
    yield "nested-anchors", lambda: html("<a href=x><p>" * 30_000 + FACT)
    yield "nested-quotes", lambda: html("<blockquote>" * 30_000 + FACT)
    yield "unclosed-quote", lambda: html('<p class="' + "a " * big)
    yield "unclosed-tag", lambda: html("<p " * 200_000)
    yield "open-angles", lambda: html("<" * 2_000_000)
    yield "spaces", lambda: html("<p>" + " " * 2_000_000 + FACT)
    yield "no-break-spaces", lambda: html("<p>" + "\u00a0" * 500_000 + FACT)
    yield "line-ends", lambda: html("\n" * 2_000_000 + FACT)
    yield "entities", lambda: html("<p>" + "&amp" * 400_000)
    yield "entities-numeric", lambda: html("<p>" + "&#x10FFFF;&#0;&#xD800;" * 60_000 + FACT)
    yield "zero-width", lambda: html("<p>" + "a\u200b\u200d\u2060" * 200_000)
    yield "combining-marks", lambda: html("<p>" + "a" + "\u0301" * 500_000)
    yield "one-word", lambda: html("<p>" + "a" * 3_000_000)
    yield "one-sentence", lambda: html("<p>" + "word and " * 300_000)
    yield "full-stops", lambda: html("<p>" + ". " * 500_000)
    yield "quotes", lambda: html("<p>" + "“a” " * 200_000)
    yield "unclosed-quotes", lambda: html("<p>" + "“" * 300_000)
    yield "numbers", lambda: html("<p>" + "1,234.5 million " * 100_000)
    yield "long-number", lambda: html("<p>In 2021 " + "9" * 500_000 + " people approved it.")
    yield "superscripts", lambda: html("<p>In 2021 ²²² ½ ٣٤ 一千 people ²³⁴ approved " * 20_000)
    yield "dates", lambda: html("<p>" + "on 12 May 2021, " * 100_000)
    yield "names", lambda: html("<p>" + "Mayor Ana Ruiz of the Council of Ravenholm, " * 60_000)
    yield "commas", lambda: html("<p>" + "a, " * 500_000)
    yield "hyphens", lambda: html("<p>" + "-" * 1_000_000 + " a-" * 300_000)
    yield "brackets", lambda: html("<p>" + "([{" * 300_000)
    yield "scripts", lambda: html("<script>" + "if(a<b){'</scr'}" * 60_000 + f"</script><p>{FACT}")
    yield "styles", lambda: html("<style>" + "a{b:c}" * 300_000 + f"</style><p>{FACT}")
    yield "headings", lambda: html("<h1>a</h1>" * 60_000 + f"<p>{FACT}")
    yield "rows", lambda: html("<table>" + "<tr><td>a<td>b<td>c" * 100_000)
    yield "wide-row", lambda: html("<table><tr>" + "<td>a" * 300_000)
    yield "links", lambda: html("<nav>" + "<a href=/x>a</a>" * 100_000 + f"</nav><p>{FACT}")
    yield (
        "metas",
        lambda: html("<head>" + "<meta name=date content=9999-12-31>" * 50_000 + f"<p>{FACT}"),
    )
    yield "json-ld-nested", lambda: html(_linked("[" * 100_000))
    yield "json-ld-many", lambda: html(_linked('{"@type":"Article"}') * 20_000)
    yield "cdata", lambda: html("<![CDATA[" * 100_000 + FACT)
    yield "processing-instructions", lambda: html("<?" * 300_000 + f"<p>{FACT}")
    yield "templates", lambda: html("<template>" * 20_000 + FACT)
    yield "selects", lambda: html("<select>" + "<option>a" * 200_000)
    yield (
        "identical-classes",
        lambda: html("<div class='a b c d e f g h'>" * 400 + FACT + "</div>" * 400),
    )
    yield "hidden", lambda: html("<p hidden style='display:none'>" + "a " * 300_000 + f"<p>{FACT}")


def _linked(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script><p>{FACT}</p>'


def _answers() -> Iterator[tuple[str, Callable[[], Page]]]:
    """Answers of servers."""
    zeros = b"\0" * 50_000_000
    gz = {"Content-Encoding": "gzip"}
    yield "gzip-bomb", lambda: Page(gzip.compress(zeros * 4), gz)
    yield (
        "gzip-twice-bomb",
        lambda: Page(gzip.compress(gzip.compress(zeros)), {"Content-Encoding": "gzip, gzip"}),
    )
    yield "gzip-ten-times", lambda: Page(GOOD, {"Content-Encoding": ", ".join(["gzip"] * 10)})
    yield "gzip-broken", lambda: Page(gzip.compress(GOOD)[:-9], gz)
    yield "deflate-bomb", lambda: Page(zlib.compress(zeros * 2), {"Content-Encoding": "deflate"})
    yield "compression-unknown", lambda: Page(GOOD, {"Content-Encoding": "x" * 3000})
    yield (
        "length-superscript",
        lambda: Page(GOOD, {"Content-Length": "²".encode().decode("latin-1")}),
    )
    yield "length-long", lambda: Page(GOOD, {"Content-Length": "9" * 5000, "Connection": "close"})
    yield (
        "date-9999",
        lambda: Page(
            GOOD, {"Date": "Fri, 31 Dec 9999 23:59:59 -1200", "Cache-Control": "max-age=9"}
        ),
    )
    yield "expires-99999", lambda: Page(GOOD, {"Expires": "Fri, 31 Dec 99999 23:59:59 GMT"})
    yield "max-age-long", lambda: Page(GOOD, {"Cache-Control": "max-age=" + "9" * 5000})
    yield (
        "max-age-odd",
        lambda: Page(GOOD, {"Cache-Control": 'max-age=\xb2, =, ,,, private="' + "a" * 3000}),
    )
    yield "age-long", lambda: Page(GOOD, {"Age": "9" * 5000, "Cache-Control": "max-age=60"})
    yield (
        "vary-odd",
        lambda: Page(GOOD, {"Vary": "*, \xff" + "a, " * 5000, "Cache-Control": "max-age=60"}),
    )
    yield (
        "etag-long",
        lambda: Page(GOOD, {"ETag": '"' + "a" * 40_000 + '"', "Cache-Control": "max-age=60"}),
    )
    yield "headers-many", lambda: Page(GOOD, {f"X-{n}": "a" * 100 for n in range(400)})
    yield "retry-after-superscript", lambda: Page(b"", {"Retry-After": "\xb2"}, 429)
    yield "retry-after-long", lambda: Page(b"", {"Retry-After": "9" * 5000}, 503)
    yield (
        "retry-after-9999",
        lambda: Page(b"", {"Retry-After": "Fri, 31 Dec 9999 23:59:59 -1200"}, 429),
    )
    for name, target in {
        "no-url": "http://[::1", "scheme": "file:///etc/passwd", "script": "javascript:alert(1)",
        "itself": "/11", "surrogate": "/\xed\xa0\x80", "port": "http://a:99999/", "long": "/" + "a" * 60_000,
        "space": "http://a b/", "idna": "http://xn--\xff/", "data": "data:text/html,x", "nul": "/%00",
    }.items():  # fmt: skip
        yield f"redirect-{name}", lambda: Page(b"", {"Location": target}, 302)
    yield "status-999", lambda: Page(GOOD, {}, 999)
    yield "status-204", lambda: Page(b"", {}, 204)


def _documents() -> Iterator[tuple[str, Callable[[], Page]]]:
    """PDF and DOCX."""
    pdf = {"Content-Type": "application/pdf"}
    yield "pdf-forms", lambda: Page(pdf_of_forms(), pdf)
    yield "pdf-empty", lambda: Page(b"%PDF-1.7\n", pdf)
    yield (
        "pdf-loop",
        lambda: Page(pdf_with(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>"), pdf),
    )
    yield "pdf-garbage", lambda: Page(b"%PDF-1.7\n" + b"1 0 obj << /A " * 50_000, pdf)
    yield "pdf-letters", lambda: Page(pdf_of_text(b"(a) Tj 1 0 0 1 5 5 cm " * 60_000), pdf)
    yield (
        "pdf-flate-bomb",
        lambda: Page(
            pdf_of_text(zlib.compress(b"(a) Tj " * 20_000_000), b"/Filter /FlateDecode"), pdf
        ),
    )
    word = {"Content-Type": DOCX}
    yield "docx-bomb", lambda: Page(docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 3_000_000), word)
    yield (
        "docx-spaces",
        lambda: Page(docx(f"<w:p><w:r><w:t>{' ' * 90_000_000}</w:t></w:r></w:p>"), word),
    )
    yield (
        "docx-tables",
        lambda: Page(
            docx("<w:tbl><w:tr><w:tc>" * 400 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 400), word
        ),
    )
    yield "docx-deep", lambda: Page(docx("<w:p>" * 100_000), word)
    yield "docx-entities", lambda: Page(docx("", head=_LAUGHS), word)
    yield "docx-external", lambda: Page(docx("", head='<!DOCTYPE a SYSTEM "{url}/secret">'), word)
    yield (
        "docx-cells",
        lambda: Page(
            docx("<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 400_000 + "</w:tbl>"), word
        ),
    )
    yield "zip-broken", lambda: Page(b"PK\x03\x04" + b"word/document.xml" * 100, word)
    yield (
        "xml-entities",
        lambda: Page(
            (_LAUGHS + "<html>&lol9;</html>").encode(), {"Content-Type": "application/xhtml+xml"}
        ),
    )
    yield "text-line", lambda: Page(b"a " * 3_000_000, {"Content-Type": "text/plain"})
    yield "text-lines", lambda: Page(b"a\n" * 3_000_000, {"Content-Type": "text/plain"})
    yield "text-blank-lines", lambda: Page(b"a\n\n" * 2_000_000, {"Content-Type": "text/plain"})
    yield "binary", lambda: Page(bytes(range(256)) * 20_000, {"Content-Type": "text/html"})


_LAUGHS = (
    '<!DOCTYPE a [<!ENTITY lol0 "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def _values() -> Iterator[tuple[str, Callable[[], Page]]]:
    """Values that make no sense."""
    labels = "undefined unicode_escape utf-7 punycode idna rot13 zlib base64 hex mbcs utf-16 x\0y".split()
    for label in labels:
        yield (
            f"charset-{label.replace(chr(0), '0')}",
            lambda: Page(
                f"<meta charset='{label}'>".encode() + GOOD,
                {"Content-Type": f"text/html; charset={label.replace(chr(0), '')}"},
            ),
        )
    for name, value in {
        "9999": "9999-12-31T23:59:59-12:00",
        "1": "0001-01-01T00:00+14:00",
        "odd": "²024-13-99",
    }.items():
        yield (
            f"published-{name}",
            lambda: html(
                f"<meta property='article:published_time' content='{value}'>" + GOOD.decode()
            ),
        )
        yield (
            f"published-ld-{name}",
            lambda: html(_linked(json.dumps({"@type": "Article", "datePublished": value}))),
        )
    yield (
        "ld-surrogates",
        lambda: html(_linked('{"@type":"Article","articleBody":"' + "a\\ud800 b. " * 200 + '"}')),
    )
    yield (
        "ld-long-numbers",
        lambda: html(_linked('{"wordCount":' + "9" * 6000 + ',"articleBody":"a"}')),
    )
    yield (
        "ld-selector",
        lambda: html(
            _linked(
                '{"@type":"Article","isAccessibleForFree":false,"cssSelector":"'
                + ":not(" * 40
                + '"}'
            )
        ),
    )
    yield (
        "title-control",
        lambda: html("<title>\x1b]0;x\x07 \u202e ::error::x ##[error]y</title>" + FACT),
    )
    yield "title-long", lambda: html("<title>" + "a" * 2_000_000 + f"</title><p>{FACT}")
    yield "lang-long", lambda: html(f"<html lang='{'a-' * 50_000}'><p>{FACT}")
    yield "surrogates", lambda: Page(b"<p>\xed\xa0\x80\xed\xb0\x80\xff\xfe " + FACT.encode())


# ---------------------------------------------------------------- documents that are made


def pdf_with(pages: bytes, extra: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj "
        + pages
        + b" endobj\n"
        + extra
        + b"trailer << /Root 1 0 R >>\n%%EOF"
    )


def pdf_of_text(content: bytes, filters: bytes = b"") -> bytes:
    if not filters:
        content = b"BT /F1 9 Tf 1 0 0 1 50 700 Tm " + content + b" ET"
    page = (
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 << /Type"
        b" /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >> endobj\n4 0 obj << "
        + filters
        + b" /Length %d >> stream\n" % len(content)
    )
    return pdf_with(
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page + content + b"\nendstream endobj\n"
    )


def pdf_of_forms(levels: int = 16, each: int = 8) -> bytes:
    """Forms that draw the next form several times: 3 kB that stand for more than there is."""
    page = b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R /Resources << /XObject << /F 10 0 R >> >> >> endobj\n"
    page += b"5 0 obj << /Length 5 >> stream\n/F Do\nendstream endobj\n"
    for n in range(levels):
        draw = b"/F Do " * each if n < levels - 1 else b"BT /F1 9 Tf 50 700 Td (a) Tj ET"
        inner = (
            b"/XObject << /F %d 0 R >>" % (11 + n)
            if n < levels - 1
            else b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
        )
        page += (
            b"%d 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << %s >> /Length %d >> stream\n%s\nendstream endobj\n"
            % (10 + n, inner, len(draw), draw)
        )
    return pdf_with(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page)


def docx(body: str, head: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{space}"><w:body>{body}<w:p><w:r><w:t>{FACT}</w:t></w:r></w:p></w:body></w:document>'
    return zipped({"word/document.xml": text.encode()})


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()

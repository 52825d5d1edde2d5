"""Briefs in every format: the same claims, refs and entries, and a place that a person finds."""

from __future__ import annotations

import json
import re
import subprocess
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import needs
from citecheck.briefs import parse
from citecheck.errors import BriefError
from citecheck.model import Brief

MARKDOWN = """# The bridge

## What happened

The council spent 4.2 million dollars on the bridge [1]. It opened on 3 May 2020, said
Mayor Ray [2], and some 900 people came [1] [3].

- Two towns did not pay their share.[^5]

> "Nobody asked us" about the toll, a neighbour wrote [2].

| Town | Paid |
|------|------|
| Merrin paid it in full in May [3] | yes |

## Sources

1. First report. https://one.example/a_b
2. Second report. https://two.example/x?y=1
3. Third report. https://three.example/

[^5]: Fifth report, https://five.example/
"""
CLAIMS = {
    ("The council spent 4.2 million dollars on the bridge.", "https://one.example/a_b"),
    ("It opened on 3 May 2020, said Mayor Ray", "https://two.example/x?y=1"),
    ("and some 900 people came.", "https://one.example/a_b https://three.example/"),
    ("Two towns did not pay their share.", "https://five.example/"),
    ('"Nobody asked us" about the toll, a neighbour wrote.', "https://two.example/x?y=1"),
    ("Merrin paid it in full in May", "https://three.example/"),
}


def cited(brief: Brief) -> set[tuple[str, str]]:
    """Each cited claim with the addresses of its references."""
    urls = {reference.label: reference.url or "" for reference in brief.references}
    return {
        (c.text.rstrip(","), " ".join(sorted(urls.get(ref, "?") for ref in c.refs)))
        for c in brief.claims
        if c.refs
    }


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brief in every format that pandoc writes, and as a printed page."""
    folder = tmp_path_factory.mktemp("formats")
    pandoc = needs.program("pandoc")
    cell = {"cell_type": "markdown", "metadata": {}, "source": MARKDOWN.splitlines(keepends=True)}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    (folder / "brief.ipynb").write_text(json.dumps(notebook))
    for kind in ("markdown", "gfm", "html", "docx", "odt", "latex", "rst"):
        command = [pandoc, "-s", "-f", "markdown-smart", "-t", kind, "-o", f"brief.{kind}"]
        subprocess.run(
            [*command, "--metadata", "title=The bridge"],
            input=MARKDOWN.encode(),
            check=True,
            cwd=folder,
            capture_output=True,
        )
    return folder


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("markdown", "9:1"),
        ("gfm", "9:1"),
        ("html", "body > p:nth-of-type(1)"),
        ("docx", "page 1, paragraph 4"),
        ("odt", "page 1, paragraph 4"),
        ("latex", "line "),
        ("rst", "line "),
        ("ipynb", "cell 1, line 5"),
    ],
)
def test_the_same_claims_in_each_format(converted: Path, kind: str, where: str) -> None:
    path = converted / f"brief.{kind}"
    brief = parse(path.read_bytes(), path=str(path))
    assert cited(brief) == CLAIMS
    assert brief.format == {"ipynb": "notebook", "markdown": "text", "gfm": "text"}.get(kind, kind)
    place = str(next(c.place for c in brief.claims if c.text.startswith("The council")))
    assert place.startswith(where), place


def test_the_format_is_told_by_content_not_by_name(converted: Path) -> None:
    for kind in ("html", "docx", "odt", "latex", "ipynb"):
        data = (converted / f"brief.{kind}").read_bytes()
        assert cited(parse(data, path="brief")) == CLAIMS


def test_a_printed_page(converted: Path) -> None:
    browser = needs.program("chromium", "chromium-browser")
    flags = "--headless --no-sandbox --disable-gpu --no-pdf-header-footer".split()
    quiet = "--disable-background-networking --disable-component-update --disable-sync".split()
    # A printed page has no way to tell note 1 from entry 1; print the brief without its note.
    page = re.split(r"<section[^>]*footnotes", (converted / "brief.html").read_text())[0]
    page = re.sub(r'<a[^>]*class="footnote-ref".*?</a>', " [2]", page, flags=re.DOTALL)
    (converted / "print.html").write_text(page)
    subprocess.run(
        [
            *(browser, *flags, *quiet),
            f"--user-data-dir={converted / 'profile'}",
            f"--print-to-pdf={converted / 'brief.pdf'}",
            str(converted / "print.html"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    brief = parse((converted / "brief.pdf").read_bytes(), path="brief.pdf")
    same = {claim for claim in CLAIMS if not claim[0].startswith(("Merrin", "Two towns"))}
    assert cited(brief) >= same | {
        ("Two towns did not pay their share.", "https://two.example/x?y=1")
    }
    assert brief.claims[0].place.where.startswith("page 1, paragraph ")


def test_wikipedia_and_answer_engines_in_html() -> None:
    page = """<!DOCTYPE html><html><body><nav><p>Home page of the site [1]</p></nav>
    <h1>Bridge</h1><p>The toll rose to 4 dollars<sup id="r1"><a href="#cite_note-1">[1]</a></sup>
    on an area of 5 m<sup>2</sup>.<sup><a href="#cite_note-x">[2]</a></sup> It closed in May
    <a href="https://three.example/">3</a>.</p><pre>let x = a[1];</pre>
    <ol class="references"><li id="cite_note-1"><b><a href="#r1">^</a></b> <cite>
    <a href="https://one.example/">One</a></cite></li>
    <li id="cite_note-x"><cite>Two</cite> <a href="https://two.example/">x</a></li></ol>"""
    brief = parse(page.encode(), path="saved.html")
    assert cited(brief) == {
        ("The toll rose to 4 dollars", "https://one.example/"),
        ("on an area of 5 m².", "https://two.example/"),
        ("It closed in May.", "https://three.example/"),
    }


def test_notes_of_a_page_that_word_saved() -> None:
    mark = "<span class=MsoFootnoteReference><span style='font-size:12.0pt'>[{0}]</span></span>"
    foot = (
        "<div style='mso-element:footnote' id=ftn{0}><p class=MsoFootnoteText>"
        '<a style="mso-footnote-id:ftn{0}" href="#_ftnref{0}" name="_ftn{0}" title="">'
        f"{mark}</a> Report, {{1}}</p></div>"
    )
    note = f'<a style="mso-footnote-id:ftn{{0}}" href="#_ftn{{0}}" name="_ftnref{{0}}">{mark}</a>'
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><div class=WordSection1>'
        f"<p class=MsoNormal>The toll rose to 4 dollars.{note.format(1)} It was shut in May."
        f"{note.format(2)}</p></div><div style='mso-element:footnote-list'><br clear=all><hr>"
        + foot.format(1, '<a href="https://one.example/">https://one.example/</a>')
        + foot.format(2, "https://two.example/a_b")
        + "</div></body></html>"
    )
    brief = parse(page.encode(), path="saved.htm")
    assert cited(brief) == {
        ("The toll rose to 4 dollars.", "https://one.example/"),
        ("It was shut in May.", "https://two.example/a_b"),
    }
    assert [reference.title for reference in brief.references] == ["Report", "Report"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("It rose <del>by 3</del>by <s>5</s> <strike>6</strike>4.", "It rose by 4."),
        ("It rose<span hidden> not</span> by 4.", "It rose by 4."),
        ("It rose<i aria-hidden=true>¶</i> by 4.", "It rose by 4."),
        ('It rose<b style="color:red; DISPLAY : none"> not</b> by 4.', "It rose by 4."),
        ('It <a href="https://x.example/">rose<s> not</s></a> by 4.', "It rose by 4."),
        ("It is &lt;b&gt; and 5*6*7 and _init_.", "It is <b> and 5*6*7 and _init_."),
        (r"It is `raw` or \* or a[i](j).", r"It is `raw` or \* or a[i](j)."),
        ("It is &lt;!-- gone --&gt; there.", "It is <!-- gone --> there."),
        ("It is <code>x*y*z</code> there.", "It is x*y*z there."),
        ('It is <a href="https://x.example/">*5* [x]</a> there.', "It is *5* (x) there."),
    ],
)
def test_the_text_of_a_page_is_what_its_reader_sees(written: str, read: str) -> None:
    page = (
        f"<!doctype html><p style='display:none'>Nobody saw it [1].</p><p>{written} [1]</p>"
        "<h2>Sources</h2><ol><li>https://one.example/</li></ol>"
    )
    brief = parse(page.encode(), path="brief.html")
    assert [(claim.text, claim.refs) for claim in brief.claims] == [(read, ("1",))]
    assert brief.claims[0].place.where == "body > p:nth-of-type(2)"


@pytest.mark.parametrize("tag", ["ul", "div", "b", "blockquote", "a href='#x'"])
def test_a_page_nested_deep_takes_bounded_time(tag: str) -> None:
    page = f"<!doctype html>{f'<{tag}>' * 100_000}It rose by 4 [1]."
    began = time.process_time()
    assert parse(page.encode(), path="deep.html").claims[0].text == "It rose by 4."
    assert time.process_time() - began < 5


def test_latex_citations_and_bibliography() -> None:
    text = r"""\documentclass{article}\begin{document}\section{Bridge}
The toll rose to \$4~\cite{ray2020,osei}. % not this \cite{gone}
Prices doubled\footnote{See \url{https://foot.example/a_b}.} in \textbf{one} year.
\begin{thebibliography}{9}\bibitem{ray2020} Ray, \url{https://ray.example/}
\bibitem{osei} Osei, \href{https://osei.example/}{online}.\end{thebibliography}\end{document}"""
    brief = parse(text.encode(), path="brief.tex")
    assert cited(brief) == {
        ("The toll rose to $4.", "https://osei.example/ https://ray.example/"),
        ("Prices doubled in one year.", "https://foot.example/a_b"),
    }
    assert brief.claims[0].place.line == 2


def test_latex_that_is_never_closed_takes_bounded_time() -> None:
    began = time.process_time()
    read_or_refused(b"\\documentclass[\n?x %\n" * 40, "brief.tex")
    assert time.process_time() - began < 20


def test_a_macro_without_its_arguments_is_text() -> None:
    text = r"\documentclass{article}\begin{document}It rose by 4. See {\href}\end{document}"
    refused, read = read_or_refused(text.encode(), "brief.tex")
    assert not refused
    assert "It rose by 4." in read


def read_or_refused(data: bytes, path: str) -> tuple[str, str]:
    """The line of the refusal and the text, one of them empty. Claims must be in the text."""
    try:
        brief = parse(data, path=path)
    except BriefError as error:
        return str(error), ""
    assert all(0 <= claim.start <= claim.end <= len(brief.text) for claim in brief.claims)
    return "", brief.text


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **parts: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return buffer.getvalue()


def test_tracked_changes_are_accepted_and_citation_fields_read() -> None:
    item = {"id": 7, "itemData": {"id": 7, "title": "Report", "DOI": "10.1000/xyz"}}
    field = "ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps({"citationItems": [item]})
    body = f"""<w:p><w:r><w:t xml:space="preserve">The toll rose to </w:t></w:r>
    <w:del><w:r><w:delText>3</w:delText></w:r></w:del><w:ins><w:r><w:t>4</w:t></w:r></w:ins>
    <w:r><w:t xml:space="preserve"> dollars </w:t></w:r>
    <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{field.replace('"', "&quot;")}
    </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>(Ray 2020)</w:t>
    </w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>.</w:t></w:r></w:p>"""
    brief = parse(docx(body), path="brief.docx")
    assert cited(brief) == {("The toll rose to 4 dollars.", "https://doi.org/10.1000/xyz")}


def test_an_archive_that_lies_about_itself_is_one_clear_line() -> None:
    data = docx("<w:p><w:r><w:t>It rose by 4.</w:t></w:r></w:p>", styles="<x/>")
    end = data.rindex(b"PK\x05\x06")
    for offset in (end + 16, end + 12, data.index(b"PK\x01\x02") + 42):
        lying = data[:offset] + b"\xff\xff\x00\x00" + data[offset + 4 :]
        refused, _ = read_or_refused(lying, "lies.docx")
        assert refused.startswith("lies.docx: ")
        assert "broken" in refused


def test_a_bomb_and_an_entity_are_one_clear_line() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10)
    )
    bombs = {
        "unpacked": docx("<w:p><w:r><w:t>" + "a" * 120_000_000 + "</w:t></w:r></w:p>"),
        "XML": docx("</w:p>"),
        "empty": docx(""),
    }
    for words, data in bombs.items():
        with pytest.raises(BriefError) as caught:
            parse(data, path="bomb.docx")
        assert words in str(caught.value)
        assert str(caught.value).startswith("bomb.docx: ")
        assert "\n" not in str(caught.value)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        text = f"<w:document {W}><w:body><w:p><w:r><w:t>Hi &a9; you</w:t></w:r></w:p></w:body>"
        archive.writestr("word/document.xml", f"{laughs}]>{text}</w:document>")
    refused, text = read_or_refused(buffer.getvalue(), "laughs.docx")
    assert "XML" in refused or len(text) < 1000


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=st.sampled_from(["html", "docx", "odt", "latex", "rst", "ipynb"]),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 40)), max_size=6
    ),
)
def test_a_damaged_file_is_read_or_refused_never_a_crash(
    converted: Path, kind: str, cuts: list[tuple[float, bytes, int]]
) -> None:
    data = (converted / f"brief.{kind}").read_bytes()
    for where, new, length in cuts:
        at = int(where * len(data))
        data = data[:at] + new + data[at + length :]
    refused, _ = read_or_refused(data, f"brief.{kind}")
    assert "\n" not in refused


@settings(max_examples=60, deadline=None)
@given(
    head=st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\\documentclass{a}", b"{"]),
    rest=st.binary(max_size=300),
)
def test_rubbish_behind_a_good_beginning(head: bytes, rest: bytes) -> None:
    for suffix in ("", ".ipynb", ".rst", ".tex"):
        refused, _ = read_or_refused(head + rest, f"rubbish{suffix}")
        assert refused.startswith("rubbish") or not refused

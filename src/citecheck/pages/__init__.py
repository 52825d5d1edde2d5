"""Source to passages: `read` gives the text of a fetched body, block by block."""

from __future__ import annotations

from citecheck.model import Page, Source, SourceStatus
from citecheck.pages.kinds import DOCX, HTML, PDF, TEXT, kind_of

__all__ = ["read"]


def read(source: Source) -> Page:
    """Read the text of a source.

    The page has the source's own status when that is not `OK`; `WRONG_TYPE` when its bytes are
    of no kind that is read, `EMPTY` when they hold no readable text. Never raises for what the
    bytes are.
    """
    if source.status is not SourceStatus.OK:
        return Page(source, source.status, source.detail)
    kind = kind_of(source.body, source.content_type)
    if kind == HTML:
        from citecheck.pages.html import read_html

        page = read_html(source)
    elif kind == TEXT:
        from citecheck.pages.text import read_text

        page = read_text(source)
    elif kind == PDF:
        from citecheck.pages.pdf import read_pdf

        page = read_pdf(source)
    elif kind == DOCX:
        from citecheck.pages.docx import read_docx

        page = read_docx(source)
    else:
        detail = f"it is a {kind}, and citecheck reads HTML, PDF, DOCX and text; read it yourself"
        return Page(source, SourceStatus.WRONG_TYPE, detail)
    if page.status is SourceStatus.OK and not page.text.strip():
        detail = "the page has no readable text, perhaps it needs a browser; open it in one"
        return Page(source, SourceStatus.EMPTY, detail, title=page.title)
    return page

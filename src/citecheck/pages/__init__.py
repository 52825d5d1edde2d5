"""Source to passages: `read` gives the text of a fetched body, block by block."""

from __future__ import annotations

from dataclasses import replace

from citecheck.model import Page, Source, SourceStatus
from citecheck.pages.kinds import DOCX, HTML, PDF, TEXT, kind_of

__all__ = ["read"]

_MAYBE_CHALLENGED = frozenset(
    {
        SourceStatus.FORBIDDEN,
        SourceStatus.RATE_LIMITED,
        SourceStatus.SERVER_ERROR,
        SourceStatus.HTTP_ERROR,
    }
)


def read(source: Source) -> Page:
    """Read the text of a source.

    The page has the source's own status when that is not `OK` (an error page that asks whether
    the reader is a robot is a `BOT_WALL`); `WRONG_TYPE` when its bytes are of no kind that is
    read, `EMPTY` when they hold no readable text, and other statuses when the page is not the
    source (see `walls`). Never raises for what the bytes are.
    """
    kind = kind_of(source.body, source.content_type)
    if source.status in _MAYBE_CHALLENGED and source.body and kind == HTML:
        from citecheck.pages.html import challenge_in

        challenge = challenge_in(source)
        if challenge is not None:
            return Page(source, SourceStatus.BOT_WALL, challenge)
    if source.status is not SourceStatus.OK:
        return Page(source, source.status, source.detail)
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
        page = replace(page, status=SourceStatus.EMPTY)
    if page.status is SourceStatus.EMPTY and not page.detail:
        return replace(page, detail="it has no readable text; open it in a browser")
    return page

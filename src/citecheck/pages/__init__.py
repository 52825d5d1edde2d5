"""Source to passages: `read` gives the text of a fetched body, block by block.

What is large, and what unpacks to much, is read in a process of its own (`apart.py`).
"""

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


SECONDS = 30.0
"""The time that reading one page may take when nothing else is said."""
_LARGE = 200_000  # bytes: what is smaller costs at most a few seconds, whatever it is


def read(source: Source, seconds: float = SECONDS) -> Page:
    """Read the text of a source within `seconds`, a large one or a PDF in another process.

    `TOO_LARGE` when it takes more; everything else as `read_here` says. A small page is bounded
    in time only under `limits.within`.
    """
    body = source.body
    if len(body) > _LARGE or b"%PDF-" in body[:1024] or _unpacks_large(body):
        from citecheck.pages.apart import read_apart

        return read_apart(source, seconds)
    return read_here(source, seconds)


def _unpacks_large(body: bytes) -> bool:
    """Whether an archive says that it unpacks to much, or says nothing that makes sense."""
    if not body.startswith(b"PK\x03\x04"):
        return False
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return sum(member.file_size for member in archive.infolist()) > 10 * _LARGE
    except Exception:  # zipfile raises of many kinds for what is broken
        return True


def read_here(source: Source, seconds: float = SECONDS) -> Page:
    """Read the text of a source in this process; a PDF is opened in another in any case.

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

        page = read_pdf(source, seconds)
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

"""Bytes of a brief in any format to one plain text: `read` tells the format by content.

One file a format; one that is text is one line of the registry `_WRITTEN`.

Every format becomes text in the shape of Markdown, which the stages after it understand: headings
as `# …`, items as `- …` or `3. …`, rows as `| a | b |`, notes as `[^3]` with `[^3]: …`, links as
`[words](url)`. A source map says for each stretch where a person finds it in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePath

from citecheck.briefs.decode import decode
from citecheck.briefs.formats.document import SAMPLE, Document
from citecheck.errors import BriefError

__all__ = ["Document", "read"]

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]{0,300}\?>\s*+)?"
    rb"(?:<!--(?:[^-]|-(?!->)){0,2000}+-->\s*+){0,5}+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    rb"<(?:p|div|h[1-6]|ul|ol|table|section|article|span|b|i|em|br|li|a|blockquote)\b", re.I
)
_FRAGMENT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:p|div|h[1-6]|ul|ol|table|section|article|main)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_WRITTEN = ("notebook", "latex", "rst", "wikitext", "json_export")
"""The formats that are text, one module each, asked in this order: its `tells` says whether a text
with a suffix is in it, its `read` gives the document, or none where it is not in it after all."""


SECONDS = 60.0
"""The time that reading one brief may take when nothing else is said."""
_LARGE = 200_000  # bytes of what is marked up, above which it is read in a process of its own


def read(data: bytes, path: str, seconds: float = SECONDS) -> Document:
    """The brief as text, told apart by its bytes first and by its suffix second.

    A PDF, an archive and a large page of HTML are read in a process of its own, within `seconds`.
    Raises `BriefError` for a file that is empty, broken, too costly, or of a kind that is not
    read.
    """
    if _magic(data) or (len(data) > _LARGE and _HTML.match(data[:SAMPLE])):
        from citecheck.briefs.formats.apart import read_apart

        return read_apart(data, path, seconds)
    return read_here(data, path)


def read_here(data: bytes, path: str) -> Document:
    """What `read` gives, read in this process without a bound."""
    reader = _BINARY.get(_magic(data))
    if reader is not None:
        return reader(data, path)
    if _HTML.match(data[:SAMPLE]) or _is_fragment(data[:SAMPLE], path):
        from citecheck.briefs.formats.html import read_html

        return read_html(data, path)
    text, encoding = decode(data, path)
    suffix = PurePath(path).suffix.lower()
    for name in _WRITTEN:
        written = import_module(f"{__name__}.{name}")
        if written.tells(suffix, text):
            document: Document | None = written.read(text, path)
            if document is not None:
                return document
    from citecheck.briefs.keys import definitions

    return Document(text, encoding, "text", entries=definitions(text))


def _is_fragment(head: bytes, path: str) -> bool:
    """Tell a piece of HTML by its name, or by the block with which it begins and its others."""
    suffix = PurePath(path).suffix.lower()
    if suffix in (".html", ".htm", ".xhtml"):
        return _TAG.search(head) is not None
    if suffix in (".md", ".markdown", ".tex", ".rst"):
        return False
    return _FRAGMENT.match(head) is not None and head.lower().count(b"</p>") > 1


def _magic(data: bytes) -> str:
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    return "zip" if data.startswith(b"PK\x03\x04") else ""


def _zip(data: bytes, path: str) -> Document:
    from citecheck.briefs.formats.archive import Archive

    archive = Archive(data, path)
    if "word/document.xml" in archive.names:
        from citecheck.briefs.formats.docx import read_docx

        return read_docx(archive, path)
    if "content.xml" in archive.names:
        from citecheck.briefs.formats.odt import read_odt

        return read_odt(archive, path)
    raise BriefError(path, "is a ZIP archive, not a document", "give a DOCX or ODT file, or text")


def _pdf(data: bytes, path: str) -> Document:
    from citecheck.briefs.formats.pdf import read_pdf

    return read_pdf(data, path)


_BINARY: Mapping[str, Callable[[bytes, str], Document]] = {"zip": _zip, "pdf": _pdf}

"""Bytes of a brief in any format to one plain text: `read` tells the format by content.

Every format becomes text in the shape of Markdown, which the stages after it understand: headings
as `# …`, items as `- …` or `3. …`, rows as `| a | b |`, notes as `[^3]` with `[^3]: …`, links as
`[words](url)`. A source map says for each stretch where a person finds it in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from citecheck.briefs.decode import decode
from citecheck.briefs.formats.document import Document
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
_LATEX = re.compile(r"^[ \t]*\\(?:documentclass|begin\{document\}|section\*?\{)", re.MULTILINE)
_RST = re.compile(r"^\.\. (?:\[[^\]\n]+\] |_[^:\n]+: )|\[[\w#*.-]+\]_(?!\w)|^\.\. [\w-]+::", re.M)
_SAMPLE = 100_000


SECONDS = 60.0
"""The time that reading one brief may take when nothing else is said."""
_LARGE = 200_000  # bytes of what is marked up, above which it is read in a process of its own


def read(data: bytes, path: str, seconds: float = SECONDS) -> Document:
    """The brief as text, told apart by its bytes first and by its suffix second.

    A PDF, an archive and a large page of HTML are read in a process of its own, within `seconds`.
    Raises `BriefError` for a file that is empty, broken, too costly, or of a kind that is not
    read.
    """
    if _magic(data) or (len(data) > _LARGE and _HTML.match(data[:_SAMPLE])):
        from citecheck.briefs.formats.apart import read_apart

        return read_apart(data, path, seconds)
    return read_here(data, path)


def read_here(data: bytes, path: str) -> Document:
    """What `read` gives, read in this process without a bound."""
    reader = _BINARY.get(_magic(data))
    if reader is not None:
        return reader(data, path)
    if _HTML.match(data[:_SAMPLE]) or _is_fragment(data[:_SAMPLE], path):
        from citecheck.briefs.formats.html import read_html

        return read_html(data, path)
    text, encoding = decode(data, path)
    suffix = PurePath(path).suffix.lower()
    head = text[:_SAMPLE]
    if suffix == ".ipynb" or (head.lstrip().startswith("{") and '"nbformat"' in text):
        from citecheck.briefs.formats.notebook import read_notebook

        return read_notebook(text, path)
    if suffix in (".tex", ".latex") or _LATEX.search(head):
        from citecheck.briefs.formats.latex import read_latex

        return read_latex(text, path)
    if suffix in (".rst", ".rest") or (suffix not in (".md", ".markdown") and _is_rst(head)):
        from citecheck.briefs.formats.rst import read_rst

        return read_rst(text, path)
    if suffix in (".wiki", ".mediawiki", ".wikitext") or _is_wikitext(head):
        from citecheck.briefs.formats.wikitext import read_wikitext

        return read_wikitext(text, path)
    if suffix == ".json" or re.match(r"\s*(?:\{\s*\"|\[\s*\{)", head):
        from citecheck.briefs.formats.json_export import read_json

        exported = read_json(text, path, must=suffix == ".json")
        if exported is not None:
            return exported
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


def _is_wikitext(head: str) -> bool:
    """Tell the wikitext of MediaWiki: notes in `<ref>` beside templates or links of its own."""
    return re.search(r"<ref[\s>]", head) is not None and ("{{" in head or "[[" in head)


def _is_rst(head: str) -> bool:
    """Tell reStructuredText by its own constructs; a few could stand in any text."""
    return len(_RST.findall(head)) > 2


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

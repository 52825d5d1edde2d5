"""Reads a LaTeX brief: its macros are expanded, its citations and notes are the markers."""

from __future__ import annotations

import re

from citecheck.briefs.formats.document import SAMPLE, Document
from citecheck.briefs.formats.latex.tokens import unescaped
from citecheck.errors import BriefError

__all__ = ["plain", "read", "tells", "unescaped"]

_OPENING = re.compile(r"^[ \t]*\\(?:documentclass|begin\{document\}|section\*?\{)", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """What a few words of LaTeX say, such as a title: without macros, braces and links."""
    from citecheck.briefs.formats.latex.reader import Reader

    said = _ESCAPED.sub(r"\1", Reader(text).document().text)
    return re.sub(r"\[([^\[\]]*)\]\(https?://\S*\)", r"\1", " ".join(said.split()))


def tells(suffix: str, text: str) -> bool:
    """Tell LaTeX by its suffix or by the commands that a document or a part of one begins with."""
    return suffix in (".tex", ".latex") or _OPENING.search(text, 0, SAMPLE) is not None


def read(text: str, path: str) -> Document:
    """The text of a LaTeX brief. Citation commands and footnotes are its markers, `\\bibitem` and
    footnotes their entries; `gather` puts the files of one brief together before."""
    from citecheck.briefs.formats.latex.reader import Reader

    try:
        document = Reader(text).document()
    except RecursionError:
        raise BriefError(path, "is nested too deeply to read") from None
    if not document.text:
        raise BriefError(path, "is empty", "give a document with text in it")
    return document

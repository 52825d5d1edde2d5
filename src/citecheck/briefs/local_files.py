"""Source list entries that name a file instead of a URL, for `--allow-files`."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

from citecheck.model import Brief, Reference

_FILE_URL = re.compile(r"\bfile:[^\s<>\"')\]]+", re.IGNORECASE)
_PATH = re.compile(
    r"(?<![\w/.:-])(?:\.{0,2}/)?(?:[\w.~+-]+/)*[\w.~+-]+\.(?:pdf|docx|x?html?|txt|md)(?![\w/])",
    re.IGNORECASE,
)


def with_local_files(brief: Brief) -> Brief:
    """The brief, its entries without a URL given a `file:` URL where their text names a file.

    A file is a `file:` URL or a path to a document, `reports/budget.pdf`. Whether it may be read
    is decided where it is read.
    """
    return replace(brief, references=tuple(map(_resolved, brief.references)))


def _resolved(reference: Reference) -> Reference:
    if reference.url is not None:
        return reference
    if found := _FILE_URL.search(reference.text):
        return replace(reference, url=found[0].rstrip(".,;"))
    if found := _PATH.search(reference.text):
        return replace(reference, url="file:" + quote(found[0]))
    return reference

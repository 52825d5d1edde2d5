"""Links that open a page at a passage: text fragments, as in the WICG's specification, and the
page's number for PDF (RFC 8118), whose viewers know no text fragments.

A browser looks for the words of a fragment within one block of the page. A passage that reaches
over several blocks is named by its first and last words, a table's row by its first two cells.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from citecheck.model import Evidence, Region

_WHOLE = 80  # characters; a longer passage is named by its first and last words
_ENDS = 5  # words
_BLOCKS = re.compile(r"\s*\n\s*")
_CELLS = re.compile(r"\s{0,3}(?:\||\n)\s{0,3}")


def fragment_link(evidence: Evidence) -> str | None:
    """The page's URL with a `#:~:text=` directive for the passage, or `#page=` and the number of
    its page; None for local files."""
    if not evidence.url.startswith(("http://", "https://")):
        return None
    page = evidence.url.split("#")[0]
    if evidence.page is not None:
        return f"{page}#page={evidence.page}"
    parting = _CELLS if evidence.region is Region.TABLE else _BLOCKS
    blocks = [words for part in parting.split(evidence.text) if (words := part.split())]
    if not blocks:
        return page
    if evidence.region is Region.TABLE and len(blocks) > 1:
        # One cell's words may stand anywhere; two in a row hardly do. The first is the prefix.
        directive = f"{_encoded(blocks[0][-_ENDS:])}-,{_encoded(blocks[1][:_ENDS])}"
    elif len(blocks) == 1 and (len(evidence.text) <= _WHOLE or len(blocks[0]) <= 2 * _ENDS):
        directive = _encoded(blocks[0])
    else:
        directive = f"{_encoded(blocks[0][:_ENDS])},{_encoded(blocks[-1][-_ENDS:])}"
    return f"{page}#:~:text={directive}"


def sheet(evidence: Evidence) -> str:
    """Where in a paged document a passage stands, for instance "page 4"; empty for others."""
    return "" if evidence.page is None else f"page {evidence.page}"


def _encoded(words: list[str]) -> str:
    # The directive's own signs, "-", "," and "&", are percent-encoded too.
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")

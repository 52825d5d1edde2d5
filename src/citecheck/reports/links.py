"""Links that open a page at a passage: text fragments, as in the WICG's specification."""

from __future__ import annotations

from urllib.parse import quote

from citecheck.model import Evidence

_WHOLE = 80  # characters; a longer passage is named by its first and last words
_ENDS = 5  # words


def fragment_link(evidence: Evidence) -> str | None:
    """The page's URL with a `#:~:text=` directive for the passage; None for local files."""
    if not evidence.url.startswith(("http://", "https://")):
        return None
    words = evidence.text.split()
    if len(evidence.text) <= _WHOLE or len(words) <= 2 * _ENDS:
        directive = _encoded(" ".join(words))
    else:
        directive = f"{_encoded(' '.join(words[:_ENDS]))},{_encoded(' '.join(words[-_ENDS:]))}"
    return f"{evidence.url.split('#')[0]}#:~:text={directive}"


def _encoded(text: str) -> str:
    # The directive's own signs, "-", "," and "&", are percent-encoded too.
    return quote(text, safe="", errors="replace").replace("-", "%2D")

"""Makes text from pages and briefs safe to print: no control sequence reaches the terminal."""

from __future__ import annotations

import unicodedata

_KEPT = frozenset("\u200c\u200d")  # joiners that some scripts need
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """One line of `text` without control, formatting, private and unassigned characters.

    Line ends and tabs become spaces; what is taken out would have moved the cursor, changed
    colours or the direction of writing, or been invisible.
    """
    return "".join(
        " " if character in "\t\r\n\v\f\x85\u2028\u2029" else character
        for character in text
        if character in "\t\r\n\v\f\x85\u2028\u2029" or _is_visible(character)
    )


def _is_visible(character: str) -> bool:
    if character < "\x7f":
        return character >= " "
    if character in _BIDI:
        return False
    category = unicodedata.category(character)
    return category[0] != "C" or character in _KEPT

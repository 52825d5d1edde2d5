"""Writes digits that a page raises above the line as raised digits, and letters in brackets, so
that the mark of a note, or a power, does not become part of the figure before it: 412³ and not
4123, 2019[a] and not 2019a."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_NUMBER = re.compile(r"[-−]?\d{1,3}(?:\s?[,–;]\s?\d{1,3})*")
# The letter of a note; after a small number ("4e", "1a") it makes an ordinal in some languages.
_LETTER = re.compile(r"[a-k]")
_NOTED = re.compile(r"(?:\d{3}|[^\W\d_]{3}|[.,;:%)\]])\s*$")
_NOTES = ", ".join(
    f'a[{attribute}*="{name}"][href^="#"]'
    for attribute in ("class", "role")
    for name in ("footnote", "noteref", "reference", "fnref", "endnote")
)


_STYLED = ", ".join(f'span[style*="vertical-align:{space}super"]' for space in ("", " "))


def raised(text: str, before: str = "") -> str:
    """What to write for a text above the line after `before`; empty where it is no mark of a note
    and no power."""
    text = text.strip()
    if _LETTER.fullmatch(text):
        return f"[{text}]" if _NOTED.search(before) else ""
    return text.translate(_RAISED) if _NUMBER.fullmatch(text) else ""


def raise_digits(tree: LexborHTMLParser) -> None:
    """Write raised numbers, and links to notes that are only a number, in raised digits."""
    for selector in ("sup", _STYLED, _NOTES):
        for node in tree.css(selector):
            text = node.text()
            before = node.prev
            mark = raised(text, (before.text_content or "") if before is not None else "")
            if mark:
                node.replace_with(mark)

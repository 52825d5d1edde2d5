"""Writes digits that a page raises above the line as raised digits, so that the number of a note,
or a power, does not become part of the figure before it: 412³ and not 4123."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_NUMBER = re.compile(r"[-−]?\d{1,3}(?:\s?[,–;]\s?\d{1,3})*")
_NOTES = ", ".join(
    f'a[{attribute}*="{name}"][href^="#"]'
    for attribute in ("class", "role")
    for name in ("footnote", "noteref", "reference", "fnref", "endnote")
)


_STYLED = ", ".join(f'span[style*="vertical-align:{space}super"]' for space in ("", " "))


def raised(text: str) -> str:
    """The digits of a text above the line; empty where it is no number of a note or power."""
    text = text.strip()
    return text.translate(_RAISED) if _NUMBER.fullmatch(text) else ""


def raise_digits(tree: LexborHTMLParser) -> None:
    """Write raised numbers, and links to notes that are only a number, in raised digits."""
    for selector in ("sup", _STYLED, _NOTES):
        for node in tree.css(selector):
            digits = raised(node.text())
            if digits:
                node.replace_with(digits)

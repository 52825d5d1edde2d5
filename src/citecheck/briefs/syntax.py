"""How Markdown writes a link, and what its address is without escapes and entities."""

from __future__ import annotations

import html
import re

# Each alternative starts with another character, so that the time stays linear.
_PLAIN = r"(?:[^\s()<>\\]|\\.|\((?:[^\s()\\]|\\.){0,500}\))*"
WORDS = r"(?:[^\[\]\\\n]|\\[^\n]|\n(?!\s*\n)|\[(?:[^\[\]\\\n]|\\[^\n]){0,200}\]){1,500}"
"""What stands in the square brackets of a link; one bracket may stand within."""

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,20}|#\d{1,6}|#x[0-9A-Fa-f]{1,6});")


def target(name: str) -> str:
    """The pattern of a link's `(address "title")`, its address in the group `name`."""
    return (
        rf"\(\s{{0,3}}(?P<{name}><[^<>\n]{{0,8000}}>|{_PLAIN})"
        r"(?:\s{1,3}(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?\s{0,3}\)"
    )


def unescaped(text: str) -> str:
    """The text without Markdown's backslashes, its HTML entities as the characters they name."""
    plain = _ESCAPED.sub(r"\1", text)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), plain)


def address(written: str) -> str:
    """The address that a link's destination or a URL in the text means; one that itself holds
    escaped entities is meant as it stands."""
    return written.strip("<>") if "amp%3B" in written else unescaped(written.strip("<>"))

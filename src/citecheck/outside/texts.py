"""Text that came by JSON, file names or UTF-16: made whole, so that it can be written anywhere."""

from __future__ import annotations


def whole(text: str) -> str:
    """`text` with pairs of surrogates joined, and single ones (which nothing can encode) U+FFFD."""
    if text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

"""Turns the bytes of a brief or source list into text, whatever their encoding."""

from __future__ import annotations

import codecs
import re

from citecheck.errors import BriefError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000  # bytes looked at to guess a legacy encoding
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_FEW_CONTROLS = 8  # stray control characters that a short text may have
_HINT = "give plain text or Markdown"
# Numbers in full-width brackets are the markers that they look like; places stay the same.
_WIDE = re.compile(r"［[\d\s,，、;；^–-]{1,40}］")
_NARROW = str.maketrans("［］０１２３４５６７８９", "[]0123456789")


def decode(data: bytes, path: str) -> tuple[str, str]:
    """Return (text, encoding). Raises `BriefError` for empty and binary files."""
    if not data.strip():
        raise BriefError(path, "is empty", _HINT)
    text, encoding = _decode(data, path)
    sample = text[:_SAMPLE]
    controls = len(_CONTROL.findall(sample))
    if "\0" in sample or controls > max(_FEW_CONTROLS, len(sample) / 100):
        raise BriefError(path, "is a binary file, not text", _HINT)
    if not text.strip():
        raise BriefError(path, "is empty", _HINT)
    return _WIDE.sub(lambda match: match[0].translate(_NARROW), text), encoding


def _decode(data: bytes, path: str) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error
    if b"\0" in data[:_SAMPLE] or data[:5] == b"%PDF-":
        raise BriefError(path, "is a binary file, not text", _HINT)
    # Legacy text hardly ever holds a valid multi-byte sequence of UTF-8: where they are no rarer
    # than the bytes that do not fit, the text is UTF-8 with some broken bytes.
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if len(re.findall(r"[^\0-\x7f]", text)) - lost >= lost:
        return text, "utf-8"
    from charset_normalizer import from_bytes

    start = max(0, broken.start - _SAMPLE // 2)
    best = from_bytes(data[start : start + _SAMPLE]).best()
    encoding = best.encoding if best is not None else "cp1252"
    if encoding in ("ascii", "utf_8", "latin_1", "iso8859_1"):
        encoding = "cp1252"
    return data.decode(encoding, "replace"), encoding

"""Finds out in which character set a page is written, and decodes it; never fails."""

from __future__ import annotations

import codecs
import re

from citecheck.outside.charsets import codec_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IN_HEADER = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:+-]+)", re.IGNORECASE)
_IN_META = re.compile(
    rb"<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:+-]+)", re.IGNORECASE
)
_IN_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:+-]+)")
_HEAD = 4096  # bytes in which HTML expects its meta element; a little more than the standard's 1024
_SAMPLE = 60_000  # bytes looked at when nothing is declared

# What the WHATWG Encoding Standard means by these labels is not what Python means.
_WHATWG = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "utf8": "utf-8",
    "unicode": "utf-8",
}


def decode(body: bytes, content_type: str | None) -> str:
    """The text of `body`: by byte order mark, header, meta element, XML declaration, else by
    detection. Bytes that do not fit become U+FFFD."""
    return decoded(body, content_type)[0]


def decoded(body: bytes, content_type: str | None) -> tuple[str, bool]:
    """The text of `body`, and whether `body` is that text in UTF-8 as it stands."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), False
    for declared in _declared(body, content_type):
        try:
            return body.decode(declared), declared == "utf-8"
        except UnicodeDecodeError as error:
            # A stray byte or two do not refute a declaration; a wrong one fails early and often.
            text = body.decode(declared, "replace")
            if text.count("�") <= 1 + len(body) // 2000 or error.start > len(body) - 4:
                return text, False
    try:
        return body.decode("utf-8"), True
    except UnicodeDecodeError:
        return body.decode(_detected(body), "replace"), False


def _declared(body: bytes, content_type: str | None) -> list[str]:
    labels: list[str] = []
    match = _IN_HEADER.search(content_type or "")
    if match is not None:
        labels.append(match[1])
    for pattern in (_IN_META, _IN_XML):
        found = pattern.search(body[:_HEAD])
        if found is not None:
            label = found[1].decode("ascii", "replace")
            # A meta element that could be read is not written in UTF-16.
            labels.append("utf-8" if label.lower().startswith("utf-16") else label)
    names = []
    for label in labels:
        name = codec_of(_WHATWG.get(label.lower(), label))
        if name is not None:
            names.append(name)
    return names


def _detected(body: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_SAMPLE]).best()
    if best is None or best.encoding in ("ascii", "latin_1", "utf_8"):
        return "utf-8" if best is not None and best.encoding == "utf_8" else "cp1252"
    return best.encoding

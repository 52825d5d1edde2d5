"""Tells what kind of document a body is, by its bytes first and its header second."""

from __future__ import annotations

import re

HTML = "html"
TEXT = "text"
PDF = "PDF"
DOCX = "DOCX"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"PK\x03\x04", "ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "old office document"),
    (b"\x89PNG", "PNG image"),
    (b"GIF8", "GIF image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"RIFF", "RIFF media file"),
    (b"\x1f\x8b", "gzip archive"),
    (b"{\\rtf", "RTF document"),
    (b"\x00\x00\x00", "media file"),
    (b"ID3", "audio file"),
    (b"OggS", "Ogg media file"),
)
_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]{0,300}\?>\s*+)?(?:<!--(?:[^-]|-(?!->)){0,2000}+-->\s*+){0,5}+"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|h1|article|table|main|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_UNREAD = re.compile(
    r"(?:image|audio|video|font)/|application/(?:pdf|json|zip|octet-stream|msword|vnd\.|rtf"
    r"|[\w.+-]*\+json|javascript|epub)|text/(?:css|javascript|csv|calendar)"
)
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def kind_of(body: bytes, content_type: str | None) -> str:
    """`HTML`, `TEXT`, or in words what it is instead."""
    media = (content_type or "").split(";")[0].strip().lower()
    if body.startswith(b"PK\x03\x04") and b"word/document.xml" in body:
        return DOCX
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    head = body[:4096]
    if media == "application/pdf" and b"%PDF-" in head[:1024]:
        return PDF
    marked = head.startswith(_BOMS[:2])
    if b"\0" in head and not marked:
        return media if _UNREAD.match(media) else "binary file"
    if _HTML.match(head.removeprefix(_BOMS[2])) or "html" in media:
        return HTML
    if _UNREAD.match(media):
        return media
    if media.endswith(("/xml", "+xml")):
        return media
    return TEXT

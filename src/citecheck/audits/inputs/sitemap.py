"""Briefs that a sitemap lists (sitemaps.org, protocol 0.9), or the sitemaps of an index."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from xml.etree.ElementTree import ParseError

from citecheck.audits.inputs import Found, Unread
from citecheck.audits.inputs.documents import Fetch, document
from citecheck.errors import CitecheckError

_DEEPEST = 3  # sitemaps in an index of an index
_LARGEST = 500_000_000  # bytes after decompression; the protocol allows a tenth of it


def walk_sitemap(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    """The pages of a sitemap, at a URL or in a file, in its order. Raises `CitecheckError` when
    the one that was named cannot be read; one that an index lists is reported and passed over."""
    yield from _walk(target, fetch, 0)


def _walk(target: str, fetch: Fetch, depth: int) -> Iterator[Found | Unread]:
    nested = []
    for kind, url, modified in _entries(target, document(target, fetch)):
        if kind == "url":
            yield Found(url, modified)
        elif depth < _DEEPEST:
            nested.append(url)
    for url in nested:
        try:
            yield from _walk(url, fetch, depth + 1)
        except CitecheckError as error:
            yield Unread(url, error)


def _entries(target: str, data: bytes) -> Iterator[tuple[str, str, datetime | None]]:
    """(`url` or `sitemap`, its address, when it changed), element by element."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    location, modified = "", None
    try:
        for _, element in iterparse(BytesIO(_unpacked(target, data)), forbid_dtd=True):
            tag = str(element.tag).rpartition("}")[2]
            if tag == "loc":
                location = (element.text or "").strip()
            elif tag == "lastmod":
                modified = _moment(element.text or "")
            elif tag in ("url", "sitemap"):
                if location:
                    yield tag, location, modified
                location, modified = "", None
                element.clear()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        problem = f"is no sitemap: {' '.join(str(error).split())[:200]}"
        raise CitecheckError(target, problem, "give an XML sitemap") from None


def _unpacked(target: str, data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.open(BytesIO(data)) as file:
            text = file.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise CitecheckError(target, f"cannot be decompressed: {error}") from None
    if len(text) > _LARGEST:
        raise CitecheckError(target, "is too large", "split it by a sitemap index")
    return text


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)

"""Briefs that a sitemap lists (sitemaps.org, protocol 0.9), or the sitemaps of an index."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from xml.etree.ElementTree import ParseError

from citecheck.audits.plan.inputs.documents import LARGEST, Fetch, document, is_web
from citecheck.audits.plan.inputs.found import Found, Unread
from citecheck.errors import CitecheckError
from citecheck.outside import dates

_DEEPEST = 3  # sitemaps in an index of an index
_MOST = 10_000  # sitemaps of one input


def walk(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    """The pages of a sitemap, at a URL or in a file, in its order. Raises `CitecheckError` when
    the one that was named cannot be read; one that an index lists is reported and passed over."""
    yield from _walk(target, fetch, 0, {target})


def _walk(target: str, fetch: Fetch, depth: int, seen: set[str]) -> Iterator[Found | Unread]:
    """`seen` are the sitemaps that were looked into, each of which counts once."""
    nested = []
    for kind, url, modified in _entries(target, document(target, fetch)):
        if not is_web(url):
            problem = "a sitemap may name http and https URLs only"
            yield Unread(url, CitecheckError(url, problem))
        elif kind == "url":
            yield Found(url, modified)
        elif depth < _DEEPEST and url not in seen:
            if len(seen) >= _MOST:
                problem = f"more than {_MOST} sitemaps"
                yield Unread(url, CitecheckError(url, problem, "give those that matter"))
                break
            seen.add(url)
            nested.append(url)
    for url in nested:
        try:
            yield from _walk(url, fetch, depth + 1, seen)
        except CitecheckError as error:
            yield Unread(url, error)


def _entries(target: str, data: bytes) -> Iterator[tuple[str, str, datetime | None]]:
    """(`url` or `sitemap`, its address, when it changed), element by element."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    location, modified = "", None
    try:
        unpacked = BytesIO(_unpacked(target, data))
        root = None
        for event, element in iterparse(unpacked, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                root = element if root is None else root
                continue
            tag = str(element.tag).rpartition("}")[2]
            if tag == "loc":
                location = (element.text or "").strip()
            elif tag == "lastmod":
                modified = dates.from_iso(element.text)
            elif tag in ("url", "sitemap"):
                if location:
                    yield tag, location, modified
                location, modified = "", None
                assert root is not None
                root.clear()  # what was read is not kept
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        problem = f"is no sitemap: {' '.join(str(error).split())[:200]}"
        raise CitecheckError(target, problem, "give an XML sitemap") from None


def _unpacked(target: str, data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.open(BytesIO(data)) as file:
            text = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise CitecheckError(target, f"cannot be decompressed: {error}") from None
    if len(text) > LARGEST:
        raise CitecheckError(target, "is too large", "split it by a sitemap index")
    return text

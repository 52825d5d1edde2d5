"""Looks URLs up in saved sources instead of on the network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from citecheck.model import Source, SourceStatus
from citecheck.sources.client import canonical_or_failed
from citecheck.sources.status import in_words

if TYPE_CHECKING:
    from citecheck.sources.warc import WarcReader


def replay_all(urls: Sequence[str], reader: WarcReader) -> dict[str, Source]:
    """What `fetch_all` gave when the sources were saved; `NOT_CACHED` for a URL that is not
    among them."""
    return {url: _replayed(url, reader) for url in dict.fromkeys(urls)}


def _replayed(url: str, reader: WarcReader) -> Source:
    canonical = canonical_or_failed(url)
    if isinstance(canonical, Source):
        return canonical
    source = reader.source(url)
    if source is not None:
        return source
    status = SourceStatus.NOT_CACHED
    hint = "check it without --from"
    return Source(url, status, in_words(status, f"it is not in {reader.place}", hint))

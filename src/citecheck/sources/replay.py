"""Looks URLs up in saved sources instead of on the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from citecheck.model import Source, SourceStatus
from citecheck.sources.client import canonical_or_failed
from citecheck.sources.status import in_words
from citecheck.sources.values import Way

if TYPE_CHECKING:
    from citecheck.sources.warc import WarcReader


def replay_all(
    urls: Sequence[str], reader: WarcReader, at: Mapping[str, datetime] | None = None
) -> dict[str, Source]:
    """What `fetch_all` gave when the sources were saved; `NOT_CACHED` for a URL that is not
    among them.

    For URLs with a time in `at`, and those that were only asked of an archive, the archived copy
    comes first.
    """
    return {url: _replayed(url, reader, (at or {}).get(url)) for url in dict.fromkeys(urls)}


def replay_found(urls: Sequence[str], reader: WarcReader, way: Way) -> dict[str, Source]:
    """What was found one `way` when the sources were saved."""
    found = {url: reader.source(url, way) for url in urls}
    return {url: source for url, source in found.items() if source is not None}


def _replayed(url: str, reader: WarcReader, at: datetime | None) -> Source:
    for way in (Way.LIVE, Way.ARCHIVED) if at is None else (Way.ARCHIVED, Way.LIVE):
        source = reader.source(url, way, at if way is Way.ARCHIVED else None)
        if source is not None:
            return source
    canonical = canonical_or_failed(url)
    if isinstance(canonical, Source):
        return canonical
    status = SourceStatus.NOT_CACHED
    hint = "check it without --from"
    return Source(url, status, in_words(status, f"it is not in {reader.place}", hint))

"""Briefs that an RSS or Atom feed links to."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from citecheck.audits.inputs import Found, Unread
from citecheck.audits.inputs.documents import Fetch, document
from citecheck.errors import CitecheckError


def walk_feed(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    """The entries of a feed in its order, each link once. Raises `CitecheckError` for no feed."""
    import feedparser

    parsed: Any = feedparser.parse(BytesIO(document(target, fetch)))
    if not parsed.version:
        raise CitecheckError(target, "is no feed", "give an RSS or Atom feed")
    seen = set()
    for entry in parsed.entries:
        link = str(entry.get("link") or "")
        if link.startswith(("http://", "https://")) and link not in seen:
            seen.add(link)
            yield Found(link, _moment(entry))


def _moment(entry: Any) -> datetime | None:
    parts = entry.get("updated_parsed") or entry.get("published_parsed")
    return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None

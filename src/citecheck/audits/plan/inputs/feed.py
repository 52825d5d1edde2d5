"""Briefs that an RSS or Atom feed links to."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from citecheck.audits.plan.inputs.documents import Fetch, document, is_web
from citecheck.audits.plan.inputs.found import Found, Unread
from citecheck.errors import CitecheckError
from citecheck.limits import OutOfTime, within
from citecheck.outside import dates

_SECONDS = 60.0  # of the processor, for one feed


def walk(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    """The entries of a feed in its order, each link once. Raises `CitecheckError` for no feed."""
    import feedparser

    data = document(target, fetch)
    try:
        with within(_SECONDS):
            parsed: Any = feedparser.parse(
                BytesIO(data), sanitize_html=False, resolve_relative_uris=True
            )
    except (OutOfTime, Exception) as error:
        problem = f"is no feed that can be read: {' '.join(str(error).split())[:200]}"
        raise CitecheckError(target, problem, "give an RSS or Atom feed") from None
    if not parsed.get("version"):  # an empty document has no such key
        raise CitecheckError(target, "is no feed", "give an RSS or Atom feed")
    seen = set()
    for entry in parsed.entries:
        link = str(entry.get("link") or "")
        if is_web(link) and link not in seen:
            seen.add(link)
            yield Found(link, _moment(entry))


def _moment(entry: Any) -> datetime | None:
    parts = entry.get("updated_parsed") or entry.get("published_parsed")
    try:
        return dates.from_epoch(calendar.timegm(parts)) if parts else None
    except (ValueError, OverflowError, TypeError):
        return None

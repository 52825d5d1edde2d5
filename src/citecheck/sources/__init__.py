"""References to sources: fetches pages politely and safely, and keeps them."""

from __future__ import annotations

from citecheck.sources.archive import fetch_archived
from citecheck.sources.browser import fetch_rendered
from citecheck.sources.cache import (
    CacheEntry,
    CacheInfo,
    cache_entries,
    cache_info,
    clear_cache,
)
from citecheck.sources.client import Fetcher, Save, fetch_all, fetch_all_async, fetching
from citecheck.sources.replay import replay_all, replay_found
from citecheck.sources.settings import FetchSettings
from citecheck.sources.urls import canonical_url
from citecheck.sources.values import Way

__all__ = [
    "CacheEntry",
    "CacheInfo",
    "FetchSettings",
    "Fetcher",
    "Save",
    "Way",
    "cache_entries",
    "cache_info",
    "canonical_url",
    "clear_cache",
    "fetch_all",
    "fetch_all_async",
    "fetch_archived",
    "fetch_rendered",
    "fetching",
    "replay_all",
    "replay_found",
]

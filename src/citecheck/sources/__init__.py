"""References to sources: fetches pages politely and safely, and keeps them."""

from __future__ import annotations

from citecheck.sources.cache import (
    CacheEntry,
    CacheInfo,
    cache_entries,
    cache_info,
    clear_cache,
)
from citecheck.sources.client import Fetcher, Save, fetch_all, fetch_all_async, fetching
from citecheck.sources.replay import replay_all
from citecheck.sources.settings import FetchSettings, RobotsRule
from citecheck.sources.urls import canonical_url

__all__ = [
    "CacheEntry",
    "CacheInfo",
    "FetchSettings",
    "Fetcher",
    "RobotsRule",
    "Save",
    "cache_entries",
    "cache_info",
    "canonical_url",
    "clear_cache",
    "fetch_all",
    "fetch_all_async",
    "fetching",
    "replay_all",
]

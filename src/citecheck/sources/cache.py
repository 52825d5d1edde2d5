"""The pages that are kept: an HTTP cache on disk, by hishel with the rules of RFC 9111.

All runs share it. `--offline` takes what is kept whether fresh or not; responses that must not be
stored (`no-store`) are never kept and so are not there offline.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from hishel import AsyncSqliteStorage, Entry

from citecheck.errors import SettingsError

# hishel logs the faults that it copes with, with a traceback; without this it ends on the terminal.
logging.getLogger("hishel").addHandler(logging.NullHandler())

_FILE = "pages.sqlite"
MAX_CACHE_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """Where the cache is, how many pages it keeps and how many bytes they take as sent."""

    path: Path
    entries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """One kept page: its URL, when its server sent it, its size in bytes as sent."""

    url: str
    fetched_at: datetime | None
    size: int


def cache_file(cache_dir: Path | None) -> Path:
    """The cache's file, its folder made. Raises `SettingsError` when that cannot be."""
    if cache_dir is None:
        from platformdirs import user_cache_path

        cache_dir = user_cache_path("citecheck", appauthor=False)
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        path = cache_dir / _FILE
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA user_version").fetchone()
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (OSError, sqlite3.Error) as error:
        raise SettingsError(
            str(cache_dir), f"cannot keep pages there: {error}", "give another --cache-dir"
        ) from None
    return path


def cache_key(url: str, headers: Mapping[str, str] | None = None) -> str:
    """The key under which a URL's answer is kept; `headers` are those that set the request apart
    from the usual one."""
    apart = "".join(f"\n{name}: {value}" for name, value in sorted((headers or {}).items()))
    return hashlib.sha256(f"citecheck {url}{apart}".encode()).hexdigest()


def cache_info(cache_dir: Path | None = None) -> CacheInfo:
    """Count what is kept."""
    path = cache_file(cache_dir)
    with _opened(path) as database:
        if database is None:
            return CacheInfo(path, 0, 0)
        entries = database.execute(
            "SELECT count(DISTINCT cache_key) FROM entries WHERE chunk_count IS NOT NULL"
        ).fetchone()[0]
        size = database.execute("SELECT total(length(chunk_data)) FROM streams").fetchone()[0]
    return CacheInfo(path, int(entries), int(size))


def cache_entries(cache_dir: Path | None = None) -> list[CacheEntry]:
    """List what is kept, by URL."""
    from hishel._core._storages._packing import unpack

    with _opened(cache_file(cache_dir)) as database:
        if database is None:
            return []
        rows = database.execute(
            "SELECT data, (SELECT total(length(chunk_data)) FROM streams WHERE entry_id = id)"
            " FROM entries WHERE chunk_count IS NOT NULL"
        ).fetchall()
    kept = {}
    for data, size in rows:
        request, response = unpack(bytes(data))
        sent = sent_at(response.headers.get("date"))
        kept[request.url] = CacheEntry(request.url, sent, int(size))
    return [kept[url] for url in sorted(kept)]


def clear_cache(cache_dir: Path | None = None, url: str | None = None) -> int:
    """Remove one URL's page, or all; returns how many were removed."""
    from citecheck.sources.ledger import forget
    from citecheck.sources.urls import canonical_url

    path = cache_file(cache_dir)
    with _opened(path) as database:
        if url is None:
            forget(path.parent)
        if database is None:
            return 0
        database.execute("PRAGMA foreign_keys=ON")
        if url is None:
            count = database.execute("SELECT count(DISTINCT cache_key) FROM entries").fetchone()[0]
            database.execute("DELETE FROM entries")
        else:
            try:
                key = cache_key(canonical_url(url))
            except ValueError as error:
                raise SettingsError(url, str(error)) from None
            forget(path.parent, key)
            deletion = "DELETE FROM entries WHERE cache_key = ?"
            count = min(1, database.execute(deletion, (key.encode(),)).rowcount)
        database.commit()
        database.execute("VACUUM")
    return int(count)


class PageStorage(AsyncSqliteStorage):
    """Keeps one answer for each URL: requests differ in nothing that a server could vary by."""

    async def get_entries(self, key: str) -> list[Entry]:
        """The newest answer; older ones are removed."""
        entries = await super().get_entries(key)
        for entry in entries[:-1]:
            await self.remove_entry(entry.id)
        return entries[-1:]


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection | None]:
    with closing(sqlite3.connect(path, timeout=10)) as database:
        tables = database.execute("SELECT name FROM sqlite_master").fetchall()
        yield database if ("entries",) in tables else None


def sent_at(header: str | None) -> datetime | None:
    """The time in a Date header, None when there is none that makes sense."""
    try:
        return parsedate_to_datetime(header or "").astimezone(UTC)
    except (ValueError, TypeError):
        return None

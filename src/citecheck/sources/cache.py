"""The pages that are kept: an HTTP cache on disk, by hishel with the rules of RFC 9111.

All runs share it. `--offline` takes what is kept whether fresh or not; responses that must not be
stored (`no-store`) are never kept and so are not there offline.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hishel import AsyncSqliteStorage, Entry

from citecheck.errors import SettingsError
from citecheck.outside import dates
from citecheck.sources.database import SUM, DamagedError, unsummed

_LOG = logging.getLogger("citecheck.cache")
# hishel logs the faults that it copes with, with a traceback; without this it ends on the terminal.
logging.getLogger("hishel").addHandler(logging.NullHandler())

_FILE = "pages.sqlite"
_VERSION = 2  # since there are sums of what is kept
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


class NoRoom(SettingsError):
    """The disk on which pages would be kept is full."""


def cache_file(cache_dir: Path | None, *, read_only: bool = False) -> Path:
    """The cache's file, its folder made; the user's alone.

    What stands there and is no cache of this kind (broken, of another version, a folder) is set
    aside with a warning, unless `read_only`. Raises `SettingsError` when the folder cannot be
    used, `NoRoom` when the disk is full.
    """
    folder = _folder(cache_dir)
    path = folder / _FILE
    if read_only:
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_sound(path):
            set_aside(path)
            _is_sound(path)
    except (OSError, sqlite3.Error) as error:
        kind = NoRoom if _is_full(error) else SettingsError
        problem = f"cannot keep pages there: {error}"
        raise kind(str(folder), problem, "give another --cache-dir") from None
    return path


def _folder(cache_dir: Path | None) -> Path:
    if cache_dir is not None:
        return cache_dir
    from platformdirs import user_cache_path

    return user_cache_path("citecheck", appauthor=False)


def _is_full(error: OSError | sqlite3.Error) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    # Where there is no room for the memory that its processes share, SQLite says IOERR.
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def is_read_only(cache_dir: Path | None) -> bool:
    """Whether there is a cache that cannot be written to, for its folder's sake or its own."""
    path = _folder(cache_dir) / _FILE
    places = (path.parent, path)
    return path.is_file() and not all(os.access(place, os.W_OK) for place in places)


def set_aside(path: Path) -> None:
    """Rename a file or folder that is in the cache's place, and say so. Raises `OSError`."""
    aside = path.with_name(f"{path.name}.broken-{time.time_ns()}")
    for ending in ("-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()
    path.rename(aside)
    _LOG.warning("citecheck: %s was no cache that can be read; set aside as %s", path, aside.name)


def _is_sound(path: Path) -> bool:
    """Whether the file is a cache of this version; a new one is made. Raises `OSError`."""
    if path.exists() and not path.is_file():
        return False
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with suppress(OSError):
        path.chmod(0o600)  # one of an older version
    try:
        with closing(sqlite3.connect(path, timeout=10)) as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
            if version == 0 and not tables:
                database.execute(f"PRAGMA user_version={_VERSION}")
                return True
            columns = {row[1] for row in database.execute("PRAGMA table_info(entries)")}
            return version == _VERSION and (not columns or "cache_key" in columns)
    except sqlite3.OperationalError:
        raise  # it is held by another process, or the disk is full: no fault of the file
    except sqlite3.DatabaseError:
        return False


def cache_key(url: str, headers: Mapping[str, str] | None = None) -> str:
    """The key under which a URL's answer is kept; `headers` are those that set the request apart
    from the usual one."""
    apart = "".join(f"\n{name}: {value}" for name, value in sorted((headers or {}).items()))
    return hashlib.sha256(f"citecheck {url}{apart}".encode()).hexdigest()


def cache_info(cache_dir: Path | None = None) -> CacheInfo:
    """Count what is kept."""
    path = cache_file(cache_dir)
    try:
        return _counted(path)
    except sqlite3.DatabaseError as error:
        problem = f"cannot be read: {error}"
        raise SettingsError(str(path), problem, "citecheck cache clear makes it anew") from None


def _counted(path: Path) -> CacheInfo:
    with _opened(path) as database:
        if database is None:
            return CacheInfo(path, 0, 0)
        entries = database.execute(
            "SELECT count(DISTINCT cache_key) FROM entries WHERE chunk_count IS NOT NULL"
        ).fetchone()[0]
        size = database.execute(
            f"SELECT total(length(chunk_data) - {SUM}) FROM streams"
        ).fetchone()[0]
    return CacheInfo(path, int(entries), int(size))


def cache_entries(cache_dir: Path | None = None) -> list[CacheEntry]:
    """List what is kept, by URL."""
    from hishel._core._storages._packing import unpack

    with _opened(cache_file(cache_dir)) as database:
        if database is None:
            return []
        rows = database.execute(
            f"SELECT data, (SELECT total(length(chunk_data) - {SUM}) FROM streams"
            " WHERE entry_id = id) FROM entries WHERE chunk_count IS NOT NULL"
        ).fetchall()
    kept = {}
    for data, size in rows:
        try:
            request, response = unpack(unsummed(bytes(data)))
        except (DamagedError, ValueError, KeyError, TypeError):
            continue
        sent = sent_at(response.headers.get("date"))
        kept[request.url] = CacheEntry(request.url, sent, int(size))
    return [kept[url] for url in sorted(kept)]


def clear_cache(cache_dir: Path | None = None, url: str | None = None) -> int:
    """Remove one URL's page, or all; returns how many were removed."""
    from citecheck.sources.ledger import forget

    path = cache_file(cache_dir)
    try:
        return _cleared(path, url)
    except sqlite3.DatabaseError:
        # Broken, so nobody can say what is in it.
        set_aside(path)
        forget(path.parent)
        cache_file(cache_dir)
        return 0


def _cleared(path: Path, url: str | None) -> int:
    from citecheck.sources.ledger import forget
    from citecheck.sources.urls import canonical_url

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
    return dates.from_http(header)

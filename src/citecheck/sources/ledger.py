"""Remembers how each URL was last answered, for processes that wait and for `--offline`.

The HTTP cache keeps what RFC 9111 lets it keep. Redirects, refusals and failures are mostly not
among that; they are noted here, so that another process that waited for the same URL need not ask
again, and an offline run ends as the run before it did.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from citecheck.sources.database import connect
from citecheck.sources.exchange import Exchange
from citecheck.sources.hop import Hop
from citecheck.sources.values import from_json, to_json

FILE = "answers.sqlite"
_COLUMNS = ["key", "at", "answer", "body", "payload"]
_KEPT_FOR = 90 * 86_400.0  # seconds
_LARGEST_BODY = 256_000  # bytes of an error page; a larger one is noted without its body
_LARGEST_LEDGER = 300_000_000  # bytes; the older half is forgotten beyond


class Ledger:
    """A small table beside the cache, shared by all processes. A ledger that cannot be read or
    written (a full disk, another process that holds it too long) forgets, and nothing fails."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        path = folder / FILE
        try:
            if not read_only:
                _prepare(path)
            self._database = connect(path, read_only=read_only, patience=5)
        except (OSError, sqlite3.Error):
            self._database = connect(Path(":memory:"), patience=5)
        if read_only:
            return
        with suppress(sqlite3.Error):
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=OFF")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS answers"
                " (key TEXT PRIMARY KEY, at REAL NOT NULL, answer TEXT, body BLOB, payload BLOB)"
            )
            self._database.execute("DELETE FROM answers WHERE at < ?", (time.time() - _KEPT_FOR,))
            self._shrink()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _shrink(self) -> None:
        (size,) = self._database.execute(
            "SELECT (page_count - freelist_count) * page_size"
            " FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()"
        ).fetchone()
        if size > _LARGEST_LEDGER:
            self._database.execute(
                "DELETE FROM answers WHERE key IN (SELECT key FROM answers ORDER BY at"
                " LIMIT (SELECT count(*) / 2 FROM answers))"
            )

    def note(self, key: str, hop: Hop) -> None:
        """Note how a URL was answered just now."""
        row: tuple[Any, ...] = (key, time.time(), None, None, None)
        if not hop.in_cache:
            if not hop.lasting:
                return
            written = json.dumps(_written(hop))
            payload = b"" if hop.exchange is None else hop.exchange.payload
            small = max(len(payload), len(hop.source.body)) <= _LARGEST_BODY
            body = hop.source.body if small else b""
            answer = f"{_sum(written, body)} {written}"
            row = (*row[:2], answer, body, payload if small and payload != body else None)
        with suppress(sqlite3.Error):
            self._database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)

    def answered(self, key: str, since: float = 0.0) -> Hop | bool:
        """How a URL was answered at or after a time (seconds since 1970).

        True when the HTTP cache has the answer, False when nothing is noted.
        """
        try:
            row = self._database.execute(
                "SELECT answer, body, payload FROM answers WHERE key = ? AND at >= ?", (key, since)
            ).fetchone()
            if row is None:
                return False
            if row[0] is None:
                return True
            check, _, written = row[0].partition(" ")
            if check != _sum(written, row[1]):
                return False
            return _read(json.loads(written), row[1], row[1] if row[2] is None else row[2])
        except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, OverflowError):
            return False


def _prepare(path: Path) -> None:
    """Make the file, the user's alone; what is no ledger is deleted: nothing is lost with it."""
    if path.is_dir():
        path.rename(path.with_name(f"{path.name}.broken-{time.time_ns()}"))
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with suppress(OSError):
        path.chmod(0o600)
    try:
        with closing(sqlite3.connect(path, timeout=5)) as database:
            columns = [row[1] for row in database.execute("PRAGMA table_info(answers)")]
        if columns in ([], _COLUMNS):
            return
    except sqlite3.OperationalError:
        return
    except sqlite3.DatabaseError:
        pass
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _sum(answer: str, body: bytes) -> str:
    """What tells that an answer is still the one that was noted."""
    return hashlib.blake2b(answer.encode() + b"\0" + body, digest_size=8).hexdigest()


def forget(folder: Path, key: str | None = None) -> None:
    """Remove one URL's answer, or all."""
    path = folder / FILE
    if not path.exists():
        return
    try:
        _prepare(path)
        database = connect(path, patience=5)
    except (OSError, sqlite3.Error):
        return
    try:
        with suppress(sqlite3.DatabaseError):  # no table yet
            if key is None:
                database.execute("DELETE FROM answers")
            else:
                database.execute("DELETE FROM answers WHERE key = ?", (key,))
    finally:
        database.close()


def _written(hop: Hop) -> dict[str, Any]:
    exchange = hop.exchange
    value: dict[str, Any] = {"source": to_json(hop.source), "target": hop.target, "exchange": None}
    if exchange is not None:
        value["exchange"] = asdict(exchange) | {"payload": None, "at": exchange.at.isoformat()}
    return value


def _read(value: dict[str, Any], body: bytes, payload: bytes) -> Hop:
    from datetime import datetime

    exchange = None
    if value["exchange"] is not None:
        fields = value["exchange"]
        fields["payload"] = payload
        fields["at"] = datetime.fromisoformat(fields["at"])
        for name in ("request", "headers"):
            fields[name] = tuple((k, v) for k, v in fields[name])
        exchange = Exchange(**fields)
    return Hop(from_json(value["source"], body), value["target"], None, exchange)

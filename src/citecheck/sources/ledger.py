"""Remembers how each URL was last answered, for processes that wait and for `--offline`.

The HTTP cache keeps what RFC 9111 lets it keep. Redirects, refusals and failures are mostly not
among that; they are noted here, so that another process that waited for the same URL need not ask
again, and an offline run ends as the run before it did.
"""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from citecheck.sources.exchange import Exchange
from citecheck.sources.hop import Hop
from citecheck.sources.values import from_json, to_json

FILE = "answers.sqlite"
_KEPT_FOR = 90 * 86_400.0  # seconds
_LARGEST_BODY = 256_000  # bytes of an error page; a larger one is noted without its body
_LARGEST_LEDGER = 300_000_000  # bytes; the older half is forgotten beyond


class Ledger:
    """A small table beside the cache, shared by all processes. A ledger that cannot be read or
    written (a full disk, another process that holds it too long) forgets, and nothing fails."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / FILE, timeout=5, isolation_level=None)
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
            answer = json.dumps(_written(hop))
            payload = b"" if hop.exchange is None else hop.exchange.payload
            small = max(len(payload), len(hop.source.body)) <= _LARGEST_BODY
            body = hop.source.body if small else b""
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
            return _read(json.loads(row[0]), row[1], row[1] if row[2] is None else row[2])
        except (sqlite3.Error, ValueError, KeyError, TypeError):
            return False


def forget(folder: Path, key: str | None = None) -> None:
    """Remove one URL's answer, or all."""
    path = folder / FILE
    if not path.exists():
        return
    database = sqlite3.connect(path, timeout=5, isolation_level=None)
    try:
        with suppress(sqlite3.OperationalError):  # no table yet
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

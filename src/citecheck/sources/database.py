"""SQLite for hishel's storage, without a thread for each statement.

hishel asks for an anysqlite connection, which hands every statement to a worker thread: a dozen
hand-overs for each page, which cost more than the statements. Those are small here (rows of at
most 128 kB, no fsync at a commit in WAL mode), so they run in place; where another process holds
the database, this one waits without stopping its other look-ups.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_PATIENCE = 5.0  # seconds to wait for another process
_LOOK_AGAIN = 0.005


class Connection:
    """The part of `anysqlite.Connection` that hishel uses, in autocommit mode."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, timeout=0, isolation_level=None)

    async def cursor(self) -> Cursor:
        """A cursor for statements."""
        return Cursor(self._database.cursor())

    async def commit(self) -> None:
        """Nothing to do: each statement commits by itself."""

    async def close(self) -> None:
        """Close the database."""
        self._database.close()


class Cursor:
    """The part of `anysqlite.Cursor` that hishel uses."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""
        return self._cursor.rowcount

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Cursor:
        """Run a statement; while another process holds the database, wait."""
        if sql.startswith("PRAGMA busy_timeout"):
            return self  # it would wait in SQLite and stop everything else meanwhile
        ends = time.monotonic() + _PATIENCE
        while True:
            try:
                self._cursor.execute(sql, tuple(parameters))
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if not busy or time.monotonic() > ends:
                    raise
                await asyncio.sleep(_LOOK_AGAIN)
            else:
                return self

    async def fetchone(self) -> Any:
        """The next row, None when there is none."""
        return self._cursor.fetchone()

    async def fetchall(self) -> Any:
        """All rows left."""
        return self._cursor.fetchall()

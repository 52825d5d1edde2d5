"""SQLite for hishel's storage, without a thread for each statement, and with sums of what is kept.

hishel asks for an anysqlite connection, which hands every statement to a worker thread: a dozen
hand-overs for each page, which cost more than the statements. Those are small here (rows of at
most 128 kB, no fsync at a commit in WAL mode), so they run in place; where another process holds
the database, this one waits without stopping its other look-ups.

SQLite does not notice when bytes on the disk change within a value. So each value that is kept ends
in a sum of its bytes, and one that does not match is a value that is not there.
"""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

_PATIENCE = 5.0  # seconds to wait for another process
_LOOK_AGAIN = 0.005
SUM = 8  # bytes
# Where hishel's statements hold what is kept: the column of a parameter, or of a row.
_WRITTEN = {"INSERT INTO entries": 2, "INSERT INTO streams": 2, "UPDATE entries SET data": 0}
_READ = {"SELECT id, data": 1, "SELECT data": 0, "SELECT chunk_data": 0}
_CORRUPT = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class DamagedError(Exception):
    """What was kept is not what is there."""


def summed(value: bytes) -> bytes:
    """A value with its sum at the end."""
    return value + hashlib.blake2b(value, digest_size=SUM).digest()


def unsummed(value: bytes) -> bytes:
    """A value without its sum. Raises `DamagedError` when they do not match."""
    found = bytes(value[:-SUM])
    if summed(found) != value:
        raise DamagedError
    return found


def connect(path: Path, *, read_only: bool = False, patience: float = 0) -> sqlite3.Connection:
    """Open a database; one in a folder that cannot be written to as it stands, without a lock."""
    if not read_only:
        return sqlite3.connect(path, timeout=patience, isolation_level=None)
    place = f"file:{quote(str(path))}?immutable=1"
    return sqlite3.connect(place, uri=True, isolation_level=None)


class Connection:
    """The part of `anysqlite.Connection` that hishel uses, in autocommit mode.

    With `read_only` whatever would write does nothing. `damaged` tells whether a statement found
    that the file is broken.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._database = connect(path, read_only=read_only)
        self.read_only = read_only
        self.damaged = False

    async def cursor(self) -> Cursor:
        """A cursor for statements."""
        return Cursor(self._database.cursor(), self)

    async def commit(self) -> None:
        """Nothing to do: each statement commits by itself."""

    async def close(self) -> None:
        """Close the database."""
        self._database.close()


class Cursor:
    """The part of `anysqlite.Cursor` that hishel uses."""

    def __init__(self, cursor: sqlite3.Cursor, connection: Connection) -> None:
        self._cursor = cursor
        self._connection = connection
        self._sql = ""
        self._parameters: Sequence[Any] = ()

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""
        return self._cursor.rowcount

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Cursor:
        """Run a statement; while another process holds the database, wait."""
        if sql.startswith("PRAGMA busy_timeout"):
            return self  # it would wait in SQLite and stop everything else meanwhile
        if self._connection.read_only and not sql.startswith(("SELECT", "PRAGMA table_info")):
            return self
        values = list(parameters)
        at = _place(_WRITTEN, sql)
        if at is not None:
            values[at] = summed(values[at])
        self._sql, self._parameters = sql, values
        ends = time.monotonic() + _PATIENCE
        while True:
            try:
                self._cursor.execute(sql, values)
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if not busy or time.monotonic() > ends:
                    raise
                await asyncio.sleep(_LOOK_AGAIN)
            except sqlite3.DatabaseError as error:
                self._note(error)
                raise
            else:
                return self

    async def fetchone(self) -> Any:
        """The next row, None when there is none."""
        row = self._fetched(self._cursor.fetchone)
        return row if row is None else self._whole(row)

    async def fetchall(self) -> Any:
        """All rows left."""
        return [self._whole(row) for row in self._fetched(self._cursor.fetchall)]

    def _fetched(self, fetch: Any) -> Any:
        try:
            return fetch()
        except sqlite3.DatabaseError as error:
            self._note(error)
            raise

    def _note(self, error: sqlite3.DatabaseError) -> None:
        code = getattr(error, "sqlite_errorcode", 0) or 0
        self._connection.damaged |= code & 0xFF in _CORRUPT

    def _whole(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row whose value matches its sum. Of a head that does not, hishel finds that it cannot
        be read; with a body that does not, its entry goes."""
        at = _place(_READ, self._sql)
        if at is None:
            return row
        try:
            return (*row[:at], unsummed(row[at]), *row[at + 1 :])
        except (DamagedError, TypeError):
            if not self._sql.startswith("SELECT chunk_data"):
                return (*row[:at], b"", *row[at + 1 :])
            if not self._connection.read_only:
                self._cursor.execute("DELETE FROM entries WHERE id = ?", (self._parameters[0],))
            raise DamagedError from None


def _place(places: dict[str, int], sql: str) -> int | None:
    return next((place for start, place in places.items() if sql.startswith(start)), None)

"""One process at a time asks for a URL: byte locks in one file, let go of when a process dies."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from citecheck.errors import SettingsError

FILE = "turns.lock"
_LOOK_AGAIN = 0.05  # seconds

if sys.platform == "win32":
    import msvcrt

    def _take(file: int, spot: int) -> bool:
        os.lseek(file, spot, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give(file: int, spot: int) -> None:
        os.lseek(file, spot, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: int, spot: int) -> bool:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, spot)
        except OSError as error:
            # Another error than "taken": this file system has no locks, so nobody waits.
            return error.errno not in (errno.EACCES, errno.EAGAIN)
        return True

    def _give(file: int, spot: int) -> None:
        with suppress(OSError):
            fcntl.lockf(file, fcntl.LOCK_UN, 1, spot)


class Turns:
    """Turns at URLs among the processes that share a cache folder.

    `patience` is seconds to wait for another process; after that one goes ahead, so that a
    process that hangs stalls nobody. Raises `SettingsError` when the folder cannot be written to.
    """

    def __init__(self, folder: Path, patience: float) -> None:
        try:
            self._file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise SettingsError(
                str(folder), f"cannot keep pages there: {error}", "give another --cache-dir"
            ) from None
        self._patience = patience

    def close(self) -> None:
        """Let go of the file and all turns."""
        os.close(self._file)

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[bool]:
        """Hold the turn at `key`; True when another process had it and this one waited."""
        spot = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) >> 1
        ends = time.monotonic() + self._patience
        waited = False
        while not (mine := _take(self._file, spot)) and time.monotonic() < ends:
            waited = True
            await asyncio.sleep(_LOOK_AGAIN)
        try:
            yield waited
        finally:
            if mine:
                _give(self._file, spot)

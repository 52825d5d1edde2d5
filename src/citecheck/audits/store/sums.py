"""Tells when the bytes of an SQLite store are not those that its last writer left.

SQLite does not notice when a byte changes within a value: a verdict would be another and nothing
would say so. So whoever closes a store after writing, and is the last to have it open, leaves a sum
of the file beside it; whoever writes takes the sum away first. A store with a sum that does not
match has changed by a fault of the disk or by another program.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

_LARGEST = 4_000_000_000  # bytes; to read more takes longer than most questions to a store


def is_changed(store: Path) -> bool:
    """Whether a store is not what its sum says."""
    try:
        kept = _place(store).read_text(encoding="ascii").strip()
    except (OSError, UnicodeError):
        return False
    return bool(kept) and not _in_use(store) and _sum(store) not in (kept, "")


def forget(store: Path) -> None:
    """Take the sum away, before something is written."""
    with suppress(OSError):
        _place(store).unlink()


def keep(store: Path) -> None:
    """Leave a sum beside a closed store; none where another process has it open, or where it
    cannot be written."""
    if _in_use(store) or not (found := _sum(store)):
        return
    place = _place(store)
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        beside.write_text(found + "\n", encoding="ascii")
        beside.replace(place)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def _place(store: Path) -> Path:
    return store.with_name(store.name + ".sum")


def _in_use(store: Path) -> bool:
    """Whether a process has the store open, or was killed while it had."""
    return store.with_name(store.name + "-wal").exists()


def _sum(store: Path) -> str:
    """The sum of a file, "" for one that is too large or cannot be read."""
    try:
        if store.stat().st_size > _LARGEST:
            return ""
        with store.open("rb") as file:
            return hashlib.file_digest(file, "blake2b").hexdigest()
    except OSError:
        return ""

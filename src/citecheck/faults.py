"""Turns an exception that nobody foresaw into words, and keeps its traceback in a log."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from citecheck.version import __version__

_LOG = "faults.log"
_LARGEST = 1_000_000  # bytes of the log; it begins anew beyond


def noted(error: BaseException, subject: str = "") -> str:
    """The exception in a few words, after it has been written to the log with its traceback.

    `subject` says on what it came up. Never raises.
    """
    words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"{words}; see {path}" if (path := _written(error, subject)) else words


def _written(error: BaseException, subject: str) -> Path | None:
    """The log with the traceback in it, None when it cannot be written anywhere."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    head = f"{now} citecheck {__version__}, Python {platform.python_version()}, {sys.platform}"
    told = "".join(traceback.format_exception(error, limit=-40))[-20_000:]
    text = f"{head}\n{subject[:500]!r}\n{told}\n".encode("utf-8", "backslashreplace")
    for folder in _folders():
        path = folder / _LOG
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
                continue  # somebody else's, in a place that all can write to
            large = path.exists() and path.stat().st_size > _LARGEST
            flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if large else os.O_APPEND)
            file = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
            try:
                os.write(file, text)
            finally:
                os.close(file)
        except OSError:
            continue
        return path
    return None


def _folders() -> list[Path]:
    """Where logs may stand: the user's own folder, else one of the user's in the temporary one."""
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    folders = [Path(tempfile.gettempdir()) / f"citecheck-{user}"]
    try:
        from platformdirs import user_log_path

        folders.insert(0, user_log_path("citecheck", appauthor=False))
    except RuntimeError:  # nobody has a home
        pass
    return folders

"""Bounds the memory of a browser: each of its processes by the system, their number by flags.

A page's script, its document and its pictures lie in the renderer. The limit is on the data of a
process, since Chromium reserves a thousand times the addresses that it uses. It is set on the
driver before it starts the browser, and whatever that starts has it too. Systems other than Linux
have only the limit of scripts that Chromium's own flag sets.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MEMORY = 1000 << 20  # bytes of one process; pages of newspapers take 150 to 400 MB
FLAGS = (
    "--js-flags=--max-old-space-size=256",  # MB of a page's own script
    # Else each site that a page frames has a process, and a limit, of its own.
    "--disable-site-isolation-trials",
    "--renderer-process-limit=3",
)


@contextmanager
def bounded_children() -> Iterator[None]:
    """Limit the processes that the block starts, and all that these start after it."""
    before = _children()
    yield
    if sys.platform == "linux":
        import resource

        for process in _children() - before:
            with suppress(OSError, ValueError):
                resource.prlimit(process, resource.RLIMIT_DATA, (MEMORY, MEMORY))


def _children() -> set[int]:
    """The processes that this one has started, where the system tells."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            parent = entry.read_text(errors="replace").rpartition(")")[2].split()[1]
            if int(parent) == os.getpid():
                found.add(int(entry.parent.name))
    return found

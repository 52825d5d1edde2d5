"""A progress bar while pages are fetched: on standard error, and only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Bar(Protocol):
    """What shows how far the work is."""

    def advance(self) -> None:
        """One more source is done."""


class _Silent:
    def advance(self) -> None:
        """Nobody is watching."""


@contextmanager
def progress(total: int) -> Iterator[Bar]:
    """Show a bar of `total` steps while the block runs; nothing when nobody is watching."""
    if not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Fetching sources", total=total)

        class _Shown:
            def advance(self) -> None:
                shown.advance(task)

        yield _Shown()

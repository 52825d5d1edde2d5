"""How an audit shows how far it is: on standard error, live on a terminal, else now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.audits.progress import Progress

OnProgress = Callable[["Progress"], None]
_QUIET = 60.0  # seconds between two lines where nobody watches
_SPAN = 60.0  # seconds over which a rate is measured


class Rates:
    """URLs and briefs a second over the last minute, and how long the rest may take."""

    def __init__(self) -> None:
        self._seen: list[tuple[float, int, int]] = []

    def add(self, now: float, urls: int, briefs: int) -> None:
        """What was done by now."""
        self._seen.append((now, urls, briefs))
        while len(self._seen) > 2 and now - self._seen[0][0] > _SPAN:
            self._seen.pop(0)

    def rates(self) -> tuple[float, float]:
        """(URLs, briefs) a second."""
        (began, urls, briefs), (now, more_urls, more_briefs) = self._seen[0], self._seen[-1]
        passed = max(now - began, 0.001)
        return (more_urls - urls) / passed, (more_briefs - briefs) / passed

    def seconds_left(self, urls: int, briefs: int) -> float | None:
        """How long what is left may take; None while nothing tells."""
        by_url, by_brief = self.rates()
        if (urls and not by_url) or (briefs and not by_brief and not urls):
            return None
        return max(urls / by_url if urls else 0.0, briefs / by_brief if by_brief else 0.0)


def line(found: Progress, rates: Rates) -> str:
    """One line: briefs, URLs, rates, errors by status, time left."""
    if found.state == "planning":
        return f"run {found.run_id}: {found.briefs} briefs found"
    by_url, by_brief = rates.rates()
    done = found.briefs_done + found.briefs_failed
    parts = [
        f"run {found.run_id}: {done}/{found.briefs} briefs",
        f"{found.urls_done}/{found.urls} pages",
        f"{by_brief:.1f} briefs/s",
        f"{by_url:.1f} pages/s",
    ]
    errors = {s: n for s, n in found.statuses.items() if s != "ok"}
    worst = sorted(errors.items(), key=lambda entry: -entry[1])[:4]
    if worst:
        parts.append(", ".join(f"{count} {status}" for status, count in worst))
    left = rates.seconds_left(found.urls - found.urls_done, found.briefs - done)
    if left is not None and done < found.briefs:
        parts.append(f"{_duration(left)} left")
    if found.state == "stopping":
        parts.append("stopping")
    return "; ".join(parts)


@contextmanager
def shown() -> Iterator[OnProgress]:
    """A function that shows progress while the block runs."""
    rates = Rates()
    if not sys.stderr.isatty():
        last = time.monotonic()

        def now_and_then(found: Progress) -> None:
            nonlocal last
            rates.add(time.monotonic(), found.urls_done, found.briefs_done)
            if time.monotonic() - last > _QUIET:
                last = time.monotonic()
                print(f"citecheck: {line(found, rates)}", file=sys.stderr)

        yield now_and_then
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    with Live(console=Console(stderr=True), transient=True, refresh_per_second=4) as live:

        def at_once(found: Progress) -> None:
            rates.add(time.monotonic(), found.urls_done, found.briefs_done)
            live.update(Text(line(found, rates)))

        yield at_once


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"

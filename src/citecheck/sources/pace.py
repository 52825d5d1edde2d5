"""Keeps each host's pace: few requests at once, a pause between them, none while it asks so."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

LONGEST_DELAY = 60.0  # seconds; a robots.txt that asks for more is not obeyed beyond this


@dataclass(slots=True)
class _Host:
    turns: asyncio.Semaphore
    line: asyncio.Lock = field(default_factory=asyncio.Lock)
    delay: float = 0.0
    next_at: float = 0.0
    closed_until: float = 0.0


class Pace:
    """Hands out turns. A host is a name with its port.

    `per_host` and `at_once` are requests under way, `delay` is seconds between the starts of two
    requests to a host.
    """

    def __init__(self, per_host: int, at_once: int, delay: float) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._hosts: dict[str, _Host] = defaultdict(
            lambda: _Host(asyncio.Semaphore(per_host), delay=delay)
        )

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Wait until the URL's host may be asked."""
        host = self._hosts[host_of(url)]
        async with host.turns:
            if host.delay or host.next_at:
                async with host.line:
                    await asyncio.sleep(max(0.0, host.next_at - time.monotonic()))
                    host.next_at = time.monotonic() + host.delay
            async with self._all:
                yield

    def slow_down(self, url: str, delay: float) -> None:
        """At least `delay` seconds between two requests to the URL's host from now on."""
        host = self._hosts[host_of(url)]
        host.delay = max(host.delay, min(delay, LONGEST_DELAY))

    def close(self, url: str, seconds: float) -> None:
        """The URL's host asks for no requests for so long."""
        host = self._hosts[host_of(url)]
        host.closed_until = max(host.closed_until, time.monotonic() + seconds)

    def closed_for(self, url: str) -> float:
        """Seconds for which the URL's host asks for no requests."""
        return max(0.0, self._hosts[host_of(url)].closed_until - time.monotonic())


def host_of(url: str) -> str:
    """The host and port of a URL."""
    return httpx.URL(url).netloc.decode("ascii", "replace")

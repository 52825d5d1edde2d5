"""What a site's robots.txt asks of citecheck (RFC 9309), read by protego."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from citecheck.limits import OutOfTime, within
from citecheck.model import SourceStatus
from citecheck.outside import numbers
from citecheck.sources.hop import Hop
from citecheck.sources.urls import canonical_url

PRODUCT = "citecheck"
_MOST = 512_000  # bytes that are read of a robots.txt; RFC 9309 asks for at least 500 KiB
_MOST_REDIRECTS = 5
_SECONDS = 2.0  # for reading the rules, and for asking them once
_LONGEST_DELAY = 120.0  # seconds between two requests that a site is believed to ask for


@dataclass(frozen=True, slots=True)
class Leave:
    """May a URL be asked for, why not, and with what delay in seconds between requests."""

    given: bool
    reason: str = ""
    delay: float = 0.0


class Robots:
    """Asks each origin once, through `ask`, which gives the hop of one URL.

    As RFC 9309 says: a robots.txt that is not there (4xx) allows all, one that cannot be reached
    (5xx, no connection) forbids all.
    """

    def __init__(self, ask: Callable[[str], Awaitable[Hop]]) -> None:
        self._ask = ask
        self._rules: dict[str, asyncio.Task[Protego | str]] = {}

    async def leave(self, url: str) -> Leave:
        """What the URL's origin says about it."""
        origin = str(httpx.URL(url).copy_with(raw_path=b"/robots.txt"))
        if url == origin:
            return Leave(True)
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._read(origin))
        rules = await self._rules[origin]
        if isinstance(rules, str):
            return Leave(False, rules)
        try:
            with within(_SECONDS):  # its patterns can be made to take for ever
                given = rules.can_fetch(url, PRODUCT)
                delay = rules.crawl_delay(PRODUCT)
        except (OutOfTime, Exception):
            return Leave(False, f"{origin}, whose rules cannot be read")
        return (
            Leave(True, delay=numbers.seconds(delay, _LONGEST_DELAY))
            if given
            else Leave(False, origin)
        )

    async def _read(self, url: str) -> Protego | str:
        for _ in range(_MOST_REDIRECTS + 1):
            hop = await self._ask(url)
            if hop.target is None:
                break
            try:
                url = canonical_url(hop.target)
            except ValueError:
                return Protego.parse("")
        else:
            return Protego.parse("")
        code = hop.source.http_status
        if hop.source.status is SourceStatus.OK:
            try:
                with within(_SECONDS):
                    return Protego.parse(hop.source.body[:_MOST].decode("utf-8", "replace"))
            except (OutOfTime, Exception):
                return f"{url} cannot be read"
        if code is not None and 400 <= code < 500 and code != 429:
            return Protego.parse("")
        return f"{url} could not be read: {hop.source.detail.partition(';')[0]}"

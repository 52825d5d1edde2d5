"""Asks one URL politely: once at a time on this machine, at its host's pace, with retries."""

from __future__ import annotations

import asyncio
import logging
import math
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import httpx
from hishel import CacheOptions
from hishel.httpx import AsyncCacheTransport

from citecheck.errors import SettingsError
from citecheck.model import RobotsRule, SourceStatus
from citecheck.sources.addresses import is_public
from citecheck.sources.asking import Asker
from citecheck.sources.cache import (
    MAX_CACHE_BYTES,
    NoRoom,
    PageStorage,
    cache_file,
    cache_key,
    is_read_only,
    set_aside,
)
from citecheck.sources.database import Connection
from citecheck.sources.guard import GuardedBackend, Resolver, resolve
from citecheck.sources.hop import Hop, failed
from citecheck.sources.ledger import Ledger
from citecheck.sources.pace import Pace
from citecheck.sources.retry import Budget, ask_again
from citecheck.sources.robots import Robots
from citecheck.sources.settings import FetchSettings
from citecheck.sources.transport import Disposable, GuardedTransport, NoNetwork
from citecheck.sources.turns import Turns

_LOG = logging.getLogger("citecheck.cache")
_NO_HEADERS: Mapping[str, str] = {}


class Network:
    """Everything between a URL and its answer. One for each run; use `open_network`."""

    def __init__(
        self,
        settings: FetchSettings,
        transport: httpx.AsyncBaseTransport,
        ledger: Ledger,
        turns: Turns | None,
        resolver: Resolver = resolve,
    ) -> None:
        self._resolver = resolver
        self._settings = settings
        self._asker = Asker(settings, transport)
        self._ledger = ledger
        self._turns = turns
        self._pace = Pace(settings.per_host, settings.concurrency, settings.delay)
        self._robots = Robots(lambda url: self.hop(url, Budget(settings.timeout), checked=False))
        self._under_way: dict[str, asyncio.Task[Hop]] = {}
        self._asked: dict[str, float] = {}

    async def hop(
        self,
        url: str,
        budget: Budget,
        headers: Mapping[str, str] = _NO_HEADERS,
        *,
        checked: bool = True,
    ) -> Hop:
        """The answer to a canonical URL, asked for once in this run.

        `headers` set the request apart from others for the same URL. With `checked`, robots.txt
        has a say if the settings honour it.
        """
        key = cache_key(url, headers)
        if key not in self._under_way:
            task = asyncio.ensure_future(self._once(key, url, budget, headers, checked))
            task.add_done_callback(lambda _: self._under_way.pop(key))
            self._under_way[key] = task
        return await asyncio.shield(self._under_way[key])

    async def leads_inside(self, host: str) -> bool:
        """Whether a host name resolves to an address that is not public; False where it resolves
        to none."""
        try:
            return not all(map(is_public, await self._resolver(host, 443)))
        except (OSError, UnicodeError, ValueError):
            return False

    async def stop(self) -> None:
        """Give up whatever is still under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _once(
        self, key: str, url: str, budget: Budget, headers: Mapping[str, str], checked: bool
    ) -> Hop:
        if self._turns is None:
            return await self._kept(key, url, budget, headers)
        if checked and self._settings.robots is RobotsRule.HONOUR:
            leave = await self._robots.leave(url)
            if not leave.given:
                return failed(url, SourceStatus.REFUSED_BY_ROBOTS, leave.reason)
            if leave.delay:
                self._pace.slow_down(url, leave.delay)
        began = time.time()
        async with self._turns.turn(key) as waited:
            # Asked before in this run, or by another process while this one waited.
            since = self._asked.get(key, began if waited else math.inf)
            answered = False if since == math.inf else self._ledger.answered(key, since)
            if isinstance(answered, Hop):
                return answered
            self._asked[key] = began
            hop = await self._with_retries(url, budget, headers, kept_will_do=answered)
            self._ledger.note(key, hop)
            return hop

    async def _kept(self, key: str, url: str, budget: Budget, headers: Mapping[str, str]) -> Hop:
        hop = await self._asker.ask(url, budget.left, headers, kept_will_do=True)
        if hop.source.status is SourceStatus.NOT_CACHED:
            noted = self._ledger.answered(key)
            if isinstance(noted, Hop):
                return noted
        return hop

    async def _with_retries(
        self, url: str, budget: Budget, headers: Mapping[str, str], kept_will_do: bool
    ) -> Hop:
        async def ask() -> Hop:
            async with self._pace.turn(url):
                closed = self._pace.closed_for(url)
                if closed and not kept_will_do:
                    particular = f"the host asked to wait {closed:.0f} s more; not asked"
                    return failed(url, SourceStatus.RATE_LIMITED, particular, wait=closed)
                began = time.monotonic()
                hop = await self._asker.ask(url, budget.left, headers, kept_will_do=kept_will_do)
                budget.left -= time.monotonic() - began
            if hop.source.status is SourceStatus.RATE_LIMITED and hop.wait:
                self._pace.close(url, hop.wait)
            return hop

        first = await ask()
        if first.wait is None or self._settings.retries == 0:
            return first
        return await ask_again(ask, first, budget, self._settings.retries)


@asynccontextmanager
async def open_network(
    settings: FetchSettings, resolver: Resolver = resolve
) -> AsyncIterator[Network]:
    """A network that is closed at the end. Raises `SettingsError` when the cache folder cannot
    be used. Where its disk is full, what it keeps is read offline, and else a run has a cache of
    its own, which goes with it."""
    read_only = settings.offline and is_read_only(settings.cache_dir)
    async with AsyncExitStack() as stack:
        try:
            path = cache_file(settings.cache_dir, read_only=read_only)
        except NoRoom as error:
            read_only = settings.offline
            if read_only:
                path = cache_file(settings.cache_dir, read_only=True)
            else:
                _LOG.warning("citecheck: %s: the disk is full; pages are not kept", error.subject)
                path = cache_file(Path(stack.enter_context(TemporaryDirectory())))
        try:
            connection = Connection(path, read_only=read_only)
        except sqlite3.Error as error:
            raise SettingsError(str(path), f"cannot be opened: {error}") from None
        stack.callback(_look_over, path, connection)
        storage = PageStorage(
            connection=cast(Any, connection),
            max_stream_size=settings.max_bytes,
            max_size=MAX_CACHE_BYTES,
        )
        stack.push_async_callback(storage.close)
        network: httpx.AsyncBaseTransport = NoNetwork()
        if not settings.offline:
            backend = GuardedBackend(settings.allow_private_hosts, resolver)
            network = GuardedTransport(backend, settings.concurrency)
            stack.push_async_callback(network.aclose)
        options: bool | CacheOptions = False if settings.offline else CacheOptions(shared=False)
        cached = AsyncCacheTransport(network, storage, options)
        transport = Disposable(cached, network)
        ledger = Ledger(path.parent, read_only=read_only)
        stack.callback(ledger.close)
        turns = None
        if not settings.offline:  # then the folder may be one that cannot be written to
            turns = Turns(path.parent, patience=2 * settings.timeout)
            stack.callback(turns.close)
        opened = Network(settings, transport, ledger, turns, resolver)
        stack.push_async_callback(opened.stop)
        yield opened


def _look_over(path: Path, connection: Connection) -> None:
    """Set a cache aside that was found broken while it was in use; the next run has a new one."""
    if connection.damaged and not connection.read_only:
        with suppress(OSError):
            set_aside(path)

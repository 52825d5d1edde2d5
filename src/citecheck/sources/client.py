"""Fetches URLs: follows each to its end, which is a `Source`, whatever the end is."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from citecheck.model import Source, SourceStatus
from citecheck.sources.exchange import Exchange
from citecheck.sources.files import is_file_url, read_file
from citecheck.sources.guard import Resolver, resolve
from citecheck.sources.hop import Hop
from citecheck.sources.network import Network, open_network
from citecheck.sources.retry import Budget
from citecheck.sources.settings import FetchSettings
from citecheck.sources.status import in_words
from citecheck.sources.urls import UnsupportedScheme, canonical_url

Save = Callable[[Source, Sequence[Exchange]], None]
"""Keeps one look-up: how it ended, and its requests and answers in order. Called in threads."""

_NO_HEADERS: Mapping[str, str] = {}


def fetch_all(
    urls: Sequence[str],
    settings: FetchSettings,
    *,
    on_done: Callable[[Source], None] | None = None,
    save: Save | None = None,
    resolver: Resolver = resolve,
) -> dict[str, Source]:
    """Fetch every URL; the result has one `Source` for each URL as given.

    URLs that are the same page (`canonical_url`) are fetched once. Whatever a URL, a server or
    the network does is a status, never an exception. `on_done` is called for each given URL,
    `save` once for each page. Raises `SettingsError` when the cache folder cannot be used.
    """
    return asyncio.run(
        fetch_all_async(urls, settings, on_done=on_done, save=save, resolver=resolver)
    )


async def fetch_all_async(
    urls: Sequence[str],
    settings: FetchSettings,
    *,
    on_done: Callable[[Source], None] | None = None,
    save: Save | None = None,
    resolver: Resolver = resolve,
) -> dict[str, Source]:
    """What `fetch_all` does, for callers that have an event loop."""
    sources: dict[str, Source] = {}
    given: dict[str, list[str]] = defaultdict(list)

    def done(source: Source) -> None:
        sources[source.url] = source
        if on_done is not None:
            on_done(source)

    for url in dict.fromkeys(urls):
        canonical = url if url in settings.files else canonical_or_failed(url)
        if isinstance(canonical, Source):
            done(canonical)
        else:
            given[canonical].append(url)
    if given:
        async with fetching(settings, save=save, resolver=resolver) as fetch:

            async def one(canonical: str) -> None:
                source = await fetch(canonical)
                for url in given[canonical]:
                    done(replace(source, url=url))

            await asyncio.gather(*map(one, given))
    return {url: sources[url] for url in dict.fromkeys(urls)}


@asynccontextmanager
async def fetching(
    settings: FetchSettings, *, save: Save | None = None, resolver: Resolver = resolve
) -> AsyncIterator[Fetcher]:
    """Look URLs up one by one as they come, with one cache, one pool and one pace for all.

    Raises `SettingsError` when the cache folder cannot be used.
    """
    async with open_network(settings, resolver) as network:
        yield Fetcher(network, settings, save)


class Fetcher:
    """Gives a `Source` for whatever URL; may be awaited many times at once."""

    def __init__(self, network: Network, settings: FetchSettings, save: Save | None) -> None:
        self._network = network
        self._settings = settings
        self._save = save

    async def __call__(self, url: str) -> Source:
        """Fetch the page as it is now."""
        folder = self._settings.files.get(url)
        canonical = canonical_or_failed(url)
        exchanges: Sequence[Exchange] = ()
        if folder is not None:
            limit = self._settings.max_bytes
            source = await asyncio.to_thread(read_file, url, folder, limit)
        elif isinstance(canonical, Source):
            return canonical
        else:
            source, exchanges = await follow(self._network, self._settings, canonical)
        await self._keep(source, exchanges)
        return replace(source, url=url)

    async def archived(self, url: str, at: datetime | None = None) -> Source | None:
        """Fetch a web archive's copy, the one nearest to `at` or else the last; None when there
        is none that can be read."""
        from citecheck.sources.archive import find_copy

        found = await find_copy(self._network, self._settings, url, at)
        if found is None:
            return None
        source, exchanges = found
        await self._keep(source, exchanges)
        return source

    async def _keep(self, source: Source, exchanges: Sequence[Exchange]) -> None:
        """Save in a thread: compressing a large body takes a while, and others wait for answers."""
        if self._save is not None:
            await asyncio.to_thread(self._save, source, exchanges)


def canonical_or_failed(url: str) -> str | Source:
    """The canonical form of a URL, or the source that says why it is not fetched."""
    try:
        return canonical_url(url)
    except UnsupportedScheme as error:
        status, words = SourceStatus.REFUSED_BY_POLICY, str(error)
        if is_file_url(url):
            hint = "give --allow-files if it is below the brief's folder"
            return Source(url, status, in_words(status, "a file of this machine", hint))
    except ValueError as error:
        status, words = SourceStatus.INVALID_URL, str(error)
    return Source(url, status, in_words(status, words))


@dataclass(slots=True)
class _Trip:
    """One URL under way: where it began and stands, where it has been."""

    start: str
    url: str
    redirects: list[str] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)

    def end(self, source: Source) -> tuple[Source, list[Exchange]]:
        """The source, and what was exchanged for it."""
        redirects = tuple(self.redirects)
        ended = replace(source, url=self.start, final_url=self.url, redirects=redirects)
        return ended, self.exchanges

    def fail(self, status: SourceStatus, particular: str) -> tuple[Source, list[Exchange]]:
        """The end for a reason of its own."""
        return self.end(Source(self.start, status, in_words(status, particular)))


async def follow(
    network: Network,
    settings: FetchSettings,
    url: str,
    headers: Mapping[str, str] = _NO_HEADERS,
    turn: Callable[[Hop, str], str] = lambda hop, target: target,
) -> tuple[Source, list[Exchange]]:
    """Follow a canonical URL to its end; the source, and the requests and answers on the way.

    `headers` are sent with every request. `turn` may change where a redirect leads.
    """
    trip = _Trip(url, url)
    budget = Budget(settings.timeout)
    while True:
        hop = await network.hop(trip.url, budget, headers)
        if hop.exchange is not None:
            trip.exchanges.append(hop.exchange)
        if hop.target is None:
            return trip.end(hop.source)
        try:
            target = canonical_url(turn(hop, hop.target))
        except UnsupportedScheme as error:
            return trip.fail(SourceStatus.REFUSED_BY_POLICY, f"a redirect: {error}")
        except ValueError as error:
            return trip.fail(SourceStatus.BROKEN_RESPONSE, f"a redirect: {error}")
        trip.redirects.append(trip.url)
        if target in trip.redirects or len(trip.redirects) > settings.max_redirects:
            trip.url = target
            return trip.fail(SourceStatus.TOO_MANY_REDIRECTS, f"at {target}"[:300])
        trip.url = target

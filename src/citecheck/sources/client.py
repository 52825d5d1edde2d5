"""Fetches URLs: many hosts at once, few requests at a time to one, each end a `Source`."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpcore
import httpx
from hishel import CacheOptions
from hishel.httpx import AsyncCacheTransport

from citecheck.model import Source, SourceStatus
from citecheck.sources.bodies import BrokenBody, TooLarge, read_body
from citecheck.sources.cache import MAX_CACHE_BYTES, PageStorage, cache_file, cache_key, sent_at
from citecheck.sources.guard import (
    AddressRefused,
    GuardedBackend,
    NameNotFound,
    Resolver,
    resolve,
)
from citecheck.sources.settings import FetchSettings
from citecheck.sources.status import RETRIED_CODES, in_words, of_code
from citecheck.sources.transport import GuardedTransport, NoNetwork, NotKept
from citecheck.sources.urls import UnsupportedScheme, canonical_url

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5"
_LARGEST_ERROR_PAGE = 1_000_000  # bytes; what bot walls and paywalls are recognised by
_LONGEST_BACK_OFF = 8.0  # seconds, where the server names no time


def fetch_all(
    urls: Sequence[str],
    settings: FetchSettings,
    *,
    on_done: Callable[[Source], None] | None = None,
    resolver: Resolver = resolve,
) -> dict[str, Source]:
    """Fetch every URL; the result has one `Source` for each URL as given.

    URLs that are the same page (`canonical_url`) are fetched once. Whatever a URL, a server or
    the network does is a status, never an exception. `on_done` is called for each given URL.
    Raises `SettingsError` when the cache folder cannot be used.
    """
    return asyncio.run(fetch_all_async(urls, settings, on_done=on_done, resolver=resolver))


@asynccontextmanager
async def fetching(
    settings: FetchSettings, *, resolver: Resolver = resolve
) -> AsyncIterator[Callable[[str], Awaitable[Source]]]:
    """Look URLs up one by one as they come, with one cache, one pool and one pace for all.

    The function that it yields gives a `Source` for whatever URL, and may be awaited many times
    at once. Raises `SettingsError` when the cache folder cannot be used.
    """
    async with AsyncExitStack() as stack:
        fetcher = _Fetcher(settings, await _client(settings, resolver, stack))

        async def fetch(url: str) -> Source:
            canonical = _canonical(url)
            if isinstance(canonical, Source):
                return canonical
            return replace(await fetcher.fetch(canonical), url=url)

        yield fetch


async def fetch_all_async(
    urls: Sequence[str],
    settings: FetchSettings,
    *,
    on_done: Callable[[Source], None] | None = None,
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
        canonical = _canonical(url)
        if isinstance(canonical, Source):
            done(canonical)
        else:
            given[canonical].append(url)
    if given:
        async with AsyncExitStack() as stack:
            fetcher = _Fetcher(settings, await _client(settings, resolver, stack))

            async def one(canonical: str) -> None:
                source = await fetcher.fetch(canonical)
                for url in given[canonical]:
                    done(replace(source, url=url))

            await asyncio.gather(*map(one, given))
    return {url: sources[url] for url in dict.fromkeys(urls)}


def _canonical(url: str) -> str | Source:
    """The form under which a URL is fetched, or the source of one that is not fetched at all."""
    try:
        return canonical_url(url)
    except UnsupportedScheme as error:
        status = SourceStatus.REFUSED_BY_POLICY
        return Source(url, status, in_words(status, str(error)))
    except ValueError as error:
        status = SourceStatus.INVALID_URL
        return Source(url, status, in_words(status, str(error)))


async def _client(
    settings: FetchSettings,
    resolver: Resolver,
    stack: AsyncExitStack,
) -> AsyncCacheTransport:
    storage = PageStorage(
        database_path=cache_file(settings.cache_dir),
        max_stream_size=settings.max_bytes,
        max_size=MAX_CACHE_BYTES,
    )
    stack.push_async_callback(storage.close)
    network: httpx.AsyncBaseTransport = NoNetwork()
    if not settings.offline:
        backend = GuardedBackend(settings.allow_private_hosts, resolver)
        network = GuardedTransport(backend, settings.concurrency, ssl.create_default_context())
        stack.push_async_callback(network.aclose)
    options: bool | CacheOptions = False if settings.offline else CacheOptions(shared=False)
    return AsyncCacheTransport(network, storage, options)


@dataclass(slots=True)
class _Trip:
    """One URL under way: where it stands, what time it has left, where it has been."""

    url: str
    left: float
    redirects: list[str]


class _Fetcher:
    def __init__(self, settings: FetchSettings, transport: httpx.AsyncBaseTransport) -> None:
        self._settings = settings
        self._transport = transport
        self._hosts: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(settings.per_host)
        )
        self._all = asyncio.Semaphore(settings.concurrency)

    async def fetch(self, url: str) -> Source:
        """Follow `url` to its end."""
        trip = _Trip(url, self._settings.timeout, [])
        while True:
            outcome = await self._hop(trip)
            if isinstance(outcome, Source):
                return outcome
            try:
                target = canonical_url(outcome)
            except UnsupportedScheme as error:
                return _ended(trip, SourceStatus.REFUSED_BY_POLICY, f"a redirect: {error}")
            except ValueError as error:
                return _ended(trip, SourceStatus.BROKEN_RESPONSE, f"a redirect: {error}")
            trip.redirects.append(trip.url)
            if target in trip.redirects or len(trip.redirects) > self._settings.max_redirects:
                return _ended(trip, SourceStatus.TOO_MANY_REDIRECTS, f"at {target}"[:300])
            trip.url = target

    async def _hop(self, trip: _Trip) -> Source | str:
        """One URL of the trip with its retries: a source, or the URL that it redirects to."""
        host = httpx.URL(trip.url).netloc.decode("ascii", "replace")
        async with self._hosts[host], self._all:
            outcome, wait = await self._timed(trip)
            if wait is None or self._settings.retries == 0:
                return outcome
            return await self._retried(trip, outcome, wait)

    async def _retried(self, trip: _Trip, outcome: Source | str, wait: float) -> Source | str:
        from tenacity import AsyncRetrying, RetryCallState, retry_if_result, stop_after_attempt

        last: tuple[Source | str, float | None] = (outcome, wait)

        def pause(state: RetryCallState) -> float:
            asked = last[1] or 0.0
            return max(asked, min(_LONGEST_BACK_OFF, 0.5 * 2.0**state.attempt_number) - 0.5)

        async def again() -> tuple[Source | str, float | None]:
            nonlocal last
            if first:
                first.pop()
                return last
            last = await self._timed(trip)
            return last

        async def sleep(seconds: float) -> None:
            trip.left -= seconds
            await asyncio.sleep(seconds)

        def worth_it(result: tuple[Source | str, float | None]) -> bool:
            # A server that asks for more time than is left is not asked again.
            return result[1] is not None and result[1] < trip.left

        first = [True]
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._settings.retries + 1),
            wait=pause,
            sleep=sleep,
            retry=retry_if_result(worth_it),
            retry_error_callback=lambda _: last,
        )
        return (await retrying(again))[0]

    async def _timed(self, trip: _Trip) -> tuple[Source | str, float | None]:
        """One request within the time left; the second value is None unless a retry may help,
        else the seconds that the server asks to wait."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(max(trip.left, 0.01)):
                return await self._request(trip)
        except TimeoutError:
            limit = f"more than {self._settings.timeout:g} s"
            return _ended(trip, SourceStatus.TIMEOUT, limit), None
        finally:
            trip.left -= time.monotonic() - began

    async def _request(self, trip: _Trip) -> tuple[Source | str, float | None]:
        try:
            request = self._built(trip.url)
            response = await self._transport.handle_async_request(request)
            try:
                return await self._answer(trip, response)
            finally:
                await response.aclose()
        except TooLarge:
            limit = f"more than {self._settings.max_bytes / 1e6:g} MB"
            return _ended(trip, SourceStatus.TOO_LARGE, limit), None
        except NotKept:
            return _ended(trip, SourceStatus.NOT_CACHED), None
        except AddressRefused as error:
            hint = "give --allow-private-hosts if it is yours"
            status = SourceStatus.REFUSED_BY_POLICY
            return _ended(trip, status, f"no public address: {error}", hint), None
        except NameNotFound as error:
            return _ended(trip, SourceStatus.DNS_FAILURE, str(error)), None
        except (httpcore.TimeoutException, httpx.TimeoutException):
            return _ended(trip, SourceStatus.TIMEOUT), None
        except (httpcore.ConnectError, httpcore.NetworkError, httpx.NetworkError) as error:
            return self._broken_connection(trip, error)
        except (httpcore.ProtocolError, httpx.HTTPError, BrokenBody, ValueError) as error:
            return _ended(trip, SourceStatus.BROKEN_RESPONSE, _words(error)), 0.0
        except OSError as error:
            return _ended(trip, SourceStatus.CONNECTION_FAILED, _words(error)), 0.0

    def _broken_connection(
        self, trip: _Trip, error: Exception
    ) -> tuple[Source | str, float | None]:
        secure = _cause(error, ssl.SSLError)
        if secure is not None:
            reason = getattr(secure, "verify_message", "") or getattr(secure, "reason", "")
            return _ended(trip, SourceStatus.TLS_FAILURE, reason or _words(secure)), None
        if isinstance(error, httpcore.ConnectError):
            return _ended(trip, SourceStatus.CONNECTION_FAILED, _words(error)), 0.0
        return _ended(trip, SourceStatus.BROKEN_RESPONSE, _words(error) or "it was cut off"), 0.0

    def _built(self, url: str) -> httpx.Request:
        headers = {
            "User-Agent": self._settings.user_agent,
            "Accept": _ACCEPT,
            "Accept-Language": "en, *;q=0.5",
            "Accept-Encoding": "gzip, deflate, br",
        }
        if self._settings.refresh:
            headers["Cache-Control"] = "no-cache"
        limit = self._settings.connect_timeout
        extensions: dict[str, Any] = {
            "timeout": {"connect": limit, "read": None, "write": None, "pool": None},
            "caching": {"key": cache_key(url)},
        }
        return httpx.Request("GET", url, headers=headers, extensions=extensions)

    async def _answer(
        self, trip: _Trip, response: httpx.Response
    ) -> tuple[Source | str, float | None]:
        code = response.status_code
        location = response.headers.get("location")
        if code in _REDIRECTS and location:
            await read_body(response, self._settings.max_bytes)  # so that it can be kept
            return str(httpx.URL(trip.url).join(location)), None
        status = of_code(code)
        if status is not SourceStatus.OK:
            wait = _retry_after(response) if code in RETRIED_CODES else None
            particular = f"HTTP {code}"
            if wait:
                particular += f", asks to wait {wait:.0f} s"
            body = await _error_body(response)
            return _answered(_ended(trip, status, particular), response, body), wait
        body = await read_body(response, self._settings.max_bytes)
        return _answered(_ended(trip, SourceStatus.OK), response, body), None


def _answered(source: Source, response: httpx.Response, body: bytes) -> Source:
    """The source with what the response brought."""
    caching = response.extensions.get("caching", {})
    kept = bool(caching.get("from_cache")) and not caching.get("revalidated")
    sent = sent_at(response.headers.get("date")) if kept else None
    return replace(
        source,
        http_status=response.status_code,
        fetched_at=sent or datetime.now(UTC).replace(microsecond=0),
        content_type=response.headers.get("content-type"),
        body=body,
        sha256=hashlib.sha256(body).hexdigest() if body else None,
        from_cache=kept,
    )


async def _error_body(response: httpx.Response) -> bytes:
    """What the server shows in place of the page; empty when that is large or broken."""
    try:
        return await read_body(response, _LARGEST_ERROR_PAGE)
    except (TooLarge, BrokenBody, httpcore.ProtocolError, httpcore.NetworkError):
        return b""


def _ended(
    trip: _Trip, status: SourceStatus, particular: str = "", hint: str | None = None
) -> Source:
    return Source(
        url=trip.url,
        status=status,
        detail=in_words(status, particular, hint),
        final_url=trip.url,
        redirects=tuple(trip.redirects),
    )


def _retry_after(response: httpx.Response) -> float:
    """Seconds that the server asks to wait; 0 when it names none."""
    header = response.headers.get("retry-after", "").strip()
    if header.isdigit():
        return float(header[:9])
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError):
        return 0.0
    return max(0.0, moment.timestamp() - time.time())


def _cause(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    for _ in range(10):
        if error is None or isinstance(error, kind):
            return error
        error = error.__cause__ or error.__context__
    return None


def _words(error: BaseException) -> str:
    """An exception's message on one short line."""
    return " ".join(str(error).split())[:200]

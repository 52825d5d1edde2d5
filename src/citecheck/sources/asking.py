"""Sends one request and turns whatever comes of it into a `Hop`."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpcore
import httpx

from citecheck.faults import noted
from citecheck.model import Source, SourceStatus
from citecheck.outside import dates, numbers
from citecheck.sources.bodies import BrokenBody, TooLarge, read_body
from citecheck.sources.cache import cache_key, sent_at
from citecheck.sources.database import DamagedError
from citecheck.sources.exchange import Exchange
from citecheck.sources.guard import AddressRefused, NameNotFound
from citecheck.sources.hop import Hop, failed, pairs
from citecheck.sources.onward import leads_on
from citecheck.sources.settings import FetchSettings
from citecheck.sources.status import RETRIED_CODES, in_words, of_code
from citecheck.sources.transport import NotKept

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,*/*;q=0.5"
_LONGEST_WAIT = 999_999_999  # seconds that a server is believed to ask for
_LARGEST_ERROR_PAGE = 1_000_000  # bytes; what bot walls and paywalls are recognised by
_ERROR_PAGE_PATIENCE = 5.0  # seconds for the body of a redirect or an error


class Asker:
    """Asks through one transport under one set of limits."""

    def __init__(self, settings: FetchSettings, transport: httpx.AsyncBaseTransport) -> None:
        self._settings = settings
        self._transport = transport

    async def ask(
        self,
        url: str,
        left: float,
        headers: Mapping[str, str] | None = None,
        *,
        kept_will_do: bool = False,
    ) -> Hop:
        """Ask for `url` within `left` seconds.

        `headers` go with the request, and answers are kept apart by them. With `kept_will_do` a
        kept answer is taken whether fresh or not.
        """
        try:
            async with asyncio.timeout(max(left, 0.01)):
                try:
                    return await self._request(url, headers or {}, kept_will_do)
                except DamagedError:  # its entry is gone by now
                    return await self._request(url, headers or {}, kept_will_do)
        except DamagedError:
            return failed(url, SourceStatus.NOT_CACHED, "the copy that was kept is damaged")
        except TimeoutError:
            return failed(url, SourceStatus.TIMEOUT, f"more than {self._settings.timeout:g} s")

    async def _request(self, url: str, headers: Mapping[str, str], kept_will_do: bool) -> Hop:
        try:
            request = self._built(url, headers, kept_will_do)
            response = await self._transport.handle_async_request(request)
            try:
                return await self._answer(url, request, response)
            finally:
                await response.aclose()
        except TooLarge:
            limit = f"more than {self._settings.max_bytes / 1e6:g} MB"
            return failed(url, SourceStatus.TOO_LARGE, limit)
        except NotKept:
            return failed(url, SourceStatus.NOT_CACHED)
        except AddressRefused as error:
            hint = "give --allow-private-hosts if it is yours"
            status = SourceStatus.REFUSED_BY_POLICY
            return failed(url, status, f"no public address: {error}", hint)
        except NameNotFound as error:
            return failed(url, SourceStatus.DNS_FAILURE, str(error))
        except (httpcore.TimeoutException, httpx.TimeoutException):
            return failed(url, SourceStatus.TIMEOUT)
        except (httpcore.ConnectError, httpcore.NetworkError, httpx.NetworkError) as error:
            return _broken_connection(url, error)
        except (
            httpcore.ProtocolError,
            httpx.HTTPError,
            httpx.InvalidURL,
            BrokenBody,
            ValueError,
        ) as error:
            return failed(url, SourceStatus.BROKEN_RESPONSE, _words(error), wait=0.0)
        except OSError as error:
            return failed(url, SourceStatus.CONNECTION_FAILED, _words(error), wait=0.0)
        except DamagedError:
            raise
        except Exception as error:  # whatever a server makes a library trip over is its own end
            return failed(url, SourceStatus.BROKEN_RESPONSE, noted(error, url))

    def _built(self, url: str, extra: Mapping[str, str], kept_will_do: bool) -> httpx.Request:
        headers = {
            "User-Agent": self._settings.user_agent,
            "Accept": _ACCEPT,
            "Accept-Language": "en, *;q=0.5",
            "Accept-Encoding": "gzip, deflate, br, zstd",
            **extra,
        }
        if self._settings.refresh and not kept_will_do:
            headers["Cache-Control"] = "no-cache"
        limit = self._settings.connect_timeout
        caching: dict[str, Any] = {"key": cache_key(url, extra)}
        if kept_will_do:
            caching["rfc"] = False
        extensions: dict[str, Any] = {
            "timeout": {"connect": limit, "read": None, "write": None, "pool": None},
            "caching": caching,
        }
        return httpx.Request("GET", url, headers=headers, extensions=extensions)

    async def _answer(self, url: str, request: httpx.Request, response: httpx.Response) -> Hop:
        code = response.status_code
        location = response.headers.get("location")
        if code in _REDIRECTS and location:
            sent, body = await _short_body(response)
            source = _answered(url, SourceStatus.OK, "", response, body)
            target = str(httpx.URL(url).join(location))
            return _hop(source, request, response, sent, target=target)
        status = of_code(code)
        if status is SourceStatus.OK:
            sent, body = await read_body(response, self._settings.max_bytes)
            source = _answered(url, status, "", response, body)
            refresh = response.headers.get("refresh", "")
            onward = leads_on(url, refresh, source.content_type or "", body)
            return _hop(source, request, response, sent, target=onward)
        wait = _retry_after(response) if code in RETRIED_CODES else None
        particular = f"HTTP {code}"
        if wait:
            particular += f", asks to wait {wait:.0f} s"
        sent, body = await _short_body(response)
        source = _answered(url, status, particular, response, body)
        return _hop(source, request, response, sent, wait=wait)


async def _short_body(response: httpx.Response) -> tuple[bytes, bytes]:
    """The body of a redirect or an error; empty when it is large, slow or broken."""
    try:
        async with asyncio.timeout(_ERROR_PAGE_PATIENCE):
            return await read_body(response, _LARGEST_ERROR_PAGE)
    except (TooLarge, BrokenBody, TimeoutError, httpcore.ProtocolError, httpcore.NetworkError):
        return b"", b""


def _answered(
    url: str, status: SourceStatus, particular: str, response: httpx.Response, body: bytes
) -> Source:
    caching = response.extensions.get("caching", {})
    kept = bool(caching.get("from_cache")) and not caching.get("revalidated")
    sent = sent_at(response.headers.get("date")) if kept else None
    return Source(
        url=url,
        status=status,
        detail=in_words(status, particular),
        http_status=response.status_code,
        final_url=url,
        fetched_at=sent or datetime.now(UTC).replace(microsecond=0),
        content_type=response.headers.get("content-type"),
        body=body,
        sha256=hashlib.sha256(body).hexdigest() if body else None,
        from_cache=kept,
    )


def _hop(
    source: Source,
    request: httpx.Request,
    response: httpx.Response,
    sent: bytes,
    target: str | None = None,
    wait: float | None = None,
) -> Hop:
    version = response.extensions.get("http_version", b"HTTP/1.1")
    reason = response.extensions.get("reason_phrase", b"")
    assert source.fetched_at is not None
    exchange = Exchange(
        url=source.url,
        at=source.fetched_at,
        request=pairs(request.headers),
        status=response.status_code,
        headers=pairs(response.headers),
        payload=sent,
        reason=reason.decode("latin-1"),
        version=version.decode("latin-1"),
    )
    lasting = "no-store" not in response.headers.get("cache-control", "").lower()
    caching = response.extensions.get("caching", {})
    in_cache = bool(caching.get("stored") or caching.get("from_cache"))
    return Hop(source, target, wait, exchange, in_cache, lasting)


def _broken_connection(url: str, error: Exception) -> Hop:
    secure = _cause(error, ssl.SSLError)
    if secure is not None:
        reason = getattr(secure, "verify_message", "") or getattr(secure, "reason", "")
        return failed(url, SourceStatus.TLS_FAILURE, reason or _words(secure))
    if isinstance(error, httpcore.ConnectError):
        return failed(url, SourceStatus.CONNECTION_FAILED, _words(error), wait=0.0)
    words = _words(error) or "it was cut off"
    return failed(url, SourceStatus.BROKEN_RESPONSE, words, wait=0.0)


def _retry_after(response: httpx.Response) -> float:
    """Seconds that the server asks to wait; 0 when it names none."""
    header = response.headers.get("retry-after", "")
    number = numbers.whole(header, _LONGEST_WAIT)
    if number is not None:
        return float(number)
    moment = dates.from_http(header)
    if moment is None:
        return 0.0
    return numbers.seconds(moment.timestamp() - time.time(), _LONGEST_WAIT)


def _cause(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    for _ in range(10):
        if error is None or isinstance(error, kind):
            return error
        error = error.__cause__ or error.__context__
    return None


def _words(error: BaseException) -> str:
    """An exception's message on one short line."""
    return " ".join(str(error).split())[:200]

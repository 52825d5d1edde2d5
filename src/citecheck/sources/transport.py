"""Carries httpx requests over httpcore through the guarded network backend."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterable, AsyncIterator
from functools import cache

import httpcore
import httpx

from citecheck.faults import noted
from citecheck.sources.guard import AddressRefused, GuardedBackend, NameNotFound

_FAILURES = (
    *(httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError),
    *(httpcore.UnsupportedProtocol, httpx.HTTPError, httpx.InvalidURL),
    *(AddressRefused, NameNotFound, OSError),
)


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        if hasattr(self._stream, "aclose"):
            await self._stream.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """HTTP/1.1 and, where the server offers it, HTTP/2, over checked addresses only.

    Proxy variables of the environment are not used: through a proxy the address could not be
    checked. Errors are httpcore's, `AddressRefused` and `NameNotFound`.

    The pool is made at the first request, since a run on kept pages needs none.
    """

    def __init__(self, backend: GuardedBackend, connections: int) -> None:
        self._backend = backend
        self._connections = connections
        self._pool: httpcore.AsyncConnectionPool | None = None

    def _opened(self) -> httpcore.AsyncConnectionPool:
        if self._pool is None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=_tls(),
                max_connections=self._connections,
                max_keepalive_connections=self._connections,
                keepalive_expiry=5.0,
                http2=True,
                network_backend=self._backend,
            )
        return self._pool

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the response is streamed."""
        response = await self._opened().handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        assert isinstance(response.stream, AsyncIterable)
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response.stream),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        if self._pool is not None:
            await self._pool.aclose()


@cache
def _tls() -> ssl.SSLContext:
    """One for the process: the certificates of the system take a while to read."""
    return ssl.create_default_context()


class Disposable(httpx.AsyncBaseTransport):
    """The cache in front of the network, which goes on without it when it fails."""

    def __init__(self, cached: httpx.AsyncBaseTransport, network: httpx.AsyncBaseTransport) -> None:
        self._cached = cached
        self._network = network

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """What is kept, else what the network gives; its own errors pass."""
        try:
            return await self._cached.handle_async_request(request)
        except (*_FAILURES, NotKept):
            raise
        except Exception as error:
            # A broken database, or a kept answer that the cache's library trips over.
            noted(error, str(request.url))
            return await self._network.handle_async_request(request)


class NotKept(Exception):
    """Offline, and the cache has no copy."""


class NoNetwork(httpx.AsyncBaseTransport):
    """Stands in for the network when citecheck is offline."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raise `NotKept`: what is asked here is not in the cache."""
        raise NotKept(str(request.url))

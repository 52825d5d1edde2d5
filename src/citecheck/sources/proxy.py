"""An HTTP proxy on this machine that connects to allowed addresses only; a browser's sole way out.

The browser names hosts to the proxy and resolves none itself. Each name is looked up, checked and
connected to in one step by the same backend as all other fetching, so that what a page loads, its
scripts' requests and its sockets, comes under the same policy.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import httpcore
import httpx

from citecheck.sources.guard import AddressRefused, GuardedBackend, NameNotFound

_HEAD_LIMIT = 65_536  # bytes of a request's head
_STEP = 65_536
# What Chromium asks for on its own account whatever its flags: its updates, its sign-in.
_BROWSERS_OWN = frozenset(
    {"update.googleapis.com", "accounts.google.com", "clients2.google.com", "redirector.gvt1.com"}
)
_HOP_HEADERS = (b"connection:", b"proxy-", b"keep-alive:")


class _Refused(Exception):
    """The request is answered with this status instead of being passed on."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class _Request:
    """Where a request goes, what is sent there first, how many bytes of body follow."""

    host: str
    port: int
    head: bytes
    body: int
    tunnel: bool


class GuardingProxy:
    """Passes requests and tunnels on. `max_bytes` bounds what one connection brings in."""

    def __init__(self, backend: GuardedBackend, connect_timeout: float, max_bytes: int) -> None:
        self._backend = backend
        self._connect_timeout = connect_timeout
        self._max_bytes = max_bytes
        self.refused: dict[str, str] = {}
        """Hosts that were not connected to because of their addresses, with the reason."""
        self.unknown: set[str] = set()
        """Hosts whose names do not resolve."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of the browser."""
        try:
            request = _parsed(await reader.readuntil(b"\r\n\r\n"))
            upstream = await self._connected(request)
        except _Refused as refusal:
            await _answer(writer, refusal.status)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            writer.close()
        else:
            await self._pass_on(request, reader, writer, upstream)

    async def _connected(self, request: _Request) -> httpcore.AsyncNetworkStream:
        if request.host in _BROWSERS_OWN:
            raise _Refused("403 Forbidden")
        try:
            return await self._backend.connect_tcp(
                request.host, request.port, self._connect_timeout
            )
        except AddressRefused as error:
            self.refused[request.host] = str(error)
            raise _Refused("403 Forbidden") from None
        except NameNotFound:
            self.unknown.add(request.host)
            raise _Refused("502 Bad Gateway") from None
        except (httpcore.ConnectError, httpcore.ConnectTimeout, OSError):
            raise _Refused("502 Bad Gateway") from None

    async def _pass_on(
        self,
        request: _Request,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        upstream: httpcore.AsyncNetworkStream,
    ) -> None:
        async def out() -> None:
            left = request.body
            while data := await reader.read(_STEP if request.tunnel else max(1, min(left, _STEP))):
                if not request.tunnel and left <= 0:
                    return  # another request on this connection: it is for a connection of its own
                left -= len(data)
                await upstream.write(data)

        async def back() -> None:
            left = self._max_bytes
            while left > 0 and (data := await upstream.read(_STEP)):
                left -= len(data)
                writer.write(data)
                await writer.drain()

        try:
            if request.tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                await upstream.write(request.head)
            ways = [asyncio.ensure_future(out()), asyncio.ensure_future(back())]
            _, open_ways = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in open_ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        except (httpcore.NetworkError, httpcore.TimeoutException, OSError):
            pass
        finally:
            with suppress(OSError, httpcore.NetworkError):
                await upstream.aclose()
            writer.close()


@asynccontextmanager
async def open_proxy(proxy: GuardingProxy) -> AsyncIterator[str]:
    """Run a proxy on a free port of the loopback address; yields its URL."""
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=_HEAD_LIMIT)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _answer(writer: asyncio.StreamWriter, status: str) -> None:
    head = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with suppress(OSError):
        writer.write(head.encode())
        await writer.drain()
    writer.close()


def _parsed(head: bytes) -> _Request:
    first, *lines = head[:-4].split(b"\r\n")
    method, _, rest = first.decode("latin-1").partition(" ")
    target = rest.rpartition(" ")[0]
    try:
        if method == "CONNECT":
            url = httpx.URL(f"https://{target}")
            if not url.host:
                raise _Refused("400 Bad Request")
            return _Request(url.host, url.port or 443, b"", 0, tunnel=True)
        url = httpx.URL(target)
        if url.scheme != "http" or not url.host:
            raise _Refused("400 Bad Request")
        kept = [line for line in lines if not line.lower().startswith(_HOP_HEADERS)]
        body = 0
        for line in kept:
            name, _, value = line.lower().partition(b":")
            if name == b"transfer-encoding":
                raise _Refused("411 Length Required")
            if name == b"content-length":
                body = int(value)
    except (httpx.InvalidURL, ValueError):
        raise _Refused("400 Bad Request") from None
    start = f"{method} ".encode("latin-1") + url.raw_path + b" HTTP/1.1"
    text = b"\r\n".join([start, *kept, b"Connection: close", b"", b""])
    return _Request(url.host, url.port or 80, text, body, tunnel=False)

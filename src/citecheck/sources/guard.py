"""Refuses addresses that a page has no business to lead to, on the connection really made.

The name is looked up here, each address is checked, and the connection goes to the checked
address itself, so that a name which resolves differently a moment later gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import httpcore

from citecheck.sources.addresses import is_public

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""Gives the addresses of a host name; raises `socket.gaierror` when there are none."""


class AddressRefused(Exception):
    """The host leads only to addresses that are not public."""


class NameNotFound(Exception):
    """The host name does not resolve."""


def _is_public(address: str) -> bool:
    try:
        return is_public(address)
    except ValueError:  # a resolver that gives what is no address
        return False


_INTERNAL_NAMES = frozenset(
    "localhost local internal intranet lan corp home private test invalid example".split()
)


def is_internal(host: str) -> bool:
    """Tell by its name alone whether a host is of this machine, its network, or nobody's
    (RFC 6761), so that others need not learn of it."""
    try:
        return not is_public(host.strip("[]"))
    except ValueError:
        labels = host.lower().rstrip(".").split(".")
        return len(labels) == 1 or labels[-1] in _INTERNAL_NAMES or labels[-2:] == ["home", "arpa"]


async def resolve(host: str, port: int) -> list[str]:
    """Look a name up as the operating system does."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to public addresses only, unless `allow_private`."""

    def __init__(self, allow_private: bool, resolver: Resolver = resolve) -> None:
        self._allow_private = allow_private
        self._resolver = resolver
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of `host` that answers."""
        try:
            addresses = await self._resolver(host, port)
        except (socket.gaierror, UnicodeError) as error:
            raise NameNotFound(host) from error
        allowed = [a for a in addresses if self._allow_private or _is_public(a)]
        if not allowed:
            raise AddressRefused(f"{host} leads to {', '.join(addresses)}")
        failure: Exception | None = None
        for address in allowed:
            try:
                return await self._backend.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        assert failure is not None
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks between its own tries."""
        await asyncio.sleep(seconds)

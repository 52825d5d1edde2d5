"""The browser's way out, spoken to at the socket."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from citecheck.sources.guard import GuardedBackend
from citecheck.sources.proxy import GuardingProxy, open_proxy
from servers.web import Site, raw, site


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as served:
        yield served


def say(data: bytes, *, private: bool = True, most: int = 10_000_000) -> tuple[bytes, set[str]]:
    """What the proxy answers to bytes until it hangs up, and the hosts that it refused."""

    async def resolver(host: str, port: int) -> list[str]:
        if host.endswith(".invalid"):
            raise socket.gaierror
        return ["127.0.0.1"]

    async def run() -> tuple[bytes, set[str]]:
        proxy = GuardingProxy(GuardedBackend(private, resolver), 5, most)
        async with open_proxy(proxy) as url:
            reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
            writer.write(data)
            answer = b""
            try:
                async with asyncio.timeout(20):
                    while part := await reader.read(65536):
                        answer += part
            except ConnectionError:
                pass
            writer.close()
            return answer, set(proxy.refused)

    return asyncio.run(run())


def test_a_request_is_passed_on_in_its_own_form(web: Site) -> None:
    url = web.add("/a", "hello")
    answer, _ = say(
        f"GET {url}?q=1#f HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n".encode()
    )
    assert web.requests == {"/a?q=1": 1}
    assert web.headers[0]["connection"] == "close"
    assert "proxy-connection" not in web.headers[0]
    assert answer.startswith(b"HTTP/1.1 404")


def test_a_tunnel_reaches_its_host_and_no_other(web: Site) -> None:
    web.add("/a", "hello")
    request = b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer, _ = say(b"CONNECT a.example:%d HTTP/1.1\r\n\r\n" % web.port + request)
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"hello")


@pytest.mark.parametrize(
    "start", [b"CONNECT inner:%d", b"GET http://inner:%d/a", b"CONNECT 127.0.0.1:%d"]
)
def test_private_addresses_are_refused(web: Site, start: bytes) -> None:
    answer, refused = say(start % web.port + b" HTTP/1.1\r\n\r\n", private=False)
    assert answer.startswith(b"HTTP/1.1 403")
    assert refused <= {"inner", "127.0.0.1"}
    assert refused
    assert not web.requests


def test_a_second_request_does_not_go_to_the_first_host(web: Site) -> None:
    """A browser that would use the connection again is sent to a new one, checked anew."""

    def keeps(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "2")
        handler.send_header("Connection", "keep-alive")
        handler.end_headers()
        handler.wfile.write(b"ok")
        handler.close_connection = False

    web.pages["/first"] = keeps
    first = f"GET {web.url('/first')} HTTP/1.1\r\n\r\n"
    second = "GET http://other.example/second HTTP/1.1\r\nHost: other.example\r\n\r\n"
    say((first + second).encode())
    assert web.requests["/first"] <= 1
    assert "/second" not in web.requests
    assert web.requests.total() <= 1


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /relative HTTP/1.1\r\n\r\n", b"400"),
        (b"GET https://example.org/ HTTP/1.1\r\n\r\n", b"400"),
        (b"GET ftp://example.org/ HTTP/1.1\r\n\r\n", b"400"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"CONNECT  HTTP/1.1\r\n\r\n", b"400"),
        (b"CONNECT [::g]:443 HTTP/1.1\r\n\r\n", b"400"),
        (b"GET http://a.example/ HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"400"),
        (b"POST http://a.example/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"411"),
        (b"CONNECT no.invalid:443 HTTP/1.1\r\n\r\n", b"502"),
        (b"CONNECT a.example:1 HTTP/1.1\r\n\r\n", b"502"),
        (b"CONNECT update.googleapis.com:443 HTTP/1.1\r\n\r\n", b"403"),
    ],
)
def test_what_makes_no_sense_is_answered(request_: bytes, status: bytes) -> None:
    answer, _ = say(request_)
    assert answer.startswith(b"HTTP/1.1 " + status), answer


def test_a_head_without_end_is_cut_off() -> None:
    answer, _ = say(b"GET http://a.example/ HTTP/1.1\r\n" + b"X: y\r\n" * 100_000)
    assert answer == b""


def test_what_comes_in_is_bounded() -> None:
    def endless(connection: socket.socket) -> None:
        while True:
            connection.sendall(b"x" * 65536)

    with raw(endless) as url:
        answer, _ = say(f"GET {url} HTTP/1.1\r\n\r\n".encode(), most=1_000_000)
    assert 900_000 < len(answer) < 1_200_000

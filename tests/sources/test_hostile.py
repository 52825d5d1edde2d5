"""Servers that mean harm, on real sockets: each ends in time, in little memory, with its status.

Every look-up runs in a process of its own, whose memory is measured.
"""

from __future__ import annotations

import gzip
import os
import socket
import ssl
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import h2.connection
import pytest

from citecheck.model import SourceStatus
from servers.tls import certificate, http2, tls
from servers.web import raw, site

S = SourceStatus
PAGE = b"<p>The council met on Monday.</p>"
LIMIT = 4.0  # seconds for a look-up
MOST_MEGABYTES = 300

LOOK_UP = r"""
import re, sys, time
from pathlib import Path
from citecheck.sources import FetchSettings, fetch_all
s = FetchSettings(
    allow_private_hosts=True, cache_dir=Path(sys.argv[2]), retries=0, timeout=float(sys.argv[3])
)
began = time.monotonic()
source = fetch_all([sys.argv[1]], s)[sys.argv[1]]
print(time.monotonic() - began)
# Not getrusage: its peak is that of the process which forked this one, too.
status = Path("/proc/self/status").read_text()
print(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024)
print(len(source.body))
print(source.status)
print(source.detail)
"""


@dataclass(frozen=True)
class Ended:
    seconds: float
    megabytes: int
    size: int
    status: SourceStatus
    detail: str


@pytest.fixture
def look_up(tmp_path: Path) -> Callable[..., Ended]:
    def run(url: str, trusting: Path | None = None, limit: float = LIMIT) -> Ended:
        ran = subprocess.run(
            [sys.executable, "-c", LOOK_UP, url, str(tmp_path / "cache"), str(limit)],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
            env={**os.environ, **({"SSL_CERT_FILE": str(trusting)} if trusting else {})},
        )
        assert ran.stderr == ""
        seconds, megabytes, size, status, *detail = ran.stdout.splitlines()
        assert len(detail) <= 1
        ended = Ended(float(seconds), int(megabytes), int(size), S(status), "".join(detail))
        assert ended.megabytes < MOST_MEGABYTES
        assert ended.seconds < limit + 10
        return ended

    return run


def zeros(megabytes: int, compress: Callable[[bytes], bytes], flush: Callable[[], bytes]) -> bytes:
    block = b"\0" * 1_000_000
    return b"".join([*(compress(block) for _ in range(megabytes)), flush()])


def gzipped(megabytes: int) -> bytes:
    engine = zlib.compressobj(6, zlib.DEFLATED, 31)
    return zeros(megabytes, engine.compress, engine.flush)


def brotlied(megabytes: int) -> bytes:
    import brotli

    engine = brotli.Compressor(quality=4)
    return zeros(megabytes, engine.process, engine.finish)


def zstandarded(megabytes: int) -> bytes:
    import zstandard

    engine = zstandard.ZstdCompressor(level=3).compressobj()
    return zeros(megabytes, engine.compress, engine.flush)


def zstandard_with_a_huge_window() -> bytes:
    """A frame whose header asks for a window of 2 GB."""
    return b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x02\x00\x00\x00" * 1000


BOMBS: dict[str, tuple[str, Callable[[], bytes], SourceStatus]] = {
    "gzip": ("gzip", lambda: gzipped(1000), S.TOO_LARGE),
    "deflate": ("deflate", lambda: zlib.compress(b"\0" * 200_000_000), S.TOO_LARGE),
    "brotli": ("br", lambda: brotlied(1000), S.TOO_LARGE),
    "zstd": ("zstd", lambda: zstandarded(1000), S.TOO_LARGE),
    "zstd with a window of 2 GB": ("zstd", zstandard_with_a_huge_window, S.BROKEN_RESPONSE),
    "gzip in gzip": ("gzip, gzip", lambda: gzip.compress(gzipped(1000)), S.TOO_LARGE),
    "gzip in brotli": ("gzip, br", lambda: _brotli(gzipped(1000)), S.TOO_LARGE),
    "a thousand small members": ("gzip", lambda: gzipped(1) * 1000, S.TOO_LARGE),
    "gzip eight times": ("gzip," * 8, lambda: gzipped(1), S.BROKEN_RESPONSE),
}


def _brotli(data: bytes) -> bytes:
    import brotli

    return bytes(brotli.compress(data, quality=4))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_not_go_off(look_up: Callable[..., Ended], name: str) -> None:
    coding, made, status = BOMBS[name]
    with site() as web:
        url = web.add("/bomb", made(), Content_Encoding=coding)
        assert look_up(url, limit=20).status is status


def test_a_bomb_on_the_way_does_not_go_off(look_up: Callable[..., Ended]) -> None:
    """As the body of a redirect, which nobody reads, and of an error page."""
    bomb = gzipped(300)
    with site() as web:
        web.add("/page", PAGE)
        url = web.add("/a", bomb, 302, Content_Encoding="gzip", Location="/page")
        assert look_up(url, limit=20).status is S.OK
        error = look_up(web.add("/b", bomb, 404, Content_Encoding="gzip"), limit=20)
        assert (error.status, error.size) == (S.NOT_FOUND, 0)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_page_in_each_compression_is_read(look_up: Callable[..., Ended], coding: str) -> None:
    import zstandard

    made = {"gzip": gzip.compress, "br": _brotli, "zstd": zstandard.compress}[coding]
    with site() as web:
        for n, data in enumerate((PAGE, PAGE * 50_000, os.urandom(300_000))):
            ended = look_up(web.add(f"/{n}", made(data), Content_Encoding=coding))
            assert (ended.status, ended.size) == (S.OK, len(data))


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def drip(connection: socket.socket, data: bytes) -> None:
    while True:
        connection.sendall(data)
        time.sleep(0.05)


def for_ever(connection: socket.socket, data: bytes) -> None:
    while True:
        connection.sendall(data)


def gigabyte(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(1000):
        connection.sendall(b"f4240\r\n" + b"x" * 1_000_000 + b"\r\n")
    connection.sendall(b"0\r\n\r\n")


def reset(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\nabc")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def endless_headers(connection: socket.socket) -> None:
    connection.sendall(HEAD)
    for n in range(1_000_000):
        connection.sendall(b"X-%d: %s\r\n" % (n, b"y" * 1000))


RAW: dict[str, tuple[Callable[[socket.socket], None], SourceStatus]] = {
    "never answers": (lambda c: time.sleep(30), S.TIMEOUT),
    "hangs up": (lambda c: None, S.BROKEN_RESPONSE),
    "drips its body": (
        lambda c: (c.sendall(HEAD + b"Content-Length: 9999\r\n\r\n"), drip(c, b"x"))[0],
        S.TIMEOUT,
    ),
    "drips its headers": (lambda c: (c.sendall(HEAD), drip(c, b"X: y\r\n"))[0], S.TIMEOUT),
    "drips one header": (lambda c: (c.sendall(HEAD + b"X: "), drip(c, b"y"))[0], S.TIMEOUT),
    "drips chunks": (
        lambda c: (
            c.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
            drip(c, b"1\r\nx\r\n"),
        )[0],
        S.TIMEOUT,
    ),
    "says continue for ever": (
        lambda c: for_ever(c, b"HTTP/1.1 100 Continue\r\n\r\n"),
        S.TIMEOUT,
    ),
    "headers without end": (endless_headers, S.BROKEN_RESPONSE),
    "one header without end": (
        lambda c: (c.sendall(HEAD + b"X: "), for_ever(c, b"y" * 65536))[0],
        S.BROKEN_RESPONSE,
    ),
    "body without end": (
        lambda c: (c.sendall(HEAD + b"\r\n"), for_ever(c, b"x" * 65536))[0],
        S.TOO_LARGE,
    ),
    "a gigabyte": (gigabyte, S.TOO_LARGE),
    "a gigabyte that it announces": (
        lambda c: (
            c.sendall(HEAD + b"Content-Length: 1000000000\r\n\r\n"),
            for_ever(c, b"x" * 65536),
        )[0],
        S.TOO_LARGE,
    ),
    "resets in the middle": (reset, S.BROKEN_RESPONSE),
    "less than its length": (
        lambda c: c.sendall(HEAD + b"Content-Length: 1000\r\n\r\nshort"),
        S.BROKEN_RESPONSE,
    ),
    "two lengths": (
        lambda c: c.sendall(HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"),
        S.BROKEN_RESPONSE,
    ),
    "a negative length": (
        lambda c: c.sendall(HEAD + b"Content-Length: -4\r\n\r\nabcde"),
        S.BROKEN_RESPONSE,
    ),
    "a length beyond all numbers": (
        lambda c: c.sendall(HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nabcde"),
        S.BROKEN_RESPONSE,
    ),
    "bad chunks": (
        lambda c: c.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nbad\r\n"),
        S.BROKEN_RESPONSE,
    ),
    "a chunk of all the memory": (
        lambda c: (
            c.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"),
            for_ever(c, b"x" * 65536),
        )[0],
        S.TOO_LARGE,
    ),
    "a chunk size without end": (
        lambda c: (
            c.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
            for_ever(c, b"0" * 65536),
        )[0],
        S.BROKEN_RESPONSE,
    ),
    "broken gzip": (
        lambda c: c.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"),
        S.BROKEN_RESPONSE,
    ),
    "an unknown compression": (
        lambda c: c.sendall(HEAD + b"Content-Encoding: rot13\r\nContent-Length: 5\r\n\r\nhello"),
        S.BROKEN_RESPONSE,
    ),
    "nonsense": (lambda c: c.sendall(b"complete nonsense\r\n\r\n"), S.BROKEN_RESPONSE),
    "nonsense without end": (lambda c: for_ever(c, os.urandom(65536)), S.BROKEN_RESPONSE),
    "another protocol": (lambda c: c.sendall(b"SSH-2.0-OpenSSH_9.9\r\n"), S.BROKEN_RESPONSE),
    "a null in a header": (
        lambda c: c.sendall(HEAD + b"X: a\0b\r\nContent-Length: 1\r\n\r\nx"),
        S.BROKEN_RESPONSE,
    ),
}


@pytest.mark.parametrize("name", RAW)
def test_a_server_that(look_up: Callable[..., Ended], name: str) -> None:
    answer, status = RAW[name]
    with raw(answer) as url:
        ended = look_up(url)
    assert ended.status is status, ended.detail
    assert ended.size == 0
    assert len(ended.detail) < 500


def test_more_than_its_length_is_cut_there(look_up: Callable[..., Ended]) -> None:
    length = b"Content-Length: %d\r\n\r\n" % len(PAGE)
    with raw(lambda c: c.sendall(HEAD + length + PAGE + b"HTTP/1.1 200 OK\r\n\r\nmore")) as url:
        ended = look_up(url)
    assert (ended.status, ended.size) == (S.OK, len(PAGE))


def test_http_1_0_without_a_length(look_up: Callable[..., Ended]) -> None:
    with raw(lambda c: c.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + PAGE)) as url:
        ended = look_up(url)
    assert (ended.status, ended.size) == (S.OK, len(PAGE))


def test_redirects_in_a_circle_and_without_end(look_up: Callable[..., Ended]) -> None:
    with site() as web:

        def onward(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(302)
            handler.send_header("Location", handler.path + "x")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        web.otherwise = onward
        assert look_up(web.url("/")).status is S.TOO_MANY_REDIRECTS
        assert web.requests.total() <= 12
        web.add("/y", "", 302, Location="/z")
        assert look_up(web.add("/z", "", 302, Location="/y")).status is S.TOO_MANY_REDIRECTS


class TestTls:
    @pytest.fixture
    def pem(self, tmp_path: Path) -> Path:
        return certificate(tmp_path)

    @contextmanager
    def page(self, pem: Path) -> Iterator[str]:
        def serve(connection: ssl.SSLSocket) -> None:
            connection.recv(65536)
            connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE)

        with tls(pem, serve) as url:
            yield url

    def test_a_certificate_that_is_vouched_for(
        self, look_up: Callable[..., Ended], pem: Path
    ) -> None:
        with self.page(pem) as url:
            assert look_up(url, trusting=pem).status is S.OK

    def test_a_certificate_that_nobody_vouches_for(
        self, look_up: Callable[..., Ended], pem: Path
    ) -> None:
        with self.page(pem) as url:
            ended = look_up(url)
        assert ended.status is S.TLS_FAILURE
        assert "self-signed" in ended.detail

    def test_a_certificate_for_another_name(
        self, look_up: Callable[..., Ended], tmp_path: Path
    ) -> None:
        pem = certificate(tmp_path, "elsewhere.example")
        with self.page(pem) as url:
            ended = look_up(url, trusting=pem)
        assert ended.status is S.TLS_FAILURE
        assert "127.0.0.1" in ended.detail

    def test_no_tls_at_all(self, look_up: Callable[..., Ended]) -> None:
        with raw(lambda c: c.sendall(HEAD + b"\r\n")) as url:
            assert look_up(url.replace("http:", "https:")).status is S.TLS_FAILURE

    def test_a_handshake_that_never_ends(self, look_up: Callable[..., Ended]) -> None:
        with raw(lambda c: time.sleep(30)) as url:
            assert look_up(url.replace("http:", "https:")).status is S.TIMEOUT


def whole(state: h2.connection.H2Connection, stream: int, _: socket.socket) -> None:
    state.send_headers(stream, [(":status", "200"), ("content-type", "text/html")])
    state.send_data(stream, PAGE, end_stream=True)


def reset_stream(state: h2.connection.H2Connection, stream: int, _: socket.socket) -> None:
    state.send_headers(stream, [(":status", "200"), ("content-length", "1000")])
    state.send_data(stream, b"abc")
    state.reset_stream(stream)


def go_away(state: h2.connection.H2Connection, stream: int, _: socket.socket) -> None:
    state.send_headers(stream, [(":status", "200")])
    state.close_connection(error_code=2)


def never_done(state: h2.connection.H2Connection, stream: int, connection: socket.socket) -> None:
    state.send_headers(stream, [(":status", "200")])
    connection.sendall(state.data_to_send())
    time.sleep(30)


def continued(state: h2.connection.H2Connection, stream: int, connection: socket.socket) -> None:
    """A header block that goes on and on in CONTINUATION frames."""
    frame = b"\x00\x40\x00\x09\x00" + stream.to_bytes(4, "big") + b"\x00" * 0x4000
    connection.sendall(b"\x00\x00\x01\x01\x00" + stream.to_bytes(4, "big") + b"\x88")
    for_ever(connection, frame)


def pings(state: h2.connection.H2Connection, stream: int, connection: socket.socket) -> None:
    for_ever(connection, b"\x00\x00\x08\x06\x00\x00\x00\x00\x00" + b"p" * 8)


def broken_frames(state: h2.connection.H2Connection, stream: int, c: socket.socket) -> None:
    c.sendall(b"\x00\x00\x01\x00\x00\x00\x00\x00\x00x")  # data on stream 0


HTTP2 = {
    "answers": (whole, S.OK),
    "resets the stream": (reset_stream, S.BROKEN_RESPONSE),
    "goes away": (go_away, S.BROKEN_RESPONSE),
    "is never done": (never_done, S.TIMEOUT),
    "continues its headers for ever": (continued, S.BROKEN_RESPONSE),
    "sends broken frames": (broken_frames, S.BROKEN_RESPONSE),
    "pings without end": (pings, S.TIMEOUT),
}


@pytest.mark.parametrize("name", HTTP2)
def test_an_http_2_server_that(look_up: Callable[..., Ended], tmp_path: Path, name: str) -> None:
    answer, status = HTTP2[name]
    pem = certificate(tmp_path)
    with tls(pem, http2(answer), "h2") as url:
        ended = look_up(url, trusting=pem)
    assert ended.status is status, ended.detail

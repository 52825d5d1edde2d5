"""Reads a response's body while it arrives, undoing its compression, within a size limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

import httpx

from citecheck.outside import numbers

_STEP = 65_536  # bytes of output asked for at a time, so that a bomb goes off in small doses


class TooLarge(Exception):
    """The body is larger than the limit."""


class BrokenBody(Exception):
    """The body is not what its headers say."""


async def read_body(response: httpx.Response, limit: int) -> tuple[bytes, bytes]:
    """The body as sent and decompressed; the same object twice where nothing compresses it.

    Raises `TooLarge` as soon as either passes `limit` bytes, and `BrokenBody` when its
    compression is unknown or broken.
    """
    if (numbers.whole(response.headers.get("content-length")) or 0) > limit:
        raise TooLarge
    decoders = _decoders(response.headers.get("content-encoding", ""))
    raw: list[bytes] = []
    body = _Parts(limit)
    size = 0
    async for chunk in response.aiter_raw():
        size += len(chunk)
        if size > limit:
            raise TooLarge
        raw.append(chunk)
        if decoders:
            body.add(_decoded(chunk, decoders))
    sent = b"".join(raw)
    return sent, (b"".join(body.parts) if decoders else sent)


def decoded(payload: bytes, encoding: str, limit: int) -> bytes:
    """A kept body decompressed as its Content-Encoding says; raises as `read_body` does."""
    decoders = _decoders(encoding)
    if not decoders and len(payload) > limit:
        raise TooLarge
    body = _Parts(limit)
    body.add(_decoded(payload, decoders))
    return b"".join(body.parts)


class _Parts:
    """Gathers parts up to a limit."""

    def __init__(self, limit: int) -> None:
        self.parts: list[bytes] = []
        self._left = limit

    def add(self, parts: Iterator[bytes]) -> None:
        """Add all; raises `TooLarge`."""
        for part in parts:
            self._left -= len(part)
            if self._left < 0:
                raise TooLarge
            self.parts.append(part)


def _decoders(encoding: str) -> list[_Decoder]:
    """What undoes a Content-Encoding, last coding first."""
    names = [name.strip().lower() for name in encoding.split(",")]
    decoders = [_decoder(name) for name in names if name not in ("", "identity")]
    if len(decoders) > 2:
        raise BrokenBody("it is compressed more than twice")
    return decoders[::-1]


_Decoder = Callable[[bytes], Iterator[bytes]]


def _decoded(chunk: bytes, decoders: list[_Decoder]) -> Iterator[bytes]:
    if not decoders:
        yield chunk
        return
    for part in decoders[0](chunk):
        yield from _decoded(part, decoders[1:])


def _decoder(name: str) -> _Decoder:
    if name in ("gzip", "x-gzip"):
        return _Inflate(zlib.MAX_WBITS | 16)
    if name == "deflate":
        return _Inflate(zlib.MAX_WBITS)
    if name == "br":
        return _Brotli()
    if name == "zstd":
        return _Zstandard()
    raise BrokenBody(f"its compression {name!r} is unknown")


class _Inflate:
    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._engine = zlib.decompressobj(bits)
        self._fresh = True

    def __call__(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            if self._engine.eof:
                # gzip allows several members one after the other; anything else is padding.
                if self._bits <= zlib.MAX_WBITS or chunk[:2] != b"\x1f\x8b":
                    return
                self._engine = zlib.decompressobj(self._bits)
            try:
                part = self._engine.decompress(chunk, _STEP)
            except zlib.error as error:
                if self._fresh and self._bits == zlib.MAX_WBITS:
                    # "deflate" without the zlib wrapping, as some servers send it.
                    self._engine = zlib.decompressobj(-zlib.MAX_WBITS)
                    self._fresh = False
                    continue
                raise BrokenBody(f"its compression is broken: {error}") from None
            self._fresh = False
            yield part
            chunk = self._engine.unconsumed_tail or self._engine.unused_data


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._engine = brotli.Decompressor()
        self._error = brotli.error

    def __call__(self, chunk: bytes) -> Iterator[bytes]:
        try:
            part = self._engine.process(chunk, output_buffer_limit=_STEP)
            yield part
            # Output may be left even where the engine says that it takes more input.
            while not self._engine.is_finished() and (
                part or not self._engine.can_accept_more_data()
            ):
                part = self._engine.process(b"", output_buffer_limit=_STEP)
                yield part
        except self._error as error:
            raise BrokenBody(f"its compression is broken: {error}") from None


class _Zstandard:
    """Frames one after the other, each with a window of at most 8 MB (RFC 9659)."""

    # Four bytes can stand for a block of 128 kB; fed in pieces of this size, the engine gives at
    # most 8 MB at a time.
    _PIECE = 256

    def __init__(self) -> None:
        import zstandard

        self._open = zstandard.ZstdDecompressor(max_window_size=8 << 20).decompressobj
        self._error = zstandard.ZstdError
        self._engine = self._open()

    def __call__(self, chunk: bytes) -> Iterator[bytes]:
        for start in range(0, len(chunk), self._PIECE):
            piece = chunk[start : start + self._PIECE]
            while piece:
                if self._engine.eof:
                    self._engine = self._open()
                try:
                    part = self._engine.decompress(piece)
                except self._error as error:
                    raise BrokenBody(f"its compression is broken: {error}") from None
                piece = self._engine.unused_data if self._engine.eof else b""
                yield part

"""Reads a response's body while it arrives, undoing its compression, within a size limit."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Callable, Iterator

import httpx

_STEP = 65_536  # bytes of output asked for at a time, so that a bomb goes off in small doses


class TooLarge(Exception):
    """The body is larger than the limit."""


class BrokenBody(Exception):
    """The body is not what its headers say."""


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """The decompressed body. Raises `TooLarge` as soon as it passes `limit` bytes, and
    `BrokenBody` when its compression is unknown or broken."""
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise TooLarge
    decoders = [
        _decoder(name.strip().lower())
        for name in response.headers.get("content-encoding", "").split(",")
        if name.strip().lower() not in ("", "identity")
    ]
    if len(decoders) > 2:
        raise BrokenBody("it is compressed more than twice")
    parts: list[bytes] = []
    size = raw = 0
    async for chunk in _raw(response):
        raw += len(chunk)
        for part in _decoded(chunk, decoders[::-1]):
            size += len(part)
            if size > limit:
                raise TooLarge
            parts.append(part)
        if raw > limit:
            raise TooLarge
    return b"".join(parts)


async def _raw(response: httpx.Response) -> AsyncIterator[bytes]:
    async for chunk in response.aiter_raw():
        yield chunk


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
            yield self._engine.process(chunk, output_buffer_limit=_STEP)
            while not self._engine.can_accept_more_data():
                yield self._engine.process(b"", output_buffer_limit=_STEP)
        except self._error as error:
            raise BrokenBody(f"its compression is broken: {error}") from None

"""Compressed bodies come out whole, however they are cut up on the way."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Callable

import brotli
import httpx
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.sources.bodies import BrokenBody, TooLarge, decoded, read_body

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


class Pieces(httpx.AsyncByteStream):
    def __init__(self, data: bytes, size: int) -> None:
        self.pieces = [data[n : n + size] for n in range(0, len(data), size)]

    async def __aiter__(self):
        for piece in self.pieces:
            yield piece


@pytest.mark.parametrize("coding", CODINGS)
@settings(deadline=None, max_examples=60)
@given(
    text=st.binary(max_size=50),
    times=st.sampled_from([1, 7, 3000, 100_000]),
    size=st.sampled_from([1, 3, 100, 65536]),
)
def test_what_was_compressed_comes_out(coding: str, text: bytes, times: int, size: int) -> None:
    import asyncio

    data = text * times
    sent = CODINGS[coding](data)
    response = httpx.Response(200, headers={"Content-Encoding": coding}, stream=Pieces(sent, size))
    assert asyncio.run(read_body(response, 10_000_000)) == (sent, data)
    assert decoded(sent, coding, len(data)) == data
    if data:
        with pytest.raises(TooLarge):
            decoded(sent, coding, len(data) - 1)


@pytest.mark.parametrize("coding", [*CODINGS, "gzip, br", "zstd, zstd"])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_broken_or_not(coding: str, data: bytes) -> None:
    with contextlib.suppress(BrokenBody, TooLarge):
        decoded(data, coding, 1_000_000)

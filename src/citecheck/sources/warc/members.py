"""Splits a file of gzip members, one for each record, within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

MAX_RECORD = 256_000_000  # bytes of one record after decompression; larger ones are passed over
_STEP = 1 << 18


def members(
    read: Callable[[int, int], bytes], start: int, limit: int = MAX_RECORD
) -> Iterator[tuple[int, int, bytes | None]]:
    """Every whole member from `start` on, as (offset, length, content).

    `read(offset, length)` gives a stretch of the file. The content is None when it is larger than
    `limit`. Ends quietly before the first member that is cut off or broken.
    """
    offset = position = start
    pending = b""
    while True:
        engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
        parts: list[bytes] | None = []
        size = 0
        while not engine.eof:
            if not pending:
                pending = read(position, _STEP)
                if not pending:
                    return
                position += len(pending)
            try:
                part = engine.decompress(pending, _STEP)
            except zlib.error:
                return
            pending = engine.unconsumed_tail
            size += len(part)
            if parts is not None:
                parts.append(part)
                if size > limit:
                    parts = None
        pending = engine.unused_data
        end = position - len(pending)
        yield offset, end - offset, None if parts is None else b"".join(parts)
        offset = end


def member(data: bytes, limit: int = MAX_RECORD) -> bytes | None:
    """The content of the one member that `data` is; None when it is broken or too large."""
    for _, _, content in members(lambda at, length: data[at : at + length], 0, limit):
        return content
    return None

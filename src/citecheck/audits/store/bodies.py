"""Bodies of sources, kept as WARC records in a folder or at any URL that fsspec knows.

A record is a gzip member of its own, so that one can be read without the others. A local file is
appended to record by record; on a remote place, where nothing can be appended, each batch becomes
a file. Whoever writes has a file of its own: two writers never share one.
"""

from __future__ import annotations

import gzip
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from citecheck.audits.store.database import StoreError
from citecheck.model import Source
from citecheck.sources.warc.folders import append
from citecheck.sources.warc.records import RecordMaker, parse

_LARGEST_FILE = 1_000_000_000  # bytes; as crawlers have it


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a record is: the file's name in the folder, its first byte, how many bytes."""

    file: str
    offset: int
    length: int


class Bodies:
    """The folder of bodies at a path or URL. Raises `StoreError` when it cannot be used."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._system: Any = None
        self._there: set[str] = set()
        self._root = place
        if "://" in place:
            try:
                from fsspec.core import url_to_fs

                self._system, self._root = url_to_fs(place)
            except (ImportError, ValueError, OSError) as error:
                hint = "pip install fsspec and its driver for this kind of URL"
                raise StoreError(place, f"cannot keep bodies there: {error}", hint) from None

    @property
    def is_remote(self) -> bool:
        """True where files appear whole or not at all, so that records go out in batches."""
        return self._system is not None

    def read(self, locator: Locator) -> bytes:
        """The body of a record. Raises `StoreError` when it is not there or damaged."""
        try:
            return _payload(self._stretch(locator))
        except (OSError, EOFError, ValueError) as error:
            name = f"{self.place}/{locator.file}"
            raise StoreError(name, f"a body cannot be read: {error}", "refresh it") from None

    def has(self, name: str) -> bool:
        """Whether a file of bodies is there; a file that once was is not looked for again."""
        if name not in self._there:
            path = f"{self._root}/{name}"
            found = self._system.exists(path) if self.is_remote else Path(path).is_file()
            if not found:
                return False
            self._there.add(name)
        return True

    def _stretch(self, locator: Locator) -> bytes:
        end = locator.offset + locator.length
        if self._system is not None:
            name = f"{self._root}/{locator.file}"
            return bytes(self._system.cat_file(name, start=locator.offset, end=end))
        with (Path(self._root) / locator.file).open("rb") as file:
            file.seek(locator.offset)
            return file.read(locator.length)

    def create(self, name: str, data: bytes) -> None:
        """Write a whole file on a remote place."""
        self._system.makedirs(self._root, exist_ok=True)
        self._system.pipe_file(f"{self._root}/{name}", data)

    def append_to(self, name: str) -> IO[bytes]:
        """A new local file to append to."""
        folder = Path(self._root)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return (folder / name).open("xb", buffering=0)
        except OSError as error:
            raise StoreError(self.place, f"cannot keep bodies there: {error.strerror}") from None


class BodyWriter:
    """Writes records. What `put` has located may be relied on after the next `flush`."""

    def __init__(self, bodies: Bodies, prefix: str) -> None:
        self._bodies = bodies
        self._prefix = prefix
        self._file: IO[bytes] | None = None
        self._name = ""
        self._offset = 0
        self._pending: list[bytes] = []

    def put(self, source: Source) -> Locator:
        """Write the body of a source."""
        if not self._name or self._offset > _LARGEST_FILE:
            self._begin()
        return self._write(_record(source))

    def flush(self) -> None:
        """Hand everything to the operating system, or to the remote place."""
        if self._bodies.is_remote and self._pending:
            self._bodies.create(self._name, b"".join(self._pending))
            self._pending = []
            self._name = ""

    def close(self) -> None:
        """Flush, and let go of the file."""
        self.flush()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _begin(self) -> None:
        self.close()
        self._name = f"{self._prefix}-{uuid.uuid4().hex[:12]}.warc.gz"
        self._offset = 0
        if not self._bodies.is_remote:
            self._file = self._bodies.append_to(self._name)
        self._write(RecordMaker().info(self._name))

    def _write(self, record: bytes) -> Locator:
        locator = Locator(self._name, self._offset, len(record))
        self._offset += len(record)
        if self._file is None:
            self._pending.append(record)
        else:
            append(self._file, record)
        return locator


def _record(source: Source) -> bytes:
    """A `resource` record: the decoded body, since that is what was read and judged."""
    return RecordMaker().block(
        "resource",
        source.final_url or source.url,
        source.fetched_at or datetime.now(UTC),
        _header(source.content_type) or "application/octet-stream",
        source.body,
        None,
    )


def _header(value: str | None) -> str:
    """A header's value as a record may bear it; the store has it as it was sent."""
    return "".join(sign for sign in value or "" if " " <= sign < "\x7f").strip()


def _payload(member: bytes) -> bytes:
    record = parse(gzip.decompress(member))
    if record is None:
        raise ValueError("it is no WARC record")
    return record.payload

"""Writes what was read to WARC files, so that a killed process loses at most its last record."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from secrets import token_hex
from types import TracebackType
from typing import IO

from citecheck.model import Source
from citecheck.sources.bodies import BrokenBody, TooLarge, decoded
from citecheck.sources.exchange import Exchange
from citecheck.sources.urls import canonical_or_same
from citecheck.sources.values import to_json
from citecheck.sources.warc.folders import Folder, append
from citecheck.sources.warc.index import OUTCOME, REVISIT, Entry, finished_index
from citecheck.sources.warc.reader import entries_of
from citecheck.sources.warc.records import RecordMaker, digest_of

_MAX_FILE = 1_000_000_000  # bytes, then the next file is begun, as crawlers do
_RENDERED = "text/html; charset=utf-8"


class WarcWriter:
    """Appends look-ups to a folder, in files of this process's own.

    Several processes may write to one folder at once. What a killed process left is mended when
    the next writer opens the folder. Raises `SettingsError` when the folder cannot be written to.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._make = RecordMaker()
        self._lock = threading.Lock()
        self._file: IO[bytes] | None = None
        self._claim: object = None
        self._name = ""
        self._offset = 0
        self._lines: list[Entry] = []
        self._index: IO[bytes] | None = None
        self._first: dict[str, tuple[str, datetime]] = {}
        for name in folder.abandoned():
            _mend(folder, name)
        for entry in entries_of(folder):
            self._know(entry)

    def __enter__(self) -> WarcWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def save(self, source: Source, exchanges: Sequence[Exchange] = ()) -> None:
        """Keep one look-up: its exchanges, and how it ended.

        The last exchange brought the body. A body that is not its payload is kept as a resource
        (a local file) or a conversion (a rendered page, an archived one without its banner).
        """
        url = canonical_or_same(source.url)
        now = datetime.now(UTC)
        with self._lock, self._named():
            if self._file is None or self._offset > _MAX_FILE:
                self._begin()
            carrier: str | None = None
            digest: str | None = None
            encoding = ""
            for exchange in exchanges:
                carrier, digest = self._save_exchange(exchange)
                encoding = exchange.header("content-encoding")
            if source.body and not (exchanges and _carries(exchanges[-1], source)):
                digest, encoding = self._save_body(source, url, now, carrier), ""
            value = {
                "source": to_json(source),
                "payload": digest if source.body else None,
                "encoding": encoding,
                "size": len(source.body),
            }
            record = self._make.outcome(url, now, value, carrier)
            self._append(record, url, now, OUTCOME, "-", None)

    def close(self) -> None:
        """Finish the file: its index is sorted, its lock let go."""
        with self._lock, self._named():
            self._finish()

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Name the folder where something cannot be written: a full disk is no fault of a file."""
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror, self._folder.place) from None

    def _save_exchange(self, exchange: Exchange) -> tuple[str, str]:
        digest = digest_of(exchange.payload)
        first = self._first.get(digest)
        if first is not None and exchange.payload:
            record, name = self._make.revisit(exchange, digest, *first)
            mime = REVISIT
        else:
            record, name = self._make.response(exchange, digest)
            mime = exchange.header("content-type").split(";")[0].strip().lower() or "unk"
        self._append(record, exchange.url, exchange.at, mime, str(exchange.status), digest)
        self._write(self._make.request(exchange, name))
        return name, digest

    def _save_body(self, source: Source, url: str, now: datetime, carrier: str | None) -> str:
        digest = digest_of(source.body)
        if digest not in self._first:
            kind = "resource" if carrier is None and not source.rendered else "conversion"
            mime = _RENDERED if source.rendered else source.content_type or ""
            at = source.fetched_at or now
            record = self._make.block(kind, url, at, mime, source.body, carrier)
            self._append(record, url, at, mime.split(";")[0] or "unk", "-", digest)
        return digest

    def _append(
        self, record: bytes, url: str, at: datetime, mime: str, status: str, digest: str | None
    ) -> None:
        entry = Entry(
            url, at.astimezone(UTC), mime, status, digest, self._name, self._offset, len(record)
        )
        self._write(record)
        assert self._index is not None
        append(self._index, entry.line().encode() + b"\n")
        self._lines.append(entry)
        self._know(entry)

    def _write(self, record: bytes) -> None:
        assert self._file is not None
        append(self._file, record)
        self._offset += len(record)

    def _know(self, entry: Entry) -> None:
        if entry.digest is not None and entry.mime != REVISIT:
            self._first.setdefault(entry.digest, (entry.url, entry.at))

    def _begin(self) -> None:
        self._finish()
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        self._name = f"citecheck-{now}-{os.getpid()}-{token_hex(3)}.warc.gz"
        self._claim = self._folder.claim(self._name)
        self._file = self._folder.create(self._name)
        self._index = self._folder.create(index_name(self._name))
        self._offset = 0
        self._lines = []
        self._write(self._make.info(self._name))

    def _finish(self) -> None:
        if self._file is None or self._index is None:
            return
        self._file.close()
        self._index.close()
        self._folder.replace(index_name(self._name), finished_index(self._lines))
        self._folder.release(self._name, self._claim)
        self._file = self._index = self._claim = None


def _carries(exchange: Exchange, source: Source) -> bool:
    """Tell whether a source's body is the payload of an exchange, decompressed."""
    try:
        body = decoded(exchange.payload, exchange.header("content-encoding"), len(source.body))
    except (TooLarge, BrokenBody):
        return False
    return body == source.body


def index_name(name: str) -> str:
    """The index of a WARC file."""
    return name.removesuffix(".warc.gz") + ".cdxj"


def _mend(folder: Folder, name: str) -> None:
    """Cut off what a killed process left half-written, and index the rest."""
    from citecheck.sources.warc.reader import scan

    entries, end = scan(folder, name)
    if end < folder.size(name):
        folder.truncate(name, end)
    folder.replace(index_name(name), finished_index(entries))

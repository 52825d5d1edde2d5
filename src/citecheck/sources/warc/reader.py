"""Finds and reads back what was kept, by URL and date; trusts nothing in the files."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from citecheck.errors import SettingsError
from citecheck.model import Source
from citecheck.sources.bodies import BrokenBody, TooLarge, decoded
from citecheck.sources.urls import canonical_or_same
from citecheck.sources.values import Way, from_json, way_of
from citecheck.sources.warc.folders import Folder
from citecheck.sources.warc.index import OUTCOME, REVISIT, Entry, parse_index
from citecheck.sources.warc.members import MAX_RECORD, member, members
from citecheck.sources.warc.records import Record, parse


class WarcReader:
    """What a folder keeps. Files that are still being written, or were cut off, are read up to
    their last whole record.

    Raises `SettingsError` when the folder holds no WARC file.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._outcomes: dict[str, list[Entry]] = defaultdict(list)
        self._captures: dict[str, list[Entry]] = defaultdict(list)
        self._payloads: dict[str, Entry] = {}
        if not folder.names(".warc.gz"):
            raise SettingsError(
                folder.place, "no .warc.gz file is there", "give the folder of --save-sources"
            )
        for entry in entries_of(folder):
            if entry.mime == OUTCOME:
                self._outcomes[entry.url].append(entry)
                continue
            self._captures[entry.url].append(entry)
            if entry.digest is not None and entry.mime != REVISIT:
                self._payloads.setdefault(entry.digest, entry)

    @property
    def place(self) -> str:
        """The folder's path or URL."""
        return self._folder.place

    def captures(self, url: str) -> list[Entry]:
        """All responses of a URL, oldest first."""
        return sorted(self._captures.get(canonical_or_same(url), ()), key=lambda e: e.at)

    def record(self, entry: Entry) -> Record | None:
        """The record itself; None when it is not where the index says."""
        data = self._folder.read(entry.file, entry.offset, entry.length)
        content = member(data)
        return None if content is None else parse(content)

    def source(self, url: str, way: Way = Way.LIVE, at: datetime | None = None) -> Source | None:
        """How the look-up of `url` ended, as it was when it was saved.

        With several, the one nearest to `at` (archived copies by their own time), without `at`
        the last. None when there is none, or when its body is not there or has another digest.
        """

        def distance(found: tuple[Entry, Source]) -> float:
            entry, source = found
            moment = entry.at if source.archived is None else source.archived.at
            return abs((moment - at).total_seconds()) if at else -entry.at.timestamp()

        restored = ((e, self._restored(e)) for e in self._outcomes.get(canonical_or_same(url), ()))
        found = [(e, s) for e, s in restored if s is not None and way_of(s) is way]
        return replace(min(found, key=distance)[1], url=url) if found else None

    def _restored(self, entry: Entry) -> Source | None:
        record = self.record(entry)
        if record is None:
            return None
        try:
            value = json.loads(record.payload)
            body = self._body(value)
            return None if body is None else from_json(value["source"], body)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def _body(self, value: dict[str, Any]) -> bytes | None:
        """The decoded body of an outcome; None when it is not what was read."""
        if value["payload"] is None:
            return b""
        entry = self._payloads.get(str(value["payload"]))
        record = None if entry is None else self.record(entry)
        if record is None or record.digest != value["payload"]:
            return None
        limit = min(int(value["size"]), MAX_RECORD)
        try:
            body = decoded(record.payload, str(value["encoding"]), limit)
        except (TooLarge, BrokenBody):
            return None
        return body if hashlib.sha256(body).hexdigest() == value["source"]["sha256"] else None


def entries_of(folder: Folder) -> Iterator[Entry]:
    """Every entry of every file, from the index and, where it falls short, from the file."""
    for name in folder.names(".warc.gz"):
        index = name.removesuffix(".warc.gz") + ".cdxj"
        try:
            entries, covered = parse_index(folder.read(index), name)
        except FileNotFoundError:
            entries, covered = [], 0
        yield from entries
        if covered < folder.size(name):
            yield from scan(folder, name, covered)[0]


def scan(folder: Folder, name: str, start: int = 0) -> tuple[list[Entry], int]:
    """The entries of a file from `start` on, and where its last whole record ends."""
    entries = []
    end = start
    for offset, length, content in members(lambda at, n: folder.read(name, at, n), start):
        end = offset + length
        record = None if content is None else parse(content)
        mime = None if record is None else record.mime
        if record is not None and mime is not None:
            entries.append(
                Entry(
                    record.url, record.at, mime, record.status, record.digest, name, offset, length
                )
            )
    return entries, end

"""The fetch lane: takes hosts, looks their URLs up, writes down how each look-up ended.

A host is in the hands of one lane at a time, so that its pace is kept. What has ended is written
as it ends: a process that dies loses the requests that it had in flight and nothing else.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from citecheck.audits.store.bodies import Bodies, BodyWriter
from citecheck.audits.store.database import Store
from citecheck.audits.store.schema import lookups, sources, urls
from citecheck.audits.workers.lanes import Lane
from citecheck.audits.workers.recovering import LookUp, looking_up
from citecheck.model import Source

_LINGER = 0.02  # seconds for which others may join what has ended in one transaction
_REMOTE_BATCH = 5.0  # seconds between two files on a remote place
_STOP_CHECK = 1.0  # seconds between two looks at whether the run goes on


@dataclass(frozen=True, slots=True)
class _Left:
    """A host to let go of, once all that ended before is written: then nothing of it is lost."""

    host: str
    state: str


_Ended = tuple[int, Source]
_Entry = _Ended | _Left | None  # None: no more will come


def fetch(lane: Lane) -> int:
    """Fetch until no host is left, the lane's time is up or the run is stopping.

    Returns how many URLs were looked up. What was not begun is there for the next lane.
    """
    return asyncio.run(_Fetching(lane).run())


class _Fetching:
    """One fetch lane: hosts under way, and a queue of what has ended to the writer."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._settings = lane.orders.fetch
        self._ended: asyncio.Queue[_Entry] = asyncio.Queue(2 * self._settings.concurrency)
        self._stopping = False

    async def run(self) -> int:
        writer = asyncio.create_task(_write(self._lane, self._ended))
        try:
            async with looking_up(self._settings, self._lane.orders.recovery) as look_up:
                await self._hosts(look_up, writer)
        finally:
            if not writer.done():
                await self._ended.put(None)
        return await writer

    async def _hosts(self, look_up: LookUp, writer: asyncio.Task[int]) -> None:
        at_once = max(1, self._settings.concurrency // self._settings.per_host)
        active: set[asyncio.Task[None]] = set()
        asked = 0.0
        while True:
            if time.monotonic() - asked > _STOP_CHECK:
                asked = time.monotonic()
                self._stopping = self._stopping or self._lane.must_stop()
            if self._stopping and not active:
                return
            if not self._stopping and len(active) < at_once:
                fresh = self._lane.take_hosts(at_once - len(active))
                active |= {asyncio.create_task(self._host(host, look_up)) for host in fresh}
                if not active:
                    return
            done, active = await asyncio.wait(
                active, timeout=_STOP_CHECK, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                task.result()
            if writer.done():  # only when it failed
                for task in active:
                    task.cancel()
                return

    async def _host(self, host: str, look_up: LookUp) -> None:
        left = _waiting(self._lane, host)
        left.reverse()

        async def one_after_another() -> None:
            while left and not self._stopping:
                url_id, url = left.pop()
                await self._ended.put((url_id, await look_up(url)))

        await asyncio.gather(*(one_after_another() for _ in range(self._settings.per_host)))
        await self._ended.put(_Left(host, "waiting" if left else "done"))


def _waiting(lane: Lane, host: str) -> list[tuple[int, str]]:
    query = (
        sa.select(urls.c.id, urls.c.url)
        .join(lookups, lookups.c.url_id == urls.c.id)
        .where(
            lookups.c.run_id == lane.orders.run_id,
            lookups.c.host == host,
            lookups.c.status.is_(None),
        )
        .order_by(urls.c.id)
    )
    with lane.store.reading() as connection:
        return [(row.id, row.url) for row in connection.execute(query)]


async def _write(lane: Lane, ended: asyncio.Queue[_Entry]) -> int:
    """Write down what has ended: all that is there, at once, in one transaction."""
    bodies = Bodies(lane.orders.bodies)
    writer = BodyWriter(bodies, f"audit-{lane.orders.run_id}")
    written = 0
    over = False
    try:
        while not over:
            batch: list[_Entry] = [await ended.get()]
            if bodies.is_remote and batch != [None]:
                await _gather(ended, batch)
            else:
                await asyncio.sleep(_LINGER)
            with suppress(asyncio.QueueEmpty):
                while True:
                    batch.append(ended.get_nowait())
            over = None in batch
            found = [entry for entry in batch if isinstance(entry, tuple)]
            if found:
                _record(lane, bodies, writer, found)
                written += len(found)
            for entry in batch:
                if isinstance(entry, _Left):
                    lane.leave_host(entry.host, entry.state)
    finally:
        writer.close()
    return written


async def _gather(ended: asyncio.Queue[_Entry], batch: list[_Entry]) -> None:
    """Wait for more, so that a remote file holds more than a record."""
    until = time.monotonic() + _REMOTE_BATCH
    with suppress(TimeoutError):
        while batch[-1] is not None:
            async with asyncio.timeout(until - time.monotonic()):
                batch.append(await ended.get())


def _record(lane: Lane, bodies: Bodies, writer: BodyWriter, found: list[_Ended]) -> None:
    store = lane.store
    known = _known(store, bodies, found)
    fresh: dict[tuple[int, str, str], dict[str, Any]] = {}
    now = datetime.now(UTC)
    for url_id, source in found:
        key = _content(url_id, source)
        if key is None or key in known or key in fresh:
            continue
        place = writer.put(source)
        fresh[key] = {
            "url_id": url_id,
            "sha256": key[1],
            "content_type": key[2],
            "size": len(source.body),
            "first_seen": source.fetched_at or now,
            "warc": place.file,
            "warc_offset": place.offset,
            "warc_length": place.length,
        }
    writer.flush()
    with store.writing() as connection:
        if fresh:
            _put(store, connection, [fresh[key] for key in sorted(fresh)])
            known.update(_ids(connection, list(fresh)))
        update = (
            sa.update(lookups)
            .where(
                lookups.c.run_id == lane.orders.run_id,
                lookups.c.url_id == sa.bindparam("of_url"),
                lookups.c.status.is_(None),
            )
            .values({name: sa.bindparam(name) for name in _LOOKUP})
        )
        rows = [_lookup(url_id, source, known, now) for url_id, source in found]
        connection.execute(update, sorted(rows, key=lambda row: int(row["of_url"])))


_CONTENT = ("url_id", "sha256", "content_type")
_LOOKUP = (
    "status",
    "detail",
    "http_status",
    "final_url",
    "redirects",
    "fetched_at",
    "looked_up_at",
    "from_cache",
    "archived_url",
    "archived_at",
    "rendered",
    "source_id",
)


def _lookup(
    url_id: int, source: Source, known: dict[tuple[int, str, str], int], now: datetime
) -> dict[str, Any]:
    key = _content(url_id, source)
    return {
        "of_url": url_id,
        "status": source.status.value,
        "detail": source.detail,
        "http_status": source.http_status,
        "final_url": source.final_url,
        "redirects": list(source.redirects) or None,
        "fetched_at": source.fetched_at,
        "looked_up_at": now,
        "from_cache": source.from_cache,
        "archived_url": source.archived.url if source.archived else None,
        "archived_at": source.archived.at if source.archived else None,
        "rendered": source.rendered,
        "source_id": None if key is None else known[key],
    }


def _content(url_id: int, source: Source) -> tuple[int, str, str] | None:
    if source.sha256 is None:
        return None
    return url_id, source.sha256, source.content_type or ""


def _put(store: Store, connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    """Insert sources. One that is there already is here because its body was lost: from now on
    it is where it was written just now."""
    store.insert_new(connection, sources, rows)
    place = ("warc", "warc_offset", "warc_length")
    statement = (
        sa.update(sources)
        .where(*(sources.c[name] == sa.bindparam(f"of_{name}") for name in _CONTENT))
        .values({name: sa.bindparam(name) for name in place})
    )
    moved = [
        {**{f"of_{name}": row[name] for name in _CONTENT}, **{name: row[name] for name in place}}
        for row in rows
    ]
    connection.execute(statement, moved)


def _known(store: Store, bodies: Bodies, found: list[_Ended]) -> dict[tuple[int, str, str], int]:
    """The sources that are kept already, and whose bodies are still there."""
    keys = [key for url_id, source in found if (key := _content(url_id, source)) is not None]
    with store.reading() as connection:
        known = _ids(connection, keys)
        query = sa.select(sources.c.id, sources.c.warc).where(sources.c.id.in_(known.values()))
        places = {row.id: row.warc for row in connection.execute(query)}
    return {key: number for key, number in known.items() if bodies.has(places[number])}


def _ids(
    connection: sa.Connection, keys: list[tuple[int, str, str]]
) -> dict[tuple[int, str, str], int]:
    wanted = {key[0] for key in keys}
    query = sa.select(
        sources.c.id, sources.c.url_id, sources.c.sha256, sources.c.content_type
    ).where(sources.c.url_id.in_(wanted))
    rows = connection.execute(query)
    found = {(row.url_id, row.sha256, row.content_type): row.id for row in rows}
    return {key: found[key] for key in keys if key in found}

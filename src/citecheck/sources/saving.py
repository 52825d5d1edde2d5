"""Asks a web archive to save pages, by the protocol of the Wayback Machine's Save Page Now 2.

A page's address is posted to `/save`; the answer names a job, whose status is asked for at
`/save/status/JOB` until it has ended. Archives that save at once and answer with the copy's
address (`Content-Location`, `Location`) are understood too.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import httpcore
import httpx

from citecheck.model import ArchivedCopy
from citecheck.outside import dates, numbers
from citecheck.sources.addresses import is_public
from citecheck.sources.guard import (
    AddressRefused,
    GuardedBackend,
    NameNotFound,
    Resolver,
    is_internal,
    resolve,
)
from citecheck.sources.settings import FetchSettings
from citecheck.sources.transport import GuardedTransport

_STAMP = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/")
_LONGEST_ANSWER = 1_000_000  # bytes
_LONGEST_WAIT = 60.0  # seconds that an archive may ask to wait within a run
_ERRORS = (
    *(httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError),
    *(httpx.HTTPError, httpx.InvalidURL, AddressRefused, NameNotFound, OSError, ValueError),
)


class SaveStatus(StrEnum):
    """How far the saving of a page is."""

    SAVED = "saved"
    PENDING = "pending"  # asked for and not ended yet, or to be asked for again
    FAILED = "failed"
    NOT_SENT = "not_sent"  # the address is of an internal host, and no business of an archive


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page of which a copy was asked for. `job` is the archive's name for the work, empty when
    there is none; `detail` says in words what is the matter."""

    url: str
    status: SaveStatus
    job: str = ""
    copy: ArchivedCopy | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Archiver:
    """The archive that saves: its base address, the account's key ("access:secret", or none),
    seconds between two requests, and seconds that a run waits for jobs to end."""

    base: str
    key: str = ""
    pace: float = 5.0
    patience: float = 180.0


def save_pages(
    urls: Iterable[str],
    archiver: Archiver,
    settings: FetchSettings,
    *,
    jobs: Mapping[str, str],
    on_step: Callable[[SavedPage], None],
    resolver: Resolver = resolve,
) -> list[SavedPage]:
    """Ask the archive for a copy of each URL and wait for its jobs; one `SavedPage` for each.

    `jobs` gives the jobs of an earlier run by URL; they are asked about instead of anew.
    `on_step` is told of each change, so that it can be kept before the next request is made.
    """
    asking = _Asking(archiver, settings, on_step, resolver)
    return asyncio.run(asking.run(list(dict.fromkeys(urls)), jobs))


class _Asking:
    def __init__(
        self,
        archiver: Archiver,
        settings: FetchSettings,
        on_step: Callable[[SavedPage], None],
        resolver: Resolver,
    ) -> None:
        self._archiver = archiver
        self._settings = settings
        self._on_step = on_step
        self._resolver = resolver
        self._last = 0.0

    async def run(self, urls: list[str], jobs: Mapping[str, str]) -> list[SavedPage]:
        backend = GuardedBackend(self._settings.allow_private_hosts, self._resolver)
        async with httpx.AsyncClient(
            transport=GuardedTransport(backend, 1), timeout=self._settings.timeout
        ) as client:
            pages = {}
            for url in urls:
                page = SavedPage(url, SaveStatus.PENDING, jobs.get(url, ""))
                pages[url] = page if page.job else await self._submit(client, url)
                self._on_step(pages[url])
            await self._wait(client, pages)
        return list(pages.values())

    async def _wait(self, client: httpx.AsyncClient, pages: dict[str, SavedPage]) -> None:
        until = time.monotonic() + self._archiver.patience
        while time.monotonic() < until:
            waiting = [page for page in pages.values() if page.job and not page.copy]
            waiting = [page for page in waiting if page.status is SaveStatus.PENDING]
            if not waiting:
                return
            for page in waiting:
                asked = await self._status(client, page)
                if asked != page:
                    pages[page.url] = asked
                    self._on_step(asked)

    async def _submit(self, client: httpx.AsyncClient, url: str) -> SavedPage:
        if await self._is_inside(url):
            why = "the address is of an internal host; it is not sent to an archive"
            return SavedPage(url, SaveStatus.NOT_SENT, detail=why)
        answer = await self._ask(client, "POST", "/save", {"url": url})
        if isinstance(answer, str):
            return SavedPage(url, SaveStatus.FAILED, detail=answer)
        if answer.status_code == 429:
            wait = numbers.seconds(
                numbers.whole(answer.headers.get("retry-after", "")) or 0, _LONGEST_WAIT
            )
            await asyncio.sleep(wait)
            answer = await self._ask(client, "POST", "/save", {"url": url})
            if isinstance(answer, str) or answer.status_code == 429:
                why = "the archive asks to wait; run it again later"
                return SavedPage(url, SaveStatus.PENDING, detail=why)
        return self._submitted(url, answer)

    def _submitted(self, url: str, answer: httpx.Response) -> SavedPage:
        value = _json(answer)
        if isinstance(value.get("job_id"), str):
            return SavedPage(url, SaveStatus.PENDING, value["job_id"])
        for header in ("content-location", "location"):
            place = answer.headers.get(header, "")
            if _STAMP.search(place) and answer.status_code < 400:
                return self._saved(SavedPage(url, SaveStatus.PENDING), self._absolute(place))
        why = _words(value.get("message")) or f"the archive answered HTTP {answer.status_code}"
        return SavedPage(url, SaveStatus.FAILED, detail=why)

    async def _status(self, client: httpx.AsyncClient, page: SavedPage) -> SavedPage:
        answer = await self._ask(client, "GET", f"/save/status/{page.job}")
        if isinstance(answer, str) or answer.status_code in (429, 500, 502, 503, 504):
            return page
        value = _json(answer)
        if value.get("status") == "success" and re.fullmatch(
            r"\d{14}", str(value.get("timestamp", ""))
        ):
            original = _words(value.get("original_url")) or page.url
            return self._saved(page, self._absolute(f"/web/{value['timestamp']}/{original}"))
        if value.get("status") == "error" or answer.status_code == 404:
            why = _words(value.get("message")) or "the archive knows nothing of its job any more"
            return replace(page, status=SaveStatus.FAILED, job="", detail=why)
        return page

    def _saved(self, page: SavedPage, place: str) -> SavedPage:
        found = _STAMP.search(place)
        at = dates.from_iso(f"{found[1][:8]}T{found[1][8:]}") if found else None
        copy = ArchivedCopy(place, at or datetime.now(UTC).replace(microsecond=0))
        return replace(page, status=SaveStatus.SAVED, copy=copy, detail="")

    def _absolute(self, place: str) -> str:
        return place if "://" in place.split("/web/")[0] else f"{self._base}{place}"

    @property
    def _base(self) -> str:
        return self._archiver.base.rstrip("/")

    async def _ask(
        self, client: httpx.AsyncClient, method: str, path: str, data: dict[str, str] | None = None
    ) -> httpx.Response | str:
        """The archive's answer; in words why there is none."""
        await asyncio.sleep(max(0.0, self._last + self._archiver.pace - time.monotonic()))
        headers = {"Accept": "application/json", "User-Agent": self._settings.user_agent}
        if self._archiver.key:
            headers["Authorization"] = f"LOW {self._archiver.key}"
        try:
            async with client.stream(
                method, self._base + path, data=data, headers=headers
            ) as answer:
                body = b""
                async for part in answer.aiter_bytes():
                    body += part
                    if len(body) > _LONGEST_ANSWER:
                        return "the archive's answer is too large"
                plain = {k: v for k, v in answer.headers.items() if k != "content-encoding"}
                return httpx.Response(answer.status_code, headers=plain, content=body)
        except _ERRORS as error:
            words = " ".join(str(error).split())[:200] or type(error).__name__
            return f"the archive could not be asked: {words}"
        finally:
            self._last = time.monotonic()

    async def _is_inside(self, url: str) -> bool:
        """Whether a URL's host is internal, by its name or by what that resolves to."""
        try:
            host = httpx.URL(url).host
        except httpx.InvalidURL:
            return True
        if not host or is_internal(host):
            return True
        try:
            return not all(map(is_public, await self._resolver(host, 443)))
        except (OSError, UnicodeError, ValueError):
            return False


def is_for_archives(url: str) -> bool:
    """Whether a URL is one that an archive may be told of, by its scheme and its host's name."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    return parsed.scheme in ("http", "https") and bool(parsed.host) and not is_internal(parsed.host)


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        value = answer.json()
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _words(value: object) -> str:
    return " ".join(value.split())[:300] if isinstance(value, str) else ""

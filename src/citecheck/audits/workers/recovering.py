"""Ways to pages that an audit cannot read, taken when it is told to: a browser, a web archive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from citecheck import pipeline
from citecheck.model import Page, RenderRule, RobotsRule, Source, SourceStatus
from citecheck.sources import FetchSettings, fetch_rendered, fetching
from citecheck.sources.client import Fetcher
from citecheck.sources.status import ARCHIVE_MAY_HELP, BROWSER_MAY_HELP


@dataclass(frozen=True, slots=True)
class Recovery:
    """Which ways a run may take. `browser` is the path of a Chromium, "" for the one found."""

    archive: bool = False
    render: RenderRule = RenderRule.NEVER
    browser: str = ""

    @property
    def is_asked(self) -> bool:
        """True when the run takes any of these ways."""
        return self.archive or self.render is not RenderRule.NEVER


NO_RECOVERY = Recovery()


LookUp = Callable[[str], Awaitable[Source]]
"""Gives the source of a URL, whatever came of it."""


@asynccontextmanager
async def looking_up(settings: FetchSettings, recovery: Recovery) -> AsyncIterator[LookUp]:
    """Look-ups of pages as they are now, and by the ways of `recovery` for those for which
    `check` would try them: first the browser, then the archive. A source that was read so says
    what came before it.

    An audit is a crawl of the cited sites, which may forbid it (robots.txt); the archive is a
    service that the user has named.
    """
    async with AsyncExitStack() as stack:
        fetch = await stack.enter_async_context(fetching(settings))
        if not recovery.is_asked:
            yield fetch
            return
        asking = replace(settings, robots=RobotsRule.IGNORE)
        archive = await stack.enter_async_context(fetching(asking))
        yield _recovering(fetch, archive, settings, recovery)


def _recovering(
    fetch: Fetcher, archive: Fetcher, settings: FetchSettings, recovery: Recovery
) -> LookUp:
    one_browser = asyncio.Semaphore(1)  # each takes hundreds of megabytes

    async def rendered(url: str) -> Source | None:
        browser = Path(recovery.browser) if recovery.browser else None
        async with one_browser:
            found = await asyncio.to_thread(fetch_rendered, [url], settings, browser=browser)
        return found[url] if found[url].rendered else None

    async def look_up(url: str) -> Source:
        source = await fetch(url)
        page = await _page(source, settings)
        if _wants_browser(page, recovery.render):
            source, page = await _better(page, await rendered(url), settings)
        if recovery.archive and page.status in ARCHIVE_MAY_HELP:
            source, page = await _better(page, await archive.archived(url), settings)
        return source

    return look_up


def _wants_browser(page: Page, rule: RenderRule) -> bool:
    if rule is RenderRule.ALWAYS:
        kind = page.source.content_type or "text/html"
        return page.source.http_status == 200 and "html" in kind.lower()
    return rule is RenderRule.AUTO and page.status in BROWSER_MAY_HELP


async def _better(page: Page, found: Source | None, settings: FetchSettings) -> tuple[Source, Page]:
    """What was found in the page's place, if it can be read; else what there was."""
    if found is None:
        return page.source, page
    other = await _page(found, settings)
    if other.status is not SourceStatus.OK:
        return page.source, page
    if page.status is SourceStatus.OK:
        return found, other
    return replace(found, detail=pipeline.instead_of(page, other)), other


async def _page(source: Source, settings: FetchSettings) -> Page:
    """Read in a thread: others wait for their answers."""
    return await asyncio.to_thread(pipeline.read_page, source, settings.timeout)

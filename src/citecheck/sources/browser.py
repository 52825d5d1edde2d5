"""Reads pages as a headless Chromium shows them, once their scripts have run.

Chromium reaches the network only through `GuardingProxy`: every request of a page comes under the
address policy. Each page has a context of its own that is thrown away; nothing is kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from citecheck.errors import SettingsError
from citecheck.model import Source, SourceStatus
from citecheck.sources.browser_memory import FLAGS, MEMORY, bounded_children
from citecheck.sources.client import Save, canonical_or_failed
from citecheck.sources.guard import GuardedBackend, Resolver, resolve
from citecheck.sources.proxy import GuardingProxy, open_proxy
from citecheck.sources.settings import FetchSettings
from citecheck.sources.status import in_words, of_code
from citecheck.version import __version__

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Response

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = (
    *FLAGS,
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    # Whatever would not go through the proxy finds no host and no way.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
_AT_ONCE = 2  # pages
_QUIET = 5.0  # seconds to wait for a page's requests to cease once it is loaded
_CLOSING = 5.0  # seconds for the browser to go


def fetch_rendered(
    urls: Sequence[str],
    settings: FetchSettings,
    *,
    browser: Path | None = None,
    on_done: Callable[[str], None] | None = None,
    save: Save | None = None,
    resolver: Resolver = resolve,
) -> dict[str, Source]:
    """Each page as the browser shows it; a page that cannot be shown has the status that says why.

    `browser` is a Chromium's path, None for the one that is found by its usual names. Raises
    `SettingsError` when Playwright or a browser is missing.
    """

    async def run() -> dict[str, Source]:
        turns = asyncio.Semaphore(_AT_ONCE)
        backend = GuardedBackend(settings.allow_private_hosts, resolver)
        proxy = GuardingProxy(backend, settings.connect_timeout, settings.max_bytes)
        async with open_proxy(proxy) as way_out, _launched(browser, way_out) as chromium:

            async def one(url: str) -> Source:
                async with turns:
                    source = await _render(chromium, proxy, url, settings)
                if save is not None and source.rendered:
                    await asyncio.to_thread(save, source, ())
                if on_done is not None:
                    on_done(url)
                return source

            wanted = list(dict.fromkeys(urls))
            return dict(zip(wanted, await asyncio.gather(*map(one, wanted)), strict=True))

    return asyncio.run(run()) if urls else {}


@asynccontextmanager
async def _launched(path: Path | None, proxy: str) -> AsyncIterator[Browser]:
    try:
        from playwright.async_api import Error, async_playwright
    except ImportError:
        raise SettingsError(
            "--render", "Playwright is not installed", "pip install 'citecheck-briefs[browser]'"
        ) from None
    found = str(path) if path else next(filter(None, map(shutil.which, _NAMES)), None)
    async with AsyncExitStack() as running:
        with bounded_children():
            playwright = await running.enter_async_context(async_playwright())
        try:
            browser = await playwright.chromium.launch(
                executable_path=found,
                args=list(_FLAGS),
                proxy={"server": proxy, "bypass": "<-loopback>"},
                # Chromium's sandbox does not start for root.
                chromium_sandbox=hasattr(os, "geteuid") and os.geteuid() != 0,
            )
        except Error as error:
            problem = f"no browser can be started: {str(error).splitlines()[0][:150]}"
            hint = "install Chromium, or give its path with --browser"
            raise SettingsError("--render", problem, hint) from None
        try:
            yield browser
        finally:
            with suppress(Error, TimeoutError):
                async with asyncio.timeout(_CLOSING):
                    await browser.close()


_READ = """(() => {
  const root = document.documentElement;
  const html = root === null ? "" : "<!DOCTYPE html>" + root.outerHTML;
  return html.length > %d ? null : html;
})()"""


async def _render(
    browser: Browser, proxy: GuardingProxy, url: str, settings: FetchSettings
) -> Source:
    from playwright.async_api import Error

    canonical = canonical_or_failed(url)
    if isinstance(canonical, Source):
        return canonical
    agent = (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
        f" HeadlessChrome/{browser.version} Safari/537.36 citecheck/{__version__}"
    )
    try:
        async with asyncio.timeout(settings.timeout):
            context = await browser.new_context(
                user_agent=agent, service_workers="block", accept_downloads=False
            )
            try:
                page = await context.new_page()
                answers: list[Response] = []
                # What it opens besides would be shown to nobody, in processes of its own.
                context.on("page", lambda opened: asyncio.ensure_future(_closed(opened)))
                page.on("response", lambda response: _note(page, response, answers))
                await page.goto(canonical, wait_until="domcontentloaded", timeout=0)
                return await _shown(page, answers, proxy, url, settings)
            finally:
                with suppress(Error, TimeoutError):
                    async with asyncio.timeout(_CLOSING):
                        await context.close()
    except TimeoutError:
        return _failed(url, SourceStatus.TIMEOUT, f"more than {settings.timeout:g} s in a browser")
    except Error as error:
        return _explained(url, canonical, proxy, error.message)


async def _closed(page: Page) -> None:
    from playwright.async_api import Error

    with suppress(Error):
        await page.close()


def _note(page: Page, response: Response, answers: list[Response]) -> None:
    """Note the answers that made the page itself: its scripts may have moved on to another."""
    if response.request.is_navigation_request() and response.frame == page.main_frame:
        answers.append(response)


async def _shown(
    page: Page, answers: list[Response], proxy: GuardingProxy, url: str, settings: FetchSettings
) -> Source:
    from playwright.async_api import Error

    with suppress(Error):
        quiet = min(_QUIET, settings.timeout / 3) * 1000
        await page.wait_for_load_state("networkidle", timeout=quiet)
    if not page.url.startswith(("http://", "https://")):
        return _explained(url, url, proxy, f"the page leads to {page.url}")
    html = await _html(page, settings.max_bytes)
    if html is None:
        limit = f"more than {settings.max_bytes / 1e6:g} MB"
        return _failed(url, SourceStatus.TOO_LARGE, limit)
    body = html.encode("utf-8", "replace")
    code = answers[-1].status if answers else None
    status = SourceStatus.OK if code is None else of_code(code)
    return Source(
        url=url,
        status=status,
        detail="" if status is SourceStatus.OK else in_words(status, f"HTTP {code}"),
        http_status=code,
        final_url=page.url.partition("#")[0],
        fetched_at=datetime.now(UTC).replace(microsecond=0),
        content_type="text/html; charset=utf-8",
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        rendered=True,
    )


async def _html(page: Page, most: int) -> str | None:
    """The page as it stands, None when it is longer than `most`; read in an isolated world, where
    the page's own scripts have changed nothing of what is asked."""
    session = await page.context.new_cdp_session(page)
    frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    world = await session.send("Page.createIsolatedWorld", {"frameId": frame})
    asked = {
        "expression": _READ % most,
        "contextId": world["executionContextId"],
        "returnByValue": True,
    }
    answer = await session.send("Runtime.evaluate", asked)
    value = answer.get("result", {}).get("value")
    return value if isinstance(value, str) else None


def _explained(url: str, canonical: str, proxy: GuardingProxy, message: str) -> Source:
    """The status that the browser's error stands for, by what the proxy knows of it."""
    words = " ".join(message.split())[:200]
    host = httpx.URL(canonical).host
    if proxy.refused:
        reason = proxy.refused.get(host) or next(iter(proxy.refused.values()))
        return _failed(url, SourceStatus.REFUSED_BY_POLICY, f"no public address: {reason}")
    if host in proxy.unknown:
        return _failed(url, SourceStatus.DNS_FAILURE, host)
    if "crashed" in words:
        problem = f"the page takes more than {MEMORY >> 20} MB in a browser; read it yourself"
        return Source(url, SourceStatus.TOO_LARGE, problem)
    if "ERR_CERT" in words or "ERR_SSL" in words:
        return _failed(url, SourceStatus.TLS_FAILURE, words)
    if "ERR_TOO_MANY_REDIRECTS" in words:
        return _failed(url, SourceStatus.TOO_MANY_REDIRECTS, words)
    return _failed(url, SourceStatus.CONNECTION_FAILED, words)


def _failed(url: str, status: SourceStatus, particular: str) -> Source:
    return Source(url, status, in_words(status, particular))

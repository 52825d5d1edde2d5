"""Pages that deceive or overfill the browser which renders them, in a real Chromium."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

import needs
from citecheck.model import Source, SourceStatus
from citecheck.sources import FetchSettings, fetch_rendered
from servers.web import Site, site

PAGE = "<!doctype html><html><body><p>The page says that 48 gates hold.</p><script>{}</script>"
GREEDY = {
    "objects": "const a = []; for (;;) a.push(new Array(1e5).fill({}));",
    "buffers": "const a = []; for (;;) a.push(new Uint8Array(2e7).fill(1));",
    "elements": "for (;;) { const p = document.createElement('p');"
    " p.textContent = 'x'.repeat(1000); document.body.append(p); }",
    "workers": "for (let n = 0; n < 9; n++) new Worker(URL.createObjectURL(new Blob(["
    "'const a = []; for (;;) a.push(new Uint8Array(1e7).fill(1))'])));",
    "windows": "for (let n = 0; n < 9; n++) window.open(location.href + '?' + n, '_blank',"
    " 'noopener'); const a = []; for (;;) a.push(new Uint8Array(2e7).fill(1));",
}


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as served:
        yield served


def render(urls: list[str], folder: Path) -> dict[str, Source]:
    settings = FetchSettings(allow_private_hosts=True, cache_dir=folder, timeout=40)
    return fetch_rendered(urls, settings, browser=Path(needs.program("chromium")))


@pytest.mark.parametrize(
    "script",
    [
        "Object.defineProperty(Element.prototype, 'outerHTML', {get: () => '<p>a lie</p>'})",
        "Object.defineProperty(document, 'documentElement',"
        " {get: () => ({outerHTML: '<p>a lie</p>'})})",
        "Object.defineProperty(Document.prototype, 'documentElement',"
        " {get: () => ({outerHTML: '<p>a lie</p>'})})",
        "String.prototype.toString = String.prototype.valueOf = () => '<p>a lie</p>';"
        " JSON.stringify = () => '\"<p>a lie</p>\"'; window.eval = () => '<p>a lie</p>'",
        "String.prototype[Symbol.toPrimitive] = Object.prototype.toJSON = () => '<p>a lie</p>'",
    ],
)
def test_what_a_page_does_to_its_own_world_changes_nothing_that_is_read(
    web: Site, tmp_path: Path, script: str
) -> None:
    url = web.add("/a", PAGE.format(script))
    source = render([url], tmp_path)[url]
    assert source.status is SourceStatus.OK, source.detail
    assert b"48 gates hold" in source.body.partition(b"<script>")[0]
    assert source.body.startswith(b"<!DOCTYPE html>")


@pytest.mark.skipif(sys.platform != "linux", reason="the system bounds no process of a browser")
@pytest.mark.parametrize("greed", GREEDY)
def test_a_page_that_takes_all_memory_is_one_status(web: Site, tmp_path: Path, greed: str) -> None:
    bad = web.add("/bad", PAGE.format(GREEDY[greed]))
    good = web.add("/good", PAGE.format("document.body.append('Filled.')"))
    with watched() as peak:
        found = render([bad, good], tmp_path)
    assert found[good].status is SourceStatus.OK, found[good].detail
    assert b"Filled." in found[good].body
    # A script whose allocation is refused ends; the page that it stood in is there.
    assert found[bad].status in (SourceStatus.OK, SourceStatus.TOO_LARGE), found[bad].detail
    assert peak[0] < 1100, "a process of the browser has outgrown its limit"


@contextmanager
def watched() -> Iterator[list[int]]:
    """The most MB of resident memory that one renderer had."""
    peak, done = [0], threading.Event()

    def look() -> None:
        while not done.is_set():
            for folder in Path("/proc").glob("[0-9]*"):
                with suppress(OSError, ValueError, IndexError):
                    if b"--type=renderer" in (folder / "cmdline").read_bytes():
                        pages = int((folder / "statm").read_text().split()[1])
                        peak[0] = max(peak[0], pages * 4096 >> 20)
            time.sleep(0.05)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()

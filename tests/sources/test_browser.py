"""A real Chromium on pages of this machine, with nothing but the guarded way out."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

import needs
from citecheck.errors import SettingsError
from citecheck.model import Source, SourceStatus
from citecheck.sources import FetchSettings, Way, fetch_rendered, replay_found
from citecheck.sources.warc import WarcReader, WarcWriter, folder_at
from servers.web import Site, site

S = SourceStatus
SHELL = """<!doctype html><html><head><title>T</title></head><body><div id=app></div><script>
{}
</script></body></html>"""
FILLED = 'document.getElementById("app").innerHTML = "<p>Filled by " + {} + "</p>";'


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path) -> FetchSettings:
    return FetchSettings(allow_private_hosts=True, cache_dir=tmp_path, timeout=40)


def render(url: str, settings: FetchSettings) -> Source:
    return fetch_rendered([url], settings, browser=Path(needs.program("chromium")))[url]


def test_a_script_shell_is_filled(web: Site, settings: FetchSettings, tmp_path: Path) -> None:
    web.add("/data", "the server", Content_Type="text/plain")
    script = 'fetch("/data").then(r => r.text()).then(t => {' + FILLED.format("t") + "})"
    url = web.add("/a", SHELL.format(script))
    with WarcWriter(folder_at(tmp_path / "saved")) as writer:
        found = fetch_rendered(
            [url], settings, browser=Path(needs.program("chromium")), save=writer.save
        )
    source = found[url]
    assert source.status is S.OK, source.detail
    assert b"<p>Filled by the server</p>" in source.body
    assert source.rendered
    assert source.http_status == 200
    assert "citecheck/" in web.headers[0]["user-agent"]
    reader = WarcReader(folder_at(tmp_path / "saved"))
    assert replay_found([url], reader, Way.RENDERED) == found


def test_redirects_and_errors_keep_their_status(web: Site, settings: FetchSettings) -> None:
    web.add("/b", SHELL.format(FILLED.format('"b"')))
    moved = render(web.add("/a", "", status=302, Location="/b"), settings)
    assert (moved.status, moved.final_url) == (S.OK, web.url("/b"))
    assert render(web.add("/gone", "<p>gone</p>", status=410), settings).status is S.GONE


@pytest.mark.parametrize(
    "script",
    [
        'fetch("{secret}", {{mode: "no-cors"}})',
        'document.body.append(Object.assign(new Image(), {{src: "{secret}"}}))',
        "document.body.insertAdjacentHTML('beforeend', '<iframe src=\"{secret}\"></iframe>')",
        "document.body.append(Object.assign(document.createElement('script'),"
        ' {{src: "{secret}"}}))',
        'new WebSocket("{secret}".replace("http", "ws"))',
        'navigator.sendBeacon("{secret}", "x")',
        'new EventSource("{secret}")',
        'location.href = "{secret}"',
        'window.open("{secret}")',
        "document.head.insertAdjacentHTML('beforeend',"
        ' \'<link rel=prefetch href="{secret}"><link rel=preconnect href="{secret}">\')',
    ],
    ids=lambda script: script.split("(")[0][:30],
)
def test_what_a_page_loads_comes_under_the_policy(settings: FetchSettings, script: str) -> None:
    """A page of an allowed host reaches for this machine by every means that it has."""
    with site() as web, site() as inner:
        secret = inner.add("/secret", "secret", Access_Control_Allow_Origin="*")
        done = FILLED.format('"the page"')
        url = web.add("/a", SHELL.format(done + script.format(secret=secret)))
        url = url.replace("127.0.0.1", "page.example.org")

        async def resolver(host: str, port: int) -> list[str]:
            if host not in ("page.example.org", "127.0.0.1"):
                raise socket.gaierror
            return ["127.0.0.1"]

        found = fetch_with_one_host_allowed(url, settings, resolver)
        assert b"Filled by the page" in found.body or found.status is S.REFUSED_BY_POLICY
        assert not inner.requests
        assert web.requests["/a"] == 1


@pytest.mark.parametrize("script", ['fetch("{}")', 'location.href = "{}"'])
def test_with_leave_the_same_scripts_do_reach_it(settings: FetchSettings, script: str) -> None:
    """So that the test above can fail."""
    with site() as web, site() as inner:
        secret = inner.add("/secret", "secret", Access_Control_Allow_Origin="*")
        render(web.add("/a", SHELL.format(script.format(secret))), settings)
        assert inner.requests["/secret"] == 1


def fetch_with_one_host_allowed(url: str, settings: FetchSettings, resolver) -> Source:
    """The page's own host stands for a public one; what else resolves to loopback does not."""
    import citecheck.sources.guard as guard

    allowed = guard.is_public
    seen: list[str] = []

    async def resolving(host: str, port: int) -> list[str]:
        seen[:] = [host]
        return await resolver(host, port)

    guard.is_public = lambda address: seen == ["page.example.org"] or allowed(address)
    try:
        guarded = replace(settings, allow_private_hosts=False)
        program = Path(needs.program("chromium"))
        return fetch_rendered([url], guarded, browser=program, resolver=resolving)[url]
    finally:
        guard.is_public = allowed


def test_a_name_that_turns_to_loopback_later_gains_nothing(settings: FetchSettings) -> None:
    """DNS rebinding: each connection's name is looked up and checked anew."""
    with site() as web:
        script = 'setTimeout(() => fetch("/again").then(() => 0), 50);' + FILLED.format('"1"')
        url = web.add("/a", SHELL.format(script), Connection="close")
        web.add("/again", "secret")
        url = url.replace("127.0.0.1", "rebind.example.org")
        guarded = replace(settings, allow_private_hosts=False)

        async def resolver(host: str, port: int) -> list[str]:
            return ["127.0.0.1"]

        program = Path(needs.program("chromium"))
        source = fetch_rendered([url], guarded, browser=program, resolver=resolver)[url]
        assert source.status is S.REFUSED_BY_POLICY
        assert "127.0.0.1" in source.detail
        assert not web.requests


def test_a_script_without_end_ends_at_the_limit(web: Site, settings: FetchSettings) -> None:
    url = web.add("/a", SHELL.format("while (true) {}"))
    began = time.monotonic()
    assert render(url, replace(settings, timeout=6)).status is S.TIMEOUT
    assert time.monotonic() - began < 40


def test_a_page_that_never_rests_is_taken_as_it_stands(web: Site, settings: FetchSettings) -> None:
    script = 'setInterval(() => fetch("/tick"), 20);' + FILLED.format('"then"')
    web.add("/tick", "x")
    source = render(web.add("/a", SHELL.format(script)), settings)
    assert source.status is S.OK
    assert b"Filled by then" in source.body


def test_a_page_that_grows_without_end_is_too_large(web: Site, settings: FetchSettings) -> None:
    script = 'document.getElementById("app").textContent = "x".repeat(3e6);'
    url = web.add("/a", SHELL.format(script))
    assert render(url, replace(settings, max_bytes=1_000_000)).status is S.TOO_LARGE


def test_nothing_is_kept_between_pages(web: Site, settings: FetchSettings) -> None:
    script = (
        "const n = (localStorage.n || 0); localStorage.n = 1; const c = document.cookie;"
        'document.cookie = "c=1";' + FILLED.format('"n=" + n + ";c=" + c + "."')
    )
    urls = [web.add(path, SHELL.format(script)) for path in ("/a", "/b")]
    for _ in range(2):
        program = Path(needs.program("chromium"))
        for source in fetch_rendered(urls, settings, browser=program).values():
            assert b"n=0;c=." in source.body


def test_a_host_that_is_not_there(settings: FetchSettings) -> None:
    assert render("http://no-such-host.invalid/", settings).status is S.DNS_FAILURE
    assert render("http://127.0.0.1:1/", settings).status is S.CONNECTION_FAILED
    assert render("file:///etc/passwd", settings).status is S.REFUSED_BY_POLICY


def test_posts_pass_the_proxy(web: Site, settings: FetchSettings) -> None:
    script = (
        'fetch("/echo", {method: "POST", body: "sent"}).then(r => r.text()).then(t => {'
        + FILLED.format("t")
        + "})"
    )

    def echo(handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    web.pages["/echo"] = echo
    assert b"Filled by sent" in render(web.add("/a", SHELL.format(script)), settings).body


def test_without_a_browser_it_is_said(settings: FetchSettings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--browser"):
        fetch_rendered(["http://127.0.0.1:1/"], settings, browser=tmp_path / "none")

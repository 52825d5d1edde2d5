"""Every way in which a look-up can end, on real sockets."""

from __future__ import annotations

import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from citecheck.model import Source, SourceStatus
from citecheck.sources import FetchSettings, cache_entries, cache_info, clear_cache, fetch_all
from citecheck.sources.status import in_words
from servers.web import Site, site

S = SourceStatus
PAGE = "<p>The council met on Monday.</p>"


@pytest.fixture
def settings(tmp_path: Path) -> FetchSettings:
    return FetchSettings(
        allow_private_hosts=True, cache_dir=tmp_path / "cache", retries=0, timeout=5
    )


@pytest.fixture
def web():
    with site() as served:
        yield served


def fetch(url: str, settings: FetchSettings) -> Source:
    return fetch_all([url], settings)[url]


def test_a_page_arrives_whole(web: Site, settings: FetchSettings) -> None:
    source = fetch(web.add("/a", PAGE), settings)
    assert source.status is S.OK
    assert source.body == PAGE.encode()
    assert source.http_status == 200
    assert source.final_url == web.url("/a")
    assert source.sha256 is not None
    assert source.fetched_at is not None
    assert "citecheck/" in web.headers[0]["user-agent"]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (404, S.NOT_FOUND),
        (410, S.GONE),
        (403, S.FORBIDDEN),
        (451, S.FORBIDDEN),
        (401, S.LOGIN_REQUIRED),
        (429, S.RATE_LIMITED),
        (402, S.PAYWALLED),
        (418, S.HTTP_ERROR),
        (500, S.SERVER_ERROR),
        (503, S.SERVER_ERROR),
    ],
)
def test_each_status_code_has_its_word(
    web: Site, settings: FetchSettings, code: int, status: SourceStatus
) -> None:
    source = fetch(web.add("/x", "no", status=code), settings)
    assert source.status is status
    assert source.http_status == code
    assert f"HTTP {code}" in source.detail
    assert source.body == b"no", "what the server says instead is evidence of why"


def test_a_large_error_page_is_left(web: Site, settings: FetchSettings) -> None:
    source = fetch(web.add("/x", "no" * 1_000_000, status=404), settings)
    assert source.status is S.NOT_FOUND
    assert source.body == b""


@pytest.mark.parametrize("status", list(S))
def test_each_status_is_explained_on_one_line(status: SourceStatus) -> None:
    line = in_words(status, "HTTP 418")
    assert "\n" not in line
    assert status is S.OK or len(line) > 20


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("ftp://example.org/a", S.REFUSED_BY_POLICY),
        ("file:///etc/passwd", S.REFUSED_BY_POLICY),
        ("javascript:alert(1)", S.REFUSED_BY_POLICY),
        ("not a url", S.INVALID_URL),
        ("http://", S.INVALID_URL),
        ("http://[::1", S.INVALID_URL),
        ("http://exa mple.org/", S.INVALID_URL),
        ("http://127.0.0.1:1/", S.CONNECTION_FAILED),
        ("http://no-such-host.invalid/", S.DNS_FAILURE),
    ],
)
def test_urls_that_lead_nowhere(settings: FetchSettings, url: str, status: SourceStatus) -> None:
    source = fetch(url, settings)
    assert source.status is status
    assert source.detail


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "2130706433",
        "0x7f.1",
        "127.1",
        "0.0.0.0",
        "10.1.2.3",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "224.0.0.1",
    ],
)
def test_private_addresses_are_refused(web: Site, settings: FetchSettings, host: str) -> None:
    guarded = replace(settings, allow_private_hosts=False)
    source = fetch(f"http://{host}:{web.port}/a", guarded)
    # What the machine's own resolver does not take for an address does not resolve at all.
    assert source.status in (S.REFUSED_BY_POLICY, S.DNS_FAILURE, S.INVALID_URL)
    assert not web.requests


def test_the_address_that_is_checked_is_the_one_connected_to(
    web: Site, settings: FetchSettings
) -> None:
    """A name that is public at the first look-up and loopback at the second gains nothing."""
    answers = iter([["203.0.113.7"], ["127.0.0.1"], ["127.0.0.1"]])

    async def resolver(host: str, port: int) -> list[str]:
        return next(answers)

    guarded = replace(settings, allow_private_hosts=False)
    url = web.add("/a", PAGE).replace("127.0.0.1", "rebind.example")
    source = fetch_all([url], guarded, resolver=resolver)[url]
    assert source.status is S.REFUSED_BY_POLICY
    assert not web.requests


def test_a_redirect_to_a_private_address_is_refused(settings: FetchSettings) -> None:
    with site() as public, site() as private:
        private.add("/secret", "secret")
        url = public.add(
            "/a", "", status=302, Location=f"http://inner.example:{private.port}/secret"
        )

        async def resolver(host: str, port: int) -> list[str]:
            return ["127.0.0.1"]

        # The first host may be private for the sake of the test; the second is checked anew.
        import citecheck.sources.guard as guard

        allowed = guard.is_public
        guard.is_public = lambda address: True if not public.requests else allowed(address)
        try:
            guarded = replace(settings, allow_private_hosts=False)
            source = fetch_all([url], guarded, resolver=resolver)[url]
        finally:
            guard.is_public = allowed
        assert public.requests["/a"] == 1
        assert source.status is S.REFUSED_BY_POLICY
        assert not private.requests


def test_redirects_are_followed_and_loops_end(web: Site, settings: FetchSettings) -> None:
    web.add("/c", PAGE)
    web.add("/b", "", status=301, Location="/c")
    source = fetch(web.add("/a", "", status=302, Location="/b"), settings)
    assert source.status is S.OK
    assert source.final_url == web.url("/c")
    assert source.redirects == (web.url("/a"), web.url("/b"))
    web.add("/x", "", status=302, Location="/y")
    loop = fetch(web.add("/y", "", status=302, Location="/x"), settings)
    assert loop.status is S.TOO_MANY_REDIRECTS
    for n in range(30):
        web.add(f"/n{n}", "", status=302, Location=f"/n{n + 1}")
    assert fetch(web.url("/n0"), settings).status is S.TOO_MANY_REDIRECTS
    evil = fetch(web.add("/f", "", status=302, Location="file:///etc/passwd"), settings)
    assert evil.status is S.REFUSED_BY_POLICY


@pytest.mark.parametrize(
    "location",
    [
        "http://[::g]/",
        "http://a b/",
        "//",
        "http://exa\x7fmple/",
        "h" * 70_000,
        "http://:80",
        "?%",
        "\xff",
    ],
)
def test_a_redirect_to_nonsense_ends(web: Site, settings: FetchSettings, location: str) -> None:
    url = web.add("/a", "", status=302, Location=location)
    source = fetch(url, settings)
    assert source.status is not S.OK
    assert len(source.detail) < 500


def test_credentials_are_not_sent(web: Site, settings: FetchSettings) -> None:
    url = web.add("/a", PAGE).replace("http://", "http://user:secret@")
    assert fetch(url, settings).status is S.OK
    assert "authorization" not in web.headers[0]


def test_cookies_do_not_travel(web: Site, settings: FetchSettings) -> None:
    web.add("/b", PAGE)
    fetch(web.add("/a", "", status=302, Location="/b", Set_Cookie="id=1; Path=/"), settings)
    assert all("cookie" not in headers for headers in web.headers)


def test_the_same_page_is_fetched_once(web: Site, settings: FetchSettings) -> None:
    url = web.add("/a", PAGE)
    given = [url, url + "#part", url.replace("http://", "HTTP://")]
    sources = fetch_all(given, settings)
    assert list(sources) == given
    assert all(sources[u].url == u and sources[u].status is S.OK for u in given)
    assert web.requests["/a"] == 1


def test_at_most_a_few_requests_at_a_time_to_one_host(web: Site, settings: FetchSettings) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.05)
        handler.send_response(200)
        handler.send_header("Content-Length", "1")
        handler.end_headers()
        handler.wfile.write(b"x")

    for n in range(12):
        web.pages[f"/{n}"] = slow
    sources = fetch_all([web.url(f"/{n}") for n in range(12)], replace(settings, per_host=2))
    assert {source.status for source in sources.values()} == {S.OK}
    assert web.busiest == 2


def test_waiting_for_a_turn_is_not_the_pages_fault(web: Site, settings: FetchSettings) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)
        handler.send_response(204)
        handler.end_headers()

    for n in range(6):
        web.pages[f"/{n}"] = slow
    urls = [web.url(f"/{n}") for n in range(6)]
    sources = fetch_all(urls, replace(settings, per_host=1, timeout=1))
    assert {source.status for source in sources.values()} == {S.OK}


class TestRetries:
    def flaky(self, web: Site, *headers: tuple[str, str], code: int = 503) -> str:
        def page(handler: BaseHTTPRequestHandler) -> None:
            good = web.requests["/r"] > 1
            handler.send_response(200 if good else code)
            for name, value in () if good else headers:
                handler.send_header(name, value)
            handler.send_header("Content-Length", "2")
            handler.end_headers()
            handler.wfile.write(b"ok")

        web.pages["/r"] = page
        return web.url("/r")

    def test_a_passing_fault_is_tried_again(self, web: Site, settings: FetchSettings) -> None:
        assert fetch(self.flaky(web), replace(settings, retries=2)).status is S.OK
        assert web.requests["/r"] == 2

    def test_retry_after_is_honoured(self, web: Site, settings: FetchSettings) -> None:
        url = self.flaky(web, ("Retry-After", "1"), code=429)
        began = time.monotonic()
        assert fetch(url, replace(settings, retries=2)).status is S.OK
        assert time.monotonic() - began >= 1

    def test_a_server_that_asks_for_too_long_is_left_alone(
        self, web: Site, settings: FetchSettings
    ) -> None:
        url = self.flaky(web, ("Retry-After", "3600"), code=429)
        source = fetch(url, replace(settings, retries=2))
        assert source.status is S.RATE_LIMITED
        assert "3600 s" in source.detail
        assert web.requests["/r"] == 1


class TestCache:
    def test_a_fresh_page_is_not_asked_for_again(self, web: Site, settings: FetchSettings) -> None:
        url = web.add("/a", PAGE, Cache_Control="max-age=600")
        first, second = fetch(url, settings), fetch(url, settings)
        assert web.requests["/a"] == 1
        assert second.from_cache
        assert second.body == first.body

    def test_a_stale_page_is_asked_for_by_its_validator(
        self, web: Site, settings: FetchSettings
    ) -> None:
        def page(handler: BaseHTTPRequestHandler) -> None:
            unchanged = handler.headers.get("If-None-Match") == '"v1"'
            handler.send_response(304 if unchanged else 200)
            handler.send_header("ETag", '"v1"')
            handler.send_header("Cache-Control", "no-cache")
            handler.send_header("Content-Length", "0" if unchanged else "4")
            handler.end_headers()
            if not unchanged:
                handler.wfile.write(b"text")

        web.pages["/a"] = page
        fetch(web.url("/a"), settings)
        assert fetch(web.url("/a"), settings).body == b"text"
        assert web.headers[1]["if-none-match"] == '"v1"'

    def test_a_page_that_varies_is_kept_for_the_same_request_only(
        self, web: Site, settings: FetchSettings
    ) -> None:
        url = web.add("/a", PAGE, Cache_Control="max-age=600", Vary="User-Agent")
        fetch(url, settings)
        fetch(url, settings)
        assert web.requests["/a"] == 1
        fetch(url, replace(settings, user_agent="another"))
        assert web.requests["/a"] == 2

    @pytest.mark.parametrize("code", [404, 410, 403, 500])
    def test_errors_are_kept_as_the_rules_say(
        self, web: Site, settings: FetchSettings, code: int
    ) -> None:
        """An answer that says how long it holds is not asked for again, another is."""
        fresh = web.add("/fresh", "no", code, Cache_Control="max-age=600")
        assert [fetch(fresh, settings).http_status for _ in range(2)] == [code, code]
        assert web.requests["/fresh"] == 1
        plain = web.add("/plain", "no", code)
        assert [fetch(plain, settings).http_status for _ in range(2)] == [code, code]
        assert web.requests["/plain"] == 2

    def test_offline_makes_no_request(self, web: Site, settings: FetchSettings) -> None:
        url = web.add("/a", PAGE)
        other = web.add("/b", PAGE)
        fetch(url, settings)
        offline = fetch_all([url, other], replace(settings, offline=True))
        assert offline[url].body == PAGE.encode()
        assert offline[other].status is S.NOT_CACHED
        assert web.requests == {"/a": 1}

    def test_offline_has_the_newest_copy(self, web: Site, settings: FetchSettings) -> None:
        url = web.add("/a", "old")
        fetch(url, settings)
        web.add("/a", "new")
        fetch(url, settings)
        assert fetch(url, replace(settings, offline=True)).body == b"new"
        assert cache_info(settings.cache_dir).entries == 1

    def test_refresh_asks_again(self, web: Site, settings: FetchSettings) -> None:
        url = web.add("/a", PAGE, Cache_Control="max-age=600")
        fetch(url, settings)
        web.add("/a", "new", Cache_Control="max-age=600")
        assert fetch(url, replace(settings, refresh=True)).body == b"new"

    def test_what_must_not_be_stored_is_not(self, web: Site, settings: FetchSettings) -> None:
        url = web.add("/a", PAGE, Cache_Control="no-store")
        assert fetch(url, settings).status is S.OK
        assert cache_entries(settings.cache_dir) == []

    def test_it_can_be_listed_and_cleared(self, web: Site, settings: FetchSettings) -> None:
        urls = [web.add(f"/{n}", PAGE) for n in range(3)]
        fetch_all(urls, settings)
        assert [entry.url for entry in cache_entries(settings.cache_dir)] == urls
        assert clear_cache(settings.cache_dir, urls[0]) == 1
        assert clear_cache(settings.cache_dir) == 2
        assert cache_info(settings.cache_dir).entries == 0


@pytest.mark.parametrize("status", list(S))
def test_each_status_is_documented(status: SourceStatus) -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "sources.md"
    assert f"`{status}`" in page.read_text(encoding="utf-8")


def test_a_cache_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    from citecheck.errors import SettingsError

    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingsError, match="--cache-dir"):
        fetch("http://127.0.0.1:1/", FetchSettings(cache_dir=tmp_path / "file"))

"""Politeness, on real servers and among real processes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from citecheck.model import RobotsRule, SourceStatus
from citecheck.sources import FetchSettings, cache_entries, clear_cache, fetch_all
from servers.web import Page, Site, site

S = SourceStatus
PAGE = "<p>The council met on Monday.</p>"


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path) -> FetchSettings:
    return FetchSettings(
        allow_private_hosts=True, cache_dir=tmp_path / "cache", retries=0, timeout=5
    )


class TestRobots:
    @pytest.fixture
    def settings(self, settings: FetchSettings) -> FetchSettings:
        return replace(settings, robots=RobotsRule.HONOUR)

    def statuses(self, web: Site, settings: FetchSettings, *paths: str) -> list[SourceStatus]:
        urls = [web.add(path, PAGE) for path in paths]
        return [source.status for source in fetch_all(urls, settings).values()]

    def test_what_it_forbids_is_not_asked_for(self, web: Site, settings: FetchSettings) -> None:
        web.add("/robots.txt", "User-agent: *\nDisallow: /private\nAllow: /private/open")
        found = self.statuses(web, settings, "/a", "/private/b", "/private/open/c")
        assert found == [S.OK, S.REFUSED_BY_ROBOTS, S.OK]
        assert web.requests["/private/b"] == 0
        assert web.requests["/robots.txt"] == 1

    def test_rules_for_citecheck_by_name_come_first(
        self, web: Site, settings: FetchSettings
    ) -> None:
        web.add("/robots.txt", "User-agent: citecheck\nDisallow: /\n\nUser-agent: *\nAllow: /")
        source = fetch_all([web.add("/a", PAGE)], settings)[web.url("/a")]
        assert source.status is S.REFUSED_BY_ROBOTS
        assert "/robots.txt" in source.detail
        assert "--robots ignore" in source.detail

    def test_by_default_it_is_not_even_asked_for(self, web: Site, settings: FetchSettings) -> None:
        web.add("/robots.txt", "User-agent: *\nDisallow: /")
        ignoring = replace(settings, robots=FetchSettings().robots)
        assert self.statuses(web, ignoring, "/a") == [S.OK]
        assert web.requests["/robots.txt"] == 0

    @pytest.mark.parametrize(
        ("code", "status"), [(404, S.OK), (403, S.OK), (500, S.REFUSED_BY_ROBOTS)]
    )
    def test_without_one_all_is_allowed_and_behind_a_fault_nothing(
        self, web: Site, settings: FetchSettings, code: int, status: SourceStatus
    ) -> None:
        web.add("/robots.txt", "no", status=code)
        assert self.statuses(web, settings, "/a") == [status]

    def test_it_may_redirect(self, web: Site, settings: FetchSettings) -> None:
        web.add("/robots.txt", "", status=301, Location="/r")
        web.add("/r", "User-agent: *\nDisallow: /a")
        assert self.statuses(web, settings, "/a", "/b") == [S.REFUSED_BY_ROBOTS, S.OK]

    def test_a_redirect_leads_past_it_no_more_than_a_link(
        self, web: Site, settings: FetchSettings
    ) -> None:
        web.add("/robots.txt", "User-agent: *\nDisallow: /b")
        web.add("/b", PAGE)
        url = web.add("/to-b", "", status=302, Location="/b")
        assert fetch_all([url], settings)[url].status is S.REFUSED_BY_ROBOTS
        assert web.requests["/b"] == 0

    def test_crawl_delay_is_kept(self, web: Site, settings: FetchSettings) -> None:
        web.add("/robots.txt", "User-agent: *\nCrawl-delay: 0.3")
        urls = [web.add(f"/{n}", PAGE) for n in range(3)]
        began = time.monotonic()
        fetch_all(urls, settings)
        assert time.monotonic() - began >= 0.6


class TestPace:
    def test_a_delay_is_kept_for_each_host_alone(self, web: Site, settings: FetchSettings) -> None:
        with site() as other:
            urls = [s.add(f"/{n}", PAGE) for n in range(3) for s in (web, other)]
            began = time.monotonic()
            fetch_all(urls, replace(settings, delay=1))
            elapsed = time.monotonic() - began
        assert 2 <= elapsed < 4.5, "two pauses of a second; five if the hosts waited for each other"

    def test_a_host_that_asks_for_quiet_gets_it(self, web: Site, settings: FetchSettings) -> None:
        """429 with Retry-After at one page holds back the host's other pages."""
        times: dict[str, float] = {}

        def page(handler: BaseHTTPRequestHandler) -> None:
            busy = not times
            times[handler.path] = time.monotonic()
            handler.send_response(429 if busy else 204)
            if busy:
                handler.send_header("Retry-After", "1")
                handler.send_header("Content-Length", "0")
            handler.end_headers()

        for n in range(4):
            web.pages[f"/{n}"] = page
        urls = [web.url(f"/{n}") for n in range(4)]
        began = time.monotonic()
        found = fetch_all(urls, replace(settings, retries=2, per_host=1, timeout=10))
        assert {source.status for source in found.values()} == {S.OK}
        assert min(moment for moment in times.values()) >= began + 0.9

    def test_a_host_that_asks_for_too_much_quiet_is_left_alone(
        self, web: Site, settings: FetchSettings
    ) -> None:
        urls = [web.add(f"/{n}", "", status=429, Retry_After="3600") for n in range(4)]
        found = fetch_all(urls, replace(settings, retries=2, per_host=1))
        assert {source.status for source in found.values()} == {S.RATE_LIMITED}
        assert web.requests.total() == 1

    def test_a_host_that_hangs_stalls_no_other(self, web: Site, settings: FetchSettings) -> None:
        def hang(handler: BaseHTTPRequestHandler) -> None:
            time.sleep(8)

        with site() as good:
            slow = [f"{web.url('/')}{n}" for n in range(6)]
            web.otherwise = hang
            quick = [good.add(f"/{n}", PAGE) for n in range(20)]
            ended: list[str] = []
            found = fetch_all(
                slow + quick,
                replace(settings, timeout=5, concurrency=8, per_host=6),
                on_done=lambda source: ended.append(source.url),
            )
        assert all(found[url].status is S.OK for url in quick)
        assert all(found[url].status is S.TIMEOUT for url in slow)
        assert set(ended[: len(quick)]) == set(quick)


ASK = """
import json, sys
from pathlib import Path
from citecheck.sources import FetchSettings, fetch_all
s = FetchSettings(
    allow_private_hosts=True, cache_dir=Path(sys.argv[1]), retries=0, timeout=20, per_host=5
)
print("ready", flush=True)
sys.stdin.readline()
found = fetch_all(sys.argv[2:], s)
print(json.dumps([[u, x.status, x.body.decode(), x.final_url] for u, x in found.items()]))
"""


def at_once(cache: Path, urls: list[str], processes: int) -> list[list[list[str]]]:
    """What several processes find that ask for the same URLs at the same time."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, str(cache), *urls],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    found = []
    for process in started:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert err == ""
        found.append(json.loads(out))
    return found


def slow_page(status: int, body: bytes, **headers: str) -> Page:
    def page(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(3)
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return page


class TestProcesses:
    def test_one_request_for_a_url_among_processes(self, web: Site, tmp_path: Path) -> None:
        web.pages["/page"] = slow_page(200, b"text")
        web.pages["/no-cache"] = slow_page(200, b"text", Cache_Control="no-cache")
        web.pages["/moved"] = slow_page(302, b"", Location="/page")
        web.pages["/refused"] = slow_page(403, b"prove that you are human")
        web.pages["/broken"] = slow_page(500, b"oh")
        paths = ("/page", "/no-cache", "/moved", "/refused", "/broken")
        found = at_once(tmp_path, [web.url(path) for path in paths], 3)
        assert found[0] == found[1] == found[2]
        assert [entry[1] for entry in found[0]] == [S.OK, S.OK, S.OK, S.FORBIDDEN, S.SERVER_ERROR]
        assert [entry[2] for entry in found[0]][:4] == [
            "text",
            "text",
            "text",
            "prove that you are human",
        ]
        assert web.requests == dict.fromkeys(paths, 1)

    def test_many_processes_with_one_cache_do_not_fail(self, web: Site, tmp_path: Path) -> None:
        urls = [web.add(f"/{n}", PAGE * 50) for n in range(40)]
        found = at_once(tmp_path, urls, 4)
        assert all(entry[1] == S.OK for run in found for entry in run)
        assert len(cache_entries(tmp_path)) == 40

    def test_a_process_that_was_killed_holds_nobody_up(self, web: Site, tmp_path: Path) -> None:
        web.pages["/page"] = slow_page(200, b"text")
        command = [sys.executable, "-c", ASK, str(tmp_path), web.url("/page")]
        first = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert first.stdin is not None
        first.stdin.write("\n")
        first.stdin.flush()
        while not web.requests["/page"]:
            time.sleep(0.02)
        first.kill()
        first.wait()
        began = time.monotonic()
        assert at_once(tmp_path, [web.url("/page")], 1)[0][0][1] == S.OK
        assert time.monotonic() - began < 15


class TestOffline:
    def test_it_ends_as_the_run_before_it(self, web: Site, settings: FetchSettings) -> None:
        web.add("/page", PAGE)
        web.add("/moved", "", status=302, Location="/page")
        urls = [
            web.url("/moved"),
            web.add("/refused", "prove it", status=403),
            web.url("/missing"),
            "http://no-such-host.invalid/",
        ]
        before = fetch_all(urls, settings)
        asked = web.requests.total()
        offline = fetch_all(urls, replace(settings, offline=True))
        assert web.requests.total() == asked
        for url in urls:
            assert offline[url].status is before[url].status
            assert offline[url].body == before[url].body
            assert offline[url].final_url == before[url].final_url
            assert offline[url].detail == before[url].detail

    def test_what_must_not_be_stored_is_not(self, web: Site, settings: FetchSettings) -> None:
        url = web.add("/a", "secret", status=403, Cache_Control="no-store")
        fetch_all([url], settings)
        assert fetch_all([url], replace(settings, offline=True))[url].status is S.NOT_CACHED
        for path in (settings.cache_dir or Path()).iterdir():
            assert b"secret" not in path.read_bytes()

    def test_clearing_forgets_failures_too(self, web: Site, settings: FetchSettings) -> None:
        url = web.add("/a", "no", status=403)
        fetch_all([url], settings)
        clear_cache(settings.cache_dir)
        assert fetch_all([url], replace(settings, offline=True))[url].status is S.NOT_CACHED


def test_two_references_that_lead_to_one_page_ask_for_it_once(
    web: Site, settings: FetchSettings
) -> None:
    web.add("/page", PAGE)
    urls = [web.add(f"/{n}", "", status=302, Location="/page") for n in range(5)]
    found = fetch_all([*urls, web.url("/page") + "?utm_source=x"], settings)
    assert {source.body for source in found.values()} == {PAGE.encode()}
    assert web.requests["/page"] == 1

"""Archived copies through a real TimeGate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from citecheck.errors import SettingsError
from citecheck.model import ArchivedCopy, SourceStatus
from citecheck.sources import FetchSettings, Way, fetch_archived, replay_found
from citecheck.sources.archived_html import strip_inserts
from citecheck.sources.guard import is_internal
from citecheck.sources.warc import WarcReader, WarcWriter, folder_at
from servers.archive import Archive, archive

URL = "http://127.0.0.1:9/page?a=1"
HTML = (
    "<html><head><title>T</title></head><body><p>{}</p>"
    '<a href="http://example.org/x">x</a></body></html>'
)


def day(n: int) -> datetime:
    return datetime(2026, 1, n, 10, 30, tzinfo=UTC)


@pytest.fixture(params=[True, False], ids=["wayback", "numbered"])
def kept(request: pytest.FixtureRequest) -> Iterator[Archive]:
    with archive(wayback=request.param) as made:
        for n in (3, 10, 20):
            made.add(URL, day(n), HTML.format(f"as of {n}"))
        yield made


@pytest.fixture
def settings(kept: Archive, tmp_path: Path) -> FetchSettings:
    return FetchSettings(
        allow_private_hosts=True, cache_dir=tmp_path, retries=0, timeout=5, timegate=kept.timegate
    )


def test_without_a_date_the_last_copy(kept: Archive, settings: FetchSettings) -> None:
    source = fetch_archived([URL], settings)[URL]
    assert source.status is SourceStatus.OK
    assert source.archived is not None
    assert source.archived.at == day(20)
    assert source.url == source.final_url == URL
    assert source.redirects == ()


def test_with_a_date_the_nearest_copy(kept: Archive, settings: FetchSettings) -> None:
    source = fetch_archived([URL], settings, at={URL: day(8)})[URL]
    assert b"as of 10" in source.body
    assert source.archived is not None
    assert source.archived.at == day(10)


def test_the_link_is_for_people_and_the_body_is_the_page(
    kept: Archive, settings: FetchSettings
) -> None:
    source = fetch_archived([URL], settings)[URL]
    assert source.body.decode() == HTML.format("as of 20")
    place = f"/web/20260120103000/{URL}" if kept.wayback else f"/copy/2/{URL}"
    assert source.archived == ArchivedCopy(kept.web.url(place), day(20))


def test_links_of_the_page_to_an_archive_stay(kept: Archive, settings: FetchSettings) -> None:
    """In a copy as it was captured nothing is taken out."""
    link = '<a href="https://archive.example/web/20200101000000/http://example.org/">then</a>'
    kept.add(URL, day(28), link)
    body = fetch_archived([URL], settings)[URL].body
    assert (link.encode() in body) is kept.wayback


def test_a_copy_of_an_error_page_is_passed_over(kept: Archive, settings: FetchSettings) -> None:
    kept.add(URL, day(25), HTML.format("not found"), status=404)
    source = fetch_archived([URL], settings)[URL]
    assert b"as of 20" in source.body
    assert source.archived is not None
    assert source.archived.at == day(20)


def test_no_copy_no_archive_no_answer(kept: Archive, settings: FetchSettings) -> None:
    other = "http://127.0.0.1:9/other"
    assert fetch_archived([other, "not a url"], settings) == {}
    dead = replace(settings, timegate="http://127.0.0.1:1/web/")
    assert fetch_archived([URL], dead) == {}


@pytest.mark.parametrize(
    "older", ["javascript:alert(1)", "file:///etc/passwd", "http://[::g]/", ""]
)
def test_an_archive_that_leads_astray(kept: Archive, settings: FetchSettings, older: str) -> None:
    kept.web.add(
        f"/else/{URL}",
        "gone",
        status=404,
        Memento_Datetime="Tue, 20 Jan 2026 10:30:00 GMT",
        Link=f'<{older}>; rel="prev memento", <{"<" * 500}, ;;; rel=',
    )
    assert fetch_archived([URL], replace(settings, timegate=kept.web.url("/else/"))) == {}


def test_a_timegate_that_is_none_is_said(settings: FetchSettings) -> None:
    with pytest.raises(SettingsError, match="--timegate"):
        fetch_archived([URL], replace(settings, timegate="http://[::g]/"))


def test_a_page_that_is_no_copy_is_not_taken_for_one(
    kept: Archive, settings: FetchSettings
) -> None:
    """A TimeGate that answers with a page of its own (a sign-in, a captive portal)."""
    kept.web.add(f"/else/{URL}", "<p>Please sign in.</p>")
    assert fetch_archived([URL], replace(settings, timegate=kept.web.url("/else/"))) == {}


def test_internal_addresses_are_not_told_to_an_outside_archive(settings: FetchSettings) -> None:
    outside = replace(settings, timegate="http://archive.example.org/web/")

    async def resolver(host: str, port: int) -> list[str]:
        raise AssertionError(host)

    urls = [URL, "http://localhost/x", "http://wiki/x", "http://wiki.corp/", "http://[::1]/"]
    assert fetch_archived(urls, outside, resolver=resolver) == {}


@pytest.mark.parametrize(
    ("host", "internal"),
    [
        ("example.org", False),
        ("8.8.8.8", False),
        ("10.0.0.1", True),
        ("nas.local", True),
        ("printer.home.arpa", True),
        ("LOCALHOST.", True),
        ("fe80::1", True),
    ],
)
def test_internal_names(host: str, internal: bool) -> None:
    assert is_internal(host) is internal


def test_offline_uses_the_kept_copy(kept: Archive, settings: FetchSettings) -> None:
    live = fetch_archived([URL], settings, at={URL: day(8)})
    asked = kept.web.requests.total()
    offline = fetch_archived([URL], replace(settings, offline=True), at={URL: day(8)})
    assert offline[URL].body == live[URL].body
    assert offline[URL].archived == live[URL].archived
    assert kept.web.requests.total() == asked


def test_it_is_saved_and_comes_back(kept: Archive, settings: FetchSettings, tmp_path: Path) -> None:
    with WarcWriter(folder_at(tmp_path / "saved")) as writer:
        live = fetch_archived([URL], settings, save=writer.save)
    reader = WarcReader(folder_at(tmp_path / "saved"))
    assert replay_found([URL], reader, Way.ARCHIVED) == live
    assert reader.source(URL) is None


def test_what_archives_insert_is_taken_out() -> None:
    page = (
        b'<html><head><script src="//archive.org/includes/athena.js"></script>\n'
        b"<!-- End Wayback Rewrite JS Include -->\n<title>T</title></head><body>"
        b"<!-- BEGIN WAYBACK TOOLBAR INSERT --><p>banner</p><!-- END WAYBACK TOOLBAR INSERT -->"
        b'<a href="/web/20260128120000/https://example.org/a">a</a>'
        b'<img src="https://web.archive.org/web/20260128120000im_/http://example.org/b.png">'
        b'<a href="/web/2026/plain">kept</a></body></html><!--\n FILE ARCHIVED ON 12:00 -->'
    )
    assert strip_inserts(page) == (
        b"<html><head>\n<title>T</title></head><body>"
        b'<a href="https://example.org/a">a</a>'
        b'<img src="http://example.org/b.png">'
        b'<a href="/web/2026/plain">kept</a></body></html>'
    )

"""Files of this machine as sources: below the brief's folder, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from citecheck.briefs import parse, with_local_files
from citecheck.model import Source, SourceStatus
from citecheck.sources import FetchSettings, fetch_all, replay_all
from citecheck.sources.warc import WarcReader, WarcWriter, folder_at

S = SourceStatus


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "briefs"
    (made / "notes").mkdir(parents=True)
    (made / "notes" / "a b.txt").write_text("The council met.")
    (tmp_path / "secret.txt").write_text("secret")
    (made / "out.txt").symlink_to(tmp_path / "secret.txt")
    (made / "outside").symlink_to(tmp_path)
    (made / "in.txt").symlink_to(made / "notes" / "a b.txt")
    (made / "loop.txt").symlink_to(made / "loop.txt")
    os.mkfifo(made / "pipe.txt")
    (made / "large.txt").write_bytes(b"x" * 5000)
    return made


def look_up(url: str, folder: Path, **changes: object) -> Source:
    settings = FetchSettings(
        cache_dir=folder.parent / "cache", max_bytes=4000, files={url: folder}, offline=True
    )
    return fetch_all([url], settings)[url]


@pytest.mark.parametrize(
    "url", ["file:notes/a%20b.txt", "file:./notes/../notes/a b.txt", "file:in.txt", "absolute"]
)
def test_a_file_below_the_folder(folder: Path, url: str) -> None:
    if url == "absolute":
        url = (folder / "notes" / "a b.txt").as_uri()
    source = look_up(url, folder)
    assert source.status is S.OK, source.detail
    assert source.body == b"The council met."
    assert source.content_type == "text/plain"
    assert source.final_url == (folder / "notes" / "a b.txt").resolve().as_uri()


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("file:../secret.txt", S.REFUSED_BY_POLICY),
        ("file:%2e%2e/secret.txt", S.REFUSED_BY_POLICY),
        ("file:notes/../../secret.txt", S.REFUSED_BY_POLICY),
        ("file:///etc/passwd", S.REFUSED_BY_POLICY),
        ("file:out.txt", S.REFUSED_BY_POLICY),
        ("file:outside/secret.txt", S.REFUSED_BY_POLICY),
        ("file:notes", S.REFUSED_BY_POLICY),
        ("file:pipe.txt", S.REFUSED_BY_POLICY),
        ("file:none.txt", S.NOT_FOUND),
        ("file:large.txt/x", S.NOT_FOUND),
        ("file:large.txt", S.TOO_LARGE),
        ("file:loop.txt", S.INVALID_URL),
        ("file:a%00b", S.INVALID_URL),
        ("file://server/share.txt", S.INVALID_URL),
    ],
)
def test_anything_else_is_refused(folder: Path, url: str, status: SourceStatus) -> None:
    source = look_up(url, folder)
    assert source.status is status, source.detail
    assert source.body == b""
    assert source.detail
    assert "\n" not in source.detail


def test_without_leave_no_file_is_read(folder: Path) -> None:
    url = (folder / "notes" / "a b.txt").as_uri()
    source = fetch_all([url], FetchSettings(cache_dir=folder.parent / "cache"))[url]
    assert source.status is S.REFUSED_BY_POLICY
    assert "--allow-files" in source.detail


def test_a_page_cannot_lead_to_a_file(folder: Path) -> None:
    """Leave is given for a URL as the brief names it, not for where a redirect leads."""
    from servers.web import site

    url = (folder / "notes" / "a b.txt").as_uri()
    with site() as web:
        page = web.add("/a", "", status=302, Location=url)
        settings = FetchSettings(
            cache_dir=folder.parent / "cache", files={url: folder}, allow_private_hosts=True
        )
        assert fetch_all([page], settings)[page].status is S.REFUSED_BY_POLICY


def test_it_is_saved_and_comes_back(folder: Path, tmp_path: Path) -> None:
    url = "file:in.txt"
    settings = FetchSettings(cache_dir=tmp_path / "cache", files={url: folder})
    with WarcWriter(folder_at(tmp_path / "saved")) as writer:
        live = fetch_all([url], settings, save=writer.save)
    assert live[url].body
    assert replay_all([url], WarcReader(folder_at(tmp_path / "saved"))) == live


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("file:notes.txt", "file:notes.txt"),
        ("Council minutes, <file:///srv/minutes.pdf>.", "file:///srv/minutes.pdf"),
        ("reports/budget.pdf", "file:reports/budget.pdf"),
        ("Minutes of May, ./minutes/may.docx", "file:./minutes/may.docx"),
        ("A book without an address, 1999", None),
        ("See example.com", None),
        ("https://example.org/a.pdf", "https://example.org/a.pdf"),
    ],
)
def test_entries_that_name_files(entry: str, url: str | None) -> None:
    text = f"The council met. [1]\n\nSources\n1. {entry}\n"
    brief = with_local_files(parse(text.encode(), path="brief.txt"))
    assert [reference.url for reference in brief.references] == [url]

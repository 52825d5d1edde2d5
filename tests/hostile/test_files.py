"""What stands stays: outputs, the cache, decisions, and inputs that name files."""

from __future__ import annotations

import json
import os
import random
import sqlite3
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from citecheck import decisions
from citecheck.audits.plan.inputs import Found, Input, Unread, walk
from citecheck.cli.outputs import Target, refuse_inputs, write_file
from citecheck.errors import CitecheckError, ReportError, SettingsError
from citecheck.model import Source, SourceStatus
from citecheck.sources import FetchSettings, cache_info, clear_cache, fetch_all
from servers.web import site


def settings(folder: Path, **others: object) -> FetchSettings:
    return FetchSettings(cache_dir=folder, allow_private_hosts=True, **others)  # type: ignore[arg-type]


# ---------------------------------------------------------------- outputs


def test_a_report_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.json"
    path.write_text("old")
    path.chmod(0o640)
    write_file(path, "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="No space left"):
        write_file(path, "newer")
    assert path.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


def test_links_and_devices_stay_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_file(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
    write_file(Path("/dev/null"), "gone")
    assert not Path("/dev/null").is_file()
    with pytest.raises(SettingsError):
        write_file(tmp_path / "none" / "x", "y")


def test_an_output_that_is_an_input_is_refused(tmp_path: Path) -> None:
    brief = tmp_path / "b.md"
    brief.write_text("x")
    os.link(brief, tmp_path / "same.md")
    for name in ("b.md", "same.md", "./b.md"):
        with pytest.raises(SettingsError, match="is read in this run"):
            refuse_inputs([Target("json", tmp_path / name)], [str(brief), None, "-"])
    refuse_inputs([Target("json", tmp_path / "other.json"), Target("text", None)], [brief])


# ---------------------------------------------------------------- the cache


@pytest.mark.parametrize("what", ["folder", "text", "schema", "version", "empty"])
def test_what_is_no_cache_is_set_aside_and_the_run_goes_on(tmp_path: Path, what: str) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    file = cache / "pages.sqlite"
    if what == "folder":
        (file / "in").mkdir(parents=True)
        (cache / "answers.sqlite").mkdir()
    elif what in ("schema", "version"):
        with sqlite3.connect(file) as database:
            database.execute("CREATE TABLE entries (id BLOB, other TEXT)")
            database.execute(f"PRAGMA user_version={2 if what == 'schema' else 7}")
        database.close()
    else:
        file.write_bytes(b"no database at all, and long enough" * 100 if what == "text" else b"")
        (cache / "answers.sqlite").write_bytes(b"nor is this" * 100)
    with site() as web:
        url = web.add("/a", "<p>words</p>", cache_control="max-age=600")
        for _ in range(2):
            assert fetch_all([url], settings(cache))[url].status is SourceStatus.OK
    assert cache_info(cache).entries == 1
    aside = [p.name for p in cache.iterdir() if ".broken-" in p.name and "pages" in p.name]
    assert len(aside) == (what != "empty")
    assert file.stat().st_mode & 0o077 == 0
    assert clear_cache(cache) == 1
    assert clear_cache(cache) == 0


def test_flipped_bytes_cost_the_page_that_they_hit_and_no_body_is_another(tmp_path: Path) -> None:
    body = "<p>" + "The barrier holds 48 gates. " * 40 + "</p>"
    dice = random.Random(7)
    with site() as web:
        urls = [web.add(f"/{n}", body, cache_control="max-age=600") for n in range(6)]
        for round_ in range(20):
            cache = tmp_path / f"cache{round_}"
            fetch_all(urls, settings(cache))
            file = cache / "pages.sqlite"
            data = bytearray(file.read_bytes())
            for _ in range(3):
                data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            file.write_bytes(data)
            for offline in (True, False):
                found = fetch_all(urls, settings(cache, offline=offline))
                for source in found.values():
                    if offline and source.status is SourceStatus.NOT_CACHED:
                        continue
                    assert source.status is SourceStatus.OK, source.detail
                    assert source.body.decode() == body


def test_a_date_of_another_age_poisons_nothing(tmp_path: Path) -> None:
    with site() as web:
        url = web.add("/a", "")

        def page(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response_only(200)
            for name, value in (
                ("Date", "Fri, 31 Dec 9999 23:59:59 -1200"),
                ("Cache-Control", "max-age=600"),
                ("Content-Type", "text/html"),
                ("Content-Length", "8"),
            ):
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(b"<p>x</p>")

        web.pages["/a"] = page
        for _ in range(3):
            assert fetch_all([url], settings(tmp_path))[url].status is SourceStatus.OK
        assert fetch_all([url], settings(tmp_path, offline=True))[url].status is SourceStatus.OK


def test_offline_works_from_a_cache_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site() as web:
        url = web.add("/a", "<p>x</p>", cache_control="max-age=600")
        fetch_all([url], settings(tmp_path))
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert fetch_all([url], settings(tmp_path, offline=True))[url].status is SourceStatus.OK
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


# ---------------------------------------------------------------- decisions


@pytest.mark.parametrize("kind", ["pipe", "device", "link", "folder-link", "folder"])
def test_decisions_that_lead_elsewhere_are_refused_in_a_line(tmp_path: Path, kind: str) -> None:
    path = tmp_path / ".citecheck" / "decisions.jsonl"
    if kind == "folder-link":
        (tmp_path / "real").mkdir()
        path.parent.symlink_to(tmp_path / "real")
    else:
        path.parent.mkdir()
        {
            "pipe": lambda: os.mkfifo(path),
            "device": lambda: path.symlink_to("/dev/zero"),
            "link": lambda: path.symlink_to(tmp_path / "elsewhere"),
            "folder": path.mkdir,
        }[kind]()
    with pytest.raises(ReportError, match=r"\.citecheck"):
        decisions.load(path)
    assert not (tmp_path / "elsewhere").exists()


def test_many_broken_decisions_are_a_few_lines(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text("{broken\n" * 200_000)
    entries, notices = decisions.load(path)
    assert entries == ()
    assert len(notices) == 21
    assert "199980 more" in notices[-1]


def test_a_decision_with_a_time_of_no_sense_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    line = {"schema": decisions.SCHEMA, "kind": "accept", "by": "a", "why": "b", "brief": "c"}
    line |= {"claim": "d", "references": [], "evidence": "e", "at": "9999-12-31T23:59:59-12:00"}
    path.write_text(json.dumps(line) + "\n")
    assert decisions.load(path)[0] == ()


# ---------------------------------------------------------------- inputs of audits


def fetched(documents: Mapping[str, str]):
    def fetch(urls: Sequence[str]) -> Mapping[str, Source]:
        return {u: Source(u, SourceStatus.OK, body=documents[u].encode()) for u in urls}

    return fetch


LIST = "https://e.org/list"


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "/dev/zero", "brief.md", "file:///etc/passwd", "~"]
)
@pytest.mark.parametrize("kind", ["list", "sitemap", "feed"])
def test_a_document_that_was_fetched_names_no_files(kind: str, name: str) -> None:
    text = {
        "list": name,
        "sitemap": f"<sitemapindex><sitemap><loc>{name}</loc></sitemap></sitemapindex>",
        "feed": f"<rss version='2.0'><channel><item><link>{name}</link></item></channel></rss>",
    }[kind]
    found = list(walk(Input(kind, LIST), fetched({LIST: text})))
    assert not [entry for entry in found if isinstance(entry, Found)]
    if kind != "feed":
        (unread,) = found
        assert isinstance(unread, Unread)
        assert "http" in str(unread.problem)


def test_a_sitemap_that_lists_itself_ends() -> None:
    entry = "<sitemap><loc>{}</loc></sitemap>"
    index = "<sitemapindex>" + entry.format(LIST) * 3 + entry.format(LIST + "2") + "</sitemapindex>"
    pages = "<urlset><url><loc>https://e.org/a</loc></url></urlset>"
    calls: list[str] = []

    def fetch(urls: Sequence[str]) -> Mapping[str, Source]:
        calls.extend(urls)
        return fetched({LIST: index, LIST + "2": pages + ""})(urls)

    found = list(walk(Input("sitemap", LIST), fetch))
    assert [f.path for f in found if isinstance(f, Found)] == ["https://e.org/a"]
    assert calls == [LIST, LIST + "2"]


@pytest.mark.parametrize(
    "text",
    [
        "<rss version='2.0'><channel><item><link>https://e.org/a</link>"
        "<pubDate>Fri, 31 Dec 99999 23:59:59 GMT</pubDate></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://e.org/a'/>"
        "<updated>9999-99-99T99:99:99Z</updated></entry></feed>",
    ],
)
def test_a_feed_with_dates_of_no_sense_gives_its_links(text: str) -> None:
    assert [f.path for f in walk(Input("feed", LIST), fetched({LIST: text}))] == ["https://e.org/a"]


def test_a_link_out_of_an_audited_folder_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "briefs"
    folder.mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (folder / "a.md").write_text("a")
    (folder / "b.md").symlink_to(folder / "a.md")
    (folder / "c.md").symlink_to(tmp_path / "secret.md")
    os.mkfifo(folder / "d.md")
    found = [Path(f.path).name for f in walk(Input("files", str(folder)), fetched({}))]
    assert found == ["a.md", "b.md"]
    (pipe,) = walk(Input("files", str(folder / "d.md")), fetched({}))
    assert isinstance(pipe, Unread)
    with pytest.raises(CitecheckError):
        list(walk(Input("files", str(tmp_path / "none")), fetched({})))

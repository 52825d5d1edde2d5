"""Where briefs come from besides folders: sitemaps, feeds, lists, tables."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from audits import archive
from audits.conftest import Audit
from servers.web import Site

Publish = Callable[[int], list[str]]


@pytest.fixture
def publish(sites: list[Site]) -> Publish:
    """Put briefs on the first site as Markdown; gives their URLs."""

    def put(count: int) -> list[str]:
        for number in range(6):
            sites[1].add(f"/page/{number}", archive.page(number))
        urls = []
        for number in range(count):
            pages = [number % 6, (number + 1) % 6, (number + 2) % 6]
            cited = [sites[1].url(f"/page/{page}") for page in pages]
            text = archive.brief(number, cited, pages)
            urls.append(sites[0].add(f"/b{number}.md", text, Content_Type="text/markdown"))
        return urls

    return put


def paths(store: Path) -> list[tuple[str, str]]:
    return archive.rows(store, "SELECT path, state FROM run_briefs ORDER BY position")


def test_sitemap_and_its_index(
    audit: Audit, sites: list[Site], publish: Publish, tmp_path: Path
) -> None:
    urls = publish(5)
    head = '<?xml version="1.0"?><{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    entries = [
        f"<url><loc>{u}</loc><lastmod>2026-0{n + 1}-01</lastmod></url>" for n, u in enumerate(urls)
    ]
    first = sites[2].add("/one.xml", head.format("urlset") + "".join(entries[:3]) + "</urlset>")
    packed = gzip.compress((head.format("urlset") + "".join(entries[3:]) + "</urlset>").encode())
    second = sites[2].add("/two.xml.gz", packed, Content_Type="application/gzip")
    nested = [f"<sitemap><loc>{u}</loc></sitemap>" for u in (first, second, sites[2].url("/none"))]
    index = sites[2].add(
        "/sitemap.xml", head.format("sitemapindex") + "".join(nested) + "</sitemapindex>"
    )
    finished = audit("--sitemap", index, "--store", "store.sqlite")
    assert finished.returncode == 2  # one sitemap of the index is not there
    assert f"{sites[2].url('/none')}: not_found" in finished.stdout
    expected = [(url, "done") for url in urls] + [(sites[2].url("/none"), "failed")]
    assert paths(tmp_path / "store.sqlite") == expected
    audit("--sitemap", index, "--store", "recent.sqlite", "--since", "2026-04-01")
    assert [p for p, _ in paths(tmp_path / "recent.sqlite")][:2] == urls[3:]


def test_feed_list_and_table(
    audit: Audit, sites: list[Site], publish: Publish, tmp_path: Path
) -> None:
    urls = publish(4)
    items = "".join(f"<item><title>x</title><link>{url}</link></item>" for url in urls[:2])
    (tmp_path / "feed.xml").write_text(f'<rss version="2.0"><channel>{items}</channel></rss>')
    (tmp_path / "local.md").write_text(sites[0].url("/unused"))
    (tmp_path / "list.txt").write_text(f"# briefs\n{urls[2]}\n\nlocal.md\nmissing.md\n")
    with closing(sqlite3.connect(tmp_path / "cms.sqlite")) as database, database:
        database.execute("CREATE TABLE posts (id INTEGER PRIMARY KEY, body TEXT)")
        text = archive.brief(9, [sites[1].url("/page/0")], [0])
        database.executemany("INSERT INTO posts VALUES (?, ?)", [(1, text), (2, None), (7, text)])
    finished = audit(
        "--feed", "feed.xml", "--urls", "list.txt", "--table", "cms.sqlite#posts:body",
        "--store", "store.sqlite",
    )  # fmt: skip
    assert finished.returncode == 2
    assert paths(tmp_path / "store.sqlite") == [
        (urls[0], "done"),
        (urls[1], "done"),
        (urls[2], "done"),
        ("local.md", "done"),
        ("missing.md", "failed"),
        ("posts/1", "done"),
        ("posts/2", "failed"),
        ("posts/7", "done"),
    ]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--sitemap", "none.xml"], "cannot be read"),
        (["--sitemap", "bomb.xml"], "is no sitemap"),
        (["--sitemap", "odd.xml"], "is no sitemap"),
        (["--feed", "notes.txt"], "is no feed"),
        (["--feed", "empty.xml"], "is no feed"),
        (["--table", "cms.sqlite"], "names no table and column"),
        (["--table", "sqlite:///none.sqlite#posts:body"], "cannot be read"),
    ],
)
def test_inputs_that_cannot_be_opened_are_one_line(
    audit: Audit, tmp_path: Path, arguments: list[str], problem: str
) -> None:
    (tmp_path / "notes.txt").write_text("no feed at all")
    (tmp_path / "empty.xml").touch()
    bomb = '<!DOCTYPE a [<!ENTITY b "' + "x" * 1000 + '">]><urlset>&b;</urlset>'
    (tmp_path / "bomb.xml").write_text(bomb)
    (tmp_path / "odd.xml").write_text("<?xml version='1.0' encoding='UTF-0'?><urlset></urlset>")
    finished = audit(*arguments, "--store", "store.sqlite")
    assert finished.returncode == 2
    assert problem in finished.stderr
    assert len(finished.stderr.strip().splitlines()) == 1, finished.stderr

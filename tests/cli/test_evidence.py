"""A check can be replayed from what it saved, by the command line, without the network."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from servers.archive import archive
from servers.web import site

from .conftest import Run


def timeless(report: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(report)
    del value["checked_at"]
    return value


def test_a_check_replays_from_what_it_saved(citecheck: Run, tmp_path: Path) -> None:
    with site() as web:
        web.add("/moved", "", status=302, Location="/page")
        web.add("/page", "<p>The Merrin council voted 7 to 2 to close the Osei bridge.</p>")
        brief = (
            "The Merrin council voted 7 to 2 to close the Osei bridge. [1] "
            "The bridge opened in 1931. [2] A ferry will run. [3] Tolls rose. [4]\n\n"
            f"Sources\n1. {web.url('/moved')}\n2. {web.url('/gone')}\n"
            "3. http://no-such-host.invalid/\n4. http://127.0.0.1:1/\n"
        )
        (tmp_path / "brief.txt").write_text(brief)
        live = citecheck(
            *"check brief.txt -f json --allow-private-hosts --retries 0".split(),
            *"--save-sources saved --fail-on none".split(),
        )
    assert live.returncode == 0, live.stderr
    statuses = [r["source"]["status"] for r in json.loads(live.stdout)["briefs"][0]["references"]]
    assert statuses == ["ok", "not_found", "dns_failure", "connection_failed"]
    replayed = citecheck(
        *"check brief.txt -f json --from saved --fail-on none".split(),
        CITECHECK_CACHE_DIR=str(tmp_path / "other"),
    )
    assert replayed.returncode == 0, replayed.stderr
    assert timeless(replayed.stdout) == timeless(live.stdout)


def test_a_folder_that_holds_nothing_is_said(citecheck: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("It rained. [1]\n\nSources\n1. http://127.0.0.1:1/\n")
    ended = citecheck("check", "brief.txt", "--from", "nowhere")
    assert ended.returncode == 2
    assert "nowhere: no .warc.gz file is there" in ended.stderr


BRIEF = """# Merrin

Checked on January 8, 2026

The Merrin council voted 7 to 2 to close the Osei bridge. [1]

Sources
1. {}
"""


def reference(report: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(report)["briefs"][0]["references"][0]["source"]
    return value


def test_a_dead_link_is_read_from_the_archive(citecheck: Run, tmp_path: Path) -> None:
    with site() as web, archive() as kept:
        url = web.url("/dead")
        (tmp_path / "brief.md").write_text(BRIEF.format(url))
        kept.add(
            url,
            datetime(2026, 1, 10, tzinfo=UTC),
            "<html><head></head><body><p>The Merrin council voted 7 to 2 on Monday to close the"
            " Osei bridge.</p></body></html>",
        )
        args = [
            *"check brief.md -f json --allow-private-hosts --retries 0 --fail-on none".split(),
            *("--timegate", kept.timegate),
        ]
        ended = citecheck(*args, "--save-sources", "saved")
        without = citecheck(*args, "--no-archive")
        seen = citecheck(*(arg for arg in args if arg not in ("-f", "json"))).stdout
    source = reference(ended.stdout)
    assert source["status"] == "ok"
    copy = kept.web.url(f"/web/20260110000000/{url}")
    assert source["archived"] == {"url": copy, "datetime": "2026-01-10T00:00:00Z"}
    claim = json.loads(ended.stdout)["briefs"][0]["claims"][0]
    assert claim["verdict"] == "supported"
    assert claim["citations"][0]["evidence"][0]["link"].startswith(copy)
    assert reference(without.stdout)["status"] == "not_found"
    assert "copy of 2026-01-10" in " ".join(seen.split())
    replayed = citecheck(*"check brief.md -f json --from saved --fail-on none".split())
    assert timeless(replayed.stdout) == timeless(ended.stdout)


def test_a_page_as_it_was(citecheck: Run, tmp_path: Path) -> None:
    with site() as web, archive() as kept:
        url = web.add("/page", "<p>The page as it is now.</p>")
        (tmp_path / "brief.md").write_text(BRIEF.format(url))
        for day in (7, 20):
            kept.add(url, datetime(2026, 1, day, tzinfo=UTC), f"<p>The page on day {day}.</p>")
        args = [
            *"check brief.md -f json --allow-private-hosts --retries 0 --fail-on none".split(),
            *("--timegate", kept.timegate),
        ]
        live = citecheck(*args)
        by_brief = citecheck(*args, "--at", "brief", "--save-sources", "saved")
        by_date = citecheck(*args, "--at", "2026-01-19")
        kept.copies.clear()
        none = citecheck(*args, "--at", "2026-01-12")
    assert reference(live.stdout)["archived"] is None
    assert reference(by_brief.stdout)["archived"]["datetime"] == "2026-01-07T00:00:00Z"
    assert reference(by_date.stdout)["archived"]["datetime"] == "2026-01-20T00:00:00Z"
    assert reference(none.stdout)["archived"] is None
    detail = json.loads(none.stdout)["briefs"][0]["references"][0]["detail"]
    assert detail == "no copy from about 2026-01-12; read as it is now"
    replayed = citecheck(*"check brief.md -f json --from saved --fail-on none".split())
    assert timeless(replayed.stdout) == timeless(by_brief.stdout)


def test_a_brief_without_a_date_is_said(citecheck: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("It rained. [1]\n\nSources\n1. http://127.0.0.1:1/\n")
    ended = citecheck("check", "brief.txt", "--at", "brief")
    assert ended.returncode == 2
    assert "no date line" in ended.stderr


def test_files_beside_the_brief_are_sources_on_request(citecheck: Run, tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_text("The Merrin council voted 7 to 2 to close the bridge.\n")
    (tmp_path / "brief.md").write_text(BRIEF.format("minutes.txt"))
    refused = citecheck(*"check brief.md -f json --fail-on none".split())
    allowed = citecheck(
        *"check brief.md -f json --fail-on none --allow-files --save-sources saved".split()
    )
    assert reference(refused.stdout)["status"] == "no_url"
    source = reference(allowed.stdout)
    assert source["status"] == "ok", allowed.stdout
    assert source["final_url"] == (tmp_path / "minutes.txt").resolve().as_uri()
    replayed = citecheck(
        *"check brief.md -f json --fail-on none --allow-files --from saved".split()
    )
    assert timeless(replayed.stdout) == timeless(allowed.stdout)


def test_read_knows_the_archive_too(citecheck: Run, tmp_path: Path) -> None:
    with site() as web, archive() as kept:
        url = web.url("/dead")
        kept.add(url, datetime(2026, 1, 10, tzinfo=UTC), "<p>The bridge is closed.</p>")
        args = ["read", url, *"-f json --allow-private-hosts --retries 0".split()]
        found = citecheck(*args, "--timegate", kept.timegate)
        without = citecheck(*args, "--no-archive")
    value = json.loads(found.stdout)
    assert value["source"]["archived"]["datetime"].startswith("2026-01-10")
    assert [passage["text"] for passage in value["passages"]] == ["The bridge is closed."]
    assert without.returncode == 1

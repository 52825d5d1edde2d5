"""A check can be replayed from what it saved, by the command line, without the network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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

"""An audit asks an archive, a browser and a model when it is told to, and does as `check` does."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import needs
from audits import archive
from audits.conftest import Audit
from servers.archive import archive as web_archive
from servers.web import Site

ROOT = Path(__file__).resolve().parents[2]
SHELL = """<!doctype html><html><head><title>Merrin</title></head><body><div id="app"></div><script>
document.getElementById("app").innerHTML =
  "<p>The Merrin council voted 7 to 2 on Mon" + "day to close the Osei bridge.</p>";
</script></body></html>"""
CLAIM = "The council voted 7 to 2 to close the Osei bridge"
HOW = (
    "SELECT l.status, l.archived_url IS NOT NULL, l.rendered, f.verdict FROM lookups l"
    " JOIN run_briefs b ON b.run_id = l.run_id JOIN findings f ON f.result_id = b.result_id"
    " ORDER BY l.run_id"
)


def write(folder: Path, url: str) -> None:
    (folder / "brief.md").write_text(f"# B\n\n{CLAIM} [1].\n\nSources\n[1] Page - {url}\n")


def test_an_archive_is_asked_on_request_alone(
    audit: Audit, sites: list[Site], tmp_path: Path
) -> None:
    dead = sites[0].url("/gone")
    write(tmp_path, dead)
    page = f"<title>M</title><main><p>{CLAIM} on Monday, after a long debate.</p></main>"
    with web_archive() as kept:
        kept.add(dead, datetime(2025, 3, 1, tzinfo=UTC), page)
        more = ("brief.md", "--store", "s.sqlite", "--timegate", kept.timegate)
        assert audit(*more).returncode == 0
        assert not kept.web.requests
        assert audit(*more, "--archive").returncode == 0
    found = archive.rows(tmp_path / "s.sqlite", HOW)
    assert found == [("not_found", 0, 0, "unverifiable"), ("ok", 1, 0, "supported")]


def test_a_browser_renders_on_request_alone(
    audit: Audit, sites: list[Site], tmp_path: Path
) -> None:
    program = needs.program("chromium")
    write(tmp_path, sites[0].add("/page", SHELL))
    audit("brief.md", "--store", "s.sqlite")
    (tmp_path / "citecheck.toml").write_text('render = "auto"\n')
    refused = audit("brief.md", "--store", "s.sqlite", "--new")
    assert "render" in refused.stderr  # a project's file may not set it
    (tmp_path / "citecheck.toml").unlink()
    audit("brief.md", "--store", "s.sqlite", "--render", "auto", "--browser", program)
    found = archive.rows(tmp_path / "s.sqlite", HOW)
    assert [row[2:] for row in found] == [
        (0, "unverifiable"),
        (0, "unverifiable"),
        (1, "supported"),
    ]


def test_a_model_counts_on_request_and_is_another_engine(
    audit: Audit, sites: list[Site], tmp_path: Path
) -> None:
    command = [sys.executable, str(ROOT / "bench" / "nli_model.py"), str(tmp_path / "small")]
    subprocess.run(command, check=True, capture_output=True)
    archive.make(tmp_path / "archive", sites, briefs=1, pages=4)
    audit("archive", "--store", "s.sqlite")
    finished = audit("archive", "--store", "s.sqlite", "--nli", str(tmp_path / "small"))
    assert finished.returncode == 1, finished.stderr
    engines = "SELECT count(DISTINCT model), count(DISTINCT code) FROM engines"
    assert archive.rows(tmp_path / "s.sqlite", engines) == [(2, 1)]
    made = "SELECT count(DISTINCT engine_id) FROM assessments"
    assert archive.rows(tmp_path / "s.sqlite", made) == [(2,)]
    wrong = audit("archive", "--store", "s.sqlite", "--nli", "no/such-model")
    assert wrong.returncode == 2
    assert "is neither an installed model nor a folder" in wrong.stderr
    assert len(wrong.stderr.strip().splitlines()) == 1

"""Reports on a store: the worst of a run, charts over the runs, tables for other tools."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from audits import archive
from audits.conftest import Audit, Cite
from servers.web import Site


@pytest.fixture
def store(audit: Audit, sites: list[Site], tmp_path: Path) -> Path:
    """A store with two runs; a page that is often cited is dead in both."""
    archive.make(tmp_path / "archive", sites, briefs=15, pages=9)
    sites[0].pages.pop("/page/0")
    for _ in range(2):
        audit("archive", "--store", "store.sqlite")
    return tmp_path / "store.sqlite"


def test_terminal_and_json_name_the_worst(cite: Cite, store: Path, sites: list[Site]) -> None:
    text = cite("report", "--store", str(store)).stdout
    dead = sites[0].url("/page/0")
    for part in ("Run 2 of", "Worst briefs", "Worst hosts", "Dead links", "Most cited", "Verify"):
        assert part in text
    assert f"not_found  {dead}" in text
    value = json.loads(cite("report", "--store", str(store), "--format", "json").stdout)
    assert value["dead"][0]["url"] == dead
    citing = archive.rows(
        store,
        "SELECT count(*) FROM brief_references r JOIN urls u ON u.id = r.url_id"
        " WHERE r.cited AND u.url = ?",
        dead,
    )
    assert value["dead"][0]["cited_by"] == citing[0][0]
    assert [run["run_id"] for run in value["runs"]] == [1, 2]
    bad = [row["bad"] for row in value["briefs"]]
    assert bad == sorted(bad, reverse=True)
    assert value["hosts"] == [{"host": f"127.0.0.1:{sites[0].port}", "links": 3, "not_ok": 1}]


def test_html_is_one_page_that_runs_nothing(cite: Cite, store: Path, tmp_path: Path) -> None:
    finished = cite("report", "--store", str(store), "--format", "html", "--output", "r.html")
    assert finished.returncode == 0, finished.stderr
    page = (tmp_path / "r.html").read_text()
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert page.count('class="chart"') == 2
    start, end = page.index("<svg"), page.index("</svg>") + 6
    chart = ElementTree.fromstring(page[start:end])
    columns = {bar.get("x") for bar in chart.iter("rect")}
    assert len(columns) == 2  # one for each run
    heights = [float(bar.get("height") or 0) for bar in chart.iter("rect")]
    assert sum(heights) == pytest.approx(360, abs=1)
    assert "run 1: " in page
    # Each bar's figure is written out, and each run's share of dead links.
    counts = archive.rows(store, "SELECT supported, contradicted FROM audit_runs WHERE run_id = 1")
    figures = [label.text for label in chart.iter("text")]
    assert {"run 1", "run 2", str(counts[0][0])} <= set(figures)
    assert figures.count(str(counts[0][0])) == 2
    assert ">11%</text>" in page  # one of nine pages


def test_worst_briefs_lead_to_their_reports(cite: Cite, store: Path, tmp_path: Path) -> None:
    cite("report", "--store", str(store), "--format", "html", "--output", "my run.html")
    page = LexborHTMLParser((tmp_path / "my run.html").read_text())
    value = json.loads(cite("report", "--store", str(store), "--format", "json").stdout)
    links = {a.text(): a.attributes["href"] or "" for a in page.css("td a")}
    assert list(links) == [row["path"] for row in value["briefs"]]
    for path, address in list(links.items())[:3]:
        report = LexborHTMLParser((tmp_path / unquote(address)).read_text())
        claims = archive.rows(
            store, "SELECT text FROM audit_claims WHERE run_id = 2 AND path = ?", path
        )
        text = " ".join(report.text().split())
        assert claims
        assert all(claim in text for (claim,) in claims)


def test_tables_go_to_csv_and_parquet(cite: Cite, store: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    out = cite("report", "--store", str(store), "--format", "csv", "--table", "claims").stdout
    rows = list(csv.DictReader(io.StringIO(out)))
    claims = archive.rows(store, "SELECT count(*) FROM audit_claims")[0][0]
    assert len(rows) == claims > 0
    assert {row["run_id"] for row in rows} == {"1", "2"}
    finished = cite(
        "report", "--store", str(store), "--format", "parquet", "--output", "tables", "--run", "2"
    )
    assert finished.returncode == 0, finished.stderr
    names = {path.name for path in (tmp_path / "tables").iterdir()}
    assert names == {
        f"{n}.parquet" for n in ("runs", "briefs", "claims", "citations", "links", "hosts")
    }
    table = pq.read_table(tmp_path / "tables" / "citations.parquet")
    assert set(table.column("run_id").to_pylist()) == {2}
    expected = archive.rows(
        store, "SELECT verdict, count(*) FROM audit_citations WHERE run_id = 2 GROUP BY verdict"
    )
    found = table.group_by("verdict").aggregate([("verdict", "count")]).to_pylist()
    assert {r["verdict"]: r["verdict_count"] for r in found} == dict(expected)
    assert str(
        pq.read_table(tmp_path / "tables" / "runs.parquet").schema.field("started_at").type
    ) == ("timestamp[us, tz=UTC]")


def test_the_report_on_one_brief_is_that_of_check(cite: Cite, store: Path, tmp_path: Path) -> None:
    path = "archive/3/brief-0003.md"
    rebuilt = json.loads(
        cite("report", "--store", str(store), "--brief", path, "--format", "json").stdout
    )
    checked = json.loads(cite("check", path, "--format", "json", "--allow-private-hosts").stdout)
    for report in (rebuilt, checked):
        del report["checked_at"]
        for reference in report["briefs"][0]["references"]:
            if reference["source"]:
                del reference["source"]["fetched_at"]
    assert rebuilt["briefs"][0]["references"] == checked["briefs"][0]["references"]
    assert rebuilt["briefs"][0]["claims"] == checked["briefs"][0]["claims"]
    assert rebuilt == checked


def test_decisions_beside_a_brief_count(
    cite: Cite, audit: Audit, sites: list[Site], tmp_path: Path
) -> None:
    from citecheck import decisions
    from citecheck.audits.answers.rebuild import rebuild
    from citecheck.audits.store.database import opened
    from citecheck.model import DecisionKind

    archive.make(tmp_path / "archive", sites, briefs=1, pages=4)
    assert audit("archive", "--store", "store.sqlite").returncode == 1
    with opened(str(tmp_path / "store.sqlite")) as kept:
        brief = rebuild(kept, 1, "archive/0/brief-0000.md").briefs[0]
    file = tmp_path / "archive" / "0" / ".citecheck" / "decisions.jsonl"
    for finding in brief.findings:
        if finding.problems:
            entry = decisions.make(finding, brief, DecisionKind.ACCEPT, by="AB", why="known")
            decisions.append(file, entry)
    finished = audit("archive", "--store", "store.sqlite")
    assert finished.returncode == 0, finished.stdout
    store = tmp_path / "store.sqlite"
    assert archive.rows(store, "SELECT count(*) FROM decisions WHERE decided_by = 'AB'")[0][0] > 0
    assert archive.rows(store, "SELECT accepted FROM run_briefs WHERE run_id = 2")[0][0] > 0


def test_wrong_usage_is_one_line(cite: Cite, store: Path) -> None:
    for arguments, problem in (
        (["--format", "sarif"], "a store has no format"),
        (["--format", "parquet"], "give --output FOLDER"),
        (["--format", "csv", "--table", "users"], "no table 'users'"),
        (["--run", "9"], "holds no run 9"),
        (["--brief", "nothing.md"], "has no such brief"),
    ):
        finished = cite("report", "--store", str(store), *arguments)
        assert finished.returncode == 2, arguments
        assert problem in finished.stderr
        assert len(finished.stderr.strip().splitlines()) == 1

"""What changed between two runs, and why; the history of a URL and of a brief."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audits import archive
from audits.conftest import Audit, Cite
from servers.web import Site

TRUE = "In 1991 the town of Merrin replaced 101 water meters"


@pytest.fixture
def rotten(audit: Audit, sites: list[Site], tmp_path: Path) -> tuple[Path, list[Site]]:
    """Two runs: between them one page dies, one moves, one changes, one only its advertisement."""
    archive.make(tmp_path / "archive", sites, briefs=20, pages=12)
    store = tmp_path / "store.sqlite"
    audit("archive", "--store", str(store))
    sites[0].pages.pop("/page/0")
    sites[1].add("/page/1", "", 301, Location="/moved")
    sites[1].add("/moved", archive.page(1))
    sites[2].add("/page/2", archive.page(2).replace("102 water meters", "650 water meters"))
    sites[0].add("/page/3", archive.page(3).replace("<main>", "<!-- 17 visitors --><main>"))
    audit("archive", "--store", str(store), "--refresh")
    return store, sites


def test_comparison_names_what_rotted_and_why(cite: Cite, rotten: tuple[Path, list[Site]]) -> None:
    store, sites = rotten
    text = cite("audit", "--store", str(store), "--compare", "last").stdout
    assert text.startswith("Run 2 against run 1\n")
    found = json.loads(
        cite("audit", "--store", str(store), "--compare", "1", "--format", "json").stdout
    )
    links = {(link["kind"], link["url"]) for link in found["links"]}
    assert links == {
        ("died", sites[0].url("/page/0")),
        ("moved", sites[1].url("/page/1")),
        ("text_changed", sites[2].url("/page/2")),
    }
    lost = [change for change in found["verdicts"] if change["lost_support"]]
    assert lost
    by_link = {link: set(change["why"]) for change in found["verdicts"] for link in change["links"]}
    assert "died" in by_link[sites[0].url("/page/0")]
    changed = [c for c in lost if sites[2].url("/page/2") in c["links"]]
    assert changed
    assert all("text_changed" in change["why"] for change in changed)
    assert all("water meters" in change["text"] for change in changed)
    assert "Lost support" in text
    assert f"{sites[0].url('/page/0')}: not_found" in text
    assert f"{sites[1].url('/page/1')}: now at {sites[1].url('/moved')}" in text


def test_verdicts_that_changed_because_citecheck_did(
    cite: Cite, audit: Audit, sites: list[Site], tmp_path: Path, other_model: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=6, pages=6)
    store = str(tmp_path / "store.sqlite")
    audit("archive", "--store", store)
    cite("audit", "archive", "--allow-private-hosts", "--store", store, package=other_model)
    found = json.loads(cite("audit", "--store", store, "--compare", "1", "--format", "json").stdout)
    assert found["verdicts"]
    assert {tuple(change["why"]) for change in found["verdicts"]} == {("citecheck",)}
    models = archive.rows(tmp_path / "store.sqlite", "SELECT count(DISTINCT model) FROM engines")
    assert models == [(2,)]


def test_briefs_that_came_went_or_were_edited(
    cite: Cite, audit: Audit, sites: list[Site], tmp_path: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=3, pages=4)
    audit("archive", "--store", "store.sqlite")
    first, second, third = sorted((tmp_path / "archive").rglob("*.md"))
    new = second.with_name("new.md")
    new.write_text(second.read_text())
    second.unlink()
    false = "The mayor of Harlow resigned on the same day [1]."
    text = third.read_text()
    # Above the other claims, so that each of them has another number than before.
    third.write_text(text.replace("\n\n", f"\n\n{false}\n\n", 1))
    audit("archive", "--store", "store.sqlite")
    out = cite("audit", "--store", "store.sqlite", "--compare", "last", "--format", "json").stdout
    found = json.loads(out)
    assert found["briefs_added"] == [str(new.relative_to(tmp_path))]
    assert found["briefs_removed"] == [str(second.relative_to(tmp_path))]
    bad = [(c["path"], c["text"], c["verdict"]) for c in found["new_bad_claims"]]
    assert bad == [(str(third.relative_to(tmp_path)), false.replace(" [1]", ""), "not_supported")]
    assert found["verdicts"] == []
    text = cite("audit", "--store", "store.sqlite", "--compare", "last").stdout
    assert "0 claims have another verdict" in text
    for title in ("New bad claims in edited briefs (1)", "Briefs added (1)", "Briefs removed (1)"):
        assert title in text

    # One verdict less: the sentence is about one claim, not "1 claims have".
    sites[0].pages.clear()
    first.unlink()
    new.unlink()
    third.write_text(f"# One\n\n{TRUE} [1].\n\nSources\n[1] P - {sites[1].url('/page/1')}\n")
    audit("archive", "--store", "store.sqlite")
    sites[1].pages.pop("/page/1")
    audit("archive", "--store", "store.sqlite", "--refresh")
    text = cite("audit", "--store", "store.sqlite", "--compare", "last").stdout
    assert "\n1 claim has another verdict: 1 link died\n" in text


def test_history_of_a_url_and_of_a_brief(cite: Cite, rotten: tuple[Path, list[Site]]) -> None:
    store, sites = rotten
    died = cite("history", sites[0].url("/page/0"), "--store", str(store)).stdout.splitlines()
    assert len(died) == 3
    assert "  ok" in died[1]
    assert "not_found" in died[2]
    assert "[link died]" in died[2]
    changed = cite("history", sites[2].url("/page/2"), "--store", str(store)).stdout
    assert "[page text changed]" in changed
    same = cite("history", sites[0].url("/page/3"), "--store", str(store)).stdout
    assert "[" not in same
    query = (
        "SELECT rb.path FROM run_briefs rb JOIN brief_references r ON r.brief_id = rb.brief_id"
        " JOIN urls u ON u.id = r.url_id WHERE u.url LIKE '%/page/0' AND r.cited LIMIT 1"
    )
    path = archive.rows(store, query)[0][0]
    text = cite("history", path, "--store", str(store)).stdout
    assert "supported -> unverifiable: link died" in text
    value = json.loads(cite("history", path, "--store", str(store), "--format", "json").stdout)
    assert [moment["run_id"] for moment in value["runs"]] == [1, 2]


def test_unknown_things_are_one_line(
    cite: Cite, rotten: tuple[Path, list[Site]], tmp_path: Path
) -> None:
    store, _ = rotten
    for arguments, problem in (
        (("history", "https://example.org/no", "--store", str(store)), "knows nothing of"),
        (("history", "x", "--store", "none.sqlite"), "no such store"),
        (("audit", "--store", str(store), "--compare", "77"), "there is no run 77"),
        (("audit", "--store", str(store), "--compare", "first"), "is no run"),
        (("audit",), "name what to audit"),
    ):
        finished = cite(*arguments)
        assert finished.returncode == 2, arguments
        assert problem in finished.stderr
        assert len(finished.stderr.strip().splitlines()) == 1

"""An audit: the same findings as `check`, each thing done once, stopped and resumed."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from audits import archive
from audits.conftest import Audit, Cite, Start
from servers.web import Site


def wait_for(path: Path | str, query: str, least: int, process: subprocess.Popen[str]) -> None:
    """Wait until a count in the store reaches `least`, or the process ends."""
    for _ in range(2000):
        if process.poll() is not None:
            return
        try:
            if archive.rows(path, query)[0][0] >= least:
                return
        except Exception:
            pass
        time.sleep(0.02)
    raise AssertionError(f"{query} did not reach {least}")


def requests(sites: list[Site]) -> Counter[str]:
    """How often each page was asked for; robots.txt, which each host has, left out."""
    found = sum((site.requests for site in sites), Counter[str]())
    return Counter({path: n for path, n in found.items() if path != "/robots.txt"})


def same_as_check(folder: Path, run_id: int) -> dict[tuple[str, str], str]:
    """Assert that a run found in `archive` what `check` finds there; the verdicts, by claim."""
    paths = sorted(str(p.relative_to(folder)) for p in (folder / "archive").rglob("*.md"))
    options = ("--format", "json", "--no-archive", "--allow-private-hosts", "--cache-dir", "cache")
    checked = subprocess.run(
        [sys.executable, "-m", "citecheck", "check", *paths, *options],
        capture_output=True,
        cwd=folder,
        check=False,
    )
    report = json.loads(checked.stdout)
    found = archive.everything(folder / "store.sqlite", run_id)
    assert sorted(path for path in found if path != "lookups") == paths
    verdicts = {}
    for brief in report["briefs"]:
        state, problem, _, claims, citations = found[brief["path"]]
        assert (state, problem) == ("done", None)
        cited = [claim for claim in brief["claims"] if claim["refs"]]
        assert sorted((c["id"], c["verdict"]) for c in cited) == [(c[0], c[1]) for c in claims]
        expected = sorted((c["id"], r["ref"], r["verdict"]) for c in cited for r in c["citations"])
        assert expected == [tuple(c[:3]) for c in citations]
        scores = {(c["id"], r["ref"]): r["score"] for c in cited for r in c["citations"]}
        for claim, ref, _, score, _, _, _ in citations:
            assert (None if score is None else round(score, 4)) == scores[claim, ref]
        evidence = {
            (c["id"], r["ref"]): [e["text"] for e in r["evidence"]]
            for c in cited
            for r in c["citations"]
        }
        for claim, ref, *_, passages in citations:
            texts = [passage["text"] for passage in passages or []]
            assert texts == evidence[claim, ref]
        verdicts.update({(brief["path"], c["text"]): c["verdict"] for c in cited})
    return verdicts


def test_findings_are_those_of_check(audit: Audit, sites: list[Site], tmp_path: Path) -> None:
    archive.make(tmp_path / "archive", sites, briefs=12, pages=15)
    broken = tmp_path / "archive" / "0" / "brief-0000.md"
    broken.write_text(
        broken.read_text().replace("/page/0", "/nothing-here").replace("[3]. About", "[9]. About")
    )
    finished = audit("archive", "--store", "store.sqlite")
    assert finished.returncode == 1, finished.stderr
    same_as_check(tmp_path, 1)


def test_a_teaser_counts_as_in_check(audit: Audit, sites: list[Site], tmp_path: Path) -> None:
    def teaser(facts: str) -> str:
        return (
            f"<title>The bridge</title><article><h1>The bridge</h1><p>{facts} Much else was said"
            " about it that spring, in the town and beyond.</p><div class=offer><p>Subscribe to"
            " continue reading</p><a href=/sub>Subscribe now</a></div></article>"
        )

    opened = "The bridge across the sound was opened to traffic in the spring of 1998"
    prize = "Its architect received the prize of the royal academy for it in Stockholm"
    sites[0].add("/bridge", teaser(f"{opened}."))
    sites[1].add("/page", archive.page(3))
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "brief.md").write_text(
        f"# The bridge\n\n{opened} [1]. {prize} [1] [2]. The painters of the bridge used eleven"
        f" tons of blue paint [1].\n\nSources:\n\n[1] The bridge - {sites[0].url('/bridge')}\n"
        f"[2] Meters - {sites[1].url('/page')}\n"
    )
    audit("archive", "--store", "store.sqlite")
    found = list(same_as_check(tmp_path, 1).values())
    assert found == ["supported", "unverifiable", "unverifiable"]
    status = "SELECT DISTINCT status FROM readings ORDER BY status"
    assert archive.rows(tmp_path / "store.sqlite", status) == [("ok",), ("paywalled",)]

    # Another teaser at the same address is another text, though it ends the same way.
    sites[0].add("/bridge", teaser(f"{prize}."))
    audit("archive", "--store", "store.sqlite", "--refresh")
    found = list(same_as_check(tmp_path, 2).values())
    assert found == ["unverifiable", "supported", "unverifiable"]


def test_each_page_is_fetched_once_and_each_pair_judged_once_ever(
    audit: Audit, sites: list[Site], tmp_path: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=30, pages=12)
    store = tmp_path / "store.sqlite"
    assert audit("archive", "--store", str(store)).returncode == 1
    assert set(requests(sites).values()) == {1}
    counts = "SELECT (SELECT count(*) FROM assessments), (SELECT count(*) FROM results)"
    first = archive.rows(store, counts)
    assert audit("archive", "--store", str(store)).returncode == 1
    assert archive.rows(store, counts) == first
    assert archive.everything(store, 1) == archive.everything(store, 2)
    assert set(requests(sites).values()) == {2}

    # One page changes: only what cites it is judged again.
    sites[1].add("/page/1", archive.page(1, rate=33), ETag='"new"')
    assert audit("archive", "--store", str(store), "--refresh").returncode == 1
    cites = archive.rows(
        store,
        "SELECT count(DISTINCT r.brief_id) FROM brief_references r JOIN urls u ON u.id = r.url_id"
        " WHERE r.cited AND u.url LIKE '%/page/1'",
    )
    after = archive.rows(store, "SELECT count(*) FROM results")
    assert after[0][0] - first[0][1] == cites[0][0] > 0


def test_pages_are_kept_as_warc(audit: Audit, sites: list[Site], tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    archive.make(tmp_path / "archive", sites, briefs=4, pages=5)
    audit("archive", "--store", "store.sqlite")
    bodies = {}
    for path in (tmp_path / "store.bodies").glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "resource":
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    bodies[url] = record.content_stream().read().decode()
    assert bodies[sites[1].url("/page/1")] == archive.page(1)
    place = archive.rows(
        tmp_path / "store.sqlite", "SELECT warc, warc_offset, warc_length FROM sources LIMIT 1"
    )[0]
    data = (tmp_path / "store.bodies" / place[0]).read_bytes()[place[1] : place[1] + place[2]]
    assert gzip.decompress(data).startswith(b"WARC/1.1\r\n")


@pytest.mark.parametrize("whom", ["all", "parent"])
def test_killed_runs_end_as_an_undisturbed_one(
    start: Start, audit: Audit, sites: list[Site], tmp_path: Path, whom: str
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=40, pages=60)
    assert audit("archive", "--store", "calm.sqlite").returncode == 1
    for site in sites:
        site.requests.clear()
    store = tmp_path / "store.sqlite"
    dice = random.Random(7)
    kills = 0
    command = ("audit", "archive", "--allow-private-hosts", "--store", str(store))
    command += ("--cache-dir", "other-cache", "--concurrency", "4")
    for _ in range(5):
        process = start(*command)
        query, most = dice.choice(
            [
                ("SELECT count(*) FROM run_briefs", 30),
                ("SELECT count(*) FROM lookups WHERE status IS NOT NULL", 50),
                ("SELECT count(*) FROM run_briefs WHERE state = 'done'", 35),
            ]
        )
        wait_for(store, query, dice.randrange(most), process)
        if process.poll() is not None:
            break
        kills += 1
        if whom == "all":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
    assert kills >= 3
    finished = audit("archive", "--store", str(store), "--cache-dir", "other-cache")
    assert finished.returncode == 1, finished.stderr
    assert archive.rows(store, "PRAGMA integrity_check") == [("ok",)]
    assert archive.rows(store, "SELECT count(*) FROM runs") == [(1,)]
    assert archive.everything(store, 1) == archive.everything(tmp_path / "calm.sqlite", 1)
    asked = requests(sites)
    assert sum(n - 1 for n in asked.values()) <= kills * 4, asked


def test_lost_bodies_are_written_again(
    audit: Audit, cite: Cite, sites: list[Site], tmp_path: Path, other_model: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=3, pages=5)
    audit("archive", "--store", "store.sqlite")
    shutil.rmtree(tmp_path / "store.bodies")
    # Another engine has to read the pages again.
    again = ("audit", "archive", "--allow-private-hosts", "--store", "store.sqlite")
    finished = cite(*again, package=other_model)
    assert "3 of 3 briefs checked, 0 not readable" in finished.stdout


def test_a_process_that_is_killed_is_replaced(
    start: Start, sites: list[Site], tmp_path: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=40, pages=40)
    sites[2].delay = 0.1
    store = tmp_path / "store.sqlite"
    command = ("audit", "archive", "--allow-private-hosts", "--store", str(store))
    process = start(*command)
    wait_for(store, "SELECT count(*) FROM run_briefs WHERE state = 'done'", 1, process)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("needs /proc to find the children of a process")
    for child in children.read_text().split():
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(int(child), signal.SIGKILL)
    stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 1, stderr
    assert "40 of 40 briefs checked, 0 not readable" in stdout


def test_pages_that_were_not_yet_written_are_fetched_again(
    start: Start, sites: list[Site], tmp_path: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=6, pages=6)
    command = ("audit", "archive", "--allow-private-hosts", "--store", "store.sqlite")
    # Bodies at a URL are written together, seconds after they were fetched.
    command = (*command, "--jobs", "1", "--bodies", f"file://{tmp_path}/bodies")
    sites[2].delay = 20
    process = start(*command)
    deadline = time.monotonic() + 60
    while len(requests(sites[:2])) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(1)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    sites[2].delay = 0
    stdout, stderr = start(*command).communicate(timeout=120)
    assert "6 of 6 briefs checked" in stdout, stderr


def test_a_brief_that_ends_its_process_is_given_up(
    audit: Audit, cite: Cite, sites: list[Site], tmp_path: Path, other_model: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=12, pages=8)
    findings = other_model / "citecheck" / "findings.py"
    poison = "    if 'Brief 7 says' in claim.text:\n        import os; os._exit(9)\n"
    before, function, after = findings.read_text().partition("    if not claim.refs:\n")
    findings.write_text(before + poison + function + after)
    finished = cite(
        "audit", "archive", "--allow-private-hosts", "--store", "s.sqlite", package=other_model
    )
    assert finished.returncode == 2
    assert "11 of 12 briefs checked, 1 not readable" in finished.stdout
    problem = archive.rows(
        tmp_path / "s.sqlite", "SELECT path, problem FROM run_briefs WHERE state = 'failed'"
    )
    assert problem[0][0] == "archive/7/brief-0007.md"
    assert "ended each time" in problem[0][1]


def test_a_terminal_shows_how_far_it_is(sites: list[Site], tmp_path: Path) -> None:
    import pty

    archive.make(tmp_path / "archive", sites, briefs=20, pages=20)
    sites[1].pages.pop("/page/1")
    sites[2].delay = 0.2
    terminal, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "citecheck", "audit", "archive", "--allow-private-hosts"],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        cwd=tmp_path,
        env={**os.environ, "CITECHECK_CACHE_DIR": "cache", "COLUMNS": "200", "TERM": "xterm"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(terminal)
    assert process.wait(60) == 1
    text = shown.decode()
    assert "/20 briefs" in text
    assert "pages/s" in text
    assert "1 not_found" in text


def test_ctrl_c_finishes_what_is_in_hand_and_the_same_command_goes_on(
    start: Start, audit: Audit, sites: list[Site], tmp_path: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=120, pages=90)
    sites[2].delay = 0.3
    store = tmp_path / "store.sqlite"
    process = start("audit", "archive", "--allow-private-hosts", "--store", str(store))
    wait_for(store, "SELECT count(*) FROM run_briefs WHERE state = 'done'", 3, process)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "goes on from here" in stderr
    assert "(stopped)" in stdout
    assert archive.rows(store, "SELECT count(*) FROM run_briefs WHERE state = 'taken'") == [(0,)]
    done = archive.rows(store, "SELECT count(*) FROM run_briefs WHERE state = 'done'")[0][0]
    assert 3 <= done < 120
    sites[2].delay = 0.0
    finished = audit("archive", "--store", str(store))
    assert finished.returncode == 1
    assert "120 of 120 briefs checked" in finished.stdout
    assert archive.rows(store, "SELECT count(*), max(state) FROM runs") == [(1, "finished")]


def test_a_second_ctrl_c_ends_at_once(start: Start, sites: list[Site], tmp_path: Path) -> None:
    archive.make(tmp_path / "archive", sites, briefs=2, pages=5)
    for site in sites:
        site.delay = 20.0
    process = start("audit", "archive", "--allow-private-hosts", "--store", "store.sqlite")
    wait_for(
        tmp_path / "store.sqlite",
        "SELECT count(*) FROM run_hosts WHERE state = 'taken'",
        1,
        process,
    )
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=15)
    assert time.monotonic() - began < 10
    assert process.returncode == 130
    assert "Traceback" not in stderr
    for site in sites:
        site.delay = 0.0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_audits_at_once_lose_and_double_nothing(
    start: Start,
    audit: Audit,
    sites: list[Site],
    tmp_path: Path,
    kind: str,
    request: pytest.FixtureRequest,
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=40, pages=20)
    store = str(tmp_path / "store.sqlite")
    if kind == "postgresql":
        store = request.getfixturevalue("database")
    command = ("audit", "archive", "--allow-private-hosts", "--store", store)
    command += ("--bodies", "bodies")
    both = [start(*command), start(*command)]
    for process in both:
        _, stderr = process.communicate(timeout=200)
        assert process.returncode == 1, stderr
    assert archive.rows(store, "SELECT count(*), max(state), min(state) FROM runs") == [
        (2, "finished", "finished")
    ]
    assert archive.everything(store, 1) == archive.everything(store, 2)
    assert audit("archive", "--store", "calm.sqlite").returncode == 1
    calm = tmp_path / "calm.sqlite"
    assert archive.everything(store, 1) == archive.everything(calm, 1)
    for table in ("assessments", "results", "findings", "citations", "sources", "urls", "briefs"):
        count = f"SELECT count(*) FROM {table}"
        assert archive.rows(store, count) == archive.rows(calm, count), table


def test_what_cannot_be_read_is_named_and_the_rest_is_checked(
    audit: Audit, sites: list[Site], tmp_path: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=3, pages=5)
    (tmp_path / "archive" / "empty.md").write_text("")
    (tmp_path / "archive" / "binary.txt").write_bytes(b"\0\1\2" * 100)
    finished = audit("archive", "--store", "store.sqlite")
    assert finished.returncode == 2
    assert "3 of 5 briefs checked, 2 not readable" in finished.stdout
    assert "archive/empty.md: is empty" in finished.stdout
    assert "archive/binary.txt: is a binary file" in finished.stdout


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["nowhere"], "no such file or folder"),
        (["archive", "--shard", "3/2"], "is no part"),
        (["archive", "--since", "lately"], "is no date"),
        (["archive", "--max-age", "7"], "is no age"),
        (["archive", "--store", "mysql://x/y"], "nor a PostgreSQL database"),
        (["archive", "--store", "archive"], "cannot be opened"),
    ],
)
def test_wrong_usage_is_one_line(
    audit: Audit, tmp_path: Path, arguments: list[str], problem: str
) -> None:
    (tmp_path / "archive").mkdir()
    finished = audit(*arguments)
    assert finished.returncode == 2, finished.stdout
    assert problem in finished.stderr
    assert len(finished.stderr.strip().splitlines()) == 1, finished.stderr


def test_parts_of_an_archive(audit: Audit, sites: list[Site], tmp_path: Path) -> None:
    archive.make(tmp_path / "archive", sites, briefs=24, pages=5)
    store = tmp_path / "store.sqlite"

    def taken(*arguments: str) -> set[str]:
        audit("archive", "--store", str(store), "--fail-on", "none", *arguments)
        query = "SELECT path FROM run_briefs WHERE run_id = (SELECT max(id) FROM runs)"
        return {path for (path,) in archive.rows(store, query)}

    everything = {str(p.relative_to(tmp_path)) for p in (tmp_path / "archive").rglob("*.md")}
    shards = [taken("--shard", f"{n}/3") for n in (1, 2, 3)]
    assert set().union(*shards) == everything
    assert sum(map(len, shards)) == len(everything)
    assert len(taken("--limit", "5")) == 5
    sample = taken("--sample", "6")
    assert len(sample) == 6
    assert taken("--sample", "6") == sample
    old = tmp_path / sorted(everything)[0]
    os.utime(old, (0, 0))
    assert taken("--since", "2020-01-01") == everything - {str(old.relative_to(tmp_path))}


def test_fresh_pages_are_not_asked_for_again(
    audit: Audit, sites: list[Site], tmp_path: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=6, pages=5)
    audit("archive", "--store", "store.sqlite")
    for site in sites:
        site.requests.clear()
    finished = audit("archive", "--store", "store.sqlite", "--max-age", "1d")
    assert finished.returncode == 1
    assert not requests(sites)
    found = archive.everything(tmp_path / "store.sqlite", 2)
    assert found == archive.everything(tmp_path / "store.sqlite", 1)


def test_a_fresh_look_up_counts_whatever_it_ended_as(
    audit: Audit, sites: list[Site], tmp_path: Path
) -> None:
    """A link that was read two runs ago and is dead since the last is dead, not alive again."""
    archive.make(tmp_path / "archive", sites, briefs=4, pages=4)
    store = tmp_path / "store.sqlite"
    audit("archive", "--store", str(store))
    sites[0].pages.pop("/page/0")
    audit("archive", "--store", str(store), "--refresh")
    for site in sites:
        site.requests.clear()
    audit("archive", "--store", str(store), "--max-age", "1d")
    assert not requests(sites)
    status = (
        "SELECT l.run_id, l.status FROM lookups l JOIN urls u ON u.id = l.url_id"
        " WHERE u.url = ? ORDER BY l.run_id"
    )
    found = archive.rows(store, status, sites[0].url("/page/0"))
    assert found == [(1, "ok"), (2, "not_found"), (3, "not_found")]
    assert archive.everything(store, 3) == archive.everything(store, 2)

"""A disk that gets full, or cannot be written: one line, and nothing that stands is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.sources import FetchSettings, fetch_all, replay_all
from citecheck.sources.warc import WarcReader, WarcWriter, folder_at
from servers.web import Site, site

FACT = "The council of Ravenholm approved the flood barrier on 12 May 2021 by 31 votes to 8."
PAGE = f"<html><title>Barrier</title><body><article><h1>Barrier</h1><p>{FACT}</p></article>"
PAGES = 4

needs_mounts = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a small disk"
)


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as served:
        yield served


@pytest.fixture
def folder(tmp_path: Path, web: Site) -> Path:
    urls = [web.add(f"/{n}", PAGE, cache_control="max-age=600") for n in range(PAGES)]
    text = "\n\n".join(f"{FACT} [{n}]" for n in range(PAGES)) + "\n\nSources:\n\n"
    text += "\n".join(f"[{n}] Barrier {n} - {url}" for n, url in enumerate(urls))
    (tmp_path / "b.md").write_text(text)
    return tmp_path


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], check=False
    )
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path, room: int = 0) -> None:
    """Leave so many bytes of room on the disk."""
    free = os.statvfs(disk)
    (disk / "fill").write_bytes(b"x" * (free.f_bavail * free.f_bsize - room))


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "citecheck", *words],
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "NO_COLOR": "1"},
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )


def check(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    usual = ("--allow-private-hosts", "--no-archive", "--fail-on", "none", "-f", "json")
    return run(folder, "check", "b.md", *usual, *words)


def verdicts(report: str) -> list[str]:
    return [claim["verdict"] for claim in json.loads(report)["briefs"][0]["claims"]]


GOOD = ["supported"] * PAGES


@needs_mounts
def test_a_report_on_a_full_disk_is_74_and_the_old_one_stands(folder: Path, disk: Path) -> None:
    (disk / "r.json").write_text("old")
    fill(disk)
    done = check(folder, "--cache-dir", "cache", "-o", "disk/r.json")
    assert done.returncode == 74
    (line,) = done.stderr.splitlines()
    assert "r.json" in line
    assert (disk / "r.json").read_text() == "old"
    assert sorted(p.name for p in disk.iterdir()) == ["fill", "r.json"]


@needs_mounts
@pytest.mark.parametrize("room", [0, 4096, 8192])
def test_sources_that_find_no_room_are_74_and_what_was_saved_stands(
    folder: Path, disk: Path, room: int
) -> None:
    words = ("--cache-dir", "cache", "--save-sources", "disk/saved")
    assert check(folder, *words).returncode == 0
    before = {path.name: path.read_bytes() for path in (disk / "saved").iterdir()}
    fill(disk, room)
    done = check(folder, *words, "--refresh")
    assert done.returncode == 74
    (line,) = done.stderr.splitlines()
    assert "disk/saved" in line
    assert {name: (disk / "saved" / name).read_bytes() for name in before} == before
    again = check(folder, "--from", "disk/saved")
    assert verdicts(again.stdout) == GOOD
    (disk / "fill").unlink()
    assert check(folder, *words).returncode == 0
    assert verdicts(check(folder, "--from", "disk/saved").stdout) == GOOD


@needs_mounts
@pytest.mark.parametrize("room", [0, 20_000, 100_000])
def test_a_full_cache_costs_a_line_at_most_and_never_the_run(
    folder: Path, disk: Path, room: int
) -> None:
    fill(disk, room)
    done = check(folder, "--cache-dir", "disk/cache")
    assert done.returncode == 0, done.stderr
    assert verdicts(done.stdout) == GOOD
    assert len(done.stderr.splitlines()) == (room == 0)


@needs_mounts
def test_a_cache_on_a_full_disk_is_read_offline(folder: Path, disk: Path) -> None:
    check(folder, "--cache-dir", "disk/cache")
    fill(disk)
    done = check(folder, "--cache-dir", "disk/cache", "--offline")
    assert (done.returncode, done.stderr) == (0, "")
    assert verdicts(done.stdout) == GOOD


@needs_mounts
@pytest.mark.parametrize("room", [0, 40_000])
def test_a_store_that_finds_no_room_is_a_line_and_keeps_its_runs(
    folder: Path, disk: Path, room: int
) -> None:
    words = ("--store", "disk/s.sqlite", "--bodies", "bodies", "--cache-dir", "cache")
    briefs = folder / "briefs"
    briefs.mkdir()
    for n in range(12):
        (briefs / f"{n}.md").write_text((folder / "b.md").read_text() + f"\n<!-- {n} -->\n")
    audit = ("audit", *words, "--jobs", "1", "--allow-private-hosts", "--fail-on", "none")
    assert run(folder, *audit, "briefs/0.md").returncode == 0
    report = ("report", "--store", "disk/s.sqlite", "--run", "1", "-f", "json")
    before = json.loads(run(folder, *report).stdout)["overview"]
    fill(disk, room)
    done = run(folder, *audit, "briefs")
    assert done.returncode in (2, 74), done.stderr
    (line,) = done.stderr.splitlines()
    assert "s.sqlite" in line
    assert "sqlalche.me" not in line
    (disk / "fill").unlink()
    assert json.loads(run(folder, *report).stdout)["overview"] == before
    ended = run(folder, *audit, "briefs")
    assert ended.returncode == 0, ended.stderr


@needs_mounts
def test_a_cache_on_a_disk_that_may_only_be_read_is_read_offline(folder: Path, disk: Path) -> None:
    """Root may write whatever the permissions say, but not there."""
    check(folder, "--cache-dir", "disk/cache")
    before = {path.name: path.read_bytes() for path in (disk / "cache").iterdir()}
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    done = check(folder, "--cache-dir", "disk/cache", "--offline")
    assert (done.returncode, done.stderr) == (0, "")
    assert verdicts(done.stdout) == GOOD
    assert {path.name: path.read_bytes() for path in (disk / "cache").iterdir()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of POSIX")
def test_a_part_of_a_record_that_was_written_is_no_record(web: Site, tmp_path: Path) -> None:
    """The size of files is bounded, as a full disk is: the last write is cut in the middle."""
    urls = [web.add(f"/{n}", PAGE + "<p>" + str(n) * 999, status=200) for n in range(20)]
    settings = FetchSettings(cache_dir=tmp_path / "cache", allow_private_hosts=True)
    code = (
        "import resource, sys; from citecheck.sources import *;"
        "from citecheck.sources.warc import WarcWriter, folder_at; from pathlib import Path;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (6001, 6001));"
        "w = WarcWriter(folder_at('saved')); s = FetchSettings(cache_dir=Path('other'),"
        " allow_private_hosts=True); fetch_all(sys.argv[1:], s, save=w.save); w.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *urls], cwd=tmp_path, capture_output=True, check=False
    )
    assert b"File too large" in done.stderr
    (file,) = (tmp_path / "saved").glob("*.warc.gz")
    assert file.stat().st_size == 6001
    reader = WarcReader(folder_at(tmp_path / "saved"))
    found = replay_all(urls, reader)
    kept = [url for url in urls if found[url].body]
    assert 0 < len(kept) < len(urls)
    real = fetch_all(urls, settings)
    assert all(found[url].body == real[url].body for url in kept)
    with WarcWriter(folder_at(tmp_path / "saved")):
        assert file.stat().st_size < 6001, "the next writer mends what was cut off"

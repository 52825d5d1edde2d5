"""The hooks, by the real pre-commit in a real repository: installed from this tree as it stands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import needs
from servers.web import site

TREE = Path(__file__).resolve().parents[2]
PAGE = "<title>P</title><p>The council approved 14 new buses for the northern line.</p>"
RIGHT = "The council approved 14 new buses for the northern line [1]."
WRONG = "The council approved 41 new buses for the northern line [1]."


def git(folder: Path, *arguments: str, check: bool = True, **environment: str):
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    return subprocess.run(
        [needs.program("git"), *identity, *arguments],
        cwd=folder, capture_output=True, text=True, check=check,
        env={**os.environ, **environment},
    )  # fmt: skip


def published(folder: Path) -> str:
    """A repository that holds this tree, uncommitted changes too; its commit."""
    folder.mkdir()
    listed = git(TREE, "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout
    for name in filter(None, listed.split("\0")):
        if (TREE / name).is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(TREE / name, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    return git(folder, "rev-parse", "HEAD").stdout.strip()


def test_a_commit_of_a_wrong_claim_is_stopped_and_a_mended_one_passes(tmp_path: Path) -> None:
    revision = published(tmp_path / "citecheck")
    work = tmp_path / "work"
    work.mkdir()
    git(work, "init", "-q")
    (work / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {tmp_path / 'citecheck'}\n  rev: {revision}\n  hooks:\n"
        "  - id: citecheck\n    args: [--allow-private-hosts]\n"
        "  - id: citecheck-offline\n    stages: [manual]\n"
    )
    environment = {
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "CITECHECK_CACHE_DIR": str(tmp_path / "cache"),
    }
    pre_commit = [sys.executable, "-m", "pre_commit"]
    subprocess.run(
        [*pre_commit, "install"], cwd=work, env={**os.environ, **environment}, check=True
    )
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "settings", **environment)

    def commit(claim: str, url: str) -> subprocess.CompletedProcess[str]:
        (work / "brief.md").write_text(f"{claim}\n\n## Sources\n\n[1] P — {url}\n")
        git(work, "add", "-A")
        return git(work, "commit", "-q", "-m", "x", check=False, **environment)

    with site() as web:
        url = web.add("/p", PAGE, Cache_Control="max-age=900")
        stopped = commit(WRONG, url)
        assert stopped.returncode == 1
        assert "CONTRADICTED" in stopped.stderr + stopped.stdout
        passed = commit(RIGHT, url)
        assert passed.returncode == 0, passed.stderr
        web.requests.clear()
        manual = [*pre_commit, "run", "--hook-stage", "manual", "--all-files", "citecheck-offline"]
        offline = subprocess.run(
            manual, cwd=work, env={**os.environ, **environment}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert "citecheck (kept pages only)" in offline.stdout
        assert offline.returncode == 0, offline.stdout
        assert not web.requests


def test_the_entry_that_init_writes_stops_a_wrong_claim_today(citecheck, tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "briefs").mkdir(parents=True)
    git(work, "init", "-q")
    done = citecheck("init", "--hook", cwd=work)
    assert done.returncode == 0
    assert "the hook checks files that match ^briefs/" in done.stdout
    environment = {
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "CITECHECK_ALLOW_PRIVATE_HOSTS": "true",
        "CITECHECK_CACHE_DIR": str(tmp_path / "cache"),
    }
    with site() as web:
        url = web.add("/p", PAGE)
        (work / "briefs" / "one.md").write_text(f"{WRONG}\n\n## Sources\n\n[1] P — {url}\n")
        (work / "other.md").write_text(f"{WRONG}\n\n## Sources\n\n[1] P — {url}\n")
        git(work, "add", "-A")
        run = [sys.executable, "-m", "pre_commit", "run", "citecheck"]
        stopped = subprocess.run(
            run, cwd=work, env={**os.environ, **environment}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    assert stopped.returncode == 1, stopped.stdout + stopped.stderr
    assert "briefs/one.md:1" in stopped.stdout
    assert "other.md" not in stopped.stdout

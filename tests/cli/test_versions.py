"""`--staged` and `--since`: real git repositories, real pages, and what is asked of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import needs
from servers.web import Site, site

Run = Callable[..., subprocess.CompletedProcess[str]]

A = "The council approved 14 new buses for the northern line"
B = "The library lent 3,000 books in March"
B_WRONG = "The library lent 9,000 books in March"
C = "The bridge was closed for repairs in 1998"


class Repository:
    """A repository in a temporary folder, and the command line run in it."""

    def __init__(self, folder: Path, web: Site, citecheck: Run) -> None:
        self.folder = folder
        self.web = web
        self.run = citecheck
        folder.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        identity = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
        command = [needs.program("git"), *identity, *arguments]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=True
        ).stdout

    def write(self, name: str, *claims: str, pages: str = "abc") -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        entries = [f"[{n}] {p} — {self.web.url(f'/{p}')}" for n, p in enumerate(pages, 1)]
        path.write_text("\n\n".join([*claims, "## Sources", *entries]) + "\n")

    def commit(self, *names: str) -> None:
        self.git("add", *(names or ("-A",)))
        self.git("commit", "-q", "-m", "x")

    def check(self, *arguments: str, cwd: Path | None = None) -> tuple[int, dict[str, list[str]]]:
        """The exit status, and by brief the judged claims' texts."""
        self.web.requests.clear()
        done = self.run(
            "check", "--allow-private-hosts", "--format=json", *arguments, cwd=cwd or self.folder
        )
        self.stderr = done.stderr
        report = json.loads(done.stdout) if done.stdout else {"briefs": []}
        self.report = report
        return done.returncode, {
            brief["path"]: [claim["text"].rstrip(".") for claim in brief["claims"]]
            for brief in report["briefs"]
        }


@pytest.fixture
def repository(tmp_path: Path, citecheck: Run) -> Iterator[Repository]:
    with site() as web:
        for name, text in {"a": A, "b": B, "c": C}.items():
            web.add(f"/{name}", f"<title>{name}</title><p>{text}, it was said.</p>")
        yield Repository(tmp_path / "repository", web, citecheck)


def test_only_claims_that_the_commit_changes_are_judged_and_only_their_pages_fetched(
    repository: Repository,
) -> None:
    repository.write("brief.md", f"{A} [1].", f"{B} [2].")
    repository.commit()
    assert repository.check("--staged") == (0, {})
    assert "no claim is new or changed" in repository.stderr
    repository.write("brief.md", f"{A} [1].", f"{B_WRONG} [2].")
    assert repository.check("--staged") == (0, {})  # not staged yet
    repository.git("add", "brief.md")
    assert repository.check("--staged") == (1, {"brief.md": [B_WRONG]})
    assert set(repository.web.requests) == {"/b"}
    brief = repository.report["briefs"][0]
    assert any("1 of 2 claims" in notice for notice in brief["notices"])
    assert (
        brief["references"][0]["detail"] == "no claim that is new or changed cites it; not fetched"
    )


def test_the_index_counts_and_not_the_work_tree(repository: Repository) -> None:
    repository.write("brief.md", f"{A} [1].")
    repository.commit()
    repository.write("brief.md", f"{A} [1].", f"{B_WRONG} [2].")
    repository.git("add", "brief.md")
    repository.write("brief.md", f"{A} [1].", f"{C} [3].")
    assert repository.check("--staged") == (1, {"brief.md": [B_WRONG]})
    assert repository.check("--since", "HEAD") == (0, {"brief.md": [C]})
    assert repository.check("--staged", "brief.md") == (1, {"brief.md": [B_WRONG]})


def test_what_has_moved_or_been_renumbered_is_the_same_claim(repository: Repository) -> None:
    repository.write("brief.md", f"{A} [1].", f"{B_WRONG} [2].")
    repository.commit()
    repository.write("brief.md", "A heading", f"{B_WRONG} [1].", f"{A} [2].", pages="ba")
    repository.git("add", "-A")
    assert repository.check("--staged") == (0, {})
    repository.write("brief.md", f"{B_WRONG} [2].", f"{A} [2].", pages="ba")
    repository.git("add", "-A")
    assert repository.check("--staged") == (1, {"brief.md": [B_WRONG]})  # leads elsewhere now


def test_renamed_new_and_deleted_files(repository: Repository) -> None:
    repository.write("old name.md", f"{A} [1].", f"{B_WRONG} [2].")
    repository.write("gone.md", f"{B_WRONG} [2].")
    repository.commit()
    repository.git("mv", "old name.md", "nový.md")
    repository.write("nový.md", f"{A} [1].", f"{B_WRONG} [2].", f"{C} [3].")
    repository.write("sub/new.txt", f"{A} [1].")
    repository.git("rm", "-q", "gone.md")
    repository.git("add", "-A")
    assert repository.check("--staged") == (0, {"nový.md": [C], "sub/new.txt": [A]})
    assert repository.check("--staged", "gone.md") == (0, {})
    status, found = repository.check("--staged", cwd=repository.folder / "sub")
    assert (status, set(found)) == (0, {"../nový.md", "new.txt"})
    assert repository.check("--staged", "sub") == (0, {"sub/new.txt": [A]})
    assert repository.check("--staged", ".", cwd=repository.folder / "sub")[1] == {"new.txt": [A]}
    repository.git("commit", "-q", "-m", "x")
    assert repository.check("--since", "HEAD~1") == (0, {"nový.md": [C], "sub/new.txt": [A]})


def test_since_counts_what_the_branch_has_done_and_untracked_files(repository: Repository) -> None:
    repository.write("brief.md", f"{A} [1].")
    repository.commit()
    repository.git("checkout", "-q", "-b", "branch")
    repository.write("brief.md", f"{A} [1].", f"{C} [3].")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write("brief.md", f"{B_WRONG} [2].")
    repository.commit()
    repository.git("checkout", "-q", "branch")
    repository.write("loose.md", f"{B} [2].")
    expected = {"brief.md": [C], "loose.md": [B]}
    assert repository.check("--since", "main") == (0, expected)


def test_the_first_commit_is_all_new(repository: Repository) -> None:
    repository.write("brief.md", f"{B_WRONG} [2].")
    repository.git("add", "-A")
    assert repository.check("--staged") == (1, {"brief.md": [B_WRONG]})


def test_a_source_list_kept_elsewhere_is_compared_too(repository: Repository) -> None:
    (repository.folder / "brief.md").write_text(f"{B} [1].\n\n{A} [2].\n")
    listed = repository.folder / "list.txt"
    b, a, c = (repository.web.url(f"/{name}") for name in "bac")
    listed.write_text(f"[1] {b}\n[2] {a}\n")
    repository.commit()
    listed.write_text(f"[1] {c}\n[2] {a}\n")
    repository.git("add", "-A")
    listed.write_text(f"[1] {b}\n[2] {a}\n")
    found = repository.check("--staged", "--sources", "list.txt", "brief.md")
    assert found == (1, {"brief.md": [B]})
    assert set(repository.web.requests) == {"/c"}


def test_a_real_hook_stops_a_commit_of_a_wrong_claim(repository: Repository) -> None:
    repository.write("brief.md", f"{A} [1].")
    repository.commit()
    hook = repository.folder / ".git" / "hooks" / "pre-commit"
    hook.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m citecheck check --staged --allow-private-hosts\n'
    )
    hook.chmod(0o755)
    repository.write("brief.md", f"{A} [1].", f"{B_WRONG} [2].")
    environment = {**os.environ, "CITECHECK_CACHE_DIR": str(repository.folder.parent / "cache")}
    command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org"]
    command += ["commit", "-q", "-a", "-m", "wrong"]
    done = subprocess.run(
        command, cwd=repository.folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "CONTRADICTED" in done.stdout + done.stderr
    repository.write("brief.md", f"{A} [1].", f"{B} [2].")
    subprocess.run(command, cwd=repository.folder, env=environment, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--since", "nowhere"), "nowhere: is no commit"),
        (("--since", "--upload-pack=x"), "--upload-pack=x: is no commit"),
        (("--since", ""), "is no commit"),
        (("--staged", "--since", "HEAD"), "exclude each other"),
        (("--staged", "-"), "standard input has no older version"),
        (("--staged", "/etc/hostname"), "is not in the repository"),
        (("--staged", "missing.md"), "missing.md: is not in the index"),
        (("--since", "HEAD", "missing.md"), "missing.md: no such file"),
    ],
)
def test_what_git_cannot_say_is_one_line(
    repository: Repository, arguments: tuple[str, ...], words: str
) -> None:
    repository.write("brief.md", f"{A} [1].")
    repository.commit()
    status, _ = repository.check(*arguments)
    assert status == 2
    assert words in repository.stderr
    assert repository.stderr.count("\n") == 1


def test_outside_a_repository_and_in_a_conflict(repository: Repository, tmp_path: Path) -> None:
    status, _ = repository.check("--staged", cwd=tmp_path)
    assert status == 2
    assert "not a git repository" in repository.stderr
    repository.write("brief.md", f"{A} [1].")
    repository.commit()
    repository.git("checkout", "-q", "-b", "other")
    repository.write("brief.md", f"{B} [2].")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write("brief.md", f"{C} [3].")
    repository.commit()
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "other")
    status, _ = repository.check("--staged")
    assert (status, "merge conflict" in repository.stderr) == (2, True)


def test_a_decision_on_an_unchanged_claim_is_not_lost(repository: Repository) -> None:
    repository.write("brief.md", f"{A} [1].", f"{B_WRONG} [2].")
    _, _ = repository.check("brief.md", "--output=report.json")
    folder = repository.folder / ".citecheck"
    folder.mkdir()
    decision = {
        "schema": "citecheck.decision/1", "kind": "accept", "by": "ab", "why": "so",
        "at": "2026-01-01T00:00:00Z", "brief": "brief.md", "claim": f"{B_WRONG}.",
        "verdict": "contradicted", "references": [], "evidence": "",
    }  # fmt: skip
    (folder / "decisions.jsonl").write_text(json.dumps(decision) + "\n")
    repository.commit()
    repository.write("brief.md", f"{A} [1].", f"{B_WRONG} [2].", f"{C} [3].")
    repository.git("add", "brief.md")
    assert repository.check("--staged") == (0, {"brief.md": [C]})
    assert repository.report["briefs"][0]["lost_decisions"] == []

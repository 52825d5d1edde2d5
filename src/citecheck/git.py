"""Asks git which files differ between two versions, and what stood in them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from citecheck.errors import GitError

_SECONDS = 120  # for one command; git on a large repository takes a few
_FILE_MODES = ("100644", "100755")
MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Change:
    """A file that differs: its path now and before, from the top of the repository, None where
    it was not there, and the ids of what stood in it. `blob` is None for a file of the work tree.
    """

    path: str | None
    old_path: str | None
    blob: str | None
    old_blob: str | None


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository with a work tree; `root` is its top folder."""

    root: Path

    def within(self, path: Path) -> str:
        """A path as git names it. Raises `GitError` for one outside the repository."""
        whole = path.parent.resolve() / path.name
        try:
            return whole.relative_to(self.root).as_posix()
        except ValueError:
            raise GitError(str(path), f"is not in the repository {self.root}") from None

    def base(self, revision: str) -> str:
        """The commit to compare with: the last one that `revision` and HEAD have in common."""
        wanted = f"{revision}^{{commit}}"
        found = _run(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        if found.returncode != 0:
            raise GitError(
                revision,
                "is no commit of this repository",
                "check the name; a shallow clone needs more history (git fetch --unshallow)",
            )
        commit = found.stdout.decode().strip()
        common = _run(self.root, "merge-base", commit, "HEAD")
        return common.stdout.decode().split("\n")[0] if common.returncode == 0 else commit

    def staged(self) -> list[Change]:
        """What the index would commit: every file that differs from HEAD."""
        head = _run(self.root, "rev-parse", "--verify", "--quiet", "HEAD")
        if head.returncode == 0:
            return list(self._diff("--cached", head.stdout.decode().strip()))
        empty = _output(self.root, "hash-object", "-t", "tree", os.devnull)
        return list(self._diff("--cached", empty.decode().strip()))

    def since(self, commit: str) -> list[Change]:
        """Every file of the work tree that differs from `commit`, untracked ones too."""
        new = _output(self.root, "ls-files", "-z", "--others", "--exclude-standard")
        untracked = [os.fsdecode(name) for name in new.split(b"\0") if name]
        return [*self._diff(commit), *(Change(name, None, None, None) for name in untracked)]

    def blob_at(self, path: str, commit: str | None = None) -> str | None:
        """The id of what stands in a file of `commit`, or of the index; None when it is not
        there."""
        name = f"{commit or ''}:{path}"
        found = _run(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
        return found.stdout.decode().strip() if found.returncode == 0 else None

    def read(self, blob: str, path: str) -> bytes:
        """What a blob holds; `path` is for the message when that is too much."""
        size = int(_output(self.root, "cat-file", "-s", blob))
        if size > MAX_BYTES:
            raise GitError(path, f"is larger than {MAX_BYTES // 1_000_000} MB", "split it")
        return _output(self.root, "cat-file", "blob", blob)

    def _diff(self, *versions: str) -> Iterator[Change]:
        options = ("--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff", "--ignore-submodules")
        fields = iter(_output(self.root, "diff", *options, *versions, "--").split(b"\0"))
        for field in fields:
            if not field:
                continue
            old_mode, new_mode, old_blob, new_blob, status = field.decode()[1:].split(" ")
            old_path = path = os.fsdecode(next(fields))
            if status[0] in "RC":
                path = os.fsdecode(next(fields))
            if status[0] == "U":
                raise GitError(path, "has a merge conflict", "resolve it first")
            was, now = old_mode in _FILE_MODES, new_mode in _FILE_MODES
            if was or now:
                yield Change(
                    path if now else None,
                    old_path if was else None,
                    new_blob if now and new_blob.strip("0") else None,
                    old_blob if was else None,
                )


def repository(folder: Path) -> Repository:
    """The repository that holds `folder`. Raises `GitError` when there is none, or no git."""
    found = _run(folder, "rev-parse", "--show-toplevel")
    if found.returncode != 0:
        raise GitError(str(folder), _reason(found), "run it in a git repository with a work tree")
    return Repository(Path(os.fsdecode(found.stdout.rstrip(b"\n"))).resolve())


def _output(folder: Path, *arguments: str) -> bytes:
    done = _run(folder, *arguments)
    if done.returncode != 0:
        raise GitError(f"git {arguments[0]}", _reason(done))
    return done.stdout


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            # No program that the repository's own settings name for watching files.
            ["git", "-c", "core.fsmonitor=false", *arguments],
            cwd=folder,
            env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git", "is not installed", "install it") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]}", f"took more than {_SECONDS} s") from None
    except (OSError, ValueError) as error:
        raise GitError("git", f"cannot be run: {error}") from None


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"git ended with {done.returncode}"

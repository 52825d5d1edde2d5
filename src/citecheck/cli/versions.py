"""Reads briefs with their older versions from git, and keeps the claims that differ."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from citecheck.cli.inputs import read_bytes
from citecheck.errors import BriefError, CitecheckError, SettingsError

if TYPE_CHECKING:
    from citecheck.git import Change, Repository
    from citecheck.model import Brief, Reference

# Of briefs, where the user names none.
_SUFFIXES = tuple(".md .markdown .txt .rst .tex .html .htm .ipynb .docx .odt".split())


@dataclass(frozen=True, slots=True)
class _Versions:
    """The two versions that are compared: `commit` is the old one, None for HEAD; the new one is
    the index when `staged`, else the work tree. `sources` is the file of --sources."""

    repository: Repository
    staged: bool
    commit: str | None
    changes: Sequence[Change]
    sources: Path | None
    name: str


def read_changed(
    paths: Sequence[str], staged: bool, since: str | None, sources: Path | None
) -> tuple[list[Brief], list[CitecheckError]]:
    """The briefs with the claims that are new or changed; without `paths`, of all text files that
    differ. A brief that has none is left out.

    Raises `GitError` outside a repository and for an unknown revision.
    """
    from citecheck.git import repository

    if staged and since is not None:
        raise SettingsError("", "--staged and --since exclude each other", "give one of them")
    if "-" in paths:
        raise SettingsError("-", "standard input has no older version", "name a file")
    found = repository(Path.cwd())
    if staged:
        versions = _Versions(found, True, None, found.staged(), sources, "the last commit")
    else:
        commit = found.base(since or "")
        name = f"{since} ({commit[:10]})"
        versions = _Versions(found, False, commit, found.since(commit), sources, name)
    return _read(paths, versions)


def _read(paths: Sequence[str], versions: _Versions) -> tuple[list[Brief], list[CitecheckError]]:
    references, old_references = _source_lists(versions)
    briefs: list[Brief] = []
    errors: list[CitecheckError] = []
    for path, change in _wanted(paths, versions):
        try:
            brief = _brief(path, change, versions, references, old_references)
        except CitecheckError as error:
            errors.append(error)
            continue
        # Where the user names no brief, a text that cites nothing is none.
        named = path in paths
        if brief is not None and any(claim.refs or named for claim in brief.claims):
            briefs.append(brief)
    return briefs, errors


def _wanted(paths: Sequence[str], versions: _Versions) -> list[tuple[str, Change | None]]:
    """The paths to look at, each with how it differs; None for one that does not."""
    by_path = {change.path: change for change in versions.changes if change.path is not None}
    found: list[tuple[str, Change | None]] = []
    for path in dict.fromkeys(paths or [str(versions.repository.root)]):
        name = versions.repository.within(Path(path))
        if not Path(path).is_dir():
            found.append((path, by_path.get(name)))
            continue
        found += [
            (os.path.relpath(versions.repository.root / inside), change)
            for inside, change in by_path.items()
            if name in (".", *map(str, PurePosixPath(inside).parents))
            and inside.lower().endswith(_SUFFIXES)
        ]
    return found


def _brief(
    path: str,
    change: Change | None,
    versions: _Versions,
    references: tuple[Reference, ...] | None,
    old_references: tuple[Reference, ...] | None,
) -> Brief | None:
    from citecheck.changes import only_changed

    repository = versions.repository
    if change is None and references == old_references:
        _must_be_known(path, versions)
        return None
    data = _data(path, change, versions)
    brief = _parsed(data, path, references)
    old: Brief | None = None
    if change is None or change.old_blob is not None:
        older = repository.read(change.old_blob, path) if change and change.old_blob else data
        try:
            old = _parsed(older, path, old_references)
        except BriefError:
            old = None  # what was no brief before is a new one now
    return only_changed(brief, old, versions.name)


def _parsed(data: bytes, path: str, references: tuple[Reference, ...] | None) -> Brief:
    """The brief of these bytes, with the files that it takes in as they are now."""
    from citecheck import briefs

    gathered = briefs.gather(data, Path(path))
    listed = gathered.references if references is None else references
    brief = briefs.parse(gathered.data, path=path, references=listed)
    return replace(brief, notices=(*gathered.notices, *brief.notices))


def _must_be_known(path: str, versions: _Versions) -> None:
    """Raise `BriefError` for a file that is in neither version; a deleted one is no mistake."""
    name = versions.repository.within(Path(path))
    if versions.repository.blob_at(name, versions.commit or "HEAD") is not None:
        return
    if not versions.staged:
        read_bytes(path)
    elif versions.repository.blob_at(name) is None:
        raise BriefError(path, "is not in the index", "git add it")


def _data(path: str, change: Change | None, versions: _Versions) -> bytes:
    if not versions.staged:
        return read_bytes(path)
    repository = versions.repository
    blob = change.blob if change else repository.blob_at(repository.within(Path(path)))
    if blob is None:
        raise BriefError(path, "is not in the index", "git add it")
    return repository.read(blob, path)


def _source_lists(
    versions: _Versions,
) -> tuple[tuple[Reference, ...] | None, tuple[Reference, ...] | None]:
    """The entries of the file of --sources, in the new version and in the old one."""
    from citecheck import briefs
    from citecheck.errors import GitError

    if versions.sources is None:
        return None, None
    now = briefs.load_references(versions.sources)
    repository = versions.repository
    try:
        name = repository.within(versions.sources)
    except GitError:
        return now, now
    blob = repository.blob_at(name) if versions.staged else None
    if blob is not None:
        now = briefs.read_references(repository.read(blob, name), versions.sources)
    old = repository.blob_at(name, versions.commit or "HEAD")
    if old is None:
        return now, ()
    try:
        return now, briefs.read_references(repository.read(old, name), versions.sources)
    except BriefError:
        return now, ()

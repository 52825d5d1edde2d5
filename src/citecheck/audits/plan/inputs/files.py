"""Briefs in files: a file by its path, a folder with all that is under it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from citecheck.audits.plan.inputs.documents import Fetch
from citecheck.audits.plan.inputs.found import Found, Unread
from citecheck.errors import BriefError
from citecheck.outside import dates

SUFFIXES = frozenset(
    ".md .markdown .mdown .txt .text .html .htm .xhtml .docx .odt .pdf .tex .latex .rst .rest"
    " .ipynb".split()
)
"""What is taken for a brief in a folder; a file that is named is taken whatever its suffix."""

_LARGEST = 200_000_000  # bytes


def walk(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    """A file, or the briefs under a folder by name; hidden files and folders are passed over."""
    path = Path(target)
    if path.is_dir():
        yield from _folder(path, path.resolve())
    elif path.exists():
        yield _file(path)
    else:
        raise BriefError(target, "no such file or folder", "check the path")


def _folder(folder: Path, root: Path) -> Iterator[Found | Unread]:
    """The briefs under `folder`; links that lead out of `root` are passed over."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Unread(str(folder), BriefError(str(folder), f"cannot be read: {error.strerror}"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _folder(Path(entry.path), root)
        elif Path(entry.name).suffix.lower() in SUFFIXES and _is_brief(entry, root):
            yield _file(Path(entry.path))


def _is_brief(entry: os.DirEntry[str], root: Path) -> bool:
    try:
        inside = not entry.is_symlink() or Path(entry.path).resolve().is_relative_to(root)
        return inside and entry.is_file()
    except OSError:
        return False


def _file(path: Path) -> Found | Unread:
    try:
        status = path.stat()
    except OSError as error:
        return Unread(str(path), BriefError(str(path), f"cannot be read: {error.strerror}"))
    if not stat.S_ISREG(status.st_mode):
        return Unread(str(path), BriefError(str(path), "is no file", "name a file or a folder"))
    modified = dates.from_epoch(status.st_mtime)

    def read() -> bytes:
        if status.st_size > _LARGEST:
            limit = _LARGEST // 1_000_000
            raise BriefError(str(path), f"is larger than {limit} MB", "split it")
        try:
            return path.read_bytes()
        except OSError as error:
            raise BriefError(str(path), f"cannot be read: {error.strerror}") from None

    return Found(str(path), modified, read)

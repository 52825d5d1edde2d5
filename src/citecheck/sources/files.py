"""Reads files of this machine as sources, below one folder and nowhere else."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from citecheck.model import Source, SourceStatus
from citecheck.sources.status import in_words

S = SourceStatus


def is_file_url(url: str) -> bool:
    """Tell whether a reference is a file on this machine."""
    return url[:5].lower() == "file:"


def read_file(url: str, folder: Path, max_bytes: int) -> Source:
    """The file that a `file:` URL names, relative ones taken from `folder`.

    Only regular files below `folder` are read; `..` and links that lead out of it are refused.
    """
    try:
        path = _path(url, folder)
        root = folder.resolve(strict=True)
        real = path.resolve(strict=True)
        if not real.is_relative_to(root):
            return _failed(url, S.REFUSED_BY_POLICY, f"not below {root}")
        body = _bytes(real, max_bytes)
    except _TooLarge:
        return _failed(url, S.TOO_LARGE, f"more than {max_bytes / 1e6:g} MB")
    except _NotAFile:
        return _failed(url, S.REFUSED_BY_POLICY, "no regular file")
    except (FileNotFoundError, NotADirectoryError):
        words = f"the file is not there ({path}); correct the path in the source list"
        return Source(url, S.NOT_FOUND, words)
    except PermissionError:
        words = f"the file may not be read ({path}); see to its permissions"
        return Source(url, S.FORBIDDEN, words)
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links in a circle
        return _failed(url, S.INVALID_URL, " ".join(str(error).split())[:200])
    return Source(
        url=url,
        status=S.OK,
        final_url=real.as_uri(),
        fetched_at=datetime.now(UTC).replace(microsecond=0),
        content_type=mimetypes.guess_type(real.name)[0],
        body=body,
        sha256=hashlib.sha256(body).hexdigest() if body else None,
    )


class _TooLarge(Exception):
    pass


class _NotAFile(Exception):
    pass


def _failed(url: str, status: SourceStatus, particular: str) -> Source:
    return Source(url, status, in_words(status, particular))


def _path(url: str, folder: Path) -> Path:
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise ValueError(f"{parts.netloc} is another machine")
    path = unquote(parts.path)
    if "\0" in path:
        raise ValueError("a path cannot hold a null character")
    return folder / path


def _bytes(path: Path, limit: int) -> bytes:
    # Not blocking, so that a pipe in the place of a file does not hang the check; following no
    # link, since the path was resolved.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    if not stat.S_ISREG(path.stat().st_mode):
        raise _NotAFile
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise _NotAFile
        body = file.read(limit + 1)
    if len(body) > limit:
        raise _TooLarge
    return body

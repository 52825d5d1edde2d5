"""Reads the files and streams that commands are given."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from citecheck.errors import BriefError, CitecheckError

if TYPE_CHECKING:
    from citecheck.model import Brief, Reference
    from citecheck.settings import Settings

MAX_BRIEF_BYTES = 200_000_000


def read_briefs(
    paths: Sequence[str], settings: Settings
) -> tuple[list[Brief], list[CitecheckError]]:
    """Parse every brief; those that cannot be read come back as errors, the others are kept.

    `-` is standard input. A bibliography that a brief names in its own folder is its source list
    when none is given; of one that is not there a notice of the brief tells. Raises `BriefError`
    when the file of `--sources` cannot be read, since then no brief can be checked.
    """
    from citecheck import briefs

    given: tuple[Reference, ...] | None = None
    if settings.sources is not None:
        given = briefs.load_references(settings.sources)
    parsed: list[Brief] = []
    errors: list[CitecheckError] = []
    for path in dict.fromkeys(paths):
        try:
            data = read_bytes(path)
            name = "<stdin>" if path == "-" else path
            references, notices = given, tuple[str, ...]()
            if path != "-":
                gathered = briefs.gather(data, Path(path))
                data, notices = gathered.data, gathered.notices
                references = gathered.references if given is None else given
            brief = briefs.parse(data, path=name, references=references, links=settings.links)
            parsed.append(replace(brief, notices=(*notices, *brief.notices)))
        except CitecheckError as error:
            errors.append(error)
    return parsed, errors


def folder_of(paths: Sequence[str]) -> Path:
    """The folder upward from which the settings file of these briefs is looked for."""
    return Path.cwd() if not paths or paths[0] == "-" else Path(paths[0]).absolute().parent


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises `BriefError`."""
    if path == "-":
        if sys.stdin.isatty():
            print("citecheck: reading from the terminal; end with Ctrl-D", file=sys.stderr)
        return _bounded(sys.stdin.buffer, "<stdin>")
    try:
        with Path(path).open("rb") as file:
            return _bounded(file, path)
    except FileNotFoundError:
        raise BriefError(path, "no such file", "check the path") from None
    except IsADirectoryError:
        raise BriefError(path, "is a folder", "name the briefs in it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BriefError(path, f"cannot be read: {reason}") from None


def _bounded(file: BinaryIO, name: str) -> bytes:
    """All of a file, whose size says nothing where it is a pipe or a device."""
    data = file.read(MAX_BRIEF_BYTES + 1)
    if len(data) > MAX_BRIEF_BYTES:
        raise BriefError(name, f"is larger than {MAX_BRIEF_BYTES // 1_000_000} MB", "split it")
    return data

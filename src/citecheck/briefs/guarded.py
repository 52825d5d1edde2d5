"""The readers of briefs for the rest of citecheck: bounded in time, failing in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from citecheck.briefs import source_files
from citecheck.briefs.gather import Gathered
from citecheck.briefs.gather import gather as gather_here
from citecheck.briefs.parse import parse as parse_here
from citecheck.errors import BriefError, BriefFault, CitecheckError
from citecheck.faults import noted
from citecheck.limits import OutOfTime, within
from citecheck.model import Brief, Reference

SECONDS = 60.0
"""The time that reading one brief or source list may take."""
_Read = TypeVar("_Read")


def parse(
    data: bytes,
    *,
    path: str,
    references: Sequence[Reference] | None = None,
    links: bool = False,
) -> Brief:
    """Parse the bytes of a brief. `references`, if given, replace the brief's own source list;
    with `links` every link with words as text is a marker too.

    Every marker of the document is in the result once, with what became of it. Raises
    `BriefError` for an empty or binary file and for one that takes more than `SECONDS`,
    `BriefFault` where citecheck itself fails on it.
    """
    return _guarded(path, lambda: parse_here(data, path=path, references=references, links=links))


def load_references(*files: Path) -> tuple[Reference, ...]:
    """The entries of source lists in files. Raises `BriefError` as `parse` does."""
    return _guarded(str(files[0]), lambda: source_files.load_references(*files))


def read_references(data: bytes, path: Path) -> tuple[Reference, ...]:
    """The entries of a source list, whose format `path` tells. Raises as `parse` does."""
    return _guarded(str(path), lambda: source_files.read_references(data, path))


def gather(data: bytes, path: Path) -> Gathered:
    """The files that belong to the brief at `path`; see `gather.gather`. Raises as `parse` does."""
    return _guarded(str(path), lambda: gather_here(data, path))


def _guarded(path: str, read: Callable[[], _Read]) -> _Read:
    try:
        with within(SECONDS):
            return read()
    except CitecheckError:
        raise
    except OutOfTime:
        raise BriefError(path, f"takes more than {SECONDS:g} s to read", "split it") from None
    except Exception as error:
        problem = f"makes citecheck fail ({noted(error, path)})"
        raise BriefFault(path, problem, "please report it") from None

"""Where an audit's briefs come from: one file a kind, one line each in the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from citecheck.errors import CitecheckError

__all__ = ["KINDS", "Found", "Input", "Unread", "walk"]


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that the user named: its kind (a key of `KINDS`) and where it is."""

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Found:
    """A brief that an input holds.

    `path` names it, in reports and from run to run. `modified` is when it last changed, None
    where nothing tells. `read` gives its bytes and raises `CitecheckError`; it is None for a
    brief that is at the URL `path` and has to be fetched.
    """

    path: str
    modified: datetime | None = None
    read: Callable[[], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that an input names and that cannot be looked into, with the reason."""

    path: str
    problem: CitecheckError


Walk = Callable[[str], Iterator[Found | Unread]]


def _files(target: str) -> Iterator[Found | Unread]:
    from citecheck.audits.inputs.files import walk_files

    return walk_files(target)


KINDS: Mapping[str, Walk] = {"files": _files}
"""How each kind of input is looked through; each gives briefs one by one, in a fixed order."""


def walk(given: Input) -> Iterator[Found | Unread]:
    """The briefs of an input, one by one. Raises `CitecheckError` when it cannot be opened."""
    return KINDS[given.kind](given.target)

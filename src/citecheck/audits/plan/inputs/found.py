"""What an input gives: a brief, or what of it cannot be looked into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from citecheck.errors import CitecheckError


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

"""What runs lanes: processes of this machine, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from citecheck.audits.workers.lanes import Orders


@dataclass(frozen=True, slots=True)
class Ended:
    """A lane that has ended. `done` counts what it finished; None when its process died.

    `problem` is what it ended with, for the user, when that was an error.
    """

    orders: Orders
    done: int | None
    problem: str = ""


def in_words(error: Exception) -> str:
    """What a lane ended with, on one line; what a database said without what SQLAlchemy adds."""
    cause = getattr(error, "orig", None) or error
    return " ".join(f"{type(cause).__name__}: {cause}".split())[:500]


class Lanes(Protocol):
    """Runs lanes. `slots` tells how many lanes of a kind it can run at once."""

    def slots(self) -> tuple[int, int]:
        """(fetch lanes, judge lanes) at once."""

    def start(self, orders: Orders) -> None:
        """Start a lane; there is a slot for it."""

    def wait(self, seconds: float) -> Sequence[Ended]:
        """What has ended, waiting at most so long for the first."""

    def close(self, *, at_once: bool) -> None:
        """End everything; `at_once` does not wait for what is in hand."""

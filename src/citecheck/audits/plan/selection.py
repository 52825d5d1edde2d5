"""Which of an archive's briefs a run takes: a shard, a sample, the recent ones, the first ones."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from citecheck.audits.plan.inputs import Found, Unread


@dataclass(frozen=True, slots=True)
class Selection:
    """What is taken. `shard` is (i, n): the i-th of n parts, from 1, told apart by the brief's
    name so that each brief is in one part whatever else is in the archive. `sample` briefs are
    drawn by name too, so the same ones each time. `since` passes over what has not changed."""

    limit: int | None = None
    shard: tuple[int, int] | None = None
    sample: int | None = None
    since: datetime | None = None


def select(found: Iterable[Found | Unread], selection: Selection) -> Iterator[Found | Unread]:
    """Keep what is selected, in order. Memory is that of a sample's names."""
    wanted = (each for each in found if _is_wanted(each, selection))
    kept = wanted if selection.sample is None else _sample(wanted, selection.sample)
    for number, each in enumerate(kept):
        if selection.limit is not None and number >= selection.limit:
            return
        yield each


def _is_wanted(found: Found | Unread, selection: Selection) -> bool:
    if selection.shard is not None:
        part, parts = selection.shard
        if _number(found.path, "shard") % parts != part - 1:
            return False
    if selection.since is not None and isinstance(found, Found):
        return found.modified is None or found.modified >= selection.since
    return True


def _sample(found: Iterable[Found | Unread], size: int) -> list[Found | Unread]:
    ranked = ((_number(each.path, "sample"), n, each) for n, each in enumerate(found))
    chosen = heapq.nsmallest(size, ranked, key=lambda entry: entry[:2])
    return [each for _, _, each in sorted(chosen, key=lambda entry: entry[1])]


def _number(path: str, use: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{use} {path}".encode(errors="replace")).digest()[:8])

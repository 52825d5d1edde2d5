"""Where an audit's briefs come from: one file a kind, one line each in the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from citecheck.audits.plan.inputs.found import Found, Unread
from citecheck.model import Source

__all__ = ["KINDS", "Found", "Input", "Unread", "walk"]


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that the user named: its kind (a key of `KINDS`) and where it is."""

    kind: str
    target: str


Fetch = Callable[[Sequence[str]], Mapping[str, Source]]
Walk = Callable[[str, Fetch], Iterator[Found | Unread]]


def _files(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    from citecheck.audits.plan.inputs.files import walk_files

    return walk_files(target)


def _sitemap(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    from citecheck.audits.plan.inputs.sitemap import walk_sitemap

    return walk_sitemap(target, fetch)


def _feed(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    from citecheck.audits.plan.inputs.feed import walk_feed

    return walk_feed(target, fetch)


def _list(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    from citecheck.audits.plan.inputs.listed import walk_list

    return walk_list(target, fetch)


def _table(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    from citecheck.audits.plan.inputs.table import walk_table

    return walk_table(target)


KINDS: Mapping[str, Walk] = {
    "files": _files,
    "sitemap": _sitemap,
    "feed": _feed,
    "list": _list,
    "table": _table,
}
"""How each kind of input is looked through; each gives briefs one by one, in a fixed order."""


def walk(given: Input, fetch: Fetch) -> Iterator[Found | Unread]:
    """The briefs of an input, one by one; `fetch` looks up documents that are at URLs.

    Raises `CitecheckError` when the input cannot be opened.
    """
    return KINDS[given.kind](given.target, fetch)

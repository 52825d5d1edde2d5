"""Briefs whose URLs or paths a plain list names, one a line."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.audits.plan.inputs import files
from citecheck.audits.plan.inputs.documents import Fetch, document, is_web
from citecheck.audits.plan.inputs.found import Found, Unread
from citecheck.errors import CitecheckError


def walk(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    """The lines of a list in order; empty ones and those that begin with # are passed over."""
    for line in document(target, fetch).decode("utf-8", "replace").splitlines():
        name = line.strip()
        if not name or name.startswith("#"):
            continue
        if is_web(name):
            yield Found(name)
            continue
        if is_web(target):
            problem = "a list that was fetched may name http and https URLs only"
            yield Unread(name, CitecheckError(name, problem))
            continue
        try:
            yield from files.walk(name, fetch)
        except CitecheckError as error:
            yield Unread(name, error)

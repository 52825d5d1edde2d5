"""Where an audit's briefs come from: one file a kind, one line each in the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

from citecheck.audits.plan.inputs.documents import Fetch
from citecheck.audits.plan.inputs.found import Found, Unread
from citecheck.errors import SettingsError

__all__ = ["KINDS", "Found", "Input", "Unread", "walk"]


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that the user named: its kind (a key of `KINDS`) and where it is."""

    kind: str
    target: str

    @classmethod
    def of(cls, text: str) -> Input:
        """The input that is written KIND=TARGET. Raises `SettingsError` for no kind of `KINDS`."""
        kind, _, target = text.partition("=")
        if kind in KINDS and target:
            return cls(kind, target)
        hint = f"give KIND=TARGET, KIND one of {', '.join(KINDS)}"
        raise SettingsError("--input", f"{text!r} names no kind of input", hint)


Walk = Callable[[str, Fetch], Iterator[Found | Unread]]


def _from(module: str) -> Walk:
    """The `walk` of a module of this package, imported when it is first used."""

    def walk(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
        found: Walk = import_module(f"{__name__}.{module}").walk
        return found(target, fetch)

    return walk


KINDS: Mapping[str, Walk] = {
    "files": _from("files"),
    "sitemap": _from("sitemap"),
    "feed": _from("feed"),
    "list": _from("listed"),
    "table": _from("table"),
}
"""How each kind of input is looked through; each gives briefs one by one, in a fixed order."""


def walk(given: Input, fetch: Fetch) -> Iterator[Found | Unread]:
    """The briefs of an input, one by one; `fetch` looks up documents that are at URLs.

    Raises `CitecheckError` when the input cannot be opened.
    """
    return KINDS[given.kind](given.target, fetch)

"""Binds the settings to the fetch stage, with a progress bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.model import Source
    from citecheck.pipeline import Fetch
    from citecheck.settings import Settings
    from citecheck.sources import FetchSettings


def fetch_settings(settings: Settings) -> FetchSettings:
    """The part of the settings that the fetch stage knows, by the same names."""
    from citecheck.sources import FetchSettings

    names = {field.name for field in fields(FetchSettings)} & {f.name for f in fields(settings)}
    return FetchSettings(**{name: getattr(settings, name) for name in names})


def fetcher(settings: Settings) -> Fetch:
    """A function that looks URLs up under these settings and shows how far it is."""

    def fetch(urls: Sequence[str]) -> Mapping[str, Source]:
        from citecheck.reports.progress import progress
        from citecheck.sources import fetch_all

        if not urls:
            return {}
        with progress(len(urls)) as bar:
            return fetch_all(urls, fetch_settings(settings), on_done=lambda _: bar.advance())

    return fetch

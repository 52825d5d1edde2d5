"""Binds the settings to the fetch stage, with a progress bar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.model import Source
    from citecheck.pipeline import Fetch, Recover
    from citecheck.settings import Settings
    from citecheck.sources import FetchSettings, Save


def fetch_settings(settings: Settings) -> FetchSettings:
    """The part of the settings that the fetch stage knows, by the same names."""
    from citecheck.sources import FetchSettings

    names = {field.name for field in fields(FetchSettings)} & {f.name for f in fields(settings)}
    return FetchSettings(**{name: getattr(settings, name) for name in names})


@dataclass(frozen=True, slots=True)
class Lookups:
    """How a run looks URLs up, and what it tries for pages that cannot be read."""

    fetch: Fetch
    recover: tuple[Recover, ...] = ()


@contextmanager
def lookups(settings: Settings, saved: str | None = None) -> Iterator[Lookups]:
    """Look-ups under these settings, with a progress bar; from the folder `saved` if one is
    given, then without any request."""
    if saved is not None:
        yield _from_saved(saved)
        return
    with ExitStack() as stack:
        save = None
        if settings.save_sources:
            from citecheck.sources.warc import WarcWriter, folder_at

            save = stack.enter_context(WarcWriter(folder_at(settings.save_sources))).save
        yield _live(settings, save)


def _from_saved(place: str) -> Lookups:
    from citecheck.sources import replay_all
    from citecheck.sources.warc import WarcReader, folder_at

    reader = WarcReader(folder_at(place))
    return Lookups(lambda urls: replay_all(urls, reader))


def _live(settings: Settings, save: Save | None) -> Lookups:
    def fetch(urls: Sequence[str]) -> Mapping[str, Source]:
        from citecheck.reports.progress import progress
        from citecheck.sources import fetch_all

        if not urls:
            return {}
        with progress(len(urls)) as bar:
            return fetch_all(
                urls, fetch_settings(settings), on_done=lambda _: bar.advance(), save=save
            )

    return Lookups(fetch)

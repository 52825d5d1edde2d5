"""Binds the settings to the fetch stage, with a progress bar."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.errors import SettingsError
from citecheck.model import (
    RecordCheck,
    RecordFinding,
    ReferenceProblem,
    RenderRule,
    RobotsRule,
    SourceStatus,
)
from citecheck.sources.status import ARCHIVE_MAY_HELP, BROWSER_MAY_HELP

if TYPE_CHECKING:
    from citecheck.model import Brief, Page, Reference, Source
    from citecheck.pipeline import Fetch, Recover
    from citecheck.registries import Ask
    from citecheck.settings import Settings
    from citecheck.sources import FetchSettings, Save


def fetch_settings(settings: Settings) -> FetchSettings:
    """The part of the settings that the fetch stage knows, by the same names."""
    from citecheck.sources import FetchSettings

    names = {field.name for field in fields(FetchSettings)} & {f.name for f in fields(settings)}
    return FetchSettings(**{name: getattr(settings, name) for name in names})


@dataclass(frozen=True, slots=True)
class Lookups:
    """How a run looks URLs up, how it asks registries at their pace (URLs and the seconds between
    two requests) and an archive for copies, and what it tries for pages that cannot be read."""

    fetch: Fetch
    ask: Ask
    copies: Callable[[Sequence[str]], Mapping[str, Source]]
    recover: tuple[Recover, ...] = ()


@contextmanager
def lookups(
    settings: Settings, briefs: Sequence[Brief] = (), saved: str | None = None
) -> Iterator[Lookups]:
    """Look-ups under these settings, with a progress bar; from the folder `saved` if one is
    given, then without any request. `briefs` are asked for their dates with `--at brief`."""
    at = _times(settings, briefs)
    if saved is not None:
        yield _from_saved(settings, saved, at)
        return
    with ExitStack() as stack:
        save = None
        if settings.save_sources:
            from citecheck.sources.warc import WarcWriter, folder_at

            save = stack.enter_context(WarcWriter(folder_at(settings.save_sources))).save
        limits = fetch_settings(settings)
        if settings.allow_files:
            limits = replace(limits, files=_files(briefs))
        yield _live(settings, limits, save, at)


def _files(briefs: Sequence[Brief]) -> dict[str, Path]:
    """The folder below which each `file:` URL of the briefs may be read: its brief's."""
    from citecheck.sources.files import is_file_url

    folders: dict[str, Path] = {}
    for brief in briefs:
        here = Path.cwd() if brief.path == "<stdin>" else Path(brief.path).absolute().parent
        for reference in brief.references:
            if reference.url is None or not is_file_url(reference.url):
                continue
            if folders.setdefault(reference.url, here) != here:
                problem = f"briefs of different folders name {reference.url}"
                raise SettingsError(brief.path, problem, "check them one by one")
    return folders


Times = Callable[[Sequence[str]], Mapping[str, datetime]]
"""For URLs, the times from which archived copies are wanted; empty when the live pages are."""


def _times(settings: Settings, briefs: Sequence[Brief]) -> Times:
    at = settings.at
    if at is None:
        return lambda urls: {}
    if isinstance(at, datetime):
        return lambda urls: dict.fromkeys(urls, at)
    from citecheck.briefs import checked_on

    by_url: dict[str, datetime] = {}
    for brief in briefs:
        day = checked_on(brief)
        if day is None:
            raise SettingsError(brief.path, "it has no date line", "give --at with a date")
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        for reference in brief.references:
            if reference.url is not None:
                by_url.setdefault(reference.url, noon)
    return lambda urls: {url: by_url[url] for url in urls if url in by_url}


def _from_saved(settings: Settings, place: str, at: Times) -> Lookups:
    from citecheck.sources import Way, replay_all, replay_found
    from citecheck.sources.warc import WarcReader, folder_at

    reader = WarcReader(folder_at(place))

    def found(urls: Sequence[str], way: Way) -> Mapping[str, Source]:
        return replay_found(urls, reader, way)

    def fetch(urls: Sequence[str]) -> Mapping[str, Source]:
        sources = _told(replay_all(urls, reader, at(urls)), at(urls))
        if settings.render is RenderRule.ALWAYS:
            sources |= found(_renderable(sources), Way.RENDERED)
        return sources

    recover: list[Recover] = []
    if settings.render is RenderRule.AUTO:
        recover.append(lambda pages: found(_urls(pages, BROWSER_MAY_HELP), Way.RENDERED))
    if settings.archive:
        recover.append(lambda pages: found(_urls(pages, ARCHIVE_MAY_HELP), Way.ARCHIVED))
    return Lookups(
        fetch,
        lambda urls, delay: replay_all(urls, reader),
        lambda urls: found(urls, Way.ARCHIVED),
        tuple(recover),
    )


def _live(settings: Settings, limits: FetchSettings, save: Save | None, at: Times) -> Lookups:
    def fetch(urls: Sequence[str]) -> Mapping[str, Source]:
        from citecheck.reports.progress import progress
        from citecheck.sources import fetch_all, fetch_archived

        if not urls:
            return {}
        times = at(urls)
        with progress(len(urls) + len(times)) as bar:
            copies = fetch_archived(
                list(times), limits, at=times, on_done=lambda _: bar.advance(), save=save
            )
            rest = [url for url in urls if url not in copies]
            live = fetch_all(rest, limits, on_done=lambda _: bar.advance(), save=save)
        sources = _told(live, times)
        if settings.render is RenderRule.ALWAYS:
            sources |= render(_renderable(sources))
        return copies | sources

    def render(urls: Sequence[str]) -> Mapping[str, Source]:
        from citecheck.reports.progress import progress
        from citecheck.sources import fetch_rendered

        if not urls or limits.offline:
            return {}
        with progress(len(urls)) as bar:
            found = fetch_rendered(
                urls,
                limits,
                browser=settings.browser,
                on_done=lambda _: bar.advance(),
                save=save,
            )
        return {url: source for url, source in found.items() if source.rendered}

    def archived(urls: Sequence[str]) -> Mapping[str, Source]:
        from citecheck.reports.progress import progress
        from citecheck.sources import fetch_archived

        if not urls:
            return {}
        with progress(len(urls)) as bar:
            return fetch_archived(urls, limits, on_done=lambda _: bar.advance(), save=save)

    recover: list[Recover] = []
    if settings.render is RenderRule.AUTO:
        recover.append(lambda pages: render(_urls(pages, BROWSER_MAY_HELP)))
    if settings.archive:
        recover.append(lambda pages: archived(_urls(pages, ARCHIVE_MAY_HELP)))
    return Lookups(
        fetch,
        _asking(settings, limits, save),
        archived if settings.archive else lambda urls: {},
        tuple(recover),
    )


def _asking(settings: Settings, limits: FetchSettings, save: Save | None) -> Ask:
    """Asks registries: one request at a time to each, and told who asks."""
    agent = limits.user_agent
    if settings.contact:
        agent = f"{agent.removesuffix(')')}; mailto:{settings.contact})"
    polite = replace(limits, per_host=1, user_agent=agent, robots=RobotsRule.IGNORE)

    def ask(urls: Sequence[str], delay: float) -> Mapping[str, Source]:
        from citecheck.reports.progress import progress
        from citecheck.sources import fetch_all

        if not urls:
            return {}
        paced = replace(polite, delay=max(delay, limits.delay))
        with progress(len(urls)) as bar:
            return fetch_all(urls, paced, on_done=lambda _: bar.advance(), save=save)

    return ask


def records(
    settings: Settings, briefs: Sequence[Brief], look: Lookups
) -> Mapping[Reference, RecordCheck]:
    """What registries and archives say of the entries of all briefs, where they are asked."""
    from citecheck import registries

    found: dict[Reference, RecordCheck] = {}
    if settings.metadata:
        entries = [reference for brief in briefs for reference in brief.references]
        bases = {name: getattr(settings, name) for name in registries.NAMES}
        found = registries.look_up(entries, look.ask, bases)
    if settings.require_archived:
        for entry in _without_copy(briefs, look):
            words = "no web archive's copy of the page is known"
            missing = RecordFinding(ReferenceProblem.NOT_ARCHIVED, words)
            before = found.get(entry) or RecordCheck(entry.url or "", "", words)
            found[entry] = replace(before, findings=(*before.findings, missing))
    return found


def _without_copy(briefs: Sequence[Brief], look: Lookups) -> list[Reference]:
    """The cited entries whose page has no copy: none in the entry, none that was saved, none in
    the archive. Pages of internal hosts, which no archive is to know, are passed over."""
    from citecheck import archiving
    from citecheck.pipeline import cited_references
    from citecheck.sources.saving import is_for_archives

    open_: dict[Reference, str] = {}
    for brief in briefs:
        saved = archiving.kept_for(brief.path).copies
        for entry in cited_references(brief).values():
            known = entry.url in saved or archiving.names_copy(entry)
            if entry.url and is_for_archives(entry.url) and not known:
                open_[entry] = entry.url
    copies = look.copies(tuple(dict.fromkeys(open_.values())))
    return [entry for entry, url in open_.items() if url not in copies]


def _told(sources: Mapping[str, Source], times: Mapping[str, datetime]) -> dict[str, Source]:
    """Sources that are live although copies were wanted say so."""
    return {
        url: replace(source, detail=f"no copy from about {times[url]:%Y-%m-%d}; read as it is now")
        if url in times and source.archived is None and source.status is SourceStatus.OK
        else source
        for url, source in sources.items()
    }


def _urls(pages: Sequence[Page], statuses: Container[SourceStatus]) -> list[str]:
    return [page.source.url for page in pages if page.status in statuses]


def _renderable(sources: Mapping[str, Source]) -> list[str]:
    """The URLs of pages that a browser shows: HTML that was read live."""
    return [
        url
        for url, source in sources.items()
        if source.http_status == 200
        and source.archived is None
        and "html" in (source.content_type or "text/html").lower()
    ]

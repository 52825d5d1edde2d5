"""Finds a web archive's copy of a page through a Memento TimeGate (RFC 7089)."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime

import httpx

from citecheck.errors import SettingsError
from citecheck.model import ArchivedCopy, Source, SourceStatus
from citecheck.outside import dates
from citecheck.sources.archived_html import strip_inserts
from citecheck.sources.client import Save, canonical_or_failed, fetching, follow
from citecheck.sources.exchange import Exchange
from citecheck.sources.guard import Resolver, is_internal, resolve
from citecheck.sources.hop import Hop
from citecheck.sources.network import Network
from citecheck.sources.settings import FetchSettings
from citecheck.sources.urls import canonical_url

_COPY = re.compile(r"^(.*/)(\d{14})(?:([a-z]{2})_)?(/https?:.*)$", re.DOTALL)
_OLDER_COPIES = 3  # how many are tried when the nearest is a copy of an error page
_LINK = re.compile(r"<([^<>]{1,4000})>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))*)")


def fetch_archived(
    urls: Sequence[str],
    settings: FetchSettings,
    *,
    at: Mapping[str, datetime] | None = None,
    on_done: Callable[[str], None] | None = None,
    save: Save | None = None,
    resolver: Resolver = resolve,
) -> dict[str, Source]:
    """Copies of pages, for those URLs of which the archive has one that can be read.

    `at` gives for a URL the time to which the copy should be nearest; without it, the archive's
    last copy. Each source has `archived` set, its `url` and `final_url` are the page's own.
    Raises `SettingsError` when the TimeGate is no URL.
    """
    if isinstance(canonical_or_failed(settings.timegate), Source):
        raise SettingsError("--timegate", f"{settings.timegate} is no http or https URL")

    async def run() -> dict[str, Source]:
        async with fetching(settings, save=save, resolver=resolver) as fetch:

            async def one(url: str) -> Source | None:
                source = await fetch.archived(url, (at or {}).get(url))
                if on_done is not None:
                    on_done(url)
                return source

            wanted = list(dict.fromkeys(urls))
            found = await asyncio.gather(*map(one, wanted))
        return {url: s for url, s in zip(wanted, found, strict=True) if s is not None}

    return asyncio.run(run()) if urls else {}


async def find_copy(
    network: Network, settings: FetchSettings, url: str, at: datetime | None
) -> tuple[Source, list[Exchange]] | None:
    """The copy of `url` nearest to `at` (without `at` the last), and what was exchanged for it.

    None when the archive has none that can be read. Copies of error pages are passed over for
    older ones.
    """
    canonical = canonical_or_failed(url)
    if isinstance(canonical, Source) or not await _may_know(network, settings, canonical):
        return None
    headers = {} if at is None else {"Accept-Datetime": _http_date(at)}
    place: str | None = settings.timegate + canonical
    exchanges: list[Exchange] = []
    for _ in range(_OLDER_COPIES + 1):
        start = canonical_or_failed(place or "")
        if isinstance(start, Source):
            return None
        source, new = await follow(network, settings, start, headers, _raw)
        exchanges += new
        copy = _described(source, new)
        if copy is None:
            return None
        if source.status is SourceStatus.OK:
            return _as_copy(url, source, new[-1], copy), exchanges
        headers, place = {}, _links(new[-1]).get("prev")
    return None


async def _may_know(network: Network, settings: FetchSettings, url: str) -> bool:
    """Internal addresses, by their names or by what these resolve to, are no business of an
    archive that is outside. Nothing is resolved offline, when nothing is sent."""
    if is_internal(httpx.URL(settings.timegate).host):
        return True
    host = httpx.URL(url).host
    return not is_internal(host) and (settings.offline or not await network.leads_inside(host))


def _raw(hop: Hop, target: str) -> str:
    """Where a redirect leads; for archives that name copies as the Wayback Machine does, the copy
    as it was captured (`id_`), without banner and rewritten links."""
    found = _COPY.match(target)
    return f"{found[1]}{found[2]}id_{found[4]}" if found else target


def _described(source: Source, exchanges: Sequence[Exchange]) -> ArchivedCopy | None:
    """Where a person finds the copy that was reached, and from when it is; None when what was
    reached is no copy."""
    if not exchanges or source.final_url is None or exchanges[-1].url != source.final_url:
        return None
    named = _COPY.match(source.final_url)
    shown = f"{named[1]}{named[2]}{named[4]}" if named else source.final_url
    stated = dates.from_http(exchanges[-1].header("memento-datetime"))
    if stated is None and named:
        stated = dates.from_iso(f"{named[2][:8]}T{named[2][8:]}")
    return None if stated is None else ArchivedCopy(shown, stated)


def _as_copy(url: str, source: Source, answer: Exchange, copy: ArchivedCopy) -> Source:
    body = source.body
    as_captured = source.final_url is not None and "id_/" in source.final_url
    if not as_captured and "html" in (source.content_type or "text/html").lower():
        body = strip_inserts(body)
    original = canonical_or_failed(_links(answer).get("original") or "")
    return replace(
        source,
        url=url,
        final_url=original if isinstance(original, str) else canonical_url(url),
        redirects=(),
        body=body,
        sha256=hashlib.sha256(body).hexdigest() if body else None,
        archived=copy,
    )


def _links(answer: Exchange) -> dict[str, str]:
    """The Link header's targets by relation, absolute; the first of each relation."""
    found: dict[str, str] = {}
    for target, parameters in _LINK.findall(answer.header("link")[:20_000]):
        relation = re.search(r"\brel\s*=\s*\"?([^\";]+)", parameters)
        if relation is None:
            continue
        with suppress(httpx.InvalidURL, ValueError):
            absolute = str(httpx.URL(answer.url).join(target))
            for name in relation[1].lower().split():
                found.setdefault(name, absolute)
    return found


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)

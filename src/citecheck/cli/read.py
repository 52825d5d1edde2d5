"""`citecheck read`: the text of one page or file as citecheck reads it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citecheck.cli.inputs import read_bytes
from citecheck.cli.options import Given, with_settings
from citecheck.cli.outputs import write_json, write_text
from citecheck.settings.table import Group

if TYPE_CHECKING:
    from citecheck.model import Page, Source
    from citecheck.settings import Settings


class ReadFormat(StrEnum):
    """How `read` prints."""

    TEXT = "text"
    JSON = "json"


@with_settings(Group.FETCH, Group.EVIDENCE, Group.CACHE)
def read(
    target: Annotated[str, typer.Argument(metavar="URL|FILE", help="- is standard input.")],
    given: Given,
    format_: Annotated[
        ReadFormat, typer.Option("--format", "-f", help="How to print.")
    ] = ReadFormat.TEXT,
) -> None:
    """Print the text of a page, passage by passage with region, heading and offsets.

    Exit status: 0 read, 1 the page could not be read, 2 wrong usage or an unreadable file.
    """
    from citecheck import pipeline
    from citecheck.cli.settled import settled
    from citecheck.model import SourceStatus

    settings = settled(given, Path.cwd()).values
    if "://" in target:
        page = fetched(target, settings)
    else:
        page = pipeline.read_page(_local(target), settings.timeout)
    if format_ is ReadFormat.JSON:
        write_json(as_json(page))
    else:
        write_text(_as_text(page))
    if page.status is not SourceStatus.OK:
        raise typer.Exit(1)


def fetched(url: str, settings: Settings) -> Page:
    """A page of the web, or what can be read in its place."""
    from citecheck import pipeline
    from citecheck.cli.fetching import lookups
    from citecheck.model import SourceStatus

    with lookups(settings) as look:
        page = pipeline.read_page(look.fetch((url,))[url], settings.timeout)
        for attempt in look.recover:
            if page.status is SourceStatus.OK:
                break
            found = attempt([page]).get(url)
            better = page if found is None else pipeline.read_page(found, settings.timeout)
            page = better if better.status is SourceStatus.OK else page
    return page


def _local(path: str) -> Source:
    from citecheck.model import Source, SourceStatus

    body = read_bytes(path)
    url = "stdin:" if path == "-" else Path(path).absolute().as_uri()
    return Source(
        url=url,
        status=SourceStatus.OK,
        final_url=url,
        fetched_at=datetime.now(UTC).replace(microsecond=0),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
    )


def as_json(page: Page) -> dict[str, Any]:
    """A page as `--format json` prints it."""
    source = page.source
    return {
        "source": {
            "url": source.url,
            "status": page.status,
            "detail": page.detail,
            "http_status": source.http_status,
            "final_url": source.final_url,
            "fetched_at": source.fetched_at.isoformat() if source.fetched_at else None,
            "archived": None
            if source.archived is None
            else {"url": source.archived.url, "datetime": source.archived.at.isoformat()},
            "content_type": source.content_type,
            "sha256": source.sha256,
            "title": page.title,
            "language": page.language,
            "published": page.published.isoformat() if page.published else None,
            "characters": len(page.text),
        },
        "passages": [
            {
                "text": p.text,
                "region": p.region,
                "heading": p.heading,
                "page": p.page,
                "start": p.start,
                "end": p.end,
            }
            for p in page.passages
        ],
    }


def _as_text(page: Page) -> str:
    from citecheck.reports.sanitise import plain, without_commands

    lines = [
        f"{page.source.final_url or page.source.url}: {page.status}"
        + (f" ({page.detail})" if page.detail else ""),
        f"title: {page.title or '-'}",
    ]
    for p in page.passages:
        sheet = f" page {p.page}" if p.page is not None else ""
        lines.append(f"[{p.region}{sheet} {p.start}-{p.end}] {p.text}")
    return without_commands("\n".join(plain(line) for line in lines)) + "\n"

"""`citecheck cache`: shows and clears what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from citecheck.cli.options import Given, with_settings
from citecheck.settings.table import Group

app = typer.Typer(no_args_is_help=True, help="Show and clear the pages that are kept.")


@app.command("info")
@with_settings(Group.CACHE)
def info(given: Given) -> None:
    """Print where the cache is, how many pages it keeps and their size."""
    from citecheck.sources import cache_info

    kept = cache_info(_directory(given))
    typer.echo(f"{kept.path}\n{kept.entries} pages, {kept.bytes / 1e6:.1f} MB")


@app.command("list")
@with_settings(Group.CACHE)
def list_(given: Given) -> None:
    """Print each kept page: when it was fetched, its size, its URL."""
    from citecheck.reports.sanitise import plain
    from citecheck.sources import cache_entries

    for entry in cache_entries(_directory(given)):
        when = entry.fetched_at.isoformat() if entry.fetched_at else "-"
        typer.echo(f"{when}  {entry.size:>10}  {plain(entry.url)}")


@app.command("clear")
@with_settings(Group.CACHE)
def clear(
    given: Given,
    url: Annotated[str | None, typer.Argument(help="Only this page; without it, all.")] = None,
) -> None:
    """Remove what is kept and print how many pages that were."""
    from citecheck.sources import clear_cache

    typer.echo(f"{clear_cache(_directory(given), url)} pages removed")


def _directory(given: Given) -> Path | None:
    from citecheck.cli.settled import settled

    return settled(given, Path.cwd()).values.cache_dir

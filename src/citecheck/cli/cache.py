"""`citecheck cache`: shows and clears what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Show and clear the pages that are kept.")

_CacheDir = Annotated[
    Path | None, typer.Option("--cache-dir", metavar="DIR", help="Where pages are kept.")
]


@app.command("info")
def info(cache_dir: _CacheDir = None) -> None:
    """Print where the cache is, how many pages it keeps and their size."""
    from citecheck.sources import cache_info

    kept = cache_info(_directory(cache_dir))
    typer.echo(f"{kept.path}\n{kept.entries} pages, {kept.bytes / 1e6:.1f} MB")


@app.command("list")
def list_(cache_dir: _CacheDir = None) -> None:
    """Print each kept page: when it was fetched, its size, its URL."""
    from citecheck.reports.sanitise import plain
    from citecheck.sources import cache_entries

    for entry in cache_entries(_directory(cache_dir)):
        when = entry.fetched_at.isoformat() if entry.fetched_at else "-"
        typer.echo(f"{when}  {entry.size:>10}  {plain(entry.url)}")


@app.command("clear")
def clear(
    url: Annotated[str | None, typer.Argument(help="Only this page; without it, all.")] = None,
    cache_dir: _CacheDir = None,
) -> None:
    """Remove what is kept and print how many pages that were."""
    from citecheck.sources import clear_cache

    typer.echo(f"{clear_cache(_directory(cache_dir), url)} pages removed")


def _directory(given: Path | None) -> Path | None:
    from citecheck.settings import resolve

    return resolve({"cache_dir": given}, Path.cwd()).values.cache_dir

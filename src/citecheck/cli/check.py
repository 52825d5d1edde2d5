"""`citecheck check`: the whole check."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citecheck.cli.inputs import read_briefs
from citecheck.cli.outputs import check_format, complain, write_report

if TYPE_CHECKING:
    from citecheck.model import Brief, Report
    from citecheck.settings import Resolved, Settings


def check(
    briefs: Annotated[
        list[str], typer.Argument(metavar="BRIEF...", help="Files; - is standard input.")
    ],
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A source list kept elsewhere: text, JSON, CSV, YAML, BibTeX or CSL-JSON.",
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="NAME", help="terminal (default), json, ..."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the report here.")
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            metavar="VERDICT,...",
            help="Exit with 1 at these verdicts; 'none' for never. "
            "[default: contradicted,not_supported,unresolved]",
        ),
    ] = None,
    offline: Annotated[
        bool | None, typer.Option("--offline", help="Make no request; use what is kept.")
    ] = None,
    refresh: Annotated[
        bool | None, typer.Option("--refresh", help="Ask for every page again.")
    ] = None,
    uncited: Annotated[
        bool | None, typer.Option("--uncited", help="Report sentences without a marker too.")
    ] = None,
    allow_private_hosts: Annotated[
        bool | None,
        typer.Option("--allow-private-hosts", help="Let URLs lead to this machine or network."),
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="At most this long a source. [30]")
    ] = None,
    max_bytes: Annotated[
        int | None, typer.Option(metavar="N", help="At most this large a source. [20000000]")
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option(metavar="N", help="Requests at once. [40]")
    ] = None,
    per_host: Annotated[
        int | None, typer.Option(metavar="N", help="Requests at once to one host. [2]")
    ] = None,
    retries: Annotated[
        int | None, typer.Option(metavar="N", help="Retries of a request that may pass. [2]")
    ] = None,
    cache_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where fetched pages are kept.")
    ] = None,
    show_settings: Annotated[
        bool, typer.Option("--show-settings", help="Print each setting with where it came from.")
    ] = False,
) -> None:
    """Check each claim of each BRIEF against the sources that it cites.

    Exit status: 0 nothing at --fail-on, 1 findings, 2 wrong usage or an unreadable brief.
    """
    from citecheck.findings import fails
    from citecheck.settings import resolve

    given = {
        "sources": sources,
        "format": format_,
        "fail_on": fail_on,
        "offline": offline,
        "refresh": refresh,
        "uncited": uncited,
        "allow_private_hosts": allow_private_hosts,
        "timeout": timeout,
        "max_bytes": max_bytes,
        "concurrency": concurrency,
        "per_host": per_host,
        "retries": retries,
        "cache_dir": cache_dir,
    }
    first = Path.cwd() if briefs[0] == "-" else Path(briefs[0]).absolute().parent
    resolved = resolve(given, first)
    settings = resolved.values
    check_format(settings.format)
    if show_settings:
        _print_settings(resolved)
        return
    parsed, errors = read_briefs(briefs, settings.sources)
    complain(errors)
    if not parsed:
        raise typer.Exit(2)
    report = run_check(parsed, settings)
    write_report(report, settings.format, output, uncited=settings.uncited)
    if errors:
        raise typer.Exit(2)
    if any(fails(brief.findings, settings.fail_on) for brief in report.briefs):
        raise typer.Exit(1)


def run_check(briefs: list[Brief], settings: Settings) -> Report:
    """Fetch, read and judge, with a progress bar on a terminal's standard error."""
    from citecheck import pipeline
    from citecheck.cli.fetching import fetcher

    return pipeline.check(briefs, fetcher(settings))


def _print_settings(resolved: Resolved) -> None:
    for field in fields(resolved.values):
        value = getattr(resolved.values, field.name)
        if isinstance(value, frozenset):
            value = ",".join(sorted(value)) or "none"
        name = field.name.replace("_", "-")
        typer.echo(f"{name} = {value}  ({resolved.origins[field.name]})")

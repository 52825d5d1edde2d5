"""`citecheck check`: the whole check."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from citecheck.cli.entailing import entailment_model
from citecheck.cli.inputs import folder_of, read_briefs, read_bytes
from citecheck.cli.options import Given, with_settings
from citecheck.cli.outputs import (
    OrderedCommand,
    OutputOption,
    complain,
    pair_outputs,
    refuse_inputs,
    write_reports,
)
from citecheck.cli.versions import read_changed
from citecheck.settings.table import Group

if TYPE_CHECKING:
    from citecheck.model import Brief, BriefReport, Report
    from citecheck.settings import Resolved, Settings


COMMAND_CLASS = OrderedCommand


@with_settings(
    Group.BRIEF,
    Group.FETCH,
    Group.EVIDENCE,
    Group.RECORDS,
    Group.CACHE,
    Group.JUDGE,
    Group.REPORT,
)
def check(
    context: typer.Context,
    given: Given,
    briefs: Annotated[
        list[str] | None, typer.Argument(metavar="BRIEF...", help="Files; - is standard input.")
    ] = None,
    output: OutputOption = None,
    staged: Annotated[
        bool,
        typer.Option("--staged", help="Only claims that the next git commit adds or changes."),
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="REV",
            help="Only claims that are new or changed since HEAD left this git revision.",
        ),
    ] = None,
    saved: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DIR",
            help="Read the sources from a folder of --save-sources; make no request.",
        ),
    ] = None,
    show_settings: Annotated[
        bool, typer.Option("--show-settings", help="Print each setting with where it came from.")
    ] = False,
) -> None:
    """Check each claim of each BRIEF against the sources that it cites.

    With --staged or --since BRIEF may be left out: then all files that can be briefs are looked at.

    Exit status: 0 nothing at --fail-on, 1 findings, 2 wrong usage or an unreadable brief.
    """
    from citecheck import baseline, decisions
    from citecheck.cli.settled import settled
    from citecheck.reports import RenderOptions

    paths = briefs or []
    changed = staged or since is not None
    resolved = settled(given, folder_of(paths))
    settings = resolved.values
    targets = pair_outputs(context, settings.format, output or [])
    if show_settings:
        _print_settings(resolved)
        return
    refuse_inputs(targets, [*paths, settings.sources, settings.baseline])
    known = _known(settings)
    if not paths and not changed:
        context.fail("Missing argument 'BRIEF...'.")
    if changed:
        parsed, errors = read_changed(paths, staged, since, settings.sources)
    else:
        parsed, errors = read_briefs(paths, settings)
    complain(errors)
    if errors and not parsed:
        raise typer.Exit(2)
    if not parsed:
        print("citecheck: no claim is new or changed", file=sys.stderr)
    report = decisions.apply(run_check(parsed, settings, saved, _telling(settings, parsed)))
    if known is not None:
        report = baseline.apply(report, known)
    options = RenderOptions(
        uncited=settings.uncited,
        fail_on=settings.fail_on,
        strict=settings.strict,
        sort=settings.sort,
        only=settings.only,
    )
    write_reports(report, targets, options)
    if errors:
        raise typer.Exit(2)
    if any(brief.counts(settings.fail_on, strict=settings.strict) for brief in report.briefs):
        raise typer.Exit(1)


def _telling(settings: Settings, briefs: list[Brief]) -> Callable[[BriefReport], None]:
    """Of several briefs each is told of on standard error as soon as it is judged."""
    from citecheck.reports import RenderOptions
    from citecheck.reports.order import summary_sentence
    from citecheck.reports.sanitise import plain

    if len(briefs) < 2:
        return lambda _: None
    options = RenderOptions(uncited=settings.uncited, strict=settings.strict)

    def tell(brief: BriefReport) -> None:
        line = f"{plain(brief.brief.path)}: {summary_sentence(brief, options)}"
        print(line, file=sys.stderr, flush=True)

    return tell


def run_check(
    briefs: list[Brief],
    settings: Settings,
    saved: str | None = None,
    on_brief: Callable[[BriefReport], None] = lambda _: None,
) -> Report:
    """Fetch, read and judge, with a progress bar on a terminal's standard error.

    With `saved`, a folder of --save-sources, the sources are read from there. `on_brief` is told
    of each brief as soon as it is judged.
    """
    from citecheck import pipeline
    from citecheck.briefs import with_local_files
    from citecheck.cli.fetching import lookups, records

    if settings.allow_files:
        briefs = [with_local_files(brief) for brief in briefs]
    with entailment_model(settings) as entailment, lookups(settings, briefs, saved) as look:
        return pipeline.check(
            briefs,
            look.fetch,
            recover=look.recover,
            entailment=entailment,
            records=records(settings, briefs, look),
            seconds=settings.timeout,
            on_brief=on_brief,
        )


def _known(settings: Settings) -> Report | None:
    """The report of --baseline, read before any work is done. Raises `ReportError`."""
    if settings.baseline is None:
        return None
    from citecheck.reports import saved

    path = str(settings.baseline)
    return saved.load(read_bytes(path), path)


def _print_settings(resolved: Resolved) -> None:
    from citecheck.reports.sanitise import plain
    from citecheck.settings import describe

    for entry in describe():
        value = entry.kind.write(getattr(resolved.values, entry.name))
        name = entry.name.replace("_", "-")
        typer.echo(plain(f"{name} = {value}  ({resolved.origins[entry.name]})"))

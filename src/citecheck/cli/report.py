"""`citecheck report`: a saved report once more, in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from citecheck.cli.outputs import (
    FormatOption,
    OnlyOption,
    OrderedCommand,
    OutputOption,
    SortOption,
    pair_outputs,
    refuse_inputs,
    write_reports,
)
from citecheck.errors import SettingsError
from citecheck.model import Only, Sort

COMMAND_CLASS = OrderedCommand


def report(
    context: typer.Context,
    path: Annotated[
        str | None,
        typer.Argument(metavar="REPORT.json", help="A JSON report; - is standard input."),
    ] = None,
    format: FormatOption = None,  # noqa: A002 - its name on the command line
    output: OutputOption = None,
    sort: SortOption = Sort.WORST,
    only: OnlyOption = Only.ALL,
    store: Annotated[
        str | None,
        typer.Option(metavar="FILE|URL", help="Report on the store of an audit instead."),
    ] = None,
    run: Annotated[
        int | None, typer.Option(metavar="N", help="With --store: this run (default the latest).")
    ] = None,
    brief: Annotated[
        str | None, typer.Option(metavar="PATH", help="With --store: the full report on a brief.")
    ] = None,
    table: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="With --store and csv: runs, briefs, claims, citations, links or hosts.",
        ),
    ] = "briefs",
) -> None:
    """Show a report that `citecheck check --format json` saved, in any format. No request.

    With --store, show what an audit's runs came to: terminal, html, json, csv or parquet; with
    --brief too, the report on one brief as check would have made it, in any format of check.

    Exit status: 0, or 2 when the file is no report.
    """
    from citecheck.cli.inputs import read_bytes
    from citecheck.reports import RenderOptions, saved

    if store is not None and brief is None:
        from citecheck.cli.store_report import report_store

        formats, outputs = format or ["terminal"], output or []
        if len(formats) > 1 or len(outputs) > 1:
            raise SettingsError("--store", "takes one --format and one --output")
        report_store(store, run, formats[0], Path(outputs[0]) if outputs else None, table)
        return
    targets = pair_outputs(context, format or ["terminal"], output or [])
    if store is not None and brief is not None:
        from citecheck.audits.store.database import need_libraries

        need_libraries()
        from citecheck.audits.answers.overview import latest_run
        from citecheck.audits.answers.rebuild import rebuild
        from citecheck.audits.store.database import opened

        with opened(store) as kept:
            found = rebuild(kept, latest_run(kept, run), brief)
        write_reports(found, targets, RenderOptions(sort=sort, only=only))
        return
    if path is None:
        raise SettingsError("", "name a report", "REPORT.json, or --store FILE")
    refuse_inputs(targets, [path])
    name = "<stdin>" if path == "-" else path
    # Sentences without a marker are in a saved report only when its check was asked for them.
    options = RenderOptions(uncited=True, sort=sort, only=only)
    write_reports(saved.load(read_bytes(path), name), targets, options)

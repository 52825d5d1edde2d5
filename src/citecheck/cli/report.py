"""`citecheck report`: a saved report once more, in another format."""

from __future__ import annotations

from typing import Annotated

import typer

from citecheck.cli.outputs import FormatOption, OutputOption, pair_outputs, write_reports


def report(
    context: typer.Context,
    path: Annotated[
        str, typer.Argument(metavar="REPORT.json", help="A JSON report; - is standard input.")
    ],
    format: FormatOption = None,  # noqa: A002 - its name on the command line
    output: OutputOption = None,
) -> None:
    """Show a report that `citecheck check --format json` saved, in any format. No request.

    Exit status: 0, or 2 when the file is no report.
    """
    from citecheck.cli.inputs import read_bytes
    from citecheck.reports import RenderOptions, saved

    targets = pair_outputs(context, format or ["terminal"], output or [])
    name = "<stdin>" if path == "-" else path
    # Sentences without a marker are in a saved report only when its check was asked for them.
    write_reports(saved.load(read_bytes(path), name), targets, RenderOptions(uncited=True))

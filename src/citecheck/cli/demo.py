"""`citecheck demo`: the whole check on the example that ships, on this machine alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from citecheck.cli.outputs import (
    FormatOption,
    OrderedCommand,
    OutputOption,
    pair_outputs,
    write_reports,
)
from citecheck.errors import SettingsError

COMMAND_CLASS = OrderedCommand


def demo(
    context: typer.Context,
    format: FormatOption = None,  # noqa: A002 - its name on the command line
    output: OutputOption = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Only serve the pages and print the brief's path.")
    ] = False,
    copy: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="With --serve: put the brief here, to change and check."),
    ] = None,
) -> None:
    """Check the example brief against its pages, served on 127.0.0.1. Needs no internet.

    Exit status 0 whatever the findings: the example holds every verdict on purpose.
    """
    import tempfile

    from citecheck import briefs
    from citecheck.cli.check import run_check
    from citecheck.demo import demo_files, prepare_brief
    from citecheck.demo import serve as serve_pages
    from citecheck.reports import RenderOptions
    from citecheck.settings import Settings

    targets = pair_outputs(context, format or ["terminal"], output or [])
    with (
        serve_pages(demo_files()) as base_url,
        tempfile.TemporaryDirectory(prefix="citecheck-demo-") as folder,
    ):
        if serve:
            _wait(copy or Path(folder) / "brief.txt", prepare_brief(base_url))
            return
        brief = briefs.parse(prepare_brief(base_url), path="brief.txt")
        settings = Settings(
            allow_private_hosts=True, cache_dir=Path(folder), retries=0, uncited=True
        )
        report = run_check([brief], settings)
        write_reports(report, targets, RenderOptions(uncited=True))
        if any(target.format == "terminal" and target.output is None for target in targets):
            typer.echo(_NEXT)


_NEXT = """
What next, each to copy and paste:
  citecheck explain contradicted
  citecheck demo --format html --output citecheck-demo.html
  citecheck demo --serve --copy citecheck-demo.txt
The last keeps the pages up, and prints the command that checks your copy of the brief."""


def _wait(path: Path, brief: bytes) -> None:
    if path.exists():
        raise SettingsError(str(path), "is there already; nothing is written", "name another file")
    try:
        path.write_bytes(brief)
    except OSError as error:
        raise SettingsError(str(path), f"cannot be written: {error.strerror}") from None
    typer.echo(f"citecheck check --allow-private-hosts {path}")
    typer.echo("Serving the example's pages until Ctrl-C.", err=True)
    import threading

    threading.Event().wait()

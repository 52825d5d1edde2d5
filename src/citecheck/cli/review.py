"""`citecheck review`: decide on the findings of a report, in a browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citecheck.cli.options import Given, with_settings
from citecheck.settings.table import Group

if TYPE_CHECKING:
    from citecheck.model import Report


@with_settings(Group.BRIEF, Group.FETCH, Group.EVIDENCE, Group.CACHE, Group.JUDGE)
def review(
    path: Annotated[
        str,
        typer.Argument(
            metavar="REPORT.json|BRIEF", help="A saved JSON report, or a brief to check first."
        ),
    ],
    given: Given,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address.")
    ] = False,
    reviewer: Annotated[
        str, typer.Option("--reviewer", metavar="INITIALS", help="Under which decisions are kept.")
    ] = "",
    uncited: Annotated[
        bool, typer.Option("--uncited", help="Of a brief, show sentences without a marker too.")
    ] = False,
) -> None:
    """Show a report on this machine and record decisions on its claims beside the brief.

    Serves on 127.0.0.1 until Ctrl-C; the address holds a token that keeps others out.
    """
    from citecheck.review import Session, serve

    if path.lower().endswith(".json"):
        session = Session(_saved(path), near=Path(path).parent, uncited=True, reviewer=reviewer)
    else:
        session = Session(_checked(path, given), uncited=uncited, reviewer=reviewer)
    with serve(session) as address:
        typer.echo(address)
        sys.stdout.flush()
        typer.echo("Serving the review until Ctrl-C.", err=True)
        if not no_browser:
            import webbrowser

            webbrowser.open(address)
        _wait()
    count = session.recorded
    typer.echo(f"{count} decision{'' if count == 1 else 's'} recorded.", err=True)


def _wait() -> None:
    import threading

    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print(file=sys.stderr)  # the terminal has written ^C


def _saved(path: str) -> Report:
    from citecheck.cli.inputs import read_bytes
    from citecheck.reports import saved

    return saved.load(read_bytes(path), path)


def _checked(path: str, given: Given) -> Report:
    from citecheck.cli.check import run_check
    from citecheck.cli.inputs import folder_of, read_briefs
    from citecheck.cli.settled import settled
    from citecheck.errors import BriefError

    if path == "-":
        raise BriefError("-", "a review keeps its decisions beside the brief", "give a file")
    settings = settled(given, folder_of([path])).values
    parsed, errors = read_briefs([path], settings)
    if errors:
        raise errors[0]
    return run_check(parsed, settings)

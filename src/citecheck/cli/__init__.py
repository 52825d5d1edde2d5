"""The command line: one file per command, each reads options, runs stages, writes, returns a code.

Exit status: 0 nothing at or above `--fail-on`; 1 findings; 2 wrong usage, unreadable brief or
configuration; 130 interrupted.
"""

from __future__ import annotations

import os
import sys

import typer

from citecheck.cli import (
    audit,
    cache,
    check,
    demo,
    explain,
    extract,
    history,
    init,
    lsp,
    match,
    read,
    report,
    review,
)
from citecheck.cli.outputs import OrderedCommand
from citecheck.errors import CitecheckError
from citecheck.version import __version__

app = typer.Typer(
    name="citecheck",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Checks a brief's numbered citations against what the cited pages really say. "
    "It says what the cited page says, not what is true: verify before use.",
)
app.command("check", cls=OrderedCommand)(check.check)
app.command("audit")(audit.audit)
app.command("history")(history.history)
app.command("extract")(extract.extract)
app.command("read")(read.read)
app.command("match")(match.match)
app.add_typer(cache.app, name="cache")
app.command("report", cls=OrderedCommand)(report.report)
app.command("review")(review.review)
app.command("lsp")(lsp.lsp)
app.command("init")(init.init)
app.command("explain")(explain.explain)
app.command("demo", cls=OrderedCommand)(demo.demo)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"citecheck {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: bool = typer.Option(
        False, "--version", "-V", help="Print the version.", callback=_version, is_eager=True
    ),
) -> None:
    pass


def run() -> None:
    """Run the command line on `sys.argv`; problems of the user's become one line and status 2."""
    try:
        app()
    except CitecheckError as error:
        print(f"citecheck: {_one_line(str(error))}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python's own flush at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        print("citecheck: interrupted", file=sys.stderr)
        sys.exit(130)


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))

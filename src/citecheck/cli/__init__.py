"""The command line: one file per command, each reads options, runs stages, writes, returns a code.

Exit status: 0 nothing at or above `--fail-on`; 1 findings; 2 wrong usage, unreadable brief or
configuration; 70 citecheck itself failed; 74 the output cannot be written; 130 interrupted;
141 the reader of the output went away.
"""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from citecheck.cli.endings import Ended, end, endings, open_streams, sensible_width
from citecheck.version import __version__

# The order of the help. Each is a module of this package with a function or an `app` in it.
_COMMANDS = (
    "check",
    "audit",
    "history",
    "extract",
    "read",
    "match",
    "cache",
    "model",
    "report",
    "review",
    "fix",
    "archive",
    "lsp",
    "mcp",
    "init",
    "trust",
    "explain",
    "demo",
)


class _Commands(TyperGroup):
    """Imports the module of a command when that command is asked for, so that one command does
    not wait for the imports of all."""

    def make_context(self, *args: Any, **others: Any) -> Any:
        """As typer has it; what goes wrong is `Ended`."""
        with endings():
            return super().make_context(*args, **others)

    def invoke(self, ctx: Any) -> Any:
        """As typer has it; what goes wrong is `Ended`."""
        with endings():
            return super().invoke(ctx)

    def list_commands(self, ctx: Any) -> list[str]:
        """All commands, in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, None when there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = _load(cmd_name)
        return self.commands[cmd_name]


def _load(name: str) -> Any:
    from importlib import import_module

    from typer.main import get_command

    module = import_module(f"citecheck.cli.{name}")
    sub: typer.Typer | None = getattr(module, "app", None)
    if sub is None:
        sub = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
        sub.command(name, cls=getattr(module, "COMMAND_CLASS", None))(getattr(module, name))
    command = get_command(sub)
    command.name = name
    _name_no_types(command)
    return command


def _name_no_types(command: Any) -> None:
    """Keep `<bool>` out of the help of flags, which take no value."""
    for inner in getattr(command, "commands", {}).values():
        _name_no_types(inner)
    for parameter in command.params:
        if getattr(parameter, "is_flag", False) and parameter.metavar is None:
            parameter.metavar = ""
    help_of = command.get_help_option

    def get_help_option(context: Any) -> Any:
        option = help_of(context)
        if option is not None:
            option.metavar = ""
        return option

    command.get_help_option = get_help_option


app = typer.Typer(
    name="citecheck",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Checks a brief's numbered citations against what the cited pages really say. "
    "It says what the cited page says, not what is true: verify before use.",
)


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
    """Run the command line on `sys.argv`; whatever comes up is a status and at most one line."""
    open_streams()
    sensible_width()
    try:
        app()
    except Ended as ended:
        sys.exit(end(ended))

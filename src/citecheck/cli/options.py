"""Makes a command's options from the table of settings, so that each is described once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeAlias

import typer

from citecheck.settings.table import Entry, Group, describe

Given: TypeAlias = Mapping[str, object]
"""The settings that the command line gave, by name; what it did not give is not there."""


_NEGATIVE = "no_"


def with_settings(*groups: Group) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for each setting of `groups`.

    The command takes a parameter `given` of type `Given` and hands it to `settings.resolve`.
    """
    entries = [entry for entry in describe() if entry.group in groups]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(command, eval_str=True)
        own = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for parameter in signature.parameters.values()
            if parameter.name != "given"
        ]
        options = [option for entry in entries for option in _options(entry)]

        def run(**values: Any) -> None:
            given = {option.name: values.pop(option.name) for option in options}
            command(**values, given=_given(given))

        parameters = [*own, *options]
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        run.__module__ = command.__module__
        run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        return run

    return decorate


def completing(*values: str, lists: bool = False) -> Callable[[str], list[str]]:
    """What the shell completes a value to; with `lists`, the last of several with commas."""

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",") if lists else ("", "", incomplete)
        given = before.split(",")
        return [
            f"{before}{comma}{value}"
            for value in values
            if value.startswith(last) and value not in given
        ]

    return complete


def _given(values: Mapping[str, object]) -> Given:
    """Leave out what was not given; `no_offline` is `offline` set to False."""
    given = {name: value for name, value in values.items() if value is not None}
    for name in [name for name in given if name.startswith(_NEGATIVE)]:
        given[name.removeprefix(_NEGATIVE)] = not given.pop(name)
    return given


def _options(entry: Entry) -> list[inspect.Parameter]:
    """The parameter of a setting; a flag that can be set elsewhere has a negative form too.

    Of the two forms only the one that changes the default is shown in the help.
    """
    shown = "" if entry.kind.option is bool else entry.kind.write(entry.default)
    help_ = f"{entry.help} (default {shown})" if shown else entry.help
    names = [entry.option, *([entry.short] if entry.short else [])]
    on = entry.kind.option is bool and entry.default is True
    options = [_parameter(entry, entry.name, names, help_, hidden=on)]
    if entry.kind.option is bool:
        negative = f"--no-{entry.option.removeprefix('--')}"
        options.append(
            _parameter(
                entry,
                _NEGATIVE + entry.name,
                [negative],
                entry.off or f"Take back {entry.option} of a settings file or a variable.",
                hidden=not on,
            )
        )
    return options


def _parameter(
    entry: Entry, name: str, names: list[str], help_: str, *, hidden: bool
) -> inspect.Parameter:
    option = typer.Option(
        *names,
        help=help_,
        metavar=entry.kind.metavar or None,
        rich_help_panel=str(entry.group),
        show_default=False,
        hidden=hidden,
        autocompletion=completing(*entry.kind.values, lists=entry.kind.lists)
        if entry.kind.values
        else None,
    )
    annotation: Any = Annotated[entry.kind.option | None, option]
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation
    )

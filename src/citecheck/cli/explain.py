"""`citecheck explain`: what the codes of a report mean."""

from __future__ import annotations

import textwrap
from typing import Annotated

import typer

from citecheck.errors import SettingsError


def _complete(incomplete: str) -> list[str]:
    from citecheck import codes

    return [code.name for code in codes.describe() if code.name.startswith(incomplete)]


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help="A verdict, reason, status or problem; without it, all.",
            autocompletion=_complete,
        ),
    ] = None,
) -> None:
    """Say what a verdict, reason or status means and what to do about it."""
    from citecheck import codes

    known = list(codes.describe())
    if code is None:
        width = max(len(entry.name) for entry in known)
        for kind in dict.fromkeys(entry.kind for entry in known):
            typer.echo(f"{kind}:")
            for entry in (entry for entry in known if entry.kind == kind):
                typer.echo(_wrapped(entry.meaning, f"  {entry.name:<{width}}  ", width + 4))
        return
    wanted = code.strip().lower().replace("-", "_").replace(" ", "_")
    found = [entry for entry in known if entry.name == wanted]
    if not found:
        raise SettingsError(
            "", f"there is no code {code!r}", _hint(wanted, [entry.name for entry in known])
        )
    for entry in found:
        typer.echo(f"{entry.name} ({entry.kind})")
        typer.echo(_wrapped(entry.meaning, "  ", 2))
        typer.echo(_wrapped(f"What to do: {entry.advice}", "  ", 2))


def _hint(wanted: str, names: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(wanted, names, n=1)
    return f"did you mean {near[0]}?" if near else "citecheck explain lists all"


def _wrapped(text: str, first: str, indent: int) -> str:
    return textwrap.fill(text, 79, initial_indent=first, subsequent_indent=" " * indent)

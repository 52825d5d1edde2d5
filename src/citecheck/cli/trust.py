"""`citecheck trust`: lets the settings file of a folder do what only the user may."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from citecheck.errors import SettingsError


def trust(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="With a citecheck.toml or pyproject.toml.")
    ],
    revoke: Annotated[bool, typer.Option("--revoke", help="Trust it no more.")] = False,
) -> None:
    """Honour all settings of a folder's file, also those that run programs, open the guard, or
    read, write and send elsewhere.

    The file is trusted as it stands where it stands: changed or moved, it has to be trusted anew.
    What it sets beyond the judgement and the look is printed. Exit status: 0, or 2 when there is
    no settings file.
    """
    from citecheck.settings import trust as trusted
    from citecheck.settings.files import nearest

    file = nearest(folder)
    if file is None or file.path.parent != folder.absolute():
        raise SettingsError(str(folder), "has no settings file", "name the folder it stands in")
    if revoke:
        was = trusted.distrust(file)
        typer.echo(f"{file.path} is trusted no more" if was else f"{file.path} was not trusted")
        return
    trusted.trust(file)
    typer.echo(f"{file.path} is trusted as it stands; from now on it sets:")
    for name in sorted(trusted.refused(file)) or ["nothing that it could not set before"]:
        typer.echo(
            f"  {name.replace('_', '-')} = {file.given[name]}" if name in file.given else name
        )

"""Settles every setting from the places where it can be given.

Weakest first: the defaults, the user's own file, `citecheck.toml` or `[tool.citecheck]` in
`pyproject.toml` (the nearest one upward from the brief, as far as it may; see `table.Trust`), the
environment (`CITECHECK_*`), the command line.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citecheck.errors import SettingsError
from citecheck.settings import trust
from citecheck.settings.files import SettingsFile, nearest, users_own
from citecheck.settings.table import Settings, describe

COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The settings in force, and for each of them where its value came from.

    `refused` is a line that names what a project's file asked for and may not; empty if nothing.
    """

    values: Settings
    origins: Mapping[str, str]
    refused: str = ""


def resolve(
    command_line: Mapping[str, object],
    near: Path,
    environment: Mapping[str, str] = os.environ,
) -> Resolved:
    """Settle every setting. `near` is the folder whose nearest settings file upward counts.

    `command_line` holds only what was given (None counts as not given). Raises `SettingsError`
    naming the file or variable for an unknown setting or a value that makes no sense.
    """
    entries = {entry.name: entry for entry in describe()}
    values: dict[str, Any] = {}
    origins = dict.fromkeys(entries, "default")
    own, project = users_own(), nearest(near)
    if own is not None and project is not None and own.path == project.path:
        project = None
    allowed, refused = _allowed(project)
    for origin, given in (
        _given(own),
        (str(project.path) if project else "", allowed),
        *(_from_environment(name, environment) for name in entries),
        (COMMAND_LINE, {k: v for k, v in command_line.items() if v is not None}),
    ):
        for name, value in given.items():
            if name not in entries:
                known = ", ".join(sorted(n.replace("_", "-") for n in entries))
                raise SettingsError(origin, f"unknown setting {name!r}", f"known are {known}")
            try:
                values[name] = entries[name].kind.read(value)
            except ValueError as error:
                shown = entries[name].option if origin == COMMAND_LINE else name
                raise SettingsError(origin, f"{shown} = {value!r}: {error}") from None
            origins[name] = origin
    settings = Settings(**values)
    if settings.offline and settings.refresh:
        raise SettingsError("", "offline and refresh exclude each other", "give one of them")
    return Resolved(settings, origins, refused)


def _given(file: SettingsFile | None) -> tuple[str, Mapping[str, object]]:
    return ("", {}) if file is None else (str(file.path), file.given)


def _allowed(file: SettingsFile | None) -> tuple[Mapping[str, object], str]:
    """What a project's file may set, and a line that names the rest."""
    if file is None or trust.is_trusted(file):
        return ({} if file is None else file.given), ""
    refused = trust.refused(file)
    if not refused:
        return file.given, ""
    names = ", ".join(sorted(name.replace("_", "-") for name in refused))
    line = (
        f"{file.path}: not honoured, since a stranger may have written them: {names}; give them"
        f" on the command line, or read the file and then: citecheck trust {file.path.parent}"
    )
    return {name: value for name, value in file.given.items() if name not in refused}, line


def _from_environment(
    name: str, environment: Mapping[str, str]
) -> tuple[str, Mapping[str, object]]:
    variable = f"CITECHECK_{name.upper()}"
    value = environment.get(variable)
    return variable, {} if value is None or value == "" else {name: value}
